"""Calls that hold the thread until they are done, by full name (B970)."""

_VERBS = ("get", "post", "put", "patch", "delete", "head", "options", "request")
_SESSION = r"(?:Session|session|sessions\.Session)\(\)"

# Full names of calls, by what a reader would call them; what follows `()` is called on what a call gave.
PLAIN = frozenset({
    "time.sleep", "builtins.input", "getpass.getpass", "os.system", "os.popen", "os.wait", "os.waitpid",
    *(f"subprocess.{name}" for name in ("run", "call", "check_call", "check_output", "getoutput", "getstatusoutput")),
    "subprocess.Popen().wait", "subprocess.Popen().communicate",
    *(f"{package}.{verb}" for package in ("requests", "requests.api", "httpx") for verb in _VERBS),
    "httpx.stream",
    "urllib.request.urlopen", "urllib.request.urlretrieve", "urllib.request.build_opener().open", "urllib3.request",
    "http.client.HTTPConnection().request", "http.client.HTTPSConnection().request",
    "http.client.HTTPConnection().getresponse", "http.client.HTTPSConnection().getresponse",
    "socket.create_connection", "socket.gethostbyname", "socket.getaddrinfo", "socket.gethostbyaddr",
    "socket.getfqdn", "ssl.get_server_certificate", "websocket.create_connection",
    "smtplib.SMTP", "smtplib.SMTP_SSL", "ftplib.FTP", "ftplib.FTP_TLS", "imaplib.IMAP4", "imaplib.IMAP4_SSL",
    "poplib.POP3", "poplib.POP3_SSL", "telnetlib.Telnet",
    "paramiko.SSHClient().connect", "paramiko.SSHClient().exec_command",
    "bcrypt.hashpw", "bcrypt.checkpw", "bcrypt.kdf", "hashlib.pbkdf2_hmac", "hashlib.scrypt",
    "argon2.PasswordHasher().hash", "argon2.PasswordHasher().verify",
    "passlib.context.CryptContext().hash", "passlib.context.CryptContext().verify",
    "passlib.hash.bcrypt.hash", "passlib.hash.bcrypt.verify", "passlib.hash.argon2.hash",
    "passlib.hash.argon2.verify", "passlib.hash.pbkdf2_sha256.hash", "passlib.hash.pbkdf2_sha256.verify",
    "werkzeug.security.generate_password_hash", "werkzeug.security.check_password_hash",
    "django.contrib.auth.hashers.make_password", "django.contrib.auth.hashers.check_password",
    "concurrent.futures.ThreadPoolExecutor().submit().result",
    "concurrent.futures.ProcessPoolExecutor().submit().result",
    "asyncio.run_coroutine_threadsafe().result",
    "concurrent.futures.wait", "threading.Event().wait", "threading.Thread().join", "threading.Lock().acquire",
    "threading.Condition().wait", "threading.Barrier().wait", "multiprocessing.Process().join",
    "multiprocessing.Queue().get", "queue.Queue().get", "queue.LifoQueue().get", "queue.PriorityQueue().get",
    "queue.SimpleQueue().get", "queue.Queue().join",
    "sqlite3.connect", "psycopg2.connect", "psycopg.connect", "psycopg.Connection.connect", "pymysql.connect",
    "MySQLdb.connect", "mysql.connector.connect", "pyodbc.connect", "oracledb.connect", "cx_Oracle.connect",
    "pymssql.connect", "pika.BlockingConnection", "git.Repo.clone_from",
})  # fmt: skip
# What is called on the objects of synchronous clients: the start of the full name, and the last words that wait.
_DRIVERS = (r"(?:sqlite3|psycopg2|psycopg|pymysql|MySQLdb|mysql\.connector|pyodbc|oracledb|cx_Oracle|pymssql)"
            r"\.connect\(\)(?:\.cursor\(\))?"
            r"|(?:sqlite3\.Connection|psycopg2\.extensions\.connection|psycopg\.Connection|pymysql\.Connection"
            r"|pymysql\.connections\.Connection)\(\)(?:\.cursor\(\))?"
            r"|(?:sqlite3\.Cursor|psycopg2\.extensions\.cursor|psycopg\.Cursor)\(\)")  # fmt: skip
