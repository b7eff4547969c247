"""Whether a call fits what is called: keywords, what must be given, how much can be."""

from collections.abc import Iterator
from difflib import get_close_matches
from typing import NamedTuple

from .builtin import MODULE, is_exception
from .decorators import returns_parameter
from .evaluate import Evaluator, Site
from .facts import (
    Annotated,
    Call,
    Class,
    Expr,
    Field,
    Forward,
    From,
    Func,
    Import,
    Name,
    Param,
    Var,
    dotted_name,
    last_name,
)
from .hierarchy import HARMLESS_KEYWORDS, is_named_tuple
from .values import AwsObject, ClassValue, Env, Function, Instance, Value

_DEEP = 5  # of functions that hand their options on
_ATTRS = frozenset({"attr._make", "attr._next_gen", "attr", "attrs"})
_PLAIN = frozenset({"final", "total_ordering", "runtime_checkable", "deprecated", "set_module"})
_BY_CALLS = frozenset({"s", "attrs", "attributes"})  # unless told otherwise
_FIELDS = frozenset({"ib", "attrib", "attr", "field"})
_TRANSPARENT = frozenset({
    "overload", "staticmethod", "classmethod", "abstractmethod", "final", "override", "deprecated", "set_module",
    "lru_cache", "cache", "no_type_check", "array_function_dispatch", "wraps", "_memoized_property",
})  # fmt: skip
_MANAGERS = frozenset({"contextmanager", "asynccontextmanager"})
# Of a decorator that makes `__init__`: with these it makes none, or out of other fields than those of the class.
_MAKING = frozenset({"init", "these", "field_transformer", "auto_detect", "**"})


class Shape(NamedTuple):
    """The arguments of a call. `star`: there may be more positional ones; `double_star`: more keywords."""

    positional: int
    keywords: tuple[str, ...]
    star: bool
    double_star: bool


class Misfit(NamedTuple):
    """Why a call fails. `kind` as in Miss; `name` is the parameter, for too many arguments how many there may be."""

    kind: str
    name: str


class Signature(NamedTuple):
    """What one alternative takes. `names`: keywords; None: any may do. `positional`: how many; None: any number.

    `required`: what must be given, in order, with the position that may give it (-1: none). `hands_on` are calls that
    take the keywords that are not among `names`: one is wrong only when all of them refuse it. `lenient`: others are
    let pass when the program runs, though they are not meant to be; one is wrong only when it looks like one of them.
    """

    names: frozenset[str]
    required: tuple[tuple[str, int], ...]
    positional: int | None
    open: bool
    hands_on: tuple[tuple[Forward, Site], ...] = ()
    refuses: bool = True
    lenient: bool = False
    sure: bool = True  # of what is required and how many there may be


# What SQLAlchemy calls options of databases, each named `<database>_<option>`; it refuses all others.
_OF_DIALECTS = frozenset({"dialect_kw", "dialect_kwargs"})
_HAND_TO_DIALECTS = frozenset({("sqlalchemy.orm._orm_constructors", "mapped_column")})

ANYTHING = Signature(frozenset(), (), None, open=True)


