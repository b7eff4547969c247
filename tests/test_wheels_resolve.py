"""Versions that nothing pins: what pip may be asked, what its answer gives, and what is recorded of it."""

import json
import sys
import tarfile
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from packaging.requirements import Requirement

from walkaround import _cache
from walkaround._wheels import Wanted, resolve
from walkaround._wheels.resolve import Asked, Failed, Resolution, _of_report, plain, recorded_for
from wheels_support import alone, index, wheel


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, python_of_pip: str) -> Path:
    return alone(tmp_path, monkeypatch, python_of_pip)


def free(name: str, version: str) -> Wanted:
    return Wanted(name, version, pinned=False)


# What pip may be asked

PLAIN = {
    "name": ("Demo.One", Asked("demo-one", "Demo.One")),
    "bounds": ("demo >= 1, <2", Asked("demo", "demo<2,>=1")),
    "extras": ("demo[b,a]==1.0", Asked("demo", "demo[a,b]==1.0")),
    "marker": ("demo ; python_version>'3'", Asked("demo", 'demo; python_version > "3"')),
    "star": ("demo==1.*", Asked("demo", "demo==1.*")),
    "arbitrary": ("demo===1.0", Asked("demo", "demo===1.0")),
    "elsewhere": ("demo @", None),
    "address": ("demo @ file:///tmp/demo.tar.gz", None),
    "no-version": ("demo===x/y", None),
    "option": ("--index-url=https://x", None),
    "short-option": ("-r/etc/passwd", None),
    "path": ("./demo", None),
    "address-alone": ("https://example.org/demo.whl", None),
    "line-end": ("demo\n--pre", None),
    "word": ("demo --pre", None),
    "variable": ("demo==${V}", None),
    "empty": ("", None),
    "long": ("demo" + "x" * 3000, None),
    "deep": ("demo;" + "(" * 1500, None),
}


@pytest.mark.parametrize(("text", "asked"), PLAIN.values(), ids=PLAIN)
def test_what_pip_may_be_asked(text: str, asked: Asked | None) -> None:
    assert plain(text) == asked


@given(st.one_of(st.text(), st.from_regex(r"-{0,2}[a-z]{1,4}[ @=<>~!\[\];:/.*0-9a-z'\"_-]{0,20}")))
@example("a@b")
@example("a[b]@c")
def test_nothing_else_than_a_requirement_of_an_index_is_asked(text: str) -> None:
    asked = plain(text)
    if asked is None:
        return
    assert not asked.text.startswith("-")
    assert asked.text.isprintable()
    again = Requirement(asked.text)
    assert again.url is None
    assert again == Requirement(text)


# What is resolved


def test_versions_are_resolved_and_recorded(folder: Path) -> None:
    wheel(folder, "demo", "1.0", requires=["low>=1", "extra-one; extra == 'more'"])
    wheel(folder, "demo", "2.0")
    for name, version in (("low", "1.0"), ("low", "1.5"), ("extra-one", "3"), ("fixed", "7")):
        wheel(folder, name, version)
    question = (["demo[more]<2", "Fixed==7"], ["low==1.0"], "3.11")
    expected = [free("demo", "1.0"), free("extra-one", "3"), Wanted("fixed", "7"), Wanted("low", "1.0")]
    assert recorded_for(*question) == []
    assert resolve.resolve(*question) == Resolution(tuple(expected))
    assert recorded_for(*question) == expected
    assert recorded_for(question[0][::-1] * 2, question[1], "3.11") == expected


@pytest.mark.parametrize(
    "other",
    [(["demo>0"], [], ""), (["demo"], ["demo==1"], ""), (["demo"], [], "3.12"), ([], [], "")],
    ids=["requirements", "constraints", "python", "none"],
)
def test_the_answer_to_another_question_is_none(folder: Path, other: tuple[list[str], list[str], str]) -> None:
    wheel(folder, "demo", "1")
    resolve.resolve(["demo"], [], "")
    assert recorded_for(*other) == []


