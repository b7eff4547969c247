"""The words that the formats share, and what makes a repository's own words harmless in them.

What a repository says about itself (file names, text quoted in a message) is hostile here. Whatever a
terminal, a log parser or a build server would act on is written in a visible form: see `visible`.
"""

from typing import TYPE_CHECKING

from .._finding import Finding
from .model import Failure, Reported

if TYPE_CHECKING:  # datetime costs a millisecond of every start
    from datetime import datetime

CHANGED = "The hook changed this file; review and stage it."


def not_judged(failure: Failure) -> str:
    """One line: the path, unless the run as a whole failed or the message begins with it, and why it was not judged."""
    message = visible(failure.message)
    if not failure.path or message.startswith(f"{failure.path}:"):
        return f"not judged: {message}"
    return f"{visible_path(failure.path)}: not judged: {message}"


def place(finding: Finding) -> str:
    """`path:line:column`, on one line; only its last two colons are followed by a digit."""
    path = visible_path(finding.path)
    if path.lstrip(" ") == ":":  # with the colon behind it, it would begin a command to a build server
        path = path.replace(":", "\\u003a")
    return f"{path}:{finding.line}:{finding.column}"


def text_of(reported: Reported) -> str:
    """A finding as the text format has it: two lines, the remedy indented by four spaces."""
    _, severity, finding = reported
    mark = " [warning]" if severity == "warning" else ""
    return f"{place(finding)}: {finding.rule} {visible(finding.message)}{mark}\n    {visible(finding.remedy)}\n"


def visible(text: str) -> str:
    r"""The text on one line, with nothing in it that a terminal or a log parser acts on.

    A character that is not printable (controls, line ends, bidirectional and other format characters,
    spaces that are not U+0020) becomes `\n`, `\r`, `\t`, `\uNNNN` or `\UNNNNNNNN`; a byte of a file
    name that is not UTF-8 (see `os.fsdecode`) becomes `\xNN`. What begins a command to a build server,
    `::` at the start and `##[`, `##vso[`, `##teamcity[` anywhere, has its first sign written as `\uNNNN`.
    """
    if not text.isprintable():
        text = "".join(char if char.isprintable() else _escape(char) for char in text)
    if text.lstrip(" ").startswith("::"):
        text = text.replace(":", "\\u003a", 1)
    if "##" in text:
        for mark in ("##[", "##vso[", "##teamcity["):
            text = text.replace(mark, "\\u0023" + mark[1:])
    return text


def visible_path(path: str) -> str:
    r"""`visible`, and a colon before a digit is `\u003a`, so that no file name can pretend to be a place."""
    path = visible(path)
    if ":" not in path:
        return path
    return "".join(
        "\\u003a" if char == ":" and path[at + 1 : at + 2].isdecimal() else char for at, char in enumerate(path)
    )


def well_formed(text: str) -> str:
    r"""The text as valid Unicode: each byte of a file name that is not UTF-8 becomes the four characters `\xNN`."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return "".join(_escape(char) if "\ud800" <= char <= "\udfff" else char for char in text)
    return text


def moment(now: "datetime | str") -> str:
    """`YYYY-MM-DDTHH:MM:SS` in UTC."""
    if isinstance(now, str):
        return now[:19]
    offset = now.utcoffset()
    utc = now.replace(tzinfo=None) - offset if offset else now.replace(tzinfo=None)
    return utc.isoformat()[:19]


def _escape(char: str) -> str:
    code = ord(char)
    if char in "\n\r\t":
        return {"\n": "\\n", "\r": "\\r", "\t": "\\t"}[char]
    if 0xDC80 <= code <= 0xDCFF:  # a byte that is not UTF-8, as os.fsdecode gives it
        return f"\\x{code - 0xDC00:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"


def is_message(path: str) -> bool:
    """Whether a path stands for what is no file: `<commit message>`, `<commit SHA>`, `<pull request>`, `<change>`."""
    return path in ("<pull request>", "<change>") or (path.startswith("<commit ") and path.endswith(">"))


def dumps(value: object) -> str:
    """JSON in ASCII on one line, and nothing in it that begins a command to a build server whose log it lands in."""
    import json

    return json.dumps(value).replace("##", "#\\u0023") + "\n"
