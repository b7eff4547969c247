"""Commands that install packages of the operating system, or start containers."""

from collections.abc import Callable, Iterator
from functools import partial
from re import fullmatch, match, search

from .command_words import arguments
from .declared import Declared, Pin, Splice
from .images import image
from .shell_words import Around, Word, program, table
from .shown import shown

_EXACT = Pin("exact", "has no hash")
_NONE = Pin("none", "names no version")
_RANGE = Pin("range", "admits more than one version")
_APT = table("-t --target-release --default-release -o --option -c --config-file -a --host-architecture --solver")
_APK = table(
    "-t --virtual -p --root -X --repository --keys-dir --repositories-file --arch --cache-dir --wait --timeout "
    "--progress-fd --cache-max-age"
)
_DNF = table(
    "-c --config --installroot --releasever --enablerepo --disablerepo --repo --repoid --setopt -x --exclude "
    "--excludepkgs --from-repo -R -d -e --forcearch --advisory --color --comment --rpmverbosity -t --type -r --root "
    "--plus-repo -p --from --capability --download-dir --downloaddir"
)
_FILE_OF_CONDA = r"\.(?:bz2|conda|ya?ml|txt)$"
_CONDA = table(
    "-n --name -p --prefix -c --channel -f --file --platform --subdir --solver -r --root-prefix --log-level "
    "--clone --repodata-fn --experimental --rc-file --relocate-prefix --cacert-path --category --lockfile"
)  # fmt: skip
# Those of docker's and podman's options for `run`, `create`, `exec` and `pull` that take no value; all others do.
_FLAGS_OF_DOCKER = table(
    "--detach --interactive --tty --publish-all --rm --init --privileged --read-only --no-healthcheck "
    "--oom-kill-disable --sig-proxy --disable-content-trust --quiet --replace --tls-verify --use-api-socket "
    "--http-proxy --no-hosts --rmi --systemd --passwd --no-hostname --all-tags --unsetenv-all --env-host"
)
_LETTERS_OF_DOCKER = "ditPqD"  # short options without a value
_GLOBAL_FLAGS_OF_DOCKER = ("-D", "--debug", "--tls", "--tlsverify", "--remote")


def _said(remedy: str, _level: str) -> str:
    return remedy


Handler = Callable[[tuple[Word, ...], Around], Iterator[Declared]]


def handler(name: str) -> Handler | None:
    """What reads the words of one of these commands."""
    return {
        "apt-get": _apt,
        "apt": _apt,
        "aptitude": _apt,
        "apk": _apk,
        "dnf": _dnf,
        "yum": _dnf,
        "microdnf": _dnf,
        "tdnf": _dnf,
        "zypper": _dnf,
        "brew": _brew,
        "conda": _conda,
        "mamba": _conda,
        "micromamba": _conda,
        "docker": _docker,
        "podman": _docker,
        "nerdctl": _docker,
    }.get(name)


def _installed(words: tuple[Word, ...], valued: frozenset[str], names: tuple[str, ...]) -> Iterator[Word]:
    """The packages behind the subcommand that installs them."""
    plain = [word for option, word in arguments(words[1:], valued) if option == ""]
    if plain and plain[0].text in names:
        yield from plain[1:]


def _system(word: Word, name: str, version: str, pin: Pin, shape: str) -> Declared:
    remedy = f"Write {shape.format(shown(name))} with the version that you tested."
    return Declared(word.offset, word.text, pin, "system", "system", name, version, lambda _level: remedy)


def _is_name(word: Word) -> bool:
    """Whether a word names a package of a repository: no file, no variable, no pattern."""
    name = match(r"[@A-Za-z0-9][\w.+:@^-]*", word.text)
    if name is None or search(r"\.(?:deb|rpm|apk|rb)$|://|[`({]", word.text):
        return False
    return not word.text[name.end() :] or word.text[name.end()] in "=<>~!/"


def _apt(words: tuple[Word, ...], _around: Around) -> Iterator[Declared]:
    for word in _installed(words, _APT, ("install", "reinstall")):
        name, equals, version = word.text.partition("=")
        if not _is_name(word) or name.endswith("-") or "/" in name:
            continue
        pin = _NONE if not equals else _RANGE if "*" in version else _EXACT
        yield _system(word, name, version, pin, "{}=VERSION")


def _apk(words: tuple[Word, ...], _around: Around) -> Iterator[Declared]:
    for word in _installed(words, _APK, ("add",)):
        if not _is_name(word):
            continue
        found = fullmatch(r"([\w.+-]+)(?:@[\w.-]+)?(?:([=<>~]+)(.*))?", word.text)
        if found is None:
            continue
        pin = _NONE if not found[2] else _EXACT if found[2] == "=" else _RANGE
        yield _system(word, found[1], found[3] or "", pin, "{}=VERSION")


