"""`mhfind check`: whether a number, or every number of a handout, is still right."""

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mhfind.cli.options import CATALOGS, OUTPUT, PLACE
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session, typed
from mhfind.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from mhfind.check import Finding
    from mhfind.handout import Handout

_NUMBER = re.compile(r"[\d\s()+.*#-]+")  # is one even where there is a file of that name


@with_options(PLACE, CATALOGS, OUTPUT)
def command(
    session: Session,
    what: Annotated[
        list[str],
        typer.Argument(metavar="NUMBER|URL|FILE...", help="A number, a web address, or files; - reads input."),
    ],
    strict: Annotated[bool, typer.Option("--strict", help="Exit 5 for what is not in this catalog, too.")] = False,
    fix: Annotated[
        bool, typer.Option("--fix", help="Write a corrected copy of a text, Markdown or CSV file to the file of -o.")
    ] = False,
) -> ExitCode:
    """Tell whether a number, or every number in a handout, is still right.

    Reads text, Markdown, CSV and HTML; with mhfind[documents] also DOCX and PDF. Exit 5: something needs a look.

    For example: mhfind check 1-800-273-8255, mhfind check handbook.txt
    """
    from mhfind.check import ATTENTION

    files = [name for name in what if name == "-" or (Path(name).exists() and not _NUMBER.fullmatch(name))]
    if fix:
        findings = _fix(session, what)
    elif files:
        findings = _check_files(session, what)
    else:
        findings = _check_number(session, typed(" ".join(what)))
    wrong = ATTENTION | {"unknown"} if strict else ATTENTION
    return ExitCode.ATTENTION if any(finding.status in wrong for finding in findings) else ExitCode.OK


def _check_number(session: Session, text: str) -> "list[Finding]":
    """Check a number or an address that is given in place of a file."""
    from mhfind.check import check_given, register_of
    from mhfind.cli.crisis import answer_crisis
    from mhfind.render.report import check_formats
    from mhfind.views.check import number_document

    findings = check_given(text, register_of(session.catalog), session.place.country)
    if not findings:
        if help_now := session.danger_help(text):
            answer_crisis(session, *help_now)
        raise UsageError(f"{text!r} is no number, no web address and no file", "write the number in digits")
    session.answer(lambda: number_document(text, findings, session.catalog.get), lambda: check_formats(findings))
    return findings


def _check_files(session: Session, names: list[str]) -> "list[Finding]":
    from mhfind.render.report import check_formats
    from mhfind.views.check import check_document

    findings = [finding for name in names for finding in _findings(session, _handout(session, name))]
    session.answer(lambda: check_document(findings, names), lambda: check_formats(findings))
    return findings


def _fix(session: Session, names: list[str]) -> "list[Finding]":
    """Write a corrected copy, and tell each change."""
    from mhfind.correct import corrected
    from mhfind.output import write_file
    from mhfind.render.report import check_formats
    from mhfind.views.check import changes_document

    new = session.chosen.pop("output", None)
    if new is None or len(names) != 1:
        raise UsageError("--fix takes one file, and writes another", "mhfind check FILE --fix -o NEW")
    handout = _handout(session, names[0])
    findings = _findings(session, handout)
    text, changes = corrected(handout, findings)
    write_file(Path(new), text, force=bool(session.chosen.get("force")))
    session.answer(lambda: changes_document(changes, new), lambda: check_formats(findings))
    return findings


def _handout(session: Session, name: str) -> "Handout":
    from mhfind.handout import handout_of, read_handout

    if name != "-":
        return read_handout(Path(name))
    stream = session.context.stdin
    return handout_of("-", b"" if stream is None else stream.buffer.read())


def _findings(session: Session, handout: "Handout") -> "list[Finding]":
    """Return the verdicts on a handout, in order of its lines, and show how far it is."""
    from mhfind.check import check, register_of
    from mhfind.cli.progress import progress

    register = register_of(session.catalog)
    found = []
    with progress(session.context.stderr, "Checking") as bar:
        for finding in check(handout, register, session.place.country):
            found.append(finding)
            bar.show(finding.end, len(handout.text))
    return sorted(found, key=lambda finding: (finding.page or 0, finding.line, finding.column))
