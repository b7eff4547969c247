"""The families of our own rules: which words in a file call for which module, and what a module finds.

A module has `find(module)`, which yields what it found. It is imported, and asked, only for a file that holds one of
its words; a family without words is asked for every file.
"""

import ast
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import NamedTuple

from ..._code import Module
from ._found import Found

__all__ = ["FAMILIES", "Family", "Found", "find"]


_INJECTED, _LOADER = "B913", "B958"  # a client's data in a loader, and the loader alone; injection comes first


class Family(NamedTuple):
    """A module of this package, and the words (bytes as they stand in a source) one of which a file must hold.

    `phrases` are words with blanks in them.
    """

    name: str
    words: tuple[bytes, ...] = ()
    phrases: tuple[bytes, ...] = ()

    def is_called_for(self, module: Module) -> bool:
        """Whether a module has a word of this family; one without words is for every module."""
        text = module.once(_text, lambda: _text(module.source))
        if not self.words or any(word in text.chunks for word in self.words):
            return True
        return any(phrase in text.source for phrase in self.phrases)

    def finder(self) -> Callable[[Module], Iterator[Found]]:
        """The module's `find`; the module is imported now."""
        found: Callable[[Module], Iterator[Found]] = import_module(f".{self.name}", __package__).find
        return found


def _family(name: str, words: str) -> Family:
    """A family with its words parted by `|`."""
    parts = tuple(words.encode().split(b"|"))
    return Family(name, *(tuple(one for one in parts if (one.split() == [one]) is whole) for whole in (True, False)))


