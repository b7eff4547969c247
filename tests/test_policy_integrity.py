"""policy-integrity: what it says of the policy in force, and of the change that a commit or a push is about to make."""

import datetime as dt
from collections.abc import Callable, Mapping

import pytest

from tests_support import Repository
from walkaround import cli, policy_integrity
from walkaround._accepted_findings import Entry, render
from walkaround._policy import today
from walkaround._policy._extends import digest

STRICT = 'extends = "strict"\n'
LOOSE = (
    "    Restore it; when it is meant, exempt POL001 for this file in a commit before, or have a person commit it "
    "without this hook.\n"
)
SEE = "    Look at that part of the change by itself.\n"
REVIEW = "    Look whether reason, owner and date are right.\n"
SOON, LATER, PAST = (today() + dt.timedelta(days=days) for days in (14, 60, -1))
Say = Callable[[], tuple[int, str, str]]


def exemption(rule: str, path: str, expires: dt.date = LATER) -> str:
    return f'[[exemptions]]\nrule = "{rule}"\npath = "{path}"\nreason = "r"\nowner = "@o"\nexpires = {expires}\n'


def override(glob: str, level: str) -> str:
    return f'[[paths]]\nglob = "{glob}"\npinned-dependencies.level = "{level}"\n'


@pytest.fixture
def say(repository: Repository, capsys: pytest.CaptureFixture[str]) -> Say:  # noqa: ARG001 - it is the working directory
    """Run the hook as pre-commit does: exit code, standard output, standard error."""

    def run() -> tuple[int, str, str]:
        code = policy_integrity.main([])
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def staged(repository: Repository, files: Mapping[str, str | None]) -> None:
    for path, content in files.items():
        if content is None:
            repository.git("rm", "-q", "--", path)
        else:
            repository.stage(path, content)


def loosened(place: str, text: str) -> str:
    return f"{place} POL001 {text}\n{LOOSE}"


# id: the policy before, the files after, and what is said.
LOOSENED = {
    "a-key": (
        STRICT + '[pinned-dependencies]\nlevel = "hash"\n',
        {"walkaround.toml": STRICT + '[pinned-dependencies]\nlevel = "exact"\n'},
        loosened(
            "walkaround.toml:3:1:", '"pinned-dependencies.level" goes from "hash" to "exact", which demands less.'
        ),
    ),
    "a-key-gone": (
        STRICT + '[pinned-dependencies]\nlevel = "hash"\n',
        {"walkaround.toml": STRICT},
        loosened(
            "walkaround.toml:0:0:", '"pinned-dependencies.level" goes from "hash" to "exact", which demands less.'
        ),
    ),
    "a-rule": (
        STRICT,
        {"walkaround.toml": STRICT + '[rules]\nPIN002 = "off"\n'},
        loosened("walkaround.toml:3:1:", '"rules.PIN002" goes from "error" to "off", which demands less.'),
    ),
    "a-list": (
        '[exemptions]\nnever = ["SEC001", "SEC002"]\n',
        {"walkaround.toml": '[exemptions]\nnever = ["SEC002"]\n'},
        loosened(
            "walkaround.toml:2:1:",
            '"exemptions.never" goes from ["SEC001", "SEC002"] to ["SEC002"], which demands less.',
        ),
    ),
    "an-override": (
        STRICT,
        {"walkaround.toml": STRICT + override("examples/**", "range")},
        loosened(
            "walkaround.toml:4:1:",
            '"pinned-dependencies.level" goes under [[paths]] examples/** from "exact" to "range", which demands less.',
        ),
    ),
    "an-override-gone": (
        STRICT + override("src/**", "hash"),
        {"walkaround.toml": STRICT},
        loosened(
            "walkaround.toml:0:0:",
            '"pinned-dependencies.level" goes under [[paths]] src/** from "hash" to "exact", which demands less.',
        ),
    ),
    "order": (
        STRICT + override("src/**", "range") + override("src/core/**", "hash"),
        {"walkaround.toml": STRICT + override("src/core/**", "hash") + override("src/**", "range")},
        loosened(
            "walkaround.toml:2:1:",
            "The order of [[paths]] changes from src/** src/core/** to src/core/** src/**; "
            "the last one that matches wins.",
        ),
    ),
    "the-overlay": (
        "[ai]\nai-attribution.every-commit = true\n",
        {"walkaround.toml": "[ai]\n"},
        loosened(
            "walkaround.toml:0:0:",
            '"ai-attribution.every-commit" goes under [ai] from true to false, which demands less.',
        ),
    ),
    "a-lock": (
        'lock = ["rules.*", "pinned-dependencies.level"]\n',
        {"walkaround.toml": 'lock = ["rules.*"]\n'},
        loosened(
            "walkaround.toml:1:1:",
            "The lock of pinned-dependencies.level is gone, so that a later layer may loosen what it covers.",
        ),
    ),
    "a-date": (
        exemption("PIN001", "a.txt", SOON),
        {"walkaround.toml": exemption("PIN001", "a.txt", LATER)},
        (
            f"walkaround.toml:1:1: POL009 PIN001 becomes exempt in a.txt until {LATER} (before: until {SOON}). "
            f"[warning]\n{REVIEW}"
        ),
    ),
    "a-path": (
        STRICT,
        {"walkaround.toml": STRICT + '[secret-detection]\nbaseline = "known.json"\n'},
        (
            'walkaround.toml:3:1: POL010 "secret-detection.baseline" goes from ".walkaround/secrets.baseline" to '
            f'"known.json", and neither is stricter. [warning]\n{SEE}'
        ),
    ),
    "moved-to-pyproject": (
        STRICT + '[rules]\nPRT001 = "error"\n',
        {"walkaround.toml": None, "pyproject.toml": '[tool.walkaround]\nextends = "strict"\nrules.PRT001 = "error"\n'},
        "",
    ),
    "reformatted": (
        STRICT + '[rules]\nPIN002 = "error"\n',
        {"walkaround.toml": STRICT + '\n\nrules.PIN002 = "error"'},
        "",
    ),
    "tightened": (STRICT, {"walkaround.toml": STRICT + '[pinned-dependencies]\nlevel = "hash"\n'}, ""),
}


