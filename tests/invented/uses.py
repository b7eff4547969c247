"""Invented uses of packages: what a programmer who misremembers writes, each beside the twin that is right.

A text marks what is wrong and what would be right: `<<wrong || right>>`, either of them possibly empty. All else is
the same in both, so the twin shows that nothing but the mark is at fault. `line` is the line of the first mark; a
marked call stands on one line, for a traceback names the line in which a call begins, not the one of its keyword.

`benchmarks/apis_proof.py` runs every text against the pins of `requirements.txt`: each wrong one ends in the exception
it names, in its line, and each right one comes to its end. No text needs a network: an address on port 9 of this
machine refuses at once, and a program that asks it knows what to do then.
"""

from re import compile as pattern
from typing import NamedTuple

KINDS = (
    "module",  # a module that is not there
    "name",  # from a module, a name that is not there
    "module-attribute",
    "class-attribute",  # a class method, a static method, a member of a class or of an enum
    "method",  # on an object that this code made
    "returned-method",  # on what a call gave back
    "keyword",
    "constructor-keyword",
    "forwarded-keyword",  # behind **kwargs
    "field",  # of a dataclass, of attrs, of pydantic: the constructor is made from the fields
    "missing-argument",
    "too-many-arguments",
    "client-method",  # of a client whose class is made from a description of the service
    "newer-python",  # the lowest Python does not have it yet
)
MARK = pattern(r"<<(.*?)\|\|(.*?)>>")


class Use(NamedTuple):
    id: str
    distribution: str  # empty for the standard library
    kind: str
    bad: str
    good: str
    line: int  # of the invented use, in `bad`
    raises: str  # the type of the exception
    python: str = ""  # the lowest Python it is about, where a newer one has it


def _use(name: str, distribution: str, kind: str, raises: str, text: str, *, python: str = "") -> Use:
    text = text.lstrip("\n")
    first = MARK.search(text)
    if first is None:
        raise ValueError(f"nothing is marked in {name}")
    line = text.count("\n", 0, first.start()) + 1
    return Use(name, distribution, kind, _one_side(text, 1), _one_side(text, 2), line, raises, python)


def _one_side(text: str, side: int) -> str:
    return MARK.sub(lambda mark: mark[side].strip(), text)


