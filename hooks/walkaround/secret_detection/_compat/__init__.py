"""detect-secrets 1.5.0's findings, many times faster: its plugins and filters, asked only about lines that need them.

`_gate` tells from the bytes of a file which lines could hold a secret, `_ini` and `_yaml` make the lines that
detect-secrets would make of such files, `_original` runs its plugins and filters on the candidates. What is found
is what `detect-secrets scan -n` puts into a baseline: file, type, SHA-1 and line. Nothing is ever verified.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from ..._finding import NotJudged
from . import _gate, _original

if TYPE_CHECKING:
    from . import _yaml

VERSION = "1.5.0"  # of detect-secrets, whose plugins the gate's patterns cover
_DEFAULT_LIMITS = {_gate.BASE64: 4.5, _gate.HEX: 3.0}


class Secret(NamedTuple):
    """A finding as detect-secrets knows it.

    `hash` is the SHA-1 of the value in hex, `line` counts from 1, and so does `column`, in characters: where the value
    stands in that line of the file, 1 when that cannot be told. `plugin` is the class that found it,
    `value` the secret.
    """

    type: str
    hash: str
    line: int
    column: int = 1
    plugin: str = ""
    value: str = ""


class Settings(NamedTuple):
    """What to look with: entries of a baseline's `plugins_used` and `filters_used`, None for detect-secrets' defaults.

    `plugin_files` are Python files whose plugins look too, as with `detect-secrets -p`.
    """

    plugins: Sequence[Mapping[str, Any]] | None = None
    filters: Sequence[Mapping[str, Any]] | None = None
    plugin_files: Sequence[str] = ()


_Found = tuple[int, _original.Value]  # with the number of its line


class _File(NamedTuple):
    """A file that is being judged, with line ends as `\\n`."""

    name: str
    data: bytes
    kind: _gate.FileKind
    tick: Callable[[], None]


class Compat:
    """The plugins and filters of one run, for any number of files. NotJudged when they cannot be set up as told."""

    def __init__(self, settings: Settings) -> None:
        self._plugins = _plugins_of(settings)
        self._filters = _filters_of(settings)
        names = {one["name"] for one in self._plugins}
        paths = {one["path"] for one in self._filters}
        self._names = _original.Names(self._filters)
        self._gate = _gate.Gate(names & _gate.PLUGINS, _limits(self._plugins))
        self._known = _is_known_version()
        # Plugins that the gate does not know, or another version's, are asked about every line.
        self._all = not names <= _gate.PLUGINS or any("path" in one for one in self._plugins) or not self._known
        self._asks_names = not paths <= _original.KNOWN_FILTERS
        self._made: _original.Original | None = None
        if (
            self._all
            or not paths <= _original.SIMPLE_FILTERS
            or any(one.get("keyword_exclude") for one in self._plugins)
        ):
            self._detector()  # so that what is wrong with it is told at once

    def scan(self, filename: str, data: bytes, tick: Callable[[], None]) -> list[Secret]:
        """The secrets in a file of this name and content, in detect-secrets' order.

        `tick` is called now and then, and may raise to end it. NotJudged where detect-secrets, or a plugin of the
        user's, would fail.
        """
        try:
            if self._names.leave_out(filename) or (self._asks_names and self._detector().leaves_out(filename)):
                return []
            if b"\r" in data:
                data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            return self._scan(_File(filename, data, _gate.kind_of(filename), tick))
        except NotJudged:
            raise
        except Exception as bad:  # whatever a plugin raises, nothing can be said about this file
            raise NotJudged(filename, f"detect-secrets fails on it ({type(bad).__name__}); exclude the file") from bad

    def _detector(self) -> _original.Original:
        if self._made is None:
            self._made = _original.Original(self._plugins, self._filters, known=self._known)
        return self._made

    def _scan(self, file: _File) -> list[Secret]:
        file.tick()
        found = self._first(file)
        if not found and file.kind.is_other and _gate.may_be_options(file.data):
            lines = _in_ini(file, header=True)
            found = self._listed(file, lines) if lines else []
        first: dict[tuple[str, str], tuple[int, _original.Value]] = {}
        for number, one in found:
            first.setdefault((one.type, one.hash), (number, one))
        rows = file.data.split(b"\n") if found else []
        secrets = [
            Secret(one.type, one.hash, number, _column(rows, number, one), one.plugin, one.value)
            for number, one in first.values()
        ]
        return sorted(secrets, key=lambda one: (one.line, one.hash, one.type))

    def _first(self, file: _File) -> list[_Found]:
        """What is found at first sight; only where that is nothing, files of no known type are taken for INI."""
        if _gate.may_be_ini(file.data):
            lines = _in_ini(file, header=False)
            if lines:
                return self._listed(file, lines)
        return self._in_yaml(file) if file.kind.is_yaml else self._as_it_is(file)

    def _in_yaml(self, file: _File) -> list[_Found]:
        from . import _yaml

        text = _decoded(file.data)
        if text is None:
            return []
        reading = _yaml.read(text)
        if reading is not None and reading.lines is not None:
            lines: Sequence[str] | None = reading.lines
        elif reading is None or self._all or self._could_hold(file, text, reading):
            lines = _original.yaml_lines(file.name, text)
        else:
            return []
        return self._listed(file, lines) if lines else self._as_it_is(file)

    def _could_hold(self, file: _File, text: str, reading: "_yaml.Reading") -> bool:
        """Whether a YAML file could hold a secret, however detect-secrets reads it."""
        keyword = file.kind.keyword
        texts = _joined([*reading.texts, *_comments(file.data, text)])
        return bool(self._gate.candidates(texts, keyword) or self._gate.candidates(file.data, keyword))

    def _as_it_is(self, file: _File) -> list[_Found]:
        """What is found in the lines as they are."""
        candidates = self._gate.candidates(file.data, file.kind.keyword)
        if not self._all and not candidates:
            return []
        text = _decoded(file.data)
        if text is None:
            return []
        if self._all or self._asks_names:
            return self._each(file, _lines(text), candidates)
        found: list[_Found] = []
        number, behind = 1, 0
        for one in candidates:
            number += file.data.count(b"\n", behind, one.start)
            behind = one.start
            before = file.data.rfind(b"\n", 0, max(0, one.start - 1)) + 1
            words = file.data[one.start : one.end].decode()
            previous = file.data[before : one.start].decode()
            found += self._at(
                file, _original.Line(file.name, words.rstrip(), previous, number, file.tick), one, file.data
            )
        return found

    def _listed(self, file: _File, lines: Sequence[str]) -> list[_Found]:
        """What is found in lines that were made of a file's own."""
        joined = _joined(lines)
        return self._each(file, lines, self._gate.candidates(joined, file.kind.keyword), joined)

    def _each(
        self, file: _File, lines: Sequence[str], candidates: Sequence[_gate.Candidate], joined: bytes = b""
    ) -> list[_Found]:
        data = joined or file.data
        found: list[_Found] = []
        for number, one in self._numbered(lines, candidates, data):
            text, previous = lines[number - 1].rstrip(), lines[number - 2] if number > 1 else ""
            line = _original.Line(file.name, text, previous, number, file.tick, lines)
            found += self._at(file, line, one, data)
        return found

    def _numbered(
        self, lines: Sequence[str], candidates: Sequence[_gate.Candidate], data: bytes
    ) -> Iterator[tuple[int, _gate.Candidate]]:
        """The lines to look at, by number: the candidates, or all of them."""
        number, behind = 1, 0
        told: dict[int, _gate.Candidate] = {}
        for one in candidates:
            number += data.count(b"\n", behind, one.start)
            behind = one.start
            told[number] = one
        if not self._all:
            yield from told.items()
            return
        nothing = _gate.Candidate(0, 0, ())
        for number in range(1, len(lines) + 1):
            yield number, told.get(number, nothing)

    def _at(self, file: _File, line: _original.Line, one: _gate.Candidate, data: bytes) -> list[_Found]:
        file.tick()
        hits = one.characters(data) if len(line.text) > _original.LONG else {}
        return [(line.number, value) for value in self._detector().secrets(line, one.plugins, hits)]


