"""A project's own file of agents, in the format of `policies/agents.toml`: read with care, for anybody may write it."""

import os
import stat
import tomllib
from typing import Any

from ._finding import NotJudged

_BYTES = 262_144
_AGENTS = 1_000
_ITEMS = 1_000
_CHARACTERS = 400
_TEXTS = ("id", "name", "source")
_LISTS = (
    "emails", "shared", "logins", "names", "nicknames", "people", "domains", "suffixes", "footers", "branches",
    "trailers", "traces", "environment", "unless", "likely", "model",
)  # fmt: skip
_SHORTEST = {"names": 3, "suffixes": 4, "footers": 8, "branches": 3}  # what begins or ends a text must not fit them all


def agents_path(root: str, named: str) -> str | None:
    """Where the file is that the policy names, which lies in the repository; None when it names none."""
    if not named:
        return None
    path = os.path.join(root, named)
    top = os.path.realpath(root)
    inside = os.path.commonpath([top, os.path.realpath(path)]) == top if "\0" not in named else False
    if os.path.isabs(named) or not inside:
        raise NotJudged(named, "`ai-attribution.agents` must name a file of the repository")
    return path


def read_agents(path: str) -> dict[str, Any]:
    """The tables `models` and `agent` of a file; NotJudged names what is wrong with it."""
    name = os.path.basename(path)
    try:
        content = _content(path)
        data = tomllib.loads(content.decode("utf-8"))
    except OSError as failure:
        raise NotJudged(name, f"cannot read the policy's agents: {failure.strerror}") from failure
    except UnicodeDecodeError as failure:
        raise NotJudged(name, "the policy's agents are not UTF-8") from failure
    except tomllib.TOMLDecodeError as failure:
        raise NotJudged(name, f"the policy's agents are not TOML: {failure}") from failure
    except RecursionError as failure:
        raise NotJudged(name, "the policy's agents are nested too deeply") from failure
    wrong = _wrong(data)
    if wrong:
        raise NotJudged(name, f"the policy's agents: {wrong}")
    return {"models": data.get("models", {}), "agent": data["agent"]}


def _content(path: str) -> bytes:
    """A regular file and no more of it than an honest one has: a pipe would never end."""
    if not stat.S_ISREG(os.stat(path).st_mode):
        raise OSError(0, "it is not a file")
    with open(path, "rb") as file:
        content = file.read(_BYTES + 1)
    if len(content) > _BYTES:
        raise OSError(0, f"it is larger than {_BYTES} bytes")
    return content


def _wrong(data: dict[str, Any]) -> str:
    """What is wrong with the file; empty when nothing is."""
    unknown = sorted(set(data) - {"models", "agent"})
    if unknown:
        return f"unknown key {unknown[0]!r}"
    models = data.get("models", {})
    if not isinstance(models, dict) or not all(_is_text(text) and word for word, text in models.items()):
        return "`models` must give each word a text"
    entries = data.get("agent")
    if not isinstance(entries, list) or not entries or len(entries) > _AGENTS:
        return f"it must have 1 to {_AGENTS} tables `[[agent]]`"
    for number, entry in enumerate(entries, 1):
        wrong = _wrong_entry(entry) if isinstance(entry, dict) else "is no table"
        if wrong:
            return f"agent {number} {wrong}"
    return ""


def _wrong_entry(entry: dict[str, Any]) -> str:
    unknown = sorted(set(entry) - {*_TEXTS, *_LISTS, "generic"})
    if unknown:
        return f"has the unknown key {unknown[0]!r}"
    for key in ("id", "name"):
        if not _is_text(entry.get(key)):
            return f"needs `{key}`, a text"
    if not all(char.isprintable() and char not in "<>:`" for char in entry["name"]):
        return "has a `name` that no trailer can hold"
    if not isinstance(entry.get("generic", False), bool):
        return "needs true or false as `generic`"
    for key in _LISTS:
        values = entry.get(key, [])
        if not isinstance(values, list) or len(values) > _ITEMS or not all(map(_is_text, values)):
            return f"needs a list of texts as `{key}`"
        if key in ("trailers", "traces") and any(_is_taken(value) for value in values):
            return f"has a trailer in `{key}` whose meaning is fixed"
        least = _SHORTEST.get(key, 1)
        if any(len(value.strip()) < least for value in values):
            return f"has a text in `{key}` that is shorter than {least} characters"
    return ""


def _is_taken(trailer: str) -> bool:
    """Whether a trailer is one of people's, or one that declares: no tool has it for its own."""
    from ._marks import ASSISTED, CO_AUTHOR, GENERATED, SIGN_OFF

    key = trailer.partition(":")[0].strip().lower()
    return key == ASSISTED or any(key in taken for taken in (CO_AUTHOR, SIGN_OFF, GENERATED))


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and len(value) <= _CHARACTERS
