"""How much AI had a part in, as far as it left marks."""

from collections.abc import Callable, Mapping, Sequence

from .figure import Definition, Figure, Group, Point, Value
from .subject import Made, Subject
from .values import share
from .window import Window

_GROUP = "share of AI"
DEFINITIONS = (
    Definition(
        "ai-commits", "Commits with AI", "%", "", _GROUP,
        "The share of the commits that bear a mark of an assistant: as author, in a trailer, or in a footer that it "
        "writes itself. A commit without a mark counts as made by people, so that this is the least that it can be.",
    ),
    Definition(
        "ai-lines", "Lines with AI", "%", "", _GROUP,
        "The share of added and deleted lines that are in such commits.",
    ),
)  # fmt: skip


def figures(subject: Subject, window: Window) -> list[Figure]:
    period = subject.within(window)
    made = period.single.all
    each = {point: parts.all for point, parts in period.points.items()}
    why = "" if period.single.ai or not made else _UNMARKED
    return [
        Figure("ai-commits", "proxy", _commits(made), weeks=_series(each, _commits), why=why or _AT_LEAST),
        Figure("ai-lines", "proxy", _lines(made), weeks=_series(each, _lines), why=why or _AT_LEAST),
    ]


_AT_LEAST = "counted by marks on commits; what was made with AI and not marked is not in it"
_UNMARKED = "no commit bears a mark of an assistant, so that nothing tells whether none had a part or none was marked"


_NO_MARK = {"none": "no mark"}


def tables(subject: Subject, window: Window) -> dict[str, tuple[Group, ...]]:
    """Commits and lines by level and by agent; a commit of two agents counts for both."""
    made = subject.within(window).single.all
    levels: dict[str, list[Made]] = {"generated": [], "assisted": [], "none": []}
    agents: dict[str, list[Made]] = {}
    for one in made:
        levels[one.mark.level].append(one)
        for agent in one.mark.agents:
            agents.setdefault(agent, []).append(one)
    by_size = sorted(agents.items(), key=lambda pair: (-len(pair[1]), pair[0]))
    return {
        "by level of AI": tuple(_group(_NO_MARK.get(name, name), some) for name, some in levels.items()),
        "by agent": tuple(_group(name, some) for name, some in by_size),
    }


def _group(name: str, made: Sequence[Made]) -> Group:
    return Group(name, len(made), sum(one.added for one in made), sum(one.removed for one in made))


def _series(each: Mapping[str, Sequence[Made]], value: Callable[[Sequence[Made]], Value]) -> tuple[Point, ...]:
    return tuple(Point(point, value(made)) for point, made in each.items())


def _commits(made: Sequence[Made]) -> Value:
    return share(sum(one.is_ai for one in made), len(made))


def _lines(made: Sequence[Made]) -> Value:
    """Without an interval: lines come by the commit and are no draws of their own."""
    whole = sum(one.lines for one in made)
    part = sum(one.lines for one in made if one.is_ai)
    return Value(100 * part / whole, len(made), whole) if whole else Value(None, len(made))
