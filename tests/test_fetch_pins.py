"""Commits of tags and digests of images, asked of a real git repository and a real server on this machine."""

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from https_support import Answer, Handler, body, serving, status
from tests_support import Repository
from walkaround._fetch.refs import commit
from walkaround._fetch.registry import address, digest
from walkaround._fetch.words import FetchError

MANIFEST = json.dumps({"schemaVersion": 2, "manifests": []}).encode()
DIGEST = "sha256:" + hashlib.sha256(MANIFEST).hexdigest()
URL = "https://git.example.org/team/tool"


@pytest.fixture
def origin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    """A repository that git reaches under `URL`, with a light tag, an annotated one, and a branch."""
    (tmp_path / "origin").mkdir()
    found = Repository(tmp_path / "origin")
    found.git("init", "-q", "-b", "main")
    found.commit("one")
    found.git("tag", "v1")
    found.commit("two")
    found.git("tag", "-a", "-m", "two", "v2")
    found.git("tag", "feature")
    found.git("branch", "feature")
    settings = tmp_path / "settings"
    settings.write_text(f'[url "file://{found.top}"]\n  insteadOf = {URL}\n')
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    return found


@pytest.mark.parametrize(
    ("ref", "revision"),
    [
        pytest.param("v1", "v1", id="light-tag"),
        pytest.param("v2", "v2^{commit}", id="annotated-tag"),
        pytest.param("main", "main", id="branch"),
        pytest.param("feature", "refs/tags/feature", id="tag-before-branch"),
        pytest.param("HEAD", "HEAD", id="head"),
    ],
)
def test_commit(origin: Repository, ref: str, revision: str) -> None:
    wanted = origin.git("rev-parse", revision).decode().strip()
    assert commit(URL, ref, protocols="https:ssh:file") == wanted


@pytest.mark.parametrize(
    ("url", "ref", "why"),
    [
        pytest.param(URL, "v9", f'{URL}: has no tag or branch "v9"; check its spelling', id="no-such-tag"),
        pytest.param(URL, "ain", f'{URL}: has no tag or branch "ain"; check its spelling', id="the-end-of-a-name"),
        pytest.param(URL, "--upload-pack=x", f'{URL}: "--upload-pack=x" is no name of a tag or branch', id="option"),
        pytest.param(
            "file:///tmp/x", "v1",
            "file:///tmp/x: is no https or ssh address; write https://HOST/PATH or ssh://git@HOST/PATH", id="file",
        ),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("origin")
def test_no_commit(url: str, ref: str, why: str) -> None:
    with pytest.raises(FetchError) as failure:
        commit(url, ref, protocols="https:ssh:file")
    assert str(failure.value) == why


def test_git_alone_decides_which_protocols_are_asked(origin: Repository) -> None:
    assert origin.top.exists()
    with pytest.raises(FetchError, match="leads to a protocol that is not allowed"):
        commit(URL, "v1")


@pytest.mark.parametrize(
    ("repository", "found"),
    [
        ("python", ("registry-1.docker.io", "library/python")),
        ("example/app", ("registry-1.docker.io", "example/app")),
        ("docker.io/library/node", ("registry-1.docker.io", "library/node")),
        ("ghcr.io/astral-sh/uv", ("ghcr.io", "astral-sh/uv")),
        ("localhost/app", ("localhost", "app")),
        ("registry.example.org:5000/a/b/c", ("registry.example.org:5000", "a/b/c")),
    ],
)
def test_address(repository: str, found: tuple[str, str]) -> None:
    assert address(repository) == found


def asked(answers: Mapping[str, Answer], tag: str = "3.12") -> str:
    with serving(None, {f"/v2/team/app/manifests/{tag}": body(b"", 404)} | dict(answers)) as server:
        return digest(f"localhost:{server.server_port}/team/app", tag, seconds=60)


PLACE = "/v2/team/app/manifests/3.12"


def test_digest() -> None:
    assert asked({PLACE: body(MANIFEST, Docker_Content_Digest=DIGEST)}) == DIGEST


def test_digest_is_computed_where_none_is_stated() -> None:
    assert asked({PLACE: body(MANIFEST)}) == DIGEST


def test_token() -> None:
    seen: list[str | None] = []

    def manifest(handler: Handler) -> None:
        seen.append(handler.headers.get("Authorization"))
        if seen[-1] is None:
            realm = f'Bearer realm="http://localhost:{handler.server.server_port}/token",service="registry.example.org"'
            body(b"", 401, WWW_Authenticate=realm)(handler)
        else:
            body(MANIFEST, Docker_Content_Digest=DIGEST)(handler)

    def token(handler: Handler) -> None:
        seen.append(handler.path)
        body(b'{"token": "fake-token"}')(handler)

    assert asked({PLACE: manifest, "/token": token}) == DIGEST
    query = "/token?service=registry.example.org&scope=repository%3Ateam%2Fapp%3Apull"
    assert seen == [None, query, "Bearer fake-token"]


@pytest.mark.parametrize(
    ("answer", "why"),
    [
        pytest.param(status(404), "the registry answers 404; check the name", id="404"),
        pytest.param(status(500), "the registry answers 500; check the name", id="500"),
        pytest.param(
            body(MANIFEST, Docker_Content_Digest="sha256:" + "0" * 64),
            "the registry sends another manifest than the one it states; try again later", id="other-digest",
        ),
        pytest.param(body(b""), "the registry's answer is no whole manifest; try again later", id="empty"),
        pytest.param(
            body(b"{", Content_Length="99"), "the registry's answer is no whole manifest; try again later", id="half",
        ),
        pytest.param(
            body(b"", 401, WWW_Authenticate='Basic realm="x"'),
            "the registry wants a login that is not a token's; pin the digest by hand", id="basic",
        ),
        pytest.param(
            body(b"", 401, WWW_Authenticate='Bearer realm="http://auth.example.org/token"'),
            "the registry wants a login that is not a token's; pin the digest by hand", id="token-in-the-open",
        ),
    ],
)  # fmt: skip
def test_no_digest(answer: Answer, why: str) -> None:
    with pytest.raises(FetchError) as failure:
        asked({PLACE: answer})
    assert str(failure.value).partition(": ")[2] == why


def test_names_that_are_none() -> None:
    for repository, tag in (("Python", "3"), ("../x", "3"), ("python", "a b"), ("python", "--x")):
        with pytest.raises(FetchError, match="is no name of an image"):
            digest(repository, tag)
