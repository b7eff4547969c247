"""`walkaround policy test`: the policy's own unit tests, a table of cases in TOML.

```toml
[[case]]
name = "an application pins exactly"
path = "requirements.txt"
content = "flask>=3\\n"
rules = ["PIN001"]           # every rule that is reported, errors and warnings; [] for none
```

A case gives `path` with `content`, or `message` for a commit message. `policy` names a profile or a file to be judged
under instead of the repository's own; `agent = true` lets the `[ai]` overlay apply; `errors` and `warnings` say the
rules by weight, in place of `rules` or beside it. Rules that say what was not judged are no part of it: they depend on
what is on the machine.
"""

import argparse
import os
import tempfile
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from .. import _catalogue
from .._catalogue import HookCatalogue
from .._hook import Hook
from .._inputs import Listing
from .._main import FAILED, Inspection, formatter, inspect
from .._policy import Layer, Policy, PolicyError
from .._policy._document import known_rule
from .._policy._extends import FOLDER
from .._policy._glob import problem
from .._policy._keys import describe, did_you_mean
from .._policy._layers import Disk, Part, parse_layer, read_bytes
from .._policy._load import check_exemptions, named_stack, read_stack
from .._report import Report
from . import say, top

DEFAULT = f"{FOLDER}/tests.toml"
_LISTS = ("rules", "errors", "warnings")
_TEXTS = ("name", "policy", "path", "content", "message")
_FIELDS = (*_TEXTS, *_LISTS, "agent")


class Case(NamedTuple):
    """One expectation; what of `rules`, `errors` and `warnings` is None is not asked for."""

    layer: Layer
    number: int
    data: dict[str, Any]

    @property
    def name(self) -> str:
        return str(self.data["name"])

    @property
    def place(self) -> str:
        return self.layer.place("case", self.number)


class Outcome(NamedTuple):
    case: Case
    found: dict[str, list[str]]  # by "rules", "errors", "warnings"
    failures: tuple[str, ...]  # what was not judged

    @property
    def wrong(self) -> tuple[str, ...]:
        """The lists that are not as expected."""
        return tuple(
            name for name in _LISTS if name in self.case.data and sorted(set(self.case.data[name])) != self.found[name]
        )


