"""What errors and logs give away: every case is a module whose defective lines end in the rule's id."""

import ast
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkaround._code import Module
from walkaround.sast._families.disclosure import find


def found(source: str, path: str = "shop/orders.py") -> list[tuple[int, str]]:
    module = Module(path, source.encode(), ast.parse(source))
    return sorted((getattr(one.node, "lineno", 0), one.rule) for one in find(module))


def marked(source: str) -> list[tuple[int, str]]:
    lines = enumerate(source.splitlines(), 1)
    return [(number, rule) for number, line in lines for rule in re.findall(r"# (B9\d\d)\b", line)]


def case(name: str, source: str, path: str = "shop/orders.py") -> Any:
    return pytest.param(source, path, id=name)


TEXTS = [
    case(
        "FastAPI, a detail",
        """
from fastapi import APIRouter, HTTPException
router = APIRouter()
@router.post("/orders")
async def create(order: Order):
    try:
        return await store(order)
    except Exception as e:
        raise HTTPException(status_code=500, detail=str(e))  # B920
""",
    ),
    case(
        "FastAPI, a detail that is built",
        """
import fastapi
router = fastapi.APIRouter()
@router.post("/orders")
def create(order: Order):
    try:
        return store(order)
    except Exception as exc:
        raise fastapi.HTTPException(
            status_code=fastapi.status.HTTP_500_INTERNAL_SERVER_ERROR,
            detail=f"Could not be stored: {exc}",  # B920
        ) from exc
""",
    ),
    case(
        "FastAPI, in a function that is no handler",
        """
from fastapi import HTTPException
def store(order):
    try:
        order.save()
    except Exception as e:
        raise HTTPException(400, str(e))  # B920
""",
    ),
    case(
        "FastAPI, a dictionary",
        """
from fastapi import FastAPI
app = FastAPI()
@app.get("/orders")
async def orders():
    try:
        return await load()
    except Exception as e:
        return {"error": str(e)}  # B920
""",
    ),
    case(
        "FastAPI, a model",
        """
from fastapi import FastAPI
from .models import ErrorAnswer
app = FastAPI()
@app.get("/orders")
async def orders():
    try:
        return await load()
    except Exception as e:
        return ErrorAnswer(message=str(e))  # B920
""",
    ),
    case(
        "FastAPI, a handler of all errors",
        """
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
app = FastAPI()
@app.exception_handler(Exception)
async def failed(request: Request, exc: Exception):
    return JSONResponse(status_code=500, content={"detail": str(exc)})  # B920
""",
    ),
    case(
        "FastAPI, a handler that is registered by a call",
        """
from fastapi import FastAPI, Request
from fastapi.responses import PlainTextResponse
async def failed(request: Request, exc: Exception):
    return PlainTextResponse(repr(exc), status_code=500)  # B920
app = FastAPI()
app.add_exception_handler(Exception, failed)
""",
    ),
    case(
        "Starlette, handlers in a dictionary",
        """
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
def failed(request, exc):
    return PlainTextResponse(f"{exc!r}", status_code=500)  # B920
app = Starlette(exception_handlers={500: failed})
""",
    ),
    case(
        "Starlette, middleware",
        """
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.responses import JSONResponse
class Guard(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        try:
            return await call_next(request)
        except Exception as error:
            body = {"error": "internal", "message": str(error)}  # B920
            return JSONResponse(body, status_code=500)
""",
    ),
    case(
        "FastAPI, a web socket",
        """
from fastapi import FastAPI, WebSocket
app = FastAPI()
@app.websocket("/live")
async def live(websocket: WebSocket):
    try:
        await stream(websocket)
    except Exception as e:
        await websocket.send_json({"error": str(e)})  # B920
""",
    ),
    case(
        "Flask, a dictionary and a status",
        """
from flask import Flask
app = Flask(__name__)
@app.route("/orders")
def orders():
    try:
        return load()
    except Exception as e:
        return {"error": str(e)}, 500  # B920
""",
    ),
    case(
        "Flask, jsonify",
        """
from flask import Blueprint, jsonify
bp = Blueprint("orders", __name__)
@bp.get("/orders")
def orders():
    try:
        return jsonify(load())
    except Exception as e:
        return jsonify(error=str(e)), 500  # B920
""",
    ),
    case(
        "Flask, through a variable",
        """
from flask import Flask, jsonify
app = Flask(__name__)
@app.post("/orders")
def create():
    try:
        store()
    except Exception as e:
        message = "failed: " + str(e)  # B920
        return jsonify({"message": message}), 500
    return "", 204
""",
    ),
    case(
        "Flask, through a variable that is answered after the block",
        """
from flask import Flask, render_template
app = Flask(__name__)
@app.post("/orders")
def create():
    error = None
    try:
        store()
    except Exception as e:
        error = str(e)  # B920
    return render_template("orders.html", error=error)
""",
    ),
    case(
        "Flask, an element of what is answered",
        """
from flask import Flask, jsonify
app = Flask(__name__)
@app.post("/orders")
def create():
    answer = {"ok": True}
    try:
        store()
    except Exception as e:
        answer["ok"] = False
        answer["error"] = "%s" % e  # B920
    return jsonify(answer)
""",
    ),
    case(
        "Flask, a list of what failed",
        """
from flask import Flask, jsonify
app = Flask(__name__)
@app.post("/orders")
def create():
    errors = []
    for row in rows():
        try:
            store(row)
        except Exception as e:
            errors.append({"row": row.id, "error": str(e)})  # B920
    return jsonify(errors=errors)
""",
    ),
    case(
        "Flask, abort",
        """
from flask import abort
def create():
    try:
        store()
    except Exception as e:
        abort(500, description=str(e))  # B920
""",
    ),
    case(
        "Flask, make_response under another name",
        """
from flask import make_response as answer
def create():
    try:
        store()
    except Exception as e:
        return answer("failed: {}".format(e), 500)  # B920
""",
    ),
    case(
        "Flask, a handler of all errors",
        """
from flask import Flask, jsonify
app = Flask(__name__)
@app.errorhandler(Exception)
def failed(error):
    return jsonify({"error": str(error)}), 500  # B920
""",
    ),
    case(
        "Flask, what the error was at first",
        """
from flask import Flask
app = Flask(__name__)
@app.errorhandler(Exception)
def failed(e):
    return f"Something broke: {e.args[0]}", 500  # B920
""",
    ),
    case(
        "Flask, flash",
        """
from flask import flash, redirect
def create():
    try:
        store()
    except Exception as e:
        flash(f"Not stored: {e}")  # B920
    return redirect("/")
""",
    ),
    case(
        "Flask-RESTful",
        """
from flask_restful import Resource
class Orders(Resource):
    def get(self):
        try:
            return load()
        except Exception as e:
            return {"message": str(e)}, 500  # B920
""",
    ),
    case(
        "Django, JsonResponse",
        """
from django.http import JsonResponse
def orders(request):
    try:
        return JsonResponse(load())
    except Exception as e:
        return JsonResponse({"error": str(e)}, status=500)  # B920
""",
    ),
    case(
        "Django, HttpResponseServerError",
        """
from django import http
class Orders(View):
    def get(self, request):
        try:
            return http.HttpResponse(load())
        except Exception as e:
            return http.HttpResponseServerError("<p>%s</p>" % e)  # B920
""",
    ),
    case(
        "Django, a message",
        """
from django.contrib import messages
from django.shortcuts import redirect
def create(request):
    try:
        store(request.POST)
    except Exception as e:
        messages.error(request, f"Failed: {e}")  # B920
    return redirect("orders")
""",
    ),
    case(
        "Django, a context",
        """
from django.shortcuts import render
def orders(request):
    context = {}
    try:
        context["orders"] = load()
    except Exception as e:
        context["error"] = str(e)  # B920
    return render(request, "orders.html", context)
""",
    ),
    case(
        "Django, middleware",
        """
from django.http import JsonResponse
class Errors:
    def process_exception(self, request, exception):
        return JsonResponse({"detail": str(exception)}, status=500)  # B920
""",
    ),
    case(
        "Django, an error of the database",
        """
from django.db import IntegrityError
from django.http import JsonResponse
def create(request):
    try:
        store(request.POST)
    except IntegrityError as e:
        return JsonResponse({"error": str(e)}, status=409)  # B920
""",
    ),
    case(
        "DRF, Response",
        """
from rest_framework.decorators import api_view
from rest_framework.response import Response
@api_view(["GET"])
def orders(request):
    try:
        return Response(load())
    except Exception as e:
        return Response({"detail": str(e)}, status=500)  # B920
""",
    ),
    case(
        "DRF, an exception of its own",
        """
from rest_framework.exceptions import APIException
from rest_framework.views import APIView
class Orders(APIView):
    def get(self, request):
        try:
            return load()
        except Exception as e:
            raise APIException(str(e))  # B920
""",
    ),
    case(
        "aiohttp, json_response",
        """
from aiohttp import web
async def orders(request):
    try:
        return web.json_response(await load())
    except Exception as e:
        return web.json_response({"error": str(e)}, status=500)  # B920
""",
    ),
    case(
        "aiohttp, an error",
        """
from aiohttp import web
async def orders(request):
    try:
        return web.json_response(await load())
    except Exception as e:
        raise web.HTTPInternalServerError(text=repr(e))  # B920
""",
    ),
    case(
        "aiohttp, the client's error names the inner host",
        """
import aiohttp
from aiohttp import web
async def orders(request):
    try:
        return web.json_response(await load())
    except aiohttp.ClientError as e:
        return web.Response(text=str(e), status=502)  # B920
""",
    ),
    case(
        "SQLAlchemy",
        """
from fastapi import FastAPI, HTTPException
from sqlalchemy.exc import SQLAlchemyError
app = FastAPI()
@app.post("/orders")
def create(order: Order):
    try:
        store(order)
    except SQLAlchemyError as e:
        raise HTTPException(status_code=400, detail=f"Database: {e}")  # B920
""",
    ),
    case(
        "an error of Python's that is answered as the server's",
        """
from fastapi import FastAPI, HTTPException
app = FastAPI()
@app.post("/orders")
def create(order: Order):
    try:
        store(order)
    except (KeyError, RuntimeError) as e:
        raise HTTPException(status_code=500, detail=str(e))  # B920
""",
    ),
    case(
        "Tornado",
        """
import tornado.web
class Orders(tornado.web.RequestHandler):
    def get(self):
        try:
            self.write(load())
        except Exception as e:
            self.set_status(500)
            self.write({"error": str(e)})  # B920
""",
    ),
    case(
        "Sanic",
        """
from sanic import Sanic
from sanic.response import json
app = Sanic("shop")
@app.get("/orders")
async def orders(request):
    try:
        return json(await load())
    except Exception as e:
        return json({"error": str(e)}, status=500)  # B920
""",
    ),
    case(
        "a lambda of AWS",
        """
import json
def lambda_handler(event, context):
    try:
        return {"statusCode": 200, "body": json.dumps(load(event))}
    except Exception as e:
        return {"statusCode": 500, "body": json.dumps({"error": str(e)})}  # B920
""",
    ),
    case(
        "a function of the project that makes the answer",
        """
from flask import Flask
from .answers import error_response
app = Flask(__name__)
@app.get("/orders")
def orders():
    try:
        return load()
    except Exception as e:
        return error_response(str(e), 500)  # B920
""",
    ),
    case(
        "cut short, and still told",
        """
from flask import jsonify
def orders():
    try:
        return load()
    except Exception as e:
        return jsonify(error=str(e)[:200].strip()), 500  # B920
""",
    ),
    case(
        "a choice between two texts",
        """
from flask import jsonify
def orders():
    try:
        return load()
    except Exception as e:
        return jsonify(error=str(e) or "unknown"), 500  # B920
""",
    ),
    case(
        "logged properly, and told all the same",
        """
import logging
from fastapi import HTTPException
def orders():
    try:
        return load()
    except Exception as e:
        logging.exception("orders")
        raise HTTPException(500, detail={"code": "failed", "reason": str(e)}) from e  # B920
""",
    ),
    case(
        "a parameter of an outer decorator",
        """
import functools
from flask import jsonify
def guarded(view):
    @functools.wraps(view)
    def inner(*args, **kwargs):
        try:
            return view(*args, **kwargs)
        except Exception as e:
            return jsonify({"error": str(e)}), 500  # B920
    return inner
""",
    ),
    case(
        "requests",
        """
import requests
from fastapi import HTTPException
def rates():
    try:
        return requests.get(URL, timeout=3).json()
    except requests.RequestException as e:
        raise HTTPException(502, f"upstream: {e}")  # B920
""",
    ),
    case(
        "a called process",
        """
import subprocess
from flask import jsonify
def convert():
    try:
        subprocess.run(["convert"], check=True)
    except subprocess.CalledProcessError as e:
        return jsonify(error=e.stderr.decode()), 500  # B920
""",
    ),
]

