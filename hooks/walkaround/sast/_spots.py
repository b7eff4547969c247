"""What a file has, in a plain form that can be kept between runs."""

from typing import Any, NamedTuple

_NUMBERS = frozenset({"line", "column", "last"})


class Spot(NamedTuple):
    """A defect in a file: its rule, its place (1-based, columns in characters), and the lines it takes up.

    `shown` is the id to be shown, which differs from `rule` for plugins of others. `content` tells it from others when
    lines move.
    """

    rule: str
    shown: str
    line: int
    column: int
    last: int
    message: str
    remedy: str
    content: str


class Judged(NamedTuple):
    """What one file has: defects, lines with a `# nosec` that does not explain itself, and what was not judged."""

    spots: tuple[Spot, ...]
    unexplained: tuple[int, ...]
    failures: tuple[str, ...]


def to_plain(judged: Judged) -> list[Any]:
    return [[list(spot) for spot in judged.spots], list(judged.unexplained), list(judged.failures)]


def from_plain(plain: list[Any]) -> Judged | None:
    """What was kept; None when it is not of that form."""
    try:
        spots, unexplained, failures = plain
        made = tuple(Spot(*spot) for spot in spots)
        kinds = all(isinstance(value, int if name in _NUMBERS else str) for spot in made for name, value in zip(
            Spot._fields, spot, strict=True
        ))  # fmt: skip
        whole = kinds and not failures and all(isinstance(line, int) for line in unexplained)
    except (TypeError, ValueError):
        return None
    return Judged(made, tuple(unexplained), ()) if whole else None
