"""`walkaround policy exempt RULE PATH`: write an exemption into the repository's policy, or take it away again."""

import argparse
import datetime as dt
import os
from collections.abc import Sequence

from .. import _write
from .._catalogue import HookCatalogue
from .._main import formatter
from .._paths import from_root
from .._policy import Policy, did_you_mean, today
from .._policy._exempt import add_exemption_bytes, remove_exemption
from .._policy._exemptions import MAX_DAYS, Exemption
from .._policy._layers import Disk, Layer, parse_layer
from .._policy._load import FILE, PYPROJECT, check_exemptions, read_stack, repository_layer
from . import refuse, say, top


def main(argv: Sequence[str]) -> int:
    parser = _parser()
    options = parser.parse_args(argv)
    if options.remove and any(value is not None for value in (options.reason, options.owner, options.days)):
        parser.error("--remove takes no reason, owner or days")
    if not options.remove and (options.reason is None or options.owner is None):
        parser.error("an exemption needs --reason and --owner")
    root = top()
    tree = Disk(root)
    layer = repository_layer(tree)
    policy = Policy([read_stack(HookCatalogue(), tree, HookCatalogue().tables)], root=root)
    path = _path(root, options.path)
    if options.remove:
        return _remove(root, layer, policy, options.rule, path, options.id)
    wish = _Wish(options.rule.upper(), path, options.id, options.reason, options.owner, options.days)
    return _add(root, layer, policy, wish)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        "walkaround policy exempt",
        description="Write an exemption: findings of RULE in PATH do not count until its last day.",
        epilog="Only the new entry is written; every other byte of the policy stays as it is.",
        formatter_class=formatter,
    )
    parser.add_argument("rule", metavar="RULE", help="a rule's id, such as PIN001")
    parser.add_argument("path", metavar="PATH", help='a file, or a glob in quotes, such as "tests/**"')
    parser.add_argument(
        "--id", default="", metavar="ID", help="the one vulnerability that is meant, such as CVE-2024-0001"
    )
    parser.add_argument("--reason", help="why the finding does not count")
    parser.add_argument("--owner", help="who answers for it, such as @platform")
    parser.add_argument("--days", type=int, metavar="N", help="how long from today (default: 30, or less by policy)")
    parser.add_argument("--remove", action="store_true", help="take the exemption of RULE in PATH away")
    return parser


class _Wish:
    """The exemption that is asked for."""

    def __init__(self, rule: str, path: str, id_: str, reason: str, owner: str, days: int | None) -> None:
        self.rule, self.path, self.id, self.reason, self.owner, self.days = rule, path, id_, reason, owner, days

    def entry(self, expires: dt.date) -> dict[str, str | dt.date]:
        named = {"id": self.id} if self.id else {}
        said: dict[str, str | dt.date] = {"reason": self.reason, "owner": self.owner, "expires": expires}
        return {"rule": self.rule, "path": self.path, **named, **said}


def _path(root: str, written: str) -> str:
    """A file's path from the top; a glob is written from the top already."""
    if any(mark in written for mark in "*?[") and not os.path.lexists(written):
        return written
    return from_root(root, written) or written


def _file(root: str, layer: Layer | None) -> tuple[str, tuple[str, ...]]:
    return os.path.join(root, PYPROJECT if layer is not None and layer.prefix else FILE), layer.prefix if layer else ()


def _add(root: str, layer: Layer | None, policy: Policy, wish: _Wish) -> int:
    file, prefix = _file(root, layer)
    if HookCatalogue().rule(wish.rule) is None:
        known = [rule.id for rule in HookCatalogue().rules()]
        return refuse(f"no rule {wish.rule!r}{did_you_mean(wish.rule, known)}")
    present = _found(policy, wish.rule, wish.path, wish.id)
    if present is not None:
        return refuse(
            f"{present.layer.place(*present.at)} exempts {wish.rule} in {wish.path} already; --remove it first"
        )
    most = policy[MAX_DAYS]
    days = min(30, most) if wish.days is None else wish.days
    if not 0 < days <= most:
        return refuse(f"--days must be between 1 and {most} (exemptions.max-days), not {days}")
    expires = today() + dt.timedelta(days=days)
    content = b""
    if os.path.lexists(file):
        with open(file, "rb") as opened:
            content = opened.read()
    try:
        new = add_exemption_bytes(content, prefix, wish.entry(expires))
    except ValueError as bad:
        return refuse(f"{os.path.relpath(file)}: {bad}")
    _put(root, file, prefix, new)
    say(f"{os.path.relpath(file)}: {wish.rule} is exempt in {wish.path} until {expires} ({wish.owner})\n")
    return 0


def _remove(root: str, layer: Layer | None, policy: Policy, rule: str, path: str, id_: str) -> int:
    file, prefix = _file(root, layer)
    found = _found(policy, rule.upper(), path, id_)
    if found is None:
        return refuse(f"no exemption of {rule.upper()} in {path}")
    if found.layer.name != "repository":
        return refuse(f"the exemption stands in {found.layer.place(*found.at)}; take it away there")
    with open(file, "rb") as opened:
        content = opened.read()
    try:
        new = remove_exemption(content, prefix, int(found.at[-1]))
    except ValueError as bad:
        return refuse(f"{os.path.relpath(file)}: {bad}")
    _put(root, file, prefix, new)
    say(f"{os.path.relpath(file)}: {found.rule} is no longer exempt in {found.path}\n")
    return 0


def _found(policy: Policy, rule: str, path: str, id_: str) -> Exemption | None:
    return next(
        (one for one in policy.exemptions if (one.rule, one.path, one.id.upper()) == (rule, path, id_.upper())), None
    )


def _put(root: str, file: str, prefix: tuple[str, ...], new: bytes) -> None:
    """Write the policy only once it has proved to load; PolicyError leaves the file as it was."""
    shown = os.path.relpath(file)
    parse_layer("repository", shown, new, prefix)
    policy = Policy([read_stack(HookCatalogue(), _With(root, os.path.basename(file), new), HookCatalogue().tables)])
    check_exemptions(policy)
    (_write.replace if os.path.lexists(file) else _write.create)(file, new)


class _With(Disk):
    """The repository's files, with one that is about to be written."""

    def __init__(self, root: str, path: str, content: bytes) -> None:
        super().__init__(root)
        self._path = path
        self._content = content

    def read(self, path: str) -> bytes | None:
        return self._content if path == self._path else super().read(path)

    def peek(self, path: str) -> bytes:
        return self._content if path == self._path else super().peek(path)
