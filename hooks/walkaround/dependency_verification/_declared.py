"""What manifests and locks name, against the index (DEP003 to DEP006) and against popular names (DEP007).

What an index said is kept in the user's cache; where it is not, and the policy does not let anybody ask, nothing is
said of a package but that it was not judged.
"""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, NamedTuple

from .._dependencies.declared import Declared
from .._dependencies.formats import Format, format_of
from .._dependencies.pins import Pin
from .._dependencies.requirement import normalised
from .._finding import Finding, NotJudged
from .._hook import Inputs
from .._index import Facts, NoAnswer
from .._text import LIST_BYTES, decode
from ._popular import misspelt

_READERS: dict[Format, str] = {
    "pyproject": "pyproject", "setup-cfg": "setup_cfg", "setup-py": "setup_py", "script": "script",
    "pipfile": "pipfile", "tox": "tox", "nox": "nox",
}  # fmt: skip
_DAY = 86400
_ABSENT_HOURS = 24  # for which an index that had not something is believed without being asked again
_NOT_FOUND = "it is not found on"  # how the index says that it has no such project

Wanted = tuple[str, str]
Answers = Mapping[Wanted, "Facts | NoAnswer"]


class Name(NamedTuple):
    """A distribution that a manifest names, with its place. `version` is empty where no single one is named."""

    path: str
    line: int
    column: int
    name: str
    version: str = ""


class Unasked(NamedTuple):
    """A package about which the index said nothing, and why."""

    name: str
    version: str
    why: str


def names_in(inputs: Inputs, path: str) -> list[Name]:
    """The packages of an index that a manifest names; NotJudged when it cannot be read."""
    found = format_of(path)
    if found not in ("requirements", *_READERS):
        return []
    text = decode(path, inputs.read(path), most=LIST_BYTES, declared=path.endswith(".py"))
    if found == "script" and "# /// script" not in text.content:
        return []
    return [
        Name(path, *text.place(one.offset), normalised(one.name), _exact(one.spec))
        for one in (_of_list(text) if found == "requirements" else _read(found, text))
        if isinstance(one, Declared) and one.kind == "pypi" and one.name and "://" not in one.spec
    ]


def _read(found: Format, text: Any) -> Iterable[Any]:
    read: Callable[[Any], Iterable[Any]] = import_module(f".{_READERS[found]}", "walkaround._dependencies").read
    return read(text)


def _of_list(text: Any) -> Iterator[Declared]:
    from .._dependencies.requirement import Malformed, read_requirement
    from .._dependencies.requirements import of_entry
    from .._dependencies.requirements_lines import entries

    for entry in entries(text):
        if entry.kind == "package" and "://" not in entry.text.partition(";")[0]:
            try:
                yield of_entry(text, entry, read_requirement(entry.text))
            except Malformed:
                continue  # pinned-dependencies names it


def _exact(spec: str) -> str:
    from .._dependencies.pins import exact_version

    return exact_version(spec) or ""


def misspelt_names(named: Sequence[Name], allowed: Collection[str] = ()) -> Iterator[Finding]:
    """DEP007: a declared name that looks like a popular one, which is not declared itself."""
    declared = {one.name for one in named}
    for one in named:
        near = None if one.name in allowed else misspelt(one.name, declared)
        if near is not None:
            message = f"{one.name} is declared, and its name looks like a misspelling of {near}."
            remedy = f"Write {near}, or exempt the line once you know who publishes {one.name}."
            yield Finding(one.path, one.line, one.column, "DEP007", message, remedy)


def judge_index(named: Iterable[Name], answers: Answers, days: int, now: float) -> Iterator[Finding | Unasked]:
    """DEP003 to DEP006, by what the index said of each; `days` is how old a release has to be."""
    for one in named:
        answer = answers.get((one.name, one.version))
        if isinstance(answer, Facts):
            yield from _of_facts(one, answer, days, now)
        elif answer is not None and str(answer).startswith(_NOT_FOUND):
            message = f"{one.name} is declared, and the index has no package of that name."
            remedy = f"Correct the name, or name the index that has {one.name} in pip's configuration."
            yield Finding(one.path, one.line, one.column, "DEP003", message, remedy)
        else:
            yield Unasked(one.name, one.version, "the index was not asked" if answer is None else str(answer))


