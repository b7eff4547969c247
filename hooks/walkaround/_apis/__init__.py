"""What a distribution's modules offer, read from their sources and stubs, and never run."""

from typing import Literal, NamedTuple

# "present": it is there. "absent": it is certainly not. "open": nobody can say without running it.
Verdict = Literal["present", "absent", "open"]


class Miss(NamedTuple):
    """A use of something that is not there, at a place of a source file (1-based).

    `kind`: what it is. `owner`: where it was looked for, dotted ("requests.sessions.Session", "numpy"). `name`: what is
    missing, or for arguments the parameter. `distribution`: normalised name, empty for the standard library. `near`:
    names that the owner has and that look like it, best first.
    """

    line: int
    column: int
    kind: Literal["module", "name", "attribute", "keyword", "missing-argument", "too-many-arguments"]
    owner: str
    name: str
    distribution: str
    near: tuple[str, ...] = ()
