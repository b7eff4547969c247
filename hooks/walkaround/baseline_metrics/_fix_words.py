"""How much the words of a message speak for a fix of the program.

The verb is not enough: what is mended decides. That is the noun behind the verb, up to the first word that says where,
when or how: "Fix *typo* in the parser" mends no program, "Fix *crash* in the test client" does.
"""

import re
from itertools import pairwise

from .pattern import pattern

NONE, WEAK, LIKELY, CERTAIN = range(4)


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Words of what is no program, wherever they stand in the name of a thing ...
_IDLE = _words(
    "typo typos misspelling misspellings misspelled spelling grammar punctuation wording doc docs docstring "
    "docstrings documentation "
    "documenting readme changelog newsfragment newsfragments comment comments formatting whitespace whitespaces "
    "lint linter linters "
    "linting flake8 pylint pyflakes ruff mypy pyright pep8 pep-8 pep257 eslint clippy rubocop golint "
    "golangci-lint isort pyupgrade "
    "ci cicd ci/cd travis travis-ci appveyor circleci tox workflow workflows gha jenkins jenkinsfile pre-commit "
    "codecov coveralls "
    "copyright copyrights licence license licenses contributors codeowners gitignore .gitignore badge badges "
    "sphinx rst toc "
    "tutorial tutorials quickstart faq website changes.txt typing-only annotations typings unittest unittests "
    "doctest doctests "
    "versionadded versionchanged dependabot renovate towncrier cmake autoconf automake cog"
)
# ... and such as are so only where the name ends with them: a test fails, a test client has a defect.
_IDLE_LAST = _words(
    "test tests test-suite testsuite suite testcase testcases fixture fixtures assertion assertions mock mocks "
    "benchmark benchmarks "
    "spec specs warning warnings deprecation deprecations build builds makefile dockerfile compilation packaging "
    "manifest manifest.in "
    "setup.py setup.cfg pyproject.toml requirements link links hyperlink hyperlinks badge url anchor anchors "
    "heading headings "
    "version versions release releases author authors credit credits naming example examples sample samples "
    "demo demos guide guides translation translations conflict conflicts merge rebase dependency dependencies "
    "deps pin pins lockfile "
    "imports annotation hint hints stub stubs typing types action actions pipeline pipelines coverage style "
    "styling-nits nit nits "
    "spacing indentation indent newline newlines news history sentence sentences paragraph "
    "template templates-docs changes indentations format black"
)
# What may follow such a word, and the thing is still the same: "CI failures", "test data".
_TROUBLE = _words(
    "failure failures error errors issue issues problem problems bug bugs breakage mistake mistakes fail fails "
    "failing case cases data job jobs "
    "config configs configuration run runs script scripts check checks name names file files suite suites syntax "
    "order ordering "
    "block blocks section sections again string strings list markup setup env environment number numbers "
    "inconsistency inconsistencies "
    "expectation expectations timeout timeouts target targets step steps nits flakiness message messages"
)
_IDLE_PAIRS = frozenset(
    {
        ("type", "errors"),
        ("type", "error"),
        ("unused", "import"),
        ("unused", "imports"),
        ("merge", "conflict"),
        ("release", "notes"),
        ("release", "note"),
        ("release", "date"),
        ("import", "order"),
        ("import", "ordering"),
        ("imports", "ordering"),
        ("import", "sorting"),
    }
)
# Where the name of the thing ends.
_ENDS = _words(
    "in on at of for from with within inside when while if where that which who to into by after before during "
    "because since so as "
    "under using via due about causing caused introduced found is are was were be not and or but without between "
    "against across "
    "through upon until only now related"
)
_MARKS = frozenset(".,;:()&!")
_TOKEN = pattern(r"[\w.'/#@*+-]*\w[\w*]*|[.,;:()&!]|[^\w\s]")
_PLACE = pattern(r"\b(?:in|of|for|within|inside|from|to|under)\s+(?=\w|[`'\"])", re.IGNORECASE)
_MESSAGE_FILE = pattern(r"(?:\S+\.(?:md|rst|adoc|txt|ya?ml|po|ini)|[a-z]{1,4}\d{3,4})", re.IGNORECASE)

