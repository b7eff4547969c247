"""`walkaround report` of histories, clones and surroundings that are odd, broken, or made to mislead it."""

import json
import os
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests_support import Repository
from walkaround.cli import main

DAY = 86400
NOW = 1_700_000_000  # 14 November 2023
WINDOW = ("--since", "2023-11-01", "--until", "2023-11-30")


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


def commit(repository: Repository, number: int, when: str = f"{NOW} +0000") -> str:
    """A commit that adds a line, by an author of any words, and with any time."""
    repository.stage("a.py", "".join(f"a{line} = {line}\n" for line in range(number)))
    tree = repository.git("write-tree").decode().strip()
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=repository.top, capture_output=True, check=False)
    parent = f"parent {head.stdout.decode().strip()}\n" if head.returncode == 0 else ""
    who = f"A <a@example.org> {when}".rstrip()
    content = f"tree {tree}\n{parent}author {who}\ncommitter {who}\n\nCommit {number}\n"
    made = subprocess.run(
        ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
        cwd=repository.top, input=content.encode(), capture_output=True, check=True,
    ).stdout.decode().strip()  # fmt: skip
    repository.git("update-ref", "HEAD", made)
    return made


def reported(capsys: pytest.CaptureFixture[str], *arguments: str | Path, code: int = 0) -> dict[str, Any]:
    assert main(["report", *map(str, arguments), "--json", "-"]) == code
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def commits_of(report: Mapping[str, Any]) -> int:
    return int(next(one for one in report["figures"] if one["id"] == "commits")["all"]["count"])


