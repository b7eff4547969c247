"""What is missing -> a finding: which version lacks what, and what it has instead."""

from collections.abc import Mapping
from sys import stdlib_module_names

from .._apis import Miss
from .._apis.removed import hint
from .._finding import Finding
from .._wheels import Unpacked
from ._stdlib import Lack

_RULES = {
    "module": "DEP011", "name": "DEP012", "attribute": "DEP013", "keyword": "DEP014",
    "missing-argument": "DEP015", "too-many-arguments": "DEP016",
}  # fmt: skip


def finding(path: str, miss: Miss, unpacked: Mapping[str, Unpacked]) -> Finding:
    """The finding for what a pinned distribution, or the standard library, does not have."""
    owner = unpacked.get(miss.distribution)
    where = f" in {owner.name} {owner.version}" if owner is not None else ""
    if owner is None and miss.owner.partition(".")[0] in stdlib_module_names:
        where = " in the standard library"
    loose = "" if owner is None or owner.pinned else ", the version that was resolved because nothing pins one"
    message = f"{_lacks(miss)}{where}{loose}."
    return Finding(path, miss.line, miss.column, _RULES[miss.kind], message, _remedy(miss, owner))


def of_python(path: str, lack: Lack, python: str) -> Finding:
    """The finding for what the standard library has only since a later version."""
    miss = lack.miss
    what = f"`{miss.name}`" if miss.kind == "module" else f"`{miss.owner}.{miss.name}`"
    if miss.kind == "keyword":
        what = f"The keyword `{miss.name}` of `{miss.owner}`" if miss.name else f"A keyword of `{miss.owner}`"
    since = f"is in the standard library since Python {lack.since}" if lack.since else "is newer"
    message = f"{what} {since}, and requires-python allows {python}."
    remedy = "Raise requires-python, guard the use by sys.version_info, or do without it."
    return Finding(path, miss.line, miss.column, "DEP017", message, remedy)


def _lacks(miss: Miss) -> str:
    match miss.kind:
        case "module":
            return f"There is no module `{miss.name}`"
        case "name" | "attribute":
            return f"`{miss.owner}` has no `{miss.name}`"
        case "keyword":
            return f"`{miss.owner}` takes no keyword `{miss.name}`"
        case "missing-argument":
            return f"`{miss.owner}` needs the argument `{miss.name}`"
        case "too-many-arguments":
            several = "no positional arguments" if miss.name == "0" else f"at most {miss.name} positional"
            return f"`{miss.owner}` takes {several}{'' if miss.name in ('0',) else ' arguments'}"


def _remedy(miss: Miss, owner: Unpacked | None) -> str:
    if owner is not None and miss.kind in ("name", "attribute", "keyword", "module"):
        known = hint(owner.name, owner.version, miss.owner, miss.name)
        if known is not None:
            return f"It was {known}."
    if miss.near:
        return f"Did you mean {_or([f'`{one}`' for one in miss.near])}?"
    match miss.kind:
        case "missing-argument":
            return f"Give `{miss.name}`."
        case "too-many-arguments":
            return "Give what is too much by keyword, or leave it out."
        case "keyword":
            return "Leave the keyword out, or use one that this version takes."
        case _:
            return "Use what this version has, or pin a version that has it."


def _or(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"
