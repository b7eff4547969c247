"""One requirement: the quick reading against packaging's, and its pin against packaging's own specifiers."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from packaging.requirements import InvalidRequirement
from packaging.requirements import Requirement as Parsed

from tests_support import tries
from walkaround._dependencies.requirement import Malformed, by_packaging, plain, read_requirement

NAMES = st.sampled_from(["flask", "A.b-C_d", "a", "1x", "a-", "_a", "x__y", "a..b"])
EXTRAS = st.sampled_from(["", "[a]", "[a,b]", "[a, b]", "[a_b.c]", "[]", "[a-]", " [a]", "[a,]"])
VERSIONS = st.sampled_from(
    ["1", "1.2.3", "1.*", "1.2.*", "1rc1", "1.0.post1.dev2", "1+cpu", "1.0-1", "v1", "1.", "", "*", "1a", "0!1"]
)
OPERATORS = st.sampled_from(["==", "===", ">=", "<=", "<", ">", "~=", "!=", "=", ""])
BLANKS = st.sampled_from(["", " ", "  ", "\t"])
CLAUSES = st.tuples(BLANKS, OPERATORS, BLANKS, VERSIONS, BLANKS).map("".join)
MARKERS = st.sampled_from(
    [
        "",
        ";python_version<'3.9'",
        '; sys_platform == "win32" and os_name=="nt"',
        "; python_version < '3.9' or extra == 'x'",
        "; nonsense",
        ";",
        "; python_version in '3.9'",
        "; python_version<'3.9'and os_name=='nt'",
        "; python_version < '3.9\"",
        "; platform_machine != 'x' # c",
    ]
)
TEXTS = st.tuples(NAMES, EXTRAS, BLANKS, st.lists(CLAUSES, max_size=3).map(",".join), MARKERS).map("".join)


@settings(max_examples=tries(1500))
@given(TEXTS)
@example("a ==1.*")
@example("a~=1")
@example("a>=1.*")
def test_the_quick_reading_says_what_packaging_says(text: str) -> None:
    quick = plain(text)
    if quick is not None:
        assert quick == by_packaging(text)


@settings(max_examples=tries(500))
@given(st.text(st.sampled_from("ab1.*=<>!~,;[]() @+-_'\"\t\n"), max_size=20))
def test_nonsense_is_refused_exactly_when_packaging_refuses(text: str) -> None:
    try:
        read_requirement(text)
    except Malformed:
        with pytest.raises(InvalidRequirement):
            Parsed(text)
    else:
        Parsed(text)


@settings(max_examples=tries(500))
@given(TEXTS)
def test_an_exact_pin_admits_one_public_version(text: str) -> None:
    try:
        pin = read_requirement(text).pin
    except Malformed:
        return
    clauses = [(one.operator, one.version) for one in Parsed(text).specifier]
    exact = any(operator == "===" or (operator == "==" and version[-2:] != ".*") for operator, version in clauses)
    ranged = any(operator != "!=" for operator, _ in clauses)
    assert pin.level == ("exact" if exact else "range" if ranged else "none")


PLAIN = [
    "flask==3.1.2",
    "a[b,c]>=1,<2",
    "x~=1.2",
    "Y",
    "z==1.0 ; python_version >= '3.9' and sys_platform == \"linux\"",
]


@pytest.mark.parametrize("text", PLAIN)
def test_plain_forms_are_read_quickly(text: str) -> None:
    assert plain(text) is not None


@pytest.mark.parametrize(
    "text", ["a" * 8000, "a" + "-a" * 4000, "a" + "-" * 8000, "a==" + "1." * 4000, "a==1," * 1600, "a;" + " " * 8000]
)
def test_long_texts_are_no_plain_requirements_and_no_burden(text: str) -> None:
    read = plain(text)
    assert read is None or read.name.startswith("a")
