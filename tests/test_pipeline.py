"""The pipeline that `init` writes: what stands in it, when it is upgraded, and what tools say of it."""

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from pipeline_support import REPO, REV, evaluated, scripts, tool
from tests_support import TOP, Repository
from walkaround import _catalogue
from walkaround.bootstrap import _pipeline
from walkaround.bootstrap._pipeline import (
    IMAGE,
    VERSION,
    Pinned,
    headed,
    is_local,
    notes,
    pinned,
    rendered,
    requirement,
    standing,
    steps,
)
from walkaround.bootstrap._plan import Choice, Facts, HostName, Refused, Source
from walkaround.cli import main

HOSTS: tuple[HostName, ...] = ("github", "gitlab", "azure", "gitea", "forgejo")
WORKFLOWS: tuple[HostName, ...] = ("github", "gitea")
OTHER = "f" * 40


def chosen(host: HostName, repo: str = REPO, rev: str = REV) -> Choice:
    return Choice(Source(repo, rev, "v1.0.0"), host=host)


def text_of(host: HostName, root: str = ".") -> str:
    return rendered(Facts(root), chosen(host)).decode()


def reusable() -> str:
    return _pipeline.filled("templates/ci/github/walkaround-reusable.yml", Facts("."), chosen("github").source).decode()


def written(repository: Repository, choice: Choice) -> dict[str, bytes]:
    """Carry out the steps, as `init --apply` would; what each wrote."""
    done = {}
    for step in steps(Facts(str(repository.top)), choice):
        path = repository.top / step.path
        assert (path.read_bytes() if path.exists() else None) == step.before
        repository.write(step.path, step.after)
        done[step.path] = step.after
    return done


@pytest.mark.parametrize(
    ("host", "paths"),
    [
        ("github", [".github/workflows/walkaround.yml"]),
        ("gitlab", [".gitlab/ci/walkaround.yml", ".gitlab-ci.yml"]),
        ("azure", ["azure-pipelines-walkaround.yml"]),
        ("gitea", [".gitea/workflows/walkaround.yml"]),
        ("forgejo", [".forgejo/workflows/walkaround.yml"]),
        ("bitbucket", []),
        ("", []),
    ],
)
def test_each_host_has_its_files_and_a_second_time_nothing_is_left_to_do(
    repository: Repository, host: HostName, paths: list[str]
) -> None:
    choice = chosen(host)

    assert list(written(repository, choice)) == paths
    assert list(steps(Facts(str(repository.top)), choice)) == []


@pytest.mark.parametrize("host", HOSTS)
def test_no_placeholder_is_left_and_the_source_stands_there(host: HostName) -> None:
    text = text_of(host)

    assert re.findall(r"@[A-Z]{3,}@", text) == []
    assert f'"walkaround @ git+{REPO}@{REV}"' in text
    assert max(map(len, text.splitlines())) < 240


@pytest.mark.parametrize("host", HOSTS)
def test_doctor_is_told_which_commit_a_pipeline_installs(repository: Repository, host: HostName) -> None:
    path = next(iter(written(repository, chosen(host))))
    content = (repository.top / path).read_text().splitlines()

    (found,) = pinned(Facts(str(repository.top)))

    assert found == Pinned(path, found.line, REV)
    assert REV in content[found.line - 1]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda text: text, "current"),
        (lambda text: text.replace(b"\n", b"\r\n"), "current"),
        (lambda text: b"\xef\xbb\xbf" + text, "current"),
        (lambda text: text.replace(b"timeout-minutes: 20", b"timeout-minutes: 60"), "edited"),
        (lambda text: text + b"\n", "edited"),
        (lambda text: text.partition(b"\n")[2], "foreign"),
        (lambda _: b"name: ours\n", "foreign"),
        (lambda _: b"", "foreign"),
        (lambda _: b"\0\xff", "foreign"),
        (lambda _: headed(b"an older text\n"), "outdated"),
        (lambda _: headed(b"an older text\n").replace(b"\n", b"\r\n"), "outdated"),
        (lambda _: headed(b"a newer text\n").replace(b" v%d " % VERSION, b" v99 "), "newer"),
    ],
    ids=["same", "CRLF", "BOM", "edited", "line added", "header gone", "other", "empty", "binary", "older",
         "older, CRLF", "newer"],
)  # fmt: skip
def test_a_file_is_upgraded_only_when_nobody_edited_it(repository: Repository, change: Any, expected: str) -> None:
    path = ".github/workflows/walkaround.yml"
    wanted = rendered(Facts("."), chosen("github"))
    before = change(wanted)
    repository.write(path, before)

    said = list(notes(Facts(str(repository.top)), chosen("github")))

    assert standing(before, wanted) == expected
    assert written(repository, chosen("github")).keys() == ({path} if expected == "outdated" else set())
    assert [note.partition(" ")[2].partition(" ")[0] for note in said] == (
        [path] if expected in ("edited", "foreign", "newer") else []
    )


