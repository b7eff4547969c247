"""Wheels of exact versions, downloaded once by pip with all that it is configured with, and unpacked into the cache.

pip is asked for wheels alone, so that nothing is ever built or run. Where none is for this machine, any wheel of the
version will do: its modules are read, not imported.
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from re import findall, fullmatch, search, sub
from typing import NamedTuple
from urllib.parse import unquote

from . import Unpacked, Wanted
from .store import add, is_same, normalised
from .unpack import Refused

_BATCH = 24  # downloads of one run of pip, whose start costs as much as several of them
_SECONDS = 900  # of one run
_MOST_WAYS = 8  # to ask for a wheel that is not for this machine
_PLACES = ("any", "manylinux", "linux", "macosx")  # which of them to ask for first
_PYTHONS = ("3.14", "3.13", "3.12", "3.11", "3.10", "3.9", "3.8")


class NotFetched(NamedTuple):
    """A version that could not be had, and why: one sentence without its name."""

    wanted: Wanted
    why: str


Got = Unpacked | NotFetched


def fetch(wanted: Sequence[Wanted], *, python: str = "", step: Callable[[], None] | None = None) -> Iterator[Got]:
    """Download and unpack these versions; each gives one answer, in no order. `python` is the version to fetch for."""
    told = step or (lambda: None)
    plain = [one for one in wanted if _is_plain(one)]
    for one in wanted:
        if not _is_plain(one):
            told()
            yield NotFetched(one, "has a name or a version that no index can have")
    with tempfile.TemporaryDirectory(prefix="walkaround-") as folder:
        for start in range(0, len(plain), _BATCH):
            for got in _batch(plain[start : start + _BATCH], folder, python):
                told()
                yield got


def _is_plain(one: Wanted) -> bool:
    """Whether pip can only read this as a name and a version.

    A lock can hold any text. As an address (`x @ file:///…`) pip would build what is there, which runs it, whatever
    it was told about wheels; as an option it would ask another index.
    """
    name = fullmatch(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?", one.name)
    return name is not None and fullmatch(r"v?[0-9][0-9A-Za-z.+!_-]*", one.version) is not None


def _batch(wanted: list[Wanted], folder: str, python: str) -> Iterator[Got]:
    """One run of pip for all; where it fails, halves, so that a version without a wheel costs few runs."""
    pending = [wanted]
    while pending:
        some = pending.pop()
        place = tempfile.mkdtemp(dir=folder)
        options = ["--python-version", python] if python else []
        said = _download(some, place, options)
        here = _wheels(place)
        rest = []
        for one in some:
            wheel = _of(one, here)
            if wheel is not None:
                yield _added(one, wheel)
            else:
                rest.append(one)
        if not rest:
            continue
        if len(rest) == len(some) and _is_unreachable(said):
            yield from (NotFetched(one, reason(said)) for one in rest)
        elif len(some) == 1:
            yield _anywhere(rest[0], folder, said)
        elif len(rest) < len(some):
            pending.append(rest)
        else:
            half = len(rest) // 2
            pending += [rest[half:], rest[:half]]


def _anywhere(one: Wanted, folder: str, said: str) -> Got:
    """A wheel of another platform or Python: what matters is what its modules hold."""
    errors, told = _told(_command([one], tempfile.mkdtemp(dir=folder), ["-vv"]), folder)
    listed = _listed(told, one)
    if not listed:
        return NotFetched(one, reason(f"{errors}\n{told}") if told else reason(said))
    for options in list(dict.fromkeys(_ways(listed)))[:_MOST_WAYS]:
        place = tempfile.mkdtemp(dir=folder)
        _download([one], place, options)
        wheel = _of(one, _wheels(place))
        if wheel is not None:
            return _added(one, wheel)
    return NotFetched(one, reason(said))


def _listed(said: str, one: Wanted) -> list[str]:
    """The names of a version's wheels that pip says it has seen, those of Linux first, newer Pythons before older."""
    found = {}
    for name in set(findall(r"[A-Za-z0-9][^\s/#?\"'<>]*\.whl", unquote(said))):
        parts = name.removesuffix(".whl").split("-")
        if len(parts) in (5, 6) and normalised(parts[0]) == one.name and is_same(parts[1], one.version):
            numbers = [int(number) for number in findall(r"[0-9]{1,6}", parts[-3])[:1]]
            place = next((at for at, word in enumerate(_PLACES) if parts[-1].startswith(word)), len(_PLACES))
            found[name] = (place, [-number for number in numbers], name)
    return sorted(found, key=lambda name: found[name])


