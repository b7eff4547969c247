"""The vendors that verifiers ask, on this machine: one HTTPS server with all their names, and a proxy that leads there.

Each answers as its documentation says, to credentials that it knows and to others; signatures are checked for real.
"""

import base64
import contextlib
import hashlib
import hmac
import json
import random
import re
import threading
from collections.abc import Callable, Iterator
from typing import NamedTuple
from urllib.parse import parse_qs

import trustme

from https_support import Answer, Handler, Server, basic, body, serving, tunnel

NAMES = (
    *("sts.amazonaws.com", "acme.cloudant.com", "s3.us.cloud-object-storage.appdomain.cloud", "us7.api.mailchimp.com"),
    *("slack.com", "hooks.slack.com", "api.softlayer.com", "api.stripe.com", "api.telegram.org"),
)
_SOURCE = random.Random(41)  # noqa: S311 - nothing here protects anything
DIGITS, HEX, LOWER = "0123456789", "0123456789abcdef", "abcdefghijklmnopqrstuvwxyz"
ALPHANUMERIC = LOWER + LOWER.upper() + DIGITS


def some(alphabet: str, length: int) -> str:
    """Made-up characters, others at every call and the same in every run."""
    return "".join(_SOURCE.choices(alphabet, k=length))


class Known(NamedTuple):
    """A made-up credential: the detector, the value, a file's lines with `{}` for it, and where it is asked about."""

    detector: str
    value: str
    text: str
    asked: tuple[str, str, str]

    @property
    def lines(self) -> list[str]:
        return self.text.replace("{}", self.value).splitlines()


ROOT = "/"
AWS_SECRET, COS_ID = some(ALPHANUMERIC, 40), some(HEX, 32)
WEBHOOK = f"T{some('ABCDEFGH12', 9)}/B{some('ABCDEFGH12', 9)}/{some(ALPHANUMERIC, 24)}"
KNOWN = {
    "aws": Known(
        "AWSKeyDetector", "AKIA" + some("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", 16),
        f'key_id = "{{}}"\nsecret = "{AWS_SECRET}"\n', ("POST", "sts.amazonaws.com", ROOT),
    ),
    "cloudant": Known(
        "CloudantDetector", some(HEX, 64), "url = 'https://acme:{}@acme.cloudant.com/db'\n",
        ("GET", "acme.cloudant.com", ROOT),
    ),
    "cloudant-assigned": Known(
        "CloudantDetector", some(LOWER, 24), "cloudant_user = acme\ncloudant_key = '{}'\n",
        ("GET", "acme.cloudant.com", ROOT),
    ),
    "ibm-cos": Known(
        "IbmCosHmacDetector", some(HEX, 48), f"cos_access_key_id: {COS_ID}\ncos_secret_access_key: {{}}\n",
        ("GET", "s3.us.cloud-object-storage.appdomain.cloud", "//"),
    ),
    "mailchimp": Known(
        "MailchimpDetector", some(HEX, 32) + "-us7", "key: {}\n", ("GET", "us7.api.mailchimp.com", "/3.0/")
    ),
    "slack": Known(
        "SlackDetector", f"xoxb-{some(DIGITS, 12)}-{some(DIGITS, 12)}-{some(ALPHANUMERIC, 24)}", "SLACK={}\n",
        ("POST", "slack.com", "/api/auth.test"),
    ),
    "slack-webhook": Known(
        "SlackDetector", f"https://hooks.slack.com/services/{WEBHOOK}", "hook: {}\n",
        ("POST", "hooks.slack.com", f"/services/{WEBHOOK}"),
    ),
    "softlayer": Known(
        "SoftlayerDetector", some(LOWER + DIGITS, 64), "softlayer_username: ada\nsoftlayer_key: {}\n",
        ("GET", "api.softlayer.com", "/rest/v3/SoftLayer_Account.json"),
    ),
    "stripe": Known(
        "StripeDetector", "sk_live_" + some(ALPHANUMERIC, 24), "STRIPE={}\n", ("GET", "api.stripe.com", "/v1/charges")
    ),
    "stripe-restricted": Known(
        "StripeDetector", "rk_live_" + some(ALPHANUMERIC, 99), "STRIPE={}\n", ("GET", "api.stripe.com", "/v1/charges")
    ),
}  # fmt: skip
_BOT = f"{some('123456789', 9)}:{some(ALPHANUMERIC, 35)}"
KNOWN["telegram"] = Known(
    "TelegramBotTokenDetector", _BOT, "bot: {}\n", ("GET", "api.telegram.org", f"/bot{_BOT}/getMe")
)
Judge = Callable[["Vendors", Handler, bytes], Answer]