def test_another_commit_is_written_where_nobody_edited(repository: Repository) -> None:
    written(repository, chosen("github"))

    (after,) = written(repository, chosen("github", rev=OTHER)).values()

    assert after.count(OTHER.encode()) == 6
    assert REV.encode() not in after


def test_line_ends_stay_those_of_the_file(repository: Repository) -> None:
    old = b"\xef\xbb\xbf" + headed(b"old\n").replace(b"\n", b"\r\n")
    repository.write(".github/workflows/walkaround.yml", old)

    (after,) = written(repository, chosen("github")).values()

    assert after.startswith(b"\xef\xbb\xbf# walkaround:pipeline")
    assert after.count(b"\r\n") == after.count(b"\n") > 100


@given(st.binary())
def test_any_content_has_a_standing(content: bytes) -> None:
    assert standing(content, headed(b"x\n")) in ("foreign", "edited")
    assert standing(headed(content), headed(b"x\n")) in (
        ("current", "outdated") if b"\r" not in content else ("current", "outdated", "edited")
    )


@pytest.mark.parametrize(
    ("repo", "expected"),
    [
        ("https://git.example.org/t/w", "git+https://git.example.org/t/w"),
        ("https://git.example.org/t/w.git", "git+https://git.example.org/t/w.git"),
        ("git@git.example.org:t/w.git", "git+ssh://git@git.example.org/t/w.git"),
        ("git@git.example.org:/t/w.git", "git+ssh://git@git.example.org/t/w.git"),
        ("ssh://git@git.example.org:2222/t/w", "git+ssh://git@git.example.org:2222/t/w"),
        ("file:///srv/w", "git+file://localhost/srv/w"),
        ("/srv/w", "git+file://localhost/srv/w"),
        ("/srv/a b", "git+file://localhost/srv/a%20b"),
        ("../w", "git+file://localhost/srv/w"),
        ("./w", "git+file://localhost/srv/top/w"),
    ],
)
def test_the_source_as_pip_takes_it(repo: str, expected: str) -> None:
    assert requirement(Source(repo, REV), "/srv/top") == f"walkaround @ {expected}@{REV}"
    assert is_local(Source(repo, REV)) == ("file:" in expected)


@pytest.mark.parametrize(
    "repo",
    ["https://x.example/$(id)", 'https://x.example/"', "https://x.example/`id`", "https://x.example/a b",
     "https://x.example/${{ github.token }}", "https://x.example/\n- run: id", "https://x.example/#egg=y"],
)  # fmt: skip
def test_a_source_that_a_script_would_read_otherwise_is_refused(repo: str) -> None:
    with pytest.raises(Refused, match="--repo"):
        requirement(Source(repo, REV), "/srv/top")


@pytest.mark.parametrize("rev", ["main", "v1.0.0", "0123abc", REV + "\n", REV.upper(), ""])
def test_only_a_whole_commit_is_installed(rev: str) -> None:
    with pytest.raises(Refused, match="--rev SHA"):
        requirement(Source(REPO, rev), "/srv/top")


@given(st.text(max_size=12))
def test_no_source_brings_more_than_itself_into_a_script(repo: str) -> None:
    try:
        found = requirement(Source(repo, REV), "/srv/top")
    except Refused:
        return
    assert re.fullmatch(r"walkaround @ git\+[A-Za-z0-9._~:/@%+,=-]+@[0-9a-f]{40}", found)


