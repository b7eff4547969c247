"""B956 tls-unverified."""

import pytest

from crypto_support import called_for, findings, found, marked
from walkaround.sast._families.transport import find

BAD = {
    "requests": """
        import requests
        def fetch(url):
            return requests.get(url, timeout=5, verify=False)  # B956
    """,
    "requests under another name": """
        from requests import post as send
        send("https://example.org", json={}, verify=False)  # B956
    """,
    "a session": """
        import requests
        class Client:
            def __init__(self):
                self.session = requests.Session()
            def fetch(self, url):
                return self.session.get(url, verify=False)  # B956
    """,
    "a session of an argument": """
        def fetch(session, url):
            return session.post(url, verify=False)  # B956
    """,
    "a session once for all": """
        import requests
        s = requests.Session()
        s.verify = False  # B956
    """,
    "a client's attribute": """
        import httpx
        client = httpx.Client(verify=False)  # B956
    """,
    "an asynchronous client": """
        import httpx
        async def fetch(url):
            async with httpx.AsyncClient(verify=False) as client:  # B956
                return await client.get(url)
    """,
    "a constant that is False": """
        import requests
        VERIFY = False
        def fetch(url):
            return requests.get(url, verify=VERIFY)  # B956
    """,
    "an argument that is False": """
        import requests
        def fetch(url, verify=False):
            return requests.get(url, verify=verify)  # B956
    """,
    "unpacked": """
        import requests
        requests.get("https://example.org", **{"verify": False})  # B956
    """,
    "aiohttp": """
        import aiohttp
        async def fetch(url):
            async with aiohttp.ClientSession() as session:
                async with session.get(url, ssl=False) as answer:  # B956
                    return await answer.text()
    """,
    "aiohttp's connector": """
        import aiohttp
        connector = aiohttp.TCPConnector(ssl=False)  # B956
    """,
    "aiohttp's older connector": """
        from aiohttp import TCPConnector
        connector = TCPConnector(verify_ssl=False)  # B956
    """,
    "the context of the standard library": """
        import ssl, urllib.request
        urllib.request.urlopen("https://example.org", context=ssl._create_unverified_context())  # B956
    """,
    "for the whole process": """
        import ssl
        ssl._create_default_https_context = ssl._create_unverified_context  # B956
    """,
    "imported": """
        from ssl import _create_unverified_context as loose
        context = loose()  # B956
    """,
    "a context without names": """
        import ssl
        context = ssl.create_default_context()
        context.check_hostname = False  # B956
        context.verify_mode = ssl.CERT_NONE  # B956
    """,
    "a context in an object": """
        from ssl import CERT_NONE, create_default_context
        class Client:
            def __init__(self):
                self.context = create_default_context()
                self.context.verify_mode = CERT_NONE  # B956
    """,
    "urllib3": """
        import urllib3
        pool = urllib3.PoolManager(cert_reqs="CERT_NONE")  # B956
    """,
    "urllib3, silenced": """
        import urllib3
        urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)  # B956
    """,
    "requests' own urllib3, silenced": """
        import requests
        from requests.packages.urllib3.exceptions import InsecureRequestWarning
        requests.packages.urllib3.disable_warnings(InsecureRequestWarning)  # B956
    """,
    "an old protocol": """
        import ssl
        context = ssl.SSLContext(ssl.PROTOCOL_TLSv1)  # B956
    """,
    "an old version": """
        import ssl
        context = ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_1  # B956
    """,
    "an old version by keyword": """
        import smtplib, ssl
        from urllib3.util.ssl_ import create_urllib3_context
        context = create_urllib3_context(ssl_version=ssl.PROTOCOL_SSLv3)  # B956
    """,
    "pyOpenSSL": """
        from OpenSSL import SSL
        context = SSL.Context(SSL.TLSv1_METHOD)  # B956
        context.set_verify(SSL.VERIFY_NONE, lambda *a: True)  # B956
    """,
    "boto3": """
        import boto3
        s3 = boto3.client("s3", verify=False)  # B956
    """,
    "paramiko": """
        import paramiko
        client = paramiko.SSHClient()
        client.set_missing_host_key_policy(paramiko.AutoAddPolicy())  # B956
    """,
    "paramiko warns": """
        from paramiko import SSHClient, WarningPolicy
        with SSHClient() as ssh:
            ssh.set_missing_host_key_policy(WarningPolicy)  # B956
    """,
    "asyncssh": """
        import asyncssh
        async def run(host):
            async with asyncssh.connect(host, known_hosts=None) as connection:  # B956
                return await connection.run("uptime")
    """,
    "pysftp": """
        import pysftp
        options = pysftp.CnOpts()
        options.hostkeys = None  # B956
    """,
    "LDAP": """
        import ldap
        ldap.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_NEVER)  # B956
    """,
    "ldap3": """
        import ssl
        from ldap3 import Tls
        tls = Tls(validate=ssl.CERT_NONE)  # B956
    """,
    "Elasticsearch": """
        from elasticsearch import Elasticsearch
        client = Elasticsearch("https://search:9200", verify_certs=False)  # B956
    """,
    "MongoDB": """
        from pymongo import MongoClient
        client = MongoClient("mongodb://db", tls=True, tlsAllowInvalidCertificates=True)  # B956
    """,
    "Redis": """
        import redis
        cache = redis.Redis(host="cache", ssl=True, ssl_cert_reqs="none")  # B956
    """,
    "MQTT": """
        import paho.mqtt.client as mqtt
        client = mqtt.Client()
        client.tls_insecure_set(True)  # B956
    """,
    "a WebSocket": """
        import ssl, websocket
        app = websocket.WebSocketApp("wss://example.org")
        app.run_forever(sslopt={"cert_reqs": ssl.CERT_NONE})  # B956
    """,
    "Kubernetes": """
        from kubernetes import client
        configuration = client.Configuration()
        configuration.verify_ssl = False  # B956
    """,
    "pycurl": """
        import pycurl
        c = pycurl.Curl()
        c.setopt(pycurl.SSL_VERIFYPEER, 0)  # B956
    """,
    "Tornado": """
        from tornado.httpclient import AsyncHTTPClient
        async def fetch(url):
            return await AsyncHTTPClient().fetch(url, validate_cert=False)  # B956
    """,
    "httplib2": """
        import httplib2
        http = httplib2.Http(disable_ssl_certificate_validation=True)  # B956
    """,
    "GitLab": """
        import gitlab
        gl = gitlab.Gitlab("https://git.example.org", ssl_verify=False)  # B956
    """,
    "the environment": """
        import os
        os.environ["PYTHONHTTPSVERIFY"] = "0"  # B956
    """,
}

