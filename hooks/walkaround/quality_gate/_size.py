"""How many lines a change asks a reviewer to read."""

from collections.abc import Callable, Mapping

from .._change import Delta
from .._finding import Finding, NotJudged
from ._model import CHANGE, Judged, Measure
from ._noise import is_noise, marked_generated, says_generated

CONDITION = "change-lines"
_REMEDY = "Split it: what moves code, what changes behaviour and what adds tests can be reviewed one by one."
_BINARY = 8_000  # bytes in which git looks for a NUL
_NAMED = 3


def judge(
    delta: Delta,
    limit: int,
    excluded: Callable[[str], bool],
    is_noise: Callable[[str], bool] = is_noise,
) -> Judged:
    """A change must not have more than `limit` new lines, without locks, generated and foreign code, recorded data."""
    sizes: dict[str, int] = {}
    failures = []
    for file in delta.files:
        if file.new and not is_noise(file.path) and not excluded(file.path):
            try:
                content = delta.read(file.path)
            except NotJudged as failure:
                failures.append(failure)
                continue
            if b"\0" not in content[:_BINARY] and not says_generated(content):
                sizes[file.path] = len(file.new)
    made = marked_generated(delta, sorted(sizes))
    return _weighed({path: size for path, size in sizes.items() if path not in made}, limit, tuple(failures))


def _weighed(sizes: Mapping[str, int], limit: int, failures: tuple[NotJudged, ...]) -> Judged:
    total = sum(sizes.values())
    passed = total <= limit
    files = f"{len(sizes)} files" if len(sizes) != 1 else "1 file"
    biggest = sorted(sizes, key=lambda path: (-sizes[path], path))[:_NAMED]
    named = ", ".join(f"{path} ({sizes[path]})" for path in biggest)
    message = f"the change has {total} new lines, and the policy allows {limit}; most of them are in {named}"
    findings = () if passed else (Finding(CHANGE, 0, 0, "GATE004", message, _REMEDY),)
    if failures:
        why = failures[0].why if len(failures) == 1 else f"{len(failures)} changed files could not be read"
        return Judged(Measure(CONDITION, "absent", total, limit, "lines", passed=False, why=why), findings, failures)
    if not sizes:
        detail = "the change has no new line that anybody reads"
        return Judged(Measure(CONDITION, "none", 0, limit, "lines", detail))
    return Judged(
        Measure(CONDITION, "measured", total, limit, "lines", f"{total} new lines in {files}", passed), findings
    )
