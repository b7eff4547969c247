"""The page, read as a browser, a screen reader and a hostile repository would have it."""

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

import pytest
from hypothesis import given, settings
from lxml import etree  # type: ignore[import-untyped]
from lxml import html as parser

from page_samples import COVERAGE, HOSTILE, SMALL, large, reports
from walkaround._report import visible
from walkaround.baseline_metrics.figure import NOTHING, Group, Point, Report, Value
from walkaround.baseline_metrics.page import html, markdown
from walkaround.baseline_metrics.page.style import DARK, LIGHT

TAGS = (
    "a article b body caption code dd desc details div dl dt figure footer h1 h2 h3 head header html i li main meta "
    "nav p path section small span style sub summary sup svg table tbody td text th thead title tr ul"
)
ATTRIBUTES = (
    "aria-describedby aria-hidden aria-label aria-labelledby charset class content d height href http-equiv id lang "
    "name role scope tabindex viewbox width x y"
)
HEADINGS = ("h1", "h2", "h3")


def parsed(report: Report) -> etree._Element:
    return parser.document_fromstring(html(report))


def text(node: etree._Element) -> str:
    return str(node.text_content())


def words(node: etree._Element) -> str:
    return " ".join(text(node).split())


@pytest.fixture(scope="module", params=[SMALL, large(), large(30, step="month")], ids=["small", "large", "by-month"])
def page(request: pytest.FixtureRequest) -> etree._Element:
    return parsed(request.param)


def test_size_of_three_months_with_every_figure_in_every_week() -> None:
    assert len(html(large()).encode()) < 150_000


def test_size_of_fifteen_years_with_what_a_history_tells_in_every_month() -> None:
    report = large(180, step="month")
    told = "merged-pulls commits authors lines-added lines-removed change-size ai-commits ai-lines defect-rate fix-rate"
    figures = (one if one.id in told.split() else one._replace(weeks=()) for one in report.figures)
    assert len(html(report._replace(figures=tuple(figures))).encode()) < 350_000


def test_no_address_leads_out_of_the_page(page: etree._Element) -> None:
    source = etree.tostring(page, encoding="unicode")
    assert not re.search(r"//|https?:|url\(|@import|javascript:|\bon[a-z]+=", source)
    assert {node.get("href")[0] for node in page.iter("a")} == {"#"}
    assert {node.tag for node in page.iter()} <= set(TAGS.split())
    assert {name.lower() for node in page.iter() for name in node.attrib} <= set(ATTRIBUTES.split())


def test_policy_forbids_what_the_page_has_no_need_of(page: etree._Element) -> None:
    assert page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content") == [
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    ]


def test_identifiers_are_unique_and_references_lead_somewhere(page: etree._Element) -> None:
    names = Counter(page.xpath("//@id"))
    assert [name for name, times in names.items() if times > 1] == []
    wanted = [link.removeprefix("#") for link in page.xpath("//@href")]
    wanted += [one for value in page.xpath("//@aria-labelledby|//@aria-describedby") for one in value.split()]
    assert [name for name in wanted if name not in names] == []


def test_headings_come_in_order(page: etree._Element) -> None:
    levels = [HEADINGS.index(node.tag) for node in page.iter(*HEADINGS)]
    assert levels.count(0) == 1
    assert levels[0] == 0
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(words(node) for node in page.iter(*HEADINGS))


def test_page_has_landmarks_and_a_way_past_the_links(page: etree._Element) -> None:
    assert page.get("lang") == "en"
    assert [len(page.xpath(f"//{tag}")) for tag in ("header", "nav", "main", "footer")] == [1, 1, 1, 1]
    first = page.xpath("//body//a")[0]
    assert (first.get("class"), first.get("href"), page.xpath("//main/@id")) == ("skip", "#main", ["main"])


def test_regions_have_names_of_their_own_and_are_reached_by_keys(page: etree._Element) -> None:
    regions = page.xpath("//*[@role='region']")
    names = [node.get("aria-label") for node in regions] + [words(node) for node in page.iter("h2")]
    assert len(set(names)) == len(names)
    assert {node.get("tabindex") for node in regions} == {"0"}


def test_tables_have_captions_and_heads(page: etree._Element) -> None:
    for table in page.iter("table"):
        assert words(table.find("caption"))
        heads = table.xpath("thead/tr/*")
        assert {cell.get("scope") for cell in heads if words(cell)} == {"col"}
        rows = table.xpath("tbody/tr")
        assert rows
        assert {len(row) for row in rows} == {len(heads)}
        assert {row[0].tag for row in rows} == {"th"}
        assert {row[0].get("scope") for row in rows} == {"row"}


def test_each_chart_says_what_it_shows_and_has_its_table_beside_it(page: etree._Element) -> None:
    charts = page.xpath("//svg[@role='img']")
    assert charts
    for chart in charts:
        assert words(chart.find("title"))
        assert words(chart.find("desc"))
        beside = chart.xpath("ancestor::article|ancestor::figure")[-1]
        assert beside.xpath(".//table")
    assert all(node.get("aria-hidden") == "true" for node in page.xpath("//svg[not(@role)]"))


