"""Regular expressions that are compiled when they are first asked: most files ask for few of them."""

import re
from typing import Final


class Pattern:
    """A regular expression with the methods of a compiled one."""

    __slots__ = ("_compiled", "_flags", "_text")

    def __init__(self, text: str, flags: int = 0) -> None:
        self._text: Final = text
        self._flags: Final = flags
        self._compiled: re.Pattern[str] | None = None

    def search(self, text: str) -> re.Match[str] | None:
        return self._made().search(text)

    def findall(self, text: str) -> list[str]:
        return self._made().findall(text)

    def sub(self, new: str, text: str) -> str:
        return self._made().sub(new, text)

    def _made(self) -> re.Pattern[str]:
        if self._compiled is None:
            self._compiled = re.compile(self._text, self._flags)
        return self._compiled
