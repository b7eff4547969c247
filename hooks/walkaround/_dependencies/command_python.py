"""Commands of Python's package tools."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from re import finditer, fullmatch, match

from .command_words import arguments
from .declared import Declared, Pin, Splice
from .remedies import for_requirement, for_url
from .requirement import Malformed, Requirement, normalised, read_requirement, splice_of
from .shell_words import Around, Word, table
from .source import has_scheme, is_local, is_sha, of_url

# Options that take a value.
_PIP = table(
    "-r --requirement -c --constraint -e --editable -t --target -i --index-url --extra-index-url -f --find-links "
    "--platform --python-version --implementation --abi --root --prefix --src -b --build --upgrade-strategy "
    "--install-option --global-option --config-settings -C --no-binary --only-binary --progress-bar --report "
    "--root-user-action --cache-dir --log --proxy --retries --timeout --exists-action --trusted-host --cert "
    "--client-cert --use-feature --use-deprecated --keyring-provider --python --build-constraint --group -d --dest -w "
    "--wheel-dir --uploaded-prior-to --resume-retries --requirements-from-script --extras"
)
_UV = _PIP | table(
    "-p --index --default-index --override --overrides --exclude --excludes --exclude-newer --exclude-newer-package "
    "--resolution --link-mode --prerelease --torch-backend -P --upgrade-package --reinstall-package --refresh-package "
    "--index-strategy --fork-strategy --color --directory --project --config-file --no-build-package "
    "--no-binary-package --config-setting --config-settings-package --no-build-isolation-package -o --output-file "
    "--from --with --with-editable --with-requirements -w --extra --package --env-file --optional --branch --tag "
    "--rev --script --marker -m --module --bounds --only-group --no-group --no-extra --python-platform "
    "--build-constraints --constraints --requirements -b --allow-insecure-host --no-sources-package --python-fetch "
    "--with-executables-from"
) - {"-s", "-t", "-d"}  # fmt: skip
_UV_PIP = _UV | {"-t"}
_PIPX = table("--pip-args -i --index-url --python --suffix --spec --with --backend --preinstall")
_POETRY = table("-G --group -E --extras --python --platform --source -C --directory -P --project --markers")
_PDM = table(
    "-G --group -p --project -L --lockfile -C --config-setting --venv -e --editable --override --features --git --url "
    "--path --tag --rev --branch --optional --pin-range --prerelease-strategy -c --config"
) - {"--optional"}
_PIPENV = table("-r --requirements -i --index --extra-pip-args --categories --python --pypi-mirror")
_INSTALLS = {"poetry": _POETRY, "pdm": _PDM, "rye": _PDM, "pipenv": _PIPENV}

_EXACT = Pin("exact", "has no hash")
_RANGE = Pin("range", "admits more than one version")
_CONSTRAINED = Pin("exact", "is limited by a constraints file")
Found = Iterator[Declared]


def handler(name: str) -> Callable[[tuple[Word, ...], Around], Found]:
    """What reads the words of one of these commands."""
    tools = {"pip": _pip, "uv": _uv, "uvx": _uvx, "pipx": _pipx, "easy_install": _easy_install}
    return tools.get(name, partial(_add, name))


def _subcommand(words: Sequence[Word], valued: frozenset[str]) -> tuple[str, tuple[Word, ...]]:
    """The first word that is no option, and what follows it."""
    at = 1
    while at < len(words) and words[at].text.startswith("-"):
        at += 2 if words[at].text in valued else 1
    return (words[at].text, tuple(words[at + 1 :])) if at < len(words) else ("", ())


def _pip(words: tuple[Word, ...], around: Around) -> Found:
    name, rest = _subcommand(words, _PIP)
    if name in ("install", "download", "wheel"):
        yield from _packages(rest, _PIP, around)


def _easy_install(words: tuple[Word, ...], around: Around) -> Found:
    yield from _packages(words[1:], _PIP, around)


def _packages(words: tuple[Word, ...], valued: frozenset[str], around: Around) -> Found:
    """Everything that an installation of packages names."""
    given = list(arguments(words, valued))
    limited = any(option in ("-c", "--constraint", "--constraints") for option, _ in given) or any(
        variable.startswith(("PIP_CONSTRAINT=", "UV_CONSTRAINT=")) for variable in around.variables
    )
    for option, word in given:
        one = package(word) if option in ("", "-e", "--editable") else None
        if one is not None:
            yield one._replace(pin=_CONSTRAINED) if limited and one.kind == "pypi" else one


# One package.


def package(word: Word, *, at_sign: bool = False) -> Declared | None:
    """A requirement among the words of a command; None for what is local, or decided elsewhere.

    `at_sign` is whether `name@version` is a version, as `uvx` has it.
    """
    text = word.text.strip()
    if not text or text[0] in "#<>$`{@*\\&;" or text.lower().endswith((".txt", ".toml", ".py", ".lock")):
        return None
    if has_scheme(text):
        return _of_url(word, text)
    found = fullmatch(r"([A-Za-z0-9][A-Za-z0-9._-]*(?:\[[^\]]*\])?)@([^/:]*)", text) if at_sign else None
    if found is not None:
        return _at_version(word, found[1], found[2])
    if is_local(text) and " @ " not in text and "@" not in text.partition("/")[0]:
        return None
    return _requirement(word, text) if word.known else _partly_known(word, text)


def _of_url(word: Word, text: str) -> Declared | None:
    if not word.known:
        return None
    return Declared(word.offset, text, of_url(text), "command", "url", "", text, partial(for_url, text))


def _requirement(word: Word, text: str) -> Declared | None:
    try:
        requirement = read_requirement(text)
    except Malformed:
        return None
    splice = splice_of(text, word.offset) if word.written and text == word.text else None
    return Declared(
        word.offset, text.partition(";")[0].rstrip(), requirement.pin, "command", "url" if requirement.url else "pypi",
        requirement.name, requirement.url or requirement.spec, partial(_remedy, requirement), splice,
    )  # fmt: skip


def _remedy(requirement: Requirement, level: str) -> str:
    if requirement.url or level == "range":
        return for_requirement(requirement, level)
    return for_requirement(requirement, "exact", build=True).replace("that you build with", "that you tested")


def _at_version(word: Word, head: str, version: str) -> Declared:
    """`ruff@0.14.0`, `ruff@latest`, and Poetry's `ruff@^0.14`."""
    if match(r"v?[0-9]+(?:\.[0-9]+)*(?:[abcdpr.+-][^*]*)?$|\$|==[^*]*$", version):
        pin = _EXACT
    elif match(r"[\^~<>=!]|[0-9]", version):
        pin = _RANGE
    else:
        pin = Pin("none", "follows the newest release")
    name = normalised(head.partition("[")[0])
    start = word.offset + len(head) + 1
    splice = Splice(start, start + len(version), "{}") if word.written and word.known and version else None
    spec = f"=={version}" if pin is _EXACT else version if pin is _RANGE else ""
    requirement = Requirement(name, head, pin, False)
    return Declared(
        word.offset, word.text, pin, "command", "pypi", name, spec, partial(_remedy_at, requirement), splice
    )


