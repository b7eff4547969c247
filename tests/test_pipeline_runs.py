"""The scripts of the pipelines, run for real on a sample repository: what passes, what fails, and in which stage."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from made_up_secrets import made_up
from pipeline_support import REPO, REV, Azure, Workflow, gitlab, install, merged, offline_python, shell
from tests_support import Repository
from walkaround.bootstrap._pipeline import filled, rendered
from walkaround.bootstrap._plan import Choice, Facts, HostName, Source

pytestmark = pytest.mark.e2e

CLEAN = 'def total(prices: list[int]) -> int:\n    """The sum of all prices, in cents."""\n    return sum(prices)\n'
DEFECT = "import subprocess\n\n\ndef run(name: str) -> None:\n    subprocess.run(['ls', name], check=True)\n"
UNPINNED = "flask\n"
STAGES = [
    "1 Secret scan",
    "1 Secret scan, verified by the vendors",
    "2 Quality",
    "3 SAST",
    "4 Gate, attribution of every commit",
    "4 Gate, vulnerabilities",
    "4 Gate, checklist of the pull request",
]
ZEROS = "0" * 40


@pytest.fixture
def sample(repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Repository:
    """A strict repository with one clean commit on `main`, and `change` checked out."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    repository.write("walkaround.toml", 'extends = "strict"\n')
    repository.write(".github/CODEOWNERS", "* @ada\n")
    repository.write("shop/orders.py", CLEAN)
    install(tmp_path / "hooks")
    subprocess.run([tmp_path / "hooks" / "bin" / "walkaround-pr-template", "--fix"], check=False, capture_output=True)
    repository.git("add", "-A")
    repository.commit("Begin")
    repository.git("checkout", "-q", "-b", "change")
    return repository


def pipeline(host: HostName, top: Path) -> str:
    return rendered(Facts(str(top)), Choice(Source(REPO, REV), host=host)).decode()


ANSWERS = (
    "none",
    "All of it: the new module and the two lines of its caller.",
    "By the doctest of the function, and by adding up three prices by hand.",
)


def described(repository: Repository) -> str:
    """The repository's own template, with an answer behind each line that asks for one."""
    answers = iter(ANSWERS)
    template = repository.top / ".github" / "pull_request_template.md"
    text = template.read_text() if template.exists() else ""
    return re.sub(
        r"^- .*:$", lambda asked: f"{asked[0]} {next(answers, 'See above, and the commit.')}", text, flags=re.M
    )


def event(repository: Repository, *, fork: bool = False) -> dict[str, Any]:
    """What GitHub says of a pull request from `change`, of which the merge is checked out then."""
    body = described(repository)
    base, head = merged(repository, "change")
    return {
        "event_name": "pull_request",
        "repository": "example/shop",
        "token": "" if fork else "a token of this job",
        "event": {
            "number": 7,
            "pull_request": {
                "number": 7,
                "title": "Sum orders",
                "body": body,
                "draft": False,
                "user": {"login": "ada", "type": "User"},
                "base": {"ref": "main", "sha": base, "repo": {"full_name": "example/shop"}},
                "head": {"ref": "change", "sha": head, "repo": {"full_name": "ada/shop" if fork else "example/shop"}},
            },
            "repository": {"full_name": "example/shop", "default_branch": "main", "private": False},
        },
    }


def workflow(repository: Repository, github: dict[str, Any], host: HostName = "github", **more: Any) -> Workflow:
    return Workflow(
        pipeline(host, repository.top),
        "inspect",
        repository.top,
        repository.top.parent / "temp",
        {"github": github, **more},
    )


def reviewed(folder: Path) -> Path:
    """A folder for PATH, whose `gh` answers as GitHub does, page by page, to who asks with a token."""
    (folder / "gh").mkdir()
    reviews = '[[{"user": {"login": "grace", "type": "User"}, "state": "APPROVED"}]]'
    question = "api --paginate --slurp repos/example/shop/pulls/7/reviews?per_page=100"
    tool = folder / "gh" / "gh"
    tool.write_text(f"#!/bin/sh\ntest \"$*\" = '{question}' && test -n \"$GH_TOKEN\" && echo '{reviews}'\n")
    tool.chmod(0o755)
    return tool.parent


def failed(run: Workflow | Azure) -> list[str]:
    """The stages that failed; of the checklist its own tests tell."""
    return [name for name, one in run.outcomes().items() if one == "failure" and "checklist" not in name]