@pytest.mark.parametrize(
    ("commands", "expected"),
    [
        ([], "main"),
        (["symbolic-ref HEAD refs/heads/feature"], "main"),
        (["symbolic-ref HEAD refs/heads/master"], "master"),
        (["symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/develop"], "develop"),
        (["symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/team/next"], "team/next"),
    ],
)
def test_the_branch_that_changes_go_into(repository: Repository, commands: list[str], expected: str) -> None:
    for command in commands:
        repository.git(*command.split())

    assert f"branches: [{expected}]" in text_of("github", str(repository.top))
    assert text_of("azure", str(repository.top)).count(f"include: [{expected}]") == 2


@pytest.mark.parametrize("host", ["github", "gitea", "azure"])
@pytest.mark.parametrize("branch", ["develop", "team/next", "a+b"])
def test_a_clone_that_does_not_know_its_remote_keeps_the_branch(
    repository: Repository, host: HostName, branch: str
) -> None:
    repository.git("symbolic-ref", "refs/remotes/origin/HEAD", f"refs/remotes/origin/{branch}")
    written(repository, chosen(host))
    repository.git("symbolic-ref", "--delete", "refs/remotes/origin/HEAD")
    facts = Facts(str(repository.top))

    assert list(steps(facts, chosen(host))) == []
    (after,) = written(repository, chosen(host, rev=OTHER)).values()
    assert f"[{branch}]" in after.decode() or f'["{branch}"]' in after.decode()


def test_notes_say_what_is_left_to_people(repository: Repository) -> None:
    facts = Facts(str(repository.top))

    assert list(notes(facts, chosen("github"))) == []
    assert list(notes(facts, chosen("gitlab"))) == []
    assert [note.partition("\n")[0] for host in ("azure", "bitbucket", "") for note in notes(facts, chosen(host))] == [
        "pipeline: create the pipeline from azure-pipelines-walkaround.yml, and require it by a branch policy",
        "pipeline: Bitbucket has one file for all pipelines; add to bitbucket-pipelines.yml:",
        "pipeline: no host is known; name one by --host to get its pipeline",
    ]
    (local,) = notes(facts, chosen("github", "/srv/w"))
    assert local.endswith("walkaround.yml installs from /srv/w, which is on this machine alone; give --repo URL")


# --- what other tools say, and what must never stand there ---


def every_pipeline() -> dict[str, str]:
    """All that is written, by the path at which tools expect it."""
    facts = Facts(".")
    caller = (TOP / "templates/ci/github/walkaround-caller.yml").read_text()
    for name, value in {"BRANCH": "main", "ORGANISATION": "example", "WORKFLOWREV": REV, "WORKFLOWTAG": "v1"}.items():
        caller = caller.replace(f"@{name}@", value)
    (bitbucket,) = notes(facts, chosen("bitbucket"))
    return {
        **{_pipeline._TEMPLATES[host][1]: text_of(host) for host in HOSTS},
        ".github/workflows/walkaround-reusable.yml": reusable(),
        ".github/workflows/caller.yml": caller,
        "bitbucket-pipelines.yml": bitbucket.partition("\n")[2],
    }


@pytest.fixture
def all_written(repository: Repository) -> Repository:
    for path, text in every_pipeline().items():
        repository.stage(path, text)
    repository.stage("walkaround.toml", 'extends = "strict"\n')
    return repository


@pytest.mark.usefixtures("all_written")
def test_our_own_pins_are_pinned_as_strict_demands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--all-files", "--only", "pinned-dependencies"]) == 0
    assert capsys.readouterr().out == ""


def test_zizmor_has_nothing_to_say(all_written: Repository) -> None:
    workflows = sorted(str(path) for path in all_written.top.glob(".*/workflows/*.yml"))
    assert len(workflows) == 5
    command = [tool("zizmor"), "--offline", "--persona", "pedantic", "--format", "json", "--no-config", *workflows]

    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)

    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads(done.stdout) == []


