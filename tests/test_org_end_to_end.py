"""From nothing to an organisation: real copier, real hooks of pre-commit and prek, real commits that are stopped."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from frameworks import Framework
from made_up_secrets import made_up
from org_support import copied, options
from tests_support import TOP, Repository
from walkaround.bootstrap import _org

pytestmark = pytest.mark.e2e

SECRETS = made_up(23)
PREK = pytest.mark.parametrize("framework", ["prek"], indirect=True)  # with pre-commit the page does much the same


@pytest.fixture(autouse=True)
def _own_store(_quiet_environment: None, framework: Framework, monkeypatch: pytest.MonkeyPatch) -> None:
    """Environments are built below the tests' own folder, whose variables each test's quiet environment took away."""
    monkeypatch.setenv("PRE_COMMIT_HOME", str(framework.store))
    monkeypatch.setenv("PREK_HOME", str(framework.store))


@pytest.fixture
def template(framework: Framework, tmp_path: Path) -> Repository:
    """The organisation's repository, committed through its own hooks."""
    folder = tmp_path / "dot-github"
    asked = options(
        folder, apply=True, repo=str(framework.source), rev=framework.revision, no_install=False,
        framework=Path(framework.command[0]).name,
    )  # fmt: skip
    assert _org.main(asked) == 0
    made = Repository(folder)
    passes(made, "Begin")
    made.git("tag", "v1")
    return made


def commit(repository: Repository, message: str) -> tuple[int, str]:
    repository.git("add", "-A")
    done = subprocess.run(
        ["git", "commit", "-m", message], cwd=repository.top, capture_output=True, text=True, check=False, timeout=900
    )
    return done.returncode, done.stdout + done.stderr


def passes(repository: Repository, message: str) -> None:
    code, said = commit(repository, message)
    assert code == 0, said


def stopped(repository: Repository, message: str, *why: str) -> None:
    code, said = commit(repository, message)
    assert code == 1, said
    assert [one for one in why if one not in said] == [], said


@PREK
def test_a_new_repository_is_strict_from_its_first_commit(
    template: Repository, framework: Framework, tmp_path: Path
) -> None:
    new = copied(template, tmp_path / "orders", language="python")
    installed = framework.run("install", cwd=new.top)
    assert installed.returncode == 0, installed.stderr

    token = SECRETS["GITHUB_TOKEN"]
    new.write("app.py", f'TOKEN = "{token}"\n')
    stopped(new, "Begin orders", "app.py:1:10: SEC001")
    new.write("app.py", 'import os\n\nTOKEN = os.environ["TOKEN"]\n')
    stopped(new, f"Begin orders with {token}", "<commit message>:1:")
    passes(new, "Begin orders")

    own = (new.top / "walkaround.toml").read_text()
    new.write("walkaround.toml", own + '[pinned-dependencies]\nlevel = "range"\n')
    stopped(new, "Loosen", '"pinned-dependencies.level" is locked by .walkaround/')
    new.write("walkaround.toml", own + '[pinned-dependencies]\nlevel = "hash"\n')
    passes(new, "Tighten")
    new.write("requirements.txt", "flask==3.1.2\n")
    stopped(new, "Depend", "requirements.txt:1:1: PIN001")


@PREK
def test_a_fresh_clone_has_hooks(
    template: Repository, framework: Framework, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepared = tmp_path / "git-template"
    settings = tmp_path / "settings"
    settings.write_text(f"[init]\n  templateDir = {prepared}\n")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    types = [word for kind in ("pre-commit", "commit-msg", "prepare-commit-msg", "pre-push") for word in ("-t", kind)]
    made = framework.run("util", "init-template-dir", *types, str(prepared), cwd=tmp_path)
    assert made.returncode == 0, made.stderr

    new = copied(template, tmp_path / "orders")
    passes(new, "Begin orders")
    subprocess.run(["git", "clone", "-q", str(new.top), str(tmp_path / "clone")], check=True)
    clone = Repository(tmp_path / "clone")
    clone.write("app.py", f'TOKEN = "{SECRETS["GITHUB_TOKEN"]}"\n')
    stopped(clone, "Add the token", "app.py:1:10: SEC001")
    clone.write("app.py", 'import os\n\nTOKEN = os.environ["TOKEN"]\n')
    passes(clone, "Read the token")

    subprocess.run(["git", "init", "-q", str(tmp_path / "plain")], check=True)
    plain = Repository(tmp_path / "plain")
    assert (plain.top / ".git/hooks/pre-commit").exists()
    plain.write("app.py", f'TOKEN = "{SECRETS["GITHUB_TOKEN"]}"\n')
    passes(plain, "No hooks are configured here")


_BLOCKS = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_SSH = """\
#!/bin/sh
for asked; do :; done
case "$asked" in
git-upload-pack*) exec git upload-pack {0} ;;
git-receive-pack*) exec git receive-pack {0} ;;
esac
exit 1
"""


def page() -> list[tuple[str, str]]:
    """Each command of the page, and what it prints there; the dots stand for anything."""
    text = (TOP / "docs/organisation.md").read_text(encoding="utf-8")
    found: list[tuple[str, str]] = []
    for line in "".join(_BLOCKS.findall(text)).splitlines():
        if line.startswith("$ "):
            found.append((line[2:], ""))
        else:
            found[-1] = (found[-1][0], found[-1][1] + line + "\n")
    return found


def program(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(text)
    path.chmod(0o755)


@pytest.mark.parametrize("framework", ["pre-commit"], indirect=True)
def test_the_page_does_what_it_says(framework: Framework, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """docs/organisation.md from its first command to the last, in one shell, with a server that is a folder."""
    server, home = tmp_path / "server.git", tmp_path / "home"
    subprocess.run(["git", "init", "-q", "--bare", "-b", "main", str(server)], check=True)
    walkaround = f"PYTHONPATH={TOP / 'hooks'} exec {sys.executable} -m walkaround"
    source = f"--repo {framework.source} --rev {framework.revision}"
    program(home / "walkaround", f'#!/bin/sh\n[ "$1" != init ] || set -- "$@" {source}\n{walkaround} "$@"\n')
    program(home / "ssh", _SSH.format(server))
    (home / ".gitconfig").write_text('[url "ssh://git@server/"]\n\tinsteadOf = https://github.com/\n')
    monkeypatch.setenv("PATH", f"{home}{os.pathsep}{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("GIT_SSH_COMMAND", str(home / "ssh"))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(home / ".gitconfig"))
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("NO_COLOR", "1")
    (tmp_path / "work").mkdir()

    commands = page()
    mark = "=== the end of a command: "
    script = "".join(f"{command}\necho {shlex.quote(mark)}$?\n" for command, _ in commands)
    done = subprocess.run(
        ["sh"], input=script, cwd=tmp_path / "work", text=True, check=False, timeout=900,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    said = re.split(f"{mark}(\\d+)\n", done.stdout)
    assert len(said) == 2 * len(commands) + 1, done.stdout
    wrong = []
    for (command, shown), printed, code in zip(commands, said[::2], said[1::2], strict=False):
        wanted = ".*".join(map(re.escape, shown.replace("…\n", "…").split("…")))
        if code != "0" or not re.fullmatch(wanted, printed, re.DOTALL):
            wrong.append(f"$ {command}\n{printed}exit code {code}\n")
    assert not wrong, "\n".join(wrong)
