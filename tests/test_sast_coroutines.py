"""sast, family coroutines: what blocks the event loop (B970), tasks that nobody keeps (B971), coroutines that nobody
awaits (B972)."""

import ast
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marked_lines import blocks, found, marked
from tests_support import TOP
from walkaround._code import Module
from walkaround._finding import Rule
from walkaround.sast._families import FAMILIES, find
from walkaround.sast._families._blocking import ON_OBJECTS, PACKAGES
from walkaround.sast._families._unawaited import ON_OBJECTS as AWAITED_ON_OBJECTS
from walkaround.sast._families._unawaited import PACKAGES as AWAITED_PACKAGES
from walkaround.sast._rules.coroutines import DEFECTS

BLOCKING = {
    "sleep": "import time\nasync def pause():\n    time.sleep(2)  # B970\n",
    "sleep-from": "from time import sleep\nasync def pause():\n    sleep(2)  # B970\n",
    "sleep-in-a-loop": "import time\nasync def pause():\n    while True:\n        time.sleep(1)  # B970\n",
    "sleep-in-a-view": """\
        import time
        from fastapi import FastAPI
        app = FastAPI()
        @app.get("/slow")
        async def slow(seconds: int):
            time.sleep(seconds)  # B970
            return {}
        """,
    "requests": "import requests\nasync def rate(url, t):\n    return requests.get(url, timeout=t).json()  # B970\n",
    "requests-session": """\
        import requests
        class Rates:
            def __init__(self, wait):
                self.session = requests.Session()
                self.wait = wait
            async def today(self, url):
                return self.session.get(url, timeout=self.wait)  # B970
        """,
    "httpx-sync": "import httpx\nasync def rate(url):\n    return httpx.get(url)  # B970\n",
    "httpx-client": """\
        import httpx
        async def rate(url):
            with httpx.Client() as client:
                return client.post(url)  # B970
        """,
    "urlopen": """\
        from urllib.request import urlopen
        async def rate(url, t):
            with urlopen(url, timeout=t) as answer:  # B970
                return answer.read()
        """,
    "subprocess": "import subprocess\nasync def c(p, t):\n    subprocess.run(['x', p], timeout=t)  # B970\n",
    "os-system": "import os\nasync def c():\n    os.system('sync')  # B970\n",
    "popen-wait": """\
        import subprocess
        async def c(t):
            p = subprocess.Popen(["x"])
            p.wait(timeout=t)  # B970
        """,
    "sqlite": """\
        import sqlite3
        async def orders():
            db = sqlite3.connect("shop.db")  # B970
            return db.execute("SELECT 1").fetchone()  # B970
        """,
    "psycopg2-cursor": """\
        import psycopg2
        class Orders:
            def __init__(self, dsn, t):
                self.db = psycopg2.connect(dsn, connect_timeout=t)
            async def count(self):
                cursor = self.db.cursor()
                cursor.execute("SELECT 1")  # B970
                return cursor.fetchone()
        """,
    "pymysql-with": """\
        import pymysql
        db = pymysql.connect(host="db")
        async def orders():
            with db.cursor() as cursor:
                cursor.execute("SELECT 1")  # B970
        """,
    "sqlalchemy-session": """\
        from fastapi import Depends, FastAPI
        from sqlalchemy.orm import Session
        from .db import get_db, Order
        app = FastAPI()
        @app.get("/orders")
        async def orders(db: Session = Depends(get_db)):
            return db.query(Order).limit(20).all()  # B970
        """,
    "sqlalchemy-annotated": """\
        from typing import Annotated
        from fastapi import Depends
        from sqlalchemy.orm import Session
        from .db import get_db
        async def pay(order, db: Annotated[Session, Depends(get_db)]):
            order.paid = True
            db.add(order)
            db.commit()  # B970
            db.refresh(order)
        """,
    "redis": "import redis\nr = redis.Redis(socket_timeout=2)\nasync def g(k):\n    return r.get(k)  # B970\n",
    "pymongo": """\
        from pymongo import MongoClient
        db = MongoClient("mongodb://db")["shop"]
        async def order(key):
            return db.orders.find_one({"_id": key})  # B970
        """,
    "boto3-client": """\
        import boto3
        s3 = boto3.client("s3")
        async def put(key, body):
            s3.put_object(Bucket="b", Key=key, Body=body)  # B970
        """,
    "boto3-table": """\
        import boto3
        async def order(key):
            table = boto3.resource("dynamodb").Table("orders")
            return table.get_item(Key={"id": key})  # B970
        """,
    "django": """\
        from django.http import JsonResponse
        from .models import Order
        async def order(request, key):
            return JsonResponse({"total": Order.objects.get(pk=key).total})  # B970
        """,
    "django-chain": """\
        from django.db import models
        from .models import Order
        async def paid():
            return Order.objects.filter(paid=True).count()  # B970
        """,
    "input": "async def ask():\n    return input('name: ')  # B970\n",
    "bcrypt": "import bcrypt\nasync def h(p):\n    return bcrypt.hashpw(p, bcrypt.gensalt())  # B970\n",
    "passlib": """\
        from passlib.context import CryptContext
        context = CryptContext(schemes=["argon2"])
        async def check(password, known):
            return context.verify(password, known)  # B970
        """,
    "future": """\
        from concurrent.futures import ThreadPoolExecutor
        pool = ThreadPoolExecutor()
        async def size(text):
            future = pool.submit(len, text)
            return future.result()  # B970
        """,
    "thread": """\
        import threading
        async def run(work, t):
            thread = threading.Thread(target=work)
            thread.start()
            thread.join(t)  # B970
        """,
    "event": "import threading\nready = threading.Event()\nasync def w(t):\n    ready.wait(t)  # B970\n",
    "smtp": "import smtplib\nasync def send(h, t):\n    return smtplib.SMTP(h, 25, timeout=t)  # B970\n",
    "names": "import socket\nasync def where(host):\n    return socket.gethostbyname(host)  # B970\n",
    "open-in-a-view": """\
        from fastapi import FastAPI
        app = FastAPI()
        @app.get("/terms")
        async def terms():
            with open("terms.txt", encoding="utf-8") as file:  # B970
                return file.read()
        """,
    "path-in-a-view": """\
        from pathlib import Path
        from aiohttp import web
        async def terms(request: web.Request):
            return web.Response(text=Path("terms.txt").read_text())  # B970
        """,
    "async-method-of-a-view": """\
        import time
        from django.views import View
        from django.http import HttpResponse
        class Slow(View):
            async def get(self, request):
                time.sleep(1)  # B970
                return HttpResponse("")
        """,
    "async-generator": """\
        import time
        async def ticks():
            while True:
                time.sleep(1)  # B970
                yield 1
        """,
    "inner-coroutine": """\
        import time
        def make():
            async def run():
                time.sleep(1)  # B970
            return run
        """,
    "openai": """\
        from openai import OpenAI
        client = OpenAI()
        async def say(text):
            return client.chat.completions.create(model="m", messages=[text])  # B970
        """,
    "typed-cursor": """\
        import sqlite3
        async def count(db: sqlite3.Connection):
            return db.execute("SELECT 1").fetchone()  # B970
        """,
    "session-maker": """\
        from sqlalchemy import create_engine
        from sqlalchemy.orm import sessionmaker
        Local = sessionmaker(bind=create_engine("sqlite://"))
        async def order(query):
            with Local() as db:
                return db.execute(query).first()  # B970
        """,
    "engine": """\
        from sqlalchemy import create_engine, text
        engine = create_engine("sqlite://")
        async def order():
            with engine.connect() as db:
                return db.execute(text("SELECT 1")).first()  # B970
        """,
    "path-built-in-a-view": """\
        from pathlib import Path
        from fastapi import FastAPI, UploadFile
        app = FastAPI()
        HERE = Path("/srv/uploads")
        @app.post("/upload")
        async def upload(file: UploadFile):
            target = HERE / "latest"
            target.write_bytes(await file.read())  # B970
        """,
    "socket": """\
        import socket
        async def greet(address, wait):
            sock = socket.socket()
            sock.settimeout(wait)
            sock.connect(address)  # B970
        """,
    "named-dependency": """\
        from typing import Annotated
        from fastapi import Depends, FastAPI
        from sqlmodel import Session, select
        from .db import Order, get_session
        SessionDep = Annotated[Session, Depends(get_session)]
        app = FastAPI()
        @app.get("/orders")
        async def orders(session: SessionDep):
            return session.exec(select(Order)).all()  # B970
        """,
    "google-storage": """\
        from google.cloud import storage
        client = storage.Client()
        async def keep(name, text):
            client.bucket("b").blob(name).upload_from_string(text)  # B970
        """,
}

