"""Tests of ty as an engine, with the pinned ty itself: an update of ty shows here which of its words changed."""

import gc
import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkaround._finding import NotJudged
from walkaround.dependency_verification import _ty
from walkaround.dependency_verification._ty import run
from walkaround.dependency_verification._ty_output import Said, Unreadable, read

_LIBRARY = """\
from typing import overload
class Client:
    def __init__(self, url): ...
    def get(self, path, *, timeout=1): ...
    def close(self): ...
def send(data, *, retries=1): ...
@overload
def load(x: int) -> int: ...
@overload
def load(x: str) -> str: ...
def load(x): return x
def maybe() -> Client | None: ...
items: list[int] = []
"""


@pytest.fixture
def wheels(tmp_path: Path) -> list[str]:
    for root, package in (("one", "lib"), ("two", "space/first"), ("three", "space/second")):
        folder = tmp_path / "wheels" / root / package
        folder.mkdir(parents=True)
        (folder / "__init__.py").write_text(_LIBRARY)
    stubs = tmp_path / "wheels/types/lib2-stubs"
    stubs.mkdir(parents=True)
    (stubs / "__init__.pyi").write_text("x: int\n")
    return [str(one) for one in sorted((tmp_path / "wheels").iterdir())]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "tree"
    folder.mkdir()
    return folder


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def _said(root: Path, wheels: list[str], text: str, python: str = "3.10", path: str = "a.py") -> list[Said]:
    return run([(path, text.encode())], str(root), ["."], wheels, python).said()


_TABLE = (
    ("import lib.nope", (8, "module", "", "lib.nope", "import-not-found")),
    ("from . import nope", (1, "module", "", ".", "import-not-found")),
    ("from lib import nope", (17, "name", "lib", "nope", "missing-module-member")),
    ("import lib; lib.nope", (13, "attribute", "lib", "nope", "missing-attribute")),
    ("import lib; lib.Client('').nope", (13, "attribute", "Client", "nope", "missing-attribute")),
    ("import lib; lib.Client.nope", (13, "attribute", "Client", "nope", "missing-attribute")),
    ("import lib; lib.send.nope", (13, "attribute", "send", "nope", "missing-attribute")),
    ("import lib; lib.items.nope", (13, "attribute", "list[int]", "nope", "missing-attribute")),
    ("import lib; lib.maybe().nope", (13, "attribute", "Client | None", "nope", "missing-attribute")),
    ("import lib; lib.send(1, nope=2)", (25, "keyword", "send", "nope", "unknown-argument")),
    ("import lib; lib.Client('', nope=2)", (28, "keyword", "Client.__init__", "nope", "unknown-argument")),
    ("import lib; lib.Client('').get(1, nope=2)", (35, "keyword", "Client.get", "nope", "unknown-argument")),
    ("import lib; lib.send()", (13, "missing-argument", "send", "data", "missing-argument")),
    (
        "import lib; lib.Client('').close(1)",
        (34, "too-many-arguments", "Client.close", "1, got 2", "too-many-positional-arguments"),
    ),
    ("import lib; lib.load([])", (13, "overload", "load", "", "no-matching-overload")),
    ("import lib; x = '\U0001d538é'; lib.nope", (23, "attribute", "lib", "nope", "missing-attribute")),
    ("import space.first, space.second, space.third", (35, "module", "", "space.third", "import-not-found")),
    ("import lib2; lib2.x; lib2.y", (22, "attribute", "lib2", "y", "missing-attribute")),
    ("import lib; lib.nope  # type: ignore", (13, "attribute", "lib", "nope", "missing-attribute")),
    ("import lib; lib.nope  # ty: ignore", (13, "attribute", "lib", "nope", "missing-attribute")),
    ("import requests", (8, "module", "", "requests", "import-not-found")),
    ("import tomllib", (8, "module", "", "tomllib", "import-not-found")),
    ("from datetime import UTC", (22, "name", "datetime", "UTC", "missing-module-member")),
    ("import itertools; itertools.batched", (19, "attribute", "itertools", "batched", "missing-attribute")),
)


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*one, id=ascii(one[0])) for one in _TABLE])
def test_what_ty_says(
    root: Path, wheels: list[str], temporary: Path, text: str, expected: tuple[int, str, str, str, str]
) -> None:
    (said,) = _said(root, wheels, text)
    assert (said.path, said.line) == ("a.py", 1)
    assert (said.column, said.kind, said.owner, said.name, said.rule) == expected
    assert list(temporary.iterdir()) == []


