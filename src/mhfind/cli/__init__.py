"""The command line: prepares the process, then runs a command. Each command lives in a module of its own name."""

import os
import signal
import sys


def main() -> None:
    """Run `mhfind` with the arguments of the process, and exit."""
    # Before anything slow is imported: Ctrl-C ends quietly, wherever it comes.
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    from mhfind.cli.app import run

    sys.exit(run(sys.argv[1:]))
