"""A repository of every format with a verdict on every dependency: `«` stands before one that `strict` must find
loose, `»` before one that is pinned well enough. What has neither is no dependency, and nothing may be said of it.

`SHA`, `DIGEST` and `INTEGRITY` are replaced by made-up values of the right form.
"""

VERDICTS = {
    "requirements.txt": """\
# what the service installs
»flask==3.1.2
»flask-login[argon2]==0.6.3 ; python_version >= "3.11"  # with extras
«requests
«httpx>=0.28
«pydantic~=2.11
«numpy==2.*
«boto3!=1.40.1
»urllib3===2.5.0
«celery[redis]>=5.4,<6 ; sys_platform != "win32"
»-e ./packages/billing
»./vendor/tool-1.0-py3-none-any.whl
«internal @ git+https://git.example.org/team/internal@main
»audited @ git+https://git.example.org/team/audited@SHA
«git+https://git.example.org/team/tagged@v1.2#egg=tagged
»https://files.example.org/wheels/thing-1.0-py3-none-any.whl
--index-url https://pypi.example.org/simple
--extra-index-url=https://mirror.example.org/simple
«structlog \\
    >=24
""",
    "requirements-hashed.txt": """\
»attrs==25.3.0 \\
    --hash=sha256:HEX64
»idna==3.10 --hash=sha256:HEX64
""",
    "requirements/dev.in": """\
»pytest==9.2.0
«pytest-cov
-c ../constraints.txt
»coverage
""",
    "constraints.txt": """\
»coverage==7.10.1
»urllib3<3
""",
    "lib/pyproject.toml": """\
[build-system]
requires = ["»hatchling==1.27.0", "«hatch-vcs>=0.5"]
build-backend = "hatchling.build"

[project]
name = "lib"
version = "1.0"
requires-python = ">=3.11"
classifiers = ["License :: OSI Approved :: MIT License"]
dependencies = [
  "»httpx>=0.27,<1",
  "«anyio",
  "»rich~=14.0",
]

[project.optional-dependencies]
fast = ["»orjson>=3"]
all = ["»lib[fast]", "«uvloop"]

[dependency-groups]
test = ["»pytest==9.2.0", "«hypothesis>=6", {include-group = "lint"}]
lint = ["«ruff", '»mypy==1.18.1']

[tool.hatch.envs.docs]
dependencies = [
  "«mkdocs",
  "»mkdocs-material==9.6.20",
]

[tool.pdm.dev-dependencies]
bench = ["«pyperf", "»asv==0.6.4"]
""",
    "poetry/pyproject.toml": """\
[tool.poetry]
name = "service"
version = "0.1.0"
package-mode = false

[tool.poetry.dependencies]
python = "^3.11"
django = "«^5.2"
gunicorn = "»23.0.0"
psycopg = { version = "«~3.2", extras = ["binary"] }
redis = "»==6.4.0"
stripe = "«*"
sentry-sdk = {version = "»2.35.0", optional = true}
shared = { path = "../shared" }
»tools = { git = "https://git.example.org/team/tools.git", rev = "SHA" }
plugins = { git = "https://git.example.org/team/plugins.git", branch = "«main" }

[tool.poetry.group.dev.dependencies]
pytest = "«>=8"
black = "»25.1.0"

[build-system]
requires = ["»poetry-core==2.1.3"]
""",
    "locked/pyproject.toml": """\
[project]
name = "locked"
version = "1"
dependencies = ["»flask>=3"]

[dependency-groups]
dev = ["»pytest>=8"]

[tool.uv]
package = false
""",
    "locked/uv.lock": """\
version = 1
revision = 3
requires-python = ">=3.11"

[[package]]
name = "flask"
version = "3.1.2"
source = { registry = "https://pypi.org/simple" }
sdist = { url = "https://files.example.org/flask-3.1.2.tar.gz", hash = "sha256:HEX64", size = 1 }

[[package]]
name = "pytest"
version = "9.2.0"
source = { registry = "https://pypi.org/simple" }
sdist = { url = "https://files.example.org/pytest-9.2.0.tar.gz", hash = "sha256:HEX64", size = 1 }

[[package]]
name = "locked"
version = "1"
source = { virtual = "." }
dependencies = [{ name = "flask" }]

[package.dev-dependencies]
dev = [{ name = "pytest" }]

[package.metadata]
requires-dist = [{ name = "flask", specifier = ">=3" }]

[package.metadata.requires-dev]
dev = [{ name = "pytest", specifier = ">=8" }]
""",
    "legacy/setup.cfg": """\
[metadata]
name = legacy

[options]
python_requires = >=3.11
install_requires =
    »requests>=2.31
    «click
    # a comment
    »attrs==25.3.0 ; python_version < "3.13"
tests_require =
    «nose2

[options.extras_require]
yaml =
    «PyYAML
""",
    "legacy/setup.py": """\
from setuptools import setup

EXTRAS = {"cli": ["«typer"], "web": ["»fastapi>=0.115"]}

setup(
    name="legacy",
    python_requires=">=3.11",
    install_requires=[
        "»six>=1.16",
        '«jinja2',
    ],
    setup_requires=["«setuptools_scm>=8"],
    extras_require=EXTRAS,
)
""",
    "tox.ini": """\
[tox]
env_list = py311, py312
requires =
    «tox-uv

[testenv]
deps =
    »pytest==9.2.0
    «pytest-mock
    -r requirements.txt
commands =
    pytest {posargs}

[testenv:lint]
deps = «ruff>=0.12
commands = ruff check .
""",
    "noxfile.py": """\
import nox


@nox.session
def tests(session: nox.Session) -> None:
    session.install("»pytest==9.2.0", "«pytest-xdist")
    session.install("-e", ".")
    session.install("-r", "requirements.txt")
    session.run("pytest", *session.posargs)
""",
    "environment.yml": """\
name: analysis
channels:
  - conda-forge
dependencies:
  - python=3.11
  - »numpy=1.26.4
  - «pandas
  - «scipy>=1.11
  - »matplotlib==3.10.1
  - «conda-forge::xarray=2024
  - pip
  - pip:
      - »seaborn==0.13.2
      - «statsmodels
""",
    "pixi/pixi.toml": """\
[workspace]
name = "model"
channels = ["conda-forge"]
platforms = ["linux-64"]

[dependencies]
python = ">=3.11"
polars = "«>=1.30"
duckdb = "»==1.3.2"
pyarrow = "«*"

[pypi-dependencies]
marimo = "«>=0.14"
altair = "»==5.5.0"
""",
    "scripts/report.py": """\
#!/usr/bin/env -S uv run --script
# /// script
# requires-python = ">=3.11"
# dependencies = [
#   "«requests<3",
#   "»rich==14.1.0",
#   "«typer",
# ]
# ///
print("hello")
""",
    "pipenv/Pipfile": """\
[[source]]
url = "https://pypi.org/simple"
verify_ssl = true
name = "pypi"

[packages]
flask = "«*"
gunicorn = "»==23.0.0"
redis = {version = "«>=5", extras = ["hiredis"]}

[dev-packages]
pytest = "«~=8.0"

[requires]
python_version = "3.11"
""",
    "web/package.json": """\
{
  "name": "web",
  "private": true,
  "engines": { "node": ">=22" },
  "packageManager": "»pnpm@9.15.4",
  "dependencies": {
    "react": "«^19.1.0",
    "react-dom": "»19.1.0",
    "lodash": "«*",
    "axios": "«latest",
    "ui-kit": "workspace:*",
    "left-pad": "«~1.3",
    "icons": "«github:example/icons#main",
    "fonts": "»github:example/fonts#SHA"
  },
  "devDependencies": {
    "vite": "«>=7",
    "typescript": "»5.9.2",
    "@types/node": "«22.x",
    "local": "file:../local"
  },
  "peerDependencies": {
    "next": ">=15"
  }
}
""",
    "kit/package.json": """\
{
  "name": "kit",
  "version": "2.0.0",
  "exports": "./index.js",
  "files": ["index.js"],
  "dependencies": {
    "zod": "»^4.0.0",
    "nanoid": "«*"
  },
  "peerDependencies": { "react": ">=18" }
}
""",
    "native/Cargo.toml": """\
[package]
name = "native"
version = "0.1.0"
edition = "2021"
publish = false

[dependencies]
serde = "«1.0"
tokio = { version = "«1", features = ["full"] }
rand = "»=0.8.5"
anyhow = "«*"
core = { path = "../core" }
»proto = { git = "https://git.example.org/team/proto", rev = "SHA" }
wire = { git = "https://git.example.org/team/wire", branch = "«main" }

[dev-dependencies]
proptest = { version = "»=1.7.0" }
""",
    "svc/go.mod": """\
module example.org/svc

go 1.24

require (
	github.com/gorilla/mux »v1.8.1
	golang.org/x/sync »v0.0.0-20240101000000-0123456789ab // indirect
	example.org/moving «master
)

replace example.org/local => ../local

replace »example.org/fork => github.com/example/fork v1.2.3
""",
    "app/Gemfile": """\
source "https://rubygems.org"
ruby "3.3.0"

gem "rails", "«~> 8.0"
gem "puma", "»6.6.0"
gem '«bootsnap', require: false
gem "engine", path: "engines/engine"
gem "widgets", git: "https://git.example.org/team/widgets.git", ref: "»SHA"
gem "gadgets", git: "https://git.example.org/team/gadgets.git", branch: "«main"

group :test do
  gem "rspec", "«>= 3.13"
  gem "rubocop", "»= 1.79.0"
end
""",
    "Dockerfile": """\
# A service in two stages.
ARG PYTHON=3.12
FROM «python:${PYTHON}-slim AS build
WORKDIR /src
RUN apt-get update && apt-get install -y --no-install-recommends \\
    «build-essential \\
    # the client library
    »libpq-dev=17.5-0+deb13u1
RUN pip install --no-cache-dir «poetry »wheel==0.45.1
RUN pip install -r requirements.txt
COPY . .
RUN --mount=type=cache,target=/root/.cache --mount=type=bind,from=«ghcr.io/astral-sh/uv:0.8,source=/uv,target=/bin/uv \\
    uv pip install --system «gunicorn
RUN «curl -sSL https://install.example.org/setup.sh | sh
RUN <<EOF
set -e
npm install -g «typescript
npm ci
EOF
RUN ["pip", "install", "«flit"]

FROM »gcr.io/distroless/python3@DIGEST AS run
COPY --from=build /src /src
COPY --from=«ghcr.io/astral-sh/uv:latest /uv /bin/uv
COPY --from=0 /etc/passwd /etc/passwd
RUN gem install «bundler && gem install »rake -v 13.3.0
RUN go install «golang.org/x/tools/gopls@latest && go install »github.com/air-verse/air@v1.62.0
CMD ["python", "-m", "service"]
""",
    "deploy/api.Dockerfile": """\
FROM »docker.io/library/node:22.18.0-alpine@DIGEST
RUN apk add --no-cache «git »curl=8.14.1-r1
RUN npx --yes «cowsay hi
RUN pip install "«fastapi>=0.115" '»uvicorn==0.35.0'
FROM scratch
FROM «nginx
""",
    "compose.yaml": """\
services:
  db:
    image: «postgres:17
  cache:
    image: »redis:8.2@DIGEST
  web:
    build: .
    image: example/web:dev
  mail:
    image: "«axllent/mailpit:latest"
  worker:
    image: «rabbitmq
    command: ["uvx", "»flower@2.0.1"]
""",
    ".devcontainer/devcontainer.json": """\
{
  // for everybody alike
  "name": "dev",
  "image": "«mcr.microsoft.com/devcontainers/python:3.12",
  "features": {
    "«ghcr.io/devcontainers/features/node:1": {},
    "»ghcr.io/devcontainers/features/git@DIGEST": {},
  },
  "postCreateCommand": "pip install «pre-commit",
}
""",
    ".github/workflows/ci.yml": """\
on: push
jobs:
  test:
    runs-on: ubuntu-latest
    container: «node:22
    services:
      db:
        image: »postgres@DIGEST
      cache:
        image: «redis:8
    steps:
      - uses: «actions/checkout@v4
      - uses: »actions/setup-python@SHA # v5.6.0
        with:
          python-version: "3.12"
      - uses: «astral-sh/setup-uv@main
        with:
          version: «latest
      - uses: ./.github/actions/setup
      - uses: «docker://alpine:3.22
      - uses: »docker://alpine@DIGEST
      - run: pip install «tox »nox==2025.5.1
      - run: |
          set -e
          python -m pip install --upgrade «pip
          uvx «ruff check .
          uvx »ruff@0.12.7 check .
          pipx run «build
          npx «prettier --check .
          echo "pip install nothing"
          cargo install «cargo-audit
          cargo install »cargo-deny@0.18.3
          «curl -fsSL https://get.example.org | bash -s -- -y
      - name: Python is no shell
        shell: python
        run: |
          print("pip install nothing")
  again:
    uses: «example/workflows/.github/workflows/test.yml@v1
  lint:
    container:
      image: »ghcr.io/example/lint:1.0@DIGEST
    steps: []
""",
    ".github/actions/setup/action.yml": """\
name: Set up
runs:
  using: composite
  steps:
    - uses: «actions/cache@v4
    - uses: »actions/cache@SHA # v4.2.3
    - run: pipx install «poetry
      shell: bash
""",
    ".gitlab-ci.yml": """\
image: «python:3.12
include:
  - project: example/templates
    ref: «main
    file: /ci.yml
  - project: example/templates
    ref: »SHA
    file: /ci.yml
  - template: Auto-DevOps.gitlab-ci.yml
test:
  image:
    name: »python:3.12@DIGEST
  services:
    - «postgres:17
  before_script:
    - pip install «nox
  script:
    - nox
    - pip install »coverage==7.10.1
""",
    "scripts/bootstrap.sh": """\
#!/usr/bin/env bash
set -euo pipefail
# pip install commented
pip install «httpie
python3 -m pip install --user »httpie==3.2.4 "«rich>=13"
uv tool install «ruff
uv tool install »ruff==0.12.7
pipx install «black && pipx install »black==25.1.0
npm install --global «pnpm@latest »yarn@1.22.22
npx -y «create-next-app@latest my-app
cargo install --git https://git.example.org/team/tool --rev »SHA
go install «honnef.co/go/tools/cmd/staticcheck@latest
«wget -qO- https://get.example.org/install.sh | sudo bash
cat <<'TEXT'
pip install in-a-text
TEXT
echo "npx nothing"
if command -v apt-get; then sudo apt-get install -y «jq; fi
""",
    ".pre-commit-config.yaml": """\
repos:
  - repo: https://github.com/pre-commit/pre-commit-hooks
    rev: «v5.0.0
    hooks:
      - id: check-yaml
  - repo: https://github.com/astral-sh/ruff-pre-commit
    rev: »SHA  # frozen: v0.12.7
    hooks:
      - id: ruff
  - repo: https://github.com/pre-commit/mirrors-mypy
    rev: «main
    hooks:
      - id: mypy
        additional_dependencies: ["«types-requests", "»types-PyYAML==6.0.12.20250516"]
  - repo: local
    hooks:
      - id: lint
        name: lint
        language: docker_image
        entry: «hadolint/hadolint:latest
      - id: format
        name: format
        language: node
        entry: prettier
        additional_dependencies: [»prettier@3.6.2, «prettier-plugin-toml]
""",
    ".pre-commit-hooks.yaml": """\
- id: check
  name: check
  entry: check
  language: python
  additional_dependencies: [«click, »rich==14.1.0]
- id: image
  name: image
  entry: »ghcr.io/example/check@DIGEST check
  language: docker_image
""",
    ".mcp.json": """\
{
  "mcpServers": {
    "files": { "command": "npx", "args": ["-y", "«@modelcontextprotocol/server-filesystem", "."] },
    "git": { "command": "uvx", "args": ["«mcp-server-git"] },
    "time": { "command": "uvx", "args": ["»mcp-server-time==2025.8.4"] },
    "search": { "command": "docker", "args": ["run", "-i", "--rm", "«mcp/brave-search:latest"] },
    "remote": { "url": "https://mcp.example.org/sse" }
  }
}
""",
    ".codex/config.toml": """\
[mcp_servers.docs]
command = "npx"
args = ["-y", "«@example/docs-server@latest"]

[mcp_servers.fixed]
command = "npx"
args = ["-y", "»@example/fixed-server@1.4.2"]
""",
}
