"""What real copier makes of an organisation's repository: new repositories, and what updates make of those."""

import json
import os
import shutil
import subprocess
import sys
import tomllib
from functools import partial
from pathlib import Path

import pytest
import yaml

from org_support import ADDRESS, SHA, URL, copied, copier, organisation
from tests_support import TOP, Repository
from walkaround._fetch import fetch_git
from walkaround.bootstrap import init
from walkaround.bootstrap._checks import Ground
from walkaround.bootstrap._checks_files import pipeline
from walkaround.bootstrap._org_drift import HEAL, drift
from walkaround.bootstrap._org_drift import template as template_check
from walkaround.bootstrap._plan import Facts
from walkaround.policy_commands import lock

COPY = ".walkaround/walkaround-b17da5ad.toml"
COMMON = {
    ".copier-answers.yml", ".github/CODEOWNERS", ".github/pull_request_template.md", ".github/workflows/walkaround.yml",
    ".gitignore", ".pre-commit-config.yaml", ".walkaround/.gitattributes", ".walkaround/policy.lock", COPY, "AGENTS.md",
    "README.md", "walkaround.toml",
}  # fmt: skip
FILES = {
    "python": COMMON | {"pyproject.toml", "src/my_orders/__init__.py"},
    "node": COMMON | {"package.json"},
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """The organisation's repository at v1, which no test changes."""
    return organisation(tmp_path_factory.mktemp("template") / "dot-github")


@pytest.fixture(scope="module")
def pristine(template: Repository, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new repository with all answers as they are offered, staged; which no test changes."""
    new = copied(template, tmp_path_factory.mktemp("pristine") / "orders")
    assert tree(new) == COMMON
    return new.top


@pytest.fixture
def new(pristine: Path, tmp_path: Path) -> Repository:
    shutil.copytree(pristine, tmp_path / "orders")
    return Repository(tmp_path / "orders")


def tree(repository: Repository) -> set[str]:
    repository.git("add", "-A")
    return set(repository.git("ls-files").decode().split())


def walkaround(repository: Repository, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "walkaround", *arguments], cwd=repository.top, capture_output=True, text=True,
        check=False, timeout=120, env={**os.environ, "PYTHONPATH": str(TOP / "hooks")},
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("language", list(FILES))
def test_a_new_repository(language: str, template: Repository, tmp_path: Path) -> None:
    said = {"project_name": "My-orders", "description": 'It says "hé\\n" 🙂', "language": language, "owner": "@acme/o"}
    new = copied(template, tmp_path / "orders", **said)
    assert tree(new) == FILES[language]
    commit = template.git("rev-parse", "HEAD").decode().strip()
    files = {path: (new.top / path).read_text(encoding="utf-8") for path in FILES[language]}
    assert tomllib.loads(files["walkaround.toml"]) == {"extends": f"git+{ADDRESS}@{commit}#policy/walkaround.toml"}
    assert files[COPY] == (template.top / "policy/walkaround.toml").read_text()
    assert yaml.safe_load(files[".copier-answers.yml"]) == {
        "_commit": "v1", "_src_path": str(template.top), **said,
    }  # fmt: skip
    assert "/.walkaround/ @acme/o\n" in files[".github/CODEOWNERS"]
    assert f"walkaround-reusable.yml@{commit} # v1\n" in files[".github/workflows/walkaround.yml"]
    assert files["README.md"].startswith('# My-orders\n\nIt says "hé\\n" 🙂\n')
    if language == "python":
        assert tomllib.loads(files["pyproject.toml"])["project"]["description"] == said["description"]
        compile(files["src/my_orders/__init__.py"], "__init__.py", "exec")
    if language == "node":
        assert json.loads(files["package.json"])["description"] == said["description"]
    if language == "python":
        code, report = walkaround(new, "check", "--all-files")
        assert code == 0, report


def test_gitlab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    template = organisation(tmp_path / "templates", host="gitlab")
    new = copied(template, tmp_path / "orders")
    assert ".gitlab/merge_request_templates/Default.md" in tree(new)
    assert not any(path.startswith(".github") for path in tree(new))
    commit = template.git("rev-parse", "HEAD").decode().strip()
    included = yaml.safe_load((new.top / ".gitlab-ci.yml").read_text())["include"]
    assert included == [{"component": f"$CI_SERVER_FQDN/acme/templates/walkaround@{commit}"}]
    component = list(yaml.safe_load_all((template.top / "templates/walkaround.yml").read_text()))
    assert [sorted(part) for part in component] == [
        ["spec"],
        ["walkaround", "walkaround-semgrep", "walkaround-sonarqube"],
    ]
    new.commit("Begin")
    monkeypatch.chdir(new.top)
    assert init.main(["--repo", URL, "--rev", SHA, "--no-install", "--check"]) == 0


def test_a_name_that_cannot_be(template: Repository, tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="Validation error for question 'project_name'"):
        copied(template, tmp_path / "orders", project_name="../out")


def test_copier_runs_nothing(template: Repository) -> None:
    """Nor has anybody to be asked whether it may: `--trust` stands for all that a template can have run."""
    settings = yaml.safe_load((template.top / "copier.yml").read_text())
    assert not settings.keys() & {"_tasks", "_migrations", "_jinja_extensions", "_external_data"}


def test_the_lock_is_the_one_that_walkaround_writes(
    template: Repository, new: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    settings = tmp_path / "settings"
    settings.write_text(f'[url "file://{template.top}"]\n\tinsteadOf = {ADDRESS}\n')
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    monkeypatch.setattr("walkaround.policy_commands.lock.fetch_git", partial(fetch_git, protocols="file"))
    monkeypatch.chdir(new.top)
    assert lock.main(["--check"]) == 0
    assert lock.main([]) == 0
    assert "\nunchanged " in capsys.readouterr().out
    assert new.git("status", "--porcelain", "--", ".walkaround").split(b"\n")[0].startswith(b"A ")
    assert new.git("diff", "--name-only") == b""


def test_an_update_keeps_what_was_edited_and_brings_the_new_policy(tmp_path: Path) -> None:
    template = organisation(tmp_path / "dot-github")
    new = copied(template, tmp_path / "orders", language="python")
    edits = {
        "README.md": "# Orders\n\nOur own words.\n",
        "walkaround.toml": (new.top / "walkaround.toml").read_text() + '\n[pinned-dependencies]\nlevel = "hash"\n',
        ".pre-commit-config.yaml": (new.top / ".pre-commit-config.yaml").read_text()
        + "  - repo: https://example.org/formatter\n    rev: 2222222222222222222222222222222222222222\n"
        "    hooks:\n      - id: format\n",
        "AGENTS.md": "# Ours\n\nBe brief.\n\n" + (new.top / "AGENTS.md").read_text(),
        ".gitignore": (new.top / ".gitignore").read_text() + "*.log\n",
        "pyproject.toml": (new.top / "pyproject.toml").read_text() + "\n[tool.own]\nkey = 1\n",
    }
    for path, content in edits.items():
        new.write(path, content)
    new.git("add", "-A")
    new.commit("Begin orders")

    policy = (template.top / "policy/walkaround.toml").read_text()
    hooks = (template.top / "template/.pre-commit-config.yaml.jinja").read_text()
    template.commit("Shorten exemptions, raise the hooks", **{
        "policy/walkaround.toml": policy.replace("max-days = 90", "max-days = 45"),
        "template/.pre-commit-config.yaml.jinja": hooks.replace("1" * 40, "3" * 40),
        "template/SECURITY.md": "# How to report\n",
        "template/README.md.jinja": "# Other words\n",
        "template/pyproject.toml.jinja": "[project]\n",
    })  # fmt: skip
    template.git("tag", "v2")
    copier("update", "--defaults", cwd=new.top)

    read = {path: (new.top / path).read_text() for path in tree(new)}
    commit = template.git("rev-parse", "HEAD").decode().strip()
    assert read["SECURITY.md"] == "# How to report\n"
    assert tomllib.loads(read["walkaround.toml"]) == {
        "extends": f"git+{ADDRESS}@{commit}#policy/walkaround.toml",
        "pinned-dependencies": {"level": "hash"},
    }
    assert "max-days = 45" in read[COPY]
    assert read[".pre-commit-config.yaml"] == edits[".pre-commit-config.yaml"].replace("1" * 40, "3" * 40)
    for path in ("README.md", "AGENTS.md", ".gitignore", "pyproject.toml"):
        assert read[path] == edits[path], path
    assert f"@{commit} # v2\n" in read[".github/workflows/walkaround.yml"]
    assert [path for path, content in read.items() if "<<<<<<<" in content or path.endswith(".rej")] == []
    assert walkaround(new, "policy", "lock", "--check") == (0, "walkaround policy: the lock is current (1 pinned)\n")
    code, value = walkaround(new, "policy", "explain", "exemptions.max-days")
    assert (code, value.split("\n")[0]) == (0, f"exemptions.max-days = 45 at {COPY}:52 (organisation)")


@pytest.mark.parametrize(
    ("change", "code", "why"),
    [
        ('[pinned-dependencies]\nlevel = "range"', 2, '"pinned-dependencies.level" is locked by .walkaround/'),
        ('[[paths]]\nglob = "old/**"\nrules.SEC001 = "off"', 2, '"rules.SEC001" is locked by .walkaround/'),
        ('[pinned-dependencies]\nlevel = "hash"', 0, "clean"),
    ],
)
def test_what_a_new_repository_may_say(change: str, code: int, why: str, new: Repository) -> None:
    own = (new.top / "walkaround.toml").read_text()
    new.stage("walkaround.toml", f"{own}\n{change}\n")
    done, said = walkaround(new, "check", "--staged")
    assert (done, why in said) == (code, True), said


def test_a_copy_that_was_edited_is_refused(new: Repository) -> None:
    new.stage(COPY, (new.top / COPY).read_text().replace("max-days = 90", "max-days = 900"))
    code, said = walkaround(new, "check", "--staged")
    assert (code, f"{COPY}: is not what was locked" in said) == (2, True), said


def test_nothing_is_left_to_init(
    new: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The template is written by the parts of `init`: run in a new repository, they find all in place."""
    new.commit("Begin")
    monkeypatch.chdir(new.top)
    assert init.main(["--repo", URL, "--rev", SHA, "--no-install", "--check"]) == 0
    said = capsys.readouterr().out
    assert ("\n  nothing is to be done\n" in said, "pipeline:" in said) == (True, False), said
    assert list(pipeline(Ground(str(new.top), os.environ))) == []


def test_the_workflows_are_sound(template: Repository, new: Repository) -> None:
    program = str(Path(sys.executable).parent / "zizmor")
    command = [program, "--offline", "--no-progress", "--quiet", "--persona=pedantic", str(template.top), str(new.top)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_diverged_is_told_and_healed_by_recopy(new: Repository) -> None:
    """An update between two versions carries over a difference, so that it brings back nothing that was deleted."""
    new.commit("Begin")
    workflow, attributes = new.top / ".github/workflows/walkaround.yml", new.top / ".walkaround/.gitattributes"
    lines = workflow.read_text().splitlines(keepends=True)
    new.stage("README.md", "# Ours\n")
    new.stage("AGENTS.md", (new.top / "AGENTS.md").read_text() + "\nBe brief.\n")
    new.stage(".github/workflows/walkaround.yml", "".join(line for line in lines if "pull_request" not in line))
    new.git("rm", "-q", "-f", ".walkaround/.gitattributes")
    new.commit("Add to some, and diverge in others")
    copier("update", "--defaults", cwd=new.top)
    assert new.git("status", "--porcelain") == b""
    gone = sum("pull_request" in line for line in lines)
    assert list(template_check(Ground(str(new.top), os.environ))) == [
        (
            "warning",
            f".github/workflows/walkaround.yml lacks {gone} lines of the template it was made from.",
            HEAL,
        ),
        ("warning", ".walkaround/.gitattributes is gone, and the template has it.", HEAL),
    ]

    copier(*HEAL.split()[1:], cwd=new.top)
    assert workflow.read_text() == "".join(lines)
    assert attributes.exists()
    assert (new.top / "README.md").read_text() == "# Ours\n"
    assert drift(Facts(str(new.top))) == ()
