"""Files that make every plugin of bandit speak, and how the tests of the driver go through them."""

# ruff: noqa: E501 - a table of files

import ast
import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from walkaround import _bandit
from walkaround._bandit._nosec import parse
from walkaround._bandit._run import LEAVES, Result

HOOKS = Path(_bandit.__file__).parents[2]

SNIPPETS = {
    "asserts": "def pay(user):\n    assert user.is_staff, 'no'\n    assert (\n        user.id\n        > 3\n    )\n",
    "exec": "exec('1')\nexec(\n    open(name).read(),\n    {},\n)\nself.exec('no')\nfrom a import exec\nexec(1)\n",
    "chmod": "import os\nos.chmod('a', 0o777)\nos.chmod(path, 0o664)\nos.chmod('a', 0o600)\npath.lchmod(0o7, 0o7)\n"
    "os.fchmod(name, 0x1ff, follow=1)\n",
    "addresses": "HOST = '0.0.0.0'\nserve(host='0.0.0.0')\n'0.0.0.0'\ndef f(host='0.0.0.0', port=1): ...\nb'0.0.0.0'\n",
    "passwords": "password = 'x'\nself.api_token = 'y'\nconfig = {'pwd': 'z', 'user': 'u', 'token': 3}\nd['secret'] = 'w'\n"
    "if password == 'q': pass\nif self.passphrase != 'q': pass\nconnect(password='p', user='u')\n"
    "connect(**{'a': 1}, db_pass='p')\ndef f(a, b=1, passwd='s', *, token='t'): ...\nasync def g(password='s'): ...\n"
    "def h(pwd=None, n=ssl.PROTOCOL_SSLv3): ...\n",
    "temporary": "A = '/tmp/a'\nopen('/var/tmp/b')\nx = f'/dev/shm/{c}'\ny = 'a/tmp'\nz = {'/tmp': '/tmp/'}\n"
    "lambda a='/tmp/d': 1\nwith open('/tmp/q') as f: pass\n[x for x in '/tmp/ab' if '/tmp/c']\nmatch a:\n"
    "    case '/tmp/e': pass\n",
    "handlers": "for a in b:\n    try:\n        c()\n    except Exception:\n        continue\n    try:\n        c()\n"
    "    except:\n        pass\n    try:\n        c()\n    except ValueError:\n        pass\n    try:\n        c()\n"
    "    except (Exception,):\n        pass\n    try:\n        c()\n    except Exception as e:  # why\n        pass\n",
    "timeouts": "import requests, httpx\nfrom requests import get, Session as S\nimport requests as r\nrequests.get('a')\n"
    "get('b', timeout=3)\nget('b')\nr.post('c', timeout=None)\nhttpx.Client(timeout=None)\nS().get('d')\n"
    "requests.request('GET', 'e')\nhttpx.get('f', verify=False)\nrequests.put('g', verify=False, timeout=2)\n"
    "httpx.AsyncClient(\n    verify=False,\n    timeout=None,\n)\n",
    "flask": "from flask import Flask\napp = Flask(__name__)\napp.run(debug=True)\napp.run(debug=False)\nrun(debug=True)\n"
    "app.run(\n    'h',\n    debug=True,\n)\n",
    "not-flask": "app.run(debug=True)\nimport flask\napp.run(debug=True)\n",
    "tarfiles": "import tarfile\nt = tarfile.open('a')\nt.extractall()\nt.extractall(members=safe(t))\nt.extractall(members=x)\n"
    "t.extractall(members=[m for m in t])\nt.extractall(filter='data')\nt.extractall(filter='tar')\nextractall_all()\n",
    "hashes": "import hashlib\nimport crypt\nfrom hashlib import md5, sha1 as s, new\nhashlib.md5(b'')\nmd5(b'', usedforsecurity=False)\n"
    "s()\nnew('md5')\nhashlib.new(name='sha1')\nhashlib.new('sha256')\nhashlib.sha256()\ncrypt.crypt('a', salt=crypt.METHOD_MD5)\n"
    "crypt.mksalt(crypt.METHOD_CRYPT)\n",
    "tls": "import ssl\nfrom pyOpenSSL import SSL\nssl.wrap_socket()\nssl.wrap_socket(ssl_version=ssl.PROTOCOL_SSLv3)\n"
    "SSL.Context(method=SSL.SSLv2_METHOD)\nf(method=SSL.TLSv1_METHOD)\nf(ssl_version=PROTOCOL_TLSv1)\nf(method='POST')\n"
    "def g(version=ssl.PROTOCOL_SSLv2): ...\nssl._create_unverified_context()\n",
    "keys": "from cryptography.hazmat.primitives.asymmetric import dsa, ec, rsa\nfrom Crypto.PublicKey import RSA, DSA as D\n"
    "rsa.generate_private_key(65537, 1024)\nrsa.generate_private_key(public_exponent=1, key_size=512)\ndsa.generate_private_key(2048)\n"
    "ec.generate_private_key(ec.SECP192R1)\nec.generate_private_key(curve=ec.SECT163K1)\nRSA.generate(1000)\nD.generate(bits=512)\n"
    "RSA.generate(bits=n)\n",
    "yaml": "import yaml\nfrom yaml import load, SafeLoader\nyaml.load(a)\nyaml.load(a, SafeLoader)\nyaml.load(a, Loader=yaml.CSafeLoader)\n"
    "load(a)\nload(a, Loader=x)\njson.load(a)\n",
    "paramiko": "import paramiko\nc = paramiko.SSHClient()\nc.set_missing_host_key_policy(paramiko.AutoAddPolicy)\n"
    "c.set_missing_host_key_policy(paramiko.WarningPolicy())\nc.set_missing_host_key_policy(p)\nc.exec_command('ls')\n",
    "snmp": "from pysnmp.hlapi import CommunityData, UsmUserData\nCommunityData('p', mpModel=0)\nCommunityData('p', mpModel=1)\n"
    "UsmUserData('u')\nUsmUserData('u', 'a', 'p')\n",
    "shells": "import subprocess, os\nfrom subprocess import Popen as P, run\nimport os as o\nsubprocess.call('ls', shell=True)\n"
    "subprocess.call(\n    a,\n    shell=True,\n)\nP(['ls'])\nrun(a, shell=False)\nrun(['/bin/ls'], shell=[1])\nos.system('ls *')\nos.system(a)\n"
    "os.popen('/bin/ls')\no.execv(a, b)\nos.spawnlp(1, 'a')\nf('x', shell=True)\nf(shell={})\nf(shell=None)\nf(shell=0.5)\n"
    "run('chown *', shell=True)\nrun(['tar', '*'], shell=True)\nos.startfile(x)\nsubprocess.getoutput('ls')\nrun([], shell='')\n",
    "sql": "a = 'SELECT %s FROM t' % x\nb = 'select ' + c + ' from t'\ncursor.execute('delete from t where a=' + x)\n"
    "cursor.execute('update t set {}'.format(x))\nf'insert into t values ({x})'\ncur.executemany(f'select {a} from {b}', c)\n"
    "d = 'no' + 'SELECT a ' + 'FROM b'\ne = ('select a '\n     'from ' + b)\ng = 'x'.replace('a', 'select b from c')\n"
    "h = 'select a from b '.replace('a', c)\ni = f'{a} SEL{b}ECT x FROM y'\nj = f'{a}{b} select x from y'\nk = 'select a from b'\n"
    "l = 'se' + f'lect {a} from b'\nm = 'a' * 3 + 'with x as (' + 'SELECT y FROM z' + ')'\n'select a from %s' % b\n"
    "n = '\u017felect a from b' + c\no = 'de\u017fcr\u0131be' + 'in\u017fert \u0131nto a values (1)'\n",
    "wildcards": "import subprocess\nsubprocess.Popen('tar cf a *', shell=True)\nsubprocess.Popen(['chmod', '*', x], shell=True)\n",
    "django": "from django.db.models import *\nfrom django.db.models.expressions import RawSQL\nfrom django.utils.safestring import mark_safe as safe, SafeText\n"
    "import django.utils.safestring as s\nRawSQL('select %s' % a)\nRawSQL(sql='a')\nRawSQL(sql=b)\nq.extra(where=['a'], tables=['b'])\n"
    "q.extra(where=[a])\nq.extra({'a': 'b'}, [c])\nq.extra(select={a: 'b'})\nq.extra(select=a)\nlog.extra(1, 2)\nsafe('a')\nsafe(a)\n"
    "safe('<b>%s' % a)\ns.mark_safe('a{}'.format('b'))\ndef f(x):\n    y = 'a'\n    if x:\n        y = x\n    return safe(y), safe(x)\n"
    "def g():\n    z = 'ab'\n    return SafeText(z)\nmark_safe(u)\n",
    "listen": "import logging.config\nlogging.config.listen(9999)\nlogging.config.listen(9999, verify=v)\nfrom logging.config import listen\nlisten()\n",
    "trojan": "# \u202e a comment\nx = 1\n",
    "trojan-said": "#!/a\n# coding: utf-8\nx = 1  # \u200f\n",
    "no-trojan": "# \u00e4 \u2603\nx = '\u017f'\n",
    "torch": "import torch\nfrom torch import load\ntorch.load('a')\nload('a', weights_only=True)\nload('a')\n"
    "torch.serialization.load(x, weights_only=False)\n",
    "hub": "from transformers import AutoModel\nfrom datasets import load_dataset\nfrom huggingface_hub import hf_hub_download as d\n"
    "AutoModel.from_pretrained('a/b')\nAutoModel.from_pretrained('a', revision='abcdef1')\nload_dataset('c', revision=r)\n"
    "d('x', commit_id='main')\nload_dataset('./c')\n",
    "templates": "import jinja2\nfrom jinja2 import Environment as E, select_autoescape\nfrom mako.template import Template\nimport mako\n"
    "jinja2.Environment()\nE(autoescape=False)\nE(autoescape=True)\nE(loader=x, autoescape=select_autoescape())\nE(autoescape=y)\n"
    "Template('a')\nmako.template.Template('b')\nOther('c')\n",
    "markup": "from markupsafe import Markup\nimport flask\nMarkup('a')\nMarkup(f'{a}')\nflask.Markup(b)\nMarkup()\n",
    "banned-imports": "import telnetlib\nimport pickle, os\nfrom xml.etree import ElementTree as ET\nimport xml.sax.handler\nfrom . import pickle\n"
    "from subprocess import *\nfrom Crypto.Cipher import ARC4\nimport pickles\nfrom .. import x as y, ftplib\nimport ftplib as f, wsgiref.handlers\n"
    "from twisted.web import twcgi\nfrom twisted.web.twcgi import CGIScript\n",
    "banned-calls": "import pickle, random, marshal as m\nfrom tempfile import mktemp\nimport importlib\npickle.loads(a)\nrandom.random()\nm.load(f)\n"
    "mktemp()\neval(x)\n__import__('telnetlib')\n__import__(name)\n__import__()\nimportlib.import_module('pickle')\n"
    "importlib.import_module(name='ftplib')\nimportlib.import_module(x)\nfrom a import b as __import__\n__import__('pickle')\n"
    "urllib.request.urlopen(u)\nET.parse(x)\nx.y().random()\nlambda: (a or b)()\n",
    "comments": "import subprocess  # nosec: import_subprocess\nassert a  # nosec\nassert b  # nosec B101\nassert c  # nosec B102\n"
    "assert d  # nosec - not reachable\nassert e  # nosec: assert_used because\nsubprocess.call(  # nosec B603\n    'ls',\n    shell=True,\n)\n"
    "subprocess.call(\n    'ls',\n    shell=True,  # nosec B602\n)\nassert (  # nosec B102\n    f  # nosec\n)\n"
    "assert g  # nosec B101,B102\nassert h  # nosec B102,B101\nx = '''# nosec'''; assert i\nassert j  # noqa # nosec # more\nassert k  # nosec:B101\n"
    "assert l  # nosec - random is fine\npassword = (\n    # nosec\n    'x'\n)\n",
    "classes": "class A:\n    password: str = 'a'\n    def f(self, token='b'):\n        class B:\n            def g(self, pwd='c'): ...\n"
    "        async def h(secret='d'):\n            def i(token='e'): ...\n    x = lambda password='f': 1\n",
    "shapes": "a = [b async for b in c('/tmp/x')]\nd = {**e, 'password': 'f'}\ng[h:'/tmp/i'] = 'j'\nk: 'password' = 'l'\nif (m := 'password') == 'n': pass\n"
    "type_ = o['token'] == 'p'\nq = r['pass'] = 's'\n@t('/tmp/u')\nclass V(w='/tmp/x'): pass\nraise Y('/tmp/z') from None\n"
    "global_ = f'{a!r:>{b}}' f'select {c} from d'\nprint('0.0.0.0' if a else '/tmp')\ndel e['password']\nwith a as b, c('/tmp') as d: pass\n"
    "async def f():\n    async with g('/tmp/h'): return await i(password='j')\n",
    "empty": "",
    "words": "'''docstring /tmp'''\n'select a from b' 'c'\nb'/tmp'\nNone\n...\n1\n",
}  # fmt: skip


