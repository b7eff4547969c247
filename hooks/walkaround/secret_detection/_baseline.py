"""`.secrets.baseline`: what people have looked at and accepted, in detect-secrets' own format.

An entry excuses one secret (by type and SHA-1) in one file. What the file says about plugins is checked but
not obeyed, so no baseline can switch the inspection off; of its filters the three exclusion lists are
obeyed, unless they exclude everything. Format: detect-secrets 1.5.0, `detect_secrets/core/baseline.py`.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from warnings import catch_warnings

from .._finding import NotJudged
from .._policy import did_you_mean
from ._kinds import ADDRESSES, DETECTORS

_KEYS = frozenset(
    {"version", "plugins_used", "filters_used", "results", "generated_at", "word_list", "custom_plugin_paths"}
)
_OLD_KEYS = frozenset({"exclude", "exclude_regex"})  # of versions before 1.0
_EXCLUDES = "detect_secrets.filters.regex.should_exclude_"
_FILTERS = frozenset(
    "detect_secrets.filters." + name
    for name in (
        *("allowlist.is_line_allowlisted", "common.is_baseline_file", "common.is_ignored_due_to_verification_policies"),
        *("common.is_invalid_file", "gibberish.should_exclude_secret", "wordlist.should_exclude_secret"),
        *("heuristic.is_sequential_string", "heuristic.is_potential_uuid", "heuristic.is_likely_id_string"),
        *("heuristic.is_templated_secret", "heuristic.is_prefixed_with_dollar_sign", "heuristic.is_indirect_reference"),
        *("heuristic.is_lock_file", "heuristic.is_not_alphanumeric_string", "heuristic.is_swagger_file"),
        "heuristic.is_non_text_file",
        *("regex.should_exclude_file", "regex.should_exclude_line", "regex.should_exclude_secret"),
    )
)
# One list excludes everything when it takes all of these, which have next to nothing in common.
_PROBES = {
    "file": (
        "a",
        "Q7",
        "README",
        "Makefile",
        ".env",
        "src/app.py",
        "config/settings.yaml",
        "a/b/c-1_2.json",
        "w x.txt",
    ),
    "line": ("", "a", "7", "x = 1", 'password = "h8Kq"', "API_KEY: zz", '{"t": 0}', "\tend", "<a href='/'>", "# -"),
    "secret": ("a", "Zk9", "0f3c9a17", "hQ8+/xW2kLp0=", "x-y_z.w~!", "AKQT7", "correct horse", "\u00e9\u4e2d", "%$#@"),
}
_LONGEST = 2000  # of a pattern, and of the line it is asked about


class Entry(NamedTuple):
    """One accepted secret. `line` is 0 when the baseline does not tell. `is_secret` is what an audit said."""

    type: str
    hash: str
    line: int
    is_secret: bool | None = None
    is_verified: bool = False


class Baseline(NamedTuple):
    """Accepted secrets by file, as paths from the repository's top with slashes; patterns by what they exclude.

    `plugins` and `filters` are what detect-secrets would look with, which counts in compat mode alone.
    """

    entries: Mapping[str, Sequence[Entry]]
    excludes: Mapping[str, Sequence[re.Pattern[str]]]
    plugins: Sequence[Mapping[str, Any]] | None = None
    filters: Sequence[Mapping[str, Any]] | None = None

    def excluded(self, what: str, text: str) -> bool:
        """Whether an exclusion list for `what` ("file", "line", "secret") names this text."""
        return any(pattern.search(text[:_LONGEST]) for pattern in self.excludes.get(what, ()))


EMPTY = Baseline({}, {})


def parse(path: str, content: bytes) -> Baseline:
    """A baseline from its bytes; NotJudged with the reason when it cannot be relied on."""
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise NotJudged(
            path, "is not UTF-8, so no file was judged; write it again with `detect-secrets scan`"
        ) from None
    except (ValueError, RecursionError) as bad:
        line = getattr(bad, "lineno", 0)
        where = f" (line {line})" if line else ""
        raise _unusable(path, f"is not JSON{where}") from None
    if not isinstance(data, dict):
        raise _unusable(path, "is not a JSON object")
    for key in data:
        if key not in _KEYS | _OLD_KEYS:
            raise _unusable(path, f"has an unknown key {_named(key)}{_near(key, _KEYS)}")
    if "results" not in data:
        raise _unusable(path, "has no results")
    _check_plugins(path, data.get("plugins_used"))
    excludes = _filters(path, data)
    return Baseline(_entries(path, data["results"]), excludes, data.get("plugins_used"), data.get("filters_used"))


def _unusable(path: str, why: str) -> NotJudged:
    return NotJudged(path, f"{why}; no file was judged against it: repair it or remove it")


def _named(word: object) -> str:
    """A word of the baseline, short enough to be quoted: it is configuration, never a secret."""
    return repr(word if not isinstance(word, str) or len(word) <= 60 else word[:57] + "...")


def _near(word: str, known: Sequence[str] | frozenset[str]) -> str:
    return did_you_mean(word, sorted(known))


def _check_plugins(path: str, plugins: Any) -> None:
    """The list must be one that detect-secrets would inspect with: an empty one makes it pass everything."""
    if plugins is None:
        raise _unusable(path, "has no plugins_used, with which detect-secrets inspects nothing")
    if not isinstance(plugins, list):
        raise _unusable(path, "has a plugins_used that is not a list")
    if not plugins:
        raise _unusable(path, "has an empty plugins_used, with which detect-secrets inspects nothing")
    known = (*DETECTORS, *ADDRESSES)
    for plugin in plugins:
        name = plugin.get("name") if isinstance(plugin, dict) else None
        if not isinstance(name, str):
            raise _unusable(path, "has a plugin without a name in plugins_used")
        if name not in known:
            raise _unusable(path, f"names an unknown plugin {_named(name)}{_near(name, known)}")


def _filters(path: str, data: Mapping[str, Any]) -> dict[str, tuple[re.Pattern[str], ...]]:
    lists: dict[str, list[str]] = {}
    used = data.get("filters_used", [])
    if not isinstance(used, list):
        raise _unusable(path, "has a filters_used that is not a list")
    for one in used:
        name = one.get("path") if isinstance(one, dict) else None
        if not isinstance(name, str):
            raise _unusable(path, "has a filter without a path in filters_used")
        if name not in _FILTERS:
            own = "; own filters are not run" if name.startswith("file:") else _near(name, _FILTERS)
            raise _unusable(path, f"names an unknown filter {_named(name)}{own}")
        if name.startswith(_EXCLUDES):
            lists.setdefault(name.removeprefix(_EXCLUDES), []).extend(_strings(path, one.get("pattern")))
    old = data.get("exclude") or {}
    if not isinstance(old, dict):
        raise _unusable(path, "has an exclude that is not an object")
    for what, pattern in (("file", data.get("exclude_regex")), ("file", old.get("files")), ("line", old.get("lines"))):
        if pattern:
            lists.setdefault(what, []).extend(_strings(path, [pattern]))
    return {what: _compiled(path, what, patterns) for what, patterns in lists.items()}


def _strings(path: str, value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(item, str) and len(item) <= _LONGEST for item in value):
        raise _unusable(path, "has a pattern that is not a list of strings")
    return value


def _compiled(path: str, what: str, patterns: Sequence[str]) -> tuple[re.Pattern[str], ...]:
    try:
        with catch_warnings(action="ignore"):  # of a pattern that a later Python may read otherwise
            found = tuple(re.compile(pattern) for pattern in patterns)
    except (re.error, RecursionError, OverflowError):
        raise _unusable(path, f"has a should_exclude_{what} pattern that is no regular expression") from None
    if found and all(any(pattern.search(probe) for pattern in found) for probe in _PROBES[what]):
        raise _unusable(path, f"excludes every {what} (should_exclude_{what})")
    return found


def _entries(path: str, results: Any) -> dict[str, list[Entry]]:
    entries: dict[str, list[Entry]] = {}
    if not isinstance(results, dict):
        raise _unusable(path, "has results that are not an object")
    for file, secrets in results.items():
        if not isinstance(secrets, list):
            raise _unusable(path, f"has results of {_named(file)} that are not a list")
        for one in secrets:
            if not isinstance(one, dict):
                raise _unusable(path, f"has a result of {_named(file)} that is not an object")
            kind, digest, line = one.get("type"), one.get("hashed_secret"), one.get("line_number", 0)
            if not isinstance(kind, str) or not isinstance(digest, str) or not isinstance(line, int):
                raise _unusable(path, f"has a result of {_named(file)} without type or hashed_secret")
            entries.setdefault(file.replace("\\", "/").removeprefix("./"), []).append(_entry(one, kind, digest, line))
    return entries


def _entry(one: Mapping[str, Any], kind: str, digest: str, line: int) -> Entry:
    said = one.get("is_secret")
    return Entry(kind, digest, line, said if isinstance(said, bool) else None, one.get("is_verified") is True)
