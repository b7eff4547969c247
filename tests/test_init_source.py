"""Where `walkaround init` takes the hooks from."""

import importlib.metadata
import json
import os
import subprocess
from email.message import Message
from pathlib import Path
from typing import Any

import pytest

from tests_support import Repository
from walkaround import __version__
from walkaround._fetch import FetchError, refs
from walkaround._finding import NotJudged
from walkaround.bootstrap import _source
from walkaround.bootstrap._plan import Source
from walkaround.bootstrap._source import source_of

SHA = "0123456789abcdef0123456789abcdef01234567"
URL = "https://host.example/group/walkaround"


@pytest.fixture
def hooks(tmp_path: Path) -> Repository:
    """A repository with a manifest of hooks, two commits and a tag on the first."""
    top = tmp_path / "the hooks"
    subprocess.run(["git", "init", "-q", "-b", "main", str(top)], check=True)
    repository = Repository(top)
    repository.commit("one", **{".pre-commit-hooks.yaml": "[]\n"})
    repository.git("tag", "-a", "v1.2", "-m", "release")
    repository.commit("two")
    return repository


def head(repository: Repository, revision: str = "HEAD") -> str:
    return repository.git("rev-parse", f"{revision}^{{commit}}").decode().strip()


def test_a_path_is_taken_at_its_head(hooks: Repository) -> None:
    assert source_of(str(hooks.top), None) == Source(str(hooks.top), head(hooks))


