"""What a user installs: the wheel holds every module and every data file, and nothing of the tests."""

import subprocess
import sys
import zipfile
from pathlib import Path

from tests_support import TOP
from walkaround import __version__


def tracked(folder: str) -> set[str]:
    listed = subprocess.check_output(
        ["git", "ls-files", "-c", "-o", "--exclude-standard", folder], cwd=TOP, text=True
    ).split("\n")
    return {name for name in listed if name}


def test_the_wheel_holds_the_package_and_its_data(tmp_path: Path) -> None:
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)], cwd=TOP, check=True
    )
    (wheel,) = tmp_path.glob("*.whl")
    assert wheel.name == f"walkaround-{__version__}-py3-none-any.whl"
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        scripts = archive.read(f"walkaround-{__version__}.dist-info/entry_points.txt").decode()
        metadata = archive.read(f"walkaround-{__version__}.dist-info/METADATA").decode()
    modules = {name.removeprefix("hooks/") for name in tracked("hooks")}
    data = {f"walkaround/{name}" for folder in ("policies", "templates") for name in tracked(folder)}
    assert data
    assert names == modules | data
    assert "walkaround-strict = walkaround.strict:main" in scripts
    assert "Requires-Python: >=3.11" in metadata
    assert "License-Expression: MIT" in metadata
