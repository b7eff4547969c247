"""What is generated is what is kept; `python3 tests/run_tests.py --generate` writes it anew."""

import re
import tomllib

import yaml

import generated
from tests_support import TOP, Repository
from walkaround import _catalogue, cli


def test_the_rules_page_is_what_the_hooks_declare() -> None:
    assert generated.RULES.read_text(encoding="utf-8") == generated.rules_page()


def test_the_page_of_attribution_shows_every_preset() -> None:
    kept = generated.ATTRIBUTION.read_text(encoding="utf-8")
    assert kept == generated.attribution_page(kept)


def test_the_page_of_sast_shows_every_rule() -> None:
    kept = generated.SAST.read_text(encoding="utf-8")
    assert kept == generated.sast_page(kept)


def test_the_policy_page_shows_every_key() -> None:
    kept = generated.POLICY.read_text(encoding="utf-8")
    assert kept == generated.policy_page(kept)


def test_the_readme_shows_the_manifest_and_a_real_run() -> None:
    kept = generated.README.read_text(encoding="utf-8")
    assert kept == generated.readme(kept)


def test_the_schema_is_kept_beside_the_profiles() -> None:
    assert generated.SCHEMA.read_text(encoding="utf-8") == generated.schema()


def test_the_page_of_tokens_is_that_of_the_catalogue() -> None:
    assert generated.TOKENS.read_text(encoding="utf-8") == generated.tokens_page()


def test_the_index_of_tokens_is_that_of_the_catalogue() -> None:
    assert generated.INDEX.read_text(encoding="utf-8") == generated.index()


def test_where_every_key_of_strict_comes_from() -> None:
    assert generated.EXPLAINED.read_text(encoding="utf-8") == generated.explained()


def test_the_readmes_configuration_names_real_hooks() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", generated.README.read_text(encoding="utf-8"), re.DOTALL)
    known = {entry.id for entry in _catalogue.ENTRIES} | {"strict"}
    assert blocks
    for block in blocks:
        config = yaml.safe_load(block)
        for repo in config["repos"]:
            assert {hook["id"] for hook in repo["hooks"]} <= known


def test_the_readmes_policies_load(repository: Repository) -> None:
    blocks = re.findall(r"```toml\n(.*?)```", generated.README.read_text(encoding="utf-8"), re.DOTALL)
    assert blocks
    for block in blocks:
        assert tomllib.loads(block)
        repository.write("walkaround.toml", block)
        assert cli.main(["check", "walkaround.toml"]) in (0, 1)


def test_no_link_in_the_documents_is_dead() -> None:
    for page in [TOP / "README.md", TOP / "CONTRIBUTING.md", *sorted((TOP / "docs").glob("*.md"))]:
        prose = re.sub(r"```.*?```|`[^`\n]*`", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", prose):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
