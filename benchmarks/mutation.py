"""Mutation testing of changed lines: how fast, and are its verdicts those of real runs?

    python benchmarks/mutation.py                       # a small project that is made for it
    python benchmarks/mutation.py --quick               # a part of it, in seconds
    python benchmarks/mutation.py --project DIR --python PYTHON [PATH ...]
    python benchmarks/mutation.py --quick --peers       # mutmut and cosmic-ray beside, in an environment of their own

PYTHON is the project's interpreter, with cosmic-ray and pytest; by default the one that runs this. Each mutant, or a
sample of them, is written into a copy of the project whose whole suite is then run.
"""

import argparse
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(TOP / "tests"), str(TOP / "hooks")]

from mutation_peers import beside  # noqa: E402

from setup_environment import environment  # noqa: E402
from walkaround.quality_gate.mutation import Asked, Mutant, Outcome, mutate  # noqa: E402

MODULE = '''"""Prices."""

VAT = 20
LEVELS = {"low": 1, "high": 3}


def net(gross, vat=VAT):
    if vat < 0:
        raise ValueError(vat)
    return gross * 100 / (100 + vat)


def level(amount):
    for name, least in LEVELS.items():
        if amount <= least * 10:
            return name
    return None


class Basket:
    def __init__(self, most=3):
        self.most = most
        self.items = []

    def add(self, price):
        if len(self.items) >= self.most or price <= 0:
            return False
        self.items.append(price)
        return True

    @property
    def total(self):
        return sum(self.items)

    def discounted(self, share):
        total = 0
        for price in self.items:
            if price > 10 and not share == 0:
                total += price - price * share
            else:
                total += price
        return total

    def cheapest(self):
        found = None
        for price in self.items:
            if found is None or price < found:
                found = price
        return found


def countdown(number):
    steps = []
    while number > 0:
        steps.append(number)
        number -= 1
    return steps
'''
TESTS = """import pytest

from prices import Basket, countdown, level, net


@pytest.fixture(scope="module")
def basket():
    basket = Basket(most=4)
    for price in (20, 5, 12):
        assert basket.add(price)
    return basket


def test_net():
    assert net(120) == 100


def test_net_refuses():
    with pytest.raises(ValueError):
        net(1, vat=-1)


@pytest.mark.parametrize(("amount", "name"), [(10, "low"), (11, "high"), (30, "high"), (31, None)])
def test_level(amount, name):
    assert level(amount) == name


def test_total(basket):
    assert basket.total == 37


def test_discounted(basket):
    assert basket.discounted(0.5) == 21


def test_cheapest(basket):
    assert basket.cheapest() == 5


def test_full():
    basket = Basket()
    assert [basket.add(1) for _ in range(4)] == [True, True, True, False]


def test_countdown():
    assert countdown(3) == [3, 2, 1]
"""
_COPIES = 6  # of the module, so that there is something to measure


def main() -> int:
    if Path(sys.prefix).parent != TOP / ".venv":
        command = [str(environment(["test"])), __file__, *sys.argv[1:]]
        return subprocess.run(command, check=False).returncode
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--project", type=Path)
    parser.add_argument("--python", default=sys.executable)
    parser.add_argument("--runner", default="auto")
    parser.add_argument(
        "--sample",
        type=int,
        default=0,
        help="verify so many mutants by real runs (small project: 40, else all)",
    )
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--peers", action="store_true")
    parser.add_argument("paths", nargs="*", help="sources, from the project's folder")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="mutation-") as folder:
        os.environ["XDG_CACHE_HOME"] = str(Path(folder, "cache"))
        if options.project is None:
            project = Path(folder, "project")
            paths = _make(project, 1 if options.quick else _COPIES)
            sample = options.sample or (6 if options.quick else 40)
        else:
            project, paths, sample = options.project.resolve(), options.paths, options.sample
        asked = Asked(
            str(project), {path: _all_lines(project / path) for path in paths}, options.python, options.runner
        )
        found = _measured(asked)
        agreeing = _verified(found, asked, Path(folder), sample, options.seed)
        if options.peers and options.project is None:
            beside(list(found.mutants), project, Path(folder))
    return 0 if agreeing else 1


def _make(project: Path, copies: int) -> list[str]:
    """The small project: some copies of a module, each with tests."""
    tests = project / "tests"
    tests.mkdir(parents=True)
    (project / "conftest.py").write_text("")
    paths = []
    for number in range(copies):
        name = f"prices{number}"
        (project / f"{name}.py").write_text(MODULE)
        (tests / f"test_{name}.py").write_text(TESTS.replace("from prices import", f"from {name} import"))
        paths.append(f"{name}.py")
    return paths


