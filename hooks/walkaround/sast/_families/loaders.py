"""B958 loader-that-runs-code: reading data by what runs the code that the data names.

A file that the program itself put where it is, by a constant name, or that this module wrote, is its own. A model, an
argument or a download is somebody else's.
"""

import ast
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..._code import UNKNOWN
from ..._flow import known
from ._arguments import KEYWORD, argument, given, member
from ._found import Found
from ._words import is_test

if TYPE_CHECKING:
    from ..._code import Module

# Packages and their functions that unpickle, or do as pickle does.
_LOADERS = {
    "pickle": ("load", "loads", "Unpickler"),
    "_pickle": ("load", "loads", "Unpickler"),
    "cPickle": ("load", "loads", "Unpickler"),
    "pickle5": ("load", "loads"),
    "dill": ("load", "loads", "load_session", "load_module"),
    "cloudpickle": ("load", "loads"),
    "compress_pickle": ("load", "loads"),
    "joblib": ("load",),
    "sklearn.externals.joblib": ("load",),
    "pandas": ("read_pickle",),
    "shelve": ("open",),
    "marshal": ("load", "loads"),
    "jsonpickle": ("decode",),
    "jsonpickle.unpickler": ("decode",),
    "fastai.learner": ("load_learner",),
    "fastai.vision.all": ("load_learner",),
    "kombu.serialization": ("pickle_loads",),
}
_WORDS = tuple({word for words in _LOADERS.values() for word in words})
_DUMPS = ("dump", "dumps", "to_pickle", "Pickler", "encode")
_YAML = frozenset({"yaml", "ruamel.yaml", "oyaml", "ruamel_yaml"})
_YAML_BAD = frozenset({"Loader", "CLoader", "UnsafeLoader", "CUnsafeLoader", "FullLoader", "CFullLoader"})
# Calls that give what came from elsewhere.
_FOREIGN = frozenset(
    {
        "recv", "recv_bytes", "recvfrom", "urlopen", "urlretrieve", "get_object", "download", "download_file",
        "download_blob", "download_as_bytes", "hf_hub_download", "snapshot_download", "iter_content", "accept", "input",
        "getenv", "parse_args", "lpop", "blpop", "brpop", "consume", "get_message", "recv_pyobj", "content",
        "download_fileobj",
    }
)  # fmt: skip
# What comes over the network, be it from a store that this module fills too: others write to it as well.
_CLIENTS = (
    "requests.", "httpx.", "urllib.request.", "socket.", "redis.", "aioredis.", "valkey.", "pymemcache.", "kafka.",
    "zmq.",
)  # fmt: skip
# Calls whose result is of the same origin as what they are called on and given, and such of the first alone.
_FIRST = frozenset({"open", "read", "b64decode", "decompress", "encode"})
_SAME = _FIRST | {
    "read_bytes", "read_text", "joinpath", "resolve", "absolute", "join", "dirname", "abspath", "realpath", "Path",
    "PurePath", "BytesIO", "StringIO", "expanduser", "with_suffix", "with_name", "str", "fspath", "files", "format",
    "open_binary", "getvalue",
}  # fmt: skip
_PLACES = frozenset({"home", "cwd", "getcwd", "gettempdir", "dumps", "get_data"})
_MODULES = frozenset(
    {
        "os", "os.path", "io", "gzip", "bz2", "lzma", "zlib", "base64", "pathlib", "pathlib.Path", "codecs", "aiofiles",
        "importlib.resources",
    }
)  # fmt: skip
# Keywords that say by their name that code will run; `safe_mode` says so when it is off.
_SWITCHES = {
    "trust_remote_code": "trust_remote_code runs the code that comes with a download",
    "safe_mode": "safe_mode that is off runs the code that the model names",
    "allow_dangerous_deserialization": "allow_dangerous_deserialization runs the code that the file names",
    "trust_repo": "trust_repo runs the code of a repository as it is at that moment",
}
_DEPTH = 8
_OWN, _OTHERS, _UNTOLD = "own", "others'", ""


