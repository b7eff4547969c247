"""A commit message as git will keep it, the trailers in it, and what git is in the middle of as it prepares one.

The file that git hands to a commit-msg hook still holds what git cuts off afterwards: comment lines, and
under `commit -v` a whole diff below the scissors line. Everything here keeps line numbers, so that a
finding names a line of that file. Sources: git-commit(1) "--cleanup", git-interpret-trailers(1).
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from . import _git

# What git does to the message, from `commit.cleanup` and from whether an editor was used: "strip" drops
# comment lines and what is below the scissors, "scissors" only the latter, "keep" nothing.
Cleanup = Literal["strip", "scissors", "keep"]

AUTO = "auto"  # core.commentChar: git picks one of these that begins no line of the message
_AUTO_CHARACTERS = b"#;@!$%^&|:"
_SCISSORS = b" ------------------------ >8 ------------------------"
_CONFLICTS = b" Conflicts:"
# Two lines that git writes by itself; with one of them a quarter of trailers makes a block.
_GIT_WRITES = ("signed-off-by:", "(cherry picked from commit ")
_MAY_QUOTE = frozenset(" \t>`~")  # what a line that only shows text begins with
_KEY_MOST = 64  # characters; no trailer key is longer, and prose before a colon often is
_DASHES = str.maketrans("\u2010\u2011\u2012\u2013\u2212\uff0d", "------")


class Trailer(NamedTuple):
    """`key: value`, unfolded. `first` and `last` are its lines, from 1; `block`: git sees it as a trailer."""

    key: str
    value: str
    first: int
    last: int
    block: bool


class MessageSettings(NamedTuple):
    """What git will do to a message: `core.commentChar`, `commit.cleanup`, and whether it opened an editor.

    `encoding` is that of the message, and `trailers` are the names and keys of those that are configured. A git that
    is too old for `core.commentString` goes by `older`.
    """

    comment: str
    cleanup: str
    edited: bool
    encoding: str = "UTF-8"
    trailers: tuple[str, ...] = ()
    older: str = "#"


def message_settings(root: str) -> MessageSettings:
    """The settings about messages; git's own defaults where nothing is set."""
    listed = _git.git("config", "-z", "--list", cwd=root)
    found = {key: value for key, _, value in (record.partition("\n") for record in _git.records(listed))}
    older = found.get("core.commentchar") or "#"
    comment = found.get("core.commentstring") or older
    encoding = found.get("i18n.commitencoding") or "UTF-8"
    edited = os.environ.get("GIT_EDITOR") != ":"
    cleanup = found.get("commit.cleanup", "default")
    return MessageSettings(comment, cleanup, edited, encoding, _trailer_names(found), older)


def _trailer_names(settings: Mapping[str, str]) -> tuple[str, ...]:
    """Of `trailer.<name>.<variable>` the name, and what `trailer.<name>.key` gives the trailer for a key."""
    names = []
    for setting, value in settings.items():
        section, _, rest = setting.partition(".")
        name, dot, variable = rest.rpartition(".")
        if section == "trailer" and dot:
            names += [name, value] if variable == "key" else [name]
    return tuple(dict.fromkeys(names))


def message_source() -> str:
    """Where git has a message from, as pre-commit and prek tell a hook that prepares it; empty when they do not."""
    return os.environ.get("PRE_COMMIT_COMMIT_MSG_SOURCE", "")


def kept(content: bytes, root: str) -> bytes:
    """The message with what git will drop made blank, by the repository's own configuration.

    git is asked only when some line may be a comment at all.
    """
    if not any(line and line[0] < 0x80 and not line[:1].isalnum() and line[0] > 0x20 for line in content.split(b"\n")):
        return content
    return kept_by(content, message_settings(root))


def kept_by(content: bytes, settings: MessageSettings) -> bytes:
    """The message with what git will drop made blank, by these settings.

    A hook learns from `GIT_EDITOR=:` that git opened no editor; then comment lines stay in the message. Agents set the
    same for git itself, which then takes `:` for an editor that changes nothing: its own comments tell.
    """
    comment = (
        settings.comment if settings.comment == AUTO or _begins_a_line(content, settings.comment) else settings.older
    )
    mark = _mark(content, comment)
    edited = settings.edited or _has_template(content, mark)
    return committed_text(content, comment, _cleanup(settings.cleanup, edited=edited))


def _begins_a_line(content: bytes, comment: str) -> bool:
    mark = comment.encode("utf-8", "surrogateescape")
    return content.startswith(mark) or b"\n" + mark in content


def _has_template(content: bytes, mark: bytes) -> bool:
    """Whether git's comments for an editor end the message: among them is one without a word, or the scissors."""
    cut = _scissors(content, mark) if mark else len(content)
    if not mark or cut < len(content):
        return bool(mark)
    for line in reversed(content.split(b"\n")):
        if line == mark:
            return True
        if line and not line.startswith(mark):
            return False
    return False