FAMILIES: tuple[Family, ...] = (
    _family(
        "injection",
        "Request|SQL|__import__|aiohttp|bottle|copy_expert|dill|django|eval|event|exec|extra|fabric|falcon|"
        "fastapi|fetch|flask|getoutput|import_module|invoke|iterate|jinja2|joblib|litestar|marshal|mogrify|ninja|"
        "pickle|popen|prepare|py7zr|pyramid|quart|query|rarfile|raw|request|sanic|shelve|sql|starlette|"
        "subprocess|system|tarfile|tornado|unpack_archive|xml|yaml|zipfile",
    ),
    _family("disclosure", ".run(|DEBUG|LOG|debug|exc|log|print|rrorhandler|traceback"),
    _family(
        "tokens",
        'JWT|JsonWeb|OAUTH2_PROVIDER|OAUTHLIB_|OAuth2|OIDC_|RequestValidator|SecurityScopes|access_token|alg"|'
        "alg'|authlib|authorization_code|authorization_url|b64decode|check_redirect_uri|client_id|client_secret|"
        "code_challenge_method|fastapi_users|fetch_token|get_allowed_scope|id_token|introspect|itsdangerous|jose|"
        "jwcrypto|jwt",
    ),
    _family("errors", "except|suppress"),
    _family(
        "timeouts",
        "HTTPConnection|HTTPSConnection|MySQLdb|WebDriverWait|_pb2_grpc|aiomysql|apply_async|asyncio|boto3|"
        "cachecontrol|celery|cloudscraper|concurrent|create_engine|delay(|fail_after|ftplib|google|http.client|"
        "httplib2|imaplib|imeout|ldap3|move_on_after|multiprocessing|nntplib|paramiko|poplib|psycopg|pymemcache|"
        "pyodbc|queue|redis|requests|smtplib|socket|ssl|subprocess|telnetlib|threading|urllib|xmlrpc",
    ),
    _family("coroutines", "Async|aiohttp|async|create_task|fastapi|starlette"),
    _family(
        "money",
        "AMOUNT|BALANCE|COST|DISCOUNT|FEE|Fee|PRICE|Price|TAX|TOTAL|Tax|alance|alary|ayment|budget|deposit|efund|"
        "evenue|fee|iscount|mount|nvoice|ost|otal|price|salaries|tax|usd|vat|wage",
    ),
    _family(
        "loading",
        "aiohttp|all(|bottle|context|django|fastapi|fetch|find|flask|len(|list(|litestar|ninja|objects|quart|"
        "read|rest_framework|sanic|starlette|tornado",
    ),
    _family(
        "inputs",
        "Length|aiohttp|bottle|context|django|fastapi|flask|len(|litestar|marshmallow|max_length|min_length|"
        "ninja|pydantic|quart|rest_framework|sanic|starlette|tornado|wtforms",
    ),
    _family(
        "leftovers",
        ' real |"""|# |...|Dummy|FIXME|Mock|Stub|TODO|XXX|actual|ard-coded|ardcoded|dummy|emainder|existing|'
        "fixme|for now|here|implified|laceholder|mock|mplement|normally|omitted|pass|purposes|rest of|roduction|"
        "stub|todo|typically|usually|your code",
    ),
    _family("moments", ".now|.today|fromtimestamp|strptime|utcnow"),
    _family(
        "races",
        "-=|DoesNotExist|access|commit|count|execute|exists|fetchrow|fetchval|find_by_|first|flush|get_by_|"
        "insert|is_dir|is_file|isdir|isfile|mktemp|one_or_none|save|scalar|set(|setex|sismember",
    ),
    _family("defaults", "class |def |lambda"),
    _family("hashes", "BCRYPT|HASHERS|Hash|PBKDF2|Signer|X509|crypt|hash|hmac|passlib|pbkdf2"),
    _family("randomness", "random|secrets|uuid"),
    _family("ciphers", "Crypto|OpenSSL|RSA|cryptography|jwcrypto|pyDes|rsa|set_ciphers"),
    _family("nonces", "Crypto|argon2|crypt|make_password|nacl|passlib|pbkdf2"),
    _family(
        "transport",
        "CA_BUNDLE|SSL|Ssl|TLS|VERIFY|_hostname|cert|disable_w|erify|host_key|hostkeys|insecure|known_h|ssl|tls",
    ),
    _family(
        "comparisons",
        "ASSWORD|CMAC|CSRF|ECRET|HMAC|IGNATURE|KEY|Key|OKEN|PBKDF2|assword|crypt|csrf|ecret|hmac|ignature|key|"
        "oken|otp|pbkdf2",
    ),
    _family("loaders", "allow_|dill|joblib|load_|marshal|numpy|pickle|shelve|torch|trust_|unsafe_|yaml"),
    _family(
        "web",
        "COOKIE|CORS|CSRF|JWT_AUTH|MIDDLEWARE|aiohttp|assert|bottle|cors|csrf|django|fastapi|flask|https_only|"
        "litestar|llow-Origin|llow-origin|ninja|ookie|quart|rest_framework|sanic|starlette|tornado",
    ),
)


def find(module: Module, families: tuple[Family, ...] = FAMILIES) -> Iterator[Found]:
    """What our rules find in a module, family by family; of two that say the same of a call, the surer one."""
    injected: set[ast.AST] = set()
    for family in families:
        if family.is_called_for(module):
            for found in family.finder()(module):
                if found.rule == _INJECTED:
                    injected.add(found.node)
                if found.rule != _LOADER or found.node not in injected:
                    yield found


def unfollowed(module: Module) -> tuple[str, ...]:
    """The functions of a module that are too large or too deep for its values to be followed through them."""
    injection = next(family for family in FAMILIES if family.name == "injection")
    if not injection.is_called_for(module):
        return ()
    from ..._flow import incomplete

    return incomplete(module)


class _Text(NamedTuple):
    """A source with its identifiers as the parser reads them, and each of its chunks between blanks once.

    Most chunks stand in a file many times, so that it takes half as long to look for words among them.
    """

    source: bytes
    chunks: bytes


def _text(source: bytes) -> _Text:
    plain = _plain(source)
    return _Text(plain, b"\n".join(set(plain.split())))


def _plain(source: bytes) -> bytes:
    """A source with its identifiers as the parser reads them: in wide letters, or in bold ones, they are the same."""
    if source.isascii():
        return source
    import unicodedata

    text = source.decode("utf-8", "replace")
    return source if unicodedata.is_normalized("NFKC", text) else unicodedata.normalize("NFKC", text).encode()
