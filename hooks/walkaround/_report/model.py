"""What a run has to say, before it takes a form."""

from typing import TYPE_CHECKING, NamedTuple

from .._finding import Finding, Severity

if TYPE_CHECKING:
    from .._policy import Exemption


class Reported(NamedTuple):
    """A finding, the hook that made it, and the severity that the policy gives it (never `off`)."""

    hook: str
    severity: Severity
    finding: Finding


class Failure(NamedTuple):
    """An input that a hook had to judge and could not."""

    hook: str
    path: str
    message: str


class Report(NamedTuple):
    """What one run has to say: findings sorted by path, line, column, rule; what was not judged; what was changed."""

    findings: tuple[Reported, ...]
    errors: tuple[Failure, ...]
    changed: tuple[str, ...] = ()
    exempted: "tuple[Exemption, ...]" = ()  # of each finding that does not count
    accepted: int = 0  # findings that do not count because the baseline has them

    @property
    def exit_code(self) -> int:
        """2 when something was not judged, else 1 for an error-level finding or a changed file, else 0."""
        if self.errors:
            return 2
        return 1 if self.changed or any(said.severity == "error" for said in self.findings) else 0
