"""What people do every day with a defended repository stops nobody, and is told at most where a reviewer should look.

Each row is one such change to the repository of `test_attacks.py`: what `policy-integrity` says of it at commit. All
commands end in exit code 0, at commit, at the push and over all files.
"""

import shutil
import subprocess

import pytest

from changes import (
    ACCEPTING,
    ACCEPTING_LINE,
    CONFIG,
    FILE,
    OURS,
    Change,
    both,
    commit,
    exempt,
    git,
    hook,
    policy,
    put,
    setting,
    stage,
    whole,
)
from defended import (
    COPY,
    DAYS,
    FLEET,
    GUILTY,
    HOOKS,
    POLICY,
    REVISION,
    SOURCE,
    UNREAD,
    Site,
    at_commit,
    at_push,
    baseline,
    every_command,
    lock_of,
    on_everything,
)

REVIEW = "    Look whether reason, owner and date are right."
EXEMPT = FILE + ":{}:1: POL009 PIN001 becomes exempt in requirements.txt until {} (before: {}). [warning]"
LOOK = "    Look at that part of the change by itself."
ELSEWHERE = "  - repo: https://git.example.org/ruff-pre-commit\n    rev: {}  # v1\n    hooks:\n      - id: ruff-check\n"
LOCAL = "  - repo: local\n    hooks:\n      - {id: t, name: t, language: system, entry: make test}\n"
SUFFIX = "actions-level = "
NEXT = SOURCE.replace("@0123", "@4567")
ONE = '[[paths]]\nglob = "one/**"\nrules.SEC006 = "error"\n'
TWO = '[[paths]]\nglob = "two/**"\nrules.SEC006 = "off"\n'
STRICTER = FLEET.replace('"require"', '"forbid"')


def begin(*changes: Change) -> Change:
    """A state to begin with."""
    return lambda site: site.begin(both(*changes))


def in_order(text: str) -> str:
    """The policy with its tables in another order, that of the overrides apart."""
    head, overlay = text.split("[ai]\n")
    first, rest = head.split("[pinned-dependencies]\n")
    key, paths = rest.split("\n\n", 1)
    return f"{first}[ai]\n{overlay}\n{paths}\n[pinned-dependencies]\n{key}\n"


def to_pyproject(site: Site) -> None:
    site.remove(FILE)
    text = POLICY.replace("[[paths]]", "[[tool.walkaround.paths]]").replace("[ai]", "[tool.walkaround.ai]")
    text = text.replace("[pinned-dependencies]", "[tool.walkaround.pinned-dependencies]")
    site.stage("pyproject.toml", f'[project]\nname = "a"\n\n[tool.walkaround]\n{text}')


def adopted(site: Site) -> None:
    """A repository that has had no inspection begins with one; its baseline and its exemptions come with it."""
    files = {
        path: (site.top / path).read_text() for path in (FILE, "org.toml", CONFIG, ".github/pull_request_template.md")
    }

    def without(site: Site) -> None:
        site.git("rm", "-rq", *files, ".walkaround", ".secrets.baseline")
        site.stage("requirements.txt", "flask\n")

    site.begin(without)
    for path, content in files.items():
        site.stage(path, content.replace(f', "{SOURCE}"', "") + (exempt() if path == FILE else ""))
    site.stage(".secrets.baseline", ACCEPTING)


def updated(site: Site) -> None:
    """The other organisation's policy at its next commit, as `walkaround policy lock` leaves it."""
    site.edit(FILE, SOURCE, NEXT)
    site.git("mv", f".walkaround/{COPY}", ".walkaround/fleet-99999999.toml")
    site.stage(".walkaround/fleet-99999999.toml", STRICTER)
    site.stage(".walkaround/policy.lock", lock_of(STRICTER, NEXT, "fleet-99999999.toml"))


def behind(site: Site) -> None:
    """A branch that began before the main branch tightened its policy."""
    site.git("checkout", "-q", "-b", "branch")
    site.git("checkout", "-q", "main")
    site.commit("Tighten", **{FILE: POLICY + '[rules]\nSEC006 = "error"\n'})
    site.git("checkout", "-q", "branch")
    site.base = "main"
    site.stage("src/more.py", "print()\n")


def caught_up(site: Site) -> None:
    """The same, after the main branch was merged."""
    behind(site)
    site.commit("Work")
    site.git("merge", "-q", "-m", "Merge", "main")
    site.stage("src/more.py", "print(1)\n")


def accepted(baseline: str) -> Change:
    return stage(".secrets.baseline", baseline)


