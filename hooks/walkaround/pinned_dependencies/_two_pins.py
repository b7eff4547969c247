"""One package pinned to two versions, where both lists are installed together."""

from collections.abc import Iterable, Iterator
from re import findall, fullmatch
from typing import NamedTuple

from .._dependencies.declared import Declared, Pin
from .._dependencies.shown import shown
from .._finding import Finding
from .._text import Text

# Without a way back, so that it is read once whatever it holds.
_PIN = r"(?<![\w.-])([A-Za-z0-9][\w.-]*+)[\"']?\s*+(?:\[[^\[\]\n]{0,200}+\]\s*+)?\(?="
_OVERRIDES = ("override-dependencies", "build-constraint-dependencies", "requires-plugins")


class Pinned(NamedTuple):
    """An exact pin of a package, and where it is written. `group` is empty for what is always installed."""

    text: Text
    offset: int
    name: str
    version: str
    marker: str
    group: str = ""

    @property
    def key(self) -> tuple[str, str]:
        return self.name, " ".join(self.marker.split())


def exact_version(pin: Pin, spec: str) -> str:
    """The version that a specifier pins exactly; empty when it does not, or says more than that."""
    version = spec.strip().strip("()").lstrip("=").strip()
    plain = pin.meets("exact") and fullmatch(r"[0-9][A-Za-z0-9.!+_-]*", version) is not None
    return version if plain else ""


def may_pin_twice(content: str) -> bool:
    """Whether a file of TOML could pin a package twice, told without a parser."""
    from .._dependencies.requirement import normalised

    names = [normalised(name) for name in findall(_PIN, content)]
    return len(set(names)) < len(names)


def in_file(text: Text, declared: Iterable[Declared]) -> Iterator[Finding]:
    """The findings of a file whose main list is installed together with any one of its groups."""
    pinned = []
    for one in declared:
        version = exact_version(one.pin, one.spec)
        if version and one.group not in _OVERRIDES and one.kind in ("pypi", "conda"):
            marker = f"{one.kind} {one.marker}"  # an index of Python and a channel may mean different things by a name
            pinned.append(Pinned(text, one.offset, one.name, version, marker, one.group))
    for first, second in conflicts(sorted(pinned, key=lambda one: (one.group != "", one.offset))):
        yield finding(first, second)


def conflicts(pinned: Iterable[Pinned]) -> Iterator[tuple[Pinned, Pinned]]:
    """Each pin together with an earlier one that it certainly contradicts: of its own group, or of the main list.

    What the main list pins has to come first.
    """
    met: dict[tuple[tuple[str, str], str], Pinned] = {}
    for one in pinned:
        earlier = (met.get((one.key, group)) for group in ("", one.group))
        other = next((other for other in earlier if other is not None and _differ(one, other)), None)
        if other is not None:
            yield other, one
        met.setdefault((one.key, one.group), one)


def finding(other: Pinned, one: Pinned) -> Finding:
    """The finding that stands at `one`."""
    line, column = one.text.place(one.offset)
    elsewhere = f"in {shown(other.text.path)}" if other.text is not one.text else "above"
    if other.text is one.text and other.offset > one.offset:
        elsewhere = "below"
    row = other.text.place(other.offset)[0]
    message = (
        f"{shown(one.name)} is pinned to {shown(one.version)} here and to {shown(other.version)} {elsewhere}, "
        f"on line {row}; only one of them can be installed."
    )
    return Finding(one.text.path, line, column, "PIN007", message, "Keep one of the two pins, and delete the other.")


def _differ(one: Pinned, other: Pinned) -> bool:
    """Whether the versions are certainly others. A version with a local part is one of those without it."""
    from .._dependencies.bounds import same

    first, second = one.version, other.version
    if ("+" in first) != ("+" in second):
        first, second = first.partition("+")[0], second.partition("+")[0]
    if one.marker.startswith("conda") and f"{first}.".startswith(f"{second}.") | f"{second}.".startswith(f"{first}."):
        return False  # `=1.26` is every 1.26
    return first != second and same(f"=={first}", f"=={second}") is False
