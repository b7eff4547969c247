"""AWS clients and resources, from service models that are made here: what they have, and when nobody can say."""

import ast
import gzip
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests_support import tries
from walkaround import _cache
from walkaround._apis import aws
from walkaround._wheels import Unpacked

INIT = """
_xform_cache = {
    ("CreateCachediSCSIVolume", "_"): "create_cached_iscsi_volume",
    ("CreateCachediSCSIVolume", "-"): "create-cached-iscsi-volume",
}
"""
CLIENT = """
class BaseClient:
    def __init__(self):
        self.meta = 1
        self.fresh: int = 2
        other.not_ours = 3
    def get_paginator(self, operation_name): pass
    def newest(self): pass
class Another:
    def not_ours(self): pass
"""
SIGNERS = """
def add_generate_presigned_url(class_attributes, **kwargs):
    class_attributes['generate_presigned_url'] = 1
def add_token(class_attributes, **kwargs):
    class_attributes['generate_token'] = generate_token
"""
HANDLERS = """
def more(class_attributes, **kwargs):
    class_attributes['more'] = 1
BUILTIN = [
    ('creating-client-class', add_generate_presigned_url),
    ('creating-client-class.store', signers.add_token),
    ('creating-client-class.big-store', more),
    ('creating-client-class.other', more),
    ('getattr.store.old_name', ClientMethodAlias('get_item')),
    ('before-parameter-build.store.PutItem', ParameterAlias('from', alias_name='fromTime').alias),
    ('before-parameter-build.other', something),
    ('choose-signer', 1),
]
"""
MODEL: dict[str, Any] = {
    "metadata": {"serviceId": "Big Store", "endpointPrefix": "store"},
    "operations": {
        "GetItem": {"input": {"shape": "GetItemRequest"}},
        "PutItem": {"input": {"shape": "PutItemRequest"}},
        "ListARNs": {},
        "CreateCachediSCSIVolume": {},
        "GetHTTPSUrl": {"input": {"shape": "Empty"}},
    },
    "shapes": {
        "GetItemRequest": {
            "required": ["Key", "Token"],
            "members": {
                "Key": {"shape": "S"},
                "Token": {"shape": "S", "idempotencyToken": True},
                "Limit": {"shape": "S"},
            },
        },
        "PutItemRequest": {"required": ["from"], "members": {"from": {"shape": "S"}}},
        "Empty": {"type": "structure", "members": {}},
        "S": {"type": "string"},
        "NotThere": {"exception": True, "error": {"code": "NotThereCode"}},
        "Item": {"members": {"ItemId": {"shape": "S"}, "Size": {"shape": "S"}}},
    },
}
RESOURCES = {
    "service": {
        "actions": {"CreateItem": {"request": {"operation": "PutItem"}, "resource": {"type": "Item"}}},
        "has": {"Thing": {"resource": {"type": "ThingInfo"}}},
        "hasMany": {"Items": {"resource": {"type": "Item"}}},
    },
    "resources": {
        "Item": {
            "identifiers": [{"name": "Id", "memberName": "ItemId"}],
            "shape": "Item",
            "load": {"request": {"operation": "GetItem"}},
            "actions": {"Delete": {}},
            "waiters": {"Exists": {"waiterName": "ItemExists"}},
            "has": {"Owner": {"resource": {"type": "Owner"}}},
            "hasMany": {"Parts": {"resource": {"type": "Item"}}},
        },
        "ThingInfo": {"identifiers": [{"name": "Name"}]},
        "Owner": {},
    },
}
BASE = "botocore/data/store/2020-01-01"
FILES: dict[str, bytes] = {
    "botocore/__init__.py": INIT.encode(),
    "botocore/client.py": CLIENT.encode(),
    "botocore/handlers.py": HANDLERS.encode(),
    "botocore/signers.py": SIGNERS.encode(),
    f"{BASE}/service-2.json.gz": gzip.compress(json.dumps(MODEL).encode()),
    f"{BASE}/paginators-1.json": json.dumps({"pagination": {"GetItem": {}}}).encode(),
    f"{BASE}/waiters-2.json": json.dumps({"version": 2, "waiters": {"ItemExists": {}}}).encode(),
    f"{BASE}/service-2.sdk-extras.json": json.dumps(
        {"merge": {"shapes": {"GetItemRequest": {"members": {"Extra": {"shape": "S"}}}}}}
    ).encode(),
    "botocore/data/store/2012-01-01/service-2.json": b'{"operations": {"GetOld": {}}, "shapes": {}}',
    "botocore/data/endpoints.json": b"{}",
    "botocore/data/nothing/2012-01-01/examples-1.json": b"{}",
}
BOTO3 = {
    "boto3/data/store/2020-01-01/resources-1.json": json.dumps(RESOURCES).encode(),
    "boto3/store/inject.py": b"def f(class_attributes):\n    utils.inject_attribute(class_attributes, 'injected', g)\n",
    "boto3/other/inject.py": b"def f(class_attributes):\n    class_attributes['not_ours'] = g\n",
}
BESIDES = {"can_paginate", "close", "exceptions", "generate_presigned_url", "get_paginator", "get_waiter", "meta"}
OPERATIONS = {"get_item", "put_item", "list_arns", "create_cached_iscsi_volume", "get_https_url"}

