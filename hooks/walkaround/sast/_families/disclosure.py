"""What errors and logs give away: B920 to B923, each part imported for modules that have words of it."""

from collections.abc import Iterator

from ..._code import Module
from . import Family
from . import find as find_among
from ._found import Found

_PARTS = (
    Family("_exception_texts", (b"except", b"exc", b"traceback", b"rrorhandler", b"Exception")),
    Family("_logged_secrets", (b"print", b"log", b"LOG")),
    Family("_debugging", (b"debug", b"DEBUG", b".run(")),
)


def find(module: Module) -> Iterator[Found]:
    return find_among(module, _PARTS)
