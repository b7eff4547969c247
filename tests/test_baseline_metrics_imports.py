"""Files of other systems: each format with its rows, what is left out of it, and what is said about that."""

import os
import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports_support import counted, errors, imported, notes, seconds
from walkaround.baseline_metrics.imports import read
from walkaround.baseline_metrics.imports.model import (
    Answer,
    Block,
    Deploy,
    Imported,
    Incident,
    Measure,
    Pull,
    Row,
    Task,
)  # fmt: skip
from walkaround.baseline_metrics.imports.sheet import MOST_NAMED

NINE, TEN, NOON = (seconds(f"2026-11-02T{hour}:00") for hour in ("09", "10", "12"))
DAY = seconds("2026-11-02")

TABLES: list[Any] = [
    pytest.param(
        "opened,resolved,severity,ai-related,id\n"
        "2026-11-02T09:00Z,2026-11-02T12:00Z,SEV-1,yes,INC-1\n"
        "2026-11-02T10:00Z,,low,unknown,INC-2\n",
        "CSV of incidents",
        [Incident(NINE, NOON, True, True), Incident(TEN, None, False, None)],
        id="incidents",
    ),
    pytest.param(
        "\ufeffOpened;First Review;Merged;Hours;AI\r\n"
        "2026-11-02T10:00+01:00;2026-11-02T10:00Z;2026-11-02 13:00+0100;1,5;no\r\n",
        "CSV of reviews",
        [Pull(NINE, TEN, NOON, 1.5, False)],
        id="reviews-with-mark-and-semicolons",
    ),
    pytest.param(
        "pull_request\topened\tblocked\n12\t2026-11-02T09:00Z\tyes\n13\t2026-11-02T09:00Z\tNo\n",
        "CSV of blocks",
        [Block(NINE, True), Block(NINE, False)],
        id="blocks-with-tabs",
    ),
    pytest.param(
        'deployed,failed,ai\n"2026-11-02T09:00Z",true,\n2026-11-02T10:00Z,0,1\n2026-11-02T12:00Z,unknown,\n',
        "CSV of deploys",
        [Deploy(NINE, True), Deploy(TEN, False, True), Deploy(NOON)],
        id="deploys",
    ),
    pytest.param(
        "started,finished,ai\n2026-11-02T09:00Z,2026-11-02T10:00Z,y\n",
        "CSV of tasks",
        [Task(NINE, TEN, True)],
        id="tasks",
    ),
    pytest.param(
        "day,score,scale,respondents\n2026-11-02,4,1-5,12\n2026-11-02,7.5,0..10,\n",
        "CSV of satisfaction",
        [Answer(DAY, 75.0, 12), Answer(DAY, 75.0)],
        id="satisfaction",
    ),
    pytest.param(
        "day,percent,new-percent\n2026-11-02,81.5,90 %\n2026-11-02,,70\n",
        "CSV of coverage",
        [Measure(DAY, "coverage", 81.5), Measure(DAY, "new-coverage", 90.0), Measure(DAY, "new-coverage", 70.0)],
        id="coverage",
    ),
]


@pytest.mark.parametrize(("text", "form", "rows"), TABLES)
def test_a_table_is_told_by_its_columns(tmp_path: Path, text: str, form: str, rows: list[Row]) -> None:
    found = imported(tmp_path, {"table.csv": text})
    assert (list(found.rows), errors(found, tmp_path), notes(found, tmp_path)) == (rows, [], [])
    assert [one.form for one in found.sources] == [form]