Lay = Callable[..., Unpacked]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home" / "walkaround"
    monkeypatch.setattr(_cache, "folder", lambda: str(folder))
    for one in (aws.client, aws.resource):
        one.cache_clear()
    return folder


@pytest.fixture
def lay(tmp_path: Path) -> Lay:
    """A distribution with these files, under a key of its own."""
    made: list[str] = []

    def written(files: Mapping[str, bytes], name: str = "botocore") -> Unpacked:
        made.append(name)
        root = tmp_path / str(len(made))
        for file, content in files.items():
            path = root / file
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return Unpacked(name, "1.0", str(root), tuple(sorted(files)), f"{root}")

    return written


def test_services(lay: Lay) -> None:
    assert aws.services(lay(FILES)) == frozenset({"store"})
    assert aws.services(lay({"botocore/__init__.py": b""})) is None
    assert aws.resources(lay(BOTO3, "boto3")) == frozenset({"store"})
    assert aws.resources(lay(FILES)) is None


def test_a_client(lay: Lay) -> None:
    botocore = lay(FILES)
    members = aws.client_methods(botocore, "store")
    assert members is not None
    own = {"fresh", "newest", "generate_token", "more", "old_name", "waiter_names", "__init__"}
    assert members == OPERATIONS | BESIDES | own
    assert aws.paginators(botocore, "store") == frozenset({"get_item"})
    assert aws.waiters(botocore, "store") == frozenset({"item_exists"})
    assert aws.exceptions(botocore, "store") == frozenset({"ClientError", "NotThere", "NotThereCode", "from_code"})


@pytest.mark.parametrize(
    ("method", "expected"),
    [
        pytest.param("get_item", ({"Key"}, {"Extra", "Key", "Limit", "Token"}), id="tokens are made, extras are known"),
        pytest.param("put_item", (set(), {"from", "fromTime"}), id="an alias of a parameter"),
        pytest.param("list_arns", (set(), set()), id="no input"),
        pytest.param("get_https_url", (set(), set()), id="empty input"),
        pytest.param("get_paginator", None, id="no operation"),
        pytest.param("get_items", None, id="not there"),
    ],
)
def test_parameters(lay: Lay, method: str, expected: tuple[set[str], set[str]] | None) -> None:
    found = aws.parameters(lay(FILES), "store", method)
    assert (found and tuple(map(set, found))) == expected


