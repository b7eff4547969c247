"""What a lock, a wheel, an environment or a second process may do to the store of unpacked wheels."""

import os
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from walkaround import _cache
from walkaround._wheels import Wanted, store
from walkaround._wheels.fetch import NotFetched, fetch, reason
from walkaround._wheels.unpack import Contents, Refused, unpack


@pytest.fixture(autouse=True)
def _own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT", "CONDA_PREFIX"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(_cache, "folder", lambda: str(tmp_path / "cache"))


def _wheel(folder: Path, name: str = "demo", version: str = "1.0", extra: dict[str, bytes] | None = None) -> str:
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{name}/__init__.py", "x = 1\n")
        archive.writestr(f"{name}-{version}.dist-info/METADATA", f"Name: {name}\nVersion: {version}\n")
        for place, content in (extra or {}).items():
            archive.writestr(place, content)
    return str(path)


@pytest.mark.parametrize(
    "name",
    ["demo @ {}", "demo @ {}#", "--find-links={}", "-r{}", "{}", "demo[{}]", "demo\n", "", "démo"],
    ids=["address", "fragment", "option", "list", "path", "extra", "line-end", "empty", "not-ascii"],
)
def test_a_name_from_a_lock_is_never_an_address_or_option(tmp_path: Path, name: str) -> None:
    ran = tmp_path / "ran"
    (tmp_path / "setup.py").write_text(f"open({str(ran)!r}, 'w')\nfrom setuptools import setup\nsetup(name='demo')\n")
    source = tmp_path / "demo-1.tar.gz"
    with tarfile.open(source, "w:gz") as archive:
        archive.add(tmp_path / "setup.py", "demo-1/setup.py")
    wanted = Wanted(name.format(source.as_uri()), "1")
    assert list(fetch([wanted])) == [NotFetched(wanted, "has a name or a version that no index can have")]
    assert not ran.exists()


@pytest.mark.parametrize("version", ["1 @ file:///x", "*", "1,<2", "", "1\n", "1 --pre"])
def test_a_version_from_a_lock_is_nothing_else(version: str) -> None:
    wanted = Wanted("demo", version)
    assert list(fetch([wanted])) == [NotFetched(wanted, "has a name or a version that no index can have")]


@pytest.mark.parametrize("name", ["RECORD", "entry_points.txt"])
def test_metadata_is_limited_as_modules_are(tmp_path: Path, name: str) -> None:
    bomb = {f"bomb-1.0.dist-info/{name}": b"0" * (65 << 20)}
    wheel = _wheel(tmp_path, "bomb", extra=bomb)
    with pytest.raises(Refused, match="has an entry that is too large"):
        unpack(wheel, str(tmp_path / "out"))


def test_another_spelling_of_a_version_is_found(tmp_path: Path) -> None:
    wheel = _wheel(tmp_path)
    store.add(wheel, Wanted("demo", "1.0"))
    added = store.add(wheel, Wanted("demo", "1.0.0"))
    assert store.find([Wanted("demo", "1.0.0")], str(tmp_path)) == {Wanted("demo", "1.0.0"): added}
    assert added.version == "1.0.0"


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (Wanted("other", "1.0"), "says that it is another package"),
        (Wanted("demo", "9"), "says that it is another version"),
    ],
    ids=["name", "version"],
)
def test_a_kept_wheel_answers_for_nothing_else(tmp_path: Path, wanted: Wanted, why: str) -> None:
    wheel = _wheel(tmp_path)
    store.add(wheel, Wanted("demo", "1.0"))
    with pytest.raises(Refused, match=why):
        store.add(wheel, wanted)


def test_a_second_process_leaves_the_first_ones_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel, wanted = _wheel(tmp_path), Wanted("demo", "1.0")
    inodes: list[int] = []

    def late(path: str, folder: str) -> Contents:
        monkeypatch.setattr(store, "unpack", unpack)
        inodes.append(os.stat(store.add(wheel, wanted).root).st_ino)
        return unpack(path, folder)

    monkeypatch.setattr(store, "unpack", late)
    assert [os.stat(store.add(wheel, wanted).root).st_ino] == inodes
    kept = os.listdir(tmp_path / "cache" / "wheels")
    assert [name for name in kept if name.startswith(".")] == []


def test_what_a_stopped_run_left_is_replaced(tmp_path: Path) -> None:
    wheel, wanted = _wheel(tmp_path), Wanted("demo", "1.0")
    kept = store.add(wheel, wanted)
    os.unlink(f"{kept.root}.json")
    os.unlink(f"{kept.root}/demo/__init__.py")
    assert store.find([wanted], str(tmp_path)) == {}
    assert store.add(wheel, wanted) == kept
    assert os.path.isfile(f"{kept.root}/demo/__init__.py")
    assert [name for name in os.listdir(os.path.dirname(kept.root)) if name.startswith(".")] == []


def _environment(root: Path, metadata: str, record: str) -> None:
    home = root / ".venv" / "lib" / "python3.11" / "site-packages" / "demo-1.0.dist-info"
    home.mkdir(parents=True)
    (root / ".venv" / "pyvenv.cfg").touch()
    (home / "METADATA").write_text(metadata)
    (home / "RECORD").write_text(record)


@pytest.mark.skipif(sys.platform == "win32", reason="another layout")
def test_files_outside_of_an_environment_are_left_out(tmp_path: Path) -> None:
    record = "demo/__init__.py,,\ndemo/../../x.py,,\n../../bin/y.py,,\n/z.py,,\nC:/w.py,,\n"
    _environment(tmp_path, "Name: demo\nVersion: 1.0\n\n", record)
    assert store.find([Wanted("demo", "1.0")], str(tmp_path))[Wanted("demo", "1.0")].files == ("demo/__init__.py",)


@pytest.mark.parametrize("metadata", ["Name: other\nVersion: 1.0\n\n", "Name: demo\nVersion: 2\n\n", ""])
def test_an_environment_whose_metadata_says_otherwise_is_not_used(tmp_path: Path, metadata: str) -> None:
    _environment(tmp_path, metadata, "demo/__init__.py,,\n")
    assert store.find([Wanted("demo", "1.0")], str(tmp_path)) == {}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("ERROR: no https://user:p@ss-FAKE@host/simple", "no https://host/simple"),
        ("ERROR: no https://token-FAKE@host/simple", "no https://host/simple"),
        ("/x/python: No module named pip", "pip is not installed beside Walkaround; install it there"),
        ("", "pip gave no wheel, and no reason"),
    ],
    ids=["at-sign", "token", "no-pip", "silent"],
)
def test_reasons(said: str, why: str) -> None:
    assert reason(said) == why
