"""What the reports say of each changed source, or why they say nothing of it."""

import os
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..._change import ChangedFile, Delta
from ..._finding import NotJudged
from . import _data
from ._exclusions import Exclusions
from ._find import Found
from ._fresh import Clock, contradiction
from ._names import Tree, laid_out, meets
from ._python import python
from ._report import DATA, Lines, Report, refused, united
from ._settings import settings
from ._source import PYTHON, certain_rows, code_rows, is_beside, is_test, language, nothing_rows

if TYPE_CHECKING:
    from . import Asked

SHOWN = 3  # names of a list
_AGAIN = "run the tests with coverage again"
_MATCH = "make it from the top of the repository, with paths from there"


class Source(NamedTuple):
    """A changed source: its content, and which of its new lines look as if they could run. A report may measure others,
    so that such a source may have none."""

    file: ChangedFile
    content: bytes
    able: frozenset[int]

    @property
    def path(self) -> str:
        return self.file.path

    @property
    def language(self) -> str:
        return language(self.file.path)


class Result(NamedTuple):
    """What is known of one source: its new lines that ran and those that did not; counted from the source alone
    where no report speaks of it."""

    path: str
    ran: frozenset[int]
    missed: frozenset[int]
    estimated: bool = False


def sources_of(delta: Delta, asked: "Asked") -> Iterator[Source]:
    """Changed sources that tests run, with those of their new lines that can."""
    from .._programs import programs

    for file in delta.files:
        path = file.path
        if not file.new or not language(path) or asked.exclude(path):
            continue
        if is_test(path) and path not in programs(delta):
            continue
        content = delta.read(path)
        known = python(content) if language(path) == PYTHON else None
        able = file.new & (known.statements if known is not None else code_rows(content))
        if able or (known is None and not file.new <= nothing_rows(content)):
            yield Source(file, content, frozenset() if is_beside(path) else able)


