"""`walkaround deps fetch`: bring what dependency-verification reads at commits into the cache."""

import argparse
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from typing import NamedTuple

from .. import _cache
from .._finding import NotJudged
from .._kept import Kept
from .._main import FAILED, formatter, policy_for
from .._progress import Bar
from .._report import visible_path
from .._report.wording import visible
from .._wheels import Unpacked, Wanted
from .._wheels.fetch import NotFetched
from .._wheels.fetch import fetch as download
from .._wheels.resolve import Failed, resolve
from .._wheels.store import find
from ..dependency_verification import HOOK, MAX_AGE
from ..dependency_verification._project import Project
from . import note, refuse, say, say_json
from ._projects import Projects, open_projects, resolved_of, target_of

_HISTORY_HOURS = 720  # after which a series that could not be had is asked for again
_NOT_KEPT = ("cannot be kept: ", "No space left", "Disk quota exceeded", "Read-only file system")


class Missing(NamedTuple):
    """A version that could not be had; without one, a requirement that has no answer."""

    name: str
    version: str
    why: str


class Outcome(NamedTuple):
    """What became of a project's versions."""

    project: Project
    kept: int
    resolved: int
    missing: tuple[Missing, ...]


class Full(Exception):  # noqa: N818 - a statement about the cache
    """The cache does not take anything more; the text says why."""


def main(argv: Sequence[str]) -> int:
    options = _parser().parse_args(argv)
    _hold_cache()
    projects = open_projects(options.folders)
    bar = Bar()
    try:
        outcomes = _Fetching(projects, bar).outcomes()
        policy = policy_for((HOOK,), projects.root, None)
        _ask_index(projects, policy[MAX_AGE], bar)
        if not options.no_history:
            _learn(projects, bar)
    except Full as failure:
        return refuse(str(failure))
    except OSError as failure:
        return refuse(f"cannot go on: {failure.strerror or failure}")
    finally:
        bar.close()
    if options.json:
        say_json({"version": 1, "projects": [_plain(one) for one in outcomes]})
    else:
        _tell(outcomes)
    return FAILED if any(one.missing for one in outcomes) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "walkaround deps fetch",
        description="Bring the wheels of every pin into the cache, resolve what nothing pins, and ask the index about "
        "what is declared. Nothing is built, installed or run.",
        epilog="Exit codes: 0 all is there, 2 something could not be fetched.",
        formatter_class=formatter,
        allow_abbrev=False,
    )
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument(
        "--no-history", action="store_true", help="leave out what earlier versions had, for `removed in 2; use Y`"
    )
    parser.add_argument("folders", nargs="*", metavar="FOLDER", help="only projects of sources below (default: all)")
    return parser


def _hold_cache() -> None:
    """NotJudged when the cache cannot be written: without it there is nowhere to fetch to."""
    folder = _cache.folder()
    if folder is None:
        raise NotJudged("", "there is no place for a cache; set XDG_CACHE_HOME or HOME")
    if not _cache.write("wheels/.probe", b""):
        raise NotJudged(folder, "cannot be written, so that nothing can be kept there")
    with suppress(OSError):
        os.unlink(os.path.join(folder, "wheels", ".probe"))


class _Fetching:
    def __init__(self, projects: Projects, bar: Bar) -> None:
        self._projects = projects
        self._bar = bar
        self._why: dict[Wanted, str] = {}

    def outcomes(self) -> list[Outcome]:
        """Pins first: one that has no wheel need not be asked about again when the rest is resolved."""
        self._fetch(lambda one: list(one.pins.values()))
        failed = self._resolve()
        self._fetch(resolved_of)
        return [self._outcome(one, failed.get(id(one), ())) for one in self._projects.found]

    def _resolve(self) -> dict[int, tuple[Failed, ...]]:
        """What could not be resolved, by project, which has no hash."""
        open_ = [one for one in self._projects.found if not one.closed and one.requirements]
        step = self._bar.expect(len(open_))
        found: dict[int, tuple[Failed, ...]] = {}
        for one in open_:
            without = {pin.name for pin in one.pins.values() if pin in self._why}
            said = resolve(
                one.requirements, one.constraints, one.python, target=target_of(one.python), without=without
            )  # fmt: skip
            _hold_space(each.why for each in said.failed)
            found[id(one)] = said.failed
            step()
        return found

    def _wanted(self, project: Project) -> list[Wanted]:
        return [*project.pins.values(), *resolved_of(project)]

    def _fetch(self, versions: Callable[[Project], list[Wanted]]) -> None:
        """Download what is not here, for the Python of each project."""
        missing: dict[str, dict[Wanted, None]] = {}
        for one in self._projects.found:
            wanted = [each for each in versions(one) if each not in self._why]
            there = find(wanted, self._projects.root)
            missing.setdefault(target_of(one.python), {}).update(dict.fromkeys(set(wanted) - set(there)))
        step = self._bar.expect(sum(map(len, missing.values())))
        for target, listed in missing.items():
            for got in download(sorted(listed, key=lambda one: (one.name, one.version)), python=target, step=step):
                if isinstance(got, NotFetched):
                    _hold_space([got.why])
                    self._why[got.wanted] = got.why

    def _outcome(self, project: Project, failed: Iterable[Failed]) -> Outcome:
        wanted = self._wanted(project)
        there = find(wanted, self._projects.root)
        missing = [
            Missing(one.name, one.version, self._why.get(one, "is not in the cache any more"))
            for one in wanted if one not in there
        ]  # fmt: skip
        pinned = {one.name for one in project.pins.values()}
        missing += [Missing(one.name, "", one.why) for one in failed if one.name not in pinned]
        kept = sum(one in there for one in project.pins.values())
        return Outcome(project, kept, sum(one.name not in pinned for one in there), tuple(sorted(set(missing))))


