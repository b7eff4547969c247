"""What entries of detect-secrets' own baseline accept, judged by its own plugins on one line."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_up_secrets import made_up
from tests_support import tries
from walkaround.secret_detection._legacy import ANY_LINE, NO_LINE, accepts, matching

MADE_UP, OTHERS = made_up(11), made_up(12)
KEY, TOKEN, PASSWORD = MADE_UP["AWS_KEY"], MADE_UP["GITHUB_TOKEN"], MADE_UP["PASSWORD"]
PEM = MADE_UP["PRIVATE_KEY"].partition("\n")[0]
HEADER = PEM.strip("-")
AWS, KEYWORD, GITHUB, PRIVATE, URL = (
    "AWS Access Key",
    "Secret Keyword",
    "GitHub Token",
    "Private Key",
    "Basic Auth Credentials",
)


class Recorded(NamedTuple):
    type: str
    hash: str
    line: int


def entry(kind: str, value: str, line: int = 3) -> Recorded:
    return Recorded(kind, hashlib.sha1(value.encode(), usedforsecurity=False).hexdigest(), line)


def accepted(line: str, secret: str, *entries: Recorded, path: str = "a.py", number: int = 3) -> bool:
    start = line.index(secret)
    return accepts(entries, path, line, number, start, start + len(secret))


CASES = {
    "whole-token": (f"x = '{KEY}'", KEY, [entry(AWS, KEY)], True),
    "whole-token-elsewhere": (f"x = '{KEY}'", KEY, [entry(AWS, KEY, 99)], True),
    "another-token": (f"x = '{OTHERS['AWS_KEY']}'", OTHERS["AWS_KEY"], [entry(AWS, KEY)], False),
    "another-type": (f"password = '{KEY}'", KEY, [entry(KEYWORD, KEY)], False),
    "both-types": (f"password = '{KEY}'", KEY, [entry(KEYWORD, KEY), entry(AWS, KEY)], True),
    "no-entry": (f"x = '{KEY}'", KEY, [], False),
    "beginning-here": (f"x = '{TOKEN}'", TOKEN, [entry(GITHUB, "ghp", 3)], True),
    "beginning-elsewhere": (f"x = '{TOKEN}'", TOKEN, [entry(GITHUB, "ghp", 4)], False),
    "beginning-anywhere": (f"x = '{TOKEN}'", TOKEN, [entry(GITHUB, "ghp", ANY_LINE)], True),
    "beginning-without-line": (f"x = '{TOKEN}'", TOKEN, [entry(GITHUB, "ghp", NO_LINE)], False),
    "header-here": (PEM, HEADER, [entry(PRIVATE, HEADER, 3)], True),
    "header-elsewhere": (PEM, HEADER, [entry(PRIVATE, HEADER, 4)], False),
    "header-without-line": (PEM, HEADER, [entry(PRIVATE, HEADER, NO_LINE)], False),
    "keyword": (f"password = '{PASSWORD}'", PASSWORD, [entry(KEYWORD, PASSWORD)], True),
    "keyword-elsewhere": (f"password = '{PASSWORD}'", PASSWORD, [entry(KEYWORD, PASSWORD, 9)], True),
    "url": (f"https://app:{PASSWORD}@db.internal/x", PASSWORD, [entry(URL, PASSWORD)], True),
    "no-plugin-of-theirs": (f"x = {PASSWORD}", PASSWORD, [entry(KEYWORD, PASSWORD)], True),
    "entropy": (f"x = '{MADE_UP['BASE64']}'", MADE_UP["BASE64"],
                [entry("Base64 High Entropy String", MADE_UP["BASE64"])], True),
    "beside-an-accepted-token": (f"x = '{KEY}'; password = '{PASSWORD}'", PASSWORD, [entry(AWS, KEY)], False),
    "beside-another-token": (f"x = '{KEY}'; password = '{PASSWORD}'", PASSWORD, [entry(KEYWORD, PASSWORD)], True),
    "beside-it": (f"x = '{KEY}' + '{OTHERS['AWS_KEY']}'", OTHERS["AWS_KEY"], [entry(AWS, KEY)], False),
}  # fmt: skip


@pytest.mark.parametrize(("line", "secret", "entries", "expected"), CASES.values(), ids=CASES)
def test_what_an_entry_accepts(line: str, secret: str, entries: list[Recorded], expected: bool) -> None:
    assert accepted(line, secret, *entries) == expected


def test_the_entries_that_accept_are_told() -> None:
    entries = [entry(AWS, KEY), entry(KEYWORD, KEY), entry(AWS, OTHERS["AWS_KEY"])]
    line = f"password = '{KEY}'"
    start = line.index(KEY)
    assert set(matching(entries, "a.py", line, 3, start, start + len(KEY))) == set(entries[:2])


@settings(max_examples=tries(60), deadline=None)
@given(before=st.text(max_size=30), after=st.text(max_size=30))
def test_a_token_is_accepted_whatever_stands_around_it(before: str, after: str) -> None:
    before, after = (text.replace("\n", " ").replace("\r", " ") for text in (before, after))
    line = f"{before} '{KEY}' {after}"
    assert accepted(line, KEY, entry(AWS, KEY))
    assert not accepted(line, KEY, entry(AWS, OTHERS["AWS_KEY"]))


def test_of_a_long_line_only_what_is_around_the_secret_is_asked() -> None:
    line = "b" * 3_000_000 + f" '{KEY}' " + "c" * 3_000_000
    assert accepted(line, KEY, entry(AWS, KEY))


def test_what_detect_secrets_itself_writes_is_accepted(tmp_path: Path) -> None:
    """Whole tokens, prefixes, headers and keywords, by the entries of `detect-secrets scan`."""
    lines = [f"x = '{KEY}'", f"password = '{PASSWORD}'", f"y = '{TOKEN}'", PEM, f"https://u:{PASSWORD}@h.internal/"]
    (tmp_path / "a.py").write_text("\n".join(lines) + "\n")
    command = [sys.executable, "-m", "detect_secrets", "scan", "-n", "--all-files", "a.py"]
    written = json.loads(subprocess.run(command, cwd=tmp_path, capture_output=True, check=True).stdout)
    entries = [Recorded(one["type"], one["hashed_secret"], one["line_number"]) for one in written["results"]["a.py"]]
    for number, (line, secret) in enumerate(zip(lines, (KEY, PASSWORD, TOKEN, HEADER, PASSWORD), strict=True), 1):
        assert accepted(line, secret, *entries, number=number), number
    assert not accepted(lines[2].replace(TOKEN, OTHERS["GITHUB_TOKEN"]), OTHERS["GITHUB_TOKEN"], *entries, number=9)