def parsed(source: bytes) -> tuple[ast.Module, list[ast.AST]]:
    """A tree, and its nodes in bandit's order with the links that plugins follow."""
    tree = ast.parse(source)
    order: list[ast.AST] = []
    stack: list[ast.AST] = [tree]
    while stack:
        node = stack.pop()
        order.append(node)
        below = []
        for field in node._fields:
            value = getattr(node, field, None)
            several = value if isinstance(value, list) else [value]
            for at, child in enumerate(several):
                if isinstance(child, ast.AST):
                    child._bandit_parent = node  # type: ignore[attr-defined]
                    child._bandit_sibling = several[at + 1] if at + 1 < len(several) else None  # type: ignore[attr-defined]
                    if not isinstance(child, LEAVES):
                        below.append(child)
        stack.extend(reversed(below))
    return tree, order[1:]


def judged(engine: _bandit.Engine, path: str, source: bytes) -> list[Result]:
    """What an engine says of a file."""
    tree, order = parsed(source)
    return engine.judge(path, source, tree, order, parse(source, _bandit.ids()))


def run(script: str, *arguments: str, paths: Sequence[str | Path] = (), cache: Path | None = None) -> Any:
    """What a script prints as JSON in a process of its own, which finds our package and those in `paths`."""
    environment = dict(os.environ)
    environment["PYTHONPATH"] = os.pathsep.join(map(str, (HOOKS, HOOKS.parent / "tests", *paths)))
    if cache is not None:
        environment["XDG_CACHE_HOME"] = str(cache)
    done = subprocess.run(
        [sys.executable, "-c", script, *arguments], capture_output=True, text=True, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    return json.loads(done.stdout)


def package(folder: Path, name: str, source: str, entries: str, version: str = "1.0") -> Path:
    """A distribution with one module and these entry points, as an installer leaves it."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.py").write_text(source, encoding="utf-8")
    metadata = folder / f"{name}-{version}.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n", encoding="utf-8")
    (metadata / "entry_points.txt").write_text(entries, encoding="utf-8")
    return folder
