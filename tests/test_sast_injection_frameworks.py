"""Injection as frameworks' documentation leads to it: every line that is marked is found, and no other.

Each case begins with a line of `####` and its name. A line with a mark is a finding of that rule.
"""

import ast
import re

import pytest

from walkaround._code import Module
from walkaround.sast._families import FAMILIES
from walkaround.sast._families.injection import find

CASES = r'''
#### django class view sql
from django.db import connection
from django.views import View
from django.http import JsonResponse
class Report(View):
    def get(self, request, *args, **kwargs):
        order = request.GET.get("order_by", "id")
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id, total FROM report ORDER BY {order}")  # B901
            rows = cursor.fetchall()
        return JsonResponse({"rows": rows})
#### drf viewset get_queryset
from rest_framework import viewsets
from .models import Item
class Items(viewsets.ModelViewSet):
    def get_queryset(self):
        name = self.request.query_params.get("name")
        return Item.objects.raw("SELECT * FROM item WHERE name = '%s'" % name)  # B901
#### drf ordering allow
from rest_framework import viewsets
from .models import Item
class Items(viewsets.ModelViewSet):
    ordering_fields = ["name", "price"]
    def get_queryset(self):
        order = self.request.query_params.get("order", "name")
        if order not in self.ordering_fields:
            order = "name"
        return Item.objects.raw(f"SELECT * FROM item ORDER BY {order}")
#### fastapi session dependency
from fastapi import APIRouter, Depends, Query
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession
from .db import get_session
router = APIRouter()
@router.get("/orders")
async def list_orders(
    sort_by: str = Query("created_at"),
    direction: str = Query("desc", pattern="^(asc|desc)$"),
    limit: int = 50,
    session: AsyncSession = Depends(get_session),
):
    stmt = text(
        f"SELECT * FROM orders "  # B901
        f"ORDER BY {sort_by} {direction} LIMIT :limit"
    )
    return (await session.execute(stmt, {"limit": limit})).mappings().all()
#### fastapi query enum
from enum import Enum
from fastapi import APIRouter
from sqlalchemy import text
router = APIRouter()
class SortBy(str, Enum):
    created = "created_at"
@router.get("/orders")
async def list_orders(sort_by: SortBy, session=None):
    return await session.execute(text(f"SELECT * FROM orders ORDER BY {sort_by.value}"))
#### annotated query
from typing import Annotated
from fastapi import APIRouter, Query
from sqlalchemy import text
router = APIRouter()
@router.get("/orders")
async def list_orders(q: Annotated[str, Query(max_length=50)], session=None):
    return await session.execute(text(f"SELECT * FROM orders WHERE name LIKE '%{q}%'"))  # B901
#### repository class
class OrderRepository:
    def __init__(self, connection):
        self._connection = connection
    async def search(self, term: str, order_by: str = "created_at", descending: bool = False):
        direction = "DESC" if descending else "ASC"
        query = """
            SELECT id, total
            FROM orders
            WHERE customer LIKE $1
        """
        query += f" ORDER BY {order_by} {direction}"  # B901
        return await self._connection.fetch(query, f"%{term}%")
#### repository map
class OrderRepository:
    _ORDER = {"created": "created_at", "total": "total"}
    def __init__(self, connection):
        self._connection = connection
    async def search(self, term: str, order_by: str = "created"):
        try:
            column = self._ORDER[order_by]
        except KeyError:
            raise ValueError(order_by) from None
        return await self._connection.fetch(f"SELECT id FROM orders WHERE c LIKE $1 ORDER BY {column}", f"%{term}%")
#### bulk insert
import sqlite3
def save(rows: list[dict], table: str):
    conn = sqlite3.connect("x.db")
    columns = rows[0].keys()
    placeholders = ", ".join(["?"] * len(columns))
    sql = "INSERT INTO %s (%s) VALUES (%s)" % (table, ", ".join(columns), placeholders)  # B901
    conn.executemany(sql, [tuple(r.values()) for r in rows])
    conn.commit()
#### dataclass fields
import dataclasses, sqlite3
@dataclasses.dataclass
class User:
    name: str
    email: str
def save(conn: sqlite3.Connection, user: User):
    data = dataclasses.asdict(user)
    cols = ", ".join(data)
    marks = ", ".join("?" for _ in data)
    conn.execute(f"INSERT INTO users ({cols}) VALUES ({marks})", tuple(data.values()))
#### dataclass fields func
import dataclasses, sqlite3
@dataclasses.dataclass
class User:
    name: str
    email: str
def save(conn: sqlite3.Connection, user: User):
    names = [f.name for f in dataclasses.fields(user)]
    cols = ", ".join(names)
    conn.execute(f"INSERT INTO users ({cols}) VALUES ({','.join('?' * len(names))})", dataclasses.astuple(user))
#### env var table
import os, sqlite3
TABLE = os.environ.get("TABLE", "x")
def count(conn: sqlite3.Connection):
    return conn.execute(f"SELECT count(*) FROM {TABLE}").fetchone()
#### sys.argv
import sys, sqlite3
def main():
    conn = sqlite3.connect("x.db")
    conn.execute(f"DELETE FROM users WHERE name = '{sys.argv[1]}'")  # B901
#### input
import sqlite3
def main():
    name = input("name? ")
    conn = sqlite3.connect("x.db")
    conn.execute("SELECT * FROM users WHERE name = '" + name + "'")  # B901
#### argparse
import argparse, sqlite3
def main():
    args = argparse.ArgumentParser().parse_args()
    conn = sqlite3.connect("x.db")
    conn.execute(f"SELECT * FROM {args.table}")
#### django orm filter
from django.http import JsonResponse
from .models import Item
def items(request):
    return JsonResponse({"n": Item.objects.filter(name__icontains=request.GET["q"]).order_by(request.GET["o"]).count()})
#### mysql connector
import mysql.connector
def find_user(username):
    conn = mysql.connector.connect(host="localhost")
    cursor = conn.cursor(dictionary=True)
    query = "SELECT * FROM users WHERE username = '{}'".format(username)  # B901
    cursor.execute(query)
    return cursor.fetchone()
#### like param
def search(cursor, term):
    pattern = f"%{term}%"
    cursor.execute("SELECT * FROM t WHERE name LIKE %s", (pattern,))
#### interval
def recent(cursor, days):
    cursor.execute(f"SELECT * FROM t WHERE created > now() - interval '{days} days'")  # B901
#### interval int
def recent(cursor, days):
    days = int(days)
    cursor.execute(f"SELECT * FROM t WHERE created > now() - interval '{days} days'")
#### max min
def page(cursor, size):
    size = max(1, min(int(size), 100))
    cursor.execute(f"SELECT * FROM t LIMIT {size}")
#### limit default number
def page(cursor, size=20):
    cursor.execute(f"SELECT * FROM t LIMIT {size}")
#### pragma
def setup(conn, mode="WAL"):
    conn.execute(f"PRAGMA journal_mode={mode}")  # B901
#### tenant schema
def use(cursor, tenant):
    cursor.execute("SET search_path TO " + tenant)  # B901
#### tenant schema regex
import re
SCHEMA = re.compile(r"[a-z][a-z0-9_]{0,62}")
def use(cursor, tenant: str):
    if SCHEMA.fullmatch(tenant):
        cursor.execute("SET search_path TO " + tenant)
#### helper quoting
def quote_identifier(name):
    return '"' + name.replace('"', '""') + '"'
def count(cursor, table):
    cursor.execute(f"SELECT count(*) FROM {quote_identifier(table)}")
#### sqlalchemy core column
from sqlalchemy import select, column, table
def f(session, name):
    return session.execute(select(column(name)).select_from(table("x")))
#### sqlalchemy literal_column
from sqlalchemy import select, literal_column
def f(session, name):
    return session.execute(select(literal_column(f"lower({name})")))  # B901
#### session query filter text
from sqlalchemy import text
def f(session, name):
    return session.query(User).filter(text("name = '%s'" % name)).first()  # B901
#### order_by text f
from sqlalchemy import text
def f(session, key, direction):
    return session.query(User).order_by(text(f"{key} {direction}")).all()  # B901
#### databases
from databases import Database
database = Database("sqlite:///x")
async def f(name: str):
    query = f"SELECT * FROM notes WHERE name = '{name}'"  # B901
    return await database.fetch_all(query=query)
#### aiomysql
import aiomysql
async def f(pool, name):
    async with pool.acquire() as conn:
        async with conn.cursor() as cur:
            await cur.execute("SELECT * FROM t WHERE name='%s'" % name)  # B901
            return await cur.fetchone()
#### peewee
from peewee import SQL
def f(name):
    return User.select().where(SQL(f"name = '{name}'"))  # B901
#### bigquery
from google.cloud import bigquery
def f(dataset):
    client = bigquery.Client()
    return client.query(f"SELECT * FROM `{dataset}.events`").result()  # B901
#### duckdb
import duckdb
def f(path):
    return duckdb.sql(f"SELECT * FROM read_csv('{path}')").df()  # B901
#### clickhouse
from clickhouse_driver import Client
def f(day):
    return Client("x").execute(f"SELECT count() FROM e WHERE day = '{day}'")  # B901
#### logging sql only
import logging
def f(cursor, name):
    logging.info("SELECT for %s", name)
    cursor.execute("SELECT 1 WHERE 'a' = %s", [name])
#### template string
from string import Template
def f(cursor, table):
    cursor.execute(Template("SELECT * FROM $t").substitute(t=table))  # B901
#### csv rows
import csv, sqlite3
def load(path):
    db = sqlite3.connect("x.db")
    with open(path) as f:
        for row in csv.DictReader(f):
            db.execute(f"INSERT INTO t (name) VALUES ('{row['name']}')")  # B901
#### csv rows params
import csv, sqlite3
def load(path):
    db = sqlite3.connect("x.db")
    with open(path) as f:
        for row in csv.DictReader(f):
            db.execute("INSERT INTO t (name) VALUES (?)", (row["name"],))
#### api answer
import requests, sqlite3
def sync():
    db = sqlite3.connect("x.db")
    for item in requests.get("https://api.example.com/items", timeout=5).json():
        db.execute("INSERT INTO t VALUES ('%s')" % item["name"])  # B901
#### second order
def rename(cursor):
    cursor.execute("SELECT name FROM users")
    for row in cursor.fetchall():
        cursor.execute("UPDATE logs SET seen = 1 WHERE name = '" + row[0] + "'")  # B901
#### second order id
def rename(cursor):
    cursor.execute("SELECT id FROM users")
    for row in cursor.fetchall():
        cursor.execute(f"UPDATE logs SET seen = 1 WHERE id = {row[0]}")
#### tables of database
def count(cursor):
    cursor.execute("SELECT name FROM sqlite_master")
    return {name: cursor.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for (name,) in cursor.fetchall()}
#### row into path
def f(cursor):
    row = cursor.fetchone()
    with open("/srv/" + row[0]) as fh:
        return fh.read()
#### row into page
from flask import Flask
app = Flask(__name__)
@app.get("/x")
def x():
    row = db.execute("SELECT name FROM t").fetchone()
    return f"<p>{row[0]}</p>"
#### row pickled
import pickle
def f(cursor):
    return pickle.loads(cursor.fetchone()[0])
#### attribute of configuration
def use(conn, config):
    conn.execute(f"SET search_path TO {config.schema}")
#### name of table object
def drop(conn, table):
    conn.execute(f"DROP TABLE {table.name}")
#### name of anything
def drop(conn, request_item):
    conn.execute(f"DROP TABLE {request_item.name}")  # B901
#### fastapi current user
from fastapi import Depends, FastAPI
from fastapi.security import OAuth2PasswordBearer
from sqlalchemy import text
app = FastAPI()
scheme = OAuth2PasswordBearer(tokenUrl="token")
def get_current_user(token: str = Depends(scheme)):
    return fetch_user(token)
@app.get("/x")
async def x(db, user=Depends(get_current_user)):
    return await db.execute(text(f"SELECT * FROM t_{user.tenant_id}"))
#### fastapi get db
from fastapi import Depends, FastAPI
from sqlalchemy import text
from sqlalchemy.orm import Session
app = FastAPI()
def get_db():
    db = SessionLocal()
    try:
        yield db
    finally:
        db.close()
@app.get("/x")
def x(q: str, db: Session = Depends(get_db)):
    return db.execute(text(f"SELECT * FROM t WHERE q = '{q}'")).all()  # B901
#### flask type set later
from flask import Flask, make_response, request
app = Flask(__name__)
@app.get("/x")
def x():
    response = make_response("Hello " + request.args["name"])
    response.mimetype = "text/plain"
    return response
#### flask type set as html
from flask import Flask, make_response, request
app = Flask(__name__)
@app.get("/x")
def x():
    response = make_response("Hello " + request.args["name"])  # B907
    response.headers["Content-Type"] = "text/html"
    return response
#### flask headers by position
from flask import Flask, make_response, request
app = Flask(__name__)
@app.get("/x")
def x():
    return make_response("Hello " + request.args["name"], 200, {"Content-Type": "text/plain"})
#### django csv
from django.http import HttpResponse
def x(request):
    response = HttpResponse("a," + request.GET["a"])
    response["Content-Type"] = "text/csv"
    return response
#### stored procedure
def call(cursor, name, args):
    cursor.callproc(name, args)
#### cte text
def f(cursor, days: int, region):
    query = f"""
        WITH recent AS (
            SELECT * FROM orders WHERE created > now() - interval '{days} days'
        )
        SELECT * FROM recent WHERE region = %s
    """
    cursor.execute(query, (region,))
#### cte text region
def f(cursor, days: int, region):
    query = f""" -- # B901
        SELECT * FROM recent WHERE region = '{region}'
    """
    cursor.execute(query)
#### where dict of conditions
def f(cursor, name=None, email=None):
    conditions = {"name = %s": name, "email = %s": email}
    used = [c for c, v in conditions.items() if v]
    cursor.execute("SELECT * FROM t WHERE " + " AND ".join(used), [v for v in conditions.values() if v])
#### order map with get and direction
def f(cursor, sort, desc):
    allowed = {"date": "created_at", "name": "name"}
    order = allowed.get(sort) or "created_at"
    cursor.execute(f"SELECT * FROM t ORDER BY {order} {'DESC' if desc else 'ASC'}")
#### match guard
def f(cursor, sort):
    match sort:
        case "date":
            order = "created_at"
        case "name":
            order = "name"
        case _:
            raise ValueError(sort)
    cursor.execute(f"SELECT * FROM t ORDER BY {order}")
#### match passes rest
def f(cursor, sort):
    match sort:
        case "date":
            order = "created_at"
        case other:
            order = other
    cursor.execute(f"SELECT * FROM t ORDER BY {order}")  # B901
#### startswith minus
ALLOWED = {"name", "date"}
def f(cursor, ordering: str):
    direction = "ASC"
    if ordering.startswith("-"):
        direction = "DESC"
        ordering = ordering[1:]
    if ordering not in ALLOWED:
        raise ValueError(ordering)
    cursor.execute(f"SELECT * FROM t ORDER BY {ordering} {direction}")
#### lstrip minus
ALLOWED = {"name", "date"}
def f(cursor, ordering: str):
    column = ordering.lstrip("-")
    if column not in ALLOWED:
        raise ValueError(ordering)
    direction = "DESC" if ordering.startswith("-") else "ASC"
    cursor.execute(f"SELECT * FROM t ORDER BY {column} {direction}")
#### split columns
ALLOWED = {"name", "date"}
def f(cursor, fields: str):
    columns = [c.strip() for c in fields.split(",")]
    if not set(columns).issubset(ALLOWED):
        raise ValueError(fields)
    cursor.execute(f"SELECT {', '.join(columns)} FROM t")
#### split columns unchecked
def f(cursor, fields: str):
    columns = [c.strip() for c in fields.split(",")]
    cursor.execute(f"SELECT {', '.join(columns)} FROM t")  # B901
#### split columns loop append
ALLOWED = {"name", "date"}
def f(cursor, fields: str):
    columns = []
    for c in fields.split(","):
        if c in ALLOWED:
            columns.append(c)
    cursor.execute(f"SELECT {', '.join(columns)} FROM t")
#### sort list of pairs
ALLOWED = {"name", "date"}
def f(cursor, sorts: list[tuple[str, str]]):
    parts = []
    for column, direction in sorts:
        if column not in ALLOWED or direction not in ("asc", "desc"):
            raise ValueError
        parts.append(f"{column} {direction}")
    cursor.execute("SELECT * FROM t ORDER BY " + ", ".join(parts))
#### sort list of pairs half
ALLOWED = {"name", "date"}
def f(cursor, sorts: list[tuple[str, str]]):
    parts = []
    for column, direction in sorts:
        if column not in ALLOWED:
            raise ValueError
        parts.append(f"{column} {direction}")  # B901
    cursor.execute("SELECT * FROM t ORDER BY " + ", ".join(parts))
#### validator class method
class Repo:
    COLUMNS = {"a", "b"}
    def _column(self, name):
        if name not in self.COLUMNS:
            raise ValueError(name)
        return name
    def all(self, name):
        return self.db.execute(f"SELECT * FROM t ORDER BY {self._column(name)}")
#### validator bool method
class Repo:
    COLUMNS = {"a", "b"}
    def _known(self, name):
        return name in self.COLUMNS
    def all(self, name):
        if not self._known(name):
            raise ValueError(name)
        return self.db.execute(f"SELECT * FROM t ORDER BY {name}")
#### validator bool always true
class Repo:
    def _known(self, name):
        return len(name) > 0
    def all(self, name):
        if not self._known(name):
            raise ValueError(name)
        return self.db.execute(f"SELECT * FROM t ORDER BY {name}")  # B901
#### try dict lookup
COLUMNS = {"a": "x"}
def f(cursor, name):
    try:
        column = COLUMNS[name]
    except KeyError as error:
        raise ValueError(name) from error
    cursor.execute(f"SELECT {column} FROM t")
#### ternary not in
COLUMNS = ("a", "b")
def f(cursor, name):
    cursor.execute(f"SELECT {'a' if name not in COLUMNS else name} FROM t")
#### or chain
def f(cursor, name):
    if name == "a" or name == "b" or name == "c":
        cursor.execute(f"SELECT {name} FROM t")
#### not equal chain
def f(cursor, name):
    if name != "a" and name != "b":
        raise ValueError(name)
    cursor.execute(f"SELECT {name} FROM t")
#### shell env
import os, subprocess
def f():
    editor = os.environ.get("EDITOR", "vi")
    subprocess.call(f"{editor} notes.txt", shell=True)
#### shell tempfile name
import subprocess, tempfile
def f(data: bytes):
    with tempfile.NamedTemporaryFile() as t:
        t.write(data)
        subprocess.run(f"sort {t.name}", shell=True, check=True, timeout=9)
#### shell pid
import os
def f(pid: int):
    os.system(f"kill {pid}")
#### shell int conversion
import os
def f(pid):
    os.system("kill -9 %d" % int(pid))
#### all of a part
OK = {"a", "b"}
def f(cursor, pairs):
    if not all(name in OK for name, direction in pairs):
        raise ValueError
    parts = [f"{name} {direction}" for name, direction in pairs]  # B901
    cursor.execute("SELECT * FROM t ORDER BY " + ", ".join(parts))
#### file name parts
import os
from flask import Flask, request
app = Flask(__name__)
@app.post("/x")
def x():
    f = request.files["f"]
    base, extension = os.path.splitext(f.filename)
    if extension not in {".png", ".jpg"}:
        return {"error": "type"}, 400
    f.save(os.path.join("/srv", base + extension))  # B904
    return {}
#### file name extension only
import os, secrets
from flask import Flask, request
app = Flask(__name__)
@app.post("/x")
def x():
    f = request.files["f"]
    _, extension = os.path.splitext(f.filename)
    if extension not in {".png", ".jpg"}:
        return {"error": "type"}, 400
    f.save(os.path.join("/srv", secrets.token_hex(8) + extension))
    return {}
#### url parts
from urllib.parse import urlsplit
import requests
from flask import Flask, request, abort
app = Flask(__name__)
@app.get("/x")
def x():
    parts = urlsplit(request.args["u"])
    if parts.port not in (None, 443):
        abort(400)
    return requests.get(parts.geturl(), timeout=3).json()  # B905
#### argv path silent
import sys
def main():
    with open(sys.argv[1]) as f:
        return f.read()
#### argv os.system silent
import sys, os
def main():
    os.system("ls " + sys.argv[1])
#### eval input
def main():
    print(eval(input("> ")))  # B903
#### subprocess popen shell list
import subprocess
def f(name):
    subprocess.Popen(["ls", name], shell=False)
#### git command
import subprocess
def f(branch):
    return subprocess.check_output("git log " + branch, shell=True)  # B902
#### command join quoted
import shlex, subprocess
def f(args):
    return subprocess.check_output(" ".join(shlex.quote(a) for a in args), shell=True)
#### command shlex.join
import shlex, subprocess
def f(args):
    return subprocess.check_output(shlex.join(args), shell=True)
#### command join unquoted
import subprocess
def f(args):
    return subprocess.check_output(" ".join(args), shell=True)  # B902
#### shell variable false
import subprocess
SHELL = False
def f(cmd):
    return subprocess.check_output(cmd, shell=SHELL)
#### shlex split
import shlex, subprocess
def f(cmd):
    return subprocess.run(shlex.split(cmd), check=True, timeout=9)
#### invoke ctx
from invoke import task
@task
def build(c, name):
    c.run(f"docker build -t {name} .")
#### fabric connection
from fabric import Connection
def deploy(host, branch):
    with Connection(host) as c:
        c.run(f"git checkout {branch}")  # B902
#### docker exec
import docker
def f(container, cmd):
    container.exec_run(cmd)
#### env constants
import os
HOME = os.environ["HOME"]
def f():
    os.system(f"ls {HOME}")
#### tempfile
import os, tempfile
def f():
    with tempfile.NamedTemporaryFile() as t:
        os.system(f"cat {t.name}")
#### ffmpeg upload
import subprocess
from fastapi import FastAPI, UploadFile
app = FastAPI()
@app.post("/convert")
async def convert(file: UploadFile):
    cmd = f"ffmpeg -i /tmp/{file.filename} out.mp4"  # B902
    subprocess.run(cmd, shell=True, check=True, timeout=60)
#### flask ping validated
import re, subprocess
from flask import Flask, request, abort
app = Flask(__name__)
@app.route("/ping")
def ping():
    host = request.args.get("host", "")
    if not re.fullmatch(r"[\w.-]+", host):
        abort(400)
    return {"o": subprocess.getoutput(f"ping -c1 {host}")}
#### asyncio gather
import asyncio
async def run(cmds):
    return await asyncio.gather(*[asyncio.create_subprocess_shell(c) for c in cmds])  # B902
#### eval in dict comp
def f(items):
    return {k: eval(v) for k, v in items.items()}  # B903
#### eval safe subset
ALLOWED = set("0123456789+-*/(). ")
def calc(expr):
    if not set(expr) <= ALLOWED:
        raise ValueError
    return eval(expr)
#### eval chars any
def calc(expr):
    if any(ch not in "0123456789+-*/() " for ch in expr):
        raise ValueError
    return eval(expr)
#### eval of compiled ast
import ast
def f(expr):
    tree = ast.parse(expr, mode="eval")
    return eval(compile(tree, "x", "eval"))
#### pandas eval
import pandas as pd
def f(df: pd.DataFrame, column):
    return df.eval(f"{column} * 2")
#### getattr client
from flask import Flask, request
app = Flask(__name__)
@app.post("/x")
def x():
    return {"r": getattr(ops, request.json["op"])()}
#### exec template
def make(name):
    exec(f"class {name}: pass")  # B903
#### yaml full loader
import yaml
def f(request_body: bytes):
    return yaml.load(request_body, Loader=yaml.FullLoader)  # B913
#### yaml positional safe
from yaml import load, SafeLoader
def f(b):
    return load(b, SafeLoader)
#### yaml csafe
import yaml
try:
    from yaml import CSafeLoader as L
except ImportError:
    from yaml import SafeLoader as L
def f(b):
    return yaml.load(b, Loader=L)
#### yaml file constant
import yaml
def f():
    with open("config.yml") as fh:
        return yaml.load(fh, Loader=yaml.Loader)
#### pickle redis
import pickle, redis
r = redis.Redis()
def get(key):
    raw = r.get(key)
    return pickle.loads(raw)
#### pickle file arg
import pickle
def load(path):
    with open(path, "rb") as f:
        return pickle.load(f)  # B913
#### pickle pathlib arg
import pickle
from pathlib import Path
def load(path: Path):
    return pickle.loads(path.read_bytes())  # B913
#### pickle hmac checked
import hmac, hashlib, pickle
from flask import Flask, request, abort
app = Flask(__name__)
@app.post("/x")
def x():
    sig, payload = request.data[:64], request.data[64:]
    if not hmac.compare_digest(sig, hmac.new(KEY, payload, hashlib.sha256).hexdigest().encode()):
        abort(403)
    return {"x": str(pickle.loads(payload))}
#### jsonpickle
import jsonpickle
from flask import Flask, request
app = Flask(__name__)
@app.post("/x")
def x():
    return {"x": str(jsonpickle.decode(request.get_data(as_text=True)))}  # B913
#### torch not ours
import torch
def f(path):
    return torch.load(path)
#### dill
import dill
def f(blob: bytes):
    return dill.loads(blob)  # B913
#### read_pickle upload
import pandas as pd
from fastapi import FastAPI, UploadFile
app = FastAPI()
@app.post("/x")
async def x(file: UploadFile):
    return pd.read_pickle(file.file).to_dict()  # B913
#### shelve
import shelve
from flask import Flask, request
app = Flask(__name__)
@app.get("/x")
def x():
    with shelve.open(request.args["db"]) as db:  # B913
        return dict(db)
#### flask file args constant path
from flask import Flask, request
app = Flask(__name__)
@app.route("/download")
def download():
    filename = request.args.get("file")
    with open("/var/data/" + filename, "rb") as f:  # B904
        return f.read()
#### flask uploads docs allowed_file
import os
from flask import Flask, request, redirect, url_for, flash
app = Flask(__name__)
ALLOWED_EXTENSIONS = {"txt", "png"}
def allowed_file(filename):
    return "." in filename and filename.rsplit(".", 1)[1].lower() in ALLOWED_EXTENSIONS
@app.route("/", methods=["GET", "POST"])
def upload_file():
    file = request.files["file"]
    if file and allowed_file(file.filename):
        file.save(os.path.join(app.config["UPLOAD_FOLDER"], file.filename))  # B904
        return redirect(url_for("download_file", name=file.filename))
    return ""
#### fastapi shutil copyfileobj
import os, shutil
from fastapi import FastAPI, UploadFile, File
app = FastAPI()
@app.post("/upload")
def upload(file: UploadFile = File(...)):
    dest = os.path.join("uploads", file.filename)  # B904
    with open(dest, "wb") as out:
        shutil.copyfileobj(file.file, out)
    return {"name": file.filename}
#### fastapi suffix only
from pathlib import Path
from uuid import uuid4
from fastapi import FastAPI, UploadFile
app = FastAPI()
@app.post("/upload")
async def upload(file: UploadFile):
    suffix = Path(file.filename).suffix
    dest = Path("uploads") / f"{uuid4().hex}{suffix}"
    dest.write_bytes(await file.read())
    return {}
#### starlette endpoint class
from starlette.endpoints import HTTPEndpoint
from starlette.responses import FileResponse
class Files(HTTPEndpoint):
    async def get(self, request):
        name = request.query_params["name"]
        return FileResponse(f"static/{name}")  # B904
#### aiohttp class view
from aiohttp import web
class Files(web.View):
    async def get(self):
        name = self.request.match_info["name"]
        return web.FileResponse(f"static/{name}")  # B904
#### aiofiles
import aiofiles
from fastapi import FastAPI
app = FastAPI()
@app.get("/f/{name}")
async def f(name: str):
    async with aiofiles.open(f"data/{name}.json") as fh:  # B904
        return await fh.read()
#### django form cleaned
from django.http import FileResponse
from .forms import F
def f(request):
    form = F(request.POST)
    if form.is_valid():
        return FileResponse(open("/x/" + form.cleaned_data["name"], "rb"))
#### django sendfile storage
from django.core.files.storage import default_storage
def f(request):
    up = request.FILES["f"]
    default_storage.save(up.name, up)
#### django file chunk write
import os
from django.conf import settings
from django.http import HttpResponse
def upload(request):
    f = request.FILES["file"]
    path = os.path.join(settings.MEDIA_ROOT, f.name)  # B904
    with open(path, "wb+") as dest:
        for chunk in f.chunks():
            dest.write(chunk)
    return HttpResponse("ok")
#### path via dict lookup
from flask import Flask, request, send_file
app = Flask(__name__)
FILES = {"a": "/srv/a.pdf"}
@app.get("/f")
def f():
    path = FILES.get(request.args["id"])
    if path is None:
        return "", 404
    return send_file(path)
#### os.listdir membership
import os
from flask import Flask, request, send_file, abort
app = Flask(__name__)
@app.get("/f")
def f():
    name = request.args["id"]
    if name not in os.listdir("/srv/x"):
        abort(404)
    return send_file("/srv/x/" + name)
#### startswith abspath raw
import os
from flask import Flask, request, abort
app = Flask(__name__)
ROOT = os.path.abspath("data")
@app.get("/f")
def f():
    p = os.path.abspath(os.path.join(ROOT, request.args["p"]))
    if not p.startswith(ROOT):
        abort(403)
    return {"t": open(p).read()}
#### helper raising
from pathlib import Path
from fastapi import FastAPI, HTTPException
app = FastAPI()
ROOT = Path("data").resolve()
def safe_path(name: str) -> Path:
    p = (ROOT / name).resolve()
    if ROOT not in p.parents:
        raise HTTPException(400)
    return p
@app.get("/f/{name}")
def f(name: str):
    return {"t": safe_path(name).read_text()}
#### unsafe helper
from pathlib import Path
from fastapi import FastAPI
app = FastAPI()
ROOT = Path("data").resolve()
def get_path(name: str) -> Path:
    return ROOT / name  # B904
@app.get("/f/{name}")
def f(name: str):
    return {"t": get_path(name).read_text()}
#### service class path
from pathlib import Path
from fastapi import APIRouter
router = APIRouter()
class Store:
    def __init__(self, root: str):
        self.root = Path(root)
    def read(self, name: str) -> bytes:
        return (self.root / name).read_bytes()  # B904
store = Store("/srv")
@router.get("/f/{name}")
def f(name: str):
    return store.read(name)
#### ssrf webhooks model
import httpx
from fastapi import FastAPI
from pydantic import BaseModel, HttpUrl
app = FastAPI()
class Hook(BaseModel):
    target: HttpUrl
@app.post("/hooks")
async def create(hook: Hook):
    async with httpx.AsyncClient() as c:
        r = await c.get(str(hook.target))  # B905
    return {"s": r.status_code}
#### ssrf aiohttp proxy
from aiohttp import web, ClientSession
async def proxy(request):
    url = request.query["url"]
    async with ClientSession() as s, s.get(url) as r:  # B905
        return web.Response(body=await r.read())
#### ssrf django
import requests
from django.http import HttpResponse
def fetch(request):
    url = request.GET.get("url")
    r = requests.get(url, timeout=3)  # B905
    return HttpResponse(r.content, content_type="image/png")
#### ssrf base url
import requests
from flask import Flask, request
app = Flask(__name__)
BASE = "https://api.example.com"
@app.get("/x")
def x():
    return requests.get(BASE + "/v1/" + request.args["id"], timeout=3).json()
#### ssrf base format
import requests
from flask import Flask, request
app = Flask(__name__)
@app.get("/x")
def x():
    return requests.get("https://api.example.com/v1/{}".format(request.args["id"]), timeout=3).json()
#### ssrf host param format
import requests
from flask import Flask, request
app = Flask(__name__)
@app.get("/x")
def x():
    return requests.get("https://{}.example.com/v1".format(request.args["id"]), timeout=3).json()  # B905
#### ssrf url percent env
import os, requests
from flask import Flask, request
app = Flask(__name__)
API = os.environ["API"]
@app.get("/x")
def x():
    return requests.get("%s/v1/%s" % (API, request.args["id"]), timeout=3).json()
#### ssrf validated func
import requests
from flask import Flask, request, abort
from .net import is_public_url
app = Flask(__name__)
@app.get("/x")
def x():
    url = request.args["u"]
    if not is_public_url(url):
        abort(400)
    return requests.get(url, timeout=3).json()
#### ssrf urlparse in
from urllib.parse import urlparse
import requests
from flask import Flask, request, abort
app = Flask(__name__)
@app.get("/x")
def x():
    url = request.args["u"]
    parsed = urlparse(url)
    if parsed.scheme != "https" or parsed.hostname not in ("a.example.com",):
        abort(400)
    return requests.get(parsed.geturl(), timeout=3).json()
#### ssrf endswith host weak
from urllib.parse import urlparse
import requests
from flask import Flask, request, abort
app = Flask(__name__)
@app.get("/x")
def x():
    url = request.args["u"]
    if not urlparse(url).hostname.endswith(".example.com"):
        abort(400)
    return requests.get(url, timeout=3).json()
#### urllib urlopen request obj
from urllib.request import Request, urlopen
from flask import Flask, request
app = Flask(__name__)
@app.get("/x")
def x():
    req = Request(request.args["u"], headers={"a": "b"})  # B905
    return urlopen(req).read()
#### redirect referrer
from flask import Flask, redirect, request
app = Flask(__name__)
@app.get("/x")
def x():
    return redirect(request.referrer or "/")  # B906
#### redirect next checked function
from urllib.parse import urlparse, urljoin
from flask import Flask, redirect, request, url_for, abort
app = Flask(__name__)
def is_safe_url(target):
    ref_url = urlparse(request.host_url)
    test_url = urlparse(urljoin(request.host_url, target))
    return test_url.scheme in ("http", "https") and ref_url.netloc == test_url.netloc
@app.get("/login")
def login():
    nxt = request.args.get("next")
    if not is_safe_url(nxt):
        return abort(400)
    return redirect(nxt or url_for("index"))
#### redirect django name
from django.shortcuts import redirect
def f(request, pk):
    return redirect("detail", pk=pk)
#### redirect django reverse
from django.http import HttpResponseRedirect
from django.urls import reverse
def f(request, pk):
    return HttpResponseRedirect(reverse("detail", args=[pk]))
#### redirect query
from flask import Flask, redirect, request
app = Flask(__name__)
@app.get("/x")
def x():
    return redirect("/search?q=" + request.args["q"])
#### redirect fastapi base
from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse
app = FastAPI()
@app.get("/x")
async def x(request: Request):
    return RedirectResponse(request.url_for("y"))
#### redirect fastapi query
from fastapi import FastAPI, Request
from fastapi.responses import RedirectResponse
app = FastAPI()
@app.get("/x")
async def x(request: Request):
    return RedirectResponse(url=request.query_params.get("next", "/"), status_code=302)  # B906
#### redirect aiohttp
from aiohttp import web
async def x(request):
    raise web.HTTPFound(request.query["next"])  # B906
#### redirect tornado
import tornado.web
class H(tornado.web.RequestHandler):
    def get(self):
        self.redirect(self.get_argument("next", "/"))  # B906
#### html flask helper
from flask import Flask, request
app = Flask(__name__)
def page(title, body):
    return f"<html><title>{title}</title><body>{body}</body></html>"  # B907
@app.get("/x")
def x():
    return page("Search", request.args.get("q", ""))
#### html flask make_response
from flask import Flask, request, make_response
app = Flask(__name__)
@app.get("/x")
def x():
    resp = make_response("<p>" + request.args["q"] + "</p>")  # B907
    resp.set_cookie("a", "b", secure=True, httponly=True)
    return resp
#### html flask render ok
from flask import Flask, request, render_template
app = Flask(__name__)
@app.get("/x")
def x():
    q = request.args["q"]
    return render_template("x.html", q=q, title=f"Results for {q}")
#### html Markup
from flask import Flask, request, render_template
from markupsafe import Markup
app = Flask(__name__)
@app.get("/x")
def x():
    return render_template("x.html", q=Markup(f"<b>{request.args['q']}</b>"))  # B907
#### html Markup format ok
from flask import Flask, request, render_template
from markupsafe import Markup
app = Flask(__name__)
@app.get("/x")
def x():
    return render_template("x.html", q=Markup("<b>{}</b>").format(request.args["q"]))
#### html Markup percent ok
from flask import Flask, request
from markupsafe import Markup
app = Flask(__name__)
@app.get("/x")
def x():
    return Markup("<b>%s</b>") % request.args["q"]
#### flask error status
from flask import Flask, request
app = Flask(__name__)
@app.get("/x")
def x():
    return f"No such item: {request.args['id']}", 404  # B907
#### flask tuple json
from flask import Flask, request
app = Flask(__name__)
@app.get("/x")
def x():
    return {"error": f"No such item: {request.args['id']}"}, 404
#### flask list
from flask import Flask, request
app = Flask(__name__)
@app.get("/x")
def x():
    return [request.args["id"]]
#### flask obj
from flask import Flask
from .models import Item
app = Flask(__name__)
@app.get("/x/<name>")
def x(name):
    item = Item.query.filter_by(name=name).first_or_404()
    return item.to_html()
#### flask service result
from flask import Flask, request
from .services import search
app = Flask(__name__)
@app.get("/x")
def x():
    results = search(request.args["q"])
    return {"results": results}
#### flask json response
import json
from flask import Flask, Response, request
app = Flask(__name__)
@app.get("/x")
def x():
    return Response(json.dumps({"q": request.args["q"]}), mimetype="application/json")
#### flask csv
from flask import Flask, Response, request
app = Flask(__name__)
@app.get("/x")
def x():
    return Response("a," + request.args["q"], content_type="text/csv", headers={"x": "y"})
#### bottle
from bottle import route, request
@route("/hello")
def hello():
    return "<b>Hello %s</b>" % request.query.name  # B907
#### bottle path
from bottle import Bottle, template
app = Bottle()
@app.route("/hello/<name>")
def hello(name):
    return template("<b>Hello {{name}}</b>", name=name)
#### quart
from quart import Quart, request
app = Quart(__name__)
@app.route("/x", methods=["POST"])
async def x():
    form = await request.form
    return f"<p>{form['q']}</p>"  # B907
#### django format
from django.http import HttpResponse
def x(request):
    name = request.GET.get("name", "world")
    html = "<h1>Hi {}</h1>".format(name)  # B907
    return HttpResponse(html)
#### django jsonresponse
from django.http import JsonResponse
def x(request):
    return JsonResponse({"name": request.GET["n"]})
#### django json httpresponse
import json
from django.http import HttpResponse
def x(request):
    return HttpResponse(json.dumps({"n": request.GET["n"]}), content_type="application/json")
#### django cbv
from django.http import HttpResponse
from django.views import View
class X(View):
    def get(self, request, title):
        return HttpResponse(f"<h1>{title}</h1>")  # B907
#### django int conv
from django.http import HttpResponse
def x(request, pk: int):
    return HttpResponse(f"<h1>{pk}</h1>")
#### tornado write
import tornado.web
class H(tornado.web.RequestHandler):
    def get(self):
        name = self.get_argument("name")
        self.write("<h1>" + name + "</h1>")  # B907
#### tornado write dict
import tornado.web
class H(tornado.web.RequestHandler):
    def get(self):
        self.write({"a": self.get_argument("name")})
#### tornado escape
import tornado.web
from tornado.escape import xhtml_escape
class H(tornado.web.RequestHandler):
    def get(self):
        self.write("<h1>" + xhtml_escape(self.get_argument("name")) + "</h1>")
#### starlette html
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
async def home(request):
    return HTMLResponse("<h1>" + request.query_params.get("q", "") + "</h1>")  # B907
app = Starlette(routes=[Route("/", home)])
#### starlette plain
from starlette.responses import PlainTextResponse
async def home(request):
    return PlainTextResponse("Hello " + request.query_params.get("q", ""))
#### starlette htmlresponse escaped
import html
from starlette.responses import HTMLResponse
async def home(request):
    q = html.escape(request.query_params.get("q", ""))
    return HTMLResponse(f"<h1>{q}</h1>")
#### fastapi response media html
from fastapi import FastAPI, Response
app = FastAPI()
@app.get("/x")
def x(q: str):
    return Response(content=f"<h1>{q}</h1>", media_type="text/html")  # B907
#### fastapi response xml
from fastapi import FastAPI, Response
app = FastAPI()
@app.get("/x")
def x(q: str):
    return Response(content=f"<h1>{q}</h1>", media_type="application/xml")
#### sanic html
from sanic import Sanic
from sanic.response import html
app = Sanic("x")
@app.get("/x")
async def x(request):
    return html(f"<h1>{request.args.get('q')}</h1>")  # B907
#### ssti jinja env
from jinja2 import Environment
from flask import Flask, request
app = Flask(__name__)
env = Environment(autoescape=True)
@app.post("/x")
def x():
    return {"t": env.from_string(request.form["template"]).render()}  # B908
#### ssti sandbox
from jinja2.sandbox import SandboxedEnvironment
from flask import Flask, request
app = Flask(__name__)
env = SandboxedEnvironment(autoescape=True)
@app.post("/x")
def x():
    return {"t": env.from_string(request.form["template"]).render()}
#### ssti django
from django.http import HttpResponse
from django.template import Context, Template
def x(request):
    t = Template("<h1>" + request.GET["x"] + "</h1>")  # B908
    return HttpResponse(t.render(Context({})))
#### django engine
from django.template import engines
from django.http import HttpResponse
def x(request):
    t = engines["django"].from_string("Hi " + request.GET["x"])  # B908
    return HttpResponse(t.render({}))
#### string template not ssti
from string import Template
from flask import Flask, request
app = Flask(__name__)
@app.post("/x")
def x():
    return {"t": Template(request.form["t"]).safe_substitute(a=1)}
#### jinja autoescape false
from jinja2 import Environment
env = Environment(autoescape=False)  # B908
def page(q):
    return env.from_string("<html><body>{{ q }}</body></html>").render(q=q)
#### jinja select
import jinja2
env = jinja2.Environment(loader=jinja2.PackageLoader("x"), autoescape=jinja2.select_autoescape(["html"]))
#### jinja sql
import jinja2
env = jinja2.Environment(loader=jinja2.PackageLoader("x"))
SQL = env.get_template("q.sql.j2")
#### xpath etree find
import xml.etree.ElementTree as ET
from flask import Flask, request
app = Flask(__name__)
@app.get("/x")
def x():
    tree = ET.parse("users.xml")
    u = tree.find(f".//user[@name='{request.args['n']}']")  # B910
    return {"a": u.get("id")}
#### xpath class
from lxml import etree
from fastapi import FastAPI
app = FastAPI()
@app.get("/x")
def x(n: str):
    q = etree.XPath("//user[name='" + n + "']")  # B910
    return {"a": len(q(etree.parse("u.xml")))}
#### xxe huge
from lxml import etree
from fastapi import FastAPI, Request
app = FastAPI()
@app.post("/x")
async def x(request: Request):
    body = await request.body()
    root = etree.fromstring(body, parser=etree.XMLParser(load_dtd=True, no_network=False))  # B911
    return {"t": root.tag}
#### xxe own file
from lxml import etree
def f():
    return etree.parse("own.xml", etree.XMLParser(resolve_entities=True))
#### xxe defused
from defusedxml.ElementTree import fromstring
def f(data):
    return fromstring(data)
#### minidom
from xml.dom import minidom
def f(data):
    return minidom.parseString(data)
#### session login
from flask import Flask, request, session, redirect, url_for
app = Flask(__name__)
@app.post("/login")
def login():
    user = User.query.filter_by(name=request.form["name"]).first()
    if user and user.check_password(request.form["password"]):
        session["user_id"] = user.id
        session.permanent = True
    return redirect(url_for("index"))
#### session cart int
from flask import Flask, request, session
app = Flask(__name__)
@app.post("/cart")
def cart():
    session["count"] = int(request.form["count"])
    return {}
#### session update
from flask import Flask, request, session
app = Flask(__name__)
@app.post("/cart")
def cart():
    session.update(request.form)  # B912
    return {}
#### session oauth state
import secrets
from flask import Flask, request, session
app = Flask(__name__)
@app.get("/l")
def l():
    session["state"] = secrets.token_urlsafe(32)
    return {}
#### zip slip
import os, zipfile
def unpack(path, dest):
    with zipfile.ZipFile(path) as z:
        for name in z.namelist():
            with open(os.path.join(dest, name), "wb") as out:  # B914
                out.write(z.read(name))
#### zip checked
import os, zipfile
def unpack(path, dest):
    with zipfile.ZipFile(path) as z:
        for name in z.namelist():
            target = os.path.realpath(os.path.join(dest, name))
            if not target.startswith(os.path.realpath(dest) + os.sep):
                raise ValueError(name)
            with open(target, "wb") as out:
                out.write(z.read(name))
#### zip read only
import zipfile
def names(path):
    with zipfile.ZipFile(path) as z:
        return [z.read(n) for n in z.namelist() if n.endswith(".txt")]
#### tar members filter
import tarfile
def unpack(path, dest):
    with tarfile.open(path) as t:
        t.extractall(dest, members=safe_members(t))
#### tar extract one
import tarfile
def unpack(path, dest):
    with tarfile.open(path) as t:
        for m in t.getmembers():
            t.extract(m, dest)  # B914
#### tar isfile basename
import os, tarfile
def unpack(path, dest):
    with tarfile.open(path) as t:
        for m in t.getmembers():
            m.name = os.path.basename(m.name)
            t.extract(m, dest)
#### tar filter attr
import tarfile
def unpack(path, dest):
    with tarfile.open(path) as t:
        t.extraction_filter = tarfile.data_filter
        t.extractall(dest)
#### restful reqparse
from flask_restful import Resource, reqparse
import sqlite3
parser = reqparse.RequestParser()
parser.add_argument("name")
class Users(Resource):
    def get(self):
        args = parser.parse_args()
        db = sqlite3.connect("x.db")
        return db.execute(f"SELECT * FROM users WHERE name = '{args['name']}'").fetchone()  # B901
#### django form cleaned sql
from django.db import connection
from django.shortcuts import render
from .forms import SearchForm
def search(request):
    form = SearchForm(request.GET)
    rows = []
    if form.is_valid():
        with connection.cursor() as c:
            c.execute("SELECT * FROM x WHERE name LIKE '%" + form.cleaned_data["q"] + "%'")  # B901
            rows = c.fetchmany(20)
    return render(request, "x.html", {"rows": rows})
#### drf validated data sql
from django.db import connection
from rest_framework.views import APIView
from rest_framework.response import Response
from .serializers import SearchSerializer
class Search(APIView):
    def post(self, request):
        s = SearchSerializer(data=request.data)
        s.is_valid(raise_exception=True)
        order = s.validated_data["order"]
        with connection.cursor() as c:
            c.execute(f"SELECT id FROM x ORDER BY {order}")  # B901
            return Response(c.fetchmany(20))
#### wtforms
from flask import Flask, redirect
from flask_wtf import FlaskForm
from wtforms import StringField
from .db import db
app = Flask(__name__)
class F(FlaskForm):
    name = StringField()
@app.post("/x")
def x():
    form = F()
    if form.validate_on_submit():
        db.session.execute(f"UPDATE x SET name = '{form.name.data}'")  # B901
    return redirect("/x")
#### isinstance int
def page(cursor, limit):
    if not isinstance(limit, int):
        raise TypeError
    cursor.execute(f"SELECT * FROM t LIMIT {limit}")
#### isinstance str no guard
def page(cursor, name):
    if not isinstance(name, str):
        raise TypeError
    cursor.execute(f"SELECT * FROM t WHERE name = '{name}'")  # B901
#### compare number
def page(cursor, limit):
    if limit > 100:
        limit = 100
    cursor.execute(f"SELECT * FROM t LIMIT {limit}")
#### min number
def page(cursor, limit):
    limit = min(limit, 100)
    cursor.execute(f"SELECT * FROM t LIMIT {limit}")
#### pydantic validator
from fastapi import FastAPI
from pydantic import BaseModel, field_validator
from sqlalchemy import text
app = FastAPI()
class Query(BaseModel):
    sort: str
    group: str
    @field_validator("sort")
    @classmethod
    def known(cls, value):
        if value not in {"a", "b"}:
            raise ValueError(value)
        return value
@app.post("/x")
async def x(query: Query, db):
    a = await db.execute(text(f"SELECT * FROM t ORDER BY {query.sort}"))
    b = await db.execute(text(f"SELECT * FROM t GROUP BY {query.group}"))  # B901
    return [a, b]
#### pydantic pattern
from typing import Annotated
from fastapi import FastAPI
from pydantic import BaseModel, Field, constr
from sqlalchemy import text
app = FastAPI()
class Query(BaseModel):
    sort: str = Field(pattern="^[a-z]+$")
    other: Annotated[str, Field(pattern="^[a-z]+$")]
    third: constr(pattern="^[a-z]+$")
@app.post("/x")
async def x(query: Query, db):
    return await db.execute(text(f"SELECT * FROM t ORDER BY {query.sort}, {query.other}, {query.third}"))
#### django tutorial
from django.http import HttpResponse
def detail(request, question_id):
    return HttpResponse("You're looking at question %s." % question_id)
#### django slug
from django.http import HttpResponse
def detail(request, slug):
    return HttpResponse("<p>" + slug + "</p>")
#### django id sql
from django.db import connection
def detail(request, question_id):
    with connection.cursor() as c:
        c.execute("SELECT * FROM q WHERE id = " + question_id)  # B901
#### set intersection
COLS = {"a", "b"}
def f(cursor, cols):
    wanted = set(cols) & COLS
    cursor.execute(f"SELECT {', '.join(sorted(wanted))} FROM t")
#### intersection method
COLS = frozenset({"a", "b"})
def f(cursor, cols):
    wanted = COLS.intersection(cols)
    cursor.execute(f"SELECT {', '.join(sorted(wanted))} FROM t")
#### any equal
COLS = ("a", "b")
def f(cursor, col):
    if not any(col == c for c in COLS):
        raise ValueError
    cursor.execute(f"SELECT {col} FROM t")
#### all different
COLS = ("a", "b")
def f(cursor, col):
    if all(col != c for c in COLS):
        raise ValueError
    cursor.execute(f"SELECT {col} FROM t")
#### search negated class
import re
def f(cursor, col):
    if re.search(r"[^a-z_]", col):
        raise ValueError
    cursor.execute(f"SELECT {col} FROM t")
#### isalnum replaced
def f(cursor, col):
    if not col.replace("_", "").isalnum():
        raise ValueError
    cursor.execute(f"SELECT {col} FROM t")
#### all chars
import string
OK = set(string.ascii_letters + "_")
def f(cursor, col):
    if not all(ch in OK for ch in col):
        raise ValueError
    cursor.execute(f"SELECT {col} FROM t")
#### all alnum or underscore
def f(cursor, col):
    if not all(ch.isalnum() or ch == "_" for ch in col):
        raise ValueError
    cursor.execute(f"SELECT {col} FROM t")
#### preparer quote
def f(conn, table):
    q = conn.dialect.identifier_preparer.quote
    conn.execute(f"SELECT * FROM {q(table)}")
#### preparer quote direct
def f(conn, table):
    conn.execute(f"SELECT * FROM {conn.dialect.identifier_preparer.quote(table)}")
#### pymysql escape
import pymysql
def f(name):
    conn = pymysql.connect()
    with conn.cursor() as cur:
        cur.execute("SELECT * FROM t WHERE name = " + conn.escape(name))
#### map str
def f(cursor, ids):
    cursor.execute(f"SELECT * FROM t WHERE id IN ({','.join(map(str, ids))})")  # B901
#### map int
def f(cursor, ids):
    cursor.execute(f"SELECT * FROM t WHERE id IN ({','.join(map(str, map(int, ids)))})")
#### tuple in
def f(cursor, ids):
    cursor.execute(f"SELECT * FROM t WHERE id IN {tuple(ids)}")  # B901
#### psycopg join map
from psycopg2 import sql
def f(cursor, cols):
    cursor.execute(sql.SQL("SELECT {} FROM t").format(sql.SQL(", ").join(map(sql.Identifier, cols))))
#### joinpath
from pathlib import Path
from fastapi import FastAPI
app = FastAPI()
BASE = Path("/srv")
@app.get("/x/{name}")
def x(name: str):
    return {"t": BASE.joinpath(name).read_text()}  # B904
#### send_file buffer
import io
from flask import Flask, request, send_file
app = Flask(__name__)
@app.post("/x")
def x():
    return send_file(io.BytesIO(request.data), mimetype="image/png")
#### zip upload object
import io, zipfile
from fastapi import FastAPI, UploadFile
app = FastAPI()
@app.post("/x")
async def x(file: UploadFile):
    with zipfile.ZipFile(file.file) as z:
        a = z.namelist()
    with zipfile.ZipFile(io.BytesIO(await file.read())) as z:
        return z.namelist() + a
#### csv upload
import pandas as pd
from flask import Flask, request
app = Flask(__name__)
@app.post("/x")
def x():
    f = request.files["f"]
    return {"n": len(pd.read_csv(f))}
#### helper with request
from flask import request, Flask
import os
app = Flask(__name__)
def current_file():
    return request.args.get("file", "")
@app.get("/x")
def x():
    with open(os.path.join("/srv", current_file())) as fh:  # B904
        return {"t": fh.read()}
#### alias request
from flask import Flask, request as req
import os
app = Flask(__name__)
@app.get("/x")
def x():
    os.remove("/srv/" + req.args["f"])  # B904
    return {}
#### module flask
import flask, os
app = flask.Flask(__name__)
@app.get("/x")
def x():
    os.remove("/srv/" + flask.request.args["f"])  # B904
    return {}
#### websocket
from fastapi import FastAPI, WebSocket
import subprocess
app = FastAPI()
@app.websocket("/ws")
async def ws(websocket: WebSocket):
    await websocket.accept()
    while True:
        cmd = await websocket.receive_text()
        out = subprocess.getoutput("echo " + cmd)  # B902
        await websocket.send_text(out)
#### lambda event
import os
def handler(event, context):
    name = event["queryStringParameters"]["name"]
    os.system("ls " + name)  # B902
    return {"statusCode": 200}
#### cookie param
from typing import Annotated
from fastapi import FastAPI, Cookie
import pickle, base64
app = FastAPI()
@app.get("/x")
async def x(state: Annotated[str | None, Cookie()] = None):
    return {"x": str(pickle.loads(base64.b64decode(state)))}  # B913
#### flask blueprint
from flask import Blueprint, request, jsonify, current_app
bp = Blueprint("x", __name__)
@bp.route("/users/<user_id>/export", methods=["POST"])
def export(user_id):
    body = request.get_json(silent=True) or {}
    fmt = body.get("format", "csv")
    path = f"{current_app.config['DIR']}/{user_id}.{fmt}"  # B904
    with open(path, "w") as fh:
        fh.write("x")
    return jsonify(ok=True)
#### flask two guards one missing
from flask import Flask, request, abort
app = Flask(__name__)
SORTS = {"name": "name"}
@app.get("/x")
def x():
    sort = SORTS.get(request.args.get("sort"), "name")
    direction = request.args.get("dir", "asc")
    if direction.lower() not in ("asc", "desc"):
        direction = "asc"
    group = request.args.get("group")
    sql = f"SELECT * FROM t ORDER BY {sort} {direction}"
    if group:
        sql = f"SELECT {group}, count(*) FROM t GROUP BY {group}"  # B901
    return {"rows": db.session.execute(sql).fetchmany(5)}
#### depends function
from fastapi import Depends, FastAPI
from sqlalchemy import text
app = FastAPI()
async def common(q: str | None = None, sort: str = "id", limit: int = 100):
    return {"q": q, "sort": sort, "limit": limit}
@app.get("/items/")
async def items(session, commons: dict = Depends(common)):
    a = await session.execute(text(f"SELECT * FROM t LIMIT {commons['limit']}"))
    b = await session.execute(text(f"SELECT * FROM t ORDER BY {commons['sort']}"))  # B901
    return [a, b]
#### depends annotated class
from typing import Annotated
from fastapi import Depends, FastAPI
from fastapi.responses import RedirectResponse
app = FastAPI()
class Commons:
    def __init__(self, q: str, target: str = "/", limit: int = 100):
        self.q = q
        self.target = target
        self.limit = limit
@app.get("/items/")
async def items(commons: Annotated[Commons, Depends()]):
    return RedirectResponse(commons.target)  # B906
#### depends validated
from fastapi import Depends, FastAPI, HTTPException
from sqlalchemy import text
app = FastAPI()
def sorting(sort: str = "id"):
    if sort not in {"id", "name"}:
        raise HTTPException(422)
    return sort
@app.get("/items/")
async def items(session, sort: str = Depends(sorting)):
    return await session.execute(text(f"SELECT * FROM t ORDER BY {sort}"))
#### depends elsewhere
from fastapi import Depends, FastAPI
from sqlalchemy import text
from .deps import sorting
app = FastAPI()
@app.get("/items/")
async def items(session, sort: str = Depends(sorting)):
    return await session.execute(text(f"SELECT * FROM t ORDER BY {sort}"))
#### depends path
from pathlib import Path
from fastapi import Depends, FastAPI
from fastapi.responses import FileResponse
app = FastAPI()
def target(name: str) -> Path:
    return Path("/srv") / name  # B904
@app.get("/f/{name}")
async def f(path: Path = Depends(target)):
    return FileResponse(path)
#### falcon
import falcon, sqlite3
class Items:
    def on_get(self, req, resp):
        name = req.get_param("name")
        db = sqlite3.connect("x.db")
        resp.media = db.execute(f"SELECT * FROM t WHERE n = '{name}'").fetchone()  # B901
#### date format
def f(cursor, day):
    cursor.execute(f"SELECT * FROM events_{day:%Y_%m}")
#### date strftime
def f(cursor, day):
    cursor.execute("SELECT * FROM events_" + day.strftime("%Y_%m"))
#### savepoint
import uuid
def f(cursor):
    name = f"sp_{uuid.uuid4().hex}"
    cursor.execute(f"SAVEPOINT {name}")
#### method built
class Repo:
    def _where(self, filters):
        parts = [f"{key} = %s" for key in filters]  # B901
        return " AND ".join(parts)
    def find(self, filters: dict):
        sql = "SELECT * FROM t WHERE " + self._where(filters)
        return self.cursor.execute(sql, list(filters.values()))
#### method built allow
class Repo:
    FIELDS = frozenset({"a", "b"})
    def _where(self, filters):
        parts = []
        for key in filters:
            if key not in self.FIELDS:
                raise ValueError(key)
            parts.append(f"{key} = %s")
        return " AND ".join(parts)
    def find(self, filters: dict):
        sql = "SELECT * FROM t WHERE " + self._where(filters)
        return self.cursor.execute(sql, list(filters.values()))
#### pairs allow
FIELDS = ("a", "b")
def update(cursor, key, changes: dict):
    sets = [f"{k} = ?" for k in changes if k in FIELDS]
    cursor.execute(f"UPDATE t SET {', '.join(sets)} WHERE id = ?", [*changes.values(), key])
#### pairs constant fields
FIELDS = ("a", "b")
def update(cursor, key, changes: dict):
    sets = ", ".join(f"{k} = :{k}" for k in FIELDS if k in changes)
    cursor.execute(f"UPDATE t SET {sets} WHERE id = :id", {**changes, "id": key})
#### typeddict dynamic
def update(cursor, key, **changes):
    sets = ", ".join(f"{k} = ?" for k in changes)  # B901
    cursor.execute(f"UPDATE t SET {sets} WHERE id = ?", [*changes.values(), key])
#### raises in else
def f(cursor, col):
    if col == "a" or col == "b":
        pass
    else:
        raise ValueError(col)
    cursor.execute(f"SELECT {col} FROM t")
#### dict values
SORT = {"new": "created DESC", "old": "created ASC"}
def f(cursor, sort):
    if sort not in SORT:
        sort = "new"
    cursor.execute("SELECT * FROM t ORDER BY " + SORT[sort])
#### dict items loop
ORDERS = {"a": 1}
def f(cursor, wanted):
    for name, value in ORDERS.items():
        if name == wanted:
            cursor.execute(f"SELECT {name} FROM t LIMIT {value}")
#### enum by value
import enum
class Column(enum.StrEnum):
    A = "a"
def f(cursor, col: str):
    cursor.execute(f"SELECT {Column(col)} FROM t")
#### enum members check
import enum
class Column(enum.StrEnum):
    A = "a"
def f(cursor, col: str):
    if col not in {c.value for c in Column}:
        raise ValueError
    cursor.execute(f"SELECT {col} FROM t")
#### enum members attr
import enum
class Column(enum.StrEnum):
    A = "a"
def f(cursor, col: str):
    if col not in Column.__members__:
        raise ValueError
    cursor.execute(f"SELECT {col} FROM t")
#### sqlalchemy columns check
def f(session, col: str):
    if col not in Item.__table__.columns:
        raise ValueError
    session.execute(text(f"SELECT {col} FROM t"))
#### hasattr check
from sqlalchemy import text
def f(session, col: str):
    if not hasattr(Item, col):
        raise ValueError
    session.execute(text(f"SELECT {col} FROM t"))
#### model fields check
from sqlalchemy import text
def f(session, model, col: str):
    if col not in model.__table__.columns.keys():
        raise ValueError
    session.execute(text(f"SELECT {col} FROM t"))
#### check param list
from sqlalchemy import text
def f(session, col: str, allowed: list[str]):
    if col not in allowed:
        raise ValueError
    session.execute(text(f"SELECT {col} FROM t"))
#### information schema
def f(cursor, table):
    cursor.execute("SELECT 1 FROM information_schema.tables WHERE table_name = %s", (table,))
    if cursor.fetchone() is None:
        raise ValueError(table)
    cursor.execute("SELECT count(*) FROM t")
#### early return none
from flask import Flask, request
app = Flask(__name__)
ALLOWED = {"a": 1}
@app.get("/x")
def x():
    col = request.args.get("c")
    if col is None or col not in ALLOWED:
        return {"error": "bad"}, 400
    return {"r": db.session.execute(f"SELECT {col} FROM t").fetchmany(1)}
#### try else
def f(cursor, limit):
    try:
        n = int(limit)
    except (TypeError, ValueError):
        n = 10
    cursor.execute(f"SELECT * FROM t LIMIT {n}")
#### try raw used
def f(cursor, limit):
    try:
        int(limit)
    except ValueError:
        return None
    cursor.execute(f"SELECT * FROM t LIMIT {limit}")
#### context manager
import contextlib
def f(cursor, limit):
    with contextlib.suppress(ValueError):
        int(limit)
    cursor.execute(f"SELECT * FROM t LIMIT {limit}")  # B901
#### staticmethod builder
class Q:
    @staticmethod
    def build(table, cols):
        return f"SELECT {cols} FROM {table}"  # B901
    @classmethod
    def run(cls, cursor, table, cols):
        cursor.execute(cls.build(table, cols))
#### partial
import functools
def f(pool, name):
    run = functools.partial(pool.execute, "SELECT 1")
    return run()
#### json text
import json
def f(cursor, data):
    cursor.execute("INSERT INTO t VALUES (%s)", (json.dumps(data),))
#### comment tag
def f(cursor, user_agent):
    cursor.execute("SELECT 1 /* " + user_agent + " */")  # B901
#### flask session next
from flask import Flask, session, request, redirect
app = Flask(__name__)
@app.get("/login")
def login():
    session["next"] = request.args.get("next", "/")  # B912
    return redirect("/oauth")
#### flask multi files
import os, uuid
from flask import Flask, request, jsonify
from werkzeug.utils import secure_filename
app = Flask(__name__)
@app.post("/up")
def up():
    saved = []
    for f in request.files.getlist("files"):
        name = secure_filename(f.filename)
        if not name:
            continue
        path = os.path.join(app.config["UP"], f"{uuid.uuid4()}_{name}")
        f.save(path)
        saved.append(name)
    return jsonify(saved)
#### flask multi files raw
import os
from flask import Flask, request, jsonify
app = Flask(__name__)
@app.post("/up")
def up():
    saved = []
    for f in request.files.getlist("files"):
        path = os.path.join(app.config["UP"], f.filename)  # B904
        f.save(path)
        saved.append(path)
    return jsonify(saved)
#### django model method
from django.db import models, connection
class Report(models.Model):
    name = models.CharField(max_length=20)
    def run(self, order):
        with connection.cursor() as c:
            c.execute(f"SELECT * FROM r WHERE name = %s ORDER BY {order}", [self.name])  # B901
            return c.fetchmany(3)
#### django manager
from django.db import models
class M(models.Manager):
    def ranked(self, field):
        return self.raw("SELECT *, rank() OVER (ORDER BY %s) FROM t" % field)  # B901
#### django qs ordering
from django.views.generic import ListView
from .models import Item
class Items(ListView):
    model = Item
    def get_queryset(self):
        return Item.objects.order_by(self.request.GET.get("o", "name"))
#### django annotate extra select
from .models import Item
def f(request):
    return Item.objects.extra(select={"n": "SELECT count(*) FROM x WHERE y = '%s'" % request.GET["y"]})  # B901
#### django command
from django.core.management.base import BaseCommand
from django.db import connection
class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("table")
    def handle(self, *args, **options):
        with connection.cursor() as c:
            c.execute("TRUNCATE " + options["table"])  # B901
#### django migration
from django.db import migrations
def forward(apps, schema_editor):
    table = apps.get_model("a", "B")._meta.db_table
    schema_editor.execute(f"ALTER TABLE {table} ADD x int")
#### alembic op
from alembic import op
def upgrade():
    for table in ("a", "b"):
        op.execute(f"ALTER TABLE {table} ADD x int")
#### alembic arg
from alembic import op
def add(table):
    op.execute(f"ALTER TABLE {table} ADD x int")  # B901
#### starlette templating
from starlette.templating import Jinja2Templates
templates = Jinja2Templates(directory="t")
async def home(request):
    return templates.TemplateResponse(request, "x.html", {"q": request.query_params["q"]})
#### fastapi htmlresponse template
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse
from fastapi.templating import Jinja2Templates
app = FastAPI()
templates = Jinja2Templates(directory="t")
@app.get("/x", response_class=HTMLResponse)
async def x(request: Request, q: str):
    return templates.TemplateResponse(request, "x.html", {"q": q})
#### fastapi htmlresponse rendered
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader
app = FastAPI()
env = Environment(loader=FileSystemLoader("t"), autoescape=True)
@app.get("/x")
async def x(q: str):
    return HTMLResponse(env.get_template("x.html").render(q=q))
#### fastapi markdown
import markdown
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
app = FastAPI()
@app.post("/x")
async def x(text: str):
    return HTMLResponse(markdown.markdown(text))
#### bleach
import bleach
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
app = FastAPI()
@app.post("/x")
async def x(text: str):
    return HTMLResponse("<p>" + bleach.clean(text) + "</p>")
#### fastapi exception detail
from fastapi import FastAPI, HTTPException
app = FastAPI()
@app.get("/x")
async def x(text: str):
    raise HTTPException(404, detail=f"No {text}")
#### aiohttp session
from aiohttp import web
import aiohttp
async def proxy(request):
    async with request.app["session"].get(f"http://backend{request.path}") as r:
        return web.json_response(await r.json())
#### httpx module
import httpx
from fastapi import FastAPI
app = FastAPI()
@app.get("/x")
def x(target: str):
    return httpx.get(url=target, timeout=2).json()  # B905
#### requests session class
import requests
from flask import Flask, request
app = Flask(__name__)
class Client:
    def __init__(self):
        self.session = requests.Session()
    def fetch(self, url):
        return self.session.get(url, timeout=3)  # B905
client = Client()
@app.get("/x")
def x():
    return client.fetch(request.args["url"]).json()
#### requests post callback
import requests
from flask import Flask, request
app = Flask(__name__)
@app.post("/x")
def x():
    payload = request.get_json()
    requests.post(payload["callback"], json={"ok": True}, timeout=3)  # B905
    return {}
#### subprocess input
import subprocess
from flask import Flask, request
app = Flask(__name__)
@app.post("/x")
def x():
    subprocess.run(["wc"], input=request.data, timeout=3)
    return {}
#### subprocess list client args
import subprocess
from flask import Flask, request
app = Flask(__name__)
@app.post("/x")
def x():
    subprocess.run(["git", "log", request.form["branch"]], timeout=3)
    return {}
#### xpath parsed
from lxml import etree
from flask import Flask, request
app = Flask(__name__)
@app.post("/x")
def x():
    tree = etree.fromstring(request.data)
    return {"n": [e.text for e in tree.xpath("//name")]}
#### re find not xpath
import re
from flask import Flask, request
app = Flask(__name__)
@app.post("/x")
def x():
    return {"n": re.findall(r"\d+", request.form["t"])}
#### bs4 find
from bs4 import BeautifulSoup
from flask import Flask, request
app = Flask(__name__)
@app.post("/x")
def x():
    soup = BeautifulSoup(request.data, "html.parser")
    return {"n": soup.find(request.args["tag"]).text}
#### ldap dn
import ldap3
from flask import Flask, request
app = Flask(__name__)
@app.post("/x")
def x():
    conn = ldap3.Connection("s", user=f"uid={request.form['u']},dc=x", password="p")
    return {"ok": conn.bind()}
#### elasticsearch search
from elasticsearch import Elasticsearch
from flask import Flask, request
app = Flask(__name__)
es = Elasticsearch()
@app.get("/x")
def x():
    return es.search(index="a", query={"match": {"t": request.args["q"]}})
#### mongo
from flask import Flask, request
app = Flask(__name__)
@app.get("/x")
def x():
    return {"r": list(db.users.find({"name": request.args["n"]}))}
#### open with default
from flask import Flask
app = Flask(__name__)
@app.get("/page/<int:number>")
def page(number):
    with open(f"/srv/pages/{number}.txt") as f:
        return {"t": f.read()}
#### config file cli
import json, sys
def main(path):
    with open(path) as f:
        return json.load(f)
#### path traversal zip arcname
import zipfile
from flask import Flask, request, send_file
app = Flask(__name__)
@app.get("/x")
def x():
    with zipfile.ZipFile("/srv/a.zip") as z:
        data = z.read(request.args["n"])
    return {"n": len(data)}
#### logging path
import logging
from flask import Flask, request
app = Flask(__name__)
@app.get("/x")
def x():
    logging.getLogger(__name__).info("q %s", request.args["n"])
    return {}
#### django static serve
from django.views.static import serve
def f(request, path):
    return serve(request, path, document_root="/srv")
#### response headers
from flask import Flask, request, jsonify
app = Flask(__name__)
@app.get("/x")
def x():
    r = jsonify(ok=1)
    r.headers["X-Request-Id"] = request.headers.get("X-Request-Id", "")
    return r
#### chained handler helper
from flask import Flask, request
import subprocess
app = Flask(__name__)
def run(cmd):
    return subprocess.check_output(cmd, shell=True)
@app.get("/x")
def x():
    return {"o": run("ls " + request.args["d"]).decode()}  # B902
#### helper whole argument shell
import subprocess
def run(cmd, cwd=None):
    return subprocess.run(cmd, shell=True, cwd=cwd, check=True)  # B902
#### private runner constants
import subprocess
def _run(cmd):
    return subprocess.run(cmd, shell=True, check=True)
def build():
    _run("make all")
    _run("make test")
#### private runner one foreign
import subprocess
def _run(cmd):
    return subprocess.run(cmd, shell=True, check=True)
def build(target):
    _run("make all")
    _run(f"make {target}")  # B902
#### nested def runner
import subprocess
def main(target):
    def run(cmd):
        subprocess.run(cmd, shell=True, check=True)
    run("make all")
    run("make " + target)  # B902
#### sql through two functions
def _execute(conn, sql, args=()):
    return conn.execute(sql, args)
def _select(conn, table, where):
    return _execute(conn, "SELECT * FROM " + table + " WHERE " + where)
def users(conn):
    return _select(conn, "users", "active = 1")
#### sql through two functions foreign
def _execute(conn, sql, args=()):
    return conn.execute(sql, args)
def _select(conn, table, where):
    return _execute(conn, "SELECT * FROM " + table + " WHERE " + where)
def users(conn, name):
    return _select(conn, "users", f"name = '{name}'")  # B901
#### class attr query
class Repo:
    QUERY = "SELECT * FROM t WHERE id = %s"
    def get(self, key):
        return self.cursor.execute(self.QUERY, (key,))
#### class attr template formatted
class Repo:
    QUERY = "SELECT * FROM {table} WHERE id = %s"
    def get(self, table, key):
        return self.cursor.execute(self.QUERY.format(table=table), (key,))  # B901
#### module template percent
QUERY = "SELECT * FROM %s WHERE id = ?"
def get(cursor, table, key):
    cursor.execute(QUERY % table, (key,))  # B901
#### property
class Repo:
    def __init__(self, table: str):
        self._table = table
    @property
    def table(self):
        return self._table
    def all(self, cursor):
        cursor.execute(f"SELECT * FROM {self.table}")
#### dataclass self
import dataclasses
@dataclasses.dataclass
class Repo:
    table: str
    def all(self, cursor):
        cursor.execute(f"SELECT * FROM {self.table}")
#### generator of rows
def all_tables(cursor):
    cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
    for (name,) in cursor.fetchall():
        cursor.execute(f"SELECT count(*) FROM {name}")
#### async with pool
async def find(pool, name):
    async with pool.acquire() as conn, conn.transaction():
        return await conn.fetchrow(f"SELECT * FROM t WHERE name = '{name}'")  # B901
#### sqlmodel
from sqlmodel import Session, text
def f(session: Session, name: str):
    return session.exec(text(f"SELECT * FROM t WHERE name = '{name}'")).all()  # B901
#### sqlalchemy connection driver sql
from sqlalchemy import create_engine
engine = create_engine("sqlite://")
def f(name):
    with engine.connect() as conn:
        return conn.exec_driver_sql("SELECT * FROM t WHERE name = '" + name + "'").all()  # B901
#### sqlalchemy bindparams
from sqlalchemy import text, bindparam
def f(session, ids):
    return session.execute(text("SELECT * FROM t WHERE id IN :ids").bindparams(bindparam("ids", ids, expanding=True)))
#### sqlalchemy ilike
def f(session, q):
    return session.query(User).filter(User.name.ilike(f"%{q}%")).all()
#### tortoise
from tortoise import Tortoise
async def f(name):
    conn = Tortoise.get_connection("default")
    return await conn.execute_query_dict(f"SELECT * FROM t WHERE name = '{name}'")  # B901
#### snowflake
import snowflake.connector
def f(wh):
    with snowflake.connector.connect() as c:
        c.cursor().execute(f"USE WAREHOUSE {wh}")  # B901
#### spark sql
def f(spark, table):
    return spark.sql(f"SELECT * FROM {table}")  # B901
#### cassandra
from cassandra.cluster import Cluster
def f(name):
    session = Cluster().connect()
    return session.execute(f"SELECT * FROM t WHERE name = '{name}'")  # B901
#### multi line call
def f(cursor, table, key):
    cursor.execute(
        "SELECT * "  # B901
        f"FROM {table} WHERE id = %s",
        (key,),
    )
#### concat lines
def f(cursor, where):
    q = "SELECT * FROM t"
    q += " WHERE " + where  # B901
    q += " LIMIT 10"
    cursor.execute(q)
#### fstring nested quotes
def f(cursor, cols):
    cursor.execute(f"SELECT {', '.join(c for c in cols)} FROM t")  # B901
#### safe in list comp quote
def f(cursor, cols):
    cursor.execute("SELECT " + ", ".join('"' + c.replace('"', '""') + '"' for c in cols) + " FROM t")
#### number guard isdigit
def f(cursor, n):
    if not n.isdigit():
        return []
    cursor.execute("SELECT * FROM t LIMIT " + n)
#### or default guard
def f(cursor, n):
    n = n if n.isdigit() else "10"
    cursor.execute("SELECT * FROM t LIMIT " + n)
#### get json typed
from flask import Flask, request
app = Flask(__name__)
@app.post("/x")
def x():
    data = request.get_json()
    ids = [int(i) for i in data["ids"]]
    marks = ",".join(str(i) for i in ids)
    return {"r": db.session.execute(f"SELECT * FROM t WHERE id IN ({marks})").fetchmany(2)}
#### session of request
from fastapi import FastAPI, Request
from sqlalchemy import text
app = FastAPI()
@app.get("/x")
async def x(request: Request):
    db = get_session(request)
    user = db.query(User).filter(User.id == 1).first()
    return db.execute(f"SELECT * FROM t WHERE name = '{user.name}'")
#### user of request
from django.http import HttpResponse
def x(request):
    user = get_user(request)
    return HttpResponse(f"<p>{user.display_name()}</p>")
#### wrapper of request
from django.http import HttpResponse
from .web import Wrapper
def x(request):
    wrapper = Wrapper(request)
    return HttpResponse(f"<p>{wrapper.get_parameter('name')}</p>")  # B907
#### pagination object
from django.http import JsonResponse
from django.db import connection
from .paging import Paginator
def x(request):
    page = Paginator(request)
    with connection.cursor() as c:
        c.execute(f"SELECT * FROM t LIMIT {page.limit} OFFSET {page.offset}")
        return JsonResponse({"r": c.fetchmany(2)})
#### own function reads request
from flask import Flask, request
app = Flask(__name__)
def page_args():
    page = request.args.get("page", 1, type=int)
    size = min(int(request.args.get("size", 20)), 100)
    return page, size
@app.get("/x")
def x():
    page, size = page_args()
    return {"r": db.session.execute(f"SELECT * FROM t LIMIT {size} OFFSET {page * size}").fetchmany(2)}
#### own function reads request text
from flask import Flask, request
app = Flask(__name__)
def sort_args():
    return request.args.get("sort", "id"), request.args.get("dir", "asc")
@app.get("/x")
def x():
    sort, direction = sort_args()
    return {"r": db.session.execute(f"SELECT * FROM t ORDER BY {sort} {direction}").fetchmany(2)}  # B901
#### tuple result one checked
from flask import Flask, request
app = Flask(__name__)
def sort_args():
    sort = request.args.get("sort", "id")
    if sort not in {"id", "name"}:
        sort = "id"
    return sort, request.args.get("q", "")
@app.get("/x")
def x():
    sort, q = sort_args()
    return {"r": db.session.execute(f"SELECT * FROM t WHERE q = :q ORDER BY {sort}", {"q": q}).fetchmany(2)}
#### dict result
from flask import Flask, request
app = Flask(__name__)
def options():
    return {"sort": request.args.get("sort", "id"), "limit": 10}
@app.get("/x")
def x():
    o = options()
    a = db.session.execute(f"SELECT * FROM t LIMIT {o['limit']}").fetchmany(2)
    b = db.session.execute(f"SELECT * FROM t ORDER BY {o['sort']}").fetchmany(2)  # B901
    return {"r": a + b}
#### decorator view
import functools
from flask import Flask, request
app = Flask(__name__)
def logged(view):
    @functools.wraps(view)
    def wrapper(*args, **kwargs):
        return view(*args, **kwargs)
    return wrapper
@app.get("/x/<name>")
@logged
def x(name):
    return f"<p>{name}</p>"  # B907
#### custom decorator first
import functools
from flask import Flask
app = Flask(__name__)
@login_required
@app.route("/x/<name>", methods=["GET", "POST"])
def x(name):
    return "<p>" + name + "</p>"  # B907
#### add_url_rule
from flask import Flask
app = Flask(__name__)
def hello(name):
    return "<p>" + name + "</p>"  # B907
app.add_url_rule("/hello/<name>", view_func=hello)
#### aiohttp add_get
from aiohttp import web
async def hello(request):
    return web.Response(text="<p>" + request.match_info["name"] + "</p>", content_type="text/html")  # B907
app = web.Application()
app.router.add_get("/{name}", hello)
#### aiohttp routes table
from aiohttp import web
routes = web.RouteTableDef()
@routes.get("/f/{name}")
async def f(request):
    return web.FileResponse("/srv/" + request.match_info["name"])  # B904
#### litestar
from litestar import get
import subprocess
@get("/x")
async def x(host: str) -> str:
    return subprocess.getoutput("ping " + host)  # B902
#### django ninja
from ninja import NinjaAPI
from django.db import connection
api = NinjaAPI()
@api.get("/x")
def x(request, sort: str = "id"):
    with connection.cursor() as c:
        c.execute("SELECT * FROM t ORDER BY " + sort)  # B901
        return c.fetchmany(2)
#### drf api_view
from rest_framework.decorators import api_view
from rest_framework.response import Response
import requests
@api_view(["POST"])
def hook(request):
    r = requests.post(request.data["url"], json={}, timeout=3)  # B905
    return Response({"s": r.status_code})
#### drf action
from rest_framework.decorators import action
from rest_framework.viewsets import ViewSet
from rest_framework.response import Response
import subprocess
class Tools(ViewSet):
    @action(detail=False, methods=["post"])
    def ping(self, request):
        return Response(subprocess.getoutput(f"ping {request.data['host']}"))  # B902
#### starlette websocket endpoint
from starlette.endpoints import WebSocketEndpoint
class Echo(WebSocketEndpoint):
    async def on_receive(self, websocket, data):
        eval(data)  # B903
#### sanic
from sanic import Sanic
from sanic.response import text, redirect
app = Sanic("x")
@app.get("/x")
async def x(request):
    return redirect(request.args.get("to"))  # B906
#### flask restx
from flask import request
from flask_restx import Resource, Namespace
ns = Namespace("x")
@ns.route("/x")
class X(Resource):
    def post(self):
        return {"v": eval(request.json["e"])}  # B903
#### flask methodview
from flask import request
from flask.views import MethodView
class X(MethodView):
    def get(self, name):
        return f"<p>{name}</p>"  # B907
'''


def cases() -> dict[str, str]:
    found = {}
    for chunk in re.split(r"^#### ", CASES, flags=re.MULTILINE)[1:]:
        name, _, source = chunk.partition("\n")
        found[name.replace(" ", "-")] = source
    return found


@pytest.mark.parametrize("source", cases().values(), ids=cases().keys())
def test_marked_lines_are_found_and_no_others(source: str) -> None:
    module = Module("app.py", source.encode(), ast.parse(source))
    found = sorted((one.node.lineno, one.rule) for one in find(module))  # type: ignore[attr-defined]
    lines = enumerate(source.split("\n"), 1)
    assert found == [(number, rule) for number, line in lines for rule in re.findall(r"# (B9\d\d)", line)]


def test_every_finding_is_called_for_by_a_word() -> None:
    (words,) = (family.words for family in FAMILIES if family.name == "injection")
    found = [source.encode() for source in cases().values() if "# B9" in source]
    assert found
    assert [source for source in found if not any(word in source for word in words)] == []


def test_no_name_is_given_twice() -> None:
    assert len(cases()) == CASES.count("\n#### ")
