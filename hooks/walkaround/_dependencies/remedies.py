"""The next act for each kind of loose pin, with what exactly to write."""

from re import fullmatch

from .requirement import Requirement
from .shown import shown, without_credentials
from .source import of_ref, vcs_ref


def for_requirement(requirement: Requirement, wanted: str, *, build: bool = False) -> str:
    """What to write for a package; one that only builds is installed nowhere that a developer could ask."""
    head = shown(requirement.head)
    if requirement.url:
        return for_url(requirement.url, wanted)
    if wanted == "range":
        return f"Write {head}>=X.Y, where X.Y is the oldest version that works, or {head}==X.Y.Z."
    if wanted == "exact" and build:
        lists = f"`python -m pip index versions {requirement.name}` lists the releases"
        return f"Write {head}==X.Y.Z with the version that you build with; {lists}."
    if wanted == "exact":
        return f"Write {head}==X.Y.Z with the version that `python -m pip show {requirement.name}` prints."
    return (
        "Let `uv pip compile --generate-hashes` or `pip-compile --generate-hashes` write the file, so that "
        f"{head}==X.Y.Z carries its --hash=sha256:… options."
    )


def for_url(url: str, wanted: str) -> str:
    """What to write for a direct reference."""
    url = without_credentials(url)  # before it is cut, which would leave a password that nothing marks
    scheme, _, _ = url.partition("://")
    if not scheme.lower().startswith(("git+", "hg+", "svn+", "bzr+")):
        if wanted == "hash":
            return "Append #sha256=… to the URL, as `python -m pip hash FILE` prints it for the file behind it."
        return "Name the URL of one released version, or append #sha256=… of the file behind it."
    if not scheme.lower().startswith("git+"):
        return f"Write {_at(url, 'REVISION')}, with the identifier of the revision that you reviewed."
    address = _without_ref(url).removeprefix("git+")
    return f"Write {_at(url, 'SHA')}, with {ls_remote(address, vcs_ref(url) or 'HEAD')}."


def _at(url: str, ref: str) -> str:
    """The URL of a repository with another revision."""
    _, found, fragment = url.partition("#")
    return shown(f"{_without_ref(url)}@{ref}{found}{fragment}")


def _without_ref(url: str) -> str:
    address, ref = url.partition("#")[0], vcs_ref(url)
    return address[: -len(ref) - 1] if ref else address


def for_ref(uses: str, wanted: str) -> str:
    """What to write for an action: a tag, or the commit with the tag kept as a comment."""
    action, _, ref = without_credentials(uses).partition("@")  # first: half a URL hides nothing
    address = f"https://github.com/{'/'.join(action.split('/')[:2])}"
    if wanted in ("any", "tag"):
        return f"Write {shown(action)}@vX.Y.Z, with a tag that {shown(address)} has released."
    if of_ref(ref).meets("tag"):
        return f"Write {shown(action)}@SHA  # {shown(ref)}, with {ls_remote(address, ref)}."
    tags = f"`git ls-remote --tags {_word(shown(address), 'URL')}`"
    return f"Write {shown(action)}@SHA  # vX.Y.Z, with the commit that {tags} prints for a release."


def for_image(image: str, wanted: str, scheme: str = "") -> str:
    """What to write for a container image; `scheme` is what its kind of file puts in front of it."""
    name = without_credentials(f"docker://{image}").removeprefix("docker://").partition("@")[0]
    last = name.rpartition("/")[2]
    tag = last.partition(":")[2]
    untagged = name.removesuffix(f":{tag}") if tag else name
    if wanted == "tag":
        return f"Write {scheme}{shown(untagged)}:X.Y.Z, the tag of one release."
    kept = name if any(character.isdigit() for character in tag) else untagged  # tells people and bots the release
    print_digest = f"`docker buildx imagetools inspect {_word(shown(name), 'IMAGE')}` prints"
    return f"Write {scheme}{shown(kept)}@sha256:… with the digest that {print_digest}."


def for_rev(repository: str, wanted: str) -> str:
    """What to do for a hook's repository."""
    address = _word(shown(repository), "URL")
    if wanted == "tag":
        return f"Run `pre-commit autoupdate --repo {address}`, which writes the newest tag."
    return f"Run `pre-commit autoupdate --freeze --repo {address}`, which writes the commit and the tag as a comment."


def ls_remote(address: str, ref: str) -> str:
    """The command that prints a ref's commit. An annotated tag has two lines, and `^{}` marks the commit's."""
    ref, address = _word(ref, "REF"), _word(shown(address), "URL")
    return f"the commit that `git ls-remote {address} {ref} '{ref}^{{}}'` prints last"


def _word(text: str, otherwise: str) -> str:
    """The text where a shell takes it as one plain word: remedies are copied into terminals."""
    return text if fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_./:@+-]{0,200}", text) else otherwise
