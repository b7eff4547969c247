"""What we have read in bandit's own source: when each of its plugins can speak at all.

A gate is a condition that holds whenever the plugin would give a result. It is cheaper than the plugin, and it needs
none of bandit's modules, so that a plugin is imported for a file that may concern it and for no other. A gate that is
too wide costs time, one that is too narrow would lose results: each says no more than the first lines of its plugin,
and the tests run every plugin without its gate to see that nothing is lost.

All of it holds for the sources whose digests stand here. A plugin whose module has another one is asked about every
node, and an engine whose core has another one is used as it is.
"""

import ast
import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple, Protocol


class Seen(Protocol):
    """What a file has imported up to a node."""

    imports: set[str]


CallGate = Callable[[Seen, ast.Call, str], bool]


class Call(NamedTuple):
    """When a plugin for calls can speak.

    `last`: whether it may about a function of this last name. `keyword`: whether it may about a call with a keyword of
    this name (None: `**`); either is asked once for each name. `opens`: whether it may about this call to this
    qualified name; None: it always may.
    """

    last: Callable[[str], bool] | None
    keyword: Callable[[str | None], bool] | None = None
    opens: CallGate | None = None


NodeGate = Callable[[ast.AST], bool]


class Facts(NamedTuple):
    """A plugin: id, node type, name of its configuration, its gate, and modules that it takes its data from."""

    id: str
    node: str
    gate: Call | NodeGate | Callable[[bytes], bool] | None
    config: str | None = None
    also: tuple[str, ...] = ()


# --- calls


def _one_of(*names: str) -> Callable[[str], bool]:
    return frozenset(names).__contains__


def _keyword(*names: str) -> Callable[[str | None], bool]:
    return frozenset(names).__contains__


def _named(*qualified: str) -> Call:
    """It speaks about functions of these qualified names."""
    names = frozenset(qualified)
    lasts = frozenset(name.rpartition(".")[2] for name in names)
    return Call(lasts.__contains__, opens=lambda _seen, _node, name: name in names)


def _below(part: str, *lasts: str) -> Call:
    """It speaks about functions of these last names with this part somewhere in the qualified name."""
    return Call(frozenset(lasts).__contains__, opens=lambda _seen, _node, name: part in name)


def _after(part: str, *lasts: str) -> Call:
    """It speaks about functions of these last names where something with this part in its name has been imported."""
    return Call(
        frozenset(lasts).__contains__, opens=lambda seen, _node, _name: any(part in name for name in seen.imports)
    )


_SUBPROCESS = ("subprocess.Popen", "subprocess.call", "subprocess.check_call", "subprocess.check_output",
               "subprocess.run")  # fmt: skip
_SHELL = ("os.system", "os.popen", "os.popen2", "os.popen3", "os.popen4", "popen2.popen2", "popen2.popen3",
          "popen2.popen4", "popen2.Popen3", "popen2.Popen4", "commands.getoutput", "commands.getstatusoutput",
          "subprocess.getoutput", "subprocess.getstatusoutput")  # fmt: skip
_NO_SHELL = (*(f"os.{name}{how}" for name in ("exec", "spawn") for how in ("l", "le", "lp", "lpe", "v", "ve", "vp",
             "vpe")), "os.startfile")  # fmt: skip
_VERBS = ("get", "options", "head", "post", "put", "patch", "delete")
_HTTP = Call(
    _one_of(*_VERBS, "request", "stream", "Client", "AsyncClient"),
    opens=lambda _seen, _node, name: name.startswith(("requests", "httpx")),
)

# The words of the expression for names of passwords, which is searched without regard to case: a long s is an `s` to
# it and the Kelvin sign a `k`, so names with other letters than ASCII are always left to the plugin.
_PASSWORDS = ("pas", "pwd", "token", "secret")


def _may_be_password(name: str | None) -> bool:
    if name is None or not name.isascii():
        return True
    low = name.lower()
    return any(word in low for word in _PASSWORDS)


def _has_text_keyword(_seen: Seen, node: ast.Call, _name: str) -> bool:
    return any(one.value.__class__ is ast.Constant and isinstance(one.value.value, str) for one in node.keywords)


# --- strings

