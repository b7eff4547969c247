"""A wheel -> a folder: what is kept, what is refused, and that nothing is ever written anywhere else."""

import stat
import zipfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from walkaround._wheels.unpack import Contents, Refused, lines_of_record, modules_of, unpack
from wheels_support import shown

METADATA = (
    "Metadata-Version: 2.1\nName: demo\nVersion: 1.0\nRequires-Dist: low>=1\nRequires-Dist: b; extra == 'x'\n\nText\n"
)
HOME = "demo-1.0.dist-info"
EXTENSION = "demo/_c.cpython-311-x86_64-linux-gnu.so"


def zipped(place: Path, entries: Mapping[str, bytes], metadata: str | None = METADATA) -> str:
    """A zip file with these entries, names as they are."""
    place.mkdir(parents=True, exist_ok=True)
    path = place / "demo-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            info = zipfile.ZipInfo("x")
            info.filename, info.compress_type = name, zipfile.ZIP_DEFLATED  # as it is, where ZipInfo would mend it
            archive.writestr(info, content)
        if metadata is not None:
            archive.writestr(f"{HOME}/METADATA", metadata)
    return str(path)


def out(tmp_path: Path) -> Path:
    folder = tmp_path / "above" / "out"
    folder.mkdir(parents=True)
    return folder


def test_what_is_kept(tmp_path: Path) -> None:
    wheel = zipped(tmp_path, {
        "demo/__init__.py": b"x = 1\n", "demo/a.pyi": b"", "demo/py.typed": b"", EXTENSION: b"ELF",
        "demo/picture.png": b"png", "demo/data.json": b"{}", "other.py": b"", f"{HOME}/RECORD": b"",
        f"{HOME}/WHEEL": b"", f"{HOME}/licenses/x.py": b"", "demo-1.0.data/purelib/pure.py": b"",
        "demo-1.0.data/platlib/plat/__init__.py": b"", "demo-1.0.data/scripts/run.py": b"", "demo/empty/": b"",
        "botocore/data/s3/1/service-2.json.gz": b"gz", "botocore/data/s3/1/examples-1.json": b"{}",
    })  # fmt: skip
    folder = out(tmp_path)
    files = (
        "botocore/data/s3/1/service-2.json.gz", f"{HOME}/METADATA", f"{HOME}/RECORD", "demo/__init__.py",
        EXTENSION, "demo/a.pyi", "demo/py.typed", "other.py", "plat/__init__.py",
        "pure.py",
    )  # fmt: skip
    assert unpack(wheel, str(folder)) == Contents(
        "demo", "1.0", files, ("low>=1", "b; extra == 'x'"), ("demo", "other", "plat", "pure")
    )
    assert shown(folder) == sorted(files)
    assert (folder / EXTENSION).read_bytes() == b""
    assert (folder / "demo" / "__init__.py").read_bytes() == b"x = 1\n"


NAMES = {
    "up": ("../x.py", "would lie outside of the folder"),
    "up-within": ("demo/../../x.py", "would lie outside of the folder"),
    "absolute": ("/x.py", "would lie outside of the folder"),
    "drive": ("C:/x.py", "would lie outside of the folder"),
    "stream": ("demo/x.py:y.py", "would lie outside of the folder"),
    "dot": ("./x.py", "would lie outside of the folder"),
    "double": ("demo//x.py", "would lie outside of the folder"),
    "backslash": ("demo\\x.py", "has a name with characters that no file name has"),
    "line-end": ("demo/x\n.py", "has a name with characters that no file name has"),
    "escape": ("demo/x\x1b.py", "has a name with characters that no file name has"),
    "device": ("demo/NUL", "has a name that Windows keeps for itself"),
    "device-with-ending": ("demo/com1.py", "has a name that Windows keeps for itself"),
    "trailing-dot": ("demo/x.py.", "has a name that Windows keeps for itself"),
    "trailing-space": ("demo /x.py", "has a name that Windows keeps for itself"),
    "long": ("x" * 241, "has too long a name"),
    "deep": ("a/" * 61 + "x.py", "has too long a name"),
    "also-where-not-kept": ("../x.png", "would lie outside of the folder"),
}


