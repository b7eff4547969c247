"""The JSON Schema of policy files: what it says of each key, and that it agrees with the loader."""

import json
import tomllib
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft7Validator  # type: ignore[import-untyped]

from tests_support import TOP
from walkaround._catalogue import HookCatalogue
from walkaround._finding import Rule
from walkaround._policy import Key, PolicyError, choice, decimal, flag, number, strings, text
from walkaround._policy._document import read_document
from walkaround._policy._exemptions import EXEMPTIONS
from walkaround._policy._extends import Source, parents_of
from walkaround._policy._layers import Layer
from walkaround._policy._schema import schema

LOUD = flag("engine.loud", False, "say more; for people.", stricter="true", per_path=True)
CALM = flag("engine.calm", True, "say less", stricter="false")
DEPTH = number("engine.depth", 3, "how deep", stricter="higher", most=9)
AGE = number("engine.max-age", -1, "how old", stricter="lower", least=None)
HOURS = decimal("engine.hours", 2, "how long", stricter="lower", most=24)
LEVEL = choice("engine.level", "range", "how tight", ["range", "exact", "hash"], per_path=True)
PLACE = text("engine.place", "hangar", "where")
PARTS = strings("engine.parts", ["wing"], "what is inspected", stricter="superset", choices=["wing", "tail"])
CREW = strings("engine.crew", [], "who works", stricter="none", non_empty=True)
EXCUSED = strings("engine.excused", [f"paint {n}" for n in range(9)], "what is not inspected", stricter="subset")
KEYS: list[Key[Any]] = [LOUD, CALM, DEPTH, AGE, HOURS, LEVEL, PLACE, PARTS, CREW, EXCUSED]
LOOSE = Rule("ENG001", "loose", "A part is loose.", "It falls off.", "Tighten it.", "bad", "good", "warning")
FIXED = Rule("CAB001", "fixed", "A door is open.", "It is cold.", "Shut it.", "bad", "good", "error", fixed=True)


class Fleet:
    """A catalogue of two tables with a rule each; those of the first are asked file by file."""

    tables = ("engine", "cabin")

    def keys(self, table: str) -> Mapping[str, Key[Any]]:
        return {key.name.partition(".")[2]: key for key in KEYS} if table == "engine" else {}

    def table_of(self, rule_id: str) -> str | None:
        return {"ENG": "engine", "CAB": "cabin"}.get(rule_id[:3])

    def rule(self, rule_id: str) -> Rule | None:
        return next((rule for rule in self.rules() if rule.id == rule_id), None)

    def rules(self, tables: Collection[str] | None = None) -> tuple[Rule, ...]:
        return tuple(rule for rule in (LOOSE, FIXED) if tables is None or self.table_of(rule.id) in tables)

    def per_path(self, table: str) -> bool:
        return table == "engine"


FLEET = schema(Fleet())
HOOKS = schema(HookCatalogue())
CATALOGUE = HookCatalogue()


def plain(value: Any) -> Any:
    """TOML's values as an editor sees them: dates in ISO form."""
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain(inner) for inner in value]
    return value.isoformat() if isinstance(value, date) else value


def places(said: dict[str, Any], document: Any) -> list[str]:
    """Where in a document the schema finds something wrong."""
    validator = Draft7Validator(said, format_checker=Draft7Validator.FORMAT_CHECKER)
    return sorted({"/".join(map(str, error.absolute_path)) for error in validator.iter_errors(plain(document))})


@pytest.mark.parametrize("said", [FLEET, HOOKS], ids=["fleet", "hooks"])
def test_it_is_a_schema_of_draft_7(said: dict[str, Any]) -> None:
    assert said["$schema"] == "http://json-schema.org/draft-07/schema#"
    Draft7Validator.check_schema(said)
    assert json.loads(json.dumps(said)) == said


