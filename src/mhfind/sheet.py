"""A referral sheet: programs for one client on paper, and if wanted a page for the worker. Nothing is kept of it."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Literal

import msgspec

from mhfind import texts
from mhfind.catalog import Catalog
from mhfind.crisis import Help
from mhfind.document import AnyBlock, Blank, Block, Document, Field, Heading, Items, Paragraph, Part, fields, paragraph
from mhfind.guide import alternatives, privacy, questions, refuse_retired
from mhfind.model import Program
from mhfind.query import Place
from mhfind.tongue import Passage, later, tr
from mhfind.views.contacts import contact_blocks, few
from mhfind.views.crisis import crisis_box
from mhfind.views.programs import Words, paused_blocks, wanted_first

Copy = Literal["client", "worker"]
COPIES: tuple[Copy, ...] = ("client", "worker")
TITLE = later("Places you can turn to")
DISCREET_TITLE = later("Useful numbers")
ENOUGH = 3  # programs that a client can choose from
CONTACTS = 4  # ways to reach each of them: more would not fit a page with large letters
FRESH = timedelta(days=90)  # for so long after its last reading a sheet can be used as it is
_SCRIPT = later("Hi. I was told that you may be able to help. Can I tell you what I am looking for?")
_CRISIS_SCRIPT = later("I need to talk to someone.")
_MY_PLAN = (later("Who I will call"), later("When"), later("Who helps me"), later("How I get there"))
_IF_NOT = (
    later("It is not your fault if it does not work the first time."),
    later("Nobody there? Try again at another time of the day, or try the next one."),
    later('Not for you? Ask, "Who else could help me?"'),
    later("You can go back to the person who gave you this page."),
)
# What a worker writes down: heading and lines. None of it is stored, so it is not asked for.
_WORKER = {
    later("Call ahead"): (
        later("Program and number"),
        later("Spoke with"),
        later("New people, and how long a wait"),
        later("What they need first"),
    ),
    later("Consent"): (
        later("I may share (what)"),
        later("With (whom)"),
        later("Until"),
        later("Signed by the client"),
    ),
    later("Safe contact"): (
        later("Safe number or address"),
        later("Safe days and times"),
        later("Leave a message, and say who calls (yes or no)"),
    ),
    later("Follow-up"): (later("On"), later("How"), later("What happened"), later("Next step")),
}


class Wishes(msgspec.Struct, frozen=True):
    """What a sheet should be like.

    `discreet`: its title says nothing, and sensitive programs are left out; `worker`: with a page for the worker;
    `copies`: for whom the sheet is printed, in order; `notes`: lines to write on; `org`: who hands it out.
    """

    title: str = ""
    discreet: bool = False
    worker: bool = False
    copies: tuple[Copy, ...] = ("client",)
    notes: int = 0
    org: str = ""


class Chosen(msgspec.Struct, frozen=True):
    """The programs for a sheet: those to print, and those that are left out because the sheet is discreet."""

    programs: tuple[Program, ...]
    left_out: tuple[Program, ...] = ()


def choose(named: Sequence[Program], found: Iterable[Program], *, discreet: bool) -> Chosen:
    """Return each program once, those named first; of those found, sensitive ones only on a sheet that is not discreet.

    Raises NotFoundError for a named program that has ended.
    """
    for program in named:
        refuse_retired(program, "it is not printed on a sheet")
    kept = {program.id: program for program in named}
    others = {program.id: program for program in found if program.id not in kept}
    left_out = tuple(program for program in others.values() if discreet and program.sensitive == "yes")
    kept |= {key: program for key, program in others.items() if program not in left_out}
    return Chosen(tuple(kept.values()), left_out)


def discreet_help(crisis: Help, usual: Help, named: Collection[Program]) -> tuple[Help, list[Program]]:
    """Return crisis help that names neither a kind of danger nor a sensitive line, and the lines that it leaves out.

    Where no line is left, the usual ones stand in. Lines that are `named` are on the sheet itself.
    """
    sensitive = [program for program in crisis.programs if program.sensitive == "yes"]
    programs = tuple(program for program in crisis.programs if program not in sensitive)
    discreet = msgspec.structs.replace(crisis, dangers=(), programs=programs or usual.programs)
    return discreet, [program for program in sensitive if program not in named]


def suggestions(programs: Sequence[Program], catalog: Catalog, place: Place, *, discreet: bool) -> list[Program]:
    """Return programs that could be added to a sheet with too few of them: for the same problem, at the place."""
    if not programs:
        return []
    on_it = {program.id for program in programs}
    near = alternatives(programs[0], catalog, place, 2 * ENOUGH)
    free = [other for other in near if other.id not in on_it and not (discreet and other.sensitive == "yes")]
    return free[:ENOUGH]


def sheet(programs: Sequence[Program], crisis: Help, words: Words, wishes: Wishes) -> Document:
    """Return the sheet, once for each copy, and the worker's page after the last copy or that of the worker."""
    title = wishes.title or tr(DISCREET_TITLE if wishes.discreet else TITLE)
    body = _body(programs, crisis, words, wishes)
    worker = _worker_page(programs)
    blocks: list[AnyBlock] = []
    for number, copy in enumerate(wishes.copies):
        if number:
            blocks.append(Part(title))
        if len(wishes.copies) > 1:
            blocks.append(Paragraph(tr("Copy for the client") if copy == "client" else tr("Copy for the worker")))
        blocks += [*body, *(worker if copy == "worker" else ())]
    if wishes.worker and "worker" not in wishes.copies:
        blocks += worker
    return Document(title, tuple(blocks))


