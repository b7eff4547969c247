"""`setup.cfg`: what setuptools reads in it, and tox.

Sources of the format: setuptools' documentation, "Configuring setuptools using setup.cfg files"; tox's documentation
for `[tox:tox]` and `[testenv]`. `python_requires` says what the package runs on, and is no dependency.
"""

from collections.abc import Iterator

from .._finding import Finding, NotJudged
from .._text import Text
from .declared import Declared, Reference, Role
from .ini import Broken, Line, Option, read_ini
from .requirement import Malformed, Requirement, normalised, read_requirement
from .requirements import of_entry
from .requirements_lines import Entry
from .toml_document import is_decided_elsewhere

Said = Declared | Reference | Finding | NotJudged

_OPTIONS: dict[str, Role] = {"install_requires": "published", "setup_requires": "build", "tests_require": "group"}
_EXTRAS = "options.extras_require"


def read(text: Text) -> Iterator[Said]:
    """Every dependency that the file declares."""
    held = list(read_ini(text.content))
    options = [one for one in held if isinstance(one, Option)]
    named = (one for one in options if (one.section, one.name) == ("metadata", "name"))
    itself = {normalised(line.text) for one in named for line in one.lines}
    for option in options:
        role, group = _role(option)
        if role is not None:
            for one in _requirements(text, option, role, group):
                if not (isinstance(one, Declared) and one.name in itself):  # an extra made of others
                    yield one
    if any(option.section.startswith(("tox:", "testenv")) for option in options):
        from .tox import of_options

        yield from of_options(text, options, "tox:tox")
    yield from complaints(text, held, ("options", _EXTRAS, "tox:tox", "testenv"))


def published_files(content: str) -> set[str]:
    """The files from which a package takes what it asks of its users."""
    options = (one for one in read_ini(content) if isinstance(one, Option) and _role(one)[0] == "published")
    named = (one.lines for one in options if one.lines and one.lines[0].text.startswith("file:"))
    return {found.path for lines in named for found in _files(lines)}


def complaints(text: Text, held: list[Option | Broken], sections: tuple[str, ...]) -> Iterator[NotJudged]:
    """The first line of the sections that declare something, or in front of all, that is nothing an INI file has."""
    for one in held:
        if not isinstance(one, Broken) or (one.section and not one.section.startswith(sections)):
            continue
        if not text.content.startswith(("{{", "{%", "{#"), one.offset):  # a template decides what stands there
            yield text.not_judged(one.offset, "is neither a section nor an option")
            return


def _role(option: Option) -> tuple[Role | None, str]:
    """What an option's requirements are for, and the group that they belong to."""
    if option.section == _EXTRAS:
        return "published", option.name
    if option.section != "options":
        return None, ""
    name = option.name.replace("-", "_")  # as setuptools does
    return _OPTIONS.get(name), "tests" if name == "tests_require" else ""


def _requirements(text: Text, option: Option, role: Role, group: str) -> Iterator[Said]:
    """The requirements of an option, or the files that hold them."""
    first = option.lines[0].text if option.lines else ""
    if first.startswith("attr:"):
        return
    if first.startswith("file:"):
        yield from _files(option.lines)
        return
    for line in _chunks(option):
        one = requirement(text, line, role, group)
        if one is not None:
            yield one


def requirement(text: Text, line: Line, role: Role, group: str) -> Declared | NotJudged | None:
    """The requirement that a line is; None where a template decides what it will be."""
    try:
        named = read_requirement(line.text)
    except Malformed:
        if is_decided_elsewhere(line.text) or "%(" in line.text:
            return None
        return text.not_judged(line.offset, "is not a requirement that pip can read")
    one = of_entry(text, Entry("package", line.text, line.offset), named)._replace(role=role, group=group)
    return one._replace(remedy=lambda level: _for_build(named, level)) if role == "build" else one


def _for_build(named: Requirement, wanted: str) -> str:
    from .remedies import for_requirement

    return for_requirement(named, wanted, build=True)


def _files(lines: tuple[Line, ...]) -> Iterator[Reference]:
    """The files of `file: one.txt, other.txt`."""
    for line in lines:
        at = 0
        for part in line.text.split(","):
            name = part.strip().removeprefix("file:").strip()
            if name and not is_decided_elsewhere(name):
                yield Reference(line.offset + line.text.index(name, at), name, kind="requirements")
            at += len(part) + 1


def _chunks(option: Option) -> Iterator[Line]:
    """The requirements of a list: one a line, or several on the one line, parted by semicolons."""
    if option.several:
        yield from _joined(option.lines)
        return
    for line in option.lines:
        yield from parted(line, ";")


def parted(line: Line, separator: str) -> Iterator[Line]:
    """The requirements of a single line, which is one where it can be read as one."""
    try:
        read_requirement(line.text)
    except Malformed:
        at = 0
        for part in line.text.split(separator):
            if part.strip():
                yield Line(part.strip(), line.offset + at + len(part) - len(part.lstrip()))
            at += len(part) + 1
    else:
        yield line


def _joined(lines: tuple[Line, ...]) -> Iterator[Line]:
    """Lines without their comments; one that ends in a backslash goes on in the next."""
    open_line: Line | None = None
    for line in lines:
        bare = line.text.partition(" #")[0].rstrip()
        whole = Line(bare, line.offset) if open_line is None else Line(open_line.text + bare, open_line.offset)
        open_line = Line(whole.text[:-1], whole.offset) if bare.endswith("\\") else None
        if open_line is None and whole.text:
            yield whole
    if open_line is not None and open_line.text.strip():
        yield Line(open_line.text.strip(), open_line.offset)