def test_every_key_says_its_type_limits_meaning_and_default() -> None:
    found = {name: said for name, said in FLEET["definitions"].items() if name.startswith(("engine.", "rules."))}
    assert found == {
        "engine.loud": {
            "title": "engine.loud",
            "description": "Say more; for people. Stricter: true. Default: false.",
            "type": "boolean",
            "default": False,
        },
        "engine.calm": {
            "title": "engine.calm",
            "description": "Say less. Stricter: false. Default: true.",
            "type": "boolean",
            "default": True,
        },
        "engine.depth": {
            "title": "engine.depth",
            "description": "How deep. Stricter: the higher number. Default: 3.",
            "type": "integer",
            "minimum": 0,
            "maximum": 9,
            "default": 3,
        },
        "engine.max-age": {
            "title": "engine.max-age",
            "description": "How old. Stricter: the lower number. Default: -1.",
            "type": "integer",
            "default": -1,
        },
        "engine.hours": {
            "title": "engine.hours",
            "description": "How long. Stricter: the lower number. Default: 2.0.",
            "type": "number",
            "minimum": 0,
            "maximum": 24,
            "default": 2.0,
        },
        "engine.level": {
            "title": "engine.level",
            "description": 'How tight. Stricter: range < exact < hash. Default: "range".',
            "type": "string",
            "enum": ["range", "exact", "hash"],
            "default": "range",
        },
        "engine.place": {
            "title": "engine.place",
            "description": 'Where. No value is stricter. Default: "hangar".',
            "type": "string",
            "default": "hangar",
        },
        "engine.parts": {
            "title": "engine.parts",
            "description": 'What is inspected. Stricter: more entries. Default: ["wing"].',
            "type": "array",
            "items": {"type": "string", "enum": ["wing", "tail"]},
            "uniqueItems": True,
            "default": ["wing"],
        },
        "engine.crew": {
            "title": "engine.crew",
            "description": "Who works. No value is stricter. Default: [].",
            "type": "array",
            "items": {"type": "string"},
            "minItems": 1,
            "default": [],
        },
        "engine.excused": {
            "title": "engine.excused",
            "description": "What is not inspected. Stricter: fewer entries. Default: 9 entries.",
            "type": "array",
            "items": {"type": "string"},
            "uniqueItems": True,
            "default": [f"paint {n}" for n in range(9)],
        },
        "rules.ENG001": {
            "title": "rules.ENG001",
            "description": 'A part is loose. Stricter: off < warning < error. Default: "warning".',
            "type": "string",
            "enum": ["off", "warning", "error"],
            "default": "warning",
        },
        "rules.CAB001": {
            "title": "rules.CAB001",
            "description": 'A door is open. It cannot be changed. Default: "error".',
            "type": "string",
            "enum": ["error"],
            "default": "error",
        },
    }


def named(table: dict[str, Any]) -> dict[str, list[str]]:
    """The tables in a part of the schema, and the keys that may stand in each."""
    return {name: list(inner["properties"]) for name, inner in table["properties"].items() if "properties" in inner}


def test_each_part_of_a_file_has_the_keys_that_may_stand_there() -> None:
    every = [key.name.partition(".")[2] for key in KEYS]
    parts = FLEET["properties"]
    assert list(parts) == ["extends", "lock", "engine", "cabin", "rules", "paths", "ai", "exemptions"]
    rules = ["ENG001", "CAB001"]
    assert named(FLEET) == {"engine": every, "cabin": [], "rules": rules, "ai": ["engine", "cabin", "rules"]}
    directed = [name for name in every if name not in ("place", "crew")]
    assert named(parts["ai"]) == {"engine": directed, "cabin": [], "rules": rules}
    assert named(parts["paths"]["items"]) == {"engine": ["loud", "level"], "cabin": [], "rules": ["ENG001"]}
    assert parts["lock"]["items"]["enum"] == [
        "*",
        "engine.*",
        *(key.name for key in KEYS),
        "cabin.*",
        "rules.*",
        "rules.ENG001",
        "rules.CAB001",
        "exemptions.*",
        "exemptions.max-days",
        "exemptions.never",
        "exemptions.baseline",
    ]


