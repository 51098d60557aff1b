"""Fixtures: an environment that no test shares with its machine, and ways to run the program in it."""

import json
import os
import select
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import IO, Any

import pytest

import mhfind as package
from mhfind.catalog import Catalog
from mhfind.cli.app import run
from mhfind.context import Context
from mhfind.index import sealed

ROOT = Path(__file__).parents[1]
TODAY = "2026-11-23"

# A record of an own catalog that has no problems; tests change a part of it.
OWN = """\
- id: us-example-line
  status: active
  name: Example Line
  organization: Example Alliance
  type: peer-support
  topics: [loneliness, depression]
  payment: [free]
  crisis_line: no
  serves: [US]
  languages: [en, es]
  summary: Trained peers who have been through hard times listen and talk with you.
  first_step: Call and say, "I'd like to talk to someone."
  contacts:
    - {channel: call, value: "1-800-555-0100", hours: "Mo-Fr 09:00-21:00", timezone: America/New_York, reach: [US], source: [site]}
    - {channel: text, value: "55501", keyword: HELLO, hours: "24/7", reach: [US], source: [site]}
  sources:
    - {key: site, url: "https://example.org/line", by: first-party, read: 2026-11-23, page_date: 2025-06, method: archived-page, confirms: [summary, payment, languages]}
  reread: 2026-11-23
"""
PHONE = "1-800-555-0100"  # a contact of that record
US = ("--country", "US")
ASCII = {"LANG": None, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}  # the plainest of locales
# Every command, as it is called in earnest.
CALLS = (
    "search grief",
    "search zzyzx",
    "search I want to die",
    "list",
    "show us-988-lifeline",
    "crisis",
    "check 988",
    "guide",
    "guide us-988-lifeline",
    "sheet us-988-lifeline us-nami-helpline us-crisis-text-line",
    "types",
    "topics",
    "audiences",
    "flag us-988-lifeline disconnected",
    "flag",
    "flag us-988-lifeline --remove",
    "export --format json",
    "export --format html",
    "export --format yaml",
    "show us-988-lifeline --format sms",
    "list --open-now",
    "completion bash",
    "catalog info",
    "catalog stale --country IN --as-of 2000-01-01",
    "catalog path",
    "config",
    "config set country US",
    "config unset country",
    "config path",
    "catalog schema",
    "catalog validate",
    "catalog format --check",
)

# Those of them that answer with a message alone, if at all.
SILENT = {
    "catalog format --check",
    "flag us-988-lifeline disconnected",
    "flag us-988-lifeline --remove",
    "config set country US",
    "config unset country",
}


class Program:
    """Runs mhfind as a process of its own: `mhfind("search", "panic", env={"COLUMNS": "40"})`."""

    def __init__(self, environment: Mapping[str, str], *command: str) -> None:
        self.environment = environment
        self.command = command or (sys.executable, "-m", "mhfind")

    def __call__(
        self,
        *arguments: str | bytes,
        env: Mapping[str, str | None] | None = None,
        input: bytes = b"",  # noqa: A002 - as subprocess names it
        stdout: int | IO[bytes] = subprocess.PIPE,
        cwd: Path | None = None,
        timeout: float = 60,
        prepare: Callable[[], None] | None = None,
    ) -> subprocess.CompletedProcess[bytes]:
        """Run it to its end. `env`: variables to set, or with None to unset; `prepare` runs in the child before it."""
        return subprocess.run(
            [*self.command, *arguments],
            env=self.variables(env),
            input=input,
            stdout=stdout,
            stderr=subprocess.PIPE,
            cwd=cwd,
            timeout=timeout,
            preexec_fn=prepare,
            check=False,
        )

    def start(self, *arguments: str, env: Mapping[str, str | None] | None = None) -> subprocess.Popen[bytes]:
        """Start it with all three streams piped."""
        pipe = subprocess.PIPE
        command = [*self.command, *arguments]
        return subprocess.Popen(command, env=self.variables(env), stdin=pipe, stdout=pipe, stderr=pipe)

    def variables(self, extra: Mapping[str, str | None] | None = None) -> dict[str, str]:
        """Return the environment with changes."""
        changed = {**self.environment, **(extra or {})}
        return {name: value for name, value in changed.items() if value is not None}


Inside = Callable[..., tuple[int, str, str]]
OwnCatalog = Callable[..., Path]


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Variables of a process with a home of its own, no place, no color, and a fixed day."""
    home = tmp_path_factory.mktemp("home")
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "MHFIND_TODAY": TODAY,
    }


@pytest.fixture(autouse=True, scope="session")
def _own_cache(environment: dict[str, str]) -> None:
    """Keep catalogs that tests compile in this process out of the machine's cache."""
    os.environ["XDG_CACHE_HOME"] = environment["XDG_CACHE_HOME"]


@pytest.fixture(scope="session")
def mhfind(environment: dict[str, str]) -> Program:
    """The program as a process."""
    return Program(environment)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory, catalog: Catalog) -> Path:
    """A folder for PYTHONPATH where the program is laid out as in a wheel: with its index, and without its source."""
    folder = tmp_path_factory.mktemp("installed")
    code, index = folder / "mhfind", folder / "mhfind/_bundled/catalog.index"
    shutil.copytree(Path(package.__file__).parent, code, ignore=shutil.ignore_patterns("__pycache__", "_bundled"))
    index.parent.mkdir()
    index.write_bytes(sealed(catalog.index.to_bytes()))
    return folder