def test_sections_of_the_small_report_in_their_order() -> None:
    assert [words(node) for node in parsed(SMALL).iter("h1", "h2")] == [
        "shop",
        "Targets",
        "Velocity, defects and the share of AI",
        "Velocity",
        "Share of AI",
        "Quality",
        "Breakdown",
        "Not known",
        "What limits these figures",
        "How to read this page",
        "Definitions",
    ]


def test_targets_in_words_and_signs() -> None:
    rows = parsed(SMALL).xpath("//section[@aria-labelledby='targets']//tr")
    assert [[words(cell) for cell in row] for row in rows] == [
        ["Figure", "Baseline", "Now", "Target", "Trend", "Verdict"],
        [
            "≈Defect rate per 1,000 lines",
            "5.253.11 to 8.3, n 18 in 3,429",
            "3.461.89 to 5.8, n 14 in 4,049",
            "< 3.5",
            "≈unclear",
            "≈unclear",
        ],
        ["–Coverage of new lines", "–not known", "–not known", "> 75 %", "–unknown", "–unknown"],  # noqa: RUF001
    ]


def test_picture_has_a_table_of_its_weeks() -> None:
    rows = parsed(SMALL).xpath("//figure//tbody/tr")
    assert [[words(cell) for cell in row] for row in rows] == [
        ["2026-08-31 *", "9", "2.12 in 950"],
        ["2026-09-07", "14", "4.45 in 1,140"],
        ["2026-09-14", "–", "–"],  # noqa: RUF001
        ["2026-09-21", "22", "00 in 12"],
    ]


def test_a_gap_in_what_is_known_is_a_gap_in_the_line() -> None:
    chart = parsed(SMALL._replace(first="2026-08-31")).xpath("//article[@id='f-merged-pulls']//svg")[0]
    assert [node.get("d").count("M") for node in chart.xpath("path[@class='all']")] == [1]  # two weeks, then a gap
    assert words(chart.find("desc")) == (
        "All: first 9 (2026-08-31), last 22 (2026-09-21), lowest 9 (2026-08-31), highest 22 (2026-09-21), "
        "1 of 4 weeks not known. AI: first 2, last 9. Human: first 7, last 13."
    )


def test_what_the_window_cuts_is_no_drop_of_the_line_and_is_marked() -> None:
    page = parsed(SMALL._replace(last="2026-09-26"))
    chart = page.xpath("//article[@id='f-merged-pulls']//svg")[0]
    # Between a week that is cut, a gap and another week that is cut there is one week to be drawn.
    assert [(node.get("class"), node.get("d").count("M")) for node in chart.xpath("path")][1:] == [
        ("d all", 2), ("o all", 2), ("d ai", 2), ("o ai", 2), ("d human", 2), ("o human", 2),
    ]  # fmt: skip
    assert words(chart.find("desc")) == (
        "All: first 9 (2026-08-31, in part), last 22 (2026-09-21, in part), lowest 9 (2026-08-31, in part), "
        "highest 22 (2026-09-21, in part), 1 of 4 weeks not known. AI: first 2, last 9. Human: first 7, last 13."
    )
    rows = page.xpath("//article[@id='f-merged-pulls']//details//tbody/tr")
    assert [words(row[0]) for row in rows] == ["2026-08-31 *", "2026-09-07", "2026-09-14", "2026-09-21 *"]


def test_nothing_but_cut_weeks_is_shown_too() -> None:
    figure = SMALL.figures[0]._replace(weeks=SMALL.figures[0].weeks[:2])
    chart = parsed(SMALL._replace(first="2026-09-03", last="2026-09-12", figures=(figure,))).xpath("//article//svg")[0]
    assert [(node.get("class"), node.get("d").count("M")) for node in chart.xpath("path")][1:] == [
        ("o all", 2), ("o ai", 2), ("o human", 2),
    ]  # fmt: skip


def test_by_month_the_page_speaks_of_months() -> None:
    page = parsed(large(30, step="month"))
    said = words(page.find("body"))
    assert re.findall(r"\bby \w+", said).count("by month") > 20
    assert re.findall(r"[^.]*\bweeks?\b[^.]*", re.sub(r"\b(?:a|per) week\b|in its last week", "", said)) == []
    names = page.xpath("//@aria-label") + [words(node) for node in page.xpath("//svg/title|//summary")]
    assert [name for name in names if "week" in name.lower().replace("a week", "").replace("per week", "")] == []
    rows = page.xpath("//figure//tbody/tr")
    assert [words(rows[at][0]) for at in (0, 1, -1)] == ["2024-06", "2024-07", "2026-11 *"]


def test_a_rate_a_month_is_counted_by_the_week_in_weeks() -> None:
    reports_of = (("a week, by week", large(30)), ("a month, by month", large(30, step="month")))
    for said, report in reports_of:
        chart = parsed(report).xpath("//article[@id='f-incidents']//svg/title")[0]
        assert words(chart) == f"Incidents, {said}"


