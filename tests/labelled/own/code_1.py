"""Rules, widgets and exporters that users of the dashboard combine."""

import ast
import importlib
from typing import Any

import redis
import torch
from flask import Blueprint, abort, jsonify, request

bp = Blueprint("dashboard", __name__)

EXPORTERS = {"csv": "dashboard.exporters.csv_file", "xlsx": "dashboard.exporters.xlsx_file"}
RATE_LIMIT_SCRIPT = "local n = redis.call('INCR', KEYS[1]); return n"


@bp.post("/widgets/preview")
def preview_widget():
    """Evaluate the formula of a widget against sample figures."""
    body = request.get_json()
    figures = {"sales": 120, "returns": 7}
    value = eval(body["formula"], {"__builtins__": {}}, figures)  # bad: code
    return jsonify(value=value)


@bp.post("/widgets/options")
def widget_options():
    """Options arrive as a Python literal for historical reasons."""
    try:
        options = ast.literal_eval(request.form["options"])  # near: code
    except (ValueError, SyntaxError):
        abort(400, description="options must be a literal")
    return jsonify(options=options)


@bp.post("/scripts/run")
def run_script():
    """Run a stored transformation script with the rows that were posted."""
    namespace: dict[str, Any] = {"rows": request.json["rows"], "result": None}
    exec(request.json["script"], namespace)  # bad: code
    return jsonify(result=namespace["result"])


@bp.post("/exports/<kind>")
def export(kind: str):
    """Export the current view in one of the known formats."""
    if kind not in EXPORTERS:
        abort(404)
    exporter = importlib.import_module(EXPORTERS[kind])  # near: code
    return exporter.respond(request.args.get("view", "default"))


@bp.post("/plugins/load")
def load_plugin():
    """Load a plugin module and return what it offers."""
    module = importlib.import_module(request.form["module"])  # bad: code
    return jsonify(name=module.PLUGIN_NAME)


@bp.get("/filters")
def filters():
    """Compile a client's filter once, then apply it to the cached rows."""
    predicate = compile(request.args["where"], "<filter>", "eval")  # same: code
    rows = [{"id": 1, "open": True}, {"id": 2, "open": False}]
    return jsonify([row for row in rows if eval(predicate, {}, row)])  # bad: code


def score(model: torch.nn.Module, batch: torch.Tensor) -> list[float]:
    """Scores of a batch, with dropout switched off."""
    model.eval()  # near: code
    with torch.no_grad():
        return model(batch).tolist()


def hits(client: redis.Redis, key: str) -> int:
    """Count a hit; the Lua script is a constant of ours."""
    return int(client.eval(RATE_LIMIT_SCRIPT, 1, key))  # near: code
