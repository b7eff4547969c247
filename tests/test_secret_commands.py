"""`walkaround secrets`: baseline and audit, each as a user calls it; audit through a terminal with real keystrokes."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from made_up_secrets import made_up
from test_secret_detection_baseline import baseline as legacy
from test_secret_detection_baseline import entry as legacy_entry
from tests_support import Repository, tries
from walkaround import cli
from walkaround._policy import Policy
from walkaround._secrets_baseline import FILE, LEGACY, SHA1, Entry, fingerprint, parse, render
from walkaround.secret_commands._book import Book, Found, Scan
from walkaround.secret_commands.audit import masked
from walkaround.secret_commands.baseline import Plan, _plan
from walkaround.secret_detection._accepted import Accepted, Secret

MADE_UP, OTHERS = made_up(21), made_up(22)
KEY, TOKEN, PASSWORD = MADE_UP["AWS_KEY"], MADE_UP["GITHUB_TOKEN"], MADE_UP["PASSWORD"]
AWS, GITHUB = "aws-access-key-id", "github-personal-access-token"
ASSIGNED, PEM = "assigned-credential", "private-key"
OLD_AWS, OLD_GITHUB = "AWS Access Key", "GitHub Token"  # as detect-secrets calls them
A = f"x = '{KEY}'\npassword = '{PASSWORD}'\n"
ATTRIBUTES = ".walkaround/.gitattributes"
RULE = "secrets.baseline merge=union\n"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(repository: Repository, capsys: pytest.CaptureFixture[str]) -> Run:
    """`walkaround secrets ARGUMENTS` in a repository: exit code and both streams, in which no secret stands."""

    def command(*arguments: str) -> tuple[int, str, str]:
        assert Path.cwd() == repository.top
        code = cli.main(["secrets", *arguments])
        said = capsys.readouterr()
        for secret in (KEY, TOKEN, PASSWORD):
            assert secret[:5] not in said.out + said.err
        return code, said.out, said.err

    return command


def entries(repository: Repository) -> tuple[Entry, ...]:
    return parse(FILE, (repository.top / FILE).read_bytes())


def known(kind: str, value: str, file: str = "a.py", **more: str) -> Entry:
    return Entry(file, kind, fingerprint(value), **more)


def put(repository: Repository, *known: Entry) -> None:
    repository.stage(FILE, render(known))


# Which command


def test_without_a_command_they_are_listed(run: Run) -> None:
    assert run() == (
        0,
        (
            "usage: walkaround secrets COMMAND [OPTIONS]\n\n"
            "  baseline  what is accepted; --update, --check, --migrate: bring it up to date, or over from "
            "detect-secrets\n"
            "  audit     look at each accepted secret that nobody has looked at yet, and say what it is\n\n"
            "`walkaround secrets COMMAND --help` says more.\n"
        ),
        "",
    )


WRONG = {
    "misspelled": (["basline"], "walkaround secrets: no command 'basline'; did you mean \"baseline\"?\n"),
    "unknown": (["x"], "walkaround secrets: no command 'x'; see walkaround secrets --help\n"),
    "outside": (["baseline", "--update", "/"], "walkaround secrets: /: lies outside the repository\n"),
    "nothing-to-migrate": (
        ["baseline", "--migrate"],
        (
            "walkaround secrets: there is no baseline of detect-secrets beside .walkaround/secrets.baseline; nothing "
            "is to be migrated\n"
        ),
    ),
}


@pytest.mark.parametrize(("arguments", "told"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_done_is_one_line(run: Run, arguments: list[str], told: str) -> None:
    assert run(*arguments) == (2, "", told)


@pytest.mark.parametrize(
    "arguments", [("--update", "--check"), ("--remove",), ("--migrate", "a.py"), ("--updat",)], ids=" ".join
)
def test_options_that_do_not_go_together(run: Run, arguments: tuple[str, ...]) -> None:
    code, out, err = run("baseline", *arguments)
    assert (code, out) == (2, "")
    assert err.startswith("usage: walkaround secrets baseline")


def test_a_baseline_that_cannot_be_read_is_one_line(repository: Repository, run: Run) -> None:
    repository.stage(FILE, "{}\n")
    why = (
        'line 1: has no "file"; no file was judged against it: mend or delete that line, then run `walkaround secrets '
    )
    for arguments in (["baseline"], ["baseline", "--update"], ["audit"]):
        assert run(*arguments) == (2, "", f"walkaround secrets: {FILE}: {why}baseline --update`\n")


def test_a_policy_without_a_baseline_has_none(repository: Repository, run: Run) -> None:
    repository.stage("walkaround.toml", '[secret-detection]\nbaseline = ""\n')
    told = "walkaround secrets: secret-detection.baseline: is empty in the policy, so that nothing can be accepted\n"
    assert run("baseline") == (2, "", told)


# Update


def test_update_adds_what_is_found_and_then_nothing_is(repository: Repository, run: Run) -> None:
    repository.stage("a.py", A + f"y = '{OTHERS['AWS_KEY']}'  # pragma: allowlist secret\n")
    repository.stage("k.pem", MADE_UP["PRIVATE_KEY"] + "\n")
    repository.write("untracked.py", f"y = '{TOKEN}'\n")
    told = f"  + a.py:2: {ASSIGNED}\n  + a.py:1: {AWS}\n  + k.pem:1: {PEM}\n"
    check = f"{FILE}: an update would add 3, remove 0, keep 0\n"
    assert run("baseline", "--check") == (1, told + check, "")
    assert not (repository.top / FILE).exists()
    assert run("baseline", "--update") == (0, f"{told}{FILE}: added 3, removed 0, kept 0\n", "")
    assert (repository.top / ATTRIBUTES).read_text() == RULE
    assert entries(repository)[:2] == (known(ASSIGNED, PASSWORD), known(AWS, KEY))
    assert cli.main(["check", "a.py", "k.pem", FILE]) == 0
    assert run("baseline", "--check")[0] == 0
    before = os.stat(repository.top / FILE)
    assert run("baseline", "--update") == (0, f"{FILE}: added 0, removed 0, kept 3\n", "")
    assert os.stat(repository.top / FILE) == before, "a file that holds it already is not written again"


def test_update_keeps_answers_and_drops_what_is_gone(repository: Repository, run: Run) -> None:
    repository.stage("a.py", f"\n\nx = '{KEY}'\n")
    looked_at = known(AWS, KEY, status="accepted", reason="opens a sandbox")
    put(repository, looked_at, known(ASSIGNED, PASSWORD), known(AWS, KEY, "gone.py", status="to-revoke"))
    told = f"  - a.py: {ASSIGNED}\n  - gone.py: {AWS}\n{FILE}: added 0, removed 2, kept 1\n"
    assert run("baseline", "--update") == (0, told, "")
    assert entries(repository) == (looked_at,)


def test_what_is_to_be_revoked_stays_in_it_while_it_is_there(repository: Repository, run: Run) -> None:
    repository.stage("a.py", f"x = '{KEY}'\n")
    put(repository, known(AWS, KEY, status="to-revoke"))
    assert run("baseline", "--check")[0] == 0
    assert cli.main(["check", "a.py"]) == 1


def test_only_the_files_that_are_named_are_brought_up_to_date(repository: Repository, run: Run) -> None:
    for name in ("a.py", "sub/b.py", "sub/c.py"):
        repository.stage(name, f"x = '{KEY}'\n")
    put(repository, known(ASSIGNED, PASSWORD), known(ASSIGNED, PASSWORD, "sub/b.py"), known(AWS, KEY, "sub/gone.py"))
    assert run("baseline", "--update", "sub") == (
        0,
        (
            f"  + sub/b.py:1: {AWS}\n  + sub/c.py:1: {AWS}\n  - sub/b.py: {ASSIGNED}\n  - sub/gone.py: {AWS}\n"
            f"{FILE}: added 2, removed 2, kept 1\n"
        ),
        "",
    )
    assert entries(repository) == (
        known(ASSIGNED, PASSWORD), known(AWS, KEY, "sub/b.py"), known(AWS, KEY, "sub/c.py"),
    )  # fmt: skip


def test_what_is_off_or_exempt_is_not_added(repository: Repository, run: Run) -> None:
    repository.stage("a.py", A)
    repository.stage("b.py", f"x = '{KEY}'\n")
    repository.stage("walkaround.toml", '[rules]\nSEC004 = "off"\n')
    exempt = ["policy", "exempt", "SEC001", "b.py", "--reason", "a test", "--owner", "@me"]
    assert cli.main(exempt) == 0
    assert run("baseline", "--update")[1].endswith(f"  + a.py:1: {AWS}\n{FILE}: added 1, removed 0, kept 0\n")


def test_nothing_is_written_when_something_was_not_judged(repository: Repository, run: Run) -> None:
    repository.stage("a.py", A)
    os.symlink("nowhere", repository.top / "link.py")
    repository.stage("walkaround.toml", "[secret-detection]\nseconds-per-file = 1\n")
    put(repository)
    unreadable = repository.stage("b.py", "x")
    unreadable.unlink()
    unreadable.mkdir()
    code, out, err = run("baseline", "--update", "a.py", "nowhere.py")
    assert (code, out) == (2, "")
    assert err == (
        "walkaround secrets: nowhere.py: not judged: no such file\n"
        f"walkaround secrets: {FILE} is as it was, because not everything could be judged\n"
    )
    assert (repository.top / FILE).read_bytes() == b""


def test_a_merge_left_both_versions_of_a_line(repository: Repository, run: Run) -> None:
    """An update is not due because of it, but cleans up."""
    repository.stage("a.py", f"x = '{KEY}'\n")
    answered = known(AWS, KEY, status="false-positive")
    repository.stage(FILE, render([answered]) + render([known(AWS, KEY)]))
    assert run("baseline", "--check")[0] == 0
    assert run("baseline", "--update")[0] == 0
    assert (repository.top / FILE).read_bytes() == render([answered])


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(None, RULE, id="none"),
        pytest.param("*.toml text\n", f"*.toml text\n{RULE}", id="others"),
        pytest.param("*.toml text", f"*.toml text\n{RULE}", id="no-line-end"),
        pytest.param(RULE, RULE, id="there"),
        pytest.param("/secrets.baseline text merge=mine\n", "/secrets.baseline text merge=mine\n", id="another-driver"),
        pytest.param("secrets.baseline -merge\n", "secrets.baseline -merge\n", id="switched-off"),
        pytest.param("secrets.baseline text\n", f"secrets.baseline text\n{RULE}", id="another-attribute"),
    ],
)
def test_the_rule_for_merges_is_added_to_what_stands_there(
    repository: Repository, run: Run, before: str | None, after: str
) -> None:
    if before is not None:
        repository.stage(ATTRIBUTES, before)
    repository.stage("a.py", A)
    assert run("baseline", "--update")[0] == 0
    assert (repository.top / ATTRIBUTES).read_text() == after


def test_json_of_an_update(repository: Repository, run: Run) -> None:
    repository.stage("a.py", f"x = '{KEY}'\n")
    put(repository, known(ASSIGNED, PASSWORD, status="false-positive"))
    code, out, err = run("baseline", "--check", "--json")
    assert (code, err) == (1, "")
    assert json.loads(out) == {
        "version": 1,
        "path": FILE,
        "added": [{"file": "a.py", "type": AWS, "hash": fingerprint(KEY), "line": 1}],
        "removed": [
            {"file": "a.py", "type": ASSIGNED, "hash": fingerprint(PASSWORD), "status": "false-positive"}
        ],
        "kept": 0,
        "changed": True,
    }  # fmt: skip


VALUES = st.sampled_from([KEY, TOKEN, PASSWORD, OTHERS["AWS_KEY"]])
NAMES = st.sampled_from(["a.py", "b/c.py", "d.py"])
KINDS = st.sampled_from(["vendor", "assigned"])
ANSWERS = st.sampled_from([("", ""), ("false-positive", ""), ("accepted", "why"), ("to-revoke", "")])
ENTRIES = st.lists(
    st.builds(
        lambda kind, value, file, answer: known(kind, value, file, status=answer[0], reason=answer[1]),
        KINDS,
        VALUES,
        NAMES,
        ANSWERS,
    ),
    max_size=6,
    unique_by=lambda entry: entry.key,
)
FOUND = st.lists(
    st.builds(
        lambda kind, value, file, counts: Found(file, Secret(kind, value, 1, value, 0, len(value)), counts),
        KINDS, VALUES, NAMES, st.booleans(),
    ),
    max_size=6,
)  # fmt: skip


@settings(max_examples=tries(200), deadline=None)
@given(entries=ENTRIES, found=FOUND, judged=st.sets(NAMES))
def test_an_update_keeps_what_is_found_and_what_was_not_judged(
    entries: list[Entry], found: list[Found], judged: set[str]
) -> None:
    """And a second one changes nothing."""
    found = [one for one in found if one.file in judged]
    scan = Scan(frozenset(judged), tuple(found), ())
    book = Book("/nowhere", Policy(), FILE, True, tuple(entries), (), False)
    plan = _plan(book, entries, Accepted(entries), scan, ("a.py",))
    here = {(one.file, one.secret.kind, fingerprint(one.secret.value)) for one in found}
    counting = {(one.file, one.secret.kind, fingerprint(one.secret.value)) for one in found if one.counts}
    elsewhere = {one for one in entries if one.file not in judged | {"a.py"}}
    assert set(plan.entries) >= elsewhere
    assert {one for one in entries if one.key in here} <= set(plan.entries)
    assert {one.key for one in plan.entries} - {one.key for one in elsewhere} <= here
    assert counting <= {one.key for one in plan.entries}
    assert {one for one, _ in plan.added} == set(plan.entries) - set(entries)
    assert set(plan.removed) == set(entries) - set(plan.entries)
    again = _plan(book, plan.entries, Accepted(plan.entries), scan, ("a.py",))
    assert again == Plan(plan.entries, (), ())


# What is in it


def test_the_summary_counts_by_status_type_and_file(repository: Repository, run: Run) -> None:
    assert run("baseline") == (0, f"{FILE}: there is none\n", "")
    put(
        repository,
        known(AWS, KEY, status="accepted", reason="why"),
        known(ASSIGNED, PASSWORD),
        known(ASSIGNED, PASSWORD, "b/c.py"),
    )
    repository.stage(LEGACY, json.dumps(legacy(results={"a.py": [legacy_entry(OLD_AWS, KEY)]})))
    assert run("baseline") == (
        0,
        (
            f"{FILE}: 3 entries in 2 files\n      2 unaudited\n      1 accepted\n"
            f"by type\n      2 {ASSIGNED}\n      1 {AWS}\nby file\n      2 a.py\n      1 b/c.py\n"
            f"{LEGACY}: 1 entry of detect-secrets; `walkaround secrets baseline --migrate` takes over\n"
        ),
        "",
    )
    assert json.loads(run("baseline", "--json", "b")[1]) == {
        "version": 1,
        "path": FILE,
        "entries": 1,
        "by_status": {"unaudited": 1},
        "by_type": {ASSIGNED: 1},
        "by_file": {"b/c.py": 1},
        "detect_secrets": [{"path": LEGACY, "entries": 0}],
    }


# Over from detect-secrets


def stage_legacy(repository: Repository, results: Mapping[str, Any], path: str = LEGACY, **more: Any) -> None:
    repository.stage(path, json.dumps(legacy(results=results, **more), indent=2))


def test_every_entry_becomes_one_of_ours_with_its_label(repository: Repository, run: Run) -> None:
    repository.stage("a.py", A + f"y = '{TOKEN}'\n")
    results = {
        "a.py": [
            legacy_entry(OLD_AWS, KEY, 1) | {"is_secret": False},
            legacy_entry("Secret Keyword", PASSWORD, 2) | {"is_secret": True},
            legacy_entry(OLD_GITHUB, "ghp", 3),
            legacy_entry(OLD_AWS, "gone", 9) | {"is_verified": True},
        ],
        "b.py": [legacy_entry("Hex High Entropy String", "0f", 1)],
    }
    stage_legacy(repository, results)
    assert run("baseline", "--migrate") == (
        0,
        (
            f"{FILE}: took over 5 entries, 2 of them for secrets that are not found here\n"
            "  2 entries of real secrets: each is a finding again until it is revoked and gone\n"
            f"  {LEGACY} still counts beside it; `git rm {LEGACY}` when you no longer need it\n"
        ),
        "",
    )
    assert set(entries(repository)) == {
        known(AWS, KEY, status="false-positive"),
        known(ASSIGNED, PASSWORD, status="to-revoke"),
        known(GITHUB, TOKEN),
        Entry("a.py", OLD_AWS, SHA1 + results["a.py"][3]["hashed_secret"], "to-revoke"),
        Entry("b.py", "Hex High Entropy String", SHA1 + results["b.py"][0]["hashed_secret"]),
    }
    again = run("baseline", "--migrate", "--remove")
    assert again[:2] == (0, f"{FILE}: took over 0 entries\n  removed {LEGACY}\n")
    assert not (repository.top / LEGACY).exists()
    assert cli.main(["check", "a.py"]) == 1  # the password is to be revoked


def test_what_detect_secrets_wrote_accepts_the_same_once_it_is_migrated(repository: Repository, run: Run) -> None:
    repository.stage("a.py", A + f"y = '{TOKEN}'\nurl = 'https://app:{OTHERS['PASSWORD']}@db.internal/x'\n")
    repository.stage("k.pem", MADE_UP["PRIVATE_KEY"] + "\n")
    command = [sys.executable, "-m", "detect_secrets", "scan", "-n"]
    repository.stage(LEGACY, subprocess.run(command, capture_output=True, check=True).stdout)
    assert run("baseline", "--migrate", "--remove")[0] == 0
    assert not (repository.top / LEGACY).exists()
    assert cli.main(["check", "a.py", "k.pem", FILE]) == 0
    repository.stage("a.py", f"y = '{OTHERS['GITHUB_TOKEN']}'\n")
    repository.stage("k.pem", OTHERS["PRIVATE_KEY"] + "\n")
    assert cli.main(["check", "a.py"]) == cli.main(["check", "k.pem"]) == 1


PATTERNS = [
    {"path": "detect_secrets.filters.regex.should_exclude_file", "pattern": ["^gen/"]},
    {"path": "detect_secrets.filters.regex.should_exclude_line", "pattern": ["nolint"]},
    {"path": "detect_secrets.filters.regex.should_exclude_secret", "pattern": ["^Z", "^Q"]},
]


def test_what_excludes_by_a_pattern_is_named_and_stays(repository: Repository, run: Run) -> None:
    repository.stage("a.py", f"x = '{KEY}'\n")
    stage_legacy(repository, {"a.py": [legacy_entry(OLD_AWS, KEY, 1)]}, filters_used=PATTERNS)
    code, out, err = run("baseline", "--migrate", "--remove")
    assert code == 1
    assert out.startswith(f"{FILE}: took over 1 entry\n  {LEGACY} still counts beside it")
    assert err == (
        f'walkaround secrets: {LEGACY}: should_exclude_file cannot be taken over ("^gen/"), and the file stays; write '
        '[[paths]] with a glob and rules such as `rules.SEC004 = "off"` into the policy\n'
        f'walkaround secrets: {LEGACY}: should_exclude_line cannot be taken over ("nolint"), and the file stays; mark '
        "those lines `pragma: allowlist secret`\n"
        f"walkaround secrets: {LEGACY}: should_exclude_secret cannot be taken over (2), and the file stays; accept "
        "each of those secrets: `walkaround secrets baseline --update`\n"
    )
    assert (repository.top / LEGACY).exists()


def test_an_update_takes_over_what_only_detect_secrets_has(repository: Repository, run: Run) -> None:
    repository.stage("a.py", A)
    stage_legacy(
        repository, {"a.py": [legacy_entry(OLD_AWS, KEY) | {"is_secret": False}, legacy_entry(OLD_AWS, "gone")]}
    )
    told = f"  + a.py:2: {ASSIGNED}\n  - a.py: {OLD_AWS}\n{FILE}: added 1, removed 1, kept 1\n"
    assert run("baseline", "--update") == (0, told, "")
    assert entries(repository) == (known(ASSIGNED, PASSWORD), known(AWS, KEY, status="false-positive"))


def test_beside_ours_an_update_leaves_theirs_alone(repository: Repository, run: Run) -> None:
    repository.stage("a.py", A)
    stage_legacy(repository, {"a.py": [legacy_entry(OLD_AWS, KEY)]})
    put(repository, known(ASSIGNED, PASSWORD))
    assert run("baseline", "--update") == (0, f"{FILE}: added 0, removed 0, kept 1\n", "")


def test_an_entry_by_sha_1_becomes_one_by_content_when_it_is_found(repository: Repository, run: Run) -> None:
    repository.stage("a.py", f"x = '{KEY}'\n")
    put(repository, Entry("a.py", OLD_AWS, SHA1 + legacy_entry(OLD_AWS, KEY)["hashed_secret"], "accepted", "a sandbox"))
    assert run("baseline", "--update") == (0, f"{FILE}: added 0, removed 0, kept 1\n", "")
    assert entries(repository) == (known(AWS, KEY, status="accepted", reason="a sandbox"),)


def test_a_file_of_theirs_that_the_policy_names(repository: Repository, run: Run) -> None:
    repository.stage("walkaround.toml", '[secret-detection]\nbaseline = "known.json"\n')
    repository.stage("a.py", f"x = '{KEY}'\n")
    stage_legacy(repository, {"a.py": [legacy_entry(OLD_AWS, KEY)]}, "known.json")
    names = "walkaround secrets: known.json: is detect-secrets' own, and the policy names it"
    migrate = f"{names}; `walkaround secrets baseline --migrate` writes {FILE}\n"
    assert run("baseline", "--update") == (2, "", migrate)
    assert run("baseline", "--migrate", "--remove")[0] == 2
    told = (
        f"{FILE}: took over 1 entry\n  take `secret-detection.baseline` out of the policy: it still names known.json\n"
    )
    assert run("baseline", "--migrate") == (0, told, "")


def test_theirs_under_our_name_is_to_be_moved(repository: Repository, run: Run) -> None:
    stage_legacy(repository, {}, FILE)
    told = f"walkaround secrets: {FILE}: is in detect-secrets' format; `git mv {FILE} {LEGACY}`, where it counts too\n"
    assert run("baseline", "--update") == (2, "", told)


# Audit


def test_audit_needs_a_terminal(repository: Repository, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.stage("a.py", A)
    assert run("audit") == (0, f"{FILE}: 0 entries, and somebody has looked at each\n", "")
    put(repository, known(AWS, KEY), known(ASSIGNED, PASSWORD, status="false-positive"))
    told = f"walkaround secrets: audit asks questions and needs a terminal; 1 entry of {FILE} to look at\n"
    with open(os.devnull, encoding="utf-8") as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        assert run("audit") == (2, "", told)
    assert json.loads(run("audit", "--json")[1]) == {
        "version": 1,
        "path": FILE,
        "entries": 2,
        "by_status": {"unaudited": 1, "false-positive": 1, "accepted": 0, "to-revoke": 0},
    }


MASKED = {
    "short": (f"password = '{PASSWORD}'  # db", PASSWORD, f"password = '{PASSWORD[:4]}{'*' * 14}'  # db"),
    "very-short": ("p = 'abcdefgh'", "abcdefgh", "p = 'ab******'"),
    "a-second-one": (f"x = '{KEY}', '{TOKEN}'", KEY, f"x = '{KEY[:4]}{'*' * 16}', '{'*' * 20}'"),
    "escapes": ("x = '\x1b[2Jabcdefgh'\x07", "abcdefgh", "x = '\\u001b[2Jab******'\\u0007"),
    "far-away": ("y" * 10 + " " * 100 + "x = 'abcdefgh'" + " " * 100, "abcdefgh", "x = 'ab******'"),
}


def test_other_secrets_of_the_line_are_hidden_too() -> None:
    line = "a = 'abcdefgh', b = 'ijklmnop', c = 'ijklmnop'"

    def secret(value: str) -> Secret:
        return Secret("t", value, 1, line, line.index(value), line.index(value) + len(value))

    both = (secret("abcdefgh"), secret("ijklmnop"))
    assert masked(both[0], both) == "a = 'ab******', b = '********', c = '********'"
    assert masked(both[1], both) == "a = '********', b = 'ij******', c = '********'"


@pytest.mark.parametrize(("line", "value", "shown"), MASKED.values(), ids=MASKED)
def test_a_line_is_shown_without_its_secrets(line: str, value: str, shown: str) -> None:
    start = line.index(value)
    assert masked(Secret("t", value, 1, line, start, start + len(value))) == shown


pty = pytest.mark.skipif(os.name == "nt", reason="there is no pseudo-terminal")


class Terminal:
    """`walkaround secrets audit` behind a pseudo-terminal; what it shows, and keys that are typed."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        import pty

        self._main, inner = pty.openpty()
        code = "import sys; from walkaround import cli; sys.exit(cli.main(['secrets', 'audit', *sys.argv[1:]]))"
        self._process = subprocess.Popen(
            [sys.executable, "-c", code, *arguments], cwd=folder, stdin=inner, stdout=inner, stderr=inner,
            start_new_session=True, preexec_fn=lambda: _control(inner),
        )  # fmt: skip
        os.close(inner)
        self.shown = ""

    def wait_for(self, text: str) -> str:
        """What was shown up to and with this text, since the last time."""
        import select

        end = time.monotonic() + 60
        while text not in self.shown:
            assert time.monotonic() < end, self.shown
            if select.select([self._main], [], [], 0.5)[0]:
                self.shown += os.read(self._main, 65536).decode().replace("\r\n", "\n")
        before, _, self.shown = self.shown.partition(text)
        return before + text

    def type(self, keys: str) -> None:
        os.write(self._main, keys.encode())

    def close(self) -> int:
        try:
            return self._process.wait(60)
        finally:
            self._process.kill()
            os.close(self._main)


