"""Link previews, webhooks and avatars: everything that fetches what a client names."""

import urllib.request
from typing import Annotated
from urllib.parse import quote, urlsplit

import httpx
import requests
from fastapi import APIRouter, Body, HTTPException
from flask import Blueprint, abort, jsonify, request

bp = Blueprint("links", __name__)
router = APIRouter()

FETCH_TIMEOUT = 4.0
AVATAR_HOSTS = {"avatars.example.org", "gravatar.com"}
GEO_API = "https://geo.example.org/v2"


@bp.get("/preview")
def preview():
    """Title of a page that a user pasted."""
    response = requests.get(request.args["url"], timeout=FETCH_TIMEOUT, allow_redirects=False)  # bad: ssrf
    return jsonify(status=response.status_code, kind=response.headers.get("Content-Type"))


@bp.get("/avatar")
def avatar():
    """Proxy an avatar from one of two hosts."""
    url = request.args["url"]
    parts = urlsplit(url)
    if parts.scheme != "https" or parts.hostname not in AVATAR_HOSTS:
        abort(400, description="host not allowed")
    response = requests.get(url, timeout=FETCH_TIMEOUT, allow_redirects=False)  # near: ssrf
    return response.content, response.status_code, {"Content-Type": "image/png"}


@bp.post("/hooks/test")
def test_hook():
    """Send a sample event to the webhook that a user is setting up."""
    target = request.get_json().get("target")
    with requests.Session() as session:
        answer = session.post(target, json={"event": "ping"}, timeout=FETCH_TIMEOUT)  # bad: ssrf
    return jsonify(delivered=answer.ok)


@bp.get("/feed")
def feed():
    """First bytes of a feed."""
    host = request.args["host"]
    address = f"https://{host}/feed.xml"  # bad: ssrf
    with urllib.request.urlopen(address, timeout=FETCH_TIMEOUT) as answer:  # same: ssrf
        return jsonify(kind=answer.headers.get_content_type())


@router.get("/places/{name}")
async def place(name: str) -> dict:
    """Look a place up; the host is ours, the name is one quoted segment."""
    async with httpx.AsyncClient(timeout=FETCH_TIMEOUT) as client:
        answer = await client.get(f"{GEO_API}/places/{quote(name, safe='')}")  # near: ssrf
    return answer.json()


@router.get("/users/{user_id}/repos")
async def repos(user_id: int) -> dict:
    """Repositories of one user."""
    async with httpx.AsyncClient(base_url="https://api.example.org", timeout=FETCH_TIMEOUT) as client:
        answer = await client.get(f"/users/{user_id}/repos")  # near: ssrf
    if answer.is_error:
        raise HTTPException(status_code=502, detail="the directory did not answer")
    return {"repos": answer.json()}


@router.post("/mirror")
async def mirror(source: Annotated[str, Body(embed=True)]) -> dict[str, int]:
    """Copy a public file into the mirror."""
    async with httpx.AsyncClient(timeout=FETCH_TIMEOUT) as client:
        answer = await client.request("GET", source)  # bad: ssrf
    return {"size": len(answer.content)}