# What may stand before the words that count: a ticket, a branch, a picture.
_BEFORE = pattern(
    r"(?:\[[^\]]{1,40}\]|\([^)]{1,30}\)|(?:(?:fixes|closes|refs?|issue|ticket)[ ]+)?(?:gh-|bpo-|bug-"
    r"|#)?#?\d+(?: --|:|\s)"
    r"|[A-Z][A-Z0-9]+-\d+:?|:[a-z_]+:|[^\w\s\"'`(\[@.]+)\s*",
    re.IGNORECASE,
)
_TYPED = pattern(
    r"(?P<type>[A-Za-z][A-Za-z_-]{1,14})(?:\((?P<round>[^)]*)\)|\[(?P<square>[^\]]*)\])?!?:\s*(?P<said>.*)"
)
_FIX_TYPES = _words("fix bugfix hotfix fixes fixed bug bugs security sec")
_OTHER_TYPES = _words(
    "feat feature features chore docs doc documentation test tests testing ci build style refactor ref refac "
    "perf release deps dep "
    "dependencies meta lint format typo merge wip improvement enhancement enh revert misc cleanup types typing "
    "i18n l10n examples "
    "example bench benchmark benchmarks changelog news dev devops infra tooling add update upgrade bump rename "
    "remove minor maint mnt "
    "tst sty readme website site demo translation fixup squash"
)
_MARKED = pattern(
    r"(?:\[(?:bug|bug-?fix|fix|hot-?fix|security|regression)\b[^\]]*\]|bug(?: id)?[ #-]*\d+\b|security(?: fix)?:"
    r"|cve-\d{4}-\d+"
    r"|🐛|🚑\ufe0f?|🩹|🔒\ufe0f?|:bug:|:ambulance:|:adhesive_bandage:|:lock:)[\s:\u2013-]*",
    re.IGNORECASE,
)
# What says by a picture, as https://gitmoji.dev has them, that it is something else.
_OTHER_PICTURES = pattern(
    "(?:✨|📝|♻|✅|⬆|⬇|📌|\u2795|\u2796|🎨|🔖|👷|💚|🔧|🔨|🌐|✏|🚨|🔥|🚚|📄|💡|🙈|👥|🏷|🧪|📸|🎉|💄|🚀|🔀|📦|⚡)"
    "|:(?:sparkles|memo|recycle|white_check_mark|arrow_up|arrow_down|pushpin|heavy_plus_sign|heavy_minus_sign|art|"
    "bookmark|construction_worker|green_heart|wrench|hammer|globe_with_meridians|pencil2|rotating_light|fire|truck|"
    "page_facing_up|bulb|see_no_evil|busts_in_silhouette|label|test_tube|camera_flash|tada|lipstick|rocket|"
    "twisted_rightwards_arrows|package|zap):"
)

