"""Fixtures: an environment that no test shares with its machine, and ways to run the program in it."""

import os
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest

from mhfind.catalog import Catalog
from mhfind.cli.app import run
from mhfind.context import Context

ROOT = Path(__file__).parents[1]
TODAY = "2026-11-23"

Run = Callable[..., subprocess.CompletedProcess[bytes]]


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Variables of a process with a home of its own, no place, no color, and a fixed day."""
    home = tmp_path_factory.mktemp("home")
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "MHFIND_TODAY": TODAY,
        "PYTHONDONTWRITEBYTECODE": "",
    }


@pytest.fixture(autouse=True, scope="session")
def _own_cache(environment: dict[str, str]) -> None:
    """Keep catalogs that tests compile in this process out of the machine's cache."""
    os.environ["XDG_CACHE_HOME"] = environment["XDG_CACHE_HOME"]


@pytest.fixture(scope="session")
def mhfind(environment: dict[str, str]) -> Run:
    """Run the program as a process: `mhfind("search", "panic", env={...}, input=b"...")`."""

    def call(*arguments: str | bytes, **options: object) -> subprocess.CompletedProcess[bytes]:
        extra = options.pop("env", {})
        assert isinstance(extra, dict)
        environ = {key: value for key, value in {**environment, **extra}.items() if value is not None}
        settings = {"capture_output": True, "timeout": 60, "stdin": subprocess.DEVNULL, **options}
        if "input" in settings:
            del settings["stdin"]
        if "stdout" in settings:
            del settings["capture_output"]
            settings.setdefault("stderr", subprocess.PIPE)
        return subprocess.run([sys.executable, "-m", "mhfind", *arguments], env=environ, check=False, **settings)  # type: ignore[call-overload, no-any-return]

    return call


@pytest.fixture
def inside(environment: dict[str, str]) -> Callable[..., tuple[int, str, str]]:
    """Run the program within this process: exit code, standard output, standard error."""

    def call(*arguments: str, stdin: str = "", **variables: str) -> tuple[int, str, str]:
        out, err = StringIO(), StringIO()
        context = Context(StringIO(stdin), out, err, {**environment, **variables})
        code = run(arguments, context)
        return int(code), out.getvalue(), err.getvalue()

    return call


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The bundled catalog."""
    return Catalog.open()
