"""What one condition of the gate has to say."""

from collections.abc import Mapping
from typing import Literal, NamedTuple

from .._finding import Finding, NotJudged

# "proxy": estimated in a stated way; "absent": it could not be measured; "none": the change has nothing of the kind.
State = Literal["measured", "proxy", "absent", "none"]
CHANGE = "<change>"  # the path of a finding about a change as a whole


class Measure(NamedTuple):
    """What a condition came to: `value` and `limit` in `unit`, one sentence for people, and why it is absent."""

    condition: str
    state: State
    value: float | None = None
    limit: float | None = None
    unit: str = ""
    detail: str = ""
    passed: bool = True
    why: str = ""


class LeftOut(NamedTuple):
    """New lines by their files, what they are left out of, and by what."""

    of: str
    by: str
    lines: Mapping[str, frozenset[int]]


class Judged(NamedTuple):
    """A condition's measure, what it found, and what it had to judge and could not."""

    measure: Measure
    findings: tuple[Finding, ...] = ()
    failures: tuple[NotJudged, ...] = ()
