"""The programs that settings of assistants and editors start: servers of the Model Context Protocol, and hooks.

Sources: the documentation of Claude Code, Cursor, Windsurf, Cline and Gemini CLI (`mcpServers`), VS Code (`servers`,
and `mcp.servers` of its settings), Zed (`context_servers`) and opencode (`mcp`, with the command as a list).
"""

from collections.abc import Iterator

from .._finding import NotJudged
from .._text import Text
from .._yaml import Mapping, Node, Scalar, Sequence, is_mapping
from .commands import Word, of_script, of_words
from .declared import Declared, Reference, whole
from .jsonc import fragment, parse

_SERVERS = frozenset({"mcpServers", "servers", "mcp", "context_servers", "mcp.servers", "mcp_servers"})
_SCRIPTS = frozenset({"hooks", "statusLine", "subagentStatusLine"})
_SHELLS = frozenset({"sh", "bash", "zsh", "dash", "ksh"})


def read(text: Text) -> Iterator[Declared | Reference | NotJudged]:
    """What every server and hook runs from elsewhere."""
    root = parse(text)
    for server in _servers(root, text.path.endswith("mcp.json")):
        yield from _server(text, server)
    for script in _scripts(root):
        yield from of_script(fragment(text, script))


def _servers(root: Node | None, is_list: bool) -> Iterator[Mapping]:
    """The tables of servers, wherever they are; in a file for nothing else they may stand at the top."""
    if is_list and isinstance(root, Mapping):
        yield from (entry for entry in root.values() if isinstance(entry, Mapping))
    for key, value in _pairs(root):
        if key in _SERVERS and isinstance(value, Mapping):
            yield from (entry for entry in value.values() if isinstance(entry, Mapping))


def _scripts(root: Node | None) -> Iterator[Scalar]:
    """The commands of hooks, and of the status line, which a shell runs."""
    for key, value in _pairs(root):
        if key not in _SCRIPTS:
            continue
        entries = value.items if isinstance(value, Sequence) else [value]
        for entry in entries:
            command = entry.get("command") if isinstance(entry, Mapping) else None
            if isinstance(command, Scalar) and not command.plain:
                yield command


def _pairs(root: Node | None) -> Iterator[tuple[str, Node]]:
    """Every name and value of the document."""
    waiting = [] if root is None else [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            for name, value in zip(node.pairs[::2], node.pairs[1::2], strict=True):
                if isinstance(name, Scalar):
                    yield name.value, value
            waiting += node.values()
        elif isinstance(node, Sequence):
            waiting += node.items


def _server(text: Text, server: Mapping) -> Iterator[Declared | Reference]:
    command, arguments = server.get("command"), server.get("args")
    if is_mapping(command):  # as Zed had it
        arguments = command.get("args")
        command = command.get("path")
    strings = [*_strings(command), *_strings(arguments)]
    if not strings:
        return
    script = _script_of_a_shell(strings)
    if len(strings) == 1 and " " in strings[0].value:
        script = strings[0]
    if script is not None:
        yield from of_script(fragment(text, script))
    else:
        yield from of_words(words_of(text.content, [(one.value, one.offset) for one in strings]))


def _strings(node: Node | None) -> list[Scalar]:
    """The strings of a value that is one, or a list of them."""
    items = node.items if isinstance(node, Sequence) else [node]
    return [item for item in items if isinstance(item, Scalar) and not item.plain]


def _script_of_a_shell(strings: list[Scalar]) -> Scalar | None:
    """The script of `bash -c script`."""
    at = script_at([one.value for one in strings])
    return None if at is None else strings[at]


def script_at(words: list[str]) -> int | None:
    """Which of the words is the script of `bash -c script`; None when none is."""
    name = words[0].replace("\\", "/").rpartition("/")[2].removesuffix(".exe")
    if name not in _SHELLS:
        return None
    flags = (at for at, word in enumerate(words) if word.startswith("-") and not word.startswith("--") and "c" in word)
    at = next(flags, len(words)) + 1
    return at if at < len(words) else None


def words_of(content: str, strings: list[tuple[str, int]]) -> list[Word]:
    """The words of a command; what an editor puts in for `${...}` is not known here."""
    words = [
        Word(text, offset, "${" not in text and "{{" not in text, content.startswith(text, offset))
        for text, offset in strings
    ]
    if "\\" in words[0].text:  # a path of Windows, which no shell of ours reads
        words[0] = words[0]._replace(text=words[0].text.rpartition("\\")[2], written=False)
    for ending in (".exe", ".cmd", ".bat"):
        words[0] = words[0]._replace(text=words[0].text.removesuffix(ending))
    return words


def script_of(written: str, offset: int) -> Iterator[Declared | Reference]:
    """What a script that stands in the file as it is runs."""
    return iter(of_script(whole(written, offset)))