def _remedy_at(requirement: Requirement, level: str) -> str:
    remedy = _remedy(requirement, level)
    return remedy if level == "range" else remedy.replace("==", "@", 1)


def _partly_known(word: Word, text: str) -> Declared | None:
    """A requirement in which a variable stands: the literal part says how exactly it can pin."""
    found = match(r"([A-Za-z0-9][A-Za-z0-9._-]*(?:\[[A-Za-z0-9,._-]*\])?)[ ]*(===?|~=|>=|<=|!=|<|>)", text)
    if found is None:
        return None
    pin = _EXACT if found[2].startswith("==") else _RANGE
    requirement = Requirement(normalised(found[1].partition("[")[0]), found[1], pin, False)
    return Declared(
        word.offset, text, pin, "command", "pypi", requirement.name, text[found.end(1) :].lstrip(),
        partial(_remedy, requirement),
    )  # fmt: skip


# uv and pipx.


def _uv(words: tuple[Word, ...], around: Around) -> Found:
    name, rest = _subcommand(words, _UV)
    if name == "add":
        yield from _packages(rest, _UV, around)
    elif name == "run":
        yield from _uv_run(rest, around)
    elif name == "pip":
        name, rest = _subcommand((words[0], *rest), _UV_PIP)
        if name == "install":
            yield from _packages(rest, _UV_PIP, around)
    elif name in ("tool", "x"):
        name, rest = _subcommand((words[0], *rest), _UV)
        if name == "run" or name == "install":
            yield from _run(rest, _UV, "--from")


