"""Modules of the repository itself: whether an import of one leads to a file, said only where that is certain."""

import ast
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from functools import cached_property

from ._imports import Import
from ._project import Project
from ._tree import Tree, above, joined

# What a build makes out of other files, or a release writes; by the whole name, by its beginning, by its end.
_MADE = frozenset({
    "_version", "version", "__version__", "_versions", "_build", "_build_info", "build_info", "_buildinfo", "buildinfo",
    "_about", "__about__", "_generated", "generated", "autogen", "gen", "_gen", "codegen", "proto", "protos", "pb",
    "local_settings", "settings_local", "local_config", "secrets", "_secrets", "credentials", "_speedups", "_lib",
    "_ext", "_ffi", "_cffi", "_native", "_rust", "_core", "_commit", "_git", "_revision", "_mypyc", "_hash",
    "_static_version", "parsetab", "lextab", "yacctab", "__generated__", "graphql_client", "_scm_version",
    "scm_version",
})  # fmt: skip
_MADE_STARTS = ("_cffi_", "_cython", "ui_", "rc_", "_generated", "generated_")
_MADE_ENDS = (
    "_pb2", "_pb2_grpc", "_grpc", "_pb", "_ui", "_rc", "_version", "_generated", "_gen", "Parser", "Lexer", "Visitor",
    "Listener", "_twirp", "_connect", "_mypyc", "_swig", "_wrap", "_cffi", "_ext", "_cy",
)  # fmt: skip
# Sources out of which a build makes modules, and templates of them.
_SOURCES = (
    ".c", ".cc", ".cpp", ".cxx", ".cu", ".pyx", ".pxd", ".rs", ".f", ".f90", ".pyf", ".proto", ".thrift", ".ui",
    ".qrc", ".g4", ".i", ".go", ".hs", ".nim", ".in", ".j2", ".jinja", ".jinja2", ".tmpl", ".template", ".mako",
    ".lark", ".zig", ".avdl", ".fbs", ".capnp", ".coco", ".hy", ".m", ".mm", ".src",
)  # fmt: skip
# Words in the `__init__` of a package after which nobody can tell what may be imported out of it.
_OPEN = (
    "__path__", "extend_path", "declare_namespace", "sys.modules", "meta_path", "path_hooks", "__getattr__",
    "globals()", "lazy", "vars()", "exec(", "setattr(", "__dict__", "LazyModule", "import_module", "__import__",
    "eval(", "add_module",
)  # fmt: skip


