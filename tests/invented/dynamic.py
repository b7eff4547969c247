"""Dynamic but valid: programs in which every import, attribute and keyword is right, and hard to see as such.

Each is a trap for a checker that reads and does not run: names that come into being at run time, classes that answer
to any name, decorators that give something else back, guards, names bound anew, modules bound by somebody else's
import. Whatever is said about one of them is a false alarm.

`main.py` is run in a folder of its own that holds the other files too; they are first-party modules. What a file
imports beside them and the standard library is in `distributions`, unless it is optional. All of them are pinned in
`dynamic-requirements.txt`. `benchmarks/apis_dynamic_proof.py` runs them all; none needs a network.

`AWKWARD` is a table of imports whose name is not the distribution's, or is shared by several: the statement, and the
distribution it needs. `awkward-requirements.txt` pins them and is no closure: only the wheels are looked at.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Dynamic(NamedTuple):
    """A valid program: `files` maps a path to its text, and `main.py` is the one that is run."""

    id: str
    distributions: tuple[str, ...]
    files: Mapping[str, str]


LANGUAGE = (
    Dynamic(
        "module-getattr-of-own-package",
        (),
        {
            "shop/__init__.py": """
import importlib

_WHERE = {"Basket": "shop.basket", "total": "shop.basket", "VAT": "shop.rates"}
__all__ = sorted(_WHERE)


def __getattr__(name):
    if name in _WHERE:
        value = getattr(importlib.import_module(_WHERE[name]), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__():
    return __all__
""",
            "shop/basket.py": """
class Basket(list):
    def add(self, price):
        self.append(price)
        return self


def total(basket):
    return sum(basket)
""",
            "shop/rates.py": """
VAT = 0.19
""",
            "main.py": """
import shop
from shop import Basket, total

basket = Basket().add(3).add(4)
assert total(basket) == 7
assert shop.VAT == 0.19
assert shop.rates.VAT == shop.VAT
assert shop.Basket is Basket
""",
        },
    ),
    Dynamic(
        "globals-make-constants",
        (),
        {
            "codes.py": """
_TABLE = {"ok": 200, "gone": 410, "teapot": 418}

for _name, _value in _TABLE.items():
    globals()[_name.upper()] = _value

globals().update({f"is_{name}": (lambda code, value=value: code == value) for name, value in _TABLE.items()})
""",
            "main.py": """
import codes
from codes import GONE, is_gone

assert codes.OK == 200
assert codes.TEAPOT == 418
assert is_gone(GONE)
assert codes.is_ok(codes.OK)
""",
        },
    ),
    Dynamic(
        "setattr-on-own-module",
        (),
        {
            "colours.py": """
import sys

for _number, _colour in enumerate(("red", "green", "blue")):
    setattr(sys.modules[__name__], _colour.upper(), _number)
""",
            "main.py": """
import colours
from colours import BLUE

assert colours.RED + colours.GREEN < BLUE
""",
        },
    ),
    Dynamic(
        "module-replaced-in-sys-modules",
        (),
        {
            "answers.py": """
import sys


class _Answers:
    def __init__(self):
        self.asked = []

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        self.asked.append(name)
        return name.upper()


sys.modules[__name__] = _Answers()
""",
            "main.py": """
import answers
from answers import whatever

assert answers.anything == "ANYTHING"
assert whatever == "WHATEVER"
assert answers.asked[-2:] == ["anything", "whatever"] or "whatever" in answers.asked
""",
        },
    ),
    Dynamic(
        "module-with-a-class-of-its-own",
        (),
        {
            "settings.py": """
import sys
import types


class _Settings(types.ModuleType):
    @property
    def debug(self):
        return False

    def override(self, **values):
        self.__dict__.update(values)
        return self


sys.modules[__name__].__class__ = _Settings
""",
            "main.py": """
import settings

assert settings.debug is False
assert settings.override(timeout=5).timeout == 5
assert settings.timeout == 5
""",
        },
    ),
    Dynamic(
        "submodule-bound-by-somebody-else",
        (),
        {
            "shapes/__init__.py": "",
            "shapes/circle.py": """
def area(radius):
    return 3 * radius * radius
""",
            "shapes/square.py": """
import shapes.circle


def area(side):
    return side * side
""",
            "main.py": """
import concurrent.futures
import os.path
import xml.etree.ElementTree

import shapes.square
import shapes
import os
import xml
import concurrent

assert shapes.circle.area(1) == 3
assert shapes.square.area(2) == 4
assert os.path.join("a", "b")
assert xml.etree.ElementTree.fromstring("<a/>").tag == "a"
assert concurrent.futures.Future().done() is False
assert xml.etree.ElementPath.xpath_tokenizer is not None
""",
        },
    ),
    Dynamic(
        "stdlib-submodules-bound-by-other-imports",
        (),
        {
            "main.py": """
import importlib
import importlib.util
import logging.config
import multiprocessing.pool
import email.mime.text
import os
import unittest.mock
import urllib.request

assert importlib.machinery.SOURCE_SUFFIXES == [".py"]
assert importlib.util.find_spec("json").name == "json"
assert logging.handlers.RotatingFileHandler
assert urllib.parse.quote("a b") == "a%20b"
assert urllib.error.URLError
assert email.message.Message
assert os.path.sep
assert unittest.mock.sentinel.token is unittest.mock.sentinel.token
""",
        },
    ),
    Dynamic(
        "names-bound-anew",
        (),
        {
            "main.py": """
import json
import re
import string
import textwrap

import time as clock


def shadowed_by_a_parameter(json):
    return json.weight()


def shadowed_by_loops(values):
    found = []
    for re in values:
        found.append(re.bit_length())
    return found, [string.bit_length() for string in values]


def shadowed_by_with(path):
    with open(path, encoding="utf-8") as textwrap:
        return textwrap.readline()


def shadowed_by_except():
    try:
        raise StopIteration(4)
    except StopIteration as clock:
        return clock.value


def shadowed_by_walrus(text):
    if (json := text.partition(":"))[1]:
        return json.count(":")
    return json.index("")


def shadowed_by_match(value):
    match value:
        case {"re": re}:
            return re.strip()
        case [string, *json]:
            return string.title(), json.count(1)
        case int() as textwrap:
            return textwrap.real
    return None


class Thing:
    def weight(self):
        return 3


assert shadowed_by_a_parameter(Thing()) == 3
assert shadowed_by_loops([1, 2]) == ([1, 2], [1, 2])
assert shadowed_by_with(__file__).endswith("\\n")
assert shadowed_by_except() == 4
assert shadowed_by_walrus("a:b") == 1
assert shadowed_by_match({"re": " a "}) == "a"
assert shadowed_by_match(["ab", 1]) == ("Ab", 1)
assert shadowed_by_match(7) == 7
assert json.dumps(1) == "1"
assert re.compile("a")
assert string.digits
assert textwrap.dedent(" a") == "a"
assert clock.monotonic()
""",
        },
    ),
    Dynamic(
        "global-nonlocal-and-del",
        (),
        {
            "main.py": """
import json
import math as engine


class Plain:
    @staticmethod
    def root(value):
        return f"root of {value}"


def swap():
    global engine
    engine = Plain


def counter():
    codec = json

    def change():
        nonlocal codec
        codec = Plain
        return codec.root(1)

    assert codec.loads("1") == 1
    return change(), codec.root(2)


assert engine.sqrt(4) == 2
swap()
assert engine.root(4) == "root of 4"
assert counter() == ("root of 1", "root of 2")
del json
json = Plain()
assert json.root(3) == "root of 3"
del engine
from cmath import phase as engine

assert engine(1) == 0
""",
        },
    ),
    Dynamic(
        "bound-twice-in-branches",
        (),
        {
            "main.py": """
import os

if os.environ.get("NO_SUCH_VARIABLE_OF_OURS"):
    import json as codec
else:
    import marshal as codec

if len(os.sep) == 1:
    from decimal import Decimal as Number
else:
    Number = float

try:
    import ujson_that_nobody_has as fast
except ImportError:
    fast = None

for codec_name in ("json", "pickle"):
    if codec_name == "pickle":
        import pickle as chosen
    else:
        import json as chosen

assert codec.version >= 2
assert Number("1.50").normalize() == Number("1.5")
assert chosen.HIGHEST_PROTOCOL >= 4
assert fast is None or fast.decode
""",
        },
    ),
    Dynamic(
        "version-and-platform-branches",
        (),
        {
            "main.py": """
import os
import signal
import sys
import asyncio

if sys.version_info >= (3, 14):
    import annotationlib
    from string.templatelib import Template

    assert annotationlib.Format.VALUE
elif sys.version_info < (3, 3):
    import imp

    imp.new_module("a")

if sys.version_info[:2] < (3, 12):
    import asyncore
    import distutils.version

    assert asyncore.dispatcher
    assert distutils.version.LooseVersion

if sys.platform == "win32":
    import msvcrt
    import winreg

    import win32api
    from win32com.client import Dispatch

    key = winreg.OpenKey(winreg.HKEY_CURRENT_USER, "Software")
    os.startfile("readme.txt")
    msvcrt.getwch()
    asyncio.set_event_loop_policy(asyncio.WindowsProactorEventLoopPolicy())
    win32api.GetUserName()
elif sys.platform == "darwin":
    import _scproxy

    _scproxy._get_proxies()
else:
    import fcntl
    import resource

    assert fcntl.LOCK_EX
    assert resource.RLIMIT_CPU >= 0

if os.name == "nt":
    sys.getwindowsversion().major
    signal.CTRL_C_EVENT
if sys.platform.startswith("java"):
    from java.lang import System

    System.getProperty("os.name")
if sys.implementation.name == "pypy":
    import __pypy__

    __pypy__.newlist_hint(3)
""",
        },
    ),
    Dynamic(
        "guards-by-hasattr-and-getattr",
        (),
        {
            "main.py": """
import importlib
import math
import os
import sys
import time
from types import SimpleNamespace

if hasattr(os, "startfile"):
    os.startfile("readme.txt")
if hasattr(time, "tzset"):
    time.tzset()
if not hasattr(math, "gamma_of_tomorrow"):
    math.gamma_of_tomorrow = math.gamma
assert math.gamma_of_tomorrow(1) == 1

debugger = getattr(sys, "gettrace", None)
assert debugger is None or not debugger()
run = hasattr(os, "getuid") and os.getuid() >= 0
assert run in (True, False)
frozen = sys._MEIPASS if getattr(sys, "frozen", False) else os.getcwd()
assert frozen
thing = SimpleNamespace()
where = getattr(thing, "location", "nowhere")
assert where == "nowhere"
assert "winfo" not in vars(thing) or thing.winfo
found = importlib.import_module("os" + ".path")
assert found.join("a", "b")
user = os.getlogin if hasattr(os, "getlogin") else os.get_user_of_tomorrow
assert callable(user)
if "sched_of_tomorrow" in dir(os):
    os.sched_of_tomorrow()
""",
        },
    ),
    Dynamic(
        "attribute-errors-that-are-caught",
        (),
        {
            "main.py": """
import contextlib
import itertools
import os
import re
import string
import time

try:
    timer = time.clock
except AttributeError:
    timer = time.perf_counter
assert timer() >= 0

try:
    izip = itertools.izip
    imap = itertools.imap
except (NameError, AttributeError):
    izip, imap = zip, map
assert list(izip("a", "b")) == [("a", "b")]

with contextlib.suppress(AttributeError):
    os.register_of_tomorrow(after_in_child=print)

try:
    from collections import Mapping
except ImportError:
    from collections.abc import Mapping
assert issubclass(dict, Mapping)

try:
    from cStringIO import StringIO
except ImportError:
    try:
        from StringIO import StringIO
    except ModuleNotFoundError:
        from io import StringIO
assert StringIO("a").read() == "a"

try:
    lower = string.lowercase
except Exception:
    lower = string.ascii_lowercase
assert lower.startswith("abc")

try:
    flags = re.TEMPLATE_OF_TOMORROW
except:
    flags = 0
assert flags == 0


def of_old(value):
    try:
        return value.iteritems()
    except AttributeError:
        return iter(value.items())


assert list(of_old({1: 2})) == [(1, 2)]

try:
    import json.of_tomorrow
except ImportError:
    pass
else:
    json.of_tomorrow.start()
""",
        },
    ),
    Dynamic(
        "only-for-type-checkers",
        (),
        {
            "main.py": """
from __future__ import annotations

import typing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from _typeshed import SupportsRead, StrPath
    from stubs_that_nobody_installs import Anything
if typing.TYPE_CHECKING:
    import pandas_of_tomorrow as pd

MYPY = False
if MYPY:
    from typing import TypedDictOfTomorrow


def read(source: SupportsRead[str], where: StrPath | None = None) -> pd.DataFrame | Anything:
    return source.read()


class Source:
    def read(self, length: int = -1) -> str:
        return "read"


assert read(Source()) == "read"
assert read.__annotations__["where"] == "StrPath | None"
""",
        },
    ),
    Dynamic(
        "star-imports-chained",
        (),
        {
            "geometry/__init__.py": """
from .flat import *
from .solid import *
from . import flat, solid

__all__ = flat.__all__ + solid.__all__
__all__ += ["volume_of"]
volume_of = solid.cube
""",
            "geometry/flat.py": """
__all__ = ["square", "_triangle"]


def square(side):
    return side * side


def _triangle(base, height):
    return base * height / 2
""",
            "geometry/solid.py": """
from math import *

__all__ = ["cube", "ball"]


def cube(side):
    return side**3


def ball(radius):
    return 4 / 3 * pi * radius**3
""",
            "main.py": """
from geometry import *
from os.path import *
import geometry

assert square(2) == 4
assert _triangle(2, 3) == 3
assert cube(2) == volume_of(2) == 8
assert geometry.ball(1) > 4
assert geometry._triangle(2, 2) == 2
assert geometry.solid.pi > 3
assert geometry.solid.tau > 6
assert join("a", "b")
""",
        },
    ),
    Dynamic(
        "first-party-named-as-a-librarys-submodule",
        ("requests", "click"),
        {
            "sessions.py": """
class Session:
    def open_door(self, key):
        return f"door opened with {key}"
""",
            "models.py": """
class Request:
    def __init__(self, wish):
        self.wish = wish


class PreparedRequest(Request):
    def granted(self):
        return self.wish.title()
""",
            "testing.py": """
def run_everything(quickly):
    return quickly
""",
            "web/__init__.py": "",
            "web/requests.py": """
def fetch_tea(kind):
    return kind
""",
            "web/main.py": """
from . import requests
from .requests import fetch_tea


def serve():
    return requests.fetch_tea("green") + fetch_tea("black")
""",
            "main.py": """
import click.testing
import requests

import models
import sessions
import testing
from models import PreparedRequest
from sessions import Session
from web import requests as tea
from web.main import serve

assert Session().open_door("brass") == "door opened with brass"
assert sessions.Session is Session
assert PreparedRequest("tea").granted() == "Tea"
assert models.Request(wish="milk").wish == "milk"
assert testing.run_everything(quickly=True)
assert click.testing.CliRunner()
assert requests.sessions.Session is requests.Session
assert tea.fetch_tea("white") == "white"
assert serve() == "greenblack"
""",
        },
    ),
    Dynamic(
        "functions-with-attributes",
        (),
        {
            "main.py": """
import functools
import logging


def count(step=1):
    count.calls += step
    return count.calls


count.calls = 0
count(step=2)
assert count.calls == 2


def counted(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        inner.calls += 1
        return function(*args, **kwargs)

    inner.calls = 0
    inner.reset = lambda: setattr(inner, "calls", 0)
    return inner


@counted
def add(a, b):
    return a + b


add(1, b=2)
assert add.calls == 1
add.reset()
assert add.calls == 0
assert add.__wrapped__(1, 2) == 3


@functools.lru_cache(maxsize=4)
def square(value):
    return value * value


square(3)
assert square.cache_info().misses == 1
square.cache_clear()
assert square.cache_parameters()["maxsize"] == 4


@functools.singledispatch
def show(value):
    return str(value)


@show.register
def _(value: int):
    return f"{value:+}"


@show.register(list)
def show_list(value, separator=", "):
    return separator.join(map(show, value))


assert show([1, 2]) == "+1, +2"
assert show([1, 2], separator="/") == "+1/+2"
assert show.dispatch(int)(3) == "+3"
assert show.registry[object](None) == "None"

log = logging.getLogger("a")
log.requests_seen = 0
log.requests_seen += 1
assert log.requests_seen == 1
""",
        },
    ),
    Dynamic(
        "decorators-that-give-something-else-back",
        (),
        {
            "main.py": """
import contextlib
import enum
import functools
import types


def registered(function):
    return types.SimpleNamespace(run=function, name=function.__name__, later=lambda *args: (function, args))


def with_connection(function):
    @functools.wraps(function)
    def inner(*args, **kwargs):
        return function("connection", *args, **kwargs)

    return inner


def optional(**extra):
    def wrap(function):
        def inner(*args, **kwargs):
            verbose = kwargs.pop("verbose", False)
            result = function(*args, **kwargs, **extra)
            return (result, verbose)

        return inner

    return wrap


def instance(cls):
    return cls()


def call(function):
    return function()


@registered
def nightly(day):
    return day


@with_connection
def select(connection, table, limit):
    return connection, table, limit


@optional(colour="red")
def paint(what, colour):
    return what + colour


@instance
class config:
    timeout = 3

    def ask(self, name):
        return getattr(self, name)


@call
def TABLE():
    return {"a": 1}


@contextlib.contextmanager
def opened(name):
    yield types.SimpleNamespace(name=name, closed=False)


assert nightly.run("monday") == "monday"
assert nightly.later(1, 2)[1] == (1, 2)
assert nightly.name == "nightly"
assert select("users", limit=3) == ("connection", "users", 3)
assert paint("door", verbose=True) == ("doorred", True)
assert config.ask("timeout") == 3
assert TABLE.keys() == {"a"}
with opened("file") as handle:
    assert handle.closed is False


@opened("again")
def decorated():
    return 1


assert decorated() == 1


@enum.unique
class Level(enum.IntEnum):
    LOW = 1
    HIGH = 2


assert Level.LOW.value < Level.HIGH.real
""",
        },
    ),
    Dynamic(
        "enums-in-every-form",
        (),
        {
            "main.py": """
import enum
import http
import signal
import socket
import ssl

Colour = enum.Enum("Colour", "RED GREEN")
Shape = enum.IntEnum("Shape", {"ROUND": 1, "SQUARE": 2})


class Planet(enum.Enum):
    EARTH = (5.9, 6.3)
    MARS = (0.6, 3.3)

    def __init__(self, mass, radius):
        self.mass = mass
        self.radius = radius

    @property
    def gravity(self):
        return self.mass / self.radius

    @classmethod
    def heaviest(cls):
        return max(cls, key=lambda planet: planet.mass)


class Word(str, enum.Enum):
    def _generate_next_value_(name, start, count, last_values):
        return name.lower()

    HELLO = enum.auto()


class Permission(enum.Flag):
    READ = enum.auto()
    WRITE = enum.auto()
    ALL = READ | WRITE


assert Colour.RED.name == "RED"
assert Shape.SQUARE.bit_length() == 2
assert Planet.EARTH.mass == 5.9
assert Planet.heaviest().gravity > 0.9
assert Planet["MARS"].radius == 3.3
assert Planet((5.9, 6.3)) is Planet.EARTH
assert Word.HELLO.upper() == "HELLO"
assert Word.HELLO.value == "hello"
assert Permission.ALL.value == 3
assert list(Permission.__members__) == ["READ", "WRITE", "ALL"]
assert Colour._member_map_["GREEN"].value == 2
assert http.HTTPStatus.NOT_FOUND.phrase == "Not Found"
assert http.HTTPStatus.OK.is_success if hasattr(http.HTTPStatus.OK, "is_success") else True
assert signal.SIGINT.name == "SIGINT"
assert signal.Signals.SIGTERM.value == 15
assert socket.AF_INET.name == "AF_INET"
assert socket.AddressFamily.AF_INET6
assert ssl.TLSVersion.TLSv1_2.value
assert ssl.PROTOCOL_TLS_CLIENT.name
""",
        },
    ),
    Dynamic(
        "namedtuples-made-at-run-time",
        (),
        {
            "main.py": """
import collections
import sys
import time
import typing

FIELDS = ["name", "price"]
Row = collections.namedtuple("Row", FIELDS)
Wide = collections.namedtuple("Wide", (*Row._fields, "stock"), defaults=[0])
Fixed = collections.namedtuple("Fixed", "class a a", rename=True)
Point = typing.NamedTuple("Point", [("x", int), ("y", int)])


class Named(typing.NamedTuple):
    x: int
    y: int = 0

    def flip(self):
        return self._replace(x=self.y, y=self.x)


class Tall(collections.namedtuple("Tall", "height width")):
    __slots__ = ()

    @property
    def area(self):
        return self.height * self.width


row = Row(name="tea", price=3)
assert row._asdict()["price"] == 3
assert Wide(*row).stock == 0
assert Wide(**row._asdict(), stock=4)._replace(price=5).price == 5
assert Fixed(1, 2, 3)._0 == 1
assert Fixed(1, 2, 3)._2 == 3
assert Point(1, y=2).y == 2
assert Named(1).flip().y == 1
assert Named._field_defaults == {"y": 0}
assert Named._make([1, 2]).count(1) == 1
assert Tall(2, width=3).area == 6
assert sys.version_info.major == 3
assert sys.flags.utf8_mode in (0, 1)
assert time.gmtime(0).tm_year == 1970
assert time.gmtime(0).tm_gmtoff == 0
""",
        },
    ),
    Dynamic(
        "dataclasses-in-every-form",
        (),
        {
            "main.py": """
import dataclasses
from dataclasses import KW_ONLY, InitVar, dataclass, field, make_dataclass, replace


@dataclass
class Base:
    name: str
    tags: list[str] = field(default_factory=list)
    shared: int = field(default=0, kw_only=True)


@dataclass
class Item(Base):
    price: float = 0.0
    rate: InitVar[float] = 1.0
    _: KW_ONLY
    stock: int
    total: float = field(init=False)
    cls_level = 7

    def __post_init__(self, rate):
        self.total = self.price * rate
        self.extra = "set later"


@dataclass(frozen=True, order=True, slots=True, kw_only=True)
class Frozen:
    first: int
    second: int = 2
    cached: int = field(init=False, default=9, compare=False)


@dataclass(init=False)
class Own:
    a: int

    def __init__(self, whatever, *, b):
        self.a = whatever + b


COLUMNS = [("x", int), ("y", int, field(default=5))]
Made = make_dataclass("Made", COLUMNS, namespace={"sum": lambda self: self.x + self.y})
schema = dataclass(kw_only=True)


@schema
class Late:
    one: int
    two: int = 2


item = Item("tea", ["a"], 2.0, 1.5, stock=3, shared=1)
assert item.total == 3.0
assert item.extra == "set later"
assert item.shared == 1
assert replace(item, price=4.0, rate=2.0).total == 8.0
assert Item.cls_level == item.cls_level
assert Frozen(first=1) < Frozen(first=2)
assert Frozen(first=1).cached == 9
assert Own(1, b=2).a == 3
assert Made(1).sum() == 6
assert Late(one=1).two == 2
assert Item.__dataclass_fields__["stock"].kw_only
assert Item.__match_args__ == ("name", "tags", "price", "rate")
assert dataclasses.asdict(Made(1, y=2)) == {"x": 1, "y": 2}
""",
        },
    ),
    Dynamic(
        "descriptors-and-proxies",
        (),
        {
            "main.py": """
import functools
import weakref


class Lazy:
    def __init__(self, make):
        self.make = make

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, instance, owner=None):
        if instance is None:
            return self
        value = instance.__dict__[self.name] = self.make(instance)
        return value


class Proxy:
    def __init__(self, target):
        object.__setattr__(self, "_target", target)

    def __getattr__(self, name):
        return getattr(self._target, name)

    def __setattr__(self, name, value):
        setattr(self._target, name, value)


class Recorder:
    def __init__(self, path=()):
        self.path = path

    def __getattr__(self, name):
        return Recorder((*self.path, name))

    def __call__(self, *args, **kwargs):
        return self.path, args, kwargs


class Bag:
    def __init__(self, **values):
        self.__dict__.update(values)


class Slots:
    __slots__ = ("a", "__dict__")


class Engine:
    @Lazy
    def parts(self):
        return ["piston"]

    @functools.cached_property
    def power(self):
        return {"hp": 3}

    @property
    def _speed(self):
        return 4

    speed = property(lambda self: self._speed)
    half = functools.partialmethod(lambda self, by, times=1: by * times, 0.5)


engine = Engine()
assert engine.parts.index("piston") == 0
assert Engine.parts.make
assert engine.power.items()
assert engine.speed.bit_length() == 3
assert engine.half(times=2) == 1.0
proxy = Proxy([1, 2])
assert proxy.count(1) == 1
weak = weakref.proxy(engine)
assert weak.parts == ["piston"]
assert Recorder().users.find.one(1, by=2) == (("users", "find", "one"), (1,), {"by": 2})
assert Bag(colour="red").colour == "red"
slots = Slots()
slots.b = 1
assert slots.b == 1
""",
        },
    ),
    Dynamic(
        "metaclasses-and-new",
        (),
        {
            "main.py": """
import abc


class Registry(type):
    kinds = {}

    def __new__(mcls, name, bases, namespace, **options):
        cls = super().__new__(mcls, name, bases, namespace)
        for key, value in options.items():
            setattr(cls, f"option_{key}", value)
        mcls.kinds[name.lower()] = cls
        return cls

    def __init__(cls, name, bases, namespace, **options):
        super().__init__(name, bases, namespace)

    def __getattr__(cls, name):
        if name.startswith("by_"):
            return lambda value: (cls, name, value)
        raise AttributeError(name)

    def __call__(cls, *args, **kwargs):
        made = super().__call__()
        made.__dict__.update(kwargs, args=args)
        return made

    @property
    def loud(cls):
        return cls.__name__.upper()


class Table(metaclass=Registry, rows=4):
    pass


class Number:
    def __new__(cls, text):
        return int(text) if text.isdigit() else super().__new__(cls)

    def __init__(self, text):
        self.text = text


class Sub:
    def __init_subclass__(cls, /, prefix="x", **kwargs):
        super().__init_subclass__(**kwargs)
        cls.prefixed = lambda self, name: prefix + name


class Deep(Sub, prefix="deep-"):
    pass


class Generic:
    def __class_getitem__(cls, item):
        return type(f"{cls.__name__}_{item}", (cls,), {"item": item})


Dynamic = type("Dynamic", (dict,), {"first": lambda self: next(iter(self)), "LIMIT": 3})


class Mixed(abc.ABC):
    @classmethod
    def make(cls, **kwargs):
        made = cls()
        for name in kwargs:
            setattr(made, name, kwargs[name])
        return made


assert Table.option_rows == 4
assert Table.by_name("a") == (Table, "by_name", "a")
assert Table.loud == "TABLE"
assert Table(1, 2, colour="red").colour == "red"
assert Table(1, 2).args == (1, 2)
assert Registry.kinds["table"] is Table
assert Number("12").bit_length() == 4
assert Number("ab").text == "ab"
assert Deep().prefixed("a") == "deep-a"
assert Generic[3].item == 3
assert Dynamic(a=1).first() == "a"
assert Dynamic.LIMIT == 3
assert Mixed.make(speed=3).speed == 3
""",
        },
    ),
    Dynamic(
        "arguments-that-are-really-consumed",
        (),
        {
            "main.py": """
import functools
import operator


def connect(host, /, port=80, *, secure=False, **options):
    options.setdefault("timeout", 3)
    return host, port, secure, options


def forward(*args, **kwargs):
    return connect(*args, **{"port": 443, **kwargs})


def only_after(*names, separator=",", end=""):
    return separator.join(names) + end


def positional(a, b=2, /):
    return a + b


def same_name_twice(name, /, **kwargs):
    return name, kwargs["name"]


OPTIONS = {"port": 8080, "secure": True}
CALLS = [("a", {}), ("b", {"port": 1}), ("c", {"colour": "red"})]

https = functools.partial(connect, port=443, secure=True)
here = functools.partial(https, "localhost")

assert connect("a", **OPTIONS)[1] == 8080
assert connect(*("a", 1), **{"secure": True}, retries=4)[3] == {"retries": 4, "timeout": 3}
assert forward("a", colour="red")[3]["colour"] == "red"
assert [connect(name, **kwargs)[0] for name, kwargs in CALLS] == ["a", "b", "c"]
assert only_after("a", "b", separator="/", end=".") == "a/b."
assert positional(1) == 3
assert same_name_twice("x", name="y") == ("x", "y")
assert https("b")[1] == 443
assert here(port=1)[1] == 1
assert here.keywords == {"port": 443, "secure": True}
assert here.func is connect
assert operator.methodcaller("split", sep=",")("a,b") == ["a", "b"]
assert dict(a=1, self=2)["self"] == 2
assert "{self}".format(self=3) == "3"
assert sorted([3, 1], key=lambda value: -value, reverse=False) == [3, 1]
assert type("T", (), {"a": 1})().a == 1
assert int.__call__("3") == 3
assert max([1], default=0, key=None) == 1
""",
        },
    ),
    Dynamic(
        "mocks-take-everything",
        (),
        {
            "main.py": """
import json
import os
import unittest
from types import SimpleNamespace
from unittest import mock
from unittest.mock import MagicMock, Mock, call, patch, sentinel


class Tests(unittest.TestCase):
    @patch("json.dumps")
    @patch.object(os, "getcwd", return_value="/here")
    def test_patched(self, getcwd, dumps):
        dumps.return_value = "x"
        self.assertEqual(json.dumps(1, nonsense=True), "x")
        json.dumps.assert_called_once_with(1, nonsense=True)
        self.assertEqual(os.getcwd.call_count, 0)
        self.assertEqual(os.getcwd(), getcwd.return_value)

    def test_anything_goes(self):
        client = MagicMock(region="here", **{"users.list.return_value": [1]})
        self.assertEqual(client.users.list(page=1), [1])
        client.users.list.assert_called_with(page=1)
        client.whatever.at.all(1, b=2).then().go_on
        self.assertIn(call.users.list(page=1), client.mock_calls)
        with client.opened("a") as handle:
            handle.read.side_effect = ["a", "b"]
            self.assertEqual(handle.read(), "a")
        self.assertIs(sentinel.anything, sentinel.anything)
        strict = mock.create_autospec(json.JSONDecoder, instance=True)
        strict.decode.return_value = sentinel.decoded
        self.assertIs(strict.decode("1"), sentinel.decoded)
        with patch.dict(os.environ, {"A": "b"}), patch.multiple(os, sep="!", getpid=mock.DEFAULT) as patched:
            patched["getpid"].return_value = 3
            self.assertEqual(os.getpid() + os.getpid.call_count, 4)
        with patch.object(os, "of_tomorrow", create=True, new=lambda: 7):
            self.assertEqual(os.of_tomorrow(), 7)
        fake = SimpleNamespace(chat=SimpleNamespace(create=Mock(return_value=3)))
        self.assertEqual(fake.chat.create(model="m").bit_length(), 2)
        fake.more = 1
        self.assertEqual(fake.more, 1)


unittest.main(argv=["x"], exit=False, verbosity=0).result.wasSuccessful() or exit(1)
""",
        },
    ),
    Dynamic(
        "argparse-and-other-namespaces",
        (),
        {
            "main.py": """
import argparse
import configparser
import ctypes
import optparse
import threading
import types

parser = argparse.ArgumentParser(exit_on_error=False)
parser.add_argument("--dry-run", action="store_true")
parser.add_argument("files", nargs="*")
parser.set_defaults(handler=lambda args: args.dry_run)
commands = argparse.ArgumentParser().add_subparsers(dest="command")
commands.add_parser("start", help="start it").add_argument("--port", type=int)
args = parser.parse_args(["--dry-run", "a"])
assert args.dry_run is True
assert args.files.index("a") == 0
assert args.handler(args)
args.later = 3
assert args.later == 3

options, rest = optparse.OptionParser(option_list=[optparse.make_option("--level", default="3")]).parse_args([])
assert options.level.isdigit()

local = threading.local()
local.connection = "open"
assert local.connection.upper() == "OPEN"

config = configparser.ConfigParser(converters={"list": str.split})
config.read_string("[a]\\nb = c d\\n")
assert config.getlist("a", "b") == ["c", "d"]
assert config["a"].getlist("b") == ["c", "d"]


class Pair(ctypes.Structure):
    _fields_ = [("left", ctypes.c_int), ("right", ctypes.c_int)]


pair = Pair(left=1, right=2)
assert pair.left + pair.right == 3
libc = ctypes.CDLL(None)
libc.abs.restype = ctypes.c_int
assert libc.abs(-3) == 3
assert ctypes.pythonapi.Py_IsInitialized() == 1

module = types.ModuleType("made")
exec("def hello(name): return 'hello ' + name", module.__dict__)
assert module.hello(name="you") == "hello you"
""",
        },
    ),
    Dynamic(
        "typing-constructs",
        (),
        {
            "main.py": """
import typing
from collections.abc import Callable
from typing import Any, Generic, Literal, ParamSpec, Protocol, TypedDict, TypeVar, cast, overload, runtime_checkable

T = TypeVar("T")
P = ParamSpec("P")


@runtime_checkable
class Quacks(Protocol):
    name: str

    def quack(self, loud: bool = ...) -> str: ...


class Duck:
    def __init__(self):
        self.name = "d"

    def quack(self, loud=False, twice=False):
        return "QUACK" if loud else "quack"

    def swim(self):
        return self


class Box(Generic[T]):
    def __init__(self, value: T):
        self.value = value

    def map(self, function: Callable[[T], Any]) -> "Box[Any]":
        return type(self)(function(self.value))


class Texts(Box[str]):
    def shout(self) -> str:
        return self.value.upper()


class Movie(TypedDict, total=False):
    title: str


Other = TypedDict("Other", {"in": int, "class-name": str})


@overload
def get(key: Literal["a"]) -> str: ...
@overload
def get(key: int, default: float) -> float: ...
def get(key, default=None):
    return "text" if key == "a" else default


def logged(function: Callable[P, T]) -> Callable[P, T]:
    def inner(*args: P.args, **kwargs: P.kwargs) -> T:
        return function(*args, **kwargs)

    return inner


@logged
def add(a: int, *, b: int) -> int:
    return a + b


duck: Quacks = Duck()
assert duck.swim().quack(twice=True) == "quack"
assert isinstance(duck, Quacks)
anything = cast("Duck", typing.NamedTuple("Thing", [("colour", str)])("red"))
assert anything.colour == "red"
assert Texts("a").map(str.title).shout() == "A"
assert Box[int](3).value.bit_length() == 2
assert Box[int].__args__ == (int,)
assert Movie(title="t").get("title") == "t"
assert Other(**{"in": 1}).keys()
assert get("a").upper() == "TEXT"
assert get(1, default=2.5).is_integer() is False
assert add(1, b=2) == 3
assert T.__name__ == "T"
assert typing.get_type_hints(Movie)["title"] is str
assert list[int]().append(1) is None
""",
        },
    ),
)

WEB = (
    Dynamic(
        "flask-proxies-and-extensions",
        ("flask", "werkzeug"),
        {
            "main.py": """
from flask import Blueprint, Flask, current_app, g, jsonify, request, session
from flask.signals import request_finished
from werkzeug.local import LocalProxy

app = Flask(__name__)
app.secret_key = "not-a-secret"
app.config.from_object("settings_of_app")
pages = Blueprint("pages", __name__, url_prefix="/pages")
app.extensions["mailer"] = {"sent": []}
mailer = LocalProxy(lambda: current_app.extensions["mailer"])
app.mailer_name = "post"


@app.before_request
def load():
    g.user = {"name": "ada"}
    g.started = 1


@pages.get("/<int:number>")
def page(number):
    session["seen"] = number
    session.permanent = True
    mailer["sent"].append(g.user.get("name"))
    current_app.logger.debug("seen")
    agent = request.headers.get("X-Agent")
    return jsonify(number=number, name=g.user["name"], agent=agent, app=current_app.mailer_name)


@app.cli.command("hello")
def hello():
    print("hello")


app.register_blueprint(pages)
seen = []
request_finished.connect(lambda sender, response, **extra: seen.append(response.status_code), app, weak=False)
with app.test_client() as client:
    reply = client.get("/pages/3", headers={"X-Agent": "a"})
    assert reply.json == {"number": 3, "name": "ada", "agent": "a", "app": "post"}
    assert reply.get_json()["number"] == 3
    assert request.args.getlist("a") == []
    assert g.started == 1
    assert g.get("missing", 0) == 0
    assert session.permanent is True
assert seen == [200]
assert app.config["TIMEOUT"] == 3
assert app.test_cli_runner().invoke(hello).output == "hello\\n"
assert app.test_cli_runner().invoke(args=["hello"]).exit_code == 0
with app.app_context():
    assert mailer.get("sent") == ["ada"]
    assert mailer._get_current_object()["sent"].count("ada") == 1
assert page.__name__ == "page"
""",
            "settings_of_app.py": """
TIMEOUT = 3
""",
        },
    ),
    Dynamic(
        "flask-sqlalchemy-models",
        ("Flask", "Flask-SQLAlchemy", "SQLAlchemy"),
        {
            "main.py": """
from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase

app = Flask(__name__)
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite://"
db = SQLAlchemy(app)


class Author(db.Model):
    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String(20), nullable=False, unique=True)
    books = db.relationship("Book", backref="author", lazy="dynamic")