WRONG_ROWS = [
    pytest.param(
        "2026-11-02T12:00Z,2026-11-02T09:00Z,,", "resolved lies before opened; correct one of the two", id="order"
    ),
    pytest.param("yesterday,,,", "opened is no time: 'yesterday'; write it as 2026-11-29T14:05Z", id="word"),
    pytest.param(",,,", "", id="empty"),
    pytest.param(",,low,", "opened is no time: ''; write it as 2026-11-29T14:05Z", id="no-time"),
    pytest.param(
        "02/11/2026,,,", "opened is no time: '02/11/2026'; write it as 2026-11-29T14:05Z", id="two-ways-to-read-it"
    ),
    pytest.param("2026-02-30,,,", "opened is no time: '2026-02-30'; write it as 2026-11-29T14:05Z", id="no-such-day"),
    pytest.param(
        "0001-01-01T00:00+23:59,,,",
        "opened lies outside of 1970 to 2199: '0001-01-01T00:00+23:59'; correct the year",
        id="before-time",
    ),
    pytest.param(
        "2026-11-02T09:00Z,,,perhaps",
        "ai-related is neither yes, no nor unknown: 'perhaps'; write one of the three",
        id="perhaps",
    ),
    pytest.param("2026-11-02T09:00Z,,", "has 3 fields where the first line has 4; correct it", id="short"),
    pytest.param("2026-11-02T09:00Z,,,,x", "has 5 fields where the first line has 4; correct it", id="long"),
    pytest.param(
        '2026-11-02T09:00Z,"a" b,,',
        "is no row of CSV (',' expected after '\"'); write it anew, with quotes in pairs",
        id="quotes",
    ),
]


@pytest.mark.parametrize(("row", "why"), WRONG_ROWS)
def test_a_wrong_row_is_named_and_left_out_alone(tmp_path: Path, row: str, why: str) -> None:
    good = "2026-11-02T09:00Z,,,"
    found = imported(tmp_path, {"a.csv": f"opened,resolved,severity,ai-related\n{good}\n{row}\n{good}\n"})
    assert errors(found, tmp_path) == ([f"a.csv:3: {why}"] if why else [])
    assert counted(found) == [("CSV of incidents", 2, 0, int(bool(why)), {})]


WRONG_NUMBERS = [
    pytest.param("hours", "1,000", "hours can be read in two ways: '1,000'; write it without comma, as 1000 or 1.000"),
    pytest.param("hours", "nan", "hours is no number: 'nan'; write it as 3.5"),
    pytest.param("hours", "1e999", "hours is no number: '1e999'; write it as 3.5"),
    pytest.param("hours", "1e99", "hours must lie between 0 and 87600, not be '1e99'; correct it"),
    pytest.param("hours", "-1", "hours must lie between 0 and 87600, not be '-1'; correct it"),
    pytest.param("hours", "9" * 400, f"hours is no number: '{'9' * 40}…'; write it as 3.5"),
    pytest.param("hours", "٣", "hours is no number: '٣'; write it as 3.5"),
    pytest.param("hours", "\x1b[2J", "hours is no number: '?[2J'; write it as 3.5"),
]


@pytest.mark.parametrize(("column", "value", "why"), WRONG_NUMBERS)
def test_a_number_that_is_none_is_named(tmp_path: Path, column: str, value: str, why: str) -> None:
    found = imported(tmp_path, {"a.csv": f'opened;{column}\n2026-11-02;"{value}"\n'})
    assert errors(found, tmp_path) == [f"a.csv:2: {why}"]


@pytest.mark.parametrize(
    ("scale", "score", "why"),
    [
        pytest.param("5", "4", "scale does not say its two ends; write it as 1-5 or 0-10", id="one-end"),
        pytest.param("5-1", "4", "scale does not say its two ends; write it as 1-5 or 0-10", id="turned"),
        pytest.param("1-5", "6", "score must lie between 1 and 5, not be '6'; correct it", id="outside"),
    ],
)
def test_a_score_needs_its_scale(tmp_path: Path, scale: str, score: str, why: str) -> None:
    found = imported(tmp_path, {"a.csv": f"day,score,scale\n2026-11-02,{score},{scale}\n"})
    assert errors(found, tmp_path) == [f"a.csv:2: {why}"]


