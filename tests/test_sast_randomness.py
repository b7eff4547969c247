"""B955 predictable-random and B957 weak-secret-size."""

import pytest

from crypto_support import called_for, findings, found, marked
from walkaround.sast._families.randomness import find

PREDICTABLE = {
    "a token of digits": """
        import random
        def issue(user):
            user.reset_token = str(random.randint(0, 2**32))  # B955
    """,
    "a password of characters": """
        import random, string
        def make(length=12):
            password = "".join(random.choice(string.ascii_letters + string.digits) for _ in range(length))  # B955
            return password
    """,
    "a function that makes tokens": """
        import random
        import string
        def generate_token(n):
            return "".join(random.choices(string.hexdigits, k=n))  # B955
    """,
    "a one-time password": """
        from random import randint
        def send(phone):
            otp = randint(100000, 999999)  # B955
            sms(phone, f"Your code is {otp}")
    """,
    "a verification code in a cache": """
        import random
        from django.core.cache import cache
        def start(user):
            cache.set(f"verification_code:{user.pk}", random.randrange(10**6), 300)  # B955
    """,
    "a session's id": """
        import random as rnd
        def login(user):
            session_id = "%030x" % rnd.getrandbits(128)  # B955
            return session_id
    """,
    "a cookie": """
        import random
        from flask import make_response
        def login():
            response = make_response("hello")
            response.set_cookie("session_token", str(random.random()))  # B955
            return response
    """,
    "remembered in a session": """
        import random
        from flask import Flask, session
        app = Flask(__name__)
        @app.post("/in")
        def enter():
            value = str(random.normalvariate())[2:]  # B955
            cookie = "rememberMe" + session["name"]
            session[cookie] = value
            return "ok"
    """,
    "in base 64": """
        import base64, random
        def key():
            api_key = base64.b64encode(random.randbytes(32)).decode()  # B955
            return api_key
    """,
    "a salt": """
        import random, string
        def salted(password):
            salt = "".join(random.sample(string.ascii_letters, 8))  # B955
            return salt
    """,
    "a nonce of numpy": """
        import numpy as np
        def seal(box, data):
            nonce = np.random.bytes(12)  # B955
            return box.encrypt(nonce, data)
    """,
    "numpy's generator": """
        import numpy as np
        rng = np.random.default_rng()
        def token():
            access_token = hex(rng.integers(0, 2**63))  # B955
            return access_token
    """,
    "a seeded generator": """
        import random
        random.seed(42)
        def issue():
            csrf_token = random.getrandbits(64)  # B955
            return csrf_token
    """,
    "an own generator": """
        import random
        rng = random.Random(1)
        def issue():
            invite_code = "".join(rng.choice("ABCDEFGH23456789") for _ in range(8))  # B955
            return invite_code
    """,
    "hashed first": """
        import hashlib, random
        def issue(user):
            user.activation_key = hashlib.sha256(str(random.random()).encode()).hexdigest()  # B955
    """,
    "a link": """
        import random
        def link(user):
            n = random.getrandbits(40)  # B955
            return f"https://shop.example/confirm?user={user.pk}&token={n}"
    """,
    "character by character": """
        import random
        def make():
            password = ""
            for _ in range(10):
                password += random.choice("abcdefghijklmnopqrstuvwxyz0123456789")  # B955
            return password
    """,
    "a list that is joined": """
        import random, string
        def make():
            chars = []
            for _ in range(16):
                chars.append(random.choice(string.ascii_letters))  # B955
            api_token = "".join(chars)
            return api_token
    """,
    "a function of neutral name": """
        import random, string
        def random_string(n):
            return "".join(random.choice(string.ascii_lowercase) for _ in range(n))  # B955
        def register(user):
            user.api_token = random_string(32)
    """,
    "a method of neutral name": """
        import random
        class Codes:
            def _make(self):
                return str(random.randint(100000, 999999))  # B955
            def start(self, user):
                user.otp_code = self._make()
    """,
    "a keyword": """
        import random
        async def create(User):
            return await User.create(name="x", api_key=random.getrandbits(128))  # B955
    """,
    "a dictionary": """
        import random
        def answer():
            return {"session_id": random.randint(1, 10**9), "ok": True}  # B955
    """,
    "uuid1": """
        import uuid
        def reset(user):
            user.reset_token = str(uuid.uuid1())  # B955
    """,
    "uuid1 in hexadecimal": """
        from uuid import uuid1
        def start():
            session_key = uuid1().hex  # B955
            return session_key
    """,
    "an IV": """
        import random
        from Crypto.Cipher import AES
        def seal(key, data):
            iv = random.randbytes(16)  # B955
            return iv + AES.new(key, AES.MODE_CBC, iv).encrypt(data)
    """,
    "backup codes": """
        import random
        def make():
            backup_codes = [f"{random.randint(0, 99999999):08d}" for _ in range(10)]  # B955
            return backup_codes
    """,
    "set by a method": """
        import random, string
        def reset(user):
            user.set_password("".join(random.choices(string.printable, k=10)))  # B955
    """,
}

