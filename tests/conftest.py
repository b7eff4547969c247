"""What tests share: a real git repository in a temporary folder, and no trace of the machine's own settings."""

import gc
import os
import shutil
import subprocess
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from defended import Site, build, copy_of
from frameworks import framework, source
from pip_server import python_with_pip
from policy_support import PROFILES, write
from tests_support import TOP, Repository

__all__ = ["framework", "source"]  # fixtures of every end-to-end test

# An example takes as long as it takes: no property fails because a machine is slow. The profile `ci` is so already; it
# draws the same examples each time, so that what many find few have found, by hand or at the first of all runs.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("ci", settings.get_profile("ci"), max_examples=50)
settings.load_profile("default")

# What is collected, thirty thousand tests, stays to the end: looking through it for garbage is a sixth of the time that
# collecting takes.
gc.disable()

collect_ignore_glob = ["labelled/*", "examples/*"]  # what is read as samples and never run

_AGENTS = tomllib.loads((TOP / "policies" / "agents.toml").read_text(encoding="utf-8"))["agent"]
AGENT_VARIABLES = {
    variable.partition("=")[0]
    for agent in _AGENTS
    for field in ("environment", "likely", "unless", "model")
    for variable in agent.get(field, ())
}


# What takes longest and asks nothing of an interpreter that its neighbours would answer differently.
_FORMATS = ("cargo", "conda", "dockerfile", "gem", "gitlab", "go", "locks", "shell", "workflow")
_FAMILIES = (
    "baseline",
    "ciphers",
    "comparisons",
    "coroutines",
    "crypto",
    "data",
    "defaults",
    "disclosure",
    "errors",
    "hashes",
    "injection_",
    "inputs",
    "leftovers",
    "loaders",
    "loading",
    "moments",
    "money",
    "oauth",
    "plugins",
    "pool",
    "races",
    "randomness",
    "services",
    "timeouts",
    "tokens",
    "transport",
    "web",
)
_THOROUGH = (
    "test_apis_aws", "test_apis_removed", "test_attacks", *(f"test_dependencies_{one}" for one in _FORMATS),
    "test_dependency_verification_ja",
    "test_deps_commands", "test_fetch", "test_honest_work", "test_policy_fuzz", "test_policy_locks",
    "test_policy_typos", "test_quality_gate_coverage_formats",
    "test_secret_detection_compat", "test_secret_detection_hostile",
    "test_secret_detection_tokens", "test_secret_detection_verify", "test_vulnerability_audit", "test_wheels_",
    *(f"test_sast_{one}" for one in _FAMILIES),
)  # fmt: skip
# What answers by the syntax, the parser or the standard library of the interpreter that runs it.
_READS_PYTHON = (
    "test_apis", "test_cache", "test_cli", "test_code.", "test_dependencies_static", "test_dependency_verification",
    "test_examples", "test_flow", "test_inputs", "test_main", "test_packaging", "test_policy_commands",
    "test_policy_schema", "test_quality_gate_coverage_python", "test_sast", "test_startup", "test_strict",
)  # fmt: skip


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Files of which the marks of further interpreters take nothing are not even imported, which took half a minute."""
    name, asked = collection_path.name, config.option.markexpr
    if not name.startswith("test_"):
        return None
    unread = "reads_python and" in asked and not name.startswith(_READS_PYTHON)
    return unread or ("not thorough" in asked and name.startswith(_THOROUGH)) or None


@pytest.hookimpl(tryfirst=True)  # before pytest-xdist reads the groups
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Marks what runs on the first interpreter alone, and leaves out what is exhaustive unless it is asked for.

    What a module lets one framework run is a group of its own: its repositories are made once, by one worker, and the
    largest groups begin first.
    """
    for item in items:
        called = getattr(item, "callspec", None)
        if called is not None and "framework" in called.params and item.get_closest_marker("e2e"):
            for name in (item.path.stem, called.params["framework"]):  # of several marks pytest-xdist makes one name
                item.add_marker(pytest.mark.xdist_group(name))
        if item.path.name.startswith(_THOROUGH):
            item.add_marker("thorough")
        if item.path.name.startswith(_READS_PYTHON):
            item.add_marker("reads_python")
    if "exhaustive" not in config.option.markexpr:
        items[:] = [item for item in items if item.get_closest_marker("exhaustive") is None]


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()


def quieten(patch: pytest.MonkeyPatch, factory: pytest.TempPathFactory) -> None:
    """Neither the machine's git settings and caches, nor a policy or an agent from its environment."""
    for name in list(os.environ):
        if name.startswith(("GIT_", "PRE_COMMIT", "PREK", "WALKAROUND")) or name in AGENT_VARIABLES:
            patch.delenv(name)
    base = factory.getbasetemp()
    patch.setenv("GIT_CONFIG_GLOBAL", str(base / "no-git-settings"))
    patch.setenv("GIT_CONFIG_SYSTEM", str(base / "git-settings"))
    patch.setenv("XDG_CACHE_HOME", str(factory.getbasetemp().parent / "cache"))  # of all tests of a run
    for who in ("AUTHOR", "COMMITTER"):
        patch.setenv(f"GIT_{who}_NAME", "Ada Example")
        patch.setenv(f"GIT_{who}_EMAIL", "ada@example.org")


@pytest.fixture(autouse=True, scope="session")
def _quiet_session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What is made once for several tests is made under the same conditions.

    git begins no housekeeping after a commit, which takes almost as long as the commit.
    """
    (tmp_path_factory.getbasetemp() / "git-settings").write_text("[maintenance]\n\tauto = false\n")
    with pytest.MonkeyPatch.context() as patch:
        quieten(patch, tmp_path_factory)
        yield


@pytest.fixture(autouse=True)
def _quiet_environment(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    quieten(monkeypatch, tmp_path_factory)


@pytest.fixture(scope="session")
def _unborn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What `git init` makes, without its samples of hooks: thousands of tests take a copy, for a sixth of the time."""
    top = tmp_path_factory.mktemp("unborn") / "repository"
    subprocess.run(["git", "init", "-q", "-b", "main", str(top)], check=True)
    for sample in (top / ".git" / "hooks").iterdir():
        sample.unlink()
    return top


@pytest.fixture
def repository(_unborn: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """An empty repository on an unborn branch; the working directory is its top."""
    top = tmp_path / "repository"
    shutil.copytree(_unborn, top)
    monkeypatch.chdir(top)
    return Repository(top)


@pytest.fixture
def fleet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty folder as the working directory, beside profiles that speak of the catalogue `Fleet`."""
    (tmp_path / "repository").mkdir()
    monkeypatch.chdir(tmp_path / "repository")
    monkeypatch.setattr("walkaround._policy._load.data_path", lambda name: f"../{name}")
    write(PROFILES)


@pytest.fixture(scope="session")
def python_of_pip() -> Iterator[str]:
    """An interpreter that runs pip without importing it each time."""
    with python_with_pip() as python:
        yield python


@pytest.fixture
def site(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A defended repository, committed and clean."""
    template = tmp_path_factory.getbasetemp() / "defended"
    if not template.exists():
        build(template)
    return copy_of(template, tmp_path / "site")
