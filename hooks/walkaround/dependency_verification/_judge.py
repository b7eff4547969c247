"""A run: source files by project, their imports, what the pinned wheels have, and what manifests declare."""

import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from .. import _git
from .._finding import Finding, NotJudged
from .._hook import Inputs, Said, internal_error
from .._paths import from_root
from .._policy import Policy
from .._text import MOST_BYTES, Text, decode
from .._wheels import Unpacked, Wanted
from . import (
    _JAVASCRIPT,
    _PYTHON,
    ASK,
    COOL_DOWN,
    DEMAND_INDEX,
    DEMAND_WHEELS,
    INTENDED,
    MAX_AGE,
    PROVIDED,
    TYPE_CHECKER,
)

if TYPE_CHECKING:
    import ast

    from ._imports import Import
    from ._project import Project, Reader

_FETCH = "Run `walkaround deps fetch`."


class Parsed(NamedTuple):
    """A source file. Of one that cannot be parsed, which has a `failure`, the tree has imports alone."""

    path: str
    key: str
    content: bytes
    text: Text
    tree: "ast.Module"
    imports: "list[Import]"
    project: "Project"
    failure: NotJudged | None = None


def judge(policy: Policy, inputs: Inputs) -> Iterator[Said]:
    """What is wrong with the inputs of a run."""
    run = _Run(policy, inputs)
    python = [path for path in inputs.paths if path.endswith(_PYTHON)]
    javascript = [path for path in inputs.paths if path.endswith((*_JAVASCRIPT, "package.json"))]
    manifests = [path for path in inputs.paths if path not in python and not path.endswith(_JAVASCRIPT)]
    yield from run.manifests([*manifests, *python])
    if javascript:
        yield from _javascript(inputs, javascript, policy[INTENDED])
    if python:
        yield from run.sources(python)


def _javascript(inputs: Inputs, paths: list[str], intended: tuple[str, ...]) -> Iterator[Said]:
    from ._javascript import judge as judge_javascript

    try:
        yield from judge_javascript(inputs, paths, intended=intended)
    except _git.GitError as failure:
        yield NotJudged("", str(failure))


