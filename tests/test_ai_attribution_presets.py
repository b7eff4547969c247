"""The presets: what each stands for, what it says to a message and makes of it, and how a policy names one."""

import json
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests_support import TOP, Repository
from walkaround import cli
from walkaround._catalogue import HookCatalogue
from walkaround._policy import Key, Policy, PolicyError, load
from walkaround.ai_attribution import main
from walkaround.ai_attribution._terms import KEYS, NORMALISE, PRESET, preset, terms_of
from walkaround.ai_attribution.judge import judge
from walkaround.ai_attribution.normalise import normalised
from walkaround.ai_attribution.reading import read

ALL_KEYS: tuple[Key[Any], ...] = KEYS
FOLDER = TOP / "policies" / "attribution"
EXPANSIONS: dict[str, dict[str, Any]] = {
    "kernel": {
        "marks": "require",
        "trailer": "assisted-by",
        "form": "agent-model",
        "co-authors": "forbid",
        "sign-off": "forbid",
        "human-sign-off": "every",
    },
    "fedora": {"marks": "require", "trailer": "assisted-by", "form": "any", "co-authors": "forbid"},
    "asf": {"marks": "require", "trailer": "generated-by", "form": "any"},
    "openinfra": {
        "marks": "require",
        "trailer": "either",
        "form": "any",
        "co-authors": "forbid",
        "sign-off": "forbid",
        "human-sign-off": "every",
    },
    "dco-strict": {"sign-off": "forbid", "human-sign-off": "every"},
    "humans-only": {"trailer": "either", "co-authors": "forbid", "sign-off": "forbid", "normalise": True},
    "disclose": {"marks": "require", "trailer": "either", "form": "any", "every-commit": True},
    "ban": {"marks": "forbid", "co-authors": "forbid", "sign-off": "forbid"},
}

