"""A commit message as git keeps it, and its trailers; compared with git itself where git can be asked."""

import os
import subprocess
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests_support import tries
from walkaround._git import GitError
from walkaround._message import (
    MessageSettings,
    Trailer,
    committed_text,
    kept,
    kept_by,
    quoted,
    shown,
    split_lines,
    trailer_block,
    trailers,
    with_trailers,
)

SCISSORS = b" ------------------------ >8 ------------------------\n"


@pytest.mark.parametrize(
    ("content", "comment", "cleanup", "expected"),
    [
        pytest.param(b"a\n# b\nc\n", "#", "strip", b"a\n\nc\n", id="comment"),
        pytest.param(b"a\n # b\n", "#", "strip", b"a\n # b\n", id="indented is no comment"),
        pytest.param(b"a\r\n# b\r\nc\r\n", "#", "strip", b"a\r\n\nc\r\n", id="crlf"),
        pytest.param(b"a\n# b\n; c\n", ";", "strip", b"a\n# b\n\n", id="other character"),
        pytest.param(b"a\n// b\n/ c\n", "//", "strip", b"a\n\n/ c\n", id="comment string"),
        pytest.param(b"a\n# b\n", "#", "keep", b"a\n# b\n", id="keep"),
        pytest.param(b"a\n# b\n#" + SCISSORS + b"x\ny\n", "#", "strip", b"a\n\n\n\n\n", id="scissors"),
        pytest.param(b"a\n# b\n#" + SCISSORS + b"x\ny\n", "#", "scissors", b"a\n# b\n\n\n\n", id="scissors only"),
        pytest.param(b"a\n #" + SCISSORS + b"x\n", "#", "strip", b"a\n #" + SCISSORS + b"x\n", id="not at line start"),
        pytest.param(b"#" + SCISSORS + b"x\n", "#", "strip", b"\n\n", id="scissors first"),
        pytest.param(
            b"a\n#" + SCISSORS[:-1] + b"\r\nx\n", "#", "scissors", b"a\n#" + SCISSORS[:-1] + b"\r\nx\n", id="crlf"
        ),
        pytest.param(b"a\n\n# Conflicts:\n#\tb\n", "#", "keep", b"a\n\n\n\n", id="conflicts"),
        pytest.param(b"a\n\n# Conflicts:\n#\tb\nc\n", "#", "keep", b"a\n\n# Conflicts:\n#\tb\nc\n", id="no conflicts"),
        pytest.param(
            b"#1 x\nb\n;" + SCISSORS + b"; y\nz\n", "auto", "strip", b"#1 x\nb\n\n\n\n", id="auto by scissors"
        ),
        pytest.param(b"#1 x\n\n; Please\n;\n; On branch\n", "auto", "strip", b"#1 x\n\n\n\n\n", id="auto by template"),
        pytest.param(b"a\n\n#12 was closed\n", "auto", "strip", b"a\n\n#12 was closed\n", id="auto without template"),
        pytest.param(b"\xff\n# \xfe\nb", "#", "strip", b"\xff\n\nb", id="not utf-8"),
        pytest.param(b"", "auto", "strip", b"", id="empty"),
        pytest.param(b"#", "#", "strip", b"", id="only a comment"),
    ],
)
def test_committed_text(content: bytes, comment: str, cleanup: str, expected: bytes | None) -> None:
    assert committed_text(content, comment, cleanup) == (content if expected is None else expected)  # type: ignore[arg-type]


pieces = st.sampled_from(
    [b"a", b"# c", b"#", b";", b"\r", b"\xff", b"", b"Key: v", b" f", b"#" + SCISSORS[:-1], b"```"]
)
contents = st.lists(pieces, max_size=12).map(b"\n".join)


@given(
    contents | st.binary(),
    st.sampled_from(["#", ";", "auto", "", "//"]),
    st.sampled_from(["strip", "scissors", "keep"]),
)
def test_committed_text_keeps_line_numbers(content: bytes, comment: str, cleanup: str) -> None:
    result = committed_text(content, comment, cleanup)  # type: ignore[arg-type]
    assert result.count(b"\n") == content.count(b"\n")
    for before, after in zip(content.split(b"\n"), result.split(b"\n"), strict=True):
        assert after in (before, b"")


@given(st.binary())
def test_lines_join_to_the_content(content: bytes) -> None:
    assert b"".join(split_lines(content)) == content


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    git(tmp_path, "init", "-q")
    return tmp_path


