"""Annotations -> Hypothesis strategies, written as text and never run."""

import ast
from collections.abc import Callable, Mapping
from typing import NamedTuple

from ._classes import constructor, demanded, is_abstract, is_enum, is_record
from ._names import Imports
from ._source import Origin, Source

ANYTHING = "st.none() | st.integers() | st.text()"
_DEPTH = 3  # classes inside of constructors; what is deeper is left to Hypothesis


class Strategy(NamedTuple):
    """`text` is the expression, `kinds` say which edge cases there are, `note` what a person has to know of it."""

    text: str
    kinds: frozenset[str] = frozenset()
    note: str = ""


_PLAIN: Mapping[str, tuple[str, str]] = {
    "int": ("st.integers()", "number"),
    "float": ("st.floats()", "float"),
    "complex": ("st.complex_numbers()", "float"),
    "bool": ("st.booleans()", ""),
    "str": ("st.text()", "text"),
    "typing.AnyStr": ("st.text()", "text"),
    "typing.LiteralString": ("st.text()", "text"),
    "bytes": ("st.binary()", "bytes"),
    "bytearray": ("st.binary().map(bytearray)", "bytes"),
    "None": ("st.none()", "none"),
    "decimal.Decimal": ("st.decimals()", "decimal"),
    "fractions.Fraction": ("st.fractions()", "number"),
    "numbers.Number": ("st.integers() | st.floats()", "float"),
    "datetime.date": ("st.dates()", "date"),
    "datetime.time": ("st.times(timezones=st.none() | st.timezones())", "moment"),
    "datetime.datetime": ("st.datetimes(timezones=st.none() | st.timezones())", "moment"),
    "datetime.timedelta": ("st.timedeltas()", "number"),
    "datetime.tzinfo": ("st.timezones()", "moment"),
    "zoneinfo.ZoneInfo": ("st.timezones()", "moment"),
    "uuid.UUID": ("st.uuids()", ""),
    "ipaddress.IPv4Address": ("st.ip_addresses(v=4)", ""),
    "ipaddress.IPv6Address": ("st.ip_addresses(v=6)", ""),
    "random.Random": ("st.randoms()", ""),
    "slice": ("st.slices(5)", "number"),
    "list": ("st.lists({any})", "many"),
    "tuple": ("st.lists({any}).map(tuple)", "many"),
    "set": ("st.sets({any})", "group"),
    "frozenset": ("st.frozensets({any})", "group"),
    "dict": ("st.dictionaries({any}, {any})", "mapping"),
    "_typeshed.StrPath": ("st.text()", "path"),
    "_typeshed.StrOrBytesPath": ("st.text() | st.binary()", "path"),
    "_typeshed.ReadableBuffer": ("st.binary()", "bytes"),
    "io.StringIO": ("st.text().map(io.StringIO)", "stream"),
    "io.BytesIO": ("st.binary().map(io.BytesIO)", "stream"),
}
# Generic names by the last word, of typing and of collections.abc alike.
_FAMILIES = {
    "List": "list", "Sequence": "list", "MutableSequence": "list", "Collection": "list", "Iterable": "list",
    "Reversible": "list", "Container": "list", "Sized": "list", "Tuple": "tuple", "Set": "set", "AbstractSet": "set",
    "MutableSet": "set", "FrozenSet": "frozenset", "Dict": "dict", "Mapping": "dict", "MutableMapping": "dict",
    "Iterator": "iterator", "Generator": "iterator", "Callable": "callable", "Type": "type", "Text": "str",
    "TextIO": "io.StringIO", "BinaryIO": "io.BytesIO", "IO": "io.StringIO", "ByteString": "bytes", "Buffer": "bytes",
    "SupportsInt": "int", "SupportsIndex": "int", "SupportsFloat": "float",
}  # fmt: skip
_TYPING = ("typing", "typing_extensions", "collections.abc")
_INNER = frozenset({"Final", "ClassVar", "Required", "NotRequired", "ReadOnly", "InitVar", "Unpack"})
_PATHS = frozenset({"pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "os.PathLike"})


class Strategies:
    """Strategies for the annotations of one module; what a test must import for them is told to `imports`."""

    def __init__(self, source: Source, imports: Imports, variables: Mapping[str, ast.expr | None]) -> None:
        self._source = source
        self._imports = imports
        self._variables = variables  # those of `def f[T: int]`, which no test can import, and their bounds
        self._making: list[ast.ClassDef] = []

    def of(self, node: ast.expr | None) -> Strategy:
        """The strategy for an annotation; ANYTHING, and a note, for what says nothing."""
        if isinstance(node, ast.Constant):
            return self._constant(node)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            return _one_of((self.of(node.left), self.of(node.right)))
        if isinstance(node, ast.Subscript):
            return self._generic(node)
        if isinstance(node, ast.Starred):
            return self.of(node.value)
        if isinstance(node, ast.Name) and node.id in self._variables:
            bound = self._variables[node.id]
            return self.of(bound) if bound is not None else anything(f"{node.id} may be any type")
        if isinstance(node, ast.Name | ast.Attribute):
            return self._named(node)
        return anything("nothing is known of its type")

    def _constant(self, node: ast.Constant) -> Strategy:
        if node.value is None:
            return self._plain("None")
        if isinstance(node.value, str):
            try:
                return self.of(ast.parse(node.value.strip(), mode="eval").body)
            except (SyntaxError, ValueError, RecursionError, MemoryError):
                pass
        return anything("its annotation is no type")

    def _plain(self, name: str) -> Strategy:
        text, kind = _PLAIN[name]
        if "io." in text:
            self._imports.plain("io")
        return Strategy(text.replace("{any}", ANYTHING), frozenset({kind} if kind else ()))

    def _named(self, node: ast.Name | ast.Attribute) -> Strategy:
        full = self._source.full(node)
        family = _family(full)
        if family in _PLAIN:
            return self._plain(family)
        if family == "callable":
            return self._callable(None)
        if family == "iterator":
            return Strategy(f"st.iterables({ANYTHING})", frozenset({"iterator"}))
        if full in _PATHS:
            pure = self._imports.bind(Origin("pathlib", "PurePath"), "PurePath") if full == "os.PathLike" else None
            return Strategy(f"st.text().map({pure or self.spelled(node)})", frozenset({"path"}))
        word = _typing_word(full)
        if word in ("Any", "Self", "Hashable", "TypeAlias", "Never", "NoReturn") or full == "object":
            return anything("any value is allowed")
        return self._own(node, full) or self._foreign(node, full)

    def _foreign(self, node: ast.expr, full: str) -> Strategy:
        """A type that is imported, or built in: Hypothesis finds out how one is made, or is told."""
        spelled = self._from_type(node)
        if spelled is None:
            return anything(f"where {ast.unparse(node)} comes from cannot be told")
        module = full.partition(".")[0] if "." in full else ""
        known = not module or module in ("datetime", "decimal", "pathlib", "enum", "re", "collections", "typing")
        note = "" if known else f"if Hypothesis cannot make a {ast.unparse(node)}, say how: st.builds(...)"
        return Strategy(spelled, frozenset({"object"}), note)

    def _own(self, node: ast.expr, full: str) -> Strategy | None:
        """A class of this module, made by its own constructor where Hypothesis could not tell how."""
        if not isinstance(node, ast.Name):
            return None
        cls = self._source.classes(node.id)
        if cls is None or full != f"{self._source.module}.{node.id}":
            return None
        if is_abstract(self._source, cls):
            return anything(f"{node.id} is made by its subclasses: give one")
        kinds = frozenset({"choice"}) if is_enum(self._source, cls) else frozenset({"object"})
        return Strategy(self.instance(cls, self._imports.bind(Origin(self._source.module, node.id), node.id)), kinds)

    def instance(self, cls: ast.ClassDef, spelled: str) -> str:
        """A strategy for an object of a class: by `st.builds` where it has a constructor of its own."""
        init = constructor(cls)
        plain = is_enum(self._source, cls) or is_abstract(self._source, cls) or is_record(self._source, cls)
        if init is None and not cls.bases and not cls.decorator_list and not cls.keywords:
            return f"st.builds({spelled})"  # Hypothesis warns of a type without arguments
        if init is None or plain or cls in self._making or len(self._making) >= _DEPTH:
            return f"st.from_type({spelled})"
        self._making.append(cls)
        by_place, by_name = demanded(init)
        given = [self.of(one.annotation).text for one in by_place]
        given += [f"{one.arg}={self.of(one.annotation).text}" for one in by_name]
        self._making.pop()
        return f"st.builds({', '.join((spelled, *given))})"

    def _from_type(self, node: ast.expr) -> str | None:
        spelled = self.spelled(node)
        return None if spelled is None else f"st.from_type({spelled})"

    def spelled(self, node: ast.expr) -> str | None:
        """An expression as the test can write it, its names imported; None when one of them is not known."""
        unknown: list[str] = []
        strategies = self

        class Spell(ast.NodeTransformer):
            def visit_Name(self, name: ast.Name) -> ast.expr:
                bound = strategies._bound(name.id)
                if bound is None:
                    unknown.append(name.id)
                return ast.Name(bound or name.id, name.ctx)

            def visit_Constant(self, constant: ast.Constant) -> ast.expr:
                if isinstance(constant.value, str):
                    unknown.append(constant.value)  # a name of a later class, perhaps
                return constant

        # Written out and read again, a copy: nodes may lead to the whole of another tree by what others hang on them.
        text = ast.unparse(Spell().visit(ast.parse(ast.unparse(node), mode="eval").body))
        return None if unknown else text

    def _bound(self, name: str) -> str | None:
        import builtins

        origin = self._source.origins.get(name)
        if origin is None:
            return name if hasattr(builtins, name) and name not in self._variables else None
        if origin.module.startswith("_typeshed"):
            return None  # is for type checkers alone
        return self._imports.bind(origin, name)

    def _generic(self, node: ast.Subscript) -> Strategy:
        full = self._source.full(node.value)
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        word = _typing_word(full)
        if not parts:  # `tuple[()]`
            return Strategy("st.just(())") if _family(full) == "tuple" else anything("its annotation is no type")
        if word == "Literal":
            return self._literal(node)
        if word == "Optional":
            return _one_of((self._plain("None"), self.of(parts[0])))
        if word == "Union":
            return _one_of([self.of(one) for one in parts])
        if word == "Annotated":
            return self._annotated(node, parts)
        if word in _INNER or full == "dataclasses.InitVar":
            return self.of(parts[0])
        if full in _PATHS and isinstance(node.value, ast.Name | ast.Attribute):
            return self._named(node.value)
        made = self._FAMILY.get(_family(full))
        if made is not None:
            return made(self, parts)
        return self._own(node.value, full) or self._foreign(node, full)

    def _annotated(self, node: ast.Subscript, parts: list[ast.expr]) -> Strategy:
        plain = self.of(parts[0])
        names = [one.func if isinstance(one, ast.Call) else one for one in parts[1:]]
        if names and all(self._source.full(one).startswith("annotated_types.") for one in names):
            text = self._from_type(node)  # of which Hypothesis keeps the limits
            if text is not None:
                return Strategy(text, plain.kinds | {"limited"})
        said = ", ".join(ast.unparse(one) for one in parts[1:])
        return Strategy(plain.text, plain.kinds | {"limited"}, f"the annotation also says {said}: narrow the strategy")

    def _literal(self, node: ast.Subscript) -> Strategy:
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        texts = [_value(one) if _is_value(one) else self.spelled(one) for one in parts]
        if not texts or None in texts:
            return anything("its values cannot be told")
        kinds = {"choice"} | ({"none"} if "None" in texts else set())
        return Strategy(f"st.sampled_from([{', '.join(map(str, texts))}])", frozenset(kinds))

    def _list(self, parts: list[ast.expr]) -> Strategy:
        inner = self.of(parts[0])
        return Strategy(f"st.lists({inner.text})", frozenset({"many"}) | _inside(inner), inner.note)

    def _tuple(self, parts: list[ast.expr]) -> Strategy:
        if len(parts) == 2 and isinstance(parts[1], ast.Constant) and parts[1].value is ...:
            inner = self.of(parts[0])
            return Strategy(f"st.lists({inner.text}).map(tuple)", frozenset({"many"}) | _inside(inner), inner.note)
        if any(isinstance(one, ast.Starred) for one in parts):
            return Strategy(
                f"st.lists({ANYTHING}).map(tuple)", frozenset({"many"}), "its elements are of several types"
            )
        inner_ones = [self.of(one) for one in parts]
        kinds = frozenset(kind for one in inner_ones for kind in _inside(one))
        note = next((one.note for one in inner_ones if one.note), "")
        return Strategy(f"st.tuples({', '.join(one.text for one in inner_ones)})", kinds, note)

    def _set(self, parts: list[ast.expr]) -> Strategy:
        inner = self.of(parts[0])
        return Strategy(f"st.sets({inner.text})", frozenset({"group"}) | _inside(inner), inner.note)

    def _frozenset(self, parts: list[ast.expr]) -> Strategy:
        inner = self.of(parts[0])
        return Strategy(f"st.frozensets({inner.text})", frozenset({"group"}) | _inside(inner), inner.note)

    def _dict(self, parts: list[ast.expr]) -> Strategy:
        key, value = (self.of(parts[0]), self.of(parts[-1]))
        kinds = frozenset({"mapping"}) | _inside(key) | _inside(value)
        return Strategy(f"st.dictionaries({key.text}, {value.text})", kinds, key.note or value.note)

    def _iterator(self, parts: list[ast.expr]) -> Strategy:
        inner = self.of(parts[0])
        return Strategy(f"st.iterables({inner.text})", frozenset({"iterator"}) | _inside(inner), inner.note)

    def _callable(self, parts: list[ast.expr] | None) -> Strategy:
        if not parts or not isinstance(parts[0], ast.List):
            arguments = "*args, **kwargs"
        else:
            arguments = ", ".join(f"argument_{at}" for at in range(1, len(parts[0].elts) + 1))
        like = f"lambda {arguments}: None" if arguments else "lambda: None"
        returns = self.of(parts[-1]) if parts else anything("")
        text = f"st.functions(like={like}, returns={returns.text})"
        return Strategy(text, frozenset({"callable"}), returns.note)

    def _type(self, parts: list[ast.expr]) -> Strategy:
        spelled = self.spelled(parts[0])
        if spelled is None:
            return anything("which class is meant cannot be told")
        return Strategy(f"st.just({spelled})", frozenset({"object"}), "and a subclass of it?")

    def _file(self, parts: list[ast.expr]) -> Strategy:
        binary = self._source.full(parts[0]) == "bytes"
        return self._plain("io.BytesIO" if binary else "io.StringIO")

    _FAMILY: Mapping[str, Callable[["Strategies", list[ast.expr]], Strategy]] = {
        "list": _list, "tuple": _tuple, "set": _set, "frozenset": _frozenset, "dict": _dict, "iterator": _iterator,
        "callable": _callable, "type": _type, "io.StringIO": _file,
    }  # fmt: skip


def anything(why: str) -> Strategy:
    return Strategy(ANYTHING, frozenset({"anything", "none", "text", "number"}), why)


def _one_of(parts: "list[Strategy] | tuple[Strategy, ...]") -> Strategy:
    texts = dict.fromkeys(one.text for one in parts)
    kinds = frozenset(kind for one in parts for kind in one.kinds)
    text = ANYTHING if ANYTHING in texts else " | ".join(texts)
    return Strategy(text, kinds, next((one.note for one in parts if one.note), ""))


def _inside(inner: Strategy) -> frozenset[str]:
    """The edge cases of elements that are worth a question about their collection."""
    return inner.kinds & {"text", "float", "decimal", "moment", "date", "bytes", "none"}


def _typing_word(full: str) -> str:
    """The last word of a name of typing or collections.abc; empty for any other name."""
    module, _, word = full.rpartition(".")
    return word if module in _TYPING else ""


def _family(full: str) -> str:
    word = _typing_word(full)
    if word in _FAMILIES:
        return _FAMILIES[word]
    if full in ("list", "tuple", "set", "frozenset", "dict", "type") or full in _PLAIN:
        return full
    return {"collections.OrderedDict": "dict", "collections.defaultdict": "dict", "typing_extensions.AnyStr": "str",
            "typing_extensions.LiteralString": "str"}.get(full, "")  # fmt: skip


def _is_value(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) or (isinstance(node, ast.UnaryOp) and isinstance(node.operand, ast.Constant))


def _value(node: ast.expr) -> str:
    """A constant as formatters write it, with double quotes."""
    text = ast.unparse(node)
    return f'"{text[1:-1]}"' if text[0] == "'" and '"' not in text and "\\" not in text else text
