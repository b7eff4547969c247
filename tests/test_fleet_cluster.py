"""`walkaround fleet report --scheduler`: the same tasks on a cluster of three worker processes, one killed midway."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from fleet_support import PERIOD, made
from tests_support import TOP

pytestmark = pytest.mark.e2e
NUMBER, COMMITS = 18, 4


class Cluster(NamedTuple):
    address: str
    workers: list["subprocess.Popen[bytes]"]
    environment: dict[str, str]


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A scheduler and three workers, each a process of its own."""
    environment = os.environ | {
        "PYTHONPATH": str(TOP / "hooks"), "PYTHONWARNINGS": "ignore", "XDG_CACHE_HOME": str(tmp_path / "cache"),
    }  # fmt: skip
    file = tmp_path / "scheduler.json"
    started: list[subprocess.Popen[bytes]] = []

    def start(module: str, *arguments: str) -> None:
        command = [sys.executable, "-P", "-m", f"distributed.cli.{module}", "--scheduler-file", str(file), *arguments]
        with (tmp_path / f"{len(started)}.log").open("wb") as log:
            started.append(subprocess.Popen(command, env=environment, cwd=tmp_path, stdout=log, stderr=log))

    try:
        start("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")
        for _ in range(3):
            start("dask_worker", "--nthreads", "1", "--no-nanny", "--no-dashboard")
        until(lambda: file.exists() and bool(file.read_bytes().strip()))
        address = json.loads(file.read_text())["address"]
        until(lambda: (tmp_path / "0.log").read_text().count("Register worker") == 3)
        yield Cluster(address, started[1:], environment)
    finally:
        for process in started:
            process.kill()
            process.wait()


def until(met: Callable[[], bool]) -> None:
    last = time.monotonic() + 60
    while not met():
        assert time.monotonic() < last, "it took longer than a minute"
        time.sleep(0.02)


def test_nothing_is_lost_or_counted_twice_when_a_worker_is_killed(tmp_path: Path, cluster: Cluster) -> None:
    for at in range(NUMBER):
        made(tmp_path / "all" / f"r{at:02}", COMMITS, at, assisted=(0,))
    made(tmp_path / "all" / "empty", 0)
    state, out, table = tmp_path / "state", tmp_path / "out.json", tmp_path / "out.parquet"
    command = [
        sys.executable, "-P", "-m", "walkaround", "fleet", "report", "--repos", str(tmp_path / "all"), *PERIOD,
        "--scheduler", cluster.address, "--state", str(state), "--json", str(out), "--parquet", str(table),
    ]  # fmt: skip
    run = subprocess.Popen(command, env=cluster.environment, stderr=subprocess.PIPE)
    try:
        until(lambda: run.poll() is not None or len(list(state.rglob("*.json"))) >= 3)
        done = len(list(state.rglob("*.json")))
        assert run.poll() is None
        assert cluster.workers[1].poll() is None
        cluster.workers[1].send_signal(signal.SIGKILL)
        _, said = run.communicate(timeout=100)
    finally:
        run.kill()
        run.wait()
    assert 3 <= done < NUMBER, "the worker was not killed midway"
    assert cluster.workers[1].wait() == -signal.SIGKILL
    assert run.returncode == 2, said  # for the empty one
    record = json.loads(out.read_text())
    assert [row["repository"] for row in record["rows"]] == ["empty", *(f"r{at:02}" for at in range(NUMBER))]
    assert [(row["repository"], row["why"]) for row in record["rows"] if not row["judged"]] == [
        ("empty", "has no commit yet")
    ]
    commits, ai = record["totals"]["commits"], record["totals"]["ai-commits"]
    assert (commits["part"], commits["repositories"]) == (NUMBER * COMMITS, NUMBER)
    assert (ai["part"], ai["whole"]) == (NUMBER, NUMBER * COMMITS)
    assert len(list(state.rglob("*.json"))) == NUMBER
    _is_the_same_table(table)
    again = subprocess.run(command, env=cluster.environment, capture_output=True, check=False)
    assert again.returncode == 2
    assert json.loads(out.read_text()) == record


def _is_the_same_table(path: Path) -> None:
    from pyarrow import parquet

    rows = parquet.read_table(path).to_pylist()
    assert [row["commits"] for row in rows] == [None, *[COMMITS] * NUMBER]
    assert sum(row["ai_commits_part"] or 0 for row in rows) == NUMBER
    assert rows[0]["not_judged"] == "has no commit yet"


def test_no_scheduler_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from walkaround import cli
    from walkaround.fleet import cluster as module

    monkeypatch.setattr(module, "_CONNECT", "1s")
    made(tmp_path / "one", 0)
    argv = ["fleet", "report", "--repos", str(tmp_path), *PERIOD, "--scheduler", "tcp://127.0.0.1:1"]
    assert cli.main(argv) == 2
    assert "walkaround fleet: no scheduler answers at tcp://127.0.0.1:1" in capsys.readouterr().err