@pytest.mark.parametrize(
    "service", ["nothing", "stores", "", "../store", "store/2020-01-01", "S3", "x" * 5000, "store\n"]
)
def test_no_such_service(lay: Lay, service: str) -> None:
    botocore, boto3 = lay(FILES), lay(BOTO3, "boto3")
    assert aws.client_methods(botocore, service) is None
    assert aws.parameters(botocore, service, "get_item") is None
    assert aws.paginators(botocore, service) is None
    assert aws.waiters(botocore, service) is None
    assert aws.exceptions(botocore, service) is None
    assert aws.resource(boto3, botocore, service) is None


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("client('s3')", "s3"),
        ("session.client('s3', 'eu-west-1', endpoint_url=url)", "s3"),
        ("client(service_name='s3', region_name=region)", "s3"),
        ("client(name)", None),
        ("client(f's3')", None),
        ("client(b's3')", None),
        ("client()", None),
        ("client('s3', region, '2006-03-01')", None),
        ("client('s3', api_version='2006-03-01')", None),
        ("client(*names)", None),
        ("client('s3', **more)", None),
    ],
)
def test_the_service_of_a_call(call: str, expected: str | None) -> None:
    tree = ast.parse(call, mode="eval").body
    assert isinstance(tree, ast.Call)
    assert aws.service_of(tree) == expected


def test_transfers_of_s3(lay: Lay) -> None:
    files = {file.replace("/store/", "/s3/"): content for file, content in FILES.items()}
    members = aws.client_methods(lay(files), "s3")
    assert members is not None
    assert members >= {"upload_file", "download_file", "copy", "upload_fileobj", "download_fileobj"}


@pytest.mark.parametrize(
    ("kind", "members", "gives"),
    [
        pytest.param(
            "",
            {"create_item", "items", "Thing", "thing", "Item", "ThingInfo", "Owner"},
            {"Thing": "ThingInfo", "Item": "Item", "Owner": "Owner"},
            id="the service's own",
        ),
        pytest.param(
            "Item",
            {"id", "item_id", "size", "load", "reload", "delete", "wait_until_exists", "Owner", "owner", "parts"},
            {"Owner": "Owner"},
            id="one that it gives",
        ),
        pytest.param("Owner", set(), {}, id="one that says nothing"),
    ],
)
def test_resources(lay: Lay, kind: str, members: set[str], gives: dict[str, str]) -> None:
    found = aws.resource(lay(BOTO3, "boto3"), lay(FILES), "store", kind)
    assert found is not None
    ends = tuple(f"_{end}" for end in ("attribute", "collection", "identifier", "reference", "waiter", "action"))
    names = {name for name in found.members if not name.endswith(ends)}
    assert names == members | {"meta", "get_available_subresources", "injected"}
    assert found.gives == gives


def test_a_kind_that_is_not_there(lay: Lay) -> None:
    assert aws.resource(lay(BOTO3, "boto3"), lay(FILES), "store", "Items") is None


@pytest.mark.parametrize(
    ("file", "content"),
    [
        pytest.param(f"{BASE}/service-2.json.gz", b"not gzip", id="no gzip"),
        pytest.param(f"{BASE}/service-2.json.gz", FILES[f"{BASE}/service-2.json.gz"][:-20], id="cut off"),
        pytest.param(f"{BASE}/service-2.json.gz", gzip.compress(b"{"), id="no JSON"),
        pytest.param(f"{BASE}/service-2.json.gz", gzip.compress(b"[" * 100_000), id="deep"),
        pytest.param(f"{BASE}/service-2.json.gz", gzip.compress(b"[]"), id="a list"),
        pytest.param(f"{BASE}/service-2.json.gz", gzip.compress(b"{}"), id="empty"),
        pytest.param(
            f"{BASE}/service-2.json.gz", gzip.compress(b'{"operations": [], "shapes": {}}'), id="another form"
        ),
        pytest.param(
            f"{BASE}/service-2.json.gz",
            gzip.compress(b'{"operations": {"A": {"input": {"shape": "X"}}}, "shapes": {}}'),
            id="a shape that is not there",
        ),
        pytest.param("botocore/handlers.py", b"def (", id="handlers"),
        pytest.param("botocore/__init__.py", b"\xff", id="names"),
    ],
)
def test_models_that_say_nothing(lay: Lay, home: Path, file: str, content: bytes) -> None:
    botocore = lay(FILES | {file: content})
    assert aws.client_methods(botocore, "store") is None
    assert aws.parameters(botocore, "store", "get_item") is None
    assert not home.exists() or os.listdir(home) == []


