"""Bandit's packages without what their `__init__` imports: stevedore, rich, yaml and importlib.metadata, 90 to 190 ms.

A plugin says `import bandit` and `from bandit.core import issue`, and asks both for little: the class `Issue`, the
levels, a few decorators. `bandit/__init__.py` and `bandit/core/__init__.py` import the whole program for it, which in
turn imports every plugin. Here both packages stand in `sys.modules` with their real specification and path, so that
every submodule is found and imported as ever, but with an empty body:

- a name of the short list below is fetched from the submodule that defines it;
- a submodule is imported when somebody asks for it as an attribute, as if `__init__` had imported it;
- anything else runs the real `__init__` in the same module object, once, and is answered from what that made.

So nobody who imports bandit in this process, properly or not, before or after, sees a difference except in time.
"""

import sys
from importlib import import_module
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

# Where the names are defined that the real `__init__` takes over from these modules and that plugins use.
_HOMES = {
    "constants": ("RANKING", "RANKING_VALUES", "UNDEFINED", "LOW", "MEDIUM", "HIGH", "CONFIDENCE_DEFAULT"),
    "issue": ("Issue", "Cwe"),
    "test_properties": ("checks", "takes_config", "test_id", "accepts_baseline"),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}
_PACKAGES = ("bandit", "bandit.core")


def stand_in() -> bool:
    """Put the packages in place, unless somebody has imported them properly; whether bandit is there at all."""
    if all(name in sys.modules for name in _PACKAGES):
        return True
    for name in _PACKAGES:
        if name in sys.modules:
            continue
        spec = _spec(name)
        if spec is None or spec.loader is None or spec.submodule_search_locations is None:
            return False
        _place(spec)
    return True


def core(name: str) -> Any:
    """A module of `bandit.core`; only where bandit is known to be there."""
    stand_in()
    return import_module(f"bandit.core.{name}")


def _spec(name: str) -> ModuleSpec | None:
    parent = name.rpartition(".")[0]
    path = sys.modules[parent].__path__ if parent else None
    for finder in sys.meta_path:
        find = getattr(finder, "find_spec", None)
        spec: ModuleSpec | None = find(name, path) if find is not None else None
        if spec is not None:
            return spec
    return None


def _place(spec: ModuleSpec) -> None:
    module = ModuleType(spec.name)
    module.__spec__ = spec
    module.__loader__ = spec.loader
    module.__package__ = spec.name
    module.__file__ = spec.origin
    module.__dict__["__cached__"] = spec.cached
    module.__path__ = list(spec.submodule_search_locations or ())
    module.__dict__["__getattr__"] = _answer(module, spec)
    sys.modules[spec.name] = module
    parent, _, last = spec.name.rpartition(".")
    if parent:
        setattr(sys.modules[parent], last, module)


def _answer(module: ModuleType, spec: ModuleSpec) -> Any:
    """The `__getattr__` of a package that stands in."""

    def answer(name: str) -> Any:
        home = _HOME.get(name)
        if home is not None:
            value = getattr(import_module(f"bandit.core.{home}"), name)
            module.__dict__[name] = value
            return value
        # Import machinery asks with `hasattr` before it imports a submodule; tools that look at modules ask for names
        # like `__wrapped__`. Neither may run `__init__`.
        if _is_submodule(module, name):
            return import_module(f"{spec.name}.{name}")
        if name.startswith("__") and name not in ("__version__", "__author__"):
            raise AttributeError(f"module {spec.name!r} has no attribute {name!r}")
        # Out of the way first: the real `__init__` imports submodules of this very package.
        if module.__dict__.pop("__getattr__", None) is not None and spec.loader is not None:
            try:
                spec.loader.exec_module(module)
            except BaseException:
                module.__dict__["__getattr__"] = answer
                raise
        if name not in module.__dict__:
            raise AttributeError(f"module {spec.name!r} has no attribute {name!r}")
        return module.__dict__[name]

    return answer


def _is_submodule(module: ModuleType, name: str) -> bool:
    return f"{module.__name__}.{name}" in sys.modules or _spec(f"{module.__name__}.{name}") is not None