USES: tuple[Use, ...] = (
    # requests
    _use(
        "requests-get-retries",
        "requests",
        "forwarded-keyword",
        "TypeError",
        """
import requests

URL = "http://127.0.0.1:9/status"


def status(url: str) -> int | None:
    try:
        response = requests.get(url, <<retries=3 || timeout=3>>)
    except requests.RequestException:
        return None
    return response.status_code


print(status(URL))
""",
    ),
    _use(
        "requests-prepared-full-url",
        "requests",
        "returned-method",
        "AttributeError",
        """
import requests


def signed_url(base, user):
    request = requests.Request("GET", base, params={"user": user})
    prepared = request.prepare()
    return prepared.<<get_full_url() || url>>


print(signed_url("https://example.org/", "ada"))
""",
    ),
    _use(
        "requests-session-set-header",
        "requests",
        "method",
        "AttributeError",
        """
import requests


class Client:
    def __init__(self, token):
        self.session = requests.Session()
        self.token = token

    def login(self):
        self.session.<<set_header("Authorization", self.token) || headers.update({"Authorization": self.token})>>
        return self


Client("not-a-token").login()
""",
    ),
    _use(
        "requests-retry-module",
        "requests",
        "module",
        "ModuleNotFoundError",
        """
import requests
from requests.<<retry || adapters>> import <<Retry || HTTPAdapter>>


def session():
    made = requests.Session()
    made.mount("https://", <<requests.adapters.HTTPAdapter(max_retries=Retry(3)) || HTTPAdapter(max_retries=3)>>)
    return made


session()
""",
    ),
    # httpx
    _use(
        "httpx-client-retries",
        "httpx",
        "constructor-keyword",
        "TypeError",
        """
import httpx


class Api:
    def __init__(self, base: str) -> None:
        self.client = httpx.Client(base_url=base, <<retries=3 || timeout=3>>)

    def close(self) -> None:
        self.client.close()


Api("https://example.org").close()
""",
    ),
    _use(
        "httpx-get-allow-redirects",
        "httpx",
        "keyword",
        "TypeError",
        """
import httpx


def fetch(url: str) -> bytes:
    try:
        return httpx.get(url, <<allow_redirects=True || follow_redirects=True>>, trust_env=False).content
    except httpx.HTTPError:
        return b""


fetch("http://127.0.0.1:9/")
""",
    ),
    _use(
        "httpx-response-ok",
        "httpx",
        "returned-method",
        "AttributeError",
        """
import httpx


def answer(request: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json={"up": True})


with httpx.Client(transport=httpx.MockTransport(answer)) as client:
    response = client.get("https://example.org/health")
    if not response.<<ok || is_success>>:
        raise SystemExit("down")
""",
    ),
    # click
    _use(
        "click-colorize",
        "click",
        "module-attribute",
        "AttributeError",
        """
import click


def warn(text: str) -> None:
    click.echo(click.<<colorize || style>>(text, fg="yellow"), err=True)


warn("disk is nearly full")
""",
    ),
    _use(
        "click-option-choices",
        "click",
        "forwarded-keyword",
        "TypeError",
        """
import click


@click.command()
@click.option("--level", <<choices=["low", "high"] || type=click.Choice(["low", "high"])>>, default="low")
def main(level: str) -> None:
    click.echo(level)


main([], standalone_mode=False)
""",
    ),
    _use(
        "click-echo-end",
        "click",
        "keyword",
        "TypeError",
        """
import click


def progress(done: int, total: int) -> None:
    click.echo(f"{done}/{total}", <<end="" || nl=False>>)


progress(1, 2)
""",
    ),
    # numpy
    _use(
        "numpy-float-alias",
        "numpy",
        "module-attribute",
        "AttributeError",
        """
import numpy as np


def normalise(values):
    array = np.asarray(values, dtype=np.<<float_ || float64>>)
    return array / array.sum()


normalise([1, 2, 3])
""",
    ),
    _use(
        "numpy-to-list",
        "numpy",
        "returned-method",
        "AttributeError",
        """
import numpy as np


def histogram(values: list[float]) -> list[int]:
    counts, _edges = np.histogram(np.array(values), bins=4)
    grid = np.zeros(4, dtype=np.int64)
    grid += counts
    return np.cumsum(grid).<<to_list || tolist>>()


histogram([1.0, 2.0, 4.0])
""",
    ),
    _use(
        "numpy-linalg-inverse",
        "numpy",
        "module-attribute",
        "AttributeError",
        """
import numpy as np

matrix = np.array([[2.0, 0.0], [0.0, 4.0]])
solution = np.linalg.<<inverse || inv>>(matrix) @ np.ones(2)
print(solution)
""",
    ),
    _use(
        "numpy-trapz",
        "numpy",
        "name",
        "ImportError",
        """
from numpy import linspace, <<trapz || trapezoid>>


def area(steps: int) -> float:
    x = linspace(0.0, 1.0, steps)
    return float(<<trapz || trapezoid>>(x * x, x))


area(10)
""",
    ),
    # pandas
    _use(
        "pandas-frame-append",
        "pandas",
        "method",
        "AttributeError",
        """
import pandas as pd


def add_total(rows: list[dict[str, int]]) -> pd.DataFrame:
    frame = pd.DataFrame(rows)
    total = pd.DataFrame([{"n": int(frame["n"].sum())}])
    return <<frame.append(total, ignore_index=True) || pd.concat([frame, total], ignore_index=True)>>


add_total([{"n": 1}, {"n": 2}])
""",
    ),
    _use(
        "pandas-read-csv-separator",
        "pandas",
        "keyword",
        "TypeError",
        """
import io

import pandas as pd

TEXT = "name;age\\nada;36\\n"
people = pd.read_csv(io.StringIO(TEXT), <<separator || sep>>=";")
print(people["age"].max())
""",
    ),
    _use(
        "pandas-groupby-average",
        "pandas",
        "returned-method",
        "AttributeError",
        """
import pandas as pd


def per_city(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.groupby("city").<<average || mean>>()


per_city(pd.DataFrame({"city": ["a", "b"], "sold": [1, 2]}))
""",
    ),
    _use(
        "pandas-to-date",
        "pandas",
        "module-attribute",
        "AttributeError",
        """
import pandas as pd


def years(texts: list[str]) -> list[int]:
    dates = pd.<<to_date || to_datetime>>(pd.Series(texts))
    return list(dates.dt.year)


years(["2024-01-02"])
""",
    ),
    # orjson
    _use(
        "orjson-dumps-indent",
        "orjson",
        "keyword",
        "TypeError",
        """
import orjson


def pretty(value: object) -> str:
    return orjson.dumps(value, <<indent=2 || option=orjson.OPT_INDENT_2>>).decode()


print(pretty({"a": [1, 2]}))
""",
    ),
    _use(
        "orjson-load",
        "orjson",
        "module-attribute",
        "AttributeError",
        """
import io

import orjson


def settings(handle: io.BytesIO) -> dict[str, int]:
    return orjson.<<load(handle) || loads(handle.read())>>


settings(io.BytesIO(b'{"a": 1}'))
""",
    ),
    # lxml
    _use(
        "lxml-element-find-all",
        "lxml",
        "returned-method",
        "AttributeError",
        """
from lxml import etree


def titles(document: bytes) -> list[str]:
    root = etree.fromstring(document)
    return [node.text for node in root.<<find_all || findall>>("title")]


titles(b"<feed><title>One</title></feed>")
""",
    ),
    _use(
        "lxml-parse-string",
        "lxml",
        "module-attribute",
        "AttributeError",
        """
import lxml.etree as ET

tree = ET.<<parse_string || fromstring>>("<a><b/></a>")
print(len(tree))
""",
    ),
    # cryptography
    _use(
        "cryptography-fernet-create-key",
        "cryptography",
        "class-attribute",
        "AttributeError",
        """
from cryptography.fernet import Fernet


def new_box() -> Fernet:
    key = Fernet.<<create_key || generate_key>>()
    return Fernet(key)


new_box().encrypt(b"text")
""",
    ),
    _use(
        "cryptography-fernet-max-age",
        "cryptography",
        "keyword",
        "TypeError",
        """
from cryptography.fernet import Fernet


class Vault:
    def __init__(self) -> None:
        self.box = Fernet(Fernet.generate_key())

    def open(self, token: bytes) -> bytes:
        return self.box.decrypt(token, <<max_age=60 || ttl=60>>)


vault = Vault()
vault.open(vault.box.encrypt(b"text"))
""",
    ),
    _use(
        "cryptography-kdf-bcrypt",
        "cryptography",
        "module",
        "ModuleNotFoundError",
        """
import os

from cryptography.hazmat.primitives.kdf.<<bcrypt || scrypt>> import <<Bcrypt || Scrypt>>

salt = os.urandom(16)
kdf = <<Bcrypt(salt=salt, rounds=4) || Scrypt(salt=salt, length=32, n=16, r=8, p=1)>>
kdf.derive(b"not a password")
""",
    ),
    # boto3
    _use(
        "boto3-s3-list-files",
        "boto3",
        "client-method",
        "AttributeError",
        """
import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError

s3 = boto3.client(
    "s3",
    region_name="eu-west-1",
    endpoint_url="http://127.0.0.1:9",
    aws_access_key_id="none",
    aws_secret_access_key="none",
    config=Config(retries={"max_attempts": 0}, connect_timeout=1),
)
try:
    pages = s3.<<list_files(Bucket="made-up") || list_objects_v2(Bucket="made-up")>>
except BotoCoreError:
    pages = {}
""",
    ),
    _use(
        "boto3-s3-exception",
        "boto3",
        "returned-method",
        "AttributeError",
        """
import boto3

client = boto3.client("s3", region_name="eu-west-1", aws_access_key_id="none", aws_secret_access_key="none")
MISSING = client.exceptions.<<NoSuchKeyError || NoSuchKey>>


def read(key: str) -> bytes:
    try:
        return client.get_object(Bucket="made-up", Key=key)["Body"].read()
    except MISSING:
        return b""
""",
    ),
    _use(
        "boto3-session-get-client",
        "boto3",
        "method",
        "AttributeError",
        """
import boto3


def queue():
    session = boto3.Session(region_name="eu-west-1", aws_access_key_id="none", aws_secret_access_key="none")
    return session.<<get_client || client>>("sqs")


queue()
""",
    ),
    # sqlalchemy
    _use(
        "sqlalchemy-engine-execute",
        "SQLAlchemy",
        "returned-method",
        "AttributeError",
        """
from sqlalchemy import create_engine, text

engine = create_engine("sqlite://")


def ping() -> int:
    <<return engine.execute(text("select 1")).scalar() || connection = engine.connect()>>
    <<|| return connection.execute(text("select 1")).scalar_one()>>


ping()
""",
    ),
    _use(
        "sqlalchemy-declarative-model",
        "SQLAlchemy",
        "name",
        "ImportError",
        """
from sqlalchemy import Integer
from sqlalchemy.orm import <<DeclarativeModel || DeclarativeBase>>, mapped_column


class Base(<<DeclarativeModel || DeclarativeBase>>):
    pass


class User(Base):
    __tablename__ = "user"
    id = mapped_column(Integer, primary_key=True)
""",
    ),
    _use(
        "sqlalchemy-create-engine-pool-max",
        "SQLAlchemy",
        "forwarded-keyword",
        "TypeError",
        """
import sqlalchemy as sa


class Database:
    def __init__(self, url: str) -> None:
        self.engine = sa.create_engine(url, <<pool_max=5 || pool_recycle=5>>, echo=False)


Database("sqlite:///:memory:")
""",
    ),
    _use(
        "sqlalchemy-session-find",
        "SQLAlchemy",
        "method",
        "AttributeError",
        """
from sqlalchemy import create_engine, text
from sqlalchemy.orm import Session

with Session(create_engine("sqlite://")) as session:
    names = session.<<fetch_all || scalars>>(text("select 'ada'"))
    print(list(names))
""",
    ),
    # pydantic
    _use(
        "pydantic-model-to-dict",
        "pydantic",
        "method",
        "AttributeError",
        """
from pydantic import BaseModel


class Order(BaseModel):
    id: int
    note: str = ""


def row(order: Order) -> dict[str, object]:
    return order.<<model_to_dict || model_dump>>()


row(Order(id=1))
""",
    ),
    _use(
        "pydantic-base-settings",
        "pydantic",
        "name",
        "PydanticImportError",
        """
from pydantic import <<BaseSettings || BaseModel>>


class Settings(<<BaseSettings || BaseModel>>):
    debug: bool = False


Settings()
""",
    ),
    _use(
        "pydantic-forbidden-field",
        "pydantic",
        "field",
        "ValidationError",
        """
from pydantic import BaseModel, ConfigDict


class Point(BaseModel):
    model_config = ConfigDict(extra="forbid")

    x: float
    y: float


def origin() -> Point:
    return Point(x=0, y=0<<, z=0 ||>>)


origin()
""",
    ),
    _use(
        "pydantic-missing-field",
        "pydantic",
        "missing-argument",
        "ValidationError",
        """
import datetime

from pydantic import BaseModel, Field


class Event(BaseModel):
    name: str
    at: datetime.datetime
    tags: list[str] = Field(default_factory=list)


event = Event(name="start"<<|| , at=datetime.datetime(2024, 1, 1)>>)
print(event.name)
""",
    ),
    # django
    _use(
        "django-ugettext-lazy",
        "Django",
        "name",
        "ImportError",
        """
from django.utils.translation import <<ugettext_lazy || gettext_lazy>> as _

LABELS = {
    "name": _("Name"),
    "city": _("City"),
}
""",
    ),
    _use(
        "django-core-urlresolvers",
        "Django",
        "module",
        "ModuleNotFoundError",
        """
from django.<<core.urlresolvers || urls>> import reverse


def home_of(user):
    return reverse("user", args=[user.id])
""",
    ),
    _use(
        "django-timezone-utc",
        "Django",
        "module-attribute",
        "AttributeError",
        """
import datetime

from django.utils import timezone

START = datetime.datetime(2024, 1, 1, tzinfo=timezone.<<utc || get_fixed_timezone(0)>>)
print(START.isoformat())
""",
    ),
    _use(
        "django-form-field-max-len",
        "Django",
        "forwarded-keyword",
        "TypeError",
        """
from django import forms
from django.conf import settings

settings.configure(USE_I18N=False)


class Comment(forms.Form):
    text = forms.CharField(<<max_len=200 || max_length=200>>)


Comment()
""",
    ),
    # fastapi
    _use(
        "fastapi-json-response",
        "fastapi",
        "name",
        "ImportError",
        """
from fastapi import FastAPI, <<JSONResponse || Response>>

app = FastAPI()


@app.get("/health")
def health() -> <<JSONResponse || Response>>:
    return <<JSONResponse({"up": True}) || Response("up")>>
""",
    ),
    _use(
        "fastapi-http-exception-status",
        "fastapi",
        "constructor-keyword",
        "TypeError",
        """
from fastapi import HTTPException

ITEMS: dict[int, str] = {}


def item(number: int) -> str:
    if number not in ITEMS:
        raise HTTPException(<<status || status_code>>=404, detail="no such item")
    return ITEMS[number]


try:
    item(3)
except HTTPException as error:
    print(error.detail)
""",
    ),
    _use(
        "fastapi-depends-cache",
        "fastapi",
        "keyword",
        "TypeError",
        """
from typing import Annotated

from fastapi import Depends, FastAPI

app = FastAPI()


def page(number: int = 1) -> int:
    return number


@app.get("/items")
def items(number: Annotated[int, Depends(page, <<cache || use_cache>>=False)]) -> int:
    return number
""",
    ),
    _use(
        "fastapi-cors-name",
        "fastapi",
        "name",
        "ImportError",
        """
from fastapi import FastAPI
from fastapi.middleware.cors import <<CorsMiddleware || CORSMiddleware>>


def create_app() -> FastAPI:
    app = FastAPI(title="shop")
    app.add_middleware(<<CorsMiddleware || CORSMiddleware>>, allow_origins=["*"])
    return app


create_app()
""",
    ),
    _use(
        "fastapi-app-register-router",
        "fastapi",
        "method",
        "AttributeError",
        """
from fastapi import APIRouter, FastAPI

router = APIRouter(prefix="/users")
app = FastAPI()
app.<<register_router || include_router>>(router)
""",
    ),
    # flask
    _use(
        "flask-markup",
        "Flask",
        "name",
        "ImportError",
        """
from flask import Flask<<, Markup ||>>
<<|| from markupsafe import Markup>>

app = Flask(__name__)


@app.route("/")
def index():
    return Markup("<b>hello</b>")


app.test_client().get("/")
""",
    ),
    _use(
        "flask-before-first-request",
        "Flask",
        "method",
        "AttributeError",
        """
from flask import Flask


def create_app():
    app = Flask("shop")

    @app.<<before_first_request || before_request>>
    def connect():
        app.config["READY"] = True

    return app


create_app()
""",
    ),
    _use(
        "flask-template-dir",
        "Flask",
        "constructor-keyword",
        "TypeError",
        """
import flask

app = flask.Flask("shop", <<template_dir || template_folder>>="pages", static_folder=None)
print(app.name)
""",
    ),
    _use(
        "flask-to-json",
        "Flask",
        "module-attribute",
        "AttributeError",
        """
import flask

app = flask.Flask("shop")


@app.get("/total")
def total():
    return flask.<<to_json || jsonify>>(total=3)


app.testing = True
app.test_client().get("/total")
""",
    ),
    # attrs
    _use(
        "attrs-unknown-field",
        "attrs",
        "field",
        "TypeError",
        """
from attrs import define, field


@define
class Point:
    x: int
    y: int = field(default=0)


def shifted(point: Point) -> Point:
    return Point(x=point.x + 1, y=point.y<<, z=1 ||>>)


shifted(Point(1))
""",
    ),
    _use(
        "attrs-default-factory",
        "attrs",
        "keyword",
        "TypeError",
        """
import attrs


@attrs.define
class Cart:
    owner: str
    items: list[str] = attrs.field(<<default_factory || factory>>=list)


Cart("ada").items.append("tea")
""",
    ),
    _use(
        "attrs-missing-field",
        "attrs",
        "missing-argument",
        "TypeError",
        """
import attr


@attr.s(auto_attribs=True, frozen=True)
class Address:
    street: str
    city: str
    country: str = "NL"


HOME = Address(street="Kade 1"<<|| , city="Delft">>)
""",
    ),
    _use(
        "attrs-to-dict",
        "attrs",
        "module-attribute",
        "AttributeError",
        """
import attrs


@attrs.frozen
class Pair:
    left: int
    right: int


print(attrs.<<to_dict || asdict>>(Pair(1, 2)))
""",
    ),
    # PyYAML
    _use(
        "yaml-safe-load-file",
        "PyYAML",
        "module-attribute",
        "AttributeError",
        """
import io

import yaml


def settings(handle):
    loaded = yaml.<<safe_load_file || safe_load>>(handle)
    return loaded or {}


settings(io.StringIO("debug: true"))
""",
    ),
    _use(
        "yaml-load-without-loader",
        "PyYAML",
        "missing-argument",
        "TypeError",
        """
import yaml

TEXT = "- one\\n- two\\n"


def entries() -> list[str]:
    return yaml.load(TEXT<<|| , Loader=yaml.SafeLoader>>)


entries()
""",
    ),
    _use(
        "yaml-dump-sort",
        "PyYAML",
        "forwarded-keyword",
        "TypeError",
        """
import yaml


def save(settings: dict[str, int]) -> str:
    return yaml.safe_dump(settings, <<sorted=False || sort_keys=False>>, default_flow_style=False)


save({"b": 1, "a": 2})
""",
    ),
    # python-dateutil
    _use(
        "dateutil-parse-date",
        "python-dateutil",
        "name",
        "ImportError",
        """
from dateutil.parser import <<parse_date || parse>>


def day(text: str) -> int:
    return <<parse_date || parse>>(text).day


day("2024-05-06")
""",
    ),
    _use(
        "dateutil-relativedelta-quarters",
        "python-dateutil",
        "constructor-keyword",
        "TypeError",
        """
import datetime

from dateutil.relativedelta import relativedelta

start = datetime.date(2024, 1, 31)
due = start + relativedelta(<<quarters=1 || months=3>>)
print(due)
""",
    ),
    # Pillow
    _use(
        "pillow-antialias",
        "pillow",
        "module-attribute",
        "AttributeError",
        """
from PIL import Image


def thumbnail(image: Image.Image, side: int) -> Image.Image:
    return image.resize((side, side), Image.<<ANTIALIAS || LANCZOS>>)


thumbnail(Image.new("RGB", (8, 8)), 4)
""",
    ),
    _use(
        "pillow-textsize",
        "pillow",
        "returned-method",
        "AttributeError",
        """
from PIL import Image, ImageDraw


def width_of(text):
    draw = ImageDraw.Draw(Image.new("L", (100, 20)))
    return draw.<<textsize || textlength>>(text)


width_of("total")
""",
    ),
    _use(
        "pillow-save-as",
        "pillow",
        "returned-method",
        "AttributeError",
        """
import io

from PIL import Image

buffer = io.BytesIO()
Image.new("RGB", (4, 4)).convert("L").<<save_as || save>>(buffer, format="PNG")
""",
    ),
    # rich
    _use(
        "rich-table-add-header",
        "rich",
        "method",
        "AttributeError",
        """
from rich.console import Console
from rich.table import Table


def show(rows: list[tuple[str, str]]) -> None:
    table = Table(title="Stock")
    table.<<add_header || add_column>>("Name")
    table.add_column("Count")
    for row in rows:
        table.add_row(*row)
    Console(quiet=True).print(table)


show([("tea", "3")])
""",
    ),
    _use(
        "rich-track-desc",
        "rich",
        "keyword",
        "TypeError",
        """
from rich.progress import track


def total(numbers: list[int]) -> int:
    result = 0
    for number in track(numbers, <<desc || description>>="adding", disable=True):
        result += number
    return result


total([1, 2])
""",
    ),
    _use(
        "rich-progress-bar-module",
        "rich",
        "module",
        "ModuleNotFoundError",
        """
from rich.<<progressbar || progress_bar>> import ProgressBar


class Meter:
    def __init__(self, total):
        self.bar = ProgressBar(total=total)


Meter(10)
""",
    ),
    # Jinja2
    _use(
        "jinja2-markup",
        "Jinja2",
        "name",
        "ImportError",
        """
from jinja2 import Environment<<, contextfilter || , pass_context>>


@<<contextfilter || pass_context>>
def shout(context, text):
    return text.upper()


Environment(autoescape=True).filters["shout"] = shout
""",
    ),
    _use(
        "jinja2-template-from-string",
        "Jinja2",
        "method",
        "AttributeError",
        """
from jinja2 import Environment


class Mailer:
    def __init__(self):
        self.templates = Environment(autoescape=True)

    def body(self, name):
        template = self.templates.<<template_from_string || from_string>>("Hi {{ name }}")
        return template.render(name=name)


Mailer().body("ada")
""",
    ),
    _use(
        "jinja2-trim",
        "Jinja2",
        "constructor-keyword",
        "TypeError",
        """
import jinja2

pages = jinja2.DictLoader({"a": "{{ b }}"})
environment = jinja2.Environment(loader=pages, <<trim=True || trim_blocks=True>>, autoescape=True)
environment.get_template("a").render(b=1)
""",
    ),
    # redis
    _use(
        "redis-set-json",
        "redis",
        "method",
        "AttributeError",
        """
import json

import redis


class Cache:
    def __init__(self, port: int) -> None:
        self.server = redis.Redis(host="127.0.0.1", port=port)

    def put(self, key: str, value: object) -> bool:
        try:
            return bool(self.server.<<set_json(key, value) || set(key, json.dumps(value))>>)
        except redis.ConnectionError:
            return False


Cache(9).put("a", [1])
""",
    ),
    _use(
        "redis-set-expire",
        "redis",
        "keyword",
        "TypeError",
        """
import redis


def remember(client: redis.Redis, key: str, value: str) -> None:
    client.set(key, value, <<expire=60 || ex=60>>)


try:
    remember(redis.Redis(port=9), "a", "b")
except redis.exceptions.ConnectionError:
    print("no cache")
""",
    ),
    _use(
        "redis-connection-error-name",
        "redis",
        "name",
        "ImportError",
        """
from redis import Redis
from redis.exceptions import <<RedisConnectionError || ConnectionError>> <<|| as RedisConnectionError>>


def alive(port):
    try:
        return Redis(port=port).ping()
    except RedisConnectionError:
        return False


alive(9)
""",
    ),
    # pymongo
    _use(
        "pymongo-collection-insert",
        "pymongo",
        "returned-method",
        "TypeError",
        """
from pymongo import MongoClient
from pymongo.errors import PyMongoError

client = MongoClient("mongodb://127.0.0.1:9", serverSelectionTimeoutMS=50)
orders = client.get_database("shop").get_collection("orders")
try:
    orders.<<insert || insert_one>>({"total": 3})
except PyMongoError:
    print("no database")
""",
    ),
    _use(
        "pymongo-connection",
        "pymongo",
        "name",
        "ImportError",
        """
from pymongo import <<Connection || MongoClient>>


def database(name):
    return <<Connection || MongoClient>>("mongodb://127.0.0.1:9", connect=False)[name]


database("shop")
""",
    ),
    # tenacity
    _use(
        "tenacity-stop-after-attempts",
        "tenacity",
        "name",
        "ImportError",
        """
from tenacity import retry, <<stop_after_attempts || stop_after_attempt>>


@retry(stop=<<stop_after_attempts || stop_after_attempt>>(3))
def read() -> int:
    return 1


read()
""",
    ),
    _use(
        "tenacity-retry-max-attempts",
        "tenacity",
        "forwarded-keyword",
        "TypeError",
        """
import tenacity


@tenacity.retry(<<max_attempts=3 || stop=tenacity.stop_after_attempt(3)>>)
def connect():
    return "connected"


connect()
""",
    ),
    _use(
        "tenacity-wait-exponential-base",
        "tenacity",
        "constructor-keyword",
        "TypeError",
        """
from tenacity import Retrying, stop_after_attempt, wait_exponential

policy = wait_exponential(multiplier=0.01, <<maximum=1 || max=1>>)
for attempt in Retrying(stop=stop_after_attempt(2), wait=policy):
    with attempt:
        print("sent")
""",
    ),
    # structlog
    _use(
        "structlog-json-formatter",
        "structlog",
        "module-attribute",
        "AttributeError",
        """
import structlog


def configure():
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.<<JSONFormatter || JSONRenderer>>(),
        ]
    )


configure()
""",
    ),
    _use(
        "structlog-timestamper-format",
        "structlog",
        "constructor-keyword",
        "TypeError",
        """
from structlog.processors import TimeStamper, dict_tracebacks

CHAIN = [TimeStamper(<<format="iso" || fmt="iso">>, utc=True), dict_tracebacks]
print(CHAIN[0](None, "info", {"event": "start"}))
""",
    ),
    # typer
    _use(
        "typer-prompt-class",
        "typer",
        "name",
        "ImportError",
        """
import typer
from typer import <<Prompt || prompt>>

app = typer.Typer()


@app.command()
def greet(name: str = "ada") -> None:
    typer.echo(name or <<Prompt.ask("name") || prompt("name")>>)


app([], standalone_mode=False)
""",
    ),
    _use(
        "typer-option-short",
        "typer",
        "keyword",
        "TypeError",
        """
from typing import Annotated

import typer

app = typer.Typer()
Level = Annotated[int, typer.Option("--level", <<short="-l" || help="how much">>)]


@app.command()
def main(level: Level = 1) -> None:
    typer.echo(level)


app([], standalone_mode=False)
""",
    ),
    _use(
        "typer-add-command",
        "typer",
        "method",
        "AttributeError",
        """
import typer

users = typer.Typer()
app = typer.Typer(add_completion=False)
app.<<add_command || add_typer>>(users, name="users")
""",
    ),
    # msgpack
    _use(
        "msgpack-dumpb",
        "msgpack",
        "module-attribute",
        "AttributeError",
        """
import msgpack


def encode(value: dict[str, int]) -> bytes:
    return msgpack.<<dumpb || packb>>(value, use_bin_type=True)


encode({"a": 1})
""",
    ),
    _use(
        "msgpack-unpackb-encoding",
        "msgpack",
        "keyword",
        "TypeError",
        """
import msgpack


def decode(data):
    return msgpack.unpackb(data, <<encoding="utf-8" || raw=False>>)


decode(b"\\x81\\xa1a\\x01")
""",
    ),
    # PyJWT
    _use(
        "jwt-encode-without-key",
        "PyJWT",
        "missing-argument",
        "TypeError",
        """
import jwt

KEY = "not-a-key-not-a-key-not-a-key-not-a-key"


def token_for(user: str) -> str:
    claims = {"sub": user}
    return jwt.encode(claims, <<|| KEY,>> algorithm="HS256")


token_for("ada")
""",
    ),
    _use(
        "jwt-expired-token-error",
        "PyJWT",
        "module-attribute",
        "AttributeError",
        """
import jwt


def valid(token: str, key: str) -> bool:
    try:
        jwt.decode(token, key, algorithms=["HS256"])
    except jwt.<<ExpiredTokenError || InvalidTokenError>>:
        return False
    return True


valid("no.token.here", "not-a-key")
""",
    ),
    _use(
        "jwt-encode-expires-in",
        "PyJWT",
        "keyword",
        "TypeError",
        """
import time

import jwt

SECONDS = 60
claims = {"sub": "ada", "exp": int(time.time()) + SECONDS}
token = jwt.encode(claims, "not-a-key-not-a-key-not-a-key-not-a-key", <<expires_in=SECONDS || algorithm="HS256">>)
""",
    ),
    # beautifulsoup4
    _use(
        "bs4-find-by-class",
        "beautifulsoup4",
        "returned-method",
        "TypeError",
        """
from bs4 import BeautifulSoup


def prices(page: str) -> list[str]:
    soup = BeautifulSoup(page, "html.parser")
    return [tag.get_text() for tag in soup.<<find_all_by_class("price") || find_all(class_="price")>>]


prices('<p class="price">3</p>')
""",
    ),
    _use(
        "bs4-result-text",
        "beautifulsoup4",
        "returned-method",
        "AttributeError",
        """
import bs4


def links(page):
    found = bs4.BeautifulSoup(page, "html.parser").find_all("a")
    return <<found.get("href") || [link.get("href") for link in found]>>


links('<a href="/one">1</a>')
""",
    ),
    # Markdown
    _use(
        "markdown-render",
        "Markdown",
        "module-attribute",
        "AttributeError",
        """
import markdown


def html(text: str) -> str:
    return markdown.<<render || markdown>>(text, extensions=["tables"])


html("# Title")
""",
    ),
    _use(
        "markdown-renderer-render",
        "Markdown",
        "method",
        "AttributeError",
        """
from markdown import Markdown


class Page:
    def __init__(self):
        self.renderer = Markdown(extensions=["toc"])

    def html(self, text):
        return self.renderer.<<render || convert>>(text)


Page().html("# Title")
""",
    ),
    # aiohttp
    _use(
        "aiohttp-session-base",
        "aiohttp",
        "constructor-keyword",
        "TypeError",
        """
import asyncio

import aiohttp


async def main() -> None:
    async with aiohttp.ClientSession(<<base="http://127.0.0.1:9" || base_url="http://127.0.0.1:9">>) as session:
        print(session.closed)


asyncio.run(main())
""",
    ),
    _use(
        "aiohttp-timeout-seconds",
        "aiohttp",
        "constructor-keyword",
        "TypeError",
        """
import aiohttp

SHORT = aiohttp.ClientTimeout(<<seconds=5 || total=5>>, connect=1)


async def fetch(url: str) -> bytes:
    async with aiohttp.ClientSession(timeout=SHORT) as session, session.get(url) as response:
        return await response.read()
""",
    ),
    _use(
        "aiohttp-web-json",
        "aiohttp",
        "module-attribute",
        "AttributeError",
        """
import asyncio

from aiohttp import web


async def health(request):
    return web.<<JSONResponse || json_response>>({"up": True})


app = web.Application()
app.router.add_get("/health", health)
asyncio.run(health(None))
""",
    ),
    _use(
        "aiohttp-session-fetch",
        "aiohttp",
        "method",
        "AttributeError",
        """
import asyncio

import aiohttp


async def text_of(url: str) -> str:
    async with aiohttp.ClientSession() as session:
        try:
            response = await session.<<fetch || get>>(url)
        except aiohttp.ClientError:
            return ""
        return await response.text()


asyncio.run(text_of("http://127.0.0.1:9/"))
""",
    ),
    # marshmallow
    _use(
        "marshmallow-fields-text",
        "marshmallow",
        "module-attribute",
        "AttributeError",
        """
from marshmallow import Schema, fields


class UserSchema(Schema):
    name = fields.<<Text || String>>(required=True)
    age = fields.Integer()


UserSchema().load({"name": "ada"})
""",
    ),
    _use(
        "marshmallow-field-missing",
        "marshmallow",
        "constructor-keyword",
        "TypeError",
        """
from marshmallow import Schema, fields


class OrderSchema(Schema):
    count = fields.Int(<<missing=1 || load_default=1>>)


print(OrderSchema().load({}))
""",
    ),
    _use(
        "marshmallow-schema-deserialize",
        "marshmallow",
        "method",
        "AttributeError",
        """
import marshmallow as ma


class Item(ma.Schema):
    name = ma.fields.Str()


def read(data):
    schema = Item(unknown=ma.EXCLUDE)
    return schema.<<deserialize || load>>(data)


read({"name": "tea"})
""",
    ),
    # tomlkit
    _use(
        "tomlkit-read",
        "tomlkit",
        "module-attribute",
        "AttributeError",
        """
import io

import tomlkit


def version(handle: io.StringIO) -> str:
    document = tomlkit.<<read || load>>(handle)
    return str(document["version"])


version(io.StringIO('version = "1"'))
""",
    ),
    _use(
        "tomlkit-table-add-comment",
        "tomlkit",
        "returned-method",
        "AttributeError",
        """
import tomlkit

document = tomlkit.document()
table = tomlkit.table()
table.<<add_comment || comment>>("made by hand")
document.add("tool", table)
""",
    ),
    # packaging
    _use(
        "packaging-legacy-version",
        "packaging",
        "name",
        "ImportError",
        """
from packaging.version import <<LegacyVersion || InvalidVersion>>, Version


def parsed(text: str) -> Version | None:
    try:
        return Version(text)
    except <<LegacyVersion || InvalidVersion>>:
        return None


parsed("1.0")
""",
    ),
    _use(
        "packaging-specifier-matches",
        "packaging",
        "method",
        "AttributeError",
        """
from packaging.specifiers import SpecifierSet

supported = SpecifierSet(">=3.11,<4")
if not supported.<<matches || contains>>("3.12"):
    raise SystemExit("too old")
""",
    ),
    _use(
        "packaging-version-is-stable",
        "packaging",
        "returned-method",
        "AttributeError",
        """
from packaging import version


def newest(texts):
    parsed = [version.parse(text) for text in texts]
    best = max(parsed)
    first = version.parse(texts[0])
    return best, first.<<is_stable || is_prerelease>>


newest(["1.0", "2.0"])
""",
    ),
    # networkx
    _use(
        "networkx-write-gml-lines",
        "networkx",
        "module-attribute",
        "AttributeError",
        """
import networkx as nx


def save(graph: nx.Graph) -> list[str]:
    return list(nx.<<write_gml_lines || generate_gml>>(graph))


save(nx.path_graph(3))
""",
    ),
    _use(
        "networkx-graph-add-vertex",
        "networkx",
        "method",
        "AttributeError",
        """
import networkx as nx


class Network:
    def __init__(self):
        self.graph = nx.DiGraph()

    def join(self, name):
        self.graph.<<add_vertex || add_node>>(name)


Network().join("a")
""",
    ),
    _use(
        "networkx-add-edge-weight",
        "networkx",
        "too-many-arguments",
        "TypeError",
        """
import networkx as nx

graph = nx.DiGraph()
graph.add_edge("a", "b"<<, 3 || , weight=3>>)
print(graph.number_of_edges())
""",
    ),
    # tabulate
    _use(
        "tabulate-format",
        "tabulate",
        "keyword",
        "TypeError",
        """
from tabulate import tabulate


def report(rows: list[list[object]]) -> str:
    return tabulate(rows, headers=["name", "count"], <<format || tablefmt>>="github")


report([["tea", 3]])
""",
    ),
    # tqdm
    _use(
        "tqdm-advance",
        "tqdm",
        "returned-method",
        "AttributeError",
        """
from tqdm import tqdm

with tqdm(total=2, disable=True) as bar:
    bar.<<advance || update>>(1)
    bar.set_description("half")
""",
    ),
    _use(
        "tqdm-auto-progress",
        "tqdm",
        "name",
        "ImportError",
        """
from tqdm.auto import <<progress || tqdm>>


def double(numbers):
    return [number * 2 for number in <<progress || tqdm>>(numbers, disable=True)]


double([1])
""",
    ),
    # python-dotenv
    _use(
        "dotenv-load-env",
        "python-dotenv",
        "name",
        "ImportError",
        """
import os

from dotenv import <<load_env || load_dotenv>>

<<load_env || load_dotenv>>(override=False)
DEBUG = os.environ.get("DEBUG") == "1"
""",
    ),
    _use(
        "dotenv-values-prefix",
        "python-dotenv",
        "keyword",
        "TypeError",
        """
import io

import dotenv


class Config:
    def __init__(self, text: str) -> None:
        self.values = dotenv.dotenv_values(stream=io.StringIO(text), <<prefix="APP_" || interpolate=False>>)


Config("APP_A=1")
""",
    ),
    # cachetools
    _use(
        "cachetools-memoize",
        "cachetools",
        "module-attribute",
        "AttributeError",
        """
import cachetools


@cachetools.<<memoize || cached>>(cachetools.LRUCache(maxsize=8))
def square(number: int) -> int:
    return number * number


square(3)
""",
    ),
    _use(
        "cachetools-ttl-missing",
        "cachetools",
        "missing-argument",
        "TypeError",
        """
from cachetools import TTLCache


class Sessions:
    def __init__(self) -> None:
        self.known = TTLCache(maxsize=100<<|| , ttl=60>>)


Sessions()
""",
    ),
    # more-itertools
    _use(
        "more-itertools-chunk",
        "more-itertools",
        "name",
        "ImportError",
        """
from more_itertools import <<chunk || chunked>>


def pages(rows: list[int]) -> list[list[int]]:
    return list(<<chunk || chunked>>(rows, 2))


pages([1, 2, 3])
""",
    ),
    _use(
        "more-itertools-first-too-many",
        "more-itertools",
        "too-many-arguments",
        "TypeError",
        """
import more_itertools as mi

names = ["ada", "grace"]
print(mi.first(names, "nobody"<<, True ||>>))
""",
    ),
    # arrow
    _use(
        "arrow-parse",
        "arrow",
        "module-attribute",
        "AttributeError",
        """
import arrow


def year(text: str) -> int:
    return arrow.<<parse || get>>(text).year


year("2024-01-02")
""",
    ),
    _use(
        "arrow-add",
        "arrow",
        "returned-method",
        "AttributeError",
        """
import arrow

deadline = arrow.utcnow().floor("day").<<add || shift>>(days=3)
print(deadline.isoformat())
""",
    ),
    # loguru
    _use(
        "loguru-set-level",
        "loguru",
        "method",
        "AttributeError",
        """
import sys

from loguru import logger


def setup(level: str) -> None:
    logger.remove()
    logger.<<set_level(level) || add(sys.stderr, level=level)>>


setup("INFO")
""",
    ),
    _use(
        "loguru-add-fmt",
        "loguru",
        "forwarded-keyword",
        "TypeError",
        """
import io

from loguru import logger

sink = io.StringIO()
logger.add(sink, level="INFO", <<fmt || format>>="{message}", colorize=False)
logger.info("started")
""",
    ),
    # openpyxl
    _use(
        "openpyxl-add-sheet",
        "openpyxl",
        "method",
        "AttributeError",
        """
from openpyxl import Workbook


def report():
    book = Workbook()
    sheet = book.<<add_sheet || create_sheet>>("Totals")
    sheet["A1"] = "total"
    return book


report()
""",
    ),
    _use(
        "openpyxl-sheet-write",
        "openpyxl",
        "returned-method",
        "AttributeError",
        """
import openpyxl

book = openpyxl.Workbook(write_only=True)
sheet = book.create_sheet(title="Rows")
for row in ([1, 2], [3, 4]):
    sheet.<<write_row || append>>(row)
""",
    ),
    # jsonschema
    _use(
        "jsonschema-draft-name",
        "jsonschema",
        "name",
        "ImportError",
        """
from jsonschema import <<Draft2020Validator || Draft202012Validator>>

SCHEMA = {"type": "object", "required": ["id"]}


def problems(value):
    return list(<<Draft2020Validator || Draft202012Validator>>(SCHEMA).iter_errors(value))


problems({})
""",
    ),
    _use(
        "jsonschema-validate-missing-schema",
        "jsonschema",
        "missing-argument",
        "TypeError",
        """
import jsonschema

SCHEMA = {"type": "object"}


def check(value: object) -> None:
    jsonschema.validate(instance=value<<|| , schema=SCHEMA>>)


check({})
""",
    ),
    _use(
        "jsonschema-validator-errors",
        "jsonschema",
        "method",
        "AttributeError",
        """
import jsonschema


class Checker:
    def __init__(self, schema):
        self.validator = jsonschema.Draft7Validator(schema)

    def failures(self, value):
        return [failure.message for failure in self.validator.<<errors || iter_errors>>(value)]


Checker({"type": "string"}).failures(3)
""",
    ),
    # psutil
    _use(
        "psutil-cpu-usage",
        "psutil",
        "module-attribute",
        "AttributeError",
        """
import psutil


def load() -> dict[str, float]:
    return {"cpu": psutil.<<cpu_usage || cpu_percent>>(), "memory": psutil.virtual_memory().percent}


load()
""",
    ),
    _use(
        "psutil-memory-used-percent",
        "psutil",
        "returned-method",
        "AttributeError",
        """
import psutil


def memory():
    usage = psutil.virtual_memory()
    return usage.<<used_percent || percent>>


memory()
""",
    ),
    _use(
        "psutil-process-memory",
        "psutil",
        "method",
        "AttributeError",
        """
import os

import psutil

process = psutil.Process(os.getpid())
print(process.<<get_memory_info || memory_info>>().rss)
""",
    ),
    # prometheus_client
    _use(
        "prometheus-counter-increment",
        "prometheus_client",
        "method",
        "AttributeError",
        """
from prometheus_client import CollectorRegistry, Counter

registry = CollectorRegistry()
REQUESTS = Counter("requests", "Requests that were answered", registry=registry)


def handle() -> None:
    REQUESTS.<<increment || inc>>()


handle()
""",
    ),
    _use(
        "prometheus-gauge-missing-documentation",
        "prometheus_client",
        "missing-argument",
        "TypeError",
        """
import prometheus_client as metrics

QUEUE = metrics.Gauge("queue_length"<<|| , "Messages that wait">>)
QUEUE.set(3)
""",
    ),
    _use(
        "prometheus-timer",
        "prometheus_client",
        "name",
        "ImportError",
        """
from prometheus_client import <<Timer || Summary>>

LATENCY = <<Timer || Summary>>("latency_seconds", "How long it took")
with LATENCY.time():
    pass
""",
    ),
    # xmltodict
    _use(
        "xmltodict-to-xml",
        "xmltodict",
        "module-attribute",
        "AttributeError",
        """
import xmltodict


def rename(document: str) -> str:
    tree = xmltodict.parse(document)
    return xmltodict.<<to_xml || unparse>>({"feed": tree["a"]})


rename("<a><b>1</b></a>")
""",
    ),
    # websockets
    _use(
        "websockets-connection-closed",
        "websockets",
        "name",
        "ImportError",
        """
from websockets.exceptions import <<ConnectionClosedException || ConnectionClosed>>


async def listen(socket):
    try:
        return await socket.recv()
    except <<ConnectionClosedException || ConnectionClosed>>:
        return None
""",
    ),
    _use(
        "websockets-sync-connect",
        "websockets",
        "module",
        "ModuleNotFoundError",
        """
from websockets.<<sync_client || sync.client>> import connect


def ask(port):
    try:
        with connect(f"ws://127.0.0.1:{port}", open_timeout=1) as socket:
            return socket.recv()
    except OSError:
        return ""


ask(9)
""",
    ),
    # itsdangerous
    _use(
        "itsdangerous-timed-json",
        "itsdangerous",
        "name",
        "ImportError",
        """
from itsdangerous import <<TimedJSONWebSignatureSerializer || URLSafeTimedSerializer>> as Serializer


def token(user: int) -> str:
    return Serializer("not-a-key").dumps({"id": user})


token(3)
""",
    ),
    _use(
        "itsdangerous-loads-expiry",
        "itsdangerous",
        "keyword",
        "TypeError",
        """
import itsdangerous


class Links:
    def __init__(self, key: str) -> None:
        self.signer = itsdangerous.URLSafeTimedSerializer(key, salt="links")

    def read(self, token: str) -> object:
        return self.signer.loads(token, <<expires_in || max_age>>=60)


links = Links("not-a-key")
links.read(links.signer.dumps([1]))
""",
    ),
    _use(
        "itsdangerous-missing-key",
        "itsdangerous",
        "missing-argument",
        "TypeError",
        """
from itsdangerous import URLSafeSerializer

serializer = URLSafeSerializer(<<|| "not-a-key",>> salt="cart")
print(serializer.dumps([1, 2]))
""",
    ),
    # bcrypt
    _use(
        "bcrypt-verify",
        "bcrypt",
        "module-attribute",
        "AttributeError",
        """
import bcrypt


def same(text: bytes, stored: bytes) -> bool:
    return bcrypt.<<verify || checkpw>>(text, stored)


same(b"made up", bcrypt.hashpw(b"made up", bcrypt.gensalt(4)))
""",
    ),
    _use(
        "bcrypt-hash-without-salt",
        "bcrypt",
        "missing-argument",
        "TypeError",
        """
import bcrypt


def stored(text: str) -> bytes:
    return bcrypt.hashpw(text.encode()<<|| , bcrypt.gensalt(rounds=4)>>)


stored("made up")
""",
    ),
    _use(
        "bcrypt-gensalt-cost",
        "bcrypt",
        "keyword",
        "TypeError",
        """
import bcrypt

SALT = bcrypt.gensalt(<<cost || rounds>>=4)
print(bcrypt.hashpw(b"made up", SALT))
""",
    ),
    # docker
    _use(
        "docker-errors-module",
        "docker",
        "module",
        "ModuleNotFoundError",
        """
import docker
from docker.<<exceptions || errors>> import DockerException


def running() -> int:
    try:
        return len(docker.DockerClient(base_url="tcp://127.0.0.1:9", version="1.44", timeout=1).containers.list())
    except (DockerException, OSError):
        return 0


running()
""",
    ),
    _use(
        "docker-from-environment",
        "docker",
        "class-attribute",
        "AttributeError",
        """
import docker


def client():
    return docker.DockerClient.<<from_environment || from_env>>(version="1.44")


client()
""",
    ),
    _use(
        "docker-list-containers",
        "docker",
        "method",
        "AttributeError",
        """
import docker

client = docker.DockerClient(base_url="tcp://127.0.0.1:9", version="1.44", timeout=1)
containers = client.<<list_containers() || containers>>
print(containers)
""",
    ),
    # paramiko
    _use(
        "paramiko-run",
        "paramiko",
        "method",
        "AttributeError",
        """
import paramiko


class Host:
    def __init__(self, name: str) -> None:
        self.name = name
        self.ssh = paramiko.SSHClient()

    def prepare(self) -> None:
        self.ssh.<<set_host_key_policy || set_missing_host_key_policy>>(paramiko.RejectPolicy())


Host("made-up").prepare()
""",
    ),
    _use(
        "paramiko-accept-policy",
        "paramiko",
        "module-attribute",
        "AttributeError",
        """
import paramiko


def client():
    made = paramiko.SSHClient()
    made.set_missing_host_key_policy(paramiko.<<AutoAcceptPolicy || WarningPolicy>>())
    return made


client()
""",
    ),
    _use(
        "paramiko-key-from-string",
        "paramiko",
        "class-attribute",
        "AttributeError",
        """
import io

import paramiko


def load(text):
    try:
        return paramiko.RSAKey.<<from_string(text) || from_private_key(io.StringIO(text))>>
    except paramiko.SSHException:
        return None


load("not a key")
""",
    ),
    # pydantic-settings
    _use(
        "pydantic-settings-config-name",
        "pydantic-settings",
        "name",
        "ImportError",
        """
from pydantic_settings import BaseSettings, <<SettingsConfig || SettingsConfigDict>>


class Settings(BaseSettings):
    model_config = <<SettingsConfig || SettingsConfigDict>>(env_prefix="APP_")

    debug: bool = False


Settings()
""",
    ),
    _use(
        "pydantic-settings-reload",
        "pydantic-settings",
        "method",
        "AttributeError",
        """
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    port: int = 8000


class App:
    def __init__(self) -> None:
        self.settings = Settings()

    def show(self) -> str:
        return self.settings.<<to_json || model_dump_json>>()


App().show()
""",
    ),
    _use(
        "pydantic-settings-extra",
        "pydantic-settings",
        "field",
        "ValidationError",
        """
from pydantic_settings import BaseSettings


class Settings(BaseSettings):
    host: str = "localhost"
    port: int = 8000


settings = Settings(host="127.0.0.1"<<, timeout=3 ||>>)
print(settings.port)
""",
    ),
    # python-slugify
    _use(
        "slugify-class",
        "python-slugify",
        "name",
        "ImportError",
        """
from slugify import <<Slugify || slugify>>


def path_of(title: str) -> str:
    return <<Slugify()(title) || slugify(title)>>


path_of("A title")
""",
    ),
    _use(
        "slugify-delimiter",
        "python-slugify",
        "keyword",
        "TypeError",
        """
import slugify


def key(title):
    return slugify.slugify(title, <<delimiter || separator>>="_", max_length=20)


key("A title")
""",
    ),
    # starlette
    _use(
        "starlette-response-module",
        "starlette",
        "module",
        "ModuleNotFoundError",
        """
from starlette.applications import Starlette
from starlette.<<response || responses>> import PlainTextResponse
from starlette.routing import Route


async def home(request):
    return PlainTextResponse("hello")


app = Starlette(routes=[Route("/", home)])
""",
    ),
    _use(
        "starlette-route-method",
        "starlette",
        "constructor-keyword",
        "TypeError",
        """
from starlette.responses import JSONResponse
from starlette.routing import Route


async def create(request):
    return JSONResponse({}, status_code=201)


ROUTES = [Route("/items", create, <<method="POST" || methods=["POST"]>>)]
""",
    ),
    # Werkzeug
    _use(
        "werkzeug-secure-filename",
        "Werkzeug",
        "name",
        "ImportError",
        """
from werkzeug<<|| .utils>> import secure_filename


def stored_as(name: str) -> str:
    return secure_filename(name)


stored_as("../a.txt")
""",
    ),
    _use(
        "werkzeug-password-rounds",
        "Werkzeug",
        "keyword",
        "TypeError",
        """
from werkzeug import security


def stored(text):
    return security.generate_password_hash(text, method="pbkdf2:sha256:1000", <<salt_len || salt_length>>=8)


stored("made up")
""",
    ),
    # yarl
    _use(
        "yarl-with-params",
        "yarl",
        "method",
        "AttributeError",
        """
from yarl import URL


def page(number: int) -> str:
    base = URL("https://example.org/items")
    return str(base.<<with_params || with_query>>({"page": number}))


page(2)
""",
    ),
    _use(
        "yarl-from-parts",
        "yarl",
        "class-attribute",
        "AttributeError",
        """
import yarl

HOME = yarl.URL.<<from_parts || build>>(scheme="https", host="example.org", path="/")
print(HOME / "a")
""",
    ),
    # urllib3
    _use(
        "urllib3-retry-method-whitelist",
        "urllib3",
        "constructor-keyword",
        "TypeError",
        """
import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry


def session() -> requests.Session:
    retries = Retry(total=3, backoff_factor=0.5, <<method_whitelist || allowed_methods>>=["GET", "POST"])
    made = requests.Session()
    made.mount("https://", HTTPAdapter(max_retries=retries))
    return made


session()
""",
    ),
    _use(
        "urllib3-retry-default-methods",
        "urllib3",
        "class-attribute",
        "AttributeError",
        """
from urllib3.util import Retry

METHODS = Retry.<<DEFAULT_METHOD_WHITELIST || DEFAULT_ALLOWED_METHODS>> | {"POST"}
POLICY = Retry(2, allowed_methods=METHODS)
""",
    ),
    # Pygments
    _use(
        "pygments-html-formatter",
        "Pygments",
        "name",
        "ImportError",
        """
from pygments import highlight
from pygments.formatters import <<HTMLFormatter || HtmlFormatter>>
from pygments.lexers import PythonLexer


def page(code):
    return highlight(code, PythonLexer(), <<HTMLFormatter || HtmlFormatter>>(full=True))


page("a = 1")
""",
    ),
    _use(
        "pygments-highlight-missing-formatter",
        "Pygments",
        "missing-argument",
        "TypeError",
        """
import pygments
from pygments.formatters import TerminalFormatter
from pygments.lexers import get_lexer_by_name

lexer = get_lexer_by_name("json")
print(pygments.highlight('{"a": 1}', lexer<<|| , TerminalFormatter()>>))
""",
    ),
    # requests, again
    _use(
        "requests-session-base-url",
        "requests",
        "too-many-arguments",
        "TypeError",
        """
import requests


class Api:
    def __init__(self, base: str) -> None:
        self.base = base
        self.session = requests.Session(<<base ||>>)


Api("https://example.org")
""",
    ),
    _use(
        "requests-session-post-headers",
        "requests",
        "too-many-arguments",
        "TypeError",
        """
import requests


PLAIN = {"Content-Type": "text/plain"}


def send(session: requests.Session, text: str) -> int:
    try:
        return session.post("http://127.0.0.1:9/", text, None, <<PLAIN || headers=PLAIN>>).status_code
    except requests.exceptions.RequestException:
        return 0


send(requests.Session(), "tea")
""",
    ),
    # httpx, again
    _use(
        "httpx-exceptions-module",
        "httpx",
        "module",
        "ModuleNotFoundError",
        """
import httpx
from httpx<<.exceptions ||>> import HTTPStatusError


def check(response):
    try:
        response.raise_for_status()
    except HTTPStatusError:
        return False
    return True


check(httpx.Response(404, request=httpx.Request("GET", "https://example.org")))
""",
    ),
    _use(
        "httpx-post-positional-data",
        "httpx",
        "too-many-arguments",
        "TypeError",
        """
import httpx


def send(url: str, order: dict[str, int]) -> bool:
    try:
        return httpx.post(url, <<order || json=order>>).is_success
    except httpx.TransportError:
        return False


send("http://127.0.0.1:9/", {"n": 1})
""",
    ),
    _use(
        "httpx-codes-member",
        "httpx",
        "class-attribute",
        "AttributeError",
        """
import httpx

RETRIED = {httpx.codes.<<RATE_LIMITED || TOO_MANY_REQUESTS>>, httpx.codes.BAD_GATEWAY}


def again(response: httpx.Response) -> bool:
    return response.status_code in RETRIED


again(httpx.Response(200))
""",
    ),
    # numpy, again
    _use(
        "numpy-testing-module",
        "numpy",
        "module",
        "ModuleNotFoundError",
        """
import numpy as np
from numpy.<<stats || random>> import <<norm || default_rng>>


def noise(count):
    return np.asarray(<<norm.rvs(size=count) || default_rng(0).normal(size=count)>>)


noise(3)
""",
    ),
    _use(
        "numpy-generator-rand",
        "numpy",
        "returned-method",
        "AttributeError",
        """
import numpy as np

rng = np.random.default_rng(7)
sample = rng.<<randint || integers>>(0, 10, size=5)
print(sample.mean())
""",
    ),
    _use(
        "numpy-concatenate-dim",
        "numpy",
        "keyword",
        "TypeError",
        """
import numpy as np


def stacked(rows: list[np.ndarray]) -> np.ndarray:
    return np.concatenate(rows, <<dim || axis>>=0)


stacked([np.zeros((1, 2)), np.ones((1, 2))])
""",
    ),
    # pandas, again
    _use(
        "pandas-from-list",
        "pandas",
        "class-attribute",
        "AttributeError",
        """
import pandas as pd

ROWS = [("tea", 3), ("coffee", 4)]
stock = pd.DataFrame.<<from_list || from_records>>(ROWS, columns=["name", "count"])
print(stock.shape)
""",
    ),
    _use(
        "pandas-sort-values-positional",
        "pandas",
        "too-many-arguments",
        "TypeError",
        """
import pandas as pd


def best(frame):
    ordered = frame.sort_values("sold", <<False || ascending=False>>)
    return ordered.head(1)


best(pd.DataFrame({"sold": [1, 3]}))
""",
    ),
    _use(
        "pandas-str-accessor",
        "pandas",
        "returned-method",
        "AttributeError",
        """
import pandas as pd


def tidy(names: pd.Series) -> pd.Series:
    return names.str.<<trim || strip>>().str.lower()


tidy(pd.Series([" A"]))
""",
    ),
    # orjson and lxml, again
    _use(
        "orjson-loads-two",
        "orjson",
        "too-many-arguments",
        "TypeError",
        """
import orjson


def body(raw: bytes, encoding: str = "utf-8") -> object:
    return orjson.loads(raw<<, encoding ||>>)


body(b"[1]")
""",
    ),
    _use(
        "lxml-html-module",
        "lxml",
        "module",
        "ModuleNotFoundError",
        """
from lxml.<<soup || html>> import fromstring


def heading(page: str) -> str:
    return fromstring(page).findtext(".//h1")


heading("<div><h1>Title</h1></div>")
""",
    ),
    _use(
        "lxml-element-get-attribute",
        "lxml",
        "returned-method",
        "AttributeError",
        """
from lxml import etree

root = etree.XML("<a href='/one'/>")
for node in root.iter("a"):
    print(node.<<get_attribute || get>>("href"))
""",
    ),
    # cryptography, again
    _use(
        "cryptography-kdf-missing-iterations",
        "cryptography",
        "missing-argument",
        "TypeError",
        """
import os

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC


def key_of(text: bytes) -> bytes:
    kdf = PBKDF2HMAC(algorithm=hashes.SHA256(), length=32, salt=os.urandom(16)<<|| , iterations=10>>)
    return kdf.derive(text)


key_of(b"made up")
""",
    ),
    _use(
        "cryptography-generate-key-length",
        "cryptography",
        "too-many-arguments",
        "TypeError",
        """
from cryptography import fernet

KEY = fernet.Fernet.generate_key(<<32 ||>>)
print(fernet.Fernet(KEY).encrypt(b"a")[:5])
""",
    ),
    _use(
        "cryptography-rsa-missing-size",
        "cryptography",
        "missing-argument",
        "TypeError",
        """
from cryptography.hazmat.primitives.asymmetric import rsa

key = rsa.generate_private_key(public_exponent=65537<<|| , key_size=2048>>)
print(key.key_size)
""",
    ),
    # boto3, again
    _use(
        "boto3-sqs-send-batch",
        "boto3",
        "client-method",
        "AttributeError",
        """
import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError

FAST = Config(retries={"max_attempts": 0}, connect_timeout=1)
MADE_UP = {"aws_access_key_id": "none", "aws_secret_access_key": "none"}


class Queue:
    def __init__(self, url):
        self.url = url
        self.sqs = boto3.client("sqs", "eu-west-1", endpoint_url="http://127.0.0.1:9", config=FAST, **MADE_UP)

    def send(self, entries):
        try:
            self.sqs.<<send_messages || send_message_batch>>(QueueUrl=self.url, Entries=entries)
        except BotoCoreError:
            return False
        return True


Queue("http://127.0.0.1:9/made-up").send([{"Id": "1", "MessageBody": "a"}])
""",
    ),
    _use(
        "boto3-dynamodb-query-all",
        "boto3",
        "client-method",
        "AttributeError",
        """
import boto3

client = boto3.client("dynamodb", region_name="eu-west-1", aws_access_key_id="none", aws_secret_access_key="none")
WRITERS = {
    "put": client.<<put || put_item>>,
    "delete": client.delete_item,
}
""",
    ),
    _use(
        "boto3-client-region",
        "boto3",
        "forwarded-keyword",
        "TypeError",
        """
import boto3


def sns(region: str):
    return boto3.client("sns", <<region=region || region_name=region>>)


sns("eu-west-1")
""",
    ),
    _use(
        "boto3-put-object-content",
        "boto3",
        "keyword",
        "ParamValidationError",
        """
import boto3
from botocore.config import Config
from botocore.exceptions import EndpointConnectionError

session = boto3.session.Session(aws_access_key_id="none", aws_secret_access_key="none", region_name="eu-west-1")
s3 = session.client("s3", endpoint_url="http://127.0.0.1:9", config=Config(retries={"max_attempts": 0}))
try:
    s3.put_object(Bucket="made-up", Key="a.txt", <<Content=b"text" || Body=b"text">>)
except EndpointConnectionError:
    print("no bucket")
""",
    ),
    # sqlalchemy, again
    _use(
        "sqlalchemy-hybrids-module",
        "SQLAlchemy",
        "module",
        "ModuleNotFoundError",
        """
import sqlalchemy as sa
from sqlalchemy.ext.<<hybrids || hybrid>> import hybrid_property


class Price:
    net = sa.Column("net", sa.Integer)

    @hybrid_property
    def gross(self):
        return self.net * 121 // 100
""",
    ),
    _use(
        "sqlalchemy-select-filter-where",
        "SQLAlchemy",
        "returned-method",
        "AttributeError",
        """
import sqlalchemy as sa

metadata = sa.MetaData()
users = sa.Table("user", metadata, sa.Column("id", sa.Integer), sa.Column("name", sa.String(20)))
query = sa.select(users.c.id).<<order || order_by>>(users.c.name).limit(3)
print(query)
""",
    ),
    _use(
        "sqlalchemy-url-build",
        "SQLAlchemy",
        "class-attribute",
        "AttributeError",
        """
from sqlalchemy.engine import URL


def address(host: str) -> URL:
    return URL.<<build || create>>("postgresql", host=host, database="shop")


address("127.0.0.1")
""",
    ),
    _use(
        "sqlalchemy-model-unknown-field",
        "SQLAlchemy",
        "field",
        "TypeError",
        """
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "user"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]


def new_user(name: str) -> User:
    return User(<<full_name || name>>=name)


new_user("ada")
""",
    ),
    # pydantic, again
    _use(
        "pydantic-parse-json",
        "pydantic",
        "class-attribute",
        "AttributeError",
        """
import pydantic


class Item(pydantic.BaseModel):
    name: str
    price: float


def read(raw: bytes) -> Item:
    return Item.<<from_json || model_validate_json>>(raw)


read(b'{"name": "tea", "price": 3}')
""",
    ),
    _use(
        "pydantic-positional-fields",
        "pydantic",
        "too-many-arguments",
        "TypeError",
        """
from pydantic import BaseModel


class Point(BaseModel):
    x: int
    y: int


def mirrored(point: Point) -> Point:
    return Point(<<point.y, point.x || x=point.y, y=point.x>>)


mirrored(Point(x=1, y=2))
""",
    ),
    _use(
        "pydantic-dump-format",
        "pydantic",
        "keyword",
        "TypeError",
        """
from pydantic import BaseModel


class Row(BaseModel):
    id: int
    note: str | None = None


def as_json(row: Row) -> str:
    return row.model_dump_json(<<skip_none || exclude_none>>=True, indent=2)


as_json(Row(id=1))
""",
    ),
    # django, again
    _use(
        "django-paginator-missing-size",
        "Django",
        "missing-argument",
        "TypeError",
        """
from django.core.paginator import Paginator


def first_page(rows: list[int]) -> list[int]:
    pages = Paginator(rows<<|| , 10>>)
    return list(pages.page(1).object_list)


first_page([1, 2, 3])
""",
    ),
    _use(
        "django-force-text",
        "Django",
        "name",
        "ImportError",
        """
from django.utils.encoding import <<force_text || force_str>>


def label(value):
    return <<force_text || force_str>>(value, strings_only=False)


label(3)
""",
    ),
    _use(
        "django-queryset-first-or-none",
        "Django",
        "class-attribute",
        "AttributeError",
        """
from django.db import models


class Newest(models.QuerySet):
    pass


NewestManager = models.Manager.<<from_query_set || from_queryset>>(Newest)
""",
    ),
    # fastapi and flask, again
    _use(
        "fastapi-positional-title",
        "fastapi",
        "too-many-arguments",
        "TypeError",
        """
from fastapi import FastAPI


def create_app(name: str) -> FastAPI:
    app = FastAPI(<<name || title=name>>)
    return app


create_app("shop")
""",
    ),
    _use(
        "fastapi-websocket-module",
        "fastapi",
        "module",
        "ModuleNotFoundError",
        """
from fastapi import FastAPI
from fastapi.<<middlewares || middleware>>.gzip import GZipMiddleware

app = FastAPI()
app.add_middleware(GZipMiddleware, minimum_size=500)
""",
    ),
    _use(
        "flask-missing-import-name",
        "Flask",
        "missing-argument",
        "TypeError",
        """
from flask import Flask


class Server:
    def __init__(self):
        self.app = Flask(<<|| "shop",>> static_folder=None)


Server()
""",
    ),
    _use(
        "flask-redirect-status",
        "Flask",
        "keyword",
        "TypeError",
        """
from flask import Flask, redirect

app = Flask("shop")


@app.get("/old")
def old():
    return redirect("/new", <<status || code>>=301)


app.testing = True
app.test_client().get("/old")
""",
    ),
    # redis, yaml and Pillow, again
    _use(
        "redis-get-default",
        "redis",
        "too-many-arguments",
        "TypeError",
        """
from redis import Redis
from redis.exceptions import RedisError


class Counter:
    def __init__(self, server: Redis) -> None:
        self.server = server

    def value(self, key: str) -> int:
        try:
            return int(self.server.get(key<<, 0 ||>>) or 0)
        except RedisError:
            return 0


Counter(Redis(port=9)).value("a")
""",
    ),
    _use(
        "redis-from-uri",
        "redis",
        "class-attribute",
        "AttributeError",
        """
import redis

server = redis.Redis.<<from_uri || from_url>>("redis://127.0.0.1:9/0", decode_responses=True)
pipe = server.pipeline(transaction=False)
pipe.set("a", 1)
""",
    ),
    _use(
        "yaml-safe-load-loader",
        "PyYAML",
        "too-many-arguments",
        "TypeError",
        """
import yaml


def read(text: str) -> dict[str, int]:
    return yaml.safe_load(text<<, yaml.SafeLoader ||>>)


read("a: 1")
""",
    ),
    _use(
        "pillow-resampling-member",
        "pillow",
        "class-attribute",
        "AttributeError",
        """
from PIL import Image

FILTERS = {"smooth": Image.Resampling.<<LINEAR || BILINEAR>>, "sharp": Image.Resampling.LANCZOS}
Image.new("L", (2, 2)).resize((4, 4), FILTERS["smooth"])
""",
    ),
    _use(
        "pillow-new-missing-size",
        "pillow",
        "missing-argument",
        "TypeError",
        """
import PIL.Image


def blank(colour: str) -> PIL.Image.Image:
    return PIL.Image.new("RGB", <<|| (4, 4),>> color=colour)


blank("red")
""",
    ),
    # small ones, again
    _use(
        "attrs-validators-module",
        "attrs",
        "module",
        "ModuleNotFoundError",
        """
import attr
from attr.<<validator || validators>> import instance_of


@attr.s
class Port:
    number = attr.ib(validator=instance_of(int))


Port(80)
""",
    ),
    _use(
        "dateutil-timezone-module",
        "python-dateutil",
        "module",
        "ModuleNotFoundError",
        """
import datetime

from dateutil.<<timezone || tz>> import gettz


def local(zone):
    return datetime.datetime(2024, 1, 1, tzinfo=gettz(zone))


local("Europe/Amsterdam")
""",
    ),
    _use(
        "openpyxl-style-module",
        "openpyxl",
        "module",
        "ModuleNotFoundError",
        """
from openpyxl import Workbook
from openpyxl.<<style || styles>> import Font

book = Workbook()
book.active["A1"].font = Font(bold=True)
""",
    ),
    _use(
        "jwt-errors-module",
        "PyJWT",
        "module",
        "ModuleNotFoundError",
        """
import jwt
from jwt.<<errors || exceptions>> import InvalidTokenError


def claims(token: str) -> dict[str, object]:
    try:
        return jwt.decode(token, "not-a-key", algorithms=["HS256"])
    except InvalidTokenError:
        return {}


claims("a.b.c")
""",
    ),
    _use(
        "arrow-from-timestamp",
        "arrow",
        "class-attribute",
        "AttributeError",
        """
from arrow import Arrow


def moment(seconds: float) -> Arrow:
    return Arrow.<<from_timestamp || fromtimestamp>>(seconds)


moment(0.0)
""",
    ),
    _use(
        "cachetools-key-module",
        "cachetools",
        "module",
        "ModuleNotFoundError",
        """
from cachetools import LRUCache, cached
from cachetools.<<key || keys>> import hashkey


@cached(LRUCache(maxsize=4), key=lambda first, second: hashkey(first))
def added(first, second):
    return first + second


added(1, 2)
""",
    ),
    _use(
        "click-group-too-many",
        "click",
        "too-many-arguments",
        "TypeError",
        """
import click


@click.group()
def cli():
    pass


def confirm(question):
    return click.unstyle(click.style(question, bold=True)<<, True ||>>)


confirm("Sure?")
""",
    ),
    _use(
        "tabulate-table-module",
        "tabulate",
        "name",
        "ImportError",
        """
from tabulate import <<Table || tabulate>>


class Report:
    def __init__(self, rows):
        self.text = <<Table(rows).render() || tabulate(rows)>>


Report([[1, 2]])
""",
    ),
    # The standard library: invented
    _use(
        "stdlib-json-load-file",
        "",
        "module-attribute",
        "AttributeError",
        """
import io
import json


def settings(handle: io.StringIO) -> dict[str, int]:
    return json.<<load_file || load>>(handle)


settings(io.StringIO('{"a": 1}'))
""",
    ),
    _use(
        "stdlib-subprocess-capture",
        "",
        "forwarded-keyword",
        "TypeError",
        """
import subprocess
import sys


def version() -> str:
    done = subprocess.run([sys.executable, "--version"], <<capture=True || capture_output=True>>, text=True, check=True)
    return done.stdout


version()
""",
    ),
    _use(
        "stdlib-datetime-from-iso",
        "",
        "class-attribute",
        "AttributeError",
        """
from datetime import datetime


def parsed(text: str) -> datetime:
    return datetime.<<from_iso_format || fromisoformat>>(text)


parsed("2024-01-02")
""",
    ),
    _use(
        "stdlib-path-read-lines",
        "",
        "method",
        "AttributeError",
        """
from pathlib import Path

notes = Path("notes.txt")
notes.write_text("one\\ntwo\\n")
for line in notes.<<read_lines() || read_text().splitlines()>>:
    print(line)
""",
    ),
    _use(
        "stdlib-shutil-remove-tree",
        "",
        "module-attribute",
        "AttributeError",
        """
import shutil
import tempfile


class Workspace:
    def __init__(self):
        self.folder = tempfile.mkdtemp()

    def close(self):
        shutil.<<remove_tree || rmtree>>(self.folder)


Workspace().close()
""",
    ),
    _use(
        "stdlib-dataclass-unknown-field",
        "",
        "field",
        "TypeError",
        """
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Order:
    number: int
    lines: list[str] = field(default_factory=list)


def first() -> Order:
    return Order(number=1, lines=["tea"]<<, total=3 ||>>)


first()
""",
    ),
    _use(
        "stdlib-counter-top",
        "",
        "method",
        "AttributeError",
        """
from collections import Counter


def commonest(words: list[str]) -> list[tuple[str, int]]:
    counted = Counter(words)
    return counted.<<top || most_common>>(2)


commonest(["a", "b", "a"])
""",
    ),
    _use(
        "stdlib-random-choice-count",
        "",
        "too-many-arguments",
        "TypeError",
        """
import random


def drawn(names):
    return random.<<choice || sample>>(names, 2)


drawn(["a", "b", "c"])
""",
    ),
    _use(
        "stdlib-asyncio-gather-all",
        "",
        "module-attribute",
        "AttributeError",
        """
import asyncio


async def work(number: int) -> int:
    await asyncio.sleep(0)
    return number


async def main() -> None:
    results = await asyncio.<<gather_all || gather>>(work(1), work(2))
    print(sum(results))


asyncio.run(main())
""",
    ),
    _use(
        "stdlib-hmac-missing-digest",
        "",
        "missing-argument",
        "TypeError",
        """
import hmac


def signature(key: bytes, text: bytes) -> str:
    return hmac.new(key, text<<|| , digestmod="sha256">>).hexdigest()


signature(b"not-a-key", b"text")
""",
    ),
    _use(
        "stdlib-concurrent-pool-module",
        "",
        "module",
        "ModuleNotFoundError",
        """
from concurrent.<<thread || futures>> import ThreadPoolExecutor


def doubled(numbers):
    with ThreadPoolExecutor(max_workers=1) as pool:
        return list(pool.map(lambda number: number * 2, numbers))


doubled([1, 2])
""",
    ),
    _use(
        "stdlib-functools-name",
        "",
        "name",
        "ImportError",
        """
from functools import <<memoize || cache>>


@<<memoize || cache>>
def fibonacci(number: int) -> int:
    return number if number < 2 else fibonacci(number - 1) + fibonacci(number - 2)


fibonacci(10)
""",
    ),
    _use(
        "stdlib-logging-dict-config",
        "",
        "name",
        "ImportError",
        """
import logging
from logging<<|| .config>> import dictConfig

dictConfig({"version": 1, "root": {"level": "INFO"}})
logging.getLogger(__name__).info("started")
""",
    ),
    # The standard library of the lowest Python
    _use(
        "python-tomllib",
        "",
        "newer-python",
        "ModuleNotFoundError",
        """
<<import tomllib || import json>>


def name_of(text: str) -> str:
    return <<tomllib || json>>.loads(text)["name"]


name_of(<<'name = "a"' || '{"name": "a"}'>>)
""",
        python="3.10",
    ),
    _use(
        "python-datetime-utc",
        "",
        "newer-python",
        "AttributeError",
        """
import datetime


def now() -> datetime.datetime:
    return datetime.datetime.now(tz=datetime.<<UTC || timezone.utc>>)


now()
""",
        python="3.10",
    ),
    _use(
        "python-itertools-batched",
        "",
        "newer-python",
        "ImportError",
        """
from itertools import <<batched || islice>>


def pages(rows, size):
    return list(<<batched || islice>>(rows, size))


pages([1, 2, 3], 2)
""",
        python="3.10",
    ),
    _use(
        "python-str-enum",
        "",
        "newer-python",
        "ImportError",
        """
from enum import <<StrEnum || Enum>>


class Colour(<<StrEnum || str, Enum>>):
    RED = "red"


print(Colour("red"))
""",
        python="3.10",
    ),
    _use(
        "python-typing-self",
        "",
        "newer-python",
        "ImportError",
        """
from typing import <<Self || TypeVar>>

<<|| Self = TypeVar("Self", bound="Query")>>


class Query:
    def where(self: Self, text: str) -> Self:
        return self


Query().where("a")
""",
        python="3.10",
    ),
    _use(
        "python-task-group",
        "",
        "newer-python",
        "AttributeError",
        """
import asyncio


async def main() -> None:
    <<async with asyncio.TaskGroup() as tasks: || await asyncio.gather(asyncio.sleep(0))>>
        <<tasks.create_task(asyncio.sleep(0)) || >>


asyncio.run(main())
""",
        python="3.10",
    ),
    _use(
        "python-file-digest",
        "",
        "newer-python",
        "AttributeError",
        """
import hashlib
import io


def digest(handle: io.BytesIO) -> str:
    return hashlib.<<file_digest(handle, "sha256") || sha256(handle.read())>>.hexdigest()


digest(io.BytesIO(b"a"))
""",
        python="3.10",
    ),
    _use(
        "python-path-walk",
        "",
        "newer-python",
        "AttributeError",
        """
import os
from pathlib import Path


def names(top: Path) -> list[str]:
    return [name for _, _, files in <<top.walk() || os.walk(top)>> for name in files]


names(Path())
""",
        python="3.10",
    ),
    _use(
        "python-contextlib-chdir",
        "",
        "newer-python",
        "AttributeError",
        """
import contextlib
import os

with contextlib.<<chdir(os.sep) || suppress(OSError)>>:
    print(os.getcwd())
""",
        python="3.10",
    ),
    _use(
        "python-dataclass-weakref-slot",
        "",
        "newer-python",
        "TypeError",
        """
from dataclasses import dataclass


@dataclass(slots=True<<, weakref_slot=True ||>>)
class Node:
    name: str


Node("a")
""",
        python="3.10",
    ),
    _use(
        "python-exception-group",
        "",
        "newer-python",
        "NameError",
        """
from collections.abc import Sequence


def grouped(failures: Sequence[Exception]) -> Exception:
    return <<ExceptionGroup || RuntimeError>>("several failed", list(failures))


print(grouped([ValueError("a"), KeyError("b")]))
""",
        python="3.10",
    ),
    # Fields, clients, forwarded keywords and deeper objects, once more
    _use(
        "attrs-private-field",
        "attrs",
        "field",
        "TypeError",
        """
import attrs


@attrs.define
class Client:
    host: str
    _token: str = attrs.field(repr=False)


def connect(host: str) -> Client:
    return Client(host=host, <<_token || token>>="made up")


connect("example.org")
""",
    ),
    _use(
        "pydantic-alias-field",
        "pydantic",
        "field",
        "ValidationError",
        """
from pydantic import BaseModel, Field


class User(BaseModel):
    user_name: str = Field(alias="userName")
    active: bool = True


def admin() -> User:
    return User(<<user_name || userName>>="ada")


admin()
""",
    ),
    _use(
        "pydantic-dataclass-field",
        "pydantic",
        "field",
        "ValidationError",
        """
from pydantic import ConfigDict
from pydantic.dataclasses import dataclass


@dataclass(config=ConfigDict(extra="forbid"))
class Price:
    amount: int
    currency: str = "EUR"


tea = Price(amount=3<<, tax=1 ||>>)
print(tea.currency)
""",
    ),
    _use(
        "sqlalchemy-mapped-dataclass-field",
        "SQLAlchemy",
        "field",
        "TypeError",
        """
from sqlalchemy.orm import DeclarativeBase, Mapped, MappedAsDataclass, mapped_column


class Base(MappedAsDataclass, DeclarativeBase):
    pass


class Tag(Base):
    __tablename__ = "tag"

    id: Mapped[int] = mapped_column(primary_key=True, init=False)
    name: Mapped[str]


Tag(<<id=1, name="new" || name="new">>)
""",
    ),
    _use(
        "stdlib-named-tuple-field",
        "",
        "field",
        "TypeError",
        """
from typing import NamedTuple


class Size(NamedTuple):
    width: int
    height: int = 1


def square(side: int) -> Size:
    return Size(width=side, <<length || height>>=side)


square(2)
""",
    ),
    _use(
        "stdlib-dataclass-missing-field",
        "",
        "missing-argument",
        "TypeError",
        """
import dataclasses


@dataclasses.dataclass(kw_only=True)
class Job:
    name: str
    priority: int
    retries: int = 0


def nightly() -> Job:
    return Job(name="nightly"<<|| , priority=1>>, retries=2)


nightly()
""",
    ),
    _use(
        "boto3-get-secret",
        "boto3",
        "client-method",
        "AttributeError",
        """
import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError


def secret(name: str) -> str:
    config = Config(retries={"max_attempts": 0}, connect_timeout=1)
    keys = {"aws_access_key_id": "none", "aws_secret_access_key": "none"}
    client = boto3.client("secretsmanager", "eu-west-1", endpoint_url="http://127.0.0.1:9", config=config, **keys)
    try:
        return client.<<get_secret || get_secret_value>>(SecretId=name)["SecretString"]
    except (BotoCoreError, ClientError):
        return ""


secret("made-up")
""",
    ),
    _use(
        "boto3-paginator-pages",
        "boto3",
        "client-method",
        "AttributeError",
        """
import boto3


class Bucket:
    def __init__(self, name):
        self.name = name
        self.s3 = boto3.client("s3", region_name="eu-west-1", aws_access_key_id="none", aws_secret_access_key="none")

    def pages(self):
        return self.s3.get_paginator("list_objects_v2").<<pages || paginate>>(Bucket=self.name)


Bucket("made-up").pages()
""",
    ),
    _use(
        "boto3-bucket-list-objects",
        "boto3",
        "client-method",
        "AttributeError",
        """
import boto3

s3 = boto3.resource("s3", region_name="eu-west-1", aws_access_key_id="none", aws_secret_access_key="none")
bucket = s3.Bucket("made-up")
found = bucket.<<list_objects(Prefix="a/") || objects.filter(Prefix="a/")>>
""",
    ),
    _use(
        "boto3-sns-publish-message",
        "boto3",
        "client-method",
        "AttributeError",
        """
import boto3

KEYS = {"aws_access_key_id": "none", "aws_secret_access_key": "none"}
sns = boto3.session.Session(**KEYS).client("sns", region_name="eu-west-1")
notify = sns.<<publish_message || publish>>
print(notify.__name__)
""",
    ),
    _use(
        "boto3-table-put",
        "boto3",
        "client-method",
        "AttributeError",
        """
import boto3
from botocore.stub import Stubber

table = boto3.resource("dynamodb", "eu-west-1", aws_access_key_id="none", aws_secret_access_key="none").Table("order")
with Stubber(table.meta.client) as stub:
    stub.add_response("put_item", {})
    table.<<put || put_item>>(Item={"id": "1"})
""",
    ),
    _use(
        "flask-route-method",
        "Flask",
        "forwarded-keyword",
        "TypeError",
        """
from flask import Flask, request

app = Flask("shop")


@app.route("/orders", <<method="POST" || methods=["POST"]>>)
def create():
    return {"id": len(request.data)}


app.testing = True
app.test_client().post("/orders", data=b"a")
""",
    ),
    _use(
        "click-command-description",
        "click",
        "forwarded-keyword",
        "TypeError",
        """
import click


@click.group()
def cli() -> None:
    \"\"\"Tools of the shop.\"\"\"


@cli.command("sell", <<description || help>>="Sell one.")
def sell() -> None:
    click.echo("sold")


cli(["sell"], standalone_mode=False)
""",
    ),
    _use(
        "aiohttp-get-verify",
        "aiohttp",
        "forwarded-keyword",
        "TypeError",
        """
import asyncio

import aiohttp


async def status(url: str) -> int:
    async with aiohttp.ClientSession() as session:
        try:
            async with session.get(url, <<verify || ssl>>=False) as response:
                return response.status
        except aiohttp.ClientConnectionError:
            return 0


asyncio.run(status("http://127.0.0.1:9/"))
""",
    ),
    _use(
        "django-integer-field-min",
        "Django",
        "forwarded-keyword",
        "TypeError",
        """
import django.conf
from django import forms

django.conf.settings.configure(USE_I18N=False)


class Order(forms.Form):
    count = forms.IntegerField(<<min || min_value>>=1, required=False)


Order()
""",
    ),
    _use(
        "stdlib-json-dumps-sorted",
        "",
        "forwarded-keyword",
        "TypeError",
        """
import json


def stable(value: dict[str, int]) -> str:
    return json.dumps(value, <<sorted_keys || sort_keys>>=True, indent=2)


stable({"b": 1, "a": 2})
""",
    ),
    _use(
        "httpx-stream-retries",
        "httpx",
        "keyword",
        "TypeError",
        """
import httpx


def download(client: httpx.Client, url: str) -> bytes:
    try:
        with client.stream("GET", url, <<stream=True || timeout=2>>) as response:
            return response.read()
    except httpx.HTTPError:
        return b""


with httpx.Client(trust_env=False) as client:
    download(client, "http://127.0.0.1:9/")
""",
    ),
    _use(
        "httpx-client-headers-add",
        "httpx",
        "method",
        "AttributeError",
        """
import httpx


class Api:
    def __init__(self, token: str) -> None:
        self.client = httpx.Client()
        self.client.headers.<<add || setdefault>>("Authorization", f"Bearer {token}")


Api("not-a-token").client.close()
""",
    ),
    _use(
        "flask-response-json-body",
        "Flask",
        "returned-method",
        "AttributeError",
        """
from flask import Flask

app = Flask("shop")
app.add_url_rule("/", view_func=lambda: {"up": True})
app.testing = True


def healthy():
    return app.test_client().get("/").<<json_body || json>>["up"]


healthy()
""",
    ),
    _use(
        "lxml-root-children",
        "lxml",
        "returned-method",
        "AttributeError",
        """
import io

from lxml import etree


def names(document):
    root = etree.parse(io.BytesIO(document)).getroot()
    return [child.tag for child in root.<<children || iterchildren>>()]


names(b"<a><b/><c/></a>")
""",
    ),
    _use(
        "cryptography-hash-hexdigest",
        "cryptography",
        "method",
        "AttributeError",
        """
from cryptography.hazmat.primitives import hashes


def fingerprint(data: bytes) -> str:
    digest = hashes.Hash(hashes.SHA256())
    digest.update(data)
    return digest.<<hexdigest() || finalize().hex()>>


fingerprint(b"text")
""",
    ),
    _use(
        "prometheus-labels-increment",
        "prometheus_client",
        "returned-method",
        "AttributeError",
        """
import prometheus_client

registry = prometheus_client.CollectorRegistry()
errors = prometheus_client.Counter("errors", "What went wrong", ["kind"], registry=registry)


class Watch:
    def __init__(self, counter: prometheus_client.Counter) -> None:
        self.counter = counter

    def failed(self, kind: str) -> None:
        self.counter.labels(kind).<<add || inc>>(1)


Watch(errors).failed("disk")
""",
    ),
    _use(
        "sqlalchemy-result-fetch-all",
        "SQLAlchemy",
        "returned-method",
        "AttributeError",
        """
from sqlalchemy import create_engine, text


def rows(url: str) -> list[tuple[int]]:
    with create_engine(url).connect() as connection:
        return list(connection.execute(text("select 1")).<<fetch_all || fetchall>>())


rows("sqlite://")
""",
    ),
    _use(
        "redis-pipeline-commit",
        "redis",
        "returned-method",
        "AttributeError",
        """
import redis


def store(server, values):
    with server.pipeline() as pipe:
        for key, value in values.items():
            pipe.set(key, value)
        pipe.<<rollback || reset>>()


store(redis.Redis(port=9), {"a": 1})
""",
    ),
    _use(
        "openpyxl-cell-set-value",
        "openpyxl",
        "returned-method",
        "AttributeError",
        """
from openpyxl import Workbook

sheet = Workbook().create_sheet("Totals")
cell = sheet.cell(row=1, column=1)
cell.<<set_value("total") || value = "total">>
""",
    ),
    _use(
        "arrow-humanise",
        "arrow",
        "returned-method",
        "AttributeError",
        """
import arrow


class Post:
    def __init__(self, written: str) -> None:
        self.written = arrow.get(written)

    def age(self) -> str:
        return self.written.<<humanise || humanize>>(locale="en")


Post("2024-01-02").age()
""",
    ),
    _use(
        "rich-console-success",
        "rich",
        "method",
        "AttributeError",
        """
import io

from rich.console import Console


class Output:
    def __init__(self):
        self.console = Console(file=io.StringIO())

    def done(self, text):
        self.console.<<success(text) || print(text, style="green")>>


Output().done("saved")
""",
    ),
    _use(
        "pandas-rolling-average",
        "pandas",
        "returned-method",
        "AttributeError",
        """
import pandas as pd


def smooth(prices: pd.Series) -> pd.Series:
    return prices.rolling(window=2).<<avg || mean>>().dropna()


smooth(pd.Series([1.0, 2.0, 3.0]))
""",
    ),
    _use(
        "structlog-logger-with-fields",
        "structlog",
        "returned-method",
        "AttributeError",
        """
import structlog

log = structlog.wrap_logger(structlog.PrintLogger(), processors=[], wrapper_class=structlog.BoundLogger)
bound = log.bind(user="ada")
bound.<<with_fields || new>>(request="1")
""",
    ),
    _use(
        "requests-adapter-pool-size",
        "requests",
        "constructor-keyword",
        "TypeError",
        """
import requests


def session():
    made = requests.Session()
    adapter = requests.adapters.HTTPAdapter(<<pool_size || pool_maxsize>>=10)
    made.mount("https://", adapter)
    return made


session()
""",
    ),
)
