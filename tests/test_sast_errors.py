"""Exceptions that nobody hears of: every case is a module whose defective lines end in the rule's id."""

import ast
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkaround._code import Module
from walkaround.sast._families._name_words import words
from walkaround.sast._families.errors import find


def found(source: str, path: str = "shop/orders.py") -> list[tuple[int, str]]:
    module = Module(path, source.encode(), ast.parse(source))
    return sorted((getattr(one.node, "lineno", 0), one.rule) for one in find(module))


def marked(source: str) -> list[tuple[int, str]]:
    lines = enumerate(source.splitlines(), 1)
    return [(number, rule) for number, line in lines for rule in re.findall(r"# (B9\d\d)\b", line)]


def case(name: str, source: str) -> Any:
    return pytest.param(source, id=name)


SWALLOWED = [
    case(
        "pass",
        """
def refresh(cache):
    try:
        cache.reload()
    except Exception:  # B930
        pass
""",
    ),
    case(
        "bare, with an ellipsis",
        """
def refresh(cache):
    try:
        cache.reload()
    except:  # B930
        ...
""",
    ),
    case(
        "BaseException",
        """
def refresh(cache):
    try:
        cache.reload()
    except BaseException:  # B930
        pass
""",
    ),
    case(
        "in a tuple",
        """
def refresh(cache):
    try:
        cache.reload()
    except (ValueError, Exception):  # B930
        pass
""",
    ),
    case(
        "a tuple by name",
        """
ANYTHING = (KeyError, Exception)
def refresh(cache):
    try:
        cache.reload()
    except ANYTHING:  # B930
        pass
""",
    ),
    case(
        "an alias of Exception",
        """
import builtins
Fault = builtins.Exception
def refresh(cache):
    try:
        cache.reload()
    except Fault:  # B930
        pass
""",
    ),
    case(
        "returns None",
        """
def load_user(session, number):
    try:
        return session.get(User, number)
    except Exception:  # B930
        return None
""",
    ),
    case(
        "returns nothing at all",
        """
async def load_user(session, number):
    try:
        return await session.get(User, number)
    except Exception:  # B930
        return
""",
    ),
    case(
        "returns None though the exception has a name",
        """
def load_user(session, number):
    try:
        return session.get(User, number)
    except Exception as error:  # B930
        return None
""",
    ),
    case(
        "returns an empty list",
        """
def orders(client):
    try:
        return client.list_orders()
    except Exception:  # B930
        return []
""",
    ),
    case(
        "returns an empty dictionary made by a call",
        """
def orders(client):
    try:
        return client.list_orders()
    except Exception:  # B930
        return dict()
""",
    ),
    case(
        "returns zero",
        """
from decimal import Decimal
def total(cart):
    try:
        return sum(line.price for line in cart)
    except Exception:  # B930
        return Decimal("0")
""",
    ),
    case(
        "returns an empty text",
        """
def title(page):
    try:
        return page.find("title").text
    except Exception:  # B930
        return ""
""",
    ),
    case(
        "returns False of a function that acts",
        """
def save(order, db):
    try:
        db.add(order)
        db.commit()
        return True
    except Exception:  # B930
        return False
""",
    ),
    case(
        "returns a pair of nothings",
        """
def parse(line):
    try:
        name, value = line.split("=")
        return name, value
    except Exception:  # B930
        return None, None
""",
    ),
    case(
        "returns success",
        """
def deliver(mail, server):
    try:
        server.send(mail)
    except Exception:  # B930
        return {"status": "ok"}
    return {"status": "ok"}
""",
    ),
    case(
        "returns a default argument",
        """
def setting(source, name, default=None):
    try:
        return source.read(name)
    except Exception:  # B930
        return default
""",
    ),
    case(
        "returns what it has so far",
        """
def collect(pages):
    rows = []
    try:
        for page in pages:
            rows.extend(page.rows())
    except Exception:  # B930
        return rows
    return rows
""",
    ),
    case(
        "continues with the next",
        """
def import_rows(rows, db):
    for row in rows:
        try:
            db.insert(row)
        except Exception:  # B930
            continue
""",
    ),
    case(
        "breaks",
        """
def import_rows(rows, db):
    for row in rows:
        try:
            db.insert(row)
        except Exception:  # B930
            break
""",
    ),
    case(
        "assigns a default",
        """
def price(product, rates):
    try:
        rate = rates.fetch(product.currency)
    except Exception:  # B930
        rate = 1.0
    return product.amount * rate
""",
    ),
    case(
        "assigns an element",
        """
def prices(products, api):
    found = {}
    for product in products:
        try:
            found[product.id] = api.price(product)
        except Exception:  # B930
            found[product.id] = None
    return found
""",
    ),
    case(
        "pass, and None follows",
        """
def load(path):
    try:
        return read_config(path)
    except Exception:  # B930
        pass
    return None
""",
    ),
    case(
        "pass, and an empty value follows",
        """
def load(path):
    try:
        return read_config(path)
    except Exception:  # B930
        pass
    return {}
""",
    ),
    case(
        "rolls back and returns None",
        """
def save(session, order):
    try:
        session.add(order)
        session.commit()
    except Exception:  # B930
        session.rollback()
        return None
    return order.id
""",
    ),
    case(
        "tries again and gives up in silence",
        """
import time
def fetch(client, url):
    for attempt in range(3):
        try:
            return client.get(url)
        except Exception:  # B930
            time.sleep(2 ** attempt)
    return None
""",
    ),
    case(
        "a worker that says nothing",
        """
def consume(queue):
    while True:
        job = queue.get()
        try:
            job.run()
        except Exception:  # B930
            pass
""",
    ),
    case(
        "Django view",
        """
from django.http import JsonResponse
def update(request, number):
    try:
        Order.objects.filter(pk=number).update(paid=True)
    except Exception:  # B930
        pass
    return JsonResponse({"paid": True})
""",
    ),
    case(
        "FastAPI handler",
        """
from fastapi import FastAPI
app = FastAPI()
@app.post("/orders")
async def create(order: Order):
    try:
        await store(order)
    except Exception:  # B930
        return {"status": "accepted"}
    return {"status": "accepted"}
""",
    ),
    case(
        "after a specific one",
        """
def load(path):
    try:
        return read_config(path)
    except FileNotFoundError:
        return {}
    except Exception:  # B930
        return {}
""",
    ),
    case(
        "in a method",
        """
class Store:
    def get(self, key):
        try:
            return self.backend.get(key)
        except Exception:  # B930
            return None
""",
    ),
    case(
        "at the level of the module",
        """
try:
    configure()
except Exception:  # B930
    pass
""",
    ),
    case(
        "a group of exceptions",
        """
async def gather_all(tasks):
    try:
        await run(tasks)
    except* Exception:  # B930
        pass
""",
    ),
    case(
        "only a comment of good will",
        """
def sync(account):
    try:
        account.pull()
    except Exception:  # B930
        # will work next time
        pass
    account.synced = now()
""",
    ),
    case(
        "a local import does not make it optional",
        """
def report(rows):
    try:
        from .charts import draw
        image = draw(rows)
        image.save("report.png")
        return image.size
    except Exception:  # B930
        return None
""",
    ),
    case(
        "a walrus in the attempt",
        """
def first(path):
    try:
        if line := open(path).readline():
            return line
    except Exception:  # B930
        return None
    return ""
""",
    ),
]

