"""`tox.ini`, and the sections of tox in `setup.cfg`: what test environments install, and what their commands do.

Source of the format: tox's documentation, "Configuration", with its conditional settings (`factor: value`) and
substitutions (`{...}`). A section that another one takes `deps` or commands from is read like an environment.
"""

from collections.abc import Callable, Iterator
from re import compile as pattern
from re import sub
from typing import NamedTuple

from .._finding import Finding, NotJudged
from .._text import Text
from .commands import Word, of_words
from .declared import Declared, Reference, Role
from .ini import Line, Option, read_ini
from .pip_entries import may_pin, of_entries
from .requirements_lines import Entry, entries
from .setup_cfg import complaints, parted, requirement
from .toml_document import is_decided_elsewhere
from .tox_sections import COMMANDS, Key, Taken, without_folder

Said = Declared | Reference | Finding | NotJudged

_FACTORS = pattern(r"[\w{}.!,-][\w {}.!,-]{0,200}:(?:\s+|$)")
_PYTHONS = {"{envpython}": "python", "{env_python}": "python", "{envbindir}": "", "{env_bin_dir}": ""}
# One word: quoted parts, escaped characters, substitutions with the blanks inside them, and everything else.
_WORD = pattern(r"""(?:\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}|"(?:\\.|[^"\\])*"|'[^']*'|\\.|[^\s"'\\{]|["'{\\])+""")


class _Written(NamedTuple):
    """A line of an option with those that it goes on in, as they stand in the file, without factors in front."""

    text: str
    offset: int
    factors: bool


def read(text: Text) -> Iterator[Said]:
    """Every dependency that the file declares."""
    held = list(read_ini(text.content))
    yield from of_options(text, [one for one in held if isinstance(one, Option)], "tox")
    yield from complaints(text, held, ("tox", "testenv", "pkgenv"))


def of_options(text: Text, options: list[Option], main: str) -> Iterator[Said]:
    """What the options of all sections declare; `main` is the name of the section for tox itself."""
    taken = Taken(options)
    lists = _lists(text, options, taken)
    for option in options:
        key = (option.section, option.name)
        if key == (main, "requires"):
            yield from _requires(text, option)
        elif taken.name(key) == "deps":
            yield from _deps(text, option, lists.get(taken.group(key), ()))
        elif taken.name(key) in COMMANDS:
            yield from _commands(text, option, taken.is_elsewhere(option.section))


def _lists(text: Text, options: list[Option], taken: Taken) -> dict[Key, tuple[str, ...]]:
    """The lists that may pin what is installed, for each group of options that take lines from each other."""
    found: dict[Key, list[str]] = {}
    for option in options:
        key = (option.section, option.name)
        if taken.name(key) == "deps":
            named = found.setdefault(taken.group(key), [])
            named += [entry.text for entry, _ in _entries(text, option) if may_pin(entry)]
            named += taken.constraints(option.section)
    return {key: tuple(dict.fromkeys(named)) for key, named in found.items()}


def _requires(text: Text, option: Option) -> Iterator[Said]:
    """What tox itself needs: one a line, or on a single line parted by commas."""
    for line in option.lines:
        bare = Line(line.text.partition(" #")[0].rstrip(), line.offset)
        for part in [bare] if option.several else parted(bare, ","):
            one = requirement(text, part, "group", "tox")
            if one is not None:
                yield one


def _deps(text: Text, option: Option, beside: tuple[str, ...]) -> Iterator[Said]:
    """What an environment installs. A bound that factors choose names a series, which is what a matrix is for."""
    environment = option.section.partition(":")[2] or option.section
    role: Role = "build" if environment.startswith(".pkg") or environment == "pkgenv" else "group"
    found = list(_entries(text, option))
    chosen = {entry.offset for entry, factors in found if factors}
    for one in of_entries(text, [entry for entry, _ in found], role, environment):
        if isinstance(one, Declared):
            one = one._replace(beside=beside)
            if one.offset in chosen and one.pin.level == "range":
                one = one._replace(role="matrix", splice=None)
        yield one


def _entries(text: Text, option: Option) -> Iterator[tuple[Entry, bool]]:
    """What the lines of `deps` say, each with its place in the file, and whether factors choose it."""
    for line in _lines(text, option):
        for entry in entries(Text(text.path, line.text)):
            if entry.kind != "unreadable" or not is_decided_elsewhere(line.text):
                yield _here(entry._replace(offset=entry.offset + line.offset)), line.factors


def _here(entry: Entry) -> Entry:
    """The entry with the folder of tox's own file left out in front of another file's name."""
    if entry.kind in ("requirement", "constraint"):
        bare = without_folder(entry.text)
        return entry._replace(text=bare, offset=entry.offset + len(entry.text) - len(bare))
    return entry


def _lines(text: Text, option: Option) -> Iterator[_Written]:
    """The lines of an option, each with those that a backslash joins to it."""
    began: Line | None = None
    for line in option.lines:
        began = began or line
        if not line.text.endswith("\\"):
            yield _written(text, began, line)
            began = None
    if began is not None:
        yield _written(text, began, option.lines[-1])


def _written(text: Text, first: Line, last: Line) -> _Written:
    end = last.offset + len(last.text)
    factors = _FACTORS.match(first.text)
    offset = first.offset + (factors.end() if factors is not None else 0)
    return _Written(text.content[offset:end], offset, factors is not None)


def _commands(text: Text, option: Option, elsewhere: bool) -> Iterator[Declared | Reference]:
    """What the commands of an environment install or run; files that they name lie `elsewhere` in another folder."""
    for line in _lines(text, option):
        for one in of_words(words_of(line.text, lambda at, line=line: line.offset + at)):  # type: ignore[misc]
            if not (elsewhere and isinstance(one, Reference)):
                yield one


def words_of(command: str, place: Callable[[int], int]) -> list[Word]:
    """The words of a command line as tox splits it; a word with a substitution in it is not known."""
    words: list[Word] = []
    one_line = sub(r"\\(\r\n|\r|\n)", lambda found: " " * len(found[0]), command.split(" #")[0])
    for found in _WORD.finditer(one_line):
        written = found[0]
        at = found.start()
        if not words and written[0] in "-!" and written != "--":  # what becomes of its exit code
            at += 1
            written = written[1:]
        if written:
            words.append(_word(written, at, place))
    return words


def _word(written: str, at: int, place: Callable[[int], int]) -> Word:
    quoted = written[0] in "\"'" and written[-1] == written[0] and len(written) > 1
    for variable, tool in _PYTHONS.items():
        if written.startswith(variable) and "{" not in written[1:]:
            rest = written[len(variable) :].lstrip("/\\")
            return Word(tool + rest, place(at), bool(tool) != bool(rest), written=False)
    if "{" in written or written == "[]":
        return Word(written, place(at), known=False)
    plain = _unquoted(written)
    return Word(plain, place(at + quoted), written=plain == (written[1:-1] if quoted else written))


def _unquoted(written: str) -> str:
    """A word without its quotes and escapes."""
    if not {'"', "'", "\\"} & set(written):
        return written
    import shlex

    try:
        return "".join(shlex.split(written)) or ""
    except ValueError:
        return written