# Bandit's expression for queries looks for the end of every beginning: a long text with many beginnings and no end
# would take it minutes. What is asked here is the same, of the first beginning and the last end.
_Whole = tuple[re.Pattern[str], re.Pattern[str] | None]


@cache
def _queries() -> tuple[_Whole, ...]:
    pairs = (("select\\s", "from\\s"), ("delete\\s+from\\s", None), ("insert\\s+into\\s", "values[\\s(]"),
             ("update\\s", "set\\s"))  # fmt: skip
    return tuple(
        (re.compile(start, re.IGNORECASE), re.compile(end, re.IGNORECASE) if end is not None else None)
        for start, end in pairs
    )


def _is_sql(text: str) -> bool:
    """Whether bandit's expression is found in a text."""
    if not _may_be_sql(text):
        return False
    for start, end in _queries():
        begun = start.search(text)
        if begun is not None and (end is None or end.search(text, begun.end()) is not None):
            return True
    return False


_WORDS = ("select", "delete", "insert", "update")


def _may_be_sql(text: str) -> bool:
    # To a search without regard to case a long s is an `s`, and an `i` with another dot or none is one.
    low = text.lower() if text.isascii() else text.translate(_FOLDED).lower()
    return any(word in low for word in _WORDS)


_FOLDED = {0x17F: "s", 0x131: "i", 0x130: "i"}


def _builds_sql(node: ast.AST) -> bool:
    parent = node._bandit_parent  # type: ignore[attr-defined]
    kind = parent.__class__
    if kind is ast.JoinedStr:
        texts = [one for one in parent.values if one.__class__ is ast.Constant and isinstance(one.value, str)]
        return bool(texts) and texts[0] is node and _is_sql("".join(str(one.value) for one in texts))
    if kind is ast.Attribute:
        return parent.attr in ("format", "replace") and _is_sql(node.value)  # type: ignore[attr-defined]
    if kind is ast.BinOp:
        while True:
            above = parent._bandit_parent
            if above.__class__ is not ast.BinOp:
                return _has_sql(parent)
            parent = above
    return False


def _has_sql(root: ast.BinOp) -> bool:
    """Whether a chain of operators has a string in it that may be a query; asked once for a chain."""
    known: bool | None = getattr(root, "_may_be_sql", None)
    if known is None:
        known, stack = False, [root]
        while stack:
            one = stack.pop()
            for side in (one.left, one.right):
                if side.__class__ is ast.BinOp:
                    stack.append(side)
                elif side.__class__ is ast.Constant and isinstance(side.value, str) and _may_be_sql(side.value):
                    known, stack = True, []
                    break
        root._may_be_sql = known  # type: ignore[attr-defined]
    return known


def _names_password(node: ast.AST) -> bool:
    parent = node._bandit_parent  # type: ignore[attr-defined]
    kind = parent.__class__
    if kind is ast.Assign:
        return any(_may_be_password(_called(target)) for target in parent.targets)
    if kind is ast.Dict or kind is ast.Subscript:
        return _may_be_password(node.value)  # type: ignore[attr-defined]
    if kind is ast.Compare:
        return _may_be_password(_called(parent.left))
    return False


def _called(target: ast.AST) -> str:
    if target.__class__ is ast.Name:
        return target.id
    return target.attr if target.__class__ is ast.Attribute else ""


def _is_any_address(node: ast.AST) -> bool:
    return node.value == "0.0.0.0"  # type: ignore[attr-defined, no-any-return]  # noqa: S104


def _is_temporary(node: ast.AST) -> bool:
    return node.value.startswith(("/tmp", "/var/tmp", "/dev/shm"))  # type: ignore[attr-defined, no-any-return]  # noqa: S108


# --- other nodes


def _has_text_default(node: ast.AST) -> bool:
    return any(
        one.__class__ is ast.Constant and isinstance(one.value, str)
        for one in node.args.defaults  # type: ignore[attr-defined]
    )


def _has_dotted_default(node: ast.AST) -> bool:
    return any(one.__class__ is ast.Attribute for one in node.args.defaults)  # type: ignore[attr-defined]


def _only(kind: type[ast.stmt]) -> NodeGate:
    def gate(node: ast.AST) -> bool:
        return len(node.body) == 1 and node.body[0].__class__ is kind  # type: ignore[attr-defined]

    return gate