FREE = {
    "sleep": "import asyncio\nasync def pause():\n    await asyncio.sleep(2)\n",
    "sync": "import time\ndef pause():\n    time.sleep(2)\n",
    "to-thread": """\
        import asyncio
        import requests
        async def rate(url, t):
            return await asyncio.to_thread(requests.get, url, timeout=t)
        """,
    "executor": """\
        import asyncio
        import time
        async def pause():
            loop = asyncio.get_running_loop()
            await loop.run_in_executor(None, time.sleep, 2)
            await loop.run_in_executor(None, lambda: time.sleep(2))
        """,
    "inner-function": """\
        import asyncio
        import time
        async def pause():
            def work():
                time.sleep(2)
                return input()
            return await asyncio.to_thread(work)
        """,
    "threadpool": """\
        from fastapi.concurrency import run_in_threadpool
        import bcrypt
        async def hashed(password):
            return await run_in_threadpool(bcrypt.hashpw, password, bcrypt.gensalt())
        """,
    "anyio": "import anyio, time\nasync def p():\n    await anyio.to_thread.run_sync(time.sleep, 2)\n",
    "sync-to-async": """\
        from asgiref.sync import sync_to_async
        from django.db import models
        from .models import Order
        async def order(key):
            first = await sync_to_async(Order.objects.get)(pk=key)
            return first, await Order.objects.aget(pk=key), await sync_to_async(lambda: Order.objects.get(pk=1))()
        """,
    "lazy-queryset": """\
        from django.db import models
        from .models import Order
        async def paid():
            return [order async for order in Order.objects.filter(paid=True).order_by("id")]
        """,
    "httpx-async": """\
        import httpx
        async def rate(url):
            async with httpx.AsyncClient() as client:
                return await client.get(url)
        """,
    "async-session": """\
        from sqlalchemy.ext.asyncio import AsyncSession
        async def orders(db: AsyncSession, query):
            return (await db.execute(query)).scalars().all()
        """,
    "sync-view": """\
        from fastapi import Depends, FastAPI
        from sqlalchemy.orm import Session
        app = FastAPI()
        @app.get("/orders")
        def orders(db: Session = Depends(print)):
            return db.query(1).all()
        """,
    "redis-async": """\
        import redis.asyncio as redis
        r = redis.Redis(socket_timeout=2)
        async def g(k):
            return await r.get(k)
        """,
    "aiosqlite": """\
        import aiosqlite
        async def orders():
            async with aiosqlite.connect("shop.db") as db:
                await db.execute("SELECT 1")
        """,
    "asyncio-queue": "import asyncio\nq = asyncio.Queue()\nasync def g():\n    return await q.get()\n",
    "queue-at-once": "import queue\nq = queue.Queue()\nasync def g():\n    return q.get_nowait(), q.get(block=False)\n",
    "asyncio-event": "import asyncio\ne = asyncio.Event()\nasync def w():\n    await e.wait()\n",
    "asyncio-future": """\
        import asyncio
        async def both(a, b):
            first = asyncio.create_task(a)
            await asyncio.wait([first])
            return first.result()
        """,
    "done-future": """\
        from concurrent.futures import ThreadPoolExecutor
        pool = ThreadPoolExecutor()
        async def size(text):
            future = pool.submit(len, text)
            if future.done():
                return future.result()
        """,
    "async-subprocess": """\
        import asyncio
        LIMIT = 7
        async def text():
            process = await asyncio.create_subprocess_exec("ls", stdout=-1)
            return await asyncio.wait_for(process.communicate(), LIMIT)
        """,
    "boto3-signs": """\
        import boto3
        s3 = boto3.client("s3")
        async def link(key):
            return s3.generate_presigned_url("get_object", Params={"Key": key})
        """,
    "aioboto3": """\
        import aioboto3
        async def put(key):
            async with aioboto3.Session().client("s3") as s3:
                await s3.put_object(Key=key)
        """,
    "open-at-start": "async def main():\n    with open('settings.toml') as file:\n        return file.read()\n",
    "own-sleep": "def sleep(n):\n    return n\nasync def pause():\n    sleep(2)\n",
    "default-of-a-coroutine": "import time, os\nasync def pause(a=os.popen('x')):\n    return a\n",
    "dict-get": "async def pick(d: dict, k):\n    return d.get(k)\n",
    "session-add": """\
        from sqlalchemy.orm import Session
        async def keep(db: Session, order):
            db.add(order)
        """,
    "test-function": "import time\nasync def test_pause():\n    time.sleep(0.1)\n",
    "socket-of-the-loop": """\
        import asyncio
        import socket
        async def greet(address):
            sock = socket.socket()
            sock.setblocking(False)
            await asyncio.get_running_loop().sock_connect(sock, address)
            return sock.recv(10)
        """,
    "openai-async": """\
        from openai import AsyncOpenAI
        client = AsyncOpenAI()
        async def say(text):
            return await client.chat.completions.create(model="m", messages=[text])
        """,
}

