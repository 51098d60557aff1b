"""Corrected copies of handouts: what has ended, is misprinted or can't be dialled is replaced, all else stays."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from mhfind.check import ATTENTION, Finding
from mhfind.errors import UsageError
from mhfind.handout import EDITABLE, Handout

_FORMULA = ("=", "+", "-", "@")  # what a spreadsheet would take for a formula at the beginning of a cell


class Change(msgspec.Struct, frozen=True):
    """A place of a handout that was changed, or that a person has to look at, which has no `new` text."""

    line: int
    column: int
    old: str
    new: str | None
    message: str


def corrected(handout: Handout, findings: Sequence[Finding]) -> tuple[str, list[Change]]:
    """Return the corrected text of a handout, and each change. Raises UsageError for what is not kept as plain text."""
    ending = Path(handout.name).suffix.lower()
    if ending not in EDITABLE:
        kinds = ", ".join(filter(None, EDITABLE))
        raise UsageError(f"{handout.name}: --fix can't write {ending or 'this'}", f"it corrects text: {kinds}")
    pieces, changes, end = [], [], 0
    for finding in findings:
        if finding.status not in ATTENTION:
            continue
        new = finding.correction
        if new is None or finding.corrected_from < end or (ending in (".csv", ".tsv") and _breaks_cell(new)):
            changes.append(Change(finding.line, finding.column, finding.found, None, finding.message))
            continue
        old = handout.text[finding.corrected_from : finding.end]
        line, column = handout.place(finding.corrected_from)
        changes.append(Change(line, column, " ".join(old.split()), new, finding.message))
        pieces += [handout.text[end : finding.corrected_from], new]
        end = finding.end
    return "".join([*pieces, handout.text[end:]]), changes


def _breaks_cell(text: str) -> bool:
    return text.startswith(_FORMULA) or any(mark in text for mark in ',;"\t\n')
