"""The policy's pages are tried: each policy that they show is loaded, each command is given and its output compared.

A page is a row of scenes. The comment `<!-- scene: NAME -->`, which no reader sees, begins one: a new repository, as
`_SCENES` prepares it. The blocks below it are taken in their order:

- ```toml        a policy: it is written to walkaround.toml and must load, or must be refused with exactly the words
                 of a ```text block that follows at once;
- ```toml FILE   a file, which is written;
- ```console     commands behind `$ `, and what each prints, standard error included.

In all of them it is 2 November 2026. `python3 tests/test_policy_docs.py` writes what the commands print into the pages.
"""

import datetime as dt
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests_support import TOP, Repository
from walkaround._main import policy_for_all
from walkaround._policy import PolicyError, _exemptions
from walkaround.policy_commands import COMMANDS

PAGES = [TOP / "docs" / name for name in ("policy.md", "policy-commands.md", "policy-integrity.md")]
REFUSED = "## What ends in exit code 2\n"
TEMPLATE = TOP / "tests/examples/pr-template/pass/block-below-own-text/.github/pull_request_template.md"

_PARTS = re.compile(r"<!-- scene: (?P<scene>\w+) -->|^```(?P<kind>\w+) ?(?P<file>\S*)\n(?P<body>.*?)^```$", re.M | re.S)
_ROWS = re.compile(r"^\| (`.+`) \| (`.+`) \|$", re.M)


class Block(NamedTuple):
    """A fenced block: the language, the file that it is, what it holds, and where in the page that begins."""

    kind: str
    file: str
    body: str
    start: int


class Scene(NamedTuple):
    """Blocks that share a repository."""

    page: Path
    name: str
    blocks: list[Block]


def scenes(page: Path) -> Iterator[Scene]:
    """The scenes of a page. What is to be tried and stands in none is a mistake."""
    scene = None
    for part in _PARTS.finditer(page.read_text(encoding="utf-8")):
        if part["scene"]:
            if scene is not None:
                yield scene
            scene = Scene(page, part["scene"], [])
        elif scene is not None:
            scene.blocks.append(Block(part["kind"], part["file"], part["body"], part.start("body")))
        else:
            assert part["kind"] not in ("toml", "console"), f"{page.name}: in no scene: {part['body']}"
    if scene is not None:
        yield scene


_COMMAND = """\
import datetime as dt, importlib, sys
sys.path.insert(0, {hooks!r})
from walkaround._policy import _exemptions
_exemptions.today.__code__ = (lambda: dt.date(2026, 11, 2)).__code__
module = sys.argv.pop(1)
sys.exit(importlib.import_module("walkaround." + module).main())
"""


class Stage:
    """A repository called `orders` in a folder, and a shell in it; `policy` beside it answers as a git server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        commands = folder / "bin"
        commands.mkdir()
        (commands / "command.py").write_text(_COMMAND.format(hooks=str(TOP / "hooks")))
        for name, module in (("walkaround", "cli"), ("walkaround-policy-integrity", "policy_integrity")):
            self._program(commands / name, f'exec {sys.executable} {commands / "command.py"} {module} "$@"')
        self._program(commands / "ssh", f"exec git upload-pack {folder / 'policy'}")
        who = {
            f"GIT_{role}_{field}": value
            for role in ("AUTHOR", "COMMITTER")
            for field, value in (("NAME", "Ada"), ("EMAIL", "ada@example.org"), ("DATE", "2026-11-02T09:00:00Z"))
        }
        no_settings = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull, "HOME": str(folder)}
        self.environment = {
            "PATH": f"{commands}{os.pathsep}{os.environ['PATH']}", "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1",
            "GIT_SSH_COMMAND": str(commands / "ssh"), "LC_ALL": "C", **who, **no_settings,
        }  # fmt: skip
        self.orders = self._repository("orders")
        self._status = 0

    @staticmethod
    def _program(path: Path, line: str) -> None:
        path.write_text(f"#!/bin/sh\n{line}\n")
        path.chmod(0o755)

    def _repository(self, name: str) -> Repository:
        """An empty repository whose commits have the same ids everywhere."""
        top = self.folder / name
        subprocess.run(
            ["git", "init", "-q", "-b", "main", "--object-format=sha1", top], check=True, env=self.environment
        )
        return Repository(top)

    def prepare(self, scene: str) -> None:
        """The repository in its first commit."""
        for path, content in _SCENES[scene].items():
            self.orders.write(path, content)
        self.orders.write(".github/pull_request_template.md", TEMPLATE.read_bytes())
        self.shell("git add -A && git commit -q -m 'Start'")
        if scene == "acme":
            self._repository("policy")

    def shell(self, command: str) -> str:
        """What a command prints, both streams as one."""
        done = subprocess.run(
            ["sh", "-c", f"(exit {self._status}); {command}"], cwd=self.orders.top, env=self.environment, check=False,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, encoding="utf-8",
        )  # fmt: skip
        self._status = done.returncode
        return done.stdout

    def console(self, body: str) -> str:
        """A console block with what its commands print now."""
        commands = [line for line in body.splitlines() if line.startswith("$ ")]
        return "".join(f"{command}\n{self.shell(command[2:])}" for command in commands)


_SCENES = {
    "orders": {
        "requirements.txt": "flask==3.1.2\n",
        "requirements-dev.txt": "pytest>=8\n",
        "examples/requirements.txt": "flask>=3\n",
        "src/orders.py": "TOTAL = 0\n",
    },
    "acme": {
        "requirements.txt": "flask==3.1.2\n",
        "src/orders.py": "TOTAL = 0\n",
        "acme.toml": 'lock = ["pinned-dependencies.*"]\n\n[exemptions]\nnever = ["SEC001"]\n',
    },
}


def _the_day() -> dt.date:
    """Its code takes the place of `today`'s, which many modules have imported by name."""
    return dt.date(2026, 11, 2)