WHOLE_FILES: list[Any] = [
    pytest.param(b"", "is empty; export it again", id="empty"),
    pytest.param(b" \n\n", "is empty; export it again", id="blank"),
    pytest.param("opened,resolved\n".encode("utf-16"), "is UTF-16; save it as UTF-8", id="utf-16"),
    pytest.param(b"\x89PNG\0\0", "is no text; import CSV, JSON or a coverage report", id="binary"),
    pytest.param(b"{", ":1: is no whole JSON; export it again", id="half-an-object"),
    pytest.param(b'[{"number": 1}]\n[oops', ":2: is no whole JSON; export it again", id="half-a-page"),
    pytest.param(b"[NaN]", "is no whole JSON; export it again", id="not-a-number"),
    pytest.param(b"[" + b"9" * 5000 + b"]", "is no whole JSON; export it again", id="a-number-of-5000-digits"),
    pytest.param(b"[" * 100_000, "is JSON too deep in itself; export it again", id="deep"),
    pytest.param(b"[1, 2]", "is a list without objects; export it again", id="numbers"),
    pytest.param(
        b'{"incident": []}',
        'is JSON of no known kind; did you mean "incidents"? see docs/report-imports.md',
        id="misspelled-list",
    ),
    pytest.param(
        b'{"version": 1, "figures": []}', "is a report itself; give it to --compare or --merge", id="a-report"
    ),
    pytest.param(
        b"opend,resolved\n",
        "has no column 'opened', which incidents need; rename 'opend' to it",
        id="misspelled-column",
    ),
    pytest.param(
        b"when,what\n1,2\n",
        "has the columns of no known table (when, what); see docs/report-imports.md",
        id="other-columns",
    ),
    pytest.param(
        b"resolved,severity\n",
        "has no column 'opened', which incidents need; incidents have opened, resolved, severity, ai-related, id",
        id="missing-column",
    ),
    pytest.param(b"opened,resolved,opened\n", "has the column 'opened' twice; take one of them out", id="twice"),
    pytest.param(
        b"<a/>", "is XML, but no coverage report; name the reports that count in quality-gate.coverage-files", id="xml"
    ),
    pytest.param(
        b'{"component": {"key": "p"}}',
        "is an answer of SonarQube whose component has no measures; ask with metricKeys or metrics",
        id="sonar-without-measures",
    ),
    pytest.param(
        b'{"component": {"key": "p", "measures": [{"metric": "bugs", "value": "1"}]}}',
        "does not say of which day it is; name it by its day, as in 2026-11-29.json",
        id="sonar-without-a-day",
    ),
    pytest.param(
        b'{"version": 1, "findings": [], "errors": []}',
        "does not say what was judged; make it with `walkaround check --all-files --save json=F`",
        id="findings-of-named-files",
    ),
    pytest.param(
        b'{"version": 1, "mutants": [{}], "tried": 0}',
        "is no whole report of mutants; make it anew with `walkaround gate mutants --json`",
        id="mutants",
    ),
]


@pytest.mark.parametrize(("content", "why"), WHOLE_FILES)
def test_a_file_that_cannot_be_judged_is_one_line(tmp_path: Path, content: bytes, why: str) -> None:
    found = imported(tmp_path, {"file": content})
    assert errors(found, tmp_path) == [f"file{why}" if why.startswith(":") else f"file: {why}"]
    assert found.rows == ()


def test_what_is_no_file_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    found = read([str(tmp_path / "pipe"), str(tmp_path / "gone"), "nul\0"])
    assert errors(found, tmp_path) == [
        "nul\0: cannot be read (its name cannot be used); name a file that is there",
        "pipe: cannot be read (it is no regular file); name a file that is there",
        "gone: cannot be read (No such file or directory); name a file that is there",
    ]


