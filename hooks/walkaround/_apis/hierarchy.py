"""Classes and their bases: the order in which attributes are looked up, and whether others can exist."""

from collections.abc import Callable

from . import Verdict
from .builtin import MODULE, builtin_class
from .classes import GETATTR, GIVEN
from .decorators import DECORATORS, returns_parameter
from .facts import Attribute, Call, Class, Expr, Func, Name, Var, last_name
from .library import Library
from .values import ClassValue, Function, Values

# Bases that add nothing to the objects of a class.
_TRANSPARENT = frozenset({"Generic", "Protocol", "object"})
_METACLASSES = frozenset({"ABCMeta", "type", "_ProtocolMeta", "ProtocolMeta", "GenericMeta", "EnumMeta", "EnumType"})
_TUPLES = ("_make", "_asdict", "_replace", "_fields", "_field_defaults", "count", "index")
# A class keyword of these says something about the class and nothing about its members.
HARMLESS_KEYWORDS = frozenset(
    {"total", "frozen", "slots", "eq", "order", "repr", "kw_only", "init", "unsafe_hash", "abc"}
)
# What is no class itself, and makes classes of a built-in one.
_SPECIAL = {"NamedTuple": "tuple", "TypedDict": "dict"}
_DEEP = 40
# Classes whose `__getattr__` finds what a table holds, such as its columns, which nobody can call. Other distributions
# give them further methods.
_TABLES = frozenset({
    ("pandas.core.generic", "NDFrame"), ("pandas.core.groupby.groupby", "GroupBy"),
    ("pandas.core.window.rolling", "BaseWindow"), ("pandas.core.resample", "Resampler"),
})  # fmt: skip
_ANYTHING = frozenset({"typing", "typing_extensions", "types"})


