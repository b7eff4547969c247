"""AI agents: who they are (`policies/agents.toml`), and whether a name, an address, a line or a shell is theirs.

Only marks that a machine leaves count. What a person may bear (the name Claude, a vendor's address, a variable of an
editor's terminal) is no evidence by itself.
"""

import os
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from ._data import data_path

_NOREPLY = "@users.noreply.github.com"
_MAILLESS = ("noreply", "no-reply", "donotreply")  # the part before @ of an address that takes no mail
# What may follow a nickname that stands for an agent: a model, a version, a remark.
_AFTER_NICKNAME = frozenset(":(,;[/@<")


class Agent(NamedTuple):
    """`id` and the `name` to write in `Assisted-by:`. `generic`: it stands for any assistant, not for a product."""

    id: str
    name: str
    generic: bool = False


class Identity(NamedTuple):
    """`Name <address>`; either may be empty."""

    name: str
    email: str


class Short(NamedTuple):
    """A nickname: an agent's name that a person or a thing may bear as well."""

    agent: Agent
    domains: tuple[str, ...]
    person: bool


class Key(NamedTuple):
    """A tool's own trailer: its agent, the value it must begin with, and whether it only links a session."""

    agent: Agent
    value: str
    trace: bool


class Shell(NamedTuple):
    """The variables of the shells that an agent opens, each `NAME` or `NAME=value`; `unless` makes them void."""

    agent: Agent
    variables: tuple[str, ...]
    unless: tuple[str, ...]
    likely: tuple[str, ...]


class Agents:
    """The known agents, indexed for look-up. All texts but variables are held case-folded."""

    def __init__(self, data: Mapping[str, Any]) -> None:
        self.agents: list[Agent] = []
        self.models: dict[str, str] = {str(word): str(full) for word, full in data.get("models", {}).items()}
        self._emails: dict[str, Agent] = {}
        self._shared: dict[str, Agent] = {}
        self._logins: dict[str, Agent] = {}
        self._names: list[tuple[str, Agent]] = []
        self._nicknames: dict[str, Short] = {}
        self._suffixes: list[tuple[str, Agent]] = []
        self._footers: list[tuple[str, Agent]] = []
        self._keys: dict[str, list[Key]] = {}
        self._shells: list[Shell] = []
        for entry in data["agent"]:
            self._add(entry)
        # The longer name is the more exact one: "Gemini Code Assist" before "Gemini".
        self._names.sort(key=lambda pair: -len(pair[0]))

    def _add(self, entry: Mapping[str, Any]) -> None:
        agent = Agent(entry["id"], entry["name"], entry.get("generic", False))
        self.agents.append(agent)
        self._emails.update((email, agent) for email in _folded(entry, "emails"))
        self._shared.update((email, agent) for email in _folded(entry, "shared"))
        self._logins.update((login, agent) for login in _folded(entry, "logins"))
        self._names += ((name, agent) for name in _folded(entry, "names"))
        self._suffixes += ((suffix, agent) for suffix in _folded(entry, "suffixes"))
        self._footers += ((footer, agent) for footer in _folded(entry, "footers"))
        people = set(_folded(entry, "people"))
        domains = tuple(_folded(entry, "domains"))
        for name in _folded(entry, "nicknames"):
            self._nicknames[name] = Short(agent, domains, name in people)
        for field in ("trailers", "traces"):
            for item in _folded(entry, field):
                key, _, value = item.partition(":")
                self._keys.setdefault(key, []).append(Key(agent, value.strip(), field == "traces"))
        if "environment" in entry:
            variables, unless, likely = (tuple(entry.get(key, ())) for key in ("environment", "unless", "likely"))
            self._shells.append(Shell(agent, variables, unless, likely))

    def by_identity(self, who: Identity) -> Agent | None:
        """The agent that a name and an address belong to; None for people, and when it is not certain."""
        name, email = who.name.casefold(), who.email.casefold()
        agent = self._emails.get(email) or self._by_login(name, email)
        if agent is None and email in self._shared:
            owner = self._shared[email]
            return owner if owner in (self._by_name(name), self._by_nickname(name)) else None
        return agent or self._by_name(name) or self._by_suffix(name) or self._nicknamed(name, email)

    def by_word(self, text: str) -> Agent | None:
        """The agent that an `Assisted-by:` value begins with: there a nickname is enough."""
        folded = text.casefold()
        return self._by_name(folded) or self._by_nickname(folded)

    def by_trailer(self, key: str, value: str) -> Key | None:
        """The tool whose own trailer this is. `key` is in lower case."""
        folded = value.strip().casefold()
        if not folded:
            return None
        return next((found for found in self._keys.get(key, ()) if folded.startswith(found.value)), None)

    def by_footer(self, line: str) -> Agent | None:
        """The agent whose footer a line is; the text begins it, but for emoji, bullets and Markdown."""
        folded = line[:400].lstrip().casefold()
        found = self._footer(folded)
        if found is None and not (folded[:1].isascii() and folded[:1].isalnum()):
            start = next((at for at, char in enumerate(folded) if char.isascii() and char.isalnum()), len(folded))
            found = self._footer(folded[start:])
        return found

    def by_environment(self, environ: Mapping[str, str], *, likely: bool = False) -> Agent | None:
        """The agent that set these environment variables; of several, the first in the file.

        `likely` lets variables count that a person's terminal may carry too.
        """
        for shell in self._shells:
            if _any_set(shell.variables, environ) and not _any_set(shell.unless, environ):
                return shell.agent
        if likely:
            return next((shell.agent for shell in self._shells if _any_set(shell.likely, environ)), None)
        return None

    def known_names(self) -> list[str]:
        """Every name that an agent goes by, in lower case."""
        names = [agent.name.casefold() for agent in self.agents]
        return [*names, *self._nicknames, *self._logins, *(name for name, _ in self._names)]

    def _footer(self, folded: str) -> Agent | None:
        """A footer ends where it ends: with more words after it, it would be the beginning of a sentence."""
        for text, agent in self._footers:
            if folded.startswith(text) and (not text[-1].isalnum() or not folded[len(text) :].lstrip()[:1].isalnum()):
                return agent
        return None

    def _by_login(self, name: str, email: str) -> Agent | None:
        """By account: a name in [bot], which no person can choose, or the login in a code host's address."""
        agent = self._logins.get(name) if name.endswith("[bot]") else None
        if agent is None and email.endswith(_NOREPLY):
            agent = self._logins.get(email.removesuffix(_NOREPLY).rpartition("+")[2])
        return agent

    def _by_name(self, name: str) -> Agent | None:
        return next((agent for text, agent in self._names if _begins(name, text)), None)

    def _by_nickname(self, name: str) -> Agent | None:
        found = self._short(name)
        return found.agent if found else None

    def _by_suffix(self, name: str) -> Agent | None:
        return next((agent for suffix, agent in self._suffixes if name.endswith(suffix)), None)

    def _nicknamed(self, name: str, email: str) -> Agent | None:
        """A nickname counts where no person's address stands beside it."""
        short = self._short(name)
        if short is None:
            return None
        user, at, domain = email.partition("@")
        if not at:
            return None if short.person and not _has_version(name) else short.agent
        machine = user.startswith(_MAILLESS) and not email.endswith(_NOREPLY)
        return short.agent if machine or domain in short.domains else None

    def _short(self, name: str) -> Short | None:
        """The nickname that is the whole name, or that only a model, a version or a remark follows."""
        found = self._nicknames.get(name)
        if found is None:
            end = next((at for at, char in enumerate(name) if char in _AFTER_NICKNAME or char.isdigit()), 0)
            via = name.find(" via ")
            if via > 0 and (not end or via < end):
                end = via
            found = self._nicknames.get(name[:end].rstrip(" -")) if end else None
        return found


