"""`walkaround agent-hook`: what an agent's own hook calls, before a command in the shell and after an edit.

On standard input stands the event in JSON, as Claude Code, Gemini CLI, Codex and Cursor send it. A command that passes
by git's hooks is refused; a file that was edited is checked, and what is found is told to the agent.

| exit code | meaning, the same for all four |
|---|---|
| 0 | go on; standard output is `{}`, which all of them take for no decision |
| 2 | refused, or something was found; standard error says what |
| 1 | the event could not be read; the agent's own rules decide |
"""

import io
import json
import os
import shlex
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from typing import Any

from .. import _catalogue, _inputs
from .._finding import NotJudged
from .._git import GitError, find_root
from .._main import Inspection, Output, could_not_start, emit, inspect, policy_for, printable
from .._policy import PolicyError

_MOST = 64 << 20  # characters of an event: it may carry the whole file that was written
_GO_ON, _UNREAD, _REFUSED = 0, 1, 2
_SHELLS = frozenset({"sh", "bash", "zsh", "dash", "ksh", "fish"})
_WRAPPERS = frozenset({"env", "sudo", "command", "exec", "time", "nohup", "xargs", "then", "do", "else", "!", "{"})
_SWITCHES = ("SKIP", "PREK_SKIP", "PRE_COMMIT_ALLOW_NO_CONFIG", "PREK_ALLOW_NO_CONFIG")
_RUNS_HOOKS = frozenset({"commit", "push", "merge", "rebase", "am"})
_TAKES_NEXT = frozenset({
    "-m", "-F", "-C", "-c", "-t", "--message", "--file", "--reuse-message", "--reedit-message", "--template",
    "--author", "--date", "--trailer", "--fixup", "--squash", "--cleanup", "--push-option", "--onto",
})  # fmt: skip
_GIT_TAKES_NEXT = frozenset({"-C", "-c", "--git-dir", "--work-tree", "--namespace", "--config-env", "--exec-path"})
_DEEPEST = 4  # of commands inside commands


def main(argv: Sequence[str]) -> int:
    if argv:
        sys.stderr.write("usage: walkaround agent-hook < EVENT\n")
        return 0 if argv[0] in ("-h", "--help") else _UNREAD
    event = _event()
    if event is None:
        sys.stderr.write("walkaround agent-hook: standard input holds no event in JSON; nothing was judged\n")
        return _UNREAD
    why = ""
    command, path = _command(event), _edited(event)
    if command:
        found = next(evasions(command), "")
        if found:
            why = f"walkaround: refused: {found}. Run it without, and mend what the hooks find.\n"
    elif path:
        why = _checked(path)
    if why:
        sys.stderr.write(printable(why, sys.stderr.encoding))
        return _REFUSED
    sys.stdout.write("{}\n")
    return _GO_ON


def _event() -> dict[str, Any] | None:
    try:
        found = json.loads(sys.stdin.read(_MOST))
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _command(event: dict[str, Any]) -> str:
    """The command that an agent is about to run; empty when the event is of another kind."""
    if "After" in str(event.get("hook_event_name")) or "Post" in str(event.get("hook_event_name")):
        return ""
    given = event.get("tool_input")
    command = given.get("command") if isinstance(given, dict) else event.get("command")
    if isinstance(command, list):
        return shlex.join(map(str, command))
    return command if isinstance(command, str) else ""


def _edited(event: dict[str, Any]) -> str:
    """The file that an agent has edited."""
    given = event.get("tool_input")
    path = given.get("file_path") if isinstance(given, dict) else None
    folder = event.get("cwd")
    if not isinstance(path, str) or not path or "\0" in path:
        return ""
    return os.path.join(folder if isinstance(folder, str) else "", path)


def _checked(path: str) -> str:
    """What the hooks find in a file, as an agent reads it; empty when nothing that counts, or where it is not ours.

    Those that judge the whole repository are left to the commit: no edit is to answer for what it did not touch.
    """
    full = os.path.abspath(path)
    try:
        root = find_root(os.path.dirname(full)) if os.path.isfile(full) else None
    except GitError:
        return ""
    if root is None:
        return ""
    os.chdir(root)
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        code = _inspected(os.path.relpath(full, root))
    return said.getvalue() if code else ""


def _inspected(path: str) -> int:
    output = Output("check", "", again=shlex.join(("walkaround", "check", path)))
    hooks = tuple(hook for hook in _catalogue.commit_stage() if not hook.whole)
    try:
        listing = _inputs.work_tree([path])
        inspection = Inspection(hooks, policy_for(hooks, listing.root, None), listing)
    except (PolicyError, GitError, NotJudged) as failure:
        return emit(could_not_start("check", failure), output)
    return emit(inspect(inspection), output, inspection)


