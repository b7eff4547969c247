"""Compat mode and a repository's own plugins through the hook, with real git and the real detect-secrets."""

import json
import subprocess
import sys

import pytest

from made_up_secrets import made_up
from tests_support import Repository
from walkaround.cli import main as walkaround
from walkaround.secret_detection import main

MADE = made_up(23)
COMPAT = '[secret-detection]\nmode = "compat"\n'
PLUGIN = """\
import re
from detect_secrets.plugins.base import RegexBasedDetector


class AcmeDetector(RegexBasedDetector):
    secret_type = "Acme Token"
    denylist = (re.compile(r"acme_[A-Za-z0-9]{16}"),)
"""
ACME = "acme_" + MADE["AWS_SECRET"][:8].replace("/", "x").replace("+", "x") + "Zq81Lm2x"


def findings(capsys: pytest.CaptureFixture[str]) -> list[tuple[str, int, int, str]]:
    report = json.loads(capsys.readouterr().out)
    assert report["errors"] == []
    return [(one["path"], one["line"], one["column"], one["rule"]) for one in report["findings"]]


def theirs(*files: str) -> set[tuple[str, int]]:
    """Where detect-secrets' own command finds something, as file and line."""
    command = [sys.executable, "-m", "detect_secrets", "scan", "-n", *files]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return {(path, one["line_number"]) for path, found in json.loads(done.stdout)["results"].items() for one in found}


def test_compat_mode_finds_what_detect_secrets_finds(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.stage("walkaround.toml", COMPAT)
    repository.stage(
        "app.py",
        f"KEY = '{MADE['AWS_KEY']}'\npassword = 'correct horse'\nx = 1\ny = 2\n"
        f"seal = '{MADE['HEX40']}'\nTOKEN = '{MADE['GITHUB_TOKEN']}'  # pragma: allowlist secret\n",
    )
    assert main(["--format", "json", "app.py"]) == 1
    found = findings(capsys)
    assert {(path, line) for path, line, _, _ in found} == theirs("app.py")
    assert found == [
        ("app.py", 1, 8, "SEC001"),
        ("app.py", 2, 13, "SEC004"),
        ("app.py", 5, 9, "SEC005"),
    ]


def test_in_compat_mode_a_sample_is_an_error_as_with_detect_secrets(repository: Repository) -> None:
    repository.stage("walkaround.toml", COMPAT)
    repository.stage("tests/a.py", "password = 'hunter2hunter2'\n")
    assert main(["tests/a.py"]) == 1


def test_compat_mode_takes_plugins_and_filters_from_detect_secrets_baseline(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    only_aws = {
        "version": "1.5.0",
        "plugins_used": [{"name": "AWSKeyDetector"}],
        "filters_used": [{"path": "detect_secrets.filters.regex.should_exclude_line", "pattern": ["sandbox"]}],
        "results": {},
    }
    repository.stage("walkaround.toml", COMPAT)
    repository.stage(".secrets.baseline", json.dumps(only_aws))
    repository.stage(
        "a.py",
        f"password = 'hunter2hunter2'\nk = '{MADE['AWS_KEY']}'\nsandbox = '{MADE['AWS_KEY'][::-1]}{MADE['AWS_KEY']}'\n",
    )
    assert main(["--format", "json", "a.py"]) == 1
    assert findings(capsys) == [("a.py", 2, 6, "SEC001")]


def test_what_compat_mode_finds_is_accepted_by_either_baseline(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.stage("walkaround.toml", COMPAT)
    repository.stage("a.py", f"password = 'hunter2hunter2'\nT = '{MADE['GITHUB_TOKEN']}'\n")
    assert walkaround(["secrets", "baseline", "--update"]) == 0
    capsys.readouterr()
    repository.git("add", ".")
    assert main(["a.py"]) == 0
    repository.git("rm", "-q", "-f", ".walkaround/secrets.baseline")
    assert main(["a.py"]) == 1
    command = [sys.executable, "-m", "detect_secrets", "scan", "-n", "a.py"]
    repository.stage(".secrets.baseline", subprocess.run(command, capture_output=True, text=True, check=True).stdout)
    capsys.readouterr()
    assert main(["a.py"]) == 0


@pytest.mark.parametrize("mode", ["native", "compat"])
def test_a_plugin_of_ones_own_sees_every_line(
    mode: str, repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.stage("plug.py", PLUGIN)
    repository.stage("walkaround.toml", f'[secret-detection]\nmode = "{mode}"\nplugin-files = ["plug.py"]\n')
    repository.stage("notes.txt", f"nothing\n  here: {ACME} ends\n")
    assert main(["--format", "json", "notes.txt"]) == 1
    assert findings(capsys) == [("notes.txt", 2, 9, "SEC001")]


@pytest.mark.parametrize("mode", ["native", "compat"])
@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(None, "cannot be imported as a plugin of detect-secrets: FileNotFoundError", id="missing"),
        pytest.param(
            "raise ValueError('x')\n", "cannot be imported as a plugin of detect-secrets: ValueError", id="raises"
        ),
        pytest.param("def f(:\n", "cannot be imported as a plugin of detect-secrets: SyntaxError", id="syntax"),
    ],
)
def test_a_plugin_that_cannot_be_used_is_not_judged(
    mode: str, content: str | None, why: str, repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    if content is not None:
        repository.stage("plug.py", content)
    repository.stage("walkaround.toml", f'[secret-detection]\nmode = "{mode}"\nplugin-files = ["plug.py"]\n')
    repository.stage("a.txt", "x\n")
    assert main(["a.txt"]) == 2
    assert capsys.readouterr().err == f"walkaround: secret-detection: plug.py: not judged: {why}\n"


def test_a_plugin_that_crashes_on_a_line_is_not_judged(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    crashing = PLUGIN + "\n    def analyze_string(self, string):\n        raise RuntimeError(string)\n"
    repository.stage("plug.py", crashing)
    repository.stage("walkaround.toml", '[secret-detection]\nplugin-files = ["plug.py"]\n')
    repository.stage("a.txt", "my words\n")
    assert main(["a.txt"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    assert "a.txt: not judged" in said.err
    assert "my words" not in said.err
