"""Runs inside the project's own environment: tries an application against its contract, and tells facts as JSON lines.

    python inside.py try APPLICATION DOCUMENT EXAMPLES
    python inside.py routes APPLICATION

The working directory is the top of the project. DOCUMENT is a file, or empty for the application's own. Nothing but the
standard library and schemathesis is imported, besides the application. Whatever that writes to its standard output goes
to standard error, so that what is told here stays apart.
"""

import importlib
import inspect
import json
import os
import re
import socket
import sys
import warnings
from collections.abc import Callable, Iterator
from typing import Any

# Both are beside this file, which is run and not imported; the application may have modules of these names.
from edges import edges  # type: ignore[import-not-found]
from handlers import places, plain  # type: ignore[import-not-found]

del sys.modules["edges"], sys.modules["handlers"]

_WHERE_DOCUMENTS_ARE = (
    "/openapi.json", "/schema/openapi.json", "/swagger.json", "/openapi.yaml", "/api/openapi.json", "/apispec.json",
    "/docs/openapi.json", "/api/schema/?format=json", "/api/swagger.json",
)  # fmt: skip
_LONGEST = 160  # characters of a request as it is shown
_HERE = ("127.0.0.1", "::1", "localhost", "testserver", "", None, "0.0.0.0", "::")  # noqa: S104 - hosts that are here

Fact = dict[str, Any]
Say = Callable[..., None]


class Unjudged(Exception):  # noqa: N818 - it says what could not be judged
    """What stands in the way of a trial: `what` is its kind, the rest is what there is to say of it."""

    def __init__(self, what: str, **more: object) -> None:
        super().__init__(what)
        self.fact: Fact = {"kind": "unjudged", "what": what, **more}


class Network:
    """Keeps the application on this machine, and remembers which hosts it asked for."""

    def __init__(self) -> None:
        self.refused: list[str] = []
        connect, look_up = socket.socket.connect, socket.getaddrinfo

        def connecting(this: socket.socket, address: Any) -> None:
            if this.family in (socket.AF_INET, socket.AF_INET6):
                self.check(address[0])
            connect(this, address)

        def looking_up(host: Any, *rest: Any, **named: Any) -> Any:
            self.check(host.decode() if isinstance(host, bytes) else host)
            return look_up(host, *rest, **named)

        socket.socket.connect = connecting  # type: ignore[assignment, method-assign]
        socket.getaddrinfo = looking_up

    def check(self, host: object) -> None:
        if host in _HERE or (isinstance(host, str) and host.startswith("127.")):
            return
        self.refused.append(str(host))
        raise ConnectionRefusedError(f"contract tests reach no network, and {host} is not this machine")


def main(arguments: list[str]) -> int:
    told = os.fdopen(os.dup(1), "w", encoding="utf-8", newline="\n")
    os.dup2(2, 1)

    def say(**fact: object) -> None:
        told.write(json.dumps(fact) + "\n")
        told.flush()

    sys.path[0] = os.getcwd()  # and no longer the folder of this file
    if os.path.isdir("src"):
        sys.path.insert(1, os.path.abspath("src"))
    warnings.simplefilter("ignore")
    try:
        if arguments[0] == "try":
            _try(arguments[1], arguments[2], int(arguments[3]), say)
        else:
            _tell_routes(arguments[1], say)
    except Unjudged as unjudged:
        say(**unjudged.fact)
    say(kind="end")
    told.flush()
    os._exit(0)  # whatever threads the application leaves behind


def _schemathesis() -> Any:
    schemathesis: Any = importlib.import_module("schemathesis")
    version = str(getattr(schemathesis, "__version__", ""))
    if not version.startswith("4."):
        raise Unjudged("version", version=version)
    return schemathesis


def _application(named: str) -> Any:
    """The application that `package.module:name` or `package.module:make()` means."""
    module_name, _, attribute = named.partition(":")
    called = attribute.endswith("()")
    try:
        module = importlib.import_module(module_name)
    except BaseException as failure:  # noqa: BLE001 - an import runs anything, `sys.exit()` among it
        raise Unjudged("import", module=module_name, why=_said(failure)) from None
    found: Any = module
    for part in attribute.removesuffix("()").split("."):
        if not hasattr(found, part):
            raise Unjudged("attribute", module=module_name, attribute=part, there=_applications(found))
        found = getattr(found, part)
    if called:
        try:
            found = found()
        except BaseException as failure:  # noqa: BLE001
            raise Unjudged("factory", application=named, why=_said(failure)) from None
    if not callable(found):
        raise Unjudged("no-application", application=named, type=type(found).__name__)
    return found


def _applications(module: Any) -> list[str]:
    """Names in a module behind which an application may be."""
    found = []
    for name, value in vars(module).items() if hasattr(module, "__dict__") else ():
        makes = inspect.isfunction(value) and re.match(r"(create|make|build|get)_\w*app", name)
        serves = callable(value) and (hasattr(value, "routes") or hasattr(value, "url_map"))
        if not name.startswith("_") and (makes or (serves and not inspect.isclass(value))):
            found.append(f"{name}()" if makes else name)
    return found


