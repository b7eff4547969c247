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
# What a machine of continuous integration sets; most set CI.
_CI = ("CI", "BUILD_NUMBER", "JENKINS_URL", "TEAMCITY_VERSION", "TF_BUILD")

# How the variables begin by which any agent is told: whoever has none of them needs no look into the table.
_HINTS = (
    "AGENT", "AI_AGENT", "AMP_", "ANTIGRAVITY_", "AUGMENT_", "AWS_EXECUTION_ENV", "CLAUDE", "CLINE_", "CODEX_",
    "COPILOT_", "CRUSH", "CURSOR_", "FIREBENDER_", "GEMINI_", "GOOSE_", "JUNIE_", "KILO", "KIRO_", "OPENCLAW_",
    "OPENCODE", "OZ_RUN_ID", "PI_CODING_AGENT", "QWEN_", "REPLIT_MODE", "ROO_", "TRAE_",
)  # fmt: skip
_COMMON_HINTS = {"USER": "swebot", "PROMPT_COMMAND": "###PS1JSON###", "PS1": "###PS1JSON###", "TERM_PROGRAM": "zed"}


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
    """The variables of the shells that an agent opens, as `_is_set` reads them; `unless` makes them void."""

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
        self._branches: list[tuple[str, Agent]] = []
        self._keys: dict[str, list[Key]] = {}
        self._shells: list[Shell] = []
        self._model_variables: dict[Agent, tuple[str, ...]] = {}
        for entry in data["agent"]:
            self._add(entry)
        # The longer name is the more exact one: "Gemini Code Assist" before "Gemini".
        self._names.sort(key=lambda pair: -len(pair[0]))
        # Most texts begin with none of them, which one call can tell.
        self._any_name = tuple(text for text, _ in self._names)
        self._any_footer = tuple(text for text, _ in self._footers)

    def _add(self, entry: Mapping[str, Any]) -> None:
        agent = Agent(entry["id"], entry["name"], entry.get("generic", False))
        self.agents.append(agent)
        self._emails.update((email, agent) for email in _folded(entry, "emails"))
        self._shared.update((email, agent) for email in _folded(entry, "shared"))
        self._logins.update((login, agent) for login in _folded(entry, "logins"))
        self._names += ((name, agent) for name in _folded(entry, "names"))
        self._suffixes += ((suffix, agent) for suffix in _folded(entry, "suffixes"))
        self._footers += ((footer, agent) for footer in _folded(entry, "footers"))
        self._branches += ((prefix, agent) for prefix in _folded(entry, "branches"))
        people = set(_folded(entry, "people"))
        domains = tuple(_folded(entry, "domains"))
        for name in _folded(entry, "nicknames"):
            self._nicknames[name] = Short(agent, domains, name in people)
        for field in ("trailers", "traces"):
            for item in _folded(entry, field):
                key, _, value = item.partition(":")
                self._keys.setdefault(key, []).append(Key(agent, value.strip(), field == "traces"))
        self._model_variables[agent] = tuple(entry.get("model", ()))
        if "environment" in entry or "likely" in entry:
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

    def by_branch(self, branch: str) -> Agent | None:
        """The agent that names its branches like this one."""
        folded = branch.casefold()
        return next((agent for prefix, agent in self._branches if folded.startswith(prefix)), None)

    def by_footer(self, line: str, below: str = "") -> Agent | None:
        """The agent whose footer a line is; the text begins it, but for emoji, bullets and Markdown.

        A footer of two lines is found with the line `below`.
        """
        folded = f"{line[:400].strip()}\n{below[:400].strip()}".rstrip("\n").casefold()
        found = self._footer(folded)
        if found is None and not (folded[:1].isascii() and folded[:1].isalnum()):
            first = folded.partition("\n")[0]
            start = next((at for at, char in enumerate(first) if char.isascii() and char.isalnum()), len(folded))
            found = self._footer(folded[start:])
        return found

    def by_environment(self, environ: Mapping[str, str], *, likely: bool = False) -> Agent | None:
        """The agent that set these environment variables; of several, the first in the file.

        `likely` lets variables count that a person's terminal may carry too.
        """
        for shell in self._shells:
            if _any_set(shell.variables, environ) and not _any_set(shell.unless, environ):
                return self._named_at_work(environ) or shell.agent if shell.agent.generic else shell.agent
        if likely:
            return next((shell.agent for shell in self._shells if _any_set(shell.likely, environ)), None)
        return None

    def model_at_work(self, agent: Agent, environ: Mapping[str, str] | None = None) -> str:
        """The model that an agent's variables name in full; empty when none does: a nickname (`opus`) is no model."""
        for variable in self._model_variables.get(agent, ()):
            model = (
                (os.environ if environ is None else environ).get(variable, "").partition("[")[0].strip()
            )  # behind the bracket is the size of a context
            if _is_model(model):
                return model
        return ""

    def known_names(self) -> list[str]:
        """Every name that an agent goes by, in lower case."""
        names = [agent.name.casefold() for agent in self.agents]
        return [*names, *self._nicknames, *self._logins, *(name for name, _ in self._names)]

    def _named_at_work(self, environ: Mapping[str, str]) -> Agent | None:
        """The agent that `AI_AGENT` names, such as `codex@1.2` or `claude-code_2-1_cli`."""
        return self.by_word(environ.get("AI_AGENT", "").replace("_", " ").replace("-", " "))

    def names_of(self, agent: Agent) -> list[str]:
        """Every name that this agent goes by, in lower case."""
        owned = [*self._names, *self._logins.items()]
        owned += [(name, short.agent) for name, short in self._nicknames.items()]
        return [agent.name.casefold(), *(name for name, owner in owned if owner == agent)]

    def _footer(self, folded: str) -> Agent | None:
        """A footer ends where it ends: with more words after it, it would be the beginning of a sentence."""
        if not folded.startswith(self._any_footer):
            return None
        for text, agent in self._footers:
            rest = folded[len(text) :].partition("\n")[0].lstrip()
            if folded.startswith(text) and (not text[-1].isalnum() or not rest[:1].isalnum()):
                return agent
        return None

    def _by_login(self, name: str, email: str) -> Agent | None:
        """By account: a name in [bot], which no person can choose, or the login in a code host's address."""
        agent = self._logins.get(name) if name.endswith("[bot]") else None
        if agent is None and email.endswith(_NOREPLY):
            agent = self._logins.get(email.removesuffix(_NOREPLY).rpartition("+")[2])
        return agent

    def _by_name(self, name: str) -> Agent | None:
        if not name.startswith(self._any_name):
            return None
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
def load_agents(extra: str | None = None) -> Agents:
    """The agents that Walkaround knows, read once. Source of the format: the head of `policies/agents.toml`.

    Those of the file `extra` go before them; ours stay what they are where both claim an address, an account or a
    nickname. NotJudged when it cannot be used.
    """
    with open(data_path("policies/agents.toml"), "rb") as file:
        known = tomllib.load(file)
    if extra is None:
        return Agents(known)
    from ._agents_file import read_agents

    added = read_agents(extra)
    return Agents({"models": known["models"] | added["models"], "agent": [*added["agent"], *known["agent"]]})


