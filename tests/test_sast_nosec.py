"""How `# nosec` comments are read: ids, names, words that were meant as such, and reasons."""

# ruff: noqa: E501 - a table of comments

import json
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from processor_time import CpuLimit
from walkaround._bandit import _comments
from walkaround._bandit._nosec import NONE, Comment, Nosec, parse

KNOWN = {
    "B101": "assert_used",
    "B102": "exec_used",
    "B303": "md5",
    "B311": "random",
    "B404": "import_subprocess",
    "B602": "subprocess_popen_with_shell_equals_true",
    "B606": "start_process_with_no_shell",
    "B607": "start_process_with_partial_path",
    "B608": "hardcoded_sql_expressions",
    "B613": "trojansource",
    "B901": "sql_order",
    "B902": "error_leak",
}
NAMES = {name: one for one, name in KNOWN.items()}
WHY = "the column comes from an enumeration"

# comment, ids, words that are none, reason. No ids and no words: the whole line.
FORMS: list[tuple[str, str, str, str]] = [
    ("# nosec", "", "", ""),
    ("#nosec", "", "", ""),
    ("#  nosec", "", "", ""),
    ("# nosec:", "", "", ""),
    ("# nosec ...", "", "", ""),
    ("# nosec !!!", "", "", ""),
    ("# nosec B101", "B101", "", ""),
    ("# nosec: B101", "B101", "", ""),
    ("# nosec:B101", "B101", "", ""),
    ("#nosec:B101", "B101", "", ""),
    ("# nosecB101", "B101", "", ""),
    ("# nosec=B101", "B101", "", ""),
    ("# nosec B101:", "B101", "", ""),
    ("# nosec B101,", "B101", "", ""),
    ("# nosec ,B101", "B101", "", ""),
    ('# nosec "B101"', "B101", "", ""),
    ("# nosec `B101`", "B101", "", ""),
    ("# nosec (B101)", "B101", "", ""),
    ("# nosec [B101]", "B101", "", ""),
    ("# nosec B101 B102", "B101 B102", "", ""),
    ("# nosec B101, B102", "B101 B102", "", ""),
    ("# nosec B101,B102", "B101 B102", "", ""),
    ("# nosec: B101,B102: covered by a test", "B101 B102", "", "covered by a test"),
    ("# nosec B101/B102", "B101 B102", "", ""),
    ("# nosec B101 and B102", "B101 B102", "", ""),
    ("# nosec B101 & B102", "B101 B102", "", ""),
    ("# nosec B101 + B102", "B101 B102", "", ""),
    ("# nosec B901, B902: reason", "B901 B902", "", "reason"),
    (f"# nosec B901: {WHY}", "B901", "", WHY),
    (f"# nosec: B901: {WHY}", "B901", "", WHY),
    (f"# nosec B901 - {WHY}", "B901", "", WHY),
    (f"# nosec B901 -- {WHY}", "B901", "", WHY),
    (f"# nosec B901 \u2013 {WHY}", "B901", "", WHY),
    (f"# nosec B901 \u2014 {WHY}", "B901", "", WHY),
    (f"# nosec B901 -> {WHY}", "B901", "", WHY),
    (f"# nosec B901 => {WHY}", "B901", "", WHY),
    (f"# nosec B901 | {WHY}", "B901", "", WHY),
    (f"# nosec B901; {WHY}", "B901", "", WHY),
    (f"# nosec B901 ({WHY})", "B901", "", WHY),
    (f"# nosec B901 # {WHY}", "B901", "", WHY),
    (f"# nosec B901  # {WHY}  # and more", "B901", "", WHY),
    (f"# nosec B901 {WHY}", "B901", "", WHY),
    (f"# nosec B901. {WHY}", "B901", "", WHY),
    (f"# nosec B901, {WHY}", "B901", "", WHY),
    ("# nosec B901: see B102 of the old code", "B102 B901", "", "see B102 of the old code"),
    ("# nosec B101: a: b", "B101", "", "a: b"),
    ("# nosec assert_used", "B101", "", ""),
    ("# nosec: assert_used", "B101", "", ""),
    ("# nosec assert_used, exec_used", "B101 B102", "", ""),
    ("# nosec assert_used,B102", "B101 B102", "", ""),
    ("# nosec assert_used because of mypy", "B101", "", "because of mypy"),
    ("# nosec: import_subprocess", "B404", "", ""),
    ("# nosec: trojansource", "B613", "", ""),
    ("# nosec md5", "B303", "", ""),
    ("# nosec start_process_with_partial_path start_process_with_no_shell", "B606 B607", "", ""),
    ("# nosec subprocess_popen_with_shell_equals_true (on the line)", "B602", "", "on the line"),
    ("# nosec B101;B102", "B101 B102", "", ""),
    ("# nosec B101|B102", "B101 B102", "", ""),
    ("# nosec B101-B102", "B101 B102", "", ""),
    ("# nosec B101:assert_used", "B101", "", ""),
    ("# nosec [B101:assert_used]", "B101", "", ""),
    ("# nosec B101:assert_used, B102: why", "B101 B102", "", "assert_used, B102: why"),
    ("# nosec - skip B404:import_subprocess", "B404", "", "skip B404:import_subprocess"),
    ("# nosec B101 # B102", "B101", "", ""),
    # given up by bandit: no mistake, and of no effect
    ("# nosec B320 -- the parser is a safe one", "B320", "", "the parser is a safe one"),
    ("# nosec B410, B101", "B101 B410", "", ""),
    ("# nosec import_lxml", "B410", "", ""),
    ("# nosec input is checked", "", "", "input is checked"),
    # meant as an id, and none
    ("# nosec BXXX", "", "BXXX", ""),
    ("# nosec B101;B9999", "B101", "B9999", ""),
    ("# nosec B101 - B9999", "B101", "B9999", ""),
    ("# nosec B-901", "", "B-901", ""),
    ("# nosec B_901", "", "B_901", ""),
    ("# nosec B 901", "", "B 901", ""),
    ("# nosec b901", "", "b901", ""),
    ("# nosec b101", "", "b101", ""),
    ("# nosec b901x", "", "b901x", ""),
    ("# nosec B901x", "", "B901x", ""),
    ("# nosec B90l", "", "B90l", ""),
    ("# nosec B9999", "", "B9999", ""),
    ("# nosecB9999", "", "B9999", ""),
    ("# nosec - B9999", "", "B9999", ""),
    ("# nosec (B9999)", "", "B9999", ""),
    ("# nosec: B9999: reason", "", "B9999", "reason"),
    ("# nosec B9999 used in tests", "", "B9999", "used in tests"),
    ("# nosec B101, B-902: reason", "B101", "B-902", "reason"),
    ("# nosec B9998,B9999", "", "B9998 B9999", ""),
    ("# nosec B9999, B101", "B101", "B9999", ""),
    ("# nosec [B101, B9999] why", "B101", "B9999", "why"),
    ("# nosec 101", "", "101", ""),
    ("# nosec S101", "", "S101", ""),
    ("# nosec S603, S607", "", "S603 S607", ""),
    ("# nosec DUO116", "", "DUO116", ""),
    ("# nosec sql_inject", "", "sql_inject", ""),
    ("# nosec sql_inject: constant", "", "sql_inject", "constant"),
    ("# nosec: sql_inject, B101", "B101", "sql_inject", ""),
    ("# nosec assert-used", "", "assert-used", ""),
    ("# nosec: hardcoded-sql-expressions: constant", "", "hardcoded-sql-expressions", "constant"),
    ("# nosec hardcoded_sql_expression", "", "hardcoded_sql_expression", ""),
    ("# nosec hardcoded_sql_expression constant here", "", "hardcoded_sql_expression", "constant here"),
    ("# nosec trojansourse", "", "trojansourse", ""),
    ("# nosec Assert_used", "", "Assert_used", ""),
    # prose
    ("# nosec - not reachable from outside", "", "", "not reachable from outside"),
    ("# nosec -- not reachable from outside", "", "", "not reachable from outside"),
    ("# nosec not reachable from outside", "", "", "not reachable from outside"),
    ("# nosec: not reachable from outside", "", "", "not reachable from outside"),
    ("# nosec # not reachable from outside", "", "", "not reachable from outside"),
    ("# nosec (not reachable from outside)", "", "", "not reachable from outside"),
    ("# nosec; not reachable, and never was", "", "", "not reachable, and never was"),
    ("# nosec not-user-controlled", "", "", "not-user-controlled"),
    ("# nosec: false-positive", "", "", "false-positive"),
    ("# nosec: user-supplied data is escaped above", "", "", "user-supplied data is escaped above"),
    ("# nosec user_id is an int", "", "", "user_id is an int"),
    ("# nosec because table_name is constant", "", "", "because table_name is constant"),
    ("# nosec intended", "", "", "intended"),
    ("# nosec TODO", "", "", "TODO"),
    ("# nosec 404 is no error", "", "", "404 is no error"),
    ("# nosec SHA256 of public data", "", "", "SHA256 of public data"),
    ("# nosec see https://example.org/a_b", "", "", "see https://example.org/a_b"),
    ("# nosec gr\u00f6\u00dfe_ok", "", "", "gr\u00f6\u00dfe_ok"),
    ("# nosec: B101 \u2013 nur Testdaten", "B101", "", "nur Testdaten"),
    # prose in which bandit sees a name: it silences that alone, and so do we
    ("# nosec - random is fine here", "B311", "", "random is fine here"),
    # other tools
    ("# nosec # noqa: S101", "", "", ""),
    ("# nosec # skipcq: PYL-W1510", "", "", ""),
    ("# nosec nosemgrep", "", "", ""),
    ("# nosec NOSONAR - hash of a name", "", "", ""),
    ("# nosec, internal names", "", "", "internal names"),
    ("# nosec(me): expected", "", "", "(me): expected"),
    ("# nosec B101 # noqa: S101", "B101", "", ""),
    ("# nosec B101 noqa: S101", "B101", "", ""),
    ("# nosec B101  # type: ignore[arg-type]", "B101", "", ""),
    ("# nosec B101 # pragma: no cover", "B101", "", ""),
    ("# nosec B101: reason # pylint: disable=eval-used", "B101", "", "reason"),
    ("# noqa: S101 # nosec B101", "B101", "", ""),
    ("# type: ignore # nosec", "", "", ""),
    ("# nosec # nosec B101", "", "", ""),
    ("# nosec B001", "B001", "", ""),
]
NO_NOSEC = [
    "# NOSEC",
    "# no sec",
    "# nosecurity",
    "# nosecond thoughts",
    "# noqa nosec",
    "#! nosec",
    "# nosec_B",
    "nosec",
]


