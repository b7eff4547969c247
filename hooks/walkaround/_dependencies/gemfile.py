"""Gemfile and gems.rb: which gems Bundler installs, as far as they are written down.

The file is Ruby, and only read: `gem` calls whose arguments are strings, symbols and lists of them. What a variable,
a condition's value or an interpolation decides is passed over. Source: Bundler's manual page gemfile(5).
"""

from collections.abc import Iterable, Iterator
from re import MULTILINE, fullmatch, search
from typing import NamedTuple

from .._finding import NotJudged
from .._text import Text
from .declared import FIXED, Declared, Pin, Reference, Role, Splice
from .remedies import _word, ls_remote
from .ruby_words import Token, tokens
from .shown import shown
from .source import of_url

_HOSTS = {
    "github": "https://github.com/",
    "gitlab": "https://gitlab.com/",
    "bitbucket": "https://bitbucket.org/",
    "gist": "https://gist.github.com/",
    "git": "",
}
_REFS = ("ref", "tag", "branch")
# Options of `gem` that do not say where it comes from; any other may name a source that `git_source` defines.
_OPTIONS = frozenset({
    "require", "group", "groups", "platform", "platforms", "source", "submodules", "glob", "install_if",
    "force_ruby_platform", "type", "path", *_HOSTS, *_REFS,
})  # fmt: skip
# Words of which the names of groups are made that no production installs.
_DEVELOPMENT = frozenset({
    "development", "dev", "test", "tests", "testing", "ci", "lint", "docs", "doc", "documentation", "debug",
    "benchmark", "tools", "release", "local", "integration", "system", "rubocop",
})  # fmt: skip
_OPEN = frozenset({"if", "unless", "case", "while", "until", "for", "begin", "def", "class", "module"})
_LOOPS = frozenset({"while", "until", "for"})
_BEHIND_ARGUMENTS = frozenset({"if", "unless", "while", "until", "rescue", "and", "or", "do", "end"})
_Named = dict[str, tuple[Token, list[Token]]]  # option -> its name, and its value


class _Call(NamedTuple):
    """A call and its arguments: those without a name, those with one, and the first words of what cannot be read."""

    name: Token
    values: list[list[Token]]
    named: _Named
    unknown: list[Token]


class _Block(NamedTuple):
    """An open `do`, `{` or `if`, and what it and those around it say of the gems in it."""

    closes: str
    groups: tuple[str, ...] = ()  # one of each kind: for development, and not
    source: _Call | None = None


def read(text: Text) -> Iterator[Declared | Reference | NotJudged]:
    """Every gem and plugin that the file names."""
    blocks: list[_Block] = []
    has_gemspec = search(r"^[ \t]*gemspec\b", text.content, MULTILINE) is not None
    for statement in _statements(text.content):
        call = _call(statement)
        if call is not None and call.name.text in ("gem", "plugin"):
            if any(_is(token, '"', "'") for token in statement):
                yield text.not_judged(call.name.start, "is no Gemfile: a string does not end")
            elif (one := _gem(text.content, call, blocks, has_gemspec)) is not None:
                yield one
        elif call is not None and call.name.text == "eval_gemfile" and not blocks:
            yield from _evaluated(call, statement)
        _nest(blocks, statement, call)


def _is(token: Token, *signs: str) -> bool:
    return token.kind == "sign" and token.text in signs


def _statements(content: str) -> Iterator[list[Token]]:
    """The words of each statement. One goes on behind a comma, an operator, and inside of brackets."""
    statement: list[Token] = []
    open_brackets: list[str] = []
    for token in tokens(content):
        if token.kind == "end":
            if token.text == ";" or not (open_brackets or (statement and _goes_on(statement[-1]))):
                yield statement
                statement = []
            continue
        of_hash = not statement or _goes_on(statement[-1]) or _is(statement[-1], "(", "[", "{")
        statement.append(token)
        if _is(token, "(", "[") or (_is(token, "{") and of_hash):
            open_brackets.append(token.text)
        elif open_brackets and _is(token, ")", "]", "}"):
            open_brackets.pop()
        elif _is(token, "{", "}") or (token.kind == "name" and token.text in ("do", "then", "else")):
            yield statement  # what follows is a statement of its own
            statement, open_brackets = [], []
    yield statement


def _goes_on(last: Token) -> bool:
    return last.kind == "label" or _is(last, ",", "=>", "||", "&&", "+", ".", "?", ":", "=")


def _call(statement: list[Token]) -> _Call | None:
    """The call that a statement makes: its first, or that of a gem behind a condition."""
    starts = (at for at, token in enumerate(statement) if token.kind == "name")
    begins = next((at for at in starts if _is_gem(statement, at)), None)
    if begins is None:
        begins = next((at for at, token in enumerate(statement[:1]) if token.kind == "name"), None)
    if begins is None:
        return None
    rest = statement[begins + 1 :]
    call = _Call(statement[begins], [], {}, [])
    _take(call, rest[1:] if rest and _is(rest[0], "(") else rest)
    return call


