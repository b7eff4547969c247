"""Tokens as their vendors issue them: one row per kind, one module per family of vendors.

A row is data. The gate, the judge, the plugins for detect-secrets, the tests' samples and the table in the
documentation are all made from it.
"""

from functools import cache
from importlib import import_module
from typing import NamedTuple


class TokenKind(NamedTuple):
    """One kind of token.

    `id` is kebab-case, the vendor's name first. `noun` has its article and stands in messages ("a GitHub personal
    access token"); `vendor` stands in remedies ("Revoke it at GitHub"). `page` is the vendor's page on the token or
    its format; `revoke` the page where its owner revokes it, "" when none is known. `detector` is the class name
    by which a policy lists it.

    `pattern` is the whole token as a regular expression over ASCII: literals, classes, groups without capture,
    alternatives and bounded counts; no anchors, no look-around, no references, none of `\\w \\d \\s .`. What
    stands around a token is the judge's business, for every kind alike: no letter or digit before or behind it.

    `clues` are literals; one of them stands in every match. Of a kind whose form alone says too little (32 hexadecimal
    digits), `near` is true: then the clues are lower-case words for the vendor, one of which must stand, in any case,
    at most 64 characters before the token in the same line, and the token must look random.

    `checksum` names a function of `_checksums`; a token that it refuses was not issued by the vendor.
    """

    id: str
    noun: str
    vendor: str
    pattern: str
    clues: tuple[str, ...]
    page: str
    detector: str
    revoke: str = ""
    near: bool = False
    checksum: str = ""


# The modules, in the order of precedence; each holds its rows under its own name.
FAMILIES = (
    *("source_hosts", "registries", "ci", "tracing", "vectors", "agents", "models", "cloud", "payment", "messaging"),
    *("databases", "monitoring", "services", "general"),
)


@cache
def all_kinds() -> tuple[TokenKind, ...]:
    """Every kind of token, in the order of precedence; a kind's place here is its number.

    Of two that claim the same text, the earlier one names it. Kinds that need their vendor's name beside them come
    last, so that a token with a mark of its own keeps its name.
    """
    modules = ((name, import_module(f".{name}", __package__)) for name in FAMILIES)
    return tuple(sorted((kind for name, module in modules for kind in getattr(module, name.upper())), key=_place))


def _place(kind: TokenKind) -> int:
    """0 for a mark that is the vendor's own, 1 for a vendor named beside it, 2 for a format that many share."""
    return 2 if kind.id in SHARED else int(kind.near)


# Forms that say little by themselves: the token must look random in every way.
SHARED = frozenset(("openai-style-key", "openai-unmarked-key"))
