"""How a `# nosec` comment is read.

Bandit looks for words behind `nosec`, keeps those that it knows as ids or names, and when none is left silences the
whole line. Here words that were meant as ids are told from prose, which is the reason.

The form that we document is `# nosec B901, B902: reason`. Understood as well: a bare `# nosec`, ids or names behind
`nosec:` or without the colon, with commas or without, and a reason behind `:`, `-`, `--`, a dash, `;`, in brackets or
in a comment of its own (`# nosec B901  # reason`).
"""

import io
import re
import tokenize
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ._nosec import Comment

_COMMENT = re.compile(r"#\s*nosec:?\s*(?P<tests>[^#]+)?#?")  # bandit's own, so that both see the same comments
_TESTS = re.compile(r"(?:(B\d+|[a-z\d_]+),?)+", re.IGNORECASE)  # likewise: of `B101,B102` it sees the last
_BUILTIN = "B001"  # bandit knows it as an id; no result has it

# Tests that bandit once had. Their comments are left behind in many files; they silence nothing, and are no mistake,
# though bandit of today silences the whole line. `input` and `tempnam` are words of prose as well, so of those the ids.
_RETIRED = {
    "B109": "password_config_option_not_marked_secret",
    "B111": "execute_with_run_as_root_equals_true",
    "B309": "",
    "B320": "xml_bad_etree",
    "B322": "",
    "B325": "",
    "B410": "import_lxml",
    "B414": "import_pycryptodome",
}

# A word, between what stands between ids. `B 901` is one.
_WORD = re.compile(r"[bB] \d{3}\b|[^\s,:;#()\[\]{}/&+]+")
_GAP = re.compile(r"[\s,/&+]*")
_DASHES = "\u2013\u2014-"  # the last one last, as classes of characters want it
_LEAD = re.compile(rf"[\s,:;=>|({{\[{_DASHES}]*")  # before the first id; before prose it is part of the reason
_END = re.compile(rf"\s*(?:[:;]|[|>=/{_DASHES}]+(?=\s|$)|(?=[({{\[]))\s*")  # what ends a list of ids
_BETWEEN = re.compile(r"[^\w-]+|-(?=[bB]\d)")
_EDGES = f" \t,:;|=>{_DASHES}"
_SHAPE = re.compile(r"[bB][-_ ]?\d\w*|BX{2,}")  # an id of bandit, or an attempt at one
_FOREIGN = re.compile(r"[A-Z]{1,4}\d{3,4}")  # an id of another tool: S603, DUO116, PLR0913
_NO_CODE = re.compile(r"(SHA|RFC|CVE|CWE|AES|RSA|UTF|ISO|HTTP|PEP|P|X|V)\d+")  # what is written alike, and is none
_NAME = re.compile(r"[a-z][a-z0-9]*(?:[-_][a-z0-9]+)+|\d{3}", re.IGNORECASE)  # the name of a test, or half an id
_OTHER_TOOLS = re.compile(
    r"\b(?:noqa\b|nosec\b|nosemgrep\b|nosonar\b|noinspection\b|pragma\b|skipcq\b|type:\s*ignore|(?:pylint|mypy|pyright|pyrefly|ty"
    r"|ruff|fmt|isort|flake8|codespell)\s*:).*",
    re.IGNORECASE,
)


def of(source: bytes) -> Iterable[tuple[int, str]]:
    """Every comment with its line, as far as the file can be read; what follows silences nothing."""
    found = []
    try:
        for token in tokenize.tokenize(io.BytesIO(source).readline):
            if token.type == tokenize.COMMENT:
                found.append((token.start[0], token.string))  # noqa: PERF401 - what was found stays, whatever comes
    except (tokenize.TokenError, SyntaxError):
        pass
    return found


def read(text: str, known: Mapping[str, str], names: Mapping[str, str]) -> Comment | None:
    """What a comment says; None when it is no `nosec`. `names`: ids by the names of tests."""
    found = _COMMENT.search(text)
    if found is None:
        return None
    body = found["tests"] or ""
    bandit = frozenset(filter(None, (_known(match[1], known, names) for match in _TESTS.finditer(body))))
    words, rest = _words(body)
    if _is_glued(text[found.start() :]) and not bandit and not (words and _is_shaped(words[0].text)):
        return None  # `nosecurity`, with which bandit silences the line
    meant, unknown, at = _split(words, known, names)
    reason = _clean(body[words[at].start :] if at < len(words) else body[rest:])
    more = _ids_alone(reason, known, names)
    if more:  # `B101;B102`, and `B101:assert_used`, which gives no reason
        meant |= {one for word in more if (one := _ever(word, known, names)) is not None}
        unknown += tuple(word for word in more if _ever(word, known, names) is None)
        reason = ""
    tail = _clean(text[found.end() :].partition("#")[0])
    if not reason and not _ids_alone(tail, known, names):
        reason = tail
    # Bandit may see a name in prose. What silences less is taken, and bandit and we say the same.
    return Comment(bandit, bandit | meant, unknown, reason)


