"""Private keys for the corpus: real structures around random numbers, in the places and forms where keys are pasted.

They open nothing. A label goes from the key's first line to its last.
"""

import base64
import json
import random
import textwrap
from collections.abc import Callable

from secrets_contexts import BEGIN, END, Context
from secrets_values import HEX, Style, some

RSA_OID = bytes.fromhex("300d06092a864886f70d0101010500")
EC_OID = bytes.fromhex("301306072a8648ce3d020106082a8648ce3d030107")


def _der(tag: int, body: bytes) -> bytes:
    size = len(body)
    if size < 128:
        return bytes([tag, size]) + body
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 | len(length)]) + length + body


def _number(rng: random.Random, size: int) -> bytes:
    return _der(2, b"\0" + bytes([0x80 | rng.randrange(128)]) + rng.randbytes(size - 1))


def _pkcs1(rng: random.Random, size: int = 256) -> bytes:
    half = size // 2
    numbers = [
        b"\x02\x01\x00",
        _number(rng, size),
        b"\x02\x03\x01\x00\x01",
        _number(rng, size),
        *(_number(rng, half) for _ in range(5)),
    ]
    return _der(0x30, b"".join(numbers))


def _sec1(rng: random.Random) -> bytes:
    point = _der(0xA1, _der(3, b"\0\x04" + rng.randbytes(64)))
    return _der(0x30, b"\x02\x01\x01" + _der(4, rng.randbytes(32)) + bytes.fromhex("a00a06082a8648ce3d030107") + point)


