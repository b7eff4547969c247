"""Templates of every odd kind: installed, upgraded, drifted, removed, each step leaving just the bytes that it must."""

from pathlib import Path

import pytest

from template_trials import DERIVED, PLACE, REFUSED, STEPS, call, refusal, trial


@pytest.fixture(autouse=True)
def _in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("content", DERIVED.values(), ids=DERIVED)
def test_every_step_is_exact(tmp_path: Path, content: bytes) -> None:
    assert trial(tmp_path, content) == dict.fromkeys(STEPS, True)


WHYS = {
    "UTF-16": "is not UTF-8 text but UTF-16 or binary; save it as UTF-8",
    "UTF-16 without a mark": "is not UTF-8 text but UTF-16 or binary; save it as UTF-8",
    "open comment": "has a comment from line 3 that is still open where the block stands; close it with -->",
    "open code": "has a code block from line 3 that is still open where the block stands; close it with ```",
    "open code, no final newline": (
        "has a code block from line 1 that is still open where the block stands; close it with ~~~"
    ),
    "open front matter": "begins with front matter on line 1 that never ends; close it with a line of three hyphens",
    "carriage returns alone": "has a lone carriage return in line 1; save it with LF or CRLF line ends",
    "one carriage return alone": "has a lone carriage return in line 3; save it with LF or CRLF line ends",
}


@pytest.mark.parametrize("name", REFUSED)
def test_nothing_is_written_and_the_place_is_told(tmp_path: Path, name: str) -> None:
    assert refusal(tmp_path, REFUSED[name]) == WHYS[name]


def test_a_template_of_the_hook_itself_comes_and_goes(tmp_path: Path) -> None:
    assert call("--fix").code == 1
    assert (tmp_path / PLACE).read_bytes() == call("--print").out.encode()
    assert call("--remove").code == 0
    assert list(tmp_path.iterdir()) == []
