"""CODEOWNERS by the rules of each code host: the examples of their documentation, and `.gitignore` for comparison."""

import re
import subprocess
from itertools import pairwise, product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from processor_time import CpuLimit
from tests_support import Repository, tries
from walkaround import _code_owners
from walkaround._code_owners import Host, parse, read_code_owners

HOSTS: tuple[Host, ...] = ("github", "gitlab", "gitea")
GITHUB = """\
# Who answers for what.
*       @first @second
*.js    @scripts #a remark
*.go    go@example.com
*.txt   @org/texts
/build/logs/ @logs
docs/*  docs@example.com
apps/   @apps
/manual/ @manual
**/traces @traces
/services/ @services
/services/free
odd\\ name.c @odd
"""


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        pytest.param("a/b/c.rb", "@first @second", id="default"),
        pytest.param("a/b/c.js", "@scripts", id="extension, with a remark"),
        pytest.param("main.go", "go@example.com", id="address"),
        pytest.param("x.txt", "@org/texts", id="team"),
        pytest.param("build/logs/a/b", "@logs", id="rooted folder"),
        pytest.param("x/build/logs/a", "@first @second", id="rooted folder elsewhere"),
        pytest.param("docs/a.md", "docs@example.com", id="files of a folder"),
        pytest.param("docs/a/b.md", "@first @second", id="not those below"),
        pytest.param("x/docs/a.md", "@first @second", id="a slash inside roots"),
        pytest.param("x/apps/y/z.js", "@apps", id="folder anywhere"),
        pytest.param("apps", "@first @second", id="a file is no folder"),
        pytest.param("manual/a/b", "@manual", id="rooted"),
        pytest.param("x/y/traces", "@traces", id="double star"),
        pytest.param("traces/a/b", "@traces", id="double star at the top, and what is below"),
        pytest.param("services/x", "@services", id="before the exception"),
        pytest.param("services/free/x", "", id="no owners"),
        pytest.param("services/free", "", id="no owners, itself"),
        pytest.param("x/odd name.c", "@odd", id="escaped space"),
        pytest.param("A.JS", "@first @second", id="case counts"),
    ],
)
def test_github(path: str, owners: str) -> None:
    assert " ".join(parse(GITHUB, "github").of(path)) == owners


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("!a.py @x", id="negation"),
        pytest.param("[ab].py @x", id="class"),
        pytest.param("\\#a.py @x", id="escaped number sign"),
        pytest.param("a.py x", id="an owner that is none"),
        pytest.param("a.py @x, @y", id="comma"),
        pytest.param("*** @x", id="three stars"),
        pytest.param("/ @x", id="the top itself"),
        pytest.param("#a.py @x", id="comment"),
    ],
)
@pytest.mark.parametrize("path", ["a.py", "b.py", "#a.py", "!a.py"])
def test_github_passes_over_a_line_that_is_wrong(line: str, path: str) -> None:
    assert parse(f"* @all\n{line}\n", "github").of(path) == ("@all",)


GITLAB = """\
# Who answers for what. @nobody
* @all
*.rb @ruby
\\#odd.rb @odd
LICENSE @legal words are passed over legal@example.com
/docs/ @docs
/docs/* @docs-top
/db/**/index.md @index
lib/ @lib
path\\ with\\ spaces/ @space
!generated.rb

[Texts][2] @texts
/docs/
README.md @readme
[cd].md @class
^[Optional] @maybe
*.go
[TEXTS]
README.md @again
"""


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        pytest.param("a/b.c", "@all", id="default"),
        pytest.param("a/b.rb", "@ruby", id="anywhere"),
        pytest.param("#odd.rb", "@odd", id="escaped number sign"),
        pytest.param("LICENSE", "@legal legal@example.com", id="words"),
        pytest.param("docs/a", "@docs-top @texts", id="last match of each section"),
        pytest.param("docs/a/b", "@docs @texts", id="below"),
        pytest.param("db/index.md", "@index", id="double star, nothing"),
        pytest.param("db/a/b/index.md", "@index", id="double star"),
        pytest.param("x/lib/y/z", "@lib", id="folder anywhere"),
        pytest.param("x/path with spaces/y", "@space", id="escaped spaces"),
        pytest.param("x/generated.rb", "", id="excluded"),
        pytest.param("x/README.md", "@all @again", id="sections of one name are one"),
        pytest.param("c.md", "@all @class", id="class"),
        pytest.param("a.go", "@all @maybe", id="optional section"),
    ],
)
def test_gitlab(path: str, owners: str) -> None:
    assert " ".join(parse(GITLAB, "gitlab").of(path)) == owners