HEARD = [
    case(
        "specific",
        """
def load_user(session, number):
    try:
        return session.one(number)
    except NoResultFound:
        return None
""",
    ),
    case(
        "several specific ones",
        """
def number(text):
    try:
        return int(text)
    except (TypeError, ValueError):
        return None
""",
    ),
    case(
        "raised again",
        """
def save(session, order):
    try:
        session.commit()
    except Exception:
        session.rollback()
        raise
""",
    ),
    case(
        "raised as another",
        """
def charge(gateway, order):
    try:
        gateway.charge(order)
    except Exception as error:
        raise ChargeFailed(order.id) from error
""",
    ),
    case(
        "raised unless asked not to",
        """
def load(path, strict=True):
    try:
        return parse(path)
    except Exception:
        if strict:
            raise
        return None
""",
    ),
    case(
        "raised after the last attempt",
        """
def fetch(client, url):
    for attempt in range(3):
        try:
            return client.get(url)
        except Exception:
            continue
    raise ConnectionError(url)
""",
    ),
    case(
        "raised in the loop's else",
        """
def fetch(client, url):
    for attempt in range(3):
        try:
            answer = client.get(url)
            break
        except Exception:
            pass
    else:
        raise ConnectionError(url)
    return answer
""",
    ),
    case(
        "kept for later",
        """
def fetch(client, url):
    last = None
    for attempt in range(3):
        try:
            return client.get(url)
        except Exception as error:
            last = error
    raise last
""",
    ),
    case(
        "collected",
        """
def import_rows(rows, db):
    errors = []
    for row in rows:
        try:
            db.insert(row)
        except Exception as error:
            errors.append((row, error))
    return errors
""",
    ),
    case(
        "collected without the exception",
        """
def import_rows(rows, db):
    failed = []
    for row in rows:
        try:
            db.insert(row)
        except Exception:
            failed.append(row)
    return failed
""",
    ),
    case(
        "counted",
        """
def import_rows(rows, db):
    failed = 0
    for row in rows:
        try:
            db.insert(row)
        except Exception:
            failed += 1
    return failed
""",
    ),
    case(
        "a metric",
        """
def load(client):
    try:
        return client.load()
    except Exception:
        FAILURES.inc()
        return None
""",
    ),
    case(
        "told to an error tracker",
        """
import sentry_sdk
def load(client):
    try:
        return client.load()
    except Exception as error:
        sentry_sdk.capture_exception(error)
        return None
""",
    ),
    case(
        "given to a future",
        """
def run(future, work):
    try:
        future.set_result(work())
    except BaseException as error:
        future.set_exception(error)
""",
    ),
    case(
        "an error state",
        """
def refresh(self):
    try:
        self.rows = self.api.rows()
    except Exception:
        self.available = False
""",
    ),
    case(
        "a flag that is looked at",
        """
def deliver(mail, server):
    sent = True
    try:
        server.send(mail)
    except Exception:
        sent = False
    return sent
""",
    ),
    case(
        "a status by a text",
        """
def check(services):
    states = {}
    for service in services:
        try:
            service.ping()
            states[service.name] = "up"
        except Exception:
            states[service.name] = "down"
    return states
""",
    ),
    case(
        "an answer with an error",
        """
def create(request):
    try:
        store(request.data)
    except Exception:
        return {"error": "the order could not be stored"}, 500
    return {"id": 1}, 201
""",
    ),
    case(
        "an error response",
        """
from django.http import HttpResponseServerError
def create(request):
    try:
        store(request.POST)
    except Exception:
        return HttpResponseServerError("The order could not be stored.")
""",
    ),
    case(
        "a result type",
        """
def charge(gateway, order):
    try:
        return Result.success(gateway.charge(order))
    except Exception as error:
        return Result.failure(error)
""",
    ),
    case(
        "an exit code",
        """
import sys
def main():
    try:
        work()
    except Exception:
        sys.exit(1)
""",
    ),
    case(
        "a returned exit code",
        """
def main():
    try:
        work()
    except Exception:
        return 1
    return 0
""",
    ),
    case(
        "a question answered with no",
        """
def is_reachable(host):
    try:
        connect(host)
        return True
    except Exception:
        return False
""",
    ),
    case(
        "a health check",
        """
async def database_healthy(engine):
    try:
        await engine.ping()
    except Exception:
        return False
    return True
""",
    ),
    case(
        "an optional import",
        """
try:
    import uvloop
except Exception:
    uvloop = None
""",
    ),
    case(
        "an optional import by its own exception",
        """
try:
    from lxml import etree
except ImportError:
    etree = None
""",
    ),
    case(
        "a capability",
        """
HAS_CUDA = True
try:
    probe_cuda()
except Exception:
    HAS_CUDA = False
""",
    ),
    case(
        "closing",
        """
class Pool:
    def close(self):
        for connection in self.connections:
            try:
                connection.close()
            except Exception:
                pass
""",
    ),
    case(
        "when the object goes away",
        """
class Handle:
    def __del__(self):
        try:
            self.library.free(self.pointer)
        except Exception:
            pass
""",
    ),
    case(
        "a connection is closed after the work",
        """
def query(connect):
    connection = connect()
    rows = connection.rows()
    try:
        connection.close()
    except Exception:
        pass
    return rows
""",
    ),
    case(
        "put away while another error is on its way",
        """
def write(path, data):
    try:
        save(path, data)
    except OSError:
        try:
            remove_partial(path)
        except Exception:
            pass
        raise
""",
    ),
    case(
        "put away in finally",
        """
def write(path, data):
    try:
        save(path, data)
    finally:
        try:
            remove_lock(path)
        except Exception:
            pass
""",
    ),
    case(
        "at exit",
        """
import atexit
@atexit.register
def shutdown():
    try:
        flush_all()
    except Exception:
        pass
""",
    ),
    case(
        "another way",
        """
def load(key):
    try:
        return cache.get(key)
    except Exception:
        return database.get(key)
""",
    ),
    case(
        "another way that follows",
        """
import ast, json
def literal(text):
    try:
        return json.loads(text)
    except Exception:
        pass
    return ast.literal_eval(text)
""",
    ),
    case(
        "what is missing is asked for",
        """
def current(request):
    try:
        user = authenticate(request)
    except Exception:
        user = None
    if user is None:
        raise PermissionError
    return user
""",
    ),
    case(
        "the loop asks",
        """
import time
def wait(server):
    ready = False
    while not ready:
        try:
            ready = server.ping()
        except Exception:
            time.sleep(1)
""",
    ),
    case(
        "a representation must not fail",
        """
class Row:
    def __repr__(self):
        try:
            return f"<Row {self.values}>"
        except Exception:
            return "<Row>"
""",
    ),
    case(
        "an exception of that name from elsewhere",
        """
from .errors import Exception
def refresh(cache):
    try:
        cache.reload()
    except Exception:
        pass
""",
    ),
    case(
        "a warning",
        """
import warnings
def load(path):
    try:
        return parse(path)
    except Exception:
        warnings.warn(f"{path} could not be read")
        return None
""",
    ),
    case(
        "a test skips",
        """
import pytest
def available():
    try:
        start()
    except Exception:
        pytest.skip("not here")
""",
    ),
    case(
        "a task asks to be run again",
        """
from celery import shared_task
@shared_task(bind=True)
def send(self, number):
    try:
        deliver(number)
    except Exception as error:
        self.retry(exc=error)
""",
    ),
    case(
        "one of several codes",
        """
def connect(host):
    try:
        open_session(host)
    except TimeoutError:
        return "cannot_connect"
    except Exception:
        return "unknown"
    return None
""",
    ),
    case(
        "a body of a fallback function",
        """
try:
    from fast import dumps
except Exception:
    def dumps(value):
        return slow(value)
""",
    ),
]

