"""What a change does to the accepted secrets: patterns and plugins are errors, accepted findings a warning."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests_support import tries
from walkaround._finding import Finding, NotJudged
from walkaround.policy_integrity._baseline import compare

PATH = ".secrets.baseline"
FILTERS = "detect_secrets.filters."
ACCEPT = "Take that out, and accept the findings one by one with `detect-secrets audit`."
DETECT = "Put it back; a baseline accepts findings and does not hide them."
LOOK = "Look at each of them before you commit the baseline."
USUAL = [{"path": FILTERS + "allowlist.is_line_allowlisted"}, {"path": FILTERS + "heuristic.is_potential_uuid"}]
PLUGINS: list[dict[str, Any]] = [
    {"name": "AWSKeyDetector"},
    {"name": "Base64HighEntropyString", "limit": 4.5},
    {"name": "KeywordDetector", "keyword_exclude": ""},
]


def entry(digest: str, **more: Any) -> dict[str, Any]:
    return {"type": "Secret Keyword", "hashed_secret": digest, "is_verified": False, "line_number": 3} | more


def baseline(*filters: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {
        "version": "1.5.0",
        "plugins_used": PLUGINS,
        "filters_used": [*USUAL, *filters],
        "results": {"a.py": [entry("a1")]},
        "generated_at": "2026-11-20T00:00:00Z",
    } | changes


def excluding(what: str, *patterns: str) -> dict[str, Any]:
    return {"path": f"{FILTERS}regex.should_exclude_{what}", "pattern": list(patterns)}


def before_1_0(files: str | None = None, lines: str | None = None, **changes: Any) -> dict[str, Any]:
    old = baseline(version="0.14.3", exclude={"files": files, "lines": lines}, word_list={"file": None, "hash": None})
    del old["filters_used"]
    old["plugins_used"] = [{"name": "AWSKeyDetector"}, {"name": "Base64HighEntropyString", "base64_limit": 4.5}]
    return old | changes


def written(data: Any) -> bytes | None:
    if data is None:
        return None
    return data.encode() if isinstance(data, str) else json.dumps(data, indent=2).encode()


def compared(before: bytes | None, after: bytes | None) -> Iterator[Finding | NotJudged]:
    return compare(*({} if content is None else {PATH: content} for content in (before, after)))


def said(before: Any, after: Any) -> list[str]:
    """What is said, as rule, line and message; the remedy belongs to the message."""
    lines = []
    for one in compared(written(before), written(after)):
        assert one.path == PATH
        if isinstance(one, NotJudged):
            lines.append(f"not judged: {one.why}")
        else:
            remedies = {ACCEPT: "accept", DETECT: "detect", LOOK: "look"}
            lines.append(f"{one.rule} {one.line}:{one.column} {one.message} ({remedies[one.remedy]})")
    return lines


def minus(name: str) -> list[dict[str, Any]]:
    return [one for one in PLUGINS if one["name"] != name]


def plus(name: str, **settings: Any) -> list[dict[str, Any]]:
    return [one | settings if one["name"] == name else one for one in PLUGINS]


SILENT = {
    "same": (baseline(), baseline()),
    "generated-again": (baseline(), baseline(generated_at="x", results={"a.py": [entry("a1", line_number=9)]})),
    "other-version": (baseline(), baseline(version="1.6.0")),
    "finding-gone": (baseline(), baseline(results={})),
    "file-renamed": (baseline(), baseline(results={"b/a.py": [entry("a1")]})),
    "slashes": (baseline(results={"b\\a.py": [entry("a1")]}), baseline(results={"./b/a.py": [entry("a1")]})),
    "a-plugin-more": (baseline(plugins_used=minus("AWSKeyDetector")), baseline()),
    "limit-lower": (baseline(), baseline(plugins_used=plus("Base64HighEntropyString", limit=4))),
    "words-gone": (baseline(plugins_used=plus("KeywordDetector", keyword_exclude="x")), baseline()),
    "usual-filter": (baseline(), baseline({"path": FILTERS + "heuristic.is_lock_file"})),
    "own-name": (baseline(), baseline({"path": FILTERS + "common.is_baseline_file", "filename": ".secrets.baseline"})),
    "gibberish": (baseline(), baseline({"path": FILTERS + "gibberish.should_exclude_secret", "limit": 3.7})),
    "pattern-gone": (baseline(excluding("file", "^a/")), baseline()),
    "pattern-smaller": (baseline(excluding("file", "^a/|^b/", "^c/")), baseline(excluding("file", "^c/d", "^b/"))),
    "pattern-escaped": (baseline(excluding("file", "x.lock")), baseline(excluding("file", r"x\.lock$"))),
    "pattern-not-understood-as-before": (baseline(excluding("line", "b(")), baseline(excluding("line", "b("))),
    "verified-less": (
        baseline({"path": FILTERS + "common.is_ignored_due_to_verification_policies", "min_level": 3}),
        baseline({"path": FILTERS + "common.is_ignored_due_to_verification_policies", "min_level": 2}),
    ),
    "itself": (before_1_0("x"), before_1_0(r"x|^.secrets.baseline$|^\.secrets\.baseline$|^./.secrets.baseline$")),
    "upgraded": (before_1_0("^a/", "x"), baseline(excluding("file", "^a/"), excluding("line", "x"))),
    "upgraded-words": (
        before_1_0(word_list={"file": "w", "hash": "h"}),
        baseline(
            {"path": FILTERS + "wordlist.should_exclude_secret", "min_length": 3, "file_name": "w", "file_hash": "h"}
        ),
    ),
    "oldest": ({"exclude_regex": "x", "results": {}}, {"exclude": {"files": "x"}, "results": {}}),
    "deleted": (baseline(), None),
    "new-and-empty": (None, baseline(results={})),
    "repaired": ("{", baseline(excluding("file", ".*"))),
    "marked-as-secret": (baseline(), baseline(results={"a.py": [entry("a1", is_secret=True)]})),
    "mark-as-before": (
        baseline(results={"a.py": [entry("a1", is_secret=False)]}),
        baseline(results={"a.py": [entry("a1", is_secret=False, line_number=7)]}),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after"), SILENT.values(), ids=list(SILENT))
def test_what_loosens_nothing(before: Any, after: Any) -> None:
    assert said(before, after) == []


def excludes(what: str, place: str) -> str:
    return f"POL003 {place} A pattern excludes {what}s that were inspected before. (accept)"


FOUND = {
    "file-pattern": (baseline(), baseline(excluding("file", "^a/")), [excludes("file", "26:9")]),
    "line-pattern": (baseline(), baseline(excluding("line", "x")), [excludes("line", "26:9")]),
    "secret-pattern": (baseline(), baseline(excluding("secret", "x")), [excludes("secret", "26:9")]),
    "more-of-it": (baseline(excluding("file", "a")), baseline(excluding("file", "a|b")), [excludes("file", "26:9")]),
    "pattern-not-understood": (baseline(), baseline(excluding("file", "(")), [excludes("file", "26:9")]),
    "two-patterns": (
        baseline(),
        baseline(excluding("file", "a", "b")),
        [excludes("file", "26:9"), excludes("file", "27:9")],
    ),
    "old-files": (before_1_0(), before_1_0("^a/"), [excludes("file", "24:14")]),
    "old-lines": (before_1_0(), before_1_0(None, "x"), [excludes("line", "25:14")]),
    "in-a-new-baseline": (None, baseline(excluding("file", "^a/"), results={}), [excludes("file", "26:9")]),
    "words": (
        baseline(),
        baseline({"path": FILTERS + "wordlist.should_exclude_secret", "min_length": 3, "file_name": "w"}),
        ["POL003 24:16 A list of words excludes secrets that were reported before. (accept)"],
    ),
    "shorter-words": (
        baseline({"path": FILTERS + "wordlist.should_exclude_secret", "min_length": 3, "file_name": "w"}),
        baseline({"path": FILTERS + "wordlist.should_exclude_secret", "min_length": 1, "file_name": "w"}),
        ["POL003 24:16 A list of words excludes secrets that were reported before. (accept)"],
    ),
    "other-words": (
        before_1_0(word_list={"file": "w", "hash": "h"}),
        before_1_0(word_list={"file": "w", "hash": "i"}),
        ["POL003 0:0 A list of words excludes secrets that were reported before. (accept)"],
    ),
    "own-filter": (
        baseline(),
        baseline({"path": "file://f.py::skip"}),
        ['POL003 24:16 The filter "file://f.py::skip" is new. (accept)'],
    ),
    "filter-settings": (
        baseline({"path": "file://f.py::skip", "x": 1}),
        baseline({"path": "file://f.py::skip", "x": 2}),
        ['POL003 24:16 The filter "file://f.py::skip" has other settings than before. (accept)'],
    ),
    "only-verified": (
        baseline(),
        baseline({"path": FILTERS + "common.is_ignored_due_to_verification_policies", "min_level": 3}),
        ["POL003 25:8 Findings that are not verified are no longer reported. (detect)"],
    ),
    "plugin-gone": (
        baseline(),
        baseline(plugins_used=minus("AWSKeyDetector")),
        ['POL003 3:4 The plugin "AWSKeyDetector" no longer inspects. (detect)'],
    ),
    "no-plugins-at-all": (
        baseline(plugins_used=PLUGINS[:1]),
        {key: value for key, value in baseline().items() if key != "plugins_used"},
        ['POL003 0:0 The plugin "AWSKeyDetector" no longer inspects. (detect)'],
    ),
    "limit-higher": (
        before_1_0(),
        before_1_0(plugins_used=[{"name": "AWSKeyDetector"}, {"name": "Base64HighEntropyString", "limit": 8}]),
        ['POL003 8:15 The plugin "Base64HighEntropyString" reports less: its limit is higher. (detect)'],
    ),
    "words-of-a-plugin": (
        baseline(),
        baseline(plugins_used=plus("KeywordDetector", keyword_exclude="x")),
        ['POL003 12:15 The plugin "KeywordDetector" leaves out other words than before. (detect)'],
    ),
    "plugin-from-elsewhere": (
        baseline(),
        baseline(plugins_used=plus("AWSKeyDetector", path="file://x.py")),
        ['POL003 5:15 The plugin "AWSKeyDetector" is read from another file than before. (detect)'],
    ),
    "accepted": (
        baseline(),
        baseline(results={"a.py": [entry("a1"), entry("a2")]}),
        ["POL010 0:0 1 finding is newly accepted. (look)"],
    ),
    "accepted-twice": (
        baseline(),
        baseline(results={"a.py": [entry("a1"), entry("a1")], "b.py": [entry("a1")]}),
        ["POL010 0:0 2 findings are newly accepted. (look)"],
    ),
    "accepted-elsewhere-too": (
        baseline(),
        baseline(results={"a.py": [entry("a1")], "b.py": [entry("a1")]}),
        ["POL010 0:0 1 finding is newly accepted. (look)"],
    ),
    "accepted-in-a-new-baseline": (None, baseline(), ["POL010 0:0 1 finding is newly accepted. (look)"]),
    "marked-as-no-secret": (
        baseline(results={"a.py": [entry("a1"), entry("a2", is_secret=True)]}),
        baseline(results={"a.py": [entry("a1", is_secret=False), entry("a2", is_secret=False)]}),
        ["POL010 0:0 2 findings are newly accepted. (look)"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), FOUND.values(), ids=list(FOUND))
def test_what_loosens_something(before: Any, after: Any, expected: list[str]) -> None:
    assert said(before, after) == expected


BAD = {
    "broken": ('{\n "a": ,}', "line 2: is not JSON"),
    "list": ("[]", "is not a JSON object"),
    "text": ('"a"', "is not a JSON object"),
    "deep": ("[" * 100_000, "is not JSON that can be read"),
    "twice": ('{"results": {}, "results": {}}', 'has the key "results" twice in one object'),
    "twice-deep": ('{"results": {"a": [], "a": []}}', 'has the key "a" twice in one object'),
    "results": ('{"results": []}', None),
    "results-text": ('{"results": "x"}', "has results that are not an object"),
    "result": ('{"results": {"a": ["x"]}}', 'has "a" that is not a list of objects'),
    "filters": ('{"filters_used": {"a": 1}}', 'has "filters_used" that is not a list of objects'),
    "filter": ('{"filters_used": [{}]}', "has a filter without a path in filters_used"),
    "plugin": ('{"plugins_used": [{"name": 1}]}', "has a plugin without a name in plugins_used"),
    "pattern": ('{"exclude": {"lines": 1}}', "has a pattern that is not a list of strings"),
    "exclude": ('{"exclude": "x"}', "has an exclude or a word_list that is not an object"),
    "number": ("9" * 10_000, "is not JSON that can be read"),
}  # fmt: skip


@pytest.mark.parametrize(("content", "why"), BAD.values(), ids=list(BAD))
def test_what_cannot_be_relied_on_is_not_judged(content: str, why: str | None) -> None:
    assert said(baseline(results={}, plugins_used=[]), content) == ([f"not judged: {why}"] if why else [])


def test_bytes_that_are_no_text_are_not_judged() -> None:
    (only,) = compared(None, b"\xff{}")
    assert isinstance(only, NotJudged)
    assert only.why == "is not UTF-8; write it again with `detect-secrets scan`"


NAMES = st.sampled_from(["a", "AWSKeyDetector", "Base64HighEntropyString", "file://x::y", FILTERS + "heuristic.x"])
RESULTS = st.dictionaries(
    st.sampled_from(["a.py", "b/c.py"]), st.lists(st.builds(entry, st.sampled_from(["1", "2", "3"])), max_size=3)
)
BASELINES = st.builds(
    lambda plugins, filters, patterns, results: baseline(
        *[{"path": name} for name in filters],
        *[excluding(what, *found) for what, found in patterns.items()],
        plugins_used=[{"name": name, "limit": limit} for name, limit in plugins.items()],
        results=results,
    ),
    st.dictionaries(NAMES, st.floats(0, 8), max_size=3),
    st.lists(NAMES, max_size=2, unique=True),
    st.dictionaries(
        st.sampled_from(["file", "line", "secret"]), st.lists(st.sampled_from(["a", "a|b", "(", "^c$"]), max_size=2)
    ),
    RESULTS,
)


@given(BASELINES, BASELINES)
def test_a_baseline_loosens_nothing_against_itself_and_accepts_what_is_new(one: Any, other: Any) -> None:
    assert said(one, one) == []
    rules = {finding.rule for finding in compared(written(one), written(other)) if isinstance(finding, Finding)}
    secrets = [
        {(file, kind["hashed_secret"]) for file, kinds in data["results"].items() for kind in kinds}
        for data in (one, other)
    ]
    hashes = [{digest for _, digest in found} for found in secrets]
    if hashes[1] - hashes[0]:
        assert "POL010" in rules
    if secrets[0] == secrets[1] and not any(len(found) > 1 for found in other["results"].values()):
        assert "POL010" not in rules
    if {plugin["name"] for plugin in one["plugins_used"]} - {plugin["name"] for plugin in other["plugins_used"]}:
        assert "POL003" in rules


@given(st.one_of(st.binary(max_size=60), st.text('{}[]":,a1 exclude results\n').map(str.encode)), BASELINES)
def test_any_bytes_are_judged_or_named(content: bytes, data: Any) -> None:
    for found in (
        compared(written(data), content),
        compared(content, written(data)),
        compared(None, content),
    ):
        assert all(isinstance(one, Finding | NotJudged) for one in found)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["a", "path", "x" * 200]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["a", "path", "name", "type"]), inner),
    max_leaves=6,
)
KEYS = st.sampled_from(["plugins_used", "filters_used", "results", "exclude", "word_list", "exclude_regex", "version"])


@settings(max_examples=tries(300))
@given(BASELINES, st.dictionaries(KEYS, JSON, max_size=3))
def test_any_shape_is_judged_or_named(data: Any, odd: Any) -> None:
    for before, after in ((data, data | odd), (data | odd, data), (data | odd, data | odd)):
        assert all(isinstance(one, Finding | NotJudged) for one in compared(written(before), written(after)))


OURS = ".walkaround/secrets.baseline"
V1 = {name: f"v1:{digit * 32}" for name, digit in zip("abc", "123", strict=True)}


def ours(*names: str, **more: str) -> bytes:
    """Entries of Walkaround's own format, one for each name."""
    lines = ({"file": "a.py", "type": "t", "hash": V1.get(name, name), **more} for name in names)
    return "".join(json.dumps(one) + "\n" for one in lines).encode()


