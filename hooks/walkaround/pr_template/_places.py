"""Where each host looks for pull request templates, and which of those files a repository has.

From the hosts' documentation: GitHub "Creating a pull request template for your repository", GitLab
"Description templates", Azure DevOps "Improve pull request descriptions using templates", Gitea and
Forgejo "Issue and pull request templates". Names and folders are matched without regard to case.
"""

import os
from collections.abc import Iterator

from .._finding import NotJudged

_SINGLE = "pull_request_template"
_TEXT = (".md", ".txt")
_FORMS = (".yaml", ".yml")  # what Gitea and Forgejo read in their own folders, as a form


class Host:
    """A host's places, from the repository's top.

    `folders` may hold the single template; every text file in a folder of `many` is a template of its
    own. `create` is where a first template goes, `signs` tell that a repository lives on this host.
    """

    def __init__(self, folders: tuple[str, ...], many: tuple[str, ...], create: str, signs: tuple[str, ...]) -> None:
        self.folders = folders
        self.many = many
        self.create = create
        self.signs = signs


HOSTS = {
    "forgejo": Host(
        (".forgejo", ".gitea", ".github", "docs", ""), (), ".forgejo/pull_request_template.md", (".forgejo",)
    ),
    "gitea": Host((".gitea", ".github", "docs", ""), (), ".gitea/pull_request_template.md", (".gitea",)),
    # Assistants' instructions lie in .github on every host, so the folder by itself is no sign of GitHub.
    "github": Host(
        (".github", "", "docs"),
        (".github/pull_request_template", "pull_request_template", "docs/pull_request_template"),
        ".github/pull_request_template.md",
        (".github/workflows", ".github/dependabot.yml", ".github/ISSUE_TEMPLATE", ".github/CODEOWNERS"),
    ),
    "gitlab": Host(
        (),
        (".gitlab/merge_request_templates",),
        ".gitlab/merge_request_templates/Default.md",
        (".gitlab-ci.yml", ".gitlab"),
    ),
    "azure": Host(
        (".azuredevops", ".vsts", "docs", ""),
        tuple(
            f"{folder}pull_request_template{branches}"
            for folder in (".azuredevops/", ".vsts/", "docs/", "")
            for branches in ("", "/branches")
        ),
        ".azuredevops/pull_request_template.md",
        (".azuredevops", ".vsts", "azure-pipelines.yml"),
    ),
}


def hosts(name: str) -> tuple[Host, ...]:
    """The hosts that a value of `pr-template.host` means."""
    return tuple(HOSTS.values()) if name == "auto" else (HOSTS[name],)


def existing(root: str, name: str) -> list[str]:
    """The template files on disk at the places of a host (`auto`: of all), sorted, from `root`.

    Only the folders named above are listed. What is no regular file is given too, so that it can be
    named as not judged. NotJudged when a folder cannot be listed.
    """
    tree = _Tree(root)
    found = {path for host in hosts(name) for folder in host.folders for path in tree.singles(folder)}
    found |= {path for host in hosts(name) for folder in host.many for path in tree.texts(folder)}
    return sorted(found)


def usual(name: str) -> list[str]:
    """The spellings that most templates have, for a snapshot that cannot be listed."""
    stems = (_SINGLE + ".md", _SINGLE.upper() + ".md")
    paths = [f"{folder}/{stem}".lstrip("/") for host in hosts(name) for folder in host.folders for stem in stems]
    return list(dict.fromkeys([*paths, *(host.create for host in hosts(name))]))


def first(root: str, name: str) -> str:
    """Where a repository without any template gets its first one: on the host that can be told, else GitHub's."""
    if name != "auto":
        return HOSTS[name].create
    for host in HOSTS.values():
        if any(os.path.lexists(os.path.join(root, *sign.split("/"))) for sign in host.signs):
            return host.create
    return HOSTS["github"].create


def is_form(path: str) -> bool:
    return path.casefold().endswith(_FORMS)


class _Tree:
    """Folders below a root, each listed at most once."""

    def __init__(self, root: str) -> None:
        self._root = root
        self._listed: dict[str, list[str]] = {}

    def singles(self, folder: str) -> Iterator[str]:
        """Files called pull_request_template in a folder, whatever their case."""
        own = folder in (".gitea", ".forgejo")
        wanted = {_SINGLE + suffix for suffix in (*_TEXT, *(_FORMS if own else ()))}
        for actual in self._matching(folder):
            for name in self._names(actual):
                folded = name.casefold()
                path = _joined(actual, name)
                if folded in wanted or (folded == _SINGLE and not os.path.isdir(os.path.join(self._root, path))):
                    yield path

    def texts(self, folder: str) -> Iterator[str]:
        """Every text file in a folder."""
        for actual in self._matching(folder):
            yield from (_joined(actual, name) for name in self._names(actual) if name.casefold().endswith(_TEXT))

    def _matching(self, folder: str) -> list[str]:
        """The folders that a place may mean; more than one where names differ by case only."""
        actual = [""]
        for part in filter(None, folder.casefold().split("/")):
            actual = [_joined(top, name) for top in actual for name in self._names(top) if name.casefold() == part]
        return actual

    def _names(self, folder: str) -> list[str]:
        """What a folder holds: nothing where there is none, or where a submodule begins."""
        if folder not in self._listed:
            try:
                names = os.listdir(os.path.join(self._root, folder) or os.curdir)
            except (FileNotFoundError, NotADirectoryError):
                names = []
            except OSError as failure:
                raise NotJudged(folder, f"cannot be listed: {failure.strerror}") from None
            self._listed[folder] = [] if folder and ".git" in names else names
        return self._listed[folder]


def _joined(folder: str, name: str) -> str:
    return f"{folder}/{name}" if folder else name