DISCARDED = {
    "create-task": "import asyncio\nasync def h(m):\n    asyncio.create_task(send(m))  # B971\n",
    "from-import": "from asyncio import create_task\nasync def h(m):\n    create_task(send(m))  # B971\n",
    "alias": "import asyncio as aio\nasync def h(m):\n    aio.create_task(send(m))  # B971\n",
    "ensure-future": "import asyncio\ndef h(m):\n    asyncio.ensure_future(send(m))  # B971\n",
    "running-loop": "import asyncio\nasync def h(m):\n    asyncio.get_running_loop().create_task(send(m))  # B971\n",
    "loop-variable": """\
        import asyncio
        def h(m):
            loop = asyncio.get_event_loop()
            loop.create_task(send(m))  # B971
        """,
    "loop-parameter": "def h(loop, m):\n    loop.create_task(send(m))  # B971\n",
    "loop-typed": "import asyncio\ndef h(l: asyncio.AbstractEventLoop, m):\n    l.create_task(send(m))  # B971\n",
    "loop-attribute": "class B:\n    def h(self, m):\n        self.loop.create_task(send(m))  # B971\n",
    "loop-of-something": "class B:\n    def h(self, m):\n        self.bot.loop.create_task(send(m))  # B971\n",
    "underscore": "import asyncio\nasync def h(m):\n    _ = asyncio.create_task(send(m))  # B971\n",
    "never-read": "import asyncio\nasync def h(m):\n    task = asyncio.create_task(send(m))  # B971\n    return m\n",
    "never-read-annotated": """\
        import asyncio
        async def h(m):
            t: asyncio.Task = asyncio.create_task(send(m))  # B971
        """,
    "named-task": "import asyncio\nasync def h(m):\n    asyncio.create_task(send(m), name='mail')  # B971\n",
    "callback-chained": """\
        import asyncio
        async def h(m):
            asyncio.create_task(send(m)).add_done_callback(print)  # B971
        """,
    "list-dropped": "import asyncio\nasync def h(ms):\n    [asyncio.create_task(send(m)) for m in ms]  # B971\n",
    "list-never-read": """\
        import asyncio
        async def h(ms):
            tasks = [asyncio.create_task(send(m)) for m in ms]  # B971
        """,
    "in-a-loop": "import asyncio\nasync def h(ms):\n    for m in ms:\n        asyncio.create_task(send(m))  # B971\n",
    "in-a-condition": "import asyncio\nasync def h(m):\n    if m:\n        asyncio.create_task(send(m))  # B971\n",
    "short-circuit": "import asyncio\nasync def h(m):\n    m and asyncio.create_task(send(m))  # B971\n",
    "either": "import asyncio\nasync def h(m):\n    asyncio.create_task(send(m)) if m else None  # B971\n",
    "view": """\
        import asyncio
        from fastapi import FastAPI
        app = FastAPI()
        @app.post("/order")
        async def order():
            asyncio.create_task(send("order"))  # B971
            return {}
        """,
    "startup": """\
        import asyncio
        from contextlib import asynccontextmanager
        @asynccontextmanager
        async def lifespan(app):
            asyncio.create_task(poll())  # B971
            yield
        """,
    "method": "import asyncio\nclass B:\n    async def h(self):\n        asyncio.create_task(self.poll())  # B971\n",
    "except": """\
        import asyncio
        async def h():
            try:
                x()
            except ValueError:
                asyncio.create_task(undo())  # B971
        """,
    "walrus": "import asyncio\nasync def h(m):\n    (task := asyncio.create_task(send(m)))  # B971\n",
    "second-one": """\
        import asyncio
        async def h(m):
            a = asyncio.create_task(send(m))
            b = asyncio.create_task(send(m))  # B971
            await a
        """,
    "underscore-that-translates": """\
        import asyncio
        async def h(m):
            _ = asyncio.create_task(send(m))  # B971
            print(_)
        """,
    "loop-of-another-make": """\
        import uvloop
        def start(work):
            loop = uvloop.new_event_loop()
            loop.create_task(work())  # B971
            loop.run_forever()
        """,
}

