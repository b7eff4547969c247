"""Whether an answer says anything: empty, boilerplate, or words about this change.

An answer is judged by what is left of it when the words of its own question and those that say nothing (`words.py`)
are taken away. Whether it is true, nobody can tell from here; that is the reviewer's part.
"""

# ruff: noqa: RUF001 - quotes, boxes and letters that people write

import re
from collections.abc import Collection
from typing import NamedTuple

from .._agents import load_agents
from .assistants import admits, denies
from .questions import ASSISTANT, READ, TESTS, VERIFIED, Question
from .words import (
    common_words,
    empty_words,
    function_words,
    is_abstract,
    is_word,
    kind_words,
    polish_words,
    praising_words,
    stem,
    words_enough,
    words_there,
)

_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,300}>")
_IMAGE = re.compile(r"!\[([^\[\]]{0,300})\]\([^()\s]{0,2000}\)")
_LINK = re.compile(r"\[([^\[\]]{0,300})\]\([^()\s]{0,2000}\)")
_URL = re.compile(r"<?\b(?:https?://|www\.)[^\s<>]+>?")
_ITEM = re.compile(r"[ \t>]*(?:(?:[-*+•#]+|\d{1,3}[.)]|[aA]\d{0,2}[:.)]|[aA]nswer:)[ \t]+)+", re.IGNORECASE)
_QUOTE = re.compile(r"(?:[ \t]{0,3}>(?=[ \t>]|$))+[ \t]?")
_BOX = re.compile(r"[ \t]*\\?\[[^\[\]]{0,5}\\?\][ \t]?")
_TRAILER = re.compile(
    r"[ \t>]*(?:(?:[A-Z][A-Za-z]*-)+by:.*|(?:close[sd]?|fix(?:e[sd])?|resolve[sd]?|refs?"
    r"|related(?: to)?|part of|issue"
    r"|ticket):?\s+(?:[\w./-]*#\d+|https?://\S+)[\s,.]*|change-id:.*)",
    re.IGNORECASE,
)
_CODE = re.compile(r"(`{1,3})(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_STRONG = re.compile(
    r"""(?x)
    (?<![\w/])(?:[\w.-]+/)+[\w-]+\.\w{1,8}\b        # a path
    | \b[\w-]+\.(?:py|jsx?|tsx?|go|rs|rb|java|kt|cc?|cpp|h|cs|php|sh|toml|ya?ml|json|lock|md|rst|txt|sql|html|css|cfg
                  |ini|tf|vue|swift)\b
    | \b[A-Za-z][A-Za-z0-9]*_\w+ | \b_\w{2,}         # snake_case
    | \b[a-z]+[A-Z]\w+ | \b(?:[A-Z][a-z]+){2,}\b     # camelCase, CamelCase
    | \b\w+\(\w*\) | (?<!\S)--[a-z][\w-]+            # a call, an option
    | \b\w+(?:\.\w+)+\( | \b\w+::\w+
    | \b(?=[a-f]*\d)(?=\d*[a-f])[0-9a-f]{7,40}\b     # a commit
    | \b\d+\.\d+(?:\.\d+)?\b                         # a version
    """
)
_REFERENCE = re.compile(r"(?:^|[\s(])(?:#\d+|[A-Z][A-Z0-9]+-\d+)\b")
_SHORTCODE = re.compile(r"(?<![\w:]):[a-z0-9_+-]{1,40}:(?![\w:])")  # of an emoji
_IDIOMS = re.compile(
    r"(?<![\w`])@[\w-]+|\b(?:in order(?! to)|up[- ]to[- ]date|in place|makes sense|at all times|as is|no comments?)\b"
)
_NOT_STRONG = frozenset(
    ["n/a", "github", "gitlab", "javascript", "typescript", "todo_", "not_applicable", "no_issues", "to_do", "n_a"]
)
_ROWS = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "yxcvbnm",
    "azertyuiop",
    "1234567890",
    "abcdefghijklmnopqrstuvwxyz",
)
_MOST = 4_000  # characters of an answer in which phrases are looked for
_COMMON_POINTS = 0.4  # what a word of any program counts beside one of this
# Why a question does not bite ("there are no parameters"), or somebody who speaks for himself: beside something
# concrete worth as much as a further common word.
_REASON = re.compile(r"\b(?:no|not|nothing|none|never|nobody|without|neither|first|i|we|my|our)\b|n't\b")
_RATE = re.compile(r"\b(?:per|each|every|once an?|times an?|on every) \w")
_NAME = re.compile(r"(?<=[a-z,;:0-9'’)] )[(\"']?([A-Z][\w+#.-]*\w)")  # a capital letter within a sentence
_NO_NAMES = frozenset(
    """
    OWASP SOLID DRY KISS YAGNI GDPR CI CD QA API APIs PR MR TODO TBD OK UX UI AI LLM N/A NA SLA ISO PCI HIPAA FIXME
    """.split()  # noqa: SIM905
)
_PRAISE_POINTS = 0.6  # what each further word of praise asks for
_LEAST_SHARE = 0.25  # of the words that an answer brings, how many must say something

