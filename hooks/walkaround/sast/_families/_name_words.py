"""The words of identifiers. Sets of words cost nothing at start-up; patterns would have to be compiled."""

from itertools import pairwise


def words(name: str) -> list[str]:
    """The words of an identifier in small letters: `accessToken`, `ACCESS_TOKEN` and `access-token` have two."""
    if not (name.islower() or name.isupper()):
        name = "".join(f"_{one}" if one.isupper() and before.islower() else one for before, one in pairwise(f"_{name}"))
    return [word for word in name.lower().replace("-", "_").split("_") if word]


def has(text: str, parts: tuple[str, ...]) -> bool:
    """Whether any of these parts is in a text, in whatever letters."""
    small = text.lower()
    return any(part in small for part in parts)