def test_a_commit_of_an_old_clock_hides_none_before_it(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(repository, 1)
    commit(repository, 2, f"{NOW - 3000 * DAY} +0000")
    commit(repository, 3, "bogus")
    report = reported(capsys, repository.top, *WINDOW)
    assert (commits_of(report), report["notes"]) == (1, [])


def test_a_period_of_before_1973_is_no_word_of_a_date_to_git(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    for day in (100, 400, 800):
        commit(repository, day, f"{day * DAY} +0000")
    report = reported(capsys, repository.top, "--since", "1971-01-01", "--until", "1972-12-31")
    assert (commits_of(report), len(report["targets"]) > 0) == (2, True)


def test_times_that_cannot_be_read_are_left_out_and_named(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, when in enumerate((f"{NOW} +0000", "bogus", "-1000 +0000", "", f"{NOW} +9999", f"{10**15} +0000"), 1):
        commit(repository, number, when)
    report = reported(capsys, repository.top, "--since", "all", "--until", "2023-11-30")
    assert (report["first"], commits_of(report)) == ("2023-11-14", 2)
    assert report["notes"] == [
        "Left out, for their time cannot be read or lies before 1970: 3 commits.",
        "Left out for their time, which is after the period: 1 commit.",
    ]


def test_all_commits_of_a_change_count_whatever_their_clocks_said(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, when in enumerate((f"{NOW} +0000", "bogus", f"{NOW} +0000", f"{10**15} +0000"), 1):
        commit(repository, number, when)
    report = reported(capsys, repository.top, "--pr", "HEAD~3..HEAD")
    assert (commits_of(report), report["first"], report["last"]) == (3, "2023-11-14", "2023-11-14")


def test_a_change_that_ends_before_it_begins_has_no_commit_and_says_so(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(repository, 1)
    commit(repository, 2)
    report = reported(capsys, repository.top, "--pr", "HEAD..HEAD~1")
    why = "There is no change: its end has no commit that its beginning has not. Are the two in this order?"
    assert (commits_of(report), report["notes"]) == (0, [why])


def test_a_change_that_a_shallow_clone_cuts_off_ends_in_exit_code_2(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for number in range(1, 5):
        commit(repository, number)
    repository.git("branch", "other", "HEAD~3")
    clone = tmp_path / "clone"
    subprocess.run(
        ["git", "clone", "-q", "--depth=2", "--no-single-branch", repository.top.as_uri(), clone], check=True
    )
    reported(capsys, clone, "--pr", "origin/other..HEAD", code=2)


def test_a_period_that_has_not_ended_says_so(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    commit(repository, 1, f"{int(time.time())} +0000")
    report = reported(capsys, repository.top, "--until", "2199-12-31", "--since", "2199-12-01")
    assert report["notes"][1].startswith("The period ends after today, ")


def test_a_repository_of_somebody_else_is_told_with_what_heals_it(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(repository, 1)
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    for folder in (repository.top, repository.top / ".git"):
        assert main(["report", str(folder)]) == 2
        said = capsys.readouterr().err
        assert "; if it is yours, run `git config --global --add safe.directory " in said, folder


def test_the_repository_of_a_hook_is_not_taken_for_the_one_that_is_named(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(repository, 1)
    commit(repository, 2)
    other = tmp_path / "other"
    subprocess.run(["git", "init", "-q", other], check=True)
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    assert commits_of(reported(capsys, repository.top, *WINDOW)) == 2


@pytest.mark.parametrize("name", ["../outside", ".", "..", "/nowhere", "~/none", ":(top)x", "no/such"])
def test_a_file_of_ignored_revisions_that_no_commit_can_have(
    repository: Repository, name: str, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(repository, 1)
    repository.git("config", "blame.ignoreRevsFile", name)
    assert commits_of(reported(capsys, repository.top, *WINDOW)) == 1


def test_contents_that_are_not_there_are_no_code_of_zero_lines(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(repository, 1)
    repository.git("config", "uploadpack.allowFilter", "true")
    clone = tmp_path / "clone.git"
    subprocess.run(["git", "clone", "-q", "--bare", "--filter=blob:none", repository.top.as_uri(), clone], check=True)
    assert main(["report", str(clone), "--pr", "HEAD..HEAD"]) == 2
    assert capsys.readouterr().err.startswith("walkaround report: this partial clone lacks contents")
    assert os.listdir(clone / "objects" / "pack")


ACTING = "\ud800\x1b[31m\u202e</script><img src=x>|`=1\n::error::"


def test_words_of_a_report_that_others_made_act_on_nothing(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """In a comparison and on a page of many, as text, Markdown, CSV and JSON."""
    commit(repository, 1)
    report = reported(capsys, repository.top, *WINDOW)
    for one in report["definitions"].values():
        one["title"] = one["unit"] = ACTING
    report |= {"head": ACTING, "repository": ACTING, "notes": [ACTING]}
    (tmp_path / "hostile.json").write_text(json.dumps(report))
    wanted = [f"--{form}={tmp_path / form}" for form in ("json", "markdown")]
    assert main(["report", "--compare", str(tmp_path / "hostile.json"), str(tmp_path / "hostile.json"), *wanted]) == 0
    shown = [capsys.readouterr().out, *((tmp_path / form).read_text("utf-8") for form in ("json", "markdown"))]
    assert "<img" not in shown[2]
    wanted = [f"--{form}={tmp_path / form}" for form in ("json", "markdown", "html", "csv")]
    assert main(["report", "--merge", str(tmp_path / "hostile.json"), *wanted]) == 0
    shown += [capsys.readouterr().out, *((tmp_path / form).read_text("utf-8") for form in ("json", "markdown", "csv"))]
    for text in (shown[1], shown[4]):
        json.dumps(json.loads(text), ensure_ascii=False).encode()  # no half of a surrogate
    for text in shown:
        assert not any(char in text for char in "\x1b\u202e\ud800"), text
        assert not any(line.startswith("::") for line in text.splitlines()), text


@pytest.mark.parametrize("name", [b"\xff shop", b"=1+1"])
def test_json_and_tables_of_any_name_are_read_by_others(
    repository: Repository, tmp_path: Path, name: bytes, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(repository, 1)
    moved = tmp_path / os.fsdecode(name)
    repository.top.rename(moved)
    report = reported(capsys, moved, *WINDOW)
    assert report["repository"] == name.decode("ascii", "backslashreplace")


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[" * 100_000, b"NaN", b'{"version": 1e999}', b'{"version": ' + b"1" * 5000 + b"}", b"\xff",
        b'{"version": 1}', b"\xef\xbb\xbf{}", b"null", b'{"version": {"version": [[[]]]}}',
    ],
)  # fmt: skip
def test_what_is_no_report_is_one_line(tmp_path: Path, content: bytes, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "r.json"
    path.write_bytes(content)
    assert main(["report", "--compare", str(path), str(path)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(f"walkaround report: {path}: is no report of `walkaround report --json` (")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--json", "r", "--html", "./r"], "./r: is where --json and --html both go; name two files"),
        (["--json", "-", "--markdown", "-"], "-: is where --json and --markdown both go; name two files"),
        (["--import", "i.csv", "--json", "i.csv"], "i.csv: is read by this command, and --json would take its place;"),
        (["--merge", "i.csv", "--csv", "link"], "link: is read by this command, and --csv would take its place;"),
        (["--compare", "i.csv", "i.csv", "--json", "i.csv"], "i.csv: is read by this command, and --json would"),
        (["--html", "folder"], "folder: is a folder; name a file for --html"),
    ],
)
def test_no_output_takes_the_place_of_another_one_or_of_an_input(
    tmp_path: Path, arguments: list[str], said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("i.csv").write_text("opened,resolved\n")
    Path("link").symlink_to("i.csv")
    Path("folder").mkdir()
    assert main(["report", *arguments]) == 2
    assert capsys.readouterr().err.startswith(f"walkaround report: {said}")
    assert Path("i.csv").read_text() == "opened,resolved\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--pr", "A..B", "--import", "i.csv"], "--import has no part in --pr"),
        (["--pr", "main"], "--pr 'main' is no change"),
        (["--pr", "A..B", "--until", "2023-11-30"], "--until has no part in --pr"),
        (["--merge", "a.json", "--import", "i.csv"], "--import has no part in --merge"),
        (["--merge", "a.json", "--compare", "a", "b"], "--merge and --compare are two reports"),
        (["--compare", "a", "b", "--html", "r.html"], "--html is the page of one report"),
    ],
)
def test_what_would_be_passed_over_is_refused(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["report", *arguments]) == 2
    assert f"walkaround report: error: {said}" in capsys.readouterr().err


def test_an_output_that_cannot_be_written_costs_no_other_one(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(repository, 1)
    (tmp_path / "file").write_text("")
    wanted = ["--json", str(tmp_path / "file" / "r.json"), "--html", str(tmp_path / "r.html")]
    assert main(["report", str(repository.top), *WINDOW, *wanted]) == 2
    out, err = capsys.readouterr()
    assert (tmp_path / "r.html").read_text().startswith("<!doctype html>")
    assert out.startswith(repository.top.name)
    assert err == f"walkaround report: {tmp_path / 'file' / 'r.json'}: cannot be created: file is not a folder\n"


def test_what_is_said_of_a_hostile_import_acts_on_nothing(
    repository: Repository, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    commit(repository, 1)
    path = tmp_path / "\x1b[32m.json"
    path.write_text(json.dumps([{"\x1b[31m\u202e<script>": 1}]))
    assert main(["report", str(repository.top), *WINDOW, "--import", str(path)]) == 2
    assert all(text.replace("\n", "").isprintable() for text in capsys.readouterr())