_VERB = (
    r"(?:bug-?fix(?:es|ed)?|hot-?fix(?:es|ed)?|fix(?:es|ed|ing)?|(?:re)?solve[sd]?(?! #?\d)|repair(?:s|ed)?"
    r"|mend(?:s|ed)?|rectif(?:y|ies|ied))"
)
_FIX = pattern(rf"\b{_VERB}\b", re.IGNORECASE)
_NO_FIX = pattern(
    r"\bfix(?:ed)?[- ](?:width|point|size[ds]?|length|up|rate|price|position|version|delay|seed|term|mode|flag"
    r"|command|option"
    r"|suggestions?|action|layout|pitch)\b|\b(?:auto|quick|code|suf|pre|af|post|un)[- ]?fix\w*\b|--fix\b"
    r"|\bbug[- ]?(?:report|tracker|bount|hunt|triage|list|template)\w*|\bdebug\w*\b",
    re.IGNORECASE,
)
_BUG = pattern(
    r"\b(?:bug(?:s|gy|fix\w*)?|defects?|regress(?:ions?|ed)?|crash(?:e[sd]|ing)?|segfaults?|segmentation fault"
    r"|leak(?:s|ed|ing)?|dead-?locks?|race(?: ?condition)?s?|overflow(?:s|ed)?|underflow|out[- ]of[- ]bounds"
    r"|off[- ]by[- ]one"
    r"|use[- ]after[- ]free|double free|null ?pointer|npe|nil (?:pointer|deref\w*)|panics?|hang(?:s|ing)?"
    r"|infinite (?:loop|recursion)|corrupt(?:s|ed|ion)?|exceptions? (?:when|if|on)|tracebacks?|vulnerabilit(?:y|ies)"
    r"|cve-\d{4}-\d+|xss|injection|redos|breakage"
    r"|(?:attribute|type|key|index|value|name|unbound|recursion|assertion|unicode\w*|import|runtime)error)\b",
    re.IGNORECASE,
)
# How those begin who mend and do not say so ...
_MENDS = pattern(
    r"(?:make sure|ensure[sd]?|prevent(?:s|ed)?|respect(?:s|ed)?|honou?r(?:s|ed)?|correct(?:s|ed|ly)?|properly"
    r"|unbreak|guard(?:s|ed)? against"
    r"|(?:don'?t|do not|never) (?:break|crash|fail|raise|lose|leak|hang|swallow|overwrite|duplicate|drop|ignore))\b",
    re.IGNORECASE,
)
# ... and what they say of it.
_HINTS = pattern(
    r"\b(?:incorrect(?:ly)?|wrong(?:ly)?|broken|avoid(?:s|ed)?|prevent(?:s|ed)?|make sure|ensure[sd]?"
    r"|do(?:es)? not|don'?t|doesn'?t"
    r"|did ?n[o']t|didn'?t|should(?:n'?t| not)|never|properly|correctly|respect(?:s|ed)?|honou?r(?:s|ed)?"
    r"|work-? ?around|fail(?:s|ed|ing|ure)?"
    r"|forgot(?:ten)?|mistake\w*|accidental(?:ly)?|oops|undefined|restore[sd]?|unintend\w+|issues? (?:with|where"
    r"|when)|crash(?:ed|es)|leak(?:ed|s)|regressions?|bug #?\d+|a bug|bug (?:that|where|when|which)"
    r"|instead of (?:crash|fail|rais|hang)\w+|\w+error (?:in|when|if|on|for)"
    r"|handle (?:\w+ ){0,2}(?:errors?|exceptions?|none|null|empty|missing))\b",
    re.IGNORECASE,
)
_NUMBER = (
    r"\b:?\s+(?:(?:issue|bug|ticket|gh)s?\s*)?(?:[\w.-]+/[\w.-]+)?"
    r"(?:#|gh-|https?://\S+/(?:issues|bugs?|tickets?)/|[A-Z][A-Z0-9]+-)\d+"
)
_CLOSES = pattern(rf"\b(?:close[sd]?|resolve[sd]?){_NUMBER}", re.IGNORECASE)
_FIXES = pattern(rf"\bfix(?:e[sd]|ing)?{_NUMBER}", re.IGNORECASE)
_NEW = pattern(
    r"(?:add|support|implement|allow|introduc|document|updat|bump|remov|refactor|renam|upgrad|mov|clean|drop"
    r"|deprecat|enabl|improv|extend"
    r"|switch|us|expos|creat|delet|simplif|test|releas|prepar|convert|replac|migrat|split|extract|optimi[sz]"
    r"|reorgani[sz]|reformat|mention"
    r"|clarif|show|chang)(?:e|es|ed|s|ing|y|ies|ied|ting|ped|ping)?\b",
    re.IGNORECASE,
)
_MISSING = pattern(r"add(?:s|ed|ing)? (?:the |an? |some )?missing\b", re.IGNORECASE)
_FOREIGN = pattern(
    r"^\W*(?:corrig(?:e|é|ée|er|ido|ida|iendo|indo|ir)|correc(?:tion|tif|ción|cion|ção)|répar(?:e|é|er|ation)"
    r"|beheb(?:e|t|en)|behoben"
    r"|fehler|korrigier\w*|repariert?|arregl(?:a|o|ado|ar|ando)|soluciona(?:do|r)?|consert(?:a|ado|o)|исправ\w*"
    r"|correg\w+)\b"
    r"|修正|不具合|バグ|修复|修復|버그",
    re.IGNORECASE,
)
_FOREIGN_IDLE = pattern(
    r"faute|orthograph|tippfehler|rechtschreib|dokumentation|erratas?|ortograf|documenta|kommentar|coment[aá]r"
    r"|\btests?\b|опечат|докум|тест"
    r"|誤字|ドキュメント|テスト|コメント|タイポ|拼写|错别字|文档|注释|测试|笔误|오타|문서|테스트|lint|typo|readme",
    re.IGNORECASE,
)
_BODY_FIX = pattern(
    r"^(?:this (?:commit |change |patch |pr |also )?)?(?:fix(?:es|ed)? (?!#|gh-|http|up\b)|bug ?fix)(?P<rest>.*)",
    re.IGNORECASE | re.MULTILINE,
)
_BODY_BUG = pattern(
    r"\b(?:this|the|a) (?:bug|regression) (?:is|was|occur\w*|happen\w*|appear\w*|show\w*|cause[sd]?|where|that"
    r"|when|in which|notably)\b",
    re.IGNORECASE,
)
_SAYS_FIX = pattern(r"fix|bug|regression", re.IGNORECASE)
_BUG_LINE = pattern(r"^bug(?: ?id)?:? *#?\d+\b", re.IGNORECASE | re.MULTILINE)
_PART = pattern(rf"(?!{_VERB}\b)[\w./ -]{{1,30}}: +", re.IGNORECASE)  # `parser: fix ...`
_VERB_OF_TYPED = pattern(
    r"(?:correct|update|add|remove|adjust|improve|use|resolve|repair|change|make|rename|clean up|clarify|bump|pin"
    r"|fix|mention)(?:e?s|e?d|ing)?\b",
    re.IGNORECASE,
)