KEPT = {
    "awaited": "import asyncio\nasync def h(m):\n    await asyncio.create_task(send(m))\n",
    "awaited-later": "import asyncio\nasync def h(m):\n    t = asyncio.create_task(send(m))\n    x()\n    await t\n",
    "set": """\
        import asyncio
        tasks = set()
        async def h(m):
            task = asyncio.create_task(send(m))
            tasks.add(task)
            task.add_done_callback(tasks.discard)
        """,
    "set-at-once": "import asyncio\ntasks = set()\nasync def h(m):\n    tasks.add(asyncio.create_task(send(m)))\n",
    "list": "import asyncio\ntasks = []\nasync def h(m):\n    tasks.append(asyncio.create_task(send(m)))\n",
    "attribute": """\
        import asyncio
        class B:
            async def h(self):
                self.task = asyncio.create_task(self.poll())
        """,
    "mapping": """\
        import asyncio
        class B:
            async def h(self, k):
                self.tasks[k] = asyncio.create_task(self.poll())
        """,
    "gather": """\
        import asyncio
        async def h(ms):
            await asyncio.gather(*[asyncio.create_task(send(m)) for m in ms])
        """,
    "gather-later": """\
        import asyncio
        async def h(ms):
            ts = [asyncio.create_task(send(m)) for m in ms]
            await asyncio.gather(*ts)
        """,
    "returned": "import asyncio\ndef h(m):\n    return asyncio.create_task(send(m))\n",
    "yielded": "import asyncio\nasync def h(ms):\n    for m in ms:\n        yield asyncio.create_task(send(m))\n",
    "lambda": "import asyncio\nh = lambda m: asyncio.create_task(send(m))\n",
    "group": """\
        import asyncio
        async def h(m):
            async with asyncio.TaskGroup() as group:
                group.create_task(send(m))
        """,
    "group-parameter": "import asyncio\nasync def h(group: asyncio.TaskGroup, m):\n    group.create_task(send(m))\n",
    "anyio-group": """\
        import anyio
        async def h(m):
            async with anyio.create_task_group() as g:
                g.start_soon(send, m)
        """,
    "callback-on-a-variable": """\
        import asyncio
        async def h(m):
            task = asyncio.create_task(send(m))
            task.add_done_callback(print)
        """,
    "cancelled": """\
        import asyncio
        from contextlib import asynccontextmanager
        @asynccontextmanager
        async def lifespan(app):
            task = asyncio.create_task(poll())
            yield
            task.cancel()
        """,
    "passed": "import asyncio\nasync def h(m):\n    keep(asyncio.create_task(send(m)))\n",
    "global": "import asyncio\nasync def h(m):\n    global task\n    task = asyncio.create_task(send(m))\n",
    "closure": """\
        import asyncio
        def h(m):
            task = asyncio.ensure_future(send(m))
            def stop():
                task.cancel()
            return stop
        """,
    "nonlocal": """\
        import asyncio
        def h():
            task = None
            async def start(m):
                nonlocal task
                task = asyncio.create_task(send(m))
            return start
        """,
    "module": "import asyncio\nloop = asyncio.new_event_loop()\ntask = loop.create_task(send())\nloop.run_forever()\n",
    "own-scheduler": """\
        class S:
            def create_task(self, c):
                self.all.append(c)
            def h(self, c):
                self.create_task(c)
        """,
    "home-of-tasks": "def h(hass, c):\n    hass.create_task(c)\n",
    "cloud-tasks": "def h(client, parent, task):\n    client.create_task(parent=parent, task=task)\n",
    "background": "def h(background_tasks, m):\n    background_tasks.add_task(send, m)\n",
    "wait-for": "import asyncio\nasync def h(m, t):\n    await asyncio.wait_for(asyncio.create_task(send(m)), t)\n",
    "walrus-read": """\
        import asyncio
        tasks = set()
        async def h(m):
            tasks.add(task := asyncio.create_task(send(m)))
            task.add_done_callback(tasks.discard)
        """,
    "test-function": """\
        import asyncio
        async def test_close():
            asyncio.create_task(close())
        """,
}