@given(st.text("ab*?.|()[]\\+", max_size=8), st.text("ab.", min_size=1, max_size=4))
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_gitea_means_what_expressions_mean(pattern: str, path: str) -> None:
    """As far as it is told: escapes of Gitea's own are doubled first."""
    try:
        wanted = re.compile(pattern).fullmatch(path) is not None
    except re.error:
        return
    owners = parse(pattern.replace("\\", "\\\\") + " @x\n", "gitea").of(path)
    assert owners in ((("@x",) if wanted else ()), ("@/",)) or not pattern


def test_a_file_with_sections_is_gitlabs() -> None:
    assert parse("* @a\n[Texts] @t\n*.md\n", "github").of("x.md") == ("@a", "@t")


GITEA = """\
.*\\\\.go @go @more # a remark
front/src/.*\\\\.js @org/front js@example.com
!front/.* @others
docs/(aws|azure)/[^/]*\\\\.(md|txt) @texts
odd\\#name @odd
odd\\ name plain
(a+)+ @slow
broken( @broken
"""


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        pytest.param("a/b.go", "@go @more @others @/", id="all that match, negated ones too"),
        pytest.param("front/src/a.js", "@org/front js@example.com @/", id="team and address"),
        pytest.param("docs/aws/a.md", "@others @texts @/", id="alternatives"),
        pytest.param("docs/aws/a/b.md", "@others @/", id="the whole path"),
        pytest.param("odd#name", "@others @odd @/", id="escaped number sign"),
        pytest.param("odd name", "@others @plain @/", id="escaped space"),
    ],
)
def test_gitea(path: str, owners: str) -> None:
    """`@/` stands for an expression that may take for ever or means nothing here: whose path it is cannot be told."""
    assert parse(GITEA, "gitea").of(path) == tuple(dict.fromkeys(owners.split()))


WORDS = st.text("ab", min_size=1, max_size=2)
SEGMENTS = st.lists(st.one_of(WORDS, st.sampled_from(["*a", "a*", "?", "a?", "**"])), min_size=1, max_size=4)
PATHS = ["/".join(parts) for depth in (1, 2, 3) for parts in product(("a", "b", "ab"), repeat=depth)]


@given(SEGMENTS, st.booleans(), st.booleans())
@settings(max_examples=tries(60), deadline=None, suppress_health_check=list(HealthCheck))
def test_github_agrees_with_git(
    tmp_path_factory: pytest.TempPathFactory, parts: list[str], top: bool, end: bool
) -> None:
    """But for the exceptions that GitHub names, a pattern means what it means in `.gitignore`."""
    pattern = "/" * top + "/".join(parts) + "/" * (end and parts[-1] != "**")
    if any(one == "**" and two == "**" for one, two in pairwise(parts)) or parts == ["**"]:
        return
    folder = tmp_path_factory.mktemp("ignore")
    subprocess.run(["git", "init", "-q", str(folder)], check=True)
    (folder / ".gitignore").write_text(pattern + "\n")
    given_ = "\0".join(PATHS).encode()
    done = subprocess.run(
        ["git", "check-ignore", "--no-index", "--stdin", "-z"],
        cwd=folder,
        input=given_,
        capture_output=True,
        check=False,
    )
    assert done.returncode in (0, 1)
    ignored = set(done.stdout.decode().split("\0")) - {""}
    owners = parse(f"{pattern} @x\n", "github")
    assert {path for path in PATHS if owners.of(path)} == ignored