def test_what_is_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("walkaround.baseline_metrics.imports.files.MOST_JSON", 1 << 20)
    monkeypatch.setattr("walkaround.baseline_metrics.imports.files._MOST_FILES", 2)
    text = "deployed,failed\n2026-11-02T09:00Z,no\n"
    found = imported(tmp_path, {"a.json": "[" + " " * (1 << 20) + "]", "b.csv": text, "c.csv": text})
    assert list(found.rows) == [Deploy(NINE, False)]
    assert errors(found, tmp_path) == [
        "c.csv: is left out, and what comes after it: 3 files are too many; name at most 2",
        "a.json: has more than 1 MiB of JSON; export it in parts, or as CSV",
    ]


@pytest.mark.parametrize("content", ["[]", "[[]]", '{"tasks": []}', "\n\ndeployed,failed\n\n"])
def test_no_rows_are_no_error(tmp_path: Path, content: str) -> None:
    found = imported(tmp_path, {"empty": content})
    assert (found.rows, errors(found, tmp_path)) == ((), [])


def test_one_object_is_one_row(tmp_path: Path) -> None:
    found = imported(tmp_path, {"a.json": {"deployed": "2026-11-02T09:00Z", "failed": True}})
    assert list(found.rows) == [Deploy(NINE, True)]


def test_what_a_row_has_to_say_is_asked_for(tmp_path: Path) -> None:
    lists = {
        "tasks": [{"started": "2026-11-02", "finished": None}],
        "coverage": [{"day": "2026-11-02", "percent": None, "new-percent": 1000}, {"day": "2026-11-02", "percent": ""}],
        "blocks": [{"opened": "2026-11-02", "blocked": "unknown"}],
        "incidents": [{"opened": "2026-11-02", "resolved": None, "severity": True, "ai-related": 1, "id": True}],
        "reviews": [{"id": 3}],
    }
    found = imported(tmp_path, {"a.json": {name: rows for name, rows in lists.items() if name != "reviews"}})
    assert list(found.rows) == [Incident(DAY, ai=True)]
    assert errors(found, tmp_path) == [
        "a.json:coverage entry 1: new-percent must lie between 0 and 100, not be '1000'; correct it",
        "a.json:coverage entry 2: neither percent nor new-percent is given; write one of them",
        "a.json:blocks entry 1: blocked is unknown; write yes or no, or take the row out",
    ]
    assert dict(found.sources[0].passed) == {"tasks that are not finished": 1}
    found = imported(tmp_path, {"b.json": {"reviews": lists["reviews"]}})
    said = (
        "has no column 'opened', which reviews need; reviews have opened, first-review, merged, hours, ai, commit, id"
    )
    assert errors(found, tmp_path) == [f"b.json: {said}"]


def test_a_folder_is_its_files_and_each_file_is_read_once(tmp_path: Path) -> None:
    text = "deployed,failed\n2026-11-02T09:00Z,no\n"
    imported(tmp_path, {"in/a.csv": text, "in/.hidden": "", "in/deeper/b.csv": text})
    found = read([str(tmp_path / "in"), str(tmp_path / "in" / "a.csv")])
    assert list(found.rows) == [Deploy(NINE, False)]
    assert errors(found, tmp_path) == []


def test_columns_that_are_not_read_are_named(tmp_path: Path) -> None:
    found = imported(tmp_path, {"a.csv": "opened,resolved,severty,team\n2026-11-02T09:00Z,,high,blue\n"})
    assert errors(found, tmp_path) == [
        "a.csv:1: unknown column 'severty'; did you mean \"severity\"? rename it, or take it out"
    ]
    assert notes(found, tmp_path) == ["a.csv:1: the column 'team' is not read."]
    assert counted(found) == [("CSV of incidents", 1, 0, 0, {})]


def test_what_is_taken_for_granted_is_said(tmp_path: Path) -> None:
    found = imported(tmp_path, {"a.csv": "opened,resolved,severity\n2026-11-02 09:00,2026-11-02 12:00Z,grave\n"})
    assert list(found.rows) == [Incident(NINE, NOON)]
    assert notes(found, tmp_path) == [
        "a.csv: times without a zone, which were taken as UTC: 1.",
        "a.csv: severities of no known word such as SEV-2 or critical, which count as unknown: 1.",
    ]


