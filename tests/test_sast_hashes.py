"""B950 weak-hash and B951 fast-password-hash."""

import pytest

from crypto_support import called_for, findings, found, marked
from walkaround.sast._families.hashes import find

BAD = {
    "md5 signs": """
        import hashlib
        def sign(body):
            signature = hashlib.md5(body).hexdigest()  # B950
            return signature
    """,
    "sha1 of a secret and a body": """
        import hashlib
        from django.conf import settings
        def header(body):
            return hashlib.sha1(settings.WEBHOOK_SECRET.encode() + body).hexdigest()  # B950
    """,
    "an alias of the module": """
        import hashlib as h
        def issue(user):
            user.reset_token = h.md5(f"{user.id}{user.created}".encode()).hexdigest()  # B950
    """,
    "an alias of the function": """
        from hashlib import sha1 as digest
        def make(user, now):
            session_id = digest(f"{user}:{now}".encode()).hexdigest()  # B950
            return session_id
    """,
    "by name": """
        import hashlib
        def activation(email):
            activation_key = hashlib.new("md5", email.encode()).hexdigest()  # B950
            return activation_key
    """,
    "by a constant's name": """
        import hashlib
        ALGORITHM = "SHA-1"
        def sign(data):
            mac = hashlib.new(ALGORITHM, data).hexdigest()  # B950
            return mac
    """,
    "by the default of a setting": """
        import hashlib
        def sign(config, data, secret):
            algorithm = config.get("hash", "md5")
            return hashlib.new(algorithm, secret + data).hexdigest()  # B950
    """,
    "by the default of an argument": """
        import hashlib
        def sign_request(payload, secret_key, algorithm="sha1"):
            return hashlib.new(algorithm, (payload + secret_key).encode()).hexdigest()  # B950
    """,
    "through getattr": """
        import hashlib
        def sign(data, api_secret):
            return getattr(hashlib, "md5")(data + api_secret).hexdigest()  # B950
    """,
    "updated later": """
        import hashlib
        def token(user, secret):
            h = hashlib.sha1()  # B950
            h.update(user.encode())
            h.update(secret)
            return h.hexdigest()
    """,
    "pycryptodome signs": """
        from Crypto.Hash import SHA1
        from Crypto.Signature import pkcs1_15
        def seal(key, data):
            return pkcs1_15.new(key).sign(SHA1.new(data))  # B950
    """,
    "pycryptodome verifies, bound first": """
        from Cryptodome.Hash import MD5
        from Cryptodome.Signature import pkcs1_15
        def check(key, data, signature):
            h = MD5.new(data)  # B950
            pkcs1_15.new(key).verify(h, signature)
    """,
    "cryptography signs": """
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding
        def seal(private_key, data):
            return private_key.sign(data, padding.PKCS1v15(), hashes.SHA1())  # B950
    """,
    "a certificate over SHA-1": """
        from cryptography import x509
        from cryptography.hazmat.primitives.hashes import SHA1
        def issue(builder, key):
            return builder.sign(key, SHA1())  # B950
    """,
    "HMAC of MD5 as a function": """
        import hmac, hashlib
        def seal(key, body):
            return hmac.new(key, body, hashlib.md5).hexdigest()  # B950
    """,
    "HMAC of MD5 as a text": """
        import hmac
        def seal(key, body):
            return hmac.digest(key, body, "md5")  # B950
    """,
    "kept in a file of passwords": """
        import base64, hashlib
        from flask import Flask, request
        app = Flask(__name__)
        @app.post("/keep")
        def keep():
            digest = hashlib.sha1()  # B950
            digest.update(request.form["value"].encode())
            with open("data/password_file.txt", "a") as f:
                f.write(base64.b64encode(digest.digest()).decode())
            return "kept"
    """,
    "an integrity check": """
        import hashlib
        def verify_integrity(data, expected):
            return hashlib.md5(data).hexdigest() == expected  # B950
    """,
    "a license": """
        import hashlib
        async def license_key(customer):
            return hashlib.md5(customer.encode()).hexdigest().upper()  # B950
    """,
    "a link that resets": """
        import hashlib
        def link(user):
            digest = hashlib.sha1(user.email.encode()).hexdigest()  # B950
            return f"https://shop.example/reset?token={digest}"
    """,
    "in a dictionary": """
        import hashlib
        def answer(user, when):
            return {"user": user, "csrf_token": hashlib.md5(f"{user}{when}".encode()).hexdigest()}  # B950
    """,
    "a walrus": """
        import hashlib
        def check(sent, body, secret):
            if (mine := hashlib.md5(secret + body).hexdigest()) != sent:  # B950
                raise ValueError
            return mine
    """,
    "a password by SHA-256": """
        import hashlib
        def register(db, name, password):
            db.add(name, hashlib.sha256(password.encode()).hexdigest())  # B951
    """,
    "a salted password": """
        import hashlib, os
        def register(password):
            salt = os.urandom(16)
            return salt + hashlib.sha512(salt + password.encode("utf-8")).digest()  # B951
    """,
    "a password of a form": """
        import hashlib
        from flask import request
        def login(user):
            digest = hashlib.md5(request.form["password"].encode()).hexdigest()  # B951
            return digest == user.digest
    """,
    "a password formatted": """
        from hashlib import blake2b
        def make(salt, pwd):
            return blake2b(f"{salt}${pwd}".encode()).hexdigest()  # B951
    """,
    "a password updated later": """
        import hashlib
        def check(user, passphrase):
            h = hashlib.sha3_256()  # B951
            h.update(user.salt)
            h.update(passphrase.encode())
            return h.digest() == user.stored
    """,
    "a function that hashes passwords": """
        import hashlib
        def hash_password(plain, salt):
            return hashlib.sha256((salt + plain).encode()).hexdigest()  # B951
    """,
    "a password's attribute": """
        import hashlib
        def save(form, user):
            user.digest = hashlib.sha224(form.password.encode()).hexdigest()  # B951
    """,
    "a key from a password": """
        import hashlib
        def key(passphrase: str) -> bytes:
            return hashlib.sha256(passphrase.encode()).digest()  # B951
    """,
    "one HMAC of a password": """
        import hmac
        def store(pepper, password):
            return hmac.new(pepper, password.encode(), "sha256").hexdigest()  # B951
    """,
    "PBKDF2 in few rounds": """
        import hashlib
        def make(password, salt):
            return hashlib.pbkdf2_hmac("sha256", password, salt, 1000)  # B951
    """,
    "PBKDF2 of cryptography": """
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
        ROUNDS = 10_000
        def kdf(salt):
            return PBKDF2HMAC(algorithm=hashes.SHA256(), length=32, salt=salt, iterations=ROUNDS)  # B951
    """,
    "PBKDF2 of pycryptodome with its default": """
        from Crypto.Protocol.KDF import PBKDF2
        def key(password, salt):
            return PBKDF2(password, salt, 32)  # B951
    """,
    "scrypt at little cost": """
        import hashlib
        def make(password, salt):
            return hashlib.scrypt(password, salt=salt, n=2**10, r=8, p=1)  # B951
    """,
    "bcrypt at little cost": """
        import bcrypt
        def make(password: bytes) -> bytes:
            return bcrypt.hashpw(password, bcrypt.gensalt(rounds=4))  # B951
    """,
    "passlib at little cost": """
        from passlib.hash import pbkdf2_sha256
        def make(password):
            return pbkdf2_sha256.using(rounds=5000).hash(password)  # B951
    """,
    "passlib's MD5": """
        from passlib.hash import md5_crypt
        def make(password):
            return md5_crypt.hash(password)  # B951
    """,
    "Werkzeug's plain hash": """
        from werkzeug.security import generate_password_hash
        def make(password):
            return generate_password_hash(password, method="sha256")  # B951
    """,
    "Werkzeug's PBKDF2 in few rounds": """
        from werkzeug.security import generate_password_hash
        def make(password):
            return generate_password_hash(password, method="pbkdf2:sha256:5000")  # B951
    """,
    "Argon2 in little memory": """
        from argon2 import PasswordHasher
        hasher = PasswordHasher(time_cost=2, memory_cost=1024)  # B951
    """,
    "Django's setting": """
        PASSWORD_HASHERS = [  # B951
            "django.contrib.auth.hashers.MD5PasswordHasher",
        ]
    """,
    "Django's own hasher": """
        from django.contrib.auth.hashers import PBKDF2PasswordHasher
        class Quick(PBKDF2PasswordHasher):
            iterations = 20_000  # B951
    """,
}