def test_github_a_clean_change_passes_every_stage(sample: Repository, tmp_path: Path) -> None:
    sample.commit("Sum twice", **{"shop/twice.py": CLEAN.replace("total", "twice")})
    run = workflow(sample, event(sample))
    run.path = f"{reviewed(tmp_path)}:{run.path}"

    run.run()

    assert list(run.outcomes()) == STAGES
    assert failed(run) == []
    assert run.ran[STAGES[-1]].outcome == "success", run.ran[STAGES[-1]].output
    assert run.passed
    assert run.ran["1 Secret scan, verified by the vendors"].outcome == "skipped"
    assert run.ran["Install"].outcome == "skipped"
    assert run.ran["Keep the installation"].outcome == "skipped"
    reports = sorted(path.name for path in (run.temp / "reports").iterdir() if "checklist" not in path.name)
    assert reports == [
        "1-secrets.md", "1-secrets.sarif", "2-quality.md", "2-quality.sarif", "3-sast.md", "3-sast.sarif",
        "4-attribution.md", "4-vulnerabilities.md", "4-vulnerabilities.sarif",
    ]  # fmt: skip
    titles = re.findall("^## .*$", run.summary.read_text(), re.MULTILINE)
    assert titles[:4] == ["## 1-secrets", "## 2-quality", "## 3-sast", "## 4-attribution"]


def test_github_a_secret_fails_the_first_stage_and_the_others_still_speak(sample: Repository) -> None:
    token = made_up(5)["GITHUB_TOKEN"]
    sample.commit("Add a token", **{"shop/settings.py": f'TOKEN = "{token}"\n'})
    sample.commit("Take it out", **{"shop/settings.py": "TOKEN = None\n"})
    run = workflow(sample, event(sample))

    run.run()

    first = run.ran["1 Secret scan"]
    assert (first.outcome, first.code) == ("failure", 1)
    assert "SEC" in first.output
    assert "::error file=" in first.output
    assert token not in "".join(one.output for one in run.ran.values()) + run.summary.read_text()
    assert run.ran["2 Quality"].outcome == "success"
    assert run.ran["3 SAST"].outcome == "success"
    assert run.ran["4 Gate, vulnerabilities"].outcome == "success"
    assert not run.passed


def test_github_the_reusable_workflow_can_report_without_failing(sample: Repository) -> None:
    """With `fail-mode: report`; and a stricter policy of the caller's counts."""
    (sample.top / "walkaround.toml").write_text('extends = "recommended"\n')
    sample.git("commit", "-q", "--no-verify", "-a", "-m", "Begin softly")
    sample.git("branch", "-q", "-f", "main")
    sample.commit("List files", **{"shop/files.py": DEFECT, "requirements-dev.txt": "pytest>=8\n"})
    source = Choice(Source(REPO, REV), host="github").source
    text = filled("templates/ci/github/walkaround-reusable.yml", Facts(str(sample.top)), source).decode()
    inputs = {"python-version": "3.13", "policy": "strict", "fail-mode": "report", "verify-secrets": False}
    contexts = {"github": event(sample), "inputs": inputs}
    run = Workflow(text, "inspect", sample.top, sample.top.parent / "temp", contexts)

    run.run()

    assert {"2 Quality", "3 SAST"} <= set(failed(run))
    assert run.passed
    assert run.ran["Summary"].outcome == "success"


def test_github_a_fork_is_judged_without_cache_and_token(sample: Repository, tmp_path: Path) -> None:
    """Its installation is made anew; what its reviews would tell is called unknown, and not taken for granted."""
    sample.commit("List files", **{"shop/files.py": DEFECT, "requirements.txt": UNPINNED})
    run = workflow(sample, event(sample, fork=True))
    run.path = f"{offline_python(tmp_path / 'offline')}:{run.path}"

    run.run()

    assert run.ran["Installation from the cache"].outcome == "skipped"
    assert run.ran["Install"].outcome == "success"
    assert (tmp_path / "offline" / "pip.log").read_text() == (
        f"-m pip install --quiet --disable-pip-version-check walkaround @ git+{REPO}@{REV}\n"
    )
    assert run.ran["1 Secret scan"].outcome == "success"
    assert {"2 Quality", "3 SAST"} <= set(failed(run))
    assert "PIN001" in run.ran["2 Quality"].output
    assert "title=B935" in run.ran["3 SAST"].output
    assert "B935" in run.summary.read_text()
    assert run.ran["Keep the results"].outcome == "skipped"
    assert "reviews of this pull request could not be read" in run.ran[STAGES[-1]].output


