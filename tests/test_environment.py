"""Which interpreter is the project's, and what it has."""

import os
import sys
from pathlib import Path

import pytest

from walkaround._environment import has_module, project_python
from walkaround._finding import NotJudged

WINDOWS = sys.platform == "win32"


def environment(folder: Path, interpreter: str = "bin/python") -> str:
    """A folder as `python -m venv` lays it out; its interpreter is never run."""
    path = folder / interpreter
    path.parent.mkdir(parents=True)
    (folder / "pyvenv.cfg").touch()
    path.write_text("")
    path.chmod(0o755)
    return str(path)


@pytest.fixture(autouse=True)
def nothing_active(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VIRTUAL_ENV", raising=False)


@pytest.mark.parametrize("layout", ["bin/python", "bin/python3", "Scripts/python.exe", "python.exe"])
@pytest.mark.parametrize("folder", [".venv", "venv", "env"])
def test_a_folder_of_the_usual_name_is_found(tmp_path: Path, folder: str, layout: str) -> None:
    python = environment(tmp_path / folder, layout)
    assert project_python(str(tmp_path)) == python


def test_the_dotted_folder_comes_first(tmp_path: Path) -> None:
    environment(tmp_path / "env")
    first = environment(tmp_path / ".venv")
    assert project_python(str(tmp_path)) == first


def test_a_folder_without_configuration_is_no_environment(tmp_path: Path) -> None:
    environment(tmp_path / "env")
    (tmp_path / "env/pyvenv.cfg").unlink()
    with pytest.raises(NotJudged) as refused:
        project_python(str(tmp_path))
    assert refused.value.why == (
        "the project's own environment was not found; make one with `python -m venv .venv` and install the project and "
        "its tests there, or name it with quality-gate.environment"
    )


def test_the_active_environment_comes_before_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment(tmp_path / ".venv")
    active = environment(tmp_path / "elsewhere")
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "elsewhere"))
    assert project_python(str(tmp_path)) == active


def test_an_active_environment_that_is_gone_does_not_count(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    python = environment(tmp_path / ".venv")
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / "gone"))
    assert project_python(str(tmp_path)) == python


def test_our_own_environment_comes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIRTUAL_ENV", sys.prefix)
    assert Path(project_python(str(tmp_path))).is_relative_to(sys.prefix)  # it has pytest
    python = environment(tmp_path / "venv")
    assert project_python(str(tmp_path)) == python


def test_our_own_environment_without_pytest_is_not_the_project_s(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIRTUAL_ENV", sys.prefix)
    monkeypatch.setattr("walkaround._environment.has_module", lambda python, *names: names)  # noqa: ARG005
    with pytest.raises(NotJudged):
        project_python(str(tmp_path))


@pytest.mark.parametrize("named", ["envs/tests", "envs/tests/bin/python"])
def test_the_policy_names_a_folder_or_an_interpreter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    environment(tmp_path / ".venv")
    python = environment(tmp_path / "envs/tests")
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / ".venv"))
    assert project_python(str(tmp_path), named) == python


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("gone", "gone, which quality-gate.environment names, is not there; make it with `python -m venv gone`"),
        (
            "empty",
            "empty, which quality-gate.environment names, holds no interpreter; make it with `python -m venv empty`",
        ),
    ],
)
def test_what_the_policy_names_must_be_there(tmp_path: Path, named: str, why: str) -> None:
    environment(tmp_path / ".venv")
    (tmp_path / "empty").mkdir()
    with pytest.raises(NotJudged) as refused:
        project_python(str(tmp_path), named)
    assert refused.value.why == why


def test_modules_are_looked_for_without_the_working_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "lies_here.py").touch()
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    found = has_module(sys.executable, "pytest", "lies_here", "nowhere.at_all", "json.decoder", "json.nothing")
    assert found == ("lies_here", "nowhere.at_all", "json.nothing")


@pytest.mark.skipif(WINDOWS, reason="an empty file is no program there")
def test_an_interpreter_that_does_not_run_is_named(tmp_path: Path) -> None:
    python = environment(tmp_path / ".venv")
    Path(python).write_text(f"#!{os.devnull}/nothing\n")
    with pytest.raises(NotJudged) as refused:
        has_module(python, "pytest")
    assert refused.value.why == (
        f"the interpreter {python} does not run; try `{python} --version`, and make the environment anew"
    )
