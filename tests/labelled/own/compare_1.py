"""Webhooks that payment providers call, and the tokens of scheduled jobs."""

import hashlib
import hmac
import os
import secrets
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from fastapi import APIRouter, Header, HTTPException
from flask import Blueprint, abort, jsonify, request

bp = Blueprint("hooks", __name__)
router = APIRouter()
HOOK_KEY = os.environ["HOOK_KEY"].encode()
JOB_TOKEN = os.environ["JOB_TOKEN"]
MAX_BODY = 65536


def signature_of(body: bytes) -> str:
    """The signature that a provider should have sent."""
    return hmac.new(HOOK_KEY, body, hashlib.sha256).hexdigest()


@bp.post("/hooks/payments")
def payments():
    """A payment arrived."""
    body = request.stream.read(MAX_BODY)
    if request.headers.get("X-Signature", "") != signature_of(body):  # bad: compare
        abort(403)
    return jsonify(ok=True)


@bp.post("/hooks/refunds")
def refunds():
    """A refund arrived; the comparison takes the same time for every signature."""
    body = request.stream.read(MAX_BODY)
    if not hmac.compare_digest(request.headers.get("X-Signature", ""), signature_of(body)):  # near: compare
        abort(403)
    return jsonify(ok=True)


@bp.post("/jobs/nightly")
def nightly():
    """Start the nightly job."""
    if request.headers.get("X-Job-Token") == JOB_TOKEN:  # bad: compare
        return jsonify(started=True), 202
    return jsonify(started=False), 403


@router.post("/jobs/hourly")
async def hourly(authorization: str = Header()) -> dict[str, bool]:
    """Start the hourly job."""
    scheme, _, token = authorization.partition(" ")
    if scheme.lower() != "bearer":  # near: compare
        raise HTTPException(status_code=401, detail="a bearer token is needed")
    if not secrets.compare_digest(token.encode(), JOB_TOKEN.encode()):  # near: compare
        raise HTTPException(status_code=403, detail="wrong token")
    return {"started": True}


def stripe_hook(request: HttpRequest) -> HttpResponse:
    """Another provider."""
    expected = hmac.digest(HOOK_KEY, request.read(MAX_BODY), "sha256")
    given = bytes.fromhex(request.headers["X-Digest"])
    if expected == given:  # bad: compare
        return HttpResponse(status=204)
    return HttpResponseForbidden()


def unsubscribe_link_is_valid(address: str, signature: str) -> bool:
    """Whether we made an unsubscribe link."""
    return hmac.new(HOOK_KEY, address.encode(), "sha256").hexdigest() in (signature, signature.lower())  # bad: compare


def is_unchanged(path: Path, digest: str) -> bool:
    """Whether a file of ours still has the digest that its list names; no secret is involved."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest() == digest  # near: compare
