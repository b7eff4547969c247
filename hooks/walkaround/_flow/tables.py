"""Where foreign values come from, where they do harm, and what makes them harmless: the engine's knowledge, as data."""

from typing import Final, NamedTuple

from .value import (
    ALL,
    ARCHIVE,
    CODE,
    COMMAND,
    HTML,
    LDAP,
    PATH,
    PICKLE,
    REDIRECT,
    SQL,
    TEMPLATE,
    URL,
    XML,
    XPATH,
)

# --- sources -------------------------------------------------------------------------------------------------------

# What a request object holds of the client's: attributes, and methods that give it.
REQUEST_ATTRIBUTES: Final = frozenset(
    {
        "args", "form", "cookies", "headers", "values", "json", "data", "path", "query_string", "files", "GET", "POST",
        "META", "COOKIES", "body", "query_params", "path_params", "full_path", "url", "view_args", "match_info",
        "rel_url", "query", "FILES", "params", "query_arguments", "body_arguments", "arguments", "uri", "referrer",
        "forms", "raw_path", "matchdict", "media", "path_info", "path_qs", "stream", "match_dict",
    }
)  # fmt: skip
REQUEST_METHODS: Final = frozenset(
    {"get_json", "get_data", "json", "form", "body", "post", "read", "text", "get_full_path", "multipart",
     "receive_text", "receive_json", "receive_bytes", "get_param", "get_param_as_list", "get_header", "get_media"}
)  # fmt: skip
REQUEST_TYPES: Final = frozenset(
    {"Request", "HttpRequest", "HTTPConnection", "WSGIRequest", "ASGIRequest", "WebSocket"}
)
REQUEST_GLOBALS: Final = frozenset({"flask.request", "quart.request", "bottle.request"})
# Methods of a handler object that give what the client sent (Tornado), and of web sockets.
CLIENT_METHODS: Final = frozenset(
    {"get_argument", "get_arguments", "get_query_argument", "get_body_argument", "get_cookie", "receive_text",
     "receive_json", "receive_bytes"}
)  # fmt: skip
# What forms and serializers give after they have checked it: texts still.
CHECKED_ATTRIBUTES: Final = frozenset({"cleaned_data", "validated_data"})
# Arguments of Django's views that its converters hold to numbers and words, by the names that they go by.
CONVERTED: Final = frozenset(
    {"id", "pk", "slug", "uuid", "year", "month", "day", "page", "number", "num", "count", "index"}
)
# Methods that give a file's content, and attributes that are the file.
FILES: Final = frozenset({"files", "FILES"})
# Packages that a module imports which has to do with requests.
FRAMEWORKS: Final = frozenset(
    {"flask", "django", "fastapi", "starlette", "aiohttp", "sanic", "quart", "rest_framework", "tornado", "bottle",
     "litestar", "ninja", "werkzeug", "falcon", "pyramid", "flask_restful", "flask_restx", "flask_smorest"}
)  # fmt: skip
# Annotations of arguments that may hold a text; others are objects, whose attributes are not texts of a caller's.
TEXT_TYPES: Final = frozenset(
    {"str", "bytes", "Any", "list", "List", "dict", "Dict", "Sequence", "Iterable", "Mapping", "tuple", "Tuple", "set",
     "Set", "object", "AnyStr", "MutableMapping", "Collection", "Iterator", "Generator", "PathLike", "Path", "StrPath",
     "PurePath", "Union", "Optional", "AbstractSet", "frozenset", "FrozenSet", "Literal", "Text", "bytearray"}
)  # fmt: skip
# Last words of the names of classes that hold what somebody filled in.
MODELS: Final = (
    "Request", "Filter", "Filters", "Query", "Params", "Input", "Payload", "Create", "Update", "Search", "Form",
    "Schema", "Dto", "DTO", "In", "Body", "Options", "Spec", "Criteria",
)  # fmt: skip
# Words in the name of a method that tell what an object made around a request gives.
WRAPPED_WORDS: Final = ("param", "query", "form", "arg", "cookie", "header", "field", "body", "json")

