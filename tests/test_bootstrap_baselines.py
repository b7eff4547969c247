"""The baselines that `init` writes: what is there is accepted, what comes later is not."""

import hashlib
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from made_up_secrets import made_up
from tests_support import Repository
from walkaround import _accepted_findings, _secrets_baseline, cli
from walkaround._accepted_findings import FILE, SAST_FILE, Entry, render
from walkaround._merges import with_rule
from walkaround._secrets_baseline import FILE as SECRETS_FILE
from walkaround.bootstrap._baselines import notes, steps
from walkaround.bootstrap._plan import Choice, Facts, Refused, Source, Step

KEY = made_up(12)["AWS_KEY"]
OTHER_KEY = made_up(13)["AWS_KEY"]
CODE = "import os\n\n\ndef share(path):\n    os.chmod(path, 0o777)\n"
DEBT = {"requirements.txt": "requests\n", "app.py": CODE, "settings.py": f'ACCESS = "{KEY}"\n'}
ATTRIBUTES = ".walkaround/.gitattributes"
CHOICE = Choice(Source("https://git.example.org/walkaround", "0" * 40))
AUDIT = f"{SECRETS_FILE}: nobody has looked at what is accepted there; run `walkaround secrets audit`"


def planned(root: Path, choice: Choice = CHOICE) -> dict[str, Step]:
    return {step.path: step for step in steps(Facts(str(root)), choice)}


def write(root: Path, plan: Mapping[str, Step]) -> None:
    for step in plan.values():
        path = root / step.path
        assert step.before == (path.read_bytes() if path.exists() else None)
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(step.after)


def errors(capsys: pytest.CaptureFixture[str]) -> list[str]:
    """The errors over all files, but for the lack of a template."""
    capsys.readouterr()
    assert cli.main(["check", "--all-files", "--format", "json"]) in (0, 1)
    found = json.loads(capsys.readouterr().out)["findings"]
    return [f"{one['path']}:{one['rule']}" for one in found if one["severity"] == "error" and one["rule"] != "PRT001"]


