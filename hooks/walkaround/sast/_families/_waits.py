"""Calls that wait, by full name: how their timeout is given, and what they do without one, as their documentation says.

Constructors count as the calls that they stand for: `smtplib.SMTP(host)` connects.
"""

from collections.abc import Iterable
from typing import NamedTuple


class Wait(NamedTuple):
    """How a call is given its timeout. `position` counts from 0, -1 when it is given by keyword alone."""

    keywords: tuple[str, ...]
    position: int
    what: str  # what it waits for


_VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "request")
_TIMEOUT = ("timeout",)
_SESSIONS = (
    "requests.Session", "requests.session", "requests.sessions.Session", "requests.sessions.session",
    "requests_html.HTMLSession", "requests_cache.CachedSession", "requests_oauthlib.OAuth1Session",
    "requests_oauthlib.OAuth2Session", "requests_toolbelt.sessions.BaseUrlSession", "cloudscraper.create_scraper",
    "cachecontrol.CacheControl", "google.auth.transport.requests.AuthorizedSession",
)  # fmt: skip
_REDIS = ("Redis", "StrictRedis", "from_url", "Redis.from_url", "StrictRedis.from_url", "ConnectionPool",
          "ConnectionPool.from_url", "BlockingConnectionPool", "RedisCluster")  # fmt: skip
_POOLS = ("PoolManager", "ProxyManager", "HTTPConnectionPool", "HTTPSConnectionPool")
_HTTPX = (*_VERBS, "stream")


def _all(names: Iterable[str], keywords: tuple[str, ...], position: int, what: str) -> dict[str, Wait]:
    return dict.fromkeys(names, Wait(keywords, position, what))


_ANSWER, _CONNECTION = "an answer", "a connection"

SESSION_CALLS = frozenset(f"{session}().{verb}" for session in _SESSIONS for verb in (*_VERBS, "send"))
POOL_CALLS = frozenset(
    f"urllib3.{pool}().{verb}" for pool in _POOLS for verb in ("request", "urlopen", "request_encode_body")
)
POSTGRES = frozenset({
    "psycopg2.connect", "psycopg.connect", "psycopg.Connection.connect", "psycopg.AsyncConnection.connect",
    "psycopg2.pool.SimpleConnectionPool", "psycopg2.pool.ThreadedConnectionPool",
})  # fmt: skip
REDIS = frozenset(f"{package}.{name}" for package in ("redis", "redis.asyncio", "aioredis") for name in _REDIS)
PROCESSES = frozenset(f"subprocess.{name}" for name in ("run", "call", "check_call", "check_output"))
PROCESS_METHODS = frozenset(
    f"{process}().{name}" for name in ("wait", "communicate")
    for process in ("subprocess.Popen", "asyncio.create_subprocess_exec", "asyncio.create_subprocess_shell")
)  # fmt: skip
STREAMS = frozenset({"read", "readline", "readexactly", "readuntil"})