def _control(inner: int) -> None:
    """Make it the process' own terminal, whose Ctrl-C reaches it."""
    import fcntl
    import termios

    fcntl.ioctl(inner, termios.TIOCSCTTY, 0)


QUESTION = "[f]alse alarm  [a]ccepted risk  [r]eal  [s]kip  [b]ack  [q]uit: "


@pytest.fixture
def four(repository: Repository) -> Repository:
    """A repository with four secrets of which nobody has looked at one."""
    repository.stage("a.py", A)
    repository.stage("b.py", f"y = '{TOKEN}'\nz = '{TOKEN}'\n")
    repository.stage("c.py", f"x = '{OTHERS['AWS_KEY']}'\n")
    put(
        repository, known(AWS, KEY), known(ASSIGNED, PASSWORD), known(GITHUB, TOKEN, "b.py"),
        known(AWS, OTHERS["AWS_KEY"], "c.py"),
    )  # fmt: skip
    return repository


@pty
def test_audit_asks_about_each_and_writes_every_answer_at_once(four: Repository) -> None:
    terminal = Terminal(four.top)
    hidden = f"{PASSWORD[:4]}{'*' * 14}"
    assert terminal.wait_for(QUESTION) == f"\n[1 of 4] a.py:2: {ASSIGNED}\n    password = '{hidden}'\n{QUESTION}"
    terminal.type("x\n")
    assert "  Type one of the letters f, a, r, s, b, q and Enter.\n" in terminal.wait_for(QUESTION)
    terminal.type("f\n")
    assert f"[2 of 4] a.py:1: {AWS}\n" in terminal.wait_for(QUESTION)
    assert entries(four)[0] == known(ASSIGNED, PASSWORD, status="false-positive")
    terminal.type("a\n")
    terminal.wait_for("  Why is the risk accepted? ")
    terminal.type("\n")
    terminal.wait_for("  Why is the risk accepted? ")
    terminal.type("opens a sandbox \u00e4\n")
    assert f"[3 of 4] b.py:1 and 1 more place: {GITHUB}\n" in terminal.wait_for(QUESTION)
    assert entries(four)[1] == known(AWS, KEY, status="accepted", reason="opens a sandbox \u00e4")
    terminal.type("b\n")
    assert f"[2 of 4] a.py:1: {AWS}\n" in terminal.wait_for(QUESTION)
    terminal.type("r\n")
    told = "  Revoke it where it was issued; it is a finding until it is gone from the file.\n"
    assert told in terminal.wait_for(QUESTION)
    assert entries(four)[1] == known(AWS, KEY, status="to-revoke")
    terminal.type("s\n")
    assert "[4 of 4] c.py:1" in terminal.wait_for(QUESTION)
    terminal.type("q\n")
    terminal.wait_for(f"{FILE}: 2 answers written, 2 entries left to look at\n")
    assert terminal.close() == 0
    again = Terminal(four.top, "b.py")
    assert f"[1 of 1] b.py:1 and 1 more place: {GITHUB}\n" in again.wait_for(QUESTION)
    again.type("\x04")
    again.wait_for(f"{FILE}: 0 answers written, 2 entries left to look at\n")
    assert again.close() == 0


