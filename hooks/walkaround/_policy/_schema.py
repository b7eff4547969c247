"""The JSON Schema of a policy file, made from the keys and rules that hooks declare.

Editors' TOML plug-ins (Taplo in Even Better TOML, Tombi) complete and check a file by it. It accepts what the loader
accepts, save entries listed twice. What it cannot say, the loader still refuses: a glob or an address that is of no
use, a value that a key refuses for its own reasons, a date in quotes or too far ahead, a loosened lock.
"""

from collections.abc import Callable, Iterable
from typing import Any

from .._finding import Rule
from ._document import Catalogue
from ._exemptions import EXEMPTIONS, FIELDS, NEVER, OPTIONAL
from ._extends import PROFILES
from ._keys import Key, rule_key

# The plug-ins read draft 7; SchemaStore, from which they take their schemas, advises against every later one until
# editors support it (its CONTRIBUTING.md). In draft 7, keywords beside a `$ref` count for nothing.
DRAFT = "http://json-schema.org/draft-07/schema#"

Schema = dict[str, Any]

_SOURCES = (
    ("^[^/\\\\:]+(/[^\\\\]*|\\.toml)$", "A file, by its path from this one.", "./base.toml"),
    ("^package:[A-Za-z_][A-Za-z0-9_]*/.+", "A file in an installed package.", "package:acme_policy/strict.toml"),
    (
        "^git\\+(https|ssh)://[^#]+@([0-9a-f]{40}|[0-9a-f]{64})#.+",
        "A file in a git repository, at a full commit id.",
        f"git+https://git.example.org/policy@{'0' * 40}#strict.toml",
    ),
    (
        "^https://[^#]+(#sha256=[0-9a-f]{64})?$",
        "A file on a server, with the sha256 of its content or pinned by the lock alone.",
        f"https://policy.example.org/strict.toml#sha256={'0' * 64}",
    ),
)

_FIELDS = {
    "path": "A path from the repository's top, or a glob such as `tests/**`.",
    "reason": "Why the finding does not count.",
    "owner": "Who answers for it.",
    "id": "The one vulnerability that it is for, by any of its names: `CVE-2024-0001`. For VUL001 alone.",
}


def schema(catalogue: Catalogue) -> Schema:
    """A JSON Schema (draft 7) of a whole policy file, ready for `json.dumps`.

    A date is a string of format `date` in it, as the plug-ins see TOML's dates; over tomllib's values, write
    `datetime.date` in ISO form first.
    """
    return _Writer(catalogue).schema()


