"""Bounds: what certainly lies within them, what certainly does not, and what cannot be told."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from packaging.specifiers import SpecifierSet

from walkaround._dependencies.bounds import admits, excludes, same, standard, verdict
from walkaround._dependencies.declared import Kind

# (range, versions inside, versions outside), each checked against node-semver itself.
NODE = [
    ("1.2.3", "1.2.3 v1.2.3 1.2.3+build", "1.2.4 1.2.2 1.2.3-rc.1"),
    ("=1.2.3", "1.2.3", "1.2.4"),
    ("v1.2.3", "1.2.3", "1.2.4"),
    ("^1.2.3", "1.2.3 1.9.0", "1.2.2 2.0.0 2.0.0-rc.1 1.3.0-rc.1"),
    ("^0.2.3", "0.2.3 0.2.9", "0.3.0 0.2.2"),
    ("^0.0.3", "0.0.3", "0.0.4 0.0.2"),
    ("^0.0", "0.0.0 0.0.9", "0.1.0"),
    ("^0", "0.0.0 0.9.9", "1.0.0"),
    ("^1", "1.0.0 1.9.9", "2.0.0 0.9.9"),
    ("^1.2", "1.2.0 1.9.0", "1.1.9 2.0.0"),
    ("^1.x", "1.0.0 1.9.9", "2.0.0"),
    ("^1.2.3-beta.2", "1.2.3-beta.2 1.2.3-beta.10 1.2.3 1.4.0", "1.2.3-beta.1 1.2.3-alpha 1.2.4-beta.2 2.0.0"),
    ("~1.2.3", "1.2.3 1.2.9", "1.3.0 1.2.2"),
    ("~1.2", "1.2.0 1.2.9", "1.3.0"),
    ("~1", "1.0.0 1.9.0", "2.0.0"),
    ("~>1.2.3", "1.2.3 1.2.9", "1.3.0"),
    ("~0.2.3", "0.2.9", "0.3.0"),
    ("1.x", "1.0.0 1.9.9", "2.0.0 0.9.9 1.0.0-rc.1"),
    ("1.2.*", "1.2.0 1.2.9", "1.3.0"),
    ("1", "1.0.0 1.9.9", "2.0.0"),
    ("1.2", "1.2.0 1.2.9", "1.3.0"),
    ("x", "0.0.0 9.9.9", "1.0.0-rc.1"),
    (">=1.2.3", "1.2.3 9.0.0", "1.2.2 9.0.0-rc.1"),
    (">= 1.2.3", "1.2.3 9.0.0", "1.2.2"),
    (">1.2", "1.3.0", "1.2.9"),
    (">1", "2.0.0", "1.9.9"),
    (">=1.2", "1.2.0", "1.1.9"),
    ("<1.2", "1.1.9", "1.2.0 1.2.0-rc.1"),
    ("<=1.2", "1.2.9", "1.3.0"),
    ("<=1.2.3", "1.2.3", "1.2.4"),
    (">=1.2 <2", "1.2.0 1.9.9", "1.1.9 2.0.0"),
    ("1.2.3 - 2.3.4", "1.2.3 2.3.4", "1.2.2 2.3.5"),
    ("1.2 - 2.3", "1.2.0 2.3.9", "1.1.9 2.4.0"),
    ("1.2 - 2", "2.9.9", "3.0.0"),
    ("^1 || ^3", "1.5.0 3.5.0", "2.0.0 4.0.0"),
    ("1.2.3||2.x", "1.2.3 2.5.0", "1.2.4 3.0.0"),
    ("<1.0.0 || >=2.3.1 <2.4.5 || >=2.5.2 <3.0.0", "0.9.9 2.3.1 2.5.2", "1.0.0 2.4.5 3.0.0"),
    (">1.2.3-alpha.3", "1.2.3-alpha.7 3.4.5", "1.2.3-alpha.3 3.4.5-alpha.9"),
    ("1.2.3-1 || 1.2.3-a", "1.2.3-1 1.2.3-a", "1.2.3"),
    (">*", "", "0.0.0 1.0.0"),
]


@pytest.mark.parametrize(("spec", "inside", "outside"), NODE)
def test_ranges_of_node(spec: str, inside: str, outside: str) -> None:
    assert [version for version in inside.split() if not admits("npm", spec, version)] == []
    assert [version for version in outside.split() if not excludes("npm", spec, version)] == []


@pytest.mark.parametrize(
    "spec",
    [
        "next",
        "npm:x@1",
        "workspace:*",
        "file:../x",
        "o/r",
        "1.2.3.4",
        ">=",
        "1.x.3",
        "x.1",
        "01.2.3",
        "^1 |",
        "a" * 9999,
    ],
)
def test_what_is_no_range_of_node_has_no_verdict(spec: str) -> None:
    assert verdict("npm", spec, "1.2.3") is None


@pytest.mark.parametrize("version", ["", "1.2", "1", "latest", "1.2.3.4", "1.02.3"])
def test_what_is_no_version_of_node_has_no_verdict(version: str) -> None:
    assert verdict("npm", "^1.2.3", version) is None


CARGO = [
    ("1.2.3", "1.2.3 1.9.0", "1.2.2 2.0.0"),
    ("0.2", "0.2.0 0.2.9", "0.3.0"),
    ("=1.2.3", "1.2.3", "1.2.4"),
    ("=1.2", "1.2.9", "1.3.0"),
    ("~1.2", "1.2.9", "1.3.0"),
    ("1.*", "1.9.9", "2.0.0"),
    (">=1.2, <1.5", "1.2.0 1.4.9", "1.1.9 1.5.0"),
    ("1, <1.5", "1.4.9", "1.5.0 2.0.0"),
]


@pytest.mark.parametrize(("spec", "inside", "outside"), CARGO)
def test_requirements_of_cargo(spec: str, inside: str, outside: str) -> None:
    assert [version for version in inside.split() if not admits("cargo", spec, version)] == []
    assert [version for version in outside.split() if not excludes("cargo", spec, version)] == []


@pytest.mark.parametrize("spec", ["1 || 2", "1.0.0 - 2.0.0", "1,,2", "git"])
def test_what_cargo_does_not_know_has_no_verdict(spec: str) -> None:
    assert verdict("cargo", spec, "1.0.0") is None


NUMBERS = st.lists(st.integers(0, 3), min_size=3, max_size=3).map(lambda parts: ".".join(map(str, parts)))
SIGNS = st.sampled_from(["", "^", "~", ">=", "<=", ">", "<", "="])
RANGES = st.builds(str.__add__, SIGNS, NUMBERS)


@given(RANGES, RANGES, NUMBERS)
def test_ranges_of_node_are_joined_by_and_and_or(one: str, other: str, version: str) -> None:
    either, both = (verdict("npm", one + between + other, version) for between in (" || ", " "))
    single = [verdict("npm", spec, version) for spec in (one, other)]
    assert (either, both) == (any(single), all(single))


@given(NUMBERS, NUMBERS, NUMBERS)
def test_a_hyphen_is_two_comparisons(low: str, high: str, version: str) -> None:
    assert verdict("npm", f"{low} - {high}", version) == verdict("npm", f">={low} <={high}", version)


@given(NUMBERS, NUMBERS)
def test_a_caret_admits_what_is_not_lower_and_has_the_same_first_part(low: str, version: str) -> None:
    mine, other = ([int(part) for part in one.split(".")] for one in (low, version))
    first = next((at for at, part in enumerate(mine) if part), 2)
    wanted = other >= mine and other[: first + 1] == mine[: first + 1]
    assert verdict("npm", f"^{low}", version) is wanted
    assert verdict("cargo", low, version) is wanted
    assert verdict("pypi", f"^{low}", version) is wanted


@given(st.text(alphabet="0123.x*^~<>=|- va", max_size=40) | st.text(max_size=20), NUMBERS | st.text(max_size=10))
@example("^" * 5000, "1.2.3")
@example("1" * 4000, "1.2.3")
@example("1.2.3-" + "1" * 4000, "1.2.3-" + "1" * 4000)
@settings(deadline=None)
def test_no_text_is_too_odd(spec: str, version: str) -> None:
    for kind in ("npm", "cargo", "pypi", "gem"):
        assert verdict(kind, spec, version) in (True, False, None)


PLAIN = st.lists(st.integers(0, 12), min_size=1, max_size=4).map(lambda parts: ".".join(map(str, parts)))
OPERATORS = st.sampled_from(["==", "!=", ">=", "<=", ">", "<", "~="])
CLAUSES = st.builds(
    lambda operator, version, star: operator + version + (".*" if star and operator in ("==", "!=") else ""),
    OPERATORS,
    PLAIN,
    st.booleans(),
).filter(lambda clause: not clause.startswith("~=") or "." in clause)


@given(st.lists(CLAUSES, min_size=1, max_size=3).map(" , ".join), PLAIN)
@example("~=1.4.2", "1.4")
@example("==1.2.*", "1")
@example("==1.0.*", "1")
@example(">1", "1.0")
def test_plain_bounds_of_python_are_what_packaging_says(spec: str, version: str) -> None:
    assert verdict("pypi", spec, version) is SpecifierSet(spec).contains(version, prereleases=True)
    assert verdict("pypi", f"({spec})", version) is SpecifierSet(spec).contains(version, prereleases=True)


POETRY = [
    ("^1.2.3", "1.2.3 1.9", "1.2.2 2.0"),
    ("^0.3", "0.3.9", "0.4"),
    ("^0.0", "0.0.9", "0.1"),
    ("~1.2.3", "1.2.9", "1.3.0"),
    ("~1.2", "1.2.9", "1.3"),
    ("~1", "1.9", "2.0"),
    ("1.2.*", "1.2.9", "1.3"),
    ("1.2.3", "1.2.3", "1.2.4"),
    ("*", "1.2.3 2.0rc1", ""),
    ("", "1.2.3", ""),
    (">=1,<2", "1.5", "2.0"),
    (">=1.0rc1", "1.0rc2 1.0.post1", "1.0b1"),
    ("==1.0", "1.0+local", "1.0.post1"),
]


@pytest.mark.parametrize(("spec", "inside", "outside"), POETRY)
def test_bounds_of_poetry(spec: str, inside: str, outside: str) -> None:
    assert [version for version in inside.split() if not admits("pypi", spec, version)] == []
    assert [version for version in outside.split() if not excludes("pypi", spec, version)] == []


@pytest.mark.parametrize("spec", ["^1.0rc1", "^1 || ^2", "=1.0", "latest?", "1.0rc1", "~=1"])
def test_what_is_no_bound_of_python_has_no_verdict(spec: str) -> None:
    assert verdict("pypi", spec, "1.5") is None
    assert verdict("pypi", spec, "1.5rc1") is None


@pytest.mark.parametrize(
    ("one", "other", "wanted"),
    [
        (">=1,<2", "<2, >= 1", True),
        ("(>=1)", ">=1", True),
        ("==1.0", "==1.0.0", True),
        (">=1", ">=1.1", False),
        ("", ">=1", False),
        ("", "", True),
        ("==1.*", "==1.0.*", False),
        (">=1RC1", ">=1rc1", True),
        ("^1", ">=1", None),
    ],
)
def test_same_bounds(one: str, other: str, wanted: bool | None) -> None:
    assert same(one, other) is wanted


def test_other_kinds_have_no_bounds_that_are_read() -> None:
    kinds: tuple[Kind, ...] = ("conda", "gem", "go")
    assert [verdict(kind, ">=1", "2") for kind in kinds] == [None, None, None]


STANDARD = {
    "": "", "*": "", ">=1,<2": ">=1,<2", "(>=1)": ">=1", " ^1.2.3": ">=1.2.3,<2", "^0.2.3": ">=0.2.3,<0.3",
    "^0.0.3": ">=0.0.3,<0.0.4", "^0": ">=0,<1", "^0.0": ">=0.0,<0.1", "~1.2.3": ">=1.2.3,<1.3", "~1": ">=1,<2",
    "1.2": "==1.2", "1.2.*": "==1.2.*", "==1.2.*": "==1.2.*", "~=1.4.2": "~=1.4.2", "!=1.5.*,>1": "!=1.5.*,>1",
    "==1.0rc1": "==1.0rc1", "===1.0": "===1.0", "^1.2.*": None, ">=1.*": None, "^1 || ^2": None, ">=1 <2": None,
    "^1.0rc1": None, "@ file:///x": None, "1.0; os_name=='nt'": None, "--pre": None, ">=1\n--pre": None,
}  # fmt: skip


@pytest.mark.parametrize(("spec", "bounds"), STANDARD.items(), ids=map(repr, STANDARD))
def test_bounds_as_the_standard_writes_them(spec: str, bounds: str | None) -> None:
    assert standard(spec) == bounds


@given(
    st.sampled_from(["^", "~", "", "==", ">=", "<", "!="]),
    st.lists(st.integers(0, 3), min_size=1, max_size=4),
    st.lists(st.integers(0, 4), min_size=1, max_size=4),
)
def test_bounds_mean_the_same_as_the_standard_writes_them(operator: str, bound: list[int], have: list[int]) -> None:
    spec, version = operator + ".".join(map(str, bound)), ".".join(map(str, have))
    written = standard(spec)
    assert written is not None
    assert SpecifierSet(written).contains(version) == admits("pypi", spec, version)


@given(st.text())
def test_any_text_is_bounds_of_the_standard_or_none(text: str) -> None:
    written = standard(text)
    assert written is None or SpecifierSet(written) is not None
