"""The rules for data and for cryptography on short pieces of code, as they stand in services and applications.

Each file of `data_samples` holds pieces under `### name`; the defective lines end in the rule's id, and a name that
begins with `ok` says that there is none.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from walkaround._code import Module
from walkaround.sast._families import find

_FOLDER = Path(__file__).parent / "data_samples"
_MARK = re.compile(r"  # (B9\d\d)$")


def _samples() -> Iterator[tuple[str, str]]:
    for file in sorted(_FOLDER.glob("*.txt")):
        for part in re.split(r"(?m)^### ", file.read_text(encoding="utf-8"))[1:]:
            name, _newline, source = part.partition("\n")
            yield f"{file.stem}-{name.replace(' ', '-')}", source


SAMPLES = dict(_samples())


def _marked(source: str) -> list[tuple[int, str]]:
    lines = enumerate(source.split("\n"), 1)
    return [(number, hit[1]) for number, line in lines if (hit := _MARK.search(line))]


def _found(source: str) -> list[tuple[int, str]]:
    module = Module("shop/views.py", source.encode(), ast.parse(source))
    spots = {(getattr(one.node, "lineno", 0), one.rule) for one in find(module) if one.rule.startswith(("B94", "B95"))}
    return sorted(spots)


def test_there_are_samples_of_each_topic() -> None:
    topics = {name.partition("-")[0] for name in SAMPLES}
    wanted = "bodies comparisons connections defaults hashes lengths moments races random services"
    assert topics == set(wanted.split())
    assert len(SAMPLES) > 250


@pytest.mark.parametrize("name", SAMPLES)
def test_finds_the_marked_lines_and_no_other(name: str) -> None:
    source = SAMPLES[name]
    assert bool(_marked(source)) != name.partition("-")[2].startswith("ok")
    assert _found(source) == _marked(source)


@pytest.mark.parametrize("name", [name for name in SAMPLES if not name.startswith("defaults")])
def test_is_silent_in_tests(name: str) -> None:
    """The same code in a file of tests is nobody's danger."""
    source = SAMPLES[name]
    module = Module("tests/test_views.py", source.encode(), ast.parse(source))
    assert [one for one in find(module) if one.rule.startswith("B94")] == []
