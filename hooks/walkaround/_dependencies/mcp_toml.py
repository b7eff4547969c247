"""`.codex/config.toml`: the servers of the Model Context Protocol that Codex starts.

Source: "mcp_servers" in the configuration reference of Codex.
"""

from collections.abc import Iterator
from typing import Any

from .._finding import NotJudged
from .._text import Text
from .._toml import parse
from .._toml_places import Path, offsets
from .commands import of_words
from .declared import Declared, Reference
from .mcp import script_at, script_of, words_of


def read(text: Text) -> Iterator[Declared | Reference | NotJudged]:
    """What every server runs from elsewhere."""
    servers = parse(text).get("mcp_servers")
    if not isinstance(servers, dict):
        return
    places = offsets(text.content)
    for name, server in servers.items():
        if isinstance(server, dict):
            yield from _server(text.content, places, ("mcp_servers", name), server)


def _server(
    content: str, places: dict[Path, int], path: Path, server: dict[str, Any]
) -> Iterator[Declared | Reference]:
    command, arguments = server.get("command"), server.get("args")
    if not isinstance(command, str):
        return
    strings = [(command, _inside(content, places.get((*path, "command"))))]
    for at, argument in enumerate(arguments if isinstance(arguments, list) else ()):
        if isinstance(argument, str):
            strings.append((argument, _inside(content, places.get((*path, "args", at)))))
    script = script_at([written for written, _ in strings])
    if len(strings) == 1 and " " in command:
        script = 0
    if script is not None:
        yield from script_of(*strings[script])
    else:
        yield from of_words(words_of(content, strings))


def _inside(content: str, at: int | None) -> int:
    """The first character of a string inside its quotes."""
    if at is None:
        return 0
    return at + (3 if content.startswith(('"""', "'''"), at) else 1)