UNTOLD = [
    case(
        "a text of its own",
        """
from fastapi import HTTPException
def create(order):
    try:
        store(order)
    except Exception as e:
        raise HTTPException(500, detail="The order could not be stored.") from e
""",
    ),
    case(
        "logged",
        """
import logging
from flask import jsonify
def create():
    try:
        store()
    except Exception as e:
        logging.error("not stored: %s", str(e))
        return jsonify(error="not stored"), 500
""",
    ),
    case(
        "logged through a variable",
        """
import logging
from flask import jsonify
def create():
    try:
        store()
    except Exception as e:
        message = f"not stored: {e}"
        logging.error(message)
        return jsonify(error="not stored"), 500
""",
    ),
    case(
        "an error of validation",
        """
from fastapi import HTTPException
def create(text):
    try:
        return parse(text)
    except ValueError as e:
        raise HTTPException(status_code=422, detail=str(e))
""",
    ),
    case(
        "an error of the application",
        """
from fastapi import HTTPException
from .errors import OrderError
def create(order):
    try:
        store(order)
    except OrderError as e:
        raise HTTPException(status_code=409, detail=str(e))
""",
    ),
    case(
        "an error that this module defines",
        """
from flask import jsonify
class NotEnough(Exception):
    pass
def create():
    try:
        store()
    except NotEnough as e:
        return jsonify(error=str(e)), 400
""",
    ),
    case(
        "DRF's validation",
        """
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
def create(request):
    try:
        store(request.data)
    except ValidationError as e:
        return Response({"errors": e.detail}, status=400)
""",
    ),
    case(
        "pydantic's validation",
        """
from flask import jsonify
from pydantic import ValidationError
def create():
    try:
        store()
    except ValidationError as e:
        return jsonify(e.errors()), 422
""",
    ),
    case(
        "the class's name alone",
        """
from flask import jsonify
def create():
    try:
        store()
    except Exception as e:
        return jsonify(error=type(e).__name__), 500
""",
    ),
    case(
        "while debugging",
        """
from flask import current_app, jsonify
def create():
    try:
        store()
    except Exception as e:
        if current_app.debug:
            return jsonify(error=str(e)), 500
        return jsonify(error="not stored"), 500
""",
    ),
    case(
        "while debugging, in a choice",
        """
from django.conf import settings
from django.http import JsonResponse
def create(request):
    try:
        store()
    except Exception as e:
        return JsonResponse({"error": str(e) if settings.DEBUG else "not stored"}, status=500)
""",
    ),
    case(
        "the application's own errors among all",
        """
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from .errors import AppError
app = FastAPI()
@app.exception_handler(Exception)
async def failed(request, exc):
    if isinstance(exc, AppError):
        return JSONResponse({"error": str(exc)}, status_code=400)
    return JSONResponse({"error": "internal"}, status_code=500)
""",
    ),
    case(
        "Flask, an HTTP error",
        """
from flask import Flask, jsonify
from werkzeug.exceptions import HTTPException
app = Flask(__name__)
@app.errorhandler(HTTPException)
def failed(e):
    return jsonify(error=e.description), e.code
""",
    ),
    case(
        "Flask, not found",
        """
from flask import Flask, jsonify
app = Flask(__name__)
@app.errorhandler(404)
def missing(e):
    return jsonify(error=str(e)), 404
""",
    ),
    case(
        "Flask, a handler of 500 gets a harmless error",
        """
from flask import Flask, jsonify
app = Flask(__name__)
@app.errorhandler(500)
def failed(e):
    return jsonify(error=str(e)), 500
""",
    ),
    case(
        "FastAPI, a handler of an own error",
        """
from fastapi import FastAPI
from fastapi.responses import JSONResponse
from .errors import OrderError
app = FastAPI()
@app.exception_handler(OrderError)
async def failed(request, exc: OrderError):
    return JSONResponse({"error": str(exc)}, status_code=409)
""",
    ),
    case(
        "FastAPI, the errors of a request",
        """
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
app = FastAPI()
@app.exception_handler(RequestValidationError)
async def failed(request, exc):
    return JSONResponse({"detail": exc.errors()}, status_code=422)
""",
    ),
    case(
        "an id to look it up by",
        """
import logging, uuid
from flask import jsonify
def create():
    try:
        store()
    except Exception as e:
        number = uuid.uuid4().hex
        logging.exception("%s: %s", number, e)
        return jsonify(error="internal", id=number), 500
""",
    ),
    case(
        "no web application",
        """
def create():
    try:
        store()
    except Exception as e:
        return {"error": str(e)}
""",
    ),
    case(
        "not an answer but a record",
        """
from flask import Flask
app = Flask(__name__)
def run(job):
    try:
        job.work()
    except Exception as e:
        job.error = str(e)
        job.save()
""",
    ),
    case(
        "raised as an own exception",
        """
from flask import Flask
from .errors import StoreError
def store(order):
    try:
        write(order)
    except Exception as e:
        raise StoreError(str(e)) from e
""",
    ),
    case(
        "the variable is given another text",
        """
from flask import jsonify
def create():
    try:
        store()
    except Exception as e:
        message = str(e)
        log(message)
        message = "not stored"
        return jsonify(error=message), 500
""",
    ),
    case(
        "mapped by a function",
        """
from flask import jsonify
def create():
    try:
        store()
    except Exception as e:
        return jsonify(error=public_text(e)), 500
""",
    ),
    case(
        "the status of the error",
        """
import httpx
from fastapi import HTTPException
def rates(client):
    try:
        return client.get("/rates")
    except httpx.HTTPStatusError as e:
        raise HTTPException(status_code=e.response.status_code, detail="rates are unavailable")
""",
    ),
    case(
        "compared, not told",
        """
from flask import jsonify
def create():
    try:
        store()
    except Exception as e:
        again = "deadlock" in str(e)
        return jsonify(error="not stored", again=again), 500
""",
    ),
    case(
        "aiohttp's own errors are answers",
        """
from aiohttp import web
@web.middleware
async def errors(request, handler):
    try:
        return await handler(request)
    except web.HTTPException as e:
        return web.json_response({"error": e.reason}, status=e.status)
""",
    ),
    case(
        "administrators",
        """
from django.http import JsonResponse
def create(request):
    try:
        store()
    except Exception as e:
        if request.user.is_staff:
            return JsonResponse({"error": str(e)}, status=500)
        return JsonResponse({"error": "not stored"}, status=500)
""",
    ),
    case(
        "a name that is something else elsewhere",
        """
from flask import Flask, jsonify
app = Flask(__name__)
@app.get("/orders")
def orders():
    try:
        total = load()
    except Exception as e:
        raise
    e = total
    return jsonify(total=e)
""",
    ),
]

