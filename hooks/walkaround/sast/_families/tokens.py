"""JWT and OAuth: tokens that nobody verifies, and flows that anybody can begin for somebody else.

Each part is imported only for a file that holds one of its words.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from ._drafts import is_test
from ._found import Found

if TYPE_CHECKING:
    from ..._code import Module

_LIBRARIES = (b"jwt", b"jose", b"jwcrypto", b"JWT", b"JsonWeb")
_PARTS: tuple[tuple[str, tuple[bytes, ...]], ...] = (
    ("_tokens_signature", (*_LIBRARIES, b"b64decode", b"b64_decode", b"base64url_decode", b"itsdangerous", b"OIDC_")),
    ("_tokens_algorithms", (*_LIBRARIES, b'alg"', b"alg'")),
    ("_tokens_claims", (*_LIBRARIES, b"id_token")),
    ("_tokens_lifetimes", _LIBRARIES),
    (
        "_tokens_oauth",
        (
            *(
                b"OAUTHLIB_",
                b"client_id",
                b"client_secret",
                b"authorization_url",
                b"authorization_code",
                b"fetch_token",
                b"fetch_access_token",
                b"introspect",
            ),
            *(b"code_challenge_method", b"SecurityScopes", b"validate_", b"check_redirect_uri", b"get_allowed_scope"),
            *_LIBRARIES,
        ),
    ),
    (
        "_tokens_grants",
        (*_LIBRARIES, b"OAuth2", b"authlib", b"client_id", b"OAUTH2_PROVIDER", b"access_token", b"_token="),
    ),
)


def find(module: "Module") -> Iterator[Found]:
    for name, words in _PARTS:
        if any(word in module.source for word in words):
            part: Callable[[Module], Iterator[Found]] = import_module(f".{name}", __package__).find
            yield from (found for found in part(module) if not is_test(module, found.node))
