"""What a web application leaves open: routes, origins, cookies, forms, and checks that vanish.

Each part is imported only for a file that holds one of its words.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from ._drafts import is_test
from ._found import Found

if TYPE_CHECKING:
    from ..._code import Module

_FRAMEWORKS = (
    *(b"flask", b"fastapi", b"django", b"rest_framework", b"aiohttp", b"starlette", b"sanic", b"tornado", b"quart"),
    *(b"bottle", b"litestar", b"ninja"),
)
_PARTS: tuple[tuple[str, tuple[bytes, ...]], ...] = (
    ("_web_routes", _FRAMEWORKS),
    ("_web_public", (b"permission_classes", b"authentication_classes")),
    ("_web_asserts", (b"assert ", b"assert(")),
    ("_web_origins", (b"CORS", b"cors", b"llow-Origin", b"llow-origin")),
    ("_web_cookies", (b"ookie", b"COOKIE", b"https_only", b"JWT_AUTH")),
    ("_web_forms", (b"csrf", b"CSRF", b"MIDDLEWARE", b"check_xsrf_cookie")),
)


def find(module: "Module") -> Iterator[Found]:
    for name, words in _PARTS:
        if any(word in module.source for word in words):
            part: Callable[[Module], Iterator[Found]] = import_module(f".{name}", __package__).find
            yield from (found for found in part(module) if not is_test(module, found.node))
