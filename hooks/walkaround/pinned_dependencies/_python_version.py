"""`.python-version` against what pyproject.toml beside it requires.

Sources: pyenv's README ("Choosing the Python version"), uv's "Python version files"; names that are no plain version
of CPython say nothing that could be compared.
"""

from collections.abc import Iterator
from posixpath import dirname, normpath
from posixpath import join as join_path
from re import fullmatch
from typing import NamedTuple

from .._dependencies.bounds import excludes
from .._dependencies.shown import shown
from .._dependencies.toml_document import Document
from .._dependencies.values import string
from .._finding import Finding, NotJudged
from .._hook import Inputs
from .._text import Text, decode

_VERSION = r"(?:cpython[@-]?|python-?)?(\d{1,4})\.(\d{1,4})(?:\.(\d{1,4}))?"
_LATEST = "999"  # of a version without its last part: any release of it may be taken
_NAME = ".python-version"


class _Line(NamedTuple):
    """A version in `.python-version`; `last` is None where any release of it will do."""

    written: str
    offset: int
    minor: str
    last: str | None


def judge_versions(inputs: Inputs, path: str, content: bytes) -> Iterator[Finding]:
    """The versions that the project does not allow, found in `.python-version` when that is an input."""
    other = join_path(dirname(path), "pyproject.toml" if path.endswith(_NAME) else _NAME)
    named = {normpath(one) for one in inputs.paths}
    if not path.endswith(_NAME) and normpath(other) in named:
        return  # judged in its turn
    if not inputs.exists(other):
        return
    texts = {path: decode(path, content)}
    try:
        texts[other] = decode(other, inputs.read(other))
        version, project = texts[join_path(dirname(path), _NAME)], texts[join_path(dirname(path), "pyproject.toml")]
        required = _required(Document(project))
    except NotJudged:
        if normpath(other) in named:
            return
        raise
    if required is None:
        return
    spec, offset = required
    for line in _lines(version):
        if _is_outside(spec, line):
            own = normpath(version.path) in named
            text, at = (version, line.offset) if own else (project, offset)
            row, column = text.place(at)
            message = f".python-version names Python {shown(line.written)}, which {shown(spec)} does not allow."
            remedy = "Write a version that `requires-python` allows, or change the bounds in pyproject.toml."
            yield Finding(text.path, row, column, "PIN008", message, remedy)


def _required(document: Document) -> tuple[str, int] | None:
    """The bounds for Python, with their place: the standard's, or poetry's."""
    for path in (("project", "requires-python"), ("tool", "poetry", "dependencies", "python")):
        spec = string(document.table(*path[:-1]).get(path[-1]))
        if spec:
            return spec, document.place(path)
    return None


def _lines(text: Text) -> Iterator[_Line]:
    at = 0
    for line in text.content.splitlines(keepends=True):
        written = line.partition("#")[0].strip()
        found = fullmatch(_VERSION, written)
        if found is not None:
            yield _Line(written, at + line.index(written), f"{found[1]}.{found[2]}", found[3])
        at += len(line)


def _is_outside(spec: str, line: _Line) -> bool:
    """Whether no release that the line could mean lies within the bounds."""
    lasts = [line.last] if line.last is not None else ["0", _LATEST, *_named(spec, line.minor)]
    return all(excludes("pypi", spec, f"{line.minor}.{last}") for last in lasts)


def _named(spec: str, minor: str) -> list[str]:
    """The releases of a version that the bounds themselves name, with their neighbours."""
    from re import findall

    found = [int(last) for last in findall(rf"(?<![\d.]){minor}\.(\d{{1,4}})(?![\d.])", spec)]
    return [str(last + step) for last in found for step in (-1, 0, 1) if last + step >= 0]