class Calls:
    """Judges calls of what an evaluator finds."""

    def __init__(self, evaluator: Evaluator) -> None:
        self._evaluator = evaluator
        self._depth = 0

    def misfit(self, called: Value, shape: Shape) -> Misfit | None:
        """Why a call fails; None when it fits, or may."""
        if isinstance(called, AwsObject):
            return self._evaluator.cloud.misfit(called, shape)
        alternatives = self.signatures(called)
        if not alternatives:
            return None
        found = [list(self._misfits(one, shape)) for one in alternatives]
        if not all(found):
            return None
        first = found[0][0]
        for misfit in found[0]:
            if all(misfit in others for others in found[1:]):
                return misfit
        return first if all(others[0].kind == first.kind for others in found) else None

    def takes(self, called: Value, keyword: str, given: frozenset[str] = frozenset()) -> bool:
        """Whether a keyword may be given beside others, as far as it can be known."""
        alternatives = self.signatures(called)
        return not alternatives or any(self._accepts(one, keyword, given) for one in alternatives)

    def keywords(self, called: Value) -> frozenset[str]:
        """The keywords that are known to be taken, for suggestions."""
        if isinstance(called, AwsObject):
            return self._evaluator.cloud.keywords(called)
        return frozenset(name for one in self.signatures(called) for name in one.names)

    def _misfits(self, one: Signature, shape: Shape) -> Iterator[Misfit]:
        for keyword in shape.keywords:
            if not self._accepts(one, keyword, frozenset(shape.keywords)):
                yield Misfit("keyword", keyword)
        if one.open or not one.sure:
            return
        if not shape.star and one.positional is not None and shape.positional > one.positional:
            yield Misfit("too-many-arguments", str(one.positional))
        if not shape.star and not shape.double_star:
            for name, position in one.required:
                if name not in shape.keywords and not 0 <= position < shape.positional:
                    yield Misfit("missing-argument", name)

    def _accepts(self, one: Signature, keyword: str, given: frozenset[str]) -> bool:
        if one.open or keyword in one.names:
            return True
        if one.lenient:
            return not _looks_like(keyword, one.names)
        if not one.hands_on:
            return not one.refuses
        return any(self._forwarded(forward, site, keyword, given) for forward, site in one.hands_on)

    def _forwarded(self, forward: Forward, site: Site, keyword: str, given: frozenset[str]) -> bool:
        """Whether the call that options are handed to takes a keyword."""
        if self._depth >= _DEEP or keyword in forward.keywords:
            return True
        self._depth += 1
        try:
            values = self._evaluator.ask(forward.func, site)
            if not values and isinstance(forward.func, Name) and forward.func.id not in given:
                values = self._evaluator.default_class(forward.func.id, site)
            return not values or any(self.takes(one, keyword, given) for one in values)
        finally:
            self._depth -= 1

    def written_in(self, called: Value) -> str | None:
        """The module in which stands what a call must fit."""
        match called:
            case Function():
                return called.module
            case ClassValue():
                for one in self._evaluator.hierarchy.order(called.cls) or ():
                    if one.module == MODULE or "__init__" in one.members or "__new__" in one.members or one.fields:
                        return one.module if one.module != MODULE else called.cls.module
            case Instance():
                return called.of.module
            case AwsObject():
                return "botocore"
        return None

    def made_elsewhere(self, cls: Class) -> bool:
        """Whether attrs or pydantic makes the `__init__` of a class, out of the fields that it names."""
        order = self._evaluator.hierarchy.order(cls)
        if order is None or "__init__" in cls.members:
            return False
        return self._made_by(cls) == "attrs" or any(_is_model(one) for one in order)

    def made_here(self, cls: Class) -> bool:
        """Whether the standard library makes the `__init__` of a class, out of the fields that it names."""
        return "__init__" not in cls.members and (self._made_by(cls) == "dataclass" or is_named_tuple(cls))

    def _made_by(self, cls: Class) -> str | None:
        """Which library makes the `__init__` of a class: "dataclass", "attrs", or "unknown"."""
        for decorator in cls.decorators:
            named = decorator.func if isinstance(decorator, Call) else decorator
            if isinstance(decorator, Call) and not _MAKING.isdisjoint(keyword for keyword, _ in decorator.texts):
                return "unknown"
            values = self._evaluator.type_of(named, cls.module) or ()
            modules = {one.module for one in values if isinstance(one, Function)} or self._imported_from(
                named, cls.module
            )
            if modules == {"dataclasses"}:
                return "dataclass"
            if modules and modules <= _ATTRS:
                return "attrs"
            if not cls.stub and last_name(decorator) not in _PLAIN:
                return "unknown"
        return None

    def _imported_from(self, named: Expr, module: str) -> set[str]:
        """The modules out of which a decorator's first name comes, where they cannot be read."""
        facts = self._evaluator.library.module(module)
        bindings = facts.names.get(dotted_name(named).partition(".")[0], ()) if facts is not None else ()
        return {one.module for one in bindings if isinstance(one, Import | From)}

    def name_of(self, called: Value) -> str:
        """What is called, dotted."""
        match called:
            case Function():
                owner = f"{called.owner.name}." if called.owner is not None else ""
                return f"{called.module}.{owner}{called.funcs[0].name}"
            case ClassValue():
                return f"{called.cls.module}.{called.cls.name}"
            case Instance():
                return f"{called.of.module}.{called.of.name}"
            case AwsObject():
                return f"boto3.client({called.service!r}).{called.name}"
        return ""

    # what is called

    def signatures(self, called: Value) -> tuple[Signature, ...]:
        """The alternatives of what is called; empty when nobody can say."""
        match called:
            case Function():
                found = [
                    self._of_function(func, called) for func in called.funcs if not _is_overloaded(func, called.funcs)
                ]
            case ClassValue():
                found = self._of_class(called.cls)
            case Instance():
                method = self._evaluator.attribute(called, "__call__")
                if method is None or len(method) != 1 or not isinstance(method[0], Function):
                    return ()
                return self.signatures(method[0])
            case _:
                return ()
        if any(not one.lenient for one in found):
            found = [one for one in found if not one.lenient]  # what type checkers read stands beside what is run
        return () if not found or any(one.open for one in found) else tuple(found)

    def _of_function(self, func: Func, one: Function) -> Signature:
        how = self._decorated(func, one)
        if how is None:
            return ANYTHING
        params = func.params
        if one.bound and params:
            params = params[1:]
        elif one.bound and not func.rest:
            return ANYTHING
        site = Site(Env(one.module, func, one.owner, one.receiver))
        found = _signature(params, func, site)
        if func.options_type is not None and (found.open or not (found.hands_on or found.refuses)):
            found = self._typed(found, func, one)
        return found._replace(sure=how)

    def _typed(self, found: Signature, func: Func, one: Function) -> Signature:
        """With the names of the TypedDict that `**options` is typed as."""
        values = self._evaluator.type_values(func.options_type, Site(Env(one.module))) or ()
        orders = [self._evaluator.hierarchy.order(each.cls) for each in values if isinstance(each, ClassValue)]
        order = next((each for each in orders if each is not None and any(map(_is_typed_dict, each))), None)
        if order is None:
            return found  # of several, the others are what is there when the program runs
        taken = func.options.taken if func.options is not None else frozenset()
        spelt = {field.name for cls in order for field in cls.fields}
        # One without any names stands where others are still let pass, with a warning at most.
        return found._replace(open=False, lenient=not spelt, names=found.names | taken | spelt, refuses=bool(spelt))

    def _decorated(self, func: Func, one: Function) -> bool | None:
        """None: it may be called in any way. False: as it is written, as far as keywords go. True: as it is written."""
        sure = True
        for decorator in func.decorators:
            last = last_name(decorator)
            if last in _TRANSPARENT or last in _MANAGERS or (func.stub and last not in ("property", "cached_property")):
                continue
            found = self._keeps(decorator, one.module)
            if found is None:
                return None
            sure = sure and found
        return sure

    def _keeps(self, decorator: Expr, module: str) -> bool | None:
        """What a decorator does, read from its own source: True: it returns what it gets. False: it wraps it."""
        factory = isinstance(decorator, Call)
        values = self._evaluator.ask(decorator.func if isinstance(decorator, Call) else decorator, Site(Env(module)))
        if values is None or len(values) != 1 or not isinstance(values[0], Function):
            return None
        verdicts = [returns_parameter(func, factory=factory) for func in values[0].funcs if not _is_overload(func)]
        if not verdicts or None in verdicts:
            return None
        return all(verdicts)

    def _of_class(self, cls: Class) -> list[Signature]:
        order = self._evaluator.hierarchy.order(cls)
        if order is None or not self._evaluator.hierarchy.makes_instances(cls):
            return []
        if any(_is_model(one) for one in order):
            return self._of_model(order)
        if is_named_tuple(cls) and "__new__" not in cls.members:
            return [_of_fields(list(cls.fields), "")]
        return self._of_order(cls, order)

    def _of_order(self, cls: Class, order: tuple[Class, ...]) -> list[Signature]:
        """What the first class that says so takes."""
        new = any("__new__" in one.members for one in order if one.module != MODULE)
        for one in order:
            if one.module == MODULE:
                return self._of_builtin(one, cls, new=new)
            if "__init__" in one.members:
                functions = tuple(func for func in one.members["__init__"] if isinstance(func, Func))
                if new or len(functions) != len(one.members["__init__"]):
                    return []
                return list(self.signatures(Function(functions, one.module, one, cls, bound=True)))
            if "__new__" in one.members:
                return self._of_new(one, cls)
            made = self._of_fields(one, order)
            if made is not None:
                return made
            if not self._plain(one):
                return []
        return []

    def _plain(self, cls: Class) -> bool:
        """Whether nothing makes an `__init__` that is not written there."""
        hierarchy = self._evaluator.hierarchy
        return (
            HARMLESS_KEYWORDS.issuperset(cls.keywords)
            and hierarchy.plain_metaclass(cls)
            and not (cls.decorators and not cls.stub)
        )

    def _of_new(self, owner: Class, cls: Class) -> list[Signature]:
        functions = tuple(func for func in owner.members["__new__"] if isinstance(func, Func))
        found = list(self.signatures(Function(functions, owner.module, owner, cls, bound=True)))
        return [] if len(functions) != len(owner.members["__new__"]) else found

    def _of_builtin(self, one: Class, cls: Class, *, new: bool) -> list[Signature]:
        """What `object` and exceptions take; what other built-in classes do is not written down in facts."""
        if new:
            return []
        if one.name == "object" and cls.module != MODULE:
            return [Signature(frozenset(), (), 0, open=False)]
        if one.name == "dict" and _is_typed_dict(cls):
            return self._of_typed_dict(cls)
        if is_exception(one.name) and cls.module != MODULE and one.name in ("Exception", "BaseException", "ValueError", "RuntimeError", "TypeError"):  # fmt: skip  # noqa: E501
            return [Signature(frozenset(), (), None, open=False)]
        return []

    def _of_model(self, order: tuple[Class, ...]) -> list[Signature]:
        """A model of pydantic: its fields by keyword; others are refused only where its configuration says so."""
        own = order[: next(index for index, one in enumerate(order) if _is_model(one))]
        users = [one for one in own if not one.module.startswith("pydantic_settings.")]
        if any("__init__" in one.members or not HARMLESS_KEYWORDS.issuperset(one.keywords) for one in users):
            return []
        fields = {field.name: field for one in reversed(users) for field in one.fields if field.name[0] != "_"}
        settings = [dict(said) for one in own for said in _configured(one)]
        names = {field.alias or field.name: field for field in fields.values()}
        if "*" in names or any(_RENAMING & one.keys() for one in settings):
            return []
        filled = len(users) < len(own) or any(map(_is_filled, users))
        required = () if filled else tuple((name, -1) for name, one in names.items() if _is_demanded(one))
        extra = next((one["extra"] for one in settings if "extra" in one), "")
        own_names = frozenset(names) | (_SETTINGS if len(users) < len(own) else frozenset())
        return [Signature(own_names, required, 0, open=False, refuses=extra == "forbid")]

    def _of_typed_dict(self, cls: Class) -> list[Signature]:
        """A TypedDict (PEP 589): another key fails nowhere when the program runs, and no type checker lets it pass."""
        order = self._evaluator.hierarchy.order(cls) or ()
        if any(keyword not in ("total", "closed") for one in order for keyword in one.keywords):
            return []
        names = frozenset(field.name for one in order for field in one.fields)
        return [Signature(names, (), None, open=False, lenient=True, sure=False)]

    def _of_fields(self, one: Class, order: tuple[Class, ...]) -> list[Signature] | None:
        """The parameters of a dataclass or a class of attrs; None when it is neither."""
        kind = self._made_by(one)
        if kind is None:
            return None
        if kind == "unknown":
            return []
        fields: dict[str, Field] = {}
        for cls in reversed(order[order.index(one) :] if one in order else order):
            if cls.module != MODULE and self._made_by(cls) == kind:
                own = _own_fields(cls) if kind == "attrs" else cls.fields
                if own is None:
                    return []
                fields.update({field.name: field for field in own})
        if any(field.alias == "*" for field in fields.values()):
            return []
        return [_of_fields(list(fields.values()), one.name if kind == "attrs" else "")]


