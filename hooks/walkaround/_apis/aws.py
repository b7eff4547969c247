"""What clients and resources of AWS offer, from the service models that botocore and boto3 carry.

Their methods are made at run time from `botocore/data/<service>/<date>/service-2.json.gz`, as
https://boto3.amazonaws.com/v1/documentation/api/latest/guide/clients.html says; names are turned from `CreateBucket`
to `create_bucket` as the pinned botocore turns them. What handlers add is read from botocore's own list of them.

Speaks of the latest API version of a service, and not of models that a user has put into `~/.aws/models`: a call with
`api_version=` or a name that is in none of `services` is for the caller to weigh.
"""

from collections.abc import Iterator
from functools import lru_cache
from re import compile as pattern
from re import fullmatch
from typing import TYPE_CHECKING, Any, NamedTuple

from .. import _cache
from .._wheels import Unpacked

if TYPE_CHECKING:
    import ast

_FORM = 1  # of the entry; another form is read as none
_MOST_BYTES = 96 << 20  # of a model, unpacked
_SERVICE = r"[a-z0-9][a-z0-9.-]{0,80}"
_DATE = r"\d{4}-\d\d-\d\d"
_FIRST_CAP = pattern("(.)([A-Z][a-z]+)")
_END_CAP = pattern("([a-z0-9])([A-Z])")
_PLURAL = pattern("[A-Z]{2,}s$")
# Beside what the pinned source says, in case it is written in a way that is not understood.
_CLIENT = frozenset(
    {"can_paginate", "close", "exceptions", "generate_presigned_url", "get_paginator", "get_waiter", "meta"}
)
_CLIENT_MORE = frozenset({"waiter_names"})
_RESOURCE = frozenset({"get_available_subresources", "meta"})
_TRANSFERS = frozenset({"copy", "download_file", "download_fileobj", "upload_file", "upload_fileobj"})
_INJECTED = {  # by boto3, likewise
    ("s3", "Bucket"): _TRANSFERS | {"load"},
    ("s3", "Object"): _TRANSFERS,
    ("s3", "ObjectSummary"): frozenset({"load"}),
    ("dynamodb", "Table"): frozenset({"batch_writer"}),
    ("ec2", ""): frozenset({"create_tags"}),
    ("ec2", "Instance"): frozenset({"delete_tags"}),
}
_ENDS = ("attribute", "collection", "identifier", "reference", "waiter", "action")  # of a name that another one has too


class Service(NamedTuple):
    """The names of one service's client.

    `methods` are its operations: name -> required and known keyword names. `others` are what a client has besides.
    `paginators` and `waiters` are the names that `get_paginator` and `get_waiter` take.
    """

    methods: dict[str, tuple[tuple[str, ...], tuple[str, ...]]]
    others: frozenset[str]
    paginators: frozenset[str]
    waiters: frozenset[str]
    exceptions: frozenset[str]


class Resource(NamedTuple):
    """The names of a resource; `gives` is the kind of resource that an attribute, or a call of it, is."""

    members: frozenset[str]
    gives: dict[str, str]


def service_of(call: "ast.Call") -> str | None:
    """The service that `client(...)` or `resource(...)` is called for; None where no constant says it.

    Nor does one where another API version is asked for, or arguments are unpacked.
    """
    import ast

    if any(isinstance(one, ast.Starred) for one in call.args) or len(call.args) > 2:  # the third is the version
        return None
    keywords = {one.arg: one.value for one in call.keywords}
    if None in keywords or "api_version" in keywords:
        return None
    named = call.args[0] if call.args else keywords.get("service_name")
    return named.value if isinstance(named, ast.Constant) and isinstance(named.value, str) else None


def services(botocore: Unpacked) -> frozenset[str] | None:
    """The names that `client` takes; None when the distribution carries no models that can be read."""
    return frozenset(_models(botocore, "botocore", "service-2")) or None


