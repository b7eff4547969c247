"""quality-gate and the reports of other hooks: which count, and what is said of those that do not."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests_support import Repository
from walkaround import cli
from walkaround.quality_gate import main

# The conditions that stand on other things are switched off.
ALONE = (
    "[quality-gate]\ncomplexity = 1000\nnew-duplication = 100\nnew-coverage = 0\nchange-lines = 1000000\n"
    'demand-reports = true\nsecrets = "off"\n'
)
CLEAN = "import subprocess\n\n\ndef run(name):\n    return subprocess.run([name], check=True, timeout=5)\n"
BAD = CLEAN + "\n\ndef shout(name):\n    return subprocess.run(name, shell=True, check=True, timeout=5)\n"


@pytest.fixture
def range_(repository: Repository) -> tuple[str, str]:
    """A range whose second commit adds a call of a shell below clean code."""
    base = repository.commit(**{"walkaround.toml": ALONE, "a.py": CLEAN})
    return base, repository.commit(**{"a.py": BAD})


def saved(base: str, head: str, *options: str) -> dict[str, Any]:
    cli.main(["check", "--from-ref", base, "--to-ref", head, "--only", "sast", "--save", "json=r.json", *options])
    found: dict[str, Any] = json.loads(Path("r.json").read_text())
    return found


def gate(capsys: pytest.CaptureFixture[str], base: str, head: str, *options: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = main(["--from-ref", base, "--to-ref", head, *options])
    return code, *capsys.readouterr()


def test_a_finding_on_a_new_line_stops(range_: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    base, head = range_
    report = saved(base, head)
    about = {key: report[key] for key in ("hooks", "scope", "base", "commit")}
    assert about == {"hooks": ["sast"], "scope": "range", "base": base, "commit": head}
    (finding,) = [one for one in report["findings"] if one["severity"] == "error"]
    code, out, err = gate(capsys, base, head, "--report", "r.json")
    expected = (
        f"a.py:9:{finding['column']}: GATE005 sast reports {finding['rule']} on a new line: {finding['message']}\n"
        f"    Mend it as the finding itself says; `walkaround rule {finding['rule']}` explains it.\n"
    )
    assert (code, out, err) == (1, expected, "")


def test_show_counts_one_finding(range_: tuple[str, str], capsys: pytest.CaptureFixture[str]) -> None:
    base, head = range_
    saved(base, head)
    capsys.readouterr()
    assert cli.main(["gate", "show", "--from-ref", base, "--to-ref", head, "--report", "r.json"]) == 0
    shown = capsys.readouterr().out.splitlines()
    (row,) = [line.split("  ") for line in shown if line.startswith("sast ")]
    assert [cell.strip() for cell in row if cell] == [
        "sast", "stopped", "1 finding", "0 findings", "sast has 1 of severity error on new lines"
    ]  # fmt: skip


def test_a_finding_on_an_old_line_does_not(
    range_: tuple[str, str], repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    _, base = range_
    head = repository.commit(**{"a.py": BAD + "\n\nANSWER = 42\n"})
    saved(base, head)
    assert gate(capsys, base, head, "--report", "r.json") == (0, "", "")


def test_a_report_that_was_made_in_a_folder_is_read_as_one_of_the_top(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    base = repository.commit(**{"walkaround.toml": ALONE, "src/a.py": CLEAN})
    head = repository.commit(**{"src/a.py": BAD})
    report = saved(base, head)
    told = gate(capsys, base, head, "--report", "r.json")
    assert (report["folder"], told[0], told[1].split(":")[0]) == (".", 1, "src/a.py")
    monkeypatch.chdir("src")
    assert gate(capsys, base, head, "--report", "../r.json")[0] == 1
    report = saved(base, head)
    assert (report["folder"], report["findings"][0]["path"]) == ("src", "a.py")
    monkeypatch.chdir("..")
    assert gate(capsys, base, head, "--report", "src/r.json") == told
    Path("src/r.json").write_text(json.dumps(without("folder")(report)))  # as it was written before
    code, out, err = gate(capsys, base, head, "--report", "src/r.json")
    assert (code, out, f"src/r.json names a.py, which {head[:12]} does not have; make one" in err) == (2, "", True)


def test_a_name_of_other_bytes_is_found_in_a_report(repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    base = repository.commit(**{"walkaround.toml": ALONE})
    repository.stage(b"a\xff.py", BAD)
    head = repository.commit()
    assert saved(base, head)["findings"][0]["path"] == "a\\xff.py"
    assert gate(capsys, base, head, "--report", "r.json")[0] == 1


@pytest.mark.parametrize("named", ["policy", "option"])
def test_a_report_can_be_named_by_the_policy(
    range_: tuple[str, str], repository: Repository, capsys: pytest.CaptureFixture[str], named: str
) -> None:
    base, head = range_
    if named == "policy":
        head = repository.commit(**{"walkaround.toml": f'{ALONE}reports = ["r.json"]\n'})
    saved(base, head)
    options = ["--report", "r.json"] if named == "option" else []
    assert gate(capsys, base, head, *options)[0] == 1


def without(key: str) -> Any:
    return lambda report: {name: value for name, value in report.items() if name != key}


def with_(**given: object) -> Any:
    return lambda report: {**report, **given}


OTHER = "0" * 40
USELESS = [
    pytest.param(lambda _: b"", "is no JSON", id="empty"),
    pytest.param(lambda _: b"[" * 100_000, "is no JSON", id="nested"),
    pytest.param(lambda _: b"\xff\xfe\x00", "is no JSON", id="bytes"),
    pytest.param(lambda _: b"[]", "is no report of walkaround", id="list"),
    pytest.param(with_(version=2), "is no report of walkaround", id="version"),
    pytest.param(with_(findings={}), "is no report of walkaround", id="findings"),
    pytest.param(without("commit"), "does not say which commit it is about", id="no-commit"),
    pytest.param(with_(commit=OTHER), f"is about {OTHER[:12]}, not HEAD", id="other-commit"),
    pytest.param(with_(commit=None), "is about no commit, not HEAD", id="staged"),
    pytest.param(with_(hooks=["pinned-dependencies"]), "is not about sast", id="other-hook"),
    pytest.param(with_(hooks=None), "is not about sast", id="no-hooks"),
    pytest.param(with_(base=OTHER), f"begins at {OTHER[:12]}, after the start of this change", id="other-base"),
    pytest.param(
        with_(errors=[{"hook": "sast", "path": "a.py", "message": "x"}]), "says that sast could not judge everything",
        id="errors",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("change", "why"), USELESS)
def test_a_report_that_proves_nothing(
    range_: tuple[str, str], capsys: pytest.CaptureFixture[str], change: Any, why: str
) -> None:
    base, head = range_
    changed = change(saved(base, head))
    Path("r.json").write_bytes(changed if isinstance(changed, bytes) else json.dumps(changed).encode())
    make = (
        f"make one by `walkaround check --from-ref {base[:12]} --to-ref {head[:12]} --save json=FILE`, and name it by"
    )
    told = f"walkaround: quality-gate: not judged: sast: r.json {why}; {make} `--report`\n".replace("HEAD", head[:12])
    assert gate(capsys, base, head, "--report", "r.json") == (2, "", told)


def test_no_report(range_: tuple[str, str], repository: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    base, head = range_
    make = f"ake one by `walkaround check --from-ref {base[:12]} --to-ref {head[:12]} --save json=FILE`, and name it by"
    why = "no report about what sast says of this change"
    told = f"walkaround: quality-gate: not judged: sast: {why}; m{make} `--report`\n"
    assert gate(capsys, base, head) == (2, "", told)
    head = repository.commit(**{"walkaround.toml": ALONE.replace("true", "false")})
    make = make.replace(range_[1][:12], head[:12])
    message = f"What sast says of this change was not measured: {why}. [warning]"
    warned = f"<change>:0:0: GATE009 {message}\n    M{make} `--report`.\n"
    assert gate(capsys, base, head) == (0, warned, "")


def test_a_report_of_more_than_the_change_counts(
    range_: tuple[str, str], repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    start, base = range_
    head = repository.commit(**{"b.py": BAD})
    saved(start, head)
    code, out, _ = gate(capsys, base, head, "--report", "r.json")
    assert (code, out.split(" ")[0]) == (1, "b.py:9:12:")


def test_a_report_of_all_files_counts_where_the_tree_is_clean(
    range_: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    base, head = range_
    cli.main(["check", "--all-files", "--only", "sast", "--save", "json=r.json"])
    assert gate(capsys, base, head, "--report", "r.json")[0] == 1
    Path("a.py").write_text(CLEAN)
    cli.main(["check", "--all-files", "--only", "sast", "--save", "json=r.json"])
    assert gate(capsys, base, head, "--report", "r.json")[0] == 2


def test_who_names_a_report_means_it_to_count(
    range_: tuple[str, str], repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    base, _ = range_
    head = repository.commit(**{"walkaround.toml": ALONE.replace("true", "false")})
    code, out, err = gate(capsys, base, head, "--report", "none.json")
    assert (code, out) == (2, "")
    assert err.startswith("walkaround: quality-gate: not judged: sast: none.json no such file; make one by ")
    cli.main(["check", "--from-ref", base, "--to-ref", head, "--only", "pr-template", "--save", "json=r.json"])
    assert gate(capsys, base, head, "--report", "r.json")[0] == 0
