"""The people who answer for a commit: who signed off, and who reviewed.

Source of what a sign-off has to be: the DCO app (github.com/dcoapp/app, lib/dco.js). Name and address are each those
of the author or of the committer, in any case; merges and the commits of bots need none.
"""

from collections.abc import Iterator

from .. import _git
from .._agents import Agents, Identity, identity
from .._finding import Finding
from .._message import trailers
from ._terms import Terms
from .reading import MESSAGE_PATH, NOBODY, Reading

_SIGN_OFF = "signed-off-by:"
_NOREPLY = ("@users.noreply.github.com", "@users.noreply.gitlab.com", "@noreply.codeberg.org", "@noreply.gitea.com")
_WEB = "noreply@github.com"  # the committer of what is committed on GitHub's pages
_MELTED = ("fixup! ", "squash! ", "amend! ")
_REMEDY = "Sign off yourself with `git commit --amend --no-edit --signoff`."
_REMEDY_IN_THE_MAKING = "Sign off yourself with `git commit --signoff`."


def unsigned(reading: Reading, terms: Terms) -> Iterator[Finding]:
    """ATT008: no person signs off where the policy asks for it."""
    if not _needs_sign_off(reading, terms):
        return
    signed = [(number, who) for number, who in _sign_offs(reading) if is_person(who, reading.agents)]
    if signed and _answers(reading, [who for _, who in signed]):
        return
    if reading.in_the_making and _git.is_merging(reading.root):
        return
    if signed:
        line, message = signed[0][0], "The sign-off is of neither the author nor the committer, by name and address."
    else:
        line = next(number for number, text in enumerate(reading.lines, 1) if text.strip())
        which = ", which is made with AI" if reading.level != "none" else ""
        message = f"No person signs off this commit{which}."
    remedy = _REMEDY_IN_THE_MAKING if reading.in_the_making else _REMEDY
    yield Finding(MESSAGE_PATH, line, 1, "ATT008", message, remedy)


def _needs_sign_off(reading: Reading, terms: Terms) -> bool:
    if terms.human_sign_off == "none" or reading.merge or reading.subject.startswith(("Merge ", *_MELTED)):
        return False
    if reading.level != "none":
        return True
    return terms.human_sign_off == "every" and not is_bot(reading.author)


def _sign_offs(reading: Reading) -> Iterator[tuple[int, Identity]]:
    """Those with a name and an address, which stand at the beginning of a line."""
    for trailer in trailers(reading.lines):
        if reading.lines[trailer.first - 1].lower().startswith(_SIGN_OFF):
            who = identity(trailer.value)
            if who.name and "@" in who.email:
                yield trailer.first, who


def _answers(reading: Reading, signed: list[Identity]) -> bool:
    """Whether one of these people made the commit, as far as it is known who did.

    Where an agent did, whoever signs off answers for it.
    """
    if reading.in_the_making and reading.author == NOBODY:
        return True
    makers = [who for who in (reading.author, reading.committer) if _is_maker(who, reading.agents)]
    if _is_among(signed, makers):
        return True
    if reading.in_the_making and reading.committer == NOBODY:
        committer = Identity(*_git.committer(reading.root)) if reading.root else NOBODY
        makers += [committer] if _is_maker(committer, reading.agents) else []
    return not makers or _is_among(signed, makers)


def _is_maker(who: Identity, agents: Agents) -> bool:
    return bool(who.email) and who.email.casefold() != _WEB and is_person(who, agents)


def _is_among(signed: list[Identity], makers: list[Identity]) -> bool:
    names, emails = {_folded(who.name) for who in makers}, {_folded(who.email) for who in makers}
    return any(_folded(who.name) in names and _folded(who.email) in emails for who in signed)


def reviewers(reading: Reading) -> list[Identity]:
    """The people in `Reviewed-by:` who had no part in making the commit: they share no name and no address with it."""
    listed = list(trailers(reading.lines))
    makers = [reading.author, reading.committer]
    makers += [identity(one.value) for one in listed if one.key.lower() in ("co-authored-by", "co-developed-by")]
    if reading.in_the_making and reading.committer == NOBODY and reading.root:
        makers.append(Identity(*_git.committer(reading.root)))
    names = {_folded(who.name) for who in makers if who.name}
    emails = {_address(who.email) for who in makers if who.email}
    found = (identity(one.value) for one in listed if one.key.lower() == "reviewed-by")
    return [
        who for who in found
        if "@" in who.email and is_person(who, reading.agents)
        and _folded(who.name) not in names and _address(who.email) not in emails
    ]  # fmt: skip


def is_person(who: Identity, agents: Agents) -> bool:
    """Whether this may be a person: neither an agent that we know nor a bot's account."""
    return agents.by_identity(who) is None and not is_bot(who)


def is_bot(who: Identity) -> bool:
    """Whether this is a bot's account: GitHub's end in [bot], GitLab's are named by their project or group."""
    user = who.email.casefold().partition("@")[0]
    if who.name.rstrip().casefold().endswith("[bot]") or user.endswith("[bot]"):
        return True
    kind, _, rest = user.partition("_")
    number, _, word = rest.partition("_")
    return kind in ("project", "group") and number.isdigit() and word.partition("_")[0] == "bot"


def login(email: str) -> str:
    """The account in an address that a code host gives out instead of a person's own; empty in any other."""
    folded = email.casefold()
    domain = next((domain for domain in _NOREPLY if folded.endswith(domain)), None)
    if domain is None:
        return ""
    user = folded.removesuffix(domain)
    number, plus, name = user.partition("+")
    if plus and number.isdigit():
        return name
    number, dash, name = user.partition("-")  # GitLab: NUMBER-LOGIN
    return name if dash and number.isdigit() and "gitlab" in domain else user


def _address(email: str) -> str:
    """An address to compare: one and the same for both forms that a code host gives out."""
    account = login(email)
    return f"{account}@" if account else _folded(email)


def _folded(text: str) -> str:
    text = " ".join(text.casefold().split())
    if not text.isascii():
        from unicodedata import normalize

        text = normalize("NFC", text)
    return text
