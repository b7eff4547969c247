"""Timeouts given as a round number, with neither a name nor a comment that would say why (B936)."""

import ast
import re
from collections.abc import Iterator

from ..._code import Module
from ._found import Found
from ._receivers import kind

_ROUND = 5  # what people guess are multiples of this
_KEYWORD = (
    r"(?:\w*_)?timeout(?:_(?:s|secs?|seconds|ms|millis|milliseconds|minutes))?"
    r"|\w*Timeout(?:MS|Ms|Secs?|Seconds|Millis)?"
)
# Calls whose arguments are seconds to wait: full name -> positions of those.
POSITIONS: dict[str, tuple[int, ...]] = {
    "asyncio.wait_for": (1,),
    "asyncio.timeout": (0,),
    "async_timeout.timeout": (0,),
    "anyio.fail_after": (0,),
    "anyio.move_on_after": (0,),
    "trio.fail_after": (0,),
    "trio.move_on_after": (0,),
    "socket.setdefaulttimeout": (0,),
    "socket.create_connection": (1,),
    "websocket.create_connection": (1,),
    "urllib.request.urlopen": (2,),
    "httpx.Timeout": (0, 1, 2, 3, 4),
    "aiohttp.ClientTimeout": (0, 1, 2, 3),
    "urllib3.Timeout": (0, 1, 2),
    "urllib3.util.Timeout": (0, 1, 2),
    "http.client.HTTPConnection": (2,),
    "smtplib.SMTP": (3,),
    "ftplib.FTP": (4,),
    "imaplib.IMAP4": (2,),
    "poplib.POP3": (2,),
    "telnetlib.Telnet": (2,),
    "selenium.webdriver.support.ui.WebDriverWait": (1,),
    "selenium.webdriver.support.wait.WebDriverWait": (1,),
    "timeout_decorator.timeout": (0,),
    "func_timeout.func_set_timeout": (0,),
    "func_timeout.func_timeout": (0,),
    "subprocess.Popen().wait": (0,),
    "subprocess.Popen().communicate": (1,),
    "threading.Thread().join": (0,),
    "queue.Queue().get": (1,),
    "queue.Queue().put": (2,),
    "concurrent.futures.ThreadPoolExecutor().submit().result": (0,),
    "concurrent.futures.ProcessPoolExecutor().submit().result": (0,),
}
_LAST = tuple(sorted({name.rpartition(".")[2] for name in POSITIONS}))
# Objects whose every number is one of seconds to wait.
_LIMITS: dict[str, frozenset[str]] = {
    "httpx.Timeout": frozenset({"timeout", "connect", "read", "write", "pool"}),
    "aiohttp.ClientTimeout": frozenset({"total", "connect", "sock_read", "sock_connect"}),
    "urllib3.Timeout": frozenset({"total", "connect", "read"}),
    "urllib3.util.Timeout": frozenset({"total", "connect", "read"}),
    "anyio.fail_after": frozenset({"delay"}),
    "anyio.move_on_after": frozenset({"delay"}),
    "asyncio.timeout": frozenset({"delay"}),
}
# A `timeout` of these is how long a value is kept, or is a setting with a name; nobody waits there.
_KEEPING = frozenset(
    {"set", "aset", "add", "aadd", "set_many", "aset_many", "get_or_set", "aget_or_set", "touch", "atouch", "incr",
     "expire", "cached", "memoize", "cache_page", "cache", "update", "configure", "from_mapping", "dict", "notify",
     "add_argument", "option", "Option", "Argument", "Field", "field"}
)  # fmt: skip
_MARK = rb"\bB\d{3}\b|noqa|nosec|type:|pylint|pragma|pyright|mypy|TODO|FIXME|XXX|^#+\s*(?:bad|wrong|defect)\b"
# Words that say what a number is, not why it is that.
_WORD = rb"\b(?!(?:in|seconds?|secs?|ms|millis\w*|minutes?|timeouts?|default|the)\b)[A-Za-z]{2,}"
_OF_TIME = (
    rb"time-?\s?outs?|\bseconds?|\bsecs?\b|\bmin(?:utes?)?\b|deadline|latency|\bp\d\d|\bSL[AO]|slow|takes?\b|took|up to"
    rb"|worst|at most|at least|because|so that|otherwise|\bmust\b|documented|recommend|agreed|guarantee|budget|exceed"
    rb"|headroom|longe[rst]+|shorte[rst]+|gives? up|\bhangs?\b|\bwaits?\b|balancer|gateway|proxy|measured|cold start"
    rb"|\bkills?\b|\d\s?(?:s|ms|m)\b"
)


