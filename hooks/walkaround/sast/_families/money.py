"""B940: amounts of money kept or reckoned in floats."""

import ast
import re
from collections.abc import Iterator

from ..._code import Function, Module
from ._found import Found
from ._surroundings import in_test, words_of

_FLOATS = rb"float|Float|REAL|DOUBLE|Double|\d\.\d"
# What is money wherever it stands.
_SURE = frozenset(
    {
        "price", "prices", "subtotal", "salary", "invoice", "payment", "refund", "fee", "fees", "vat", "payout",
        "wage", "wages", "surcharge", "revenue", "tax", "taxes", "usd", "eur", "gbp", "money", "cashback", "rent",
        "paycheck", "payroll", "royalty", "commission", "dividend", "earnings",
    }
)  # fmt: skip
# What is money beside a word of the other kinds, or in code that speaks of money.
_LIKELY = frozenset(
    {
        "amount", "total", "balance", "cost", "costs", "discount", "credit", "debit", "budget", "tip", "deposit",
        "charge", "gross", "net", "due", "paid", "withdrawal", "sum", "expense", "expenses", "spent", "sales",
        "amounts", "totals", "shipping", "value", "bill",
    }
)  # fmt: skip
# Words that make money of what is likely: what is sold, paid, owed.
_NEAR = frozenset(
    {
        "order", "cart", "checkout", "account", "wallet", "bank", "ledger", "transaction", "currency", "billing",
        "bill", "purchase", "customer", "product", "basket", "subscription", "transfer", "loan", "mortgage", "shop",
        "merchant", "stripe", "paypal", "unit", "item", "grand", "amount", "total", "balance", "cost", "discount",
        "credit", "debit", "payable", "payroll", "coupon", "donation", "financial", "interest", "monthly", "expense",
        "budget", "deposit", "withdraw", "accounts", "orders", "invoices", "payments", "transactions",
    }
)  # fmt: skip
# Words by which an amount is none of money, is a share of it, or is counted in whole minor units.
_OTHER = frozenset(
    {
        "seconds", "second", "secs", "sec", "ms", "minutes", "hours", "days", "time", "duration", "elapsed", "timeout",
        "memory", "bytes", "size", "loss", "rate", "rates", "percent", "percentage", "pct", "ratio", "factor", "id",
        "weight", "items", "pages", "score", "distance", "cents", "cent", "minor", "pence", "pennies", "satoshi",
        "tokens", "token", "energy", "kwh", "kw", "power", "count", "counts", "quantity", "qty", "number", "num",
        "index", "page", "step", "steps", "length", "width", "height", "white", "load", "gamma", "function", "grad",
        "kg", "grams", "km", "miles", "liters", "volume", "level", "battery", "blur", "noise", "samples", "min", "max",
        "minimum", "maximum", "tolerance", "epsilon", "multiplier", "share", "fraction", "alpha", "type", "kind",
        "status", "date", "method", "code", "name", "label", "str", "text", "format", "formatted", "display", "line",
        "lines", "units", "points", "change", "volatility", "current", "per", "weights", "sigma",
        "gas", "electricity", "fuel", "at", "by", "is", "has", "can",
        "reason", "note", "message", "url", "key", "error", "errors", "check", "micros",
    }
)  # fmt: skip
# Packages of code that reckons with measurements, models and markets, where a price is a sample.
_ANALYSIS = frozenset(
    {
        "numpy", "pandas", "torch", "tensorflow", "sklearn", "scipy", "matplotlib", "jax", "gym", "gymnasium",
        "keras", "polars", "plotly", "seaborn", "statsmodels", "backtrader", "zipline", "yfinance", "talib", "networkx",
    }
)  # fmt: skip
_FIELDS = frozenset({"FloatField", "Float", "REAL", "Double", "DOUBLE", "DOUBLE_PRECISION", "FLOAT", "Real"})
_EXACT = ("Numeric", "DECIMAL", "Decimal", "NUMERIC", "Integer", "BigInteger")
_OUTWARD = frozenset(
    {
        "to_dict", "to_json", "as_dict", "as_json", "serialize", "default", "to_representation", "json", "dict",
        "asdict", "tojson", "todict", "jsonable", "encode", "__json__", "__float__", "__str__", "__repr__",
        "__format__", "__html__",
    }
)  # fmt: skip
_SENT = frozenset({"jsonify", "JsonResponse", "JSONResponse", "dumps", "dump", "Response", "json_response", "print"})
_TABLE = r"(?is)\b(?:create|alter)\s+table\b.*?[\s(,\"`\[](\w+)[\"`\]]?\s+(?:float|real|double)\b(?!.*\bnever\b)"
_COLUMN = r"(?i)[\s(,\"`\[](\w+)[\"`\]]?\s+(?:float|real|double)\b"


