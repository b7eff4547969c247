"""A rule of our own: what the policy knows of it, and what bandit wants to know."""

from typing import Literal, NamedTuple

from ..._finding import Rule

Level = Literal["LOW", "MEDIUM", "HIGH"]


class Defect(NamedTuple):
    """A rule with its CWE number, and the severity and confidence that stock bandit prints for it."""

    rule: Rule
    cwe: int
    severity: Level
    confidence: Level
