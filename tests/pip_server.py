"""pip for a third of the time: a process that has imported it forks for each run, which else begins with importing it.

`python_with_pip` gives an interpreter for tests of code that runs `PYTHON -m pip ...`: with the same arguments,
environment, working folder and streams pip itself runs, in a process of its own, and ends in the same exit code.
Whatever else this interpreter is asked for, the real one runs.
"""

import contextlib
import os
import shlex
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

_MODULES = ("cli.main", "commands.download", "commands.install", "resolution.resolvelib.resolver", "network.session")


@contextlib.contextmanager
def python_with_pip() -> Iterator[str]:
    """The path of such an interpreter, as long as this lasts."""
    if os.name != "posix":
        yield sys.executable
        return
    with tempfile.TemporaryDirectory(prefix="pip-") as folder:  # a socket's path must be short
        address, path = os.path.join(folder, "server"), Path(folder, "python")
        python, here = shlex.quote(sys.executable), shlex.quote(__file__)
        path.write_text(
            f'#!/bin/sh\ncase "$1 $2" in "-m pip") exec {python} -SE {here} ask {shlex.quote(address)} "$@";; esac\n'
            f'exec {python} "$@"\n'
        )
        path.chmod(0o755)
        command = [sys.executable, __file__, "serve", address]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
            assert server.stdin is not None
            assert server.stdout is not None
            assert server.stdout.readline() == b"ready\n"
            yield str(path)
            server.stdin.close()


def ask(address: str, arguments: list[str]) -> int:
    """Let the server run pip on the streams of this process."""
    import json

    with socket.socket(socket.AF_UNIX) as server:
        server.connect(address)
        asked = json.dumps([arguments, dict(os.environ), os.getcwd()]).encode()
        socket.send_fds(server, [len(asked).to_bytes(4, "big")], [0, 1, 2])
        server.sendall(asked)
        code = server.recv(1)
    return code[0] if code else 70


def serve(address: str) -> None:
    """Answer until standard input ends, which it does with the process that started this."""
    import importlib
    import select
    import signal

    for name in _MODULES:
        importlib.import_module(f"pip._internal.{name}")
    session = importlib.import_module("pip._internal.network.session")
    agent = session.user_agent()  # asks several programs, which say the same each time
    session.user_agent = lambda: agent  # type: ignore[attr-defined]
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(address)
        listening.listen()
        os.write(1, b"ready\n")
        while sys.stdin not in select.select([sys.stdin, listening], [], [])[0]:
            client = listening.accept()[0]
            if os.fork() == 0:
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                listening.close()
                _answer(client)
            client.close()


def _answer(client: socket.socket) -> None:
    """One run: the child of this process is pip, and this one tells how it ended."""
    import json

    head, streams, _, _ = socket.recv_fds(client, 4, 3)
    asked = b""
    while len(asked) < int.from_bytes(head, "big"):
        asked += client.recv(1 << 16)
    child = os.fork()
    if child == 0:
        client.close()
        _run(streams, *json.loads(asked))
    client.sendall(bytes([os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) & 255]))
    os._exit(0)


def _run(streams: list[int], arguments: list[str], environment: dict[str, str], folder: str) -> None:
    import traceback

    from pip._internal.cli.main import main

    code: object = 1
    try:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        sys.argv = ["pip", *arguments]
        code = main(arguments)
    except SystemExit as ended:
        code = ended.code
    except BaseException:  # noqa: BLE001 - it is told, and the process ends
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code if isinstance(code, int) else int(code is not None))


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(sys.argv[2])
    else:
        sys.exit(ask(sys.argv[2], sys.argv[5:]))
