"""What the manifests of a project say of it: names of distributions and what they are for, no places in the file.

The formats are those of `_dependencies`, whose readers also say where each thing is written; that costs too much for
all the manifests above every source file of a commit. A manifest that cannot be read makes what is declared unknown.
"""

from collections.abc import Iterable, Iterator, Mapping
from posixpath import basename, dirname, normpath
from re import MULTILINE, finditer, match, search, split
from typing import TYPE_CHECKING, Any, NamedTuple

from .._dependencies.requirement import normalised
from .._dependencies.values import items, string, table, tables
from .._finding import NotJudged
from .._text import LIST_BYTES, Text, decode
from .._toml import parse
from ._project import Place

if TYPE_CHECKING:
    import ast

# Words in the name of a group, an extra, a list or a folder that say that it is for those who develop.
_DEVELOPMENT = frozenset({
    "dev", "devel", "develop", "development", "test", "tests", "testing", "doc", "docs", "documentation", "lint",
    "linting", "linters", "typing", "types", "typecheck", "mypy", "ci", "qa", "format", "formatting", "coverage", "cov",
    "bench", "benchmark", "benchmarks", "example", "examples", "release", "nox", "tox", "precommit", "style", "quality",
    "debug", "profiling", "contrib", "sphinx", "mkdocs", "pytest", "check", "checks", "unittest", "e2e", "integration",
    "validation", "tooling",
})  # fmt: skip
_SPEC = r"\s*([A-Za-z0-9][A-Za-z0-9._-]*)\s*(?:\[([^\]]*)\])?\s*\(?([^;)@#]*)"
_MOST_TEXT = 2000  # characters of a requirement
_KEYS_OF_SETUP = ("install_requires", "requires")


class Want(NamedTuple):
    """A distribution that a manifest asks for. `spec` are its bounds, without the marker.

    `text` is the whole requirement, for an index; empty where the manifest takes it from elsewhere, or says it in a way
    that is not read.
    """

    name: str
    place: Place
    spec: str = ""
    hashes: frozenset[str] = frozenset()
    text: str = ""


class Said(NamedTuple):
    """What one manifest says.

    `lists` are files of requirements that it names, from its own folder, with what they are for. `known` is false where
    only running something would tell what is declared. `counts` is false for a file that could hold dependencies, and
    has no table for them. `roots` are folders from which modules are imported, `modules` names that a build makes.
    `home` is where a dependency would be added. `compiled` marks a list that holds all that is installed.
    """

    wants: tuple[Want, ...] = ()
    lists: tuple[tuple[str, Place], ...] = ()
    known: bool = True
    counts: bool = True
    python: str = ""
    own: str = ""
    roots: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    home: str = ""
    compiled: bool = False


def is_development(name: str) -> bool:
    """Whether a name of a group, a file or a folder means what only development installs."""
    return not _DEVELOPMENT.isdisjoint(split(r"[^a-z0-9]+", name.lower()))


def place_of(group: str, otherwise: Place = "extra") -> Place:
    return "development" if is_development(group) else otherwise


def place_of_list(path: str) -> Place:
    """What a list of requirements is for, told by its name and by the folders that it stands in."""
    stem = basename(path).rpartition(".")[0]
    folders = dirname(path).split("/")
    return "development" if is_development(stem) or any(map(is_development, folders)) else "main"


def want(text: str, place: Place) -> Want | None:
    """The distribution of a requirement as PEP 508 writes it."""
    found = match(_SPEC, text)
    if found is None:
        return None
    bare = text.strip() if len(text) <= _MOST_TEXT and "://" not in text and "@" not in text else ""
    return Want(normalised(found[1]), place, found[3].strip(), text=bare)


def read_manifest(path: str, content: bytes, kind: str) -> Said:
    """What a manifest of this kind says; what it cannot be read is `known` as false."""
    try:
        said: Said = _READERS[kind](decode(path, content, most=LIST_BYTES, declared=path.endswith(".py")))
    except (NotJudged, RecursionError, ValueError, SyntaxError, MemoryError):
        return Said(known=False)
    return said


def _wants(listed: Any, place: Place) -> Iterator[Want]:
    for one in items(listed):
        found = want(one, place) if isinstance(one, str) else None
        if found is not None:
            yield found