class Book(db.Model):
    __tablename__ = "volumes"
    id = db.Column(db.Integer, primary_key=True)
    title = db.Column(db.String)
    author_id = db.Column(db.ForeignKey("author.id"))


with app.app_context():
    db.create_all()
    ada = Author(name="ada")
    db.session.add(ada)
    db.session.add(Book(title="notes", author=ada))
    db.session.commit()
    assert Author.query.filter_by(name="ada").first_or_404().id == 1
    assert Author.query.filter(Author.name.like("a%")).count() == 1
    assert ada.books.filter_by(title="notes").one().author is ada
    assert Book.__table__.columns.title.type.python_type is str
    assert Book.author.property.mapper.class_ is Author
    assert db.session.execute(db.select(Book.title)).scalar_one() == "notes"
    assert Author.__tablename__ == "author"
    assert db.paginate(db.select(Book)).total == 1
    assert db.metadata.tables["volumes"].c.author_id.nullable
""",
        },
    ),
    Dynamic(
        "django-models-and-managers",
        ("Django",),
        {
            "shop/__init__.py": "",
            "shop/models.py": """
from django.db import models


class ItemQuerySet(models.QuerySet):
    def cheap(self):
        return self.filter(price__lt=10)


class Category(models.Model):
    name = models.CharField(max_length=20)


class Item(models.Model):
    class Kind(models.TextChoices):
        TEA = "T", "Tea"
        CAKE = "C"

    name = models.CharField(max_length=20)
    price = models.DecimalField(max_digits=8, decimal_places=2, default=1)
    kind = models.CharField(max_length=1, choices=Kind.choices, default=Kind.TEA)
    day = models.DateField(auto_now_add=True)
    category = models.ForeignKey(Category, on_delete=models.CASCADE, related_name="items", null=True)
    tags = models.ManyToManyField("Tag", related_name="tagged")

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["name"]


class Tag(models.Model):
    word = models.SlugField()
""",
            "main.py": """
import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth", "shop"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    SHOP_CURRENCY="EUR",
)
django.setup()

from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.core.management import call_command
from django.db.models import Count, F, Q
from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _

from shop.models import Category, Item, Tag

call_command("migrate", verbosity=0, run_syncdb=True)
drinks = Category.objects.create(name="drinks")
item = Item.objects.create(name="green", price=3, category=drinks)
item.tags.add(Tag.objects.create(word="leaf"), through_defaults={})
assert item.pk == item.id
assert item.category_id == drinks.id
assert drinks.items.cheap().count() == 1
assert drinks.items.get(name__startswith="g").get_kind_display() == "Tea"
assert item.get_next_by_day is not None
assert Item.objects.cheap().filter(Q(price__gte=1) | ~Q(kind="C")).exclude(tags__word="x").exists()
assert Item.Kind.TEA.label == "Tea"
assert Item.Kind.values == ["T", "C"]
assert Item._meta.get_field("name").max_length == 20
assert Tag.objects.get().tagged.first() == item
assert Category.objects.annotate(amount=Count("items")).get().amount == 1
assert Item.objects.annotate(double=F("price") * 2).first().double == 6
assert Item.objects.values_list("name", named=True)[0].name == "green"
assert Item.tags.through.objects.get().item_id == item.id
try:
    Item.objects.get(name="none")
