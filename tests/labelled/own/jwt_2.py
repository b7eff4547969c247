"""Token checks of three services that were merged: python-jose, Authlib and PyJWT."""

import os
from typing import Annotated, Any

from fastapi import Depends, HTTPException
from fastapi.security import OAuth2PasswordBearer
from jose import JWTError, jwt

KEY = os.environ["SERVICE_JWT_KEY"]
AUDIENCE = "reports"
ISSUER = "https://login.example.org"
bearer = OAuth2PasswordBearer(tokenUrl="token")
Token = Annotated[str, Depends(bearer)]


async def reader(token: Token) -> dict[str, Any]:
    """The reader that a token names."""
    try:
        return jwt.decode(token, KEY, algorithms=["HS256"], audience=AUDIENCE, issuer=ISSUER)  # near: jwt
    except JWTError as error:
        raise HTTPException(status_code=401, detail="invalid token") from error


async def editor(token: Token) -> dict[str, Any]:
    """The editor that a token names."""
    claims = jwt.get_unverified_claims(token)  # bad: jwt
    if claims.get("role") != "editor":
        raise HTTPException(status_code=403, detail="editors only")
    return claims


async def owner(token: Token) -> dict[str, Any]:
    """The owner that a token names; who issued the token and for whom is left open."""
    return jwt.decode(token, KEY, algorithms=["HS256"])  # bad: jwt


async def partner(token: Token) -> dict[str, Any]:
    """A partner, whose tokens carry whichever algorithm they like."""
    return jwt.decode(token, KEY, algorithms=None, audience=AUDIENCE, issuer=ISSUER)  # bad: jwt


async def legacy(token: Token) -> dict[str, Any]:
    """A user of the old portal."""
    options = {"verify_signature": False, "verify_aud": True}  # same: jwt
    return jwt.decode(token, KEY, algorithms=["HS256"], options=options, audience=AUDIENCE, issuer=ISSUER)  # bad: jwt
