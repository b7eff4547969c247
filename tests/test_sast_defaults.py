"""B943: defaults that are made once."""

import pytest

from sast_data_support import cases, found, marked, messages

CASES = cases(
    """
### list appended to
def add(item, items=[]):  # B943
    items.append(item)
    return len(items)
### dictionary written to
def register(name, value, registry={}):  # B943
    registry[name] = value
### set added to
def seen(key, known=set()):  # B943
    known.add(key)
### list given back
def collect(items=[]):  # B943
    return items
### kept in an object
class Cart:
    def __init__(self, owner, items=[]):  # B943
        self.owner = owner
        self.items = items
### kept with an annotation
class Cart:
    def __init__(self, items: list[str] = []) -> None:  # B943
        self.items: list[str] = items
### keyword only
def search(query, *, filters={}):  # B943
    filters["query"] = query
    return run(**filters)
### position only
def search(filters={}, /):  # B943
    filters.update(page=1)
### dict call
def options(values=dict()):  # B943
    values.setdefault("a", 1)
### default dictionary
from collections import defaultdict
def count(words, counts=defaultdict(int)):  # B943
    for word in words:
        counts[word] += 1
    return dict(counts)
### aliased deque
import collections as c
def push(value, queue=c.deque()):  # B943
    queue.appendleft(value)
### lambda
push = lambda value, stack=[]: stack.append(value)  # B943
### lambda gives back
make = lambda stack=[]: stack  # B943
### coroutine
async def remember(message, history=[]):  # B943
    history.append(message)
    await send(history)
### augmented
def extend(more, items=[]):  # B943
    items += more
    print(items)
### deleted from
def drop(key, table={"a": 1}):  # B943
    del table[key]
### yielded
def each(items=[]):  # B943
    yield items
### nested list
def note(key, value, table={}):  # B943
    table[key].append(value)
### several lines
def add(
    item,
    items=[],  # B943
    *,
    index={},  # B943
):
    items.append(item)
    index[item] = True
### now as a default
from datetime import datetime
def log(message, when=datetime.now()):  # B943
    print(when, message)
### time as a default
import time
def record(event, at: float = time.time()):  # B943
    print(at, event)
### identifier as a default
from uuid import uuid4
def create(name, key=str(uuid4())):  # B943
    print(key, name)
### django now
from django.utils import timezone
def publish(article, at=timezone.now()):  # B943
    print(article, at)
### django field now
from django.db import models
from django.utils import timezone
class Article(models.Model):
    published = models.DateTimeField(default=timezone.now())  # B943
### django json field
from django.db import models
class Article(models.Model):
    tags = models.JSONField(default=[])  # B943
### sqlalchemy column now
import datetime
from sqlalchemy import Column, DateTime
class Article(Base):
    created = Column(DateTime, default=datetime.datetime.now(datetime.timezone.utc))  # B943
### sqlalchemy column identifier
import uuid
from sqlalchemy.orm import mapped_column
class Article(Base):
    key = mapped_column(primary_key=True, default=uuid.uuid4())  # B943
### sqlalchemy column dictionary
from sqlalchemy import JSON, Column
class Article(Base):
    data = Column(JSON, default={})  # B943
### pydantic field
from uuid import uuid4
from pydantic import BaseModel, Field
class Event(BaseModel):
    key: str = Field(default=str(uuid4()))  # B943
### pydantic attribute
import time
from pydantic import BaseModel
class Event(BaseModel):
    at: float = time.time()  # B943
### data class attribute
from dataclasses import dataclass
from datetime import datetime, timezone
@dataclass
class Event:
    name: str
    at: datetime = datetime.now(timezone.utc)  # B943
### ok none
def add(item, items=None):
    items = [] if items is None else items
    items.append(item)
    return items
### ok read only
def total(numbers=[]):
    return sum(numbers)
### ok looped over
def show(options={}):
    for name, value in options.items():
        print(name, value)
### ok copied
def build(options={}):
    options = dict(options)
    options["a"] = 1
    return options
### ok rebuilt
def build(items=[]):
    items = items + ["a"]
    items.append("b")
    return items
### ok tuple
def run(arguments=()):
    return arguments
### ok frozen set
def run(known=frozenset()):
    return known
### ok constant
LIMIT = 10
def run(limit=LIMIT, name="x", ratio=1.5, flag=None):
    return limit, name
### ok fastapi query
from fastapi import FastAPI, Query
app = FastAPI()
@app.get("/x")
def x(tags: list[str] = Query([])):
    tags.append("a")
    return tags
### ok fastapi copies
from fastapi import FastAPI
app = FastAPI()
@app.post("/x")
async def x(tags: list[str] = []):
    tags.append("a")
    return tags
### ok factory
from dataclasses import dataclass, field
@dataclass
class Cart:
    items: list[str] = field(default_factory=list)
### ok callable of a field
from django.db import models
from django.utils import timezone
class Article(models.Model):
    published = models.DateTimeField(default=timezone.now)
    tags = models.JSONField(default=list)
### ok pydantic copies
from pydantic import BaseModel, Field
class Cart(BaseModel):
    items: list[str] = []
    names: list[str] = Field(default=[])
### ok function within a function
import time
def timed(function):
    def inner(started=time.monotonic()):
        return time.monotonic() - started
    return inner
### ok compiled
import re
def find(text, pattern=re.compile("a+")):
    return pattern.search(text)
### ok passed on
import requests
def fetch(url, headers={}):
    return requests.get(url, headers=headers, timeout=LIMIT)
### ok element read
def name(table={}):
    return table["name"]
### ok mutable type
from sqlalchemy import Column
from sqlalchemy.ext.mutable import MutableDict
class Query(Base):
    options = Column(MutableDict.as_mutable(JSONB), default={})
### ok same name within
def outer(items=[]):
    def inner(items):
        items.append(1)
    inner(list(items))
### ok lambda reads
key = lambda item, order=[]: item in order
### ok lambda of a default
import time
def run(clock=lambda: time.time()):
    return clock()
### ok argparse
import argparse
parser = argparse.ArgumentParser()
parser.add_argument("--tag", action="append", default=[])
### ok string of a form
from rest_framework import serializers
class A(serializers.Serializer):
    tags = serializers.ListField(default=list)
### ok server default
from sqlalchemy import Column, DateTime, func
class A(Base):
    created = Column(DateTime, server_default=func.now())
### ok time in a class that is no model
import time
class Clock:
    started: float = time.time()
### ok cache on purpose
def normalized(name, _cache={}):
    _cache[name] = name.lower()
    return _cache[name]
### ok read-only type
from collections.abc import Sequence
class Group:
    def __init__(self, members: Sequence[str] = []):
        self.members = members
### ok unpacked
def call(arguments={}):
    return run(**arguments)
"""
)


@pytest.mark.parametrize("source", CASES)
def test_finds_shared_defaults_and_nothing_else(source: str) -> None:
    assert found(source) == marked(source)


def test_says_what_is_shared() -> None:
    assert messages("import time\ndef a(x=[]):\n    return x\ndef b(at=time.time()):\n    print(at)\n") == [
        "The default of x is made once for all calls, and this function gives it back.",
        "time.time() in the default of at runs once, when the function is defined.",
    ]
