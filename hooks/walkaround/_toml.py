"""TOML that is read with care: bad and hostile documents are named, and end soon."""

import tomllib
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