# Keys of a session that decide what somebody may do, or what it costs: of these a number or a flag matters, too.
AUTHORITY: Final = frozenset(
    {
        "user_id",
        "userid",
        "uid",
        "role",
        "roles",
        "is_admin",
        "admin",
        "is_staff",
        "is_superuser",
        "account_id",
        "tenant_id",
        "price",
        "discount",
        "balance",
        "total",
        "credit",
        "authenticated",
        "is_authenticated",
        "logged_in",
        "verified",
        "is_verified",
        "permissions",
        "scopes",
        "mfa_verified",
    }
)

# --- what makes harmless -------------------------------------------------------------------------------------------

# Calls whose result carries no text of anybody's choice.
NUMBERS: Final = frozenset(
    {
        "int", "float", "bool", "len", "ord", "abs", "round", "hash", "id", "isinstance", "issubclass", "type", "sum",
        "hasattr", "callable", "range", "UUID", "Decimal", "Fraction", "ip_address", "ip_network", "IPv4Address",
        "IPv6Address", "fromisoformat", "strptime", "hexdigest", "digest", "uuid4", "uuid5", "token_hex",
        "token_urlsafe", "parse_date", "parse_datetime", "crc32", "time", "monotonic", "isoformat", "count", "index",
        "find", "rfind", "rindex", "startswith", "endswith", "isdigit", "isalnum", "isalpha", "isidentifier", "exists",
        "is_file", "is_dir", "isfile", "isdir", "bit_length", "generate_password_hash", "check_password_hash",
        "is_integer", "timestamp", "total_seconds", "literal_eval", "randint", "randrange", "getrandbits", "all", "any",
        "strftime",
    }
)  # fmt: skip
# Of these, the ones that raise for what is no number: whatever was given is harmless afterwards.
CONVERSIONS: Final = frozenset(
    {"int", "float", "UUID", "Decimal", "Fraction", "ip_address", "ip_network", "IPv4Address", "IPv6Address",
     "fromisoformat", "strptime"}
)  # fmt: skip
# The last word of a call -> the families that its result is harmless for.
_MARKUP = HTML
_IDENTIFIER = SQL | PATH | COMMAND | HTML
SANITISERS: Final = {
    "quote": COMMAND | HTML | REDIRECT | URL,
    "quote_plus": HTML | REDIRECT | URL | PATH,
    "urlencode": HTML | REDIRECT | URL,
    "escape": HTML,
    "escape_html": HTML,
    "html_escape": HTML,
    "xhtml_escape": HTML,
    "conditional_escape": HTML,
    "force_escape": HTML,
    "escapejs": HTML,
    "strip_tags": HTML,
    "format_html": HTML,
    "format_html_join": HTML,
    "clean": HTML,
    "sanitize": HTML,
    "linkify": HTML,
    "jsonify": ALL,
    "dumps": HTML,
    "render": ALL,
    "render_template": ALL,
    "render_to_string": ALL,
    "secure_filename": PATH | COMMAND | HTML,
    "get_valid_filename": PATH | COMMAND | HTML,
    "basename": PATH,
    "safe_join": PATH,
    "url_for": ALL,
    "reverse": ALL,
    "quote_ident": SQL,
    "quote_name": SQL,
    "quote_identifier": SQL,
    "quoted_name": SQL,
    "format_identifier": SQL,
    "literal": SQL,
    "escape_identifier": SQL,
    "mogrify": SQL,
    "slugify": ALL,
    "escape_filter_chars": LDAP,
    "escape_dn_chars": LDAP,
    "escape_rdn": LDAP,
    "escape_attribute_value": LDAP,
    "escape_bytes": LDAP,
    "hex": ALL,
    "sha256": ALL,
    "sha1": ALL,
    "md5": ALL,
    "sha512": ALL,
    "blake2b": ALL,
}
# Encodings that leave no dangerous character, and are undone by their decoders.
ENCODERS: Final = frozenset(
    {"b64encode", "urlsafe_b64encode", "standard_b64encode", "b32encode", "b16encode", "hexlify", "b85encode"}
)
DECODERS: Final = frozenset(
    {"b64decode", "urlsafe_b64decode", "standard_b64decode", "b32decode", "b16decode", "unhexlify", "b85decode"}
)
# Words in the name of a function of ours that say what it makes harmless.
CAREFUL_WORDS: Final = (
    ("escape", HTML | LDAP | XPATH | SQL),
    ("quote", SQL | COMMAND | XPATH | HTML),
    ("sanit", ALL),
    ("safe", ALL),
    ("valid", ALL),
    ("clean", ALL),
    ("check", ALL),
    ("verif", ALL),
    ("allow", ALL),
    ("permit", ALL),
    ("slug", ALL),
    ("hash", ALL),
    ("whitelist", ALL),
)
# First words of functions that give something else than what they were given: a thing looked up, made or counted.
LOOKUPS: Final = frozenset(
    {"get", "find", "fetch", "load", "lookup", "query", "select", "filter", "first", "one", "all", "create", "exists",
     "resolve", "has", "is", "count", "search", "save", "update", "insert", "delete", "add", "send", "call", "run",
     "execute", "register", "login", "authenticate", "authorize", "encrypt", "sign", "generate", "to", "map", "store",
     "put", "set", "list", "retrieve", "open", "read", "connect", "log", "info", "debug", "error", "warning", "post",
     "request", "invoke", "predict", "compute", "calculate", "convert", "serialize", "intersection", "scalar",
     "scalars", "upload",
     "download", "enqueue", "publish", "delay", "submit", "match", "fullmatch", "test", "encode_token"}
)  # fmt: skip
# Methods of texts and the like whose result is made of the receiver and the arguments.
TEXT_METHODS: Final = frozenset(
    {
        "upper", "lower", "strip", "lstrip", "rstrip", "title", "capitalize", "casefold", "swapcase", "replace",
        "encode", "decode", "removeprefix", "removesuffix", "center", "ljust", "rjust", "zfill", "expandtabs",
        "translate", "split", "rsplit", "splitlines", "partition", "rpartition", "join", "format", "format_map",
        "copy", "getvalue", "tobytes", "getlist", "get_all", "getall", "keys", "values", "items", "pop", "popitem",
        "popleft", "group", "groups", "groupdict", "get", "setdefault", "read", "readline", "readlines", "resolve",
        "absolute", "expanduser", "joinpath", "with_suffix", "with_name", "as_posix", "geturl", "as_uri", "unquote",
        "__getitem__", "to_dict", "next", "multi_items", "get_list", "dict", "json", "model_dump", "getone", "strftime",
        "getfirst",
    }
)  # fmt: skip
# Functions of libraries that pass on what they are given.
TRANSPARENT: Final = frozenset(
    {
        "builtins.str", "builtins.bytes", "builtins.list", "builtins.tuple", "builtins.set", "builtins.frozenset",
        "builtins.sorted", "builtins.reversed", "builtins.dict", "builtins.iter", "builtins.next", "builtins.max",
        "builtins.min", "builtins.repr", "builtins.format", "builtins.bytearray", "builtins.filter", "builtins.zip",
        "builtins.memoryview", "builtins.ascii",
        "urllib.parse.unquote", "urllib.parse.unquote_plus", "urllib.parse.urlparse", "urllib.parse.urlsplit",
        "urllib.parse.urljoin", "urllib.parse.urlunparse", "urllib.parse.urlunsplit", "urllib.parse.parse_qs",
        "urllib.parse.parse_qsl", "urllib.parse.unquote_to_bytes", "urllib.request.url2pathname",
        "os.path.join", "os.path.abspath", "os.path.normpath", "os.path.realpath", "os.path.expanduser",
        "os.path.expandvars", "os.path.dirname", "os.path.splitext", "os.path.split", "os.fspath", "os.fsencode",
        "os.fsdecode", "pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "pathlib.PurePosixPath",
        "base64.b64decode", "base64.urlsafe_b64decode", "base64.standard_b64decode", "base64.decodebytes",
        "base64.b32decode", "base64.b16decode", "binascii.unhexlify", "binascii.a2b_base64", "bytes.fromhex",
        "json.loads", "json.load", "io.StringIO", "io.BytesIO", "copy.copy", "copy.deepcopy", "textwrap.dedent",
        "re.sub", "re.split", "re.findall", "itertools.chain", "gzip.decompress", "zlib.decompress",
        "codecs.decode", "codecs.encode", "html.unescape", "typing.cast", "aiofiles.os.path.join",
        "asyncio.to_thread", "tempfile.SpooledTemporaryFile", "str.join", "str.format", "str.lower", "str.upper",
        "str.strip", "ast.literal_eval", "django.utils.encoding.force_str", "django.utils.encoding.smart_str",
        "dataclasses.asdict", "builtins.vars", "fastapi.encoders.jsonable_encoder", "anyio.Path", "yarl.URL",
    }
)  # fmt: skip
# Arguments whose attributes an operator sets, and those that stand for a table or a column, with what names it.
CONFIGURATIONS: Final = frozenset({"config", "settings", "conf", "cfg", "configuration"})
TABLES: Final = frozenset({"table", "column", "col", "model", "field", "index", "constraint", "schema", "fk"})
TABLE_NAMES: Final = frozenset(
    {"name", "column", "table", "table_name", "db_table", "key", "schema", "attname", "column_name"}
)
# Parts of a value that the client does not choose as text.
HARMLESS_PARTS: Final = frozenset(
    {"method", "content_length", "pk", "size", "_meta", "status", "status_code", "is_active", "port",
     "logger", "config", "app", "db", "engine", "content_type", "charset"}
)  # fmt: skip
# What gives the members of an archive, whose names are its maker's.
ARCHIVES: Final = ("zipfile.", "tarfile.", "rarfile.", "py7zr.")
MEMBERS: Final = frozenset({"namelist", "infolist", "getmembers", "getnames", "getinfo"})
# What gives rows and answers: texts that somebody once wrote.
ROWS: Final = frozenset({"fetchall", "fetchone", "fetchmany"})
READERS: Final = frozenset({"csv.DictReader", "csv.reader"})
# Words in the names of functions that call the function they are given.
RUNNERS: Final = (
    "executor",
    "thread",
    "submit",
    "run_sync",
    "partial",
    "apply_async",
    "sync_to_async",
    "add_task",
    "enqueue",
    "add_job",
)
# Calls after which nothing follows.
LEAVING: Final = frozenset({"abort", "exit", "_exit", "quit"})
NAMED_CHECKS: Final = (
    "valid", "safe", "allow", "check", "verif", "permit", "authoriz", "is_", "has_", "match", "trusted", "whitelist",
    "accept", "contain",
)  # fmt: skip

