"""What is kept between runs: whole or not at all, and read only where nobody else can have written it."""

import errno
import os
import shutil
import stat
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests_support import tries
from walkaround import _cache

NAME, PAYLOAD = "a-database", b"\0payload\xff\n"
posix = pytest.mark.skipif(os.name == "nt", reason="Windows has no owners and modes in this sense")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache's folder, which is not there yet."""
    folder = tmp_path / "home" / "walkaround"
    monkeypatch.setattr(_cache, "folder", lambda: str(folder))
    return folder


@pytest.fixture
def kept(home: Path) -> Path:
    """An entry that can be read."""
    assert _cache.write(NAME, PAYLOAD)
    assert _cache.read(NAME) == PAYLOAD
    return home / NAME


def test_what_is_written_is_read(home: Path) -> None:
    assert _cache.read(NAME) is None
    assert not home.exists()
    assert _cache.write(NAME, b"first")
    assert _cache.write("another", b"")
    assert _cache.write(NAME, PAYLOAD)
    assert (_cache.read(NAME), _cache.read("another")) == (PAYLOAD, b"")
    assert sorted(os.listdir(home)) == sorted([NAME, "another"])


@posix
def test_nobody_else_may_read_what_is_written(kept: Path) -> None:
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (kept.parent, kept)]
    assert modes == [0o700, 0o600]


@settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=300))
def test_every_payload_comes_back_as_it_was(home: Path, payload: bytes) -> None:
    assert _cache.write(NAME, payload)
    assert _cache.read(NAME) == payload
    assert os.listdir(home) == [NAME]


