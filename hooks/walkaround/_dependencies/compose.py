"""Compose files: the images of services, what they are built from, and the commands that they start.

Source of the format: the Compose Specification, "Services top-level element", "Build", "Include" and "Interpolation".
What stands under `x-…` counts where an alias brings it into a service.
"""

from collections.abc import Iterator

from .._finding import NotJudged
from .._text import Text
from .._yaml import Mapping, Node, Scalar, Sequence, is_mapping, is_null, parse_all
from .declared import Declared, Fragment
from .dockerfile import bare, exec_form, of_dockerfile
from .dockerfile_lines import tokens
from .downloads import of_context
from .images import expanded, image, placed
from .yaml_scripts import installed_by, of_scalar

Found = Declared | NotJudged
_OF_IMAGES = ("docker-image://", "oci://")


def read(text: Text) -> Iterator[Found]:
    """Every dependency that the file declares."""
    reading = _Reading(text)
    for root in parse_all(text):
        if is_mapping(root):
            yield from reading.document(root)


class _Reading:
    """One file; what several aliases lead to is read once."""

    def __init__(self, text: Text) -> None:
        self.text = text
        self.met: set[tuple[int, ...]] = set()
        self.built: set[str] = set()  # images that services of this file build

    def document(self, root: Mapping) -> Iterator[Found]:
        for node in _listed(root.get("include")):
            for path in _listed(node.get("path")) if is_mapping(node) else [node]:
                if isinstance(path, Scalar):
                    yield from self._context(path)
        services = root.get("services")
        if not is_mapping(services):
            return
        found = [service for service in services.values() if is_mapping(service)]
        for service in found:
            made = service.get("image")
            if not is_null(service.get("build")) and isinstance(made, Scalar):
                self.built.add(_tagged(made.value))
        for service in found:
            if self._is_new(service):
                yield from self._service(service)

    def _is_new(self, *nodes: Node | None) -> bool:
        """Whether these nodes, which belong together, are met for the first time."""
        key = tuple(map(id, nodes))
        new = key not in self.met
        self.met.add(key)
        return new

    def _service(self, service: Mapping) -> Iterator[Found]:
        build = service.get("build")
        if is_null(build):
            yield from self._image(service.get("image"))
        elif is_mapping(build):
            yield from self._build(build)
        elif isinstance(build, Scalar):
            yield from self._context(build)
        for volume in _listed(service.get("volumes")):
            if is_mapping(volume) and self._is_new(volume) and _value(volume.get("type")) == "image":
                yield from self._image(volume.get("source"))
        yield from self._started(service)
        check = service.get("healthcheck")
        if is_mapping(check) and self._is_new(check):
            yield from self._check(check.get("test"))
        for hook in [*_listed(service.get("post_start")), *_listed(service.get("pre_stop"))]:
            if is_mapping(hook) and self._is_new(hook):
                yield from self._run(hook.get("command"))

    def _image(self, node: Node | None) -> Iterator[Found]:
        if node is None or is_null(node) or not self._is_new(node):
            return
        if not isinstance(node, Scalar):
            if not self.text.content.startswith("{{", node.offset):  # a template, which YAML takes for a mapping
                yield self.text.not_judged(node.offset, "`image` is not a string")
        elif _tagged(node.value) not in self.built:
            yield from self._named(of_scalar(self.text, node))

    def _named(self, written: Fragment) -> Iterator[Declared]:
        """The image that a text names."""
        meant = expanded(written.text, {})
        if meant is not None:
            yield from placed(self.text, image(written.text, written.offset(0), meant=meant))

    def _build(self, build: Mapping) -> Iterator[Found]:
        if not self._is_new(build):
            return
        context = build.get("context")
        if isinstance(context, Scalar):
            yield from self._context(context)
        names = set()
        more = build.get("additional_contexts")
        for name, value in _pairs(more):
            names.add(name.lower())
            yield from self._context(value)
        for node in _listed(more):
            if isinstance(node, Scalar):
                name = node.value.partition("=")[0]
                names.add(name.lower())
                yield from self._context(node, len(name) + 1)
        inline = build.get("dockerfile_inline")
        if isinstance(inline, Scalar) and self._is_new(inline):
            yield from of_dockerfile(self.text, of_scalar(self.text, inline), frozenset(names))

    def _context(self, node: Scalar, start: int = 0) -> Iterator[Found]:
        """What is built from, or included, where that stands elsewhere: an image, or a repository of git."""
        written = of_scalar(self.text, node)
        start += next((len(scheme) for scheme in _OF_IMAGES if written.text.startswith(scheme, start)), 0)
        address = written.cut((start, len(written.text)))
        if start and written.text.endswith(_OF_IMAGES, 0, start):
            yield from self._named(address)
            return
        meant = expanded(address.text, {})
        if meant is not None:
            yield from placed(self.text, of_context(address.text, address.offset(0), meant=meant))

    def _started(self, service: Mapping) -> Iterator[Found]:
        """What the container starts: the entrypoint, with the command behind it."""
        entry, command = service.get("entrypoint"), service.get("command")
        if not self._is_new(entry, command):
            return
        first = self._words(entry)
        if first:
            yield from exec_form(self.text, [*first, *self._words(command)])
        else:
            yield from self._run(command)

    def _words(self, node: Node | None) -> list[Fragment]:
        """The words of a command; compose splits strings as a shell does."""
        if is_null(node):
            return []
        if isinstance(node, Scalar):
            line = of_scalar(self.text, node)
            return [bare(line.cut((at, at + len(word)))) for at, word in tokens(line.text, "\\")]
        return [of_scalar(self.text, item) for item in _listed(node) if isinstance(item, Scalar)]

    def _check(self, test: Node | None) -> Iterator[Found]:
        """The command of a health check."""
        words = self._words(test) if isinstance(test, Sequence) else []
        if words and words[0].text == "CMD":
            yield from exec_form(self.text, words[1:])
        elif words and words[0].text == "CMD-SHELL":
            yield from (one for word in words[1:2] for one in installed_by(self.text, word))
        elif isinstance(test, Scalar):
            yield from self._run(test)

    def _run(self, command: Node | None) -> Iterator[Found]:
        """A command, as a string or as a list."""
        if isinstance(command, Scalar) and not is_null(command):
            yield from installed_by(self.text, of_scalar(self.text, command))
        elif isinstance(command, Sequence):
            yield from exec_form(self.text, self._words(command))


def _listed(node: Node | None) -> list[Node]:
    return node.items if isinstance(node, Sequence) else []


def _value(node: Node | None) -> str:
    return node.value if isinstance(node, Scalar) else ""


def _pairs(node: Node | None) -> Iterator[tuple[str, Scalar]]:
    """The names and values of a mapping, where both are plain values."""
    if is_mapping(node):
        for name, value in zip(node.pairs[::2], node.pairs[1::2], strict=True):
            if isinstance(name, Scalar) and isinstance(value, Scalar):
                yield name.value, value


def _tagged(name: str) -> str:
    """The name of an image with the tag that it has when none is written."""
    meant = expanded(name, {}) or name
    return meant if ":" in meant.rpartition("/")[2] else f"{meant}:latest"
