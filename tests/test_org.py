"""init --org: what it makes, for whom, and what stands against it."""

import io
import json
import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from org_support import ADDRESS, SHA, URL, options
from tests_support import TOP, Repository
from walkaround._catalogue import HookCatalogue
from walkaround._finding import NotJudged
from walkaround._git import GitError
from walkaround._policy import PolicyError
from walkaround._policy._extends import Source as Origin
from walkaround._policy._extends import parse
from walkaround._policy._layers import Disk
from walkaround._policy._load import read_stack
from walkaround.bootstrap import _attributes, _org, _org_render, init
from walkaround.bootstrap._plan import HostName, Refused

COPY = {"github": "walkaround-b17da5ad.toml", "gitlab": "walkaround-81871dc6.toml"}
COMMON = {
    _attributes.PATH, f"template/{_attributes.PATH}",
    ".pre-commit-config.yaml", "README.md", "copier.yml", "policy/walkaround.toml",
    "template/.gitignore.jinja", "template/.pre-commit-config.yaml.jinja",
    "template/.walkaround/policy.lock.jinja", "template/AGENTS.md", "template/README.md.jinja",
    "template/package.json.jinja", "template/pyproject.toml.jinja", "template/src/{=package=}/__init__.py.jinja",
    "template/walkaround.toml.jinja", "template/{=_copier_conf.answers_file=}.jinja", "walkaround.toml",
}  # fmt: skip
FILES = {
    "github": COMMON | {
        ".github/CODEOWNERS", ".github/pull_request_template.md", ".github/workflows/walkaround-reusable.yml",
        ".github/workflows/walkaround.yml", "template/.github/CODEOWNERS.jinja",
        "template/.github/pull_request_template.md", "template/.github/workflows/walkaround.yml.jinja",
        f"template/.walkaround/{COPY['github']}.jinja",
    },
    "gitlab": COMMON | {
        ".gitlab/CODEOWNERS", ".gitlab/merge_request_templates/Default.md", ".gitlab/ci/walkaround.yml",
        ".gitlab-ci.yml", "templates/walkaround.yml", "template/.gitlab/CODEOWNERS.jinja",
        "template/.gitlab/merge_request_templates/Default.md", "template/.gitlab-ci.yml.jinja",
        f"template/.walkaround/{COPY['gitlab']}.jinja",
    },
}  # fmt: skip


def made(folder: Path, **given: Any) -> int:
    return _org.main(options(folder, apply=True, **given))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file but git's own."""
    found = (path for path in folder.rglob("*") if path.is_file())
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in found
        if ".git" not in path.relative_to(folder).parts
    }


@pytest.mark.parametrize("host", ["github", "gitlab"])
def test_what_it_makes(host: str, tmp_path: Path) -> None:
    assert made(tmp_path / "acme", host=host) == 0
    files = contents(tmp_path / "acme")
    assert set(files) == FILES[host]
    staged = subprocess.check_output(["git", "diff", "--cached", "--name-only", "-z"], cwd=tmp_path / "acme")
    assert set(map(os.fsdecode, staged.split(b"\0"))) - {""} == FILES[host]
    for path, content in files.items():
        assert b"\r" not in content, path
        assert not re.search(r"\{\{[A-Z_]+\}\}|@[A-Z]+@", content.decode() + path), path
        assert content.endswith(b"\n") or path.endswith(f"{COPY[host]}.jinja"), path