def _uv_run(words: tuple[Word, ...], around: Around) -> Found:
    """`uv run --with X command …`: what follows the command is the command's."""
    at = 0
    while at < len(words) and words[at].text.startswith("-") and words[at].text not in ("-m", "--module", "--"):
        at += 2 if words[at].text in _UV else 1
    for option, word in arguments(words[:at], _UV):
        if option in ("--with", "-w"):
            yield from _several(word)
    from .commands import of_words

    for one in of_words(words[at + 1 :] if at < len(words) and words[at].text.startswith("-") else words[at:], around):
        if isinstance(one, Declared):
            yield one


def _several(word: Word) -> Found:
    """The packages of an option's value, which are set apart by commas."""
    for found in finditer(r"(?:\[[^\]]*\]|,(?!\s*[A-Za-z])|[^,\[])+", word.text):
        one = package(word.behind(found.start())._replace(text=found[0]), at_sign=True)
        if one is not None:
            yield one


def _uvx(words: tuple[Word, ...], _around: Around) -> Found:
    yield from _run(words[1:], _UV, "--from")


def _run(words: tuple[Word, ...], valued: frozenset[str], source: str) -> Found:
    """`uvx`, `uv tool install`, `pipx run`: the first word that is no option is the package, or an option names it."""
    named = False
    for option, word in arguments(words, valued):
        if option in (source, "--with", "-w"):
            named = named or option == source
            yield from _several(word)
        elif option == "":
            one = None if named else package(word, at_sign=True)
            if one is not None and one.name != "python":  # an interpreter, and no package
                yield one
            return


def _pipx(words: tuple[Word, ...], around: Around) -> Found:
    name, rest = _subcommand(words, _PIPX)
    if name == "run":
        yield from _run(rest, _PIPX, "--spec")
    elif name in ("install", "inject"):
        given = list(arguments(rest, _PIPX))
        spec = [word for option, word in given if option == "--spec"]
        packages = [word for option, word in given if option == ""]
        for word in spec or (packages if name == "install" else packages[1:]):
            one = package(word)
            if one is not None:
                yield one
    elif name == "runpip":
        at = next((at for at, word in enumerate(rest) if not word.text.startswith("-")), len(rest))
        yield from _pip((words[0], *rest[at + 1 :]), around)


# Poetry, PDM, pipenv, Rye.


def _add(tool: str, words: tuple[Word, ...], _around: Around) -> Found:
    valued = _INSTALLS[tool]
    name, rest = _subcommand(words, valued)
    if name in ("self", "tools", "plugin"):
        name, rest = _subcommand((words[0], *rest), valued)
    if name not in {"pipenv": ("install", "upgrade"), "rye": ("add", "install")}.get(tool, ("add",)):
        return
    for option, word in arguments(rest, valued):
        if option in ("", "-e", "--editable"):
            one = package(word, at_sign=True)
            if one is not None:
                yield _by_poetry(one) if tool == "poetry" and one.kind == "url" else one


def _by_poetry(one: Declared) -> Declared:
    """Poetry writes the commit of a repository behind a #."""
    ref = one.what.partition("#")[2].partition("&")[0]
    return one._replace(pin=Pin("hash", "is fixed by a commit")) if is_sha(ref) else one