except Item.DoesNotExist:
    pass
except (Item.MultipleObjectsReturned, Category.DoesNotExist):
    raise
user = get_user_model().objects.create_user("ada", password="not-a-secret")
assert User.objects.get(username="ada").groups.count() == 0
assert user.check_password("not-a-secret")
assert settings.SHOP_CURRENCY.lower() == "eur"
assert _("Save").upper() == "SAVE"
assert callable(reverse_lazy)
if django.VERSION >= (99, 0):
    from django.db.of_tomorrow import Everything

    Everything.everywhere()
""",
        },
    ),
    Dynamic(
        "django-rest-serializers",
        ("Django", "djangorestframework"),
        {
            "main.py": """
import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=["rest_framework"],
    REST_FRAMEWORK={"UNAUTHENTICATED_USER": None, "DEFAULT_AUTHENTICATION_CLASSES": []},
    ROOT_URLCONF="__main__",
    ALLOWED_HOSTS=["*"],
)
django.setup()

from django.urls import path
from rest_framework import serializers, status, viewsets
from rest_framework.decorators import action, api_view
from rest_framework.response import Response
from rest_framework.routers import DefaultRouter
from rest_framework.settings import api_settings
from rest_framework.test import APIClient, APIRequestFactory


class ItemSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=5, help_text="its name")
    price = serializers.DecimalField(max_digits=5, decimal_places=2, required=False)

    def create(self, validated_data):
        return validated_data


class Items(viewsets.ViewSet):
    serializer_class = ItemSerializer

    def list(self, request):
        return Response([request.query_params.get("a")])

    @action(detail=False, methods=["post"], url_path="buy")
    def buy(self, request):
        made = self.serializer_class(data=request.data, context={"request": request})
        made.is_valid(raise_exception=True)
        return Response(made.data, status=status.HTTP_201_CREATED)

    @buy.mapping.delete
    def unbuy(self, request):
        return Response(status=status.HTTP_204_NO_CONTENT)


@api_view(["GET"])
def hello(request):
    return Response({"hello": request.user})


hello.cls.throttle_scope = "hello"
router = DefaultRouter()
router.register("items", Items, basename="item")
urlpatterns = [path("hello", hello), *router.urls]

if __name__ == "__main__":
    assert ItemSerializer(data={"name": "green"}).fields["name"].max_length == 5
    many = ItemSerializer([{"name": "a"}], many=True)
    assert many.data[0]["name"] == "a"
    assert many.child.fields
    assert hello(APIRequestFactory().get("/hello")).data == {"hello": None}
    assert Items.buy.url_path == "buy"
    assert Items.as_view({"get": "list"}, suffix="x").cls is Items
    assert api_settings.PAGE_SIZE is None
    assert api_settings.DEFAULT_RENDERER_CLASSES
    client = APIClient()
    assert client.post("/items/buy/", {"name": "green"}, format="json").json() == {"name": "green"}
    assert client.delete("/items/buy/").status_code == 204
    assert client.get("/items/?a=b").data == ["b"]
""",
        },
    ),
    Dynamic(
        "sqlalchemy-declarative-and-core",
        ("SQLAlchemy",),
        {
            "main.py": """
import sqlalchemy as sa
from sqlalchemy import event, func, orm, select
from sqlalchemy.ext.associationproxy import association_proxy
from sqlalchemy.ext.automap import automap_base
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, declarative_base, mapped_column, relationship


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    id: Mapped[int] = mapped_column(primary_key=True)
    first: Mapped[str]
    last: Mapped[str | None] = mapped_column(default=None)
    notes: Mapped[list["Note"]] = relationship(back_populates="user", order_by="Note.id")
    texts = association_proxy("notes", "text")

    @hybrid_property
    def full(self):
        return self.first + " " + self.last

    @full.expression
    def full(cls):
        return cls.first + " " + cls.last


class Note(Base):
    __tablename__ = "notes"
    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str]
    user_id: Mapped[int] = mapped_column(sa.ForeignKey("users.id"))
    user: Mapped[User] = relationship(back_populates="notes")


Old = declarative_base()


class Legacy(Old):
    __tablename__ = "legacy"
    key = sa.Column(sa.Integer, primary_key=True)


@event.listens_for(User, "before_insert")
def before(mapper, connection, target):
    target.last = target.last or "byron"


engine = sa.create_engine("sqlite://", poolclass=sa.pool.StaticPool, connect_args={"check_same_thread": False})
Base.metadata.create_all(engine)
with Session(engine) as session:
    session.add(User(first="ada", notes=[Note(text="one")]))
    session.commit()
    ada = session.scalars(select(User).where(User.first.ilike("A%"), User.last.is_not(None))).one()
    assert ada.full == "ada byron"
    assert session.scalar(select(User.full)) == "ada byron"
    assert list(ada.texts) == ["one"]
    amount = func.count(Note.id).label("amount")
    row = session.execute(select(User.first, amount).join(User.notes).group_by(User.id)).one()
    assert row.amount == 1
    assert row._mapping["first"] == "ada"
    assert session.scalar(func.upper("a")) == "A"
    assert func.whatever_the_database.has(1).name == "has"
    assert session.query(User).filter_by(first="ada").options(orm.joinedload(User.notes)).count() == 1

table = User.__table__
assert table.c.first.name == "first"
assert Legacy.__table__.c.key.primary_key
assert Legacy(key=1).key == 1
assert User.notes.property.mapper.class_ is Note
mapped = automap_base()
mapped.prepare(autoload_with=engine)
assert mapped.classes.users(first="x").first == "x"
assert mapped.classes.notes.__table__.c.text is not None
assert sa.inspect(engine).get_table_names() == ["notes", "users"]
""",
        },
    ),
    Dynamic(
        "pydantic-aliases-extras-and-validators",
        ("pydantic", "pydantic-settings"),
        {
            "main.py": """
import os
from typing import Annotated, Any, Generic, TypeVar

from pydantic import (
    AliasChoices,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PrivateAttr,
    RootModel,
    SecretStr,
    TypeAdapter,
    computed_field,
    create_model,
    field_validator,
    model_validator,
    validate_call,
)
from pydantic.alias_generators import to_camel
from pydantic.dataclasses import dataclass
from pydantic_settings import BaseSettings, SettingsConfigDict

T = TypeVar("T")


class Open(BaseModel):
    model_config = ConfigDict(extra="allow")
    name: str


class Camel(BaseModel):
    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)
    first_name: str
    item_count: int = 0


class Aliased(BaseModel):
    kind: str = Field(alias="class")
    where: str = Field("here", validation_alias=AliasChoices("place", "spot"))
    _calls: int = PrivateAttr(default=0)

    @field_validator("kind", mode="before")
    @classmethod
    def lower(cls, value: Any) -> Any:
        return value.lower()

    @computed_field
    @property
    def loud(self) -> str:
        self._calls += 1
        return self.kind.upper()


class Wrapped(BaseModel, Generic[T]):
    data: T

    @model_validator(mode="before")
    @classmethod
    def spread(cls, values):
        return {"data": values.pop("payload")} if "payload" in values else values


class Names(RootModel[list[str]]):
    def first(self):
        return self.root[0]


class Settings(BaseSettings):
    model_config = SettingsConfigDict(env_prefix="OURS_", env_nested_delimiter="__")
    port: int
    token: SecretStr = SecretStr("not-a-secret")


@dataclass
class Point:
    x: int
    y: Annotated[int, BeforeValidator(lambda value: value or 0)] = 0


@validate_call
def add(a: int, b: int = 2) -> int:
    return a + b


Made = create_model("Made", size=(int, 3), __base__=Open)

opened = Open(name="a", colour="red")
opened.later = 3
assert opened.colour.upper() == "RED"
assert opened.model_extra == {"colour": "red", "later": 3}
assert Camel(firstName="ada").first_name == "ada"
assert Camel(first_name="ada", itemCount=3).model_dump(by_alias=True)["itemCount"] == 3
aliased = Aliased(**{"class": "Tea"}, spot="there")
assert aliased.loud == "TEA"
assert aliased._calls == 1
assert aliased.where == "there"
assert Wrapped[int](payload=3).data.bit_length() == 2
assert Names(["a"]).first() == "a"
assert Made(name="x", shape="round").shape == "round"
assert Made(name="x").size == 3
assert Point("1", y=None).x == 1
assert add("1") == 3
assert add.raw_function(1, b=1) == 2
os.environ["OURS_PORT"] = "80"
assert Settings().port == 80
assert Settings(port=1, _env_prefix="X_").token.get_secret_value() == "not-a-secret"
assert TypeAdapter(list[int]).validate_python(["1"]) == [1]
assert Camel.model_fields["first_name"].alias == "firstName"
assert Aliased.model_construct(kind="x", anything=1).kind == "x"
assert Open.model_validate({"name": "a", "deep": {"er": 1}}).deep["er"] == 1
""",
        },
    ),
    Dynamic(
        "fastapi-state-and-dependencies",
        ("fastapi", "starlette", "httpx"),
        {
            "main.py": """
from contextlib import asynccontextmanager
from typing import Annotated

import starlette
from fastapi import APIRouter, Depends, FastAPI, Header, Request, status
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request as BareRequest


@asynccontextmanager
async def lifespan(app):
    app.state.pool = {"open": True}
    yield {"tables": ["users"]}
    app.state.pool.clear()


app = FastAPI(lifespan=lifespan, title="t")
router = APIRouter(prefix="/items", tags=["items"])


class Tag(BaseHTTPMiddleware):
    async def dispatch(self, request, call_next):
        request.state.tag = "seen"
        reply = await call_next(request)
        reply.headers["X-Tag"] = request.state.tag.upper()
        return reply


def pool(request: Request):
    return request.app.state.pool


@router.get("/{number}", status_code=status.HTTP_200_OK, response_model=dict)
async def item(number: int, request: Request, pool: Annotated[dict, Depends(pool)], x_agent: str = Header("a")):
    return {"number": number, "open": pool.get("open"), "tables": request.state.tables, "agent": x_agent}


app.include_router(router)
app.add_middleware(Tag)
app.dependency_overrides[pool] = lambda: {"open": "overridden"}
app.state.version = "1.0"
app.counter = 0

assert app.state.version.partition(".")[0] == "1"
assert app.url_path_for("item", number=3) == "/items/3"
assert app.counter == 0
assert starlette.requests.Request is BareRequest is Request

import asyncio

import httpx


async def ask():
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=True)
    async with lifespan(app) as state, httpx.AsyncClient(transport=transport, base_url="http://t") as client:
        assert state["tables"] == ["users"]
        assert app.state.pool["open"]
        assert (await client.get("/nothing")).headers["x-tag"] == "SEEN"


asyncio.run(ask())
""",
        },
    ),
    Dynamic(
        "celery-tasks",
        ("celery",),
        {
            "main.py": """
import celery
from celery import Celery, chain, chord, current_app, group, shared_task, signature
from celery.result import AsyncResult
from celery.utils.log import get_task_logger

app = Celery("shop", broker="memory://", backend="cache+memory://")
app.conf.update(task_always_eager=True, task_store_eager_result=False, our_own_setting=3)
app.conf.task_default_queue = "ours"
log = get_task_logger(__name__)


@app.task
def add(a, b):
    return a + b


@app.task(bind=True, max_retries=3, rate_limit="10/m")
def named(self, what):
    return self.name, self.request.retries, what


@shared_task(name="shop.double")
def double(value):
    return value * 2


class Base(celery.Task):
    connections = 0

    def on_success(self, retval, task_id, args, kwargs):
        type(self).connections += 1


@app.task(base=Base)
def counted():
    return 1


@app.on_after_configure.connect
def later(sender, **kwargs):
    sender.add_periodic_task(30.0, add.s(1, 2), name="every half minute")


assert add(1, 2) == 3
assert add.delay(1, 2).get() == 3
assert add.apply_async(args=(1,), kwargs={"b": 2}, countdown=1, queue="q").successful()
assert named.delay("x").get() == ("main.named" if named.name == "main.named" else named.name, 0, "x")
assert named.max_retries == 3
assert double.s(4).delay().result == 8
assert (add.s(1, 2) | double.s()).apply().get() == 6
assert chain(add.si(1, 1), double.s())().get() == 4
assert group(add.s(i, i) for i in range(2)).apply_async().get() == [0, 2]
assert chord([add.s(1, 1), add.s(2, 2)], app.signature("xsum"))
assert counted.delay().state == "SUCCESS"
assert counted.connections == 1
assert app.conf.our_own_setting == 3
assert app.tasks["shop.double"].name == "shop.double"
assert signature("shop.double", args=(1,)).task == "shop.double"
assert celery.current_app.main == current_app.main
assert AsyncResult("no-such", app=app).id == "no-such"
assert add.signature((1, 2), immutable=True).immutable
assert log.name.endswith("main__")
""",
        },
    ),
    Dynamic(
        "click-and-typer-commands",
        ("click", "typer"),
        {
            "main.py": """
import click
import typer
from click.testing import CliRunner
from typer.testing import CliRunner as TyperRunner


class Session:
    def __init__(self):
        self.log = []


pass_session = click.make_pass_decorator(Session, ensure=True)


class Aliases(click.Group):
    def get_command(self, ctx, name):
        return super().get_command(ctx, {"st": "status"}.get(name, name))


@click.group(cls=Aliases, invoke_without_command=True, context_settings={"auto_envvar_prefix": "OURS"})
@click.option("--verbose/--quiet", default=False)
@click.pass_context
def cli(ctx, verbose):
    ctx.obj = Session()
    ctx.obj.verbose = verbose


@cli.command()
@click.argument("name", default="x")
@pass_session
def status(session, name):
    click.secho(f"{name} {session.verbose}", fg="red", nl=True)


@click.command("late", hidden=True)
@click.option("--count", type=click.IntRange(1, 3), default=1, show_default=True, envvar=["COUNT"])
def late(count):
    click.echo(count)


@cli.result_callback()
def done(result, **kwargs):
    return result


cli.add_command(late)
cli.add_command(late, name="later")
runner = CliRunner()
assert runner.invoke(cli, ["--verbose", "st"], catch_exceptions=False).output == "x True\\n"
assert late.name == "late"
assert late.params[0].name == "count"
assert late.callback.__name__ == "late"
assert late.main(["--count", "2"], standalone_mode=False) is None
assert sorted(cli.commands) == ["late", "later", "status"]
assert cli.get_command(None, "st") is status
late.help = "set later"
assert late.get_short_help_str() == "set later"
with cli.make_context("cli", ["status"]) as ctx:
    assert ctx.command.name == "cli"
with late.make_context("late", []) as ctx:
    assert ctx.invoke(late, count=3) is None
assert late(["--count", "1"], standalone_mode=False) is None

app = typer.Typer(add_completion=False)
sub = typer.Typer()
app.add_typer(sub, name="sub")


@app.callback()
def root(debug: bool = False):
    root.debug = debug


@sub.command()
def hello(name: str = typer.Option("you", "--name", "-n", help="who")):
    typer.echo(f"hello {name}")


assert TyperRunner().invoke(app, ["--debug", "sub", "hello", "-n", "ada"]).output == "hello ada\\n"
assert root.debug is True
hello(name="direct")
assert typer.main.get_command(app).name in (None, "root", "")
""",
        },
    ),
    Dynamic(
        "requests-patched-and-extended",
        ("requests", "urllib3"),
        {
            "main.py": """
import functools

import requests
from requests.adapters import HTTPAdapter
from requests.packages import urllib3 as vendored
from requests.packages.urllib3.util.retry import Retry
from requests.structures import CaseInsensitiveDict
import urllib3


def healthy(self, path="/"):
    return self.get(self.base + path, timeout=1).ok


requests.Session.healthy = healthy
requests.Session.base = "test://host"
requests.default_timeout = 4
requests.api.request = functools.partial(requests.api.request, timeout=1)


class Canned(HTTPAdapter):
    def send(self, request, **kwargs):
        reply = requests.Response()
        reply.status_code = requests.codes.ok
        reply._content = b'{"a": 1}'
        reply.request = request
        reply.url = request.url
        reply.elapsed_by_us = 3
        return reply


class Api(requests.Session):
    def __init__(self, token):
        super().__init__()
        self.token = token
        self.mount("test://", Canned(max_retries=Retry(total=3, allowed_methods=["GET"])))

    def items(self, **params):
        return self.get(f"{self.base}/items", params=params).json()


api = Api("not-a-token")
api.verify = False
assert api.healthy()
assert api.items(page=1, size=3) == {"a": 1}
assert api.token.startswith("not")
assert api.get("test://a").elapsed_by_us == 3
assert requests.default_timeout == 4
assert requests.codes.teapot == 418
assert requests.codes.im_a_teapot == requests.codes["teapot"]
assert requests.status_codes.codes.NOT_FOUND == 404
assert requests.utils.quote("a b") == "a%20b"
assert requests.compat.urlparse("http://a/b").path == "/b"
assert requests.exceptions.ConnectionError is requests.ConnectionError
assert requests.auth.HTTPBasicAuth("a", "b").username == "a"
assert requests.adapters.DEFAULT_RETRIES == 0
assert CaseInsensitiveDict(A=1)["a"] == 1
vendored.disable_warnings(vendored.exceptions.InsecureRequestWarning)
requests.packages.urllib3.disable_warnings()
assert urllib3.util.Retry(3).total == 3
""",
        },
    ),
    Dynamic(
        "httpx-async-and-handlers",
        ("httpx", "anyio", "tenacity"),
        {
            "main.py": """
import anyio
import httpx
import tenacity
from tenacity import retry, retry_if_exception_type, stop_after_attempt, wait_none


def handler(request):
    request.extensions["seen"] = True
    return httpx.Response(200, json={"path": request.url.path}, headers={"X": "y"}, request=request)


class Api(httpx.AsyncClient):
    def __init__(self, **kwargs):
        super().__init__(transport=httpx.MockTransport(handler), base_url="http://a", **kwargs)
        self.calls = []

    async def item(self, number, **params):
        self.calls.append(number)
        return (await self.get(f"/items/{number}", params=params)).json()


async def hook(response):
    response.is_ours = True


tries = []


@retry(stop=stop_after_attempt(3), wait=wait_none(), retry=retry_if_exception_type(OSError), reraise=True)
async def flaky():
    tries.append(1)
    if len(tries) < 2:
        raise OSError("no")
    return "yes"


@tenacity.retry(stop=stop_after_attempt(2), wait=wait_none(), retry_error_callback=lambda state: state.attempt_number)
def never():
    raise ValueError


async def main():
    async with Api(event_hooks={"response": [hook]}, timeout=httpx.Timeout(3, connect=1)) as api:
        assert await api.item(3, page=2) == {"path": "/items/3"}
        assert api.calls == [3]
        reply = await api.get("/b")
        assert reply.is_ours
        assert reply.raise_for_status().headers.get("x") == "y"
        async with api.stream("GET", "/c") as stream:
            assert [part async for part in stream.aiter_bytes()]
    async with anyio.create_task_group() as group:
        group.start_soon(anyio.sleep, 0)
    assert await flaky() == "yes"
    assert flaky.retry.statistics["attempt_number"] == 2
    assert await flaky.retry_with(stop=stop_after_attempt(1))() == "yes"


anyio.run(main, backend="asyncio")
assert never() == 2
assert never.retry.stop.max_attempt_number == 2
assert never.__wrapped__.__name__ == "never"
never.retry.wait = wait_none()
assert httpx.codes.IM_A_TEAPOT.value == 418
assert httpx.codes.is_error(404)
assert httpx.URL("http://a").copy_with(path="/b", port=80).path == "/b"
""",
        },
    ),
    Dynamic(
        "boto3-clients-and-resources",
        ("boto3", "botocore"),
        {
            "main.py": """
import boto3
import botocore.session
from boto3.dynamodb.conditions import Attr, Key
from botocore.config import Config
from botocore.exceptions import ClientError
from botocore.stub import Stubber

