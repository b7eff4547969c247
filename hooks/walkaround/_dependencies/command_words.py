"""What stands around a command: other commands that run it, options with their values, and what runs a download."""

from collections.abc import Collection, Iterator, Sequence
from re import fullmatch, sub

from .shell_words import SHELLS, Word, program, table

# Commands that run the command in their arguments, with those of their options that take a value.
_WRAPPERS: dict[str, Collection[str]] = {
    "sudo": table(
        "-u -g -h -p -C -T -U -D -R -r -t --user --group --host --prompt --close-from --chdir --chroot "
        "--command-timeout --other-user --role --type"
    ),
    "doas": ("-u", "-C"),
    "env": ("-u", "-C", "--unset", "--chdir"),
    "time": ("-f", "-o", "--format", "--output"),
    "nice": ("-n", "--adjustment"),
    "ionice": ("-c", "-n", "-p", "--class", "--classdata"),
    "exec": ("-a",),
    "command": (),
    "stdbuf": ("-i", "-o", "-e", "--input", "--output", "--error"),
    "xargs": table(
        "-a -d -E -I -L -n -P -s --max-args --max-procs --max-lines --max-chars --delimiter --arg-file --replace "
        "--process-slot-var"
    ),
    "arch": ("-e", "-d"),
    "xvfb-run": ("-e", "-f", "-n", "-p", "-s", "-w", "--error-file", "--server-args", "--server-num"),
    "runuser": ("-u", "-g", "-G", "-w", "--user", "--group", "--supp-group"),
    **dict.fromkeys(
        table(
            "builtin nohup setsid unbuffer chronic winpty tini dumb-init caffeinate catchsegv eatmydata fakeroot "
            "coproc noglob nocorrect dbus-run-session then do else ! { sudo_if maybe_sudo as_root run"
        ),
        (),
    ),
}
# The same, with one argument of their own in front of the command.
_WITH_ONE_ARGUMENT: dict[str, Collection[str]] = {
    "timeout": ("-s", "-k", "--signal", "--kill-after"),
    "gtimeout": ("-s", "-k", "--signal", "--kill-after"),
    "gosu": (),
    "su-exec": (),
    "setpriv": (),
    "chroot": (),
    "flock": ("-w", "--timeout", "-E", "--conflict-exit-code"),
    "taskset": (),
    "repeat": (),
}
_RUNNERS = frozenset({"poetry", "pdm", "pipenv", "rye", "hatch", "conda", "micromamba", "mamba"})
_RETRIES = ("-t", "-d", "-n", "-s", "--times", "--tries", "--delay", "--retries")
_MOST = 20  # wrappers around a command

_DOWNLOADS = frozenset({"curl", "wget", "wget2", "iwr", "irm", "invoke-webrequest", "invoke-restmethod"})
_EVALUATES = ("eval", "iex", "invoke-expression")
_VALUED_OF_SHELLS = r"[-+][A-Za-z]*[oO]|--rcfile|--init-file"
# Interpreters that run what they read, with the options behind which a program is an argument of its own.
_INTERPRETERS = {
    "python": r"-[A-Za-z]*[cm].*",
    "pypy": r"-[A-Za-z]*[cm].*",
    "node": r"-(?:e|p|pe|-eval|-print).*",
    "bun": r"-(?:e|-eval).*",
    "perl": r"-[A-Za-z0-9]*[eE].*",
    "ruby": r"-[A-Za-z0-9]*e.*",
    "php": r"-r.*",
    "pwsh": r"(?i)-c(?:ommand)?",
    "powershell": r"(?i)-c(?:ommand)?",
}


def unwrapped(words: Sequence[Word]) -> tuple[Word, ...]:
    """The command itself: without assignments, and without `sudo`, `env` and the like that run it."""
    rest = tuple(words)
    for _ in range(_MOST):
        shorter = _inner(rest)
        if shorter is None:
            return rest
        rest = shorter
    return ()


def _inner(words: tuple[Word, ...]) -> tuple[Word, ...] | None:
    """One wrapper less; None when there is none."""
    if not words:
        return None
    name = program(words[0].text)
    if fullmatch(r"[A-Za-z_]\w*=(?s:.*)", words[0].text):
        return words[1:]
    if name in _WRAPPERS:
        if name == "command" and len(words) > 1 and words[1].text in ("-v", "-V"):
            return ()
        rest = _behind(words[1:], _WRAPPERS[name])
        return (*rest, Word("$@", rest[-1].offset, known=False, written=False)) if name == "xargs" and rest else rest
    if name in _WITH_ONE_ARGUMENT:
        return _behind(words[1:], _WITH_ONE_ARGUMENT[name])[1:]
    if fullmatch(r"(?:\w+[_-])?retry(?:[_-]\w+)?", name):
        rest = _behind(words[1:], _RETRIES)
        while rest and rest[0].text.isdigit():
            rest = rest[1:]
        return rest
    if name.lower() == "cmd" and len(words) > 2 and words[1].text.lower() in ("/c", "/k"):
        return words[2:]
    return _run(name, words)