def strength_of(subject: str, body: str = "") -> int:
    """How much speaks for a fix of the program."""
    said = subject.strip()
    if _OTHER_PICTURES.match(said):
        return NONE
    while not _MARKED.match(said) and (match := _BEFORE.match(said)):
        said = said[match.end() :]
    typed = _TYPED.match(said)
    if typed is not None and typed["type"].lower() in _FIX_TYPES:
        scope = typed["round"] or typed["square"] or ""
        return NONE if _is_idle_scope(scope) or _mends_nothing(typed["said"]) else CERTAIN
    if typed is not None and (typed["type"].lower() in _OTHER_TYPES or _is_idle_scope(typed["type"])):
        return NONE
    if marked := _MARKED.match(said):
        what = said[marked.end() :].replace("formatting", "output")  # which is what the program writes, if it is a bug
        return NONE if _mends_nothing(what) else CERTAIN
    return max(_of_subject(said), _of_body(said, body))


def _is_idle_scope(scope: str) -> bool:
    words = re.split(r"[\s,/_-]+", scope.lower())
    return any(word in _IDLE or word in _IDLE_LAST for word in words if word not in ("", "gitignore"))  # which is read


def _mends_nothing(said: str) -> bool:
    """Whether what follows a type or a mark speaks of what is no program: the thing itself, or the place of it."""
    verb = _FIX.match(said) or _VERB_OF_TYPED.match(said)
    thing = said[verb.end() :] if verb else " ".join(said.split()[:2])  # of what follows another verb nothing is known
    return _is_idle(thing) or _is_idle_place(said)


