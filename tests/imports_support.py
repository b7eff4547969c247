"""What the tests of imports share: files on disk, read, and what came of them in plain words."""

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from walkaround.baseline_metrics.imports import Imported, read


def seconds(text: str) -> int:
    """A moment as people write it, in UTC."""
    return int(dt.datetime.fromisoformat(text).replace(tzinfo=dt.UTC).timestamp())


def imported(
    folder: Path, files: Mapping[str, object], levels: Mapping[str, str] | None = None,
    moments: Mapping[str, int] | None = None,
) -> Imported:  # fmt: skip
    """Write files, text and bytes as they are and everything else as JSON, and read them all."""
    paths = []
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_content(content))
        paths.append(str(path))
    return read(paths, levels, moments)


def _content(content: object) -> bytes:
    if isinstance(content, bytes):
        return content
    return (content if isinstance(content, str) else json.dumps(content)).encode("utf-8", "surrogateescape")


def errors(found: Imported, folder: Path) -> list[str]:
    """What could not be judged, with paths from the folder."""
    return [str(one).replace(f"{folder}/", "") for one in found.errors]


def notes(found: Imported, folder: Path) -> list[str]:
    """What was said of values that count all the same; `summary` is what was said of whole files."""
    return [one.replace(f"{folder}/", "") for one in found.notes if not one.startswith("Imported ")]


def summary(found: Imported) -> list[str]:
    return [one for one in found.notes if one.startswith("Imported ")]


def counted(found: Imported) -> list[tuple[str, int, int, int, dict[str, int]]]:
    """By file: as what it was read, rows used, repeated, left out, and those that are no matter of a report."""
    return [(one.form, one.used, one.repeated, one.left, dict(one.passed)) for one in found.sources]


def pull(number: object = 1, **changes: Any) -> dict[str, Any]:
    """A merged pull request as `gh pr list --json` prints it."""
    return {
        "number": number, "createdAt": "2026-11-02T08:00:00Z", "mergedAt": "2026-11-03T08:00:00Z",
        "author": {"login": "ada", "is_bot": False}, "labels": [], "mergeCommit": {"oid": str(number)},
        "reviews": [{"author": {"login": "bob"}, "submittedAt": "2026-11-02T10:00:00Z", "state": "APPROVED"}],
        **changes,
    }  # fmt: skip
