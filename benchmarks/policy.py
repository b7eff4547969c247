"""What a policy costs to load: CPU time from the start of Python to a typed policy, above `python -c pass`.

`python3 benchmarks/policy.py [--runs N] [--json]` sets up its own environment. A repository's policy that extends an
organisation's is loaded, by the loader and, side by side, by what others would write: tomllib with a pydantic model,
and tomllib with jsonschema over the generated schema, both without extends, locks, exemptions or line numbers. CPU
time is user and system time as the kernel accounts it (POSIX only). The median is shown; ratios are to bare Python.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from startup import figures_of, table

from setup_environment import environment

ORGANISATION = """\
extends = "strict"
lock = ["secret-detection.*", "pinned-dependencies.level", "rules.PIN003"]

[pinned-dependencies]
level = "hash"

[ai-attribution]
every-commit = true

[rules]
PRT001 = "error"
"""
REPOSITORY = """\
extends = ["./org.toml"]

[pinned-dependencies]
groups-level = "range"

[rules]
ATT006 = "warning"

[[exemptions]]
rule = "PIN001"
path = "requirements-dev.txt"
reason = "moves to a lock file in the next release"
owner = "@platform"
expires = EXPIRES
"""
LOADER = """\
from walkaround._catalogue import HookCatalogue
from walkaround._policy import load
catalogue = HookCatalogue()
policy = load(catalogue, TABLES, ".", None)
from walkaround.pinned_dependencies import LEVEL
assert policy[LEVEL] == "hash"
"""
PYDANTIC = """\
import tomllib
from typing import Literal
from pydantic import BaseModel, ConfigDict, Field

Severity = Literal["off", "warning", "error"]

class Table(BaseModel):
    model_config = ConfigDict(extra="forbid", alias_generator=lambda name: name.replace("_", "-"))

class Secrets(Table):
    plugins: list[str] = Field(default=["AWSKeyDetector"], min_length=1)
    baseline: str = ".walkaround/secrets.baseline"
    seconds_per_file: int = Field(default=10, ge=1, le=3600)

class Pins(Table):
    level: Literal["range", "exact", "hash"] = "exact"
    groups_level: Literal["range", "exact"] = "range"
    build_level: Literal["range", "exact"] = "range"
    published_level: Literal["range", "exact"] = "range"
    actions_level: Literal["tag", "sha"] = "tag"
    hooks_level: Literal["tag", "sha"] = "tag"

class Attribution(Table):
    marks: Literal["allow", "require", "forbid"] = "allow"
    form: Literal["any", "agent-model"] = "agent-model"
    sign_off: Literal["allow", "forbid"] = "forbid"
    normalise: bool = False
    every_commit: bool = False

class Template(Table):
    host: Literal["auto", "github", "gitlab", "azure", "gitea", "forgejo"] = "auto"
    paths: list[str] = []
    extra: list[str] = []

class Policy(Table):
    extends: str | list[str] = "recommended"
    lock: list[str] = []
    secret_detection: Secrets = Secrets()
    pinned_dependencies: Pins = Pins()
    ai_attribution: Attribution = Attribution()
    pr_template: Template = Template()
    rules: dict[str, Severity] = {}
    exemptions: list[dict[str, object]] = []

def read(path):
    with open(path, "rb") as file:
        return tomllib.load(file)

merged = read("org.toml")
for name, value in read("walkaround.toml").items():
    merged[name] = merged.get(name, {}) | value if isinstance(value, dict) else value
policy = Policy.model_validate(merged)
assert policy.pinned_dependencies.level == "hash"
"""
JSONSCHEMA = """\
import json, tomllib
from jsonschema import Draft7Validator

def read(path):
    with open(path, "rb") as file:
        return tomllib.load(file)

with open("schema.json", "rb") as file:
    validator = Draft7Validator(json.load(file))
merged = read("org.toml")
for name, value in read("walkaround.toml").items():
    merged[name] = merged.get(name, {}) | value if isinstance(value, dict) else value
validator.validate(json.loads(json.dumps(merged, default=str)))
assert merged["pinned-dependencies"]["level"] == "hash"
"""
SCHEMA = "import json\nfrom walkaround._catalogue import HookCatalogue\nfrom walkaround._policy._schema import schema\n"


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="CPU time of loading a policy with an organisation's layer.")
    parser.add_argument("--runs", type=int, default=21, help="counted runs of each (default: 21)")
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args(argv)
    python = str(environment(["bench"]))
    with tempfile.TemporaryDirectory(prefix="walkaround-policy-") as folder:
        prepare(Path(folder), python)
        figures = figures_of(cases(python), Path(folder), options.runs, [python, "-c", "pass"])
    sys.stdout.write(json.dumps(figures, indent=2) + "\n" if options.json else table(figures))
    return 0


def prepare(folder: Path, python: str) -> None:
    """The organisation's policy, the repository's, and the schema as a file."""
    from datetime import UTC, datetime, timedelta

    (folder / ".git").mkdir()
    soon = (datetime.now(UTC) + timedelta(days=30)).date().isoformat()
    (folder / "org.toml").write_text(ORGANISATION)
    (folder / "walkaround.toml").write_text(REPOSITORY.replace("EXPIRES", soon))
    done = subprocess.run(
        [python, "-c", SCHEMA + "print(json.dumps(schema(HookCatalogue())))"], capture_output=True, check=True
    )
    (folder / "schema.json").write_bytes(done.stdout)


def cases(python: str) -> dict[str, list[str]]:
    tables = "catalogue.tables"
    return {
        "loader, one hook's table": [python, "-c", LOADER.replace("TABLES", "('pinned-dependencies',)")],
        "loader, every table": [python, "-c", LOADER.replace("TABLES", tables)],
        "tomllib and nothing else": [python, "-c", "import tomllib; tomllib.load(open('walkaround.toml', 'rb'))"],
        "peer: tomllib and a pydantic model": [python, "-c", PYDANTIC],
        "peer: tomllib and jsonschema": [python, "-c", JSONSCHEMA],
    }


if __name__ == "__main__":
    raise SystemExit(main())