UNAWAITED = {
    "function": "async def save(o): ...\nasync def h(o):\n    save(o)  # B972\n",
    "from-a-plain-function": "async def save(o): ...\ndef h(o):\n    save(o)  # B972\n",
    "module-level": "async def main(): ...\nif __name__ == '__main__':\n    main()  # B972\n",
    "method": "class S:\n    async def save(self, o): ...\n    async def h(self, o):\n        self.save(o)  # B972\n",
    "method-of-an-object": """\
        class S:
            async def save(self, o): ...
        async def h(o):
            s = S()
            s.save(o)  # B972
        """,
    "method-of-a-parameter": """\
        class S:
            async def save(self, o): ...
        async def h(s: S, o):
            s.save(o)  # B972
        """,
    "method-of-a-new-object": "class S:\n    async def save(self, o): ...\nasync def h(o):\n    S().save(o)  # B972\n",
    "class-method": """\
        class S:
            @classmethod
            async def save(cls, o): ...
            @classmethod
            async def h(cls, o):
                cls.save(o)  # B972
        """,
    "static-method": """\
        class S:
            @staticmethod
            async def save(o): ...
        async def h(o):
            S.save(o)  # B972
        """,
    "inherited": """\
        class Base:
            async def save(self, o): ...
        class S(Base):
            async def h(self, o):
                self.save(o)  # B972
        """,
    "inner": "def make():\n    async def save(): ...\n    save()  # B972\n",
    "sleep": "import asyncio\nasync def h():\n    asyncio.sleep(1)  # B972\n",
    "sleep-from": "from asyncio import sleep\nasync def h():\n    sleep(1)  # B972\n",
    "gather": "import asyncio\nasync def h(a, b):\n    asyncio.gather(a, b)  # B972\n",
    "queue-put": "import asyncio\nq = asyncio.Queue()\nasync def h(o):\n    q.put(o)  # B972\n",
    "never-read": "async def save(o): ...\nasync def h(o):\n    result = save(o)  # B972\n    return o\n",
    "underscore": "async def save(o): ...\nasync def h(o):\n    _ = save(o)  # B972\n",
    "as-an-answer": "async def load(k): ...\nasync def h(k):\n    return load(k)['name']  # B972\n",
    "as-an-object": "async def load(k): ...\nasync def h(k):\n    order = load(k)  # B972\n    return order.total\n",
    "as-a-truth": "async def may(u): ...\nasync def h(u):\n    if not may(u):  # B972\n        raise PermissionError\n",
    "as-a-condition": "async def may(u): ...\nasync def h(u):\n    if u and may(u):  # B972\n        return 1\n",
    "as-a-list": "async def rows(): ...\nasync def h():\n    for row in rows():  # B972\n        print(row)\n",
    "as-a-text": "async def name(): ...\nasync def h():\n    return f'hello {name()}'  # B972\n",
    "compared": "async def count(): ...\nasync def h():\n    return count() > 3  # B972\n",
    "async-session": """\
        from sqlalchemy.ext.asyncio import AsyncSession
        async def keep(db: AsyncSession, order):
            db.add(order)
            db.commit()  # B972
        """,
    "session-maker": """\
        from sqlalchemy.ext.asyncio import async_sessionmaker, create_async_engine
        make = async_sessionmaker(create_async_engine("sqlite+aiosqlite://"))
        async def keep(order):
            async with make() as db:
                db.add(order)
                db.commit()  # B972
        """,
    "httpx": """\
        import httpx
        async def rate(url):
            async with httpx.AsyncClient() as client:
                answer = client.get(url)  # B972
                return answer.json()
        """,
    "aiohttp-answer": """\
        import aiohttp
        async def rate(url):
            async with aiohttp.ClientSession() as session:
                async with session.get(url) as answer:
                    return answer.json()["rate"]  # B972
        """,
    "request-json": """\
        from fastapi import FastAPI, Request
        app = FastAPI()
        @app.post("/hook")
        async def hook(request: Request):
            data = request.json()  # B972
            return data["id"]
        """,
    "websocket": """\
        from fastapi import WebSocket
        async def h(websocket: WebSocket):
            await websocket.accept()
            websocket.send_json({"a": 1})  # B972
        """,
    "redis": """\
        import redis.asyncio as redis
        r = redis.Redis(socket_timeout=2)
        async def h(k):
            r.set(k, 1)  # B972
        """,
    "except": """\
        async def undo(): ...
        async def h():
            try:
                x()
            except ValueError:
                undo()  # B972
        """,
    "drain": """\
        import asyncio
        async def h(writer: asyncio.StreamWriter):
            writer.write(b"x")
            writer.drain()  # B972
        """,
    "checked-and-used": """\
        async def load(k): ...
        async def h(k):
            order = load(k)  # B972
            if order is None:
                return None
            return order.total
        """,
    "checked-and-returned": """\
        async def load(k): ...
        async def h(k):
            order = load(k)  # B972
            if not order:
                raise KeyError(k)
            return order
        """,
    "counted": """\
        from fastapi import UploadFile
        async def h(file: UploadFile):
            data = file.read()  # B972
            return len(data)
        """,
    "in-the-answer-of-a-view": """\
        from fastapi import FastAPI
        app = FastAPI()
        async def load(k): ...
        @app.get("/order")
        async def order(k: int):
            return {"order": load(k)}  # B972
        """,
    "as-a-filter": """\
        async def may(u): ...
        async def h(users):
            return [u for u in users if may(u)]  # B972
        """,
    "in-a-response": """\
        from django.http import JsonResponse
        async def load(k): ...
        async def order(request, k):
            return JsonResponse({"order": load(k)})  # B972
        """,
    "django-manager": """\
        from django.http import JsonResponse
        from .models import Order
        async def order(request, k):
            found = Order.objects.aget(pk=k)  # B972
            return JsonResponse({"total": found.total})
        """,
    "aiohttp-get": """\
        import aiohttp
        async def rate(url):
            async with aiohttp.ClientSession() as session:
                answer = session.get(url)  # B972
                return answer.status
        """,
    "aiofiles": """\
        import aiofiles
        async def terms(path):
            async with aiofiles.open(path) as file:
                return len(file.read())  # B972
        """,
    "openai": """\
        from openai import AsyncOpenAI
        client = AsyncOpenAI()
        async def say(messages):
            answer = client.chat.completions.create(model="m", messages=messages)  # B972
            return answer.choices[0]
        """,
    "discord": """\
        from discord.ext import commands
        async def ping(ctx: commands.Context):
            ctx.send("pong")  # B972
        """,
    "playwright": """\
        from playwright.async_api import Page
        async def title(page: Page, url):
            page.goto(url)  # B972
            return await page.title()
        """,
    "of-super": """\
        class Base:
            async def close(self): ...
        class Pool(Base):
            async def close(self):
                super().close()  # B972
        """,
    "target-of-a-thread": """\
        import threading
        async def poll(): ...
        def start():
            threading.Thread(target=poll, daemon=True).start()  # B972
        """,
    "at-exit": """\
        import atexit
        class Pool:
            async def close(self): ...
            def __init__(self):
                atexit.register(self.close)  # B972
        """,
    "handler-of-a-signal": """\
        import asyncio, signal
        async def stop(): ...
        async def main():
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGTERM, stop)  # B972
        """,
}

