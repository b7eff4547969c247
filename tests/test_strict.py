"""`strict`: the commit-stage hooks in one process say what each says alone, and read every file once."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests_support import Repository
from try_strict import build_sample
from walkaround import _catalogue, _inputs, strict
from walkaround._main import run


@pytest.fixture
def sample(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """The bundled sample, with everything staged; the working directory is its top."""
    folder = tmp_path / "sample"
    folder.mkdir()
    build_sample(folder)
    monkeypatch.chdir(folder)
    return Repository(folder)


def findings(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    said: dict[str, list[dict[str, Any]]] = json.loads(capsys.readouterr().out)
    assert said["errors"] == []
    return said["findings"]


def names(repository: Repository) -> list[str]:
    return repository.git("ls-files").decode().split()


def test_it_says_what_its_hooks_say(
    sample: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))  # in which there are no wheels
    options = ["--policy", "strict", "--format", "json"]
    alone = []
    for hook in _catalogue.commit_stage():
        run(hook, [*options, *([] if hook.whole else names(sample))])
        alone += findings(capsys)
    assert strict.main([*options, *names(sample)]) == 1
    together = findings(capsys)
    assert sorted(map(str, together)) == sorted(map(str, alone))
    assert Counter(one["hook"] for one in together) == {
        "pinned-dependencies": 8, "secret-detection": 3, "pr-template": 1, "dependency-verification": 2,
    }  # fmt: skip
    assert [(one["path"], one["line"]) for one in together] == sorted((one["path"], one["line"]) for one in together)


def test_every_file_is_read_once(sample: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    sample.git("rm", "-r", "-q", "--cached", ".")  # untracked files are read from disk, where readings can be counted
    read: Counter[str] = Counter()
    from_disk = _inputs.read_file

    def counted(path: str) -> bytes:
        read[path] += 1
        return from_disk(path)

    monkeypatch.setattr(_inputs, "read_file", counted)
    paths = sorted(str(path.relative_to(sample.top)) for path in sample.top.rglob("*") if ".git/" not in f"{path}/")
    files = [path for path in paths if (sample.top / path).is_file()]
    strict.main(files)
    again = {".pre-commit-config.yaml": 2}  # with nothing staged, policy-integrity looks at the hooks as they stand
    assert {path: read[path] for path in files} == dict.fromkeys(files, 1) | again


def test_staged_content_is_judged(sample: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    sample.write("requirements.txt", "flask==3.1.2\n")
    strict.main(["--format", "json", "requirements.txt"])
    assert ("requirements.txt", "PIN001") in {(one["path"], one["rule"]) for one in findings(capsys)}
    sample.git("add", "requirements.txt")
    strict.main(["--format", "json", "requirements.txt"])
    said = {(one["path"], one["rule"]) for one in findings(capsys)}
    assert said == {(".github/pull_request_template.md", "PRT001"), ("requirements.txt", "DEP018")}


def test_a_bad_policy_stops_everything(sample: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    sample.write("walkaround.toml", "\n[pinned-dependencies]\nlevl = 1\n")
    assert strict.main(names(sample)) == 2
    why = 'walkaround.toml:3: unknown key "pinned-dependencies.levl"; did you mean "level"?'
    assert capsys.readouterr() == ("", f"walkaround: strict: not judged: {why}\n")