@pytest.mark.parametrize(
    ("schema", "pattern", "further"),
    [
        ("github-workflows", ".*/workflows/*.yml", []),
        ("azure-pipelines", "azure-pipelines-walkaround.yml", ["--data-transform", "azure-pipelines"]),
        ("gitlab-ci", ".gitlab/ci/part-*.yml", ["--data-transform", "gitlab-ci"]),
        ("bitbucket-pipelines", "bitbucket-pipelines.yml", []),
    ],
)
def test_the_hosts_schemas_are_kept(all_written: Repository, schema: str, pattern: str, further: list[str]) -> None:
    for at, part in enumerate(text_of("gitlab").split("\n---\n")):  # the schema is of one document
        all_written.write(f".gitlab/ci/part-{at}.yml", part + "\n")
    files = sorted(map(str, all_written.top.glob(pattern)))
    command = [tool("check-jsonschema"), "--regex-variant", "python", "--builtin-schema", f"vendor.{schema}", *further]

    done = subprocess.run([*command, *files], capture_output=True, text=True, check=False, timeout=120)

    assert files
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_action_is_pinned_with_its_release() -> None:
    uses = [line.strip() for text in every_pipeline().values() for line in text.splitlines() if "uses: " in line]
    assert len(uses) > 20
    for line in uses:
        assert re.fullmatch(r"uses: [\w./-]+@[0-9a-f]{40} # v\d+(\.\d+\.\d+)?", line), line
    releases: dict[str, set[str]] = {}
    for line in uses:
        name, _, rest = line.removeprefix("uses: ").partition("@")
        releases.setdefault("/".join(name.split("/")[:2]), set()).add(rest)
    assert {name: len(found) for name, found in releases.items() if len(found) != 1} == {}


@pytest.mark.parametrize("text", [*map(text_of, WORKFLOWS), reusable()], ids=[*WORKFLOWS, "reusable"])
def test_a_workflow_may_do_no_more_than_it_needs(text: str) -> None:
    document = yaml.safe_load(text)
    jobs = document["jobs"]
    events = document[True]  # `on` is a truth value in YAML 1.1

    assert document["permissions"] == {}
    assert "pull_request_target" not in events
    assert {name for name, job in jobs.items() if job["permissions"].get("security-events")} <= {"alerts"}
    assert {value for job in jobs.values() for value in job["permissions"].values()} <= {"read", "write"}
    writes = [
        (name, scope) for name, job in jobs.items() for scope, level in job["permissions"].items() if level != "read"
    ]
    assert writes in ([("alerts", "security-events")], [])
    assert all(job["timeout-minutes"] <= 30 for job in jobs.values())
    checkouts = [step for job in jobs.values() for step in job["steps"] if "checkout@" in step.get("uses", "")]
    assert len(checkouts) == len(jobs)
    assert all(step["with"]["persist-credentials"] is False for step in checkouts)
    assert all("${{" not in script for script in scripts(document))
    with_secrets = [job for job in jobs.values() if re.search(r"\{\{ *secrets\.", json.dumps(job))]
    assert all("github.event_name == 'push'" in job["if"] for job in with_secrets)


def pull_from(repo: str) -> dict[str, Any]:
    head = {"repo": {"full_name": repo}}
    return {"event_name": "pull_request", "repository": "a/b", "event": {"pull_request": {"head": head}}}


FORK, OWN = pull_from("c/b"), pull_from("a/b")
MAIN = {"repository": {"default_branch": "main"}}
PUSH = {
    "event_name": "push",
    "repository": "a/b",
    "ref_name": "main",
    "event": {"repository": {"default_branch": "main"}},
}
SIDE = {**PUSH, "ref_name": "next"}
QUEUE = {**PUSH, "event_name": "merge_group", "ref_name": "gh-readonly-queue/main/pr-1"}


@pytest.mark.parametrize("text", [text_of("github"), reusable()], ids=["workflow", "reusable"])
@pytest.mark.parametrize(
    ("github", "reads", "writes"),
    [(FORK, False, False), (OWN, True, False), (PUSH, True, True), (SIDE, True, False), (QUEUE, True, False)],
    ids=["fork", "own branch", "default branch", "other branch", "queue"],
)
def test_only_the_default_branch_fills_the_cache_and_a_fork_reads_nothing(
    text: str, github: dict[str, Any], reads: bool, writes: bool
) -> None:
    contexts = {"github": github, "steps": {"cached": {"outputs": {}}, "change": {"outcome": "success"}}}
    cached = [
        step for step in yaml.safe_load(text)["jobs"]["inspect"]["steps"] if "actions/cache" in step.get("uses", "")
    ]

    assert {step["uses"].partition("@")[0] for step in cached} == {"actions/cache/restore", "actions/cache/save"}
    for step in cached:
        expected = reads if "restore" in step["uses"] else writes
        assert bool(evaluated(step["if"], contexts)) == expected, step["name"]