AWAITED = {
    "awaited": "async def save(o): ...\nasync def h(o):\n    await save(o)\n",
    "awaited-later": "async def save(o): ...\nasync def h(o):\n    c = save(o)\n    await c\n",
    "gathered": """\
        import asyncio
        async def save(o): ...
        async def h(os):
            await asyncio.gather(*(save(o) for o in os))
        """,
    "gathered-list": """\
        import asyncio
        async def save(o): ...
        async def h(o):
            cs = [save(o)]
            await asyncio.gather(*cs)
        """,
    "run": "import asyncio\nasync def main(): ...\nasyncio.run(main())\n",
    "run-until": "import asyncio\nasync def main(): ...\nasyncio.new_event_loop().run_until_complete(main())\n",
    "task": """\
        import asyncio
        ts = set()
        async def save(o): ...
        async def h(o):
            ts.add(asyncio.create_task(save(o)))
        """,
    "threadsafe": """\
        import asyncio
        async def save(o): ...
        def h(loop, o):
            asyncio.run_coroutine_threadsafe(save(o), loop)
        """,
    "returned": "async def save(o): ...\ndef h(o):\n    return save(o)\n",
    "returned-either": "async def save(o): ...\ndef h(o):\n    return save(o) if o else None\n",
    "lambda": "async def save(o): ...\nh = lambda o: save(o)\n",
    "passed": "async def save(o): ...\ndef h(o):\n    schedule(save(o))\n",
    "closed": "async def save(o): ...\ndef h(o):\n    save(o).close()\n",
    "stored": "class S:\n    async def save(self): ...\n    def h(self):\n        self.pending = self.save()\n",
    "async-for": "async def rows():\n    yield 1\nasync def h():\n    async for r in rows():\n        print(r)\n",
    "generator": "async def rows():\n    yield 1\ndef h():\n    rows()\n",
    "async-with": "async def open_it(): ...\nasync def h():\n    async with await open_it() as o:\n        print(o)\n",
    "plain-of-the-same-name": """\
        class A:
            async def save(self): ...
        class B:
            def save(self): ...
            def h(self):
                self.save()
        """,
    "either-definition": """\
        import sys
        if sys.platform == "win32":
            def save(o): ...
        else:
            async def save(o): ...
        def h(o):
            save(o)
        """,
    "overridden": """\
        class Base:
            async def save(self): ...
            def h(self):
                self.save()
        class Plain(Base):
            def save(self): ...
        """,
    "decorated": "from tasks import task\n@task\nasync def save(o): ...\ndef h(o):\n    save(o)\n",
    "work": """\
        from textual import work
        class S:
            @work
            async def load(self): ...
            def h(self):
                self.load()
        """,
    "shadowed": "async def save(o): ...\ndef h(save, o):\n    save(o)\n",
    "replaced": "async def save(o): ...\nsave = wrap(save)\ndef h(o):\n    save(o)\n",
    "sync-session": "from sqlalchemy.orm import Session\ndef keep(db: Session):\n    db.commit()\n",
    "group-of-nursery": "async def save(o): ...\nasync def h(n, o):\n    n.start_soon(save, o)\n",
    "awaited-in-branches": """\
        async def a(): ...
        async def b(): ...
        async def h(x):
            c = a() if x else b()
            return await c
        """,
    "is-none": """\
        async def load(): ...
        async def h():
            c = load()
            if c is None:
                return
            await c
        """,
    "request-json-of-flask": "from flask import request\nasync def h():\n    return request.json['a']\n",
    "yielded": "async def save(o): ...\ndef h(os):\n    for o in os:\n        yield save(o)\n",
    "session-add": """\
        from sqlalchemy.ext.asyncio import AsyncSession
        async def k(db: AsyncSession, o):
            db.add(o)
        """,
    "dictionary-of-coroutines": """\
        async def load(k): ...
        def pending(k):
            return {"order": load(k)}
        """,
    "returned-from-plain": """\
        async def load(k): ...
        def h(k):
            c = load(k)
            return c
        """,
    "upload-plain-file": """\
        def h(file):
            data = file.read()
            return len(data)
        """,
    "aiohttp-with": """\
        import aiohttp
        async def rate(url):
            async with aiohttp.ClientSession() as session:
                async with session.get(url) as first:
                    pass
                later = session.get(url)
                async with later as second:
                    return await second.json(), await (await session.post(url)).json()
        """,
    "async-filter": """\
        async def may(u): ...
        async def h(users):
            return [u for u in users if await may(u)]
        """,
    "async-stream": """\
        from openai import AsyncOpenAI
        client = AsyncOpenAI()
        async def say(messages):
            async for part in await client.chat.completions.create(model="m", messages=messages, stream=True):
                yield part
        """,
    "of-super": """\
        class Base:
            async def close(self): ...
        class Pool(Base):
            async def close(self):
                await super().close()
        """,
    "target-of-a-thread": """\
        import asyncio
        import threading
        async def poll(): ...
        def start():
            threading.Thread(target=asyncio.run, args=(poll(),)).start()
            threading.Thread(target=lambda: asyncio.run(poll())).start()
        """,
    "background-task": """\
        from fastapi import BackgroundTasks
        async def send(m): ...
        async def h(tasks: BackgroundTasks, m):
            tasks.add_task(send, m)
        """,
}

