"""What a policy lets pass for a while: exemptions that are alive, and those that have expired and still stand there."""

from datetime import date

from .. import _git
from .._main import policy_of_tables
from .._policy import PolicyError
from .figure import Definition, Figure, Value

_GROUP = "quality"
DEFINITIONS = (
    Definition(
        "exemptions", "Exemptions alive", "exemptions", "lower", _GROUP,
        "Exemptions of the policy, as it is in the commit at the end of the window, that hold on its last day.",
    ),
    Definition(
        "expired-exemptions", "Exemptions expired", "exemptions", "lower", _GROUP,
        "Exemptions of that policy whose last day was before: their findings are back.",
    ),
)  # fmt: skip


def figures(root: str, commit: str, day: date) -> list[Figure]:
    """Of the policy of the commit at the end of a window, on its last day; empty where there was none yet."""
    if not commit:
        return _absent("the repository had no commit at the end of the window")
    try:
        found = policy_of_tables((), root, commit).exemptions
    except (PolicyError, _git.GitError) as failure:
        return _absent(f"the policy of that commit cannot be read: {failure}")
    alive = sum(one.expires >= day for one in found)
    values = (Value(float(alive), alive), Value(float(len(found) - alive), len(found) - alive))
    return [Figure(known.id, "measured", value) for known, value in zip(DEFINITIONS, values, strict=True)]


def _absent(why: str) -> list[Figure]:
    return [Figure(known.id, "absent", Value(None, 0), why=why) for known in DEFINITIONS]