TRACES = [
    case(
        "Flask",
        """
import traceback
from flask import jsonify
def create():
    try:
        store()
    except Exception:
        return jsonify(trace=traceback.format_exc()), 500  # B921
""",
    ),
    case(
        "Flask, a text",
        """
import traceback
from flask import Flask
app = Flask(__name__)
@app.errorhandler(500)
def failed(error):
    return "<pre>" + traceback.format_exc() + "</pre>", 500  # B921
""",
    ),
    case(
        "Flask, through a variable",
        """
import traceback as tb
from flask import Response
def create():
    try:
        store()
    except KeyError:
        text = tb.format_exc()  # B921
        return Response(text, status=500)
""",
    ),
    case(
        "FastAPI",
        """
from traceback import format_exc
from fastapi import HTTPException
def create():
    try:
        store()
    except Exception:
        raise HTTPException(status_code=500, detail=format_exc())  # B921
""",
    ),
    case(
        "FastAPI, a handler of all errors",
        """
import traceback
from fastapi import FastAPI
from fastapi.responses import JSONResponse
app = FastAPI()
@app.exception_handler(Exception)
async def failed(request, exc):
    lines = traceback.format_exception(type(exc), exc, exc.__traceback__)  # B921
    return JSONResponse({"trace": lines}, status_code=500)
""",
    ),
    case(
        "FastAPI, a dictionary",
        """
import traceback
from fastapi import FastAPI
app = FastAPI()
@app.get("/")
def home():
    try:
        return load()
    except Exception:
        return {"trace": traceback.format_exc().splitlines()}  # B921
""",
    ),
    case(
        "both the text and the trace",
        """
import traceback
from fastapi.responses import JSONResponse
async def failed(request):
    try:
        return await load()
    except Exception as e:
        return JSONResponse(
            {
                "error": str(e),  # B920
                "trace": "".join(traceback.format_exception(e)),  # B921
            },
            status_code=500,
        )
""",
    ),
    case(
        "Django",
        """
import traceback
from django.http import HttpResponse
def orders(request):
    try:
        return load()
    except Exception:
        return HttpResponse(f"<pre>{traceback.format_exc()}</pre>", status=500)  # B921
""",
    ),
    case(
        "Django, an element",
        """
import traceback
from django.http import JsonResponse
def orders(request):
    data = {}
    try:
        data["rows"] = load()
    except Exception:
        data["trace"] = traceback.format_exc()  # B921
    return JsonResponse(data)
""",
    ),
    case(
        "Django, printed into the response",
        """
import traceback
from django.http import HttpResponse
def orders(request):
    response = HttpResponse(status=500)
    try:
        return load()
    except Exception:
        traceback.print_exc(file=response)  # B921
    return response
""",
    ),
    case(
        "Django, printed into a buffer",
        """
import io
import traceback
from django.http import HttpResponse
def orders(request):
    try:
        return load()
    except Exception:
        buffer = io.StringIO()
        traceback.print_exc(file=buffer)  # B921
        return HttpResponse(buffer.getvalue(), status=500)
""",
    ),
    case(
        "Django, the page for developers",
        """
import sys
from django.views.debug import ExceptionReporter
from django.http import HttpResponse
import traceback
def failed(request):
    return HttpResponse("".join(traceback.format_exception(*sys.exc_info())))  # B921
""",
    ),
    case(
        "DRF",
        """
import traceback
from rest_framework.response import Response
from rest_framework.views import APIView
class Orders(APIView):
    def post(self, request):
        try:
            return Response(store(request.data))
        except Exception:
            return Response({"trace": traceback.format_exc()}, status=500)  # B921
""",
    ),
    case(
        "Starlette",
        """
import traceback
from starlette.responses import PlainTextResponse
async def orders(request):
    try:
        return await load()
    except Exception:
        return PlainTextResponse(traceback.format_exc(), 500)  # B921
""",
    ),
    case(
        "aiohttp",
        """
import traceback
from aiohttp import web
async def orders(request):
    try:
        return await load()
    except Exception:
        raise web.HTTPInternalServerError(text=traceback.format_exc())  # B921
""",
    ),
    case(
        "aiohttp, json",
        """
import traceback
from aiohttp import web
async def orders(request):
    try:
        return await load()
    except Exception as e:
        return web.json_response({"trace": traceback.format_tb(e.__traceback__)}, status=500)  # B921
""",
    ),
    case(
        "Tornado",
        """
import traceback
from tornado.web import RequestHandler
class Orders(RequestHandler):
    def write_error(self, status_code, **kwargs):
        self.finish("".join(traceback.format_exception(*kwargs["exc_info"])))  # B921
""",
    ),
    case(
        "Sanic",
        """
import traceback
from sanic.response import text
async def orders(request):
    try:
        return await load()
    except Exception:
        return text(traceback.format_exc(), status=500)  # B921
""",
    ),
    case(
        "exc_info as a text",
        """
import sys
from flask import jsonify
def create():
    try:
        store()
    except Exception:
        return jsonify(error=str(sys.exc_info())), 500  # B921
""",
    ),
    case(
        "a template",
        """
import traceback
from flask import render_template
def create():
    try:
        store()
    except Exception:
        return render_template("error.html", trace=traceback.format_exc()), 500  # B921
""",
    ),
    case(
        "a lambda of AWS",
        """
import json
import traceback
def handler(event, context):
    try:
        return work(event)
    except Exception:
        return {"statusCode": 500, "body": json.dumps({"trace": traceback.format_exc()})}  # B921
""",
    ),
    case(
        "the server of the standard library",
        """
import traceback
from http.server import BaseHTTPRequestHandler
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        try:
            work()
        except Exception:
            self.send_error(500, explain=traceback.format_exc())  # B921
""",
    ),
    case(
        "Quart",
        """
import traceback
from quart import Quart
app = Quart(__name__)
@app.get("/")
async def home():
    try:
        return await load()
    except Exception:
        return {"trace": traceback.format_exc()}, 500  # B921
""",
    ),
    case(
        "a stack without an error",
        """
import traceback
from flask import jsonify
def where():
    return jsonify(stack=traceback.format_stack())  # B921
""",
    ),
    case(
        "a variable of a middleware",
        """
import traceback
from starlette.responses import JSONResponse
async def guard(request, call_next):
    try:
        return await call_next(request)
    except Exception:
        trace = traceback.format_exc()  # B921
        body = {"error": "internal", "trace": trace}
        return JSONResponse(body, status_code=500)
""",
    ),
]

NO_TRACES = [
    case(
        "logged",
        """
import logging, traceback
from flask import jsonify
def create():
    try:
        store()
    except Exception:
        logging.error(traceback.format_exc())
        return jsonify(error="not stored"), 500
""",
    ),
    case(
        "logged through a variable",
        """
import logging, traceback
from flask import jsonify
def create():
    try:
        store()
    except Exception:
        trace = traceback.format_exc()
        logging.error("create: %s", trace)
        return jsonify(error="not stored"), 500
""",
    ),
    case(
        "printed to the terminal",
        """
import sys, traceback
from flask import jsonify
def create():
    try:
        store()
    except Exception:
        traceback.print_exc(file=sys.stderr)
        return jsonify(error="not stored"), 500
""",
    ),
    case(
        "while debugging",
        """
import traceback
from flask import current_app, jsonify
def create():
    try:
        store()
    except Exception:
        body = {"error": "not stored"}
        if current_app.debug:
            body["trace"] = traceback.format_exc()
        return jsonify(body), 500
""",
    ),
    case(
        "while debugging, in a choice",
        """
import traceback
from django.conf import settings
from django.http import JsonResponse
def create(request):
    try:
        store()
    except Exception:
        trace = traceback.format_exc() if settings.DEBUG else None
        return JsonResponse({"error": "not stored", "trace": trace}, status=500)
""",
    ),
    case(
        "not while debugging is off",
        """
import traceback
from fastapi import HTTPException
def create(settings):
    try:
        store()
    except Exception:
        if not settings.debug:
            raise HTTPException(500, "not stored")
        raise
""",
    ),
    case(
        "kept in the database",
        """
import traceback
from flask import Flask
def run(job):
    try:
        job.work()
    except Exception:
        job.trace = traceback.format_exc()
        job.save()
""",
    ),
    case(
        "sent to an error tracker",
        """
import traceback
from flask import jsonify
def create():
    try:
        store()
    except Exception:
        tracker.send(traceback.format_exc())
        return jsonify(error="not stored"), 500
""",
    ),
    case(
        "no web application",
        """
import traceback
def work():
    try:
        act()
    except Exception:
        return traceback.format_exc()
""",
    ),
    case(
        "the type alone",
        """
import sys
from flask import jsonify
def create():
    try:
        store()
    except Exception:
        kind = sys.exc_info()[0].__name__
        return jsonify(error=kind), 500
""",
    ),
    case(
        "a function of that name",
        """
from flask import jsonify
from .texts import format_exc
def create():
    return jsonify(text=format_exc())
""",
    ),
    case(
        "a mail to the administrators",
        """
import traceback
from django.core.mail import mail_admins
from django.http import HttpResponse
def create(request):
    try:
        store()
    except Exception:
        mail_admins("create", traceback.format_exc())
        return HttpResponse("not stored", status=500)
""",
    ),
]

