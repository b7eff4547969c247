"""Whatever stands in a policy's files, the loader gives a policy or a PolicyError of one line, and nothing else."""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policy_support import Fleet, write
from tests_support import tries
from walkaround._catalogue import HookCatalogue
from walkaround._policy import Catalogue, Key, Policy, PolicyError, load
from walkaround._policy._exemptions import EXEMPTIONS, FIELDS
from walkaround._policy._keys import rule_key

pytestmark = pytest.mark.usefixtures("fleet")
fuzz = settings(max_examples=tries(200), deadline=None, suppress_health_check=list(HealthCheck))

FLEET, REAL = Fleet(), HookCatalogue()
ANYTHING = st.characters(exclude_categories=["Cs"])
GIT = f"git+https://example.org/a@{'c' * 40}#b.toml"
HTTPS = "https://example.org/a.toml"
ODD = (
    "*",
    "**",
    "src/**",
    "[",
    "a/[z-a]",
    "a\nb",
    "\x7f",
    "\u2028",
    "C:/",
    "../a",
    "",
    " ",
    "https://a",
    "git+ssh://a:b@c/d",
)
SCALARS = st.one_of(
    st.booleans(), st.integers(-3, 400), st.integers(), st.floats(), st.dates(), st.datetimes(), st.times(),
    st.text(ANYTHING, max_size=8), st.sampled_from(ODD),
)  # fmt: skip


def keys_of(catalogue: Catalogue) -> dict[str, Key[Any]]:
    keys = [key for table in catalogue.tables for key in catalogue.keys(table).values()]
    return {key.name: key for key in (*keys, *EXEMPTIONS.values(), *map(rule_key, catalogue.rules()))}


def anything(catalogue: Catalogue) -> st.SearchStrategy[Any]:
    """Whatever TOML can say, with words of the policy as keys."""
    known = {word for name in keys_of(catalogue) for word in name.split(".")}
    words = sorted(known | {"extends", "lock", "paths", "ai", "glob", "entries", *FIELDS})
    names = st.one_of(st.sampled_from(words), st.sampled_from(words), st.sampled_from(ODD))

    def deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return st.one_of(st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=4))

    return st.recursive(st.one_of(SCALARS, st.sampled_from(words)), deeper, max_leaves=12)


@st.composite
def documents(draw: st.DrawFn, catalogue: Catalogue) -> dict[str, Any]:
    """A policy of the right shape with a wrong thing in it, at most, so that the checks further in are reached too."""
    keys = keys_of(catalogue)
    document: dict[str, Any] = {}
    for name in draw(st.lists(st.sampled_from(sorted(keys)), max_size=4, unique=True)):
        put(document, name, draw(right(keys[name])))
    by_path = [name for name, key in keys.items() if key.per_path]
    for glob in draw(st.lists(st.sampled_from(["src/**", "*.py"]), max_size=2)):
        name = draw(st.sampled_from(by_path))
        document.setdefault("paths", []).append(put({"glob": glob}, name, draw(right(keys[name]))))
    if draw(st.booleans()):
        name = draw(st.sampled_from([name for name in keys if not name.startswith("exemptions.")]))
        put(document, f"ai.{name}", draw(right(keys[name])))
    if draw(st.booleans()):
        document["lock"] = draw(st.lists(st.sampled_from([*keys, "*", f"{catalogue.tables[0]}.*"]), max_size=2))
    if draw(st.booleans()):
        document["extends"] = draw(st.lists(st.sampled_from(["strict", "recommended", "./org.toml"]), min_size=1))
    if isinstance(document.get("exemptions", []), list) and draw(st.booleans()):
        rule = draw(st.sampled_from([rule.id for rule in catalogue.rules()]))
        days = draw(st.dates(dt.date(2026, 1, 1), dt.date(2027, 12, 31)))
        document["exemptions"] = [{"rule": rule, "path": "a.py", "reason": "r", "owner": "o", "expires": days}]
    if draw(st.booleans()):
        spoil(draw, document, anything(catalogue))
    return document


def right(key: Key[Any]) -> st.SearchStrategy[Any]:
    if key.kind == "boolean":
        return st.booleans()
    if key.kind == "integer":
        return st.integers(key.least or 0, 999 if key.most is None else key.most)
    if key.kind == "decimal":
        return st.floats(key.least, key.most)
    if key.kind == "string":
        return st.sampled_from(key.choices or ["a", key.default])
    rules = ["POL003"] if key.name == "exemptions.never" else []
    return st.lists(st.sampled_from(key.choices or rules or ["a", "b"]), min_size=int(key.non_empty), max_size=2)


def put(table: dict[str, Any], name: str, value: Any) -> dict[str, Any]:
    *above, last = name.split(".")
    inner = table
    for part in above:
        inner = inner.setdefault(part, {})
    inner[last] = value
    return table


