"""Injection: every line that is marked is found, and no other."""

import ast
import re
from pathlib import Path

import pytest

from walkaround._code import Module
from walkaround.sast._families.injection import find
from walkaround.sast._rules.injection import DEFECTS

# Each case is a module; a line with a mark is a finding of that rule, a case without marks is silent.
SQL = {
    "order-by-argument": '''
def products(conn, sort):
    sql = "SELECT * FROM products WHERE shop = ? ORDER BY " + sort  # B901
    return conn.execute(sql, (1,)).fetchall()
''',
    "f-string": '''
import sqlite3
def user(name):
    db = sqlite3.connect("a.db")
    return db.execute(f"SELECT * FROM users WHERE name = '{name}'").fetchone()  # B901
''',
    "percent": '''
def user(cursor, name):
    cursor.execute("SELECT * FROM users WHERE name = '%s'" % name)  # B901
''',
    "percent-tuple": '''
def user(cursor, name, age):
    cursor.execute("SELECT * FROM users WHERE name = '%s' AND age = %d" % (name, age))  # B901
''',
    "percent-d-only": '''
def page(cursor, limit, offset):
    cursor.execute("SELECT * FROM users LIMIT %d OFFSET %d" % (limit, offset))
''',
    "format": '''
def count(cursor, table):
    cursor.execute("SELECT count(*) FROM {}".format(table))  # B901
''',
    "format-keyword": '''
def count(cursor, table):
    template = "SELECT count(*) FROM {table}"
    cursor.execute(template.format(table=table))  # B901
''',
    "join-of-columns": '''
def insert(cursor, row: dict):
    columns = ", ".join(row)
    marks = ", ".join("?" for _ in row)
    cursor.execute(f"INSERT INTO t ({columns}) VALUES ({marks})", list(row.values()))  # B901
''',
    "join-of-placeholders": '''
def many(cursor, ids):
    marks = ",".join("?" * len(ids))
    cursor.execute(f"SELECT * FROM t WHERE id IN ({marks})", ids)
''',
    "list-of-placeholders": '''
def many(cursor, ids):
    marks = ", ".join(["%s"] * len(ids))
    cursor.execute("SELECT * FROM t WHERE id IN (" + marks + ")", ids)
''',
    "numbered-placeholders": '''
async def many(pool, ids):
    marks = ", ".join(f"${i}" for i in range(1, len(ids) + 1))
    return await pool.fetch(f"SELECT * FROM t WHERE id IN ({marks})", *ids)
''',
    "numbered-by-enumerate": '''
async def many(pool, names):
    marks = ", ".join(f"${i + 1}" for i, _ in enumerate(names))
    return await pool.fetch(f"SELECT * FROM t WHERE name IN ({marks})", *names)
''',
    "parameters": '''
def user(cursor, name):
    cursor.execute("SELECT * FROM users WHERE name = %s", (name,))
''',
    "allow-list-raise": '''
ALLOWED = {"name", "price"}
def products(conn, sort: str):
    if sort not in ALLOWED:
        raise ValueError(sort)
    return conn.execute("SELECT * FROM products ORDER BY " + sort)
''',
    "allow-list-positive": '''
def products(conn, sort: str):
    if sort in ("name", "price"):
        return conn.execute(f"SELECT * FROM products ORDER BY {sort}")
    return []
''',
    "allow-list-wrong-branch": '''
def products(conn, sort: str):
    if sort in ("name", "price"):
        return []
    return conn.execute(f"SELECT * FROM products ORDER BY {sort}")  # B901
''',
    "allow-list-fallback": '''
ALLOWED = ["name", "price"]
def products(conn, sort):
    if sort not in ALLOWED:
        sort = "name"
    return conn.execute(f"SELECT * FROM products ORDER BY {sort}")
''',
    "allow-list-lower": '''
def products(conn, direction):
    direction = direction.upper()
    if direction not in {"ASC", "DESC"}:
        raise ValueError
    return conn.execute(f"SELECT * FROM products ORDER BY name {direction}")
''',
    "allow-list-expression": '''
def products(conn, sort):
    column = sort if sort in {"name", "price"} else "name"
    return conn.execute(f"SELECT * FROM products ORDER BY {column}")
''',
    "allow-list-log-only": '''
import logging
def products(conn, sort):
    if sort not in {"name", "price"}:
        logging.warning("odd column")
    return conn.execute(f"SELECT * FROM products ORDER BY {sort}")  # B901
''',
    "dictionary": '''
COLUMNS = {"name": "p.name", "price": "p.price"}
def products(conn, sort):
    return conn.execute(f"SELECT * FROM products p ORDER BY {COLUMNS[sort]}")
''',
    "dictionary-get": '''
COLUMNS = {"name": "p.name", "price": "p.price"}
def products(conn, sort):
    column = COLUMNS.get(sort, "p.name")
    return conn.execute(f"SELECT * FROM products p ORDER BY {column}")
''',
    "dictionary-get-itself": '''
COLUMNS = {"name": "p.name", "price": "p.price"}
def products(conn, sort):
    column = COLUMNS.get(sort, sort)
    return conn.execute(f"SELECT * FROM products p ORDER BY {column}")  # B901
''',
    "two-values": '''
ALLOWED = {"name", "price"}
def products(conn, sort, direction):
    if sort not in ALLOWED:
        raise ValueError(sort)
    return conn.execute(f"SELECT * FROM products ORDER BY {sort} {direction}")  # B901
''',
    "conditional-direction": '''
def products(conn, descending):
    return conn.execute("SELECT * FROM products ORDER BY name " + ("DESC" if descending else "ASC"))
''',
    "int": '''
def products(conn, limit):
    return conn.execute(f"SELECT * FROM products LIMIT {int(limit)}")
''',
    "int-annotation": '''
def products(conn, limit: int, offset: int = 0):
    return conn.execute(f"SELECT * FROM products LIMIT {limit} OFFSET {offset}")
''',
    "optional-int": '''
from typing import Optional
def products(conn, limit: Optional[int] = None):
    return conn.execute(f"SELECT * FROM products LIMIT {limit}")
''',
    "uuid-annotation": '''
from uuid import UUID
def product(conn, key: UUID):
    return conn.execute(f"SELECT * FROM products WHERE id = '{key}'")
''',
    "list-of-int": '''
def products(conn, ids: list[int]):
    return conn.execute(f"SELECT * FROM products WHERE id IN ({','.join(map(str, ids))})")
''',
    "enum-annotation": '''
from enum import Enum
class Sort(str, Enum):
    NAME = "name"
def products(conn, sort: Sort):
    return conn.execute(f"SELECT * FROM products ORDER BY {sort.value}")
''',
    "enum-conversion": '''
from enum import Enum
class Sort(str, Enum):
    NAME = "name"
def products(conn, sort: str):
    column = Sort(sort).value
    return conn.execute(f"SELECT * FROM products ORDER BY {column}")
''',
    "literal-annotation": '''
from typing import Literal
def products(conn, direction: Literal["ASC", "DESC"]):
    return conn.execute(f"SELECT * FROM products ORDER BY name {direction}")
''',
    "identifier-check": '''
def count(conn, table):
    if not table.isidentifier():
        raise ValueError(table)
    return conn.execute(f"SELECT count(*) FROM {table}")
''',
    "fullmatch": '''
import re
from pathlib import Path
def count(conn, table):
    if not re.fullmatch(r"[a-z_]+", table):
        raise ValueError(table)
    return conn.execute(f"SELECT count(*) FROM {table}")
''',
    "compiled-pattern": '''
import re
from pathlib import Path
NAME = re.compile(r"^[a-z_]+$")
def count(conn, table):
    if NAME.match(table) is None:
        raise ValueError(table)
    return conn.execute(f"SELECT count(*) FROM {table}")
''',
    "pattern-not-anchored": '''
import re
from pathlib import Path
def count(conn, table):
    if not re.match(r"[a-z]", table):
        raise ValueError(table)
    return conn.execute(f"SELECT count(*) FROM {table}")  # B901
''',
    "match-walrus": '''
import re
from pathlib import Path
def count(conn, text):
    if (found := re.fullmatch(r"[a-z_]+", text)) is not None:
        return conn.execute(f"SELECT count(*) FROM {found.group(0)}")
''',
    "length-check": '''
def count(conn, table):
    if len(table) > 30:
        raise ValueError(table)
    return conn.execute(f"SELECT count(*) FROM {table}")  # B901
''',
    "psycopg-sql": '''
import psycopg2
from psycopg2 import sql
def count(table):
    with psycopg2.connect("") as conn, conn.cursor() as cur:
        cur.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
''',
    "psycopg-sql-built": '''
import psycopg
from psycopg import sql
def count(cur, table):
    cur.execute(sql.SQL("SELECT count(*) FROM " + table))  # B901
''',
    "quote-name": '''
from django.db import connection
def count(table):
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM %s" % connection.ops.quote_name(table))
''',
    "django-cursor": '''
from django.db import connection
def count(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM shop_item ORDER BY %s" % request.GET["sort"])  # B901
        return cursor.fetchall()
''',
    "django-raw": '''
from django.shortcuts import render
from .models import Item
def items(request):
    column = request.GET.get("sort", "name")
    found = Item.objects.raw(f"SELECT * FROM shop_item ORDER BY {column}")  # B901
    return render(request, "items.html", {"items": found})
''',
    "django-extra": '''
from django.shortcuts import render
from .models import Item
def items(request):
    name = request.GET["name"]
    found = Item.objects.extra(where=["name = '%s'" % name])  # B901
    return render(request, "items.html", {"items": found})
''',
    "django-extra-parameters": '''
from django.shortcuts import render
from .models import Item
def items(request):
    found = Item.objects.extra(where=["name = %s"], params=[request.GET["name"]])
    return render(request, "items.html", {"items": found})
''',
    "django-rawsql": '''
from django.db.models.expressions import RawSQL
from .models import Item
def items(request):
    return Item.objects.annotate(x=RawSQL(f"select {request.GET['x']}", []))  # B901
''',
    "sqlalchemy-text": '''
from sqlalchemy import text
from sqlalchemy.orm import Session
def items(session: Session, sort: str):
    query = text(f"SELECT * FROM items ORDER BY {sort}")  # B901
    return session.execute(query).all()
''',
    "sqlalchemy-parameters": '''
from sqlalchemy import text
from sqlalchemy.orm import Session
def items(session: Session, name: str):
    return session.execute(text("SELECT * FROM items WHERE name = :name"), {"name": name}).all()
''',
    "sqlalchemy-order-by-client": '''
from fastapi import FastAPI, Depends
from sqlalchemy import select, text
app = FastAPI()
@app.get("/items")
async def items(sort: str, db=Depends(object)):
    return (await db.execute(select(Item).order_by(text(sort)))).all()  # B901
''',
    "sqlalchemy-execution-options": '''
from sqlalchemy import select
async def items(session, name: str):
    return await session.execute(select(Item).where(Item.name == name))
''',
    "asyncpg": '''
import asyncpg
async def items(pool: asyncpg.Pool, table: str, limit: int):
    async with pool.acquire() as conn:
        return await conn.fetch(f"SELECT * FROM {table} LIMIT {limit}")  # B901
''',
    "pandas": '''
import pandas as pd
def frame(engine, table):
    return pd.read_sql(f"SELECT * FROM {table}", engine)  # B901
''',
    "executescript": '''
import sqlite3
def drop(path, table):
    with sqlite3.connect(path) as db:
        db.executescript(f"DROP TABLE {table}; VACUUM;")  # B901
''',
    "augmented": '''
def search(cursor, name, city):
    sql = "SELECT * FROM people WHERE 1 = 1"
    args = []
    if name:
        sql += " AND name = %s"
        args.append(name)
    if city:
        sql += f" AND city = '{city}'"  # B901
    cursor.execute(sql, args)
''',
    "augmented-clean": '''
def search(cursor, name, city):
    sql = "SELECT * FROM people WHERE 1 = 1"
    args = []
    if name:
        sql += " AND name = %s"
        args.append(name)
    if city:
        sql += " AND city = %s"
        args.append(city)
    cursor.execute(sql, args)
''',
    "clauses-list": '''
def search(cursor, filters: dict):
    clauses = []
    for column, value in filters.items():
        clauses.append(f"{column} = %s")  # B901
    cursor.execute("SELECT * FROM people WHERE " + " AND ".join(clauses), list(filters.values()))
''',
    "clauses-list-clean": '''
def search(cursor, name=None, city=None):
    clauses, args = [], []
    if name:
        clauses.append("name = %s")
        args.append(name)
    if city:
        clauses.append("city = %s")
        args.append(city)
    where = " AND ".join(clauses) or "TRUE"
    cursor.execute("SELECT * FROM people WHERE " + where, args)
''',
    "columns-all-checked": '''
COLUMNS = {"a", "b"}
def search(cursor, columns):
    for column in columns:
        if column not in COLUMNS:
            raise ValueError(column)
    cursor.execute("SELECT " + ", ".join(columns) + " FROM t")
''',
    "columns-all": '''
COLUMNS = {"a", "b"}
def search(cursor, columns: list[str]):
    if not all(column in COLUMNS for column in columns):
        raise ValueError
    cursor.execute(f"SELECT {', '.join(columns)} FROM t")
''',
    "columns-any": '''
COLUMNS = {"a", "b"}
def search(cursor, columns: list[str]):
    if any(column not in COLUMNS for column in columns):
        raise ValueError
    cursor.execute(f"SELECT {', '.join(columns)} FROM t")
''',
    "columns-subset": '''
COLUMNS = {"a", "b"}
def search(cursor, columns: list[str]):
    if not set(columns) <= COLUMNS:
        raise ValueError
    cursor.execute(f"SELECT {', '.join(columns)} FROM t")
''',
    "columns-difference": '''
COLUMNS = {"a", "b"}
def search(cursor, columns: list[str]):
    unknown = set(columns) - COLUMNS
    if unknown:
        raise ValueError(unknown)
    cursor.execute(f"SELECT {', '.join(columns)} FROM t")
''',
    "columns-filtered": '''
COLUMNS = {"a", "b"}
def search(cursor, columns: list[str]):
    known = [column for column in columns if column in COLUMNS]
    cursor.execute(f"SELECT {', '.join(known)} FROM t")
''',
    "columns-unfiltered": '''
def search(cursor, columns: list[str]):
    cursor.execute(f"SELECT {', '.join(columns)} FROM t")  # B901
''',
    "set-clause-model": '''
from fastapi import FastAPI
from pydantic import BaseModel
app = FastAPI()
class Change(BaseModel):
    name: str
    city: str
@app.patch("/people/{key}")
async def change(key: int, body: Change, db):
    fields = body.model_dump(exclude_unset=True)
    assignments = ", ".join(f"{name} = :{name}" for name in fields)
    await db.execute(f"UPDATE people SET {assignments} WHERE id = :key", {**fields, "key": key})
''',
    "set-clause-dict": '''
def change(cursor, key, fields: dict):
    assignments = ", ".join(f"{name} = ?" for name in fields)  # B901
    cursor.execute(f"UPDATE people SET {assignments} WHERE id = ?", [*fields.values(), key])
''',
    "constant-table": '''
TABLE = "people"
def count(cursor):
    cursor.execute(f"SELECT count(*) FROM {TABLE}")
''',
    "class-table": '''
class People:
    table = "people"
    def count(self, cursor):
        cursor.execute(f"SELECT count(*) FROM {self.table}")
''',
    "class-table-given": '''
class Store:
    def __init__(self, table):
        self.table = table
    def count(self, cursor):
        cursor.execute(f"SELECT count(*) FROM {self.table}")  # B901
''',
    "class-table-checked": '''
class Store:
    def __init__(self, table):
        if not table.isidentifier():
            raise ValueError(table)
        self.table = table
    def count(self, cursor):
        cursor.execute(f"SELECT count(*) FROM {self.table}")
''',
    "loop-over-constants": '''
def wipe(cursor):
    for table in ("people", "items"):
        cursor.execute(f"DELETE FROM {table}")
''',
    "model-table-name": '''
def wipe(session, model):
    session.execute(f"DELETE FROM {model.__tablename__}")
''',
    "returned-by-function": '''
def build(column):
    return "SELECT * FROM t ORDER BY " + column  # B901
def run(cursor, column):
    cursor.execute(build(column))
''',
    "returned-by-function-constant": '''
def _build(column):
    return "SELECT * FROM t ORDER BY " + column
def run(cursor):
    cursor.execute(_build("name"))
''',
    "executed-by-function": '''
def run(cursor, sql):
    cursor.execute(sql)
def search(cursor, name):
    run(cursor, "SELECT * FROM t WHERE name = '" + name + "'")  # B901
''',
    "executed-by-method": '''
class Store:
    def _run(self, sql, *args):
        return self.connection.cursor().execute(sql, args)
    def search(self, name):
        return self._run(f"SELECT * FROM t WHERE name = '{name}'")  # B901
    def find(self, name):
        return self._run("SELECT * FROM t WHERE name = %s", name)
''',
    "private-with-constant-callers": '''
def _count(cursor, table):
    cursor.execute(f"SELECT count(*) FROM {table}")
def people(cursor):
    return _count(cursor, "people")
''',
    "private-with-foreign-caller": '''
def _count(cursor, table):
    cursor.execute(f"SELECT count(*) FROM {table}")  # B901
def count(cursor, table):
    return _count(cursor, table)
''',
    "flask-args": '''
from flask import Flask, request
app = Flask(__name__)
@app.route("/items")
def items():
    sort = request.args.get("sort", "name")
    rows = db.execute("SELECT * FROM items WHERE shop = ? ORDER BY " + sort, (1,))  # B901
    return {"items": [dict(row) for row in rows]}
''',
    "flask-args-int": '''
from flask import Flask, request
app = Flask(__name__)
@app.route("/items")
def items():
    page = request.args.get("page", 1, type=int)
    rows = db.execute(f"SELECT * FROM items LIMIT 20 OFFSET {page * 20}")
    return {"items": [dict(row) for row in rows]}
''',
    "fastapi-service-model": '''
from pydantic import BaseModel
from typing import Literal
from sqlalchemy import text
class Search(BaseModel):
    sort: str
    direction: Literal["asc", "desc"]
    limit: int = 20
class Service:
    def __init__(self, session):
        self.session = session
    async def find(self, search: Search):
        order = f"ORDER BY {search.sort}"  # B901
        query = f"SELECT * FROM t {order} {search.direction} LIMIT {search.limit}"
        return await self.session.execute(text(query))
    async def all(self, search: Search):
        return await self.session.execute(text(f"SELECT * FROM t ORDER BY name {search.direction}"))
''',
    "aiohttp": '''
from aiohttp import web
async def items(request):
    sort = request.query.get("sort", "name")
    async with request.app["db"].acquire() as conn:
        rows = await conn.fetch(f"SELECT * FROM items ORDER BY {sort}")  # B901
    return web.json_response([dict(row) for row in rows])
''',
    "match-statement": '''
def items(cursor, sort):
    match sort:
        case "name" | "price":
            column = sort
        case _:
            column = "id"
    cursor.execute(f"SELECT * FROM items ORDER BY {column}")
''',
    "log-message": '''
import logging
log = logging.getLogger(__name__)
def items(executor, name):
    log.info(f"select from {name}")
    executor.execute(f"job {name}")
''',
    "not-sql": '''
def job(client, name):
    client.execute(f"restart-{name}")
''',
    "ddl-settings": '''
from django.conf import settings
def create(cursor):
    cursor.execute(f"CREATE SCHEMA {settings.SCHEMA}")
''',
    "replace-quotes": '''
def user(cursor, name):
    name = name.strip()
    cursor.execute("SELECT * FROM users WHERE name = '" + name + "'")  # B901
''',
    "walrus": '''
from flask import request
def user(cursor):
    if name := request.args.get("name"):
        cursor.execute(f"SELECT * FROM users WHERE name = '{name}'")  # B901
''',
    "closure": '''
def outer(cursor, name):
    def inner():
        cursor.execute(f"SELECT * FROM users WHERE name = '{name}'")  # B901
    inner()
''',
    "lambda": '''
def outer(cursor, name):
    return lambda: cursor.execute(f"SELECT * FROM users WHERE name = '{name}'")  # B901
''',
    "regex-substitution": '''
import re
from pathlib import Path
def count(cursor, table):
    table = re.sub(r"[^a-z_]", "", table)
    cursor.execute(f"SELECT count(*) FROM {table}")
''',
    "constant-branch": '''
def items(cursor, sort):
    debug = False
    column = sort if debug else "name"
    cursor.execute(f"SELECT * FROM items ORDER BY {column}")
''',
    "multi-line": '''
def items(cursor, sort):
    cursor.execute(
        "SELECT a, b "  # B901
        "FROM t "
        f"ORDER BY {sort}"
    )
''',
    "validator-of-module": '''
ALLOWED = {"a", "b"}
def _is_allowed(column):
    return column in ALLOWED
def items(cursor, column):
    if not _is_allowed(column):
        raise ValueError(column)
    cursor.execute(f"SELECT {column} FROM t")
''',
    "validator-that-raises": '''
ALLOWED = {"a", "b"}
def _check(column):
    if column not in ALLOWED:
        raise ValueError(column)
def items(cursor, column):
    _check(column)
    cursor.execute(f"SELECT {column} FROM t")
''',
    "validator-that-returns": '''
ALLOWED = {"a", "b"}
def allowed(column):
    if column not in ALLOWED:
        raise ValueError(column)
    return column
def items(cursor, column):
    cursor.execute(f"SELECT {allowed(column)} FROM t")
''',
    "getattr-of-model": '''
def items(session, sort):
    return session.query(Item).order_by(getattr(Item, sort)).all()
''',
}  # fmt: skip

