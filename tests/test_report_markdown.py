"""The markdown format, read back through a Markdown renderer."""

import re

import pytest
from hypothesis import given
from lxml import html  # type: ignore[import-untyped]
from markdown_it import MarkdownIt

from report_samples import CLEAN, rendered, reports, unhurried
from walkaround._finding import Finding
from walkaround._report import Failure, Report, Reported, visible
from walkaround._report.markdown import LIMIT
from walkaround._report.wording import place

RENDERER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
OURS = {"div", "h3", "h4", "p", "strong", "ul", "li", "code", "table", "thead", "tbody", "tr", "th", "td"}


def _page(report: Report) -> html.HtmlElement:
    return html.fromstring(f"<div>{RENDERER.render(rendered(report, 'markdown'))}</div>")


def _text(node: html.HtmlElement) -> str:
    return str(node.text_content()).replace("\u200b", "")


@unhurried
@given(reports)
def test_rendered_cells_are_the_text_and_nothing_else(report: Report) -> None:
    page = _page(report)
    assert {node.tag for node in page.iter()} <= OURS
    rows = [[_text(cell) for cell in row] for row in page.iter("tr")][1:]
    assert [[_squeezed(cell) for cell in row] for row in rows] == [
        [
            severity,
            _squeezed(place(finding)),
            finding.rule,
            _squeezed(visible(finding.message)),
            _squeezed(visible(finding.remedy)),
        ]
        for _, severity, finding in report.findings
    ]
    assert len(page.findall(".//li")) == len(report.errors) + len(report.changed)


def _squeezed(text: str) -> str:
    return " ".join(text.split())


@unhurried
@given(reports)
def test_no_mention_reference_or_address(report: Report) -> None:
    page = _page(report)
    for code in list(page.iter("code")):
        code.text = "code"
    text = str(page.text_content())
    assert not re.search(r"[@#]\w", text)
    source = re.sub(r"`[^`]*`|<code>.*?</code>", "", rendered(report, "markdown"))
    assert "://" not in source
    assert "www." not in source


@pytest.mark.parametrize(
    ("report", "counts"),
    [
        pytest.param(CLEAN, "Clean: every input was judged and nothing was found.", id="clean"),
        pytest.param(Report((), (Failure("sast", "", "x"),)), "**1 not judged**", id="not judged"),
        pytest.param(Report((), (), ("a", "b")), "**2 changed**", id="changed"),
        pytest.param(
            Report(
                tuple(
                    Reported("sast", level, Finding("a", 1, 1, "B1", "x", "y"))
                    for level in ("error", "warning", "warning")
                ),
                (),
            ),
            "**1 error, 2 warnings**",
            id="findings",
        ),
    ],
)
def test_counts_line(report: Report, counts: str) -> None:
    assert rendered(report, "markdown").split("\n")[2] == counts


@pytest.mark.parametrize("size", [50, 5_000, 100_000], ids=["many", "long", "longer than the limit"])
def test_what_does_not_fit_is_counted(size: int) -> None:
    findings = tuple(Reported("sast", "error", Finding("a.py", n, 1, "B608", "é" * size, "y")) for n in range(1, 2001))
    out = rendered(Report(findings, (Failure("sast", "b.py", "broken"),)), "markdown")
    shown = out.count("| error |")
    assert len(out.encode()) < LIMIT + 500
    assert "- `sast`: `b.py`: broken\n" in out
    assert out.endswith(f"\n{2000 - shown} more: see the log of the job.\n")
    assert out.startswith("### Walkaround\n\n**2000 errors, 1 not judged**\n")