def test_a_model_that_grows_without_end(lay: Lay, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(aws, "_MOST_BYTES", 1 << 16)
    botocore = lay(FILES | {f"{BASE}/service-2.json.gz": gzip.compress(b'{"a": "' + b"a" * (1 << 17) + b'"}')})
    assert aws.client_methods(botocore, "store") is None


def test_resource_models_that_say_nothing(lay: Lay) -> None:
    file = "boto3/data/store/2020-01-01/resources-1.json"
    for content in (b"{}", b'{"service": [], "resources": {}}', b'{"service": {}, "resources": []}', b"\xff", b"[]"):
        assert aws.resource(lay(BOTO3 | {file: content}, "boto3"), lay(FILES), "store") is None
        aws.resource.cache_clear()


def test_what_is_kept_is_used(lay: Lay, home: Path) -> None:
    botocore, boto3 = lay(FILES), lay(BOTO3, "boto3")
    first = aws.client(botocore, "store"), aws.resource(boto3, botocore, "store", "Item")
    assert None not in first
    for file in ("service-2.json.gz", "paginators-1.json"):
        os.unlink(os.path.join(botocore.root, BASE, file))
    for one in (aws.client, aws.resource):
        one.cache_clear()
    assert (aws.client(botocore, "store"), aws.resource(boto3, botocore, "store", "Item")) == first
    assert len(os.listdir(home)) == 2


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{", b"[1, {}, 2]", b"[0, {}]", b'[1, {"a": 1}, [], [], [], []]', b"[1, []]"]
)
def test_what_is_kept_is_made_anew_when_in_doubt(lay: Lay, home: Path, content: bytes) -> None:
    botocore, boto3 = lay(FILES), lay(BOTO3, "boto3")
    first = aws.client(botocore, "store"), aws.resource(boto3, botocore, "store", "Item")
    assert None not in first
    for entry in os.listdir(home):
        _cache.write(entry, content)
    for one in (aws.client, aws.resource):
        one.cache_clear()
    assert aws.client(botocore, "store") == first[0]
    assert aws.resource(boto3, botocore, "store", "Item") == first[1]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("CreateBucket", "create_bucket"),
        ("ListARNs", "list_arns"),
        ("DescribeDBInstances", "describe_db_instances"),
        ("ListObjectsV2", "list_objects_v2"),
        ("already_there", "already_there"),
        ("Special", "very_special"),
        ("", ""),
    ],
)
def test_names(name: str, expected: str) -> None:
    assert aws.xform(name, {"Special": "very_special"}) == expected


@settings(max_examples=tries(200), deadline=None)
@given(st.text("AbCdS1", max_size=20))
def test_a_turned_name_stays(name: str) -> None:
    once = aws.xform(name, {})
    assert once == once.lower()
    assert once.replace("_", "") == name.lower()


JSON = st.recursive(
    st.none() | st.booleans() | st.text("ab", max_size=2),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["operations", "shapes", "input", "shape", "members", "a", "metadata"]), inner
        )
    ),
    max_leaves=12,
)


@settings(max_examples=tries(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(JSON)
@example({"operations": {"a": {"input": {"shape": "b"}}}, "shapes": {"b": {"members": []}}})
@example({"operations": {"a": {}}, "shapes": {}, "metadata": []})
def test_any_model_is_read(lay: Lay, model: object) -> None:
    file = f"{BASE}/service-2.json"
    files = {one: content for one, content in FILES.items() if not one.endswith(".gz")} | {
        file: json.dumps(model).encode()
    }
    found = aws.client(lay(files), "store")
    assert found is None or found.others > BESIDES
    assert aws.resource(lay(BOTO3, "boto3"), lay(files), "store") is None or isinstance(model, dict)