def spoil(draw: st.DrawFn, value: Any, wrong: st.SearchStrategy[Any]) -> None:
    """Put something else in place of one part, however deep, or beside the others."""
    parts = list(range(len(value))) if isinstance(value, list) else [*value, "ai", "paths", "exemptions", "lock"]
    if not parts:
        return
    part = draw(st.sampled_from(parts))
    inner = value[part] if isinstance(value, list) or part in value else None
    if inner and isinstance(inner, (dict, list)) and draw(st.integers(0, 3)):
        spoil(draw, inner, wrong)
    else:
        value[part] = draw(wrong)


def toml(value: Any) -> str:
    """A value on one line."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        case list():
            return f"[{', '.join(map(toml, value))}]"
        case dict():
            return f"{{{', '.join(f'{toml(name)} = {toml(inner)}' for name, inner in value.items())}}}"
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            return repr(value)


def policy_text(document: Mapping[str, Any]) -> str:
    return "".join(f"{toml(name)} = {toml(value)}\n" for name, value in document.items())


def loaded(catalogue: Catalogue, named: str | None = None) -> Policy | PolicyError:
    """The policy of the working directory, or why there is none."""
    try:
        return load(catalogue, catalogue.tables, ".", named, lambda: True)
    except PolicyError as refused:
        return refused


def judge(catalogue: Catalogue, named: str | None = None) -> None:
    """Load, and use what was loaded: an error is one clean line, and every value is one that its key can have."""
    policy = loaded(catalogue, named)
    if isinstance(policy, PolicyError):
        assert str(policy).isprintable()
        assert str(policy) == f"{policy.path}:{f'{policy.line}:' if policy.line else ''} {policy.why}"
        return
    for here in (policy, policy.at("src/a.py")):
        for key in keys_of(catalogue).values():
            value = here[key]
            assert key.problem(list(value) if isinstance(value, tuple) else value) is None
    for one in policy.exemptions:
        policy.exemption(one.rule, one.path, one.expires)


@fuzz
@pytest.mark.parametrize("catalogue", [FLEET, REAL], ids=["fleet", "real"])
@given(data=st.data())
def test_any_data_is_a_policy_or_refused(catalogue: Catalogue, data: st.DataObject) -> None:
    names = st.sampled_from([*catalogue.tables, "rules", "exemptions", "extends", "lock", "paths", "ai"])
    write({"walkaround.toml": policy_text(data.draw(st.dictionaries(names, anything(catalogue), max_size=3)))})
    judge(catalogue)


@fuzz
@pytest.mark.parametrize("catalogue", [FLEET, REAL], ids=["fleet", "real"])
@given(data=st.data())
def test_a_policy_with_a_wrong_thing_in_it_is_a_policy_or_refused(catalogue: Catalogue, data: st.DataObject) -> None:
    write({"org.toml": policy_text(data.draw(documents(catalogue)))})
    write({"walkaround.toml": policy_text(data.draw(documents(catalogue)))})
    judge(catalogue)


@fuzz
@given(
    st.one_of(
        st.text(ANYTHING, max_size=20), st.builds(str.__add__, st.sampled_from(ODD), st.text(ANYTHING, max_size=5))
    )
)
def test_any_entry_of_extends_is_followed_or_refused(entry: str) -> None:
    write({"walkaround.toml": policy_text({"extends": [entry]})})
    judge(FLEET)


LOCK_FIELDS = {
    "source": st.sampled_from([GIT, HTTPS, ""]),
    "sha256": st.sampled_from([hashlib.sha256(b"").hexdigest(), "f" * 64, "f"]),
    "file": st.sampled_from(
        ["a.toml", "b.toml", "../a.toml", "", "a\nb.toml", "a\0.toml", "." * 300 + ".toml", "\u00e4" * 200 + ".toml"]
    ),
}
LOCK_FILES = st.one_of(
    st.binary(max_size=60),
    anything(FLEET).map(lambda value: policy_text({"version": 1, "policy": value}).encode()),
    st.lists(st.fixed_dictionaries({}, optional=LOCK_FIELDS) | st.fixed_dictionaries(LOCK_FIELDS), max_size=3).map(
        lambda entries: policy_text({"version": 1, "policy": entries}).encode()
    ),
)


@fuzz
@given(LOCK_FILES, st.sampled_from([b"", b"\xff", b"engine.depth = 9\n", b"extends = './walkaround.toml'"]))
def test_any_lock_file_is_followed_or_refused(lock: bytes, copy: bytes) -> None:
    write({"walkaround.toml": f'extends = ["{GIT}", "{HTTPS}"]\n'})
    write({".walkaround/policy.lock": lock, ".walkaround/a.toml": copy, ".walkaround/b.toml": b""})
    judge(FLEET)


@fuzz
@given(
    st.binary(max_size=60),
    st.sampled_from([b"", b"walkaround", b"[tool.walkaround]\n", b"[[tool.walkaround.paths]]\n"]),
)
def test_any_bytes_in_pyproject_are_a_policy_or_refused(content: bytes, start: bytes) -> None:
    write({"pyproject.toml": start + content})
    judge(FLEET)


@fuzz
@given(st.binary(max_size=60))
def test_any_bytes_named_on_top_are_a_policy_or_refused(content: bytes) -> None:
    write({"ci.toml": content})
    judge(FLEET, "ci.toml")
