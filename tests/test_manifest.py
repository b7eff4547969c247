"""Each hook is called the same everywhere: manifest, console script, module, policy table, page, examples, README."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests_support import TOP
from walkaround import __version__, _catalogue
from walkaround._hook import Hook

MANIFEST: list[dict[str, Any]] = yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text())
PROJECT = tomllib.loads((TOP / "pyproject.toml").read_text())
IDS = [entry["id"] for entry in MANIFEST]
ENTRIES = {entry.id: entry for entry in _catalogue.ENTRIES}
HOOKS = {entry.id: _catalogue.hook(entry) for entry in _catalogue.ENTRIES}
README = (TOP / "README.md").read_text()


def test_the_manifest_holds_the_catalogue_and_strict() -> None:
    assert sorted(IDS) == sorted([*ENTRIES, "strict"])


def test_console_scripts_are_the_hooks_and_the_command() -> None:
    scripts = {f"walkaround-{entry.id}": f"walkaround.{entry.module}:main" for entry in ENTRIES.values()}
    scripts["walkaround-strict"] = "walkaround.strict:main"
    assert PROJECT["project"]["scripts"] == {"walkaround": "walkaround.cli:main", **scripts}


@pytest.mark.parametrize("entry", MANIFEST, ids=IDS)
def test_a_manifest_entry_says_what_the_hook_says(entry: dict[str, Any]) -> None:
    assert entry["entry"] == f"walkaround-{entry['id']}"
    assert entry["language"] == "python"
    if entry["id"] == "strict":
        assert (entry["stages"], entry["require_serial"], entry["types"]) == (["pre-commit"], True, ["file"])
        return
    hook = HOOKS[entry["id"]]
    assert hook.id == entry["id"]
    assert entry.get("files", "") == hook.files
    assert entry["stages"] == list(ENTRIES[hook.id].stages)
    assert entry.get("pass_filenames", True) is not hook.whole
    assert entry.get("always_run", False) is hook.whole


@pytest.mark.parametrize("hook", HOOKS.values(), ids=list(HOOKS))
def test_rules_and_keys_carry_the_hooks_name(hook: Hook) -> None:
    entry = ENTRIES[hook.id]
    ids = [rule.id for rule in hook.rules]
    assert ids == sorted(set(ids))
    assert all(re.fullmatch(rf"{entry.prefix}\d\d\d", rule_id) for rule_id in ids)
    assert all(re.fullmatch(rf"{entry.table}\.[a-z][a-z-]*", key.name) for key in hook.keys)
    assert len({key.name for key in hook.keys}) == len(hook.keys)
    assert all(
        key.problem(list(key.default) if isinstance(key.default, tuple) else key.default) is None for key in hook.keys
    )


@pytest.mark.parametrize("hook_id", IDS)
def test_every_hook_has_a_page_a_readme_row_and_examples(hook_id: str) -> None:
    assert (TOP / "docs" / f"{hook_id}.md").is_file()
    assert re.search(rf"^\| \[`{hook_id}`\]\(docs/{hook_id}\.md\) \|", README, re.MULTILINE)
    judges = hook_id == "strict" or HOOKS[hook_id].rules
    for kind in ("pass", "fail") if judges else ("pass",):
        assert any((TOP / "tests" / "examples" / hook_id / kind).iterdir())


@pytest.mark.parametrize("entry", _catalogue.declaring(), ids=lambda entry: entry.id)
def test_a_hooks_page_tells_every_key_and_rule(entry: _catalogue.Entry) -> None:
    hook = HOOKS[entry.id]
    page = (TOP / "docs" / f"{hook.id}.md").read_text()
    missing = [rule.id for rule in hook.rules if rule.id not in page]
    missing += [
        key.name for key in hook.keys if f"`{key.name.partition('.')[2]}`" not in page and f"`{key.name}`" not in page
    ]
    assert missing == []


def test_a_test_file_for_every_module() -> None:
    tests = {path.name for path in (TOP / "tests").glob("test_*.py")}
    modules = [entry.module.replace(".", "_") for entry in _catalogue.ENTRIES]
    assert [name for name in modules if f"test_{name}.py" not in tests] == []


def test_the_version_is_in_the_changelog() -> None:
    changelog = (TOP / "CHANGELOG.md").read_text()
    assert re.search(rf"^## (?:Unreleased|{re.escape(__version__)})", changelog, re.MULTILINE)


def test_only_known_modules_are_in_the_package() -> None:
    """A module that belongs to no hook and no floor below them is a module nobody would find."""
    package = TOP / "hooks" / "walkaround"
    found = {path.stem for path in package.iterdir() if path.suffix == ".py" or (path / "__init__.py").is_file()}
    hooks = {entry.module.partition(".")[0] for entry in _catalogue.ENTRIES} | {"strict"}
    assert {name for name in found if not name.startswith("_")} == hooks | {
        "attribution_commands", "baseline", "baseline_metrics", "bootstrap", "checklist_commands", "cli",
        "deps_commands", "fleet", "gate_commands",
        "policy_commands", "sast_commands", "secret_commands", "tests_commands",
    }  # fmt: skip


def test_no_path_of_a_machine_and_no_index_host_is_written_down() -> None:
    patterns = ("*.md", "docs/*.md", "policies/**/*.toml", "templates/**/*.*")
    for path in [path for pattern in patterns for path in TOP.glob(pattern)]:
        assert not re.search(r"(?<!\w)(?:/home/\w+/|/Users/\w+/|/root/)", Path(path).read_text()), path