def _signature(params: tuple[Param, ...], func: Func, site: Site) -> Signature:
    places = [one for one in params if one.kind != "keyword"]
    names = {one.name for one in params if one.kind != "positional"}
    required = tuple((one.name, places.index(one) if one.kind != "keyword" else -1) for one in params if one.required)
    positional = None if func.rest else len(places)
    if not func.options_name:
        return Signature(frozenset(names), required, positional, open=False)
    options = func.options
    if func.options_name in _OF_DIALECTS or (site.env.module, func.name) in _HAND_TO_DIALECTS:
        taken = options.taken if options is not None else frozenset[str]()
        return Signature(frozenset(names | taken), required, positional, open=False, lenient=True, sure=False)
    if options is None or options.open:
        return Signature(frozenset(names), required, positional, open=True)
    return Signature(
        frozenset(names | options.taken),
        required,
        positional,
        open=False,
        hands_on=tuple((forward, site) for forward in options.forwards),
        refuses=options.refuses,
    )


def _of_fields(fields: list[Field], attrs: str) -> Signature:
    """attrs strips leading underscores from the names of a class's parameters, private ones behind the class's."""
    positional = 0
    names: list[str] = []
    required: list[tuple[str, int]] = []
    for field in fields:
        if field.kind == "no-init":
            continue
        own = f"{attrs}{field.name}" if attrs and field.name.startswith("__") else field.name
        name = field.alias or (own.lstrip("_") if attrs else own)
        names.append(name)
        place = -1 if field.kind == "keyword" else positional
        positional += field.kind == "init"
        if field.required:
            required.append((name, place))
    return Signature(frozenset(names), tuple(required), positional, open=False)


