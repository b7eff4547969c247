"""Every format of coverage reports: what it says is read whole, and hostile bytes end in one line."""

import sqlite3
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage_support import FORMATS, TABLES, Said, as_cobertura, as_json, lines, packed, write_data
from walkaround._finding import NotJudged
from walkaround.quality_gate.coverage._data import unpacked
from walkaround.quality_gate.coverage._find import Found, load
from walkaround.quality_gate.coverage._report import COBERTURA, GO, JSON, NEVER, Lines, Report

AGAIN = "; run the tests with coverage again, and make the report anew"
NAME = "; name the reports that count in quality-gate.coverage-files"


def read(folder: Path, content: bytes, name: str = "report") -> Report:
    (folder / name).write_bytes(content)
    return load(Found(str(folder), name, True))


def said(report: Report) -> Said:
    return {one.name: (one.ran, one.missed) for one in report.files}


def refusal(folder: Path, content: bytes) -> str:
    with pytest.raises(NotJudged) as failure:
        read(folder, content)
    assert failure.value.path == "report"
    assert "\n" not in failure.value.why
    why = failure.value.why
    assert why.endswith((AGAIN, NAME, "make reports of parts of the sources"))
    return why.removesuffix(AGAIN).removesuffix(NAME)


def reads_or_refuses(folder: Path, content: bytes) -> None:
    """Anything but these two would be raised."""
    with suppress(NotJudged):
        assert read(folder, content).files


SAMPLE: Said = {"src/a.py": lines("1-3 9", "4 12"), "src/b/c d.py": lines("", "2")}


@pytest.mark.parametrize("format_", FORMATS)
def test_a_report_says_what_ran_and_what_did_not(format_: str, tmp_path: Path) -> None:
    assert said(read(tmp_path, FORMATS[format_].write(SAMPLE))) == SAMPLE


NAMES = st.lists(st.text("abcXYZ019_-. ", min_size=1, max_size=8).map(str.strip).filter(bool), min_size=1, max_size=3)
NUMBERS = st.frozensets(st.integers(1, 2000), max_size=12)
LINES = st.tuples(NUMBERS, NUMBERS).map(lambda both: (both[0], both[1] - both[0]))
SAID = st.dictionaries(NAMES.map("/".join), LINES, min_size=1, max_size=4).filter(
    lambda one: any(ran or missed for ran, missed in one.values())
)


@pytest.mark.parametrize("format_", FORMATS)
@given(what=SAID)
@settings(max_examples=12, deadline=None)
def test_what_is_written_is_read(format_: str, what: Said, tmp_path_factory: pytest.TempPathFactory) -> None:
    if format_ == "go":  # which knows a source by its blocks alone
        what = {name: one for name, one in what.items() if any(one)}
    assert said(read(tmp_path_factory.mktemp("report"), FORMATS[format_].write(what))) == what