COMMAND = {
    "os-system": """
import os
def ping(host):
    os.system("ping -c 1 " + host)  # B902
""",
    "shell-true": """
import subprocess
def ping(host: str):
    command = f"ping -c 1 {host}"  # B902
    return subprocess.run(command, shell=True, capture_output=True, timeout=5)
""",
    "argument-list": """
import subprocess
def ping(host: str):
    return subprocess.run(["ping", "-c", "1", host], timeout=5)
""",
    "sh-c": """
import subprocess
def ping(host: str):
    return subprocess.run(["sh", "-c", f"ping -c 1 {host}"], timeout=5)  # B902
""",
    "quoted": """
import shlex
import subprocess
def ping(host: str):
    return subprocess.run(f"ping -c 1 {shlex.quote(host)}", shell=True, timeout=5)
""",
    "split-quoted": """
from shlex import quote as q
import os
def ping(host: str):
    os.system("ping " + q(host))
""",
    "asyncio-shell": """
import asyncio
async def ping(host: str):
    return await asyncio.create_subprocess_shell(f"ping {host}")  # B902
""",
    "asyncio-exec": """
import asyncio
async def ping(host: str):
    return await asyncio.create_subprocess_exec("ping", host)
""",
    "paramiko": """
import paramiko
def tail(host, name):
    client = paramiko.SSHClient()
    client.connect(host)
    return client.exec_command(f"tail {name}")  # B902
""",
    "constant": """
import os
def clear():
    os.system("clear")
""",
    "client-program": """
import subprocess
from flask import request
def run():
    return subprocess.run([request.args["program"], "-v"], timeout=5)  # B902
""",
    "client-shell": """
import os
from fastapi import FastAPI
app = FastAPI()
@app.get("/ping")
def ping(host: str):
    return {"out": os.popen(f"ping {host}").read()}  # B902
""",
    "client-number": """
import os
from fastapi import FastAPI
app = FastAPI()
@app.get("/ping/{count}")
def ping(count: int):
    return {"out": os.popen(f"ping -c {count} localhost").read()}
""",
    "address": """
import ipaddress
import os
def ping(host):
    ipaddress.ip_address(host)
    os.system(f"ping {host}")
""",
    "address-caught": """
import ipaddress
import os
def ping(host):
    try:
        ipaddress.ip_address(host)
    except ValueError:
        pass
    os.system(f"ping {host}")  # B902
""",
    "constants-in-loop": """
import os
def stop():
    for name in ("web", "worker"):
        os.system(f"systemctl stop {name}")
""",
    "program-argument": """
import subprocess
def run(program: str):
    return subprocess.run([program, "--version"], timeout=5)
""",
}

