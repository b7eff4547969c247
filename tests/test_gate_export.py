"""`walkaround gate export sonarqube`: the policy's conditions, the calls, and what cannot be expressed."""

import json
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from tests_support import Repository
from walkaround import cli


def exported(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    capsys.readouterr()
    assert cli.main(["gate", "export", "sonarqube", *options]) == 0
    return capsys.readouterr().out


def test_strict(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    repository.write("walkaround.toml", 'extends = "strict"\n')
    found = json.loads(exported(capsys))
    assert found["name"] == "AI Code Strict"
    assert found["conditions"] == [
        {"metric": "new_coverage", "op": "LT", "error": "75"},
        {"metric": "new_duplicated_lines_density", "op": "GT", "error": "5"},
        {"metric": "new_lines", "op": "GT", "error": "500"},
        {"metric": "new_security_rating", "op": "GT", "error": "3"},
        {"metric": "new_critical_violations", "op": "GT", "error": "0"},
    ]
    name = {"gateName": "AI Code Strict"}
    assert found["calls"] == [
        {"method": "POST", "path": "api/qualitygates/create", "parameters": {"name": "AI Code Strict"}},
        *(
            {"method": "POST", "path": "api/qualitygates/create_condition", "parameters": name | condition}
            for condition in found["conditions"]
        ),
        {
            "method": "POST", "path": "api/qualityprofiles/activate_rule",
            "parameters": {
                "key": "QUALITY_PROFILE_KEY", "rule": "python:S3776", "severity": "CRITICAL", "params": "threshold=9",
            },
        },
        {
            "method": "POST", "path": "api/qualitygates/select",
            "parameters": name | {"projectKey": "PROJECT_KEY"},
        },
    ]  # fmt: skip
    assert [one["condition"] for one in found["not-expressed"]] == [
        "complexity", "sast", "secrets", "not measured", "[ai]",
    ]  # fmt: skip


def test_what_is_off_is_left_out_and_what_only_we_know_is_named(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    repository.write(
        "walkaround.toml",
        "[quality-gate]\ncomplexity = 1000\nnew-duplication = 100\nnew-coverage = 0\nchange-lines = 1000000\n"
        'sast = "off"\nsecrets = "warning"\nnew-mutation = 60\ncontracts = ["a.yaml"]\nratchet = true\n'
        "small-change = 5\n",
    )
    found = json.loads(exported(capsys, "--json"))
    assert found["conditions"] == [{"metric": "new_security_rating", "op": "GT", "error": "2"}]
    assert [one["condition"] for one in found["not-expressed"]] == [
        "secrets", "new-mutation", "contracts", "ratchet", "small-change", "not measured", "[ai]",
    ]  # fmt: skip


class Sonar(BaseHTTPRequestHandler):
    """Takes every call and keeps it."""

    seen: list[tuple[str, dict[str, list[str]]]]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        self.seen.append((self.path, parse_qs(body)))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the base class's name
        pass


def test_the_script_makes_these_calls(
    repository: Repository, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    repository.write("walkaround.toml", 'extends = "strict"\n')
    calls = json.loads(exported(capsys, "--name", "it's strict"))["calls"]
    script = tmp_path / "gate.sh"
    script.write_text(exported(capsys, "--calls", "--name", "it's strict"))
    Sonar.seen = []
    server = HTTPServer(("127.0.0.1", 0), Sonar)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    given = {
        "SONAR_HOST_URL": f"http://127.0.0.1:{server.server_port}", "SONAR_TOKEN": "made-up", "PATH": "/usr/bin:/bin",
        "PROJECT_KEY": "PROJECT_KEY", "QUALITY_PROFILE_KEY": "QUALITY_PROFILE_KEY",
    }  # fmt: skip
    done = subprocess.run(["sh", str(script)], env=given, capture_output=True, text=True, check=False)
    server.shutdown()
    server.server_close()
    assert (done.returncode, done.stderr) == (0, "")
    assert Sonar.seen == [
        (f"/{one['path']}", {key: [value] for key, value in one["parameters"].items()}) for one in calls
    ]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["export"], 2, "the following arguments are required: server"),
        (["export", "sonarcloud"], 2, "invalid choice: 'sonarcloud'"),
        (["exprot"], 2, "walkaround gate: no command 'exprot'; did you mean \"export\"?"),
        (["calibrate", "--share", "30-20"], 2, "'30-20' is no share; write two numbers between 0 and 100, as 20-25"),
        (["calibrate", "--share", "some"], 2, "'some' is no share; write it as 20-25"),
        (["calibrate", "--window", "3"], 2, "'3' is no number from 10 on"),
        (["show", "--from-ref", "HEAD"], 2, "--from-ref and --to-ref go together"),
        (["show", "--from-ref", "a", "--to-ref", "b"], 2, "'a' names no commit here; fetch it, or check its spelling"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("repository")
def test_mistakes(capsys: pytest.CaptureFixture[str], arguments: list[str], code: int, said: str) -> None:
    assert cli.main(["gate", *arguments]) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert said in err.splitlines()[-1]