def test_who_is_named_where(tmp_path: Path) -> None:
    assert made(tmp_path / "acme", owner="@umbrella/core", profile="recommended") == 0
    files = {path: content.decode() for path, content in contents(tmp_path / "acme").items()}
    named = "git+https://github.com/umbrella/.github"
    assert files["policy/walkaround.toml"].split("\n")[:2] == [
        "# The policy of umbrella: what every repository that extends it is held to. A repository may demand more.",
        'extends = "recommended"',
    ]
    assert f'\nextends = "{named}@{{= _copier_conf.vcs_ref_hash =}}#policy/walkaround.toml"\n' in files[
        "template/walkaround.toml.jinja"
    ]  # fmt: skip
    assert "\n* @umbrella/core\n/policy/ @umbrella/core\n" in files[".github/CODEOWNERS"]
    assert '\n  default: "@umbrella/core"\n' in files["copier.yml"]
    assert (
        "    uses: umbrella/.github/.github/workflows/walkaround-reusable.yml@{= _copier_conf.vcs_ref_hash =} "
        "# {= _copier_answers._commit =}\n" in files["template/.github/workflows/walkaround.yml.jinja"]
    )
    assert f"  - repo: {URL}\n    rev: '{SHA}'\n" in files["template/.pre-commit-config.yaml.jinja"]
    assert files["template/.pre-commit-config.yaml.jinja"] == files[".pre-commit-config.yaml"]
    assert f"walkaround @ git+{URL}@{SHA}" in files[".github/workflows/walkaround-reusable.yml"]
    assert f"copier copy {named} orders\n" in files["README.md"]


