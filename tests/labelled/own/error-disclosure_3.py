"""Routes of the ledger for machine clients, and the handlers of what they let through."""

import logging
import sys

from accounting.ledger import LedgerError, post_entry
from fastapi import FastAPI, HTTPException, Request
from fastapi.responses import JSONResponse

logger = logging.getLogger(__name__)
api = FastAPI()


@api.post("/entries/{number}/reverse")
def reverse(number: int) -> dict[str, int]:
    """Reverse an entry."""
    try:
        return {"number": post_entry({"reverses": number})}
    except LedgerError as error:
        raise HTTPException(status_code=500, detail=repr(error)) from error  # bad: error-disclosure


@api.post("/entries/{number}/lock")
def lock(number: int) -> dict[str, int]:
    """Lock an entry against changes."""
    try:
        return {"number": post_entry({"locks": number})}
    except LedgerError as error:
        logger.exception("entry %d was not locked", number)
        raise HTTPException(status_code=500, detail="the entry was not locked") from error  # near: error-disclosure


@api.exception_handler(LedgerError)
async def on_ledger_error(_request: Request, error: LedgerError) -> JSONResponse:
    """Answer for every ledger error that a route lets through."""
    logger.error("ledger error", exc_info=error)
    return JSONResponse({"detail": error.args[0]}, status_code=500)  # bad: error-disclosure


@api.exception_handler(RuntimeError)
async def on_runtime_error(_request: Request, error: RuntimeError) -> JSONResponse:
    """Last resort."""
    kind, value, _ = sys.exc_info()
    logger.error("unexpected %s", kind, exc_info=error)
    return JSONResponse({"type": str(kind), "message": str(value)}, status_code=500)  # bad: error-disclosure