class Hierarchy:
    """Orders of classes; `type_of` evaluates a base as it is written in a module."""

    def __init__(self, library: Library, type_of: Callable[[Expr, str], Values]) -> None:
        self._library = library
        self._type_of = type_of
        self._orders: dict[int, tuple[Class, tuple[Class, ...] | None]] = {}
        self._depth = 0
        self.said: frozenset[str] = frozenset()  # texts of the file that is judged

    def order(self, cls: Class) -> tuple[Class, ...] | None:
        """A class and all its bases; None when one of them is not known.

        Where several bases share one, it stands behind all of them, as in the C3 order.
        """
        known = self._orders.get(id(cls))
        if known is not None:
            return known[1]
        if self._depth > _DEEP:
            return None
        self._orders[id(cls)] = (cls, None)  # of a class that is its own base
        self._depth += 1
        try:
            found = self._ordered(cls)
        finally:
            self._depth -= 1
        self._orders[id(cls)] = (cls, found)
        return found

    def _ordered(self, cls: Class) -> tuple[Class, ...] | None:
        chains: list[Class] = [cls]
        for base in cls.bases:
            if _is_transparent(base):
                continue
            above = self._builtin(_SPECIAL.get(last_name(base))) or self._base(base, cls.module)
            if above is None:
                return None
            chains += above
        if cls.module != MODULE or cls.name != "object":
            root = builtin_class("object")
            chains += [root] if root is not None else []
        seen: set[tuple[str, str]] = set()
        order: list[Class] = []
        for one in reversed(chains):
            key = (one.module, one.name)
            if key not in seen:
                seen.add(key)
                order.append(one)
        return tuple(reversed(order))

    def _base(self, base: Expr, module: str) -> tuple[Class, ...] | None:
        values = self._type_of(base, module)
        if not values:
            return None
        if not all(isinstance(one, ClassValue) for one in values):
            return self._abstract(last_name(base))
        orders = [self.order(one.cls) for one in values if isinstance(one, ClassValue)]
        found: tuple[Class, ...] = ()
        for order in orders:  # one of several, as it depends on the version: with the members of all
            if order is None:
                return None
            found += order
        return found

    def _abstract(self, name: str) -> tuple[Class, ...] | None:
        """The class behind an alias in `typing`, such as that of `typing.MutableMapping`."""
        found = self._library.find("_collections_abc", name)
        classes = [one for one, _ in found.bindings if isinstance(one, Class)]
        if len(classes) == 1:
            return self.order(classes[0])
        return self._builtin(name.lower()) if name in ("Dict", "List", "Set", "FrozenSet", "Tuple") else None

    def _builtin(self, name: str | None) -> tuple[Class, ...] | None:
        known = builtin_class(name) if name is not None else None
        return None if known is None else self.order(known)

    def member(self, cls: Class, attr: str, *, of_class: bool, called: bool = False) -> Verdict:
        """Whether objects of a class, or the class itself, have an attribute; `called`: one that can be called."""
        order = self.order(cls)
        if order is None:
            return "open"
        if attr.startswith("_") and attr.endswith("_"):
            return "open"
        if any(attr in one.members or (attr in one.attributes) for one in order):
            return "present"
        if any(self.is_open(one, of_class=of_class) and not (called and self._finds_data(one, attr)) for one in order):
            return "open"
        if any(is_named_tuple(one) for one in order) and attr in _TUPLES:
            return "present"
        if of_class and attr in ("mro", "register"):
            return "present"
        return "open" if not of_class and self._may_be_given(attr, order) else "absent"

    def _may_be_given(self, attr: str, order: tuple[Class, ...]) -> bool:
        """Whether a name stands where somebody may give it to a method that sets attributes by their names."""
        return any(
            one.open == GIVEN and (attr in self.said or self._library.mentions(one.module, attr)) for one in order
        )

    def is_abstract(self, cls: Class) -> bool:
        """Whether an object that is typed as one of a class is certainly of a class below it."""
        if any(last_name(one) in ("ABC", "Protocol") for one in cls.bases) or last_name(cls.metaclass) == "ABCMeta":
            return True
        functions = (one for found in cls.members.values() for one in found if isinstance(one, Func))
        return any(last_name(decorator) == "abstractmethod" for one in functions for decorator in one.decorators)

    def is_open(self, cls: Class, *, of_class: bool) -> bool:
        """Whether something makes attributes of which the class does not tell."""
        if cls.class_open or (cls.open not in ("", GIVEN) and not of_class):
            return True
        if not HARMLESS_KEYWORDS.issuperset(cls.keywords) or _takes_any_field(cls):
            return True
        if any(not self.keeps_members(decorator, cls) for decorator in cls.decorators):
            return True
        return not self.plain_metaclass(cls)

    def _finds_data(self, cls: Class, attr: str) -> bool:
        """Whether all that makes attributes is a `__getattr__`, and what it gives cannot be called."""
        if self.is_open(cls._replace(open=""), of_class=False):
            return False
        if (cls.module, cls.name) in _TABLES:
            return not self._library.sources.is_extended(cls.module, attr)
        if cls.open != GETATTR:
            return False
        found = [one for one in cls.members.get(GETATTR, ()) if isinstance(one, Func)]
        return bool(found) and all(self._gives_data(one, cls.module) for one in found)

    def _gives_data(self, func: Func, module: str) -> bool:
        values = self._type_of(func.returns, module) if func.returns is not None else None
        return bool(values) and all(isinstance(one, ClassValue) and self._is_data(one.cls) for one in values or ())

    def _is_data(self, cls: Class) -> bool:
        """Whether objects of a class cannot be called, nor those of a class below it that is typed as this one."""
        if cls.module in _ANYTHING or cls.name == "object" or self.is_abstract(cls):
            return False
        calls = [call for one in self.order(cls) or () for call in one.members.get("__call__", ())]
        refuses = [isinstance(one, Func) and last_name(one.returns) in ("NoReturn", "Never") for one in calls]
        return self.order(cls) is not None and all(refuses[:1])

    def keeps_members(self, decorator: Expr, cls: Class) -> bool:
        """Whether a class decorator gives back the class as it is, or with what a dataclass gets."""
        if cls.stub or last_name(decorator) in DECORATORS:
            return True
        values = self._type_of(decorator.func if isinstance(decorator, Call) else decorator, cls.module)
        if not values or len(values) != 1 or not isinstance(values[0], Function):
            return False
        factory = isinstance(decorator, Call)
        return all(returns_parameter(func, factory=factory) and _is_known(func) for func in values[0].funcs)

    def plain_metaclass(self, cls: Class) -> bool:
        """Whether the metaclass adds nothing: it is `type`, ABCMeta, or only overrides what cannot add members."""
        if cls.metaclass is None:
            return True
        if last_name(cls.metaclass) in _METACLASSES:
            return True
        values = self._type_of(cls.metaclass, cls.module)
        if values is None or len(values) != 1 or not isinstance(values[0], ClassValue):
            return False
        meta = values[0].cls
        if any(last_name(one) == "dataclass_transform" for one in meta.decorators):
            return True  # its publisher says that it makes classes like dataclasses (PEP 681)
        order = self.order(meta)
        if order is None:
            return False
        own = [one for one in order if one.module not in (MODULE, "abc", "typing")]
        return not any(_ADDING & one.members.keys() or one.open for one in own)

    def makes_instances(self, cls: Class) -> bool:
        """Whether a call of the class gives an object of it."""
        order = self.order(cls)
        if order is None:
            return not cls.metaclass and not cls.decorators and "__new__" not in cls.members
        if any(self._calls_differently(one) for one in order):
            return False
        for one in order:
            if one.module == MODULE:
                return True
            if "__new__" in one.members and not _returns_own(one):
                return False
        return True

    def _calls_differently(self, cls: Class) -> bool:
        """Whether the metaclass decides what a call of the class gives, or may do so."""
        if cls.metaclass is None or last_name(cls.metaclass) in _METACLASSES:
            return False
        values = self._type_of(cls.metaclass, cls.module)
        if values is None or len(values) != 1 or not isinstance(values[0], ClassValue):
            return True
        order = self.order(values[0].cls)
        return order is None or any("__call__" in one.members for one in order if one.module != MODULE)


