"""B954 compared-with-equals."""

import pytest

from crypto_support import called_for, findings, found, marked
from walkaround.sast._families.comparisons import find

BAD = {
    "an HMAC and a header": """
        import hashlib, hmac
        def check(secret, body, header):
            return hmac.new(secret, body, hashlib.sha256).hexdigest() == header  # B954
    """,
    "an HMAC bound first": """
        import hmac
        def check(secret, body, sent):
            expected = hmac.new(secret, body, "sha256").hexdigest()
            if sent != expected:  # B954
                raise PermissionError
    """,
    "an HMAC behind its scheme": """
        import hmac
        def check(request, secret):
            mine = "sha256=" + hmac.new(secret, request.body, "sha256").hexdigest()
            return request.headers["X-Hub-Signature-256"] == mine  # B954
    """,
    "an HMAC formatted": """
        import hmac
        def check(headers, secret, body):
            return f"v0={hmac.new(secret, body, 'sha256').hexdigest()}" == headers["X-Slack-Signature"]  # B954
    """,
    "an HMAC in base 64": """
        import base64, hmac
        def check(secret, body, sent):
            mine = base64.b64encode(hmac.new(secret, body, "sha256").digest()).decode()
            return mine == sent  # B954
    """,
    "a function that makes an HMAC": """
        import hmac
        def sign(secret, body):
            return hmac.new(secret, body, "sha256").hexdigest()
        def check(secret, body, sent):
            return sign(secret, body) == sent  # B954
    """,
    "a method that makes an HMAC": """
        import hmac
        class Signer:
            def _mac(self, body):
                return hmac.digest(self.key, body, "sha256")
            def check(self, body, sent):
                return self._mac(body) == sent  # B954
    """,
    "pycryptodome": """
        from Crypto.Hash import HMAC, SHA256
        def check(key, body, sent):
            return HMAC.new(key, body, SHA256).hexdigest() == sent  # B954
    """,
    "a slow hash": """
        import hashlib
        def login(user, password):
            found = hashlib.pbkdf2_hmac("sha256", password.encode(), user.salt, 600_000)
            return found == user.stored  # B954
    """,
    "bcrypt": """
        import bcrypt
        def login(user, password):
            return bcrypt.hashpw(password.encode(), user.hashed) == user.hashed  # B954
    """,
    "a key of the settings": """
        from django.conf import settings
        def view(request):
            if request.headers.get("X-Api-Key") != settings.API_KEY:  # B954
                return None
            return 1
    """,
    "a token of the settings": """
        from app import settings
        def allowed(provided_token):
            if provided_token != settings.API_TOKEN:  # B954
                return False
            return True
    """,
    "a key of the environment": """
        import os
        from fastapi import FastAPI, Header, HTTPException
        app = FastAPI()
        @app.get("/")
        async def read(x_api_key: str = Header()):
            if x_api_key != os.environ["API_KEY"]:  # B954
                raise HTTPException(401)
    """,
    "a dependency of FastAPI": """
        from typing import Annotated
        from fastapi import Header, HTTPException
        from .settings import settings
        async def verify_key(x_key: Annotated[str, Header()]):
            if x_key != settings.secret_key:  # B954
                raise HTTPException(403)
    """,
    "a bearer token": """
        import os
        from flask import Flask, request, abort
        app = Flask(__name__)
        TOKEN = os.environ["ADMIN_TOKEN"]
        @app.post("/run")
        def run():
            auth = request.headers.get("Authorization", "")
            if auth != f"Bearer {TOKEN}":  # B954
                abort(401)
            return "ok"
    """,
    "a constant in capitals": """
        from flask import request, abort
        from .secrets import WEBHOOK_SECRET
        def hook():
            if request.args.get("secret") != WEBHOOK_SECRET:  # B954
                abort(403)
    """,
    "a token against CSRF": """
        from flask import request, session, abort
        def protect():
            if request.form["csrf_token"] != session["csrf_token"]:  # B954
                abort(400)
    """,
    "a token of a row": """
        def verify_reset(user, token):
            return user.reset_token == token  # B954
    """,
    "a signature that is expected": """
        def verify_webhook(payload, signature, expected_signature):
            if signature != expected_signature:  # B954
                raise ValueError("bad signature")
    """,
    "a signature computed elsewhere": """
        from .signing import compute_signature
        async def check(request, body):
            signature = request.headers.get("X-Signature")
            if compute_signature(body) != signature:  # B954
                raise PermissionError
    """,
    "a view of Django": """
        from django.http import HttpResponse
        def unsubscribe(request, pk):
            subscriber = load(pk)
            if request.GET.get("token") == subscriber.unsubscribe_token:  # B954
                subscriber.delete()
            return HttpResponse("ok")
    """,
    "aiohttp": """
        from aiohttp import web
        async def handle(request):
            if request.headers.get("X-Token") != request.app["config"]["api_token"]:  # B954
                raise web.HTTPUnauthorized
            return web.Response()
    """,
    "a password of the settings": """
        import os
        def authenticate(credentials):
            return credentials.password == os.environ["ADMIN_PASSWORD"]  # B954
    """,
    "AWS Lambda": """
        import os
        def handler(event, context):
            token = event["headers"].get("authorization")
            if token != os.environ["SHARED_TOKEN"]:  # B954
                return {"statusCode": 401}
    """,
}

