"""B962 and B963: origins and cookies, framework by framework."""

# ruff: noqa: E501 - a case is a line

import pytest

from web_support import check

OPEN = [
    ("cors reflected, Flask", """
        from flask import Flask, request
        app = Flask(__name__)
        @app.after_request
        def cors(response):
            response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", "*")  # B962
            response.headers["Access-Control-Allow-Credentials"] = "true"
            return response
    """),
    ("cors regex, FastAPI", """
        from fastapi import FastAPI
        from fastapi.middleware.cors import CORSMiddleware
        app = FastAPI()
        app.add_middleware(CORSMiddleware, allow_origin_regex=".*", allow_credentials=True)  # B962
    """),
    ("cors by a list", """
        from fastapi import FastAPI
        from fastapi.middleware.cors import CORSMiddleware
        origins = ["*"]
        app = FastAPI()
        app.add_middleware(CORSMiddleware, allow_origins=origins, allow_credentials=True, allow_methods=["*"])  # B962
    """),
    ("cors by settings", """
        from fastapi import FastAPI
        from fastapi.middleware.cors import CORSMiddleware
        class Settings:
            cors_origins: list[str] = ["*"]
        settings = Settings()
        app = FastAPI()
        app.add_middleware(CORSMiddleware, allow_origins=settings.cors_origins, allow_credentials=True)  # B962
    """),
    ("cors litestar", """
        from litestar import Litestar
        from litestar.config.cors import CORSConfig
        cors = CORSConfig(allow_origins=["*"], allow_credentials=True)  # B962
    """),
    ("cors aiohttp", """
        import aiohttp_cors
        def setup(app):
            aiohttp_cors.setup(app, defaults={
                "*": aiohttp_cors.ResourceOptions(allow_credentials=True, expose_headers="*", allow_headers="*"),  # B962
            })
    """),
    ("cors django", """
        INSTALLED_APPS = ["corsheaders"]
        CORS_ALLOW_ALL_ORIGINS = True  # B962
        CORS_ALLOW_CREDENTIALS = True
    """),
    ("cors flask-cors", """
        from flask import Flask
        from flask_cors import CORS
        app = Flask(__name__)
        CORS(app, supports_credentials=True)  # B962
    """),
    ("cors flask-cors resources", """
        from flask import Flask
        from flask_cors import CORS
        app = Flask(__name__)
        CORS(app, resources={r"/api/*": {"origins": "*"}}, supports_credentials=True)  # B962
    """),
    ("cors null", """
        from flask import Flask
        from flask_cors import CORS
        app = Flask(__name__)
        CORS(app, origins=["null"], supports_credentials=True)  # B962
    """),
    ("cors suffix", """
        from flask import request
        def cors(response):
            origin = request.headers.get("Origin", "")
            if origin.endswith("example.org"):
                response.headers["Access-Control-Allow-Origin"] = origin  # B962
                response.headers["Access-Control-Allow-Credentials"] = "true"
            return response
    """),
    ("cors contains", """
        from flask import request
        def cors(response):
            origin = request.headers.get("Origin", "")
            if "example.org" in origin:
                response.headers["Access-Control-Allow-Origin"] = origin  # B962
                response.headers["Access-Control-Allow-Credentials"] = "true"
            return response
    """),
    ("cors starlette response", """
        from starlette.responses import JSONResponse
        async def data(request):
            return JSONResponse({}, headers={
                "Access-Control-Allow-Origin": request.headers["origin"],  # B962
                "Access-Control-Allow-Credentials": "true",
            })
    """),
    ("cors regex unanchored", """
        from fastapi.middleware.cors import CORSMiddleware
        app.add_middleware(CORSMiddleware, allow_origin_regex=r"https?://.*", allow_credentials=True)  # B962
    """),
    ("cookie fastapi", """
        from fastapi import Response
        def log_in(response: Response):
            response.set_cookie("access_token", make_token(), httponly=False, secure=True, samesite="lax")  # B963
    """),
    ("cookie settings", """
        SESSION_COOKIE_SECURE = False  # B963
    """),
    ("cookie samesite none", """
        from flask import make_response
        def f():
            response = make_response("x")
            response.set_cookie("session", sid, httponly=True, samesite="None")  # B963
            return response
    """),
]  # fmt: skip

CLOSED = [
    ("cookie secure by debug", """
        from fastapi import Response
        def log_in(response: Response):
            response.set_cookie(key="session", value=sid, httponly=True, secure=not settings.DEBUG)
    """),
]  # fmt: skip


@pytest.mark.parametrize("source", [pytest.param(source, id=name) for name, source in OPEN])
def test_found_on_each_marked_line_and_no_other(source: str) -> None:
    check(source)


@pytest.mark.parametrize("source", [pytest.param(source, id=name) for name, source in CLOSED])
def test_silent(source: str) -> None:
    check(source)
