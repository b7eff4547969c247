"""What an answer says about assistants: that none was used, which one was, or that one wrote something.

It is read clause by clause, so that "No Copilot, but Claude for the tests" names one and denies another.
"""

# ruff: noqa: RUF001 - quotes, dashes and letters that people write

import re
from collections.abc import Iterator, Sequence

from .._agents import load_agents

_LONGEST = 160  # characters of a clause that are looked at
_MOST = 4_000  # ... and of an answer
MODELS = (
    "claude", "gpt", "copilot", "gemini", "codex", "cursor", "opus", "sonnet", "haiku", "llama", "mistral", "qwen",
    "aider", "devin", "deepseek", "chatgpt", "o1", "o3", "o4", "grok", "codestral", "windsurf", "jetbrains ai",
    "tabnine", "cline", "codewhisperer", "supermaven", "codeium", "cody", "starcoder", "codellama", "gemma", "kimi",
    "perplexity", "phind", "devstral", "ollama",
)  # fmt: skip
_ANY = (
    r"(?:(?:generative |gen)?ai|llms?|(?:ai|coding|code|language|digital)[- ](?:assistants?|agents?|tools?"
    r"|models?)"
    r"|assistants?|assistance|chat ?bots?|bots?|machines?|agents?|(?:internal|local|private|hosted|own"
    r"|fine-?tuned) models?|auto-?complet(?:e|ion)s?|ki|ia|robots?)"
)
_TOOL = rf"(?:{_ANY}|tools?|models?|help|any|one|it|them|that|anything|such|of (?:it|them|that|those))"
_WHO = r"(?:(?:i|we|nobody|no one|the (?:author|team)|our team) )?"
_FILL = r"(?:(?:any|an?|the|such|kind of|sort of|form of|use of|help of|help from|of these) )*"
_BY_HAND = (
    rf"(?:by (?:my(?: own)? )?hands?|(?:by )?(?:my|our)sel(?:f|ves)|by (?:me|us|a human|a person|humans|people)"
    rf"|alone|on my own|from scratch|without {_FILL}{_ANY}|with (?:my own|two|both) hands|manually|without help)"
)
_HOW = r"(?:(?:all|entirely|fully|purely|only|solely|completely|100 ?%|just|totally|exclusively) )*"
_WORK = (
    r"(?:(?:this|that|it|all|everything|(?:every|each|any) (?:single )?(?:line|word|character)(?: of (?:it|this))?"
    r"|the (?:code|change|whole thing|diff|patch)|all of (?:it|this)|(?:in|of) (?:here|this|it)|code"
    r"|these lines|both|lines?) )*"
)
_NONE = (
    r"none(?: at all| whatsoever| here| this time| today)*|no|nope|nah|nobody|nothing(?: at all)?|nil|null|zero|0"
    r"|not used|unused|no one|not applicable|not involved|never|no thanks|negative"
    r"|keine[rsnm]?|kein|nein|nichts|niemand|aucune?s?|non|rien|sans|ningun[oa]s?|ningún|nada|nadie|nessun[oa]?"
    r"|niente|nenhum(?:a)?|não|geen|nee|niets|inga?|inget|ingen|нет|нету|никакой|никто|无|没有|なし|없음"
)
_DENIALS = (
    rf"(?:{_NONE})",
    (
        rf"(?:none|no|zero|without|not|kein[e]?|ohne|sans|aucun[e]?|sin|ningun[ao]?|senza|geen"
        rf"|zonder) {_FILL}{_HOW}{_TOOL}\b.{{0,60}}"
    ),
    (
        rf"(?:none|nothing|not (?:a|one|a single) (?:line|word|bit|commit|part|character)|no (?:line|part|word"
        rf"|commit))"
        rf"(?: (?:here|in (?:this|it)|of (?:it|this|that|them|the \w+|these \w+|those \w+)))*"
        rf"(?: (?:was|were|is|are|has been|have been|comes?|came))?"
        rf"(?: (?:written|made|generated|produced|created|suggested|used|involved|drafted|touched|completed))?"
        rf"(?: (?:by|with|from|using) {_FILL}{_TOOL}\b.{{0,40}})?"
    ),
    (
        rf"{_WHO}(?:(?:have|has|had|did|do|does|was|were|are|am|can|could) )?(?:not|never|n't|no) (?:ever )?"
        rf"(?:have |been )?(?:us(?:e|ed|ing)|employ\w*|ask\w*|touch\w*|involv\w*|need\w*|hav(?:e|ing)|had|let"
        rf"|turn\w* to|consult\w*|work\w* with)"
        rf"(?: {_FILL}{_TOOL}\b.{{0,60}})?"
    ),
    (
        r"(?:this |the |our |my )*(?:pr|mr|pull request|change|commits?|code|diff|branch|patch|it) (?:contains?|has"
        r"|have|holds?|includes?)"
        r" (?:no|not any|nothing) .{0,60}"
    ),
    rf"(?:i|we) (?:do not|never) do {_FILL}{_ANY}\b.{{0,40}}",
    rf"there (?:was|is|were|has been) (?:no|never any|not any|none) ?{_FILL}(?:{_TOOL})?\b.{{0,40}}",
    r"(?:pas|pas d[e'])[ ']*(?:d')?(?:ia|assistant|outil)\b.{0,30}",
    rf"(?:i|we) (?:have |had )?(?:used?|had|asked|needed) (?:none|nothing|nobody|no {_TOOL})\b.{{0,60}}",
    rf"{_FILL}{_HOW}{_ANY}(?: (?:usage|help|tools?))? (?:was|were|is|has been|have been|had) (?:not|never)\b.{{0,60}}",
    rf"{_FILL}{_ANY} (?:had no|has no|took no|played no) (?:part|role|hand|share)\b.{{0,40}}",
    (
        rf"{_WHO}{_HOW}(?:wrote|written|writing|typed|typing|made|did|done|coded|hand-?coded|produced|created"
        rf"|authored) "
        rf"{_WORK}{_HOW}{_BY_HAND}\b.{{0,40}}"
    ),
    (
        rf"{_WORK}(?:(?:is|was|are|were|has been|have been) )?{_HOW}(?:written |typed |made |done |coded "
        rf"|produced )?{_HOW}"
        rf"(?:{_BY_HAND}|hand[- ]?(?:written|made|typed|coded)|human[- ](?:written|made|authored|only|work)|from me"
        rf"|mine(?: alone)?|my own(?: \w+)?|(?:my|our) own work)\b.{{0,40}}"
    ),
    rf"{_HOW}humans?(?: (?:only|work|made|written|hands?))?",
    rf"{_HOW}(?:just |only |nobody but )me(?: (?:alone|myself))?",
    r"(?:self[- ]written|self[- ]made|artisanal|old[- ]school)\b.{0,20}",
)
_FIELD = re.compile(
    r"(?:(?:the )?(?:assistants?|models?|ai|llm|tools?|agents?|ki|assistant and model|assistant / model"
    r"|ai assistance|ai use[d]?"
    r"|used|what it wrote|answer|it wrote|wrote|assisted by|assistenz|assistent|modell|modèle|asistente"
    r"|modelo)\s*[:=–-]+\s*)+"
)
_LEAD = re.compile(
    r"(?:(?:so|well|hm+|honestly|ehm|er|oh|nope|no|none|for (?:this|once)|this time|in this case|here)[ ,]+)+(?=\w)"
)
_CLAUSES = re.compile(
    r"[.;:!?()\[\]–—\n]+(?:\s|$)|[()\[\]–—\n,;]|\s-+\s|\s(?:but|except|although|though|however|whereas|while)\s"
)
_EXCEPTED = re.compile(
    r"^[^.;!?\n]{0,80}\b(?:except|apart from|aside from|besides|other than|but|save for|only)\b([^.;!?\n]{0,80})"
)
_NEGATED = re.compile(
    r"\b(?:no|not|never|none|nobody|nothing|neither|nor|without|off|disabled|unused|instead of|rather than|ohne"
    r"|kein[e]?|sans|sin)\b|n't\b|\bcannot\b"
)
_WROTE = (
    r"(?:wrote|written|generated|drafted|produced|created|authored|completed|suggested|proposed|implemented"
    r"|coded|typed"
    r"|made|built|filled in|came up with|contributed|refactored|translated|rewrote)"
)
_SOME = (
    r"(?:an? (?:ai|llm|assistant|coding agent|ai agent|language model)"
    r"|the (?:ai|llm|assistant|coding agent|ai agent)|ai|llms?)"
)
# What may follow a product's name and makes it no person's: "Claude Martin" is one, "Claude Code" is not.
_MORE = frozenset(
    """
    code opus sonnet haiku cli agent agents ai chat pro plus max mini flash copilot gpt desktop web ide composer tab
    duo
    cloud
    """.split()  # noqa: SIM905
)
# Products that bear a first name or a word of the language.
_PEOPLE = frozenset(
    """
    claude gemini devin jules cody amp goose pi oz droid cline sweep continue entire
    crush augment cosine ellipsis
    """.split()  # noqa: SIM905
)