CODE = {
    "eval-argument": """
def calculate(expression):
    return eval(expression)  # B903
""",
    "exec-client": """
from flask import request
def run():
    exec(request.form["code"])  # B903
""",
    "literal-eval": """
import ast
def parse(text):
    return ast.literal_eval(text)
""",
    "eval-constant": """
def one():
    return eval("1 + 1")
""",
    "import-client": """
import importlib
from fastapi import FastAPI
app = FastAPI()
@app.get("/plugin/{name}")
def plugin(name: str):
    return importlib.import_module(f"plugins.{name}").run()  # B903
""",
    "import-argument": """
import importlib
def plugin(name):
    return importlib.import_module(f"plugins.{name}")
""",
    "model-eval": """
def train(model, batch):
    model.eval()
    return model(batch)
""",
    "import-allowed": """
import importlib
from fastapi import FastAPI, HTTPException
app = FastAPI()
@app.get("/plugin/{name}")
def plugin(name: str):
    if name not in {"a", "b"}:
        raise HTTPException(404)
    return importlib.import_module(f"plugins.{name}").run()
""",
}

PATHS = {
    "flask-open": """
import os
from flask import Flask, request
app = Flask(__name__)
@app.route("/file")
def file():
    path = os.path.join("/srv/files", request.args["name"])  # B904
    with open(path) as stream:
        return {"text": stream.read()}
""",
    "flask-send-file": """
from flask import Flask, request, send_file
app = Flask(__name__)
@app.get("/file/<path:name>")
def file(name):
    return send_file(f"/srv/files/{name}")  # B904
""",
    "flask-send-from-directory": """
from flask import Flask, send_from_directory
app = Flask(__name__)
@app.get("/file/<path:name>")
def file(name):
    return send_from_directory("/srv/files", name)
""",
    "secure-filename": """
import os
from flask import Flask, request
from werkzeug.utils import secure_filename
app = Flask(__name__)
@app.post("/file")
def upload():
    file = request.files["file"]
    file.save(os.path.join("/srv/files", secure_filename(file.filename)))
    return {}
""",
    "upload-name": """
import os
from flask import Flask, request
app = Flask(__name__)
@app.post("/file")
def upload():
    file = request.files["file"]
    file.save(os.path.join("/srv/files", file.filename))  # B904
    return {}
""",
    "fastapi-upload": """
from pathlib import Path
from fastapi import FastAPI, UploadFile
app = FastAPI()
UPLOADS = Path("/srv/files")
@app.post("/file")
async def upload(file: UploadFile):
    target = UPLOADS / file.filename  # B904
    target.write_bytes(await file.read())
    return {}
""",
    "fastapi-upload-uuid": """
from pathlib import Path
from uuid import uuid4
from fastapi import FastAPI, UploadFile
app = FastAPI()
UPLOADS = Path("/srv/files")
@app.post("/file")
async def upload(file: UploadFile):
    target = UPLOADS / f"{uuid4()}.bin"
    target.write_bytes(await file.read())
    return {}
""",
    "fastapi-file-response": """
from fastapi import FastAPI
from fastapi.responses import FileResponse
app = FastAPI()
@app.get("/file/{name:path}")
async def file(name: str):
    return FileResponse("/srv/files/" + name)  # B904
""",
    "relative-to": """
from pathlib import Path
from fastapi import FastAPI, HTTPException
from fastapi.responses import FileResponse
app = FastAPI()
BASE = Path("/srv/files").resolve()
@app.get("/file/{name:path}")
async def file(name: str):
    path = (BASE / name).resolve()
    if not path.is_relative_to(BASE):
        raise HTTPException(404)
    return FileResponse(path)
""",
    "commonpath": """
import os
from flask import Flask, abort, request, send_file
app = Flask(__name__)
BASE = "/srv/files"
@app.get("/file")
def file():
    path = os.path.realpath(os.path.join(BASE, request.args["name"]))
    if os.path.commonpath([BASE, path]) != BASE:
        abort(404)
    return send_file(path)
""",
    "startswith": """
import os
from flask import Flask, abort, request, send_file
app = Flask(__name__)
BASE = "/srv/files"
@app.get("/file")
def file():
    path = os.path.realpath(os.path.join(BASE, request.args["name"]))
    if not path.startswith(BASE + os.sep):
        abort(404)
    return send_file(path)
""",
    "relative-to-raises": """
from pathlib import Path
from flask import Flask, abort, request, send_file
app = Flask(__name__)
BASE = Path("/srv/files")
@app.get("/file")
def file():
    path = (BASE / request.args["name"]).resolve()
    try:
        path.relative_to(BASE)
    except ValueError:
        abort(404)
    return send_file(path)
""",
    "in-parents": """
from pathlib import Path
from flask import Flask, abort, request, send_file
app = Flask(__name__)
BASE = Path("/srv/files")
@app.get("/file")
def file():
    path = (BASE / request.args["name"]).resolve()
    if BASE not in path.parents:
        abort(404)
    return send_file(path)
""",
    "exists-is-no-check": """
import os
from flask import Flask, abort, request, send_file
app = Flask(__name__)
@app.get("/file")
def file():
    path = os.path.join("/srv/files", request.args["name"])  # B904
    if not os.path.exists(path):
        abort(404)
    return send_file(path)
""",
    "basename": """
import os
from flask import Flask, request, send_file
app = Flask(__name__)
@app.get("/file")
def file():
    return send_file(os.path.join("/srv/files", os.path.basename(request.args["name"])))
""",
    "path-name": """
from pathlib import Path
from fastapi import FastAPI, UploadFile
app = FastAPI()
@app.post("/file")
async def upload(file: UploadFile):
    (Path("/srv/files") / Path(file.filename).name).write_bytes(await file.read())
    return {}
""",
    "argument-is-no-client": """
def read(name):
    with open("/srv/files/" + name) as stream:
        return stream.read()
""",
    "through-function": """
import os
from flask import Flask, request
app = Flask(__name__)
def read(name):
    with open(os.path.join("/srv/files", name)) as stream:  # B904
        return stream.read()
@app.get("/file")
def file():
    return {"text": read(request.args["name"])}
""",
    "through-method": """
import os
from flask import Flask
from flask.views import MethodView
class File(MethodView):
    def _path(self, name):
        return os.path.join("/srv/files", name)  # B904
    def get(self, name):
        with open(self._path(name)) as stream:
            return {"text": stream.read()}
""",
    "django-view": """
from django.http import HttpResponse
def file(request, name):
    with open(f"/srv/files/{name}", "rb") as stream:  # B904
        return HttpResponse(stream.read(), content_type="application/pdf")
""",
    "django-object": """
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from .models import Document
def file(request, pk):
    document = get_object_or_404(Document, pk=pk)
    return FileResponse(open(document.file.path, "rb"))
""",
    "drf-view": """
import os
from rest_framework.response import Response
from rest_framework.views import APIView
class File(APIView):
    def delete(self, request):
        os.remove("/srv/files/" + request.data["name"])  # B904
        return Response(status=204)
""",
    "starlette": """
from starlette.applications import Starlette
from starlette.responses import FileResponse
from starlette.routing import Route
async def file(request):
    return FileResponse("/srv/files/" + request.path_params["name"])  # B904
app = Starlette(routes=[Route("/file/{name:path}", file)])
""",
    "aiohttp": """
from aiohttp import web
async def file(request):
    return web.FileResponse(f"/srv/files/{request.match_info['name']}")  # B904
""",
    "tornado": """
import tornado.web
class File(tornado.web.RequestHandler):
    def get(self):
        with open("/srv/files/" + self.get_argument("name")) as stream:  # B904
            self.finish({"text": stream.read()})
""",
    "dots-denied": """
from flask import Flask, abort, request, send_file
app = Flask(__name__)
@app.get("/file")
def file():
    name = request.args["name"]
    if "/" in name or ".." in name:
        abort(400)
    return send_file(f"/srv/files/{name}")
""",
}

