"""Run the command line of a Python tool again and again, each time in a fork of a process that has imported the tool.

``lock_forks.py MODULE FUNCTION`` reads lines of JSON (a folder, arguments, the path for the output), and answers each
with the exit code. It imports what the first run imported, so the next ones start twenty times as fast. It imports
nothing of the project, because it runs in the environment of the tool.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import sys
import traceback

_SECONDS = 300
"""How long one run may take."""


def main(module: str, function: str) -> None:
    """Answer until the input ends."""
    loaded: list[str] = []
    for line in sys.stdin:
        folder, arguments, output = json.loads(line)
        reader, writer = os.pipe()
        child = os.fork()
        if not child:
            _run(module, function, folder, arguments, output, writer)
        os.close(writer)
        with open(reader, encoding="utf-8") as names:
            known, loaded = bool(loaded), names.read().split()
        sys.stdout.write(f"{os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}\n")
        sys.stdout.flush()
        for name in () if known else loaded:
            with contextlib.suppress(Exception):
                importlib.import_module(name)


def _run(module: str, function: str, folder: str, arguments: list[str], output: str, writer: int) -> None:
    """Run the tool in this process, write the names of the modules that it has imported, and end."""
    signal.alarm(_SECONDS)
    for stream in (1, 2):
        os.dup2(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND), stream)
    os.chdir(folder)
    sys.argv = [module, *arguments]
    code: object = 1
    try:
        code = getattr(importlib.import_module(module), function)()
    except SystemExit as error:
        code = error.code
    except BaseException:  # noqa: BLE001 - as the interpreter does for a script
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    with open(writer, "w", encoding="utf-8") as names:
        names.write("\n".join(sys.modules))
    os._exit(code if isinstance(code, int) else bool(code))


if __name__ == "__main__":
    main(*sys.argv[1:])
