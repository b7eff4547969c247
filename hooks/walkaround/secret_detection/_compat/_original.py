"""detect-secrets' own plugins and filters, run over one line at a time.

Only what a line needs is imported, and only when there is such a line. detect-secrets keeps its settings in globals; a
run of ours has its own, puts them there while it runs and puts back what it found. Nothing is verified.
"""

import os
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from io import StringIO
from typing import TYPE_CHECKING, Any, NamedTuple

from ..._finding import NotJudged
from ._gate import PLUGINS

if TYPE_CHECKING:
    from . import _filters

_FILTERS = "detect_secrets.filters."
VERIFICATION = _FILTERS + "common.is_ignored_due_to_verification_policies"
LONG = 8192  # characters of a line that is searched only around what the gate saw
BY_NAME = frozenset(
    _FILTERS + name
    for name in (
        *("common.is_invalid_file", "common.is_baseline_file", "heuristic.is_non_text_file"),
        *("heuristic.is_lock_file", "heuristic.is_swagger_file", "regex.should_exclude_file"),
    )
)
_SECRET_FILTERS = frozenset(
    _FILTERS + "heuristic." + name
    for name in (
        *("is_sequential_string", "is_potential_uuid", "is_templated_secret"),
        *("is_prefixed_with_dollar_sign", "is_not_alphanumeric_string"),
    )
)
_HEURISTICS = (
    *("is_sequential_string", "is_potential_uuid", "is_likely_id_string", "is_templated_secret"),
    *("is_prefixed_with_dollar_sign", "is_indirect_reference", "is_lock_file", "is_not_alphanumeric_string"),
    "is_swagger_file",
)
SETTINGS = "detect-secrets' settings"  # what is named as not judged when they are wrong
# Filters that can be set up without detect-secrets, or need no set-up; and all of its own.
SIMPLE_FILTERS = (
    BY_NAME
    | _SECRET_FILTERS
    | {
        _FILTERS + "allowlist.is_line_allowlisted",
        _FILTERS + "heuristic.is_indirect_reference",
        _FILTERS + "heuristic.is_likely_id_string",
        VERIFICATION,
    }
)
KNOWN_FILTERS = (
    SIMPLE_FILTERS
    | {_FILTERS + name + ".should_exclude_secret" for name in ("regex", "wordlist", "gibberish")}
    | {_FILTERS + "regex.should_exclude_line"}
)
DEFAULT_FILTERS: tuple[Mapping[str, Any], ...] = (
    {"path": _FILTERS + "allowlist.is_line_allowlisted"},
    *({"path": _FILTERS + "heuristic." + name} for name in _HEURISTICS),
)
_IGNORED = frozenset(
    {
        *(".7z", ".bin", ".bmp", ".bz2", ".class", ".css", ".dmg", ".doc", ".eot", ".exe", ".gif", ".gz", ".ico"),
        *(".iml", ".ipr", ".iws", ".jar", ".jpg", ".jpeg", ".lock", ".map", ".mo", ".pdf", ".png", ".prefs", ".psd"),
        *(".rar", ".realm", ".s7z", ".sum", ".svg", ".tar", ".tif", ".tiff", ".ttf", ".webp", ".woff", ".xls"),
        *(".xlsx", ".zip"),
    }
)
_LOCKS = frozenset(
    {
        *("Brewfile.lock.json", "Cartfile.resolved", "composer.lock", "Gemfile.lock", "Package.resolved"),
        *("package-lock.json", "Podfile.lock", "yarn.lock", "Pipfile.lock", "poetry.lock", "Cargo.lock"),
        "packages.lock.json",
    }
)
_NONE: Mapping[int, Sequence[int]] = {}


class Value(NamedTuple):
    """A secret in a line: its type, its SHA-1, the value itself (never to be shown), its plugin's class.

    `start` is where it begins in a very long line, -1 where that is not told.
    """

    type: str
    hash: str
    value: str
    plugin: str
    start: int = -1


class Line(NamedTuple):
    """A line as detect-secrets gets it: without the space at its end, the line before it as it is.

    `tick` may raise to end the work. `lines` are all of them, where somebody's own plugins or filters may want to
    see what is around it.
    """

    filename: str
    text: str
    previous: str
    number: int
    tick: Callable[[], None]
    lines: Sequence[str] = ()

    def around(self) -> Any:
        from detect_secrets.util.code_snippet import get_code_snippet

        return get_code_snippet(list(self.lines), self.number)


