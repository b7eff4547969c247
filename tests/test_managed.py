"""The managed block: markers found or refused, the text compared, bytes outside never touched, removal exact."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from walkaround._managed import (
    Block,
    Broken,
    Managed,
    installed,
    line_of,
    managed,
    obstacle,
    removed,
    standing,
)
from walkaround._managed import find as find_named

NAME = b"checklist"
CHECKLIST = managed(NAME, 2, b"\n## Review\n\n- [ ] It was read\n\n")
BEGIN, END = CHECKLIST.block.split(b"\n")[0], b"<!-- walkaround:checklist end -->"
BLOCK = CHECKLIST.block


def find(content: bytes) -> Block | None:
    return find_named(content, NAME)


def crlf(content: bytes) -> bytes:
    return content.replace(b"\n", b"\r\n")


INSTALLED = {
    "empty file": (b"", BLOCK + b"\n"),
    "byte order mark only": (b"\xef\xbb\xbf", b"\xef\xbb\xbf" + BLOCK + b"\n"),
    "own text": (b"## What\n", b"## What\n\n" + BLOCK + b"\n"),
    "byte order mark and text": (b"\xef\xbb\xbfa\n", b"\xef\xbb\xbfa\n\n" + BLOCK + b"\n"),
    "no final newline": (b"a\nb", b"a\nb\n\n" + BLOCK),
    "no newline at all": (b"a", b"a\n\n" + BLOCK),
    "blank lines at the end": (b"a\n\n\n", b"a\n\n\n\n" + BLOCK + b"\n"),
    "CRLF": (b"a\r\nb\r\n", b"a\r\nb\r\n\r\n" + crlf(BLOCK) + b"\r\n"),
    "CRLF without the last": (b"a\r\nb", b"a\r\nb\r\n\r\n" + crlf(BLOCK)),
    "mostly CRLF": (b"a\r\nb\r\nc\n", b"a\r\nb\r\nc\n\r\n" + crlf(BLOCK) + b"\r\n"),
    "as many of each": (b"a\r\nb\n", b"a\r\nb\n\n" + BLOCK + b"\n"),
    "mostly LF": (b"a\nb\nc\r\n", b"a\nb\nc\r\n\n" + BLOCK + b"\n"),
    "not UTF-8": (b"caf\xe9\n", b"caf\xe9\n\n" + BLOCK + b"\n"),
    "front matter": (b"---\nname: x\n---\n", b"---\nname: x\n---\n\n" + BLOCK + b"\n"),
    "the word without a comment": (b"walkaround:checklist\n", b"walkaround:checklist\n\n" + BLOCK + b"\n"),
    "another marker": (
        b"<!-- walkaround:checklists -->\n",
        b"<!-- walkaround:checklists -->\n\n" + BLOCK + b"\n",
    ),
}


@pytest.mark.parametrize(("before", "after"), INSTALLED.values(), ids=INSTALLED)
def test_block_is_appended(before: bytes, after: bytes) -> None:
    assert find(before) is None
    assert installed(before, None, CHECKLIST) == after


OLD = managed(NAME, 1, b"\nolder\n").block
RESTORED = {
    "outdated": (b"a\n\n" + OLD + b"\n\nz\n", b"a\n\n" + BLOCK + b"\n\nz\n"),
    "edited": (BLOCK.replace(b"[ ]", b"[x]") + b"\n", BLOCK + b"\n"),
    "no digest": (b"<!-- walkaround:checklist begin -->\n" + END + b"\nz", BLOCK + b"\nz"),
    "CRLF outside, LF inside": (b"a\r\n" + OLD + b"\r\nz", b"a\r\n" + crlf(BLOCK) + b"\r\nz"),
    "LF outside, CRLF inside": (b"a\n" + crlf(OLD) + b"\nz", b"a\n" + BLOCK + b"\nz"),
    "CRLF inside, nothing outside": (crlf(OLD), crlf(BLOCK)),
    "byte order mark before": (b"\xef\xbb\xbf" + OLD + b"\n", b"\xef\xbb\xbf" + BLOCK + b"\n"),
    "blanks around the markers": (b"  " + OLD + b" \t\nz", b"  " + BLOCK + b" \t\nz"),
    "blanks after the begin marker": (BLOCK.replace(BEGIN, BEGIN + b" "), BLOCK),
    "CR alone outside": (b"a\r" + OLD + b"\rz", b"a\r" + BLOCK + b"\rz"),
    "nothing inside": (BEGIN + b"\n" + END, BLOCK),
}


@pytest.mark.parametrize(("before", "after"), RESTORED.values(), ids=RESTORED)
def test_block_is_restored(before: bytes, after: bytes) -> None:
    block = find(before)
    assert block is not None
    assert standing(before, block, CHECKLIST) != "current"
    assert installed(before, block, CHECKLIST) == after


STANDINGS = {
    "current": (BLOCK, "current"),
    "current, CRLF": (crlf(BLOCK), "current"),
    "older text": (OLD, "outdated"),
    "older text, CRLF": (crlf(OLD), "outdated"),
    "same version, other text": (managed(NAME, 2, b"\nother\n").block, "outdated"),
    "later version": (managed(NAME, 3, b"\nnewer\n").block, "newer"),
    "later version, edited": (managed(NAME, 3, b"\nnewer\n").block.replace(b"newer", b"mine"), "edited"),
    "edited": (BLOCK.replace(b"It", b"Nothing"), "edited"),
    "line added": (BLOCK.replace(b"\n" + END, b"- more\n\n" + END), "edited"),
    "digest changed": (BLOCK.replace(b"sha256=", b"sha256=0"), "edited"),
    "digest in capitals": (BLOCK.replace(BEGIN, BEGIN.upper().replace(b"WALKAROUND:CHECKLIST", b"x")), None),
    "version of many digits": (BLOCK.replace(b" v2 ", b" v" + b"9" * 5000 + b" "), "outdated"),
}


@pytest.mark.parametrize(("content", "expected"), STANDINGS.values(), ids=STANDINGS)
def test_standing(content: bytes, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(Broken):
            find(content)
        return
    block = find(content)
    assert block is not None
    assert standing(content, block, CHECKLIST) == expected


BROKEN = {
    "begin without end": (b"a\n" + BEGIN + b"\nb\n", 2, "The block walkaround:checklist begins and never ends."),
    "end without begin": (b"a\n" + END + b"\n", 2, "A block walkaround:checklist ends that has not begun."),
    "end before begin": (END + b"\n" + BEGIN + b"\n", 1, "A block walkaround:checklist ends that has not begun."),
    "two ends": (BLOCK + b"\n" + END, BLOCK.count(b"\n") + 2, "A block walkaround:checklist ends that has not begun."),
    "nested": (
        BEGIN + b"\n" + BLOCK + b"\n" + END,
        2,
        "A block walkaround:checklist begins inside the one from line 1.",
    ),
    "twice": (
        b"\n" + BLOCK + b"\n\n" + BLOCK,
        9,
        "A second block walkaround:checklist begins; the first is on line 2.",
    ),
    "begun again": (BLOCK + b"\n" + BEGIN, 7, "A second block walkaround:checklist begins; the first is on line 1."),
}
UNWHOLE = {
    "text before": b"see " + BEGIN + b"\n" + END,
    "text after": BEGIN + b" here\n" + END,
    "both on one line": BEGIN + END,
    "unclosed": b"<!-- walkaround:checklist begin v1\n" + END,
    "unknown word": b"<!-- walkaround:checklist start -->\n" + END,
    "no word": b"<!-- walkaround:checklist -->\n",
    "other case": b"<!-- Walkaround:Checklist begin -->\n" + END,
    "suffix": b"<!-- walkaround:checklist-begin -->\n" + END,
    "no blank": b"<!-- walkaround:checklistbegin -->\n".replace(b"tb", b"t:b"),
    "in a quotation": b"> " + BEGIN + b"\n> " + END,
    "broken over lines": b"<!-- walkaround:checklist\nbegin -->\n" + END,
    "a later marker": BLOCK + b"\n`" + BEGIN + b"`\n",
    "a byte order mark inside": b"a\n\xef\xbb\xbf" + BEGIN + b"\n" + END,
}


@pytest.mark.parametrize(("content", "line", "why"), BROKEN.values(), ids=BROKEN)
def test_broken_markers(content: bytes, line: int, why: str) -> None:
    with pytest.raises(Broken) as broken:
        find(content)
    assert (line_of(content, broken.value.offset), broken.value.why) == (line, why)


@pytest.mark.parametrize("content", UNWHOLE.values(), ids=UNWHOLE)
def test_marker_that_is_not_whole(content: bytes) -> None:
    with pytest.raises(Broken) as broken:
        find(content)
    assert broken.value.why == "A marker walkaround:checklist is not whole or not alone on its line."


LINES = st.sampled_from(
    [
        b"a",
        b"",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"- [ ] box",
        b"```",
        b"<!--",
        b"-->",
        b"walkaround:checklist",
        b"\r",
        b" ",
    ]
)
ENDS = st.sampled_from([b"\n", b"\r\n", b"\r", b""])
TEXTS = st.lists(st.tuples(LINES | st.binary(max_size=8), ENDS), max_size=12).map(
    lambda parts: b"".join(line + end for line, end in parts)
)


@given(TEXTS)
@example(b"\xef\xbb\xbf")
@example(b"\r")
def test_bytes_outside_survive_installation(content: bytes) -> None:
    assume(b"walkaround:checklist" not in content)  # perhaps a broken marker, and so never installed into
    assert find(content) is None
    once = installed(content, None, CHECKLIST)
    block = find(once)
    assert block is not None
    assert once.startswith(content)
    assert standing(once, block, CHECKLIST) == "current"
    assert once[: block.start].removeprefix(content).strip(b"\r\n") == b""
    assert once[block.end :] in (b"", b"\n", b"\r\n")
    assert (once[block.end :] == b"") == (content.removeprefix(b"\xef\xbb\xbf") != b"" and not content.endswith(b"\n"))


@given(TEXTS, TEXTS, st.binary(max_size=20), st.sampled_from([b"\n", b"\r\n"]))
def test_bytes_outside_survive_restoration(before: bytes, after: bytes, inside: bytes, newline: bytes) -> None:
    head, tail = (before + b"\n" if before else b""), (b"\n" + after if after else b"")
    content = head + BEGIN + newline + inside + newline + END + tail
    try:
        block = find(content)
    except Broken:
        return
    assert block is not None
    assert (block.start, block.end) == (len(head), len(content) - len(tail))
    once = installed(content, block, CHECKLIST)
    again = find(once)
    assert again is not None
    assert once[: again.start] == head
    assert once[again.end :] == tail
    assert standing(once, again, CHECKLIST) == "current"
    assert installed(once, again, CHECKLIST) == once


MARKED = st.lists(st.tuples(LINES | st.sampled_from([BEGIN, END, b"<!-- walkaround:checklist"]), ENDS), max_size=8).map(
    lambda parts: b"".join(line + end for line, end in parts)
)


@given(MARKED)
def test_markers_are_one_pair_or_none_or_broken(content: bytes) -> None:
    place, block = -1, None
    try:
        block = find(content)
    except Broken as broken:
        place = broken.offset
    if place >= 0:
        assert content.startswith((b"<!-- walkaround:checklist", b"<!--walkaround:checklist"), place)
        return
    assert content.count(BEGIN) == content.count(END) == (0 if block is None else 1)
    if block is not None:
        assert content[block.start : block.end].startswith(BEGIN)
        assert content[block.start : block.end].endswith(END)


HUGE = {
    "openers": b"<!-- walkaround:checklis" * 2_000_000,
    "blanks": b"<!--" + b" " * 50_000_000,
    "one line of markers": BEGIN * 800_000,
    "markers on lines": (BEGIN + b"\r") * 800_000,
    "one line": b"x" * 50_000_000,
    "lines": b"\r\n" * 25_000_000,
}


@pytest.mark.parametrize("content", HUGE.values(), ids=HUGE)
def test_fifty_megabytes_take_moments(content: bytes) -> None:
    try:
        block = find(content)
    except Broken:
        return
    assert block is None
    assert len(installed(content, None, CHECKLIST)) > len(content)


OBSTACLES = {
    "UTF-16": ("# Häuser".encode("utf-16"), CHECKLIST, "is not UTF-8 text but UTF-16 or binary; save it as UTF-8"),
    "UTF-16 without mark": (b"#\0 \0", CHECKLIST, "is not UTF-8 text but UTF-16 or binary; save it as UTF-8"),
    "Latin-1 and ASCII": (b"caf\xe9", CHECKLIST, None),
    "Latin-1 and own lines": (
        b"caf\xe9",
        Managed(NAME, 1, "Prüfung".encode()),
        "is not UTF-8, but the text of the block needs it; save it as UTF-8",
    ),
    "UTF-8 and own lines": ("café".encode(), Managed(NAME, 1, "Prüfung".encode()), None),
}


@pytest.mark.parametrize(("content", "checklist", "why"), OBSTACLES.values(), ids=OBSTACLES)
def test_obstacle(content: bytes, checklist: Managed, why: str | None) -> None:
    assert obstacle(content, checklist) == why


REMOVED = {
    "its own file": (BLOCK + b"\n", b""),
    "its own file without the last newline": (BLOCK, b""),
    "byte order mark alone": (b"\xef\xbb\xbf" + BLOCK + b"\n", b"\xef\xbb\xbf"),
    "at the end": (b"a\n\n" + BLOCK + b"\n", b"a\n"),
    "at the end, no final newline": (b"a\n\n" + BLOCK, b"a"),
    "CRLF": (b"a\r\n\r\n" + crlf(BLOCK) + b"\r\n", b"a\r\n"),
    "CRLF, no final newline": (b"a\r\n\r\n" + crlf(BLOCK), b"a"),
    "CRLF outside, LF inside": (b"a\r\n\r\n" + BLOCK + b"\r\n", b"a\r\n"),
    "written below": (b"a\n\n" + BLOCK + b"\n\nb\n", b"a\n\nb\n"),
    "written below at once": (b"a\n\n" + BLOCK + b"\nb\n", b"a\n\nb\n"),
    "CRLF, written below": (b"a\r\n\r\n" + crlf(BLOCK) + b"\r\n\r\nb", b"a\r\n\r\nb"),
    "no empty line above": (b"a\n" + BLOCK + b"\n\nb\n", b"a\n\nb\n"),
    "no empty line at all": (b"a\n" + BLOCK + b"\nb\n", b"a\nb\n"),
    "no empty line above at the end": (b"a\n" + BLOCK + b"\n", b"a\n"),
    "moved to the top": (BLOCK + b"\n\nb\n", b"b\n"),
    "moved below a byte order mark": (b"\xef\xbb\xbf" + BLOCK + b"\n\nb\n", b"\xef\xbb\xbfb\n"),
    "moved to the top at once": (BLOCK + b"\nb\n", b"b\n"),
    "blanks around the markers": (b"a\n  " + BLOCK + b" \t\nz", b"a\n   \t\nz"),
    "CR alone outside": (b"a\r" + BLOCK + b"\rz", b"a\r\rz"),
}


@pytest.mark.parametrize(("before", "after"), REMOVED.values(), ids=REMOVED)
def test_block_is_removed(before: bytes, after: bytes) -> None:
    block = find(before)
    assert block is not None
    assert removed(before, block) == after


OTHER = managed(NAME, 3, b"\nnewer\n- [ ] text\n")


@given(TEXTS)
@example(b"")
@example(b"\xef\xbb\xbf")
@example(b"\xef\xbb\xbf\n")
@example(b"\r")
@example(b"a\r\n\r")
@example(b"a\r\nb\n\r")
@example(b"\n\n")
def test_removal_is_the_inverse_of_installation(content: bytes) -> None:
    assume(b"walkaround:checklist" not in content)
    once = installed(content, None, CHECKLIST)
    block = find(once)
    assert block is not None
    assert removed(once, block) == content
    upgraded = installed(once, block, OTHER)
    newer = find(upgraded)
    assert newer is not None
    assert removed(upgraded, newer) == content


@given(TEXTS, TEXTS)
def test_removal_takes_nothing_but_line_ends_beside_the_block(before: bytes, after: bytes) -> None:
    assume(b"walkaround:checklist" not in before + after)
    head, tail = (before + b"\n" if before else b""), (b"\n" + after if after else b"")
    block = find(head + BLOCK + tail)
    assert block is not None
    left = removed(head + BLOCK + tail, block)
    kept = [cut for cut in range(len(left) + 1) if head.startswith(left[:cut]) and tail.endswith(left[cut:])]
    assert any((head[cut:] + tail[: len(tail) - len(left) + cut]).strip(b"\r\n") == b"" for cut in kept)


def test_blocks_of_other_names_are_no_blocks_of_this_one() -> None:
    both = BLOCK + b"\n" + managed(b"agents", 1, b"\nrun the checks\n").block + b"\n"
    block, other = find(both), find_named(both, b"agents")
    assert block is not None
    assert other is not None
    assert (block.text, other.text) == (b"\n## Review\n\n- [ ] It was read\n\n", b"\nrun the checks\n")
    assert removed(both, other) == BLOCK + b"\n"
    assert find_named(both, b"agent") is None
