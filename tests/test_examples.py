"""Every example tree, through its hook's manifest entry: `pass` ends in exit code 0, `fail` in 1.

An example is a small repository. `{{NAME}}` in it is a credential made up for the run, or a day; a file called MESSAGE
is the message of the commit, for hooks that read messages, and EVENT.json the event of a code host; the folder BEFORE
is the commit before, and what is in a file called COMMITTED is the message with which all of it is committed, for hooks
that read commits.
"""

import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from made_up_secrets import made_up
from tests_support import TOP, Repository, build_example
from walkaround import _catalogue, strict
from walkaround._main import run

EXAMPLES = TOP / "tests" / "examples"
MANIFEST: dict[str, dict[str, Any]] = {
    entry["id"]: entry for entry in yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text())
}
CASES = [
    pytest.param(hook_id, kind, case, id=f"{hook_id}-{kind}-{case.name}")
    for hook_id in MANIFEST
    for kind in ("pass", "fail")
    for case in sorted((EXAMPLES / hook_id / kind).glob("*"))
]


def run_entry(hook_id: str, files: list[str]) -> int:
    """Call the hook as its manifest entry does."""
    entry = MANIFEST[hook_id]
    assert shlex.split(entry["entry"]) == [f"walkaround-{hook_id}"]
    arguments = [*entry.get("args", []), *(files if entry.get("pass_filenames", True) else [])]
    if hook_id == "strict":
        return strict.main(arguments)
    (declared,) = (entry for entry in _catalogue.ENTRIES if entry.id == hook_id)
    return run(_catalogue.hook(declared), arguments)


@pytest.mark.parametrize(("hook_id", "kind", "case"), CASES)
def test_example(
    repository: Repository, hook_id: str, kind: str, case: Path, capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    message = build_example(case, repository, made_up(7))
    monkeypatch.setenv("GITHUB_EVENT_PATH", str(repository.top / "EVENT.json"))
    listed = subprocess.run(["git", "ls-files", "-z"], capture_output=True, check=True, text=True).stdout
    files = [message] if message is not None else listed.rstrip("\0").split("\0")
    code = run_entry(hook_id, files)
    out, err = capsys.readouterr()
    assert code == (1 if kind == "fail" else 0), out + err
