"""`walkaround doctor`: each trouble as it is told, and nothing told where all is in order."""

import json
import os
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from doctor_support import CASES, IDS, INIT, TYPES, Case, Healthy, asked, checks, expected, git, healthy, troubles
from tests_support import TOP, Repository
from walkaround import _cache, cli
from walkaround._finding import NotJudged
from walkaround.bootstrap import _journal, _pipeline, _repository, doctor
from walkaround.bootstrap._agent_files import steps
from walkaround.bootstrap._checks import GIT_HOOKS, OWN, Ground, NotHere, listed
from walkaround.bootstrap._plan import Choice, Facts, Source

__all__ = ["healthy"]
PIPELINE = ".github/workflows/walkaround.yml"
CHOICE = Choice(Source("https://example.org/walkaround", "0" * 40))
ORDER = ["pre-commit", "pre-push", "prepare-commit-msg", "commit-msg"]
NOT_HERE = ("policy-copies", "baselines", "init", "cache", "pipeline", "attributes", "template")
NAMES = [name for name, _ in doctor.CHECKS]


def init_of(healthy: Healthy) -> str:
    return INIT.replace("{source}", str(healthy.source)).replace("{rev}", healthy.rev)


@pytest.mark.usefixtures("healthy")
def test_all_is_in_order(capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(capsys) == (0, "22 checks ok\n")
    assert asked(capsys, "--quiet") == (0, "")


def test_a_run_of_init_that_was_cut_short(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    """As it stands when the machine goes down between two files."""
    where = _repository.Repository(str(healthy.repository.top))
    record = _journal.Record("writing", 1, {"new.txt": _journal.Written(None, b"x\n")}, entries={"new.txt": ""})
    Path(_journal.path_of(where)).parent.mkdir(exist_ok=True)
    _journal.write(_journal.path_of(where), (record,))
    assert troubles(capsys) == [
        (
            "init", "error", "A run of `walkaround init` was cut short, and may have left half of its files.",
            "walkaround init --undo --yes",
        )
    ]  # fmt: skip
    assert cli.main(["init", "--undo", "--yes"]) == 0
    capsys.readouterr()
    assert asked(capsys) == (0, "22 checks ok\n")


@pytest.mark.usefixtures("healthy")
def test_every_check_says_what_it_looks_at(capsys: pytest.CaptureFixture[str]) -> None:
    code, out = asked(capsys, "--all")
    lines = out.splitlines()
    assert code == 0
    assert [line.partition(": ok: ")[0] for line in lines] == [
        "repository", *(name for name in NAMES if name not in NOT_HERE)
    ]  # fmt: skip
    assert "hooks-installed: ok: git finds a hook for every stage that is needed." in lines


@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_what_is_told(
    case: Case, healthy: Healthy, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    case.breaks(healthy)
    if case.id == "environment":
        monkeypatch.setenv("SKIP", "strict")
    assert troubles(capsys) == [expected(case, healthy)]


def test_text_and_exit_codes(
    healthy: Healthy, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SKIP", "strict")
    monkeypatch.setenv("PRE_COMMIT_ALLOW_NO_CONFIG", "1")
    healthy.hook("pre-push").unlink()
    code, out = asked(capsys)
    assert code == 1
    assert out == (
        "environment: warning: SKIP is set: hooks called strict are left out.\n"
        "    unset SKIP\n"
        "environment: warning: PRE_COMMIT_ALLOW_NO_CONFIG is set: without a configuration every commit passes.\n"
        "    unset PRE_COMMIT_ALLOW_NO_CONFIG\n"
        "hooks-installed: error: git runs no hook at pre-push.\n"
        "    pre-commit install --hook-type pre-push\n"
        "20 checks ok\n"
    )
    assert asked(capsys, "--quiet") == (
        1, "hooks-installed: error: git runs no hook at pre-push.\n    pre-commit install --hook-type pre-push\n"
    )  # fmt: skip


def test_json_as_a_whole(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    healthy.hook("pre-push").unlink()
    code, out = asked(capsys, "--json")
    said = json.loads(out)
    assert (code, list(said), said["version"]) == (1, ["version", "checks"], 1)
    assert all(list(one) == ["id", "state", "message", "heal"] for one in said["checks"])
    assert said["checks"][0] == {"id": "repository", "state": "ok", "message": "git opens this repository.", "heal": ""}
    assert {one["id"] for one in said["checks"]} <= {"repository", *NAMES}


def test_warnings_alone_are_healthy(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    healthy.repository.git("config", "core.autocrlf", "true")
    assert asked(capsys)[0] == 0


def test_what_cannot_be_looked_at_is_exit_code_2(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    (healthy.repository.top / ".walkaround").mkdir()
    (healthy.repository.top / ".walkaround/x.baseline").mkdir()
    code, out = asked(capsys)
    assert code == 2
    assert out.startswith("baselines: unknown: Could not be looked at: ")


def test_outside_of_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["doctor"]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err) == (
        "", "walkaround doctor: this folder is in no git repository; run `git init` first\n"
    )  # fmt: skip


def test_a_repository_of_somebody_else(
    healthy: Healthy, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_TEST_ASSUME_DIFFERENT_OWNER", "1")
    top = healthy.repository.top
    assert troubles(capsys) == [(
        "repository", "error", "git does not open this repository: it belongs to somebody else.",
        f"git config --global --add safe.directory {top}",
    )]  # fmt: skip
    for folder in (top, healthy.source):
        git(top, "config", "--global", "--add", "safe.directory", str(folder))
    assert troubles(capsys) == []


@pytest.mark.usefixtures("healthy")
def test_nothing_at_all_is_set_up(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.git("rm", "-q", ".pre-commit-config.yaml", "walkaround.toml", ".github/pull_request_template.md")
    for kind in TYPES:
        (repository.top / ".git/hooks" / kind).unlink()
    assert [(name, state, heal) for name, state, _, heal in troubles(capsys)] == [
        ("hook-config", "error", "walkaround init --apply --yes"),
        ("policy", "warning", "walkaround init --apply --yes"),
        ("pr-template", "warning", "walkaround-pr-template --fix"),
    ]


def test_a_configuration_that_cannot_be_read_is_told_once(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    healthy.repository.stage(".pre-commit-config.yaml", "repos: [\n")
    (found,) = troubles(capsys)
    assert found[:2] == ("hook-config", "error")
    assert found[2].startswith(".pre-commit-config.yaml cannot be read: line ")


def test_no_hook_of_walkaround(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    healthy.repository.stage(".pre-commit-config.yaml", "repos: []\n")
    (found,) = troubles(capsys)
    assert found == (
        "hooks-listed", "error", ".pre-commit-config.yaml lists no hook of Walkaround.",
        "walkaround init --apply --yes",
    )  # fmt: skip


def test_missing_hooks_are_named(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    text = healthy.config().replace("      - id: ai-attribution-range\n", "").replace("id: strict", "id: sast")
    healthy.repository.stage(".pre-commit-config.yaml", text)
    (found,) = troubles(capsys)
    assert found[2] == (
        ".pre-commit-config.yaml lacks ai-attribution-range, dependency-verification, pinned-dependencies, "
        "pr-template, quality-gate and test-quality."
    )


def test_hooks_of_a_linked_work_tree_are_those_of_the_main_one(
    healthy: Healthy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    healthy.repository.git("worktree", "add", "-q", str(tmp_path / "linked"))
    monkeypatch.chdir(tmp_path / "linked")
    assert troubles(capsys) == []
    (healthy.repository.top / ".git/hooks/pre-push").unlink()
    assert [one[0] for one in troubles(capsys)] == ["hooks-installed"]


def test_from_a_folder_further_down(
    healthy: Healthy, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    healthy.repository.stage("src/a.py", "")
    monkeypatch.chdir(healthy.repository.top / "src")
    assert troubles(capsys) == []
    healthy.repository.stage("walkaround.toml", 'extends = "strict"\n')
    healthy.repository.write("walkaround.toml", 'extends = "strict"\nlock = ["rules.*"]\n')
    (found,) = troubles(capsys)
    assert found[2].startswith("walkaround.toml differs from what is staged")


def test_a_hooks_folder_of_ones_own_with_all_hooks_is_fine(
    healthy: Healthy, capsys: pytest.CaptureFixture[str]
) -> None:
    for kind in TYPES:
        path = healthy.repository.write(f"hooks/{kind}", '#!/bin/sh\nexec prek hook-impl "$@"\n')
        path.chmod(0o755)
    healthy.repository.git("config", "core.hooksPath", "hooks")
    assert troubles(capsys) == []


def test_a_script_that_starts_the_framework_is_fine(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    path = healthy.repository.write(".git/hooks/pre-commit", "#!/bin/sh\nmake lint && pre-commit run\n")
    path.chmod(0o755)
    assert troubles(capsys) == []


def test_several_hooks_with_one_defect(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    for kind in ("pre-commit", "pre-push"):
        healthy.hook(kind).chmod(0o644)
    (found,) = troubles(capsys)
    assert found[2] == "git's hooks pre-commit and pre-push are not executable, so that git passes over it."
    assert found[3] == "pre-commit install --hook-type pre-commit --hook-type pre-push"


def test_hooks_of_pre_commit_beside_a_configuration_of_prek(
    healthy: Healthy, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bin/prek").write_text("#!/bin/sh\necho prek 0.5.11\n")
    (tmp_path / "bin/prek").chmod(0o755)
    healthy.repository.git("rm", "-q", ".pre-commit-config.yaml")
    hooks = ", ".join(f'{{ id = "{one}" }}' for one in IDS)
    types = ", ".join(f'"{one}"' for one in TYPES)
    healthy.repository.stage(
        "prek.toml",
        f"default_install_hook_types = [{types}]\n[[repos]]\n"
        f'repo = "{healthy.source}"\nrev = "main" # frozen: v0\nhooks = [{hooks}]\n',
    )
    every = " ".join(f"--hook-type {one}" for one in ORDER)
    assert troubles(capsys) == [
        (
            "hooks-started", "error",
            f"git's hooks {listed(ORDER)} read .pre-commit-config.yaml, and not prek.toml.", f"prek install -f {every}",
        ),
        (
            "rev-pinned", "warning", "prek.toml:4: rev is main, which can be moved to other code.",
            f"prek autoupdate --bleeding-edge --repo {healthy.source}",
        ),
    ]  # fmt: skip


def test_a_hook_that_another_framework_left(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    path = healthy.repository.top / ".git/hooks/pre-commit.legacy"
    path.write_text("#!/bin/sh\n# File generated by prek: https://github.com/j178/prek\n")
    assert troubles(capsys) == [(
        "hooks-started", "error", "git's hook pre-commit starts that of prek too, which it took the place of.",
        "pre-commit install -f --hook-type pre-commit",
    )]  # fmt: skip


def test_a_program_that_is_gone(
    healthy: Healthy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    healthy.hook("pre-commit", "/gone/python")
    assert troubles(capsys) == []  # the hook falls back to what is on PATH
    (tmp_path / "bin/pre-commit").unlink()
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:/usr/bin:/bin")
    found = {name: (message, heal) for name, _, message, heal in troubles(capsys)}
    assert found["hooks-started"] == (
        "git's hook pre-commit starts /gone/python, which is gone, and pre-commit is not on PATH.",
        "pre-commit install --hook-type pre-commit",
    )


def test_old_versions(healthy: Healthy, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "bin/pre-commit").write_text("#!/bin/sh\necho pre-commit 2.21.0\n")
    (tmp_path / "bin/git").write_text(
        '#!/bin/sh\n[ "$5" = --version ] && echo git version 2.17.1 && exit\nexec /usr/bin/git "$@"\n'
    )
    (tmp_path / "bin/git").chmod(0o755)
    healthy.repository.stage(".pre-commit-config.yaml", healthy.config(default_language_version="{python: python3.9}"))
    assert troubles(capsys) == [
        ("git-version", "error", "git is older than 2.26.", "install git 2.26 or later"),
        (
            "framework", "error",
            "pre-commit 2.21.0 is older than 3.2.0, which the hooks or .pre-commit-config.yaml need.",
            "pipx upgrade pre-commit",
        ),
        (
            "python", "error", ".pre-commit-config.yaml:2 wants python3.9; the hooks need 3.11 or later.",
            "write python3 at .pre-commit-config.yaml:2",
        ),
    ]  # fmt: skip


def test_the_configuration_may_want_more(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    healthy.repository.stage(".pre-commit-config.yaml", healthy.config(minimum_pre_commit_version="'99.0'"))
    (found,) = troubles(capsys)
    assert found[2] == "pre-commit 4.7.0 is older than 99.0, which the hooks or .pre-commit-config.yaml need."


def test_a_comment_that_lies(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    git(healthy.source, "commit", "-q", "--allow-empty", "-m", "Newer")
    git(healthy.source, "tag", "v0.1.0")
    newer = git(healthy.source, "rev-parse", "HEAD")
    healthy.repository.stage(".pre-commit-config.yaml", healthy.config(rev=f"{healthy.rev}  # frozen: v0.1.0"))
    heal = f"pre-commit autoupdate --freeze --repo {healthy.source}"
    place = ".pre-commit-config.yaml:4"
    assert troubles(capsys) == [
        ("rev-pinned", "error", f"{place}: rev is not the commit of v0.1.0, which is {newer[:12]}.", heal),
        ("rev-current", "warning", f"{place}: v0.1.0 of {healthy.source} is 1 commit ahead of rev.", heal),
    ]


def test_a_rev_beyond_the_last_tag_is_not_old(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    git(healthy.source, "tag", "v0.1.0")
    git(healthy.source, "commit", "-q", "--allow-empty", "-m", "Newer")
    newer = git(healthy.source, "rev-parse", "HEAD")
    healthy.repository.stage(".pre-commit-config.yaml", healthy.config(rev=newer))
    assert troubles(capsys) == []


def _far(healthy: Healthy, tag: str) -> None:
    text = healthy.config(rev=f"{'1' * 40}  # frozen: {tag}").replace(
        str(healthy.source), "https://example.org/walkaround"
    )
    healthy.repository.stage(".pre-commit-config.yaml", text)


def test_hosts_are_asked_only_where_that_is_wanted(
    healthy: Healthy, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    hosts: list[str] = []

    def commit(url: str, _: str) -> str:
        hosts.append(url)
        return "2" * 40

    def tags(url: str) -> tuple[str, ...]:
        hosts.append(url)
        return "v0.9", "v0.10", "x"

    monkeypatch.setattr("walkaround._fetch.refs.commit", commit)
    monkeypatch.setattr("walkaround._fetch.refs.tags", tags)
    _far(healthy, "v0.1.0")
    assert troubles(capsys) == []
    assert hosts == []
    heal = "pre-commit autoupdate --freeze --repo https://example.org/walkaround"
    place = ".pre-commit-config.yaml:4"
    assert troubles(capsys, "--online") == [
        ("rev-pinned", "error", f"{place}: rev is not the commit of v0.1.0, which is {'2' * 12}.", heal),
        ("rev-current", "warning", f"{place}: the hooks are those of v0.1.0; there is 0.10.", heal),
    ]


def test_a_tag_older_than_this_command(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    _far(healthy, "v0.0.9")
    (found,) = troubles(capsys)
    assert found[2] == ".pre-commit-config.yaml:4: the hooks are those of v0.0.9; there is 0.1.0."


def test_a_host_that_does_not_answer(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    _far(healthy, "v0.1.0")
    text = (healthy.repository.top / ".pre-commit-config.yaml").read_text().replace("example.org", "localhost:9")
    healthy.repository.stage(".pre-commit-config.yaml", text)
    code, out = asked(capsys, "--online")
    assert code == 2
    assert out.count(": unknown: Could not be looked at: ") == 2


def test_a_policy_that_nobody_locked(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    commit = "git+https://example.org/org.git@" + "3" * 40 + "#policy.toml"
    healthy.repository.stage("walkaround.toml", f'extends = "{commit}"\n')
    assert troubles(capsys) == [(
        "policy-copies", "error", f"walkaround.toml:1: {commit} is not locked.", "walkaround policy lock",
    )]  # fmt: skip


@pytest.mark.usefixtures("healthy")
def test_a_policy_named_by_the_environment(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WALKAROUND_POLICY", "strickt")
    (found,) = troubles(capsys)
    assert (found[0], found[3]) == ("policy", "unset WALKAROUND_POLICY")


@pytest.mark.usefixtures("healthy")
def test_a_cache_that_is_a_link(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "cache").mkdir()
    os.symlink(tmp_path, tmp_path / "cache/walkaround")
    (found,) = troubles(capsys)
    assert found[3] == f"rm -rf {tmp_path / 'cache/walkaround'}"


def test_entries_that_are_not_whole(tmp_path: Path, healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a", "b/c", "wheels/0123/other.py"):
        assert _cache.write(name, b"payload")
    assert troubles(capsys) == []
    folder = tmp_path / "cache/walkaround"
    (folder / "wheels/0123/other.py").write_bytes(b"print()\n")
    (folder / "a").write_bytes((folder / "a").read_bytes()[:-1])
    (folder / "b/c").chmod(0o666)
    (found,) = troubles(capsys)
    assert found[2] == "The cache holds a and 1 more, which Walkaround did not put there so, and does not read."
    assert healthy.source.exists()


@pytest.mark.usefixtures("healthy")
def test_a_large_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert _cache.write("a", b"x" * (2 << 20))
    monkeypatch.setattr("walkaround.bootstrap._checks_machine._LARGE", 1 << 20)
    folder = tmp_path / "cache/walkaround"
    assert troubles(capsys) == [("cache", "warning", f"The cache {folder} holds 2 MiB.", f"rm -rf {folder}")]


def test_a_block_for_agents_that_was_edited(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    healthy.repository.stage("AGENTS.md", "Be kind.\n")
    (step,) = steps(Facts(str(healthy.repository.top)), CHOICE)
    healthy.repository.stage("AGENTS.md", step.after)
    assert troubles(capsys) == []
    healthy.repository.stage("AGENTS.md", step.after.replace(b"Never pass", b"Do pass"))
    (found,) = troubles(capsys)
    assert found[2].startswith("AGENTS.md: line 3: the block was edited between its markers")
    assert found[3] == f"mend AGENTS.md by hand, then {init_of(healthy)}"


def _with_pipeline(healthy: Healthy) -> str:
    """The shipped pipeline of GitHub, where it belongs."""
    ground = Ground(str(healthy.repository.top), {})
    healthy.repository.stage(PIPELINE, _pipeline.rendered(ground.facts, ground.choice._replace(host="github")))
    return (healthy.repository.top / PIPELINE).read_text()


def test_the_shipped_pipeline_is_fine(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    _with_pipeline(healthy)
    assert "pipeline" in {one["id"] for one in checks(capsys)}
    assert troubles(capsys) == []


def test_an_edited_pipeline(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    healthy.repository.stage(PIPELINE, _with_pipeline(healthy) + "# ours\n")
    heal = f"git rm -q {PIPELINE} && git commit -m 'Remove the edited pipeline' && {init_of(healthy)}"
    assert troubles(capsys) == [
        ("pipeline", "warning", f"{PIPELINE} was edited, and is no longer kept up to date.", heal)
    ]


def test_a_pipeline_of_other_hooks(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    text = _with_pipeline(healthy).partition("\n")[2].replace(healthy.rev, "4" * 40)
    healthy.repository.stage(PIPELINE, _pipeline.headed(text.encode()))
    line = next(number for number, one in enumerate(text.splitlines(), 2) if f"@{'4' * 40}" in one)
    first, *others = troubles(capsys)
    assert first == (
        "pipeline", "warning", f"{PIPELINE} is not the pipeline as it is shipped now.", init_of(healthy),
    )  # fmt: skip
    assert others[0][2] == f"{PIPELINE}:{line} installs {'4' * 12}, and the hooks are {healthy.rev[:12]}."


@pytest.mark.skipif(find_spec("walkaround.bootstrap._attributes") is None, reason="init writes no attributes yet")
def test_baselines_without_the_rule_for_merges(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    healthy.repository.stage(".walkaround/sast.baseline", "")
    assert troubles(capsys) == [(
        "attributes", "warning", ".walkaround/.gitattributes lacks what git has to know to merge baselines.",
        init_of(healthy),
    )]  # fmt: skip


def test_hooks_that_a_fork_brings_are_known(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    healthy.repository.stage(".pre-commit-config.yaml", healthy.config(hooks="      - id: of-our-own\n"))
    assert troubles(capsys) == []


def test_a_hook_of_another_collection_is_none_of_ours(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    text = f"repos:\n  - repo: https://example.org/other\n    rev: {'1' * 40}\n    hooks:\n      - id: sast\n"
    healthy.repository.stage(".pre-commit-config.yaml", text)
    assert [one[0] for one in troubles(capsys)] == ["hooks-listed"]


SCALARS = st.none() | st.booleans() | st.integers() | st.sampled_from(
    ["strict", "local", "meta", "https://example.org/walkaround", "pre-commit", "manual", "push", "", ".*"]
)  # fmt: skip
KEYS = st.sampled_from(
    ["repos", "repo", "rev", "hooks", "id", "stages", "default_stages", "default_install_hook_types", "exclude"]
)
TREES = st.recursive(
    SCALARS, lambda one: st.lists(one, max_size=3) | st.dictionaries(KEYS, one, max_size=4), max_leaves=12
)


@given(TREES | st.text(max_size=30))
def test_any_configuration_gets_an_answer(tree: object) -> None:
    ground = Ground("/nowhere", {})
    ground.config_path = ".pre-commit-config.yaml"
    ground.facts._read[ground.config_path] = json.dumps(tree).encode()
    ground.framework = "pre-commit"
    try:
        assert set(ground.needed) <= set(GIT_HOOKS)
        assert all(pin.repo for pin in ground.pins)
        assert all(hook.id in OWN for hook in ground.own_hooks)
    except (NotHere, NotJudged):
        pass


def test_hostile_names_are_shown_harmless(healthy: Healthy, capsys: pytest.CaptureFixture[str]) -> None:
    healthy.repository.stage(".walkaround/org\x1b[31m-01234567.toml", "")
    code, out = asked(capsys)
    assert code == 0
    assert "org\\u001b[31m" in out
    assert all(line.isprintable() for line in out.splitlines())
    assert json.dumps(checks(capsys)).isprintable()


def test_every_check_has_its_place_in_the_documentation() -> None:
    text = (TOP / "docs/doctor.md").read_text().partition("## The checks")[2]
    assert [line.split("`")[1] for line in text.splitlines() if line.startswith("| `")] == ["repository", *NAMES]


@pytest.mark.parametrize(
    ("words", "expected"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")],
    ids=["none", "one", "two", "three"],
)
def test_listed(words: list[str], expected: str) -> None:
    assert listed(words) == expected


def test_a_setting_that_is_not_there(repository: Repository) -> None:
    assert Ground(str(repository.top), {}).setting("core.hooksPath") == ("", "")
