"""One PEP 508 requirement: what it names, and how exactly it pins that.

`packaging` is the judge. Importing it costs most of the hook's time budget, so the plain forms that
make up nearly every file are read by two expressions, which accept only what packaging accepts and
say only what it would say; a property test compares the two.
"""

from re import compile as pattern
from re import fullmatch, match, sub
from typing import NamedTuple

from .declared import Pin, Splice
from .plain import PLAIN_MARKER, WORD

MOST = 8192  # characters of one requirement; a longer one is no requirement

_HEAD = pattern(rf"[ \t]*({WORD})[ \t]*((?:\[{WORD}(?:,[ ]?{WORD})*\])?)")
_CLAUSE = pattern(
    r"[ \t]*([<>]=?|[!=~]=)[ \t]*[0-9]{1,9}((?:\.[0-9]{1,9})*)"
    r"(\.\*|(?:(?:a|b|rc)[0-9]{1,9})?(?:\.post[0-9]{1,9})?(?:\.dev[0-9]{1,9})?)[ \t]*"
)


class Requirement(NamedTuple):
    """`name` is normalised; `head` is name and extras without blanks; `url` is empty for a package of an index.

    `spec` are the bounds as written, without the name, blanks around them and parentheses.
    """

    name: str
    head: str
    pin: Pin
    marked: bool
    url: str = ""
    spec: str = ""


class Malformed(Exception):  # noqa: N818 - what the text is
    """The text is no requirement; pip would refuse it too."""


def read_requirement(text: str) -> Requirement:
    """The requirement that `text` is, markers included; Malformed when it is none."""
    if len(text) > MOST:
        raise Malformed
    return plain(text) or by_packaging(text)


def plain(text: str) -> Requirement | None:
    """The requirement when it is in the plain form, for which packaging need not be asked; None when it is not."""
    body, semicolon, marker = text.partition(";")
    found = _HEAD.match(body)
    if found is None or (semicolon and not fullmatch(PLAIN_MARKER, marker)):
        return None
    rest = body[found.end() :].strip(" \t")
    operators = [_clause(clause) for clause in rest.split(",")] if rest else []
    if None in operators:
        return None
    name, extras = found.groups()
    pin = _of_clauses([operator for operator in operators if operator is not None])
    return Requirement(normalised(name), name + extras.replace(" ", ""), pin, bool(semicolon), spec=rest)


def _clause(text: str) -> tuple[str, str] | None:
    """The operator and the last character of the version of a plain clause; None when it is not plain."""
    found = _CLAUSE.fullmatch(text)
    if found is None:
        return None
    operator, more, ending = found.groups()
    if (ending == ".*" and operator not in ("==", "!=")) or (operator == "~=" and not more):
        return None
    return operator, ending[-1:]


def by_packaging(text: str) -> Requirement:
    """The requirement as packaging reads it; Malformed when it refuses."""
    from packaging.requirements import InvalidRequirement
    from packaging.requirements import Requirement as Parsed

    try:
        parsed = Parsed(text)
    except (InvalidRequirement, RecursionError, ValueError):  # ValueError: a number too long for int()
        raise Malformed from None
    head = text[: len(text) - len(text.lstrip())] + parsed.name
    found = match(r"\s*[A-Za-z0-9._-]+\s*(?:\[[^\]]*\])?", text)
    if found is not None:
        head = "".join(found[0].split())
    if parsed.url is not None:
        from .source import of_url

        return Requirement(normalised(parsed.name), head, of_url(parsed.url), parsed.marker is not None, parsed.url)
    operators = [(clause.operator, clause.version[-1:]) for clause in parsed.specifier]
    spec = text[found.end() if found else 0 :].partition(";")[0].strip()
    if spec.startswith("("):
        spec = spec[1:].removesuffix(")").strip()
    return Requirement(normalised(parsed.name), head, _of_clauses(operators), parsed.marker is not None, spec=spec)


def normalised(name: str) -> str:
    """The name by which an index knows a project (PEP 503)."""
    dashed = name.lower().replace("_", "-").replace(".", "-")
    return sub(r"-+", "-", dashed) if "--" in dashed else dashed


def _of_clauses(clauses: list[tuple[str, str]]) -> Pin:
    """The pin of a specifier, given each clause's operator and its version's last character."""
    if any(operator == "===" or (operator == "==" and last != "*") for operator, last in clauses):
        return Pin("exact", "has no hash")
    if any(operator != "!=" for operator, _ in clauses):
        return Pin("range", "admits more than one version")
    return Pin("none", "excludes versions, but admits every newer one" if clauses else "names no version")


def splice_of(text: str, offset: int) -> Splice | None:
    """How to pin the requirement `text`, written at `offset`, to one version; None for a direct reference."""
    found = match(r"[A-Za-z0-9._-]+(?:\s*\[[^\]]*\])?", text)
    end = len(text.partition(";")[0].rstrip())
    if found is None or "@" in text[found.end() : end]:
        return None
    return Splice(offset + found.end(), offset + end, "=={}")
