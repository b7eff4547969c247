"""Injection: what the flow engine finds, in words."""

import ast
from collections.abc import Iterator

from ..._code import Module
from ..._flow import Hit, analyse
from ..._flow.value import (
    ARCHIVE,
    CLIENT,
    CODE,
    COMMAND,
    DATA,
    HTML,
    LDAP,
    MEMBER,
    OUTSIDE,
    PATH,
    PICKLE,
    REDIRECT,
    SESSION,
    SQL,
    TEMPLATE,
    URL,
    XML,
    XPATH,
)
from ._found import Found

# Family -> the rule, and what is wrong: {what} is the value, {who} chose it, {name} is the sink.
_RULES = {
    SQL: ("B901", "The SQL text for {name} holds `{what}`, which {who} chose."),
    COMMAND: ("B902", "The command for {name} holds `{what}`, which {who} chose."),
    CODE: ("B903", "{name} runs text with `{what}` in it, which {who} chose."),
    PATH: ("B904", "The path for {name} holds `{what}`, which {who} chose."),
    URL: ("B905", "{name} goes to an address from `{what}`, which {who} chose."),
    REDIRECT: ("B906", "{name} leads to an address from `{what}`, which {who} chose."),
    HTML: ("B907", "The page of this {name} holds `{what}`, which {who} chose, not escaped."),
    TEMPLATE: ("B908", "{name} takes a template with `{what}` in it, which {who} chose."),
    LDAP: ("B909", "The search of {name} holds `{what}`, which {who} chose, not escaped."),
    XPATH: ("B910", "The XPath expression for {name} holds `{what}`, which {who} chose."),
    XML: ("B911", "This parser reads the entities of a document from `{what}`, which {who} chose."),
    SESSION: ("B912", "`{what}`, which {who} chose, goes into the session unchecked."),
    PICKLE: ("B913", "{name} loads `{what}`, which {who} chose and which can run code."),
    ARCHIVE: ("B914", "{name} unpacks `{what}`, which {who} chose, without a check of where its members go."),
}
_CHECKED = frozenset(
    {"commonpath", "commonprefix", "is_relative_to", "realpath", "resolve", "isabs", "abspath", "basename"}
)

_PAGES = (".html", ".htm", ".html.j2", ".html.jinja", ".html.jinja2", ".jinja.html")
_TAGS = ("<html", "<body", "<div", "<h1", "<p>", "<table", "<span", "<li>", "text/html")


def find(module: Module) -> Iterator[Found]:
    for hit in analyse(module):
        yield _found(hit)
    yield from _archives(module)
    yield from _environments(module)


def _found(hit: Hit) -> Found:
    rule, text = _RULES[hit.family]
    if any(source[0] == MEMBER for source in hit.sources):
        return Found(rule, hit.node, f"The path for {hit.name} holds the name of a member of an archive, not checked.")
    who = "a client" if hit.client else "a caller"
    if all(source[0] == OUTSIDE for source in hit.sources):
        who = "the user"
    if all(source[0] == DATA for source in hit.sources) and hit.family == XML:
        return Found(rule, hit.node, "This parser reads the entities of a document that another service sends.")
    if all(source[0] == DATA for source in hit.sources):
        return Found(rule, hit.node, f"The SQL text for {hit.name} holds a value that was read, between quotes.")
    return Found(rule, hit.node, text.format(name=hit.name, what=_what(hit), who=who))


def _what(hit: Hit) -> str:
    """The foreign value by its name: of an argument, of a field, of a part of the request."""
    chosen = [source for source in hit.sources if not hit.client or source[0] == CLIENT]
    source = min(chosen, key=repr)
    names = [step for step in source[1:] if isinstance(step, str) and step.isidentifier()]
    return names[-1] if names else "a value"


def _archives(module: Module) -> Iterator[Found]:
    """Tar archives that are unpacked without a filter. (Python's zipfile keeps members inside the folder.)"""
    for call in module.calls("extractall", "extract"):
        if not module.name(call.func).startswith("tarfile."):
            continue
        given = {keyword.arg for keyword in call.keywords}
        chosen = given & {"filter", "members"} or (module.last(call.func) == "extractall" and len(call.args) > 1)
        function = module.function(call)
        checked = function is not None and _checks(module, function)
        if (chosen or checked) and not _trusts(module, call):
            continue
        yield Found("B914", call, f"{module.last(call.func)} writes the members of a tar archive wherever they say.")


def _checks(module: Module, function: ast.AST) -> bool:
    """Whether a function looks at the names of members, or sets a filter on the archive."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and module.last(node.func) in _CHECKED:
            return True
        if isinstance(node, ast.Attribute) and node.attr == "extraction_filter":
            return True
        if isinstance(node, ast.Constant) and node.value in {"..", "../"}:
            return True
    return False


def _trusts(module: Module, call: ast.Call) -> bool:
    return any(
        keyword.arg == "filter" and module.constant(keyword.value) == "fully_trusted" for keyword in call.keywords
    )


def _environments(module: Module) -> Iterator[Found]:
    """Environments of Jinja that render HTML and do not escape."""
    if "jinja2" not in module.imported:
        return
    for call in module.calls("Environment"):
        if not module.name(call.func).startswith("jinja2.") or not _renders_html(module):
            continue
        escape = [keyword.value for keyword in call.keywords if keyword.arg == "autoescape"]
        if not escape and any(keyword.arg is None for keyword in call.keywords):
            continue
        if not escape or module.constant(escape[0]) is False:
            yield Found("B908", call, "This environment renders HTML and does not escape the values.")


def _renders_html(module: Module) -> bool:
    """Whether a text in this module is a piece of HTML or the name of such a template."""
    texts = (node.value for node in module.of(ast.Constant) if isinstance(node.value, str))
    return any(text.endswith(_PAGES) or any(tag in text for tag in _TAGS) for text in texts)
