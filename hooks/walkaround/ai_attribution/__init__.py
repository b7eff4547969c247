"""Hold commits to the policy's rules about AI: their trailers, co-authors, footers, sign-offs, authors and paths.

One engine with three hooks: `prepare` adds the trailer while git prepares a message, this one judges the message,
`range` judges the commits of a push or of a merge request.

ATT001  an AI agent signs off
ATT002  AI was at work, and no `Assisted-by:` trailer says so       (marks = "require")
ATT003  the trailer does not have the form that the policy asks for
ATT004  a mark of AI where the policy forbids it                     (marks = "forbid")
ATT005  the commit does not say whether AI was used                  (every-commit = true)
ATT006  a mark that git does not see as a trailer
ATT007  the text says that AI was used, and no mark does
ATT008  no person signs off                                          (human-sign-off)
ATT009  a protected path, and no review by another person            (protected, review)
ATT010  an AI agent as a co-author                                   (co-authors = "forbid")
ATT011  a pull request whose disclosure disagrees with its commits   (walkaround attribution label)
ATT012  more AI than a path accepts                                  (level)
"""

import sys
from collections.abc import Iterator, Sequence

from .._finding import Finding, NotJudged
from .._hook import Hook, Inputs, Said, each
from .._policy import Policy
from ._rules import RULES
from ._terms import ASK, KEYS, NORMALISE, Terms, terms_of


def check(policy: Policy, inputs: Inputs) -> Iterator[Said]:
    """Judge the files of commit messages; author and committer are those of this process's environment."""
    from .._message import kept, under_way
    from .judge import judge
    from .reading import as_made, of_message

    terms = terms_of(policy, inputs.root)

    def judged(path: str, content: bytes) -> Iterator[Finding]:
        reading = of_message(kept(content, inputs.root), inputs.root, terms)
        if reading.at_work is not None:
            reading = as_made(reading, under_way(inputs.root, path))
        return judge(reading, terms)

    return each(inputs, judged)


def fix(policy: Policy, inputs: Inputs, *, told: bool = False) -> Iterator[str | NotJudged]:
    """Rewrite each message file whose marks are not as the policy asks; yields the files changed.

    A policy that only lets ask about AI lets nothing be rewritten, unless that is told by `--fix`.
    """
    terms = terms_of(policy, inputs.root)
    for path in inputs.paths:
        try:
            asked = policy[ASK] and _asked(path, inputs, terms)
            rewritten = (told or policy[NORMALISE] or not policy[ASK]) and _rewritten(path, inputs, policy)
            if asked or rewritten:
                yield path
        except NotJudged as failure:
            yield failure


def _asked(path: str, inputs: Inputs, terms: Terms) -> bool:
    from .ask import ask

    return ask(path, inputs, terms)


def _rewritten(path: str, inputs: Inputs, policy: Policy) -> bool:
    from .normalise import rewrite_file

    return rewrite_file(path, inputs, terms_of(policy, inputs.root), everything=policy[NORMALISE])


HOOK = Hook(
    id="ai-attribution",
    summary="hold the marks of AI agents on a commit to the policy: required, forbidden, or rewritten to one form",
    rules=RULES,
    keys=KEYS,
    check=check,
    fix=fix,
    fix_when=lambda policy: policy[NORMALISE] or policy[ASK],
    message=True,
)


def main(argv: Sequence[str] | None = None) -> int:
    from .._main import run  # the policy asks for keys and rules, not for argparse and reports

    told = "--fix" in (sys.argv[1:] if argv is None else argv)
    return run(HOOK._replace(fix=lambda policy, inputs: fix(policy, inputs, told=told)), argv)
