"""Outputs in the documents: what stands under a command is what it prints.

In a ```console block, commands stand behind "$ ". With ```console lines=8 it keeps eight lines of each output, and with
```console from="First step" lines=8 it keeps them from the line on that begins so. "..." marks what is left out. All
blocks of one document share a folder, which is empty at first, and a fixed day.

A ```sh block with a ```text block right below it is a recipe. bash runs it in an empty folder of its own.
"""

import os
import re
import shlex
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

TODAY = "2026-11-23"
PROMPT = "$ "
LEFT_OUT = "..."
_BLOCK = re.compile(r'^(```console(?: from="([^"\n]+)")?(?: lines=(\d+))?)\n(.*?)^```$', re.MULTILINE | re.DOTALL)
_LINES = r"(?:(?!```).*\n)*"
_RECIPE = re.compile(rf"^(```sh\n({_LINES})```\n\n```text\n){_LINES}```$", re.MULTILINE)
_TOOLS = ("jq", "fzf")  # what recipes use besides mhfind and what every system has


class Part(NamedTuple):
    """What of an output is kept: from the first line that begins with `start`, so many `lines` (0: all)."""

    start: str
    lines: int


def refreshed(text: str) -> str:
    """Return a Markdown text with the outputs in its console blocks and of its recipes as they are now.

    Raises ValueError for a command that is not `mhfind`, where no line begins as a block wants it to, and for a recipe
    that fails.
    """
    with TemporaryDirectory() as folder:
        text = _BLOCK.sub(lambda block: _block(block, Path(folder)), text)
        return _RECIPE.sub(lambda recipe: _recipe(recipe, Path(folder)), text)


def _block(block: re.Match[str], folder: Path) -> str:
    opening, start, count, inside = block.groups()
    part = Part(start or "", int(count or 0))
    lines = [opening]
    for line in inside.splitlines():
        if line.startswith(PROMPT):
            gap = [""] if len(lines) > 1 and not lines[-1].startswith(PROMPT) else []
            lines += [*gap, line, *excerpt(output(line.removeprefix(PROMPT), folder), part)]
    return "\n".join([*lines, "```"])


def excerpt(lines: Sequence[str], part: Part) -> list[str]:
    """Return a part of an output, with marks where something is left out. Raises ValueError if its start is missing."""
    first = next((number for number, line in enumerate(lines) if line.startswith(part.start)), None)
    if first is None and part.start:
        raise ValueError(f"no line of the output begins with {part.start!r}")
    after = lines[first or 0 :]
    kept = after[: part.lines] if part.lines else after
    return [*([LEFT_OUT] if first else []), *kept, *([LEFT_OUT] if len(kept) < len(after) else [])]


def output(command: str, folder: Path) -> list[str]:
    """Return the lines that a command prints on both streams."""
    program, *arguments = shlex.split(command)
    if program != "mhfind":
        raise ValueError(f"{command!r} in a console block is no mhfind command")
    done = subprocess.run(  # noqa: S603 - the commands stand in the project's own documents
        [sys.executable, "-m", "mhfind", *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=folder,
        env=_environment(folder),
        check=False,
    )
    return done.stdout.decode().splitlines()


def _recipe(recipe: re.Match[str], home: Path) -> str:
    above, script = recipe.groups()
    if missing(script):
        return recipe[0]
    with TemporaryDirectory() as folder:
        code, printed = ran(script, Path(folder), home)
    if code:
        raise ValueError(f"a recipe ends with {code}:\n{script}{printed}")
    return f"{above}{printed}```"


def missing(script: str) -> list[str]:
    """Return the programs that a recipe needs and this machine does not have."""
    needed = ("bash", *(tool for tool in _TOOLS if re.search(rf"\b{tool}\b", script)))
    return [tool for tool in needed if shutil.which(tool) is None]


def ran(script: str, folder: Path, home: Path, **variables: str) -> tuple[int, str]:
    """Run a recipe in a folder, with `variables` added; return its exit code, and what it prints on both streams."""
    environment = _environment(home)
    path = os.pathsep.join((sysconfig.get_path("scripts"), environment["PATH"]))  # where pip puts mhfind
    done = subprocess.run(  # noqa: S603 - as above
        ["bash", "-c", script],  # noqa: S607 - the bash of the PATH
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        cwd=folder,
        env={**environment, "PATH": path, **variables},
        check=False,
    )
    return done.returncode, "".join(f"{line}\n" for line in done.stdout.decode().splitlines())


def _environment(home: Path) -> dict[str, str]:
    """Return variables under which every machine prints the same."""
    kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT", "XDG_CACHE_HOME") if name in os.environ}
    fixed = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "LANG": "C.UTF-8", "TZ": "UTC", "MHFIND_TODAY": TODAY}
    return {**kept, **fixed}