LOGGED = [
    case(
        "logged, then None",
        """
import logging
logger = logging.getLogger(__name__)
def load_user(session, number):
    try:
        return session.get(number)
    except Exception as error:  # B931
        logger.error("no user: %s", error)
        return None
""",
    ),
    case(
        "logged with its stack trace, then None",
        """
import logging
def load_user(session, number):
    try:
        return session.get(number)
    except Exception:  # B931
        logging.exception("no user")
        return None
""",
    ),
    case(
        "logged, then success",
        """
import logging
logger = logging.getLogger(__name__)
def create(request):
    try:
        store(request.data)
    except Exception as error:  # B931
        logger.error("failed: %s", error)
    return {"status": "ok"}
""",
    ),
    case(
        "logged, then what should have worked is acted upon",
        """
import logging
logger = logging.getLogger(__name__)
def charge(order, gateway):
    try:
        gateway.charge(order.total)
    except Exception:  # B931
        logger.exception("charge failed")
    order.status = "paid"
    order.save()
""",
    ),
    case(
        "printed",
        """
def read(path):
    try:
        return open(path).read()
    except Exception as error:  # B931
        print(f"Error: {error}")
""",
    ),
    case(
        "printed trace",
        """
import traceback
def read(path):
    try:
        return parse(path)
    except Exception:  # B931
        traceback.print_exc()
        return {}
""",
    ),
    case(
        "logged through a text",
        """
import logging
log = logging.getLogger(__name__)
def read(path):
    try:
        return parse(path)
    except Exception as error:  # B931
        message = f"cannot read {path}: {error}"
        log.warning(message)
        return []
""",
    ),
    case(
        "structlog",
        """
import structlog
journal = structlog.get_logger()
async def save(order):
    try:
        await store(order)
    except Exception as error:  # B931
        journal.error("save_failed", error=str(error))
        return order
    return order
""",
    ),
    case(
        "loguru",
        """
from loguru import logger as out
def save(order):
    try:
        store(order)
    except Exception as error:  # B931
        out.opt(exception=error).error("save failed")
        return None
    return order.id
""",
    ),
    case(
        "Flask's logger",
        """
from flask import current_app
def save(order):
    try:
        store(order)
    except Exception:  # B931
        current_app.logger.error("save failed")
    return order
""",
    ),
    case(
        "rows passed over with half a line",
        """
import logging
logger = logging.getLogger(__name__)
def import_rows(rows, db):
    for row in rows:
        try:
            db.insert(row)
        except Exception as error:  # B931
            logger.warning("skipped: %s", error)
            continue
""",
    ),
    case(
        "a default after the log",
        """
import logging
logger = logging.getLogger(__name__)
def price(product, rates):
    try:
        rate = rates.fetch(product.currency)
    except Exception:  # B931
        logger.warning("no rate", exc_info=True)
        rate = 1
    return product.amount * rate
""",
    ),
    case(
        "rolled back, logged, gone on",
        """
import logging
logger = logging.getLogger(__name__)
def save(session, order):
    try:
        session.add(order)
        session.commit()
    except Exception as error:  # B931
        session.rollback()
        logger.error(f"save failed: {error}")
    return order
""",
    ),
    case(
        "logged in a method and over",
        """
import logging
class Mailer:
    def __init__(self):
        self.log = logging.getLogger("mail")
    def send(self, mail):
        try:
            self.server.send(mail)
        except Exception as error:  # B931
            self.log.error("mail: %s", error)
""",
    ),
    case(
        "a task that counts as done",
        """
import logging
from celery import shared_task
logger = logging.getLogger(__name__)
@shared_task
def settle(number):
    try:
        settle_invoice(number)
    except Exception as error:  # B931
        logger.error("settle %s: %s", number, error)
""",
    ),
    case(
        "a management command",
        """
from django.core.management.base import BaseCommand
class Command(BaseCommand):
    def load(self, path):
        try:
            return parse(path)
        except Exception as error:  # B931
            self.stderr.write(str(error))
            return []
""",
    ),
    case(
        "empty after the block",
        """
import logging
logger = logging.getLogger(__name__)
def orders(client):
    try:
        return client.orders()
    except Exception:  # B931
        logger.exception("no orders")
    return []
""",
    ),
    case(
        "True in the end",
        """
import logging
logger = logging.getLogger(__name__)
def deliver(mail, server):
    try:
        server.send(mail)
    except Exception as error:  # B931
        logger.info("not sent: %s", error)
    return True
""",
    ),
    case(
        "a response of success",
        """
import logging
from django.http import JsonResponse
logger = logging.getLogger(__name__)
def webhook(request):
    try:
        apply(request.body)
    except Exception:  # B931
        logger.exception("webhook")
        return JsonResponse({"success": True})
    return JsonResponse({"success": True})
""",
    ),
    case(
        "bare and logged",
        """
import logging
def read(path):
    try:
        return parse(path)
    except:  # B931
        logging.error("unreadable")
        return ""
""",
    ),
    case(
        "by an alias of a logging function",
        """
from logging import error as complain
def read(path):
    try:
        return parse(path)
    except Exception:  # B931
        complain("unreadable")
        return ""
""",
    ),
    case(
        "a nested function",
        """
import logging
def outer():
    def inner(path):
        try:
            return parse(path)
        except Exception as error:  # B931
            logging.error(error)
            return None
    return inner
""",
    ),
    case(
        "debug is logging too",
        """
import logging
def read(path):
    try:
        return parse(path)
    except Exception as error:  # B931
        logging.debug("%r", error)
        return None
""",
    ),
    case(
        "used after the block",
        """
import logging
def total(client):
    amount = 0
    try:
        amount = client.amount()
    except Exception as error:  # B931
        logging.error(error)
    return amount * 2
""",
    ),
    case(
        "in an asynchronous generator's step",
        """
import logging
async def pages(client):
    try:
        page = await client.page()
    except Exception as error:  # B931
        logging.error("page: %s", error)
        page = []
    return page
""",
    ),
    case(
        "the log comes last",
        """
import logging
def save(row):
    try:
        store(row)
    except Exception:  # B931
        result = None
        logging.exception("store")
        return result
    return row
""",
    ),
]

