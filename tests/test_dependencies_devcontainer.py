"""devcontainer.json: image, features and their versions, and files that are referred to."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinned_support import STRICT, assert_marked, judge, not_judged
from processor_time import CpuLimit
from walkaround._dependencies.commands import Word
from walkaround._dependencies.declared import Declared, Fragment
from walkaround._dependencies.devcontainer import read
from walkaround._finding import Finding, NotJudged
from walkaround._text import Text

PATH = ".devcontainer/devcontainer.json"
DIGEST = "sha256:" + "ab" * 32
NODE = "ghcr.io/devcontainers/features/node"

FOUND = [
    pytest.param('{"image": "«mcr.microsoft.com/devcontainers/base:ubuntu"}', id="image"),
    pytest.param('{"image": "«mcr.microsoft.com/devcontainers/python:3.12"}', id="image-tag"),
    pytest.param(f'{{"image": "mcr.microsoft.com/devcontainers/python:3.12@{DIGEST}"}}', id="image-digest"),
    pytest.param('{\n  // why\n  "name": "🦊", /* x */ "image": "«alpine",\n}\n', id="comments"),
    pytest.param('{"image": "«al\\u0070ine"}', id="escaped"),
    pytest.param('{"image": "${localEnv:IMAGE}"}', id="variable"),
    pytest.param('{"image": 1, "features": [], "build": "x", "dockerComposeFile": {}}', id="odd"),
    pytest.param("[]", id="list"),
    pytest.param("", id="empty"),
    pytest.param(f'{{"features": {{"«{NODE}:1": {{}}}}}}', id="feature"),
    pytest.param(f'{{"features": {{"«{NODE}": {{}}, "«{NODE}:latest": null}}}}', id="feature-latest"),
    pytest.param(f'{{"features": {{"{NODE}@{DIGEST}": {{}}}}}}', id="feature-digest"),
    pytest.param('{"features": {"./local": {"version": "1"}, "../x": {}}}', id="local-feature"),
    pytest.param('{"features": {"«docker-in-docker": "«latest"}}', id="legacy-feature"),
    pytest.param('{"features": {"«https://example.org/feature.tgz": {}}}', id="feature-by-url"),
    pytest.param(f'{{"features": {{"{NODE}@{DIGEST}": {{"version": "«latest"}}}}}}', id="version"),
    pytest.param(
        f'{{"features": {{"{NODE}@{DIGEST}": {{"version": "«LTS", "nvmVersion": "«latest"}}}}}}', id="versions"
    ),
    pytest.param(f'{{"features": {{"{NODE}@{DIGEST}": "«latest"}}}}', id="short-for-a-version"),
    pytest.param(f'{{"features": {{"{NODE}@{DIGEST}": {{"version": "22.1.0", "pnpmVersion": "none"}}}}}}', id="fixed"),
    pytest.param(
        f'{{"features": {{"{NODE}@{DIGEST}": {{"version": "none", "x": "latest", "y": true}}}}}}', id="others"
    ),
    pytest.param(f'{{"customizations": {{"image": "x", "features": {{"{NODE}": {{}}}}}}}}', id="elsewhere"),
]


@pytest.mark.parametrize("text", FOUND)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_images_and_features(text: str, ending: str) -> None:
    assert_marked({PATH: text.replace("\n", ending)}, policy=STRICT)


def test_a_tag_is_enough_by_default() -> None:
    assert_marked(
        {".devcontainer.json": f'{{"image": "python:3.12", "features": {{"{NODE}:1": {{}}, "«{NODE}": {{}}}}}}'}
    )


KEYS = ["initializeCommand", "onCreateCommand", "updateContentCommand", "postCreateCommand"]
COMMANDS = [
    pytest.param('"a \\"b\\" && c"', ['a "b" && c'], id="line"),
    pytest.param('["a", "b c"]', [["a", "b c"]], id="list"),
    pytest.param('{"x": "a", "y": ["b", "c"], "z": {"w": "d"}}', ["a", ["b", "c"]], id="several"),
    pytest.param("null", [], id="null"),
    pytest.param('""', [], id="empty"),
]


@pytest.mark.parametrize("key", [*KEYS, "postStartCommand", "postAttachCommand"])
@pytest.mark.parametrize(("written", "expected"), COMMANDS)
def test_what_is_run(key: str, written: str, expected: list[str | list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    content = f'{{"{key}": {written}, "otherCommand": "x"}}'
    met: list[str | list[str]] = []

    def of_script(script: Fragment) -> tuple[()]:
        places = [(script.text[at], content[script.offset(at)]) for at in range(len(script.text))]
        assert all(there in (here, "\\") for here, there in places)
        met.append(script.text)
        return ()

    def of_words(words: Sequence[Word]) -> tuple[()]:
        assert all(content.startswith(word.text, word.offset) for word in words)
        met.append([word.text for word in words])
        return ()

    monkeypatch.setattr("walkaround._dependencies.commands.of_script", of_script)
    monkeypatch.setattr("walkaround._dependencies.commands.of_words", of_words)
    for module in ("gates", "dockerfile"):
        monkeypatch.setattr(f"walkaround._dependencies.{module}.may_install", bool)
    assert list(read(Text(PATH, content))) == []
    assert met == expected


INSTALLED = [
    pytest.param('"pip install -r requirements.txt \\"«requests\\""', id="line"),
    pytest.param('["npm", "install", "-g", "«yarn"]', id="list"),
    pytest.param('["bash", "-c", "npm install -g «yarn && pip install \'«a>1\'"]', id="shell"),
    pytest.param('{"a": "pip install a==1", "b": ["pip", "install", "«b"]}', id="several"),
    pytest.param('"npm ci && pip install -e ."', id="locked"),
]


@pytest.mark.parametrize("written", INSTALLED)
def test_what_is_installed(written: str) -> None:
    assert_marked({PATH: f'{{\n  "postCreateCommand": {written}\n}}\n'}, policy=STRICT)


REFERENCES = [
    pytest.param('{"build": {"dockerfile": "«Dockerfile"}}', id="dockerfile"),
    pytest.param('{"dockerFile": "«../Dockerfile"}', id="old-key"),
    pytest.param('{"dockerComposeFile": "«../compose.yaml"}', id="compose"),
    pytest.param('{"dockerComposeFile": ["../docker-compose.yml", "«extra.yml"]}', id="compose-list"),
    pytest.param('{"build": {"dockerfile": "../web.Dockerfile"}, "dockerComposeFile": []}', id="there"),
    pytest.param('{"build": {"dockerfile": "${localWorkspaceFolder}/Dockerfile"}}', id="variable"),
]


@pytest.mark.parametrize("text", REFERENCES)
def test_files_that_are_referred_to(text: str) -> None:
    others = {"docker-compose.yml": "services: {}\n", "web.Dockerfile": "FROM scratch\n"}
    assert_marked({PATH: text, **others}, policy=STRICT, rule="PIN002")


def test_messages() -> None:
    text = f'{{"features": {{"{NODE}:1": {{"version": "latest"}}}}, "build": {{"dockerfile": "Dockerfile"}}}}'
    found = [one for one in judge({PATH: text}, policy=STRICT) if isinstance(one, Finding)]
    assert [f"{one.rule} {one.message}" for one in found] == [
        "PIN002 Dockerfile is not in the repository.",
        f"PIN001 {NODE}:1 names a tag, which can be moved; the policy requires a digest.",
        f"PIN001 version latest of {NODE}:1 names no version; the policy requires an exact version.",
    ]
    assert [one.remedy for one in found] == [
        "Commit Dockerfile, or correct the name.",
        f"Write {NODE}:1@sha256:… with the digest that `docker buildx imagetools inspect {NODE}:1` prints.",
        'Write "version": "X.Y.Z", with the version that you tested.',
    ]


def test_a_lock_fixes_features_and_nothing_else() -> None:
    text = f'{{"image": "«alpine", "features": {{"{NODE}:1": {{}}}}}}'
    clean = text.replace("«", "")
    said = judge({PATH: clean, ".devcontainer/devcontainer-lock.json": "{}"}, [PATH], STRICT)
    assert [(one.line, one.column) for one in said if isinstance(one, Finding)] == [(1, text.index("«") + 1)]


def test_what_is_not_judged() -> None:
    assert not_judged(judge({PATH: '{\n "image": }'})) == [f"{PATH}: line 2: is not JSON: expected a value"]


@given(st.text(alphabet='{}[]",:/image features@1a\\u0070$\n ', max_size=60))
def test_any_text_is_read(text: str) -> None:
    for content in (text, f'{{"image": "{text}"}}', f'{{"features": {{"{text}": {{"version": "latest"}}}}}}'):
        try:
            found = list(read(Text(PATH, content)))
        except NotJudged:
            continue
        assert all(0 <= one.offset < len(content) for one in found if isinstance(one, Declared))


HOSTILE = [
    pytest.param('{"features": ' * 80_000, id="deep"),
    pytest.param(
        '{"features": {' + ",".join(f'"a/b{n}": {{"version": "latest"}}' for n in range(25_000)) + "}}", id="many"
    ),
    pytest.param('{"image": "' + "\\u0041" * 30_000 + '"}', id="escapes"),
    pytest.param('{"postCreateCommand": {"a": ' * 30_000, id="commands"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_read_soon(text: str) -> None:
    with CpuLimit(30):
        said = judge({PATH: text[: 1 << 20]})
    assert all(isinstance(one, (Finding, NotJudged)) for one in said)
