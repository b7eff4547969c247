"""Entry points of the gallery: development servers and the factories that production uses."""

import logging
import os

import uvicorn
from fastapi import FastAPI
from flask import Flask
from gallery.settings import Settings
from gallery.views import index
from starlette.applications import Starlette
from starlette.routing import Route

settings = Settings()
logger = logging.getLogger("gallery")
logger.setLevel(logging.DEBUG if settings.debug else logging.INFO)  # near: debug


def create_app() -> Flask:
    """The Flask application."""
    app = Flask("gallery")
    app.config["DEBUG"] = True  # bad: debug
    app.config["TESTING"] = False
    return app


def create_quiet_app() -> Flask:
    """The same, with the switch read from the environment and off unless set."""
    app = Flask("gallery")
    app.config["DEBUG"] = os.environ.get("GALLERY_DEBUG") == "1"  # near: debug
    return app


def create_api() -> FastAPI:
    """The FastAPI application."""
    return FastAPI(title="Gallery", debug=True)  # bad: debug


def create_site() -> Starlette:
    """The Starlette application, as the settings say."""
    return Starlette(debug=settings.debug, routes=[Route("/", index)])  # near: debug


def create_preview_site() -> Starlette:
    """The preview site that editors use on the public host."""
    return Starlette(debug=True, routes=[Route("/", index)])  # bad: debug


def serve() -> None:
    """Serve the API with one worker."""
    uvicorn.run(create_api(), host="127.0.0.1", port=8000, log_level="debug")  # near: debug


if __name__ == "__main__":
    application = create_app()
    application.debug = True  # bad: debug
    application.run(host="127.0.0.1", port=5000, debug=True, use_reloader=True)  # bad: debug
