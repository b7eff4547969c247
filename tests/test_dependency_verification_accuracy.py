"""dependency-verification on proved uses and programs, with the wheels of real packages.

`benchmarks/apis_proof.py` and `benchmarks/apis_dynamic_proof.py` prove the texts themselves. Here each use gets a
repository of its own, with its wrong text and its right twin, and the pins of all. What was caught once is in `CAUGHT`,
so that a loss is seen by its name; uses that are caught since are added when they are known to stay.

All of it takes long and is asked for: `python3 tests/run_tests.py -m exhaustive`. Uses of a few distributions, and the
programs that need none, are judged in every run. Wheels are fetched once into `.venv/apis-cache` of the checkout; that
is what needs the network.
"""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import pytest

from invented.dynamic import FILES, Dynamic
from invented.uses import USES, Use
from tests_support import TOP, Repository
from walkaround._dependencies.requirement import normalised
from walkaround._wheels import Wanted
from walkaround._wheels.fetch import NotFetched, fetch
from walkaround._wheels.store import find
from walkaround.dependency_verification import main

CACHE = TOP / ".venv" / "apis-cache"
# What every run judges: uses of these, and what they need.
SOME = frozenset({"attrs", "cachetools", "click", "flask", "packaging", "pyjwt", "requests", "tenacity", "tomlkit"})
NEEDED = SOME | frozenset({
    "blinker", "certifi", "charset-normalizer", "idna", "itsdangerous", "jinja2", "markupsafe", "urllib3", "werkzeug",
})  # fmt: skip
STRICT = 'extends = "strict"\n'
# The fetched wheels are those of the pins, whose age is not judged here.
PYPROJECT = '[project]\nname = "mine"\nversion = "1.0"\nrequires-python = ">={python}"\n'

