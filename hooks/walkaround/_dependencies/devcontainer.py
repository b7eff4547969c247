"""devcontainer.json: the image, the features and what is installed by them, and the commands of its lifecycle.

Source of the format: containers.dev, "Dev Container metadata reference" and "Features reference". Features that
`devcontainer-lock.json` fixes belong to the group "features".
"""

from collections.abc import Iterable, Iterator

from .._finding import NotJudged
from .._text import Text
from .._yaml import Mapping, Node, Scalar, Sequence, is_mapping
from .declared import Declared, Pin, Reference
from .dockerfile import exec_form
from .downloads import of_context
from .images import image, placed
from .jsonc import fragment, parse
from .shown import shown
from .yaml_scripts import installed_by

Found = Declared | Reference | NotJudged
_COMMANDS = (
    "initializeCommand",
    "onCreateCommand",
    "updateContentCommand",
    "postCreateCommand",
    "postStartCommand",
    "postAttachCommand",
)
_MOVING = ("latest", "lts", "stable", "current", "edge", "nightly", "canary", "next", "dev", "*")


def read(text: Text) -> Iterator[Found]:
    """Every dependency that the file declares."""
    root = parse(text)
    if not is_mapping(root):
        return
    yield from _image(text, root.get("image"))
    build = root.get("build")
    yield from _files([build.get("dockerfile")] if is_mapping(build) else [root.get("dockerFile")])
    composed = root.get("dockerComposeFile")
    yield from _files(composed.items if isinstance(composed, Sequence) else [composed])
    features = root.get("features")
    if is_mapping(features):
        yield from _features(text, features)
    for key in _COMMANDS:
        yield from _command(text, root.get(key))


def _image(text: Text, node: Node | None) -> Iterator[Declared]:
    if isinstance(node, Scalar) and not node.plain:
        yield from placed(text, image(node.value, node.offset))


def _files(nodes: Iterable[Node | None]) -> Iterator[Reference]:
    """The files that the container is built from, relative to the folder of this one."""
    for node in nodes:
        if isinstance(node, Scalar) and not node.plain and node.value and "$" not in node.value:
            yield Reference(node.offset, node.value)


def _features(text: Text, features: Mapping) -> Iterator[Declared]:
    for name, options in zip(features.pairs[::2], features.pairs[1::2], strict=True):
        if not isinstance(name, Scalar) or name.value.startswith((".", "/")):
            continue
        found = of_context(name.value, name.offset)
        for one in [found] if found is not None else _image(text, name):
            yield one._replace(group="features")
        if isinstance(options, Scalar) and not options.plain:
            yield from _version(name.value, "version", options)  # short for that option
        elif is_mapping(options):
            for option, value in zip(options.pairs[::2], options.pairs[1::2], strict=True):
                if isinstance(option, Scalar) and isinstance(value, Scalar) and "version" in option.value.lower():
                    yield from _version(name.value, option.value, value)


def _version(feature: str, option: str, node: Scalar) -> Iterator[Declared]:
    """What a feature is told to install, where that is whatever is newest."""
    if node.value.strip().lower() not in _MOVING:
        return

    def remedy(_wanted: str) -> str:
        return f'Write "{shown(option)}": "X.Y.Z", with the version that you tested.'

    what = f"{option} {node.value} of {feature}"
    pin = Pin("none", "names no version")
    name = feature.partition("@")[0].rpartition("/")[2].partition(":")[0]
    yield Declared(node.offset, what, pin, "command", "other", name, node.value, remedy)


def _command(text: Text, node: Node | None) -> Iterator[Declared | NotJudged]:
    """A command: a line for a shell, a list of words, or several of them by name."""
    if is_mapping(node):
        for one in node.values():
            if not is_mapping(one):
                yield from _command(text, one)
    elif isinstance(node, Scalar) and not node.plain:
        yield from installed_by(text, fragment(text, node))
    elif isinstance(node, Sequence):
        words = [item for item in node.items if isinstance(item, Scalar) and not item.plain]
        yield from exec_form(text, [fragment(text, word) for word in words])