def _decoded(data: bytes) -> str | None:
    """The text of a file; detect-secrets finds nothing in one that is not UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None


def _in_ini(file: _File, *, header: bool) -> list[str] | None:
    """The lines that detect-secrets makes of INI; None, or none, where a file is something else."""
    from . import _ini

    text = _decoded(file.data)
    return None if text is None else _ini.lines(text, file.tick, header=header)


def _lines(text: str) -> list[str]:
    """The lines of a text as a file gives them: only a line feed ends one."""
    parts = text.split("\n")
    lines = [part + "\n" for part in parts[:-1]]
    return [*lines, parts[-1]] if parts[-1] else lines


def _joined(lines: Sequence[str]) -> bytes:
    """Lines as bytes; a line feed within one becomes a space, which every pattern takes where it takes a line feed."""
    return "\n".join(line.removesuffix("\n").replace("\n", " ") for line in lines).encode("utf-8", "surrogatepass")


def _comments(data: bytes, text: str) -> list[str]:
    """The comments of a YAML file. `aws` may stand in one and the rest in the value before it."""
    aws = "aws " if b"aws" in data.lower() else ""
    return [aws + line[line.index("#") :] for line in text.splitlines() if "#" in line]


def _column(rows: Sequence[bytes], number: int, one: _original.Value) -> int:
    """Where a value stands in a line of the file, from 1; 1 when it does not stand there as it is."""
    row = rows[number - 1] if number <= len(rows) else b""
    if len(row) <= _original.LONG:
        return max(0, row.decode("utf-8", "replace").find(one.value)) + 1
    return max(0, one.start) + 1


def _plugins_of(settings: Settings) -> list[Mapping[str, Any]]:
    """The plugins to run, each once."""
    given = settings.plugins
    if given is None:
        given = [{"name": name} for name in sorted(_gate.PLUGINS)]
    if not all(isinstance(one.get("name"), str) for one in given):
        raise NotJudged(_original.SETTINGS, "a plugin has no name; correct the list of plugins")
    found = {one["name"]: dict(one) for one in given}
    for path in settings.plugin_files:
        for kind in _original.classes_of(path):
            found[kind.__name__] = {"name": kind.__name__, "path": "file://" + os.path.abspath(path)}
    if not found:
        raise NotJudged(_original.SETTINGS, "no plugin is in use, so nothing was judged; correct the list of plugins")
    return list(found.values())


def _filters_of(settings: Settings) -> Sequence[Mapping[str, Any]]:
    if settings.filters is None:
        return _original.DEFAULT_FILTERS
    if not all(isinstance(one.get("path"), str) for one in settings.filters):
        raise NotJudged(_original.SETTINGS, "a filter has no path; correct the list of filters")
    return tuple(settings.filters)


def _limits(plugins: Sequence[Mapping[str, Any]]) -> dict[str, float]:
    """The entropy limits, in bits per character."""
    limits = dict(_DEFAULT_LIMITS)
    for one in plugins:
        name = one["name"]
        if name in limits:
            limit = one.get("limit", limits[name])
            if not isinstance(limit, int | float) or not 0 <= limit <= 8:
                why = f"the limit of {name} is not a number from 0 to 8; correct the list of plugins"
                raise NotJudged(_original.SETTINGS, why)
            limits[name] = limit
    return limits


def _is_known_version() -> bool:
    """Whether the detect-secrets that is installed is the one that the gate's patterns were made for."""
    from importlib.util import find_spec

    spec = find_spec("detect_secrets")
    if spec is None or not spec.submodule_search_locations:
        raise NotJudged(_original.SETTINGS, "detect-secrets is not installed, so nothing was judged")
    try:
        with open(os.path.join(spec.submodule_search_locations[0], "__version__.py"), encoding="utf-8") as file:
            return f"'{VERSION}'" in file.read()
    except OSError:
        return False
