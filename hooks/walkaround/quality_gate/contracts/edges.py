"""Values at the edges of what a contract allows, which chance seldom draws: 0, the least, the largest, an empty text.

Runs inside the project's own environment, beside `inside.py`.
"""

from collections.abc import Iterator
from typing import Any

_PLACES = {"path": "path_parameters", "query": "query"}


def edges(operation: Any, document: Any) -> Iterator[tuple[str, str, Any]]:
    """Which part of a request, which name in it, and a value that the contract allows there."""
    raw = getattr(getattr(operation, "definition", None), "raw", None)
    if not isinstance(raw, dict) or not isinstance(document, dict):
        return
    item = _mapping(_mapping(document, "paths"), operation.path)
    for one in [*_list(item.get("parameters")), *_list(raw.get("parameters"))]:
        parameter = _resolved(document, one)
        place, name = _PLACES.get(str(parameter.get("in"))), parameter.get("name")
        if place and isinstance(name, str):
            schema = _resolved(document, parameter.get("schema", parameter))
            for value in _values(schema, empty=place == "query"):
                yield place, name, value
    content = _mapping(_resolved(document, raw.get("requestBody")), "content")
    body = _resolved(document, _mapping(content, "application/json").get("schema"))
    for name, schema in _mapping(body, "properties").items():
        for value in _values(_resolved(document, schema), empty=True):
            yield "body", name, value


def _values(schema: "dict[str, Any]", empty: bool) -> Iterator[Any]:
    kind = schema.get("type")
    if "enum" in schema or "const" in schema:
        return
    if kind in ("integer", "number"):
        bounds = [schema.get(key) for key in ("minimum", "maximum")]
        for value in dict.fromkeys([0, *(one for one in bounds if isinstance(one, (int, float)))]):
            if _allows(schema, value):
                yield int(value) if kind == "integer" else value
    elif kind == "string" and empty and not {"pattern", "format"} & schema.keys() and not schema.get("minLength"):
        yield ""


def _allows(schema: "dict[str, Any]", value: "int | float") -> bool:
    low, high = schema.get("minimum"), schema.get("maximum")
    below, above = schema.get("exclusiveMaximum"), schema.get("exclusiveMinimum")
    if (isinstance(low, (int, float)) and value < low) or (isinstance(high, (int, float)) and value > high):
        return False
    if below is True or above is True:  # OpenAPI 3.0 says of its bounds whether they are meant to be included
        return value not in (low, high)
    if isinstance(above, (int, float)) and value <= above:
        return False
    step = schema.get("multipleOf")
    if isinstance(below, (int, float)) and value >= below:
        return False
    return value == 0 or not isinstance(step, (int, float))


def _resolved(document: "dict[str, Any]", value: Any) -> "dict[str, Any]":
    """A part of the document, or the one that it refers to, within the document."""
    for _ in range(5):
        if not isinstance(value, dict):
            return {}
        reference = value.get("$ref")
        if not isinstance(reference, str) or not reference.startswith("#/"):
            return value
        value = document
        for part in reference[2:].split("/"):
            value = value.get(part.replace("~1", "/").replace("~0", "~")) if isinstance(value, dict) else None
    return {}


def _mapping(value: Any, key: str) -> "dict[str, Any]":
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, dict) else {}


def _list(value: Any) -> "list[Any]":
    return value if isinstance(value, list) else []
