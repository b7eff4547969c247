"""From changed lines to verdicts: probe -> mutants -> one run of the suite -> a verdict for each mutant."""

import difflib
import os
import re
import shlex
import string
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ..._environment import has_module
from ..._finding import NotJudged
from ._kept import Kept, kept
from ._model import Asked, Mutant, Outcome
from ._plan import Candidate, Plan, Source, Watched, wanted
from ._processes import INSIDE, Broken, Workshop

_QUICK = 600  # seconds in which mutants are made
_MORE = 30  # seconds beyond the budget, after which a process that does not end is ended
_UNCOVERED = "uncovered"
_PLAIN = frozenset(f"{string.ascii_letters}{string.digits}/._- ")


def mutated(asked: Asked, expect: Callable[[int], Callable[[], None]]) -> Outcome:
    if not asked.lines:
        return Outcome((), 0, ())
    if sys.platform == "win32":
        raise NotJudged("", "mutation testing needs a system that can fork; run it on Linux or macOS, such as in CI")
    with Workshop(os.path.realpath(asked.root), asked.python) as workshop:
        try:
            return _Run(asked, workshop, expect).outcome()
        except Broken as failure:
            has_module(asked.python)  # NotJudged where the interpreter itself is what does not run
            raise NotJudged("", f"mutation testing broke down: {failure}; please report it") from failure


class _Run:
    """One run, on its way to verdicts."""

    def __init__(self, asked: Asked, workshop: Workshop, expect: Callable[[int], Callable[[], None]]) -> None:
        self._asked = asked
        self._root = os.path.realpath(asked.root)
        self._workshop = workshop
        self._expect = expect
        self._runner = "pytest"

    def outcome(self) -> Outcome:
        environment = self._environment()
        candidates = self._candidates()
        asked = {path for path, numbers in self._asked.lines.items() if numbers}
        silent = tuple(sorted(asked - {one.source.path for one in candidates}))
        if not candidates:
            return Outcome((), 0, silent)
        known = kept(self._root, environment, self._runner, self._asked.arguments)
        watched = self._watched(known, candidates)
        plans = [watched.plan(one) for one in candidates]
        self._try(plans, watched, known)
        found = [_mutant(plan, known.verdicts.get(plan.candidate.key, "")) for plan in plans]
        tried = sorted(one for one in found if one.verdict)
        return Outcome(tuple(tried), len(found) - len(tried), silent)

    def _environment(self) -> list[Any]:
        """What the environment is, as far as verdicts depend on it; it has all that is needed."""
        job = {"what": "probe", "modules": ["cosmic_ray", "pytest"]}
        try:
            told = next(one for one in self._workshop.heard(job, 60) if "version" in one)
        except (TimeoutError, StopIteration) as failure:
            raise NotJudged("", f"the interpreter does not answer; try `{self._asked.python} --version`") from failure
        if tuple(told["minor"]) < (3, 9):
            raise NotJudged("", f"{self._asked.python} is older than Python 3.9, which mutation testing needs")
        if "cosmic_ray" in told["missing"]:
            raise self._absent("cosmic-ray")
        if self._asked.runner == "unittest" or (self._asked.runner == "auto" and "pytest" in told["missing"]):
            self._runner = "unittest"
        elif "pytest" in told["missing"]:
            raise self._absent("pytest")
        return [told["version"], told["prefix"], told["installed"]]

    def _absent(self, name: str) -> NotJudged:
        install = shlex.join((self._asked.python, "-m", "pip", "install", name))
        return NotJudged("", f"the project's environment has no {name}; run `{install}`")

    def _candidates(self) -> list[Candidate]:
        lines = {path: sorted(numbers) for path, numbers in sorted(self._asked.lines.items()) if numbers}
        found: list[Candidate] = []
        try:
            for said in self._workshop.heard({"what": "generate", "lines": lines}, _QUICK):
                if "failure" in said:
                    raise NotJudged(said["path"], f"cannot be mutated, because it cannot be read: {said['failure']}")
                if "mutants" in said:
                    file = os.path.realpath(os.path.join(self._root, said["path"]))
                    source = Source(said["path"], file, said["source"], said["encoding"])
                    found += [_candidate(source, one) for one in said["mutants"]]
        except TimeoutError as failure:
            raise NotJudged("", f"the mutants were not made within {_QUICK} seconds; judge fewer lines") from failure
        return found

    def _watched(self, known: Kept, candidates: Sequence[Candidate]) -> Watched:
        """What a run of the suite tells, of this run or of an earlier one that watched these lines."""
        lines = wanted(candidates)
        told = known.watched
        if told is None or any(
            not set(numbers) <= set(told["wanted"].get(path, ())) for path, numbers in lines.items()
        ):
            told = self._watch(lines)
            known.watched = {**told, "wanted": lines}
            known.save()
        for path, other in sorted(told["elsewhere"].items()):
            if path in lines:
                install = shlex.join((self._asked.python, "-m", "pip", "install", "--editable", self._root))
                raise NotJudged(
                    path, f"the tests import another copy of it, {other}, so that no change shows; run `{install}`"
                )
        return Watched(told)

    def _watch(self, lines: Mapping[str, list[int]]) -> dict[str, Any]:
        job = {"what": "watch", "runner": self._runner, "arguments": list(self._asked.arguments), "wanted": lines}
        test = ""
        told: dict[str, Any] | None = None
        try:
            for said in self._workshop.heard(job, self._asked.suite_limit):
                if "test" in said:
                    test = said["test"]
                elif "failed" in said:
                    raise NotJudged("", self._why(said["failed"], said["what"]))
                elif "tests" in said:
                    told = said
        except TimeoutError as failure:
            where = f" and hung in {test}" if test else ""
            why = f"the test suite did not end within {self._asked.suite_limit} seconds{where}; see {self._command()}"
            raise NotJudged("", why) from failure
        except Broken as failure:
            if not test:
                raise
            why = f"the test suite ends the interpreter in {test}; see {self._command()}"
            raise NotJudged("", why) from failure
        return told or {}

    def _why(self, kind: str, what: Sequence[str]) -> str:
        first = what[0] if what else ""
        more = f" and {len(what) - 1} more" if len(what) > 1 else ""
        return {
            "failed": f"the test suite fails without any mutant, in {first}{more}; see {self._command()}, and leave "
            "out what cannot pass here with quality-gate.test-arguments",
            "uncollected": f"tests cannot be loaded: {first}{more}; see {self._command()}",
            "empty": f"no test was found; see {self._command()}, and name the tests with quality-gate.test-arguments",
        }.get(kind, f"the test suite does not run: {first}; see {self._command()}")

    def _command(self) -> str:
        run = shlex.join((self._asked.python, "-m", self._runner, *self._asked.arguments))
        return f"`{run}` in {self._root}"

    def _try(self, plans: Sequence[Plan], watched: Watched, known: Kept) -> None:
        """Have all mutants tried that have no verdict yet, as far as the budget goes."""
        for plan in plans:
            if not plan.tried:
                known.verdicts[plan.candidate.key] = _UNCOVERED
        open_plans = [plan for plan in plans if plan.candidate.key not in known.verdicts]
        if not open_plans:
            return
        step = self._expect(len(open_plans))
        try:
            for said in self._workshop.heard(self._job(open_plans, watched, known), self._asked.budget + _MORE):
                if "unsure" in said:
                    raise NotJudged(
                        "", f"the tests pass once and fail when they are run again; run {self._command()} twice"
                    )
                if "verdict" in said:
                    known.put(open_plans[said["number"]].candidate.key, said["verdict"])
                    step()
        except TimeoutError:
            return  # what it did not come to is left
        finally:
            known.save()

    def _job(self, plans: Sequence[Plan], watched: Watched, known: Kept) -> dict[str, Any]:
        told = known.watched or {}
        sources = {one.candidate.source.file: one.candidate.source for one in plans}
        return {
            "what": "serve",
            "seconds": self._asked.budget,
            "folder": os.path.join(self._workshop.folder, "t"),
            "modules": told["modules"],
            "suite": {
                "ids": watched.tests,
                "seconds": watched.seconds,
                "cpu": told["cpu"],
                "start": told["start"],
                "alone": told["alone"],
                "touched": {file: watched.touching(one.path) for file, one in sources.items()},
                "runner": self._runner,
                "arguments": list(self._asked.arguments),
                "site": os.path.join(INSIDE, "site") if told["starting"] else "",
            },
            "sources": {file: {"source": one.text, "encoding": one.encoding} for file, one in sources.items()},
            "mutants": [
                {
                    "number": number,
                    "file": plan.candidate.source.file,
                    "start": plan.candidate.start,
                    "end": plan.candidate.end,
                    "text": plan.candidate.text,
                    "spots": plan.candidate.spots(plan.warm),
                    "tests": plan.tests,
                    "warm": plan.warm,
                }
                for number, plan in enumerate(plans)
            ],
        }


