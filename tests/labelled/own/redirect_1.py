"""Sign-in, sign-out and outbound links."""

from urllib.parse import urljoin, urlsplit

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect as django_redirect
from django.utils.http import url_has_allowed_host_and_scheme
from fastapi import APIRouter
from fastapi.responses import RedirectResponse
from flask import Blueprint, abort, redirect, request, session, url_for

bp = Blueprint("account", __name__)
router = APIRouter()
PARTNERS = {"docs": "https://docs.example.org/", "status": "https://status.example.org/"}


def is_local(target: str) -> bool:
    """True for a path of our own site."""
    if "\\" in target:
        return False
    ours, theirs = urlsplit(request.host_url), urlsplit(urljoin(request.host_url, target))
    return theirs.scheme in {"http", "https"} and ours.netloc == theirs.netloc


@bp.post("/signed-in")
def signed_in():
    """Back to where the user came from."""
    session["visits"] = session.get("visits", 0) + 1
    return redirect(request.args.get("next") or url_for("account.home"))  # bad: redirect


@bp.post("/switched")
def switched():
    """Back to where the user came from, if that is here."""
    target = request.args.get("next", "")
    if not is_local(target):
        return redirect(url_for("account.home"))
    return redirect(target)  # near: redirect


@bp.get("/out/<partner>")
def out(partner: str):
    """Leave for a partner's site."""
    if partner not in PARTNERS:
        abort(404)
    return redirect(PARTNERS[partner])  # near: redirect


@router.get("/callback")
async def callback(return_to: str = "/") -> RedirectResponse:
    """End of the sign-in flow."""
    return RedirectResponse(url=return_to, status_code=303)  # bad: redirect


@router.get("/invoices/{invoice_id}/latest")
async def latest(invoice_id: int) -> RedirectResponse:
    """The newest version of an invoice."""
    return RedirectResponse(url=f"/invoices/{invoice_id}/versions/latest")  # near: redirect


def language(request: HttpRequest) -> HttpResponse:
    """Store the language and go back."""
    response = HttpResponseRedirect(request.POST["return"])  # bad: redirect
    response["Content-Language"] = "en"
    return response


def tour(request: HttpRequest) -> HttpResponse:
    """Continue the tour on a page of this host."""
    target = request.GET.get("next", "/")
    if url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}, require_https=True):
        return django_redirect(target)  # near: redirect
    return django_redirect("tour-start")


def unsubscribe(request: HttpRequest) -> HttpResponse:
    """Leave a mailing list, then go to the page that the mail named."""
    page = request.GET.get("page", "")
    return django_redirect("https://" + page)  # bad: redirect
