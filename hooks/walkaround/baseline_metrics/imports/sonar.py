"""SonarQube's measures, as `api/measures/component` and `api/measures/search_history` answer."""

from collections.abc import Mapping
from typing import Any

from ..figure import Better
from .cells import Unfit, is_nothing, number
from .model import Measure
from .sheet import Sheet

# By the key that SonarQube gives it: a title, the unit, and which side is better.
METRICS: Mapping[str, tuple[str, str, Better]] = {
    "coverage": ("Coverage", "%", "higher"),
    "line_coverage": ("Coverage of lines", "%", "higher"),
    "branch_coverage": ("Coverage of conditions", "%", "higher"),
    "new_coverage": ("Coverage of new code", "%", "higher"),
    "duplicated_lines_density": ("Repeated lines", "%", "lower"),
    "new_duplicated_lines_density": ("Repeated lines of new code", "%", "lower"),
    "cognitive_complexity": ("Cognitive complexity", "points", "lower"),
    "complexity": ("Cyclomatic complexity", "points", "lower"),
    "bugs": ("Bugs", "findings", "lower"),
    "new_bugs": ("Bugs in new code", "findings", "lower"),
    "vulnerabilities": ("Vulnerabilities", "findings", "lower"),
    "new_vulnerabilities": ("Vulnerabilities in new code", "findings", "lower"),
    "code_smells": ("Code smells", "findings", "lower"),
    "new_code_smells": ("Code smells in new code", "findings", "lower"),
    "violations": ("Findings", "findings", "lower"),
    "new_violations": ("Findings in new code", "findings", "lower"),
    "security_hotspots": ("Security hotspots", "findings", "lower"),
    "ncloc": ("Lines of code", "lines", ""),
    "sqale_index": ("Technical debt", "minutes", "lower"),
    "sqale_debt_ratio": ("Technical debt ratio", "%", "lower"),
    "sqale_rating": ("Maintainability, 1 is A", "rating", "lower"),
    "reliability_rating": ("Reliability, 1 is A", "rating", "lower"),
    "security_rating": ("Security, 1 is A", "rating", "lower"),
}


def figure_of(metric: str) -> str:
    return f"sonar-{metric.replace('_', '-')}"


def read_component(sheet: Sheet, component: Mapping[str, Any]) -> None:
    """The measures of one moment, which the answer does not name."""
    sheet.form = "measures of SonarQube"
    measures = _list(sheet, component, "component")
    at = sheet.day()
    project = str(component.get("key"))[:500]
    for place, one in enumerate(measures, 1):
        if not isinstance(one, Mapping):
            sheet.left_out(f"entry {place}", "is no measure; export it again")
            continue
        period = one.get("period")
        value = one.get("value", period.get("value") if isinstance(period, Mapping) else None)
        _add(sheet, f"entry {place}", one.get("metric"), at, value, project)


def read_history(sheet: Sheet, whole: Mapping[str, Any]) -> None:
    """The measures of many days."""
    sheet.form = "history of SonarQube"
    for place, one in enumerate(_list(sheet, whole, "answer"), 1):
        history = one.get("history") if isinstance(one, Mapping) else None
        if not isinstance(history, list):
            sheet.left_out(f"entry {place}", "has no history; export it again")
            continue
        for step, entry in enumerate(history, 1):
            where = f"entry {place}.{step}"
            if not isinstance(entry, Mapping):
                sheet.left_out(where, "is no measure; export it again")
                continue
            try:
                at = sheet.moment("date", entry.get("date"))
            except Unfit as failure:
                sheet.left_out(where, str(failure))
                continue
            _add(sheet, where, one.get("metric"), at, entry.get("value"), "")
    paging = whole.get("paging")
    total = paging.get("total") if isinstance(paging, Mapping) else None
    size = paging.get("pageSize") if isinstance(paging, Mapping) else None
    if isinstance(total, int) and isinstance(size, int) and total > size:
        sheet.notes.append(f"{sheet.path}: is one page of {total} days; export the others too, with `p=2` and so on.")


def _list(sheet: Sheet, whole: Mapping[str, Any], what: str) -> list[Any]:
    measures = whole.get("measures")
    if not isinstance(measures, list):
        raise sheet.refused(f"is an answer of SonarQube whose {what} has no measures; ask with metricKeys or metrics")
    return measures


def _add(sheet: Sheet, place: str, metric: object, at: int, value: object, project: str) -> None:
    if not isinstance(metric, str) or metric not in METRICS:
        sheet.passed_over("measures that a report does not show")
        return
    if is_nothing(value):
        sheet.passed_over("measures without a value")
        return
    try:
        found = number(metric, value, least=-1e12)
    except Unfit as failure:
        sheet.left_out(place, str(failure))
        return
    sheet.put(Measure(at, figure_of(metric), found), (metric, at, project))
