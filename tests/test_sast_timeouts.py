"""sast, family timeouts: calls that may wait for ever (B935), round numbers without a reason (B936)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marked_lines import blocks, found, marked
from tests_support import TOP
from walkaround._finding import Rule
from walkaround.sast._families import FAMILIES
from walkaround.sast._families._round_timeouts import POSITIONS
from walkaround.sast._families._waits import ENDLESS as ENDLESS_CALLS
from walkaround.sast._families._waits import INNER
from walkaround.sast._rules.timeouts import DEFECTS

ENDLESS = {
    "requests-get": "import requests\ndef rate(url):\n    return requests.get(url).json()  # B935\n",
    "requests-alias": "import requests as http\ndef rate(url):\n    return http.post(url, json={'a': 1})  # B935\n",
    "requests-from-import": "from requests import get as fetch\ndef rate(url):\n    return fetch(url).text  # B935\n",
    "requests-request": "import requests\ndef rate(v, url):\n    return requests.request(v, url, params={})  # B935\n",
    "requests-none": "import requests\ndef rate(url):\n    return requests.get(url, timeout=None)  # B935\n",
    "requests-none-to-read": """\
        import requests
        def rate(url):
            return requests.get(url, timeout=(4, None))  # B935
        """,
    "requests-named-none": """\
        import requests
        NEVER = None
        def rate(url):
            return requests.get(url, timeout=NEVER)  # B935
        """,
    "session-local": """\
        import requests
        def rate(url):
            session = requests.Session()
            session.headers["Accept"] = "application/json"
            return session.get(url)  # B935
        """,
    "session-with": """\
        from requests import Session
        def rate(url):
            with Session() as s:
                s.headers.update({"x": "y"})
                return s.post(url, data=b"")  # B935
        """,
    "session-attribute": """\
        import requests
        class Rates:
            def __init__(self, url):
                self.url = url
                self.session = requests.Session()
            def today(self):
                return self.session.get(f"{self.url}/today")  # B935
        """,
    "session-parameter": """\
        import requests
        def rate(session: requests.Session, url: str) -> dict:
            return session.request("GET", url).json()  # B935
        """,
    "session-made-by-a-function": """\
        import requests
        def _session():
            session = requests.Session()
            session.verify = True
            return session
        def rate(url):
            return _session().get(url)  # B935
        """,
    "session-made-by-a-method": """\
        import requests
        class Rates:
            def __init__(self):
                self._session = self._open()
            def _open(self) -> requests.Session:
                s = requests.Session()
                s.auth = ("a", "b")
                return s
            def today(self, url):
                return self._session.get(url)  # B935
        """,
    "session-property": """\
        import requests
        class Rates:
            @property
            def session(self) -> requests.Session:
                return requests.Session()
            def today(self, url):
                return self.session.get(url)  # B935
        """,
    "session-with-plain-adapter": """\
        import requests
        from requests.adapters import HTTPAdapter
        def rate(url):
            session = requests.Session()
            session.mount("https://", HTTPAdapter(max_retries=3))
            return session.get(url)  # B935
        """,
    "session-send": """\
        import requests
        def rate(url):
            s = requests.Session()
            return s.send(requests.Request("GET", url).prepare())  # B935
        """,
    "oauth-session": """\
        from requests_oauthlib import OAuth2Session
        def who(token):
            return OAuth2Session("id", token=token).get("https://id.example/me").json()  # B935
        """,
    "walrus": """\
        import requests
        def rate(url):
            if (answer := requests.get(url)).ok:  # B935
                return answer.json()
        """,
    "comprehension": "import requests\ndef rates(urls):\n    return [requests.get(u) for u in urls]  # B935\n",
    "httpx-none": "import httpx\ndef rate(url):\n    return httpx.get(url, timeout=None)  # B935\n",
    "httpx-client-none": "import httpx\nclient = httpx.Client(base_url='https://x.example', timeout=None)  # B935\n",
    "httpx-async-client": """\
        import httpx
        async def rate(url):
            async with httpx.AsyncClient(timeout=None) as client:  # B935
                return await client.get(url)
        """,
    "httpx-timeout-of-none": "import httpx\nWAIT = httpx.Timeout(None)  # B935\n",
    "httpx-unknown-client": """\
        import httpx
        async def rate(app, url):
            return await app.state.client.get(url, timeout=None)  # B935
        """,
    "aiohttp-total-none": """\
        import aiohttp
        async def rate(url):
            wait = aiohttp.ClientTimeout(total=None)  # B935
            async with aiohttp.ClientSession(timeout=wait) as session:
                async with session.get(url) as answer:
                    return await answer.json()
        """,
    "aiohttp-session-none": """\
        from aiohttp import ClientSession
        async def rate(url):
            async with ClientSession(timeout=None) as session:  # B935
                async with session.get(url) as answer:
                    return await answer.text()
        """,
    "urlopen": "from urllib.request import urlopen\ndef rate(url):\n    return urlopen(url).read()  # B935\n",
    "urlopen-module": """\
        import urllib.request
        def rate(url):
            request = urllib.request.Request(url, headers={"a": "b"})
            with urllib.request.urlopen(request) as answer:  # B935
                return answer.read()
        """,
    "urlretrieve": "import urllib.request\ndef load(u, p):\n    urllib.request.urlretrieve(u, p)  # B935\n",
    "http-client": """\
        import http.client
        def rate(host):
            connection = http.client.HTTPSConnection(host, 443)  # B935
            connection.request("GET", "/")
            return connection.getresponse().read()
        """,
    "urllib3-pool": """\
        import urllib3
        http = urllib3.PoolManager()
        def rate(url):
            return http.request("GET", url).data  # B935
        """,
    "create-connection": """\
        import socket
        def greet(host):
            with socket.create_connection((host, 25)) as sock:  # B935
                return sock.recv(100)
        """,
    "socket-connect": """\
        import socket
        def greet(host):
            sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
            sock.connect((host, 25))  # B935
            return sock.recv(100)
        """,
    "socket-attribute": """\
        import socket
        class Meter:
            def __init__(self, host):
                self.sock = socket.socket()
                self.host = host
            def open(self):
                self.sock.connect((self.host, 502))  # B935
            def value(self):
                return self.sock.recv(2)
        """,
    "socket-answer-of-datagram": """\
        import socket
        def now(host):
            s = socket.socket(type=socket.SOCK_STREAM)
            s.connect_ex
            return s.recvfrom(48)  # B935
        """,
    "tls": """\
        import socket, ssl
        def peer(host):
            context = ssl.create_default_context()
            with context.wrap_socket(socket.socket(), server_hostname=host) as tls:
                tls.connect((host, 443))  # B935
                return tls.getpeercert()
        """,
    "smtp": """\
        import smtplib
        def send(mail):
            with smtplib.SMTP("mail.example", 587) as server:  # B935
                server.send_message(mail)
        """,
    "smtp-ssl": "from smtplib import SMTP_SSL\ndef send(h):\n    return SMTP_SSL(h, context=None)  # B935\n",
    "ftp": "from ftplib import FTP\ndef names(h):\n    return FTP(h, 'a', 'b').nlst()  # B935\n",
    "ftp-connect": """\
        import ftplib
        def names(host):
            ftp = ftplib.FTP()
            ftp.connect(host, 2121)  # B935
            return ftp.nlst()
        """,
    "imap": "import imaplib\ndef box(h):\n    return imaplib.IMAP4_SSL(h)  # B935\n",
    "pop": "import poplib\ndef box(h):\n    return poplib.POP3(h, 110)  # B935\n",
    "telnet": "import telnetlib\ndef box(h):\n    return telnetlib.Telnet(h)  # B935\n",
    "psycopg2": """\
        import psycopg2
        def orders():
            with psycopg2.connect(host="db", dbname="shop", user="app") as db:  # B935
                return db
        """,
    "psycopg2-address": """\
        import os
        import psycopg2
        def orders():
            return psycopg2.connect(os.environ["DATABASE_URL"])  # B935
        """,
    "psycopg": "import psycopg\ndef db(dsn):\n    return psycopg.connect(dsn, autocommit=True)  # B935\n",
    "psycopg-async": """\
        import psycopg
        async def db(dsn):
            return await psycopg.AsyncConnection.connect(dsn)  # B935
        """,
    "redis": "import redis\nr = redis.Redis(host='cache', port=6379, decode_responses=True)  # B935\n",
    "redis-url": "import redis.asyncio as redis\nclient = redis.from_url('redis://cache:6379/0')  # B935\n",
    "paramiko": """\
        import paramiko
        def uptime(host):
            client = paramiko.SSHClient()
            client.load_system_host_keys()
            client.connect(host, username="ops")  # B935
            return client
        """,
    "boto3-config": """\
        import boto3
        from botocore.config import Config
        s3 = boto3.client("s3", config=Config(connect_timeout=4, read_timeout=None))  # B935
        """,
    "grpc-stub": """\
        import grpc
        import prices_pb2
        import prices_pb2_grpc
        def price(channel, sku):
            stub = prices_pb2_grpc.PricesStub(channel)
            return stub.GetPrice(prices_pb2.Sku(id=sku))  # B935
        """,
    "subprocess-in-a-view": """\
        import subprocess
        from flask import Flask, request
        app = Flask(__name__)
        @app.post("/thumb")
        def thumb():
            subprocess.run(["convert", "in.png", "out.png"], check=True)  # B935
            return "done"
        """,
    "subprocess-in-a-service": """\
        import subprocess
        class Converter:
            def duration(self, path: str) -> float:
                out = subprocess.check_output(["ffprobe", "-show_format", path])  # B935
                return float(out)
        """,
    "popen-communicate": """\
        import subprocess
        def text(path):
            process = subprocess.Popen(["pdftotext", path, "-"], stdout=subprocess.PIPE)
            out, _ = process.communicate()  # B935
            return out
        """,
    "asyncio-subprocess": """\
        import asyncio
        async def text(path):
            process = await asyncio.create_subprocess_exec("pdftotext", path, "-", stdout=asyncio.subprocess.PIPE)
            out, _ = await process.communicate()  # B935
            return out
        """,
    "queue-in-a-view": """\
        import queue
        from fastapi import FastAPI
        app = FastAPI()
        ready = queue.Queue()
        @app.get("/next")
        def next_one():
            return ready.get()  # B935
        """,
    "future-in-a-view": """\
        from concurrent.futures import ThreadPoolExecutor
        from django.http import HttpRequest, JsonResponse
        pool = ThreadPoolExecutor()
        def report(request: HttpRequest):
            future = pool.submit(len, "abc")
            return JsonResponse({"n": future.result()})  # B935
        """,
    "streams": """\
        import asyncio
        async def ask(host):
            reader, writer = await asyncio.open_connection(host, 7000)  # B935
            writer.write(b"?")
            await writer.drain()
            return await reader.readline()  # B935
        """,
    "wait-for-none": """\
        import asyncio
        async def ask(question):
            return await asyncio.wait_for(question, timeout=None)  # B935
        """,
    "settimeout-none": """\
        import socket
        def greet(host):
            sock = socket.socket()
            sock.settimeout(None)  # B935
            sock.connect((host, 25))  # B935
        """,
    "subclass-of-session": """\
        import requests
        class Rates(requests.Session):
            def today(self):
                return self.get("https://rates.example/today")  # B935
        """,
    "match": """\
        import requests
        def rate(kind, url):
            match kind:
                case "spot":
                    return requests.get(url)  # B935
                case _:
                    return None
        """,
    "datagram-answer": """\
        import socket
        def now(host):
            sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            sock.sendto(b"?", (host, 123))
            return sock.recvfrom(48)  # B935
        """,
    "openai-none": """\
        import openai
        client = openai.OpenAI()
        def say(text):
            return client.responses.create(model="m", input=text, timeout=None)  # B935
        """,
    "adapter-without-send": """\
        import requests
        from requests.adapters import HTTPAdapter
        class OldTls(HTTPAdapter):
            def init_poolmanager(self, *args, **options):
                return super().init_poolmanager(*args, **options)
        def rate(url):
            session = requests.Session()
            session.mount("https://", OldTls())
            return session.get(url)  # B935
        """,
    "pubsub-in-a-view": """\
        from flask import Flask
        from google.cloud import pubsub_v1
        app = Flask(__name__)
        publisher = pubsub_v1.PublisherClient()
        @app.post("/orders")
        def order():
            return publisher.publish("orders", b"x").result()  # B935
        """,
    "session-of-a-base": """\
        import requests
        class Client:
            def __init__(self):
                self.session = requests.Session()
        class Rates(Client):
            def today(self, url):
                return self.session.get(url)  # B935
        """,
    "session-of-a-dataclass": """\
        from dataclasses import dataclass, field
        import requests
        @dataclass
        class Rates:
            url: str
            session: requests.Session = field(default_factory=requests.Session)
            def today(self):
                return self.session.get(self.url)  # B935
        """,
    "session-given-or-made": """\
        import requests
        class Rates:
            def __init__(self, session=None):
                self.session = session or requests.Session()
            def today(self, url):
                return self.session.get(url)  # B935
        """,
    "celery-in-a-view": """\
        from django.http import HttpRequest, JsonResponse
        from .tasks import report
        def view(request: HttpRequest):
            return JsonResponse(report.delay(7).get())  # B935
        """,
    "other-machines-by-git": """\
        import subprocess
        def fetch(url, path):
            subprocess.run(["git", "clone", url, path], check=True)  # B935
            subprocess.check_output("git ls-remote " + url, shell=True)  # B935
        """,
    "quick-in-a-view": """\
        import subprocess
        from flask import Flask
        app = Flask(__name__)
        @app.get("/version")
        def version():
            return subprocess.check_output(["git", "rev-parse", "HEAD"])  # B935
        """,
    "session-of-the-class-itself": """\
        import requests
        class Rates:
            session = requests.Session()
            def today(self, url):
                return Rates.session.get(url)  # B935
        """,
    "named-program-by-popen": """\
        import subprocess
        def convert(path):
            process = subprocess.Popen(["ffmpeg", "-i", path, "out.mp4"])
            return process.wait()  # B935
        """,
    "output-of-any-program": """\
        import subprocess
        def output(command):
            process = subprocess.Popen(command, stdout=subprocess.PIPE)
            return process.communicate()[0]  # B935
        """,
}

BOUNDED = {
    "named": """\
        import requests
        RATES_TIMEOUT = 7
        def rate(url):
            return requests.get(url, timeout=RATES_TIMEOUT)
        """,
    "setting": """\
        import requests
        from django.conf import settings
        def rate(url):
            return requests.get(url, timeout=settings.RATES_TIMEOUT)
        """,
    "parameter": "import requests\ndef rate(url, timeout=None):\n    return requests.get(url, timeout=timeout)\n",
    "attribute": """\
        import requests
        class Rates:
            def __init__(self, timeout):
                self.timeout = timeout
            def today(self, url):
                return requests.get(url, timeout=self.timeout)
        """,
    "keywords-passed-on": "import requests\ndef rate(url, **options):\n    return requests.get(url, **options)\n",
    "partial": """\
        import functools
        import requests
        WAIT = 4
        fetch = functools.partial(requests.get, timeout=WAIT)
        def rate(url):
            return fetch(url)
        """,
    "subclass-that-sets-it": """\
        import requests
        class Patient(requests.Session):
            def request(self, method, url, **options):
                options.setdefault("timeout", 7)
                return super().request(method, url, **options)
        def rate(url):
            with Patient() as session:
                return session.get(url)
        class Rates(Patient):
            def today(self, url):
                return self.get(url)
        """,
    "adapter-that-sets-it": """\
        import requests
        from requests.adapters import HTTPAdapter
        class Limited(HTTPAdapter):
            def send(self, request, **options):
                options["timeout"] = options.get("timeout") or 7
                return super().send(request, **options)
        def rate(url):
            session = requests.Session()
            session.mount("https://", Limited())
            return session.get(url)
        """,
    "adapter-set-where-made": """\
        import requests
        from .net import LimitedAdapter
        def _session():
            s = requests.Session()
            s.mount("https://", LimitedAdapter(7))
            return s
        class Rates:
            def __init__(self):
                self.session = _session()
            def today(self, url):
                return self.session.get(url)
        """,
    "patched-request": """\
        import functools
        import requests
        WAIT = 7
        session = requests.Session()
        session.request = functools.partial(session.request, timeout=WAIT)
        def rate(url):
            return session.get(url)
        """,
    "httpx-default": """\
        import httpx
        def rate(url):
            with httpx.Client() as client:
                return client.get(url), httpx.post(url)
        """,
    "httpx-read-alone": "import httpx\nSTREAM = httpx.Timeout(7, read=None)\n",
    "aiohttp-default": """\
        import aiohttp
        async def rate(url):
            async with aiohttp.ClientSession() as session:
                async with session.get(url) as answer:
                    return await answer.json()
        """,
    "aiohttp-by-read": "import aiohttp\nSTREAM = aiohttp.ClientTimeout(total=None, sock_read=7)\n",
    "urlopen-position": """\
        from urllib.request import urlopen
        WAIT = 7
        def rate(url):
            return urlopen(url, None, WAIT).read()
        """,
    "urlopen-file": """\
        from urllib.request import urlopen
        def rate():
            return urlopen('file:///etc/hostname').read()
        """,
    "default-for-all-sockets": """\
        import socket
        from urllib.request import urlopen
        WAIT = 7
        socket.setdefaulttimeout(WAIT)
        def rate(url):
            return urlopen(url).read()
        """,
    "pool-that-has-it": """\
        import urllib3
        WAIT = urllib3.Timeout(connect=2, read=7)
        http = urllib3.PoolManager(timeout=WAIT)
        def rate(url):
            return http.request("GET", url).data
        """,
    "pool-of-someone-else": """\
        import urllib3
        def rate(http: urllib3.PoolManager, url):
            return http.request("GET", url).data
        """,
    "settimeout": """\
        import socket
        WAIT = 7
        def greet(host):
            sock = socket.socket()
            sock.settimeout(WAIT)
            sock.connect((host, 25))
            return sock.recv(100)
        """,
    "settimeout-attribute": """\
        import socket
        class Meter:
            def __init__(self, host, wait):
                self.sock = socket.socket()
                self.sock.settimeout(wait)
            def open(self):
                self.sock.connect(("meter", 502))
        """,
    "not-blocking": """\
        import socket
        def greet(host):
            sock = socket.socket()
            sock.setblocking(False)
            sock.connect((host, 25))
        """,
    "own-address-by-datagram": """\
        import socket
        def own_address():
            s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            s.connect(("192.0.2.1", 9))
            return s.getsockname()[0]
        """,
    "server": """\
        import socket
        def serve():
            s = socket.socket()
            s.bind(("127.0.0.1", 8000))
            s.listen()
            while True:
                connection, _ = s.accept()
                connection.close()
        """,
    "smtp-named": "import smtplib\nWAIT = 7\ndef send(h):\n    return smtplib.SMTP(h, 25, timeout=WAIT)\n",
    "ftp-later": """\
        import ftplib
        WAIT = 7
        def names(host):
            ftp = ftplib.FTP()
            ftp.connect(host, timeout=WAIT)
            other = ftplib.FTP(timeout=WAIT)
            other.connect(host)
            return ftp.nlst()
        """,
    "psycopg2-keyword": """\
        import psycopg2
        WAIT = 7
        def db(dsn):
            return psycopg2.connect(dsn, connect_timeout=WAIT)
        """,
    "psycopg2-address": """\
        import psycopg2
        DSN = "host=db dbname=shop connect_timeout=7"
        def db():
            return psycopg2.connect(DSN)
        """,
    "psycopg2-built-address": """\
        import psycopg2
        def db(host):
            return psycopg2.connect(f"postgresql://{host}/shop?connect_timeout=7")
        """,
    "finite-drivers": """\
        import asyncpg, pymysql, mysql.connector, pymongo, boto3
        async def db(dsn):
            return await asyncpg.connect(dsn)
        def others():
            pymysql.connect(host="db"), mysql.connector.connect(host="db"), pymongo.MongoClient("db")
            return boto3.client("s3", config=configuration()).list_buckets()
        """,
    "redis-pool": """\
        import redis
        WAIT = 7
        pool = redis.ConnectionPool(host="cache", socket_timeout=WAIT)
        r = redis.Redis(connection_pool=pool)
        """,
    "grpc-deadline": """\
        import prices_pb2_grpc
        WAIT = 7
        def price(channel, sku):
            return prices_pb2_grpc.PricesStub(channel).GetPrice(sku, timeout=WAIT)
        """,
    "build-script": """\
        import argparse
        import subprocess
        def build(target):
            subprocess.run(["make", target], check=True)
        if __name__ == "__main__":
            build(argparse.ArgumentParser().parse_args().target)
        """,
    "editor": """\
        import subprocess
        def edit(editor, path):
            subprocess.call([editor, path])
        """,
    "process-limit": """\
        import subprocess
        WAIT = 7
        def text(path):
            process = subprocess.Popen(["pdftotext", path], stdout=subprocess.PIPE)
            return process.communicate(timeout=WAIT)
        """,
    "task-limit": """\
        import subprocess
        from celery import shared_task
        LIMIT = 70
        @shared_task(time_limit=LIMIT)
        def convert(path):
            subprocess.run(["ffmpeg", path], check=True)
        """,
    "queue-of-a-worker": """\
        import queue
        jobs = queue.Queue()
        def work():
            while True:
                jobs.get()()
        """,
    "queue-at-once-in-a-view": """\
        import queue
        from fastapi import FastAPI
        app = FastAPI()
        ready = queue.Queue()
        @app.get("/next")
        def next_one():
            return ready.get(block=False)
        """,
    "streams-limited": """\
        import asyncio
        WAIT = 7
        async def ask(host):
            async with asyncio.timeout(WAIT):
                reader, writer = await asyncio.open_connection(host, 7000)
                return await reader.readline()
        async def ask_again(host):
            reader, writer = await asyncio.wait_for(asyncio.open_connection(host, 7000), WAIT)
            return await asyncio.wait_for(reader.readline(), WAIT)
        """,
    "limited-by-its-caller": """\
        import asyncio
        WAIT = 7
        async def _ask(host):
            reader, writer = await asyncio.open_connection(host, 7000)
            return await reader.readline()
        async def ask(host):
            return await asyncio.wait_for(_ask(host), timeout=WAIT)
        """,
    "cache-for-ever": """\
        import httpx
        from django.core.cache import cache
        def keep(key, value):
            cache.set(key, value, timeout=None)
        """,
    "dict-get": "import requests\ndef pick(d: dict, key):\n    return d.get(key)\n",
    "own-get": "import requests\ndef get(url):\n    return url\ndef rate(url):\n    return get(url)\n",
    "test-function": "import requests\ndef test_rate(url):\n    assert requests.get(url).ok\n",
    "patched-in-init": """\
        import functools
        import requests
        class Rates(requests.Session):
            def __init__(self, wait):
                super().__init__()
                self.request = functools.partial(self.request, timeout=wait)
            def today(self):
                return self.get("https://rates.example/today")
        """,
    "mounted-in-init": """\
        import requests
        from .net import Limited
        class Rates(requests.Session):
            def __init__(self):
                super().__init__()
                self.mount("https://", Limited())
            def today(self):
                return self.get("https://rates.example/today")
        """,
    "datagram-server": """\
        import socket
        def serve():
            sock = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            sock.bind(("", 514))
            while True:
                print(sock.recvfrom(1024))
        """,
    "async-command": """\
        import argparse
        import asyncio
        async def build():
            process = await asyncio.create_subprocess_exec("make")
            await process.wait()
        """,
    "killed-process": """\
        import subprocess
        class Server:
            def start(self, path):
                self.process = subprocess.Popen(["serve", path])
            def stop(self):
                self.process.kill()
                self.process.wait()
        """,
    "process-read-to-its-end": """\
        import subprocess
        def build(log, path):
            process = subprocess.Popen(["make", path], stdout=subprocess.PIPE)
            for line in process.stdout:
                log(line)
            return process.wait()
        """,
    "file-of-tests": """\
        import pytest
        import requests
        @pytest.fixture
        def rate(url):
            return requests.get(url)
        """,
    "recipe-of-the-documentation": """\
        import subprocess
        LIMIT = 7
        def text(path):
            process = subprocess.Popen(["pdftotext", path], stdout=subprocess.PIPE)
            try:
                out, _ = process.communicate(timeout=LIMIT)
            except subprocess.TimeoutExpired:
                process.kill()
                out, _ = process.communicate()
            return out
        """,
    "alarm": """\
        import signal
        import requests
        def rate(url, seconds):
            signal.alarm(seconds)
            try:
                return requests.get(url)
            finally:
                signal.alarm(0)
        """,
    "green-timeout": """\
        import gevent
        import requests
        def rate(url, seconds):
            with gevent.Timeout(seconds):
                return requests.get(url)
        """,
    "telnet-not-yet": """\
        import telnetlib
        def connect(host, wait):
            client = telnetlib.Telnet()
            client.open(host, 23, wait)
        """,
    "celery-elsewhere": """\
        from .tasks import report
        def nightly():
            return report.delay(7).get()
        """,
    "session-from-elsewhere": """\
        from .net import session
        def rate(url):
            return session.get(url)
        """,
    "looks-at-this-machine": """\
        import subprocess
        KERNEL = ["uname", "-r"]
        def version():
            subprocess.run(KERNEL, capture_output=True)
            subprocess.check_output("hostname --fqdn", shell=True)
            return subprocess.check_output(["uname", "-a"])
        """,
    "other-branch": """\
        import socket
        def connect(address, timeout=None):
            if timeout is not None:
                return socket.create_connection(address, timeout)
            return socket.create_connection(address)
        """,
    "editor-by-popen": """\
        import subprocess
        def edit(editor, path):
            process = subprocess.Popen([editor, path])
            return process.wait()
        """,
}

ROUND = {
    "requests": "import requests\ndef rate(url):\n    return requests.get(url, timeout=30)  # B936\n",
    "float": "import requests\ndef rate(url):\n    return requests.get(url, timeout=5.0)  # B936\n",
    "pair": "import requests\ndef rate(url):\n    return requests.get(url, timeout=(5, 30))  # B936\n",
    "session": """\
        import requests
        def rate(url):
            with requests.Session() as s:
                return s.get(url, timeout=10)  # B936
        """,
    "httpx-client": "import httpx\nclient = httpx.Client(timeout=20.0)  # B936\n",
    "httpx-timeout": """\
        import httpx
        def c():
            return httpx.Client(timeout=httpx.Timeout(10.0, connect=5.0))  # B936
        """,
    "httpx-unknown": "async def rate(client, url):\n    return await client.get(url, timeout=15)  # B936\n",
    "aiohttp": """\
        import aiohttp
        async def rate(url):
            wait = aiohttp.ClientTimeout(total=60)  # B936
            async with aiohttp.ClientSession(timeout=wait) as session:
                async with session.get(url) as answer:
                    return await answer.text()
        """,
    "wait-for": "import asyncio\nasync def ask(q):\n    return await asyncio.wait_for(q, 30)  # B936\n",
    "wait-for-keyword": """\
        from asyncio import wait_for
        async def ask(q):
            return await wait_for(q, timeout=5)  # B936
        """,
    "asyncio-timeout": """\
        import asyncio
        async def ask(q):
            async with asyncio.timeout(10):  # B936
                return await q
        """,
    "anyio": "import anyio\nasync def ask(q):\n    with anyio.fail_after(5):  # B936\n        return await q\n",
    "settimeout": "def prepare(sock):\n    sock.settimeout(10)  # B936\n",
    "all-sockets": "import socket\nsocket.setdefaulttimeout(15)  # B936\n",
    "create-connection": "import socket\ndef c(h):\n    return socket.create_connection((h, 1), 5)  # B936\n",
    "urlopen": "from urllib.request import urlopen\ndef c(u):\n    return urlopen(u, None, 10)  # B936\n",
    "psycopg2": "import psycopg2\ndef c(d):\n    return psycopg2.connect(d, connect_timeout=10)  # B936\n",
    "redis": "import redis\nr = redis.Redis(host='c', socket_timeout=5, socket_connect_timeout=5)  # B936\n",
    "pymongo": "import pymongo\nc = pymongo.MongoClient('c', serverSelectionTimeoutMS=5000)  # B936\n",
    "boto3": "from botocore.config import Config\ndef c():\n    return Config(read_timeout=60)  # B936\n",
    "smtp": "import smtplib\ndef c(h):\n    return smtplib.SMTP(h, 25, timeout=30)  # B936\n",
    "subprocess": "import subprocess\ndef c(p):\n    return subprocess.run(['x', p], timeout=120)  # B936\n",
    "communicate": "def c(p):\n    return p.communicate(timeout=15)  # B936\n",
    "queue": "def c(q):\n    return q.get(timeout=10)  # B936\n",
    "join": "def c(t):\n    t.join(timeout=5)  # B936\n",
    "future": """\
        from concurrent.futures import ThreadPoolExecutor
        def c():
            with ThreadPoolExecutor() as pool:
                return pool.submit(len, "").result(30)  # B936
        """,
    "grpc": "def price(stub, sku):\n    return stub.GetPrice(sku, timeout=10)  # B936\n",
    "milliseconds": "def read(modbus):\n    return modbus.read(1, timeout_ms=1000)  # B936\n",
    "many-lines": """\
        import requests
        def rate(url):
            return requests.post(
                url,
                json={},
                timeout=45,  # B936
            )
        """,
    "comment-on-something-else": """\
        import requests
        def rate(url):
            # ask the other server for rates
            return requests.get(url, timeout=30)  # B936
        """,
    "silenced-for-others": """\
        import requests
        def rate(url):
            return requests.get(url, timeout=100)  # noqa: S113, B936
        """,
    "unit-alone": """\
        import requests
        def rate(url):
            return requests.get(url, timeout=30)  # in seconds: B936
        """,
    "selenium": """\
        from selenium.webdriver.support.ui import WebDriverWait
        def shown(driver, condition):
            return WebDriverWait(driver, 10).until(condition)  # B936
        """,
    "decorator": """\
        import timeout_decorator
        @timeout_decorator.timeout(30)  # B936
        def work():
            return 1
        """,
    "comment-on-what-is-asked": """\
        import requests
        def rate(url):
            # Fetch the response of the upstream service, step 2 of the long list
            return requests.get(url, timeout=30)  # B936
        """,
}

EXPLAINED = {
    "constant": "import requests\nWAIT = 30\ndef rate(url):\n    return requests.get(url, timeout=WAIT)\n",
    "constants-in-a-pair": "import requests\nC = 5\nR = 30\ndef rate(u):\n    return requests.get(u, timeout=(C, R))\n",
    "setting": """\
        import requests
        from . import settings
        def r(u):
            return requests.get(u, timeout=settings.WAIT)
        """,
    "parameter": "import requests\ndef rate(url, wait=30):\n    return requests.get(url, timeout=wait)\n",
    "arithmetic": "import requests\nWAIT = 5\ndef rate(url):\n    return requests.get(url, timeout=WAIT * 2)\n",
    "environment": "import os, requests\ndef r(u):\n    return requests.get(u, timeout=float(os.environ['WAIT']))\n",
    "comment-beside": """\
        import requests
        def rate(url):
            return requests.get(url, timeout=30)  # the bank promises an answer within 25 s
        """,
    "comment-above": """\
        import requests
        def rate(url):
            # The gateway in front of us gives up after 30 seconds.
            return requests.get(url, timeout=30)
        """,
    "comment-above-the-argument": """\
        import requests
        def rate(url):
            return requests.get(
                url,
                # reports take up to 50 s at the end of the month
                timeout=60,
            )
        """,
    "comment-above-with": """\
        import asyncio
        async def ask(q):
            # slowest answer seen in a year: 6 s
            async with asyncio.timeout(10):
                return await q
        """,
    "not-round": "import requests\ndef rate(url):\n    return requests.get(url, timeout=(3.05, 27))\n",
    "named-object": "import httpx\nLIMITS = httpx.Timeout(10.0, connect=5.0)\nclient = httpx.Client(timeout=LIMITS)\n",
    "named-member": "import aiohttp\nclass Rates:\n    WAIT = aiohttp.ClientTimeout(total=30)\n",
    "sleep": "import time\ndef pause():\n    time.sleep(30)\n",
    "asyncio-sleep": "import asyncio\nasync def pause():\n    await asyncio.sleep(30)\n",
    "cache": "from django.core.cache import cache\ndef keep(k, v):\n    cache.set(k, v, timeout=300)\n",
    "cached-view": """\
        from flask_caching import Cache
        cache = Cache()
        @cache.cached(timeout=60)
        def v():
            return ''
        """,
    "default-of-a-parameter": "def rate(url, timeout=30):\n    return url, timeout\n",
    "field": "class Settings:\n    timeout: int = 30\n    read_timeout = 60\n",
    "dictionary": "OPTIONS = {'timeout': 30}\n",
    "other-number": "import requests\ndef pages(u, t):\n    return requests.get(u, params={'n': 100}, timeout=t)\n",
    "zero": "def poll(q):\n    return q.get(timeout=0)\n",
    "truth": "def poll(q):\n    return q.get(timeout=True)\n",
    "text": "def poll(q):\n    return q.get(timeout='30s')\n",
    "test-function": "import requests\ndef test_rate(url):\n    assert requests.get(url, timeout=30).ok\n",
    "wait-for-named": "import asyncio\nWAIT = 5\nasync def ask(q):\n    return await asyncio.wait_for(q, WAIT)\n",
    "own-wait-for": "def wait_for(a, n):\n    return a\ndef c(q):\n    return wait_for(q, 30)\n",
    "computed-delta": "from datetime import timedelta\ndef c(p, n):\n    return p.ask(timeout=timedelta(seconds=n))\n",
    "fragment": "import requests\nW = 3\ndef c():\n    return requests.get('https://x.example/#top', timeout=W)\n",
    "attribute": """\
        class C:
            def __init__(self, t):
                self.t = t
            def c(self, q):
                return q.get(timeout=self.t)
        """,
    "configuration": """\
        def configure(app):
            app.conf.update(broker_connection_timeout=30)
            return dict(timeout=30)
        """,
    "reason-in-other-words": """\
        import requests
        def rate(url):
            # Their load balancer gives up at a minute; we must be sooner.
            return requests.get(url, timeout=50)
        """,
}

CASES = {
    **{f"endless-{name}": text for name, text in ENDLESS.items()},
    **{f"bounded-{name}": text for name, text in BOUNDED.items()},
    **{f"round-{name}": text for name, text in ROUND.items()},
    **{f"explained-{name}": text for name, text in EXPLAINED.items()},
}


@pytest.mark.parametrize("source", CASES.values(), ids=CASES)
def test_lines(source: str) -> None:
    assert found(source, ("timeouts",)) == marked(source)


def test_tables_mark_what_they_say() -> None:
    assert [name for name, text in {**ENDLESS, **ROUND}.items() if not marked(text)] == []
    assert [name for name, text in {**BOUNDED, **EXPLAINED}.items() if marked(text)] == []


@pytest.mark.parametrize("path", ["tests/test_rates.py", "rates_test.py", "conftest.py", "shop/tests.py"])
def test_tests_may_wait(path: str) -> None:
    source = "import requests\ndef rate(url):\n    return requests.get(url), requests.get(url, timeout=30)\n"
    assert found(source, ("timeouts",), path) == []
    assert len(found(source, ("timeouts",), "tests/samples/rates.py")) == 1


@given(st.integers(min_value=-10, max_value=10_000))
def test_numbers(number: int) -> None:
    source = f"import requests\ndef rate(url):\n    return requests.get(url, timeout={number})\n"
    assert found(source, ("timeouts",)) == ([(3, "B936")] if number > 0 and number % 5 == 0 else [])


@given(st.text(alphabet="ab #'\"\\\n\t(){}é", max_size=30))
def test_any_comment(text: str) -> None:
    """Whatever stands in texts and comments around a call, it is judged, and only once."""
    comment = text.replace("\n", " ")
    call = f"requests.get({text!r}, timeout=30)  # {comment}"
    source = f"import requests\ndef rate(url):\n    # {comment}\n    return {call}\n"
    assert found(source, ("timeouts",)) in ([], [(4, "B936")])


def test_one_line_has_one_of_the_two() -> None:
    source = """\
        import requests
        def rate(url):
            return requests.get(url, timeout=30), requests.get(url)
        """
    assert found(source, ("timeouts",)) == [(3, "B935")]


def test_words_call_for_every_name() -> None:
    """No call of the tables is missed because its file is never looked at."""
    words = next(family.words for family in FAMILIES if family.name == "timeouts")
    names = [*ENDLESS_CALLS, *INNER, *POSITIONS]
    assert [name for name in names if not any(word.decode() in name for word in words)] == []


def test_one_for_each_line() -> None:
    source = """\
        from botocore.config import Config
        def c():
            return Config(
                connect_timeout=5,  # B936
                read_timeout=60,  # B936
                retries={"max_attempts": 10},
            )
        """
    assert found(source, ("timeouts",)) == marked(source)


@pytest.mark.parametrize("rule", [defect.rule for defect in DEFECTS], ids=lambda rule: str(rule.id))
def test_page(rule: Rule) -> None:
    page = (TOP / "docs" / "sast" / f"{rule.id}.md").read_text(encoding="utf-8")
    bad, good = blocks(page)
    assert {one for _, one in marked(bad)} == {rule.id}
    assert found(bad, ("timeouts", "coroutines")) == marked(bad)
    assert found(good, ("timeouts", "coroutines")) == []
    assert page.startswith(f"# {rule.id}: {rule.name}\n")
    assert f"## Remedy\n\n{rule.remedy}\n" in page