SECRETS = [
    case(
        "a password",
        """
import logging
logger = logging.getLogger(__name__)
def login(name, password):
    logger.info("login of %s with %s", name, password)  # B922
""",
    ),
    case(
        "in an f-string",
        """
import logging
def login(name, password):
    logging.debug(f"login of {name} with {password}")  # B922
""",
    ),
    case(
        "by format",
        """
import logging
def login(name, password):
    logging.debug("login of {} with {}".format(name, password))  # B922
""",
    ),
    case(
        "by a sum",
        """
import logging
def login(name, passwd):
    logging.debug("password: " + passwd)  # B922
""",
    ),
    case(
        "by a percent sign",
        """
import logging
def login(name, password):
    logging.debug("login of %s with %s" % (name, password))  # B922
""",
    ),
    case(
        "printed",
        """
def login(name, password):
    print("login", name, password)  # B922
""",
    ),
    case(
        "an attribute",
        """
import logging
def connect(settings):
    logging.info("key: %s", settings.api_key)  # B922
""",
    ),
    case(
        "an element",
        """
import logging
def login(data):
    logging.info("got %s", data["password"])  # B922
""",
    ),
    case(
        "an element that may be missing",
        """
import logging
from flask import request
def login():
    logging.info("got %s", request.form.get("password"))  # B922
""",
    ),
    case(
        "a token of a client",
        """
import logging
import jwt
logger = logging.getLogger(__name__)
def check(token):
    logger.debug("token %s", token)  # B922
    return jwt.decode(token, KEY, algorithms=["HS256"])
""",
    ),
    case(
        "an access token",
        """
import logging
def refresh(client):
    answer = client.refresh()
    logging.info("new token: %s", answer["access_token"])  # B922
""",
    ),
    case(
        "a header",
        """
import logging
from flask import request
def check():
    logging.info("auth: %s", request.headers.get("Authorization"))  # B922
""",
    ),
    case(
        "a header by its key",
        """
import logging
def check(request):
    logging.info("auth: %s", request.headers["X-API-Key"])  # B922
""",
    ),
    case(
        "all headers of Flask",
        """
from flask import current_app, request
def check():
    current_app.logger.debug("headers: %s", dict(request.headers))  # B922
""",
    ),
    case(
        "all headers of FastAPI",
        """
import logging
from fastapi import FastAPI, Request
app = FastAPI()
@app.middleware("http")
async def log(request: Request, call_next):
    logging.info(f"{request.method} {request.headers}")  # B922
    return await call_next(request)
""",
    ),
    case(
        "all headers of Django",
        """
import logging
from django.http import HttpResponse
def hook(request):
    logging.info("meta: %s", request.META)  # B922
    return HttpResponse("")
""",
    ),
    case(
        "cookies",
        """
import logging
from flask import request
def check():
    logging.info("cookies: %s", request.cookies)  # B922
""",
    ),
    case(
        "a body",
        """
import logging
from fastapi import FastAPI, Request
app = FastAPI()
@app.post("/login")
async def login(request: Request):
    logging.info("body: %s", await request.json())  # B922
""",
    ),
    case(
        "a body through a variable",
        """
import logging
from flask import Flask, request
app = Flask(__name__)
@app.post("/login")
def login():
    body = request.get_json()
    logging.info("body: %s", body)  # B922
""",
    ),
    case(
        "the environment",
        """
import logging, os
logging.debug("environment: %s", os.environ)  # B922
""",
    ),
    case(
        "the environment as a dictionary",
        """
import os
print(dict(os.environ))  # B922
""",
    ),
    case(
        "a variable of the environment",
        """
import logging, os
logging.info("using %s", os.environ["STRIPE_SECRET_KEY"])  # B922
""",
    ),
    case(
        "by getenv",
        """
import os
print("key", os.getenv("OPENAI_API_KEY"))  # B922
""",
    ),
    case(
        "structlog",
        """
import structlog
log = structlog.get_logger()
def login(name, pw, password):
    log.info("login", user=name, password=password)  # B922
""",
    ),
    case(
        "structlog, named so at the call",
        """
import structlog
log = structlog.get_logger()
def login(form):
    log.info("login", password=form.value)  # B922
""",
    ),
    case(
        "loguru",
        """
from loguru import logger
def charge(card_number, amount):
    logger.info("charging {} to {}", amount, card_number)  # B922
""",
    ),
    case(
        "extra",
        """
import logging
def login(user, password):
    logging.info("login", extra={"user": user, "secret": password})  # B922
""",
    ),
    case(
        "a card",
        """
import logging
def charge(card, amount):
    logging.info("charging %s with cvv %s", amount, card.cvv)  # B922
""",
    ),
    case(
        "headers that were made here",
        """
import logging
import requests
def call(token):
    headers = {"Authorization": f"Bearer {token}"}
    logging.debug("headers: %s", headers)  # B922
    return requests.get(URL, headers=headers, timeout=3)
""",
    ),
    case(
        "a URL that holds the key",
        """
import logging
def call(api_key):
    url = f"https://api.example.com/?key={api_key}"
    logging.debug("GET %s", url)  # B922
""",
    ),
    case(
        "the secret within pydantic's",
        """
import logging
def start(settings):
    logging.info("secret: %s", settings.client_secret.get_secret_value())  # B922
""",
    ),
    case(
        "camel case",
        """
import logging
def start(data):
    logging.info("secret: %s", data["clientSecret"])  # B922
""",
    ),
    case(
        "on an object's own logger",
        """
import logging
class Client:
    def __init__(self, api_key):
        self.api_key = api_key
        self._logger = logging.getLogger("client")
    def start(self):
        self._logger.info("starting with %s", self.api_key)  # B922
""",
    ),
    case(
        "with the exception",
        """
import logging
def login(name, password):
    try:
        check(name, password)
    except ValueError:
        logging.exception("login of %s/%s", name, password)  # B922
        raise
""",
    ),
    case(
        "a session's id",
        """
import logging
from django.http import HttpResponse
def show(request):
    logging.info("session %s", request.session.session_key)  # B922
    return HttpResponse("")
""",
    ),
    case(
        "a one-time password",
        """
import logging
def send(user, otp):
    logging.info("otp for %s is %s", user, otp)  # B922
""",
    ),
    case(
        "as JSON",
        """
import json, logging
def login(name, password):
    logging.info(json.dumps({"name": name, "value": password}))  # B922
""",
    ),
]

NO_SECRETS = [
    case(
        "stars",
        """
import logging
def login(name, password):
    logging.info("login of %s with %s", name, "***")
""",
    ),
    case(
        "the end alone",
        """
import logging
def charge(card_number):
    logging.info("charging …%s", card_number[-4:])
""",
    ),
    case(
        "the end in a variable",
        """
import logging
def charge(card_number):
    card_number = card_number[-4:]
    logging.info("charging …%s", card_number)
""",
    ),
    case(
        "a format that cuts",
        """
import logging
def check(api_key):
    logging.info(f"key {api_key:.4}…")
""",
    ),
    case(
        "a length",
        """
import logging
def check(password):
    logging.info("password of %s characters", len(password))
""",
    ),
    case(
        "whether there is one",
        """
import logging
def check(token, api_key):
    logging.info("token: %s, key: %s", bool(token), api_key is not None)
""",
    ),
    case(
        "a choice by it",
        """
import logging
def check(api_key):
    logging.info("key is %s", "set" if api_key else "missing")
""",
    ),
    case(
        "a hash",
        """
import hashlib, logging
def check(token):
    logging.info("token %s", hashlib.sha256(token.encode()).hexdigest())
""",
    ),
    case(
        "masked by a function",
        """
import logging
def check(token):
    logging.info("token %s", mask(token))
""",
    ),
    case(
        "masked before",
        """
import logging
def check(value):
    token = redact(value)
    logging.info("token %s", token)
""",
    ),
    case(
        "a count",
        """
import logging
def report(usage):
    logging.info("used %s of %s", usage.total_tokens, usage.token_count)
""",
    ),
    case(
        "words of a text",
        """
import tokenize
def show(path):
    for token in tokenize.tokenize(path):
        print(token)
""",
    ),
    case(
        "words of a lexer of one's own",
        """
def show(lexer):
    token = lexer.next()
    while token.kind != "end":
        print("token", token)
        token = lexer.next()
""",
    ),
    case(
        "a message about a password",
        """
import logging
def changed(user):
    logging.info("password changed for user %s", user)
""",
    ),
    case(
        "a constant text about a password",
        """
import logging
INVALID_PASSWORD = "The password is wrong."
def check():
    logging.warning(INVALID_PASSWORD)
""",
    ),
    case(
        "where to get one",
        """
import logging
def start(settings):
    logging.info("tokens from %s, reset at %s", settings.token_url, settings.password_reset_url)
""",
    ),
    case(
        "its kind and its age",
        """
import logging
def start(token):
    logging.info("%s until %s", token.token_type, token.expires_at)
""",
    ),
    case(
        "its number",
        """
import logging
def revoke(token):
    logging.info("revoked %s of %s", token.id, token.user)
""",
    ),
    case(
        "its name",
        """
import logging
def start(settings):
    logging.info("%s %s", settings.secret_name, settings.cookie_name)
""",
    ),
    case(
        "pydantic's secret",
        """
import logging
from pydantic import SecretStr
class Settings:
    api_key: SecretStr
def start(password: SecretStr):
    logging.info("with %s", password)
""",
    ),
    case(
        "a harmless header",
        """
import logging
from flask import request
def check():
    logging.info("from %s", request.headers.get("User-Agent"))
""",
    ),
    case(
        "the names of headers",
        """
import logging
from flask import request
def check():
    logging.info("%s", list(request.headers.keys()))
""",
    ),
    case(
        "headers without secrets",
        """
import logging
from flask import request
def check():
    logging.info("%s", {name: value for name, value in request.headers.items() if name not in HIDDEN})
""",
    ),
    case(
        "headers of an answer",
        """
import logging
import requests
def call():
    answer = requests.get(URL, timeout=3)
    logging.info("%s", answer.headers)
""",
    ),
    case(
        "a harmless variable of the environment",
        """
import logging, os
logging.info("in %s", os.environ["HOME"])
""",
    ),
    case(
        "a flag",
        """
import logging
def start(has_password, use_token):
    logging.info("%s %s", has_password, use_token)
""",
    ),
    case(
        "not a log",
        """
def login(client, password):
    client.info(password)
""",
    ),
    case(
        "a generated password for whoever runs the command",
        """
import secrets
def main():
    password = secrets.token_urlsafe(16)
    print("Your password:", password)
""",
    ),
    case(
        "a hash of a password by its name",
        """
import logging
def show(user):
    logging.debug("%s", user.password_hash)
""",
    ),
    case(
        "tokens of a model",
        """
from transformers import AutoTokenizer
def show(tokenizer, text):
    token = tokenizer.decode(text)
    print(token)
""",
    ),
    case(
        "a token of a page",
        """
import logging
def pages(next_page_token, continuation_token):
    logging.info("next: %s %s", next_page_token, continuation_token)
""",
    ),
    case(
        "a body that says how bright a lamp shall be",
        """
import logging
from fastapi import APIRouter, Request
router = APIRouter()
@router.put("/lamp")
async def lamp(request: Request):
    wish = await request.json()
    logging.info("wish: %s", wish)
""",
    ),
]

