"""Expressions -> values, through the modules of a library. What is not followed is None, and nothing is said of it."""

from collections.abc import Callable
from typing import NamedTuple

from .builtin import MODULE, builtin_class
from .cloud import Cloud
from .facts import (
    Annotated,
    Attribute,
    Awaited,
    Binding,
    Builtin,
    Call,
    Class,
    Either,
    Entered,
    Expr,
    From,
    Func,
    Import,
    Index,
    Name,
    Super,
    Var,
    dotted_name,
    last_name,
)
from .hierarchy import Hierarchy
from .library import ABSENT, Library
from .values import (
    AwsObject,
    ClassValue,
    Context,
    Env,
    Function,
    Instance,
    ModuleValue,
    SuperValue,
    Value,
    Values,
    Waiting,
    union,
)

_DEEP = 30
_STEPS = 4000  # of one question
_ALL_STEPS = 1_000_000  # of all questions of a file; what is asked after them may take few
_FEW_STEPS = 40
_PROPERTIES = frozenset({
    "property", "cached_property", "reify", "functools.cached_property", "lazyproperty", "abstractproperty",
})  # fmt: skip
_WRAPPED = frozenset({"Annotated", "Final", "ClassVar", "Required", "NotRequired", "ReadOnly", "InitVar", "Optional"})
_WAITING = frozenset({"Awaitable", "Coroutine", "Future", "Task"})
_CONTEXTS = frozenset(
    {"AbstractContextManager", "AbstractAsyncContextManager", "ContextManager", "AsyncContextManager"}
)
_GENERATORS = frozenset({"Iterator", "Generator", "AsyncIterator", "AsyncGenerator", "Iterable", "AsyncIterable"})
_MANAGERS = frozenset({"contextmanager", "asynccontextmanager"})

Local = Callable[[str], Values]


class Site(NamedTuple):
    """Where an expression stands: `env`, and names of a function that is judged itself, which `local` knows.

    `local` raises KeyError for a name that the function does not bind.
    """

    env: Env
    local: Local | None = None