SILENT: dict[str, Change] = {
    "nothing but source": stage("src/more.py", "x = 1\n"),
    "files deleted": git("rm", "-q", "src/app.py", "docs/index.md"),
    "revision of these hooks": put(REVISION, "0123" * 10, CONFIG),
    "revision of another hook": both(
        begin(lambda site: site.append(CONFIG, ELSEWHERE.format("a" * 40))), put("a" * 40, "b" * 40, CONFIG)
    ),
    "hook added": lambda site: site.append(CONFIG, ELSEWHERE.format("a" * 40)),
    "hook of the repository added": lambda site: site.append(CONFIG, LOCAL),
    "command of a hook of the repository with another argument": both(
        begin(lambda site: site.append(CONFIG, LOCAL)), put("make test", "make test -j2", CONFIG)
    ),
    "hooks in another order": stage(
        CONFIG,
        HOOKS.replace("id: strict", "id: x")
        .replace("id: policy-integrity", "id: strict")
        .replace("id: x", "id: policy-integrity"),
    ),
    "hooks' configuration reformatted": stage(
        CONFIG, "# ours\n---\n" + HOOKS.replace("  - repo", "- repo").replace("    ", "  ")
    ),
    "hook told to be stricter": hook("args: [--policy, strict]"),
    "hooks on a Python of their own": setting("default_language_version: {python: python3.13}"),
    "pre-commit.ci told when to update": setting("ci: {autoupdate_schedule: monthly}"),
    "one hook for several": both(
        begin(whole(HOOKS.replace("id: strict", "id: pinned-dependencies\n      - id: pr-template"), CONFIG)),
        whole(HOOKS, CONFIG),
    ),
    "exclusion taken away": both(begin(hook("exclude: ^docs/")), stage(CONFIG, HOOKS)),
    "key made stricter": put(SUFFIX, f'published-level = "exact"\n{SUFFIX}'),
    "rule made heavier": policy('[rules]\nSEC006 = "error"\n'),
    "override that is stricter": policy('[[paths]]\nglob = "src/**"\nrules.SEC006 = "error"\n'),
    "stricter override for more files": put('glob = "services/payment/**"', 'glob = "services/p*/**"'),
    "overrides that do not meet in another order": both(begin(whole(POLICY + ONE + TWO)), whole(POLICY + TWO + ONE)),
    "lock added": put('"exemptions.*"', '"exemptions.*", "secret-detection.*"', "org.toml"),
    "lock made wider": put('"rules.PIN001"', '"rules.*"', "org.toml"),
    "days of exemptions fewer": put("max-days = 60", "max-days = 30", "org.toml"),
    "final line end": both(begin(whole(POLICY.rstrip())), whole(POLICY)),
    "blanks at line ends taken away": both(begin(whole(POLICY.replace("\n", " \n"))), whole(POLICY)),
    "CRLF": whole(POLICY.replace("\n", "\r\n")),
    "byte order mark": whole("\ufeff" + POLICY),
    "comments": whole("# why we do this\n" + POLICY.replace("[ai]", "[ai] # with agents")),
    "another notation": put(
        '[pinned-dependencies]\nactions-level = "sha"', "pinned-dependencies = {actions-level = 'sha'}"
    ),
    "tables in another order": whole(in_order(POLICY)),
    "policy moved to pyproject.toml": to_pyproject,
    "pyproject.toml changed elsewhere": both(
        begin(to_pyproject), put('name = "a"\n', 'name = "a"\ndynamic = ["version"]\n', "pyproject.toml")
    ),
    "pyproject.toml edited elsewhere and not staged": both(
        begin(to_pyproject), lambda site: site.edit("pyproject.toml", 'name = "a"\n', 'name = "b"\n', stage=False)
    ),
    "policy given another notation and not staged": lambda site: site.edit(
        FILE, 'actions-level = "sha"', "actions-level = 'sha'  # full", stage=False
    ),
    "pyproject.toml without a policy": stage("pyproject.toml", '[project]\nname = "a"\n'),
    "exemption that is no longer needed": both(begin(policy(exempt())), whole(POLICY)),
    "other organisation's policy at a stricter commit": updated,
    "files renamed under an override": git("mv", "services/payment/pyproject.toml", "services/payment/setup.toml"),
    "files moved out of an override": git("mv", "deploy/requirements.txt", "src/requirements.txt"),
    "baseline scanned anew": accepted(baseline(filters=[{"path": "detect_secrets.filters.heuristic.is_lock_file"}])),
    "our own baseline with an entry less": both(begin(stage(OURS, ACCEPTING_LINE)), stage(OURS, "")),
    "baseline migrated": both(
        begin(accepted(ACCEPTING)), both(git("rm", "-q", ".secrets.baseline"), stage(OURS, ACCEPTING_LINE))
    ),
    "baseline with an entry less": both(begin(accepted(ACCEPTING)), accepted(baseline())),
    "owners alone": stage(".github/CODEOWNERS", "* @platform @more\n"),
    "owners beside documentation": both(stage(".github/CODEOWNERS", "* @more\n"), stage("docs/owners.md", "# Who\n")),
    "owners in a commit of their own": both(
        stage(".github/CODEOWNERS", "* @more\n"), commit("Owners"), stage("src/more.py", "x = 1\n")
    ),
    "branch from before the policy was tightened": behind,
    "branch that has caught up": caught_up,
    "file in a folder with a dash": stage("docs/-h", "x\n"),
    "stricter profile for one run": lambda site: site.arguments.extend(["--policy", "strict"]),
    "stricter file for one run": lambda site: site.environment.update(
        WALKAROUND_POLICY=str(site.write("../more.toml", '[rules]\nSEC006 = "error"\n'))
    ),
}

