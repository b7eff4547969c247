"""B956 tls-unverified: connections to whoever answers, and versions of TLS that are broken.

What somebody asks for stays as it is: `if insecure: …`, `verify=settings.VERIFY`, an argument without a default.
"""

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ..._code import UNKNOWN
from ._arguments import called, default, given, written
from ._destinations import uses
from ._found import Found
from ._words import is_test, said, words

if TYPE_CHECKING:
    from ..._code import Module

# Keywords that say by their name that nobody is checked, with the value that says so.
_OFF = {
    "verify_ssl": False, "ssl_verify": False, "verify_certs": False, "validate_certs": False, "validate_cert": False,
    "check_hostname": False, "ssl_check_hostname": False, "assert_hostname": False, "verify_cert": False,
    "ssl_verify_cert": False, "ssl_verify_identity": False, "cert_verify": False, "verify_tls": False,
    "tls_verify": False, "verify_ssl_certs": False, "ssl_verification": False, "ssl_validate": False,
    "tlsAllowInvalidCertificates": True, "tlsAllowInvalidHostnames": True, "tlsInsecure": True,
    "tls_insecure": True, "disable_ssl_certificate_validation": True, "disableSslCertValidation": True,
    "ssl_insecure": True, "insecure_skip_verify": True,
    "insecure_mode": True, "cert_check": False, "enable.ssl.certificate.verification": False,
}  # fmt: skip
_CERTS = frozenset({"cert_reqs", "ssl_cert_reqs", "validate", "verify_mode"})
_VERBS = frozenset(
    {"get", "post", "put", "patch", "delete", "head", "options", "request", "send", "stream", "ws_connect"}
)
_CLIENTS = (
    "requests.", "httpx.", "boto3.", "botocore.", "hvac.", "niquests.", "curl_cffi.", "keystoneauth1.", "docker.",
    "requests_toolbelt.", "consul.", "grequests.", "requests_futures.", "cloudscraper.", "aioboto3.", "jira.", "gql.",
    "clickhouse_connect.", "zeep.", "qdrant_client.",
)  # fmt: skip
_HTTP = ("requests.", "httpx.", "niquests.")
_OLD = {
    "ssl.PROTOCOL_SSLv2": "SSL 2", "ssl.PROTOCOL_SSLv3": "SSL 3", "ssl.PROTOCOL_TLSv1": "TLS 1.0",
    "ssl.PROTOCOL_TLSv1_1": "TLS 1.1", "ssl.TLSVersion.SSLv3": "SSL 3", "ssl.TLSVersion.TLSv1": "TLS 1.0",
    "ssl.TLSVersion.TLSv1_1": "TLS 1.1", "ssl.TLSVersion.MINIMUM_SUPPORTED": "SSL 3 or TLS 1.0",
    "OpenSSL.SSL.SSLv2_METHOD": "SSL 2", "OpenSSL.SSL.SSLv3_METHOD": "SSL 3", "OpenSSL.SSL.TLSv1_METHOD": "TLS 1.0",
    "OpenSSL.SSL.TLSv1_1_METHOD": "TLS 1.1",
}  # fmt: skip
_OFF_BY_ENVIRONMENT = frozenset(
    {
        ("PYTHONHTTPSVERIFY", "0"), ("CURL_CA_BUNDLE", ""), ("REQUESTS_CA_BUNDLE", ""), ("GIT_SSL_NO_VERIFY", "1"),
        ("GIT_SSL_NO_VERIFY", "true"), ("NODE_TLS_REJECT_UNAUTHORIZED", "0"),
    }
)  # fmt: skip
_OFF_IN_URLS = (b"ssl_cert_reqs=none", b"tlsallowinvalidcertificates=true", b"tlsinsecure=true")
_OPT_OUT = frozenset(
    {
        "verify", "insecure", "ssl", "tls", "cert", "certs", "certificate", "certificates", "validate", "trust",
        "unsafe", "verification", "selfsigned", "hostname", "verified", "ignore", "skip", "signed",
    }
)  # fmt: skip
# The same as keys of what is given on as keywords: `kwargs["cert_reqs"] = "CERT_NONE"`.
_KEYS = frozenset({"cert_reqs", "ssl_cert_reqs", "assert_hostname", "check_hostname", "verify_certs", "verify_ssl"})
_SWITCHES = frozenset({"verify", "verify_ssl", "ssl_verify", "verify_certs"})  # attributes
_WHOEVER = "connects to whoever answers"


