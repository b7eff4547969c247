"""Small pages that are not worth a template of their own."""

from html import escape as html_escape

import nh3
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from fastapi import APIRouter
from fastapi.responses import HTMLResponse, PlainTextResponse
from flask import Blueprint, make_response, request
from markupsafe import Markup, escape

bp = Blueprint("pages", __name__)
router = APIRouter()


@bp.get("/hello")
def hello():
    """Greet a visitor."""
    name = request.args.get("name", "you")
    return f"<h1>Hello, {name}!</h1>"  # bad: xss


@bp.get("/welcome")
def welcome():
    """Greet a visitor, with the name escaped."""
    name = request.args.get("name", "you")
    return f"<h1>Welcome, {escape(name)}!</h1>"  # near: xss


@bp.get("/badge")
def badge():
    """A badge with the visitor's label."""
    label = request.args["label"]
    page = make_response("<span class='badge'>" + label + "</span>")  # bad: xss
    page.headers["Cache-Control"] = "no-store"
    return page


def highlight(text: str, term: str) -> Markup:
    """Mark a term in a text: both are escaped by Markup's own formatting."""
    return Markup("<p>{}</p><mark>{}</mark>").format(text, term)  # near: xss


@bp.get("/quote")
def quote():
    """A quote that the client sends, marked as safe markup."""
    return Markup("<blockquote>%s</blockquote>" % request.args["text"])  # bad: xss


@router.get("/status/{service}", response_class=HTMLResponse)
async def status(service: str) -> HTMLResponse:
    """Status page of a service."""
    return HTMLResponse(f"<title>{service}</title><p>All is well.</p>")  # bad: xss


@router.get("/status/{service}/plain")
async def plain_status(service: str) -> PlainTextResponse:
    """The same as plain text, which browsers do not render."""
    return PlainTextResponse(f"<{service}> all is well")  # near: xss


@router.get("/search", response_class=HTMLResponse)
async def search(q: str = "") -> str:
    """Result page; the term goes through the standard library's escape."""
    return f"<p>No results for <em>{html_escape(q)}</em>.</p>"  # near: xss


def profile(request: HttpRequest) -> HttpResponse:
    """Profile page with the biography that was just posted."""
    biography = mark_safe(request.POST["biography"])  # bad: xss
    cleaned = mark_safe(nh3.clean(request.POST["biography"]))  # near: xss
    return HttpResponse(format_html("<div>{}</div><div>{}</div>", biography, cleaned))


def footer() -> SafeString:
    """Constant markup."""
    return mark_safe("<small>&copy; Example Ltd.</small>")  # near: xss
