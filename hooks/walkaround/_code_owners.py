"""CODEOWNERS: who owns a path, by the rules of the code host that reads the file.

GitHub   .github/, the top, docs/; patterns as in .gitignore, without `!`, `[]` and `\\#`; of the lines that match the
         last counts, and one without owners says that there are none. A line that is wrong is passed over.
GitLab   the top, docs/, .gitlab/; sections, each with its own last match, with owners for lines that have none;
         `!` excludes for the rest of a section. A pattern means files, or what is below when it ends in `/`.
Gitea    the top, docs/, .gitea/, .forgejo/; regular expressions of the whole path, `!` for all others; every line that
         matches counts.

Sources: docs.github.com "About code owners"; docs.gitlab.com "Syntax of CODEOWNERS file"; docs.gitea.com "Code Owners",
and Gitea's `TokenizeCodeOwnersLine`.
"""

import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Literal, NamedTuple, Protocol

from . import _git

Host = Literal["github", "gitlab", "gitea"]
_PLACES: dict[Host, tuple[str, ...]] = {
    "github": (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"),
    "gitlab": ("CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"),
    "gitea": ("CODEOWNERS", "docs/CODEOWNERS", ".gitea/CODEOWNERS", ".forgejo/CODEOWNERS"),
}
# Which host a repository is on, by what only that one reads; GitHub when nothing tells.
_SIGNS: tuple[tuple[str, Host], ...] = (
    (".github/CODEOWNERS", "github"), (".gitlab/CODEOWNERS", "gitlab"), (".gitea/CODEOWNERS", "gitea"),
    (".forgejo/CODEOWNERS", "gitea"), (".github", "github"), (".gitlab-ci.yml", "gitlab"), (".gitlab", "gitlab"),
    (".gitea", "gitea"), (".forgejo", "gitea"),
)  # fmt: skip
_MOST = 3_000_000  # bytes; GitHub loads no larger file
_STARS_MOST = 2  # unbounded repetitions in one of Gitea's expressions: more could take for ever
_UNTOLD = ("@/",)  # an owner whom nobody can be shown to be

_SPACE = re.compile(r"(?<!\\)[ \t]+")
_SECTION = re.compile(r"(?P<optional>\^)?\[(?P<name>[^\]]+)\](?:\[\d+\])?(?:[ \t]+(?P<owners>.*))?")
_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]]+@[^\s@<>,;:\"()\[\]]+\.[^\s@<>,;:\"()\[\]]+")
_ACCOUNT = re.compile(r"@@?[\w.-]+(?:/[\w.-]+)*")

Matches = Callable[[str], bool]


class Rule(NamedTuple):
    """One line: which paths, as its host writes them, and who owns those. `excludes`: nobody does, whatever follows."""

    pattern: str
    owners: tuple[str, ...]
    excludes: bool = False


class CodeOwners(Protocol):
    """The owners of a path from the repository's top, as the file names them: an address, `@account` or `@org/team`.

    Of a file that is `too_large` nothing is known.
    """

    too_large: bool

    def of(self, path: str) -> tuple[str, ...]: ...


def read_code_owners(root: str, revision: str) -> CodeOwners | None:
    """The file as it is in a revision; None when there is none."""
    places = dict.fromkeys(place for places in _PLACES.values() for place in places)
    try:
        commit = _git.commit_id(root, revision)
        # In two questions: git does not name a folder when it is asked for a file in it as well.
        there = _git.tree_entries(root, commit, tuple(places))
        there |= _git.tree_entries(root, commit, [sign for sign, _ in _SIGNS if sign not in places])
    except _git.GitError:
        return None  # before the first commit nothing has owners
    host: Host = next((host for sign, host in _SIGNS if sign in there), "github")
    entry = next((there[place] for place in _PLACES[host] if place in there and there[place].is_file), None)
    if entry is None:
        return None
    return _parsed(root, entry.sha, host)


@cache
def _parsed(root: str, blob: str, host: Host) -> CodeOwners:
    """The commits of a range have mostly the same file."""
    if int(_git.git("cat-file", "-s", blob, cwd=root)) > _MOST:
        return _TooLarge()
    content = _git.git("cat-file", "blob", blob, cwd=root).decode("utf-8", "surrogateescape")
    return parse(content, host)


