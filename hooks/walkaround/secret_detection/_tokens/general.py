"""Tokens that no single vendor issues."""

from . import TokenKind

GENERAL = (
    TokenKind(
        "json-web-token",
        "a signed JSON Web Token",
        "its issuer",
        "eyJ[A-Za-z0-9_=-]{8,4000}\\.[A-Za-z0-9_=-]{8,4000}\\.[A-Za-z0-9_=-]{16,2048}",
        ("eyJ",),
        "https://www.rfc-editor.org/rfc/rfc7519",
        "JwtTokenDetector",
    ),
    TokenKind(
        "npm-registry-login",
        "an npm registry's token",
        "the npm registry",
        "/:_authToken=[A-Za-z0-9_+/=-]{20,512}",
        ("/:_authToken=",),
        "https://docs.npmjs.com/cli/v11/configuring-npm/npmrc",
        "NpmDetector",
        revoke="https://www.npmjs.com/settings/~/tokens",
    ),
)