# How much was read: an amount and what it is of, or an exception.
_AMOUNT = (
    r"(?:all|both|each|every|everything|entire|whole|full|most|half|part|parts|some|nothing|none|neither|rest"
    r"|remainder"
    r"|only|just|except|apart|besides|first|last|second|new|changed|added|one|two|three|four|five|six|seven"
    r"|eight|nine|ten"
    r"|eleven|twelve|\w+teen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozen|hundred|few|several|\d+)"
)
_UNIT = (
    r"(?:lines?|files?|tests?|functions?|methods?|class(?:es)?|modules?|words?|hunks?|pages?|chapters?"
    r"|paragraphs?|rows?"
    r"|sql|quer(?:y|ies)|regex(?:es)?|yaml|json|html|css|config\w*|migrations?|scripts?|workflow|diffs?|patch"
    r"|templates?"
    r"|constants?|imports?|docstrings?|comments?|signatures?|headers?|decorators?|helpers?|fixtures?|handlers?|views?"
    r"|routes?|loops?|branch(?:es)?|commits?|pr|mr|pull request|change(?:s|set)?|code|sentences?|entries|entry"
    r"|numbers?"
    r"|values?|keys?|letters?|typos?|renam\w+|bumps?|versions?)"
)
_READ = re.compile(
    rf"\b{_AMOUNT}\b(?:[ ,]+(?:of|the|these|those|my|our|single|other|new|changed|added|touched|modified|whole"
    rf"|\w+ed))*[ ,]+"
    rf"(?:[\w-]+ )??{_UNIT}\b"
    r"|\b(?:all|every|everything|whole|entire|each|most|half|nothing|none|both)\b.{0,30}"
    r"\b(?:of|lines?|diff|it|was|were|has|have|files?|change|change-?set|patch|by|read|reviewed|i|me|yet|except"
    r"|but|apart"
    r"|besides|bar|twice|thrice|once|times|together|myself)\b"
    r"|\b(?:nobody|no one|no human)\b(?: (?:but|except|has|read|yet|so|else|besides|did))|: (?:all|nobody|none"
    r"|nothing|half)\b"
    r"|\b(?:all|everything)$|\b100 ?%|\b(?:i|we) wrote\b|\bwritten by me\b|\bby hand\b|\ball\b.{0,20}\bread\b"
    r"|\b(?:read|reviewed|went through|seen)\b.{0,20}\b(?:all|both|everything|every|whole|entire|fully|completely)\b"
    r"|\b(?:line by line|word (?:by|for) word|top to bottom|start to finish|end to end|from (?:the )?(?:first"
    r"|top)|twice|thrice"
    r"|(?:two|three|four|several|\d+) times|in full|start to end|once more)\b"
)
_ONLY_PART = re.compile(
    rf"(?:only |just |but not |not |mainly |mostly )(?:the |my |our |its )?(?!tested|read|reviewed|done|ok\b"
    rf"|yet)\w+|\b(?:the|its) (?!code|change|changes|changeset|pr|mr|pull|commits?|branch){_UNIT}\b"
)
_PRAISED = re.compile(
    r"\b(?:all|everything|both|every|full|fully|whole|it all)\b(?: (?:is|was|are|were|looks?|seems?|has been"
    r"|have been))?(?: all)?"
    r" (?:good|fine|ok|okay|done|clear|well|set|checked|correct|clean|great|right|approved|lgtm|complete"
    r"|completed|verified"
    r"|tested|in order|(?:reviewed|read|checked) and \w+)\b"
)
_ACTS = re.compile(
    r"\b(?:ran|run|runs|running|executed|clicked|opened|called|started|deployed|compared|typed|built|rebuilt|imported"
    r"|loaded|logged|pressed|reproduced|replayed|bisected|diffed|measured|curl|curled|fed|tried|entered|sent|watched"
    r"|rendered|printed|used|compiled|pasted|switched|unplugged|killed|installed"
    r"|launched|walked|stepped|proofread|eyeballed|uploaded|downloaded)\b",
)
_PROOFS = re.compile(
    r"\b(?:pytest|unittest|tox|nox|jest|vitest|mocha|cypress|playwright|selenium|junit|rspec|phpunit"
    r"|go test|cargo test"
    r"|cargo|make(?! (?:sure|certain|it|the|a|no|sense)\b)|mvn|gradle|npm|pnpm|yarn|bazel|ctest|dotnet"
    r"|unit tests?|integration tests?"
    r"|test suite|tests? suite|e2e"
    r"|staging|screenshots?|ci|github actions|browser|curl|postman|hypothesis|fuzz\w*"
    r"|benchmark\w*|mypy"
    r"|ruff|eslint|tsc|grep|rg|git diff|strace|gdb|valgrind|profiler|debugger|preview|emulator|simulator|device"
    r"|docker|untested|not tested|not been tested"
    r"|not verified|unverified|tests?/\w+)\b"
)