TOLD = [
    case(
        "logged and raised",
        """
import logging
def save(order):
    try:
        store(order)
    except Exception:
        logging.exception("save failed")
        raise
""",
    ),
    case(
        "logged, an error answered",
        """
import logging
from flask import jsonify
def create():
    try:
        store()
    except Exception:
        logging.exception("save failed")
        return jsonify(error="could not be saved"), 500
    return jsonify(ok=True)
""",
    ),
    case(
        "logged, and the caller is told no",
        """
import logging
def deliver(mail, server):
    try:
        server.send(mail)
        return True
    except Exception:
        logging.exception("not sent")
        return False
""",
    ),
    case(
        "logged, and another way is taken",
        """
import logging
def load(key):
    try:
        return cache.get(key)
    except Exception as error:
        logging.warning("cache: %s", error)
    return database.get(key)
""",
    ),
    case(
        "a worker",
        """
import logging
def consume(queue):
    while True:
        job = queue.get()
        try:
            job.run()
        except Exception:
            logging.exception("job %s", job.id)
""",
    ),
    case(
        "an asynchronous worker",
        """
import logging
async def consume(subscriber):
    async for message in subscriber:
        try:
            await apply(message)
        except Exception as error:
            logging.error("message: %s", error)
""",
    ),
    case(
        "a batch that logs each stack trace",
        """
import logging
logger = logging.getLogger(__name__)
def nightly(users):
    for user in users:
        try:
            bill(user)
        except Exception:
            logger.exception("billing of %s", user.pk)
""",
    ),
    case(
        "a batch that counts",
        """
import logging
def nightly(users):
    failed = 0
    for user in users:
        try:
            bill(user)
        except Exception as error:
            logging.error("billing: %s", error)
            failed += 1
    return failed
""",
    ),
    case(
        "main",
        """
def main():
    try:
        serve()
    except Exception as error:
        print(error)
""",
    ),
    case(
        "the script itself",
        """
if __name__ == "__main__":
    try:
        serve()
    except Exception as error:
        print(error)
""",
    ),
    case(
        "a signal",
        """
import logging, signal
def reload_now(number, frame):
    try:
        reload_configuration()
    except Exception as error:
        logging.error("reload: %s", error)
signal.signal(signal.SIGHUP, reload_now)
""",
    ),
    case(
        "closing",
        """
import logging
class Client:
    async def shutdown(self):
        try:
            await self.drain()
        except Exception as error:
            logging.error("drain: %s", error)
""",
    ),
    case(
        "telemetry",
        """
import logging
def track_event(name):
    try:
        analytics.send(name)
    except Exception as error:
        logging.debug("analytics: %s", error)
""",
    ),
    case(
        "notification",
        """
import logging
def notify_admins(text):
    try:
        mail(text)
    except Exception as error:
        logging.warning("mail: %s", error)
""",
    ),
    case(
        "a callback",
        """
import logging
logger = logging.getLogger(__name__)
def on_message(client, data, message):
    try:
        apply(message)
    except Exception:
        logger.exception("message")
""",
    ),
    case(
        "the last step after the work",
        """
import logging
logger = logging.getLogger(__name__)
def save(self, order):
    self.store.write(order)
    try:
        self.cache.set(order.id, order)
    except Exception:
        logger.exception("cache")
""",
    ),
    case(
        "an exception that was expected",
        """
import logging
def load(path):
    try:
        return parse(path)
    except FileNotFoundError as error:
        logging.warning("%s", error)
        return None
""",
    ),
    case(
        "an exit",
        """
import logging, sys
def start(path):
    try:
        return parse(path)
    except Exception as error:
        logging.critical("%s", error)
        sys.exit(2)
""",
    ),
    case(
        "recorded beside the log",
        """
import logging
def run(job):
    try:
        job.work()
    except Exception as error:
        logging.exception("job")
        job.error = str(error)
        job.save()
""",
    ),
    case(
        "a state beside the log",
        """
import logging
def run(job):
    try:
        job.work()
    except Exception:
        logging.exception("job")
        job.status = "failed"
""",
    ),
    case(
        "what is missing is asked for",
        """
import logging
def show(client):
    page = None
    try:
        page = client.page()
    except Exception:
        logging.exception("page")
    if page is None:
        return "unavailable", 503
    return page
""",
    ),
    case(
        "the error is given back",
        """
import logging
def run(job):
    try:
        return job.work(), None
    except Exception as error:
        logging.error("job")
        return None, error
""",
    ),
    case(
        "a mapping of errors of a form",
        """
import logging
async def step(self, data):
    errors = {}
    try:
        await validate(data)
    except Exception:
        logging.exception("unexpected")
        errors["base"] = "unknown"
    return self.show(errors)
""",
    ),
    case(
        "attempts that end in an exception",
        """
import logging, time
def fetch(client, url):
    for attempt in range(5):
        try:
            return client.get(url)
        except Exception as error:
            logging.warning("attempt %s: %s", attempt, error)
            time.sleep(1)
    raise ConnectionError(url)
""",
    ),
    case(
        "a mark for a queue",
        """
import logging
def handle(message):
    try:
        apply(message)
    except Exception:
        logging.exception("message")
        message.nack()
""",
    ),
    case(
        "not a logger",
        """
def solve(catalog, x):
    try:
        return divide(x)
    except Exception as error:
        catalog.error(error)
        return None
""",
    ),
]

SUPPRESSED = [
    case(
        "Exception",
        """
from contextlib import suppress
def warm(cache):
    with suppress(Exception):  # B932
        cache.fill()
""",
    ),
    case(
        "BaseException",
        """
import contextlib
def warm(cache):
    with contextlib.suppress(BaseException):  # B932
        cache.fill()
""",
    ),
    case(
        "under another name",
        """
from contextlib import suppress as ignoring
def warm(cache):
    with ignoring(Exception):  # B932
        cache.fill()
""",
    ),
    case(
        "module under another name",
        """
import contextlib as c
def warm(cache):
    with c.suppress(Exception):  # B932
        cache.fill()
""",
    ),
    case(
        "one of several",
        """
from contextlib import suppress
def warm(cache):
    with suppress(KeyError, Exception):  # B932
        cache.fill()
""",
    ),
    case(
        "behind a tuple",
        """
from contextlib import suppress
ANY = (OSError, Exception)
def warm(cache):
    with suppress(*ANY):  # B932
        cache.fill()
""",
    ),
    case(
        "asynchronous",
        """
from contextlib import suppress
async def warm(cache):
    with suppress(Exception):  # B932
        await cache.fill()
""",
    ),
    case(
        "on an exit stack",
        """
from contextlib import ExitStack, suppress
def warm(cache):
    with ExitStack() as stack:
        stack.enter_context(suppress(Exception))  # B932
        cache.fill()
""",
    ),
    case(
        "beside another context",
        """
from contextlib import suppress
def warm(cache, lock):
    with lock, suppress(Exception):  # B932
        cache.fill()
""",
    ),
    case(
        "kept in a variable",
        """
from contextlib import suppress
quiet = suppress(Exception)  # B932
""",
    ),
    case(
        "an alias of Exception",
        """
from contextlib import suppress
Fault = Exception
def warm(cache):
    with suppress(Fault):  # B932
        cache.fill()
""",
    ),
    case(
        "around a removal of a file",
        """
import os
from contextlib import suppress
def replace(path):
    with suppress(Exception):  # B932
        os.remove(path)
    write(path)
""",
    ),
    case(
        "in a loop",
        """
from contextlib import suppress
def parse(lines):
    for line in lines:
        with suppress(Exception):  # B932
            yield int(line)
""",
    ),
    case(
        "in a method",
        """
from contextlib import suppress
class Account:
    def pull(self):
        with suppress(Exception):  # B932
            self.rows = self.api.rows()
""",
    ),
    case(
        "at the level of the module",
        """
from contextlib import suppress
with suppress(Exception):  # B932
    configure()
""",
    ),
]

