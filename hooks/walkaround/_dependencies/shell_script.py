"""Shell scripts: files that end like one, and files without an ending that begin like one."""

from collections.abc import Iterator
from re import match

from .._finding import NotJudged
from .._text import Text
from .declared import Declared, Reference, whole

_ENDINGS = (".sh", ".bash", ".zsh", ".ksh", ".envrc")
_SHEBANG = r"#![ \t]*\S*?(?:/|env[ \t]+(?:-\S+[ \t]+)*)(?:ba|da|z|k|a)?sh\b"


def read(text: Text) -> Iterator[Declared | Reference | NotJudged]:
    """What the script's commands install or run; nothing of a file that is no script for a shell."""
    from .commands import of_script

    if text.path.endswith(_ENDINGS) or match(_SHEBANG, text.content[:200]):
        yield from of_script(whole(text.content))
