"""`noxfile.py`: what its sessions install and run, read and never run.

Source of the format: nox's documentation, "The Nox Session object". With nox-poetry, poetry's lock decides what
`install` takes for a name.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from .._finding import Finding, NotJudged
from .._text import Text
from .commands import Word, of_words
from .declared import Declared, Reference
from .requirements_lines import Entry

if TYPE_CHECKING:
    import ast

    from .python_source import Source, Written

Said = Declared | Reference | Finding | NotJudged

_RUNS = frozenset({"run", "run_install", "run_always"})
# fmt: off
# Options of `pip install` and `uv pip install` that take the word behind them.
_TAKE_VALUE = frozenset({
    "-t", "--target", "--platform", "--python-version", "--implementation", "--abi", "--root", "--prefix", "--src",
    "--upgrade-strategy", "-C", "--config-settings", "--config-setting", "--global-option", "--no-binary",
    "--only-binary", "--progress-bar", "--root-user-action", "--report", "--group", "-i", "--index-url", "--pypi-url",
    "--extra-index-url", "-f", "--find-links", "--python", "--log", "--keyring-provider", "--proxy", "--retries",
    "--timeout", "--exists-action", "--trusted-host", "--cert", "--client-cert", "--cache-dir", "--use-feature",
    "--use-deprecated", "--build-constraint", "--build-constraints", "-b", "--override", "--overrides", "--exclude",
    "--uploaded-prior-to", "--resume-retries", "--extra", "-p", "--index", "--default-index", "--index-strategy",
    "--resolution", "--prerelease", "--fork-strategy", "--exclude-newer", "--link-mode", "--reinstall-package",
    "--refresh-package", "-P", "--upgrade-package", "--no-build-isolation-package", "--no-build-package",
    "--no-binary-package", "--python-platform", "--torch-backend", "--directory", "--project", "--config-file",
})
_CONDA_VALUES = frozenset({"-c", "--channel", "-n", "--name", "-p", "--prefix", "--file", "--solver", "--subdir"})
# fmt: on
_FILES = {
    "-r": "requirement",
    "--requirement": "requirement",
    "--requirements": "requirement",
    "-c": "constraint",
    "--constraint": "constraint",
    "--constraints": "constraint",
    "-e": "editable",
    "--editable": "editable",
}  # fmt: skip


def read(text: Text) -> Iterator[Said]:
    """Every dependency that the file declares."""
    if "nox" not in text.content:
        return
    import ast

    from .python_source import Source

    module = Source(text)
    by_lock = "nox_poetry" in text.content
    for function in module.nodes:
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        called = list(_calls(function, _sessions(function)))
        source = module.inside(function) if called else module
        elsewhere = any(name in ("chdir", "cd") for name, _ in called)
        for name, call in called:
            for one in _of_call(source, name, call, by_lock):
                if not (elsewhere and isinstance(one, Reference)):
                    yield one


def _calls(function: "ast.FunctionDef | ast.AsyncFunctionDef", names: set[str]) -> Iterator[tuple[str, "ast.Call"]]:
    """The methods of sessions that a function calls."""
    import ast

    for node in ast.walk(function) if names else ():
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id=name), attr=method)) if name in names:
                yield method, node


def _sessions(function: "ast.FunctionDef | ast.AsyncFunctionDef") -> set[str]:
    """A function's parameters that are sessions: the first of a decorated one, others by annotation or name."""
    parameters = [*function.args.posonlyargs, *function.args.args, *function.args.kwonlyargs]
    names = {one.arg for one in parameters if one.arg == "session" or _last(one.annotation) == "Session"}
    if parameters and any(_last(decorator) == "session" for decorator in function.decorator_list):
        names.add(parameters[0].arg)
    return names


def _last(node: "ast.expr | None") -> str:
    """The last name of `nox.session`, of a call of it, or of the same as a string."""
    node = getattr(node, "func", node)
    text = getattr(node, "attr", "") or getattr(node, "id", "") or getattr(node, "value", "")
    return text.rpartition(".")[2] if isinstance(text, str) else ""


def _of_call(source: "Source", name: str, call: "ast.Call", by_lock: bool) -> Iterator[Said]:
    """What a method of a session does; `by_lock` is whether a lock decides what a name stands for."""
    if name == "install":
        for one in _installed(source, _words(source, call.args)):
            if not (by_lock and isinstance(one, Declared) and one.kind == "pypi"):
                yield one
    elif name == "conda_install":
        yield from _of_conda(source, _words(source, call.args))
    elif name in _RUNS:
        yield from of_words(_words(source, call.args))


def _words(source: "Source", arguments: list["ast.expr"]) -> list[Word]:
    """The arguments as words; one that the program decides is not known."""
    import ast

    words: list[Word] = []
    for argument in arguments:
        if isinstance(argument, ast.Starred):
            found = list(source.strings(argument.value))
        else:
            one = source.string(argument)
            found = [] if one is None else [one]
        words += [_word(source, one) for one in found] or [Word("", source.offset(argument), known=False)]
    return words


def _word(source: "Source", one: "Written") -> Word:
    return Word(one.text, one.offset, written=source.text.content.startswith(one.text, one.offset))


def _installed(source: "Source", words: list[Word]) -> Iterator[Said]:
    """What `session.install` gives to pip."""
    from .pip_entries import of_entries

    yield from of_entries(source.text, list(_entries(source, words)), "group")


def _entries(source: "Source", words: list[Word]) -> Iterator[Entry]:
    """The words of an installation as the lines of a requirements file would say the same."""
    waiting = iter(words)
    for word in waiting:
        option, equals, value = word.text.partition("=")
        if not word.known or not word.text:
            continue
        if not option.startswith("-"):
            yield _entry(source, "package", word.text, word.offset)
            continue
        at = word.offset + len(option) + 1
        if not option.startswith("--"):
            option, equals, value, at = word.text[:2], word.text[2:], word.text[2:], word.offset + 2
        if option not in _FILES:
            if option in _TAKE_VALUE and not equals:
                next(waiting, None)
            continue
        if not equals:
            word = next(waiting, Word("", at, known=False))
            value, at = word.text if word.known else "", word.offset
        if value:
            yield _entry(source, _FILES[option], value, at)
        elif _FILES[option] == "constraint":
            yield Entry("constraint", "{}", at)  # which may pin anything


def _entry(source: "Source", kind: str, written: str, offset: int) -> Entry:
    bare = written.strip()
    if source.text.content.startswith(written, offset):
        offset += len(written) - len(written.lstrip())
    return Entry(kind, bare, offset)  # type: ignore[arg-type]


def _of_conda(source: "Source", words: list[Word]) -> Iterator[Said]:
    """What `session.conda_install` gives to conda."""
    from .conda import of_spec

    waiting = iter(words)
    for word in waiting:
        if word.known and word.text.startswith("-"):
            if word.text in _CONDA_VALUES:
                next(waiting, None)
        elif word.known and word.text.strip():
            yield from of_spec(source.text, word.text, word.offset, "group")
