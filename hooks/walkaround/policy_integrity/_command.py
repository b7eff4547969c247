"""Whether a hook still runs the program that it ran: what `entry` and `language` say.

The arguments of a program may change, as `args` may: what they mean, only the program knows.
"""

from ._pattern import read

_RUNNERS = (
    *(("uv", "run"), ("uvx",), ("poetry", "run"), ("pdm", "run"), ("hatch", "run"), ("pipenv", "run"), ("pixi", "run")),
    *(("rye", "run"), ("pipx", "run"), ("npx",), ("bunx",), ("pnpm", "exec"), ("yarn", "exec"), ("bundle", "exec")),
    *(("mise", "exec", "--"), ("mise", "x", "--"), ("env",), ("exec",), ("time",)),
)
_INTERPRETERS = frozenset(("python", "python2", "python3", "py", "pypy3", "bash", "sh", "zsh", "node", "ruby", "perl"))
_WITH_VALUE = frozenset(
    "--with --python -p --group --only-group --extra --directory --project --package --from".split()  # noqa: SIM905
)
_FLAGS = frozenset(
    """
    -- -q --quiet -y --yes --no-install --isolated --frozen --locked --no-sync --all-extras --all-groups --no-project
    --active --dev --no-dev --exact
    """.split()  # noqa: SIM905 - a list literal would be twenty lines
)
# With one of these a program speaks of itself, or what it finds no longer counts.
_INERT = frozenset(("--help", "-h", "--version", "-V", "--exit-zero", "||", ";", "&&", "|", "&"))
_PATTERNS = "pygrep"  # `entry` is what must not be found
_MESSAGE = "fail"  # `entry` is what is said


def silenced(before: tuple[str, ...], after: tuple[str, ...]) -> bool:
    """Whether arguments were added with which a program inspects nothing."""
    return bool(_INERT & set(after) - set(before))


def does_nothing(entry: str) -> bool:
    """Whether an entry is a command that succeeds whatever it is given."""
    words = _without_runner(_words(entry))
    if len(words) == 3 and words[0].rpartition("/")[2] in ("sh", "bash") and words[1] == "-c":
        words = _words(words[2])
    name = words[0].rpartition("/")[2] if words else ""
    return name in ("true", ":", "echo", "printf") or words in (("exit",), ("exit", "0"))


def same_program(before: str, after: str) -> bool:
    """Whether two entries run one program, whatever starts it and with which arguments."""
    if before.split() == after.split():
        return True
    was, now = _words(before), _words(after)
    return program(before) == program(after) != () and not silenced(was, now)


def prepared(entry: str) -> frozenset[str]:
    """What an entry says before it comes to its program: variables, and options of what starts it."""
    words = _words(entry)
    start = words[: len(words) - len(_without_runner(words))]
    return frozenset(start) - _FLAGS - frozenset(word for runner in _RUNNERS for word in runner)


def finds_as_much(before: str, after: str) -> bool:
    """Whether one expression of a `pygrep` hook certainly finds what the other found."""
    was, now = read(before), read(after)
    return was is not None and now is not None and now.covers(was)


def weakened(before: tuple[str, str], after: tuple[str, str], args: tuple[str, ...]) -> str:
    """Which of `language` and `entry` may make a hook inspect less, given both in that order; empty when neither."""
    (was, command), (now, successor) = before, after
    if now == _MESSAGE:
        return ""  # it fails whenever it has a file
    if _PATTERNS in (was, now):
        if was != now:
            return "language"
        return "" if command == successor or ("--negate" not in args and finds_as_much(command, successor)) else "entry"
    return "" if same_program(command, successor) else "entry"


def program(entry: str) -> tuple[str, ...]:
    """The program of an entry: its name, and a word behind that which says what it does, as in `ruff check`.

    Empty when there is none; the whole entry when it is code that is passed to an interpreter.
    """
    words = _without_runner(_words(entry))
    if not words:
        return ()
    name = words[0].replace("\\", "/").rpartition("/")[2]
    if name.rstrip("0123456789.") in _INTERPRETERS or name in _INTERPRETERS:
        return _interpreted(words)
    return _named(words)


def _named(words: tuple[str, ...]) -> tuple[str, ...]:
    first = words[0].removeprefix("./")
    if len(words) > 1 and words[1].replace("-", "").replace(":", "").isalpha() and not words[1].startswith("-"):
        return first, words[1]
    return (first.removesuffix(".py").replace("/", ".") if first.endswith(".py") else first,)


def _interpreted(words: tuple[str, ...]) -> tuple[str, ...]:
    at = 1
    while at < len(words) and words[at].startswith("-") and words[at] not in ("-m", "-c"):
        at += 1
    if at + 1 < len(words) and words[at] == "-m":
        return _named(words[at + 1 :])
    if at >= len(words) or words[at] in ("-m", "-c"):
        return words
    script = words[at].removeprefix("./")  # one that is a module may be started as that too
    return (script.removesuffix(".py").replace("/", ".") if script.endswith(".py") else script,)


def _words(entry: str) -> tuple[str, ...]:
    import shlex

    try:
        return tuple(shlex.split(entry))
    except ValueError:  # a quotation that does not end
        return tuple(entry.split())


def _without_runner(words: tuple[str, ...]) -> tuple[str, ...]:
    """Without what merely starts the program: variables, `uv run`, `npx`; as it is when that is not certain."""
    rest = words
    for _ in range(4):
        while rest and "=" in rest[0] and rest[0].partition("=")[0].isidentifier():
            rest = rest[1:]
        runner = next((one for one in _RUNNERS if rest[: len(one)] == one), None)
        if runner is None:
            return rest
        rest = rest[len(runner) :]
        while rest and (rest[0] in _FLAGS or rest[0] in _WITH_VALUE or (rest[0].startswith("-") and "=" in rest[0])):
            rest = rest[2:] if rest[0] in _WITH_VALUE else rest[1:]
        if rest and rest[0].startswith("-"):
            return words  # which of the words behind it are its values is not known
    return rest