NEAR = {
    "a cache key": """
        import hashlib
        def cached(cache, url):
            key = "page:" + hashlib.md5(url.encode()).hexdigest()
            return cache.get(key)
    """,
    "an ETag": """
        import hashlib
        def respond(response, body):
            response.headers["ETag"] = hashlib.md5(body).hexdigest()
            return response
    """,
    "duplicates of files": """
        import hashlib
        def find_duplicates(paths):
            seen = {}
            for path in paths:
                seen.setdefault(hashlib.sha1(path.read_bytes()).hexdigest(), []).append(path)
            return seen
    """,
    "said not to be for security": """
        import hashlib
        def token(data):
            token = hashlib.md5(data, usedforsecurity=False).hexdigest()
            return token
    """,
    "an object of Git": """
        import hashlib
        def git_blob_id(data):
            header = b"blob %d\\0" % len(data)
            return hashlib.sha1(header + data).hexdigest()
    """,
    "Content-MD5": """
        import base64, hashlib
        def upload(s3, bucket, name, body):
            md5 = base64.b64encode(hashlib.md5(body).digest()).decode()
            s3.put_object(Bucket=bucket, Key=name, Body=body, ContentMD5=md5)
    """,
    "digest authentication": """
        import hashlib
        def ha1(user, realm, password):
            return hashlib.md5(f"{user}:{realm}:{password}".encode()).hexdigest()
    """,
    "the WebSocket handshake": """
        import base64, hashlib
        GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
        def websocket_accept(key):
            return base64.b64encode(hashlib.sha1((key + GUID).encode()).digest())
    """,
    "an avatar": """
        import hashlib
        def gravatar(user):
            digest = hashlib.md5(user.email.lower().encode()).hexdigest()
            return f"https://www.gravatar.com/avatar/{digest}"
    """,
    "a checksum that is published": """
        import hashlib
        def checksum(path):
            h = hashlib.md5()
            with open(path, "rb") as f:
                for block in iter(lambda: f.read(65536), b""):
                    h.update(block)
            return h.hexdigest()
    """,
    "a shard": """
        import hashlib
        def shard(user_id, shards):
            return int(hashlib.md5(str(user_id).encode()).hexdigest(), 16) % shards
    """,
    "no telling what for": """
        import hashlib
        def digest(data):
            return hashlib.md5(data).hexdigest()
    """,
    "HMAC of SHA-1, as TOTP wants it": """
        import hmac, hashlib
        def totp(key, counter):
            return hmac.new(key, counter, hashlib.sha1).digest()
    """,
    "SHA-256 signs": """
        import hashlib
        def sign(body, secret):
            signature = hashlib.sha256(secret + body).hexdigest()
            return signature
    """,
    "cryptography signs by SHA-256": """
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding
        def seal(private_key, data):
            return private_key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    """,
    "a certificate's fingerprint": """
        from cryptography.hazmat.primitives import hashes
        def show(certificate):
            return certificate.fingerprint(hashes.SHA1()).hex()
    """,
    "OAEP over SHA-1": """
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding
        def wrap(public_key, key):
            oaep = padding.OAEP(mgf=padding.MGF1(hashes.SHA1()), algorithm=hashes.SHA1(), label=None)
            return public_key.encrypt(key, oaep)
    """,
    "another function of that name": """
        from mine import md5
        def sign(body):
            signature = md5(body)
            return signature
    """,
    "a hash of random bytes": """
        import hashlib, os
        def token():
            session_token = hashlib.sha1(os.urandom(32)).hexdigest()
            return session_token
    """,
    "a file's name": """
        import hashlib
        def thumbnail(url):
            path = f"/var/thumbs/{hashlib.md5(url.encode()).hexdigest()}.png"
            return path
    """,
    "algorithm from outside": """
        import hashlib
        def sign(algorithm, data):
            signature = hashlib.new(algorithm, data).hexdigest()
            return signature
    """,
    "a module that tests": """
        import hashlib, unittest
        def sign(data):
            signature = hashlib.md5(data).hexdigest()
            return signature
    """,
    "a token of full entropy": """
        import hashlib
        def lookup(token):
            return hashlib.sha256(token.encode()).hexdigest()
    """,
    "an API key is looked up by its hash": """
        import hashlib
        def hash_api_key(api_key):
            return hashlib.sha256(api_key.encode()).hexdigest()
    """,
    "before bcrypt": """
        import base64, bcrypt, hashlib
        def make(password):
            shortened = base64.b64encode(hashlib.sha256(password.encode()).digest())
            return bcrypt.hashpw(shortened, bcrypt.gensalt())
    """,
    "leaked passwords": """
        import hashlib
        def times_leaked(client, password):
            digest = hashlib.sha1(password.encode()).hexdigest().upper()
            prefix, rest = digest[:5], digest[5:]
            return client.range(prefix).get(rest, 0)
    """,
    "a hash of a hash": """
        import hashlib
        def fingerprint(password_hash):
            return hashlib.sha256(password_hash.encode()).hexdigest()
    """,
    "PBKDF2 in many rounds": """
        import hashlib
        def make(password, salt):
            return hashlib.pbkdf2_hmac("sha256", password, salt, 600_000)
    """,
    "PBKDF2 in as many rounds as somebody says": """
        import hashlib
        def make(password, salt, rounds):
            return hashlib.pbkdf2_hmac("sha256", password, salt, rounds)
    """,
    "the key of a wireless network": """
        import hashlib
        def psk(passphrase, ssid):
            return hashlib.pbkdf2_hmac("sha1", passphrase, ssid, 4096, 32)
    """,
    "scrypt": """
        import hashlib
        def make(password, salt):
            return hashlib.scrypt(password, salt=salt, n=2**15, r=8, p=1)
    """,
    "bcrypt": """
        import bcrypt
        def make(password):
            return bcrypt.hashpw(password, bcrypt.gensalt(12))
    """,
    "bcrypt by default": """
        import bcrypt
        def make(password):
            return bcrypt.hashpw(password, bcrypt.gensalt())
    """,
    "Werkzeug by default": """
        from werkzeug.security import generate_password_hash
        def make(password):
            return generate_password_hash(password)
    """,
    "Argon2": """
        from argon2 import PasswordHasher
        hasher = PasswordHasher()
    """,
    "passlib": """
        from passlib.hash import argon2
        def make(password):
            return argon2.hash(password)
    """,
    "Django upgrades": """
        PASSWORD_HASHERS = [
            "django.contrib.auth.hashers.Argon2PasswordHasher",
            "django.contrib.auth.hashers.MD5PasswordHasher",
        ]
    """,
    "a proof of a protocol": """
        import hashlib
        def answer(password, challenge):
            return hashlib.sha256(challenge + password.encode()).hexdigest()
    """,
    "configuration of tests": """
        class TestingConfig:
            BCRYPT_LOG_ROUNDS = 4
    """,
}


