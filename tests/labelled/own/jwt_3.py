"""Tokens of machines, visitors and auditors."""

import os
import time
from typing import Annotated, Any

import jwt as pyjwt
from authlib.jose import JsonWebToken
from authlib.jose.errors import JoseError
from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer
from jose import jwt

KEY = os.environ["SERVICE_JWT_KEY"]
AUDIENCE = "reports"
ISSUER = "https://login.example.org"
ACCESS_SECONDS = 600
bearer = OAuth2PasswordBearer(tokenUrl="token")
Token = Annotated[str, Depends(bearer)]
authlib_jwt = JsonWebToken(["HS256"])
CLAIMS = {"iss": {"essential": True, "value": ISSUER}, "exp": {"essential": True}}


async def auditor(token: Token) -> dict[str, Any]:
    """An auditor; Authlib checks the signature, validate() the claims."""
    try:
        claims = authlib_jwt.decode(token, KEY, claims_options=CLAIMS)  # near: jwt
        claims.validate()
    except JoseError as error:
        raise HTTPException(status_code=401, detail="invalid token") from error
    return dict(claims)


async def visitor(token: Token) -> dict[str, Any]:
    """A visitor; the claims are read as they come."""
    claims = authlib_jwt.decode(token, KEY)  # bad: jwt
    return {"name": claims.get("name", "visitor")}


async def machine(token: Token) -> dict[str, Any]:
    """A machine account, with and without a signature."""
    return pyjwt.decode(token, KEY, algorithms=["HS256", "none"], audience=AUDIENCE, issuer=ISSUER)  # bad: jwt


def access_token(subject: str) -> str:
    """An access token that runs out."""
    claims: dict[str, Any] = {"sub": subject, "iss": ISSUER, "aud": AUDIENCE}
    claims["exp"] = int(time.time()) + ACCESS_SECONDS
    return jwt.encode(claims, KEY, algorithm="HS256")  # near: jwt


def invitation_token(address: str) -> str:
    """A token for the link in an invitation."""
    return pyjwt.encode({"email": address, "iss": ISSUER}, KEY, algorithm="HS256")  # bad: jwt


async def strict_machine(token: Token) -> dict[str, Any]:
    """A machine account whose token must carry every claim."""
    options = {"require": ["exp", "iss", "aud", "sub"]}
    return pyjwt.decode(token, KEY, algorithms=["HS256"], options=options, audience=AUDIENCE, issuer=ISSUER)  # near: jwt