class Evaluator:
    """Evaluates expressions. Each question may take so many steps; one that needs more has no answer."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self.hierarchy = Hierarchy(library, self.type_of)
        self.cloud = Cloud(library.sources)
        self._steps = 0
        self._total = 0
        self._depth = 0
        self._memo: dict[tuple[int, str, int, int], tuple[object, Values]] = {}

    def ask(self, expression: Expr, site: Site) -> Values:
        """The values of an expression."""
        if self._depth == 0:
            self._total += self._steps
            self._steps = 0
        return self.value(expression, site)

    def value(self, expression: Expr, site: Site) -> Values:
        self._steps += 1
        if (
            expression is None
            or self._depth > _DEEP
            or self._steps > (_STEPS if self._total < _ALL_STEPS else _FEW_STEPS)
        ):
            return None
        self._depth += 1
        try:
            return self._value(expression, site)
        finally:
            self._depth -= 1

    def _value(self, expression: Expr, site: Site) -> Values:
        match expression:
            case Name():
                return self._name(expression.id, site)
            case Attribute():
                return self._each(self.value(expression.base, site), lambda one: self.attribute(one, expression.attr))
            case Call():
                return self._each(self.value(expression.func, site), lambda one: self._called(one, expression))
            case Index():
                return self._indexed(expression, site)
            case Either():
                return union([self.value(one, site) for one in expression.options])
            case Awaited():
                return self._each(self.value(expression.value, site), _awaited)
        return self._object_of(expression, site)

    def _object_of(self, expression: Expr, site: Site) -> Values:
        """What an expression that names an object in another way stands for."""
        match expression:
            case Builtin():
                return self._builtin(expression.type, site)
            case Entered():
                entered = self.value(expression.value, site)
                return self._each(entered, lambda one: self._entered(one, expression.is_async))
            case Annotated():
                return self.objects(expression.type, site)
            case Super():
                owner, receiver = site.env.owner, site.env.receiver
                return None if owner is None else (SuperValue(owner, receiver or owner),)
        return None

    def _each(self, values: Values, question: Callable[[Value], Values]) -> Values:
        return None if values is None else union([question(one) for one in values])

    # names

    def _name(self, name: str, site: Site) -> Values:
        if site.local is not None:
            try:
                return site.local(name)
            except KeyError:
                pass
        func = site.env.func
        if func is not None and (found := self._local(name, func, site)) is not _UNBOUND:
            return found  # type: ignore[return-value]
        return self.named(site.env.module, name)

    def _local(self, name: str, func: Func, site: Site) -> object:
        if name in func.local:
            return union([self.value(one, site) for one in func.local[name]])
        if name in func.inner:
            return (Function((func.inner[name],), site.env.module, site.env.owner, site.env.receiver),)
        for position, param in enumerate(func.params):
            if param.name == name:
                return self._param(position, param.annotation, site)
        return None if name == func.options_name else _UNBOUND

    def _param(self, position: int, said: Expr, site: Site) -> Values:
        if position == 0 and site.env.receiver is not None and site.env.func is not None:
            names = {last_name(one) for one in site.env.func.decorators}
            if "staticmethod" not in names:
                is_class = "classmethod" in names or site.env.func.name in ("__new__", "__init_subclass__")
                return (ClassValue(site.env.receiver),) if is_class else (Instance(site.env.receiver),)
        return self.value(said, site)

    def named(self, module: str, name: str) -> Values:
        """A name of a module, or a built-in one."""
        found = self.library.find(module, name) if module != MODULE else ABSENT
        if found.verdict == "present":
            return self.bindings(list(found.bindings)) if found.bindings else None
        known = builtin_class(name)
        return None if known is None else (ClassValue(known),)

    def bindings(self, found: list[tuple[Binding, str]]) -> Values:
        """What bindings of one name are: alternatives of a function are one value."""
        functions = [(one, module) for one, module in found if isinstance(one, Func)]
        parts: list[Values] = []
        if functions:
            parts.append((Function(tuple(one for one, _ in functions), functions[-1][1]),))
        for binding, module in found:
            match binding:
                case Import():
                    parts.append((ModuleValue(binding.module),))
                case Class():
                    parts.append((ClassValue(binding),))
                case Var():
                    parts.append(self._variable(binding, Site(Env(module))))
        return union(parts)

    def _variable(self, binding: Var, site: Site) -> Values:
        if binding.annotation is not None:
            if last_name(binding.annotation) == "TypeAlias":
                return self.value(binding.value, site)
            return self.objects(binding.annotation, site)
        return self.value(binding.value, site)

    def _builtin(self, name: str, site: Site) -> Values:
        if not name:
            return ()  # what is used is never None, or the fault is another one
        if name == "self":  # of an attribute that a method set
            return None if site.env.receiver is None else (Instance(site.env.receiver),)
        known = builtin_class(name)
        return None if known is None else (Instance(known, exact=True),)

    # types

    def objects(self, named: Expr, site: Site) -> Values:
        """Objects of the type that an annotation names."""
        match named:
            case Either():
                return union([self.objects(one, site) for one in named.options])
            case Index():
                return self._generic(named, site)
        if last_name(named) in ("Self", "Any", "object", "None"):
            return self._self(site) if last_name(named) == "Self" else None
        return self._each(self._type(named, site), self._object)

    def _type(self, named: Expr, site: Site) -> Values:
        """The class of an annotation; a class may have a member of the name that a method's annotation means."""
        owner = site.env.owner
        if isinstance(named, Name) and owner is not None and owner.name.rpartition(".")[2] == named.id:
            return (ClassValue(owner),)
        return self.value(named, site)

    def _self(self, site: Site) -> Values:
        return None if site.env.receiver is None else (Instance(site.env.receiver),)

    def _object(self, one: Value) -> Values:
        if isinstance(one, ClassValue):
            return (Instance(one.cls),)
        return None

    def _generic(self, named: Index, site: Site) -> Values:
        last = last_name(named.base)
        items = [one for one in named.items if one is not None]
        if last == "Union":
            return None if not items else union([self.objects(one, site) for one in items])
        if last in _WRAPPED:
            return self.objects(items[0], site) if items else None
        if last in ("Type", "type"):
            return None  # perhaps a class below the one that is named
        if last in _WAITING:
            return (Waiting(self.objects(items[-1], site) if items else None),)
        if last in _CONTEXTS:
            return (Context(self.objects(items[0], site) if items else None),)
        if last in ("Literal", "Callable", "TypeGuard", "TypeIs"):
            return None
        return self._each(self._type(named.base, site), self._object)

    def type_of(self, named: Expr, module: str) -> Values:
        """A base class as it is written in a module."""
        while isinstance(named, Index):
            named = named.base
        return self.value(named, Site(Env(module)))

    def type_values(self, named: Expr, site: Site) -> Values:
        """The classes that an annotation names."""
        while isinstance(named, Index):
            named = named.base
        return self.ask(named, site)

    def default_class(self, name: str, site: Site) -> Values:
        """The class that a parameter stands for where nobody gives one: `name: type[X] | None`, or assigned if None."""
        func = site.env.func
        params = func.params if func is not None else ()
        if func is not None and name in func.local and any(one.name == name and not one.required for one in params):
            values = union([self.value(one, site) for one in func.local[name] if one is not None])
            if values and all(isinstance(one, ClassValue) for one in values):
                return values
        said = next((one.annotation for one in params if one.name == name and not one.required), None)
        named = said.type if isinstance(said, Annotated) else None
        if not isinstance(named, Index) or last_name(named.base) not in ("Type", "type") or not named.items:
            return None
        return self.type_values(named.items[0], site._replace(env=site.env._replace(func=None)))

    # attributes

    def attribute(self, one: Value, attr: str) -> Values:
        """An attribute of a value; None where it is not known, whether or not it is there."""
        match one:
            case ModuleValue():
                found = self.library.find(one.module, attr)
                return self.bindings(list(found.bindings)) if found.bindings else None
            case ClassValue():
                return self._member(one.cls, attr, None)
            case Instance():
                return self._member(one.of, attr, one)
            case SuperValue():
                return self._super(one, attr)
            case AwsObject():
                return self.cloud.attribute(one, attr)
        return None

    def _super(self, one: SuperValue, attr: str) -> Values:
        order = self.hierarchy.order(one.receiver)
        if order is None:
            return None
        names = [(cls.module, cls.name) for cls in order]
        start = (
            names.index((one.owner.module, one.owner.name)) + 1 if (one.owner.module, one.owner.name) in names else 0
        )
        for cls in order[start:]:
            if attr in cls.members:
                return self._bound(cls, attr, Instance(one.receiver))
        return None

    def _member(self, cls: Class, attr: str, instance: Instance | None) -> Values:
        order = self.hierarchy.order(cls)
        if order is None:
            return None
        for one in order:
            if instance is not None and attr in one.attributes and attr not in one.members:
                return self._set(one, attr, instance)
            if attr in one.members:
                return self._bound(one, attr, instance, cls)
        return None

    def _set(self, owner: Class, attr: str, instance: Instance) -> Values:
        """An attribute that methods assign to `self`."""
        values = owner.attributes[attr]
        if not values:
            return None
        site = Site(Env(owner.module, None, owner, instance.of))
        return union([self.value(one, site) for one in values])

    def _bound(self, owner: Class, attr: str, instance: Instance | None, cls: Class | None = None) -> Values:
        receiver = instance.of if instance is not None else cls or owner
        found = owner.members[attr]
        functions = tuple(one for one in found if isinstance(one, Func))
        if functions:
            return self._method(functions, owner, receiver, instance) if len(functions) == len(found) else None
        parts: list[Values] = []
        for one in found:
            match one:
                case Class():
                    parts.append((ClassValue(one),))
                case Var():
                    site = Site(Env(owner.module, None, owner, receiver))
                    parts.append(self._class_variable(one, site, is_instance=instance is not None))
                case Import():
                    parts.append((ModuleValue(one.module),))
                case From():
                    parts.append(None)
        return union(parts)

    def _class_variable(self, one: Var, site: Site, *, is_instance: bool) -> Values:
        """A variable of a class body; what is assigned there may be a descriptor, so only its annotation counts."""
        if one.annotation is not None:
            # Of a class itself, it is what a metaclass or a descriptor makes of it.
            if not is_instance and last_name(one.annotation) != "ClassVar":
                return None
            found = self.objects(one.annotation, site)
            return None if any(self._is_descriptor(value) for value in found or ()) else found
        owner, receiver = site.env.owner, site.env.receiver
        if isinstance(one.value, Name | Attribute):
            values = self.value(one.value, Site(Env(site.env.module)))
            if values and all(isinstance(found, ClassValue) for found in values):
                return values  # a class is no descriptor
        if not is_instance or owner is None or receiver is None or not isinstance(one.value, Name):
            return None
        if one.value.id not in owner.members or self._depth > _DEEP:
            return None
        self._depth += 1  # for a name of itself
        try:
            return self._member(receiver, one.value.id, Instance(receiver))
        finally:
            self._depth -= 1

    def _is_descriptor(self, one: Value) -> bool:
        """Whether an object in a class body is asked for what stands in its place."""
        order = self.hierarchy.order(one.of) if isinstance(one, Instance) else ()
        return order is None or any("__get__" in cls.members for cls in order if cls.module != MODULE)

    def _method(self, functions: tuple[Func, ...], owner: Class, receiver: Class, instance: Instance | None) -> Values:
        decorators = {last_name(decorator) for func in functions for decorator in func.decorators}
        if decorators & _PROPERTIES or any(dotted_name(one) in _PROPERTIES for f in functions for one in f.decorators):
            if instance is None:
                return None
            first = functions[0]
            return self.returned(first, Function((first,), owner.module, owner, receiver, bound=True), "")
        if "staticmethod" in decorators:
            return (Function(functions, owner.module, owner, receiver, bound=False)._replace(receiver=receiver),)
        bound = instance is not None or "classmethod" in decorators
        return (Function(functions, owner.module, owner, receiver, bound),)

    # calls

    def _called(self, one: Value, call: Call) -> Values:
        match one:
            case ClassValue():
                if self.hierarchy.makes_instances(one.cls):
                    return (Instance(one.cls, exact=True),)
                return None
            case Function():
                return self.result(one, call)
            case AwsObject():
                return self._of_aws(one)
            case Instance():
                method = self.attribute(one, "__call__")
                return None if method is None else self._each(method, lambda inner: self._called(inner, call))
        return None

    def _of_aws(self, one: AwsObject) -> Values:
        made = {"get_paginator": ("botocore.paginate", "Paginator"), "get_waiter": ("botocore.waiter", "Waiter")}
        if one.what == "method" and one.name in made:
            return self._each(self.named(*made[one.name]), self._object)
        return self.cloud.called(one)

    def result(self, one: Function, call: Call) -> Values:
        """What a call of a function gives."""
        if one.module in ("boto3", "boto3.session") and one.funcs[0].name in ("client", "resource"):
            return self.cloud.made(one.funcs[0].name, call.texts)
        return union([self.returned(func, one, "called") for func in one.funcs])

    def returned(self, func: Func, one: Function, how: str) -> Values:
        """What one function returns: as it is annotated, else what stands behind its `return`."""
        names = {last_name(decorator) for decorator in func.decorators}
        site = Site(Env(one.module, func, one.owner, one.receiver))
        if names & _MANAGERS and how:
            inner = func.returns
            item = (
                inner.items[0]
                if isinstance(inner, Index) and last_name(inner.base) in _GENERATORS and inner.items
                else None
            )
            return (Context(self.objects(item, site) if item is not None else None),)
        if how and not func.stub and not all(_is_plain(decorator) for decorator in func.decorators):
            return None
        found = self._returned(func, site)
        if func.is_async and not func.is_generator:
            return (Waiting(found),)
        return None if func.is_generator and func.returns is None else found

    def _returned(self, func: Func, site: Site) -> Values:
        if func.returns is not None:
            return self.objects(func.returns, site)
        if not func.results:
            return None
        return union([self.value(one, site) for one in func.results])

    def _entered(self, one: Value, is_async: bool) -> Values:
        if isinstance(one, Context):
            return one.values
        if not isinstance(one, Instance):
            return None
        method = self.attribute(one, "__aenter__" if is_async else "__enter__")
        if method is None or len(method) != 1 or not isinstance(method[0], Function):
            return None
        found = self._each(method, lambda inner: self._called(inner, Call(None)))
        # One of `self` is of the class that was entered, not of the one that defines the method.
        return self._each(found, _awaited) if is_async else found

    def _indexed(self, expression: Index, site: Site) -> Values:
        base = self.value(expression.base, site)
        if base is None or not all(isinstance(one, ClassValue) for one in base):
            return None
        return base  # a generic class with its arguments


def _awaited(one: Value) -> Values:
    return one.values if isinstance(one, Waiting) else None


_PLAIN = frozenset({
    "overload", "staticmethod", "classmethod", "abstractmethod", "final", "override", "deprecated", "set_module",
    "property", "cached_property", "lru_cache", "cache", "no_type_check", "runtime_checkable", "experimental",
})  # fmt: skip


def _is_plain(decorator: Expr) -> bool:
    """A decorator that leaves what is returned as it is."""
    return last_name(decorator) in _PLAIN


_UNBOUND = object()