WEB = {
    "ssrf-requests": """
import requests
from flask import Flask, request
app = Flask(__name__)
@app.get("/fetch")
def fetch():
    return {"text": requests.get(request.args["url"], timeout=5).text}  # B905
""",
    "ssrf-host": """
import httpx
from fastapi import FastAPI
app = FastAPI()
@app.get("/fetch")
async def fetch(host: str):
    async with httpx.AsyncClient() as client:
        return (await client.get(f"https://{host}/status", timeout=5)).json()  # B905
""",
    "ssrf-path-only": """
import httpx
from fastapi import FastAPI
app = FastAPI()
@app.get("/fetch")
async def fetch(name: str):
    async with httpx.AsyncClient() as client:
        return (await client.get(f"https://api.example.com/users/{name}", timeout=5)).json()
""",
    "ssrf-settings-host": """
import requests
from django.conf import settings
def fetch(request, name):
    return requests.get(f"{settings.API}/users/{name}", timeout=5)
""",
    "ssrf-parameters": """
import requests
from flask import request
def fetch():
    return requests.get("https://api.example.com", params={"q": request.args["q"]}, timeout=5).json()
""",
    "ssrf-allowed-host": """
from urllib.parse import urlparse
import requests
from flask import Flask, abort, request
app = Flask(__name__)
ALLOWED = {"api.example.com"}
@app.get("/fetch")
def fetch():
    url = request.args["url"]
    if urlparse(url).hostname not in ALLOWED:
        abort(400)
    return {"text": requests.get(url, timeout=5).text}
""",
    "ssrf-scheme-only": """
from urllib.parse import urlparse
import requests
from flask import Flask, abort, request
app = Flask(__name__)
@app.get("/fetch")
def fetch():
    url = request.args["url"]
    if urlparse(url).scheme not in ("http", "https"):
        abort(400)
    return {"text": requests.get(url, timeout=5).text}  # B905
""",
    "ssrf-session": """
import aiohttp
from fastapi import FastAPI
from pydantic import BaseModel
class Hook(BaseModel):
    url: str
app = FastAPI()
@app.post("/hook")
async def hook(body: Hook):
    async with aiohttp.ClientSession() as session:
        async with session.post(body.url, json={}) as answer:  # B905
            return {"status": answer.status}
""",
    "ssrf-urlopen": """
from urllib.request import urlopen
def fetch(request):
    from django.http import JsonResponse
    return JsonResponse({"x": urlopen(request.GET["url"]).read()})  # B905
""",
    "ssrf-argument": """
import requests
def fetch(url):
    return requests.get(url, timeout=5)
""",
    "redirect-flask": """
from flask import Flask, redirect, request
app = Flask(__name__)
@app.get("/login")
def login():
    return redirect(request.args.get("next"))  # B906
""",
    "redirect-flask-default": """
from flask import Flask, redirect, request, url_for
app = Flask(__name__)
@app.get("/login")
def login():
    target = request.args.get("next") or url_for("index")
    return redirect(target)  # B906
""",
    "redirect-url-for": """
from flask import Flask, redirect, request, url_for
app = Flask(__name__)
@app.get("/login/<name>")
def login(name):
    return redirect(url_for("profile", name=name))
""",
    "redirect-relative": """
from flask import Flask, redirect
app = Flask(__name__)
@app.get("/old/<name>")
def old(name):
    return redirect(f"/new/{name}")
""",
    "redirect-fastapi": """
from fastapi import FastAPI
from fastapi.responses import RedirectResponse
app = FastAPI()
@app.get("/go")
async def go(url: str):
    return RedirectResponse(url)  # B906
""",
    "redirect-django": """
from django.http import HttpResponseRedirect
def login(request):
    return HttpResponseRedirect(request.GET.get("next", "/"))  # B906
""",
    "redirect-django-checked": """
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
def login(request):
    target = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(target, allowed_hosts={request.get_host()}):
        target = "/"
    return redirect(target)
""",
    "redirect-django-object": """
from django.shortcuts import get_object_or_404, redirect
from .models import Item
def item(request, slug):
    found = get_object_or_404(Item, slug=slug)
    return redirect(found)
""",
    "redirect-same-site": """
from urllib.parse import urlparse
from flask import Flask, redirect, request
app = Flask(__name__)
@app.get("/login")
def login():
    target = request.args.get("next", "/")
    if urlparse(target).netloc:
        target = "/"
    return redirect(target)
""",
    "redirect-slash-only": """
from flask import Flask, redirect, request
app = Flask(__name__)
@app.get("/login")
def login():
    target = request.args.get("next", "/")
    if not target.startswith("/"):
        target = "/"
    return redirect(target)  # B906
""",
    "redirect-slashes": """
from flask import Flask, redirect, request
app = Flask(__name__)
@app.get("/login")
def login():
    target = request.args.get("next", "/")
    if not target.startswith("/") or target.startswith("//"):
        target = "/"
    return redirect(target)
""",
    "redirect-header": """
from flask import Flask, make_response, request
app = Flask(__name__)
@app.get("/login")
def login():
    response = make_response("", 302)
    response.headers["Location"] = request.args["next"]  # B906
    return response
""",
    "html-flask": """
from flask import Flask, request
app = Flask(__name__)
@app.get("/hello")
def hello():
    name = request.args.get("name", "you")
    return f"<h1>Hello {name}</h1>"  # B907
""",
    "html-flask-escaped": """
from flask import Flask, request
from markupsafe import escape
app = Flask(__name__)
@app.get("/hello")
def hello():
    return f"<h1>Hello {escape(request.args['name'])}</h1>"
""",
    "html-flask-json": """
from flask import Flask, jsonify, request
app = Flask(__name__)
@app.get("/hello")
def hello():
    return jsonify(name=request.args["name"])
""",
    "html-flask-dict": """
from flask import Flask, request
app = Flask(__name__)
@app.get("/hello")
def hello():
    return {"name": request.args["name"]}
""",
    "html-flask-template": """
from flask import Flask, render_template, request
app = Flask(__name__)
@app.get("/hello")
def hello():
    return render_template("hello.html", name=request.args["name"])
""",
    "html-flask-plain": """
from flask import Flask, Response, request
app = Flask(__name__)
@app.get("/hello")
def hello():
    return Response("Hello " + request.args["name"], mimetype="text/plain")
""",
    "html-flask-plain-tuple": """
from flask import Flask, request
app = Flask(__name__)
@app.get("/hello")
def hello():
    return "Hello " + request.args["name"], 200, {"Content-Type": "text/plain"}
""",
    "html-flask-int": """
from flask import Flask
app = Flask(__name__)
@app.get("/item/<int:key>")
def item(key):
    return f"<p>Item {key}</p>"
""",
    "html-flask-path": """
from flask import Flask
app = Flask(__name__)
@app.get("/item/<name>")
def item(name):
    return f"<p>Item {name}</p>"  # B907
""",
    "html-fastapi": """
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
app = FastAPI()
@app.get("/hello")
async def hello(name: str):
    return HTMLResponse(f"<h1>Hello {name}</h1>")  # B907
""",
    "html-fastapi-class": """
from fastapi import FastAPI
from fastapi.responses import HTMLResponse
app = FastAPI()
@app.get("/hello", response_class=HTMLResponse)
async def hello(name: str):
    return "<h1>Hello " + name + "</h1>"  # B907
""",
    "html-fastapi-json": """
from fastapi import FastAPI
app = FastAPI()
@app.get("/hello")
async def hello(name: str):
    return f"Hello {name}"
""",
    "html-django": """
from django.http import HttpResponse
def hello(request):
    return HttpResponse("<h1>Hello %s</h1>" % request.GET["name"])  # B907
""",
    "html-django-escaped": """
from django.http import HttpResponse
from django.utils.html import escape
def hello(request):
    return HttpResponse("<h1>Hello %s</h1>" % escape(request.GET["name"]))
""",
    "html-django-plain": """
from django.http import HttpResponse
def hello(request):
    return HttpResponse("Hello %s" % request.GET["name"], content_type="text/plain")
""",
    "html-mark-safe": """
from django.shortcuts import render
from django.utils.safestring import mark_safe
def hello(request):
    return render(request, "x.html", {"text": mark_safe(request.POST["text"])})  # B907
""",
    "html-format-html": """
from django.shortcuts import render
from django.utils.html import format_html
def hello(request):
    return render(request, "x.html", {"text": format_html("<b>{}</b>", request.POST["text"])})
""",
    "html-aiohttp": """
from aiohttp import web
async def hello(request):
    return web.Response(text=f"<h1>{request.query['name']}</h1>", content_type="text/html")  # B907
""",
    "html-aiohttp-plain": """
from aiohttp import web
async def hello(request):
    return web.Response(text=f"Hello {request.query['name']}")
""",
    "template-flask": """
from flask import Flask, render_template_string, request
app = Flask(__name__)
@app.get("/hello")
def hello():
    return render_template_string("<h1>Hello " + request.args["name"] + "</h1>")  # B908
""",
    "template-flask-variable": """
from flask import Flask, render_template_string, request
app = Flask(__name__)
@app.get("/hello")
def hello():
    return render_template_string("<h1>Hello {{ name }}</h1>", name=request.args["name"])
""",
    "template-jinja": """
from fastapi import FastAPI
from jinja2 import Template
app = FastAPI()
@app.post("/mail")
async def mail(subject: str):
    return {"text": Template(f"Dear {subject}").render()}  # B908
""",
    "template-environment": """
from jinja2 import Environment, FileSystemLoader
env = Environment(loader=FileSystemLoader("templates"))  # B908
def page(name):
    return env.get_template("page.html").render(name=name)
""",
    "template-environment-escapes": """
from jinja2 import Environment, FileSystemLoader, select_autoescape
env = Environment(loader=FileSystemLoader("templates"), autoescape=select_autoescape())
def page(name):
    return env.get_template("page.html").render(name=name)
""",
    "template-environment-text": """
from jinja2 import Environment, FileSystemLoader
env = Environment(loader=FileSystemLoader("templates"))
def config(name):
    return env.get_template("nginx.conf.j2").render(name=name)
""",
    "ldap": """
import ldap
from flask import Flask, request
app = Flask(__name__)
@app.get("/who")
def who():
    conn = ldap.initialize("ldap://x")
    query = f"(uid={request.args['uid']})"  # B909
    return {"found": conn.search_s("dc=x", ldap.SCOPE_SUBTREE, query)}
""",
    "ldap-escaped": """
import ldap
from ldap.filter import escape_filter_chars
from flask import Flask, request
app = Flask(__name__)
@app.get("/who")
def who():
    conn = ldap.initialize("ldap://x")
    query = f"(uid={escape_filter_chars(request.args['uid'])})"
    return {"found": conn.search_s("dc=x", ldap.SCOPE_SUBTREE, query)}
""",
    "ldap3": """
import ldap3
from fastapi import FastAPI
app = FastAPI()
@app.get("/who")
def who(uid: str):
    conn = ldap3.Connection("x")
    conn.search("dc=x", "(uid=" + uid + ")", attributes=["cn"])  # B909
    return {"found": len(conn.entries)}
""",
    "xpath": """
from lxml import etree
from flask import Flask, request
app = Flask(__name__)
TREE = etree.parse("users.xml")
@app.get("/who")
def who():
    return {"n": len(TREE.xpath(f"//user[@name='{request.args['name']}']"))}  # B910
""",
    "xpath-variable": """
from lxml import etree
from flask import Flask, request
app = Flask(__name__)
TREE = etree.parse("users.xml")
@app.get("/who")
def who():
    return {"n": len(TREE.xpath("//user[@name=$name]", name=request.args["name"]))}
""",
    "xxe-lxml": """
from lxml import etree
from flask import Flask, request
app = Flask(__name__)
@app.post("/xml")
def xml():
    parser = etree.XMLParser(resolve_entities=True)  # B911
    return {"tag": etree.fromstring(request.data, parser).tag}
""",
    "xxe-lxml-off": """
from lxml import etree
from flask import Flask, request
app = Flask(__name__)
@app.post("/xml")
def xml():
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    return {"tag": etree.fromstring(request.data, parser).tag}
""",
    "xxe-sax": """
import xml.sax
from xml.sax.handler import feature_external_ges
def read(stream, handler):
    parser = xml.sax.make_parser()
    parser.setFeature(feature_external_ges, True)  # B911
    parser.setContentHandler(handler)
    parser.parse(stream)
""",
    "xxe-sax-off": """
import xml.sax
from xml.sax.handler import feature_external_ges
def read(stream, handler):
    parser = xml.sax.make_parser()
    parser.setFeature(feature_external_ges, False)
    parser.parse(stream)
""",
    "xxe-etree": """
import xml.etree.ElementTree as ET
from flask import Flask, request
app = Flask(__name__)
@app.post("/xml")
def xml():
    return {"tag": ET.fromstring(request.data).tag}
""",
    "session-key": """
from flask import Flask, request, session
app = Flask(__name__)
@app.post("/set")
def put():
    session[request.form["key"]] = "1"  # B912
    return {}
""",
    "session-value": """
from flask import Flask, request, session
app = Flask(__name__)
@app.post("/role")
def role():
    session["role"] = request.form["role"]  # B912
    return {}
""",
    "session-value-checked": """
from flask import Flask, abort, request, session
app = Flask(__name__)
@app.post("/language")
def language():
    code = request.form["language"]
    if code not in {"en", "de"}:
        abort(400)
    session["language"] = code
    return {}
""",
    "session-user": """
from flask import Flask, request, session
app = Flask(__name__)
@app.post("/login")
def login():
    user = authenticate(request.form["name"], request.form["password"])
    session["user"] = user.id
    return {}
""",
    "session-django": """
from django.http import JsonResponse
def role(request):
    request.session["role"] = request.POST["role"]  # B912
    return JsonResponse({})
""",
    "pickle": """
import pickle
from flask import Flask, request
app = Flask(__name__)
@app.post("/load")
def load():
    return {"x": pickle.loads(request.data)}  # B913
""",
    "pickle-cookie": """
import base64
import pickle
from flask import Flask, request
app = Flask(__name__)
@app.get("/load")
def load():
    return {"x": pickle.loads(base64.b64decode(request.cookies["state"]))}  # B913
""",
    "pickle-argument": """
import pickle
def load(data: bytes):
    return pickle.loads(data)  # B913
""",
    "pickle-own-file": """
import pickle
def load():
    with open("/var/cache/app/model.pickle", "rb") as stream:
        return pickle.load(stream)
""",
    "pickle-round-trip": """
import pickle
def copy(value):
    return pickle.loads(pickle.dumps(value))
""",
    "yaml": """
import yaml
def load(text):
    return yaml.load(text, Loader=yaml.Loader)  # B913
""",
    "yaml-safe": """
import yaml
def load(text):
    return yaml.load(text, Loader=yaml.SafeLoader), yaml.safe_load(text)
""",
    "joblib": """
import io
import joblib
from fastapi import FastAPI, UploadFile
app = FastAPI()
@app.post("/model")
async def model(file: UploadFile):
    return {"x": str(joblib.load(io.BytesIO(await file.read())))}  # B913
""",
    "json": """
import json
from flask import request
def load():
    return json.loads(request.data)
""",
    "tar": """
import tarfile
def unpack(path, target):
    with tarfile.open(path) as archive:
        archive.extractall(target)  # B914
""",
    "tar-filter": """
import tarfile
def unpack(path, target):
    with tarfile.open(path) as archive:
        archive.extractall(target, filter="data")
""",
    "tar-filter-trusted": """
import tarfile
def unpack(path, target):
    with tarfile.open(path) as archive:
        archive.extractall(target, filter="fully_trusted")  # B914
""",
    "tar-checked": """
import os
import tarfile
def unpack(path, target):
    with tarfile.open(path) as archive:
        for member in archive.getmembers():
            if not os.path.realpath(os.path.join(target, member.name)).startswith(target):
                raise ValueError(member.name)
        archive.extractall(target)
""",
    "zip": """
import zipfile
def unpack(path, target):
    with zipfile.ZipFile(path) as archive:
        archive.extractall(target)
""",
    "unpack-archive": """
import shutil
from flask import Flask, request
app = Flask(__name__)
@app.post("/unpack")
def unpack():
    shutil.unpack_archive(request.form["archive"], "/srv/x")  # B914
    return {}
""",
}

