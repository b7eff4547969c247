"""Reads the labels of `tests/labelled`: which lines hold a defect, and which only look as if they did.

What the labels mean is told in `tests/labelled/README.md`.
"""

from __future__ import annotations

import io
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, NamedTuple, cast

Kind = Literal["bad", "near", "same"]

FAMILIES = frozenset(
    {
        "assert-auth",
        "auth",
        "blocking",
        "cipher",
        "code",
        "command",
        "compare",
        "cookie",
        "cors",
        "debug",
        "deserialisation",
        "error-disclosure",
        "jwt",
        "ldap",
        "length-only",
        "load-all",
        "money",
        "mutable-default",
        "naive-datetime",
        "oauth",
        "password-hash",
        "path",
        "placeholder",
        "race",
        "random",
        "redirect",
        "round-timeout",
        "secret-log",
        "sql",
        "ssrf",
        "static-iv",
        "swallow",
        "task",
        "template",
        "timeout",
        "tls",
        "trust",
        "weak-hash",
        "xpath",
        "xss",
        "xxe",
    }
)


class Label(NamedTuple):
    """One labelled line; `family` is one of FAMILIES."""

    path: str
    line: int
    kind: Kind
    family: str


class LabelError(ValueError):
    """A comment that begins like a label and is none."""


def labels(folder: Path | str) -> list[Label]:
    """All labels of a folder's files, by path and line; a comment that is nearly a label is an error."""
    found: list[Label] = []
    for path in sorted(Path(folder).glob("*.py")):
        found += labels_of(path.name, path.read_text(encoding="utf-8"))
    return found


def labels_of(path: str, text: str) -> Iterator[Label]:
    """The labels of one file's text."""
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT:
            continue
        kind, colon, family = (part.strip() for part in token.string.lstrip("#").partition(":"))
        if not colon or kind.lower() not in {"bad", "near", "same"}:
            continue
        place = f"{path}:{token.start[0]}"
        if token.string != f"# {kind.lower()}: {family}":
            raise LabelError(f"{place}: a label is written '# {kind.lower()}: {family}'")
        if family not in FAMILIES:
            raise LabelError(f"{place}: no such family: {family}")
        if not token.line[: token.start[1]].strip():
            raise LabelError(f"{place}: a label stands at the end of a line of code")
        yield Label(path, token.start[0], cast(Kind, kind), family)


class Finding(NamedTuple):
    """What a tool says of a line, under the name of one of FAMILIES."""

    path: str
    line: int
    family: str


class Score(NamedTuple):
    """How a tool's findings compare with the labels."""

    found: list[Label]
    missed: list[Label]
    false: list[Finding]


def score(known: Iterable[Label], findings: Iterable[Finding]) -> Score:
    """Which bad lines were found or missed, and which findings are false."""
    known, said = list(known), set(findings)
    bad = [label for label in known if label.kind == "bad"]
    hit = {label for label in bad if (label.path, label.line, label.family) in said}
    for label in known:
        if label.kind == "same" and (label.path, label.line, label.family) in said:
            hit.add(_nearest(label, bad))
    excused = {(label.path, label.line) for label in known if label.kind != "near"}
    return Score(
        found=[label for label in bad if label in hit],
        missed=[label for label in bad if label not in hit],
        false=sorted(finding for finding in said if (finding.path, finding.line) not in excused),
    )


def _nearest(label: Label, bad: list[Label]) -> Label:
    """The bad line that a `same` line belongs to."""
    alike = (other for other in bad if (other.path, other.family) == (label.path, label.family))
    return min(alike, key=lambda other: abs(other.line - label.line))