# Families that do harm with what any caller gives, not only with what a client sent.
FROM_CALLERS: Final = SQL | COMMAND | CODE | PICKLE | XML

# --- sinks ---------------------------------------------------------------------------------------------------------


class Sink(NamedTuple):
    """Arguments of a call that do harm when a foreign value reaches them.

    `names` are full names of what is called, or their beginnings when they end in a dot; empty for methods of objects
    that are not known, `x.*` for methods of x. `positions` and `keywords` are the arguments that matter (-1 is
    the object that a method is called on).
    """

    family: int
    names: tuple[str, ...]
    positions: tuple[int, ...] = (0,)
    keywords: tuple[str, ...] = ()


_DATABASES = (
    "sqlite3.", "psycopg2.", "psycopg.", "psycopg_pool.", "asyncpg.", "aiomysql.", "pymysql.", "MySQLdb.", "mysql.",
    "sqlalchemy.", "sqlmodel.", "django.db.", "databases.", "aiosqlite.", "peewee.", "duckdb.", "pyodbc.", "cx_Oracle.",
    "oracledb.", "pymssql.", "clickhouse_driver.", "snowflake.", "aiopg.", "trino.", "google.cloud.bigquery.",
    "flask_sqlalchemy.", "apsw.", "playhouse.", "asyncmy.", "records.", "dataset.", "tortoise.", "alembic.",
    "clickhouse_connect.",
)  # fmt: skip
DATABASES: Final = _DATABASES
_QUERY = ("query", "sql", "statement", "operation", "text", "stmt")
# `x.*` stands for the methods of x itself, not for those of what its methods give.
_HTTP = (
    "requests.*", "requests.Session().*", "requests.session().*", "requests.api.*", "requests.sessions.Session().*",
    "httpx.*", "httpx.Client().*", "httpx.AsyncClient().*", "aiohttp.*", "aiohttp.ClientSession().*", "urllib3.*",
    "aiohttp.client.ClientSession().*", "urllib3.PoolManager().*", "urllib3.ProxyManager().*", "niquests.*",
    "niquests.Session().*", "treq.*", "aiohttp_retry.RetryClient().*", "requests_html.HTMLSession().*",
)  # fmt: skip


