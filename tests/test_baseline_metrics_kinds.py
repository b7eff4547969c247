"""What a commit is by its message, author and parents; and what a file is by its path."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from walkaround.baseline_metrics.kinds import CERTAIN, LIKELY, NONE, WEAK, Kind, kind_of
from walkaround.baseline_metrics.paths import path_kind

SHA = "0123456789abcdef0123456789abcdef01234567"

FIXES = {
    CERTAIN: [
        "fix: keep the order of headers", "fix(parser)!: read empty bodies", "bugfix: count the last row", "hotfix: stop the loop",
        "fix[cache]: forget what is old", "Bug 4711: wrong total", "[BUG] totals are wrong", "🐛 totals are wrong", ":bug: totals are wrong",
        "🚑️ log in again", "CVE-2031-12345: escape the name", "Fix crash on empty input", "Fixed a memory leak in the pool",
        "parser: fix crash on tabs", "Fix race between reader and writer", "[PATCH] fix: negative sizes", "Fix regression of sorting",
        "PROJ-12: bugfix for names", "security: escape the name", "🐛 Fix formatting of sums", "fix(gitignore): escape names",
    ],
    LIKELY: [
        "Fix sorting of names", "Don't lose the last name", "Sort names\n\nThis bug occurs where names are equal.", "Fixes #12", "Escape names. Fixes #12", "Fixing the total", "Sorting fixed", "3.11 fix for names",
        "Ensure that names are escaped", "Correctly escape names", "Prevent endless redirects", "Escape names (fixes #3, a bug)",
        "Sum ignored the last row, bug 9", "Fix test client losing cookies", "Fix build command ignoring its flags",
        "Répare le calcul du total", "Behebt falsche Summe", "Corrige el total", "Corrigido o total", "合計の計算を修正", "修复总数错误",
        "Исправлен подсчёт", "Total of empty rows\n\nFixes: #9", "Total of empty rows\n\nThis fixes a crash for none.",
        "Add missing runtime for arm64\n\nFixes #9", "Fix prefix of names", "Fix comparison of versions", "Fix import of old archives",
    ],
    WEAK: ["Never send empty rows", "Don't count twice", "Add a total, fixes #4", "Allow none, this fixes #4"],
    NONE: [
        "", "Fix typo", "Fix typos in the docs", "fix: typo in guide.md", "Fix flaky test", "Fix tests on Windows", "Fix lint",
        "fix flake8 warnings", "Fix CI", "ci: fix the cache", "docs: fix example", "test: fix a race", "chore: fix build", "build: fix it",
        "style: fix spaces", "Fix docstring of total", "Fix comment", "Fix formatting", "Fix merge conflict", "fix(docs): name of the guide",
        "fix(ci): use another runner", "fix(deps): bump lib from 1 to 2", "Fix the year in the changelog", "Fix broken links in README",
        "Fix indentation", "Fix spelling", "Add a regression test", "Add fixtures for users", "Add prefix to names",
        "Use fixed-width columns", "Add fix command", "Add bug report template", "Add --fix", "Debug output", "Autofix imports",
        "feat: fixed costs", "refactor: fix names", "Bump version", "Release 1.2", "Add totals", "Corrige une faute d'orthographe",
        "Tippfehler behoben: doc", "ドキュメントの誤字を修正", "修正拼写错误", "Fix E501", "Typo fix", "pep8 fixes", "Fix type errors",
        "Fix CHANGES.rst", "Fix unused imports", "Fix import ordering in the client", "👷 Fix check-out of branches",
        ":white_check_mark: Fix handling of totals", "✨ Add colours, fixes, and sums", "Add missing tests\n\nFixes #9",
        "Add sums\n\nFixes #9", "♻️ Ensure that names are escaped",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("strength", "message"), [(rank, text) for rank, texts in FIXES.items() for text in texts])
def test_fixes(strength: int, message: str) -> None:
    assert kind_of(message).fix == strength


KINDS = {
    f'Revert "Add totals"\n\nThis reverts commit {SHA}.': Kind(revert=True, reverts=(SHA,)),
    'Revert "Fix crash" (#12)': Kind(revert=True, pull="12", squash=True),
    'Revert "Add totals" (#13)\n\nReverts ada/sums#12': Kind(revert=True, reverts=("#12",), pull="13", squash=True),
    'Revert "Add totals"\n\nThis reverts merge request !12': Kind(revert=True, reverts=("#12",)),
    "revert: add totals": Kind(revert=True),
    f"Back out totals\n\nThis reverts commits {SHA[:8]} and {SHA[8:20]}.": Kind(
        revert=True, reverts=(SHA[:8], SHA[8:20])
    ),
    f'Reapply "Add totals"\n\nThis reverts commit {SHA}.': Kind(again=True, reverts=(SHA,)),
    'Revert "Revert "Add totals""': Kind(again=True),
    "Revert the spaces in the table": Kind(),
    "Reverted order of names": Kind(revert=True),
    f'net: fix sum\n\nFixes: {SHA[:12]} ("net: sum")': Kind(fix=CERTAIN, names=(SHA[:12],)),
    f"Fix sum\n\nThe bug was introduced in {SHA[:9]}.": Kind(fix=LIKELY, names=(SHA[:9],)),
    f"Fix sum\n\n(cherry picked from commit {SHA})": Kind(fix=LIKELY, picked=SHA),
    "Add totals (#12)": Kind(pull="12", squash=True),
    "Add totals (!12)": Kind(pull="12", squash=True),
    "Add totals\n\nSee merge request group/project!34": Kind(pull="34", squash=True),
    "Merged PR 56: Add totals": Kind(pull="56", squash=True),
    "Add totals\n\nReviewed-on: https://git.example.org/a/b/pulls/78": Kind(pull="78", squash=True),
    "Hotfix for the log in": Kind(fix=LIKELY, hotfix=True),
}
MERGES = {
    "Merge pull request #12 from ada/hotfix-totals\n\nTotals": Kind(pull="12", hotfix=True),
    "Merged in totals (pull request #13)": Kind(pull="13"),
    "Merge branch 'totals' into 'main'\n\nSee merge request a/b!14": Kind(pull="14"),
    "Merged PR 15: Totals": Kind(pull="15"),
    "Pull request #16: Totals": Kind(pull="16"),
    "Auto merge of #17 - ada:totals, r=ben": Kind(pull="17"),
    "Merge 'Totals' (#18) from ada/totals into main": Kind(pull="18"),
    "Merge #19\n\n19: Totals r=ben a=ada": Kind(pull="19"),
    "Add totals (#20)\n\nThe title of a request is the subject of its merge.": Kind(pull="20"),
    "Merge branch 'totals' of example.org:a/b into main": Kind(pull="?"),
    "Merge branch 'main' of https://example.org/a/b into totals": Kind(),
    "Merge branch 'totals'": Kind(pull="?"),
    "Merge branch 'fix-crash' into develop": Kind(pull="?"),
    "Merge branch 'main' into totals": Kind(),
    "Merge remote-tracking branch 'origin/main'": Kind(),
    "Merge branch 'main' of example.org:a/b": Kind(),
    "Merge branch 'totals' into more-totals": Kind(),
    "Merge tag 'v1.2' into next": Kind(),
}


@pytest.mark.parametrize(("message", "kind"), KINDS.items(), ids=[message.partition("\n")[0] for message in KINDS])
def test_kinds(message: str, kind: Kind) -> None:
    assert kind_of(message) == kind


@pytest.mark.parametrize(("message", "kind"), MERGES.items(), ids=[message.partition("\n")[0] for message in MERGES])
def test_merges(message: str, kind: Kind) -> None:
    assert kind_of(message, parents=2) == kind


@pytest.mark.parametrize(
    ("name", "address", "bot"),
    [
        ("dependabot[bot]", "49699333+dependabot[bot]@users.noreply.github.com", True),
        ("Renovate Bot", "bot@renovateapp.com", True),
        ("project-bot", "ci@example.org", True),
        ("GitHub Actions", "actions@github.com", True),
        ("github-actions", "github-actions@github.com", True),
        ("Ada Lund", "ada@example.org", False),
        ("Talbot Ames", "talbot@example.org", False),
        ("Travis Ames", "travis@example.org", False),
        ("Copilot", "198982749+Copilot@users.noreply.github.com", False),
    ],
)
def test_bots(name: str, address: str, bot: bool) -> None:
    assert kind_of("Fix sum", (name, address)) == Kind(fix=NONE if bot else LIKELY, bot=bot)


PATHS = {
    "code": ["a.py", "src/main/java/org/example/A.java", "lib/a.js", "cmd/a.go", "src/test_runner/a.rb", "Gemfile", "a.H", "src/docs_of/a.py"],
    "test": ["tests/a.py", "test_a.py", "a_test.go", "src/a.test.ts", "src/__tests__/a.js", "src/ATest.java", "spec/a_spec.rb"],
    "documentation": ["README", "README.md", "docs/conf.py", "CHANGES.rst", "LICENSE", "examples/a.py", "docs_src/a.py", "a.txt", "CHANGELOG"],
    "data": ["poetry.lock", "package.json", "a.toml", "Makefile", "logo.png", ".github/workflows/a.yml"],
    "generated": ["a_pb2.py", "a.min.js", "dist/a.js", "api.pb.go"],
    "vendored": ["vendor/a/b.go", "src/_vendor/a.py", "node_modules/a/a.js", "third_party/a.c"],
}  # fmt: skip


@pytest.mark.parametrize(("kind", "path"), [(kind, path) for kind, paths in PATHS.items() for path in paths])
def test_paths(kind: str, path: str) -> None:
    assert path_kind(path) == kind


@settings(max_examples=50)
@given(st.text(max_size=200), st.sampled_from(["fix", "Fix ", 'Revert "', "Merge ", "Fixes #", "(", "bug "]))
def test_no_message_is_too_strange(text: str, start: str) -> None:
    for message in (text, start + text, f"{text}\n\n{start}{text}"):
        kind = kind_of(message, (text, text), 1)
        assert NONE <= kind.fix <= CERTAIN
        assert not (kind.fix and (kind.revert or kind.again))


@pytest.mark.parametrize(
    "piece", ["fix ", "(", "[a]", "revert ", "0123456 ", "a: ", "in the ", "\n", "é", "#1 ", "Fixes #"]
)
def test_long_messages_take_no_time(piece: str) -> None:
    before = time.process_time()
    kind_of(piece * 200_000)
    assert time.process_time() - before < 1