TOLD: dict[str, tuple[Change, list[str]]] = {
    "exemption with what it covers": (
        both(policy(exempt()), stage("requirements.txt", "flask\n")),
        [EXEMPT.format(18, DAYS["in 30"], "none"), REVIEW],
    ),
    "exemption renewed": (
        both(begin(policy(exempt(expires=DAYS["in 30"]))), put(DAYS["in 30"], DAYS["in 50"])),
        [
            EXEMPT.format(18, DAYS["in 50"], f"until {DAYS['in 30']}"),
            REVIEW,
        ],
    ),
    "exemption of one place that is written twice": (
        both(begin(policy(exempt())), policy(exempt(expires=DAYS["in 50"]) + exempt())),
        [
            EXEMPT.format(25, DAYS["in 50"], f"until {DAYS['in 30']}"),
            REVIEW,
        ],
    ),
    "secret accepted in the baseline": (
        both(accepted(ACCEPTING), stage("settings.py", GUILTY["settings.py"])),
        [
            ".secrets.baseline:0:0: POL010 1 finding is newly accepted. [warning]",
            "    Look at each of them before you commit the baseline.",
        ],
    ),
    "secret accepted in our own baseline": (
        both(
            both(stage(OURS, ACCEPTING_LINE), stage(".walkaround/.gitattributes", "secrets.baseline merge=union\n")),
            stage("settings.py", GUILTY["settings.py"]),
        ),
        [
            f"{OURS}:0:0: POL010 1 finding is newly accepted. [warning]",
            "    Look at each of them before you commit the baseline.",
        ],
    ),
    "baseline elsewhere": (
        both(policy('[secret-detection]\nbaseline = "known.json"\n'), git("mv", ".secrets.baseline", "known.json")),
        [
            (
                f'{FILE}:18:1: POL010 "secret-detection.baseline" goes from ".walkaround/secrets.baseline" to '
                '"known.json", and neither is stricter. [warning]'
            ),
            LOOK,
        ],
    ),
}


@pytest.mark.parametrize("change", SILENT.values(), ids=SILENT)
def test_honest_work_is_silent(site: Site, change: Change) -> None:
    site.guilty.clear()
    said = every_command(site, change)
    assert [(one.code, one.out) for one in said] == [(0, "")] * 5


def test_an_exemption_that_is_made_shorter_is_silent(site: Site) -> None:
    site.guilty.clear()
    site.begin(both(policy(exempt(expires=DAYS["in 50"])), stage("requirements.txt", "flask\n")))
    said = every_command(site, whole(POLICY + exempt()))
    assert [(one.code, one.out) for one in said] == [(0, "")] * 4 + [(0, UNREAD)]


@pytest.mark.parametrize(("change", "told"), TOLD.values(), ids=TOLD)
def test_what_a_reviewer_should_see_is_told(site: Site, change: Change, told: list[str]) -> None:
    site.guilty.clear()
    said = every_command(site, change)
    assert [one.code for one in said] == [0] * 5
    assert said[1].out.splitlines() == told


def test_a_team_that_begins(site: Site) -> None:
    site.guilty.clear()
    said = every_command(site, adopted)
    assert [one.code for one in said] == [0] * 5
    accepted = ".secrets.baseline:0:0: POL010 1 finding is newly accepted. [warning]"
    assert said[1].out.splitlines() == [accepted, "    Look at each of them before you commit the baseline."]