@pytest.mark.parametrize(("name", "why"), NAMES.values(), ids=NAMES)
def test_a_bad_name_refuses_the_whole_wheel(tmp_path: Path, name: str, why: str) -> None:
    wheel = zipped(tmp_path, {"demo/__init__.py": b"", name: b"x = 1\n"})
    folder = out(tmp_path)
    with pytest.raises(Refused) as failure:
        unpack(wheel, str(folder))
    assert str(failure.value) == f"has an entry that {why}"
    assert shown(folder.parent) == []


@pytest.mark.parametrize("names", [("a.py", "A.py"), ("\xe9.py", "e\u0301.py"), ("demo/x.py", "Demo/X.py")])
def test_two_names_of_one_file_are_refused(tmp_path: Path, names: Sequence[str]) -> None:
    wheel = zipped(tmp_path, dict.fromkeys(names, b""))
    with pytest.raises(Refused, match=r"^has an entry that comes twice, or once more in other letters$"):
        unpack(wheel, str(out(tmp_path)))


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK], ids=hex)
def test_what_is_no_regular_file_is_refused(tmp_path: Path, kind: int) -> None:
    path = tmp_path / "demo.whl"
    with zipfile.ZipFile(path, "w") as archive:
        info = zipfile.ZipInfo("demo/x.py")
        info.external_attr = (kind | 0o777) << 16
        archive.writestr(info, "/etc/passwd")
        archive.writestr(f"{HOME}/METADATA", METADATA)
    with pytest.raises(Refused, match=r"^has an entry that is no regular file$"):
        unpack(str(path), str(out(tmp_path)))


def test_a_file_that_grows_too_much_is_refused(tmp_path: Path) -> None:
    wheel = zipped(tmp_path, {"demo/x.py": b"0" * (2 << 20)})
    with pytest.raises(Refused, match=r"^has an entry that grows too much when unpacked$"):
        unpack(wheel, str(out(tmp_path)))


def test_a_size_that_lies_is_found_out(tmp_path: Path) -> None:
    wheel = zipped(tmp_path, {"demo/x.py": b"x = 1\n" * 1000})
    content = Path(wheel).read_bytes()
    true, small = (6000).to_bytes(4, "little"), (6).to_bytes(4, "little")
    assert content.count(true) == 2
    Path(wheel).write_bytes(content.replace(true, small))
    with pytest.raises(Refused, match=r"is not a zip file that can be read|is not as long as it says"):
        unpack(wheel, str(out(tmp_path)))


@pytest.mark.parametrize(
    ("entries", "metadata"),
    [({}, None), ({"other-1.0.dist-info/METADATA": b""}, METADATA), ({"x/y.dist-info/METADATA": b""}, None)],
    ids=["none", "two", "deeper"],
)
def test_metadata_stands_once(tmp_path: Path, entries: dict[str, bytes], metadata: str | None) -> None:
    wheel = zipped(tmp_path, {"demo.py": b"", **entries}, metadata)
    with pytest.raises(Refused, match=r"^has no metadata, or more than one set$"):
        unpack(wheel, str(out(tmp_path)))


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06", b"<html>"], ids=["empty", "short", "page"])
def test_what_is_no_zip_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "demo.whl").write_bytes(content)
    with pytest.raises(Refused, match=r"^is not a zip file that can be read"):
        unpack(str(tmp_path / "demo.whl"), str(out(tmp_path)))


PARTS = st.one_of(
    st.sampled_from(["..", ".", "", "/", "~", "demo", "con", "C:", "x.py", "demo-1.0.data", "purelib", "\\", "\x00"]),
    st.text(max_size=6),
)
ENTRIES = st.dictionaries(
    st.builds(
        lambda parts, end: "/".join(parts) + end, st.lists(PARTS, max_size=5), st.sampled_from([".py", ".so", "/", ""])
    ),
    st.binary(max_size=20), max_size=6,
)  # fmt: skip


