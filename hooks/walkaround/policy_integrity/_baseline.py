"""What a change does to the baselines of accepted secrets: what they exclude, detect, and accept.

An entry accepts one secret; a pattern accepts all that it will ever match. Walkaround's own format has entries only; a
line that is anything else is not judged. Sources of the other format: detect-secrets 1.5.0, `core/baseline.py`,
`settings.py` and `core/upgrades/`, for the keys of versions before 1.0 too.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from .._finding import Finding, NotJudged
from .._secrets_baseline import SHA1, is_legacy, parse
from ._pattern import Pattern, read
from ._rules import BASELINE_EXCLUDES, CONFIGURATION_CHANGED

Said = Finding | NotJudged

MOST_BYTES = 64 << 20  # tools write it, with every finding of a large repository
_FILTER = "detect_secrets.filters."
_PATTERNS = _FILTER + "regex.should_exclude_"
_WORDS = _FILTER + "wordlist.should_exclude_secret"
_VERIFIED = _FILTER + "common.is_ignored_due_to_verification_policies"
_LEVEL = 2  # of findings that were not looked up, which detect-secrets reports unless told otherwise
# Filters that every scan sets by itself, in one version or another; a new one comes with an update.
_USUAL = ("allowlist.", "common.", "gibberish.", "heuristic.")
_ACCEPT = "Take that out, and accept the findings one by one with `detect-secrets audit`."
_DETECT = "Put it back; a baseline accepts findings and does not hide them."
_LOOK = "Look at each of them before you commit the baseline."


class Secret(NamedTuple):
    """An accepted finding, wherever in its file it stands."""

    file: str
    type: str
    hash: str


class _Baseline(NamedTuple):
    """`excludes` are patterns by what they exclude; `filters` and `plugins` their settings by name."""

    text: str
    excludes: Mapping[str, Sequence[str]]
    filters: Mapping[str, Mapping[str, Any]]
    plugins: Mapping[str, Mapping[str, Any]] | None
    secrets: Counter[Secret]
    waved: frozenset[Secret]  # entries that somebody marked as no secret
    entries_only: bool = False


def compare(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> Iterator[Said]:
    """What a change does to the baselines that count together, by path; where there is none, nothing is accepted."""
    now: dict[str, _Baseline] = {}
    for path, content in after.items():
        try:
            now[path] = _read(path, content)
        except NotJudged as bad:
            yield bad
    try:
        was = {path: _read(path, content) for path, content in before.items()}
    except NotJudged:
        return  # nothing could be relied on before, and whoever repairs it must not be stopped
    for path, one in now.items():
        if before.get(path) != after[path]:
            yield from _compared(path, _former(path, was, now), one)
    yield from _newly_accepted(was, now)


def _former(path: str, was: Mapping[str, "_Baseline"], now: Mapping[str, "_Baseline"]) -> "_Baseline":
    """What a file was before: itself, or the one whose place it takes."""
    gone = [one for other, one in was.items() if other not in now and one.plugins is not None]
    return was.get(path) or next(iter(gone), _NONE)


def _compared(path: str, was: "_Baseline", now: "_Baseline") -> Iterator[Said]:
    plugins = () if now.entries_only else _plugins(was, now)
    for place, message, remedy in (*_excludes(path, was, now), *_filters(was, now), *plugins):
        yield Finding(path, *_place(now.text, place), BASELINE_EXCLUDES.id, message, remedy)


def _newly_accepted(was: Mapping[str, "_Baseline"], now: Mapping[str, "_Baseline"]) -> Iterator[Finding]:
    """One finding for each file; what moves from one to the other is not new."""
    known = _NONE
    for one in was.values():
        known = known._replace(secrets=known.secrets + one.secrets, waved=known.waved | one.waved)
    for path, one in now.items():
        if accepted := _accepted(known, one):
            findings = "1 finding is" if accepted == 1 else f"{accepted} findings are"
            yield Finding(path, 0, 0, CONFIGURATION_CHANGED.id, f"{findings} newly accepted.", _LOOK)


Change = tuple[str, str, str]  # the text at which it is shown, what it is, what to do


def _excludes(path: str, was: _Baseline, now: _Baseline) -> Iterator[Change]:
    for what, patterns in now.excludes.items():
        for pattern in patterns:
            if not _is_covered(pattern, was.excludes.get(what, ()), path):
                yield _quoted(pattern), f"A pattern excludes {what}s that were inspected before.", _ACCEPT


def _filters(was: _Baseline, now: _Baseline) -> Iterator[Change]:
    for name, settings in now.filters.items():
        former = was.filters.get(name)
        if name == _VERIFIED:
            if _number(settings, "min_level", _LEVEL) > _number(former or {}, "min_level", _LEVEL):
                yield "min_level", "Findings that are not verified are no longer reported.", _DETECT
        elif name == _WORDS:
            if former is None or _excludes_more_words(former, settings):
                yield name, "A list of words excludes secrets that were reported before.", _ACCEPT
        elif former is None:
            if not name.removeprefix(_FILTER).startswith(_USUAL):
                yield name, f"The filter {_shown(name)} is new.", _ACCEPT
        elif not name.startswith(_FILTER + "common.") and dict(former) != dict(settings):
            yield name, f"The filter {_shown(name)} has other settings than before.", _ACCEPT


def _is_covered(pattern: str, former: Sequence[str], path: str) -> bool:
    """Whether the former patterns together excluded all that this one does, for certain.

    Each scan before 1.0 adds the baseline itself, which holds no secret.
    """
    if pattern in former:
        return True
    new, known = read(pattern), [one for one in map(read, former) if one is not None]
    if new is None:
        return False
    same = [one.alternatives for one in known if one.flags == new.flags]
    return Pattern(new.flags, frozenset().union(*same)).covers(new.without(path))


def _excludes_more_words(was: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    if _number(now, "min_length", 3) < _number(was, "min_length", 3):
        return True
    return (now.get("file_name"), now.get("file_hash")) != (was.get("file_name"), was.get("file_hash"))


def _plugins(was: _Baseline, now: _Baseline) -> Iterator[Change]:
    if was.plugins is None:
        return
    after = now.plugins or {}
    for name, settings in was.plugins.items():
        if name not in after:
            yield "plugins_used", f"The plugin {_shown(name)} no longer inspects.", _DETECT
        elif message := _loosened(settings, after[name]):
            yield _quoted(name), f"The plugin {_shown(name)} {message}.", _DETECT


def _loosened(was: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    limit, former = _limit(now), _limit(was)
    if limit is not None and former is not None and limit > former:
        return "reports less: its limit is higher"
    if now.get("keyword_exclude") and now.get("keyword_exclude") != was.get("keyword_exclude"):
        return "leaves out other words than before"
    if now.get("path") != was.get("path"):
        return "is read from another file than before"
    return ""


def _limit(settings: Mapping[str, Any]) -> float | None:
    """Entropy below it is not reported; the key had other names before 1.0."""
    found = [_number(settings, key, None) for key in ("limit", "hex_limit", "base64_limit")]
    return next((value for value in found if value is not None), None)


def _accepted(was: _Baseline, now: _Baseline) -> int:
    """How many entries accept what was not accepted before; one that moved with its file did that already."""
    new = now.secrets - was.secrets
    left = Counter[tuple[str, str]]()
    for secret, count in (was.secrets - now.secrets).items():
        left[secret[1:]] += count
    count = 0
    for secret, times in new.items():
        moved = min(times, left[secret[1:]])
        left[secret[1:]] -= moved
        count += times - moved
    waved = now.waved - was.waved
    return count + sum(1 for secret in waved if secret not in new)


def _read(path: str, content: bytes) -> _Baseline:
    if not is_legacy(path, content):
        return _entries(path, content)
    import json

    if len(content) > MOST_BYTES:
        raise NotJudged(path, f"is larger than {MOST_BYTES >> 20} MiB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotJudged(path, "is not UTF-8; write it again with `detect-secrets scan`") from None
    try:
        data = json.loads(text, object_pairs_hook=_Object)
    except _TwiceError as twice:
        raise NotJudged(path, f"has the key {_shown(str(twice))} twice in one object") from None
    except (ValueError, RecursionError) as bad:
        line = getattr(bad, "lineno", 0)
        raise NotJudged(path, f"line {line}: is not JSON" if line else "is not JSON that can be read") from None
    if not isinstance(data, dict):
        raise NotJudged(path, "is not a JSON object")
    return _Baseline(text, *_what_it_filters(path, data), _what_it_detects(path, data), *_what_it_accepts(path, data))


def _entries(path: str, content: bytes) -> _Baseline:
    """Walkaround's own format. What is to be revoked is not accepted, and a label on what is accepts no more."""
    accepting = (one for one in parse(path, content) if one.accepts)
    secrets = Counter(Secret(one.file, one.type, one.hash.removeprefix(SHA1)) for one in accepting)
    return _NONE._replace(secrets=secrets, entries_only=True)


