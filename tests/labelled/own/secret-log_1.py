"""Client of the identity service, with the logging that operations asked for."""

import hashlib
import logging
import os
from typing import Any

import requests
import structlog
from flask import Blueprint, jsonify, request

logger = logging.getLogger(__name__)
events = structlog.get_logger()
bp = Blueprint("identity", __name__)

TOKEN_TIMEOUT = (3.05, 8.0)
MASK = "***"


class IdentityClient:
    """Fetches access tokens and keeps the newest one."""

    def __init__(self, url: str, client_id: str) -> None:
        self.url = url
        self.client_id = client_id
        self.client_secret = os.environ["IDENTITY_CLIENT_SECRET"]
        self.access_token = ""
        logger.info("identity client %s uses secret %s", client_id, self.client_secret)  # bad: secret-log

    def refresh(self) -> None:
        """Fetch a new token."""
        form = {"grant_type": "client_credentials", "client_id": self.client_id, "client_secret": self.client_secret}
        logger.debug("token request: %s", {**form, "client_secret": MASK})  # near: secret-log
        answer = requests.post(self.url, data=form, timeout=TOKEN_TIMEOUT)
        answer.raise_for_status()
        body: dict[str, Any] = answer.json()
        self.access_token = body["access_token"]
        logger.debug(f"new access token {self.access_token}, valid for {body['expires_in']} s")  # bad: secret-log
        digest = hashlib.sha256(self.access_token.encode()).hexdigest()[:8]
        logger.info("token refreshed, fingerprint %s", digest)  # near: secret-log


@bp.before_request
def log_request() -> None:
    """Log each request that comes in."""
    logger.info("%s %s %s", request.method, request.path, dict(request.headers))  # bad: secret-log
    logger.info("token present: %s", "Authorization" in request.headers)  # near: secret-log


@bp.post("/login")
def login():
    """Sign a user in."""
    username, password = request.form["username"], request.form["password"]
    events.info("login attempt", username=username, password=password)  # bad: secret-log
    if not username or not password:
        logger.warning("login without password for %s", username)  # near: secret-log
        return jsonify(error="both fields are needed"), 400
    return jsonify(user=username)


@bp.post("/password-reset")
def password_reset():
    """Send a reset link."""
    logger.info("password reset requested for user %s", request.form["username"])  # near: secret-log
    logger.debug("authorization header was %s", request.headers.get("Authorization"))  # bad: secret-log
    return jsonify(sent=True), 202
