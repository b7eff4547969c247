"""The hooks of pre-commit's files: what each installs besides its repository, and what its entry runs.

Source of the format: pre-commit's documentation, "Supported languages". A hook of another repository says nothing of
its language, so the form of a dependency tells it: `name==1` is Python's, `name@1` Node's, `name:1` Rust's or Ruby's.
"""

from collections.abc import Callable, Iterator
from re import DOTALL, fullmatch, search
from re import compile as pattern

from .._text import Text
from .._yaml import Mapping, Node, Scalar, Sequence, is_mapping, is_null
from .commands import Word, of_words
from .declared import FIXED, Declared, Fragment, Kind, Pin, Splice
from .gates import may_install
from .images import image
from .requirement import Malformed, Requirement, read_requirement, splice_of
from .shown import shown
from .yaml_scripts import is_verbatim, of_scalar, spliced_safely

_KINDS: dict[str, Kind] = {
    "python": "pypi", "python_venv": "pypi", "node": "npm", "rust": "cargo", "ruby": "gem", "golang": "go",
}  # fmt: skip
_SEPARATORS: dict[Kind, str] = {"npm": "@", "go": "@", "cargo": ":", "gem": ":"}
_LISTS: dict[Kind, str] = {
    "pypi": "python -m pip index versions {}",
    "npm": "npm view {} versions",
    "cargo": "cargo info {}",
    "gem": "gem list --remote --exact {}",
    "go": "go list -m -versions {}",
}
# Languages whose entry is a command of the machine, not of an environment that the hook has of its own.
_OF_THE_MACHINE = ("system", "unsupported")
# Options of `docker run` that stand in front of an image, and take a value in a word of their own.
_WITH_VALUE = (
    "--entrypoint", "-e", "--env", "--env-file", "-v", "--volume", "--mount", "--tmpfs", "-u", "--user",
    "-w", "--workdir", "--network", "--net", "--add-host", "-p", "--publish", "-h", "--hostname",
    "--name", "--platform", "-m", "--memory", "--cpus", "--shm-size",
)  # fmt: skip
_ALONE = ("--rm", "-i", "-t", "-it", "-ti", "--init", "--privileged", "--read-only", "--interactive", "--tty")
_WORD = pattern(
    r"""(?P<blank>[ \t\r\n]+)|'(?P<single>[^']*)'|"(?P<double>(?:[^"\\]|\\.)*)"|(?P<bare>(?:[^ \t\r\n'"\\]|\\.)+)""",
    DOTALL,
)
_NAME = r"[A-Za-z0-9_][\w.-]*"
_MODULE = r"[\w-]+(?:\.[\w-]+)+/[\w./~-]+(?:@(?P<spec>\S+))?"
_EXACT = r"[=v]{0,2}\d+\.\d+\.\d+(?:[-+.][0-9A-Za-z.+-]*)?"


def of_hooks(text: Text, hooks: Node | None, met: set[int]) -> Iterator[Declared]:
    """What the hooks of a list install or run; `met` are the nodes that were read before."""
    if not isinstance(hooks, Sequence):
        return
    for hook in hooks.items:
        if not is_mapping(hook) or id(hook) in met:
            continue
        met.add(id(hook))
        language = hook.get("language")
        spoken = language.value if isinstance(language, Scalar) else ""
        yield from _additional(text, hook.get("additional_dependencies"), spoken, met)
        yield from _entry(text, hook, spoken, met)


def _additional(text: Text, listed: Node | None, language: str, met: set[int]) -> Iterator[Declared]:
    if not isinstance(listed, Sequence):
        return
    for item in listed.items:
        if isinstance(item, Scalar) and not is_null(item) and id(item) not in met:
            met.add(id(item))
            found = _dependency(item, language)
            if found is not None:
                yield found if is_verbatim(text, item) else found._replace(splice=None)


def _entry(text: Text, hook: Mapping, language: str, met: set[int]) -> Iterator[Declared]:
    entry = hook.get("entry")
    if not isinstance(entry, Scalar) or id(entry) in met:
        return
    if language == "docker_image":
        met.add(id(entry))
        for word in _image_of(words(of_scalar(text, entry))):
            found = image(word.text, word.offset)
            if found is not None:
                here = text.content.startswith(word.text, word.offset)
                yield found if here else found._replace(splice=None)
    elif language in _OF_THE_MACHINE:
        met.add(id(entry))
        args = hook.get("args")
        listed = args.items if isinstance(args, Sequence) else []
        command = words(of_scalar(text, entry))
        command += [Word(arg.value, arg.offset) for arg in listed if isinstance(arg, Scalar)]
        if may_install(" ".join(word.text for word in command).encode(errors="replace")):
            yield from (spliced_safely(text, one) for one in of_words(command) if isinstance(one, Declared))


def words(fragment: Fragment) -> list[Word]:
    """The words of a command line as `shlex.split` tells them, with their places; none where a quote stays open."""
    found: list[Word] = []
    open_word = False
    at = 0
    while at < len(fragment.text):
        piece = _WORD.match(fragment.text, at)
        if piece is None:
            return []
        kind = piece.lastgroup or "bare"
        if kind == "blank":
            open_word = False
        else:
            part = piece[kind] if kind == "single" else _unescaped(piece[kind], quoted=kind == "double")
            if open_word:
                found[-1] = found[-1]._replace(text=found[-1].text + part)
            else:
                found.append(Word(part, fragment.offset(min(piece.start(kind), len(fragment.text) - 1))))
            open_word = True
        at = piece.end()
    return found