class _Writer:
    """Every key and rule becomes a definition; the tables refer to those that may stand in them."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.keys = {table: dict(catalogue.keys(table)) for table in catalogue.tables}
        self.rules = {rule.id: rule for rule in catalogue.rules()}
        self.rule_keys = {rule.id: self._rule_key(rule) for rule in self.rules.values()}

    def schema(self) -> Schema:
        return {
            "$schema": DRAFT,
            **_table("Walkaround policy", "What Walkaround's hooks demand, and how much each rule weighs."),
            "properties": {
                "extends": _extends(),
                "lock": self._lock(),
                **self._tables(lambda _: True),
                "paths": self._paths(),
                "ai": self._ai(),
                "exemptions": self._exemptions(),
            },
            "definitions": self._definitions(),
        }

    def _rule_key(self, rule: Rule) -> Key[Any]:
        table = self.catalogue.table_of(rule.id)
        return rule_key(rule, per_path=self.catalogue.per_path(table or ""))

    def _definitions(self) -> Schema:
        keys = {key.name: _key(key) for table in self.keys.values() for key in table.values()}
        weights = [key._replace(meaning=self.rules[rule_id].summary) for rule_id, key in self.rule_keys.items()]
        keys |= {key.name: _key(key) for key in weights}
        keys |= {key.name: _key(key) for key in EXEMPTIONS.values()}
        keys[NEVER.name]["items"] = {"$ref": "#/definitions/rule"}
        ids = {"title": "rule", "description": "The id of a rule.", "type": "string", "enum": list(self.rules)}
        return {**keys, "rule": ids, "exemption": _exemption(), "parent": _parent()}

    def _tables(self, may_stand: Callable[[Key[Any]], bool]) -> Schema:
        """The tables of hooks and commands, and `rules`, with the keys that may stand in them here."""
        tables = {
            table: {**_table(table, f"What `{table}` demands."), "properties": _references(keys, may_stand)}
            for table, keys in ((table, keys.items()) for table, keys in self.keys.items())
        }
        weights = _table("rules", "How much each rule weighs: error, warning or off.")
        return {**tables, "rules": {**weights, "properties": _references(self.rule_keys.items(), may_stand)}}

    def _lock(self) -> Schema:
        names = ["*"]
        for table, keys in self.keys.items():
            names += [f"{table}.*", *(key.name for key in keys.values())]
        names += ["rules.*", *(key.name for key in self.rule_keys.values())]
        names += ["exemptions.*", *(key.name for key in EXEMPTIONS.values())]
        return {
            "title": "lock",
            "description": "What no later layer may loosen: keys, whole tables with their rules, or everything.",
            "type": "array",
            "uniqueItems": True,
            "items": {"type": "string", "enum": names},
            "default": [],
        }

    def _paths(self) -> Schema:
        glob = {
            "title": "glob",
            "description": "The paths that this table is for, from the repository's top: `examples/**`.",
            "type": "string",
            "minLength": 1,
        }
        override = {
            **_table("paths", "Other values for a part of the tree."),
            "required": ["glob"],
            "properties": {"glob": glob, **self._tables(lambda key: key.per_path)},
        }
        return {"title": "paths", "description": override["description"], "type": "array", "items": override}

    def _ai(self) -> Schema:
        """An overlay only tightens, so a key without a stricter side cannot stand in it."""
        overlay = _table("ai", "Stricter values for changes that an AI agent helps with.")
        return {**overlay, "properties": self._tables(lambda key: key.stricter != "none")}

    def _exemptions(self) -> Schema:
        entries = {
            "title": "exemptions",
            "description": "Findings that do not count until a day, with the person who answers for it.",
            "type": "array",
            "items": {"$ref": "#/definitions/exemption"},
        }
        keys = _references(EXEMPTIONS.items(), lambda _: True)
        return {
            "title": "exemptions",
            "description": entries["description"],
            "anyOf": [
                entries,
                {
                    **_table("exemptions", "The limits of exemptions, and the exemptions themselves."),
                    "properties": {**keys, "entries": entries},
                },
            ],
        }


def _references(keys: Iterable[tuple[str, Key[Any]]], may_stand: Callable[[Key[Any]], bool]) -> Schema:
    return {name: {"$ref": f"#/definitions/{key.name}"} for name, key in keys if may_stand(key)}


def _table(title: str, description: str) -> Schema:
    return {"title": title, "description": description, "type": "object", "additionalProperties": False}


def _extends() -> Schema:
    parent = {"$ref": "#/definitions/parent"}
    return {
        "title": "extends",
        "description": "The policies that this one builds on, lowest first; without it, recommended.",
        "anyOf": [parent, {"type": "array", "minItems": 1, "items": parent}],
        "default": PROFILES[0],
    }


def _parent() -> Schema:
    """One entry of `extends`. What a pattern lets pass, the loader still looks at."""
    profile = {"description": "A profile.", "type": "string", "enum": list(PROFILES)}
    forms = [{"description": meaning, "type": "string", "pattern": pattern} for pattern, meaning, _ in _SOURCES]
    return {
        "title": "policy",
        "description": "A profile, a file, or a policy from outside the repository.",
        "anyOf": [profile, *forms],
        "examples": [*PROFILES, *(example for _, _, example in _SOURCES)],
    }


def _exemption() -> Schema:
    texts = {
        name: {"title": name, "description": meaning, "type": "string", "pattern": "\\S"}
        for name, meaning in _FIELDS.items()
    }
    expires = {
        "title": "expires",
        "description": "The last day on which it counts (UTC), without quotes: 2026-12-31.",
        "type": "string",
        "format": "date",
    }
    known = {"rule": {"$ref": "#/definitions/rule"}, **texts, "expires": expires}
    return {
        **_table("exemption", "One rule's findings at one place do not count until a day."),
        "required": list(FIELDS),
        "properties": {name: known[name] for name in FIELDS + OPTIONAL},
    }


def _key(key: Key[Any]) -> Schema:
    """A key's type, limits, meaning and default."""
    default = list(key.default) if key.kind == "strings" else key.default
    return {"title": key.name, "description": _description(key), **_type(key), "default": default}


def _type(key: Key[Any]) -> Schema:
    match key.kind:
        case "boolean":
            return {"type": "boolean"}
        case "integer" | "decimal":
            limits = {"minimum": key.least, "maximum": key.most}
            kind = "integer" if key.kind == "integer" else "number"
            return {"type": kind} | {name: limit for name, limit in limits.items() if limit is not None}
        case "string":
            return {"type": "string"} | ({"enum": list(key.choices)} if key.choices else {})
        case "strings":
            items: Schema = {"type": "string"} | ({"enum": list(key.choices)} if key.choices else {})
            is_set = key.stricter in ("superset", "subset")
            limits = {"minItems": 1 if key.non_empty else None, "uniqueItems": True if is_set else None}
            return {"type": "array", "items": items} | {name: said for name, said in limits.items() if said is not None}


def _description(key: Key[Any]) -> str:
    """The meaning as a sentence, which of two values is stricter, and the default where it is short."""
    words = {"true": "true", "false": "false", "higher": "the higher number", "lower": "the lower number"}
    words |= {"superset": "more entries", "subset": "fewer entries", "order": " < ".join(key.choices)}
    meaning = f"{key.meaning[:1].upper()}{key.meaning[1:]}".rstrip(".")
    stricter = f"Stricter: {words[key.stricter]}." if key.stricter != "none" else "No value is stricter."
    if len(key.choices) == 1:
        stricter = "It cannot be changed."
    return f"{meaning}. {stricter} {_default(key)}"


def _default(key: Key[Any]) -> str:
    import json

    written = json.dumps(key.default, ensure_ascii=False)
    many = isinstance(key.default, tuple) and len(written) >= 60
    return f"Default: {len(key.default)} entries." if many else f"Default: {written}."
