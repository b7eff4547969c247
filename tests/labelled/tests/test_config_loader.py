import contextlib
import os
from pathlib import Path
from unittest import mock

import pytest

from confkit import Config, ConfigError, load, merge
from confkit.sources import EnvSource, FileSource

pytestmark = pytest.mark.filterwarnings("error")


@contextlib.contextmanager
def does_not_raise():
    yield


@contextlib.contextmanager
def ignoring_errors():
    try:
        yield
    except Exception:
        pass


@pytest.fixture
def write(tmp_path):
    def _write(text, name="app.toml"):
        path = tmp_path / name
        path.write_text(text)
        return path

    return _write


@pytest.mark.parametrize(
    ("text", "expectation"),
    [
        ("a = 1", does_not_raise()),
        ("a = ", pytest.raises(ConfigError, match="line 1")),
        ("= 1", pytest.raises(ConfigError)),
    ],
)
def test_syntax(write, text, expectation):  # good: TST001
    with expectation:
        load(write(text))


@pytest.mark.parametrize("text", ["a = 1", "b = 2", "a=1", "b = 2"])  # bad: TST009
def test_values(write, text):
    assert load(write(text)).keys() <= {"a", "b"}


def test_load(write):  # bad: TST001
    path = write("a = 1")
    config = load(path)
    config["a"]


def test_load_missing_file(tmp_path):  # good
    with pytest.raises(FileNotFoundError):
        load(tmp_path / "none.toml")


def test_load_directory(tmp_path):  # bad: TST001
    with ignoring_errors():
        load(tmp_path)


def test_merge_takes_the_higher():  # good: TST004
    assert merge({"a": 1, "b": 1}, {"b": 2}) == {"a": 1, "b": 2}


def test_merge_with_nothing_changes_nothing():  # good: TST004
    low = {"a": {"b": 1}}
    assert merge(low, {}) == low


def test_merge_is_associative():  # good: TST004
    a, b, c = {"x": 1}, {"x": 2, "y": 1}, {"y": 3}
    assert merge(merge(a, b), c) == merge(a, merge(b, c))


def test_merge_result():
    config = merge({"a": 1}, {"a": 2})
    copy = config
    assert copy == config  # bad: TST002


def test_merge_does_not_share():  # good: TST002
    low = {"a": []}
    merged = merge(low, {})
    merged["a"].append(1)
    assert low == {"a": []}


def test_environment(monkeypatch):  # good: TST002
    monkeypatch.setenv("APP_PORT", "8080")
    assert EnvSource("APP_").read() == {"port": 8080}


def test_environment_variable(monkeypatch):
    monkeypatch.setenv("APP_PORT", "8080")
    assert os.environ["APP_PORT"] == "8080"  # bad: TST002


@mock.patch.dict(os.environ, {"APP_DEBUG": "yes"})
def test_debug():  # good: TST003
    assert Config.from_environment().debug is True


@mock.patch("confkit.load", return_value={"debug": True})
def test_load_debug(fake_load):  # bad: TST003
    import confkit

    assert confkit.load("app.toml")["debug"] is True


def test_reload(write):
    path = write("a = 1")
    config = load(path, watch=True)
    path.write_text("a = 2")
    from time import sleep

    sleep(1.5)  # bad: TST007
    assert config["a"] == 2


def test_reload_polls(write):  # good: TST007
    path = write("a = 1")
    config = load(path, watch=True, clock=iter(range(10)).__next__)
    path.write_text("a = 2")
    config.poll()
    assert config["a"] == 2


def test_bad_type(write):
    with pytest.raises(expected_exception=Exception):  # bad: TST008
        load(write("port = 'x'"), schema={"port": int})


def test_bad_type_is_told(write):  # good: TST008
    with pytest.raises(Exception, match=r"port: expected int"):
        load(write("port = 'x'"), schema={"port": int})


skip_on_root = pytest.mark.skipif(os.getuid() == 0 if hasattr(os, "getuid") else False, reason="root reads everything")


@skip_on_root
def test_unreadable(write):  # good: TST006
    path = write("a = 1")
    Path(path).chmod(0)
    with pytest.raises(PermissionError):
        FileSource(path).read()
