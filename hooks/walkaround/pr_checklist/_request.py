"""The pull request that is judged: its text, its range, who opened it and who has approved it."""

import os
import sys
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from .._finding import NotJudged
from .._inputs import read_file

PLACE = "<pull request>"
_MOST_BODY = 1_000_000  # bytes: what the largest of the code hosts takes
_MOST_EVENT = 30_000_000  # a webhook's payload has at most 25 MB
_APPROVED = ("approved", "approve")
_UNDONE = ("changes_requested", "dismissed", "request_changes", "rejected")


class Given(NamedTuple):
    """What the command line names; "" where it names nothing."""

    event: str = ""
    body: str = ""
    from_ref: str = ""
    to_ref: str = ""
    reviews: str = ""
    findings: str = ""
    author: str = ""


class Person(NamedTuple):
    """An account on the code host; `bot` as far as the host says so."""

    login: str
    bot: bool = False


class Request(NamedTuple):
    """`place` is what findings name as their file. `reviews` are the accounts that approve, None when nobody knows.

    `exact` says that the range was told, so that it must be there; `named` that a person did so.
    """

    body: str
    place: str = PLACE
    title: str = ""
    author: Person | None = None
    from_ref: str = ""
    to_ref: str = ""
    exact: bool = False
    named: bool = False
    reviews: tuple[Person, ...] | None = None
    findings: tuple[tuple[str, str], ...] = ()


def request_of(given: Given, environ: Mapping[str, str] | None = None) -> Request:
    """The pull request that the options name, else the pipeline's variables; NotJudged says what is missing."""
    known = os.environ if environ is None else environ
    event = given.event or ("" if given.body and given.from_ref else known.get("GITHUB_EVENT_PATH", ""))
    request = Request("")
    if event and (given.event or not given.body or os.path.isfile(event)):
        request = _of_event(event, named=bool(given.event), needed=not given.body)
    elif not given.body:
        request = _of_gitlab(known)
    if given.body:
        place = PLACE if given.body == "-" else given.body
        request = request._replace(body=_text(given.body), place=place)
    if given.from_ref:
        request = request._replace(from_ref=given.from_ref, to_ref=given.to_ref, exact=True, named=True)
    elif not request.from_ref and known.get("CI_MERGE_REQUEST_DIFF_BASE_SHA"):
        base = known["CI_MERGE_REQUEST_DIFF_BASE_SHA"]
        request = request._replace(from_ref=base, to_ref=known.get("CI_COMMIT_SHA") or "HEAD", exact=True)
    if given.author:
        request = request._replace(author=Person(given.author, request.author is not None and request.author.bot))
    if given.reviews:
        request = request._replace(reviews=approvals(_json(given.reviews, _MOST_EVENT), given.reviews))
    if given.findings:
        request = request._replace(findings=findings_of(given.findings))
    return request


def findings_of(path: str) -> tuple[tuple[str, str], ...]:
    """Rule and path of each finding in a report in JSON."""
    report = _json(path, _MOST_EVENT)
    listed = report.get("findings") if isinstance(report, dict) else None
    if not isinstance(listed, list):
        raise NotJudged(path, "is no report of Walkaround; write it with `walkaround check --format json`")
    found = (one for one in listed if isinstance(one, dict))
    return tuple((str(one.get("rule", "")), str(one.get("path", ""))) for one in found)


def _of_event(path: str, *, named: bool, needed: bool) -> Request:
    event = _json(path, _MOST_EVENT)
    where = path if named else "GITHUB_EVENT_PATH"
    if not isinstance(event, dict):
        raise NotJudged(where, "is no event of a code host: it holds no JSON object")
    pull = event.get("pull_request")
    if isinstance(event.get("object_attributes"), dict) and not isinstance(pull, dict):
        pull = _from_gitlab(event)
    if not isinstance(pull, dict):
        if not needed:
            return Request("")
        raise NotJudged(where, "holds no pull request; run this on the event `pull_request`, or give --body FILE")
    body = pull.get("body")
    if body is not None and not isinstance(body, str):
        raise NotJudged(where, "holds a pull request whose text is no string; give --body FILE")
    _refuse_too_large(len((body or "").encode("utf-8", "surrogatepass")), where)
    title = pull.get("title")
    base, head = _sha(pull.get("base")), _sha(pull.get("head"))
    review = event.get("review")
    approving = approvals([review], where) if isinstance(review, dict) else ()
    return Request(
        body or "", PLACE, title if isinstance(title, str) else "", _person(pull.get("user")),
        base if base and head else "", head if base and head else "", bool(base and head), reviews=approving or None,
    )  # fmt: skip


