"""`AGENT:MODEL [TOOL...]` out of what a mark says, and the model that a looser text names."""

from collections.abc import Collection, Mapping

from .._agents import Agent, identity
from .._marks import family, well_formed

__all__ = ["WORDS", "declaration", "in_form", "loses", "model_in", "well_formed", "words"]

# Programs that check code, which the kernel's form names behind the model.
_TOOLS = frozenset({
    "coccinelle", "coccicheck", "sparse", "smatch", "clang-tidy", "clang-analyzer", "cppcheck", "checkpatch",
    "checkpatch.pl", "syzkaller", "codeql", "semgrep", "coverity", "clippy",
})  # fmt: skip
# What follows a maker's name in the name of a program: no model begins here, and a number behind it is the program's.
_PROGRAM = frozenset({"code", "cli", "agent", "agents", "desktop", "assistant", "assist", "bot", "app", "web", "ide"})
# What may follow a model's name, as a word of its own.
_VARIANTS = frozenset({
    "pro", "flash", "lite", "mini", "nano", "max", "plus", "turbo", "preview", "thinking", "fast", "air", "codex",
    "coder", "opus", "sonnet", "haiku", "instant", "ultra", "large", "small",
})  # fmt: skip
_WORDS_MOST = 8  # of a model's name
_SQUARE = str.maketrans("[]", "()")
# Words that say nothing by themselves, or only who runs the model.
_FILLERS = frozenset({
    "via", "with", "using", "model", "ai", "aws", "bedrock", "azure", "vertex", "openrouter", "ollama", "google",
    "openai", "anthropic", "github", "auto", "context", "com", "dev",
})  # fmt: skip
# All words that say something about agents, models and tools, and nothing else.
WORDS = _FILLERS | _PROGRAM | _VARIANTS | {word for tool in _TOOLS for word in tool.replace(".", "-").split("-")}


def declaration(agent: Agent, text: str, models: Mapping[str, str]) -> str:
    """`AGENT:MODEL [TOOL...]` out of what a mark says; only `AGENT` where it names no model: none is invented."""
    model = model_in(text, models, agent)
    tools = [word for word in map(_bare, _name(text).split()) if word.lower() in _TOOLS]
    return " ".join([f"{agent.name}:{model}", *tools]) if model else agent.name


def in_form(text: str, models: Mapping[str, str]) -> bool:
    """Whether a text is `AGENT:MODEL [TOOL...]`, with the model in one word.

    `Crush:Bedrock Claude Opus 4.9` is not: to whoever reads the form it names a model Bedrock and three tools.
    """
    if not well_formed(text):
        return False
    said = text.partition(":")[2].split()
    return any(char.isdigit() for char in said[0]) or _model(said, models) in ("", said[0])


def loses(text: str, formed: str, known: Collection[str]) -> bool:
    """Whether a text says more than what was made of it: another model, a second tool, a version, a remark.

    `known` are the words that the agent's names are made of.
    """
    said = words(_name(text))
    kept = {*words(formed), *known, *_FILLERS}
    if "context" in said:
        kept.update(word for word in said if word[:-1].isdigit() and word[-1] in "km")  # the size of its window
    return any(word not in kept for word in said)


def words(text: str) -> list[str]:
    """The words and numbers of a text, in lower case."""
    return "".join(char if char.isalnum() else " " for char in text.casefold()).split()


def model_in(text: str, models: Mapping[str, str], agent: Agent | None = None) -> str:
    """The model in a co-author's name or a looser declaration, in one word; empty when there is none.

    It is what stands in brackets, else behind the agent and a colon, else before `via`, else the whole: from the
    first word that is a model's, as far as version numbers go.
    """
    name = _name(text)
    before, _, rest = name.partition("(")
    angled = text.partition("<")[2].partition(">")[0]
    head, _, tail = before.partition(":")
    behind = tail if not any(char.isdigit() for char in head) else ""
    own = {agent.id, *words(agent.name)} if agent is not None else set()
    for part in (rest.rpartition(")")[0], "" if _is_address(angled) else angled, behind, before):
        said = [_without_agent(word, models, own) for word in part.partition(" via ")[0].split()]
        model = _model(said, models)
        if model:
            return model
    return ""


def _name(text: str) -> str:
    """A text without its address and its links, its brackets round."""
    name = identity(text).name or text
    if " [" in name:  # without a space it is part of a model's identifier: `claude-opus-4-6[1m]`
        name = name.translate(_SQUARE)
    return name if "://" not in name else " ".join(word for word in name.split() if "://" not in word)


def _model(said: list[str], models: Mapping[str, str]) -> str:
    """The first model that these words name with a version."""
    for at, word in enumerate(said):
        if family(word, models):
            model = _from(said[at : at + _WORDS_MOST], models)
            if model and "<" not in model and ">" not in model:
                return model
    return ""


def _from(said: list[str], models: Mapping[str, str]) -> str:
    """The model that begins with the first of these words; empty without a version."""
    first = _bare(said[0])
    if len(said) > 1 and family(said[1], models) and not any(char.isdigit() for char in first):
        return ""  # "Claude Opus 4" is named by Opus, "Claude claude-opus-4" by its second word
    if _is_exact(first):
        return first
    first = first.rpartition("/")[2]
    stem = family(first, models)
    kept = [models[stem] + first[len(stem) :]]
    for before, word, after in zip(said, said[1:], [*said[2:], ""], strict=False):
        another = family(word, models) and after[:1].isdigit()  # "Opus 4.6 Sonnet 4.5" are two
        if before.endswith(",") or another or not _continues(_bare(word)):
            break
        kept.append(_bare(word))
    slug = "-".join(kept).lower()
    return slug if any(char.isdigit() for char in slug) else ""


def _continues(word: str) -> bool:
    """Whether a word belongs to the model before it: a number, a variant, a generation such as `K2`."""
    return word[:1].isdigit() or word.lower() in _VARIANTS or (word[:1] in "KMRV" and word[1:2].isdigit())


def _without_agent(word: str, models: Mapping[str, str], own: Collection[str]) -> str:
    """The model in `Agent-model` and `Agent/model`; any other word as it is, so also `provider/model`."""
    head, slash, tail = word.partition("/")
    if slash and (head.casefold() in own or head.casefold() in _PROGRAM) and family(tail, models):
        return tail
    tail = word.partition("-")[2]
    return tail if tail and not family(word, models) and family(tail, models) else word


def _bare(word: str) -> str:
    """A word without what stands around it: brackets, Markdown, quotes, a list's or a path's separators."""
    return word.strip("()*_`'\"/:;,")


def _is_exact(word: str) -> bool:
    """A model's own identifier, such as `claude-opus-4-6`: kept as it is."""
    return word == word.lower() and any(char.isdigit() for char in word) and ("-" in word or "/" in word)


def _is_address(part: str) -> bool:
    user, at, domain = part.partition("@")
    return bool(at) and "." in domain and not user.endswith(("-", "/"))