@given(what=SAID, arcs=st.booleans())
@settings(max_examples=12, deadline=None)
def test_a_data_file_says_what_ran(what: Said, arcs: bool, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("data")
    write_data(folder / ".coverage", what, arcs=arcs)
    if not any(ran for ran, _ in what.values()):
        with pytest.raises(NotJudged, match="measures no line"):
            load(Found(str(folder), ".coverage", False))
        return
    report = load(Found(str(folder), ".coverage", False))
    assert said(report) == {name: (ran, frozenset()) for name, (ran, _) in what.items()}


@given(st.frozensets(st.integers(0, 5000), max_size=50))
@settings(max_examples=50, deadline=None)
def test_bits_are_numbers(numbers: frozenset[int]) -> None:
    assert frozenset(unpacked(packed(numbers))) == numbers


STARTS = ("", "SQLite format 3\0", "{", "<coverage line-rate='1'>", "SF:", "mode: set\n")


@given(content=st.binary(max_size=300), start=st.sampled_from(STARTS))
@settings(max_examples=50, deadline=None)
def test_any_bytes_are_a_report_or_none(content: bytes, start: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    reads_or_refuses(tmp_path_factory.mktemp("fuzz"), start.encode() + content)


@pytest.mark.parametrize("format_", FORMATS)
@given(what=SAID, data=st.data())
@settings(max_examples=12, deadline=None)
def test_a_cut_or_spoilt_report_is_none_or_whole(
    format_: str, what: Said, data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    content = bytearray(FORMATS[format_].write(what))
    if data.draw(st.booleans()):
        content = content[: data.draw(st.integers(0, len(content)))]
    else:
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    reads_or_refuses(tmp_path_factory.mktemp("cut"), bytes(content))


@pytest.mark.parametrize("format_", ["json", "cobertura", "lcov", "clover", "jacoco"])
def test_a_cut_report_is_none(format_: str, tmp_path: Path) -> None:
    content = FORMATS[format_].write(SAMPLE).rstrip()
    for end in range(1, len(content), 7):
        refusal(tmp_path, content[:end])


BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE coverage [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>
<coverage line-rate="1"><sources><source>&b;</source></sources></coverage>"""
FILE = b"""<!DOCTYPE coverage [<!ENTITY x SYSTEM "file:///etc/passwd">]><coverage line-rate="1">&x;</coverage>"""
PARAMETER = b"""<!DOCTYPE coverage [<!ENTITY % x SYSTEM "file:///etc/passwd"> %x;]><coverage line-rate="1"/>"""
REFUSED = {
    "nothing": (b"", "is empty"),
    "white space": (b" \n\n", "is empty"),
    "text": (b"hello", "is no coverage report of a known format"),
    "an older data file": (b"!coverage.py: This is a private format, don't read it directly!{}",
                           "is no coverage report of a known format"),
    "json of something": (b'{"files": []}', "is JSON, but no report of `coverage json`"),
    "json without lines": (b'{"meta": {}, "files": {"a.py": {}}}', "has no list of lines for a file"),
    "json with other lines": (b'{"meta": {}, "files": {"a.py": {"executed_lines": ["1"], "missing_lines": []}}}',
                              "has no list of lines for a file"),
    "json with truths for lines": (b'{"meta": {}, "files": {"a.py": {"executed_lines": [true], "missing_lines": []}}}',
                                   "has no list of lines for a file"),
    "json too deep": (b'{"meta": ' + b"[" * 200_000, "is no whole JSON file"),
    "json with a number beyond all": (b'{"meta": ' + b"9" * 10_000 + b"}", "is no whole JSON file"),
    "json without a file": (as_json({}), "measures no line"),
    "xml without a file": (as_cobertura({}), "measures no line"),
    "xml of something": (b"<html/>", "is XML, but no coverage report"),
    "xml of nothing": (b"<coverage/>", "is XML, but no coverage report"),
    "xml that is cut": (b"<coverage line-rate='1'>\n<packages>", "is no whole XML file (line 2)"),
    "xml in no encoding": (b"<?xml version='1.0' encoding='none-such'?><coverage/>", "is no whole XML file"),
    "xml too deep": (b"<coverage line-rate='1'>" + b"<a>" * 100, "has elements too deep in one another"),
    "xml with a class of no file": (b"<coverage line-rate='1'><class/></coverage>", "has a class without a file"),
    "xml with a line of no number": (b"<coverage line-rate='1'><class filename='a'><line hits='1'/></class></coverage>",
                                     "has a line without a number"),
    "entities in entities": (BOMB, "declares entities, which no coverage report does"),
    "an external entity": (FILE, "declares entities, which no coverage report does"),
    "a parameter entity": (PARAMETER, "declares entities, which no coverage report does"),
    "lcov that is cut": (b"SF:a.py\nDA:1,1\n", "is cut: its last record has no end"),
    "lcov with other lines": (b"SF:a.py\nDA:x,1\nend_of_record\n", "is no whole lcov report"),
    "lcov with something else": (b"SF:a.py\nhello\nend_of_record\n", "is no whole lcov report"),
    "lcov with lines of no file": (b"TN:\nDA:1,1\nend_of_record\n", "is no whole lcov report"),
    "go without a block": (b"mode: set\n", "measures no line"),
    "go with another mode": (b"mode: new\n", "is no cover profile"),
    "go with something else": (b"mode: set\nhello\n", "is no whole cover profile"),
    "go with a block beyond all": (b"mode: set\na.go:1.1,999999999.1 1 1\n", "names more lines than a file has"),
    "go with blocks beyond all": (b"mode: set\n" + b"a.go:1.1,999999.1 1 1\n" * 6, "names more lines than a file has"),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_report_is_refused_in_a_line(case: str, tmp_path: Path) -> None:
    content, why = REFUSED[case]
    assert refusal(tmp_path, content) == why


def test_a_report_may_be_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("walkaround.quality_gate.coverage._find.LIMIT", 10)
    assert refusal(tmp_path, as_json(SAMPLE)) == "has more than 0 MiB; make reports of parts of the sources"


def _database(path: Path, *statements: str) -> None:
    database = sqlite3.connect(path)
    for statement in statements:
        database.execute(statement)
    database.commit()
    database.close()


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS file_id, x'' AS numbits FROM n"
SPOILT = {
    "no tables": ("CREATE TABLE other (x)",),
    "an endless view": (*(one for one in TABLES if "line_bits" not in one), f"CREATE VIEW line_bits AS {ENDLESS}"),
    "numbers that are none": (*TABLES, "INSERT INTO line_bits VALUES (1, 1, 'text')"),
    "a name that is none": (*TABLES, "INSERT INTO file VALUES (1, x'00')"),
    "steps that are none": (*TABLES, "INSERT INTO arc VALUES (1, 1, 'x', 'y')"),
    "more numbers than lines": (*TABLES, "INSERT INTO line_bits VALUES (1, 1, zeroblob(1000000))"),
}  # fmt: skip


@pytest.mark.parametrize("case", SPOILT)
def test_a_spoilt_data_file_is_none(case: str, tmp_path: Path) -> None:
    _database(tmp_path / "made", *SPOILT[case])
    assert refusal(tmp_path, (tmp_path / "made").read_bytes()) == "is no whole data file of coverage.py"


def test_a_cut_data_file_is_none(tmp_path: Path) -> None:
    write_data(tmp_path / "made", {f"src/{number}.py": lines("1-900") for number in range(300)})
    content = (tmp_path / "made").read_bytes()
    for end in (100, 4096, len(content) // 2):
        assert refusal(tmp_path, content[:end]) == "is no whole data file of coverage.py"


LCOV = """TN:suite
SF:C:\\work\\src\\a.ts
VER:1
FN:3,first
FN:7,9,second,third
FNDA:1,first
FNF:2
FNH:1
BRDA:3,0,0,-
BRF:1
BRH:0
DA:3,18446744073709551615,c2Vjb25k
DA:4,-1
DA:0,1
LF:2
LH:1
end_of_record
"""
COBERTURA_SAMPLE = b"""\xef\xbb\xbf<?xml version="1.0"?>
<coverage lines-valid="3" timestamp="1700000000"><sources><source>/app</source><source/></sources><packages>
<package name="p"><classes>
<class filename="src\\a.ts">
<methods><method name="run" hits="1"><lines><line number="2" hits="1"/></lines></method></methods>
<lines><line number="2" hits="1" branch="true" condition-coverage="50% (1/2)"/>
<line number="4" hits="0"/></lines></class>
<class filename="src\\a.ts"><lines><line number="4" hits="1"/><line number="5" hits="0"/></lines></class>
</classes></package></packages></coverage>"""
EXACT = {
    "lcov": (
        LCOV.encode(),
        Report("report", "lcov", (
            Lines("C:/work/src/a.ts", frozenset({3}), frozenset({4}), None, ((3, "first"), (7, "second,third")),
                  ((3, "c2Vjb25k"),)),
        )),
    ),
    "cobertura of two classes of one file": (
        COBERTURA_SAMPLE,
        Report("report", COBERTURA, (Lines("src/a.ts", frozenset({2, 4}), frozenset({5}), None, ((2, "run"),)),),
               1700000001.0, sources=("/app",)),
    ),
    "json in time": (
        as_json({"a.py": lines("1", "2")}, "not a time", frozenset({9})),
        Report("report", JSON, (Lines("a.py", frozenset({1}), frozenset({2}), frozenset({9})),), NEVER, local=True),
    ),
    "go of blocks": (
        b"mode: count\nexample.org/m/a.go:3.10,5.2 2 0\nexample.org/m/a.go:5.2,6.3 1 7\nmode: count\n",
        Report("report", GO, (Lines("example.org/m/a.go", frozenset({5, 6}), frozenset({3, 4})),)),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", EXACT)
def test_a_report_is_read_whole(case: str, tmp_path: Path) -> None:
    content, expected = EXACT[case]
    assert read(tmp_path, content) == expected
