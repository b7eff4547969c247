"""B952 static-iv-or-salt and B953 broken-cipher."""

import pytest

from crypto_support import called_for, findings, found, marked
from walkaround.sast._families import ciphers, nonces

STATIC = {
    "a constant IV of pycryptodome": """
        from Crypto.Cipher import AES
        def seal(key, data):
            cipher = AES.new(key, AES.MODE_CBC, b"0123456789abcdef")  # B952
            return cipher.encrypt(data)
    """,
    "an IV in capitals": """
        from Crypto.Cipher import AES
        IV = b"initialvector123"
        def seal(key, data):
            return AES.new(key, AES.MODE_CBC, iv=IV).encrypt(data)  # B952
    """,
    "zeros": """
        from Cryptodome.Cipher import AES
        def seal(key, data):
            return AES.new(key, AES.MODE_CFB, iv=b"\\x00" * 16).encrypt(data)  # B952
    """,
    "bytes of a size": """
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
        def seal(key, data):
            encryptor = Cipher(algorithms.AES(key), modes.CBC(bytes(16))).encryptor()  # B952
            return encryptor.update(data) + encryptor.finalize()
    """,
    "a nonce of AESGCM": """
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        class Box:
            NONCE = b"unique nonce"
            def __init__(self, key):
                self.aead = AESGCM(key)
            def seal(self, data):
                return self.aead.encrypt(self.NONCE, data, None)  # B952
    """,
    "a nonce of ChaCha20Poly1305 by keyword": """
        from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305 as Box
        async def seal(key, data):
            return Box(key).encrypt(nonce=bytes([0] * 12), data=data, associated_data=None)  # B952
    """,
    "ChaCha20 of hazmat": """
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms
        def seal(key, data):
            return Cipher(algorithms.ChaCha20(key, b"0" * 16), mode=None).encryptor().update(data)  # B952
    """,
    "GCM of hazmat, the name bound first": """
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
        def seal(key, data):
            iv = b"000000000000"
            cipher = Cipher(algorithms.AES(key), modes.GCM(iv))  # B952
            return cipher.encryptor().update(data)
    """,
    "a default of an argument": """
        from Crypto.Cipher import AES
        def seal(key, data, iv=b"abcdefghijklmnop"):
            return AES.new(key, AES.MODE_CBC, iv).encrypt(data)  # B952
    """,
    "random once per process": """
        import os
        from Crypto.Cipher import AES
        NONCE = os.urandom(12)
        def seal(key, data):
            return AES.new(key, AES.MODE_GCM, nonce=NONCE).encrypt_and_digest(data)  # B952
    """,
    "random once as a default": """
        import secrets
        from Crypto.Cipher import AES
        def seal(key, data, *, iv=secrets.token_bytes(16)):
            return AES.new(key, AES.MODE_CBC, iv).encrypt(data)  # B952
    """,
    "hexadecimal": """
        from Crypto.Cipher import ChaCha20
        def seal(key, data):
            return ChaCha20.new(key=key, nonce=bytes.fromhex("0011223344556677")).encrypt(data)  # B952
    """,
    "a part of the key": """
        from Crypto.Cipher import AES
        def seal(key, data):
            return AES.new(key, AES.MODE_CBC, key[:16]).encrypt(data)  # B952
    """,
    "a hash of the key": """
        import hashlib
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
        def seal(key, data):
            iv = hashlib.md5(key).digest()
            return Cipher(algorithms.AES(key), modes.CBC(iv)).encryptor().update(data)  # B952
    """,
    "a counter from one": """
        from Crypto.Cipher import AES
        from Crypto.Util import Counter
        def seal(key, data):
            counter = Counter.new(128)
            return AES.new(key, AES.MODE_CTR, counter=counter).encrypt(data)  # B952
    """,
    "a salt of PBKDF2": """
        import hashlib
        def make(password):
            return hashlib.pbkdf2_hmac("sha256", password.encode(), b"pepper and salt", 600_000)  # B952
    """,
    "a salt encoded": """
        import hashlib
        SALT = "my-app-salt"
        def make(password):
            return hashlib.scrypt(password, salt=SALT.encode("utf-8"), n=2**15, r=8, p=1)  # B952
    """,
    "a salt of hazmat": """
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC
        def key(password):
            kdf = PBKDF2HMAC(algorithm=hashes.SHA256(), length=32, salt=b"static", iterations=600_000)  # B952
            return kdf.derive(password)
    """,
    "a salt in a class": """
        from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
        class Vault:
            salt = b"vault-salt-v1"
            def key(self, password):
                return Scrypt(salt=self.salt, length=32, n=2**15, r=8, p=1).derive(password)  # B952
    """,
    "a salt of pycryptodome": """
        from Crypto.Protocol.KDF import PBKDF2
        def key(password):
            return PBKDF2(password, b"saltsalt", 32, count=1_000_000)  # B952
    """,
    "a salt of Django": """
        from django.contrib.auth.hashers import make_password
        def keep(user, raw):
            user.password = make_password(raw, "fixedsalt")  # B952
    """,
    "a salt of bcrypt": """
        import bcrypt
        def make(password):
            return bcrypt.hashpw(password, b"$2b$12$abcdefghijklmnopqrstuu")  # B952
    """,
}

