"""A report as one HTML page, as Markdown, as text for a terminal, and as JSON that is read back: pure functions.

Every output can be encoded in UTF-8 (JSON in ASCII), and says a repository's own words in their visible form.
"""

from ..figure import Report
from .record import VERSION, ReportError, plain, read

__all__ = ["VERSION", "ReportError", "html", "markdown", "plain", "read", "text"]


def html(report: Report) -> str:
    """See `document.html`; each form is imported when it is written."""
    from . import document

    return document.html(report)


def markdown(report: Report) -> str:
    """See `summary.markdown`."""
    from . import summary

    return summary.markdown(report)


def text(report: Report, width: int = 80) -> str:
    """See `terminal.text`."""
    from . import terminal

    return terminal.text(report, width)
