"""Where a report goes: to the terminal, and into the files that were asked for."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Mapping
from typing import Any

from .. import _write
from .._commands import say
from .._finding import NotJudged
from .._report.wording import well_formed
from .figure import Report
from .page import html, markdown, plain, text

STANDARD_OUTPUT = "-"
_NARROWEST, _WIDEST = 60, 120


def as_json(report: Report) -> str:
    """In ASCII, and without halves of surrogates, at which other readers stop."""
    return json.dumps(_well_formed(plain(report))) + "\n"


def _well_formed(value: Any) -> Any:
    if isinstance(value, str):
        return well_formed(value)
    if isinstance(value, dict):
        return {well_formed(key): _well_formed(one) for key, one in value.items()}
    return [_well_formed(one) for one in value] if isinstance(value, list) else value


FORMS: Mapping[str, Callable[[Report], str]] = {"json": as_json, "markdown": markdown, "html": html}


def write(report: Report, wanted: Mapping[str, Any]) -> None:
    """Each of FORMS into the file that `wanted` names for it; a summary to the terminal, unless one goes there.

    NotJudged when a file cannot be written.
    """
    names = {form: name for form in FORMS if (name := wanted.get(form))}
    for form, name in names.items():
        content = FORMS[form](report)
        if name == STANDARD_OUTPUT:
            say(content)
        else:
            put(name, content.encode("utf-8"))
    if STANDARD_OUTPUT not in names.values():
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 80
        say(text(report, max(_NARROWEST, min(_WIDEST, width))))


def put(path: str, content: bytes) -> None:
    """A file anew, or in the place of the one that is there; a device or a pipe takes it as it comes."""
    if os.path.isfile(path) or not os.path.exists(path):
        (_write.replace if os.path.lexists(path) else _write.create)(path, content)
        return
    try:
        with open(path, "wb") as file:
            file.write(content)
    except OSError as failure:
        raise NotJudged(path, f"cannot be written: {failure.strerror}") from None