def test_of_many_wrong_rows_the_first_are_named_and_all_are_counted(tmp_path: Path) -> None:
    found = imported(tmp_path, {"a.csv": "deployed,failed\n" + "x,no\n" * 50})
    assert len(found.errors) == MOST_NAMED + 1
    assert errors(found, tmp_path)[-1] == "a.csv: 30 more rows left out; correct those that are named first"
    assert counted(found) == [("CSV of deploys", 0, 0, 50, {})]


def test_an_open_quote_tells_how_far_it_swallows(tmp_path: Path) -> None:
    good = "2026-11-02T09:00Z,no\n"
    found = imported(tmp_path, {"a.csv": f'deployed,failed\n{good}"{good}{good}'})
    assert errors(found, tmp_path) == [
        "a.csv:3: is no row of CSV, to line 4, (unexpected end of data); write it anew, with quotes in pairs"
    ]
    assert counted(found) == [("CSV of deploys", 1, 0, 1, {})]


def test_one_incident_in_two_files_counts_once_and_as_the_fuller_one(tmp_path: Path) -> None:
    head = "opened,resolved,severity,ai-related,id\n"
    found = imported(
        tmp_path,
        {
            "october.csv": f"{head}2026-11-02T09:00Z,,high,,INC-1\n2026-11-02T10:00Z,,,,INC-2\n",
            "november.csv": f"{head}2026-11-02T09:00Z,2026-11-02T12:00Z,high,no,INC-1\n",
            "later.csv": f"{head}2026-11-02T09:00Z,,,,INC-1\n",
        },
    )
    assert list(found.rows) == [Incident(NINE, NOON, True, False), Incident(TEN)]
    assert [entry[1:4] for entry in counted(found)] == [(2, 0, 0), (0, 1, 0), (0, 1, 0)]


def test_rows_without_an_id_are_each_their_own(tmp_path: Path) -> None:
    found = imported(tmp_path, {"a.csv": "deployed,failed\n" + "2026-11-02T09:00Z,no\n" * 2})
    assert list(found.rows) == [Deploy(NINE, False)] * 2


def test_a_commit_tells_of_ai_where_the_row_does_not(tmp_path: Path) -> None:
    text = "opened,merged,ai,commit\n" + "".join(
        f"2026-11-02T09:00Z,2026-11-02T10:00Z,{ai},{sha}\n"
        for ai, sha in (("", "a"), ("no", "a"), ("", "b"), ("", "c"))
    )
    found = imported(tmp_path, {"a.csv": text}, levels={"a": "assisted", "b": "none"})
    assert [row.ai for row in found.rows if isinstance(row, Pull)] == [True, False, False, None]


def test_the_same_rows_as_json(tmp_path: Path) -> None:
    found = imported(
        tmp_path,
        {
            "all.json": {
                "version": 1,
                "incidents": [{"opened": "2026-11-02T09:00Z", "resolved": None, "severity": 1, "ai_related": True}],
                "deploys": [{"deployed": "2026-11-02T10:00Z", "failed": False}, 3],
                "satisfaction": {"day": "2026-11-02"},
                "task": [],
            },
            "list.json": [{"started": "2026-11-02T09:00Z", "finished": "2026-11-02T10:00Z", "ai": "no"}],
        },
    )
    assert list(found.rows) == [Incident(NINE, None, True, True), Deploy(TEN, False), Task(NINE, TEN, False)]
    assert errors(found, tmp_path) == [
        "all.json:key 'task': is no known list; did you mean \"tasks\"? rename it",
        "all.json:deploys entry 2: is no object; export it again",
        "all.json:key 'satisfaction': is no list; write its rows in brackets",
    ]