def test_the_version_of_a_standard_module_is_noted(root: Path, wheels: list[str]) -> None:
    (said,) = _said(root, wheels, "import tomllib")
    assert said.notes[0] == "The stdlib module `tomllib` is only available on Python 3.11+"
    assert _said(root, wheels, "import tomllib; zip([], [], strict=True)", "3.11") == []


@pytest.mark.parametrize("python", ["", "3", "2.7", "3.99"])
def test_any_version_is_brought_to_one_that_ty_knows(root: Path, wheels: list[str], python: str) -> None:
    assert [one.name for one in _said(root, wheels, "import lib; lib.nope", python)] == ["nope"]


def test_settings_in_a_script_have_no_say(root: Path, wheels: list[str]) -> None:
    script = "# /// script\n# [tool.ty.rules]\n# all = 'ignore'\n# ///\nimport lib; lib.nope\n"
    assert [one.name for one in _said(root, wheels, script)] == ["nope"]


def test_a_broken_file_is_judged_as_far_as_it_goes(root: Path, wheels: list[str]) -> None:
    assert [one.name for one in _said(root, wheels, "import lib; lib.nope\ndef (:\n")] == ["nope"]


def test_a_file_that_ty_cannot_have_does_not_keep_it_from_the_rest(root: Path, wheels: list[str]) -> None:
    odd = [("n\nl.py", b""), ("\udcff.py", b""), ("bad.py", b"x = '\xff'\n"), ("x.ipynb", b"{}")]
    (root / "other.py").write_text("import nope\n")
    started = run([*odd, ("a.py", b"import lib; lib.nope\n")], str(root), ["."], wheels, "3.10")
    assert [one.path for one in started.unjudged] == [path for path, _ in odd]
    assert [(one.path, one.name) for one in started.said()] == [("a.py", "nope")]
    assert run(odd, str(root), ["."], wheels, "3.10").said() == []


def test_the_place_of_a_definition_is_known(root: Path, wheels: list[str]) -> None:
    (said,) = _said(root, wheels, "import lib; lib.send(1, nope=2)")
    assert said.defined == ((os.path.join(wheels[0], "lib/__init__.py"), 6),)


def test_the_repository_and_the_environment_have_no_say(
    root: Path, wheels: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (root / "pyproject.toml").write_text("[tool.ty.rules]\nall = 'ignore'\n")
    (root / "ty.toml").write_text("[rules]\nall = 'ignore'\n")
    (root / ".gitignore").write_text("*\n")
    for name, value in (("VIRTUAL_ENV", "/nowhere"), ("TY_CONFIG_FILE", "/nowhere"), ("TY_OUTPUT_FORMAT", "concise")):
        monkeypatch.setenv(name, value)
    elsewhere = root.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "outside.py").touch()
    monkeypatch.setenv("PYTHONPATH", str(elsewhere))
    (root / "a.py").write_text("import lib, outside; lib.nope")
    assert [one.name for one in _said(root, wheels, "import lib, outside; lib.nope")] == ["outside", "nope"]