_ADDING = frozenset({"__new__", "__init__", "__call__", "__getattr__", "__getattribute__", "__prepare__"})


def _takes_any_field(cls: Class) -> bool:
    """Whether a model of pydantic says that it keeps fields that it does not have."""
    for name in ("model_config", "Config"):
        for one in cls.members.get(name, ()):
            if isinstance(one, Class) and "extra" in one.members:
                return True
            if isinstance(one, Var) and one.value is not None:
                texts = dict(one.value.texts) if isinstance(one.value, Call) else {"**": ""}
                if "**" in texts or texts.get("extra", "forbid") not in ("forbid", "ignore"):
                    return True
    return False


def _is_known(func: Func) -> bool:
    """Whether what a decorator gives back is as it was: of one that got attributes by computed names nobody can say."""
    return None not in func.results and all(map(_is_known, func.inner.values()))


def _returns_own(cls: Class) -> bool:
    """A `__new__` of which nothing says that it gives an object of another class."""
    for one in cls.members["__new__"]:
        if not isinstance(one, Func):
            return False
        if one.returns is not None and last_name(one.returns) in ("Self", cls.name.rpartition(".")[2]):
            continue
        if not (one.results and all(_is_super_new(result, one) for result in one.results)):
            return False
    return True


def _is_super_new(result: Expr, func: Func) -> bool:
    """`super().__new__(cls)`, `object.__new__(cls)`, or a name for it."""
    if isinstance(result, Name) and result.id in func.local:
        return all(_is_super_new(one, func) for one in func.local[result.id])
    if not isinstance(result, Call) or not isinstance(result.func, Attribute):
        return False
    return result.func.attr == "__new__"


def _is_transparent(base: Expr) -> bool:
    return last_name(base) in _TRANSPARENT


def is_named_tuple(cls: Class) -> bool:
    return any(last_name(base) == "NamedTuple" for base in cls.bases)
