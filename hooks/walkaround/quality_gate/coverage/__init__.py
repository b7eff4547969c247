"""Coverage of new lines: of the new lines that a coverage report measures, the share that ran under the tests.

Reports of coverage.py (data file, JSON, XML), Cobertura's, JaCoCo's and Clover's XML, lcov and Go's cover profiles are
read. A report counts only for the content that is judged; one that may be of other content is named as not judged.
"""

from collections.abc import Callable
from typing import NamedTuple

from ..._change import Delta
from .._model import Judged


class Asked(NamedTuple):
    """What the policy asks: patterns of reports, empty for the usual places; the least share in per cent; the number
    of measured lines below which a change has no share; which files are not judged; whether an answer is demanded;
    and the interpreter of the project's environment, where it is known."""

    files: tuple[str, ...]
    limit: int
    small: int
    exclude: Callable[[str], bool]
    demanded: bool
    python: str = ""


def judge(delta: Delta, asked: Asked) -> Judged:
    """How many of the new lines ran."""
    from ._judge import judged

    return judged(delta, asked)
