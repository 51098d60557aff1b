"""Showing long output page by page, on a terminal only. The pager keeps no history and starts no other program."""

import os
import shlex
import signal
import subprocess
from collections.abc import Mapping

DEFAULT = "less"
PROMPT = "Space for more, q to leave"
# -R: color; -F: none for what fits the screen; -X: the text stays on the screen afterwards.
_LESS = {"LESSHISTFILE": "-", "LESSHISTSIZE": "0", "LESSSECURE": "1"}


def command_of(wish: str | None, environ: Mapping[str, str]) -> list[str]:
    """Return the command line of the pager wished for, else of `PAGER`, else of less; an empty one for none."""
    line = wish if wish is not None else environ.get("PAGER") or (DEFAULT if os.name == "posix" else "")
    try:
        return shlex.split(line, posix=os.name == "posix")
    except ValueError:  # an open quote
        return []


def page(text: str, command: list[str], environ: Mapping[str, str]) -> bool:
    """Show text in a pager and tell whether there was one to show it."""
    surroundings = {"LESS": f"-RFX -P{PROMPT}$", **environ, **_LESS}
    before = signal.signal(signal.SIGINT, lambda *_: None)  # Ctrl-C is the pager's while it runs
    try:
        shown = subprocess.run(  # noqa: S603 - the user's own pager
            command, input=text.encode("utf-8", "backslashreplace"), env=surroundings, check=False
        )
    except OSError:
        return False
    finally:
        signal.signal(signal.SIGINT, before)
    return shown.returncode not in (126, 127)