def plain(text: str) -> str:
    """Folded, without emoji, with one kind of apostrophe and contractions of "not" spelled out."""
    if not text.isascii():
        from unicodedata import category

        text = "".join(" " if category(char) in ("So", "Sk", "Mn", "Cf") else char for char in text.replace("’", "'"))
    folded = " ".join(text.casefold().split())
    folded = re.sub(r"\b(?:didnt|didn't)\b", "did not", folded)
    folded = re.sub(r"\bcan(?:'t|not)\b", "can not", folded).replace("won't", "will not")
    return re.sub(r"(?<=[a-z])n't\b", " not", folded)


def denies(rows: Sequence[str]) -> bool:
    """Whether an answer begins by saying that no assistant was used."""
    return any(_begins_denying(text) for text in (" ".join(rows), *rows[:1]))


def _begins_denying(text: str) -> bool:
    folded = plain(text[:_MOST]).strip(" \"'*_-–—•·.,:;()[]<>=")
    folded = re.sub(r"^(?:n/?a|not applicable)\b[ ,.:;(–—-]+(?=\w)", "", folded)
    folded = _FIELD.sub("", folded, count=1) if _FIELD.match(folded) else folded
    clauses = [part.strip(" \"'*_-/.") for part in _CLAUSES.split(folded)]
    first = next((part for part in clauses if part), "")
    if (found := _EXCEPTED.search(folded)) is not None and _names(found[1]) and not _is_product_denied(found[1]):
        return False  # "none, except that Copilot completed a line"
    for begin in dict.fromkeys((first, _LEAD.sub("", first, count=1), first.partition("/")[0].strip())):
        begin = begin[:_LONGEST]
        if _names(begin) and not _is_product_denied(begin):
            continue  # "by hand, from what ChatGPT said"
        if begin and any(re.fullmatch(pattern, begin) for pattern in _DENIALS):
            return True
        if begin and _is_product_denied(begin):
            return not any(_names(part) and not _is_product_denied(part) for part in clauses if part != first)
    return False


