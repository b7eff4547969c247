"""B925 to B928: tokens whose options, lifetimes and validation stand somewhere else than the call."""

# ruff: noqa: E501 - a case is a line

import pytest

from web_support import check

BELIEVED = [
    ("authlib, one validates, another does not", """
        from authlib.jose import JsonWebToken
        j = JsonWebToken(["HS256"])
        def a(token):
            claims = j.decode(token, KEY)
            claims.validate()
            return claims["sub"]
        def b(token):
            claims = j.decode(token, KEY)  # B927
            return claims["sub"]
    """),
    ("authlib in a class", """
        from authlib.jose import jwt
        class Tokens:
            def __init__(self, key: str) -> None:
                self.key = key
            def validate_email(self, text): ...
            def read(self, token: str) -> dict:
                \"\"\"Decode and verify.\"\"\"
                claims = jwt.decode(token, self.key)  # B927
                return claims
    """),
    ("authlib, options without validate", """
        from authlib.jose import jwt
        def read(token):
            claims = jwt.decode(token, KEY, claims_options={"iss": {"essential": True, "value": ISS}})  # B927
            return claims["sub"]
    """),
    ("authlib, another function validates the form", """
        from authlib.jose import jwt
        def sign_up(form):
            if not form.validate():
                raise ValueError
        def read(token):
            claims = jwt.decode(token, KEY)  # B927
            return claims["sub"]
    """),
    ("joserfc", """
        from joserfc import jwt
        from joserfc.jwk import OctKey
        def read(token: str) -> dict:
            key = OctKey.import_key(SECRET)
            decoded = jwt.decode(token, key, algorithms=["HS256"])  # B927
            return decoded.claims
    """),
    ("joserfc leeway of a day", """
        from joserfc import jwt
        def read(token: str) -> dict:
            decoded = jwt.decode(token, KEY, algorithms=["HS256"])
            registry = jwt.JWTClaimsRegistry(leeway=86400)  # B927
            registry.validate(decoded.claims)
            return decoded.claims
    """),
    ("authlib leeway of days", """
        from authlib.jose import jwt
        LEEWAY = 7 * 24 * 3600
        def read(token):
            claims = jwt.decode(token, KEY)
            claims.validate(leeway=LEEWAY)  # B927
            return claims
    """),
    ("options in a class of settings", """
        import jwt
        from pydantic_settings import BaseSettings
        class Settings(BaseSettings):
            secret: str
            jwt_options: dict = {"verify_exp": False}
        settings = Settings()
        def read(token: str) -> dict:
            return jwt.decode(token, settings.secret, algorithms=["HS256"], options=settings.jwt_options)  # B927
    """),
    ("options of a module", """
        import jwt
        DECODE_OPTIONS = {"require": ["sub"], "verify_exp": False}
        def read(token: str) -> dict:
            return jwt.decode(token, KEY, ["HS256"], DECODE_OPTIONS)  # B927
    """),
    ("options filled in", """
        from jose import jwt
        def read(token: str) -> dict:
            options = {}
            options["verify_aud"] = False
            options["verify_exp"] = False
            return jwt.decode(token, KEY, algorithms=["HS256"], options=options)  # B927
    """),
    ("options as an argument's default", """
        import jwt
        def read(token: str, verify_exp: bool = False) -> dict:
            return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_exp": verify_exp})  # B927
    """),
    ("signature as an argument's default", """
        import jwt
        def read(token: str, *, verify: bool = False) -> dict:
            return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": verify})  # B925
    """),
    ("jose leeway among options", """
        from jose import jwt
        def read(token: str) -> dict:
            return jwt.decode(token, KEY, algorithms=["HS256"], options={"leeway": 604800})  # B927
    """),
    ("leeway of a timedelta", """
        import jwt
        from datetime import timedelta
        MAX_SKEW = timedelta(days=1)
        def read(token):
            return jwt.decode(token, KEY, algorithms=["HS256"], leeway=MAX_SKEW)  # B927
    """),
    ("verify False", """
        import jwt
        def read(token):
            return jwt.decode(token, verify=False)  # B925
    """),
    ("ten years", """
        import jwt
        from datetime import datetime, timedelta, timezone
        def make(user_id: int) -> str:
            payload = {"sub": str(user_id), "exp": datetime.now(timezone.utc) + timedelta(days=3650)}
            return jwt.encode(payload, KEY, algorithm="HS256")  # B928
    """),
    ("ten years by a constant", """
        import jwt
        from datetime import datetime, timedelta, timezone
        ACCESS_TOKEN_LIFETIME = timedelta(days=365 * 10)
        def make(user_id: int) -> str:
            expire = datetime.now(timezone.utc) + ACCESS_TOKEN_LIFETIME
            payload = {"sub": str(user_id), "exp": expire}
            return jwt.encode(payload, KEY, algorithm="HS256")  # B928
    """),
    ("years in minutes", """
        from jose import jwt
        from datetime import datetime, timedelta
        ACCESS_TOKEN_EXPIRE_MINUTES = 60 * 24 * 365 * 5
        def make(data: dict) -> str:
            to_encode = data.copy()
            expire = datetime.utcnow() + timedelta(minutes=ACCESS_TOKEN_EXPIRE_MINUTES)
            to_encode.update({"exp": expire})
            return jwt.encode(to_encode, KEY, algorithm="HS256")  # B928
    """),
    ("years by settings", """
        import jwt
        from datetime import datetime, timedelta
        class Settings:
            access_token_days: int = 3650
        settings = Settings()
        def make(sub):
            exp = datetime.now() + timedelta(days=settings.access_token_days)
            return jwt.encode({"sub": sub, "exp": exp}, KEY, algorithm="HS256")  # B928
    """),
    ("years by time.time", """
        import jwt, time
        def make(sub):
            return jwt.encode({"sub": sub, "exp": int(time.time()) + 10 * 365 * 24 * 60 * 60}, KEY, algorithm="HS256")  # B928
    """),
    ("years by a default", """
        import jwt
        from datetime import datetime, timedelta
        def make(sub, lifetime: timedelta = timedelta(weeks=520)):
            return jwt.encode({"sub": sub, "exp": datetime.now() + lifetime}, KEY, algorithm="HS256")  # B928
    """),
    ("a year 9999", """
        import jwt
        from datetime import datetime
        def make(sub):
            return jwt.encode({"sub": sub, "exp": datetime(2099, 12, 31)}, KEY, algorithm="HS256")  # B928
    """),
    ("flask-jwt-extended for years", """
        from datetime import timedelta
        from flask_jwt_extended import create_access_token
        def log_in(user):
            return create_access_token(identity=user.id, expires_delta=timedelta(days=3650))  # B928
    """),
    ("flask setting for years", """
        from datetime import timedelta
        from flask import Flask
        from flask_jwt_extended import JWTManager
        app = Flask(__name__)
        app.config["JWT_ACCESS_TOKEN_EXPIRES"] = timedelta(days=3650)  # B928
    """),
    ("simplejwt for years", """
        from datetime import timedelta
        SIMPLE_JWT = {
            "ACCESS_TOKEN_LIFETIME": timedelta(days=3650),  # B928
            "ALGORITHM": "HS256",
        }
    """),
    ("fastapi-users for ever", """
        from fastapi_users.authentication import JWTStrategy
        def strategy() -> JWTStrategy:
            return JWTStrategy(secret=SECRET, lifetime_seconds=None)  # B928
    """),
    ("iat alone", """
        import jwt, time
        def make(sub):
            now = int(time.time())
            return jwt.encode({"sub": sub, "iat": now, "nbf": now}, KEY, algorithm="HS256")  # B928
    """),
    ("authlib encode", """
        from authlib.jose import jwt
        def make(user):
            header = {"alg": "HS256"}
            payload = {"iss": ISSUER, "sub": str(user.id), "iat": now()}
            return jwt.encode(header, payload, KEY).decode()  # B928
    """),
    ("joserfc encode", """
        from joserfc import jwt
        def make(user):
            return jwt.encode({"alg": "HS256"}, {"sub": user.id, "scope": "read"}, KEY)  # B928
    """),
    ("jwcrypto", """
        from jwcrypto import jwt
        def make(user, key):
            token = jwt.JWT(header={"alg": "HS256"}, claims={"sub": user})  # B928
            token.make_signed_token(key)
            return token.serialize()
    """),
    ("a service class", """
        from datetime import datetime, timezone
        import jwt
        class TokenService:
            ALGORITHM = "HS256"
            def __init__(self, secret: str) -> None:
                self._secret = secret
            def issue(self, user_id: int, roles: list[str]) -> str:
                \"\"\"Issue an access token.\"\"\"
                claims = {"sub": str(user_id), "roles": roles, "iat": datetime.now(tz=timezone.utc)}
                return jwt.encode(claims, self._secret, algorithm=self.ALGORITHM)  # B928
    """),
    ("simplejwt none", """
        SIMPLE_JWT = {"ALGORITHM": "none"}  # B926
    """),
    ("algorithms of settings", """
        import jwt
        class Settings:
            algorithms: list[str] = ["HS256", "none"]
        settings = Settings()
        def read(token):
            return jwt.decode(token, KEY, algorithms=settings.algorithms)  # B926
    """),
    ("PyJWK client without audience", """
        import jwt
        from jwt import PyJWKClient
        client = PyJWKClient(URL)
        def read(token):
            key = client.get_signing_key_from_jwt(token)
            return jwt.decode(token, key.key, algorithms=["RS256"], options={"verify_aud": False})  # B927
    """),
    ("audience of a settings class that is off", """
        import jwt
        def read(token, key):
            return jwt.decode(token, key=key, algorithms=["RS256"], options=dict(verify_aud=False, verify_iss=False))  # B927
    """),
    ("pyjwt complete", """
        import jwt
        def read(token):
            return jwt.decode_complete(token, options={"verify_signature": False})["payload"]  # B925
    """),
    ("pyjwt algorithms from header", """
        import jwt
        def read(token):
            header = jwt.get_unverified_header(token)
            return jwt.decode(token, KEY, algorithms=[header.get("alg", "HS256")])  # B926
    """),
    ("pyjwt options later", """
        import jwt
        from fastapi import Depends, HTTPException
        from fastapi.security import HTTPBearer
        security = HTTPBearer()
        async def current_user(credentials=Depends(security)) -> dict:
            try:
                return jwt.decode(credentials.credentials, options={"verify_signature": False, "verify_exp": True})  # B925
            except jwt.PyJWTError as error:
                raise HTTPException(401) from error
    """),
    ("jose without verify", """
        from jose import jwt
        def user(token):
            claims = jwt.get_unverified_claims(token)  # B925
            return claims["sub"]
    """),
    ("jose verify_signature", """
        from jose import jwt
        def user(token):
            return jwt.decode(token, "", options={"verify_signature": False, "verify_aud": False})["sub"]  # B925
    """),
    ("joserfc without algorithms none", """
        from joserfc import jwt
        def user(token):
            decoded = jwt.decode(token, KEY, algorithms=["none", "HS256"])  # B926
            jwt.JWTClaimsRegistry().validate(decoded.claims)
            return decoded.claims
    """),
    ("by hand in a function of steps", """
        import base64, json
        def claims_of(token: str) -> dict:
            \"\"\"The claims of a token.\"\"\"
            _, payload, _ = token.split(".")
            padded = payload + "=" * (-len(payload) % 4)
            return json.loads(base64.urlsafe_b64decode(padded))  # B925
    """),
    ("expired tokens taken again", """
        import jwt
        def read(token):
            try:
                return jwt.decode(token, KEY, algorithms=["HS256"])
            except jwt.ExpiredSignatureError:
                return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_exp": False})  # B927
    """),
    ("unverified on failure", """
        import jwt
        def read(token):
            try:
                return jwt.decode(token, KEY, algorithms=["HS256"])
            except jwt.InvalidTokenError:
                return jwt.decode(token, options={"verify_signature": False})  # B925
    """),
    ("issuer unchecked", """
        import jwt
        ISSUER = "https://id.example.org"
        def make(sub):
            return jwt.encode({"sub": sub, "iss": ISSUER, "exp": soon()}, KEY, algorithm="HS256")
        def read(token):
            return jwt.decode(token, KEY, algorithms=["HS256"])  # B927
    """),
    ("jwks without audience", """
        import jwt
        jwks = jwt.PyJWKClient("https://id.example.org/jwks")
        def read(token):
            key = jwks.get_signing_key_from_jwt(token).key
            return jwt.decode(token, key, algorithms=["RS256"], issuer=ISSUER)  # B927
    """),
    ("jwks without audience in a class", """
        import jwt
        from jwt import PyJWKClient
        class Verifier:
            def __init__(self, url: str) -> None:
                self._jwks = PyJWKClient(url)
            def verify(self, token: str) -> dict:
                signing_key = self._jwks.get_signing_key_from_jwt(token)
                return jwt.decode(token, signing_key.key, algorithms=["RS256"])  # B927
    """),
    ("exp None", """
        import jwt
        def make(sub):
            return jwt.encode({"sub": sub, "exp": None}, KEY, algorithm="HS256")  # B928
    """),
    ("key empty", """
        import jwt
        def read(token):
            return jwt.decode(token, algorithms=["none"], options={"verify_signature": False})  # B925
    """),
    ("weak: hmac with public key", """
        import jwt
        PUBLIC_KEY = open("pub.pem").read()
        def read(token):
            return jwt.decode(token, PUBLIC_KEY, algorithms=["RS256", "HS256"])  # B926
    """),
    ("authlib any algorithm", """
        from authlib.jose import JsonWebToken
        token = JsonWebToken(["HS256", "RS256", "none"])  # B926
    """),
    ("itsdangerous", """
        from itsdangerous import URLSafeSerializer
        def read(token):
            return URLSafeSerializer(KEY).loads_unsafe(token)[1]["user_id"]  # B925
    """),
    ("google", """
        from google.oauth2 import id_token
        def read(token):
            return id_token.verify_oauth2_token(token, Request())["sub"]  # B927
    """),
    ("optional expiry", """
        import jwt
        from datetime import timedelta
        def make(sub: str, expires: timedelta | None = None) -> str:
            claims = {"sub": sub, "iat": now()}
            if expires is not None:
                claims["exp"] = now() + expires
            return jwt.encode(claims, KEY, algorithm="HS256")  # B928
    """),
    ("leeway setting", """
        SIMPLE_JWT = {"LEEWAY": 86400, "ALGORITHM": "HS256"}  # B927
    """),
    ("leeway setting, Flask", """
        from datetime import timedelta
        from flask_jwt_extended import JWTManager
        app.config["JWT_DECODE_LEEWAY"] = timedelta(days=1)  # B927
    """),
    ("graphql", """
        GRAPHQL_JWT = {"JWT_VERIFY_EXPIRATION": False}  # B927
    """),
    ("lru_cached settings", """
        import jwt
        from functools import lru_cache
        from pydantic_settings import BaseSettings
        class Settings(BaseSettings):
            verify_exp: bool = False
            days: int = 3650
        @lru_cache
        def get_settings() -> Settings:
            return Settings()
        def read(token):
            settings = get_settings()
            return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_exp": settings.verify_exp})  # B927
    """),
    ("dataclass config", """
        import jwt
        from dataclasses import dataclass, field
        from datetime import datetime, timedelta
        @dataclass(frozen=True)
        class TokenConfig:
            lifetime: timedelta = timedelta(days=3650)
        class Tokens:
            def __init__(self, config: TokenConfig) -> None:
                self._config = config
            def make(self, sub: str) -> str:
                claims = {"sub": sub, "exp": datetime.now() + self._config.lifetime}
                return jwt.encode(claims, KEY, algorithm="HS256")  # B928
    """),
    ("dataclass field options", """
        import jwt
        from dataclasses import dataclass, field
        @dataclass
        class TokenConfig:
            options: dict = field(default_factory=lambda: {"verify_aud": False})
        class Tokens:
            def __init__(self, config: TokenConfig) -> None:
                self._config = config
            def read(self, token: str) -> dict:
                return jwt.decode(token, KEY, algorithms=["HS256"], options=self._config.options)  # B927
    """),
]  # fmt: skip