# Without a timeout these wait for ever.
ENDLESS: dict[str, Wait] = {
    **_all((f"requests.{verb}" for verb in _VERBS), _TIMEOUT, -1, _ANSWER),
    **_all((f"requests.api.{verb}" for verb in _VERBS), _TIMEOUT, -1, _ANSWER),
    **_all(SESSION_CALLS, _TIMEOUT, -1, _ANSWER),
    **_all((f"{session}().request" for session in _SESSIONS), _TIMEOUT, 8, _ANSWER),
    **_all(POOL_CALLS | {"urllib3.request"}, _TIMEOUT, -1, _ANSWER),
    "urllib.request.urlopen": Wait(_TIMEOUT, 2, _ANSWER),
    "urllib.request.urlretrieve": Wait((), -1, _ANSWER),
    "urllib.request.build_opener().open": Wait(_TIMEOUT, 2, _ANSWER),
    "urllib2.urlopen": Wait(_TIMEOUT, 2, _ANSWER),
    "httplib2.Http": Wait(_TIMEOUT, 1, _ANSWER),
    "http.client.HTTPConnection": Wait(_TIMEOUT, 2, _ANSWER),
    "http.client.HTTPSConnection": Wait(_TIMEOUT, 4, _ANSWER),
    "socket.create_connection": Wait(_TIMEOUT, 1, _CONNECTION),
    "ssl.get_server_certificate": Wait(_TIMEOUT, 3, _CONNECTION),
    "websocket.create_connection": Wait(_TIMEOUT, 1, _CONNECTION),
    "smtplib.SMTP": Wait(_TIMEOUT, 3, "the mail server"),
    "smtplib.SMTP_SSL": Wait(_TIMEOUT, 5, "the mail server"),
    "smtplib.LMTP": Wait(_TIMEOUT, 4, "the mail server"),
    "ftplib.FTP": Wait(_TIMEOUT, 4, "the FTP server"),
    "ftplib.FTP_TLS": Wait(_TIMEOUT, 7, "the FTP server"),
    "ftplib.FTP().connect": Wait(_TIMEOUT, 2, "the FTP server"),
    "ftplib.FTP_TLS().connect": Wait(_TIMEOUT, 2, "the FTP server"),
    "imaplib.IMAP4": Wait(_TIMEOUT, 2, "the mail server"),
    "imaplib.IMAP4_SSL": Wait(_TIMEOUT, 5, "the mail server"),
    "poplib.POP3": Wait(_TIMEOUT, 2, "the mail server"),
    "poplib.POP3_SSL": Wait(_TIMEOUT, 4, "the mail server"),
    "nntplib.NNTP": Wait(_TIMEOUT, 6, "the news server"),
    "telnetlib.Telnet": Wait(_TIMEOUT, 2, _CONNECTION),
    "paramiko.SSHClient().connect": Wait(_TIMEOUT, 6, _CONNECTION),
    "paramiko.client.SSHClient().connect": Wait(_TIMEOUT, 6, _CONNECTION),
    "ldap3.Server": Wait(("connect_timeout",), -1, "the directory"),
    "MySQLdb.connect": Wait(("connect_timeout",), -1, _CONNECTION),
    "aiomysql.connect": Wait(("connect_timeout",), -1, _CONNECTION),
    "aiomysql.create_pool": Wait(("connect_timeout",), -1, _CONNECTION),
    "pyodbc.connect": Wait(_TIMEOUT, -1, _CONNECTION),
    "xmlrpc.client.ServerProxy": Wait(("transport",), 1, _ANSWER),
    **_all(("pymemcache.Client", "pymemcache.client.base.Client"), ("timeout", "connect_timeout"), -1, _ANSWER),
    **_all(POSTGRES, ("connect_timeout",), -1, _CONNECTION),
    **_all(REDIS, ("socket_timeout", "socket_connect_timeout"), -1, _ANSWER),
    **_all(PROCESSES, _TIMEOUT, -1, "the process"),
    "subprocess.Popen().wait": Wait(_TIMEOUT, 0, "the process"),
    "subprocess.Popen().communicate": Wait(_TIMEOUT, 1, "the process"),
    **_all((name for name in PROCESS_METHODS if name.startswith("asyncio")), (), -1, "the process"),
    "asyncio.open_connection": Wait((), -1, _CONNECTION),
}

