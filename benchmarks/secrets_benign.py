"""What looks like a credential and is none: files as every repository has them, made up from a seed.

Each row makes one file; a finding anywhere in it is a false one.
"""

import base64
import json
import random
import string
import textwrap
import uuid
from collections.abc import Callable
from typing import NamedTuple

from secrets_values import ALNUM, DIGITS, HEX, LOWER, UPPER, URLSAFE, b64url, some


class Benign(NamedTuple):
    """One kind of harmless file: `make` gives its content."""

    id: str
    path: str
    make: Callable[[random.Random], str]


def _b64(rng: random.Random, size: int) -> str:
    return base64.b64encode(rng.randbytes(size)).decode()


def _hex(rng: random.Random, count: int) -> str:
    return some(rng, HEX, count)


def _uuid(rng: random.Random) -> str:
    return str(uuid.UUID(int=rng.getrandbits(128), version=4))


def _each(rng: random.Random, form: Callable[[random.Random], str], count: int = 6, join: str = "\n") -> str:
    return join.join(form(rng) for _ in range(count))


def _word(rng: random.Random) -> str:
    return rng.choice(
        "order invoice customer shipment product stock price user account basket session report event queue".split()
    )


def _package(rng: random.Random) -> str:
    return f"{_word(rng)}-{rng.choice(['kit', 'core', 'utils', 'loader', 'parser'])}"


def _version(rng: random.Random) -> str:
    return ".".join(str(rng.randrange(30)) for _ in range(3))


def _png(rng: random.Random, size: int) -> str:
    return base64.b64encode(
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\x01\0\x08\x06\0\0\0" + rng.randbytes(size)
    ).decode()


def _ssh_public(rng: random.Random) -> str:
    return "AAAAC3NzaC1lZDI1NTE5AAAAI" + base64.b64encode(rng.randbytes(33)).decode()[1:]


def _pem(name: str, rng: random.Random, size: int) -> str:
    body = "\n".join(textwrap.wrap("MII" + _b64(rng, size), 64))
    return f"-----BEGIN {name}-----\n{body}\n-----END {name}-----\n"


def _package_lock(rng: random.Random) -> str:
    packages = {
        f"node_modules/{_package(rng)}-{n}": {
            "version": _version(rng),
            "resolved": f"https://registry.npmjs.org/a/-/a-{_version(rng)}.tgz",
            "integrity": "sha512-" + _b64(rng, 64),
        }
        for n in range(8)
    }
    return json.dumps({"name": "shop", "lockfileVersion": 3, "packages": packages}, indent=2) + "\n"


def _vlq(rng: random.Random, count: int) -> str:
    return ",".join(some(rng, ALNUM + "+/", rng.choice((4, 4, 4, 5))) for _ in range(count))


def _sops(rng: random.Random) -> str:
    def value() -> str:
        return f"ENC[AES256_GCM,data:{_b64(rng, 21)},iv:{_b64(rng, 32)},tag:{_b64(rng, 16)},type:str]"

    armor = "\n".join(
        "            " + line
        for line in textwrap.wrap("YWdlLWVuY3J5cHRpb24ub3JnL3YxCi0+IFgyNTUxOSB" + _b64(rng, 160), 64)
    )
    return (
        f"db_password: {value()}\napi_key: {value()}\nsops:\n    age:\n        - recipient: age1{some(rng, 'qpzry9x8gf2tvdw0s3jn54khce6mua7l', 58)}\n"
        f"          enc: |\n            -----BEGIN AGE ENCRYPTED FILE-----\n{armor}\n            -----END AGE ENCRYPTED FILE-----\n    mac: {value()}\n"
    )


def _vault(rng: random.Random) -> str:
    body = "\n".join("  " + line for line in textwrap.wrap(some(rng, "3" + DIGITS, 640), 80))
    return f"db_password: !vault |\n  $ANSIBLE_VAULT;1.1;AES256\n{body}\n"


def _shadow(rng: random.Random) -> str:
    alphabet = "./" + ALNUM
    bcrypt = f"$2b$12${some(rng, alphabet, 53)}"
    argon = f"$argon2id$v=19$m=65536,t=3,p=4${_b64(rng, 16).rstrip('=')}${_b64(rng, 32).rstrip('=')}"
    pbkdf2 = f"pbkdf2_sha256$600000${some(rng, ALNUM, 22)}${_b64(rng, 32)}"
    return f"users:\n  - name: ada\n    password_hash: {bcrypt}\n  - name: bob\n    password: {argon}\n  - name: eve\n    password: {pbkdf2}\n"


def _jwks(rng: random.Random) -> str:
    keys = [
        {
            "kty": "RSA",
            "use": "sig",
            "alg": "RS256",
            "kid": b64url(rng.randbytes(20)),
            "n": b64url(rng.randbytes(256)),
            "e": "AQAB",
            "x5t": b64url(rng.randbytes(20)),
        },
        {
            "kty": "EC",
            "crv": "P-256",
            "kid": _uuid(rng),
            "x": b64url(rng.randbytes(32)),
            "y": b64url(rng.randbytes(32)),
        },
    ]
    return json.dumps({"keys": keys}, indent=1) + "\n"