# The marks of direction, in UTF-8: U+200F, U+202A to U+202E, U+2066 to U+2069.
_MARKS = tuple(chr(one).encode() for one in (0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)))


def _may_turn_text(source: bytes) -> bool:
    """Whether a file may have marks of direction: it has one, or it names an encoding, in which one may look different.

    Without a name in the first two lines a file is UTF-8.
    """
    if b"coding" in b"\n".join(source.split(b"\n", 2)[:2]):
        return True
    return not source.isascii() and any(mark in source for mark in _MARKS)


_SHELLS = "shell_injection"
_M = "bandit.plugins."
PLUGINS: dict[str, Facts] = {
    f"{_M}asserts:assert_used": Facts("B101", "Assert", None, "assert_used"),
    f"{_M}exec:exec_used": Facts("B102", "Call", _named("exec")),
    f"{_M}general_bad_file_permissions:set_bad_file_permissions": Facts(
        "B103", "Call", Call(lambda last: "chmod" in last, opens=lambda _seen, node, _name: len(node.args) == 2)
    ),
    f"{_M}general_bind_all_interfaces:hardcoded_bind_all_interfaces": Facts("B104", "Str", _is_any_address),
    f"{_M}general_hardcoded_password:hardcoded_password_string": Facts("B105", "Str", _names_password),
    f"{_M}general_hardcoded_password:hardcoded_password_funcarg": Facts(
        "B106", "Call", Call(None, _may_be_password, _has_text_keyword)
    ),
    f"{_M}general_hardcoded_password:hardcoded_password_default": Facts("B107", "FunctionDef", _has_text_default),
    f"{_M}general_hardcoded_tmp:hardcoded_tmp_directory": Facts(
        "B108", "Str", _is_temporary, "hardcoded_tmp_directory"
    ),
    f"{_M}try_except_pass:try_except_pass": Facts("B110", "ExceptHandler", _only(ast.Pass), "try_except_pass"),
    f"{_M}try_except_continue:try_except_continue": Facts(
        "B112", "ExceptHandler", _only(ast.Continue), "try_except_continue"
    ),
    f"{_M}request_without_timeout:request_without_timeout": Facts("B113", "Call", _HTTP),
    f"{_M}app_debug:flask_debug_true": Facts(
        "B201", "Call", Call(None, _keyword("debug"), lambda _seen, _node, name: name.endswith(".run"))
    ),
    f"{_M}tarfile_unsafe_members:tarfile_unsafe_members": Facts(
        "B202",
        "Call",
        Call(lambda last: "extractall" in last, opens=lambda seen, _node, _name: "tarfile" in seen.imports),
    ),
    f"{_M}hashlib_insecure_functions:hashlib": Facts(
        "B324",
        "Call",
        Call(
            _one_of("md4", "md5", "sha", "sha1", "new", "crypt", "mksalt"),
            opens=lambda _seen, _node, name: "hashlib" in name or "crypt" in name,
        ),
    ),
    f"{_M}crypto_request_no_cert_validation:request_with_no_cert_validation": Facts("B501", "Call", _HTTP),
    f"{_M}insecure_ssl_tls:ssl_with_bad_version": Facts(
        "B502", "Call", Call(None, _keyword("method", "ssl_version")), "ssl_with_bad_version"
    ),
    f"{_M}insecure_ssl_tls:ssl_with_bad_defaults": Facts(
        "B503", "FunctionDef", _has_dotted_default, "ssl_with_bad_version"
    ),
    f"{_M}insecure_ssl_tls:ssl_with_no_version": Facts("B504", "Call", _named("ssl.wrap_socket")),
    f"{_M}weak_cryptographic_key:weak_cryptographic_key": Facts(
        "B505",
        "Call",
        _named(
            *(
                f"cryptography.hazmat.primitives.asymmetric.{kind}.generate_private_key"
                for kind in ("dsa", "rsa", "ec")
            ),
            *(f"{top}.PublicKey.{kind}.generate" for top in ("Crypto", "Cryptodome") for kind in ("DSA", "RSA")),
        ),
        "weak_cryptographic_key",
    ),
    f"{_M}yaml_load:yaml_load": Facts("B506", "Call", _below("yaml", "load")),
    f"{_M}ssh_no_host_key_verification:ssh_no_host_key_verification": Facts(
        "B507", "Call", _after("paramiko", "set_missing_host_key_policy")
    ),
    f"{_M}snmp_security_check:snmp_insecure_version_check": Facts("B508", "Call", _named("pysnmp.hlapi.CommunityData")),
    f"{_M}snmp_security_check:snmp_crypto_check": Facts("B509", "Call", _named("pysnmp.hlapi.UsmUserData")),
    f"{_M}injection_paramiko:paramiko_calls": Facts("B601", "Call", _after("paramiko", "exec_command")),
    f"{_M}injection_shell:subprocess_popen_with_shell_equals_true": Facts(
        "B602", "Call", _named(*_SUBPROCESS), _SHELLS
    ),
    f"{_M}injection_shell:subprocess_without_shell_equals_true": Facts("B603", "Call", _named(*_SUBPROCESS), _SHELLS),
    f"{_M}injection_shell:any_other_function_with_shell_equals_true": Facts(
        "B604", "Call", Call(None, _keyword("shell")), _SHELLS
    ),
    f"{_M}injection_shell:start_process_with_a_shell": Facts("B605", "Call", _named(*_SHELL), _SHELLS),
    f"{_M}injection_shell:start_process_with_no_shell": Facts("B606", "Call", _named(*_NO_SHELL), _SHELLS),
    f"{_M}injection_shell:start_process_with_partial_path": Facts(
        "B607", "Call", _named(*_SUBPROCESS, *_SHELL, *_NO_SHELL), _SHELLS
    ),
    f"{_M}injection_sql:hardcoded_sql_expressions": Facts("B608", "Str", _builds_sql),
    f"{_M}injection_wildcard:linux_commands_wildcard_injection": Facts(
        "B609", "Call", _named(*_SUBPROCESS, *_SHELL), _SHELLS, (f"{_M}injection_shell",)
    ),
    f"{_M}django_sql_injection:django_extra_used": Facts("B610", "Call", Call(_one_of("extra"))),
    f"{_M}django_sql_injection:django_rawsql_used": Facts("B611", "Call", _after("django.db.models", "RawSQL")),
    f"{_M}logging_config_insecure_listen:logging_config_insecure_listen": Facts(
        "B612", "Call", _named("logging.config.listen")
    ),
    f"{_M}trojansource:trojansource": Facts("B613", "File", _may_turn_text),
    f"{_M}pytorch_load:pytorch_load": Facts("B614", "Call", _named("torch.load", "torch.serialization.load")),
    f"{_M}huggingface_unsafe_download:huggingface_unsafe_download": Facts(
        "B615",
        "Call",
        Call(
            _one_of("from_pretrained", "load_dataset", "hf_hub_download", "snapshot_download", "repository_id"),
            opens=lambda _seen, _node, name: "transformers" in name or "datasets" in name or "huggingface_hub" in name,
        ),
    ),
    f"{_M}jinja2_templates:jinja2_autoescape_false": Facts("B701", "Call", _below("jinja2", "Environment")),
    f"{_M}mako_templates:use_of_mako_templates": Facts("B702", "Call", _below("mako", "Template")),
    f"{_M}django_xss:django_mark_safe": Facts(
        "B703",
        "Call",
        _after("django.utils.safestring", "mark_safe", "SafeText", "SafeUnicode", "SafeString", "SafeBytes"),
    ),
    f"{_M}markupsafe_markup_xss:markupsafe_markup_xss": Facts(
        "B704", "Call", _named("markupsafe.Markup", "flask.Markup"), "markupsafe_xss"
    ),
}