class Results:
    """One change against the reports that could be read."""

    def __init__(
        self, delta: Delta, asked: "Asked", sources: Sequence[Source], reports: Sequence[Found], missing: Sequence[str]
    ) -> None:
        self._delta = delta
        self._asked = asked
        self._sources = sources
        self._reports = reports
        self._missing = missing
        names = delta.names()
        self._known = frozenset(names)
        self._settings = settings(self._file)
        self._exclusions = Exclusions(self._settings.excluded)
        self._tree = Tree.of(delta.root, names, self._settings, self._module())
        self._clock = Clock(delta.root, names)
        self._stamps: dict[str, tuple[float, str]] = {}
        self._named: dict[str, bool] = {}

    def of_all(self) -> tuple[list[Result], list[Source], list[NotJudged]]:
        """What is known of the sources, those of whose language no report speaks, and what could not be judged."""
        with self._exclusions:
            return self._of_all()

    def _of_all(self) -> tuple[list[Result], list[Source], list[NotJudged]]:
        failures = self._data_files()
        if failures:
            return [], [], failures
        given = []
        for one in self._reports:
            if one.report is not None:
                given.append(one.report)
                self._stamps[one.report.path] = (one.stamp(one.report), one.from_data)
                self._named[one.report.path] = one.named
        spoken, undecided = laid_out(self._tree, given, frozenset(one.path for one in self._sources))
        results, unmeasured = [], []
        for source in self._sources:
            try:
                result = self._result(source, spoken.get(source.path, []), given, undecided)
            except NotJudged as failure:
                failures.append(failure)
                continue
            if result is not None:
                results.append(result)
            elif source.able:
                unmeasured.append(source)
        if unmeasured and (self._missing or not results):
            failures.append(self._unspoken(unmeasured))
        # One report may fail many sources for one reason.
        return results, unmeasured, list({(one.path, one.why): one for one in failures}.values())

    def _file(self, name: str) -> bytes | None:
        try:
            return self._delta.read(name) if name in self._known else None
        except NotJudged:  # a link, say
            return None

    def _module(self) -> str:
        match = re.search(rb"^module\s+\"?([^\s\"]+)", self._file("go.mod") or b"", re.MULTILINE)
        return match[1].decode("utf-8", "replace") if match else ""

    def _data_files(self) -> list[NotJudged]:
        """Have the data files of coverage.py that speak of a changed source turned into reports."""
        failures = []
        wanted = frozenset(one.path for one in self._sources if one.language == PYTHON)
        others = [one.report for one in self._reports if one.report is not None and one.report.kind != DATA]
        told, _ = laid_out(self._tree, others, wanted)
        for one in self._reports:
            if one.report is None or one.report.kind != DATA:
                continue
            spoken, _ = laid_out(self._tree, [one.report], wanted - told.keys() if one.superseded else wanted)
            names = [lines.name for entries in spoken.values() for _, lines in entries]
            try:
                self._agree(one, spoken)
                for source in self._sources:
                    if source.path in spoken:  # the project's coverage would search for them without end
                        self._exclusions.matches(source.content)
                one.report = self._converted(one, one.report, names)
            except NotJudged as failure:
                failures.append(failure)
        return failures

    def _converted(self, one: Found, data: Report, names: Sequence[str]) -> Report | None:
        """The report on these names, beside what else there is in the data; None where that was told already."""
        if not names:
            return None if one.superseded else data
        made = _data.converted(data, one.full, self._asked.python, names)
        return made._replace(files=(*made.files, *(lines for lines in data.files if lines.name not in names)))

    def _agree(self, one: Found, spoken: dict[str, list[tuple[Report, Lines]]]) -> None:
        """coverage.py drops what ran and is no statement; but that is what tells a file of another content."""
        for source in self._sources:
            known = python(source.content) if source.path in spoken else None
            for _, lines in spoken.get(source.path, ()):
                hollow = lines.ran & known.never if known is not None else frozenset()
                if hollow:
                    where = f"line {min(hollow)} of {source.path}, where no statement is"
                    raise refused(one.path, f"is of another content: it names {where}")

    def _result(
        self, source: Source, spoken: list[tuple[Report, Lines]], given: Sequence[Report], undecided: Sequence[str]
    ) -> Result | None:
        """What the reports say of one source; None when none speaks of its language."""
        if not spoken:
            return self._unmentioned(source, given, undecided)
        self._is_as_tested(source)
        against = [self._against(report, lines, source) for report, lines in spoken]
        fresh = [lines for (_, lines), why in zip(spoken, against, strict=True) if not why]
        for (report, _), why in zip(spoken, against, strict=True):
            if why and (self._named[report.path] or not fresh):
                raise refused(report.path, why)
        self._is_known(source, spoken[0][0], fresh)
        whole = united(fresh)
        new = source.file.new
        return Result(source.path, whole.ran & new, whole.missed & new) if whole is not None else None

    def _is_known(self, source: Source, report: Report, fresh: Sequence[Lines]) -> None:
        """That a report measures nothing of what is new proves nothing good: it may be of the time before."""
        if any(lines.measured & source.file.new for lines in fresh):
            return
        if source.language == PYTHON:
            expected = self._expected(source) - frozenset().union(*(lines.excluded or () for lines in fresh))
        else:
            expected = source.able & certain_rows(source.content)
        if expected:
            raise refused(
                report.path, f"is of another content: it knows no new line of {source.path}, such as {min(expected)}"
            )

    def _against(self, report: Report, lines: Lines, source: Source) -> str:
        return self._age(report, source.language) or self._content(report, lines, source)

    def _content(self, report: Report, lines: Lines, source: Source) -> str:
        against = contradiction(report, lines, source.path, source.content, self._exclusions)
        return f"is of another content: it {against}" if against else ""

    def _age(self, report: Report, of: str) -> str:
        """Whether a changed file of a language, a test too, is younger than a report on it."""
        changed = [file.path for file in self._delta.files if language(file.path) == of and not is_beside(file.path)]
        stamp, origin = self._stamps[report.path]
        late = self._clock.newer(changed, stamp)
        if late or not origin:
            return f"is older than {late}" if late else ""
        late = self._clock.newer(changed, os.stat(os.path.join(self._delta.root, origin)).st_mtime)
        # coverage.py leaves a data file as it is where a new run in parallel mode says the same
        return f"was made from {origin}, which is older than {late}; run `coverage erase` first" if late else ""

    def _is_as_tested(self, source: Source) -> None:
        """What the tests ran is the work tree, so that it must hold what is judged."""
        full = os.path.join(self._delta.root, source.path)
        where = "is staged" if self._delta.head is None else "is pushed"
        heal = "stage it whole" if self._delta.head is None else "check that commit out"
        content = _on_disk(full)
        if content is None:
            raise NotJudged(source.path, f"is not in the work tree as it {where}; {heal}, and {_AGAIN}")
        if _unix(content) != _unix(source.content):
            raise NotJudged(
                source.path, f"differs in the work tree, which the tests ran, from what {where}; {heal}, and {_AGAIN}"
            )

    def _unmentioned(self, source: Source, given: Sequence[Report], undecided: Sequence[str]) -> Result | None:
        """A source that is in no report did not run at all, if there is a report that would speak of it."""
        own = [report for report in given if any(language(lines.name) == source.language for lines in report.files)]
        if not own:
            return None
        mistaken = [name for name in undecided if name.rpartition("/")[2] == source.path.rpartition("/")[2]]
        if mistaken:
            raise NotJudged(
                own[0].path,
                f"does not decide which file {_shown(mistaken[0])} is, {source.path} or another; {_MATCH}",
            )
        if not any(meets(self._tree, report) for report in own):
            raise NotJudged(own[0].path, self._apart(own[0]))
        if all(self._age(report, source.language) for report in own):
            raise refused(own[0].path, self._age(own[0], source.language))
        able = self._expected(source)
        return Result(source.path, frozenset(), able, estimated=True)

    def _expected(self, source: Source) -> frozenset[int]:
        """Of the new lines those that a report would measure."""
        if source.language != PYTHON:
            return source.able
        if self._settings.leaves_out(source.path):
            return frozenset()
        known = python(source.content)
        return source.able - self._exclusions.lines(known, source.content) if known is not None else source.able

    def _apart(self, report: Report) -> str:
        theirs = ", ".join(_shown(name) for name in sorted(lines.name for lines in report.files)[:SHOWN])
        ours = ", ".join(one.path for one in self._sources[:SHOWN])
        return f"speaks of other files ({theirs}) than the change ({ours}); {_MATCH}"

    def _unspoken(self, unmeasured: Sequence[Source]) -> NotJudged:
        languages = ", ".join(sorted({one.language for one in unmeasured}))
        missing = f" ({', '.join(self._missing[:SHOWN])} is not there)" if self._missing else ""
        return NotJudged(
            unmeasured[0].path,
            f"is in a language ({languages}) that no coverage report speaks of{missing}; make a report of its tests "
            "and name it in quality-gate.coverage-files, or leave the file out by quality-gate.exclude",
        )


def _shown(name: str) -> str:
    """A name out of a report, in a line."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)[:200]


def _on_disk(full: str) -> bytes | None:
    try:
        if os.path.islink(full):
            return None
        with open(full, "rb") as file:
            return file.read()
    except (OSError, ValueError):
        return None


def _unix(content: bytes) -> bytes:
    return content.replace(b"\r\n", b"\n")