SMALL = {
    "eight hexadecimal characters": """
        import secrets
        def issue(user):
            user.session_token = secrets.token_hex(4)  # B957
    """,
    "eight bytes": """
        from secrets import token_urlsafe
        def reset():
            reset_token = token_urlsafe(8)  # B957
            return reset_token
    """,
    "by keyword": """
        import secrets
        api_key = secrets.token_hex(nbytes=6)  # B957
    """,
    "a constant": """
        import secrets
        SIZE = 8
        def generate_api_key():
            return secrets.token_urlsafe(SIZE)  # B957
    """,
    "a key of the system": """
        import os
        def make():
            secret_key = os.urandom(8)  # B957
            return secret_key
    """,
    "a salt": """
        import hashlib, os
        def make(password):
            salt = os.urandom(4)  # B957
            return salt, hashlib.scrypt(password, salt=salt, n=2**15, r=8, p=1)
    """,
    "a key of pycryptodome": """
        from Crypto.Random import get_random_bytes
        encryption_key = get_random_bytes(8)  # B957
    """,
    "a part of a UUID": """
        import uuid
        def issue():
            access_token = uuid.uuid4().hex[:8]  # B957
            return access_token
    """,
    "a part of the text of a UUID": """
        import uuid
        def issue(user):
            user.api_token = str(uuid.uuid4())[:8]  # B957
    """,
    "Django's text": """
        from django.utils.crypto import get_random_string
        def issue(user):
            user.reset_token = get_random_string(8)  # B957
    """,
    "in a cookie": """
        import secrets
        def login(response):
            response.set_cookie("session_id", secrets.token_hex(5))  # B957
    """,
}

