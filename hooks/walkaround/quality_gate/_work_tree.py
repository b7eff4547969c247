"""Whether what lies in the work tree is what is judged: tests run there, and reports of test runs speak of it."""

from .. import _git
from .._change import Delta
from .._finding import NotJudged
from .._measures.sources import is_test

_NAMED = 3


def require(delta: Delta, suffixes: tuple[str, ...] = (".py",)) -> None:
    """NotJudged where the work tree has other sources than the commit that is judged, or tests beside its own."""
    if delta.head is None:
        raise NotJudged("", "is asked of commits; name a range by --from-ref and --to-ref")
    other = [path for path in _git.differing(delta.root, delta.head) if path.endswith(suffixes)]
    head = delta.head[:12]
    if other:
        heal = f"check {head} out, commit or stash the rest"
        raise NotJudged("", f"the work tree is not {head}: {_few(other)} differ; {heal}")
    added = [path for path in _git.untracked(delta.root) if path.endswith(suffixes) and is_test(path)]
    if added:
        heal = "commit what belongs to it, and remove the rest or name it in .gitignore"
        raise NotJudged("", f"the work tree has tests that {head} has not: {_few(added)}; {heal}")


def _few(paths: list[str]) -> str:
    more = f" and {len(paths) - _NAMED} more" if len(paths) > _NAMED else ""
    return ", ".join(paths[:_NAMED]) + more
