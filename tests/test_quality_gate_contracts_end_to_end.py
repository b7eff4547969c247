"""Contract tests with the real schemathesis, on small applications of FastAPI and Flask."""

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent

import pytest

from walkaround._finding import NotJudged
from walkaround.quality_gate.contracts import Asked, Broken, failures, uncovered_routes

pytestmark = pytest.mark.e2e

ORDERS = """
    import os

    from fastapi import APIRouter, Depends, FastAPI, HTTPException
    from fastapi.security import HTTPBasic
    from fastapi.responses import HTMLResponse
    from pydantic import BaseModel

    print("a line on standard output")
    os.system("echo and one of a child")
    app = FastAPI(docs_url=None, redoc_url=None, openapi_url=None)
    router = APIRouter(prefix="/v1")


    class Order(BaseModel):
        id: int


    class Note(BaseModel):
        text: str


    @app.get("/sound/{id}")
    def sound(id: int) -> Order:
        return Order(id=id)


    @app.get("/unhandled/{id}")
    def unhandled(id: int) -> float:
        return 1 / id


    @router.post("/server-error")
    def server_error(note: Note) -> Note:
        if not note.text:
            raise HTTPException(503, "password=hunter2")
        return note


    @app.get("/status")
    def status() -> int:
        raise HTTPException(418)


    @app.get("/schema", responses={200: {"content": {"application/json": {"schema": {"required": ["id"]}}}}})
    def schema():
        return {"password": "hunter2"}


    @app.get("/media")
    def media() -> dict[str, int]:
        return HTMLResponse("x")


    def who(key=Depends(HTTPBasic())):
        raise HTTPException(401)


    @app.get("/me", dependencies=[Depends(who)])
    def me() -> int:
        return 1


    @app.get("/network")
    def network() -> int:
        import urllib.request

        urllib.request.urlopen("http://db.example.org/")
        return 1


    app.include_router(router)
"""


def line_of(function: str, source: str) -> int:
    lines = dedent(source).lstrip().splitlines()
    return next(at for at, line in enumerate(lines, 1) if f"def {function}(" in line)


HANDLE = "Handle what this request brings, or refuse it with a status that the contract of {} has."
ORDERS_SAY = [
    "shop.main:app: GET /me refuses every request with 401; give credentials for tests in schemathesis.toml",
    (
        "shop/main.py",
        line_of("media", ORDERS),
        "`GET /media` answers 200 with text/html, which the contract of GET /media does not have.",
        "Answer with application/json, or add text/html to the contract.",
    ),
    "shop.main:app: GET /network was not tried, for it asks the host db.example.org; let a stand-in answer in tests",
    (
        "shop/main.py",
        line_of("schema", ORDERS),
        (
            "The answer of `GET /schema` is not what the contract of GET /schema says of 200: "
            "a field that it demands is missing."
        ),
        "Mend the answer or the contract, whichever is wrong.",
    ),
    (
        "shop/main.py",
        line_of("status", ORDERS),
        "`GET /status` answers 418, which the contract of GET /status does not have.",
        "Add 418 to the contract, or answer with one of 200.",
    ),
    (
        "shop/main.py",
        line_of("unhandled", ORDERS),
        "`GET /unhandled/0` ends in ZeroDivisionError, which nothing handles.",
        HANDLE.format("GET /unhandled/{id}"),
    ),
    (
        "shop/main.py",
        line_of("server_error", ORDERS),
        '`POST /v1/server-error with {"text": ""}` answers 503, an error of the server.',
        HANDLE.format("POST /v1/server-error"),
    ),
]


def expect(_: int) -> Callable[[], None]:
    return lambda: None


def said(found: Iterator[Broken | NotJudged]) -> list[object]:
    return [str(one) if isinstance(one, NotJudged) else tuple(one) for one in found]


@pytest.fixture
def asked(tmp_path: Path) -> Callable[..., Asked]:
    def write(*contracts: str, changed: frozenset[int] = frozenset(), seconds: int = 120, **files: str) -> Asked:
        for name, text in files.items():
            path = tmp_path / name.replace("__", "/").replace("_yaml", ".yaml")
            path = path if path.suffix else path.with_suffix(".py")
            path.parent.mkdir(exist_ok=True)
            path.write_text(dedent(text).lstrip(), encoding="utf-8")
        sources = {"shop/main.py": changed}
        return Asked(str(tmp_path), sys.executable, contracts, sources, lambda path: (tmp_path / path).read_bytes(), 8,
                     seconds)  # fmt: skip

    return write


def test_fastapi(tmp_path: Path, asked: Callable[..., Asked]) -> None:
    """Every kind of breach is told apart, at its handler, without what was answered."""
    every_line = frozenset(range(1, 70))
    first = asked("shop.main:app", changed=every_line, shop__main=ORDERS)
    assert said(failures(first, expect)) == ORDERS_SAY
    assert said(uncovered_routes(first)) == []
    left = sorted(os.path.relpath(one, tmp_path) for one in tmp_path.rglob("*"))
    assert left == ["shop", "shop/main.py"]


