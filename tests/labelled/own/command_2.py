"""Name lookups for the operations team."""

import asyncio
import ipaddress
import os
import shlex
import subprocess
from subprocess import PIPE

from fastapi import APIRouter, HTTPException
from flask import Blueprint, jsonify, request

bp = Blueprint("diagnostics", __name__)
router = APIRouter()

COMMAND_TIMEOUT_SECONDS = 15
LOG_FILES = {"app": "/var/log/app.log", "web": "/var/log/nginx/access.log"}


@bp.get("/grep")
def grep():
    """Count lines of a log that match a term."""
    term = request.args["term"]
    log = LOG_FILES.get(request.args.get("log", "app"), LOG_FILES["app"])
    command = "zcat -f {} | grep -c -- {}".format(log, shlex.quote(term))  # near: command
    counted = subprocess.run(command, shell=True, capture_output=True, timeout=COMMAND_TIMEOUT_SECONDS)  # near: command
    with os.popen("grep -c '%s' %s" % (term, log)) as pipe:  # bad: command
        first = pipe.readline()
    return jsonify(count=counted.stdout.decode(), check=first)


@router.get("/dns/{name}")
async def dns(name: str, server: str = "9.9.9.9") -> dict[str, str]:
    """Resolve a name with a resolver of the client's choice."""
    process = await asyncio.create_subprocess_shell(f"dig +short {name} @{server}", stdout=PIPE)  # bad: command
    output, _ = await asyncio.wait_for(process.communicate(), COMMAND_TIMEOUT_SECONDS)
    return {"answer": output.decode()}


@router.get("/reverse/{address}")
async def reverse(address: ipaddress.IPv4Address) -> dict[str, str]:
    """Reverse lookup; the address was parsed, so it is digits and dots."""
    process = await asyncio.create_subprocess_shell(f"dig +short -x {address}", stdout=PIPE)  # near: command
    output, _ = await asyncio.wait_for(process.communicate(), COMMAND_TIMEOUT_SECONDS)
    if process.returncode:
        raise HTTPException(status_code=502, detail="resolver failed")
    return {"answer": output.decode()}
