"""`walkaround report` as it is called: figures of a made history, where they are written, and what cannot be done."""

import json
import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from made_histories.writing import BEN, Story
from tests_support import Repository
from walkaround import _git, _git_log
from walkaround.baseline_metrics.history.read import read
from walkaround.baseline_metrics.measure import at_end
from walkaround.baseline_metrics.window import Window
from walkaround.cli import main

WINDOW = ("--since", "2023-11-15", "--until", "2023-12-15")
MARK = "\n\nCo-Authored-By: Claude <noreply@anthropic.com>\n"
TALLY = "def tally(prices):\n    total = 0\n    for price in prices:\n        total += price\n    return total\n"
TAX = "def tax(total, rate):\n    return total * rate + 1\n"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Eight commits: two with the mark of an assistant, one of which a person mends; one is taken back."""
    story = Story("shop")
    story.add("first lines", {"shop/tally.py": TALLY, "README.md": "shop\n"})
    made = story.add(f"taxes (#7){MARK}", {"shop/tax.py": TAX})
    story.add("a discount (#8)", {"shop/discount.py": "def discount(total):\n    return total - 1\n"}, author=BEN)
    story.fix("fix: no tax on nothing", ("shop/tax.py", " * rate + 1", " * rate"), of=made)
    wrong = story.change(f"round totals{MARK}", ("shop/tally.py", "return total", "return round(total)"))
    story.revert(wrong, of=wrong)
    story.change("say more", ("README.md", "shop", "a shop"))
    side = story.add("coupons", {"shop/coupon.py": "def coupon():\n    return 5\n"})
    story.go(side - 1)
    story.merge(side, "Merge pull request #9 from ben/coupons")
    top = tmp_path_factory.mktemp("told") / "shop.git"
    story.write(top)
    return top


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path)


def figures(report: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in report["figures"]}


def reported(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> dict[str, Any]:
    assert main(["report", *map(str, arguments), "--json", "-"]) == 0
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def test_the_figures_of_a_history(told: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = reported(capsys, told, *WINDOW)
    assert {key: report[key] for key in ("version", "repository", "first", "last")} == {
        "version": 1, "repository": "shop", "first": "2023-11-15", "last": "2023-12-15",
    }  # fmt: skip
    found = figures(report)
    assert {
        name: [part and (part["value"], part["count"]) for part in (one["all"], one["ai"], one["human"])]
        for name in ("commits", "authors", "lines-added", "lines-removed", "change-size")
        for one in [found[name]]
    } == {
        "commits": [(8, 8), (2, 2), (6, 6)],
        "authors": [(2, 8), (1, 2), (2, 6)],
        "lines-added": [(16, 8), (3, 2), (13, 6)],
        "lines-removed": [(4, 8), (1, 2), (3, 6)],
        "change-size": [(2, 8), (2, 2), (2, 6)],
    }
    assert (found["merged-pulls"]["basis"], found["merged-pulls"]["all"]["count"]) == ("proxy", 3)
    assert (found["ai-commits"]["all"]["value"], found["ai-commits"]["all"]["count"]) == (25, 8)
    rate = found["defect-rate"]
    assert [rate[part]["count"] for part in ("all", "ai", "human")] == [1, 1, 0]
    assert [rate[part]["of"] for part in ("all", "ai", "human")] == [14, 3, 11]
    assert found["incidents"]["basis"] == "absent"
    assert [one["name"] for one in report["tables"]["by agent"]] == ["Claude"]


def test_a_window_of_more_than_two_years_has_a_point_a_month(told: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = reported(capsys, told, "--since", "2021-12-01", "--until", "2023-12-10")
    short = reported(capsys, told, "--since", "2021-12-15", "--until", "2023-12-10")
    assert (report["step"], short["step"]) == ("month", "week")
    months, weeks = figures(report), figures(short)
    for name in ("commits", "merged-pulls", "defect-rate", "ai-lines"):
        points = months[name]["weeks"]
        assert [len(points), points[0]["week"], points[-1]["week"]] == [25, "2021-12-01", "2023-12-01"]
        # All other than the points is the same: what happened did so in both windows.
        assert [months[name][part] for part in ("all", "basis", "why")][name == "merged-pulls" :] == (
            [weeks[name][part] for part in ("all", "basis", "why")][name == "merged-pulls" :]
        )
    assert [point["all"]["count"] for point in months["commits"]["weeks"]] == [0] * 23 + [8, 0]
    # A month's pulls by its weeks, so that neither a long month nor one that is cut looks like something else.
    pulls = months["merged-pulls"]["weeks"][-2]["all"]
    assert (pulls["value"], pulls["count"]) == (3 / (30 / 7), 3)


def test_the_commit_at_the_end_of_a_window_is_the_one_that_git_names(told: Path) -> None:
    root, head = str(told), _git.commit_id(str(told), "main")
    days = [date(2023, 11, 10) + timedelta(number) for number in range(40)]
    for since in (0, int(datetime(2023, 11, 20, tzinfo=UTC).timestamp()), 1 << 40):  # read all, in part, and not at all
        history = read(root, head, since, lambda _: lambda: None)
        windows = [Window(days[0], day) for day in days]
        found = [at_end(history, window) for window in windows]
        assert found == [_git_log.commit_before(root, head, window.end - 1) for window in windows]
    assert len(set(found)) > 5
    assert "" in found


def test_reports_by_week_and_by_month_go_together(
    told: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    long, short = (
        reported(capsys, told, "--since", day, "--until", "2023-12-10") for day in ("2020-01-01", "2023-01-01")
    )
    del short["step"]  # as an older release wrote it
    for name, report in (("long", long), ("short", short | {"repository": "other"})):
        (tmp_path / f"{name}.json").write_text(json.dumps(report))
    assert main(["report", "--merge", "long.json", "short.json", "--csv", "-"]) == 0
    assert [line.split(",")[0] for line in capsys.readouterr().out.splitlines()][1:3] == ["other", "shop"]
    assert main(["report", "--compare", "long.json", "short.json"]) == 0
    assert "Merged pull requests" in capsys.readouterr().out


def test_a_second_run_says_the_same(told: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for more in ((), ("--since", "all")):
        arguments = (told, *WINDOW, *more)
        assert reported(capsys, *arguments) == reported(capsys, *arguments)


def test_every_output_is_written_where_it_was_asked_for(
    told: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("--json", "r.json", "--markdown", "r.md", "--html", "r.html")
    assert main(["report", str(told), *WINDOW, *asked]) == 0
    shown = capsys.readouterr().out
    assert shown.startswith("shop\n2023-11-15 to 2023-12-15 (31 days)")
    assert shown.count("\n") <= 45
    assert (tmp_path / "r.html").read_text().startswith("<!doctype html>")
    assert (tmp_path / "r.md").read_text().startswith("#")
    assert json.loads((tmp_path / "r.json").read_text())["repository"] == "shop"
    assert sorted(os.listdir(tmp_path)) == ["cache", "r.html", "r.json", "r.md"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no such pipes")
def test_a_pipe_takes_the_report_and_stays_a_pipe(told: Path, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with ThreadPoolExecutor() as aside:
        reading = aside.submit(pipe.read_text)
        assert main(["report", str(told), *WINDOW, "--json", str(pipe)]) == 0
        assert json.loads(reading.result(timeout=60))["repository"] == "shop"
    assert pipe.is_fifo()


def test_a_change_for_its_reviewers(told: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = reported(capsys, told, "--pr", "main~1..main")
    found = figures(report)
    assert found["commits"]["all"]["count"] == 1
    assert found["lines-added"]["all"]["value"] == 2
    assert {one["figure"] for one in report["targets"]} == {"complexity", "duplication"}
    assert "merged-pulls" not in found


def test_two_periods_beside_each_other(told: Path, capsys: pytest.CaptureFixture[str]) -> None:
    periods = ("2023-11-15..2023-11-18", "2023-11-19..2023-12-15")
    assert main(["report", str(told), "--compare", *periods]) == 0
    shown = capsys.readouterr().out
    assert shown.splitlines()[0].split() == [
        "2023-11-15", "to", "2023-11-18", "2023-11-19", "to", "2023-12-15", "difference",
    ]  # fmt: skip
    rows = {" ".join(row.split()) for row in shown.splitlines()}
    noise = "may be noise: the interval of the difference holds 0"
    assert f"Commits with AI 33.3 % (3) 20 % (5) -13.3 (-62.1 to +37.1) {noise}" in rows
    assert "Defect rate, per 1,000 lines, AI" in shown
    assert "did not have to change for the same reason" in " ".join(shown.split())
    for name, period in zip("ab", periods, strict=True):
        first, last = period.split("..")
        assert main(["report", str(told), "--since", first, "--until", last, "--json", f"{name}.json"]) == 0
    capsys.readouterr()
    assert main(["report", "--compare", "a.json", "b.json"]) == 0
    assert capsys.readouterr().out == shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["nowhere"], "nowhere: is no folder; name one in a git repository", id="no-folder"),
        pytest.param(["."], ".: is not in a git repository; a report needs one", id="no-repository"),
        pytest.param(
            ["TOLD", "--since", "yesterday"],
            "--since 'yesterday' is no time; write 3.months, 90.days, 2026-01-31 or all", id="no-time",
        ),
        pytest.param(
            ["TOLD", "--since", "2023-12-02", "--until", "2023-12-01"],
            "the period from 2023-12-02 to 2023-12-01 has no day; give an earlier --since or a later --until",
            id="no-day",
        ),
        pytest.param(["TOLD", "--compare", "a", "b"], "a: cannot be read: No such file or directory", id="no-report"),
        pytest.param(
            ["TOLD", "--compare", "2023-12-02..2023-12-01", "b"], "the period 2023-12-02..2023-12-01 has no day",
            id="no-period",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_line(
    told: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    assert main(["report", *(str(told) if one == "TOLD" else one for one in arguments)]) == 2
    assert capsys.readouterr() == ("", f"walkaround report: {said}\n")


def test_a_revision_that_is_not_there(told: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", str(told), "--revision", "nothing"]) == 2
    assert capsys.readouterr().err.startswith("walkaround report: ")


def test_an_empty_period_says_so(told: Path, capsys: pytest.CaptureFixture[str]) -> None:
    report = reported(capsys, told, "--since", "2026-01-01", "--until", "2026-01-31")
    assert report["notes"] == [
        "No commit is in this period; the newest one is of 2023-11-26. Give another --since or --until."
    ]


def test_a_shallow_clone_ends_in_exit_code_2_and_says_what_it_lacks(
    told: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    clone = tmp_path / "shop"
    subprocess.run(["git", "clone", "-q", "--depth", "2", told.as_uri(), clone], check=True)
    assert main(["report", str(clone), *WINDOW, "--json", "r.json"]) == 2
    assert capsys.readouterr().err == (
        "walkaround report: this clone is shallow, and the figures lack what it left out; "
        "`git fetch --unshallow` brings it\n"
    )
    assert json.loads((tmp_path / "r.json").read_text())["notes"] == [
        (
            "This clone is shallow: what 2 commits at its end changed, and all before, is unknown and left out; "
            "`git fetch --unshallow` brings it."
        )
    ]


def test_a_partial_clone_says_what_it_lacks(told: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    clone = tmp_path / "shop.git"
    subprocess.run(["git", "config", "uploadpack.allowFilter", "true"], cwd=told, check=True)
    subprocess.run(["git", "clone", "-q", "--bare", "--filter=blob:none", told.as_uri(), clone], check=True)
    assert main(["report", str(clone), *WINDOW]) == 2
    assert capsys.readouterr().err == (
        "walkaround report: this partial clone lacks contents that a report needs; `git fetch --refetch --no-filter` "
        "(git log ended early; is the repository whole? try `git fsck`)\n"
    )
    subprocess.run(["git", "fetch", "-q", "--refetch", "--no-filter"], cwd=clone, check=True)
    assert main(["report", str(clone), *WINDOW]) == 0


def test_submodules_and_commits_of_other_times(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    other = repository.top.parent / "other"
    subprocess.run(["git", "init", "-q", other], check=True)
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    subprocess.run(["git", *who, "commit", "-q", "--allow-empty", "-m", "one"], cwd=other, check=True)
    repository.git("-c", "protocol.file.allow=always", "submodule", "add", "-q", str(other), "sub")
    repository.commit("a submodule", **{"a.py": "a = 1\n"})
    late = {**os.environ, "GIT_COMMITTER_DATE": "2099-01-01T00:00:00Z"}
    subprocess.run(["git", "commit", "-q", "--allow-empty", "-m", "late"], cwd=repository.top, env=late, check=True)
    report = reported(capsys, ".")
    assert figures(report)["commits"]["all"]["count"] == 1
    assert report["notes"] == ["Left out for their time, which is after the period: 1 commit."]


def test_exemptions_are_alive_until_their_day(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    today = datetime.now(UTC).date()
    days = (today - timedelta(1), today, today + timedelta(9))
    text = "".join(
        f'[[exemptions]]\nrule = "PIN001"\npath = "{at}.txt"\nreason = "moves on"\nowner = "@a"\nexpires = {day}\n'
        for at, day in enumerate(days)
    )
    repository.commit("exempt", **{"walkaround.toml": text})
    found = figures(reported(capsys, "."))
    assert [found[name]["all"]["value"] for name in ("exemptions", "expired-exemptions")] == [2, 1]
    repository.commit("break the policy", **{"walkaround.toml": "[[exemptions]]\n"})
    repository.write("walkaround.toml", text)
    found = figures(reported(capsys, "."))
    assert [found[name]["basis"] for name in ("exemptions", "expired-exemptions")] == ["absent", "absent"]
    assert found["exemptions"]["why"].startswith("the policy of that commit cannot be read: walkaround.toml:1")


def test_imports_that_cannot_be_judged_end_in_exit_code_2_and_the_report_is_written(
    told: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "incidents.csv").write_text("id,opened,resolved\n1,2023-11-20,2023-11-19\n2,2023-11-20,2023-11-21\n")
    assert main(["report", str(told), *WINDOW, "--import", "incidents.csv", "--json", "r.json"]) == 2
    assert "incidents.csv" in capsys.readouterr().err
    assert figures(json.loads((tmp_path / "r.json").read_text()))["incidents"]["all"]["count"] == 1


def test_help_names_every_option(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["report", "--help"]) == 0
    shown = capsys.readouterr().out
    for option in ("--since", "--until", "--import", "--compare", "--pr", "--json", "--markdown", "--html"):
        assert option in shown