def git(root: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    done = subprocess.run(["git", *arguments], cwd=root, input=stdin, env=environment, capture_output=True, check=True)
    return done.stdout


@pytest.mark.parametrize(
    ("setting", "editor", "expected"),
    [
        pytest.param(None, "vi", b"a\n\n; c\n", id="default, edited"),
        pytest.param(None, ":", b"a\n# b\n; c\n", id="default, no editor: comments stay"),
        pytest.param(("core.commentChar", ";"), "vi", b"a\n# b\n\n", id="commentChar"),
        pytest.param(("commit.cleanup", "strip"), ":", b"a\n\n; c\n", id="strip"),
        pytest.param(("commit.cleanup", "whitespace"), "vi", b"a\n# b\n; c\n", id="whitespace"),
        pytest.param(("commit.cleanup", "verbatim"), "vi", b"a\n# b\n; c\n", id="verbatim"),
        pytest.param(("commit.cleanup", "scissors"), "vi", b"a\n# b\n; c\n", id="scissors"),
    ],
)
def test_kept_asks_git(
    repository: Path, monkeypatch: pytest.MonkeyPatch, setting: tuple[str, str] | None, editor: str, expected: bytes
) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_EDITOR", editor)
    if setting:
        git(repository, "config", *setting)
    assert kept(b"a\n# b\n; c\n", str(repository)) == expected


@pytest.mark.parametrize(
    ("content", "settings", "expected"),
    [
        pytest.param(b"a\n// b\n# c\n", MessageSettings("//", "default", True), b"a\n\n# c\n", id="comment string"),
        pytest.param(b"a\n/ b\n# c\n", MessageSettings("//", "default", True), b"a\n/ b\n\n", id="not known to git"),
        pytest.param(b"a\n; c\n", MessageSettings("//", "default", True, older=";"), b"a\n\n", id="not known, other"),
        pytest.param(b"a\n#1\n", MessageSettings("#", "default", False), b"a\n#1\n", id="no editor"),
        pytest.param(b"a\n\n# P\n#\n# On\n", MessageSettings("#", "default", False), b"a\n\n\n\n\n", id="template"),
        pytest.param(b"a\n#\nb\n#1\n", MessageSettings("#", "default", False), b"a\n#\nb\n#1\n", id="no template"),
        pytest.param(b"a\n#" + SCISSORS + b"b\n", MessageSettings("#", "default", False), b"a\n\n\n", id="scissors"),
        pytest.param(
            b"a\n#" + SCISSORS, MessageSettings("", "default", False, older=""), b"a\n#" + SCISSORS, id="none"
        ),
    ],
)
def test_kept_by(content: bytes, settings: MessageSettings, expected: bytes) -> None:
    assert kept_by(content, settings) == expected


def test_kept_outside_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.delenv("GIT_EDITOR", raising=False)
    assert kept(b"a\n# b\n", str(tmp_path)) == b"a\n\n"


def test_kept_does_not_guess_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(GitError, match=r"^git is not on PATH; install it$"):
        kept(b"a\n# b\n", str(repository))


def test_kept_starts_no_process_without_need(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert (
        kept("Fix it\n\nÜber alles\n  indented\n".encode(), "/nowhere") == "Fix it\n\nÜber alles\n  indented\n".encode()
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("s\n\nA: 1\nB: 2\n", [2, 3], id="all trailers"),
        pytest.param("s\n\nA: 1\n 2\nB: 2\n\n\n", [2, 3, 4], id="folded, blank lines after"),
        pytest.param("s: x\nA: 1\n", [], id="first paragraph"),
        pytest.param("s\n\nsome text\nA: 1\n", [], id="prose and a trailer"),
        pytest.param("s\n\nsome text\nSigned-off-by: A <a@b>\n", [2, 3], id="git's own trailer among prose"),
        pytest.param("s\n\na\nb\nc\nd\nSigned-off-by: A <a@b>\n", [], id="under a quarter"),
        pytest.param("s\n\n(cherry picked from commit 1)\nB: 2\n", [2, 3], id="cherry-pick"),
        pytest.param("s\n\nA: 1\n\nB: 2\n", [4], id="last paragraph only"),
        pytest.param("", [], id="empty"),
    ],
)
def test_trailer_block(text: str, expected: list[int]) -> None:
    assert list(trailer_block(text.split("\n"))) == expected


@given(
    st.lists(
        st.sampled_from(
            ["A: 1", "Key-2: x y", " folded", "prose here", "", "Signed-off-by: A <a@b>", "no colon", "x y: z"]
        ),
        max_size=9,
    )
)
@settings(max_examples=tries(120), deadline=None, suppress_health_check=list(HealthCheck))
def test_trailer_block_is_what_git_parses(repository: Path, body: list[str]) -> None:
    text = "\n".join(["subject", "", *body]) + "\n"
    parsed = git(repository, "interpret-trailers", "--only-trailers", "--only-input", "--unfold", stdin=text.encode())
    ours = [f"{one.key}: {one.value}" for one in trailers(text.split("\n")) if one.block]
    assert ours == parsed.decode().splitlines()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "s\n\nA: 1\n  2\nB:3\n", [Trailer("A", "1 2", 3, 4, True), Trailer("B", "3", 5, 5, True)], id="folded"
        ),
        pytest.param(
            "s\n\nA: 1\n\nB: 2", [Trailer("A", "1", 3, 3, False), Trailer("B", "2", 5, 5, True)], id="outside"
        ),
        pytest.param("s\n\nAssisted by: x", [Trailer("Assisted-by", "x", 3, 3, False)], id="space in key"),
        pytest.param(
            "s\n\nCo\u2011authored\u2011by: x", [Trailer("Co-authored-by", "x", 3, 3, False)], id="odd hyphens"
        ),
        pytest.param(
            "s\n\nA: 1\n B-by: 2", [Trailer("A", "1", 3, 3, True), Trailer("B-by", "2", 4, 4, False)], id="indented"
        ),
        pytest.param("s\n\nA-by:\n Ada", [Trailer("A-by", "Ada", 3, 4, True)], id="value on the next line"),
        pytest.param("s\n\n```\nA: 1\n```\n    B: 1\n> C: 1\n\tD: 1", [], id="quoted"),
        pytest.param("s\n\n```\nA: 1", [Trailer("A", "1", 4, 4, False)], id="fence that never ends"),
    ],
)
def test_trailers(text: str, expected: list[Trailer]) -> None:
    assert list(trailers(text.split("\n"))) == expected


