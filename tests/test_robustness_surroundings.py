"""Broken and hostile surroundings: no home, a poisoned cache, a planted module, Ctrl-C, a catalog that is damaged."""

import hashlib
import json
import os
import pickle
import re
import shutil
import signal
import socket
import stat
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import CALLS, PHONE, US, Inside, OwnCatalog, Program, many_records

from mhfind.cache import KEPT
from mhfind.catalog import Catalog
from mhfind.cli.app import COMMANDS
from mhfind.compile import compile_bundle
from mhfind.compiled import SOURCE
from mhfind.index import IN_MEMORY
from mhfind.source.files import read_bundle

DANGER = ("search", "I want to die")
ANSWERED = (0, 1, 5)  # exit codes of calls that did what they are for


@pytest.fixture
def private(environment: dict[str, str], tmp_path: Path) -> Program:
    """The program with a home, a folder for temporary files and a working folder that no other test uses."""
    home = tmp_path / "home"
    for folder in (home, tmp_path / "tmp", tmp_path / "cwd"):
        folder.mkdir()
    kept = {key: value for key, value in environment.items() if not key.startswith("XDG")}
    return Program({**kept, "HOME": str(home), "TMPDIR": str(tmp_path / "tmp")})


def files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if not path.is_dir())


def cached(private: Program) -> list[Path]:
    """Return the compiled catalogs in the cache, the newest last."""
    found = Path(private.environment["HOME"]).rglob("*.index")
    return sorted(found, key=lambda path: path.stat().st_mtime_ns)


# Row 29: Ctrl-C


def wait_for(condition: Callable[[], object]) -> None:
    """Wait until a condition holds, for 30 seconds at most."""
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.01)


def interrupted(process: subprocess.Popen[bytes]) -> tuple[int, bytes, bytes]:
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=10)
    return process.returncode, out, err


def test_ctrl_c_while_a_large_catalog_is_read(private: Program, catalog_of_20000: Path) -> None:
    with private.start("search", "grief", "--catalog", str(catalog_of_20000)) as process:
        wait_for(lambda: list(Path(private.environment["HOME"]).rglob("mhfind")))  # its cache: it is about to read
        assert interrupted(process) == (130, b"", b"")
    assert files(Path(private.environment["HOME"])) == []


def test_ctrl_c_while_output_waits_for_its_reader(mhfind: Program, catalog_of_3000: Path) -> None:
    with mhfind.start("export", "--catalog", str(catalog_of_3000), "--only") as process:
        assert process.stdout is not None
        process.stdout.read(1)  # more than a pipe holds is still to come
        code, _, err = interrupted(process)
    assert (code, err) == (130, b"")


@pytest.mark.parametrize("module", ["typer.models", "mhfind.cli.options", "sqlite3.dbapi2"])
def test_ctrl_c_while_modules_are_imported(environment: dict[str, str], module: str) -> None:
    timed = Program(environment, sys.executable, "-X", "importtime", "-m", "mhfind")
    with timed.start("search", "grief") as process:
        assert process.stderr is not None
        while module.encode() not in process.stderr.readline():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        err = process.stderr.read()
    assert process.returncode == 130
    assert [line for line in err.splitlines() if not line.startswith(b"import time:")] == []


# Rows 36 to 38: the cache


def test_a_planted_pickle_is_not_opened(private: Program, own_catalog: OwnCatalog, tmp_path: Path) -> None:
    call = ("list", "--catalog", str(own_catalog()), "--only")
    usual = private(*call)
    (path,) = cached(private)[-1:]
    mark = tmp_path / "mark"

    class Evil:
        def __reduce__(self) -> tuple[object, ...]:
            return Path.touch, (mark,)

    for planted in (path, path.with_name("0.index"), path.with_suffix(".pickle"), path.with_suffix(".pkl")):
        planted.write_bytes(pickle.dumps(Evil()))
    done = private(*call)
    assert (done.returncode, done.stdout, done.stderr) == (0, usual.stdout, b"")
    assert not mark.exists()


