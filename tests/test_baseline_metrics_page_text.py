"""The report for a terminal, and as Markdown."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html as parser  # type: ignore[import-untyped]
from markdown_it import MarkdownIt

from page_samples import HOSTILE, SMALL, large, reports
from walkaround._report import visible
from walkaround.baseline_metrics.figure import Group, Report
from walkaround.baseline_metrics.page import markdown, text
from walkaround.baseline_metrics.page.terminal import LINES, cells

RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
TAGS = "body br code details div h2 h3 html li p strong sub summary table tbody td th thead tr ul"

OUTPUTS = Path(__file__).parent / "page_outputs"


@pytest.mark.parametrize(
    ("form", "name"), [(text, "small.text"), (markdown, "small.markdown")], ids=["text", "markdown"]
)
def test_whole_output_of_the_small_report(form: Callable[[Report], str], name: str) -> None:
    assert form(SMALL) == (OUTPUTS / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("width", [60, 80, 120])
def test_text_fits_on_a_screen(width: int) -> None:
    lines = text(large(), width).splitlines()
    assert len(lines) <= LINES
    assert max(map(cells, lines)) <= width


def test_where_there_is_no_room_each_group_shows_its_first_figures() -> None:
    lines = text(large()).splitlines()
    figures = lines[lines.index(next(line for line in lines if "each with its count" in line)) + 1 :]
    groups = [line.strip() for line in figures if re.fullmatch("  [A-Z][a-zA-Z ]+", line)]
    assert groups == ["Velocity", "Share of AI", "Quality", "Outcome"]
    shown = [line for line in figures if line.startswith("    ")]
    assert f"  and {31 - len(shown)} more figures" in figures


def test_a_report_of_nothing_is_said() -> None:
    empty = Report("shop", "ab", "2026-01-01", "2026-01-01", (), {})
    assert text(empty).splitlines() == [
        "shop",
        "2026-01-01 to 2026-01-01 (1 day), up to commit ab",
        "",
        "All of it, with intervals and definitions: --html, --markdown or --json FILE",
    ]
    assert markdown(empty).startswith("## shop\n\n2026-01-01 to 2026-01-01 (1 day), up to commit ab\n")


@settings(deadline=None, max_examples=30)
@given(reports(), st.integers(20, 130))
def test_any_report_fits_and_acts_on_no_terminal(report: Report, width: int) -> None:
    said = text(report, width)
    lines = said.split("\n")
    assert len(lines) - 1 <= LINES
    assert all(line.isprintable() for line in lines)
    assert max(map(cells, lines)) <= max(width, 60)


def rendered(report: Report) -> parser.HtmlElement:
    return parser.fromstring(f"<div>{RENDERER.render(markdown(report))}</div>")


def squeezed(words: str) -> str:
    return " ".join(words.replace("\u200b", "").split())


@pytest.mark.parametrize("word", HOSTILE)
def test_a_repository_s_own_words_stay_text_in_markdown(word: str) -> None:
    page = rendered(SMALL._replace(repository=word, notes=(word,), tables={word: (Group(word, 1, 2, 3),)}))
    assert {node.tag for node in page.iter()} <= set(TAGS.split())
    said = squeezed(visible(word))
    assert squeezed(page.xpath("//h2")[0].text_content()) == said
    assert squeezed(page.xpath("//h3[.='What limits these figures']/following::li")[0].text_content()) == said
    assert [squeezed(row[0].text_content()) for row in page.xpath("//table")[-1].iter("tr")] == [said, said]
    assert said in [squeezed(node.text_content()) for node in page.iter("summary")]


@settings(deadline=None, max_examples=30)
@given(reports())
def test_any_report_makes_markdown_of_known_elements(report: Report) -> None:
    page = rendered(report)
    assert {node.tag for node in page.iter()} <= set(TAGS.split())
    assert not [name for node in page.iter() for name in node.attrib if name != "style"]
    notes = page.xpath("//h3[.='What limits these figures']/following-sibling::ul[1]/li")
    assert [squeezed(note.text_content()) for note in notes] == [squeezed(visible(note)) for note in report.notes]