def test_what_has_no_answer_is_named_and_the_rest_resolved(folder: Path) -> None:
    for name, version in (("a", "1"), ("a", "2"), ("b", "1"), ("c", "1")):
        wheel(folder, name, version)
    with tarfile.open(folder / "source-1.0.tar.gz", "w:gz"):
        pass
    said = resolve.resolve(["a<2", "a>=2", "b", "c", "nowhere>=1", "source"], [], "")
    no_wheel = "has no wheel on the index, and is never built here"
    assert set(said.failed) == {
        Failed("a", "a>=2", "contradicts what else is asked for"),
        Failed("nowhere", "nowhere>=1", no_wheel),
        Failed("source", "source", no_wheel),
    }
    assert said.versions == (free("b", "1"), free("c", "1"))
    assert recorded_for(["a<2", "a>=2", "b", "c", "nowhere>=1", "source"], [], "") == [free("b", "1"), free("c", "1")]


def test_what_comes_from_elsewhere_has_no_version(folder: Path, tmp_path: Path) -> None:
    wheel(folder, "demo", "1", requires=["forked", "odd"])
    wheel(folder, "forked", "1")
    wheel(folder, "odd", "1")
    ran = tmp_path / "ran"
    (tmp_path / "setup.py").write_text(f"open({str(ran)!r}, 'w')\n")
    with tarfile.open(tmp_path / "forked.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "setup.py", "forked-1/setup.py")
    address = (tmp_path / "forked.tar.gz").as_uri()
    assert resolve.resolve(["demo", f"Forked @ {address}", "odd ^1"], [], "") == Resolution((free("demo", "1"),))
    assert not ran.exists()


def test_a_source_archive_is_never_built(folder: Path, tmp_path: Path) -> None:
    ran = tmp_path / "ran"
    (tmp_path / "setup.py").write_text(f"open({str(ran)!r}, 'w')\nfrom setuptools import setup\nsetup(name='demo')\n")
    with tarfile.open(folder / "demo-1.0.tar.gz", "w:gz") as archive:
        archive.add(tmp_path / "setup.py", "demo-1.0/setup.py")
    failed = Failed("demo", "demo", "has no wheel on the index, and is never built here")
    assert resolve.resolve(["demo"], [], "") == Resolution((), (failed,))
    assert not ran.exists()
    assert not (tmp_path / "cache" / "walkaround" / "resolved").exists()


def test_what_the_user_tells_pip_to_install_is_not_asked_for(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel(folder, "demo", "1")
    wheel(folder, "other", "1")
    monkeypatch.setenv("PIP_NO_BINARY", ":all:")
    monkeypatch.setenv("PIP_USER", "1")
    monkeypatch.setenv("PIP_REQUIREMENT", str(folder / "list.txt"))
    (folder / "list.txt").write_text("other\n")
    assert resolve.resolve(["demo"], [], "") == Resolution((free("demo", "1"),))


def test_a_newer_python_is_resolved_for(folder: Path) -> None:
    minor = sys.version_info[1] + 1
    wheel(folder, "demo", "1", tag=f"cp3{minor}-none-any")
    assert resolve.resolve(["demo"], [], f"3.{minor}").versions == ()
    assert resolve.resolve(["demo"], [], f"3.{minor}", target=f"3.{minor}").versions == (free("demo", "1"),)


def test_an_index_that_is_gone_leaves_the_record(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    wheel(folder, "demo", "1")
    wheel(folder, "low", "1")
    with index(folder, monkeypatch):
        assert resolve.resolve(["demo", "low"], [], "").failed == ()
    monkeypatch.setattr(resolve, "_FRESH", 0)
    monkeypatch.setenv("PIP_RETRIES", "1")
    monkeypatch.setenv("PIP_TIMEOUT", "1")
    why = "the index cannot be reached; try again, or see `python -m pip config debug`"
    said = resolve.resolve(["demo", "low"], [], "")
    assert said == Resolution((), (Failed("demo", "demo", why), Failed("low", "low", why)))
    assert recorded_for(["demo", "low"], [], "") == [free("demo", "1"), free("low", "1")]


def test_a_whole_answer_lasts_a_day(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel(folder, "demo", "1")
    with_two = ["demo", "nowhere"]
    assert resolve.resolve(["demo"], [], "").versions == resolve.resolve(with_two, [], "").versions
    wheel(folder, "demo", "2")
    assert resolve.resolve(["demo"], [], "").versions == (free("demo", "1"),)
    assert resolve.resolve(with_two, [], "").versions == (free("demo", "2"),)
    tomorrow = time.time() + 86401
    monkeypatch.setattr(time, "time", lambda: tomorrow)
    assert resolve.resolve(["demo"], [], "").versions == (free("demo", "2"),)


def test_nothing_is_asked_where_nothing_is_to_be_resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("subprocess.run", None)
    assert resolve.resolve([], ["demo==1"], "") == Resolution(())
    assert resolve.resolve(["./here", "demo @"], [], "") == Resolution(())


def test_a_constraint_is_a_name_and_a_version(folder: Path) -> None:
    wheel(folder, "demo", "1")
    hostile = ["demo==1 --index-url=http://127.0.0.1:1", "-r x", "demo @ file:///x", "a==1\n-r x"]
    assert resolve.resolve(["demo"], hostile, "").versions == (free("demo", "1"),)


# What pip answers


def _report(*installs: object) -> str:
    return json.dumps({"version": "1", "install": installs})


def _one(name: object, version: object, **more: object) -> dict[str, object]:
    return {"metadata": {"name": name, "version": version}, **more}


NO_REPORT = (None, "pip gave a report that cannot be read")
REPORTS = {
    "whole": (_report(_one("A_b", "1"), _one("c", "2")), ({"a-b": "1", "c": "2"}, "")),
    "direct": (_report(_one("a", "1", is_direct=True)), ({}, "")),
    "odd-name": (_report(_one("a/b", "1"), _one(["a"], "1"), _one("c", "1/2"), _one("d", None)), ({}, "")),
    "nothing": ("", NO_REPORT),
    "no-json": ("pip 25", NO_REPORT),
    "list": ("[]", NO_REPORT),
    "no-install": ("{}", NO_REPORT),
    "install-number": ('{"install": 1}', NO_REPORT),
    "install-words": ('{"install": ["a"]}', NO_REPORT),
    "no-metadata": ('{"install": [{}]}', NO_REPORT),
    "deep": ("[" * 100_000, NO_REPORT),
}


@pytest.mark.parametrize(("content", "found"), REPORTS.values(), ids=REPORTS)
def test_reports(content: str, found: tuple[dict[str, str] | None, str]) -> None:
    assert _of_report(content) == found


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda inner: st.lists(inner)
       | st.dictionaries(st.sampled_from(["install", "metadata", "name", "version", "is_direct"]), inner)))  # fmt: skip
def test_a_report_of_any_form_gives_names_and_versions_alone(data: object) -> None:
    found, why = _of_report(json.dumps(data))
    assert (found is None) == bool(why)
    assert all(isinstance(name, str) and isinstance(version, str) for name, version in (found or {}).items())


RECORDS = {
    "no-json": b"x", "list": b"[]", "another-form": b'{"form": 0, "versions": []}', "no-versions": b'{"form": 1}',
    "no-time": b'{"form": 1, "versions": []}',
    "short": b'{"form": 1, "made": 1, "whole": true, "versions": [["a"]]}',
    "number": b'{"form": 1, "versions": 1}', "deep": b"[" * 100_000,
}  # fmt: skip


@pytest.mark.parametrize("content", RECORDS.values(), ids=RECORDS)
def test_a_record_that_is_none(folder: Path, content: bytes) -> None:
    wheel(folder, "demo", "1")
    resolve.resolve(["demo"], [], "")
    (name,) = (folder.parent / "cache" / "walkaround" / "resolved").iterdir()
    _cache.write(f"resolved/{name.name}", content)
    assert recorded_for(["demo"], [], "") == []