def _is_product_denied(clause: str) -> bool:
    """Whether a clause names a product only to say that it was not used."""
    products = "|".join(map(re.escape, MODELS))
    name = rf"(?:{_FILL})(?:github |openai |google )?(?:{products})\b"
    return (
        re.search(
            rf"\b(?:no|without|neither|nor|not (?:using|via|with|by|even))\s+{name}(?! (?:this|it|i|nothing) )"
            rf"|\b(?:not|never)\s+(?:\w+\s+){{0,2}}?(?:us(?:e|ed|ing)|ask\w*|open\w*|touch\w*|involv\w*|need\w*"
            rf"|have|had)\s+{name}"
            rf"|{name}[^,]{{0,20}}?\s(?:was|were|is|has been|stayed)?\s?(?:not (?:used|involved|installed"
            rf"|running|on|available)"
            rf"|never|off|disabled|switched off|turned off|unused)\b",
            clause,
        )
        is not None
    )


def _names(clause: str) -> bool:
    return any(re.search(rf"\b{re.escape(model)}", clause) for model in MODELS)


def admits(text: str, known: Sequence[str] = (), *, generic: bool = True) -> bool:
    """Whether a text names an assistant, or with `generic` says that some AI had a part.

    `known` are further names, such as those that the commits give.
    """
    agents = load_agents()
    clauses = [part for part in _CLAUSES.split(text[:_MOST].replace("’", "'")) if part and part.strip()]
    for raw in clauses:
        clause = plain(raw)[:_LONGEST]
        if _is_product_denied(clause):
            continue
        if _names(clause) or any(name and re.search(rf"\b{re.escape(name)}\b", clause) for name in known):
            return True
        words = [word.strip(".,;:()[]\"'`*_") for word in raw.split()]
        if any(word[:1].isupper() and (found := agents.by_word(word)) and not found.generic for word in words):
            return True
        if generic and re.search(rf"\b{_ANY}\b", clause) and not _NEGATED.search(clause):
            return True
    return False


def authors(text: str, *, generic: bool) -> Iterator[str]:
    """The assistants that a text says wrote something; with `generic` also "an assistant" and the like."""
    agents = load_agents()
    for raw in re.split(r"[.;!?\n](?:\s|$)|[;\n()]", text[:_MOST]):
        words = re.findall(r"[^\s,()\"`*]+", raw)
        names = []
        for at, word in enumerate(words):
            agent = agents.by_word(word.strip(":.'"))
            following = words[at + 1] if at + 1 < len(words) else ""
            if agent is None or agent.generic or not word[:1].isupper():
                continue
            if agent.id in _PEOPLE and following[:1].isupper() and following.casefold().strip(":'s") not in _MORE:
                continue  # somebody's first name
            names.append((re.escape(word.strip(":.'")), agent.name))
        if generic:
            names += [(_SOME, "an assistant")]
        for name, shown in names:
            if _is_author(name, raw):
                yield shown


def _is_author(name: str, raw: str) -> bool:
    clause = " ".join(raw.replace("’", "'").replace("`", "").split())[: 2 * _LONGEST]
    found = re.search(
        rf"(?:^|[\s,(])(?i:{name})(?:'s)?(?: [\w.-]+){{0,3}}? (?:has |had |have |also |then |only )*(?i:{_WROTE})\b"
        rf"|\b(?i:{_WROTE})\b(?: [\w.,/-]+){{0,6}}? (?i:by|with|using|from) (?i:github |openai |google |the "
        rf"|amazon )?(?i:{name})(?=$|[\s,.:)'])"
        rf"|(?:^|[\s,(])(?i:{name})[- ](?i:generated|written|made|authored)\b",
        clause,
    )
    return found is not None and not _NEGATED.search(plain(clause[: found.end()]))
