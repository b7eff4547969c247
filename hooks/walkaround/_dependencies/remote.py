"""Lists of requirements or constraints that are read from the network."""

from re import search

from .._finding import Finding
from .._text import Text
from .shown import shown

_SHA_IN_PATH = r"/[0-9a-fA-F]{40}/"


def remote_list(text: Text, url: str, offset: int) -> Finding | None:
    """The finding that such a list can change at any time; None where a commit fixes it, or it is no remote one."""
    if search(_SHA_IN_PATH, url) or url.startswith("file:"):
        return None
    line, column = text.place(offset)
    message = f"{shown(url)} is read from the network and can change without a commit; it was not judged."
    remedy = "Commit a copy of the file and refer to that, or name a URL that contains a commit SHA."
    return Finding(text.path, line, column, "PIN003", message, remedy)
