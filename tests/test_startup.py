"""What must not be imported before there is something to judge: start-up is every commit's price."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests_support import TOP, Repository

# Each costs a millisecond or more, most of them ten or more, and a clean commit needs none of them.
FORBIDDEN = frozenset(
    """
    asyncio bandit bs4 charset_normalizer click concurrent concurrent.futures configparser csv ctypes dataclasses
    detect_secrets difflib distutils email fnmatch hashlib html http importlib.metadata importlib.resources inspect
    jsonschema logging multiprocessing packaging pathlib pip_api pip_audit pkg_resources platform pre_commit pydantic
    random requests rich ruamel setuptools shlex shutil socket sqlite3 ssl stevedore tempfile tokenize tomlkit
    unittest urllib.request urllib3 uuid xml yaml zipfile
    """.split()  # noqa: SIM905 - a list literal would be forty lines
)
# The bare interpreter's own modules differ by version and installation; they are not ours to answer for.
BARE = "import sys, json; print(json.dumps(sorted(sys.modules)))"
LOADED = """
import json, os, sys
from {module} import main
code = main({argv!r})
sys.stdout.flush()
os.write(3, json.dumps([code, sorted(sys.modules)]).encode())
"""

CASES = [
    pytest.param("walkaround.secret_detection", ["app.py"], id="secret-detection"),
    pytest.param("walkaround.secret_detection", [".git/COMMIT_EDITMSG"], id="secret-detection-message"),
    pytest.param("walkaround.pinned_dependencies", ["app.py"], id="pinned-dependencies-no-input"),
    pytest.param("walkaround.pinned_dependencies", ["requirements.txt"], id="pinned-dependencies-requirements"),
    pytest.param("walkaround.pinned_dependencies", [".github/workflows/ci.yml"], id="pinned-dependencies-workflow"),
    pytest.param("walkaround.ai_attribution", [".git/COMMIT_EDITMSG"], id="ai-attribution"),
    pytest.param("walkaround.pr_template", [], id="pr-template"),
    pytest.param("walkaround.strict", ["app.py", "requirements.txt", ".github/workflows/ci.yml"], id="strict"),
    pytest.param("walkaround.cli", ["check", "--all-files"], id="check"),
]


@pytest.fixture
def clean(repository: Repository) -> Repository:
    sha = "0123456789abcdef0123456789abcdef01234567"
    repository.stage("app.py", "def add(a: int, b: int) -> int:\n    return a + b\n")
    repository.stage("requirements.txt", "flask==3.1.2\n")
    repository.stage(
        ".github/workflows/ci.yml", f"jobs:\n  a:\n    steps:\n      - uses: actions/checkout@{sha} # v4\n"
    )
    repository.write(".git/COMMIT_EDITMSG", "Add orders\n")
    run("from walkaround.pr_template import main; main(['--fix'])")
    repository.git("add", ".")
    return repository


def run(code: str, **options: object) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"PYTHONPATH": str(TOP / "hooks")}
    return subprocess.run(  # type: ignore[call-overload,no-any-return]
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False, **options
    )


@pytest.mark.usefixtures("clean")
@pytest.mark.parametrize(("module", "argv"), CASES)
def test_a_clean_run_imports_nothing_heavy(module: str, argv: list[str], tmp_path: Path) -> None:
    log = tmp_path / "loaded.json"
    code = f"import os; os.dup2(os.open({str(log)!r}, os.O_RDWR | os.O_CREAT), 3)\n" + LOADED.format(
        module=module, argv=argv
    )
    done = run(code)
    assert done.returncode == 0, done.stderr
    exit_code, loaded = json.loads(log.read_text())
    bare = set(json.loads(run(BARE).stdout))
    assert (exit_code, sorted((set(loaded) - bare) & FORBIDDEN)) == (0, [])
