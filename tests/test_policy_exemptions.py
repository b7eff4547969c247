"""Exemptions: what one must say, how long it lasts, and that it covers its own rule and path, nothing else."""

import datetime as dt
import fnmatch
import os
import time
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy_support import Fleet, load_here, refusal, write
from tests_support import tries
from walkaround._policy import Policy, load, today
from walkaround._policy._document import read_document
from walkaround._policy._exemptions import FIELDS, WARN_DAYS
from walkaround._policy._layers import Layer
from walkaround._policy._stack import Stack

DAY = dt.date(2026, 6, 15)
WHOLE = {"rule": '"ENG001"', "path": '"a.py"', "reason": '"later"', "owner": '"@ada"', "expires": "2026-07-01"}


@pytest.fixture(autouse=True)
def _on_that_day(fleet: None, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ARG001 - a folder of its own
    monkeypatch.setattr("walkaround._policy._load.today", lambda: DAY)


def entry(**changed: str) -> str:
    """One exemption in its five lines; a field that is empty is left out."""
    return "".join(f"{name} = {value}\n" for name, value in (WHOLE | changed).items() if value)


def policy(**changed: str) -> dict[str, str]:
    """A policy whose second exemption, from line 8 on, is changed; its rule stands on line 9."""
    return {"walkaround.toml": f"\n[[exemptions]]\n{entry()}[[exemptions]]\n{entry(**changed)}"}


ID = ": the id of one rule"
PATH = ': a path from the top, or a glob such as "tests/**"'
REASON = ": why the finding does not count"
OWNER = ": who answers for it"
DATE = ": a day such as 2026-12-31, without quotes"
EVERYTHING = "names no file or folder; an exemption is for a place, and `rules` weighs a rule everywhere"

MALFORMED: dict[str, tuple[dict[str, str], int, str]] = {
    **{
        f"no-{name}": ({name: ""}, 8, f"an exemption needs {name}{why}")
        for name, why in zip(FIELDS, (ID, PATH, REASON, OWNER, DATE), strict=True)
    },
    "unknown-rule": ({"rule": '"ENG01"'}, 9, 'unknown rule "ENG01"; did you mean "ENG001"?'),
    "nothing-like-a-rule": ({"rule": '"everything"'}, 9, 'unknown rule "everything"'),
    "rule-in-lower-case": ({"rule": '"eng001"'}, 9, 'unknown rule "eng001"; did you mean "ENG001"?'),
    "empty-rule": ({"rule": '""'}, 9, 'unknown rule ""'),
    "rules": ({"rule": '["ENG001"]'}, 9, "a rule must be named by its id, not by a list of strings"),
    "rule-number": ({"rule": "1"}, 9, "a rule must be named by its id, not by a whole number"),
    "path-number": ({"path": "1"}, 10, f"the path of an exemption must be a text{PATH}"),
    "paths": ({"path": '["a", "b"]'}, 10, f"the path of an exemption must be a text{PATH}"),
    "empty-path": ({"path": '""'}, 10, f"the path of an exemption must be a text{PATH}"),
    "everything": ({"path": '"**"'}, 10, f"the path '**' of an exemption {EVERYTHING}"),
    "every-folder": ({"path": '"*/"'}, 10, f"the path '*/' of an exemption {EVERYTHING}"),
    "every-python-file": ({"path": '"**/*.py"'}, 10, f"the path '**/*.py' of an exemption {EVERYTHING}"),
    "absolute": (
        {"path": '"/a.py"'},
        10,
        "the path '/a.py' of an exemption is an absolute path; write it from the repository's top",
    ),
    "dot": (
        {"path": '"./a.py"'},
        10,
        "the path './a.py' of an exemption holds the folder \".\"; write the path from the repository's top without it",
    ),
    "backslash": (
        {"path": r"'a\b'"},
        10,
        (
            r"the path 'a\\b' of an exemption "
            'holds a backslash; write "/" between folders, and "[*]" for a star itself'
        ),
    ),
    "line-break": (
        {"path": r'"a\nb"'},
        10,
        r"""the path 'a\nb' of an exemption holds a control character; write "?" in its place""",
    ),
    "reason-number": ({"reason": "1"}, 11, f"the reason of an exemption must be a text{REASON}"),
    "empty-reason": ({"reason": '""'}, 11, f"the reason of an exemption must be a text{REASON}"),
    "blank-reason": ({"reason": r'" \t\n"'}, 11, f"the reason of an exemption must be a text{REASON}"),
    "owner-list": ({"owner": '["@ada"]'}, 12, f"the owner of an exemption must be a text{OWNER}"),
    "blank-owner": ({"owner": '"  "'}, 12, f"the owner of an exemption must be a text{OWNER}"),
    "expires-text": ({"expires": '"2026-07-01"'}, 13, f"expires must be a day{DATE[7:]}, not a string"),
    "expires-number": ({"expires": "20260701"}, 13, f"expires must be a day{DATE[7:]}, not a whole number"),
    "expires-never": ({"expires": "false"}, 13, f"expires must be a day{DATE[7:]}, not true or false"),
    "expires-moment": (
        {"expires": "2026-07-01T00:00:00Z"},
        13,
        f"expires must be a day{DATE[7:]}, not a date or time",
    ),
    "expires-time": ({"expires": "12:00:00"}, 13, f"expires must be a day{DATE[7:]}, not a date or time"),
    "no-such-day": ({"expires": "2026-06-31"}, 13, "bad TOML: invalid date or datetime"),
    "further-field": ({"ticket": '"X-1"'}, 14, 'unknown key "ticket" in an exemption'),
    "days-inside": (
        {"max-days": "3"},
        14,
        'unknown key "max-days" in an exemption; did you mean "exemptions.max-days"?',
    ),
    "too-far": (
        {"expires": "2026-12-13"},
        13,
        "expires in 181 days; at most 180 are allowed (exemptions.max-days, by default)",
    ),
}


@pytest.mark.parametrize(("changed", "line", "why"), MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_exemption_is_refused(changed: dict[str, str], line: int, why: str) -> None:
    write(policy(**changed))
    assert refusal() == f"walkaround.toml:{line}: {why}"


IN_PYPROJECT = "[[tool.walkaround.exemptions]]\n"
EXEMPTIONS_OF = "exemptions must be [[exemptions]] tables, not"


@pytest.mark.parametrize(
    ("files", "text"),
    [
        pytest.param(
            {"walkaround.toml": "\nexemptions = 'a'\n"}, f"walkaround.toml:2: {EXEMPTIONS_OF} a string", id="text"
        ),
        pytest.param(
            {"walkaround.toml": "\n[exemptions]\nentries = true\n"},
            f"walkaround.toml:3: {EXEMPTIONS_OF} true or false",
            id="entries-no-list",
        ),
        pytest.param(
            {"walkaround.toml": "\n[exemptions]\n[exemptions.entries]\n"},
            f"walkaround.toml:3: {EXEMPTIONS_OF} a table",
            id="one-entry",
        ),
        pytest.param(
            {"walkaround.toml": "exemptions = [\n'ENG001',\n]\n"},
            "walkaround.toml:2: an exemption must be a table, not a string",
            id="list-of-rules",
        ),
        pytest.param(
            {"walkaround.toml": f"\n[exemptions]\n{entry()}"},
            'walkaround.toml:3: unknown key "exemptions.rule"; did you mean "[[exemptions]]"?',
            id="one-bracket-too-few",
        ),
        pytest.param(
            {"walkaround.toml": f"[exemptions]\nmax-days = 10\n[[exemptions.entries]]\n{entry(owner='')}"},
            f"walkaround.toml:3: an exemption needs owner{OWNER}",
            id="entries",
        ),
        pytest.param(
            {"walkaround.toml": f"[exemptions]\nmax-days = 15\n[[exemptions.entries]]\n{entry()}"},
            "walkaround.toml:8: expires in 16 days; at most 15 are allowed (exemptions.max-days at walkaround.toml:2)",
            id="own-limit",
        ),
        pytest.param(
            {
                "org.toml": "[exemptions]\nmax-days = 15\n",
                "walkaround.toml": f"extends = './org.toml'\n[[exemptions]]\n{entry()}",
            },
            "walkaround.toml:7: expires in 16 days; at most 15 are allowed (exemptions.max-days at org.toml:2)",
            id="limit-of-a-parent",
        ),
        pytest.param(
            {
                "org.toml": f"[[exemptions]]\n{entry()}",
                "walkaround.toml": "extends = './org.toml'\n[exemptions]\nnever = [\n'ENG001',\n]\n",
            },
            "org.toml:2: no exemption may name ENG001 (exemptions.never at walkaround.toml:3)",
            id="never",
        ),
        pytest.param(
            {
                "walkaround.toml": (
                    f"[exemptions]\nnever = ['ENG001']\n[[exemptions.entries]]\n{entry(expires='2000-01-01')}"
                )
            },
            "walkaround.toml:4: no exemption may name ENG001 (exemptions.never at walkaround.toml:2)",
            id="never-even-when-expired",
        ),
        pytest.param(
            {"walkaround.toml": "[exemptions]\nnever = ['ENG1']\n"},
            'walkaround.toml:2: unknown rule "ENG1"; did you mean "ENG001"?',
            id="never-names-no-rule",
        ),
        pytest.param(
            {"walkaround.toml": "[exemptions]\nnever = 'ENG001'\n"},
            'walkaround.toml:2: "exemptions.never" must be a list of strings, not a string',
            id="never-no-list",
        ),
        pytest.param(
            {"walkaround.toml": "[exemptions]\nmax-days = 0\n"},
            'walkaround.toml:2: "exemptions.max-days" must be at least 1, not 0',
            id="no-day",
        ),
        pytest.param(
            {"walkaround.toml": "[exemptions]\nmax-days = 3651\n"},
            'walkaround.toml:2: "exemptions.max-days" must be at most 3650, not 3651',
            id="for-ever",
        ),
        pytest.param(
            {"walkaround.toml": "[ai.exemptions]\nmax-days = 3\n"},
            'walkaround.toml:1: unknown key "exemptions" under [ai]',
            id="under-ai",
        ),
        pytest.param(
            {"pyproject.toml": f"[project]\n\n[[tool.walkaround.exemptions]]\n{entry(reason='3')}"},
            f"pyproject.toml:6: the reason of an exemption must be a text{REASON}",
            id="pyproject",
        ),
        pytest.param(
            {"pyproject.toml": f"{IN_PYPROJECT}{entry()}{IN_PYPROJECT}{entry(rule='1')}"},
            "pyproject.toml:8: a rule must be named by its id, not by a whole number",
            id="second-in-pyproject",
        ),
    ],
)
def test_exemptions_that_cannot_be_are_refused(files: Mapping[str, str], text: str) -> None:
    write(files)
    assert refusal() == text


def test_a_named_policy_may_shorten_what_a_repository_allows() -> None:
    write(policy() | {"ci.toml": "exemptions.max-days = 15\n"})
    why = "expires in 16 days; at most 15 are allowed (exemptions.max-days at ci.toml:1)"
    assert refusal("ci.toml") == f"walkaround.toml:7: {why}"


@pytest.mark.parametrize(
    ("file", "text", "line"),
    [
        pytest.param("walkaround.toml", f"\n[[exemptions]]\n{entry()}", 2, id="short"),
        pytest.param(
            "walkaround.toml", f"[exemptions]\nmax-days = 60\n[[exemptions.entries]]\n{entry()}", 3, id="long"
        ),
        pytest.param(
            "walkaround.toml",
            "exemptions.never = ['CAB001']\n\nexemptions.entries = [\n  { "
            + ", ".join(entry().splitlines())
            + " },\n]\n",
            4,
            id="inline",
        ),
        pytest.param("pyproject.toml", f"[project]\n[[tool.walkaround.exemptions]]\n{entry()}", 2, id="pyproject"),
    ],
)
def test_every_way_to_write_one_means_the_same(file: str, text: str, line: int) -> None:
    write({file: text})
    (one,) = load_here().exemptions
    assert one[:5] == ("ENG001", "a.py", "later", "@ada", dt.date(2026, 7, 1))
    assert (one.layer.path, one.line) == (file, line)


def test_exemptions_of_every_layer_count() -> None:
    write(
        {
            "org.toml": f"[[exemptions]]\n{entry()}",
            "walkaround.toml": f"extends='./org.toml'\n[[exemptions]]\n{entry()}",
        }
    )
    assert [(one.layer.path, one.line) for one in load_here().exemptions] == [("org.toml", 1), ("walkaround.toml", 2)]


@pytest.mark.parametrize(
    ("expires", "left", "counts"),
    [
        pytest.param("2026-06-14", -1, False, id="yesterday"),
        pytest.param("2026-06-15", 0, True, id="last-day"),
        pytest.param("2026-06-16", 1, True, id="tomorrow"),
        pytest.param("2026-06-29", WARN_DAYS, True, id="last-day-of-the-warning"),
        pytest.param("2026-06-30", WARN_DAYS + 1, True, id="day-before-the-warning"),
        pytest.param("2026-12-12", 180, True, id="furthest"),
        pytest.param("2000-02-29", -9603, False, id="long-ago"),
        pytest.param("0001-01-01", -739781, False, id="first-day-there-is"),
    ],
)
def test_an_exemption_counts_through_its_last_day(expires: str, left: int, counts: bool) -> None:
    write({"walkaround.toml": f"[[exemptions]]\n{entry(expires=expires)}"})
    loaded = load_here()
    (one,) = loaded.exemptions  # one that has ended is no error, and still listed
    assert one.days_left(DAY) == left
    assert (loaded.exemption("ENG001", "a.py", DAY) is one) == counts


def test_the_day_is_the_same_in_every_time_zone(monkeypatch: pytest.MonkeyPatch) -> None:
    try:
        for zone in ("Etc/GMT+12", "Etc/GMT-14", "UTC"):  # somewhere it is always another day than in UTC
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            before = time.gmtime()[:3]
            found = today()
            assert (found.year, found.month, found.day) in (before, time.gmtime()[:3])
    finally:
        monkeypatch.undo()
        time.tzset()


NAMED = ("a", "b", "src", "a*", "x.py")
PIECES = (*NAMED, "*", "?", "**", "*.py", "[ab]", "[!a]", "[id]")
FOLDERS = ("a", "b", "src", "[id]", "ab")
PATHS = st.tuples(
    st.lists(st.sampled_from(FOLDERS), max_size=2), st.sampled_from(["a", "x.py", ".py", "page.tsx", "[id]"])
).map(lambda parts: "/".join([*parts[0], parts[1]]))
GLOBS = (
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=3).filter(lambda some: set(some) & set(NAMED)).map("/".join)
)
ENTRIES = st.fixed_dictionaries(
    {
        "rule": st.sampled_from(["ENG001", "CAB001"]),
        "path": st.one_of(GLOBS, PATHS.filter(lambda path: "x.py" in path)),
        "reason": st.just("r"),
        "owner": st.just("o"),
        "expires": st.integers(-2, 2).map(lambda days: DAY + dt.timedelta(days)),
    }
)


def means(pattern: list[str], path: list[str]) -> bool:
    """Whether a glob means a path, one folder after the other."""
    if not pattern or not path:
        return not pattern and not path
    first, *rest = pattern
    if first == "**":
        return not rest or means(rest, path) or means(pattern, path[1:])
    return fnmatch.fnmatchcase(path[0], first) and means(rest, path[1:])


@settings(max_examples=tries(300), deadline=None)
@given(st.lists(ENTRIES, min_size=1, max_size=3), st.sampled_from(["ENG001", "CAB001", "ENG009"]), PATHS)
def test_an_exemption_covers_its_own_rule_and_path_alone(entries: list[dict[str, Any]], rule: str, path: str) -> None:
    layer = Layer("repository", "walkaround.toml", "", {"exemptions": entries})
    stack = Stack(Fleet(), [read_document(Fleet(), layer)])
    covering = [
        number
        for number, one in enumerate(entries)
        if one["rule"] == rule
        and one["expires"] >= DAY
        and (one["path"] == path or means(one["path"].split("/"), path.split("/")))
    ]
    for asked in (path, f"./{path}", os.path.abspath(path)):
        found = Policy([stack], root=os.getcwd()).exemption(rule, asked, DAY)
        assert (found and found.at) == (("exemptions", covering[0]) if covering else None)


def test_an_exemption_is_found_from_anywhere_in_the_repository(monkeypatch: pytest.MonkeyPatch) -> None:
    write(policy(path='"src/*.py"') | {"src/sub/x": ""})
    loaded = load(Fleet(), Fleet.tables, os.getcwd(), None)
    monkeypatch.chdir("src/sub")
    asked = ("../x.py", "x.py", "../../x.py", "../../../src/x.py")
    assert [loaded.exemption("ENG001", path, DAY) is not None for path in asked] == [True, False, False, False]
