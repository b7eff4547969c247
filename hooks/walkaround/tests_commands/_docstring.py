"""What a docstring says of a function: its first sentence, what it raises, and the types of its arguments.

Google's, NumPy's and Sphinx's ways of writing are read.
"""

import ast
import re
from typing import NamedTuple

_GOOGLE = re.compile(r"^(?P<indent>[ \t]*)(?P<name>Raises|Exceptions|Args|Arguments|Parameters|Params)[ \t]*:[ \t]*$")
_HEADING = re.compile(r"^[ \t]*[A-Z][A-Za-z ]{1,30}:?[ \t]*$")
_RULE = re.compile(r"^[ \t]*-{3,}[ \t]*$")
_RAISED = re.compile(r"^[~!.]?(?P<name>[A-Za-z_][\w.]*)(?:[ \t]*:[ \t]*(?P<why>.*))?$")
_ROLE = re.compile(r":[\w:]+:`[~!]?([\w.]+)`")
_ARGUMENT = re.compile(r"^\*{0,2}(?P<name>\w+)[ \t]*(?:\((?P<google>[^()]*)\)[ \t]*:|:[ \t]*(?P<numpy>[^:]*)$)")
_SPHINX_RAISES = re.compile(r"^[ \t]*:(?:raises?|except|exception)[ \t]+(?P<names>[^:]+):[ \t]*(?P<why>.*)$")
_SPHINX_TYPE = re.compile(r"^[ \t]*:type[ \t]+\*{0,2}(?P<name>\w+):[ \t]*(?P<type>.*)$")
_SPHINX_PARAM = re.compile(r"^[ \t]*:param[ \t]+(?P<type>[^:]+?)[ \t]+\*{0,2}(?P<name>\w+):")
_MOST = 20_000  # characters


class Raised(NamedTuple):
    """An exception that a docstring names, and when, if it says so."""

    name: str
    why: str


class Said(NamedTuple):
    summary: str
    raises: tuple[Raised, ...]
    types: dict[str, str]


def said(node: ast.AsyncFunctionDef | ast.FunctionDef | ast.ClassDef) -> Said:
    """What the docstring of a function or a class says; nothing when there is none."""
    text = (ast.get_docstring(node) or "")[:_MOST]
    lines = text.splitlines()
    raises: dict[str, Raised] = {}
    types: dict[str, str] = {}
    for section, line in _entries(lines):
        if section == "raises" and (found := _RAISED.match(_plain(line))):
            raises.setdefault(found["name"], Raised(found["name"], (found["why"] or "").strip()))
        elif section == "arguments" and (argument := _ARGUMENT.match(line)):
            types.setdefault(argument["name"], _type(argument["google"] or argument["numpy"] or ""))
    for line in lines:
        if found := _SPHINX_RAISES.match(line):
            for name in re.findall(r"[A-Za-z_][\w.]*", _plain(found["names"])):
                raises.setdefault(name, Raised(name, found["why"].strip()))
        elif argument := _SPHINX_TYPE.match(line) or _SPHINX_PARAM.match(line):
            types.setdefault(argument["name"], _type(argument["type"]))
    return Said(_summary(lines), tuple(raises.values()), {name: one for name, one in types.items() if one})


def _summary(lines: list[str]) -> str:
    """The first paragraph's first sentence."""
    words: list[str] = []
    for line in lines:
        if not line.strip():
            break
        words += line.split()
    text = " ".join(words)
    end = re.search(r"(?<=[.!?])\s", text)
    return text[: end.start()] if end else text


def _entries(lines: list[str]) -> list[tuple[str, str]]:
    """Each entry of the sections about arguments and exceptions; of the latter with the lines that go on below it."""
    found: list[tuple[str, str]] = []
    section, outer, inner = "", -1, -1
    for at, line in enumerate(lines):
        indent = len(line) - len(line.lstrip())
        google = _GOOGLE.match(line)
        if _HEADING.match(line) and at + 1 < len(lines) and _RULE.match(lines[at + 1]):
            section, outer, inner = _section(line), -1, -1
        elif google is not None:
            section, outer, inner = _section(google["name"]), indent, -1
        elif section and line.strip() and not _RULE.match(line):
            if indent <= outer:
                section = ""
                continue
            inner = indent if inner < 0 else inner
            if indent <= inner:
                found.append((section, line.strip()))
            elif section == "raises":
                found[-1] = (section, _joined(found[-1][1], line.strip()))
    return found


def _joined(entry: str, more: str) -> str:
    """An entry with its next line; NumPy writes the reason below the name."""
    return f"{entry}{' ' if ':' in entry or ' ' in entry else ': '}{more}"


def _section(heading: str) -> str:
    name = heading.strip().rstrip(":").lower()
    if name in ("raises", "exceptions"):
        return "raises"
    return "arguments" if name in ("args", "arguments", "parameters", "params") else ""


def _plain(text: str) -> str:
    """Without roles of Sphinx and without quotes."""
    return _ROLE.sub(r"\1", text).replace("`", "").strip()


def _type(text: str) -> str:
    """A type as an annotation has it: `list of str, optional` is `list[str]`; empty when it is none."""
    text = re.split(r",[ \t]*(?:optional|default|required)\b", _plain(text))[0].strip()
    text = re.sub(r"^(list|set|tuple|sequence) of (\w+?)s?$", _of, text)
    text = re.sub(r"[ \t]+or[ \t]+", " | ", text)
    return {"string": "str", "boolean": "bool", "integer": "int", "number": "float"}.get(text, text)


def _of(found: re.Match[str]) -> str:
    family = "list" if found[1] == "sequence" else found[1]
    return f"tuple[{found[2]}, ...]" if family == "tuple" else f"{family}[{found[2]}]"
