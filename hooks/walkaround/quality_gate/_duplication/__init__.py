"""How much of a change repeats what is elsewhere in the tree, by jscpd: docs/duplication.md."""

from collections.abc import Callable, Iterable

from ..._change import Delta
from .._model import Judged


def judge(
    delta: Delta, limit: float, tokens: int, small: int, excluded: Callable[[str], bool], thorough: bool
) -> Judged:
    """The share of new lines that are part of a copy of at least `tokens` tokens must not be above `limit` per cent.

    A change of fewer than `small` new lines is told of its copies, and passes. All files of the changed ones' formats
    are compared when `thorough`; else those alone that a quick look finds.
    """
    from ._judge import judged

    return judged(delta, limit, tokens, small, excluded, thorough)


def repeated(
    root: str, commit: str | None, paths: Iterable[str], excluded: Callable[[str], bool], tokens: int
) -> tuple[int, int]:
    """How many lines of these files repeat others of the same tree, and how many lines they have; `commit` None is the
    index."""
    from ._judge import repeated_lines

    return repeated_lines(root, commit, paths, excluded, tokens)
