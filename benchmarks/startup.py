"""Start-up: how long whole calls of an installed mhfind take, beside a bare interpreter and a Typer hello-world.

    python benchmarks/startup.py [ROUNDS]

Builds the wheel and installs it with its dependencies into a fresh virtual environment, then times every call once a
round, one after the other, so that a busy moment of the machine meets all of them alike. Prints a table in Markdown:
the median of each call, and its ratio to the hello-world.
"""

import os
import statistics
import subprocess
import sys
import sysconfig
import tempfile
import time
import venv
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[1]
ROUNDS, WARM_UPS = 40, 5
BARE, HELLO = "`python -c pass`", "Typer hello-world"
# What is called, and the ratio to the hello-world that it should not exceed.
CALLS: Mapping[str, tuple[tuple[str, ...], float | None]] = {
    "`mhfind --help`": (("--help",), 1.3),
    "`mhfind crisis`": (("crisis", "--country", "US"), 1.3),
    "`mhfind search`, well spelt": (("search", "panic attacks", "--country", "US"), 1.6),
    "`mhfind search`, misspelt": (("search", "panic atacks", "--country", "US"), 1.6),
    "`mhfind search`, in a crisis": (("search", "i want to die", "--country", "US"), 1.6),
    "`mhfind show`": (("show", "us-988-lifeline"), None),
}
HELLO_WORLD = '''
import typer

main = typer.Typer(add_completion=False, rich_markup_mode=None)


@main.command()
def hello(name: str) -> None:
    """Greet someone."""
    typer.echo(f"Hello {name}")


@main.command()
def goodbye(name: str, formal: bool = False) -> None:
    """Say goodbye to someone."""
    typer.echo(f"Goodbye {name}" if formal else f"Bye {name}")
'''
VERSIONS = """
import os, platform
from importlib.metadata import version
print(f"Python {platform.python_version()}, Typer {version('typer')}, mhfind {version('mhfind')},",
      f"{platform.system()} {platform.machine()}, {os.cpu_count()} CPUs")
"""


def main() -> None:
    """Install, measure, print."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else ROUNDS
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        python, scripts = install(home / "venv")
        environ = {"PATH": os.environ["PATH"], "HOME": folder, "LANG": "C.UTF-8"}
        times = measure(commands(python, scripts), rounds, environ)
        versions = subprocess.run([python, "-c", VERSIONS], check=True, capture_output=True, text=True).stdout.strip()
    print(table(times))
    print(f"\n{versions}; medians of {rounds} rounds.")


def install(folder: Path) -> tuple[str, Path]:
    """Make an environment with mhfind and the hello-world in it; return its Python and its folder of scripts."""
    venv.create(folder, with_pip=True)
    paths = sysconfig.get_paths("venv", vars={"base": str(folder), "platbase": str(folder)})
    scripts, packages = Path(paths["scripts"]), Path(paths["purelib"])
    python = str(scripts / "python")
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", ROOT], check=True)
    module = packages / "hello_world.py"
    module.write_text(HELLO_WORLD, "utf-8")
    subprocess.run([python, "-m", "compileall", "-q", module], check=True)
    starter = (scripts / "mhfind").read_text("utf-8")  # the hello-world starts the very same way
    (scripts / "hello").write_text(starter.replace("mhfind.cli", "hello_world"), "utf-8")
    return python, scripts


def commands(python: str, scripts: Path) -> dict[str, list[str]]:
    """Return what is measured, by the name that the table gives it."""
    ours = {name: [python, str(scripts / "mhfind"), *arguments] for name, (arguments, _) in CALLS.items()}
    hello = [python, str(scripts / "hello"), "hello", "World"]
    return {BARE: [python, "-c", "pass"], HELLO: hello, **ours}


def measure(called: Mapping[str, list[str]], rounds: int, environ: Mapping[str, str]) -> dict[str, float]:
    """Return the median time of each command in milliseconds. Raises CalledProcessError for one that fails."""
    times: dict[str, list[float]] = {name: [] for name in called}
    for _ in range(WARM_UPS + rounds):
        for name, command in called.items():
            start = time.perf_counter()
            subprocess.run(command, env=environ, check=True, capture_output=True)
            times[name].append(1000 * (time.perf_counter() - start))
    return {name: statistics.median(all_times[WARM_UPS:]) for name, all_times in times.items()}


def table(times: Mapping[str, float]) -> str:
    """Return medians, ratios and targets as a table in Markdown."""
    lines = ["| call | median | ratio | target |", "|---|--:|--:|--:|"]
    for name, median in times.items():
        _, target = CALLS.get(name, ((), None))
        wanted = f"{target:.2f}" if target else ""
        lines.append(f"| {name} | {median:.0f} ms | {median / times[HELLO]:.2f} | {wanted} |")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
