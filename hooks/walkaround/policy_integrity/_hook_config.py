"""What a change does to a configuration of hooks, and what is wrong with one by itself.

Hooks are matched by repository and id, so that neither their order nor their `rev` matters.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from .._catalogue import ENTRIES
from .._finding import Finding, NotJudged
from . import _command, _selection
from ._configuration import LOCAL, Configuration, Hook, read, words
from ._kinds import HOOK_CONFIGURATIONS
from ._match import Pair, match
from ._rules import HOOK_WEAKENED
from ._tree import Item, Table, plain

Said = Finding | NotJudged

# Where Walkaround's hooks run, as their manifest says.
_STAGES = {"strict": ("pre-commit",), **{entry.id: entry.stages for entry in ENTRIES}}


_BY_PIPELINES = frozenset({"quality-gate", "vulnerability-audit"})  # where commits and pushes cannot wait for them


def compare(
    path: str, before: bytes | None, after: bytes | None, own_ids: frozenset[str] = frozenset()
) -> Iterator[Said]:
    """What a change does to one configuration; None where there is no such file. `own_ids` are Walkaround's hooks.

    Whatever ceases to be inspected is a finding; what comes to be inspected is none.
    """
    yield from _compare(_Side(path, before), _Side(path, after), own_ids)


def check_alone(
    path: str, content: bytes, own_ids: frozenset[str] = frozenset(), at_commit: frozenset[str] | None = None
) -> Iterator[Said]:
    """What is wrong with a configuration whatever it was before: hooks of Walkaround that inspect nothing.

    `at_commit` are those of `own_ids` that inspect a commit or its message; all when None.
    """
    try:
        configuration = read(path, content)
    except NotJudged as bad:
        yield bad
        return
    for key, message in _nothing_left(configuration.settings):
        place = configuration.text.place(configuration.settings[key].offset)
        yield _finding(path, place, f"No hook inspects any file: `{key}` {message}.")
    for hook in configuration.hooks:
        if hook.id in own_ids:
            for key, message in _disabled(hook, at_commit is None or hook.id in at_commit):
                yield _finding(path, configuration.text.place(hook.at(key)), f"{_name(hook)} {message}.")


def runs(path: str, content: bytes, own_ids: frozenset[str]) -> bool:
    """Whether a configuration, empty when there is none, has a hook of Walkaround, or at least names it."""
    if not content or b"walkaround" in content:
        return bool(content)
    try:
        hooks = read(path, content).hooks
    except NotJudged:
        return False
    return any(hook.id in own_ids or "walkaround" in hook.source for hook in hooks)


def _disabled(hook: Hook, at_commit: bool) -> Iterator[tuple[str, str]]:
    """How a hook of Walkaround is switched off: by which option, and in words."""
    for key, message in _nothing_left(hook.options):
        yield key, f"inspects no file: `{key}` {message}"
    if at_commit and hook.id not in _BY_PIPELINES and set(hook.words("stages") or ()) == {"manual"}:
        yield "stages", "never runs by itself: `stages` is `manual`"
    if _command.silenced((), hook.words("args") or ()):
        yield "args", "inspects nothing: with these `args` it speaks of itself"
    if "entry" in hook.options and _command.does_nothing(hook.text("entry")):
        yield "entry", "inspects nothing: `entry` is a command that always succeeds"


def _nothing_left(table: Table) -> Iterator[tuple[str, str]]:
    """The filters of a table that let no file through, and how."""
    if _selection.excludes_everything(table):
        yield "exclude", "matches every file"
    if _selection.selects_nothing(table):
        yield "files", "matches no file"


def compare_all(
    before: Mapping[str, bytes],
    after: Mapping[str, bytes],
    own_ids: frozenset[str] = frozenset(),
    emptied: Collection[str] = (),
) -> Iterator[Said]:
    """What a change does to the configurations of a repository, those beside a changed one included.

    One that is deleted is compared with the one that takes its place in its folder, and one that prek
    no longer reads with the one that it reads instead. `emptied` are folders, such as `sub/`, of which
    the change leaves nothing: their hooks have nothing left to inspect.
    """
    unfit: set[str] = set()
    for was, now in _sides(before, after, emptied):
        for one in _compare(was, now, own_ids):
            if not isinstance(one, NotJudged):
                yield one
            elif one.path not in unfit:  # several may be compared with it
                unfit.add(one.path)
                yield one


def _sides(
    before: Mapping[str, bytes], after: Mapping[str, bytes], emptied: Collection[str]
) -> Iterator[tuple["_Side", "_Side"]]:
    """What has to be compared with what."""
    new = [after[path] for path in after if path not in before]
    for path in sorted({*before, *after}):
        folder = path[: path.rfind("/") + 1]
        if path in after:
            yield _Side(path, before.get(path)), _Side(path, after[path])
            hidden = _first(folder, before)
            if path not in before and hidden in after and _first(folder, after) == path:
                yield _Side(hidden, before[hidden]), _Side(path, after[path])
        elif not folder or not (folder in emptied or before[path] in new):  # a project may move, the top may not
            heir = _first(folder, after) or path
            yield _Side(path, before[path]), _Side(heir, after.get(heir))


def _first(folder: str, files: Mapping[str, bytes]) -> str:
    """The configuration that prek reads in a folder; empty when there is none."""
    return next((folder + name for name in HOOK_CONFIGURATIONS if folder + name in files), "")


class _Side(NamedTuple):
    """One side of a comparison."""

    path: str
    content: bytes | None


def _compare(before: _Side, after: _Side, own_ids: frozenset[str]) -> Iterator[Said]:
    try:
        now = read(after.path, after.content) if after.content is not None else None
    except NotJudged as bad:
        yield bad
        return
    if before.content is None:
        if now is not None:
            yield from _alone(after.path, now)
        return
    try:
        was = read(before.path, before.content)
    except NotJudged:
        # What cannot be read inspected nothing, and whoever repairs it must not be stopped.
        if now is None:
            message = "The configuration of the hooks is deleted, and what it held cannot be read."
            yield _finding(before.path, (0, 0), message)
        return
    if now is None:
        for hook in was.hooks:
            yield _finding(before.path, (0, 0), f"{_name(hook)} is removed with its configuration.")
        return
    yield from _Comparison(after.path, was, now, own_ids).findings()


def _alone(path: str, now: Configuration) -> Iterator[Finding]:
    """What a new configuration takes away from others."""
    orphan = now.settings.get("orphan")
    if orphan is not None and orphan.value is True and "/" in path:
        message = "The hooks of the folders above no longer see the files of this one."
        yield _finding(path, now.text.place(orphan.offset), message)


class _Comparison:
    """Two configurations that could be read."""

    def __init__(self, path: str, was: Configuration, now: Configuration, own_ids: frozenset[str]) -> None:
        self._path = path
        self._was = was
        self._now = now
        self._own_ids = own_ids

    def findings(self) -> Iterator[Finding]:
        yield from self._settings()
        matched = match(self._was.hooks, self._now.hooks)
        for hook in matched.gone:
            yield _finding(self._path, self._place_of_gone(hook), f"{_name(hook)} is removed.")
        for pair in matched.pairs:
            yield from self._moved(pair)
            yield from self._narrowed(pair)
            if pair.before.id in self._own_ids:
                yield from self._own(pair)

    def _at(self, offset: int, message: str) -> Finding:
        return _finding(self._path, self._now.text.place(offset), message)

    def _place_of_gone(self, hook: Hook) -> tuple[int, int]:
        """Where its repository still is, or the whole file."""
        place = next((one.place for one in self._now.hooks if one.source == hook.source), None)
        return (0, 0) if place is None else self._now.text.place(place)

    def _settings(self) -> Iterator[Finding]:
        was, now = self._was.settings, self._now.settings
        if _selection.exclude_widened(was, now):
            yield self._at(now["exclude"].offset, "All hooks together leave out other files than before: `exclude`.")
        if _selection.files_narrowed(was, now):
            yield self._at(now["files"].offset, "All hooks together select other files than before: `files`.")
        lost = _lost(_selection.default_stages(self._was), words(now, "default_stages"))
        if lost:
            yield self._at(
                now["default_stages"].offset, f"Hooks that do not say where they run no longer run at {lost}."
            )
        lost = _lost(_selection.installed(self._was), words(now, "default_install_hook_types"))
        if lost:
            place = now["default_install_hook_types"].offset
            yield self._at(place, f"An installation no longer sets up git's hook {lost}.")
        if _interpreters(now) - _interpreters(was):
            place = now["default_language_version"].offset
            yield self._at(place, "All hooks run on an interpreter of their own: `default_language_version`.")
        if was.get("orphan", Item(0, False)).value is not True:
            yield from _alone(self._path, self._now)
        skipped = dict.fromkeys(_skipped(now))
        for name in skipped:
            if name in self._own_ids and name not in _skipped(was):
                yield self._at(now["ci"].offset, f"pre-commit.ci no longer runs the hook {_quoted(name)}.")

    def _moved(self, pair: Pair) -> Iterator[Finding]:
        """What became of a hook's program."""
        before, after = pair
        if before.source != after.source:
            if after.source == LOCAL:
                yield self._at(after.offset, f"{_name(before)} is replaced by a command of this repository.")
                return
            if before.id in self._own_ids:
                yield self._at(after.offset, f"{_name(before)} now comes from {_short(after.source)}.")
        if "entry" in after.options:
            key = _command.weakened(_started(before), _started(after), after.words("args") or ())
            if key:
                yield self._at(after.at(key), f"{_name(before)} runs another command than before: `{key}`.")
        if after.text("shell") != before.text("shell"):
            yield self._at(after.at("shell"), f"{_name(before)} runs its command in another shell: `shell`.")
        if "language" in after.options and after.language != before.language and before.id in self._own_ids:
            yield self._at(after.at("language"), f"{_name(before)} runs its command in another way: `language`.")

    def _narrowed(self, pair: Pair) -> Iterator[Finding]:
        before, after = pair
        name = _name(before)
        if _selection.exclude_widened(before.options, after.options, self._was.settings):
            yield self._at(after.at("exclude"), f"{name} leaves out other files than before: `exclude`.")
        if _selection.files_narrowed(before.options, after.options):
            yield self._at(after.at("files"), f"{name} selects other files than before: `files`.")
        if key := _selection.types_narrowed(before, after):
            yield self._at(after.at(key), f"{name} selects other kinds of files than before: `{key}`.")
        manifest = _STAGES.get(before.id, ()) if before.id in self._own_ids else ()
        if stages := _selection.stages_lost(before, after, self._was, self._now, manifest):
            yield self._at(after.at("stages"), f"{name} no longer runs at {_list(stages)}.")
        if _is(before, "always_run", True) and not _is(after, "always_run", True):
            yield self._at(after.at("always_run"), f"{name} no longer runs where no file is selected: `always_run`.")
        if self._lost_file_names(pair):
            yield self._at(after.at("pass_filenames"), f"{name} is no longer told which files to inspect.")

    def _lost_file_names(self, pair: Pair) -> bool:
        """Whether a hook is no longer told which files to inspect, and not told otherwise either."""
        before, after = pair
        if not _is(after, "pass_filenames", False) or _is(before, "pass_filenames", False):
            return False
        named = any(not word.startswith("-") for word in after.words("args") or ())
        # A command of this repository often finds its files itself, such as `make lint`.
        return after.id in self._own_ids or not (named or after.source == LOCAL)

    def _own(self, pair: Pair) -> Iterator[Finding]:
        before, after = pair
        name = _name(before)
        was, now = before.words("args") or (), after.words("args") or ()
        if not _holds(now, was) or _command.silenced(was, now):
            yield self._at(after.at("args"), f"{name} is run with other arguments than before: `args`.")
        packages = [set(hook.words("additional_dependencies") or ()) for hook in pair]
        if packages[0] - packages[1]:
            yield self._at(after.at("additional_dependencies"), f"{name} loses an entry of `additional_dependencies`.")
        elif packages[0] != packages[1]:  # what is installed beside it may take its place
            place = after.at("additional_dependencies")
            yield self._at(place, f"{name} is installed with other packages than before: `additional_dependencies`.")
        if _is(after, "always_run", False) and not _is(before, "always_run", False):
            yield self._at(after.at("always_run"), f"{name} may no longer run where no file is selected: `always_run`.")
        if _is_place(after.text("language_version")) and after.text("language_version") != before.text(
            "language_version"
        ):
            yield self._at(
                after.at("language_version"), f"{name} runs on an interpreter of its own: `language_version`."
            )
        if _command.prepared(after.text("entry")) - _command.prepared(before.text("entry")):
            yield self._at(after.at("entry"), f"{name} is started in another environment than before: `entry`.")
        if plain(after.options.get("env")) != plain(before.options.get("env")) and "env" in after.options:
            yield self._at(after.at("env"), f"{name} is run in another environment than before: `env`.")


