"""GitLab pipelines: images, included files and components, and the commands of scripts.

Source of the format: GitLab's "CI/CD YAML syntax reference" and "CI/CD components".
"""

from collections.abc import Iterable, Iterator
from re import compile as pattern
from re import fullmatch, search

from .._finding import NotJudged
from .._text import Text
from .._yaml import Mapping, Node, Scalar, Sequence, is_mapping, is_null, parse_all
from .declared import Declared, Pin, Reference, Splice
from .images import image
from .remedies import ls_remote
from .shown import shown
from .source import is_sha, of_ref
from .yaml_scripts import installed_by, is_verbatim, joined, of_scalar, without_expressions

Found = Declared | Reference | NotJudged

# Keys of a pipeline that are no jobs.
_GLOBAL = frozenset({"cache", "include", "spec", "stages", "types", "variables", "workflow"})
_SCRIPTS = ("before_script", "script", "after_script", "pre_get_sources_script")
_VARIABLE = pattern(r"\$(?:([A-Za-z_]\w*)|\{([A-Za-z_]\w*)\})")
_VERSION = r"(?:^|/)v?\d+(?:\.\d+)+(?:/|$)"
_PINNED_BY_SHA = r"(?:^|[/=])(?:[0-9a-fA-F]{40}|[0-9a-fA-F]{64})(?:$|[/&?#.])"
_MACHINE = r"macos-\d+-xcode-\d+"  # the images of GitLab's own runners for macOS are none of a registry
_MOST_DEPTH = 10  # of lists in a script, as GitLab has it


def read(text: Text) -> Iterator[Found]:
    """Every dependency of one pipeline; a `spec` of inputs may stand in front, as a document of its own."""
    for root in parse_all(text):
        if is_mapping(root):
            yield from _Reader(text, root).pipeline()


