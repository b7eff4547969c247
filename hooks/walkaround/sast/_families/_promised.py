"""What a function's name and docstring promise."""

import ast
import re

from ..._code import Function
from ._bodies import is_constant
from ._surroundings import words_of

_SECTIONS = (
    r"(?m)^\s*(?:Args|Arguments|Parameters|Params|Returns|Raises|Yields):\s*$|^\s*:(?:param|returns?|raises)\b"
    r"|^\s*(?:Parameters|Returns|Raises)\s*\n\s*-{3,}"
)
# Work that cannot be done without looking at what is given, and the weaker words of asking for something.
_WORK = frozenset(
    {
        "verify", "validate", "check", "calculate", "compute", "fetch", "send", "process", "create", "delete", "remove",
        "update", "save", "store", "search", "charge", "refund", "cancel", "authenticate", "authorize", "authorise",
        "encrypt", "decrypt", "parse", "convert", "generate", "import", "export", "upload", "download", "query",
        "retrieve", "determine", "estimate", "predict", "analyze", "analyse", "detect", "sync", "synchronize", "notify",
        "publish", "register", "apply", "transfer", "pay", "book", "reserve", "schedule", "sign", "hash", "resolve",
        "translate", "classify", "summarize", "summarise", "rank", "score", "match", "compare", "restore", "back",
        "archive", "copy", "move", "insert", "add", "revoke", "redeem", "evaluate", "extract", "find", "list", "load",
        "look", "ask", "decide", "whether", "test", "count", "approve", "reject", "ship", "deliver", "submit",
    }
)  # fmt: skip
_ASKING = frozenset({"get", "return", "give", "read"})
_GONE = frozenset({"remove", "delete"})
_WHETHER = r"(?i)^returns?\s+(?:true|whether)\s"
# Said of a constant that is meant.
_MEANT = (
    r"(?i)\b(?:always|never|default|defaults|nothing|no|empty|constant|fixed|static|same|without|simply|"
    r"only|trivial\w*|regardless|unconditional\w*|disabled?)\b|\breturns?\s+(?:``?)?(?:true|false|none|0|1)\b(?!``?\s+(?:if|when))"
)
_QUIET = (
    r"(?i)\bnull|\bnoop|\bno-op|\bquiet|\bsilent|\bignor|\bdiscard|\bdo(?:es)?\s+nothing|\bnothing\b|\bread[- ]?only"
    r"|\bdummy|\bfake|\bmock|\bstub|\bin[- ]memory|\bunsupported|\bnot\s+support|\bdisabled|\bwithout\b"
)
_QUIET_NAME = (
    r"(?i)null|noop|quiet|silent|dummy|fake|mock|stub|readonly|disabled|empty|void|blackhole|unsupported|frozen"
)
# What there may be nothing to do for.
_LIFE = frozenset(
    {
        "close", "flush", "start", "stop", "shutdown", "open", "connect", "disconnect", "init", "initialize",
        "initialise", "setup", "teardown", "reset", "clear", "cleanup", "release", "commit", "rollback", "begin",
        "ping", "wait", "join", "lock", "unlock", "acquire", "log", "report", "progress", "advance", "enter", "exit",
        "configure", "prepare", "finish", "finalize", "finalise", "dispose", "destroy", "terminate", "seek", "truncate",
        "increment", "record", "observe", "warn", "trace", "emit", "end", "run", "ready", "add", "set", "update",
        "validate", "check", "clean", "ensure", "abort", "pause", "resume", "write", "print", "invalidate", "touch",
        "handle", "process", "visit", "leave", "register", "unregister", "install", "enable", "disable", "save",
    }
)  # fmt: skip


def has_sections(doc: str) -> bool:
    """Whether a docstring describes arguments and results: what nobody writes for a body that is meant to be empty."""
    return bool(re.search(_SECTIONS, doc))


def summary(doc: str) -> str:
    """The first paragraph of a docstring."""
    return doc.strip().partition("\n\n")[0]


def is_promise(doc: str) -> bool:
    """Whether a docstring begins with work, in a sentence of some length."""
    said = doc.split()
    return len(said) >= 3 and _verb(said[0]) in _WORK | _ASKING and not re.search(_MEANT, doc)


def is_task(name: str) -> bool:
    """Whether a method is named after work, not after a moment in the life of an object."""
    words = words_of(name)
    return bool(words) and not (words[0] in _LIFE and len(words) == 1)


def is_quiet(owner: ast.ClassDef) -> bool:
    """Whether a class says that it does nothing, or cannot do all."""
    doc = ast.get_docstring(owner, clean=False) or ""
    return bool(re.search(_QUIET_NAME, owner.name) or re.search(_QUIET, doc))


def pretends_to_work(function: Function, given: ast.expr | None, doc: str, annotated: bool, handled: bool) -> bool:
    """Whether a docstring promises work on arguments that a function never looks at."""
    arguments = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    if not any(one.arg not in {"self", "cls", "request", "_"} and one.arg[:1] != "_" for one in arguments):
        return False
    said = doc.split()
    first = summary(doc)
    if len(said) < 4 - handled or re.search(_MEANT, first):
        return False
    if re.search(_WHETHER, first):
        return True
    verb = _verb(said[0])
    if given is None or (isinstance(given, ast.Constant) and given.value is None):
        return annotated and verb in _WORK | _ASKING
    if verb in _WORK:
        # A plugin's function that is asked to remove something may well say yes and leave the work to who asks.
        yes = isinstance(given, ast.Constant) and isinstance(given.value, bool)
        return not (yes and verb in _GONE and not handled)
    full = isinstance(given, ast.Dict) and len(given.keys) > 1
    named = {word for one in arguments for word in words_of(one.arg)}
    asked = {word.strip(".,;:'") for word in first.lower().split()}
    return verb in _ASKING and is_constant(given) and (handled or (full and not named.isdisjoint(asked)))


def _verb(word: str) -> str:
    word = word.lower().strip(".,:`")
    for end in ("es", "s"):
        if word.removesuffix(end) in _WORK | _ASKING:
            return word.removesuffix(end)
    return word