def _run(name: str, words: tuple[Word, ...]) -> tuple[Word, ...] | None:
    """What `poetry run` and the like start in an environment of theirs; None where a command is none of them."""
    second = words[1].text if len(words) > 1 else ""
    if (name, second) == ("bundle", "exec"):
        return words[2:]
    if (name, second) == ("rustup", "run"):
        return words[3:]
    if name in _RUNNERS and second == "run":
        return _behind(words[2:], ("-n", "--name", "-p", "--prefix", "-e", "--env", "--cwd"))
    return None


def _behind(words: tuple[Word, ...], valued: Collection[str]) -> tuple[Word, ...]:
    """What follows the options of a wrapper."""
    at = 0
    while at < len(words) and words[at].text.startswith("-") and len(words[at].text) > 1:
        text = words[at].text
        if text == "--":
            return words[at + 1 :]
        at += 2 if text in valued or (fullmatch(r"-[A-Za-z]{2,}", text) and _valued_in(text, valued) == 0) else 1
    return words[at:]


def _valued_in(cluster: str, valued: Collection[str]) -> int | None:
    """How much of `-abc` is the value of the first letter that takes one; 0 when that is the next word."""
    for at, letter in enumerate(cluster[1:], 2):
        if f"-{letter}" in valued:
            return len(cluster) - at
        if not letter.isalnum():
            return None
    return None


def arguments(words: Sequence[Word], valued: Collection[str], *, clusters: bool = True) -> Iterator[tuple[str, Word]]:
    """Each argument as (option, value); ("", word) for one that belongs to no option, (option, itself) for a flag.

    `clusters` is whether `-abc` are three options.
    """
    at = 0
    only_words = False
    while at < len(words):
        word = words[at]
        at += 1
        if only_words or not word.text.startswith("-") or word.text == "-":
            yield "", word
            continue
        if word.text == "--":
            only_words = True
            continue
        name, equals, _ = word.text.partition("=")
        left = _valued_in(word.text, valued) if clusters and not name.startswith("--") else None
        if equals and name in valued:
            yield name, word.behind(len(name) + 1)
        elif name in valued or left == 0:
            if at < len(words):
                yield name if name in valued else "-" + name[-1], words[at]
            at += 1
        elif left is not None:
            yield "-" + word.text[-left - 1], word.behind(len(word.text) - left)
        else:
            yield name, word


def is_download(words: Sequence[Word]) -> bool:
    """Whether a command prints or keeps what it downloads."""
    inner = unwrapped(words)
    return bool(inner) and program(inner[0].text).lower() in _DOWNLOADS


def reads_script(words: Sequence[Word]) -> bool:
    """Whether a command is a shell that runs the commands that it reads."""
    inner = unwrapped(words)
    return bool(inner) and program(inner[0].text) in (*SHELLS, "su") and runs_input(words)


def runs_input(words: Sequence[Word]) -> bool:
    """Whether a command runs what it reads: a shell or interpreter without a script of its own."""
    inner = unwrapped(words)
    name = _interpreter(inner)
    if name in _EVALUATES:
        return name != "eval"
    if name == "su":
        return not any(fullmatch(r"-\w*c|--command.*", word.text) for word in inner)
    return bool(name) and program_of(name, inner) is None


def runs_argument(words: Sequence[Word], offset: int) -> bool:
    """Whether a command runs a script that its argument at a place is, or names."""
    inner = unwrapped(words)
    at = next((at for at, word in enumerate(inner) if word.offset == offset), None)
    if not at:
        return False  # `until $(curl …)` asks for its exit code
    name = _interpreter(inner)
    if name in _EVALUATES:
        return True
    if name == "source":
        return at == 1 and inner[1].text.startswith("<(")
    return (
        bool(name)
        and program_of(name, inner) == at
        and (inner[at - 1].text.startswith("-") or inner[at].text.startswith("<("))
    )


def _interpreter(words: Sequence[Word]) -> str:
    """The shell or interpreter that a command is, without its version; empty when it is another program."""
    name = program(words[0].text) if words else ""
    if name in ("source", "."):
        return "source"
    if name.lower() in _EVALUATES:
        return name.lower()
    name = sub(r"[0-9.]+$", "", name)
    return name if name in SHELLS or name in _INTERPRETERS or name == "su" else ""


def program_of(name: str, words: Sequence[Word]) -> int | None:
    """Which of its words an interpreter runs, as a program or as the name of one; None when it runs what it reads."""
    at = 1
    if name == "busybox" and len(words) > 1 and words[1].text in SHELLS:
        at = 2
    gives = _INTERPRETERS.get(name, r"-[A-Za-z]*c")
    while at < len(words):
        text = words[at].text
        if text in ("-s", "-", "/dev/stdin", "--"):
            return None
        if fullmatch(gives, text):
            return at + 1 + (at + 1 < len(words) and words[at + 1].text == "--")
        if not text.startswith(("-", "+")):
            return at
        at += 2 if name in SHELLS and fullmatch(_VALUED_OF_SHELLS, text) else 1
    return None