def _from_gitlab(event: Mapping[str, Any]) -> dict[str, Any]:
    """A merge request's webhook in the form of a pull request's."""
    attributes = event["object_attributes"]
    return {"body": attributes.get("description"), "title": attributes.get("title"), "user": event.get("user")}


def _of_gitlab(known: Mapping[str, str]) -> Request:
    body = known.get("CI_MERGE_REQUEST_DESCRIPTION")
    if body is None and not known.get("CI_MERGE_REQUEST_IID"):
        raise NotJudged("", "there is no pull request here; give --event FILE or --body FILE")
    if known.get("CI_MERGE_REQUEST_DESCRIPTION_IS_TRUNCATED") == "true":
        raise NotJudged(
            "CI_MERGE_REQUEST_DESCRIPTION",
            "is cut off by GitLab; fetch the description from its API and give --body FILE",
        )
    return Request(body or "", title=known.get("CI_MERGE_REQUEST_TITLE", ""))


def _sha(end: object) -> str:
    sha = end.get("sha") if isinstance(end, dict) else None
    return sha if isinstance(sha, str) and sha and not sha.startswith("-") else ""


def _person(user: object) -> Person | None:
    if not isinstance(user, dict):
        return None
    name = next((user[key] for key in ("login", "username", "uniqueName", "nickname", "name") if user.get(key)), "")
    login = str(name)
    bot = str(user.get("type", "")).casefold() == "bot" or user.get("bot") is True or login.casefold().endswith("[bot]")
    return Person(login, bot) if login else None


def approvals(answer: object, path: str) -> tuple[Person, ...]:
    """Who approves, by the answer of GitHub's, Gitea's, GitLab's, Azure's or Bitbucket's interface for reviews.

    Of several reviews by one account the last that says something counts.
    """
    listed = answer
    if isinstance(answer, dict):
        listed = next((answer[key] for key in ("approved_by", "value", "values", "reviews") if key in answer), None)
    if not isinstance(listed, list):
        raise NotJudged(path, "holds no reviews; give what GET /repos/OWNER/REPO/pulls/NUMBER/reviews answers")
    approving: dict[str, Person] = {}
    for one in _pages(listed):
        who = _person(one.get("user") or one.get("author") or one.get("reviewer") or one)
        if who is None or one.get("isContainer") is True:  # of Azure: a group, for which one of its people votes too
            continue
        said = _verdict(one, "approved_by" in answer if isinstance(answer, dict) else False)
        if said:
            approving[who.login.casefold()] = who
        elif said is False:
            approving.pop(who.login.casefold(), None)
    return tuple(approving.values())


def _pages(listed: Iterable[object]) -> Iterable[Mapping[str, Any]]:
    """The reviews, also where several pages of an answer were put into one list."""
    for one in listed:
        if isinstance(one, list):
            yield from _pages(one)
        elif isinstance(one, dict):
            yield one


def _verdict(review: Mapping[str, Any], listed: bool) -> bool | None:
    """Whether a review approves (True), takes an approval back (False), or only comments."""
    state = str(review.get("state", "")).casefold()
    vote = review.get("vote")
    if listed or state in _APPROVED or review.get("approved") is True or (isinstance(vote, int) and vote >= 5):
        return True
    return False if state in _UNDONE or (isinstance(vote, int) and vote < 0) else None


def _json(path: str, most: int) -> Any:
    import json

    content = sys.stdin.buffer.read(most + 1) if path == "-" else _content(path, most)
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise NotJudged(path, "is not JSON") from None


def _text(path: str) -> str:
    content = sys.stdin.buffer.read(_MOST_BODY + 1) if path == "-" else _content(path, _MOST_BODY)
    _refuse_too_large(len(content), path)
    return content.decode("utf-8", "replace").removeprefix("\ufeff")


def _content(path: str, most: int) -> bytes:
    try:
        size = os.path.getsize(path)
    except (OSError, ValueError):
        size = 0
    if size > most:
        raise NotJudged(path, f"is larger than {most} bytes, which no code host sends")
    return read_file(path)


def _refuse_too_large(size: int, path: str) -> None:
    if size > _MOST_BODY:
        raise NotJudged(path, f"is larger than {_MOST_BODY} bytes, which no code host takes as a pull request's text")
