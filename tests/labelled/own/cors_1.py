"""Cross-origin settings of four applications."""

import os

from django.http import HttpRequest, HttpResponse
from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from flask import Flask, Response, request
from flask_cors import CORS

ORIGINS = ["https://app.example.org", "https://admin.example.org"]
TRUSTED = frozenset(ORIGINS)

api = FastAPI()
api.add_middleware(CORSMiddleware, allow_origins=["*"], allow_credentials=True, allow_methods=["*"])  # bad: cors

internal = FastAPI()
internal.add_middleware(CORSMiddleware, allow_origins=ORIGINS, allow_credentials=True, allow_methods=["GET"])  # near: cors

partners = FastAPI()
partners.add_middleware(CORSMiddleware, allow_origin_regex=".*", allow_credentials=True)  # bad: cors

site = Flask(__name__)
CORS(site, resources={r"/api/*": {"origins": "*"}}, supports_credentials=True)  # bad: cors

shop = Flask("shop")
CORS(shop, origins=os.environ["SHOP_ORIGINS"].split(","), supports_credentials=True)  # near: cors


@site.after_request
def reflect(response: Response) -> Response:
    """Let the page that asks read the answer."""
    response.headers["Access-Control-Allow-Credentials"] = "true"  # same: cors
    response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin", "")  # bad: cors
    return response


@shop.after_request
def allow_known(response: Response) -> Response:
    """Let pages of ours read the answer."""
    origin = request.headers.get("Origin", "")
    if origin in TRUSTED:
        response.headers["Access-Control-Allow-Origin"] = origin  # near: cors
        response.headers["Vary"] = "Origin"
    return response


def preflight(request: HttpRequest) -> HttpResponse:
    """Answer a preflight request by hand."""
    response = HttpResponse(status=204)
    response["Access-Control-Allow-Origin"] = "https://app.example.org"  # near: cors
    response["Access-Control-Allow-Methods"] = "GET, POST"
    return response
