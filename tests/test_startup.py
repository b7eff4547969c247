"""What must not be imported before there is something to judge: start-up is every commit's price."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from checklist_samples import good
from made_up_secrets import made_up
from tests_support import TOP, Repository

# Each costs a millisecond or more, most of them ten or more, and a clean commit needs none of them.
FORBIDDEN = frozenset(
    """
    asyncio bandit bs4 charset_normalizer click concurrent concurrent.futures configparser csv ctypes dataclasses
    detect_secrets difflib distutils email fnmatch hashlib html http hyperscan importlib.metadata importlib.resources
    inspect json jsonschema logging multiprocessing packaging pathlib pip_api pip_audit pkg_resources platform
    pre_commit pydantic random requests rich ruamel setuptools shlex shutil socket sqlite3 ssl stevedore tempfile
    tokenize tomlkit unittest urllib.request urllib3 uuid xml yaml zipfile
    """.split()  # noqa: SIM905 - a list literal would be forty lines
)
# The bare interpreter's own modules differ by version and installation; they are not ours to answer for.
BARE = "import sys; print(*sys.modules, sep='\\n')"
LOADED = """
import os, sys
os.dup2(os.open({log!r}, os.O_RDWR | os.O_CREAT), 3)
from {module} import main
code = main({argv!r})
sys.stdout.flush()
os.write(3, "\\n".join([str(code), *sys.modules]).encode())
"""
# What secret-detection is made of as long as nothing stands in a file that could be a secret: no row of the catalogue.
FIRST_SIGHT = {
    "walkaround._secrets_baseline",
    "walkaround.secret_detection",
    *(f"walkaround.secret_detection.{name}" for name in ("_gate", "_judge", "_kinds", "_run", "_tokens")),
    "walkaround.secret_detection._tokens._index",
}
# What dependency-verification takes to judge a Python file or a list: digests, wheels in the cache, pip's settings.
VERIFYING = frozenset({
    "configparser", "difflib", "email", "fnmatch", "hashlib", "json", "pathlib", "random", "shutil", "socket",
    "tempfile", "zipfile",
})  # fmt: skip
# What sast takes to know a file again: digests, what it kept, and what is installed of bandit's plugins.
KNOWING = frozenset({"hashlib", "json"})
CLEAN = "def add(a: int, b: int) -> int:\n    return a + b\n"

CASES = [
    pytest.param("walkaround.secret_detection", ["app.py"], id="secret-detection"),
    pytest.param("walkaround.secret_detection", [".git/COMMIT_EDITMSG"], id="secret-detection-message"),
    pytest.param("walkaround.pinned_dependencies", ["app.py"], id="pinned-dependencies-no-input"),
    pytest.param("walkaround.pinned_dependencies", ["requirements.txt"], id="pinned-dependencies-requirements"),
    pytest.param("walkaround.pinned_dependencies", [".github/workflows/ci.yml"], id="pinned-dependencies-workflow"),
    pytest.param("walkaround.dependency_verification", ["README.md"], id="dependency-verification-no-input"),
    pytest.param("walkaround.dependency_verification", [".github/workflows/ci.yml"], id="dependency-verification-yaml"),
    pytest.param("walkaround.sast", ["README.md"], id="sast-no-input"),
    pytest.param("walkaround.sast", ["app.py"], id="sast"),
    pytest.param("walkaround.ai_attribution", [".git/COMMIT_EDITMSG"], id="ai-attribution"),
    pytest.param("walkaround.ai_attribution.prepare", [".git/COMMIT_EDITMSG"], id="ai-attribution-prepare"),
    pytest.param("walkaround.pr_template", [], id="pr-template"),
    pytest.param("walkaround.pr_checklist", ["--body", "body.md"], id="pr-checklist"),
    pytest.param("walkaround.test_quality", ["README.md"], id="test-quality-no-input"),
    pytest.param("walkaround.test_quality", ["app.py", "test_app.py"], id="test-quality"),
    pytest.param("walkaround.strict", ["app.py", "requirements.txt", ".github/workflows/ci.yml"], id="strict"),
    pytest.param("walkaround.cli", ["check", "--all-files"], id="check"),
]


@pytest.fixture
def clean(repository: Repository) -> Repository:
    sha = "0123456789abcdef0123456789abcdef01234567"
    repository.stage("app.py", CLEAN)
    repository.stage("requirements.txt", "flask==3.1.2\n")
    repository.stage("README.md", "# Orders\n")
    repository.stage("test_app.py", "from app import add\n\n\ndef test_add() -> None:\n    assert add(0, -2) == -2\n")
    repository.stage(
        ".github/workflows/ci.yml", f"jobs:\n  a:\n    steps:\n      - uses: actions/checkout@{sha} # v4\n"
    )
    repository.write(".git/COMMIT_EDITMSG", "Add orders\n")
    repository.write("body.md", good())
    run("from walkaround.pr_template import main; main(['--fix'])")
    repository.git("add", ".")
    return repository


def run(code: str, **options: object) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"PYTHONPATH": str(TOP / "hooks")}
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False, **options
    )


def loaded(module: str, argv: list[str], log: Path) -> tuple[int, set[str]]:
    """The exit code of a command, and the modules that it imports beside the bare interpreter's."""
    done = run(LOADED.format(log=str(log), module=module, argv=argv))
    assert done.returncode == 0, done.stderr
    code, *modules = log.read_text().splitlines()
    return int(code), set(modules) - set(run(BARE).stdout.splitlines())