@pytest.mark.parametrize(("before", "after", "expected"), LOOSENED.values(), ids=LOOSENED)
def test_what_a_change_does_to_the_policy(
    repository: Repository, say: Say, before: str, after: Mapping[str, str | None], expected: str
) -> None:
    repository.commit("before", **{"walkaround.toml": before})
    staged(repository, after)
    assert say() == (int("POL001" in expected), expected, "")


@pytest.mark.parametrize("profile", ["recommended", None], ids=["named", "by-default"])
def test_a_weaker_profile_is_told_key_by_key(repository: Repository, say: Say, profile: str | None) -> None:
    repository.commit("before", **{"walkaround.toml": STRICT})
    staged(repository, {"walkaround.toml": f'extends = "{profile}"\n' if profile else None})
    code, out, _ = say()
    assert code == 1
    assert [line.split('"')[1] for line in out.splitlines() if line.startswith("walkaround.toml:0:0: POL001")] == [
        "ai-attribution.inspect",
        "ai-attribution.marks",
        "ai-attribution.protected", "dependency-verification.cool-down", "exemptions.max-days",
        "pinned-dependencies.actions-level",
        "pinned-dependencies.build-level", "pinned-dependencies.commands-level", "pinned-dependencies.groups-level",
        "pinned-dependencies.hooks-level", "pinned-dependencies.images-level", "pinned-dependencies.system-level",
        "quality-gate.change-lines", "quality-gate.complexity", "quality-gate.demand-reports",
        "rules.ATT003", "rules.ATT006", "rules.DEP002", "rules.DEP009", "rules.DEP010", "rules.PIN003", "rules.PRT001",
        "rules.TST006", "rules.TST007", "rules.TST008", "rules.TST010",
        "sast.nosec-reasons", "test-quality.source-lines", "test-quality.source-tests",
        "vulnerability-audit.cool-down", "vulnerability-audit.demand",
    ]  # fmt: skip


def test_a_team_that_begins_sets_its_own_policy(repository: Repository, say: Say) -> None:
    repository.commit("before", **{"a.py": "a = 1\n"})
    repository.stage("walkaround.toml", '[rules]\nPIN001 = "off"\n')
    repository.stage(
        ".pre-commit-config.yaml", "repos:\n- repo: https://example.org/walkaround\n  rev: v1\n  hooks: []\n"
    )
    assert say() == (0, "", "")
    repository.commit("begun")
    repository.stage("walkaround.toml", '[rules]\nPIN001 = "off"\nPIN002 = "off"\n')
    assert say()[0] == 1