def tables(said: Any) -> list[dict[str, Any]]:
    inner = said.values() if isinstance(said, dict) else said if isinstance(said, list) else []
    own = [said] if isinstance(said, dict) and said.get("type") == "object" else []
    return own + [table for part in inner for table in tables(part)]


def test_every_table_is_closed_and_described_and_every_reference_leads_somewhere() -> None:
    assert len(tables(HOOKS)) > 10
    for table in tables(HOOKS):
        assert table["additionalProperties"] is False
        assert table["title"]
        assert table["description"].endswith(".")
    referred = {found.partition('"')[0] for found in json.dumps(HOOKS).split('"#/definitions/')[1:]}
    assert referred == set(HOOKS["definitions"])


@pytest.mark.parametrize("name", ["recommended", "strict"])
def test_the_profiles_are_valid(name: str) -> None:
    assert places(HOOKS, tomllib.loads((TOP / "policies" / f"{name}.toml").read_text(encoding="utf-8"))) == []


EVERY_KEY = [(table, name, key) for table in CATALOGUE.tables for name, key in CATALOGUE.keys(table).items()]


@pytest.mark.parametrize(("table", "name", "key"), [pytest.param(*case, id=case[2].name) for case in EVERY_KEY])
def test_every_key_takes_its_default_and_no_misspelled_name(table: str, name: str, key: Key[Any]) -> None:
    default = list(key.default) if key.kind == "strings" else key.default
    assert places(HOOKS, {table: {name: default}}) == []
    assert places(HOOKS, {table: {f"{name}s": default}}) == [table]
    assert places(HOOKS, {table: {name: "1.5" if key.kind == "decimal" else 1.5}}) == [f"{table}/{name}"]
    assert places(HOOKS, {"lock": [key.name]}) == []
    in_ai = places(HOOKS, {"ai": {table: {name: default}}})
    assert in_ai == ([] if key.stricter != "none" else [f"ai/{table}"])
    by_path = places(HOOKS, {"paths": [{"glob": "a/**", table: {name: default}}]})
    assert by_path == ([] if key.per_path else [f"paths/0/{table}"])


@pytest.mark.parametrize("rule", CATALOGUE.rules(), ids=lambda rule: rule.id)
def test_every_rule_takes_its_severity_and_no_other_word(rule: Rule) -> None:
    assert places(HOOKS, {"rules": {rule.id: rule.severity}}) == []
    assert places(HOOKS, {"rules": {rule.id: "fatal"}}) == [f"rules/{rule.id}"]
    assert places(HOOKS, {"lock": [f"rules.{rule.id}"]}) == []


ENTRY = {"rule": "ENG001", "path": "a/**", "reason": "soon gone", "owner": "@us", "expires": date(2026, 12, 31)}