NEAR = {
    "a certificate authority": """
        import requests
        requests.get("https://example.org", verify="/etc/ssl/our-ca.pem", timeout=5)
    """,
    "a setting": """
        import requests
        from app import settings
        def fetch(url):
            return requests.get(url, verify=settings.VERIFY_TLS, timeout=5)
    """,
    "an argument": """
        import requests
        def fetch(url, verify=True):
            return requests.get(url, verify=verify, timeout=5)
    """,
    "on": """
        import httpx
        client = httpx.Client(verify=True)
    """,
    "a context": """
        import httpx, ssl
        client = httpx.Client(verify=ssl.create_default_context())
    """,
    "another verify": """
        import jwt
        def read(token, key):
            return jwt.decode(token, key, verify=False)
    """,
    "an own function": """
        def load(path, verify=True):
            return path, verify
        load("x", verify=False)
    """,
    "aiohttp's default": """
        import aiohttp
        async def fetch(session: aiohttp.ClientSession, url):
            return await session.get(url, ssl=True)
    """,
    "ssl=False of a database on the same host": """
        import asyncpg
        async def connect():
            return await asyncpg.connect("postgresql:///shop", ssl=False)
    """,
    "somebody asks for it": """
        import ssl
        def context(insecure):
            context = ssl.create_default_context()
            if insecure:
                context.check_hostname = False
                context.verify_mode = ssl.CERT_NONE
            return context
    """,
    "somebody asks for it in one line": """
        import ssl
        def mode(verify):
            context = ssl.create_default_context()
            context.verify_mode = ssl.CERT_REQUIRED if verify else ssl.CERT_NONE
            return context
    """,
    "a server": """
        import ssl
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
    """,
    "a server by its purpose": """
        import ssl
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.verify_mode = ssl.CERT_NONE
    """,
    "a new version": """
        import ssl
        context = ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
    """,
    "a table of versions": """
        import ssl
        VERSIONS = {"1.0": ssl.TLSVersion.TLSv1, "1.2": ssl.TLSVersion.TLSv1_2}
    """,
    "old versions refused": """
        import ssl
        def check(version):
            if version < ssl.TLSVersion.TLSv1_2 or version == ssl.TLSVersion.TLSv1:
                raise ValueError
    """,
    "other warnings": """
        import urllib3
        urllib3.disable_warnings(urllib3.exceptions.SubjectAltNameWarning)
    """,
    "known hosts": """
        import paramiko
        client = paramiko.SSHClient()
        client.load_system_host_keys()
        client.set_missing_host_key_policy(paramiko.RejectPolicy())
    """,
    "asyncssh": """
        import asyncssh
        async def run(host):
            async with asyncssh.connect(host, known_hosts="/etc/ssh/known_hosts") as connection:
                return await connection.run("uptime")
    """,
    "LDAP": """
        import ldap
        ldap.set_option(ldap.OPT_X_TLS_REQUIRE_CERT, ldap.OPT_X_TLS_DEMAND)
    """,
    "certificates required": """
        import ssl, urllib3
        pool = urllib3.PoolManager(cert_reqs=ssl.CERT_REQUIRED)
    """,
    "a default of an own function": """
        def client(host, verify_ssl=False):
            return host, verify_ssl
    """,
    "an attribute of a model": """
        class Form:
            def __init__(self):
                self.verify = False
                self.verify_ssl = False
    """,
    "a test": """
        import pytest, requests
        def test_proxy(url):
            assert requests.get(url, verify=False, timeout=1).ok
    """,
    "the environment asks": """
        import os
        if os.environ.get("PYTHONHTTPSVERIFY") == "0":
            print("not verified")
    """,
}


@pytest.mark.parametrize("code", BAD.values(), ids=BAD)
def test_finds(code: str) -> None:
    assert marked(code)
    assert found(code, find) == marked(code)
    assert called_for(code, "transport") == marked(code)


@pytest.mark.parametrize("code", NEAR.values(), ids=NEAR)
def test_leaves_alone(code: str) -> None:
    assert found(code, find) == []


def test_names_the_call() -> None:
    [one] = findings("import requests\nrequests.get(url, verify=False)\n", find)
    assert one.message == "requests.get with verify=False connects to whoever answers."