class Names:
    """Which files are left out by their names, as far as that can be told without detect-secrets."""

    def __init__(self, filters: Sequence[Mapping[str, Any]]) -> None:
        given = {str(one["path"]): one for one in filters}
        self._locks = _FILTERS + "heuristic.is_lock_file" in given
        self._swagger = _FILTERS + "heuristic.is_swagger_file" in given
        baseline = given.get(_FILTERS + "common.is_baseline_file")
        self._baseline = None if baseline is None else str(baseline.get("filename"))
        self._excluded = patterns(given.get(_FILTERS + "regex.should_exclude_file"))

    def leave_out(self, filename: str) -> bool:
        base = os.path.basename(filename)
        return (
            os.path.splitext(filename)[1] in _IGNORED
            or (self._locks and base in _LOCKS)
            or (self._swagger and "swagger" in filename)
            or base == self._baseline
            or any(pattern.search(filename) for pattern in self._excluded)
        )


def patterns(config: Mapping[str, Any] | None) -> tuple[re.Pattern[str], ...]:
    """The patterns of one of the three exclusion lists; none when it is not in use."""
    if config is None:
        return ()
    try:
        return tuple(re.compile(pattern) for pattern in config["pattern"])
    except (re.error, KeyError, TypeError, RecursionError, OverflowError):
        raise NotJudged(SETTINGS, f"the filter {config.get('path')} has no list of regular expressions") from None


class Original:
    """The plugins and filters of one run."""

    def __init__(
        self, plugins: Sequence[Mapping[str, Any]], filters: Sequence[Mapping[str, Any]], *, known: bool
    ) -> None:
        self._known = known
        self._settings = (
            {str(one["name"]): {key: value for key, value in one.items() if key != "name"} for one in plugins},
            {str(one["path"]): dict(one) for one in filters if one["path"] != VERIFICATION},  # plugins look for it
        )
        self._line_filters: list[Callable[[Line], bool]] = []
        self._secret_filters: list[Callable[[str, Any], bool]] = []
        self._own_filters: list[Any] = []
        self._ids: type[_filters.IdFinder] | None = None
        with self._in_force():
            self.plugins = list(self._made())
            self._filter()
        self.custom = [plugin for plugin in self.plugins if not known or is_custom(plugin)]

    @contextmanager
    def _in_force(self) -> Iterator[None]:
        """Put this run's settings where detect-secrets looks for them, and then what was there back."""
        from detect_secrets.settings import get_settings

        settings = get_settings()
        before = settings.plugins, settings.filters
        settings.plugins, settings.filters = self._settings
        try:
            yield
        finally:
            settings.plugins, settings.filters = before

    def _made(self) -> Iterator[Any]:
        """The plugins, initialised; where a custom one has the type of another, it takes its place."""
        classes = self._classes()
        for name, config in self._settings[0].items():
            found = [one for one in classes.values() if one.__name__ == name]
            if not found:
                raise NotJudged(SETTINGS, f"no plugin {name!r} is known; correct the list of plugins")
            try:
                yield found[0](**{key: value for key, value in config.items() if key != "path"})
            except Exception as bad:
                raise NotJudged(SETTINGS, f"the plugin {name!r} cannot be set up: {type(bad).__name__}") from bad

    def _classes(self) -> dict[str, Any]:
        from detect_secrets import plugins
        from detect_secrets.core.plugins import util
        from detect_secrets.util.importlib import import_types_from_package

        package: Any = plugins  # as detect-secrets does, against its own annotation
        valid = util._is_valid_plugin  # noqa: SLF001
        known: Any = import_types_from_package(package, filter=lambda one: not valid(one))
        found: dict[str, Any] = {one.secret_type: one for one in known}
        for path in dict.fromkeys(config["path"] for config in self._settings[0].values() if "path" in config):
            for one in classes_of(str(path).removeprefix("file://")):
                found[one.secret_type] = one
        return found

    def _filter(self) -> None:
        """Sort the filters by what they are asked about."""
        heuristic = _FILTERS + "heuristic."
        for path, config in self._settings[1].items():
            if path in _SECRET_FILTERS or path in _MAKERS:
                self._secret_filters.append(_MAKERS.get(path, _heuristic)(path, config))
            elif path in _LINE_FILTERS:
                self._line_filters.append(_LINE_FILTERS[path](config))
            elif path == heuristic + "is_likely_id_string":
                self._ids = _id_finder()
            elif path not in BY_NAME and path != VERIFICATION:
                self._own_filters.extend(_own_filter(path))

    def leaves_out(self, filename: str) -> bool:
        """Whether a filter that the settings bring along leaves a file out."""
        if not self._own_filters:
            return False
        with self._in_force():
            return self._filtered("filename", filename=filename)

    def _filtered(self, about: str, **known: Any) -> bool:
        """Whether one of the filters that the settings bring along drops this, asked as detect-secrets asks."""
        from detect_secrets.util.inject import call_function_with_arguments

        for one in self._own_filters:
            if about in one.injectable_variables:
                try:
                    if call_function_with_arguments(one, **known):
                        return True
                except TypeError:  # it asks for what is not known at this stage
                    continue
        return False

    def secrets(self, line: Line, wanted: Collection[str], hits: Mapping[int, Sequence[int]] = _NONE) -> list[Value]:
        """What these plugins, and all custom ones, find in a line and no filter drops.

        `hits` are the gate's, by their numbers as offsets in the line, for one too long to be searched as a whole.
        """
        with self._in_force():
            return list(self._secrets(line, wanted, hits))

    def _secrets(self, line: Line, wanted: Collection[str], hits: Mapping[int, Sequence[int]]) -> Iterator[Value]:
        if any(drops(line) for drops in self._line_filters):
            return
        if self._own_filters and self._filtered("line", filename=line.filename, line=line.text, context=line.around()):
            return
        ids = self._ids(line.text) if self._ids is not None else None
        for plugin in self.plugins:
            name = type(plugin).__name__
            if plugin in self.custom or name in wanted:
                for one in self._of(plugin, line, hits):
                    if not self._dropped(one, plugin, line, ids):
                        yield one

    def _of(self, plugin: Any, line: Line, hits: Mapping[int, Sequence[int]]) -> Iterator[Value]:
        name = type(plugin).__name__
        if hits and plugin not in self.custom:
            import hashlib

            from . import _long

            kind = str(plugin.secret_type)
            for value, start in _long.values(plugin, line.filename, line.text, hits, line.tick).items():
                yield Value(kind, hashlib.sha1(value.encode(), usedforsecurity=False).hexdigest(), value, name, start)
            return
        if plugin in self.custom:
            from detect_secrets.util.inject import call_function_with_arguments

            found = call_function_with_arguments(
                plugin.analyze_line,
                filename=line.filename,
                line=line.text,
                line_number=line.number,
                context=line.around(),
            )
        else:
            found = plugin.analyze_line(filename=line.filename, line=line.text, line_number=line.number)
        for one in found or ():
            yield Value(one.type, one.secret_hash, one.secret_value, name)

    def _dropped(self, one: Value, plugin: Any, line: Line, ids: "_filters.IdFinder | None") -> bool:
        if any(drops(one.value, plugin) for drops in self._secret_filters):
            return True
        if (
            ids is not None
            and not _is_by_pattern(plugin)
            and ids.is_before(one.value, certain=plugin not in self.custom)
        ):
            return True
        if not self._own_filters:
            return False
        known = {"filename": line.filename, "secret": one.value, "plugin": plugin, "line": line.text}
        return self._filtered("secret", **known) or self._filtered("context", **known, context=line.around())


