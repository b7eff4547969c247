"""`--fix --online`: the index is a real one on this machine; what git hosts, registries and npm would answer is set."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from osv_support import Index, serving
from tests_support import Repository
from walkaround._fetch.words import FetchError
from walkaround.pinned_dependencies import main

SHA = "0123456789abcdef0123456789abcdef01234567"
DIGEST = "sha256:" + "ab" * 32
STEP = "on: push\njobs:\n  a:\n    steps:\n"


@pytest.fixture
def index(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Index]:
    """An index that pip is configured with: `acme` has four releases."""
    for name in list(os.environ):
        if name.startswith("PIP_"):
            monkeypatch.delenv(name)
    settings = tmp_path / "pip.conf"
    with serving() as server:
        facts = {"1.0": {}, "1.9": {}, "2.0": {"yanked": "broken"}, "3.0rc1": {}}
        made = Index(server, {"acme": facts})
        settings.write_text(f"[global]\nindex-url = {made.url}\n")
        monkeypatch.setenv("PIP_CONFIG_FILE", str(settings))
        yield made


def mended(repository: Repository, path: str, text: str, *options: str) -> tuple[int, str]:
    repository.stage("walkaround.toml", 'extends = "strict"\n')
    repository.stage(path, text)
    code = main(["--fix", *options, path])
    return code, (repository.top / path).read_text()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param("acme\n", "acme==1.9\n", id="newest-that-stands"),
        pytest.param("acme<1.9\n", "acme==1.0\n", id="within-bounds"),
    ],
)
@pytest.mark.usefixtures("index")
def test_a_package(repository: Repository, before: str, after: str) -> None:
    assert mended(repository, "requirements.txt", before, "--online") == (1, after)


@pytest.mark.usefixtures("index")
def test_nobody_is_asked_without_the_option(repository: Repository) -> None:
    assert mended(repository, "requirements.txt", "acme\n") == (1, "acme\n")


@pytest.mark.usefixtures("index")
def test_no_answer_is_said(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    assert mended(repository, "requirements.txt", "# a\ninvented\n", "--online") == (2, "# a\ninvented\n")
    said = capsys.readouterr().err
    assert said.startswith("walkaround: pinned-dependencies: requirements.txt: not judged: line 2: invented: ")


def test_a_policy_may_forbid_it(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("walkaround.toml", "[pinned-dependencies]\nonline = false\n")
    repository.stage("requirements.txt", "acme\n")
    assert main(["--fix", "--online", "requirements.txt"]) == 2
    assert capsys.readouterr().err == (
        "walkaround: pinned-dependencies: not judged: --online is not allowed by the policy; "
        "set pinned-dependencies.online = true there, or leave it out\n"
    )


def test_it_goes_with_fix(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--online", "requirements.txt"]) == 2
    assert capsys.readouterr().err.endswith("error: --online goes with --fix\n")


def test_actions_and_hooks(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    def commit(url: str, ref: str) -> str:
        asked.append((url, ref))
        return SHA

    monkeypatch.setattr("walkaround._fetch.refs.commit", commit)
    path = ".github/workflows/a.yml"
    code, text = mended(repository, path, f"{STEP}      - uses: o/r/sub@v1.2\n", "--online")
    assert (code, text) == (1, f"{STEP}      - uses: o/r/sub@{SHA}  # v1.2\n")
    hooks = "repos:\n  - repo: https://example.org/hooks\n    rev: v3\n    hooks: []\n"
    code, text = mended(repository, ".pre-commit-config.yaml", hooks, "--online")
    assert (code, text) == (1, hooks.replace("rev: v3", f"rev: {SHA}  # frozen: v3"))
    assert asked == [("https://github.com/o/r", "v1.2"), ("https://example.org/hooks", "v3")]


def test_images(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str]] = []

    def digest(name: str, tag: str) -> str:
        asked.append((name, tag))
        return DIGEST

    monkeypatch.setattr("walkaround._fetch.registry.digest", digest)
    text = "FROM python:3.12-slim AS a\nFROM a\nFROM ghcr.io/o/i\n"
    code, now = mended(repository, "Dockerfile", text, "--online")
    assert (code, now) == (1, f"FROM python:3.12-slim@{DIGEST} AS a\nFROM a\nFROM ghcr.io/o/i@{DIGEST}\n")
    assert asked == [("python", "3.12-slim"), ("ghcr.io/o/i", "latest")]


def test_a_host_that_does_not_answer(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def digest(name: str, tag: str) -> str:
        raise FetchError(f"{name}:{tag}: the host cannot be found; check its spelling and the network")

    monkeypatch.setattr("walkaround._fetch.registry.digest", digest)
    assert mended(repository, "Dockerfile", "FROM python:3.12\n", "--online") == (2, "FROM python:3.12\n")
    assert capsys.readouterr().err == (
        "walkaround: pinned-dependencies: Dockerfile: not judged: line 1: python:3.12: the host cannot be found; "
        "check its spelling and the network\n"
    )


@pytest.mark.skipif(os.name == "nt", reason="the stand-in for npm is a shell script")
@pytest.mark.parametrize(
    ("said", "code", "after"),
    [
        pytest.param('"19.1.0"', 1, '"react": "19.1.0"', id="one"),
        pytest.param('["19.0.0", "19.2.0"]', 1, '"react": "19.2.0"', id="newest-of-a-range"),
        pytest.param("", 2, '"react": "^19.0.0"', id="none"),
    ],
)
def test_npm(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, said: str, code: int, after: str
) -> None:
    npm = tmp_path / "bin" / "npm"
    npm.parent.mkdir()
    npm.write_text(f"#!/bin/sh\nprintf '%s' '{said}'\n")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", f"{npm.parent}{os.pathsep}{os.environ['PATH']}")
    text = '{"private": true, "dependencies": {"react": "^19.0.0"}}\n'
    found, now = mended(repository, "package.json", text, "--online")
    assert now == text.replace('"react": "^19.0.0"', after)
    assert found == code