# These wait for ever only within one program; that matters where a client waits too.
INNER: dict[str, Wait] = {
    **_all(("queue.Queue().get", "queue.LifoQueue().get", "queue.PriorityQueue().get", "multiprocessing.Queue().get"),
           _TIMEOUT, 1, "an item"),
    "queue.SimpleQueue().get": Wait(_TIMEOUT, 1, "an item"),
    "threading.Event().wait": Wait(_TIMEOUT, 0, "the event"),
    "threading.Condition().wait": Wait(_TIMEOUT, 0, "the condition"),
    "threading.Barrier().wait": Wait(_TIMEOUT, 0, "the barrier"),
    "threading.Lock().acquire": Wait(_TIMEOUT, 1, "the lock"),
    "threading.RLock().acquire": Wait(_TIMEOUT, 1, "the lock"),
    "threading.Semaphore().acquire": Wait(_TIMEOUT, 1, "the semaphore"),
    "threading.BoundedSemaphore().acquire": Wait(_TIMEOUT, 1, "the semaphore"),
    "threading.Thread().join": Wait(_TIMEOUT, 0, "the thread"),
    "multiprocessing.Process().join": Wait(_TIMEOUT, 0, "the process"),
    **_all((f"concurrent.futures.{pool}().submit().result" for pool in ("ThreadPoolExecutor", "ProcessPoolExecutor")),
           _TIMEOUT, 0, "the result"),
    "asyncio.run_coroutine_threadsafe().result": Wait(_TIMEOUT, 0, "the result"),
    "celery.result.AsyncResult().get": Wait(_TIMEOUT, 0, "the result"),
    "google.cloud.pubsub_v1.PublisherClient().publish().result": Wait(_TIMEOUT, 0, "the result"),
    "google.cloud.bigquery.Client().query().result": Wait(_TIMEOUT, -1, "the result"),
    "multiprocessing.Pool().apply_async().get": Wait(_TIMEOUT, 0, "the result"),
}  # fmt: skip

# These have a finite timeout of their own, unless it is taken away with None.
FINITE: dict[str, Wait] = {
    **_all((f"httpx.{verb}" for verb in (*_HTTPX, "Client", "AsyncClient")), _TIMEOUT, -1, _ANSWER),
    **_all((f"httpx.{client}().{verb}" for client in ("Client", "AsyncClient") for verb in _HTTPX),
           _TIMEOUT, -1, _ANSWER),
    "aiohttp.ClientSession": Wait(_TIMEOUT, -1, _ANSWER),
    **_all((f"aiohttp.ClientSession().{verb}" for verb in (*_VERBS, "ws_connect")), _TIMEOUT, -1, _ANSWER),
    "aiohttp.request": Wait(_TIMEOUT, -1, _ANSWER),
    "asyncio.wait_for": Wait(_TIMEOUT, 1, "its awaitable"),
    "asyncpg.connect": Wait(_TIMEOUT, -1, _CONNECTION),
    "asyncpg.create_pool": Wait(_TIMEOUT, -1, _CONNECTION),
    "pymysql.connect": Wait(("connect_timeout",), -1, _CONNECTION),
    "mysql.connector.connect": Wait(("connection_timeout", "connect_timeout"), -1, _CONNECTION),
    "elasticsearch.Elasticsearch": Wait(("request_timeout", "timeout"), -1, _ANSWER),
    "docker.from_env": Wait(_TIMEOUT, -1, _ANSWER),
    "docker.DockerClient": Wait(_TIMEOUT, -1, _ANSWER),
    "websockets.connect": Wait(("open_timeout",), -1, _CONNECTION),
    "openai.OpenAI": Wait(_TIMEOUT, -1, _ANSWER),
    "openai.AsyncOpenAI": Wait(_TIMEOUT, -1, _ANSWER),
    "anthropic.Anthropic": Wait(_TIMEOUT, -1, _ANSWER),
    "anthropic.AsyncAnthropic": Wait(_TIMEOUT, -1, _ANSWER),
}  # fmt: skip
# Objects that say how long to wait: the arguments that bound it, all of them, and where the first one may stand.
LIMITS: dict[str, tuple[str, ...]] = {
    "httpx.Timeout": ("timeout", "connect", "read", "write", "pool"),
    "aiohttp.ClientTimeout": ("total", "connect", "sock_read", "sock_connect", "ceil_threshold"),
    "aiohttp.client.ClientTimeout": ("total", "connect", "sock_read", "sock_connect", "ceil_threshold"),
    "urllib3.Timeout": ("total", "connect", "read"),
    "urllib3.util.Timeout": ("total", "connect", "read"),
    "urllib3.util.timeout.Timeout": ("total", "connect", "read"),
}
CONFIGURATIONS = frozenset({"botocore.config.Config", "botocore.client.Config"})

# What asks AWS: a minute for each connection and each answer, several times over, as botocore's documentation says.
CLOUD = frozenset(
    f"boto3.{start}{word}" for start in ("", "Session().", "session.Session().") for word in ("client", "resource")
)