DEBUGGING = [
    case(
        "Flask",
        """
from flask import Flask
app = Flask(__name__)
app.run(debug=True)  # B923
""",
    ),
    case(
        "Flask, in the script itself",
        """
from flask import Flask
app = Flask(__name__)
if __name__ == "__main__":
    app.run(host="0.0.0.0", port=8080, debug=True)  # B923
""",
    ),
    case(
        "Flask, of a factory",
        """
from shop import create_app
app = create_app()
if __name__ == "__main__":
    app.run(debug=True)  # B923
""",
    ),
    case(
        "Flask, of a factory at once",
        """
from shop import create_app
create_app().run(debug=True)  # B923
""",
    ),
    case(
        "Flask, by a name",
        """
from flask import Flask
DEBUG = True
app = Flask(__name__)
app.run(debug=DEBUG)  # B923
""",
    ),
    case(
        "Flask, a switch",
        """
from flask import Flask
app = Flask(__name__)
app.debug = True  # B923
""",
    ),
    case(
        "Flask, a configuration",
        """
from flask import Flask
app = Flask(__name__)
app.config["DEBUG"] = True  # B923
""",
    ),
    case(
        "Flask, several configurations",
        """
from flask import Flask
app = Flask(__name__)
app.config.update(DEBUG=True, TESTING=False)  # B923
""",
    ),
    case(
        "Flask, the debugger",
        """
from flask import Flask
app = Flask(__name__)
app.run(use_debugger=True)  # B923
""",
    ),
    case(
        "Flask-SocketIO",
        """
from flask import Flask
from flask_socketio import SocketIO
app = Flask(__name__)
socketio = SocketIO(app)
socketio.run(app, debug=True)  # B923
""",
    ),
    case(
        "Quart",
        """
from quart import Quart
app = Quart(__name__)
app.run(debug=True)  # B923
""",
    ),
    case(
        "Dash",
        """
import dash
app = dash.Dash(__name__)
app.run_server(debug=True)  # B923
""",
    ),
    case(
        "Bottle",
        """
import bottle
bottle.run(host="0.0.0.0", debug=True)  # B923
""",
    ),
    case(
        "FastAPI",
        """
from fastapi import FastAPI
app = FastAPI(title="shop", debug=True)  # B923
""",
    ),
    case(
        "Starlette",
        """
from starlette.applications import Starlette
app = Starlette(debug=True, routes=routes)  # B923
""",
    ),
    case(
        "Starlette by its module",
        """
import starlette.applications as applications
app = applications.Starlette(routes=routes, debug=True)  # B923
""",
    ),
    case(
        "Litestar",
        """
from litestar import Litestar
app = Litestar(route_handlers=[], debug=True)  # B923
""",
    ),
    case(
        "Tornado",
        """
import tornado.web
def make_app():
    return tornado.web.Application([], debug=True)  # B923
""",
    ),
    case(
        "Sanic",
        """
from sanic import Sanic
app = Sanic("shop")
app.run(host="0.0.0.0", debug=True)  # B923
""",
    ),
    case(
        "Werkzeug",
        """
from werkzeug.serving import run_simple
run_simple("0.0.0.0", 80, application, use_debugger=True)  # B923
""",
    ),
    case(
        "Werkzeug's middleware",
        """
from werkzeug.debug import DebuggedApplication
app = DebuggedApplication(app, evalex=True)  # B923
""",
    ),
    case(
        "Werkzeug's middleware on an application",
        """
from flask import Flask
from werkzeug.debug import DebuggedApplication
app = Flask(__name__)
app.wsgi_app = DebuggedApplication(app.wsgi_app)  # B923
""",
    ),
    case(
        "Django's settings",
        """
from pathlib import Path
BASE_DIR = Path(__file__).parent
SECRET_KEY = read_key()
DEBUG = True  # B923
ALLOWED_HOSTS = ["shop.example.com"]
INSTALLED_APPS = ["django.contrib.admin"]
""",
        "shop/settings.py",
    ),
    case(
        "Django's settings with a type",
        """
DEBUG: bool = True  # B923
MIDDLEWARE = []
ROOT_URLCONF = "shop.urls"
""",
        "shop/settings/base.py",
    ),
    case(
        "Django's settings for production",
        """
from .base import *
DEBUG = True  # B923
""",
        "shop/settings/production.py",
    ),
    case(
        "a class of settings for production",
        """
class ProductionConfig:
    DEBUG = True  # B923
    TESTING = False
""",
    ),
    case(
        "under a condition that asks for something else",
        """
from flask import Flask
app = Flask(__name__)
if app.config.get("NAME"):
    app.run(debug=True)  # B923
""",
    ),
]

NOT_DEBUGGING = [
    case(
        "off",
        """
from flask import Flask
app = Flask(__name__)
app.run(debug=False)
""",
    ),
    case(
        "not said",
        """
from flask import Flask
app = Flask(__name__)
app.run(host="127.0.0.1")
""",
    ),
    case(
        "of the environment",
        """
import os
from flask import Flask
app = Flask(__name__)
app.run(debug=os.environ.get("FLASK_DEBUG") == "1")
""",
    ),
    case(
        "of the environment by a name",
        """
import os
from flask import Flask
DEBUG = os.getenv("DEBUG", "0") == "1"
app = Flask(__name__)
app.run(debug=DEBUG)
""",
    ),
    case(
        "of the settings",
        """
from fastapi import FastAPI
from .config import settings
app = FastAPI(debug=settings.debug)
""",
    ),
    case(
        "of an argument",
        """
from flask import Flask
def serve(debug=False):
    app = Flask(__name__)
    app.run(debug=debug)
""",
    ),
    case(
        "when it is asked for",
        """
import argparse
from flask import Flask
app = Flask(__name__)
args = argparse.ArgumentParser().parse_args()
if args.debug:
    app.run(debug=True)
""",
    ),
    case(
        "in development",
        """
import os
from flask import Flask
app = Flask(__name__)
if os.environ.get("APP_ENV") == "development":
    app.debug = True
""",
    ),
    case(
        "the debugger while debugging",
        """
from flask import Flask
from werkzeug.debug import DebuggedApplication
app = Flask(__name__)
if app.debug:
    app.wsgi_app = DebuggedApplication(app.wsgi_app, evalex=True)
""",
    ),
    case(
        "reloading",
        """
import uvicorn
uvicorn.run("shop:app", reload=True)
""",
    ),
    case(
        "exceptions that go through",
        """
from flask import Flask
app = Flask(__name__)
app.config["PROPAGATE_EXCEPTIONS"] = True
""",
    ),
    case(
        "settings for development",
        """
SECRET_KEY = "dev"
DEBUG = True
INSTALLED_APPS = []
MIDDLEWARE = []
""",
        "shop/settings/dev.py",
    ),
    case(
        "settings of one machine",
        """
from .base import *
DEBUG = True
""",
        "shop/settings/local.py",
    ),
    case(
        "settings of tests",
        """
DEBUG = True
INSTALLED_APPS = []
MIDDLEWARE = []
""",
        "tests/settings.py",
    ),
    case(
        "settings that ask the environment",
        """
import os
DEBUG = os.environ.get("DJANGO_DEBUG", "") == "1"
INSTALLED_APPS = []
MIDDLEWARE = []
""",
        "shop/settings.py",
    ),
    case(
        "settings that are turned off later",
        """
import os
DEBUG = True
INSTALLED_APPS = []
MIDDLEWARE = []
if os.environ.get("PRODUCTION"):
    DEBUG = False
""",
        "shop/settings.py",
    ),
    case(
        "a constant of another module",
        """
DEBUG = True
def log(text):
    if DEBUG:
        print(text)
""",
    ),
    case(
        "a class of settings for development",
        """
class DevelopmentConfig:
    DEBUG = True
""",
    ),
    case(
        "asyncio",
        """
import asyncio
asyncio.run(main(), debug=True)
""",
    ),
    case(
        "a process of another kind",
        """
import subprocess
def build(tool):
    tool.run(debug=True)
""",
    ),
    case(
        "a command line",
        """
import typer
app = typer.Typer()
app.run(debug=True)
""",
    ),
    case(
        "an example",
        """
from flask import Flask
app = Flask(__name__)
app.run(debug=True)
""",
        "examples/hello.py",
    ),
    case(
        "a function for developers",
        """
from flask import Flask
app = Flask(__name__)
def run_dev():
    app.run(debug=True)
""",
    ),
    case(
        "a template's own debug",
        """
from jinja2 import Environment
environment = Environment(extensions=["jinja2.ext.debug"])
environment.debug = True
""",
    ),
    case(
        "a server that is not in production's else",
        """
from flask import Flask
app = Flask(__name__)
def serve(config):
    if config.is_development:
        app.run(debug=True)
    else:
        app.run()
""",
    ),
]