def _candidate(source: Source, told: Mapping[str, Any]) -> Candidate:
    places = frozenset((name, first) for name, first in told["places"])
    return Candidate(source, **{**told, "places": places, "users": frozenset(told["users"])})


def _mutant(plan: Plan, verdict: str) -> Mutant:
    one = plan.candidate
    text, path = one.source.text, one.source.path
    after = text[: one.start] + one.text + text[one.end :]
    first = text.rfind("\n", 0, one.start) + 1
    last = text.find("\n", one.end)
    last = len(text) if last < 0 else last
    diff = difflib.unified_diff(_rows(text), _rows(after), _name(f"a/{path}"), _name(f"b/{path}"))
    return Mutant(
        path,
        one.line,
        one.column,
        one.operator,
        text[first:last],
        after[first : last + len(after) - len(text)],
        "".join(row if row.endswith("\n") else f"{row}\n\\ No newline at end of file\n" for row in diff),
        _UNCOVERED if verdict == "survived" and not plan.test else verdict,
        "" if verdict == _UNCOVERED else plan.test,
    )


def _rows(text: str) -> list[str]:
    """The lines as git counts them: a form feed ends none."""
    return [row for row in re.split(r"(?<=\n)", text) if row]


def _name(path: str) -> str:
    """A name in a patch as git writes it: in quotes where it has a letter that could be mistaken."""
    if path.isascii() and path.isprintable() and not set(path) & set('"\\'):
        return path
    letters = (chr(byte) if chr(byte) in _PLAIN else f"\\{byte:03o}" for byte in os.fsencode(path))
    return f'"{"".join(letters)}"'
