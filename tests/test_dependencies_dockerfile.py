"""Dockerfiles: images, stages, arguments, heredocs, downloads, and the grammar beneath."""

import subprocess
import sys
from collections.abc import Sequence

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from pinned_support import SHA, STRICT, assert_marked, judge, not_judged
from processor_time import CpuLimit
from tests_support import TOP
from walkaround._dependencies.commands import Word
from walkaround._dependencies.declared import Declared, Fragment, whole
from walkaround._dependencies.dockerfile import read
from walkaround._dependencies.dockerfile_lines import directives, escape_of, instructions, strings, without_flags
from walkaround._finding import Finding, NotJudged
from walkaround._text import Text
from walkaround.pinned_dependencies import IMAGES_LEVEL

DIGEST = "sha256:" + "ab" * 32

IMAGES = [
    pytest.param(f"FROM alpine:3.22@{DIGEST}\n", id="tag-and-digest"),
    pytest.param(f"FROM registry.example.org:5000/a/b@{DIGEST}\n", id="port-and-digest"),
    pytest.param(f"FROM alpine@sha512:{'ab' * 64}\n", id="long-digest"),
    pytest.param("FROM scratch\n", id="scratch"),
    pytest.param("FROM localhost/app:1.2\nFROM localhost:5000/app\n", id="built-on-this-machine"),
    pytest.param(f"FROM {'ab' * 32}\n", id="identity-of-a-local-image"),
    pytest.param("FROM «alpine\n", id="bare"),
    pytest.param("FROM «alpine:latest\n", id="latest"),
    pytest.param("FROM «alpine:3.22\n", id="tag"),
    pytest.param("FROM «registry.example.org:5000/a/b\n", id="port"),
    pytest.param("FROM «Registry.example.org/a/b:1\n", id="capitals-in-a-host"),
    pytest.param(f"FROM «alpine@{DIGEST}0\n", id="broken-digest"),
    pytest.param("from «alpine:3.22 as base\n", id="small-letters"),
    pytest.param("  FROM \t «alpine:3.22   \n", id="blanks"),
    pytest.param('FROM "«alpine:3.22" AS "x"\n', id="quotes"),
    pytest.param("FROM --platform=$BUILDPLATFORM «alpine:3.22 AS x\n", id="platform"),
    pytest.param("FROM --platform=linux/amd64 \\\n  «alpine:3.22 \\\n  AS x\n", id="over-lines"),
    pytest.param("FROM \\\n# a comment\n\n  # another one\n  «alpine:3.22\n", id="comments-within"),
    pytest.param("FROM al\\\npine:3.22@" + DIGEST + "\n", id="joined-within-the-name"),
    pytest.param("FROM «al\\\npine:3.22\n", id="joined-within-the-name-loose"),
    pytest.param("FROM «alpine:3.22", id="no-line-end"),
    pytest.param("# ünïcöde 🦊\nFROM «alpine:3.22\n", id="unicode-above"),
    pytest.param("FROM «alpine:3.22 # a comment that Docker refuses\n", id="comment-behind"),
    pytest.param("FROM {{ image }}\nFROM {{image}}:1\nFROM %IMAGE%\nFROM @IMAGE@\nFROM a:@TAG@\n", id="templates"),
    pytest.param("FROM BASE_IMAGE\nFROM registry/Name:1\n", id="placeholders"),
    pytest.param("FROM a b\nFROM\nFROM a AS\n", id="what-docker-refuses"),
    pytest.param("#FROM alpine\n # FROM alpine\n", id="comments"),
    pytest.param("LABEL x=y \\\nFROM alpine\n", id="continued-label"),
    pytest.param("LABEL x=y \\ \t\nFROM alpine\n", id="blanks-behind-the-escape"),
    pytest.param("LABEL x=y \\\\\nFROM «alpine\n", id="escaped-escape"),
    pytest.param("LABEL x=`\nFROM «alpine\n", id="backtick-is-no-escape"),
]