def client_methods(botocore: Unpacked, service: str) -> frozenset[str] | None:
    """The names that a client of a service has; None when nobody can say."""
    found = client(botocore, service)
    return None if found is None else found.others | found.methods.keys()


def parameters(botocore: Unpacked, service: str, method: str) -> tuple[frozenset[str], frozenset[str]] | None:
    """The keywords that an operation demands, and all that it knows; None for what is no operation of it."""
    found = client(botocore, service)
    if found is None or method not in found.methods:
        return None
    required, known = found.methods[method]
    return frozenset(required), frozenset(known)


def paginators(botocore: Unpacked, service: str) -> frozenset[str] | None:
    """The operations that `get_paginator` takes; None when nobody can say."""
    found = client(botocore, service)
    return None if found is None else found.paginators


def waiters(botocore: Unpacked, service: str) -> frozenset[str] | None:
    """The names that `get_waiter` takes; None when nobody can say."""
    found = client(botocore, service)
    return None if found is None else found.waiters


def exceptions(botocore: Unpacked, service: str) -> frozenset[str] | None:
    """The names that `client.exceptions` has; None when nobody can say."""
    found = client(botocore, service)
    return None if found is None else found.exceptions


@lru_cache(maxsize=64)
def client(botocore: Unpacked, service: str) -> Service | None:
    """A service's names, kept in the cache; None when nobody can say."""
    import json

    if not fullmatch(_SERVICE, service) or service not in (services(botocore) or ()):
        return None
    entry = _entry("aws", botocore.key, service)
    content = _cache.read(entry)
    kept = _from_plain(content) if content is not None else None
    if kept is not None:
        return kept
    try:
        model = _read(botocore, "botocore", service, "service-2")
        made = _service(botocore, service, model) if model is not None else None
    except (KeyError, TypeError, AttributeError, RecursionError):  # a model of another form
        return None
    if made is not None:
        plain = [_FORM, made.methods, *(sorted(names) for names in made[1:])]
        _cache.write(entry, json.dumps(plain, separators=(",", ":")).encode())
    return made


def resources(boto3: Unpacked) -> frozenset[str] | None:
    """The names that `resource` takes; None when the distribution carries no models that can be read."""
    return frozenset(_models(boto3, "boto3", "resources-1")) or None


@lru_cache(maxsize=64)
def resource(boto3: Unpacked, botocore: Unpacked, service: str, kind: str = "") -> Resource | None:
    """What `boto3.resource(service)` offers, or a resource of a kind that it gives; None when nobody can say."""
    import json

    if not fullmatch(_SERVICE, service) or service not in (resources(boto3) or ()):
        return None
    entry = _entry("aws-resource", f"{boto3.key} {botocore.key}", service)
    content = _cache.read(entry)
    try:
        form, kept = json.loads(content) if content is not None else (0, {})
        if form == _FORM and "" in kept:
            return _resource(kept, kind)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        content = None  # in doubt: it is made anew
    try:
        made = _resources(boto3, botocore, service)
        if made is None:
            return None
        _cache.write(entry, json.dumps([_FORM, made], separators=(",", ":")).encode())
        return _resource(made, kind)
    except (KeyError, TypeError, AttributeError, RecursionError):
        return None


def _resource(kinds: dict[str, Any], kind: str) -> Resource | None:
    if kind not in kinds:
        return None
    members, gives = kinds[kind]
    return Resource(frozenset(map(str, members)), {str(name): str(what) for name, what in gives.items()})


def xform(name: str, special: dict[str, str]) -> str:
    """`CreateBucket` -> `create_bucket`; `special` are the names that botocore lists for themselves."""
    if "_" in name:
        return name
    if name in special:
        return special[name]
    plural = _PLURAL.search(name)
    if plural is not None:
        name = f"{name[: plural.start()]}_{plural[0].lower()}"
    return _END_CAP.sub(r"\1_\2", _FIRST_CAP.sub(r"\1_\2", name)).lower()


