"""B925 to B928: JSON web tokens, a table for each rule."""

# ruff: noqa: E501 - a case is a line

import ast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkaround._code import Module
from walkaround.sast._families import tokens
from walkaround.sast._rules.tokens import DEFECTS
from web_support import check, found

UNSIGNED = [
    ("options as a literal", """
        import jwt
        def who(token):
            claims = jwt.decode(token, options={"verify_signature": False})  # B925
            return claims["sub"]
    """),
    ("options in a variable", """
        import jwt
        def who(token):
            options = {"verify_signature": False, "verify_exp": True}
            return jwt.decode(token, KEY, algorithms=["HS256"], options=options)  # B925
    """),
    ("options of the module", """
        import jwt
        OPTIONS = dict(verify_signature=False)
        def who(token):
            return jwt.decode(token, options=OPTIONS)["email"]  # B925
    """),
    ("options changed afterwards", """
        import jwt
        def who(token):
            options = {}
            options["verify_signature"] = False
            return jwt.decode(token, KEY, ["HS256"], options)["sub"]  # B925
    """),
    ("options of a class", """
        import jwt
        class Reader:
            OPTIONS = {"verify_signature": False}
            def who(self, token):
                return jwt.decode(token, options=self.OPTIONS)["sub"]  # B925
    """),
    ("options of an object", """
        import jwt
        reader = jwt.PyJWT(options={"verify_signature": False})
        def who(token):
            return reader.decode(token, KEY, algorithms=["HS256"])["sub"]  # B925
    """),
    ("options of a constant", """
        import jwt
        CHECK = False
        def who(token):
            return jwt.decode(token, options={"verify_signature": CHECK})["sub"]  # B925
    """),
    ("verify=False of old", """
        import jwt
        def who(token):
            return jwt.decode(token, verify=False)["user_id"]  # B925
    """),
    ("another name, awaited body", """
        from jwt import decode as read_token
        async def who(request):
            token = request.headers["Authorization"].removeprefix("Bearer ")
            claims = read_token(token, options={"verify_signature": False})  # B925
            return await load(claims["sub"])
    """),
    ("several lines", """
        import jwt as pyjwt
        def who(token):
            return pyjwt.decode(  # B925
                token,
                options={"verify_signature": False},
            )["roles"]
    """),
    ("walrus", """
        import jwt
        def who(token):
            if claims := jwt.decode(token, options={"verify_signature": False}):  # B925
                return claims["sub"]
    """),
    ("decode_complete", """
        import jwt
        def who(token):
            return jwt.decode_complete(token, options={"verify_signature": False})["payload"]["sub"]  # B925
    """),
    ("python-jose", """
        from jose import jwt
        def who(token):
            return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": False})["sub"]  # B925
    """),
    ("python-jose get_unverified_claims", """
        from jose import jwt
        def who(token):
            claims = jwt.get_unverified_claims(token)  # B925
            return claims.get("sub")
    """),
    ("python-jose jws", """
        import json
        from jose import jws
        def who(token):
            return json.loads(jws.get_unverified_claims(token))["sub"]  # B925
    """),
    ("simplejwt", """
        from rest_framework_simplejwt.tokens import AccessToken
        def who(raw):
            token = AccessToken(raw, verify=False)  # B925
            return token["user_id"]
    """),
    ("google-auth", """
        from google.auth import jwt
        def who(token):
            return jwt.decode(token, verify=False)["email"]  # B925
    """),
    ("itsdangerous", """
        from itsdangerous import URLSafeSerializer
        serializer = URLSafeSerializer(KEY)
        def who(cookie):
            return serializer.loads_unsafe(cookie)[1]  # B925
    """),
    ("joserfc", """
        from joserfc import jws
        def who(token):
            return jws.extract_compact(token).payload["sub"]  # B925
    """),
    ("jwcrypto without a key", """
        import json
        from jwcrypto import jws
        def who(raw):
            token = jws.JWS()
            token.deserialize(raw)  # B925
            return json.loads(token.objects["payload"])["sub"]
    """),
    ("by hand", """
        import base64, json
        def who(token):
            part = token.split(".")[1]
            part += "=" * (-len(part) % 4)
            return json.loads(base64.urlsafe_b64decode(part))["sub"]  # B925
    """),
    ("by hand, unpacked", """
        import json
        from base64 import urlsafe_b64decode
        def who(token):
            _header, payload, _signature = token.split(".")
            claims = json.loads(urlsafe_b64decode(payload + "=="))  # B925
            return User.get(claims["user_id"])
    """),
    ("by hand, an own function", """
        import base64, json
        def _decode(part):
            return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
        def who(token):
            parts = token.split(".")
            return json.loads(_decode(parts[1]))["sub"]  # B925
    """),
    ("the header says who it is", """
        import jwt
        def who(token):
            header = jwt.get_unverified_header(token)  # B925
            return header["user_id"]
    """),
    ("the header says which key", """
        import jwt, requests
        def who(token):
            header = jwt.get_unverified_header(token)  # B925
            keys = requests.get(header["jku"], timeout=5).json()
            return jwt.decode(token, pick(keys, header["kid"]), algorithms=["RS256"])
    """),
    ("a setting", "OIDC_VERIFY_JWT = False  # B925\n"),
    ("settings of old", """
        JWT_AUTH = {"JWT_VERIFY": False}  # B925
    """),
    ("only whether it can be read", """
        import jwt
        def is_valid(token):
            try:
                jwt.decode(token, options={"verify_signature": False})  # B925
            except jwt.DecodeError:
                return False
            return True
    """),
    ("options among others", """
        import jwt
        def who(token):
            how = {"algorithms": ["HS256"], "options": {"verify_signature": False}}
            return jwt.decode(token, KEY, **how)["sub"]  # B925
    """),
    ("a match", """
        import jwt
        def is_admin(token):
            match jwt.decode(token, options={"verify_signature": False}):  # B925
                case {"role": "admin"}:
                    return True
            return False
    """),
    ("got out of the request by a function", """
        import jwt
        def who(request):
            token = get_bearer_token(request)
            return jwt.decode(token, options={"verify_signature": False})["sub"]  # B925
    """),
]  # fmt: skip