def at_work(
    environ: Mapping[str, str] | None = None, *, likely: bool = False, agents: Agents | None = None
) -> Agent | None:
    """The agent at work in this shell, by the variables that it sets there; `environ` is `os.environ` by default.

    What an agent starts hands its variables on: a terminal that a person opens from there looks like the agent's.
    `likely` lets variables count that some editors set in every terminal: for what may only become stricter by it.
    """
    known = agents or load_agents()
    return known.by_environment(os.environ if environ is None else environ, likely=likely)


def hints_at_work(environ: Mapping[str, str] | None = None) -> bool:
    """Whether `at_work` could find any agent of the shipped table: asked first, because it reads no file."""
    known = os.environ if environ is None else environ
    return any(name.startswith(_HINTS) for name in known) or any(
        part in known.get(name, "") for name, part in _COMMON_HINTS.items()
    )


def unattended(environ: Mapping[str, str] | None = None) -> bool:
    """Whether this is a machine of continuous integration, where nobody answers a question."""
    return _any_set(_CI, os.environ if environ is None else environ)


def identity(text: str) -> Identity:
    """`Name <address>`, as people and tools write it: brackets may lack or be HTML, quotes and backslashes too many."""
    if "&lt;" in text:
        text = text.replace("&lt;", "<").replace("&gt;", ">")
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
    """Whether one of these is there."""
    return any(_is_set(variable, environ) for variable in variables)


def _is_set(variables: str, environ: Mapping[str, str]) -> bool:
    """Whether `NAME`, `NAME=value` or `NAME=begin*end` is there, or several with spaces between them, all of them.

    An empty variable is as good as none.
    """
    for variable in variables.split():
        name, exact, wanted = variable.partition("=")
        found = environ.get(name)
        if not found or (exact and found != wanted and not _is_like(found, wanted)):
            return False
    return True


def _is_like(value: str, pattern: str) -> bool:
    """Whether a value has the form `begin*end`, where `*` is any text; without a `*` nothing has."""
    begin, *middle = pattern.split("*")
    if not middle or not value.startswith(begin):
        return False
    end = middle.pop()
    rest = value[len(begin) :]
    for text in middle:
        _, found, rest = rest.partition(text) if text else ("", True, rest)
        if not found:
            return False
    return rest.endswith(end)


def _is_model(text: str) -> bool:
    """Whether a text names one model: one word with a version, such as `claude-opus-4-6` or `openai/gpt-5`."""
    plain = text.isascii() and all(char.isalnum() or char in "-._/:@" for char in text)
    return plain and any(char.isdigit() for char in text) and any(char in "-/" for char in text[1:-1])


def _begins(text: str, start: str) -> bool:
    """Whether `text` begins with `start` as words of their own: `gemini-cli-robot` is not `gemini-cli`."""
    if not text.startswith(start):
        return False
    return not start[-1].isalnum() or not text[len(start) :].lstrip("-")[:1].isalpha()


def _has_version(name: str) -> bool:
    return any(char.isdigit() for char in name)