def find(module: Module) -> Iterator[Found]:
    if not re.search(_FLOATS, module.source) or module.imported & _ANALYSIS:
        return
    seen: set[int] = set()
    for node, message in _all(module):
        line = getattr(node, "lineno", 0)
        if line not in seen and not in_test(module, node):
            seen.add(line)
            yield Found("B940", node, message)


def _all(module: Module) -> Iterator[tuple[ast.AST, str]]:
    yield from _conversions(module)
    yield from _columns(module)
    yield from _annotations(module)
    yield from _tables(module)
    yield from _reckoned(module)
    yield from _literals(module)


def _conversions(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """`float(…)` of or for an amount, and `type=float` for one that is read in."""
    for call in module.calls("float"):
        if (
            len(call.args) != 1
            or call.keywords
            or isinstance(call.args[0], ast.Constant)
            or module.name(call.func) != "builtins.float"
        ):
            continue
        name = _money_in(module, call.args[0], call)
        name = name or _money_of_target(module, call)
        if name and not _is_shown(module, call):
            yield call, f"float() makes a binary fraction of {name}, which cannot hold amounts of money exactly."
    yield from _decimals(module)
    for call in [
        *module.calls("add_argument"),
        *module.calls("option"),
        *module.calls("argument"),
        *module.calls("get"),
    ]:
        kinds = [keyword.value for keyword in call.keywords if keyword.arg == "type"]
        if not kinds or not isinstance(kinds[0], ast.Name) or module.name(kinds[0]) != "builtins.float":
            continue
        first = module.constant(call.args[0]) if call.args else None
        name = str(first).lstrip("-").replace("-", "_") if isinstance(first, str) else ""
        if name and _is_money(module, name, call):
            yield call, f"{name} is read as a float, which cannot hold amounts of money exactly."


def _decimals(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """`Decimal(19.99)` for an amount, or in arithmetic with one: exact, but of the float and not of the figures."""
    for call in module.calls("Decimal"):
        value = call.args[0] if len(call.args) == 1 else None
        if not isinstance(value, ast.Constant) or type(value.value) is not float:
            continue
        around = module.parent(call)
        sides = (around.left, around.right) if isinstance(around, ast.BinOp) else ()
        name = _money_of_target(module, call) or next((n for one in sides if (n := _money_in(module, one, call))), "")
        if name:
            yield call, f"Decimal() of a float literal takes over its rounding error into {name}."


def _columns(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """A column or a form's field of floats that is named after money."""
    for kind in _FIELDS:
        for call in module.calls(kind):
            if kind not in {"FloatField", "Float"}:
                continue
            name = _declared_name(module, call)
            if name:
                yield call, f"The field {name} keeps money as a float."
    for call in [*module.calls("Column"), *module.calls("mapped_column")]:
        if any(_is_float_type(module, argument) for argument in call.args) or any(
            keyword.arg in {"type_", "sa_type"} and _is_float_type(module, keyword.value) for keyword in call.keywords
        ):
            name = _declared_name(module, call)
            if name:
                yield call, f"The column {name} keeps money as a float."


def _is_float_type(module: Module, node: ast.expr) -> bool:
    kind = node.func if isinstance(node, ast.Call) else node
    if module.last(kind) not in _FIELDS:
        return False
    exact = isinstance(node, ast.Call) and any(keyword.arg in {"asdecimal"} for keyword in node.keywords)
    return not exact


def _declared_name(module: Module, call: ast.Call) -> str:
    """The name that a column or field is declared under, when it is money."""
    statement = module.statement(call)
    targets: list[ast.expr] = []
    if isinstance(statement, ast.Assign):
        targets = statement.targets
    elif isinstance(statement, ast.AnnAssign):
        targets = [statement.target]
    named = [module.last(target) for target in targets]
    for around in (call, *module.parents(call)):
        if isinstance(around, ast.Call) and around.args and isinstance(around.args[0], ast.Constant):
            named.append(str(around.args[0].value))
        if isinstance(around, ast.stmt):
            break
    return next((name for name in named if name.isidentifier() and _is_money(module, name, call)), "")


def _annotations(module: Module) -> Iterator[tuple[ast.AST, str]]:
    for field in module.of(ast.AnnAssign):
        name = module.last(field.target)
        exact = field.value is not None and _is_exact(module, field.value)
        if name and not exact and _is_float(module, field.annotation) and _is_money(module, name, field):
            yield field, f"{name} is money and is declared a float."
    for argument in module.of(ast.arg):
        declared = argument.annotation is not None and _is_float(module, argument.annotation)
        if declared and _is_money(module, argument.arg, argument):
            yield argument, f"The argument {argument.arg} is money and is declared a float."
    functions: list[Function] = [*module.of(ast.FunctionDef), *module.of(ast.AsyncFunctionDef)]
    for function in functions:
        declared = function.returns is not None and _is_float(module, function.returns)
        if declared and function.name not in _OUTWARD and _is_money(module, function.name, function):
            yield function, f"{function.name} gives money as a float."


def _is_exact(module: Module, value: ast.expr) -> bool:
    """Whether a column's declaration names an exact type beside its annotation."""
    if not isinstance(value, ast.Call):
        return False
    kinds = [one.func if isinstance(one, ast.Call) else one for one in value.args]
    return any(module.last(kind) in _EXACT for kind in kinds)


def _is_one_float(module: Module, kinds: tuple[ast.expr, ...]) -> bool:
    """Whether one of several types is a float, and none of them an exact number."""
    words = {module.last(kind) for kind in kinds}
    return bool(words & _FLOAT_TYPES) and "Decimal" not in words


_FLOAT_TYPES = frozenset({"float", "PositiveFloat", "NonNegativeFloat", "StrictFloat", "FiniteFloat"})
_AROUND = frozenset({"Optional", "Annotated", "Mapped", "Final", "ClassVar", "Required", "NotRequired"})


def _is_float(module: Module, annotation: ast.expr) -> bool:
    """Whether an annotation is float, perhaps optional, annotated, mapped, or one of several numbers."""
    if isinstance(annotation, ast.Constant) and isinstance(annotation.value, str):
        return annotation.value.replace(" ", "") in {"float", "float|None", "Optional[float]"}
    if isinstance(annotation, ast.Name):
        return annotation.id in _FLOAT_TYPES
    if isinstance(annotation, ast.Call):
        return module.last(annotation.func) == "confloat"
    if isinstance(annotation, ast.BinOp):
        sides = (annotation.left, annotation.right)
        return _is_one_float(module, sides)
    if isinstance(annotation, ast.Subscript):
        inner = annotation.slice
        if isinstance(inner, ast.Tuple) and inner.elts:
            if module.last(annotation.value) == "Union":
                return _is_one_float(module, tuple(inner.elts))
            inner = inner.elts[0]
        if module.last(annotation.value) in _AROUND:
            return _is_float(module, inner)
    return False


def _tables(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Columns of floats in the text of `CREATE TABLE`."""
    if not re.search(rb"(?i)\btable\b", module.source):
        return
    for text in module.of(ast.Constant):
        value = text.value
        if not isinstance(value, str) or "able" not in value.lower() or not re.search(_TABLE, value):
            continue
        for column in re.findall(_COLUMN, value):
            if _is_money(module, column, text, sure=True):
                yield text, f"The column {column} keeps money as a float."
                break


def _reckoned(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """Arithmetic of an amount with a float."""
    for node in module.of(ast.BinOp):
        if not isinstance(node.op, ast.Mult | ast.Div | ast.Add | ast.Sub):
            continue
        for number, other in ((node.left, node.right), (node.right, node.left)):
            if not _is_float_value(module, number) or _is_text(other):
                continue
            name = _money_in(module, other, node) or _money_of_target(module, node)
            if name and not _is_shown(module, node) and not _is_decimal(module, other):
                yield node, f"{name} is reckoned with a float, whose rounding errors add up."
                break
    for more in module.of(ast.AugAssign):
        name = _money_in(module, more.target, more)
        if name and _is_float_value(module, more.value):
            yield more, f"{name} is reckoned with a float, whose rounding errors add up."


def _is_float_value(module: Module, node: ast.expr, depth: int = 3) -> bool:
    """Whether an expression is a float that the source spells out: `1.19`, `(1 + 0.19)`, a constant `TAX_RATE`."""
    if isinstance(node, ast.Constant):
        return type(node.value) is float
    if isinstance(node, ast.BinOp) and depth:
        return any(_is_float_value(module, side, depth - 1) for side in (node.left, node.right))
    if isinstance(node, ast.Name):
        bound = module.binding(node)
        return isinstance(bound, ast.Constant) and type(bound.value) is float
    return False


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str | bytes))


def _is_decimal(module: Module, node: ast.expr) -> bool:
    name = module.name(node)
    return name.endswith(("Decimal()", "timedelta()"))


def _literals(module: Module) -> Iterator[tuple[ast.AST, str]]:
    """`PRICE = 9.99` and `total = 0.0`."""
    for node in module.of(ast.Assign):
        value = node.value
        if isinstance(value, ast.UnaryOp):
            value = value.operand
        if not isinstance(value, ast.Constant) or type(value.value) is not float:
            continue
        for target in node.targets:
            name = module.last(target)
            if name and _is_money(module, name, node) and not _is_share(name, value.value):
                yield node, f"{name} is money and is given as a float."
                break


def _is_share(name: str, value: float) -> bool:
    """Whether a constant is a rate: `VAT = 0.19`."""
    return 0 < abs(value) < 1 and words_of(name)[-1] in {"vat", "tax", "fee", "commission", "discount", "surcharge"}


def _money_in(module: Module, node: ast.expr, place: ast.AST, depth: int = 8) -> str:
    """The name of an amount that an expression is or reads: a name, an attribute, a key, or a product of one."""
    if depth == 0:
        return ""
    if isinstance(node, ast.Subscript):
        key = node.slice.value if isinstance(node.slice, ast.Constant) else None
        if isinstance(key, str):
            return key if _is_money(module, key, place) else ""
        return _money_in(module, node.value, place, depth - 1)
    if isinstance(node, ast.Call):
        return _money_of_call(module, node, place, depth)
    if isinstance(node, ast.BoolOp):
        return _money_in(module, node.values[0], place, depth - 1)
    if isinstance(node, ast.BinOp):
        left = _money_in(module, node.left, place, depth - 1)
        if left or not isinstance(node.op, ast.Mult | ast.Add | ast.Sub):
            return left
        return _money_in(module, node.right, place, depth - 1)
    if isinstance(node, ast.GeneratorExp | ast.ListComp):
        return _money_in(module, node.elt, place, depth - 1)
    name = module.last(node)
    return name if name and _is_money(module, name, place) else ""


def _money_of_call(module: Module, call: ast.Call, place: ast.AST, depth: int) -> str:
    """The name of the amount that a call reads by its key, passes through, or works out."""
    word = module.last(call.func)
    if word in {"get", "pop", "getlist"} and call.args:
        key = module.constant(call.args[0])
        return key if isinstance(key, str) and _is_money(module, key, place) else ""
    if word in {"sum", "round", "abs", "max", "min", "str", "float"} and call.args:
        return _money_in(module, call.args[0], place, depth - 1)
    if isinstance(call.func, ast.Attribute) and word in {"strip", "replace", "lstrip", "group"}:
        return _money_in(module, call.func.value, place, depth - 1)
    word = word.removeprefix("get_").removeprefix("calculate_")
    return word if word and _is_money(module, word, place) else ""


def _money_of_target(module: Module, node: ast.AST) -> str:
    """The name of the amount that an expression is the value of."""
    for around in module.parents(node):
        if isinstance(around, ast.Assign):
            names = [module.last(target) or _key(target) for target in around.targets]
            return next((name for name in names if name and _is_money(module, name, node)), "")
        if isinstance(around, ast.AugAssign | ast.AnnAssign):
            name = module.last(around.target)
            return name if name and _is_money(module, name, node) else ""
        if isinstance(around, ast.keyword):
            return around.arg if around.arg and _is_money(module, around.arg, node) else ""
        if isinstance(around, ast.Return):
            function = module.function(node)
            return function.name if function and _is_money(module, function.name, node) else ""
        if isinstance(around, ast.Call) and module.last(around.func) not in {"round", "abs", "float", "int", "sum"}:
            return ""
        if isinstance(around, ast.Dict | ast.Compare | ast.comprehension | ast.stmt | ast.JoinedStr | ast.Subscript):
            return ""
    return ""


def _key(target: ast.expr) -> str:
    if isinstance(target, ast.Subscript) and isinstance(target.slice, ast.Constant):
        return target.slice.value if isinstance(target.slice.value, str) else ""
    return ""


def _is_shown(module: Module, node: ast.expr) -> bool:
    """Whether a number is only put before somebody: in a text, or in what is sent away, straight from an attribute."""
    argument = node.args[0] if isinstance(node, ast.Call) and node.args else None
    plain = isinstance(argument, ast.Attribute | ast.Name)
    inner: ast.AST = node
    for around in module.parents(node):
        if isinstance(around, ast.JoinedStr) or _is_formatted(module, around, inner):
            return True
        if plain and _is_sent(module, around, inner):
            return True
        if isinstance(around, ast.stmt):
            return False
        inner = around
    return False


def _is_formatted(module: Module, around: ast.AST, inner: ast.AST) -> bool:
    if isinstance(around, ast.Call) and around.func is not inner:
        return module.last(around.func) in {"format", "print", "format_currency", "intcomma"}
    if isinstance(around, ast.BinOp) and isinstance(around.op, ast.Mod):
        return isinstance(around.left, ast.Constant) and isinstance(around.left.value, str)
    return False


def _is_sent(module: Module, around: ast.AST, inner: ast.AST) -> bool:
    """Whether a number goes into an answer: a dictionary, `jsonify(…)`, what `to_dict` gives back."""
    if isinstance(around, ast.Call):
        return around.func is not inner and module.last(around.func) in _SENT
    if isinstance(around, ast.Return):
        function = module.function(around)
        return function is not None and function.name in _OUTWARD
    return isinstance(around, ast.Dict) and inner in around.values


def _is_money(module: Module, name: str, place: ast.AST, sure: bool = False) -> bool:
    """Whether a name is one of an amount of money, by its own words and those of the code around it."""
    words = words_of(name)
    found = set(words)
    if not found or found & _OTHER:
        return False
    if found & _SURE:
        return not (found & {"tax", "taxes", "fee", "fees"} and words[-1] not in _SURE | _LIKELY | _NEAR)
    likely = found & _LIKELY
    if not likely or words[-1] not in _LIKELY | {"value", "usd", "eur"}:
        return False
    if sure or len(found & (_LIKELY | _NEAR)) > 1:
        return likely != {"value"} and likely != {"sum"}
    return bool((likely - {"value", "sum", "shipping"}) and _speaks_of_money(module, place))


def _speaks_of_money(module: Module, place: ast.AST) -> bool:
    """Whether the function and class around a place name what is bought, paid or owed."""
    around_it = _words_around(module, place)
    return bool(around_it & _MONEY_WORDS) and not around_it & _LEARNING


# Words of code that learns, in which costs and discounts are figures of its own.
_LEARNING = frozenset(
    {"reward", "rewards", "gamma", "episode", "loss", "losses", "gradient", "optimizer", "epoch", "train", "training"}
)


def _words_around(module: Module, place: ast.AST) -> set[str]:
    tops = [around for around in (place, *module.parents(place)) if isinstance(around, _DEFINITIONS)]
    if not tops:
        return set()
    return set().union(*(_names(module, top) for top in tops))


_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_MONEY_WORDS = _SURE | frozenset(
    {
        "order", "cart", "checkout", "account", "wallet", "bank", "ledger", "transaction", "currency", "billing",
        "purchase", "basket", "subscription", "loan", "mortgage", "merchant", "stripe", "paypal", "invoices",
        "payments", "transactions", "orders", "accounts", "coupon", "withdraw", "deposit", "payroll", "cents", "bill",
        "bills", "expense", "expenses", "donation", "donate", "pay", "paid", "payable", "buy", "sell", "spend",
        "discount", "transfer", "tip", "sales", "customer", "budget",
    }
)  # fmt: skip


def _names(module: Module, top: ast.AST) -> set[str]:
    """The words of the names in a definition; of a module only those of its definitions and constants."""
    return module.once((_names, top), lambda: _read_names(top))


def _read_names(top: ast.AST) -> set[str]:
    found: set[str] = set()
    stack: list[ast.AST] = [top]
    while stack:
        node = stack.pop()
        if isinstance(node, ast.Name):
            found.update(words_of(node.id))
        elif isinstance(node, ast.Attribute):
            found.update(words_of(node.attr))
        elif isinstance(node, ast.arg):
            found.update(words_of(node.arg))
        elif isinstance(node, _DEFINITIONS):
            found.update(words_of(node.name))
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
            found.update(words_of(node.value))
        stack += ast.iter_child_nodes(node)
    return found
