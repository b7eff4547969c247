"""Where a report goes: to the terminal, and into the files that were asked for."""

import json
import os
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
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

    NotJudged when a file cannot be written; the others are.
    """
    width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 80
    forms = {form: partial(made, report) for form, made in FORMS.items()}
    write_forms(forms, wanted, partial(text, report, max(_NARROWEST, min(_WIDEST, width))))


def write_forms(
    forms: Mapping[str, Callable[[], str | bytes]], wanted: Mapping[str, Any], summary: Callable[[], str]
) -> None:
    """Each form into its file, or to the terminal; a file that cannot be written costs no other one."""
    names = {form: name for form in forms if (name := wanted.get(form))}
    failures: list[str] = []
    for form, name in names.items():
        content = forms[form]()
        if name == STANDARD_OUTPUT and isinstance(content, str):
            say(content)
            continue
        try:
            put(name, content.encode("utf-8") if isinstance(content, str) else content)
        except NotJudged as failure:
            failures.append(str(failure))
    if STANDARD_OUTPUT not in names.values():
        say(summary())
    if failures:
        raise NotJudged("", "; ".join(failures))


def check_outputs(forms: Iterable[str], wanted: Mapping[str, Any], inputs: Sequence[str]) -> None:
    """Before the work: NotJudged where a form would take the place of another one, or of what is read."""
    read = {os.path.realpath(path) for path in inputs if os.path.isfile(path)}
    taken: dict[str, str] = {}
    for form in forms:
        name = wanted.get(form)
        if not name:
            continue
        if name != STANDARD_OUTPUT and os.path.isdir(name):
            raise NotJudged(name, f"is a folder; name a file for --{form}")
        if os.path.exists(name) and not os.path.isfile(name):
            continue  # a device, which takes several
        key = name if name == STANDARD_OUTPUT else os.path.realpath(name)
        if key in read:
            raise NotJudged(name, f"is read by this command, and --{form} would take its place; name another file")
        other = taken.setdefault(key, form)
        if other != form:
            raise NotJudged(name, f"is where --{other} and --{form} both go; name two files")


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