STATIC["a hash of what the key is a hash of"] = """
        import hashlib
        from Crypto.Cipher import AES
        class Box:
            def __init__(self, secret):
                self.key = hashlib.sha256(secret.encode()).digest()
                self.iv = hashlib.sha1(secret.encode()).digest()[:16]
            def seal(self, data):
                return AES.new(self.key, AES.MODE_CBC, self.iv).encrypt(data)  # B952
    """

BROKEN = {
    "ECB of pycryptodome": """
        from Crypto.Cipher import AES
        def seal(key, data):
            return AES.new(key, AES.MODE_ECB).encrypt(data)  # B953
    """,
    "ECB by keyword, another name": """
        from Cryptodome.Cipher import AES as Aes
        def seal(key, data):
            return Aes.new(key=key, mode=Aes.MODE_ECB).encrypt(data)  # B953
    """,
    "ECB bound first": """
        from Crypto.Cipher import AES
        MODE = AES.MODE_ECB
        def seal(key, data):
            return AES.new(key, MODE).encrypt(data)  # B953
    """,
    "ECB of hazmat": """
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
        def seal(key, data):
            return Cipher(algorithms.AES(key), modes.ECB()).encryptor().update(data)  # B953
    """,
    "DES": """
        from Crypto.Cipher import DES
        def seal(key, iv, data):
            return DES.new(key, DES.MODE_CBC, iv).encrypt(data)  # B953
    """,
    "3DES": """
        from Crypto.Cipher import DES3
        def seal(key, iv, data):
            return DES3.new(key, DES3.MODE_CBC, iv).encrypt(data)  # B953
    """,
    "RC4": """
        from Crypto.Cipher import ARC4
        def seal(key, data):
            return ARC4.new(key).encrypt(data)  # B953
    """,
    "RC2": """
        import Crypto.Cipher.ARC2
        def seal(key, iv, data):
            return Crypto.Cipher.ARC2.new(key, Crypto.Cipher.ARC2.MODE_CBC, iv).encrypt(data)  # B953
    """,
    "Blowfish": """
        from Crypto.Cipher import Blowfish
        def seal(key, iv, data):
            return Blowfish.new(key, Blowfish.MODE_CBC, iv).encrypt(data)  # B953
    """,
    "3DES of hazmat": """
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
        def seal(key, iv, data):
            return Cipher(algorithms.TripleDES(key), modes.CBC(iv)).encryptor().update(data)  # B953
    """,
    "RC4 of what is decrepit": """
        from cryptography.hazmat.decrepit.ciphers.algorithms import ARC4
        from cryptography.hazmat.primitives.ciphers import Cipher
        def seal(key, data):
            return Cipher(ARC4(key), mode=None).encryptor().update(data)  # B953
    """,
    "IDEA": """
        from cryptography.hazmat.primitives.ciphers import algorithms
        def cipher(key):
            return algorithms.IDEA(key)  # B953
    """,
    "CAST5": """
        from cryptography.hazmat.primitives.ciphers import algorithms as a
        def cipher(key):
            return a.CAST5(key)  # B953
    """,
    "RSA with the old padding": """
        from cryptography.hazmat.primitives.asymmetric import padding
        def seal(public_key, data):
            return public_key.encrypt(data, padding.PKCS1v15())  # B953
    """,
    "RSA with the old padding of pycryptodome": """
        from Crypto.Cipher import PKCS1_v1_5
        def seal(key, data):
            return PKCS1_v1_5.new(key).encrypt(data)  # B953
    """,
    "RSA of 1024 bits": """
        from cryptography.hazmat.primitives.asymmetric import rsa
        key = rsa.generate_private_key(public_exponent=65537, key_size=1024)  # B953
    """,
    "RSA of 1024 bits, by position": """
        from Crypto.PublicKey import RSA
        key = RSA.generate(1024)  # B953
    """,
    "RSA of a constant": """
        from Cryptodome.PublicKey import RSA
        BITS = 512 * 2
        def make():
            return RSA.generate(bits=BITS)  # B953
    """,
    "RSA by default": """
        from cryptography.hazmat.primitives.asymmetric import rsa
        def make(bits=1024):
            return rsa.generate_private_key(65537, bits)  # B953
    """,
    "DSA": """
        from cryptography.hazmat.primitives.asymmetric import dsa
        key = dsa.generate_private_key(key_size=1024)  # B953
    """,
    "a key of SSH": """
        import paramiko
        key = paramiko.RSAKey.generate(1024)  # B953
    """,
    "a small curve": """
        from cryptography.hazmat.primitives.asymmetric import ec
        key = ec.generate_private_key(ec.SECP192R1())  # B953
    """,
    "suites of TLS": """
        import ssl
        context = ssl.create_default_context()
        context.set_ciphers("HIGH:RC4-SHA:!aNULL")  # B953
    """,
}

