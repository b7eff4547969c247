"""Exports of GitHub (`gh`, REST) and GitLab (REST): pull and merge requests, issues that are incidents, deployments."""

import re
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from .cells import Unfit, ai_by_labels, is_nothing, labels_of, nodes_of, severe
from .model import Deploy, Incident, Pull
from .sheet import Sheet

Entry = Mapping[str, Any]
_INCIDENT = re.compile(r"(?:.*\W)?(?:incidents?|outages?|post-?mortems?)(?:\W.*)?", re.DOTALL)
_WEIGHT = re.compile(r"(?:severity|sev|priority|prio|impact|s|p)[\s:/_-]*(?:\d|[a-z]+)|critical|blocker|urgent")
_NOT_PRODUCTION = re.compile(
    r"(?:.*[\W_])?(?:stag\w*|test\w*|dev\w*|qa|uat|preview|review|sandbox|ci|local)(?:[\W_].*)?"
)
_GOOD = frozenset({"success", "active", "inactive"})  # a deployment is inactive when a later one took its place
_BAD = frozenset({"failed", "failure", "error"})


class Shape(NamedTuple):
    """What the entries of a list are: a word for it, and the function that reads one.

    An entry has this shape when it has the key `needed` and one of `any_of`.
    """

    form: str
    needed: str
    any_of: frozenset[str]
    read: Callable[[Sheet, Entry], None]


def shape_of(entry: Entry) -> Shape | None:
    """By the keys that only one of the exports has."""
    return next((one for one in _shapes() if one.needed in entry and not one.any_of.isdisjoint(entry)), None)


def _shapes() -> tuple[Shape, ...]:
    """The first that fits is meant."""
    merge = frozenset({"target_branch", "source_branch", "merged_at", "merge_status"})
    pull = frozenset({"mergedAt", "mergeCommit", "headRefName", "baseRefName", "reviews"})
    return (
        Shape("deployments of GitLab", "iid", frozenset({"environment"}), _gitlab_deployment),
        Shape("merge requests of GitLab", "iid", merge, _gitlab_merge_request),
        Shape("issues of GitLab", "iid", frozenset({"issue_type", "closed_at", "created_at"}), _gitlab_issue),
        Shape("pull requests of gh", "number", pull, _gh_pull),
        Shape("pull requests of GitHub", "number", frozenset({"merged_at", "merge_commit_sha"}), _rest_pull),
        Shape("issues of gh", "number", frozenset({"createdAt"}), _gh_issue),
        Shape("issues of GitHub", "number", frozenset({"created_at"}), _rest_issue),
        Shape("deployments of GitHub", "environment", frozenset({"created_at", "createdAt"}), _github_deployment),
    )


def _gh_pull(sheet: Sheet, one: Entry) -> None:
    _pull(sheet, one, ("createdAt", "mergedAt", "closedAt"), one.get("mergeCommit"))


def _rest_pull(sheet: Sheet, one: Entry) -> None:
    _pull(sheet, one, ("created_at", "merged_at", "closed_at"), one.get("merge_commit_sha"))


def _gitlab_merge_request(sheet: Sheet, one: Entry) -> None:
    commit = next((one[key] for key in ("merge_commit_sha", "squash_commit_sha", "sha") if one.get(key)), None)
    _pull(sheet, one, ("created_at", "merged_at", "closed_at"), commit)


def _pull(sheet: Sheet, one: Entry, times: tuple[str, str, str], commit: object) -> None:
    created, merged, closed = times
    if is_nothing(one.get(merged)):
        if merged not in one:
            raise Unfit(f"does not say {merged}; export it with that field")
        sheet.passed_over("requests that were not merged" if one.get(closed) else "requests that are not merged yet")
        return
    opened = sheet.moment(created, one.get(created))
    done = sheet.moment(merged, one.get(merged))
    if done < opened:
        raise Unfit(f"{merged} lies before {created}; export it again")
    sha = commit.get("oid") if isinstance(commit, Mapping) else commit
    said = ai_by_labels(labels_of(one.get("labels")))
    author = one.get("author", one.get("user"))
    row = Pull(opened, _first_review(sheet, one, opened), done, None, sheet.ai(sha) if said is None else said)
    sheet.put(row._replace(bot=_is_bot(author)), _key(one, opened))