def _ways(listed: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """pip's options by which it takes one of these wheels."""
    for name in listed:
        python, abi, platform = name.removesuffix(".whl").split("-")[-3:]
        tag = fullmatch(r"(cp|pp)(\d)(\d+)", python.partition(".")[0])
        exact = tag is not None and abi.partition(".")[0] != "abi3"
        for version in (f"{tag[2]}.{tag[3]}",) if tag is not None and exact else _PYTHONS:
            options = ["--python-version", version, "--implementation", tag[1] if tag is not None else "cp"]
            options += [word for each in abi.split(".") for word in ("--abi", each)]
            yield (*options, *(word for each in platform.split(".") for word in ("--platform", each)))


def _download(wanted: Sequence[Wanted], place: str, options: Sequence[str]) -> str:
    """Run pip; what it said on standard error."""
    return _told(_command(wanted, place, ["--quiet", *options]), place)[0]


def _command(wanted: Sequence[Wanted], place: str, options: Sequence[str]) -> list[str]:
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary", ":all:", "--dest", place]
    command += ["--no-input", "--disable-pip-version-check", "--progress-bar", "off", *options]
    return command + [f"{one.name}=={one.version}" for one in wanted]


def _told(command: Sequence[str], place: str) -> tuple[str, str]:
    """What a run of pip says on standard error, and on standard output."""
    environment = {name: value for name, value in os.environ.items() if name not in ("PIP_QUIET", "PIP_VERBOSE")}
    environment |= {"PIP_REQUIRE_VIRTUALENV": "0", "PYTHONSAFEPATH": "1"}
    try:
        ran = subprocess.run(
            command, check=False, capture_output=True, timeout=_SECONDS, env=environment, cwd=place, encoding="utf-8",
            errors="replace",
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"pip gave no answer within {_SECONDS} seconds", ""
    except OSError as failure:
        return f"pip cannot be run: {failure.strerror}", ""
    return ran.stderr, ran.stdout


def _wheels(place: str) -> dict[tuple[str, str], str]:
    """The wheel files of a folder by normalised name and version."""
    found: dict[tuple[str, str], str] = {}
    for name in os.listdir(place):
        parts = name.removesuffix(".whl").split("-")
        if name.endswith(".whl") and len(parts) >= 5:
            found[normalised(parts[0]), parts[1]] = os.path.join(place, name)
    return found


def _of(one: Wanted, wheels: dict[tuple[str, str], str]) -> str | None:
    exact = wheels.get((one.name, one.version))
    return exact or next((path for (name, _), path in wheels.items() if name == one.name), None)


def _added(one: Wanted, wheel: str) -> Got:
    try:
        return add(wheel, one)
    except Refused as failure:
        return NotFetched(one, str(failure))
    finally:
        os.unlink(wheel)


def _is_unreachable(said: str) -> bool:
    words = (
        "NewConnectionError",
        "ProxyError",
        "ConnectTimeout",
        "SSLError",
        "Temporary failure",
    )
    return any(word in said for word in words)


def reason(said: str) -> str:
    """What pip said, in a line without addresses that carry a login."""
    page = search(
        r"Could not fetch URL \S+: (?!404 |410 )(?:([0-9]{3}) )?", said
    )  # which pip says only when asked for more
    if page is not None and page[1]:
        return f"the index answers {page[1]} about it, and no list of files"
    if page is not None or _is_unreachable(said):
        return "the index cannot be reached; try again, or see `python -m pip config debug`"
    if search(r"No matching distribution|Could not find a version", said):
        return "has no wheel on the index, and is never built here"
    if search(r"No module named '?pip\b", said):
        return "pip is not installed beside Walkaround; install it there"
    lines = [
        line.strip() for line in said.splitlines() if line.strip().startswith("ERROR:") or fullmatch(r"pip .*", line)
    ]
    last = lines[-1] if lines else "pip gave no wheel, and no reason"
    return sub(r"://[^/\s]*@", "://", last.removeprefix("ERROR:").strip())[:200]
