"""How exactly a URL, a version control reference or an image is pinned."""

from re import IGNORECASE, search

from .declared import FIXED, Pin

_ARCHIVES = (
    ".whl",
    ".zip",
    ".tar.gz",
    ".tgz",
    ".tar",
    ".tar.bz2",
    ".tbz",
    ".tar.xz",
    ".txz",
    ".tlz",
    ".tar.lz",
    ".tar.lzma",
)
_SHA = r"(?:[0-9a-f]{40}|[0-9a-f]{64})"
_HEX = frozenset("0123456789abcdefABCDEF")


def is_sha(ref: str) -> bool:
    """A full object name of git, SHA-1 or SHA-256."""
    return len(ref) in (40, 64) and _HEX.issuperset(ref)


def has_scheme(text: str) -> bool:
    """Whether the text begins as a URL does, `git+ssh://...` included."""
    if "://" not in text and "+" not in text[:4]:
        return False  # nearly every text, and no expression to compile for it
    return search(r"^[A-Za-z][A-Za-z0-9+.-]*://|^(?:git|hg|svn|bzr)\+", text[:80]) is not None


def is_local(text: str) -> bool:
    """Whether a requirement's text is a path: pip takes what has a separator, a leading dot or an archive's ending."""
    head = text.split(" @ ")[0].split(";")[0].split("[")[0].strip()
    return head.startswith((".", "~")) or "/" in head or "\\" in head or head.lower().endswith(_ARCHIVES)


def of_url(url: str) -> Pin:
    """The pin of a direct reference: version control, archive, or a file of this machine."""
    scheme, found, _ = url.partition("://")
    vcs = scheme.partition("+")[0].lower() if "+" in scheme else ""
    if scheme.lower().endswith("file") or not (found or vcs):
        return FIXED
    return _of_vcs(vcs, url) if vcs in ("git", "hg", "svn", "bzr") else _of_archive(url)


def vcs_ref(url: str) -> str:
    """What stands behind the last @ of a version control URL's path; empty when nothing does."""
    path = url.partition("#")[0].partition("://")[2] or url.partition("#")[0].partition("+")[2]
    return path.partition("/")[2].rpartition("@")[2] if "@" in path.partition("/")[2] else ""


def _of_vcs(vcs: str, url: str) -> Pin:
    ref = vcs_ref(url)
    if not ref:
        return Pin("none", "follows the default branch")
    if is_sha(ref):
        return Pin("hash", "is fixed by a commit")
    if vcs in ("svn", "bzr") and ref.isdigit():
        return Pin("exact", "is fixed by a revision number, not by a hash")
    if len(ref) >= 7 and _HEX.issuperset(ref) and not ref.isdigit() and not ref.isalpha():
        return Pin("exact", "names an abbreviated commit")
    if search(r"\d", ref):
        return Pin("range", "names a tag or branch, which can be moved")
    return Pin("none", "follows a branch")


def _of_archive(url: str) -> Pin:
    address, _, fragment = url.partition("#")
    if search(r"(?:^|&)sha(?:256|384|512)[=:][0-9a-f]{64}", fragment, IGNORECASE):
        return Pin("hash", "is fixed by a hash")
    path = address.partition("?")[0]
    if search(rf"(?:^|[/@_.-]){_SHA}(?:$|[/._-])", path, IGNORECASE):
        return Pin("exact", "is fixed by a commit, not by a hash")
    name = path.rpartition("/")[2]
    if "/refs/heads/" not in path and search(r"(?:^|[-_.v])\d+\.\d|^v?\d+(?:\.zip|\.tar|$)", name):
        return Pin("exact", "names a version, without a hash")
    return Pin("none", "names no version")


def of_ref(ref: str) -> Pin:
    """The pin of what stands behind the @ of an action, or of a hook's `rev`. Tags have digits, branches have not."""
    if not ref:
        return Pin("none", "names no version")
    if is_sha(ref):
        return Pin("sha", "is fixed by a commit")
    if any(character.isdigit() for character in ref):
        return Pin("tag", "names a tag or branch, which can be moved")
    return Pin("none", "follows a branch")


def of_action(uses: str) -> Pin:
    """The pin of a workflow's `uses`: `owner/repository/path@ref`, `docker://image`, or a path in this repository.

    `./path` is that in the work tree, `$/path` that at the commit of the file it stands in.
    """
    if uses.startswith(("./", "../", ".\\", "$/")) or uses == ".":
        return Pin("sha", "is part of this repository")
    if uses.startswith("docker://"):
        return of_image(uses.removeprefix("docker://"))
    return of_ref(uses.rpartition("@")[2] if "@" in uses else "")


def of_image(image: str) -> Pin:
    """The pin of a container image; a tag without a digit, such as `latest`, is moved at every release."""
    name, _, digest = image.partition("@")
    if search(r"^sha(?:256:[0-9a-f]{64}|512:[0-9a-f]{128})$", digest, IGNORECASE):
        return Pin("sha", "is fixed by a digest")
    if digest:
        return Pin("none", "names a digest that is none")
    tag = name.rpartition("/")[2].partition(":")[2]
    if any(character.isdigit() for character in tag):
        return Pin("tag", "names a tag, which can be moved")
    return Pin("none", "follows a tag that names no version" if tag else "names no version")
