"""Whole modules of services, as they are written: errors that are answered, logged or lost, calls that wait or block.

A defective line ends in the rule's id, and one that only looks like it in `fine`.
"""

import pytest

from marked_lines import found, marked

FAMILIES = ("disclosure", "errors", "timeouts", "coroutines")
MODULES = {
    "flask-answers": """\
        import logging
        import traceback
        import sys
        from dataclasses import dataclass, asdict
        from http import HTTPStatus
        from typing import Any

        from flask import Flask, Response, jsonify, current_app, request
        from shop.errors import ServiceError, OutOfStock
        from shop.services import place, ship, refund
        from shop.responses import error_response, problem, api_error
        from sqlalchemy.exc import SQLAlchemyError

        app = Flask(__name__)
        log = logging.getLogger(__name__)


        def fail(message: str, status: int = 500) -> tuple[Response, int]:
            '''A uniform error answer.'''
            return jsonify({"error": {"message": message}}), status


        @dataclass
        class Problem:
            title: str
            detail: str
            status: int = 500

            def to_response(self) -> Response:
                return jsonify(asdict(self))


        @app.post("/a")
        def a():
            try:
                return jsonify(place(request.get_json()))
            except Exception as exc:
                log.exception("failed")
                return fail(str(exc))  # B920


        @app.post("/b")
        def b():
            try:
                return jsonify(place(request.get_json()))
            except Exception as exc:
                return error_response(f"order failed: {exc}", 500)  # B920


        @app.post("/c")
        def c():
            try:
                return jsonify(place(request.get_json()))
            except SQLAlchemyError as exc:
                return problem(HTTPStatus.INTERNAL_SERVER_ERROR, detail=str(exc.__cause__ or exc))  # B920


        @app.post("/d")
        def d():
            try:
                return jsonify(place(request.get_json()))
            except ServiceError as exc:
                return Problem("service error", str(exc)).to_response(), 500  # B920


        @app.post("/e")
        def e():
            try:
                return jsonify(place(request.get_json()))
            except OutOfStock as exc:
                return jsonify(error=str(exc)), 409  # fine


        @app.errorhandler(Exception)
        def on_any(error: Exception):
            status = getattr(error, "code", 500)
            return jsonify({"error": type(error).__name__, "message": str(error)}), status  # B920


        @app.errorhandler(ServiceError)
        def on_service(error: ServiceError):
            return jsonify({"message": str(error)}), 503  # B920


        @app.errorhandler(OutOfStock)
        def on_stock(error: OutOfStock):
            return jsonify({"message": str(error)}), 409  # fine


        @app.errorhandler(500)
        def on_500(error):
            original = getattr(error, "original_exception", None)
            return jsonify(message=str(original)), 500  # B920


        @app.errorhandler(404)
        def on_404(error):
            return jsonify(message=str(error)), 404  # fine


        @app.get("/f")
        def f():
            try:
                return jsonify(ship(1))
            except Exception:
                exc_type, exc_value, tb = sys.exc_info()
                return jsonify(error=str(exc_value)), 500  # B920


        @app.get("/g")
        def g():
            try:
                return jsonify(ship(1))
            except Exception:
                exc_type, exc_value, tb = sys.exc_info()
                lines = traceback.format_exception(exc_type, exc_value, tb)  # B921
                return jsonify(error=lines), 500


        @app.get("/h")
        def h():
            payload: dict[str, Any] = {"ok": True}
            try:
                refund(2)
            except Exception as exc:
                payload["ok"] = False
                payload["reason"] = str(exc)  # B920
            return jsonify(payload)


        @app.get("/i")
        def i():
            errors = []
            for number in request.args.getlist("n"):
                try:
                    refund(number)
                except Exception as exc:
                    errors.append({"n": number, "error": str(exc)})  # B920
            return jsonify(errors=errors)


        @app.get("/j")
        def j():
            try:
                return jsonify(ship(1))
            except Exception as exc:
                msg = "Could not ship: {}".format(exc)  # B920
                log.error(msg)
                return {"error": msg}, 500


        @app.get("/k")
        def k():
            try:
                return jsonify(ship(1))
            except Exception as exc:
                response = jsonify(error="Internal error")
                response.headers["X-Error"] = str(exc)  # B920
                response.status_code = 500
                return response


        @app.get("/l")
        def l():
            try:
                return jsonify(ship(1))
            except Exception as exc:
                reference = log_error(exc)
                return jsonify(error="failed", reference=reference), 500  # fine


        def log_error(error: Exception) -> str:
            log.error("x", exc_info=error)
            return "abc"


        @app.get("/m")
        def m():
            try:
                return jsonify(ship(1))
            except Exception as exc:
                return Response(f"<h1>Oops</h1><pre>{exc!r}</pre>", status=500, mimetype="text/html")  # B920


        @app.get("/n")
        def n():
            try:
                return jsonify(ship(1))
            except Exception as exc:
                return jsonify(error=exc.__class__.__name__), 500  # fine


        @app.get("/o")
        def o():
            try:
                return jsonify(ship(1))
            except Exception as exc:
                body = {"error": "internal"}
                if current_app.debug:
                    body["detail"] = str(exc)  # fine
                return jsonify(body), 500


        @app.get("/p")
        def p():
            try:
                return jsonify(ship(1))
            except Exception as exc:
                details = _describe(exc)
                return jsonify(details), 500


        def _describe(exc: Exception) -> dict[str, str]:
            return {"type": type(exc).__name__, "message": str(exc)}  # B920


        @app.get("/q")
        def q():
            try:
                return jsonify(ship(1))
            except (ValueError, KeyError) as exc:
                return api_error(400, str(exc))  # fine
            except ConnectionError as exc:
                return api_error(503, str(exc))  # B920
        """,
    "fastapi-answers": """\
        import logging
        import traceback

        from fastapi import APIRouter, Depends, FastAPI, HTTPException, Request, WebSocket, status
        from fastapi.exceptions import RequestValidationError
        from fastapi.responses import JSONResponse, PlainTextResponse, ORJSONResponse
        from pydantic import BaseModel
        from shop.errors import DomainError, NotFound
        from shop.services import Shop, get_shop
        from starlette.middleware.base import BaseHTTPMiddleware
        import httpx

        logger = logging.getLogger(__name__)
        app = FastAPI()
        router = APIRouter()


        class ErrorBody(BaseModel):
            code: str
            message: str
            trace: str | None = None


        class ErrorMiddleware(BaseHTTPMiddleware):
            '''Catches what nobody caught.'''

            async def dispatch(self, request: Request, call_next):
                try:
                    return await call_next(request)
                except Exception as exc:
                    logger.exception("unhandled")
                    return JSONResponse(status_code=500, content={"detail": str(exc)})  # B920


        @app.middleware("http")
        async def catch_all(request: Request, call_next):
            try:
                return await call_next(request)
            except Exception as exc:
                return PlainTextResponse("".join(traceback.format_exception(exc)), status_code=500)  # B921


        @app.exception_handler(DomainError)
        async def domain(request: Request, exc: DomainError) -> JSONResponse:
            return JSONResponse(status_code=500, content={"message": str(exc)})  # B920


        @app.exception_handler(NotFound)
        async def not_found(request: Request, exc: NotFound) -> JSONResponse:
            return JSONResponse(status_code=404, content={"message": str(exc)})  # fine


        @app.exception_handler(DomainError)
        async def domain_status(request: Request, exc: DomainError) -> JSONResponse:
            return JSONResponse(status_code=exc.status_code, content={"message": exc.message})  # fine


        @app.exception_handler(RequestValidationError)
        async def invalid(request: Request, exc: RequestValidationError) -> JSONResponse:
            return JSONResponse(status_code=422, content={"detail": exc.errors()})  # fine


        @app.exception_handler(httpx.HTTPError)
        async def upstream(request: Request, exc: httpx.HTTPError) -> ORJSONResponse:
            return ORJSONResponse(ErrorBody(code="upstream", message=str(exc)).model_dump(), 502)  # B920


        async def unhandled(request: Request, exc: Exception) -> JSONResponse:
            return JSONResponse(ErrorBody(code="internal", message=repr(exc)).model_dump(), 500)  # B920


        app.add_exception_handler(Exception, unhandled)


        def build_error(exc: Exception, status_code: int = 500) -> JSONResponse:
            '''The one place where errors become answers.'''
            return JSONResponse({"error": str(exc), "type": type(exc).__name__}, status_code=status_code)  # B920


        @router.get("/a")
        async def a(shop: Shop = Depends(get_shop)):
            try:
                return await shop.list()
            except Exception as e:
                raise HTTPException(status.HTTP_500_INTERNAL_SERVER_ERROR, f"Error: {e}") from e  # B920


        @router.get("/b")
        async def b(shop: Shop = Depends(get_shop)):
            try:
                return await shop.list()
            except Exception as e:
                return build_error(e)


        @router.get("/c")
        async def c(shop: Shop = Depends(get_shop)):
            try:
                return await shop.list()
            except DomainError as e:
                raise HTTPException(400, detail=str(e))  # fine


        @router.get("/d")
        async def d(shop: Shop = Depends(get_shop)):
            try:
                return await shop.list()
            except Exception as e:
                return {"success": False, "error": str(e)}  # B920


        @router.get("/e")
        async def e(shop: Shop = Depends(get_shop)):
            try:
                return await shop.list()
            except Exception as e:
                logger.exception("x")
                return ErrorBody(code="x", message=str(e), trace=traceback.format_exc())  # B920, B921


        @router.websocket("/ws")
        async def ws(socket: WebSocket, shop: Shop = Depends(get_shop)):
            await socket.accept()
            try:
                await socket.send_json(await shop.list())
            except Exception as exc:
                await socket.send_json({"type": "error", "message": str(exc)})  # B920
                await socket.close(code=1011, reason=str(exc))  # B920


        @router.get("/g")
        async def g(shop: Shop = Depends(get_shop)):
            try:
                return await shop.list()
            except* ValueError as group:
                raise HTTPException(500, detail=[str(one) for one in group.exceptions])  # B920


        @router.get("/h")
        async def h(shop: Shop = Depends(get_shop)):
            result = await shop.safe()
            if isinstance(result, Exception):
                raise HTTPException(500, detail=str(result))  # B920
            return result


        class AppError(Exception):
            def __init__(self, message: str, status_code: int = 500) -> None:
                self.message = message
                self.status_code = status_code


        @app.exception_handler(AppError)
        async def app_error(request: Request, exc: AppError) -> JSONResponse:
            return JSONResponse({"message": exc.message}, status_code=exc.status_code)  # fine


        @router.get("/i")
        async def i(shop: Shop = Depends(get_shop)):
            try:
                return await shop.list()
            except Exception as exc:
                raise AppError(f"listing failed: {exc}") from exc  # B920


        @router.get("/j")
        async def jj(shop: Shop = Depends(get_shop)):
            try:
                return await shop.list()
            except Exception as exc:
                detail = {"message": "failed"}
                detail.update(error=repr(exc))  # B920
                raise HTTPException(500, detail=detail)


        @router.get("/k")
        async def kk(shop: Shop = Depends(get_shop)):
            try:
                return await shop.list()
            except Exception as exc:
                match exc:
                    case NotFound():
                        raise HTTPException(404, "missing")
                    case _:
                        raise HTTPException(500, exc.args)  # B920
        """,
    "django-and-aiohttp-answers": """\
        import logging
        import traceback

        from aiohttp import web
        from django.http import HttpRequest, HttpResponse, HttpResponseServerError, JsonResponse
        from django.shortcuts import render
        from django.contrib import messages
        from django.views import View
        from django.db import DatabaseError
        from rest_framework import status
        from rest_framework.response import Response
        from rest_framework.views import APIView, exception_handler
        from rest_framework.exceptions import APIException
        from shop.services import Shop, ServiceError

        logger = logging.getLogger(__name__)


        class OrderView(APIView):
            def get(self, request):
                try:
                    return Response(Shop().list())
                except Exception as exc:
                    return Response({"detail": str(exc)}, status=status.HTTP_500_INTERNAL_SERVER_ERROR)  # B920

            def post(self, request):
                try:
                    return Response(Shop().create(request.data))
                except ServiceError as exc:
                    raise APIException(detail=str(exc)) from exc  # B920

            def put(self, request):
                try:
                    return Response(Shop().create(request.data))
                except ServiceError as exc:
                    return Response({"detail": str(exc)}, status=status.HTTP_400_BAD_REQUEST)  # fine

            def delete(self, request):
                try:
                    Shop().delete()
                except Exception as exc:
                    return self._error(exc)
                return Response(status=204)

            def _error(self, exc: Exception) -> Response:
                logger.error("failed", exc_info=exc)
                return Response({"error": str(exc)}, status=500)  # B920


        def custom_exception_handler(exc, context):
            response = exception_handler(exc, context)
            if response is None:
                return Response({"detail": str(exc)}, status=500)  # B920
            response.data["status_code"] = response.status_code
            return response


        class JsonErrors:
            def __init__(self, get_response):
                self.get_response = get_response

            def __call__(self, request):
                return self.get_response(request)

            def process_exception(self, request, exception):
                return JsonResponse({"e": str(exception), "t": traceback.format_exc()}, status=500)  # B920, B921


        class Quiet:
            def __init__(self, get_response):
                self.get_response = get_response

            def __call__(self, request):
                try:
                    return self.get_response(request)
                except Exception as exc:
                    logger.exception("x")
                    return HttpResponseServerError(f"Server error: {exc}")  # B920


        def page(request: HttpRequest) -> HttpResponse:
            try:
                rows = Shop().list()
            except DatabaseError as exc:
                return render(request, "error.html", {"message": str(exc)}, status=500)  # B920
            return render(request, "rows.html", {"rows": rows})


        def save(request: HttpRequest) -> HttpResponse:
            try:
                Shop().save()
            except Exception as exc:
                messages.error(request, f"Could not save: {exc}")  # B920
            return render(request, "rows.html")


        class Detail(View):
            def get(self, request: HttpRequest) -> HttpResponse:
                context = {}
                try:
                    context["row"] = Shop().row()
                except Exception as exc:
                    context["error"] = exc  # B920
                return render(request, "row.html", context)


        @web.middleware
        async def errors(request: web.Request, handler) -> web.StreamResponse:
            try:
                return await handler(request)
            except web.HTTPException:
                raise
            except Exception as exc:
                return web.json_response({"error": str(exc)}, status=500)  # B920


        async def order(request: web.Request) -> web.Response:
            try:
                return web.json_response(await Shop().alist())
            except ServiceError as exc:
                raise web.HTTPInternalServerError(text=str(exc)) from exc  # B920


        async def order2(request: web.Request) -> web.Response:
            try:
                return web.json_response(await Shop().alist())
            except ServiceError as exc:
                raise web.HTTPBadGateway(reason=f"{exc}") from exc  # B920


        async def order3(request: web.Request) -> web.Response:
            try:
                return web.json_response(await Shop().alist())
            except Exception:
                return web.Response(text=traceback.format_exc(limit=3), status=500)  # B921
        """,
    "answers-by-detours": """\
        '''Chains and indirect ways.'''
        import asyncio
        import functools
        import json
        import logging
        import traceback
        from typing import Any, Callable

        from fastapi import FastAPI, HTTPException, Request
        from fastapi.responses import JSONResponse, StreamingResponse
        from pydantic import ValidationError
        from shop import service
        from shop.schemas import ApiResponse, ErrorResponse
        from sqlalchemy.exc import IntegrityError, SQLAlchemyError
        import redis.exceptions
        import boto3
        from botocore.exceptions import ClientError

        app = FastAPI()
        logger = logging.getLogger(__name__)


        class ShopError(Exception):
            def __init__(self, detail: str, status: int = 400) -> None:
                super().__init__(detail)
                self.detail = detail
                self.status = status


        class Missing(HTTPException):
            def __init__(self, detail: str) -> None:
                super().__init__(status_code=500, detail=detail)


        @app.exception_handler(ShopError)
        async def shop_error(request: Request, exc: ShopError) -> JSONResponse:
            return JSONResponse({"detail": exc.detail}, status_code=exc.status)  # fine


        @app.get("/a")
        async def a():
            try:
                return await service.a()
            except SQLAlchemyError as exc:
                raise ShopError(f"database said {exc}") from exc  # B920


        @app.get("/b")
        async def b():
            try:
                return await service.a()
            except SQLAlchemyError as exc:
                raise ShopError("database is down", 503) from exc  # fine


        @app.get("/c")
        async def c():
            try:
                return await service.a()
            except IntegrityError as exc:
                raise Missing(str(exc.orig))  # B920


        @app.get("/d")
        async def d():
            try:
                return await service.a()
            except Exception as exc:
                return ApiResponse(success=False, error=str(exc))  # B920


        @app.get("/f")
        async def f():
            try:
                return await service.a()
            except redis.exceptions.RedisError as exc:
                raise HTTPException(status_code=503, detail={"code": "cache", "reason": f"{exc!s}"})  # B920


        @app.get("/g")
        async def g():
            try:
                return await service.a()
            except ValidationError as exc:
                raise HTTPException(422, detail=exc.errors())  # fine


        @app.get("/h")
        async def h():
            async def stream():
                try:
                    async for one in service.rows():
                        yield json.dumps(one)
                except Exception as exc:
                    yield json.dumps({"error": str(exc)})  # B920
            return StreamingResponse(stream())


        @app.get("/i")
        async def i():
            results = await asyncio.gather(service.a(), service.b(), return_exceptions=True)
            return [{"error": str(r)} if isinstance(r, Exception) else r for r in results]  # B920


        def guarded(function: Callable[..., Any]) -> Callable[..., Any]:
            @functools.wraps(function)
            async def wrapper(*args: Any, **kwargs: Any) -> Any:
                try:
                    return await function(*args, **kwargs)
                except HTTPException:
                    raise
                except Exception as exc:
                    logger.exception("x")
                    raise HTTPException(status_code=500, detail=str(exc)) from exc  # B920
            return wrapper


        @app.get("/j")
        async def j():
            try:
                return await service.a()
            except Exception as exc:
                return JSONResponse(
                    status_code=500,
                    content=ErrorResponse(
                        error="internal",
                        message=getattr(exc, "message", str(exc)),  # B920
                    ).model_dump(),
                )


        @app.get("/k")
        async def k():
            error: str | None = None
            try:
                await service.a()
            except Exception as exc:
                error = f"{type(exc).__name__}: {exc}"  # B920
            return {"ok": error is None, "error": error}


        @app.get("/l")
        async def l():
            try:
                return await service.a()
            except Exception as exc:
                content = {"detail": "Internal Server Error"}
                if app.debug:
                    content["trace"] = traceback.format_exc()  # fine
                return JSONResponse(content, status_code=500)


        @app.get("/m")
        async def m():
            try:
                return await service.a()
            except Exception as exc:
                name = type(exc).__name__
                return JSONResponse({"error": name}, status_code=500)  # fine


        @app.get("/n")
        async def n():
            try:
                return await service.a()
            except (KeyError, ValueError) as exc:
                raise HTTPException(400, f"bad input: {exc}") from exc  # fine
            except TimeoutError as exc:
                raise HTTPException(504, f"timed out: {exc}") from exc  # B920


        @app.get("/o")
        async def o():
            ok, error = await attempt(service.a)
            if not ok:
                raise HTTPException(500, detail=error)
            return {}


        async def attempt(function):
            try:
                return True, await function()
            except Exception as exc:
                return False, str(exc)


        @app.get("/p")
        async def p():
            status = {"database": "up"}
            try:
                await service.ping()
            except Exception as exc:
                status["database"] = f"down: {exc}"  # B920
            return status


        @app.get("/q")
        async def q():
            checks: dict[str, Any] = {}
            try:
                await service.ping()
                checks["db"] = {"status": "healthy"}
            except Exception as exc:
                checks["db"] = {"status": "unhealthy", "error": str(exc)}  # B920
            return JSONResponse(checks, status_code=503)
        """,
    "answers-through-functions": """\
        '''Services and routes in one module.'''
        import logging
        import traceback
        from typing import Any

        from flask import Flask, jsonify
        from shop import db, gateway

        app = Flask(__name__)
        log = logging.getLogger(__name__)


        def check_database() -> dict[str, Any]:
            try:
                db.ping()
            except Exception as exc:
                return {"status": "down", "error": str(exc)}  # B920
            return {"status": "up"}


        def check_gateway() -> dict[str, Any]:
            try:
                gateway.ping()
            except Exception as exc:
                return {"status": "down", "error": str(exc)}  # fine
            return {"status": "up"}


        def run_report(number: int) -> dict[str, Any]:
            try:
                return {"rows": db.rows(number)}
            except Exception:
                return {"error": traceback.format_exc()}  # B921


        def in_log(number: int) -> str:
            try:
                db.rows(number)
            except Exception as exc:
                return f"failed: {exc}"  # fine
            return ""


        def message_of(number: int) -> str | None:
            try:
                db.rows(number)
            except Exception as exc:
                return f"failed: {exc}"  # B920
            return None


        @app.get("/health")
        def health():
            return jsonify(database=check_database(), gateway=check_gateway()["status"])


        @app.get("/report/<int:number>")
        def report(number: int):
            log.info(in_log(number))
            result = run_report(number)
            return jsonify(result)


        @app.get("/message/<int:number>")
        def message(number: int):
            error = message_of(number)
            if error:
                return jsonify(error=error), 500
            return jsonify({})
        """,
    "logged-secrets": """\
        import json
        import logging
        import os
        import subprocess
        import sys
        from dataclasses import dataclass, asdict, field
        from pprint import pformat

        import requests
        import structlog
        from fastapi import FastAPI, Header, Request, Depends
        from loguru import logger as loguru_logger
        from pydantic import BaseModel, SecretStr
        from pydantic_settings import BaseSettings
        from sqlalchemy import create_engine
        from sqlalchemy.engine import make_url
        from django.conf import settings as django_settings

        logger = logging.getLogger(__name__)
        slog = structlog.get_logger()
        app = FastAPI()


        class Settings(BaseSettings):
            host: str = "x"
            db_password: str = ""
            api_key: str = ""


        class SafeSettings(BaseSettings):
            host: str = "x"
            db_password: SecretStr = SecretStr("")


        class Login(BaseModel):
            username: str
            password: str


        class SafeLogin(BaseModel):
            username: str
            password: SecretStr


        @dataclass
        class Credentials:
            user: str
            token: str
            password: str


        @dataclass
        class QuietCredentials:
            user: str
            password: str = field(repr=False)


        settings = Settings()
        safe_settings = SafeSettings()
        DATABASE_URL = os.environ["DATABASE_URL"]


        def start():
            logger.info("settings: %s", settings)  # B922
            logger.info("settings: %r", settings.model_dump())  # B922
            logger.info("settings: %s", safe_settings)  # fine
            logger.debug(f"connecting to {DATABASE_URL}")  # B922
            logger.debug("connecting to %s", make_url(DATABASE_URL).render_as_string(hide_password=True))  # fine
            logger.info("host %s", settings.host)  # fine


        @app.post("/login")
        def login(body: Login, request: Request):
            logger.info("login attempt: %s", body)  # B922
            logger.info("login attempt", extra={"payload": body.model_dump()})  # B922
            logger.info("login attempt", extra={"user": body.username})  # fine
            logger.info("login of %s", body.model_dump(exclude={"password"}))  # fine
            slog.info("login", **body.model_dump())  # B922
            slog.info("login", password=body.password)  # B922
            slog.info("login", headers=dict(request.headers))  # B922
            return {}


        @app.post("/login2")
        def login2(body: SafeLogin):
            logger.info("login attempt: %s", body)  # fine


        @app.get("/x")
        def x(request: Request, authorization: str = Header()):
            logger.debug("auth header: %s", authorization)  # B922
            loguru_logger.debug("auth header: {}", authorization)  # B922
            loguru_logger.bind(token=authorization).info("x")  # B922
            loguru_logger.info("method {} path {}", request.method, request.url.path)  # fine
            logger.info("headers: %s", {k: v for k, v in request.headers.items()})  # B922
            logger.info("headers: %s", {k: v for k, v in request.headers.items() if k not in {"authorization"}})  # fine
            logger.info("query: %s", request.url)
            return {}


        class Client:
            def __init__(self, creds: Credentials, quiet: QuietCredentials) -> None:
                self._creds = creds
                self._session = requests.Session()
                self._session.headers["Authorization"] = f"Bearer {creds.token}"
                logger.debug("client with %r", creds)  # B922
                logger.debug("client with %s", asdict(creds))  # B922
                logger.debug("client with %r", quiet)  # fine
                logger.debug("client for %s", creds.user)  # fine

            def call(self, path: str) -> None:
                answer = self._session.get(path, timeout=TIMEOUT)
                logger.debug("sent %s", self._session.headers)  # B922
                logger.debug("sent headers=%s", answer.request.headers)  # B922
                logger.debug("received %s", answer.status_code)  # fine

            def refresh(self) -> None:
                response = requests.post("https://x.example/oauth/token", data={"grant_type": "x"}, timeout=TIMEOUT)
                tokens = response.json()
                logger.debug("token response: %s", response.text)  # B922
                logger.debug("token response: %s", tokens)  # B922
                self.access = tokens["access_token"]
                print(json.dumps(tokens, indent=2))  # B922


        TIMEOUT = 3


        def connect(user: str, password: str, host: str) -> None:
            dsn = f"postgresql://{user}:{password}@{host}/shop"
            logger.info("connecting to %s", dsn)  # B922
            url = "postgresql://%s:%s@%s/shop" % (user, password, host)
            logger.info("connecting to " + url)  # B922
            logger.info("connecting to %s as %s", host, user)  # fine
            args = ["mysqldump", f"-p{password}", "shop"]
            logger.info("running %s", " ".join(args))  # B922
            try:
                create_engine(dsn, connect_args={"connect_timeout": 3})
            except Exception:
                logger.exception("could not connect with dsn=%s", dsn)  # B922
                raise
            sys.stderr.write(f"password={password}\\n")  # B922
            logger.info("password set: %s", bool(password))  # fine
            logger.info("password: %s", "*" * len(password))  # fine
            logger.info("locals: %s", locals())  # B922


        def environment() -> None:
            for key, value in os.environ.items():
                logger.debug("%s=%s", key, value)  # B922
            logger.info("SECRET_KEY=%s", django_settings.SECRET_KEY)  # B922
            logger.info("databases: %s", django_settings.DATABASES)  # B922
            logger.info("key %s", os.environ.get("STRIPE_API_KEY"))  # B922
            logger.info("vars: %s", pformat(vars(settings)))  # B922
            logger.log(logging.DEBUG, "cfg %s", settings.__dict__)  # B922
            logger.warning("missing keys: %s", [k for k in ("A", "B") if k not in os.environ])  # fine


        def user_created(user, raw_password: str, new_password: str) -> None:
            logger.info("created user %s with temporary password %s", user.name, raw_password)  # B922
            print("Your new password is:", new_password)  # B922
            logger.info("reset link: https://x.example/reset?token=%s", user.reset_token)  # B922
            logger.info("card %s", user.card_number[-4:])  # fine
            raise ValueError(f"bad password {new_password}")


        def wrong(cfg: Settings) -> None:
            message = f"api key {cfg.api_key} was refused"
            logger.error(message)  # B922
            logger.error("refused key %s...", cfg.api_key[:4])  # fine
            logger.error("refused key %s", mask(cfg.api_key))  # fine


        def mask(text: str) -> str:
            return text[:2] + "***"
        """,
    "debugging": """\
        import os
        import uvicorn
        from aiohttp import web
        from fastapi import FastAPI
        from flask import Flask
        from starlette.applications import Starlette
        from starlette.middleware.errors import ServerErrorMiddleware
        from werkzeug.serving import run_simple
        from werkzeug.middleware.proxy_fix import ProxyFix
        from flask_debugtoolbar import DebugToolbarExtension
        from bottle import Bottle
        import tornado.web

        DEBUG = True


        def create_app(config: dict | None = None) -> Flask:
            app = Flask(__name__)
            app.config["DEBUG"] = True  # B923
            app.config.from_mapping(DEBUG=True, SECRET_KEY=os.environ["K"])  # B923
            app.config.update({"DEBUG": True})  # B923
            app.config["PROPAGATE_EXCEPTIONS"] = True
            return app


        class Config:
            DEBUG = False


        class ProductionConfig(Config):
            DEBUG = True  # B923


        class DevelopmentConfig(Config):
            DEBUG = True  # fine


        def main() -> None:
            app = create_app()
            app.run(host="0.0.0.0", debug=DEBUG)  # B923
            app.run(debug=os.environ.get("DEBUG", "0") == "1")  # fine
            app.run(debug=os.getenv("FLASK_DEBUG", True))  # B923
            app.run(debug=bool(os.getenv("FLASK_DEBUG", "true")))  # B923
            run_simple("0.0.0.0", 80, app, use_debugger=True)  # B923


        api = FastAPI(debug=True)  # B923
        star = Starlette(debug=bool(os.environ.get("DEBUG")))  # fine
        star.add_middleware(ServerErrorMiddleware, debug=True)  # B923
        torn = tornado.web.Application([], debug=True)  # B923
        torn2 = tornado.web.Application([], serve_traceback=True)  # B923
        options = {"debug": True}
        api2 = FastAPI(**options)  # B923
        bot = Bottle()
        bot.run(debug=True)  # B923
        """,
    "settings-on-by-default": """\
        import os
        from pathlib import Path

        BASE_DIR = Path(__file__).parent
        SECRET_KEY = os.environ["SECRET_KEY"]
        DEBUG = bool(os.environ.get("DJANGO_DEBUG", True))  # B923
        ALLOWED_HOSTS = ["*"]
        INSTALLED_APPS = []
        """,
    "settings-compared": """\
        import os
        SECRET_KEY = os.environ["SECRET_KEY"]
        DEBUG = os.environ.get("DJANGO_DEBUG", "True") == "True"  # B923
        ALLOWED_HOSTS = ["*"]
        INSTALLED_APPS = []
        """,
    "settings-off-by-default": """\
        import os
        SECRET_KEY = os.environ["SECRET_KEY"]
        DEBUG = os.environ.get("DJANGO_DEBUG", "False") == "True"  # fine
        ALLOWED_HOSTS = ["*"]
        INSTALLED_APPS = []
        """,
    "swallowed": """\
        import asyncio
        import contextlib
        import logging
        from contextlib import suppress
        from typing import Any

        import structlog
        from celery import shared_task
        from fastapi import APIRouter
        from redis import Redis
        from sqlalchemy.orm import Session
        from shop.models import Order, User
        from shop.payments import charge, gateway
        from shop.mail import send

        logger = logging.getLogger(__name__)
        slog = structlog.get_logger()
        router = APIRouter()


        class Repo:
            def __init__(self, session: Session, cache: Redis) -> None:
                self.session = session
                self.cache = cache

            def get(self, key: int) -> Order | None:
                '''One order.'''
                try:
                    return self.session.get(Order, key)
                except Exception as e:  # B931
                    logger.error(f"Error fetching order {key}: {e}")
                    return None

            def all(self) -> list[Order]:
                try:
                    return list(self.session.query(Order))
                except Exception:  # B931
                    logger.exception("could not list")
                    return []

            def save(self, order: Order) -> bool:
                '''True when stored.'''
                try:
                    self.session.add(order)
                    self.session.commit()
                    return True
                except Exception:  # B930
                    self.session.rollback()
                    return False

            def save_logged(self, order: Order) -> bool:
                try:
                    self.session.add(order)
                    self.session.commit()
                except Exception:  # fine
                    self.session.rollback()
                    logger.exception("not stored")
                    return False
                return True

            def exists(self, key: int) -> bool:
                try:
                    return self.session.get(Order, key) is not None
                except Exception:  # B930
                    return False

            def is_number(self, text: str) -> bool:
                try:
                    float(text)
                except Exception:  # fine
                    return False
                return True

            def update_total(self, key: int, total: int) -> None:
                try:
                    order = self.session.get(Order, key)
                    order.total = total
                    self.session.commit()
                except BaseException:  # B930
                    self.session.rollback()

            def load(self, key: str) -> dict[str, Any]:
                try:
                    return self.cache.hgetall(key)
                finally:
                    return {}  # B930

            def close(self) -> None:
                try:
                    self.session.close()
                except Exception:  # fine
                    pass

            def cached(self, key: str) -> str:
                try:
                    value = self.cache.get(key)
                except Exception:  # fine
                    logger.warning("cache is down, asking the database")
                    value = None
                if value is None:
                    value = self.session.get(Order, key).name
                return value

            def remove(self, key: int) -> None:
                with suppress(Exception):  # B932
                    self.session.delete(self.session.get(Order, key))
                    self.session.commit()

            def remove2(self, key: int) -> None:
                with contextlib.suppress(BaseException):  # B932
                    self.session.delete(self.session.get(Order, key))

            def remove3(self, key: int) -> None:
                with suppress(KeyError):  # fine
                    self.cache.delete(key)


        def pay(order: Order) -> dict[str, Any]:
            try:
                receipt = charge(order)
            except Exception as exc:  # B931
                logger.warning("payment failed: %s", exc)
                receipt = {}
            return {"status": "paid", "receipt": receipt}


        def pay2(order: Order) -> dict[str, Any]:
            result = {"status": "paid"}
            try:
                charge(order)
            except Exception:  # B931
                logger.exception("payment failed")
            return result


        def pay3(order: Order) -> str:
            try:
                charge(order)
            except Exception:  # fine
                logger.exception("payment failed")
                return "failed"
            return "paid"


        def permissions(user: User) -> set[str]:
            try:
                return gateway.permissions(user)
            except Exception:  # B930
                return {"read", "write"}


        def is_admin(user: User) -> bool:
            try:
                return gateway.is_admin(user)
            except Exception:  # B930
                return True


        def price(order: Order) -> int:
            try:
                return gateway.price(order)
            except Exception:  # B930
                return 0


        def parse(text: str) -> int | None:
            try:
                return int(text)
            except (TypeError, ValueError):  # fine
                return None


        def import_rows(rows: list[dict[str, Any]]) -> int:
            count = 0
            for row in rows:
                try:
                    Order.create(row)
                    count += 1
                except Exception:  # B930
                    continue
            return count


        def import_rows2(rows: list[dict[str, Any]]) -> tuple[int, list[str]]:
            count, failed = 0, []
            for row in rows:
                try:
                    Order.create(row)
                    count += 1
                except Exception as exc:  # fine
                    logger.exception("row")
                    failed.append(str(exc))
            return count, failed


        def import_rows3(rows: list[dict[str, Any]]) -> int:
            count = 0
            for row in rows:
                try:
                    Order.create(row)
                except Exception as exc:  # B931
                    logger.debug("skipping %s: %s", row, exc)
                else:
                    count += 1
            return count


        async def gather(urls: list[str]) -> list[bytes]:
            results = []
            for url in urls:
                try:
                    results.append(await gateway.fetch(url))
                except Exception as exc:  # B931
                    slog.warning("fetch failed", url=url, error=str(exc))
            return results


        async def poll() -> None:
            while True:
                try:
                    await gateway.poll()
                except asyncio.CancelledError:
                    raise
                except Exception:  # fine
                    logger.exception("poll failed")
                await asyncio.sleep(3)


        async def poll2() -> None:
            while True:
                try:
                    await gateway.poll()
                except:  # B930
                    pass
                await asyncio.sleep(3)


        async def poll3() -> None:
            while True:
                try:
                    await gateway.poll()
                except BaseException:  # B931
                    logger.exception("poll failed")


        async def consume(queue: asyncio.Queue[str]) -> None:
            while True:
                item = await queue.get()
                try:
                    await gateway.handle(item)
                except Exception as exc:  # B931
                    logger.debug("failed %s", exc)
                finally:
                    queue.task_done()


        @shared_task
        def nightly() -> None:
            try:
                gateway.settle()
            except Exception as exc:  # B931
                logger.error("settling failed: %s", exc)


        @shared_task(bind=True)
        def nightly2(self) -> None:
            try:
                gateway.settle()
            except Exception as exc:  # fine
                logger.exception("settling failed")
                raise self.retry(exc=exc)


        @router.post("/orders/{n}/pay")
        def pay_route(n: int) -> dict[str, bool]:
            try:
                charge(n)
            except Exception:  # B931
                logger.exception("x")
            return {"paid": True}


        @router.post("/orders/{n}/mail")
        def mail_route(n: int) -> dict[str, bool]:
            sent = False
            try:
                send(n)
                sent = True
            except Exception:  # fine
                logger.exception("x")
            return {"sent": sent}


        @router.get("/orders")
        def list_route() -> dict[str, Any]:
            try:
                rows = Repo.all()
            except Exception:  # B930
                rows = []
            return {"rows": rows}


        def config(path: str) -> dict[str, Any]:
            try:
                with open(path) as file:
                    return load(file)
            except Exception:  # B931
                print("using defaults")
                return DEFAULTS


        def retry(order: Order) -> Any:
            for attempt in range(3):
                try:
                    return charge(order)
                except Exception:  # B931
                    logger.warning("attempt %d failed", attempt)
            return None


        def retry2(order: Order) -> Any:
            last = None
            for attempt in range(3):
                try:
                    return charge(order)
                except Exception as exc:  # fine
                    last = exc
                    logger.warning("attempt %d failed", attempt)
            raise RuntimeError("gave up") from last


        def verify_signature(body: bytes, signature: str) -> bool:
            try:
                gateway.verify(body, signature)
                return True
            except Exception:  # B930
                return True


        def finish(order: Order) -> None:
            try:
                charge(order)
            except Exception as exc:  # B931
                logger.info("ignoring %s", exc)
                return
            order.paid = True
            order.save()


        def settle() -> None:
            try:
                gateway.settle()
            except Exception:  # B930
                ...


        def best_effort(order: Order) -> str:
            try:
                return gateway.label(order)
            except Exception:  # B930
                return ""


        async def lookup(names: list[str]) -> list[Any]:
            results = await asyncio.gather(*(gateway.fetch(n) for n in names), return_exceptions=True)
            return [r for r in results if not isinstance(r, Exception)]
        """,
    "waits": """\
        import asyncio
        import http.client
        import os
        import smtplib
        import socket
        import ssl
        import subprocess
        import threading
        from subprocess import check_output, run, Popen

        import aiohttp
        import boto3
        import httpx
        import ldap
        import ldap3
        import paramiko
        import pika
        import psycopg
        import psycopg2
        import pymongo
        import pymysql
        import redis
        import redis.asyncio as aioredis
        import requests
        import sqlalchemy as sa
        from botocore.config import Config
        from elasticsearch import Elasticsearch
        from google.cloud import storage
        from kafka import KafkaConsumer, KafkaProducer
        from pymongo import MongoClient
        from sqlalchemy import create_engine
        from sqlalchemy.ext.asyncio import create_async_engine

        LIMIT = 7.5
        MILLISECONDS = 3_000
        SHORT = Config(connect_timeout=LIMIT, read_timeout=LIMIT)


        class Gateway:
            def __init__(self) -> None:
                self.s3 = boto3.client("s3")  # B935
                self.sqs = boto3.client("sqs", config=SHORT)  # fine
                self.table = boto3.resource("dynamodb").Table("x")  # B935
                self.session = boto3.Session(profile_name="x")
                self.ses = self.session.client("ses")  # B935
                self.retry = boto3.client("s3", config=Config(retries={"max_attempts": 3}))  # B935
                self.cache = redis.Redis.from_url(os.environ["REDIS_URL"])  # B935
                self.cache2 = redis.Redis(host="x", socket_timeout=LIMIT, socket_connect_timeout=LIMIT)  # fine
                self.acache = aioredis.from_url("redis://x")  # B935
                self.pool = redis.ConnectionPool(host="x")  # B935
                self.http = requests.Session()
                self.client = httpx.Client(timeout=None)  # B935
                self.client2 = httpx.AsyncClient(timeout=LIMIT)  # fine
                self.client3 = httpx.AsyncClient()  # fine

            def get(self, path: str) -> bytes:
                return self.http.get(path).content  # B935

            def post(self, path: str) -> bytes:
                return self.http.post(path, json={}, timeout=LIMIT).content  # fine

            def post2(self, path: str) -> bytes:
                return self.http.request("POST", path).content  # B935


        def engines(url: str) -> None:
            create_engine("postgresql+psycopg2://x/y")  # B935
            create_engine("postgresql+psycopg2://x/y", connect_args={"connect_timeout": 3})  # fine
            create_engine("sqlite:///x.db")  # fine
            create_engine("postgresql+psycopg2://x/y", pool_pre_ping=True, pool_timeout=3)  # B935
            create_async_engine("postgresql+asyncpg://x/y")  # fine


        def databases() -> None:
            psycopg2.connect(dbname="x")  # B935
            psycopg.connect("dbname=x connect_timeout=3")  # fine
            pymysql.connect(host="x")  # fine
            MongoClient("mongodb://x")  # fine
            pymongo.MongoClient("mongodb://x", serverSelectionTimeoutMS=MILLISECONDS)  # fine
            Elasticsearch("http://x")  # fine
            Elasticsearch("http://x", request_timeout=None)  # B935
            ldap.initialize("ldap://x")
            ldap3.Server("x")  # B935
            pika.BlockingConnection(pika.ConnectionParameters("x"))  # fine


        def processes(path: str) -> None:
            subprocess.run(["ffmpeg", "-i", path, "out.mp4"], check=True)  # B935
            subprocess.run(["ffmpeg", "-i", path, "out.mp4"], check=True, timeout=LIMIT)  # fine
            check_output(["git", "clone", path])  # B935
            check_output(["git", "rev-parse", "HEAD"], text=True)  # B935
            run(["pdftotext", path, "-"], capture_output=True)  # B935
            process = Popen(["make"], stdout=subprocess.PIPE)
            out, _ = process.communicate()  # B935
            other = Popen(["make"])
            other.wait()  # B935
            other.wait(LIMIT)  # fine
            subprocess.Popen(["make"]).wait()  # B935


        async def aprocesses() -> None:
            p = await asyncio.create_subprocess_exec("make", stdout=asyncio.subprocess.PIPE)
            await p.communicate()  # B935
            q = await asyncio.create_subprocess_exec("make")
            await asyncio.wait_for(q.wait(), LIMIT)  # fine


        def sockets() -> None:
            s = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            s.connect(("x", 1))  # B935
            t = socket.create_connection(("x", 1))  # B935
            u = socket.create_connection(("x", 1), timeout=LIMIT)  # fine
            with socket.socket() as w:
                w.settimeout(LIMIT)
                w.connect(("x", 1))  # fine
            c = http.client.HTTPSConnection("x")  # B935
            d = http.client.HTTPSConnection("x", timeout=LIMIT)  # fine
            smtplib.SMTP("x", 25)  # B935
            with smtplib.SMTP_SSL("x", 465, context=ssl.create_default_context()) as m:  # B935
                m.login("a", "b")


        def ssh() -> None:
            client = paramiko.SSHClient()
            client.connect("x")  # B935
            client.connect("x", timeout=LIMIT)  # fine
            _, out, _ = client.exec_command("ls")


        async def aio() -> None:
            async with aiohttp.ClientSession() as session:  # fine
                await session.get("http://x")  # fine
                await session.get("http://x", timeout=None)  # B935
            async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=None)) as session:  # B935
                pass
            async with httpx.AsyncClient(timeout=httpx.Timeout(None)) as client:  # B935
                await client.get("http://x")
            reader, writer = await asyncio.open_connection("x", 1)  # B935
            await reader.readline()  # B935
            async with asyncio.timeout(LIMIT):
                await asyncio.open_connection("x", 1)  # fine


        def download(url: str) -> None:
            with requests.get(url, stream=True) as r:  # B935
                r.raise_for_status()
            with requests.Session() as session:
                session.headers.update({"A": "b"})
                session.get(url)  # B935
                session.get(url, timeout=(None, None))  # B935
                session.get(url, timeout=(3.05, 27))


        def make_session() -> requests.Session:
            return requests.Session()


        def fetch(url: str) -> None:
            make_session().get(url)  # B935
            requests.request("GET", url)  # B935
            kwargs = {"headers": {}}
            requests.get(url, **kwargs)  # B935


        def fetch2(url: str, **kwargs: object) -> None:
            requests.get(url, **kwargs)  # fine


        def fetch3(url: str, timeout: float | None = None) -> None:
            requests.get(url, timeout=timeout)  # fine
        """,
    "blocking": """\
        import asyncio
        import functools
        import json
        import os
        import shutil
        import subprocess
        import time
        from pathlib import Path

        import boto3
        from shop.limits import LIMITS
        import httpx
        import requests
        import redis
        import yaml
        from PIL import Image
        from fastapi import BackgroundTasks, Depends, FastAPI, UploadFile
        from fastapi.concurrency import run_in_threadpool
        from passlib.context import CryptContext
        from sqlalchemy import create_engine, text
        from sqlalchemy.orm import Session, sessionmaker

        app = FastAPI()
        engine = create_engine("sqlite://")
        SessionLocal = sessionmaker(engine)
        http = requests.Session()
        cache = redis.Redis(socket_timeout=2.5)
        pwd = CryptContext(schemes=["bcrypt"])
        ROOT = Path("/srv")


        def get_db():
            with SessionLocal() as db:
                yield db


        class Store:
            def __init__(self) -> None:
                self.s3 = boto3.client("s3", config=LIMITS)
                self.http = httpx.Client()

            async def put(self, name: str) -> None:
                self.s3.upload_file(name, "b", name)  # B970

            async def get(self, name: str) -> bytes:
                return self.http.get(name).content  # B970

            async def get2(self, name: str) -> bytes:
                return await asyncio.to_thread(self.http.get, name)  # fine


        @app.get("/a")
        async def a(db: Session = Depends(get_db)):
            return db.execute(text("select 1")).scalar()  # B970


        @app.get("/b")
        def b(db: Session = Depends(get_db)):
            return db.execute(text("select 1")).scalar()  # fine


        @app.post("/c")
        async def c(file: UploadFile):
            with open(ROOT / "x", "wb") as out:  # B970
                shutil.copyfileobj(file.file, out)  # B970


        @app.post("/d")
        async def d(file: UploadFile):
            (ROOT / file.filename).write_bytes(await file.read())  # B970


        @app.get("/e")
        async def e():
            time.sleep(1)  # B970
            await asyncio.sleep(1)  # fine


        @app.get("/f")
        async def f():
            return http.get("http://x", timeout=3.5).json()  # B970


        @app.get("/g")
        async def g():
            return await run_in_threadpool(http.get, "http://x")  # fine


        @app.get("/h")
        async def h():
            return cache.get("x")  # B970


        @app.get("/i")
        async def i():
            return pwd.verify("a", "b")  # B970


        @app.get("/j")
        async def j():
            return load_config()  # B970


        def load_config() -> dict:
            return requests.get("http://x", timeout=3.5).json()


        @app.get("/k")
        async def k():
            loop = asyncio.get_running_loop()
            return await loop.run_in_executor(None, load_config)  # fine


        @app.get("/l")
        async def l():
            with SessionLocal() as session:
                return session.execute(text("select 1")).scalar()  # B970


        @app.get("/m")
        async def m():
            with engine.connect() as connection:
                return connection.execute(text("select 1")).scalar()  # B970


        async def append(line: str) -> None:
            with open("/var/log/x.log", "a") as out:  # B970
                out.write(line)


        async def load(path: Path) -> dict:
            return json.loads(path.read_text())  # B970


        async def run() -> None:
            subprocess.run(["ls"], timeout=3.5)  # B970
            os.system("ls")  # B970
            process = await asyncio.create_subprocess_exec("ls")
            await asyncio.wait_for(process.wait(), 3.5)  # fine
        """,
    "many-ways": """\
        '''More ways of logging, losing and waiting.'''
        import asyncio
        import concurrent.futures
        import json
        import logging
        import os
        import socket
        import subprocess
        import time
        from contextlib import asynccontextmanager
        from functools import wraps
        from typing import Any

        import aiohttp
        import httpx
        import requests
        import structlog
        import tenacity
        from aiohttp import web
        from django.core.cache import cache
        from django.http import HttpRequest, JsonResponse
        from django.contrib.auth import authenticate
        from flask import Flask, current_app, g, request, session
        from redis import Redis
        from shop.models import Order
        from shop import gateway, metrics

        logger = logging.getLogger(__name__)
        log = structlog.get_logger(__name__)
        app = Flask(__name__)
        PAYMENT_URL = os.environ["PAYMENT_URL"]
        API_TOKEN = os.environ["API_TOKEN"]


        def log_calls(function):
            @wraps(function)
            def wrapper(*args, **kwargs):
                logger.debug("calling %s args=%r kwargs=%r", function.__name__, args, kwargs)
                try:
                    return function(*args, **kwargs)
                except Exception:  # B931
                    logger.exception("%s failed", function.__name__)
            return wrapper


        @app.before_request
        def trace():
            logger.info("%s %s %s", request.method, request.path, request.get_data(as_text=True))  # B922
            logger.info("form %s", request.form.to_dict())  # B922
            log.info("request", headers=dict(request.headers), body=request.get_json(silent=True))  # B922
            log.info("request", path=request.path, agent=request.headers.get("User-Agent"))  # fine
            logger.debug(f"{session=}")
            logger.debug(f"{API_TOKEN=}")  # B922
            logger.debug("cookies: %s", request.cookies)  # B922


        def sign_in(request: HttpRequest) -> JsonResponse:
            username = request.POST["username"]
            password = request.POST["password"]
            user = authenticate(username=username, password=password)
            if user is None:
                logger.warning("login failed for %s / %s", username, password)  # B922
                logger.warning("login failed for %s", username)  # fine
                logger.warning("login failed", extra={"user": username, "pw": password})  # B922
                logger.warning("login failed: %s", dict(request.POST))  # B922
                logger.warning("login failed: %s", request.META)  # B922
            return JsonResponse({})


        def call_api(token: str, payload: dict[str, Any]) -> Any:
            headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
            logger.debug("POST %s headers=%s", PAYMENT_URL, headers)  # B922
            logger.debug("POST %s payload=%s", PAYMENT_URL, list(payload))  # fine
            url = f"{PAYMENT_URL}?api_key={API_TOKEN}"
            logger.info("GET %s", url)  # B922
            command = ["curl", "-u", f"shop:{token}", PAYMENT_URL]
            logger.info("running: %s", command)  # B922
            with httpx.Client(headers=headers, timeout=None) as client:  # B935
                answer = client.post(PAYMENT_URL, json=payload)
            return answer.json()


        class TokenStore:
            def __init__(self, redis: Redis) -> None:
                self.redis = redis

            def issue(self, user: str) -> str:
                token = os.urandom(16).hex()
                logger.info("issued token %s to %s", token, user)  # B922
                logger.info("issued token %s... to %s", token[:6], user)  # fine
                return token

            def __repr__(self) -> str:
                return "TokenStore()"


        def charge(order: Order) -> bool:
            try:
                gateway.charge(order)
            except Exception as e:  # B931
                print(e)
            return True


        def charge_counted(order: Order) -> None:
            try:
                gateway.charge(order)
            except Exception:  # fine
                metrics.increment("charge.failed")
                raise


        def stock(sku: str) -> int:
            value = cache.get(sku)
            if value is not None:
                return value
            try:
                value = gateway.stock(sku)
            except Exception as e:  # B931
                log.warning("stock.unavailable", sku=sku, exc=str(e))
                value = 0
            cache.set(sku, value)
            return value


        def rate(currency: str) -> float:
            try:
                response = requests.get(PAYMENT_URL, params={"c": currency}, timeout=2.5)
                response.raise_for_status()
                return response.json()["rate"]
            except (requests.RequestException, KeyError, ValueError):
                return 1.0


        def rate2(currency: str) -> float:
            try:
                return requests.get(PAYMENT_URL, params={"c": currency}, timeout=2.5).json()["rate"]
            except Exception:  # B930
                return 1.0


        async def fan_out(urls: list[str]) -> list[Any]:
            async def one(url: str) -> Any:
                try:
                    async with aiohttp.ClientSession() as s, s.get(url) as r:
                        return await r.json()
                except Exception as e:  # B931
                    logger.error("%s failed: %s", url, e)
                    return None

            return await asyncio.gather(*map(one, urls))


        @asynccontextmanager
        async def transaction(connection):
            await connection.begin()
            try:
                yield connection
            except Exception:  # B930
                await connection.rollback()
            else:
                await connection.commit()


        def save_all(orders: list[Order]) -> dict[str, int]:
            saved = failed = 0
            for order in orders:
                try:
                    order.save()
                    saved += 1
                except Exception:  # fine
                    logger.exception("order %s", order.pk)
                    failed += 1
            return {"saved": saved, "failed": failed}


        def threads(jobs: list[Any]) -> None:
            with concurrent.futures.ThreadPoolExecutor() as pool:
                for future in concurrent.futures.as_completed([pool.submit(j) for j in jobs]):
                    try:
                        future.result()
                    except Exception:  # B930
                        pass


        async def handler(request: web.Request) -> web.Response:
            data = await request.json()
            time.sleep(0.1)  # B970
            rows = subprocess.check_output(["psql", "-c", "select 1"], timeout=4.5)  # B970
            body = requests.post(PAYMENT_URL, json=data, timeout=4.5)  # B970
            host = socket.gethostbyname("example.org")  # B970
            asyncio.create_task(notify(data))  # B971
            task = asyncio.create_task(notify(data))  # fine
            await task
            notify(data)  # B972
            asyncio.ensure_future(notify(data))  # B971
            asyncio.get_running_loop().create_task(notify(data))  # B971
            return web.json_response({})


        async def notify(data: Any) -> None:
            async with asyncio.TaskGroup() as group:
                group.create_task(asyncio.sleep(0))  # fine
            asyncio.gather(asyncio.sleep(1), asyncio.sleep(2))  # B972
            asyncio.sleep(1)  # B972
        """,
    "next-of-kin": """\
        '''What must stay silent, or is the next of kin.'''
        import asyncio
        import logging
        import os
        import subprocess
        from dataclasses import dataclass
        from pathlib import Path
        from typing import Any

        import aiofiles
        import boto3
        import requests
        from botocore.config import Config
        from fastapi import FastAPI, HTTPException, Request
        from fastapi.responses import JSONResponse
        from pydantic import BaseModel
        from redis.asyncio import Redis
        from sqlalchemy import create_engine
        from sqlalchemy.engine import URL, make_url
        from shop import tokens, service
        from shop.errors import Conflict, DomainError, STATUS

        app = FastAPI()
        logger = logging.getLogger(__name__)
        AWS = Config(connect_timeout=3.5, read_timeout=9.5, retries={"max_attempts": 2})


        @app.exception_handler(DomainError)
        async def domain(request: Request, exc: DomainError) -> JSONResponse:
            return JSONResponse({"detail": str(exc)}, status_code=STATUS.get(type(exc), 500))  # fine


        @app.exception_handler(Conflict)
        async def conflict(request: Request, exc: Conflict) -> JSONResponse:
            return JSONResponse({"detail": exc.message}, status_code=exc.status_code or 500)  # fine


        @app.exception_handler(Exception)
        async def unexpected(request: Request, exc: Exception) -> JSONResponse:
            logger.error("unhandled: %s", exc, exc_info=exc)
            return JSONResponse({"detail": "failed", "id": request.headers.get("X-Request-ID")}, 500)  # fine


        @app.get("/a")
        async def a():
            try:
                return await service.a()
            except Exception as exc:
                code = public_code(exc)
                raise HTTPException(500, detail={"code": code}) from exc  # fine


        def public_code(exc: Exception) -> str:
            return "timeout" if isinstance(exc, TimeoutError) else "internal"


        @app.get("/b")
        async def b():
            try:
                return await service.a()
            except Exception as exc:
                report(exc)
                raise HTTPException(500, detail="failed") from exc  # fine


        def report(exc: Exception) -> None:
            logger.error(f"failed: {exc}")


        class Answer(BaseModel):
            access_token: str
            token_type: str = "bearer"


        @dataclass
        class Page:
            token_count: int
            next_token: str
            reset_url: str


        def pages(page: Page, answer: Answer) -> None:
            logger.info("page %s", page)  # fine
            logger.info("answer for %s", answer.token_type)  # fine


        def engine_of(host: str) -> Any:
            url = URL.create("postgresql", username="shop", password=os.environ["DB_PASSWORD"], host=host)
            logger.info("connecting to %s", url)  # fine
            database_url = make_url(os.environ["DATABASE_URL"])
            logger.info("connecting to %s", database_url)  # fine
            return create_engine(url)


        def parse(data: dict[str, Any]) -> str:
            password = data["password"]
            logger.info("keys %s", sorted(data))  # fine
            logger.info("user %s", data["user"])  # fine
            return password


        def answer_of(url: str) -> str:
            answer = requests.post(url, timeout=3.5)
            if answer.status_code != 200:
                logger.error("token refused: %s", answer.text)  # fine
            return answer.json()["access_token"]


        def clients() -> Any:
            kwargs = {"config": AWS}
            boto3.client("s3", **kwargs)  # fine
            session = boto3.Session()
            return session.client("sqs", config=AWS.merge(Config(max_pool_connections=5)))  # fine


        def options(url: str, fast: bool) -> Any:
            extra = {"headers": {}}
            if fast:
                extra["timeout"] = 2.5
            return requests.get(url, **extra)  # fine


        class Known:
            def __init__(self, redis: Redis) -> None:
                self.redis = redis

            async def is_alive(self) -> bool:
                try:
                    return bool(await self.redis.ping())
                except Exception:  # fine
                    return False

            def is_valid_token(self, token: str) -> bool:
                try:
                    tokens.decode(token)
                    return True
                except Exception:  # fine
                    return False

            async def save(self, key: str) -> bool:
                saved = False
                try:
                    await self.redis.set(key, 1)
                    saved = True
                except Exception:  # fine
                    logger.exception("not saved")
                return saved


        async def read(path: Path) -> str:
            async with aiofiles.open(path) as file:  # fine
                return await file.read()


        async def read2(path: Path) -> str:
            return await asyncio.to_thread(path.read_text)  # fine


        def pull(path: Path) -> str:
            return requests.get("http://x", timeout=3.5).text


        async def read3(path: Path) -> str:
            return await asyncio.to_thread(pull, path)  # fine


        def cleanup(path: Path) -> None:
            try:
                path.unlink()
            finally:
                logger.info("gone")  # fine
        """,
}