def test_a_team_that_begins_with_the_hooks_is_held_to_what_they_demand_by_default(site: Site) -> None:
    """From the first commit with a hook on, `recommended` is in force; less than that is for a person to say."""
    site.guilty.clear()
    site.begin(git("rm", "-rq", FILE, "org.toml", ".walkaround"))
    site.stage(FILE, '[rules]\nSEC006 = "off"\n')
    assert [one.code for one in (*at_commit(site), on_everything(site))] == [1, 1, 0]
    site.stage(FILE, 'extends = "strict"\n')
    assert [one.code for one in (*at_commit(site), on_everything(site))] == [0, 0, 0]


def test_a_broken_policy_is_mended_by_a_person_alone(site: Site) -> None:
    """Nobody can tell whether the mended one demands less than what was meant."""
    site.guilty.clear()
    site.begin(whole(POLICY + "[rulse]\n"))
    site.stage(FILE, POLICY)
    said = [*at_commit(site), *every_command(site, both())[2:]]
    assert [one.code for one in said] == [2, 2, 2, 2, 0]
    why = f'{site.base[:12]}:{FILE}:17: unknown key "rulse"; did you mean "rules"?'
    assert said[1].err == (
        "walkaround: policy-integrity: not judged: the policy before this change cannot be read, so that nobody can "
        f"tell what it loosens ({why}); have a person review it and commit it without this hook\n"
    )


def test_in_a_linked_work_tree(site: Site) -> None:
    site.guilty.clear()
    other = site.top.parent / "linked"
    site.git("worktree", "add", "-q", "-b", "branch", str(other))
    site.top = site.folder = other
    site.environment["GIT_DIR"] = str(other.parent / "site" / ".git" / "worktrees" / "linked")  # as git tells its hooks
    said = every_command(site, stage("src/more.py", "x = 1\n"))
    assert [(one.code, one.out) for one in said] == [(0, "")] * 5


@pytest.mark.parametrize("depth", [1, 2, 50])
@pytest.mark.parametrize("overlay", [False, True], ids=["", "overlay"])
def test_a_shallow_clone_of_a_merge_request(site: Site, depth: int, overlay: bool) -> None:
    """As CI fetches it: the merge of a branch, and the branch that it is for.

    What the commits brought in between must be there, for it may hold a credential that a later one took away. With an
    overlay for assisted changes it must be there for the policy, too: any commit may bear a mark.
    """
    if not overlay:
        site.begin(whole(POLICY.partition("[ai]")[0]))
    site.git("checkout", "-q", "-b", "branch")
    site.commit("Work", **{"src/more.py": "x = 1\n"})
    site.git("checkout", "-q", "main")
    for number in range(4):
        site.commit(f"Other work {number}", **{f"src/other{number}.py": "x = 2\n"})
    site.git("checkout", "-q", "-b", "merge")
    site.git("merge", "-q", "-m", "Merge", "branch")
    top = site.top.parent / "clone"
    origin = site.top.as_uri()
    clone = ["git", "clone", "-q", f"--depth={depth}", "--no-single-branch", "-b", "merge", origin, str(top)]
    subprocess.run(clone, check=True)
    ours = Site(top)
    ours.base = "origin/main"
    said = (*at_push(ours), on_everything(ours))
    cut = depth < 50
    assert [one.code for one in said] == [2 if cut else 0, 2 if cut and overlay else 0, 0]
    if cut and not overlay:
        gate, told, tests, _ = said[0].err.splitlines()
        for hook, line in (("quality-gate", gate), ("test-quality", tests)):
            assert line.startswith(f"walkaround: {hook}: not judged: where ")
            assert line.endswith(" is cut off in this shallow clone; run `git fetch --unshallow`")
        assert told.startswith(
            "walkaround: secret-detection: not judged: this shallow clone lacks what was before commit"
        )
        assert told.endswith("; run `git fetch --unshallow`")


def test_a_commit_of_some_files(site: Site) -> None:
    """`git commit FILE` gives its hooks an index of their own, and what is staged besides is of no concern."""
    site.guilty.clear()
    index = site.top.parent / "index"
    site.stage("src/more.py", "x = 1\n")
    shutil.copy(site.top / ".git" / "index", index)
    site.stage("src/later.py", "x = 2\n")
    site.environment["GIT_INDEX_FILE"] = str(index)
    assert [(one.code, one.out) for one in at_commit(site)] == [(0, "")] * 2
