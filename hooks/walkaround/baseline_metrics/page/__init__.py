"""A report as one HTML page, as Markdown, as text for a terminal, and as JSON that is read back: pure functions.

Every output can be encoded in UTF-8 (JSON in ASCII), and says a repository's own words in their visible form.
"""

from .document import html
from .record import VERSION, ReportError, plain, read
from .summary import markdown
from .terminal import text

__all__ = ["VERSION", "ReportError", "html", "markdown", "plain", "read", "text"]