def empty(path: Path) -> None:
    path.write_bytes(b"")


def halve(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def scramble(path: Path) -> None:
    path.write_bytes(hashlib.sha256(path.read_bytes()).digest() * 100)


def flip_bits(path: Path) -> None:
    content = bytearray(path.read_bytes())
    for place in range(4096, len(content), 4096):
        content[place - 100] ^= 1
    path.write_bytes(content)


def make_a_link(path: Path) -> None:
    moved = path.with_name("moved")
    path.rename(moved)
    path.symlink_to(moved)


def make_a_folder(path: Path) -> None:
    path.unlink()
    (path / "inside").mkdir(parents=True)


def open_to_all(path: Path) -> None:
    path.chmod(0o666)


DAMAGES = (empty, halve, scramble, flip_bits, open_to_all, make_a_link, make_a_folder)


def test_a_damaged_cache_changes_nothing(private: Program, own_catalog: OwnCatalog) -> None:
    call = ("show", "us-example-line", "--catalog", str(own_catalog()))
    usual = private(*call)
    changed = []
    for damage in DAMAGES:
        damage(cached(private)[-1])
        done = private(*call)
        if (done.returncode, done.stdout, done.stderr) != (0, usual.stdout, b""):
            changed.append((damage.__name__, done))
    assert PHONE.encode() in usual.stdout
    assert not changed


def test_damage_to_both_cached_catalogs_changes_nothing(private: Program, own_catalog: OwnCatalog) -> None:
    call = ("show", "us-example-line", "--catalog", str(own_catalog()))
    usual = private(*call)
    for path in cached(private):
        flip_bits(path)
    done = private(*call)
    assert (done.returncode, done.stdout, done.stderr) == (0, usual.stdout, b"")


def test_an_edited_catalog_is_read_again(private: Program, own_catalog: OwnCatalog) -> None:
    path = own_catalog()
    call = ("show", "us-example-line", "--catalog", str(path))
    assert PHONE.encode() in private(*call).stdout
    before = path.stat()
    path.write_bytes(path.read_bytes().replace(b"555-0100", b"555-0199"))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert (path.stat().st_size, path.stat().st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert b"1-800-555-0199" in private(*call).stdout


def test_the_cache_keeps_few_catalogs(private: Program, own_catalog: OwnCatalog) -> None:
    private("types")
    (path,) = cached(private)
    for number in range(KEPT + 3):
        old = path.with_name(f"{number}.index")
        old.write_bytes(b"")
        os.utime(old, (number, number))
    private("list", "--catalog", str(own_catalog()))
    kept = cached(private)
    assert len(kept) == KEPT
    assert path in kept
    assert path.with_name("0.index") not in kept


def test_compiled_catalogs_stay_when_a_new_one_fails(private: Program, own_catalog: OwnCatalog) -> None:
    call = ("list", "--catalog", str(own_catalog()))
    usual = private(*call)
    before = [(path, path.read_bytes()) for path in cached(private)]
    own_catalog({"status: active": "status: activ"})
    assert private(*call).returncode == 3
    assert [(path, path.read_bytes()) for path in cached(private)] == before
    own_catalog()
    assert private(*call).stdout == usual.stdout


# Row 39: no home


@pytest.mark.parametrize(
    "home",
    [
        {"HOME": None},
        {"HOME": ""},
        {"HOME": "/dev/null"},
        {"HOME": "/proc"},
        {"HOME": "/missing/home"},
        {"HOME": "relative"},
        {"HOME": None, "XDG_CACHE_HOME": "relative", "XDG_CONFIG_HOME": "relative"},
        {"XDG_CACHE_HOME": "/dev/null", "XDG_CONFIG_HOME": "/dev/null"},
    ],
    ids=str,
)
def test_no_home_is_needed(private: Program, own_catalog: OwnCatalog, tmp_path: Path, home: dict[str, Any]) -> None:
    own = own_catalog()
    cwd, root = tmp_path / "cwd", sorted(Path("/").iterdir())
    done = private("show", "us-example-line", "--catalog", str(own), env=home, cwd=cwd)
    assert (done.returncode, done.stderr) == (0, b"")
    assert PHONE.encode() in done.stdout
    assert files(cwd) == []
    assert sorted(Path("/").iterdir()) == root


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_home_will_do(private: Program, own_catalog: OwnCatalog) -> None:
    Path(private.environment["HOME"]).chmod(0o500)
    assert private("list", "--catalog", str(own_catalog())).returncode == 0


# Row 40: many at once


def test_many_first_runs_at_once_agree(private: Program, own_catalog: OwnCatalog) -> None:
    call = ("list", "--catalog", str(own_catalog()), "--only", "--format", "json")
    private("types")  # the bundled catalog is compiled once; the own one by each
    started = [private.start(*call) for _ in range(12)]
    answers = {(*process.communicate(timeout=60), process.returncode) for process in started}
    ((out, err, code),) = answers
    assert (err, code) == (b"", 0)
    assert json.loads(out)["total"] == 1
    assert [path.suffix for path in files(Path(private.environment["HOME"]))] == [".index"] * len(cached(private))


# Row 41: the network


def test_every_command_is_among_the_calls() -> None:
    assert {call.split()[0] for call in CALLS} == set(COMMANDS)


def test_no_command_opens_a_socket(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []

    def refuse(*arguments: object, **options: object) -> None:
        opened.append(arguments)
        raise OSError("no network here")

    for attribute in ("socket", "create_connection", "getaddrinfo", "gethostbyname", "socketpair"):
        monkeypatch.setattr(socket, attribute, refuse)
    for call in CALLS:
        assert inside(*call.split())[0] in ANSWERED, call
    assert opened == []


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed")
def test_no_command_makes_a_network_system_call(mhfind: Program, tmp_path: Path) -> None:
    traced = []
    for number, call in enumerate(CALLS):
        log = tmp_path / f"{number}.strace"
        strace = ("strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=%network", "-o", str(log))
        done = Program(mhfind.environment, *strace, *mhfind.command)(*call.split())
        if log.exists() is False or b"ptrace" in done.stderr:
            pytest.skip("strace may not trace here")
        assert done.returncode in ANSWERED, call
        traced += [(call, line) for line in log.read_text("utf-8").splitlines() if "(" in line]
    assert traced == []


# Row 42: traces


def test_a_query_leaves_no_trace(private: Program, own_catalog: OwnCatalog, tmp_path: Path) -> None:
    canary, typed = "zebrafinch42", b"zebrafinch42 grief"
    own = ("--catalog", str(own_catalog()))
    cwd = tmp_path / "cwd"
    private("search", canary, *own, cwd=cwd)
    private("search", f"{canary} I want to die", *own, cwd=cwd)
    private("search", "--ask", *own, cwd=cwd, input=typed)
    private("search", "--batch", "-", *own, cwd=cwd, input=typed)
    private("search", canary * 500, cwd=cwd)
    private("show", canary, cwd=cwd)
    assert files(cwd) == files(tmp_path / "tmp") == []
    kept = files(Path(private.environment["HOME"]))
    assert kept
    assert [path for path in kept if canary.encode() in path.read_bytes() or canary in path.name] == []


@pytest.mark.skipif(os.name != "posix", reason="modes are of POSIX")
def test_the_cache_is_private(private: Program, own_catalog: OwnCatalog) -> None:
    def open_mask() -> None:
        os.umask(0)

    private("list", "--catalog", str(own_catalog()), prepare=open_mask)
    home = Path(private.environment["HOME"])
    modes = {stat.S_IMODE(path.stat().st_mode) for path in home.rglob("*") if path.is_dir()}
    assert modes == {0o700}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files(home)} == {0o600}


# Row 43: crashes


def test_a_crash_tells_nothing_of_the_query(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(query: object, *arguments: object) -> None:
        raise RuntimeError(f"while looking for {query}") from KeyError(query)

    monkeypatch.setattr("mhfind.search.search", fail)
    for options in ((), ("--format", "json"), ("--country", "US")):
        code, out, err = inside("search", "my secret", *options)
        assert (code, out) == (70, "")
        assert "secret" not in err
        assert "internal error (RuntimeError at test_robustness_surroundings:" in err
        assert "Traceback" not in err
    assert len(inside("search", "my secret")[2].splitlines()) == 1


# Row 44: a hostile folder


def test_files_of_the_working_folder_are_no_part_of_the_program(private: Program, tmp_path: Path) -> None:
    cwd = tmp_path / "cwd"
    for module in ("yaml", "typer", "msgspec", "sqlite3", "rich", "mhfind", "signal", "re", "sitecustomize", "gc"):
        (cwd / f"{module}.py").write_text("raise SystemExit('planted')", "utf-8")
    for settings in ("mhfind.toml", "config.toml", ".mhfind.toml"):
        (cwd / settings).write_text('country = "XX"', "utf-8")
    (cwd / "programs.yaml").write_text("- nonsense", "utf-8")
    script = Program(private.environment, str(Path(sysconfig.get_path("scripts"), "mhfind")))
    for call in (("list", "--limit", "1"), ("search", "grief"), ("crisis",), ("catalog", "info")):
        here, elsewhere = script(*call, cwd=cwd), script(*call, cwd=tmp_path)
        assert (here.returncode, here.stdout, here.stderr) == (0, elsewhere.stdout, b""), call


# Row 46: clocks


@pytest.mark.parametrize("zone", ["garbage", "UTC+25", "../../etc/passwd", ":/etc/passwd", "", "\n", "X" * 5000])
def test_any_time_zone_will_do(mhfind: Program, zone: str) -> None:
    variables = {"TZ": zone, "MHFIND_TODAY": None, "LANG": "en_US.UTF-8"}
    for call in (("list", "--limit", "1"), ("search", "grief"), ("crisis",)):
        done = mhfind(*call, env=variables)
        assert (done.returncode, done.stderr) == (0, b""), call
        assert b"passwd" not in done.stdout


@pytest.mark.parametrize("day", ["yesterday", "2026-13-01", "0000-00-00", "2026-11-23T25:00", "٢٠٢٦-١١-٢٣"])
def test_a_day_that_is_none_is_told(inside: Inside, day: str) -> None:
    code, out, err = inside("list", MHFIND_TODAY=day)
    assert (code, out) == (2, "")
    assert err.startswith("mhfind: MHFIND_TODAY=")
    assert inside("crisis", MHFIND_TODAY=day)[0] == 0
    assert "Help right now" in inside(*DANGER, MHFIND_TODAY=day)[1]


# Row 47: the crisis floor


BROKEN_SETTINGS = {
    "no TOML": "country = ",
    "unknown key": "colour = 1",
    "wrong type": "catalogs = 5",
    "unknown country": 'country = "XX"',
    "unknown region": 'region = "nowhere"',
    "missing catalog": 'catalogs = ["/missing.yaml"]',
    "impossible name": 'catalogs = ["\\u0000"]',
    "no text": "\udcff",
    "nested": "x = " + "[" * 5000,
}


def warnings(err: str) -> list[str]:
    """Return the messages of an error output, without their hints."""
    return [line for line in err.splitlines() if not line.startswith("  ")]


def check_crisis_floor(inside: Inside, *options: str, **variables: str) -> None:
    """Check that crisis help answers, with a warning, with and without a place, for people and for scripts."""
    wanted = {(): "findahelpline.com", US: "Call: 988", ("--region", "Ohio"): "Call: 988"}
    for call in (("crisis",), DANGER, ("search", "how to kill myself", "--type", "therapy")):
        for place, line in wanted.items():
            code, out, err = inside(*call, *place, *options, **variables)
            assert (code, len(warnings(err))) == (0, 1), (call, place, err)
            assert line in out, (call, place)
            code, out, err = inside(*call, *place, *options, "--format", "json", **variables)
            assert (code, bool(json.loads(out)["programs"]), bool(err)) == (0, True, True)


@pytest.mark.parametrize(
    "settings", ["no TOML", "unknown key", "wrong type", "missing catalog", "impossible name", "no text", "nested"]
)
def test_crisis_help_in_spite_of_broken_settings(inside: Inside, tmp_path: Path, settings: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(BROKEN_SETTINGS[settings], "utf-8", errors="surrogateescape")
    check_crisis_floor(inside, MHFIND_CONFIG=str(path))
    assert inside("list", MHFIND_CONFIG=str(path))[0] in (2, 3)


@pytest.mark.parametrize("settings", ["unknown country", "unknown region"])
def test_crisis_help_in_spite_of_an_unknown_place(inside: Inside, tmp_path: Path, settings: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(BROKEN_SETTINGS[settings], "utf-8")
    for variables in ({"MHFIND_CONFIG": str(path)}, {"MHFIND_COUNTRY": "XX"}, {"MHFIND_REGION": "nowhere"}):
        for call in (("crisis",), DANGER):
            code, out, err = inside(*call, **variables)
            assert (code, len(warnings(err))) == (0, 1), (call, variables)
            assert "findahelpline.com" in out
            assert inside(*call, *US, **variables)[::2] == (0, "")


@pytest.mark.parametrize(
    "content",
    ["", "- nonsense", "\t- x", "- {id: us-x", "[" * 5000, "name: \udcff", "- id: us-example-line\n", None],
    ids=repr,
)
def test_crisis_help_in_spite_of_a_broken_catalog(inside: Inside, tmp_path: Path, content: str | None) -> None:
    path = tmp_path / "own.yaml"
    if content is not None:
        path.write_text(content, "utf-8", errors="surrogateescape")
    check_crisis_floor(inside, "--catalog", str(path))
    assert inside("list", "--catalog", str(path))[0] == 3


@pytest.fixture(scope="session")
def compiled() -> bytes:
    """The bundled catalog as a wheel holds it."""
    return compile_bundle(read_bundle(SOURCE))


@pytest.fixture
def bundled(compiled: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bundled catalog as a wheel installs it: compiled, without its sources."""
    path = tmp_path / "catalog.index"
    path.write_bytes(compiled)
    monkeypatch.setattr("mhfind.compiled.BUNDLED", path)
    monkeypatch.setattr("mhfind.compiled.SOURCE", tmp_path / "missing")
    return path


def test_the_compiled_catalog_answers_as_its_sources_do(bundled: Path, inside: Inside, catalog: Catalog) -> None:
    code, out, _ = inside("export", "--format", "json")
    assert code == 0
    assert json.loads(out)["total"] == catalog.programs().total


@pytest.mark.parametrize("damage", [Path.unlink, empty, halve, scramble, flip_bits, make_a_folder])
def test_crisis_help_in_spite_of_a_damaged_index(
    bundled: Path, inside: Inside, own_catalog: OwnCatalog, damage: Callable[[Path], None]
) -> None:
    usual = inside("crisis", *US)
    damage(bundled)
    assert inside("crisis", *US)[:2] == usual[:2] == (0, usual[1])
    assert "Call: 988" in usual[1]
    code, out, err = inside(*DANGER, *US)
    assert (code, len(warnings(err))) == (0, 1)
    assert "Call: 988" in out
    check_crisis_floor(inside, "--catalog", str(own_catalog()))
    for call in (("search", "grief"), ("list",), ("show", "us-988-lifeline"), ("guide", "us-988-lifeline"), ("types",)):
        code, out, err = inside(*call)
        assert (code, out) == (3, ""), call
        assert len(err.splitlines()) == 2, call


def test_crisis_help_in_spite_of_a_fault(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Catalog, "open", fault)
    code, out, err = inside("crisis", *US)
    assert (code, len(warnings(err))) == (0, 1)
    assert "Call: 988" in out


def test_a_danger_signal_is_answered_in_spite_of_a_fault(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mhfind.search.search", fault)
    code, out, err = inside(*DANGER, *US)
    assert (code, len(warnings(err))) == (0, 1)
    assert "Call: 988" in out


def fault(*arguments: object, **options: object) -> None:
    raise RuntimeError("a fault")


# Row 48: determinism


@pytest.mark.parametrize(
    "call", ["search grief", "search I want to die", "export --format json", "guide us-988-lifeline"]
)
def test_hash_seeds_change_no_answer(mhfind: Program, call: str) -> None:
    answers = {mhfind(*call.split(), env={"PYTHONHASHSEED": seed}).stdout for seed in ("0", "1", "2")}
    assert len(answers) == 1


def test_hash_seeds_change_no_index(private: Program, own_catalog: OwnCatalog) -> None:
    call, compiled = ("list", "--catalog", str(own_catalog())), set()
    for seed in ("0", "1"):
        assert private(*call, env={"PYTHONHASHSEED": seed}).returncode == 0
        compiled.add(tuple((path.name, path.read_bytes()) for path in files(Path(private.environment["HOME"]))))
        for path in cached(private):
            path.unlink()
    assert len(compiled) == 1


# Rows 28 and 51: large catalogs


@pytest.fixture(scope="session")
def catalog_of_20000(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An own catalog of 20 000 records."""
    return many_records(tmp_path_factory.mktemp("many") / "many.json", 20_000)


@pytest.fixture(scope="session")
def large(mhfind: Program, catalog_of_20000: Path) -> Iterator[tuple[str, ...]]:
    """The options that choose a catalog of 20 000 records, compiled."""
    options = ("--catalog", str(catalog_of_20000), "--only")
    assert mhfind("list", *options, timeout=60).returncode == 0
    yield options
    for path in cached(mhfind):
        path.unlink()


def peak(mhfind: Program, *call: str) -> int:
    """Return the most memory that a call takes, in MiB."""
    resource = pytest.importorskip("resource")
    measure = (
        "import resource, subprocess, sys;"
        "code = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, timeout=10).returncode;"
        "print(code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = Program(mhfind.environment, sys.executable, "-c", measure, *mhfind.command)(*call)
    code, used = done.stdout.split()
    assert (code, done.stderr) == (b"0", b"")
    assert resource is not None
    return int(used) // (1024 * 1024 if sys.platform == "darwin" else 1024)


@pytest.mark.parametrize("call", ["list", "search line 00042", "search lonely", "list --limit 0"])
def test_a_large_catalog_is_answered_in_little_memory(mhfind: Program, large: tuple[str, ...], call: str) -> None:
    assert peak(mhfind, *call.split(), *large) < 400


def test_a_large_catalog_answers_like_a_small_one(mhfind: Program, large: tuple[str, ...]) -> None:
    out = mhfind("list", "--format", "jsonl", "--limit", "0", *large).stdout.splitlines()
    assert len(out) == 20_000
    assert json.loads(out[-1])["program"]["id"] == "us-line-19999"
    found = json.loads(mhfind("search", "line 00042", "--format", "json", *large).stdout)
    assert found["results"][0]["program"]["id"] == "us-line-00042"
    assert re.search(rb"^10 of 20000 shown", mhfind("list", *large).stdout, re.MULTILINE)


def test_a_large_damaged_cache_changes_nothing(mhfind: Program, large: tuple[str, ...], tmp_path: Path) -> None:
    home = tmp_path / "cache"
    shutil.copytree(mhfind.environment["XDG_CACHE_HOME"], home)
    path = max(home.rglob("*.index"), key=lambda file: file.stat().st_size)
    assert path.stat().st_size > IN_MEMORY
    flip_bits(path)
    call = (*DANGER, *US, *large)
    done = mhfind(*call, env={"XDG_CACHE_HOME": str(home)})
    assert (done.returncode, done.stdout, done.stderr) == (0, mhfind(*call).stdout, b"")