kwargs = {
    "region_name": "eu-west-1",
    "aws_access_key_id": "not-a-key",
    "aws_secret_access_key": "not-a-secret",
}
session = boto3.session.Session(**kwargs)
s3 = session.client("s3", config=Config(retries={"max_attempts": 1}, signature_version="s3v4"))
with Stubber(s3) as stub:
    stub.add_response("list_buckets", {"Buckets": [{"Name": "ours"}]})
    assert s3.list_buckets()["Buckets"][0]["Name"] == "ours"
    stub.add_client_error("head_bucket", service_error_code="404")
    try:
        s3.head_bucket(Bucket="b")
    except s3.exceptions.NoSuchBucket:
        raise
    except s3.exceptions.ClientError as error:
        assert error.response["Error"]["Code"] == "404"
assert s3.generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "k"}, ExpiresIn=3)
assert s3.get_paginator("list_objects_v2").paginate(Bucket="b", PaginationConfig={"PageSize": 1})
assert s3.get_waiter("bucket_exists").config.delay > 0
assert s3.meta.region_name == "eu-west-1"
assert callable(s3.upload_fileobj)
assert callable(s3.put_object)

resource = boto3.resource("s3", **kwargs)
bucket = resource.Bucket("ours")
assert bucket.Object("a.txt").key == "a.txt"
assert bucket.Object("a.txt").Acl().object_key == "a.txt"
assert callable(bucket.objects.filter)
assert callable(bucket.upload_file)
assert resource.meta.client.meta.service_model.service_name == "s3"
table = boto3.resource("dynamodb", **kwargs).Table("users")
assert table.name == "users"
assert callable(table.query)
assert callable(table.batch_writer)
condition = Key("id").eq(1) & Attr("age").between(1, 2)
assert condition.get_expression()["operator"] == "AND"
ec2 = boto3.resource("ec2", **kwargs)
assert ec2.Instance("i-1").id == "i-1"
assert callable(ec2.create_instances)
assert callable(ec2.instances.all)
sqs = boto3.client("sqs", **kwargs)
with Stubber(sqs) as stub:
    stub.add_response("send_message", {"MessageId": "1"})
    assert sqs.send_message(QueueUrl="http://a", MessageBody="b")["MessageId"] == "1"
sqs.meta.events.register("before-call.sqs.*", lambda **extra: None)
assert issubclass(sqs.exceptions.QueueDoesNotExist, ClientError)
assert botocore.session.get_session().user_agent_name == "Botocore"
""",
        },
    ),
)

DATA = (
    Dynamic(
        "numpy-ufuncs-and-structured-arrays",
        ("numpy",),
        {
            "main.py": """
import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

values: npt.NDArray[np.float64] = np.arange(6, dtype=np.float64).reshape(2, 3)
assert np.add.reduce(values, axis=0, keepdims=True).shape == (1, 3)
assert np.multiply.outer([1, 2], [3, 4]).T.tolist() == [[3, 6], [4, 8]]
assert np.maximum.accumulate([1, 3, 2]).tolist() == [1, 3, 3]
assert np.add(1, 2, dtype=np.int8).itemsize == 1
np.add.at(values, (0, 0), 5)
assert np.frompyfunc(lambda a: a + 1, 1, 1).nin == 1
assert np.vectorize(len, otypes=[int], signature=None)(["a", "bc"]).tolist() == [1, 2]
assert values.T.shape == (3, 2)
assert (values @ values.T).trace() > 0
rows = np.array([("a", 1)], dtype=[("name", "U4"), ("size", "i4")]).view(np.recarray)
assert rows["size"].tolist() == [1]
assert rows.name[0] == "a"
assert np.rec.fromarrays([[1], [2]], names="left,right").right[0] == 2
assert np.r_[1:3, 7].tolist() == [1, 2, 7]
assert np.s_[1:2] == slice(1, 2)
assert np.linalg.svd(values, compute_uv=False).shape == (2,)
assert np.linalg.eigh(np.eye(2)).eigenvalues.tolist() == [1, 1]
assert np.unique_counts([1, 1]).counts.tolist() == [2]
assert np.random.default_rng(3).integers(2, size=3).ndim == 1
assert np.random.rand(2).shape == (2,)
assert np.char.upper(["a"]).item() == "A"
assert np.float64(1.5).hex().startswith("0x")
assert np.iinfo(np.int16).max == 32767
assert np.ma.masked_array([1, 2], mask=[0, 1]).filled(9).tolist() == [1, 9]
assert np.errstate(divide="ignore")
assert np.polynomial.Polynomial([1, 2]).deriv().coef.tolist() == [2]
assert sliding_window_view(np.arange(3), 2).shape == (2, 2)
assert np.dtype([("a", int)]).fields["a"]
assert np.testing.assert_allclose(1, 1.0, rtol=1e-3) is None


class Tagged(np.ndarray):
    def __new__(cls, data, tag=None):
        made = np.asarray(data).view(cls)
        made.tag = tag
        return made

    def __array_finalize__(self, source):
        self.tag = getattr(source, "tag", None)


assert Tagged([1, 2], tag="x")[1:].tag == "x"
bool_type = np.bool8 if hasattr(np, "bool8") else np.bool_
assert bool_type(1)
product = getattr(np, "product", None) or np.prod
assert product([2, 3]) == 6
if np.lib.NumpyVersion(np.__version__) < "2.0.0":
    assert np.float_(1) == np.Inf - np.infty
""",
        },
    ),
    Dynamic(
        "pandas-columns-and-accessors",
        ("pandas", "numpy", "tqdm"),
        {
            "main.py": """
import numpy as np
import pandas as pd
import pandas.api.types as types
from tqdm import tqdm


@pd.api.extensions.register_dataframe_accessor("geo")
class Geo:
    def __init__(self, frame):
        self._frame = frame

    def centre(self, weight=1):
        return self._frame.price.mean() * weight


@pd.api.extensions.register_series_accessor("ours")
class Ours:
    def __init__(self, series):
        self.series = series

    @property
    def longest(self):
        return self.series.str.len().max()


frame = pd.DataFrame({"price": [1.0, 2.0], "name": ["ab", "c"], "day": pd.to_datetime(["2024-01-01", "2024-02-03"])})
frame["kind"] = pd.Categorical(["x", "y"])
assert frame.price.sum() == 3
assert frame.name.str.upper().tolist() == ["AB", "C"]
assert frame.name.str.extract(r"(?P<first>.)").first.tolist() == ["a", "c"]
assert frame.day.dt.month.tolist() == [1, 2]
assert frame.kind.cat.categories.tolist() == ["x", "y"]
assert frame.geo.centre(weight=2) == 3
assert frame.name.ours.longest == 2
frame.price = frame.price * 2
assert frame.loc[frame.price > 2, "name"].iat[0] == "c"
assert frame.groupby("kind", observed=True).price.agg(["sum", "max"]).loc["x"].max() == 2
assert frame.groupby("kind", observed=True).agg(total=("price", "sum")).total.sum() == 6
assert frame.assign(double=lambda given: given.price * 2).double.tolist() == [4, 8]
assert [row.price for row in frame.itertuples(index=False)] == [2, 4]
assert next(iter(frame.iterrows()))[1].price == 2
assert frame.query("price > @limit", local_dict={"limit": 3}).shape == (1, 4)
assert frame.set_index("day").price.resample("MS").sum().size == 2
assert frame.rolling(2, on="day")[["price"]].sum().price.iloc[-1] == 6
assert frame.select_dtypes(include=["number"]).columns.tolist() == ["price"]
assert frame.describe(include="all").price.loc["max"] == 4
assert frame.pivot_table(index="kind", values="price", observed=True).T.x.price == 2
assert frame.T[0].price == 2
assert types.is_numeric_dtype(frame.price)
assert pd.Timestamp("2024-01-01").day_name() == "Monday"
assert pd.Series({"a": 1}).a == 1
assert pd.Index([1, 2], name="i").to_frame().i.sum() == 3
assert pd.concat([frame, frame], ignore_index=True, keys=None).shape[0] == 4
assert callable(frame.to_numpy().tobytes)
frame.attrs["source"] = "here"
assert frame.copy().attrs["source"] == "here"
tqdm.pandas(disable=True)
assert frame.price.progress_apply(lambda value: value + 1).tolist() == [3, 5]
assert frame.progress_apply(lambda row: row.price, axis=1).tolist() == [2, 4]
assert np.log1p(frame.price).index.tolist() == [0, 1]
assert pd.io.formats.format if hasattr(pd.io.formats, "format") else True
apply = frame.applymap if hasattr(frame, "applymap") else frame.map
assert apply(str).name.tolist() == ["ab", "c"]
if tuple(map(int, pd.__version__.split(".")[:2])) < (2, 0):
    frame.append(frame)
    frame.price.iteritems()
""",
        },
    ),
    Dynamic(
        "attrs-with-aliases-and-converters",
        ("attrs",),
        {
            "main.py": """
import attr
import attrs
from attrs import Factory, define, field, frozen, make_class, validators


@define
class Account:
    _owner: str
    __secret: str = "x"
    amount: int = field(converter=int, default=0, validator=validators.ge(0))
    kind: str = field(alias="type_", default="plain", kw_only=True)
    log: list = Factory(list)
    total: int = field(init=False)

    @total.default
    def _total(self):
        return self.amount * 2

    @amount.validator
    def _check(self, attribute, value):
        if value > 1000:
            raise ValueError(attribute.name)

    def owner(self):
        return self._owner


@attr.s(auto_attribs=True, kw_only=True)
class Old:
    x: int = attr.ib(default=3, metadata={"unit": "m"})


@attr.dataclass
class Older:
    y: int


@frozen(slots=False)
class Point:
    x: float = 0
    y: float = field(default=0, eq=False, repr=lambda value: "...")

    @classmethod
    def at(cls, **kwargs):
        return cls(**kwargs)


@define
class Deep(Account):
    extra: dict = field(factory=dict, kw_only=True)

    def __attrs_post_init__(self):
        self.amount += 1


@define(init=False)
class Own:
    a: int

    def __init__(self, anything, **more):
        self.__attrs_init__(a=anything, **more)


Made = make_class("Made", {"a": field(default=1), "b": field(factory=list)}, frozen=True)
these = attr.s(these={"z": attr.ib(default=1)}, init=True)(type("These", (), {}))

account = Account("ada", amount="3", type_="gold")
assert account.owner() == "ada"
assert account.total == 6
assert account.kind == "gold"
assert Account(owner="x", Account__secret="y")._owner == "x"
assert Deep(owner="x", extra={"a": 1}, log=[1]).amount == 1
assert Old(x=4).x == 4
assert attr.fields(Old).x.metadata["unit"] == "m"
assert attrs.fields(Account).kind.alias == "type_"
assert Older(1).y == 1
assert attrs.evolve(Point.at(x=1), y=2).y == 2
assert attr.evolve(account, owner="bob").owner() == "bob"
assert Own(3).a == 3
assert Made(b=[1]).b == [1]
assert these(z=2).z == 2
assert attr.asdict(Point())["x"] == 0
assert Account.__attrs_attrs__[0].name == "_owner"
assert attrs.has(Point)
assert attr.validators.instance_of(int)
assert attr.converters.optional(int)(None) is None
""",
        },
    ),
    Dynamic(
        "boxes-and-dicts-with-dots",
        ("python-box", "addict", "omegaconf"),
        {
            "main.py": """
import json
from types import SimpleNamespace

from addict import Dict
from box import Box, BoxList
from omegaconf import OmegaConf

box = Box({"server": {"port": 80, "names": [{"first": "a"}]}}, default_box=True)
assert box.server.port.bit_length() == 7
assert box.server.names[0].first == "a"
box.client.timeout = 3
assert box.client.timeout == 3
assert box.to_dict()["server"]["port"] == 80
assert BoxList([{"a": 1}])[0].a == 1
assert Box(camelCase=1, camel_killer_box=True).camel_case == 1

nested = Dict()
nested.a.b.c = [1]
assert nested.a.b.c.index(1) == 0
assert nested.to_dict() == {"a": {"b": {"c": [1]}}}

conf = OmegaConf.create({"model": {"layers": 3, "name": "n-${.layers}"}, "paths": ["a"]})
assert conf.model.layers == 3
assert conf.model.name == "n-3"
conf.model.layers = 4
assert conf.model.name.endswith("4")
assert conf.paths[0].upper() == "A"
merged = OmegaConf.merge(conf, {"train": {"lr": 1}}, OmegaConf.from_dotlist(["train.epochs=2"]))
assert merged.train.epochs + merged.train.lr == 3
OmegaConf.register_new_resolver("plus", lambda a, b: a + b, replace=True)
assert OmegaConf.create({"a": "${plus:1,2}"}).a == 3

loaded = json.loads('{"a": {"b": 1}}', object_hook=lambda pairs: SimpleNamespace(**pairs))
assert loaded.a.b == 1
assert json.loads('{"a": 1}', object_hook=Dict).a == 1
""",
        },
    ),
    Dynamic(
        "units-symbols-and-graphs",
        ("pint", "sympy", "networkx"),
        {
            "main.py": """
import networkx as nx
import pint
import sympy
from pint import UnitRegistry
from sympy import Function, Rational, cos, sin, symbols
from sympy.abc import alpha, x, y

ureg = UnitRegistry()
length = 3 * ureg.metre
assert length.to(ureg.centimeter).magnitude == 300
assert (length / ureg.second).units == ureg.meter / ureg.second
assert length.to_base_units().m == 3
ureg.define("smoot = 1.7018 * meter")
assert ureg.smoot.dimensionality == ureg.meter.dimensionality
assert length.m_as("km") == 0.003
assert ureg.Quantity(1, "kilowatt_hour").to("joule").m == 3600000
assert pint.Quantity(2, "m").u == pint.Unit("meter")


@ureg.wraps(ureg.second, (ureg.meter, None), strict=False)
def duration(metres, speed):
    return metres / speed


assert duration(length, 3).m == 1

a, b = symbols("a b", positive=True, integer=True)
expression = (sin(x) ** 2 + cos(x) ** 2) * alpha + y * 0
assert sympy.simplify(expression) == alpha
assert expression.subs(x, 0).free_symbols == {alpha}
assert a.is_positive
assert (a * b).is_integer
assert Rational(1, 2).p == 1
assert sympy.diff(x**3, x).as_coeff_Mul()[0] == 3
f = Function("f")
assert f(x).diff(x).func is sympy.Derivative
assert f(x).func.__name__ == "f"
assert sympy.Matrix([[1, 2], [3, 4]]).T.det() == -2
assert sympy.Matrix([[1, 0], [0, 1]]).eigenvals() == {1: 2}
assert sympy.S.Half + sympy.S.Half == sympy.S.One
assert sympy.S("x + 1").has(x)
assert sympy.lambdify(x, x + 1, modules="math")(1) == 2
assert sympy.oo.is_infinite

graph = nx.Graph(name="g", colour="red")
graph.add_edge("a", "b", weight=3, anything=True)
graph.add_node("c", size=1)
assert graph.graph["colour"] == "red"
assert graph.edges["a", "b"]["weight"] == 3
assert graph.nodes(data="size", default=0)["c"] == 1
assert nx.shortest_path(graph, "a", "b", weight="weight") == ["a", "b"]
assert nx.algorithms.components.number_connected_components(graph) == 2
assert nx.community.louvain_communities(graph, seed=1)
assert nx.pagerank.__wrapped__ if hasattr(nx.pagerank, "__wrapped__") else True
assert nx.shortest_path.orig_func
assert nx.from_dict_of_lists({1: [2]}).degree[1] == 1
assert graph.adj["a"]
assert nx.DiGraph(graph).in_degree("a") == 1
assert nx.utils.pairwise([1, 2])
""",
        },
    ),
    Dynamic(
        "orms-and-documents-that-build-fields",
        ("peewee", "tinydb", "pymongo", "redis", "marshmallow", "sqlmodel"),
        {
            "main.py": """
import marshmallow as ma
import peewee
import pymongo
import redis
from marshmallow import Schema, fields, post_load, pre_load, validate, validates_schema
from playhouse.shortcuts import model_to_dict
from sqlmodel import Field, Session, SQLModel, create_engine, select
from tinydb import Query, TinyDB, where
from tinydb.storages import MemoryStorage

database = peewee.SqliteDatabase(":memory:", pragmas={"foreign_keys": 1})


class Base(peewee.Model):
    class Meta:
        database = database


class User(Base):
    name = peewee.CharField(unique=True)


class Tweet(Base):
    user = peewee.ForeignKeyField(User, backref="tweets", on_delete="CASCADE")
    text = peewee.TextField(default="")


database.create_tables([User, Tweet])
ada = User.create(name="ada")
Tweet.create(user=ada, text="one")
assert ada.id == 1
assert ada.tweets.count() == 1
assert Tweet.get(Tweet.text == "one").user_id == 1
assert User.select(peewee.fn.UPPER(User.name).alias("loud")).get().loud == "ADA"
assert Tweet.select().join(User).where(User.name.startswith("a")).get().user.name == "ada"
assert User.get_or_none(User.name == "none") is None
assert User._meta.fields["name"].unique
assert model_to_dict(ada, backrefs=True)["name"] == "ada"
try:
    User.get_by_id(99)
except User.DoesNotExist:
    pass

db = TinyDB(storage=MemoryStorage)
db.insert({"name": "a", "address": {"city": "x"}})
item = Query()
assert db.search(item.address.city == "x")[0].doc_id == 1
assert db.count(where("name").matches("[a-z]")) == 1
assert db.search(item.name.one_of(["a"]) & ~(item.size.exists()))
assert db.table("others", cache_size=3).all() == []

mongo = pymongo.MongoClient("127.0.0.1", 9, connect=False, serverSelectionTimeoutMS=1, appname="ours")
assert mongo.shop.items.name == "items"
assert mongo.shop.items.archive.full_name == "shop.items.archive"
assert mongo["shop"].name == "shop"
assert mongo.shop.with_options(read_preference=pymongo.ReadPreference.NEAREST).client is mongo

client = redis.Redis(host="127.0.0.1", port=9, decode_responses=True, socket_timeout=0.1)
assert callable(client.json().get)
assert client.pipeline(transaction=False).set("a", 1, ex=3).incr("a").get("a")
assert callable(client.ft("index").search)
assert callable(client.hset)
assert client.connection_pool.connection_kwargs["port"] == 9
client.our_prefix = "ours:"
assert client.our_prefix.rstrip(":") == "ours"
script = client.register_script("return 1")
assert script.sha
assert redis.from_url("redis://127.0.0.1:9/3").connection_pool.connection_kwargs["db"] == 3


class Item(Schema):
    class Meta:
        unknown = ma.EXCLUDE

    name = fields.Str(required=True, data_key="Name", metadata={"description": "d"})
    size = fields.Int(load_default=1, validate=validate.Range(min=0))
    tags = fields.List(fields.Nested(lambda: Item(only=("name",))))

    @pre_load
    def lower(self, data, **kwargs):
        return {key.title(): value for key, value in data.items()}

    @validates_schema
    def check(self, data, **kwargs):
        pass

    @post_load
    def make(self, data, **kwargs):
        return dict(data, made=True)


Made = Schema.from_dict({"a": fields.Int()})
assert Item().load({"name": "x"})["made"]
assert Item(many=True, exclude=("size",)).dump([{"name": "x"}]) == [{"Name": "x"}]
assert Item().fields["name"].metadata["description"] == "d"
assert Made().load({"a": "1"}) == {"a": 1}
assert Item._declared_fields["size"].load_default == 1


class Hero(SQLModel, table=True):
    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(index=True)


engine = create_engine("sqlite://", echo=False)
SQLModel.metadata.create_all(engine)
with Session(engine, expire_on_commit=False) as session:
    session.add(Hero(name="a"))
    session.commit()
    assert session.exec(select(Hero).where(Hero.name.in_(["a"]))).one().id == 1
assert Hero.__table__.c.name.index
assert Hero.model_validate({"name": "b"}).name == "b"
""",
        },
    ),
    Dynamic(
        "c-extensions-without-stubs",
        ("lxml", "msgpack", "regex", "orjson", "psutil", "cffi", "PyYAML", "greenlet"),
        {
            "main.py": """
