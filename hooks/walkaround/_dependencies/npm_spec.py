"""How exactly a dependency of package.json is pinned.

Sources: npm-package-arg and the syntax of `dependencies` in npm's documentation of package.json; ranges by
node-semver; the protocols of pnpm (`workspace:`, `catalog:`, `link:`) and yarn (`portal:`, `patch:`, `exec:`).
"""

from re import fullmatch, match, sub
from typing import Literal, NamedTuple

from .declared import FIXED, Pin
from .source import of_url

EXACT = Pin("exact", "has no hash")
MOVING = Pin("range", "admits more than one version")
NOTHING = Pin("none", "names no version")
_ANY = Pin("none", "admits every version")
_TAG = Pin("none", "follows a tag of the registry, which moves with every release")
_UNKNOWN = Pin("none", "names no version that npm knows")

# Expressions are compiled when the first specification needs them: most files need one or two.
_END = r"(?:[-A-Za-z][0-9A-Za-z.-]*)?(?:\+[0-9A-Za-z.-]+)?"  # of a version: pre-release and build
_VERSION = r"[=v\s]*[0-9]+\.[0-9]+\.[0-9]+(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?"
_COMPARATOR = rf"(?:[<>]=?|[~^]|~>)?[v=]*(?:[0-9]+|[xX*])(?:\.(?:[0-9]+|[xX*])){{0,2}}{_END}"
_TAG_NAME = r"[A-Za-z0-9._~!'()*-]+"
_HERE = ("file:", "link:", "portal:", "workspace:", "catalog:", "patch:", "exec:", ".", "/", "~/", "\\")
_HOSTS = {"github": "github.com", "gitlab": "gitlab.com", "bitbucket": "bitbucket.org", "gist": "gist.github.com"}
_GIT = ("git:", "git+", "git@", "ssh:")
_OWNER_AND_NAME = r"[A-Za-z0-9][\w.-]*/[\w.-]+(?:#.*)?"
_HOSTED = r"https?://(?:[^@/]*@)?(?:www\.)?(?:github\.com|gitlab\.com|bitbucket\.org)/[^/#]+/[^/#]+/?(?:#.*)?"
MOST = 4096  # characters of one specification


class Spec(NamedTuple):
    """What a specification says: where the package comes from, and which part of the text is its version or ref.

    `name` is another package's, for an alias, and the repository's address, for git. Places are -1 where there is
    no place for a version.
    """

    pin: Pin
    source: Literal["index", "git", "url", "here"] = "index"
    name: str = ""
    start: int = 0
    end: int = 0


def read_spec(spec: str) -> Spec | None:
    """A specification; None where what is not written here decides."""
    if len(spec) > MOST:
        return Spec(_UNKNOWN)
    if any(sign in spec for sign in ("$", "{", "<%", "__")):
        return None
    text = spec.strip()
    if text.startswith(_HERE) or match(r"[A-Za-z]:[\\/]", text):
        return Spec(FIXED, "here")
    if text.startswith(("npm:", "jsr:")):
        return _alias(spec)
    if text.startswith(_GIT) or text.partition(":")[0] in _HOSTS or (text.startswith("http") and _is_git_url(text)):
        return _git(spec)
    if "://" in text:
        return Spec(of_url(text), "url", end=len(spec))
    if fullmatch(_OWNER_AND_NAME, text):
        return _git(spec)
    return Spec(of_range(text), end=len(spec))


def of_range(text: str) -> Pin:
    """The pin of a range of versions, or of a tag of the registry."""
    text = text.strip()
    if fullmatch(_VERSION, text):
        return EXACT
    parts = [sub(r"([<>=~^])\s+", r"\1", part).split() for part in text.split("||")]
    if any(part in ([], ["*"], ["x"], ["X"], ["x.x"], ["x.x.x"], ["*.*"], ["*.*.*"]) for part in parts):
        return _ANY if text else NOTHING
    if all(_is_range(words) for words in parts):
        return MOVING
    return _TAG if fullmatch(_TAG_NAME, text) else _UNKNOWN


def _is_range(words: list[str]) -> bool:
    """Comparators, all of which have to hold, or `1 - 2`."""
    if len(words) == 3 and words[1] == "-":
        words = words[::2]
    return all(fullmatch(_COMPARATOR, word) for word in words)


def _alias(spec: str) -> Spec:
    """`npm:other@^1`, and `jsr:@scope/other@^1` or `jsr:^1`."""
    start = spec.index(":") + 1
    rest = spec[start:]
    if spec.lstrip().startswith("jsr:") and "@" not in rest:
        return Spec(of_range(rest), start=start, end=len(spec))
    at = rest.find("@", 1)
    if at < 0:
        return Spec(NOTHING, name=rest.strip(), start=len(spec), end=len(spec))
    return Spec(of_range(rest[at + 1 :]), name=rest[:at].strip(), start=start + at + 1, end=len(spec))


def _is_git_url(url: str) -> bool:
    """Whether npm clones what is behind a URL: an address that ends in .git, or the page of a repository."""
    return url.partition("#")[0].partition("?")[0].endswith(".git") or fullmatch(_HOSTED, url) is not None


def _git(spec: str) -> Spec:
    """A repository: `#commit`, `#semver:^1`, or one of `#commit=…&…` and `#tag&path:…`."""
    address, found, fragment = spec.partition("#")
    start = len(address) + len(found)
    ref = fragment.partition("&")[0].rstrip()
    if ref.startswith("semver:"):
        exact = fullmatch(_VERSION, ref.removeprefix("semver:"))
        pin = Pin("range", "names a tag, which can be moved") if exact else of_range(ref.removeprefix("semver:"))
        return Spec(pin, "git", _address(address), start, start + len(ref))
    for word in ("commit=", "tag=", "branch=", "head=", "commit:"):
        if ref.startswith(word):
            start, ref = start + len(word), ref.removeprefix(word)
            if word in ("branch=", "head="):
                return Spec(Pin("none", "follows a branch"), "git", _address(address), start, start + len(ref))
    if "=" in ref or ref.startswith("path:"):  # only a part of the repository
        return Spec(of_url("git+https://h/r"), "git", _address(address), -1, -1)
    return Spec(of_url(f"git+https://h/r@{ref}"), "git", _address(address), start, start + len(ref))


def _address(written: str) -> str:
    """The URL of a repository that may be written in short."""
    text = written.strip()
    host, colon, path = text.partition(":")
    if colon and host in _HOSTS:
        return f"https://{_HOSTS[host]}/{path}"
    if text.startswith("git+"):
        return text.removeprefix("git+")
    return text if "://" in text or text.startswith("git@") else f"https://github.com/{text}"