SIGNED = [
    ("a function that finds the key", """
        import jwt
        def key_for(token):
            claims = jwt.decode(token, options={"verify_signature": False})
            return Application.get(claims["aud"]).key
    """),
    ("verified", """
        import jwt
        def who(token):
            return jwt.decode(token, KEY, algorithms=["HS256"])["sub"]
    """),
    ("asked for", """
        import jwt
        def who(token):
            return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": True})
    """),
    ("not said here", """
        import jwt
        def who(token, options):
            return jwt.decode(token, KEY, algorithms=["HS256"], options=options)
    """),
    ("depends", """
        import jwt
        def who(token, check):
            return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_signature": check})
    """),
    ("the issuer picks the key", """
        import jwt
        def who(token):
            issuer = jwt.decode(token, options={"verify_signature": False})["iss"]
            return jwt.decode(token, KEYS[issuer], algorithms=["RS256"], audience=API, issuer=issuer)
    """),
    ("verified afterwards", """
        import jwt
        def who(token):
            unverified = jwt.decode(token, options={"verify_signature": False})
            tenant = Tenant.get(unverified["tenant"])
            return jwt.decode(token, tenant.key, algorithms=["RS256"])
    """),
    ("verified by a function", """
        import jwt
        def who(token):
            verify_token(token)
            return jwt.decode(token, options={"verify_signature": False})["sub"]
    """),
    ("only the expiry", """
        import jwt
        def is_stale(self):
            claims = jwt.decode(self.token, options={"verify_signature": False})
            return claims["exp"] < now()
    """),
    ("only shown", """
        import jwt
        def show(token):
            print(jwt.decode(token, options={"verify_signature": False}))
    """),
    ("only logged", """
        import jwt, logging
        log = logging.getLogger(__name__)
        def refuse(token):
            claims = jwt.decode(token, options={"verify_signature": False})
            log.warning("refused %s", claims)
    """),
    ("from the issuer itself", """
        import jwt, requests
        def log_in(code):
            answer = requests.post(TOKEN_URL, data={"code": code}, timeout=5).json()
            return jwt.decode(answer["id_token"], options={"verify_signature": False})["sub"]
    """),
    ("from the issuer by msal", """
        import jwt
        def log_in(app):
            result = app.acquire_token_for_client(scopes=SCOPES)
            return jwt.decode(result["access_token"], options={"verify_signature": False})["roles"]
    """),
    ("says what it gives", """
        import jwt
        def unverified_claims(token):
            return jwt.decode(token, options={"verify_signature": False})
    """),
    ("a test", """
        import jwt
        def test_claims(client):
            token = client.post("/login").text
            assert jwt.decode(token, options={"verify_signature": False})["sub"] == "1"
    """),
    ("the header picks the key", """
        import jwt
        def who(token):
            header = jwt.get_unverified_header(token)
            return jwt.decode(token, KEYS[header["kid"]], algorithms=["RS256"])
    """),
    ("the key's address is compared", """
        import jwt
        def who(token):
            header = jwt.get_unverified_header(token)
            if header["jku"] not in TRUSTED:
                raise PermissionError
            return jwt.decode(token, fetch(header["jku"]), algorithms=["RS256"])
    """),
    ("jose picks the key", """
        from jose import jwt
        def key_of(token):
            return KEYS[jwt.get_unverified_headers(token)["kid"]]
    """),
    ("by hand, and signed", """
        import base64, hashlib, hmac, json
        def who(token):
            header, payload, signature = token.split(".")
            good = hmac.new(KEY, f"{header}.{payload}".encode(), hashlib.sha256).digest()
            if not hmac.compare_digest(good, base64.urlsafe_b64decode(signature + "==")):
                raise PermissionError
            return json.loads(base64.urlsafe_b64decode(payload + "=="))
    """),
    ("by hand, after a check of the caller", """
        import base64, json
        def _payload(token):
            return json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
        def who(token):
            verify_signature(token, KEY)
            return _payload(token)["sub"]
    """),
    ("by hand, only the expiry", """
        import base64, json
        def expires(token):
            payload = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
            return payload["exp"]
    """),
    ("the header by hand", """
        import base64, json
        def key_of(token):
            return json.loads(base64.urlsafe_b64decode(token.split(".")[0] + "=="))["kid"]
    """),
    ("base64 of something else", """
        import base64
        def picture(address):
            return base64.b64decode(address.split(",")[1])
    """),
    ("a place in a list", """
        import base64, json
        def after(cursor):
            return json.loads(base64.urlsafe_b64decode(cursor.split(".")[1]))["last"]
    """),
    ("another decode", """
        import json
        def who(raw):
            return raw.decode("utf-8", verify=False)
    """),
    ("jwcrypto with a key", """
        from jwcrypto import jws
        def who(raw, key):
            token = jws.JWS()
            token.deserialize(raw, key)
            return token.payload
    """),
    ("jwcrypto verified", """
        from jwcrypto import jws
        def who(raw, key):
            token = jws.JWS()
            token.deserialize(raw)
            token.verify(key)
            return token.objects["payload"]
    """),
    ("simplejwt", """
        from rest_framework_simplejwt.tokens import AccessToken
        def who(raw):
            return AccessToken(raw)["user_id"]
    """),
]  # fmt: skip