def find(module: "Module") -> Iterator[Found]:
    if is_test(module):
        return
    seen: set[ast.AST] = set()  # a call may turn off several things; one of them is enough
    for found in _all(module):
        if found.node not in seen and not _is_asked_for(module, found.node):
            seen.add(found.node)
            yield found


def _all(module: "Module") -> Iterator[Found]:
    for keyword in module.of(ast.keyword):
        call = module.parent(keyword)
        if keyword.arg is not None and isinstance(call, ast.Call):
            yield from _keyword(module, call, keyword.arg, keyword.value)
    for statement in module.of(ast.Assign):
        for target in statement.targets:
            for attribute, value in _pairs(target, statement.value):
                yield from _attribute(module, statement, attribute, value)
            if isinstance(target, ast.Subscript):
                yield from _environment(module, statement, target)
                yield from _entry(module, statement, target)
    for literal in module.of(ast.Dict):
        yield from _in_dict(module, literal)
    if not module.imported.isdisjoint(("ssl", "OpenSSL")):
        yield from _words(module)
    yield from _calls(module)
    yield from _ssh(module)
    source = module.source.lower()
    if any(option in source for option in _OFF_IN_URLS):
        yield from _urls(module)


def _keyword(module: "Module", call: ast.Call, name: str, value: ast.expr) -> Iterator[Found]:
    off = False
    if name in _OFF:
        off = module.constant(value) is _OFF[name]
    elif name == "verify":
        off = _is_false(module, value) and _is_client(module, call)
    elif name == "ssl":
        off = module.constant(value) is False and _is_aiohttp(module, call)
    elif name in _CERTS:
        off = _is_none(module, value, name)
    if off:
        switch = f"{name}={_OFF.get(name, False if name in {'verify', 'ssl'} else 'CERT_NONE')}"
        yield Found("B956", call, f"{called(call)} with {switch} {_WHOEVER}.")


def _is_false(module: "Module", node: ast.expr) -> bool:
    """False, a name for it, or an argument that is False unless somebody says otherwise."""
    if module.constant(node) is False:
        return True
    value = default(module, node) if isinstance(node, ast.Name) else None
    return isinstance(value, ast.Constant) and value.value is False


def _is_client(module: "Module", call: ast.Call) -> bool:
    """Whether a call is one of an HTTP client, or of another that takes `verify` for TLS."""
    name = module.name(call.func)
    if name.startswith(_CLIENTS):
        return True
    if name == "functools.partial" and call.args:
        return module.name(call.args[0]).startswith(_CLIENTS)
    if module.last(call.func) not in _VERBS or (name and not name.startswith(".")):
        return False
    return not module.imported.isdisjoint(("requests", "httpx", "niquests")) or _is_on(
        module, call, {"session", "client", "http", "requests"}
    )


def _is_aiohttp(module: "Module", call: ast.Call) -> bool:
    name = module.name(call.func)
    if name.startswith("aiohttp."):
        return True
    if module.last(call.func) not in _VERBS or (name and not name.startswith(".")):
        return False
    return "aiohttp" in module.imported or _is_on(module, call, {"session", "websession"})


def _is_on(module: "Module", call: ast.Call, names: set[str]) -> bool:
    return isinstance(call.func, ast.Attribute) and not names.isdisjoint(said(module, call.func.value))


