"""Workflows and actions of GitHub, Gitea and Forgejo: what their steps use, run and ask for, and their images.

Source of the format: GitHub's "Workflow syntax" and "Metadata syntax" reference. Gitea and Forgejo read the same,
and take the image of a service as a string as well.
"""

from collections.abc import Iterable, Iterator
from posixpath import normpath
from re import compile as pattern

from .._finding import NotJudged
from .._text import Text
from .._yaml import Mapping, Node, Scalar, Sequence, is_mapping, is_null, parse
from .declared import RANKS, Declared, Pin, Reference, Splice
from .images import image
from .remedies import for_image, for_ref
from .shown import shown
from .source import of_action, of_image
from .yaml_scripts import installed_by, is_verbatim, of_scalar, without_expressions

Found = Declared | Reference | NotJudged

# What a `run` may be written for that is no shell; every other word in front is one, or starts one.
_NO_SHELLS = ("python", "perl", "node", "ruby", "deno", "bun", "php", "julia", "rscript", "pypy", "lua", "nu", "elvish")
_MATRIX = pattern(r"\$\{\{\s*matrix\.([\w-]+(?:\.[\w-]+)*)\s*\}\}")
_NEWEST = ("latest", "*")
# Bounds, as GoReleaser's and uv's actions take them. Inputs such as `python-version` may be ranges: they name what is
# supported.
_BOUNDS = pattern(r"(?:~>?|\^|[<>]=?)\s*v?\d.*")
_MOST_RESOLVED = 1000  # values of one matrix
# Inputs of a checkout with which the work tree holds something else than this repository at this commit.
_OTHER_TREES = ("repository", "path", "ref", "submodules")
_FETCHERS = ("checkout", "download", "cache", "artifact", "clone", "submodule")
_FETCHING = ("git ", "checkout", "clone", "tar ", "unzip", "curl", "wget", "gh ")


def read(text: Text) -> Iterator[Found]:
    """Every dependency of one workflow or action."""
    root = parse(text)
    if not is_mapping(root):
        return
    reader = _Reader(text)
    shell = _default_shell(root)
    jobs = root.get("jobs")
    for job in reader.distinct(jobs.values() if is_mapping(jobs) else []):
        yield from reader.job(job, shell)
    runs = root.get("runs")
    if is_mapping(runs):
        yield from reader.runs(runs)


