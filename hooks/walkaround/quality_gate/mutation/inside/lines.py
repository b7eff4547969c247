"""Which lines of some files run, told apart by what runs them. The standard library alone, on every Python."""

from __future__ import annotations

import os
import sys
import threading
from types import CodeType, FrameType
from typing import Any

Key = tuple[int, int]  # the id of a code object, which is kept alive, and a line


class Seen:
    """Lines by the code object that they ran in. `bucket` is where the next ones go."""

    def __init__(self, files: frozenset[str]) -> None:
        self._files = files
        self._wanted: dict[str, str] = {}
        self._trace = self._called  # one object, which `is_on` knows again
        self.codes: dict[int, tuple[str, CodeType]] = {}
        self.bucket: set[Key] = set()
        self.started = False

    def start(self) -> None:
        self.started = True
        threading.settrace(self._trace)
        sys.settrace(self._trace)

    def stop(self) -> None:
        sys.settrace(None)
        threading.settrace(None)

    def is_on(self) -> bool:
        """Whether lines are still seen: a test may have put a tracer of its own in our place."""
        return not self.started or sys.gettrace() is self._trace

    def _called(self, frame: FrameType, event: str, _: Any) -> Any:
        code = frame.f_code
        name = code.co_filename
        found = self._wanted.get(name)
        if found is None:
            real = os.path.realpath(name)
            found = self._wanted[name] = real if real in self._files else ""
        if not found or event != "call":
            return None
        if id(code) not in self.codes:
            self.codes[id(code)] = found, code
        return self._local

    def _local(self, frame: FrameType, event: str, _: Any) -> Any:
        if event == "line":
            self.bucket.add((id(frame.f_code), frame.f_lineno))
        return self._local
