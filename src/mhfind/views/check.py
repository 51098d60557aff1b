"""The verdicts on a number, or on the numbers of handouts, as a document."""

from collections.abc import Callable, Iterable, Sequence

from mhfind.check import ATTENTION, Finding
from mhfind.correct import Change
from mhfind.document import AnyBlock, Block, Document, Heading, Line, Paragraph
from mhfind.model import Program
from mhfind.views.contacts import contact_blocks
from mhfind.views.programs import SHORT

_HEADINGS = ("Needs a look", "Current, but said differently", "Current", "Not in this catalog")
_UNKNOWN = "No verdict: these may be right. Ask their owners."


def number_document(text: str, findings: Sequence[Finding], programs: Callable[[str], Program | None]) -> Document:
    """Return what is known of a number or address that was asked for, with the contacts of its program."""
    blocks: list[AnyBlock] = []
    for finding in findings:
        inner: list[AnyBlock] = [Line(finding.status.capitalize(), finding.found), _message(finding, "plain")]
        inner += [Paragraph(f"{said[:1].upper()}{said[1:]}.", "detail") for said in finding.differences]
        program = programs(finding.program) if finding.program and finding.status == "current" else None
        if program:
            inner += [Paragraph(f"({program.id})", "note"), *contact_blocks(program.contacts[:SHORT])]
        elif finding.use:
            inner.append(Line("Use instead", finding.use))
        blocks.append(Block(tuple(inner)))
    return Document(f"About {text}", tuple(blocks))


def check_document(findings: Sequence[Finding], files: Sequence[str]) -> Document:
    """Return the verdicts on all numbers and addresses of files: first those that need a look."""
    wrong = [finding for finding in findings if finding.status in ATTENTION]
    right = [finding for finding in findings if finding.status == "current"]
    differing = [finding for finding in right if finding.differences]
    groups = (wrong, differing, [finding for finding in right if not finding.differences])
    blocks: list[AnyBlock] = []
    for heading, group in zip(_HEADINGS, (*groups, [f for f in findings if f.status == "unknown"]), strict=True):
        if group:
            note = [Paragraph(_UNKNOWN, "note")] if heading == _HEADINGS[-1] else []
            blocks += [Heading(heading), *note, *(block for one in group for block in _blocks(one, len(files) > 1))]
    where = files[0] if len(files) == 1 else f"{len(files)} files"
    count = f"{len(findings)} number{'' if len(findings) == 1 else 's'} and addresses"
    verdict = f"{len(wrong)} need{'s' if len(wrong) == 1 else ''} a look" if wrong else "none is known to be wrong"
    return Document(f"{count} in {where}: {verdict}", tuple(blocks))


def _blocks(finding: Finding, named: bool) -> Iterable[AnyBlock]:
    if finding.status == "unknown":
        yield Line(_place(finding, named), finding.found)
    else:
        yield Line(_place(finding, named), finding.found, f" - {finding.status}")
        yield _message(finding, "detail")
    yield from (Paragraph(f"Check: {said}.", "detail") for said in finding.differences)


def _message(finding: Finding, kind: str) -> Paragraph:
    if finding.status in ATTENTION and kind == "plain":
        return Paragraph(finding.message, "warning")
    return Paragraph(finding.message, "detail" if kind == "detail" else "plain")


def _place(finding: Finding, named: bool) -> str:
    file = f"{finding.file}, " if named else ""
    page = f"page {finding.page}, " if finding.page else ""
    place = f"{file}{page}line {finding.line}, column {finding.column}"
    return place if named else place[:1].upper() + place[1:]


def changes_document(changes: Sequence[Change], new: str) -> Document:
    """Return each change of a corrected copy, and what was left for a person to decide."""
    made = [change for change in changes if change.new is not None]
    left = [change for change in changes if change.new is None]
    blocks: list[AnyBlock] = []
    if made:
        blocks.append(Heading("Changed"))
    for change in made:
        blocks.append(Line(f"Line {change.line}, column {change.column}", change.old))
        blocks += [Line("  now", change.new or ""), Paragraph(change.message, "detail")]
    if left:
        blocks.append(Heading("Left as it is: please look"))
    for change in left:
        blocks.append(Line(f"Line {change.line}, column {change.column}", change.old))
        blocks.append(Paragraph(change.message, "detail"))
    return Document(f"{len(made)} change{'' if len(made) == 1 else 's'} in {new}", tuple(blocks))