ALGORITHM = [
    ("none said", """
        import jwt
        def who(token):
            return jwt.decode(token, KEY)  # B926
    """),
    ("None said", """
        import jwt
        def who(token):
            return jwt.decode(token, KEY, algorithms=None)  # B926
    """),
    ("none said to jose", """
        from jose import jwt
        def who(token):
            return jwt.decode(token, KEY, audience=API)  # B926
    """),
    ("none said to jws", """
        from jose import jws
        def who(token):
            return jws.verify(token, KEY, None)  # B926
    """),
    ("none said to an object", """
        import jwt
        class Reader:
            def __init__(self):
                self.reader = jwt.PyJWT()
            def who(self, token):
                return self.reader.decode(token, self.key)  # B926
    """),
    ("a list with none", """
        import jwt
        def who(token):
            return jwt.decode(token, KEY, algorithms=["HS256", "none"])  # B926
    """),
    ("a constant with none", """
        import jwt
        ALGORITHMS = ("HS256", "None")
        async def who(token):
            return jwt.decode(token, KEY, algorithms=ALGORITHMS)  # B926
    """),
    ("a list with none and a setting", """
        import jwt
        from django.conf import settings
        def who(token):
            return jwt.decode(token, KEY, [settings.ALGORITHM, "none"])  # B926
    """),
    ("the header's", """
        import jwt
        def who(token):
            header = jwt.get_unverified_header(token)
            return jwt.decode(token, KEY, algorithms=[header["alg"]])  # B926
    """),
    ("the header's, in one", """
        import jwt
        def who(token):
            return jwt.decode(token, KEY, algorithms=[jwt.get_unverified_header(token)["alg"]])  # B926
    """),
    ("the header's, by a name", """
        from jose import jwt
        def who(token):
            header = jwt.get_unverified_header(token)
            algorithm = header.get("alg", "RS256")
            return jwt.decode(token, KEY, algorithms=[algorithm])  # B926
    """),
    ("the header's, bare", """
        import jwt
        def who(token):
            return jwt.decode(token, KEY, algorithms=jwt.get_unverified_header(token)["alg"])  # B926
    """),
    ("both kinds", """
        import jwt
        def who(token):
            return jwt.decode(token, PUBLIC_KEY, algorithms=["RS256", "HS256"])  # B926
    """),
    ("both kinds in a constant", """
        import jwt
        ALLOWED = ["HS256", "HS512", "ES256"]
        def who(token, public_key):
            return jwt.decode(token, key=public_key, algorithms=ALLOWED)  # B926
    """),
    ("all there are", """
        import jwt
        def who(token):
            return jwt.decode(token, KEY, algorithms=list(jwt.algorithms.get_default_algorithms()))  # B926
    """),
    ("all that jose has", """
        from jose import jwt
        from jose.constants import ALGORITHMS
        def who(token):
            return jwt.decode(token, KEY, algorithms=ALGORITHMS.SUPPORTED)  # B926
    """),
    ("made without a signature", """
        import jwt
        def make(user, now):
            return jwt.encode({"sub": user, "exp": now}, None, algorithm=None)  # B926
    """),
    ("made with none", """
        import jwt
        def make(user, now):
            return jwt.encode({"sub": user, "exp": now}, "", algorithm="none")  # B926
    """),
    ("made with none by position", """
        import jwt
        def make(user, now):
            return jwt.encode({"sub": user, "exp": now}, "", "none")  # B926
    """),
    ("made with none by authlib", """
        from authlib.jose import jwt
        def make(user, now):
            return jwt.encode({"alg": "none"}, {"sub": user, "exp": now}, "")  # B926
    """),
    ("an object of authlib", """
        from authlib.jose import JsonWebToken
        reader = JsonWebToken(["HS256", "none"])  # B926
    """),
    ("an object of both kinds", """
        from authlib.jose import JsonWebToken
        reader = JsonWebToken(["HS256", "RS256"])  # B926
    """),
    ("a setting", 'app.config["JWT_ALGORITHM"] = "none"  # B926\n'),
    ("by hand", """
        def check(header, payload, signature):
            if header["alg"] == "none":  # B926
                return payload
            return verify(payload, signature)
    """),
    ("by hand, in small letters", """
        def check(header, payload, signature):
            if header["alg"].lower() == "none":  # B926
                return True
            return verify(payload, signature)
    """),
    ("a public key as a secret", """
        import jwt
        def who(token):
            return jwt.decode(token, PUBLIC_KEY, algorithms=["HS256"])  # B926
    """),
    ("all there are, by a name", """
        import jwt
        ALLOWED = list(jwt.algorithms.get_default_algorithms())
        def who(token):
            return jwt.decode(token, KEY, algorithms=ALLOWED)  # B926
    """),
]  # fmt: skip