def evasions(command: str, depth: int = 0) -> Iterator[str]:
    """How a command passes by git's hooks, in words; nothing when it does not."""
    for words in _simple_commands(command):
        assigned, rest = _split(words)
        name = os.path.basename(rest[0]) if rest else ""
        if name in _SHELLS or name == "eval":
            inner = _inner(rest)
            if inner and depth < _DEEPEST:
                yield from evasions(inner, depth + 1)
        named = rest[1:] if name == "export" else assigned
        switched = [word.partition("=")[0] for word in named if word.partition("=")[0] in _SWITCHES and word[-1] != "="]
        if switched and (name == "export" or name in ("pre-commit", "prek") or _subcommand(rest)[0] in _RUNS_HOOKS):
            yield f"{switched[0]} leaves out hooks"
        if name in ("pre-commit", "prek") and "uninstall" in rest[1:2]:
            yield f"{name} uninstall takes git's hooks away"
        if name == "git":
            yield from _git_evasions(rest)


def _git_evasions(words: Sequence[str]) -> Iterator[str]:
    for word, value in zip(words, [*words[1:], ""], strict=True):
        joined = word.partition("=")[2] if word.startswith("--config-env=") else ""
        setting = value if word in ("-c", "--config-env") else joined
        if setting.lower().startswith("core.hookspath="):
            yield "core.hooksPath leads away from the hooks"
            return
    subcommand, options = _subcommand(words)
    if subcommand == "config":
        at = next((at for at, word in enumerate(options) if word.lower() == "core.hookspath"), None)
        reads = {"get", "list", "unset", "--get", "--get-all", "--unset", "--unset-all", "-l", "--list"}
        if at is not None and not reads & set(options) and len(options) > at + 1:
            yield "core.hooksPath leads away from the hooks"
    if subcommand in _RUNS_HOOKS and _says_no_verify(subcommand, options):
        yield f"git {subcommand} is told not to run the hooks"


def _says_no_verify(subcommand: str, options: Sequence[str]) -> bool:
    skip = False
    for word in options:
        if skip:
            skip = False
            continue
        short = subcommand == "commit" and _is_bundle(word)
        if word.startswith("--no-veri") and "--no-verify".startswith(word):
            return True
        if word == "--" or (short and "n" in _letters(word)):
            return word != "--"
        skip = word in _TAKES_NEXT or (short and _wants_value(word))
    return False


def _wants_value(word: str) -> bool:
    """Whether a bundle such as `-am` ends in an option whose value is the next word."""
    return word[-1] in "mFCct" and _letters(word) == word[1:]


def _is_bundle(word: str) -> bool:
    return len(word) > 1 and word[0] == "-" and word[1] != "-"


def _letters(word: str) -> str:
    """The options in `-anm`: up to the one that takes the rest for its value."""
    for at, letter in enumerate(word[1:], 1):
        if letter in "mFCctuS":
            return word[1 : at + 1]
    return word[1:]


def _subcommand(words: Sequence[str]) -> tuple[str, Sequence[str]]:
    """What git is to do, and what follows."""
    if not words or os.path.basename(words[0]) != "git":
        return "", ()
    at = 1
    while at < len(words) and words[at].startswith("-"):
        at += 2 if words[at] in _GIT_TAKES_NEXT else 1
    return (words[at], words[at + 1 :]) if at < len(words) else ("", ())


def _inner(words: Sequence[str]) -> str:
    """The command that a shell is given as an argument."""
    if words[0] == "eval":
        return " ".join(words[1:])
    for at, word in enumerate(words[1:], 1):
        if _is_bundle(word) and "c" in word:
            return words[at + 1] if at + 1 < len(words) else ""
    return ""


def _split(words: Sequence[str]) -> tuple[list[str], Sequence[str]]:
    """The variables that a command sets for itself, and the command, without what merely starts it."""
    assigned: list[str] = []
    at = 0
    while at < len(words):
        word = words[at]
        if "=" in word and word.partition("=")[0].isidentifier():
            assigned.append(word)
        elif os.path.basename(word) in _WRAPPERS:
            while at + 1 < len(words) and words[at + 1].startswith("-"):
                at += 1
        else:
            break
        at += 1
    return assigned, words[at:]


def _simple_commands(command: str) -> Iterator[list[str]]:
    """The commands between `;`, `&&`, `|`, brackets and line ends, each as its words."""
    joined = command.replace("\\\r\n", " ").replace("\\\n", " ")
    for text in (joined, joined.partition("\n")[0]):  # the text behind a `<<` need not be words of a shell
        scan = shlex.shlex(text, posix=True, punctuation_chars=";|&()\n`")
        scan.whitespace, scan.whitespace_split, scan.commenters = " \t\r", True, ""
        try:
            tokens = list(scan)
        except ValueError:  # a quotation that does not end
            continue
        words: list[str] = []
        for token in tokens:
            if token and not token.strip(";|&()\n`"):
                yield words
                words = []
            else:
                words.append(token)
        yield words
        return
    yield joined.split()