ADA = "Signed-off-by: Ada Example <ada@example.org>\n"
CLAUDE = "Co-authored-by: Claude Opus 4.6 <noreply@anthropic.com>\n"
FOOTER = "🤖 Generated with [Claude Code](https://claude.com/claude-code)\n"
FORMED = "Assisted-by: Claude:claude-opus-4.6\n"
GENERATED = "Generated-by: Claude:claude-opus-4.6\n"
CODEX = "Generated-by: Codex (GPT-5.4)\n"
MESSAGES = {
    "person": ADA,
    "namesake": f"Co-authored-by: Claude Martin <claude@example.fr>\n{ADA}",
    "denied": f"AI-assisted: no\n{ADA}",
    "co-author": f"{CLAUDE}{ADA}",
    "co-author, declared": f"{CLAUDE}{FORMED}{ADA}",
    "footer": f"{FOOTER}\n{ADA}",
    "in form": f"Assisted-by: Claude:claude-opus-4.6 sparse\n{ADA}",
    "in words": f"Assisted-by: Claude Code (Opus 4.6)\n{ADA}",
    "generated": f"{CODEX}{ADA}",
    "some AI": f"Assisted-by: AI\n{ADA}",
    "agent signs off": f"{FORMED}Signed-off-by: Claude <noreply@anthropic.com>\n{ADA}",
}
MENDED = {"co-author", "co-author, declared", "in words"}  # to FORMED, where `Assisted-by: AGENT:MODEL` is wanted
FOOTER_ASSISTED = f"{ADA}Assisted-by: Claude\n"
CODEX_ASSISTED = f"Assisted-by: Codex:gpt-5.4\n{ADA}"
# Of each preset, over the profile `recommended`, the messages that lead to findings, and those that are rewritten.
FOUND: dict[str, dict[str, list[str]]] = {
    "kernel": {
        "co-author": ["3:ATT010", "3:ATT002"],
        "co-author, declared": ["3:ATT010"],
        "footer": ["3:ATT002"],
        "in words": ["3:ATT003"],
        "generated": ["3:ATT002"],
        "some AI": ["3:ATT003"],
        "agent signs off": ["4:ATT001"],
    },
    "fedora": {
        "co-author": ["3:ATT010", "3:ATT002"],
        "co-author, declared": ["3:ATT010"],
        "footer": ["3:ATT002"],
        "generated": ["3:ATT002"],
        "agent signs off": ["4:ATT001"],
    },
    "asf": {
        "co-author": ["3:ATT002"],
        "co-author, declared": ["3:ATT002"],
        "footer": ["3:ATT002"],
        "in form": ["3:ATT002"],
        "in words": ["3:ATT002"],
        "some AI": ["3:ATT002"],
        "agent signs off": ["4:ATT001", "3:ATT002"],
    },
    "openinfra": {
        "co-author": ["3:ATT010", "3:ATT002"],
        "co-author, declared": ["3:ATT010"],
        "footer": ["3:ATT002"],
        "agent signs off": ["4:ATT001"],
    },
    "dco-strict": {"in words": ["3:ATT003"], "some AI": ["3:ATT003"], "agent signs off": ["4:ATT001"]},
    "humans-only": {
        "co-author": ["3:ATT010"],
        "co-author, declared": ["3:ATT010"],
        "in words": ["3:ATT003"],
        "generated": ["3:ATT003"],
        "some AI": ["3:ATT003"],
        "agent signs off": ["4:ATT001"],
    },
    "disclose": {
        "person": ["1:ATT005"],
        "namesake": ["1:ATT005"],
        "co-author": ["3:ATT002", "1:ATT005"],
        "footer": ["3:ATT002", "1:ATT005"],
        "agent signs off": ["4:ATT001"],
    },
    "ban": {
        "co-author": ["3:ATT004"],
        "co-author, declared": ["3:ATT004", "4:ATT004"],
        "footer": ["3:ATT004"],
        "in form": ["3:ATT004"],
        "in words": ["3:ATT004"],
        "generated": ["3:ATT004"],
        "some AI": ["3:ATT004"],
        "agent signs off": ["4:ATT001", "3:ATT004"],
    },
}
_CO_AUTHORS = {"co-author": FORMED + ADA, "co-author, declared": FORMED + ADA}
REWRITTEN: dict[str, dict[str, str]] = {
    "kernel": {
        **_CO_AUTHORS,
        "footer": FOOTER_ASSISTED,
        "in words": FORMED + ADA,
        "generated": CODEX_ASSISTED,
    },
    "fedora": {**_CO_AUTHORS, "footer": FOOTER_ASSISTED, "generated": CODEX_ASSISTED},
    "asf": {
        "co-author": GENERATED + ADA,
        "co-author, declared": GENERATED + ADA,
        "footer": f"{ADA}Generated-by: Claude\n",
        "in form": f"Generated-by: Claude:claude-opus-4.6 sparse\n{ADA}",
        "in words": GENERATED + ADA,
        "some AI": f"Generated-by: AI\n{ADA}",
        "agent signs off": f"{GENERATED}Signed-off-by: Claude <noreply@anthropic.com>\n{ADA}",
    },
    "openinfra": {**_CO_AUTHORS, "footer": FOOTER_ASSISTED},
    "dco-strict": {"in words": FORMED + ADA},
    "humans-only": {
        **_CO_AUTHORS,
        "footer": FOOTER_ASSISTED,
        "in words": FORMED + ADA,
        "generated": f"Generated-by: Codex:gpt-5.4\n{ADA}",
    },
    "disclose": {**_CO_AUTHORS, "footer": FOOTER_ASSISTED},
    "ban": {
        **dict.fromkeys(["co-author", "co-author, declared", "footer", "in form", "in words", "generated"], ADA),
        "some AI": ADA,
        "agent signs off": f"Signed-off-by: Claude <noreply@anthropic.com>\n{ADA}",
    },
}


def policy_of(text: str) -> Policy:
    """The policy of a repository whose `walkaround.toml` is this, by the real loader."""
    Path("walkaround.toml").write_text(text)
    return load(HookCatalogue(), ("ai-attribution",), ".", None)


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_every_choice_is_a_file_and_every_file_a_choice() -> None:
    assert {path.stem for path in FOLDER.iterdir()} == set(EXPANSIONS) == set(PRESET.choices) - {"none"}
    assert preset("none") == {}


@pytest.mark.parametrize("name", EXPANSIONS)
def test_expansion(name: str) -> None:
    """In the policy that the loader makes of it over `strict`: these values, and for the rest the profile's."""
    values = policy_of(f'extends = "strict"\n[ai-attribution]\npreset = "{name}"\n')
    profile = policy_of('extends = "strict"\n')
    expected = {key.name: profile[key] for key in ALL_KEYS}
    expected |= {f"ai-attribution.{key}": value for key, value in EXPANSIONS[name].items()}
    expected[PRESET.name] = name
    assert tomllib.loads((FOLDER / f"{name}.toml").read_text()) == EXPANSIONS[name]
    assert {key.name: values[key] for key in ALL_KEYS} == expected


@pytest.mark.parametrize("name", EXPANSIONS)
def test_a_preset_says_where_it_comes_from(name: str) -> None:
    first = (FOLDER / f"{name}.toml").read_text().partition("\n")[0]
    assert first.startswith("# ")
    assert any(source in first for source in ("A house rule", "Documentation/", "Policy", "Guidance", "Certificate"))


