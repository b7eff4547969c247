"""B929: what a client may choose, and tokens in addresses."""

# ruff: noqa: E501 - a case is a line

import pytest

from web_support import check

CHOSEN = [
    ("scope of the request", """
        from flask import request, session, redirect
        from requests_oauthlib import OAuth2Session
        def log_in():
            provider = OAuth2Session(CLIENT_ID, scope=request.args["scope"].split(), redirect_uri=CALLBACK)  # B929
            url, session["state"] = provider.authorization_url(AUTHORIZE)
            return redirect(url)
    """),
    ("scope of the request by a name", """
        from flask import request, session, redirect
        from requests_oauthlib import OAuth2Session
        def log_in():
            scope = request.args.get("scope", "openid")
            provider = OAuth2Session(CLIENT_ID, scope=scope)  # B929
            url, session["state"] = provider.authorization_url(AUTHORIZE)
            return redirect(url)
    """),
    ("scope of an argument, FastAPI", """
        from fastapi import APIRouter, Request
        from authlib.integrations.httpx_client import AsyncOAuth2Client
        router = APIRouter()
        @router.get("/login")
        async def log_in(request: Request, scope: str):
            client = AsyncOAuth2Client(CLIENT_ID, CLIENT_SECRET, scope=scope)  # B929
            url, state = client.create_authorization_url(AUTHORIZE)
            request.session["state"] = state
            return url
    """),
    ("every scope", """
        from requests_oauthlib import OAuth2Session
        def admin():
            return OAuth2Session(CLIENT_ID, scope=["*"], redirect_uri=CALLBACK)  # B929
    """),
    ("every scope at authlib's registry", """
        from authlib.integrations.flask_client import OAuth
        oauth = OAuth()
        oauth.register("id", client_id=CLIENT_ID, client_secret=SECRET, client_kwargs={"scope": "*"})  # B929
    """),
    ("redirect_uri of the request, authlib", """
        from authlib.integrations.starlette_client import OAuth
        from fastapi import APIRouter, Request
        oauth = OAuth()
        router = APIRouter()
        @router.get("/login")
        async def log_in(request: Request):
            redirect_uri = request.query_params.get("redirect_uri", DEFAULT)
            return await oauth.google.authorize_redirect(request, redirect_uri)  # B929
    """),
    ("redirect_uri of the request, Flask", """
        from authlib.integrations.flask_client import OAuth
        from flask import request
        oauth = OAuth()
        def log_in():
            return oauth.google.authorize_redirect(request.args["next"])  # B929
    """),
    ("redirect_uri of the request, requests-oauthlib", """
        from flask import request, session, redirect
        from requests_oauthlib import OAuth2Session
        def log_in():
            provider = OAuth2Session(CLIENT_ID, redirect_uri=request.args.get("redirect_uri"))  # B929
            url, session["state"] = provider.authorization_url(AUTHORIZE)
            return redirect(url)
    """),
    ("an address of the request's parts", """
        from urllib.parse import urlencode
        from django.shortcuts import redirect
        def log_in(request):
            state = start(request)
            query = urlencode({
                "response_type": "code", "client_id": CLIENT_ID, "state": state,
                "redirect_uri": request.GET["redirect_uri"],  # B929
            })
            return redirect(f"{AUTHORIZE}?{query}")
    """),
    ("scopes that the client asks for, granted", """
        from typing import Annotated
        from fastapi import Depends, FastAPI
        from fastapi.security import OAuth2PasswordRequestForm
        app = FastAPI()
        @app.post("/token")
        async def token(form_data: Annotated[OAuth2PasswordRequestForm, Depends()]):
            user = authenticate(form_data.username, form_data.password)
            access_token = create_access_token(data={"sub": user.name, "scopes": form_data.scopes})  # B929
            return {"access_token": access_token, "token_type": "bearer"}
    """),
    ("scopes granted, by hand", """
        import jwt
        from flask import Flask, request
        app = Flask(__name__)
        @app.post("/token")
        def token():
            user = log_in(request.json["name"], request.json["password"])
            claims = {"sub": user.id, "exp": soon(), "scope": request.json.get("scope", "")}  # B929
            return jwt.encode(claims, KEY, algorithm="HS256")
    """),
    ("roles granted, by hand", """
        import jwt
        from flask import Flask, request
        app = Flask(__name__)
        @app.post("/token")
        def token():
            user = log_in(request.json["name"], request.json["password"])
            claims = {"sub": user.id, "exp": soon(), "role": request.json["role"]}  # B929
            return jwt.encode(claims, KEY, algorithm="HS256")
    """),
    ("PKCE plain in a session", """
        from authlib.integrations.requests_client import OAuth2Session
        s = OAuth2Session(CLIENT_ID, code_challenge_method="plain")  # B929
    """),
    ("PKCE plain in a registry", """
        from authlib.integrations.flask_client import OAuth
        oauth = OAuth()
        oauth.register(name="x", client_id=CLIENT_ID, client_kwargs={"scope": "openid", "code_challenge_method": "plain"})  # B929
    """),
    ("PKCE plain by argument", """
        from requests_oauthlib import OAuth2Session
        p = OAuth2Session(CLIENT_ID, pkce="plain")  # B929
    """),
    ("PKCE not required", """
        OAUTH2_PROVIDER = {"SCOPES": {"read": "Read"}, "PKCE_REQUIRED": False}  # B929
    """),
    ("token in a redirect", """
        from fastapi import APIRouter
        from fastapi.responses import RedirectResponse
        router = APIRouter()
        @router.get("/done")
        async def done(code: str, state: str):
            user = await finish(code, state)
            access_token = create_access_token({"sub": str(user.id)})
            return RedirectResponse(f"{FRONTEND}/login?access_token={access_token}")  # B929
    """),
    ("token in a redirect, Flask", """
        from flask import redirect
        def done():
            jwt_token = make(user)
            return redirect(FRONTEND + "?token=" + jwt_token)  # B929
    """),
    ("tokens from the query", """
        from flask import Flask
        from flask_jwt_extended import JWTManager
        app = Flask(__name__)
        app.config["JWT_TOKEN_LOCATION"] = ["headers", "query_string"]  # B929
    """),
    ("token in a query", """
        import httpx
        def profile(access_token):
            return httpx.get("https://api.example.org/me", params={"access_token": access_token}, timeout=TIMEOUT)  # B929
    """),
    ("token in an address", """
        import requests
        def profile(token):
            return requests.get(f"https://api.example.org/me?access_token={token}", timeout=TIMEOUT)  # B929
    """),
    ("implicit flow", """
        from urllib.parse import urlencode
        def log_in(state):
            query = {"client_id": CLIENT_ID, "response_type": "token", "state": state}  # B929
            return f"{AUTHORIZE}?{urlencode(query)}"
    """),
    ("state is not compared, Django", """
        import requests
        from django.http import HttpResponse
        from django.contrib.auth import login
        def callback(request):  # B929
            code = request.GET.get("code")
            answer = requests.post(TOKEN_URL, data={"grant_type": "authorization_code", "code": code}, timeout=T)
            login(request, user_of(answer.json()))
            return HttpResponse("ok")
    """),
    ("httpx, FastAPI", """
        import httpx
        from fastapi import APIRouter
        router = APIRouter()
        @router.get("/callback")
        async def callback(code: str, state: str | None = None):  # B929
            async with httpx.AsyncClient() as client:
                answer = await client.post(TOKEN_URL, data={"grant_type": "authorization_code", "code": code})
            return answer.json()
    """),
    ("state logged", """
        import requests
        from flask import Blueprint, request, session
        bp = Blueprint("x", __name__)
        @bp.get("/callback")
        def callback():  # B929
            if request.args.get("state") != session.get("oauth_state"):
                logger.warning("state does not match")
            answer = requests.post(URL, data={"grant_type": "authorization_code", "code": request.args["code"]}, timeout=T)
            session["user"] = answer.json()["sub"]
            return "ok"
    """),
    ("prefix", """
        def check(client, redirect_uri):
            if not redirect_uri.startswith(client.redirect_uri):  # B929
                raise InvalidRequest
            return client_id
    """),
    ("secret in the address", """
        import requests
        def exchange(code):
            return requests.post(TOKEN_URL, params={"client_id": CLIENT_ID, "client_secret": SECRET, "code": code}, timeout=T)  # B929
    """),
    ("without TLS", """
        from authlib.integrations.flask_client import OAuth
        oauth = OAuth()
        oauth.register("id", client_id=CLIENT_ID, access_token_url="http://id.example.org/token")  # B929
    """),
    ("authlib by hand", """
        from authlib.integrations.starlette_client import OAuth
        from fastapi import APIRouter, Request
        oauth = OAuth()
        router = APIRouter()
        @router.get("/callback")
        async def callback(request: Request, code: str):  # B929
            token = await oauth.google.fetch_access_token(code=code, redirect_uri=CALLBACK)
            request.session["user"] = token["userinfo"]
            return token
    """),
]  # fmt: skip

