"""What pip would install where nothing pins it: versions that are resolved once, and recorded for the commits after.

pip is asked for wheels alone and installs nothing; nothing is ever built. A text out of a repository reaches it only
as a name with extras, bounds and a marker (PEP 508).
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from re import fullmatch, match
from typing import Any, NamedTuple

from .. import _cache
from . import Wanted
from .fetch import reason
from .store import normalised

_FORM = 1  # of a record; another one is read as none
_FRESH = 86400  # seconds for which a whole answer is not asked for again
_SECONDS = 900  # of one run of pip
_MOST_TEXT = 2000  # characters of a requirement
_MOST_RUNS = 64  # of pip, where requirements contradict each other or have no wheels
_NAME = r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?"
_VERSION = r"v?[0-9][0-9A-Za-z.+!_-]*"
_UNWANTED = (
    "PIP_QUIET",
    "PIP_VERBOSE",
    "PIP_REQUIREMENT",
    "PIP_EDITABLE",
    "PIP_TARGET",
    "PIP_PREFIX",
    "PIP_ROOT",
    "PIP_USER",
    "PIP_REPORT",
)


class Failed(NamedTuple):
    """A requirement that has no answer, and why: one sentence without its name."""

    name: str
    text: str
    why: str


class Resolution(NamedTuple):
    """The versions that would be installed, and what could not be resolved."""

    versions: tuple[Wanted, ...]
    failed: tuple[Failed, ...] = ()


class Asked(NamedTuple):
    """A requirement in the form that pip is given."""

    name: str
    text: str


def recorded_for(requirements: Sequence[str], constraints: Sequence[str], python: str) -> list[Wanted]:
    """The versions that were resolved for this question; none where it was never asked. Nobody is asked."""
    record = _read(_entry(requirements, constraints, python))
    return [] if record is None else list(record.versions)


class _Record(NamedTuple):
    """`made` is when it was resolved, in seconds; `whole`: everything that was asked for had an answer."""

    versions: tuple[Wanted, ...]
    made: float
    whole: bool


def _read(entry: str) -> _Record | None:
    content = _cache.read(entry)
    if content is None:
        return None
    try:
        found = json.loads(content)
        if found["form"] != _FORM:
            return None
        listed = [Wanted(str(name), str(version), pinned=bool(pinned)) for name, version, pinned in found["versions"]]
        return _Record(tuple(listed), float(found["made"]), found["whole"] is True)
    except (ValueError, KeyError, TypeError, RecursionError):
        return None


def resolve(
    requirements: Sequence[str], constraints: Sequence[str], python: str, *, target: str = "",
    without: Collection[str] = (),
) -> Resolution:  # fmt: skip
    """Ask pip what it would install, and record it, unless the index could not be asked. A whole answer lasts a day.

    `python` is the lowest version that the project supports, `target` the version to resolve for where it is not the
    one that runs; `without` are names that are known to have no wheel. What is asked for from elsewhere than an index,
    or in several ways that exclude each other, has no version that could be relied on and is left out.
    """
    asked, left_out = _plain(requirements)
    asked = [one for one in asked if one.name not in without]
    left_out |= set(without)
    if not asked:
        return Resolution(())
    entry = _entry(requirements, constraints, python)
    known = _read(entry)
    if known is not None and known.whole and 0 <= time.time() - known.made < _FRESH:
        return Resolution(known.versions)
    bounds = [
        one for one in dict.fromkeys(constraints)
        if fullmatch(rf"{_NAME}=={_VERSION}", one) and normalised(one.partition("==")[0]) not in left_out
    ]  # fmt: skip
    found, failed = _Resolving(bounds, target).all(asked)
    exact = {normalised(one.partition("==")[0]): one.partition("==")[2] for one in bounds}
    exact |= {one.name: version for one in asked if (version := _exact(one.text))}
    left_out |= {one.name for one in failed}
    versions = tuple(
        Wanted(name, version, pinned=exact.get(name) == version)
        for name, version in sorted(found.items()) if name not in left_out
    )  # fmt: skip
    if found:
        _record(entry, versions, not failed)
    return Resolution(versions, tuple(failed))


def _record(name: str, versions: Sequence[Wanted], whole: bool) -> None:
    listed = [[one.name, one.version, one.pinned] for one in versions]
    plain = {"form": _FORM, "versions": listed, "made": time.time(), "whole": whole}
    _cache.write(name, json.dumps(plain, separators=(",", ":")).encode())


def _entry(requirements: Sequence[str], constraints: Sequence[str], python: str) -> str:
    question = [sorted(set(requirements)), sorted(set(constraints)), python]
    return f"resolved/{sha256(json.dumps(question).encode()).hexdigest()}.json"


def _plain(requirements: Sequence[str]) -> tuple[list[Asked], set[str]]:
    """The requirements that an index can answer, and the names of those that it cannot."""
    asked: dict[Asked, None] = {}
    elsewhere: set[str] = set()
    for text in requirements:
        one = plain(text)
        if one is not None:
            asked[one] = None
        elif found := match(rf"\s*({_NAME})", text[:_MOST_TEXT]):
            elsewhere.add(normalised(found[1]))
    return [one for one in asked if one.name not in elsewhere], elsewhere


def plain(text: str) -> Asked | None:
    """A requirement as packaging writes it again, so that nothing else than it understood can reach pip.

    None for an address, an arbitrary version (`===`) that is no version, and whatever is no requirement.
    """
    if len(text) > _MOST_TEXT or not text.isprintable():
        return None
    from packaging.requirements import InvalidRequirement, Requirement

    try:
        one = Requirement(text)
        written = str(one)
    except (InvalidRequirement, RecursionError, ValueError):
        return None
    clauses = all(fullmatch(rf"{_VERSION}(?:\.\*)?", clause.version) for clause in one.specifier)
    if one.url is not None or not clauses or not fullmatch(_NAME, one.name):
        return None
    return Asked(normalised(one.name), written)


def _exact(text: str) -> str:
    found = match(rf"{_NAME}(?:\[[^\]]*\])?==({_VERSION})(?![0-9A-Za-z.+!_*-])", text)
    return "" if found is None or found[1].endswith(".") else found[1]


class _Resolving:
    """Runs of pip: one for all, and halves of those that have no common answer, the first half's versions kept."""

    def __init__(self, constraints: Sequence[str], target: str) -> None:
        self._constraints = list(constraints)
        self._target = target
        self._runs = 0

    def all(self, asked: Sequence[Asked]) -> tuple[dict[str, str], list[Failed]]:
        found: dict[str, str] = {}
        failed: list[Failed] = []
        pending = [list(asked)]
        with tempfile.TemporaryDirectory(prefix="walkaround-") as folder:
            while pending:
                some = pending.pop()
                versions, why = self._run(some, found, folder)
                if versions is not None:
                    found.update(versions)
                elif len(some) == 1 or self._runs >= _MOST_RUNS or why.startswith(_UNREACHABLE):
                    failed += [Failed(one.name, one.text, why) for one in some]
                else:
                    half = len(some) // 2
                    pending += [some[half:], some[:half]]
        return found, failed

    def _run(self, asked: Sequence[Asked], known: Mapping[str, str], folder: str) -> tuple[dict[str, str] | None, str]:
        """What pip would install for these beside what is known already; None with the reason where it cannot."""
        self._runs += 1
        list_ = os.path.join(folder, "constraints.txt")
        named = {normalised(one.partition("==")[0]) for one in self._constraints}
        lines = [*self._constraints, *(f"{name}=={version}" for name, version in known.items() if name not in named)]
        with open(list_, "w", encoding="utf-8") as file:
            file.write("".join(f"{line}\n" for line in lines))
        options = ["--constraint", list_]
        if self._target:  # older pips want a target with it, though nothing is installed
            options += ["--python-version", self._target, "--target", os.path.join(folder, "none")]
        code, said, report = _pip(["--quiet", "--report", "-", *options], asked, folder)
        if not code:
            return _of_report(report)
        if "ResolutionImpossible" in said or "conflicting dependencies" in said:
            return None, "contradicts what else is asked for"
        if len(asked) == 1:  # why there is nothing, pip says only when asked for more
            _, *more = _pip(["-vv", *options], asked, folder)
            said = "\n".join([said, *more])
        return None, reason(said)