@given(entries=ENTRIES)
@example(entries={"demo-1.0.data/purelib/../../../x.py": b""})
@example(entries={"demo-1.0.data/purelib//x.py": b"", "x.py": b""})
@example(entries={"demo.py": b"", "demo.py/x.py": b""})
@example(entries={"demo-1.0.data/purelib/x.py": b"1", "x.py": b"2"})
@settings(suppress_health_check=list(HealthCheck))
def test_whatever_the_names_nothing_lies_outside(
    tmp_path_factory: pytest.TempPathFactory, entries: dict[str, bytes]
) -> None:
    top = tmp_path_factory.mktemp("any")
    try:
        wheel = zipped(top / "wheel", entries)
    except (UnicodeError, ValueError):
        return  # no zip file can have such a name
    folder = out(top)
    try:
        contents = unpack(wheel, str(folder))
    except (Refused, OSError):
        contents = None
    assert [path for path in shown(top) if not path.startswith("above/out/")] == ["wheel/demo-1.0-py3-none-any.whl"]
    assert contents is None or sorted(contents.files) == shown(folder)


@given(st.binary(max_size=400))
def test_any_change_of_a_wheel_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, noise: bytes) -> None:
    top = tmp_path_factory.mktemp("noise")
    wheel = Path(zipped(top, {"demo/__init__.py": b"x = 1\n"}))
    content = bytearray(wheel.read_bytes())
    for at, byte in enumerate(noise):
        content[(at * 7919 + byte) % len(content)] = byte
    wheel.write_bytes(content)
    folder = out(top)
    with suppress(Refused, OSError):
        unpack(str(wheel), str(folder))
    assert [path for path in shown(top) if not path.startswith("above/out/")] == [wheel.name]


MODULES = {
    "package": (["a/__init__.py", "a/b.py", "a/c/d.py"], ("a",)),
    "module": (["six.py"], ("six",)),
    "extension": (["_x.cpython-311-x86_64-linux-gnu.so", "y.pyd"], ("_x", "y")),
    "namespace": (["google/cloud/a/__init__.py", "google/cloud/x.py"], ("google.cloud.a", "google.cloud.x")),
    "stubs": (["yaml-stubs/__init__.pyi"], ("yaml-stubs",)),
    "not-modules": (["a.libs/x.so", "demo-1.0.dist-info/x.py", "my-script.py", "data/1.py", "a/b.txt"], ()),
    "none": ([], ()),
}  # fmt: skip


@pytest.mark.parametrize(("files", "modules"), MODULES.values(), ids=MODULES)
def test_modules_of(files: list[str], modules: tuple[str, ...]) -> None:
    assert modules_of(files) == modules


PATHS = st.lists(st.builds(
    lambda parts, name: "/".join([*parts, name]),
    st.lists(st.sampled_from(["a", "b", "c-d", "e-stubs", "f.libs"]), max_size=4),
    st.sampled_from(["__init__.py", "__init__.pyi", "x.py", "y.so", "z.txt", "1.py"]),
), max_size=12)  # fmt: skip


@given(PATHS)
def test_modules_are_dotted_names_of_files_and_none_lies_in_another_package(files: list[str]) -> None:
    found = modules_of(files)
    assert found == tuple(sorted(set(found)))
    assert found == modules_of(files[::-1] * 2)
    for module in found:
        first, *rest = module.split(".")
        assert all(part.isidentifier() for part in (first.removesuffix("-stubs"), *rest))
        start = "/".join([first, *rest])
        assert any(path.startswith((f"{start}/", f"{start}.")) for path in files)


@given(st.text())
def test_any_record_gives_paths(content: str) -> None:
    assert all(isinstance(path, str) and path for path in lines_of_record(content.replace("\r", "")))


def test_records_are_csv() -> None:
    record = 'demo/__init__.py,sha256=x,1\n"demo/a,b.py",,\ndemo\\c.py,,\n\n,,\n'
    assert list(lines_of_record(record)) == ["demo/__init__.py", "demo/a,b.py", "demo/c.py"]