def test_what_is_staged_is_judged_and_the_rest_of_the_tree_is_seen(
    root: Path, wheels: list[str], temporary: Path
) -> None:
    (root / "pkg").mkdir()
    (root / "pkg/__init__.py").touch()
    (root / "pkg/near.py").write_text("there = 1\n")
    (root / "pkg/changed.py").write_text("on_disk = 1\n")
    files = [
        ("pkg/changed.py", b"staged = 1\n"),
        ("pkg/user.py", b"from .near import there, nope\n"),
        ("top.py", b"from pkg.changed import staged, on_disk\n"),
    ]
    found = run(files, str(root), ["."], wheels, "3.10").said()
    assert [(one.path, one.name) for one in found] == [("pkg/user.py", "nope"), ("top.py", "on_disk")]
    assert (root / "pkg/changed.py").read_text() == "on_disk = 1\n"
    assert list(temporary.iterdir()) == []


def test_first_party_modules_come_before_wheels(root: Path, wheels: list[str]) -> None:
    (root / "lib.py").write_text("own = 1\n")
    assert [one.name for one in _said(root, wheels, "import lib; lib.own; lib.send")] == ["send"]


def test_another_encoding_is_read(root: Path, wheels: list[str]) -> None:
    text = "# coding: latin-1\nimport lib; x = 'é'; lib.nope\n"
    (said,) = run([("a.py", text.encode("latin-1"))], str(root), ["."], wheels, "3.10").said()
    assert (said.line, said.column) == (2, 22)


@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("exit 101", "ty: it ended with exit code 101"),
        ("echo hello", "ty: what it printed cannot be understood"),
        ("exec sleep 60", "ty: it did not end within 0.5 seconds"),
        ("printf '\\377'", "ty: its output is not UTF-8"),
        (
            "echo 'error[io]: gone'; echo ' --> a.py:1:1'; echo Found 1 diagnostic",
            "a.py: ty could not judge it (io)",
        ),
    ],
)
def test_a_failure_is_not_clean(
    root: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch, script: str, why: str
) -> None:
    fake = root.parent / "ty"
    fake.write_text(f"#!/bin/sh\n{script}\n")
    fake.chmod(0o755)
    monkeypatch.setattr(_ty, "_binary", lambda: str(fake))
    started = run([("a.py", b"x = 1\n")], str(root), ["."], [], "3.10")
    with pytest.raises(NotJudged) as caught:
        started.said(0.5)
    assert str(caught.value) == why
    assert list(temporary.iterdir()) == []


def test_a_run_that_nobody_reads_leaves_nothing(root: Path, temporary: Path) -> None:
    started = run([("a.py", b"x = 1\n")], str(root), ["."], [], "3.10")
    del started
    gc.collect()
    assert list(temporary.iterdir()) == []


def test_an_interrupted_run_leaves_nothing(root: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started = run([("a.py", b"x = 1\n")], str(root), ["."], [], "3.10")

    def interrupted(_seconds: float) -> int:
        monkeypatch.undo()
        raise KeyboardInterrupt

    monkeypatch.setattr(started._process, "wait", interrupted)
    with pytest.raises(KeyboardInterrupt):
        started.said()
    assert list(temporary.iterdir()) == []


def test_a_missing_ty_and_another_version(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_ty, "executable", str(root / "python"))
    monkeypatch.setattr(_ty, "import_path", [])
    monkeypatch.setenv("PATH", str(root))
    with pytest.raises(NotJudged, match=r"^ty: it is not installed \(ty==0\.0\.108 is needed\)$"):
        run([("a.py", b"")], str(root), [], [], "3.10")
    (root / "ty").write_text("#!/bin/sh\necho ty 0.0.1\n")
    (root / "ty").chmod(0o755)
    with pytest.raises(NotJudged, match=r"^ty: .*/ty is version 0\.0\.1, and 0\.0\.108 is needed$"):
        run([("a.py", b"")], str(root), [], [], "3.10")


@given(st.text())
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        said = read(text, {"a.py": "a.py"})
    except Unreadable:
        return
    assert all(one.path == "a.py" for one in said)