class _TwiceError(ValueError):
    """An object has a key twice, of which each reader would take another one."""


class _Object(dict[str, Any]):
    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        super().__init__(pairs)
        if len(self) != len(pairs):
            names = Counter(name for name, _ in pairs)
            raise _TwiceError(names.most_common(1)[0][0])


def _what_it_filters(path: str, data: Mapping[str, Any]) -> tuple[dict[str, list[str]], dict[str, Mapping[str, Any]]]:
    excludes: dict[str, list[str]] = {}
    filters: dict[str, Mapping[str, Any]] = {}
    for one in _objects(path, data, "filters_used"):
        name = one.get("path")
        if not isinstance(name, str):
            raise NotJudged(path, "has a filter without a path in filters_used")
        settings = {key: value for key, value in one.items() if key != "path"}
        if name.startswith(_PATTERNS):
            excludes.setdefault(name.removeprefix(_PATTERNS), []).extend(_strings(path, settings.get("pattern")))
        else:
            filters[name] = settings
    before_1_0 = data.get("exclude") or {}
    words = data.get("word_list") or {}
    if not isinstance(before_1_0, dict) or not isinstance(words, dict):
        raise NotJudged(path, "has an exclude or a word_list that is not an object")
    patterns = (
        ("file", data.get("exclude_regex")),
        ("file", before_1_0.get("files")),
        ("line", before_1_0.get("lines")),
    )
    for what, pattern in patterns:
        if pattern:
            excludes.setdefault(what, []).extend(_strings(path, [pattern]))
    if words.get("file"):
        filters[_WORDS] = {"min_length": 3, "file_name": words["file"], "file_hash": words.get("hash")}
    return excludes, filters