def _of_pyproject(text: Text) -> Said:
    document = parse(text)
    project, tool = table(document.get("project")), table(document.get("tool"))
    poetry = table(tool.get("poetry"))
    wants = [
        *_of_standards(document), *_of_poetry(poetry), *_of_hatch(table(tool.get("hatch"))), *_of_others(tool),
    ]  # fmt: skip
    own = normalised(string(project.get("name")) or string(poetry.get("name")))
    lists = tuple(_lists_of(tool))
    pixi = bool(table(table(tool.get("pixi")).get("dependencies")))
    home = "[project.dependencies] of {}" if project else "[tool.poetry.dependencies] of {}" if poetry else ""
    counts = bool(project or wants or "dependencies" in poetry or "dependency-groups" in document)
    python = string(project.get("requires-python")) or _python_of(table(poetry.get("dependencies")).get("python"))
    return Said(
        tuple(wants), lists, not pixi and _is_static(project, tool, poetry), counts, lowest(python), own,
        tuple(_roots(tool)), tuple(_modules(project, tool)), home.format(text.path),
    )  # fmt: skip


def _of_standards(document: dict[str, Any]) -> Iterator[Want]:
    project = table(document.get("project"))
    yield from _wants(project.get("dependencies"), "main")
    for extra, listed in table(project.get("optional-dependencies")).items():
        yield from _wants(listed, place_of(extra))
    for group, listed in table(document.get("dependency-groups")).items():
        yield from _wants(listed, place_of(group))
    yield from _wants(table(document.get("build-system")).get("requires"), "build")


def _of_poetry(poetry: dict[str, Any]) -> Iterator[Want]:
    yield from _of_table(poetry.get("dependencies"), "main")
    yield from _of_table(poetry.get("dev-dependencies"), "development")
    for group, one in table(poetry.get("group")).items():
        yield from _of_table(table(one).get("dependencies"), place_of(group))


def _of_table(found: Any, place: Place) -> Iterator[Want]:
    """`name = "version"`, `name = {version = …}` or a list of those, as poetry and pipenv write them."""
    for name, value in table(found).items():
        if name.lower() != "python":
            several = tables(value) or [table(value)]
            spec = value if isinstance(value, str) else string(several[0].get("version"))
            optional = place == "main" and any(one.get("optional") is True for one in several)
            yield Want(normalised(name), "extra" if optional else place, spec, text=_text_of(name, several, spec))


def _text_of(name: str, several: list[dict[str, Any]], spec: str) -> str:
    """The requirement that an entry of such a table is; empty where it is of no index, or one of several."""
    from .._dependencies.bounds import standard

    one = several[0]
    bounds = standard(spec)
    if len(several) > 1 or bounds is None or one.keys() - {"version", "extras", "optional", "index", "source"}:
        return ""
    extras = ",".join(extra for extra in items(one.get("extras")) if isinstance(extra, str))
    return f"{name}[{extras}]{bounds}" if extras else f"{name}{bounds}"


def _of_hatch(hatch: dict[str, Any]) -> Iterator[Want]:
    for name, env in table(hatch.get("envs")).items():
        for key in ("dependencies", "extra-dependencies"):
            yield from _wants(table(env).get(key), place_of(name))
    build = table(hatch.get("build"))
    for one in (build, *map(table, table(build.get("targets")).values())):
        yield from _wants(one.get("dependencies"), "build")
        for hook in table(one.get("hooks")).values():
            yield from _wants(table(hook).get("dependencies"), "build")


def _of_others(tool: dict[str, Any]) -> Iterator[Want]:
    """What the tables of uv, rye, PDM, flit, pixi, tox and cibuildwheel ask for."""
    for name in ("uv", "rye"):
        yield from _wants(table(tool.get(name)).get("dev-dependencies"), "development")
    for listed in table(table(tool.get("pdm")).get("dev-dependencies")).values():
        yield from _wants([item.removeprefix("-e ") for item in items(listed) if isinstance(item, str)], "development")
    flit = table(table(tool.get("flit")).get("metadata"))
    yield from _wants(flit.get("requires"), "main")
    yield from _wants(flit.get("dev-requires"), "development")
    for extra, listed in table(flit.get("requires-extra")).items():
        yield from _wants(listed, place_of(extra))
    pixi = table(tool.get("pixi"))
    for one in (pixi, *map(table, table(pixi.get("feature")).values())):
        for key in ("dependencies", "pypi-dependencies"):
            yield from _of_table(one.get(key), "main")
    tox = table(tool.get("tox"))
    for env in (table(tox.get("env_run_base")), *map(table, table(tox.get("env")).values())):
        yield from _wants(env.get("deps"), "development")
    wheels = table(tool.get("cibuildwheel")).get("test-requires")
    yield from _wants(wheels.split() if isinstance(wheels, str) else wheels, "development")