def _is_none(module: "Module", node: ast.expr, name: str) -> bool:
    if module.name(node) == "ssl.CERT_NONE" or module.constant(node) in {"CERT_NONE", "none"}:
        return True
    return name == "ssl_cert_reqs" and isinstance(node, ast.Constant) and node.value is None


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.Attribute, ast.expr]]:
    """The attributes that an assignment sets, each with its value."""
    if isinstance(target, ast.Attribute):
        yield target, value
    elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) and len(target.elts) == len(value.elts):
        for left, right in zip(target.elts, value.elts, strict=True):
            yield from _pairs(left, right)


def _attribute(module: "Module", statement: ast.Assign, target: ast.Attribute, value: ast.expr) -> Iterator[Found]:
    """What is switched off on a context, a session, a configuration."""
    name = target.attr
    if name == "check_hostname":
        if module.constant(value) is False and not _is_server(module, target.value):
            yield Found("B956", statement, "check_hostname = False takes any certificate for this host's.")
    elif name == "verify_mode":
        if module.name(value) == "ssl.CERT_NONE" and not _is_server(module, target.value):
            yield Found("B956", statement, f"verify_mode = CERT_NONE {_WHOEVER}.")
    elif name in _SWITCHES and _is_false(module, value) and _is_session(module, target):
        yield Found("B956", statement, f"{written(target) or target.attr} = False {_WHOEVER}.")


def _is_session(module: "Module", target: ast.Attribute) -> bool:
    """Whether an attribute is one of a client, not of what the program itself defines."""
    if target.attr != "verify":
        return not (isinstance(target.value, ast.Name) and target.value.id == "self")
    name = module.name(target.value)
    if name and not name.startswith("."):
        return name.startswith(_HTTP)
    return not {"session", "client", "http"}.isdisjoint(said(module, target.value))


def _environment(module: "Module", statement: ast.Assign, target: ast.Subscript) -> Iterator[Found]:
    if module.name(target.value) == "os.environ":
        key, value = module.constant(target.slice), module.constant(statement.value)
        if (key, value) in _OFF_BY_ENVIRONMENT:
            yield Found("B956", statement, f"{key} turns the check of certificates off for the whole process.")


def _entry(module: "Module", statement: ast.Assign, target: ast.Subscript) -> Iterator[Found]:
    """`kwargs["cert_reqs"] = "CERT_NONE"`."""
    key = module.constant(target.slice)
    if not isinstance(key, str) or key not in _KEYS:
        return
    off = _is_none(module, statement.value, key) if key in _CERTS else module.constant(statement.value) is False
    if off:
        yield Found("B956", statement, f"What is given {key} of {_said_value(statement.value)} {_WHOEVER}.")


def _said_value(node: ast.expr) -> str:
    return "False" if isinstance(node, ast.Constant) and node.value is False else "CERT_NONE"


def _is_of_tls(module: "Module", literal: ast.Dict) -> bool:
    """Whether a dictionary holds options of TLS: `ssl={…}`, `connect_args={"ssl": {…}}`."""
    up = module.parent(literal)
    if isinstance(up, ast.keyword):
        return bool({"ssl", "tls"} & set(words(up.arg or "")))
    if isinstance(up, ast.Dict):
        keys = [module.constant(key) for key, value in zip(up.keys, up.values, strict=True) if value is literal]
        return any(isinstance(key, str) and {"ssl", "tls"} & set(words(key)) for key in keys)
    return False


def _in_dict(module: "Module", literal: ast.Dict) -> Iterator[Found]:
    """`sslopt={"cert_reqs": ssl.CERT_NONE}`, `options={"verify": False}` and `**{"verify": False}`."""
    for key, value in zip(literal.keys, literal.values, strict=True):
        name = key.value if isinstance(key, ast.Constant) else None
        if isinstance(name, str) and name in {"cert_reqs", "ssl_cert_reqs"} and _is_none(module, value, name):
            yield Found("B956", value, f"{name} without a certificate {_WHOEVER}.")
        elif name == "enable.ssl.certificate.verification" and module.constant(value) in (False, "false"):
            yield Found("B956", value, f"{name} of False {_WHOEVER}.")
        elif name == "check_hostname" and module.constant(value) is False and _is_of_tls(module, literal):
            yield Found("B956", value, f"{name} of False takes any certificate for this host's.")
        elif name == "verify" and isinstance(value, ast.Constant) and value.value is False:
            call = next((one for one in _given_to(module, literal) if _is_client(module, one)), None)
            if call is not None:
                yield Found("B956", value, f"{called(call)} with verify=False {_WHOEVER}.")