def find(module: "Module") -> Iterator[Found]:
    if is_test(module):
        return
    yield from _pickles(module)
    yield from _yaml(module)
    yield from _models(module)
    yield from _switches(module)


def _pickles(module: "Module") -> Iterator[Found]:
    for call in module.calls(*_WORDS):
        shown = _unpickles(module, call)
        if shown and not _is_own(module, call) and call not in known(module):
            yield Found("B958", call, f"{shown} runs the code that the data names.")


def _unpickles(module: "Module", call: ast.Call) -> str:
    """What a call that unpickles is called; empty for others."""
    package, _, function = module.name(call.func).rpartition(".")
    if package == "numpy" and function == "load":
        return "numpy.load with allow_pickle=True" if _allows(module, call) else ""
    if function not in _LOADERS.get(package, ()):
        return ""
    if function == "Unpickler" and not isinstance(module.parent(call), ast.Attribute | ast.Assign):
        return ""
    return f"{package.lstrip('_').rpartition('.')[2]}.{function}"


def _allows(module: "Module", call: ast.Call) -> bool:
    return module.constant(argument(call, 2, "allow_pickle")) is True


def _is_own(module: "Module", call: ast.Call) -> bool:
    """Whether what is loaded is the program's own: of a constant path, packed by itself, or written in this module."""
    data = next(iter(given(call)), None)
    if data is None or isinstance(data, ast.Starred):
        return True
    origin = _origin(module, data, _DEPTH)
    return origin == _OWN or (origin == _UNTOLD and _writes(module, call))


def _writes(module: "Module", call: ast.Call) -> bool:
    """Whether this module packs by the same package what it unpacks."""
    package, last = module.name(call.func).partition(".")[0].lstrip("_"), module.last(call.func)
    if last == "open":
        return False
    if package == "numpy":
        return any(module.name(one.func).startswith("numpy.save") for one in module.calls("save", "savez"))
    dumps = [one for one in module.calls(*_DUMPS) if not _is_copied(module, one)]
    if package == "pandas":
        return any(module.last(one.func) == "to_pickle" for one in dumps)
    return any(module.name(one.func).partition(".")[0].lstrip("_") == package for one in dumps)


def _is_copied(module: "Module", dump: ast.Call) -> bool:
    """Whether what is packed is unpacked at once: `loads(dumps(value))`."""
    up = module.parent(dump)
    return isinstance(up, ast.Call) and module.last(up.func) in {"load", "loads", "decode"}


# Whose data it is


def _origin(module: "Module", node: ast.AST, depth: int) -> str:
    if depth <= 0:
        return _UNTOLD
    if module.constant(node) is not UNKNOWN:
        return _OWN
    if isinstance(node, ast.Name):
        return _of_name(module, node, depth)
    if isinstance(node, ast.Attribute):
        return _of_attribute(module, node, depth)
    if isinstance(node, ast.Call):
        return _of_call(module, node, depth)
    if isinstance(node, ast.Subscript) and module.name(node.value) == "sys.argv":
        return _OTHERS
    if isinstance(node, ast.BinOp):
        return _worst(_origin(module, side, depth - 1) for side in (node.left, node.right))
    if isinstance(node, ast.JoinedStr):
        return _worst(_origin(module, part, depth - 1) for part in node.values)
    if isinstance(node, ast.Await | ast.NamedExpr | ast.Subscript | ast.FormattedValue):
        return _origin(module, node.value, depth - 1)
    return _UNTOLD


def _worst(origins: Iterable[str]) -> str:
    found = set(origins)
    return _OTHERS if _OTHERS in found else _UNTOLD if _UNTOLD in found else _OWN


def _of_name(module: "Module", node: ast.Name, depth: int) -> str:
    if node.id in {"__file__", "__name__"}:
        return _OWN
    for up in module.parents(node):
        bindings = module.bindings(up, node.id)
        if bindings:
            return _worst(_of_binding(module, one, depth) for one in bindings)
    return _UNTOLD


