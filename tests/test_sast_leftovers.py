"""B945: bodies that were left behind."""

import pytest

from sast_data_support import cases, found, marked, messages

CASES = cases(
    '''
### not implemented function
def send_invoice(order):  # B945
    raise NotImplementedError
### not implemented with words
def send_invoice(order):  # B945
    """Send the invoice of an order to its customer."""
    raise NotImplementedError("not implemented yet")
### not implemented method of a class in use
class Payments:
    def charge(self, amount):
        return gateway.charge(amount)
    def refund(self, charge):  # B945
        raise NotImplementedError
payments = Payments()
### not implemented method that says so
class Stripe(Gateway):
    def refund(self, charge):  # B945
        raise NotImplementedError("TODO: refunds")
### not implemented handler
from fastapi import FastAPI
app = FastAPI()
@app.post("/refunds")
async def refund(charge: str):  # B945
    raise NotImplementedError()
### pass
def validate_order(order):  # B945
    pass
### pass with a docstring
def send_reminder(customer):  # B945
    """Send a reminder to a customer."""
    pass
### pass with a comment
class Orders:
    def cancel(self, order):  # B945
        # TODO: give the money back
        pass
### ellipsis that promises
def parse_invoice(text: str) -> dict[str, str]:  # B945
    ...
### method that promises
class Orders:
    def count(self) -> int:
        return len(self.rows)
    def total(self) -> int:  # B945
        pass
### handler of nothing
from flask import Flask
app = Flask(__name__)
@app.post("/refunds")
def refund():  # B945
    pass
### true with a todo
def is_admin(user):  # B945
    # TODO: look at the roles
    return True
### true with a todo beside it
def verify_signature(payload, signature):  # B945
    return True  # TODO implement
### empty dictionary for now
def load_settings(path):  # B945
    return {}  # for now
### none with a fixme
async def fetch_rate(currency):  # B945
    # FIXME: ask the bank
    return None
### placeholder docstring
def score(text):  # B945
    """Placeholder: gives back the same score for every text."""
    return 0.5
### hard coded
def exchange_rate(currency):  # B945
    return 1.1  # hardcoded
### in a real application
def authenticate(name, password):  # B945
    # In a real application, you would compare a hash here.
    user = USERS.get(name)
    return user
### in a real implementation
def charge(card, amount):  # B945
    # In a real implementation this would call the gateway
    print("charged", amount)
    return {"status": "ok"}
### in production you would
def check_token(token):  # B945
    # In production, you should verify the signature
    return decode(token)
### simplified
def geocode(address):  # B945
    # Simplified for this example
    return lookup(address.split(",")[-1])
### for demonstration
class Mailer:
    def send(self, message):  # B945
        # for demonstration purposes only
        self.sent.append(message)
### your code here
def handler(event, context):  # B945
    # Your code here
    result = {}
    return result
### mock implementation
def search(query):  # B945
    # Mock implementation
    hits = [{"title": "a"}]
    return hits
### placeholder logic
def recommend(user):  # B945
    # Placeholder logic until the model is trained
    items = sorted(ITEMS)
    return items[:3]
### actual implementation would
def fraud_score(order):  # B945
    # The actual implementation would ask the model
    base = 0.1
    return base
### rest of the code
def process(order):  # B945
    order.lock()
    # ... rest of the code
### implementation goes here
def export(rows):  # B945
    # implementation goes here
    return rows
### method false with a todo
class Permissions:
    def allows(self, user) -> bool:  # B945
        return True  # FIXME
### argument as it came
def sanitize_input(value):  # B945
    # TODO: implement sanitization
    return value
### only told
def send_email(to, subject):  # B945
    """Send an email."""
    # TODO: integrate with the mail service
    logger.info("Would send email to %s", to)
### would normally
class Accounts:
    def balance(self) -> dict:  # B945
        # This would normally call the bank
        return {"balance": 0}
### ok abstract
from abc import ABC, abstractmethod
class Gateway(ABC):
    @abstractmethod
    def charge(self, amount: int) -> str:
        ...
    def refund(self, charge):
        raise NotImplementedError
### ok protocol
from typing import Protocol
class Sender(Protocol):
    def send(self, message: str) -> bool: ...
### ok overload
from typing import overload
@overload
def load(key: str) -> str: ...
@overload
def load(key: int) -> int: ...
def load(key):
    return TABLE[key]
### ok base class
class BaseExporter:
    def export(self, rows):
        raise NotImplementedError
### ok overridden in the module
class Shape:
    def area(self) -> float:
        raise NotImplementedError
class Square(Shape):
    def area(self) -> float:
        return self.side**2
Square()
Shape()
### ok subclasses must
class Exporter:
    def export(self, rows):
        raise NotImplementedError("Subclasses must implement export().")
Exporter()
### ok hooks
class Plugin:
    def on_start(self):
        pass
    def close(self):
        pass
### ok exception class
class PaymentError(Exception):
    pass
### ok magic methods
class Null:
    def __init__(self):
        pass
    def __enter__(self):
        return self
    def __exit__(self, *error):
        pass
### ok null object
class NullCache:
    def get(self, key) -> str:
        pass
    def set(self, key, value):
        return True
### ok click group
import click
@click.group()
def cli():
    """Tools of the shop."""
### ok click group with pass
import click
@click.group()
def shop_commands():
    """Tools of the shop."""
    pass
### ok fixture
import pytest
@pytest.fixture
def no_network(monkeypatch):
    pass
### ok callback
import signal
def stop_quietly(number, frame):
    pass
signal.signal(signal.SIGINT, stop_quietly)
### ok fallback
try:
    from fast import speedup_all
except ImportError:
    def speedup_all(rows):
        pass
### ok only in one case
import sys
if sys.platform == "win32":
    def chown_all(path):
        pass
else:
    def chown_all(path):
        os.chown(path, 0, 0)
### ok noop
def noop(*args, **kwargs):
    pass
### ok documented as empty
def before_commit(session):
    """Do nothing by default; applications override it."""
    pass
### ok constant function
def is_hashable():
    return True
### ok constant with a plain comment
def supports_transactions():
    # MySQL with MyISAM tables cannot.
    return False
### ok todo beside real work
def total(order):
    # TODO: cache this
    return sum(line.price for line in order.lines)
### ok placeholder of a query
def select(table, names):
    # one placeholder for each name
    marks = ", ".join("?" for _ in names)
    return marks
### ok in practice
def watch(root):
    # In practice this is called once; in a real directory it may be slow.
    return observe(root)
### ok simplified thing
def names(module):
    # A simplified view of the scopes, see the paper.
    return build(module)
### ok dummy function
def wrap(decorator):
    # apply the decorator to a dummy function
    return decorator(lambda: None)
### ok text that looks like a comment
def page():
    return render("# TODO: your code here", "#implement")
### ok text of several lines
def template():
    code = """
    # In a real application, you would compare a hash here.
    """
    return render(code)
### ok environment named in passing
def origins(origin):
    # Do not open these endpoints to requests from others in a production environment.
    return origin == "http://localhost:5173"
### ok reason in a comment
def verify_peer(context):
    # The context itself verifies the peer.
    pass
### ok one of several classes used alike
class FieldExpr:
    def source(self):
        return self.name
    def call(self):
        raise NotImplementedError
class CallExpr:
    def call(self):
        return self.name
rows = [FieldExpr(), CallExpr()]
### ok shim for a signature
def random(self) -> float:
    raise NotImplementedError
### ok defined again
def trace_calls(*args):
    pass
if TRACE:
    def trace_calls(*args):
        log(args)
### ok for tests to replace
def write(bits):
    # needed so that tests can mock this
    print(bits)
### ok simplified form of a thing
def visibility(post):
    # Simplified version
    return post.visibility
### ok single dispatch
from functools import singledispatch
@singledispatch
def shown(value):
    raise NotImplementedError(type(value))
### ok not supported
def fork():
    raise NotImplementedError("fork is not supported on this platform")
### ok signal receiver
@receiver(post_save)
def saved(sender, **kwargs):
    pass
### ok declared only
def load(path): ...
### ok inherited but not supported
class ReadOnly(Storage):
    def read(self, key):
        return self.rows[key]
    def write(self, key, value):
        raise NotImplementedError
ReadOnly()
### ok test
def test_nothing():
    pass
### ok inner
def build():
    def ignored(value):
        pass
    return register(ignored)
'''
)


@pytest.mark.parametrize("source", CASES)
def test_finds_bodies_left_behind_and_nothing_else(source: str) -> None:
    assert found(source) == marked(source)


def test_leaves_stubs_alone() -> None:
    assert found("def load(path: str) -> str: ...\n", "shop.pyi") == []


def test_says_what_is_missing() -> None:
    assert messages("def pay_bill(bill):\n    pass\ndef is_paid(bill):\n    return True  # TODO\n") == [
        "pay_bill does nothing: its body was left empty.",
        "is_paid works nothing out, and a comment says that its work is still to be done.",
    ]
