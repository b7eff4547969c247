"""Exports of GitHub and GitLab: what counts of them, and what is passed over."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from imports_support import counted, errors, imported, notes, pull, seconds, summary
from walkaround.baseline_metrics.imports.cells import ai_by_labels, severe
from walkaround.baseline_metrics.imports.model import Deploy, Incident, Pull, Row

OPENED, REVIEWED, MERGED = (seconds(f"2026-11-{time}:00") for time in ("02T08", "02T10", "03T08"))
MERGE = {
    "iid": 5, "project_id": 7, "created_at": "2026-11-02T08:00:00.123Z", "merged_at": "2026-11-03T08:00:00.000+00:00",
    "target_branch": "main", "labels": ["ai: generated"], "author": {"username": "ada"}, "merge_commit_sha": None,
    "squash_commit_sha": "b" * 40,
}  # fmt: skip
REST = {
    "number": 5, "created_at": "2026-11-02T08:00:00Z", "merged_at": "2026-11-03T08:00:00Z",
    "merge_commit_sha": "a" * 40, "user": {"login": "dependabot[bot]", "type": "Bot"}, "labels": [{"name": "deps"}],
    "head": {}, "base": {},
}  # fmt: skip
ISSUE = {"number": 9, "created_at": "2026-11-02T08:00:00Z", "closed_at": None, "labels": [{"name": "Incident"}]}
DEPLOYMENT = {"id": 1, "sha": "a" * 40, "environment": "production", "created_at": "2026-11-02T08:00:00Z"}

ENTRIES: list[Any] = [
    pytest.param(pull(), "pull requests of gh", [Pull(OPENED, REVIEWED, MERGED)], {}, id="gh"),
    pytest.param(
        pull(labels=[{"name": "AI-assisted"}], author={"login": "app/renovate", "is_bot": True}),
        "pull requests of gh",
        [Pull(OPENED, REVIEWED, MERGED, None, True, True)],
        {},
        id="gh-labelled-bot",
    ),
    pytest.param(
        pull(
            reviews=[
                {"author": {"login": "ada"}, "submittedAt": "2026-11-02T08:30:00Z"},
                {"author": {"login": "lint[bot]"}, "submittedAt": "2026-11-02T08:31:00Z"},
                {"author": {"login": "eve"}, "submittedAt": None, "state": "PENDING"},
                {"author": None, "submittedAt": "2026-11-02T11:00:00Z"},
                {"author": {"login": "bob"}, "submittedAt": "2026-11-02T10:00:00Z"},
            ]
        ),
        "pull requests of gh",
        [Pull(OPENED, REVIEWED, MERGED)],
        {},
        id="own-and-bots'-reviews-do-not-count",
    ),
    pytest.param(
        pull(mergedAt=None, closedAt="2026-11-03T08:00:00Z"),
        "pull requests of gh",
        [],
        {"requests that were not merged": 1},
        id="gh-closed",
    ),
    pytest.param(pull(mergedAt=None), "pull requests of gh", [], {"requests that are not merged yet": 1}, id="gh-open"),
    pytest.param(REST, "pull requests of GitHub", [Pull(OPENED, None, MERGED, None, True, True)], {}, id="rest"),
    pytest.param(MERGE, "merge requests of GitLab", [Pull(OPENED, None, MERGED, None, True)], {}, id="gitlab"),
    pytest.param(
        MERGE | {"labels": [], "author": {"username": "project_7_bot_x1"}},
        "merge requests of GitLab",
        [Pull(OPENED, None, MERGED, None, False, True)],
        {},
        id="gitlab-by-commit",
    ),
    pytest.param(ISSUE, "issues of GitHub", [Incident(OPENED)], {}, id="issue"),
    pytest.param(
        ISSUE | {"pull_request": {}}, "issues of GitHub", [], {"pull requests among issues": 1}, id="pull-as-issue"
    ),
    pytest.param(
        ISSUE | {"labels": [{"name": "bug"}]},
        "issues of GitHub",
        [],
        {"issues without a label such as `incident`": 1},
        id="bug",
    ),
    pytest.param(
        {
            "number": 9,
            "createdAt": "2026-11-02T08:00:00Z",
            "closedAt": "2026-11-02T10:00:00Z",
            "state": "CLOSED",
            "labels": [{"name": "type: outage"}, {"name": "sev-2"}, {"name": "ai-related"}],
        },
        "issues of gh",
        [Incident(OPENED, REVIEWED, True, True)],
        {},
        id="gh-issue",
    ),
    pytest.param(
        {
            "iid": 4,
            "issue_type": "incident",
            "severity": "LOW",
            "labels": [],
            "created_at": "2026-11-02T08:00:00Z",
            "closed_at": "2026-11-02T10:00:00Z",
        },
        "issues of GitLab",
        [Incident(OPENED, REVIEWED, False)],
        {},
        id="gitlab-incident",
    ),
    pytest.param(DEPLOYMENT, "deployments of GitHub", [Deploy(OPENED, None, True)], {}, id="deployment"),
    pytest.param(
        DEPLOYMENT | {"latestStatus": {"state": "FAILURE"}},
        "deployments of GitHub",
        [Deploy(OPENED, True, True)],
        {},
        id="failed-deployment",
    ),
    pytest.param(
        DEPLOYMENT | {"environment": "eu-staging"},
        "deployments of GitHub",
        [],
        {"deployments to environments that are not production": 1},
        id="staging",
    ),
    pytest.param(
        DEPLOYMENT | {"environment": "review", "production_environment": True, "state": "INACTIVE"},
        "deployments of GitHub",
        [Deploy(OPENED, False, True)],
        {},
        id="production-of-an-odd-name",
    ),
    pytest.param(
        {"iid": 3, "status": "success", "environment": {"name": "prod"}, "created_at": "2026-11-02T08:00:00Z", "id": 8},
        "deployments of GitLab",
        [Deploy(OPENED, False)],
        {},
        id="gitlab-deployment",
    ),
    pytest.param(
        {"iid": 3, "status": "running", "environment": {"name": "prod"}, "created_at": "2026-11-02T08:00:00Z"},
        "deployments of GitLab",
        [],
        {"deployments that did not end": 1},
        id="gitlab-running",
    ),
]


@pytest.mark.parametrize(("entry", "form", "rows", "passed"), ENTRIES)
def test_an_entry_counts_as_what_it_is(
    tmp_path: Path, entry: dict[str, Any], form: str, rows: list[Row], passed: dict[str, int]
) -> None:
    found = imported(tmp_path, {"export.json": [entry]}, levels={"a" * 40: "generated", "b" * 40: "none"})
    assert (list(found.rows), errors(found, tmp_path)) == (rows, [])
    assert counted(found) == [(form, len(rows), 0, 0, passed)]


WRONG: list[Any] = [
    pytest.param(
        pull(mergedAt="2026-11-01T08:00:00Z"), "mergedAt lies before createdAt; export it again", id="merged-first"
    ),
    pytest.param(
        ISSUE | {"closed_at": "2026-11-01T08:00:00Z"},
        "closed_at lies before created_at; export it again",
        id="closed-first",
    ),
    pytest.param(
        pull(createdAt=5), "createdAt is no time: '5'; write it as 2026-11-29T14:05Z", id="a-number-for-a-time"
    ),
    pytest.param(pull(number=None), "has no number; export it with that field", id="no-number"),
    pytest.param(pull(number=10**30), "has no number; export it with that field", id="a-huge-number"),
    pytest.param(
        {key: value for key, value in pull().items() if key != "mergedAt"},
        "does not say mergedAt; export it with that field",
        id="field-not-asked-for",
    ),
    pytest.param({"other": 1}, "is not like pull requests of gh; export it again", id="something-else"),
    pytest.param([], "", id="an-empty-list"),
    pytest.param("text", "is no object; export it again", id="text"),
]


@pytest.mark.parametrize(("entry", "why"), WRONG)
def test_a_wrong_entry_is_named_and_left_out_alone(tmp_path: Path, entry: object, why: str) -> None:
    found = imported(tmp_path, {"export.json": [pull(2), entry]})
    assert list(found.rows) == [Pull(OPENED, REVIEWED, MERGED)]
    assert errors(found, tmp_path) == ([f"export.json:entry 2: {why}"] if why else [])


@pytest.mark.parametrize(
    "text",
    ["[{}]\n[{}]", "[[{}], [{}]]", "{}\n{}\n", '{{"items": [{}, {}]}}'],
    ids=["paginated", "slurped", "one-a-line", "search"],
)
def test_pages_are_read_however_they_are_joined(tmp_path: Path, text: str) -> None:
    import json

    found = imported(tmp_path, {"export.json": text.format(json.dumps(pull(1)), json.dumps(pull(2)))})
    assert counted(found) == [("pull requests of gh", 2, 0, 0, {})]


def test_an_answer_of_graphql_is_read(tmp_path: Path) -> None:
    deployments = [
        {"createdAt": "2026-11-02T08:00:00Z", "environment": "production", "commitOid": "a", "latestStatus": None},
        {"createdAt": "2026-11-02T10:00:00Z", "environment": "production", "latestStatus": {"state": "ERROR"}},
    ]
    nodes = pull(labels={"nodes": [{"name": "ai: none"}]}, reviews={"nodes": pull()["reviews"]})
    found = imported(
        tmp_path,
        {
            "deployments.json": {"data": {"repository": {"name": "x", "deployments": {"nodes": deployments}}}},
            "pulls.json": {"data": {"repository": {"pullRequests": {"nodes": [nodes]}}}},
            "failed.json": {"data": {"repository": None}, "errors": [{"message": "not found"}]},
        },
        levels={"a": "assisted"},
    )
    expected = [Deploy(OPENED, None, True), Deploy(REVIEWED, True), Pull(OPENED, REVIEWED, MERGED, None, False)]
    assert list(found.rows) == expected
    kinds = "incidents, blocks, reviews, deploys, tasks, satisfaction, coverage"
    assert errors(found, tmp_path) == [
        f"failed.json: is JSON of no known kind; lists of rows are called {kinds}; see docs/report-imports.md"
    ]


def test_a_request_in_two_exports_counts_once(tmp_path: Path) -> None:
    by_rest = REST | {"user": {"login": "ada"}}
    found = imported(tmp_path, {"a.json": [by_rest], "b.json": [pull(5)], "c.json": [pull(5)]})
    assert list(found.rows) == [Pull(OPENED, REVIEWED, MERGED)]
    assert [entry[1:3] for entry in counted(found)] == [(1, 0), (0, 1), (0, 1)]


def test_requests_of_two_projects_with_one_number_count_both(tmp_path: Path) -> None:
    found = imported(tmp_path, {"a.json": [pull(5)], "b.json": [pull(5, createdAt="2026-11-02T08:00:01Z")]})
    assert len(found.rows) == 2


def test_what_became_of_the_files_is_said(tmp_path: Path) -> None:
    issues = [ISSUE, ISSUE | {"labels": []}, ISSUE | {"number": 3, "created_at": None}]
    found = imported(tmp_path, {"a.json": [pull(1), pull(2, mergedAt=None)], "b.json": [pull(1)], "c.json": issues})
    assert summary(found) == [
        "Imported 1 row from 2 files (pull requests of gh); repeated: 1; requests that are not merged yet: 1.",
        "Imported 1 row from 1 file (issues of GitHub); left out: 1; issues without a label such as `incident`: 1.",
    ]


def test_what_may_be_but_the_first_page_is_said(tmp_path: Path) -> None:
    found = imported(tmp_path, {"a.json": [pull(number) for number in range(30)]})
    (said,) = notes(found, tmp_path)
    assert said == (
        "a.json: holds exactly 30 entries, which may be but the first page; export them all, with `--limit` or "
        "`--paginate`."
    )


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        pytest.param([], None, id="none"),
        pytest.param(["ai"], None, id="an-area-of-the-product"),
        pytest.param(["ai: none"], False, id="level-none"),
        pytest.param(["ai: assisted", "agent: claude"], True, id="level-assisted"),
        pytest.param(["ai-generated"], True, id="generated"),
        pytest.param(["written with ai"], True, id="written-with"),
        pytest.param(["no-ai"], False, id="no-ai"),
        pytest.param(["non-ai", "ai-related"], True, id="both"),
        pytest.param(["maintained"], None, id="within-a-word"),
    ],
)
def test_labels_tell_of_ai(labels: list[str], said: bool | None) -> None:
    assert ai_by_labels(labels) is said


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("SEV-1", True), ("sev0", True), ("P2", True), ("severity: high", True), ("Critical", True), (2, True),
        ("p3", False), ("severity::4", False), ("minor", False), ("grave", None), ("SEV-12", None), (None, None),
        (True, None), ("", None),
    ],
)  # fmt: skip
def test_severities_of_many_wordings(word: object, said: bool | None) -> None:
    assert severe(word) is said


VALUE = st.recursive(
    st.one_of(
        st.none(), st.booleans(), st.integers(), st.text(max_size=6), st.floats(allow_nan=False, allow_infinity=False),
        st.sampled_from(["2026-11-02T08:00:00Z", "2026-11-03T08:00:00Z", "incident", "production", "success"]),
    ),
    lambda inner: st.one_of(
        st.lists(inner, max_size=2),
        st.dictionaries(st.sampled_from(["name", "login", "oid", "submittedAt", "author", "state"]), inner, max_size=2),
    ),
    max_leaves=4,
)  # fmt: skip
SAMPLES = [
    pull(), REST, MERGE, ISSUE, DEPLOYMENT,
    {"iid": 3, "status": "success", "environment": {"name": "prod"}, "created_at": "2026-11-02T08:00:00Z"},
]  # fmt: skip


@settings(max_examples=50, deadline=None)
@given(data=st.data())
def test_no_entry_is_lost_and_none_stops_the_others(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    sample = data.draw(st.sampled_from(SAMPLES))
    spoiled = st.dictionaries(st.sampled_from(sorted(sample)), VALUE, max_size=3)
    entries = [sample | changes for changes in data.draw(st.lists(spoiled, min_size=1, max_size=5))]
    folder = tmp_path_factory.getbasetemp() / "entries"
    found = imported(folder, {"a.json": entries})
    ((_, used, repeated, left, passed),) = counted(found)
    assert used + repeated + left + sum(passed.values()) == len(entries)
    assert len(errors(found, folder)) == left