def _of_binding(module: "Module", binding: ast.AST, depth: int) -> str:
    if isinstance(binding, ast.withitem):
        return _origin(module, binding.context_expr, depth - 1)
    if isinstance(binding, ast.Assign | ast.AnnAssign | ast.NamedExpr) and binding.value is not None:
        return _origin(module, binding.value, depth - 1)
    return _UNTOLD


def _of_attribute(module: "Module", node: ast.Attribute, depth: int) -> str:
    if node.attr in {"content", "body", "argv"}:
        return _OTHERS
    if node.attr in {"parent", "name", "stem", "parents"}:
        return _origin(module, node.value, depth - 1)
    value = member(module, node)
    if value is not None:
        return _origin(module, value, depth - 1)
    return _OTHERS if _origin(module, node.value, depth - 1) == _OTHERS else _UNTOLD


def _of_call(module: "Module", call: ast.Call, depth: int) -> str:
    last = module.last(call.func)
    if last in _FOREIGN or module.name(call.func).startswith(_CLIENTS):
        return _OTHERS
    if last in _PLACES:
        return _OWN
    if last not in _SAME:
        return _UNTOLD
    parts: list[ast.expr] = call.args[: 1 if last in _FIRST else None]
    if isinstance(call.func, ast.Attribute) and module.name(call.func.value) not in _MODULES:
        parts = [call.func.value, *(parts if last not in _FIRST else [])]
    return _worst(_origin(module, part, depth - 1) for part in parts)


# YAML, models


def _yaml(module: "Module") -> Iterator[Found]:
    for call in module.calls("load", "load_all", "unsafe_load", "unsafe_load_all", "full_load", "full_load_all"):
        package, _, function = module.name(call.func).rpartition(".")
        if package in _YAML and (not call.args or module.constant(call.args[0]) is UNKNOWN):
            how = _makes_objects(module, call, function)
            if how and call not in known(module):
                yield Found("B958", call, f"yaml.{function}{how.rstrip()} makes whatever objects the text names.")
    for call in module.calls("YAML"):
        if module.name(call.func).startswith("ruamel.") and module.constant(argument(call, KEYWORD, "typ")) == "unsafe":
            yield Found("B958", call, 'YAML(typ="unsafe") makes whatever objects the text names.')


def _makes_objects(module: "Module", call: ast.Call, function: str) -> str:
    """By which loader; a space where the function itself says so; empty for the safe ones and unknown ones."""
    if not function.startswith("load"):
        return " "
    loader = argument(call, 1, "Loader")
    if loader is None:
        return " without a Loader"
    package, _, name = module.name(loader).rpartition(".")
    return f" with {name}" if package.startswith(("yaml", "ruamel", "oyaml")) and name in _YAML_BAD else ""


def _models(module: "Module") -> Iterator[Found]:
    for call in module.calls("load"):
        if module.name(call.func) not in {"torch.load", "torch.serialization.load"}:
            continue
        only = argument(call, KEYWORD, "weights_only")
        if only is None:
            when = "runs the code that the file names, before torch 2.6"
            yield Found("B958", call, f"torch.load without weights_only=True {when}.")
        elif module.constant(only) is False:
            yield Found("B958", call, "torch.load with weights_only=False runs the code that the file names.")
    for call in module.calls("enable_unsafe_deserialization"):
        yield Found("B958", call, "enable_unsafe_deserialization lets every model that is loaded run its code.")


def _switches(module: "Module") -> Iterator[Found]:
    for keyword in module.of(ast.keyword):
        if keyword.arg in _SWITCHES and module.constant(keyword.value) is (keyword.arg != "safe_mode"):
            call = module.parent(keyword)
            if isinstance(call, ast.Call) and not _is_pinned(module, call):
                yield Found("B958", call, f"{_SWITCHES[keyword.arg]}.")


def _is_pinned(module: "Module", call: ast.Call) -> bool:
    """Whether the code is of one commit that somebody can have read."""
    revision = module.constant(argument(call, KEYWORD, "revision", "code_revision"))
    return isinstance(revision, str) and len(revision) == 40 and not set(revision) - set("0123456789abcdef")