@pytest.mark.parametrize(
    "document",
    [
        pytest.param({}, id="empty"),
        pytest.param({"extends": "strict"}, id="profile"),
        pytest.param({"extends": ["strict", "./a.toml", "a/../b.toml", "a.toml", "policies/a"]}, id="files"),
        pytest.param({"extends": "package:acme_policy/strict.toml"}, id="package"),
        pytest.param({"extends": f"git+https://host/repo@{'a' * 40}#path/to.toml"}, id="git"),
        pytest.param({"extends": f"git+ssh://git@host/repo@{'a' * 64}#a.toml"}, id="git-ssh"),
        pytest.param({"extends": ["https://host/policy.toml"]}, id="server"),
        pytest.param({"extends": f"https://host/policy.toml#sha256={'0' * 64}"}, id="server-with-sha256"),
        pytest.param({"lock": ["*", "engine.*", "engine.level", "rules.ENG001", "rules.*", "exemptions.*"]}, id="lock"),
        pytest.param({"lock": []}, id="empty-lock"),
        pytest.param({"engine": {"depth": 9, "parts": [], "crew": ["ann", "ann"]}, "cabin": {}}, id="tables"),
        pytest.param({"engine": {"hours": 2.5}}, id="fraction"),
        pytest.param({"engine": {"hours": 24}}, id="whole-number"),
        pytest.param({"rules": {"ENG001": "off", "CAB001": "error"}}, id="rules"),
        pytest.param({"paths": []}, id="no-paths"),
        pytest.param(
            {"paths": [{"glob": "a/**"}, {"glob": "b", "engine": {"level": "hash"}, "rules": {}}]}, id="paths"
        ),
        pytest.param({"ai": {"engine": {"depth": 5}, "rules": {"ENG001": "error"}}}, id="ai"),
        pytest.param({"exemptions": []}, id="no-exemptions"),
        pytest.param({"exemptions": [ENTRY, ENTRY]}, id="exemptions"),
        pytest.param({"exemptions": {"max-days": 1, "never": ["ENG001"], "entries": [ENTRY]}}, id="exemptions-in-full"),
        pytest.param({"exemptions": {}}, id="exemptions-without-entries"),
    ],
)
def test_what_the_loader_accepts_is_valid(document: dict[str, Any]) -> None:
    assert places(FLEET, document) == []
    assert refusal(Fleet(), document) is None


def exemption(**changed: Any) -> dict[str, Any]:
    entry = {name: value for name, value in {**ENTRY, **changed}.items() if value is not None}
    return {"exemptions": {"entries": [entry]}}


