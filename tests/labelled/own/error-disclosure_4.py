"""Media service: thumbnails, waveforms and moves."""

import logging
import traceback

from aiohttp import web
from media.store import Clip, StorageError
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse

logger = logging.getLogger(__name__)


async def thumbnail(request: Request) -> PlainTextResponse:
    """Make a thumbnail."""
    try:
        return PlainTextResponse(await Clip.thumbnail_url(request.path_params["clip_id"]))
    except StorageError as error:
        return PlainTextResponse(f"thumbnail failed: {error!r}", status_code=500)  # bad: error-disclosure


async def waveform(request: Request) -> JSONResponse:
    """Make a waveform; failures carry a code of ours, not the exception's text."""
    try:
        return JSONResponse({"url": await Clip.waveform_url(request.path_params["clip_id"])})
    except StorageError as error:
        logger.exception("waveform failed")
        return JSONResponse({"code": "storage", "retry": error.retryable}, status_code=503)  # near: error-disclosure


async def move(request: web.Request) -> web.Response:
    """Move a clip to another bucket."""
    try:
        await Clip.move(request.match_info["clip_id"], request.query["bucket"])
    except StorageError as error:
        raise web.HTTPInternalServerError(text=str(error)) from error  # bad: error-disclosure
    return web.json_response({"moved": True})


@web.middleware
async def failures(request: web.Request, handler) -> web.StreamResponse:
    """Turn storage errors into answers."""
    try:
        return await handler(request)
    except StorageError as error:
        lines = traceback.format_exception(error)  # same: error-disclosure
        logger.error("".join(lines))  # near: error-disclosure
        return web.json_response({"error": lines[-1], "trace": lines}, status=500)  # bad: error-disclosure
