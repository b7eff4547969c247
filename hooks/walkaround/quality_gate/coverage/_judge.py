"""From a change and its reports to a share, and to the lines that did not run."""

import os
from collections.abc import Iterable, Iterator, Sequence
from posixpath import normpath
from typing import TYPE_CHECKING

from ... import _git
from ..._change import Delta
from ..._finding import Finding, NotJudged
from .._model import Judged, Measure
from ._find import USUAL, Found, found, loaded
from ._results import SHOWN, Result, Results, Source, sources_of
from ._source import is_test, language

if TYPE_CHECKING:
    from . import Asked

CONDITION = "new-coverage"
NOTHING = "the change has no new line that tests could run"
_REMEDY = "Write a test that runs them, or delete what no test needs."


def judged(delta: Delta, asked: "Asked") -> Judged:
    """The share of new lines that ran, and those that did not where they are too many."""
    sources = list(sources_of(delta, asked))
    if not sources:
        return _none(asked, NOTHING)
    reports, missing = found(delta.root, asked.files)
    if not reports and not any(one.able for one in sources):
        return _none(asked, NOTHING)
    reports, failures = _made_here(delta, reports)
    if failures:
        return _absent(asked, failures)
    if not reports:
        return _absent(asked, [_no_report(asked)])
    failures = [*_other_tests(delta, sources, reports), *loaded(reports)]
    if failures:
        return _absent(asked, failures)
    results, unmeasured, failures = Results(delta, asked, sources, reports, missing).of_all()
    if failures:
        return _absent(asked, failures)
    return _weighed(delta, asked, results, unmeasured)


def _made_here(delta: Delta, reports: list[Found]) -> tuple[list[Found], list[NotJudged]]:
    """The reports that a run has left; and those that came with the commit, where they were to count: who writes a
    change may write into them what he likes."""
    tracked = frozenset(delta.names())
    here = [one for one in reports if normpath(one.path) not in tracked]
    if here and not any(one.named for one in reports):
        return here, []
    return here, [
        NotJudged(
            one.path,
            "is part of the commit, and not what a run of the tests left; take it out by "
            f"`git rm --cached {one.path}`, name it in .gitignore, and run the tests with coverage",
        )
        for one in reports
        if one not in here
    ]


def _other_tests(delta: Delta, sources: Sequence[Source], reports: Sequence[Found]) -> Iterator[NotJudged]:
    """What runs new lines and is not pushed proves nothing of what is: a test that was changed, or forgotten."""
    if delta.head is None:
        return
    spoken = {one.language for one in sources}
    newest = max(one.changed for one in reports)
    added = [path for path in _git.untracked(delta.root) if _written(delta.root, path) <= newest]
    for listed, why in ((_git.differing(delta.root, delta.head), "differs from"), (added, "is not in")):
        found = [path for path in listed if is_test(path) and language(path) in spoken]
        if found:
            heal = "commit it, or put it away and run the tests with coverage again"
            yield NotJudged(found[0], f"is a test in the work tree that {why} {delta.head[:12]}; {heal}")


def _written(root: str, path: str) -> float:
    try:
        return os.lstat(os.path.join(root, path)).st_mtime
    except OSError:
        return 0


def _weighed(delta: Delta, asked: "Asked", results: Sequence[Result], unmeasured: Sequence[Source]) -> Judged:
    ran = sum(len(one.ran) for one in results)
    total = ran + sum(len(one.missed) for one in results)
    if not total:
        return _none(asked, "no new line is one that coverage measures")
    share = 100 * ran / total
    passed = ran > 0 if total < asked.small else 100 * ran >= asked.limit * total
    passed = passed or asked.limit <= 0
    estimated = [one for one in results if one.estimated and one.missed]
    detail = f"{ran} of {total} new lines ran" + _besides(estimated, unmeasured)
    if passed and share < asked.limit:
        detail += f"; of fewer than {asked.small} lines one has to"
    measure = Measure(CONDITION, "proxy" if estimated else "measured", share, asked.limit, "%", detail, passed)
    return Judged(measure, () if passed else tuple(_findings(delta, results)))


def _besides(estimated: Sequence[Result], unmeasured: Sequence[Source]) -> str:
    """What a figure was estimated from, and what it leaves out."""
    said = ""
    if estimated:
        lines = sum(len(one.missed) for one in estimated)
        paths = _few([one.path for one in estimated])
        said = f"; {lines} of them are in no report and were counted from the source ({paths})"
    if unmeasured:
        said += f"; no report speaks of {_few([one.path for one in unmeasured])}"
    return said


def _few(paths: Sequence[str]) -> str:
    more = len(paths) - SHOWN
    return ", ".join(paths[:SHOWN]) + (f" and {more} more" if more > 0 else "")


def _findings(delta: Delta, results: Iterable[Result]) -> Iterator[Finding]:
    for one in results:
        file = delta.file(one.path)
        for run in _runs(one, file.new if file is not None else frozenset()):
            lines = "1 new line" if len(run) == 1 else f"{len(run)} new lines"
            where = f"{run[0]}-{run[-1]}" if len(run) > 1 else f"{run[0]}"
            why = "; the file is in no coverage report" if one.estimated else ""
            yield Finding(
                one.path, run[0], 1, "GATE003", f"{lines} did not run under the tests ({where}){why}", _REMEDY
            )


def _runs(one: Result, new: frozenset[int]) -> Iterator[list[int]]:
    """Lines that did not run, in groups that nothing parts but new lines which cannot run."""
    run: list[int] = []
    for line in sorted(one.missed):
        if run and not all(between in new and between not in one.ran for between in range(run[-1] + 1, line)):
            yield run
            run = []
        run.append(line)
    if run:
        yield run


def _none(asked: "Asked", detail: str) -> Judged:
    return Judged(Measure(CONDITION, "none", None, asked.limit, "%", detail))


def _absent(asked: "Asked", failures: Sequence[NotJudged]) -> Judged:
    """What could not be measured; what the policy does not demand fails nothing."""
    why = ": ".join(part for part in (failures[0].path, failures[0].why) if part)
    measure = Measure(CONDITION, "absent", None, asked.limit, "%", passed=not asked.demanded, why=why)
    return Judged(measure, (), tuple(failures) if asked.demanded else ())


def _no_report(asked: "Asked") -> NotJudged:
    looked = (
        ", ".join(asked.files) if asked.files else f"{USUAL[0]}, coverage.json, coverage.xml, lcov.info and the like"
    )
    return NotJudged(
        "",
        f"there is no coverage report ({looked}); run the tests with it, as `coverage run -m pytest && coverage json` "
        "does, or name the report in quality-gate.coverage-files",
    )