def _is_by_pattern(plugin: Any) -> bool:
    from detect_secrets.plugins.base import RegexBasedDetector

    return isinstance(plugin, RegexBasedDetector)


def is_custom(plugin: Any) -> bool:
    """Whether the gate knows nothing of this plugin, so that it has to see every line."""
    kind = type(plugin)
    return kind.__name__ not in PLUGINS or not kind.__module__.startswith("detect_secrets.plugins.")


def classes_of(path: str) -> list[Any]:
    """The plugins in a Python file; NotJudged when it has none or cannot be imported."""
    from detect_secrets.core.plugins import util

    try:
        found: list[Any] = list(util.get_plugins_from_file(path))
    except Exception as bad:  # whatever somebody's own module raises
        raise NotJudged(path, f"cannot be imported as a plugin of detect-secrets: {type(bad).__name__}") from bad
    if not found:
        raise NotJudged(path, "has no plugin of detect-secrets; correct the list of plugins")
    return found


def yaml_lines(filename: str, text: str) -> list[str] | None:
    """What detect-secrets itself makes of a YAML file; None where it reads the lines as they are."""
    from detect_secrets.transformers.exceptions import ParsingError
    from detect_secrets.transformers.yaml import YAMLTransformer

    file: Any = _Named(text, filename)
    try:
        return YAMLTransformer().parse_file(file)
    except ParsingError:
        return None