def _hold_space(reasons: Iterable[str]) -> None:
    """End the run at the first sign that nothing more can be written, in place of the same line for every wheel."""
    for why in reasons:
        if any(sign in why for sign in _NOT_KEPT):
            raise Full(f"{_cache.folder()}: {why}")


def _ask_index(projects: Projects, hours: int, bar: Bar) -> None:
    """Ask about everything that is declared; the answers are kept for commits, and a commit says what has none."""
    from .._index import NoAnswer
    from ..dependency_verification._declared import Name, answers_for, named_in

    manifests = dict.fromkeys(path for one in projects.found for path in one.manifests)
    named = [one for one in named_in(projects.inputs, manifests) if isinstance(one, Name)]
    wanted = list(dict.fromkeys((one.name, one.version) for one in named))
    answers = answers_for(wanted, hours, True, bar.expect(len({name for name, _ in wanted})))
    open_ = {name: str(answer) for (name, _), answer in answers.items() if isinstance(answer, NoAnswer)}
    if open_:
        name, why = next(iter(open_.items()))
        more = f" (nor about {len(open_) - 1} more)" if len(open_) > 1 else ""
        note(f"the index gave no answer about {visible(name)}: {visible(why)}{more}")


def _learn(projects: Projects, bar: Bar) -> None:
    """Compare each direct dependency with the series before it, for the second half of findings; failures are none."""
    import logging

    from .._apis.removed import learn, read
    from .._index import NoAnswer, releases
    from .._index.web import each_at_once

    tried = Kept("history", "", _HISTORY_HOURS)
    direct = {
        (one.name, one.version): one
        for one in _direct(projects)
        if read(one.name, one.version) is None and tried.get(one.name, one.version) is None
    }
    names = sorted({name for name, _ in direct})
    known = dict(zip(names, each_at_once(releases, names, 60.0, bar.expect(len(names))), strict=True))
    step = bar.expect(len(direct))
    logging.disable()  # what the comparison cannot follow is of no interest to who fetches
    try:
        for (name, version), unpacked in sorted(direct.items(), key=lambda item: item[0]):
            listed = known[name]
            if not isinstance(listed, NoAnswer):
                with suppress(Exception):  # a finding goes without its second half
                    learn(unpacked, lambda one: _one(one, projects.root), listed)
                if read(name, version) is None:
                    tried.put(name, version, True)
            step()
    finally:
        logging.disable(logging.NOTSET)
        tried.save()


def _direct(projects: Projects) -> Iterator[Unpacked]:
    """What is declared, in the versions that are here."""
    for project in projects.found:
        wanted = [one for one in (*project.pins.values(), *resolved_of(project)) if one.name in project.declared]
        yield from find(wanted, projects.root).values()


def _one(wanted: Wanted, root: str) -> Unpacked | None:
    there = find([wanted], root).get(wanted)
    if there is not None:
        return there
    return next((got for got in download([wanted]) if isinstance(got, Unpacked)), None)


def _plain(one: Outcome) -> dict[str, object]:
    return {
        "folder": one.project.folder,
        "manifests": list(one.project.manifests),
        "pins": len(one.project.pins),
        "kept": one.kept,
        "missing": [each._asdict() for each in one.missing],
        "resolved": one.resolved,
    }


def _tell(outcomes: Sequence[Outcome]) -> None:
    for one in outcomes:
        pins = len(one.project.pins)
        parts = [f"{pins} pin{'' if pins == 1 else 's'}", f"{one.kept} kept"]
        if one.resolved:
            parts.append(f"{one.resolved} resolved")
        if one.missing:
            parts.append(f"{len(one.missing)} without a wheel")
        say(f"{visible_path(one.project.manifests[0])}: {', '.join(parts)}\n")
    for each in dict.fromkeys(each for one in outcomes for each in one.missing):
        say(f"  {visible(' '.join(filter(None, (each.name, each.version))))}: {visible(each.why)}\n")
    if not outcomes:
        note("no project declares anything here")