NEAR = {
    "compare_digest": """
        import hmac
        def check(secret, body, sent):
            return hmac.compare_digest(hmac.new(secret, body, "sha256").hexdigest(), sent)
    """,
    "compare_digest of the module secrets": """
        import secrets
        from django.conf import settings
        def view(request):
            return secrets.compare_digest(request.headers.get("X-Api-Key", ""), settings.API_KEY)
    """,
    "nothing": """
        from flask import request
        def view():
            token = request.headers.get("X-Token")
            return token == None or token == ""
    """,
    "a kind of token": """
        def parse(token):
            if token == "csrf":
                return 1
            return token.type == "NAME"
    """,
    "tokens of a language": """
        from . import tokens
        def parse(self):
            while self.token != tokens.DOT:
                self.advance()
    """,
    "tokens of a tokenizer": """
        EOS_TOKEN = "</s>"
        def clean(pieces):
            return [token for token in pieces if token != EOS_TOKEN]
    """,
    "an enumeration": """
        from enum import Enum
        class TokenType(Enum):
            ACCESS = 1
        def check(token_type):
            return token_type == TokenType.ACCESS
    """,
    "a checksum of a download": """
        import hashlib
        def verify(path, expected):
            return hashlib.sha256(path.read_bytes()).hexdigest() == expected
    """,
    "an ETag": """
        def fresh(request, etag):
            return request.headers.get("If-None-Match") == etag
    """,
    "a password typed twice": """
        def clean(form):
            if form["password"] != form["password2"]:
                raise ValueError
            return form["password"] == form["confirm_password"]
    """,
    "signatures of functions": """
        import inspect
        def same(one, other):
            return inspect.signature(one) == inspect.signature(other)
    """,
    "a condition of a query": """
        from sqlalchemy import select
        def find(session, api_key):
            return session.scalar(select(User).where(User.api_key == api_key))
    """,
    "a mask of a table": """
        def rows(frame, token):
            return frame[frame.token == token]
    """,
    "a change of a setting": """
        def update(self, new_api_key):
            if new_api_key != self.api_key:
                self.api_key = new_api_key
                self.reconnect()
    """,
    "equality of objects": """
        class Key:
            def __eq__(self, other):
                return self.secret_key == other.secret_key
    """,
    "an id of a token": """
        def revoke(request, token):
            return request.user.id == token.user_id
    """,
    "a MAC address": """
        def find(devices, mac):
            return [device for device in devices if device.mac == mac]
    """,
    "a key of a dictionary": """
        def find(mapping, key):
            for name in mapping:
                if name == key:
                    return mapping[name]
    """,
    "a primary key": """
        def same(request, row):
            return request.GET["key"] == row.key
    """,
    "the length of a token": """
        def check(token, settings):
            return len(token) == settings.TOKEN_LENGTH
    """,
    "an algorithm": """
        def check(header, settings):
            return header["alg"] == settings.SIGNATURE_ALGORITHM
    """,
    "a test": """
        import pytest
        def test_token(client, settings):
            assert client.get("/").headers["X-Token"] == settings.API_TOKEN
    """,
    "an assertion": """
        def demonstrate(token, settings):
            assert settings.API_TOKEN == token
    """,
    "a digest of content": """
        def changed(old, content_digest):
            return old.digest != content_digest
    """,
    "a hash of a commit": """
        def same(commit, head):
            return commit.hexsha == head.hexsha
    """,
    "the reason for a refusal": """
        REASON_NO_CSRF_COOKIE = "CSRF cookie not set."
        def failure(request, reason=""):
            return {"no_cookie": reason == REASON_NO_CSRF_COOKIE}
    """,
    "the name of a secret": """
        def read(secrets, secret_name):
            return [one for one in secrets if one.secret_name == secret_name]
    """,
    "a page's token": """
        def pages(client):
            page_token = None
            while True:
                page = client.list(page_token)
                if page.next_page_token == page_token:
                    break
                page_token = page.next_page_token
    """,
}


@pytest.mark.parametrize("code", BAD.values(), ids=BAD)
def test_finds(code: str) -> None:
    assert marked(code)
    assert found(code, find) == marked(code)
    assert called_for(code, "comparisons") == marked(code)


@pytest.mark.parametrize("code", NEAR.values(), ids=NEAR)
def test_leaves_alone(code: str) -> None:
    assert found(code, find) == []


def test_shows_names_and_no_values() -> None:
    code = "import hmac\ndef f(k, b, s):\n    if hmac.new(k, b, 'sha256').digest() == s.signature:\n        return 1\n"
    [one] = findings(code, find)
    assert one.message == "A secret is compared by ==, whose time tells how much of a guess is right."