def test_a_policy_added_where_the_default_was_in_force_may_not_loosen_it(repository: Repository, say: Say) -> None:
    hooks = "repos:\n- repo: https://example.org/walkaround\n  rev: v1\n  hooks:\n  - id: strict\n"
    repository.commit("before", **{".pre-commit-config.yaml": hooks})
    repository.stage("walkaround.toml", '[rules]\nPIN001 = "off"\n')
    text = '"rules.PIN001" goes from "error" to "off", which demands less.'
    assert say() == (1, loosened("walkaround.toml:2:1:", text), "")


def test_an_exemption_counts_once_it_stood_there_before(repository: Repository, say: Say) -> None:
    exempt = exemption("POL001", "walkaround.toml")
    repository.commit("before", **{"walkaround.toml": STRICT})
    repository.stage("walkaround.toml", STRICT + exempt + '[rules]\nPIN002 = "off"\n')
    code, out, _ = say()
    assert code == 1
    assert [line.split()[1] for line in out.splitlines() if line.startswith("walkaround")] == ["POL009", "POL001"]
    repository.stage("walkaround.toml", STRICT + exempt)
    assert say()[0] == 0
    repository.commit("exempt")
    repository.stage("walkaround.toml", STRICT + exempt + '[rules]\nPIN002 = "off"\n')
    assert say() == (0, "", "")


def test_an_ended_exemption_of_the_policy_counts_no_more(repository: Repository, say: Say) -> None:
    exempt = exemption("POL001", "walkaround.toml", PAST)
    repository.commit("before", **{"walkaround.toml": STRICT + exempt})
    repository.stage("walkaround.toml", STRICT + exempt + '[rules]\nPIN002 = "off"\n')
    code, out, _ = say()
    assert (code, [line.split()[1] for line in out.splitlines() if line.startswith("walk")]) == (
        1,
        ["POL006", "POL001"],
    )


@pytest.mark.parametrize(
    ("expires", "expected"),
    [
        pytest.param(
            PAST,
            f"walkaround.toml:1:1: POL006 The exemption of PIN001 in a.txt (@o) ended on {PAST}; its findings count "
            "again. [warning]\n    Mend what it covered and take it away, or renew it with a reason.\n",
            id="ended",
        ),
        pytest.param(
            today(),
            f"walkaround.toml:1:1: POL007 The exemption of PIN001 in a.txt (@o) ends today, on {today()}. [warning]\n"
            "    Mend what it covers, or renew it with a reason.\n",
            id="today",
        ),
        pytest.param(
            SOON,
            f"walkaround.toml:1:1: POL007 The exemption of PIN001 in a.txt (@o) ends in 14 days, on {SOON}. [warning]\n"
            "    Mend what it covers, or renew it with a reason.\n",
            id="soon",
        ),
        pytest.param(SOON + dt.timedelta(days=1), "", id="not-yet"),
    ],
)
def test_an_exemption_that_ends_is_told(repository: Repository, say: Say, expires: dt.date, expected: str) -> None:
    repository.commit("before", **{"walkaround.toml": exemption("PIN001", "a.txt", expires)})
    assert say() == (0, expected, "")


NOT_COMMITTED = "    Stage the policy, or undo the edit.\n"


@pytest.mark.parametrize(
    ("hide", "what"),
    [
        pytest.param(None, "differs from what is staged", id="edited"),
        pytest.param("--assume-unchanged", "differs from what is staged", id="assumed-unchanged"),
        pytest.param("--skip-worktree", "differs from what is staged", id="skipped"),
        pytest.param("untracked", "is not staged", id="untracked"),
    ],
)
def test_the_policy_on_disk_is_the_one_that_is_committed(
    repository: Repository, say: Say, hide: str | None, what: str
) -> None:
    files = {"a.txt": "a\n"} if hide == "untracked" else {"walkaround.toml": STRICT}
    repository.commit("before", **files)
    if hide and hide != "untracked":
        repository.git("update-index", hide, "walkaround.toml")
    repository.write("walkaround.toml", STRICT + '[rules]\nPIN001 = "off"\n')
    said = f"The policy in force {what}, so that this commit would be judged by another one elsewhere."
    assert say() == (1, f"walkaround.toml:0:0: POL005 {said}\n{NOT_COMMITTED}", "")


def test_line_ends_of_the_checkout_mean_nothing(repository: Repository, say: Say) -> None:
    repository.commit("before", **{"walkaround.toml": STRICT})
    repository.write("walkaround.toml", STRICT.replace("\n", "\r\n"))
    assert say() == (0, "", "")