def test_gitea_the_branch_is_judged_since_it_left_its_target(sample: Repository, tmp_path: Path) -> None:
    sample.commit("List files", **{"shop/files.py": DEFECT})
    github = event(sample)
    sample.git("checkout", "-q", "change")
    run = workflow(sample, github, "gitea")
    run.path = f"{offline_python(tmp_path / 'offline')}:{run.path}"

    run.run()

    assert failed(run) == ["3 SAST", "4 Gate, attribution of every commit"]
    assert "reviews of this pull request could not be read" in run.ran[STAGES[-1]].output


@pytest.mark.parametrize(
    ("mode", "judge", "code"),
    [("enforce", "merge-requests", 1), ("report", "branches", 0)],
    ids=["enforced, on the default branch", "reported, on another branch"],
)
def test_gitlab_every_stage_speaks_and_the_worst_counts(sample: Repository, mode: str, judge: str, code: int) -> None:
    base = sample.git("rev-parse", "main").decode().strip()
    key = made_up(6)["AWS_KEY"]
    head = sample.commit("List files", **{"shop/files.py": DEFECT, "shop/keys.py": f'KEY = "{key}"\n'})
    sample.git("remote", "add", "origin", str(sample.top))
    install(sample.top / ".walkaround-ci" / "installation")
    pushed = {"CI_PIPELINE_SOURCE": "push", "CI_DEFAULT_BRANCH": "main", "CI_COMMIT_SHA": head}
    where = {"CI_COMMIT_BRANCH": "main", "CI_COMMIT_BEFORE_SHA": base}
    if judge == "branches":
        where = {"CI_COMMIT_BRANCH": "change", "CI_COMMIT_BEFORE_SHA": ZEROS}

    done = gitlab(
        pipeline("gitlab", sample.top), "walkaround", sample.top, pushed | where, {"fail-mode": mode, "judge": judge}
    )

    assert f"files: --from-ref {base} --to-ref {head}; commits: --from-ref {base}" in done.output
    assert done.code == code
    assert re.findall("^== (.*) ==$", done.output, re.MULTILINE) == [
        "1-secrets", "2-quality", "3-sast", "4-attribution", "4-vulnerabilities",
    ]  # fmt: skip
    assert re.findall("^(.*): exit code 1$", done.output, re.MULTILINE) == ["1-secrets", "3-sast", "4-attribution"]
    assert key not in done.output
    assert len(list((sample.top / ".walkaround-ci" / "reports").glob("*.xml"))) == 5


def test_gitlab_a_description_that_was_cut_is_not_judged(sample: Repository) -> None:
    base = sample.git("rev-parse", "main").decode().strip()
    head = sample.commit("Say more", **{"notes.txt": "more\n"})
    install(sample.top / ".walkaround-ci" / "installation")

    done = gitlab(
        pipeline("gitlab", sample.top), "walkaround", sample.top,
        {
            "CI_PIPELINE_SOURCE": "merge_request_event", "CI_MERGE_REQUEST_DIFF_BASE_SHA": base, "CI_COMMIT_SHA": head,
            "CI_MERGE_REQUEST_DESCRIPTION": "x" * 2700, "CI_MERGE_REQUEST_DESCRIPTION_IS_TRUNCATED": "true",
        },
        {},
    )  # fmt: skip

    assert done.code == 2
    assert "4-checklist: exit code 2" in done.output
    assert done.output.count("exit code") == 1


def test_azure_a_defect_fails_its_stage_alone(sample: Repository) -> None:
    sample.commit("List files", **{"shop/files.py": DEFECT})
    _, head = merged(sample, "change")
    variables = {
        "Build.Reason": "PullRequest", "Build.Repository.Provider": "TfsGit", "Build.Repository.Id": "1",
        "System.PullRequest.SourceCommitId": head, "System.PullRequest.PullRequestId": "7",
        "System.CollectionUri": "http://127.0.0.1:9/", "System.TeamProjectId": "p", "System.AccessToken": "",
    }  # fmt: skip
    run = Azure(pipeline("azure", sample.top), "inspect", sample.top, sample.top.parent / "temp", variables)

    run.run()

    assert list(run.outcomes()) == STAGES
    assert failed(run) == ["3 SAST", "4 Gate, attribution of every commit"]
    checklist = run.ran[STAGES[-1]]
    assert (checklist.outcome, checklist.code) == ("failure", 2)
    assert "not judged: the description could not be read" in checklist.output