def _said(failure: BaseException) -> str:
    """An exception on one line, without what stands before the `@` of an address."""
    text = str(failure).strip().split("\n")[0][:200]
    text = re.sub(r"(\w+://)[^/\s@]+@", r"\1", text)
    return f"{type(failure).__name__}: {text}" if text else type(failure).__name__


def _is_asgi(app: Any) -> bool:
    call = app if inspect.isfunction(app) or inspect.ismethod(app) else type(app).__call__
    return inspect.iscoroutinefunction(call) or len(_parameters(app)) == 3


def _parameters(app: Any) -> list[str]:
    try:
        return list(inspect.signature(app).parameters)
    except (TypeError, ValueError):
        return []


def _schema(schemathesis: Any, app: Any, document: str) -> Any:
    """The contract: a file, or what the application gives of itself."""
    if document:
        try:
            schema = schemathesis.openapi.from_path(document)
        except Exception as failure:  # noqa: BLE001
            raise Unjudged("document", document=document, why=_said(failure)) from None
        schema.app = app
        return schema
    try:
        made = _made(app)
        if made is not None:
            schema = schemathesis.openapi.from_dict(made)
            schema.app = app
            return schema
    except Exception as failure:  # noqa: BLE001
        raise Unjudged("document", document="", why=_said(failure)) from None
    load = schemathesis.openapi.from_asgi if _is_asgi(app) else schemathesis.openapi.from_wsgi
    for path in _WHERE_DOCUMENTS_ARE:
        try:
            return load(path, app)
        except Exception:  # noqa: BLE001, S112 - it is not there; the next place may have it
            continue
    raise Unjudged("no-document")


def _made(app: Any) -> Any:
    """The document of FastAPI and of APIFlask, which their applications make without being asked over HTTP."""
    if callable(getattr(app, "openapi", None)):
        return json.loads(json.dumps(app.openapi()))
    if isinstance(getattr(type(app), "spec", None), property) and hasattr(app, "app_context"):
        with app.app_context():
            return json.loads(json.dumps(app.spec))
    return None


def _tell_routes(named: str, say: Say) -> None:
    app = _application(named)
    schema = _schema(_schemathesis(), app, "")
    paths = schema.raw_schema.get("paths", {})
    routes = [[method.upper(), path] for path, item in paths.items() if isinstance(item, dict) for method in item]
    say(kind="routes", routes=routes)


def _try(named: str, document: str, examples: int, say: Say) -> None:
    network = Network()
    app = _application(named)
    schema = _schema(_schemathesis(), app, document)
    _start(app)
    handlers = dict(places(app))
    operations = []
    for result in schema.get_all_operations():
        try:
            operations.append(result.ok())
        except Exception as failure:  # noqa: BLE001
            say(kind="unjudged", what="operation", why=_said(failure))
    if not operations:
        raise Unjudged("empty")
    say(kind="operations", count=len(operations))
    trial = Trial(schema.raw_schema, examples, handlers, network, say)
    for operation in sorted(operations, key=lambda one: (one.path, one.method)):
        _operation(operation, trial)
        say(kind="done")


def _start(app: Any) -> None:
    """Let an ASGI application start, so that what stops it there is not taken for what a request brings."""
    try:
        client_of = importlib.import_module("schemathesis.python.asgi").get_client if _is_asgi(app) else None
    except (ImportError, AttributeError):  # of another version; then each request tells
        return
    try:
        if client_of is not None:
            with client_of(app):
                pass
    except Exception as failure:  # noqa: BLE001
        raise Unjudged("start", why=_said(failure)) from None


def _operation(operation: Any, trial: "Trial") -> None:
    """Ask one operation; of each kind of breach the shortest request is told."""
    method, say = operation.method.upper(), trial.say
    name = f"{method} {operation.path}"
    refused = len(trial.network.refused)
    heard = Heard(say)
    try:
        _ask(operation, trial, heard)
    except Exception as failure:  # noqa: BLE001 - of the document as schemathesis reads it
        say(kind="unjudged", what="operation", operation=name, why=_said(failure))
        return
    if len(trial.network.refused) > refused:
        say(kind="unjudged", what="network", operation=name, host=trial.network.refused[refused])
    elif heard.statuses and set(heard.statuses) <= {401, 403}:
        say(kind="unjudged", what="refused", operation=name, status=heard.statuses[0])
    else:
        path = plain(operation.path)
        place = trial.handlers.get((method, path)) or trial.handlers.get(("", path))
        for _, fact in sorted(heard.worst.items()):
            say(kind="broken", operation=name, place=place, **fact)


class Trial:
    """What all operations of an application have in common."""

    def __init__(self, document: Any, examples: int, handlers: Any, network: Network, say: Say) -> None:
        self.document = document
        self.examples = examples
        self.handlers = handlers
        self.network = network
        self.say = say


