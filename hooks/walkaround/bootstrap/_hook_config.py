"""The hooks of Walkaround in the configuration of pre-commit or prek.

The text is edited at the places that a parser names, and never written out anew: what is not ours stays as it is, to
the byte. A parser has the last word too: the result must say what was said before, and the hooks, or nothing is done.

What a repository says about stages needs no care: the stages of the hooks' manifest are stronger than
`default_stages`, and every hook of ours has some. Nor does `minimum_pre_commit_version`: the manifest has its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from .._finding import NotJudged
from .._text import Text
from ._hook_config_text import content_of, decoded
from ._plan import Choice, Facts, Refused, Source, Step

PRE_COMMIT = ".pre-commit-config.yaml"
# prek takes the first of them that is there; pre-commit reads the second alone.
NAMES = ("prek.toml", PRE_COMMIT, ".pre-commit-config.yml")
HOOK_TYPES = ("pre-commit", "commit-msg", "prepare-commit-msg", "pre-push")
# `strict` judges secrets and the policy at commit; they have entries of their own for what it does not see.
HOOKS: Mapping[str, tuple[str, ...]] = {
    "strict": (),
    "pr-template": (),
    "secret-detection": ("commit-msg",),
    "ai-attribution": (),
    "ai-attribution-prepare": (),
    "ai-attribution-range": (),
    "policy-integrity": ("pre-push",),
    "vulnerability-audit": ("manual",),  # it needs a network
    "quality-gate": ("manual",),  # `strict` judges complexity and duplication at commit; the rest needs a test run
}


class Block(NamedTuple):
    """One entry of `repos` as it stands: the address, the ids of its hooks, where it begins, and its place
    in order."""

    repo: str
    ids: tuple[str, ...]
    offset: int
    place: int


def steps(facts: Facts, choice: Choice) -> Iterator[Step]:
    """The hooks in the configuration that is there, or in a new one."""
    there = [name for name in NAMES if content_of(facts, name) is not None]
    if len(there) > 1:
        raise Refused(there[1], f"stands beside {there[0]}, and only one of them is read; delete the other one")
    path = there[0] if there else PRE_COMMIT
    if choice.framework == "pre-commit" and path != PRE_COMMIT:
        how = f"rename it to {PRE_COMMIT}" if path.endswith(".yml") else "choose prek, which does"
        raise Refused(path, f"is not read by pre-commit; {how}")
    before = facts.read(path)
    after = with_hooks(path, before, choice.source)
    if after != before:
        yield Step(path, before, after, f"the hooks of {_shown(choice.source)}, and git's hooks that call them")


def with_hooks(path: str, content: bytes | None, source: Source) -> bytes:
    """A configuration with the hooks of `source`; Refused where that cannot be done without guessing."""
    bom, text = decoded(path, content or b"")
    try:
        source.repo.encode()
        if path.endswith(".toml"):
            from ._hook_config_toml import with_hooks as edited
        else:
            from ._hook_config_yaml import with_hooks as edited
        return bom + edited(text, source).encode()
    except NotJudged as bad:
        raise bad if isinstance(bad, Refused) else Refused(path, f"{bad.why}; mend that first") from None
    except UnicodeEncodeError:
        raise Refused(path, "cannot hold an address that is not UTF-8; name another one with --repo") from None


def refused(text: Text, offset: int, why: str) -> Refused:
    """A refusal that names the line."""
    return Refused(text.path, f"line {text.place(offset)[0]}: {why}")


def ours(text: Text, blocks: Sequence[Block], source: Source) -> Block | None:
    """The block of this source, if any; Refused where the hooks come from several places."""
    from ..policy_integrity._configuration import spelled

    place = spelled(source.repo)
    found = [block for block in blocks if spelled(block.repo) == place]
    if len(found) > 1:
        why = f"{source.repo} is listed a second time; put its hooks into one entry of `repos`"
        raise refused(text, found[1].offset, why)
    for block in blocks:
        if block not in found and _has_our_hooks(block, place):
            why = f"these hooks come from {block.repo} already; name it with --repo, or delete this entry"
            raise refused(text, block.offset, why)
    return found[0] if found else None


def _has_our_hooks(block: Block, place: str) -> bool:
    """Whether a block of another address has hooks of Walkaround: two ids, or one under the same last name."""
    from .._catalogue import ENTRIES
    from ..policy_integrity._configuration import spelled

    if block.repo in ("local", "meta", "builtin"):
        return False
    known = {"strict", *(entry.id for entry in ENTRIES)}
    same_name = spelled(block.repo).rpartition("/")[2] == place.rpartition("/")[2]
    return len(known.intersection(block.ids)) >= (1 if same_name else 2)


def missing(there: Sequence[str], wanted: Sequence[str]) -> list[str]:
    return [one for one in wanted if one not in there]


def hook(name: str) -> dict[str, object]:
    """A hook's entry as plain data."""
    return {"id": name, "stages": list(HOOKS[name])} if HOOKS[name] else {"id": name}


def entry(source: Source) -> dict[str, object]:
    """The entry of `repos` as plain data."""
    return {"repo": source.repo, "rev": source.rev, "hooks": [hook(name) for name in HOOKS]}


def _shown(source: Source) -> str:
    return f"{source.repo} at {source.tag or source.rev[:12]}"