class _Reader:
    """Reads each node once: aliases may repeat one ever so often, and what it says stands in one place."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._met: set[int] = set()

    def distinct(self, nodes: Iterable[Node | None]) -> Iterator[Mapping]:
        """The mappings among the nodes that were not met before."""
        for node in nodes:
            if is_mapping(node) and self._is_new(node):
                yield node

    def job(self, job: Mapping, shell: str) -> Iterator[Found]:
        """What one job uses, directly or in its steps."""
        strategy = job.get("strategy")
        matrix = strategy.get("matrix") if is_mapping(strategy) else None
        used = self._used(job.get("uses"))
        if used is not None:
            yield from self._uses(used)
            yield from _workflow_file(used)
        yield from self._image(job.get("container"), matrix)
        services = job.get("services")
        if is_mapping(services) and self._is_new(services):
            for service in services.values():
                yield from self._image(service, matrix)
        yield from self._steps(job.get("steps"), _default_shell(job) or shell, matrix)

    def runs(self, runs: Mapping) -> Iterator[Found]:
        """What an action uses: the steps of a composite one, or the image of one that is a container."""
        written = runs.get("image")
        if isinstance(written, Scalar) and written.value.startswith("docker://"):
            yield from self._uses(written)
        yield from self._steps(runs.get("steps"), "", None)

    def _is_new(self, node: Node) -> bool:
        new = id(node) not in self._met
        self._met.add(id(node))
        return new

    def _used(self, node: Node | None) -> Scalar | NotJudged | None:
        """The value of a `uses`, unless there is none."""
        if node is None or is_null(node) or not self._is_new(node):
            return None
        return node if isinstance(node, Scalar) else self._text.not_judged(node.offset, "`uses` is not a string")

    def _uses(self, used: Scalar | NotJudged) -> Iterator[Found]:
        if isinstance(used, NotJudged):
            yield used
            return
        uses = used.value
        if "${{" in uses:
            return
        if uses.startswith("docker://"):
            yield self._image_used(used)
            return
        action, _, ref = uses.rpartition("@") if "@" in uses else (uses, "", "")
        splice = None
        if ref and is_verbatim(self._text, used):
            end = used.offset + len(uses)
            splice = Splice(end - len(ref), end, "{}", "# {}")
        pin = of_action(uses)
        yield Declared(
            used.offset, uses, pin, "action", "action", action, ref, lambda level: for_ref(uses, level), splice
        )

    def _image_used(self, used: Scalar) -> Declared:
        """`docker://image` as an action; one that Docker would refuse is as loose as it is written."""
        bare = used.value.removeprefix("docker://")
        found = self._named_image(used, "action")

        def remedy(level: str) -> str:
            return for_image(bare, level, "docker://")

        if found is None:
            return Declared(used.offset, used.value, of_image(bare), "action", "image", bare, "", remedy)
        return found._replace(offset=used.offset, what=used.value, remedy=remedy)

    def _image(self, node: Node | None, matrix: Node | None) -> Iterator[Declared]:
        """The image of a `container` or a service, in either form."""
        if is_mapping(node):
            node = node.get("image")
        if isinstance(node, Scalar) and "${{" in node.value and _MATRIX.fullmatch(node.value) is None:
            yield from self._image_in_part(node, matrix)
            return
        for written in _resolved(node, matrix):
            if self._is_new(written) and not is_null(written):
                yield from filter(None, [self._named_image(written, "image")])

    def _image_in_part(self, node: Scalar, matrix: Node | None) -> Iterator[Declared]:
        """An image of whose name a matrix decides a part: as loose as the loosest that comes of it."""
        found = _MATRIX.search(node.value)
        if found is None or not self._is_new(node):
            return
        whole = Scalar(node.offset, found[0], "", node.start, node.end)
        values = [one.value for one in _resolved(whole, matrix)]
        named = [image(node.value.replace(found[0], value), node.offset) for value in values]
        known = [one for one in named if one is not None]
        if known:
            yield min(known, key=lambda one: RANKS[one.pin.level])._replace(splice=None)
        elif node.value.endswith("}}:latest") and node.value.count("${{") == 1:
            act = "Let the matrix name the whole image, with the digest of one that you tested."
            latest = image("x:latest", node.offset)
            if latest is not None:
                yield latest._replace(what=node.value, name="", splice=None, remedy=lambda _: act)

    def _named_image(self, written: Scalar, role: str) -> Declared | None:
        bare = written.value.removeprefix("docker://")
        offset = written.offset + len(written.value) - len(bare)
        found = image(bare, offset, "action" if role == "action" else "image")
        if found is not None and not is_verbatim(self._text, written):
            return found._replace(offset=written.offset, splice=None)
        return found

    def _steps(self, steps: Node | None, shell: str, matrix: Node | None) -> Iterator[Found]:
        if not isinstance(steps, Sequence) or not self._is_new(steps):
            return
        before: list[Mapping] = []
        for step in self.distinct(steps.items):
            used = self._used(step.get("uses"))
            if used is not None:
                yield from self._uses(used)
                yield from self._action_file(used, before)
                yield from self._inputs(used, step.get("with"), matrix)
            yield from self._run(step, shell)
            before.append(step)

    def _run(self, step: Mapping, shell: str) -> Iterator[Declared | NotJudged]:
        run = step.get("run")
        if not isinstance(run, Scalar) or not self._is_new(run) or not _is_shell(_text_of(step.get("shell")) or shell):
            return
        yield from installed_by(self._text, without_expressions(of_scalar(self._text, run)))

    def _inputs(self, used: Scalar | NotJudged, inputs: Node | None, matrix: Node | None) -> Iterator[Declared]:
        """Inputs of an action that ask for whatever version is newest, or newest within bounds."""
        if isinstance(used, NotJudged) or not is_mapping(inputs) or not self._is_new(inputs):
            return
        action = used.value.partition("@")[0]
        for name, value in zip(inputs.pairs[::2], inputs.pairs[1::2], strict=False):
            if not isinstance(name, Scalar) or not _is_version(name.value):
                continue
            for one in _resolved(value, matrix):
                if one.value in _NEWEST:
                    yield _asked(one, name.value, action, Pin("none", "is whatever is newest"))
                elif name.value.lower() == "version" and _BOUNDS.fullmatch(one.value):
                    yield _asked(one, name.value, action, Pin("range", "admits more than one version"))

    def _action_file(self, used: Scalar | NotJudged, before: list[Mapping]) -> Iterator[Reference]:
        """The file of an action of this repository, where the steps before cannot have put one in the work tree."""
        if isinstance(used, NotJudged):
            return
        path = _path_here(used.value)
        if path is None:
            return
        composite = "/.github/" in f"/{self._text.path}" and path.startswith(".github/")
        if not composite and "/workflows/" not in self._text.path:
            return  # the work tree is that of whoever uses the action
        if used.value.startswith("./") and any(_may_put(path, step) for step in before):
            return
        files = [normpath(f"{path}/{name}") for name in ("action.yml", "action.yaml", "Dockerfile")]
        yield Reference(used.offset, files[0], from_top=True, instead=tuple(files[1:]))


def _workflow_file(used: Scalar | NotJudged) -> Iterator[Reference]:
    """The file of a reusable workflow of this repository."""
    if isinstance(used, NotJudged):
        return
    path = _path_here(used.value)
    if path is not None and path.endswith((".yml", ".yaml")):
        yield Reference(used.offset, path, from_top=True)


def _path_here(uses: str) -> str | None:
    """The path in this repository that a `uses` names."""
    if not uses.startswith(("./", "$/")) or "${{" in uses or "@" in uses:
        return None
    path = normpath(uses[2:] or ".")
    return None if path.startswith(("..", "/")) else path


def _may_put(path: str, step: Mapping) -> bool:
    """Whether a step may put files at a path of the work tree that are none of this repository's."""
    uses, run, inputs = _text_of(step.get("uses")), _text_of(step.get("run")), step.get("with")
    if any(word in uses for word in _FETCHERS):
        return "checkout" not in uses or (is_mapping(inputs) and any(inputs.get(name) for name in _OTHER_TREES))
    name = path.rpartition("/")[2]
    return bool(run) and (name in run or any(word in run for word in _FETCHING))


