"""Reports for the tests of the output formats: fixed ones, and hostile ones made by Hypothesis."""

from typing import Final

from hypothesis import settings
from hypothesis import strategies as st

from walkaround._finding import Finding, Rule
from walkaround._report import Failure, Report, Reported, render

NOW: Final = "2026-11-20T10:00:00+00:00"
VERSION: Final = "1.2.3"

RULES: Final = {
    "PIN001": Rule(
        "PIN001",
        "loose-pin",
        "A requirement is looser than the policy allows.",
        "What is installed tomorrow is not what was reviewed today.",
        "Pin it to one version.",
        "requests>=2",
        "requests==2.32.5",
    ),
    "ATT002": Rule("ATT002", "no-model", "A trailer names no model.", "", "Name the model.", "", "", "warning"),
    "TST001": Rule("TST001", "off-by-default", "A rule that is off.", "Because.", "Do so.", "", "", "off"),
}

CLEAN: Final = Report((), ())
FULL: Final = Report(
    (
        Reported("ai-attribution", "warning", Finding("<commit message>", 3, 1, "ATT002", "No model.", "Name it.")),
        Reported("pinned-dependencies", "error", Finding("a.txt", 3, 8, "PIN001", "`x` is loose.", "Write `x==1`.")),
        Reported(
            "pinned-dependencies", "error", Finding("b.txt", 0, 1, "PIN001", "50 % {0} | [a](b).", "Say @who #1.")
        ),
        Reported(
            "sast",
            "warning",
            Finding("src/caf\udce9\n\x1b[31m`|<b>.py", 2, 5, "B608", "Built\u202e query.", "Bind it."),
        ),
    ),
    (Failure("check", "", "no git repository"), Failure("sast", "src/new.py", "syntax error on line 3")),
    ("docs/template.md",),
)


def rendered(report: Report, format_: str) -> str:
    """The report in a format, with the sample rules, version and time."""
    return render(report, format_, rules=RULES, version=VERSION, now=NOW)


# What someone would put into a file name or a quoted text to be believed, run or broken by.
_NASTY = (
    *(
        "\n",
        "\r\n",
        "\t",
        "\0",
        "\x1b[2J",
        "\x1b]8;;http://e.com\x07",
        "\x7f",
        "\x85",
        "\x9b",
        "\u2028",
        "\u202e",
        "\u2066",
    ),
    *("\u200b", "\ufeff", "\ufffe", "\U000e0041", "\udc80", "\udcff", "\ud83d", "\ude00", "é", "漢", "🐛"),
    *(
        "::",
        "::error::x",
        "##[add-mask]x",
        "##vso[task.complete]",
        "##teamcity[x]",
        "%0A",
        "%3A%2C",
        ",",
        ":1:1: PIN001 x",
    ),
    *(
        "]]>",
        "<!--",
        "-->",
        "<b>",
        "&amp;",
        "&#10;",
        '"',
        "'",
        "`",
        "```",
        "|",
        "\\",
        "\\|",
        "*",
        "_",
        "~~",
        "$x$",
        "#1",
        "@me",
    ),
    *(
        "[a](http://e.com)",
        "![a](b)",
        "http://e.com",
        "www.e.com",
        "a@e.com",
        "{0}",
        "{",
        "}}",
        "/",
        "//",
        "./",
        "../",
        "C:",
    ),
    *("<commit message>", " ", "    ", ""),
)
unhurried: Final = settings(deadline=None)  # the first example loads a schema, and machines are shared
hostile: Final = st.lists(
    st.sampled_from(_NASTY) | st.text(st.characters(exclude_categories=()), max_size=8), min_size=1, max_size=6
).map("".join)
file_names: Final = hostile | st.binary(min_size=1, max_size=12).map(
    lambda name: name.decode("utf-8", "surrogateescape")
)
_rule_ids = st.sampled_from((*RULES, "B608"))
_findings = st.builds(Finding, file_names, st.integers(0, 10**9), st.integers(0, 10**6), _rule_ids, hostile, hostile)
_hooks = st.sampled_from(("sast", "pinned-dependencies", "ai-attribution"))
reports: Final = st.builds(
    Report,
    st.lists(st.builds(Reported, _hooks, st.sampled_from(("error", "warning")), _findings), max_size=4).map(tuple),
    st.lists(st.builds(Failure, _hooks, file_names | st.just(""), hostile), max_size=3).map(tuple),
    st.lists(file_names, max_size=2).map(tuple),
)