CAUGHT = frozenset(
    """
    aiohttp-get-verify aiohttp-session-base aiohttp-session-fetch aiohttp-timeout-seconds aiohttp-web-json
    arrow-from-timestamp arrow-parse attrs-default-factory attrs-missing-field attrs-private-field attrs-to-dict
    attrs-unknown-field attrs-validators-module bcrypt-gensalt-cost bcrypt-hash-without-salt bcrypt-verify
    boto3-bucket-list-objects boto3-dynamodb-query-all boto3-get-secret boto3-paginator-pages
    boto3-put-object-content boto3-s3-exception boto3-s3-list-files boto3-session-get-client
    boto3-sns-publish-message boto3-sqs-send-batch boto3-table-put cachetools-key-module cachetools-memoize
    cachetools-ttl-missing click-colorize click-echo-end click-group-too-many click-option-choices
    cryptography-fernet-create-key cryptography-fernet-max-age cryptography-generate-key-length
    cryptography-hash-hexdigest cryptography-kdf-bcrypt cryptography-kdf-missing-iterations
    cryptography-rsa-missing-size dateutil-parse-date dateutil-relativedelta-quarters dateutil-timezone-module
    django-core-urlresolvers django-force-text django-form-field-max-len django-integer-field-min
    django-paginator-missing-size django-timezone-utc django-ugettext-lazy docker-errors-module
    docker-from-environment docker-list-containers dotenv-load-env dotenv-values-prefix
    fastapi-app-register-router fastapi-cors-name fastapi-depends-cache fastapi-http-exception-status
    fastapi-json-response fastapi-positional-title fastapi-websocket-module flask-before-first-request
    flask-markup flask-missing-import-name flask-redirect-status flask-response-json-body flask-route-method
    flask-template-dir flask-to-json httpx-client-headers-add httpx-client-retries httpx-codes-member
    httpx-exceptions-module httpx-get-allow-redirects httpx-post-positional-data httpx-response-ok
    httpx-stream-retries itsdangerous-loads-expiry itsdangerous-missing-key itsdangerous-timed-json
    jinja2-markup jinja2-trim jsonschema-draft-name jsonschema-validate-missing-schema jwt-encode-expires-in
    jwt-encode-without-key jwt-errors-module jwt-expired-token-error loguru-add-fmt loguru-set-level
    lxml-html-module markdown-render markdown-renderer-render marshmallow-field-missing marshmallow-fields-text
    more-itertools-chunk more-itertools-first-too-many msgpack-dumpb networkx-graph-add-vertex
    networkx-write-gml-lines numpy-concatenate-dim numpy-float-alias numpy-generator-rand numpy-linalg-inverse
    numpy-testing-module numpy-to-list numpy-trapz openpyxl-add-sheet openpyxl-sheet-write openpyxl-style-module
    orjson-dumps-indent orjson-load orjson-loads-two packaging-legacy-version packaging-specifier-matches
    packaging-version-is-stable pandas-frame-append pandas-from-list pandas-read-csv-separator
    pandas-rolling-average pandas-to-date paramiko-accept-policy paramiko-key-from-string paramiko-run
    pillow-antialias pillow-new-missing-size pillow-resampling-member pillow-save-as pillow-textsize
    prometheus-counter-increment prometheus-gauge-missing-documentation prometheus-labels-increment
    prometheus-timer psutil-process-memory pydantic-alias-field pydantic-dump-format pydantic-forbidden-field
    pydantic-missing-field pydantic-model-to-dict pydantic-parse-json pydantic-positional-fields
    pydantic-settings-config-name pydantic-settings-extra pydantic-settings-reload
    pygments-highlight-missing-formatter pymongo-collection-insert pymongo-connection python-contextlib-chdir
    python-dataclass-weakref-slot python-datetime-utc python-exception-group python-file-digest
    python-itertools-batched python-path-walk python-str-enum python-task-group python-tomllib
    python-typing-self redis-connection-error-name redis-from-uri redis-get-default redis-set-expire
    redis-set-json requests-adapter-pool-size requests-get-retries requests-prepared-full-url
    requests-retry-module requests-session-base-url requests-session-post-headers requests-session-set-header
    rich-console-success rich-progress-bar-module rich-table-add-header rich-track-desc slugify-class
    slugify-delimiter sqlalchemy-declarative-model sqlalchemy-engine-execute sqlalchemy-hybrids-module
    sqlalchemy-result-fetch-all sqlalchemy-session-find sqlalchemy-url-build starlette-response-module
    starlette-route-method stdlib-asyncio-gather-all stdlib-concurrent-pool-module stdlib-counter-top
    stdlib-dataclass-missing-field stdlib-dataclass-unknown-field stdlib-datetime-from-iso stdlib-functools-name
    stdlib-json-load-file stdlib-logging-dict-config stdlib-named-tuple-field stdlib-path-read-lines
    stdlib-shutil-remove-tree stdlib-subprocess-capture structlog-json-formatter structlog-timestamper-format
    tabulate-format tabulate-table-module tenacity-retry-max-attempts tenacity-stop-after-attempts
    tenacity-wait-exponential-base tomlkit-read tqdm-advance tqdm-auto-progress typer-add-command
    typer-option-short typer-prompt-class urllib3-retry-default-methods urllib3-retry-method-whitelist
    websockets-connection-closed websockets-sync-connect werkzeug-password-rounds werkzeug-secure-filename
    xmltodict-to-xml yaml-dump-sort yaml-load-without-loader yaml-safe-load-file yaml-safe-load-loader
    yarl-from-parts yarl-with-params
    """.split()  # noqa: SIM905 - a list with a name a line would be pages
)


def pins(name: str) -> list[Wanted]:
    """The pins of a list beside the texts, without their hashes: those are of one platform's wheels."""
    text = (TOP / "tests" / "invented" / name).read_text(encoding="utf-8")
    return [Wanted(normalised(one), version) for one, version in re.findall(r"(?m)^([\w.-]+)==([^\s;\\]+)", text)]