def parse(content: str, host: Host) -> CodeOwners:
    """The file of a host; any text is one."""
    lines = [line.strip(" \t\r\f\v") for line in content.removeprefix("\ufeff").split("\n")]
    if host == "github" and any(line.startswith("^[") or _is_section(line) for line in lines):
        host = "gitlab"
    kinds: dict[Host, Callable[[Sequence[str]], CodeOwners]] = {"github": GitHub, "gitlab": GitLab, "gitea": Gitea}
    return kinds[host](lines)


class _TooLarge:
    too_large = True

    def of(self, _path: str) -> tuple[str, ...]:
        return _UNTOLD


class GitHub:
    too_large = False

    def __init__(self, lines: Sequence[str]) -> None:
        self._rules = [_Lazy(rule, _github) for line in lines if (rule := _github_rule(line)) is not None]

    def of(self, path: str) -> tuple[str, ...]:
        return next((rule.owners for rule in reversed(self._rules) if rule.matches(path)), ())


class GitLab:
    too_large = False

    def __init__(self, lines: Sequence[str]) -> None:
        self._sections: dict[str, list[_Lazy]] = {}
        name = ""
        owners: tuple[str, ...] = ()
        for line in lines:
            found = _SECTION.fullmatch(line) if line.startswith(("[", "^[")) else None
            if found is not None:
                name, owners = found["name"].strip().casefold(), _named(found["owners"] or "")
            elif line and not line.startswith("#"):
                rule = _gitlab_rule(line, owners)
                self._sections.setdefault(name, []).append(_Lazy(rule, _gitlab))

    def of(self, path: str) -> tuple[str, ...]:
        found = (_of_section(rules, path) for rules in self._sections.values())
        return tuple(dict.fromkeys(owner for owners in found for owner in owners))


def _of_section(rules: "Sequence[_Lazy]", path: str) -> tuple[str, ...]:
    if any(rule.excludes and rule.matches(path) for rule in rules):
        return ()
    return next((rule.owners for rule in reversed(rules) if not rule.excludes and rule.matches(path)), ())


class Gitea:
    too_large = False

    def __init__(self, lines: Sequence[str]) -> None:
        self._rules = []
        for line in lines:
            pattern, *owners = _tokens(line) or [""]
            if pattern and owners:
                named = tuple(owner if owner.startswith("@") or "@" in owner else f"@{owner}" for owner in owners)
                self._rules.append(Rule(pattern.removeprefix("!"), named, pattern.startswith("!")))
        self._compiled: dict[str, re.Pattern[str] | None] = {}

    def of(self, path: str) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for rule in self._rules:
            if not rule.excludes and not path.startswith(_prefix(rule.pattern)):
                continue
            if rule.pattern not in self._compiled:
                self._compiled[rule.pattern] = _expression(rule.pattern)
            expression = self._compiled[rule.pattern]
            if expression is None:
                found.update(dict.fromkeys(_UNTOLD))
            elif (expression.fullmatch(path) is None) == rule.excludes:
                found.update(dict.fromkeys(rule.owners))
        return tuple(found)


class _Lazy:
    """A rule whose pattern is compiled when the text that it must hold is in a path: files may have very many."""

    def __init__(self, rule: Rule, globs: Callable[[str], tuple[str, ...]]) -> None:
        self.owners, self.excludes = rule.owners, rule.excludes
        self._pattern, self._globs = rule.pattern, globs
        plain = re.split(r"[*?\[\\]", rule.pattern)
        self._within = max((part.strip("/") for part in plain), key=len) if "[" not in rule.pattern else ""
        self._matchers: tuple[Matches, ...] | None = None

    def matches(self, path: str) -> bool:
        if self._within not in path:
            return False
        if self._matchers is None:
            from ._policy._glob import MAX_LENGTH, matcher

            globs = self._globs(self._pattern) if len(self._pattern) <= MAX_LENGTH else ()
            self._matchers = tuple(matcher(glob) for glob in globs)
        return any(matches(path) for matches in self._matchers)