@cache
def load_agents(path: str | None = None) -> Agents:
    """The agents that Walkaround knows, read once. Source of the format: the head of `policies/agents.toml`."""
    with open(path or data_path("policies/agents.toml"), "rb") as file:
        return Agents(tomllib.load(file))


def at_work(environ: Mapping[str, str] | None = None, *, likely: bool = False) -> Agent | None:
    """The agent at work in this shell, by the variables that it sets there; `environ` is `os.environ` by default.

    What an agent starts hands its variables on: a terminal that a person opens from there looks like the agent's.
    `likely` lets variables count that some editors set in every terminal: for what may only become stricter by it.
    """
    return load_agents().by_environment(os.environ if environ is None else environ, likely=likely)


def identity(text: str) -> Identity:
    """`Name <address>`, as people and tools write it: brackets may lack, quotes and backslashes may be too many."""
    name, bracket, rest = text.partition("<")
    email = rest.partition(">")[0].strip(' \\"')
    if not bracket or "@" not in email:
        words = text.split()
        last = words[-1].strip('<>\\"') if words else ""
        if "@" in last and "." in last:
            return Identity(" ".join(words[:-1]), last)
        return Identity(text.strip(), "")
    return Identity(name.strip(' \\"'), email)


def commit_identities() -> tuple[Identity, Identity]:
    """Author and committer of the commit in the making, as git and tools put them into a hook's environment."""
    author, committer = (
        Identity(os.environ.get(f"GIT_{role}_NAME", ""), os.environ.get(f"GIT_{role}_EMAIL", ""))
        for role in ("AUTHOR", "COMMITTER")
    )
    return author, committer


def _folded(entry: Mapping[str, Any], field: str) -> Iterable[str]:
    return (str(item).casefold() for item in entry.get(field, ()))


def _any_set(variables: Iterable[str], environ: Mapping[str, str]) -> bool:
    """Whether one of these, each `NAME` or `NAME=value`, is there; an empty variable is as good as none."""
    for variable in variables:
        name, exact, value = variable.partition("=")
        found = environ.get(name)
        if found and (not exact or found == value):
            return True
    return False


def _begins(text: str, start: str) -> bool:
    """Whether `text` begins with `start` as words of their own: `gemini-cli-robot` is not `gemini-cli`."""
    if not text.startswith(start):
        return False
    return not start[-1].isalnum() or not text[len(start) :].lstrip("-")[:1].isalpha()


def _has_version(name: str) -> bool:
    return any(char.isdigit() for char in name)