def _given_to(module: "Module", literal: ast.Dict) -> Iterator[ast.Call]:
    """The calls whose keywords a dictionary holds: `get(url, **{…})`, and by its name `get(url, **options)`."""
    up = module.parent(literal)
    holders: list[ast.AST | None] = [up]
    if isinstance(up, ast.Assign) and isinstance(up.targets[0], ast.Name):
        holders = [module.parent(name) for name in uses(module, up.targets[0].id, up)]
    for holder in holders:
        call = module.parent(holder) if isinstance(holder, ast.keyword) and holder.arg in {None, "options"} else None
        if isinstance(call, ast.Call):
            yield call


def _words(module: "Module") -> Iterator[Found]:
    renamed = _renamed(module)
    for attribute in module.of(ast.Attribute):
        yield from _word(module, attribute, attribute.attr)
    for name in module.of(ast.Name):
        yield from _word(module, name, renamed.get(name.id, name.id))


def _renamed(module: "Module") -> dict[str, str]:
    """What the names of other modules are called here."""
    aliases = (alias for origin in module.of(ast.ImportFrom) for alias in origin.names)
    return {alias.asname: alias.name for alias in aliases if alias.asname}


def _word(module: "Module", node: ast.Attribute | ast.Name, word: str) -> Iterator[Found]:
    """What of the standard library turns verification off, or an old protocol on, where it is used."""
    if not isinstance(node.ctx, ast.Load):
        return
    if word == "_create_unverified_context":
        if module.name(node) == "ssl._create_unverified_context":
            yield Found("B956", node, f"A context of ssl._create_unverified_context {_WHOEVER}.")
    elif word.startswith(("PROTOCOL_", "TLSv1", "SSLv", "MINIMUM_SUPPORTED")):
        old = _OLD.get(module.name(node))
        if old is not None and _is_chosen(module, node):
            yield Found("B956", node, f"{old} is broken; TLS 1.2 is the least.")


def _is_chosen(module: "Module", node: ast.AST) -> bool:
    """Whether a version is given to a call or to `minimum_version`, not listed, compared or masked."""
    up = module.parent(node)
    if isinstance(up, ast.Call):
        return module.last(up.func) not in {"getattr", "hasattr", "isinstance"}
    if isinstance(up, ast.Assign):
        target = up.targets[0]
        return isinstance(target, ast.Attribute) and target.attr in {"minimum_version", "ssl_version"}
    return isinstance(up, ast.keyword)


def _calls(module: "Module") -> Iterator[Found]:
    """Calls that turn the check off by what they are called and given."""
    for call in module.calls("disable_warnings"):
        named = module.last(call.args[0]) if call.args else "InsecureRequestWarning"
        if module.name(call.func).endswith("urllib3.disable_warnings") and named == "InsecureRequestWarning":
            yield Found("B956", call, "disable_warnings hides that connections are not verified.")
    for call in module.calls("wrap_socket"):
        told = any(one.arg == "cert_reqs" or module.name(one.value) in _OLD for one in call.keywords)
        if module.name(call.func) == "ssl.wrap_socket" and not told:
            yield Found("B956", call, f"ssl.wrap_socket asks for no certificate, so it {_WHOEVER}.")
    for call in module.calls("set_option", "setopt", "tls_insecure_set", "set_verify"):
        off = _is_switched_off(module, call)
        if off:
            yield Found("B956", call, f"{off} {_WHOEVER}.")


