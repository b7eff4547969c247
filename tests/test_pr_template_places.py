"""Where the hosts look, what is found there, and where a first template goes."""

import os
from pathlib import Path

import pytest

from walkaround._finding import NotJudged
from walkaround.pr_template._places import HOSTS, existing, first, hidden, host_of, hosts_of, only_on_request, usual


def lay(top: Path, *paths: str) -> None:
    """Make the files, and a folder for every path that ends in a slash."""
    for path in paths:
        full = top / path
        if path.endswith("/"):
            full.mkdir(parents=True, exist_ok=True)
        else:
            full.parent.mkdir(parents=True, exist_ok=True)
            full.write_bytes(b"")


EXISTING = {
    "none": ("auto", ["README.md", "docs/index.md"], []),
    "root": ("auto", ["pull_request_template.md"], ["pull_request_template.md"]),
    "any case": ("auto", [".github/Pull_Request_TEMPLATE.MD"], [".github/Pull_Request_TEMPLATE.MD"]),
    "folder in any case": ("auto", ["Docs/PULL_REQUEST_TEMPLATE.md"], ["Docs/PULL_REQUEST_TEMPLATE.md"]),
    "text": ("auto", ["docs/pull_request_template.txt"], ["docs/pull_request_template.txt"]),
    "no suffix": ("auto", [".github/PULL_REQUEST_TEMPLATE"], [".github/PULL_REQUEST_TEMPLATE"]),
    "other suffix": ("auto", ["pull_request_template.rst", "pull_request_template.md.bak"], []),
    "elsewhere": ("auto", ["src/pull_request_template.md", ".github/a/pull_request_template.md"], []),
    "several": (
        "auto",
        [".github/PULL_REQUEST_TEMPLATE/b.md", ".github/PULL_REQUEST_TEMPLATE/a.txt", "pull_request_template.md"],
        [".github/PULL_REQUEST_TEMPLATE/a.txt", ".github/PULL_REQUEST_TEMPLATE/b.md", "pull_request_template.md"],
    ),
    "no templates in the folder": ("auto", [".github/PULL_REQUEST_TEMPLATE/config.yml", "docs/x/"], []),
    "two spellings": (
        "auto",
        ["PULL_REQUEST_TEMPLATE.md", "pull_request_template.md"],
        ["PULL_REQUEST_TEMPLATE.md", "pull_request_template.md"],
    ),
    "gitlab": (
        "auto",
        [".gitlab/merge_request_templates/Default.md", ".gitlab/issue_templates/Bug.md"],
        [".gitlab/merge_request_templates/Default.md"],
    ),
    "azure": (
        "auto",
        [
            ".azuredevops/pull_request_template.md",
            ".vsts/pull_request_template.md",
            "docs/pull_request_template/extra.md",
            ".azuredevops/pull_request_template/branches/main.txt",
        ],
        [
            ".azuredevops/pull_request_template.md",
            ".azuredevops/pull_request_template/branches/main.txt",
            ".vsts/pull_request_template.md",
            "docs/pull_request_template/extra.md",
        ],
    ),
    "gitea and forgejo": (
        "auto",
        [".gitea/PULL_REQUEST_TEMPLATE.md", ".forgejo/pull_request_template.md"],
        [".forgejo/pull_request_template.md", ".gitea/PULL_REQUEST_TEMPLATE.md"],
    ),
    "form of gitea": ("auto", [".gitea/pull_request_template.yaml"], [".gitea/pull_request_template.yaml"]),
    "form elsewhere is none": ("auto", [".github/pull_request_template.yaml", "pull_request_template.yml"], []),
    "github only": (
        "github",
        [".github/pull_request_template.md", ".gitlab/merge_request_templates/a.md", ".vsts/pull_request_template.md"],
        [".github/pull_request_template.md"],
    ),
    "gitlab only": (
        "gitlab",
        [".github/pull_request_template.md", ".gitlab/merge_request_templates/a.md"],
        [".gitlab/merge_request_templates/a.md"],
    ),
    "azure only": (
        "azure",
        [".github/pull_request_template.md", "docs/pull_request_template.md", "pull_request_template/branches/dev.md"],
        ["docs/pull_request_template.md", "pull_request_template/branches/dev.md"],
    ),
    "gitea reads github": (
        "gitea",
        [".github/pull_request_template.md", ".forgejo/pull_request_template.md"],
        [".github/pull_request_template.md"],
    ),
    "a file where a folder may be": ("auto", [".github", "docs"], []),
    "a folder where a file may be": (
        "auto",
        [".github/pull_request_template.md/"],
        [".github/pull_request_template.md"],
    ),
    "a submodule's own template": ("auto", ["docs/.git", "docs/pull_request_template.md"], []),
}