def _dnf(words: tuple[Word, ...], _around: Around) -> Iterator[Declared]:
    zypper = program(words[0].text) == "zypper"
    for word in _installed(words, _DNF, ("install", "in", "reinstall")):
        if not _is_name(word) or word.text.startswith("@") or "/" in word.text:
            continue
        if search(r"[<>]=?|~", word.text):
            pin = _RANGE
        else:
            pin = _EXACT if search(r"-[0-9][\w.:~^+]*(?:-[0-9][\w.~^+]*)?$|=", word.text) else _NONE
        yield _system(word, word.text, "", pin, "{}=VERSION" if zypper else "{}-VERSION")


def _brew(words: tuple[Word, ...], _around: Around) -> Iterator[Declared]:
    for word in _installed(words, frozenset(), ("install", "reinstall")):
        if _is_name(word):
            pin = _RANGE if "@" in word.text else _NONE
            remedy = f"Install {shown(word.text)} from an archive of one release: Homebrew has only the newest."
            yield Declared(word.offset, word.text, pin, "system", "system", word.text, "", partial(_said, remedy))


def _conda(words: tuple[Word, ...], _around: Around) -> Iterator[Declared]:
    for word in _installed(words, _CONDA, ("install", "create", "update")):
        found = fullmatch(r"(?:[\w.-]+::)?([A-Za-z0-9_][\w.-]*)(?:\[.*\])?[ ]*(.*)", word.text)
        if found is None or found[1] in ("python", "pip", "env") or search(_FILE_OF_CONDA, found[1]):
            continue
        bounds = found[2]
        if not bounds:
            pin = _NONE
        elif "$" in bounds or fullmatch(r"==[^*]+|=[^=*]*\.[^=*]*\.[^*]*|=[^=*]+=[^*]+", bounds):
            pin = _EXACT
        else:
            pin = _RANGE
        start = word.offset + len(word.text) - len(bounds)
        usable = word.written and word.known and "[" not in word.text
        splice = Splice(start, word.offset + len(word.text), "=={}") if usable else None
        remedy = f"Write {shown(found[1])}==X.Y.Z with the version that `conda list {shown(found[1])}` prints."
        yield Declared(
            word.offset, word.text, pin, "command", "conda", found[1].lower(), bounds, partial(_said, remedy), splice
        )


def _docker(words: tuple[Word, ...], around: Around) -> Iterator[Declared]:
    """`docker run IMAGE COMMAND …`: the first word that is no option and no option's value, and what it runs."""
    command, rest = _docker_command(words)
    if command not in ("run", "create", "pull", "exec"):
        return
    at = 0
    entry: tuple[Word, ...] = ()  # the program to which the words behind the image are arguments
    while at < len(rest) and rest[at].text.startswith("-"):
        if rest[at].text == "--entrypoint":
            entry = rest[at + 1 : at + 2]
        elif rest[at].text.startswith("--entrypoint="):
            entry = (rest[at].behind(len("--entrypoint=")),)
        at += 2 if _takes_next(rest[at].text, command) else 1
    if command != "exec" and at < len(rest):
        yield from _image(rest[at])
    if command != "pull":
        from .commands import of_words

        yield from (found for found in of_words((*entry, *rest[at + 1 :]), around) if isinstance(found, Declared))


def _image(word: Word) -> Iterator[Declared]:
    if word.known and fullmatch(r"\w[\w./:@-]*", word.text):
        one = image(word.text, word.offset)
        if one is not None:
            yield one if word.written else one._replace(splice=None)


def _docker_command(words: tuple[Word, ...]) -> tuple[str, tuple[Word, ...]]:
    """The command of docker, and the words behind it."""
    rest = words[1:]
    while rest and rest[0].text.startswith("-"):
        rest = rest[1:] if "=" in rest[0].text or rest[0].text in _GLOBAL_FLAGS_OF_DOCKER else rest[2:]
    if rest and rest[0].text in ("container", "image"):
        rest = rest[1:]
    return (rest[0].text, rest[1:]) if rest else ("", ())


def _takes_next(option: str, command: str) -> bool:
    """Whether the value of an option of docker is the next word."""
    if option.startswith("--"):
        return "=" not in option and option not in _FLAGS_OF_DOCKER
    letters = option[1:].lstrip(_LETTERS_OF_DOCKER + ("a" if command == "pull" else ""))
    return len(letters) == 1
