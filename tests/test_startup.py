"""Start-up: what a call imports. Times are for benchmarks/startup.py; a list of modules never depends on the machine."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Modules = Callable[..., set[str]]

# Nothing that answers a question needs these; each costs between 2 and 100 ms, or reaches for the network.
HEAVY = (
    "rich yaml pygments jinja2 markupsafe wcwidth textual httpx phonenumbers opening_hours markdown_it pydantic importlib.metadata"
    " asyncio logging socket ssl urllib.request mhfind.source mhfind.compile mhfind.cache"
).split()
if sys.platform == "linux":
    HEAVY.append("platformdirs")  # elsewhere it knows where the settings are
US = ("--country", "US")
CALLS = {
    "search": ("search", "panic attacks", *US),
    "misspelt search": ("search", "panic atacks", *US),
    "search in a crisis": ("search", "i want to die", *US),
    "crisis": ("crisis", *US),
    "show": ("show", "us-988-lifeline"),
    "help": ("--help",),
}


@pytest.fixture(scope="module")
def modules(installed: Path, environment: dict[str, str]) -> Modules:
    """Return the modules that a piped call imports where the program is laid out as in a wheel: with its index."""

    def call(*arguments: str) -> set[str]:
        command = [sys.executable, "-X", "importtime", "-m", "mhfind", *arguments]
        environ = {**environment, "PYTHONPATH": str(installed)}
        done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, bool(done.stdout)) == (0, True), done.stderr
        return set(re.findall(r"^import time: +\d+ \| +\d+ \| +(\S+)$", done.stderr, re.MULTILINE))

    return call


def within(loaded: set[str], *names: str) -> list[str]:
    """Return which of the packages `names` are loaded, wholly or in part."""
    return [name for name in names if any(f"{module}.".startswith(f"{name}.") for module in loaded)]


def test_calls_import_nothing_heavy(modules: Modules) -> None:
    found = {name: within(modules(*arguments), *HEAVY) for name, arguments in CALLS.items()}
    assert {name: heavy for name, heavy in found.items() if heavy} == {}


def test_only_a_misspelt_word_pays_for_fuzzy_matching(modules: Modules) -> None:
    calls = ("search", "misspelt search", "search in a crisis")
    paying = [name for name in calls if within(modules(*CALLS[name]), "rapidfuzz")]
    assert paying == ["misspelt search"]


def test_crisis_needs_no_database(modules: Modules) -> None:
    assert within(modules(*CALLS["crisis"]), "sqlite3", "hashlib", "mhfind.index", "mhfind.search") == []
    assert within(modules(*CALLS["search"]), "sqlite3", "mhfind.index", "mhfind.search") != []


def test_help_imports_no_command(modules: Modules) -> None:
    loaded = modules(*CALLS["help"])
    assert {module for module in loaded if module.startswith("mhfind.cli.")} == {"mhfind.cli.app"}
    assert within(loaded, "rich", "sqlite3", "mhfind.catalog", "mhfind.index", "mhfind.model") == []


def test_completion_imports_nothing_heavy_and_only_the_command_of_the_line(
    installed: Path, environment: dict[str, str]
) -> None:
    lines = {
        "a command": ("0", "sh"),
        "a misspelt command": ("1", "serch", "--"),
        "an id": ("1", "show", "us-9"),
        "a topic": ("2", "list", "--topic", "gr"),
        "a region": ("2", "crisis", "--region", "US-"),
        "a guide": ("1", "guide"),
        "an option": ("2", "catalog", "info", "--fo"),
    }
    # Not through -X importtime: standard error is closed to all while a line is completed.
    code = (
        "import sys; from mhfind.cli.completion import answer;"
        "answer(sys.argv[2:], sys.argv[1]); sys.stderr.write(' '.join(sys.modules))"
    )
    loaded = {}
    for name, arguments in lines.items():
        command = [sys.executable, "-c", code, *arguments]
        environ = {**environment, "PYTHONPATH": str(installed)}
        done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)
        assert (done.returncode, bool(done.stdout)) == (0, name != "a misspelt command"), name
        loaded[name] = set(done.stderr.split())
    found = {name: within(modules, *HEAVY, "rapidfuzz") for name, modules in loaded.items()}
    assert {name: heavy for name, heavy in found.items() if heavy} == {}
    assert within(loaded["a command"], "mhfind.catalog", "mhfind.cli.show", "mhfind.cli.search") == []
    assert within(loaded["an id"], "mhfind.catalog", "mhfind.cli.show") == ["mhfind.catalog", "mhfind.cli.show"]