NEAR = {
    "two parts of what a slow hash gave": """
        import hashlib, os
        from Crypto.Cipher import AES
        def seal(password, data):
            salt = os.urandom(16)
            derived = hashlib.scrypt(password, salt=salt, n=2**15, r=8, p=1, dklen=48)
            key, iv = derived[:32], derived[32:]
            return salt + AES.new(key, AES.MODE_CBC, iv).encrypt(data)
    """,
    "two parts, each with its name": """
        import hashlib, os
        from Crypto.Cipher import AES
        def seal(password, salt, data):
            derived = hashlib.scrypt(password, salt=salt, n=2**15, r=8, p=1, dklen=48)
            key = derived[:32]
            iv = derived[32:]
            return AES.new(key, AES.MODE_CBC, iv).encrypt(data)
    """,
    "a new IV": """
        import os
        from Crypto.Cipher import AES
        def seal(key, data):
            iv = os.urandom(16)
            return iv + AES.new(key, AES.MODE_CBC, iv).encrypt(data)
    """,
    "a new nonce": """
        import os
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        def seal(key, data):
            nonce = os.urandom(12)
            return nonce + AESGCM(key).encrypt(nonce, data, None)
    """,
    "bytes of the module secrets": """
        import secrets
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
        def seal(key, data):
            iv = secrets.token_bytes(16)
            return iv + Cipher(algorithms.AES(key), modes.CTR(iv)).encryptor().update(data)
    """,
    "pycryptodome's own nonce": """
        from Crypto.Cipher import AES
        def seal(key, data):
            cipher = AES.new(key, AES.MODE_GCM)
            return cipher.nonce, *cipher.encrypt_and_digest(data)
    """,
    "read from the ciphertext": """
        from Crypto.Cipher import AES
        def open_(key, sealed):
            return AES.new(key, AES.MODE_CBC, sealed[:16]).decrypt(sealed[16:])
    """,
    "what somebody else encrypted": """
        from Crypto.Cipher import AES
        VENDOR_IV = b"0123456789abcdef"
        def open_(key, sealed):
            return AES.new(key, AES.MODE_CBC, VENDOR_IV).decrypt(sealed)
    """,
    "what somebody else encrypted, by hazmat": """
        from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
        def open_(key, sealed):
            cipher = Cipher(algorithms.AES(key), modes.CBC(bytes(16)))
            d = cipher.decryptor()
            return d.update(sealed) + d.finalize()
    """,
    "a key for one message": """
        import os
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM
        def seal(wrap, data):
            key = os.urandom(32)
            return wrap(key), AESGCM(key).encrypt(bytes(12), data, None)
    """,
    "an argument": """
        from Crypto.Cipher import AES
        def seal(key, iv, data):
            return AES.new(key, AES.MODE_CBC, iv).encrypt(data)
    """,
    "a constant in another module's class": """
        from Crypto.Cipher import AES
        from .settings import IV
        def seal(key, data):
            return AES.new(key, AES.MODE_CBC, IV).encrypt(data)
    """,
    "a counter that begins anywhere": """
        from Crypto.Cipher import AES
        from Crypto.Util import Counter
        def seal(key, iv, data):
            counter = Counter.new(128, initial_value=int.from_bytes(iv, "big"))
            return AES.new(key, AES.MODE_CTR, counter=counter).encrypt(data)
    """,
    "a new salt": """
        import hashlib, os
        def make(password):
            salt = os.urandom(16)
            return salt, hashlib.pbkdf2_hmac("sha256", password, salt, 600_000)
    """,
    "a stored salt": """
        import hashlib
        def check(user, password):
            return hashlib.scrypt(password, salt=user.salt, n=2**15, r=8, p=1)
    """,
    "a fixed salt of HKDF": """
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF
        def key(secret):
            return HKDF(algorithm=hashes.SHA256(), length=32, salt=b"shop v1", info=b"tokens").derive(secret)
    """,
    "bcrypt makes its salt": """
        import bcrypt
        def make(password):
            return bcrypt.hashpw(password, bcrypt.gensalt())
    """,
    "Django makes its salt": """
        from django.contrib.auth.hashers import make_password
        def keep(user, raw):
            user.password = make_password(raw)
    """,
    "a salt made per object": """
        import hashlib, os
        class Account:
            def __init__(self, password):
                self.salt = os.urandom(16)
                self.stored = hashlib.pbkdf2_hmac("sha256", password, self.salt, 600_000)
    """,
    "a script that makes one at the top": """
        import os
        from Crypto.Cipher import AES
        iv = os.urandom(16)
        print(iv + AES.new(open("key", "rb").read(), AES.MODE_CBC, iv).encrypt(b"0" * 16))
    """,
    "a test of vectors": """
        import pytest
        from Crypto.Cipher import AES
        def test_vector(key):
            assert AES.new(key, AES.MODE_CBC, bytes(16)).encrypt(bytes(16)) == b"..."
    """,
    "AES in CBC": """
        import os
        from Crypto.Cipher import AES
        def seal(key, data):
            return AES.new(key, AES.MODE_CBC, os.urandom(16)).encrypt(data)
    """,
    "RSA signs by PKCS1v15": """
        from cryptography.hazmat.primitives import hashes
        from cryptography.hazmat.primitives.asymmetric import padding
        def sign(key, data):
            return key.sign(data, padding.PKCS1v15(), hashes.SHA256())
    """,
    "RSA with OAEP": """
        from Crypto.Cipher import PKCS1_OAEP
        def seal(key, data):
            return PKCS1_OAEP.new(key).encrypt(data)
    """,
    "pycryptodome signs": """
        from Crypto.Signature import PKCS1_v1_5
        def signer(key):
            return PKCS1_v1_5.new(key)
    """,
    "RSA of 4096 bits": """
        from cryptography.hazmat.primitives.asymmetric import rsa
        key = rsa.generate_private_key(public_exponent=65537, key_size=4096)
    """,
    "RSA of as many bits as somebody says": """
        from Crypto.PublicKey import RSA
        def make(bits):
            return RSA.generate(bits)
    """,
    "a curve": """
        from cryptography.hazmat.primitives.asymmetric import ec
        key = ec.generate_private_key(ec.SECP256R1())
    """,
    "another class of that name": """
        from graphics import DES
        image = DES.new("picture")
    """,
    "Fernet": """
        from cryptography.fernet import Fernet
        def seal(key, data):
            return Fernet(key).encrypt(data)
    """,
    "suites that exclude": """
        import ssl
        context = ssl.create_default_context()
        context.set_ciphers("ECDHE+AESGCM:!RC4:!MD5:!aNULL")
    """,
}


@pytest.mark.parametrize("code", [*STATIC.values(), *BROKEN.values()], ids=[*STATIC, *BROKEN])
def test_finds(code: str) -> None:
    assert marked(code)
    assert found(code, nonces.find, ciphers.find) == marked(code)
    assert called_for(code, "nonces", "ciphers") == marked(code)


@pytest.mark.parametrize("code", NEAR.values(), ids=NEAR)
def test_leaves_alone(code: str) -> None:
    assert found(code, nonces.find, ciphers.find) == []


def test_says_why() -> None:
    code = """
        import os
        from Crypto.Cipher import AES
        IV = os.urandom(16)
        def seal(key, data):
            return AES.new(key, AES.MODE_CBC, IV).encrypt(data)
    """
    [one] = findings(code, nonces.find)
    assert one.message == "The IV of AES.new is made once per process, and used for everything after."
