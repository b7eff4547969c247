"""Facts that a trial tells -> breaches and what could not be judged, each in a sentence."""

from collections.abc import Mapping
from typing import Any

from ..._finding import NotJudged
from ..._policy import did_you_mean
from ..._report.wording import visible, well_formed
from . import Broken
from ._named import Contract

Fact = Mapping[str, Any]
_SECONDS = "quality-gate.contract-seconds"
_RULES = {
    "required": "a field that it demands is missing",
    "type": "a value is of another type",
    "additionalProperties": "there is a field that it does not allow",
    "enum": "a value is none of those that it lists",
    "const": "a value is not the one that it names",
    "format": "a value is not in the format that it names",
    "pattern": "a text does not have the form that it demands",
    "minimum": "a number is too small",
    "exclusiveMinimum": "a number is too small",
    "maximum": "a number is too large",
    "exclusiveMaximum": "a number is too large",
    "minLength": "a text is too short",
    "maxLength": "a text is too long",
    "minItems": "a list is too short",
    "maxItems": "a list is too long",
    "uniqueItems": "a list has an element twice",
    "anyOf": "a value fits none of its alternatives",
    "oneOf": "a value does not fit exactly one of its alternatives",
}


def broken(fact: Fact, path: str, line: int) -> Broken:
    """A breach in words. Only the request and names of fields are shown, never a value that was answered."""
    request, operation = _plain(fact.get("request")), _plain(fact.get("operation"))
    status = fact.get("status", "")
    known = ", ".join(map(_plain, fact.get("known", ())))
    what = fact.get("what")
    if what == "exception":
        name = _plain(fact.get("exception"))
        message = f"`{request}` ends in {name}, which nothing handles."
        remedy = f"Handle what this request brings, or refuse it with a status that the contract of {operation} has."
    elif what == "server-error":
        message = f"`{request}` answers {status}, an error of the server."
        remedy = f"Handle what this request brings, or refuse it with a status that the contract of {operation} has."
    elif what == "status":
        message = f"`{request}` answers {status}, which the contract of {operation} does not have."
        remedy = f"Add {status} to the contract, or answer with one of {known}." if known else (
            f"Add {status} to the contract."
        )  # fmt: skip
    elif what == "media":
        media = _plain(fact.get("media")) or "no content type"
        message = f"`{request}` answers {status} with {media}, which the contract of {operation} does not have."
        remedy = f"Answer with {known}, or add {media} to the contract." if known else f"Add {media} to the contract."
    elif what == "headers":
        missing = ", ".join(map(_plain, fact.get("missing", ())))
        message = f"`{request}` answers {status} without {missing}, which the contract of {operation} promises."
        remedy = "Send the header, or take it out of the contract."
    elif what == "schema":
        why = _RULES.get(str(fact.get("rule")), "it breaks its schema")
        where = f" at `{_plain(fact['where'])}`" if fact.get("where") else ""
        message = f"The answer of `{request}` is not what the contract of {operation} says of {status}: {why}{where}."
        remedy = "Mend the answer or the contract, whichever is wrong."
    elif what == "body":
        message = f"The answer of `{request}`, {status}, cannot be read as the contract of {operation} says."
        remedy = "Answer with a body of the type that is named in the contract."
    else:
        message = f"`{request}` breaks the contract of {operation}: {_plain(fact.get('title')).lower()}."
        remedy = "Mend the answer or the contract, whichever is wrong."
    return Broken(path, line, message, remedy)


def unjudged(fact: Fact, contract: Contract, python: str) -> NotJudged:
    """What stood in the way, with the next act."""
    return NotJudged(contract.text, _why(fact, contract, python))


# What stands in the way, and the next act.
_WHY = {
    "import": "{module} cannot be imported: {why}; try `{python} -c 'import {module}'`",
    "attribute": "{module} has no {attribute!r}{near}",
    "factory": "the application cannot be made: {why}; name one that is made without arguments",
    "start": "the application does not start: {why}; let a stand-in take the place of what it waits for",
    "no-application": "is of type {type} and no application; name an ASGI or WSGI application",
    "version": "schemathesis {version} is another one than 4; run `{python} -m pip install 'schemathesis>=4,<5'`",
    "no-document": "the application offers no OpenAPI document; name one, as in `openapi.yaml -> {application}`",
    "document": "the OpenAPI document cannot be read: {why}; mend it",
    "empty": "the OpenAPI document has no operation that could be tried; mend it",
    "network": "{operation} was not tried, for it asks the host {host}; let a stand-in answer in tests",
    "refused": "{operation} refuses every request with {status}; give credentials for tests in schemathesis.toml",
}
_OTHER = "{operation} was not tried: {why}; mend its part of the document"


def _why(fact: Fact, contract: Contract, python: str) -> str:
    known = {name: _plain(value) for name, value in fact.items() if name != "there"}
    there = [*map(_plain, fact.get("there", ()))]
    near = did_you_mean(known.get("attribute", ""), there) or (f"; it has {', '.join(there)}" if there else "")
    known |= {"python": python, "application": contract.application, "near": near or "; name its application"}
    known.setdefault("operation", "an operation")
    return _WHY.get(known.get("what", ""), _OTHER).format_map(known)


def timed_out(contract: Contract, request: str, seconds: int) -> NotJudged:
    if not request:
        why = "importing and starting the application takes longer; mend what waits"
    else:
        why = f"the last request was `{_plain(request)}`; mend what waits"
    return NotJudged(
        contract.text, f"did not end within {seconds} second{'s' * (seconds != 1)}: {why}, or raise {_SECONDS}"
    )


def crashed(contract: Contract, request: str, code: int, last: str) -> NotJudged:
    how = f"by signal {-code}" if code < 0 else f"with exit code {code}"
    when = f" at `{_plain(request)}`" if request else ""
    said = f": {_plain(last)}" if last else ""
    return NotJudged(contract.text, f"the application ended its process {how}{when}{said}; mend that first")


def _plain(value: object) -> str:
    return visible(well_formed("" if value is None else str(value)))
