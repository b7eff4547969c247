"""Commands that install or run something from elsewhere: what their words name, and how exactly.

Sources: the references of the commands themselves (pip, uv, pipx, Poetry, PDM, pipenv, conda, npm, pnpm, yarn, bun,
deno, cargo, go, gem, apt, apk, dnf, zypper, Homebrew, docker, podman).
"""

from collections.abc import Callable, Iterator, Sequence
from re import fullmatch, match

from .command_words import program_of, runs_argument, unwrapped
from .declared import Declared, Fragment, Pin, Reference
from .gates import may_install
from .shell_words import SHELLS, Around, Budget, Command, TooCostly, Word, program, table

__all__ = ["TooCostly", "Word", "of_script", "of_words"]

Found = Declared | Reference
Handler = Callable[[tuple[Word, ...], Around], Iterator[Declared]]
_MOST_DEPTH = 5  # of scripts in the words of scripts
_MODULES = {
    "command_python": table("pip uv uvx pipx poetry pdm pipenv rye easy_install"),
    "command_node": table("npm npx pnpm pnpx yarn yarnpkg bun bunx corepack deno"),
    "command_build": frozenset(["cargo", "go", "gem", "bundle"]),
    "command_system": table(
        "apt-get apt apt-fast aptitude apk dnf yum microdnf tdnf zypper brew conda mamba micromamba docker podman "
        "nerdctl"
    ),
}  # fmt: skip


# A variable that holds a program is called by it: `$PIP`, `$VENV_PYTHON3`, `$NPM_BIN`.
_VARIABLE = r"(?:\w+_)??([a-z]+)[0-9]*(?:_(?:bin|cmd|exe|path|command|executable))?"


def of_script(fragment: Fragment, around: Around | None = None) -> Iterator[Found]:
    """What the commands of a shell script install or run; TooCostly when it would take too long to read."""
    around = around or Around()
    if around.depth > _MOST_DEPTH or not may_install(fragment.text.encode("utf-8", "replace")):
        return
    from .shell import commands

    around = around._replace(budget=around.budget or Budget())
    said: set[tuple[int, str]] = set()
    images: list[Found] = []
    built: set[str] = set()
    for command in commands(fragment, around.budget):
        built.update(_built(command.words))
        for one in _of_command(command, around):
            what = one.what if isinstance(one, Declared) else one.path
            if (one.offset, what) in said:
                continue  # text that was read twice: as part of the whole, and alone
            said.add((one.offset, what))
            if isinstance(one, Declared) and one.role == "image":
                images.append(one)
            else:
                yield one
    yield from (one for one in images if isinstance(one, Declared) and one.what.removesuffix(":latest") not in built)


def of_words(words: Sequence[Word], around: Around | None = None) -> Iterator[Found]:
    """What one command, given as its words, installs or runs."""
    around = around or Around()
    inner = unwrapped(words)
    if not inner or around.depth > _MOST_DEPTH:
        return
    name = _tool(inner[0].text)
    if name in SHELLS or name in ("su", "powershell", "pwsh", "runuser"):
        yield from _of_shell(name, inner, around)
    elif name == "trap" and len(inner) > 2:
        yield from of_script(inner[1].script(), around._replace(depth=around.depth + 1))
    elif name == "find":
        yield from _of_find(inner, around)
    elif name == "eval":
        if len(inner) == 2 and not runs_argument(inner, inner[1].offset + 1):
            yield from of_script(inner[1].script(), around._replace(depth=around.depth + 1))
    elif match(r"(?:python|pypy)[0-9.]*[tdw]*(?:\.py)?$|py$", name) or inner[0].text.startswith(("$", "{")):
        module = _module(inner)
        if module:
            yield from of_words(module, around)
            return
    handler = _handler(name)
    if handler is not None:
        passed = tuple(word.text for word in words[: len(words) - len(inner)])
        yield from handler(inner, around._replace(variables=around.variables + passed))


def _of_find(words: tuple[Word, ...], around: Around) -> Iterator[Found]:
    """`find . -exec a command \\;`"""
    for at, word in enumerate(words):
        if word.text in ("-exec", "-execdir", "-ok", "-okdir"):
            rest = words[at + 1 :]
            end = next((to for to, one in enumerate(rest) if one.text in (";", "\\;", "+")), len(rest))
            yield from of_words(rest[:end], around._replace(depth=around.depth + 1))


