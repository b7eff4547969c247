"""What a commit is, by its message, its author and its parents; and what a file is, by its path.

A message is what a person wrote in a hurry: nothing in it is proof. So a fix has a strength, by what says that it is
one, and what mends no program (a typo, a test, a warning, a build) is no fix, whatever its verb. Sources of the forms:
Conventional Commits 1.0.0, gitmoji, `git revert`, `git cherry-pick -x`, the kernel's `Fixes:` trailer, and the messages
that GitHub, GitLab, Bitbucket, Azure DevOps, Gitea and bors give to their merges.
"""

import re
from typing import NamedTuple

from ._fix_words import CERTAIN, LIKELY, NONE, WEAK, strength_of
from .pattern import pattern

__all__ = ["BY_HAND", "CERTAIN", "LIKELY", "NONE", "WEAK", "Kind", "kind_of"]

BY_HAND = "?"

_READ = 8000  # characters of a message that are read
_HEAD = 400  # and of its subject


class Kind(NamedTuple):
    """What a commit is.

    `fix` is how much speaks for a fix: NONE, WEAK, LIKELY or CERTAIN. `revert` says that it takes something back, named
    or not; `reverts` are the ids of those commits, as the message has them, or `#12` for a pull request; `again` says
    that it brings back what a revert took away. `names` are ids of commits in which, by the message, the defect began.
    `picked` is the commit of which this is a copy. `pull` is the number of a pull request that it brings in, by a
    `squash` or by a merge; BY_HAND for a merge of a branch that tells none.
    """

    fix: int = NONE
    revert: bool = False
    reverts: tuple[str, ...] = ()
    again: bool = False
    hotfix: bool = False
    names: tuple[str, ...] = ()
    picked: str = ""
    pull: str = ""
    squash: bool = False
    bot: bool = False


_SHA = r"[0-9a-f]{7,64}"
_REVERTED = pattern(
    rf"\b(?:this |which |it )?(?:partially |partly )?revert(?:s|ed|ing)?:? (?:changes? (?:made )?(?:in|to) )?"
    rf"(?:the |back to )?(?:commits?:? )?({_SHA})((?:(?:,| and|,? and|\s)\s*{_SHA})*)\b",
    re.IGNORECASE,
)
_REVERT = pattern(
    r"(?:\[[^\]]*\]\s*)*(?:[\w./-]{1,24}: )?(?:⏪\ufe0f?\s*|:rewind:\s*)?(?:revert(?:s|ed"
    r"|ing)?\b(?:\([^)]*\))?!?:?\s|undo:?\s|back(?:ed)? out\b|backout\b|roll(?:ed|ing)?[ -]?back\b)",
    re.IGNORECASE,
)
_REVERT_OF_PART = pattern(
    r"revert\w* (?:the |some |all )?(?:name|version|test file|typo|doc|readme|comment|spac|format)", re.IGNORECASE
)
_AGAIN = pattern(
    r"(?:re-?(?:apply|land|revert|instate|introduce)\w*\b|revert:? [\"“']?revert\b|un-?revert\w*\b|\[reland\])",
    re.IGNORECASE,
)
_REVERTED_PULL = pattern(  # what the buttons of GitHub and GitLab write
    r"^(?:Reverts |This reverts merge request )(?:[\w.-]+/[\w./-]+)?[#!](\d+)\b", re.MULTILINE
)
_BODY_REVERTS = pattern(rf"This reverts commits? {_SHA}")
_TAGS = pattern(r"^(?:\[[^\]]{1,40}\]\s*|(?:gh|bpo|issue)-\d+:?\s*|#\d+:?\s+)+")  # before a subject
_PICKED = pattern(rf"^\(cherry[ -]picked from commit ({_SHA})\b", re.MULTILINE | re.IGNORECASE)
_FIXES_COMMIT = pattern(rf"^fixes: ({_SHA})\b", re.MULTILINE | re.IGNORECASE)
_BEGAN = pattern(
    r"\b(?:introduced|broken|caused|regress\w*|bug|added|started|since|broke)"
    rf"(?: (?:in|by|with|from|at|since|after|it|this|was|behaviou?r))*:? (?:the )?(?:commit |changeset "
    rf"|rev(?:ision)? )?[`(]?({_SHA})\b",
    re.IGNORECASE,
)
_HOTFIX = pattern(r"\bhot[-_ /]?fix(?:es)?\b|^(?:🚑\ufe0f?|:ambulance:)", re.IGNORECASE)
# What hosts write; the number is that of the pull request.
_MERGES = tuple(
    pattern(form)
    for form in (
        r"Merge pull request #(\d+)\b",  # GitHub, and Bitbucket with its own tail
        r"Merged in .+? \(pull request #(\d+)\)",  # Bitbucket Cloud
        r"Merged PR (\d+):",  # Azure DevOps
        r"Merge PR #?(\d+)\b",
        r"Pull request #(\d+):",  # Bitbucket Server, and Data Center
        r"(?:Auto merge of|Rollup merge of|Merge) #(\d+)\b",  # bors
        r"Merge '.*' \(#(\d+)\)",  # Gitea
        r"Merge (?:remote-tracking )?branch '[^']*'.* \(#(\d+)\)",
    )
)
_MERGE_STARTS = ("Merge", "Pull request #", "Auto merge of", "Rollup merge of")
_MERGE_REQUEST = pattern(r"^See merge request (?:\S*?)!(\d+)\s*$", re.MULTILINE)
_BORS = pattern(r"^(\d+): .+ r=\S+", re.MULTILINE)
_REVIEWED_ON = pattern(
    r"^(?:Reviewed-on|PR-URL|Pull Request resolved|Pull-Request): \S*?/(?:pulls?|\+|merge_requests)/(\d+)/?\s*$",
    re.MULTILINE,
)
_SQUASHED = pattern(r"\(([#!])(\d+)\)\s*$")
_BOT_NAME = pattern(
    r"\[bot\]|\bbot\b|[-_]bot\b|^(?:dependabot|renovate|greenkeeper|snyk|pyup|github[- ]actions?|gitlab ci"
    r"|travis(?:[- ]ci)?$|"
    r"semantic-release|release-please|weblate|crowdin|transifex|allcontributors|mergify|jenkins|buildbot|"
    r"pre-commit(?:-|\.)ci|imgbot|codecov|deepsource|bors|copybara|web-flow|automation|ci[- ]user)",
    re.IGNORECASE,
)
_BOT_MAIL = pattern(
    r"\[bot\]@|^(?:bot|noreply|no-reply|support|actions)@(?:dependabot|renovate|github\.com$|greenkeeper|pyup"
    r"|whitesource)"
    r"|@(?:users\.noreply\.)?(?:dependabot|renovate)|[-_.+]bot@|^bot@",
    re.IGNORECASE,
)