@pytest.mark.parametrize("source", MODULES.values(), ids=MODULES)
def test_modules(source: str) -> None:
    assert found(source, FAMILIES) == marked(source)


DEEP = {
    "sum": "+".join(["x"] * 900),
    "union": "|".join(["str"] * 900),
    "attributes": "x" + ".a" * 900,
    "calls": "x" + "()" * 900,
    "arguments": "f(" * 90 + "e" + ")" * 90,
    "lists": "[" * 90 + "e" + "]" * 90,
    "dictionaries": "{1:" * 90 + "e" + "}" * 90,
}


@pytest.mark.parametrize("deep", DEEP.values(), ids=DEEP)
def test_deep_expressions(deep: str) -> None:
    source = f"""\
import asyncio, boto3, logging, os, requests
from dataclasses import dataclass
from flask import Flask, jsonify
from sqlalchemy import create_engine
DEBUG = bool({deep})
@dataclass
class Account:
    password: {deep}
async def answer(account: Account, e):
    logging.info("%s %s", account, {deep})
    create_engine({deep}), boto3.client("s3", config={deep}), requests.get({deep}, timeout={deep})
    try:
        await work()
    except Exception as e:
        build({deep})
        return {deep}
    finally:
        return {deep}
def build(x):
    return jsonify(x={deep})
"""
    assert (18, "B930") in found(source, FAMILIES)
