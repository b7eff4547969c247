"""`.walkaround/secrets.baseline`: its lines, what they accept, and what no reader may pass over."""

import hashlib
import json
import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_up_secrets import made_up
from processor_time import CpuLimit
from test_secret_detection import RANDOM, Files
from test_secret_detection_baseline import AWS as OLD_AWS
from test_secret_detection_baseline import KEY, TOKEN, baseline
from test_secret_detection_baseline import entry as legacy_entry
from tests_support import TOP, tries
from walkaround._finding import Finding, NotJudged
from walkaround._policy import Policy
from walkaround._secrets_baseline import (
    FILE,
    LEGACY,
    STATUSES,
    Entry,
    changed,
    fingerprint,
    is_legacy,
    names,
    parse,
    render,
    strictest,
    unfit,
)
from walkaround.secret_detection import BASELINE, check
from walkaround.secret_detection._kinds import GENERAL
from walkaround.secret_detection._tokens import all_kinds

V1 = "v1:" + "0" * 32
LINE = {"file": "a.py", "type": "t", "hash": V1}
MADE_UP = made_up(7)
AWS, GITHUB, PEM = "aws-access-key-id", "github-personal-access-token", "private-key"


def lines_found(content: str, *entries: Entry, path: str = "a.py", **others: str) -> list[int]:
    files = Files({path: content, FILE: render(entries), **others}, (path,))
    found = list(check(Policy(), files))
    assert all(isinstance(one, Finding) for one in found), found
    return [one.line for one in found if isinstance(one, Finding)]


def not_judged(content: bytes) -> str:
    (only,) = check(Policy(), Files({"a.py": "x = 1", FILE: content}, ("a.py",)))
    assert isinstance(only, NotJudged)
    assert only.path == FILE
    return only.why


# What an entry accepts


def test_an_entry_accepts_its_secret_wherever_it_moves_in_its_file() -> None:
    entry = Entry("a.py", AWS, fingerprint(KEY))
    assert lines_found(f"\n\nx = '{KEY}'\n", entry) == []
    assert lines_found(f"x = '{KEY}'\ny = '{KEY}'\n", entry) == []
    assert lines_found(f"x = '{KEY}'\n", entry, path="b.py") == [1]
    assert lines_found(f"x = '{MADE_UP['AWS_KEY']}'\n", entry) == [1]


def test_a_token_and_a_key_are_accepted_whole_and_not_by_what_many_share() -> None:
    token, other = Entry("a.py", GITHUB, fingerprint(TOKEN)), MADE_UP["GITHUB_TOKEN"]
    assert lines_found(f"x = '{TOKEN}'\ny = '{other}'\n", token) == [2]
    first, second = MADE_UP["PRIVATE_KEY"], made_up(8)["PRIVATE_KEY"]
    body = "".join(first.split("\n")[1:-1])
    key = Entry("k.pem", PEM, fingerprint(body))
    assert lines_found(f"{first}\n{second}\n", key, path="k.pem") == [first.count("\n") + 2]


def test_an_entry_of_another_type_accepts_nothing() -> None:
    for kind in ("assigned-credential", OLD_AWS, "Secret Keyword"):
        assert lines_found(f"x = '{KEY}'", Entry("a.py", kind, fingerprint(KEY))) == [1]


@pytest.mark.parametrize(
    ("status", "left"), [("", []), ("false-positive", []), ("accepted", []), ("to-revoke", [1])], ids=str
)
def test_what_is_to_be_revoked_is_a_finding_until_it_is_gone(status: str, left: list[int]) -> None:
    entry = Entry("a.py", AWS, fingerprint(KEY), status, "why" if status else "")
    assert lines_found(f"x = '{KEY}'", entry) == left


def test_an_entry_by_sha_1_accepts_what_it_is_of_and_nothing_that_many_share() -> None:
    def by_sha1(kind: str, value: str) -> Entry:
        digest = hashlib.sha1(value.encode(), usedforsecurity=False).hexdigest()
        return Entry("a.py", kind, f"sha1:{digest}")

    assert lines_found(f"x = '{KEY}'", by_sha1(OLD_AWS, KEY)) == []
    assert lines_found(f"token = '{RANDOM}'", by_sha1("Secret Keyword", RANDOM)) == []
    assert lines_found(f"x = '{TOKEN}'", by_sha1("GitHub Token", "ghp")) == [1]
    assert lines_found(f"x = '{KEY}'", by_sha1(OLD_AWS, KEY)._replace(status="to-revoke")) == [1]


def test_both_baselines_count_while_there_are_two() -> None:
    old = json.dumps(baseline(results={"a.py": [legacy_entry(OLD_AWS, KEY)]}))
    content = f"x = '{KEY}'\ny = '{MADE_UP['AWS_KEY']}'\n"
    new = Entry("a.py", AWS, fingerprint(MADE_UP["AWS_KEY"]))
    assert lines_found(content, new) == [1]
    assert lines_found(content, new, **{LEGACY: old}) == []
    assert lines_found(content, new._replace(hash=fingerprint(KEY), status="to-revoke"), **{LEGACY: old}) == [1, 2]


