"""B929: OAuth flows."""

import pytest

from web_support import check

UNCHECKED = [
    ("without TLS", 'import os\nos.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # B929\n'),
    ("without TLS by default", 'import os\nos.environ.setdefault("OAUTHLIB_INSECURE_TRANSPORT", "1")  # B929\n'),
    ("without TLS, another name", 'from os import environ\nenviron["OAUTHLIB_INSECURE_TRANSPORT"] = "true"  # B929\n'),
    ("without TLS among others", 'import os\nos.environ.update({"OAUTHLIB_INSECURE_TRANSPORT": "1"})  # B929\n'),
    ("without TLS by keyword", 'import os\nos.environ.update(OAUTHLIB_INSECURE_TRANSPORT="1")  # B929\n'),
    ("any scope", 'import os\nos.environ["OAUTHLIB_RELAX_TOKEN_SCOPE"] = "1"  # B929\n'),
    ("in production", """
        import os
        if not settings.DEBUG:
            os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # B929
    """),
    ("an address", """
        def log_in():
            return redirect(f"{AUTHORIZE}?response_type=code&client_id={CLIENT_ID}&redirect_uri={CALLBACK}")  # B929
    """),
    ("an address in a variable", """
        @app.get("/login")
        async def log_in():
            url = f"https://id.example/authorize?client_id={CLIENT_ID}&response_type=code&scope=email"  # B929
            return RedirectResponse(url)
    """),
    ("urlencode of a variable", """
        from urllib.parse import urlencode
        def log_in():
            params = {"client_id": CLIENT_ID, "response_type": "code", "redirect_uri": CALLBACK}  # B929
            return redirect(f"{AUTHORIZE}?{urlencode(params)}")
    """),
    ("urlencode of a literal", """
        from urllib.parse import urlencode
        def log_in():
            return redirect(AUTHORIZE + "?" + urlencode({"client_id": CLIENT_ID, "response_type": "code"}))  # B929
    """),
    ("urlencode, scope added", """
        from urllib.parse import urlencode
        def log_in(scopes):
            params = {"client_id": CLIENT_ID, "response_type": "code"}  # B929
            params["scope"] = " ".join(scopes)
            return redirect(f"{AUTHORIZE}?{urlencode(params)}")
    """),
    ("the state is thrown away", """
        from requests_oauthlib import OAuth2Session
        def log_in():
            github = OAuth2Session(CLIENT_ID, redirect_uri=CALLBACK)
            url, _ = github.authorization_url(AUTHORIZE)  # B929
            return redirect(url)
    """),
    ("the state is never read", """
        from requests_oauthlib import OAuth2Session
        def log_in():
            github = OAuth2Session(CLIENT_ID)
            url, state = github.authorization_url(AUTHORIZE)  # B929
            return redirect(url)
    """),
    ("only the address is taken", """
        from authlib.integrations.requests_client import OAuth2Session
        def log_in():
            client = OAuth2Session(CLIENT_ID, SECRET)
            return redirect(client.create_authorization_url(AUTHORIZE)[0])  # B929
    """),
    ("an answer without a state", """
        from requests_oauthlib import OAuth2Session
        def answered():
            github = OAuth2Session(CLIENT_ID)
            token = github.fetch_token(TOKEN, client_secret=SECRET, authorization_response=request.url)  # B929
            session["token"] = token
    """),
    ("an answer without a state by authlib", """
        from authlib.integrations.httpx_client import AsyncOAuth2Client
        async def answered(request):
            async with AsyncOAuth2Client(CLIENT_ID, SECRET) as client:
                return await client.fetch_token(TOKEN, authorization_response=str(request.url))  # B929
    """),
    ("a code of anybody, Flask", """
        import requests
        from flask import Flask, request, session
        app = Flask(__name__)
        @app.route("/callback")
        def callback():  # B929
            code = request.args.get("code")
            answer = requests.post(TOKEN, data={"grant_type": "authorization_code", "code": code}, timeout=5)
            session["token"] = answer.json()["access_token"]
            return "welcome"
    """),
    ("a code of anybody, without a grant's name", """
        import requests
        from flask import Flask, request, session
        app = Flask(__name__)
        @app.route("/github/callback")
        def callback():  # B929
            data = {"client_id": ID, "client_secret": SECRET, "code": request.args["code"]}
            session["token"] = requests.post(TOKEN, data=data, timeout=5).json()["access_token"]
            return "welcome"
    """),
    ("a code of anybody, FastAPI", """
        import httpx
        from fastapi import APIRouter
        router = APIRouter()
        @router.get("/callback")
        async def callback(code: str):  # B929
            async with httpx.AsyncClient() as client:
                data = {"code": code, "grant_type": "authorization_code", "client_id": ID}
                answer = await client.post(TOKEN, data=data)
            return log_in(answer.json())
    """),
    ("a code of anybody, Django", """
        import requests
        from django.shortcuts import redirect
        def callback(request):  # B929
            code = request.GET["code"]
            data = {"code": code, "grant_type": "authorization_code"}
            request.session["token"] = requests.post(TOKEN, data=data, timeout=5).json()
            return redirect("/")
    """),
    ("a code of anybody, another function", """
        import requests
        from flask import Flask, request
        app = Flask(__name__)
        def exchange(code):
            return requests.post(TOKEN, data={"grant_type": "authorization_code", "code": code}, timeout=5).json()
        @app.get("/callback")
        def callback():  # B929
            return log_in(exchange(request.args["code"]))
    """),
    ("a code of anybody that is posted", """
        from flask import Flask, request, session
        app = Flask(__name__)
        @app.post("/callback")
        def callback():  # B929
            session["token"] = exchange({"grant_type": "authorization_code", "code": request.form["code"]})
            return "welcome"
    """),
    ("a state that is read and never compared", """
        from flask import Flask, request, session
        app = Flask(__name__)
        @app.get("/callback")
        def callback():  # B929
            state = request.args.get("state")
            log.info("back with %s", state)
            session["token"] = exchange({"grant_type": "authorization_code", "code": request.args["code"]})
            return "welcome"
    """),
    ("a state that need only be there", """
        from fastapi import APIRouter, HTTPException
        router = APIRouter()
        @router.get("/callback")
        async def callback(code: str, state: str | None = None):  # B929
            if state is None or not state:
                raise HTTPException(400)
            return await exchange({"grant_type": "authorization_code", "code": code})
    """),
    ("the same state for everybody", """
        def log_in():
            return urlencode({"client_id": CLIENT_ID, "response_type": "code", "state": "shop"})  # B929
    """),
    ("the same state for every session", """
        def log_in(client):
            return redirect(client.authorization_url(AUTHORIZE, state="shop")[0])  # B929
    """),
    ("a server that knows every address", """
        from oauthlib.oauth2 import RequestValidator
        class Validator(RequestValidator):
            def validate_redirect_uri(self, client_id, redirect_uri, request, *args, **kwargs):  # B929
                return True
            def validate_scopes(self, client_id, scopes, client, request, *args, **kwargs):  # B929
                \"\"\"Every scope is fine.\"\"\"
                return True
    """),
    ("a server that grants every scope", """
        from authlib.oauth2.rfc6749 import ClientMixin
        class Client(ClientMixin):
            def get_allowed_scope(self, scope):  # B929
                return scope
    """),
    ("scopes that nobody looks at", """
        from fastapi import Depends
        from fastapi.security import SecurityScopes
        async def get_current_user(security_scopes: SecurityScopes, token=Depends(scheme)):  # B929
            realm = f'Bearer scope="{security_scopes.scope_str}"'
            return await find(token, realm)
    """),
    ("a plain challenge", """
        def log_in(client, verifier):
            return {"code_challenge": verifier, "code_challenge_method": "plain"}  # B929
    """),
    ("a plain challenge by keyword", """
        def log_in(client, verifier):
            return client.authorize(code_challenge=verifier, code_challenge_method="plain")  # B929
    """),
    ("an answer of a dead token", """
        import requests
        def who(token):
            answer = requests.post("https://id.example/oauth/introspect", data={"token": token}, timeout=5)  # B929
            return answer.json()["sub"]
    """),
    ("every scope", """
        import jwt
        def make(user, soon):
            return jwt.encode({"sub": user, "exp": soon, "scope": "*"}, KEY, algorithm="HS256")  # B929
    """),
    ("every scope of a list", """
        import jwt
        def make(user, soon):
            claims = {"sub": user, "exp": soon}
            claims["scopes"] = ["*"]  # B929
            return jwt.encode(claims, KEY, algorithm="HS256")
    """),
    ("an address by percent", """
        def log_in():
            return redirect("https://id.example/authorize?response_type=code&client_id=%s" % CLIENT_ID)  # B929
    """),
    ("an address by format", """
        def log_in():
            return "https://id.example/authorize?response_type=code&client_id={}".format(CLIENT_ID)  # B929
    """),
    ("an address in pieces", """
        def log_in():
            return redirect(AUTHORIZE + "?response_type=code" + "&client_id=" + CLIENT_ID)  # B929
    """),
]  # fmt: skip

