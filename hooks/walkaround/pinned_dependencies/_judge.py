"""One run: each input goes to the reader of its format, unless a gate proves it clean at a glance.

Readers are imported when the first input needs them: most commits touch one file, which is clean.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from .._finding import NotJudged
from .._hook import Inputs, Said
from .._policy import Policy
from .._text import LIST_BYTES, decode
from . import ACTIONS_LEVEL, HOOKS_LEVEL, LEVEL
from ._formats import format_of

if TYPE_CHECKING:
    from ._requirements import Requirements


class Judge:
    """Judges one input at a time; lists that several inputs refer to are read and judged once."""

    def __init__(self, policy: Policy, inputs: Inputs) -> None:
        self._policy = policy
        self._inputs = inputs
        self._requirements: Requirements | None = None

    def __call__(self, path: str, content: bytes) -> Iterable[Said]:
        match format_of(path):
            case "requirements" | "constraints":
                return self._list(path, content)
            case "pyproject":
                from ._pyproject import judge_pyproject

                return judge_pyproject(self._policy, self._inputs, path, content)
            case "workflow" | "action":
                return self._workflow(path, content)
            case "hooks":
                return self._hook_config(path, content)
            case None:
                raise NotJudged(path, "has a name that tells no format this hook reads; leave it out of `files`")

    def _list(self, path: str, content: bytes) -> Iterable[Said]:
        from ._plain import list_is_clean

        text = decode(path, content, most=LIST_BYTES, declared=True)
        if list_is_clean(text.content, self._policy.at(path)[LEVEL]):
            return ()
        if self._requirements is None:
            from ._requirements import Requirements

            self._requirements = Requirements(self._policy, self._inputs)
        return self._requirements.judge(text)

    def _workflow(self, path: str, content: bytes) -> Iterable[Said]:
        from ._gates import workflow_is_clean

        text = decode(path, content)
        wanted = self._policy.at(path)[ACTIONS_LEVEL]
        if workflow_is_clean(text.content, wanted):
            return ()
        from ._workflows import judge_workflow

        return judge_workflow(text, wanted)

    def _hook_config(self, path: str, content: bytes) -> Iterable[Said]:
        from ._gates import hook_config_is_clean

        text = decode(path, content)
        wanted = self._policy.at(path)[HOOKS_LEVEL]
        if hook_config_is_clean(text.content, wanted):
            return ()
        from ._hook_config import judge_hook_config

        return judge_hook_config(text, wanted)
