"""Whether a hook's filters let through less than they did: files, types, stages.

The answer is "less" unless it is certain that they do not; what a filter says by not being there is
decided by the hook's own manifest, which is not at hand, and counts as everything.
"""

from ._configuration import Configuration, Hook, words
from ._pattern import Pattern, read
from ._tree import Item, Table, Value

_EVERYTHING = read("")
_NOTHING = read("^$")
_ALL_GLOBS = frozenset(("**", "**/*"))
# A hook that names one of these got there by its purpose: it has a message or no file at all to inspect.
_OTHER_STAGES = frozenset(
    ("commit-msg", "prepare-commit-msg", "post-checkout", "post-commit", "post-merge", "post-rewrite", "pre-rebase")
)

# A path of each kind. What finds all of them finds everything that a repository holds.
_PROBES = (
    *("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"),
    *(".env", "__init__.py", "README", "Makefile", "src/app.py", "config/settings.yaml", "a/b/c-1_2.json", "w x.txt"),
)


def files_narrowed(before: Table, after: Table) -> bool:
    """Whether `files` may select less."""
    wide = _value(after, "files")
    return wide is not None and not _covers(wide, _value(before, "files"), _EVERYTHING)


def exclude_widened(before: Table, after: Table, above: Table | None = None) -> bool:
    """Whether `exclude` may leave out more; `above` are the settings for all hooks, which did so too."""
    now = _value(after, "exclude")
    if now is None:
        return False
    both = [value for value in (_value(before, "exclude"), _value(above or {}, "exclude")) if value is not None]
    if any(_covers(was, now, _NOTHING) for was in both) or _covers("^$", now, _NOTHING):
        return False
    patterns = [read(_text(was)) for was in both if not isinstance(was, dict)]
    known = [one for one in patterns if one is not None]
    narrow = None if isinstance(now, dict) else read(_text(now))
    if len(known) < 2 or narrow is None or known[0].flags != known[1].flags:
        return True
    return not Pattern(known[0].flags, known[0].alternatives | known[1].alternatives).covers(narrow)


def types_narrowed(before: Hook, after: Hook) -> str:
    """Which of `types`, `types_or` and `exclude_types` may select less; empty when none does."""
    was, now = set(before.words("types") or ()), set(after.words("types") or ())
    was_or, now_or = set(before.words("types_or") or ()), set(after.words("types_or") or ())
    if now - was - {"file"}:
        return "types"
    # A file that has all of `was` is let through by any one of them.
    if now_or and not (now_or & (was | {"file"}) or (was_or and was_or <= now_or)):
        return "types_or"
    if set(after.words("exclude_types") or ()) - set(before.words("exclude_types") or ()):
        return "exclude_types"
    return ""


def stages_lost(
    before: Hook, after: Hook, was: Configuration, now: Configuration, manifest: tuple[str, ...] = ()
) -> tuple[str, ...]:
    """The stages at which a hook ran and no longer does, where that is certain; `manifest` has its manifest's."""
    ran, runs = before.words("stages"), after.words("stages")
    if manifest and before.source != "local":
        return _without(ran or manifest, runs or (manifest if after.source != "local" else ran or manifest))
    if runs is None:
        local = before.source == "local"  # of another repository's hook the manifest decides
        runs = words(now.settings, "default_stages") if local and ran else None
        return _without(ran or (), runs) if runs is not None else ()
    if ran is not None:
        return _without(ran, runs)
    if runs and _OTHER_STAGES.issuperset(runs):
        return ()
    return _without(default_stages(was), runs)


def default_stages(configuration: Configuration) -> tuple[str, ...]:
    """Where hooks run that do not say so: what is set, or what git calls after `pre-commit install`."""
    found = words(configuration.settings, "default_stages")
    return installed(configuration) if found is None else found


def installed(configuration: Configuration) -> tuple[str, ...]:
    """The git hooks that an installation sets up."""
    found = words(configuration.settings, "default_install_hook_types")
    return ("pre-commit",) if found is None else found


def _without(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    """What is gone; nobody misses `manual`, which runs when somebody asks for it."""
    return tuple(stage for stage in dict.fromkeys(before) if stage not in after and stage != "manual")


def excludes_everything(table: Table) -> bool:
    """Whether `exclude` certainly leaves out every file."""
    value = _value(table, "exclude")
    if isinstance(value, dict):
        return bool(_ALL_GLOBS & _globs(value))
    pattern = read(_text(value)) if value is not None else None
    return pattern is not None and (pattern.finds_everything or _finds_all(_text(value), pattern))


def selects_nothing(table: Table) -> bool:
    """Whether `files` certainly selects no file."""
    value = _value(table, "files")
    pattern = read(_text(value)) if value is not None and not isinstance(value, dict) else None
    return pattern is not None and pattern.finds_nothing


def _finds_all(expression: str, pattern: Pattern) -> bool:
    """Whether an expression finds a path of each kind; asked only where that takes no time."""
    if not pattern.is_calm:
        return False
    import re
    from warnings import catch_warnings

    try:
        with catch_warnings(action="ignore"):  # of an expression that a later Python may read otherwise
            search = re.compile(expression).search
    except (re.error, RecursionError, OverflowError):
        return False
    return all(search(probe) for probe in _PROBES)


def _value(table: Table, key: str) -> Value:
    return table[key].value if key in table else None


def _text(value: Value) -> str:
    return value if isinstance(value, str) else str(value).lower()


def _covers(wide: Value, narrow: Value, absent: Pattern | None) -> bool:
    """Whether one filter certainly finds what the other finds, which is `absent` when it is not there."""
    if isinstance(wide, dict) and _ALL_GLOBS & _globs(wide):
        return True
    if isinstance(wide, dict) and isinstance(narrow, dict):
        return _globs(narrow) <= _globs(wide)
    if isinstance(wide, dict) or isinstance(narrow, dict):
        return False
    if narrow is not None and _text(wide) == _text(narrow):
        return True
    wider = read(_text(wide))
    narrower = read(_text(narrow)) if narrow is not None else absent
    return wider is not None and narrower is not None and wider.covers(narrower)


def _globs(value: dict[str, Item]) -> frozenset[str]:
    globs = value["glob"].value
    found = [one.value for one in globs] if isinstance(globs, list) else [globs]
    return frozenset(map(str, found))
