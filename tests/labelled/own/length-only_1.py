"""Registration, tags and voucher codes: input of the sign-up forms."""

import re

from flask import Blueprint, abort, current_app, jsonify, request
from signup.models import Account

bp = Blueprint("signup", __name__)
NAME = re.compile(r"[a-z][a-z0-9_-]*")
MAX_NAME, MAX_TAG = 32, 24


@bp.post("/accounts")
def create_account():
    """Register an account."""
    username = request.form["username"]
    if not 3 <= len(username) <= MAX_NAME:  # bad: length-only
        abort(400, description="the name has 3 to 32 characters")
    account = Account.create(username=username)  # same: length-only
    return jsonify(id=account.id), 201


@bp.post("/accounts/checked")
def create_checked_account():
    """Register an account whose name is letters, digits and dashes."""
    username = request.form["username"]
    if len(username) > MAX_NAME or not NAME.fullmatch(username):  # near: length-only
        abort(400, description="the name has at most 32 letters, digits and dashes")
    return jsonify(id=Account.create(username=username).id), 201


@bp.post("/tags")
def create_tag():
    """Add a tag, which becomes part of a cache key."""
    tag = request.get_json()["tag"].strip()
    if len(tag) > MAX_TAG:  # bad: length-only
        abort(400, description="the tag is too long")
    current_app.extensions["cache"].set(f"tag:{tag}", 1)  # same: length-only
    return jsonify(tag=tag), 201


@bp.post("/codes")
def redeem():
    """Redeem a voucher code of eight digits."""
    code = request.form["code"]
    if len(code) != 8:  # near: length-only
        abort(400, description="a code has eight digits")
    if not (code.isascii() and code.isdigit()):
        abort(400, description="a code has eight digits")
    return jsonify(redeemed=Account.redeem(code))
