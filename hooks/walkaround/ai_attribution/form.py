"""`Assisted-by: AGENT:MODEL [TOOL...]` out of what a mark says, and the model that a looser text names."""

from collections.abc import Mapping

from .._agents import Agent, identity
from .._marks import family, well_formed

__all__ = ["declaration", "model_in", "well_formed"]


def declaration(agent: Agent, text: str, models: Mapping[str, str]) -> str:
    """`AGENT:MODEL` out of what a mark says; only `AGENT` where it names no model, because none is invented."""
    model = model_in(text, models)
    return f"{agent.name}:{model}" if model else agent.name


def model_in(text: str, models: Mapping[str, str]) -> str:
    """The model in a co-author's name or a looser declaration, in one word; empty when there is none.

    It is what stands in brackets, else before `via`, else the whole: from the first word that is a model's,
    as far as version numbers go.
    """
    name = identity(text).name or text
    inside = name.partition("(")[2].rpartition(")")[0]
    angled = text.partition("<")[2].partition(">")[0]
    for part in (inside, angled, name.partition("(")[0].partition(" via ")[0]):
        model = _model(part, models) if part and not _is_address(part) else ""
        if model:
            return model
    return ""


def _model(part: str, models: Mapping[str, str]) -> str:
    words = [_without_agent(word, models) for word in part.split()]
    start = next((at for at, word in enumerate(words) if family(word, models)), None)
    if start is None:
        return ""
    words = words[start:]
    while len(words) > 1 and family(words[1], models):
        words = words[1:]  # "Claude Opus 4" is named by Opus, "Claude claude-opus-4" by its second word
    if _is_exact(words[0]):
        return words[0]
    stem = family(words[0], models)
    rest = words[0][len(stem) :]
    kept = [models[stem] + rest]
    for word in words[1:]:
        if not word[0].isdigit() and not (word.isalpha() and word[0].isupper() and len(kept) < 3):
            break
        kept.append(word)
    slug = "-".join(kept).lower()
    return slug if any(char.isdigit() for char in slug) else ""


def _without_agent(word: str, models: Mapping[str, str]) -> str:
    """The model in `Agent-model`; any other word as it is."""
    tail = word.partition("-")[2]
    return tail if tail and not family(word, models) and family(tail, models) else word


def _is_exact(word: str) -> bool:
    """A model's own identifier, such as `claude-opus-4-6`: kept as it is."""
    return word == word.lower() and any(char.isdigit() for char in word) and ("-" in word or "/" in word)


def _is_address(part: str) -> bool:
    user, at, domain = part.partition("@")
    return bool(at) and "." in domain and not user.endswith(("-", "/"))
