"""`walkaround pr-checklist render` as a user calls it, on real histories; and that the hook asks the same."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests_support import Repository
from walkaround import cli
from walkaround._checklist.questions import DISCLOSURE, question
from walkaround.pr_checklist import main

Run = Callable[..., tuple[int, str, str]]
RANGE = ("--from-ref", "main", "--to-ref", "topic")
LOGIN = "def login(request):\n    name = request.form['name']\n    if not is_admin(name):\n        raise Forbidden()\n"


@pytest.fixture
def run(repository: Repository, capsys: pytest.CaptureFixture[str]) -> Run:
    repository.git("checkout", "-q", "-B", "main")
    repository.commit("begin", **{"README.md": "# Shop\n"})
    repository.git("checkout", "-q", "-b", "topic")

    def command(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.main(["pr-checklist", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def test_what_a_change_asks(repository: Repository, run: Run) -> None:
    repository.commit("Log in", **{"src/auth/login.py": LOGIN})
    code, out, err = run("render", *RANGE)
    assert (code, err) == (0, "")
    assert out == (
        "<!-- walkaround:checklist begin v2 asks=errors,input,access -->\n\n## AI assistance and review\n\n"
        "Answer in words, below each line or behind it; one honest sentence about this change is enough.\n\n"
        '- Assistant and model, and what it wrote ("none" if none):\n'
        "- What a human has read line by line, and what not:\n"
        "- How the change was verified, and by whom (commands run, cases tried):\n\n"
        "### Questions about the change\n\n"
        f"- **Errors** (asked because `src/auth/login.py` raises an error): {question('errors').text}\n"
        f"- **Input** (asked because `src/auth/login.py` takes what a client sends): {question('input').text}\n"
        f"- **Access** (asked because `src/auth/login.py` changed): {question('access').text}\n\n"
        "<!-- walkaround:checklist end -->\n"
    )


def test_docs_ask_for_the_disclosure_alone(repository: Repository, run: Run) -> None:
    repository.commit("Say more", **{"README.md": "# Shop\n\npassword, login, except\n" * 50})
    _, out, _ = run("render", *RANGE)
    assert (out.count("\n- "), "### Questions" in out) == (3, False)
    assert run("render", "--from-ref", "main", "--to-ref", "main")[:2] == (0, out)


def test_as_data(repository: Repository, run: Run) -> None:
    repository.commit("Log in\n\nAssisted-by: Claude:claude-opus-4.6", **{"src/auth/login.py": LOGIN + "import jwt\n"})
    code, out, _ = run("render", *RANGE, "--json")
    data = json.loads(out)
    assert (code, data["version"], data["assisted"]) == (0, 1, True)
    assert data["touched"] == ["errors", "input", "access", "dependencies"]
    assert [one["id"] for one in data["questions"]] == [*(one.id for one in DISCLOSURE), *data["touched"]]
    assert data["questions"][5] == {
        "id": "access",
        "label": "Access",
        "question": question("access").text,
        "reason": "`src/auth/login.py` changed",
    }
    assert data["text"] == run("render", *RANGE)[1]


@pytest.mark.parametrize("most", [1, 2, 10])
def test_the_hook_asks_the_same(
    repository: Repository, run: Run, most: int, capsys: pytest.CaptureFixture[str], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.delenv("GITHUB_EVENT_PATH", raising=False)
    monkeypatch.delenv("GITHUB_STEP_SUMMARY", raising=False)
    repository.commit("Log in", **{"src/auth/login.py": LOGIN + "password = 1\nwith threading.Lock():\n"})
    repository.write("walkaround.toml", f"[pr-checklist]\nmost = {most}\n")
    report = {"version": 1, "findings": [{"rule": "TST001", "path": "a.py"}], "errors": []}
    repository.write("report.json", json.dumps(report))
    asked = json.loads(run("render", *RANGE, "--json", "--findings", "report.json")[1])
    body = tmp_path / "body.md"
    body.write_text(asked["text"])
    assert len(asked["questions"]) == 3 + min(most, len(asked["touched"]))
    assert main(["--body", str(body), *RANGE, "--findings", "report.json"]) == 1
    out = capsys.readouterr().out
    assert (out.count("is not answered"), out.count("is missing")) == (len(asked["questions"]), 0)


def test_what_cannot_be_rendered(
    run: Run, repository: Repository, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = "walkaround pr-checklist: "
    assert run("render", "--from-ref", "nobody", "--to-ref", "topic") == (
        2, "", f"{start}'nobody' names no commit here; fetch it, or check its spelling\n",
    )  # fmt: skip
    assert run("rendr") == (2, "", f"{start}no command 'rendr'; did you mean \"render\"?\n")
    repository.write("report.json", "{}")
    assert run("render", *RANGE, "--findings", "report.json")[0] == 2
    assert run("--help")[0] == 0
    monkeypatch.chdir(tmp_path_factory.mktemp("no-repository"))
    assert run("render", *RANGE) == (2, "", f"{start}there is no git repository here\n")
