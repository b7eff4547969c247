"""Cached results and clients' stored preferences."""

import base64
import json
import marshal
import pickle
import shelve
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import redis
from flask import Blueprint, jsonify, request

bp = Blueprint("jobs", __name__)
STATE_FILE = Path("/var/lib/jobs/state")


@bp.get("/preferences")
def preferences():
    """Preferences travel in a cookie."""
    raw = request.cookies.get("preferences", "")
    values = marshal.loads(base64.urlsafe_b64decode(raw))  # bad: deserialisation
    return jsonify(values)


@bp.post("/bookmarks")
def bookmarks():
    """Read the bookmarks file that a client uploads."""
    upload = request.files["bookmarks"]
    unpickler = pickle.Unpickler(upload.stream)  # bad: deserialisation
    return jsonify(count=len(unpickler.load()))  # same: deserialisation


class ResultCache:
    """Results of jobs in Redis, shared with workers of other teams."""

    def __init__(self, client: redis.Redis) -> None:
        self.client = client

    def get(self, key: str) -> Any:
        """A stored result or None."""
        blob = self.client.get(key)
        return pickle.loads(blob) if blob else None  # bad: deserialisation

    def put(self, key: str, value: Any) -> None:
        """Store a result for an hour."""
        self.client.set(key, pickle.dumps(value), ex=3600)  # near: deserialisation


def last_state() -> dict[str, Any]:
    """State that this process wrote itself at its last shutdown."""
    return json.loads(STATE_FILE.with_suffix(".json").read_text(encoding="utf-8"))


@bp.post("/shelves")
def shelf_keys():
    """Keys of a shelf that a client uploads."""
    with NamedTemporaryFile(suffix=".db") as file:
        request.files["shelf"].save(file.name)
        with shelve.open(file.name, flag="r") as shelf:  # bad: deserialisation
            return jsonify(first=next(iter(shelf.items()), None))
