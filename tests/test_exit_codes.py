"""Every exit code, by calls that end with it. Scripts rely on these numbers."""

import os
import signal
import sys
from pathlib import Path

import pytest
from conftest import Inside, OwnCatalog, Program

from mhfind.errors import ExitCode

# In place of {own}, {broken}, {old} and {folder}: a catalog that can be used, one that can't, an old handout, and a
# folder of its own.
CALLS = {
    ExitCode.OK: (
        "",
        "--help",
        "--version",
        "search grief",
        "search zzyzx suicidal",
        "list",
        "list --catalog {own} --only",
        "show us-988-lifeline us-example-line --catalog {own}",
        "check 988",
        "check 1-888-555-0100",
        "crisis",
        "crisis --country US",
        "crisis --catalog {broken}",
        "guide",
        "guide healthcare-provider",
        "guide us-988-lifeline",
        "sheet us-988-lifeline",
        "sheet --search grief",
        "sheet --search suicidal --catalog {broken}",
        "types",
        "topics",
        "audiences",
        "export -o {folder}/programs.txt",
        "catalog info",
        "catalog schema",
        "catalog stale --catalog {own} --only --as-of 2025-07-01",
        "catalog validate {own}",
        "catalog format --check {folder}/canonical.yaml",
    ),
    ExitCode.NOTHING: (
        "search zzyzx",
        "search zzyzx --format json",
        "search zzyzx --format csv",
        "list --country US --audience youth --topic gambling --type community",
        "show us-no-such-line",
        "show us-988-lifeline us-no-such-line",
        "guide us-no-such-line",
        "sheet us-no-such-line",
        "sheet --search zzyzx",
    ),
    ExitCode.USAGE: (
        "serch grief",
        "--verbose",
        "search",
        "show",
        "catalog",
        "list extra",
        "sheet",
        "sheet --topic grief",
        "sheet us-988-lifeline --copies client,friend",
        "sheet us-988-lifeline --lines 5",
        "sheet us-988-lifeline --paper foolscap",
        "list --limit few",
        "list --type terapy",
        "list --country Germny",
        "list --region Ohoi",
        "list --format yml",
        "list --only",
        "list -o",
        "search grief --batch {own}",
        "search --batch {folder}/missing.txt",
        "check",
        "check {folder}/missing.txt",
        "check {old} --fix",
        "topics --format csv",
        "catalog schema --form other",
    ),
    ExitCode.CATALOG: (
        "list --catalog {broken}",
        "search grief --catalog {broken}",
        "show us-988-lifeline --catalog {broken}",
        "guide healthcare-provider --catalog {broken}",
        "export --catalog {folder}/missing.yaml",
        "types --catalog {folder}/missing.yaml",
        "catalog info --catalog {broken}",
        "catalog validate {broken}",
        "catalog validate {folder}/missing.yaml",
        "catalog format {folder}/missing.yaml",
    ),
    ExitCode.OUTPUT: (
        "list -o {folder}",
        "crisis -o {folder}/missing/programs.txt",
        "list -o {own}",
        "catalog schema -o {own}",
    ),
    ExitCode.ATTENTION: (
        "check 1-800-273-8255",
        "check 1-888-555-0100 --strict",
        "check {old}",
        "catalog stale --as-of 2030-01-01",
    ),
}
# Codes that have a test of their own, below.
ALONE = {ExitCode.INTERNAL, ExitCode.INTERRUPTED}


def test_every_exit_code_is_tested() -> None:
    assert {*CALLS, *ALONE} == set(ExitCode)


@pytest.mark.parametrize("code", list(CALLS), ids=lambda code: code.name)
def test_calls_end_with_their_exit_code(
    code: ExitCode, inside: Inside, own_catalog: OwnCatalog, tmp_path: Path
) -> None:
    own, broken, canonical = (tmp_path / name for name in ("own.yaml", "broken.yaml", "canonical.yaml"))
    own_catalog({"status: active": "status: activ"}).rename(broken)
    own_catalog().rename(canonical)
    assert inside("catalog", "format", str(canonical))[0] == ExitCode.OK
    own_catalog()
    old = tmp_path / "old.txt"
    old.write_text("Lifeline: 1-800-273-8255\n", "utf-8")
    before = own.read_text("utf-8")
    wrong = []
    for call in CALLS[code]:
        arguments = call.format(own=own, broken=broken, old=old, folder=tmp_path).split()
        found, out, err = inside(*arguments)
        if found != code or (code and not out + err):
            wrong.append((call, found, out[:200], err))
    assert not wrong
    assert own.read_text("utf-8") == before


SECRET = "someone I know"
FAULT = f"""
import mhfind.search
def fail(*arguments): raise RuntimeError({SECRET!r}) from ValueError({SECRET!r})
mhfind.search.search = fail
from mhfind.cli import main
main()
"""


def test_an_internal_error_is_one_line_without_the_query(environment: dict[str, str]) -> None:
    faulty = Program(environment, sys.executable, "-c", FAULT)
    done = faulty("search", SECRET)
    assert (done.returncode, done.stdout) == (ExitCode.INTERNAL, b"")
    assert done.stderr == b"mhfind: internal error (RuntimeError at __main__:3); `mhfind crisis` still works\n"


def test_ctrl_c_is_an_interruption(mhfind: Program) -> None:
    with mhfind.start("search", "--ask") as process:
        assert process.stderr is not None
        prompt = process.stderr.read(len("What are you looking for? "))
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=10)
    assert prompt == b"What are you looking for? "
    assert (process.returncode, out, err) == (ExitCode.INTERRUPTED, b"", b"")


def test_a_closed_pipe_ends_quietly(mhfind: Program) -> None:
    read, write = os.pipe()
    os.close(read)
    done = mhfind("list", stdout=write)
    os.close(write)
    assert (done.returncode, done.stderr) == (141, b"")