class Local:
    """The modules of one snapshot. `read` gives the content of a path from the root, None where it cannot."""

    def __init__(self, tree: Tree, read: Callable[[str], bytes | None], on_disk: Callable[[str], bool]) -> None:
        self.tree = tree
        self._read = read
        self._on_disk = on_disk
        self._names: dict[str, frozenset[str] | None] = {}

    def missing(self, found: Import, path: str, project: Project) -> Iterator[tuple[str, str]]:
        """Modules that an import of this file needs and that are certainly not there.

        Each is a dotted name (with the dots of a relative import) and the file in which it would be.
        """
        if found.level:
            yield from self._relative(found, path)
            return
        top, _, rest = found.module.partition(".")
        folders = self._packages(top, project)
        if folders is None:
            return
        answers = [self._in(folder, rest, top, found) for folder in folders]
        if answers and all(answers):
            yield from answers[0]

    def _relative(self, found: Import, path: str) -> Iterator[tuple[str, str]]:
        folder = path.rpartition("/")[0]
        for _ in range(found.level - 1):
            if not folder:
                return
            folder = folder.rpartition("/")[0]
        if folder and self.tree.is_package(folder):
            yield from self._in(folder, found.module, "." * found.level, found)

    def _packages(self, top: str, project: Project) -> list[str] | None:
        """The regular packages of this name; None when one of that name could be anything else."""
        found: list[str] = []
        for root in project.roots:
            if top not in self.tree.importable(root):
                continue
            folder = joined(root, top)
            if self.tree.is_package(root) or not self.tree.is_package(folder):
                return None  # beside the file, as scripts import; or a module, a link, a namespace
            found.append(folder)
        others = [joined(root, top) for root in self.tree.packages.get(top, ())] if found else []
        return list(dict.fromkeys([*found, *others]))

    def _in(self, folder: str, module: str, shown: str, found: Import) -> list[tuple[str, str]]:
        """What is missing of a dotted module, and of the names taken out of it, below a package."""
        for part in filter(None, module.split(".")):
            if self._is_open(folder):
                return []
            shown = shown + part if shown.endswith(".") else f"{shown}.{part}"
            kind = self._kind(folder, part)
            if kind == "missing":
                defined = self._defined(folder)
                if defined is None or part in defined or self._is_made(folder, part):
                    return []
                return [(shown, f"{joined(folder, part)}.py")]
            if kind != "package":
                return []
            folder = joined(folder, part)
        return list(self._of_names(folder, shown, found))

    def _of_names(self, folder: str, shown: str, found: Import) -> Iterator[tuple[str, str]]:
        """Names that `from package import name` takes out of a package: modules in it, or what its `__init__` has."""
        if self._is_open(folder):
            return
        for one in found.names:
            if one.name == "*" or self._kind(folder, one.name) != "missing" or self._is_made(folder, one.name):
                continue
            defined = self._defined(folder)
            if defined is not None and one.name not in defined:
                yield (shown + one.name if shown.endswith(".") else f"{shown}.{one.name}"), f"{folder}/{one.name}.py"

    def _kind(self, folder: str, name: str) -> str:
        """ "package" for a regular one, "missing", or "other" for a module and all that may hold one."""
        path = joined(folder, name)
        if self.tree.is_package(path):
            return "package"
        prefix = f"{name}."
        inside = self.tree.children.get(folder, ())
        return "other" if name in inside or any(one.startswith(prefix) for one in inside) else "missing"

    def _is_made(self, folder: str, name: str) -> bool:
        """Whether a module may be made by a build, be ignored by git, or lie on the disk all the same."""
        if name in _MADE or name.startswith(_MADE_STARTS) or name.endswith(_MADE_ENDS) or name.startswith("__"):
            return True
        bare = name.lstrip("_")
        if bare in self._stems or f"{bare}module" in self._stems or (name.startswith("_") and self._stems):
            return True
        path = joined(folder, name)
        return self._is_ignored(path) or any(map(self._on_disk, (f"{path}.py", path, f"{path}.pyi")))

    @cached_property
    def _stems(self) -> frozenset[str]:
        """The names of all files out of which a build may make a module."""
        names = (path.rpartition("/")[2] for path in self.tree.paths if path.endswith(_SOURCES))
        return frozenset(name.partition(".")[0].lstrip("_") for name in names) - {"MANIFEST", "requirements"}

    def _is_ignored(self, path: str) -> bool:
        """Whether a `.gitignore` above has a pattern that may be about this module."""
        parts = path.split("/")
        names = [*parts, f"{parts[-1]}.py"]
        for folder in above(path.rpartition("/")[0]):
            if ".gitignore" in self.tree.children.get(folder, ()):
                for pattern in self._patterns(joined(folder, ".gitignore")):
                    if any(fnmatchcase(name, pattern) for name in names):
                        return True
        return False

    def _patterns(self, path: str) -> list[str]:
        """The last parts of the patterns of a `.gitignore`, without those for every file."""
        content = self._read(path) or b""
        lines = (line.strip() for line in content.decode("utf-8", "replace").splitlines())
        found = (line.rstrip("/").rpartition("/")[2] for line in lines if line and not line.startswith(("#", "!")))
        return [pattern for pattern in found if pattern.strip("*.?")]

    def _is_open(self, folder: str) -> bool:
        return self._defined(folder) is None

    def _defined(self, folder: str) -> frozenset[str] | None:
        """The names that the `__init__` of a package binds; None when it cannot be told."""
        if folder not in self._names:
            self._names[folder] = self._bound(folder)
        return self._names[folder]

    def _bound(self, folder: str) -> frozenset[str] | None:
        inside = self.tree.children.get(folder, ())
        names: set[str] = set()
        for name in ("__init__.py", "__init__.pyi"):
            if name not in inside:
                continue
            content = self._read(joined(folder, name))
            if content is None or len(content) > 1 << 20 or any(word.encode() in content for word in _OPEN):
                return None
            try:
                tree = ast.parse(content)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                return None
            for node in ast.walk(tree):
                if isinstance(node, ast.ImportFrom) and any(alias.name == "*" for alias in node.names):
                    return None
                names.update(_bindings(node))
        return frozenset(names)


def _bindings(node: ast.AST) -> Iterator[str]:
    """The names that a node binds; more than are there at run time does no harm."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()):
            yield name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            yield name
        case ast.Import(names=aliases):
            yield from (alias.asname or alias.name.partition(".")[0] for alias in aliases)
        case ast.ImportFrom(module=module, names=aliases):
            yield from (alias.asname or alias.name for alias in aliases)
            yield from (module or "").split(".")[:1]  # a submodule becomes a name of its package
        case ast.Constant(value=str(text)) if text.isidentifier():
            yield text  # as in `__all__`, and in whatever makes names out of strings