class _Run:
    def __init__(self, policy: Policy, inputs: Inputs) -> None:
        self.policy = policy
        self.inputs = inputs

    @cached_property
    def reader(self) -> "Reader":
        from ._project import Reader

        return Reader(self.inputs)

    # manifests

    def manifests(self, paths: list[str]) -> Iterator[Said]:
        """The declarations of changed manifests, against the index and against popular names."""
        from ._declared import Name, Unasked, judge_declarations, named_in

        named: list[Name] = []
        for one in named_in(self.inputs, paths):
            if isinstance(one, NotJudged):
                yield one
            else:
                named.append(one)
        if not named:
            return
        policy = self.policy
        intended: tuple[str, ...] = policy[INTENDED]
        unasked: list[Unasked] = []
        for said in judge_declarations(
            named, ask=policy[ASK], days=policy[COOL_DOWN], hours=policy[MAX_AGE], allowed=intended
        ):
            if isinstance(said, Finding):
                yield said
            else:
                unasked.append(said)
        if unasked:
            yield self._unasked(named[0].path, [f"{one.name}: {one.why}" for one in unasked])

    def _unasked(self, path: str, said: list[str]) -> Said:
        more = f" (nor about {len(said) - 1} more)" if len(said) > 1 else ""
        if self.policy[DEMAND_INDEX]:
            return NotJudged(path, f"the index gave no answer about {said[0]}{more}")
        return Finding(path, 0, 0, "DEP018", f"The index gave no answer about {said[0]}{more}.", _FETCH)

    # sources

    def sources(self, paths: list[str]) -> Iterator[Said]:
        parsed: list[Parsed] = []
        for path in paths:
            try:
                one = self._parsed(path)
            except NotJudged as failure:
                yield failure
                continue
            if one.failure is not None:
                yield one.failure
            parsed.append(one)
        self.reader.save()
        groups: dict[object, list[Parsed]] = {}
        for one in parsed:
            groups.setdefault((frozenset(one.project.pins.values()), one.project.python), []).append(one)
        for group in groups.values():
            yield from self._group(group)

    def _parsed(self, path: str) -> Parsed:
        import ast
        import warnings

        from ._imports import imports

        content = self.inputs.read(path)
        text = decode(path, content, most=MOST_BYTES, declared=True)
        if "\0" in text.content:
            raise NotJudged(path, "holds null characters, which no source does")
        failure = None
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(text.content)
        except SyntaxError as error:
            from ._partly import imports_alone

            failure = NotJudged(path, _syntax(error))
            partly = imports_alone(text.content)
            if partly is None:
                raise failure from None
            tree = partly
        except (ValueError, RecursionError, MemoryError):
            raise NotJudged(path, "cannot be parsed: it is nested too deeply") from None
        key = from_root(self.inputs.root, path) or path.replace(os.sep, "/")
        return Parsed(path, key, content, text, tree, imports(tree, text), self.reader.of(path), failure)

    def _group(self, group: list[Parsed]) -> Iterator[Said]:
        """Files of one set of pins."""
        project = group[0].project
        unpacked, missing = self._wheels(project)
        yield from self._names(group, unpacked)
        yield from self._uncovered(project, unpacked, missing)
        from ._uses import judge_uses

        yield from judge_uses(self.policy[TYPE_CHECKER], self.inputs, self.reader.tree, group, unpacked, missing)

    def _wheels(self, project: "Project") -> tuple[dict[str, Unpacked], list[Wanted]]:
        """The unpacked wheels of a project's pins, and the pins for which there are none."""
        from .._wheels.store import find

        wanted = {one.name: one for one in project.pins.values()}
        wanted |= {one.name: one for one in self._resolved(project) if one.name not in wanted}
        found = find(wanted.values(), self.inputs.root)
        unpacked = {one.name: there for one, there in found.items() if one.name not in project.forks}
        return unpacked, [one for one in wanted.values() if one.name not in unpacked]

    def _resolved(self, project: "Project") -> list[Wanted]:
        """Versions that were resolved when wheels were fetched, where the pins are not all that is installed."""
        if project.closed:
            return []
        from .._wheels.resolve import recorded_for

        return recorded_for(project.requirements, project.constraints, project.python)

    def _names(self, group: list[Parsed], unpacked: Mapping[str, Unpacked]) -> Iterator[Said]:
        from ._names import judge_names, surroundings

        root = self.inputs.root

        def read(path: str) -> bytes | None:
            try:
                return self.inputs.read(os.path.join(root, path))
            except (NotJudged, _git.GitError):
                return None

        around = surroundings(
            self.reader.tree, unpacked.values(), read, lambda path: os.path.lexists(os.path.join(root, path)),
            (one.name for one in self._resolved(group[0].project)),
        )  # fmt: skip
        for one in group:
            provided = self.policy.at(one.path)[PROVIDED]
            found = [each for each in one.imports if each.module.partition(".")[0] not in provided]
            # Whoever changes where modules are looked for may find any.
            moved = "sys.path" in one.text.content or "sys.modules" in one.text.content
            try:
                for said in judge_names(one.path, found, one.project, around, root):
                    if not (moved and said.rule in ("DEP001", "DEP010")):
                        yield said
            except Exception as crash:  # noqa: BLE001 - one file that breaks a rule must not hide the others
                yield NotJudged(one.path, internal_error(crash))

    def _uncovered(self, project: "Project", unpacked: Mapping[str, Unpacked], missing: list[Wanted]) -> Iterator[Said]:
        """Said once for a project: the distributions whose use nobody can judge, and why."""
        wheels = [f"{one.name} {one.version}" for one in missing if one.name not in project.forks]
        known = {*unpacked, *(one.name for one in missing), project.own}
        loose = sorted(name for name, places in project.declared.items() if name not in known and places != {"build"})
        reasons = [
            why.format(_some(names))
            for names, why in (
                (wheels, "the wheels of {} are not in the cache"),
                (sorted(project.forks), "the lock has several versions of {}"),
                (loose, "no version of {} is locked or resolved"),
            )
            if names
        ]
        if reasons:
            yield self._unread(project, f"{', and '.join(reasons)}, so that their use is not judged")

    def _unread(self, project: "Project", why: str) -> Said:
        path = self._shown(project.manifests[0] if project.manifests else "")
        if self.policy[DEMAND_WHEELS]:
            return NotJudged(path, f"{why}; run `walkaround deps fetch`")
        return Finding(path, 0, 0, "DEP018", f"{why[0].upper()}{why[1:]}.", _FETCH)

    def _shown(self, key: str) -> str:
        """A path from the root, as seen from the working directory."""
        return os.path.relpath(os.path.join(self.inputs.root, key)) if key else ""


def _some(names: list[str]) -> str:
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{', '.join(names[:3])}{more}"


def _syntax(failure: SyntaxError) -> str:
    import sys

    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    return f"line {failure.lineno or 0}: is not syntax that Python {version} knows"
