"""The store of unpacked wheels: what is found again, what is not trusted, and the project's own environments."""

import hashlib
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests_support import TOP
from walkaround import _cache
from walkaround._wheels import Unpacked, Wanted
from walkaround._wheels.store import _safe, add, entries, find, forget, normalised, sweep
from walkaround._wheels.unpack import Refused
from wheels_support import alone, shown, wheel

DEMO = Wanted("demo", "1.0")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    return alone(tmp_path, monkeypatch)


@pytest.fixture
def kept(folder: Path) -> Unpacked:
    """demo 1.0 in the store."""
    return add(str(wheel(folder, "demo", "1.0", {"__init__.py": "x = 1\n"}, requires=["low"])), DEMO)


def place(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "walkaround" / "wheels"


def test_what_is_added_is_found(tmp_path: Path, folder: Path) -> None:
    file = wheel(folder, "Demo-X", "1.0", {"__init__.py": "", "/six.py": "", "a/b.pyi": ""}, requires=["low>1"])
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    wanted = Wanted("demo-x", "1.0", frozenset({digest, "f" * 64}), pinned=False)
    root = str(place(tmp_path) / digest)
    files = ("Demo_X/__init__.py", "Demo_X/a/b.pyi", "six.py")
    expected = Unpacked("demo-x", "1.0", root, files, digest, ("low>1",), ("Demo_X", "six"), pinned=False)
    assert add(str(file), wanted) == expected
    assert find([wanted, Wanted("low", "1")], str(tmp_path)) == {wanted: expected}
    assert find([wanted._replace(pinned=True)], "/") == {wanted._replace(pinned=True): expected._replace(pinned=True)}


@pytest.mark.parametrize(
    "wanted",
    [DEMO._replace(hashes=frozenset({"0" * 64})), Wanted("demo", "1.1"), Wanted("dem", "1.0")],
    ids=["another-file", "another-version", "another-name"],
)
@pytest.mark.usefixtures("kept")
def test_nothing_else_is_found(wanted: Wanted) -> None:
    assert find([wanted], "/") == {}


def test_of_two_wheels_of_a_version_the_one_of_the_lock_is_found(folder: Path) -> None:
    digests = []
    for tag in ("py3-none-any", "cp311-none-any"):
        file = wheel(folder, "demo", "1.0", {"__init__.py": f"tag = {tag!r}\n"}, tag=tag)
        digests.append(add(str(file), DEMO).key)
    for digest in digests:
        wanted = DEMO._replace(hashes=frozenset({digest}))
        assert find([wanted], "/")[wanted].key == digest
    assert find([DEMO], "/")[DEMO].key == digests[1]


@pytest.mark.parametrize("change", ["entry", "names", "folder", "foreign", "open", "link"])
@pytest.mark.skipif(sys.platform == "win32", reason="rights and links")
def test_a_store_in_doubt_has_nothing(tmp_path: Path, kept: Unpacked, change: str) -> None:
    home = place(tmp_path)
    entry = home / f"{kept.key}.json"
    match change:
        case "entry":
            entry.write_bytes(entry.read_bytes()[:-1])
        case "names":
            (home / "names" / "demo-1.0").write_bytes(b"walkaround cache 1\n")
        case "folder":
            os.rename(kept.root, home / "elsewhere")
        case "foreign":
            assert _cache.write(f"wheels/{kept.key}.json", json.dumps({"format": 1, "name": "demo"}).encode())
        case "open":
            os.chmod(kept.root, 0o722)  # noqa: S103 - that others may write is the point
        case "link":
            os.rename(kept.root, tmp_path / "elsewhere")
            os.symlink(tmp_path / "elsewhere", kept.root)
    assert find([DEMO], "/") == {}


NO_ENTRIES: dict[str, Any] = {
    "list": [], "another-format": {"format": 0}, "no-files": {"format": 1, "name": "demo", "version": "1.0"},
    "number": {"format": 1, "name": "demo", "version": "1.0", "files": 1, "requires": [], "modules": []},
    "text": "x", "nothing": None,
}  # fmt: skip


@pytest.mark.parametrize("entry", NO_ENTRIES.values(), ids=NO_ENTRIES)
def test_an_entry_that_is_none(kept: Unpacked, entry: Any) -> None:
    assert _cache.write(f"wheels/{kept.key}.json", json.dumps(entry).encode())
    assert find([DEMO], "/") == {}


@pytest.mark.parametrize("names", [{}, ["../../x"], ["0" * 63], [1], "x"])
def test_a_list_of_names_that_is_none(kept: Unpacked, names: object) -> None:
    assert _cache.write("wheels/names/demo-1.0", json.dumps(names).encode())
    assert find([DEMO], "/") == {}
    assert os.path.isdir(kept.root)


def test_a_wheel_that_is_refused_leaves_nothing(tmp_path: Path, folder: Path) -> None:
    file = wheel(folder, "demo", "1.0", {"__init__.py": "", "/../x.py": ""})
    with pytest.raises(Refused):
        add(str(file), DEMO)
    assert shown(place(tmp_path)) == []
    assert os.listdir(place(tmp_path)) == []


def test_ctrl_c_leaves_nothing(tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_wheel: str, place: str) -> None:
        (Path(place) / "half.py").touch()
        raise KeyboardInterrupt

    monkeypatch.setattr("walkaround._wheels.store.unpack", interrupted)
    with pytest.raises(KeyboardInterrupt):
        add(str(wheel(folder, "demo", "1.0")), DEMO)
    assert os.listdir(place(tmp_path)) == []


def test_two_processes_at_once_both_find_it(tmp_path: Path, folder: Path) -> None:
    file = wheel(folder, "demo", "1.0", {f"m{number}.py": "x = 1\n" for number in range(300)})
    code = (
        "import sys\nfrom walkaround._wheels import Wanted\nfrom walkaround._wheels.store import add, find\n"
        "wanted = Wanted('demo', '1.0')\nkept = add(sys.argv[1], wanted)\n"
        "assert find([wanted], '/') == {wanted: kept}\nprint(len(kept.files))\n"
    )
    environment = os.environ | {"PYTHONPATH": str(TOP / "hooks")}
    several = [
        subprocess.Popen([sys.executable, "-c", code, str(file)], env=environment, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert [one.communicate(timeout=60)[0] for one in several] == ["300\n"] * 4
    (digest,) = [name for name in os.listdir(place(tmp_path)) if len(name) == 64]
    assert sorted(os.listdir(place(tmp_path))) == [digest, f"{digest}.json", "names"]
    assert len(shown(place(tmp_path) / digest)) == 302


# What is in use


def _age(path: str, days: float) -> None:
    os.utime(path, (time.time(), time.time() - days * 86400))


@pytest.mark.parametrize(("days", "is_touched"), [(0.5, False), (2, True)], ids=["today", "before"])
def test_what_is_found_is_in_use(kept: Unpacked, days: float, is_touched: bool) -> None:
    path = f"{kept.root}.json"
    _age(path, days)
    before = os.stat(path).st_mtime
    assert DEMO in find([DEMO], "/")
    assert (os.stat(path).st_mtime > before + 1) == is_touched


def test_what_is_listed_is_not_in_use(kept: Unpacked) -> None:
    _age(f"{kept.root}.json", 30)
    (one,) = entries()
    assert (one.unpacked, one.size) == (kept._replace(pinned=True), 6 + os.path.getsize(_metadata(kept)))
    assert 29 * 86400 < time.time() - one.used < 31 * 86400
    assert entries() == [one]


def _metadata(kept: Unpacked) -> str:
    return os.path.join(kept.root, "demo-1.0.dist-info", "METADATA")


def test_what_is_forgotten_is_gone_under_all_its_names(tmp_path: Path, folder: Path, kept: Unpacked) -> None:
    file = wheel(folder, "demo", "1.0", {"__init__.py": "other = 1\n"}, tag="cp311-none-any")
    other = add(str(file), DEMO)
    add(str(file), Wanted("demo", "1.0.0"))
    low = add(str(wheel(folder, "demo-low", "1.0")), Wanted("demo-low", "1.0"))
    (entry,) = [one for one in entries() if one.unpacked.key == other.key]
    forget(entry)
    assert find([DEMO], "/") == {DEMO: kept}
    assert sorted(os.listdir(place(tmp_path) / "names")) == ["demo-1.0", "demo-low-1.0"]
    assert {one.unpacked.key for one in entries()} == {kept.key, low.key}
    with pytest.raises(FileNotFoundError):
        forget(entry)


def test_a_link_is_not_followed_when_leftovers_go(tmp_path: Path, kept: Unpacked) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "x.py").touch()
    os.symlink(tmp_path / "mine", place(tmp_path) / ".new-link")
    os.utime(place(tmp_path) / ".new-link", (0, 0), follow_symlinks=False)
    sweep()
    assert (tmp_path / "mine" / "x.py").is_file()
    assert os.path.isdir(kept.root)


def test_without_a_store_there_is_nothing(folder: Path) -> None:
    assert (entries(), find([DEMO], str(folder)), sweep()) == ([], {}, None)  # type: ignore[func-returns-value]


# The project's own environment


def environment(root: Path, name: str = ".venv") -> Path:
    site = root / name / "lib" / "python3.11" / "site-packages"
    (site / "demo-1.0.dist-info").mkdir(parents=True)
    (root / name / "pyvenv.cfg").touch()
    paths = (
        "demo/__init__.py",
        "demo/_x.so",
        "demo/__pycache__/x.pyc",
        "../../../bin/demo",
        "demo-1.0.dist-info/METADATA",
    )
    record = "".join(f"{path},,\n" for path in paths)
    (site / "demo-1.0.dist-info" / "METADATA").write_text("Name: Demo\nVersion: 1.0\nRequires-Dist: low\n\nText")
    (site / "demo-1.0.dist-info" / "RECORD").write_text(record)
    return site


@pytest.mark.skipif(sys.platform == "win32", reason="another layout")
@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", [".venv", "venv", "elsewhere"])
def test_an_environment_is_used(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    site = environment(tmp_path, name)
    monkeypatch.setenv("VIRTUAL_ENV", str(tmp_path / name))
    record = (site / "demo-1.0.dist-info" / "RECORD").read_bytes()
    files = ("demo/__init__.py", "demo/_x.so")
    key = hashlib.sha256(record).hexdigest()
    assert find([DEMO, Wanted("demo", "1.1")], str(tmp_path)) == {
        DEMO: Unpacked("demo", "1.0", str(site), files, key, ("low",), ("demo",))
    }


@pytest.mark.skipif(sys.platform == "win32", reason="another layout")
@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("change", ["editable", "no-record", "no-metadata", "no-environment"])
def test_an_environment_in_doubt_is_not_used(tmp_path: Path, change: str) -> None:
    home = environment(tmp_path) / "demo-1.0.dist-info"
    match change:
        case "editable":
            (home / "direct_url.json").write_text("{}")
        case "no-record":
            (home / "RECORD").unlink()
        case "no-metadata":
            (home / "METADATA").unlink()
        case "no-environment":
            (tmp_path / ".venv" / "pyvenv.cfg").unlink()
    assert find([DEMO], str(tmp_path)) == {}


@given(st.text())
def test_any_name_is_one_file(text: str) -> None:
    name = _safe(text)
    assert name == os.path.basename(name)
    assert name not in ("", ".", "..")
    assert not name.startswith(".")


@given(st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9._-]{0,10}[A-Za-z0-9])?", fullmatch=True))
def test_names_are_normalised_once(name: str) -> None:
    assert normalised(normalised(name)) == normalised(name) == normalised(name.upper())
