from unittest import mock
from unittest.mock import MagicMock, Mock, patch

import pytest

from auth import sessions
from auth.sessions import SessionStore, open_session, refresh


def test_store_returns_user():  # bad: TST003
    store = Mock()
    store.get.return_value = {"user": "ada"}
    assert store.get("token") == {"user": "ada"}


def test_open_session_saves_it():  # good: TST003
    store = Mock()
    open_session(store, user="ada", now=1_700_000_000)
    store.save.assert_called_once()


@patch("auth.sessions.open_session")
def test_open_session(fake_open):  # bad: TST003
    fake_open.return_value = "token-1"
    result = sessions.open_session(user="ada")
    assert result == "token-1"
    fake_open.assert_called_once_with(user="ada")


@patch("auth.sessions.random_token", return_value="token-1")
def test_open_session_uses_random_token(fake_token):  # good: TST003
    store = SessionStore()
    assert open_session(store, user="ada", now=0) == "token-1"
    fake_token.assert_called_once_with()


def test_refresh_mocked():  # bad: TST003
    with mock.patch.object(sessions, "refresh") as fake:
        fake.return_value = True
        assert sessions.refresh("t") is True


def test_refresh_extends_the_end():  # good: TST003
    store = MagicMock(spec=SessionStore)
    store.load.return_value = {"user": "ada", "ends": 100}
    refresh(store, "t", now=60, lifetime=600)
    assert store.save.call_args.args[0]["ends"] == 660


def test_session_attributes():  # bad: TST003
    session = MagicMock(user="ada", ends=100)
    assert session.user == "ada"
    assert session.ends == 100


def test_expired_session_is_dropped():  # good: TST003
    store = MagicMock()
    store.load.return_value = {"user": "ada", "ends": 100}
    assert refresh(store, "t", now=101, lifetime=600) is None
    store.delete.assert_called_once_with("t")


def test_store_calls_backend():  # bad: TST003
    store = MagicMock(spec=SessionStore)
    store.save({"user": "bob"})
    store.save.assert_called_once_with({"user": "bob"})


class TestStore:
    @pytest.fixture
    def backend(self):
        backend = Mock(name="redis")
        backend.get.return_value = None
        return backend

    def test_missing_session(self, backend):  # good: TST003
        assert SessionStore(backend).load("nobody") is None

    def test_backend_is_none(self, backend):  # bad: TST003
        assert backend.get("nobody") is None

    def test_backend_key_is_prefixed(self, backend):  # good: TST003
        SessionStore(backend, prefix="s:").load("t")
        backend.get.assert_called_with("s:t")

    def test_close(self, backend):  # bad: TST001
        store = SessionStore(backend)
        store.close()

    def test_close_twice_closes_backend_once(self, backend):  # good
        store = SessionStore(backend)
        store.close()
        store.close()
        assert backend.close.call_count == 1