def _pip(options: Sequence[str], asked: Sequence[Asked], folder: str) -> tuple[int, str, str]:
    """A run of pip: its exit code, and what it says on standard error and standard output."""
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--only-binary", ":all:"]
    command += ["--no-input", "--disable-pip-version-check", "--progress-bar", "off", *options]
    command += ["--", *(one.text for one in asked)]
    environment = {name: value for name, value in os.environ.items() if name not in _UNWANTED}
    environment |= {"PIP_REQUIRE_VIRTUALENV": "0", "PIP_USER": "0", "PYTHONSAFEPATH": "1"}
    try:
        ran = subprocess.run(
            command, check=False, capture_output=True, timeout=_SECONDS, env=environment, cwd=folder, encoding="utf-8",
            errors="replace",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return 1, f"pip gave no answer within {_SECONDS} seconds", ""
    except OSError as failure:
        return 1, f"pip cannot be run: {failure.strerror}", ""
    return ran.returncode, ran.stderr, ran.stdout


_UNREACHABLE = "the index cannot be reached"


def _of_report(content: str) -> tuple[dict[str, str] | None, str]:
    """The versions of pip's installation report (format version 1), which wheels of an index alone may give."""
    try:
        listed = json.loads(content)["install"]
        said = [(one["metadata"]["name"], one["metadata"]["version"], one.get("is_direct")) for one in listed]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None, "pip gave a report that cannot be read"
    found: dict[str, str] = {}
    for name, version, direct in said:
        if direct or not _is_text(name, _NAME) or not _is_text(version, _VERSION):
            continue
        found[normalised(name)] = version
    return found, ""


def _is_text(value: Any, form: str) -> bool:
    return isinstance(value, str) and fullmatch(form, value) is not None