@contextmanager
def alone() -> Iterator[None]:
    """One process at a time: of several that find nothing in the cache, one fetches."""
    fcntl = pytest.importorskip("fcntl")
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def fetched(wanted: list[Wanted]) -> str:
    """A cache that holds these wheels."""
    with pytest.MonkeyPatch.context() as patch, alone():
        patch.setenv("XDG_CACHE_HOME", str(CACHE))
        there = find(wanted, "/nowhere")
        missing = [one for one in dict.fromkeys(wanted) if one not in there]
        failed = [got for got in fetch(missing, python="3.12") if isinstance(got, NotFetched)]
    assert failed == []
    return str(CACHE)


@pytest.fixture(scope="session")
def wheels() -> str:
    return fetched([*pins("requirements.txt"), *pins("dynamic-requirements.txt")])


@pytest.fixture(scope="session")
def some_wheels() -> str:
    return fetched([one for one in pins("requirements.txt") if one.name in NEEDED])


Judge = Callable[[str, dict[str, str], Sequence[Wanted], str], tuple[list[dict[str, Any]], list[Any]]]


@pytest.fixture
def judge(repository: Repository, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Judge:
    """The hook over files of a repository with these pins: findings but DEP018, and what was not judged."""

    def judged(
        cache: str, files: dict[str, str], pinned: Sequence[Wanted], python: str
    ) -> tuple[list[dict[str, Any]], list[Any]]:
        monkeypatch.setenv("XDG_CACHE_HOME", cache)
        monkeypatch.delenv("VIRTUAL_ENV", raising=False)
        repository.stage("walkaround.toml", STRICT)
        repository.stage("pyproject.toml", PYPROJECT.format(python=python))
        lines = "".join(f"{one.name}=={one.version}\n" for one in pinned)
        repository.stage("requirements.txt", f"# This file was autogenerated by uv\n{lines}")
        for path, text in files.items():
            repository.stage(path, text)
        main(["--format", "json", *(path for path in files if path.endswith(".py"))])
        said = json.loads(capsys.readouterr().out)
        return [one for one in said["findings"] if one["rule"] != "DEP018"], said["errors"]

    return judged


def assert_judged(judge: Judge, cache: str, use: Use, pinned: Sequence[Wanted]) -> None:
    """The right twin has no finding, and the wrong text has its own where it had one before."""
    findings, errors = judge(cache, {"bad.py": use.bad, "good.py": use.good}, pinned, use.python or "3.11")
    assert errors == []
    assert [one for one in findings if one["path"] == "good.py"] == []
    caught = use.line in {one["line"] for one in findings if one["path"] == "bad.py"}
    assert caught or use.id not in CAUGHT, findings


FEW = [use for use in USES if use.distribution.lower() in SOME or not use.distribution]
ALONE = [program for program in FILES if not program.distributions]


@pytest.mark.e2e
@pytest.mark.parametrize("use", FEW, ids=[use.id for use in FEW])
def test_an_invented_use_and_its_twin(judge: Judge, some_wheels: str, use: Use) -> None:
    assert_judged(judge, some_wheels, use, [one for one in pins("requirements.txt") if one.name in NEEDED])


@pytest.mark.e2e
@pytest.mark.parametrize("program", ALONE, ids=[program.id for program in ALONE])
def test_a_dynamic_program_is_left_alone(judge: Judge, some_wheels: str, program: Dynamic) -> None:
    assert judge(some_wheels, dict(program.files), (), "3.11") == ([], [])


@pytest.mark.exhaustive
@pytest.mark.parametrize("use", USES, ids=[use.id for use in USES])
def test_an_invented_use_and_its_twin_among_all_pins(judge: Judge, wheels: str, use: Use) -> None:
    assert_judged(judge, wheels, use, pins("requirements.txt"))


@pytest.mark.exhaustive
@pytest.mark.parametrize("program", FILES, ids=[program.id for program in FILES])
def test_a_dynamic_program_is_left_alone_among_all_pins(judge: Judge, wheels: str, program: Dynamic) -> None:
    assert judge(wheels, dict(program.files), pins("dynamic-requirements.txt"), "3.11") == ([], [])


def test_names_of_uses_that_are_caught_are_names_of_uses() -> None:
    assert frozenset(use.id for use in USES) >= CAUGHT