class Answer(NamedTuple):
    """What stands behind a question: `text` in one line without markup, `line` where it begins, 0 where nothing does.

    `strong` are its names of code, files, versions; `linked` says that it holds an address; `rows` are its lines.
    """

    text: str
    line: int
    strong: tuple[str, ...] = ()
    linked: bool = False
    rows: tuple[str, ...] = ()

    @property
    def words(self) -> list[str]:
        return _WORD.findall(self.text)

    @property
    def folded(self) -> str:
        return " ".join(self.text.casefold().replace("’", "'").split())


def answer_of(lines: Collection[tuple[int, str, bool]]) -> Answer:
    """The answer in these pieces of lines: number, text, and whether it is code."""
    kept: list[str] = []
    spans: list[str] = []
    strong: list[str] = []
    first = 0
    linked = False
    agents = load_agents()
    for number, raw, code in lines:
        text = raw
        if code:
            text = raw.strip().strip("`~")
            spans += [text] if _has_word(text) else []
        elif _TRAILER.fullmatch(raw) or agents.by_footer(raw.strip()) is not None or _is_open_box(raw):
            continue
        else:
            spans += [found[2] for found in _CODE.finditer(raw) if _has_word(found[2])]
        linked = linked or _URL.search(text) is not None
        text = _plain(text)
        strong += [found for found in _STRONG.findall(text) if found.casefold() not in _NOT_STRONG]
        if _has_sign(text):
            kept.append(text)
            first = first or number
    said = [*strong, *(one for one in spans if not _is_filler(one))]
    return Answer(" ".join(" ".join(kept).split()), first, tuple(dict.fromkeys(said)), linked, tuple(kept))


def is_empty(answer: Answer) -> bool:
    """Whether nothing stands there that a reader sees."""
    return not answer.text and not answer.linked


def is_boilerplate(question: Question, answer: Answer, about: Collection[str] | None) -> bool:
    """Whether the answer would fit any change. `about` are the stems of the change's own words, None where unknown."""
    if question is ASSISTANT:
        return not denies_ai(answer) and not _names_assistant(answer)
    if question is READ:
        return not _reads(answer) and not _says(question, answer, about)
    if question is VERIFIED:
        return not _verifies(answer) and not _says(question, answer, about)
    if question is TESTS and _REFERENCE.search(answer.text):
        return False  # the requirement by its number
    return not _says(question, answer, about)


def denies_ai(answer: Answer) -> bool:
    """Whether the first line says that no assistant was used."""
    return denies(answer.rows or (answer.text,))