ALGORITHM_NAMED = [
    ("one", 'import jwt\nclaims = jwt.decode(token, KEY, algorithms=["HS256"])\n'),
    ("one by position", 'import jwt\nclaims = jwt.decode(token, KEY, ["HS256"])\n'),
    ("a constant", 'import jwt\nALGORITHM = "RS256"\nclaims = jwt.decode(token, KEY, algorithms=[ALGORITHM])\n'),
    ("a bare text", 'from jose import jwt\nclaims = jwt.decode(token, KEY, "HS256")\n'),
    ("a setting", "import jwt\nclaims = jwt.decode(token, KEY, algorithms=[settings.JWT_ALGORITHM])\n"),
    ("settings", "import jwt\nclaims = jwt.decode(token, KEY, algorithms=app.config['ALGORITHMS'])\n"),
    ("an argument", "import jwt\ndef who(token, algorithms):\n    return jwt.decode(token, KEY, algorithms=algorithms)\n"),
    ("arguments not shown", "import jwt\nclaims = jwt.decode(token, **ARGUMENTS)\n"),
    ("of one kind", 'import jwt\nclaims = jwt.decode(token, KEY, algorithms=["RS256", "ES256"])\n'),
    ("of several lengths", 'import jwt\nclaims = jwt.decode(token, KEY, algorithms=["HS256", "HS512"])\n'),
    ("a secret for both", 'import jwt\nclaims = jwt.decode(token, SECRET_KEY, algorithms=["HS256", "RS256"])\n'),
    ("a member", "from jose import jwt\nfrom jose.constants import ALGORITHMS\nc = jwt.decode(t, KEY, [ALGORITHMS.RS256])\n"),
    ("the key has one", """
        import jwt
        jwks = jwt.PyJWKClient(URL)
        def who(token):
            return jwt.decode(token, jwks.get_signing_key_from_jwt(token), audience=API)
    """),
    ("the header's is compared", """
        import jwt
        def who(token):
            header = jwt.get_unverified_header(token)
            if header["alg"] not in ALLOWED:
                raise PermissionError
            return jwt.decode(token, KEY, algorithms=[header["alg"]])
    """),
    ("the header's kid alone", """
        import jwt
        def who(token):
            header = jwt.get_unverified_header(token)
            return jwt.decode(token, KEYS[header["kid"]], algorithms=["RS256"])
    """),
    ("the key's own algorithm", """
        import jwt
        def who(token):
            key = KEYS[jwt.get_unverified_header(token)["kid"]]
            return jwt.decode(token, key.public, algorithms=[key.algorithm])
    """),
    ("encode with one", 'import jwt\ntoken = jwt.encode({"exp": soon}, KEY, algorithm="HS256")\n'),
    ("encode by default", 'import jwt\ntoken = jwt.encode({"exp": soon}, KEY)\n'),
    ("encode with a setting", 'import jwt\ntoken = jwt.encode({"exp": soon}, KEY, algorithm=settings.ALGORITHM)\n'),
    ("authlib", "from authlib.jose import jwt\nclaims = jwt.decode(token, KEY)\nclaims.validate()\n"),
    ("an object of one", 'from authlib.jose import JsonWebToken\nreader = JsonWebToken(["RS256"])\n'),
    ("none refused", 'def check(header):\n    if header["alg"] == "none":\n        raise ValueError(header)\n    return header\n'),
    ("none refused quietly", 'def check(header):\n    if header["alg"] == "none":\n        return False\n    return True\n'),
    ("none left to another", 'def check(h, p):\n    if h["alg"] == "none":\n        return verify(p, None)\n    return p\n'),
    ("none returned", 'def check(header, p):\n    if header["alg"] == "none":\n        return None\n    return p\n'),
    ("another decode", "import base64\nraw = base64.b64decode(text)\n"),
    ("a test", 'import jwt\ndef test_refuses_none():\n    return jwt.encode({"exp": 1}, None, algorithm="none")\n'),
    ("another none", 'if align == "none":\n    left()\n'),
]  # fmt: skip

UNCHECKED = [
    ("the audience", 'import jwt\nc = jwt.decode(t, K, algorithms=["RS256"], options={"verify_aud": False})  # B927\n'),
    ("the issuer", 'import jwt\nc = jwt.decode(t, K, algorithms=["RS256"], options={"verify_iss": False})  # B927\n'),
    ("the expiry", 'import jwt\nc = jwt.decode(t, K, algorithms=["RS256"], options={"verify_exp": False})  # B927\n'),
    ("dict()", 'import jwt\nc = jwt.decode(t, K, ["RS256"], options=dict(verify_exp=False))  # B927\n'),
    ("jose", 'from jose import jwt\nc = jwt.decode(t, K, ["RS256"], {"verify_aud": False})  # B927\n'),
    ("a constant of the module", """
        from jose import jwt
        OPTIONS = {"verify_aud": False, "verify_signature": True}
        async def who(token):
            return jwt.decode(token, KEY, algorithms=["RS256"], options=OPTIONS)  # B927
    """),
    ("a member", """
        import jwt
        class Reader:
            options = {"verify_exp": False}
            def who(self, token):
                return jwt.decode(token, self.key, algorithms=["HS256"], options=self.options)  # B927
    """),
    ("an object's options", """
        import jwt
        def who(token):
            return jwt.PyJWT({"verify_exp": False}).decode(token, KEY, algorithms=["HS256"])  # B927
    """),
    ("added to options", """
        import jwt
        def who(token):
            options = {"require": ["exp"]}
            options.update(verify_exp=False)
            return jwt.decode(token, KEY, algorithms=["HS256"], options=options)  # B927
    """),
    ("added by a union", """
        import jwt
        def who(token):
            return jwt.decode(token, KEY, algorithms=["HS256"], options=BASE | {"verify_exp": False})  # B927
    """),
    ("an audience that the tokens have", """
        import jwt
        def make(user, soon):
            return jwt.encode({"sub": user, "exp": soon, "aud": "shop"}, KEY, algorithm="HS256")
        def who(token):
            return jwt.decode(token, KEY, algorithms=["HS256"])  # B927
    """),
    ("an issuer that the tokens have", """
        import jwt
        def make(user, soon):
            claims = {"sub": user, "exp": soon}
            claims["iss"] = ISSUER
            return jwt.encode(claims, KEY, algorithm="HS256")
        def who(token):
            return jwt.decode(token, KEY, algorithms=["HS256"])  # B927
    """),
    ("an issuer checked elsewhere", """
        import jwt
        def who(token):
            return jwt.decode(token, KEY, algorithms=["RS256"], issuer=ISSUER)
        def rights(token):
            return jwt.decode(token, KEY, algorithms=["RS256"])["scope"]  # B927
    """),
    ("an audience checked elsewhere", """
        from jose import jwt
        class Tokens:
            def who(self, token):
                return jwt.decode(token, self.key, algorithms=["RS256"], audience="api")
            def rights(self, token):
                return jwt.decode(token, self.key, algorithms=["RS256"])  # B927
    """),
    ("an identity provider's", """
        import jwt
        jwks = jwt.PyJWKClient(URL)
        def who(token):
            key = jwks.get_signing_key_from_jwt(token)
            return jwt.decode(token, key.key, algorithms=["RS256"])  # B927
    """),
    ("google without an audience", """
        from google.oauth2 import id_token
        from google.auth.transport import requests
        def who(token):
            return id_token.verify_oauth2_token(token, requests.Request())["sub"]  # B927
    """),
    ("google with None", """
        from google.oauth2.id_token import verify_oauth2_token
        def who(token, request):
            return verify_oauth2_token(token, request, None)["sub"]  # B927
    """),
    ("authlib never validates", """
        from authlib.jose import jwt
        def who(token):
            claims = jwt.decode(token, KEY)  # B927
            return claims["sub"]
    """),
    ("authlib's options alone", """
        from authlib.jose import JsonWebToken
        reader = JsonWebToken(["RS256"])
        def who(token):
            return reader.decode(token, KEY, claims_options={"iss": {"value": ISSUER}})["sub"]  # B927
    """),
    ("joserfc never validates", """
        from joserfc import jwt
        def who(token):
            return jwt.decode(token, KEY, algorithms=["HS256"]).claims["sub"]  # B927
    """),
    ("a day of leeway", 'import jwt\nc = jwt.decode(t, K, algorithms=["HS256"], leeway=86400)  # B927\n'),
    ("days of leeway", """
        import jwt
        from datetime import timedelta
        c = jwt.decode(t, K, algorithms=["HS256"], leeway=timedelta(days=30))  # B927
    """),
    ("flask-jwt-extended", """
        from flask_jwt_extended import decode_token
        def who(raw):
            return decode_token(raw, allow_expired=True)["sub"]  # B927
    """),
    ("settings of old", 'JWT_AUTH = {"JWT_VERIFY_EXPIRATION": False}  # B927\n'),
    ("the other jwt", """
        from jwt import JWT
        reader = JWT()
        def who(token):
            return reader.decode(token, KEY, True, {"HS256"}, do_time_check=False)  # B927
    """),
    ("checked by another function that has nothing to do with it", """
        import jwt, time
        def is_old(ticket):
            return ticket["exp"] < time.time()
        def who(token):
            return jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_exp": False})["sub"]  # B927
    """),
]  # fmt: skip