TABLES = {
    "blocking": BLOCKING, "free": FREE, "discarded": DISCARDED, "kept": KEPT, "unawaited": UNAWAITED,
    "awaited": AWAITED,
}  # fmt: skip
CASES = {f"{kind}-{name}": text for kind, table in TABLES.items() for name, text in table.items()}


@pytest.mark.parametrize("source", CASES.values(), ids=CASES)
def test_lines(source: str) -> None:
    assert found(source, ("coroutines",)) == marked(source)


def test_tables_mark_what_they_say() -> None:
    assert [name for name, text in {**BLOCKING, **DISCARDED, **UNAWAITED}.items() if not marked(text)] == []
    assert [name for name, text in {**FREE, **KEPT, **AWAITED}.items() if marked(text)] == []


_NAMES = st.sampled_from(["a", "b", "asyncio", "self", "task", "loop"])
_STATEMENTS = st.recursive(
    st.builds("{0} = {1}.create_task({2}())".format, _NAMES, _NAMES, _NAMES)
    | st.builds("{0}({1})".format, _NAMES, _NAMES)
    | st.builds("return {0}".format, _NAMES),
    lambda inner: st.builds(
        lambda head, body: head + "\n" + "\n".join(f"    {line}" for line in body.split("\n")),
        st.sampled_from(["async def a(b):", "def task(self):", "class loop:", "for a in b:", "with a as task:"]),
        inner,
    ),
    max_leaves=6,
)


