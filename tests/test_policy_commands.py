"""`walkaround policy`: explain, diff, test, schema, lock, exempt, each as a user calls it."""

import datetime as dt
import json
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import trustme
from hypothesis import given
from hypothesis import strategies as st

from https_support import body, serving
from tests_support import Repository
from walkaround import cli, pr_template
from walkaround._catalogue import HookCatalogue
from walkaround._fetch import FetchError
from walkaround._policy import today
from walkaround._policy._compare import compare
from walkaround._policy._document import read_document
from walkaround._policy._extends import RELOCK, Source, digest
from walkaround._policy._layers import parse_layer
from walkaround._policy._stack import Stack
from walkaround.policy_commands import lock

ORGANISATION = """\
extends = "strict"
lock = ["pinned-dependencies.level"]

[pinned-dependencies]
level = "exact"

[exemptions]
max-days = 60
"""
REPOSITORY = """\
extends = ["./org.toml"]

[pinned-dependencies]
level = "hash" # wheels are hashed in CI

[[paths]]
glob = "examples/**"
pinned-dependencies.groups-level = "range"

[ai]
ai-attribution.every-commit = true
"""
GROUPS = "pinned-dependencies.groups-level"
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(repository: Repository, capsys: pytest.CaptureFixture[str]) -> Run:
    """`walkaround policy ARGUMENTS` in a repository with an organisation's policy: exit code, both streams."""
    repository.stage("org.toml", ORGANISATION)
    repository.stage("walkaround.toml", REPOSITORY)

    def command(*arguments: str) -> tuple[int, str, str]:
        code = cli.main(["policy", *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


EXPLAINED = {
    "a-key": (
        ["pinned-dependencies.level"],
        (
            'pinned-dependencies.level = "hash" at walkaround.toml:4 (repository)\n'
            '    over "exact" at org.toml:5 (organisation)\n'
            '    over "exact" at policies/strict.toml:8 (profile strict)\n'
            '    over "exact" by default\n'
            "    locked by org.toml:2 (pinned-dependencies.level)\n"
            "    range < exact < hash; How exactly applications must pin packages.\n"
        ),
    ),
    "by-path": (
        ["pinned-dependencies.groups-level"],
        (
            'pinned-dependencies.groups-level = "exact" at policies/strict.toml:10 (profile strict)\n'
            '    over "range" by default\n'
            '    in examples/** "range" at walkaround.toml:8 (repository)\n'
            "    range < exact; How exactly what only development installs must be pinned, "
            "where no lock file does it.\n"
        ),
    ),
    "for-a-path": (
        ["pinned-dependencies.groups-level", "--path", "examples/a/pyproject.toml"],
        (
            'pinned-dependencies.groups-level = "range" at walkaround.toml:8 (repository)\n'
            '    over "exact" at policies/strict.toml:10 (profile strict)\n'
            '    over "range" by default\n'
            '    in examples/** "range" at walkaround.toml:8 (repository)\n'
            "    range < exact; How exactly what only development installs must be pinned, "
            "where no lock file does it.\n"
        ),
    ),
    "overlay": (
        ["ai-attribution.every-commit"],
        (
            "ai-attribution.every-commit = false at policies/strict.toml:38 (profile strict)\n"
            "    over false by default\n"
            "    under [ai] true at walkaround.toml:11 (repository)\n"
            "    stricter: true; Every commit says whether AI was used, by `Assisted-by:` or `AI-assisted: no`; "
            "merges, reverts and fixups need not.\n"
        ),
    ),
    "rule": (
        ["pin003"],
        (
            'rules.PIN003 = "error" at policies/strict.toml:63 (profile strict)\n'
            '    over "warning" by default\n'
            "    off < warning < error; how much PIN003 (remote-requirements) weighs\n"
        ),
    ),
    "fixed-rule": (
        ["rules.POL001"],
        'rules.POL001 = "error" by default\n    fixed; how much POL001 (policy-loosened) weighs\n',
    ),
}


@pytest.mark.parametrize(("arguments", "expected"), EXPLAINED.values(), ids=EXPLAINED)
def test_explain_says_where_a_value_comes_from(run: Run, arguments: list[str], expected: str) -> None:
    assert run("explain", *arguments) == (0, expected, "")


def test_explain_shows_that_an_agent_is_at_work(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAUDECODE", "1")
    first = run("explain", "ai-attribution.every-commit")[1].splitlines()[0]
    assert first == "ai-attribution.every-commit = true at walkaround.toml:11 (repository)"


def test_explain_tells_every_key_and_rule_once(run: Run) -> None:
    code, out, _ = run("explain", "--json")
    said = [one["key"] for one in json.loads(out)]
    catalogue = HookCatalogue()
    keys = [f"{table}.{name}" for table in catalogue.tables for name in catalogue.keys(table)]
    rules = [f"rules.{rule.id}" for rule in catalogue.rules()]
    assert code == 0
    assert sorted(said) == sorted([*keys, *rules, "exemptions.max-days", "exemptions.never", "exemptions.baseline"])


def test_explain_as_json(run: Run) -> None:
    code, out, _ = run("explain", "pinned-dependencies.level", "--json")
    assert code == 0
    assert json.loads(out) == [
        {
            "key": "pinned-dependencies.level",
            "value": "hash",
            "layer": "repository",
            "path": "walkaround.toml",
            "line": 4,
            "overrode": [
                {"value": "exact", "layer": "organisation", "path": "org.toml", "line": 5},
                {"value": "exact", "layer": "profile strict", "path": "policies/strict.toml", "line": 8},
                {"value": "exact", "layer": "default", "path": "", "line": 0},
            ],
            "locked_by": "org.toml:2 (pinned-dependencies.level)",
            "ai": None,
            "paths": [],
            "stricter": "order",
            "meaning": "How exactly applications must pin packages.",
        }
    ]


REFUSED = {
    "no-such-key": (["explain", "pinned.level"], "no key 'pinned.level'; did you mean \"pinned-dependencies.level\"?"),
    "no-such-command": (["explian"], "no command 'explian'; did you mean \"explain\"?"),
    "no-such-policy": (["diff", "strct"], 'strct: no such profile or policy file; did you mean "strict"?'),
    "no-tests": (["test"], ".walkaround/tests.toml: no such policy file"),
    "no-such-rule": (
        ["exempt", "PIN01", "a.txt", "--reason", "r", "--owner", "o"],
        "no rule 'PIN01'; did you mean \"PIN001\"?",
    ),
    "too-long": (
        ["exempt", "PIN001", "a.txt", "--reason", "r", "--owner", "o", "--days", "61"],
        "--days must be between 1 and 60 (exemptions.max-days), not 61",
    ),
    "nothing-to-remove": (["exempt", "PIN001", "a.txt", "--remove"], "no exemption of PIN001 in a.txt"),
}


@pytest.mark.parametrize(("arguments", "why"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_done_is_one_line(run: Run, arguments: list[str], why: str) -> None:
    assert run(*arguments) == (2, "", f"walkaround policy: {why}\n")


def test_a_policy_that_cannot_be_loaded_is_one_line(run: Run, repository: Repository) -> None:
    repository.write("walkaround.toml", 'extends = "./org.toml"\n[pinned-dependencies]\nlevel = "range"\n')
    assert run("explain") == (
        2,
        "",
        (
            'walkaround policy: walkaround.toml:3: "pinned-dependencies.level" is locked by org.toml:2 at "exact"; '
            '"range" would loosen it\n'
        ),
    )


def test_diff_says_tighter_looser_and_otherwise(run: Run, repository: Repository) -> None:
    repository.commit("first")
    changed = REPOSITORY.replace('"hash" # wheels', '"exact" # wheels') + (
        '[secret-detection]\nbaseline = "known.json"\nplugins = ["AWSKeyDetector"]\n[rules]\nPIN002 = "warning"\n'
        f'[[exemptions]]\nrule = "PIN001"\npath = "a.txt"\nreason = "r"\nowner = "o"\nexpires = {today()}\n'
    )
    repository.write("walkaround.toml", changed)
    code, out, err = run("diff", "HEAD")
    plugins = HookCatalogue().keys("secret-detection")["plugins"].default
    assert (code, err) == (0, "")
    assert out == (
        '- looser  pinned-dependencies.level: "hash" -> "exact"  walkaround.toml:4\n'
        '- looser  rules.PIN002: "error" -> "warning"  walkaround.toml:16\n'
        '~ changed secret-detection.baseline: ".walkaround/secrets.baseline" -> "known.json"  walkaround.toml:13\n'
        f'- looser  secret-detection.plugins: ["{plugins[0]}", "{plugins[1]}", "{plugins[2]}", … {len(plugins)} in all]'
        ' -> ["AWSKeyDetector"]  walkaround.toml:14\n'
        f"- looser  exemption PIN001 a.txt: none -> until {today()}  walkaround.toml:17\n"
    )
    assert run("diff", "HEAD", "--refuse-looser")[0] == 1
    assert run("diff", ".", "HEAD", "--refuse-looser")[0] == 0
    assert run("diff", ".") == (0, "no difference\n", "")


def test_diff_as_json(run: Run) -> None:
    code, out, _ = run("diff", "strict", ".", "--json")
    assert code == 0
    assert json.loads(out) == [
        _difference("tighter", "", "exemptions.max-days", "90", "60", "org.toml", 8),
        _difference("tighter", "", "pinned-dependencies.level", '"exact"', '"hash"', "walkaround.toml", 4),
        _difference("tighter", "[ai]", "ai-attribution.every-commit", "false", "true", "walkaround.toml", 11),
        _difference(
            "looser",
            "[[paths]] examples/**",
            "pinned-dependencies.groups-level",
            '"exact"',
            '"range"',
            "walkaround.toml",
            8,
        ),
        _difference("tighter", "lock", "pinned-dependencies.level", "not locked", "locked", "org.toml", 2),
    ]


def test_exemptions_of_different_vulnerabilities_are_different() -> None:
    entry = '[[exemptions]]\nrule = "VUL001"\npath = "a.txt"\nreason = "r"\nowner = "o"\nexpires = 2030-01-01\n'
    one, both = stack(f'{entry}id = "A-1"\n'), stack(f'{entry}id = "A-1"\n{entry}id = "A-2"\n')
    found = [(each.kind, each.name) for each in compare(one, both)]
    assert found == [("looser", "VUL001 a.txt (A-2)")]


def _difference(kind: str, scope: str, name: str, before: str, after: str, path: str, line: int) -> dict[str, Any]:
    return {
        "kind": kind, "scope": scope, "name": name, "before": before, "after": after, "path": path, "line": line,
    }  # fmt: skip


def stack(text: str) -> Stack:
    return Stack(HookCatalogue(), [read_document(HookCatalogue(), parse_layer("repository", "p.toml", text.encode()))])


OVERLAP = '[[paths]]\nglob = "src/{}"\npinned-dependencies.level = "{}"\n'


def test_an_override_that_hides_a_stricter_one_is_told_by_the_files_there() -> None:
    old = stack(OVERLAP.format("core/**", "hash"))
    new = stack(OVERLAP.format("core/**", "hash") + OVERLAP.format("**", "exact"))
    assert compare(old, new) == ()  # by their globs alone nothing differs
    assert [(one.kind, one.scope, one.before, one.after) for one in compare(old, new, ["src/core/a.txt"])] == [
        ("looser", "src/core/a.txt", '"hash"', '"exact"')
    ]


def test_a_change_of_order_is_looser() -> None:
    parts = [OVERLAP.format("core/**", "hash"), OVERLAP.format("**", "exact")]
    kinds = [(one.kind, one.name) for one in compare(stack("".join(parts)), stack("".join(reversed(parts))))]
    assert kinds == [("looser", "order")]


LEVELS = st.sampled_from(["range", "exact", "hash"])
POLICIES = st.builds(
    lambda level, rule, glob, inner, locked: (
        (f'lock = ["{locked}"]\n' if locked else "")
        + f'[pinned-dependencies]\nlevel = "{level}"\n[rules]\nPIN001 = "{rule}"\n'
        + (OVERLAP.format(glob, inner) if glob else "")
    ),
    LEVELS,
    st.sampled_from(["off", "warning", "error"]),
    st.sampled_from(["", "**", "core/**"]),
    LEVELS,
    st.sampled_from(["", "*", "pinned-dependencies.*"]),
)


@given(POLICIES, POLICIES)
def test_what_is_looser_one_way_is_tighter_the_other(one: str, other: str) -> None:
    opposite = {"looser": "tighter", "tighter": "looser"}
    there, back = compare(stack(one), stack(other)), compare(stack(other), stack(one))
    forth = {(found.scope, found.name, found.before, found.after, found.kind) for found in there}
    assert forth == {(f.scope, f.name, f.after, f.before, opposite[f.kind]) for f in back}
    assert not compare(stack(one), stack(one))


TESTS = """\
[[case]]
name = "an application pins by hash"
path = "requirements.txt"
content = "flask==3.1.2\\n"
rules = ["PIN001"]

[[case]]
name = "examples need not"
path = "examples/pyproject.toml"
content = '''
[dependency-groups]
dev = ["pytest>=8"]
'''
rules = []

[[case]]
name = "an agent has to say so"
message = "Add orders"
agent = true
errors = ["ATT005"]
"""


def test_the_policys_own_tests(run: Run, repository: Repository) -> None:
    repository.write(".walkaround/tests.toml", TESTS)
    assert run("test") == (0, "walkaround policy: 3 cases, all as expected\n", "")
    repository.write(".walkaround/tests.toml", TESTS.replace("rules = []", 'rules = ["PIN001"]'))
    assert run("test") == (
        1,
        (
            ".walkaround/tests.toml:7: examples need not: rules are none, not PIN001\n"
            "walkaround policy: 3 cases, 1 not as expected\n"
        ),
        "",
    )
    code, out, _ = run("test", "--json")
    assert code == 1
    assert json.loads(out)["cases"][1] == {
        "name": "examples need not", "path": ".walkaround/tests.toml", "line": 7, "passed": False,
        "expected": {"rules": ["PIN001"]}, "found": {"rules": []}, "errors": [],
    }  # fmt: skip


CASE = '[[case]]\nname = "n"\npath = "a.txt"\ncontent = ""\nrules = []\n'
MALFORMED = {
    "unknown-table": ("[[cases]]\n", ':1: unknown key "cases"; did you mean "case"?'),
    "empty": ("", ": holds no [[case]] table"),
    "unknown-key": (CASE + "rule = []\n", ':6: unknown key "rule" in a case; did you mean "rules"?'),
    "unknown-rule": (CASE.replace("[]", '["PIN01"]'), ':5: unknown rule "PIN01"; did you mean "PIN001"?'),
    "no-content": (CASE.replace('content = ""\n', ""), ":1: a case needs path and content, or message"),
    "no-expectation": (
        CASE.replace("rules = []\n", ""),
        ':1: a case needs what it expects, such as rules = ["PIN001"]',
    ),
    "type": (CASE.replace('"n"', "3"), ':2: "name" must be a string, not a whole number'),
    "outside": (CASE.replace("a.txt", "../a.txt"), None),
}


@pytest.mark.parametrize(("text", "why"), MALFORMED.values(), ids=MALFORMED)
def test_a_malformed_case_is_refused(run: Run, repository: Repository, text: str, why: str | None) -> None:
    repository.write("t.toml", text)
    code, out, err = run("test", "t.toml")
    assert (code, out) == (2, "")
    assert err.startswith("walkaround policy: t.toml:3: the path '../a.txt' ") if why is None else True
    assert why is None or err == f"walkaround policy: t.toml{why}\n"


def test_an_exemption_is_written_used_and_taken_away(run: Run, repository: Repository) -> None:
    before = (repository.top / "walkaround.toml").read_bytes()
    assert pr_template.main(["--fix"]) == 1
    repository.stage("requirements.txt", "flask\n")
    assert cli.main(["check", "requirements.txt"]) == 1
    day = today() + dt.timedelta(days=20)
    said = run("exempt", "pin001", "requirements.txt", "--reason", 'until "uv"', "--owner", "@ops", "--days", "20")
    assert said[0] == 0
    assert said[1].endswith(f"walkaround.toml: PIN001 is exempt in requirements.txt until {day} (@ops)\n")
    after = (repository.top / "walkaround.toml").read_bytes()
    assert after.startswith(before)
    assert tomllib.loads(after.decode())["exemptions"] == [
        {"rule": "PIN001", "path": "requirements.txt", "reason": 'until "uv"', "owner": "@ops", "expires": day}
    ]
    assert cli.main(["check", "requirements.txt"]) == 0
    twice = run("exempt", "PIN001", "requirements.txt", "--reason", "r", "--owner", "o")
    assert twice[2].endswith("walkaround.toml:13 exempts PIN001 in requirements.txt already; --remove it first\n")
    assert run("exempt", "PIN001", "requirements.txt", "--remove")[0] == 0
    assert (repository.top / "walkaround.toml").read_bytes() == before


def test_an_exemption_of_one_vulnerability(run: Run, repository: Repository) -> None:
    before = (repository.top / "walkaround.toml").read_bytes()
    named = ("exempt", "VUL001", "requirements.txt", "--id", "CVE-2024-1")
    said = ("--reason", "r", "--owner", "o", "--days", "20")
    assert run("exempt", "VUL001", "requirements.txt", *said)[0] == 0
    assert run(*named, *said)[0] == 0
    after = tomllib.loads((repository.top / "walkaround.toml").read_text())["exemptions"]
    assert [one.get("id") for one in after] == [None, "CVE-2024-1"]
    assert run(*named, *said)[2].endswith("exempts VUL001 in requirements.txt already; --remove it first\n")
    assert run("exempt", "PIN001", "requirements.txt", "--id", "CVE-2024-1", *said)[2].endswith(
        "the findings of PIN001 carry no ids; leave the id out\n"
    )
    assert run("exempt", "VUL001", "requirements.txt", "--id", "CVE-2024-2", "--remove")[0] == 2
    assert run("exempt", "VUL001", "requirements.txt", "--id", "cve-2024-1", "--remove")[0] == 0
    assert run("exempt", "VUL001", "requirements.txt", "--remove")[0] == 0
    assert (repository.top / "walkaround.toml").read_bytes() == before


def test_an_exemption_that_would_not_load_leaves_the_file_alone(run: Run, repository: Repository) -> None:
    before = (repository.top / "walkaround.toml").read_bytes()
    code, _, err = run("exempt", "PIN001", "**", "--reason", "r", "--owner", "o")
    assert code == 2
    assert err.startswith(
        "walkaround policy: walkaround.toml:15: the path '**' of an exemption names no file or folder"
    )
    assert (repository.top / "walkaround.toml").read_bytes() == before


def test_a_first_exemption_makes_the_policy(repository: Repository) -> None:
    assert cli.main(["policy", "exempt", "PIN001", "a.txt", "--reason", "r", "--owner", "o"]) == 0
    assert tomllib.loads((repository.top / "walkaround.toml").read_text())["exemptions"][0]["path"] == "a.txt"


PARENT = 'lock = ["pinned-dependencies.level"]\n[pinned-dependencies]\nlevel = "hash"\n'
ADDRESS = f"git+https://policy.example/org@{'a' * 40}#strict/base.toml"


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    """What the three ways of fetching give, by address; their own tests use real servers."""
    served: dict[str, bytes] = {}

    def give(source: Source) -> bytes:
        if source.text not in served:
            raise FetchError(f"{source.text}: no such policy")
        return served[source.text]

    monkeypatch.setattr(lock, "_fetch", give)
    return served


def test_lock_keeps_copies_by_which_the_policy_loads(
    repository: Repository, run: Run, served: dict[str, bytes]
) -> None:
    served[ADDRESS] = ('extends = "../more.toml"\r\n' + PARENT).encode()
    served[ADDRESS.replace("strict/base", "more")] = b'[rules]\nPIN002 = "error"\n'
    repository.write("walkaround.toml", f'extends = ["strict", "{ADDRESS}"]\n')
    assert run("explain")[2] == f"walkaround policy: walkaround.toml:1: {ADDRESS} is not locked; {RELOCK}\n"
    assert run("lock")[0] == 0
    assert run("explain", "pinned-dependencies.level")[1].startswith(
        'pinned-dependencies.level = "hash" at .walkaround/'
    )
    assert run("lock", "--check") == (0, "walkaround policy: the lock is current (2 pinned)\n", "")
    locked = tomllib.loads((repository.top / ".walkaround/policy.lock").read_text())["policy"]
    assert [entry["source"] for entry in locked] == sorted(served)
    for entry in locked:
        content = (repository.top / ".walkaround" / entry["file"]).read_bytes()
        assert content == served[entry["source"]].replace(b"\r\n", b"\n")
        assert digest(content) == entry["sha256"]
    before = {path.name: path.read_bytes() for path in (repository.top / ".walkaround").iterdir()}
    assert run("lock")[0] == 0
    assert {path.name: path.read_bytes() for path in (repository.top / ".walkaround").iterdir()} == before


def test_lock_takes_away_what_nothing_extends(repository: Repository, run: Run, served: dict[str, bytes]) -> None:
    served[ADDRESS] = PARENT.encode()
    repository.write("walkaround.toml", f'extends = "{ADDRESS}"\n')
    assert run("lock")[0] == 0
    repository.write("walkaround.toml", 'extends = "strict"\n')
    assert run("lock", "--check") == (
        2,
        "",
        (
            f"walkaround policy: .walkaround/policy.lock pins {ADDRESS}, which nothing extends; "
            "run `walkaround policy lock`\n"
        ),
    )
    assert run("lock")[0] == 0
    assert [path.name for path in (repository.top / ".walkaround").iterdir()] == ["policy.lock"]
    assert run("lock", "--check") == (0, "walkaround policy: the lock is current (0 pinned)\n", "")


BROKEN_LOCKS = {
    "changed-copy": ("copy", b"[rules]\n", "is not what was locked: its sha256 differs from .walkaround/policy.lock"),
    "missing-copy": ("copy", None, "is missing"),
    "other-address": ("walkaround.toml", ADDRESS.replace("a" * 40, "b" * 40).encode(), "is not locked"),
}


@pytest.mark.parametrize(("which", "content", "why"), BROKEN_LOCKS.values(), ids=BROKEN_LOCKS)
def test_a_lock_that_does_not_hold_ends_everything(
    repository: Repository, run: Run, served: dict[str, bytes], which: str, content: bytes | None, why: str
) -> None:
    served[ADDRESS] = PARENT.encode()
    repository.write("walkaround.toml", f'extends = "{ADDRESS}"\n')
    assert run("lock")[0] == 0
    copy = next(path for path in (repository.top / ".walkaround").iterdir() if path.suffix == ".toml")
    if which == "copy" and content is None:
        copy.unlink()
    elif which == "copy":
        copy.write_bytes(content or b"")
    else:
        repository.write("walkaround.toml", b'extends = "' + (content or b"") + b'"\n')
    for arguments in (["explain"], ["lock", "--check"]):
        code, out, err = run(*arguments)
        assert (code, out) == (2, "")
        assert why in err
        assert err.endswith(f"{RELOCK}\n")
    assert cli.main(["check", "walkaround.toml"]) == 2


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(None, f"walkaround.toml:1: {ADDRESS}: no such policy", id="unreachable"),
        pytest.param(b"a = [", f"{ADDRESS}:1: bad TOML: invalid value", id="no-toml"),
        pytest.param(b"[rulse]\n", f'{ADDRESS}:1: unknown key "rulse"; did you mean "rules"?', id="unknown-key"),
    ],
)
def test_what_cannot_be_loaded_is_not_locked(
    repository: Repository, run: Run, served: dict[str, bytes], content: bytes | None, why: str
) -> None:
    if content is not None:
        served[ADDRESS] = content
    repository.write("walkaround.toml", f'extends = "{ADDRESS}"\n')
    code, _, err = run("lock")
    assert (code, err.splitlines()[-1]) == (2, f"walkaround policy: {why}")
    assert not Path(".walkaround").exists()


def test_a_demanded_hash_is_held_to(repository: Repository, run: Run, served: dict[str, bytes]) -> None:
    served["https://policy.example/a.toml"] = PARENT.encode()
    repository.write("walkaround.toml", f'extends = "https://policy.example/a.toml#sha256={"0" * 64}"\n')
    code, _, err = run("lock")
    assert (code, err.splitlines()[-1]) == (
        2,
        (
            "walkaround policy: walkaround.toml:1: https://policy.example/a.toml has the sha256 "
            f"{digest(PARENT.encode())}, not the one that is demanded here"
        ),
    )
    repository.write("walkaround.toml", f'extends = "https://policy.example/a.toml#sha256={digest(PARENT.encode())}"\n')
    assert run("lock")[0] == 0
    assert run("lock", "--check")[0] == 0


@pytest.mark.parametrize("command", ["", "explain", "diff", "test", "schema", "lock", "exempt"])
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["policy", *([command] if command else []), "--help"]) == 0
    assert capsys.readouterr().out.startswith(f"usage: walkaround policy {command}".rstrip())


def test_lock_fetches_from_a_real_server_and_a_real_package_and_then_needs_neither(
    repository: Repository, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "authority.pem"))
    package = tmp_path / "installed" / "acme_policy"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise SystemExit('nobody imports a policy')\n")
    (package / "base.toml").write_text('[rules]\nPIN003 = "error"\n')
    monkeypatch.syspath_prepend(str(package.parent))
    answers = {
        "/team/strict.toml": body(b'extends = "more.toml"\n' + PARENT.encode()),
        "/team/more.toml": body(b"[ai]\n"),
    }
    with serving(authority.issue_cert("localhost"), answers) as server:
        repository.write(
            "walkaround.toml", f'extends = ["package:acme_policy/base.toml", "{server.at}/team/strict.toml"]\n'
        )
        code, out, _ = run("lock")
    assert (code, len(out.splitlines())) == (0, 4)
    monkeypatch.delenv("REQUESTS_CA_BUNDLE")
    (package / "base.toml").unlink()
    assert run("lock", "--check") == (0, "walkaround policy: the lock is current (3 pinned)\n", "")
    steps = json.loads(run("explain", "PIN003", "--json")[1])[0]
    assert (steps["value"], steps["layer"], steps["line"]) == ("error", "organisation", 2)
    code, _, err = run("lock")
    assert (code, err.splitlines()[-1].partition("; ")[0]) == (
        2,
        'walkaround policy: walkaround.toml:1: acme_policy: has no file "base.toml"',
    )
    assert run("lock", "--check")[0] == 0  # a lock that fails leaves everything as it was


def test_a_policy_that_cannot_be_written_is_one_line(
    run: Run, repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object, **__: object) -> int:
        raise OSError(28, "No space left on device")

    before = (repository.top / "walkaround.toml").read_bytes()
    monkeypatch.setattr("os.open", full)
    code, out, err = run("exempt", "PIN001", "a.txt", "--reason", "r", "--owner", "o")
    monkeypatch.undo()
    assert (code, out, len(err.splitlines())) == (2, "", 1)
    assert err.startswith("walkaround policy: ")
    assert err.endswith("No space left on device\n")
    assert (repository.top / "walkaround.toml").read_bytes() == before
