"""Where coverage reports lie, and which format each of them has."""

import os
from collections.abc import Callable, Iterator, Sequence
from glob import glob

from ..._finding import NotJudged
from . import _data
from ._report import COBERTURA, DATA, JSON, LIMIT, NEVER, Report, foreign, refused

USUAL = (
    ".coverage", ".coverage.*", "coverage.json", "coverage.xml", "cobertura.xml", "coverage.lcov", "lcov.info",
    "coverage/lcov.info", "coverage/cobertura-coverage.xml", "coverage/clover.xml", "coverage/coverage.xml",
    "clover.xml", "coverage.out", "cover.out", "c.out", "target/site/jacoco/jacoco.xml",
    "*/target/site/jacoco/jacoco.xml", "build/reports/jacoco/test/jacocoTestReport.xml",
    "*/build/reports/jacoco/test/jacocoTestReport.xml", "build/logs/clover.xml",
)  # fmt: skip
_NONE = (".coveragerc", "-journal")
_MOST = 200  # reports
_QUARTER = 900  # seconds: what time zones differ by
_FARTHEST = 14 * 3600


class Found:
    """A report on disk: `path` as people name it, `named` whether the policy names it."""

    def __init__(self, root: str, path: str, named: bool) -> None:
        self.path = path
        self.full = os.path.join(root, path)
        self.named = named
        self.report: Report | None = None
        self.from_data = ""  # the data file that it was made from
        self.superseded = False  # by a report that was made from it

    @property
    def changed(self) -> float:
        """When the file was written; 0 when it is gone."""
        try:
            return os.stat(self.full).st_mtime
        except OSError:
            return 0

    def stamp(self, report: Report) -> float:
        """The latest moment at which the report can have been made: by its own word, else by the file's.

        A clock on a wall may be one of another time zone; then the file tells, if the two differ by whole quarters.
        """
        if report.stamp == NEVER:
            return self.changed
        ahead = self.changed - report.stamp
        zone = round(ahead / _QUARTER) * _QUARTER
        elsewhere = report.local and zone and abs(zone) <= _FARTHEST and abs(ahead - zone) < _QUARTER / 10
        return self.changed if elsewhere else report.stamp


def found(root: str, patterns: Sequence[str]) -> tuple[list[Found], list[str]]:
    """The reports that there are, and the patterns of the policy that match none."""
    reports: dict[str, Found] = {}
    missing = []
    for pattern in patterns or USUAL:
        matched = [path for path in _matching(root, pattern) if os.path.isfile(os.path.join(root, path))]
        for path in matched:
            reports.setdefault(os.path.normpath(path), Found(root, path.replace(os.sep, "/"), bool(patterns)))
        if not matched:
            missing.append(pattern)
    if len(reports) > _MOST:
        raise NotJudged(
            "", f"there are {len(reports)} coverage reports; run `coverage combine`, or name those that count"
        )
    return list(reports.values()), missing if patterns else []


def _matching(root: str, pattern: str) -> list[str]:
    if "\0" in pattern:
        return []
    if "**" in pattern and not pattern.startswith(
        ("..", "/")
    ):  # `glob` follows links, and of two links to their own folder it finds no end
        from ..._policy._glob import matcher

        matches = matcher(os.path.normpath(pattern).replace(os.sep, "/"))
        return sorted(path for path in _below(root) if matches(path) and not path.endswith(_NONE))
    return sorted(
        path for path in glob(pattern, root_dir=root, recursive=True, include_hidden=True)
        if not path.endswith(_NONE)
    )  # fmt: skip


def _below(root: str) -> Iterator[str]:
    """Every file of the work tree, by its path from the root."""
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name != ".git"]
        for name in names:
            yield os.path.relpath(os.path.join(folder, name), root).replace(os.sep, "/")


def load(one: Found) -> Report:
    """The report; NotJudged when it is none, is cut, or measures nothing."""
    content = _content(one)
    if not content.strip():
        raise refused(one.path, "is empty")
    report = _reader(one, content)(one.path, content)
    if not any(lines.ran or lines.missed for lines in report.files):
        raise refused(one.path, "measures no line")
    return report


def _content(one: Found) -> bytes:
    try:
        if os.path.getsize(one.full) > LIMIT:
            raise NotJudged(
                one.path, f"has more than {LIMIT // 1024 // 1024} MiB; make reports of parts of the sources"
            )
        with open(one.full, "rb") as file:
            return file.read(LIMIT + 1)
    except OSError as failure:
        raise refused(one.path, f"cannot be read ({failure.strerror})") from None


def _reader(one: Found, content: bytes) -> Callable[[str, bytes], Report]:
    start = content[:512].removeprefix(b"\xef\xbb\xbf").lstrip()
    if content.startswith(_data.MAGIC):
        return lambda path, _: _data.read(path, one.full)
    if start.startswith(b"{"):
        from ._json import read as reader
    elif start.startswith((b"<", b"\xff\xfe<", b"\xfe\xff")):
        from ._xml import read as reader
    elif start.startswith((b"SF:", b"TN:", b"#", b"VER:")):
        from ._lcov import read as reader
    elif start.startswith(b"mode: "):
        from ._lcov import read_go as reader
    else:
        raise foreign(one.path, "is no coverage report of a known format")
    return reader


def loaded(reports: Sequence[Found]) -> Iterator[NotJudged]:
    """Read every report; those that cannot be are yielded as failures.

    What was made from a data file beside it is as old as that one, and says again what it says, perhaps not of all.
    """
    for one in reports:
        try:
            one.report = load(one)
        except NotJudged as failure:
            yield failure
    data = [one for one in reports if one.report is not None and one.report.kind == DATA]
    for one in reports:
        if one.report is not None and _is_of_python(one.report):
            beside = [other for other in data if _folder(other) == _folder(one) and other.changed <= one.changed]
            if beside:
                one.from_data = max(beside, key=lambda other: other.changed).path
                for other in beside:
                    other.superseded = True


def _is_of_python(report: Report) -> bool:
    names = [lines.name for lines in report.files]
    return report.kind == JSON or (report.kind == COBERTURA and all(name.endswith((".py", ".pyw")) for name in names))


def _folder(one: Found) -> str:
    return one.path.rpartition("/")[0]
