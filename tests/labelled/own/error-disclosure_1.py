"""Import endpoints of the accounting service on Flask and on FastAPI."""

import logging
import traceback

from accounting.ledger import (
    LedgerError,
    UnknownAccount,
    post_entry,
    rebuild,
    reconcile,
)
from accounting.schemas import EntrySchema
from flask import Blueprint, abort, jsonify, request
from marshmallow import ValidationError

logger = logging.getLogger(__name__)
bp = Blueprint("ledger", __name__)


@bp.post("/entries")
def create_entry():
    """Post an entry; what the schema says about the client's own fields goes back to it."""
    try:
        entry = EntrySchema().load(request.get_json())
        number = post_entry(entry)
    except ValidationError as error:
        return jsonify(errors=error.messages), 422  # near: error-disclosure
    except LedgerError as error:
        logger.exception("entry was not posted")
        return jsonify(error=str(error)), 500  # bad: error-disclosure
    return jsonify(number=number), 201


@bp.post("/rebuild")
def rebuild_ledger():
    """Rebuild the running balances."""
    try:
        return jsonify(rows=rebuild())
    except LedgerError:
        logger.error("rebuild failed\n%s", traceback.format_exc())  # near: error-disclosure
        return jsonify(error="rebuild failed"), 500


@bp.post("/rebuild/verbose")
def rebuild_verbose():
    """Rebuild with details for the person who waits."""
    try:
        return jsonify(rows=rebuild(verbose=True))
    except LedgerError:
        return jsonify(error="rebuild failed", trace=traceback.format_exc()), 500  # bad: error-disclosure


@bp.post("/reconcile/<int:account>")
def reconcile_account(account: int):
    """Match bank lines with entries."""
    try:
        matched = reconcile(account)
    except UnknownAccount:
        abort(404, description=f"account {account} does not exist")  # near: error-disclosure
    except LedgerError as error:
        logger.warning("reconcile failed for %d", account, exc_info=error)
        abort(502, description=f"bank interface: {error}")  # bad: error-disclosure
    return jsonify(matched=matched)