CHECKED = [
    ("the caller checks", """
        import jwt
        def _claims(token):
            return jwt.decode(token, KEY, algorithms=["RS256"], options={"verify_iss": False})
        def who(token):
            claims = _claims(token)
            if claims["iss"] != ISSUER:
                raise PermissionError
            return claims["sub"]
    """),
    ("all of it", 'import jwt\nc = jwt.decode(t, K, algorithms=["RS256"], audience=API, issuer=ISSUER)\n'),
    ("required", 'import jwt\nc = jwt.decode(t, K, algorithms=["RS256"], options={"require": ["exp", "iss"]})\n'),
    ("nothing of the kind", 'import jwt\nc = jwt.decode(t, K, algorithms=["HS256"])\n'),
    ("asked for", 'import jwt\nc = jwt.decode(t, K, algorithms=["HS256"], options={"verify_exp": True})\n'),
    ("jose by position", 'from jose import jwt\nc = jwt.decode(t, K, ["RS256"], None, API, ISSUER)\n'),
    ("the issuer by hand", """
        import jwt
        def who(token):
            claims = jwt.decode(token, KEY, algorithms=["RS256"], options={"verify_iss": False})
            if claims["iss"] != ISSUER:
                raise PermissionError
            return claims["sub"]
    """),
    ("the audience by hand", """
        import jwt
        def who(token):
            claims = jwt.decode(token, KEY, algorithms=["RS256"], options={"verify_aud": False})
            if claims.get("aud") not in AUDIENCES:
                raise PermissionError
            return claims["sub"]
    """),
    ("the audience by hand, one or several", """
        import jwt
        def who(token):
            claims = jwt.decode(token, KEY, algorithms=["RS256"], options={"verify_aud": False})
            audience = claims.get("aud")
            if isinstance(audience, str):
                audience = [audience]
            if API not in audience:
                raise PermissionError
            return claims["sub"]
    """),
    ("the audience by hand, any of several", """
        import jwt
        def who(token):
            claims = jwt.decode(token, KEY, algorithms=["RS256"], options={"verify_aud": False})
            if not ALLOWED & set(claims["aud"]):
                raise PermissionError
            return claims["sub"]
    """),
    ("the issuer by a model", """
        import jwt
        def who(token):
            claims = Claims(**jwt.decode(token, KEY, algorithms=["RS256"], options={"verify_iss": False}))
            if claims.iss not in ISSUERS:
                raise PermissionError
            return claims.sub
    """),
    ("the audience by another claim", """
        import jwt
        def who(token):
            claims = jwt.decode(token, KEY, algorithms=["RS256"], options={"verify_aud": False})
            if claims["client_id"] != CLIENT_ID:
                raise PermissionError
            return claims["sub"]
    """),
    ("the expiry by hand", """
        import jwt, time
        def who(token):
            claims = jwt.decode(token, KEY, algorithms=["RS256"], options={"verify_exp": False})
            expiry = claims["exp"]
            if expiry + 5 < time.time():
                raise PermissionError
            return claims["sub"]
    """),
    ("a function checks", """
        import jwt
        def check(claims):
            if claims["iss"] not in ISSUERS:
                raise PermissionError
        def who(token):
            claims = jwt.decode(token, KEY, algorithms=["RS256"], options={"verify_iss": False})
            check(claims)
            return claims["sub"]
    """),
    ("logging out", """
        import jwt
        def logout(token):
            claims = jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_exp": False})
            Revoked.add(claims["jti"])
    """),
    ("consistent", """
        import jwt
        def make(user, soon):
            return jwt.encode({"sub": user, "exp": soon, "aud": "shop", "iss": "shop"}, KEY, algorithm="HS256")
        def who(token):
            return jwt.decode(token, KEY, algorithms=["HS256"], audience="shop", issuer="shop")
    """),
    ("a text that is signed", """
        import jwt
        from jose import jws
        def make(user, soon):
            return jwt.encode({"sub": user, "exp": soon, "aud": "shop"}, KEY, algorithm="HS256")
        def read(text):
            return jws.verify(text, KEY, algorithms=["HS256"])
    """),
    ("as settings say", """
        import jwt
        def who(token):
            if AUDIENCE:
                return jwt.decode(token, KEY, algorithms=["RS256"], audience=AUDIENCE)
            return jwt.decode(token, KEY, algorithms=["RS256"])
    """),
    ("tokens of two kinds", """
        import jwt
        def access(user, soon):
            return jwt.encode({"sub": user, "exp": soon, "aud": "shop"}, KEY, algorithm="HS256")
        def confirmation(user, soon):
            return jwt.encode({"confirm": user, "exp": soon}, KEY, algorithm="HS256")
        def confirmed(token):
            return jwt.decode(token, KEY, algorithms=["HS256"])["confirm"]
    """),
    ("another key", """
        import jwt
        def who(token):
            return jwt.decode(token, PROVIDER, algorithms=["RS256"], audience=API)
        def confirmed(token):
            return jwt.decode(token, OWN, algorithms=["HS256"])
    """),
    ("an identity provider's", """
        import jwt
        jwks = jwt.PyJWKClient(URL)
        def who(token):
            key = jwks.get_signing_key_from_jwt(token)
            return jwt.decode(token, key.key, algorithms=["RS256"], audience=API)
    """),
    ("google", """
        from google.oauth2 import id_token
        def who(token, request):
            return id_token.verify_oauth2_token(token, request, CLIENT_ID)["sub"]
    """),
    ("google, several applications", """
        from google.oauth2 import id_token
        def who(token, request):
            info = id_token.verify_oauth2_token(token, request)
            if info["aud"] not in [WEB, PHONE]:
                raise PermissionError
            return info["sub"]
    """),
    ("authlib", """
        from authlib.jose import jwt
        def who(token):
            claims = jwt.decode(token, KEY)
            claims.validate(leeway=10)
            return claims["sub"]
    """),
    ("joserfc", """
        from joserfc import jwt
        rules = jwt.JWTClaimsRegistry()
        def who(token):
            token = jwt.decode(token, KEY, algorithms=["HS256"])
            rules.validate(token.claims)
            return token.claims["sub"]
    """),
    ("half a minute of leeway", 'import jwt\nc = jwt.decode(t, K, algorithms=["HS256"], leeway=30)\n'),
    ("leeway of a setting", 'import jwt\nc = jwt.decode(t, K, algorithms=["HS256"], leeway=settings.LEEWAY)\n'),
    ("options not shown", 'import jwt\nc = jwt.decode(t, K, algorithms=["HS256"], options=settings.OPTIONS)\n'),
    ("depends", 'import jwt\nc = jwt.decode(t, K, algorithms=["HS256"], options={"verify_exp": not late})\n'),
    ("flask-jwt-extended", "from flask_jwt_extended import decode_token\nc = decode_token(raw)\n"),
    ("a test", """
        import jwt
        def test_claims(token):
            assert jwt.decode(token, KEY, algorithms=["HS256"], options={"verify_exp": False})["sub"]
    """),
    ("the time of issue alone", 'import jwt\nc = jwt.decode(t, K, algorithms=["HS256"], options={"verify_iat": False})\n'),
]  # fmt: skip

