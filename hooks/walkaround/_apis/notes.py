"""What a deprecation note says to use instead.

A note is the text of `@deprecated("...")` (PEP 702 and its forerunners), of `warnings.warn("...")`, or of the
directive `.. deprecated::` (https://www.sphinx-doc.org/en/master/usage/restructuredtext/directives.html). What it
names is a candidate only: whoever asks looks whether it is there.
"""

import ast
from collections.abc import Iterator
from re import IGNORECASE, sub
from re import compile as pattern

_STANDARD = frozenset(
    {"abc", "ast", "asyncio", "collections", "collections.abc", "contextlib", "copy", "dataclasses", "datetime", "enum"}
    | {
        "functools",
        "hashlib",
        "html",
        "importlib",
        "importlib.metadata",
        "importlib.resources",
        "inspect",
        "io",
        "json",
    }
    | {"itertools", "logging", "math", "operator", "os", "os.path", "pathlib", "pickle", "random", "re", "secrets"}
    | {"shutil", "ssl", "string", "subprocess", "sys", "tempfile", "threading", "time", "types", "typing", "unittest"}
    | {"unittest.mock", "urllib.parse", "uuid", "warnings", "zoneinfo"}
)
_MOST_TEXT = 4000
_NAME = r"[A-Za-z_][\w.]*\w|[A-Za-z_]"
# "use" needs no "instead"; what follows may be marked as code in any way that docstrings know.
_SAYS = pattern(
    r"\b(?:use|using|import|favou?r\s+of|replaced\s+(?:by|with)|renamed(?:\s+(?:to|as))?|moved\s+to|migrate\s+to|switch\s+to|"
    r"replacement\s+is|superseded\s+by|please\s+(?:call|see)|available\s+(?:as|under)|refer\s+to|equivalent\s+to)\s+"
    rf"(?:(?:the|a|an|new|method|function|class|attribute|property|argument|parameter|keyword)\s+)*"
    rf"(?P<mark>[`'\"]*)(?P<dot>\.?)(?P<name>{_NAME})(?P<call>\()?(?P<end>[`'\"]*)(?=(?P<rest>[^.;\n]{{0,60}}))",
    IGNORECASE,
)
_NOT_NAMES = frozenset(
    {
        "a",
        "an",
        "and",
        "any",
        "as",
        "by",
        "class",
        "code",
        "direct",
        "directly",
        "each",
        "either",
        "in",
        "instead",
        "it",
    }
    | {"its", "keyword", "method", "of", "on", "one", "or", "other", "same", "that", "the", "their", "them", "this"}
    | {"those", "to", "value", "with", "your"}
)
_ROLE = pattern(r":(?:py:)?[a-z]+:(?=`)")
_DIRECTIVE = pattern(
    r"(?m)^(?P<indent>[ \t]*)\.\. deprecated::(?P<rest>[^\n]*(?:\n(?:[ \t]*|(?P=indent)[ \t]+[^\n]*)(?=\n|$)){0,12})"
)
# Of a directive that speaks of the whole, and not of one way to call it.
_WHOLE = pattern(
    r"\s*[\d.]*\w*\s*(?:(?:please )?(?:use|in favou?r|replaced|superseded|renamed|moved)\b|"
    r"(?:this|the)?\s*(?:\w+ )?(?:[`:~\w.]+(?:\(\))?`*,? ){0,3}(?:is|are|was|has been|will be) (?:now )?"
    r"(?:deprecated|removed|renamed|replaced|superseded))",
    IGNORECASE,
)
_GOES_ON = pattern(r"\([^()]*(?:\([^()]*\)[^()]*)*\)\.\w|\[")
_PACKAGE = pattern(r"\bmoved to the [`'\"]*([a-z][a-z0-9_-]*[a-z0-9])[`'\"]* package\b")
_THEN = pattern(r"\s*(?:please\s+)?(?:use|pass|switch)\b", IGNORECASE)
_SENTENCE = pattern(r"(?<=[.;!])\s+|\n\s*\n")
_WARNERS = ("warn", "deprecat")
_ABOUT_AGE = ("deprecat", "futurewarning", "removed")


def replacement(text: str) -> Iterator[str]:
    """The names that a note offers, in its order; a bare word only where something marks it as a name."""
    plain = _ROLE.sub("", text[:_MOST_TEXT]).replace("``", "`").replace("`~", "`").replace("`.", "`").replace("'~", "'")
    plain = sub(r"\s+", " ", plain)
    for found in _SAYS.finditer(plain):
        name = found["name"].strip(".")
        if name.lower() in _NOT_NAMES:
            continue
        after = plain[found.end("name") :]
        if after.startswith("/") or _GOES_ON.match(after):
            continue  # one of several, or the start of an expression
        is_marked = bool(
            (found["mark"] and found["end"]) or found["call"] or found["dot"] or "." in name or "_" in name
        )
        if is_marked or found["rest"].lstrip("` '\"").lower().startswith("instead") or any(map(str.isupper, name[1:])):
            yield name


def package_of(text: str) -> str:
    """The distribution to which a note says that something moved; empty where it names none."""
    found = _PACKAGE.search(text[:_MOST_TEXT])
    return found[1] if found is not None else ""