def _of_subject(said: str) -> int:
    plain = _NO_FIX.sub(" ", said)
    if _FOREIGN.search(plain):
        return NONE if _FOREIGN_IDLE.search(plain) else LIKELY
    part = _PART.match(plain)
    words = plain[part.end() :] if part else plain
    if part and _is_idle_scope(part[0].strip(" :")):
        return NONE
    verb = _FIX.search(words)
    if verb is None:
        return _of_hints(words)
    before, after = words[: verb.start()].strip(" ,-:;."), words[verb.end() :]
    if (
        _is_idle(after)
        or _is_idle_place(words)
        or (before and _is_idle(before) and not _FIXES.match(words, verb.start()))
    ):
        return WEAK if _BUG.search(after) and " and " in after else NONE
    new = _NEW.match(words) is not None
    if _FIXES.match(words, verb.start()):
        return LIKELY if not new or not before else WEAK
    if new:
        return WEAK if _BUG.search(after) else NONE
    return CERTAIN if _BUG.search(words) else LIKELY


def _of_hints(words: str) -> int:
    """Of a subject without a verb that says it."""
    if not (_MENDS.match(words) or _HINTS.search(words) or _BUG.search(words)):
        return NONE  # as most
    if _is_idle(words) or _is_idle_place(words):
        return NONE
    if mends := _MENDS.match(words):
        return NONE if _is_idle(words[mends.end() :]) else LIKELY
    if _NEW.match(words):
        return NONE
    hints = _HINTS.search(words) is not None
    if _BUG.search(words):
        return LIKELY if hints or _CLOSES.search(words) else WEAK
    return WEAK if hints else NONE


def _of_body(said: str, body: str) -> int:
    """A fix that the subject does not call one. Lists of what was squashed speak of what nobody else saw."""
    if not _SAYS_FIX.search(body):
        return NONE  # as most
    verb = _FIX.search(said)
    thing = said[verb.end() :] if verb else said
    if _is_idle(thing) or _is_idle_place(said) or _is_idle(said):
        return NONE
    new = _NEW.match(said) is not None and not _MISSING.match(said)
    for match in _BODY_FIX.finditer(body):
        if not _is_idle(match["rest"]):
            return LIKELY if _BUG.search(match[0]) and not new else WEAK
    if not new and _BODY_BUG.search(body):
        return LIKELY
    if _BUG_LINE.search(body) or (_FIXES.search(body) and not new):
        return LIKELY
    return NONE


def _is_idle(said: str) -> bool:
    """Whether a text begins with the name of what is no program."""
    name: list[str] = []
    for part in _TOKEN.findall(said):
        word = part.lower().strip("'*")
        if name and (word in _ENDS or part in _MARKS):
            break
        if word and (word[0].isalnum() or word[0] in "._#"):
            name.append(word)
    if not name:
        return False
    if any(word in _IDLE or word.partition(".")[0] in ("readme", "changelog", "contributing") for word in name):
        return True
    if any(pair in _IDLE_PAIRS for pair in pairwise(name)):
        return True
    while len(name) > 1 and (name[-1] in _TROUBLE or name[-1].startswith("#")):
        if name[-1] in _IDLE_LAST and name[-2] not in _IDLE_LAST:
            break
        name.pop()
    return name[-1] in _IDLE_LAST or _MESSAGE_FILE.fullmatch(name[-1]) is not None


def _is_idle_place(said: str) -> bool:
    """Whether a text ends in what is no program: "in the docs", "for tests"."""
    return any(_is_idle_end(said[place.end() :]) for place in _PLACE.finditer(said))


def _is_idle_end(place: str) -> bool:
    name: list[str] = []
    for word in map(str.lower, _TOKEN.findall(place)):
        if word in _ENDS or word in _MARKS:
            break
        name.append(word)
    last = next((word for word in reversed(name) if word not in _TROUBLE and word[:1].isalnum()), "")
    return (
        last in _IDLE
        or last in ("test", "tests", "suite", "examples", "example", "testing", "makefile")
        or _MESSAGE_FILE.fullmatch(last) is not None
    )