ENDLESS = [
    ("a literal", 'import jwt\nt = jwt.encode({"sub": user}, KEY, algorithm="HS256")  # B928\n'),
    ("a variable", """
        import jwt
        def make(user):
            claims = {"sub": user.id, "role": user.role}
            return jwt.encode(claims, KEY, algorithm="HS256")  # B928
    """),
    ("a variable with more", """
        import jwt
        def make(user, now):
            claims = {"sub": user.id}
            claims["iat"] = now
            claims.update({"jti": new_id()})
            return jwt.encode(claims, KEY, algorithm="HS256")  # B928
    """),
    ("dict()", 'import jwt\nt = jwt.encode(dict(sub=user, iat=now), KEY)  # B928\n'),
    ("a union", """
        import jwt
        BASE = {"iss": "shop"}
        async def make(user):
            return jwt.encode(BASE | {"sub": user}, KEY)  # B928
    """),
    ("spread", """
        import jwt
        BASE = {"iss": "shop"}
        def make(user):
            return jwt.encode({**BASE, "sub": user}, KEY)  # B928
    """),
    ("jose", 'from jose import jwt\nt = jwt.encode({"sub": user}, KEY, algorithm="HS256")  # B928\n'),
    ("authlib", 'from authlib.jose import jwt\nt = jwt.encode({"alg": "HS256"}, {"sub": user}, KEY)  # B928\n'),
    ("joserfc", 'from joserfc import jwt\nt = jwt.encode({"alg": "HS256"}, {"sub": user}, KEY)  # B928\n'),
    ("jwcrypto", """
        from jwcrypto import jwt
        def make(user, key):
            token = jwt.JWT(header={"alg": "HS256"}, claims={"sub": user})  # B928
            token.make_signed_token(key)
            return token.serialize()
    """),
    ("by keyword", 'import jwt\nt = jwt.encode(payload={"sub": user}, key=KEY)  # B928\n'),
    ("another name", 'from jwt import encode as sign\nt = sign({"sub": user}, KEY)  # B928\n'),
    ("a function that makes the claims", """
        import jwt
        def claims(user):
            return {"sub": user.id, "name": user.name}
        def make(user):
            return jwt.encode(claims(user), KEY)  # B928
    """),
    ("a method that makes the claims", """
        import jwt
        class Tokens:
            def claims(self, user):
                return {"sub": user.id}
            def make(self, user):
                return jwt.encode(self.claims(user), self.key)  # B928
    """),
    ("a copy of what is given, and more", """
        import jwt
        def create_access_token(data: dict, now):
            claims = data.copy()
            claims.update({"iat": now, "type": "access"})
            return jwt.encode(claims, KEY, algorithm="HS256")  # B928
    """),
    ("what is given, spread, and more", """
        import jwt
        def create_access_token(data, now):
            return jwt.encode({**data, "iat": now}, KEY, algorithm="HS256")  # B928
    """),
    ("what callers give", """
        import jwt
        def sign(claims):
            return jwt.encode(claims, KEY, algorithm="HS256")  # B928
        def log_in(user):
            return sign({"sub": user.id})
    """),
    ("what callers give by name", """
        import jwt
        def create_access_token(data: dict):
            to_encode = data.copy()
            return jwt.encode(to_encode, KEY, algorithm="HS256")  # B928
        async def log_in(user):
            return create_access_token(data={"sub": user.name})
    """),
    ("None", 'import jwt\nt = jwt.encode({"sub": user, "exp": None}, KEY)  # B928\n'),
    ("an empty one", 'import jwt\nt = jwt.encode({}, KEY)  # B928\n'),
    ("branches", 'import jwt\nt = jwt.encode({"sub": u} if u else {"sub": "guest"}, KEY)  # B928\n'),
    ("only a time of issue", 'import jwt\nt = jwt.encode({"sub": u, "iat": now, "nbf": now}, KEY)  # B928\n'),
    ("flask-jwt-extended", """
        from flask_jwt_extended import create_access_token
        def log_in(user):
            return create_access_token(identity=user.id, expires_delta=False)  # B928
    """),
    ("flask-jwt-extended's setting", 'app.config["JWT_ACCESS_TOKEN_EXPIRES"] = False  # B928\n'),
    ("flask-jwt-extended's class", "class Config:\n    JWT_REFRESH_TOKEN_EXPIRES = False  # B928\n"),
    ("in a comprehension", 'import jwt\nts = [jwt.encode({"sub": u}, KEY) for u in users]  # B928\n'),
    ("more claims, if there are any", """
        import jwt
        def make(sub, more=None):
            claims = {"sub": sub, "iat": now()}
            if more:
                claims.update(more)
            return jwt.encode(claims, KEY, algorithm="HS256")  # B928
    """),
    ("only if there is a lifetime", """
        import jwt
        def make(user, lifetime=None):
            claims = {"sub": user.id}
            if lifetime:
                claims["exp"] = now() + lifetime
            return jwt.encode(claims, KEY)  # B928
    """),
]  # fmt: skip

