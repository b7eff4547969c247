"""A wheel file -> a folder with what a reader of its modules needs. Nothing in it is run, built or compiled.

Source: the binary distribution format (PEP 427), recording installed projects (PEP 376), core metadata. A wheel comes
from a server: whatever in it is not as these say is refused, and nothing is left behind.
"""

import os
import stat
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from email.parser import HeaderParser
from re import IGNORECASE, fullmatch
from typing import NamedTuple
from unicodedata import normalize

_MOST_ENTRIES = 100_000
_MOST_FILE = 64 << 20  # bytes of one file that is kept
_MOST_BYTES = 1 << 30  # of all that are
_MOST_RATIO = 400  # of a file above a megabyte; text that compresses better is no source
_MOST_NAME = 240
_KEPT = (".py", ".pyi")
_NAMED = (".so", ".pyd", ".dylib")  # kept as empty files, to be seen
_RESERVED = r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?"


class Refused(Exception):  # noqa: N818 - a statement about a wheel
    """A wheel that is not unpacked; the text says why, and stands behind its name."""


class Contents(NamedTuple):
    """What was unpacked. `files` are relative to the folder; `requires` are `Requires-Dist` lines."""

    name: str
    version: str
    files: tuple[str, ...]
    requires: tuple[str, ...]
    modules: tuple[str, ...]


def unpack(wheel: str, folder: str) -> Contents:
    """Write a wheel's modules into an empty folder; Refused when it is not a wheel that can be trusted to be one."""
    try:
        with zipfile.ZipFile(wheel) as archive:
            return _Unpacking(archive, folder).contents()
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, UnicodeError, ValueError) as failure:
        raise Refused(f"is not a zip file that can be read ({type(failure).__name__})") from None
    except RuntimeError:  # an encrypted entry
        raise Refused("is encrypted") from None


class _Unpacking:
    def __init__(self, archive: zipfile.ZipFile, folder: str) -> None:
        self.archive = archive
        self.folder = folder
        self.entries = archive.infolist()
        self._check()

    def contents(self) -> Contents:
        home = self._metadata_folder()
        header = HeaderParser().parsestr(self._text(f"{home}/METADATA"))
        files: list[str] = []
        for entry in self.entries:
            place = _place(entry.filename, home)
            if place is not None and not entry.is_dir():
                self._write(entry, place)
                files.append(place)
        names = tuple(sorted(files))
        return Contents(
            str(header.get("Name", "")),
            str(header.get("Version", "")),
            names,
            tuple(map(str, header.get_all("Requires-Dist", []))),
            modules_of(names),
        )

    def _check(self) -> None:
        """All entries, also those that are not kept: a wheel with one bad name is no honest wheel."""
        if len(self.entries) > _MOST_ENTRIES:
            raise Refused(f"has more than {_MOST_ENTRIES} entries")
        seen: set[str] = set()
        for entry in self.entries:
            why = _bad_name(entry.filename) or _bad_entry(entry)
            same = normalize("NFC", entry.filename).casefold()
            if why is None and same in seen:
                why = "comes twice, or once more in other letters"
            if why is not None:
                raise Refused(f"has an entry that {why}")
            seen.add(same)
        kept = [entry for entry in self.entries if _is_written(entry)]
        if sum(entry.file_size for entry in kept) > _MOST_BYTES:
            raise Refused("is too large when unpacked")
        if _overlap(self.entries):
            raise Refused("has entries that share their bytes")

    def _metadata_folder(self) -> str:
        homes = {
            entry.filename.partition("/")[0]
            for entry in self.entries
            if fullmatch(r"[^/]+\.dist-info/METADATA", entry.filename)
        }
        if len(homes) != 1:
            raise Refused("has no metadata, or more than one set")
        return homes.pop()

    def _text(self, name: str) -> str:
        entry = self.archive.getinfo(name)
        if entry.file_size > _MOST_FILE:
            raise Refused("has too much metadata")
        return self._read(entry).decode("utf-8", "replace")

    def _read(self, entry: zipfile.ZipInfo) -> bytes:
        """An entry's bytes, never more than it declares; its checksum is verified."""
        with self.archive.open(entry) as file:
            content = file.read(entry.file_size + 1)
        if len(content) != entry.file_size:
            raise Refused("has an entry that is not as long as it says")
        return content

    def _write(self, entry: zipfile.ZipInfo, place: str) -> None:
        path = os.path.join(self.folder, *place.split("/"))
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        content = b"" if place.endswith(_NAMED) else self._read(entry)
        with open(path, "xb") as file:
            file.write(content)


