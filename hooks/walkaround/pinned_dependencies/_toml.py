"""TOML that is read with care: bad and hostile documents are named, and end soon."""

import tomllib
from typing import Any

from .._finding import NotJudged
from ._text import Text

MOST_PARTS = 100  # of a dotted key: tomllib needs time and memory quadratic in them


def parse(text: Text) -> dict[str, Any]:
    """The document; NotJudged with the line when it is not TOML."""
    _refuse_long_keys(text)
    try:
        return tomllib.loads(text.content)
    except RecursionError:
        raise NotJudged(text.path, "is nested too deeply") from None
    except tomllib.TOMLDecodeError as bad:
        why, _, place = str(bad).removesuffix(")").rpartition(" (at ")
        line = place.split(",")[0] if place.startswith("line ") else f"line {text.place(len(text.content))[0]}"
        raise NotJudged(text.path, f"{line}: is not TOML: {(why or str(bad)).lower()}") from None


def _refuse_long_keys(text: Text) -> None:
    for line in text.content.splitlines():
        if line.count(".") > MOST_PARTS:
            from re import finditer

            for run in finditer(r"[A-Za-z0-9_\"' \t.-]+", line):
                if run[0].count(".") > MOST_PARTS:
                    raise NotJudged(text.path, f"has a key of more than {MOST_PARTS} parts")