def _own_fields(cls: Class) -> tuple[Field, ...] | None:
    """The fields of a class of attrs: annotated names, or only those that are made by calls; None for a mixture."""
    called, annotated = [], True
    for field in cls.fields:
        for one in cls.members.get(field.name, ()):
            if isinstance(one, Var) and isinstance(one.value, Call) and last_name(one.value.func) in _FIELDS:
                called.append(field)
                annotated = annotated and one.annotation is not None
    for decorator in cls.decorators:
        texts = decorator.texts if isinstance(decorator, Call) else ()
        if last_name(decorator) in _BY_CALLS and "auto_attribs" not in dict(texts):
            return tuple(called)
    return cls.fields if annotated or len(called) == len(cls.fields) else None


def _looks_like(keyword: str, names: frozenset[str]) -> bool:
    """Whether a keyword is most likely a slip of one of these; one with an `s` more or less may be meant."""
    close = get_close_matches(keyword, sorted(names), 1, 0.8)
    return bool(close) and close[0].removesuffix("s") != keyword.removesuffix("s")


_RENAMING = frozenset({"alias_generator", "populate_by_name", "validate_by_name", "validate_by_alias", "**", "?"})


_SETTINGS = frozenset(
    f"_{name}" for name in (
        "case_sensitive", "nested_model_default_partial_update", "env_prefix", "env_prefix_target", "env_file",
        "env_file_encoding", "env_ignore_empty", "env_nested_delimiter", "env_nested_max_split", "env_parse_none_str",
        "env_parse_enums", "cli_prog_name", "cli_parse_args", "cli_settings_source", "secrets_dir", "cli_prefix",
    )
)  # fmt: skip