def _github_rule(line: str) -> Rule | None:
    if not line or line.startswith(("#", "\\#", "!")):
        return None
    pattern, *rest = _SPACE.split(line, 1)
    owners = []
    for word in " ".join(rest).split():
        if word.startswith("#"):
            break
        word = word.partition("#")[0]
        if not (_EMAIL.fullmatch(word) or _ACCOUNT.fullmatch(word)) or word.startswith("@@"):
            return None
        owners.append(word)
    if "[" in pattern or "***" in pattern or pattern.strip("/") == "":
        return None
    return Rule(pattern, tuple(owners))


def _github(pattern: str) -> tuple[str, ...]:
    """The globs that a pattern of GitHub stands for."""
    rooted = "/" in pattern.rstrip("/")
    glob = _unescaped(pattern.strip("/") if not pattern.endswith("/") else pattern.lstrip("/"))
    if not rooted:
        glob = f"**/{glob}"
    if glob.endswith("/"):
        return (glob,)
    last = glob.rpartition("/")[2]
    return (glob,) if last in ("*", "**") else (glob, f"{glob}/")


def _gitlab_rule(line: str, defaults: tuple[str, ...]) -> Rule:
    excludes = line.startswith("!")
    pattern, *rest = _SPACE.split(line.removeprefix("!"), 1)
    return Rule(pattern, () if excludes else _named(" ".join(rest)) or defaults, excludes)


def _gitlab(pattern: str) -> tuple[str, ...]:
    """The globs of GitLab's: those of Ruby's fnmatch, where `**` means folders only before a slash."""
    pattern = "/**/*" if pattern == "*" else pattern if pattern.startswith("/") else f"/**/{pattern}"
    glob = _unescaped(pattern.lstrip("/"), classes=True)
    if glob.endswith("/"):
        return (glob,)
    folders, slash, last = glob.rpartition("/")
    return (f"{folders}{slash}{last.replace('**', '*')}",)


def _unescaped(pattern: str, *, classes: bool = False) -> str:
    """A pattern with backslashes as a glob without them: what they escape stands as a class of one character."""
    found = []
    characters = iter(pattern)
    for char in characters:
        if char == "\\":
            char = next(characters, "\\")
            found.append(f"[{char}]" if char in "*?[" else char)
        else:
            found.append("[[]" if char == "[" and not classes else char)
    return "".join(found).replace("[^", "[!") if classes else "".join(found)


def _named(text: str) -> tuple[str, ...]:
    """The owners in a text of GitLab's, which passes over all other words."""
    return tuple(word for word in text.split() if _EMAIL.fullmatch(word) or _ACCOUNT.fullmatch(word))


def _is_section(line: str) -> bool:
    return line.startswith("[") and _SECTION.fullmatch(line) is not None


def _tokens(line: str) -> list[str]:
    """The words of a line of Gitea's: a backslash takes the next character as it is, `#` begins a comment."""
    words: list[str] = [""]
    characters = iter(line.replace("\t", " "))
    for char in characters:
        if char == "\\":
            words[-1] += next(characters, "")
        elif char == "#":
            break
        elif char == " ":
            words.append("")
        else:
            words[-1] += char
    return [word for word in words if word]


def _prefix(pattern: str) -> str:
    """The text that every match of an expression begins with; a file may have very many, and few need compiling."""
    if "|" in pattern:
        return ""
    end = next((at for at, char in enumerate(pattern) if char in "\\.^$*+?{}[]()"), len(pattern))
    return pattern[: max(end - 1, 0)] if pattern[end : end + 1] in ("*", "?", "{") else pattern[:end]


def _expression(pattern: str) -> re.Pattern[str] | None:
    """One of Gitea's expressions, when it is short and simple enough to end soon and to mean the same here."""
    if len(pattern) > 1000 or sum(_unbounded(pattern)) > _STARS_MOST or "(?" in pattern or "[[" in pattern:
        return None
    if re.search(r"\)[*+{]|[*+?}][+*{]|\{", pattern) or re.search(r"\\[^\W_]", pattern):
        return None
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error")  # about what may mean something else in another Python
            return re.compile(pattern, re.ASCII)
    except (re.error, RecursionError, OverflowError, Warning):
        return None


def _unbounded(pattern: str) -> Iterator[bool]:
    before = ""
    for char in pattern:
        yield char in "*+" and before != "\\"
        before = "" if before == "\\" else char
