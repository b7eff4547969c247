"""docs/fleet.md: its pipelines are read as the hosts read them, and every command and option in it is there."""

import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from tests_support import TOP, Repository
from walkaround import baseline_metrics, cli
from walkaround.fleet import GROUP, check, report

PAGE = (TOP / "docs" / "fleet.md").read_text(encoding="utf-8")
GITHUB, GITLAB = (yaml.safe_load(block) for block in re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL))
PINNED = re.compile(r"[\w-]+/[\w-]+@[0-9a-f]{40}")


def steps(job: dict[str, Any]) -> list[str]:
    return [step["run"] for step in job["steps"] if "run" in step]


def commands() -> Iterator[list[str]]:
    """Every `walkaround` of the page, as its words; what a shell would fill in has a value."""
    scripts = [*steps(GITHUB["jobs"]["report"]), *steps(GITHUB["jobs"]["page"])]
    scripts += [*GITLAB["report"]["script"], *GITLAB["page"]["script"]]
    scripts += re.findall(r"^\$ (walkaround .*)", PAGE, re.MULTILINE)
    for script in scripts:
        if script.startswith("walkaround "):
            yield shlex.split(re.sub(r"\$\{?\w+\}?", "VALUE", script), comments=True)[1:]


def test_one_job_a_repository_and_one_that_joins_them() -> None:
    names = GITHUB["jobs"]["report"]["strategy"]["matrix"]["repository"]
    assert GITHUB["jobs"]["report"]["strategy"]["fail-fast"] is False
    assert GITHUB["jobs"]["page"]["needs"] == "report"
    assert GITLAB["report"]["parallel"]["matrix"] == [{"REPOSITORY": names}]
    assert GITLAB["stages"] == [GITLAB["report"]["stage"], GITLAB["page"]["stage"]]
    assert all("timeout-minutes" in job for job in GITHUB["jobs"].values())
    uses = [step["uses"] for job in GITHUB["jobs"].values() for step in job["steps"] if "uses" in step]
    assert uses
    assert all(PINNED.fullmatch(one) for one in uses)


def test_the_actions_are_those_of_the_pipeline_that_init_writes() -> None:
    kept = (TOP / "templates" / "ci" / "github" / "walkaround.yml").read_text(encoding="utf-8")
    assert {step["uses"] for job in GITHUB["jobs"].values() for step in job["steps"] if "uses" in step} <= set(
        PINNED.findall(kept)
    )


def test_the_pipeline_has_nothing_that_our_own_hooks_find(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    repository.stage(".github/workflows/fleet.yml", blocks[0])
    monkeypatch.chdir(repository.top)
    code = cli.main(["check", "--all-files", "--only", "pinned-dependencies"])
    assert code == 0, capsys.readouterr().out


@pytest.mark.parametrize("words", list(commands()), ids=" ".join)
def test_every_command_of_the_page_is_one(words: list[str]) -> None:
    parsers = {("fleet", "report"): report._parser, ("fleet", "check"): check._parser}
    if words[0] == "report":
        options = baseline_metrics._parser().parse_args(words[1:])
        assert options.merge or options.repository
    else:
        assert parsers[words[0], words[1]]().parse_args(words[2:]).repos


def test_every_option_stands_on_the_page() -> None:
    for parser in (report._parser(), check._parser()):
        options = {name for action in parser._actions for name in action.option_strings if name.startswith("--")}
        assert {name for name in options - {"--help", "--repos"} if f"`{name}" not in PAGE} == set()
    assert all(f"fleet {name}" in PAGE for name in GROUP.commands)
