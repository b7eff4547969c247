"""TOML that is read with care: bad and hostile documents are named, and end soon."""

import tomllib
from re import compile as pattern
from typing import Any

from ._finding import NotJudged
from ._policy._layers import costly_line
from ._text import Text


def parse(text: Text) -> dict[str, Any]:
    """The document; NotJudged with the line when it is not TOML."""
    if (costly := costly_line(text.content)) > 0:
        raise NotJudged(text.path, f"line {costly}: has more dots than any project needs")
    try:
        return tomllib.loads(text.content)
    except RecursionError:
        raise NotJudged(text.path, "is nested too deeply") from None
    except tomllib.TOMLDecodeError as bad:
        why, _, place = str(bad).removesuffix(")").rpartition(" (at ")
        line = place.split(",")[0] if place.startswith("line ") else f"line {text.place(len(text.content))[0]}"
        raise NotJudged(text.path, f"{line}: is not TOML: {(why or str(bad)).lower()}") from None
    except ValueError:  # `int` refuses to read thousands of digits
        raise NotJudged(text.path, "holds a number with too many digits") from None


def as_older(content: str) -> str:
    """The text with the inline tables of TOML 1.1 as TOML 1.0 has them, every other character in its place.

    Line breaks, comments and last commas inside of braces become blanks. uv, pixi and newer Pythons read them;
    what is no TOML of either version stays so.
    """
    made: list[str] = []
    open_: list[str] = []
    comma = -1  # where the last comma is, when nothing but blanks and comments follow it
    for found in pattern(_TOKENS).finditer(content):
        text = found[0]
        if text in ('"', "'", '"""', "'''"):
            return content  # a string without an end
        inside = open_[-1:] == ["{"]
        if inside and text[0] in "#\n":
            text = " " * len(text)
        elif inside and text[0] not in "\"'":
            text = text.replace("\r", " ")
        if inside and text == "}" and comma >= 0:
            made[comma] = " "
        if text in ("[", "{"):
            open_.append(text)
        elif text in ("]", "}") and open_:
            open_.pop()
        if not text.isspace():
            comma = len(made) if text == "," else -1
        made.append(text)
    return "".join(made)


# Strings, the beginnings of those that have no end, comments, what has a meaning of its own, and the rest.
_TOKENS = (
    r'"""(?:[^"\\]|\\[\s\S]|"{1,2}(?!"))*"{3,5}|\'\'\'(?:[^\']|\'{1,2}(?!\'))*\'{3,5}|"""|\'\'\''
    r'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|"|\'|#[^\n]*|[\[\]{},\n]|[^\[\]{},\n#"\']+'
)
