"""Whether setting an attribute runs code of the project: a property with a setter, `__setattr__`, a descriptor."""

import ast
from collections.abc import Callable, Iterator

Sources = Callable[[str], bytes | None]
_FAR = 5  # imports that are followed from where a class is offered to where it stands, and bases


def has_setter(sources: Sources | None, name: str, attribute: str) -> bool:
    """Whether a class, by its full name, is found and does something of its own when the attribute is set."""
    return sources is not None and any(_sets(one, attribute) for one in _classes(sources, name, _FAR))


def _classes(sources: Sources, name: str, far: int) -> Iterator[ast.ClassDef]:
    """The class of a name and its bases, as far as their sources can be read."""
    module, _, own = name.rpartition(".")
    tree = _tree(sources, module) if module and far else None
    for node in tree.body if tree is not None else ():
        if isinstance(node, ast.ClassDef) and node.name == own:
            yield node
            for base in node.bases:
                if isinstance(base, ast.Name):
                    yield from _classes(sources, f"{module}.{base.id}", far - 1)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                if (alias.asname or alias.name) == own:
                    yield from _classes(sources, f"{_source(module, node)}.{alias.name}", far - 1)


def _source(module: str, node: ast.ImportFrom) -> str:
    """The module that an import names; of a relative one only its own words, by which it is found too."""
    if node.level:
        package = module.split(".")
        package = package[: len(package) - node.level + 1] if node.level <= len(package) else []
        return ".".join([*package, *([node.module] if node.module else [])])
    return node.module or ""


def _tree(sources: Sources, module: str) -> ast.Module | None:
    try:
        source = sources(module)
        return ast.parse(source) if source is not None else None
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _sets(owner: ast.ClassDef, attribute: str) -> bool:
    for node in owner.body:
        if isinstance(node, ast.FunctionDef):
            setters = [one for one in node.decorator_list if isinstance(one, ast.Attribute) and one.attr == "setter"]
            if node.name == "__setattr__" or (node.name == attribute and setters):
                return True
    return any(
        isinstance(one, ast.Name) and one.id == attribute
        for node in owner.body
        if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call)
        for one in node.targets
    )
