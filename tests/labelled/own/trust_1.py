"""Wizards that keep their state in the session."""

from django.http import HttpRequest, JsonResponse
from fastapi import APIRouter, Request
from flask import Blueprint, abort, jsonify, request, session

bp = Blueprint("wizard", __name__)
router = APIRouter()
STEPS = frozenset({"address", "delivery", "gift"})
FLAG_KEYS = {"open": "filter_open", "mine": "filter_mine"}
THEMES = ("light", "dark")


@bp.post("/wizard/answer")
def answer():
    """Keep an answer of the wizard."""
    session[request.form["field"]] = request.form["value"]  # bad: trust
    return jsonify(ok=True)


@bp.post("/wizard/step")
def step():
    """Keep an answer of one of the known steps."""
    name = request.form["step"]
    if name not in STEPS:
        abort(400, description="unknown step")
    session[name] = True  # near: trust
    return jsonify(ok=True)


@bp.post("/wizard/many")
def many():
    """Keep several answers."""
    session.update(request.get_json())  # bad: trust
    return jsonify(ok=True)


@bp.post("/theme")
def theme():
    """Keep the theme."""
    chosen = request.form["theme"]
    session["theme"] = chosen if chosen in THEMES else "light"  # near: trust
    return jsonify(theme=session["theme"])


@router.put("/state/{key}")
async def put_state(request: Request, key: str) -> dict[str, bool]:
    """Keep a flag of the client."""
    request.session[key] = True  # bad: trust
    return {"ok": True}


def remember(request: HttpRequest) -> JsonResponse:
    """Keep a filter of the list page."""
    request.session[FLAG_KEYS[request.POST["filter"]]] = True  # near: trust
    return JsonResponse({"ok": True})


def flag(request: HttpRequest) -> JsonResponse:
    """Keep a flag."""
    request.session.setdefault(request.POST["flag"], True)  # bad: trust
    return JsonResponse({"ok": True})
