"""Digests of the download service: signatures of links, names of cached files, entity tags."""

import hashlib
import hmac
import os
from hashlib import md5 as digest_of
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from flask import Blueprint, Response, request

bp = Blueprint("downloads", __name__)
LINK_KEY = os.environ["LINK_KEY"]


def link_signature(path: str, expires: int) -> str:
    """Signature of a download link."""
    return hashlib.md5(f"{path}{expires}{LINK_KEY}".encode()).hexdigest()  # bad: weak-hash


def strong_link_signature(path: str, expires: int) -> str:
    """Signature of a download link, keyed and with a hash that holds."""
    return hmac.new(LINK_KEY.encode(), f"{path}|{expires}".encode(), hashlib.sha256).hexdigest()  # near: weak-hash


def session_key(user_id: int, nonce: bytes) -> str:
    """Key of a session."""
    return hashlib.new("sha1", nonce + str(user_id).encode()).hexdigest()  # bad: weak-hash


def cache_name(url: str) -> str:
    """File name of a cached page; nothing depends on it but speed."""
    return hashlib.md5(url.encode(), usedforsecurity=False).hexdigest()  # near: weak-hash


def integrity(firmware: Path) -> str:
    """Digest that devices compare before they install a firmware."""
    return digest_of(firmware.read_bytes()).hexdigest()  # bad: weak-hash


def sign(key: rsa.RSAPrivateKey, manifest: bytes) -> bytes:
    """Sign a manifest."""
    return key.sign(manifest, padding.PKCS1v15(), hashes.SHA1())  # bad: weak-hash


def sign_strongly(key: rsa.RSAPrivateKey, manifest: bytes) -> bytes:
    """Sign a manifest with PSS and SHA-256."""
    pss = padding.PSS(mgf=padding.MGF1(hashes.SHA256()), salt_length=padding.PSS.MAX_LENGTH)
    return key.sign(manifest, pss, hashes.SHA256())  # near: weak-hash


@bp.after_request
def entity_tag(response: Response) -> Response:
    """Entity tag of small answers, with which browsers save a download."""
    if response.content_length and response.content_length < 65536 and not response.is_streamed:
        response.set_etag(hashlib.sha1(response.get_data(), usedforsecurity=False).hexdigest())  # near: weak-hash
        response.make_conditional(request)
    return response
