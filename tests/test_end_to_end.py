"""The whole way, with nothing replaced: real pre-commit and real prek install this repository's hooks from a
clone, and real `git commit` is stopped, mended and let through."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from frameworks import Framework
from made_up_secrets import made_up
from osv_support import Index, Osv, Server, record, serving
from tests_support import TOP, Repository, build_example

pytestmark = pytest.mark.e2e

MANIFEST: list[dict[str, Any]] = yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text())
IDS = [entry["id"] for entry in MANIFEST]
AT_COMMIT = [entry["id"] for entry in MANIFEST if "pre-commit" in entry["stages"]]
EXAMPLES = TOP / "tests" / "examples"
SECRETS = made_up(11)


@pytest.fixture(autouse=True)
def _own_store(_quiet_environment: None, framework: Framework, monkeypatch: pytest.MonkeyPatch) -> None:
    """Environments are built below the tests' own folder, whose variables each test's quiet environment took away."""
    monkeypatch.setenv("PRE_COMMIT_HOME", str(framework.store))
    monkeypatch.setenv("PREK_HOME", str(framework.store))


@pytest.fixture
def consumer(repository: Repository, framework: Framework) -> Repository:
    """A repository that uses every hook id but `strict`, with both git hooks installed."""
    configure(repository, framework, [hook_id for hook_id in IDS if hook_id != "strict"])
    for stage in ("pre-commit", "commit-msg"):
        installed = framework.run("install", "--hook-type", stage, cwd=repository.top)
        assert installed.returncode == 0, installed.stderr
    return repository


def configure(repository: Repository, framework: Framework, ids: list[str]) -> None:
    config = {"repos": [{"repo": str(framework.source), "rev": framework.revision, "hooks": [{"id": i} for i in ids]}]}
    repository.stage(".pre-commit-config.yaml", yaml.safe_dump(config))


def commit(repository: Repository, message: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["git", "commit", "-m", message], cwd=repository.top, capture_output=True, text=True, check=False, timeout=900
    )


def statuses(output: str) -> dict[str, str]:
    """What the framework prints at the end of each hook's line, by hook name."""
    return dict(re.findall(r"^([\w ]+?)\.+(?:\(.*\))?(Passed|Failed|Skipped)$", output, re.MULTILINE))


def test_a_commit_is_stopped_mended_and_let_through(consumer: Repository) -> None:
    consumer.stage("app.py", f'key = "{SECRETS["AWS_KEY"]}"\nimport yaml\n')
    consumer.stage("requirements.txt", "flask==3.1.2\nrequests\n")
    stopped = commit(consumer, "Add the app")
    said = stopped.stdout + stopped.stderr
    assert stopped.returncode == 1, said
    assert statuses(said) == {
        "secret detection": "Failed",
        "pinned dependencies": "Failed",
        "dependency verification": "Failed",
        "pull request template": "Failed",
        "policy integrity": "Passed",  # a first commit weakens nothing
        "SAST": "Passed",
        "test quality": "Passed",
        "quality gate": "Passed",
    }
    assert re.search(r"^ *app.py:1:8: SEC\d\d\d ", said, re.MULTILINE)
    assert re.search(r"^ *requirements.txt:2:1: PIN001 ", said, re.MULTILINE)
    assert re.search(r"^ *app.py:2:8: DEP001 yaml ", said, re.MULTILINE)
    assert SECRETS["AWS_KEY"] not in said

    consumer.stage("app.py", 'import os\n\nkey = os.environ["AWS_ACCESS_KEY_ID"]\n')
    consumer.stage("requirements.txt", "flask==3.1.2\nrequests==2.32.5\n")
    consumer.git("add", "-A")  # the pull request template, which the hook has written
    passed = commit(consumer, "Add the app")
    assert passed.returncode == 0, passed.stdout + passed.stderr
    assert consumer.git("ls-tree", "-r", "--name-only", "HEAD").decode().split() == [
        ".github/pull_request_template.md", ".pre-commit-config.yaml", "app.py", "requirements.txt",
    ]  # fmt: skip