NEAR = {
    "secrets": """
        import secrets
        def issue(user):
            user.reset_token = secrets.token_urlsafe(32)
    """,
    "the system's generator": """
        import random
        def issue():
            token = "".join(random.SystemRandom().choice("abcdef0123456789") for _ in range(32))
            return token
    """,
    "the system's generator under a name": """
        from random import SystemRandom
        rng = SystemRandom()
        def otp():
            otp = rng.randint(100000, 999999)
            return otp
    """,
    "secrets.choice": """
        import secrets, string
        def password():
            password = "".join(secrets.choice(string.ascii_letters) for _ in range(16))
            return password
    """,
    "jitter": """
        import random, time
        def retry(attempt, token):
            delay = 2**attempt + random.uniform(0, 1)
            time.sleep(delay)
    """,
    "a die": """
        import random
        def roll():
            return random.randint(1, 6)
    """,
    "a game": """
        import random
        def play():
            secret = random.randint(1, 100)
            return guess(secret)
    """,
    "a sample": """
        import random
        def some(rows):
            sample = random.sample(rows, 10)
            return sample
    """,
    "tokens of a language": """
        import random
        def augment(tokens):
            token = random.choice(tokens)
            tokens[random.randrange(len(tokens))] = token
            return tokens
    """,
    "one of several keys": """
        import random
        API_KEYS = load_keys()
        def key():
            api_key = random.choice(API_KEYS)
            return api_key
    """,
    "ids of tokens": """
        import random
        def mask(vocab_size):
            token_id = random.randint(0, vocab_size)
            max_tokens = random.randint(100, 2000)
            return token_id, max_tokens
    """,
    "a length": """
        import random
        def length():
            password_length = random.randint(1200, 1600)
            return password_length
    """,
    "a bucket in a cookie": """
        import random
        def assign(response):
            response.set_cookie("variant", random.choice(["a", "b"]))
    """,
    "a number for a session": """
        import random
        def start(session):
            session["lucky_number"] = random.randint(1, 49)
    """,
    "weights of a network": """
        import numpy as np
        def init(n):
            weights = np.random.randn(n, n)
            return weights
    """,
    "shuffled": """
        import random
        def mix(deck):
            random.shuffle(deck)
            return deck
    """,
    "a port": """
        import random
        def port():
            port = random.randint(20000, 30000)
            return port
    """,
    "test data": """
        import random, pytest
        def test_login(client):
            password = "".join(random.choices("abc", k=8))
            client.login(password)
    """,
    "a fake": """
        import random
        def fill():
            fake_password = str(random.randint(0, 10**9))
            return fake_password
    """,
    "uuid1 of a row": """
        import uuid
        def row():
            return {"id": uuid.uuid1(), "name": "x"}
    """,
    "uuid4": """
        import uuid
        def reset(user):
            user.reset_token = str(uuid.uuid4())
    """,
    "a status code": """
        import random
        def answer():
            status_code = random.randrange(2000, 5000)
            return status_code
    """,
    "a colour": """
        import random
        def colour():
            return "#%06x" % random.randint(0, 0xFFFFFF)
    """,
    "a temporary file": """
        import random
        def name():
            filename = f"/tmp/report-{random.randint(0, 10**6)}.csv"
            return filename
    """,
    "a request's id": """
        import random
        def trace():
            request_id = f"{random.getrandbits(64):016x}"
            return request_id
    """,
    "another module of that name": """
        from .mine import random
        def issue(user):
            user.reset_token = random.randint(0, 2**32)
    """,
    "a short one-time code": """
        import secrets
        def code():
            otp = secrets.token_hex(3)
            return otp
    """,
    "a name of a file": """
        import secrets
        def name():
            filename = f"upload-{secrets.token_hex(4)}.png"
            return filename
    """,
    "a nonce of GCM": """
        import os
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        def seal(key, data):
            nonce = os.urandom(12)
            return nonce + AESGCM(key).encrypt(nonce, data, None)
    """,
    "a salt of eight bytes": """
        import os
        def salt():
            salt = os.urandom(8)
            return salt
    """,
    "sixteen bytes": """
        import secrets
        def issue():
            session_token = secrets.token_hex(16)
            return session_token
    """,
    "a request's short id": """
        import uuid
        def request_id():
            return uuid.uuid4().hex[:8]
    """,
    "as many as somebody says": """
        import secrets
        def token(size):
            token = secrets.token_urlsafe(size)
            return token
    """,
}


@pytest.mark.parametrize("code", [*PREDICTABLE.values(), *SMALL.values()], ids=[*PREDICTABLE, *SMALL])
def test_finds(code: str) -> None:
    assert marked(code)
    assert found(code, find) == marked(code)
    assert called_for(code, "randomness") == marked(code)


@pytest.mark.parametrize("code", NEAR.values(), ids=NEAR)
def test_leaves_alone(code: str) -> None:
    assert found(code, find) == []


def test_says_what_it_makes() -> None:
    [one] = findings("import random\nreset_token = random.getrandbits(64)\n", find)
    assert one.message == "random.getrandbits can be predicted, and makes a reset token."
    [one] = findings("import secrets\nreset_token = secrets.token_hex(8)\n", find)
    assert one.message == "secrets.token_hex gives 64 bits, too few for a reset token."
