"""Compose files: images, what is built, and the way back from YAML into the file."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinned_support import SHA, STRICT, assert_marked, judge, not_judged
from processor_time import CpuLimit
from walkaround._dependencies.commands import Word
from walkaround._dependencies.compose import read
from walkaround._dependencies.declared import Declared, Fragment
from walkaround._finding import Finding, NotJudged
from walkaround._text import Text

DIGEST = "sha256:" + "ab" * 32

IMAGES = [
    pytest.param(f"services:\n  a:\n    image: redis:8@{DIGEST}\n", id="digest"),
    pytest.param("services:\n  a:\n    image: «redis:8\n", id="tag"),
    pytest.param("services:\n  a:\n    image: '«redis'\n  b:\n    image: \"«nginx\"\n", id="quoted"),
    pytest.param("services: {a: {image: «redis}, ü🦊: {image: «nginx:1}}\n", id="flow"),
    pytest.param("services:\n  a:\n    image: >-\n      «redis:8\n", id="folded"),
    pytest.param('services:\n  a:\n    image: "«redis\\x3a8"\n', id="escaped"),
    pytest.param("services:\n  a:\n    image: «redis:${TAG:-8}\n", id="default"),
    pytest.param(f"services:\n  a:\n    image: ${{IMAGE:-redis@{DIGEST}}}\n", id="digest-by-default"),
    pytest.param(
        "services:\n  a:\n    image: redis:$TAG\n  b:\n    image: ${I}\n  c:\n    image: x:${T?no}\n", id="unknown"
    ),
    pytest.param("services:\n  a:\n    image: «${HOST:-h.org}/redis:${TAG-}${X:+}8\n", id="defaults"),
    pytest.param("services:\n  a:\n    image: {{ x }}\n", id="no-string-in-it"),
    pytest.param("services:\n  a:\n    image: own:1\n    build: .\n  b:\n    image: own:1\n", id="built-here"),
    pytest.param("services:\n  a: {image: own, build: {context: .}}\n  b: {image: 'own:latest'}\n", id="built-latest"),
    pytest.param("services:\n  a: {image: own:1, build: .}\n  b: {image: «own:2}\n", id="another-tag"),
    pytest.param("services:\n  a: {image: localhost/x}\n", id="localhost"),
    pytest.param("services:\n  a:\n    image:\n    build:\n  b: {image: ~}\n", id="null"),
    pytest.param("services:\n  a: {image: «x:1, build: }\n", id="null-build"),
    pytest.param("x-a: &a\n  image: «redis:8\nservices:\n  a: *a\n  b: *a\n  c: {<<: *a}\n", id="aliases"),
    pytest.param("x-a: &a {image: redis}\nservices:\n  c: {<<: *a, image: «nginx}\n", id="merged-and-replaced"),
    pytest.param("x-a: {image: redis}\nservices: {}\n", id="extension-alone"),
    pytest.param("x-i: &i «redis:8\nservices:\n  a: {image: *i}\n  b: {image: *i}\n", id="aliased-value"),
    pytest.param("services:\n  a: !reset null\n  b:\n    image: !override «redis\n    ports: !reset []\n", id="tags"),
    pytest.param("services: {a: {image: «redis}}\n---\nservices: {b: {image: «nginx}}\n", id="documents"),
    pytest.param("services: {a: {extends: {file: x.yml, service: a}}}\n", id="extends"),
    pytest.param("services:\n  a: {volumes: [x:/y, {type: image, source: «alpine:3, target: /x}]}\n", id="volume"),
    pytest.param("services:\n  a: {build: {cache_from: [alpine], context: .}}\n", id="cache"),
    pytest.param("- a\n", id="list"),
    pytest.param("services: [a]\n", id="odd-services"),
    pytest.param("services: {a: [x], b: 1, c: {build: [x], healthcheck: x, volumes: y}}\n", id="odd-service"),
    pytest.param("", id="empty"),
    pytest.param("image: redis\n", id="another-file"),
    pytest.param("services: {a: {provider: {type: model}}}\nmodels: {m: {model: ai/x}}\n", id="models"),
]


@pytest.mark.parametrize("text", IMAGES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_images(text: str, ending: str) -> None:
    assert_marked({"compose.yaml": text.replace("\n", ending)}, policy=STRICT)


BUILDS = [
    pytest.param("services: {a: {build: «https://example.org/a.git#main}}\n", id="git"),
    pytest.param("services: {a: {build: {context: «https://example.org/a.git}}}\n", id="git-context"),
    pytest.param(f"services: {{a: {{build: {{context: 'https://example.org/a.git#{SHA}:x'}}}}}}\n", id="git-commit"),
    pytest.param("services: {a: {build: 'https://example.org/${X}.git'}}\n", id="unknown"),
    pytest.param("services: {a: {build: ./x}, b: {build: {context: .., dockerfile: D}}}\n", id="folder"),
    pytest.param("services: {a: {build: {additional_contexts: {b: docker-image://«alpine:3}}}}\n", id="image"),
    pytest.param(
        "services: {a: {build: {additional_contexts: [b=docker-image://«alpine:3, c=./x]}}}\n", id="in-a-list"
    ),
    pytest.param("services: {a: {build: {additional_contexts: {b: 'service:x', c: ../y}}}}\n", id="service"),
    pytest.param(
        "services: {a: {build: {additional_contexts: {b: 'docker-image://alpine:$X'}}}}\n", id="image-unknown"
    ),
    pytest.param(
        "include:\n- a.yaml\n- «https://example.org/a.git#v1:x\n- {path: [b, «git@h.org:o/r.git]}\n", id="include"
    ),
    pytest.param("include:\n- oci://«docker.io/o/r:1\n- {path: c.yaml}\n", id="include-artifact"),
]


@pytest.mark.parametrize("text", BUILDS)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_builds(text: str, ending: str) -> None:
    assert_marked({"docker-compose.yml": text.replace("\n", ending)}, policy=STRICT)


INLINE = "services:\n  a:\n    build:\n      context: .\n      dockerfile_inline: "
INLINES = [
    pytest.param(
        "|\n        # why\n        FROM «alpine:3 AS x\n\n        FROM x\n        COPY --from=«nginx a b\n",
        id="literal",
    ),
    pytest.param("|2-\n          FROM «alpine:3\n", id="indented"),
    pytest.param(">\n        FROM «alpine:3\n\n        COPY --from=«nginx a b\n", id="folded"),
    pytest.param('"FROM «alpine:3\\nCOPY\\t--from=«nginx a b"\n', id="double-quoted"),
    pytest.param('"FROM \\\n        «alpine:3\\n\\\n        \\x43OPY --from=«nginx\\ a b"\n', id="over-lines"),
    pytest.param("'FROM «alpine:3\n\n        LABEL a=''b'' c\n\n        COPY --from=«nginx a b'\n", id="single-quoted"),
    pytest.param("FROM «alpine:3\n", id="plain"),
    pytest.param("|\n        ARG V=3\n        FROM «alpine:$V\n        FROM alpine:$$X\n", id="argument"),
    pytest.param("|\n        FROM base\n      additional_contexts:\n        base: ./x\n", id="named-context"),
    pytest.param(
        "|\n        FROM scratch\n        RUN a \\\n          # b\n          c\n        FROM «alpine\n", id="joined"
    ),
]


@pytest.mark.parametrize("text", INLINES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_dockerfiles_within(text: str, ending: str) -> None:
    assert_marked({"compose.yml": (INLINE + text).replace("\n", ending)}, policy=STRICT)


@pytest.mark.parametrize("path", ["compose.yaml", "compose.dev.yml", "docker-compose.yml", "a/docker-compose-x.yaml"])
def test_names_of_files(path: str) -> None:
    assert_marked({path: "services: {a: {image: «redis}, b: {image: redis:8}}\n"})


COMMANDS = [
    pytest.param("{command: a b}", ["a b"], id="command"),
    pytest.param("{command: [a, b c, 1]}", [["a", "b c", "1"]], id="list"),
    pytest.param("{entrypoint: [a], command: [b, c]}", [["a", "b", "c"]], id="parameters"),
    pytest.param("{entrypoint: a -b, command: \"c 'd e'\"}", [["a", "-b", "c", "d e"]], id="both-as-strings"),
    pytest.param("{entrypoint: [], command: b}", ["b"], id="no-entrypoint"),
    pytest.param("{entrypoint: ~, command: ~}", [], id="null"),
    pytest.param("{healthcheck: {test: [CMD, a, b]}}", [["a", "b"]], id="check"),
    pytest.param("{healthcheck: {test: [CMD-SHELL, a b]}}", ["a b"], id="check-by-shell"),
    pytest.param("{healthcheck: {test: a b}}", ["a b"], id="check-as-string"),
    pytest.param("{healthcheck: {test: [NONE]}}", [], id="no-check"),
    pytest.param("{post_start: [{command: a b}], pre_stop: [{command: [c]}]}", ["a b", ["c"]], id="hooks"),
    pytest.param("\n    command: >\n      a\n      b\n", ["a b\n"], id="folded"),
    pytest.param(
        "\n    command:\n      - a\n      - |\n        b\n        c\n", [["a", "b\nc\n"]], id="script-in-a-list"
    ),
    pytest.param('{build: {dockerfile_inline: "FROM scratch\\nRUN a b"}}', ["a b"], id="inline"),
]


@pytest.mark.parametrize(("service", "expected"), COMMANDS)
def test_what_is_run(service: str, expected: list[str | list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    content = f"services:\n  x: {service}\n"
    met: list[str | list[str]] = []

    def of_script(script: Fragment) -> tuple[()]:
        assert all(
            script.text[at] == content[script.offset(at)] for at in range(len(script.text)) if script.text[at].strip()
        )
        met.append(script.text)
        return ()

    def of_words(words: Sequence[Word]) -> tuple[()]:
        assert all(content.startswith(word.text[:1], word.offset) for word in words)
        met.append([word.text for word in words])
        return ()

    monkeypatch.setattr("walkaround._dependencies.commands.of_script", of_script)
    monkeypatch.setattr("walkaround._dependencies.commands.of_words", of_words)
    for module in ("gates", "dockerfile"):
        monkeypatch.setattr(f"walkaround._dependencies.{module}.may_install", bool)
    assert list(read(Text("compose.yaml", content))) == []
    assert met == expected


INSTALLED = [
    pytest.param("{command: npx -y «cowsay}", id="line"),
    pytest.param('{command: ["uvx", "«ruff"]}', id="list"),
    pytest.param("{command: sh -c 'pip install «requests && run'}", id="shell"),
    pytest.param("{entrypoint: [sh, -c], command: ['pip install «requests && run']}", id="parameters"),
    pytest.param(
        '\n    command: >\n      bash -c "\n      pip install -r x.txt «requests &&\n      run"\n', id="folded"
    ),
    pytest.param("{command: pip install requests==$$V}", id="variable"),
    pytest.param("{healthcheck: {test: [CMD-SHELL, 'npx «check || exit 1']}}", id="check"),
    pytest.param(
        "\n    build:\n      dockerfile_inline: |\n        FROM scratch\n        RUN pip install \\\n          «a\n",
        id="inline",
    ),
]


@pytest.mark.parametrize("service", INSTALLED)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_what_is_installed(service: str, ending: str) -> None:
    assert_marked({"compose.yaml": f"services:\n  x: {service}\n".replace("\n", ending)}, policy=STRICT)


BAD = [
    pytest.param("services: {\n", "line 2: is not YAML: did not find expected node content", id="broken"),
    pytest.param("services:\n  a:\n    image: [x]\n", "line 3: `image` is not a string", id="list"),
    pytest.param(
        INLINE + "|\n        FROM scratch\n        RUN <<A\n", "line 7: the heredoc A does not end", id="heredoc"
    ),
]


@pytest.mark.parametrize(("text", "why"), BAD)
def test_what_is_not_judged(text: str, why: str) -> None:
    assert not_judged(judge({"compose.yaml": text})) == [f"compose.yaml: {why}"]


def test_message() -> None:
    (said,) = judge({"compose.yaml": "services: {a: {image: 'redis:${TAG:-8}'}}\n"}, policy=STRICT)
    assert isinstance(said, Finding)
    assert (said.message, said.remedy) == (
        "redis:${TAG:-8} names a tag, which can be moved; the policy requires a digest.",
        "Write redis:8@sha256:… with the digest that `docker buildx imagetools inspect redis:8` prints.",
    )


def declared(text: str) -> list[Declared]:
    return [one for one in read(Text("compose.yaml", text)) if isinstance(one, Declared)]


def test_only_text_that_stands_in_the_file_is_spliced() -> None:
    text = 'services: {a: {image: "redis:8"}, b: {image: "redis\\x3a9"}, c: {image: "redis:${T:-1}"}}\n'
    found = declared(text)
    assert [(one.name, one.spec, one.splice is not None) for one in found] == [
        ("redis", "8", True),
        ("redis", "9", False),
        ("redis", "1", False),
    ]
    splice = found[0].splice
    assert splice is not None
    mended = text[: splice.start] + splice.template.replace("{}", DIGEST) + text[splice.end :]
    assert mended.startswith(f'services: {{a: {{image: "redis:8@{DIGEST}"}}')


@given(st.text(alphabet="services: {}[]\n-a|>&*!\"'\\imgebuld${}\x85\u2028🦊", max_size=60))
def test_any_text_is_read(text: str) -> None:
    for content in (text, f"services: {{a: {{image: {text}}}}}", f"services:\n  a:\n    image: {text}\n"):
        try:
            found = list(read(Text("compose.yaml", content)))
        except NotJudged:
            continue
        assert all(0 <= one.offset < len(content) for one in found if isinstance(one, Declared))


LINES = st.lists(
    st.sampled_from(["FROM alpine:3", "", "  FROM nginx", "LABEL a='b' \\", "# c", 'LABEL "x"']), min_size=1
)


@given(LINES, st.sampled_from(["|", "|-", "|+", "|2", ">", ">+"]))
def test_places_within_blocks(lines: list[str], header: str) -> None:
    text = f"services:\n  a:\n    build:\n      dockerfile_inline: {header}\n" + "".join(
        f"        {line}\n" for line in lines
    )
    try:
        found = declared(text)
    except NotJudged:
        return
    assert all(text.startswith(one.what, one.offset) for one in found)


HOSTILE = [
    pytest.param("services: " + "[" * 100_000, id="deep"),
    pytest.param(
        "a0: &a0 {image: x}\n"
        + "".join(f"a{n + 1}: &a{n + 1} {{<<: [*a{n}, *a{n}]}}\n" for n in range(60))
        + "services: {a: *a60, b: *a59}\n",
        id="merges",
    ),
    pytest.param("services:\n" + "".join(f" a{n}: {{image: redis:{n}}}\n" for n in range(20_000)), id="services"),
    pytest.param("x: &x {image: redis}\nservices:\n" + "".join(f" a{n}: *x\n" for n in range(50_000)), id="aliases"),
    pytest.param(INLINE + "|\n" + "        RUN a \\\n" * 50_000, id="inline"),
    pytest.param('services: {a: {image: "' + "\\x41" * 40_000 + '"}}', id="escapes"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_read_soon(text: str) -> None:
    with CpuLimit(30):
        said = judge({"compose.yaml": text[: 1 << 20]})
    assert all(isinstance(one, (Finding, NotJudged)) for one in said)