@pytest.mark.parametrize(
    ("github", "files", "sarif", "expected"),
    [
        (OWN, "--from-ref a --to-ref b", "", True),
        (FORK, "--from-ref a --to-ref b", "", False),
        (PUSH, "--from-ref a --to-ref b", "", False),
        (PUSH, "--all-files", "", True),
        (PUSH, "--all-files", "off", False),
        (PUSH, "", "", False),
    ],
    ids=["pull request", "fork", "part of a branch", "whole branch", "off", "nothing judged"],
)
def test_alerts_are_uploaded_where_they_mean_something(
    github: dict[str, Any], files: str, sarif: str, expected: bool
) -> None:
    contexts = {"github": github, "vars": {"WALKAROUND_SARIF": sarif}, "inputs": {"alerts": sarif}}
    contexts |= {"needs": {"inspect": {"outputs": {"files": files}}}}
    for text in (text_of("github"), reusable()):
        condition = yaml.safe_load(text)["jobs"]["alerts"]["if"]
        assert bool(evaluated(condition, contexts)) == expected
        private = {**github, "event": {**github["event"], "repository": {"private": True, "default_branch": "main"}}}
        assert not evaluated(condition, contexts | {"github": private})


def test_options_are_off_unless_they_are_configured() -> None:
    for text in (text_of("github"), reusable()):
        jobs = yaml.safe_load(text)["jobs"]
        contexts = {"github": PUSH, "vars": {}, "inputs": {}}
        asked = {"vars": {"WALKAROUND_SEMGREP": "p/python", "SONAR_HOST_URL": "https://sonar.example.org"}}
        asked["inputs"] = {"semgrep": "p/python", "sonarqube-url": "https://sonar.example.org"}
        assert [bool(evaluated(jobs[name]["if"], contexts)) for name in ("semgrep", "sonarqube")] == [False, False]
        assert [bool(evaluated(jobs[name]["if"], {**contexts, **asked})) for name in ("semgrep", "sonarqube")] == [
            True
        ] * 2
        assert not evaluated(jobs["sonarqube"]["if"], {**contexts, **asked, "github": OWN})


def test_the_reusable_workflow_does_what_the_workflow_does() -> None:
    """The same jobs and scripts in the same order: what one learns, the other has."""
    own, shared = (yaml.safe_load(text)["jobs"] for text in (text_of("github"), reusable()))

    assert list(own) == list(shared)
    assert list(scripts(own)) == list(scripts(shared))
    for job in own:
        names = [step["name"] for step in own[job]["steps"]]
        assert [step["name"] for step in shared[job]["steps"]] == names
    tolerant = [step["name"] for step in shared["inspect"]["steps"] if "continue-on-error" in step]
    assert tolerant == [step["name"] for step in own["inspect"]["steps"] if step["name"][0].isdigit()]


@pytest.mark.parametrize("host", HOSTS)
def test_every_hook_of_the_commit_stage_is_in_a_stage(host: HostName) -> None:
    text = text_of(host)
    called = set(re.findall(r"--only ([a-z-]+)", text))

    assert called == {hook.id for hook in _catalogue.commit_stage()} | {"vulnerability-audit"}
    order = [text.index(f"--only {name}") for name in ("secret-detection", "pinned-dependencies", "sast")]
    order.append(text.index("ai-attribution-range"))
    assert order == sorted(order)


def test_images_are_named_by_their_digest() -> None:
    assert re.fullmatch(r"python:3\.\d+-\w+@sha256:[0-9a-f]{64}", IMAGE)
    found = [line for text in every_pipeline().values() for line in text.splitlines() if "python:3" in line]
    assert found
    assert all(IMAGE in line for line in found)


def test_a_pipeline_that_is_a_folder_is_named(repository: Repository) -> None:
    (repository.top / "azure-pipelines-walkaround.yml").mkdir()

    with pytest.raises(Exception, match="is a folder"):
        list(steps(Facts(str(repository.top)), chosen("azure")))


def test_templates_are_shipped_with_lf() -> None:
    found = sorted((TOP / "templates" / "ci").rglob("*.yml"))
    assert len(found) == 7
    assert all(b"\r" not in Path(one).read_bytes() for one in found)