def _sql(*words: str, position: int = 0) -> list[tuple[str, Sink]]:
    return [(word, Sink(SQL, (*_DATABASES, ""), (position,), _QUERY)) for word in words]


def _named(
    family: int, names: str, positions: tuple[int, ...] = (0,), keywords: tuple[str, ...] = ()
) -> list[tuple[str, Sink]]:
    return [(name.rpartition(".")[2], Sink(family, (name,), positions, keywords)) for name in names.split()]


def _methods(
    family: int,
    words: str,
    packages: tuple[str, ...],
    positions: tuple[int, ...] = (0,),
    keywords: tuple[str, ...] = (),
) -> list[tuple[str, Sink]]:
    return [(word, Sink(family, packages, positions, keywords)) for word in words.split()]


_ROWS: Final[list[tuple[str, Sink]]] = [
    *_sql("execute", "executemany", "executescript", "exec_driver_sql", "fetch", "fetchrow", "fetchval", "fetch_all",
          "fetch_one", "fetch_val", "iterate", "raw", "execute_sql", "read_sql", "read_sql_query", "RawSQL", "mogrify",
          "copy_expert", "execute_query", "execute_query_dict", "executemany_async", "prepare", "sql", "query"),
    *_named(SQL, "sqlalchemy.text sqlalchemy.sql.text sqlalchemy.sql.expression.text sqlalchemy.literal_column "
                 "sqlalchemy.sql.literal_column sqlmodel.text flask_sqlalchemy.SQLAlchemy().text peewee.SQL "
                 "pandas.read_sql pandas.read_sql_query polars.read_database psycopg.sql.SQL psycopg2.sql.SQL "
                 "django.db.models.expressions.RawSQL"),
    *_methods(SQL, "text", ("flask_sqlalchemy.",)),
    ("extra", Sink(SQL, ("",), (0, 1, 2), ("where", "select", "tables", "order_by"))),
    *_named(SQL, "psycopg2.extras.execute_values psycopg2.extras.execute_batch", (1,), ("sql",)),
    *_named(COMMAND, "os.system os.popen subprocess.getoutput subprocess.getstatusoutput "
                     "asyncio.create_subprocess_shell asyncio.subprocess.create_subprocess_shell "
                     "commands.getoutput popen2.popen2",
            (0,), ("command", "cmd")),
    *_named(COMMAND, "subprocess.run subprocess.call subprocess.check_call subprocess.check_output subprocess.Popen",
            (0,), ("args",)),
    *_named(COMMAND, "asyncio.create_subprocess_exec os.execv os.execve os.execvp os.execl os.execlp os.posix_spawn "
                     "os.startfile", (0,), ("program",)),
    *_named(COMMAND, "os.spawnl os.spawnlp os.spawnv os.spawnvp", (1,)),
    *_methods(COMMAND, "exec_command", ("paramiko.", ""), (0,), ("command",)),
    *_methods(COMMAND, "run sudo local", ("fabric.", "invoke."), (0,), ("command",)),
    *_named(CODE, "builtins.eval builtins.exec builtins.compile builtins.__import__ importlib.import_module "
                  "runpy.run_path code.interact", (0,), ("source", "name")),
    *_methods(CODE, "runsource runcode", ("code.",)),
    *_methods(CODE, "eval query", ("pandas.",), (0,), ("expr",)),
    *_named(PICKLE, "pickle.loads pickle.load pickle.Unpickler _pickle.loads cPickle.loads marshal.loads marshal.load "
                    "dill.loads dill.load cloudpickle.loads cloudpickle.load jsonpickle.decode jsonpickle.loads "
                    "yaml.unsafe_load yaml.full_load yaml.unsafe_load_all yaml.full_load_all yaml.load yaml.load_all "
                    "shelve.open pandas.read_pickle joblib.load pandas.compat.pickle_compat.load "
                    "ruamel.yaml.load"),
    *_named(PATH, "builtins.open io.open codecs.open os.open os.remove os.unlink os.mkdir os.makedirs os.listdir "
                  "os.rmdir os.removedirs os.scandir os.walk os.stat os.chmod shutil.rmtree aiofiles.open "
                  "aiofiles.os.remove aiofiles.os.stat aiofiles.os.listdir "
                  "os.path.exists os.path.isfile os.path.isdir os.path.getsize os.path.getmtime glob.glob "
                  "zipfile.ZipFile tarfile.open gzip.open "
                  "bz2.open linecache.getlines numpy.load pandas.read_csv lzma.open fileinput.input anyio.open_file",
            (0,), ("path", "file", "path_or_file", "filename_or_fp", "filename", "filepath_or_buffer")),
    *_named(PATH, "flask.send_file flask.helpers.send_file quart.send_file fastapi.responses.FileResponse "
                  "starlette.responses.FileResponse fastapi.FileResponse aiohttp.web.FileResponse sanic.response.file "
                  "sanic.file sanic.file_stream "
                  "sanic.response.file_stream litestar.response.File litestar.response.file.File litestar.File",
            (0,), ("path", "path_or_file", "filename_or_fp", "location")),
    *_named(PATH, "os.rename os.replace shutil.copy shutil.copyfile shutil.copy2 shutil.move shutil.copytree os.link "
                  "os.symlink", (0, 1), ("src", "dst")),
    *_named(PATH, "flask.send_from_directory", (0,), ("directory",)),
    *_methods(PATH, "open_resource open_instance_resource", ("flask.", "quart."), (0,), ("resource",)),
    *_methods(PATH, "open read_text read_bytes write_text write_bytes exists unlink mkdir iterdir stat is_file is_dir "
                    "rename touch rmdir glob", ("pathlib.", "anyio.Path"), (-1,)),
    *_methods(PATH, "save", ("werkzeug.", "flask.", "quart.", "client.files"), (0,), ("dst",)),
    *_methods(PATH, "saveas", ("",), (0,)),
    *_methods(URL, "get post put patch delete head options send ws_connect", _HTTP, (0,), ("url",)),
    *_methods(URL, "request stream build_request urlopen", _HTTP, (1,), ("url",)),
    *_named(URL, "requests.Request httpx.Request", (1,), ("url",)),
    *_methods(URL, "fetch", ("tornado.httpclient.AsyncHTTPClient().*", "tornado.httpclient.HTTPClient().*"), (0,),
              ("request",)),
    *_named(URL, "tornado.httpclient.HTTPRequest tornado.websocket.websocket_connect socket.create_connection "
                 "asyncio.open_connection aiohttp.request", (0,), ("url", "address", "host")),
    *_named(URL, "httpx.Client httpx.AsyncClient aiohttp.ClientSession openai.OpenAI openai.AsyncOpenAI", (),
            ("base_url",)),
    *_methods(URL, "client resource", ("boto3.", "aioboto3.", "aiobotocore."), (), ("endpoint_url",)),
    *_named(URL, "urllib.request.urlopen urllib.request.urlretrieve urllib.request.Request urllib.urlopen "
                 "http.client.HTTPConnection http.client.HTTPSConnection websockets.connect "
                 "websockets.asyncio.client.connect websocket.create_connection", (0,), ("url", "host", "uri")),
    *_methods(URL, "open", ("urllib.request.",), (0,)),
    *_methods(REDIRECT, "redirect", ("flask.", "django.shortcuts.", "quart.", "bottle.", "werkzeug.", "sanic.",
                                     "starlette.", "tornado.", ".", "aiohttp."), (0,), ("location", "to", "url")),
    *_methods(REDIRECT, "RedirectResponse HttpResponseRedirect HttpResponsePermanentRedirect HTTPFound HTTPSeeOther "
                        "HTTPMovedPermanently HTTPTemporaryRedirect Redirect", ("fastapi.", "starlette.", "django.",
                        "aiohttp.", "litestar.", "ninja."), (0,), ("url", "redirect_to", "location", "path")),
    *_methods(HTML, "HTMLResponse HttpResponse HttpResponseBadRequest HttpResponseNotFound HttpResponseForbidden "
                    "HttpResponseServerError Response make_response mark_safe SafeString SafeText Markup SafeData "
                    "HTML html HTTPResponse format_html",
              ("fastapi.", "starlette.", "django.", "flask.", "werkzeug.", "markupsafe.", "aiohttp.", "quart.",
               "jinja2.", "sanic.", "IPython.", "litestar.", "bottle."), (0,),
              ("content", "response", "body", "text", "s")),
    *_named(TEMPLATE, "flask.render_template_string quart.render_template_string jinja2.Template "
                      "mako.template.Template django.template.Template tornado.template.Template",
            (0,), ("source", "template_string", "text")),
    *_named(TEMPLATE, "jinja2.DictLoader", (0,), ("mapping",)),
    *_methods(TEMPLATE, "from_string compile_expression", ("jinja2.", "django.template.", ""), (0,)),
    *_methods(LDAP, "simple_bind simple_bind_s bind bind_s delete delete_s add add_s modify modify_s modify_dn "
                    "rename_s compare_s passwd_s", ("ldap.", "ldap3."), (0,), ("who", "dn", "user")),
    *_methods(LDAP, "search search_s search_st search_ext search_ext_s paged_search", ("ldap.", "ldap3.", "!ldap"),
              (0, 1, 2), ("search_filter", "search_base", "filterstr", "base")),
    *_methods(XPATH, "xpath", ("",), (0,), ("_path",)),
    *_methods(XPATH, "XPath ETXPath", ("lxml.",), (0,), ("path",)),
    *_methods(XPATH, "select iter_select Selector", ("elementpath.",), (0, 1), ("path",)),
    *_methods(XML, "xinclude", ("",), (-1,)),
    *_named(XML, "lxml.etree.XSLT lxml.ElementInclude.include xml.etree.ElementInclude.include", (0,)),
    *_methods(XPATH, "find findall findtext iterfind", ("lxml.", "xml."), (0,), ("path",)),
    *_methods(ARCHIVE, "extractall extract", ("tarfile.", "zipfile."), (-1,)),
    *_named(ARCHIVE, "shutil.unpack_archive", (0,), ("filename",)),
]  # fmt: skip


def _by_word(rows: list[tuple[str, Sink]]) -> dict[str, tuple[Sink, ...]]:
    found: dict[str, tuple[Sink, ...]] = {}
    for word, sink in rows:
        found[word] = (*found.get(word, ()), sink)
    return found


SINKS: Final = _by_word(_ROWS)
# Sinks that only look at a path; what opens it afterwards matters more.
LOOKS: Final = frozenset(
    {"exists", "isfile", "is_file", "isdir", "is_dir", "stat", "getsize", "getmtime", "listdir", "iterdir", "glob"}
)
XML_WORDS: Final = frozenset(
    {
        "XMLParser",
        "setFeature",
        "parseString",
        "parse",
        "fromstring",
        "fromstringlist",
        "iterparse",
        "XML",
        "HTML",
        "feed",
        "Parse",
        "ParseFile",
        "makeparser",
    }
)
# Methods that put a value under a key of a session, and functions that give the session of a request.
SESSION_METHODS: Final = frozenset({"update", "setdefault", "set_session"})
SESSION_GIVERS: Final = frozenset({"aiohttp_session.get_session", "aiohttp_session.new_session"})
SESSIONS: Final = frozenset({"session"})
