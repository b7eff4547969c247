"""Many repositories on one sheet: totals out of counts, what stands out, and every form of it."""

import csv
import io
import json
import math
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walkaround import cli
from walkaround.baseline_metrics.figure import NOTHING, Figure, Report, Value
from walkaround.baseline_metrics.many.joined import COLUMNS, joined, line_of, once
from walkaround.baseline_metrics.many.outliers import binomial, far
from walkaround.baseline_metrics.many.page import html
from walkaround.baseline_metrics.many.sheet import Cell, Column, Line, Sheet, pooled, sheet_of
from walkaround.baseline_metrics.many.summary import markdown, text
from walkaround.baseline_metrics.many.tables import as_csv, as_json
from walkaround.baseline_metrics.page import plain
from walkaround.baseline_metrics.page.numbers import UNKNOWN

SHARE, RATE, MEAN, BLOCKS = (
    next(column for column in COLUMNS if column.id == name)
    for name in ("change-failure", "defect-rate", "complexity", "duplication")
)


def report(name: str, *figures: Figure, head: str = "a" * 40, first: str = "2026-01-01") -> Report:
    return Report(name, head, first, "2026-03-31", figures, {}, notes=())


def share(part: int, whole: int) -> Cell:
    return Cell(100 * part / whole, part, whole)


def rate(part: int, whole: int) -> Cell:
    return Cell(1000 * part / whole, part, whole)


def line(name: str, **cells: Cell) -> Line:
    return Line(name, "b" * 40, "2026-01-01", "2026-03-31", {key.replace("_", "-"): one for key, one in cells.items()})


# A report's line.


def test_a_line_has_the_parts_and_the_wholes_of_a_report() -> None:
    one = report(
        "app",
        Figure("commits", "measured", Value(31.0, 31)),
        Figure("merged-pulls", "proxy", Value(0.61, 8)),
        Figure("ai-commits", "proxy", Value(100 * 7 / 31, 31, low=11.4, high=39.8)),
        Figure("defect-rate", "proxy", Value(1000 * 3 / 1234, 3, 1234, 0.5, 7.1)),
        Figure("change-failure", "proxy", Value(25.0, 8, low=7.1, high=59.1), why="reverts and hotfixes"),
        Figure("duplication", "measured", Value(100 * 45 / 900, 45, 900)),
        Figure("complexity", "measured", Value(3.5, 12, low=2.0, high=5.0)),
    )
    assert line_of(one).cells == {
        "commits": Cell(31.0, 31),
        "merged-pulls": Cell(8.0, 8),
        "ai-commits": Cell(100 * 7 / 31, 7, 31, 11.4, 39.8),
        "defect-rate": Cell(1000 * 3 / 1234, 3, 1234, 0.5, 7.1),
        "change-failure": Cell(25.0, 2, 8, 7.1, 59.1),
        "duplication": Cell(5.0, 45, 900),
        "complexity": Cell(3.5, 42.0, 12, 2.0, 5.0),
    }
    assert line_of(one).notes == ()


def test_what_is_not_known_has_no_cell_and_says_why() -> None:
    one = report(
        "app",
        Figure("merged-pulls", "absent", NOTHING, why="no merge commit is in the history"),
        Figure("ai-commits", "proxy", NOTHING),
        Figure("change-failure", "proxy", Value(0.0, 4), why="of commits, because no pull request left a trace; more"),
    )
    found = line_of(one)
    assert list(found.cells) == ["change-failure"]
    assert found.notes == (
        "Merged pull requests, not known: no merge commit is in the history.",
        "No pull request left a trace, so that changes that failed are counted of commits.",
    )


def test_the_words_by_which_changes_are_known_to_be_commits_are_those_of_the_figure(tmp_path: Path) -> None:
    from fleet_support import PERIOD, made

    out = tmp_path / "out.json"
    assert cli.main(["report", str(made(tmp_path / "one", 2)), *PERIOD, "--json", str(out)]) == 0
    figures = {one["id"]: one for one in json.loads(out.read_text())["figures"]}
    assert figures["change-failure"]["why"].startswith("of commits")


# Totals.


@settings(max_examples=50, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 50), st.integers(1, 2000)), min_size=1, max_size=20))
def test_a_total_is_all_parts_over_all_wholes(counts: list[tuple[int, int]]) -> None:
    lines = [line(str(at), change_failure=share(min(part, whole), whole)) for at, (part, whole) in enumerate(counts)]
    total = pooled(SHARE, [*lines, line("none")])
    assert total is not None
    part, whole = sum(min(one) for one in counts), sum(whole for _, whole in counts)
    assert (total.part, total.whole) == (part, whole)
    assert total.value == pytest.approx(100 * part / whole)
    assert total.low is not None
    assert total.high is not None
    assert total.low <= total.value + 1e-9
    assert total.value <= total.high + 1e-9


