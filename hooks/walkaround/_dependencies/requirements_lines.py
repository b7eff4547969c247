"""The lines of a requirements file, as pip reads them, each with its place in the file.

Source of the format: pip's documentation, "Requirements File Format". Lines end where `str.splitlines`
ends them; a backslash at the end joins the next line; `#` begins a comment at a line's start or after
white space.
"""

from collections.abc import Iterator
from re import finditer
from typing import Literal, NamedTuple

from .._text import Text
from .declared import Fragment

MOST_LINE = 1 << 20  # characters of one logical line: room for thousands of hashes

# fmt: off
_TAKE_VALUE = frozenset({
    "-i", "--index-url", "--pypi-url", "--extra-index-url", "-f", "--find-links", "--no-binary", "--only-binary",
    "--trusted-host", "--use-feature", "--global-option", "--install-option", "-C", "--config-setting",
    "--config-settings", "--hash", "--build-constraint", "--uploaded-prior-to",
})
_FLAGS = frozenset({
    "--no-index", "--pre", "--prefer-binary", "--require-hashes", "--all-releases", "--always-unzip", "-Z",
})
# fmt: on
_FILES = {"-r": "requirement", "--requirement": "requirement", "-c": "constraint", "--constraint": "constraint"}
_EDITABLE = ("-e", "--editable")


class Entry(NamedTuple):
    """A thing that a line says.

    `text` begins at `offset` of the file. A "package" may carry hashes; "requirement" and "constraint"
    name another file; "hashes" demands them of every package; "unreadable" is a line that pip refuses.
    """

    kind: Literal["package", "editable", "requirement", "constraint", "hashes", "unreadable"]
    text: str
    offset: int
    hashed: bool = False


def entries(text: Text) -> Iterator[Entry]:
    """Everything that a requirements file says, in order."""
    for line in logical_lines(text.content):
        start = len(line.text) - len(line.text.lstrip())
        if len(line.text) > MOST_LINE:
            yield Entry("unreadable", "is longer than a requirement can be", line.offset(start))
        elif line.text.startswith("-", start):
            yield from _options(line, start)
        else:
            yield _package(line, start)


def logical_lines(content: str) -> Iterator[Fragment]:
    """Lines that are not empty, with continuations joined and comments removed."""
    offset = 0
    parts: list[str] = []
    pieces: list[tuple[int, int]] = []
    length = 0
    for physical in content.splitlines(keepends=True):
        line = physical.rstrip("\r\n\v\f\x1c\x1d\x1e\x85\u2028\u2029")
        comment = line.lstrip().startswith("#")
        if comment:
            line = " "  # a comment line ends what was continued, and adds nothing to it
        pieces.append((length, offset))
        offset += len(physical)
        if line.endswith("\\") and not comment:
            parts.append(line.rstrip("\\"))
            length += len(parts[-1])
            continue
        parts.append(line)
        yield from _finished(parts, pieces)
        parts, pieces, length = [], [], 0
    if parts:
        yield from _finished(parts, pieces)


def _finished(parts: list[str], pieces: list[tuple[int, int]]) -> Iterator[Fragment]:
    text = _without_comment("".join(parts)).rstrip()
    if text:
        yield Fragment(text, tuple(pieces))


def _without_comment(text: str) -> str:
    at = text.find("#")
    while at > 0 and not text[at - 1].isspace():
        at = text.find("#", at + 1)
    return text if at < 0 else text[:at]


def _package(line: Fragment, start: int) -> Entry:
    """A requirement, with the options of its own that may follow it."""
    ends = [at for at in (line.text.find(" -", start), line.text.find("\t-", start)) if at >= 0]
    end = min(ends, default=len(line.text))
    options = line.text[end:]
    return Entry("package", line.text[start:end].rstrip(), line.offset(start), "--hash" in options)


def _options(line: Fragment, start: int) -> Iterator[Entry]:
    """What the options of a line say: other files, editable packages, or nothing that concerns pins."""
    words = iter(_words(line, start))
    for word, at in words:
        if not word.startswith("-"):
            continue  # pip ignores it, such as a marker behind `-e`
        name, equals, value = word.partition("=")
        if not word.startswith("--"):
            name, equals, value = word[:2], word[2:3], word[2:]
        value_at = at + len(name) + (1 if word.startswith("--") else 0)
        if name in _FLAGS:
            if name == "--require-hashes":
                yield Entry("hashes", name, line.offset(at))
            continue
        if name not in _TAKE_VALUE and name not in _FILES and name not in _EDITABLE:
            yield Entry("unreadable", "has an option that pip does not know in a requirements file", line.offset(at))
            return
        if not equals:
            value, value_at = next(words, ("", at))
        if not value:
            yield Entry("unreadable", f"has nothing behind {name}", line.offset(at))
        elif name in _FILES or name in _EDITABLE:
            yield _valued(line, name, value, value_at)


def _valued(line: Fragment, name: str, value: str, at: int) -> Entry:
    bare = value.lstrip("\"'")
    at += len(value) - len(bare)
    bare = bare.rstrip("\"'") if len(bare) < len(value) else bare
    if name in _EDITABLE:
        return Entry("editable", bare, line.offset(at))
    return Entry("requirement" if _FILES[name] == "requirement" else "constraint", bare, line.offset(at))


def _words(line: Fragment, start: int) -> list[tuple[str, int]]:
    """The words of a line of options with their places; quotes keep white space together."""
    found = finditer(r"""(?:[^\s"']|"[^"]*"|'[^']*'|["'])+""", line.text[start:])
    return [(word[0], start + word.start()) for word in found]