def test_a_file_that_the_policy_names_is_told_by_its_content() -> None:
    content = f"x = '{KEY}'\n"
    entry = render([Entry("a.py", AWS, fingerprint(KEY))])
    old = json.dumps(baseline(results={"a.py": [legacy_entry(OLD_AWS, KEY)]}))
    policy = Policy().with_values({BASELINE: "known/secrets"})
    for text in (entry, old, json.dumps(baseline(results={"a.py": [legacy_entry(OLD_AWS, KEY)]}), indent=2)):
        assert list(check(policy, Files({"a.py": content, "known/secrets": text}, ("a.py",)))) == []
    assert len(list(check(policy, Files({"a.py": content, FILE: entry, LEGACY: old}, ("a.py",))))) == 1


def test_a_baseline_of_its_own_holds_no_secret() -> None:
    entries = [Entry(f"{at}.py", "assigned-credential", fingerprint(str(at))) for at in range(20)]
    assert list(check(Policy(), Files({FILE: render(entries)}, (FILE,)))) == []


def test_the_example_in_the_documentation_could_stand_in_a_baseline() -> None:
    page = (TOP / "docs" / "secret-baseline.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    (entry,) = parse(FILE, example.encode())
    assert render([entry]).decode() == example
    assert entry.type in {*GENERAL, *(kind.id for kind in all_kinds())}


# The lines


def line(**changes: Any) -> bytes:
    return json.dumps({key: value for key, value in {**LINE, **changes}.items() if value is not None}).encode()


ACT = "; no file was judged against it: mend or delete that line, then run `walkaround secrets baseline --update`"
NO_HASH = 'has a "hash" that is none: v1: and 32, or sha1: and 40 hexadecimal digits in lower case'
UNUSABLE: dict[str, tuple[bytes, str]] = {
    "not-json": (b"{", "is not JSON"),
    "two-objects": (line() + line(), "is not JSON"),
    "deep": (b"[" * 100_000, "is not JSON"),
    "list": (b"[]", "is not a JSON object"),
    "not-utf-8": (b'{"file": "\xff"}', "is not UTF-8"),
    "unknown-key": (line(stauts="accepted"), 'has an unknown key "stauts"; did you mean "status"?'),
    "pattern": (line(exclude=".*"), 'has an unknown key "exclude"'),
    "twice": (line()[:-1] + b', "hash": "x"}', 'has "hash" twice'),
    "no-file": (line(file=None), 'has no "file"'),
    "no-type": (line(type=None), 'has no "type"'),
    "no-hash": (line(hash=None), 'has no "hash"'),
    "file-a-list": (line(file=["a.py"]), 'has a "file" that is not a text'),
    "empty-type": (line(type=""), 'has a "type" that is not a text'),
    "status-a-flag": (line(status=True), 'has a "status" that is not a text'),
    "status": (
        line(status="false-postive"),
        'has an unknown "status" "false-postive"; did you mean "false-positive"?',
    ),
    "other-status": (
        line(status="fine"),
        'has an unknown "status" "fine"; there are false-positive, accepted, to-revoke',
    ),
    "no-reason": (line(status="accepted"), 'accepts a risk without a "reason"'),
    "long-reason": (line(reason="x" * 2001), 'has a "reason" of more than 2000 characters'),
    "upward": (line(file="../a.py"), 'has a "file" that is not a path from the repository\'s top, with slashes'),
    "absolute": (line(file="/a.py"), 'has a "file" that is not a path from the repository\'s top, with slashes'),
    "backslash": (line(file="b\\a.py"), 'has a "file" that is not a path from the repository\'s top, with slashes'),
    "short-hash": (line(hash="v1:00"), NO_HASH),
    "unknown-hash": (line(hash="md5:" + "0" * 32), NO_HASH),
    "upper-case": (line(hash="v1:" + "A" * 32), NO_HASH),
}


@pytest.mark.parametrize(("content", "why"), UNUSABLE.values(), ids=UNUSABLE)
def test_a_line_that_cannot_be_relied_on_is_named(content: bytes, why: str) -> None:
    assert not_judged(line(file="b.py") + b"\n\n" + content + b"\n") == f"line 3: {why}{ACT}"


@pytest.mark.parametrize("mark", ["<<<<<<< HEAD", "||||||| 1a2b", "=======", ">>>>>>> branch", "<<<<<<< HEAD\r"])
def test_marks_of_a_conflict_have_a_word_of_their_own(mark: str) -> None:
    assert not_judged(f"{line().decode()}\n{mark}\n".encode()) == (
        "line 2: is a mark of a merge conflict; delete the lines of <, |, = and > and keep the entries between them, "
        "then run `walkaround secrets baseline --update`"
    )


TEXT = st.text(st.characters(exclude_categories=()), min_size=1, max_size=12)
PART = TEXT.map(lambda text: text.replace("/", "_").replace("\\", "_").replace(".", "x"))
ENTRY = st.builds(
    Entry,
    file=st.lists(PART, min_size=1, max_size=3).map("/".join),
    type=TEXT,
    hash=st.integers(0, 2**128 - 1).map(lambda number: f"v1:{number:032x}"),
    status=st.sampled_from(("", *STATUSES)),
    reason=st.just("a reason") | TEXT.filter(str.strip),
)


@settings(max_examples=tries(300), deadline=None)
@given(entries=st.lists(ENTRY, max_size=8), order=st.randoms(use_true_random=False))
def test_what_is_written_is_read_again_in_any_order_and_any_number_of_times(entries: list[Entry], order: Any) -> None:
    unique = tuple(sorted({entry.key: entry for entry in entries}.values()))
    content = render(unique)
    assert parse(FILE, content) == unique
    lines = [one for one in content.split(b"\n") if one] * 2
    order.shuffle(lines)
    for end in (b"\n", b"\r\n"):
        again = parse(FILE, b"\xef\xbb\xbf" + end.join(lines))
        assert render(again) == content


@settings(max_examples=tries(300), deadline=None)
@given(content=st.binary(max_size=60) | st.text(max_size=60).map(str.encode))
def test_any_bytes_are_read_or_named_as_not_judged(content: bytes) -> None:
    try:
        entries = parse(FILE, content)
    except NotJudged:
        return
    assert render(entries) == render(parse(FILE, render(entries)))


def test_the_file_is_utf_8_with_lf_and_sorted() -> None:
    entries = [
        Entry("b.py", "t", V1),
        Entry("ä.py", "t", V1, "accepted", "a “sample”"),
        Entry("a.py", "u", V1),
        Entry("a.py", "t", "v1:" + "1" * 32),
        Entry("a.py", "t", V1),
    ]
    assert render(entries).decode() == (
        f'{{"file": "a.py", "type": "t", "hash": "{V1}"}}\n'
        f'{{"file": "a.py", "type": "t", "hash": "v1:{"1" * 32}"}}\n'
        f'{{"file": "a.py", "type": "u", "hash": "{V1}"}}\n'
        f'{{"file": "b.py", "type": "t", "hash": "{V1}"}}\n'
        f'{{"file": "ä.py", "type": "t", "hash": "{V1}", "status": "accepted", "reason": "a “sample”"}}\n'
    )


def test_of_several_answers_the_strictest_counts() -> None:
    plain = Entry("a.py", "t", V1)
    false, accepted, real = (plain._replace(status=status, reason="why") for status in STATUSES)
    assert parse(FILE, render([plain]) + render([false])) == (false,)
    assert parse(FILE, render([accepted]) + render([false]) + render([plain])) == (accepted,)
    assert parse(FILE, render([real]) + render([accepted])) == (real,)
    assert strictest(false, false._replace(reason="why at length")).reason == "why at length"
    assert changed([plain, false], real) == (real, real)


def test_a_hash_is_the_same_everywhere_and_cheap() -> None:
    """A vector, so that no release makes every baseline void."""
    assert fingerprint("correct horse") == VECTOR
    assert not unfit(Entry("a.py", "t", fingerprint("\ud800 \U0001f600")))
    with CpuLimit(30):  # a hash that is made to be dear takes longer for a tenth of them
        for number in range(3000):
            fingerprint(f"{number}" * 10)


VECTOR = "v1:50131e1b42939c7f4fb54b42538c1d40"


NAMES = {
    "": (),
    ".walkaround/secrets.baseline": (FILE, LEGACY),
    "./.walkaround//secrets.baseline": (FILE, LEGACY),
    ".secrets.baseline": (LEGACY,),
    "known/secrets.json": ("known/secrets.json",),
}


@pytest.mark.parametrize(("value", "files"), NAMES.items(), ids=NAMES)
def test_which_files_a_policy_means(value: str, files: tuple[str, ...]) -> None:
    assert names(value) == files


FORMATS: dict[str, tuple[str, bytes, bool]] = {
    "ours": ("x", line(), False),
    "empty": ("x", b"", False),
    "conflict": ("x", b"<<<<<<< a\n" + line(), False),
    "broken-ours": ("x", b'{"file": "a', False),
    "theirs": ("x", json.dumps(baseline(), indent=2).encode(), True),
    "theirs-on-a-line": ("x", json.dumps(baseline()).encode(), True),
    "broken-theirs": ("x", b"{\n", True),
    "their-name": (LEGACY, b"", True),
    "their-name-broken": (LEGACY, b"<<<<<<< a", True),
    "their-name-ours": (LEGACY, line(), False),
}


@pytest.mark.parametrize(("path", "content", "theirs"), FORMATS.values(), ids=FORMATS)
def test_formats_are_told_by_content(path: str, content: bytes, theirs: bool) -> None:
    assert is_legacy(path, content) == theirs