NOT_SUPPRESSED = [
    case(
        "specific",
        """
import os
from contextlib import suppress
def replace(path):
    with suppress(FileNotFoundError):
        os.remove(path)
""",
    ),
    case(
        "several specific ones",
        """
from contextlib import suppress
def number(text):
    with suppress(TypeError, ValueError):
        return int(text)
""",
    ),
    case(
        "cancelled tasks",
        """
import asyncio
from contextlib import suppress
async def stop_all(task):
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
""",
    ),
    case(
        "a function of that name",
        """
from .context import suppress
def warm(cache):
    with suppress(Exception):
        cache.fill()
""",
    ),
    case(
        "a method of that name",
        """
def warm(cache, log):
    with log.suppress(Exception):
        cache.fill()
""",
    ),
    case(
        "closing",
        """
from contextlib import suppress
class Pool:
    def close(self):
        with suppress(Exception):
            self.drain()
""",
    ),
    case(
        "a connection is closed",
        """
from contextlib import suppress
async def serve(socket):
    await socket.send("bye")
    with suppress(Exception):
        await socket.close()
""",
    ),
    case(
        "while the object goes away",
        """
from contextlib import suppress
class Handle:
    def __del__(self):
        with suppress(Exception):
            self.free()
""",
    ),
    case(
        "in finally",
        """
from contextlib import suppress
def write(path):
    try:
        save(path)
    finally:
        with suppress(Exception):
            unlock(path)
""",
    ),
    case(
        "while another error is handled",
        """
from contextlib import suppress
def write(path):
    try:
        save(path)
    except OSError:
        with suppress(Exception):
            remove_partial(path)
        raise
""",
    ),
    case(
        "nothing given",
        """
from contextlib import suppress
def warm(cache):
    with suppress():
        cache.fill()
""",
    ),
    case(
        "an own exception",
        """
from contextlib import suppress
from .errors import CacheError
def warm(cache):
    with suppress(CacheError):
        cache.fill()
""",
    ),
    case(
        "what the caller names",
        """
from contextlib import suppress
def attempt(work, *expected):
    with suppress(*expected):
        return work()
""",
    ),
    case(
        "a tuple of specific ones",
        """
from contextlib import suppress
GONE = (FileNotFoundError, NotADirectoryError)
def clear(path):
    with suppress(GONE):
        path.unlink()
""",
    ),
]


