"""How the cost of hostile input grows: CPU time on a text, and on one four times as long.

`python3 benchmarks/linear.py` sets up its own environment. Work that is linear costs about 4 times as much, work
that is quadratic 16 times. Nothing is judged here; read the last column.
"""

import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from setup_environment import environment

SIZE = 25_000  # characters of the shorter text
FILLERS = {
    "secret-detection": [
        "a",
        "x = 1, ",
        "password ",
        "password='",
        "eyJ",
        "://a:",
        "key=",
        '"',
        "AC0",
        "sk-",
        "--token ",
    ],
    "pragma": [
        "pragma: allowlist secret ",
        "#",
        "/* pragma: allowlist secret ",
        "<!-- pragma: allowlist secret ",
        " \t",
        "# pragma: allowlist secret - ",
        "gitleaks:allow - ",
        "# pragma: allowlist nextline secret ",
    ],
    "requirements": [" ", "#", "a#", "\\\n", "-", "-r \"'", "a==1,", "a\n"],
    "workflow": ["uses: ./a\n\n\n", "uses :", "uses: ", "- &a {uses: x@main}\n- *a\n", "'"],
    "Dockerfile": ["FROM a\n", "RUN pip install a\n", "RUN a \\\n", "RUN <<A\n", 'RUN ["a",', "ARG A=$A$A\n"],
    "compose.yaml": ["services:\n a:\n  image: b\n", "a: &a [*a]\n"],
    "a.sh": [
        "pip install a\n",
        "pip install a;",
        "$(pip install ",
        'bash -c "',
        "<<A ",
        "pip install ${a}",
        "a=$a;pip\n",
    ],
    "package.json": ['{"a":', '"a":"^1",', "//x\n", '"\\u00e9",'],
    "pyproject.toml": ["a=[", '"a>=1",', '[[x]]\na=["b"]\n'],
    "setup.py": ['install_requires=["a"]\n', "require=[["],
    "tox.ini": ["[testenv]\ndeps = a\n", "  a: b\n"],
    "Gemfile": ['gem "a"\n', 'gem "a",\n', "group :a do\n", "{", "<<A\n"],
    "Cargo.toml": ['[dependencies]\na="1"\n'],
    "go.mod": ["require a.b/c v1\n", "require (\n"],
    "uv.lock": ['[[package]]\nname="a"\nversion="1"\n'],
    "pnpm-lock.yaml": ["  a@1:\n    resolution: {integrity: x}\n"],
    "yarn.lock": ['a@1:\n  version "1"\n'],
    "message": ["a", " # ", "A: 1\n", "\\n", "```\n", ">", "a:"],
}


def _unknown(_path: str) -> str:
    """No id of a blob: the content is nowhere but in memory."""
    return ""


def judges() -> dict[str, Callable[[str], object]]:
    """What is measured for each kind of text; imported here, where the environment has everything."""
    from walkaround._finding import NotJudged
    from walkaround._message import committed_text, shown, split_lines, trailers
    from walkaround._policy import Policy
    from walkaround.pinned_dependencies import HOOK as PINS
    from walkaround.secret_detection import HOOK as SECRETS
    from walkaround.secret_detection._pragma import allows

    class OneFile:
        root = "/"

        def __init__(self, path: str, text: str) -> None:
            self.paths = (path,)
            self.changes = ()
            self.listing = partial(tuple[str, ...], self.paths)
            self.blob = _unknown
            self._content = text.encode()

        def read(self, path: str) -> bytes:
            if path in self.paths:
                return self._content
            raise NotJudged(path, "no such file")

        def exists(self, path: str) -> bool:
            return path in self.paths

        def present(self, paths: Iterable[str]) -> frozenset[str]:
            return frozenset(filter(self.exists, paths))

        def expect(self, _steps: int) -> Callable[[], None]:
            return lambda: None

    def message(text: str) -> object:
        return list(trailers([shown(line) for line in split_lines(committed_text(text.encode(), "auto"))]))

    def marks(text: str) -> object:
        """Asked of the line and of the one before, each of which holds a mark of its own behind the filler."""
        text = f"{text}pragma:{' ' * 1000}"
        return allows("a.c", text, text)

    def pins(path: str) -> Callable[[str], object]:
        return lambda text: list(PINS.check(Policy(), OneFile(f"/{path}", text)))

    named = {"requirements": "requirements.txt", "workflow": ".github/workflows/a.yml"}
    kinds = [kind for kind in FILLERS if kind not in ("secret-detection", "pragma", "message")]
    return {
        **{kind: pins(named.get(kind, kind)) for kind in kinds},
        "secret-detection": lambda text: list(SECRETS.check(Policy(), OneFile("/a.py", text))),
        "pragma": marks,
        "message": message,
    }


def main() -> int:
    print(f"{'':60}{'CPU ms':>10}{'x 4 long':>10}{'ratio':>8}")
    for kind, judge in judges().items():
        judge("x\n")  # imports are not what is measured
        for filler in FILLERS[kind]:
            short, long = (_cpu(judge, filler, size) for size in (SIZE, 4 * SIZE))
            print(f"{kind:20}{filler!r:40}{short:10.1f}{long:10.1f}{long / max(short, 0.1):8.1f}")
    return 0


def _cpu(judge: Callable[[str], object], filler: str, size: int) -> float:
    text = (filler * (size // len(filler) + 1))[:size]
    times = []
    for _ in range(3):
        started = time.process_time()
        judge(text)
        times.append(time.process_time() - started)
    return min(times) * 1000


if __name__ == "__main__":
    if "--inside" in sys.argv:
        sys.exit(main())
    sys.exit(subprocess.run([environment([]), __file__, "--inside"], check=False).returncode)