def test_a_total_is_no_mean_of_means() -> None:
    lines = [line("small", change_failure=share(1, 2)), line("large", change_failure=share(10, 998))]
    total = pooled(SHARE, lines)
    assert total is not None
    assert total.value == pytest.approx(1.1)
    means = [line("a", complexity=Cell(10.0, 10, 1)), line("b", complexity=Cell(2.0, 198, 99))]
    total = pooled(MEAN, means)
    assert total is not None
    assert total.value == pytest.approx(2.08)


def test_there_is_no_total_of_nothing() -> None:
    assert pooled(SHARE, [line("a")]) is None


# What stands out.


@pytest.mark.parametrize(
    ("column", "cells", "sides"),
    [
        (SHARE, [*[share(2, 100)] * 9, share(30, 100)], [*[""] * 9, "high"]),
        (SHARE, [*[share(2, 100)] * 9, share(1, 2)], [""] * 10),
        (SHARE, [*[share(40, 100)] * 9, share(2, 100)], [*[""] * 9, "low"]),
        (SHARE, [*[share(0, 100)] * 9, share(1, 100)], [""] * 10),
        (RATE, [*[rate(4, 4000)] * 9, rate(40, 4000)], [*[""] * 9, "high"]),
        (RATE, [*[rate(4, 4000)] * 9, rate(1, 50)], [""] * 10),
        (RATE, [*[rate(40, 4000)] * 9, rate(0, 4000)], [*[""] * 9, "low"]),
        (RATE, [*[rate(0, 4000)] * 9, rate(0, 40)], [""] * 10),
        (BLOCKS, [*[share(30, 1000)] * 9, share(600, 1000)], [*[""] * 9, "high"]),
        (BLOCKS, [*[share(30, 1000)] * 9, share(12, 30)], [""] * 10),
        (MEAN, [*[Cell(3.0, 300, 100, 2.5, 3.5)] * 9, Cell(9.0, 900, 100, 8.0, 10.0)], [*[""] * 9, "high"]),
        (MEAN, [*[Cell(3.0, 300, 100, 2.5, 3.5)] * 9, Cell(30.0, 30, 1, 30.0, 30.0)], [""] * 10),
        (SHARE, [*[share(2, 100)] * 3, share(90, 100)], [""] * 4),
        # Large repositories that differ for reasons of their own: no chance, and none far from the others.
        (RATE, [rate(10 * at, 100_000) for at in range(10, 20)], [""] * 10),
    ],
    ids=[
        "share", "share-small", "share-low", "share-of-none", "rate", "rate-small", "rate-low", "rate-none",
        "blocks", "blocks-small", "mean", "mean-small", "few", "spread",
    ],
)  # fmt: skip
def test_what_stands_out(column: Column, cells: list[Cell], sides: list[str]) -> None:
    assert far(column, cells) == sides


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 40), st.integers(0, 40), st.floats(0.01, 0.99))
def test_the_chance_of_hits_is_the_sum_of_its_terms(trials: int, hits: int, chance: float) -> None:
    hits = min(hits, trials)
    exact = sum(math.comb(trials, at) * chance**at * (1 - chance) ** (trials - at) for at in range(hits, trials + 1))
    assert binomial(hits, trials, chance) == pytest.approx(exact if hits > trials * chance else 1.0, rel=1e-6)


def test_repositories_that_are_alike_do_not_stand_out() -> None:
    """Made by one rate, of all sizes: at most one table in twenty has any that stands out."""
    from random import Random

    random = Random(11)  # noqa: S311 - the same each time
    tables = 60
    wrong = 0
    for _ in range(tables):
        sizes = [random.choice((3, 10, 30, 100, 300)) for _ in range(40)]
        cells = [share(sum(random.random() < 0.1 for _ in range(size)), size) for size in sizes]
        wrong += any(far(SHARE, cells))
    assert wrong <= 0.05 * tables


# Every form.


def sheet() -> Sheet:
    lines = [line(f"r{at}", change_failure=share(2, 100), commits=Cell(100.0, 100)) for at in range(8)]
    hostile = line("<i>|`\x1b[1m\u202e", change_failure=share(40, 100))._replace(notes=("<script>",))
    failed = Line("@gone", "", "", "", {}, why="is <b>not</b> there")
    return joined([*lines, hostile, failed], "Velocity and defects", ["A note."])