@pytest.fixture(autouse=True)
def _unfetched(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """A cache in which no wheels are, whatever this machine has fetched."""
    for name in ("XDG_CACHE_HOME", "LOCALAPPDATA", "HOME"):
        monkeypatch.setenv(name, str(tmp_path_factory.getbasetemp() / "no-wheels"))


@pytest.fixture
def indebted(repository: Repository) -> Repository:
    for path, content in DEBT.items():
        repository.stage(path, content)
    return repository


def test_day_one_is_green_and_only_new_debt_blocks(indebted: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    plan = planned(indebted.top)
    assert {path: step.why for path, step in plan.items()} == {
        SECRETS_FILE: "1 secret that somebody has to look at: `walkaround secrets audit`",
        SAST_FILE: "1 finding in 1 file that is there already",
        FILE: "1 finding in 1 file that is there already",
        ATTRIBUTES: "merges keep what both sides accept",
    }
    assert not (indebted.top / ".walkaround").exists()
    assert plan[ATTRIBUTES].after == (
        b"secrets.baseline merge=union\nsast.baseline merge=union\nfindings.baseline merge=union\n"
    )
    indebted.stage("walkaround.toml", 'extends = "strict"\n')
    before = errors(capsys)
    write(indebted.top, plan)
    indebted.git("add", "-A")
    assert len(before) >= len(DEBT)
    assert errors(capsys) == []
    indebted.stage("requirements.txt", DEBT["requirements.txt"] + "flask\n")
    indebted.stage("app.py", CODE + "    os.chmod(path, 0o777)\n")
    indebted.stage("settings.py", DEBT["settings.py"] + f'OTHER = "{OTHER_KEY}"\n')
    assert errors(capsys) == ["app.py:B103", "requirements.txt:PIN001", "settings.py:SEC001"]


def test_it_writes_what_the_commands_would(indebted: Repository, capsys: pytest.CaptureFixture[str]) -> None:
    indebted.stage("walkaround.toml", 'extends = "strict"\n')
    plan = planned(indebted.top)
    assert cli.main(["baseline", "--update", "--all"]) == 0
    capsys.readouterr()
    assert {path: (indebted.top / path).read_bytes() for path in plan} == {
        path: step.after for path, step in plan.items()
    }
    assert planned(indebted.top) == {}


def test_the_profile_that_is_chosen_decides(repository: Repository) -> None:
    repository.stage(".github/workflows/ci.yml", "jobs:\n  a:\n    steps:\n      - uses: actions/checkout@v4\n")
    assert list(planned(repository.top, CHOICE._replace(profile="recommended"))) == []
    assert list(planned(repository.top)) == [FILE, ATTRIBUTES]


def test_nothing_is_written_for_a_clean_repository(repository: Repository) -> None:
    repository.stage("requirements.txt", "idna==3.11\n")
    repository.stage("empty.py", "")
    assert planned(repository.top) == {}


def test_it_judges_the_repository_and_not_where_one_stands(
    indebted: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    expected = planned(indebted.top)
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    assert planned(indebted.top) == expected
    assert Path.cwd().name.startswith("elsewhere")


def test_what_nobody_tracks_yet_is_judged_where_nothing_is_tracked(repository: Repository) -> None:
    repository.write(".gitignore", "ignored/\n")
    repository.write("ignored/requirements.txt", "requests\n")
    repository.write("requirements.txt", "requests\n")
    if os.name != "nt":
        (repository.top / "dev-requirements.txt").symlink_to("requirements.txt")
    content = render({Entry.of("requirements.txt", "PIN001", "requests"): 1})
    assert planned(repository.top)[FILE].after == content
    repository.git("add", "requirements.txt")
    repository.write("more/requirements.txt", "requests\n")
    assert planned(repository.top)[FILE].after == content


def test_what_is_accepted_already_stays(indebted: Repository) -> None:
    gone = Entry.of("gone.txt", "PIN001", "flask")
    more = Entry.of("requirements.txt", "PIN001", "requests")
    mine = _secrets_baseline.Entry("gone.py", "aws-access-key-id", "v1:" + "0" * 32, "false-positive", "why")
    indebted.stage(FILE, render({gone: 1, more: 3}))
    indebted.stage(SAST_FILE, render({gone: 1}))
    indebted.stage(SECRETS_FILE, _secrets_baseline.render([mine]))
    indebted.stage(ATTRIBUTES, "*.baseline text\nsast.baseline merge=ours")
    plan = planned(indebted.top)
    assert list(plan) == [SECRETS_FILE, SAST_FILE, ATTRIBUTES]
    assert mine in _secrets_baseline.parse(SECRETS_FILE, plan[SECRETS_FILE].after)
    assert _accepted_findings.parse(SAST_FILE, plan[SAST_FILE].after)[gone] == 1
    assert plan[ATTRIBUTES].after == b"*.baseline text\nsast.baseline merge=ours\nsecrets.baseline merge=union\n"


def test_a_known_secret_of_detect_secrets_is_not_accepted_twice(indebted: Repository) -> None:
    digest = hashlib.sha1(KEY.encode(), usedforsecurity=False).hexdigest()
    one = {"type": "AWS Access Key", "hashed_secret": digest, "line_number": 1}
    legacy = {"version": "1.5.0", "plugins_used": [{"name": "AWSKeyDetector"}], "results": {"settings.py": [one]}}
    indebted.stage(".secrets.baseline", json.dumps(legacy))
    assert list(planned(indebted.top)) == [SAST_FILE, FILE, ATTRIBUTES]
    indebted.stage("walkaround.toml", '[secret-detection]\nbaseline = ".secrets.baseline"\n')
    indebted.stage("settings.py", DEBT["settings.py"] + f'OTHER = "{OTHER_KEY}"\n')
    assert list(planned(indebted.top)) == [SAST_FILE, FILE, ATTRIBUTES]
    act = "run `walkaround secrets baseline --migrate`, and take `secret-detection.baseline` out of the policy"
    assert list(notes(Facts(str(indebted.top)), CHOICE)) == [
        f".secrets.baseline: is detect-secrets' own, to which nothing is added; {act}",
        FETCH,
    ]


FETCH = (
    "dependency-verification could not judge everything here. Run `walkaround deps fetch`. Then run "
    "`walkaround baseline --update`."
)
NO_JSON = "is not JSON: expecting property name enclosed in double quotes"
EXCLUDE = "or leave it out by `exclude` in the hook configuration"
NOTED: list[tuple[str, dict[str, str], list[str]]] = [
    ("clean", {"requirements.txt": "idna==3.11\n"}, [FETCH]),
    ("secret", {"settings.py": DEBT["settings.py"]}, [AUDIT]),
    (
        "not-python",
        {f"{name}.py": f"{'#' * at}\nprint 'x'\n" for at, name in enumerate("abcde")},
        ["a.py, b.py, c.py and 2 more files: cannot be judged: is not valid syntax for Python 3"],
    ),
    (
        "not-toml",
        {"Pipfile.lock": "{"},
        [f"Pipfile.lock: cannot be judged: {NO_JSON}; mend what is wrong, {EXCLUDE}"],
    ),
    (
        "unwanted",
        {"walkaround.toml": 'secret-detection.baseline = ""\nsast.baseline = ""\nexemptions.baseline = ""\n', **DEBT},
        [f"{key}.baseline: is empty in the policy, so that nothing can be accepted"
         for key in ("secret-detection", "sast", "exemptions")],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("files", "expected"), [case[1:] for case in NOTED], ids=[case[0] for case in NOTED])
def test_what_no_baseline_accepts_is_told(
    repository: Repository, files: Mapping[str, str], expected: Sequence[str]
) -> None:
    for path, content in files.items():
        repository.stage(path, content)
    said = list(notes(Facts(str(repository.top)), CHOICE))
    assert len(said) == len(expected)
    assert all(line.startswith(start) for line, start in zip(said, expected, strict=True)), said


def test_a_secret_that_is_to_be_revoked_is_told(indebted: Repository) -> None:
    found = _secrets_baseline.parse(SECRETS_FILE, planned(indebted.top)[SECRETS_FILE].after)
    indebted.stage(SECRETS_FILE, _secrets_baseline.render([one._replace(status="to-revoke") for one in found]))
    assert SECRETS_FILE not in planned(indebted.top)
    assert list(notes(Facts(str(indebted.top)), CHOICE)) == [
        f"{SECRETS_FILE}: 1 secret to be revoked: a finding until it is gone",
        FETCH,
    ]


REFUSED = [
    pytest.param(FILE, "<<<<<<< ours\n", "line 1: is a mark of a merge conflict; delete the marks", id="conflict"),
    pytest.param(SAST_FILE, "{}\n", "line 1: needs", id="sast"),
    pytest.param(SECRETS_FILE, "[]\n", "line 1: is not a JSON object", id="secrets"),
    pytest.param("walkaround.toml", "\nextends = 'lax'\n", "line 2: ", id="policy"),
]


@pytest.mark.parametrize(("path", "content", "why"), REFUSED)
def test_nothing_is_built_on_what_is_broken(indebted: Repository, path: str, content: str, why: str) -> None:
    indebted.stage(path, content)
    with pytest.raises(Refused) as refused:
        planned(indebted.top)
    assert (refused.value.path, refused.value.why[: len(why)]) == (path, why)


@given(st.text(st.sampled_from("a. *\n\r#/merge=-!"), max_size=40), st.sampled_from(["a", "a.b", "sast.baseline"]))
def test_rules_of_merges_are_added_once_and_nothing_else_changes(text: str, name: str) -> None:
    content = text.encode()
    ruled = with_rule(content, name)
    assert ruled.startswith(content)
    assert with_rule(ruled, name) == ruled
    assert ruled[len(content) :] in (b"", *(end + f"{name} merge=union\n".encode() for end in (b"", b"\n")))
