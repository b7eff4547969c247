"""A report as GitHub-flavoured Markdown, for a job's summary or a comment on a pull request.

Text from the repository stays text: no link, no image, no mention, no reference, no HTML comes of it.
"""

from collections.abc import Iterable

from .model import Failure, Report, Reported
from .wording import place, visible, visible_path

# A comment holds 65,536 characters; what is beyond this many bytes is counted instead of shown.
LIMIT = 60_000

_HEAD = "| Severity | Place | Rule | Finding | Remedy |\n| --- | --- | --- | --- | --- |\n"
# Mentions and references are looked for in the finished page, where an entity no longer protects; a
# zero-width space does.
_LITERAL = {ord(char): f"&#{ord(char)};" for char in "&<>|\\`*_[]~$"} | {ord(char): f"{char}&#8203;" for char in "@#"}


def markdown(report: Report) -> str:
    """Counts, then what was not judged, then what was changed, then a table of the findings."""
    out = f"### Walkaround\n\n{_counts(report)}\n"
    room = LIMIT - len(out)
    if report.errors:
        shown, room = _fitting((f"- {_code(one.hook)}: {_failure(one)}\n" for one in report.errors), room)
        out += "\n#### Not judged\n\n" + "".join(shown) + _more(len(report.errors) - len(shown))
    if report.changed:
        shown, room = _fitting((f"- {_code(visible_path(path))}\n" for path in report.changed), room)
        out += (
            "\n#### Changed, to be reviewed and staged\n\n" + "".join(shown) + _more(len(report.changed) - len(shown))
        )
    if report.findings:
        shown, room = _fitting(map(_row, report.findings), room)
        out += "\n#### Findings\n\n" + _HEAD + "".join(shown) + _more(len(report.findings) - len(shown))
    return out


def _counts(report: Report) -> str:
    errors = sum(said.severity == "error" for said in report.findings)
    warnings = len(report.findings) - errors
    parts = [
        f"{number} {noun}{'' if number == 1 or not plural else 's'}"
        for number, noun, plural in (
            (errors, "error", True),
            (warnings, "warning", True),
            (len(report.errors), "not judged", False),
            (len(report.changed), "changed", False),
        )
        if number
    ]
    return f"**{', '.join(parts)}**" if parts else "Clean: every input was judged and nothing was found."


def _row(said: Reported) -> str:
    finding = said.finding
    cells = (
        said.severity,
        _code(place(finding)),
        _code(visible(finding.rule)),
        literal(visible(finding.message)),
        literal(visible(finding.remedy)),
    )
    return f"| {' | '.join(cells)} |\n"


def _failure(failure: Failure) -> str:
    path = f"{_code(visible_path(failure.path))}: " if failure.path else ""
    return path + literal(visible(failure.message))


def _fitting(lines: Iterable[str], room: int) -> tuple[list[str], int]:
    """The first lines that fit into so many bytes, and the bytes left."""
    shown = []
    for line in lines:
        size = len(line.encode())
        if size > room:
            break
        room -= size
        shown.append(line)
    return shown, room


def _more(number: int) -> str:
    return f"\n{number} more: see the log of the job.\n" if number else ""


def literal(text: str) -> str:
    """One line of text, shown as it is."""
    return text.translate(_LITERAL).replace("://", "&#58;//").replace("www.", "www&#46;")


def _code(text: str) -> str:
    """One line of text in a fixed-width face, in which a renderer looks for no mention."""
    return f"<code>{literal(text)}</code>" if set(text) & set("`|\\") else f"`{text}`"
