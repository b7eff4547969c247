"""A module's stub and its source as one: names of both, openness and signatures as its publisher's stub says."""

from collections.abc import Sequence

from .decorators import DECORATORS
from .facts import Binding, Class, Func, Module, last_name
from .scan import HANDED_ON
from .sources import Kind

# Whoever gets a module's names to change may add some of which its stub cannot know, such as those of plugins.
_OTHERS = (HANDED_ON, "sys.modules", "__class__")


def merged(parts: Sequence[tuple[Kind, Module]]) -> Module:
    """The facts of a module out of those of its files, stubs first."""
    result = patched(parts[0][1])
    kind = parts[0][0]
    for other_kind, other in parts[1:]:
        result = _both(result, patched(other), publisher=kind == "stub")
        kind = kind if kind == "stub" else other_kind
    return result


def _both(stub: Module, source: Module, *, publisher: bool) -> Module:
    names = dict(source.names)
    for name, bindings in stub.names.items():
        names[name] = _bindings(bindings, source.names.get(name, ()), publisher=publisher)
    exported = None if stub.exported is None or source.exported is None else stub.exported | source.exported
    return Module(
        stub.name,
        names,
        stub.stars if publisher else tuple(dict.fromkeys((*stub.stars, *source.stars))),
        exported,
        stub.computed or source.computed or (stub.exported is None) != (source.exported is None),
        stub.answers | source.answers,
        stub.open or (source.open if not publisher or source.open in _OTHERS else ""),
        source.patched,
    )


def _bindings(stub: tuple[Binding, ...], source: tuple[Binding, ...], *, publisher: bool) -> tuple[Binding, ...]:
    """A class in both is one class with the members of both; a function may be called as either says."""
    theirs = list(source)
    found: list[Binding] = []
    for one in stub:
        other = next((two for two in theirs if isinstance(two, Class)), None)
        if isinstance(one, Class) and other is not None:
            theirs.remove(other)
            found.append(_class(one, other, publisher=publisher))
        else:
            found.append(one)
    if any(isinstance(one, Func) for one in found):
        # Behind `*args, **kwargs` of the source, or a decorator, stands what its stub spells out.
        plain = (one for one in theirs if isinstance(one, Func) and not one.options_name and not one.decorators)
        return (*found, *plain)
    return (*found, *(one for one in theirs if isinstance(one, Class)))


def _class(stub: Class, source: Class, *, publisher: bool) -> Class:
    members = dict(source.members)
    for name, bindings in stub.members.items():
        members[name] = _bindings(bindings, source.members.get(name, ()), publisher=publisher)
    return Class(
        stub.module,
        stub.name,
        stub.bases,
        stub.metaclass,
        stub.keywords,
        stub.decorators,
        members,
        {**source.attributes, **stub.attributes},
        stub.fields or source.fields,
        stub.open if publisher else stub.open or source.open,
        _class_open(stub, source, publisher=publisher),
        stub.stub,
    )


def _class_open(stub: Class, source: Class, *, publisher: bool) -> str:
    """A decorator of the source may add what nobody wrote into the stub."""
    if not publisher:
        return stub.class_open or source.class_open
    return stub.class_open or (
        "decorated" if any(last_name(one) not in DECORATORS for one in source.decorators) else ""
    )


def patched(module: Module) -> Module:
    """The module with what it assigns to attributes of its own classes after it has made them."""
    owners = {owner for owner, _ in module.patched if owner in module.names}
    if not owners:
        return module
    names = dict(module.names)
    for owner in owners:
        attrs = {attr for target, attr in module.patched if target == owner}
        names[owner] = tuple(_with(one, attrs) if isinstance(one, Class) else one for one in names[owner])
    return module._replace(names=names)


def _with(one: Class, attrs: set[str]) -> Class:
    known = {attr: one.attributes.get(attr, ()) for attr in attrs}
    return one._replace(attributes={**one.attributes, **known}, open="setattr" if "*" in attrs else one.open)