def test_a_commit_message_is_stopped_and_let_through(consumer: Repository) -> None:
    build_example(sorted((EXAMPLES / "pr-template" / "pass").iterdir())[0], consumer, SECRETS)
    consumer.git("commit", "-q", "--no-verify", "-m", "start")
    stopped = commit_empty(consumer, f"Rotate\n\nThe old key was {SECRETS['AWS_KEY']}.\n")
    assert stopped.returncode == 1, stopped.stdout + stopped.stderr
    assert re.search(r"^ *<commit message>:3:17: SEC\d\d\d ", stopped.stdout + stopped.stderr, re.MULTILINE)
    signed = "Add orders\n\nSigned-off-by: Claude <noreply@anthropic.com>\n"
    stopped = commit_empty(consumer, signed)
    assert stopped.returncode == 1, stopped.stdout + stopped.stderr
    assert re.search(r"^ *<commit message>:3:1: ATT\d\d\d ", stopped.stdout + stopped.stderr, re.MULTILINE)
    passed = commit_empty(consumer, "Add orders\n\nSigned-off-by: Ada Example <ada@example.org>\n")
    assert passed.returncode == 0, passed.stdout + passed.stderr


def commit_empty(repository: Repository, message: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["git", "commit", "--allow-empty", "-m", message],
        cwd=repository.top, capture_output=True, text=True, check=False, timeout=900,
    )  # fmt: skip


def test_a_push_is_stopped_by_a_secret_that_a_later_commit_deletes(
    repository: Repository, framework: Framework, tmp_path: Path
) -> None:
    """As docs/secret-history.md says: the first push, which brings the root commit along, and a later one."""
    remote = tmp_path / "remote.git"
    subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
    repository.git("remote", "add", "origin", str(remote))
    hook = {"id": "secret-detection", "stages": ["pre-push"], "always_run": True, "pass_filenames": False}
    config = {"repos": [{"repo": str(framework.source), "rev": framework.revision, "hooks": [hook]}]}
    repository.stage(".pre-commit-config.yaml", yaml.safe_dump(config))
    installed = framework.run("install", "--hook-type", "pre-push", cwd=repository.top)
    assert installed.returncode == 0, installed.stderr
    clean = repository.commit("begin")

    def push(*refs: str) -> "subprocess.CompletedProcess[str]":
        command = ["git", "push", "-q", "origin", *refs]
        return subprocess.run(command, cwd=repository.top, capture_output=True, text=True, check=False, timeout=900)

    def add_and_delete() -> str:
        sha = repository.commit("add", **{"app.py": f'key = "{SECRETS["GITHUB_TOKEN"]}"\n'})
        repository.git("rm", "-q", "app.py")
        repository.commit("delete")
        return sha

    for start in ("nothing", clean):
        sha = add_and_delete()
        stopped = push("main")
        said = stopped.stdout + stopped.stderr
        assert stopped.returncode == 1, said
        assert re.search(rf"^ *app.py:1:8: SEC001 .* in commit {sha[:12]}; it was deleted later", said, re.MULTILINE)
        assert SECRETS["GITHUB_TOKEN"] not in said
        repository.git("reset", "-q", "--hard", clean)
        if start == "nothing":
            passed = push("main")
            assert passed.returncode == 0, passed.stdout + passed.stderr


@pytest.fixture
def server() -> Iterator[Server]:
    """An OSV server that knows a vulnerability of alpha 1.0, and an index."""
    with serving() as one:
        Osv(one, {("alpha", "1.0"): [record("GHSA-aaaa-bbbb-cccc", "alpha", fixed="1.5")]})
        Index(one, {name: {"1.0": {}, "1.5": {}} for name in ("alpha", "beta", "gamma")})
        yield one


