"""Walkaround's own reports in JSON, kept over time: `check --save json=FILE`, `gate mutants --json`; and coverage."""

import os
from collections.abc import Mapping
from typing import Any

from ..._finding import NotJudged
from .model import Measure, Mutants, Scan
from .sheet import Sheet

_SURVIVED = ("survived", "uncovered")


def read_report(sheet: Sheet, whole: Mapping[str, Any]) -> None:
    """The findings of one run of the hooks."""
    sheet.form = "report of Walkaround"
    scope, commit, hooks, findings = (whole.get(key) for key in ("scope", "commit", "hooks", "findings"))
    if scope not in ("all-files", "range", "staged") or not _texts(hooks):
        raise sheet.refused("does not say what was judged; make it with `walkaround check --all-files --save json=F`")
    severities = [one.get("severity") if isinstance(one, Mapping) else None for one in _listed(findings)]
    if not isinstance(findings, list) or not all(one in ("error", "warning") for one in severities):
        raise sheet.refused("is no whole report of Walkaround; make it anew with `walkaround check --save json=F`")
    for _ in _listed(whole.get("errors")):
        sheet.remark("inputs that could not be judged, so that there may be more findings")
    row = Scan(
        sheet.day(commit), scope == "all-files", len(severities), severities.count("error"),
        tuple(sorted(_texts(hooks))), sheet.ai(commit),
    )  # fmt: skip
    base = whole.get("base")
    sheet.put(row, (scope, str(base), commit, row.hooks) if isinstance(commit, str) else None)


def read_mutants(sheet: Sheet, whole: Mapping[str, Any]) -> None:
    """How many mutants the tests let pass."""
    sheet.form = "mutants of Walkaround"
    mutants, tried = whole.get("mutants"), whole.get("tried")
    verdicts = [one.get("verdict") if isinstance(one, Mapping) else None for one in _listed(mutants)]
    known = isinstance(mutants, list) and all(one in (*_SURVIVED, "killed", "timeout") for one in verdicts)
    if not known or not isinstance(tried, int) or isinstance(tried, bool) or not len(verdicts) <= tried < 1 << 31:
        raise sheet.refused("is no whole report of mutants; make it anew with `walkaround gate mutants --json`")
    left = whole.get("left")
    if isinstance(left, int) and 0 < left < 1 << 31:
        sheet.remark("mutants that were not tried, for want of time", left)
    sheet.put(Mutants(sheet.day(), sum(one in _SURVIVED for one in verdicts), tried))


def read_coverage(sheet: Sheet) -> None:
    """A coverage report of any format that `quality-gate` reads: the share of its lines that ran."""
    from ...quality_gate.coverage._find import Found, load
    from ...quality_gate.coverage._report import DATA, NEVER

    folder, name = os.path.split(os.path.abspath(sheet.path))
    try:
        report = load(Found(folder, name, named=True))
    except NotJudged as failure:
        raise sheet.refused(failure.why) from None
    sheet.form = report.kind
    if report.kind == DATA:
        raise sheet.refused("does not tell which lines could have run; make a report of it with `coverage json`")
    ran = sum(len(one.ran) for one in report.files)
    measured = sum(len(one.measured) for one in report.files)
    at = sheet.day() if report.stamp == NEVER else int(report.stamp)
    sheet.put(Measure(at, "coverage", 100 * ran / measured, measured))


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _texts(value: object) -> list[str]:
    items = _listed(value)
    return items if all(isinstance(one, str) for one in items) else []