@pytest.mark.parametrize(
    ("document", "where"),
    [
        pytest.param({"engin": {}}, [""], id="unknown-table"),
        pytest.param({"engine": []}, ["engine"], id="table-of-another-type"),
        pytest.param({"engine": {"loud": "yes"}}, ["engine/loud"], id="boolean"),
        pytest.param({"engine": {"loud": 1}}, ["engine/loud"], id="number-for-boolean"),
        pytest.param({"engine": {"depth": True}}, ["engine/depth"], id="boolean-for-number"),
        pytest.param({"engine": {"depth": 10}}, ["engine/depth"], id="too-high"),
        pytest.param({"engine": {"depth": -1}}, ["engine/depth"], id="too-low"),
        pytest.param({"engine": {"depth": 1.5}}, ["engine/depth"], id="decimal"),
        pytest.param({"engine": {"hours": "2.5"}}, ["engine/hours"], id="text-for-decimal"),
        pytest.param({"engine": {"hours": True}}, ["engine/hours"], id="boolean-for-decimal"),
        pytest.param({"engine": {"hours": 24.5}}, ["engine/hours"], id="decimal-too-high"),
        pytest.param({"engine": {"level": "tight"}}, ["engine/level"], id="no-choice"),
        pytest.param({"engine": {"place": ["hangar"]}}, ["engine/place"], id="list-for-string"),
        pytest.param({"engine": {"parts": "wing"}}, ["engine/parts"], id="string-for-list"),
        pytest.param({"engine": {"parts": ["nose", 1]}}, ["engine/parts/0", "engine/parts/1"], id="items"),
        pytest.param({"engine": {"crew": []}}, ["engine/crew"], id="empty-list"),
        pytest.param({"rules": {"ENG002": "off"}}, ["rules"], id="unknown-rule"),
        pytest.param({"rules": {"CAB001": "off"}}, ["rules/CAB001"], id="fixed-rule"),
        pytest.param({"rules": "off"}, ["rules"], id="rules-of-another-type"),
        pytest.param({"extends": "stric"}, ["extends"], id="unknown-profile"),
        pytest.param({"extends": ""}, ["extends"], id="extends-empty"),
        pytest.param({"extends": []}, ["extends"], id="extends-nothing"),
        pytest.param({"extends": ["strict", 1]}, ["extends"], id="extends-a-number"),
        pytest.param({"extends": "/etc/policy.toml"}, ["extends"], id="absolute-path"),
        pytest.param({"extends": ".\\policy.toml"}, ["extends"], id="backslash"),
        pytest.param({"extends": "c:/policy.toml"}, ["extends"], id="drive"),
        pytest.param({"extends": "http://host/policy.toml"}, ["extends"], id="plain-http"),
        pytest.param({"extends": "git+https://host/repo@main#a.toml"}, ["extends"], id="branch"),
        pytest.param({"extends": f"git+https://host/repo@{'a' * 40}"}, ["extends"], id="git-without-a-path"),
        pytest.param({"extends": "https://host/policy.toml#sha256=00"}, ["extends"], id="short-sha256"),
        pytest.param({"extends": "package:acme"}, ["extends"], id="package-without-a-path"),
        pytest.param({"lock": "*"}, ["lock"], id="lock-of-another-type"),
        pytest.param({"lock": ["engine", "engine.levle"]}, ["lock/0", "lock/1"], id="lock-of-no-key"),
        pytest.param({"paths": {"glob": "a"}}, ["paths"], id="paths-of-another-type"),
        pytest.param({"paths": [{"engine": {}}]}, ["paths/0"], id="no-glob"),
        pytest.param({"paths": [{"glob": ""}]}, ["paths/0/glob"], id="empty-glob"),
        pytest.param({"paths": [{"glob": "a", "lock": []}]}, ["paths/0"], id="lock-by-path"),
        pytest.param({"paths": [{"glob": "a", "engine": {"depth": 1}}]}, ["paths/0/engine"], id="not-by-path"),
        pytest.param({"paths": [{"glob": "a", "rules": {"CAB001": "error"}}]}, ["paths/0/rules"], id="rule-by-path"),
        pytest.param({"ai": []}, ["ai"], id="ai-of-another-type"),
        pytest.param({"ai": {"lock": []}}, ["ai"], id="lock-under-ai"),
        pytest.param({"ai": {"engine": {"place": "field"}}}, ["ai/engine"], id="ai-without-direction"),
        pytest.param({"exemptions": 1}, ["exemptions"], id="exemptions-of-another-type"),
        pytest.param({"exemptions": {"max-days": 0}}, ["exemptions"], id="no-days"),
        pytest.param({"exemptions": {"max-days": 3651}}, ["exemptions"], id="too-many-days"),
        pytest.param({"exemptions": {"never": ["ENG009"]}}, ["exemptions"], id="never-an-unknown-rule"),
        pytest.param({"exemptions": {"entry": []}}, ["exemptions"], id="exemptions-misspelled"),
        pytest.param({"exemptions": [1]}, ["exemptions"], id="exemption-of-another-type"),
        pytest.param(exemption(rule="ENG009"), ["exemptions"], id="exemption-of-an-unknown-rule"),
        pytest.param(exemption(owner=None), ["exemptions"], id="exemption-without-owner"),
        pytest.param(exemption(until="x"), ["exemptions"], id="exemption-with-another-key"),
        pytest.param(exemption(reason="  "), ["exemptions"], id="blank-reason"),
        pytest.param(exemption(path=""), ["exemptions"], id="empty-path"),
        pytest.param(exemption(expires="some day"), ["exemptions"], id="no-date"),
        pytest.param(exemption(expires=2026), ["exemptions"], id="year"),
    ],
)
def test_what_the_loader_refuses_is_not_valid(document: dict[str, Any], where: list[str]) -> None:
    assert places(FLEET, document) == where
    assert refusal(Fleet(), document) is not None


@pytest.mark.parametrize(
    "document",
    [
        pytest.param({"engine": {"parts": ["wing", "wing"]}}, id="list"),
        pytest.param({"lock": ["engine.*", "engine.*"]}, id="lock"),
    ],
)
def test_only_what_is_listed_twice_is_refused_here_and_not_by_the_loader(document: dict[str, Any]) -> None:
    assert len(places(FLEET, document)) == 1
    assert refusal(Fleet(), document) is None