# Compiled when they are asked for: most files need none.
ON_OBJECTS = tuple(
    (start, frozenset(words))
    for start, words in (
        (rf"requests\.{_SESSION}", (*_VERBS, "send")),
        (r"requests_oauthlib\.\w+\(\)|requests_cache\.CachedSession\(\)", _VERBS),
        (r"httpx\.Client\(\)", (*_VERBS, "send", "stream")),
        (r"urllib3\.(?:PoolManager|ProxyManager|HTTPS?ConnectionPool)\(\)", ("request", "urlopen")),
        (_DRIVERS, ("execute", "executemany", "executescript", "callproc", "commit", "fetchall")),
        (r"sqlalchemy\.(?:engine\.)?create_engine\(\)(?:\.(?:connect|begin)\(\))?", ("execute", "scalar", "scalars")),
        (r"sqlalchemy\.(?:engine\.)?(?:Connection|Engine)\(\)(?:\.(?:connect|begin)\(\))?",
         ("execute", "scalar", "scalars")),
        (r"redis\.(?:Redis|StrictRedis|from_url|Redis\.from_url)\(\)",
         ("get", "set", "setex", "hget", "hset", "hgetall", "lpush", "rpush", "blpop", "brpop", "publish", "delete",
          "incr", "expire", "ping", "exists", "mget", "sadd", "smembers", "xadd", "xread")),
        (r"pymongo\.(?:mongo_client\.)?MongoClient\(\)(?:\[\]|\.\w+){2,}",
         ("find_one", "insert_one", "insert_many", "update_one", "update_many", "delete_one", "delete_many",
          "count_documents", "aggregate", "find_one_and_update", "replace_one", "distinct")),
        (r"(?:openai\.(?:Azure)?OpenAI|anthropic\.Anthropic)\(\)(?:\.\w+)+",
         ("create", "parse", "stream", "retrieve", "generate", "list")),
        (r"stripe(?:\.checkout)?\.[A-Z]\w+", ("create", "retrieve", "modify", "list")),
        (r"socket\.socket\(\)", ("connect", "recv", "recvfrom", "accept", "sendall")),
        (r"google\.cloud\.\w+\.Client\(\)(?:\.\w+\(\))*",
         ("upload_from_string", "upload_from_filename", "upload_from_file", "download_as_bytes", "download_as_text",
          "download_to_filename", "download_as_string", "get", "set", "update", "result", "delete")),
        (r"elasticsearch\.Elasticsearch\(\)", ("search", "index", "get", "update", "delete", "count", "bulk")),
        (r"docker\.(?:from_env|DockerClient)\(\)(?:\.\w+)+", ("run", "pull", "build", "list", "get", "create")),
        (r"selenium\.webdriver\.\w+\(\)", ("get",)),
        (r"twilio\.rest\.Client\(\)(?:\.\w+)+", ("create", "fetch", "list")),
        (r"slack_sdk\.WebClient\(\)", ("chat_postMessage", "files_upload_v2")),
        (r"smtplib\.SMTP(?:_SSL)?\(\)", ("send_message", "sendmail", "login", "starttls")),
    )
)  # fmt: skip
# Sessions of an ORM: every use waits for the database, so that one report per function says it all.
ORM = (r"(?:sqlalchemy\.orm\.(?:Session|session\.Session|sessionmaker\(\)|scoped_session\(\))"
                 r"|sqlmodel\.Session|flask_sqlalchemy\.SQLAlchemy\(\)\.session)(?:\(\))?$")  # fmt: skip
ORM_WORDS = frozenset({"query", "execute", "exec", "scalar", "scalars", "get", "commit", "flush", "refresh", "merge",
                       "get_one"})  # fmt: skip
# boto3 clients and resources: any call on one is a request.
AWS = r"boto3\.(?:session\.Session\(\)\.|Session\(\)\.)?(?:client\(\)\.\w+|resource\(\)(?:\.\w+\(\))*\.\w+)$"
AWS_AT_ONCE = frozenset({"Table", "Bucket", "Queue", "Object", "Topic", "get_paginator", "get_waiter", "Instance",
                         "generate_presigned_url", "generate_presigned_post", "can_paginate", "Stream", "Key",
                         "meta", "close", "exceptions"})  # fmt: skip
# Files: read or written as a whole, where a client waits.
FILES = frozenset({
    "builtins.open", "io.open", "pathlib.Path().read_text", "pathlib.Path().read_bytes", "pathlib.Path().write_text",
    "pathlib.Path().write_bytes", "pathlib.Path().open", "shutil.copyfileobj", "shutil.copy", "shutil.copytree",
    "shutil.rmtree", "shutil.move", "shutil.make_archive", "pandas.read_csv", "pandas.read_excel", "pandas.read_sql",
})  # fmt: skip
DJANGO_WORDS = frozenset({"get", "create", "first", "last", "count", "exists", "get_or_create", "update_or_create",
                          "bulk_create", "update", "delete", "aggregate", "latest", "earliest"})  # fmt: skip
LAST = frozenset(
    {name.rpartition(".")[2] for name in PLAIN | FILES}
    | {word for _, words in ON_OBJECTS for word in words}
    | ORM_WORDS | DJANGO_WORDS
)  # fmt: skip
# A name is whole only when its package is imported; these need no import.
BUILTINS = frozenset({"input", "open"})
PACKAGES = frozenset(
    {name.partition(".")[0] for name in PLAIN | FILES}
    | {"sqlalchemy", "sqlmodel", "flask_sqlalchemy", "django", "requests_oauthlib", "requests_cache", "redis",
       "pymongo", "openai", "anthropic", "stripe", "google",
       "elasticsearch", "docker", "selenium", "twilio", "slack_sdk"}
) - {"builtins"}  # fmt: skip