def _mark(content: bytes, comment: str) -> bytes:
    """What begins a comment, as git writes it."""
    return _found_comment(content) if comment == AUTO else comment.encode("utf-8", "surrogateescape")


def _cleanup(wanted: str, *, edited: bool) -> Cleanup:
    """`commit.cleanup` as git applies it: what it means depends on whether there was an editor."""
    if wanted == "strip" or (wanted == "default" and edited):
        return "strip"
    return "scissors" if edited else "keep"


def committed_text(content: bytes, comment: str = "#", cleanup: Cleanup = "strip") -> bytes:
    """The message with what git drops made blank, line for line.

    `comment` is `core.commentChar` or `core.commentString`; "auto" finds out from the text. Lines keep their
    numbers and bytes; a dropped line is empty. So is git's own remark about conflicts, where it stays: git passes over
    it when it looks for trailers.
    """
    mark = _mark(content, comment)
    if not mark or mark not in content:
        return content
    cut = len(content) if cleanup == "keep" else _scissors(content, mark)
    kept, dropped = content[:cut], content[cut:]
    if cleanup == "strip":
        kept = b"\n".join(b"" if line.startswith(mark) else line for line in kept.split(b"\n"))
    else:
        kept = _without_conflicts(kept, mark)
    return kept + b"\n" * dropped.count(b"\n")


def _without_conflicts(content: bytes, mark: bytes) -> bytes:
    """The message with the remark on conflicts at its end made blank."""
    lines = content.split(b"\n")
    at = len(lines)
    while at and (not lines[at - 1].strip() or lines[at - 1].startswith(mark + b"\t")):
        at -= 1
    if not at or lines[at - 1] != mark + _CONFLICTS:
        return content
    return b"\n".join([*lines[: at - 1], *[b""] * (len(lines) - at + 1)])


def split_lines(content: bytes) -> list[bytes]:
    """Lines with their ends, at LF only, as git counts them; joined they are `content` again."""
    lines = content.split(b"\n")
    last = lines.pop()
    return [line + b"\n" for line in lines] + ([last] if last else [])


def shown(line: bytes) -> str:
    """A line as text without its end; bytes that are no UTF-8 survive as lone surrogates."""
    return line.rstrip(b"\r\n").decode("utf-8", "surrogateescape")


def quoted(lines: Sequence[str]) -> list[bool]:
    """For each line whether it only shows text: in a code fence, indented as code, or after `>`.

    A fence that is never closed quotes nothing: else one stray ``` would hide every trailer below it.
    """
    if not any(line[:1] in _MAY_QUOTE for line in lines):  # as in most messages
        return [False] * len(lines)
    result: list[bool] = []
    fence, opened = "", 0
    for at, line in enumerate(lines):
        bare = line.lstrip(" ")
        marker = bare[:3]
        if fence:
            result.append(True)
            if marker == fence and not bare.strip(fence[0]).strip():
                fence = ""
        elif marker in {"```", "~~~"} and len(line) - len(bare) < 4:
            fence, opened = marker, at
            result.append(True)
        else:
            result.append(_indented_or_cited(line))
    if fence:
        result[opened:] = [_indented_or_cited(line) for line in lines[opened:]]
    return result


def _indented_or_cited(line: str) -> bool:
    return line.startswith(("    ", "\t")) or line.lstrip(" ").startswith((">", "\t"))


def with_trailers(content: bytes, committed: bytes, added: Sequence[bytes], known: Sequence[str] = ()) -> bytes:
    """The message file with these lines as trailers after the last line that git keeps, in its block or as a new one.

    `committed` is `content` with what git drops made blank. A message of which git keeps nothing stays as it is:
    with a trailer it would be one, and a commit that its author gives up would be made. `known` as in `trailer_block`.
    """
    lines = split_lines(content)
    texts = [shown(line) for line in split_lines(committed)]
    end = max((at for at, text in enumerate(texts) if text.strip()), default=-1) + 1
    if not end or not added:
        return content
    newline = b"\r\n" if lines[0].endswith(b"\r\n") else b"\n"
    head, tail = lines[:end], lines[end:]
    if not head[-1].endswith(b"\n"):
        head[-1] += newline
    # A comment between two lines is no blank line: git takes it out.
    stay = [text for line, text in zip(lines[:end], texts, strict=False) if text.strip() or not line.strip()]
    gap = [] if trailer_block(stay, known) else [newline]
    return b"".join([*head, *gap, *(line + newline for line in added), *tail])