_CODE = '''\
def login(username: str, password: str, token: str | None = None) -> Session:
    """Log in with a password or a token."""
    password = password or getpass.getpass("Password: ")
    secret_key = settings.SECRET_KEY
    api_key = load_api_key(path)
    client_secret = self.client_secret
    token = request.headers.get("Authorization", "").removeprefix("Bearer ")
    auth_token = create_access_token(identity=user.id)
    if password == confirm_password:
        raise ValueError("password must not be empty")
    access_token = response.json()["access_token"]
    passwd = os.environ["DB_PASSWORD"]
    private_key = serialization.load_pem_private_key(data, password=None)
    return Session(username=username, password=password, token=token)
'''
_TYPES = """\
export interface Credentials {
  password: string;
  apiKey?: string;
  accessToken: string | null;
  clientSecret: Secret<string>;
}
const token = localStorage.getItem('accessToken');
const password = form.elements.password.value;
const apiKey = process.env.API_KEY;
const secret = await secretsManager.getSecretValue({ SecretId: 'prod/db/password' });
const { password: passwordHash } = user;
this.tokenStorageKey = 'shop.auth.accessToken';
const passwordInputSelector = '#login-form-password-input';
if (!token) throw new Error('Missing authentication token');
"""
_RUBY = """\
Rails.application.configure do
  config.secret_key_base = Rails.application.credentials.secret_key_base
  config.api_token = ENV.fetch("API_TOKEN")
  config.password = Rails.application.credentials.dig(:db, :password)
  config.filter_parameters += [:password, :password_confirmation, :access_token]
end
"""
_GO = """\
type Config struct {
	Password     string `json:"password" env:"DB_PASSWORD,required"`
	APIKey       string `yaml:"api_key" mapstructure:"api_key"`
	ClientSecret string `json:"client_secret,omitempty"`
}

const passwordResetTokenHeader = "X-Password-Reset-Token"

var token = os.Getenv("GITHUB_TOKEN")
var ErrInvalidPassword = errors.New("invalid password or token")
"""
_JAVA = """\
public static final String PASSWORD_FIELD = "passwordConfirmationField";
private static final String TOKEN_URI = "https://login.internal/oauth2/v2.0/token";
@Value("${spring.datasource.password}")
private String password;
String secretName = "prod/orders/database-credentials";
Cookie cookie = new Cookie("XSRF-TOKEN", csrfToken.getToken());
"""
_I18N = {
    "password.reset.title": "Reset your password",
    "password": "Passwort",
    "login.password.placeholder": "Enter your password",
    "errors.invalidToken": "The token has expired, request a new one",
    "api_key.help": "You find your API key in the dashboard",
    "user.password.confirm": "Passwortbest\u00e4tigung",
    "secret": "Geheimnis",
}
_PROSE = """\
# Passwords and tokens

Your password must have at least 12 characters. Never commit an API key: keep the token in the keychain. A personal
access token begins with `ghp_`, an older OAuth token with `gho_`; OpenAI keys begin with `sk-`. Set `API_KEY` in your
shell, then run `make`. To rotate the client secret, open Settings > API keys. The `password` field is required and the
`token` parameter is optional. A private key begins with `-----BEGIN RSA PRIVATE KEY-----`.

| field | type | meaning |
|---|---|---|
| password | string | the user's password |
| api_key | string | sent as `X-Api-Key: <key>` |
| Authorization | header | `Authorization: Bearer <token>` |
"""
_COMPOSE = """\
services:
  db:
    image: postgres:17@sha256:%s
    environment:
      POSTGRES_PASSWORD_FILE: /run/secrets/db_password
      POSTGRES_PASSWORD: ${POSTGRES_PASSWORD}
    secrets: [db_password]
secrets:
  db_password:
    file: ./db_password.txt
"""
_TF = """\
resource "random_password" "db" {
  length           = 24
  override_special = "!#$%&*()-_=+[]{}<>:?"
}
resource "aws_db_instance" "main" {
  password = random_password.db.result
}
variable "db_password" {
  type      = string
  sensitive = true
}
data "aws_secretsmanager_secret_version" "db" {
  secret_id = "arn:aws:secretsmanager:eu-west-1:210987654321:secret:prod/db/password-Xy12Zw"
}
"""
_WORKFLOW = """\
jobs:
  build:
    steps:
      - uses: actions/checkout@%s # v4.2.2
        with:
          token: ${{ secrets.GITHUB_TOKEN }}
          persist-credentials: false
      - run: echo "$NPM_TOKEN" > token
        env:
          NPM_TOKEN: ${{ secrets.NPM_TOKEN }}
          CACHE_KEY: deps-${{ hashFiles('**/package-lock.json') }}
"""
_SQL = """\
CREATE TABLE users (
  id uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  password_hash varchar(255) NOT NULL,
  api_token_digest bytea,
  reset_password_token text UNIQUE
);
CREATE INDEX index_users_on_reset_password_token ON users (reset_password_token);
ALTER TABLE users RENAME COLUMN password TO encrypted_password;
"""
_HTML = """\
<form class="login-form__password-wrapper">
  <input type="password" name="password" id="user_password_confirmation" autocomplete="current-password">
  <input type="hidden" name="csrf_token" value="{{ csrf_token() }}">
  <a href="/password/reset?lang=en">Forgot your password?</a>
  <script src="https://cdn.jsdelivr.net/npm/a@1.2.3/a.js" integrity="sha384-%s" crossorigin="anonymous"></script>
</form>
"""
_SHELL = """\
#!/bin/sh
set -eu
PASSWORD="$(pwgen -s 24 1)"
TOKEN=$(vault read -field=token auth/token/lookup-self)
export DB_PASSWORD="${DB_PASSWORD:?set it}"
curl -u "$USER:$PASS" -H "Authorization: Bearer ${TOKEN}" https://api.internal
curl --user "${NEXUS_USER}:${NEXUS_PASSWORD}" -T a.tgz https://nexus.internal
read -rsp "Password: " PASSWORD
mysql -u root -p"$MYSQL_ROOT_PASSWORD" shop
docker login -u deploy --password-stdin < token.txt
"""
_REGEX = r"""
TOKEN = re.compile(r"ghp_[A-Za-z0-9]{36}")
KEY = re.compile(r"sk-ant-api03-[A-Za-z0-9_-]{93}AA")
PASSWORD_PATTERN = r"^(?=.*[a-z])(?=.*[A-Z])(?=.*\d)[A-Za-z\d@$!%*?&]{8,}$"
AWS = "(A3T[A-Z0-9]|AKIA|ASIA)[A-Z0-9]{16}"
PEM = "-----BEGIN [A-Z ]*PRIVATE KEY-----"
URL = r"postgres://[^:]+:[^@]+@[^/]+/\w+"
token_re = '[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}'
"""
_CONSTANTS = """\
public const string PasswordResetTokenExpiredErrorMessageTemplate = "PasswordResetTokenExpiredErrorMessage";
public const string SecretManagerServiceEndpointName = "SecretManagerServiceEndpointConfiguration";
var tokenType = "urn:ietf:params:oauth:token-type:access_token";
var grantType = "urn:ietf:params:oauth:grant-type:jwt-bearer";
var keyName = "Shop.Infrastructure.Authentication.JwtBearerTokenHandler";
var apiKeyHeaderName = "X-Shop-Internal-Api-Key-V2";
"""
_SPRING = """\
spring:
  datasource:
    password: ${DB_PASSWORD:}
    hikari: {password: '#{systemEnvironment.DB_PASSWORD}'}
resources:
  Db:
    Properties:
      MasterUserPassword: !Ref DbPassword
      Secret: '{{resolve:secretsmanager:prod/db:SecretString:password}}'
      Token: !GetAtt Signer.Token
defaults: &db
  password: *db_password
  token: !vault/orders/token
"""
_CSHARP = """\
public string Password { get; set; } = string.Empty;
var apiKey = builder.Configuration["Vendor:ApiKey"] ?? throw new InvalidOperationException("Vendor:ApiKey is missing");
var token = await tokenProvider.GetAccessTokenAsync(cancellationToken);
options.ClientSecret = Configuration.GetSection("Auth").GetValue<string>("ClientSecret");
[JsonPropertyName("access_token")] public string AccessToken { get; init; }
private const string ApiKeyConfigurationSection = "Vendor:Credentials:ApiKey";
logger.LogWarning("password for {User} is wrong, {Count} attempts left", user, count);
"""
_PHP = """\
<?php
$password = password_hash($_POST['password'], PASSWORD_ARGON2ID);
$token = bin2hex(random_bytes(32));
define('DB_PASSWORD', getenv('DB_PASSWORD'));
$config['api_key'] = $this->container->getParameter('vendor.api_key');
$this->secret = $secret ?? Str::random(40);
'password' => ['required', 'string', 'min:12', 'confirmed', Password::defaults()],
"""
_RUST = """\
let token = env::var("API_TOKEN").expect("API_TOKEN must be set");
let api_key = args.api_key.unwrap_or_default();
pub struct Login { pub password: SecretString, pub token: Option<String> }
const SECRET_ENV_NAME: &str = "ORDERS_CLIENT_SECRET";
let private_key = SigningKey::generate(&mut OsRng);
assert_eq!(decoded.token, expected_token);
"""
_PYTHON = """\
SECRET_KEY = get_random_secret_key()
password = "".join(secrets.choice(ALPHABET) for _ in range(24))
token = uuid.uuid4().hex
api_key: str = Field(..., description="the key of the gateway", min_length=32)
parser.add_argument("--password", help="the password of the database user")
parser.add_argument("--api-key", dest="api_key", default=os.environ.get("VENDOR_API_KEY"))
client = Client(api_key=settings.vendor_api_key, secret=settings.vendor_secret.get_secret_value())
connect(host=host, user=user, password=self.password, passwd=config["db"]["passwd"])
url = f"postgresql://{user}:{password}@{host}/{name}"
auth_header = {"Authorization": f"Bearer {token}", "X-Api-Key": api_key}
token = tokens[position] if position < len(tokens) else None
PASSWORD_RESET_TEMPLATE = "registration/password_reset_form.html"
secret = hmac.new(key, message, hashlib.sha256).hexdigest()
mock_token = create_token(user_id=user.pk, scopes=["orders:read"])
"""
_KOTLIN = """\
val password = binding.passwordInput.text.toString()
buildConfigField("String", "API_KEY", "\\"${project.findProperty("apiKey")}\\"")
signingConfigs { create("release") { storePassword = System.getenv("STORE_PASSWORD"); keyPassword = keystoreProperties["keyPassword"] as String } }
let apiKey = ProcessInfo.processInfo.environment["API_KEY"] ?? ""
passwordField.placeholder = NSLocalizedString("login.password.placeholder", comment: "Password")
KeychainItem(service: "io.shop.orders", account: "accessToken").readItem()
"""
_SWAGGER = """\
{"paths": {"/login": {"post": {"requestBody": {"content": {"application/json": {"schema": {"properties": {
"password": {"type": "string", "format": "password", "example": "string"}, "token": {"$ref": "#/components/schemas/Token"},
"client_secret": {"type": "string", "maxLength": 128}}}}}}}}}}
"""
_CHAT = """\
const messages = {
  password: 'Das Passwort muss mindestens zwoelf Zeichen lang sein',
  passwordRepeat: 'Wiederholen',
  token: '\u8bbf\u95ee\u4ee4\u724c',
  apiKey: '\u30a2\u30af\u30bb\u30b9\u30ad\u30fc',
  secret: 'Cl\u00e9 secr\u00e8te',
};
"""
_ALPHABETS = """\
ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
BASE58_KEY_ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
TOKEN_CHARS = "abcdefghijklmnopqrstuvwxyz0123456789-_"
WEBSOCKET_KEY_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
P256_PRIME = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff"
SHA256_K = [0x428A2F98, 0x71374491, 0xB5C0FBCF, 0xE9B5DBA5]
"""
_MIN_WORDS = "addEventListener removeAttribute getElementsByClassName encodeURIComponent hasOwnProperty accessTokenProvider".split()


