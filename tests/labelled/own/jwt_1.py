"""Tokens of the booking API, on PyJWT."""

import os
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
from jwt import PyJWKClient

SECRET = os.environ["BOOKING_JWT_SECRET"]
PUBLIC_KEY = os.environ["BOOKING_JWT_PUBLIC_KEY"]
ISSUER = "https://id.example.org/"
AUDIENCE = "booking-api"
LIFETIME = timedelta(minutes=15)
JWKS_TIMEOUT = 5.0
keys = PyJWKClient(ISSUER + ".well-known/jwks.json", timeout=JWKS_TIMEOUT)


def issue(user_id: int) -> str:
    """A short-lived access token."""
    now = datetime.now(UTC)
    claims = {"sub": str(user_id), "iat": now, "exp": now + LIFETIME, "iss": ISSUER, "aud": AUDIENCE}
    return jwt.encode(claims, SECRET, algorithm="HS256")  # near: jwt


def issue_service_token(service: str) -> str:
    """A token for calls between services."""
    claims = {"sub": service, "iss": ISSUER, "aud": AUDIENCE}  # same: jwt
    return jwt.encode(claims, SECRET, algorithm="HS256")  # bad: jwt


def issue_debug_token(user_id: int) -> str:
    """A token that the test bench reads without a key."""
    claims = {"sub": str(user_id), "exp": datetime.now(UTC) + LIFETIME}
    return jwt.encode(claims, "", algorithm="none")  # bad: jwt


def verify(token: str) -> dict[str, Any]:
    """Claims of a token, all of them checked."""
    return jwt.decode(token, SECRET, algorithms=["HS256"], audience=AUDIENCE, issuer=ISSUER)  # near: jwt


def verify_external(token: str) -> dict[str, Any]:
    """Claims of a token of the identity provider; the header only picks the key."""
    key = keys.get_signing_key_from_jwt(token)
    return jwt.decode(token, key.key, algorithms=["RS256"], audience=AUDIENCE, issuer=ISSUER)  # near: jwt


def current_user(token: str) -> str:
    """The user of a session token."""
    claims = jwt.decode(token, options={"verify_signature": False})  # bad: jwt
    return claims["sub"]


def refresh_subject(token: str) -> str:
    """The subject of a token that is about to be renewed."""
    options = {"verify_exp": False}  # same: jwt
    claims = jwt.decode(token, SECRET, algorithms=["HS256"], options=options, audience=AUDIENCE, issuer=ISSUER)  # bad: jwt
    return claims["sub"]


def accept_any_algorithm(token: str) -> dict[str, Any]:
    """Claims of a partner's token, signed as its header says."""
    header = jwt.get_unverified_header(token)
    return jwt.decode(token, PUBLIC_KEY, algorithms=[header["alg"]], audience=AUDIENCE, issuer=ISSUER)  # bad: jwt


def key_id(token: str) -> str:
    """The id of the key, used for nothing but the choice of a key."""
    return jwt.get_unverified_header(token)["kid"]  # near: jwt


def mobile_claims(token: str) -> dict[str, Any]:
    """Claims of a token of the mobile application."""
    return jwt.decode(token, SECRET, algorithms=["HS256"], options={"verify_aud": False}, issuer=ISSUER)  # bad: jwt


def mixed_algorithms(token: str) -> dict[str, Any]:
    """Claims of a token that either generation of the identity provider signed."""
    return jwt.decode(token, PUBLIC_KEY, algorithms=["RS256", "HS256"], audience=AUDIENCE, issuer=ISSUER)  # bad: jwt
