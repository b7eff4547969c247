"""Whether a clause says of the whole change that it was not tested, or that its tests pass.

A clause that names a part - a system, a person, a case - says nothing about the whole: "not tested on Windows". So it
counts only when nothing is left of it besides the words that are known here.
"""

# ruff: noqa: RUF001 - quotes and dashes that people write

import re

from .._checklist.assistants import plain

_CUTS = re.compile(
    r"[.!?;,()\[\]\n–—]+(?=\s|$)|[()\[\]–—\n]|\s-+\s|[✅✔☑🎉]"
    r"|\s(?:but|and yet|and|yet still|though|although|while|whereas|however|because|since|as|so|still"
    r"|nevertheless|nonetheless"
    r"|even if|even so|either way)\s"
)
_MOST = 4_000  # characters of a text that are looked at
_WORD = re.compile(r"[^\W_]+")
_NOT = frozenset("not never no none nothing nobody neither nor without un".split())  # noqa: SIM905
_UN = frozenset("untested unverified unchecked unexecuted unproven".split())  # noqa: SIM905
_VERBS = frozenset(
    """
    test tested tests testing verify verified verification verifying run ran running execute executed executing try
    tried
    check checked checking exercise exercised validate validated validation proven prove
    """.split()  # noqa: SIM905
)
_SKIPPED = re.compile(
    r"(?:i |we )?(?:have |has |was |were )?(?:all )?(?:skipped|omitted|left out|went without"
    r"|did without) (?:all |any |the )*(?:tests?|testing|verification)"
)
_WHOLE = frozenset(
    """
    i we it this that the a an any all of them these change changes code pr mr diff patch branch commit whole thing
    anything everything something at yet so far ever actually really properly unfortunately sadly sorry honestly
    have has had did do does was were is are am been be be being single one test tests suite full entire complete
    here now until up to still in fact ever either for even once myself yet by anyone anybody my our its out
    time admittedly simply just personally afraid say must could can cannot able way ways shape form whatsoever own
    """.split()  # noqa: SIM905
)
_PASS = frozenset(
    """
    pass passes passed passing green succeed succeeds succeeded successful successfully ok okay clean fine works worked
    working work perfect perfectly flawless flawlessly happy
    """.split()  # noqa: SIM905
)
_SUBJECT = frozenset(
    """
    test tests suite suites testsuite specs everything it unit integration regression case cases pytest ci build checks
    """.split()  # noqa: SIM905
)
_TESTED = re.compile(
    r"\b(?:fully|thoroughly|extensively|completely|carefully|rigorously|comprehensively|well|exhaustively)"
    r"[ -](?:and \w+ )?(?:tested|verified|validated)\b|\b(?:tested|verified|validated) (?:\w+ )?(?:fully"
    r"|thoroughly|extensively"
    r"|completely|carefully|rigorously|end to end|in depth|successfully)\b"
)
_MAYBE = re.compile(
    r"\b(?:not|never|no|nor|once|if|when|until|unless|should|will|would|may|might|must|hope|hopefully|expect\w*"
    r"|before|after"
    r"|think|believe|supposed|need|want|wait\w*|let|maybe|probably|presumably|old|existing|previous|other|main"
    r"|without)\b"
)


def clauses(text: str) -> list[str]:
    """The pieces of a text that say one thing each, folded."""
    return [
        part for part in (" ".join(_WORD.findall(plain(one))[:60]) for one in _CUTS.split(text[:_MOST]) if one) if part
    ]


def is_untested(clause: str) -> bool:
    """ "I have not run any of this", but not "not tested on Windows" and not "no tests for the upload"."""
    words = clause.split()
    if _SKIPPED.fullmatch(clause):
        return True
    if any(word in _UN for word in words):
        return not any(word in _NOT for word in words) and all(word in _WHOLE or word in _UN for word in words)
    if not (any(word in _NOT for word in words) and any(word in _VERBS for word in words)):
        return False
    if re.fullmatch(
        r"(?:there (?:are|is) |with |we have |has )?(?:no|not any|without)(?: new| further"
        r"| more)? tests?(?: yet| here| so far)?",
        clause,
    ):
        return False  # speaks of what is there, not of what was run
    if re.search(
        r"\bnot only\b|\b(?:no|not|never) (?:\w+ )?(?:no|not|never|without)\b|\btests? (?:do|does|did) not\b", clause
    ):
        return False
    return all(word in _WHOLE or word in _NOT or word in _VERBS for word in words)


def is_success(clause: str) -> bool:
    """ "The whole suite is green", but not "the old tests pass" and not "tests should pass"."""
    if _MAYBE.search(
        re.sub(r"\bwithout (?:any )?(?:failures?|errors?|problems?|issues?)\b|\bno (?:failures?|errors?)\b", "", clause)
    ):
        return False
    words = clause.split()
    if _TESTED.search(clause):
        return True
    if not (any(word in _PASS for word in words) and any(word in _SUBJECT for word in words)):
        return False
    if "everything" in words or "suite" in words or "testsuite" in words:
        return True
    wide = any(word in ("all", "every", "full", "whole", "entire", "each", "the", "100") for word in words)
    return wide and any(word in ("test", "tests", "specs", "cases", "checks") for word in words)