@given(st.sampled_from(HOSTS), st.text(max_size=300), st.text(min_size=1, max_size=40))
def test_any_text_is_a_file(host: Host, content: str, path: str) -> None:
    owners = parse(content, host).of(path)
    assert all(owner in content or owner.removeprefix("@") in content or owner == "@/" for owner in owners)


@given(st.sampled_from(HOSTS), st.lists(st.sampled_from(["*", "/a/", "a/*", "**/b", "\\", "[", "!a", "^[x]", "#"])))
def test_a_last_line_for_everything_owns_everything(host: Host, lines: list[str]) -> None:
    everything = ".*" if host == "gitea" else "*"
    content = "".join(f"{line} @x\n" for line in lines if not line.startswith("!")) + f"{everything} @last\n"
    assert "@last" in parse(content, host).of("a/b/c")


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize(
    "content",
    [
        pytest.param("*a" * 400 + " @x\n", id="stars"),
        pytest.param("**/a/" * 180 + " @x\n", id="double stars"),
        pytest.param("(a|" * 200 + "a" + ")*" * 200 + " @x\n", id="groups"),
        pytest.param(".*.*.*.*.*.*.*.*.*.*b @x\n", id="expressions"),
        pytest.param("[" * 100_000 + " @x\n", id="brackets"),
        pytest.param("\\" * 100_000 + " @x\n", id="backslashes"),
        pytest.param("".join(f"/folder{n}/*/x{n}*.py @x{n}\n" for n in range(40_000)), id="many lines"),
        pytest.param("a " + "@x " * 300_000, id="many owners"),
    ],
)
def test_hostile_files_end_soon(host: Host, content: str) -> None:
    with CpuLimit(30):
        owners = parse(content, host)
        for path in ("a" * 4000, "a/" * 2000 + "a", "folder7/y/x7z.py"):
            owners.of(path)


@pytest.mark.parametrize(
    ("files", "owners"),
    [
        pytest.param({"CODEOWNERS": "* @top", "docs/CODEOWNERS": "* @docs"}, "@top", id="the top before docs"),
        pytest.param(
            {"CODEOWNERS": "* @top", ".github/CODEOWNERS": "* @hub"}, "@hub", id="GitHub's own before the top"
        ),
        pytest.param({"CODEOWNERS": "* @top", ".gitlab/CODEOWNERS": "* @lab"}, "@top", id="GitLab: the top first"),
        pytest.param({".gitlab/CODEOWNERS": "* @lab"}, "@lab", id="GitLab's own"),
        pytest.param({"CODEOWNERS": "a\\\\.py @re", ".gitea/x": ""}, "@re", id="Gitea's expressions"),
        pytest.param({".forgejo/CODEOWNERS": ".* @forge"}, "@forge", id="Forgejo's own"),
        pytest.param({"CODEOWNERS": "\ufeff* @bom\r\n"}, "@bom", id="BOM and CRLF"),
    ],
)
def test_where_the_file_is(repository: Repository, files: dict[str, str], owners: str) -> None:
    for path, content in files.items():
        repository.stage(path, content)
    repository.commit()
    found = read_code_owners(str(repository.top), "HEAD")
    assert found is not None
    assert " ".join(found.of("a.py")) == owners


def test_no_file_and_no_commit(repository: Repository) -> None:
    assert read_code_owners(str(repository.top), "HEAD") is None
    repository.commit(**{"a.py": ""})
    assert read_code_owners(str(repository.top), "HEAD") is None


def test_a_file_that_is_too_large(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_code_owners, "_MOST", 10)
    repository.commit(CODEOWNERS="* @somebody\n")
    found = read_code_owners(str(repository.top), "HEAD")
    assert found is not None
    assert (found.too_large, found.of("a")) == (True, ("@/",))


def test_a_link_is_no_file(repository: Repository, tmp_path: Path) -> None:
    (tmp_path / "else").write_text("* @else\n")
    (repository.top / "CODEOWNERS").symlink_to(tmp_path / "else")
    repository.git("add", "CODEOWNERS")
    repository.commit()
    assert read_code_owners(str(repository.top), "HEAD") is None
