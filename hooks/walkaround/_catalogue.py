"""Every hook, a line each, and the commands that have a policy table: the one place that knows them all.

Modules are imported only when asked for, so that one hook's start-up does not pay for the others.
"""

from collections.abc import Collection, Mapping
from importlib import import_module
from typing import Any, NamedTuple

from ._finding import Rule
from ._hook import Hook
from ._policy import Key


class Entry(NamedTuple):
    """A hook id, the module that declares it as `HOOK`, the letters its rule ids begin with, its stages.

    Hooks of one package share a policy table, which is named after the first of them.
    """

    id: str
    module: str
    prefix: str
    stages: tuple[str, ...]

    @property
    def table(self) -> str:
        return self.module.partition(".")[0].replace("_", "-")


ENTRIES = (
    Entry("secret-detection", "secret_detection", "SEC", ("pre-commit", "commit-msg")),
    Entry("pinned-dependencies", "pinned_dependencies", "PIN", ("pre-commit",)),
    Entry("dependency-verification", "dependency_verification", "DEP", ("pre-commit",)),
    Entry("vulnerability-audit", "vulnerability_audit", "VUL", ("pre-push", "manual")),
    Entry("sast", "sast", "B", ("pre-commit",)),
    Entry("ai-attribution", "ai_attribution", "ATT", ("commit-msg",)),
    Entry("ai-attribution-prepare", "ai_attribution.prepare", "ATT", ("prepare-commit-msg",)),
    Entry("ai-attribution-range", "ai_attribution.range", "ATT", ("pre-push", "manual")),
    Entry("pr-template", "pr_template", "PRT", ("pre-commit",)),
    Entry("pr-checklist", "pr_checklist", "CHK", ("manual",)),
    Entry("test-quality", "test_quality", "TST", ("pre-commit",)),
    Entry("quality-gate", "quality_gate", "GATE", ("pre-commit", "pre-push", "manual")),
    Entry("policy-integrity", "policy_integrity", "POL", ("pre-commit", "pre-push")),
)


class Table(NamedTuple):
    """A policy table of a command that is no hook, and the module that declares its keys as `KEYS`: it has no rules."""

    name: str
    module: str


TABLES = (Table("report", "baseline_metrics.targets"),)


def keys_of(table: Table) -> tuple[Key[Any], ...]:
    """The keys of a command's table, imported now."""
    found: tuple[Key[Any], ...] = import_module(f".{table.module}", __package__).KEYS
    return found


def hook(entry: Entry) -> Hook:
    """The declaration of a hook, imported now."""
    found: Hook = import_module(f".{entry.module}", __package__).HOOK
    return found


def commit_stage() -> tuple[Hook, ...]:
    """The hooks that `strict` and `walkaround check` run."""
    return tuple(hook(entry) for entry in ENTRIES if "pre-commit" in entry.stages)


def judges_files(entry: Entry) -> bool:
    """Whether a hook can judge what `walkaround check` is given: those of the commit stage, and those of other stages
    that are given names of files."""
    return "pre-commit" in entry.stages or bool(hook(entry).files)


def declaring() -> tuple[Entry, ...]:
    """The hooks that declare a table's keys and rules: of those that share one, the first."""
    first: dict[str, Entry] = {}
    for entry in ENTRIES:
        first.setdefault(entry.table, entry)
    return tuple(first.values())


def _of(table: str) -> tuple[Entry, ...]:
    """The hook that declares a table; none for an unknown one."""
    return tuple(entry for entry in declaring() if entry.table == table)


class HookCatalogue:
    """What the policy loader may ask: which tables, keys and rules exist."""

    @property
    def tables(self) -> tuple[str, ...]:
        return (*(entry.table for entry in declaring()), *(table.name for table in TABLES))

    def keys(self, table: str) -> Mapping[str, Key[Any]]:
        """The keys of a table, by their short names; empty for an unknown table."""
        keys = [key for entry in _of(table) for key in hook(entry).keys]
        keys += [key for one in TABLES if one.name == table for key in keys_of(one)]
        return {key.name.removeprefix(f"{table}."): key for key in keys}

    def table_of(self, rule_id: str) -> str | None:
        """The table of the hook whose letters a rule id begins with; no module is imported for it."""
        return next((entry.table for entry in ENTRIES if rule_id.startswith(entry.prefix)), None)

    def per_path(self, table: str) -> bool:
        """Whether a table's hook judges files one by one, so that its rules may weigh differently by path."""
        found = [hook(entry) for entry in _of(table)]
        return any(not one.whole and not one.message for one in found)

    def rule(self, rule_id: str) -> Rule | None:
        table = self.table_of(rule_id)
        found = (rule for entry in _of(table or "") for rule in hook(entry).rules)
        return next((rule for rule in found if rule.id == rule_id), None)

    def rules(self, tables: Collection[str] | None = None) -> tuple[Rule, ...]:
        """The rules of these tables' hooks; of all when None."""
        entries = (entry for entry in declaring() if tables is None or entry.table in tables)
        return tuple(rule for entry in entries for rule in hook(entry).rules)