GRANTED = [
    ("prefix of a constant", """
        def check(redirect_uri, client_id):
            return redirect_uri.startswith("https://app.example.org/")
    """),
    ("without TLS at home", """
        from authlib.integrations.flask_client import OAuth
        oauth = OAuth()
        oauth.register("id", client_id=CLIENT_ID, access_token_url="http://localhost:8080/token")
    """),
    ("scope that is allowed", """
        from flask import request, session, redirect
        from requests_oauthlib import OAuth2Session
        def log_in():
            scope = request.args.get("scope", "openid")
            if scope not in ALLOWED:
                abort(400)
            provider = OAuth2Session(CLIENT_ID, scope=scope)
            url, session["state"] = provider.authorization_url(AUTHORIZE)
            return redirect(url)
    """),
    ("scopes that are allowed", """
        from flask import request
        from requests_oauthlib import OAuth2Session
        def log_in():
            scopes = [one for one in request.args.getlist("scope") if one in ALLOWED]
            return OAuth2Session(CLIENT_ID, scope=scopes)
    """),
    ("scopes in common", """
        from flask import request
        from requests_oauthlib import OAuth2Session
        def log_in():
            return OAuth2Session(CLIENT_ID, scope=sorted(set(request.args.getlist("scope")) & ALLOWED))
    """),
    ("own redirect_uri", """
        from authlib.integrations.starlette_client import OAuth
        from fastapi import APIRouter, Request
        oauth = OAuth()
        router = APIRouter()
        @router.get("/login")
        async def log_in(request: Request):
            redirect_uri = request.url_for("done")
            return await oauth.google.authorize_redirect(request, redirect_uri)
    """),
    ("own address", """
        from flask import request, session, redirect, url_for
        from requests_oauthlib import OAuth2Session
        def log_in():
            provider = OAuth2Session(CLIENT_ID, scope=SCOPES, redirect_uri=request.base_url)
            other = OAuth2Session(CLIENT_ID, scope=SCOPES, redirect_uri=url_for("done", _external=True))
            return provider, other
    """),
    ("redirect that is checked", """
        from authlib.integrations.flask_client import OAuth
        from flask import request, abort
        oauth = OAuth()
        def log_in():
            target = request.args["redirect_uri"]
            if not is_allowed_redirect(target):
                abort(400)
            return oauth.google.authorize_redirect(target)
    """),
    ("scopes that the user has", """
        from fastapi import Depends, FastAPI
        from fastapi.security import OAuth2PasswordRequestForm
        app = FastAPI()
        @app.post("/token")
        async def token(form_data: OAuth2PasswordRequestForm = Depends()):
            user = authenticate(form_data.username, form_data.password)
            scopes = [scope for scope in form_data.scopes if scope in user.scopes]
            return create_access_token(data={"sub": user.name, "scopes": scopes})
    """),
    ("a token for a form", """
        from flask import redirect
        def sent(reset_token):
            return redirect(f"/password/reset?token={reset_token}")
    """),
    ("a token in a fragment", """
        from flask import redirect
        def done(access_token):
            return redirect(f"{FRONTEND}/login#access_token={access_token}")
    """),
    ("a page token", """
        import requests
        def page(token):
            return requests.get(URL, params={"page_token": token, "token": 1}, timeout=T)
    """),
    ("PKCE", """
        OAUTH2_PROVIDER = {"SCOPES": {"read": "Read"}, "PKCE_REQUIRED": True}
    """),
    ("any", """
        ALLOWED_HOSTS = ["*"]
        def cors(scope):
            return {"scope": "*"}
    """),
    ("an invitation", """
        from fastapi import APIRouter, Depends
        router = APIRouter()
        @router.post("/invitations")
        async def invite(data: Invitation, admin=Depends(current_admin)):
            return create_invite_token({"sub": data.email, "role": data.role})
    """),
]  # fmt: skip


@pytest.mark.parametrize("source", [pytest.param(source, id=name) for name, source in CHOSEN])
def test_found_on_each_marked_line_and_no_other(source: str) -> None:
    check(source)


@pytest.mark.parametrize("source", [pytest.param(source, id=name) for name, source in GRANTED])
def test_silent(source: str) -> None:
    check(source)