CHECKED = [
    ("an address in pieces", """
        def log_in(state):
            return redirect(AUTHORIZE + "?response_type=code" + "&client_id=" + CLIENT_ID + "&state=" + state)
    """),
    ("an example", """
        EXAMPLE = "https://id.example/authorize?response_type=code&client_id=shop"
    """),
    ("an address in words", """
        def log_in():
            \"\"\"Begins at ?response_type=code&client_id=....\"\"\"
    """),
    ("a switch off", 'import os\nos.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "0"\n'),
    ("another switch", 'import os\nos.environ["OAUTHLIB_STRICT"] = "1"\n'),
    ("the switch is read", 'import os\nif os.environ.get("OAUTHLIB_INSECURE_TRANSPORT"):\n    raise RuntimeError\n'),
    ("while debugging", """
        import os
        if app.debug:
            os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
    """),
    ("when run by hand", """
        import os
        if __name__ == "__main__":
            os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
            app.run()
    """),
    ("in a test", """
        import os
        def test_flow():
            os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
    """),
    ("an address", """
        def log_in(state):
            return redirect(f"{AUTHORIZE}?response_type=code&client_id={CLIENT_ID}&state={state}")
    """),
    ("an address, continued", """
        def log_in(state):
            return redirect(f"{AUTHORIZE}?response_type=code&client_id={CLIENT_ID}" + f"&state={state}")
    """),
    ("an address with a challenge", """
        def log_in(challenge):
            return f"{AUTHORIZE}?response_type=code&client_id={CLIENT_ID}&code_challenge={challenge}"
    """),
    ("urlencode", """
        from urllib.parse import urlencode
        def log_in(state):
            params = {"client_id": CLIENT_ID, "response_type": "code", "state": state}
            return redirect(f"{AUTHORIZE}?{urlencode(params)}")
    """),
    ("urlencode, the state added", """
        from urllib.parse import urlencode
        def log_in(state):
            params = {"client_id": CLIENT_ID, "response_type": "code"}
            params["state"] = state
            return redirect(f"{AUTHORIZE}?{urlencode(params)}")
    """),
    ("urlencode, the state updated", """
        def log_in(state):
            params = {"client_id": CLIENT_ID, "response_type": "code"}
            params.update({"state": state})
            return redirect(f"{AUTHORIZE}?{urlencode(params)}")
    """),
    ("urlencode, more not shown", """
        def log_in(**more):
            return redirect(AUTHORIZE + urlencode({"client_id": CLIENT_ID, "response_type": "code", **more}))
    """),
    ("a client's metadata", """
        CLIENT = {"client_id": CLIENT_ID, "response_type": choose()}
    """),
    ("the state is kept", """
        from requests_oauthlib import OAuth2Session
        def log_in():
            github = OAuth2Session(CLIENT_ID)
            url, state = github.authorization_url(AUTHORIZE)
            session["oauth_state"] = state
            return redirect(url)
    """),
    ("the state is kept in the session at once", """
        from requests_oauthlib import OAuth2Session
        def log_in():
            github = OAuth2Session(CLIENT_ID)
            url, session["state"] = github.authorization_url(AUTHORIZE)
            return redirect(url)
    """),
    ("the state is given", """
        from requests_oauthlib import OAuth2Session
        def log_in(state):
            return OAuth2Session(CLIENT_ID).authorization_url(AUTHORIZE, state=state)[0]
    """),
    ("an answer with its state", """
        from requests_oauthlib import OAuth2Session
        def answered():
            github = OAuth2Session(CLIENT_ID, state=session["oauth_state"])
            return github.fetch_token(TOKEN, client_secret=SECRET, authorization_response=request.url)
    """),
    ("no answer at all", """
        from oauthlib.oauth2 import BackendApplicationClient
        from requests_oauthlib import OAuth2Session
        def token():
            session = OAuth2Session(client=BackendApplicationClient(client_id=ID))
            return session.fetch_token(token_url=TOKEN, client_id=ID, client_secret=SECRET)
    """),
    ("authlib compares by itself", """
        from authlib.integrations.flask_client import OAuth
        oauth = OAuth(app)
        @app.route("/callback")
        def callback():
            return log_in(oauth.google.authorize_access_token())
    """),
    ("a code with its state, Flask", """
        import requests
        from flask import Flask, abort, request, session
        app = Flask(__name__)
        @app.route("/callback")
        def callback():
            if request.args.get("state") != session.pop("state", None):
                abort(400)
            data = {"grant_type": "authorization_code", "code": request.args["code"]}
            return log_in(requests.post(TOKEN, data=data, timeout=5).json())
    """),
    ("a code with its state, FastAPI", """
        from fastapi import APIRouter
        router = APIRouter()
        @router.get("/callback")
        async def callback(code: str, state: str):
            check(state)
            return await exchange({"grant_type": "authorization_code", "code": code})
    """),
    ("a code with its verifier", """
        from fastapi import APIRouter
        router = APIRouter()
        @router.post("/exchange")
        async def exchange(code: str, code_verifier: str):
            return await post({"grant_type": "authorization_code", "code": code, "code_verifier": code_verifier})
    """),
    ("a code that a page sends itself", """
        from fastapi import APIRouter, Form
        router = APIRouter()
        @router.post("/token")
        async def token(code: str = Form(...)):
            return await post({"grant_type": "authorization_code", "code": code})
    """),
    ("a state that a store knows", """
        from fastapi import APIRouter, HTTPException
        router = APIRouter()
        @router.get("/callback")
        async def callback(code: str, state: str):
            if not await redis.delete(f"oauth:{state}"):
                raise HTTPException(400)
            return await exchange({"grant_type": "authorization_code", "code": code})
    """),
    ("a state that a cache has", """
        from flask import Flask, abort, request
        app = Flask(__name__)
        @app.get("/callback")
        def callback():
            state = request.args.get("state")
            if not cache.get(state):
                abort(400)
            return exchange({"grant_type": "authorization_code", "code": request.args["code"]})
    """),
    ("a state of the session", """
        def log_in(session):
            params = {"client_id": CLIENT_ID, "response_type": "code", "state": session["state"]}
            return urlencode(params)
    """),
    ("a server that looks", """
        from oauthlib.oauth2 import RequestValidator
        class Validator(RequestValidator):
            def validate_redirect_uri(self, client_id, redirect_uri, request, *args, **kwargs):
                return redirect_uri in request.client.redirect_uris
    """),
    ("a server that grants what is allowed", """
        class Client:
            def get_allowed_scope(self, scope):
                allowed = set(self.scope.split())
                return " ".join(one for one in scope.split() if one in allowed)
    """),
    ("scopes that are looked at", """
        from fastapi import Depends, HTTPException
        from fastapi.security import SecurityScopes
        async def get_current_user(security_scopes: SecurityScopes, token=Depends(scheme)):
            user = await find(token)
            for scope in security_scopes.scopes:
                if scope not in user.scopes:
                    raise HTTPException(403, headers={"WWW-Authenticate": security_scopes.scope_str})
            return user
    """),
    ("another code", """
        from flask import Flask, request
        app = Flask(__name__)
        @app.route("/coupon")
        def coupon():
            return redeem(request.args["code"])
    """),
    ("the strong challenge", """
        def log_in(challenge):
            return {"code_challenge": challenge, "code_challenge_method": "S256"}
    """),
    ("an answer of a live token", """
        import requests
        def who(token):
            answer = requests.post("https://id.example/introspect", data={"token": token}, timeout=5).json()
            if not answer["active"]:
                raise PermissionError
            return answer["sub"]
    """),
    ("some scopes", """
        import jwt
        def make(user, soon):
            return jwt.encode({"sub": user, "exp": soon, "scope": "read:orders"}, KEY, algorithm="HS256")
    """),
]  # fmt: skip


@pytest.mark.parametrize("source", [pytest.param(source, id=name) for name, source in UNCHECKED])
def test_unchecked(source: str) -> None:
    check(source)


@pytest.mark.parametrize("source", [pytest.param(source, id=name) for name, source in CHECKED])
def test_checked(source: str) -> None:
    check(source)