def is_standard(path: str) -> bool:
    """Whether the standard library has what a path leads to, where its module can be imported without effect."""
    from importlib import import_module

    parts = path.split(".")
    end = 2 if ".".join(parts[:2]) in _STANDARD else 1
    if ".".join(parts[:end]) not in _STANDARD or len(parts) == end:
        return False
    there: object = import_module(".".join(parts[:end]))
    for part in parts[end:]:
        if not hasattr(there, part):
            return False
        there = getattr(there, part)
    return True


def of_docstring(doc: str) -> str:
    """The note in a docstring about the whole of what it documents; empty where there is none."""
    found = _DIRECTIVE.search(doc)
    if found is not None:
        return found["rest"] if _WHOLE.match(sub(r"\s+", " ", found["rest"])) else ""
    head = doc.lstrip()[:400].lower()
    if head.startswith(("deprecated", "[deprecated", "(deprecated", "*deprecated", ".. warning:: deprecated")):
        return doc.lstrip()[:600]
    return ""


def sentences_about(text: str, name: str) -> Iterator[str]:
    """The sentences that speak of a name and of its age, each with one after it that says what to use."""
    whole = pattern(rf"(?<![\w.]){name}(?!\w)")
    sentences = _SENTENCE.split(text[: 4 * _MOST_TEXT])
    for sentence, after in zip(sentences, [*sentences[1:], ""], strict=True):
        if whole.search(sentence) and any(word in sentence.lower() for word in (*_ABOUT_AGE, "renamed", "alias")):
            yield f"{sentence} {after}" if _THEN.match(after) else sentence


def warned(source: str) -> tuple[str, str]:
    """What a function (its source) warns of: whenever it is called, and at all."""
    tree = parsed(source)
    if (
        tree is None
        or not tree.body
        or not isinstance(tree.body[0], ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    ):
        return "", ""
    inside = list(ast.walk(tree.body[0]))
    named: dict[str, list[str]] = {}
    for one in inside:
        for target in one.targets if isinstance(one, ast.Assign) else ():
            if isinstance(target, ast.Name) and isinstance(one, ast.Assign):
                named.setdefault(target.id, []).append(" ".join(strings(one.value)))
    once = {name: texts[0] for name, texts in named.items() if len(texts) == 1}
    every = {name: "\n\n".join(texts) for name, texts in named.items()}
    always = [_warning(one, once) for one in _top(tree.body[0].body)]
    ever = [_warning(one, every) for one in inside if isinstance(one, ast.Expr)]
    return " ".join(filter(None, always)), "\n\n".join(filter(None, ever))


def of_getattr(source: str) -> dict[str, str]:
    """What a module's `__getattr__` (its source) says of each constant that it compares its parameter with."""
    tree = parsed(source)
    found: dict[str, str] = {}
    for one in ast.walk(tree) if tree is not None else ():
        if isinstance(one, ast.FunctionDef):
            found |= {name: text for name, text in _all_but(one.body) if name not in found}
        if not isinstance(one, ast.If) or not isinstance(one.test, ast.Compare) or len(one.test.ops) != 1:
            continue
        if not isinstance(one.test.left, ast.Name) or not isinstance(one.test.ops[0], ast.Eq | ast.In):
            continue
        text = " ".join(text for part in one.body for text in strings(part))
        for name in strings(one.test.comparators[0]):
            found.setdefault(name, text)
    return found


def _all_but(body: list[ast.stmt]) -> Iterator[tuple[str, str]]:
    """`if name != "constant": raise`, and what is said after it."""
    for at, one in enumerate(body):
        if isinstance(one, ast.If) and isinstance(one.test, ast.Compare) and isinstance(one.test.ops[0], ast.NotEq):
            text = " ".join(text for later in body[at + 1 :] for text in strings(later))
            yield from ((name, text) for name in strings(one.test.comparators[0]))


def strings(node: ast.AST) -> Iterator[str]:
    """The constant texts in a node, in their order; what is computed in an f-string is left out."""
    if isinstance(node, ast.Constant):
        if isinstance(node.value, str):
            yield node.value
        return
    if isinstance(node, ast.JoinedStr):
        yield "".join(text for part in node.values for text in strings(part))
        return
    for child in ast.iter_child_nodes(node):
        yield from strings(child)


def parsed(source: str) -> ast.Module | None:
    """The tree of a part of a file that may be indented; None where it has none."""
    import textwrap
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of invalid escapes in what others wrote
            return ast.parse(textwrap.dedent(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _top(body: list[ast.stmt]) -> Iterator[ast.stmt]:
    for one in body:
        yield one
        if isinstance(one, ast.With):
            yield from _top(one.body)


def _warning(node: ast.AST, named: dict[str, str]) -> str:
    if not isinstance(node, ast.Expr) or not isinstance(node.value, ast.Call):
        return ""
    function = node.value.func
    name = (
        function.attr if isinstance(function, ast.Attribute) else function.id if isinstance(function, ast.Name) else ""
    )
    if not any(word in name.lower() for word in _WARNERS):
        return ""
    texts = [named.get(one.id, "") if isinstance(one, ast.Name) else " ".join(strings(one)) for one in node.value.args]
    return " ".join([*texts, *(text for keyword in node.value.keywords for text in strings(keyword.value))])
