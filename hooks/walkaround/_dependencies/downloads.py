"""What a builder of images downloads: files by URL, and repositories of git.

Sources: Docker's "Dockerfile reference" (ADD) and "Build context" (Git repositories).
"""

from collections.abc import Callable
from re import ASCII, search

from .declared import Declared, Pin
from .remedies import ls_remote
from .shown import shown, without_credentials
from .source import has_scheme, is_sha, of_url

_VERSION = r"/(?:[A-Za-z][A-Za-z0-9._-]*[-_.])?v?\d+\.\d+[^/]*/"  # a folder that is named after a release


def of_context(written: str, offset: int, checksum: str = "", meant: str | None = None) -> Declared | None:
    """The dependency on a URL; None for a path, and where a variable or template decides.

    `meant` is what the text comes to, where variables stand in it whose values are known.
    """
    address = written if meant is None else meant
    if "$" in address or "{{" in address or len(address) > 4096:
        return None
    if is_git(address):
        return _git(written, address, offset, checksum)
    if has_scheme(address) and address.lower().startswith(("http://", "https://")):
        return _file(written, address, offset, checksum)
    return None


def is_git(address: str) -> bool:
    """Whether BuildKit clones an address, rather than downloads it."""
    path = address.partition("#")[0].partition("?")[0]
    if address.startswith(("git://", "ssh://", "git@")):
        return True
    return address.startswith(("http://", "https://")) and path.endswith(".git")


def pin_of_file(address: str) -> Pin:
    """The pin of what is downloaded; a version may stand in the name of the file, or in that of its folder."""
    pin = of_url(address if "://" in address else f"https://{address}")
    path = address.rpartition("://")[2].partition("?")[0].partition("#")[0]
    if pin.level == "none" and "/refs/heads/" not in path and search(_VERSION, path, ASCII):
        return Pin("exact", "names a version, without a hash")
    return pin


def _file(written: str, address: str, offset: int, checksum: str) -> Declared:
    if search(r"^sha(?:256:[0-9a-f]{64}|384:[0-9a-f]{96}|512:[0-9a-f]{128})$", checksum):
        pin = Pin("hash", "is fixed by a checksum")
    else:
        pin = pin_of_file(address)

    def remedy(_wanted: str) -> str:
        return (
            "Name the URL of one released version, and write --checksum=sha256:… in front of it, with the digest that "
            "`sha256sum FILE` prints for the file behind it."
        )

    return Declared(offset, written, pin, "command", "url", address, "", remedy)


def _git(written: str, address: str, offset: int, checksum: str) -> Declared:
    repository, _, fragment = address.partition("#")
    repository, _, query = repository.partition("?")
    ref, colon, folder = fragment.partition(":")
    options = dict(pair.partition("=")[::2] for pair in query.split("&"))
    ref = ref or options.get("tag", "") or options.get("branch", "") or options.get("ref", "")
    commit = checksum or options.get("checksum", "") or options.get("commit", "")
    pin = Pin("hash", "is fixed by a commit") if is_sha(commit) else of_url(f"git+https://host/path{ref and '@'}{ref}")
    return Declared(
        offset, written, pin, "command", "git", repository, ref, _to_commit(repository, ref, colon + folder)
    )


def _to_commit(repository: str, ref: str, folder: str) -> Callable[[str], str]:
    def remedy(_wanted: str) -> str:
        commit = ls_remote(repository, ref.rpartition("/")[2] or "HEAD")
        return f"Write {shown(without_credentials(repository))}#SHA{shown(folder)}, with {commit}."

    return remedy