# What the order, the place and the suppression of results come from.
CORE = tuple(
    f"bandit.core.{name}"
    for name in (
        "blacklisting", "config", "constants", "context", "extension_loader", "issue", "manager", "node_visitor",
        "test_properties", "test_set", "tester", "utils",
    )
)  # fmt: skip

# SHA-256 of the sources that the above was read from, 32 hexadecimal digits of each; one for each text it has had.
DIGESTS: dict[str, tuple[str, ...]] = {
    "bandit.core.blacklisting": ("01c5765defe0166a911537b3bed3b10d",),
    "bandit.core.config": ("e950a458ddcf146206f71e0516b36306",),
    "bandit.core.constants": ("c9a07692cef678eceb9df37bc4eaf7cc",),
    "bandit.core.context": ("dbba8fa2070465c1dd4d5d81c869c1a4",),
    "bandit.core.extension_loader": ("eb0f2a13ae00f2f614eb03f7af25597e",),
    "bandit.core.issue": ("062b6e21db368f681b48c68c7fd88cec",),
    "bandit.core.manager": ("580c4efb89a80ed6e09bf02e351d13a9",),
    "bandit.core.node_visitor": ("1ec4921372a72b12df4bfe7b84afd50e",),
    "bandit.core.test_properties": ("fe57ad4e4ef2f52a794b245aab67252d",),
    "bandit.core.test_set": ("8f0799ede2b520686875a6c5e831cefc",),
    "bandit.core.tester": ("d229bb23f1dad2239f32a52713aae1db",),
    "bandit.core.utils": ("86483ddab8e9b989714a560988d3445d",),
    "bandit.plugins.app_debug": ("d19a7e0d388b9eebc5fa39592a10842b",),
    "bandit.plugins.asserts": ("88e3f95918dda4573c8fada922443f73",),
    "bandit.plugins.crypto_request_no_cert_validation": ("03211280167b26dce279e2539d15eed2",),
    "bandit.plugins.django_sql_injection": ("898340594fa3d034608f9ac337bb1ba1",),
    "bandit.plugins.django_xss": ("1ce50093ac3694c17a44db19b323fb8b",),
    "bandit.plugins.exec": ("e64a2c4a6808f18d9733867fe61c08ab",),
    "bandit.plugins.general_bad_file_permissions": ("f13e7d08ff9a96e06d5e441dcb240996",),
    "bandit.plugins.general_bind_all_interfaces": ("327f180647c5e50c21c7541130707ee4",),
    "bandit.plugins.general_hardcoded_password": ("605938fb5ddaf5db8236de6b67456e8f",),
    "bandit.plugins.general_hardcoded_tmp": ("3a30d981ba19175f3a44ad77dc6424b1",),
    "bandit.plugins.hashlib_insecure_functions": ("f9c6092942dacdbceac0e72afae00693",),
    "bandit.plugins.huggingface_unsafe_download": ("a24f93d9ec6f060f409c66ac989112ac",),
    "bandit.plugins.injection_paramiko": ("6c06ea1fee021d06358214298e5724f8",),
    "bandit.plugins.injection_shell": ("66c49c2d001bca4d12433c34f8f93b93",),
    "bandit.plugins.injection_sql": ("51bdc4d629fdf3436202a1d78ff5ef0f",),
    "bandit.plugins.injection_wildcard": ("19e1c9721a03c542ee68b782c4cc98b8",),
    "bandit.plugins.insecure_ssl_tls": ("56b47dab23b263ba35513070f85c34e8",),
    "bandit.plugins.jinja2_templates": ("e7ed213dc26a9be4c77199f8e024917a",),
    "bandit.plugins.logging_config_insecure_listen": ("5330ed2d3888c119eaa4f8cf2196ddb5",),
    "bandit.plugins.mako_templates": ("1c1871b687e8d6019df1d28fc5a849d4",),
    "bandit.plugins.markupsafe_markup_xss": ("4131705def7d30adba32d1049a7ead94",),
    "bandit.plugins.pytorch_load": ("c83cc5727d7b3a79104869fc7d0f19ce",),
    "bandit.plugins.request_without_timeout": ("20969d3c2c1054401767787762c720be",),
    "bandit.plugins.snmp_security_check": ("b537689d174a30ab3946ae28e0e5b39d",),
    "bandit.plugins.ssh_no_host_key_verification": ("d45ab1e64e60b4bbe75a4e06cfb6d05f",),
    "bandit.plugins.tarfile_unsafe_members": ("f952acad2d3a21d1f835f6d74e9862e9",),
    "bandit.plugins.trojansource": ("5beb762d14988680c493dae54a760774",),
    "bandit.plugins.try_except_continue": ("2be56b412fd89e27c5c33e460b52c053",),
    "bandit.plugins.try_except_pass": ("0f03e28b389c7285ad804f3a684994f6",),
    "bandit.plugins.weak_cryptographic_key": ("4861f760cdcb881adc9ae3b41a39d0b9",),
    "bandit.plugins.yaml_load": ("6ce7c264139c49707700020d25bbaf70",),
}
