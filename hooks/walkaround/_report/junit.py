"""A report as JUnit XML, valid for the schemas of Ant's JUnit task and of Jenkins' xunit plugin (junit-10.xsd).

One test suite per hook. An error-level finding is a test case that failed, a warning one that passed
(its text is in the suite's `system-out`: Ant's schema allows none in a test case), an input that was
not judged one with an error. A changed file failed in the suite `walkaround`; there, too, a report
without any of these has its one test case, because build servers refuse a report without tests.
"""

from collections.abc import Iterable
from typing import NamedTuple

from .model import Failure, Report, Reported
from .wording import CHANGED, not_judged, place, text_of, visible, visible_path

_CLEAN = "every input was judged and nothing was found"


def junit(report: Report, moment: str) -> str:
    """The document, in ASCII; `moment` is `YYYY-MM-DDTHH:MM:SS`, as Ant's schema wants it: without a zone."""
    hooks = sorted({one.hook for one in report.findings} | {one.hook for one in report.errors})
    suites = [
        _suite(
            hook,
            [one for one in report.findings if one.hook == hook],
            [one for one in report.errors if one.hook == hook],
        )
        for hook in hooks
    ]
    own = [_changed(path) for path in report.changed]
    if own or not suites:
        suites.append(_Suite("walkaround", own or [_case("walkaround", _CLEAN)], len(own), 0, ""))
    body = "".join(suite.xml(number, moment) for number, suite in enumerate(suites))
    document = f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n{body}</testsuites>\n'
    return document.encode("ascii", "xmlcharrefreplace").decode("ascii")


class _Suite(NamedTuple):
    name: str
    cases: list[str]
    failures: int
    errors: int
    output: str

    def xml(self, number: int, moment: str) -> str:
        counts = f'tests="{len(self.cases)}" failures="{self.failures}" errors="{self.errors}"'
        return (
            f'  <testsuite name="{_xml(self.name)}" package="walkaround" id="{number}" timestamp="{_xml(moment)}"'
            f' hostname="localhost" time="0" {counts}>\n    <properties/>\n{"".join(self.cases)}'
            f"    <system-out>{_xml(self.output)}</system-out>\n    <system-err/>\n  </testsuite>\n"
        )


def _suite(hook: str, findings: list[Reported], failures: list[Failure]) -> _Suite:
    cases = [_finding(one) for one in findings] + [_failure(one) for one in failures]
    warnings = [one for one in findings if one.severity == "warning"]
    return _Suite(hook, cases, len(findings) - len(warnings), len(failures), "".join(map(text_of, warnings)))


def _finding(reported: Reported) -> str:
    hook, severity, finding = reported
    name = f"{finding.rule} {place(finding)}"
    if severity == "warning":
        return _case(hook, name)
    return _case(hook, name, "failure", (visible(finding.message), finding.rule, text_of(reported)))


def _failure(failure: Failure) -> str:
    said = not_judged(failure)
    name = f"not judged {visible_path(failure.path)}".rstrip()
    return _case(failure.hook, name, "error", (visible(failure.message), "not judged", f"{said}\n"))


def _changed(path: str) -> str:
    shown = visible_path(path)
    return _case("walkaround", f"changed {shown}", "failure", (CHANGED, "changed", f"{shown}: {CHANGED}\n"))


def _case(hook: str, name: str, outcome: str = "", about: Iterable[str] = ()) -> str:
    """A test case; `about` is the outcome's message, type and text."""
    case = f'    <testcase classname="{_xml("walkaround." + hook)}" name="{_xml(name)}" time="0"'
    if not outcome:
        return f"{case}/>\n"
    message, kind, text = map(_xml, about)
    return f'{case}>\n      <{outcome} message="{message}" type="{kind}">{text}</{outcome}>\n    </testcase>\n'


def _xml(text: str) -> str:
    """Text for an element or a quoted attribute; `visible` has left no character that XML 1.0 forbids."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace('"', "&quot;")