def named_agents(text: str) -> list[str]:
    """The products of assistants that a text names, by their names there."""
    agents = load_agents()
    found = []
    words = [word.strip(".,;:()[]\"'`") for word in text.split()]
    for at in range(len(words)):
        for size in (3, 2, 1):
            phrase = " ".join(words[at : at + size])
            agent = agents.by_word(phrase) if phrase[:1].isupper() or phrase[:1].isdigit() else None
            if agent is not None and not agent.generic:
                found.append(agent.name)
                break
    return list(dict.fromkeys(found))


def sentences(answer: Answer) -> list[str]:
    """Its sentences, folded, without the ends."""
    parts = re.split(r"[.!?;](?:\s+|$)|\n", answer.folded)
    return [" ".join(_WORD.findall(part)) for part in parts if part.strip()]


def same(one: str, other: str) -> bool:
    """Whether two sentences are the same, but for a word."""
    if one == other:
        return True
    first, second = one.split(), other.split()
    if min(len(first), len(second)) < 6:
        return False
    shared = len(set(first) & set(second))
    return shared / len(set(first) | set(second)) >= 0.85


def _names_assistant(answer: Answer) -> bool:
    """Whether it names an assistant or a model, or says in some words what one wrote."""
    if named_agents(answer.text):
        return True
    return admits(answer.text, generic=False) or _says(ASSISTANT, answer, None)


def _reads(answer: Answer) -> bool:
    """Whether it says how much was read, or who read: "all of it", "every line"; "all good" does not."""
    folded = _PRAISED.sub(" ", answer.folded[:_MOST]).strip(" .!")
    if re.fullmatch(r"(?:every|each|full|fully|whole|none)", folded):
        return False
    if re.fullmatch(
        r"(?:all|everything|nothing|both|half|alles|beide|tout|toutes?|todo|todos|todas|tutto|tudo|niets|rien"
        r"|nada|nichts)",
        folded,
    ):
        return True
    return _READ.search(folded) is not None or _ONLY_PART.search(folded) is not None or _names_readers(answer)


def _names_readers(answer: Answer) -> bool:
    """Whether two people, or one by name, are said to have read: "Ines and I", "read by Kofi"."""
    names = re.findall(
        r"(?<=[a-z,&+:] )[A-Z][a-z]{2,}\b|^[A-Z][a-z]{2,}(?= (?:and|read|has|had|did|went|the)\b|:)", answer.text
    )
    names = [name for name in names if not is_word(name)]
    return bool(names) or re.search(r"@\w", answer.text) is not None


def _verifies(answer: Answer) -> bool:
    """Whether it names an act or a tool, and more than "tested"."""
    if answer.linked or answer.strong:
        return True
    folded = answer.folded
    if re.fullmatch(
        r"(?:manually|by hand|locally)(?: tested| verified| checked)?|(?:tested|verified"
        r"|checked) (?:manually|by hand|locally)(?: and it works| and works| by me)?",
        folded.strip(" .!"),
    ):
        return False
    return _PROOFS.search(folded) is not None or (_ACTS.search(folded) is not None and len(answer.words) >= 3)


def _says(question: Question, answer: Answer, about: Collection[str] | None) -> bool:
    """Whether enough of its words say something."""
    words = [word.casefold() for word in _WORD.findall(_IDIOMS.sub(" ", answer.folded))]
    asked = {stem(word) for word in _WORD.findall(f"{question.label} {question.text} {question.hint}")}
    empty = empty_words()
    if (
        answer.strong
        or re.search(r"\bstandard library\b", answer.folded)
        or set(words) <= words_enough(question.id) != set()
    ):
        return bool(words or answer.strong)
    weight = sum(_weight(word) for word in words)
    stems = {stem(word): word for word in words if not _is_gibberish(word)}
    there = words_there(question.id)
    void = empty | asked | there
    enough = {stem(word) for word in words_enough(question.id)}
    said = {root for root in stems if (root not in void or root in enough) and (len(root) > 1 or root.isdigit())}
    # The more an answer praises and promises, the more of it must be about this change.
    praise = sum(word in praising_words() for word in words)
    own = _own(said - void, about)
    names = {stem(name) for name in _NAME.findall(answer.text[:_MOST]) if name not in _NO_NAMES} - void
    firm = len(own | names) + sum(root.isdigit() for root in said)
    kinds = {word for word in words if word in kind_words() and word not in asked}
    if kinds and weight >= 2 and praise < 2 and not (len(words) == 2 and words[0] == "no"):
        return True
    brought = {root for root in map(stem, words) if root not in function_words() and root not in asked}
    vague = {root for root in said if root not in own | enough | names and is_abstract(stems[root])}
    common = {root for root in stems if root in (common_words() | there) and root not in asked} | vague
    common |= {root for root in stems if root in polish_words() and root not in asked and root in (about or ())}
    said -= vague
    if not said or len(said | common) < _LEAST_SHARE * len(brought):
        return False
    if all(root.isdigit() for root in stems if root not in function_words()):
        return False
    points = len(said) + min(_COMMON_POINTS * len(common), 2 * _COMMON_POINTS)
    rate = question.id == "scale" and _RATE.search(answer.folded) is not None
    if not praise and (rate or _REASON.search(answer.folded)):
        points += _COMMON_POINTS
    needed = 1 + _COMMON_POINTS + _PRAISE_POINTS * max(praise - (1 if firm or about is None else 0), 0)
    if points >= needed and weight >= (2 if rate else 3):
        return True
    if praise > 1:
        return False
    known = bool(said & own)
    return weight >= 2 if known else about is None and weight >= 4