FURTHER = [
    case(
        "a token that is a turn",
        """
import logging
def release(acquire_token, fencing_token):
    logging.debug("released %s %s", acquire_token, fencing_token)
""",
    ),
    case(
        "a token of a service that is not well known",
        """
import logging
def post(webhook_token):
    logging.debug("posting to %s", webhook_token)  # B922
""",
    ),
    case(
        "json response later status",
        """
from django.http import JsonResponse
def v(request):
    try:
        go()
    except Exception as e:
        response = JsonResponse({"error": str(e)})  # B920
        response.status_code = 500
        return response
""",
    ),
    case(
        "dunder str",
        """
from rest_framework.response import Response
def v(request):
    try:
        go()
    except Exception as e:
        return Response({"error": e.__str__()})  # B920
""",
    ),
    case(
        "bare e content",
        """
from django.http import HttpResponse
def v(request):
    try:
        go()
    except Exception as e:
        return HttpResponse(e, status=500)  # B920
""",
    ),
    case(
        "nested make_response",
        """
from flask import make_response, jsonify
def v():
    try:
        go()
    except Exception as e:
        return make_response(jsonify({"error": str(e)}), 500)  # B920
""",
    ),
    case(
        "flask str e tuple",
        """
from flask import Flask
app = Flask(__name__)
@app.route("/a")
def v():
    try:
        go()
    except Exception as e:
        return str(e), 500  # B920
""",
    ),
    case(
        "response json dumps",
        """
import json
from flask import Response
def v():
    try:
        go()
    except Exception as e:
        return Response(response=json.dumps({"error": str(e)}), status=500, mimetype="application/json")  # B920
""",
    ),
    case(
        "tuple assign",
        """
from flask import Flask, jsonify
app = Flask(__name__)
@app.route("/a")
def v():
    code, message = 200, "ok"
    try:
        go()
    except Exception as e:
        code, message = 500, str(e)  # B920
    return jsonify(message=message), code
""",
    ),
    case(
        "alias exception",
        """
from flask import Flask, jsonify
app = Flask(__name__)
@app.route("/a")
def v():
    try:
        go()
    except Exception as e:
        failure = e
        return jsonify(message=str(failure)), 500  # B920
""",
    ),
    case(
        "falcon",
        """
import falcon
class R:
    def on_get(self, req, resp):
        try:
            go()
        except Exception as e:
            resp.status = falcon.HTTP_500
            resp.media = {"error": str(e)}  # B920
""",
    ),
    case(
        "falcon raise",
        """
import falcon
class R:
    def on_get(self, req, resp):
        try:
            go()
        except Exception as e:
            raise falcon.HTTPInternalServerError(title="x", description=str(e))  # B920
""",
    ),
    case(
        "ninja",
        """
from ninja import NinjaAPI
api = NinjaAPI()
@api.exception_handler(Exception)
def failed(request, exc):
    return api.create_response(request, {"message": str(exc)}, status=500)  # B920
""",
    ),
    case(
        "ninja view",
        """
from ninja import Router
router = Router()
@router.get("/a")
def v(request):
    try:
        return go()
    except Exception as e:
        return {"detail": f"{e}"}  # B920
""",
    ),
    case(
        "drf handler",
        """
from rest_framework.response import Response
from rest_framework.views import exception_handler
def custom_exception_handler(exc, context):
    response = exception_handler(exc, context)
    if response is None:
        return Response({"detail": str(exc)}, status=500)  # B920
    return response
""",
    ),
    case(
        "drf viewset",
        """
from rest_framework import viewsets, status
from rest_framework.response import Response
class V(viewsets.ModelViewSet):
    def create(self, request, *args, **kwargs):
        try:
            return super().create(request, *args, **kwargs)
        except Exception as e:
            return Response(data={"error": repr(e)}, status=status.HTTP_500_INTERNAL_SERVER_ERROR)  # B920
""",
    ),
    case(
        "drf serializer validation",
        """
from rest_framework import serializers
class S(serializers.Serializer):
    def validate(self, data):
        try:
            check(data)
        except Exception as e:
            raise serializers.ValidationError(str(e))  # B920
""",
    ),
    case(
        "form add_error",
        """
from django.views.generic import FormView
class V(FormView):
    def form_valid(self, form):
        try:
            form.save()
        except Exception as e:
            form.add_error(None, str(e))  # B920
            return self.form_invalid(form)
        return super().form_valid(form)
""",
    ),
    case(
        "aiohttp reason",
        """
from aiohttp import web
async def v(request):
    try:
        go()
    except Exception as e:
        raise web.HTTPBadRequest(reason=str(e))  # B920
""",
    ),
    case(
        "aiohttp middleware",
        """
from aiohttp import web
@web.middleware
async def errors(request, handler):
    try:
        return await handler(request)
    except web.HTTPException:
        raise
    except Exception as ex:
        return web.json_response({"error": {"message": "%s" % ex}}, status=500)  # B920
""",
    ),
    case(
        "litestar",
        """
from litestar import get
from litestar.exceptions import HTTPException
@get("/a")
async def v() -> dict:
    try:
        return go()
    except Exception as e:
        raise HTTPException(status_code=500, detail=str(e))  # B920
""",
    ),
    case(
        "httpexception extra",
        """
from fastapi import HTTPException, status
def v():
    try:
        go()
    except OSError as e:
        raise HTTPException(status.HTTP_500_INTERNAL_SERVER_ERROR, f"io: {e}")  # B920
""",
    ),
    case(
        "oserror 404",
        """
from fastapi import HTTPException
def v():
    try:
        go()
    except FileNotFoundError as e:
        raise HTTPException(404, "no such file")
""",
    ),
    case(
        "keyerror 400",
        """
from fastapi import HTTPException
def v():
    try:
        go()
    except KeyError as e:
        raise HTTPException(400, f"missing field {e}")
""",
    ),
    case(
        "permission error domain",
        """
from fastapi import HTTPException
def v():
    try:
        go()
    except PermissionError as e:
        raise HTTPException(status_code=403, detail=str(e))
""",
    ),
    case(
        "jwt error",
        """
from fastapi import HTTPException
import jwt
def v(token):
    try:
        jwt.decode(token, K, algorithms=["HS256"])
    except jwt.InvalidTokenError as e:
        raise HTTPException(status_code=401, detail=str(e))
""",
    ),
    case(
        "ws close",
        """
from fastapi import FastAPI, WebSocket
app = FastAPI()
@app.websocket("/w")
async def w(websocket: WebSocket):
    try:
        await go()
    except Exception as e:
        await websocket.send_text(f"error: {e}")  # B920
""",
    ),
    case(
        "channels",
        """
from channels.generic.websocket import AsyncJsonWebsocketConsumer
class C(AsyncJsonWebsocketConsumer):
    async def receive_json(self, content):
        try:
            await go(content)
        except Exception as e:
            await self.send_json({"error": str(e)})  # B920
""",
    ),
    case(
        "render error obj",
        """
from django.shortcuts import render
def v(request):
    try:
        go()
    except Exception as e:
        return render(request, "error.html", {"error": e}, status=500)  # B920
""",
    ),
    case(
        "exc_info text",
        """
import sys
from django.http import HttpResponse
def server_error(request):
    kind, value = sys.exc_info()[:2]
    return HttpResponse("error", status=500)
""",
    ),
    case(
        "exc_info value",
        """
import sys
from flask import jsonify
def f():
    try:
        go()
    except Exception:
        return jsonify(error=str(sys.exc_info()[1])), 500  # B920
""",
    ),
    case(
        "technical",
        """
import sys
from django.views.debug import technical_500_response
def process(request):
    return technical_500_response(request, *sys.exc_info())  # B921
""",
    ),
    case(
        "technical staff",
        """
import sys
from django.views.debug import technical_500_response
class M:
    def process_exception(self, request, exception):
        if request.user.is_superuser:
            return technical_500_response(request, *sys.exc_info())
""",
    ),
    case(
        "two except",
        """
from fastapi import HTTPException
from .errors import NotFound
def v():
    try:
        go()
    except NotFound as e:
        raise HTTPException(404, detail=str(e))
    except Exception as e:
        raise HTTPException(500, detail=f"unexpected: {e}")  # B920
""",
    ),
    case(
        "raise httpexception passthrough",
        """
from fastapi import HTTPException
def v():
    try:
        go()
    except HTTPException as e:
        raise HTTPException(status_code=e.status_code, detail=e.detail)
""",
    ),
    case(
        "if debug detail",
        """
from fastapi import HTTPException
from .config import settings
def v():
    try:
        go()
    except Exception as e:
        detail = str(e) if settings.debug else "internal"
        raise HTTPException(500, detail=detail)
""",
    ),
    case(
        "if debug assign",
        """
from flask import jsonify, current_app
def v():
    try:
        go()
    except Exception as e:
        body = {"error": "internal"}
        if current_app.config["DEBUG"]:
            body["debug"] = str(e)
        return jsonify(body), 500
""",
    ),
    case(
        "log call secret",
        """
import logging
def f(user, access_token_value):
    logging.info("x %s", access_token_value)  # B922
""",
    ),
    case(
        "user token attr",
        """
import logging
def f(user):
    logging.info("x %s", user.token)  # B922
""",
    ),
    case(
        "node token",
        """
import logging
def f(node):
    logging.info("x %s", node.token)
""",
    ),
    case(
        "parser self token",
        """
class Parser:
    def step(self):
        print("at", self.token)
""",
    ),
    case(
        "card number",
        """
import logging
def f(card):
    logging.info("charging %s", card.number)  # B922
""",
    ),
    case(
        "extra dict key",
        """
import logging
def f(form):
    logging.info("signup", extra={"password": form.value})  # B922
""",
    ),
    case(
        "dict call",
        """
import logging
def f(pw):
    logging.info("signup %s", dict(password=pw))  # B922
""",
    ),
    case(
        "env hardcoded",
        """
import logging, os
DB_PASSWORD = os.environ["DB_PASSWORD"]
logging.info("connecting with %s", DB_PASSWORD)  # B922
""",
    ),
    case(
        "settings secret key",
        """
import logging
from django.conf import settings
logging.info("key=%s", settings.SECRET_KEY)  # B922
""",
    ),
    case(
        "aws",
        """
import logging, boto3
def f(aws_secret_access_key, aws_access_key_id):
    logging.debug("aws %s", aws_access_key_id)
    logging.debug("aws %s", aws_secret_access_key)  # B922
""",
    ),
    case(
        "bearer header var",
        """
import logging
def f(request):
    auth_header = request.headers.get("Authorization")
    logging.debug("auth=%s", auth_header)  # B922
""",
    ),
    case(
        "reset link",
        """
import logging
def f(token):
    link = f"https://x.example/reset?token={token}"
    logging.info("reset link: %s", link)  # B922
""",
    ),
    case(
        "repr",
        """
import logging
def f(password):
    logging.info("pw %r", repr(password))  # B922
""",
    ),
    case(
        "multi line",
        """
import logging
def f(user, password):
    logging.info(  # B922
        "login attempt user=%s password=%s",
        user,
        password,
    )
""",
    ),
    case(
        "request.form",
        """
import logging
from flask import request, Flask
app = Flask(__name__)
@app.post("/login")
def login():
    app.logger.info("form %s", request.form)  # B922
""",
    ),
    case(
        "request.POST",
        """
import logging
from django.shortcuts import render
def login(request):
    logging.info("post %s", request.POST)  # B922
    return render(request, "a.html")
""",
    ),
    case(
        "masked fn name",
        """
import logging
def f(password):
    logging.info("pw %s", "*" * len(password))
""",
    ),
    case(
        "first 4",
        """
import logging
def f(api_key):
    logging.info("key %s...", api_key[:4])
""",
    ),
    case(
        "key ids",
        """
import logging
def f(key_id, token_id, secret_arn):
    logging.info("%s %s %s", key_id, token_id, secret_arn)
""",
    ),
    case(
        "validity",
        """
import logging
def f(user):
    logging.info("password valid: %s", user.check_password("x"))
""",
    ),
    case(
        "password policy",
        """
import logging
def f(password_policy, password_strength, min_password_length, password_expires_at):
    logging.info("%s %s %s %s", password_policy, password_strength, min_password_length, password_expires_at)
""",
    ),
    case(
        "token usage",
        """
def f(response):
    print("tokens used:", response.usage.total_tokens, response.usage.prompt_tokens)
""",
    ),
    case(
        "getpass prompt",
        """
import getpass
def f():
    password = getpass.getpass()
    print("Password accepted")
""",
    ),
    case(
        "redacted headers",
        """
import logging
from flask import request
def f():
    headers = {k: "***" if k == "Authorization" else v for k, v in request.headers.items()}
    logging.info("headers %s", headers)
""",
    ),
    case(
        "positional debug",
        """
from flask import Flask
app = Flask(__name__)
app.run("0.0.0.0", 5000, True)  # B923
""",
    ),
    case(
        "from_mapping",
        """
from flask import Flask
def create_app():
    app = Flask(__name__)
    app.config.from_mapping(SECRET_KEY=key(), DEBUG=True)  # B923
    return app
""",
    ),
    case(
        "class config prod",
        """
class ProductionConfig(Config):
    DEBUG = True  # B923
""",
    ),
    case(
        "flask env",
        """
import os
os.environ["FLASK_DEBUG"] = "1"  # B923
from flask import Flask
app = Flask(__name__)
""",
    ),
    case(
        "app kw dict",
        """
from flask import Flask
app = Flask(__name__)
options = {"debug": True}
app.run(**options)  # B923
""",
    ),
    case(
        "method",
        """
class Server:
    def __init__(self):
        from flask import Flask
        self.app = Flask(__name__)
    def start(self):
        self.app.run(host="0.0.0.0", debug=True)  # B923
""",
    ),
    case(
        "argparse store_true",
        """
import argparse
from flask import Flask
app = Flask(__name__)
p = argparse.ArgumentParser(); p.add_argument("--debug", action="store_true")
a = p.parse_args()
app.run(debug=a.debug)
""",
    ),
    case(
        "env default",
        """
import os
from flask import Flask
app = Flask(__name__)
app.run(debug=os.environ.get("FLASK_DEBUG", False))
""",
    ),
    case(
        "jwt decode claims",
        """
import logging, jwt
def f(token):
    claims = jwt.decode(token, K, algorithms=["HS256"], audience="a")
    logging.info("claims %s", jwt.decode(token, K, algorithms=["HS256"], audience="a"))
""",
    ),
    case(
        "module name",
        """
import logging
import jwt
def f():
    logging.info("using %s", jwt)
""",
    ),
    case(
        "awaited body",
        """
import logging
from fastapi import Request, APIRouter
router = APIRouter()
@router.post("/login")
async def login(request: Request):
    payload = await request.json()
    logging.info("payload %s", payload)  # B922
@router.post("/lamp")
async def lamp(request: Request):
    payload = await request.json()
    logging.info("lamp %s", payload["on"])
""",
    ),
    case(
        "settings configure",
        """
from django.conf import settings
settings.configure(DEBUG=True, ROOT_URLCONF=__name__, SECRET_KEY=key())  # B923
""",
    ),
    case(
        "settings chain",
        """
INSTALLED_APPS = []
MIDDLEWARE = []
DEBUG = TEMPLATE_DEBUG = True  # B923
""",
    ),
    case(
        "getattr message",
        """
from fastapi import HTTPException
def f():
    try:
        go()
    except Exception as e:
        raise HTTPException(500, detail=getattr(e, "message", "failed"))  # B920
""",
    ),
    case(
        "getattr status",
        """
from fastapi import HTTPException
def f():
    try:
        go()
    except Exception as e:
        raise HTTPException(getattr(e, "status_code", 500), detail="failed")
""",
    ),
    case(
        "json decode",
        """
import json
from flask import jsonify, request
def f():
    try:
        data = json.loads(request.data)
    except json.JSONDecodeError as e:
        return jsonify(error=f"invalid JSON: {e}"), 400
    return jsonify(data)
""",
    ),
    case(
        "not implemented",
        """
from fastapi import HTTPException
def f():
    try:
        go()
    except NotImplementedError as e:
        raise HTTPException(501, detail=str(e))
""",
    ),
    case(
        "flask restx abort",
        """
from flask_restx import Namespace, Resource
ns = Namespace("a")
@ns.route("/x")
class X(Resource):
    def get(self):
        try:
            return go()
        except Exception as e:
            ns.abort(500, str(e))  # B920
""",
    ),
    case(
        "flask restful abort",
        """
from flask_restful import abort, Resource
class X(Resource):
    def get(self):
        try:
            return go()
        except Exception as e:
            abort(500, message=str(e))  # B920
""",
    ),
    case(
        "sse",
        """
import json
from fastapi import APIRouter
from fastapi.responses import StreamingResponse
router = APIRouter()
@router.get("/stream")
async def stream():
    async def events():
        try:
            async for item in produce():
                yield f"data: {item}\\n\\n"
        except Exception as e:
            yield f"data: {json.dumps({'error': str(e)})}\\n\\n"  # B920
    return StreamingResponse(events(), media_type="text/event-stream")
""",
    ),
    case(
        "gRPC is between servers",
        """
import grpc
class S:
    def Get(self, request, context):
        try:
            return go(request)
        except Exception as e:
            context.set_code(grpc.StatusCode.INTERNAL)
            context.set_details(str(e))
            return Reply()
""",
    ),
    case(
        "method handler class",
        """
from aiohttp import web
class H(web.View):
    async def get(self):
        try:
            return web.json_response(await go())
        except Exception as e:
            return web.json_response({"ok": False, "reason": str(e)}, status=500)  # B920
""",
    ),
    case(
        "sanic exception handler",
        """
from sanic import Sanic
from sanic.response import json
app = Sanic("a")
@app.exception(Exception)
async def failed(request, exception):
    return json({"error": str(exception)}, status=500)  # B920
""",
    ),
    case(
        "quart",
        """
from quart import Quart, jsonify
app = Quart(__name__)
@app.errorhandler(Exception)
async def failed(e):
    return jsonify({"error": repr(e)}), 500  # B920
""",
    ),
    case(
        "django rest apiview",
        """
from rest_framework.views import APIView
from rest_framework.response import Response
from rest_framework import status
class A(APIView):
    def post(self, request):
        try:
            go(request.data)
        except Exception as exc:
            return Response({"error": f"Something went wrong: {exc}"}, status=status.HTTP_400_BAD_REQUEST)  # B920
""",
    ),
    case(
        "django debug page guard",
        """
from django.conf import settings
from django.http import HttpResponse
import traceback
def f(request):
    try:
        go()
    except Exception:
        if settings.DEBUG:
            return HttpResponse(traceback.format_exc(), status=500)
        return HttpResponse("error", status=500)
""",
    ),
    case(
        "not debug first",
        """
from django.conf import settings
from django.http import HttpResponse
import traceback
def f(request):
    try:
        go()
    except Exception:
        if not settings.DEBUG:
            return HttpResponse("error", status=500)
        return HttpResponse(traceback.format_exc(), status=500)
""",
    ),
    case(
        "handler helper",
        """
from flask import jsonify
def error_response(exc, status=500):
    return jsonify({"error": str(exc)}), status
""",
    ),
    case(
        "chained orm",
        """
from django.db import DatabaseError
from rest_framework.response import Response
def f(request):
    try:
        go()
    except DatabaseError as e:
        return Response({"detail": str(e)}, status=503)  # B920
""",
    ),
    case(
        "django ValidationError messages",
        """
from django.core.exceptions import ValidationError
from django.http import JsonResponse
def f(request):
    try:
        go()
    except ValidationError as e:
        return JsonResponse({"errors": e.messages}, status=400)
""",
    ),
    case(
        "objectdoesnotexist",
        """
from django.core.exceptions import ObjectDoesNotExist
from django.http import JsonResponse
def f(request):
    try:
        go()
    except ObjectDoesNotExist as e:
        return JsonResponse({"error": str(e)}, status=404)
""",
    ),
    case(
        "pg bare multi",
        """
import psycopg2
from flask import jsonify
def f():
    try:
        go()
    except (psycopg2.Error, ValueError) as err:
        return jsonify(message="Database error: " + str(err)), 500  # B920
""",
    ),
    case(
        "fastapi depends db",
        """
from fastapi import Depends, FastAPI, HTTPException
app = FastAPI()
@app.get("/x")
async def x(db=Depends(get_db)):
    try:
        return await db.go()
    except HTTPException:
        raise
    except Exception as e:
        raise HTTPException(status_code=500, detail="Internal error: " + repr(e))  # B920
""",
    ),
    case(
        "multi line JSON",
        """
from fastapi import Request, FastAPI
from fastapi.responses import JSONResponse
app = FastAPI()
@app.middleware("http")
async def m(request: Request, call_next):
    try:
        return await call_next(request)
    except Exception as exc:
        return JSONResponse(
            status_code=500,
            content={
                "detail": "Internal Server Error",
                "error": str(exc),  # B920
                "type": type(exc).__name__,
            },
        )
""",
    ),
    case(
        "msg then raise",
        """
from fastapi import HTTPException
def f():
    try:
        go()
    except Exception as e:
        msg = f"Upload failed: {e}"  # B920
        raise HTTPException(status_code=500, detail=msg)
""",
    ),
    case(
        "error dict update",
        """
from django.http import JsonResponse
def f(request):
    result = {"ok": True}
    try:
        go()
    except Exception as e:
        result.update({"ok": False, "error": str(e)})  # B920
    return JsonResponse(result)
""",
    ),
    case(
        "template error",
        """
from django.shortcuts import render
def f(request):
    error = ""
    try:
        go()
    except Exception as e:
        error = str(e)  # B920
    return render(request, "x.html", {"error": error})
""",
    ),
    case(
        "only logged var",
        """
import logging
from django.shortcuts import render
def f(request):
    try:
        go()
    except Exception as e:
        error = str(e)
        logging.error(error)
        return render(request, "error.html", status=500)
""",
    ),
    case(
        "correlation id",
        """
import logging, uuid
from fastapi import HTTPException
def f():
    try:
        go()
    except Exception as e:
        ref = str(uuid.uuid4())
        logging.exception("failed %s", ref)
        raise HTTPException(500, detail={"error": "internal", "ref": ref}) from e
""",
    ),
    case(
        "custom app error handler",
        """
from flask import Flask, jsonify
class AppError(Exception):
    status = 400
app = Flask(__name__)
@app.errorhandler(AppError)
def h(err):
    return jsonify(error=str(err)), err.status
""",
    ),
    case(
        "flask generic with http passthrough",
        """
from flask import Flask, jsonify
from werkzeug.exceptions import HTTPException
app = Flask(__name__)
@app.errorhandler(Exception)
def h(err):
    if isinstance(err, HTTPException):
        return err
    app.logger.exception("unhandled")
    return jsonify(error="internal"), 500
""",
    ),
    case(
        "http passthrough description",
        """
from flask import Flask, jsonify
from werkzeug.exceptions import HTTPException
app = Flask(__name__)
@app.errorhandler(Exception)
def h(err):
    if isinstance(err, HTTPException):
        return jsonify(error=err.description), err.code
    return jsonify(error=str(err)), 500  # B920
""",
    ),
    case(
        "trace in html template",
        """
import traceback
from django.template.response import TemplateResponse
def f(request):
    try:
        go()
    except Exception:
        return TemplateResponse(request, "e.html", {"tb": traceback.format_exc()})  # B921
""",
    ),
    case(
        "trace lines",
        """
import sys, traceback
from flask import jsonify
def f():
    try:
        go()
    except Exception:
        kind, value, tb = sys.exc_info()
        lines = traceback.format_exception(kind, value, tb)  # B921
        return jsonify(trace="".join(lines)), 500
""",
    ),
    case(
        "trace object",
        """
import traceback
from fastapi.responses import JSONResponse
def f(exc):
    te = traceback.TracebackException.from_exception(exc)  # B921
    return JSONResponse({"trace": "".join(te.format())}, 500)
""",
    ),
    case(
        "trace logged only extra",
        """
import traceback, logging
from fastapi.responses import JSONResponse
def f(exc):
    logging.error("x", extra={"trace": traceback.format_exc()})
    return JSONResponse({"error": "internal"}, 500)
""",
    ),
    case(
        "trace to sentry",
        """
import sentry_sdk
from fastapi.responses import JSONResponse
def f(exc):
    sentry_sdk.capture_exception(exc)
    return JSONResponse({"error": "internal"}, 500)
""",
    ),
    case(
        "log pw structlog bind",
        """
import structlog
log = structlog.get_logger()
def f(user, password):
    log.bind(user=user).info("login", pw=password)  # B922
""",
    ),
    case(
        "loguru fmt",
        """
from loguru import logger
def f(user, token):
    logger.debug(f"{user} logged in with {token=}")  # B922
""",
    ),
    case(
        "logger child",
        """
import logging
log = logging.getLogger(__name__).getChild("auth")
def f(creds):
    log.warning("bad key %s", creds["api_key"])  # B922
""",
    ),
    case(
        "print cookie",
        """
from flask import request
def f():
    print(request.cookies.get("session"))
""",
    ),
    case(
        "print auth",
        """
from flask import request
def f():
    print("Auth header:", request.headers["Authorization"])  # B922
""",
    ),
    case(
        "env all",
        """
import os, logging
def f():
    logging.info("env: %s", {k: v for k, v in os.environ.items()})  # B922
""",
    ),
    case(
        "json dumps headers",
        """
import json, logging
from fastapi import Request
async def f(request: Request):
    logging.info(json.dumps(dict(request.headers)))  # B922
""",
    ),
    case(
        "kwargs",
        """
import logging
def login(**kwargs):
    logging.info("login %s", kwargs["password"])  # B922
""",
    ),
    case(
        "token hash",
        """
import logging, hashlib
def f(token):
    digest = hashlib.sha256(token.encode()).hexdigest()
    logging.info("token digest %s", digest)
""",
    ),
    case(
        "masked var",
        """
import logging
def mask(v): return "***" + v[-2:]
def f(password):
    masked_password = mask(password)
    logging.info("pw %s", masked_password)
""",
    ),
    case(
        "conditional text",
        """
import logging
def f(token):
    logging.info("token %s", "present" if token else "absent")
""",
    ),
    case(
        "expiry",
        """
import logging
def f(token):
    logging.info("token expires %s", token.expires_at)
""",
    ),
    case(
        "max tokens",
        """
import logging
def f(max_tokens, n_tokens, token_limit):
    logging.info("%s %s %s", max_tokens, n_tokens, token_limit)
""",
    ),
    case(
        "nlp",
        """
import spacy
def f(doc):
    for token in doc:
        print(token.text, token.pos_)
""",
    ),
    case(
        "password changed",
        """
import logging
def f(user):
    logging.info("password changed for user %s", user.id)
""",
    ),
    case(
        "pw len",
        """
import logging
def f(password):
    if len(password) < 8:
        logging.info("password too short: %d", len(password))
""",
    ),
    case(
        "SecretStr settings",
        """
import logging
from pydantic import SecretStr
from pydantic_settings import BaseSettings
class Settings(BaseSettings):
    api_key: SecretStr
settings = Settings()
logging.info("using key %s", settings.api_key)
""",
    ),
    case(
        "app.run env bool",
        """
import os
from flask import Flask
app = Flask(__name__)
if __name__ == "__main__":
    app.run(debug=os.getenv("FLASK_DEBUG", "false").lower() == "true")
""",
    ),
    case(
        "factory",
        """
from flask import Flask
def create_app():
    app = Flask(__name__)
    app.config["DEBUG"] = True  # B923
    return app
""",
    ),
    case(
        "config dev obj",
        """
from flask import Flask
app = Flask(__name__)
app.config.from_object("config.DevelopmentConfig")
""",
    ),
    case(
        "tornado settings",
        """
import tornado.web
settings = {"debug": True}
app = tornado.web.Application([], **settings)  # B923
""",
    ),
    case(
        "fastapi docs",
        """
from fastapi import FastAPI
app = FastAPI(docs_url=None, debug=False)
""",
    ),
    case(
        "evalex",
        """
from werkzeug.debug import DebuggedApplication
import myapp
application = DebuggedApplication(myapp.app, evalex=True, pin_security=False)  # B923
""",
    ),
    case(
        "django env",
        """
import environ
env = environ.Env(DEBUG=(bool, False))
DEBUG = env("DEBUG")
INSTALLED_APPS = []
MIDDLEWARE = []
""",
    ),
]


