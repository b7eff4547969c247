"""Hook configurations and manifests: what hooks install besides their repositories, and what their entries run."""

import shlex

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pinned_support import SHA, STRICT, assert_marked, judge
from tests_support import tries
from walkaround._dependencies import hook_config, hook_manifest
from walkaround._dependencies.declared import Declared, whole
from walkaround._dependencies.hook_entries import words
from walkaround._dependencies.yaml_gates import hook_config_is_clean, manifest_is_clean
from walkaround._finding import Finding, NotJudged
from walkaround._text import Text

HOOKS = ".pre-commit-config.yaml"
MANIFEST = ".pre-commit-hooks.yaml"
DIGEST = "sha256:" + "ab" * 32
REMOTE = f"repos:\n- repo: https://h.org/r\n  rev: {SHA}\n  hooks:\n  - id: a\n"


def local(language: str, more: str) -> str:
    return f"repos:\n- repo: local\n  hooks:\n  - id: a\n    language: {language}\n    {more}\n"


BY_FORM = [
    pytest.param("types-requests==2.32.0", id="python-exact"),
    pytest.param("types-requests==2.32.0; python_version < '3.9'", id="python-marker"),
    pytest.param("«tomli>=2", id="python-range"),
    pytest.param("«black[d]~=24.1", id="python-extra"),
    pytest.param(f"x @ git+https://h.org/x@{SHA}", id="python-url"),
    pytest.param("«git+https://h.org/x@main", id="python-vcs"),
    pytest.param("prettier@3.4.2", id="npm-exact"),
    pytest.param("«prettier@^3.4", id="npm-range"),
    pytest.param("«prettier@latest", id="npm-latest"),
    pytest.param("'@prettier/plugin-xml@3.4.1'", id="npm-scoped"),
    pytest.param("'«@prettier/plugin-xml'", id="npm-scoped-without-version"),
    pytest.param("«prettier@3", id="npm-major"),
    pytest.param("cli:cargo-sort:1.0.9", id="cargo-exact"),
    pytest.param("«cli:cargo-sort", id="cargo-without-version"),
    pytest.param("«cli:cargo-sort:1", id="cargo-range"),
    pytest.param("rubocop-rake:0.6.0", id="gem-exact"),
    pytest.param("golang.org/x/tools/cmd/goimports@v0.30.0", id="go-exact"),
    pytest.param("«golang.org/x/tools/cmd/goimports@latest", id="go-latest"),
    pytest.param("«boto3", id="bare"),
    pytest.param("«tomli", id="bare-word"),
    pytest.param("./local", id="path"),
    pytest.param("--extra-index-url=https://h.org", id="option"),
    pytest.param("$X", id="variable"),
    pytest.param("", id="null"),
    pytest.param("[a]", id="list"),
    pytest.param("'a b c ??'", id="no-requirement"),
]


@pytest.mark.parametrize("item", BY_FORM)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_additional_dependencies_by_form(item: str, ending: str) -> None:
    text = f"{REMOTE}    additional_dependencies:\n    - {item}\n    - x==1.0.0\n"
    assert_marked({HOOKS: text.replace("\n", ending)}, policy=STRICT)


BY_LANGUAGE = [
    pytest.param("python", "«flake8", id="python"),
    pytest.param("python", "flake8==7.1.0", id="python-exact"),
    pytest.param("node", "«eslint", id="node"),
    pytest.param("node", "eslint@9.1.0", id="node-exact"),
    pytest.param("node", "«eslint@9.x", id="node-range"),
    pytest.param("rust", "«cli:x:0.1", id="rust"),
    pytest.param("rust", "x:0.1.2", id="rust-exact"),
    pytest.param("ruby", "'«x:~> 1.0'", id="ruby"),
    pytest.param("golang", "«example.org/x@main", id="go-branch"),
    pytest.param("golang", "example.org/x@v1.2.3", id="go-exact"),
    pytest.param("haskell", "x-1.2.3", id="haskell-with-version"),
    pytest.param("haskell", "«hlint", id="haskell-bare"),
]


@pytest.mark.parametrize(("language", "item"), BY_LANGUAGE)
def test_additional_dependencies_by_language(language: str, item: str) -> None:
    assert_marked({HOOKS: local(language, f"additional_dependencies: [{item}]")}, policy=STRICT)
    manifest = f"- id: a\n  language: {language}\n  additional_dependencies:\n  - {item}\n"
    assert_marked({MANIFEST: manifest}, policy=STRICT)


