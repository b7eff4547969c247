"""Which areas a change touches: by its paths, by the lines that it adds, by findings, and by whether AI made it.

Each piece of evidence has a weight, and the areas are asked in the order of their strongest piece. What is said here
decides who is asked what, and never whether a change is good, so that a wrong guess costs a sentence.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .change import Changed
from .questions import AREAS, MOST

_THRESHOLD = 2.0
_LONGEST = 400  # characters of a line that are looked at
_MOST_MANIFEST = 20_000  # ... of a manifest, where a whole list may stand in one
_CODE = frozenset(
    """
    py pyi js jsx mjs cjs ts tsx mts vue svelte go rs rb java kt kts scala c cc cpp cxx h hpp hh cs fs php swift m mm
    dart ex exs erl clj lua pl pm r jl sh bash zsh fish ps1 sql tf hcl groovy gradle sol zig nim hs ml elm proto
    graphql
    html jinja j2 erb ejs hbs astro ipynb
    """.split()  # noqa: SIM905 - a list literal would be eighty lines
)
_DOCS = frozenset(["md", "rst", "txt", "adoc", "markdown", "mdx", "org", "tex", "pod", "po", "pot"])
_ASSETS = frozenset(
    """
    png jpg jpeg gif svg ico webp pdf woff woff2 ttf eot mp3 mp4 wav css scss sass less map snap csv tsv
    """.split()  # noqa: SIM905
)
_LOCKS = re.compile(
    r"(?:^|/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?"
    r"|poetry\.lock|uv\.lock|pdm\.lock"
    r"|Pipfile\.lock|pylock(?:\.\w+)?\.toml|Cargo\.lock|go\.sum|Gemfile\.lock|composer\.lock|flake\.lock|mix\.lock"
    r"|gradle\.lockfile|packages\.lock\.json|Package\.resolved|pubspec\.lock)$"
)
_MANIFESTS = re.compile(
    r"(?:^|/)(?:pyproject\.toml|setup\.(?:py|cfg)|[^/]*requirements[^/]*\.(?:txt|in)|requirements/[^/]+\.(?:txt|in)"
    r"|Pipfile|environment\.ya?ml|package\.json|Cargo\.toml|go\.mod|Gemfile|[^/]+\.gemspec|composer\.json|pom\.xml"
    r"|build\.gradle(?:\.kts)?|libs\.versions\.toml|[^/]+\.csproj|mix\.exs|pubspec\.yaml"
    r"|Package\.swift|conanfile\.\w+|vcpkg\.json)$"
)
_PIPELINE = re.compile(
    r"(?:^|/)(?:\.github/workflows/[^/]+|\.github/actions/.+|\.gitlab-ci\.yml|azure-pipelines[^/]*"
    r"|Jenkinsfile|\.circleci/.+"
    r"|\.pre-commit-config\.yaml|(?:[^/]*\.)?Dockerfile[^/]*|Containerfile|docker-compose[^/]*\.ya?ml"
    r"|compose\.ya?ml)$"
)
_TESTS = re.compile(
    r"(?:^|/)(?:tests?|testing|__tests__|specs?|e2e|cypress|fixtures|testdata|test-data|mocks?"
    r"|__mocks__|benchmarks?)/"
    r"|(?:^|/)(?:test_[^/]*|conftest\.py|[^/]*(?:_test|_spec|\.test|\.spec|Tests?|Spec|IT)\.\w+)$"
)
_FOREIGN = re.compile(
    r"(?:^|/)(?:vendor|node_modules|third[_-]party|external|dist|generated|gen|__snapshots__)/|\.min\."
    r"|_pb2|\.pb\.|\.g\.\w+$|\.generated\."
)
_PROSE = re.compile(
    r"(?:^|/)(?:docs?|documentation|examples?|samples?|news|changes|changelog\.d|\.changeset"
    r"|changelogs?)/|(?:^|/)(?:LICENSE|AUTHORS|CHANGES|README|NEWS|CONTRIBUTORS|\.gitignore|\.mailmap"
    r"|VERSION)[^/]*$"
)
_COMMENT = re.compile(r"\s*(?:#(?!\[|include|!)|//|/?\*|--\s|;|\"\"\"|'''|<!--)")


class Touched(NamedTuple):
    """An area, how strong the evidence for it is, and the strongest piece of it in words."""

    area: str
    weight: float
    reason: str


class _Sign(NamedTuple):
    """A pattern of an added line; so many lines of it must be there before it counts."""

    area: str
    weight: float
    what: str
    pattern: str
    least: int = 1


# Where who may do what is decided, and what is secret is kept.
_PATHS = (
    _Sign(
        "access",
        5.0,
        "changed",
        r"(?:^|[/_.-])(?:auth|authn|authz|authentication|authorization|authenticator|login|signin|signup"
        r"|sso|saml|oauth2?|oidc|rbac|acls?|permissions?|jwt|csrf|passwords?)(?:[/_.-]|$)",
    ),
    _Sign(
        "access",
        3.0,
        "changed",
        r"(?:^|[/_.-])(?:sessions?|roles?|guards?|tenants?|CODEOWNERS|cors|impersonat\w+"
        r"|invitations?)(?:[/_.-]|$)",
    ),
    _Sign(
        "data",
        4.5,
        "changed",
        r"(?:^|[/_.-])(?:secrets?|credentials?|\.env|vault|privacy|gdpr|pii|encryption|crypto|keyring"
        r"|tokens?)(?:[/_.-]|$)",
    ),
    _Sign("scale", 4.0, "changed", r"(?:^|/)(?:migrations?|migrate|alembic)/"),
    _Sign(
        "concurrency",
        3.5,
        "changed",
        r"(?:^|[/_.-])(?:locks?|locking|mutex|workers?|queues?|scheduler|threads?|concurrency"
        r"|transactions?)(?:[/_.-]|$)",
    ),
)
_LINES = (
    _Sign(
        "errors",
        4.0,
        "handles an error",
        r"\b(?:except|catch|rescue)\b|\.catch\(|if err != nil|\brecover\(\)|\bsuppress\(|\bon_?error\b",
    ),
    _Sign(
        "errors",
        3.0,
        "raises an error",
        r"^\s*(?:raise|throw)\b|\bthrow new\b|return (?:nil, )?(?:err|fmt\.Errorf|errors\.)|\bErr\(|\breject\("
        r"|\bpanic!?\(|\.unwrap\(\)|\babort\(",
    ),
    _Sign(
        "errors",
        2.5,
        "asks another system",
        r"\b(?:requests|httpx|aiohttp)\.\w+|\burlopen\(|\bfetch\(|\baxios\b|\bsubprocess\.|\bhttp\.(?:Get"
        r"|Post)|\bretry|\btimeout",
    ),
    _Sign(
        "input",
        4.0,
        "takes what a client sends",
        r"\brequest\.(?:args|form|json|values|params|query|query_params|GET|POST|data|body|files|headers"
        r"|cookies)\b|\breq\.(?:body|query|params|headers|cookies)|@\w*(?:app|router|bp|blueprint"
        r"|api)\.(?:get|post|put|delete|patch|route|websocket)\(|@(?:RequestBody|RequestParam|PathVariable"
        r"|PostMapping|GetMapping)|\$_(?:GET|POST|REQUEST)|UploadFile|getParameter\(|params\[:",
    ),
    _Sign(
        "input",
        4.0,
        "builds a query, a command or a page",
        r"\.execute\w*\(|\braw\(|shell=True|\bos\.system\(|\beval\(|\bexec\(|innerHTML"
        r"|dangerouslySetInnerHTML|\bmark_safe\(|\|\s*safe\b|\bSELECT\b.+\bFROM\b|\bINSERT INTO\b",
    ),
    _Sign(
        "input",
        3.0,
        "reads what came from elsewhere",
        r"\b(?:json\.loads?|yaml\.\w*load\w*|pickle\.loads?|tomllib?\.loads?|JSON\.parse|json\.Unmarshal"
        r"|serde_json::from|ET\.parse|etree\.|deserialize)|\badd_argument\(|\bsys\.argv|\bprocess\.argv"
        r"|\bos\.Args|\bclick\.(?:option|argument)|\binput\(|\btyper\.|from_str\(|\bscanf\(",
    ),
    _Sign(
        "access",
        4.0,
        "decides who may do something",
        r"login_required|permission_required|has_perm|\bis_(?:admin|staff|superuser|authenticated|owner)"
        r"|[Rr]equire_?(?:[Aa]uth|[Ll]ogin|[Rr]ole|[Pp]ermission|[Aa]dmin|[Uu]ser)"
        r"|\b[Aa]uthori[sz]e[sd]?\b|[Uu]nauthori[sz]ed|\bForbidden|\b40[13]\b|check_password|set_password"
        r"|AllowAny|IsAuthenticated|csrf_exempt|permission_classes|@PreAuthorize|@Secured|verify_(?:token"
        r"|jwt)|get_current_user|\bchmod\b|^\s*permissions:",
    ),
    _Sign(
        "data",
        4.0,
        "has to do with secrets",
        r"(?i)\b\w*(?:password|passwd|api_?key|secret_?key|client_?secret|access_?token|auth_?token"
        r"|refresh_?token|private_?key|credentials?)\w*\b|\bsecrets?\.\w+",
    ),
    _Sign(
        "data",
        3.0,
        "has to do with personal data",
        r"(?i)\b(?:user_?)?e_?mail(?:_?address)?\b|\bphone_?(?:number)?\b|\bdate_of_birth\b|\biban\b"
        r"|\bcredit_?card|\bssn\b|\bip_?addr|\bfirst_?name\b|\blast_?name\b",
    ),
    _Sign(
        "data",
        2.5,
        "writes to a log",
        r"\b(?:logger|logging|log|console)\.\w+\(.*(?:user|token|request|payload|body|header|response"
        r"|param|arg)",
    ),
    _Sign("data", 3.0, "encrypts or hashes", r"(?i)\b(?:encrypt|decrypt|hmac|cipher|hashlib|bcrypt|argon2|fernet)"),
    _Sign(
        "scale",
        3.5,
        "asks a database",
        r"\.objects\.|\.query\(|\.find(?:All|Many|_each|_by)\b|select_related|prefetch_related|bulk_create"
        r"|\bSELECT\b|\bJOIN\b|CREATE (?:UNIQUE )?INDEX|ALTER TABLE|\bsession\.(?:query|execute|scalars)\("
        r"|\.aggregate\(",
    ),
    _Sign(
        "scale",
        3.0,
        "decides how much is kept or done at once",
        r"\b(?:lru_)?cache[ds]?\b|\bmemoi[sz]e|\bbatch_?size|\bchunk_?size|\bpage_?size|\bmax_\w+\s*="
        r"|\bpaginat|\brate_?limit|\bthrottl|\bstreaming\b|\bprefetch",
    ),
    _Sign(
        "scale",
        2.5,
        "loops without a bound",
        r"^\s*while (?:True|1|\(true\)|true)\b|\bfor\s*\(;;\)|^\s*loop \{|\bfor \{$|\.readlines\(\)"
        r"|\bdeepcopy\(",
    ),
    _Sign(
        "concurrency",
        4.0,
        "runs beside others",
        r"\bthreading\.|\bThread\(|\bR?Lock\(\)|[Mm]utex|\bsync\.|\batomic|\bgo func|\bchan\b"
        r"|\bmultiprocessing\b|PoolExecutor|asyncio\.(?:gather|create_task|Lock|Queue|TaskGroup|Event"
        r"|Semaphore|wait)|\bPromise\.(?:all|race|any)|\bsynchronized\b|\bvolatile\b|ExecutorService"
        r"|select_for_update|\btransaction|\bflock\(|\bfcntl\b|O_EXCL|shared_task|@\w*\.task\b"
        r"|\btokio::spawn|\bArc<|[Ss]emaphore|\bsetInterval\(|\bnew Worker\(|\bsignal\.signal\("
        r"|\bos\.(?:rename|replace)\(",
    ),
    _Sign("concurrency", 2.5, "waits for others", r"\basync (?:def|fn|function|with|for)\b|\bawait\b|async \(", 3),
    _Sign(
        "edges",
        3.0,
        "takes values apart",
        r"\[\s*-?\d+\s*\]|\b(?:int|float|Decimal|parseInt|parseFloat|Number)\(|strconv\.|\.split\("
        r"|\.substr|\.slice\(|\bre\.(?:match|search|fullmatch|sub|split|compile)\(|fromisoformat\("
        r"|strptime\(|\[\w*:\w*\]|\bnext\(|\bdivmod\(",
        2,
    ),
    _Sign(
        "edges",
        2.5,
        "decides by cases",
        r"^\s*(?:\}\s*)?(?:if|elif|else if|case|switch|match|when|unless|elsif|while)\b|\s\?\s.+\s:\s"
        r"|\bif \(",
        4,
    ),
)
_DECLARES = re.compile(
    r"^\s*(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:public |private |protected |static |final "
    r"|abstract |pub )*(?:def|class|func|fn|function|interface|struct|enum|trait|impl|module|record)\b"
)
_IMPORTS = re.compile(
    r"^\s*(?:import\s+[\w{*\"']|from\s+[A-Za-z_][\w.]*\s+import\b|.*\brequire\(['\"][^.]|use\s+\w+::|using\s+\w)"
)
_TEST_DECLARED = re.compile(
    r"^\s*(?:async\s+)?def test_|^\s*(?:it|test|describe|specify)\(|^func Test|@Test\b"
    r"|#\[(?:tokio::)?test\]|\bTEST(?:_[FP])?\(|^\s*it ['\"]"
)
_DEPENDENCY = re.compile(
    r"^\s*[\"']?[@\w./-]+[\"']?\s*(?:[=:~^<>!]=?|\s)\s*[\"'^~=<>v]*\d"
    r"|^\s*[\"'][\w.\[\]-]+\s*(?:[=~<>!]=.*)?[\"'],?$|^\s*(?:gem|implementation|api|compile)\b"
    r"|<(?:dependency|PackageReference)\b|^\s*[\w./-]+ v\d"
)
_FIELDS = re.compile(
    r"^\s*[\"']?(?:version|name|python|requires-python|node|line-length|target-version|license"
    r"|description|fail_under|port|main|type)[\"']?\s*[:=]"
)
# Packages within a line: `"name>=1"`, `"name": "^1"`, `name = "1"`, `name = { version = "1"`.
_WITHIN = re.compile(
    r"[\"'](?P<quoted>@?[A-Za-z][\w./-]*(?:\[[\w, -]*\])?)\s*(?P<pin>[=~<>!^@][^\"']*)?[\"'](?!\s*[:=])"
    r"|(?:(?<=[{,\s])"
    r"|^)[\"']?(?P<key>@?[A-Za-z][\w./-]*)[\"']?\s*[:=]\s*(?:\{\s*[\"']?version[\"']?\s*[:=]\s*)?[\"'](?P<value>[\^~<>=v]*\s*\d[^\"']*|\*|latest)[\"']"
)
_LISTING = re.compile(
    r"\b(?:dev-?|build-?|peer|optional-?|test-?|extra-?)?(?:dependencies|deps|requires|install_requires"
    r"|tests_require|extras_require|requirements|packages"
    r"|dependency-groups)\b[\"']?\s*[:=]",
    re.IGNORECASE,
)
_NO_PACKAGES = frozenset(
    ["version", "python", "requires-python", "node", "npm", "license", "name", "edition", "rust-version"]
)
_PINNED = re.compile(
    r"^\s*(?:-\s+)?(?:uses:|FROM\b|image:|rev:|- repo:)|\b(?:pip|npm|apt-get|apk|brew|cargo|go) (?:install|add|get)\b"
)
# Which area a rule's finding belongs to, by the letters of its id.
_RULES = (
    ("SEC", "data"), ("PIN", "dependencies"), ("DEP", "dependencies"), ("VUL", "dependencies"), ("TST", "tests"),
    ("POL", "access"), ("B1", "errors"), ("B2", "access"), ("B3", "input"), ("B4", "dependencies"), ("B5", "data"),
    ("B6", "input"), ("B7", "input"), ("B9", "input"), ("GATE", "design"),
)  # fmt: skip


class _Evidence:
    """What was found so far: per area the strongest piece."""

    def __init__(self) -> None:
        self.best: dict[str, tuple[float, str]] = {}

    def add(self, area: str, weight: float, reason: str) -> None:
        before = self.best.get(area)
        if before is None or weight > before[0]:
            self.best[area] = (weight, reason)


def touched(changes: Sequence[Changed], assisted: bool, findings: Iterable[tuple[str, str]] = ()) -> list[Touched]:
    """All areas that a change touches, those with the strongest evidence first. `findings` are rule ids and paths."""
    evidence = _Evidence()
    kinds = {change.path: kind_of(change.path) for change in changes}
    code = [change for change in changes if kinds[change.path] == "code"]
    for change in code:
        _by_path(change, evidence)
        _by_lines(change, evidence)
    _dependencies(changes, kinds, assisted, evidence)
    _tests(changes, kinds, assisted, evidence)
    _design(code, assisted, evidence)
    for rule, path in findings:
        area = next((area for letters, area in _RULES if rule.startswith(letters)), "")
        if area:
            evidence.add(area, 6.0, f"{rule} was found in {shown(path)}")
    order = [one.id for one in AREAS]
    found = [Touched(area, *best) for area, best in evidence.best.items() if best[0] >= _THRESHOLD]
    return sorted(found, key=lambda one: (-one.weight, order.index(one.area)))


def asked(found: Sequence[Touched], most: int = MOST) -> dict[str, str]:
    """The areas that are asked about, with the reasons, in the order of the checklist."""
    chosen = {one.area: one.reason for one in found[:most]}
    return {one.id: chosen[one.id] for one in AREAS if one.id in chosen}


def kind_of(path: str) -> str:
    """What a file is to a reviewer: "code", "test", "docs", "lock", "manifest", "pipeline", "foreign" or "other"."""
    suffix = path.rpartition("/")[2].rpartition(".")[2].casefold() if "." in path.rpartition("/")[2] else ""
    if _FOREIGN.search(path):
        return "foreign"
    if _LOCKS.search(path):
        return "lock"
    if _MANIFESTS.search(path):
        return "manifest"
    if _PIPELINE.search(path):
        return "pipeline"
    if suffix in _DOCS or suffix in _ASSETS or (_PROSE.search(path)):
        return "docs"
    if _TESTS.search(path):
        return "test"
    if (
        suffix in _CODE
        or (not suffix and path.rpartition("/")[2] in ("CODEOWNERS", "Makefile"))
        or path.endswith(".env")
    ):
        return "code"
    return "other"


def shown(path: str) -> str:
    """A path in a sentence of Markdown: its end, when it is long; nothing in it that Markdown or a reason ends by."""
    from .._report import visible_path

    name = visible_path(path)
    if len(name) > 60:
        name = "…" + name[-59:]
    return "`" + "".join("_" if char in "`()<>" else char for char in name) + "`"


def _by_path(change: Changed, evidence: _Evidence) -> None:
    for sign in _PATHS:
        if re.search(sign.pattern, change.path):
            evidence.add(sign.area, sign.weight + (0.5 if change.new else 0.0), f"{shown(change.path)} {sign.what}")


def _by_lines(change: Changed, evidence: _Evidence) -> None:
    lines = [line[:_LONGEST] for line in change.added if line.strip() and not _COMMENT.match(line)]
    for sign in _LINES:
        search = re.compile(sign.pattern).search
        hits = sum(1 for line in lines if search(line))
        if hits >= sign.least:
            more = min(hits - sign.least, 8) * 0.1
            evidence.add(sign.area, sign.weight + more, f"{shown(change.path)} {sign.what}")


def _dependencies(changes: Sequence[Changed], kinds: dict[str, str], assisted: bool, evidence: _Evidence) -> None:
    for change in changes:
        kind = kinds[change.path]
        if kind == "manifest" and (
            any(_DEPENDENCY.search(line) and not _FIELDS.search(line) for line in _not_moved(change))
            or _packages(change.added) - _packages(change.removed)
        ):
            evidence.add("dependencies", 5.0, f"{shown(change.path)} changed")
        elif kind == "pipeline" and any(_PINNED.search(line) for line in change.added):
            evidence.add("dependencies", 4.0, f"{shown(change.path)} names a version")
        elif kind == "pipeline" and any(re.search(r"^\s*permissions:|secrets\.", line) for line in change.added):
            evidence.add("access", 4.0, f"{shown(change.path)} says what the pipeline may do")
        elif kind == "lock":
            evidence.add("dependencies", 3.0, f"{shown(change.path)} changed")
        elif kind == "code" and assisted and any(_IMPORTS.search(line) for line in change.added):
            evidence.add("dependencies", 3.4, f"{shown(change.path)} imports, in a change made with AI")


def _not_moved(change: Changed) -> list[str]:
    """The added lines that were not taken away elsewhere in the file, but for a comma."""
    gone = {line.strip().rstrip(",") for line in change.removed}
    return [line for line in change.added if line.strip().rstrip(",") not in gone]


def _packages(lines: Sequence[str]) -> set[tuple[str, str]]:
    """The packages and their versions in lines that hold several, such as `dependencies = ["a==1", "b"]`."""
    found: set[tuple[str, str]] = set()
    for line in lines:
        listing = _LISTING.search(line[:_MOST_MANIFEST])
        if listing is None and line.count(",") < 1:
            continue
        for match in _WITHIN.finditer(line[:_MOST_MANIFEST], listing.end() if listing is not None else 0):
            name, pin = match["quoted"] or match["key"], match["pin"] or match["value"] or ""
            if (pin or listing is not None) and name.casefold() not in _NO_PACKAGES:
                found.add((name.casefold(), pin.strip()))
    return found


def _tests(changes: Sequence[Changed], kinds: dict[str, str], assisted: bool, evidence: _Evidence) -> None:
    more = 0.5 if assisted else 0.0
    tests = [change for change in changes if kinds[change.path] == "test"]
    code = sum(len(change.added) for change in changes if kinds[change.path] == "code")
    for change in tests:
        if any(_TEST_DECLARED.search(line) for line in change.added):
            evidence.add("tests", 3.2 + more, f"{shown(change.path)} adds tests")
    if not tests and code >= 15:
        evidence.add("tests", 3.3 + more, f"{code} lines of code came without a test")


def _design(code: Sequence[Changed], assisted: bool, evidence: _Evidence) -> None:
    more = 0.5 if assisted else 0.0
    for change in code:
        if change.new and len(change.added) >= 15:
            evidence.add("design", 3.1 + more, f"{shown(change.path)} is new")
        declared = sum(1 for line in change.added if _DECLARES.search(line))
        if declared >= 4:
            evidence.add("design", 2.6 + more, f"{shown(change.path)} declares {declared} things")
    twice = _twice(code)
    if twice:
        evidence.add("design", 4.5, f"the same lines came twice, in {shown(twice)}")


def _twice(code: Sequence[Changed]) -> str:
    """A file that adds six lines in a row which the change adds somewhere else too; empty when there is none."""
    seen: dict[tuple[str, ...], tuple[str, int]] = {}
    for change in code:
        lines = [line.strip() for line in change.added]
        lines = [line for line in lines if len(line) > 8 and not _COMMENT.match(line) and not _IMPORTS.search(line)]
        for at in range(min(len(lines) - 5, 5000)):
            block = tuple(lines[at : at + 6])
            if len(set(block)) < 5:
                continue
            before = seen.setdefault(block, (change.path, at))
            if before != (change.path, at) and (before[0] != change.path or at - before[1] >= 6):
                return change.path
    return ""