class Heard:
    """What was answered to one operation, and of each kind of breach the shortest request."""

    def __init__(self, say: Say) -> None:
        self.worst: dict[tuple[str, str], Fact] = {}
        self.statuses: list[int] = []
        self._say = say

    def ask(self, case: Any) -> None:
        request = _request(case)
        self._say(kind="asking", request=request)
        for fact in _breaches(case, self.statuses):
            fact["request"] = request
            key = fact["what"], str(fact.get("status", fact.get("exception", "")))
            known = self.worst.get(key)
            if known is None or (len(request), request) < (len(known["request"]), known["request"]):
                self.worst[key] = fact


def _ask(operation: Any, trial: Trial, heard: Heard) -> None:
    """Requests at the edges of what the contract allows, and as chance draws them, the same in every run."""
    import hypothesis

    at_edges = list(edges(operation, trial.document))[: trial.examples // 2]
    settings = hypothesis.settings(
        max_examples=max(1, trial.examples - len(at_edges)),
        derandomize=True,
        database=None,
        deadline=None,
        phases=[hypothesis.Phase.generate],
        suppress_health_check=list(hypothesis.HealthCheck),
        verbosity=hypothesis.Verbosity.quiet,
    )

    def ask(case: Any) -> None:
        heard.ask(case)
        while at_edges:  # once, in the first request
            place, name, value = at_edges.pop()
            part = getattr(case, place)
            if isinstance(part, dict):
                setattr(case, place, {**part, name: value})
                heard.ask(case)
                setattr(case, place, part)

    settings(hypothesis.given(case=operation.as_strategy())(ask))()


def _breaches(case: Any, statuses: list[int]) -> Iterator[Fact]:
    """What one request brings to light."""
    checks: Any = importlib.import_module("schemathesis.checks")
    of_documents: Any = importlib.import_module("schemathesis.specs.openapi.checks")

    headers = case.operation.schema.config.headers_for(operation=case.operation)
    try:
        response = case.call(headers=headers or None, timeout=None)
    except Exception as failure:  # noqa: BLE001 - the application's own
        yield {"what": "exception", "exception": type(failure).__name__}
        return
    statuses.append(response.status_code)
    if response.status_code in (401, 403) and _needs_credentials(case.operation):
        return  # of who may ask the contract speaks elsewhere
    for check in (
        checks.not_a_server_error,
        of_documents.status_code_conformance,
        of_documents.content_type_conformance,
        of_documents.response_headers_conformance,
        of_documents.response_schema_conformance,
    ):
        try:
            case.validate_response(response, checks=[check], headers=headers or None)
        except BaseException as failure:
            for one in getattr(failure, "exceptions", (failure,)):
                if isinstance(one, (KeyboardInterrupt, SystemExit)):
                    raise
                yield _fact(one, response)
            return  # an answer that is wrong in one way is wrong in the next because of it


def _needs_credentials(operation: Any) -> bool:
    raw = getattr(getattr(operation, "definition", None), "raw", {})
    security = raw.get("security", operation.schema.raw_schema.get("security")) if isinstance(raw, dict) else None
    return bool(security)


def _fact(failure: BaseException, response: Any) -> Fact:
    """What a failed check says, without a value of the answer, in which there may be secrets."""
    name, status = type(failure).__name__, response.status_code
    if name in ("ServerError", "ContentTypeServerError"):
        return {"what": "server-error", "status": status}
    if name == "UndefinedStatusCode":
        known = [str(one) for one in getattr(failure, "defined_status_codes", ())]
        return {"what": "status", "status": status, "known": known}
    if name in ("UndefinedContentType", "MissingContentType", "MalformedMediaType"):
        known = [str(one) for one in getattr(failure, "defined_content_types", getattr(failure, "media_types", ()))]
        return {"what": "media", "status": status, "media": _media(response), "known": known}
    if name == "MissingHeaders":
        return {"what": "headers", "status": status, "missing": list(getattr(failure, "missing_headers", ()))}
    if name in ("MalformedJson", "ContentDeserializationError"):
        return {"what": "body", "status": status}
    if name == "JsonSchemaError":
        where = "/".join(map(str, getattr(failure, "instance_path", ())))
        rule = [str(one) for one in getattr(failure, "schema_path", ())]
        return {"what": "schema", "status": status, "where": where, "rule": rule[-1] if rule else ""}
    return {"what": "other", "status": status, "title": str(getattr(failure, "title", name))[:100]}


def _media(response: Any) -> str:
    found = response.headers.get("content-type") or [""]
    return str(found[0] if isinstance(found, list) else found).partition(";")[0]


def _request(case: Any) -> str:
    """A request that a person can repeat, without its headers."""
    from urllib.parse import urlencode

    path = str(getattr(case, "formatted_path", case.path))
    query = case.query or {}
    text = f"{case.method.upper()} {path}" + (f"?{urlencode(query, doseq=True)}" if query else "")
    body = case.body
    if type(body).__name__ != "NotSet" and body is not None:
        try:
            shown = json.dumps(body, ensure_ascii=True)
        except (TypeError, ValueError):
            shown = repr(body)
        text += f" with {shown}"
    return text if len(text) <= _LONGEST else text[: _LONGEST - 3] + "..."


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
