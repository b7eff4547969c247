"""Gemfile: which gems are pinned, told without running Ruby."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pinned_support import SHA, STRICT, assert_marked, judge, not_judged
from processor_time import CpuLimit
from walkaround._dependencies.declared import Declared, Reference
from walkaround._dependencies.gemfile import read
from walkaround._dependencies.ruby_words import tokens
from walkaround._finding import Finding
from walkaround._text import Text
from walkaround.pinned_dependencies import LEVEL

TOP = '# frozen_string_literal: true\n\nsource "https://rubygems.org"\n\nruby "~> 3.3"\n\n'
FILES = [
    pytest.param('gem "a", "1.2.3"\n', id="version"),
    pytest.param("gem 'a', '= 1.2.3'\n", id="equal"),
    pytest.param('gem "a", "1.2.3.pre1"\n', id="pre-release"),
    pytest.param('gem "a", "7"\n', id="a-short-version-is-one"),
    pytest.param('gem "a", "«~> 7.1"\n', id="range"),
    pytest.param("gem 'a', '«>= 1', '< 2'\n", id="bounds"),
    pytest.param('gem "a", ["«>= 1", "< 2"]\n', id="list-of-bounds"),
    pytest.param('gem "a", ">= 1", "1.2.3"\n', id="bound-and-version"),
    pytest.param('gem "«a"\n', id="bare"),
    pytest.param("gem '«a'\n", id="bare-single-quotes"),
    pytest.param('gem "a", "«!= 1.0"\n', id="exclusion"),
    pytest.param('gem "a", "«>= 0"\n', id="every-version"),
    pytest.param('gem "a", "«newest"\n', id="no-version"),
    pytest.param('gem("«a")\ngem( "b", "1.0" )\n', id="brackets"),
    pytest.param('gem "«a", require: false\n', id="require"),
    pytest.param('gem "a", "«~> 1", require: ["b/c", "d"], platforms: %i[mri windows]\n', id="options"),
    pytest.param('gem "a",\n    "«~> 1", # why\n    require: false\ngem "b", "1"\n', id="lines"),
    pytest.param('gem "a", \\\n  "«~> 1"\n', id="continued"),
    pytest.param('gem(\n  "«a",\n  require: false\n)\n', id="lines-in-brackets"),
    pytest.param('gem "«a"; gem "b", "1"\n', id="semicolon"),
    pytest.param('gem "a", path: "../a"\ngem "b", :path => "b"\n', id="path"),
    pytest.param('path "engines" do\n  gem "a"\nend\ngem "«b"\n', id="path-block"),
    pytest.param('gemspec\ngemspec path: "x"\ngem "«a"\n', id="gemspec"),
    pytest.param(f'gem "a", git: "https://h.org/a.git", ref: "{SHA}"\n', id="commit"),
    pytest.param('gem "a", github: "o/a", ref: "0123abc"\n', id="abbreviated"),
    pytest.param('gem "a", git: "https://h.org/a.git", branch: "«main"\n', id="branch"),
    pytest.param('gem "a", github: "o/a", tag: "«v1.0"\n', id="tag"),
    pytest.param("gem 'a', :git => '«https://h.org/a.git'\n", id="hash-rockets"),
    pytest.param("gem 'a', :git => 'https://h.org/a.git', :tag => '«v1'\n", id="hash-rocket-tag"),
    pytest.param("gem 'a', { :git => 'https://h.org/a.git', :tag => '«v1' }\n", id="braces"),
    pytest.param(
        'gem "a", "«~> 1", "git" => "https://h.org/a.git"\n'.replace("«", "").replace('"h', '"«h'), id="string-key"
    ),
    pytest.param('gem "a", "1.0", github: "«o/a"\n', id="version-and-repository"),
    pytest.param(f'git "https://h.org/a.git", ref: "{SHA}" do\n  gem "a"\nend\n', id="git-block"),
    pytest.param('git "https://h.org/a.git" do\n  gem "«a"\n  gem "b", path: "x"\nend\n', id="git-block-without-ref"),
    pytest.param('github "o/r", branch: "main" do\n  gem "«a"\nend\ngem "b", "1"\n', id="github-block"),
    pytest.param('gem "a", git: "https://h.org/a.git", ref: ENV["REF"]\n', id="ref-by-environment"),
    pytest.param('gem "a", "~> #{version}"\ngem "a#{x}"\ngem name\n', id="interpolation"),
    pytest.param(
        'gem "a", VERSION\ngem "b", ENV["B"] || "~> 1"\ngem "c", *versions\ngem "d", **options\n', id="variables"
    ),
    pytest.param('gem "a", x ? "~> 1" : "~> 2"\n', id="choice"),
    pytest.param('gem "a", stash: "o/a"\n', id="own-source"),
    pytest.param('if ENV["A"]\n  gem "a", "«~> 1"\nelse\n  gem "«a"\nend\n', id="condition"),
    pytest.param('gem "«a" if ENV["A"] == "b"\ngem "b", "«~> 1" unless x\n', id="condition-behind"),
    pytest.param('gem "a", "1.0" if x =~ /"/\ngem "«b"\n', id="regular-expression"),
    pytest.param('x && gem("«a")\n', id="condition-before"),
    pytest.param('group :test do\n  gem "«a"\n  gem "b", "1"\nend\n', id="group"),
    pytest.param('group(:test) { gem "«a" }\ngem "«b"\n', id="group-braces"),
    pytest.param('group :a, :b, optional: true do\n  if x then gem "«a" end\nend\n', id="then"),
    pytest.param('source "https://h.org" do\n  gem "«a"\nend\n', id="source-block"),
    pytest.param('%w[a b].each do |name|\n  gem name\n  gem "«c"\nend\n', id="each"),
    pytest.param('[1].each { |x| gem "«c" }\n', id="each-braces"),
    pytest.param('# gem "a"\n=begin\ngem "b"\n=end\ngem "«c" # gem "d"\n__END__\ngem "e"\n', id="comments"),
    pytest.param('x = <<~TEXT\n  gem "a"\nTEXT\ngem "«b"\n', id="heredoc"),
    pytest.param("f(<<-'A', <<~B)\n gem 'a'\n A\n gem 'b'\nB\ngem '«c'\n", id="heredocs"),
    pytest.param('plugin "«bundler-a"\nplugin "b", "1.0"\n', id="plugin"),
    pytest.param('Gem::Specification.gem "a"\nspec.gem "a"\n', id="other-methods"),
    pytest.param('gems "a"\ngem_group "a"\n', id="other-names"),
    pytest.param('gem "<%= name %>"\ngem "{{ name }}"\n', id="templates"),
    pytest.param('git_source(:github) { |repo| "https://github.com/#{repo}.git" }\ngem "«a"\n', id="git-source"),
    pytest.param('gem "ü🦊", "1"; gem "a", "«>= ü🦊"\n', id="unicode-before"),
    pytest.param('install_if -> { RUBY_PLATFORM =~ /darwin/ } do\n  gem "«a"\nend\ngem "«b"\n', id="install-if"),
    pytest.param('def local(name)\n  gem name, path: "../#{name}"\nend\nlocal "a"\ngem "«b"\n', id="method"),
]


@pytest.mark.parametrize("text", FILES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"], ids=["lf", "crlf"])
def test_gemfile(text: str, ending: str) -> None:
    files = {"x/Gemfile": (TOP + text).replace("\n", ending), ".gitignore": "Gemfile.lock\n"}  # wants no lock
    assert_marked(files, ["x/Gemfile"], STRICT)


def test_gems_rb_and_an_end_without_a_line_end() -> None:
    assert_marked({"gems.rb": 'gem "«a"'})


@pytest.mark.parametrize(("path", "lock"), [("Gemfile", "Gemfile.lock"), ("gems.rb", "gems.locked")])
def test_a_lock_pins_what_the_file_leaves_open(path: str, lock: str) -> None:
    assert_marked({path: 'gem "a"\ngem "b", "~> 1"\nplugin "«c"\n', lock: ""}, [path], STRICT)


@pytest.mark.parametrize("group", ["group: :test", "groups: [:development, :test]", ":group => 'system_test'"])
def test_the_built_in_policy_takes_ranges_of_development(group: str) -> None:
    assert_marked({"Gemfile": f'gem "a", "~> 1", {group}\ngem "«b", {group}\ngem "c", "«~> 1"\n'})


@pytest.mark.parametrize("group", ["group: :production", "groups: [:test, :assets]", "group: :pre_production_test"])
def test_what_production_installs_is_no_development(group: str) -> None:
    assert_marked({"Gemfile": f'gem "a", "«~> 1", {group}\n'})


@pytest.mark.parametrize("gemspec", ["gemspec", "  gemspec name: 'a'", "gemspec(path: 'a')"])
def test_beside_a_gemspec_all_is_for_development(gemspec: str) -> None:
    assert_marked({"Gemfile": f'{gemspec}\ngem "a", "~> 1"\ngem "«b"\n'})


@pytest.mark.parametrize("text", ["# gemspec", "x = 'gemspec'", "gemspecs"])
def test_a_gemspec_that_is_none(text: str) -> None:
    assert_marked({"Gemfile": f'{text}\ngem "a", "«~> 1"\n'})


MESSAGES = [
    pytest.param(
        'gem "rails", "~> 7.1", ">= 7.1.2"\n',
        "rails ~> 7.1, >= 7.1.2 admits more than one version; the policy requires an exact version.",
        'Write gem "rails", "X.Y.Z" with the version that `bundle info rails` prints, or commit Gemfile.lock.',
        id="range",
    ),
    pytest.param(
        'gem "rails;x"\n',
        "rails;x names no version; the policy requires an exact version.",
        'Write gem "rails;x", "X.Y.Z" with the version that `bundle info NAME` prints, or commit Gemfile.lock.',
        id="bare",
    ),
    pytest.param(
        'gem "a", github: "rails"\n',
        "a github: rails follows the default branch; the policy requires an exact version.",
        'Write gem "a", github: "rails", ref: "SHA", with the commit that '
        "`git ls-remote https://github.com/rails/rails HEAD 'HEAD^{}'` prints last.",
        id="repository",
    ),
    pytest.param(
        'gem "a", git: "https://u:not-a-secret@h.org/a.git", tag: "v1"\n',
        "a tag: v1 names a tag, which can be moved; the policy requires an exact version.",
        'Write gem "a", git: "https://***@h.org/a.git", ref: "SHA", with the commit that '
        "`git ls-remote URL v1 'v1^{}'` prints last.",
        id="credentials",
    ),
]


@pytest.mark.parametrize(("text", "message", "remedy"), MESSAGES)
def test_messages(text: str, message: str, remedy: str) -> None:
    (finding,) = judge({"Gemfile": text}, policy=STRICT)
    assert isinstance(finding, Finding)
    assert (finding.message, finding.remedy) == (message, remedy)


@pytest.mark.parametrize(
    ("text", "policy", "remedy"),
    [
        ('gem "a", group: :test\n', {}, 'Write gem "a", "~> X.Y", where X.Y is the oldest version that works.'),
        (
            'gem "a", "1"\n',
            {LEVEL: "hash"},
            "Commit Gemfile.lock, to which `bundle lock --add-checksums` writes the hash of every gem.",
        ),
    ],
    ids=["range", "hash"],
)
def test_remedies_of_other_levels(text: str, policy: dict[object, str], remedy: str) -> None:
    (finding,) = judge({"Gemfile": text}, policy=policy)  # type: ignore[arg-type]
    assert isinstance(finding, Finding)
    assert finding.remedy == remedy


def test_every_gem_is_said() -> None:
    text = """gem "a", "1.0"