@pytest.mark.parametrize("message", MESSAGES)
@pytest.mark.parametrize("name", EXPANSIONS)
def test_findings_and_rewriting(name: str, message: str) -> None:
    policy = policy_of(f'[ai-attribution]\npreset = "{name}"\n')
    terms = terms_of(policy)
    content = f"x\n\n{MESSAGES[message]}".encode()
    found = [f"{finding.line}:{finding.rule}" for finding in judge(read(content), terms)]
    assert found == FOUND[name].get(message, [])
    after = normalised(content, read, terms, everything=policy[NORMALISE])
    assert after.decode() == f"x\n\n{REWRITTEN[name].get(message, MESSAGES[message])}"


@pytest.mark.parametrize("name", EXPANSIONS)
@pytest.mark.parametrize("message", MESSAGES)
def test_what_is_rewritten_passes_but_for_what_only_a_person_can_do(name: str, message: str) -> None:
    policy = policy_of(f'[ai-attribution]\npreset = "{name}"\n')
    terms = terms_of(policy)
    after = normalised(f"x\n\n{MESSAGES[message]}".encode(), read, terms, everything=policy[NORMALISE])
    left = {finding.rule for finding in judge(read(after), terms)}
    # No model is invented: a footer names none, and whoever commits knows it.
    allowed = {
        "some AI": {"ATT003"},
        "footer": {"ATT003"},
        "agent signs off": {"ATT001"},
        "person": {"ATT005"},
        "namesake": {"ATT005"},
    }
    assert left <= allowed.get(message, set())


def test_the_hook_rewrites_by_itself_where_the_preset_says_so(repository: Repository) -> None:
    """A co-author under `humans-only` is gone when git commits, and the declaration is there."""
    repository.write("walkaround.toml", '[ai-attribution]\npreset = "humans-only"\n')
    path = repository.write("MESSAGE", f"x\n\n{CLAUDE}{ADA}")
    assert main(["MESSAGE"]) == 0
    assert path.read_text() == f"x\n\n{FORMED}{ADA}"


RECORDED = {
    "kernel": FORMED + ADA,
    "fedora": FORMED + ADA,
    "asf": GENERATED + ADA,
    "openinfra": FORMED + ADA,
    "dco-strict": FORMED + ADA,
    "humans-only": FORMED + ADA,
    "disclose": FORMED + ADA,
    "ban": ADA,
}


@pytest.mark.parametrize("name", EXPANSIONS)
def test_what_git_records_when_a_person_signs_off(repository: Repository, name: str) -> None:
    """With `normalise` beside the preset: real git, whose own parser sees the trailers."""
    repository.write("walkaround.toml", f'[ai-attribution]\npreset = "{name}"\nnormalise = true\n')
    program = "import sys; from walkaround.ai_attribution import main; sys.exit(main())"
    call = f"#!/bin/sh\nPYTHONPATH='{TOP / 'hooks'}' exec '{sys.executable}' -c '{program}' \"$1\"\n"
    repository.write(".git/hooks/commit-msg", call).chmod(0o755)
    repository.git("commit", "-q", "--allow-empty", "--signoff", "-m", f"x\n\nbody\n\n{FOOTER}\n{CLAUDE}")
    assert repository.git("log", "-1", "--format=%B").decode() == f"x\n\nbody\n\n{RECORDED[name]}\n"
    assert repository.git("log", "-1", "--format=%(trailers:only)").decode() == f"{RECORDED[name]}\n"


@pytest.mark.parametrize("order", ['preset = "kernel"\nform = "any"\n', 'form = "any"\npreset = "kernel"\n'])
def test_a_key_beside_the_preset_wins(order: str) -> None:
    terms = terms_of(policy_of(f'extends = "strict"\n[ai-attribution]\n{order}'))
    assert (terms.form, terms.marks, terms.human_sign_off) == ("any", "require", "every")


def test_a_later_layer_goes_before_an_earlier_preset() -> None:
    Path("org.toml").write_text('[ai-attribution]\npreset = "ban"\n')
    assert terms_of(policy_of('extends = "./org.toml"\n[ai-attribution]\npreset = "asf"\n')).marks == "require"
    assert terms_of(policy_of('extends = "./org.toml"\n[ai-attribution]\nmarks = "allow"\n')).marks == "allow"
    # "none" stands for nothing, and so takes nothing back.
    assert terms_of(policy_of('extends = "./org.toml"\n[ai-attribution]\npreset = "none"\n')).marks == "forbid"


