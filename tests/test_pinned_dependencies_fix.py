"""`--fix`: what this machine knows is written, the named characters alone, once."""

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from pinned_support import SHA
from test_pinned_verdicts import TREE, clean
from tests_support import Repository
from walkaround.pinned_dependencies import main

OTHER = "f" * 40
DIGEST = "sha256:" + "ab" * 32
POLICY = 'extends = "strict"\n'
UV = """\
version = 1
revision = 3
requires-python = ">=3.11"

[[package]]
name = "requests"
version = "2.32.4"
source = { registry = "https://pypi.org/simple" }
sdist = { url = "https://files.example.org/a.tar.gz", hash = "sha256:%s", size = 1 }
""" % ("cd" * 32)
NPM = json.dumps(
    {"lockfileVersion": 3, "packages": {"": {}, "node_modules/vite": {"version": "7.1.2", "integrity": "sha512-x"}}}
)


@pytest.fixture
def tree(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """An empty repository under `strict`, and no store of a framework but its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setenv("PRE_COMMIT_HOME", str(tmp_path / "pre-commit"))
    monkeypatch.setenv("PREK_HOME", str(tmp_path / "prek"))
    repository.stage("walkaround.toml", POLICY)
    return repository


def staged(tree: Repository, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        tree.stage(name, text)


def installed(tree: Repository, name: str, version: str) -> None:
    folder = tree.top / ".venv" / "lib" / "python3.11" / "site-packages" / f"{name}-{version}.dist-info"
    folder.mkdir(parents=True)
    tree.write(".venv/pyvenv.cfg")


STEP = "on: push\njobs:\n  a:\n    steps:\n"
HOOK = "repos:\n  - repo: https://example.org/hooks\n"
CASES = [
    pytest.param(
        {"requirements.txt": "requests\n", "uv.lock": UV}, {"requirements.txt": "requests==2.32.4\n"}, id="lock"
    ),
    pytest.param(
        {"requirements.txt": "# a\r\nrequests[socks] >=2 ; python_version > '3'  # why\r\n", "uv.lock": UV},
        {"requirements.txt": "# a\r\nrequests[socks]==2.32.4 ; python_version > '3'  # why\r\n"},
        id="layout",
    ),
    pytest.param({"requirements.txt": "requests<2\n", "uv.lock": UV}, {}, id="outside-the-bounds"),
    pytest.param({"requirements.txt": "flask\n", "uv.lock": UV}, {}, id="not-in-the-lock"),
    pytest.param(
        {"requirements.txt": "requests\n", "uv.lock": UV + UV.partition("\n\n")[2].replace("2.32.4", "2.32.3")},
        {},
        id="two-versions-in-the-lock",
    ),
    pytest.param(
        {"requirements.txt": "requests\n", "uv.lock": UV + UV.partition("\n\n")[2].replace("2.32.4", "1.0")}
        | {"requirements.txt": "requests>2\n"},
        {"requirements.txt": "requests==2.32.4\n"},
        id="two-versions-one-within-bounds",
    ),
    pytest.param(
        {"svc/a/requirements.txt": "\ufeffrequests\n", "uv.lock": UV},
        {"svc/a/requirements.txt": "\ufeffrequests==2.32.4\n"},
        id="lock-above-and-byte-order-mark",
    ),
    pytest.param(
        {
            "pyproject.toml": '[dependency-groups]\na = [\n  "requests",  # here\n]\n',
            "requirements.txt": "",
            "x/uv.lock": UV,
        },
        {},
        id="lock-elsewhere",
    ),
    pytest.param(
        {"Dockerfile": f"FROM python:3.12@{DIGEST}\nRUN pip install requests\n", "uv.lock": UV},
        {"Dockerfile": f"FROM python:3.12@{DIGEST}\nRUN pip install requests==2.32.4\n"},
        id="command",
    ),
    pytest.param(
        {
            ".github/workflows/a.yml": f"{STEP}      - uses: o/r@{SHA} # v1.2\n",
            ".github/workflows/b.yml": STEP
            + "      - uses: o/r/sub@v1.2\n      - uses: 'O/R@v1.2'\n      - uses: o/r@v1.2 # x\n",
        },
        {
            ".github/workflows/b.yml": (
                f"{STEP}      - uses: o/r/sub@{SHA}  # v1.2\n      - uses: 'O/R@{SHA}'  # v1.2\n"
                f"      - uses: o/r@{SHA} # x\n"
            )
        },
        id="action-known-by-a-comment",
    ),
    pytest.param(
        {
            ".github/workflows/a.yml": f"{STEP}      - uses: o/r@{SHA} # v1\n      - uses: o/r@{OTHER} # v1\n",
            ".github/workflows/b.yml": f"{STEP}      - uses: o/r@v1\n",
        },
        {},
        id="action-known-in-two-ways",
    ),
    pytest.param(
        {
            ".pre-commit-config.yaml": f"{HOOK}    rev: v1\n    hooks: []\n",
            "sub/.pre-commit-config.yaml": f"{HOOK}    rev: {SHA}  # frozen: v1\n    hooks: []\n",
        },
        {".pre-commit-config.yaml": f"{HOOK}    rev: {SHA}  # frozen: v1\n    hooks: []\n"},
        id="hook-known-by-a-comment",
    ),
    pytest.param(
        {
            "Dockerfile": "FROM --platform=linux/amd64 python:3.12-slim AS build\n",
            "compose.yaml": f"services:\n  a:\n    image: python:3.12-slim@{DIGEST}\n",
        },
        {"Dockerfile": f"FROM --platform=linux/amd64 python:3.12-slim@{DIGEST} AS build\n"},
        id="image-known-elsewhere",
    ),
    pytest.param(
        {"web/tool.sh": "#!/bin/sh\nnpx -y vite build\n", "package-lock.json": NPM},
        {"web/tool.sh": "#!/bin/sh\nnpx -y vite@7.1.2 build\n"},
        id="npx",
    ),
]


@pytest.mark.parametrize(("before", "after"), CASES)
def test_fix(
    tree: Repository, before: dict[str, str], after: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    staged(tree, before)
    code = main(["--fix", *before])
    now = {name: (tree.top / name).read_bytes().decode() for name in before}
    assert now == before | after
    assert code == 1 or not after
    changed = [line for line in capsys.readouterr().err.splitlines() if ": changed " in line]
    assert changed == [
        f"walkaround: pinned-dependencies: changed {name}; review and stage it" for name in before if name in after
    ]
    tree.git("add", ".")
    main(["--fix", *before])
    assert {name: (tree.top / name).read_bytes().decode() for name in before} == now


def test_what_is_installed_is_known(tree: Repository) -> None:
    staged(tree, {"requirements.txt": "Requests_OAuthlib>=1\n"})
    installed(tree, "requests_oauthlib", "2.0.0")
    assert main(["--fix", "requirements.txt"]) == 1
    assert (tree.top / "requirements.txt").read_text() == "Requests_OAuthlib==2.0.0\n"


def test_a_bound_is_written_for_what_a_library_publishes(tree: Repository) -> None:
    text = '[build-system]\nrequires = ["hatchling==1.27.0"]\n\n[project]\nname = "x"\nversion = "1"\n'
    text += 'dependencies = ["requests"]\n'
    staged(tree, {"pyproject.toml": text})
    installed(tree, "requests", "2.32.4")
    main(["--fix", "pyproject.toml"])
    assert (tree.top / "pyproject.toml").read_text() == text.replace('"requests"', '"requests>=2.32.4"')


def test_exempted_findings_are_not_mended(tree: Repository) -> None:
    exemption = (
        '\n[[exemptions]]\nrule = "PIN001"\npath = "requirements.txt"\nreason = "moves to a lock"\nowner = "@a"\n'
        "expires = 2026-12-31\n"
    )
    tree.stage("walkaround.toml", POLICY + exemption)
    staged(tree, {"requirements.txt": "requests\n", "uv.lock": UV})
    main(["--fix", "requirements.txt"])
    assert (tree.top / "requirements.txt").read_text() == "requests\n"


def test_what_is_not_staged_is_not_touched(tree: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    staged(tree, {"requirements.txt": "requests\n", "uv.lock": UV})
    (tree.top / "requirements.txt").write_text("requests\nflask\n")
    assert main(["--fix", "requirements.txt"]) == 2
    assert (tree.top / "requirements.txt").read_text() == "requests\nflask\n"
    said = capsys.readouterr().err
    assert (
        "requirements.txt: not judged: is not what is staged, or not UTF-8; stage it as UTF-8, then run --fix again"
        in said
    )


@pytest.mark.parametrize("framework", ["pre_commit", "prek"])
def test_a_clone_of_a_framework_is_known(tree: Repository, tmp_path: Path, framework: str) -> None:
    (tmp_path / "hooks").mkdir()
    hooks = Repository(tmp_path / "hooks")
    hooks.git("init", "-q")
    commit = hooks.commit(**{".pre-commit-hooks.yaml": "- {id: a, name: a, entry: 'true', language: system}\n"})
    hooks.git("tag", "v1")
    text = f"repos:\n- repo: file://{hooks.top}\n  rev: v1\n  hooks: [{{id: a}}]\n"
    staged(tree, {".pre-commit-config.yaml": text})
    subprocess.run([sys.executable, "-m", framework, "install-hooks"], check=True, capture_output=True)
    assert main(["--fix", ".pre-commit-config.yaml"]) == 1
    fixed = text.replace("rev: v1", f"rev: {commit}  # frozen: v1")
    assert (tree.top / ".pre-commit-config.yaml").read_text() == fixed


def test_a_tag_of_the_repository_itself_is_known(tree: Repository) -> None:
    commit = tree.commit()
    tree.git("tag", "v3")
    tree.git("remote", "add", "origin", "git@github.com:Example/Own.git")
    text = f"{STEP}      - uses: example/own@v3\n"
    staged(tree, {".github/workflows/a.yml": text})
    assert main(["--fix", ".github/workflows/a.yml"]) == 1
    assert (tree.top / ".github/workflows/a.yml").read_text() == text.replace("@v3", f"@{commit}  # v3")


ANSWERS = {"action": SHA, "git": SHA, "image": DIGEST}


def places(said: list[dict[str, object]], path: str) -> set[object]:
    return {one["line"] for one in said if one["path"] == path and one["rule"] == "PIN001"}


def findings(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, list[dict[str, object]]]:
    capsys.readouterr()
    code = main(["--format", "json", *arguments])
    said = json.loads(capsys.readouterr().out)
    assert said["errors"] == []
    return code, said["findings"]


def test_every_format_is_mended_once(
    tree: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With an answer to every question only lines with findings change, what was mended passes, and once is enough."""
    monkeypatch.setattr(
        "walkaround.pinned_dependencies._known.Known.answer", lambda _self, _path, one: ANSWERS.get(one.kind, "9.8.7")
    )
    before = {path: clean(text) for path, text in TREE.items()}
    staged(tree, before)
    _, told = findings(capsys, *before)
    main(["--fix", *before])
    after = {path: (tree.top / path).read_text(encoding="utf-8") for path in before}
    changed = {path for path in before if before[path] != after[path]}
    assert len(changed) >= 25
    for path in changed:
        old, new = before[path].splitlines(), after[path].splitlines()
        assert len(old) == len(new)
        differ = {at for at, (one, other) in enumerate(zip(old, new, strict=True), 1) if one != other}
        assert differ <= places(told, path)
    tree.git("add", ".")
    _, left = findings(capsys, *before)
    for path in changed:
        mended = places(told, path) - places(left, path)
        assert mended == {
            at for at, pair in enumerate(zip(before[path].splitlines(), after[path].splitlines(), strict=True), 1)
            if pair[0] != pair[1]
        } - places(left, path)  # fmt: skip
        assert mended
    main(["--fix", *before])
    assert {path: (tree.top / path).read_text(encoding="utf-8") for path in before} == after
    share = 1 - len([one for one in left if one["rule"] == "PIN001"]) / len(told)
    assert share > 0.7