@pytest.fixture
def stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """A stage, in whose repository and on whose day the test runs too."""
    made = Stage(tmp_path)
    monkeypatch.setattr(_exemptions.today, "__code__", _the_day.__code__)
    monkeypatch.chdir(made.orders.top)
    return made


def loaded(text: str) -> str:
    """What is wrong with a policy in the repository here; empty when it loads."""
    Path("walkaround.toml").write_text(text, encoding="utf-8")
    try:
        policy = policy_for_all(os.getcwd(), None)
    except PolicyError as refused:
        return str(refused)
    assert {layer.name for layer in (document.layer for document in policy.stacks[0].documents)} >= {"repository"}
    return ""


EVERY = [
    pytest.param(scene, id=f"{scene.page.stem}-{number}")
    for page in PAGES
    for number, scene in enumerate(scenes(page), 1)
]


@pytest.mark.parametrize("scene", EVERY)
def test_a_scene_is_as_the_page_shows_it(stage: Stage, scene: Scene) -> None:
    stage.prepare(scene.name)
    for block, following in zip(scene.blocks, [*scene.blocks[1:], None], strict=True):
        if block.kind == "console":
            assert stage.console(block.body) == block.body
        elif block.kind == "toml" and block.file:
            stage.orders.write(block.file, block.body)
        elif block.kind == "toml":
            refusal = following.body if following is not None and following.kind == "text" else ""
            assert loaded(block.body) == refusal.rstrip("\n")


@pytest.mark.parametrize("page", PAGES, ids=[page.stem for page in PAGES])
def test_a_page_has_scenes_in_which_something_is_tried(page: Path) -> None:
    kinds = {block.kind for scene in scenes(page) for block in scene.blocks}
    assert {"toml", "console"} <= kinds


def refusals() -> list[tuple[str, str]]:
    """The rows of the table of errors: a policy, in one or more lines, and what is said."""
    _, found, rest = PAGES[0].read_text(encoding="utf-8").partition(REFUSED)
    assert found
    rows = _ROWS.findall(rest.partition("\n## ")[0])
    return [("\n".join(map(_code, policy.split("<br>"))) + "\n", _code(said)) for policy, said in rows]


def _code(span: str) -> str:
    """The text of a code span; the marks are doubled around one that holds some itself."""
    return span[3:-3] if span.startswith("`` ") else span[1:-1]


@pytest.mark.parametrize(("policy", "said"), refusals())
def test_what_is_refused_is_refused_in_these_words(stage: Stage, policy: str, said: str) -> None:
    stage.prepare("acme")
    assert loaded(policy) == said


def test_every_command_and_option_has_its_place() -> None:
    page = PAGES[1].read_text(encoding="utf-8")
    assert [name for name in COMMANDS if f"\n## {name}\n" not in page] == []
    for name in COMMANDS:
        usage = subprocess.run(
            [sys.executable, "-m", "walkaround", "policy", name, "--help"], capture_output=True, text=True, check=True,
            env=os.environ | {"PYTHONPATH": str(TOP / "hooks")},
        ).stdout  # fmt: skip
        section = page.partition(f"\n## {name}\n")[2].partition("\n## ")[0]
        options = set(re.findall(r"--[a-z][a-z-]+", usage)) - {"--help"}
        assert {option for option in options if option not in section} == set(), name


def written(page: Path) -> str:
    """The page with what its commands print now."""
    text = page.read_text(encoding="utf-8")
    changes = []
    for scene in scenes(page):
        with tempfile.TemporaryDirectory(prefix="walkaround-docs-") as folder:
            stage = Stage(Path(folder).resolve())
            stage.prepare(scene.name)
            for block in scene.blocks:
                if block.kind == "toml":
                    stage.orders.write(block.file or "walkaround.toml", block.body)
                elif block.kind == "console":
                    changes.append((block, stage.console(block.body)))
    for block, new in reversed(changes):
        text = text[: block.start] + new + text[block.start + len(block.body) :]
    return text


if __name__ == "__main__":
    for one in PAGES:
        one.write_text(written(one), encoding="utf-8")
