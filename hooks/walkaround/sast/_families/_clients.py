"""Clients of clouds and databases whose own limits are none, or too long for whoever waits (B935)."""

import ast
from collections.abc import Iterator

from ..._code import UNKNOWN, Module
from ._found import Found
from ._processes import is_command
from ._receivers import argument, is_open, kind, made
from ._waits import CLOUD, CONFIGURATIONS

_BOUNDS = frozenset({"connect_timeout", "read_timeout"})
_CONFIG = 9  # where `config` stands among the arguments of `boto3.client`
_DEFAULT = (b"set_default_client_config", b"setup_default_session")


def cloud(module: Module) -> Iterator[Found]:
    """Clients of AWS that are told no limit: botocore waits a minute for each answer, and asks several times."""
    if "boto3" not in module.imported or any(word in module.source for word in _DEFAULT) or is_command(module):
        return
    for call in module.calls("client", "resource"):
        name = kind(module, call.func)
        if name in CLOUD and not is_open(call) and _is_without_limit(module, argument(call, ("config",), _CONFIG)):
            shown = name.replace("()", "")
            message = f"{shown} is given no limit: botocore waits a minute for each answer, several times over."
            yield Found("B935", call, message, "Pass config=Config(connect_timeout=…, read_timeout=…) with limits.")


def _is_without_limit(module: Module, config: ast.expr | None) -> bool:
    """Whether there is no configuration, or one that can be read here and has no timeout in it."""
    if config is None:
        return True
    makers = made(module, config)
    return bool(makers) and all(_is_unbounded(module, one) for one in makers)


def _is_unbounded(module: Module, maker: ast.expr) -> bool:
    if not isinstance(maker, ast.Call) or kind(module, maker.func) not in CONFIGURATIONS or is_open(maker):
        return False
    return _BOUNDS.isdisjoint(one.arg for one in maker.keywords)


def engines(module: Module) -> Iterator[Found]:
    """Engines of SQLAlchemy for PostgreSQL, whose drivers wait for a connection as long as the system does."""
    if "sqlalchemy" not in module.imported or is_command(module):
        return
    for call in module.calls("create_engine"):
        address = argument(call, ("url",), 0)
        if not kind(module, call.func).startswith("sqlalchemy.") or address is None or is_open(call):
            continue
        text = _beginning(module, address)
        told = any(one.arg in {"connect_args", "creator", "poolclass", "pool"} for one in call.keywords)
        if text.startswith("postgres") and "asyncpg" not in text and "timeout" not in text and not told:
            yield Found("B935", call, "create_engine waits for ever for a connection to PostgreSQL.")


def _beginning(module: Module, address: ast.expr) -> str:
    """What an address begins with, as far as it is fixed."""
    for one in made(module, address):
        known = module.constant(one)
        if known is UNKNOWN and isinstance(one, ast.JoinedStr) and one.values:
            known = " ".join(str(module.constant(part)) for part in one.values if isinstance(part, ast.Constant))
        if isinstance(known, str):
            return known
    return ""
