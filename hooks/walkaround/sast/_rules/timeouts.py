"""The rules of the family timeouts."""

from ..._finding import Rule
from ._defect import Defect

DEFECTS: tuple[Defect, ...] = (
    Defect(
        Rule(
            id="B935",
            name="missing-timeout",
            summary="A call waits for ever when the other side does not answer.",
            why="One server that accepts connections and says nothing holds every worker that asks it; from outside "
            "the whole service is down, and nothing is in its logs.",
            remedy="Pass the timeout that the caller can afford, from a named setting.",
            bad="answer = requests.get(url)",
            good="answer = requests.get(url, timeout=settings.UPSTREAM_TIMEOUT)",
        ),
        cwe=400,
        severity="MEDIUM",
        confidence="HIGH",
    ),
    Defect(
        Rule(
            id="B936",
            name="round-number-timeout",
            summary="A timeout is a round number that nobody has given a name or a reason.",
            why="A guessed number is tied neither to how long the other side takes nor to how long the caller can "
            "wait. It stays when either changes, and the next call gets another guess.",
            remedy="Give the number a name or a setting, or say beside it where it comes from.",
            bad="answer = requests.get(url, timeout=30)",
            good="answer = requests.get(url, timeout=SEARCH_TIMEOUT)",
            severity="warning",
        ),
        cwe=1106,
        severity="LOW",
        confidence="MEDIUM",
    ),
)