def kind_of(message: str, author: tuple[str, str] = ("", ""), parents: int = 1) -> Kind:
    """The kind of a commit. `author` is a name and an address; what a bot made nobody had to mend."""
    text = message[:_READ].lstrip()
    subject, _, body = text.partition("\n")
    subject = subject.strip()
    picked = _PICKED.search(body)
    bot = is_bot(*author)
    pull, squash = _pull(text, subject, parents)
    plain = _TAGS.sub("", subject)
    again = _AGAIN.match(plain) is not None
    revert = not again and _is_revert(plain, body)
    if revert or again:
        return Kind(revert=revert, reverts=_reverted(text), again=again, pull=pull, squash=squash, bot=bot)
    hotfix = _HOTFIX.search(subject if parents < 2 else text[:_HEAD]) is not None
    fix, names = _fix(subject, body) if parents < 2 and (not bot or picked) else (NONE, ())
    return Kind(
        fix, hotfix=hotfix, names=names, picked=picked[1].lower() if picked else "", pull=pull, squash=squash, bot=bot
    )


def _fix(subject: str, body: str) -> tuple[int, tuple[str, ...]]:
    """How much speaks for a fix, and the commits in which the defect began by the message."""
    named = _FIXES_COMMIT.findall(body)
    fix = CERTAIN if named else strength_of(subject[:_HEAD], body)
    if fix > WEAK:
        named += _BEGAN.findall(body)
    return fix, tuple(dict.fromkeys(name.lower() for name in named))


def is_bot(name: str, address: str) -> bool:
    """Whether a machine that no person drives made the commit. An agent that writes code is none of these."""
    from .._agents import Identity, load_agents

    if not (_BOT_NAME.search(name) or _BOT_MAIL.search(address)):
        return False
    return load_agents().by_identity(Identity(name, address)) is None


def _is_revert(plain: str, body: str) -> bool:
    if _REVERT.match(plain):
        return not _REVERT_OF_PART.match(plain) or _REVERTED.search(body) is not None
    return _BODY_REVERTS.match(body.lstrip()) is not None


def _reverted(text: str) -> tuple[str, ...]:
    found: list[str] = []
    for match in _REVERTED.finditer(text):
        found += re.findall(_SHA, match[0].lower())
    found += [f"#{number}" for number in _REVERTED_PULL.findall(text)]
    return tuple(dict.fromkeys(found))


def _pull(text: str, subject: str, parents: int) -> tuple[str, bool]:
    if subject.startswith(_MERGE_STARTS):
        for form in _MERGES:
            if match := form.match(subject):
                return match[1], parents < 2
    if "See merge request" in text and (request := _MERGE_REQUEST.search(text)):
        return request[1], parents < 2
    squashed = _SQUASHED.search(subject)
    if parents > 1:
        bors = _BORS.search(text) if subject.startswith("Merge #") else None
        number = bors[1] if bors else squashed[2] if squashed else BY_HAND
        return number if bors or not _is_sync(subject) else "", False
    reviewed = None if squashed or "://" not in text else _REVIEWED_ON.search(text)
    number = squashed[2] if squashed else reviewed[1] if reviewed else ""
    return number, bool(number)


_TRUNKS = r"(?:main|master|develop|dev|trunk|devel|default|stable|next|release\S*|v?\d[\w.-]*|\d+\.x)"
_INTO = pattern(
    r"Merge (?:remote-tracking )?branch(?:es)? '(?P<what>[^']+)'(?P<of> of \S+)?(?: into '?(?P<into>[^\s']+)'?)?",
    re.IGNORECASE,
)


def _is_sync(subject: str) -> bool:
    """Whether a merge only brings a branch up to date with the one it left, or with another copy of itself."""
    match = _INTO.match(subject)
    if match is None:
        return (
            re.match(
                r"Merge (?:tag|upstream|commit|origin|with|from upstream)\b|Merge \S+/(?:main|master)\b",
                subject,
                re.IGNORECASE,
            )
            is not None
        )
    if match["of"] and match["into"] in (None, match["what"]):
        return True
    trunk = re.fullmatch(rf"(?:\S+/)?{_TRUNKS}", match["what"], re.IGNORECASE) is not None
    if match["into"] is None:
        return trunk
    return trunk or re.fullmatch(_TRUNKS, match["into"], re.IGNORECASE) is None
