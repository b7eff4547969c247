"""The paths that a commit touches, and how much AI they accept."""

from collections.abc import Iterator, Sequence

from .._agents import Identity
from .._finding import Finding, Severity
from ._terms import CODE_OWNER, FORBID, LEVELS, NOTHING, Terms
from .people import login, reviewers
from .reading import MESSAGE_PATH, Reading

_NAMED = 3  # paths in one message
_BY_HAND = "Write this part by hand, in a commit of its own."


def misplaced(reading: Reading, terms: Terms) -> Iterator[Finding]:
    """ATT009 and ATT012: a protected path without a review, a path that accepts less AI.

    Only of a commit that AI had a part in, and only where the policy speaks of paths, git is asked for them.
    """
    if reading.level == "none" or not (terms.protected or terms.levelled):
        return
    paths = reading.paths()
    yield from _unreviewed(reading, terms, paths)
    yield from _too_high(reading, terms, paths)


def _unreviewed(reading: Reading, terms: Terms, paths: Sequence[str]) -> Iterator[Finding]:
    wanted = {path: terms.review_at(path) for path in _protected(terms, paths)}
    forbidden = [path for path, review in wanted.items() if review == FORBID]
    if forbidden:
        yield _finding(
            reading,
            "ATT009",
            f"{_subject(reading)} touches {_listed(forbidden)}, where the policy forbids AI.",
            _BY_HAND,
        )
        return
    asked = [path for path, review in wanted.items() if review != NOTHING]
    # A review comes after the commit, so that its lack is no error yet.
    most: Severity = "warning" if reading.in_the_making else "error"
    people = reviewers(reading) if asked else []
    if asked and not people:
        yield _finding(
            reading, "ATT009", f"{_subject(reading)} touches {_listed(asked)}, and no other person reviewed it.",
            "Have a person who is not the author review it, and add `Reviewed-by: NAME <ADDRESS>`.", most,
        )  # fmt: skip
        return
    yield from _unowned(reading, people, [path for path in asked if wanted[path] == CODE_OWNER], most)


def _protected(terms: Terms, paths: Sequence[str]) -> list[str]:
    if not terms.protected:
        return []
    from .._policy._glob import matcher

    matchers = [matcher(glob) for glob in terms.protected]
    return [path for path in paths if any(matches(path) for matches in matchers)]


def _unowned(reading: Reading, people: Sequence[Identity], paths: Sequence[str], most: Severity) -> Iterator[Finding]:
    """Paths that none of these reviewers owns. What nobody owns needs no more than a review, as on the code hosts.

    Whether a reviewer belongs to a team, or has an account, no commit tells. That warns: an error would stop a review
    that may be right, and to fail the run would say that the commit was not judged, which it was in all else.
    """
    if not paths:
        return
    from .._code_owners import read_code_owners

    owners = read_code_owners(reading.root, reading.before)
    if owners is None:
        return
    foreign, untold = [], []
    for path in paths:
        said = None if owners.too_large else _owned(people, owners.of(path))
        if said is None:
            untold.append(path)
        elif not said:
            foreign.append(path)
    if foreign:
        yield _finding(
            reading, "ATT009", f"{_subject(reading)} touches {_listed(foreign)}, and no code owner reviewed it.",
            "Have one of the owners in CODEOWNERS review it, and add `Reviewed-by: NAME <ADDRESS>` with the address "
            "given there.", most,
        )  # fmt: skip
    elif untold:
        yield _finding(
            reading, "ATT009",
            f"Whether a code owner reviewed {_listed(untold)} cannot be told: CODEOWNERS names teams or accounts.",
            "Name an owner by e-mail address there, or have an owner review it who commits with the code host's "
            "noreply address.", "warning",
        )  # fmt: skip


def _owned(people: Sequence[Identity], owners: Sequence[str]) -> bool | None:
    """Whether one of these people is an owner; None when it cannot be told."""
    if not owners:
        return True
    said = [is_owner(who, owner) for who in people for owner in owners]
    return True if True in said else None if None in said else False


def is_owner(who: Identity, owner: str) -> bool | None:
    """Whether a person is an owner as CODEOWNERS names it: by address, or by account; None when it cannot be told."""
    account, wanted = login(who.email), owner.casefold()
    if not owner.startswith("@"):
        return True if who.email.casefold() == wanted else None if account else False
    if "/" in wanted or wanted.startswith("@@") or not account:
        return None
    return account == wanted.removeprefix("@")


def _too_high(reading: Reading, terms: Terms, paths: Sequence[str]) -> Iterator[Finding]:
    if not terms.levelled:
        return
    level = LEVELS.index(reading.level)
    over = [path for path in paths if LEVELS.index(terms.level_at(path)) > level]
    if over:
        how = "generated by AI" if reading.level == LEVELS[0] else "made with AI"
        accept = "accepts" if len(over) == 1 else "accept"
        yield _finding(
            reading, "ATT012", f"The commit is {how}, and {_listed(over)} {accept} less than that.", _BY_HAND
        )


def _subject(reading: Reading) -> str:
    return "A commit marked as made with AI" if reading.evidence else "A commit that an AI agent makes"


def _listed(paths: Sequence[str]) -> str:
    """The first paths, and how many more there are."""
    from .._report import visible_path

    shown = [visible_path(path) for path in paths[:_NAMED]]
    more = len(paths) - _NAMED
    if more > 0:
        return f"{', '.join(shown)} and {more} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1])))


def _finding(reading: Reading, rule: str, message: str, remedy: str, most: Severity = "error") -> Finding:
    line = next((mark.first for mark in reading.evidence), 0)
    return Finding(MESSAGE_PATH, line, 1 if line else 0, rule, message, remedy, most)