def _of_command(command: Command, around: Around) -> Iterator[Found]:
    if command.runner:
        yield from _download(unwrapped(command.words))
    if command.script is not None:
        yield from of_script(command.script, around._replace(depth=around.depth + 1))
    yield from of_words(command.words, around._replace(variables=around.variables + command.variables))


def _tool(text: str) -> str:
    """The program that a word calls, by its own name or by that of a variable: `$PIP`, `${PYTHON:-python3}`."""
    name = program(text)
    found = fullmatch(r"\$(?:\w+|\{\w+\})", name)
    if found is not None:
        known = fullmatch(_VARIABLE, name.strip("${}").lower())
        return known[1] if known is not None else ""
    found = fullmatch(r"\$\{\w+:?-([^${}]*)\}", text)
    return program(found[1]) if found is not None else name


def _module(words: tuple[Word, ...]) -> tuple[Word, ...]:
    """`python -m pip …` as `pip …`."""
    at = 1
    while at < len(words):
        text = words[at].text
        found = fullmatch(r"-[bBdEhiIOPqsSuvVx]*m(.*)", text)
        if found is not None:
            return (words[at].behind(len(text) - len(found[1])), *words[at + 1 :]) if found[1] else words[at + 1 :]
        if not text.startswith("-") or text.startswith("-c") or text == "-":
            return ()
        at += 2 if text in ("-W", "-X") else 1
    return ()


def _of_shell(name: str, words: tuple[Word, ...], around: Around) -> Iterator[Found]:
    """`bash -c 'a script'`; other words may stand before the option of those that are no plain shells."""
    at = program_of(name, words) if name in SHELLS else None
    if at is None and name not in SHELLS:
        at = next(
            (at for at, word in enumerate(words, 1) if fullmatch(r"-[A-Za-z]*c|(?i:--?command)", word.text)), None
        )
    if at is not None and at < len(words) and words[at - 1].text.startswith("-"):
        yield from of_script(words[at].script(), around._replace(depth=around.depth + 1))


def _handler(name: str) -> Handler | None:
    """What reads the words of a command of this name."""
    name = match(r"(?:pip|easy_install)?", name)[0] if fullmatch(r"(?:pip|easy_install)[0-9.-]*", name) else name  # type: ignore[index]
    for module, names in _MODULES.items():
        if name in names:
            from importlib import import_module

            found: Handler | None = import_module(f".{module}", __package__).handler(name)
            return found
    return None


def _built(words: Sequence[Word]) -> Iterator[str]:
    """The images that a command makes, which later commands may start."""
    from .command_words import arguments

    inner = unwrapped(words)
    if len(inner) < 3 or _tool(inner[0].text) not in ("docker", "podman", "nerdctl", "buildah"):
        return
    name, *rest = (word.text for word in inner[1:])
    if name in ("build", "buildx", "image", "builder", "bud"):
        for option, word in arguments(inner[1:], ("-t", "--tag")):
            if option in ("-t", "--tag"):
                yield word.text.removesuffix(":latest")
    elif name in ("tag", "commit", "import") and len(rest) > 1:
        yield rest[-1].removesuffix(":latest")


def _download(words: tuple[Word, ...]) -> Iterator[Found]:
    """A download that a shell runs as it comes."""
    from .downloads import pin_of_file
    from .shown import shown

    addresses = [word for word in words[1:] if match(r"(?:https?|ftp)://|[\w.-]+\.[a-z]{2,}/", word.text)]
    if not addresses:
        addresses = [word for word in words[1:] if match(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}$", word.text)]
    if not addresses:
        return  # a variable decides
    address = addresses[0]
    if match(r"(?:\w+://)?(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?:[:/]|$)", address.text):
        return  # what this machine serves
    pin = pin_of_file(address.text)
    if not pin.meets("exact"):
        decided = "$" in address.text or "`" in address.text
        pin = Pin("exact", "is decided by a variable") if decided else Pin("none", "runs whatever is sent that day")
    what = f"{program(words[0].text)} {shown(address.text)}"
    yield Declared(words[0].offset, what, pin, "command", "url", "", address.text, _to_file)


def _to_file(_level: str) -> str:
    return "Download one released version, compare its sha256sum with the one you reviewed, then run it."