import _yaml
import cffi
import greenlet
import lxml
import lxml.etree as ET
import msgpack
import orjson
import psutil
import regex
import yaml
from lxml import etree, html, objectify
from lxml.builder import E, ElementMaker

tree = objectify.fromstring("<shop><item price='3'>tea</item><item>cake</item><deep><er>4</er></deep></shop>")
assert tree.item.text == "tea"
assert tree.item[1] == "cake"
assert tree.deep.er + 1 == 5
tree.note = "added"
assert tree.note.pyval == "added"
assert tree.item.get("price") == "3"
assert E.div(E.span("a", title="t"), id="x").xpath("//span/@title") == ["t"]
assert ElementMaker(namespace="urn:a", nsmap={"a": "urn:a"}).whatever(size="1").tag == "{urn:a}whatever"
assert html.fromstring("<p class='a'>b</p>").text_content() == "b"
assert ET is lxml.etree is etree
assert etree.tostring(etree.Element("a"), encoding="unicode", pretty_print=False) == "<a/>"
assert etree.XPath("count(//a)")(etree.XML("<b><a/></b>")) == 1.0
assert etree.LXML_VERSION > (4, 0)

assert msgpack.unpackb(msgpack.packb({"a": [1]}, use_bin_type=True), raw=False, strict_map_key=False) == {"a": [1]}
assert msgpack.Packer(autoreset=True).pack(1) == b"\\x01"
assert orjson.loads(orjson.dumps({"b": 1}, option=orjson.OPT_SORT_KEYS | orjson.OPT_APPEND_NEWLINE))["b"] == 1
match = regex.fullmatch(r"(?P<a>\\w)+", "xyz", flags=regex.V1, timeout=3)
assert match.captures("a") == ["x", "y", "z"]
assert match.capturesdict()["a"]
assert regex.findall("a", "aa", overlapped=True) == ["a", "a"]
assert psutil.Process().oneshot
assert psutil.virtual_memory().percent >= 0
assert psutil.Process().memory_info()._asdict()["rss"] > 0
if psutil.LINUX:
    assert psutil.Process().num_fds() > 0
if psutil.WINDOWS:
    psutil.win_service_iter()
    psutil.Process().num_handles()
ffi = cffi.FFI()
ffi.cdef("int abs(int value); struct point { int x; int y; };")
library = ffi.dlopen(None)
assert library.abs(-3) == 3
point = ffi.new("struct point *", {"x": 1})
point.y = 2
assert point.x + point.y == 3
loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
assert yaml.load("a: 1", Loader=loader) == {"a": 1}
assert yaml.__with_libyaml__ in (True, False)
if yaml.__with_libyaml__:
    assert yaml.CSafeDumper
    assert yaml.cyaml.CParser
assert yaml.safe_dump({"b": 1, "a": 2}, sort_keys=False, default_flow_style=True) == "{b: 1, a: 2}\\n"


class Point(yaml.YAMLObject):
    yaml_tag = "!point"
    yaml_loader = yaml.SafeLoader


assert yaml.safe_load("!point {x: 3}").x == 3
assert yaml.nodes.ScalarNode(tag="a", value="b").value == "b"
assert greenlet.getcurrent().dead is False
assert greenlet.greenlet(lambda: 4).switch() == 4
assert _yaml
""",
        },
    ),
)

LIBRARIES = (
    Dynamic(
        "lazy-loader-in-own-package",
        ("lazy-loader",),
        {
            "pictures/__init__.py": """
import lazy_loader as lazy

__getattr__, __dir__, __all__ = lazy.attach(
    __name__,
    submodules={"filters"},
    submod_attrs={"files": ["load", "save"]},
)
""",
            "pictures/files.py": """
def load(path):
    return path


def save(path, quality=90):
    return quality
""",
            "pictures/filters.py": """
def blur(by):
    return by
""",
            "stubbed/__init__.py": """
import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
""",
            "stubbed/__init__.pyi": """
from .inner import deep as deep
""",
            "stubbed/inner.py": """
def deep(level=1):
    return level
""",
            "main.py": """
import lazy_loader as lazy
import pictures
import stubbed
from pictures import filters, load

wave = lazy.load("wave")
missing = lazy.load("package_that_nobody_has", error_on_import=False)

assert pictures.save("a", quality=3) == 3
assert pictures.filters.blur(by=2) == filters.blur(2) == 2
assert load("x") == "x"
assert stubbed.deep(level=3) == 3
assert wave.open.__module__ == "wave"
assert missing is not None
""",
        },
    ),
    Dynamic(
        "lazy-exports-of-libraries",
        ("networkx", "celery", "Faker", "rich", "pydantic", "Werkzeug"),
        {
            "main.py": """
import celery
import networkx
import pydantic
import rich
import werkzeug
from celery import Celery, Task, bootsteps, canvas, schedules
from celery.schedules import crontab
from faker import Faker
from pydantic import BaseModel, ImportString, conint
from rich import box, inspect, print, print_json
from werkzeug import Request, Response

fake = Faker(["en_GB", "de_DE"])
Faker.seed(3)
assert fake.name()
assert fake["de_DE"].city()
assert fake.unique.random_int(min=1, max=5) < 6
assert fake.optional.first_name() != ""
assert fake.profile(fields=["mail"])["mail"]
assert fake.pystr_format("??") if hasattr(fake, "pystr_format") else True
assert Faker("en_US").ssn()
assert celery.schedules.crontab is crontab
assert celery.canvas.group is celery.group
assert celery.VERSION.major >= 5
assert Task.max_retries == 3
assert canvas.signature("a").task == "a"
assert bootsteps.Blueprint
assert networkx.algorithms.shortest_paths.dijkstra_path
assert networkx.drawing.circular_layout(networkx.path_graph(2))
assert pydantic.main.BaseModel is BaseModel
assert pydantic.types.conint is conint
assert pydantic.version.VERSION == pydantic.VERSION == pydantic.__version__
assert rich.get_console().file
assert rich.console.Console is type(rich.get_console())
assert box.ROUNDED.top_left
assert werkzeug.Request is Request
assert Response("a").status_code == 200
""",
        },
    ),
    Dynamic(
        "versions-asked-of-metadata",
        ("packaging", "requests", "attrs", "Django", "Flask", "six"),
        {
            "main.py": """
import importlib.metadata
import importlib.resources as resources
import sys
from importlib.metadata import PackageNotFoundError, entry_points, version

import attr
import django
import flask
import requests
import six
from packaging import version as versions
from packaging.version import Version, parse
from six.moves import configparser, range, urllib
from six.moves.urllib.parse import urlencode

try:
    __version__ = version("package-of-ours")
except PackageNotFoundError:
    __version__ = "0"

REQUESTS = Version(requests.__version__)
if parse(importlib.metadata.version("requests")) < parse("1.0"):
    requests.async_.map([])
    requests.safe_mode = requests.utils.of_old
if REQUESTS.major == 0:
    requests.models.Request(wish="tea")
if versions.parse(version("flask")) < versions.parse("2.3"):
    from flask import _app_ctx_stack, escape

    _app_ctx_stack.top.anything = escape("<")
if django.VERSION[:2] < (2, 0):
    from django.core.urlresolvers import reverse
    from django.utils.encoding import force_text

    force_text(reverse("a"))
if not hasattr(attr, "evolve_of_old"):
    attr.evolve_of_old = attr.evolve
assert attr.evolve_of_old
assert attr.__version_info__ if hasattr(attr, "__version_info__") else True
if six.PY2:
    unicode("a")
    import ConfigParser
    from urllib2 import urlopen

    urlopen(ConfigParser.SafeConfigParser().get("a", "b"))
else:
    from urllib.request import urlopen

    assert urlopen
if sys.version_info.major == 2:
    reload(sys)
    sys.setdefaultencoding("utf-8")
assert urlencode({"a": 1}) == "a=1"
assert urllib.parse.quote("a b") == "a%20b"
assert urllib.request.Request("http://a").host == "a"
assert configparser.ConfigParser
assert list(range(1)) == [0]
assert six.moves.cPickle.dumps(1)
assert six.text_type("a") == six.ensure_str(b"a")
assert six.with_metaclass(type, object)
assert flask.Flask(__name__).name
assert resources.files("requests").joinpath("certs.py").name == "certs.py"
assert "flask" in {point.name for point in entry_points(group="console_scripts")}
assert entry_points().select(group="nothing-of-ours").names == set()
""",
        },
    ),
    Dynamic(
        "plugins-and-hooks",
        ("pluggy", "pytest", "blinker", "pyee"),
        {
            "plugins/__init__.py": "",
            "plugins/upper.py": """
import pluggy

hookimpl = pluggy.HookimplMarker("ours")


@hookimpl(tryfirst=True)
def change(text):
    return text.upper()
""",
            "main.py": '''
import importlib
import pkgutil
import sys
from importlib.metadata import EntryPoint

import pluggy
import pytest
from blinker import NamedSignal, Namespace, signal
from pyee import EventEmitter
from pyee.asyncio import AsyncIOEventEmitter

import plugins

hookspec = pluggy.HookspecMarker("ours")


class Spec:
    @hookspec(firstresult=True)
    def change(self, text):
        """Change a text."""

    @hookspec
    def collect(self, into): ...


manager = pluggy.PluginManager("ours")
manager.add_hookspecs(Spec)
for found in pkgutil.iter_modules(plugins.__path__):
    manager.register(importlib.import_module(f"plugins.{found.name}"))
assert manager.hook.change(text="a") == "A"
assert manager.hook.collect(into=[]) == []
assert manager.hook.change.spec.opts["firstresult"]
assert plugins.upper.change("b") == "B"
assert sys.modules["plugins.upper"].hookimpl.project_name == "ours"
assert manager.get_plugins() == {plugins.upper}

loaded = EntryPoint(name="upper", value="plugins.upper:change", group="ours").load()
assert loaded(text="c") == "C"

signals = Namespace()
saved = signals.signal("saved", doc="a thing was saved")
got = []


@saved.connect
def on_saved(sender, **extra):
    got.append(extra)


@signal("ready").connect_via("boat")
def on_ready(sender):
    got.append(sender)


saved.send("me", size=3)
signal("ready").send("boat")
assert got == [{"size": 3}, "boat"]
assert saved.receivers
assert isinstance(saved, NamedSignal)
emitter = EventEmitter()
emitter.once("go", got.append)


@emitter.on("stop")
def stop(*args, **kwargs):
    got.append(kwargs)


emitter.emit("go", 1)
emitter.emit("stop", by="hand")
assert got[-2:] == [1, {"by": "hand"}]
assert AsyncIOEventEmitter().listeners("go") == []


@pytest.fixture(scope="module", params=[1, 2], ids=str, name="made")
def _made(request, tmp_path_factory):
    request.node.ours = 1
    return request.param


@pytest.mark.slow_of_ours
@pytest.mark.parametrize(("a", "b"), [(1, 2), pytest.param(3, 4, marks=pytest.mark.xfail(reason="r"), id="i")])
@pytest.mark.anything_at_all(level=3)
def test_it(made, a, b, monkeypatch, capsys, request):
    monkeypatch.setenv("A", "b")
    assert capsys.readouterr().out == ""
    assert request.config.getoption("--collect-only") is False


assert [mark.name for mark in test_it.pytestmark] == ["anything_at_all", "parametrize", "slow_of_ours"]
with pytest.raises(ValueError, match="a") as caught:
    raise ValueError("a")
assert caught.value.args == ("a",)
assert caught.type is ValueError
with pytest.warns(UserWarning) as record:
    import warnings

    warnings.warn("w", stacklevel=1)
assert record[0].message.args == ("w",)
assert pytest.approx(1.0, abs=1) == 1.5
try:
    pytest.skip("s")
except pytest.skip.Exception as error:
    assert error.msg == "s"
assert pytest.importorskip("json").dumps(1) == "1"
assert pytest.version_tuple[0] >= 7


def pytest_addoption(parser):
    parser.addini("ours", help="ours", default="")


def pytest_configure(config):
    config.our_state = {}
    config.addinivalue_line("markers", "slow_of_ours: slow")
''',
        },
    ),
    Dynamic(
        "interfaces-and-adapters",
        ("zope.interface", "zope.event"),
        {
            "main.py": '''
import zope.event
import zope.interface
from zope.interface import Attribute, Interface, adapter, alsoProvides, implementer, interface, providedBy, taggedValue
from zope.interface.adapter import AdapterRegistry
from zope.interface.verify import verifyObject


class IDuck(Interface):
    taggedValue("kind", "bird")
    name = Attribute("its name")

    def quack(loud=False):
        """Say it."""


class INamed(zope.interface.Interface):
    pass


@implementer(IDuck)
class Duck:
    def __init__(self, name):
        self.name = name

    def quack(self, loud=False):
        return "QUACK" if loud else "quack"


duck = Duck("d")
alsoProvides(duck, INamed)
assert IDuck.providedBy(duck)
assert IDuck.implementedBy(Duck)
assert INamed.providedBy(duck)
assert IDuck(duck).quack(loud=True) == "QUACK"
assert INamed(object(), None) is None
assert IDuck["quack"].getSignatureString() == "(loud=False)"
assert IDuck.names() and IDuck.getTaggedValue("kind") == "bird"
assert IDuck.queryTaggedValue("none", 1) == 1
assert verifyObject(IDuck, duck)
assert list(providedBy(duck))[0] is INamed
registry = AdapterRegistry()
registry.register([IDuck], INamed, "", lambda given: given.name)
assert registry.lookup1(IDuck, INamed)(duck) == "d"
assert adapter.AdapterLookup and interface.InterfaceClass
seen = []
zope.event.subscribers.append(seen.append)
zope.event.notify("e")
assert seen == ["e"]
''',
        },
    ),
    Dynamic(
        "state-machines-that-gain-methods",
        ("transitions",),
        {
            "main.py": """
from transitions import Machine, MachineError, State
from transitions.extensions import HierarchicalMachine


class Light:
    def on_enter_red(self):
        self.stopped = True

    def is_night(self):
        return False


class Door:
    pass


light = Light()
machine = Machine(model=light, states=["green", State("red", on_exit=[])], initial="green", auto_transitions=True)
machine.add_transition("stop", "green", "red", unless=["is_night"])
machine.add_transition(trigger="go", source="*", dest="green", before=lambda: None)
assert light.state == "green"
assert light.is_green()
assert light.may_stop()
assert light.stop()
assert light.stopped
assert light.is_red()
assert light.to_green()
assert light.trigger("stop")
light.go()
try:
    machine.set_state("red", light)
    light.stop()
except MachineError as error:
    assert "stop" in error.value

door = Door()
POSES = ["shut", {"name": "open", "children": ["wide"]}]
HierarchicalMachine(door, states=POSES, initial="shut", model_attribute="pose")
assert door.pose == "shut"
door.to_open_wide()
assert door.is_open_wide()
""",
        },
    ),
    Dynamic(
        "commands-made-from-names",
        ("plumbum", "sh"),
        {
            "main.py": """
import sys

import plumbum
from plumbum import FG, cli, local
from plumbum.cmd import echo, ls

assert echo["a"]("b").strip() == "a b"
assert (ls["-d", "."] | plumbum.cmd.cat)().strip() == "."
assert local.cmd.echo("x").strip() == "x"
assert local.env.get("NO_SUCH_VARIABLE_OF_OURS") is None
with local.env(OURS="1"):
    assert local.env["OURS"] == "1"
assert (local.cwd / "main.py").exists()


class App(cli.Application):
    VERSION = "1"
    verbose = cli.Flag(["v", "verbose"], help="say more")
    level = cli.SwitchAttr("--level", int, default=1)

    @cli.switch("--twice", argtype=int)
    def twice(self, value):
        self.doubled = value * 2

    def main(self, *names):
        self.names = names


app, code = App.run(["app", "-v", "--twice", "2", "a"], exit=False)
assert app.verbose is True
assert app.doubled == 4
assert app.level.bit_length() == 1
assert app.names == ("a",)
assert FG is plumbum.FG

if sys.platform != "win32":
    import sh
    from sh import printf

    assert str(printf("%s", "x")) == "x"
    assert sh.echo("a", _ok_code=[0], _return_cmd=True).exit_code == 0
    assert sh.true.bake("-x")
    assert sh.Command("echo")("b").strip() == "b"
    try:
        sh.false()
    except sh.ErrorReturnCode_1 as error:
        assert error.exit_code == 1
    try:
        sh.command_that_nobody_has()
    except sh.CommandNotFound:
        pass
""",
        },
    ),
    Dynamic(
        "caches-wrappers-and-dispatch",
        ("cachetools", "wrapt", "multipledispatch", "toolz", "more-itertools"),
        {
            "main.py": """
import functools

import cachetools
import more_itertools
import toolz
import toolz.curried as tc
import wrapt
from cachetools import TTLCache, cached, cachedmethod
from cachetools.keys import hashkey
from multipledispatch import Dispatcher, dispatch
from toolz import curry, pipe
from toolz.curried import filter as keep
from toolz.curried import map as each


@cached(cache=TTLCache(maxsize=2, ttl=60, timer=lambda: 0), key=lambda a, **kwargs: hashkey(a), info=True)
def double(a, verbose=False):
    return a * 2


assert double(2, verbose=True) == 4
assert double.cache.currsize == 1
assert double.cache_info().misses == 1
assert double.cache_key(2) == hashkey(2)
double.cache_clear()
assert double.cache_lock is None


class Shop:
    def __init__(self):
        self.cache = cachetools.LRUCache(2)

    @cachedmethod(lambda self: self.cache)
    def price(self, name):
        return len(name)


assert Shop().price("tea") == 3


@wrapt.decorator
def shout(wrapped, instance, args, kwargs):
    return wrapped(*args, **kwargs).upper()


class Duck:
    @shout
    def quack(self, sound="quack"):
        return sound

    @shout
    @classmethod
    def make(cls):
        return "made"


assert Duck().quack(sound="q") == "Q"
assert Duck.make() == "MADE"
assert Duck.quack.__wrapped__


class Counting(wrapt.ObjectProxy):
    def __init__(self, wrapped):
        super().__init__(wrapped)
        self._self_calls = 0

    def append(self, value):
        self._self_calls += 1
        self.__wrapped__.append(value)


counting = Counting([])
counting.append(1)
assert counting.index(1) == 0
assert counting._self_calls == 1


@dispatch(int)
def show(value):
    return "int"


@dispatch(str, str)
def show(left, right):
    return "two"


assert show(1) == "int"
assert show("a", "b") == "two"
assert show.dispatch(int)(1) == "int"
half = Dispatcher("half")
half.add((float,), lambda value: value / 2)
assert half(1.0) == 0.5


@curry
def add(a, b, c=0):
    return a + b + c


assert add(1)(2) == 3
assert add(c=3)(1)(b=2) == 6
assert pipe([1, 2, 3], keep(lambda value: value > 1), each(add(1)), list) == [3, 4]
assert tc.get("a")({"a": 1}) == 1
assert tc.reduce(add, [1, 2, 3]) == 6
assert toolz.curried.merge({"a": 1}, {"b": 2}) == {"a": 1, "b": 2}
assert toolz.compose(str, len)("abc") == "3"
assert toolz.functoolz.identity(1) == 1
assert more_itertools.first([], default=1) == 1
assert list(more_itertools.chunked([1, 2, 3], n=2, strict=False)) == [[1, 2], [3]]
assert more_itertools.more.peekable([1]).peek() == 1
assert more_itertools.recipes.take(1, [1, 2]) == [1]


class Peek(more_itertools.peekable):
    def third(self):
        return self[2]


assert Peek([1, 2, 3]).third() == 3
both = functools.reduce(lambda left, right: lambda value: right(left(value)), [str, len])
assert both(100) == 3
""",
        },
    ),
    Dynamic(
        "loggers-and-consoles",
        ("rich", "structlog", "loguru", "tqdm"),
        {
            "main.py": """
import io
import logging
import logging.handlers

import rich.console
import rich.traceback
import structlog
import tqdm.auto
from loguru import logger
from rich.logging import RichHandler
from rich.progress import Progress, SpinnerColumn, TextColumn, track
from rich.table import Table
from structlog.stdlib import BoundLogger
from tqdm import tqdm as bar
from tqdm.contrib.concurrent import thread_map

