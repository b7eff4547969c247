"""The routes in OpenAPI documents, read as data."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from ..._finding import NotJudged
from ._named import Contract

_METHODS = frozenset({"get", "put", "post", "delete", "options", "head", "patch", "trace", "query"})
_MOST_BYTES = 16 << 20


class Route(NamedTuple):
    """A method in capitals, or empty for any, and a path as a document writes it."""

    method: str
    path: str


def routes_in(contract: Contract, read: Callable[[str], bytes]) -> tuple[Route, ...]:
    """The routes of a contract's document; NotJudged when it is not one."""
    path = contract.document
    document = _parsed(contract, read(path))
    if not isinstance(document, dict) or not ({"openapi", "swagger"} & document.keys()):
        raise NotJudged(contract.text, f"{path} is no OpenAPI document: `openapi` and `swagger` are missing; mend it")
    paths = document.get("paths") or {}
    if not isinstance(paths, dict):
        raise NotJudged(contract.text, f"{path} is no OpenAPI document: its `paths` are no mapping; mend it")
    return tuple(_routes(paths, [*_prefixes(document)]))


def _prefixes(document: dict[str, Any]) -> Iterator[str]:
    """What may stand before each path: nothing, the path of a server, or Swagger's base path."""
    yield ""
    servers = document.get("servers")
    urls = [one.get("url") for one in servers if isinstance(one, dict)] if isinstance(servers, list) else []
    for url in (*urls, document.get("basePath")):
        if isinstance(url, str):
            path = url.partition("://")[2].partition("/")[2] if "://" in url else url
            if path.strip("/"):
                yield f"/{path.strip('/')}"


def _routes(paths: dict[Any, Any], prefixes: list[str]) -> Iterator[Route]:
    for path, item in paths.items():
        if not isinstance(path, str) or not isinstance(item, dict):
            continue
        if "$ref" in item:  # its operations are in another document
            yield from (Route("", prefix + path) for prefix in prefixes)
        for method in item:
            if isinstance(method, str) and method.lower() in _METHODS:
                yield from (Route(method.upper(), prefix + path) for prefix in prefixes)


def _parsed(contract: Contract, content: bytes) -> Any:
    path = contract.document
    if len(content) > _MOST_BYTES:
        raise NotJudged(contract.text, f"{path} is larger than {_MOST_BYTES >> 20} MiB; split it")
    try:
        text = content.decode("utf-8-sig")
        if text.lstrip().startswith("{"):
            import json

            return json.loads(text)
        import yaml

        return yaml.load(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))  # noqa: S506 - both are safe
    except UnicodeDecodeError:
        raise NotJudged(contract.text, f"{path} is not UTF-8; save it as UTF-8") from None
    except (ValueError, RecursionError) as bad:
        raise NotJudged(contract.text, f"{path} cannot be read: {_first(bad)}; mend it") from None
    except Exception as bad:
        if type(bad).__module__.partition(".")[0] != "yaml":
            raise
        raise NotJudged(contract.text, f"{path} cannot be read: {_first(bad)}; mend it") from None


def _first(bad: BaseException) -> str:
    """What is wrong, on one line, with its place where YAML tells one."""
    mark = getattr(bad, "problem_mark", None)
    problem = getattr(bad, "problem", None) or str(bad).split("\n")[0]
    return f"line {mark.line + 1}: {problem}" if mark is not None else problem