def trailer_block(lines: Sequence[str], known: Sequence[str] = ()) -> range:
    """The indexes of the lines that git takes for the trailer block: the last paragraph, or an empty range.

    It is not the first paragraph, and all its lines are trailers, or at least a quarter are and one is of
    a kind that git writes itself, or `known` to it by its configuration.
    """
    stop = len(lines)
    while stop and not lines[stop - 1].strip():
        stop -= 1
    start = stop
    while start and lines[start - 1].strip():
        start -= 1
    nothing = range(stop, stop)
    if not any(line.strip() for line in lines[:start]):
        return nothing
    trailers = others = 0
    written = belongs = False  # belongs: a folded line would be part of a trailer
    for line in lines[start:stop]:
        if line[:1].isspace():
            others += not belongs
        elif line.lower().startswith(_GIT_WRITES):
            written = belongs = True
            trailers += 1
        else:
            key = _key(line)
            belongs = key is not None
            written = written or (key is not None and _is_known(key, known))
            trailers += belongs
            others += not belongs
    enough = trailers and (not others or (written and trailers * 3 >= others))
    return range(start, stop) if enough else nothing


def _is_known(key: str, known: Sequence[str]) -> bool:
    """Whether a trailer is configured; to git the beginning of its name is enough."""
    return any(name.lower().startswith(key.lower()) for name in known)


def trailers(lines: Sequence[str]) -> Iterator[Trailer]:
    """Every line of the form `key: value` that is not quoted, wherever it stands, with its folded lines.

    Looser than git where people slip: `Assisted by: x` has the key `Assisted-by`, and a `…-by:` line stays a
    line of its own when it is indented; neither is part of git's block.
    """
    block = trailer_block(lines)
    shows = quoted(lines)
    at = 0
    while at < len(lines):
        key = None if shows[at] else _key(lines[at], loose=True)
        if key is None:
            at += 1
            continue
        first = at
        values = [lines[at].partition(":")[2].strip()]
        at += 1
        while at < len(lines) and lines[at][:1] in {" ", "\t"} and lines[at].strip() and not _stands_alone(lines[at]):
            values.append(lines[at].strip())
            at += 1
        seen = first in block and _key(lines[first]) is not None and not lines[first][:1].isspace()
        yield Trailer(key, " ".join(filter(None, values)), first + 1, at, seen)


def _stands_alone(line: str) -> bool:
    """Whether an indented line is a trailer rather than the rest of the one above."""
    key = None if line.startswith(("    ", "\t")) else _key(line, loose=True)
    return key is not None and key.lower().endswith("-by")


def _key(line: str, *, loose: bool = False) -> str | None:
    """The key of a trailer line: letters, digits and hyphens before the first colon.

    `loose`: also indented, with spaces or with look-alikes of the hyphen, which git does not take.
    """
    colon = line.find(":", 0, _KEY_MOST)
    if colon <= 0:
        return None
    key = line[:colon].rstrip()
    if loose:
        key = key.strip().replace(" ", "-").translate(_DASHES)
    return key if key.isascii() and key.replace("-", "").isalnum() else None


def _scissors(content: bytes, mark: bytes) -> int:
    """Where the scissors line begins; the end when there is none. One with CRLF is none to git."""
    line = mark + _SCISSORS + b"\n"
    at = content.find(line)
    while at > 0 and content[at - 1 : at] != b"\n":
        at = content.find(line, at + 1)
    return len(content) if at < 0 else at


def _found_comment(content: bytes) -> bytes:
    """The character that git picked under "auto": that of its scissors, else of its template at the end."""
    at = content.find(_SCISSORS)
    while at > 0:
        mark = content[at - 1 : at]
        if mark in _AUTO_CHARACTERS and content[at - 2 : at - 1] in {b"", b"\n"}:
            return mark
        at = content.find(_SCISSORS, at + 1)
    last = content.rstrip().rpartition(b"\n")[2]
    mark, after = last[:1], last[1:2]
    return mark if mark in _AUTO_CHARACTERS and after in {b"", b" ", b"\t"} else b""


class UnderWay(NamedTuple):
    """What git is in the middle of: `replay` of commits as they are, a `merge`, or commits being melted into one.

    `melted` is the text of the latter, and `conflicts` says that git has left some to be resolved.
    """

    replay: bool = False
    merge: bool = False
    conflicts: bool = False
    melted: bytes | None = None


def under_way(root: str, message: str) -> UnderWay:
    """What git is in the middle of, by the files of its folder, which is that of the message file it prepares."""
    folder = os.path.dirname(os.path.abspath(message))
    prepared = _git.own_file(os.path.join(folder, "MERGE_MSG"))
    if prepared is None:
        return UnderWay()
    rebase = os.path.join(folder, "rebase-merge")
    melting = os.path.exists(os.path.join(rebase, "current-fixups"))
    return UnderWay(
        replay=melting or _git.is_commit(root, "CHERRY_PICK_HEAD"),
        merge=os.path.exists(os.path.join(folder, "MERGE_HEAD")),
        conflicts=_names_conflicts(prepared) or os.path.exists(os.path.join(rebase, "stopped-sha")),
        melted=_git.own_file(os.path.join(rebase, "message-squash")) if melting else None,
    )


def _names_conflicts(prepared: bytes) -> bool:
    """Whether git remarks on conflicts, behind whatever is its comment character."""
    return any(line.endswith(b" Conflicts:") and not line[:1].isalnum() for line in prepared.split(b"\n"))