def _lists_of(tool: dict[str, Any]) -> Iterator[tuple[str, Place]]:
    """The files of requirements that setuptools, and hatch's plugin for them, read."""
    dynamic = table(table(tool.get("setuptools")).get("dynamic"))
    yield from ((name, "main") for name in _files(table(dynamic.get("dependencies")).get("file")))
    for extra, source in table(dynamic.get("optional-dependencies")).items():
        yield from ((name, place_of(extra)) for name in _files(table(source).get("file")))
    hooks = table(table(table(table(tool.get("hatch")).get("metadata")).get("hooks")).get("requirements_txt"))
    yield from ((name, "main") for name in _files(hooks.get("files") or hooks.get("filename")))
    for extra, listed in table(hooks.get("optional-dependencies")).items():
        yield from ((name, place_of(extra)) for name in _files(listed))


def _files(written: Any) -> list[str]:
    return [written] if isinstance(written, str) else [one for one in items(written) if isinstance(one, str)]


def _is_static(project: dict[str, Any], tool: dict[str, Any], poetry: dict[str, Any]) -> bool:
    """Whether what the tables say is all; `dynamic` may leave it to a plugin."""
    if "dependencies" not in items(project.get("dynamic")):
        return True
    dynamic = table(table(tool.get("setuptools")).get("dynamic"))
    hooks = table(table(table(tool.get("hatch")).get("metadata")).get("hooks"))
    return "dependencies" in dynamic or "requirements_txt" in hooks or "dependencies" in poetry


def _python_of(written: Any) -> str:
    return string(written) or string(table(written).get("version"))


def _roots(tool: dict[str, Any]) -> Iterator[str]:
    """Folders that tools put on the path."""
    pytest = table(table(tool.get("pytest")).get("ini_options")).get("pythonpath")
    yield from pytest.split() if isinstance(pytest, str) else _files(pytest)
    setuptools = table(tool.get("setuptools"))
    yield from _files(list(table(setuptools.get("package-dir")).values()))
    yield from _files(table(table(setuptools.get("packages")).get("find")).get("where"))
    for package in tables(table(tool.get("poetry")).get("packages")):
        yield string(package.get("from"))
    for target in table(table(table(tool.get("hatch")).get("build")).get("targets")).values():
        yield from _files(table(target).get("sources"))
        yield from (dirname(one) for one in _files(table(target).get("packages")))
    yield from _files(table(table(tool.get("pdm")).get("build")).get("package-dir"))
    yield from _files(table(table(tool.get("uv")).get("build-backend")).get("module-root"))
    yield from _files(table(tool.get("pyright")).get("extraPaths"))
    yield from _files(table(tool.get("ruff")).get("src"))
    yield from _files(table(tool.get("maturin")).get("python-source"))
    mypy = table(tool.get("mypy")).get("mypy_path")
    yield from split(r"[:,]", mypy) if isinstance(mypy, str) else _files(mypy)


def _modules(project: dict[str, Any], tool: dict[str, Any]) -> Iterator[str]:
    """Top-level names of modules that a build makes, of which no source need be in the tree."""
    yield string(table(tool.get("maturin")).get("module-name")).partition(".")[0]
    yield string(table(table(tool.get("uv")).get("build-backend")).get("module-name")).partition(".")[0]
    yield from (one.partition(".")[0] for one in _files(table(tool.get("setuptools")).get("py-modules")))
    yield string(table(table(tool.get("flit")).get("module")).get("name"))
    yield from _files(project.get("import-names"))


def _of_setup_cfg(text: Text) -> Said:
    from .._dependencies.ini import Option, read_ini
    from .._dependencies.setup_cfg import published_files, read

    options = {
        (one.section, one.name.replace("-", "_")): one for one in read_ini(text.content) if isinstance(one, Option)
    }
    wants = tuple(_of_readers(read(text)))
    declares = any(section.startswith("options") for section, _ in options) or bool(wants)
    values = {key: " ".join(line.text for line in one.lines) for key, one in options.items()}
    attribute = values.get(("options", "install_requires"), "").startswith("attr:")
    roots = [
        *(part.partition("=")[2].strip() for part in values.get(("options", "package_dir"), "").split("\n")),
        *values.get(("options.packages.find", "where"), "").split(),
        *values.get(("tool:pytest", "pythonpath"), "").split(),
    ]
    return Said(
        wants, tuple((name, place_of_list(name)) for name in published_files(text.content)), not attribute, declares,
        lowest(values.get(("options", "python_requires"), "")), normalised(values.get(("metadata", "name"), "")),
        tuple(filter(None, roots)), (), f"install_requires in {text.path}" if declares else "",
    )  # fmt: skip


