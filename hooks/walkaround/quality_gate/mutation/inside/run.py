"""One process of a run: takes a job as JSON from a file, does it, and writes lines of JSON to a descriptor."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from typing import Any, NamedTuple


class Line(NamedTuple):
    """How a process speaks to the one that started it, and how it learns that this one is gone: `life` then ends."""

    out: int
    life: int

    def say(self, **said: Any) -> None:
        data = json.dumps(said).encode() + b"\n"
        while data:
            data = data[os.write(self.out, data) :]


def main(job_file: str, out: int, life: int) -> None:
    with open(job_file, encoding="utf-8") as file:
        job = json.load(file)
    sys.dont_write_bytecode = True
    sys.path[:1] = [os.getcwd()]  # as `python -m pytest` and `python -m unittest` have it
    line = Line(out, life)
    _work(job["what"])(job, line)
    line.say(done=True)


def _work(what: str) -> Callable[[dict[str, Any], Line], None]:
    if what == "probe":
        from .probe import probe

        return probe
    if what == "generate":
        from .generate import generate

        return generate
    if what == "watch":
        from .watch import watch

        return watch
    from .serve import serve

    return serve