def _own(said: Collection[str], about: Collection[str] | None) -> set[str]:
    """Those of an answer's stems that the change is made of, or that begin a word of it: "mail" of "mailer"."""
    if not about:
        return set()
    longer = " ".join(["", *about])
    return {root for root in said if root in about or (len(root) >= 4 and f" {root}" in longer)}


def _weight(word: str) -> int:
    """How many words a word is: writing without blanks has several in one."""
    wide = sum("\u3040" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af" for char in word)
    return max(1, wide // 2)


def _is_gibberish(word: str) -> bool:
    """Whether somebody let their fingers run over the keys."""
    word = word.casefold()
    if word.isascii() and word.isalpha():
        if len(word) >= 4 and (any(word in row for row in _ROWS) or len(set(word)) <= 2):
            return True
        half = word[: len(word) // 2]
        if len(word) >= 6 and half * 2 == word:
            return True
        return len(word) >= 4 and not set(word) & set("aeiouy") and word not in _SHORT
    return word.isdigit() and (
        len(word) > 2 and (word in _ROWS[6] or len(set(word)) == 1) and word not in ("100", "200")
    )


_SHORT = frozenset(
    """
    http https html json yaml toml xml css sql tcp tls ssl ssh dns grpc rpc cli csv pdf png jpg svg ctrl mysql psql
    bcrypt hmac jwt
    """.split()  # noqa: SIM905
)


def _is_filler(text: str) -> bool:
    stems = {stem(word) for word in _WORD.findall(text) if len(word) > 1 or word.isdigit()}
    return not stems or stems <= empty_words() or all(map(_is_gibberish, _WORD.findall(text)))


def _is_open_box(raw: str) -> bool:
    return re.match(r"[ \t>]*(?:[-*+]|\d{1,3}[.)])[ \t]*\\?\[[ _]?\\?\](?!\()", raw) is not None


def _has_word(text: str) -> bool:
    return sum(char.isalnum() for char in text) >= 2


def _has_sign(text: str) -> bool:
    """Whether a reader sees something: invisible characters are none."""
    return any(char.isprintable() and not char.isspace() for char in text)


def _plain(raw: str) -> str:
    text = _IMAGE.sub(r" \1 ", raw)
    text = _LINK.sub(r"\1 ", text)
    text = _SHORTCODE.sub(" ", _URL.sub(" ", _TAG.sub(" ", text)))
    text = _QUOTE.sub("", text, count=1)
    for lead in (_ITEM, _BOX):
        found = lead.match(text)
        text = text[found.end() :] if found is not None else text
    text = text.replace("|", " ").replace("&nbsp;", " ").replace("&#8203;", "").replace("\u200b", "")
    return "".join(char for char in re.sub(r"(?<!\w)[*_~`]+|[*_~`]+(?!\w)|`", " ", text) if _visible(char))


def _visible(char: str) -> bool:
    return (char.isprintable() and char not in "\u2800\u3164\u115f\u1160\uffa0") or char in "\t "