@pytest.mark.parametrize(
    "value",
    [True, 1.5, [], {}, 10**30, "x" * 10_000, -1],
    ids=["flag", "number", "list", "table", "huge", "long", "less"],
)
def test_a_value_of_a_wrong_type_is_named(tmp_path: Path, value: object) -> None:
    found = imported(tmp_path, {"a.json": [{"deployed": value, "failed": False}]})
    (said,) = errors(found, tmp_path)
    assert said.startswith("a.json:entry 1: deployed is no time: ")
    assert len(said) < 160
    assert counted(found) == [("JSON of deploys", 0, 0, 1, {})]


def test_a_large_table_is_read_row_by_row(tmp_path: Path) -> None:
    """A tenth of what one has to fear: what is kept of a row does not grow with what it holds."""
    path = tmp_path / "a.csv"
    with path.open("w") as file:
        file.write("deployed,failed,note\n")
        for number in range(4_000):
            file.write(f"2026-11-02T{number % 24:02}:00Z,no,{'x' * 2_500}\n")
    tracemalloc.start()
    try:
        found = read([str(path)])
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(found.rows) == 4_000
    assert path.stat().st_size > 10_000_000
    assert most < 3_000_000


CELL = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.lists(st.integers(), max_size=2),
    st.sampled_from(["2026-11-02T09:00Z", "2026-11-03", "yes", "no", "1-5", "3.5", "75", "high"]),
)  # fmt: skip
KINDS = {
    "incidents": ("opened", "resolved", "severity", "ai-related"),
    "reviews": ("opened", "first-review", "merged", "hours", "ai"),
    "blocks": ("opened", "blocked", "ai"),
    "deploys": ("deployed", "failed", "ai"),
    "satisfaction": ("day", "score", "scale", "respondents"),
    "coverage": ("day", "percent", "new-percent"),
}


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_no_row_of_json_is_lost_and_none_stops_the_others(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    name = data.draw(st.sampled_from(sorted(KINDS)))
    entries = data.draw(st.lists(st.fixed_dictionaries(dict.fromkeys(KINDS[name], CELL)), min_size=1, max_size=6))
    folder = tmp_path_factory.getbasetemp() / "rows"
    found = imported(folder, {"a.json": {name: entries}})
    if any("whole JSON" in one for one in errors(found, folder)):  # NaN and infinity are no JSON
        return
    ((_, used, repeated, left, passed),) = counted(found)
    assert used + repeated + left + sum(passed.values()) == len(entries)
    assert len(errors(found, folder)) == left
    assert all("\n" not in one and len(one) < 300 for one in errors(found, folder))


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_no_row_of_csv_is_lost_and_none_stops_the_others(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    name = data.draw(st.sampled_from(sorted(KINDS)))
    columns = KINDS[name]
    letters = st.text(st.characters(codec="utf-8", exclude_characters='"\r\n,;\t\0'), max_size=6)
    usual = st.sampled_from(["2026-11-02T09:00Z", "2026-11-03", "yes", "no", "1-5", "3.5", "75", "high"])
    cells = st.lists(st.one_of(letters, usual), min_size=len(columns) - 1, max_size=len(columns) + 1)
    rows = data.draw(st.lists(cells, max_size=6))
    text = "\n".join([",".join(columns), *(",".join(row) for row in rows)])
    folder = tmp_path_factory.getbasetemp() / "rows"
    found = imported(folder, {"a.csv": text})
    blank = sum(not "".join(row).strip() for row in rows)
    ((_, used, repeated, left, passed),) = counted(found)
    assert used + repeated + left + blank + sum(passed.values()) == len(rows)


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([b"", b"{", b"[", b"opened,resolved\n", b"<coverage ", b"SF:a\n"]))
def test_no_file_is_too_odd(tmp_path_factory: pytest.TempPathFactory, content: bytes, start: bytes) -> None:
    folder = tmp_path_factory.getbasetemp() / "odd"
    found = imported(folder, {"file": start + content})
    assert isinstance(found, Imported)
    assert found.errors or found.rows or counted(found)[0][0] != "nothing known"
