"""Exemptions: findings that somebody answers for, with a reason, until a day."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from ._keys import Key, describe, did_you_mean, number, strings, text
from ._layers import Layer, Part

if TYPE_CHECKING:
    from ._document import Catalogue


def _outside(name: str) -> str | None:
    """Why a file cannot be named so: a baseline is one of the repository's own files."""
    parts = name.split("/")
    if "\0" in name or "\\" in name or ":" in parts[0] or (name and {"", ".", ".."} & set(parts)):
        return "must be a path from the repository's top, with slashes"
    return None


MAX_DAYS = number(
    "exemptions.max-days",
    180,
    "how many days ahead an exemption may expire",
    stricter="lower",
    least=1,
    most=3650,
)
NEVER = strings(
    "exemptions.never",
    (),
    "the rules that no exemption may name and no baseline of findings accepts",
    stricter="superset",
)
BASELINE = text(
    "exemptions.baseline",
    ".walkaround/findings.baseline",
    "the file of findings that are accepted without a day, from the repository's top; empty for none",
    refuse=_outside,
)
EXEMPTIONS: dict[str, Key[Any]] = {key.name.partition(".")[2]: key for key in (MAX_DAYS, NEVER, BASELINE)}

FIELDS = ("rule", "path", "reason", "owner", "expires")
OPTIONAL = ("id",)
WARN_DAYS = 14  # before the last day


class Exemption(NamedTuple):
    """Findings of `rule` at paths that match do not count, up to and with the day `expires` (UTC).

    `path` is a path from the repository's top or a glob; `at` is where in the layer it stands. With an `id` only
    findings that carry it, as their own or as another name, do not count.
    """

    rule: str
    path: str
    reason: str
    owner: str
    expires: dt.date
    matches: Callable[[str], bool]
    layer: Layer
    at: tuple[Part, ...]
    id: str = ""

    @property
    def line(self) -> int:
        return self.layer.line_of(*self.at)

    def covers(self, ids: tuple[str, ...]) -> bool:
        """Whether a finding that is known by these ids is meant; ids are the same in any case."""
        return not self.id or self.id.upper() in (one.upper() for one in ids)

    def days_left(self, today: dt.date) -> int:
        """0 on the last day, negative afterwards."""
        return (self.expires - today).days


def today() -> dt.date:
    """The day in UTC, so that no setting of a time zone moves a date."""
    return dt.datetime.now(dt.UTC).date()


def read_exemptions(catalogue: "Catalogue", layer: Layer, content: Any) -> tuple[Exemption, ...]:
    """`[[exemptions]]`, or `entries` of a table `[exemptions]`; PolicyError at the first malformed one."""
    at: tuple[Part, ...] = ("exemptions",)
    if isinstance(content, dict):
        at, content = (*at, "entries"), content.get("entries", [])
    if not isinstance(content, list):
        raise layer.error(at, f"exemptions must be [[exemptions]] tables, not {describe(content)}")
    return tuple(_exemptions(catalogue, layer, at, content))


def _exemptions(catalogue: "Catalogue", layer: Layer, at: tuple[Part, ...], entries: list[Any]) -> Iterator[Exemption]:
    from ._document import known_rule

    for index, entry in enumerate(entries):
        place = (*at, index)
        if not isinstance(entry, dict):
            raise layer.error(place, f"an exemption must be a table, not {describe(entry)}")
        _check_fields(layer, place, entry)
        rule = known_rule(catalogue, layer, (*place, "rule"), entry["rule"])
        for name in ("path", "reason", "owner", *(name for name in OPTIONAL if name in entry)):
            if not isinstance(entry[name], str) or not entry[name].strip():
                raise layer.error((*place, name), f"the {name} of an exemption must be a text{_WHY[name]}")
        if "id" in entry and not rule.ids:
            raise layer.error((*place, "id"), f"the findings of {rule.id} carry no ids; leave the id out")
        yield Exemption(
            rule.id, entry["path"], entry["reason"], entry["owner"], _date(layer, place, entry["expires"]),
            _matcher(layer, place, entry["path"]), layer, place, entry.get("id", "").strip(),
        )  # fmt: skip


def _check_fields(layer: Layer, place: tuple[Part, ...], entry: dict[str, Any]) -> None:
    """PolicyError for a key that an exemption has not, and for one that it must have."""
    known = FIELDS + OPTIONAL
    for name in entry:
        if name not in known:
            near = did_you_mean(name, known, elsewhere={short: key.name for short, key in EXEMPTIONS.items()})
            raise layer.error((*place, name), f'unknown key "{name}" in an exemption{near}')
    for name in FIELDS:
        if name not in entry:
            raise layer.error(place, f"an exemption needs {name}{_WHY[name]}")


_WHY = {
    "rule": ": the id of one rule",
    "path": ': a path from the top, or a glob such as "tests/**"',
    "reason": ": why the finding does not count",
    "owner": ": who answers for it",
    "id": ": the one vulnerability that it is for, such as CVE-2024-0001",
    "expires": ": a day such as 2026-12-31, without quotes",
}


def _date(layer: Layer, place: tuple[Part, ...], value: Any) -> dt.date:
    if not isinstance(value, dt.date) or isinstance(value, dt.datetime):
        raise layer.error((*place, "expires"), f"expires must be a day{_WHY['expires'][7:]}, not {describe(value)}")
    return value


def _matcher(layer: Layer, place: tuple[Part, ...], path: str) -> Callable[[str], bool]:
    from ._glob import is_everything, matcher, problem

    why = problem(path)
    if why is None and is_everything(path):
        why = "names no file or folder; an exemption is for a place, and `rules` weighs a rule everywhere"
    if why is not None:
        raise layer.error((*place, "path"), f"the path {path!r} of an exemption {why}")
    match = matcher(path)
    return lambda name: name == path or match(name)  # a file's own name may hold brackets: `app/[id]/page.tsx`
