"""Numbers as a reader sees them, the same in every format: no more digits than they are worth, interval, count."""

from ..figure import Definition, Value

UNKNOWN = "\u2013"
PER_CENT = "%"


def number(value: float) -> str:
    """Three significant digits from 1 up, two below it, never a whole part cut short: `12,345`, `3.46`, `0.035`."""
    size = abs(value)
    if size >= 1e15 or 0 < size < 1e-6:
        return f"{value:.2g}"
    if value == int(value) or size >= 100:
        return f"{value:,.0f}"
    if size >= 1:
        return _bare(f"{value:.{1 if size >= 10 else 2}f}")
    places = 2
    while size * 10 ** (places - 1) < 1:
        places += 1
    return _bare(f"{value:.{places}f}")


def suffix(unit: str) -> str:
    """What stands right behind every number of such a unit."""
    return " %" if unit == PER_CENT else ""


def titled(definition: Definition) -> str:
    """The figure's name and its unit, unless that stands behind each number or is in the name already."""
    title, unit = definition.title, definition.unit
    return f"{title}, {unit}" if unit != PER_CENT and unit.lower() not in title.lower() else title


def quantity(value: float | None, unit: str) -> str:
    if value is None:
        return UNKNOWN
    return number(value) + suffix(unit)


def interval(value: Value, unit: str) -> str:
    """`2.1 to 4.9`, or nothing where none is known. An end that is open has no number."""
    if value.value is None or (value.low is None and value.high is None):
        return ""
    if value.high is None:
        return f"from {quantity(value.low, unit)}"
    if value.low is None:
        return f"up to {quantity(value.high, unit)}"
    return f"{number(value.low)} to {quantity(value.high, unit)}"


def counted(value: Value) -> str:
    """`14 in 4,046`, the count alone where nothing else was looked at, and nothing where the number is the count."""
    if value.of is not None:
        return f"{number(value.count)} in {number(value.of)}"
    return "" if value.value == value.count else number(value.count)


def beneath(value: Value, unit: str) -> list[str]:
    """What is said beneath a number in small print: its interval and its count, as far as there are any."""
    count = counted(value)
    return [part for part in (interval(value, unit), count and f"n {count}") if part]


def limit(definition: Definition, value: float) -> str:
    """`< 3.5`: on which side of it one wants to be."""
    sign = {"lower": "< ", "higher": "> "}.get(definition.better, "")
    return sign + quantity(value, definition.unit)


def _bare(text: str) -> str:
    return text.rstrip("0").rstrip(".")
