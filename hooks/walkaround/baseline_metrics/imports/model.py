"""What other systems know: rows of a few kinds, whatever file they came from. Times are seconds since 1970."""

from collections.abc import Mapping
from typing import NamedTuple

from ..._finding import NotJudged


class Incident(NamedTuple):
    """`severe` and `ai` are None where nobody said."""

    opened: int
    resolved: int | None = None
    severe: bool | None = None
    ai: bool | None = None


class Pull(NamedTuple):
    """A pull or merge request. `reviewed` is when somebody else first reviewed it, `hours` what reviews of it took."""

    opened: int
    reviewed: int | None = None
    merged: int | None = None
    hours: float | None = None
    ai: bool | None = None
    bot: bool = False


class Block(NamedTuple):
    """Whether the first attempt at a pull request was stopped by its checks."""

    opened: int
    blocked: bool
    ai: bool | None = None


class Deploy(NamedTuple):
    at: int
    failed: bool | None = None
    ai: bool | None = None


class Task(NamedTuple):
    started: int
    finished: int
    ai: bool | None = None


class Answer(NamedTuple):
    """What developers said on a day: `score` from 0 to 100, whatever the scale was."""

    at: int
    score: float
    respondents: int | None = None


class Measure(NamedTuple):
    """What was so at a moment: a figure's id, its value, and the size of what was looked at where that is known."""

    at: int
    figure: str
    value: float
    of: int | None = None


class Scan(NamedTuple):
    """One of Walkaround's own reports, on a whole tree or on a change."""

    at: int
    whole: bool
    findings: int
    errors: int
    hooks: tuple[str, ...]
    ai: bool | None = None


class Mutants(NamedTuple):
    at: int
    survived: int
    tried: int


Row = Incident | Pull | Block | Deploy | Task | Answer | Measure | Scan | Mutants


class Source(NamedTuple):
    """A file that was read: as what, and what became of its rows.

    `used` and `repeated` are rows, `left` those with something wrong in them; `passed` are those that are no matter of
    a report, by what they are.
    """

    path: str
    form: str
    used: int
    repeated: int
    left: int
    passed: Mapping[str, int]


class Imported(NamedTuple):
    """All rows of all files. `errors` name what could not be judged; `notes` are sentences about what was."""

    rows: tuple[Row, ...] = ()
    sources: tuple[Source, ...] = ()
    errors: tuple[NotJudged, ...] = ()
    notes: tuple[str, ...] = ()
