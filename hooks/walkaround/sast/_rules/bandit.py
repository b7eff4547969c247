"""bandit's own checks as rules of the policy, in our words; what they find, and the ids, are bandit's.

Those that a rule of ours replaces, or that mostly speak of code that is fine, are off unless a policy asks for them;
credentials in source are secret-detection's.
"""

from ..._finding import Rule, Severity

_FOLLOWED = "It is judged by its form alone, so it also speaks of constants: {} follows the values instead."
_IMPORTED = "An import does no harm by itself: what is done with the module is judged where it is used."


def _row(id_: str, name: str, severity: Severity, says: tuple[str, str, str], bad: str, good: str) -> Rule:
    summary, why, remedy = says
    return Rule(id_, name, summary, why, remedy, bad, good, severity)


BANDIT: tuple[Rule, ...] = (
    _row("B101", "assert-used", "off", (
        "An `assert` stands outside of tests.",
        "Most assertions state what is true anyway; B961 finds those that guard access, which Python drops under `-O`.",
        "Raise an exception where the condition has to hold.",
    ), "assert user.is_admin", "if not user.is_admin: raise PermissionError"),
    _row("B102", "exec-used", "off", (
        "`exec` runs a text as code.", _FOLLOWED.format("B903"), "Call a function instead.",
    ), "exec(text)", "actions[name]()"),
    _row("B103", "permissive-file-mode", "error", (
        "`chmod` lets everybody write or run a file.",
        "Any process on the machine can then replace what this program trusts.",
        "Give the mode to the owner alone.",
    ), "os.chmod(path, 0o777)", "os.chmod(path, 0o600)"),
    _row("B104", "bound-to-all-interfaces", "off", (
        "A text is the address of all interfaces.",
        "In a container that is how a service is reached; elsewhere it opens the port to the network.",
        "Bind the address that is meant.",
    ), 'serve("0.0.0.0")', 'serve("127.0.0.1")'),
    _row("B105", "password-in-string", "off", (
        "A text is assigned to what is named like a password.",
        "secret-detection judges credentials, with their formats and values.", "Read it from the environment.",
    ), 'password = "…"', 'password = os.environ["PASSWORD"]'),
    _row("B106", "password-in-argument", "off", (
        "A text is handed to an argument that is named like a password.",
        "secret-detection judges credentials, with their formats and values.", "Read it from the environment.",
    ), 'connect(password="…")', 'connect(password=os.environ["PASSWORD"])'),
    _row("B107", "password-as-default", "off", (
        "A text is the default of an argument that is named like a password.",
        "secret-detection judges credentials, with their formats and values.", "Give it no default.",
    ), 'def connect(password="…")', "def connect(password)"),
    _row("B108", "shared-temporary-folder", "off", (
        "A path lies in a folder for temporary files that all users share.",
        "Others can put a link there first; the rule reads every text, also one that is only shown.",
        "Use `tempfile`.",
    ), 'open("/tmp/report")', "tempfile.NamedTemporaryFile()"),
    _row("B110", "try-except-pass", "off", (
        "An exception is caught and nothing is done.",
        "It speaks of narrow exceptions as well when asked to; B930 judges what the caller can tell.",
        "Handle the exception, or let it go on.",
    ), "except Exception: pass", "except KeyError: pass"),
    _row("B112", "try-except-continue", "off", (
        "An exception is caught and the loop goes on.", "B930 judges what anybody hears of it.",
        "Handle the exception, or collect it.",
    ), "except Exception: continue", "except ValueError as error: failed.append(error)"),
    _row("B113", "requests-without-timeout", "off", (
        "requests is called without a timeout.", "B935 knows sessions and the other clients as well.",
        "Pass a timeout.",
    ), "requests.get(url)", "requests.get(url, timeout=PATIENCE)"),
    _row("B201", "flask-debug", "off", (
        "A Flask application is run in debug mode.", "B923 knows the other frameworks as well.",
        "Leave debug mode to the environment.",
    ), "app.run(debug=True)", "app.run()"),
    _row("B202", "tarfile-extractall", "off", (
        "An archive is unpacked without a filter.", "B914 also knows filters and the other archives.",
        'Pass `filter="data"`.',
    ), "archive.extractall(folder)", 'archive.extractall(folder, filter="data")'),
    _row("B301", "pickle-loads", "off", (
        "A pickle is read.", _FOLLOWED.format("B913"), "Read JSON.",
    ), "pickle.loads(data)", "json.loads(data)"),
    _row("B302", "marshal-loads", "off", (
        "Marshalled data is read.", _FOLLOWED.format("B913"), "Read JSON.",
    ), "marshal.loads(data)", "json.loads(data)"),
    _row("B303", "weak-hash-call", "off", (
        "MD2, MD4, MD5 or SHA-1 is called.", "B950 judges what the digest is for.", "Use SHA-256.",
    ), "hashes.MD5()", "hashes.SHA256()"),
    _row("B304", "weak-cipher-call", "off", (
        "A broken cipher is used.", "B953 knows the same ciphers, and their imports.", "Use AES-GCM.",
    ), "ARC4.new(key)", "AESGCM(key)"),
    _row("B305", "weak-cipher-mode", "off", (
        "A cipher is used in ECB mode.", "B953 knows it in all libraries.", "Use AES-GCM.",
    ), "modes.ECB()", "modes.GCM(nonce)"),
    _row("B306", "mktemp-call", "off", (
        "`tempfile.mktemp` names a file that somebody else can make first.", "B946 says the same.",
        "Use `tempfile.mkstemp`.",
    ), "tempfile.mktemp()", "tempfile.mkstemp()"),
    _row("B307", "eval-call", "off", (
        "`eval` runs a text as code.", _FOLLOWED.format("B903"), "Use `ast.literal_eval`.",
    ), "eval(text)", "ast.literal_eval(text)"),
    _row("B308", "mark-safe-call", "off", (
        "`mark_safe` keeps a text from being escaped.", _FOLLOWED.format("B907"), "Use `format_html`.",
    ), "mark_safe(text)", 'format_html("<b>{}</b>", text)'),
    _row("B310", "urlopen-call", "off", (
        "`urlopen` also opens files.", _FOLLOWED.format("B905"), "Check the scheme of the address.",
    ), "urlopen(url)", 'urlopen("https://example.com/")'),
    _row("B311", "random-call", "off", (
        "A random number is not fit for secrets.", "Most are for games, samples and waits; B955 judges the use.",
        "Use `secrets`.",
    ), "random.random()", "secrets.token_hex()"),
    _row("B312", "telnet-call", "error", (
        "A Telnet connection is opened.", "Everything goes over the wire in the clear, the password first.", "Use SSH.",
    ), "telnetlib.Telnet(host)", "paramiko.SSHClient()"),
    _row("B313", "xml-celementtree", "off", (
        "XML is parsed with cElementTree.", "Expat limits the expansion of entities; B911 finds what reads others.",
        "Use defusedxml.",
    ), "cElementTree.parse(file)", "defusedxml.ElementTree.parse(file)"),
    _row("B314", "xml-elementtree", "off", (
        "XML is parsed with ElementTree.", "Expat limits the expansion of entities; B911 finds what reads others.",
        "Use defusedxml.",
    ), "ElementTree.parse(file)", "defusedxml.ElementTree.parse(file)"),
    _row("B315", "xml-expatreader", "off", (
        "XML is parsed with expatreader.", "B911 finds parsers that read external entities.", "Use defusedxml.",
    ), "expatreader.create_parser()", "defusedxml.expatreader.create_parser()"),
    _row("B316", "xml-expatbuilder", "off", (
        "XML is parsed with expatbuilder.", "B911 finds parsers that read external entities.", "Use defusedxml.",
    ), "expatbuilder.parse(file)", "defusedxml.expatbuilder.parse(file)"),
    _row("B317", "xml-sax", "off", (
        "XML is parsed with xml.sax.", "B911 finds parsers that read external entities.", "Use defusedxml.",
    ), "xml.sax.parse(file, handler)", "defusedxml.sax.parse(file, handler)"),
    _row("B318", "xml-minidom", "off", (
        "XML is parsed with minidom.", "B911 finds parsers that read external entities.", "Use defusedxml.",
    ), "minidom.parse(file)", "defusedxml.minidom.parse(file)"),
    _row("B319", "xml-pulldom", "off", (
        "XML is parsed with pulldom.", "B911 finds parsers that read external entities.", "Use defusedxml.",
    ), "pulldom.parse(file)", "defusedxml.pulldom.parse(file)"),
    _row("B321", "ftp-call", "off", (
        "An FTP connection is opened.", "It also speaks of FTP over TLS, which is encrypted.", "Use SFTP.",
    ), "ftplib.FTP(host)", "paramiko.SFTPClient.from_transport(transport)"),
    _row("B323", "unverified-context", "off", (
        "A TLS context that checks no certificate is made.", "B956 knows the other ways as well.",
        "Use `ssl.create_default_context`.",
    ), "ssl._create_unverified_context()", "ssl.create_default_context()"),
    _row("B324", "weak-hashlib-hash", "off", (
        "hashlib's MD4, MD5 or SHA-1 is used.", "B950 judges what the digest is for.",
        "Use SHA-256, or say `usedforsecurity=False`.",
    ), "hashlib.md5(data)", "hashlib.sha256(data)"),
    _row("B401", "telnetlib-import", "off", (
        "telnetlib is imported.", _IMPORTED, "Use SSH.",
    ), "import telnetlib", "import paramiko"),
    _row("B402", "ftplib-import", "off", (
        "ftplib is imported.", _IMPORTED, "Use SFTP.",
    ), "import ftplib", "import paramiko"),
    _row("B403", "pickle-import", "off", (
        "pickle, or what reads pickles, is imported.", _IMPORTED, "Use JSON.",
    ), "import pickle", "import json"),
    _row("B404", "subprocess-import", "off", (
        "subprocess is imported.", _IMPORTED, "Nothing, as long as no shell is involved.",
    ), "import subprocess", "import shutil"),
    _row("B405", "xml-etree-import", "off", (
        "xml.etree is imported.", _IMPORTED, "Use defusedxml.",
    ), "import xml.etree.ElementTree", "import defusedxml.ElementTree"),
    _row("B406", "xml-sax-import", "off", (
        "xml.sax is imported.", _IMPORTED, "Use defusedxml.",
    ), "import xml.sax", "import defusedxml.sax"),
    _row("B407", "xml-expat-import", "off", (
        "xml.expat is imported.", _IMPORTED, "Use defusedxml.",
    ), "import xml.dom.expatbuilder", "import defusedxml.expatbuilder"),
    _row("B408", "xml-minidom-import", "off", (
        "xml.dom.minidom is imported.", _IMPORTED, "Use defusedxml.",
    ), "import xml.dom.minidom", "import defusedxml.minidom"),
    _row("B409", "xml-pulldom-import", "off", (
        "xml.dom.pulldom is imported.", _IMPORTED, "Use defusedxml.",
    ), "import xml.dom.pulldom", "import defusedxml.pulldom"),
    _row("B411", "xmlrpc-import", "off", (
        "xmlrpc is imported.", _IMPORTED, "Use defusedxml.xmlrpc.",
    ), "import xmlrpc.client", "import defusedxml.xmlrpc"),
    _row("B412", "httpoxy-import", "warning", (
        "A CGI handler that hands the client's Proxy header to the program is imported.",
        "The client then chooses the proxy of the program's own requests.", "Serve the application by WSGI.",
    ), "from wsgiref.handlers import CGIHandler", "import gunicorn"),
    _row("B413", "pycrypto-import", "off", (
        "PyCrypto is imported.", "pycryptodome has the same name, and is what most projects mean by it.",
        "Use cryptography, or pycryptodome under the name Cryptodome.",
    ), "from Crypto.Cipher import AES", "from cryptography.hazmat.primitives.ciphers.aead import AESGCM"),
    _row("B415", "pyghmi-import", "warning", (
        "pyghmi, a client for IPMI, is imported.", "IPMI hands out hashes of passwords to whoever asks.",
        "Keep it to a network of its own.",
    ), "import pyghmi", "import redfish"),
    _row("B501", "requests-without-verification", "off", (
        "A certificate is not checked.", "B956 knows sessions and contexts as well.", "Leave `verify` as it is.",
    ), "requests.get(url, verify=False)", "requests.get(url)"),
    _row("B502", "old-tls-version", "off", (
        "An old version of SSL or TLS is chosen.", "B956 says the same, in contexts as well.",
        "Use `ssl.create_default_context`.",
    ), "ssl.wrap_socket(ssl_version=ssl.PROTOCOL_SSLv3)", "ssl.create_default_context()"),
    _row("B503", "old-tls-default", "off", (
        "An old version of SSL or TLS is an argument's default.", "B956 says the same, in contexts as well.",
        "Use `ssl.create_default_context`.",
    ), "def connect(version=ssl.PROTOCOL_SSLv3)", "def connect(context)"),
    _row("B504", "no-tls-version", "warning", (
        "`ssl.wrap_socket` is called without a version.", "It then takes old ones too, and checks no name.",
        "Use `ssl.create_default_context`.",
    ), "ssl.wrap_socket(connection)", "ssl.create_default_context().wrap_socket(connection, server_hostname=host)"),
    _row("B505", "short-key", "off", (
        "A key is shorter than it should be.", "B953 says the same.", "Make RSA keys of 3072 bits.",
    ), "rsa.generate_private_key(65537, 1024)", "rsa.generate_private_key(65537, 3072)"),
    _row("B506", "unsafe-yaml-load", "off", (
        "YAML is read by a loader that makes any object.", "B958 says the same of all of them.",
        "Use `yaml.safe_load`.",
    ), "yaml.load(text, Loader=yaml.Loader)", "yaml.safe_load(text)"),
    _row("B507", "unknown-host-keys", "off", (
        "SSH accepts any host's key.", "B956 says the same.", "Load the known keys, and reject others.",
    ), "client.set_missing_host_key_policy(AutoAddPolicy)", "client.load_system_host_keys()"),
    _row("B508", "old-snmp-version", "error", (
        "SNMP is used in a version without encryption.", "Its password, the community, can be read on the way.",
        "Use version 3.",
    ), "CommunityData('public', mpModel=0)", 'UsmUserData("reader", auth, privacy)'),
    _row("B509", "weak-snmp-cryptography", "error", (
        "SNMP is used without authentication or privacy.", "What is read and set can be seen and changed on the way.",
        "Give keys for both.",
    ), 'UsmUserData("reader")', 'UsmUserData("reader", auth, privacy)'),
    _row("B601", "paramiko-command", "off", (
        "A command is run on another machine.", _FOLLOWED.format("B902"), "Quote what is put into it.",
    ), "client.exec_command(command)", 'client.exec_command("uptime")'),
    _row("B602", "subprocess-with-shell", "off", (
        "A process is started through a shell.", _FOLLOWED.format("B902"), "Pass a list, without a shell.",
    ), "subprocess.run(command, shell=True)", 'subprocess.run(["ls", folder])'),
    _row("B603", "subprocess-without-shell", "off", (
        "A process is started without a shell.", "That is how it should be.", "Nothing.",
    ), "subprocess.run(command)", 'subprocess.run(["ls"])'),
    _row("B604", "call-with-shell", "off", (
        "Some function is called with `shell=True`.", _FOLLOWED.format("B902"), "Pass a list, without a shell.",
    ), "run(command, shell=True)", 'run(["ls"])'),
    _row("B605", "process-with-shell", "off", (
        "A process is started through a shell.", _FOLLOWED.format("B902"), "Use subprocess with a list.",
    ), "os.system(command)", 'subprocess.run(["ls", folder])'),
    _row("B606", "process-without-shell", "off", (
        "A process is started without a shell.", "That is how it should be.", "Nothing.",
    ), "os.execv(program, arguments)", 'subprocess.run(["ls"])'),
    _row("B607", "partial-path", "off", (
        "A program is found by the search path.", "That is how most programs are found.",
        "Name the whole path where the search path is not to be trusted.",
    ), 'subprocess.run(["ls"])', 'subprocess.run(["/bin/ls"])'),
    _row("B608", "sql-in-string", "off", (
        "A text looks like SQL and is put together.", _FOLLOWED.format("B901"), "Use parameters.",
    ), 'f"SELECT * FROM users WHERE id = {id}"', '"SELECT * FROM users WHERE id = ?"'),
    _row("B609", "wildcard-in-command", "error", (
        "A command with a wildcard runs in a shell.", "A file named like an option becomes one.",
        "List the files in Python, and put `--` before them.",
    ), 'os.system("chown root *")', 'subprocess.run(["chown", "root", "--", *names])'),
    _row("B610", "django-extra", "off", (
        "Django's `extra` is used.", _FOLLOWED.format("B901"), "Use expressions of the ORM.",
    ), "Book.objects.extra(where=[text])", "Book.objects.filter(title=title)"),
    _row("B611", "django-rawsql", "off", (
        "Django's `RawSQL` is used.", _FOLLOWED.format("B901"), "Use expressions of the ORM.",
    ), "RawSQL(text, ())", 'RawSQL("select now()", ())'),
    _row("B612", "logging-listener", "error", (
        "Logging takes its configuration from a socket, unverified.", "A configuration can run code.",
        "Pass `verify`.",
    ), "logging.config.listen()", "logging.config.listen(verify=check)"),
    _row("B613", "bidirectional-text", "error", (
        "The source has characters that change the direction of text.", "What a reviewer sees is not what runs.",
        "Remove them.",
    ), "a comment with U+202E", "a comment without"),
    _row("B614", "unsafe-torch-load", "off", (
        "A PyTorch file is read in a way that can run code.", "B958 says the same, and knows `weights_only`.",
        "Pass `weights_only=True`.",
    ), "torch.load(path)", "torch.load(path, weights_only=True)"),
    _row("B615", "unpinned-model", "warning", (
        "A model is downloaded without a revision.", "Whoever owns its name can change what is run tomorrow.",
        "Pass the commit's id as `revision`.",
    ), 'AutoModel.from_pretrained("org/model")', 'AutoModel.from_pretrained("org/model", revision=COMMIT)'),
    _row("B701", "jinja-without-autoescape", "off", (
        "Jinja renders without escaping.", "It also speaks of templates for mail and code; B908 tells them apart.",
        "Pass `autoescape=select_autoescape()`.",
    ), "Environment(loader=loader)", "Environment(loader=loader, autoescape=select_autoescape())"),
    _row("B702", "mako-template", "error", (
        "Mako renders without escaping.", "A value with markup in it becomes part of the page.",
        'Pass `default_filters=["h"]`, or use Jinja with autoescape.',
    ), "Template(text)", "Environment(autoescape=True).from_string(text)"),
    _row("B703", "django-mark-safe", "off", (
        "Django's `mark_safe` is used on what is not constant.", _FOLLOWED.format("B907"), "Use `format_html`.",
    ), "mark_safe(text)", 'format_html("<b>{}</b>", text)'),
    _row("B704", "markupsafe-markup", "off", (
        "`Markup` is made of what is not constant.", _FOLLOWED.format("B907"), "Use `escape`.",
    ), "Markup(text)", "escape(text)"),
)  # fmt: skip