def _is_gem(statement: list[Token], at: int) -> bool:
    if statement[at].text not in ("gem", "plugin") or (at and _is(statement[at - 1], ".", "::")):
        return False
    return at == 0 or any(token.kind == "string" for token in statement[at + 1 : at + 3])


def _take(call: _Call, words: list[Token]) -> None:
    """Sort the arguments of a call."""
    for argument in _arguments(words):
        key, value = argument[0], argument[1:]
        if _is(key, "{") and _is(argument[-1], "}"):
            _take(call, argument[1:-1])
        elif value and _is(value[0], "=>") and key.kind in ("symbol", "string"):
            call.named[key.text] = key, value[1:]
        elif key.kind == "label":
            call.named[key.text] = key, value
        elif _strings(argument) is None:
            call.unknown.append(key)
        else:
            call.values.append(argument)


def _arguments(words: list[Token]) -> Iterator[list[Token]]:
    """The arguments of a call, up to its bracket, its block, or the condition behind it."""
    argument: list[Token] = []
    depth = 0
    for token in words:
        if not depth and ((token.kind == "name" and token.text in _BEHIND_ARGUMENTS) or _is(token, ")", "]", "}")):
            break
        if not depth and _is(token, "{") and argument and not _is(argument[-1], "=>") and argument[-1].kind != "label":
            break
        depth += _is(token, "(", "[", "{") - _is(token, ")", "]", "}")
        if not depth and _is(token, ","):
            if argument:
                yield argument
            argument = []
        else:
            argument.append(token)
    if argument:
        yield argument


def _strings(argument: list[Token]) -> list[Token] | None:
    """The strings and symbols of an argument that is one, or a list of them; None for anything else."""
    words = [token for token in argument if not _is(token, "[", "]", ",", "*")]
    plain = all(token.kind in ("string", "symbol", "list") and token.known for token in words)
    return words if plain and words and (len(words) == 1 or _is(argument[0], "[", "*")) else None


def _nest(blocks: list[_Block], statement: list[Token], call: _Call | None) -> None:
    """Note the blocks that a statement opens and closes."""
    for at, token in enumerate(statement):
        before = statement[at - 1] if at else None
        if _is(token, "{"):
            blocks.append(_inside(blocks, "}", call))
        elif _is(token, "}"):
            _close(blocks, "}")
        elif token.kind != "name" or (before is not None and _is(before, ".")):
            continue
        elif token.text == "end":
            _close(blocks, "end")
        elif token.text == "do" and statement[0].text not in _LOOPS:
            blocks.append(_inside(blocks, "end", call))
        elif token.text in _OPEN and (before is None or _is(before, "=", "(", "||")):
            blocks.append(_inside(blocks, "end", None))


def _inside(blocks: list[_Block], closes: str, call: _Call | None) -> _Block:
    """A block that a call opens."""
    around = blocks[-1] if blocks else _Block("")
    if call is None:
        return around._replace(closes=closes)
    if call.name.text == "group":
        return _Block(closes, _kinds((*_words(call.values), *around.groups)), around.source)
    return _Block(closes, around.groups, call if call.name.text in ("path", *_HOSTS) else around.source)


def _close(blocks: list[_Block], closes: str) -> None:
    if blocks and blocks[-1].closes == closes:
        blocks.pop()


def _words(values: list[list[Token]]) -> Iterator[str]:
    """The names that strings, symbols and lists of them are."""
    for value in values:
        for token in _strings(value) or ():
            yield from token.text.split()


def _kinds(groups: Iterable[str]) -> tuple[str, ...]:
    """The first group of each kind, for development and not; enough to tell what a gem is for."""
    return tuple({_is_development(group): group for group in reversed([*groups])}.values())[::-1]


def _is_development(group: str) -> bool:
    return not _DEVELOPMENT.isdisjoint(group.lower().split("_")) and "production" not in group


def _evaluated(call: _Call, statement: list[Token]) -> Iterator[Reference]:
    """`eval_gemfile "other"`, unless a condition asks first whether it is there."""
    if len(call.values) == 1 and not call.unknown and all(token.text not in _BEHIND_ARGUMENTS for token in statement):
        (path,) = call.values[0]
        yield Reference(path.start, path.text)


