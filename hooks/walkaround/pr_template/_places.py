"""Where each host looks for pull request templates, and which of those files a repository has.

From the hosts' documentation: GitHub "Creating a pull request template for your repository", GitLab
"Description templates", Azure DevOps "Improve pull request descriptions using templates", Gitea and
Forgejo "Issue and pull request templates". Names and folders are matched without regard to case.
"""

import os
from collections.abc import Iterator, Sequence

from .._finding import NotJudged

_SINGLE = "pull_request_template"
_TEXT = (".md", ".txt")
_FORMS = (".yaml", ".yml")  # what Gitea and Forgejo read in their own folders, as a form


class Host:
    """A host's places, from the repository's top.

    `folders` may hold the single template, of which the host uses the first that it finds in `order`; every text file
    in a folder of `many` is a template of its own. `create` is where a first template goes, empty where the host reads
    none; `signs` tell that a repository lives on this host.
    """

    def __init__(
        self,
        folders: tuple[str, ...],
        many: tuple[str, ...],
        create: str,
        signs: tuple[str, ...],
        order: tuple[str, ...] | None = None,
    ) -> None:
        self.folders = folders
        self.many = many
        self.create = create
        self.signs = signs
        self.order = folders if order is None else order


_AZURE = (".azuredevops", ".vsts", "docs", "")
_BRANCHES = "pull_request_template/branches"
_MERGE_REQUESTS = ".gitlab/merge_request_templates"

HOSTS = {
    "forgejo": Host(
        (".forgejo", ".gitea", ".github", "docs", ""),
        (),
        ".forgejo/pull_request_template.md",
        (".forgejo",),
        (".forgejo", ".gitea", ".github", "docs"),  # where its top stands among these, no page says
    ),
    "gitea": Host(
        (".gitea", ".github", "docs", ""),
        (),
        ".gitea/pull_request_template.md",
        (".gitea",),
        ("", ".gitea", ".github"),
    ),
    # Assistants' instructions lie in .github on every host, so the folder by itself is no sign of GitHub.
    "github": Host(
        (".github", "", "docs"),
        (".github/pull_request_template", "pull_request_template", "docs/pull_request_template"),
        ".github/pull_request_template.md",
        (".github/workflows", ".github/dependabot.yml", ".github/ISSUE_TEMPLATE", ".github/CODEOWNERS"),
    ),
    "gitlab": Host((), (_MERGE_REQUESTS,), f"{_MERGE_REQUESTS}/Default.md", (".gitlab-ci.yml", ".gitlab")),
    "azure": Host(
        _AZURE,
        tuple(f"{folder}/{name}".lstrip("/") for folder in _AZURE for name in ("pull_request_template", _BRANCHES)),
        ".azuredevops/pull_request_template.md",
        (".azuredevops", ".vsts", "azure-pipelines.yml"),
    ),
    "bitbucket": Host((), (), "", ("bitbucket-pipelines.yml",)),  # its template is a setting of the repository
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
    return list(dict.fromkeys([*paths, *(host.create for host in hosts(name) if host.create)]))


def host_of(root: str, name: str) -> Host:
    """The host that a value of `pr-template.host` means here: the one that can be told, else GitHub."""
    if name != "auto":
        return HOSTS[name]
    return next((host for host in HOSTS.values() if _told(root, host)), HOSTS["github"])


def hosts_of(root: str, name: str, paths: Sequence[str]) -> list[Host]:
    """All hosts that may use these templates: for `auto` those that can be told, or that have one in their own folder.

    A repository that is mirrored lives on several.
    """
    if name != "auto":
        return [HOSTS[name]]
    homes = {path.casefold().rpartition("/")[0] for path in paths} - {""}
    found = [host for host in HOSTS.values() if _told(root, host) or host.create.rpartition("/")[0] in homes]
    return found or [HOSTS["github"]]


def _told(root: str, host: Host) -> bool:
    return any(os.path.lexists(os.path.join(root, *sign.split("/"))) for sign in host.signs)


def first(root: str, name: str) -> str:
    """Where a repository without any template gets its first one; empty where the host reads none from files."""
    return host_of(root, name).create


def hidden(hosts: Sequence[Host], paths: Sequence[str]) -> dict[str, str]:
    """The templates that none of these hosts ever uses, each with the one that is found before it."""
    found: dict[str, str] = {}
    used: set[str] = set()
    for host in hosts:
        groups: dict[str, list[tuple[int, str, str]]] = {}
        for path in paths:
            group, rank = _rival(host, path)
            if group:
                groups.setdefault(group, []).append((rank, _of_suffix(path), path))
        for rivals in groups.values():
            first_found, *others = [path for _, _, path in sorted(rivals)]
            used.add(first_found)
            found = dict.fromkeys(others, first_found) | found
    return {path: other for path, other in found.items() if path not in used}


def only_on_request(host: Host, paths: Sequence[str]) -> bool:
    """Whether the host has templates here, and takes none of them unless it is asked for."""
    if any(_rival(host, path)[0] for path in paths):
        return False
    return any(path.casefold().rpartition("/")[0] in host.many for path in paths)


def _rival(host: Host, path: str) -> tuple[str, int]:
    """Which other templates a template competes with, and how early its folder is looked into; of none, empty."""
    folder, _, name = path.casefold().rpartition("/")
    if _stem(name) == _SINGLE and folder in host.order:
        return "default", host.order.index(folder)
    if host is HOSTS["gitlab"] and path.casefold() == host.create.casefold():
        return "default", 0
    top = folder.removesuffix(_BRANCHES).rstrip("/")
    if host is HOSTS["azure"] and folder.endswith(_BRANCHES) and top in host.order:
        return f"branch {_stem(name)}", host.order.index(top)
    return "", 0


def _stem(name: str) -> str:
    return name.rpartition(".")[0] if name.endswith((*_TEXT, *_FORMS)) else name


def _of_suffix(path: str) -> str:
    """The suffix, by which alike names are looked for in turn: Markdown first."""
    suffix = path.casefold().rpartition("/")[2].removeprefix(_SINGLE)
    return "" if suffix.endswith(".md") else suffix or "without"


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
