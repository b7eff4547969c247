"""Drift from an organisation's template: what cannot be told, and what counts. test_org_copier.py has the rest."""

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from tests_support import TOP, Repository
from walkaround._finding import NotJudged
from walkaround.bootstrap._checks import Ground, NotHere
from walkaround.bootstrap._org_drift import ANSWERS, OWN, drift, lines_gone, template
from walkaround.bootstrap._plan import Facts

LINES = st.lists(st.sampled_from([b"a", b"b", b"c", b"", b"  d"]), max_size=12)


def test_nothing_was_made_by_copier(repository: Repository) -> None:
    assert drift(Facts(str(repository.top))) == ()


@pytest.mark.parametrize(
    ("answers", "why"),
    [
        ("", "does not say which template the repository was made from; run `copier recopy`"),
        ("- x\n", "does not say which template the repository was made from; run `copier recopy`"),
        ("{", "does not say which template the repository was made from; run `copier recopy`"),
        ("_src_path: /x\n_commit: --help\n",
         "does not say which template the repository was made from; run `copier recopy`"),
        ("_src_path: ext::sh -c x\n_commit: v1\n",
         "names the template 'ext::sh -c x', which is no address; run `copier recopy` from one"),
    ],
)  # fmt: skip
def test_answers_that_name_no_template(answers: str, why: str, repository: Repository) -> None:
    repository.write(ANSWERS, answers)
    with pytest.raises(NotJudged) as failure:
        drift(Facts(str(repository.top)))
    assert str(failure.value) == f"{ANSWERS}: {why}"


def test_copier_is_not_there_or_the_template(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.write(ANSWERS, "_src_path: /nowhere/at/all\n_commit: v1\n")
    with pytest.raises(NotJudged, match="copier cannot render /nowhere/at/all at v1: "):
        drift(Facts(str(repository.top)))
    monkeypatch.setattr("shutil.which", lambda *_names, **_options: None)
    with pytest.raises(NotJudged, match="is told by copier; install it"):
        drift(Facts(str(repository.top)))


def test_what_belongs_to_the_repository_is_said_once() -> None:
    settings = yaml.safe_load((TOP / "templates/org/copier.yml").read_text().replace("{{", "{").replace("}}", "}"))
    assert tuple(settings["_skip_if_exists"]) == OWN


def test_a_template_elsewhere_is_looked_at_when_hosts_may_be_asked(repository: Repository) -> None:
    for source in ("git+https://example.org/acme/.github", "../dot-github"):
        repository.write(ANSWERS, f"_src_path: {source}\n_commit: v1\n")
        with pytest.raises(NotHere):
            list(template(Ground(str(repository.top), {})))
    with pytest.raises(NotJudged, match=r"names the template '\.\./dot-github', which is no address"):
        list(template(Ground(str(repository.top), {}, online=True)))


@given(st.lists(st.tuples(st.sampled_from([b"a", b"b", b"", b"  d"]), st.booleans()), max_size=16))
def test_lines_between_are_no_drift(lines: list[tuple[bytes, bool]]) -> None:
    wanted = [line for line, own in lines if not own]
    assert lines_gone(b"\n".join(wanted), b"\n".join(line for line, _ in lines)) == 0


@given(LINES, LINES)
def test_added_lines_are_no_drift(wanted: list[bytes], added: list[bytes]) -> None:
    content = b"\n".join(wanted)
    assert lines_gone(content, content) == 0
    assert lines_gone(content, b"\r\n".join(wanted)) == 0
    assert 0 <= lines_gone(content, b"\n".join(added)) <= len(content.splitlines())
    assert lines_gone(content, b"") == len(content.splitlines())
    assert lines_gone(content, content + b"\n" + b"\n".join(added)) == 0