def test_a_pin_that_nothing_extends(repository: Repository, say: Say) -> None:
    content = "[rules]\n"
    entry = f'source = "https://policy.example/a.toml"\nsha256 = "{digest(content.encode())}"\nfile = "a.toml"\n'
    repository.commit("before", **{".walkaround/policy.lock": f"version = 1\n[[policy]]\n{entry}"})
    assert say() == (
        0,
        (
            ".walkaround/policy.lock:2:1: POL011 The lock pins https://policy.example/a.toml, which nothing extends. "
            "[warning]\n    Run `walkaround policy lock`, and commit what it writes.\n"
        ),
        "",
    )


def test_owners_beside_source_are_told_commit_by_commit(
    repository: Repository, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = repository.commit("before", **{"CODEOWNERS": "* @a\n", "a.py": "a = 1\n"})
    repository.stage("CODEOWNERS", "* @b\n")
    repository.stage("a.py", "a = 2\n")
    code, out, _ = say()
    assert (code, out.split()[:2]) == (1, ["CODEOWNERS:0:0:", "POL004"])
    repository.git("reset", "-q", "--hard")
    repository.commit("owners", CODEOWNERS="* @b\n")
    repository.commit("source", **{"a.py": "a = 2\n"})
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", first)
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    assert say()[0] == 0
    repository.commit("both", **{"CODEOWNERS": "* @c\n", "a.py": "a = 3\n"})
    code, out, _ = say()
    assert (code, out.split()[:2]) == (1, ["CODEOWNERS:0:0:", "POL004"])


def test_a_push_is_judged_from_where_it_left(repository: Repository, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit("before", **{"walkaround.toml": STRICT})
    repository.git("branch", "main2")
    repository.commit("loosened", **{"walkaround.toml": STRICT + '[rules]\nPIN002 = "off"\n'})
    repository.commit("something else", **{"a.txt": "a\n"})
    assert say() == (0, "", "")
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "main2")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    text = '"rules.PIN002" goes from "error" to "off", which demands less.'
    assert say() == (1, loosened("walkaround.toml:3:1:", text), "")
    monkeypatch.delenv("PRE_COMMIT_FROM_REF")  # what prek sets on the first push of a branch
    assert say() == (0, "", "")
    assert cli.main(["check", "--from-ref", "main2", "--to-ref", "HEAD"]) == 1


def test_a_pushed_policy_that_does_not_load_is_not_judged(
    repository: Repository, say: Say, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit("before", **{"walkaround.toml": STRICT})
    repository.commit("broken", **{"walkaround.toml": "[rulse]\n"})
    repository.git("tag", "broken")
    repository.commit("mended", **{"walkaround.toml": STRICT})
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "HEAD~2")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "broken")
    code, out, err = say()
    assert (code, out) == (2, "")
    assert err == (
        'walkaround: policy-integrity: not judged: walkaround.toml:1: unknown key "rulse"; did you mean "rules"?\n'
    )


def test_a_broken_policy_can_be_mended_by_a_person_only(repository: Repository, say: Say) -> None:
    broken = repository.commit("before", **{"walkaround.toml": "[rulse]\n"})
    repository.stage("walkaround.toml", STRICT)
    assert say() == (
        2,
        "",
        (
            "walkaround: policy-integrity: not judged: the policy before this change cannot be read, so that nobody "
            f'can tell what it loosens ({broken[:12]}:walkaround.toml:1: unknown key "rulse"; did you mean "rules"?); '
            "have a person review it and commit it without this hook\n"
        ),
    )


def test_a_first_commit_weakens_nothing(repository: Repository, say: Say) -> None:
    repository.stage("walkaround.toml", '[rules]\nPIN001 = "off"\n')
    repository.stage("CODEOWNERS", "* @a\n")
    repository.stage("a.py", "a = 1\n")
    assert say() == (0, "", "")


def test_outside_git_the_policy_alone_is_judged(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("bare"))
    assert policy_integrity.main([]) == 0


