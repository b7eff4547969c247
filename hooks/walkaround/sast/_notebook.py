"""The code of a Jupyter notebook, cell by cell, with the line that each of its lines has in the file.

Source: the notebook format, versions 3 and 4 (nbformat). What a cell gives to IPython instead of Python (`%magic`,
`!command`, `name?`) is left out; a cell that another language has (`%%bash`) is none of ours.
"""

import ast
import warnings
from collections.abc import Iterator
from typing import NamedTuple, TypeGuard

from .._dependencies import jsonc
from .._finding import NotJudged
from .._text import decode
from .._yaml import Mapping, Node, Scalar, Sequence

_MOST_BYTES = 64 << 20
_PYTHON = frozenset({"time", "timeit", "capture", "prun", "python", "python3", "memit", "mprun", "lprun"})


class Cell(NamedTuple):
    """Python source, and for each of its lines the line in the notebook's file."""

    source: bytes
    lines: tuple[int, ...]


def cells(path: str, content: bytes) -> Iterator[Cell]:
    """The cells with Python in them; NotJudged when the file is no notebook."""
    text = decode(path, content, most=_MOST_BYTES)
    root = jsonc.parse(text)
    if not isinstance(root, Mapping):
        raise NotJudged(path, "is no notebook: its JSON is no object")
    if not _is_python(root):
        return
    for cell in _cells(path, root):
        kind = cell.get("cell_type")
        if not _is_text(kind):
            raise NotJudged(path, "is no notebook: a cell has no type")
        written = _lines(path, cell.get("source") or cell.get("input")) if kind.value == "code" else []
        if written:
            python = _without_magic([line for line, _ in written])
            if python is not None:
                places = tuple(text.place(offset)[0] for _, offset in written)
                yield Cell("\n".join(python).encode("utf-8", "surrogatepass"), places)


def _is_python(root: Mapping) -> bool:
    """Whether the notebook's language is Python, as it is where it names none."""
    metadata = root.get("metadata")
    for name, key in (("language_info", "name"), ("kernelspec", "language")):
        about = metadata.get(name) if isinstance(metadata, Mapping) else None
        value = about.get(key) if isinstance(about, Mapping) else None
        if _is_text(value) and value.value:
            return value.value.lower() in {"python", "ipython", "python3", "sage"}
    return True


def _is_text(node: Node | None) -> TypeGuard[Scalar]:
    return isinstance(node, Scalar) and node.style == '"'


def _cells(path: str, root: Mapping) -> Iterator[Mapping]:
    sheets = root.get("worksheets")
    homes: list[Node | None] = [] if sheets is not None and root.get("cells") is None else [root.get("cells")]
    within = sheets.items if isinstance(sheets, Sequence) else []
    homes += [sheet.get("cells") if isinstance(sheet, Mapping) else None for sheet in within]
    for home in homes:
        if not isinstance(home, Sequence):
            raise NotJudged(path, "is no notebook: it has no list of cells")
        for cell in home.items:
            if not isinstance(cell, Mapping):
                raise NotJudged(path, "is no notebook: a cell is no object")
            yield cell


def _lines(path: str, source: Node | None) -> list[tuple[str, int]]:
    """The lines of a cell, each with the offset of the text that it begins in."""
    parts = source.items if isinstance(source, Sequence) else [source]
    found: list[tuple[str, int]] = []
    begun: list[str] = []
    start = 0
    for part in parts:
        if part is None:
            continue
        if not _is_text(part):
            raise NotJudged(path, "is no notebook: the code of a cell is no text")
        first, *others = part.value.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        start = start if begun else part.offset
        begun.append(first)
        for other in others:
            found.append(("".join(begun), start))
            begun, start = [other] if other else [], part.offset
    return [*found, ("".join(begun), start)] if begun else found


def _without_magic(lines: list[str]) -> list[str] | None:
    """The lines with IPython's own ones made empty; None when the cell is of another language."""
    first = next((line for line in lines if line.strip()), "")
    if first.startswith("%%") and first[2:].split(" ")[0].strip() not in _PYTHON:
        return None
    python = [_python(line) for line in lines]
    # What looks like magic may stand in a text, or be the operator of a line that goes on.
    return lines if python != lines and _is_python_as_it_is("\n".join(lines)) else python


def _is_python_as_it_is(text: str) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _python(line: str) -> str:
    bare = line.lstrip()
    target, _, value = bare.partition("=")  # `files = !ls` is IPython's too
    value = value.lstrip() if target.replace(",", "").replace(" ", "").replace(".", "").isidentifier() else ""
    asks = bare.endswith("?") and bare.rstrip("?").replace(".", "").isidentifier()
    if bare.startswith(("%", "!", "?")) or value.startswith(("!", "%")) or asks:
        return line[: len(line) - len(bare)] + "pass"
    return line