def _of_facts(one: Name, facts: Facts, days: int, now: float) -> Iterator[Finding]:
    def finding(rule: str, message: str, remedy: str) -> Finding:
        return Finding(one.path, one.line, one.column, rule, message, remedy)

    what = f"{one.name} {one.version}"
    if not one.version:
        return
    if not facts.exists:
        yield finding("DEP004", f"{what} is pinned, and the index has no such version.", "Pin a version that exists.")
    elif facts.yanked is not None:
        why = f": {facts.yanked.rstrip('.')}" if facts.yanked.strip() else ""
        yield finding("DEP005", f"{what} is pinned, and was yanked{why}.", "Pin another version.")
    elif facts.uploaded and 0 <= now - facts.uploaded < days * _DAY:
        age = int((now - facts.uploaded) // _DAY)
        message = f"{what} is pinned, and was released {age} day{'' if age == 1 else 's'} ago; the policy wants {days}."
        yield finding("DEP006", message, "Pin an older version, or wait until this one has been tried by others.")


def answers_for(wanted: Iterable[Wanted], hours: int, ask: bool, step: Callable[[], None] | None = None) -> Answers:
    """What the index said of each name and version, kept answers first; others are asked about where `ask` allows it.

    Without a version the question is whether there is such a package. A version that stood is kept for `hours`. That
    something is missing is kept for a day at most, and believed only where nobody may be asked: it may be published
    any time.
    """
    import os

    from .._index.pip_config import configured
    from .._kept import Kept

    settings = configured(os.environ)
    who = f"{settings.main}\n{settings.extra}"
    kept, absent = Kept("names", who, hours), Kept("absent", who, min(hours, _ABSENT_HOURS))
    found: dict[Wanted, Facts | NoAnswer] = {}
    open_: list[Wanted] = []
    for one in dict.fromkeys(wanted):
        facts = _unpacked(kept.get(*one))
        missing = None if ask or facts is not None else absent.get(*one)
        if facts is not None:
            found[one] = facts
        elif isinstance(missing, str):
            found[one] = NoAnswer(missing) if missing else Facts(False)
        else:
            open_.append(one)
    if ask and open_:
        from .._index.simple import Index
        from .._index.web import Line

        index = Index(Line(15.0, settings.cert, settings.trusted), settings, times=True)
        for one, answer in index.facts(open_, step).items():
            found[one] = answer
            if isinstance(answer, Facts) and (answer.exists or not one[1]):
                kept.put(*one, list(answer))
            elif isinstance(answer, Facts) or str(answer).startswith(_NOT_FOUND):
                absent.put(*one, "" if isinstance(answer, Facts) else str(answer))
        kept.save()
        absent.save()
    return found


def _unpacked(kept: Any) -> Facts | None:
    if not (isinstance(kept, list) and len(kept) == 3 and isinstance(kept[0], bool)):
        return None
    yanked, uploaded = kept[1], kept[2]
    if not (yanked is None or isinstance(yanked, str)) or not isinstance(uploaded, int | float):
        return None
    return Facts(kept[0], yanked, float(uploaded))


def judge_declarations(
    named: Sequence[Name], *, ask: bool, days: int, hours: int = 24, allowed: Collection[str] = ()
) -> Iterator[Finding | Unasked]:
    """Everything that is said of the names in changed manifests: DEP003 to DEP007, and what was not judged."""
    yield from misspelt_names(named, allowed)
    wanted = [(one.name, one.version) for one in named]
    yield from judge_index(named, answers_for(wanted, hours, ask), days, time.time())


def of_pins(pins: Iterable[Pin]) -> list[Name]:
    """The pins of `_dependencies.pins` as names with their places."""
    return [Name(one.text.path, *one.text.place(one.offset), one.name, one.version) for one in pins]


def named_in(inputs: Inputs, paths: Iterable[str]) -> Iterator[Name | NotJudged]:
    """The names in several manifests; one that cannot be read is named."""
    for path in paths:
        try:
            yield from names_in(inputs, path)
        except NotJudged as failure:
            yield failure