@settings(max_examples=tries(100), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_damage_is_read(home: Path, data: st.DataObject) -> None:
    """One byte that is another one, one too many, or any that are missing."""
    assert _cache.write(NAME, PAYLOAD)
    path = home / NAME
    whole = path.read_bytes()
    at = data.draw(st.integers(0, len(whole) - 1))
    byte = data.draw(st.integers(0, 255).filter(lambda value: value != whole[at]))
    damaged = st.sampled_from([whole[:at], whole[:at] + bytes([byte]) + whole[at + 1 :], whole + bytes([byte])])
    path.write_bytes(data.draw(damaged))
    assert _cache.read(NAME) is None


def owned_by(monkeypatch: pytest.MonkeyPatch, other: str) -> None:
    """Let a path look as if it belonged to somebody else."""
    found = os.lstat

    def lstat(path: str) -> Any:
        told = found(path)
        if os.path.samefile(path, other):
            return os.stat_result((*told[:4], told.st_uid + 1, *told[5:]))
        return told

    monkeypatch.setattr(os, "lstat", lstat)


@posix
@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_belongs_to_somebody_else_is_not_read(kept: Path, monkeypatch: pytest.MonkeyPatch, what: str) -> None:
    owned_by(monkeypatch, str(kept if what == "file" else kept.parent))
    assert _cache.read(NAME) is None
    assert _cache.write("another", PAYLOAD) == (what == "file")


@posix
def test_another_user_reads_nothing_and_writes_nothing(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    user = os.geteuid()
    monkeypatch.setattr(os, "geteuid", lambda: user + 1)
    assert _cache.read(NAME) is None
    assert not _cache.write("another", PAYLOAD)
    assert os.listdir(kept.parent) == [NAME]


@posix
@pytest.mark.parametrize("bit", [stat.S_IWGRP, stat.S_IWOTH], ids=["group", "world"])
@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_others_may_write_is_not_read(kept: Path, what: str, bit: int) -> None:
    path = kept if what == "file" else kept.parent
    path.chmod(path.stat().st_mode | bit)
    assert _cache.read(NAME) is None
    assert _cache.write("another", PAYLOAD) == (what == "file")
    path.chmod(path.stat().st_mode & ~bit)
    assert _cache.read(NAME) == PAYLOAD


@posix
@pytest.mark.parametrize("what", ["file", "folder"])
def test_no_link_is_followed(kept: Path, tmp_path: Path, what: str) -> None:
    path = kept if what == "file" else kept.parent
    elsewhere = tmp_path / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    assert _cache.read(NAME) is None


@posix
def test_a_link_in_the_place_of_an_entry_is_replaced_and_what_it_names_is_left_alone(
    kept: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other"
    other.write_bytes(b"mine")
    kept.unlink()
    kept.symlink_to(other)
    assert _cache.write(NAME, b"new")
    assert (_cache.read(NAME), other.read_bytes()) == (b"new", b"mine")


def test_a_folder_is_no_entry(kept: Path) -> None:
    kept.unlink()
    kept.mkdir()
    assert _cache.read(NAME) is None
    assert not _cache.write(NAME, PAYLOAD)
    assert os.listdir(kept.parent) == [NAME]


@posix
def test_a_pipe_is_no_entry_and_is_not_waited_for(kept: Path) -> None:
    kept.unlink()
    os.mkfifo(kept, 0o600)
    assert _cache.read(NAME) is None


def test_what_is_too_large_is_neither_read_nor_written(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    size = kept.stat().st_size
    monkeypatch.setattr(_cache, "MOST", size)
    assert _cache.read(NAME) == PAYLOAD
    assert not _cache.write("another", PAYLOAD + b"x")
    monkeypatch.setattr(_cache, "MOST", size - 1)
    assert _cache.read(NAME) is None
    assert not _cache.write("another", PAYLOAD)
    assert os.listdir(kept.parent) == [NAME]


def fails(number: int) -> Callable[..., Any]:
    def failing(*_: object, **__: object) -> Any:
        raise OSError(number, os.strerror(number))

    return failing


FAILING = {
    "read-only-home": ("os.makedirs", errno.EROFS),
    "read-only-folder": ("os.open", errno.EACCES),
    "full-before-the-end": ("os.replace", errno.ENOSPC),
}


@pytest.mark.parametrize(("call", "number"), FAILING.values(), ids=FAILING)
def test_what_cannot_be_kept_is_not_and_leaves_nothing(
    kept: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int
) -> None:
    with monkeypatch.context() as failing:
        failing.setattr(call, fails(number))
        assert not _cache.write(NAME, b"new")
        assert not _cache.write("another", PAYLOAD)
    assert os.listdir(kept.parent) == [NAME]
    assert _cache.read(NAME) == PAYLOAD


def test_a_file_in_the_place_of_the_folder_is_left_alone(home: Path) -> None:
    home.parent.mkdir()
    home.write_bytes(b"mine")
    assert not _cache.write(NAME, PAYLOAD)
    assert _cache.read(NAME) is None
    assert home.read_bytes() == b"mine"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no device that is always full")
def test_a_full_disk_leaves_nothing(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.open

    def on_a_full_disk(path: str, flags: int, mode: int = 0o777) -> int:
        os.close(real(path, flags, mode))
        return real("/dev/full", os.O_WRONLY)

    monkeypatch.setattr("os.open", on_a_full_disk)
    assert not _cache.write(NAME, b"new")
    assert os.listdir(kept.parent) == [NAME]
    assert _cache.read(NAME) == PAYLOAD


def test_an_interruption_leaves_nothing_and_goes_on(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("walkaround._cache.os.replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        _cache.write(NAME, b"new")
    assert os.listdir(kept.parent) == [NAME]


def test_a_folder_that_is_gone_is_made_again(kept: Path) -> None:
    shutil.rmtree(kept.parent)
    assert _cache.read(NAME) is None
    assert _cache.write(NAME, PAYLOAD)
    assert _cache.read(NAME) == PAYLOAD


PLACES = {
    "linux": ("linux", {"XDG_CACHE_HOME": "/c", "HOME": "/h"}, "/c/walkaround"),
    "linux-without": ("linux", {"HOME": "/h"}, "/h/.cache/walkaround"),
    "linux-empty": ("linux", {"XDG_CACHE_HOME": "", "HOME": "/h"}, "/h/.cache/walkaround"),
    "linux-relative": ("linux", {"XDG_CACHE_HOME": "c", "HOME": "/h"}, None),
    "linux-without-a-home": ("linux", {"HOME": "/h/none"}, None),
    "macos-without-a-home": ("darwin", {"HOME": "/h/none"}, None),
    "macos": ("darwin", {"HOME": "/h", "XDG_CACHE_HOME": "/c"}, "/h/Library/Caches/walkaround"),
    "windows": ("win32", {"LOCALAPPDATA": "/l", "HOME": "/h"}, "/l/walkaround"),
    "windows-without": ("win32", {"HOME": "/h"}, None),
}


@posix
@pytest.mark.parametrize(("system", "variables", "place"), PLACES.values(), ids=PLACES)
def test_where_the_folder_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, variables: dict[str, str], place: str | None
) -> None:
    """In the table, `/h` is a home that is there."""
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value.replace("/h", str(tmp_path)))
    monkeypatch.setattr("walkaround._cache.sys.platform", system)
    assert _cache.folder() == (place and place.replace("/h", str(tmp_path)))


def test_without_a_place_nothing_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_cache, "folder", lambda: None)
    assert not _cache.write(NAME, PAYLOAD)
    assert _cache.read(NAME) is None
