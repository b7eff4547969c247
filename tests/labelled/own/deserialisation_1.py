"""Job queue and cache: payloads that cross the network."""

import base64
import json
import pickle

import jsonpickle
import yaml
from flask import Blueprint, abort, jsonify, request

bp = Blueprint("jobs", __name__)


@bp.post("/jobs")
def enqueue():
    """Accept a job that another service serialised."""
    job = pickle.loads(base64.b64decode(request.form["job"]))  # bad: deserialisation
    return jsonify(kind=job.kind), 202


@bp.post("/jobs/json")
def enqueue_json():
    """Accept a job as JSON."""
    job = json.loads(request.form["job"])  # near: deserialisation
    return jsonify(kind=job["kind"]), 202


@bp.post("/pipelines")
def pipeline():
    """A pipeline definition in YAML."""
    definition = yaml.load(request.form["definition"], Loader=yaml.Loader)  # bad: deserialisation
    return jsonify(steps=len(definition["steps"]))


@bp.post("/pipelines/check")
def check_pipeline():
    """Check a definition; only plain YAML types are built."""
    definition = yaml.load(request.form["definition"], Loader=yaml.SafeLoader)  # near: deserialisation
    if not isinstance(definition, dict):
        abort(400, description="a definition is a mapping")
    return jsonify(keys=sorted(definition))


@bp.put("/sessions/<name>")
def restore_session(name: str):
    """Restore the state of an editor."""
    state = jsonpickle.decode(request.form["state"])  # bad: deserialisation
    return jsonify(name=name, tabs=len(state.tabs))
