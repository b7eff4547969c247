"""Regular expressions that are compiled when they are first used.

A run that reads no new message, no file of another system and no path needs none of them, and compiling all of them
takes longer than all its figures.
"""

import re
from typing import Any, cast


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """What `re.compile` gives, later."""
    return cast("re.Pattern[str]", _Later(text, flags))


class _Later:
    def __init__(self, text: str, flags: int) -> None:
        self._text, self._flags = text, flags

    def __getattr__(self, name: str) -> Any:
        """A method of the compiled pattern, which stands here from then on."""
        if name.startswith("_"):  # as copying and pickling ask for; nothing compiled has to be asked
            raise AttributeError(name)
        found = getattr(re.compile(self._text, self._flags), name)
        setattr(self, name, found)
        return found