def _of_readers(found: Iterable[Any]) -> Iterator[Want]:
    """What the readers with places give, without the places."""
    from .._dependencies.declared import Declared

    for one in found:
        if isinstance(one, Declared) and one.kind in ("pypi", "git", "url", "conda") and one.name:
            text = f"{one.name}{one.spec}" if one.kind == "pypi" and "://" not in one.spec else ""
            yield Want(normalised(one.name), _place_of_role(one.role, one.group), one.spec, text=text)


def _place_of_role(role: str, group: str) -> Place:
    if role == "build":
        return "build"
    if role in ("group", "matrix", "command"):
        return "development" if not group else place_of(group)
    return place_of(group) if group else "main"


def _of_setup_py(text: Text) -> Said:
    if "setup" not in text.content:
        return Said(counts=False)
    import ast

    from .._dependencies.setup_py import read

    wants = tuple(_of_readers(read(text)))
    tree = ast.parse(text.content)
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and _name(node.func) == "setup"]
    given = {keyword.arg: keyword.value for call in calls for keyword in call.keywords}
    if not calls:
        return Said(counts=False)
    known = None not in given and all(_is_literal(given[key], tree) for key in _KEYS_OF_SETUP if key in given)
    python, name = given.get("python_requires"), given.get("name")
    found = search(r"""package_dir\s*=\s*\{\s*['"]{2}\s*:\s*['"]([\w./-]+)""", text.content)
    return Said(
        wants, (), known, bool(given.keys() & {None, "install_requires", "extras_require", "packages", "py_modules"}),
        lowest(python.value) if isinstance(python, ast.Constant) and isinstance(python.value, str) else "",
        normalised(name.value) if isinstance(name, ast.Constant) and isinstance(name.value, str) else "",
        (found[1],) if found is not None else (), (), f"install_requires in {text.path}",
    )  # fmt: skip


def _name(node: "ast.expr") -> str:
    """The last part of a dotted name."""
    return str(getattr(node, "attr", "") or getattr(node, "id", ""))


def _is_literal(node: "ast.expr", tree: "ast.Module") -> bool:
    """Whether a list is written out, or a name that is bound once to such a list and never added to."""
    import ast

    if isinstance(node, ast.List | ast.Tuple):
        return all(isinstance(one, ast.Constant) for one in node.elts)
    if not isinstance(node, ast.Name):
        return False
    bound = [one for one in tree.body if isinstance(one, ast.Assign) and any(_name(t) == node.id for t in one.targets)]
    used = sum(isinstance(one, ast.Name) and one.id == node.id for one in ast.walk(tree))
    return (
        len(bound) == 1
        and used == 2
        and isinstance(bound[0].value, ast.List | ast.Tuple)
        and _is_literal(bound[0].value, tree)
    )


def _of_pipfile(text: Text) -> Said:
    document = parse(text)
    wants: list[Want] = []
    for name, found in document.items():
        if name == "packages":
            wants += _of_table(found, "main")
        elif name not in ("requires", "scripts", "pipenv", "pipfile", "source") and isinstance(found, dict):
            wants += _of_table(found, "development" if name == "dev-packages" else place_of(name))
    requires = table(document.get("requires"))
    version = string(requires.get("python_version")) or string(requires.get("python_full_version"))
    return Said(tuple(wants), python=lowest(version), home=f"[packages] of {text.path}")


_COMPILED = (
    r"(?im)^#.*autogenerated by (?:pip-compile|uv)|^\s+# via\b|^#.*generated by .*(?:pip-compile|uv |poetry|pdm)"
)
_EDITABLE = r"(?:-e|--editable)[ =]\s*\S*/([\w.-]+?)(?:\.git)?(?:@|#|\s|$)"
_EGG = r"[#&]egg=([A-Za-z0-9._-]+)"
_FILE = r"/([A-Za-z0-9._]+)-\d[^/]*\.(?:whl|tar\.gz|zip)"
_REPOSITORY = r"/([\w.-]+?)(?:\.git)?(?:@[^/]*)?(?:#.*)?$"


