"""pinned-dependencies as a whole: which files it takes, what it says, and through its command."""

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pinned_support import SHA, STRICT, judge, not_judged
from tests_support import Repository
from walkaround._dependencies.formats import format_of, selected
from walkaround._finding import Finding
from walkaround.pinned_dependencies import HOOK, LEVEL, main

PATHS = [
    ("requirements.txt", "requirements"),
    ("requirements.in", "requirements"),
    ("requirements-dev.txt", "requirements"),
    ("requirements_dev.in", "requirements"),
    ("dev-requirements.txt", "requirements"),
    ("backend/requirements3.txt", "requirements"),
    ("requirements/dev.txt", "requirements"),
    ("requirements/extras/redis.txt", "requirements"),
    ("a/requirements/dev.in", "requirements"),
    ("constraints.txt", "constraints"),
    ("upper-constraints.txt", "constraints"),
    ("requirements/constraints.txt", "constraints"),
    ("pyproject.toml", "pyproject"),
    ("packages/a/pyproject.toml", "pyproject"),
    (".github/workflows/ci.yml", "workflow"),
    (".github/workflows/ci.yaml", "workflow"),
    ("template/.github/workflows/ci.yml", "workflow"),
    ("action.yml", "action"),
    (".github/actions/setup/action.yaml", "action"),
    (".pre-commit-config.yaml", "hooks"),
    (".pre-commit-config.yml", "hooks"),
    ("apt-requirements.txt", None),
    ("conda_requirements.txt", None),
    ("requirements.yml", None),
    ("requirements.md", None),
    ("requirements/README.md", None),
    ("my-pyproject.toml", None),
    (".github/workflows/nested/ci.yml", None),
    (".github/workflows/.yml", None),
    ("faction.yml", None),
    ("notes.txt", None),
    ("", None),
]


@pytest.mark.parametrize(("path", "format_"), PATHS, ids=[path or "empty" for path, _ in PATHS])
def test_a_name_tells_the_format(path: str, format_: str | None) -> None:
    assert (selected(path), bool(re.search(HOOK.files, path))) == (format_, format_ is not None)


WORDS = ["requirements", "constraints", "apt", "system", "-", "_", ".", "/", "dev", "action", "pyproject", "x"]
WORDS += [".txt", ".in", ".toml", ".yml", ".yaml", ".github/workflows/", ".pre-commit-config"]


@given(st.lists(st.sampled_from(WORDS), max_size=7).map("".join))
@example("aptrequirements.txt")
@example("a/.txt")
@example("requirements/.txt")
def test_the_manifest_pattern_selects_what_has_a_format(path: str) -> None:
    assert bool(re.search(HOOK.files, path)) == (selected(path) is not None)


def test_a_list_of_another_name_is_read_when_it_is_named() -> None:
    assert format_of("deps/prod.txt") == "requirements"
    assert judge({"deps/prod.txt": "flask==3.1.2\n"}) == []
    assert not_judged(judge({"other.cfg": ""})) == [
        "other.cfg: has a name that tells no format this hook reads; leave it out of `files`"
    ]


def test_a_finding_says_what_is_wrong_and_what_to_write() -> None:
    workflow = "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n"
    hooks = "repos:\n  - repo: https://github.com/psf/black\n    rev: 26.1.0\n    hooks: [{id: black}]\n"
    files = {
        "requirements.txt": "uvicorn[standard]>=0.30 ; python_version >= '3.9'\n-r base.txt\n",
        "pyproject.toml": '[build-system]\nrequires = ["hatchling"]\n',
        ".github/workflows/ci.yml": workflow,
        ".pre-commit-config.yaml": hooks,
    }
    commit = "commit that `git ls-remote https://github.com/actions/checkout v4 'v4^{}'` prints last"
    freeze = "pre-commit autoupdate --freeze --repo https://github.com/psf/black"
    assert judge(files, policy=STRICT) == [
        Finding(
            "requirements.txt",
            2,
            4,
            "PIN002",
            "base.txt is not in the repository.",
            "Commit base.txt, or correct the name.",
        ),
        Finding(
            "requirements.txt",
            1,
            1,
            "PIN001",
            "uvicorn[standard]>=0.30 admits more than one version; the policy requires an exact version.",
            "Write uvicorn[standard]==X.Y.Z with the version that `python -m pip show uvicorn` prints.",
        ),
        Finding(
            "pyproject.toml",
            2,
            14,
            "PIN001",
            "hatchling names no version; the policy requires an exact version.",
            "Write hatchling==X.Y.Z with the version that you build with; "
            "`python -m pip index versions hatchling` lists the releases.",
        ),
        Finding(
            ".github/workflows/ci.yml",
            4,
            15,
            "PIN001",
            "actions/checkout@v4 names a tag or branch, which can be moved; the policy requires a full commit SHA.",
            f"Write actions/checkout@SHA  # v4, with the {commit}.",
        ),
        Finding(
            ".pre-commit-config.yaml",
            3,
            10,
            "PIN001",
            "rev 26.1.0 of https://github.com/psf/black names a tag or branch, which can be moved; "
            "the policy requires a full commit SHA.",
            f"Run `{freeze}`, which writes the commit and the tag as a comment.",
        ),
    ]


