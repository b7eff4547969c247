"""pinned-dependencies: what a build installs is what was reviewed.

| rule   | finds                                                                              |
|--------|------------------------------------------------------------------------------------|
| PIN001 | a package, action or hook that is looser than the level the policy requires         |
| PIN002 | a reference to a requirements file or dependency group that is not there            |
| PIN003 | a requirements or constraints file on the network, which can change without a commit |

Levels of packages: `range < exact < hash`; of actions and hook revisions: `tag < sha`. It reads
requirements and constraints files, `pyproject.toml` (PEP 621, PEP 735, `build-system.requires`),
GitHub workflows and actions, and `.pre-commit-config.yaml`; it never uses the network.
"""

from collections.abc import Iterator, Sequence

from .._finding import Rule
from .._hook import Hook, Inputs, Said, each
from .._policy import Policy, choice

LEVEL = choice(
    "pinned-dependencies.level",
    "exact",
    "How exactly requirements files must pin packages.",
    ["range", "exact", "hash"],
    per_path=True,
)
GROUPS_LEVEL = choice(
    "pinned-dependencies.groups-level",
    "range",
    "How exactly `dependency-groups` must pin packages, where no lock file does.",
    ["range", "exact"],
    per_path=True,
)
BUILD_LEVEL = choice(
    "pinned-dependencies.build-level",
    "range",
    "How exactly `build-system.requires` must pin packages.",
    ["range", "exact"],
    per_path=True,
)
PUBLISHED_LEVEL = choice(
    "pinned-dependencies.published-level",
    "range",
    "How exactly `project.dependencies` and extras must pin packages; ranges are right for a library.",
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
        summary="A requirements file or dependency group is referred to and is not there.",
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
)


def check(policy: Policy, inputs: Inputs) -> Iterator[Said]:
    """Judge every input by the format that its name tells."""
    from ._judge import Judge  # readers of formats are imported only when there is a file to read

    return each(inputs, Judge(policy, inputs))


HOOK = Hook(
    id="pinned-dependencies",
    summary="Packages, actions and hooks are pinned as exactly as the policy requires.",
    rules=RULES,
    keys=(LEVEL, GROUPS_LEVEL, BUILD_LEVEL, PUBLISHED_LEVEL, ACTIONS_LEVEL, HOOKS_LEVEL),
    check=check,
    # Kept in step with `_formats.format_of`, which a test proves.
    files=(
        r"(^|/)(?!(apt|system|conda|brew|npm|gem|deb|rpm)[-_.]?(requirements|constraints))"
        r"[^/]*(requirements|constraints)[^/]*\.(txt|in)$"
        r"|(^|/)requirements/([^/]+/)*[^/]+\.(txt|in)$"
        r"|(^|/)pyproject\.toml$"
        r"|(^|/)\.github/workflows/[^/]+\.ya?ml$"
        r"|(^|/)action\.ya?ml$"
        r"|(^|/)\.pre-commit-config\.ya?ml$"
    ),
)


def main(argv: Sequence[str] | None = None) -> int:
    from .._main import run  # the policy asks for keys and rules, not for argparse and reports

    return run(HOOK, argv)