@pytest.mark.parametrize("code", BAD.values(), ids=BAD)
def test_finds(code: str) -> None:
    assert marked(code)
    assert found(code, find) == marked(code)
    assert called_for(code, "hashes") == marked(code)


@pytest.mark.parametrize("code", NEAR.values(), ids=NEAR)
def test_leaves_alone(code: str) -> None:
    assert found(code, find) == []


def test_says_what_for() -> None:
    [one] = findings("import hashlib\ncsrf = hashlib.md5(b'x' + user).hexdigest()\n", find)
    assert one.message == "hashlib.md5 is broken, and its digest is used as csrf."


TESTING = {
    "by its name": ("tests/test_sign.py", "import hashlib\n"),
    "by its other name": ("app/sign_test.py", "import hashlib\n"),
    "Django's": ("app/tests.py", "import hashlib\n"),
    "by pytest": ("app/sign.py", "import hashlib, pytest\n"),
    "by Django's tests": ("app/sign.py", "import hashlib\nfrom django.test import TestCase\n"),
}


@pytest.mark.parametrize(("path", "imports"), TESTING.values(), ids=TESTING)
def test_is_silent_in_tests(path: str, imports: str) -> None:
    assert found(imports + "signature = hashlib.md5(body).hexdigest()\n", find, path=path) == []


def test_a_folder_of_tests_says_nothing_of_a_module() -> None:
    assert found("import hashlib\nsignature = hashlib.md5(body).hexdigest()\n", find, path="tests/sign.py") == [
        (2, "B950")
    ]
