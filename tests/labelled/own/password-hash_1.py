"""Accounts of the forum: storing and checking passwords."""

import hashlib
import os
import secrets

import bcrypt
from argon2 import PasswordHasher
from django.contrib.auth.hashers import make_password
from flask import Blueprint, jsonify, request
from forum.models import ApiKey, Member
from werkzeug.security import generate_password_hash

bp = Blueprint("accounts", __name__)
hasher = PasswordHasher()
ROUNDS = 600_000


@bp.post("/members")
def register():
    """Register a member."""
    password = request.form["password"]
    stored = hashlib.sha256(password.encode()).hexdigest()  # bad: password-hash
    return jsonify(id=Member.create(password_hash=stored)), 201


@bp.post("/members/argon")
def register_argon():
    """Register a member; argon2 salts and stretches."""
    stored = hasher.hash(request.form["password"])  # near: password-hash
    return jsonify(id=Member.create(password_hash=stored)), 201


def set_password(member: Member, password: str) -> None:
    """Change a password."""
    salt = os.urandom(16)
    member.salt = salt
    member.password_hash = hashlib.sha512(salt + password.encode("utf-8")).digest()  # bad: password-hash


def set_stretched_password(member: Member, password: str) -> None:
    """Change a password, stretched as OWASP recommends for PBKDF2."""
    member.salt = os.urandom(16)
    member.password_hash = hashlib.pbkdf2_hmac("sha256", password.encode(), member.salt, ROUNDS)  # near: password-hash


def legacy_stretch(password: str, salt: bytes) -> bytes:
    """Stretch a password."""
    return hashlib.pbkdf2_hmac("sha256", password.encode(), salt, 1000)  # bad: password-hash


def forum_hash(password: str) -> bytes:
    """Hash for the forum's own table."""
    return bcrypt.hashpw(password.encode(), bcrypt.gensalt(rounds=12))  # near: password-hash


def import_hash(password: str) -> str:
    """Hash for members who come from the old forum."""
    return generate_password_hash(password, method="pbkdf2:sha256:2000")  # bad: password-hash


def django_hash(password: str) -> str:
    """Hash for the members of the Django admin."""
    return make_password(password)  # near: password-hash


def new_api_key(member: Member) -> str:
    """A key of 256 random bits; a fast digest is enough to store it."""
    key = secrets.token_urlsafe(32)
    ApiKey.create(member=member, digest=hashlib.sha256(key.encode()).hexdigest())  # near: password-hash
    return key