log: BoundLogger = structlog.wrap_logger(structlog.PrintLogger(file=io.StringIO()), wrapper_class=structlog.BoundLogger)
log = log.bind(user="ada", request_id=3)
log.info("saved", size=1, anything={"a": 1})
assert log.unbind("user")._context == {"request_id": 3}
structlog.configure(processors=[structlog.testing.LogCapture()], cache_logger_on_first_use=False)
with structlog.testing.capture_logs() as captured:
    structlog.get_logger("a", b=1).warning("w", c=2)
assert captured[0]["c"] == 2
assert structlog.stdlib.ProcessorFormatter.wrap_for_formatter
with structlog.contextvars.bound_contextvars(tenant="t"):
    assert structlog.contextvars.get_contextvars()["tenant"] == "t"

logger.remove()
out = io.StringIO()
number = logger.add(out, format="{extra[who]} {message}", level="DEBUG", filter=lambda record: True, enqueue=False)
logger.level("LOUD", no=38, color="<red>")
logger.bind(who="me").opt(lazy=True).debug("x {}", lambda: 1)
logger.bind(who="me").log("LOUD", "y {name}", name="n")


@logger.catch(reraise=False, default=4)
def fails():
    raise ValueError


with logger.contextualize(who="you"):
    assert fails() == 4
assert out.getvalue().startswith("me x 1")

logging.addLevelName(5, "TRACE")
logging.TRACE = 5
logging.Logger.trace = lambda self, text, *args, **kwargs: self.log(logging.TRACE, text, *args, **kwargs)
logging.getLogger("ours").trace("a %s", 1)
assert logging.getLevelName("TRACE") == logging.TRACE
record = logging.makeLogRecord({"msg": "m", "tenant": "t"})
assert record.tenant == "t"
logging.info("x", extra={"tenant": "t"}, stacklevel=2)
assert logging.root.manager.loggerDict["ours"].level == 0
assert logging.handlers.DEFAULT_TCP_LOGGING_PORT
assert logging._nameToLevel["TRACE"] == 5

console = rich.console.Console(file=io.StringIO(), width=20, record=True, theme=None)
table = Table("a", title="t", box=None, show_header=False)
table.add_row("[bold]x[/]", style="red")
console.print(table, justify="left")
assert "x" in console.export_text(clear=True)
assert console.file.getvalue()
with Progress(SpinnerColumn(), TextColumn("{task.fields[who]}"), console=console, transient=True) as progress:
    task = progress.add_task("t", total=2, who="me")
    progress.update(task, advance=1, who="you")
    assert progress.tasks[task].fields["who"] == "you"
assert list(track([1], console=console, description="d")) == [1]
assert RichHandler(console=console, rich_tracebacks=True, markup=True).console is console
rich.traceback.install(show_locals=True, console=console)
assert tqdm.auto.tqdm
with bar(total=2, disable=True, unit="b", postfix={"a": 1}) as shown:
    shown.update()
    shown.set_postfix(loss=1, anything="x")
assert thread_map(str, [1], disable=True, max_workers=1) == ["1"]
""",
        },
    ),
    Dynamic(
        "forms-and-factories",
        ("WTForms", "factory_boy", "traitlets", "environs"),
        {
            "main.py": """
import enum

import factory
import factory.fuzzy
import traitlets
from environs import Env
from factory import Faker, LazyAttribute, SelfAttribute, Sequence, SubFactory, Trait, post_generation
from traitlets import HasTraits, Int, Unicode, default, observe, validate
from traitlets.config import Application, Config, Configurable
from wtforms import Form, StringField, validators
from wtforms.fields import IntegerField, SelectField


class Sign(Form):
    class Meta:
        csrf = False

    name = StringField("Name", [validators.Length(min=2)], render_kw={"class": "wide"}, description="d")
    age = IntegerField(validators=[validators.Optional()], default=3)

    def validate_name(self, field):
        if field.data == "none":
            raise validators.ValidationError("no")


setattr(Sign, "kind", SelectField("Kind", choices=[("a", "A")], validate_choice=False))
form = Sign(name="ada", data={"age": 4})
assert form.name.data == "ada"
assert form.age.data == 4
assert form.kind.choices
assert form.name.label.text == "Name"
assert "wide" in form.name(id="x", placeholder="p", **{"data-a": "b"})
assert form.validate() and form.errors == {}


class User:
    def __init__(self, **values):
        self.__dict__.update(values)


class UserFactory(factory.Factory):
    class Meta:
        model = User
        exclude = ("hidden",)

    class Params:
        admin = Trait(role="admin")

    hidden = "h"
    number = Sequence(lambda n: n)
    name = LazyAttribute(lambda made: f"user{made.number}{made.hidden}")
    role = "plain"
    email = Faker("email")
    level = factory.fuzzy.FuzzyInteger(1, 3)

    @factory.lazy_attribute
    def loud(self):
        return self.name.upper()

    @post_generation
    def tags(self, create, extracted, **kwargs):
        self.tag_list = extracted or list(kwargs.values())


class PostFactory(factory.Factory):
    class Meta:
        model = User

    author = SubFactory(UserFactory, role="author")
    title = SelfAttribute("author.name")


assert UserFactory(admin=True).role == "admin"
assert UserFactory.build(name="x", anything=3).anything == 3
assert UserFactory(tags=["a"]).tag_list == ["a"]
assert UserFactory(tags__first="b").tag_list == ["b"]
assert UserFactory().loud.startswith("USER")
assert UserFactory.create_batch(2, role="r")[1].role == "r"
assert PostFactory(author__name="z").title == "z"
assert UserFactory._meta.model is User
assert factory.build(dict, FACTORY_CLASS=factory.DictFactory, a=1) == {"a": 1}
assert issubclass(factory.make_factory(User, name="m"), factory.Factory)


class Robot(Configurable):
    name = Unicode("r", help="its name").tag(config=True, ours=1)
    size = Int()
    log = traitlets.List(Int())

    @default("size")
    def _size(self):
        return 4

    @validate("size")
    def _check(self, proposal):
        return proposal["value"]

    @observe("size")
    def _seen(self, change):
        self.log = [*self.log, change.new]


config = Config()
config.Robot.name = "c"
config.Anything.at.all = 3
robot = Robot(config=config, size=5)
robot.size = 6
assert robot.name == "c"
assert robot.log[-1] == 6
assert robot.traits(ours=1)["name"].metadata["config"]
assert Robot.class_traits(config=True)
assert config.Anything.at.all == 3
assert issubclass(Application, HasTraits)

env = Env(prefix="OURS_", eager=True)


@env.parser_for("level")
def level(value, scale=1):
    return int(value) * scale


import os

os.environ.update(OURS_LEVEL="3", OURS_ON="yes", OURS_LIST="1,2")
assert env.level("LEVEL", scale=2) == 6
assert env.bool("ON") is True
assert env.list("LIST", subcast=int) == [1, 2]
assert env.int("NONE", 3) == 3
with env.prefixed("L"):
    assert env.list("IST") == ["1", "2"]
Shape = enum.Enum("Shape", "ROUND")
assert env.enum("SHAPE", Shape.ROUND, enum=Shape) is Shape.ROUND
""",
        },
    ),
    Dynamic(
        "parsers-built-by-reflection",
        ("ply", "pyparsing", "Jinja2", "python-dateutil", "pytz"),
        {
            "main.py": """
import datetime

import dateutil
import dateutil.parser
import jinja2
import pyparsing as pp
import pytz
from dateutil import rrule, tz
from dateutil.relativedelta import MO, relativedelta
from jinja2 import Environment, nodes, pass_context
from jinja2.ext import Extension
from jinja2.sandbox import SandboxedEnvironment
from ply import lex, yacc
from pyparsing import Word, alphas, nums, pyparsing_common

tokens = ("NUMBER", "PLUS")
t_PLUS = r"\\+"
t_ignore = " "


def t_NUMBER(t):
    r"[0-9]+"
    t.value = int(t.value)
    t.lexer.seen = t.lexer.seen + 1
    return t


def t_error(t):
    t.lexer.skip(1)


def p_sum(p):
    "sum : sum PLUS NUMBER"
    p[0] = p[1] + p[3]
    p.parser.depth = 1


def p_number(p):
    "sum : NUMBER"
    p[0] = p[1]


def p_error(p):
    raise ValueError(p)


lexer = lex.lex()
lexer.seen = 0
parser = yacc.yacc(write_tables=False, debug=False)
assert parser.parse("1 + 2", lexer=lexer) == 3
assert lexer.seen == 2
assert parser.depth == 1

entry = Word(alphas)("name") + pp.Suppress("=") + pyparsing_common.integer("size") + pp.Optional(Word(nums)("rest"))
parsed = entry.parse_string("tea=3", parse_all=True)
assert parsed.name == "tea"
assert parsed.size.bit_length() == 2
assert parsed.rest == ""
assert entry.parseString("tea=3").asDict() == {"name": "tea", "size": 3}
assert pp.pyparsing_unicode.Latin1.alphas
assert pp.Literal("a").set_name("x").name == "x"


class Shout(Extension):
    tags = {"shout"}

    def parse(self, parser):
        line = next(parser.stream).lineno
        return nodes.Output([nodes.Const("HEY")]).set_lineno(line)


environment = Environment(extensions=[Shout, "jinja2.ext.do"], autoescape=jinja2.select_autoescape())
environment.globals["twice"] = lambda value: value * 2
environment.filters.update(half=lambda value: value / 2)
environment.our_name = "e"
template = environment.from_string("{% macro m(a) %}[{{ a }}]{% endmacro %}{% shout %}{{ twice(2)|half }}")
assert template.render(anything=1) == "HEY2.0"
assert str(template.module.m(a=1)) == "[1]"
assert environment.overlay(trim_blocks=True).our_name == "e"
assert SandboxedEnvironment().from_string("{{ a.b }}").render({"a": {"b": 1}}) == "1"
assert jinja2.nodes.Name("a", "load").set_ctx("store").ctx == "store"
assert jinja2.Environment(undefined=jinja2.make_logging_undefined()).from_string("{{ x }}").render() == ""
assert pass_context(lambda context: 1).jinja_pass_arg

assert dateutil.parser.parse("2024-01-02", dayfirst=False).day == 2
assert dateutil.tz.gettz("UTC") is not None
assert dateutil.rrule is rrule and tz.UTC
assert datetime.date(2024, 1, 1) + relativedelta(months=+1, weekday=MO(1)) == datetime.date(2024, 2, 5)
assert rrule.rrule(rrule.DAILY, count=2, dtstart=datetime.datetime(2024, 1, 1))[1].day == 2
assert pytz.timezone("Europe/Berlin").localize(datetime.datetime(2024, 1, 1)).tzinfo.zone == "Europe/Berlin"
assert pytz.utc.zone == pytz.UTC.zone
assert pytz.country_timezones.get("de") or pytz.country_timezones("de")
assert pytz.exceptions.UnknownTimeZoneError is pytz.UnknownTimeZoneError
""",
        },
    ),
    Dynamic(
        "patched-by-another-module",
        ("gevent", "requests", "attrs"),
        {
            "patches.py": """
import requests
import attr


def get_json(url, **kwargs):
    return {"url": url, **kwargs}


def apply():
    requests.get_json = get_json
    requests.models.Response.as_text = lambda self, upper=False: self.text.upper() if upper else self.text
    attr.ours = lambda: attr.ib(default="ours")
    setattr(requests.sessions, "OUR_LIMIT", 3)
""",
            "main.py": """
from gevent import monkey

monkey.patch_time()

import attr
import gevent
import gevent.event
import requests
from gevent.pool import Pool
from gevent.queue import Queue

import patches

patches.apply()
assert requests.get_json("a", page=1) == {"url": "a", "page": 1}
reply = requests.Response()
reply._content = b"a"
assert reply.as_text(upper=True) == "A"
assert requests.sessions.OUR_LIMIT == 3
from requests.sessions import OUR_LIMIT

assert OUR_LIMIT == 3


@attr.s
class Thing:
    whose = attr.ours()


assert Thing().whose == "ours"
greenlet = gevent.spawn(lambda a, b: a + b, 1, b=2)
greenlet.owner = "me"
greenlet.join(timeout=3)
assert greenlet.value == 3
assert greenlet.owner == "me"
assert Pool(2).map(str, [1]) == ["1"]
queue = Queue(maxsize=1)
queue.put(1, block=False)
assert queue.get_nowait() == 1
assert gevent.event.AsyncResult().ready() is False
assert monkey.is_module_patched("time")
""",
        },
    ),
    Dynamic(
        "subclasses-that-add-and-override",
        ("click", "requests", "rich", "pydantic", "SQLAlchemy", "httpx"),
        {
            "base.py": """
import httpx
from pydantic import BaseModel
from requests import Session


class Retrying(Session):
    retries = 3

    def request(self, method, url, *args, attempts=None, **kwargs):
        return method, url, attempts or self.retries, kwargs


class Frozen(BaseModel, frozen=True, extra="allow"):
    @classmethod
    def of(cls, **values):
        return cls(**values)


class Client(httpx.Client):
    def items(self, /, *, page=1):
        return page
""",
            "main.py": """
import json
import logging
import threading
from collections import UserDict, defaultdict
from html.parser import HTMLParser
from http.server import BaseHTTPRequestHandler

import click
from rich.console import Console
from sqlalchemy.types import TypeDecorator, String

from base import Client, Frozen, Retrying


class Api(Retrying):
    retries = 5

    def __getattr__(self, name):
        if name.startswith("get_"):
            return lambda **kwargs: self.get(name[4:], **kwargs)
        raise AttributeError(name)


class Loud(Console):
    def shout(self, text, *, times=1):
        return text.upper() * times


class Money(TypeDecorator):
    impl = String
    cache_ok = True

    def cents(self):
        return self.impl.length


class Choice(click.Choice):
    name = "ours"

    def convert(self, value, param, ctx):
        return super().convert(value.lower(), param, ctx)


class Reader(HTMLParser):
    def __init__(self, *, keep):
        super().__init__(convert_charrefs=True)
        self.keep, self.found = keep, []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, self.getpos()))


class Case(UserDict):
    def __getattr__(self, name):
        return self.data[name]


class Worker(threading.Thread):
    def run(self):
        self.result = self._target(*self._args)


class Encoder(json.JSONEncoder):
    def __init__(self, *, prefix="", **kwargs):
        super().__init__(**kwargs)
        self.prefix = prefix

    def default(self, o):
        return self.prefix + str(o)


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_error(404, explain="x")
        self.our_state = self.headers.get("a")


class Problem(Exception):
    def __init__(self, text, **extra):
        super().__init__(text)
        vars(self).update(extra)


Mixed = type("Mixed", (Loud, Case), {})
api = Api()
assert api.get("u", attempts=2)[:3] == ("GET", "u", 2)
assert api.get_items(page=3)[2] == 5
assert Loud().shout("a", times=2) == "AA"
assert Money(length=3).cents() == 3
assert Choice(["a"], case_sensitive=False).convert("A", None, None) == "a"
reader = Reader(keep=True)
reader.feed("<p>")
assert reader.found == [("p", (1, 0))]
assert Case(colour="red").colour == "red"
worker = Worker(target=len, args=("abc",))
worker.start()
worker.join()
assert worker.result == 3
assert json.dumps({1}, cls=Encoder, prefix="p", sort_keys=True) == '"p{1}"'
assert Frozen.of(a=1).a == 1
assert Client().items(page=2) == 2
try:
    raise Problem("p", code=3)
except Problem as problem:
    assert problem.code == 3
    problem.add_note("n")
    assert problem.__notes__ == ["n"]
assert Handler.do_GET
tree = lambda: defaultdict(tree)
root = tree()
root["a"]["b"] = 1
assert root["a"].setdefault("b", 2) == 1
assert logging.setLoggerClass(type("Ours", (logging.Logger,), {"loud": lambda self: "LOUD"})) is None
assert logging.getLogger("of ours").loud() == "LOUD"
""",
        },
    ),
)

MORE = (
    Dynamic(
        "several-names-and-conditional-functions",
        (),
        {
            "compat.py": """
import sys

try:
    from tomllib import loads
except ImportError:
    def loads(text):
        return {}

if sys.version_info >= (3, 12):
    from itertools import batched
else:
    def batched(values, n):
        return [tuple(values[at : at + n]) for at in range(0, len(values), n)]

try:
    from typing import override
except ImportError:
    from typing import TypeVar

    _T = TypeVar("_T")

    def override(function: _T) -> _T:
        function.__override__ = True
        return function

try:
    from warnings import deprecated
except ImportError:
    deprecated = None

if sys.platform == "win32":
    def terminal():
        import msvcrt

        return msvcrt.kbhit()
else:
    def terminal():
        import termios

        return termios.TCSANOW

try:
    ExceptionGroup
except NameError:
    class ExceptionGroup(Exception):
        exceptions = ()
""",
            "main.py": """
import compat
from compat import batched, loads, override
import tomllib as toml


class Base:
    def run(self):
        return 1


class Child(Base):
    @override
    def run(self, again=False):
        return 2


assert loads("a = 1") == {"a": 1} == toml.loads("a = 1")
assert list(batched([1, 2, 3], n=2)) == [(1, 2), (3,)]
assert Child().run(again=True) == 2
assert Child.run.__override__
assert compat.terminal() is not None
assert ExceptionGroup("a", [ValueError()]).exceptions
if compat.deprecated is not None:
    compat.deprecated("old", category=None, stacklevel=1)(len)
""",
        },
    ),
    Dynamic(
        "imports-inside-functions-and-loops",
        (),
        {
            "tools/__init__.py": "",
            "tools/first.py": """
NAME = "first"


def run(size=1):
    return size
""",
            "tools/second.py": """
NAME = "second"


def run(size=1, *, colour="red"):
    return colour
""",
            "main.py": """
import importlib
import runpy
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "tools"))


def late():
    import tools.first as tool

    return tool.run(size=2)


def chosen(name, **kwargs):
    tool = importlib.import_module(f"tools.{name}")
    return tool.run(**kwargs)


def relative():
    return importlib.import_module(".second", package="tools").NAME


def dunder():
    return __import__("tools.first", fromlist=["NAME"]).NAME, __import__("tools.second").second.NAME


assert late() == 2
assert chosen("second", colour="blue") == "blue"
assert relative() == "second"
assert dunder() == ("first", "second")
for name in ("first", "second"):
    module = sys.modules[f"tools.{name}"]
    assert module.NAME == name
import first

assert first.run(3) == 3
assert runpy.run_module("tools.second")["NAME"] == "second"
spec = importlib.util.spec_from_file_location("anything", Path("tools/second.py"))
anything = importlib.util.module_from_spec(spec)
spec.loader.exec_module(anything)
assert anything.run(colour="green") == "green"
sys.modules["made_up_here"] = anything
import made_up_here

assert made_up_here.NAME == "second"
""",
        },
    ),
    Dynamic(
        "namespace-packages-and-src-layout",
        ("zope.interface",),
        {
            "src/ours/__init__.py": """
from ours.deep.inner import answer as answer
from . import deep as deep
""",
            "src/ours/deep/inner.py": """
def answer(plus=0):
    return 42 + plus
""",
            "zope_like/left/value.py": "VALUE = 1\n",
            "zope_like/right/value.py": "VALUE = 2\n",
            "main.py": """
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.joinpath("src")))

import ours
import zope.interface
import zope_like.left.value
from ours.deep import inner
from zope_like.right import value

assert ours.answer(plus=1) == 43
assert ours.deep.inner is inner
assert zope_like.left.value.VALUE + value.VALUE == 3
assert list(zope_like.__path__)
assert zope.interface.Interface.__name__ == "Interface"
assert zope.__path__
""",
        },
    ),
    Dynamic(
        "re-exports-and-cycles",
        (),
        {
            "core/__init__.py": """
from .a import A, make_b
from .b import B as Bee
from . import a as _a, b

__version__ = "1"
registry = _a.registry
for _kind in (A, Bee):
    registry[_kind.__name__] = _kind
del _kind
""",
            "core/a.py": """
from __future__ import annotations

import core.b as _b

registry = {}


class A:
    def to_b(self) -> "core.b.B":
        return _b.B(self)


def make_b(**kwargs):
    from .b import B

    return B(A(), **kwargs)


