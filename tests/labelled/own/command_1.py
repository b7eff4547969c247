"""Network diagnostics offered to the operations team over HTTP."""

import os
import re
import subprocess
from subprocess import PIPE

from flask import Blueprint, abort, jsonify, request

bp = Blueprint("diagnostics", __name__)

COMMAND_TIMEOUT_SECONDS = 15
HOST_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]{0,252}")


@bp.post("/ping")
def ping():
    """Ping a host three times and return the summary line."""
    host = request.form["host"]
    command = f"ping -c 3 {host} | tail -1"  # bad: command
    done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=COMMAND_TIMEOUT_SECONDS)  # same: command
    return jsonify(summary=done.stdout)


@bp.post("/trace")
def trace():
    """Trace the route to a host; the name is checked and no shell is involved."""
    host = request.form["host"]
    if not HOST_NAME.fullmatch(host):
        abort(400, description="not a host name")
    command = ["traceroute", "-m", "12", host]
    done = subprocess.run(command, capture_output=True, text=True, timeout=COMMAND_TIMEOUT_SECONDS)  # near: command
    return jsonify(lines=done.stdout.splitlines()[:40])


@bp.get("/disk")
def disk():
    """Disk usage of the data volume."""
    done = subprocess.run("df /srv | tail -1", shell=True, stdout=PIPE, timeout=COMMAND_TIMEOUT_SECONDS)  # near: command
    return jsonify(usage=done.stdout.decode())


@bp.post("/rotate")
def rotate():
    """Rotate one of the service logs."""
    name = request.get_json()["service"]
    status = os.system("logrotate -f /etc/logrotate.d/" + name)  # bad: command
    return jsonify(rotated=status == 0)
