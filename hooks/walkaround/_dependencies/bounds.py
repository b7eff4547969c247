"""Whether a version lies within the bounds that a manifest writes."""

from operator import eq, ge, gt, le, lt, ne
from re import compile as pattern

from .declared import Kind

_ANY = ("", "*", "latest")
_CLAUSE = pattern(r"\s*(==|!=|>=|<=|>|<|~=|\^|~|)\s*([0-9]{1,9}(?:\.[0-9]{1,9}){0,9})(\.\*)?\s*")
_WHOLE = pattern(r"(?:===?|!=|>=|<=|>|<|~=)\s*v?[0-9][0-9A-Za-z.+!_-]*(?:\.\*)?")
_RELEASE = pattern(r"[0-9]{1,9}(?:\.[0-9]{1,9}){0,9}")

_COMPARED = {"": eq, "==": eq, "!=": ne, ">=": ge, "<=": le, ">": gt, "<": lt}


def admits(kind: Kind, spec: str, version: str) -> bool:
    """Whether the bounds certainly admit the version; False as well where they cannot be read."""
    return verdict(kind, spec, version) is True


def excludes(kind: Kind, spec: str, version: str) -> bool:
    """Whether the bounds certainly do not admit the version; False as well where they cannot be read."""
    return verdict(kind, spec, version) is False


def verdict(kind: Kind, spec: str, version: str) -> bool | None:
    """Whether the bounds admit the version; None where bounds or version cannot be read."""
    if spec.strip() in _ANY:
        return True
    match kind:
        case "pypi":
            return _python(spec, version)
        case "npm":
            from .node_semver import node_admits

            return node_admits(spec, version)
        case "cargo":
            from .node_semver import cargo_admits

            return cargo_admits(spec, version)
    return None


def _python(spec: str, version: str) -> bool | None:
    """PEP 440, with the `^`, `~` and bare versions of poetry, which it does not know."""
    spec = spec.strip()
    if spec.startswith("(") and spec.endswith(")"):
        spec = spec[1:-1]
    if _RELEASE.fullmatch(version) and len(version) < 200:
        answers = [_clause(clause, version) for clause in spec.split(",")]
        if None not in answers:
            return all(answers)
    if any(sign in spec for sign in "^|") or not any(sign in spec for sign in "<>=!"):
        return None
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        return SpecifierSet(spec).contains(version, prereleases=True)
    except (InvalidSpecifier, ValueError):
        return None


def _clause(clause: str, version: str) -> bool | None:
    """The plain clauses, for which packaging need not be imported; None for every other."""
    found = _CLAUSE.fullmatch(clause)
    if found is None:
        return None
    operator, written, star = found.groups()
    bound = [int(part) for part in written.split(".")]
    have = [int(part) for part in version.split(".")]
    length = max(len(bound), len(have))
    low, number = _padded(bound, length), _padded(have, length)
    if star:
        begins = number[: len(bound)] == bound
        return {"==": begins, "!=": not begins, "": begins}.get(operator)
    if operator in _COMPARED:
        return bool(_COMPARED[operator](number, low))
    if operator == "~=":
        return None if len(bound) < 2 else number >= low and number[: len(bound) - 1] == bound[:-1]
    first = next((at for at, part in enumerate(bound) if part), len(bound) - 1)
    keep = first + 1 if operator == "^" else min(len(bound), 2)
    return number >= low and number[:keep] == bound[:keep]


def _padded(parts: list[int], length: int) -> list[int]:
    return [*parts, *[0] * (length - len(parts))]


def same(spec: str, other: str) -> bool | None:
    """Whether two specifiers of Python are written for the same bounds; None where they cannot be read."""
    if _clauses(spec) == _clauses(other):
        return True
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        return SpecifierSet(",".join(_clauses(spec))) == SpecifierSet(",".join(_clauses(other)))
    except (InvalidSpecifier, ValueError):
        return None


def _clauses(spec: str) -> list[str]:
    bare = "".join(spec.split())
    bare = bare[1:-1] if bare.startswith("(") and bare.endswith(")") else bare
    return sorted(clause for clause in bare.split(",") if clause)


def standard(spec: str) -> str | None:
    """Bounds as PEP 440 writes them, where poetry's `^`, `~` and bare versions stand in them; None where unreadable."""
    if spec.strip() in _ANY:
        return ""
    clauses = [_standard_clause(clause) for clause in spec.strip().removeprefix("(").removesuffix(")").split(",")]
    return None if None in clauses else ",".join(filter(None, clauses))


def _standard_clause(clause: str) -> str | None:
    found = _CLAUSE.fullmatch(clause)
    if found is None:
        whole = _WHOLE.fullmatch(clause.strip())
        return clause.strip() if whole is not None else None
    operator, release, star = found.groups()
    if operator not in ("^", "~"):
        return f"{operator or '=='}{release}{star or ''}" if operator in ("", "==", "!=") or not star else None
    if star:
        return None
    parts = [int(part) for part in release.split(".")]
    first = next((at for at, part in enumerate(parts) if part), len(parts) - 1)
    keep = first + 1 if operator == "^" else min(len(parts), 2)
    above = [*parts[: keep - 1], parts[keep - 1] + 1]
    return f">={release},<{'.'.join(map(str, above))}"