import core
""",
            "core/b.py": """
import core


class B:
    def __init__(self, source, size=0):
        self.source = source
        self.size = size

    def back(self):
        return core.a.A()
""",
            "api.py": """
import core as _core

A = _core.A
Bee, make = _core.Bee, _core.make_b
globals().update(_core.registry)
""",
            "main.py": """
import core
import core.b as module
from api import A, B, Bee, make
from core import b

assert A().to_b().back().to_b().size == 0
assert make(size=3).size == 3
assert core.Bee is Bee is b.B is module.B is B
assert core.b.core is core
assert core.a.registry["A"] is A
assert core.__version__ == "1"
assert core.__spec__.name == core.__name__ == core.__package__ == "core"
assert core.__file__ and core.__path__ and core.__doc__ is None
""",
        },
    ),
    Dynamic(
        "comprehensions-lambdas-and-class-scopes",
        (),
        {
            "main.py": """
import datetime
import json
import os
import uuid

values = [json.title() for json in ("a", "b")]
pairs = {os: uuid.bit_length() for os, uuid in (("x", 1),)}
sizes = list(map(lambda datetime: datetime.strip(), [" a "]))
assert json.loads("1") == 1
assert os.getcwd()
assert uuid.uuid4().hex


class Clock:
    datetime = datetime.datetime
    json = json.dumps

    def now(self, os=None):
        return self.datetime.fromtimestamp(0), self.datetime.max

    def today(self):
        return datetime.date.today()

    class json:
        version = 3

        @staticmethod
        def encode(value):
            return value


assert Clock().now()[0].year in (1969, 1970)
assert Clock.json.encode(1) == 1
assert Clock.json.version == 3
assert Clock().today().year > 2000

from datetime import datetime

assert datetime.now().date()
assert datetime.strptime("2024", "%Y").year == 2024

for uuid in range(2):
    pass
assert uuid.bit_length() == 1
with open(os.devnull) as json, open(os.devnull) as other:
    assert json.readlines() == []
assert json.closed
(first, *os), second = ["ab", "c"], 1
assert os == ["b"] or os[0] == "c" or os.count("b") >= 0
if any((found := text).startswith("b") for text in values + ["b"]):
    assert found.upper()


def generator():
    datetime = yield 1
    while datetime:
        datetime = yield datetime.wave()


class Waver:
    def wave(self):
        return "wave"


running = generator()
next(running)
assert running.send(Waver()) == "wave"


def parameters(json=Clock.json, *os, uuid=Waver(), **datetime):
    return json.encode(2), os.count(1), uuid.wave(), datetime.get("a")


assert parameters(Clock.json, 1, a=3) == (2, 1, "wave", 3)
type_of = type(running)
assert running.gi_frame is not None and type_of.__name__ == "generator"
""",
        },
    ),
    Dynamic(
        "returns-of-several-types",
        (),
        {
            "main.py": """
import ast
import collections
import copy
import io
import json
import pathlib
import re
import shelve
import sqlite3
import subprocess
import urllib.parse
import xml.dom.minidom

tree = ast.parse("a.b(c=1)")
assert tree.body[0].value.func.value.id == "a"
assert tree.body[0].value.keywords[0].value.value == 1
for node in ast.walk(tree):
    if isinstance(node, ast.Attribute):
        node.parent_of_ours = tree
        assert node.parent_of_ours.body
match = re.match("(?P<a>.)", "x")
assert match and match["a"] == match.group("a")
loaded = json.loads('{"a": [{"b": "c"}]}')
assert loaded["a"][0]["b"].upper() == "C"
split = urllib.parse.urlsplit("http://u:p@h:80/p?q=1#f")
assert split.hostname == "h" and split.port == 80 and split._replace(path="/x").geturl()
connection = sqlite3.connect(":memory:")


def named(cursor, row):
    return collections.namedtuple("Row", [each[0] for each in cursor.description])(*row)


connection.row_factory = named
assert connection.execute("select 1 as amount").fetchone().amount == 1
connection.create_function("twice", 1, lambda value: value * 2, deterministic=True)
document = xml.dom.minidom.parseString("<a b='c'><d/></a>")
assert document.documentElement.firstChild.tagName == "d"
assert document.documentElement.attributes["b"].value == "c"
done = subprocess.run(["echo", "a"], stdout=subprocess.PIPE, text=True, check=True, encoding="utf-8", env=None)
assert done.stdout.strip() == "a"
PIPES = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
with subprocess.Popen(["cat"], **PIPES, bufsize=-1, start_new_session=True) as process:
    assert process.communicate(b"x", timeout=5)[0].decode() == "x"
with open("data.bin", "wb") as out:
    out.raw.write(b"a")
    assert out.name == "data.bin" and out.mode == "wb"
assert open("data.bin", "rb", buffering=0).readall() == b"a"
text = open("data.bin", encoding="utf-8", newline="")
assert text.buffer.raw.name == "data.bin" and text.encoding == "utf-8"
text.close()
assert pathlib.Path("data.bin").open("rb").peek(1) == b"a"
assert io.TextIOWrapper(io.BytesIO(b"a"), encoding="ascii").read() == "a"
with shelve.open("kept", writeback=True) as kept:
    kept["a"] = [1]
    kept["a"].append(2)
assert copy.copy(loaded).get("a")
number = 3 if loaded else None
assert number.bit_length() == 2
either = loaded.get("none") or pathlib.Path("x")
assert either.suffix == ""
function = {"a": len, "b": str.upper}["b"]
assert function("a").lower() == "a"
assert (lambda: collections.OrderedDict(a=1))().move_to_end("a") is None
assert collections.Counter("aab").most_common(1)[0][0].upper() == "A"
assert [*map(str.strip, [" a"])][0].isalpha()
assert max(["a", "bb"], key=len).removeprefix("b") == "b"
assert sum([[1], [2]], start=[]).index(2) == 1
assert next(iter({"a": 1}.items()))[0].islower()
assert type(match).__name__ == "Match" and match.re.pattern
""",
        },
    ),
    Dynamic(
        "async-clients-and-contexts",
        (),
        {
            "main.py": """
import asyncio
import contextlib
import contextvars
import functools
import inspect
import types


class Connection:
    def __init__(self, **options):
        vars(self).update(options)

    async def __aenter__(self):
        return Cursor(self)

    async def __aexit__(self, *exception):
        self.closed = True

    def __await__(self):
        yield from asyncio.sleep(0).__await__()
        return Cursor(self)


class Cursor:
    def __init__(self, owner):
        self.owner = owner
        self.rows = iter("ab")

    def __aiter__(self):
        return self

    async def __anext__(self):
        try:
            return next(self.rows)
        except StopIteration:
            raise StopAsyncIteration from None

    async def fetch(self, *, limit=1):
        return [row async for row in self][:limit]


@contextlib.asynccontextmanager
async def opened(**options):
    async with Connection(**options) as cursor:
        yield cursor


def synchronous(function):
    @functools.wraps(function)
    def run(*args, **kwargs):
        return asyncio.run(function(*args, **kwargs))

    return run


current = contextvars.ContextVar("current", default=types.SimpleNamespace(user="nobody"))


@synchronous
async def main(limit):
    async with opened(host="h", port=1) as cursor:
        assert cursor.owner.host == "h" and cursor.owner.port == 1
        assert await cursor.fetch(limit=limit) == ["a", "b"][:limit]
    cursor = await Connection(port=2)
    assert cursor.owner.port == 2
    async with asyncio.timeout(5), asyncio.TaskGroup() as group:
        task = group.create_task(cursor.fetch(), name="t")
        task.our_label = "l" if hasattr(task, "__dict__") else None
    assert task.result() == ["a"] and task.get_name() == "t"
    assert current.get().user == "nobody"
    loop = asyncio.get_running_loop()
    assert await loop.run_in_executor(None, functools.partial(sorted, [2, 1], reverse=True)) == [2, 1]
    process = await asyncio.create_subprocess_exec("echo", "a", stdout=asyncio.subprocess.PIPE)
    assert (await process.communicate())[0].strip() == b"a"
    async with contextlib.AsyncExitStack() as stack:
        assert (await stack.enter_async_context(opened(a=1))).owner.a == 1
        stack.callback(print, end="")
    return "done"


if __name__ == "__main__":
    try:
        assert main(limit=1) == "done"
    except AttributeError as error:
        if "our_label" not in str(error):
            raise
    assert inspect.iscoroutinefunction(main.__wrapped__)
    assert main.__wrapped__.__code__.co_flags & inspect.CO_COROUTINE
    assert asyncio.iscoroutinefunction(main) is False
""",
        },
    ),
    Dynamic(
        "optional-dependencies",
        ("requests",),
        {
            "extras.py": """
import contextlib
import importlib.util

try:
    import ujson as json
except ImportError:
    import json

try:
    from rapidfuzz_of_ours import fuzz
except ImportError:
    fuzz = None

with contextlib.suppress(ImportError):
    import colorama_of_ours

    colorama_of_ours.init(autoreset=True)

if importlib.util.find_spec("simplejson_of_ours"):
    import simplejson_of_ours

    json = simplejson_of_ours

HAS_TORCH = importlib.util.find_spec("torch_of_ours") is not None
if HAS_TORCH:
    import torch_of_ours as torch

    tensor = torch.tensor([1], device="cuda")


def need(name):
    try:
        return __import__(name)
    except ImportError:
        raise RuntimeError(f"install ours[{name}]") from None


def plot():
    try:
        import matplotlib_of_ours.pyplot as plt
    except (ImportError, RuntimeError) as error:
        return type(error).__name__
    return plt.figure(figsize=(1, 2)).add_subplot(111)
""",
            "main.py": """
import requests

import extras
from extras import HAS_TORCH, fuzz, json, plot

try:
    import brotli
except ModuleNotFoundError:
    brotli = None
try:
    from requests.packages.urllib3.contrib import pyopenssl_of_ours
except ImportError:
    pyopenssl_of_ours = None
else:
    pyopenssl_of_ours.inject_into_urllib3()

assert json.loads("[1]") == [1]
assert extras.need("json").dumps(1) == "1"
assert fuzz is None or fuzz.ratio("a", "b")
if HAS_TORCH:
    assert extras.torch.cuda.is_available()
    assert extras.tensor.device
assert plot() == "ModuleNotFoundError"
assert brotli is None or brotli.decompress
assert requests.compat.chardet is None or requests.compat.chardet.__version__
""",
        },
    ),
    Dynamic(
        "instances-that-answer-to-any-name",
        ("requests",),
        {
            "main.py": '''
import xml.etree.ElementTree as ET
import xmlrpc.client
from multiprocessing.managers import BaseManager, SyncManager
from string import Template
from unittest.mock import NonCallableMock

import requests


class Client:
    """Every method of the remote side, under its own name."""

    def __init__(self, url, session=None):
        self._url, self._session = url, session or requests.Session()

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)

        def call(*args, **kwargs):
            return name, args, kwargs

        call.url = f"{self._url}/{name}"
        return call


class Typed(Client):
    def ping(self, times: int = 1) -> int:
        return times


class Delegating:
    def __init__(self, inner):
        self.inner = inner
        for name in ("append", "index"):
            setattr(self, name, getattr(inner, name))

    def __getattribute__(self, name):
        try:
            return object.__getattribute__(self, name)
        except AttributeError:
            return getattr(object.__getattribute__(self, "inner"), name)


class Slotted:
    __slots__ = {"a": "documented"}


def add_methods(cls):
    for verb in ("open", "shut"):
        def method(self, how="gently", verb=verb):
            return f"{verb} {how}"

        method.__name__ = verb
        setattr(cls, verb, method)
    cls.registry.append(cls)
    return cls


@add_methods
class Door:
    registry = []
    locals()["handle"] = "brass"
    vars()["hinges"] = 2
    for _side in ("left", "right"):
        locals()[f"{_side}_side"] = _side


client = Client("http://127.0.0.1:9")
assert client.users_list(page=1) == ("users_list", (), {"page": 1})
assert client.anything.url.endswith("/anything")
assert Typed("u").ping(times=3) == 3
assert Typed("u").pong("a")[1] == ("a",)
server = xmlrpc.client.ServerProxy("http://127.0.0.1:9", allow_none=True)
assert server.system.listMethods is not None
assert str(server.deep.er.still).startswith("<")
delegating = Delegating([1])
delegating.append(2)
assert delegating.index(2) == 1
assert delegating.count(1) == 1
slotted = Slotted()
slotted.a = 1
assert slotted.a == 1
assert Door().open(how="wide") == "open wide"
assert Door().shut() == "shut gently"
assert Door.handle == "brass" and Door.hinges == 2
assert Door.left_side == "left"
assert Door.registry == [Door]
BaseManager.register("Ours", callable=dict, exposed=["get"])
assert callable(BaseManager.Ours)
assert callable(SyncManager.Queue)
assert Template("$a").substitute(a=1) == "1"
assert Template("$a").safe_substitute(self=1) == "$a"
assert NonCallableMock(spec=["a"], a=3).a == 3
assert ET.Element("a", {"b": "c"}, d="e").attrib == {"b": "c", "d": "e"}
''',
        },
    ),
    Dynamic(
        "keywords-that-travel-far",
        ("requests", "click", "rich", "pandas"),
        {
            "main.py": """
import inspect
import logging
import string
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import partial, partialmethod

import click
import pandas as pd
import requests
from rich.console import Console


def option(*names, **attributes):
    attributes.setdefault("show_default", True)
    return click.option(*names, **attributes)


def chain(*decorators):
    def wrap(function):
        for decorator in reversed(decorators):
            function = decorator(function)
        return function

    return wrap


common = chain(option("--size", default=3), option("--loud", is_flag=True, help="louder"))


@click.command(context_settings=dict(ignore_unknown_options=True, allow_extra_args=True))
@common
@click.argument("rest", nargs=-1, type=click.UNPROCESSED)
def tool(**given):
    tool.given = given


tool.main(["--size", "4", "--unknown", "x"], standalone_mode=False)
assert tool.given["size"] == 4
assert tool.given["rest"] == ("--unknown", "x")


class Shape:
    def __init__(self, *, colour="red", **rest):
        super().__init__(**rest)
        self.colour = colour


class Sized:
    def __init__(self, size=1):
        self.size = size


