"""Archives and generated reports."""

import os
import tarfile
import zipfile
from pathlib import Path

from fastapi import APIRouter, HTTPException, UploadFile
from fastapi.responses import FileResponse

router = APIRouter()
STORE = Path("/srv/documents").resolve()
CHUNK = 64 * 1024


@router.get("/reports/{name}")
def report(name: str) -> FileResponse:
    """A generated report, which must lie below the store."""
    path = (STORE / "reports" / name).resolve()  # near: path
    if not path.is_relative_to(STORE):
        raise HTTPException(status_code=404, detail="no such report")
    return FileResponse(path)


@router.get("/themes")
def theme(name: str = "default") -> FileResponse:
    """The style sheet of a theme."""
    return FileResponse(f"/srv/themes/{name}/style.css")  # bad: path


@router.post("/imports")
def import_archive(archive: UploadFile) -> dict[str, int]:
    """Unpack an uploaded tar archive into the import folder."""
    with tarfile.open(fileobj=archive.file) as bundle:
        bundle.extractall("/srv/imports")  # bad: path
        return {"members": len(bundle.getnames())}


def restore(backup: Path, target: Path) -> None:
    """Unpack a backup; members that leave the target are refused by the filter."""
    with tarfile.open(backup) as bundle:
        bundle.extractall(target, filter="data")  # near: path


def unpack_members(archive: Path, target: Path) -> None:
    """Unpack a zip file member by member to keep memory low."""
    with zipfile.ZipFile(archive) as bundle:
        for member in bundle.infolist():
            destination = os.path.join(target, member.filename)  # bad: path
            with bundle.open(member) as source, open(destination, "wb") as sink:  # same: path
                while chunk := source.read(CHUNK):
                    sink.write(chunk)