def _service(botocore: Unpacked, service: str, model: dict[str, Any]) -> Service | None:
    special, handlers = _special(botocore), _handlers(botocore)
    if special is None or handlers is None:
        return None
    names = {service, _hyphenised(model), str(model.get("metadata", {}).get("endpointPrefix", service))}
    touched = {operation: more for name in names for operation, more in handlers.touched.get(name, {}).items()}
    methods = {
        xform(operation, special): _arguments(model, details, touched.get("", ()), touched.get(operation))
        for operation, details in model["operations"].items()
    }
    shapes = model["shapes"]
    errors = [name for name, shape in shapes.items() if shape.get("exception")]
    errors += [str(shapes[name].get("error", {}).get("code", name)) for name in errors]
    waiting = _read(botocore, "botocore", service, "waiters-2")
    paging = _read(botocore, "botocore", service, "paginators-1")
    others = _client_members(botocore) | handlers.everywhere
    for name in (service, _hyphenised(model)):
        others |= handlers.added.get(name, frozenset())
    return Service(
        methods,
        others | (_TRANSFERS if service == "s3" else frozenset()),
        frozenset(xform(name, special) for name in (paging or {}).get("pagination", {})),
        frozenset(xform(name, special) for name in (waiting or {}).get("waiters", {})),
        frozenset(errors) | {"ClientError", "from_code"},
    )


def _arguments(
    model: dict[str, Any], operation: dict[str, Any], everywhere: tuple[str, ...], here: tuple[str, ...] | None
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if "input" not in operation:
        return (), tuple(here or ())
    shape = model["shapes"][operation["input"]["shape"]]
    members = shape.get("members", {})
    known = tuple(sorted({*members, *everywhere, *(here or ())}))
    if here is not None or everywhere:  # handlers may fill in what is missing
        return (), known
    required = [name for name in shape.get("required", []) if not members.get(name, {}).get("idempotencyToken")]
    return tuple(sorted(required)), known


class _Handlers(NamedTuple):
    """What botocore's handlers add to clients and do to arguments, by service and operation ("" = every one)."""

    everywhere: frozenset[str]
    added: dict[str, frozenset[str]]
    touched: dict[str, dict[str, tuple[str, ...]]]


@lru_cache(maxsize=4)
def _handlers(botocore: Unpacked) -> _Handlers | None:
    trees = [_tree(botocore, f"botocore/{name}.py") for name in ("handlers", "signers")]
    if trees[0] is None:
        return None
    functions = {name: names for tree in trees if tree is not None for name, names in _added_by(tree)}
    everywhere: frozenset[str] = frozenset()
    added: dict[str, frozenset[str]] = {}
    touched: dict[str, dict[str, tuple[str, ...]]] = {}
    for event, handler in _registered(trees[0]):
        kind, _, rest = event.partition(".")
        service, _, more = rest.partition(".")
        if kind == "creating-client-class":
            names = functions.get(_named(handler), frozenset())
            if service and service != "*":
                added[service] = added.get(service, frozenset()) | names
            else:
                everywhere |= names
        elif kind == "getattr" and more:
            added[service] = added.get(service, frozenset()) | {more}
        elif kind in ("before-parameter-build", "provide-client-params", "before-call") and service:
            words = tuple(text for text in _texts(handler) if text.isidentifier())
            operations = touched.setdefault(service, {})
            operation = "" if more in ("", "*") else more
            if operation or kind != "before-call":
                operations[operation] = (*operations.get(operation, ()), *words)
    return _Handlers(everywhere, added, touched)


def _registered(tree: "ast.Module") -> Iterator[tuple[str, "ast.expr"]]:
    """The events in a list of handlers: `(event, handler, ...)`."""
    import ast

    for node in ast.walk(tree):
        if isinstance(node, ast.Tuple) and len(node.elts) >= 2 and isinstance(node.elts[0], ast.Constant):
            event = node.elts[0].value
            if isinstance(event, str) and (event == "creating-client-class" or "." in event):
                yield event, node.elts[1]


def _added_by(tree: "ast.Module") -> Iterator[tuple[str, frozenset[str]]]:
    """The functions that give a class attributes, with the names of these."""
    import ast

    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            yield node.name, frozenset(_attributes(node))


def _attributes(node: "ast.AST") -> Iterator[str]:
    """`class_attributes["x"] = ...` and `inject_attribute(class_attributes, "x", ...)` in a node."""
    import ast

    for one in ast.walk(node):
        if isinstance(one, ast.Subscript) and _named(one.value) == "class_attributes":
            yield from _texts(one.slice)
        elif isinstance(one, ast.Call) and _named(one.func) == "inject_attribute" and len(one.args) >= 2:
            yield from _texts(one.args[1])


def _named(node: "ast.AST") -> str:
    import ast

    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


def _texts(node: "ast.AST") -> list[str]:
    import ast

    return [one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]


@lru_cache(maxsize=4)
def _special(botocore: Unpacked) -> dict[str, str] | None:
    """The names that botocore turns in their own way: `{("CreateCachediSCSIVolume", "_"): "..."}`."""
    import ast

    tree = _tree(botocore, "botocore/__init__.py")
    if tree is None:
        return None
    found: dict[str, str] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Dict):
            for key, value in zip(node.keys, node.values, strict=True):
                words = _texts(key) if isinstance(key, ast.Tuple) else []
                if len(words) == 2 and words[1] == "_" and isinstance(value, ast.Constant):
                    found[words[0]] = str(value.value)
    return found


