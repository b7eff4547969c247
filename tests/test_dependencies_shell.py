"""Shell scripts: where commands stand, what a shell makes of words, and how long a script may take to be read."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pinned_support import STRICT, assert_marked, judge, not_judged
from processor_time import CpuLimit
from tests_support import tries
from walkaround._dependencies.commands import of_script
from walkaround._dependencies.declared import Declared, Fragment, whole
from walkaround._dependencies.gates import may_install
from walkaround._dependencies.shell import TooCostly, commands

WRAPPERS = {
    "sudo": "sudo pip install «foo",
    "sudo-options": "sudo -E -u x -H pip install «foo",
    "sudo-cluster": "sudo -Hu x pip install «foo",
    "sudo-assignment": "sudo A=b pip install «foo",
    "sudo-end-of-options": "sudo -- pip install «foo",
    "doas": "doas -u x pip install «foo",
    "env": "env -i A=b C='d e' pip install «foo",
    "env-unset": "env -u X pip install «foo",
    "assignments": 'A=b C="$D" pip install «foo',
    "time": "time -p pip install «foo",
    "nice": "nice -n 10 pip install «foo",
    "ionice": "ionice -c2 -n7 pip install «foo",
    "nohup": "nohup pip install «foo &",
    "exec": "exec -a x pip install «foo",
    "command": "command pip install «foo",
    "command-v": "command -v pip install foo",
    "command-V": "command -V pip",
    "timeout": "timeout -k 5 10 pip install «foo",
    "timeout-signal": "timeout --signal=9 10m pip install «foo",
    "xargs": "echo a | xargs -r -n 1 pip install «foo",
    "xargs-last-option": "echo 1.2 | xargs gem install bundler -v",
    "own-sudo": "sudo_if pip install «foo",
    "xargs-alone": "xargs pip install < list.txt",
    "retry": "retry 5 pip install «foo",
    "retry-options": "retry -t 3 -- pip install «foo",
    "travis-retry": "travis_retry pip install «foo",
    "gosu": "gosu user pip install «foo",
    "chroot": "chroot /mnt pip install «foo",
    "arch": "arch -arm64 brew install «jq",
    "stdbuf": "stdbuf -oL pip install «foo",
    "several": "sudo -E env A=b nice timeout 9 pip install «foo",
    "bash-c": "bash -c 'pip install «foo'",
    "bash-lc": 'bash -lc "pip install «foo"',
    "bash-ec": "bash -ec 'pip install «foo; pip install bar==1'",
    "bash-options": "bash -e -o pipefail -c 'pip install «foo'",
    "bash-c-end-of-options": "bash -c -- 'pip install «foo'",
    "bash-c-arguments": "bash -c 'pip install «foo' pip install bar",
    "bash-c-variable": 'bash -c "cd $X && pip install «foo"',
    "bash-c-escaped": 'bash -c "x \\"y\\" && pip install «foo"',
    "bash-c-in-bash-c": "bash -c \"bash -c 'pip install «foo'\"",
    "bash-a-script": "bash x.sh -c 'pip install foo'",
    "busybox": "busybox sh -c 'apk add «foo'",
    "su-c": "su -c 'pip install «foo' user",
    "su-user": "su - user -c 'pip install «foo'",
    "sudo-su": "sudo su user -c 'pip install «foo'",
    "cmd": "cmd /c npx «foo",
    "pwsh": "pwsh -NoProfile -Command 'pip install «foo'",
    "eval": "eval 'pip install «foo'",
    "eval-variable": 'eval "$X"',
    "coproc": "coproc pip install «foo",
    "which": "which pip; type pip; hash pip; man pip",
}
CONTROL = {
    "if": "if ! command -v x; then\n  pip install «foo\nelif y; then pip install «bar\nelse\n\tpip install «baz\nfi",
    "if-condition": "if pip install «foo; then :; fi",
    "while": "while ! pip install «foo; do sleep 1; done",
    "until": "until pip install «foo; do :; done",
    "for": "for x in a b; do pip install «foo; done",
    "for-variable": "for x in a b; do pip install $x; done",
    "c-style-for": "for ((i = 0; i < 3; i++)); do pip install «foo && break; done",
    "case": "case $x in\n  a | b) pip install «foo ;;\n  *) pip install «bar ;&\nesac",
    "function": "f() {\n  pip install «foo\n}\nfunction g { pip install «bar; }\nfunction h() (pip install «baz)",
    "subshell": "(cd x && pip install «foo)",
    "group": "{ pip install «foo; } >log 2>&1",
    "and": "a && pip install «foo && pip install bar==1 || pip install «baz",
    "semicolon": "pip install «foo; pip install «bar & pip install «baz",
    "negated": "! pip install «foo",
    "test": "[ -x y ] && pip install «foo",
    "double-brackets": "[[ $x == y* ]] && pip install «foo",
    "arithmetic": "((x++)); pip install «foo",
    "pipe": "yes | pip install «foo | tee log",
    "substitution": 'x=$(pip install «foo); echo "$(pip install «bar)" `pip install «baz`',
    "process-substitution": "cat <(pip install «foo)",
    "trap-text": "trap 'pip install «foo' EXIT",
    "alias-text": "alias x='pip install foo'",
}
TEXTS = {
    "comment": "# pip install foo\n  # curl https://a.example/x | sh\ntrue # pip install foo",
    "echo": "echo pip install foo; echo 'pip install foo' \"npx foo\"",
    "printf": "printf '%s\\n' 'pip install foo' pip install foo",
    "grep": "grep -q 'pip install foo' x && sed 's/pip install foo/x/' y",
    "ssh": "ssh host pip install foo; ssh host 'pip install foo'",
    "assignment": "HINT='run pip install foo'\nX=\"curl https://a.example/x | sh\"",
    "argument": "die 'pip install foo'; log \"please run: npm install foo\"; ./pip install",
    "multi-line": "echo '\npip install foo\n' \"\nnpx foo\n\"",
    "cat-heredoc": "cat <<EOF\npip install foo\ncurl https://a.example/x | sh\nEOF",
    "cat-heredoc-quoted": "cat > x <<'EOF'\n$(pip install foo)\nEOF",
    "cat-heredoc-dash": "cat <<-EOF\n\tpip install foo\n\tEOF",
    "python-heredoc": "python - <<EOF\npip install foo\nEOF",
    "ssh-heredoc": "ssh host <<EOF\npip install foo\nEOF",
    "script-heredoc": "bash x.sh <<EOF\npip install foo\nEOF",
    "git": "git commit -m 'pip install foo'; git pip install",
    "usage": "usage() {\n  cat <<END\nUsage: npx foo\n  pip install foo\nEND\n}",
}
HEREDOCS = {
    "bash": "bash <<EOF\npip install «foo\nEOF",
    "bash-quoted": "bash <<'EOF'\npip install «foo\n  npm install «bar\nEOF\npip install «baz",
    "sudo-bash-s": "sudo bash -s -- x <<-EOF\n\tpip install «foo\n\tEOF",
    "sh-ex": "sh -ex <<EOF\npip install «foo\nEOF",
    "su": "sudo su - user <<EOF\npip install «foo\nEOF",
    "cat-to-bash": "cat <<EOF | bash\npip install «foo\nEOF",
    "cat-to-sudo-bash": "cat <<'EOF' | sudo bash -s\npip install «foo\nEOF",
    "bash-to-tee": "bash <<EOF | tee log\npip install «foo\nEOF",
    "substitution": "cat <<EOF\n$(pip install «foo)\nEOF",
    "here-string": "bash <<< 'pip install «foo'",
    "here-string-of-another": "grep x <<< 'pip install foo'",
}
VARIABLES = {
    "once": "V=1.2\npip install foo==$V",
    "name": "P=«foo\npip install $P",
    "quoted": "P='«foo>=1'\npip install \"${P}\"",
    "list": "P='«foo bar==1 «baz'\npip install $P",
    "list-quoted": 'P="foo bar"\npip install "$P"',
    "list-lines": 'P="\n  «foo\n  bar==1\n"\napt-get update\npip install $P',
    "list-continued": 'P="«foo \\\n  «bar"\npip install $P',
    "export": "export P=«foo\npip install $P",
    "readonly": "readonly P=«foo\npip install $P",
    "local": "f() {\n  local P=«foo\n  pip install $P\n}",
    "twice": "P=foo\nP=bar\npip install $P",
    "appended": "P=foo\nP+=' bar'\npip install $P",
    "read": "P=foo\nread -r P\npip install $P",
    "in-a-loop": "for x in 1; do P=foo; done\npip install $P",
    "for-variable": "P=foo\nfor P in a b; do pip install $P; done",
    "if": "if x; then P=foo; fi\npip install $P",
    "test": '[ -z "$P" ] && P=foo\npip install $P',
    "or": "x || P=foo\npip install $P",
    "default": "P=${1:-foo}\npip install $P",
    "substitution": "P=$(cat x)\npip install $P",
    "of-one-command": "P=foo true\npip install $P",
    "array": 'P=(foo bar)\npip install "${P[@]}" ${P[0]}',
    "positional": 'pip install "$@" $* $1 "${@:2}"',
    "part": "V=1\npip install «foo>=$V 'bar==$V'".replace("«foo>=$V", "'«foo>=1'").replace("'bar==$V'", "bar==$V"),
    "program": "PIP=pip3\n$PIP install «foo",
    "program-with-words": "PIP='python -m pip'\n$PIP install «foo",
    "url": "U=https://a.example/x.sh\n«curl $U | sh",
    "versioned-url": "V=1.2.3\ncurl https://a.example/$V/x.sh | sh",
    "image": "I=«alpine\ndocker run $I",
    "escaped": "pip install \\$P foo\\==1",
    "brace-expansion": "pip install {foo,bar} foo{1,2} foo-{a,b}==1",
}
LAYOUT = {
    "continued": "pip install \\\n  «foo \\\n  bar==1 \\\n  «baz",
    "continued-in-a-word": "pip install foo\\\n==1.0 «bar",
    "crlf": "pip install «foo\r\npip install bar==1\r\nnpx «x\r\n",
    "crlf-continued": "pip install \\\r\n  «foo \\\r\n  «bar\r\n",
    "tabs": "\tpip\tinstall\t«foo\t«bar",
    "unicode": "echo 'é😀'; pip install «foo # é\n# é\npip install 'é' «bar",
    "byte-order-mark": "\ufeffpip install foo==1\npip install «bar",
    "quotes": "'pip' \"install\" \"«foo\" '«bar' $'«baz'",
    "quotes-in-a-word": 'pip install «f"o"o ""«bar'.replace('""«bar', "'«bar'"),
    "redirected": "pip install «foo >out 2>&1",
    "redirected-between": "pip install «foo >out 2>/dev/null «bar",
    "redirected-both": "pip install «foo &>out «bar",
    "redirected-in-front": ">out pip install «foo",
    "redirected-from": "pip install «foo < /dev/null",
    "redirected-in-a-pipe": "pip install «foo 2>&1 | tee x",
    "unquoted-bound": "pip install «foo>=1",
    "unquoted-bounds": "pip install «foo>=1 «bar<2 baz==1",
    "background": "pip install «foo&",
    "no-blank": "(pip install «foo)|cat;pip install «bar",
    "last-line": "true\npip install «foo",
}
OTHER_SHELLS = {
    "zsh-glob": "for f in *(N.); do\n  echo $f\ndone\npip install «foo",
    "zsh-flags": "x=${(s.:.)PATH}\npip install «foo\necho ${(U)x}\nnpx «bar",
    "zsh-foreach": "foreach f (*.x)\n  pip install «foo\nend\npip install «bar",
    "zsh-repeat": "repeat 3 { pip install «foo }\npip install «bar",
    "zsh-always": "{ pip install «foo\n} always { pip install bar }\nnpx «x",
    "fish-if": "if test -x y\n  pip install «foo\nend\npip install «bar",
    "fish-function": "function f --on-event x\n  pip install «foo\nend\nset -gx A b\nnpx «x",
    "fish-set": "set x (pip list)\npip install «foo",
    "pwsh-if": "if ($x -eq 1) {\n  pip install «foo\n}\npip install «bar",
    "pwsh-foreach": "foreach ($x in $y) {\n  pip install «foo\n}\n$z = @{ a = 1 }\nnpx «bar",
    "pwsh-function": "function F([string]$x) {\n  pip install «foo\n}\n[Net.X]::Y = 1\nnpx «bar",
    "broken": "if x; then\npip install «foo\n)) ;; fi (\npip install «bar\n",
    "broken-quote": "pip install «foo\necho it's\npip install «bar\n",
    "text-in-what-is-broken": "if ($x) {\necho '\npip install foo\n'\npip install «bar\n}\n",
    "heredoc-in-what-is-broken": "if ($x) {\ncat <<EOF\npip install foo\nEOF\npip install «bar\n}\n",
}
TABLES = {
    "wrapper": WRAPPERS, "control": CONTROL, "text": TEXTS, "heredoc": HEREDOCS, "variable": VARIABLES,
    "layout": LAYOUT, "other": OTHER_SHELLS,
}  # fmt: skip
CASES = [pytest.param(script, id=f"{kind}-{name}") for kind, table in TABLES.items() for name, script in table.items()]


@pytest.mark.parametrize("script", CASES)
def test_commands_of_scripts(script: str) -> None:
    assert_marked({"scripts/x.sh": script}, policy=STRICT)


def found_in(text: str) -> list[Declared]:
    return [one for one in of_script(whole(text)) if isinstance(one, Declared)]


def test_places_in_a_fragment_of_several_pieces() -> None:
    """The script of a step that is folded: its pieces stand apart in the file."""
    text = "pip install foo && bash -c 'npx bar'"
    fragment = Fragment(text, ((0, 100), (12, 200), (28, 300)))
    found = [(one.what, one.offset) for one in of_script(fragment) if isinstance(one, Declared)]
    assert found == [("foo", 200), ("bar", 304)]


def test_places_behind_characters_of_several_bytes() -> None:
    (one,) = found_in("echo 'é😀é'\npip install foo\n")
    assert one.offset == len("echo 'é😀é'\npip install ")


def test_places_in_scripts_with_escapes() -> None:
    text = 'bash -c "echo \\"x\\" \\$y && pip install foo"'
    (one,) = found_in(text)
    assert text[one.offset :] == 'foo"'


def test_a_command_is_found_once() -> None:
    found = found_in("if ($x) {\npip install foo\nbash -c 'pip install bar'\n}\n")
    assert [one.what for one in found] == ["foo", "bar"]


def test_the_words_and_variables_of_a_command() -> None:
    (command,) = commands(whole("A=1 B='x y' pip 2>/dev/null install \"foo $C\" 'bar' >out"))
    assert [(word.text, word.known) for word in command.words] == [
        ("pip", True), ("install", True), ("foo $C", False), ("bar", True),
    ]  # fmt: skip
    assert command.variables == ("A=1", "B='x y'")


@pytest.mark.parametrize(
    ("path", "text", "is_read"),
    [
        ("scripts/x.sh", "", True),
        ("x.bash", "", True),
        ("x.zsh", "", True),
        (".envrc", "", True),
        ("bin/x", "#!/bin/sh\n", True),
        ("bin/x", "#!/usr/bin/env -S bash -e\n", True),
        ("bin/x", "#! /usr/bin/env zsh\n", True),
        ("bin/x", "#!/usr/bin/env python3\n", False),
        ("bin/x", "#!/usr/bin/fish\n", False),
        ("bin/x", "", False),
    ],
)
def test_which_files_are_scripts(path: str, text: str, is_read: bool) -> None:
    assert len(judge({path: text + "pip install foo\n"}, policy=STRICT)) == is_read


SNIPPETS = st.sampled_from((
    "pip install foo", "npx 'a@1'", "\n", ";", "&&", "|", " ", "\\\n", "'", '"', "$(", ")", "`", "${", "}", "<<E\n",
    "E\n", "curl x.org/y", "|sh", "bash -c '", "eval ", "if ", "then ", "fi", "{", "X=a ", "$X", "é", ">out", "2>&1",
    "#", "((", "[[", "case x in", "esac", "\r\n", "\t", "docker run a", "sudo ", "<(", "uv run --with ", "\\",
    "gem install a -v",
))  # fmt: skip
SCRIPTS = st.lists(SNIPPETS, max_size=30).map("".join) | st.text(max_size=60).map("pip {}".format)


@settings(max_examples=tries(400), deadline=None)
@example("pip install \udc80foo")
@example("pip install 'foo")
@example("pip install \x00foo")
@example('bash -c "')
@example("pip install $'")
@example("$(pip install")
@example("pip {\U000ae446\x93å")  # behind a brace the grammar's own code reads past its table
@example("pip \U00096fa2{\U0009ba3d")
@example("{\U0010ffff..\U0010ffff} pip")
@given(text=SCRIPTS)
def test_any_text_is_read(text: str) -> None:
    for one in found_in(text):
        assert 0 <= one.offset < len(text)
        if one.splice is not None:
            assert one.offset <= one.splice.start <= one.splice.end <= len(text)
            assert text.startswith(one.what[: one.splice.start - one.offset], one.offset)


@settings(max_examples=tries(200), deadline=None)
@given(text=SCRIPTS)
def test_what_is_found_is_behind_the_gate(text: str) -> None:
    assert may_install(text.encode("utf-8", "replace")) or found_in(text) == []
    commands_alone = [command for command in commands(whole(text)) if command.runner]
    assert may_install(text.encode("utf-8", "replace")) or commands_alone == []


SPLICED = [
    "pip install requests",
    "pip install 'flask>=3' \"rich[x]~=1\" foo[bar]",
    "pip install foo!=1 bar==1.*",
    "uvx ruff; uvx ruff@latest; uv tool install 'ruff>=1'; uv run --with a,b x.py",
    "poetry add foo@^1.0",
    "npx -y create-app && npm i -g left-pad@^1 @s/n@latest alias",
    "npm create vite@latest",
    "deno run npm:cowsay",
    "conda install numpy 'scipy>=1'",
    "cargo install ripgrep a@1",
    "docker run alpine && docker pull nginx:1.27",
    "bash -c 'pip install foo'",
    "bash <<E\nnpx foo\nE",
    "P='foo bar'\npip install $P baz",
    "if ($x) {\npip install foo\n}",
    "pip install foo>=1",
]


@pytest.mark.parametrize("script", SPLICED)
def test_what_splices_write_is_pinned_where_it_stood(script: str) -> None:
    before = found_in(script)
    assert any(one.splice is not None for one in before)
    text = script
    for one in sorted(before, key=lambda one: one.offset, reverse=True):
        if one.splice is not None:
            answer = "sha256:" + "ab" * 32 if one.kind == "image" else "1.2.3"
            text = text[: one.splice.start] + one.splice.template.replace("{}", answer) + text[one.splice.end :]
    after = found_in(text)
    assert [one.name for one in after] == [one.name for one in before]
    for old, new in zip(before, after, strict=True):
        assert old.splice is None or new.pin.meets("exact"), text


COSTLY = [
    "x|", ")", "x=(", "$[", "a|&", "((a ", "a)", "\0", ";;", "<<<", "${", "((", "&&", "[[", "<<a\n", "$(", '"$(', "{",
    "$(curl x)", "curl a && ", "bash -c '", "X='a b c'\n", "pip install $X;",
]  # fmt: skip


@pytest.mark.parametrize("token", COSTLY)
def test_hostile_scripts_are_read_or_refused_soon(token: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("walkaround._dependencies.shell_words._MOST_SECONDS", 0.3)
    script = "pip\n" + token * (60_000 // len(token))
    with CpuLimit(30):
        said = judge({"scripts/x.sh": script})
    if said:
        assert not_judged(said) == ["scripts/x.sh: holds a script that is too long, or has too many pipes, to be read"]


def test_scripts_in_scripts_share_one_budget() -> None:
    with CpuLimit(30), pytest.raises(TooCostly):  # each with a budget of its own, they take 40 s
        found_in("".join(f"bash -c 'pip {')' * 20_000}'\n" for _ in range(20)))


def test_a_script_in_scripts_without_end() -> None:
    script = "pip install foo"
    for _ in range(8):
        script = "bash -c " + repr(script).replace("\\'", "'\\''") if "'" not in script else f'eval "{script}"'
    assert isinstance(found_in(script), list)


def test_a_long_plain_script_is_read() -> None:
    script = '# a comment\nif [ -n "$x" ]; then\n  cp a b | tee log\n  pip install foo==1.0\nfi\n' * 1000
    assert len(found_in(script)) == 1000
