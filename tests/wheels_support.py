"""Wheels made by hand, and indexes that have them: a folder for pip alone, or a server on this machine."""

import contextlib
import os
import sys
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from https_support import Answer, Server, body, serving

PLAIN = {"__init__.py": "x = 1\n"}


def wheel(
    folder: Path, name: str, version: str, files: Mapping[str, str] | None = None, *, requires: Sequence[str] = (),
    tag: str = "py3-none-any",
) -> Path:  # fmt: skip
    """A wheel whose files lie in a package of its name, where they do not say otherwise by a leading `/`."""
    folder.mkdir(parents=True, exist_ok=True)
    module = name.replace("-", "_")
    path = folder / f"{module}-{version}-{tag}.whl"
    home = f"{module}-{version}.dist-info"
    lines = ["Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", "Provides-Extra: more"]
    lines += [f"Requires-Dist: {one}" for one in requires]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for place, content in (PLAIN if files is None else files).items():
            archive.writestr(place[1:] if place.startswith("/") else f"{module}/{place}", content)
        archive.writestr(f"{home}/METADATA", "\n".join(lines) + "\n\n")
        archive.writestr(f"{home}/WHEEL", f"Wheel-Version: 1.0\nGenerator: us\nRoot-Is-Purelib: true\nTag: {tag}\n")
        archive.writestr(f"{home}/RECORD", "")
    return path


def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, python: str = sys.executable) -> Path:
    """An empty folder that is all that pip knows, and a cache of our own; `python` is what shall run pip."""
    for module in ("fetch", "resolve"):
        monkeypatch.setattr(f"walkaround._wheels.{module}.sys", SimpleNamespace(executable=python))
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    for name in ("VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT", "CONDA_PREFIX"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "wheels"
    folder.mkdir()
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return folder


@contextlib.contextmanager
def index(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """An index with the files of a folder, which pip is configured with; it knows no times."""
    names: dict[str, list[str]] = {}
    for name in sorted(os.listdir(folder)):
        names.setdefault(name.partition("-")[0].replace("_", "-").lower(), []).append(name)
    answers: dict[str, Answer] = {}
    for project, files in names.items():
        links = "".join(f'<a href="/files/{file}">{file}</a>\n' for file in files)
        answers[f"/simple/{project}/"] = body(f"<html>{links}</html>".encode(), Content_Type="text/html")
        answers |= {f"/files/{file}": body((folder / file).read_bytes()) for file in files}
    with serving(None, answers) as server:
        monkeypatch.delenv("PIP_NO_INDEX", raising=False)
        monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
        monkeypatch.setenv("PIP_INDEX_URL", f"http://127.0.0.1:{server.server_port}/simple")
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.delenv(name, raising=False)
        yield server


def shown(folder: Path) -> list[str]:
    """All files below a folder."""
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())