@lru_cache(maxsize=4)
def _client_members(botocore: Unpacked) -> frozenset[str]:
    """What `BaseClient` defines, and sets on itself."""
    import ast

    found = set(_CLIENT | _CLIENT_MORE)
    tree = _tree(botocore, "botocore/client.py")
    for node in tree.body if tree is not None else ():
        if isinstance(node, ast.ClassDef) and node.name == "BaseClient":
            found |= {one.name for one in node.body if isinstance(one, ast.FunctionDef)}
            found |= {
                one.attr
                for one in ast.walk(node)
                if isinstance(one, ast.Attribute) and isinstance(one.ctx, ast.Store) and _named(one.value) == "self"
            }
    return frozenset(found)


def _resources(boto3: Unpacked, botocore: Unpacked, service: str) -> dict[str, tuple[list[str], dict[str, str]]] | None:
    model = _read(boto3, "boto3", service, "resources-1")
    shapes = (_read(botocore, "botocore", service, "service-2") or {}).get("shapes")
    special = _special(botocore)
    if model is None or not isinstance(shapes, dict) or special is None:
        return None
    injected = _injected(boto3, service)
    kinds = model["resources"]
    made = {}
    for kind, parts in {"": model["service"], **kinds}.items():
        names, gives = _parts(parts, special)
        if not kind:
            names |= kinds.keys()  # every kind can be made from its identifiers
            gives |= {name: name for name in kinds if name not in gives and name not in gives.values()}
        members = shapes.get(parts.get("shape", ""), {}).get("members", {})
        names |= {xform(name, special) for name in members}
        names |= {f"{name}_{end}" for name in names for end in _ENDS}
        made[kind] = (sorted(names | _RESOURCE | injected | _INJECTED.get((service, kind), frozenset())), gives)
    return made


def _parts(parts: dict[str, Any], special: dict[str, str]) -> tuple[set[str], dict[str, str]]:
    names = {xform(one["name"], special) for one in parts.get("identifiers", [])}
    names |= {xform(one["memberName"], special) for one in parts.get("identifiers", []) if "memberName" in one}
    gives: dict[str, str] = {}
    if "load" in parts:
        names |= {"load", "reload"}
    names |= {f"wait_until_{xform(name, special)}" for name in parts.get("waiters", {})}
    names |= {xform(name, special) for part in ("actions", "hasMany") for name in parts.get(part, {})}
    for name, one in parts.get("has", {}).items():
        names |= {name, xform(name, special)}
        gives[name] = str(one["resource"]["type"])
    return names, gives