SECRET_PLACES = [
    pytest.param("requirements.txt", "git+https://ada:hunter2@example.org/a.git@main\n", id="vcs"),
    pytest.param("requirements.txt", f"git+https://{'x' * 900}:hunter2@example.org/a.git\n", id="long-vcs"),
    pytest.param("requirements.txt", "a @ https://h.org/a/latest.zip?token=hunter2\n", id="query"),
    pytest.param("requirements.txt", "-c https://h.org?token=hunter2\n", id="query-without-path"),
    pytest.param("requirements.txt", "a @ https://hunter2@example.org/a/latest.zip\n", id="url"),
    pytest.param("requirements.txt", "-r https://ada:hunter2@example.org/list.txt\n", id="remote-list"),
    pytest.param("requirements.txt", "-e git+ssh://hunter2@example.org/a.git\n", id="editable"),
    pytest.param("pyproject.toml", '[build-system]\nrequires = ["a @ git+https://x:hunter2@h.org/a"]\n', id="toml"),
    pytest.param(".pre-commit-config.yaml", "repos: [{repo: 'https://x:hunter2@h.org/a', rev: main}]\n", id="hooks"),
    pytest.param("action.yml", "runs: {steps: [{uses: 'docker://ada:hunter2@h.org/a'}]}\n", id="docker"),
    pytest.param("action.yml", "runs: {steps: [{uses: 'docker://h.org/a?hunter2'}]}\n", id="docker-query"),
    pytest.param("action.yml", "runs: {steps: [{uses: 'https://ada:hunter2@h.org/a@main'}]}\n", id="action-url"),
    pytest.param("requirements.txt", "git+https://ada:hun/hunter2@example.org/a\n", id="slash-in-password"),
    pytest.param("requirements.txt", "git+https://ada:hunter2/x@example.org/a@main\n", id="slash-behind-password"),
]


@pytest.mark.parametrize(("path", "content"), SECRET_PLACES)
def test_no_password_of_a_url_is_repeated(path: str, content: str) -> None:
    (said,) = judge({path: content})
    assert isinstance(said, Finding)
    assert "hunter2" not in said.message + said.remedy
    assert "xxx" not in said.message + said.remedy


GIT_REMEDIES = {
    "branch": ("git+https://h.org/a.git@main#egg=a", "git+https://h.org/a.git@SHA#egg=a", "main 'main^{}'"),
    "none": ("a @ git+https://h.org/a.git", "git+https://h.org/a.git@SHA", "HEAD 'HEAD^{}'"),
    "user": ("git+https://ada:hunter2@h.org/a@main", "git+https://***@h.org/a@SHA", "main 'main^{}'"),
}


@pytest.mark.parametrize(("line", "written", "refs"), list(GIT_REMEDIES.values()), ids=list(GIT_REMEDIES))
def test_the_remedy_for_a_repository_is_what_to_write(line: str, written: str, refs: str) -> None:
    (said,) = judge({"requirements.txt": line + "\n"})
    assert isinstance(said, Finding)
    assert said.remedy.startswith(f"Write {written}, with the commit that `git ls-remote ")
    assert said.remedy.endswith(f" {refs}` prints last.")


def test_what_a_remedy_tells_to_run_is_one_plain_word() -> None:
    uses = "'a/b@v1$(touch x);`y`'"
    (said,) = judge({"action.yml": f"runs: {{steps: [{{uses: {uses}}}]}}\n"}, policy=STRICT)
    assert isinstance(said, Finding)
    assert "`git ls-remote https://github.com/a/b REF 'REF^{}'`" in said.remedy


def test_control_characters_do_not_reach_a_terminal() -> None:
    (said,) = judge({"action.yml": 'runs: {steps: [{uses: "a/b@\\e[mmain"}]}\n'})
    assert isinstance(said, Finding)
    assert (said.message + said.remedy).isprintable()


def test_through_the_command(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.stage("requirements.txt", "flask\n-r requirements/base.txt\n")
    repository.stage("requirements/base.txt", "jinja2==3.1.6\n")
    repository.write("requirements.txt", "flask==3.1.2\n")  # the index is judged, not the work tree
    assert main(["--format", "json", "requirements.txt"]) == 1
    report = json.loads(capsys.readouterr().out)
    assert [(one["rule"], one["line"], one["column"]) for one in report["findings"]] == [("PIN001", 1, 1)]
    repository.git("add", ".")
    assert main(["requirements.txt", "requirements/base.txt"]) == 0


def test_both_profiles(repository: Repository) -> None:
    repository.stage(".github/workflows/ci.yml", "jobs: {a: {steps: [{uses: actions/checkout@v4}]}}\n")
    assert main([".github/workflows/ci.yml"]) == 0
    assert main(["--policy", "strict", ".github/workflows/ci.yml"]) == 1
    repository.stage(".github/workflows/ci.yml", f"jobs: {{a: {{steps: [{{uses: actions/checkout@{SHA}}}]}}}}\n")
    assert main(["--policy", "strict", ".github/workflows/ci.yml"]) == 0


def test_a_remote_list_warns_unless_the_policy_is_strict(repository: Repository) -> None:
    repository.stage("requirements.txt", "-c https://example.org/constraints.txt\nflask\n")
    assert main(["requirements.txt"]) == 0
    assert main(["--policy", "strict", "requirements.txt"]) == 1


def test_each_input_goes_on_when_one_cannot_be_judged() -> None:
    said = judge({"requirements.txt": b"\xff\xfe\xff", "requirements-dev.txt": "flask\n"}, policy={LEVEL: "range"})
    assert [str(one) for one in said[:1]] == [
        "requirements.txt: line 1: is not UTF-16-LE; save the file as UTF-8",
    ]
    assert isinstance(said[1], Finding)
