"""The command line: prepares the process, then runs a command. Each command lives in a module of its own name."""

import contextlib
import gc
import os
import signal
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run `mhfind` with the arguments of the process, and end the process."""
    # Before anything slow is imported: Ctrl-C ends quietly, wherever it comes.
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    gc.set_threshold(100_000)  # next to nothing is garbage when a call ends; looking for it during imports costs 5 ms
    finished = os.environ.pop("_MHFIND_COMPLETE", None)  # taken away: Typer would read it too
    if finished is None:
        from mhfind.cli.app import run

        code = run(sys.argv[1:])
    else:
        from mhfind.cli.completion import answer

        code = answer(sys.argv[1:], finished)
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # results were flushed, and failures told, where they arose
            if stream is not None:
                stream.flush()
    os._exit(code)  # all is written; taking the interpreter apart would cost 12 ms more