def test_an_exemption_that_nothing_needs_is_told_by_a_run_over_everything(
    repository: Repository, capsys: pytest.CaptureFixture[str]
) -> None:
    policy = exemption("PIN001", "requirements.txt") + exemption("PIN001", "other/*.txt")
    policy += '[rules]\nPRT001 = "off"\nDEP018 = "off"\n'
    repository.commit("before", **{"walkaround.toml": policy, "requirements.txt": "flask\n"})
    assert cli.main(["check", "--all-files"]) == 0
    assert capsys.readouterr() == (
        (
            "walkaround.toml:7:1: POL008 The exemption of PIN001 in other/*.txt (@o) covers no finding. [warning]\n"
            "    Take it away: walkaround policy exempt RULE PATH --remove.\n"
        ),
        "walkaround: 0 errors, 1 warning, 1 exempt (2 files, 8 hooks)\n",
    )
    assert cli.main(["check", "requirements.txt"]) == 0  # a part of the tree says nothing about the rest
    assert capsys.readouterr() == ("", "walkaround: clean, 1 exempt (1 file, 8 hooks)\n")


KNOWN = ".walkaround/findings.baseline"


def known(**counts: int) -> str:
    return render({Entry("requirements.txt", "PIN001", name): count for name, count in counts.items()}).decode()


def newly(what: str, path: str = KNOWN) -> str:
    look = "    Look at each of them before you commit the baseline.\n"
    return f"{path}:0:0: POL010 {what} newly accepted. [warning]\n{look}"


ELSEWHERE = '[exemptions]\nbaseline = "known"\n'
GOES = (
    f'walkaround.toml:2:1: POL010 "exemptions.baseline" goes from "{KNOWN}" to "known", and neither is stricter. '
    "[warning]\n    Look at that part of the change by itself.\n"
)
ACCEPTED = [
    pytest.param({}, {KNOWN: known(a=1)}, newly("1 finding is"), id="first"),
    pytest.param({KNOWN: known(a=1)}, {KNOWN: known(a=2, b=2)}, newly("3 findings are"), id="more"),
    pytest.param({KNOWN: known(a=1)}, {KNOWN: known(a=10**6)}, newly("999999 findings are"), id="huge-count"),
    pytest.param({KNOWN: known(a=1)}, {KNOWN: known(b=1)}, newly("1 finding is"), id="another"),
    pytest.param({KNOWN: known(a=2, b=1)}, {KNOWN: known(a=1)}, "", id="fewer"),
    pytest.param({KNOWN: known(a=1)}, {KNOWN: None}, "", id="gone"),
    pytest.param({KNOWN: known(a=2)}, {KNOWN: known(a=2) + known(a=1)}, "", id="merged"),
    pytest.param({KNOWN: "broken"}, {KNOWN: known(a=1)}, "", id="mended"),
    pytest.param(
        {KNOWN: known(a=1)}, {"walkaround.toml": ELSEWHERE, KNOWN: None, "known": known(a=1)}, GOES, id="moved"
    ),
    pytest.param(
        {KNOWN: known(a=1)},
        {"walkaround.toml": ELSEWHERE, "known": known(a=1, b=1)},
        newly("1 finding is", "known") + GOES,
        id="moved-and-more",
    ),
    pytest.param({KNOWN: known(a=1), "walkaround.toml": ELSEWHERE}, {KNOWN: known(a=3)}, "", id="not-the-one-in-force"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "expected"), ACCEPTED)
def test_findings_that_are_newly_accepted_are_told(
    repository: Repository, say: Say, before: dict[str, str], after: dict[str, str | None], expected: str
) -> None:
    repository.commit("before", **{"walkaround.toml": "[exemptions]\nmax-days = 90\n", **before})
    if after.get("walkaround.toml"):
        after = after | {"walkaround.toml": f"{after['walkaround.toml']}max-days = 90\n"}
    staged(repository, after)
    assert say() == (0, expected, "")


def test_a_broken_baseline_of_findings_is_not_judged(repository: Repository, say: Say) -> None:
    repository.commit("before", **{"walkaround.toml": "", KNOWN: known(a=1)})
    staged(repository, {KNOWN: known(a=1) + "=======\n"})
    act = "delete the marks and keep the entries, then run `walkaround baseline --update`"
    why = f"{KNOWN}: not judged: line 2: is a mark of a merge conflict; {act}"
    assert say() == (2, "", f"walkaround: policy-integrity: {why}\n")


def test_a_baseline_of_findings_on_disk_alone_counts_nowhere_else(repository: Repository, say: Say) -> None:
    repository.commit("before", **{"walkaround.toml": ""})
    repository.write(KNOWN, known(a=1))
    code, out, _ = say()
    assert code == 1
    assert out.startswith(f"{KNOWN}:0:0: POL005 The baseline in force is not staged")
