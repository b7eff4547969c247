"""The rules of JWT and OAuth."""

from ..._finding import Rule
from ._defect import Defect

DEFECTS = (
    Defect(
        Rule(
            "B925",
            "jwt-signature-unverified",
            "What a token says is believed, and nothing verifies its signature.",
            "Anybody can write a token; only its signature tells who did, so without it everybody is anybody.",
            "Decode with the key and the algorithm that you issue tokens by, and read claims from what that gives.",
            'claims = jwt.decode(token, options={"verify_signature": False})',
            'claims = jwt.decode(token, key, algorithms=["RS256"], audience=API)',
        ),
        347,
        "HIGH",
        "HIGH",
    ),
    Defect(
        Rule(
            "B926",
            "jwt-algorithm",
            "The token chooses the algorithm by which it is verified, or need not be signed at all.",
            "With `none`, or with a public key taken for an HMAC secret, an attacker's own token passes the check.",
            "Name the one algorithm that you sign with, as a constant.",
            'jwt.decode(token, key, algorithms=[header["alg"]])',
            'jwt.decode(token, key, algorithms=["RS256"])',
        ),
        327,
        "HIGH",
        "HIGH",
    ),
    Defect(
        Rule(
            "B927",
            "jwt-claims-unchecked",
            "A token is accepted without a look at whom it is for, who issued it, or whether it has expired.",
            "A genuine token for another service, or one stolen last year, opens the door as well as a fresh one.",
            "Pass `audience` and `issuer`, and leave the checks of expiry on.",
            'jwt.decode(token, key, algorithms=["RS256"], options={"verify_aud": False})',
            'jwt.decode(token, key, algorithms=["RS256"], audience=API, issuer=ISSUER)',
        ),
        613,
        "MEDIUM",
        "MEDIUM",
    ),
    Defect(
        Rule(
            "B928",
            "jwt-without-expiry",
            "A token is made that never expires.",
            "Nobody can take such a token back: once it leaks, it is good until the key is changed for everyone.",
            "Put `exp` among the claims, minutes or hours ahead.",
            'jwt.encode({"sub": user.id}, key, algorithm="HS256")',
            'jwt.encode({"sub": user.id, "exp": now + LIFETIME}, key, algorithm="HS256")',
        ),
        613,
        "MEDIUM",
        "MEDIUM",
    ),
    Defect(
        Rule(
            "B929",
            "oauth-unchecked",
            "An OAuth flow leaves out the check that ties the answer to the question, or the one of what was granted.",
            "Without `state` an attacker's code logs the victim into the attacker's account; without TLS it is read.",
            "Send a random `state` kept in the session, and compare it in the callback before the code is exchanged.",
            'url = f"{AUTHORIZE}?response_type=code&client_id={CLIENT_ID}"',
            'url = f"{AUTHORIZE}?response_type=code&client_id={CLIENT_ID}&state={state}"',
        ),
        352,
        "MEDIUM",
        "MEDIUM",
    ),
)
