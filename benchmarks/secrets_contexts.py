"""Where credentials stand: one row per context, as people and assistants write it.

A row's text has marks that `render` fills in: `%V%` the value, written as the row's language writes it; `%B%` its
base64, `%P%` percent-encoded where a URL must, `%Q%` percent-encoded whole, `%X%` with JSON escapes `\\u00..`, `%BA%`
base64 of `user:value`; `%N% %n% %c% %k% %p%` its name as NAME_OF, name_of, nameOf, name-of, NameOf; `%w%` a word.
`takes` says what may stand there: v a vendor's token that its form gives away, n one that needs its name beside it,
g a password or key without a form, t such a one that nobody made up in their head, u a URL, c a connection string.
"""

import base64
import html
import json
import random
import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import quote

BEGIN, END = "\x01", "\x02"


class Context(NamedTuple):
    """`quote` names how the value is escaped; `encoding` and `newline` how the file is written."""

    group: str
    id: str
    path: str
    text: str
    takes: str = "vngu"
    quote: str = ""
    encoding: str = "utf-8"
    newline: str = "\n"


def _json(value: str) -> str:
    return json.dumps(value)[1:-1]


def _in_double_quotes(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')


ESCAPES: dict[str, Callable[[str], str]] = {
    "": lambda value: value,
    "json": _json,
    "json-slash": lambda value: _json(value).replace("/", "\\/"),
    "json2": lambda value: _json(_json(value)),
    "json3": lambda value: _json(_json(_json(value))),
    "double": _in_double_quotes,
    "single": lambda value: value.replace("'", "'\\''"),
    "yaml1": lambda value: value.replace("'", "''"),
    "xml": lambda value: html.escape(value, quote=True),
    "sql": lambda value: value.replace("'", "''"),
    "ruby": lambda value: value.replace("\\", "\\\\").replace("'", "\\'"),
    "html-in-json": lambda value: _json(html.escape(value)),
}


def b64(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


_MARKED: dict[str, Callable[[str], str]] = {
    "B": b64,
    "P": lambda value: quote(value, safe=""),
    "Q": lambda value: "".join(f"%{byte:02X}" for byte in value.encode()),
    "X": lambda value: "".join(c if c.isdigit() else f"\\u{ord(c):04x}" for c in value),
    "BA": lambda value: b64(f"deploy:{value}"),
    "BB": lambda value: b64(b64(value)),
    "BJ": lambda value: b64(json.dumps({"user": "deploy", "token": value})),
}


def render(context: Context, words: tuple[str, ...], value: str, rng: random.Random) -> str:
    """The file's text, the value's place between BEGIN and END."""
    names = {
        "N": "_".join(words).upper(),
        "n": "_".join(words),
        "c": words[0] + "".join(word.capitalize() for word in words[1:]),
        "k": "-".join(words),
        "p": "".join(word.capitalize() for word in words),
        "w": rng.choice(WORDS),
    }

    def put(match: "re.Match[str]") -> str:
        mark = match[1]
        if mark in names:
            return names[mark]
        made = ESCAPES[context.quote](value) if mark == "V" else _MARKED[mark](value)
        return f"{BEGIN}{made}{END}"

    return re.sub(r"%(V|BA|BB|BJ|B|P|Q|X|N|n|c|k|p|w)%", put, context.text)


WORDS = "orders billing shipping catalog search ledger gateway notify media inventory pricing reports identity".split()

_PY_HEAD = '"""Settings of the %w% service."""\n\nimport os\n\n'

CONTEXTS = (
    # --- Python
    Context("python", "py-assign", "src/settings.py", _PY_HEAD + '%N% = "%V%"\nDEBUG = False\n', quote="double", takes="vnguc"),
    Context("python", "py-assign-single", "app/config.py", "%N%='%V%'\nTIMEOUT=30\n", quote="ruby"),
    Context("python", "py-annotated", "app/constants.py", "from typing import Final\n\n%N%: Final[str] = '%V%'\n", quote="ruby", takes="vnguc"),
    Context("python", "py-kwarg", "src/client.py", 'from vendor import Client\n\nclient = Client(region="eu", %n%="%V%", timeout=10)\n', quote="double", takes="vnguc"),
    Context("python", "py-kwarg-own-line", "src/factory.py", 'def make() -> Client:\n    return Client(\n        base_url="https://api.internal",\n        %n%="%V%",\n        retries=3,\n    )\n', quote="double"),
    Context("python", "py-dict", "src/backends.py", 'CONFIG = {\n    "host": "10.0.4.7",\n    "%n%": "%V%",\n    "port": 5432,\n}\n', quote="double", takes="vnguc"),
    Context("python", "py-dict-subscript", "src/boot.py", "import os\n\nos.environ['%N%'] = '%V%'\n", quote="ruby"),
    Context("python", "py-getenv-default", "src/env.py", 'import os\n\n%N% = os.getenv("%N%", "%V%")\n', quote="double"),
    Context("python", "py-environ-get-default", "src/conf.py", "import os\n\nsettings = dict(\n    %n%=os.environ.get('%N%', '%V%'),\n)\n", quote="ruby"),
    Context("python", "py-setdefault", "manage.py", 'import os\n\nos.environ.setdefault("%N%", "%V%")\n', quote="double"),
    Context("python", "py-or-default", "src/run.py", 'import os\n\n%n% = os.environ.get("%N%") or "%V%"\n', quote="double"),
    Context("python", "py-dataclass", "src/options.py", 'from dataclasses import dataclass\n\n\n@dataclass\nclass Options:\n    host: str = "db"\n    %n%: str = "%V%"\n', quote="double"),
    Context("python", "py-pydantic", "src/schema.py", 'from pydantic import SecretStr\nfrom pydantic_settings import BaseSettings\n\n\nclass Settings(BaseSettings):\n    %n%: SecretStr = SecretStr("%V%")\n', quote="double"),
    Context("python", "py-pydantic-field", "src/model.py", 'class Settings(BaseSettings):\n    %n%: str = Field(default="%V%", description="for the gateway")\n', quote="double"),
    Context("python", "py-default-parameter", "src/api.py", 'def connect(host: str, %n%: str = "%V%") -> None:\n    open_session(host, %n%)\n', quote="double"),
    Context("python", "py-fstring-header", "src/http.py", 'import requests\n\nrequests.get(f"https://api.internal/{path}", headers={"Authorization": f"Bearer %V%"})\n', quote="double", takes="vt"),
    Context("python", "py-header-dict", "src/fetch.py", "headers = {\n    'X-Api-Key': '%V%',\n    'Accept': 'application/json',\n}\n", quote="ruby", takes="vt"),
    Context("python", "py-docstring", "src/usage.py", 'def main() -> None:\n    """Run it with the live account.\n\n    %N%=%V% python usage.py\n    """\n', takes="vngu"),
    Context("python", "py-comment", "src/legacy.py", "def call():\n    # old %n%: %V%\n    return send()\n"),
    Context("python", "py-commented-out", "src/dev.py", '# %N% = "%V%"\n%N% = read_secret("%k%")\n', quote="double"),
    Context("python", "py-compare", "src/auth.py", 'def allowed(request):\n    if request.headers.get("X-%k%") == "%V%":\n        return True\n    return False\n', quote="double", takes="vng"),
    Context("python", "py-decorator", "src/tasks.py", '@retry(times=3)\n@authenticated(%n%="%V%")\ndef sync():\n    push()\n', quote="double"),
    Context("python", "py-auth-tuple", "src/nexus.py", 'import requests\n\nrequests.put(url, data=body, auth=("deploy", "%V%"))\n', quote="double", takes="vg"),
    Context("python", "py-setattr", "src/openai_setup.py", 'import vendor\n\nvendor.%n% = "%V%"\n', quote="double"),
    Context("python", "py-split-literal", "src/wrapped.py", '%N% = (\n    "%V%"\n)\n', quote="double", takes="vgu"),
    Context("python", "py-bytes", "src/crypto.py", '%N% = b"%V%"\n', quote="double", takes="vng"),
    # --- JavaScript, TypeScript
    Context("javascript", "js-const", "src/config.js", "const %c% = '%V%';\nexport default %c%;\n", quote="ruby", takes="vnguc"),
    Context("javascript", "js-object", "src/options.js", 'module.exports = {\n  host: "db.internal",\n  %c%: "%V%",\n};\n', quote="double", takes="vnguc"),
    Context("javascript", "js-env-or", "src/env.ts", 'export const %c% = process.env.%N% || "%V%";\n', quote="double"),
    Context("javascript", "js-env-nullish", "src/env.mts", "const %c% = process.env['%N%'] ?? '%V%'\n", quote="ruby"),
    Context("javascript", "js-vite-env", "src/client.tsx", "const client = createClient(import.meta.env.VITE_URL, import.meta.env.VITE_%N% ?? '%V%');\n", quote="ruby"),
    Context("javascript", "js-template-literal", "src/request.ts", "await fetch(url, { headers: { Authorization: `Bearer %V%` } });\n", takes="vt"),
    Context("javascript", "js-fetch-headers", "src/api.js", "fetch('https://api.internal/v1/items', {\n  method: 'POST',\n  headers: {\n    'Content-Type': 'application/json',\n    'x-api-key': '%V%',\n  },\n});\n", quote="ruby", takes="vt"),
    Context("javascript", "js-constructor", "src/llm.ts", 'const client = new Client({ %c%: "%V%" });\n', quote="double"),
    Context("javascript", "js-assign-env", "scripts/start.mjs", 'process.env.%N% = "%V%";\nawait import("../server.mjs");\n', quote="double"),
    Context("javascript", "js-jsx-prop", "src/Map.jsx", 'export const Widget = () => <Provider %c%="%V%" region="eu" />;\n', quote="xml"),
    Context("javascript", "js-comment", "src/util.ts", "// TODO remove before release: %N%=%V%\nexport {};\n"),
    Context("javascript", "js-minified", "public/app.min.js", '!function(e,t){"use strict";var n={u:"/api",r:3};function r(e){return fetch(n.u+e,{headers:o})}var o={%c%:"%V%"};t.get=r}(window,window.App={});\n', quote="double"),
    # --- other languages
    Context("code", "go-const", "internal/config/config.go", 'package config\n\nconst %c% = "%V%"\n', quote="double", takes="vnguc"),
    Context("code", "go-struct", "cmd/server/main.go", 'cfg := Config{\n\tAddr:     ":8080",\n\t%p%: "%V%",\n}\n', quote="double"),
    Context("code", "go-setenv", "cmd/job/main.go", 'os.Setenv("%N%", "%V%")\n', quote="double"),
    Context("code", "go-header", "internal/http/client.go", 'req.Header.Set("Authorization", "Bearer %V%")\n', quote="double", takes="vt"),
    Context("code", "go-backtick", "internal/key.go", "var %c% = `%V%`\n"),
    Context("code", "java-field", "src/main/java/io/shop/Config.java", 'public final class Config {\n    private static final String %N% = "%V%";\n}\n', quote="double", takes="vnguc"),
    Context("code", "java-setter", "src/main/java/io/shop/Pool.java", 'dataSource.set%p%("%V%");\n', quote="double"),
    Context("code", "java-annotation", "src/main/java/io/shop/Service.java", '@Value("${%k%:%V%}")\nprivate String %c%;\n', quote="double", takes="vng"),
    Context("code", "java-driver", "src/main/java/io/shop/Db.java", 'Connection c = DriverManager.getConnection(url, "app", "%V%");\n', quote="double", takes="vg"),
    Context("code", "kotlin-val", "app/src/main/kotlin/Secrets.kt", 'object Secrets {\n    const val %N% = "%V%"\n}\n', quote="double"),
    Context("code", "csharp-field", "src/Shop/Settings.cs", 'public static class Settings\n{\n    public const string %p% = "%V%";\n}\n', quote="double", takes="vnguc"),
    Context("code", "csharp-initialiser", "src/Shop/Startup.cs", 'var options = new Options { Endpoint = "https://eu.internal", %p% = "%V%" };\n', quote="double", takes="vnguc"),
    Context("code", "ruby-hash", "config/initializers/client.rb", "Client.configure do |config|\n  config.%n% = '%V%'\nend\n", quote="ruby"),
    Context("code", "ruby-env-fetch", "lib/sync.rb", "%n% = ENV.fetch('%N%', '%V%')\n", quote="ruby"),
    Context("code", "ruby-symbol", "config/app.rb", "OPTIONS = { host: 'db', %n%: '%V%' }.freeze\n", quote="ruby"),
    Context("code", "php-array", "config/services.php", "<?php\nreturn [\n    '%n%' => '%V%',\n    'region' => 'eu',\n];\n", quote="ruby"),
    Context("code", "php-define", "wp-config.php", "<?php\ndefine('DB_NAME', 'shop');\ndefine( '%N%', '%V%' );\n", quote="ruby"),
    Context("code", "php-env-default", "config/mail.php", "<?php\nreturn ['%n%' => env('%N%', '%V%')];\n", quote="ruby"),
    Context("code", "php-variable", "public/index.php", '<?php\n$%n% = "%V%";\n', quote="double"),
    Context("code", "rust-const", "src/config.rs", 'pub const %N%: &str = "%V%";\n', quote="double", takes="vnguc"),
    Context("code", "rust-unwrap-or", "src/main.rs", 'let %n% = std::env::var("%N%").unwrap_or_else(|_| "%V%".to_string());\n', quote="double"),
    Context("code", "swift-let", "App/Config.swift", 'enum Config {\n    static let %c% = "%V%"\n}\n', quote="double"),
    Context("code", "dart-const", "lib/config.dart", "const String %c% = '%V%';\n", quote="ruby"),
    Context("code", "elixir-config", "config/prod.exs", 'config :shop, Shop.Repo,\n  hostname: "db",\n  %n%: "%V%"\n', quote="double"),
    Context("code", "lua-table", "lua/settings.lua", 'return {\n  %n% = "%V%",\n}\n', quote="double"),
    Context("code", "powershell", "deploy/run.ps1", '$env:%N% = "%V%"\n.\\deploy.exe\n', quote="double"),
    Context("code", "powershell-securestring", "deploy/login.ps1", '$%p% = ConvertTo-SecureString "%V%" -AsPlainText -Force\n', quote="double", takes="vng"),
    Context("code", "scala-val", "src/main/scala/Config.scala", 'object Config {\n  val %c% = "%V%"\n}\n', quote="double"),
    Context("code", "r-setenv", "analysis/load.R", 'Sys.setenv(%N% = "%V%")\n', quote="double"),
    Context("code", "c-define", "src/config.h", '#ifndef CONFIG_H\n#define CONFIG_H\n#define %N% "%V%"\n#endif\n', quote="double"),
    Context("code", "arduino-wifi", "firmware/main.ino", 'const char* ssid = "workshop";\nconst char* password = "%V%";\n', quote="double", takes="g"),
    # --- shell and containers
    Context("shell", "sh-export", "deploy/env.sh", '#!/bin/sh\nexport %N%="%V%"\n', quote="double", takes="vnguc"),
    Context("shell", "sh-export-bare", "deploy/vars.sh", "export %N%=%V%\n", takes="vn"),
    Context("shell", "sh-single", "bin/run", "#!/usr/bin/env bash\nset -eu\n%N%='%V%'\n./serve\n", quote="single"),
    Context("shell", "sh-default", "bin/start.sh", ': "${%N%:=%V%}"\nexport %N%\n', takes="vng"),
    Context("shell", "sh-default-dash", "bin/worker.sh", 'TOKEN="${%N%:-%V%}"\n', takes="vng"),
    Context("shell", "sh-prefix", "bin/release.sh", "%N%=%V% npm publish --access public\n", takes="vn"),
    Context("shell", "sh-flag", "bin/login.sh", "vendorctl login --user deploy --password %V% --region eu\n", takes="vg"),
    Context("shell", "sh-flag-equals", "bin/sync.sh", 'vendorctl sync --%k%="%V%"\n', quote="double"),
    Context("shell", "sh-curl-user", "bin/upload.sh", "curl -u deploy:%V% -T build.tgz https://nexus.internal/raw/\n", takes="vg"),
    Context("shell", "sh-curl-user-quoted", "bin/fetch.sh", "curl --fail --user 'svc_ci:%V%' https://artifacts.internal/a.tgz -o a.tgz\n", quote="single", takes="vg"),
    Context("shell", "sh-curl-header", "bin/notify.sh", 'curl -X POST https://api.internal/v1 -H "Authorization: Bearer %V%" -d @body.json\n', quote="double", takes="vt"),
    Context("shell", "sh-curl-api-key", "bin/query.sh", "curl https://api.internal/v1/items \\\n  -H 'x-api-key: %V%' \\\n  -H 'accept: application/json'\n", quote="single", takes="vt"),
    Context("shell", "sh-curl-query", "bin/geo.sh", 'curl "https://maps.internal/v2/geocode?address=Lisbon&key=%P%&sensor=false"\n', takes="v"),
    Context("shell", "sh-sshpass", "bin/push.sh", "sshpass -p '%V%' ssh deploy@10.0.0.4 uptime\n", quote="single", takes="g"),
    Context("shell", "sh-mysql-p", "bin/dump.sh", "mysqldump -h db -u root -p'%V%' shop > shop.sql\n", quote="single", takes="g"),
    Context("shell", "sh-pgpassword", "bin/restore.sh", "PGPASSWORD='%V%' pg_restore -h db -U app -d shop shop.dump\n", quote="single", takes="g"),
    Context("shell", "sh-echo-stdin", "bin/registry.sh", 'echo "%V%" | docker login -u deploy --password-stdin registry.internal\n', quote="double", takes="v"),
    Context("shell", "docker-env", "Dockerfile", "FROM python:3.12\nENV %N%=%V%\nRUN make\n", takes="vng"),
    Context("shell", "docker-env-quoted", "docker/Dockerfile.worker", 'FROM node:22\nENV NODE_ENV=production \\\n    %N%="%V%"\n', quote="double"),
    Context("shell", "docker-env-space", "docker/Dockerfile", "FROM alpine\nENV %N% %V%\n", takes="vng"),
    Context("shell", "docker-arg", "Dockerfile", "FROM node:22\nARG %N%=%V%\nRUN npm ci\n", takes="vng"),
    Context("shell", "docker-run", "bin/up.sh", "docker run -d -e %N%='%V%' -p 80:80 shop/web:1.4\n", quote="single"),
    Context("shell", "makefile", "Makefile", "%N% ?= %V%\n\nrun:\n\t./serve\n", takes="vng"),
    Context("shell", "bat-set", "build.bat", "@echo off\r\nset %N%=%V%\r\ncall build\r\n", takes="vng"),
    Context("shell", "systemd", "deploy/app.service", "[Service]\nEnvironment=%N%=%V%\nExecStart=/usr/bin/app\n", takes="vng"),
    Context("shell", "crontab", "deploy/crontab", "%N%=%V%\n0 4 * * * /usr/bin/backup\n", takes="vng"),
    # --- deployment files
    Context("deploy", "compose-map", "docker-compose.yml", "services:\n  web:\n    image: shop/web:1.4\n    environment:\n      LOG_LEVEL: info\n      %N%: %V%\n", takes="vngu"),
    Context("deploy", "compose-list", "compose.yaml", "services:\n  db:\n    image: postgres:17\n    environment:\n      - TZ=UTC\n      - %N%=%V%\n", takes="vngu"),
    Context("deploy", "compose-list-quoted", "docker-compose.prod.yml", 'services:\n  db:\n    environment:\n      - "%N%=%V%"\n', quote="double"),
    Context("deploy", "compose-command", "compose.override.yml", 'services:\n  cache:\n    image: redis:8\n    command: redis-server --requirepass %V%\n', takes="g"),
    Context("deploy", "k8s-stringdata", "k8s/secret.yaml", "apiVersion: v1\nkind: Secret\nmetadata:\n  name: %w%\ntype: Opaque\nstringData:\n  %k%: %V%\n", takes="vngu"),
    Context("deploy", "k8s-data", "k8s/secrets.yml", "apiVersion: v1\nkind: Secret\nmetadata:\n  name: %w%\ndata:\n  %k%: %B%\n", takes="vngu"),
    Context("deploy", "k8s-env", "k8s/deployment.yaml", "    spec:\n      containers:\n        - name: web\n          env:\n            - name: %N%\n              value: \"%V%\"\n", quote="double"),
    Context("deploy", "k8s-configmap", "k8s/configmap.yaml", "apiVersion: v1\nkind: ConfigMap\ndata:\n  app.properties: |\n    retries=3\n    %n%=%V%\n", takes="vngu"),
    Context("deploy", "helm-values", "charts/web/values.yaml", "replicaCount: 2\nauth:\n  username: app\n  %c%: \"%V%\"\n", quote="double"),
    Context("deploy", "helm-set", "bin/deploy.sh", "helm upgrade web ./charts/web --set auth.%c%=%V% --wait\n", takes="vng"),
    Context("deploy", "tf-default", "terraform/variables.tf", 'variable "%n%" {\n  type    = string\n  default = "%V%"\n}\n', quote="double"),
    Context("deploy", "tf-attribute", "terraform/main.tf", 'resource "aws_db_instance" "main" {\n  engine   = "postgres"\n  username = "app"\n  password = "%V%"\n}\n', quote="double", takes="vg"),
    Context("deploy", "tf-vars", "terraform/prod.tfvars", 'region = "eu-west-1"\n%n% = "%V%"\n', quote="double"),
    Context("deploy", "tf-state", "terraform/terraform.tfstate", '{"version": 4, "resources": [{"type": "random_password", "instances": [{"attributes": {"length": 16, "%n%": "%V%"}}]}]}\n', quote="json"),
    Context("deploy", "ansible-vars", "ansible/group_vars/all.yml", "---\ndb_host: 10.0.0.4\n%n%: '%V%'\n", quote="yaml1", takes="vnguc"),
    Context("deploy", "ansible-task", "ansible/site.yml", "- name: user\n  community.mysql.mysql_user:\n    name: app\n    password: %V%\n    state: present\n", takes="vg"),
    Context("deploy", "ansible-inline", "ansible/roles/web/tasks/main.yml", "- name: log in\n  shell: vendorctl login --token={%V%} --quiet\n".replace("{%V%}", "%V%"), takes="vt"),
    Context("deploy", "ansible-inventory", "ansible/hosts.ini", "[web]\n10.0.0.7 ansible_user=deploy ansible_ssh_pass=%V%\n", takes="g"),
    Context("deploy", "github-workflow-env", ".github/workflows/release.yml", "on: push\njobs:\n  build:\n    runs-on: ubuntu-latest\n    env:\n      %N%: %V%\n    steps:\n      - run: make\n", takes="vngu"),
    Context("deploy", "github-workflow-with", ".github/workflows/publish.yml", "jobs:\n  publish:\n    steps:\n      - uses: vendor/publish-action@v2\n        with:\n          %k%: %V%\n", takes="vng"),
    Context("deploy", "gitlab-ci", ".gitlab-ci.yml", "variables:\n  %N%: \"%V%\"\nbuild:\n  script: make\n", quote="double"),
    Context("deploy", "circleci", ".circleci/config.yml", "version: 2.1\njobs:\n  build:\n    docker:\n      - image: cimg/base:2025.01\n        auth:\n          username: deploy\n          password: %V%\n", takes="vg"),
    Context("deploy", "jenkinsfile", "Jenkinsfile", "pipeline {\n  environment {\n    %N% = '%V%'\n  }\n}\n", quote="ruby"),
    Context("deploy", "cloudformation", "cfn/stack.yaml", "Resources:\n  Db:\n    Type: AWS::RDS::DBInstance\n    Properties:\n      MasterUsername: app\n      MasterUserPassword: %V%\n", takes="g"),
    Context("deploy", "serverless", "serverless.yml", "provider:\n  name: aws\n  environment:\n    %N%: '%V%'\n", quote="yaml1"),
    Context("deploy", "app-yaml", "app.yaml", "runtime: python312\nenv_variables:\n  %N%: \"%V%\"\n", quote="double"),
    Context("deploy", "vercel-json", "vercel.json", '{\n  "env": {\n    "%N%": "%V%"\n  }\n}\n', quote="json"),
    Context("deploy", "nginx-header", "nginx/site.conf", 'location /api/ {\n  proxy_set_header Authorization "Bearer %V%";\n  proxy_pass http://api;\n}\n', quote="double", takes="vt"),
    # --- configuration files
    Context("config", "dotenv", ".env", "PORT=8080\n%N%=%V%\n", takes="vngu"),
    Context("config", "dotenv-quoted", ".env.local", 'NODE_ENV=development\n%N%="%V%"\n', quote="double", takes="vnguc"),
    Context("config", "dotenv-single", ".env.production", "%N%='%V%'\nLOG=info\n", takes="vnguc"),
    Context("config", "dotenv-export", ".envrc", "export %N%=%V%\nlayout python\n", takes="vngu"),
    Context("config", "dotenv-commented", ".env.staging", "# %N%=%V%\n%N%=\n", takes="vngu"),
    Context("config", "ini", "config/app.ini", "[gateway]\nhost = 10.0.0.4\n%n% = %V%\n", takes="vnguc"),
    Context("config", "properties", "src/main/resources/application.properties", "server.port=8080\nspring.datasource.username=app\nspring.%k%=%V%\n", takes="vnguc"),
    Context("config", "spring-yaml", "src/main/resources/application.yml", "spring:\n  datasource:\n    username: app\n    %k%: %V%\n", takes="vngu"),
    Context("config", "toml", "config/settings.toml", '[vendor]\nregion = "eu"\n%n% = "%V%"\n', quote="double", takes="vnguc"),
    Context("config", "streamlit-secrets", ".streamlit/secrets.toml", '%N% = "%V%"\n', quote="double"),
    Context("config", "yaml", "config/production.yaml", "log: info\n%n%: %V%\n", takes="vngu"),
    Context("config", "yaml-double", "config/services.yaml", 'gateway:\n  %k%: "%V%"\n', quote="double", takes="vnguc"),
    Context("config", "yaml-flow", "config/inline.yaml", 'vendor: {region: eu, %n%: "%V%"}\n', quote="double"),
    Context("config", "yaml-block", "config/multi.yaml", "gateway:\n  %n%: >-\n    %V%\n  region: eu\n", takes="vu"),
    Context("config", "json", "config/default.json", '{\n  "region": "eu",\n  "%c%": "%V%"\n}\n', quote="json", takes="vnguc"),
    Context("config", "json-minified", "config/bundle.json", '{"a":1,"b":[1,2,3],"gateway":{"url":"https://api.internal","%n%":"%V%"},"c":null}\n', quote="json", takes="vnguc"),
    Context("config", "appsettings", "appsettings.Production.json", '{\n  "ConnectionStrings": {\n    "%p%": "%V%"\n  }\n}\n', quote="json", takes="uc"),
    Context("config", "json-name-value", "config/task-definition.json", '{"environment": [{"name": "%N%", "value": "%V%"}]}\n', quote="json"),
    Context("config", "json5", "config/local.json5", "{\n  // for the staging gateway\n  %c%: '%V%',\n}\n", quote="ruby"),
    Context("config", "jsonc-settings", ".vscode/settings.json", '{\n  // sync\n  "vendor.%c%": "%V%",\n}\n', quote="json"),
    Context("config", "xml-element", "config/server.xml", "<config>\n  <%c%>%V%</%c%>\n</config>\n", quote="xml", takes="vnguc"),
    Context("config", "xml-attribute", "src/main/webapp/META-INF/context.xml", '<Resource name="jdbc/shop" username="app" password="%V%" maxTotal="20"/>\n', quote="xml", takes="vg"),
    Context("config", "web-config", "Web.config", '<appSettings>\n  <add key="%p%" value="%V%" />\n</appSettings>\n', quote="xml", takes="vnguc"),
    Context("config", "maven-settings", ".mvn/settings.xml", "<server>\n  <id>nexus</id>\n  <username>deploy</username>\n  <password>%V%</password>\n</server>\n", quote="xml", takes="vg"),
    Context("config", "plist", "ios/Config.plist", "<dict>\n  <key>%p%</key>\n  <string>%V%</string>\n</dict>\n", quote="xml"),
    Context("config", "android-strings", "app/src/main/res/values/keys.xml", '<resources>\n  <string name="%n%">%V%</string>\n</resources>\n', quote="xml"),
    Context("config", "gradle-properties", "gradle.properties", "org.gradle.jvmargs=-Xmx2g\n%c%=%V%\n", takes="vng"),
    Context("config", "npmrc", ".npmrc", "@shop:registry=https://npm.internal/\n//npm.internal/:_authToken=%V%\n", takes="vt"),
    Context("config", "npmrc-auth", "web/.npmrc", "registry=https://npm.internal/\n_auth=%BA%\nemail=ci@shop.io\n", takes="vg"),
    Context("config", "pypirc", ".pypirc", "[pypi]\nusername = __token__\npassword = %V%\n", takes="vg"),
    Context("config", "pip-conf", "pip.conf", "[global]\nindex-url = %V%\n", takes="u"),
    Context("config", "netrc", ".netrc", "machine api.internal\n  login deploy\n  password %V%\n", takes="vg"),
    Context("config", "netrc-line", "_netrc", "machine git.internal login deploy password %V%\n", takes="vg"),
    Context("config", "git-credentials", ".git-credentials", "https://deploy:%P%@git.internal\n", takes="vg"),
    Context("config", "git-config", "dotfiles/gitconfig", '[remote "origin"]\n\turl = https://deploy:%P%@git.internal/team/app.git\n', takes="vg"),
    Context("config", "pgpass", ".pgpass", "db.internal:5432:shop:app:%V%\n", takes="g"),
    Context("config", "my-cnf", ".my.cnf", "[client]\nuser=root\npassword=%V%\n", takes="g"),
    Context("config", "docker-auth", ".docker/config.json", '{\n  "auths": {\n    "registry.internal": {\n      "auth": "%BA%"\n    }\n  }\n}\n', takes="vg"),
    Context("config", "dockercfg", ".dockercfg", '{"registry.internal": {"username": "deploy", "password": "%V%", "email": "ci@shop.io"}}\n', quote="json", takes="vg"),
    Context("config", "aws-credentials", ".aws/credentials", "[default]\n%n% = %V%\n", takes="vn"),
    Context("config", "gem-credentials", ".gem/credentials", "---\n:rubygems_api_key: %V%\n", takes="vt"),
    Context("config", "cargo-credentials", ".cargo/credentials.toml", '[registry]\ntoken = "%V%"\n', quote="double", takes="vt"),
    Context("config", "hcl-token", ".terraformrc", 'credentials "app.terraform.io" {\n  token = "%V%"\n}\n', quote="double", takes="vt"),
    Context("config", "kubeconfig", "k8s/kubeconfig", "users:\n- name: deploy\n  user:\n    token: %V%\n", takes="vt"),
    Context("config", "redis-conf", "redis/redis.conf", "port 6379\nrequirepass %V%\n", takes="g"),
    Context("config", "htaccess-env", ".htaccess", "SetEnv %N% %V%\n", takes="vng"),
    Context("config", "wpa", "etc/wpa_supplicant.conf", 'network={\n  ssid="office"\n  psk="%V%"\n}\n', takes="g"),
    # --- agents
    Context("agent", "mcp-env", ".mcp.json", '{\n  "mcpServers": {\n    "vendor": {\n      "command": "npx",\n      "args": ["-y", "@vendor/mcp"],\n      "env": {\n        "%N%": "%V%"\n      }\n    }\n  }\n}\n', quote="json"),
    Context("agent", "mcp-header", ".vscode/mcp.json", '{\n  "servers": {\n    "vendor": {\n      "type": "http",\n      "url": "https://mcp.internal/",\n      "headers": {\n        "Authorization": "Bearer %V%"\n      }\n    }\n  }\n}\n', quote="json", takes="vt"),
    Context("agent", "mcp-args", ".cursor/mcp.json", '{\n  "mcpServers": {\n    "search": {\n      "command": "npx",\n      "args": ["-y", "search-mcp", "--api-key", "%V%"]\n    }\n  }\n}\n', quote="json", takes="vt"),
    Context("agent", "mcp-args-lines", "claude_desktop_config.json", '{\n  "mcpServers": {\n    "search": {\n      "command": "uvx",\n      "args": [\n        "search-mcp",\n        "--token",\n        "%V%"\n      ]\n    }\n  }\n}\n', quote="json", takes="v"),
    Context("agent", "mcp-args-equals", "mcp.json", '{"mcpServers": {"db": {"command": "db-mcp", "args": ["--%k%=%V%"]}}}\n', quote="json"),
    Context("agent", "mcp-remote-header", "cline_mcp_settings.json", '{"mcpServers": {"crm": {"command": "npx", "args": ["mcp-remote", "https://mcp.internal/sse", "--header", "Authorization: Bearer %V%"]}}}\n', quote="json", takes="vt"),
    Context("agent", "mcp-x-api-key", ".gemini/settings.json", '{"mcpServers": {"crm": {"httpUrl": "https://mcp.internal", "headers": {"X-API-Key": "%V%"}}}}\n', quote="json", takes="vt"),
    Context("agent", "mcp-url-query", ".windsurf/mcp_config.json", '{"mcpServers": {"search": {"serverUrl": "https://mcp.internal/sse?apiKey=%P%"}}}\n', takes="vt"),
    Context("agent", "mcp-connection", ".roo/mcp.json", '{"mcpServers": {"pg": {"command": "npx", "args": ["-y", "server-postgres", "%V%"]}}}\n', quote="json", takes="u"),
    Context("agent", "codex-toml", ".codex/config.toml", '[mcp_servers.vendor]\ncommand = "npx"\nenv = { "%N%" = "%V%" }\n', quote="double"),
    Context("agent", "goose-yaml", ".config/goose/config.yaml", "extensions:\n  vendor:\n    cmd: npx\n    envs:\n      %N%: %V%\n", takes="vng"),
    Context("agent", "continue-yaml", ".continue/config.yaml", "models:\n  - name: big\n    provider: vendor\n    apiKey: %V%\n", takes="vt"),
    Context("agent", "claude-md", "CLAUDE.md", "# Working here\n\n- Run `make check` before you finish.\n- Use the key %V% for staging.\n", takes="v"),
    Context("agent", "agents-md-backtick", "AGENTS.md", "## Access\n\nThe staging %n% is `%V%`; never print it.\n", takes="vng"),
    Context("agent", "agents-md-env", "web/AGENTS.md", "Set `%N%=%V%` before running the evaluation.\n", takes="vng"),
    Context("agent", "cursorrules", ".cursorrules", "Always call the gateway with the header `Authorization: Bearer %V%`.\nNever use mocks.\n", takes="vt"),
    Context("agent", "cursor-rule", ".cursor/rules/api.mdc", "---\nalwaysApply: true\n---\nWhen you query the API, authenticate with api key %V% and user deploy.\n", takes="vt"),
    Context("agent", "copilot-instructions", ".github/copilot-instructions.md", "The database password for the dev cluster is `%V%`.\n", takes="vg"),
    Context("agent", "gemini-md", "GEMINI.md", "Login for the admin console: user `ops`, password `%V%`\n", takes="g"),
    Context("agent", "agent-settings", ".claude/settings.local.json", '{\n  "env": {"%N%": "%V%"},\n  "permissions": {"allow": ["Bash(make:*)"]}\n}\n', quote="json"),
    Context("agent", "agent-permission", ".claude/settings.json", '{\n  "permissions": {\n    "allow": [\n      "Bash(curl -H \\"Authorization: Bearer %V%\\" https://api.internal/:*)",\n      "Bash(make:*)"\n    ]\n  }\n}\n', quote="json2", takes="vt"),
    Context("agent", "agent-permission-env", ".claude/settings.json", '{\n  "permissions": {\n    "allow": [\n      "Bash(%N%=%V% npm run eval:*)"\n    ]\n  }\n}\n', quote="json", takes="vn"),
    Context("agent", "oauth-store", ".claude/.credentials.json", '{"claudeAiOauth": {"accessToken": "%V%", "expiresAt": 1790000000000, "scopes": ["user:inference"]}}\n', quote="json", takes="vt"),
    Context("agent", "oauth-store-refresh", ".codex/auth.json", '{\n  "tokens": {\n    "account_id": "acct",\n    "refresh_token": "%V%"\n  },\n  "last_refresh": "2026-05-02T08:11:00Z"\n}\n', quote="json", takes="vt"),
    Context("agent", "oauth-store-copilot", ".config/github-copilot/apps.json", '{"github.com:Iv1.b507a08c87ecfe98": {"user": "ada", "oauth_token": "%V%"}}\n', quote="json", takes="v"),
    Context("agent", "transcript-jsonl", ".claude/projects/shop/session.jsonl", '{"type":"user","message":{"role":"user","content":"start"}}\n{"type":"assistant","message":{"content":[{"type":"tool_use","name":"Bash","input":{"command":"export %N%=\\"%V%\\" && npm test"}}]}}\n', quote="json2"),
    Context("agent", "transcript-user", ".codex/history.jsonl", '{"session_id":"a","ts":1750000000,"text":"use this one: %V% and then deploy"}\n', quote="json", takes="v"),
    Context("agent", "transcript-tool-result", ".cursor/log.jsonl", '{"type":"tool_result","content":"PORT=8080\\n%N%=%V%\\nLOG=info"}\n', quote="json"),
    Context("agent", "aider-history", ".aider.chat.history.md", "#### set %N% to %V% in the compose file\n\nDone.\n", takes="vng"),
    # --- notebooks
    Context("notebook", "nb-source", "analysis/explore.ipynb", '{\n "cells": [\n  {\n   "cell_type": "code",\n   "source": [\n    "import os\\n",\n    "os.environ[\\"%N%\\"] = \\"%V%\\"\\n"\n   ]\n  }\n ]\n}\n', quote="json2"),
    Context("notebook", "nb-source-single", "analysis/load.ipynb", '{"cells": [{"cell_type": "code", "source": "%n% = \'%V%\'\\nclient = Client(%n%)"}], "nbformat": 4}\n', quote="json", takes="vngu"),
    Context("notebook", "nb-magic", "analysis/magic.ipynb", '{\n "cells": [\n  {\n   "cell_type": "code",\n   "source": [\n    "%env %N%=%V%\\n"\n   ]\n  }\n ]\n}\n', quote="json", takes="vng"),
    Context("notebook", "nb-output-text", "analysis/run.ipynb", '{\n "cells": [\n  {\n   "cell_type": "code",\n   "outputs": [\n    {\n     "output_type": "stream",\n     "text": [\n      "region: eu\\n",\n      "%n%: %V%\\n"\n     ]\n    }\n   ],\n   "source": ["show()"]\n  }\n ]\n}\n', quote="json", takes="vng"),
    Context("notebook", "nb-output-html", "analysis/table.ipynb", '{\n "cells": [\n  {\n   "outputs": [\n    {\n     "data": {\n      "text/html": [\n       "<tr><td>%n%</td><td>%V%</td></tr>\\n"\n      ]\n     }\n    }\n   ]\n  }\n ]\n}\n', quote="html-in-json", takes="v"),
    Context("notebook", "nb-output-repr", "analysis/repr.ipynb", '{\n "cells": [\n  {\n   "outputs": [\n    {\n     "data": {\n      "text/plain": [\n       "{\'%n%\': \'%V%\'}"\n      ]\n     }\n    }\n   ]\n  }\n ]\n}\n', quote="json"),
    Context("notebook", "nb-traceback", "analysis/error.ipynb", '{\n "cells": [\n  {\n   "outputs": [\n    {\n     "output_type": "error",\n     "traceback": [\n      "\\u001b[0;31mAuthError\\u001b[0m: invalid api key: %V%"\n     ]\n    }\n   ]\n  }\n ]\n}\n', quote="json", takes="v"),
    Context("notebook", "nb-markdown", "analysis/notes.ipynb", '{\n "cells": [\n  {\n   "cell_type": "markdown",\n   "source": [\n    "Use `%N%=%V%` for the demo account\\n"\n   ]\n  }\n ]\n}\n', quote="json", takes="vng"),
    # --- databases, requests, records
    Context("record", "sql-create-user", "migrations/004_users.sql", "CREATE USER 'app'@'%' IDENTIFIED BY '%V%';\nGRANT ALL ON shop.* TO 'app'@'%';\n", quote="sql", takes="g"),
    Context("record", "sql-alter-role", "migrations/005_role.sql", "ALTER ROLE app WITH LOGIN PASSWORD '%V%';\n", quote="sql", takes="g"),
    Context("record", "sql-insert", "migrations/seed.sql", "INSERT INTO settings (name, value) VALUES ('%n%', '%V%');\n", quote="sql", takes="vng"),
    Context("record", "http-file", "requests/items.http", "POST https://api.internal/v1/items\nAuthorization: Bearer %V%\nContent-Type: application/json\n", takes="vt"),
    Context("record", "http-file-basic", "requests/login.http", "GET https://api.internal/v1/me\nAuthorization: Basic %BA%\n", takes="vg"),
    Context("record", "http-variable", "requests/env.rest", "@%c% = %V%\nGET https://api.internal\n", takes="vng"),
    Context("record", "postman-auth", "postman/shop.postman_collection.json", '{"item": [{"request": {"auth": {"type": "bearer", "bearer": [{"key": "token", "value": "%V%", "type": "string"}]}}}]}\n', quote="json", takes="vt"),
    Context("record", "postman-environment", "postman/prod.postman_environment.json", '{\n  "values": [\n    {\n      "key": "%n%",\n      "value": "%V%",\n      "enabled": true\n    }\n  ]\n}\n', quote="json"),
    Context("record", "insomnia", "api/insomnia.yaml", "requests:\n  - headers:\n      - name: X-Auth-Token\n        value: %V%\n", takes="v"),
    Context("record", "har", "captures/login.har", '{"log": {"entries": [{"request": {"method": "GET", "headers": [{"name": "Authorization", "value": "Bearer %V%"}]}}]}}\n', quote="json", takes="vt"),
    Context("record", "har-basic", "captures/basic.har", '{"log": {"entries": [{"request": {"headers": [{"name": "authorization", "value": "Basic %BA%"}]}}]}}\n', takes="vg"),
    Context("record", "log-line", "logs/app.log", "2026-03-02T10:11:12Z INFO  starting %w%\n2026-03-02T10:11:13Z DEBUG request headers: {'Authorization': 'Bearer %V%', 'Accept': '*/*'}\n", takes="vt"),
    Context("record", "log-url", "logs/access.log", '10.0.0.9 - - [02/Mar/2026:10:11:12 +0000] "GET /v1/items?access_token=%P%&page=2 HTTP/1.1" 200 512\n', takes="vt"),
    Context("record", "log-env", "logs/ci.txt", "+ env\nHOME=/root\n%N%=%V%\nPATH=/usr/bin\n", takes="vngu"),
    Context("record", "readme-curl", "README.md", "# Shop\n\n```sh\ncurl -H 'Authorization: Bearer %V%' https://api.shop.io/v1/orders\n```\n", takes="vt"),
    Context("record", "readme-env", "packages/web/README.md", "Start it:\n\n    %N%=%V% npm start\n", takes="vn"),
    Context("record", "notes-md", "NOTES.md", "- staging %k%: %V%\n- prod: ask ops\n", takes="vng"),
    Context("record", "diff-added", "patches/fix.patch", '--- a/config.py\n+++ b/config.py\n@@ -1,2 +1,2 @@\n-%N% = None\n+%N% = "%V%"\n', quote="double"),
    Context("record", "diff-removed", "patches/clean.diff", '--- a/config.py\n+++ b/config.py\n@@ -1,2 +1,1 @@\n-%N% = "%V%"\n', quote="double"),
    Context("record", "csv", "data/accounts.csv", "name,host,%n%\nshop,10.0.0.4,%V%\n", takes="v"),
    Context("record", "csv-quoted", "data/export.csv", '"id","name","value"\n"7","%n%","%V%"\n', takes="vn"),
    Context("record", "vcr-cassette", "cassettes/login.yaml", "interactions:\n- request:\n    headers:\n      Authorization:\n      - Bearer %V%\n", takes="vt"),
    Context("record", "html-meta", "public/index.html", '<meta name="%k%" content="%V%">\n', quote="xml", takes="v"),
    Context("record", "html-script", "public/page.html", '<script>\n  window.CONFIG = { %c%: "%V%" };\n</script>\n', quote="double"),
    Context("record", "commit-message", ".git/COMMIT_EDITMSG", "Rotate the gateway's credentials\n\nThe new %n% is %V%\n", takes="vng"),
    Context("record", "commit-message-env", ".git/COMMIT_EDITMSG", "Fix the release\n\nWorks with %N%=%V% in the shell.\n", takes="vng"),
    # --- encodings
    Context("encoded", "b64-python", "src/opaque.py", 'import base64\n\n%N% = base64.b64decode("%B%").decode()\n', takes="vn"),
    Context("encoded", "b64-env", ".env.b64", "%N%_B64=%B%\n", takes="vn"),
    Context("encoded", "b64-json", "config/blob.json", '{"payload": "%BJ%"}\n', takes="v"),
    Context("encoded", "b64-twice", "config/twice.yaml", "blob: %BB%\n", takes="v"),
    Context("encoded", "percent-reserved", "src/link.ts", 'const link = "https://api.internal/cb?state=1&%n%=%P%";\n', takes="vngu"),
    Context("encoded", "percent-whole", "src/redirect.txt", "next=/home&%n%=%Q%&lang=en\n", takes="v"),
    Context("encoded", "json-unicode", "config/escaped.json", '{"%c%": "%X%"}\n', takes="v"),
    Context("encoded", "json-in-json", "config/nested.json", '{"body": "{\\"region\\": \\"eu\\", \\"%n%\\": \\"%V%\\"}"}\n', quote="json2"),
    Context("encoded", "json-in-json-in-json", "config/nested3.json", '{"log": "{\\"body\\": \\"{\\\\\\"%n%\\\\\\": \\\\\\"%V%\\\\\\"}\\"}"}\n', quote="json3", takes="vng"),
    Context("encoded", "json-in-env", ".env.config", "CONFIG='{\"%n%\": \"%V%\"}'\n", quote="json", takes="vng"),
    Context("encoded", "json-in-yaml", "k8s/cm-json.yaml", "data:\n  config.json: '{\"%c%\":\"%V%\"}'\n", quote="json", takes="vng"),
    Context("encoded", "xml-entity", "config/entity.xml", '<add name="Main" connectionString="%V%" />\n', quote="xml", takes="c"),
    Context("encoded", "utf16-le", "config/Settings.ini", "[gateway]\nhost=10.0.0.4\n%n%=%V%\n", encoding="utf-16-le", newline="\r\n", takes="vngc"),
    Context("encoded", "utf16-be", "scripts/vars.ps1", '$%n% = "%V%"\n', encoding="utf-16-be", quote="double"),
    Context("encoded", "utf8-bom", "config/bom.json", '{\n "%n%": "%V%"\n}\n', encoding="utf-8-sig", quote="json"),
    Context("encoded", "crlf", "config/win.env", "PORT=8080\n%N%=%V%\nMODE=live\n", newline="\r\n", takes="vngu"),
    Context("encoded", "crlf-yaml", "config/win.yaml", 'a: 1\n%n%: "%V%"\n', newline="\r\n", quote="double"),
    Context("encoded", "latin1", "config/lisbon.ini", "; configura\u00e7\u00e3o\n[gateway]\n%n%=%V%\n", encoding="latin-1", takes="vng"),
    Context("encoded", "one-line-json", "dist/data.json", '{"items":[' + ",".join(f'{{"id":{n},"title":"Item {n}","price":{n * 7}}}' for n in range(150)) + '],"auth":{"%n%":"%V%"},"more":[' + ",".join(map(str, range(600))) + "]}\n", quote="json"),
    Context("encoded", "one-line-js", "dist/vendor.js", "".join(f"function a{n}(e,t){{return e?t[{n}]:null}}" for n in range(160)) + 'var cfg={%c%:"%V%",n:1};' + "".join(f"var b{n}=a{n};" for n in range(160)) + "\n", quote="double"),
)  # fmt: skip