@pty
def test_ctrl_c_loses_no_answer(four: Repository) -> None:
    terminal = Terminal(four.top)
    terminal.wait_for(QUESTION)
    terminal.type("f\n")
    terminal.wait_for(QUESTION)
    terminal.type("\x03")
    terminal.wait_for("interrupted")
    assert terminal.close() == 2
    assert entries(four)[0] == known(ASSIGNED, PASSWORD, status="false-positive")
    assert len(entries(four)) == 4


@pty
def test_an_entry_without_its_secret_is_not_asked_about(four: Repository) -> None:
    four.stage("a.py", f"x = '{KEY}'\n")
    terminal = Terminal(four.top)
    told = terminal.wait_for(QUESTION)
    gone = "is not found there any more; `walkaround secrets baseline --update` takes it away"
    assert told.startswith(f"[1 of 4] a.py: {ASSIGNED} {gone}\n\n[2 of 4] a.py:1: {AWS}\n")
    terminal.type("q\n")
    assert terminal.close() == 0


@pty
def test_what_changed_meanwhile_is_not_overwritten(four: Repository) -> None:
    terminal = Terminal(four.top)
    terminal.wait_for(QUESTION)
    put(four, known(AWS, KEY), known(ASSIGNED, PASSWORD, "new.py"))
    terminal.type("f\n")
    assert f"  a.py: the entry is gone from {FILE}; nothing was written\n" in terminal.wait_for(QUESTION)
    terminal.type("f\n")
    terminal.wait_for(QUESTION)
    assert entries(four) == (known(AWS, KEY, status="false-positive"), known(ASSIGNED, PASSWORD, "new.py"))
    terminal.type("q\n")
    assert terminal.close() == 0
