"""Coverage reports in XML: Cobertura's, JaCoCo's and Clover's.

The parser loads nothing and expands nothing: a report that declares an entity is refused.
"""

import re
from collections.abc import Mapping
from typing import Protocol
from xml.parsers import expat

from ._report import CLOVER, COBERTURA, JACOCO, NEVER, Counts, Report, foreign, hits_of, refused

_DEEPEST = 64  # elements in one another


class _Refused(Exception):  # noqa: N818 - as NotJudged is
    """What makes a report none; raised out of the parser."""


class _Foreign(Exception):  # noqa: N818
    """What makes it XML of another kind."""


class _Format(Protocol):
    def start(self, tag: str, given: Mapping[str, str]) -> None: ...
    def end(self, tag: str, text: str) -> None: ...
    def report(self, path: str) -> Report: ...


def read(path: str, content: bytes) -> Report:
    """The report in an XML file, by what its root element says."""
    reader = _Reader()
    try:
        reader.parse(content)
    except _Foreign:
        raise foreign(path, "is XML, but no coverage report") from None
    except expat.ExpatError as failure:
        raise refused(path, f"is no whole XML file (line {failure.lineno})") from None
    except (_Refused, ValueError, LookupError) as failure:  # the latter of an encoding that is none
        raise refused(path, str(failure) if isinstance(failure, _Refused) else "is no whole XML file") from None
    if reader.format is None:
        raise foreign(path, "is XML, but no coverage report")
    return reader.format.report(path)


class _Reader:
    def __init__(self) -> None:
        self.format: _Format | None = None
        self._depth = 0
        self._root: Mapping[str, str] | None = None
        self._text: list[str] = []

    def parse(self, content: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator=None)
        parser.buffer_text = True
        parser.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text.append
        parser.EntityDeclHandler = _no_entity
        parser.ExternalEntityRefHandler = _no_entity
        parser.Parse(content, True)

    def _start(self, tag: str, given: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        self._depth += 1
        self._text.clear()
        if self._depth > _DEEPEST:
            raise _Refused("has elements too deep in one another")
        if self._root is None:
            self._root = given
            self._told(tag, given)
        elif self.format is None:  # `coverage` is the root of two formats
            self.format = _Clover(self._root) if tag == "project" else _Cobertura(self._root)
        if self.format is not None:
            self.format.start(tag, given)

    def _told(self, tag: str, given: Mapping[str, str]) -> None:
        if tag == "report":
            self.format = _JaCoCo()
        elif tag != "coverage":
            raise _Foreign
        elif "line-rate" in given or "lines-valid" in given:
            self.format = _Cobertura(given)
        elif "clover" in given or "generated" in given:
            self.format = _Clover(given)

    def _end(self, tag: str) -> None:
        self._depth -= 1
        if self.format is not None:
            self.format.end(tag.rpartition(":")[2], "".join(self._text))
        self._text.clear()


def _no_entity(*_: object) -> int:
    raise _Refused("declares entities, which no coverage report does")


def _number(given: Mapping[str, str], key: str) -> int:
    number = hits_of(given.get(key, ""))
    if number is None:
        raise _Refused("has a line without a number")
    return number


def _moment(text: str) -> float:
    """Seconds or milliseconds since 1970; what may have been cut off is added."""
    if not re.fullmatch(r"[0-9]{9,13}(\.[0-9]{1,9})?", text):
        return NEVER
    moment = float(text)
    return (moment + 1) / 1000 if moment > 1e11 else moment + 1


class _Cobertura:
    """`sources`, and classes with lines; a source may have many classes."""

    def __init__(self, root: Mapping[str, str]) -> None:
        self._stamp = _moment(root.get("timestamp", ""))
        self._sources: list[str] = []
        self._counts = Counts()
        self._name = self._method = ""
        self._classes = False

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        if tag == "class":
            self._name = _slashes(given.get("filename", ""))
            if not self._name:
                raise _Refused("has a class without a file")
            self._counts.source(self._name)
        elif tag == "method":
            self._method = given.get("name", "")
        elif tag == "line" and self._name:
            line = _number(given, "number")
            self._counts.add(self._name, line, _number(given, "hits"))
            if self._method:
                self._counts.function(self._name, line, self._method)
                self._method = ""  # it is the first line that bears the name

    def end(self, tag: str, text: str) -> None:
        if tag == "source" and text.strip():
            self._sources.append(_slashes(text.strip()))
        elif tag == "class":
            self._name = ""
        elif tag == "method":
            self._method = ""

    def report(self, path: str) -> Report:
        return Report(path, COBERTURA, self._counts.files(), self._stamp, sources=tuple(self._sources))


class _JaCoCo:
    """Source files within packages; a line ran when one of its instructions did."""

    def __init__(self) -> None:
        self._stamp = NEVER
        self._counts = Counts()
        self._package = self._name = ""

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        if tag == "sessioninfo":
            dumped = _moment(given.get("dump", ""))
            self._stamp = dumped if self._stamp == NEVER else max(self._stamp, dumped)
        elif tag == "package":
            self._package = given.get("name", "")
        elif tag == "sourcefile":
            self._name = "/".join(part for part in (self._package, given.get("name", "")) if part)
            self._counts.source(self._name)
        elif tag == "line" and self._name:
            self._counts.add(self._name, _number(given, "nr"), _number(given, "ci"))

    def end(self, tag: str, text: str) -> None:  # noqa: ARG002 - it has no text
        if tag == "sourcefile":
            self._name = ""

    def report(self, path: str) -> Report:
        return Report(path, JACOCO, self._counts.files(), self._stamp)


class _Clover:
    """Files with lines; `path` is the whole name where `name` is but the last part of it."""

    def __init__(self, root: Mapping[str, str]) -> None:
        self._stamp = _moment(root.get("generated", ""))
        self._counts = Counts()
        self._name = ""

    def start(self, tag: str, given: Mapping[str, str]) -> None:
        if tag == "project" and self._stamp == NEVER:
            self._stamp = _moment(given.get("timestamp", ""))
        elif tag == "file":
            self._name = _slashes(given.get("path") or given.get("name", ""))
            if not self._name:
                raise _Refused("has a file without a name")
            self._counts.source(self._name)
        elif tag == "line" and self._name:
            line = _number(given, "num")
            self._counts.add(self._name, line, _number(given, "count"))
            if given.get("type") == "method" and given.get("name"):
                self._counts.function(self._name, line, given["name"])

    def end(self, tag: str, text: str) -> None:  # noqa: ARG002 - it has no text
        if tag == "file":
            self._name = ""

    def report(self, path: str) -> Report:
        return Report(path, CLOVER, self._counts.files(), self._stamp)


def _slashes(name: str) -> str:
    r"""Tools on Windows write `src\mod.py`, where a name elsewhere may hold a backslash but seldom does."""
    return name.replace("\\", "/") if re.match(r"[A-Za-z]:\\|[\w.-]+\\[\w.\\-]+$", name) else name