def test_a_week_of_next_to_nothing_does_not_set_the_scale() -> None:
    mondays = ("2026-07-06", "2026-07-13", "2026-07-20", "2026-07-27", "2026-08-03", "2026-08-10", "2026-08-17")
    weeks = tuple(Point(week, Value(at, 1, 900, 0, 2 * at)) for at, week in enumerate(mondays, 1))
    tip = Point("2026-08-24", Value(1000, 1, 1, 25, 5572))
    figures = tuple(
        one._replace(weeks=(*weeks, tip)) if one.id == "defect-rate" else one._replace(weeks=())
        for one in SMALL.figures
    )
    report = SMALL._replace(figures=figures, first=mondays[0], last="2026-08-30")
    picture, _, chart = parsed(report).xpath("//figure//svg|//article[@id='f-defect-rate']//svg")
    for drawn in (picture, chart):
        assert "10" in [words(node) for node in drawn.iter("text")]
        assert "1,000" not in [words(node) for node in drawn.iter("text")]
    assert [node.get("d").count("z") for node in picture.xpath("path[@class='o']")] == [1]
    assert "1 to 7, up to 1,000" in markdown(report)


def test_absent_figures_are_listed_with_what_to_bring_and_nowhere_else() -> None:
    page = parsed(SMALL)
    assert page.xpath("//article/@id") == ["f-merged-pulls", "f-ai-lines", "f-defect-rate"]
    assert [words(node) for node in page.xpath("//section[@aria-labelledby='absent']//*[self::dt or self::dd]")] == [
        "Coverage of new lines4",
        f"Give coverage reports with --import FILE.Definition of Coverage of new lines{COVERAGE.text}",
    ]


def test_nothing_measured_is_not_shown_as_zero() -> None:
    figures = tuple(one._replace(all=NOTHING, ai=None, human=None, weeks=()) for one in SMALL.figures)
    page = parsed(SMALL._replace(figures=figures, targets=(), tables={}))
    assert page.xpath("//article|//svg[@role='img']|//figure") == []
    assert [words(node) for node in page.iter("h2")][:2] == ["Not known", "What limits these figures"]


def test_a_report_of_nothing_is_a_page() -> None:
    empty = Report("", "", "2026-01-01", "2026-01-01", (), {})
    assert [words(node) for node in parsed(empty).iter("h2")] == ["How to read this page"]


def test_a_long_table_shows_its_largest_rows_and_counts_the_others() -> None:
    rows = tuple(Group(f"folder{at}", at, 1, 1) for at in range(40))
    table = parsed(SMALL._replace(tables={"By folder": rows})).xpath("//div[@aria-label='Table: By folder']/table")[0]
    assert words(table.find("caption")) == "By folder. 10 more rows with 45 commits, in the JSON report."
    assert [words(row[0]) for row in table.xpath("tbody/tr")] == [f"folder{at}" for at in range(39, 9, -1)]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["paper", "fill"])
def test_colours_of_text_stand_out(palette: dict[str, str], ground: str) -> None:
    least = min(contrast(palette[name], palette[ground]) for name in ("ink", "soft", "ai", "human", "good", "bad"))
    assert least >= 4.5


def contrast(one: str, other: str) -> float:
    """As the Web Content Accessibility Guidelines count it."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return sum(part * weight for part, weight in zip(linear, (0.2126, 0.7152, 0.0722), strict=True))


@pytest.mark.parametrize("word", HOSTILE)
def test_a_repository_s_own_words_stay_text(word: str) -> None:
    page = parsed(
        SMALL._replace(repository=word, head=word, notes=(word,), tables={"By agent": (Group(word, 1, 2, 3),)})
    )
    assert [text(node) for node in page.xpath("//h1|//header//code")] == [visible(word)] * 2
    assert [text(node) for node in page.xpath("//section[@aria-labelledby='notes']//li")] == [visible(word)]
    assert [text(node) for node in page.xpath("//div[@aria-label='Table: By agent']//tbody//th")] == [visible(word)]
    assert skeleton(page) == skeleton(parsed(_named(SMALL, "x")))


def _named(report: Report, word: str) -> Report:
    return report._replace(repository=word, head=word, notes=(word,), tables={"By agent": (Group(word, 1, 2, 3),)})


def skeleton(page: etree._Element) -> list[tuple[str, Iterable[str]]]:
    """Every element with the names of its attributes."""
    return [(node.tag, sorted(node.attrib)) for node in page.iter()]


@settings(deadline=None, max_examples=30)
@given(reports())
def test_any_report_makes_a_page_of_known_elements(report: Report) -> None:
    page = parsed(report)
    assert {node.tag for node in page.iter()} <= set(TAGS.split())
    assert {name.lower() for node in page.iter() for name in node.attrib} <= set(ATTRIBUTES.split())
    assert {link[:1] for link in page.xpath("//@href")} <= {"#"}
    assert [name for name, times in Counter(page.xpath("//@id")).items() if times > 1] == []
    assert [text(node) for node in page.xpath("//section[@aria-labelledby='notes']//li")] == [
        visible(note) for note in report.notes
    ]
    assert text(page.xpath("//h1")[0]) == visible(report.repository)