class Box(Shape, Sized):
    def __init__(self, label, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.label = label

    paint = partialmethod(lambda self, colour, coats=1: (colour, coats), coats=2)


box = Box("b", colour="blue", size=3)
assert (box.label, box.colour, box.size) == ("b", "blue", 3)
assert box.paint("red") == ("red", 2)


class Session(requests.Session):
    def request(self, method, url, **kwargs):
        kwargs.setdefault("timeout", 0.2)
        return super().request(method, url, **kwargs)


session = Session()
try:
    session.get("http://127.0.0.1:9/", params={"a": 1}, headers={}, allow_redirects=False, stream=True, verify=False)
except requests.exceptions.RequestException as error:
    assert error.request.url.endswith("?a=1")
try:
    login = ("a", "not-a-secret")
    requests.get("http://127.0.0.1:9/", timeout=0.2, proxies={"http": ""}, cookies={}, auth=login, json=None)
except requests.ConnectionError as error:
    assert error.response is None
run = partial(subprocess.run, capture_output=True, text=True, check=True)
assert run(["echo", "a"], env=None, cwd=".", input=None, start_new_session=False).stdout == "a\\n"
with tempfile.TemporaryDirectory(prefix="ours", ignore_cleanup_errors=True) as folder:
    pd.DataFrame({"a": [1]}).to_csv(f"{folder}/a.csv", index=False, sep=";", date_format=None, lineterminator="\\n")
    options = {"sep": ";", "dtype": {"a": "int64"}, "usecols": ["a"]}
    assert pd.read_csv(f"{folder}/a.csv", **options, nrows=1).a.sum() == 1
with ThreadPoolExecutor(max_workers=1, thread_name_prefix="t") as pool:
    assert pool.submit(sorted, [1, 2], reverse=True).result(timeout=5) == [2, 1]
    assert list(pool.map(pow, [2], [3], timeout=5, chunksize=1)) == [8]
logging.basicConfig(level=logging.ERROR, format="%(message)s", handlers=[logging.NullHandler()], force=True)
Console(quiet=True).log("a", log_locals=True, style="red", justify="left", markup=False)
assert string.Formatter().vformat("{a}", (), {"a": 1}) == "1"
assert inspect.signature(Box).bind("b", colour="x").arguments["kwargs"] == {"colour": "x"}
assert print.__call__("", end="", flush=True) is None
assert dict(zip("ab", (1, 2), strict=True), c=3)["c"] == 3
assert "".join(map(lambda value, base=10: str(int(value, base)), ["1"])) == "1"
assert {**{"a": 1}, "b": 2} == dict([("a", 1)], b=2)
""",
        },
    ),
    Dynamic(
        "conditional-classes-and-mixins",
        ("Werkzeug", "itsdangerous", "MarkupSafe"),
        {
            "main.py": """
import itsdangerous
import markupsafe
from markupsafe import Markup, escape
from werkzeug.datastructures import FileStorage, Headers, ImmutableMultiDict, MultiDict
from werkzeug.exceptions import HTTPException, NotFound, abort, default_exceptions
from werkzeug.local import Local, LocalProxy, LocalStack
from werkzeug.routing import Map, Rule
from werkzeug.test import Client, EnvironBuilder
from werkzeug.utils import cached_property, import_string
from werkzeug.wrappers import Request, Response


class JSONMixin:
    @property
    def payload(self):
        return self.get_json(silent=True)


class OurRequest(JSONMixin, Request):
    max_content_length = 1024
    user_agent_class = type("Agent", (Request.user_agent_class,), {"loud": property(lambda self: self.string.upper())})


local = Local()
local.user = "ada"
stack = LocalStack()
stack.push({"a": 1})
top = LocalProxy(lambda: stack.top)
user = local("user")
assert local.user.title() == "Ada"
assert user.upper() == "ADA"
assert top["a"] == 1 and top.keys()
assert stack().get("a") == 1
request = OurRequest(EnvironBuilder(json={"a": 1}, headers={"User-Agent": "x"}, query_string="q=1").get_environ())
request.session_of_ours = {}
assert request.session_of_ours == {}
assert request.payload == {"a": 1}
assert request.user_agent.loud == "X"
assert request.args.get("q", type=int) == 1
assert request.accept_mimetypes.accept_html is False
try:
    abort(404, description="no")
except NotFound as error:
    assert error.description == "no" and error.code == 404
except HTTPException:
    raise
assert default_exceptions[404] is NotFound
urls = Map([Rule("/<int:a>", endpoint="a", methods=["GET"])]).bind("h")
assert urls.match("/1") == ("a", {"a": 1})
assert urls.build("a", {"a": 2}) == "/2"
assert Client(Response("x")).get("/").text == "x"
assert Response("a", mimetype="text/plain", headers=Headers({"A": "b"})).headers.get("A") == "b"
assert MultiDict([("a", 1), ("a", 2)]).getlist("a") == [1, 2]
assert ImmutableMultiDict({"a": 1}).to_dict(flat=True) == {"a": 1}
assert FileStorage(filename="f").filename == "f" and FileStorage().read() == b""
assert import_string("werkzeug.wrappers:Request") is Request
assert isinstance(cached_property(len), property) or cached_property
assert Markup("<b>%s</b>") % "<" == Markup("<b>&lt;</b>")
assert Markup("a").unescape() == "a" and escape("<").striptags() == "<"
assert markupsafe.soft_str(1) == "1"
signer = itsdangerous.URLSafeTimedSerializer("not-a-secret", salt="s", signer_kwargs={"key_derivation": "hmac"})
assert signer.loads(signer.dumps([1]), max_age=5, return_timestamp=True)[0] == [1]
try:
    signer.loads("x")
except itsdangerous.BadData as error:
    assert error.message
except (itsdangerous.SignatureExpired, itsdangerous.exc.BadSignature) as error:
    error.payload
""",
        },
    ),
)

BUILT = (
    Dynamic(
        "stdlib-names-made-at-import",
        (),
        {
            "main.py": """
import builtins
import calendar
import collections
import concurrent.futures
import curses
import dis
import errno
import gettext
import hashlib
import http.client
import inspect
import json
import locale
import multiprocessing
import os
import plistlib
import random
import re
import select
import signal
import socket
import ssl
import stat
import tokenize
import uuid

assert http.client.OK == 200 and http.client.responses[200] == "OK"
assert http.client.NOT_FOUND.phrase == "Not Found"
assert inspect.CO_COROUTINE and inspect.CO_GENERATOR
assert plistlib.FMT_XML.name == "FMT_XML"
assert multiprocessing.cpu_count() >= 1
assert multiprocessing.get_context("spawn").Event is not None
assert callable(multiprocessing.Pool) and callable(multiprocessing.Manager)
assert multiprocessing.current_process().name == "MainProcess"
assert multiprocessing.context.SpawnContext and multiprocessing.TimeoutError
assert tokenize.NAME == 1 and tokenize.tok_name[tokenize.OP] == "OP"
assert hashlib.sha256(b"a", usedforsecurity=False).hexdigest()
assert hashlib.blake2b(b"a", digest_size=3, person=b"p").digest_size == 3
assert hashlib.sha3_512().name == "sha3_512"
assert random.randint(1, 1) == 1 and random.choices("a", weights=[1], k=1) == ["a"]
assert re.I is re.IGNORECASE and re.NOFLAG.value == 0
assert socket.SOCK_STREAM.name and socket.SO_REUSEADDR and socket.error is OSError
assert ssl.OP_NO_TLSv1.name and ssl.VERIFY_X509_STRICT and ssl.HAS_SNI
assert signal.SIGKILL == 9 and errno.errorcode[errno.ENOENT] == "ENOENT"
assert stat.S_ISDIR(os.stat(".").st_mode) and os.stat(".").st_blocks >= 0
assert uuid.NAMESPACE_DNS.version == 1 and uuid.uuid1().is_safe
assert calendar.MONDAY == 0 and calendar.weekheader(2)
assert dis.opmap["NOP"] >= 0 and dis.hasconst
assert collections.abc.Mapping and json.decoder.JSONDecodeError and json.scanner.make_scanner
assert concurrent.futures.ThreadPoolExecutor and concurrent.futures.ProcessPoolExecutor
assert concurrent.futures.thread.ThreadPoolExecutor is concurrent.futures.ThreadPoolExecutor
assert curses.A_BOLD and curses.error
if hasattr(curses, "LINES"):
    curses.LINES + curses.COLS + curses.ACS_HLINE
if os.name == "posix":
    assert os.uname().sysname and os.getpgid(0) and os.WIFEXITED(0)
    assert os.get_terminal_size and os.environb
    assert locale.nl_langinfo(locale.CODESET) and locale.LC_MESSAGES
    if select.__dict__.get("epoll"):
        assert select.EPOLLIN and select.epoll().close() is None

gettext.install("ours")
assert _("Save") == "Save"
builtins.ours = lambda text, *, times=1: text * times
assert ours("a", times=2) == "aa"
exit_code = exit if "exit" in dir(builtins) else None
assert __debug__ in (True, False) and __name__ == "__main__" and __file__.endswith("main.py")
assert __builtins__ is builtins and __loader__.name == "__main__" and __spec__ is None
exec("made_by_exec = 3")
assert made_by_exec.bit_length() == 2
locals()["made_by_locals"] = "b"
assert made_by_locals.upper() == "B"
""",
        },
    ),
    Dynamic(
        "modules-that-make-their-names",
        ("Pygments", "sqlparse", "mpmath", "dnspython", "Cython"),
        {
            "main.py": """
import cython
import dns.flags
import dns.name
import dns.rdatatype
import dns.resolver
import mpmath
import pygments.lexers
import pygments.token
import sqlparse
from dns.rdatatype import AAAA, RdataType
from mpmath import mp, mpf, nstr, quad
from pygments import formatters, highlight, styles
from pygments.formatters import HtmlFormatter, NullFormatter
from pygments.lexers import JsonLexer, PythonLexer, get_lexer_by_name
from pygments.token import Generic, Keyword, Name, Token
from sqlparse import sql, tokens

assert Token.Name.Function is Name.Function
assert Token.Made.Up.Here in Token.Made
assert Keyword.Namespace.parent is Keyword
assert pygments.token.String.Doc and Generic.Heading
assert pygments.lexers.PythonConsoleLexer.name
assert pygments.lexers.python.PythonLexer is PythonLexer
assert "json" in JsonLexer().aliases
assert get_lexer_by_name("python", stripall=True, tabsize=4).stripall is True
assert highlight("a", PythonLexer(ensurenl=False), NullFormatter()) == "a"
assert HtmlFormatter(linenos=True, cssclass="c").get_style_defs(".c")
assert formatters.html.HtmlFormatter is HtmlFormatter and formatters.TerminalFormatter
assert styles.get_style_by_name("default").background_color

statement = sqlparse.parse("select a from b")[0]
assert statement.get_type() == "SELECT"
assert statement.tokens[0].ttype is tokens.Keyword.DML
assert tokens.Keyword.Whatever.Else in tokens.Keyword
assert isinstance(statement, sql.Statement)
assert sqlparse.format("select a", keyword_case="upper", reindent=True) == "SELECT a"

mp.dps = 20
assert nstr(mpmath.sqrt(2), 5) == "1.4142"
assert mpmath.gamma(5) == 24 and mp.zeta(2) > 1 and mpmath.mp.pi > 3
assert quad(lambda value: value, [0, 1]) == mpf("0.5")
with mpmath.workdps(30):
    assert mpmath.fp.cos(0) == 1.0 and mpmath.iv.mpf([1, 2]).delta
assert mpmath.matrix([[1, 2], [3, 4]]).T.rows == 2

assert dns.rdatatype.A == 1 and AAAA is RdataType.AAAA
assert dns.flags.RD and dns.flags.edns_to_text(dns.flags.DO)
assert dns.name.from_text("a.example.").labels[0] == b"a"
resolver = dns.resolver.Resolver(configure=False)
resolver.nameservers = ["127.0.0.1"]
assert resolver.nameservers and issubclass(dns.resolver.NXDOMAIN, dns.exception.DNSException)
assert dns.message.make_query("a.example", "MX", use_edns=True).question[0].rdtype is dns.rdatatype.MX


@cython.cfunc
@cython.returns(cython.int)
@cython.locals(a=cython.double, b=cython.int)
@cython.boundscheck(False)
def add(a, b):
    c: cython.p_char
    with cython.nogil:
        return cython.cast(cython.int, a + b)


assert add(1, 2) == 3
assert cython.compiled is False
assert cython.declare(cython.long, 3) == 3
point = cython.struct(x=cython.int, y=cython.int)
assert point(x=1, y=2).x == 1
""",
        },
    ),
    Dynamic(
        "messages-of-generated-code",
        ("protobuf",),
        {
            "main.py": """
import google.protobuf
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory, text_format, wrappers_pb2
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.duration_pb2 import Duration
from google.protobuf.struct_pb2 import NULL_VALUE, ListValue, NullValue, Struct, Value
from google.protobuf.timestamp_pb2 import Timestamp

stamp = Timestamp(seconds=3, nanos=1)
assert stamp.seconds == 3 and stamp.ToMilliseconds() == 3000
stamp.FromJsonString("1970-01-01T00:00:05Z")
assert stamp.seconds == 5 and Timestamp.FromString(stamp.SerializeToString()) == stamp
assert Timestamp.SECONDS_FIELD_NUMBER == 1 and Timestamp.DESCRIPTOR.full_name == "google.protobuf.Timestamp"
assert Duration(seconds=60).ToTimedelta().total_seconds() == 60
struct = Struct()
struct.update({"a": [1, {"b": "c"}]})
struct["d"] = True
assert struct["a"][1]["b"] == "c" and struct.fields["d"].bool_value
assert Value(number_value=1).WhichOneof("kind") == "number_value"
assert ListValue(values=[Value(null_value=NULL_VALUE)]).values[0].HasField("null_value")
assert NullValue.Name(0) == "NULL_VALUE" and NullValue.Value("NULL_VALUE") == 0
assert wrappers_pb2.StringValue(value="a").value == "a"

file = descriptor_pb2.FileDescriptorProto(name="ours.proto", package="ours", syntax="proto3")
made = file.message_type.add(name="Item")
made.field.add(name="name", number=1, type=FieldDescriptor.TYPE_STRING, label=FieldDescriptor.LABEL_OPTIONAL)
made.field.add(name="tags", number=2, type=FieldDescriptor.TYPE_STRING, label=FieldDescriptor.LABEL_REPEATED)
pool = descriptor_pool.DescriptorPool()
pool.Add(file) if hasattr(pool, "Add") else pool.AddSerializedFile(file.SerializeToString())
Item = message_factory.GetMessageClass(pool.FindMessageTypeByName("ours.Item"))
item = Item(name="tea", tags=["a"])
item.tags.append("b")
assert item.name.upper() == "TEA" and item.tags[1] == "b"
assert Item.DESCRIPTOR.fields_by_name["name"].number == Item.NAME_FIELD_NUMBER == 1
assert json_format.MessageToDict(item, preserving_proto_field_name=True) == {"name": "tea", "tags": ["a", "b"]}
assert json_format.Parse('{"name": "x"}', Item(), ignore_unknown_fields=True).name == "x"
assert text_format.MessageToString(item, as_one_line=True).startswith("name:")
other = Item()
other.CopyFrom(item)
other.ClearField("tags")
assert other.ListFields()[0][1] == "tea" and other.IsInitialized() and other.ByteSize() > 0
assert descriptor_pb2.FieldDescriptorProto.Type.Name(9) == "TYPE_STRING"
assert descriptor_pb2.FieldDescriptorProto.TYPE_STRING == descriptor_pb2.FieldDescriptorProto.Type.TYPE_STRING
assert google.protobuf.__version__
""",
        },
    ),
    Dynamic(
        "messaging-and-tracing-with-lazy-modules",
        ("kombu", "vine", "opentelemetry-api", "asgiref", "anyio"),
        {
            "main.py": """
import anyio
import anyio.abc
import anyio.to_thread
import kombu
import vine
from asgiref.local import Local
from asgiref.sync import async_to_sync, sync_to_async
from kombu import Connection, Consumer, Exchange, Producer, Queue
from kombu.pools import producers
from kombu.utils.objects import cached_property
from opentelemetry import baggage, context, metrics, trace
from opentelemetry.trace import Status, StatusCode
from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

exchange = Exchange("tasks", type="direct", durable=False, delivery_mode="transient")
queue = Queue("q", exchange, routing_key="k", max_priority=3, queue_arguments={"x-a": 1})
got = []
with Connection("memory://", transport_options={"polling_interval": 0.01}) as connection:
    connection.our_name = "c"
    with connection.Producer(serializer="json") as producer:
        producer.publish({"a": 1}, exchange=exchange, routing_key="k", declare=[queue], retry=True, our_header="x")
    take = lambda body, message: (got.append(body), message.ack())
    with connection.Consumer(queue, callbacks=[take], accept=["json"]):
        connection.drain_events(timeout=2)
    with connection.SimpleQueue("simple") as simple:
        simple.put("b")
        assert simple.get(block=True, timeout=2).payload == "b"
assert got == [{"a": 1}] and connection.our_name == "c"
assert kombu.Connection is Connection and kombu.version_info_t._fields and kombu.VERSION.major >= 5
assert kombu.messaging.Producer is Producer and Consumer and producers.limit is not None
assert vine.promise(got.append)("c") is None and got[-1] == "c"
assert vine.barrier and cached_property

tracer = trace.get_tracer("ours", schema_url=None)


@tracer.start_as_current_span("decorated", attributes={"a": 1})
def traced(value, *, twice=False):
    return value


with tracer.start_as_current_span("s", kind=trace.SpanKind.CLIENT) as span:
    span.set_attribute("a", 1)
    span.set_status(Status(StatusCode.ERROR, description="d"))
    span.add_event("e", {"b": 2})
assert traced(1, twice=True) == 1
assert trace.get_current_span().get_span_context().is_valid is False
token = context.attach(baggage.set_baggage("k", "v"))
assert baggage.get_baggage("k") == "v"
context.detach(token)
assert metrics.get_meter("ours").create_counter("n", unit="1").add(1, {"a": "b"}) is None
carrier = {}
TraceContextTextMapPropagator().inject(carrier)
assert carrier == {}


@sync_to_async(thread_sensitive=False)
def slow(value):
    return value + 1


@async_to_sync
async def both(value):
    return await slow(value) + await anyio.to_thread.run_sync(len, "ab")


assert both(1) == 4
assert callable(slow.thread_handler)
local = Local()
local.user = "ada"
assert local.user.title() == "Ada"
del local.user


async def main():
    send, receive = anyio.create_memory_object_stream[int](max_buffer_size=1)
    async with send, receive:
        send.send_nowait(3)
        assert (await receive.receive()).bit_length() == 2
        assert receive.statistics().current_buffer_used == 0
    with anyio.move_on_after(0.01) as scope:
        await anyio.sleep_forever()
    assert scope.cancelled_caught
    assert await anyio.Path("main.py").exists()
    assert isinstance(send, anyio.abc.ObjectSendStream)


anyio.run(main)
""",
        },
    ),
)

FILES: tuple[Dynamic, ...] = (*LANGUAGE, *WEB, *DATA, *LIBRARIES, *MORE, *BUILT)

AWKWARD: tuple[tuple[str, str], ...] = (
    ("import cv2", "opencv-python-headless"),
    ("import PIL.Image", "pillow"),
    ("from PIL import Image, ImageDraw", "pillow"),
    ("import yaml", "PyYAML"),
    ("from yaml import safe_load", "PyYAML"),
    ("from sklearn.linear_model import LogisticRegression", "scikit-learn"),
    ("import sklearn", "scikit-learn"),
    ("from skimage import io", "scikit-image"),
    ("import jwt", "PyJWT"),
    ("from jwt.exceptions import ExpiredSignatureError", "PyJWT"),
    ("from dotenv import load_dotenv", "python-dotenv"),
    ("from google.protobuf import message, timestamp_pb2", "protobuf"),
    ("import google.protobuf.json_format", "protobuf"),
    ("import google.auth", "google-auth"),
    ("from google.oauth2 import service_account", "google-auth"),
    ("from google.auth.transport.requests import Request", "google-auth"),
    ("from google.api_core import exceptions, retry", "google-api-core"),
    ("import google.api_core.client_options", "google-api-core"),
    ("from google.cloud import storage", "google-cloud-storage"),
    ("import google.cloud.storage.blob as blob", "google-cloud-storage"),
    ("from google.cloud.client import ClientWithProject", "google-cloud-core"),
    ("from google.rpc import status_pb2", "googleapis-common-protos"),
    ("from google.api import annotations_pb2", "googleapis-common-protos"),
    ("from googleapiclient.discovery import build", "google-api-python-client"),
    ("from apiclient import discovery", "google-api-python-client"),
    ("import attr", "attrs"),
    ("import attrs", "attrs"),
    ("from attrs import define, field", "attrs"),
    ("from dateutil import parser, tz", "python-dateutil"),
    ("import dateutil.relativedelta", "python-dateutil"),
    ("from bs4 import BeautifulSoup", "beautifulsoup4"),
    ("from Crypto.Cipher import AES", "pycryptodome"),
    ("from Crypto.Random import get_random_bytes", "pycryptodome"),
    ("from OpenSSL import SSL, crypto", "pyOpenSSL"),
    ("import serial", "pyserial"),
    ("from serial.tools import list_ports", "pyserial"),
    ("import usb.core", "pyusb"),
    ("import magic", "python-magic"),
    ("from markdown_it import MarkdownIt", "markdown-it-py"),
    ("from mdit_py_plugins.footnote import footnote_plugin", "mdit-py-plugins"),
    ("import pkg_resources", "setuptools"),
    ("import setuptools", "setuptools"),
    ("from setuptools import find_packages", "setuptools"),
    ("from ruamel.yaml import YAML", "ruamel.yaml"),
    ("import ruamel.yaml", "ruamel-yaml"),
    ("import _ruamel_yaml", "ruamel.yaml.clib"),
    ("from zope.interface import Interface, implementer", "zope.interface"),
    ("import zope.event", "zope-event"),
    ("from mpl_toolkits.mplot3d import Axes3D", "matplotlib"),
    ("from mpl_toolkits import axes_grid1", "matplotlib"),
    ("import pylab", "matplotlib"),
    ("from matplotlib import pyplot as plt", "matplotlib"),
    ("from jose import jwt", "python-jose"),
    ("from docx import Document", "python-docx"),
    ("from pptx import Presentation", "python-pptx"),
    ("import fitz", "PyMuPDF"),
    ("import pymupdf", "PyMuPDF"),
    ("import git", "GitPython"),
    ("from git.exc import GitCommandError", "GitPython"),
    ("from github import Github", "PyGithub"),
    ("import gitlab", "python-gitlab"),
    ("from slugify import slugify", "python-slugify"),
    ("import psycopg2.extras", "psycopg2-binary"),
    ("from psycopg2 import sql", "psycopg2-binary"),
    ("import mysql.connector", "mysql-connector-python"),
    ("from mysql.connector import errorcode", "mysql-connector-python"),
    ("import discord", "discord.py"),
    ("from discord.ext import commands", "discord-py"),
    ("from telegram import Update", "python-telegram-bot"),
    ("from telegram.ext import Application", "python-telegram-bot"),
    ("from nacl.signing import SigningKey", "PyNaCl"),
    ("import socks", "PySocks"),
    ("import websocket", "websocket-client"),
    ("import engineio", "python-engineio"),
    ("import socketio", "python-socketio"),
    ("from pythonjsonlogger import jsonlogger", "python-json-logger"),
    ("import python_multipart", "python-multipart"),
    ("import multipart", "python-multipart"),
    ("import zmq", "pyzmq"),
    ("import zmq.asyncio", "pyzmq"),
    ("from rest_framework import serializers", "djangorestframework"),
    ("import django_filters", "django-filter"),
    ("import corsheaders", "django-cors-headers"),
    ("from argon2 import PasswordHasher", "argon2-cffi"),
    ("import _cffi_backend", "cffi"),
    ("from Levenshtein import distance", "Levenshtein"),
    ("import pywt", "PyWavelets"),
    ("from opentelemetry import trace", "opentelemetry-api"),
    ("from opentelemetry.sdk.trace import TracerProvider", "opentelemetry-sdk"),
    ("from azure.core.exceptions import AzureError", "azure-core"),
    ("from azure.storage.blob import BlobServiceClient", "azure-storage-blob"),
    ("from azure.identity import DefaultAzureCredential", "azure-identity"),
    ("from unidecode import unidecode", "Unidecode"),
    ("from fontTools.ttLib import TTFont", "fonttools"),
    ("import faiss", "faiss-cpu"),
    ("import umap", "umap-learn"),
    ("from bson import ObjectId", "pymongo"),
    ("import gridfs", "pymongo"),
    ("import saml2", "pysaml2"),
    ("from onelogin.saml2.auth import OneLogin_Saml2_Auth", "python3-saml"),
    ("import jaraco.classes", "jaraco.classes"),
    ("from jaraco.functools import once", "jaraco.functools"),
    ("from backports import tarfile", "backports.tarfile"),
    ("import sphinxcontrib.htmlhelp", "sphinxcontrib-htmlhelp"),
    ("import py", "pytest"),
    ("import _pytest.monkeypatch", "pytest"),
    ("import cpuinfo", "py-cpuinfo"),
    ("from absl import app, flags", "absl-py"),
    ("from geoalchemy2 import Geometry", "GeoAlchemy2"),
    ("import shapefile", "pyshp"),
    ("import dns.resolver", "dnspython"),
    ("from pygments.lexers import PythonLexer", "Pygments"),
    ("from PyPDF2 import PdfReader", "PyPDF2"),
    ("from pdfminer.high_level import extract_text", "pdfminer.six"),
    ("import xlsxwriter", "XlsxWriter"),
    ("import tree_sitter_python", "tree-sitter-python"),
    ("from IPython.display import display", "ipython"),
    ('import sys\nif sys.platform == "win32":\n    import win32api\n    import win32con', "pywin32"),
    ('import sys\nif sys.platform == "win32":\n    from win32com.client import Dispatch', "pywin32"),
    ('import sys\nif sys.platform == "win32":\n    import pythoncom, pywintypes', "pywin32"),
)