def unexplained(module: Module) -> Iterator[Found]:
    """Every literal round number that is a timeout of a call: one for each line, at the keyword, else at the call."""
    positional = set(map(id, module.calls(*_LAST))) if module.imported else set()
    settimeout = set(map(id, module.calls("settimeout")))
    for call in module.of(ast.Call):
        values: list[tuple[ast.AST, ast.expr]] = []
        for keyword in call.keywords:
            if keyword.arg and "imeout" in keyword.arg and re.fullmatch(_KEYWORD, keyword.arg):
                values += [(keyword, value) for value in _parts(keyword.value)]
        if id(call) in settimeout:
            values += [(call, value) for value in call.args[:1]]
        elif id(call) in positional:
            values += _by_name(module, call)
        rounds = [(node, value) for node, value in values if _is_round(value)]
        if rounds and module.last(call.func) not in _KEEPING and not _is_named(module, call):
            yield from _unexplained_of(module, call, rounds)


def _unexplained_of(module: Module, call: ast.Call, rounds: list[tuple[ast.AST, ast.expr]]) -> Iterator[Found]:
    lines: set[int] = set()
    for node, value in rounds:
        if value.lineno not in lines and not _is_explained(module, value):
            lines.add(value.lineno)
            yield Found("B936", node, f"Nothing says why {_shown(call)} is given {ast.unparse(value)} to wait.")


def _parts(value: ast.expr) -> list[ast.expr]:
    """The numbers of a timeout: of `(5, 30)` both."""
    return list(value.elts) if isinstance(value, ast.Tuple) else [value]


def _by_name(module: Module, call: ast.Call) -> list[tuple[ast.AST, ast.expr]]:
    name = kind(module, call.func)
    positions = POSITIONS.get(name, ())
    words = _LIMITS.get(name, frozenset[str]())
    found: list[tuple[ast.AST, ast.expr]] = [(call, call.args[at]) for at in positions if at < len(call.args)]
    found += [
        (keyword, keyword.value) for keyword in call.keywords if keyword.arg in words and keyword.arg != "timeout"
    ]
    return found


def _is_round(value: ast.expr) -> bool:
    if not isinstance(value, ast.Constant) or value.value.__class__ not in (int, float):
        return False
    number = value.value
    return isinstance(number, int | float) and number > 0 and number % _ROUND == 0


def _is_named(module: Module, call: ast.Call) -> bool:
    """Whether a call makes a named constant: `LIMITS = httpx.Timeout(10)`."""
    parent = module.parent(call)
    targets: list[ast.expr]
    if isinstance(parent, ast.AnnAssign):
        targets = [parent.target]
    elif isinstance(parent, ast.Assign):
        targets = parent.targets
    else:
        return False
    return all(module.last(target).isupper() for target in targets)


def _is_explained(module: Module, value: ast.expr) -> bool:
    """Whether a comment beside a number, or right above it or its statement, says why it is what it is."""
    lines = module.once(_is_explained, lambda: module.source.split(b"\n"))
    statement = module.statement(value)
    last = _end_of_head(statement)
    for number in {value.lineno, last}:
        if 0 < number <= len(lines) and _says_why(_comment(lines[number - 1]), words=2):
            return True
    return any(_says_why(_above(lines, number), words=3, time=True) for number in {value.lineno, statement.lineno})


def _end_of_head(statement: ast.stmt) -> int:
    """The last line of a statement without its block."""
    body = getattr(statement, "body", None)
    if isinstance(body, list) and body:
        return int(max(statement.lineno, body[0].lineno - 1))
    return statement.end_lineno or statement.lineno


def _comment(line: bytes) -> bytes:
    """The comment that ends a line; a `#` within a text is not told apart unless quotes follow it."""
    before, hash_, after = line.rpartition(b"#")
    if not hash_ or after.count(b'"') % 2 or (after.count(b"'") % 2 and b" " not in after):
        return b""
    first = before.rfind(b" #")
    return line[first + 1 :] if first >= 0 else hash_ + after


def _above(lines: list[bytes], number: int) -> bytes:
    """The comment lines right above a line, as one."""
    found: list[bytes] = []
    index = number - 2
    while 0 <= index < len(lines) and lines[index].lstrip().startswith(b"#"):
        found.insert(0, lines[index].strip())
        index -= 1
    return b" ".join(found)


def _says_why(comment: bytes, words: int, time: bool = False) -> bool:
    if not comment or re.search(_MARK, comment, re.I):
        return False
    if len(re.findall(_WORD, comment, re.I)) < words:
        return False
    return not time or re.search(_OF_TIME, comment, re.I) is not None


def _shown(call: ast.Call) -> str:
    """What is called, as it is written, as far as it is names."""
    func = call.func
    if isinstance(func, ast.Name):
        return func.id
    parts: list[str] = []
    node: ast.expr = func
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if isinstance(node, ast.Name):
        parts.append(node.id)
    return ".".join(reversed(parts)) or "this call"