CASES = {
    f"{group}-{name}": source
    for group, cases in {"sql": SQL, "command": COMMAND, "code": CODE, "path": PATHS, "web": WEB}.items()
    for name, source in cases.items()
}


def found(source: str) -> list[tuple[int, str]]:
    content = source.encode()
    module = Module("app.py", content, ast.parse(content))
    return sorted((one.node.lineno, one.rule) for one in find(module))  # type: ignore[attr-defined]


def marked(source: str) -> list[tuple[int, str]]:
    lines = enumerate(source.split("\n"), 1)
    return sorted((number, rule) for number, line in lines for rule in re.findall(r"# (B9\d\d)", line))


@pytest.mark.parametrize("source", CASES.values(), ids=CASES.keys())
def test_marked_lines_are_found_and_no_others(source: str) -> None:
    assert found(source) == marked(source)


PAGES = sorted((Path(__file__).parent.parent / "docs" / "sast").glob("B90*.md")) + sorted(
    (Path(__file__).parent.parent / "docs" / "sast").glob("B91*.md")
)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_pages_show_what_is_found_and_what_is_not(page: Path) -> None:
    bad, good = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    assert marked(bad)
    assert {rule for _, rule in marked(bad)} == {page.stem}
    assert found(bad) == marked(bad)
    assert found(good) == []


