"""Whether a version lies within a range, as node-semver has it for packages of Node, and Cargo for crates.

Source: node-semver's README and `classes/range.js`; The Cargo Book, "Version requirement syntax". Of the libraries
for Python one is gone from the index, and the other's last release is of 2022; what is needed here is small.
"""

from re import compile as pattern
from re import sub
from typing import NamedTuple

_MOST = 4096  # characters of a range
_NUMBER = r"(?:0|[1-9][0-9]{0,15})"
_TAIL = r"(?:-([0-9A-Za-z.-]+))?(?:\+[0-9A-Za-z.-]+)?"
_VERSION = pattern(rf"[v=\s]*({_NUMBER})\.({_NUMBER})\.({_NUMBER}){_TAIL}")
_PART = rf"({_NUMBER}|[xX*])"
_COMPARATOR = pattern(rf"([<>]=?|=|\^|~>?|)v?{_PART}?(?:\.{_PART}(?:\.{_PART}{_TAIL})?)?")
_HYPHEN = pattern(r"\s*(\S+)\s+-\s+(\S+)\s*")

Number = tuple[int, int, int]
# What stands behind the hyphen of a version, fit to be compared; a release has none, and comes after all that have.
Ending = tuple[tuple[int, int, str], ...]
_RELEASE: Ending = ((2, 0, ""),)
_FIRST: Ending = ()  # before every pre-release


class _Test(NamedTuple):
    """A comparison with a version. `named` is whether the range itself writes the pre-release of the version."""

    operator: str
    number: Number
    ending: Ending = _RELEASE
    named: bool = False

    def admits(self, number: Number, ending: Ending) -> bool:
        mine, other = (number, ending), (self.number, self.ending)
        match self.operator:
            case "<":
                return mine < other
            case "<=":
                return mine <= other
            case ">":
                return mine > other
            case ">=":
                return mine >= other
        return mine == other


def node_admits(spec: str, version: str) -> bool | None:
    """Whether a range of package.json admits a version; None where the text is no range, or the version none."""
    found = _VERSION.fullmatch(version.strip())
    alternatives = [_alternative(part) for part in spec.split("||")] if len(spec) <= _MOST else [None]
    known = [tests for tests in alternatives if tests is not None]
    if found is None or len(known) < len(alternatives):
        return None
    number = (int(found[1]), int(found[2]), int(found[3]))
    return any(_all(tests, number, _ending(found[4])) for tests in known)


def cargo_admits(spec: str, version: str) -> bool | None:
    """The same for Cargo.toml, where clauses stand between commas and a bare version means its caret."""
    clauses = [clause.strip() for clause in spec.split(",")]
    if any("||" in clause or " - " in clause or not clause for clause in clauses):
        return None
    return node_admits(" ".join(f"^{clause}" if clause[0].isdigit() else clause for clause in clauses), version)


def _all(tests: list[_Test], number: Number, ending: Ending) -> bool:
    """Whether all tests hold; a pre-release is only admitted where the range names one of the same version."""
    if not all(test.admits(number, ending) for test in tests):
        return False
    return ending == _RELEASE or any(test.named and test.number == number for test in tests)


def _alternative(text: str) -> list[_Test] | None:
    """The tests of one side of `||`; None when it is no range."""
    hyphen = _HYPHEN.fullmatch(text)
    if hyphen is not None:
        low, high = _comparator(hyphen[1]), _comparator(hyphen[2])
        if low is None or high is None or low[0] or high[0]:
            return None
        return [*_tests(">=", *low[1:]), *_tests("<=", *high[1:])]
    tests: list[_Test] = []
    for word in sub(r"([<>=^~])\s+", r"\1", text).split():
        found = _comparator(word)
        if found is None:
            return None
        tests += _tests(*found)
    return tests


_Comparator = tuple[str, str | None, str | None, str | None, str | None]


def _comparator(word: str) -> _Comparator | None:
    """The operator and the parts of a comparator; None when it is none, such as one with a number behind an `x`."""
    found = _COMPARATOR.fullmatch(word)
    if found is None:
        return None
    operator, major, minor, patch, tail = found.groups()
    open_at = [part is None or part in "xX*" for part in (major, minor, patch)]
    if open_at != sorted(open_at) and any(part is not None and part.isdigit() for part in (minor, patch)):
        return None
    return None if major is None else (operator, major, minor, patch, tail)


def _tests(operator: str, major: str | None, minor: str | None, patch: str | None, tail: str | None) -> list[_Test]:
    """What a comparator, of which parts may be missing or `x`, asks of a version."""
    given = 0
    numbers = [0, 0, 0]
    for part in (major, minor, patch):
        if part is None or part in "xX*":
            break
        numbers[given] = int(part)
        given += 1
    low = (numbers[0], numbers[1], numbers[2])
    ending = _ending(tail if given == 3 else None)
    named = ending != _RELEASE
    if given == 0:  # any version; none for `<*` and `>*`
        return [_Test("<", (0, 0, 0), _FIRST)] if operator in ("<", ">") else []
    if operator in ("^", "~", "~>"):
        return [_Test(">=", low, ending, named), _Test("<", _above(operator, low, given), _FIRST)]
    if given == 3:
        return [_Test(operator or "=", low, ending, named)]
    return _partial(operator, low, _next(low, given - 1))


def _partial(operator: str, low: Number, high: Number) -> list[_Test]:
    """The tests for a version of which the last parts are left open: it stands for all from `low` to below `high`."""
    match operator:
        case ">":
            return [_Test(">=", high)]
        case ">=":
            return [_Test(">=", low)]
        case "<":
            return [_Test("<", low, _FIRST)]
        case "<=":
            return [_Test("<", high, _FIRST)]
    return [_Test(">=", low), _Test("<", high, _FIRST)]


def _above(operator: str, low: Number, given: int) -> Number:
    """The first version that is above a caret or tilde."""
    if operator != "^":
        return _next(low, 0 if given == 1 else 1)
    first = next((at for at, number in enumerate(low[:given]) if number), given - 1)
    return _next(low, first)


def _next(low: Number, at: int) -> Number:
    """The version in which this part is one higher, and what follows nought."""
    return (low[0] + (at == 0), low[1] + 1 if at == 1 else 0 if at < 1 else low[1], low[2] + 1 if at == 2 else 0)


def _ending(tail: str | None) -> Ending:
    """Numbers come before words and are compared as numbers (Semantic Versioning 2.0.0, 11)."""
    if tail is None:
        return _RELEASE
    return tuple((0, int(part[:400]), "") if part.isdecimal() else (1, 0, part) for part in tail.split("."))