class Vendors:
    """What the vendors know and were asked; `answer` stands in for all of them when it is set, `hanging` hosts hang."""

    def __init__(self) -> None:
        self.valid = {known.value for known in KNOWN.values()}
        self.asked: list[tuple[str, str, str]] = []
        self.encodings: set[str | None] = set()
        self.answer: Answer | None = None
        self.hanging: set[str] = set()
        self.at_once = self.most_at_once = 0
        self._lock = threading.Lock()

    def __call__(self, handler: Handler) -> None:
        sent = handler.rfile.read(int(handler.headers.get("Content-Length", "0")))
        host = handler.headers["Host"]
        with self._lock:
            self.asked.append((handler.command, host, _path(handler)))
            self.encodings.add(handler.headers.get("Accept-Encoding"))
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            answer = hanging if host in self.hanging else self.answer
            (answer or _JUDGES[host](self, handler, sent))(handler)
        finally:
            with self._lock:
                self.at_once -= 1

    def knows(self, handler: Handler, user: str) -> bool:
        """Whether the login is this user's with a valid credential."""
        return handler.headers.get("Authorization") in [basic(user, value) for value in self.valid]


@contextlib.contextmanager
def vendors(authority: trustme.CA) -> Iterator[tuple[Vendors, Server]]:
    """The vendors, and the proxy by which they are reached."""
    judge = Vendors()
    with serving(authority.issue_cert(*NAMES), {"": judge}) as server:

        def lead(handler: Handler) -> None:
            """To the vendors' server, whatever vendor's name is asked for."""
            assert handler.path.removesuffix(":443") in NAMES, handler.path
            handler.path = f"127.0.0.1:{server.server_port}"
            tunnel(handler)

        with serving(None, {"": lead}) as proxy:
            yield judge, proxy
            judge.answer = None
            server.stopping.set()


def _path(handler: Handler) -> str:
    """The path as it was sent; `handler.path` makes one of several slashes."""
    return handler.requestline.split(" ")[1]


def as_json(said: object, code: int = 200) -> Answer:
    return body(json.dumps(said).encode(), code, Content_Type="application/json")


def hanging(handler: Handler) -> None:
    """Nothing, until the server is stopped."""
    handler.server.stopping.wait()


def _xml(text: str, code: int = 200) -> Answer:
    return body(f"<?xml version='1.0'?>\n{text}\n".encode(), code, Content_Type="text/xml")


def _signed(handler: Handler, sent: bytes, secrets: dict[str, str]) -> str | None:
    """The error code of a request signed with AWS Signature Version 4, or None.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
    """
    form = (
        r"AWS4-HMAC-SHA256 Credential=(\w+)/(\d{8}/[\w-]+/\w+/aws4_request), SignedHeaders=([\w;-]+), Signature=(\w+)"
    )
    match = re.fullmatch(form, handler.headers["Authorization"])
    assert match is not None
    key, scope, names, signature = match.groups()
    if key not in secrets:
        return "unknown"
    headers = "".join(f"{name}:{handler.headers[name].strip()}\n" for name in names.split(";"))
    digest = hashlib.sha256(sent).hexdigest()
    canonical = f"{handler.command}\n{_path(handler)}\n\n{headers}\n{names}\n{digest}"
    text = (
        f"AWS4-HMAC-SHA256\n{handler.headers['x-amz-date']}\n{scope}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
    )
    secret = ("AWS4" + secrets[key]).encode()
    for part in (*scope.split("/"), text):
        secret = hmac.new(secret, part.encode(), hashlib.sha256).digest()
    return None if secret.hex() == signature else "SignatureDoesNotMatch"