@pytest.mark.parametrize(("host", "files", "expected"), EXISTING.values(), ids=EXISTING)
def test_existing_templates(tmp_path: Path, host: str, files: list[str], expected: list[str]) -> None:
    lay(tmp_path, *files)
    assert existing(str(tmp_path), host) == expected


def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/.github/PULL_REQUEST_TEMPLATE"
    os.makedirs(folder)
    with open(folder + b"/caf\xe9.md", "wb"):
        pass
    assert existing(str(tmp_path), "auto") == [".github/PULL_REQUEST_TEMPLATE/caf\udce9.md"]


def test_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, ".github/")
    real = os.listdir

    def listdir(path: str) -> list[str]:
        if path.endswith(".github"):
            raise PermissionError(13, "Permission denied", path)
        return real(path)

    monkeypatch.setattr(os, "listdir", listdir)
    with pytest.raises(NotJudged) as refused:
        existing(str(tmp_path), "auto")
    assert str(refused.value) == ".github: cannot be listed: Permission denied"


def test_only_the_named_folders_are_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lay(tmp_path, "src/deep/a.py", ".github/workflows/ci.yml", "docs/guide/a.md", ".gitlab/issue_templates/a.md")
    listed: list[str] = []
    real = os.listdir

    def listdir(path: str) -> list[str]:
        listed.append(os.path.relpath(path, tmp_path))
        return real(path)

    monkeypatch.setattr(os, "listdir", listdir)
    assert existing(str(tmp_path), "auto") == []
    assert sorted(listed) == [".", ".github", ".gitlab", "docs"]


FIRST = {
    "nothing to tell": (["README.md"], ".github/pull_request_template.md"),
    "github workflows": ([".github/workflows/ci.yml"], ".github/pull_request_template.md"),
    "gitlab pipeline": ([".gitlab-ci.yml"], ".gitlab/merge_request_templates/Default.md"),
    "gitlab folder": ([".gitlab/CODEOWNERS"], ".gitlab/merge_request_templates/Default.md"),
    "azure folder": ([".azuredevops/x"], ".azuredevops/pull_request_template.md"),
    "azure pipeline": (["azure-pipelines.yml"], ".azuredevops/pull_request_template.md"),
    "gitea": ([".gitea/workflows/ci.yml"], ".gitea/pull_request_template.md"),
    "forgejo": ([".forgejo/workflows/ci.yml"], ".forgejo/pull_request_template.md"),
    "gitea that also mirrors to github": ([".gitea/x", ".github/workflows/ci.yml"], ".gitea/pull_request_template.md"),
    "bitbucket": (["bitbucket-pipelines.yml"], ""),
    "bitbucket that mirrors": (
        ["bitbucket-pipelines.yml", ".gitlab-ci.yml"],
        ".gitlab/merge_request_templates/Default.md",
    ),
    "github with another's pipelines": (
        [".github/workflows/ci.yml", ".gitlab-ci.yml", "azure-pipelines.yml"],
        ".github/pull_request_template.md",
    ),
    "assistants' instructions are no sign": (
        [".github/copilot-instructions.md", "azure-pipelines.yml"],
        ".azuredevops/pull_request_template.md",
    ),
}