def _asked(value: Scalar, name: str, action: str, pin: Pin) -> Declared:
    def remedy(_: str) -> str:
        return f"Write {shown(name)}: X.Y.Z, in quotes, with the version that the log of the last good run names."

    return Declared(value.offset, f"{name}: {value.value}", pin, "command", "other", action, value.value, remedy)


def _is_version(name: str) -> bool:
    name = name.lower()
    return name == "version" or (name.endswith(("-version", "_version")) and not name.startswith(("api", "schema")))


def _default_shell(node: Mapping) -> str:
    """`defaults.run.shell` of a workflow or a job."""
    for key in ("defaults", "run"):
        inner = node.get(key)
        if not is_mapping(inner):
            return ""
        node = inner
    return _text_of(node.get("shell"))


def _is_shell(shell: str) -> bool:
    """Whether a step's text is read by a shell; without a word it is, and a template names one as a rule."""
    first = shell.strip().partition(" ")[0].rpartition("/")[2].lower()
    return not first.startswith(_NO_SHELLS)


def _text_of(node: Node | None) -> str:
    return node.value if isinstance(node, Scalar) else ""


def _resolved(node: Node | None, matrix: Node | None) -> Iterator[Scalar]:
    """The value itself, or the values that a matrix written in the same job lists for it."""
    if not isinstance(node, Scalar):
        return
    found = _MATRIX.fullmatch(node.value)
    if found is None:
        yield node
        return
    first, *rest = found[1].split(".")
    for start in _listed(matrix, first)[:_MOST_RESOLVED]:
        value: Node | None = start
        for key in rest:
            value = value.get(key) if is_mapping(value) else None
        if isinstance(value, Scalar):
            yield value


def _listed(matrix: Node | None, name: str) -> list[Node]:
    """What a matrix lists for a name, `include` with it."""
    if not is_mapping(matrix):
        return []
    own, include = matrix.get(name), matrix.get("include")
    listed = list(own.items) if isinstance(own, Sequence) else []
    more = include.items if isinstance(include, Sequence) else []
    return listed + [value for one in more if is_mapping(one) and (value := one.get(name)) is not None]