def test_a_range_is_enough_for_the_recommended_profile() -> None:
    assert_marked({HOOKS: REMOTE + "    additional_dependencies: [a>=1, «b, c@^1.0]\n"})


def test_aliases_are_judged_once() -> None:
    text = REMOTE + "    additional_dependencies: &d [«a]\n  - id: b\n    additional_dependencies: *d\n"
    assert_marked({HOOKS: text}, policy=STRICT)


IMAGES = [
    pytest.param("entry: «alpine/helm:3.17 lint", id="image"),
    pytest.param("entry: '«alpine:3.22'", id="quoted"),
    pytest.param("entry: --entrypoint /bin/x «alpine:3.22 -c y", id="entrypoint"),
    pytest.param("entry: --entrypoint=/bin/x --rm -e A=b «alpine", id="options"),
    pytest.param("entry: --new-option x alpine", id="option-that-is-not-known"),
    pytest.param(f"entry: alpine@{DIGEST} x", id="digest"),
    pytest.param("entry: >-\n      --rm\n      «alpine:3.22\n      x", id="folded"),
    pytest.param("entry: 'alpine \"open'", id="open-quote"),
    pytest.param("entry: [alpine]", id="list"),
]


@pytest.mark.parametrize("entry", IMAGES)
def test_docker_image_hooks(entry: str) -> None:
    assert_marked({HOOKS: local("docker_image", entry)}, policy=STRICT)
    assert_marked({MANIFEST: f"- id: a\n  language: docker_image\n  {entry}\n"}, policy=STRICT)


def test_other_entries_are_no_images() -> None:
    assert_marked({HOOKS: local("docker", "entry: alpine")}, policy=STRICT)
    assert_marked({HOOKS: local("pygrep", "entry: 'pip install x'")}, policy=STRICT)


MESSAGES = [
    pytest.param(
        REMOTE + "    additional_dependencies: [tomli>=2]\n",
        (6, 31),
        "tomli>=2 admits more than one version; the policy requires an exact version.",
        "Write tomli==X.Y.Z with the version that you tested; `python -m pip index versions tomli` lists the releases.",
        id="python",
    ),
    pytest.param(
        REMOTE + "    additional_dependencies: ['@a/b']\n",
        (6, 32),
        "@a/b names no version; the policy requires an exact version.",
        "Write @a/b@X.Y.Z with the version that you tested; `npm view @a/b versions` lists the releases.",
        id="node",
    ),
    pytest.param(
        REMOTE + "    additional_dependencies: [a]\n",
        (6, 31),
        "a names no version; the policy requires an exact version.",
        "Write the version in the form of the hook's language: a==X.Y.Z for Python, a@X.Y.Z for Node, a:X.Y.Z for "
        "Rust or Ruby.",
        id="bare",
    ),
    pytest.param(
        "repos:\n- repo: https://h.org/r\n  rev: v1\n",
        (3, 8),
        "rev v1 of https://h.org/r names a tag or branch, which can be moved; the policy requires a full commit SHA.",
        "Run `pre-commit autoupdate --freeze --repo https://h.org/r`, which writes the commit and the tag as a "
        "comment.",
        id="rev",
    ),
]


@pytest.mark.parametrize(("text", "place", "message", "remedy"), MESSAGES)
def test_whole_messages(text: str, place: tuple[int, int], message: str, remedy: str) -> None:
    assert judge({HOOKS: text}, policy=STRICT) == [Finding(HOOKS, *place, "PIN001", message, remedy)]


SPLICED = [
    pytest.param("tomli>=2", "1.0.0", "tomli==1.0.0"),
    pytest.param("tomli", "1.0.0", None),
    pytest.param("x[a]>=2; python_version > '3'", "1.0.0", "x[a]==1.0.0; python_version > '3'"),
    pytest.param("x@^1", "1.0.0", "x@1.0.0"),
    pytest.param("'@a/b'", "1.0.0", "'@a/b@1.0.0'"),
    pytest.param("cli:x", "1.0.0", "cli:x:1.0.0"),
    pytest.param("cli:x:1", "1.0.0", "cli:x:1.0.0"),
    pytest.param("x @ https://h.org/x", "1.0.0", None),
]