@given(st.lists(_STATEMENTS, max_size=5))
def test_any_program(statements: list[str]) -> None:
    """Every program that parses is judged, twice alike, and only calls are blamed."""
    source = "import asyncio\n" + "\n".join(statements)
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return
    results = [[(one.rule, one.node) for one in find(Module("a.py", source.encode(), tree), FAMILIES)] for _ in "12"]
    assert results[0] == results[1]
    assert all(isinstance(node, ast.Call) for _, node in results[0])


@pytest.mark.parametrize("rule", [defect.rule for defect in DEFECTS], ids=lambda rule: str(rule.id))
def test_page(rule: Rule) -> None:
    page = (TOP / "docs" / "sast" / f"{rule.id}.md").read_text(encoding="utf-8")
    bad, good = blocks(page)
    assert {one for _, one in marked(bad)} == {rule.id}
    assert found(bad, ("timeouts", "coroutines")) == marked(bad)
    assert found(good, ("timeouts", "coroutines")) == []
    assert page.startswith(f"# {rule.id}: {rule.name}\n")
    assert f"## Remedy\n\n{rule.remedy}\n" in page


@pytest.mark.parametrize(
    ("patterns", "packages", "inner"),
    [
        (ON_OBJECTS, PACKAGES, {"engine", "mongo_client", "sessions"}),
        (AWAITED_ON_OBJECTS, AWAITED_PACKAGES, {"session"}),
    ],
    ids=["blocking", "awaited"],
)
def test_packages_call_for_every_name(
    patterns: tuple[tuple[str, frozenset[str]], ...], packages: frozenset[str], inner: set[str]
) -> None:
    """No pattern is left out because its package is thought not to matter."""
    starts = {word for start, _ in patterns for word in re.findall(r"(?:^|\||\(\?:)([a-z]\w+)(?=\\\.)", start)}
    assert starts - packages == inner
