"""Encryption of attachments and of columns."""

import os

from Crypto.Cipher import AES
from Crypto.Random import get_random_bytes
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.pbkdf2 import PBKDF2HMAC

COLUMN_IV = b"\x00" * 16  # same: static-iv
ROUNDS = 600_000


def encrypt_column(key: bytes, text: bytes) -> bytes:
    """Encrypt a column's value, so that equal values stay comparable."""
    encryptor = Cipher(algorithms.AES(key), modes.CTR(COLUMN_IV)).encryptor()  # bad: static-iv
    return encryptor.update(text) + encryptor.finalize()


def encrypt_value(key: bytes, text: bytes) -> bytes:
    """Encrypt a value; the nonce goes in front of it."""
    nonce = os.urandom(16)
    encryptor = Cipher(algorithms.AES(key), modes.CTR(nonce)).encryptor()  # near: static-iv
    return nonce + encryptor.update(text) + encryptor.finalize()


def decrypt_value(key: bytes, blob: bytes) -> bytes:
    """Decrypt a value; the nonce is what was stored in front of it."""
    decryptor = Cipher(algorithms.AES(key), modes.CTR(blob[:16])).decryptor()  # near: static-iv
    return decryptor.update(blob[16:]) + decryptor.finalize()


def seal(key: bytes, attachment: bytes) -> bytes:
    """Seal an attachment."""
    return AESGCM(key).encrypt(b"attachments!", attachment, None)  # bad: static-iv


def seal_freshly(key: bytes, attachment: bytes) -> bytes:
    """Seal an attachment under a fresh nonce, bound to a constant label."""
    nonce = os.urandom(12)
    return nonce + AESGCM(key).encrypt(nonce, attachment, b"attachments")  # near: static-iv


def mail_cipher(key: bytes):
    """The cipher for mails at rest."""
    return AES.new(key, AES.MODE_CBC, iv=bytes(16))  # bad: static-iv


def fresh_mail_cipher(key: bytes):
    """The cipher for mails at rest, with a random vector."""
    return AES.new(key, AES.MODE_CBC, iv=get_random_bytes(16))  # near: static-iv


def master_key(passphrase: bytes) -> bytes:
    """The key that a passphrase stands for."""
    kdf = PBKDF2HMAC(algorithm=hashes.SHA256(), length=32, salt=b"example-product", iterations=ROUNDS)  # bad: static-iv
    return kdf.derive(passphrase)