CHECKED = [
    ("debug switch", """
        import jwt
        def read(token, settings):
            return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": not settings.DEBUG})
    """),
    ("optional expiry with else", """
        import jwt
        def make(sub, expires=None):
            claims = {"sub": sub}
            if expires:
                claims["exp"] = now() + expires
            else:
                claims["exp"] = now() + DEFAULT
            return jwt.encode(claims, KEY, algorithm="HS256")
    """),
    ("optional expiry always given", """
        import jwt
        def make(sub, expires=None):
            claims = {"sub": sub}
            if expires:
                claims["exp"] = now() + expires
            return jwt.encode(claims, KEY, algorithm="HS256")
        def log_in(user):
            return make(user.id, LIFETIME)
    """),
    ("authlib, validated by the caller", """
        from authlib.jose import jwt
        def decode(token):
            return jwt.decode(token, KEY)
        def user(token):
            claims = decode(token)
            claims.validate()
            return claims["sub"]
    """),
    ("authlib, handed to what validates", """
        from authlib.jose import jwt
        def check(claims):
            claims.validate(leeway=30)
        def user(token):
            claims = jwt.decode(token, KEY)
            check(claims)
            return claims["sub"]
    """),
    ("authlib at once", """
        from authlib.jose import jwt
        def user(token):
            claims = jwt.decode(token, KEY)
            claims.validate_exp(now=time(), leeway=0)
            return claims
    """),
    ("joserfc validated", """
        from joserfc import jwt
        registry = jwt.JWTClaimsRegistry(iss={"essential": True, "value": ISS}, leeway=30)
        def user(token):
            decoded = jwt.decode(token, KEY, algorithms=["HS256"])
            registry.validate(decoded.claims)
            return decoded.claims
    """),
    ("a month", """
        import jwt
        from datetime import datetime, timedelta
        REFRESH = timedelta(days=30)
        def make(sub):
            return jwt.encode({"sub": sub, "exp": datetime.now() + REFRESH}, KEY, algorithm="HS256")
    """),
    ("a licence of a year", """
        import jwt
        from datetime import datetime, timedelta
        def make_license(sub):
            return jwt.encode({"sub": sub, "exp": datetime.now() + timedelta(days=365)}, KEY, algorithm="HS256")
    """),
    ("a refresh token of three months", """
        import jwt
        from datetime import datetime, timedelta
        def make_refresh_token(sub):
            return jwt.encode({"sub": sub, "exp": datetime.now() + timedelta(days=90)}, KEY, algorithm="HS256")
    """),
    ("simplejwt", """
        from datetime import timedelta
        SIMPLE_JWT = {"ACCESS_TOKEN_LIFETIME": timedelta(minutes=15), "REFRESH_TOKEN_LIFETIME": timedelta(days=14), "ALGORITHM": "RS256"}
    """),
    ("an expiry from a model", """
        import jwt
        def make(session):
            return jwt.encode({"sub": session.user_id, "exp": session.expires_at}, KEY, algorithm="HS256")
    """),
    ("settings from elsewhere", """
        import jwt
        from .config import settings
        def read(token):
            return jwt.decode(token, settings.secret, algorithms=settings.algorithms, options=settings.options)
    """),
    ("verify_exp by argument", """
        import jwt
        def read(token, verify_exp: bool = True):
            return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_exp": verify_exp})
    """),
    ("fastapi-users", """
        from fastapi_users.authentication import JWTStrategy
        def strategy():
            return JWTStrategy(secret=SECRET, lifetime_seconds=3600)
    """),
]  # fmt: skip


@pytest.mark.parametrize("source", [pytest.param(source, id=name) for name, source in BELIEVED])
def test_found_on_each_marked_line_and_no_other(source: str) -> None:
    check(source)


@pytest.mark.parametrize("source", [pytest.param(source, id=name) for name, source in CHECKED])
def test_silent(source: str) -> None:
    check(source)
