"""Ciphers of the archive format, version by version."""

import os

from Crypto.Cipher import AES, ARC4, DES, PKCS1_OAEP
from Crypto.PublicKey import RSA
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

BLOCK = 16


def pad(data: bytes) -> bytes:
    """Pad to the block size."""
    size = BLOCK - len(data) % BLOCK
    return data + bytes([size]) * size


def write_v1(key: bytes, data: bytes) -> bytes:
    """First version of the format."""
    return AES.new(key, AES.MODE_ECB).encrypt(pad(data))  # bad: cipher


def write_v2(key: bytes, data: bytes) -> bytes:
    """Second version, with nonce and tag."""
    sealed = AES.new(key, AES.MODE_GCM, nonce=os.urandom(12))  # near: cipher
    body, tag = sealed.encrypt_and_digest(data)
    return sealed.nonce + tag + body


def write_index(key: bytes, names: list[str]) -> bytes:
    """The index of an archive."""
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # bad: cipher
    return encryptor.update(pad("\n".join(names).encode())) + encryptor.finalize()


def write_comment(key: bytes, comment: bytes) -> bytes:
    """The comment of an archive, which old readers want in DES."""
    iv = os.urandom(8)
    return iv + DES.new(key[:8], DES.MODE_CBC, iv).encrypt(pad(comment))  # bad: cipher


def write_stream(key: bytes, data: bytes) -> bytes:
    """A stream of unknown length."""
    return ARC4.new(key).encrypt(data)  # bad: cipher


def write_sealed(key: bytes, data: bytes) -> bytes:
    """A stream with a tag."""
    nonce = os.urandom(12)
    return nonce + ChaCha20Poly1305(key).encrypt(nonce, data, None)  # near: cipher


def wrap_key(recipient: RSA.RsaKey, key: bytes) -> bytes:
    """Wrap a key for its recipient."""
    return PKCS1_OAEP.new(recipient).encrypt(key)  # near: cipher


def check_mode(mode: int) -> None:
    """Refuse archives that a broken mode protects."""
    if mode == AES.MODE_ECB:  # near: cipher
        raise ValueError("ECB archives are not read")