@pytest.fixture
def inside(environment: dict[str, str]) -> Inside:
    """Run the program within this process: exit code, standard output, standard error."""

    def call(*arguments: str, stdin: bytes = b"", **variables: str) -> tuple[int, str, str]:
        typed, out, err = (TextIOWrapper(BytesIO(content), "utf-8", newline="") for content in (stdin, b"", b""))
        code = run(arguments, Context(typed, out, err, {**environment, **variables}))
        return int(code), written(out), written(err)

    def written(stream: TextIOWrapper) -> str:
        stream.seek(0)
        return bytes(stream.buffer.read()).decode("utf-8", "surrogateescape")  # a PDF is no text

    return call


@pytest.fixture
def own_catalog(tmp_path: Path) -> OwnCatalog:
    """Write an own catalog of one record: `own_catalog({"name: Example Line": "name: Other"})` changes a part of it."""

    def write(changes: Mapping[str, str] | None = None) -> Path:
        text = OWN
        for old, new in (changes or {}).items():
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "own.yaml"
        path.write_text(text, "utf-8")
        return path

    return write


SOURCE = {
    "key": "site",
    "url": "https://example.org",
    "by": "first-party",
    "read": TODAY,
    "method": "archived-page",
    "confirms": ["summary", "payment"],
}


def record(key: str, **changes: Any) -> dict[str, Any]:
    """Return a short record without problems, as a catalog in JSON holds it; a field that becomes None is left out."""
    made = {
        "id": key,
        "status": "active",
        "name": f"Name of {key}",
        "organization": "Example Alliance",
        "type": "peer-support",
        "topics": ["loneliness"],
        "payment": ["free"],
        "crisis_line": "no",
        "serves": ["US"],
        "languages": ["en"],
        "summary": "Trained peers listen.",
        "first_step": "Call them.",
        "contacts": [contact()],
        "sources": [SOURCE],
        "reread": TODAY,
        **changes,
    }
    return {name: value for name, value in made.items() if value is not None}


def contact(value: str = PHONE, channel: str = "call", **more: Any) -> dict[str, Any]:
    """Return a contact of such a record."""
    return {"channel": channel, "value": value, "source": ["site"], **more}


def write_records(path: Path, *records: Mapping[str, Any]) -> tuple[str, ...]:
    """Write an own catalog and return the options that use it alone."""
    path.write_text(json.dumps(records), "utf-8")
    return ("--catalog", str(path), "--only")


@cache
def pdf_can_be_made() -> bool:
    """Tell whether WeasyPrint and the libraries that it needs are there."""
    try:
        import weasyprint  # noqa: F401
    except (ImportError, OSError):
        return False
    return True


class Terminal:
    """The program on a terminal of its own, whose keyboard and screen a test has."""

    def __init__(
        self,
        program: Program,
        *arguments: str,
        rows: int = 24,
        columns: int = 80,
        env: Mapping[str, str | None] | None = None,
    ) -> None:
        pty, termios = (pytest.importorskip(module) for module in ("pty", "termios"))
        self.screen, slave = pty.openpty()
        termios.tcsetwinsize(slave, (rows, columns))
        self.process = subprocess.Popen(
            [*program.command, *arguments],
            env=program.variables({"TERM": "xterm-256color", **(env or {})}),
            stdin=slave,
            stdout=slave,
            stderr=slave,
            preexec_fn=lambda: os.login_tty(0),  # noqa: PLW1509 - no threads here
        )
        os.close(slave)
        self.received, self.shown, self.place = b"", "", 0

    def type(self, text: str) -> None:
        """Press keys; "\\n" is Enter."""
        os.write(self.screen, text.encode())

    def until(self, wanted: str, seconds: float = 30) -> str:
        """Return what is shown from the last text that was waited for up to this one; fail where it does not come."""
        deadline = time.monotonic() + seconds
        while wanted not in self.shown[self.place :]:
            missing = f"{wanted!r} is not in {self.shown[self.place :]!r}"
            assert self._read(0.1), missing
            assert time.monotonic() < deadline, missing
        start, self.place = self.place, self.shown.index(wanted, self.place) + len(wanted)
        return self.shown[start : self.place]

    def end(self, seconds: float = 30) -> tuple[int, str]:
        """Wait for the end; return the exit code and all that was shown."""
        deadline = time.monotonic() + seconds
        while self._read(0.1):
            if time.monotonic() > deadline:
                self.process.kill()
                pytest.fail(f"it goes on: {self.shown[-500:]!r}")
        code = self.process.wait(timeout=seconds)
        os.close(self.screen)
        return code, self.shown

    def _read(self, seconds: float) -> bool:
        """Take what has been shown, and tell whether there may be more."""
        if not select.select([self.screen], [], [], seconds)[0]:
            return True
        try:
            part = os.read(self.screen, 65536)
        except OSError:  # how Linux says that the terminal has no writer any more
            return False
        self.received += part
        self.shown = self.received.decode("utf-8", "replace").replace("\r\n", "\n")
        return bool(part)


def many_records(path: Path, count: int) -> Path:
    """Write an own catalog of `count` short records, as JSON, which is read fastest."""
    records = [
        record(f"us-line-{number:05}", name=f"Line {number:05}", contacts=[contact(f"1-800-555-{number % 10000:04}")])
        for number in range(count)
    ]
    path.write_text(json.dumps(records, indent=0), "utf-8")
    return path


@pytest.fixture(scope="session")
def catalog_of_3000(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An own catalog of 3 000 records."""
    return many_records(tmp_path_factory.mktemp("many") / "many.json", 3000)


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The bundled catalog."""
    return Catalog.open()