ORGANISATION = 'extends = "strict"\nlock = ["ai-attribution.{}"]\n[ai-attribution]\n{}\n'
OVER_ORGANISATION = 'extends = "./org.toml"\n\n[ai-attribution]\npreset = "{}"\n'
CHOICES = "(choices: none, kernel, fedora, asf, openinfra, dco-strict, humans-only, disclose, ban)"
REFUSED = {
    "unknown": (
        '[ai-attribution]\npreset = "kernal"\n',
        f'walkaround.toml:2: "ai-attribution.preset" has no choice \'kernal\'; did you mean "kernel"? {CHOICES}',
    ),
    "a file of one's own": (
        '[ai-attribution]\npreset = "../recommended"\n',
        f"walkaround.toml:2: \"ai-attribution.preset\" has no choice '../recommended' {CHOICES}",
    ),
    "overlay": (
        '[ai]\nai-attribution.preset = "kernel"\n',
        (
            'walkaround.toml:2: "ai-attribution.preset" cannot stand under [ai]: it has no stricter side, and an '
            "overlay only tightens"
        ),
    ),
    "override": (
        '[[paths]]\nglob = "a/**"\nai-attribution.preset = "kernel"\n',
        'walkaround.toml:3: "ai-attribution.preset" cannot differ by path; set it for the whole repository',
    ),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED)
def test_where_a_preset_cannot_stand(text: str, said: str) -> None:
    with pytest.raises(PolicyError) as refused:
        policy_of(text)
    assert str(refused.value) == said


@pytest.mark.parametrize(
    ("key", "setting", "name", "said"),
    [
        pytest.param(
            "marks",
            'marks = "forbid"',
            "kernel",
            'walkaround.toml:4: "ai-attribution.marks" is locked by org.toml:2 at "forbid"; "require" would loosen it',
            id="looser",
        ),
        pytest.param(
            "form",
            'form = "agent-model"',
            "asf",
            'walkaround.toml:4: "ai-attribution.form" is locked by org.toml:2 at "agent-model"; "any" would loosen it',
            id="looser in form",
        ),
        pytest.param("marks", 'marks = "require"', "ban", None, id="tighter"),
        pytest.param("marks", 'marks = "require"', "kernel", None, id="the same"),
        pytest.param("marks", 'marks = "require"', "dco-strict", None, id="silent"),
        pytest.param(
            "preset",
            'preset = "kernel"',
            "ban",
            'walkaround.toml:4: "ai-attribution.preset" is locked by org.toml:2 at "kernel"; "ban" would loosen it',
            id="another",
        ),
    ],
)
def test_a_lock_of_the_organisation(key: str, setting: str, name: str, said: str | None) -> None:
    Path("org.toml").write_text(ORGANISATION.format(key, setting))
    text = OVER_ORGANISATION.format(name)
    if said is None:
        assert policy_of(text)[PRESET] == name
        return
    with pytest.raises(PolicyError) as refused:
        policy_of(text)
    assert str(refused.value) == said


def test_only_the_repository_names_a_preset(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("named.toml").write_text('[ai-attribution]\npreset = "ban"\n')
    monkeypatch.setenv("WALKAROUND_POLICY", "named.toml")
    with pytest.raises(PolicyError) as refused:
        policy_of('extends = "strict"\n')
    assert str(refused.value) == (
        'named.toml:2: "ai-attribution.preset" has no stricter side, so that only the repository\'s own policy can '
        "set it"
    )


@pytest.fixture
def run(repository: Repository, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """`walkaround policy ARGUMENTS` under the kernel's preset: what it prints."""
    repository.stage("walkaround.toml", 'extends = "strict"\n\n[ai-attribution]\npreset = "kernel"\nform = "any"\n')

    def command(*arguments: str) -> str:
        assert cli.main(["policy", *arguments]) == 0
        said = capsys.readouterr()
        assert said.err == ""
        return said.out

    return command


@pytest.mark.parametrize(
    ("key", "first"),
    [
        ("preset", 'ai-attribution.preset = "kernel" at walkaround.toml:4 (repository)'),
        ("human-sign-off", 'ai-attribution.human-sign-off = "every" at walkaround.toml:4 (repository)'),
        ("form", 'ai-attribution.form = "any" at walkaround.toml:5 (repository)'),
        ("normalise", "ai-attribution.normalise = false by default"),
    ],
)
def test_explain_shows_the_place_of_the_preset(run: Callable[..., str], key: str, first: str) -> None:
    assert run("explain", f"ai-attribution.{key}").splitlines()[0] == first


def test_the_schema_has_the_choices(run: Callable[..., str]) -> None:
    definition = json.loads(run("schema"))["definitions"]["ai-attribution.preset"]
    assert definition["enum"] == ["none", *EXPANSIONS]