def test_a_relative_path_becomes_a_whole_one(hooks: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(hooks.top.parent)
    assert source_of("the hooks", "main") == Source(str(hooks.top), head(hooks))


def test_a_tag_of_a_path_becomes_its_commit_and_is_kept(hooks: Repository) -> None:
    assert source_of(str(hooks.top), "v1.2") == Source(str(hooks.top), head(hooks, "v1.2"), "v1.2")


def test_a_commit_that_has_a_tag_is_named_by_it(hooks: Repository) -> None:
    commit = head(hooks, "v1.2")
    assert source_of(str(hooks.top), commit[:12]) == Source(str(hooks.top), commit, "v1.2")


def test_a_bare_repository_is_one(hooks: Repository, tmp_path: Path) -> None:
    bare = tmp_path / "bare.git"
    subprocess.run(["git", "clone", "-q", "--bare", str(hooks.top), str(bare)], check=True)
    assert source_of(str(bare), None) == Source(str(bare), head(hooks))


@pytest.mark.parametrize("rev", [SHA, SHA.upper(), SHA + "0" * 24])
@pytest.mark.parametrize("url", [URL, "git@host.example:group/walkaround.git", "ssh://git@host.example/walkaround"])
def test_an_address_with_a_commit_is_asked_nothing(url: str, rev: str) -> None:
    assert source_of(url, rev) == Source(url, rev.lower())


RUNS_COMMANDS = (
    "--repo names a transport that runs a command of its own; "
    "give one of https, ssh, http, git, git+ssh, ssh+git, file, or a path"
)
AN_OPTION = "--repo has a host that ssh would take for an option; check its spelling"
REFUSED = [
    pytest.param("", None, "--repo is empty; name them: --repo URL-OR-PATH --rev SHA", id="empty"),
    pytest.param(" ", SHA, "--repo is empty; name them: --repo URL-OR-PATH --rev SHA", id="blank"),
    pytest.param('ext::sh -c "touch it"', SHA, RUNS_COMMANDS, id="ext"),
    pytest.param("ext::https://host.example/w", SHA, RUNS_COMMANDS, id="ext and an address"),
    pytest.param("fd::17", SHA, RUNS_COMMANDS, id="fd"),
    pytest.param("ext://sh", SHA, RUNS_COMMANDS, id="ext as a scheme"),
    pytest.param("-oProxyCommand=it:w", SHA, AN_OPTION, id="an option"),
    pytest.param("--upload-pack=it", SHA, AN_OPTION, id="an option without a host"),
    pytest.param("ssh://-oProxyCommand=it/w", SHA, AN_OPTION, id="an option as a host"),
    pytest.param("git@-oProxyCommand=it:w", SHA, AN_OPTION, id="an option behind a login"),
    pytest.param(
        "https://host.example/w\nx: y",
        SHA,
        "--repo holds a character that an address cannot; write it percent-encoded",
        id="two lines",
    ),
    pytest.param(URL, None, f"{URL}: which commit is not said; add --rev SHA", id="no rev"),
    pytest.param(
        URL,
        "v1.2",
        f"'v1.2' can be moved to other code; give the commit's full SHA (`git ls-remote {URL} v1.2` tells it), or "
        "--online",
        id="tag",
    ),
    pytest.param(
        "https://me:word@host.example/w",
        SHA,
        "--repo holds a password or a token, which would be committed; name it without",
        id="password",
    ),
    pytest.param(
        "https://token@host.example/w",
        SHA,
        "--repo holds a password or a token, which would be committed; name it without",
        id="token",
    ),
    pytest.param(
        ".", None, ".: is no git repository; name them: --repo URL-OR-PATH --rev SHA", id="no repository"
    ),
    pytest.param(
        "nowhere", None, "nowhere: is no git repository; name them: --repo URL-OR-PATH --rev SHA", id="no folder"
    ),
]  # fmt: skip


@pytest.mark.parametrize(("repo", "rev", "why"), REFUSED)
def test_refused(repo: str, rev: str | None, why: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(NotJudged) as refused:
        source_of(repo, rev)
    assert str(refused.value) == f": {why}"


@pytest.mark.parametrize("rev", ["v9", SHA, "--all"])
def test_a_commit_that_a_path_has_not_is_refused(hooks: Repository, rev: str) -> None:
    with pytest.raises(NotJudged, match=r"has no commit '.*' with .pre-commit-hooks.yaml; name one by --rev SHA$"):
        source_of(str(hooks.top), rev)


def test_a_repository_without_a_manifest_is_refused(hooks: Repository) -> None:
    hooks.git("rm", "-q", ".pre-commit-hooks.yaml")
    hooks.commit("other")
    with pytest.raises(NotJudged, match=r"has no commit 'HEAD' with .pre-commit-hooks.yaml"):
        source_of(str(hooks.top), None)


def test_a_host_is_asked_where_that_is_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(refs, "commit", lambda url, ref: SHA if (url, ref) == (URL, "v1.2") else "")
    assert source_of(URL, "v1.2", online=True) == Source(URL, SHA, "v1.2")

    def silent(url: str, _: str) -> str:
        raise FetchError(f"{url}: does not answer")

    monkeypatch.setattr(refs, "commit", silent)
    with pytest.raises(NotJudged, match="does not answer"):
        source_of(URL, "v1.2", online=True)


class Installed:
    """What a package's metadata says."""

    def __init__(self, direct: Any = None, *links: str) -> None:
        self._direct = direct
        self.metadata = Message()
        for link in links:
            self.metadata["Project-URL"] = link

    def read_text(self, name: str) -> str | None:
        assert name == "direct_url.json"
        return self._direct if self._direct is None or isinstance(self._direct, str) else json.dumps(self._direct)


def installed(monkeypatch: pytest.MonkeyPatch, found: Installed | None) -> None:
    def distribution(_: str) -> Installed:
        if found is None:
            raise importlib.metadata.PackageNotFoundError
        return found

    monkeypatch.setattr(_source, "checkout", lambda: None)
    monkeypatch.setattr(importlib.metadata, "distribution", distribution)


def test_a_checkout_is_its_own_source(hooks: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_source, "checkout", lambda: str(hooks.top))
    assert source_of(None, None) == Source(str(hooks.top), head(hooks))
    assert source_of(None, "v1.2") == Source(str(hooks.top), head(hooks, "v1.2"), "v1.2")


def test_what_was_installed_from_git_is_the_source(monkeypatch: pytest.MonkeyPatch) -> None:
    info = {"vcs": "git", "requested_revision": "main", "commit_id": SHA}
    installed(monkeypatch, Installed({"url": URL, "vcs_info": info}))
    assert source_of(None, None) == Source(URL, SHA)


def test_what_was_installed_from_a_folder_is_the_source(hooks: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    installed(monkeypatch, Installed({"url": hooks.top.as_uri(), "dir_info": {"editable": True}}))
    assert source_of(None, None) == Source(str(hooks.top), head(hooks))
    info = {"vcs": "git", "commit_id": head(hooks, "v1.2")}
    installed(monkeypatch, Installed({"url": hooks.top.as_uri(), "vcs_info": info}))
    assert source_of(None, None) == Source(str(hooks.top), head(hooks, "v1.2"), "v1.2")


@pytest.mark.parametrize(
    "direct",
    [None, "{", "[]", {"url": 3}, {"url": f"{URL}/w.whl", "archive_info": {}}, {"url": URL, "dir_info": {}}],
    ids=["none", "torn", "a list", "a number", "an archive", "a folder elsewhere"],
)
def test_without_a_note_the_project_says_it(monkeypatch: pytest.MonkeyPatch, direct: Any) -> None:
    installed(monkeypatch, Installed(direct, f"Changelog, {URL}/log", f"Repository, {URL}"))
    assert source_of(None, SHA) == Source(URL, SHA)
    with pytest.raises(NotJudged, match=rf"'v{__version__}' can be moved to other code"):
        source_of(None, None)


@pytest.mark.parametrize("found", [Installed(None, f"Changelog, {URL}"), None], ids=["no link", "no metadata"])
def test_where_nothing_says_it_the_way_to_name_it_is_said(
    monkeypatch: pytest.MonkeyPatch, found: Installed | None
) -> None:
    installed(monkeypatch, found)
    with pytest.raises(NotJudged, match=r"; name them: --repo URL-OR-PATH --rev SHA$"):
        source_of(None, None)


def test_where_git_was_led_elsewhere_the_path_is_still_what_counts(
    hooks: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Repository(tmp_path / "elsewhere")
    subprocess.run(["git", "init", "-q", str(other.top)], check=True)
    expected = Source(str(hooks.top), head(hooks))
    monkeypatch.setenv("GIT_DIR", str(other.top / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other.top))
    monkeypatch.setenv("GIT_OBJECT_DIRECTORY", str(other.top / ".git/objects"))
    assert source_of(str(hooks.top), None) == expected
    assert os.environ["GIT_DIR"] == str(other.top / ".git")