def _injected(boto3: Unpacked, service: str) -> frozenset[str]:
    """What boto3's own code for a service adds, to whichever of its classes."""
    found: set[str] = set()
    for file in boto3.files:
        if file.startswith(f"boto3/{service}/") and file.endswith(".py"):
            tree = _tree(boto3, file)
            found.update(_attributes(tree) if tree is not None else ())
    return frozenset(found)


@lru_cache(maxsize=8)
def _models(unpacked: Unpacked, package: str, kind: str) -> dict[str, str]:
    """The services for which a model of a kind is there -> its file; of the latest date, as botocore chooses it."""
    found: dict[str, str] = {}
    for file in unpacked.files:
        parts = file.split("/")
        if len(parts) != 5 or parts[:2] != [package, "data"] or not fullmatch(_DATE, parts[3]):
            continue
        if parts[4] not in (f"{kind}.json", f"{kind}.json.gz") or not fullmatch(_SERVICE, parts[2]):
            continue
        if parts[2] not in found or parts[3] >= found[parts[2]].split("/")[3]:
            found[parts[2]] = file
    return found


def _read(unpacked: Unpacked, package: str, service: str, kind: str) -> dict[str, Any] | None:
    """A model, with what is kept beside it for SDKs; None where there is none that can be read."""
    file = _models(unpacked, package, kind).get(service)
    if file is None:
        return None
    model = _json(unpacked, file)
    folder = file.rpartition("/")[0]
    extras = [one for one in unpacked.files if one.startswith(f"{folder}/{kind}.") and ".sdk-extras.json" in one]
    for one in extras:
        more = _json(unpacked, one)
        if model is not None and more is not None:
            _merge(model, more.get("merge", {}))
    return model


def _merge(into: dict[str, Any], more: Any) -> None:
    for key, value in more.items() if isinstance(more, dict) else ():
        if isinstance(value, dict) and isinstance(into.get(key), dict):
            _merge(into[key], value)
        else:
            into[key] = value


def _json(unpacked: Unpacked, file: str) -> dict[str, Any] | None:
    import gzip
    import json
    import os
    import zlib

    path = os.path.join(unpacked.root, *file.split("/"))
    try:
        with gzip.open(path, "rb") if file.endswith(".gz") else open(path, "rb") as opened:
            content = opened.read(_MOST_BYTES + 1)
        found = json.loads(content) if len(content) <= _MOST_BYTES else None
    except (OSError, EOFError, zlib.error, ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _tree(unpacked: Unpacked, file: str) -> "ast.Module | None":
    import ast
    import os
    import warnings

    try:
        with open(os.path.join(unpacked.root, *file.split("/")), "rb") as opened:
            content = opened.read(_MOST_BYTES)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(content)
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _hyphenised(model: dict[str, Any]) -> str:
    """A service's name in the events of botocore."""
    metadata = model.get("metadata")
    found = metadata.get("serviceId") if isinstance(metadata, dict) else None
    return str(found or "").lower().replace(" ", "-")


def _entry(what: str, key: str, service: str) -> str:
    import hashlib

    return f"{what}-{hashlib.sha256(f'{key} {service}'.encode()).hexdigest()[:24]}.json"


def _from_plain(content: bytes) -> Service | None:
    import json

    try:
        form, methods, *names = json.loads(content)
        if form != _FORM:
            return None
        others, paging, waiting, errors = (frozenset(map(str, one)) for one in names)
        return Service(
            {name: (tuple(required), tuple(known)) for name, (required, known) in methods.items()},
            others,
            paging,
            waiting,
            errors,
        )
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