def test_every_rule_has_a_page_and_is_found_somewhere() -> None:
    ids = [defect.rule.id for defect in DEFECTS]
    assert ids == [f"B{number}" for number in range(901, 915)]
    assert [page.stem for page in PAGES] == ids
    assert {rule for source in CASES.values() for _, rule in marked(source)} == set(ids)


MESSAGES = {
    "sql": (
        "def f(cursor, sort):\n    cursor.execute('SELECT a FROM t ORDER BY ' + sort)\n",
        "The SQL text for cursor.execute holds `sort`, which a caller chose.",
    ),
    "sql-typed": (
        "import sqlite3\nname = input()\nsqlite3.connect('x').execute(f'DROP TABLE {name}')\n",
        "The SQL text for execute holds `input`, which the user chose.",
    ),
    "command": (
        "import os\nfrom flask import request\ndef f():\n    os.system('ls ' + request.args['folder'])\n",
        "The command for os.system holds `folder`, which a client chose.",
    ),
    "code": (
        "def f(formula):\n    return eval(formula)\n",
        "eval runs text with `formula` in it, which a caller chose.",
    ),
    "page": (
        "from flask import Flask\napp = Flask('x')\n@app.get('/<name>')\ndef f(name):\n    return '<p>' + name\n",
        "The page of this return holds `name`, which a client chose, not escaped.",
    ),
    "member": (
        "import zipfile\ndef f(path):\n    for n in zipfile.ZipFile(path).namelist():\n        open('/x/' + n, 'w')\n",
        "The path for open holds the name of a member of an archive, not checked.",
    ),
}


@pytest.mark.parametrize(("source", "message"), MESSAGES.values(), ids=MESSAGES.keys())
def test_messages_name_the_value_and_the_sink(source: str, message: str) -> None:
    module = Module("app.py", source.encode(), ast.parse(source))
    assert [one.message for one in find(module)] == [message]