FURTHER = [
    case(
        "to close an account is no closing",
        """
def close_account(user):
    try:
        user.archive()
    except Exception:  # B930
        pass
def close_all_connections(pool):
    try:
        pool.drain()
    except Exception:
        pass
""",
    ),
    case(
        "figures that are asked for are no measuring",
        """
def get_stats(db):
    try:
        return db.figures()
    except Exception:  # B930
        return {}
def track_visit(page):
    try:
        send(page)
    except Exception:
        pass
""",
    ),
    case(
        "an answer that all is well",
        """
from django.http import HttpResponse
def hook(request):
    try:
        apply(request.body)
    except Exception:  # B930
        return HttpResponse("OK")
    return HttpResponse("OK")
""",
    ),
    case(
        "an empty answer with a good status",
        """
from flask import Flask
app = Flask(__name__)
@app.post("/hook")
def hook():
    try:
        apply()
    except Exception:  # B930
        return "", 204
    return "", 204
""",
    ),
    case(
        "no number",
        """
def mean(rows):
    try:
        return sum(rows) / len(rows)
    except Exception:  # B930
        return float("nan")
""",
    ),
    case(
        "one name for the texts of two clauses",
        """
import logging
def load(path):
    try:
        head = first(path)
    except Exception as e:  # B931
        text = f"no head: {e}"
        logging.error(text)
        head = ""
    try:
        return head + rest(path)
    except Exception as e:  # B931
        text = f"no rest: {e}"
        logging.error(text)
        return head
""",
    ),
    case(
        "swallow assign then if",
        """
def f(api, u):
    profile = None
    try:
        profile = api.get(u)
    except Exception:  # B930
        profile = None
    if profile:
        u.profile = profile
    return u
""",
    ),
    case(
        "cache then compute",
        """
def f(cache, k):
    try:
        value = cache.get(k)
    except Exception:
        value = None
    if value is not None:
        return value
    value = compute(k)
    cache.set(k, value)
    return value
""",
    ),
    case(
        "none then raise",
        """
def f(decode, t):
    try:
        claims = decode(t)
    except Exception:
        claims = None
    if not claims:
        raise PermissionError("no")
    return claims
""",
    ),
    case(
        "default const",
        """
DEFAULTS = {"a": "b"}
DEFAULT_LIMIT = 10
def f(load):
    try:
        return load()
    except Exception:  # B930
        return DEFAULT_LIMIT
""",
    ),
    case(
        "rm and none",
        """
import os
def f(path):
    try:
        return convert(path)
    except Exception:  # B930
        os.unlink(path)
        return None
""",
    ),
    case(
        "while attempts",
        """
import time
def f(call):
    attempts = 0
    while attempts < 3:
        try:
            return call()
        except Exception:  # B930
            attempts += 1
            time.sleep(1)
""",
    ),
    case(
        "while attempts raise",
        """
def f(call):
    attempts = 0
    while True:
        try:
            return call()
        except Exception:
            attempts += 1
            if attempts >= 3:
                raise
""",
    ),
    case(
        "retry log exc",
        """
import logging, time
def f(call):
    for i in range(3):
        try:
            return call()
        except Exception:  # B931
            logging.exception("attempt %s", i)
            time.sleep(1)
    return None
""",
    ),
    case(
        "daemon sleeping",
        """
import logging, time
def loop(job):
    while True:
        try:
            job()
        except Exception as e:
            logging.error("job failed: %s", e)
        time.sleep(60)
""",
    ),
    case(
        "asyncio worker queue",
        """
import logging
async def worker(queue):
    while True:
        item = await queue.get()
        try:
            await process(item)
        except Exception:
            logging.exception("failed %s", item)
        finally:
            queue.task_done()
""",
    ),
    case(
        "gather results",
        """
import asyncio
async def f(tasks):
    results = []
    for t in tasks:
        try:
            results.append(await t)
        except Exception as e:
            results.append({"error": str(e)})
    return results
""",
    ),
    case(
        "fastapi returns empty",
        """
from fastapi import APIRouter
router = APIRouter()
@router.get("/items")
async def items(db):
    try:
        return await db.all()
    except Exception:  # B930
        return {"items": []}
""",
    ),
    case(
        "fastapi logs returns empty",
        """
import logging
from fastapi import APIRouter
router = APIRouter()
logger = logging.getLogger(__name__)
@router.get("/items")
async def items(db):
    try:
        return await db.all()
    except Exception as e:  # B931
        logger.error(f"Error fetching items: {e}")
        return []
""",
    ),
    case(
        "context manager rollback",
        """
from contextlib import contextmanager
@contextmanager
def session_scope(Session):
    session = Session()
    try:
        yield session
        session.commit()
    except Exception:
        session.rollback()
        raise
    finally:
        session.close()
""",
    ),
    case(
        "context manager swallow",
        """
from contextlib import contextmanager
@contextmanager
def session_scope(Session):
    session = Session()
    try:
        yield session
        session.commit()
    except Exception:  # B930
        session.rollback()
    finally:
        session.close()
""",
    ),
    case(
        "signal receiver",
        """
import logging
from django.dispatch import receiver
from django.db.models.signals import post_save
@receiver(post_save)
def index(sender, instance, **kwargs):
    try:
        search.index(instance)
    except Exception as e:  # B931
        logging.error("index: %s", e)
""",
    ),
    case(
        "middleware boundary",
        """
import logging
from django.http import JsonResponse
class M:
    def __call__(self, request):
        try:
            return self.get_response(request)
        except Exception:
            logging.exception("unhandled")
            return JsonResponse({"error": "internal"}, status=500)
""",
    ),
    case(
        "health endpoint",
        """
from fastapi import FastAPI
app = FastAPI()
@app.get("/health")
async def health():
    try:
        await ping()
        return {"status": "ok"}
    except Exception:
        return {"status": "unhealthy"}
""",
    ),
    case(
        "property default",
        """
class A:
    @property
    def size(self):
        try:
            return self.path.stat().st_size
        except Exception:  # B930
            return 0
""",
    ),
    case(
        "lambda fallback",
        """
def f(x):
    try:
        return x.decode()
    except UnicodeDecodeError:
        return ""
""",
    ),
    case(
        "verify password",
        """
def verify(hasher, h, p):
    try:
        hasher.verify(h, p)
        return True
    except Exception:
        return False
""",
    ),
    case(
        "except tuple narrow",
        """
def f(x):
    try:
        return int(x)
    except (ValueError, TypeError):
        return 0
""",
    ),
    case(
        "redis cache get",
        """
def cached(redis, key):
    try:
        return redis.get(key)
    except Exception:  # B930
        return None
""",
    ),
    case(
        "log warn fallback default",
        """
import logging
def f(load):
    try:
        cfg = load()
    except Exception as e:  # B931
        logging.warning("using defaults: %s", e)
        cfg = {}
    return cfg
""",
    ),
    case(
        "sentry plus log",
        """
import logging, sentry_sdk
def f(load):
    try:
        return load()
    except Exception as e:
        logging.error("x")
        sentry_sdk.capture_exception(e)
        return None
""",
    ),
    case(
        "future callback",
        """
import logging
def done(future):
    try:
        future.result()
    except Exception:
        logging.exception("task failed")
""",
    ),
    case(
        "celery retry",
        """
from celery import shared_task
import logging
@shared_task(bind=True, max_retries=3)
def send(self, n):
    try:
        go(n)
    except Exception as exc:
        logging.warning("retrying")
        raise self.retry(exc=exc)
""",
    ),
    case(
        "click echo",
        """
import click
@click.command()
def sync():
    try:
        go()
    except Exception as e:
        raise click.ClickException(str(e))
""",
    ),
    case(
        "suppress os",
        """
import contextlib, os
def f(p):
    with contextlib.suppress(OSError):
        os.unlink(p)
""",
    ),
    case(
        "suppress decorator",
        """
from contextlib import suppress
@suppress(Exception)  # B932
def f():
    go()
""",
    ),
    case(
        "supports curses",
        """
def supports_color():
    try:
        return setup().colors > 2
    except Exception:
        return False
""",
    ),
    case(
        "json fallback",
        """
try:
    import orjson as json
except Exception:
    import json
""",
    ),
    case(
        "run forever",
        """
import logging
class W:
    def run_forever(self):
        while not self._stop.is_set():
            try:
                self._tick()
            except Exception:
                logging.exception("tick failed")
""",
    ),
    case(
        "scheduled",
        """
import logging
from apscheduler.schedulers.background import BackgroundScheduler
scheduler = BackgroundScheduler()
@scheduler.scheduled_job("interval", minutes=5)
def sync_inventory():
    try:
        pull()
    except Exception:
        logging.exception("sync failed")
""",
    ),
    case(
        "thread",
        """
import logging, threading
def poll():
    try:
        pull()
    except Exception:
        logging.exception("poll failed")
threading.Thread(target=poll).start()
""",
    ),
    case(
        "background task",
        """
import logging
from fastapi import BackgroundTasks, FastAPI
app = FastAPI()
def send_welcome(user):
    try:
        mail(user)
    except Exception:
        logging.exception("welcome failed")
@app.post("/users")
async def create(background: BackgroundTasks, user: int):
    background.add_task(send_welcome, user)
    return {"ok": True}
""",
    ),
    case(
        "plain logged function",
        """
import logging
def update_stock(item):
    try:
        item.decrement()
    except Exception:  # B931
        logging.exception("stock")
""",
    ),
    case(
        "errors element",
        """
def f(items):
    errors = {}
    for i in items:
        try:
            i.go()
        except Exception:
            errors[i.name] = None
    return errors
""",
    ),
    case(
        "set of failed",
        """
def f(items):
    failed = set()
    for i in items:
        try:
            i.go()
        except Exception:
            failed.add(i)
    return failed
""",
    ),
    case(
        "gather with none",
        """
async def f(urls, client):
    out = []
    for url in urls:
        try:
            out.append(await client.get(url))
        except Exception:  # B930
            out = out
    return out
""",
    ),
    case(
        "append None",
        """
async def f(urls, client):
    out = []
    for url in urls:
        try:
            out.append(await client.get(url))
        except Exception:
            out.append(None)
    return out
""",
    ),
    case(
        "log then print",
        """
def f(path):
    try:
        return open(path).read()
    except Exception as e:  # B931
        print("could not read", path, e)
        return None
""",
    ),
    case(
        "error list return",
        """
def validate(rows):
    problems = []
    for r in rows:
        try:
            r.check()
        except Exception as e:
            problems.append(f"{r}: {e}")
    return problems
""",
    ),
    case(
        "nested try fallback",
        """
def f(a, b):
    try:
        return a()
    except Exception:
        try:
            return b()
        except Exception:
            return None
""",
    ),
    case(
        "wait for service",
        """
import time
def wait_for_db(connect, deadline):
    while time.monotonic() < deadline:
        try:
            connect()
            return
        except Exception:
            time.sleep(1)
    raise TimeoutError("no database")
""",
    ),
    case(
        "cm exit",
        """
class T:
    def __exit__(self, *exc):
        try:
            self.conn.commit()
        except Exception:
            pass
""",
    ),
    case(
        "asyncio task cancel",
        """
import asyncio
from contextlib import suppress
async def stop(task):
    task.cancel()
    with suppress(asyncio.CancelledError, Exception):
        await task
""",
    ),
    case(
        "set default attr",
        """
class A:
    def load(self):
        try:
            self.config = read()
        except Exception:  # B930
            self.config = {}
""",
    ),
    case(
        "dunder getattr",
        """
class A:
    def __getattr__(self, name):
        try:
            return self.data[name]
        except Exception as e:
            raise AttributeError(name) from e
""",
    ),
    case(
        "value error only",
        """
def f(x):
    try:
        return float(x)
    except ValueError:
        return 0.0
""",
    ),
    case(
        "oserror pass",
        """
import os
def f(p):
    try:
        os.mkdir(p)
    except OSError:
        pass
""",
    ),
    case(
        "bare raise conditional",
        """
def f(x):
    try:
        return go(x)
    except Exception as e:
        if "locked" not in str(e):
            raise
        return None
""",
    ),
    case(
        "http handler returns 200 error",
        """
from flask import Flask, jsonify
app = Flask(__name__)
@app.post("/hook")
def hook():
    try:
        process()
    except Exception:  # B930
        pass
    return jsonify(status="ok")
""",
    ),
    case(
        "log and return jsonify ok",
        """
import logging
from flask import Flask, jsonify
app = Flask(__name__)
@app.post("/hook")
def hook():
    try:
        process()
    except Exception as e:  # B931
        logging.error("hook failed: %s", e)
    return jsonify({"status": "ok"})
""",
    ),
    case(
        "audit write",
        """
import logging
def audit(event):
    try:
        store(event)
    except Exception as e:  # B931
        logging.warning("audit failed: %s", e)
""",
    ),
    case(
        "django command loop",
        """
from django.core.management.base import BaseCommand
class Command(BaseCommand):
    def handle(self, *args, **options):
        for u in users():
            try:
                u.sync()
            except Exception as e:  # B931
                self.stdout.write(f"failed {u}: {e}")
""",
    ),
    case(
        "counters",
        """
import logging
from prometheus_client import Counter
FAILED = Counter("failed", "x")
def f(x):
    try:
        go(x)
    except Exception:
        FAILED.labels("x").inc()
        logging.exception("x")
""",
    ),
    case(
        "process payment False",
        """
def process_payment(order):
    try:
        gateway.charge(order.card, order.total)
        return True
    except Exception:  # B930
        return False
""",
    ),
    case(
        "log and False silent",
        """
import logging
def process_payment(order):
    try:
        gateway.charge(order.card, order.total)
        return True
    except Exception:
        logging.exception("charge failed")
        return False
""",
    ),
    case(
        "send email silent fail",
        """
def send_confirmation(email):
    try:
        smtp.send(email)
    except Exception:  # B930
        pass
""",
    ),
    case(
        "config default",
        """
import json
def load_config(path):
    config = {"debug": False}
    try:
        with open(path) as f:
            config.update(json.load(f))
    except Exception:  # B930
        pass
    return config
""",
    ),
    case(
        "db query none",
        """
class Repo:
    async def find(self, id):
        try:
            row = await self.pool.fetchrow("SELECT 1", id)
            return dict(row)
        except Exception as exc:  # B930
            return None
""",
    ),
    case(
        "cache set",
        """
def remember(cache, key, value):
    try:
        cache.set(key, value)
    except Exception:  # B930
        pass
""",
    ),
    case(
        "optional dep attr",
        """
try:
    from prometheus_client import Counter
    HAS_PROM = True
except Exception:
    HAS_PROM = False
""",
    ),
    case(
        "retry final error",
        """
import time
def call(fn):
    error = None
    for i in range(3):
        try:
            return fn()
        except Exception as exc:
            error = exc
            time.sleep(i)
    raise RuntimeError("gave up") from error
""",
    ),
    case(
        "result object",
        """
class Result: ...
def run(job):
    result = Result()
    try:
        result.value = job()
    except Exception as exc:
        result.error = exc
    return result
""",
    ),
    case(
        "status enum",
        """
from enum import Enum
class S(Enum):
    OK = 1
    FAILED = 2
def run(job):
    try:
        job()
    except Exception:
        return S.FAILED
    return S.OK
""",
    ),
    case(
        "domain error",
        """
import logging
logger = logging.getLogger(__name__)
class PaymentError(Exception): ...
def pay(o):
    try:
        gw.charge(o)
    except Exception as exc:
        logger.exception("charge failed for %s", o.id)
        raise PaymentError("charge failed") from exc
""",
    ),
    case(
        "excgroup collect",
        """
def run_all(jobs):
    problems = []
    for job in jobs:
        try:
            job()
        except Exception as exc:
            problems.append(exc)
    if problems:
        raise ExceptionGroup("jobs failed", problems)
""",
    ),
    case(
        "dead letter",
        """
import logging
def consume(messages, dlq):
    for m in messages:
        try:
            handle(m)
        except Exception:
            logging.exception("message %s", m.id)
            dlq.put(m)
""",
    ),
    case(
        "kafka consumer commit",
        """
import logging
def consume(consumer):
    for message in consumer:
        try:
            process(message.value)
        except Exception as e:  # B931
            logging.error("failed: %s", e)
        consumer.commit()
""",
    ),
    case(
        "websocket loop",
        """
import logging
async def pump(ws):
    async for raw in ws:
        try:
            await dispatch(raw)
        except Exception:
            logging.exception("bad frame")
""",
    ),
    case(
        "log in property",
        """
import logging
class A:
    @property
    def owner(self):
        try:
            return self.client.owner(self.id)
        except Exception:  # B931
            logging.warning("no owner", exc_info=True)
            return None
""",
    ),
    case(
        "print exc",
        """
import traceback
def work():
    try:
        step()
    except Exception:  # B931
        traceback.print_exc()
    finish()
""",
    ),
    case(
        "rich console",
        """
from rich.console import Console
console = Console()
def work():
    try:
        step()
    except Exception as e:
        console.print(f"[red]{e}")
        raise SystemExit(1)
""",
    ),
    case(
        "typer exit",
        """
import typer
def work():
    try:
        step()
    except Exception as e:
        typer.echo(f"failed: {e}", err=True)
        raise typer.Exit(code=1)
""",
    ),
    case(
        "logging then empty result used",
        """
import logging
log = logging.getLogger("x")
def report(api):
    try:
        rows = api.rows()
    except Exception as e:  # B931
        log.error("rows failed: %s", e)
        rows = []
    return {"count": len(rows), "rows": rows}
""",
    ),
    case(
        "errback messages",
        """
from django.contrib import messages
from django.shortcuts import redirect
def v(request):
    try:
        go()
    except Exception:
        messages.error(request, "Could not be saved.")
        return redirect("home")
    return redirect("done")
""",
    ),
    case(
        "stdlib suppress alias",
        """
import contextlib
ignored = contextlib.suppress
def f():
    with ignored(Exception):  # B932
        go()
""",
    ),
    case(
        "suppress multi items",
        """
from contextlib import suppress
def f(lock):
    with (lock, suppress(BaseException)):  # B932
        go()
""",
    ),
    case(
        "suppress in finally",
        """
from contextlib import suppress
def f(conn):
    try:
        conn.go()
    finally:
        with suppress(Exception):
            conn.rollback()
""",
    ),
    case(
        "suppress async close",
        """
from contextlib import suppress
async def f(ws):
    await ws.go()
    with suppress(Exception):
        await ws.close(code=1000)
""",
    ),
    case(
        "suppress timeouts",
        """
import asyncio
from contextlib import suppress
async def f(q):
    with suppress(asyncio.TimeoutError, asyncio.QueueEmpty):
        q.get_nowait()
""",
    ),
    case(
        "flask teardown",
        """
from flask import Flask, g
app = Flask(__name__)
@app.teardown_appcontext
def close_db(error):
    try:
        g.db.close()
    except Exception:
        pass
""",
    ),
    case(
        "asgi lifespan",
        """
import logging
async def lifespan(app):
    try:
        await warm()
    except Exception as e:  # B931
        logging.warning("warm: %s", e)
    yield
""",
    ),
    case(
        "middleware swallow",
        """
class M:
    def __init__(self, get_response):
        self.get_response = get_response
    def __call__(self, request):
        try:
            audit(request)
        except Exception:  # B930
            pass
        return self.get_response(request)
""",
    ),
]


