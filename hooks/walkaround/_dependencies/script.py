"""Python scripts: the `script` block of inline metadata (PEP 723), with uv's sources.

Source of the format: "Inline script metadata" of the Python packaging specifications. Nothing but comments is read,
so the Python of the script may be of any version. A block inside a string is text about scripts, as tests and
documentation hold it; the specification's expression does not tell the two apart.
"""

from collections.abc import Iterator
from itertools import pairwise
from re import finditer, fullmatch

from .._finding import NotJudged
from .._text import Text
from .declared import Declared, Reference
from .toml_document import Document
from .uv import constraints, from_elsewhere, sources

Line = tuple[int, int]


def read(text: Text) -> Iterator[Declared | Reference | NotJudged]:
    """Every dependency that the script declares."""
    blocks = [lines for kind, lines in _blocks(text.content) if kind == "script"]
    if blocks:
        strings = _lines_in_strings(text.content)
        blocks = [lines for lines in blocks if text.place(lines[0][0])[0] not in strings]
    if len(blocks) > 1:
        yield text.not_judged(blocks[1][0][0], "is a second `script` block, and only one is allowed")
    elif blocks:
        lock = "the lock beside the script that `uv lock --script` writes"
        document = Document(text, _bare(text.content, blocks[0]), lock)
        elsewhere = from_elsewhere(document)
        for one in document.requirements("dependencies", role="list"):
            if one.name not in elsewhere:
                yield one
        yield from sources(document, lambda _name: "list")
        yield from constraints(document)
        yield from document.complaints.values()


def _lines_in_strings(content: str) -> frozenset[int]:
    """The numbers of the lines that begin inside a string; none of what this interpreter cannot divide into tokens."""
    from io import StringIO
    from tokenize import TokenError, generate_tokens

    inside: set[int] = set()
    try:
        for token in generate_tokens(StringIO(content, newline=None).readline):
            inside.update(range(token.start[0] + 1, token.end[0] + 1))
    except (TokenError, SyntaxError):  # a newer Python, or none: what was read so far is certain
        pass
    return frozenset(inside)


def _blocks(content: str) -> Iterator[tuple[str, list[Line]]]:
    """The type of each block, and its lines with those that open and close it.

    The specification's expression takes a block up to the last closing line of the comment that it stands in, and so
    there is at most one in each. What is not closed is no block.
    """
    for lines in _comments(content):
        texts = [content[start:end] for start, end in lines]
        if "# ///" not in texts:
            continue
        last = len(texts) - 1 - texts[::-1].index("# ///")
        for at, line in enumerate(texts[: max(last - 1, 0)]):
            if opened := fullmatch(r"# /// ([a-zA-Z0-9-]+)", line):
                yield opened[1], lines[at : last + 1]
                break


def _comments(content: str) -> Iterator[list[Line]]:
    """Runs of lines that are comments and begin at the margin, each line without its end."""
    run: list[Line] = []
    for found in finditer(r"([^\r\n]*)(?:\r\n|\r|\n|$)", content):
        line = found[1]
        if line == "#" or line.startswith("# "):
            run.append(found.span(1))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _bare(content: str, lines: list[Line]) -> str:
    """The text up to the end of a block as TOML: its characters are in their places, and all others blanks."""
    inside = "".join(
        "  "[: end - start] + content[start + 2 : end] + "\n".rjust(after - end)
        for (start, end), (after, _) in pairwise(lines[1:])
    )
    return _blank(content[: lines[1][0]]) + inside


def _blank(text: str) -> str:
    lines = text.replace("\r\n", " \n").replace("\r", "\n").split("\n")
    return "\n".join(" " * len(line) for line in lines)