def _place(name: str, home: str) -> str | None:
    """Where a file goes, relative to the folder; None for what no reader needs."""
    first, _, rest = name.partition("/")
    if first.endswith(".data"):
        kind, _, below = rest.partition("/")
        return below if kind in ("purelib", "platlib") and _is_kept(below) else None
    if first.endswith(".dist-info"):
        return name if first == home and rest in ("METADATA", "RECORD", "entry_points.txt") else None
    return name if _is_kept(name) else None


def _is_written(entry: zipfile.ZipInfo) -> bool:
    """Whether an entry's bytes are read, those of its metadata included."""
    place = _place(entry.filename, entry.filename.partition("/")[0])
    return place is not None and not place.endswith(_NAMED)


def _is_kept(name: str) -> bool:
    if name.endswith((*_KEPT, *_NAMED, "/py.typed")):
        return True
    is_model = name.startswith(("botocore/data/", "boto3/data/")) and name.endswith((".json", ".json.gz"))
    return is_model and "endpoint" not in name and "examples" not in name


def _bad_name(name: str) -> str | None:
    parts = name.rstrip("/").split("/")
    if not name or "\\" in name or any(ord(one) < 32 or ord(one) == 127 for one in name):
        return "has a name with characters that no file name has"
    if name.startswith("/") or ":" in name or ".." in parts or "" in parts or "." in parts:
        return "would lie outside of the folder"
    if len(name) > _MOST_NAME or len(parts) > 60:
        return "has too long a name"
    if any(fullmatch(_RESERVED, part, IGNORECASE) or part[-1:] in (".", " ") for part in parts):
        return "has a name that Windows keeps for itself"
    return None


def _bad_entry(entry: zipfile.ZipInfo) -> str | None:
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        return "is no regular file"
    if entry.flag_bits & 0x1:
        return "is encrypted"
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA):
        return "is compressed in a way that is not known"
    if not _is_written(entry):
        return None
    if entry.file_size > _MOST_FILE:
        return "is too large"
    if entry.file_size > 1 << 20 and entry.file_size > _MOST_RATIO * max(entry.compress_size, 1):
        return "grows too much when unpacked"
    return None


def _overlap(entries: Sequence[zipfile.ZipInfo]) -> bool:
    """Whether two entries share bytes, as in a file that unpacks to far more than it holds."""
    end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset < end:
            return True
        end = entry.header_offset + 30 + entry.compress_size
    return False


def modules_of(files: Sequence[str]) -> tuple[str, ...]:
    """The shortest dotted names under which files can be imported: packages, and modules beside none.

    Of a namespace package (PEP 420) they are what lies in it, such as `google.cloud.storage`.
    """
    packages = {path.rpartition("/")[0] for path in files if path.endswith(("/__init__.py", "/__init__.pyi"))}
    found: set[str] = set()
    for path in files:
        top = path.partition("/")[0]
        if top.endswith((".dist-info", ".data", ".libs")):
            continue
        module = _module(path, packages)
        if module is not None:
            found.add(module)
    return tuple(sorted(found))


def _module(path: str, packages: set[str]) -> str | None:
    parts = path.split("/")
    for length in range(1, len(parts)):
        if "/".join(parts[:length]) in packages:
            return _dotted(parts[:length])
    if not path.endswith((*_KEPT, *_NAMED)):
        return None
    return _dotted([*parts[:-1], parts[-1].partition(".")[0]])


def _dotted(parts: Sequence[str]) -> str | None:
    names = [part.removesuffix("-stubs") if index == 0 else part for index, part in enumerate(parts)]
    if not all(name.isidentifier() for name in names):
        return None
    return ".".join([parts[0], *parts[1:]])


def lines_of_record(content: str) -> Iterator[str]:
    """The paths of a RECORD, as they are written."""
    from csv import reader

    for row in reader(content.splitlines()):
        if row and row[0]:
            yield row[0].replace("\\", "/")