EXPIRES = [
    ("more claims of a caller", """
        import jwt
        def make(sub, more):
            claims = {"sub": sub, "iat": now()}
            claims.update(more)
            return jwt.encode(claims, KEY, algorithm="HS256")
        def log_in(user):
            return make(user.id, {"exp": soon()})
    """),
    ("a literal", 'import jwt\nt = jwt.encode({"sub": user, "exp": soon}, KEY)\n'),
    ("added", """
        import jwt
        def make(user, soon):
            claims = {"sub": user}
            claims["exp"] = soon
            return jwt.encode(claims, KEY)
    """),
    ("updated", """
        import jwt
        def make(data, soon):
            to_encode = data.copy()
            to_encode.update({"exp": soon})
            return jwt.encode(to_encode, KEY)
    """),
    ("updated by keyword", """
        import jwt
        def make(data, soon):
            to_encode = dict(data)
            to_encode.update(exp=soon)
            return jwt.encode(to_encode, KEY)
    """),
    ("a union", 'import jwt\nt = jwt.encode({"sub": user} | {"exp": soon}, KEY)\n'),
    ("a union in place", """
        import jwt
        def make(user, soon):
            claims = {"sub": user}
            claims |= {"exp": soon}
            return jwt.encode(claims, KEY)
    """),
    ("spread", 'import jwt\nt = jwt.encode({"sub": user, **LIFETIME}, KEY)\n'),
    ("set by default", """
        import jwt
        def make(user, soon):
            claims = {"sub": user}
            claims.setdefault("exp", soon)
            return jwt.encode(claims, KEY)
    """),
    ("passed through", "import jwt\ndef make(payload):\n    return jwt.encode(payload, KEY)\n"),
    ("passed through by name", "import jwt\ndef make(payload):\n    return jwt.encode(payload=payload, key=KEY)\n"),
    ("passed through with a name of its own", """
        import jwt
        def make(payload):
            return jwt.encode({**payload, "version": 2}, KEY)
    """),
    ("callers give it", """
        import jwt
        def sign(claims):
            return jwt.encode(claims, KEY)
        def log_in(user, soon):
            return sign({"sub": user.id, "exp": soon})
    """),
    ("one of the callers", """
        import jwt
        def sign(claims):
            return jwt.encode(claims, KEY)
        def log_in(user, soon):
            return sign(user.claims())
    """),
    ("a function fills it", """
        import jwt
        def make(user):
            claims = {"sub": user.id}
            add_expiry(claims)
            return jwt.encode(claims, KEY)
    """),
    ("a function of elsewhere makes it", "import jwt\nt = jwt.encode(build_claims(user), KEY)\n"),
    ("a model makes it", "import jwt\ndef make(claims):\n    return jwt.encode(claims.model_dump(), KEY)\n"),
    ("a function of here", """
        import jwt
        def claims(user, soon):
            return {"sub": user.id, "exp": soon}
        t = jwt.encode(claims(user, soon), KEY)
    """),
    ("a key by constant", 'import jwt\nEXP = "exp"\nt = jwt.encode({"sub": user, EXP: soon}, KEY)\n'),
    ("a key of elsewhere", 'import jwt\nt = jwt.encode({"sub": user, Claims.EXPIRY: soon}, KEY)\n'),
    ("the age is checked", """
        import jwt
        def make(user, now):
            return jwt.encode({"sub": user, "iat": now}, KEY, algorithm="HS256")
        def who(token, now):
            claims = jwt.decode(token, KEY, algorithms=["HS256"])
            if now - claims["iat"] > MAX_AGE:
                raise PermissionError
            return claims["sub"]
    """),
    ("authlib", 'from authlib.jose import jwt\nt = jwt.encode({"alg": "HS256"}, {"sub": u, "exp": soon}, KEY)\n'),
    ("flask-jwt-extended", """
        from flask_jwt_extended import create_access_token
        def log_in(user):
            return create_access_token(identity=user.id, expires_delta=LIFETIME)
    """),
    ("flask-jwt-extended's setting", 'app.config["JWT_ACCESS_TOKEN_EXPIRES"] = timedelta(minutes=15)\n'),
    ("another encode", 'import base64\nt = "a".encode()\n'),
    ("a test", 'import jwt\ndef test_refuses():\n    return jwt.encode({"sub": "1"}, KEY)\n'),
    ("a loop fills it", """
        import jwt
        def make(pairs):
            claims = {}
            for key, value in pairs:
                claims[key] = value
            return jwt.encode(claims, KEY)
    """),
]  # fmt: skip