def _is_switched_off(module: "Module", call: ast.Call) -> str:
    """What an option of LDAP, curl, MQTT or OpenSSL is set to that asks for no certificate."""
    last = module.last(call.func)
    first = call.args[0] if call.args else None
    second = call.args[1] if len(call.args) > 1 else None
    if last == "tls_insecure_set" and module.constant(first) is True:
        return "tls_insecure_set(True)"
    if last == "set_verify" and module.name(first) == "OpenSSL.SSL.VERIFY_NONE":
        return "VERIFY_NONE"
    named = module.last(first)
    if last == "set_option" and named == "OPT_X_TLS_REQUIRE_CERT":
        value = module.last(second)
        return value if value in {"OPT_X_TLS_NEVER", "OPT_X_TLS_ALLOW"} else ""
    if last == "setopt" and named in {"SSL_VERIFYPEER", "SSL_VERIFYHOST"}:
        number = module.constant(second)
        return f"{named} of 0" if number is not UNKNOWN and number in {0} else ""
    return ""


def _urls(module: "Module") -> Iterator[Found]:
    """Options in the URLs of Redis and MongoDB."""
    for node in module.of(ast.Constant):
        value = node.value.lower() if isinstance(node.value, str) and "://" in node.value else ""
        for option in _OFF_IN_URLS:
            if option.decode() in value:
                yield Found("B956", node, f"A URL with {option.decode()} {_WHOEVER}.")


def _ssh(module: "Module") -> Iterator[Found]:
    """SSH to whichever server answers: paramiko, asyncssh, pysftp."""
    for setting in module.calls("set_missing_host_key_policy"):
        policy = module.name(next(iter(given(setting)), None)).removesuffix("()").rpartition(".")[2]
        if policy in {"AutoAddPolicy", "WarningPolicy"}:
            yield Found("B956", setting, f"{policy} connects to whichever SSH server answers.")
    if "asyncssh" in module.imported:
        for keyword in module.of(ast.keyword):
            call = module.parent(keyword)
            if keyword.arg == "known_hosts" and _is_nothing(keyword.value) and isinstance(call, ast.Call):
                yield Found("B956", call, "known_hosts=None connects to whichever SSH server answers.")
    if "pysftp" in module.imported:
        for statement in module.of(ast.Assign):
            target = statement.targets[0]
            if isinstance(target, ast.Attribute) and target.attr == "hostkeys" and _is_nothing(statement.value):
                yield Found("B956", statement, "hostkeys = None connects to whichever SSH server answers.")


def _is_nothing(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _is_server(module: "Module", context: ast.expr) -> bool:
    """Whether a context is a server's, which need not ask its clients for certificates."""
    made = module.binding(context) if isinstance(context, ast.Name) else None
    if not isinstance(made, ast.Call):
        return False
    if any(module.last(one) in {"PROTOCOL_TLS_SERVER", "CLIENT_AUTH"} for one in given(made)):
        return True
    return isinstance(context, ast.Name) and any(_serves(module, name) for name in uses(module, context.id, made))


def _serves(module: "Module", name: ast.Name) -> bool:
    up = module.parent(name)
    call = module.parent(up) if isinstance(up, ast.Attribute) else None
    return isinstance(call, ast.Call) and any(
        keyword.arg == "server_side" and module.constant(keyword.value) is True for keyword in call.keywords
    )


def _is_asked_for(module: "Module", node: ast.AST) -> bool:
    """Whether somebody asked for this: it stands under `if not verify`, or in `… if insecure else …`."""
    inner = node
    for up in module.parents(node):
        if isinstance(up, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            return False
        if isinstance(up, ast.If | ast.IfExp) and inner is not up.test and _asks(module, up.test):
            return True
        inner = up
    return False


def _asks(module: "Module", test: ast.expr) -> bool:
    if module.constant(test) is not UNKNOWN:
        return False
    asking = (part for part in ast.walk(test) if isinstance(part, ast.Name | ast.Attribute | ast.Call | ast.Subscript))
    return any(not _OPT_OUT.isdisjoint(said(module, part)) for part in asking)
