"""What `walkaround init` sees by itself: languages, host, framework, tools, agents' files, and the profile in force."""

import os
import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from .. import _git
from .._finding import NotJudged
from .._policy._extends import PROFILES, Source, parents_of
from .._policy._layers import Disk, PolicyError
from .._policy._load import repository_layer
from . import _git_hooks
from ._plan import Facts, FrameworkName, HostName
from ._repository import Repository

CONFIGURATION = ".pre-commit-config.yaml"
PREK = ("prek.toml", ".prek.toml")
_LANGUAGES = {
    "Python": ".py .pyw .pyi .ipynb",
    "JavaScript": ".js .mjs .cjs .jsx",
    "TypeScript": ".ts .mts .cts .tsx",
    "Vue": ".vue",
    "Svelte": ".svelte",
    "Go": ".go",
    "Rust": ".rs",
    "Java": ".java",
    "Kotlin": ".kt .kts",
    "C": ".c .h",
    "C++": ".cc .cpp .cxx .hpp .hh",
    "C#": ".cs",
    "Ruby": ".rb",
    "PHP": ".php",
    "Swift": ".swift",
    "Scala": ".scala",
    "Shell": ".sh .bash .zsh",
    "SQL": ".sql",
    "Terraform": ".tf",
    "Dockerfile": ".dockerfile",
    "HTML": ".html .htm",
    "CSS": ".css .scss .sass .less",
}
_BY_SUFFIX = {suffix: name for name, suffixes in _LANGUAGES.items() for suffix in suffixes.split()}
_MOST_LANGUAGES = 5
_URL_WORDS: tuple[tuple[str, HostName], ...] = (
    ("dev.azure.com", "azure"),
    ("visualstudio.com", "azure"),
    ("bitbucket", "bitbucket"),
    ("codeberg.org", "forgejo"),
    ("forgejo", "forgejo"),
    ("gitea", "gitea"),
    ("gitlab", "gitlab"),
    ("github", "github"),
)
# What only one host reads. Assistants' instructions lie in .github on every host, so the folder alone is no sign.
_SIGNS: tuple[tuple[str, HostName], ...] = (
    (".gitlab-ci.yml", "gitlab"),
    (".gitlab/", "gitlab"),
    ("azure-pipelines.yml", "azure"),
    (".azuredevops/", "azure"),
    ("bitbucket-pipelines.yml", "bitbucket"),
    (".forgejo/", "forgejo"),
    (".gitea/", "gitea"),
    (".github/workflows/", "github"),
    (".github/ISSUE_TEMPLATE", "github"),
    (".github/dependabot.yml", "github"),
    (".github/CODEOWNERS", "github"),
    (".github/FUNDING.yml", "github"),
)
_AGENT_FILES = (
    "AGENTS.md", "CLAUDE.md", "GEMINI.md", ".cursorrules", ".cursor/", ".github/copilot-instructions.md",
    ".github/instructions/", ".windsurfrules", ".windsurf/", ".clinerules", ".claude/", ".codex/", ".gemini/", ".aider",
    ".junie/", ".continue/", ".roo/", ".kiro/", ".amazonq/",
)  # fmt: skip


class Seen(NamedTuple):
    """Facts in words. `host` and `framework` are empty where they could not be told; a `…_why` says by what.

    `profile` is that of a policy that is there already.
    """

    languages: tuple[tuple[str, int], ...]
    host: HostName
    host_why: str
    framework: FrameworkName
    framework_why: str
    profile: str
    agents: tuple[str, ...]
    notes: tuple[str, ...]


def look(repository: Repository, facts: Facts) -> Seen:
    host, host_why = _host(repository, facts)
    framework, framework_why = _framework(repository, facts)
    return Seen(
        _languages(facts), host, host_why, framework, framework_why, _profile(facts), _agents(facts),
        tuple(_notes(facts)),
    )  # fmt: skip


def _languages(facts: Facts) -> tuple[tuple[str, int], ...]:
    found = Counter[str]()
    for path in facts.files:
        name = path.rpartition("/")[2].casefold()
        suffix = os.path.splitext(name)[1]
        known = "Dockerfile" if name.startswith(("dockerfile", "containerfile")) else _BY_SUFFIX.get(suffix)
        if known:
            found[known] += 1
    return tuple(sorted(found.items(), key=lambda one: (-one[1], one[0]))[:_MOST_LANGUAGES])