TABLES = {
    "B925": UNSIGNED + SIGNED,
    "B926": ALGORITHM + ALGORITHM_NAMED,
    "B927": UNCHECKED + CHECKED,
    "B928": ENDLESS + EXPIRES,
}
CASES = [pytest.param(source, id=f"{rule} {name}") for rule, table in TABLES.items() for name, source in table]


@pytest.mark.parametrize("source", CASES)
def test_found_on_each_marked_line_and_no_other(source: str) -> None:
    check(source)


@pytest.mark.parametrize("path", ["tests.py", "test_views.py", "a/conftest.py", "views_test.py"])
def test_silent_in_files_of_tests(path: str) -> None:
    assert found('import jwt\nc = jwt.decode(t, options={"verify_signature": False})["sub"]\n', path) == []


def test_messages_name_the_call_and_no_value() -> None:
    source = 'from jose import jwt\nt = jwt.encode({"sub": "ada"}, "k3y-of-mine", algorithm="HS256")\n'
    module = Module("a.py", source.encode(), ast.parse(source))
    assert [one.message for one in tokens.find(module)] == [
        "`jwt.encode` makes a token that has no `exp` and stays good for ever."
    ]


def test_each_rule_says_all_there_is_to_say() -> None:
    assert [defect.rule.id for defect in DEFECTS] == ["B925", "B926", "B927", "B928", "B929"]
    for defect in DEFECTS:
        assert all(text.endswith(".") for text in (defect.rule.summary, defect.rule.why, defect.rule.remedy))


HOSTILE = [
    "import jwt\na = {}\na.update(a)\njwt.encode(a | a, K)\n",
    "import jwt\na = b\nb = a\njwt.encode(a, K)\n",
    "import jwt\ndef f():\n    return f()\njwt.encode(f(), K)\n",
    "import jwt\ndef f(x):\n    return g(x)\ndef g(x):\n    return f(x)\njwt.decode(t, K, algorithms=f(1))\n",
    "import jwt\njwt.decode()\njwt.encode()\njwt.decode(*a, **b)\njwt.encode(*a)\n",
    "import jwt\nclaims = jwt.decode(claims, K, algorithms=[claims])\n",
    "import base64\nx = base64.b64decode(x.split('.')[1])\nx = base64.b64decode(x)\n",
    "import jwt\nx = jwt.decode(x := x, options={'verify_signature': False})\n",
]


@pytest.mark.parametrize("source", HOSTILE)
def test_ends_on_whatever_refers_to_itself(source: str) -> None:
    assert all(rule.startswith("B92") for _, rule in found(source))


_NAMES = st.sampled_from(["sub", "iat", "exp", "aud", "role"])


@given(st.lists(_NAMES, unique=True, max_size=4), st.sampled_from(["literal", "dict", "added", "updated", "union"]))
def test_expiry_is_seen_however_the_claims_are_made(names: list[str], form: str) -> None:
    pairs = ", ".join(f'"{name}": 1' for name in names)
    made = {
        "literal": f"c = {{{pairs}}}",
        "dict": f"c = dict({', '.join(f'{name}=1' for name in names)})",
        "added": "c = {}\n" + "\n".join(f'c["{name}"] = 1' for name in names),
        "updated": f"c = {{}}\nc.update({{{pairs}}})",
        "union": f"c = {{}} | {{{pairs}}}",
    }[form]
    source = f"import jwt\n{made}\nt = jwt.encode(c, K)\n"
    expected = [] if "exp" in names else ["B928"]
    assert [rule for _, rule in found(source)] == expected