def test_a_second_run_changes_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It needs to be told nothing again; and what the organisation has changed since stays."""
    folder = tmp_path / "acme"
    assert made(folder, host="gitlab", address="https://git.acme.example/platform/shared.git") == 0
    first = contents(folder)
    capsys.readouterr()
    assert made(folder, owner=None) == 0
    assert _org.main(options(folder, owner=None, check=True)) == 0
    assert contents(folder) == first
    (folder / "policy/walkaround.toml").write_text('extends = "strict"\n')
    assert made(folder, owner=None) == 0
    assert capsys.readouterr().out == (
        "  nothing is to be done\n" * 3 + "  policy/walkaround.toml stays as it is; it was changed here\n"
    )
    assert (folder / "policy/walkaround.toml").read_text() == 'extends = "strict"\n'


def test_the_plan_is_shown_and_nothing_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "acme"
    assert _org.main(options(folder)) == 0
    said = capsys.readouterr()
    assert said.err == f"walkaround init: nothing was written; `walkaround init --org {folder} --apply` does it\n"
    assert said.out.startswith(
        "  create  policy/walkaround.toml  the policy: extends strict, and locks what no repository may loosen\n"
        "  create  walkaround.toml  this repository is held to the policy itself\n"
        "  create  .github/CODEOWNERS  who is asked when any of this changes\n"
    )
    assert "\n--- /dev/null\n+++ b/policy/walkaround.toml\n" in said.out
    assert not folder.exists()
    assert _org.main(options(folder, check=True)) == 1
    assert "+++" not in capsys.readouterr().out
    assert not folder.exists()


def test_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "acme"
    assert _org.main(options(folder, json=True, check=True)) == 1
    said = json.loads(capsys.readouterr().out)
    assert (said["version"], said["notes"], said["refused"]) == (1, [], [])
    assert {step["path"] for step in said["steps"]} == FILES["github"]
    assert {step["action"] for step in said["steps"]} == {"create"}
    assert made(folder, json=True) == 0
    assert json.loads(capsys.readouterr().out) == said
    assert _org.main(options(folder, json=True)) == 0
    assert json.loads(capsys.readouterr().out) == {"version": 1, "steps": [], "notes": [], "refused": []}


def test_it_is_taken_back(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "acme"
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    repository = Repository(folder)
    repository.commit("Begin", **{"profile/README.md": "# Acme\n"})
    assert made(folder) == 0
    assert set(contents(folder)) == FILES["github"] | {"profile/README.md"}
    capsys.readouterr()
    assert _org.main(options(folder, undo=True)) == 0
    assert capsys.readouterr().out == "walkaround init: 25 files as before\n"
    assert contents(folder) == {"profile/README.md": b"# Acme\n"}
    assert repository.git("status", "--porcelain") == b""
    assert not (folder / "template").exists()


def test_files_that_say_something_else_are_named_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    subprocess.run(["git", "init", "-q", "-b", "main", str(folder)], check=True)
    own = {"README.md": "# Acme\n", ".github/CODEOWNERS": "docs/ @acme/writers\n"}
    Repository(folder).commit("Begin", **own)
    with pytest.raises(Refused) as refused:
        made(folder)
    why = "has files of these names that say something else: .github/CODEOWNERS, README.md; move them away, and "
    assert str(refused.value) == f"{folder}: {why}merge both by hand afterwards"
    assert contents(folder) == {path: content.encode() for path, content in own.items()}


def a_file(folder: Path) -> None:
    folder.write_text("")


def a_folder_with_files(folder: Path) -> None:
    folder.mkdir()
    (folder / "notes.txt").write_text("")


def in_a_repository(folder: Path) -> None:
    subprocess.run(["git", "init", "-q", str(folder.parent)], check=True)


def ignoring(folder: Path) -> None:
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    (folder / ".gitignore").write_text("/template/\n")


def merging(folder: Path) -> None:
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    Repository(folder).commit("Begin")
    (folder / ".git/MERGE_HEAD").write_bytes(Repository(folder).git("rev-parse", "HEAD"))


def with_a_way_out(folder: Path) -> None:
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    (folder.parent / "elsewhere").mkdir()
    (folder / "policy").symlink_to("../elsewhere")


def with_a_file_for_a_folder(folder: Path) -> None:
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    (folder / "policy").write_text("")


@pytest.mark.parametrize(
    ("prepare", "why"),
    [
        (a_file, "{}: is a file; name a new folder, or an organisation's repository"),
        (a_folder_with_files,
         "{}: holds files and is no git repository; run `git init` there, or name a new folder"),
        (in_a_repository, "{}: lies in the repository {top}; name a folder outside of it"),
        (ignoring, r"(?s).* ignored by .*\.gitignore.*"),
        (merging, "a merge is under way; finish it, or end it by `git merge --abort`"),
        (with_a_way_out, "policy/walkaround.toml: leads out of the work tree by a link; .*"),
        (with_a_file_for_a_folder, "policy/walkaround.toml: .*"),
    ],
    ids=lambda value: value.__name__ if callable(value) else "",
)  # fmt: skip
def test_no_place_for_it(prepare: Any, why: str, tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    prepare(folder)
    before = contents(tmp_path)
    with pytest.raises((NotJudged, GitError)) as refused:
        made(folder)
    wanted = why.format(re.escape(str(folder)), top=re.escape(str(folder.parent)))
    assert re.fullmatch(wanted, str(refused.value).removeprefix(": ")), str(refused.value)
    assert contents(tmp_path) == before


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"owner": None}, "nobody is named who answers for the policy; give --owner @ORG/TEAM"),
        ({"owner": "acme platform"}, "'acme platform' is no owner as CODEOWNERS has it; give --owner @ORG/TEAM"),
        ({"owner": "@acme/platform\n* @mallory"},
         "'@acme/platform\\n* @mallory' is no owner as CODEOWNERS has it; give --owner @ORG/TEAM"),
        ({"owner": "ada@acme.example"},
         "'ada@acme.example' does not tell where the repository will be; give --address https://HOST/ACCOUNT/NAME"),
        ({"host": "azure"}, "an organisation's repository can be made for GitHub and GitLab; .*"),
        ({"address": "http://github.com/acme/.github"},
         "'http://github.com/acme/.github' is no address to fetch a policy from; give --address .*"),
        ({"address": "https://ada:word@github.com/acme/.github"},
         "'https://ada:word@github.com/acme/.github' is no address to fetch a policy from; give --address .*"),
        ({"address": "https://github.com/acme"},
         "'https://github.com/acme' names no repository of an account; give --address .*"),
        ({"rev": "v1"}, "'v1' can be moved to other code; .*"),
    ],
    ids=lambda value: "-".join(f"{name}" for name in value) if isinstance(value, dict) else "",
)  # fmt: skip
def test_what_is_asked_wrongly(asked: dict[str, Any], why: str, tmp_path: Path) -> None:
    with pytest.raises(NotJudged) as refused:
        made(tmp_path / "acme", **asked)
    said = str(refused.value).removeprefix(": ")
    assert said == why or re.fullmatch(why, said), said
    assert not (tmp_path / "acme").exists()


def test_hooks_from_this_machine_have_to_be_meant(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "source"
    subprocess.run(["git", "init", "-q", str(source)], check=True)
    Repository(source).commit("Begin", **{".pre-commit-hooks.yaml": "[]\n"})
    monkeypatch.setattr("walkaround.bootstrap._source._own", lambda: (str(source), None))
    with pytest.raises(Refused, match="only this machine has; give --repo URL --rev SHA"):
        made(tmp_path / "acme", repo=None, rev=None)
    assert made(tmp_path / "acme", repo=str(source), rev=None) == 0


@pytest.mark.parametrize("name", ["a b", "Größe\n@DIR@"])
def test_odd_names_of_folders(name: str, tmp_path: Path) -> None:
    assert made(tmp_path / name) == 0
    assert made(tmp_path / name, owner=None) == 0
    assert _org.main(options(tmp_path / name, undo=True)) == 0
    assert contents(tmp_path / name) == {}


def test_line_ends_of_a_checkout_on_windows(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "acme"
    assert made(folder) == 0
    for path, content in contents(folder).items():
        (folder / path).write_bytes(content.replace(b"\n", b"\r\n"))
    capsys.readouterr()
    assert made(folder) == 0
    assert capsys.readouterr().out == "  nothing is to be done\n"


def test_the_owner_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("walkaround.bootstrap._ask.can_ask", lambda: True)
    monkeypatch.setattr("sys.stdin", io.StringIO("@acme/platform\nno\n@acme/platform\ny\n"))
    folder = tmp_path / "acme"
    assert made(folder, owner=None, yes=False) == 0
    said = capsys.readouterr()
    assert said.err == (
        "Who answers for the policy, as CODEOWNERS has it (@ORG/TEAM): Write this? [y/N]: "
        "walkaround init: nothing was written\n"
    )
    assert "\n+++ b/policy/walkaround.toml\n" in said.out  # nobody agrees to what was not shown
    assert not folder.exists()
    assert made(folder, owner=None, yes=False) == 0
    assert "\n* @acme/platform\n" in (folder / ".github/CODEOWNERS").read_text()


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--org", str(tmp_path / "acme"), "--repo", URL, "--rev", SHA, "--yes"]
    assert init.main([*words, "--owner", "@acme/platform", "--check"]) == 1
    assert init.main([*words, "--owner", "@acme/platform", "--apply", "--no-install"]) == 0
    assert init.main([*words, "--check"]) == 0
    capsys.readouterr()
    assert init.main([*words, "--host", "azure", "--json"]) == 2
    said = capsys.readouterr()
    why = "an organisation's repository can be made for GitHub and GitLab; give --host github or --host gitlab"
    assert (json.loads(said.out)["refused"], said.err) == ([why], f"walkaround init: {why}\n")
    for alone in (["--owner", "@acme/platform"], ["--address", ADDRESS]):
        with pytest.raises(SystemExit, match="2"):
            init.main(alone)
        assert capsys.readouterr().err.endswith("--owner and --address go with --org\n")


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://github.com/acme/.github.git", ADDRESS),
        ("https://github.com/acme/.github/", ADDRESS),
        ("git@github.com:acme/.github.git", "ssh://git@github.com/acme/.github"),
        ("github.com:acme/.github", "ssh://git@github.com/acme/.github"),
        ("ssh://git@git.acme.example:2222/platform/sub/shared", "ssh://git@git.acme.example:2222/platform/sub/shared"),
    ],
)
def test_addresses(written: str, address: str) -> None:
    assert _org_render.address_of(written) == address


@given(
    st.one_of(
        st.text(),
        st.from_regex(r"(https|ssh)://(git@)?[a-z.]{1,9}(:\d+)?/[\w./~-]{1,20}", fullmatch=True),
        st.from_regex(r"(git@)?[a-z.]{1,9}:[\w./~-]{1,20}", fullmatch=True),
    )
)
def test_an_address_can_be_extended_or_is_refused(written: str) -> None:
    try:
        address = _org_render.address_of(written)
    except Refused:
        return
    assert _org_render.address_of(address) == address
    source = parse(f"git+{address}@{SHA}#policy/walkaround.toml", Origin("file", "walkaround.toml"))
    assert source.text == f"git+{address}@{SHA}#policy/walkaround.toml"


def test_the_remote_says_where_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "acme"
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    Repository(folder).git("remote", "add", "origin", "git@gitlab.acme.example:platform/shared.git")
    assert made(folder) == 0
    extends = (folder / "template/walkaround.toml.jinja").read_text().split("\n")[1]
    assert extends.startswith('extends = "git+ssh://git@gitlab.acme.example/platform/shared@{=')
    assert (folder / ".gitlab/CODEOWNERS").exists()


@pytest.fixture(scope="module")
def policy(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("policy") / "acme"
    assert made(folder) == 0
    return (folder / "policy/walkaround.toml").read_text()


LOCKED = tomllib.loads((TOP / "templates/org/policy.toml").read_text())["lock"]
# What no list of ours tells: the values that loosen a key of a locked table, one for each way in which keys are strict.
LOOSER = {
    "secret-detection.*": ['[secret-detection]\nmode = "compat"', '[rules]\nSEC001 = "warning"'],
    "exemptions.*": ["[exemptions]\nmax-days = 365", "[exemptions]\nnever = []"],
    "pinned-dependencies.level": ['[pinned-dependencies]\nlevel = "range"'],
    "pinned-dependencies.groups-level": ['[pinned-dependencies]\ngroups-level = "range"'],
    "pinned-dependencies.build-level": ['[pinned-dependencies]\nbuild-level = "range"'],
    "pinned-dependencies.actions-level": ['[pinned-dependencies]\nactions-level = "tag"'],
    "pinned-dependencies.hooks-level": ['[pinned-dependencies]\nhooks-level = "tag"'],
    "pinned-dependencies.images-level": ['[pinned-dependencies]\nimages-level = "tag"'],
    "ai-attribution.marks": ['[ai-attribution]\nmarks = "allow"'],
    "ai-attribution.form": ['[ai-attribution]\nform = "any"'],
    "ai-attribution.sign-off": ['[ai-attribution]\nsign-off = "allow"'],
    "ai-attribution.protected": ["[ai-attribution]\nprotected = []"],
    "ai-attribution.review": ['[ai-attribution]\nreview = "nothing"'],
    "ai-attribution.inspect": ["[ai-attribution]\ninspect = false"],
}


@pytest.mark.parametrize(
    "loosened",
    [text for lock in LOCKED for text in LOOSER.get(lock, [f'[rules]\n{lock.removeprefix("rules.")} = "off"'])],
)  # fmt: skip
def test_no_repository_loosens_what_is_locked(loosened: str, policy: str, repository: Repository) -> None:
    repository.write("policy.toml", policy)
    repository.write("walkaround.toml", f'extends = "./policy.toml"\n{loosened}\n')
    with pytest.raises(PolicyError, match=r'^walkaround\.toml:3: "[\w.-]+" is locked by policy\.toml'):
        load(repository)


@pytest.mark.parametrize(
    "tightened",
    [
        '[pinned-dependencies]\nlevel = "hash"',
        "[exemptions]\nmax-days = 30",
        '[ai-attribution]\nevery-commit = true\nhuman-sign-off = "assisted"',
        '[rules]\nB931 = "error"',
        # And what is left to each repository.
        '[pinned-dependencies]\nsystem-level = "any"\ncommands-level = "range"',
        '[pr-template]\nextra = ["[ ] The manual says so too"]',
        '[rules]\nB935 = "warning"',
    ],
)
def test_a_repository_tightens(tightened: str, policy: str, repository: Repository) -> None:
    repository.write("policy.toml", policy)
    repository.write("walkaround.toml", f'extends = "./policy.toml"\n{tightened}\n')
    load(repository)


def load(repository: Repository) -> None:
    catalogue = HookCatalogue()
    read_stack(catalogue, Disk(str(repository.top)), catalogue.tables)


def test_the_skeleton_builds_with_what_walkaround_builds_with() -> None:
    own = tomllib.loads((TOP / "pyproject.toml").read_text())["build-system"]["requires"]
    made_of = (TOP / "templates/org/template/pyproject.toml.jinja").read_text()
    assert f"requires = {json.dumps(own)}\n" in made_of


@pytest.mark.parametrize("host", list(_org_render.HOSTS))
def test_a_host_has_all_of_its_texts(host: HostName) -> None:
    assert (TOP / f"templates/org/hosts/{host}.md").is_file()
    assert (TOP / _org_render.HOSTS[host].source).is_file()