@pytest.mark.parametrize(("source", "path"), [*TEXTS, *TRACES, *SECRETS, *DEBUGGING])
def test_finds_the_line(source: str, path: str) -> None:
    assert marked(source)
    assert found(source, path) == marked(source)


@pytest.mark.parametrize(("source", "path"), [*UNTOLD, *NO_TRACES, *NO_SECRETS, *NOT_DEBUGGING])
def test_is_silent(source: str, path: str) -> None:
    assert found(source, path) == []


@pytest.mark.parametrize(("source", "path"), FURTHER)
def test_judges_what_people_write(source: str, path: str) -> None:
    assert found(source, path) == marked(source)


def test_messages_name_the_place_and_no_secret() -> None:
    source = """
import traceback
from flask import Flask, jsonify
app = Flask(__name__)
def create():
    try:
        store()
    except Exception as e:
        return jsonify(error=str(e), trace=traceback.format_exc()), 500
app.run(debug=True)
"""
    module = Module("a.py", source.encode(), ast.parse(source))
    assert [one.message for one in find(module)] == [
        "The text of what except Exception catches is sent to the client.",
        "traceback.format_exc puts the stack trace into an answer to the client.",
        "app.run is given debug=True for every deployment.",
    ]
    secret = 'import logging\ndef f(password):\n    logging.info(f"a {password} b")\n'
    assert [one.message for one in find(Module("a.py", secret.encode(), ast.parse(secret)))] == [
        "logging.info writes password to the log."
    ]