@pytest.mark.usefixtures("clean")
@pytest.mark.parametrize(("module", "argv"), CASES)
def test_a_clean_run_imports_nothing_heavy(module: str, argv: list[str], tmp_path: Path) -> None:
    known = {"walkaround.sast": KNOWING, "walkaround.strict": VERIFYING, "walkaround.cli": VERIFYING}
    if module in known:  # a file that was judged before
        loaded(module, argv, tmp_path / "before")
    code, modules = loaded(module, argv, tmp_path / "loaded")
    allowed = known.get(module, frozenset())
    assert (code, sorted(modules & FORBIDDEN - allowed)) == (0, [])


# What a report needs for other forms than the one that is asked for, for files from elsewhere, and for a tree and for
# messages that nobody has read yet.
UNREAD = frozenset({
    "calendar", "decimal", "fractions", "html", "random", "rich", "statistics", "textwrap",
    "walkaround.baseline_metrics.imports.files", "walkaround.baseline_metrics.page.document",
    "walkaround.baseline_metrics.page.summary", "walkaround.baseline_metrics.page.terminal",
    "walkaround._measures.complexipy",
})  # fmt: skip


def test_a_second_report_imports_what_it_writes_and_no_more(
    clean: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    clean.commit()
    for number in range(2):
        code, modules = loaded("walkaround.cli", ["report", "--json", "-"], tmp_path / f"loaded{number}")
    assert (code, sorted(modules & UNREAD)) == (0, [])


@pytest.mark.parametrize("argv", [["README.md"], []], ids=["no-input", "nothing"])
@pytest.mark.usefixtures("clean")
def test_without_a_source_nothing_of_dependency_verification_is_loaded(argv: list[str], tmp_path: Path) -> None:
    """Its tables, its readers and its index are for files that it judges."""
    code, modules = loaded("walkaround.dependency_verification", argv, tmp_path / "loaded")
    ours = {name for name in modules if "dependency_verification" in name or "_apis" in name or "_wheels" in name}
    assert (code, ours) == (0, {"walkaround.dependency_verification"})


@pytest.mark.usefixtures("clean")
@pytest.mark.parametrize("path", ["app.py", "requirements.txt", ".git/COMMIT_EDITMSG"])
def test_a_small_clean_file_needs_no_catalogue_of_tokens(path: str, tmp_path: Path) -> None:
    code, modules = loaded("walkaround.secret_detection", [path], tmp_path / "loaded")
    ours = {name for name in modules if "secret" in name}
    messages = {name for name in ours if "COMMIT" in path and name == "walkaround._message"}
    assert (code, ours - messages) == (0, FIRST_SIGHT)


SECRETS = "".join(f"{name} = {value!r}\n" for name, value in made_up(7).items())
FILES = {
    "clean": CLEAN,
    "dirty": SECRETS,
    "clean and large": CLEAN * 20_000,
    "dirty and large": SECRETS + CLEAN * 20_000,
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("mode", ["native", "compat"])
def test_only_compat_mode_needs_detect_secrets(mode: str, name: str, repository: Repository, tmp_path: Path) -> None:
    """And that only where something stands in a file; nobody needs what could reach the network."""
    repository.write("walkaround.toml", f'[secret-detection]\nmode = "{mode}"\n')
    repository.stage("app.py", FILES[name])
    code, modules = loaded("walkaround.secret_detection", ["app.py"], tmp_path / "loaded")
    assert code == int("dirty" in name)
    assert ("detect_secrets" in modules) is (mode == "compat" and "dirty" in name)
    if mode == "native":
        assert sorted(modules & {"requests", "urllib3", "ssl", "socket", "http", "urllib.request"}) == []
