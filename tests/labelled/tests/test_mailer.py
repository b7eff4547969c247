import smtplib
from email.message import EmailMessage

import pytest

from mailer import Mailer, compose, deliver, parse_address


class FakeServer:
    def __init__(self):
        self.sent = []
        self.closed = False

    def send_message(self, message):
        self.sent.append(message)

    def quit(self):
        self.closed = True


@pytest.fixture
def server():
    return FakeServer()


@pytest.fixture
def mailer(server):
    return Mailer(connect=lambda: server)


def test_send(mailer, server):  # good: TST003
    mailer.send("ada@example.org", "Hello", "Text")
    assert [message["To"] for message in server.sent] == ["ada@example.org"]


def test_send_returns_nothing(mailer):  # good
    assert mailer.send("ada@example.org", "Hello", "Text") is None


def test_send_bulk(mailer):  # bad: TST001
    addresses = [f"user{n}@example.org" for n in range(3)]
    for address in addresses:
        mailer.send(address, "Hello", "Text")
    mailer.close()


def test_close_quits(mailer, server):  # good
    mailer.send("ada@example.org", "Hello", "Text")
    mailer.close()
    assert server.closed


def test_compose():
    message = compose("Hello", "Text")
    expected = compose("Hello", "Text")
    assert message.as_string() == expected.as_string()  # bad: TST004


def test_compose_sets_subject():  # good: TST004
    expected = EmailMessage()
    expected["Subject"] = "Hello"
    expected.set_content("Text")
    assert compose("Hello", "Text").as_string() == expected.as_string()


def test_address():  # good
    assert parse_address("Ada <ada@example.org>") == ("Ada", "ada@example.org")


def test_address_bare():
    address = "ada@example.org"
    assert parse_address(address) == parse_address("ada@example.org")  # bad: TST004


def test_address_with_spaces():  # good: TST004
    assert parse_address(" ada@example.org ") == parse_address("ada@example.org")


@pytest.mark.parametrize("text", ["", "@", "a@", "@b", "a b@c"])
def test_bad_address(text):
    with pytest.raises(Exception):  # bad: TST008
        parse_address(text)


@pytest.mark.parametrize("text", ["", "@"])
def test_refused_address(text):  # good
    with pytest.raises(ValueError, match="address"):
        parse_address(text)


class TestFailures:
    def test_refused(self, mocker):  # good: TST003
        smtp = mocker.patch("mailer.smtplib.SMTP")
        smtp.return_value.send_message.side_effect = smtplib.SMTPRecipientsRefused({})
        assert deliver("ada@example.org", compose("a", "b")) is False

    def test_smtp(self, mocker):  # bad: TST003
        smtp = mocker.patch("mailer.smtplib.SMTP")
        smtp.return_value.noop.return_value = (250, b"OK")
        assert smtp("localhost").noop() == (250, b"OK")

    def test_deliver_stubbed(self, mocker):  # bad: TST003
        deliver = mocker.stub(name="deliver")
        deliver("ada@example.org", None)
        deliver.assert_called_once_with("ada@example.org", None)

    def test_on_failure_is_told(self, mocker):  # good: TST003
        on_failure = mocker.stub(name="on_failure")
        deliver("nobody", compose("a", "b"), on_failure=on_failure)
        on_failure.assert_called_once_with("nobody")

    def test_no_server(self):
        result = None
        try:
            result = deliver("ada@example.org", compose("a", "b"), host="127.0.0.1", port=1)
        except (OSError, smtplib.SMTPException) as error:  # bad: TST005
            print("could not connect:", error)

    def test_no_server_is_an_error(self):  # good: TST005
        message = compose("a", "b")
        try:
            deliver("ada@example.org", message, host="127.0.0.1", port=1)
        except OSError as error:
            raise AssertionError("deliver() has to return False when there is no server") from error

    def test_spy(self, mailer, mocker):  # good: TST003
        spy = mocker.spy(mailer, "connect")
        mailer.send("ada@example.org", "a", "b")
        mailer.send("bob@example.org", "a", "b")
        assert spy.call_count == 1

    def test_subject_none(self, mailer, server):
        mailer.send("ada@example.org", None, "b")
        subject = server.sent[0]["Subject"]
        assert subject == "" or subject != ""  # bad: TST002

    def test_subject_is_empty(self, mailer, server):  # good: TST002
        mailer.send("ada@example.org", None, "b")
        assert server.sent[0]["Subject"] == "" or server.sent[0]["Subject"] is None