EXPRESSIONS = st.recursive(
    st.sampled_from(["e", "password", "1", "'a'", "x", "request.headers", "os.environ", "token", "data['password']"]),
    lambda inner: st.one_of(
        inner.map(lambda one: f"str({one})"),
        inner.map(lambda one: f"[{one}]"),
        inner.map(lambda one: f"{{'k': {one}}}"),
        inner.map(lambda one: f"f({one})"),
        inner.map(lambda one: f"({one})[:3]"),
        inner.map(lambda one: f"({one}).x"),
        inner.map(lambda one: f"(lambda: {one})"),
        inner.map(lambda one: f"[y for y in ({one})]"),
        inner.map(lambda one: f"(z := {one})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]}) + ({two[1]})"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]}) if ({two[1]}) else 0"),
        st.tuples(inner, inner).map(lambda two: f"({two[0]}) or ({two[1]})"),
    ),
    max_leaves=6,
)


@given(answer=EXPRESSIONS, logged=EXPRESSIONS)
def test_judges_any_expression(answer: str, logged: str) -> None:
    """No expression makes it fail, and findings stand where the expressions do."""
    source = (
        "import logging, os\nfrom flask import jsonify, request\ndef f(password, token, data, x):\n    try:\n"
        f"        pass\n    except Exception as e:\n        a = ({answer})\n        logging.info(({logged}))\n"
        "        return jsonify(a)\n"
    )
    lines = found(source)
    assert set(lines) <= {(7, "B920"), (8, "B922"), (9, "B920")}


@given(st.sampled_from(["password", "api_key", "user.api_key", "data['password']"]), st.integers(0, 8))
def test_a_secret_is_found_however_deep_in_texts(secret: str, depth: int) -> None:
    text = secret
    for number in range(min(depth, 5)):
        text = [f"str({text})", f"f({text})", f"'a' + ({text})", f"({text}) or 'b'"][(number * 2) % 4]
    source = f"import logging\ndef g(password, api_key, user, data):\n    logging.info({text})\n"
    assert found(source) == ([] if "f(" in text else [(3, "B922")])


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("import logging\nlogging.info(password)\npassword = password\n", id="a name of itself"),
        pytest.param("import logging\nlogging.info(**password)\n", id="keywords"),
        pytest.param("import logging\nlogging.info()\n", id="no arguments"),
        pytest.param("from flask import abort\nabort\n", id="no call"),
        pytest.param("import os\nprint(os.environ.items)\n", id="a method that is not called"),
    ],
)
def test_survives(source: str) -> None:
    assert set(found(source)) <= {(2, "B922")}


def test_deep_code() -> None:
    text = "f(" * 80 + "password" + ")" * 80
    sums = " + ".join(["'a'"] * 500)
    assert found(f"import logging\nlogging.info({text})\nlogging.info({sums})\n") == []