# --- which change is judged, without the hooks ---


def judged(repository: Repository, github: dict[str, Any], host: HostName = "github") -> dict[str, str]:
    run = workflow(repository, {"repository": "example/shop", **github}, host)
    run.run(only="What is judged")
    assert run.ran["What is judged"].outcome == "success", run.ran["What is judged"].output
    found: dict[str, str] = run.contexts["steps"]["change"]["outputs"]
    return found


@pytest.fixture
def history(repository: Repository) -> dict[str, str]:
    """A few commits, by name: `old` before `new`, and `gone`, which a forced push replaced."""
    old = repository.commit("old")
    gone = repository.commit("gone")
    repository.git("reset", "-q", "--hard", old)
    return {"old": old, "gone": gone, "new": repository.commit("new"), "zeros": ZEROS, "nowhere": "ab" * 20}


@pytest.mark.parametrize("host", ["github", "gitea"])
@pytest.mark.parametrize(
    ("before", "files", "commits"),
    [
        ("old", "--from-ref {old} --to-ref {new}", "--from-ref {old} --to-ref {new}"),
        ("zeros", "--all-files", "--history HEAD"),
        ("gone", "--all-files", "--history HEAD"),
        ("nowhere", "--all-files", "--history HEAD"),
    ],
    ids=["push", "first push", "forced push", "forced push, fetched no more"],
)
def test_what_a_push_is_judged_by(
    repository: Repository, history: dict[str, str], host: HostName, before: str, files: str, commits: str
) -> None:
    found = judged(repository, {"event_name": "push", "event": {"before": history[before]}}, host)

    assert found == {"files": files.format(**history), "commits": commits.format(**history)}


@pytest.mark.usefixtures("history")
@pytest.mark.parametrize("name", ["schedule", "workflow_dispatch"])
def test_without_a_change_all_files_are_judged(repository: Repository, name: str) -> None:
    assert judged(repository, {"event_name": name, "event": {}}) == {"files": "--all-files", "commits": ""}


def test_a_queue_is_judged_from_its_base(repository: Repository, history: dict[str, str]) -> None:
    github = {"event_name": "merge_group", "event": {"merge_group": {"base_sha": history["old"]}}}
    expected = "--from-ref {old} --to-ref {new}".format(**history)

    assert judged(repository, github) == {"files": expected, "commits": expected}


def test_a_pull_request_is_judged_as_its_target_would_become(repository: Repository, history: dict[str, str]) -> None:
    repository.git("checkout", "-q", "-b", "change", history["old"])
    head = repository.commit("change", **{"a.txt": "a\n"})
    github = event(repository)
    merge = repository.git("rev-parse", "HEAD").decode().strip()

    assert judged(repository, github) == {
        "files": f"--from-ref {history['new']} --to-ref {merge}",
        "commits": f"--from-ref {history['new']} --to-ref {head}",
    }


def test_a_checkout_that_is_no_merge_ends_the_job(repository: Repository) -> None:
    repository.commit("only")
    head = {"repo": {"full_name": "example/shop"}, "sha": ZEROS}
    github = {"event_name": "pull_request", "repository": "example/shop", "event": {"pull_request": {"head": head}}}
    run = workflow(repository, github)

    run.run()

    assert run.ran["What is judged"].outcome == "failure"
    assert set(run.outcomes().values()) == {"skipped"}


# --- the installation, from a real index ---


def test_the_installation_is_what_the_workflow_says(
    sample: Repository, source: tuple[Path, str], tmp_path: Path
) -> None:
    """The real step with the real pip, from a clone of this checkout by its commit; a stage then runs in it."""
    top, revision = source
    sample.commit("List files", **{"shop/files.py": DEFECT})
    github = event(sample)
    choice = Choice(Source(str(top), revision), host="github")
    text = rendered(Facts(str(sample.top)), choice).decode()
    run = Workflow(text, "inspect", sample.top, tmp_path / "temp", {"github": github})
    run.caches = False

    for name in ("Check out", "Installation from the cache", "Install", "What is judged", "3 SAST"):
        run.run(only=name)

    assert run.ran["Install"].outcome == "success", run.ran["Install"].output
    assert run.ran["3 SAST"].code == 1
    assert "title=B935" in run.ran["3 SAST"].output
    code, printed = shell(
        [str(tmp_path / "temp/walkaround/bin/walkaround"), "--version"], sample.top, {"PATH": "/usr/bin"}
    )
    assert (code, printed.split()[0]) == (0, "walkaround")