_ESCAPED = pattern(r"\\(.)", DOTALL)
_ESCAPED_IN_QUOTES = pattern(r"\\([\\\"])")


def _unescaped(part: str, *, quoted: bool) -> str:
    return (_ESCAPED_IN_QUOTES if quoted else _ESCAPED).sub(r"\1", part) if "\\" in part else part


def _image_of(command: list[Word]) -> Iterator[Word]:
    """The image among the words behind `docker run`; none where an option may or may not take the next word."""
    skip = False
    for word in command:
        if skip:
            skip = False
        elif not word.text.startswith("-"):
            yield word
            return
        elif word.text in _WITH_VALUE:
            skip = True
        elif "=" not in word.text and word.text not in _ALONE:
            return


def _dependency(item: Scalar, language: str) -> Declared | None:
    """One of `additional_dependencies`; None where what it pins is not certain."""
    written = item.value.strip()
    offset = item.offset + len(item.value) - len(item.value.lstrip())
    if not written or written.startswith(("-", ".", "/", "~", "file:")) or "$" in written or "{{" in written:
        return None
    kind = _KINDS.get(language) if language else _kind_by_form(written)
    if kind == "pypi":
        return _of_python(written, offset)
    if kind in ("npm", "go", "cargo", "gem"):
        return _of_name_and_version(written, offset, kind)
    if fullmatch(r"[A-Za-z][A-Za-z_-]*" if language else _NAME, written) is None:
        return None
    return _declared(written, offset, "other", written, "", _NONE, None)


def _kind_by_form(written: str) -> Kind | None:
    """The kind of a dependency whose hook does not tell its language."""
    if written.startswith("@") or fullmatch(rf"{_NAME}@[^/+:]+", written):
        return "npm"
    if fullmatch(_MODULE, written):
        return "go"
    if fullmatch(rf"(?:cli:)?{_NAME}(?::[^/:]+)?", written) and ":" in written:
        return "cargo" if written.startswith("cli:") else "gem"
    return None if fullmatch(_NAME, written) else "pypi"


_NONE = Pin("none", "names no version")


def _of_python(written: str, offset: int) -> Declared | None:
    if search(r"^[A-Za-z]+\+?[A-Za-z]*://", written[:40]) or written.startswith("git+"):
        from .remedies import for_url
        from .source import of_url

        url = written.split()[0]
        return Declared(offset, url, of_url(url), "command", "url", "", url, lambda level: for_url(url, level))
    try:
        named = read_requirement(written)
    except Malformed:
        return None
    what, _, marker = written.partition(";")
    return _requirement(named, what.strip(), marker.strip(), offset, splice_of(written, offset))


def _requirement(named: Requirement, what: str, marker: str, offset: int, splice: Splice | None) -> Declared:
    if named.url:
        from .remedies import for_url

        return Declared(
            offset, what, named.pin, "command", "url", named.name, named.spec, lambda level: for_url(named.url, level)
        )
    act = _remedy("pypi", named.head, f"{named.head}==X.Y.Z", named.name)
    return Declared(offset, what, named.pin, "command", "pypi", named.name, named.spec, act, splice, marker)


def _of_name_and_version(written: str, offset: int, kind: Kind) -> Declared | None:
    """`name@version` of Node and Go, `name:version` of Rust and Ruby."""
    if "://" in written or (written.startswith(("git", "github:")) and ("+" in written or ":" in written)):
        return None
    mark = _SEPARATORS[kind]
    start = len("cli:") if kind == "cargo" and written.startswith("cli:") else 1 if written.startswith("@") else 0
    at = written.find(mark, start)
    name, spec = (written, "") if at < 0 else (written[:at], written[at + 1 :])
    if "/" in spec or "+" in spec.partition(".")[0] or any(blank in name for blank in " \t:" if not start):
        return None
    end = offset + len(written)
    splice = Splice(end, end, mark + "{}") if at < 0 else Splice(offset + at + 1, end, "{}")
    return _declared(written, offset, kind, name, spec, _of_version(spec, kind), splice)


def _of_version(spec: str, kind: Kind) -> Pin:
    if not any(character.isdigit() for character in spec):
        return Pin("none", "is whatever is newest") if spec else _NONE
    if fullmatch(_EXACT, spec.strip()):
        return FIXED if kind == "go" else Pin("exact", "has no hash")
    if kind == "go" and fullmatch(r"[0-9a-f]{12,40}", spec):
        return FIXED
    return Pin("range", "admits more than one version")


def _declared(what: str, offset: int, kind: Kind, name: str, spec: str, pin: Pin, splice: Splice | None) -> Declared:
    bare = name.removeprefix("cli:")
    answer = f"{name}{_SEPARATORS.get(kind, '==')}{'v' if kind == 'go' else ''}X.Y.Z"
    act = _remedy(kind, name, answer, bare)
    return Declared(offset, what, pin, "command", kind, bare, spec, act, splice)


def _remedy(kind: Kind, name: str, answer: str, indexed: str) -> Callable[[str], str]:
    def remedy(_: str) -> str:
        if kind not in _LISTS:
            forms = ", ".join(f"{shown(name)}{form}" for form in ("==X.Y.Z for Python", "@X.Y.Z for Node"))
            return (
                f"Write the version in the form of the hook's language: {forms}, {shown(name)}:X.Y.Z for Rust or Ruby."
            )
        lists = _LISTS[kind].format(indexed if fullmatch(r"@?[\w./-]{1,200}", indexed) else "NAME")
        return f"Write {shown(answer)} with the version that you tested; `{lists}` lists the releases."

    return remedy