def _body(programs: Sequence[Program], crisis: Help, words: Words, wishes: Wishes) -> list[AnyBlock]:
    """Return what stands on a client's copy."""
    given = tr("From {org}, {day}") if wishes.org else tr("Printed on {day}")
    blocks: list[AnyBlock] = [crisis_box(crisis)]
    blocks.append(Paragraph(given.format(org=wishes.org, day=texts.day(words.today.isoformat())), "note"))
    blocks += [Heading(tr("Who you can turn to")), *(_entry(program, words) for program in programs)]
    blocks.append(Block((Heading(tr("What to say")), *_what_to_say(programs))))
    blocks.append(Block((Heading(tr("My plan")), *map(Blank, map(tr, _MY_PLAN)))))
    blocks.append(Block((Heading(tr("If it doesn't work")), Items(tuple(map(tr, _IF_NOT))))))
    if wishes.notes:
        blocks += [Heading(tr("Notes")), Blank("", wishes.notes)]
    free = tr("This is a list to choose from, not an endorsement.")
    blocks.append(Paragraph(f"{free} {_again(programs, words.today)}", "note"))
    return blocks


def _entry(program: Program, words: Words) -> Block:
    """Return a program as it stands on a sheet: what it is, what to do first, how to reach it, what to know of it."""
    summary = paragraph(texts.prose(program, "summary"))
    blocks: list[AnyBlock] = [Heading(texts.full_name(program), 3), summary, *paused_blocks(program)]
    blocks += contact_blocks(few(wanted_first(program, words), CONTACTS))
    blocks += fields(tr("First step"), texts.prose(program, "first_step"))
    blocks += fields(tr("Cost"), *texts.cost(program, words.vocabulary))
    blocks += fields(tr("Who qualifies"), texts.prose(program, "eligibility"))
    blocks += fields(tr("Languages"), Passage(", ".join(map(texts.language, program.languages))))
    blocks += fields(tr("Have ready"), texts.prose(program, "bring"))
    blocks += fields(tr("Privacy"), *privacy(program))
    if warning := texts.needs_confirming(program, words.today):
        blocks.append(Paragraph(warning, "warning"))
    blocks.append(Field(tr("Checked"), texts.provenance(program)))
    return Block(tuple(blocks))


def _what_to_say(programs: Sequence[Program]) -> list[Paragraph | Items]:
    """Return words to begin with. Nobody who needs help right now is given a list of questions."""
    if all(program.crisis_line == "yes" for program in programs):
        return [Paragraph(tr(_CRISIS_SCRIPT), "quote")]
    return [Paragraph(tr(_SCRIPT), "quote"), *questions()]


def _again(programs: Sequence[Program], today: date) -> str:
    """Return when the numbers of a sheet are to be checked again: some time after the oldest of their last readings."""
    read = min(max(source.read for source in program.sources) for program in programs)
    due = date.fromisoformat(read) + FRESH
    if due > today:
        return tr("Numbers change: check again after {day}.").format(day=texts.day(due.isoformat()))
    overdue = tr("Numbers change: some of these were read on {day}, so they are due to be checked again.")
    return overdue.format(day=texts.day(read))


def _worker_page(programs: Sequence[Program]) -> list[AnyBlock]:
    """Return a page of lines to write on."""
    blocks: list[AnyBlock] = [Part(tr("For the worker"))]
    blocks.append(Paragraph(tr("Keep this page apart from the client's. Nothing that is written here is stored.")))
    for heading, lines in _WORKER.items():
        blocks.append(Block((Heading(tr(heading)), *map(Blank, map(tr, lines)))))
    return [*blocks, Field(tr("On the client's sheet"), ", ".join(program.id for program in programs))]


def names(programs: Collection[Program]) -> str:
    """Return programs as a worker can name them again: "RAINN (us-rainn), Love is Respect (us-love-is-respect)"."""
    return ", ".join(f"{program.name} ({program.id})" for program in programs)