class _Named(StringIO):
    """A text that has a file's name."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text)
        self.name = name


def _heuristic(path: str, _config: Mapping[str, Any]) -> Callable[[str, Any], bool]:
    module, name = path.rsplit(".", 1)
    function = getattr(import_module(module), name)
    return lambda secret, _plugin: bool(function(secret))


def _excluder(_path: str, config: Mapping[str, Any]) -> Callable[[str, Any], bool]:
    excluded = patterns(config)
    return lambda secret, _plugin: any(pattern.search(secret) for pattern in excluded)


def _id_finder() -> "type[_filters.IdFinder]":
    from . import _filters

    return _filters.IdFinder


def _allowlist(_config: Mapping[str, Any]) -> Callable[[Line], bool]:
    from . import _filters

    return lambda line: _filters.is_allowlisted(line.filename, line.text, line.previous)


def _indirect(_config: Mapping[str, Any]) -> Callable[[Line], bool]:
    from . import _filters

    return lambda line: _filters.is_indirect(line.text)


def _line_excluder(config: Mapping[str, Any]) -> Callable[[Line], bool]:
    excluded = patterns(config)
    return lambda line: any(pattern.search(line.text) for pattern in excluded)


def _words(_path: str, config: Mapping[str, Any]) -> Callable[[str, Any], bool]:
    """Whether a secret holds one of the words of a list."""
    path = str(config.get("file_name"))
    try:
        with open(path) as file:  # in the encoding in which detect-secrets reads it
            words = {line.lower().strip() for line in file}
        words = {word for word in words if len(word) >= config["min_length"]}
    except (OSError, ValueError, KeyError, TypeError) as bad:
        why = f"cannot be read as the list of words that the filters name: {type(bad).__name__}"
        raise NotJudged(path, why) from None
    return lambda secret, _plugin: any(word in secret.lower() for word in words)


def _gibberish(_path: str, config: Mapping[str, Any]) -> Callable[[str, Any], bool]:
    """Whether a secret reads like words, by the model that the filters name."""
    try:
        serializer = import_module("gibberish_detector.serializer")
        make = import_module("gibberish_detector.detector").Detector
        model = import_module("gibberish_detector.model").Model(charset="")
    except ImportError:
        why = "the gibberish filter is asked for, and its package is missing; install gibberish-detector"
        raise NotJudged(SETTINGS, why) from None
    from detect_secrets.filters import gibberish
    from detect_secrets.plugins.private_key import PrivateKeyDetector

    path = str(config.get("model") or os.path.join(gibberish.__path__[0], "rfc.model"))
    try:
        with open(path) as file:
            model.update(serializer.deserialize(file.read()))
        detector = make(model=model, threshold=config["limit"])
    except Exception as bad:  # whatever the package makes of a damaged file
        raise NotJudged(path, f"cannot be read as a gibberish model: {type(bad).__name__}") from bad
    plain = frozenset("0123456789abcdefABCDEF-")

    def reads(secret: str, plugin: Any) -> bool:
        if isinstance(plugin, PrivateKeyDetector) or not set(secret) - plain:
            return False
        return not detector.is_gibberish(secret.lower())

    return reads


_MAKERS = {
    _FILTERS + "regex.should_exclude_secret": _excluder,
    _FILTERS + "wordlist.should_exclude_secret": _words,
    _FILTERS + "gibberish.should_exclude_secret": _gibberish,
}
_LINE_FILTERS = {
    _FILTERS + "allowlist.is_line_allowlisted": _allowlist,
    _FILTERS + "heuristic.is_indirect_reference": _indirect,
    _FILTERS + "regex.should_exclude_line": _line_excluder,
}


def _own_filter(path: str) -> Iterable[Any]:
    """A filter out of a file or a module, as detect-secrets finds it; it leaves out what it cannot find."""
    from detect_secrets.exceptions import InvalidFile
    from detect_secrets.util.importlib import import_file_as_module
    from detect_secrets.util.inject import get_injectable_variables

    try:
        if path.startswith("file://"):
            file, name = path.removeprefix("file://").split("::")
            function = getattr(import_file_as_module(file), name)
        else:
            module, name = path.rsplit(".", 1)
            function = getattr(import_module(module), name)
    except (ModuleNotFoundError, FileNotFoundError, AttributeError, InvalidFile):
        return ()
    except Exception as bad:
        raise NotJudged(path, f"cannot be imported as a filter of detect-secrets: {type(bad).__name__}") from bad
    function.injectable_variables = set(get_injectable_variables(function))
    function.path = path
    return (function,)
