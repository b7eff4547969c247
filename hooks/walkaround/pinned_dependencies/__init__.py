"""pinned-dependencies: what a build installs is what was reviewed.

| rule   | finds                                                                              |
|--------|------------------------------------------------------------------------------------|
| PIN001 | a package, image, action or hook that is looser than the level the policy requires  |
| PIN002 | a reference to a file or dependency group that is not there                         |
| PIN003 | a requirements or constraints file on the network, which can change without a commit |
| PIN004 | an application without a lock                                                      |
| PIN005 | a lock that is out of step with its manifest                                       |
| PIN006 | a lock without hashes                                                              |
| PIN007 | one package pinned to two versions                                                 |
| PIN008 | a `.python-version` that the project does not allow                                |

Levels of packages: `range < exact < hash`; of actions and hook revisions: `tag < sha`; of images: `tag < digest`. The
formats are those of `_dependencies/formats.py`. The network is used in `--fix --online` alone.
"""

from collections.abc import Iterator, Sequence

from .._dependencies.formats import patterns, selected
from .._finding import NotJudged, Rule
from .._hook import Hook, Inputs, Said, Switch, each
from .._policy import Policy, choice, flag

LEVEL = choice(
    "pinned-dependencies.level",
    "exact",
    "How exactly applications must pin packages.",
    ["range", "exact", "hash"],
    per_path=True,
)
GROUPS_LEVEL = choice(
    "pinned-dependencies.groups-level",
    "range",
    "How exactly what only development installs must be pinned, where no lock file does it.",
    ["range", "exact"],
    per_path=True,
)
BUILD_LEVEL = choice(
    "pinned-dependencies.build-level",
    "range",
    "How exactly what builds a package must be pinned.",
    ["range", "exact"],
    per_path=True,
)
PUBLISHED_LEVEL = choice(
    "pinned-dependencies.published-level",
    "range",
    "How exactly a package must pin what it asks of those who install it; ranges are right for a library.",
    ["range", "exact"],
    per_path=True,
)
ACTIONS_LEVEL = choice(
    "pinned-dependencies.actions-level",
    "tag",
    "How exactly workflows must pin actions, reusable workflows and `docker://` images.",
    ["tag", "sha"],
    per_path=True,
)
HOOKS_LEVEL = choice(
    "pinned-dependencies.hooks-level",
    "tag",
    "How exactly `.pre-commit-config.yaml` must pin the repositories of its hooks.",
    ["tag", "sha"],
    per_path=True,
)
IMAGES_LEVEL = choice(
    "pinned-dependencies.images-level",
    "tag",
    "How exactly Dockerfiles, compose files and pipelines must pin container images.",
    ["any", "tag", "digest"],
    per_path=True,
)
COMMANDS_LEVEL = choice(
    "pinned-dependencies.commands-level",
    "range",
    "How exactly scripts, Dockerfiles, pipelines and assistants' settings must pin what their commands install or run.",
    ["any", "range", "exact"],
    per_path=True,
)
SYSTEM_LEVEL = choice(
    "pinned-dependencies.system-level",
    "any",
    "How exactly commands must pin packages of the operating system.",
    ["any", "exact"],
    per_path=True,
)
ONLINE = flag(
    "pinned-dependencies.online",
    True,
    "Whether `--fix --online` may ask package indexes, git hosts and image registries; nothing else ever does.",
    stricter="false",
)
# Laid into the policy by the command line; no policy file knows it.
ONLINE_ASKED = flag("pinned-dependencies.asking", False, "Whether hosts are asked in this run.", stricter="none")
LEAVE_TO_ZIZMOR = flag(
    "pinned-dependencies.leave-to-zizmor",
    True,
    "Whether loose actions and images of workflows are left to zizmor where the repository's own hooks run it.",
    stricter="false",
    per_path=True,
)