def _ids_alone(reason: str, known: Mapping[str, str], names: Mapping[str, str]) -> list[str]:
    """The words of a reason that consists of ids and names of tests; empty when it is one."""
    words = [word for word in _BETWEEN.split(reason) if word]
    return words if all(_ever(word, known, names) is not None or _is_shaped(word) for word in words) else []


def _is_glued(comment: str) -> bool:
    behind = comment.partition("nosec")[2][:1]
    return behind.isalnum() or behind == "_"


def _known(word: str, known: Mapping[str, str], names: Mapping[str, str]) -> str | None:
    return word if word in known or word == _BUILTIN else names.get(word)


def _ever(word: str, known: Mapping[str, str], names: Mapping[str, str]) -> str | None:
    """The same, with what bandit has given up."""
    if (now := _known(word, known, names)) is not None or word in _RETIRED:
        return now or word
    return next((one for one, name in _RETIRED.items() if name == word), None)


class _Word(NamedTuple):
    text: str
    start: int


def _words(body: str) -> tuple[list[_Word], int]:
    """The words up to what may begin a reason, and where that is."""
    words: list[_Word] = []
    at = 0
    lead = _LEAD.match(body)
    if lead is not None:
        first = _WORD.match(body, lead.end())
        if first is not None and (_is_shaped(_bare(first[0])) or not lead[0].strip(" \t,")):
            at = lead.end()
    while (found := _WORD.match(body, at)) is not None:
        words.append(_Word(_bare(found[0]), at))
        at = found.end()
        if _END.match(body, at) is not None:
            break
        gap = _GAP.match(body, at)
        at = gap.end() if gap is not None else at
    return words, at


def _bare(word: str) -> str:
    return word.strip("._'\"`!?*<>=" + _DASHES) or word


def _split(
    words: list[_Word], known: Mapping[str, str], names: Mapping[str, str]
) -> tuple[frozenset[str], tuple[str, ...], int]:
    """The ids that the words name, those that were meant as ids and are none, and how many words that are not prose.

    A list consists of ids to its end. A name before words of prose is a variable's: `nosec user_id is an int`.
    """
    whole = all(_is_code(word.text, known, names) for word in words)
    meant, unknown = [], []
    for at, (word, _) in enumerate(words):
        one = _ever(word, known, names)
        if one is not None and (whole or word == one or "_" in word):
            meant.append(one)
        elif _is_meant(word, names, whole=whole, alone=len(words) == 1):
            unknown.append(word)
        elif word.lower() not in ("and", "or") or at + 1 == len(words) or not _is_shaped(words[at + 1].text):
            return frozenset(meant), tuple(unknown), at
    return frozenset(meant), tuple(unknown), len(words)


def _is_code(word: str, known: Mapping[str, str], names: Mapping[str, str]) -> bool:
    return _ever(word, known, names) is not None or _is_shaped(word) or _NAME.fullmatch(word) is not None


def _is_shaped(word: str) -> bool:
    if _SHAPE.fullmatch(word):
        return True
    return _FOREIGN.fullmatch(word) is not None and _NO_CODE.fullmatch(word) is None


def _is_meant(word: str, names: Mapping[str, str], *, whole: bool, alone: bool) -> bool:
    """Whether a word that is no id was meant as one: it looks like an id, or like the name of a test."""
    if _is_shaped(word):
        return True
    if _NAME.fullmatch(word) is None:
        if not alone:
            return False
    elif whole and ("_" in word or word.isdigit()):
        return True
    from difflib import get_close_matches

    return bool(get_close_matches(word.lower().replace("-", "_"), names, 1, 0.85))


def _clean(reason: str) -> str:
    """A reason without what is addressed to other tools, without the marks around it, and fit to be printed."""
    reason = " ".join("".join(one if one.isprintable() else " " for one in reason).split())
    reason = _OTHER_TOOLS.sub("", reason).lstrip(")]}").strip(_EDGES)
    if len(reason) > 1 and reason[0] + reason[-1] in ("()", "[]", "{}"):
        reason = reason[1:-1].strip(_EDGES)
    return reason if any(letter.isalnum() for letter in reason) else ""