def _what_it_detects(path: str, data: Mapping[str, Any]) -> dict[str, Mapping[str, Any]] | None:
    if "plugins_used" not in data:
        return None
    plugins: dict[str, Mapping[str, Any]] = {}
    for one in _objects(path, data, "plugins_used"):
        name = one.get("name")
        if not isinstance(name, str):
            raise NotJudged(path, "has a plugin without a name in plugins_used")
        plugins[name] = one
    return plugins


def _what_it_accepts(path: str, data: Mapping[str, Any]) -> tuple[Counter[Secret], frozenset[Secret]]:
    results = data.get("results") or {}
    if not isinstance(results, dict):
        raise NotJudged(path, "has results that are not an object")
    secrets: Counter[Secret] = Counter()
    waved: set[Secret] = set()
    for file in results:
        for one in _objects(path, results, file):
            kind, digest = one.get("type"), one.get("hashed_secret")
            secret = Secret(file.replace("\\", "/").removeprefix("./"), str(kind), str(digest))
            secrets[secret] += 1
            if one.get("is_secret") is False:
                waved.add(secret)
    return secrets, frozenset(waved)


def _objects(path: str, data: Mapping[str, Any], key: str) -> list[dict[str, Any]]:
    found = data.get(key) or []
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise NotJudged(path, f"has {_shown(key)} that is not a list of objects")
    return found


def _strings(path: str, value: Any) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise NotJudged(path, "has a pattern that is not a list of strings")
    return value


def _number(settings: Mapping[str, Any], key: str, default: Any) -> Any:
    value = settings.get(key)
    return value if isinstance(value, int | float) and not isinstance(value, bool) else default


def _quoted(word: str) -> str:
    """A word as the baseline writes it."""
    import json

    return json.dumps(word)


def _shown(word: str) -> str:
    return f'"{word if len(word) <= 100 else word[:97] + "..."}"'


def _place(text: str, what: str) -> tuple[int, int]:
    """The line and column of a word's first occurrence; the whole file when it is written otherwise."""
    at = text.find(what)
    return (text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)) if at >= 0 else (0, 0)


_NONE = _Baseline("", {}, {}, None, Counter(), frozenset())