def _first_review(sheet: Sheet, one: Entry, opened: int) -> int | None:
    """The first one by somebody else than the author, bots left out."""
    author = _login(one.get("author"))
    found = []
    for review in nodes_of(one.get("reviews")):
        if not isinstance(review, Mapping) or is_nothing(review.get("submittedAt")):
            continue  # one that is being written
        by = review.get("author")
        if _is_bot(by) or (author and _login(by) == author):
            continue
        at = sheet.moment("submittedAt", review.get("submittedAt"))
        if at >= opened:
            found.append(at)
    return min(found, default=None)


def _gh_issue(sheet: Sheet, one: Entry) -> None:
    _issue(sheet, one, ("createdAt", "closedAt"), is_incident=False)


def _rest_issue(sheet: Sheet, one: Entry) -> None:
    if "pull_request" in one:
        sheet.passed_over("pull requests among issues")
        return
    _issue(sheet, one, ("created_at", "closed_at"), is_incident=False)


def _gitlab_issue(sheet: Sheet, one: Entry) -> None:
    kind = one.get("issue_type", one.get("type"))
    is_incident = isinstance(kind, str) and kind.lower() == "incident"
    _issue(sheet, one, ("created_at", "closed_at"), is_incident=is_incident)


def _issue(sheet: Sheet, one: Entry, times: tuple[str, str], *, is_incident: bool) -> None:
    labels = labels_of(one.get("labels"))
    if not is_incident and not any(_INCIDENT.fullmatch(label) for label in labels):
        sheet.passed_over("issues without a label such as `incident`")
        return
    created, closed = times
    opened = sheet.moment(created, one.get(created))
    resolved = None if is_nothing(one.get(closed)) else sheet.moment(closed, one.get(closed))
    if resolved is not None and resolved < opened:
        raise Unfit(f"{closed} lies before {created}; export it again")
    weights = [severe(one.get("severity")), *(severe(label) for label in labels if _WEIGHT.fullmatch(label))]
    known = [weight for weight in weights if weight is not None]
    row = Incident(opened, resolved, any(known) if known else None, ai_by_labels(labels))
    sheet.put(row, _key(one, opened))


def _github_deployment(sheet: Sheet, one: Entry) -> None:
    latest = one.get("latestStatus")
    state = latest.get("state") if isinstance(latest, Mapping) else one.get("state")
    created = "created_at" if "created_at" in one else "createdAt"
    commit = one.get("sha", one.get("commitOid"))
    _deployment(sheet, one, sheet.moment(created, one.get(created)), one.get("environment"), state, commit)


def _gitlab_deployment(sheet: Sheet, one: Entry) -> None:
    environment = one.get("environment")
    name = environment.get("name") if isinstance(environment, Mapping) else environment
    at = sheet.moment("created_at", one.get("created_at"))
    _deployment(sheet, one, at, name, one.get("status"), one.get("sha"))


def _deployment(sheet: Sheet, one: Entry, at: int, name: object, state: object, commit: object) -> None:
    is_production = one.get("production_environment") is True or not isinstance(name, str)
    if not is_production and _NOT_PRODUCTION.fullmatch(str(name)[:200].lower()):
        sheet.passed_over("deployments to environments that are not production")
        return
    word = state.lower() if isinstance(state, str) else ""
    if word and word not in _GOOD | _BAD:
        sheet.passed_over("deployments that did not end")
        return
    row = Deploy(at, None if not word else word in _BAD, sheet.ai(commit))
    identity = one.get("node_id", one.get("url", one.get("id")))
    sheet.put(row, (str(identity)[:500], at) if isinstance(identity, (str, int)) else None)


def _key(one: Entry, opened: int) -> tuple[int, int]:
    """The number, and the moment, which tells it from that of another project."""
    number = one.get("number", one.get("iid"))
    if not isinstance(number, int) or isinstance(number, bool) or abs(number) >= 1 << 63:
        raise Unfit("has no number; export it with that field")
    return number, opened


def _login(person: object) -> str:
    login = person.get("login", person.get("username")) if isinstance(person, Mapping) else None
    return login if isinstance(login, str) else ""


def _is_bot(person: object) -> bool:
    if not isinstance(person, Mapping):
        return False
    login = _login(person).lower()
    marked = person.get("is_bot") is True or person.get("type") == "Bot"
    return marked or login.endswith("[bot]") or re.fullmatch(r"(?:project|group)_\d+_bot\w*", login) is not None
