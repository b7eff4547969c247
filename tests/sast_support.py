"""How the rules of `sast` answer to the families of the labelled lines, and what it says of a file."""

from collections import Counter
from pathlib import Path
from typing import NamedTuple

from labelled_lines import Finding, labels, score
from walkaround.sast import RULES
from walkaround.sast._judge import Judge
from walkaround.sast._spots import Judged

_RULES = {
    "sql": "B901",
    "command": "B902",
    "code": "B903",
    "path": "B904 B914",
    "ssrf": "B905",
    "redirect": "B906",
    "xss": "B907",
    "template": "B908",
    "ldap": "B909",
    "xpath": "B910",
    "xxe": "B911",
    "trust": "B912",
    "deserialisation": "B913 B958",
    "error-disclosure": "B920 B921",
    "secret-log": "B922",
    "debug": "B923",
    "jwt": "B925 B926 B927 B928",
    "oauth": "B929",
    "swallow": "B930 B931 B932",
    "timeout": "B935",
    "round-timeout": "B936",
    "money": "B940",
    "load-all": "B941",
    "length-only": "B942",
    "mutable-default": "B943",
    "naive-datetime": "B944",
    "placeholder": "B945",
    "race": "B946",
    "weak-hash": "B950",
    "password-hash": "B951",
    "static-iv": "B952",
    "cipher": "B953",
    "compare": "B954",
    "random": "B955 B957",
    "tls": "B956",
    "auth": "B960",
    "assert-auth": "B961",
    "cors": "B962",
    "cookie": "B963",
    "blocking": "B970",
    "task": "B971 B972",
}
FAMILY_OF = {rule: family for family, rules in _RULES.items() for rule in rules.split()}
OFF = frozenset(rule.id for rule in RULES if rule.severity == "off")


class Accuracy(NamedTuple):
    """Bad lines and those found, by family; the places missed, and the false findings, as `file:line family`."""

    bad: Counter[str]
    found: Counter[str]
    near: int
    missed: tuple[str, ...]
    false: tuple[str, ...]


def judged(path: str, source: bytes, off: frozenset[str] = OFF) -> Judged:
    """What the rules that are on by default say of a file."""
    return Judge(off, ()).judge(path, source)


def accuracy(folder: Path) -> Accuracy:
    """How the hook does on a folder of labelled files, under its defaults."""
    known = labels(folder)
    judge = Judge(OFF, ())
    findings = []
    for path in sorted(folder.glob("*.py")):
        said = judge.judge(path.name, path.read_bytes())
        if said.failures:
            raise ValueError(f"{path.name}: {said.failures[0]}")
        findings += [Finding(path.name, spot.line, FAMILY_OF.get(spot.rule, spot.rule)) for spot in said.spots]
    result = score(known, findings)
    return Accuracy(
        bad=Counter(label.family for label in known if label.kind == "bad"),
        found=Counter(label.family for label in result.found),
        near=sum(label.kind == "near" for label in known),
        missed=tuple(sorted(f"{label.path}:{label.line} {label.family}" for label in result.missed)),
        false=tuple(sorted(f"{one.path}:{one.line} {one.family}" for one in result.false)),
    )