@pytest.mark.parametrize("text", IMAGES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_images(text: str, ending: str) -> None:
    assert_marked({"Dockerfile": text.replace("\n", ending)}, policy=STRICT)


@pytest.mark.parametrize(
    "path", ["Containerfile", "a/b/Dockerfile", "Dockerfile.dev", "web.Dockerfile", "web.dockerfile"]
)
def test_names_of_files(path: str) -> None:
    assert_marked({path: "FROM «alpine\n"})


def test_a_tag_is_enough_by_default() -> None:
    assert_marked({"Dockerfile": "FROM alpine:3.22\nFROM «alpine\nFROM «node:lts\nFROM node:lts-alpine3.22\n"})


def test_any_image_where_the_policy_says_so() -> None:
    assert judge({"Dockerfile": "FROM alpine\n"}, policy={IMAGES_LEVEL: "any"}) == []


STAGES = [
    pytest.param(f"FROM alpine@{DIGEST} AS Base\nFROM base\nFROM BASE AS c\nCOPY --from=bAsE a b\n", id="stage"),
    pytest.param(f"FROM alpine@{DIGEST}\nCOPY --from=0 a b\n", id="stage-by-number"),
    pytest.param("FROM «later:1\nFROM scratch AS later\n", id="tagged-name-of-a-stage"),
    pytest.param("FROM «later\nFROM scratch AS later\n", id="later-stage-is-no-base"),
    pytest.param("FROM scratch\nCOPY --from=later a b\nFROM scratch AS later\n", id="copy-may-name-a-later-stage"),
    pytest.param("FROM scratch\nCOPY --chown=1:1 --from=«nginx:1.29 /a /b\n", id="copy-from-image"),
    pytest.param("FROM scratch\nCOPY --from='«nginx' /a /b\n", id="copy-from-quoted"),
    pytest.param("FROM scratch\nADD --from=«nginx /a /b\n", id="add-from-image"),
    pytest.param(f"FROM scratch\nCOPY --from=nginx@{DIGEST} /a /b\n", id="copy-from-digest"),
    pytest.param("FROM scratch\nCOPY a --from=nginx /b\n", id="flag-behind-a-path"),
    pytest.param("FROM scratch\nCOPY --from \\\n  x /b\n", id="flag-without-a-value"),
    pytest.param("FROM scratch\nONBUILD COPY --from=«nginx /a /b\n", id="onbuild"),
    pytest.param("FROM scratch\nRUN --mount=type=bind,from=«alpine,target=/x true\n", id="mount"),
    pytest.param("FROM scratch\nRUN --network=none --mount=target=/x,from=«alpine:3 true\n", id="second-flag"),
    pytest.param('FROM scratch\nRUN --mount="type=bind,from=«alpine:3" true\n', id="quoted-mount"),
    pytest.param("FROM scratch AS x\nRUN --mount=from=x,target=/x --mount=type=cache,target=/y true\n", id="stages"),
    pytest.param(
        "FROM scratch\nRUN \\\n  # why\n  --mount=from=«alpine:3,target=/x \\\n  true\n", id="mount-on-a-line"
    ),
    pytest.param("FROM scratch\nRUN true --mount=from=alpine\n", id="no-flag-of-run"),
]


@pytest.mark.parametrize("text", STAGES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_stages(text: str, ending: str) -> None:
    assert_marked({"Dockerfile": text.replace("\n", ending)}, policy=STRICT)


ARGUMENTS = [
    pytest.param("ARG V=3.12\nFROM «python:${V}-slim\n", id="default"),
    pytest.param("ARG V='3.12'\nFROM «python:$V\n", id="quoted-default"),
    pytest.param('ARG V="3.12" W=-slim\nFROM «python:$V$W\n', id="two-at-once"),
    pytest.param("ARG V=3\nARG W=$V.12\nFROM «python:${W}\n", id="default-of-a-default"),
    pytest.param(f"ARG IMAGE=python:3.12@{DIGEST}\nFROM $IMAGE\nFROM ${{IMAGE}} AS x\n", id="digest-by-default"),
    pytest.param(f"ARG D={DIGEST}\nFROM python@$D\n", id="digest-alone-by-default"),
    pytest.param("ARG V\nFROM python:$V\nFROM python:${V}-slim\n", id="no-default"),
    pytest.param("FROM python:$V\n", id="not-declared"),
    pytest.param("FROM «python:${V:-latest}\nFROM «python:${V-3}\n", id="default-at-use"),
    pytest.param(f"FROM python:${{V:-3}}@{DIGEST}\n", id="default-at-use-and-digest"),
    pytest.param("ARG V=1\nFROM «python:${V:-latest}\nFROM «python${V:+:3}\nFROM «python${W:+:3}\n", id="alternative"),
    pytest.param("ARG V=\nFROM «python:${V:-3}\nFROM python:${V-3}\n", id="empty"),
    pytest.param("ARG V=2\nFROM «python:${W:-${V:-3}}\n", id="nested"),
    pytest.param("ARG V=2\nFROM «python:${V:-${W}}\nFROM python:${W:-${X}}\n", id="nested-unknown"),
    pytest.param("ARG V=1\nFROM «python:${V?}\nFROM python:${W:?}\n", id="required"),
    pytest.param("ARG V=1\nFROM python:${V#1}\nFROM python:${V\nFROM python:\\$V\n", id="other-forms"),
    pytest.param("ARG BASE=build\nFROM scratch AS build\nFROM $BASE\nFROM ${BASE}\n", id="stage-by-argument"),
    pytest.param("FROM scratch\nARG V=3\nFROM python:$V\n", id="argument-of-a-stage"),
    pytest.param("ARG V=3\nFROM scratch\nARG V\nCOPY --from=«nginx:$V a b\n", id="redeclared"),
    pytest.param("ARG V=3\nFROM scratch\nCOPY --from=nginx:$V a b\n", id="not-redeclared"),
    pytest.param("FROM scratch AS a\nENV V=3 W=4\nFROM a\nCOPY --from=«nginx:$V a b\n", id="inherited"),
    pytest.param("FROM scratch\nENV V 3\nCOPY --from=«nginx:$V a b\n", id="old-form-of-env"),
    pytest.param("FROM scratch\nENV V=3 V=$X\nCOPY --from=nginx:$V a b\n", id="no-longer-known"),
    pytest.param("# escape=`\nARG V=3\nFROM «python:`\n$V\n", id="escape-within"),
]


@pytest.mark.parametrize("text", ARGUMENTS)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_arguments(text: str, ending: str) -> None:
    assert_marked({"Dockerfile": text.replace("\n", ending)}, policy=STRICT)


DIRECTIVES = [
    pytest.param("# syntax=«docker/dockerfile:1\nFROM scratch\n", id="syntax"),
    pytest.param("#syntax = «docker/dockerfile\nFROM scratch\n", id="blanks"),
    pytest.param("# SYNTAX=«docker/dockerfile:1\nFROM scratch\n", id="capitals"),
    pytest.param(f"# syntax=docker/dockerfile:1.19@{DIGEST}\nFROM scratch\n", id="digest"),
    pytest.param("#!/usr/bin/env dockerfile\n# syntax=«docker/dockerfile:1\nFROM scratch\n", id="shebang"),
    pytest.param("# check=skip=all\n# escape=`\n# syntax=«docker/dockerfile:1\nFROM scratch\n", id="behind-others"),
    pytest.param("# a comment\n# syntax=docker/dockerfile:1\nFROM scratch\n", id="behind-a-comment"),
    pytest.param("\n# syntax=docker/dockerfile:1\nFROM scratch\n", id="behind-an-empty-line"),
    pytest.param("# about=this\n# syntax=docker/dockerfile:1\nFROM scratch\n", id="behind-an-unknown-one"),
    pytest.param("FROM scratch\n# syntax=docker/dockerfile:1\n", id="behind-an-instruction"),
    pytest.param("# escape=`\nFROM `\n«alpine:3.22\nLABEL a=C:\\\nFROM «alpine:3.22\n", id="escape"),
    pytest.param("# escape=\\\nFROM \\\n«alpine:3.22\n", id="escape-as-it-is"),
]


@pytest.mark.parametrize("text", DIRECTIVES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_directives(text: str, ending: str) -> None:
    assert_marked({"Dockerfile": text.replace("\n", ending)}, policy=STRICT)


HEREDOCS = [
    pytest.param("FROM scratch\nCOPY <<EOF /x\nFROM alpine\nEOF\nFROM «alpine\n", id="copy"),
    pytest.param("FROM scratch\nADD <<-EOF /x\n\tFROM alpine\n\tEOF\nFROM «alpine\n", id="tabs"),
    pytest.param("FROM scratch\nCOPY <<'A' <<\"B\" /x\nFROM a\nA\nFROM b\nB\nFROM «alpine\n", id="two"),
    pytest.param("FROM scratch\nRUN <<EOF\nFROM alpine\n\\\nEOF\nFROM «alpine\n", id="run"),
    pytest.param("FROM scratch\nRUN cat 3<<EOF >x\nFROM alpine\nEOF\nFROM «alpine\n", id="number"),
    pytest.param("FROM scratch\nRUN cat \\\n  <<EOF\nFROM alpine\nEOF\nFROM «alpine\n", id="over-lines"),
    pytest.param("FROM scratch\nONBUILD RUN <<EOF\nFROM alpine\nEOF\nFROM «alpine\n", id="onbuild"),
    pytest.param("FROM scratch\nRUN cat '<<EOF'\nFROM «alpine\n", id="quoted"),
    pytest.param("FROM scratch\nRUN cat <<<EOF\nFROM «alpine\n", id="here-string"),
    pytest.param("FROM scratch\nRUN cat<<EOF\nFROM «alpine\n", id="within-a-word"),
    pytest.param("FROM scratch\nRUN echo $((1 << 2))\nFROM «alpine\n", id="shift"),
    pytest.param("FROM scratch\nLABEL a=<<EOF\nFROM «alpine\n", id="label"),
    pytest.param('FROM scratch\nRUN ["cat", "<<EOF"]\nFROM «alpine\n', id="list"),
    pytest.param('FROM scratch\nONBUILD RUN  --network=none  ["cat", "<<EOF"]\nFROM «alpine\n', id="onbuild-list"),
    pytest.param("FROM scratch\nCOPY <<EOF /x\n  EOF\nEOF \nEOF\nFROM «alpine\n", id="nearly-the-end"),
]


@pytest.mark.parametrize("text", HEREDOCS)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_heredocs(text: str, ending: str) -> None:
    assert_marked({"Dockerfile": text.replace("\n", ending)}, policy=STRICT)


def test_a_heredoc_that_does_not_end() -> None:
    said = judge({"Dockerfile": "FROM scratch\nRUN <<EOF\necho\nFROM alpine\n"})
    assert not_judged(said) == ["Dockerfile: line 2: the heredoc EOF does not end"]


COMMANDS = [
    pytest.param("RUN a && b\n", ["a && b"], id="run"),
    pytest.param("RUN --mount=type=cache,target=/x --network=none a\n", ["a"], id="flags"),
    pytest.param("RUN a \\\n  # b\n  'c\\\nd'\n", ["a   'cd'"], id="joined"),
    pytest.param('RUN ["a", "b c"]\n', [["a", "b c"]], id="list"),
    pytest.param('RUN [ "a" ] && b\n', ['[ "a" ] && b'], id="test-that-is-no-list"),
    pytest.param("RUN <<EOF\na\n  b\nEOF\n", ["a\n  b\n"], id="script"),
    pytest.param("RUN <<-'EOF'\n\ta\n\tEOF\n", ["\ta\n"], id="script-with-tabs"),
    pytest.param("RUN <<EOF\n#!/usr/bin/env -S bash -e\na\nEOF\n", ["#!/usr/bin/env -S bash -e\na\n"], id="bash"),
    pytest.param("RUN <<EOF\n#!/usr/bin/env python3\na\nEOF\n", [], id="python"),
    pytest.param("RUN <<EOF\n#!/usr/bin/perl -w\na\nEOF\n", [], id="perl"),
    pytest.param("RUN sh <<EOF\na\nEOF\nCMD b\n", ["sh <<EOF\na\nEOF", "b"], id="what-a-command-reads"),
    pytest.param("RUN <<A cat <<B\na\nA\nb\nB\n", ["<<A cat <<B\na\nA\nb\nB"], id="two-documents"),
    pytest.param("COPY <<EOF /x\na\nEOF\n", [], id="content-of-a-file"),
    pytest.param("ONBUILD RUN a\nONBUILD CMD b\nONBUILD ONBUILD RUN c\n", ["a", "b"], id="onbuild"),
    pytest.param("HEALTHCHECK --interval=5s CMD a b\nHEALTHCHECK NONE\n", ["a b"], id="healthcheck"),
    pytest.param('HEALTHCHECK CMD ["a", "b"]\n', [["a", "b"]], id="healthcheck-list"),
    pytest.param("CMD a\nCMD b\n", ["b"], id="the-last-one-counts"),
    pytest.param('ENTRYPOINT ["a"]\nCMD ["b", "c"]\n', [["a", "b", "c"]], id="parameters"),
    pytest.param('CMD ["b"]\nENTRYPOINT a\n', ["a"], id="no-parameters-of-a-shell"),
    pytest.param('ENTRYPOINT []\nCMD ["b"]\n', [["b"]], id="no-entrypoint"),
    pytest.param('CMD ["a"]\nFROM scratch\nCMD ["b"]\n', [["a"], ["b"]], id="of-each-stage"),
    pytest.param('SHELL ["python3", "-c"]\nRUN a\nCMD b\nRUN ["c"]\n', [["c"]], id="shell-that-is-none"),
    pytest.param('SHELL ["/usr/bin/env", "bash", "-c"]\nRUN a\n', ["a"], id="shell"),
    pytest.param('SHELL ["powershell"]\nRUN a\n', ["a"], id="powershell"),
    pytest.param('SHELL ["python", "-c"]\nFROM x\nRUN a\nFROM scratch\nRUN b\n', ["b"], id="shell-of-a-stage"),
    pytest.param('SHELL ["ruby.exe", "-e"]\nRUN <<EOF\na\nEOF\n', [], id="script-for-another-shell"),
]


@pytest.mark.parametrize(("text", "expected"), COMMANDS)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_what_is_run(text: str, expected: list[str | list[str]], ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    content = ("FROM scratch AS x\n" + text).replace("\n", ending)
    met: list[str | list[str]] = []

    def of_script(script: Fragment) -> tuple[()]:
        places = [(script.text[at], content[script.offset(at)]) for at in range(len(script.text))]
        assert all(written == there for written, there in places if written != "\n")
        met.append(script.text)
        return ()

    def of_words(words: Sequence[Word]) -> tuple[()]:
        assert all(content.startswith(word.text, word.offset) for word in words)
        met.append([word.text for word in words])
        return ()

    monkeypatch.setattr("walkaround._dependencies.commands.of_script", of_script)
    monkeypatch.setattr("walkaround._dependencies.commands.of_words", of_words)
    for module in ("gates", "dockerfile"):
        monkeypatch.setattr(f"walkaround._dependencies.{module}.may_install", bool)
    assert list(read(Text("Dockerfile", content))) == []
    assert met == expected


INSTALLED = [
    pytest.param("RUN pip install «requests flask==3.1.2 && npm install -g «left-pad@latest\n", id="shell"),
    pytest.param(
        "RUN apt-get update \\\n  # tools\n  && apt-get install -y \\\n    «git \\\n    curl=8.5.0-2\n", id="lines"
    ),
    pytest.param('RUN ["pip", "install", "«requests"]\n', id="list"),
    pytest.param('RUN ["sh", "-c", "pip install «requests"]\n', id="shell-in-a-list"),
    pytest.param('RUN [ "\\u0070ip", "install",\\\n "a==1", "«b" ]\n', id="list-over-lines"),
    pytest.param("RUN <<EOF\n\npip install «requests\nEOF\n", id="heredoc"),
    pytest.param("RUN bash -e <<'EOF' && pip install «flask\npip install «requests\nEOF\n", id="heredoc-of-a-shell"),
    pytest.param("RUN python3 <<EOF\npip install requests\nEOF\n", id="heredoc-of-another-program"),
    pytest.param("RUN cat <<EOF >/x.sh\npip install requests\nEOF\n", id="heredoc-of-a-file"),
    pytest.param("COPY <<EOF /x.sh\npip install requests\nEOF\n", id="content"),
    pytest.param("RUN pip install -r requirements.txt -c constraints.txt .\n", id="files-of-the-image"),
    pytest.param("RUN «curl -fsSL https://example.org/install.sh | sh\n", id="download-and-run"),
    pytest.param("ONBUILD RUN npm install -g «yarn\n", id="onbuild"),
    pytest.param('ENTRYPOINT ["npx"]\nCMD ["«cowsay"]\n', id="start"),
    pytest.param('CMD ["tini", "--", "uvx", "«ruff"]\n', id="start-behind-a-wrapper"),
    pytest.param("HEALTHCHECK CMD npx -y «check-it || exit 1\n", id="healthcheck"),
    pytest.param("ARG V=1.2.3\nRUN pip install a==$V\nRUN pip install b==${W}\n", id="known-and-unknown"),
    pytest.param("ENV V=latest\nRUN npm install -g «left-pad@$V\n", id="known-to-be-loose"),
    pytest.param("ENV V=latest\nRUN V=1.2.3; npm install -g left-pad@$V\n", id="set-anew"),
    pytest.param('SHELL ["powershell", "-Command"]\nRUN pip install «requests\n', id="powershell"),
    pytest.param("RUN deps=' \\\n  «git \\\n  curl=8.5 \\\n  ' && apk add $deps\n", id="list-in-a-variable"),
    pytest.param("RUN deps=' \\\n  «git \\\n  ' && apk add ${deps}\n", id="short-list-in-a-variable"),
    pytest.param("RUN bash -c 'pip install «a \\\n  «b'\n", id="script-over-lines"),
    pytest.param('RUN ["sh", "-c", "pip install \\"«a\\" «b"]\n', id="script-with-escapes"),
    pytest.param("RUN echo ü🦊 && pip install «requests\n", id="unicode-before"),
]


@pytest.mark.parametrize("text", INSTALLED)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_what_is_installed(text: str, ending: str) -> None:
    assert_marked({"Dockerfile": ("FROM scratch\n" + text).replace("\n", ending)}, policy=STRICT)


DOWNLOADS = [
    pytest.param("ADD «https://example.org/a.tar.gz /x\n", id="file"),
    pytest.param("ADD https://example.org/a-1.2.tar.gz /x\n", id="version-in-the-name"),
    pytest.param("ADD https://example.org/download/v1.2.3/a /x\n", id="version-in-the-path"),
    pytest.param("ADD «https://example.org/raw/refs/heads/v1.2/a /x\n", id="branch-in-the-path"),
    pytest.param(f"ADD https://example.org/{SHA}/a /x\n", id="commit-in-the-path"),
    pytest.param(f"ADD --checksum={DIGEST} https://example.org/a /x\n", id="checksum"),
    pytest.param("ADD --checksum=$SUM https://example.org/a /x\n", id="unknown-checksum"),
    pytest.param(f"ARG SUM={DIGEST}\nADD --checksum=$SUM https://example.org/a /x\n", id="known-checksum"),
    pytest.param("ADD --checksum=sha256:12 «https://example.org/a /x\n", id="broken-checksum"),
    pytest.param("ADD a b «https://example.org/a «https://example.org/b /x\n", id="several"),
    pytest.param('ADD ["«https://example.org/a b", "/x"]\n', id="list"),
    pytest.param("ADD https://example.org/$V/a /x\n", id="variable"),
    pytest.param("ARG V=1.2\nADD https://example.org/a-$V.tar.gz /x\n", id="known-version"),
    pytest.param("ENV H=example.org\nADD «https://$H/a /x\n", id="known-host"),
    pytest.param("ADD {{ url }} https://example.org/{{x}} /x\n", id="template"),
    pytest.param("ADD «https://example.org/a.git /x\n", id="git"),
    pytest.param("ADD «https://example.org/a.git#main /x\n", id="git-branch"),
    pytest.param("ADD «https://example.org/a.git#v1.2:docs /x\n", id="git-tag"),
    pytest.param(f"ADD https://example.org/a.git#{SHA}:docs /x\n", id="git-commit"),
    pytest.param("ADD «git@example.org:a/b.git#main /x\n", id="git-by-ssh"),
    pytest.param(f"ADD --checksum={SHA} https://example.org/a.git#v1 /x\n", id="git-checksum"),
    pytest.param(f"ADD https://example.org/a.git?tag=v1&checksum={SHA} /x\n", id="git-query"),
    pytest.param("ADD a https://example.org/destination\n", id="destination"),
    pytest.param("COPY https://example.org/a /x\n", id="copy"),
]


@pytest.mark.parametrize("text", DOWNLOADS)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_downloads(text: str, ending: str) -> None:
    assert_marked({"Dockerfile": ("FROM scratch\n" + text).replace("\n", ending)}, policy=STRICT)


NOTHING = [
    pytest.param("", id="empty"),
    pytest.param("\n\n# nothing\n", id="comments"),
    pytest.param("How to build\n\nFrom alpine on, all is well.\nCopy it.\nTake care\nto do so.\n", id="prose"),
    pytest.param("import x\nfrom alpine\ndef f():\n  return 1\n", id="python"),
    pytest.param("From x\nthat\nis\nno\nimage\n", id="verse"),
    pytest.param("\0\x01", id="binary"),
    pytest.param("\\", id="escape-alone"),
    pytest.param("FROM \\", id="escape-at-the-end"),
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_dockerfile(text: str) -> None:
    assert judge({"Dockerfile": text}, policy=STRICT) == []


def test_an_unknown_instruction_is_passed_over() -> None:
    assert_marked({"Dockerfile": "FROM «alpine\nINCLUDE common\nFROM «busybox\n"})
    assert_marked({"Dockerfile": "{% if a %}\n{# b #}\n{{ c }}\n{% endif %}\nFROM «alpine\n"})


INSPECT = "with the digest that `docker buildx imagetools inspect"
COMMIT = "with the commit that `git ls-remote https://example.org/a.git main 'main^{}'` prints last."
CHECKSUM = (
    "and write --checksum=sha256:… in front of it, with the digest that `sha256sum FILE` prints for the file behind it."
)


def test_messages() -> None:
    text = (
        "FROM python:3.12-slim AS a\nFROM ghcr.io/o/app:latest\nARG V=3\nFROM node\n"
        "ADD https://example.org/a.git#main https://user:pw@example.org/a /x\n"
    )
    found = [one for one in judge({"Dockerfile": text}, policy=STRICT) if isinstance(one, Finding)]
    assert [one.message for one in found] == [
        "python:3.12-slim names a tag, which can be moved; the policy requires a digest.",
        "ghcr.io/o/app:latest follows a tag that names no version; the policy requires a digest.",
        "node names no version; the policy requires a digest.",
        "https://example.org/a.git#main follows a branch; the policy requires an exact version.",
        "https://***@example.org/a names no version; the policy requires an exact version.",
    ]
    assert [one.remedy for one in found] == [
        f"Write python:3.12-slim@sha256:… {INSPECT} python:3.12-slim` prints.",
        f"Write ghcr.io/o/app@sha256:… {INSPECT} ghcr.io/o/app:latest` prints.",
        f"Write node@sha256:… {INSPECT} node` prints.",
        f"Write https://example.org/a.git#SHA, {COMMIT}",
        f"Name the URL of one released version, {CHECKSUM}",
    ]


def declared(text: str) -> list[Declared]:
    return [one for one in read(Text("Dockerfile", text)) if isinstance(one, Declared)]


def test_what_others_need_to_know() -> None:
    text = f"ARG V=3.12\nFROM python:$V\nFROM h.org:5000/a/b:1\nFROM node@{DIGEST}\nFROM scratch\n"
    found = declared(text)
    assert [(one.name, one.spec, one.kind, one.role, one.pin.level) for one in found] == [
        ("python", "3.12", "image", "image", "tag"),
        ("h.org:5000/a/b", "1", "image", "image", "tag"),
        ("node", "", "image", "image", "sha"),
    ]
    assert [one.splice is None for one in found] == [True, False, True]
    splice = found[1].splice
    assert splice is not None
    mended = text[: splice.start] + splice.template.replace("{}", DIGEST) + text[splice.end :]
    assert f"FROM h.org:5000/a/b:1@{DIGEST}\n" in mended
    assert [one.what for one in declared(mended)] == ["python:$V", f"h.org:5000/a/b:1@{DIGEST}", f"node@{DIGEST}"]


MENDED = """\
# syntax=docker/dockerfile:1
FROM --platform=linux/amd64 python:3.12-slim AS base  \\
    # joined
RUN --mount=from=alpine:3,target=/x pip install \\
      requests \\
      'flask>=3' && npm install -g left-pad
RUN ["pip", "install", "rich"]
RUN <<EOF
  pip install "attrs[x]<26"
EOF
COPY --from=nginx /a /b
CMD ["npx", "cowsay"]
"""


@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_what_splices_write_is_pinned(ending: str) -> None:
    text = MENDED.replace("\n", ending)
    found = declared(text)
    assert all(one.splice is not None for one in found)
    for one in sorted(found, key=lambda one: one.offset, reverse=True):
        if one.splice is not None:
            answer = DIGEST if one.kind == "image" else "1.2.3"
            text = text[: one.splice.start] + one.splice.template.replace("{}", answer) + text[one.splice.end :]
    assert judge({"Dockerfile": text}, policy=STRICT) == []
    assert [one.name for one in declared(text)] == [one.name for one in found]
    assert text.count(ending) == MENDED.count("\n")


def test_a_name_over_two_lines_is_not_spliced() -> None:
    (found,) = declared("FROM al\\\npine:3\n")
    assert (found.what, found.splice) == ("alpine:3", None)


def parsed(text: str) -> list[tuple[str, str, list[str]]]:
    source = whole(text)
    escape = escape_of(directives(source))
    return [(one.name, one.rest.text, [doc.body.text for doc in one.heredocs]) for one in instructions(source, escape)]


def test_lines_are_joined_as_docker_joins_them() -> None:
    text = "RUN a \\\n# no\n\n  b 'c\\\nd' \\\n&& e\nRUN <<A cat <<B\r\n1\r\n2\r\nA\r\n3\r\nB\r\ncmd x\n"
    assert parsed(text) == [
        ("run", "a   b 'cd' && e", []),
        ("run", "<<A cat <<B", ["1\n2\n", "3\n"]),
        ("cmd", "x", []),
    ]


def test_flags_and_lists() -> None:
    flags, rest = without_flags(whole('--mount=type="a b",x --network="none" --  ["a", "b\\u0041\\"c"]'))
    assert [(flag.name, flag.value.text) for flag in flags] == [("mount", 'type="a b",x'), ("network", "none")]
    assert rest.text.startswith("--  [")
    words = strings(whole('["a", "b\\u0041\\"c"]', 7))
    assert words is not None
    assert [(word.text, word.offset(0)) for word in words] == [("a", 9), ('bA"c', 14)]
    assert [words[1].offset(at) for at in range(4)] == [14, 15, 21, 23]
    assert strings(whole("[ -f x ]")) is None
    assert strings(whole('["a", 1]')) is None
    assert strings(whole("[]")) == []


@given(st.text(alphabet="FROM RUNCOPYrunfrom<-EOF\\`\n\r\t #=\"'[]{}$:@/.,a1🦊\x00"))
@example("RUN <<a <<b\na\n")
@example("FROM ${a:-${")
def test_any_text_is_read(text: str) -> None:
    for one in read(Text("Dockerfile", text)):
        if isinstance(one, Declared):
            assert text[one.offset] == one.what[0]
            if one.splice is not None and one.kind == "image":
                assert text[one.offset : one.splice.end] == one.what
        else:
            assert isinstance(one, NotJudged)


PARTS = st.sampled_from(
    ["alpine:3", "\\\n", "RUN ", "\n", " ", "FROM ", "x", "# c\n", "<<E", "E\n", '["a"]', "--from=n "]
)


@given(st.lists(PARTS, max_size=40).map("".join))
def test_every_character_leads_back_into_the_file(text: str) -> None:
    for one in instructions(whole(text), "\\"):
        for part in (one.rest, *(heredoc.body for heredoc in one.heredocs)):
            assert [text[part.offset(at)] for at in range(len(part.text))] == list(part.text)


SPANS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)).filter(lambda span: span[0] <= span[1]), min_size=1)


@given(SPANS, SPANS)
def test_cutting_a_fragment_keeps_the_way_back(first: list[tuple[int, int]], second: list[tuple[int, int]]) -> None:
    text = "0123456789"
    once = whole(text).cut(*first)
    inner = [span for span in second if span[1] <= len(once.text)] or [(0, len(once.text))]
    twice = once.cut(*inner)
    for fragment in (once, twice, Fragment(twice.text, twice.pieces).within(whole(text))):
        assert [text[fragment.offset(at)] for at in range(len(fragment.text))] == list(fragment.text)


HOSTILE = [
    pytest.param("FROM scratch\nRUN a \\\n" + "b \\\n" * 50_000, id="continued-lines"),
    pytest.param("FROM scratch\nRUN a \\\n" + "# b\n" * 50_000, id="comments-within"),
    pytest.param("FROM scratch\n" + "RUN a\n" * 34_000, id="instructions"),
    pytest.param("FROM scratch\nRUN <<A\n" + "b\n" * 100_000, id="open-heredoc"),
    pytest.param("FROM scratch\nRUN " + "<<A " * 50_000, id="heredocs"),
    pytest.param("FROM scratch\nRUN <<A " + '"' * 200_000, id="quotes"),
    pytest.param("FROM scratch\nRUN <<A " + "\\\"'" * 60_000, id="mixed-quotes"),
    pytest.param("FROM scratch\nRUN " + "--a=" * 50_000, id="flags"),
    pytest.param("FROM scratch\nRUN " + "--a " * 50_000, id="short-flags"),
    pytest.param("FROM scratch\nRUN " + "[" * 200_000, id="brackets"),
    pytest.param("FROM scratch\nCMD [" + '"a",' * 50_000, id="open-list"),
    pytest.param("FROM " + "${a:-" * 40_000, id="variables"),
    pytest.param("FROM " + "$a" * 100_000, id="many-variables"),
    pytest.param("FROM " + "a/" * 100_000, id="long-name"),
    pytest.param(
        "ARG A0=xxxxxxxx\n" + "".join(f"ARG A{n + 1}=$A{n}$A{n}\n" for n in range(60)) + "FROM $A60", id="bomb"
    ),
    pytest.param("# " + " " * 200_000 + "\nFROM scratch", id="blanks"),
    pytest.param("FROM scratch\nRUN pip install \\\n" + "b \\\n" * 50_000, id="packages"),
    pytest.param("FROM scratch\n" + "RUN pip install a==1\n" * 15_000, id="scripts"),
    pytest.param("FROM scratch\nRUN a='" + "b " * 9_000 + "'; pip install" + " $a" * 60_000, id="lists"),
    pytest.param("FROM scratch\nONBUILD " + "ONBUILD " * 24_000, id="onbuild"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_read_soon(text: str) -> None:
    with CpuLimit(60):
        said = judge({"Dockerfile": text[: 1 << 20]})
    assert all(isinstance(one, (Finding, NotJudged)) for one in said)


def test_reading_imports_no_parsers() -> None:
    code = (
        "import sys; from walkaround._dependencies.dockerfile import read; from walkaround._text import Text;"
        f"list(read(Text('Dockerfile', 'FROM alpine:3@{DIGEST}\\nLABEL a=b\\n')));"
        "print({'yaml', 'json', 'tree_sitter', 'packaging'} & set(sys.modules))"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={"PYTHONPATH": f"{TOP}/hooks"}
    )
    assert run.stdout == "set()\n"