@pytest.mark.parametrize(("files", "expected"), FIRST.values(), ids=FIRST)
def test_first_template(tmp_path: Path, files: list[str], expected: str) -> None:
    lay(tmp_path, *files)
    assert first(str(tmp_path), "auto") == expected


HIDDEN: dict[str, tuple[str, list[str], dict[str, str]]] = {
    "one": ("github", [".github/pull_request_template.md"], {}),
    "github": (
        "github",
        ["docs/pull_request_template.md", "PULL_REQUEST_TEMPLATE.md", ".github/pull_request_template.md"],
        {
            "docs/pull_request_template.md": ".github/pull_request_template.md",
            "PULL_REQUEST_TEMPLATE.md": ".github/pull_request_template.md",
        },
    ),
    "github, top before docs": (
        "github",
        ["Docs/pull_request_template.md", "PULL_REQUEST_TEMPLATE.md"],
        {"Docs/pull_request_template.md": "PULL_REQUEST_TEMPLATE.md"},
    ),
    "github, suffixes in one folder": (
        "github",
        ["pull_request_template", "pull_request_template.md", "pull_request_template.txt"],
        {
            "pull_request_template": "pull_request_template.md",
            "pull_request_template.txt": "pull_request_template.md",
        },
    ),
    "github, several to choose from": (
        "github",
        [".github/pull_request_template.md", ".github/PULL_REQUEST_TEMPLATE/a.md", "docs/pull_request_template/a.md"],
        {},
    ),
    "github, one of another host": (
        "github",
        [".github/pull_request_template.md", ".gitea/pull_request_template.md", ".vsts/pull_request_template.md"],
        {},
    ),
    "gitea, top before its folder": (
        "gitea",
        [".gitea/pull_request_template.md", "PULL_REQUEST_TEMPLATE.md", "docs/pull_request_template.md"],
        {".gitea/pull_request_template.md": "PULL_REQUEST_TEMPLATE.md"},
    ),
    "gitea, Markdown before a form": (
        "gitea",
        [".gitea/pull_request_template.yaml", ".gitea/pull_request_template.md"],
        {".gitea/pull_request_template.yaml": ".gitea/pull_request_template.md"},
    ),
    "forgejo": (
        "forgejo",
        ["docs/pull_request_template.md", ".gitea/pull_request_template.md", "pull_request_template.md"],
        {"docs/pull_request_template.md": ".gitea/pull_request_template.md"},
    ),
    "azure": (
        "azure",
        ["pull_request_template.md", ".vsts/pull_request_template.txt", ".github/pull_request_template.md"],
        {"pull_request_template.md": ".vsts/pull_request_template.txt"},
    ),
    "azure, branches": (
        "azure",
        [
            "docs/pull_request_template/branches/Main.md",
            "docs/pull_request_template/branches/dev.md",
            ".azuredevops/pull_request_template/branches/main.txt",
            "pull_request_template/dev.md",
            "pull_request_template.md",
        ],
        {"docs/pull_request_template/branches/Main.md": ".azuredevops/pull_request_template/branches/main.txt"},
    ),
    "gitlab": (
        "gitlab",
        [".gitlab/merge_request_templates/Default.md", ".gitlab/merge_request_templates/Bug.md"],
        {},
    ),
    "gitlab, two spellings": (
        "gitlab",
        [".gitlab/merge_request_templates/default.md", ".gitlab/merge_request_templates/Default.md"],
        {".gitlab/merge_request_templates/default.md": ".gitlab/merge_request_templates/Default.md"},
    ),
    "bitbucket": ("bitbucket", ["pull_request_template.md", "docs/pull_request_template.md"], {}),
}


@pytest.mark.parametrize(("host", "paths", "expected"), HIDDEN.values(), ids=HIDDEN)
def test_hidden_templates(host: str, paths: list[str], expected: dict[str, str]) -> None:
    assert hidden([HOSTS[host]], paths) == expected
    assert hidden([HOSTS[host]], paths[::-1]) == expected