@pytest.mark.parametrize(("item", "answer", "after"), SPLICED)
def test_splices(item: str, answer: str, after: str | None) -> None:
    text = f"{REMOTE}    additional_dependencies:\n    - {item}\n"
    (one,) = (one for one in hook_config.read(Text(HOOKS, text)) if isinstance(one, Declared) and one.role == "command")
    if after is None:
        assert one.splice is None
    else:
        assert one.splice is not None
        start, end, template, _ = one.splice
        assert text[:start] + template.format(answer) + text[end:] == text.replace(item, after)


def test_a_rev_is_spliced_as_a_frozen_commit() -> None:
    text = "repos:\n- repo: https://h.org/r\n  rev: 'v1.0'\n"
    (one,) = hook_config.read(Text(HOOKS, text))
    assert isinstance(one, Declared)
    assert one.splice is not None
    assert text[one.splice.start : one.splice.end] == "v1.0"
    assert one.splice[2:] == ("{}", "# frozen: {}")


COMMANDS = ["a b", " 'a b' c", '"a\\"b" c\\ d', "a'b'\"c\" ''", "bash -c 'x y'", 'a "b\\c"', "", "é 🦊"]


@pytest.mark.parametrize("command", COMMANDS)
def test_words_are_those_of_a_shell(command: str) -> None:
    assert [word.text for word in words(whole(command, 3))] == shlex.split(command)


@given(st.text(alphabet="ab '\"\\ \n\té", max_size=12))
def test_words_agree_with_shlex(command: str) -> None:
    try:
        expected = shlex.split(command)
    except ValueError:
        expected = []
    found = words(whole(command, 5))
    assert [word.text for word in found] == expected
    assert all(5 <= word.offset <= 5 + len(command) for word in found)


MANIFESTS = [
    "- id: a\n",
    "  additional_dependencies: [x, «y]\n".replace("«", ""),
    "  entry: alpine\n",
    "  entry: pip install\n",
]
MANIFESTS += [
    "  language: docker_image\n",
    "  language: system\n",
    "  args: [npx, x]\n",
    "  ? entry\n  : npx x\n",
    "&a ",
    "'",
    '"',
]
MANIFESTS += [
    '  "ent\\\n ry": npx x\n',
    '  "additional\\x5fdependencies": [x]\n',
    "[",
    "]",
    "repos:\n",
    "- repo: local\n  hooks:\n",
]


@settings(max_examples=tries(500))
@given(st.lists(st.sampled_from(MANIFESTS), max_size=9).map("".join))
def test_no_gate_passes_hooks_with_dependencies(text: str) -> None:
    for path, read in ((HOOKS, hook_config.read), (MANIFEST, hook_manifest.read)):
        try:
            found = [one for one in read(Text(path, text)) if isinstance(one, Declared)]
        except NotJudged:
            continue
        assert all(0 <= one.offset <= len(text) for one in found)
        if hook_config_is_clean(text, "sha") if path == HOOKS else manifest_is_clean(text):
            assert found == []


def test_a_long_list_comes_to_a_verdict() -> None:
    text = REMOTE + "    additional_dependencies: [" + "a@1.0.0, " * 60_000 + "b]\n"
    assert len(judge({HOOKS: text}, policy=STRICT)) == 1


ENTRIES = [
    pytest.param("system", "entry: npx «prettier", id="words"),
    pytest.param("system", "entry: npx\n    args: [--yes, «prettier]", id="args"),
    pytest.param("unsupported", 'entry: npx "«prettier"', id="new-name"),
    pytest.param("system", "entry: npx prettier@3.4.2", id="pinned"),
    pytest.param("system", "entry: >-\n      bash -c\n      'cd x && pip install «a'", id="folded"),
    pytest.param("system", "entry: bash -c 'pip install «a'", id="inner-script"),
    pytest.param("python", "entry: npx prettier", id="of-an-environment"),
    pytest.param("script", "entry: ./npx prettier", id="script"),
    pytest.param("system", "entry: npx 'prettier", id="open-quote"),
    pytest.param("system", "entry: [npx, prettier]", id="list"),
]


@pytest.mark.parametrize(("language", "entry"), ENTRIES)
def test_entries_of_the_machine(language: str, entry: str) -> None:
    assert_marked({HOOKS: local(language, entry)}, policy=STRICT)
