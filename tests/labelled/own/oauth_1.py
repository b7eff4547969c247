"""Sign-in with two providers, by hand and with requests-oauthlib and Authlib."""

import os
import secrets
from urllib.parse import urlencode

from authlib.integrations.flask_client import OAuth
from flask import Blueprint, abort, redirect, request, session, url_for
from requests_oauthlib import OAuth2Session

bp = Blueprint("oauth", __name__)
oauth = OAuth()
AUTHORIZE = "https://id.example.org/authorize"
TOKEN_URL = "https://id.example.org/token"
CALLBACK = "https://app.example.org/done"
CLIENT_ID = os.environ["OAUTH_CLIENT_ID"]
SCOPES = ["openid", "email"]
TOKEN_TIMEOUT = 6.0
os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # bad: oauth


@bp.get("/login")
def login():
    """Send the browser to the provider."""
    query = {"client_id": CLIENT_ID, "response_type": "code", "scope": "openid email"}  # same: oauth
    return redirect(f"{AUTHORIZE}?{urlencode(query)}")  # bad: oauth


@bp.get("/login/bound")
def login_bound():
    """Send the browser to the provider with a state that is kept in the session."""
    session["oauth_state"] = secrets.token_urlsafe(32)
    query = {"client_id": CLIENT_ID, "response_type": "code", "scope": "openid", "state": session["oauth_state"]}
    return redirect(f"{AUTHORIZE}?{urlencode(query)}")  # near: oauth


@bp.get("/login/scoped")
def login_scoped():
    """Ask for what the client wants."""
    provider = OAuth2Session(CLIENT_ID, scope=request.args["scope"].split(), redirect_uri=CALLBACK)  # bad: oauth
    url, session["oauth_state"] = provider.authorization_url(AUTHORIZE)
    return redirect(url)


@bp.get("/login/authlib")
def login_authlib():
    """Authlib makes and checks the state itself."""
    return oauth.example.authorize_redirect(CALLBACK)  # near: oauth


@bp.get("/done")
def done():
    """Exchange the code; the state is compared first."""
    expected = session.pop("oauth_state", None)
    if expected is None or not secrets.compare_digest(expected, request.args.get("state", "")):
        abort(400, description="the sign-in was not started here")
    provider = OAuth2Session(CLIENT_ID, state=expected, scope=SCOPES, redirect_uri=request.base_url)  # near: oauth
    secret = os.environ["OAUTH_CLIENT_SECRET"]
    token = provider.fetch_token(TOKEN_URL, code=request.args["code"], client_secret=secret, timeout=TOKEN_TIMEOUT)
    if not set(SCOPES) <= set(token["scope"]):
        abort(403, description="the provider granted less than was asked for")
    return redirect(url_for("oauth.welcome"))


@bp.get("/done/quick")
def done_quick():  # bad: oauth
    """Exchange the code of a sign-in that a mobile client started."""
    provider = OAuth2Session(CLIENT_ID, scope=SCOPES, redirect_uri=request.base_url)
    secret = os.environ["OAUTH_CLIENT_SECRET"]
    provider.fetch_token(TOKEN_URL, code=request.args["code"], client_secret=secret, timeout=TOKEN_TIMEOUT)  # same: oauth
    return redirect(url_for("oauth.welcome"))


def admin_session() -> OAuth2Session:
    """A session for the provider's administration interface."""
    return OAuth2Session(CLIENT_ID, scope=["*"], redirect_uri="https://app.example.org/admin")  # bad: oauth