def _of_list(text: Text) -> Said:
    from .._dependencies.requirements_lines import logical_lines

    place = place_of_list(text.path)
    wants: list[Want] = []
    lists: list[tuple[str, Place]] = []
    hashed = True
    for line in logical_lines(text.content):
        body = line.text.strip()
        if body.startswith("-"):
            found = match(r"(?:-r|--requirement)(?:[ =]\s*|(?=\S))[\"']?([^\s\"']+)", body)
            if found is not None:
                lists.append((normpath(found[1]), place))
            elif egg := search(_EGG, body) or match(_EDITABLE, body):
                wants.append(Want(normalised(egg[1]), place))
            continue
        one = _of_line(body, place)
        if one is not None:
            hashed = hashed and bool(one.hashes)
            wants.append(one)
    compiled = bool(wants) and (hashed or search(_COMPILED, text.content) is not None)
    return Said(tuple(wants), tuple(lists), home=text.path, compiled=compiled)


def _of_line(body: str, place: Place) -> Want | None:
    """The distribution of a line: a requirement, or the address or path of one."""
    head = body.partition(" --")[0]
    if "://" in head.partition("@")[0] or match(r"[./]|[A-Za-z]:\\", head):
        egg = search(_EGG, head) or search(_FILE, head) or search(_REPOSITORY, head)
        return None if egg is None else Want(normalised(egg[1]), place)
    one = want(head, place)
    if one is None or "--hash" not in body:
        return one
    return one._replace(hashes=frozenset(found[1].lower() for found in finditer(r"sha256:([0-9A-Fa-f]{64})", body)))


def _of_tox(text: Text) -> Said:
    from .._dependencies.tox import read

    found = tuple(one._replace(place="development") for one in _of_readers(read(text)))
    return Said(found, counts=False)


def _of_nox(text: Text) -> Said:
    from .._dependencies.nox import read

    found = tuple(one._replace(place="development") for one in _of_readers(read(text)))
    return Said(found, counts=False)


def _of_conda(text: Text) -> Said:
    """conda's names are not those of the index, so that what is declared stays unknown."""
    from .._dependencies.conda import read

    found = tuple(_of_readers(read(text)))
    return Said(found, known=False, counts=bool(found))


def _of_pixi(text: Text) -> Said:
    return Said(tuple(_of_others({"pixi": parse(text)})), known=False)


def of_script(text: Text) -> Said | None:
    """The `script` block of a file (PEP 723); None where it has none."""
    found = search(r"^# /// script[ \t]*\r?\n((?:#(?:| .*)\r?\n)*?)# ///[ \t]*\r?$", text.content, MULTILINE)
    if found is None or _is_in_string(text, found.start()):
        return None
    bare = "\n".join(line[2:] for line in found[1].splitlines())
    try:
        document = parse(Text(text.path, bare))
    except NotJudged:
        return Said(known=False)
    wants = tuple(_wants(document.get("dependencies"), "main"))
    home = f"the `dependencies` of the script block in {text.path}"
    return Said(wants, python=lowest(string(document.get("requires-python"))), home=home)


def _is_in_string(text: Text, offset: int) -> bool:
    """Whether a line begins inside of a string, as scripts that write scripts have it."""
    import ast

    line = text.place(offset)[0]
    try:
        tree = ast.parse(text.content)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant | ast.JoinedStr))
    return any(node.lineno < line <= (node.end_lineno or 0) for node in strings)


_BOUND = r"(?:>=|>|~=|={2,3}|\^|~|^\s*)\s*v?([0-9]{1,3})(?:\.([0-9]{1,3}))?"


def lowest(spec: str) -> str:
    """The lowest version of Python that a specifier admits, such as "3.10"; empty where it says none."""
    found: list[tuple[int, int]] = []
    for alternative in spec.split("||"):
        bounds = [(int(one[1]), int(one[2] or 0)) for one in finditer(_BOUND, alternative)]
        if not bounds:
            return ""
        found.append(max(bounds))
    major, minor = min(found)
    return f"{major}.{minor}"


_READERS: Mapping[str, Any] = {
    "pyproject": _of_pyproject, "setup-cfg": _of_setup_cfg, "setup-py": _of_setup_py, "pipfile": _of_pipfile,
    "requirements": _of_list, "tox": _of_tox, "nox": _of_nox, "conda": _of_conda, "pixi": _of_pixi,
}  # fmt: skip