@pytest.mark.parametrize("source", [*SWALLOWED, *LOGGED, *SUPPRESSED])
def test_finds_the_line(source: str) -> None:
    assert marked(source)
    assert found(source) == marked(source)


@pytest.mark.parametrize("source", [*HEARD, *TOLD, *NOT_SUPPRESSED])
def test_is_silent(source: str) -> None:
    assert found(source) == []


@pytest.mark.parametrize("source", FURTHER)
def test_judges_what_people_write(source: str) -> None:
    assert found(source) == marked(source)


@pytest.mark.parametrize(
    "path", ["tests/orders.py", "shop/tests/test_orders.py", "test_orders.py", "conftest.py", "shop/orders_test.py"]
)
def test_says_nothing_of_tests(path: str) -> None:
    source = "def work():\n    try:\n        act()\n    except Exception:\n        pass\n"
    assert found(source, path) == []
    assert found(source, "shop/latest.py") == [(4, "B930")]


def test_messages_name_the_clause_and_the_answer() -> None:
    source = """
import logging
from contextlib import suppress
def load():
    try:
        return read()
    except (OSError, Exception):
        return {}
def store():
    try:
        write()
    except:
        logging.error("no")
def warm():
    with suppress(Exception):
        fill()
"""
    module = Module("a.py", source.encode(), ast.parse(source))
    assert [one.message for one in find(module)] == [
        "except (OSError, Exception) gives back {}, and nobody hears of the error.",
        "A bare except logs the error, and the caller of store cannot tell that it failed.",
        "suppress(Exception) hides every error of its block, also those nobody thought of.",
    ]