FLASK = """
    from flask import Flask, jsonify


    def create_app():
        app = Flask(__name__)

        @app.get("/orders/<int:number>")
        def order(number):
            if number > 1999:
                return jsonify(error="too large"), 404
            return jsonify(id=str(number))

        @app.get("/carts")
        def carts():
            return jsonify([])

        @app.get("/crash")
        def crash():
            raise KeyError("password")

        return app
"""
FLASK_DOCUMENT = """
    openapi: 3.1.0
    info: {title: Shop, version: "1"}
    paths:
      /orders/{number}:
        get:
          parameters: [{name: number, in: path, required: true, schema: {type: integer, minimum: 0, maximum: 2000}}]
          responses:
            "200":
              description: x
              content:
                application/json:
                  schema: {type: object, required: [id], properties: {id: {type: integer}}}
      /crash:
        get:
          responses: {"200": {description: x}}
"""


def test_flask_with_a_document(asked: Callable[..., Asked]) -> None:
    both = asked(
        "api.yaml -> shop.main:create_app()", changed=frozenset({12, 13}), shop__main=FLASK, api_yaml=FLASK_DOCUMENT
    )
    found = said(failures(both, expect))
    assert said(failures(both, expect)) == found  # the next run says the same
    assert found == [
        (
            "shop/main.py", line_of("crash", FLASK),
            "`GET /crash` ends in KeyError, which nothing handles.",
            HANDLE.format("GET /crash"),
        ),
        (
            "shop/main.py", line_of("order", FLASK),
            ("The answer of `GET /orders/0` is not what the contract of GET /orders/{number} says of 200: "
            "a value is of another type at `id`."),
            "Mend the answer or the contract, whichever is wrong.",
        ),
        (
            "shop/main.py", line_of("order", FLASK),
            "`GET /orders/2000` answers 404, which the contract of GET /orders/{number} does not have.",
            "Add 404 to the contract, or answer with one of 200.",
        ),
    ]  # fmt: skip
    assert said(uncovered_routes(both)) == [
        (
            "shop/main.py", line_of("carts", FLASK), "`GET /carts` is new or changed, and no contract has it.",
            "Add it to api.yaml -> shop.main:create_app(), with what it answers.",
        )
    ]  # fmt: skip


_IN_THE_WAY = {
    "does not import": (
        "import nowhere_at_all",
        (
            "shop.main cannot be imported: ModuleNotFoundError: No module named 'nowhere_at_all'; try "
            f"`{sys.executable} -c 'import shop.main'`"
        ),
    ),
    "leaves at import": (
        "raise SystemExit('postgresql://ada:secret@db/x is not there')",
        (
            "shop.main cannot be imported: SystemExit: postgresql://db/x is not there; try "
            f"`{sys.executable} -c 'import shop.main'`"
        ),
    ),
    "has another name": (
        "from fastapi import FastAPI\napi = FastAPI()",
        "shop.main has no 'app'; did you mean \"api\"?",
    ),
    "does not start": (
        (
            "from fastapi import FastAPI\n\nasync def life(app):\n    raise OSError('no database')\n    yield\n\n"
            "app = FastAPI(lifespan=life)\n\n@app.get('/a')\ndef a() -> int: ..."
        ),
        "the application does not start: OSError: no database; let a stand-in take the place of what it waits for",
    ),
    "is none": ("app = 3", "is of type int and no application; name an ASGI or WSGI application"),
    "has no document": (
        "from flask import Flask\napp = Flask(__name__)",
        "the application offers no OpenAPI document; name one, as in `openapi.yaml -> shop.main:app`",
    ),
}


@pytest.mark.parametrize(("source", "why"), _IN_THE_WAY.values(), ids=_IN_THE_WAY)
def test_what_stands_in_the_way(asked: Callable[..., Asked], source: str, why: str) -> None:
    assert said(failures(asked("shop.main:app", shop__main=source), expect)) == [f"shop.main:app: {why}"]


HANGING = """
    import time

    from fastapi import FastAPI

    app = FastAPI()


    @app.get("/slow")
    def slow() -> int:
        time.sleep(600)
        return 1
"""


def test_a_request_that_hangs(asked: Callable[..., Asked]) -> None:
    assert said(failures(asked("shop.main:app", seconds=40, shop__main=HANGING), expect)) == [
        (
            "shop.main:app: did not end within 40 seconds: the last request was `GET /slow`; mend what waits, or raise"
            " quality-gate.contract-seconds"
        )
    ]


PRIVATE = """
    from fastapi import Depends, FastAPI, HTTPException
    from fastapi.security import APIKeyHeader

    app = FastAPI()


    def who(key: str = Depends(APIKeyHeader(name="X-Key"))) -> str:
        if key != "of-tests":
            raise HTTPException(401)
        return key


    @app.get("/me")
    def me(key: str = Depends(who)) -> int:
        return len(key)
"""


def test_credentials_come_from_the_settings_of_schemathesis(tmp_path: Path, asked: Callable[..., Asked]) -> None:
    private = asked("shop.main:app", shop__main=PRIVATE)
    (tmp_path / "schemathesis.toml").write_text('[headers]\nX-Key = "of-tests"\n')
    assert said(failures(private, expect)) == []