RULES = (
    Rule(
        id="PIN001",
        name="loose-pin",
        summary="A dependency is pinned more loosely than the policy requires.",
        why="Whatever is newest, or whatever a tag was moved to, runs without anybody having reviewed it.",
        remedy="Write the exact version, or the full commit SHA with the tag in a comment.",
        bad="requests",
        good="requests==2.32.4",
    ),
    Rule(
        id="PIN002",
        name="missing-reference",
        summary="A file or dependency group is referred to and is not there.",
        why="The installation fails, or it picks up a file that only one machine has.",
        remedy="Commit the file that is named, or correct the name.",
        bad="-r base.txt  # there is no base.txt",
        good="-r requirements.txt",
    ),
    Rule(
        id="PIN003",
        name="remote-requirements",
        summary="A requirements or constraints file is read from the network.",
        why="Its pins can change without a commit here, and they were not judged.",
        remedy="Commit a copy of the file and refer to that, or name a URL that contains a commit SHA.",
        bad="-c https://example.org/constraints.txt",
        good="-c constraints.txt",
        severity="warning",
    ),
    Rule(
        id="PIN004",
        name="missing-lock",
        summary="An application pins what it names, and has no lock for what that brings along.",
        why="Every installation takes the newest releases of all the packages that nobody named.",
        remedy="Let the tool write its lock, and commit it.",
        bad='Pipfile  # requests = "==2.32.4", and no Pipfile.lock',
        good="Pipfile and Pipfile.lock",
        severity="warning",
    ),
    Rule(
        id="PIN005",
        name="lock-drift",
        summary="A lock is out of step with its manifest.",
        why="What is installed is not what the manifest says, or the installation fails.",
        remedy="Let the tool write the lock anew, and commit both together.",
        bad="httpx>=0.28  # and httpx 0.27.2 in uv.lock",
        good="httpx>=0.28  # and httpx 0.28.1 in uv.lock",
    ),
    Rule(
        id="PIN006",
        name="lock-without-hashes",
        summary="A lock holds a package of an index without its hash.",
        why="A file of the same name and version can be put in its place, and no installer would notice.",
        remedy="Write the lock anew from an index that gives hashes.",
        bad='"resolved": "https://registry.example.org/ms-2.1.3.tgz"',
        good='"resolved": "https://registry.example.org/ms-2.1.3.tgz", "integrity": "sha512-…"',
    ),
    Rule(
        id="PIN007",
        name="two-pins",
        summary="One package is pinned to two versions, of which only one can be installed.",
        why="The installation fails, or the tool takes one of the two and says nothing about the other.",
        remedy="Keep one of the two pins.",
        bad="idna==3.10\nidna==3.11",
        good="idna==3.11",
    ),
    Rule(
        id="PIN008",
        name="python-version-drift",
        summary="`.python-version` names a Python that the project does not allow.",
        why="Everybody who follows the file gets an interpreter on which the project cannot be installed.",
        remedy="Write a version that `requires-python` allows, or change the bounds.",
        bad='.python-version with 3.10  # and requires-python = ">=3.11"',
        good='.python-version with 3.12  # and requires-python = ">=3.11"',
    ),
)


def check(policy: Policy, inputs: Inputs) -> Iterator[Said]:
    """Judge every input by the format that its name tells."""
    from ._judge import Judge  # readers of formats are imported only when there is a file to read

    return each(inputs, Judge(policy, inputs))


def fix(policy: Policy, inputs: Inputs) -> Iterator[str | NotJudged]:
    """Pin what can be pinned from what this machine knows, or with `--online` from what hosts answer."""
    from ._fix import fix as mend

    return mend(policy, inputs)


HOOK = Hook(
    id="pinned-dependencies",
    summary="Packages, images, actions and hooks are pinned as exactly as the policy requires.",
    rules=RULES,
    keys=(
        LEVEL,
        GROUPS_LEVEL,
        BUILD_LEVEL,
        PUBLISHED_LEVEL,
        ACTIONS_LEVEL,
        HOOKS_LEVEL,
        IMAGES_LEVEL,
        COMMANDS_LEVEL,
        SYSTEM_LEVEL,
        ONLINE,
        LEAVE_TO_ZIZMOR,
    ),
    check=check,
    fix=fix,
    switches=(
        Switch(
            "--online", "with --fix: ask indexes, git hosts and registries too", ONLINE, ONLINE_ASKED, with_fix=True
        ),
    ),
    files=patterns(),
    selects=selected,
    acceptable=True,
)


def main(argv: Sequence[str] | None = None) -> int:
    from .._main import run  # the policy asks for keys and rules, not for argparse and reports

    return run(HOOK, argv)