def _minified(rng: random.Random) -> str:
    parts = [
        f"function {some(rng, LOWER + UPPER, 2)}(e,t,n){{return e.{rng.choice(_MIN_WORDS)}(t)||n[{rng.randrange(999)}]}}"
        for _ in range(120)
    ]
    parts += [
        "var token=e.token,key=n.key||t.key;",
        'a.password="password"===t.type?n.value:null;',
        "i={apiKey:r(7312),secret:o.secret};",
        f'var h="{_hex(rng, 20)}";',
    ]
    rng.shuffle(parts)
    return "!function(){" + "".join(parts) + "}();\n"


def _notebook_image(rng: random.Random) -> str:
    output = {
        "data": {"image/png": _png(rng, 3000), "text/plain": ["<Figure size 640x480 with 1 Axes>"]},
        "output_type": "display_data",
    }
    cell = {
        "cell_type": "code",
        "id": _hex(rng, 8),
        "execution_count": 3,
        "metadata": {},
        "outputs": [output],
        "source": ["plt.plot(x)\n"],
    }
    return json.dumps({"cells": [cell], "nbformat": 4, "nbformat_minor": 5}, indent=1) + "\n"


BENIGN = (
    Benign("uuid-python", "src/ids.py", lambda r: _each(r, lambda q: f'{_word(q).upper()}_ID = "{_uuid(q)}"') + "\n"),
    Benign("uuid-yaml-key", "config/ids.yaml", lambda r: _each(r, lambda q: f"{_word(q)}_key: {_uuid(q)}") + "\n"),
    Benign("uuid-token-field", "config/devices.json", lambda r: json.dumps({"device_id": _uuid(r), "tenantId": _uuid(r), "client_id": _uuid(r)}) + "\n"),
    Benign("git-sha", "src/build_info.py", lambda r: f'COMMIT = "{_hex(r, 40)}"\nPARENT = "{_hex(r, 40)}"\nSHORT = "{_hex(r, 12)}"\n'),
    Benign("submodule-shas", "deps.txt", lambda r: _each(r, lambda q: f"{_hex(q, 40)} third_party/{_package(q)} (v{_version(q)})") + "\n"),
    Benign("blame-ignore", ".git-blame-ignore-revs", lambda r: _each(r, lambda q: f"# reformat\n{_hex(q, 40)}") + "\n"),
    Benign("digests", "SHA256SUMS", lambda r: _each(r, lambda q: f"{_hex(q, 64)}  {_package(q)}-{_version(q)}.tar.gz") + "\n"),
    Benign("digests-sha512", "checksums.txt", lambda r: _each(r, lambda q: f"SHA512 ({_package(q)}.zip) = {_hex(q, 128)}") + "\n"),
    Benign("digests-python", "src/hashes.py", lambda r: f'EXPECTED_SHA256 = "{_hex(r, 64)}"\nMD5 = "{_hex(r, 32)}"\nchecksum = "{_hex(r, 40)}"\n'),
    Benign("homebrew", "Formula/shop.rb", lambda r: f'class Shop < Formula\n  url "https://shop.io/a-{_version(r)}.tgz"\n  sha256 "{_hex(r, 64)}"\nend\n'),
    Benign("bazel", "WORKSPACE", lambda r: f'http_archive(\n    name = "rules",\n    sha256 = "{_hex(r, 64)}",\n    urls = ["https://github.com/a/b/archive/{_hex(r, 40)}.zip"],\n)\n'),
    Benign("sri", "public/index.html", lambda r: f'<script src="/a.js" integrity="sha384-{_b64(r, 48)}" crossorigin></script>\n<link rel="stylesheet" href="/a.css" integrity="sha512-{_b64(r, 64)}">\n'),
    Benign("package-lock", "package-lock.json", _package_lock),
    Benign("yarn-lock", "yarn.lock", lambda r: _each(r, lambda q: f'"{_package(q)}@^1.0.0":\n  version "{_version(q)}"\n  resolved "https://registry.yarnpkg.com/a/-/a-1.tgz#{_hex(q, 40)}"\n  integrity sha512-{_b64(q, 64)}\n') + "\n"),
    Benign("yarn-berry-lock", "web/yarn.lock", lambda r: _each(r, lambda q: f'"{_package(q)}@npm:^1.0.0":\n  version: {_version(q)}\n  checksum: 10c0/{_hex(q, 128)}\n  languageName: node\n') + "\n"),
    Benign("pnpm-lock", "pnpm-lock.yaml", lambda r: "lockfileVersion: '9.0'\npackages:\n" + _each(r, lambda q: f"  {_package(q)}@{_version(q)}:\n    resolution: {{integrity: sha512-{_b64(q, 64)}}}") + "\n"),
    Benign("poetry-lock", "poetry.lock", lambda r: _each(r, lambda q: f'[[package]]\nname = "{_package(q)}"\nversion = "{_version(q)}"\nfiles = [\n    {{file = "a-1.whl", hash = "sha256:{_hex(q, 64)}"}},\n]\n') + f'[metadata]\ncontent-hash = "{_hex(r, 64)}"\n'),
    Benign("uv-lock", "uv.lock", lambda r: _each(r, lambda q: f'[[package]]\nname = "{_package(q)}"\nsdist = {{ url = "https://files.pythonhosted.org/packages/{_hex(q, 2)}/{_hex(q, 2)}/{_hex(q, 60)}/a.tar.gz", hash = "sha256:{_hex(q, 64)}", size = 4711 }}\n')),
    Benign("requirements-hashes", "requirements.txt", lambda r: _each(r, lambda q: f"{_package(q)}=={_version(q)} \\\n    --hash=sha256:{_hex(q, 64)}") + "\n"),
    Benign("cargo-lock", "Cargo.lock", lambda r: _each(r, lambda q: f'[[package]]\nname = "{_package(q)}"\nversion = "{_version(q)}"\nchecksum = "{_hex(q, 64)}"\n')),
    Benign("go-sum", "go.sum", lambda r: _each(r, lambda q: f"github.com/a/{_package(q)} v{_version(q)} h1:{_b64(q, 32)}\ngithub.com/a/{_package(q)} v{_version(q)}/go.mod h1:{_b64(q, 32)}") + "\n"),
    Benign("gemfile-lock", "Gemfile.lock", lambda r: "CHECKSUMS\n" + _each(r, lambda q: f"  {_package(q)} ({_version(q)}) sha256={_hex(q, 64)}") + "\n"),
    Benign("composer-lock", "composer.lock", lambda r: json.dumps({"content-hash": _hex(r, 32), "packages": [{"name": f"a/{_package(r)}", "source": {"reference": _hex(r, 40)}, "dist": {"shasum": _hex(r, 40)}}]}, indent=4) + "\n"),
    Benign("flake-lock", "flake.lock", lambda r: json.dumps({"nodes": {"nixpkgs": {"locked": {"lastModified": 1750000000, "narHash": "sha256-" + _b64(r, 32), "rev": _hex(r, 40)}}}}, indent=2) + "\n"),
    Benign("terraform-lock", ".terraform.lock.hcl", lambda r: 'provider "registry.terraform.io/hashicorp/aws" {\n  version = "5.1.0"\n  hashes = [\n' + _each(r, lambda q: f'    "h1:{_b64(q, 32)}",\n    "zh:{_hex(q, 64)}",') + "\n  ]\n}\n"),
    Benign("certificate", "certs/ca.pem", lambda r: _pem("CERTIFICATE", r, 900)),
    Benign("public-key", "certs/public.pem", lambda r: _pem("PUBLIC KEY", r, 290)),
    Benign("public-key-python", "src/verify.py", lambda r: f'PUBLIC_KEY = """{_pem("PUBLIC KEY", r, 290)}"""\n'),
    Benign("certificate-yaml", "k8s/ca.yaml", lambda r: f"clusters:\n- cluster:\n    certificate-authority-data: {base64.b64encode(_pem('CERTIFICATE', r, 800).encode()).decode()}\n    server: https://k8s.internal\n"),
    Benign("authorized-keys", "ansible/files/authorized_keys", lambda r: _each(r, lambda q: f"ssh-ed25519 {_ssh_public(q)} {_word(q)}@laptop", 4) + f"\nssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABAQ{_b64(r, 255)} ada@desk\n"),
    Benign("ssh-public-variable", "terraform/ssh.tf", lambda r: f'resource "aws_key_pair" "deploy" {{\n  public_key = "ssh-ed25519 {_ssh_public(r)} deploy"\n}}\n'),
    Benign("known-hosts", "deploy/known_hosts", lambda r: _each(r, lambda q: f"|1|{_b64(q, 20)}|{_b64(q, 20)} ssh-ed25519 {_ssh_public(q)}", 4) + "\n"),
    Benign("publishable", "web/src/stripe.ts", lambda r: f"export const stripe = loadStripe('pk_live_51{some(r, ALNUM, 97)}');\n"),
    Benign("sentry-dsn", "web/src/sentry.ts", lambda r: f'Sentry.init({{ dsn: "https://{_hex(r, 32)}@o{some(r, "123456789", 6)}.ingest.sentry.io/{some(r, "123456789", 7)}" }});\n'),
    Benign("recaptcha-site", "web/src/captcha.html", lambda r: f'<div class="g-recaptcha" data-sitekey="6L{some(r, URLSAFE, 38)}"></div>\n'),
    Benign("analytics-id", "public/analytics.html", lambda r: f'<script async src="https://www.googletagmanager.com/gtag/js?id=G-{some(r, UPPER + DIGITS, 10)}"></script>\n<meta name="google-site-verification" content="{some(r, URLSAFE, 43)}">\n'),
    Benign("notebook-image", "analysis/plot.ipynb", _notebook_image),
    Benign("notebook-ids", "analysis/ids.ipynb", lambda r: json.dumps({"cells": [{"id": _uuid(r), "metadata": {"colab": {"base_uri": "https://localhost:8080/"}, "id": some(r, ALNUM, 12), "outputId": _uuid(r)}, "source": ["df.head()"], "outputs": []} for _ in range(4)]}, indent=1) + "\n"),
    Benign("html-data-uri", "public/logo.html", lambda r: f'<img alt="logo" src="data:image/png;base64,{_png(r, 900)}">\n'),
    Benign("css-data-uri", "public/fonts.css", lambda r: f"@font-face {{ font-family: a; src: url(data:font/woff2;base64,d09GMgABAAAAA{_b64(r, 1500)}) format('woff2'); }}\n"),
    Benign("svg", "public/icon.svg", lambda r: '<svg viewBox="0 0 24 24"><path d="' + "".join(f"M{r.randrange(240) / 10} {r.randrange(240) / 10}l{r.randrange(90) / 10}-{r.randrange(90) / 10}z" for _ in range(60)) + '"/></svg>\n'),
    Benign("source-map", "public/app.js.map", lambda r: json.dumps({"version": 3, "sources": ["app.ts"], "names": ["token", "password"], "mappings": ";".join(_vlq(r, 40) for _ in range(12))}) + "\n"),
    Benign("inline-source-map", "public/site.js", lambda r: "console.log(1);\n//# sourceMappingURL=data:application/json;base64," + base64.b64encode(json.dumps({"version": 3, "mappings": _vlq(r, 200)}).encode()).decode() + "\n"),
    Benign("minified", "public/lib.min.js", _minified),
    Benign("po", "locale/de/messages.po", lambda r: _each(r, lambda q: f'#: src/{_word(q)}.py:{q.randrange(999)}\nmsgid "Password for {_word(q)}"\nmsgstr "Passwort f\u00fcr {_word(q)}"\n') + '\nmsgid "Token:"\nmsgstr "Zugriffstoken:"\n'),
    Benign("i18n-json", "src/locales/de.json", lambda _: json.dumps(_I18N, indent=2) + "\n"),
    Benign("i18n-yaml", "config/locales/de.yml", lambda _: "de:\n  devise:\n    password: Passwort\n    passwords:\n      no_token: Diese Seite ist nur \u00fcber den Link erreichbar\n    token: Zugangsschl\u00fcssel\n  secret: Geheimwort\n"),
    Benign("i18n-properties", "src/main/resources/messages_fr.properties", lambda _: "login.password=Mot de passe\npassword=MotDePasse\ntoken.invalid=Jeton invalide ou expir\\u00e9\nsecret.question=Question secr\\u00e8te\n"),
    Benign("vectors", "src/crypto/vectors.json", lambda r: json.dumps([{"plaintext": _hex(r, 32), "ciphertext": _hex(r, 32), "tag": _hex(r, 32), "nonce": _hex(r, 24)} for _ in range(4)], indent=1) + "\n"),
    Benign("sops", "secrets.enc.yaml", _sops),
    Benign("ansible-vault", "ansible/group_vars/vault.yml", _vault),
    Benign("sealed-secret", "k8s/sealed.yaml", lambda r: f"kind: SealedSecret\nspec:\n  encryptedData:\n    password: AgB{_b64(r, 510)}\n"),
    Benign("age-file", "secrets/db.age", lambda r: "-----BEGIN AGE ENCRYPTED FILE-----\n" + "\n".join(textwrap.wrap(_b64(r, 300), 64)) + "\n-----END AGE ENCRYPTED FILE-----\n"),
    Benign("travis-secure", ".travis.yml", lambda r: f'env:\n  global:\n    - secure: "{_b64(r, 256)}"\n'),
    Benign("pgp-message", "backup/db.asc", lambda r: "-----BEGIN PGP MESSAGE-----\n\n" + "\n".join(textwrap.wrap("hQIMA" + _b64(r, 400), 64)) + "\n-----END PGP MESSAGE-----\n"),
    Benign("signature", "release/shop.tar.gz.asc", lambda r: "-----BEGIN PGP SIGNATURE-----\n\n" + "\n".join(textwrap.wrap("iQIzBAABCAAdFiEE" + _b64(r, 400), 64)) + "\n-----END PGP SIGNATURE-----\n"),
    Benign("password-hashes", "config/users.yaml", _shadow),
    Benign("htpasswd", "nginx/.htpasswd", lambda r: f"ada:$apr1${some(r, ALNUM, 8)}${some(r, './' + ALNUM, 22)}\nbob:$2y$05${some(r, './' + ALNUM, 53)}\n"),
    Benign("jwks", "config/jwks.json", _jwks),
    Benign("numeric-ids", "src/channels.py", lambda r: _each(r, lambda q: f"{_word(q).upper()}_CHANNEL = {some(q, '123456789', 18)}") + f'\nACCOUNT = "{some(r, "123456789", 12)}"\n'),
    Benign("colours", "src/theme.css", lambda r: ":root {\n" + _each(r, lambda q: f"  --token-{_word(q)}: #{_hex(q, 6)};") + "\n}\n"),
    Benign("design-tokens", "src/tokens.json", lambda r: json.dumps({"token": {"color": {"primary": "#" + _hex(r, 6), "key": "brand-primary-500"}, "secretary": "text-secondary"}}, indent=1) + "\n"),
    Benign("proto-descriptor", "src/orders_pb2.py", lambda r: "DESCRIPTOR = _pool.AddSerializedFile(b'\\n\\x0corders.proto\\x12\\x04shop\"" + "".join(f"\\x{r.randrange(256):02x}{some(r, LOWER, 6)}" for _ in range(30)) + "')\n"),
    Benign("long-names", "src/Shop/Names.cs", lambda _: _CONSTANTS),
    Benign("url-hashes", "src/assets.json", lambda r: json.dumps({f"{_word(r)}.js": f"/static/{_word(r)}.{_hex(r, 20)}.js?v={_hex(r, 32)}" for _ in range(5)}, indent=1) + "\n"),
    Benign("url-signed-query", "src/links.md", lambda r: _each(r, lambda q: f"- https://docs.internal/d/{some(q, URLSAFE, 44)}/edit#gid=0\n- https://youtu.be/{some(q, URLSAFE, 11)}?si={some(q, URLSAFE, 16)}", 3) + "\n"),
    Benign("versions", "src/versions.toml", lambda r: _each(r, lambda q: f'{_package(q)} = "{_version(q)}-beta.{q.randrange(9)}+build.{_hex(q, 7)}"') + "\n"),
    Benign("regexes", "src/patterns.py", lambda _: "import re\n" + _REGEX),
    Benign("graphql-ids", "src/data.json", lambda r: json.dumps([{"node_id": base64.b64encode(f"012:PullRequest{r.randrange(10**9)}".encode()).decode(), "cursor": base64.b64encode(f"cursor:v2:{r.randrange(10**9)}".encode()).decode(), "id": "PR_kwDO" + some(r, ALNUM, 11)} for _ in range(4)], indent=1) + "\n"),
    Benign("relay-artifact", "src/__generated__/Query.graphql.ts", lambda r: f'(node as any).hash = "{_hex(r, 32)}";\n/** @generated SignedSource<<{_hex(r, 32)}>> */\n'),
    Benign("dna", "data/reads.fasta", lambda r: _each(r, lambda q: f">read{q.randrange(999)}\n{some(q, 'ACGT', 70)}\n{some(q, 'ACGT', 70)}") + "\n"),
    Benign("protein", "src/sequences.py", lambda r: f'KEY_DOMAIN = "{some(r, "ACDEFGHIKLMNPQRSTVWY", 60)}"\n'),
    Benign("prose", "GUIDE.md", lambda _: _PROSE),
    Benign("code-python", "src/login.py", lambda _: _CODE),
    Benign("code-typescript", "web/src/login.ts", lambda _: _TYPES),
    Benign("code-ruby", "config/environments/production.rb", lambda _: _RUBY),
    Benign("code-go", "internal/config.go", lambda _: _GO),
    Benign("code-java", "src/main/java/io/shop/Login.java", lambda _: _JAVA),
    Benign("compose-references", "docker-compose.yml", lambda r: _COMPOSE % _hex(r, 64)),
    Benign("terraform-references", "terraform/db.tf", lambda _: _TF),
    Benign("workflow-references", ".github/workflows/ci.yml", lambda r: _WORKFLOW % _hex(r, 40)),
    Benign("sql-schema", "migrations/001.sql", lambda _: _SQL),
    Benign("html-form", "templates/login.html", lambda r: _HTML % _b64(r, 48)),
    Benign("shell-references", "bin/login.sh", lambda _: _SHELL),
    Benign("css-classes", "src/login.module.css", lambda r: _each(r, lambda q: f".password-field__toggle--{_word(q)}_{some(q, ALNUM, 5)} {{ color: #{_hex(q, 6)}; }}") + "\n"),
    Benign("class-hashes", "public/styles.css", lambda r: _each(r, lambda q: f".css-{some(q, LOWER + DIGITS, 7)}-{_word(q)}-token{{margin:0}}") + "\n"),
    Benign("package-names", "package.json", lambda r: json.dumps({"dependencies": {f"@{_word(r)}/{_package(r)}": f"^{_version(r)}", "passport-oauth2-client-password": "0.1.2", "react-native-keychain": "^8.2.0", "js-token": "9.0.0"}}, indent=2) + "\n"),
    Benign("docker-digest", "Dockerfile", lambda r: f"FROM python:3.12-slim@sha256:{_hex(r, 64)}\nARG TOKEN\nENV API_KEY=\nRUN --mount=type=secret,id=npm_token npm ci\n"),
    Benign("k8s-names", "k8s/pods.yaml", lambda r: f"metadata:\n  name: orders-{_hex(r, 10)}-{some(r, LOWER + DIGITS, 5)}\n  uid: {_uuid(r)}\nspec:\n  imagePullSecrets:\n  - name: registry-credentials-orders\n  env:\n  - name: DB_PASSWORD\n    valueFrom:\n      secretKeyRef:\n        name: orders-database-credentials\n        key: password\n"),
    Benign("helm-references", "charts/web/templates/secret.yaml", lambda _: "data:\n  password: {{ .Values.auth.password | b64enc | quote }}\n  token: {{ randAlphaNum 32 | b64enc }}\n"),
    Benign("external-secret", "k8s/external.yaml", lambda _: "spec:\n  data:\n  - secretKey: password\n    remoteRef:\n      key: secret/data/orders/production\n      property: db_password_primary\n"),
    Benign("openapi", "api/openapi.yaml", lambda _: "components:\n  securitySchemes:\n    apiKey: {type: apiKey, in: header, name: X-API-Key}\n  schemas:\n    Login:\n      required: [password]\n      properties:\n        password: {type: string, format: password, minLength: 12}\n        token: {type: string, description: one-time token}\n"),
    Benign("env-template", ".env.dist", lambda _: "DB_PASSWORD=\nAPI_KEY=\nSECRET_KEY=${SECRET_KEY}\nPASSWORD_HASHER=argon2id\nTOKEN_LIFETIME=3600\nAUTH_TOKEN_HEADER=X-Auth-Token\nJWT_SECRET_FILE=/run/secrets/jwt\nKEY_ALGORITHM=RSA-OAEP-256\n"),
    Benign("settings-names", "src/settings_names.py", lambda _: 'PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]\nSECRET_NAME = "orders-production-database"\nTOKEN_URL = "https://login.internal/oauth/token"\nSESSION_COOKIE = "shop_session_token_v2"\nCACHE_KEY = "orders:v3:customer:totals"\nAPI_KEY_PATH = "/etc/shop/credentials/api_key.txt"\nKEY_PREFIX = "shop_orders_prod"\n'),
    Benign("jinja-code", "templates/config.j2", lambda _: "password = {{ db_password | default(lookup('password', '/dev/null length=24')) }}\ntoken = {{ token }}\napi_key: {{ hostvars[inventory_hostname].api_key }}\n"),
    Benign("mcp-inputs", ".vscode/mcp.json", lambda _: '{"inputs": [{"type": "promptString", "id": "api-key", "password": true}], "servers": {"x": {"url": "https://mcp.internal/", "headers": {"Authorization": "Bearer ${input:api-key}"}, "env": {"API_KEY": "${env:API_KEY}"}}}}\n'),
    Benign("agent-prose", "AGENTS.md", lambda _: "Never print tokens. The API key is in 1Password (`op://dev/gateway/api-key`). Read the password with `pass show db/staging`. Use `Authorization: Bearer $TOKEN`.\n"),
    Benign("agent-transcript", ".claude/projects/shop/s.jsonl", lambda r: json.dumps({"type": "assistant", "uuid": _uuid(r), "parentUuid": _uuid(r), "sessionId": _uuid(r), "message": {"id": "msg_01" + some(r, ALNUM, 22), "content": [{"type": "tool_use", "id": "toolu_01" + some(r, ALNUM, 22), "name": "Read"}]}, "requestId": "req_011C" + some(r, ALNUM, 20)}) + "\n"),
    Benign("aws-ids", "terraform/ids.tf", lambda r: f'vpc_id = "vpc-0{_hex(r, 16)}"\nami = "ami-0{_hex(r, 16)}"\nkms_key_id = "arn:aws:kms:eu-west-1:{some(r, "123456789", 12)}:key/{_uuid(r)}"\nkey_name = "orders-production-2026"\ncertificate_arn = "arn:aws:acm:eu-west-1:{some(r, "123456789", 12)}:certificate/{_uuid(r)}"\n'),
    Benign("etags", "captures/cache.http", lambda r: f'HTTP/1.1 200 OK\nETag: "{_hex(r, 32)}"\nX-Request-Id: {_uuid(r)}\nX-Amz-Id-2: {_b64(r, 57)}\ntraceparent: 00-{_hex(r, 32)}-{_hex(r, 16)}-01\nContent-MD5: {_b64(r, 16)}\n'),
    Benign("log-ids", "logs/trace.log", lambda r: _each(r, lambda q: f"2026-03-02 INFO trace_id={_hex(q, 32)} span={_hex(q, 16)} user={_word(q)} key={_word(q)}:{q.randrange(9999)} login failed: wrong password") + "\n"),
    Benign("xcode", "ios/App.xcodeproj/project.pbxproj", lambda r: _each(r, lambda q: f"\t\t{some(q, HEX.upper()[:16], 24)} /* Login.swift in Sources */ = {{isa = PBXBuildFile; fileRef = {some(q, HEX.upper()[:16], 24)}; }};") + "\n"),
    Benign("unity-guids", "Assets/Token.prefab.meta", lambda r: f"fileFormatVersion: 2\nguid: {_hex(r, 32)}\n"),
    Benign("csv-data", "data/events.csv", lambda r: "id,session,digest,amount\n" + _each(r, lambda q: f"{q.randrange(9999)},{_uuid(q)},{_hex(q, 40)},{q.randrange(999)}.50") + "\n"),
    Benign("model-card", "models/index.json", lambda r: json.dumps({"model": "org/base-7b", "revision": _hex(r, 40), "tokenizer": {"bos_token": "<|begin_of_text|>", "eos_token": "<|end_of_text|>", "pad_token": "<pad>", "unk_token_id": 3}, "blob": _hex(r, 64)}, indent=1) + "\n"),
    Benign("tokenizer-vocab", "models/tokenizer.json", lambda r: json.dumps({"vocab": {some(r, string.ascii_letters, r.randrange(3, 14)): n for n in range(60)}, "merges": ["t o", "to k", "tok en"], "token_type": "wordpiece-cased-multilingual"}) + "\n"),
    Benign("licence-key-text", "src/table_keys.py", lambda _: 'PRIMARY_KEY = "order_id"\nFOREIGN_KEY = "customer_id"\nSORT_KEYS = ["created_at", "-updated_at"]\nkey = "orders.by_customer.2026"\nKEYBOARD_SHORTCUT = "Ctrl+Shift+Alt+K"\nkeyword = "internationalisation"\n'),
    Benign("error-codes", "src/errors.ts", lambda _: "export const ERRORS = {\n  INVALID_PASSWORD: 'auth/invalid-password-format',\n  TOKEN_EXPIRED: 'auth/id-token-expired',\n  secret: 'SECRET_VERSION_NOT_FOUND',\n  password: 'PASSWORD_TOO_WEAK_OR_COMMON',\n};\n"),
    Benign("cookie-names", "src/session.php", lambda _: "<?php\nreturn [\n  'cookie' => 'shop_session',\n  'password' => 'validation.custom.password',\n  'token' => 'auth.passwords.token_mismatch',\n  'key' => env('APP_KEY'),\n];\n"),
    Benign("sha-fixture-yaml", "config/images.yaml", lambda r: f"images:\n  web: registry.internal/web@sha256:{_hex(r, 64)}\n  worker: {{tag: {_hex(r, 12)}, digest: sha256:{_hex(r, 64)}}}\n"),
    Benign("wallet-addresses", "src/chain.ts", lambda r: f"export const USDC = '0x{_hex(r, 40)}';\nexport const TX = '0x{_hex(r, 64)}';\nexport const BTC = 'bc1q{some(r, 'qpzry9x8gf2tvdw0s3jn54khce6mua7l', 38)}';\nconst tokenAddress = '0x{_hex(r, 40)}';\n"),
    Benign("timestamps", "src/seeds.rb", lambda r: f"seed = {some(r, '123456789', 19)}\ntoken_expires_at = Time.parse('2026-05-02T08:11:00Z')\nKEY_ROTATION_DAYS = 90\nsecret_length = 64\n"),
    Benign("pipfile-lock", "Pipfile.lock", lambda r: json.dumps({"_meta": {"hash": {"sha256": _hex(r, 64)}}, "default": {_package(r): {"hashes": ["sha256:" + _hex(r, 64) for _ in range(3)], "version": "==1.0"}}}, indent=4) + "\n"),
    Benign("deno-lock", "deno.lock", lambda r: json.dumps({"version": "4", "jsr": {f"@std/{_package(r)}@1.0.0": {"integrity": _hex(r, 64)}}, "npm": {f"{_package(r)}@2.0.0": {"integrity": "sha512-" + _b64(r, 64)}}}, indent=2) + "\n"),
    Benign("bun-lock", "bun.lock", lambda r: '{\n  "lockfileVersion": 1,\n  "packages": {\n' + _each(r, lambda q: f'    "{_package(q)}": ["{_package(q)}@{_version(q)}", "", {{}}, "sha512-{_b64(q, 64)}"],') + "\n  }\n}\n"),
    Benign("nuget-lock", "packages.lock.json", lambda r: json.dumps({"version": 1, "dependencies": {"net9.0": {_package(r): {"type": "Direct", "resolved": "1.0.0", "contentHash": _b64(r, 64)}}}}, indent=2) + "\n"),
    Benign("pubspec-lock", "pubspec.lock", lambda r: "packages:\n" + _each(r, lambda q: f'  {_word(q)}:\n    dependency: transitive\n    description:\n      name: {_word(q)}\n      sha256: "{_hex(q, 64)}"\n      url: "https://pub.dev"') + "\n"),
    Benign("mix-lock", "mix.lock", lambda r: "%{\n" + _each(r, lambda q: f'  "{_word(q)}": {{:hex, :{_word(q)}, "{_version(q)}", "{_hex(q, 64)}", [:mix], [], "hexpm", "{_hex(q, 64)}"}},') + "\n}\n"),
    Benign("podfile-lock", "ios/Podfile.lock", lambda r: "SPEC CHECKSUMS:\n" + _each(r, lambda q: f"  {_word(q).capitalize()}Kit: {_hex(q, 40)}") + f"\n\nPODFILE CHECKSUM: {_hex(r, 40)}\n"),
    Benign("gradle-verification", "gradle/verification-metadata.xml", lambda r: "<components>\n" + _each(r, lambda q: f'  <artifact name="{_package(q)}.jar">\n    <sha256 value="{_hex(q, 64)}" origin="Generated by Gradle"/>\n  </artifact>') + "\n</components>\n"),
    Benign("swift-resolved", "Package.resolved", lambda r: json.dumps({"originHash": _hex(r, 64), "pins": [{"identity": _package(r), "state": {"revision": _hex(r, 40), "version": _version(r)}}]}, indent=2) + "\n"),
    Benign("pre-commit-revs", ".pre-commit-config.yaml", lambda r: "repos:\n" + _each(r, lambda q: f"  - repo: https://github.com/a/{_package(q)}\n    rev: {_hex(q, 40)}  # frozen: v{_version(q)}\n    hooks: [{{id: detect-private-key}}]", 3) + "\n"),
    Benign("csp-nonces", "nginx/csp.conf", lambda r: f"add_header Content-Security-Policy \"script-src 'sha256-{_b64(r, 32)}' 'sha256-{_b64(r, 32)}' 'nonce-{_b64(r, 16)}'\";\n"),
    Benign("saml-metadata", "config/idp-metadata.xml", lambda r: f"<KeyDescriptor use=\"signing\"><KeyInfo><X509Data><X509Certificate>MIIC{_b64(r, 600)}</X509Certificate></X509Data></KeyInfo></KeyDescriptor>\n"),
    Benign("oauth-client-ids", "web/src/oauth.ts", lambda r: f"export const GOOGLE_CLIENT_ID = '{some(r, '123456789', 12)}-{some(r, LOWER + DIGITS, 32)}.apps.googleusercontent.com';\nexport const GITHUB_CLIENT_ID = 'Iv1.{_hex(r, 16)}';\nexport const AZURE_TENANT_ID = '{_uuid(r)}';\n"),
    Benign("publishable-others", "web/src/public_keys.ts", lambda r: f"export const posthog = 'phc_{some(r, ALNUM, 43)}';\nexport const turnstileSiteKey = '0x4AAAAAAA{some(r, URLSAFE, 14)}';\nexport const clerk = 'pk_live_{base64.b64encode(b'clerk.shop.io$').decode()}';\n"),
    Benign("alphabets", "src/alphabets.py", lambda _: _ALPHABETS),
    Benign("yaml-references", "config/application.yml", lambda _: _SPRING),
    Benign("code-csharp", "src/Shop/Login.cs", lambda _: _CSHARP),
    Benign("code-php", "src/Login.php", lambda _: _PHP),
    Benign("code-rust", "src/login.rs", lambda _: _RUST),
    Benign("code-python-more", "src/accounts.py", lambda _: _PYTHON),
    Benign("code-kotlin-swift", "app/src/main/kotlin/Login.kt", lambda _: _KOTLIN),
    Benign("swagger", "api/swagger.json", lambda _: _SWAGGER),
    Benign("i18n-script", "web/src/i18n/messages.js", lambda _: _CHAT),
    Benign("helm-checksum", "k8s/rollout.yaml", lambda r: f"metadata:\n  annotations:\n    checksum/secret: {_hex(r, 64)}\n    deployment.kubernetes.io/revision: '7'\n  labels:\n    pod-template-hash: {_hex(r, 10)}\n"),
    Benign("hexdump", "captures/frame.txt", lambda r: _each(r, lambda q: f"{q.randrange(16**4):08x}  " + " ".join(_hex(q, 2) for _ in range(16)) + "  |................|") + "\n"),
    Benign("emails-and-ibans", "data/customers.csv", lambda r: "name,email,iban\n" + _each(r, lambda q: f"{_word(q)},{_word(q)}.{some(q, LOWER, 5)}@shop.io,DE{some(q, DIGITS, 20)}") + "\n"),
    Benign("merge-diff", "patches/update.patch", lambda r: f"diff --git a/a.py b/a.py\nindex {_hex(r, 10)}..{_hex(r, 10)} 100644\n--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-password = get_password()\n+password = read_password(vault)\n"),
    Benign("translations-ts", "app/i18n/app_de.ts", lambda _: "<message>\n  <source>Password:</source>\n  <translation>Passwort:</translation>\n</message>\n<message>\n  <source>API key</source>\n  <translation>Zugangsschl\u00fcssel</translation>\n</message>\n"),
    Benign("wasm-base64", "src/wasm.js", lambda r: f"const wasm = 'AGFzbQEAAAAB{_b64(r, 900)}';\n"),
    Benign("base64-text", "src/strings.py", lambda _: f'GREETING = "{base64.b64encode(b"Hello, this is the welcome text of the shop service. Have a nice day!").decode()}"\n'),
)  # fmt: skip