def _host(repository: Repository, facts: Facts) -> tuple[HostName, str]:
    """By the address of the remote, which a host's own name stands in or not; else by the files that it reads."""
    for remote, url in _remotes(repository):
        where = _where(url)
        for word, host in _URL_WORDS:
            if word in where:
                return host, f"remote {remote}"
    found: dict[HostName, str] = {}
    for sign, host in _SIGNS:
        match = next((path for path in facts.files if path == sign or path.startswith(sign)), None)
        if match is not None:
            found.setdefault(host, sign)
    if len(found) == 1:
        return next(iter(found.items()))
    return "", f"signs of {' and '.join(sorted(found))}" if found else ""


def _remotes(repository: Repository) -> list[tuple[str, str]]:
    """The remotes' names and addresses, origin first."""
    try:
        said = _git.git("config", "-z", "--get-regexp", r"^remote\..*\.url$", cwd=repository.root)
    except _git.GitError:  # exit code 1: there is none
        return []
    rows = (os.fsdecode(row).partition("\n") for row in said.split(b"\0") if row)
    found = [(key[len("remote.") : -len(".url")], url) for key, _, url in rows]
    return sorted(found, key=lambda one: one[0] != "origin")


def _where(url: str) -> str:
    """The host's name in an address, without the path, in which any word may stand."""
    rest = url.partition("://")[2] or url.partition(":")[0]
    if "://" not in url and ":" not in url:
        return ""  # a path
    return rest.partition("/")[0].rpartition("@")[2].casefold()


def _framework(repository: Repository, facts: Facts) -> tuple[FrameworkName, str]:
    own = next((name for name in PREK if name in facts.files), None)
    if own is not None:
        return "prek", own
    installed = _git_hooks.installed_by(repository)
    if installed:
        return installed, "it is installed here"
    if re.search(rb"^[ \t-]*repo:[ \t]*[\"']?builtin\b", _read(facts, CONFIGURATION), re.MULTILINE):
        return "prek", "the configuration uses its builtin hooks"
    there: list[FrameworkName] = [name for name in ("pre-commit", "prek") if _git_hooks.command(name)]
    if len(there) == 1:
        return there[0], "the one that is there"
    return "", "both are there" if there else "neither is there"


def _profile(facts: Facts) -> str:
    """The profile that the repository's policy extends already; empty when there is none, or none that can be read."""
    try:
        layer = repository_layer(Disk(facts.root))
        parents = () if layer is None else parents_of(layer, Source("file", layer.path))
    except PolicyError:
        return ""
    return next((parent.source.text for parent in parents if parent.source.text in PROFILES), "")


def _agents(facts: Facts) -> tuple[str, ...]:
    return tuple(name.rstrip("/") for name in _AGENT_FILES
                 if any(path == name or path.startswith(name) for path in facts.files))  # fmt: skip


def _notes(facts: Facts) -> Iterator[str]:
    """Tools that are there already, and how they live beside the hooks."""
    hooks = _read(facts, CONFIGURATION)
    if ".secrets.baseline" in facts.files or b"detect-secrets" in hooks:
        yield (
            "detect-secrets: what .secrets.baseline accepts stays accepted; `walkaround secrets baseline --migrate` "
            "takes it over, and its hook can go then"
        )
    pyproject = _read(facts, "pyproject.toml")
    if b"[tool.bandit" in pyproject or b"bandit" in hooks or facts.files & {".bandit", "bandit.yaml", "bandit.yml"}:
        yield (
            "bandit: sast runs its checks too, under the policy and not under bandit's own settings; "
            "its hook would say the same twice"
        )
    if b"gitleaks" in hooks or ".gitleaks.toml" in facts.files:
        yield "gitleaks: secret-detection reads its `gitleaks:allow` marks; both may run, each with its own list"
    if b"zizmor" in hooks or facts.files & {"zizmor.yml", ".github/zizmor.yml"}:
        yield "zizmor: what it reports of workflows as a hook is left to it (pinned-dependencies.leave-to-zizmor)"
    if b"pip-audit" in hooks:
        yield "pip-audit: vulnerability-audit asks through the same engine; one of them is enough"
    if any(path.startswith(".husky/") for path in facts.files):
        yield "husky: it sets core.hooksPath, by which git would not see these hooks"
    if facts.files & {"lefthook.yml", ".lefthook.yml"}:
        yield "lefthook: it writes the same git hooks; whichever is installed last is started"


def _read(facts: Facts, path: str) -> bytes:
    """A file's content; nothing where it cannot be read, of which the part that needs it speaks."""
    try:
        return facts.read(path) or b""
    except NotJudged:
        return b""