bodies = st.lists(
    st.sampled_from(
        ["A: 1", "Key-2: x y", " folded", "prose", "", "Signed-off-by: A <a@b>", "# c", "Issue: 1", "\xe9"]
    ),
    max_size=9,
)


@given(bodies, st.sampled_from(["", "ticket", "issue"]))
@settings(max_examples=tries(150), deadline=None, suppress_health_check=list(HealthCheck))
def test_a_trailer_is_added_where_git_adds_it(repository: Path, body: list[str], known: str) -> None:
    """As `git interpret-trailers` does once the comments are gone."""
    text = "\n".join(["subject", "", *body]).rstrip() + "\n"
    options = ["-c", f"trailer.{known}.key=Issue"] if known else []
    command = [*options, "interpret-trailers", "--no-divider", "--if-exists", "add", "--trailer", "Assisted-by: Claude"]
    theirs = git(repository, *command, stdin=stripped(text.encode()))
    names = (known, "Issue") if known else ()
    ours = with_trailers(text.encode(), committed_text(text.encode()), [b"Assisted-by: Claude"], names)
    assert paragraphs(stripped(ours)) == paragraphs(theirs)


def stripped(content: bytes) -> bytes:
    return b"".join(line for line in split_lines(content) if not line.startswith(b"#"))


def paragraphs(content: bytes) -> list[bytes]:
    return [piece.strip(b"\n") for piece in content.split(b"\n\n") if piece.strip()]


@given(contents | st.binary(), st.sampled_from(["strip", "scissors", "keep"]))
def test_lines_are_only_added(content: bytes, cleanup: str) -> None:
    content += b"\n"  # else the last line may become one that means something
    committed = committed_text(content, "#", cleanup)  # type: ignore[arg-type]
    changed = with_trailers(content, committed, [b"Key: one", b"Key: two"])
    if not any(shown(line).strip() for line in split_lines(committed)):
        assert changed == content
        return
    head, found, tail = changed.partition(b"Key: one")
    assert found
    assert (head + tail.split(b"Key: two", 1)[1]).split() == content.split()
    again = [shown(line) for line in split_lines(committed_text(changed, "#", cleanup))]  # type: ignore[arg-type]
    assert [one.value for one in trailers(again) if one.block][-2:] == [
        "one",
        "two",
    ]


def test_quoted_fences() -> None:
    lines = ["a", "~~~ sh", "b", "```", "c", "~~~", "d", "   ```", "e", "```"]
    assert quoted(lines) == [False, True, True, True, True, True, False, True, True, True]


@pytest.mark.parametrize("unit", [b"a", b" # ", b"A: 1\n", b"\\n", b"```\n", b" ", b">", b"\xff", b"a:", b"\n"])
def test_a_huge_message_is_read(unit: bytes) -> None:
    """Quadratic work on two million bytes would never come to its end; benchmarks/linear.py measures."""
    content = unit * (2_000_000 // len(unit))
    lines = [shown(line) for line in split_lines(committed_text(content, "auto"))]
    found = sum(1 for _ in trailers(lines))
    assert found == (len(lines) if unit == b"A: 1\n" else 1 if unit == b"a:" else 0)