def _gem(content: str, call: _Call, blocks: list[_Block], has_gemspec: bool) -> Declared | None:
    """The dependency that a call names; None where something else decides."""
    strings = [token for value in call.values for token in _strings(value) or ()]
    if call.unknown or any(token.kind != "string" for token in strings) or not _OPTIONS.issuperset(call.named):
        return None
    if not strings or not fullmatch(r"[^{<$]+", strings[0].text):
        return None
    name, *bounds = strings
    inside = blocks[-1] if blocks else _Block("")
    own = [call.named[key][1] for key in ("group", "groups") if key in call.named]
    groups = _kinds((*_words(own), *inside.groups))
    role: Role = "group" if has_gemspec or (groups and all(map(_is_development, groups))) else "list"
    if call.name.text == "plugin":
        role, groups = "build", ()  # Bundler runs it, and no lock holds it
    group = groups[0] if groups else ""
    named, inherited = _source(call, inside)
    if "path" in named:
        return Declared(name.start, name.text, FIXED, role, "gem", name.text, "", str, group=group)
    if not _HOSTS.keys().isdisjoint(named):
        return _from_git(content, name, named, inherited, role, group)
    return _from_index(content, name, bounds, role, group)


def _source(call: _Call, inside: _Block) -> tuple[_Named, bool]:
    """Where a gem comes from, by its own options or by those of a block, and whether it is by a block's."""
    around = inside.source
    if around is None or not {"path", *_HOSTS}.isdisjoint(call.named):
        return call.named, False
    return {
        **around.named,
        around.name.text: (around.name, [token for value in around.values for token in value]),
    }, True


def _text_of(named: _Named, key: str) -> Token | None:
    """The string that an option is; None where something else decides."""
    value = named[key][1]
    return value[0] if len(value) == 1 and value[0].kind == "string" and value[0].known else None


def _from_git(content: str, name: Token, named: _Named, inherited: bool, role: Role, group: str) -> Declared | None:
    host = next(key for key in _HOSTS if key in named)
    address = _text_of(named, host)
    key = next((key for key in _REFS if key in named), None)
    ref = _text_of(named, key) if key is not None else None
    if address is None or (key is not None and ref is None):
        return None
    url = _HOSTS[host] + address.text
    if host == "github" and "/" not in address.text:
        url += f"/{address.text}"
    what = f"{name.text} {key}: {ref.text}" if ref is not None else f"{name.text} {host}: {address.text}"

    def remedy(_wanted: str) -> str:
        commit = ls_remote(url, ref.text if ref is not None else "HEAD")
        return f'Write gem "{shown(name.text)}", {host}: "{shown(address.text)}", ref: "SHA", with {commit}.'

    place, splice = address, Splice(address.end + 1, address.end + 1, ', ref: "{}"')
    if key is not None and ref is not None:
        word = named[key][0]
        place, splice = ref, Splice(word.start, ref.end, f"ref{content[word.end : ref.start]}{{}}")
    return Declared(
        (name if inherited else place).start,
        what,
        _of_ref(key, ref.text if ref is not None else ""),
        role,
        "git",
        url,
        ref.text if ref is not None else "",
        remedy,
        None if inherited else splice,
        group=group,
    )


def _of_ref(key: str | None, ref: str) -> Pin:
    if key == "branch":
        return Pin("none", "follows a branch")
    if key == "tag":
        return Pin("range", "names a tag, which can be moved")
    return of_url(f"git+https://h/r@{ref}")


def _from_index(content: str, name: Token, bounds: list[Token], role: Role, group: str) -> Declared:
    first = shown(name.text)

    def remedy(wanted: str) -> str:
        if wanted == "range":
            return f'Write gem "{first}", "~> X.Y", where X.Y is the oldest version that works.'
        if wanted == "exact":
            prints = f"`bundle info {_word(name.text, 'NAME')}` prints"
            return f'Write gem "{first}", "X.Y.Z" with the version that {prints}, or commit Gemfile.lock.'
        return "Commit Gemfile.lock, to which `bundle lock --add-checksums` writes the hash of every gem."

    if bounds:
        splice = Splice(bounds[0].start, bounds[-1].end, "{}")
        alike = content[bounds[0].start - 1] == content[bounds[-1].end : bounds[-1].end + 1]
    else:
        quote, alike = content[name.end : name.end + 1], True
        splice = Splice(name.end + 1, name.end + 1, f", {quote}{{}}{quote}")
    spec = ", ".join(bound.text for bound in bounds)
    what = f"{name.text} {spec}".strip()
    offset = (bounds[0] if bounds else name).start
    splice_if = splice if alike else None
    return Declared(offset, what, _of_bounds(bounds), role, "gem", name.text, spec, remedy, splice_if, group=group)


def _of_bounds(bounds: list[Token]) -> Pin:
    """The pin of what RubyGems calls a requirement: a version alone means that one."""
    found = [fullmatch(r"\s*([=!<>~]{0,2})\s*([0-9][0-9A-Za-z.-]*)\s*", bound.text) for bound in bounds]
    known = [(one[1], one[2]) for one in found if one is not None]
    if len(known) < len(bounds):
        return Pin("none", "names no version that RubyGems knows")
    if any(operator in ("", "=") for operator, _ in known):
        return Pin("exact", "has no hash")
    if any(operator != "!=" and (operator, version) != (">=", "0") for operator, version in known):
        return Pin("range", "admits more than one version")
    return Pin("none", "admits every newer version" if bounds else "names no version")
