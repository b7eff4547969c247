"""Version constraints of poetry, Pipenv and pixi."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from walkaround._dependencies.version_tables import of_version

LEVELS = [
    ("1.2.3", "exact"),
    ("v1.2", "exact"),
    ("2", "exact"),
    ("==1.2.3", "exact"),
    ("===1.2.3", "exact"),
    (" == 1.2.3 ", "exact"),
    ("1.2.3,!=1.2.4", "exact"),
    ("1!2.0+local.1", "exact"),
    ("1.0-beta.1", "exact"),
    ("^1", "range"),
    ("~1.2", "range"),
    ("~=1.2", "range"),
    (">=1", "range"),
    (">=1 <2", "range"),
    (">=1,<2", "range"),
    (">=1, *", "range"),
    ("1.*", "range"),
    ("1.x", "range"),
    ("==1.2.*", "range"),
    ("^1|^2", "range"),
    ("1.0 || 2.0", "range"),
    ("*", "none"),
    ("", "none"),
    ("  ", "none"),
    ("==*", "none"),
    ("!=1.2", "none"),
    ("<>1.2", "none"),
    ("1.2 || *", "none"),
    ("latest", None),
    ("1.2 beta", None),
    ("1.2;", None),
    ("^", None),
    ("|| x", None),
    ("=>1", None),
]


@pytest.mark.parametrize(("spec", "level"), LEVELS)
@pytest.mark.parametrize("fuzzy", [False, True], ids=["pypi", "conda"])
def test_levels(spec: str, level: str | None, fuzzy: bool) -> None:
    if fuzzy and spec == "1.2 beta":
        return  # conda's: a version and a build
    pin = of_version(spec, fuzzy=fuzzy)
    assert (pin.level if pin else None) == level


CONDA = [
    ("=1.2.3", "range", "exact"),
    ("1.2.3 py39_0", "exact", None),
    ("1.2.3=py39_0", "exact", None),
    ("1.2.* *_cpython", "range", None),
    ("* *cuda*", "none", None),
    ("(>=1,<2)|3.0", "range", None),
    ("1.2.3 a b", None, None),
]


@pytest.mark.parametrize(("spec", "conda", "pypi"), CONDA)
def test_what_conda_reads_differently(spec: str, conda: str | None, pypi: str | None) -> None:
    for fuzzy, level in ((True, conda), (False, pypi)):
        pin = of_version(spec, fuzzy=fuzzy)
        assert (pin.level if pin else None) == level


@given(st.text(st.sampled_from("0123456789.*,|=<>!~^ abx+-"), max_size=20), st.booleans())
def test_any_text_has_a_pin_or_none(spec: str, fuzzy: bool) -> None:
    pin = of_version(spec, fuzzy=fuzzy)
    assert pin is None or pin.level in ("none", "range", "exact")


CLAUSES = st.tuples(st.sampled_from(["==", ">=", "<=", "<", ">", "~=", "!="]), st.sampled_from(["1.0", "2.3.4", "1.2"]))


@given(st.lists(CLAUSES.map("".join), max_size=3).map(",".join))
def test_python_specifiers_mean_the_same_here(spec: str) -> None:
    try:
        clauses = SpecifierSet(spec)
    except InvalidSpecifier:
        pytest.fail(spec)
    operators = {clause.operator for clause in clauses}
    wanted = "exact" if "==" in operators else "range" if operators - {"!="} else "none"
    pin = of_version(spec)
    assert pin is not None
    assert pin.level == wanted