def _aws(self: Vendors, handler: Handler, sent: bytes) -> Answer:
    assert parse_qs(sent.decode()) == {"Action": ["GetCallerIdentity"], "Version": ["2011-06-15"]}
    wrong = _signed(handler, sent, {KNOWN["aws"].value: AWS_SECRET} if KNOWN["aws"].value in self.valid else {})
    if wrong is None:
        return _xml("<GetCallerIdentityResponse xmlns='https://sts.amazonaws.com/doc/2011-06-15/'/>")
    code = "InvalidClientTokenId" if wrong == "unknown" else wrong
    return _xml(f"<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code></Error></ErrorResponse>", 403)


def _cos(self: Vendors, handler: Handler, sent: bytes) -> Answer:
    secret = KNOWN["ibm-cos"].value
    wrong = _signed(handler, sent, {COS_ID: secret} if secret in self.valid else {})
    if wrong is None:
        return _xml("<ListAllMyBucketsResult><Buckets/></ListAllMyBucketsResult>")
    return _xml(f"<Error><Code>{'InvalidAccessKeyId' if wrong == 'unknown' else wrong}</Code></Error>", 403)


def _cloudant(self: Vendors, handler: Handler, _sent: bytes) -> Answer:
    if self.knows(handler, "acme"):
        return as_json({"couchdb": "Welcome", "version": "3.3.3"})
    return as_json({"error": "unauthorized", "reason": "Name or password is incorrect."}, 401)


def _mailchimp(self: Vendors, handler: Handler, _sent: bytes) -> Answer:
    if self.knows(handler, "any_user"):
        return as_json({"account_id": "8d3a3db4d97663a9074efcc16", "account_name": "Acme"})
    return as_json({"type": "https://mailchimp.com/developer/", "title": "API Key Invalid", "status": 401}, 401)


def _slack(self: Vendors, _handler: Handler, sent: bytes) -> Answer:
    if parse_qs(sent.decode())["token"][0] in self.valid:
        return as_json({"ok": True, "url": "https://acme.slack.com/", "team_id": "T12345678"})
    return as_json({"ok": False, "error": "invalid_auth"})


def _webhook(self: Vendors, handler: Handler, sent: bytes) -> Answer:
    assert json.loads(sent) == {"text": ""}  # so that nothing is posted
    known = f"https://hooks.slack.com{handler.path}" in self.valid
    return body(b"no_text", 400) if known else body(b"no_service", 404)


def _softlayer(self: Vendors, handler: Handler, _sent: bytes) -> Answer:
    if self.knows(handler, "ada"):
        return as_json({"id": 12345, "companyName": "Acme"})
    return as_json({"error": "Invalid API token.", "code": "SoftLayer_Exception"}, 401)


def _stripe(self: Vendors, handler: Handler, _sent: bytes) -> Answer:
    login = base64.b64decode(handler.headers["Authorization"].removeprefix("Basic ")).decode()
    if login.removesuffix(":") in self.valid:
        return as_json({"object": "list", "url": "/v1/charges", "data": []})
    return as_json({"error": {"type": "invalid_request_error", "message": "Invalid API Key provided"}}, 401)


def _telegram(self: Vendors, handler: Handler, _sent: bytes) -> Answer:
    if handler.path.removeprefix("/bot").removesuffix("/getMe") in self.valid:
        return as_json({"ok": True, "result": {"id": 123456789, "is_bot": True}})
    return as_json({"ok": False, "error_code": 401, "description": "Unauthorized"}, 401)


_JUDGES: dict[str, Judge] = dict(
    zip(NAMES, (_aws, _cloudant, _cos, _mailchimp, _slack, _webhook, _softlayer, _stripe, _telegram), strict=True)
)