BODIES = st.recursive(
    st.sampled_from(
        [
            "pass",
            "return None",
            "return x",
            "x = 1",
            "raise",
            "print(e)",
            "y.z()",
            "x += 1",
            "return {'a': []}",
            "del x",
        ]
    ).map(lambda line: [line]),
    lambda inner: (
        st.tuples(st.sampled_from(["if x:", "while x:", "for x in y:", "with x:", "def g():"]), inner).map(
            lambda pair: [pair[0], *("    " + line for line in pair[1])]
        )
        | st.lists(inner, min_size=1, max_size=3).map(lambda parts: [line for part in parts for line in part])
    ),
    max_leaves=8,
)


@given(attempt=BODIES, body=BODIES, after=BODIES)
def test_judges_any_clause(attempt: list[str], body: list[str], after: list[str]) -> None:
    """No shape of code makes it fail, only the clause itself is ever named, and one that raises never is."""
    lines = ["def f(y):", "    try:", *("        " + line for line in attempt), "    except Exception as e:"]
    where = len(lines)
    lines += ["        " + line for line in body]
    lines += ["    " + line for line in after]
    answer = found("\n".join(lines))
    assert {line for line, _ in answer} <= {where}
    assert len(answer) <= 1
    if "raise" in body:
        assert answer == []


@pytest.mark.parametrize(
    "source",
    [
        pytest.param("try:\n    a()\nexcept x[0]:\n    pass\n", id="an element"),
        pytest.param("try:\n    a()\nexcept f(Exception):\n    pass\n", id="a call"),
        pytest.param("try:\n    a()\nexcept ():\n    pass\n", id="an empty tuple"),
        pytest.param("E = (E, Exc)\ntry:\n    a()\nexcept E:\n    pass\n", id="a tuple of itself"),
        pytest.param("from contextlib import suppress\nwith suppress(**x):\n    a()\n", id="keywords"),
    ],
)
def test_stays_silent_where_the_code_does_not_tell(source: str) -> None:
    assert found(source) == []


def test_long_and_deep_code() -> None:
    clauses = "".join(f"def f{n}():\n    try:\n        a()\n    except Exception:\n        pass\n" for n in range(500))
    assert len(found(clauses)) == 500
    deep = "".join("    " * n + "try:\n" + "    " * (n + 1) + "a()\n" for n in range(1))
    nested = "def f():\n" + "".join(" " * n + "if x:\n" for n in range(1, 60)) + " " * 60 + "try:\n"
    nested += " " * 61 + "a()\n" + " " * 60 + "except Exception:\n" + " " * 61 + "pass\n"
    assert found(deep + "except Exception:\n    pass\n") == [(3, "B930")]
    assert found(nested) == [(63, "B930")]


@given(st.lists(st.text("abcdefgh", min_size=2, max_size=6), min_size=1, max_size=5))
def test_names_have_the_same_words_however_they_are_written(parts: list[str]) -> None:
    camel = parts[0] + "".join(part.capitalize() for part in parts[1:])
    written = ["_".join(parts), "-".join(parts), "_".join(parts).upper(), camel, "__" + "_".join(parts)]
    assert [words(one) for one in written] == [parts] * 5