def refusal(catalogue: Any, document: dict[str, Any]) -> str | None:
    """Why the loader refuses a document; None when it does not."""
    layer = Layer("repository", "walkaround.toml", "", document)
    try:
        parents_of(layer, Source("file", "walkaround.toml"))
        read_document(catalogue, layer)
    except PolicyError as bad:
        return str(bad)
    return None


# Documents of which each part is mostly right, and else wrong in a way that a schema can tell.

WRONG = st.sampled_from(
    [True, False, 0, 1, 10, -1, "", " ", "hash", "tight", "error", "wing", 1.5, [], ["nose"], [1], {}]
)


def mostly(right: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.integers(0, 24).flatmap(lambda drawn: right if drawn else WRONG)


def some(**right: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Tables with any of these keys, and now and then a stranger."""
    named = {name.replace("_", "-"): mostly(value) for name, value in right.items()}
    known = st.fixed_dictionaries({}, optional=named)
    return st.integers(0, 24).flatmap(lambda drawn: known if drawn else known.map(lambda table: {**table, "levle": 1}))


def sets(*items: Any) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(items), unique=True, max_size=3)


BY_PATH = {"loud": st.booleans(), "level": st.sampled_from(LEVEL.choices)}
DIRECTED = BY_PATH | {"calm": st.booleans(), "depth": st.integers(0, 9), "max_age": st.integers(-9, 9)}
DIRECTED |= {"parts": sets("wing", "tail"), "excused": sets("paint", "wax")}
EVERY = DIRECTED | {"place": st.sampled_from(["", "field"]), "crew": st.just(["ann"])}
WEIGHT = {"ENG001": st.sampled_from(["off", "warning", "error"])}
RULES = some(**WEIGHT, CAB001=st.just("error"))
ENTRIES = st.lists(
    mostly(
        st.fixed_dictionaries(
            {
                "rule": mostly(st.sampled_from(["ENG001", "CAB001"])),
                "path": mostly(st.sampled_from(["a/**", "a"])),
                "reason": mostly(st.just("soon gone")),
                "owner": mostly(st.just("@us")),
                "expires": mostly(st.dates()),
            }
        )
    ),
    max_size=2,
)
LOCKS = ("*", "engine.*", "cabin.*", "engine.level", "rules.ENG001", "rules.*", "exemptions.*", "exemptions.never")
PARENTS = st.sampled_from(["strict", "./a.toml", "a/b", "package:acme/a.toml", "https://host/a.toml"])
OVERRIDES = some(engine=some(**BY_PATH), cabin=some(), rules=some(**WEIGHT)).flatmap(
    lambda table: mostly(st.just("a/**")).map(lambda glob: {**table, "glob": glob})
)
DOCUMENTS = some(
    engine=some(**EVERY),
    cabin=some(),
    rules=RULES,
    extends=PARENTS | st.lists(mostly(PARENTS), max_size=2),
    lock=st.lists(mostly(st.sampled_from(LOCKS)), unique_by=repr, max_size=3),
    paths=st.lists(mostly(OVERRIDES), max_size=2),
    ai=some(engine=some(**DIRECTED), cabin=some(), rules=RULES),
    exemptions=ENTRIES | some(max_days=st.integers(1, 3650), never=sets("ENG001", "CAB001"), entries=ENTRIES),
)


@given(DOCUMENTS)
def test_schema_and_loader_agree(document: dict[str, Any]) -> None:
    assert (places(FLEET, document) == []) == (refusal(Fleet(), document) is None)


def test_the_keys_of_exemptions_are_those_of_the_loader() -> None:
    forms = FLEET["properties"]["exemptions"]["anyOf"]
    assert [form["type"] for form in forms] == ["array", "object"]
    assert list(forms[1]["properties"]) == [*EXEMPTIONS, "entries"]