def read(text: str) -> Comment | None:
    return _comments.read(text, KNOWN, NAMES)


@pytest.mark.parametrize(("text", "ids", "unknown", "reason"), FORMS, ids=[form[0] for form in FORMS])
def test_forms(text: str, ids: str, unknown: str, reason: str) -> None:
    found = read(text)
    assert found is not None
    words = " ".join(found.unknown)
    assert (" ".join(sorted(found.meant)), words, found.reason) == (ids, unknown, reason)
    assert found.blanket == (not ids and not unknown)


@pytest.mark.parametrize("text", NO_NOSEC)
def test_what_is_no_nosec(text: str) -> None:
    assert read(text) is None


STOCK = """
import json, logging, sys
logging.disable(logging.CRITICAL)
from bandit.core import extension_loader, manager
known = json.loads(sys.argv[1])
loader = extension_loader.MANAGER
loader.check_id = lambda one: one in known or one == "B001"
loader.get_test_id = {name: one for one, name in known.items()}.get
print(json.dumps([sorted(found) if (found := manager._parse_nosec_comment(text)) is not None else None for text in json.loads(sys.argv[2])]))
"""


def test_bandit_reads_the_same_ids() -> None:
    """Where bandit sees ids they are ours, where it silences all we do, or have said which word is unknown."""
    texts = [form[0] for form in FORMS] + NO_NOSEC
    command = [sys.executable, "-c", STOCK, json.dumps(KNOWN), json.dumps(texts)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    for text, stock in zip(texts, json.loads(done.stdout), strict=True):
        ours = read(text)
        if stock is None:
            assert ours is None
        elif stock:
            assert ours is not None
            assert sorted(ours.bandit) == stock
        else:
            assert ours is None or not ours.bandit


@given(st.text(st.sampled_from('#nosec:,;-() B10x_\u2014\t"') | st.characters(), max_size=40))
def test_any_comment_is_read(text: str) -> None:
    found = read("# nosec" + text)
    if found is not None:
        assert found.bandit <= found.meant
        assert found.reason == " ".join(found.reason.split())
        assert found.reason.isprintable()
        assert all(found.unknown)


@given(
    st.lists(st.sampled_from(sorted(KNOWN)), min_size=1, unique=True),
    st.sampled_from([", ", ",", " ", " , "]),
    st.text("abc de", max_size=9),
)
def test_the_documented_form(ids: list[str], comma: str, reason: str) -> None:
    found = read(f"# nosec {comma.join(ids)}: {reason}")
    assert found is not None
    assert (sorted(found.meant), found.unknown, found.reason) == (sorted(ids), (), " ".join(reason.split()))


# --- a file

SOURCE = b"""import a  # nosec
x = '# nosec B101'
b(  # nosec B101: reason
    c,
    d,  # nosec B102
)
e()  # nosec B-901
f()  # nosec B901,B902: both
g()  # other
h(  # other
    i,  # nosec sql_inject
    j,  # nosec
)
k()  # nosec B320
"""


def test_a_file() -> None:
    found = parse(SOURCE, KNOWN)
    assert found.unknown == [(7, "B-901"), (11, "sql_inject")]
    assert found.reasons == {1: "", 3: "reason", 5: "", 7: "", 8: "both", 11: "", 12: "", 14: ""}


@pytest.mark.parametrize(
    ("lines", "line", "one", "ours", "bandits"),
    [
        ((1,), 1, "B999", True, True),
        ((2,), 2, "B101", False, False),
        ((3, 4, 5, 6), 3, "B101", True, True),
        ((3, 4, 5, 6), 5, "B102", True, True),
        ((3, 4, 5, 6), 5, "B101", True, True),  # the first comment of the lines, too
        ((3, 4, 5, 6), 3, "B102", False, False),
        ((5,), 5, "B101", False, False),
        ((7,), 7, "B901", False, False),  # bandit would silence it
        ((8,), 8, "B901", True, False),  # of two ids without a space bandit reads the last
        ((8,), 8, "B902", True, True),
        ((8,), 8, "B101", False, False),
        ((9,), 9, "B101", False, False),
        ((10, 11, 12, 13), 10, "B101", False, False),
        ((10, 11, 12, 13), 12, "B101", True, True),
        ((1,), None, "B101", True, True),
        ((), None, "B101", False, False),
        ((), 1, "B101", True, True),
        ((14,), 14, "B101", False, False),  # bandit has given up the id, and silences the line
    ],
)
def test_what_is_silenced(lines: tuple[int, ...], line: int | None, one: str, ours: bool, bandits: bool) -> None:
    found = parse(SOURCE, KNOWN)
    assert (found.silences(lines, line, one), found.hides(lines, line, one)) == (ours, bandits)


def test_as_bandits_engine_takes_it() -> None:
    assert parse(SOURCE, KNOWN).for_bandit() == {1: set(), 3: {"B101"}, 5: {"B102"}, 8: {"B902"}, 12: set()}


@pytest.mark.parametrize("source", [b"", b"x = 1  # no sec\n", b"# NOSEC\n"], ids=["empty", "none", "capitals"])
def test_a_file_without_the_word_is_not_read(source: bytes) -> None:
    assert parse(source, KNOWN) is NONE


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        (b"a  # nosec\nb = '''\n", [1]),
        (b"a  # nosec\n  b\n c\n# nosec\n", [1]),
        (b"a  # nosec\n(", [1]),
        (b"\xef\xbb\xbfa  # nosec\r\nb  # nosec\r\n", [1, 2]),
        ("# coding: latin-1\n# \u00e4 # nosec\n".encode("latin-1"), [2]),
        (b"# coding: no-such\n# nosec\n", []),
        (b"# \xff\n# nosec\n", []),
        (b"a\x00  # nosec\n", None),
        (b"a = '# nosec'\n", []),
        (b"a = f'{b}'  # nosec\n", [1]),
        (b"if a:\n\tb  # nosec\n        c  # nosec\n", None),
    ],
    ids=["string", "dedent", "bracket", "mark", "latin", "cookie", "bytes", "null", "text", "formatted", "tabs"],
)
def test_files_that_cannot_be_read_to_their_end(source: bytes, lines: list[int] | None) -> None:
    """What stands behind the fault silences nothing; Pythons differ in how far they come."""
    found = parse(source, KNOWN)
    assert isinstance(found, Nosec)
    if lines is not None:
        assert sorted(found.comments) == lines


@pytest.mark.parametrize(
    "text",
    [
        "# nosec " + "a" * 200_000,
        "# nosec " + "B101," * 50_000,
        "# nosec " + " " * 200_000 + "B101",
        "# nosec B101" + " -" * 100_000,
        "# nosec " + "a_" * 100_000,
        "# nosec " + "(" * 200_000,
        "# nosec " + "noqa " * 50_000,
    ],
    ids=["word", "ids", "spaces", "dashes", "name", "brackets", "tools"],
)
def test_long_comments_are_read_in_time(text: str) -> None:
    with CpuLimit(30):
        assert read(text) is not None