def _all_lines(path: Path) -> frozenset[int]:
    return frozenset(range(1, path.read_text().count("\n") + 2))


def _measured(asked: Asked) -> Outcome:
    began: list[float] = []
    ended: list[float] = []

    def expect(_: int) -> Callable[[], None]:
        began.append(time.monotonic())
        return lambda: ended.append(time.monotonic())

    started, cpu = time.monotonic(), _cpu()
    found = mutate(asked._replace(budget=3600), expect)
    seconds, cpu = time.monotonic() - started, _cpu() - cpu
    verdicts = Counter(one.verdict for one in found.mutants)
    told = ", ".join(f"{count} {verdict}" for verdict, count in sorted(verdicts.items()))
    print(f"walkaround   {len(found.mutants)} mutants: {told}")
    if ended:
        once = ended[-1] - ended[0]
        rate = (len(ended) - 1) / once if once else 0.0
        print(f"             {seconds:.1f} s in all, {cpu:.1f} s of CPU; ", end="")
        print(f"{rate:.1f} mutants/s once running, {len(found.mutants) / seconds:.1f} from start to end")
    started = time.monotonic()
    again = mutate(asked)
    print(f"             again from the cache: {time.monotonic() - started:.1f} s, the same: {again == found}")
    return found


def _cpu() -> float:
    times = os.times()
    return times.children_user + times.children_system


def _verified(found: Outcome, asked: Asked, folder: Path, sample: int, seed: int) -> bool:
    """Whether real runs give the same verdicts."""
    mutants = list(found.mutants)
    if sample and sample < len(mutants):
        mutants = sorted(random.Random(seed).sample(mutants, sample))  # noqa: S311
    copy = folder / "copy"
    ignored = shutil.ignore_patterns(".git", ".venv", "venv", "__pycache__", ".pytest_cache")
    shutil.copytree(asked.root, copy, symlinks=True, ignore=ignored)
    started = time.monotonic()
    passed, seconds = _run(asked, copy, None)
    if not passed:
        print("real runs    none: the suite does not pass in a copy of the project")
        return False
    differing = []
    for one in mutants:
        path = copy / one.path
        kept = path.read_bytes()
        try:
            path.write_text(_mutated(kept.decode(), one))
            passed, _ = _run(asked, copy, 10 * seconds + 10)
        finally:
            path.write_bytes(kept)
        if passed != (one.verdict in ("survived", "uncovered")):
            differing.append(one)
    spent = time.monotonic() - started
    print(f"real runs    {len(mutants) - len(differing)} of {len(mutants)} verdicts agree; ", end="")
    print(f"{len(mutants) / spent:.2f} mutants/s")
    for one in differing:
        print(f"             {one.path}:{one.line}:{one.column} {one.operator}: {one.verdict}\n{one.diff}")
    return not differing


def _mutated(source: str, mutant: Mutant) -> str:
    """A source with a mutant's diff applied."""
    rows = source.splitlines(keepends=True)
    made: list[str] = []
    at = 0
    for row in mutant.diff.splitlines(keepends=True)[2:]:
        if row.startswith("@@"):
            start = int(row.split()[1].lstrip("-").split(",")[0]) - 1
            made += rows[at:start]
            at = start
        elif row[0] in " -":
            if row[0] == " ":
                made.append(rows[at])
            at += 1
        elif row[0] == "+":
            made.append(row[1:])
    return "".join(made + rows[at:])


def _run(asked: Asked, copy: Path, limit: float | None) -> tuple[bool, float]:
    """Whether the whole suite passes in a folder, and the seconds that it took."""
    runner = ["-m", "pytest", "-x", "-q", "-p", "no:cacheprovider"]
    if asked.runner == "unittest":
        apart = (copy / "tests").is_dir() and not (copy / "tests/__init__.py").exists()
        runner = ["-m", "unittest", *(("discover", "-s", "tests") if apart and not asked.arguments else ())]
    environment = os.environ | {
        "PYTHONPATH": os.pathsep.join((str(copy), str(copy / "src"))),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    started = time.monotonic()
    process = subprocess.Popen(
        [asked.python, *runner, *asked.arguments],
        cwd=copy,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        return process.wait(limit) == 0, time.monotonic() - started
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return False, time.monotonic() - started


if __name__ == "__main__":
    sys.exit(main())