_SETTINGS = frozenset(
    f"_{name}" for name in (
        "case_sensitive", "nested_model_default_partial_update", "env_prefix", "env_prefix_target", "env_file",
        "env_file_encoding", "env_ignore_empty", "env_nested_delimiter", "env_nested_max_split", "env_parse_none_str",
        "env_parse_enums", "cli_prog_name", "cli_parse_args", "cli_settings_source", "secrets_dir", "cli_prefix",
        "cli_parse_none_str", "cli_hide_none_type", "cli_avoid_json", "cli_enforce_required", "cli_exit_on_error",
        "cli_use_class_docs_for_groups", "cli_flag_prefix_char", "cli_implicit_flags", "cli_ignore_unknown_args",
        "cli_kebab_case", "cli_shortcuts", "build_sources",
    )
)  # fmt: skip


def _is_model(cls: Class) -> bool:
    return cls.name == "BaseModel" and cls.module in ("pydantic.main", "pydantic.v1.main")


def _configured(cls: Class) -> Iterator[tuple[tuple[str, str], ...]]:
    """What `model_config` or `Config` of a model says, as far as it is constant; "?" for what is not."""
    for one in cls.members.get("model_config", ()):
        said = one.value if isinstance(one, Var) else None
        yield said.texts if isinstance(said, Call) else (("?", ""),)
    if "Config" in cls.members:
        yield (("?", ""),)


def _is_filled(cls: Class) -> bool:
    """Whether something in a model may give it fields before they are looked at."""
    decorators = {
        last_name(one)
        for found in cls.members.values()
        for func in found
        if isinstance(func, Func)
        for one in func.decorators
    }
    return bool(decorators & {"model_validator", "root_validator", "pre_root_validator"})


def _is_demanded(field: Field) -> bool:
    said = field.annotation.type if isinstance(field.annotation, Annotated) else None
    return field.required and last_name(said) != "Annotated"


def _is_typed_dict(cls: Class) -> bool:
    return any(last_name(base) == "TypedDict" for base in cls.bases)


def _is_overload(func: Func) -> bool:
    return any(last_name(one) == "overload" for one in func.decorators)


def _is_overloaded(func: Func, all_of_them: tuple[Func, ...]) -> bool:
    """The function behind overloads of the same file, which nobody calls by its own signature."""
    return (
        False
        if func.stub or _is_overload(func)
        else any(_is_overload(one) and not one.stub for one in all_of_them) and bool(func.options_name)
    )


__all__ = ["Annotated", "Calls", "Misfit", "Shape", "Signature"]