def _openssh(rng: random.Random) -> bytes:
    def text(data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + data

    public = rng.randbytes(32)
    blob = text(b"ssh-ed25519") + text(public)
    check = rng.randbytes(4)
    private = (
        check + check + text(b"ssh-ed25519") + text(public) + text(rng.randbytes(32) + public) + text(b"ada@laptop")
    )
    private += bytes(range(1, 1 + -len(private) % 8))
    return b"openssh-key-v1\0" + text(b"none") + text(b"none") + text(b"") + b"\0\0\0\x01" + text(blob) + text(private)


def _pem(name: str, data: bytes, width: int = 64, head: str = "") -> str:
    body = "\n".join(textwrap.wrap(base64.b64encode(data).decode(), width))
    return f"-----BEGIN {name}-----\n{head}{body}\n-----END {name}-----"


def _putty(rng: random.Random) -> str:
    def block(name: str, size: int) -> str:
        lines = textwrap.wrap(base64.b64encode(rng.randbytes(size)).decode(), 64)
        return f"{name}-Lines: {len(lines)}\n" + "\n".join(lines)

    return (
        "PuTTY-User-Key-File-3: ssh-rsa\nEncryption: none\nComment: rsa-key-20260301\n"
        f"{block('Public', 279)}\n{block('Private', 590)}\nPrivate-MAC: {some(rng, HEX, 64)}"
    )


KEYS = (
    Style("rsa", ("ssh", "private", "key"), lambda rng: _pem("RSA PRIVATE KEY", _pkcs1(rng))),
    Style("rsa-4096", ("tls", "key"), lambda rng: _pem("RSA PRIVATE KEY", _pkcs1(rng, 512))),
    Style("ec", ("signing", "key"), lambda rng: _pem("EC PRIVATE KEY", _sec1(rng))),
    Style("openssh", ("deploy", "key"), lambda rng: _pem("OPENSSH PRIVATE KEY", _openssh(rng), 70)),
    Style("pkcs8", ("private", "key"), lambda rng: _pem("PRIVATE KEY", _der(0x30, b"\x02\x01\x00" + RSA_OID + _der(4, _pkcs1(rng))))),
    Style("pkcs8-ed25519", ("jwt", "private", "key"), lambda rng: _pem("PRIVATE KEY", bytes.fromhex("302e020100300506032b657004220420") + rng.randbytes(32))),
    Style("pkcs8-ec", ("apns", "key"), lambda rng: _pem("PRIVATE KEY", _der(0x30, b"\x02\x01\x00" + EC_OID + _der(4, _sec1(rng))))),
    Style("pkcs8-encrypted", ("ssl", "key"), lambda rng: _pem("ENCRYPTED PRIVATE KEY", bytes.fromhex("308204be") + rng.randbytes(1214))),
    Style(
        "rsa-encrypted", ("server", "key"),
        lambda rng: _pem("RSA PRIVATE KEY", rng.randbytes(1192), head=f"Proc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,{some(rng, HEX.upper()[:16], 32)}\n\n"),
    ),
    Style("dsa", ("host", "key"), lambda rng: _pem("DSA PRIVATE KEY", _der(0x30, b"\x02\x01\x00" + b"".join(_number(rng, size) for size in (128, 20, 128, 128, 20))))),
    Style("pgp", ("gpg", "private", "key"), lambda rng: _pem("PGP PRIVATE KEY BLOCK", b"\x95\x03\x98\x04" + rng.randbytes(1300), head="\n").replace("\n-----END", "\n=" + base64.b64encode(rng.randbytes(3)).decode() + "\n-----END")),
    Style("putty", ("ppk",), _putty),
)  # fmt: skip

Wrap = Callable[[str], str]


def _marked(text: str) -> str:
    return f"{BEGIN}{text}{END}"


def _lines(key: str, form: str, join: str = "\n") -> str:
    return _marked(join.join(form.replace("%L%", line) for line in key.split("\n")))


def _escaped(key: str) -> str:
    return key.replace("\n", "\\n")


# id, path, and how a key is wrapped; each is a context of its own.
PLACES: tuple[tuple[str, str, Wrap], ...] = (
    ("key-file", "certs/server.key", lambda key: _marked(key) + "\n"),
    ("key-file-crlf", "deploy/id_rsa", lambda key: _marked(key).replace("\n", "\r\n") + "\r\n"),
    ("key-bundle", "certs/bundle.pem", lambda key: "Bag Attributes\n    friendlyName: web\n" + _marked(key) + "\n"),
    ("key-py-triple", "src/keys.py", lambda key: f'PRIVATE_KEY = """{_marked(key)}"""\n'),
    ("key-py-literals", "src/signing.py", lambda key: "KEY = (\n" + _lines(key, '    "%L%\\n"') + "\n)\n"),
    ("key-py-one-line", "src/jwt_key.py", lambda key: f'KEY = "{_marked(_escaped(key))}"\n'),
    ("key-js-concatenated", "src/key.js", lambda key: "const key =\n" + _lines(key, "  '%L%\\n'", " +\n") + ";\n"),
    ("key-js-template", "src/key.ts", lambda key: f"export const key = `{_marked(key)}`;\n"),
    ("key-js-array", "src/pem.mjs", lambda key: "const pem = [\n" + _lines(key, "  '%L%'", ",\n") + "\n].join('\\n');\n"),
    ("key-java", "src/main/java/io/shop/Keys.java", lambda key: "String KEY =\n" + _lines(key, '        "%L%\\n"', " +\n") + ";\n"),
    ("key-go-backtick", "internal/keys.go", lambda key: f"var pemKey = []byte(`{_marked(key)}`)\n"),
    ("key-ruby-heredoc", "lib/key.rb", lambda key: "KEY = <<~PEM\n" + _lines(key, "  %L%") + "\nPEM\n"),
    ("key-shell-heredoc", "bin/setup.sh", lambda key: f"cat > ~/.ssh/id <<'EOF'\n{_marked(key)}\nEOF\n"),
    ("key-shell-echo", "bin/key.sh", lambda key: f'echo -e "{_marked(_escaped(key))}" > key.pem\n'),
    ("key-json", "config/service-account.json", lambda key: '{\n  "type": "service_account",\n  "private_key": "' + _marked(_escaped(key) + "\\n") + '",\n  "client_email": "a@b.iam.gserviceaccount.com"\n}\n'),
    ("key-json-in-json", "config/wrapped.json", lambda key: '{"credentials": "{\\"private_key\\": \\"' + _marked(key.replace("\n", "\\\\n")) + '\\"}"}\n'),
    ("key-env", ".env", lambda key: f'PORT=80\nPRIVATE_KEY="{_marked(_escaped(key))}"\n'),
    ("key-env-multiline", ".env.production", lambda key: f'PRIVATE_KEY="{_marked(key)}"\nPORT=80\n'),
    ("key-yaml-block", "config/keys.yaml", lambda key: "server:\n  key: |\n" + _lines(key, "    %L%") + "\n  port: 443\n"),
    ("key-yaml-escaped", "k8s/tls.yaml", lambda key: f'stringData:\n  tls.key: "{_marked(_escaped(key))}"\n'),
    ("key-k8s-data", "k8s/tls-secret.yaml", lambda key: "kind: Secret\ndata:\n  tls.key: " + _marked(base64.b64encode(key.encode()).decode()) + "\n"),
    ("key-env-b64", ".env.local", lambda key: "PRIVATE_KEY_B64=" + _marked(base64.b64encode(key.encode()).decode()) + "\n"),
    ("key-kubeconfig", ".kube/config", lambda key: "users:\n- name: admin\n  user:\n    client-key-data: " + _marked(base64.b64encode(key.encode()).decode()) + "\n"),
    ("key-tf-heredoc", "terraform/keys.tf", lambda key: "locals {\n  key = <<-EOT\n" + _lines(key, "    %L%") + "\n  EOT\n}\n"),
    ("key-xml", "config/saml.xml", lambda key: f"<idp>\n  <key>{_marked(key)}</key>\n</idp>\n"),
    ("key-markdown", "RUNBOOK.md", lambda key: f"Log in with this key:\n\n```\n{_marked(key)}\n```\n"),
    ("key-comment", "src/old.py", lambda key: _lines(key, "# %L%") + "\nimport os\n"),
    ("key-notebook", "analysis/ssh.ipynb", lambda key: '{\n "cells": [\n  {\n   "source": [\n' + _lines(key, '    "%L%\\n"', ",\n") + "\n   ]\n  }\n ]\n}\n"),
    ("key-diff", "patches/key.diff", lambda key: "@@ -0,0 +1,9 @@\n" + _lines(key, "+%L%") + "\n"),
    ("key-php", "config/jwt.php", lambda key: f"<?php\n$key = <<<EOD\n{_marked(key)}\nEOD;\n"),
    ("key-csharp-verbatim", "src/Shop/Keys.cs", lambda key: f'const string Key = @"{_marked(key)}";\n'),
    ("key-transcript", ".claude/projects/shop/key.jsonl", lambda key: '{"type":"tool_result","content":' + json.dumps("cat id_rsa\n" + "%K%").replace("%K%", _marked(_escaped(key))) + "}\n"),
    ("key-openvpn", "vpn/client.ovpn", lambda key: f"client\ndev tun\n<key>\n{_marked(key)}\n</key>\n"),
    ("key-rust", "src/key.rs", lambda key: f'const KEY: &str = r#"{_marked(key)}"#;\n'),
    ("key-properties", "config/sign.properties", lambda key: "sign.key=" + _lines(key, "%L%", "\\n\\\n  ") + "\n"),
    ("key-no-line-ends", ".circleci/vars.env", lambda key: "SSH_KEY=" + _marked(key.replace("\n", " ")) + "\n"),
    ("key-commit-message", ".git/COMMIT_EDITMSG", lambda key: f"Add the deploy key\n\n{_marked(key)}\n"),
)  # fmt: skip

# What looks like a key and holds none; in parts, so that no scanner stops at this file.
HEAD, FOOT = "-----BEGIN ", "-----END "
HOLLOW_KEYS = (
    Style("key-dots", (), lambda _: HEAD + "RSA PRIVATE KEY-----\n...\n" + FOOT + "RSA PRIVATE KEY-----"),
    Style("key-words", (), lambda _: HEAD + "PRIVATE KEY-----\nYOUR_PRIVATE_KEY_HERE\n" + FOOT + "PRIVATE KEY-----"),
    Style("key-ellipsis", (), lambda rng: HEAD + "PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0B...\n" + FOOT + "PRIVATE KEY-----" if rng.random() < 0.5 else HEAD + "EC PRIVATE KEY-----\n<key material>\n" + FOOT + "EC PRIVATE KEY-----"),
    Style("key-run", (), lambda _: HEAD + "OPENSSH PRIVATE KEY-----\n" + "x" * 64 + "\n" + "x" * 64 + "\n" + FOOT + "OPENSSH PRIVATE KEY-----"),
    Style("key-redacted", (), lambda _: HEAD + "RSA PRIVATE KEY-----\n[REDACTED]\n" + FOOT + "RSA PRIVATE KEY-----"),
    Style("key-template", (), lambda _: HEAD + "RSA PRIVATE KEY-----\n{{ private_key_body }}\n" + FOOT + "RSA PRIVATE KEY-----"),
)  # fmt: skip


def context(place: tuple[str, str, Wrap]) -> Context:
    """The place as a context without a text of its own."""
    return Context("private-key", place[0], place[1], "", "k")