class _Reader:
    """Reads each node once: aliases may repeat one ever so often, and what it says stands in one place."""

    def __init__(self, text: Text, root: Mapping) -> None:
        self._text = text
        self._root = root
        self._met: set[int] = set()
        self._variables = dict(_literals(root.get("variables")))

    def pipeline(self) -> Iterator[Found]:
        yield from self._included(self._root.get("include"))
        yield from self._job(self._root)
        for name, job in zip(self._root.pairs[::2], self._root.pairs[1::2], strict=False):
            if isinstance(name, Scalar) and name.value not in _GLOBAL and is_mapping(job) and self._is_new(job):
                yield from self._job(job)

    def _is_new(self, node: Node) -> bool:
        new = id(node) not in self._met
        self._met.add(id(node))
        return new

    def _job(self, job: Mapping) -> Iterator[Found]:
        """The images and scripts of a job, of `default`, or of the pipeline itself."""
        own = self._variables
        if job is not self._root and is_mapping(job.get("variables")):
            own = {**own, **dict(_literals(job.get("variables")))}
        yield from self._image(job.get("image"), own)
        services = job.get("services")
        if isinstance(services, Sequence) and self._is_new(services):
            for service in services.items:
                yield from self._image(service, own)
        hooks = job.get("hooks")
        for owner in (job, hooks):
            if is_mapping(owner):
                for name in _SCRIPTS:
                    yield from self._script(owner.get(name))
        trigger = job.get("trigger")
        if is_mapping(trigger) and job is not self._root:
            yield from self._included(trigger.get("include"))

    def _image(self, node: Node | None, variables: "_Variables") -> Iterator[Declared]:
        if is_mapping(node):
            node = node.get("name")
        if not isinstance(node, Scalar) or is_null(node) or not self._is_new(node):
            return
        whole = _VARIABLE.fullmatch(node.value)
        if whole is not None:  # what would have to change is the variable
            value = variables.get(whole[1] or whole[2])
            node = node if value is None else value
        name = _filled_in(node.value, variables)
        if fullmatch(_MACHINE, name):
            return
        found = image(name, node.offset)
        if found is None:
            return
        as_written = name == node.value and is_verbatim(self._text, node)
        yield found if as_written else found._replace(splice=None)

    def _script(self, node: Node | None) -> Iterator[Declared | NotJudged]:
        """The lines of a script, which one shell reads in order."""
        lines = [line for line in self._lines(node, 0) if self._is_new(line)]
        if not lines:
            return
        script = joined(of_scalar(self._text, line) for line in lines)
        yield from installed_by(self._text, without_expressions(script, "$[[", "]]"))

    def _lines(self, node: Node | None, depth: int) -> Iterator[Scalar]:
        if isinstance(node, Scalar) and not is_null(node):
            yield node
        elif isinstance(node, Sequence) and depth <= _MOST_DEPTH and self._is_new(node):
            refers = self._text.content.startswith("!reference", node.offset)
            for item in [] if refers else node.items:
                yield from self._lines(item, depth + 1)

    def _included(self, node: Node | None) -> Iterator[Found]:
        entries: Iterable[Node] = node.items if isinstance(node, Sequence) else [node] if node is not None else []
        for entry in entries:
            if not self._is_new(entry):
                continue
            if isinstance(entry, Scalar):
                yield from self._remote(entry, None) if "://" in entry.value else self._local(entry)
            elif is_mapping(entry):
                yield from self._include(entry)

    def _include(self, entry: Mapping) -> Iterator[Found]:
        for name, read_one in (("local", self._local), ("component", self._component)):
            value = entry.get(name)
            if isinstance(value, Scalar):
                yield from read_one(value)
        remote, project = entry.get("remote"), entry.get("project")
        if isinstance(remote, Scalar):
            yield from self._remote(remote, entry.get("integrity"))
        if isinstance(project, Scalar):
            yield from self._project(project, entry.get("ref"))

    def _local(self, path: Scalar) -> Iterator[Reference]:
        written = path.value.lstrip("/")
        if not written or any(mark in written for mark in "*$?") or "://" in written:
            return
        folder, _, name = self._text.path.rpartition("/")
        of_pipeline = name.startswith(".gitlab-ci.") and ".gitlab/" not in f"{folder}/"
        yield Reference(path.offset, written, from_top=not of_pipeline)

    def _remote(self, url: Scalar, integrity: Node | None) -> Iterator[Declared]:
        if "$" in url.value:
            return
        pin = Pin("none", "can change without a commit here")
        if isinstance(integrity, Scalar) and integrity.value.startswith("sha256-"):
            pin = Pin("hash", "is fixed by a hash")
        elif search(_PINNED_BY_SHA, url.value):
            pin = Pin("sha", "is fixed by a commit")
        elif search(_VERSION, url.value.partition("://")[2].partition("/")[2]):
            pin = Pin("tag", "names a tag or branch, which can be moved")
        yield Declared(url.offset, url.value, pin, "action", "url", "", url.value, _for_remote)

    def _component(self, component: Scalar) -> Iterator[Declared]:
        path, at, ref = component.value.rpartition("@")
        if "$" in ref or not at:
            return
        pin = Pin("none", "is the newest release") if ref == "~latest" else of_ref(ref)

        note = "X.Y.Z" if ref == "~latest" else shown(ref)

        def remedy(wanted: str) -> str:
            if wanted == "sha":
                return f"Write {shown(path)}@SHA  # {note}, with the full commit of the release that you reviewed."
            return f"Write {shown(path)}@X.Y.Z, a release that the CI/CD catalogue lists."

        place, splice = component.offset, self._splice(component, ref)
        yield Declared(place, component.value, pin, "action", "git", path, ref, remedy, splice)

    def _project(self, project: Scalar, ref: Node | None) -> Iterator[Declared]:
        name = project.value

        def remedy(wanted: str) -> str:
            if wanted == "sha":
                commit = ls_remote("URL", written or "HEAD")
                note = f"  # {shown(written)}" if written else ""
                return f"Write ref: SHA{note}, with {commit} for the URL of {shown(name)}."
            return f"Write ref: vX.Y.Z, a tag of {shown(name)}."

        written = ""
        if ref is None or is_null(ref):
            if "$" not in name:
                pin = Pin("none", "is included without a ref")
                yield Declared(project.offset, name, pin, "action", "git", name, "", remedy)
        elif isinstance(ref, Scalar) and "$" not in ref.value:
            written = ref.value
            what, splice = f"ref {written} of {name}", self._splice(ref, written)
            yield Declared(ref.offset, what, of_ref(written), "action", "git", name, written, remedy, splice)

    def _splice(self, node: Scalar, ref: str) -> Splice | None:
        """A commit for the ref at the end of a scalar, with the ref kept as a comment."""
        if not ref or not is_verbatim(self._text, node) or is_sha(ref):
            return None
        end = node.offset + len(node.value)
        return Splice(end - len(ref), end, "{}", "" if ref == "~latest" else "# {}")


_Variables = dict[str, Scalar]


def _for_remote(wanted: str) -> str:
    if wanted == "sha":
        return "Name the URL with a full commit SHA in it, or add `integrity: sha256-…` of the file behind it."
    return "Name the URL of one release, or add `integrity: sha256-…` of the file behind it."


def _literals(node: Node | None) -> Iterator[tuple[str, Scalar]]:
    """The variables with a value that is written out; one that is not hides one of the same name."""
    if not is_mapping(node):
        return
    for name, value in zip(node.pairs[::2], node.pairs[1::2], strict=False):
        literal = value.get("value") if is_mapping(value) else value
        if isinstance(name, Scalar) and isinstance(literal, Scalar):
            yield name.value, literal


def _filled_in(written: str, variables: _Variables) -> str:
    """The text with the variables that are written in the same file; one that is not known stays."""
    if "$" not in written or len(written) > 1000:
        return written
    return _VARIABLE.sub(
        lambda found: value.value if (value := variables.get(found[1] or found[2])) is not None else found[0], written
    )