def test_a_push_is_audited(
    repository: Repository, framework: Framework, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As docs/vulnerability-audit.md says: stopped, let through, not asked again, and stopped when nobody answers."""
    remote = tmp_path / "remote.git"
    subprocess.run(["git", "init", "-q", "--bare", str(remote)], check=True)
    repository.git("remote", "add", "origin", str(remote))
    configure(repository, framework, ["vulnerability-audit"])
    repository.stage("walkaround.toml", f'[vulnerability-audit]\nosv-url = "{server.url}"\n')
    for command in (["install", "--hook-type", "pre-push"], ["install-hooks"]):
        done = framework.run(*command, cwd=repository.top)
        assert done.returncode == 0, done.stdout + done.stderr
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_INDEX_URL", f"{server.url}/simple")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))

    def push(*options: str) -> tuple[int, str]:
        command = ["git", "push", "-q", *options, "origin", "HEAD:main"]
        done = subprocess.run(command, cwd=repository.top, capture_output=True, text=True, check=False, timeout=900)
        return done.returncode, done.stdout + done.stderr

    repository.commit("begin", **{"requirements.txt": "alpha==1.0\nbeta==1.0\n"})
    code, said = push()
    assert code == 1, said
    assert re.search(r"^ *requirements.txt:1:1: VUL001 alpha 1.0 has GHSA-aaaa-bbbb-cccc: Bad in alpha\.$", said, re.M)
    done = framework.run("run", "--hook-stage", "manual", "--all-files", cwd=repository.top)
    assert (done.returncode, "VUL001 alpha 1.0" in done.stdout) == (1, True), done.stdout + done.stderr
    done = framework.run("run", "--all-files", cwd=repository.top)  # at commit it is not there at all
    assert (done.returncode, "VUL001" in done.stdout) == (0, False), done.stdout + done.stderr

    repository.stage("requirements.txt", "alpha==1.5\nbeta==1.0\n")
    code, said = push()  # what is staged is not what is pushed
    assert (code, "VUL001 alpha 1.0" in said) == (1, True), said
    repository.commit("raise")
    code, said = push()
    assert code == 0, said

    server.seen.clear()
    repository.commit("say why", **{"requirements.txt": "# both are needed\nalpha==1.5\nbeta==1.0\n"})
    code, said = push()
    assert (code, server.seen) == (0, []), said

    server.answers.clear()
    repository.commit("add", **{"requirements.txt": "alpha==1.5\nbeta==1.0\ngamma==1.0\n"})
    code, said = push()
    assert (code, "exit code: 2" in said) == (1, True), said
    assert re.search(r"^ *walkaround: vulnerability-audit: requirements.txt: not judged: gamma 1.0: .* 404", said, re.M)
    assert repository.git("rev-parse", "HEAD~1") == subprocess.check_output(["git", "rev-parse", "main"], cwd=remote)


@pytest.mark.parametrize(
    ("hook_id", "kind"), [(one, kind) for one in IDS for kind in ("pass", "fail") if (EXAMPLES / one / kind).is_dir()]
)
def test_examples_through_the_installed_hook(
    framework: Framework, hook_id: str, kind: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Six of them, three by each framework: what each example must lead to is tested in one process, without one."""
    six = sorted((EXAMPLES / hook_id / kind).iterdir())[:6]
    for case in six[len(six) > 1 and framework.command[0].endswith("prek") :: 2]:
        top = tmp_path / case.name
        subprocess.run(["git", "init", "-q", str(top)], check=True)
        example = Repository(top)
        message = build_example(case, example, SECRETS)
        monkeypatch.setenv("GITHUB_EVENT_PATH", str(top / "EVENT.json"))
        # The configuration of the run stays outside: an example may hold one of its own.
        config = tmp_path / f"{case.name}.yaml"
        entry = {"repo": str(framework.source), "rev": framework.revision, "hooks": [{"id": hook_id}]}
        config.write_text(yaml.safe_dump({"repos": [entry]}))
        stage = ["--hook-stage", "commit-msg", "--commit-msg-filename", message] if message else ["--all-files"]
        if hook_id not in AT_COMMIT and not message:
            stage += ["--hook-stage", "manual"]
        done = framework.run("run", "--config", str(config), *stage, cwd=top)
        assert done.returncode == (1 if kind == "fail" else 0), f"{case}\n{done.stdout}{done.stderr}"


def test_try_repo(framework: Framework, repository: Repository) -> None:
    """`try-repo` builds its own environment each time, so one tree stands for the hooks of the commit stage."""
    repository.stage("requirements.txt", f"flask\nreqeusts\n# {SECRETS['GITHUB_TOKEN']}\n")
    done = framework.run("try-repo", str(framework.source), "--all-files", cwd=repository.top)
    names = [entry["name"] for entry in MANIFEST if entry["id"] in AT_COMMIT]
    # Nothing was there before, nothing is Python, and nothing is long enough to be repeated.
    others = {"policy integrity": "Passed", "quality gate": "Passed", "SAST": "Skipped", "test quality": "Skipped"}
    assert statuses(done.stdout) == dict.fromkeys(names, "Failed") | others, done.stdout + done.stderr


def test_strict_in_one_process_and_the_ci_command(repository: Repository, framework: Framework) -> None:
    configure(repository, framework, ["strict"])
    repository.stage("requirements.txt", "requests\n")
    done = framework.run("run", "--all-files", cwd=repository.top)
    assert done.returncode == 1, done.stdout + done.stderr
    assert statuses(done.stdout) == {"walkaround strict": "Failed"}
    assert "requirements.txt:1:1: PIN001 " in done.stdout


def test_the_manifest_is_valid(framework: Framework) -> None:
    arguments = ("validate-manifest", str(TOP / ".pre-commit-hooks.yaml"))
    done = framework.run(*arguments, cwd=TOP)
    assert done.returncode == 0, done.stdout + done.stderr
