"""What the hook finds among the labelled lines: no line less than is written down, and no false finding more."""

from pathlib import Path

from sast_support import accuracy
from tests_support import TOP

LABELLED = TOP / "tests" / "labelled" / "own"
EXPECTED = TOP / "tests" / "expected" / "sast-labelled.txt"


def report(folder: Path) -> str:
    """The misses and the false findings, a line each, and the sums."""
    result = accuracy(folder)
    sums = f"{sum(result.found.values())} of {sum(result.bad.values())} found, {len(result.false)} false\n"
    lines = [*(f"missed {place}" for place in result.missed), *(f"false {place}" for place in result.false)]
    return sums + "".join(f"{line}\n" for line in lines)


def test_the_labelled_lines() -> None:
    assert report(LABELLED) == EXPECTED.read_text(encoding="utf-8")


if __name__ == "__main__":
    EXPECTED.write_text(report(LABELLED), encoding="utf-8")
