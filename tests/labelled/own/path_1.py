"""Documents of a project: download, preview, upload, import of archives."""

import os
from pathlib import Path

from flask import Blueprint, abort, request, send_file, send_from_directory
from werkzeug.utils import secure_filename

bp = Blueprint("documents", __name__)
STORE = Path("/srv/documents").resolve()


@bp.get("/documents/<path:name>")
def download(name: str):
    """Send a document back."""
    return send_file(os.path.join(STORE, name))  # bad: path


@bp.get("/previews/<path:name>")
def preview(name: str):
    """Send a preview; Flask refuses names that leave the folder."""
    return send_from_directory(STORE / "previews", name)  # near: path


@bp.post("/documents")
def upload():
    """Store an uploaded document under the name that the client gave it."""
    file = request.files["document"]
    target = STORE / "inbox" / file.filename  # bad: path
    file.save(target)  # same: path
    return {"stored": target.name}, 201


@bp.post("/attachments")
def attach():
    """Store an attachment under a cleaned name."""
    file = request.files["attachment"]
    name = secure_filename(file.filename or "")
    if not name:
        abort(400, description="the file needs a name")
    file.save(STORE / "attachments" / name)  # near: path
    return {"stored": name}, 201