def theirs(*filters: dict[str, Any], **changes: Any) -> bytes:
    return json.dumps(baseline(*filters, **changes), indent=2).encode()


MIGRATED = ours("sha1:" + "a" * 40).replace(b'"t"', b'"Secret Keyword"')
BEFORE_IT = theirs(results={"a.py": [entry("a" * 40)]})
ONE = f"{OURS}: POL010 1 finding is newly accepted."
CHANGES: dict[str, tuple[dict[str, bytes], dict[str, bytes], list[str]]] = {
    "entry-more": ({OURS: ours("a")}, {OURS: ours("a", "b")}, [ONE]),
    "first-file": ({}, {OURS: ours("a", "b")}, [f"{OURS}: POL010 2 findings are newly accepted."]),
    "entry-less": ({OURS: ours("a", "b")}, {OURS: ours("b")}, []),
    "gone": ({OURS: ours("a", "b")}, {}, []),
    "in-another-order": ({OURS: ours("a", "b")}, {OURS: ours("b", "a", "b")}, []),
    "file-renamed": ({OURS: ours("a")}, {OURS: ours("a").replace(b"a.py", b"b/a.py")}, []),
    "answered": ({OURS: ours("a")}, {OURS: ours("a", status="accepted", reason="why")}, []),
    "to-be-revoked": ({OURS: ours("a")}, {OURS: ours("a", status="to-revoke")}, []),
    "no-longer-to-be-revoked": ({OURS: ours("a", status="to-revoke")}, {OURS: ours("a")}, [ONE]),
    "added-to-be-revoked": ({}, {OURS: ours("a", status="to-revoke")}, []),
    "migrated": ({PATH: BEFORE_IT}, {PATH: BEFORE_IT, OURS: MIGRATED}, []),
    "migrated-and-removed": ({PATH: BEFORE_IT}, {OURS: MIGRATED}, []),
    "migrated-and-one-more": ({PATH: BEFORE_IT}, {OURS: MIGRATED + ours("b")}, [ONE]),
    "pattern-gone-with-it": ({PATH: theirs(excluding("file", "^gen/"), results={})}, {OURS: b""}, []),
    "moved-elsewhere": ({PATH: theirs(excluding("file", "^gen/"))}, {"known": theirs(excluding("file", "^gen/"))}, []),
    "a-pattern-elsewhere": (
        {PATH: theirs()},
        {"known": theirs(excluding("file", "^gen/"))},
        ["known: POL003 A pattern excludes files that were inspected before."],
    ),
    "a-pattern-beside-it": (
        {OURS: ours("a")},
        {OURS: ours("a"), PATH: theirs(excluding("file", "^gen/"), results={})},
        [f"{PATH}: POL003 A pattern excludes files that were inspected before."],
    ),
    "a-pattern-under-our-name": (
        {OURS: ours("a")},
        {OURS: theirs(excluding("file", "^gen/"), results={})},
        [f"{OURS}: POL003 A pattern excludes files that were inspected before."],
    ),
    "a-pattern-among-entries": (
        {OURS: ours("a")},
        {OURS: ours("a") + b'{"exclude": ".*"}\n'},
        [
            (
                f'{OURS}: line 2: has an unknown key "exclude"; no file was judged against it: mend or delete that '
                "line, then run `walkaround secrets baseline --update`"
            )
        ],
    ),
    "broken-before": ({OURS: b"{"}, {OURS: ours("a")}, []),
}


@pytest.mark.parametrize(("before", "after", "told"), CHANGES.values(), ids=CHANGES)
def test_baselines_that_count_together(before: dict[str, bytes], after: dict[str, bytes], told: list[str]) -> None:
    lines = [
        f"{one.path}: {one.why}" if isinstance(one, NotJudged) else f"{one.path}: {one.rule} {one.message}"
        for one in compare(before, after)
    ]
    assert lines == told