class _Page(HTMLParser):
    """Tags, ids and references of a page, and what it would load."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.ids: list[str] = []
        self.references: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(str(value))
            if name in ("src", "href", "aria-labelledby"):
                self.references.append(str(value))


def test_the_page_stands_alone_and_says_names_as_text() -> None:
    page = html(sheet())
    read = _Page(page)
    assert not read.tags & {"script", "img", "link", "iframe", "b<", "i"}
    assert len(read.ids) == len(set(read.ids))
    assert all(one.removeprefix("#") in read.ids for one in read.references)
    assert "://" not in page
    assert "\x1b" not in page
    assert "is &lt;b&gt;not&lt;/b&gt; there" in page
    assert page.count("▲ high") == 2  # in the list of what stands out, and at its place in the table
    assert "10 repositories, 1 of them not judged, 2026-01-01 to 2026-03-31" in page


def test_text_has_rows_totals_and_what_stands_out() -> None:
    said = text(sheet()).splitlines()
    assert said[:2] == ["Velocity and defects", "10 repositories, 1 of them not judged, 2026-01-01 to 2026-03-31"]
    assert [word for word in said[-8:] if word] == [
        "What stands out:",
        "  <i>|`\\u001b[1m\\u202e: Changes that failed, ▲ high: 40 %",
        "Not judged:",
        "  @gone: is <b>not</b> there",
        "A note.",
    ]
    assert next(row.split() for row in said if row.startswith("all")) == [
        "all", "800", *[UNKNOWN] * 3, "6.22", "%", *[UNKNOWN] * 2,
    ]  # fmt: skip


def test_markdown_keeps_names_text() -> None:
    said = markdown(sheet())
    assert "<i>" not in said
    assert "<script>" not in said
    rows = [row for row in said.splitlines() if row.startswith("| ")]
    assert {row.count(" | ") for row in rows if "r3" in row} == {len(COLUMNS) + 1}
    assert said.count("▲ high") == 2


def test_csv_has_a_row_a_repository_and_no_total() -> None:
    rows = list(csv.DictReader(io.StringIO(as_csv(sheet()))))
    assert len(rows) == 10
    by_name = {row["repository"]: row for row in rows}
    assert by_name["'@gone"]["not_judged"] == "is <b>not</b> there"
    assert by_name["'@gone"]["commits"] == ""
    one = by_name["r3"]
    assert (one["change_failure"], one["change_failure_part"], one["change_failure_of"]) == ("2.0", "2", "100")
    assert by_name["<i>|`\\u001b[1m\\u202e"]["outliers"] == "change-failure:high"


def test_json_has_rows_totals_and_outliers() -> None:
    record = json.loads(as_json(sheet()))
    assert list(record) == [
        "version", "kind", "title", "columns", "rows", "totals", "outliers", "tables", "notes",
    ]  # fmt: skip
    assert record["outliers"] == [{"repository": "<i>|`\x1b[1m\u202e", "column": "change-failure", "side": "high"}]
    total = record["totals"]["change-failure"]
    assert (total["part"], total["whole"], total["repositories"]) == (56, 900, 9)


def test_an_empty_sheet_has_every_form() -> None:
    empty = sheet_of("report", "Nothing", COLUMNS, [])
    assert all(form(empty) for form in (html, markdown, text, as_json, as_csv))


# Reports of other runs.


def test_reports_that_were_given_twice_count_once_and_names_are_told_apart() -> None:
    commits = Figure("commits", "measured", Value(2.0, 2))
    reports = [
        report("app", commits), report("app", commits), report("app", commits, head="c" * 40), report("api", commits),
    ]  # fmt: skip
    lines, notes = once(reports)
    assert [one.name for one in lines] == ["app", "app (2)", "api"]
    assert notes == ["A report of app was given more than once and counts once."]


def test_different_periods_are_said() -> None:
    lines = [line_of(report("a")), line_of(report("b")), line_of(report("c", first="2026-02-01"))]
    assert joined(lines, "x").notes == (
        "The reports are of 2 periods; 2 of 3 are of 2026-01-01 to 2026-03-31. Totals of different periods say little.",
    )


def test_merge_writes_the_page_and_names_what_is_no_report(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name, number in (("a", 2), ("b", 5)):
        one = report(name, Figure("commits", "measured", Value(float(number), number)))
        (tmp_path / f"{name}.json").write_text(json.dumps(plain(one)))
    (tmp_path / "c.json").write_text("{}")
    files = [str(tmp_path / f"{name}.json") for name in "abc"]
    out = tmp_path / "out.json"
    assert cli.main(["report", "--merge", *files[:2], "--json", str(out)]) == 0
    assert json.loads(out.read_text())["totals"]["commits"] == {"value": 7, "part": 7, "repositories": 2}
    page = tmp_path / "out.html"
    assert cli.main(["report", "--merge", *files, "--html", str(page)]) == 2
    assert "c.json: is no report of `walkaround report --json`" in capsys.readouterr().err
    assert "What is not in these figures" in page.read_text()


def test_tables_of_one_repository_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["report", "--csv", "x.csv"]) == 2
    assert "they go with --merge" in " ".join(capsys.readouterr().err.split())