MIRRORED: dict[str, tuple[list[str], list[str], dict[str, str]]] = {
    "each host its own": (
        [".gitea/workflows/ci.yml"],
        [".gitea/pull_request_template.md", ".github/pull_request_template.md"],
        {},
    ),
    "a third one": (
        [],
        [".gitea/pull_request_template.md", ".github/pull_request_template.md", "docs/pull_request_template.md"],
        {"docs/pull_request_template.md": ".github/pull_request_template.md"},
    ),
    "used by one of two": (
        [".github/workflows/ci.yml", "azure-pipelines.yml"],
        [".github/pull_request_template.md", "docs/pull_request_template.md", "pull_request_template.md"],
        {"pull_request_template.md": ".github/pull_request_template.md"},
    ),
    "nothing tells a host": (
        [],
        ["docs/pull_request_template.md", "pull_request_template.md"],
        {"docs/pull_request_template.md": "pull_request_template.md"},
    ),
    "one host that looks elsewhere": (
        [".gitlab-ci.yml"],
        ["docs/pull_request_template.md", "pull_request_template.md"],
        {},
    ),
}


@pytest.mark.parametrize(("signs", "paths", "expected"), MIRRORED.values(), ids=MIRRORED)
def test_hidden_on_every_host(tmp_path: Path, signs: list[str], paths: list[str], expected: dict[str, str]) -> None:
    lay(tmp_path, *signs)
    assert hidden(hosts_of(str(tmp_path), "auto", paths), paths) == expected


def test_hosts_that_may_use_templates(tmp_path: Path) -> None:
    lay(tmp_path, ".gitlab-ci.yml", "azure-pipelines.yml")
    found = hosts_of(str(tmp_path), "auto", [".github/Pull_Request_Template.md"])
    assert found == [HOSTS["github"], HOSTS["gitlab"], HOSTS["azure"]]
    assert hosts_of(str(tmp_path), "gitea", [".github/pull_request_template.md"]) == [HOSTS["gitea"]]


ON_REQUEST = {
    "none": ("github", [], False),
    "one default": ("github", ["docs/pull_request_template.md"], False),
    "github": ("github", [".github/PULL_REQUEST_TEMPLATE/a.md"], True),
    "github, with a default": ("github", [".github/PULL_REQUEST_TEMPLATE/a.md", "PULL_REQUEST_TEMPLATE.md"], False),
    "gitlab": ("gitlab", [".gitlab/merge_request_templates/a.md"], True),
    "gitlab, with a default": (
        "gitlab",
        [".gitlab/merge_request_templates/a.md", ".gitlab/merge_request_templates/DEFAULT.md"],
        False,
    ),
    "gitlab, another host's": ("gitlab", [".github/pull_request_template/a.md"], False),
    "azure": ("azure", ["docs/pull_request_template/a.md"], True),
    "azure, for a branch": ("azure", ["docs/pull_request_template/branches/a.md"], False),
    "gitea": ("gitea", [".github/pull_request_template/a.md"], False),
}


@pytest.mark.parametrize(("host", "paths", "expected"), ON_REQUEST.values(), ids=ON_REQUEST)
def test_templates_that_have_to_be_asked_for(host: str, paths: list[str], expected: bool) -> None:
    assert only_on_request(HOSTS[host], paths) is expected


def test_a_host_that_is_named_is_not_told_by_files(tmp_path: Path) -> None:
    lay(tmp_path, ".gitlab-ci.yml")
    assert host_of(str(tmp_path), "auto") is HOSTS["gitlab"]
    assert host_of(str(tmp_path), "azure") is HOSTS["azure"]


@pytest.mark.parametrize("host", [name for name in HOSTS if name != "bitbucket"])
def test_a_first_template_is_found_again(tmp_path: Path, host: str) -> None:
    path = first(str(tmp_path), host)
    lay(tmp_path, path)
    assert existing(str(tmp_path), host) == existing(str(tmp_path), "auto") == [path]
    assert path in usual(host)
    assert path in usual("auto")
