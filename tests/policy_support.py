"""What the tests of the policy share: a small catalogue with keys of every direction, and a way to tell a policy."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from walkaround._finding import Rule
from walkaround._policy import Key, Policy, PolicyError, choice, flag, load, number, strings, text
from walkaround._policy._keys import rule_key
from walkaround._policy._stack import display

LEVEL = choice("engine.level", "range", "how tight", ["range", "exact", "hash"], per_path=True)
LOUD = flag("engine.loud", False, "say more", stricter="true", per_path=True)
LAX = flag("engine.lax", True, "look away", stricter="false", per_path=True)
DEPTH = number("engine.depth", 3, "how deep", stricter="higher", most=9, per_path=True)
AGE = number("engine.max-age", 30, "how old", stricter="lower", per_path=True)
PARTS = strings(
    "engine.parts", ["wing"], "what is inspected", stricter="superset", choices=["wing", "tail", "nose"],
    non_empty=True, per_path=True,
)  # fmt: skip
EXCUSED = strings("engine.excused", ["paint"], "what is not", stricter="subset", per_path=True)
COLOUR = choice("engine.colour", "grey", "of the paint", ["grey", "red", "blue"], stricter="none", per_path=True)
PLACE = text("engine.place", "hangar", "where")
CLEAN = flag("cabin.clean", True, "is it clean", stricter="true")
KEYS: tuple[Key[Any], ...] = (LEVEL, LOUD, LAX, DEPTH, AGE, PARTS, EXCUSED, COLOUR, PLACE, CLEAN)

RULE = Rule("ENG001", "loose", "A part is loose.", "It falls off.", "Tighten it.", "bad", "good", "warning")
FIXED = RULE._replace(id="ENG009", name="fire", severity="error", fixed=True)
CABIN_RULE = RULE._replace(id="CAB001", name="dust", severity="error")
RULES = (RULE, FIXED, CABIN_RULE)
_PREFIXES = {"ENG": "engine", "CAB": "cabin"}


class Fleet:
    """A catalogue of two tables: `engine` judges file by file, `cabin` as a whole."""

    tables = ("engine", "cabin")

    def keys(self, table: str) -> Mapping[str, Key[Any]]:
        return {key.name.partition(".")[2]: key for key in KEYS if key.name.startswith(f"{table}.")}

    def table_of(self, rule_id: str) -> str | None:
        return _PREFIXES.get(rule_id[:3])

    def rule(self, rule_id: str) -> Rule | None:
        return next((rule for rule in RULES if rule.id == rule_id), None)

    def rules(self, tables: Collection[str] | None = None) -> tuple[Rule, ...]:
        return tuple(rule for rule in RULES if tables is None or self.table_of(rule.id) in tables)

    def per_path(self, table: str) -> bool:
        return table == "engine"


# What a repository of the fixture `fleet` finds beside it, and what a policy under each profile tells.
PROFILES = {
    "../policies/recommended.toml": "[engine]\ndepth = 4\n",
    "../policies/strict.toml": '[engine]\ndepth = 6\nlevel = "exact"\n[rules]\nENG001 = "error"\n',
}
RECOMMENDED = {"engine.depth": "4 at policies/recommended.toml:2"}
STRICT = {
    "engine.depth": "6 at policies/strict.toml:2",
    "engine.level": '"exact" at policies/strict.toml:3',
    "rules.ENG001": '"error" at policies/strict.toml:5',
}

EVERY_KEY: tuple[Key[Any], ...] = (*KEYS, *map(rule_key, RULES))


def load_here(named: str | None = None, assisted: bool = False) -> Policy:
    """The policy of the working directory."""
    return load(Fleet(), Fleet.tables, ".", named, lambda: assisted)


def write(files: Mapping[str, str | bytes]) -> None:
    """Write files below the working directory, with their folders."""
    for name, content in files.items():
        path = Path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())


def told(policy: Policy, path: str | None = None) -> dict[str, str]:
    """Every value that a setting gave, with the place of the setting."""
    here = policy if path is None else policy.at(path)
    found = {}
    for key in EVERY_KEY:
        origin = here.origin(key.name)
        if origin is not None and origin.setting is not None:
            found[key.name] = f"{display(here[key])} at {origin.setting.place}"
    return found


def refusal(named: str | None = None, assisted: bool = False) -> str:
    """The text of the PolicyError that loading ends in."""
    try:
        load_here(named, assisted)
    except PolicyError as refused:
        return str(refused)
    raise AssertionError("the policy was taken")