def _started(hook: Hook) -> tuple[str, str]:
    return hook.language, hook.text("entry")


def _is(hook: Hook, key: str, value: bool) -> bool:
    return key in hook.options and hook.options[key].value is value


def _is_place(version: str) -> bool:
    """Whether a version of a language is a program somewhere, not a version."""
    return "/" in version or "\\" in version


def _interpreters(settings: Table) -> set[str]:
    """The interpreters that all hooks of a language are told to run on by a path."""
    versions = settings["default_language_version"].value if "default_language_version" in settings else None
    found = versions.values() if isinstance(versions, dict) else ()
    return {one.value for one in found if isinstance(one.value, str) and _is_place(one.value)}


def _holds(now: tuple[str, ...], was: tuple[str, ...]) -> bool:
    """Whether all former arguments are still there, in their order."""
    rest = iter(now)
    return all(word in rest for word in was)


def _skipped(settings: Table) -> tuple[str, ...]:
    """The ids that pre-commit.ci is told to skip."""
    ci = settings["ci"].value if "ci" in settings else None
    return (words(ci, "skip") or ()) if isinstance(ci, dict) else ()


def _lost(before: tuple[str, ...], after: tuple[str, ...] | None) -> str:
    return "" if after is None else _list([one for one in before if one not in after])


def _list(names: Sequence[str]) -> str:
    return ", ".join(names)


def _name(hook: Hook) -> str:
    of = "" if hook.source in (LOCAL, "meta", "builtin") else f" of {_short(hook.source)}"
    return f"The hook {_quoted(hook.id)}{of}"


def _quoted(word: str) -> str:
    return f'"{_short(word)}"'


def _short(word: str) -> str:
    return word if len(word) <= 100 else word[:97] + "..."


def _finding(path: str, place: tuple[int, int], message: str) -> Finding:
    return Finding(path, *place, HOOK_WEAKENED.id, message, HOOK_WEAKENED.remedy)