group :development, :test do
  gem "b", ">= 1", "< 2"
end
gem "c", path: "c"
gem "d", github: "o/d", tag: "v1", group: :assets
plugin "e", "2.0"
"""
    said = [one for one in read(Text("Gemfile", text)) if isinstance(one, Declared)]
    assert [(one.name, one.spec, one.kind, one.role, one.group, one.pin.level) for one in said] == [
        ("a", "1.0", "gem", "list", "", "exact"),
        ("b", ">= 1, < 2", "gem", "group", "development", "range"),
        ("c", "", "gem", "list", "", "hash"),
        ("https://github.com/o/d", "v1", "git", "list", "assets", "range"),
        ("e", "2.0", "gem", "build", "", "exact"),
    ]


SPLICES = [
    ('gem "a"', 'gem "a", "ANSWER"'),
    ("gem 'a', require: false", "gem 'a', 'ANSWER', require: false"),
    ('gem "a", "~> 1"', 'gem "a", "ANSWER"'),
    ("gem 'a', '>= 1', '< 2', require: false", "gem 'a', 'ANSWER', require: false"),
    ("gem 'a', ['>= 1', '< 2']", "gem 'a', ['ANSWER']"),
    ("gem 'a', '>= 1', \"< 2\"", None),
    ('gem "a", github: "o/a"', 'gem "a", github: "o/a", ref: "ANSWER"'),
    ('gem "a", github: "o/a", tag: "v1"', 'gem "a", github: "o/a", ref: "ANSWER"'),
    ("gem 'a', :git => 'x', :branch => 'main'", "gem 'a', :git => 'x', :ref => 'ANSWER'"),
    ('git "x", ref: "v1" do; gem "a"; end', None),
    ('gem "a", path: "x"', None),
]


@pytest.mark.parametrize(("written", "mended"), SPLICES)
def test_splices(written: str, mended: str | None) -> None:
    (one,) = read(Text("Gemfile", written))
    assert isinstance(one, Declared)
    if mended is None:
        assert one.splice is None
    else:
        assert one.splice is not None
        start, end, template, _ = one.splice
        assert written[:start] + template.replace("{}", "ANSWER") + written[end:] == mended


def test_other_gemfiles() -> None:
    files = {"x/Gemfile": 'eval_gemfile "«Gemfile.common"\neval_gemfile "../there"\n', "there": ""}
    assert_marked(files, ["x/Gemfile"], rule="PIN002")


@pytest.mark.parametrize(
    "text",
    [
        'eval_gemfile "a" if File.exist?("a")\n',
        'if File.exist?("a")\n  eval_gemfile "a"\nend\n',
        "eval_gemfile path\n",
        'eval_gemfile File.join(__dir__, "a")\n',
        'eval_gemfile "a#{b}"\n',
    ],
)
def test_other_gemfiles_that_may_be_missing(text: str) -> None:
    assert judge({"Gemfile": text}) == []


def test_references_are_said_with_their_places() -> None:
    assert list(read(Text("Gemfile", 'eval_gemfile("a")\n'))) == [Reference(14, "a")]


@pytest.mark.parametrize("text", ['\ngem "a\n', "\ngem 'a', \"~> 1\n", '\ngem "a", "\n'])
def test_a_string_without_end_is_not_judged(text: str) -> None:
    assert not_judged(judge({"Gemfile": text})) == ["Gemfile: line 2: is no Gemfile: a string does not end"]


@pytest.mark.parametrize("text", ["", "\n", "just some text about gem files\n", "gem\n", "gem(\n", 'gem ""\n'])
def test_other_content_is_passed_over(text: str) -> None:
    assert judge({"Gemfile": text}, policy=STRICT) == []


PIECES = [
    "gem ", '"a"', "'b'", ", ", "\n", "do ", "end\n", "{", "}", "(", ")", "[", "]", "if ", "git: ", ":git => ", "ref: ",
    "#", "|", "=begin\n", "<<~A", "A\n", "%w[", "/", ";", "group ", ":x", "*", "é", '"', "=>",
]  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_text_is_read(text: str) -> None:
    for one in read(Text("Gemfile", text)):
        if isinstance(one, Declared):
            assert text[one.offset - 1] in "\"'"
            assert one.remedy("exact")


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_tokens_stand_where_they_say(text: str) -> None:
    last = 0
    for token in tokens(text):
        assert token.start >= last
        assert text[token.start : token.end] == token.text
        last = token.end


HOSTILE = [
    pytest.param('gem "a", ' * 20_000, id="arguments"),
    pytest.param('gem "a"\n' * 20_000, id="gems"),
    pytest.param("(" * 180_000, id="brackets"),
    pytest.param("group :a do\n" * 40_000 + 'gem "a"\n', id="groups"),
    pytest.param("gem " * 40_000, id="names"),
    pytest.param("<<A\n" * 40_000, id="heredocs"),
    pytest.param("<<A " * 40_000 + "\n" + "x\n" * 20_000, id="heredocs-on-one-line"),
    pytest.param("%w[" * 60_000, id="lists"),
    pytest.param("%w(" + "a" * 180_000, id="open-list"),
    pytest.param("=begin\n" * 20_000, id="comments"),
    pytest.param("x = /" * 40_000, id="slashes"),
    pytest.param('"' * 900_001, id="quotes"),
    pytest.param('"\\' * 90_000, id="escapes"),
    pytest.param("= /\\/" + "\\/" * 80_000, id="escapes-in-an-expression"),
    pytest.param(":'" + ':"' * 60_000, id="symbols"),
    pytest.param("if " * 60_000, id="conditions"),
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_files_end_soon(text: str) -> None:
    with CpuLimit(30):
        list(read(Text("Gemfile", text)))


def test_gems_in_many_groups_end_soon() -> None:
    with CpuLimit(30):
        list(read(Text("Gemfile", "group :a do\n" * 20_000 + 'gem "a"\n' * 30_000)))
