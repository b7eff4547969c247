"""Sessions and preferences in cookies."""

import secrets

from django.http import HttpRequest, HttpResponse
from fastapi import APIRouter, Response
from flask import Blueprint, Flask, make_response, redirect, url_for
from shop.sessions import new_session

bp = Blueprint("cookies", __name__)
router = APIRouter()
STRICT = {"secure": True, "httponly": True, "samesite": "Strict"}


def configure(app: Flask) -> None:
    """Cookie settings of the application."""
    app.config["SESSION_COOKIE_SECURE"] = True  # near: cookie
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    app.config["SESSION_COOKIE_HTTPONLY"] = False  # bad: cookie


@bp.post("/login")
def login():
    """Start a session."""
    response = make_response(redirect(url_for("cookies.home")))
    response.set_cookie("session_id", new_session(), max_age=3600)  # bad: cookie
    return response


@bp.post("/login/strict")
def strict_login():
    """Start a session that scripts and plain connections do not see."""
    response = make_response(redirect(url_for("cookies.home")))
    response.set_cookie("session_id", new_session(), max_age=3600, secure=True, httponly=True, samesite="Lax")  # near: cookie
    return response


@router.post("/token")
async def token(response: Response) -> dict[str, bool]:
    """Hand out an access token, and a CSRF token that the page's own script must read."""
    response.set_cookie("access_token", secrets.token_urlsafe(32), httponly=True)  # bad: cookie
    response.set_cookie("csrf_token", secrets.token_urlsafe(32), secure=True, samesite="strict")  # near: cookie
    return {"ok": True}


@router.post("/token/strict")
async def strict_token(response: Response) -> dict[str, bool]:
    """Hand out an access token with our usual flags."""
    response.set_cookie("access_token", secrets.token_urlsafe(32), **STRICT)  # near: cookie
    return {"ok": True}


def remember(request: HttpRequest) -> HttpResponse:
    """Remember a device."""
    response = HttpResponse(status=204)
    response.set_cookie("device", secrets.token_hex(16), secure=False, httponly=False)  # bad: cookie
    return response


def forget(request: HttpRequest) -> HttpResponse:
    """Forget a device."""
    response = HttpResponse(status=204)
    response.delete_cookie("device")  # near: cookie
    return response