def main(argv: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(
        "walkaround policy test",
        description="Run the policy's own tests: this content under this policy gives these rules.",
        epilog="Exit code 0: all as expected; 1: some not; 2: a case cannot be run.",
        formatter_class=formatter,
    )
    parser.add_argument("files", nargs="*", metavar="FILE", help=f"TOML with [[case]] tables (default: {DEFAULT})")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(argv)
    root = top()
    files = options.files or [os.path.relpath(os.path.join(root, DEFAULT))]
    cases = [case for file in files for case in _cases(file)]
    outcomes = [_outcome(root, case) for case in cases]
    if options.json:
        import json

        say(json.dumps({"cases": [_as_json(one) for one in outcomes]}, indent=2) + "\n")
    else:
        say(_text(outcomes))
    if any(one.failures for one in outcomes):
        return FAILED
    return 1 if any(one.wrong for one in outcomes) else 0


def _cases(file: str) -> Iterator[Case]:
    layer = parse_layer("tests", file, read_bytes(file))
    for name in layer.data:
        if name != "case":
            raise layer.error((name,), f'unknown key "{name}"; did you mean "case"?')
    tables = layer.data.get("case", [])
    if not isinstance(tables, list) or not tables:
        raise PolicyError(file, 0, "holds no [[case]] table")
    for number, table in enumerate(tables):
        _check(layer, number, table)
        yield Case(layer, number, table)


def _check(layer: Layer, number: int, table: Any) -> None:
    """PolicyError for a case that could not mean anything."""
    at = ("case", number)
    if not isinstance(table, dict):
        raise layer.error(at, f"a case must be a table, not {describe(table)}")
    for key, value in table.items():
        _check_value(layer, (*at, key), key, value)
    if not table.get("name"):
        raise layer.error(at, "a case needs a name")
    if ("message" in table) == ("path" in table) or ("content" in table) != ("path" in table):
        raise layer.error(at, "a case needs path and content, or message")
    if not any(key in table for key in _LISTS):
        raise layer.error(at, 'a case needs what it expects, such as rules = ["PIN001"]')
    if "path" in table and (why := problem(table["path"])):
        raise layer.error((*at, "path"), f"the path {table['path']!r} {why}")


def _check_value(layer: Layer, place: tuple[Part, ...], key: str, value: Any) -> None:
    if key not in _FIELDS:
        raise layer.error(place, f'unknown key "{key}" in a case{did_you_mean(key, _FIELDS)}')
    kinds = dict.fromkeys(_LISTS, (list, "a list of rule ids")) | {"agent": (bool, "true or false")}
    wanted, words = kinds.get(key, (str, "a string"))
    if not isinstance(value, wanted):
        raise layer.error(place, f'"{key}" must be {words}, not {describe(value)}')
    if isinstance(value, list):
        for at, rule in enumerate(value):
            known_rule(HookCatalogue(), layer, (*place, at), rule)


def _outcome(root: str, case: Case) -> Outcome:
    """Judge the content in a folder of its own, as the hooks that judge such a file would."""
    with tempfile.TemporaryDirectory(prefix="walkaround-policy-test-") as folder:
        path = os.path.join(os.path.realpath(folder), *case.data.get("path", "MESSAGE").split("/"))
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w", encoding="utf-8", newline="") as file:
            file.write(case.data.get("content", case.data.get("message", "")))
        message = "message" in case.data
        hooks = tuple(hook for hook in _hooks() if not hook.whole and hook.message == message)
        listing = Listing(os.path.realpath(folder), (path,), {}, disk=True)
        report = inspect(Inspection(hooks, _policy(root, case, listing.root), listing))
    return Outcome(case, _found(report), tuple(failure.message for failure in report.errors))


def _hooks() -> tuple[Hook, ...]:
    """The hooks of a commit: those that run later alone ask hosts, whose answers differ from day to day."""
    at_commit = {"pre-commit", "commit-msg"}
    return tuple(_catalogue.hook(entry) for entry in _catalogue.ENTRIES if at_commit.intersection(entry.stages))


def _policy(root: str, case: Case, folder: str) -> Policy:
    catalogue = HookCatalogue()
    named = case.data.get("policy")
    if named is None:
        stack = read_stack(catalogue, Disk(root), catalogue.tables)
    else:
        stack = named_stack(catalogue, named, catalogue.tables)
    policy = Policy([stack], root=folder, assisted=case.data.get("agent", False))
    check_exemptions(policy)
    return policy


def _found(report: Report) -> dict[str, list[str]]:
    catalogue = HookCatalogue()
    judged = [one for one in report.findings if not getattr(catalogue.rule(one.finding.rule), "unjudged", False)]
    by_weight = {
        name: sorted({one.finding.rule for one in judged if one.severity == severity})
        for name, severity in (("errors", "error"), ("warnings", "warning"))
    }
    return by_weight | {"rules": sorted({*by_weight["errors"], *by_weight["warnings"]})}


def _text(outcomes: Sequence[Outcome]) -> str:
    lines = []
    for one in outcomes:
        case = f"{one.case.place}: {one.case.name}"
        lines += [f"{case}: not judged: {why}" for why in one.failures]
        for name in one.wrong:
            lines.append(f"{case}: {name} are {_listed(one.found[name])}, not {_listed(one.case.data[name])}")
    failed = sum(1 for one in outcomes if one.wrong or one.failures)
    noun = "case" if len(outcomes) == 1 else "cases"
    verdict = f"{failed} not as expected" if failed else "all as expected"
    lines.append(f"walkaround policy: {len(outcomes)} {noun}, {verdict}")
    return "\n".join(lines) + "\n"


def _listed(rules: Sequence[str]) -> str:
    return ", ".join(sorted(set(rules))) or "none"


def _as_json(one: Outcome) -> dict[str, Any]:
    expected = {name: sorted(set(one.case.data[name])) for name in _LISTS if name in one.case.data}
    return {
        "name": one.case.name,
        "path": one.case.layer.path,
        "line": one.case.layer.line_of("case", one.case.number),
        "passed": not one.wrong and not one.failures,
        "expected": expected,
        "found": {name: one.found[name] for name in expected},
        "errors": list(one.failures),
    }
