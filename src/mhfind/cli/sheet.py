"""`mhfind sheet`: a referral sheet for one client."""

from typing import TYPE_CHECKING, Annotated

import typer

from mhfind.cli.complete import one_of, programs
from mhfind.cli.language import check_language
from mhfind.cli.options import CATALOGS, FILTERS, OUTPUT, PAPER, PLACE, Family
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session, typed
from mhfind.errors import ExitCode, NotFoundError, UsageError
from mhfind.query import Query
from mhfind.tongue import tr

if TYPE_CHECKING:
    from mhfind.crisis import Help
    from mhfind.document import Document
    from mhfind.model import Program
    from mhfind.render.data import Formats
    from mhfind.sheet import Copy, Wishes

SEARCHED: Family = {**FILTERS, "limit": (FILTERS["limit"][0], 5)}
LINES = 60  # to write on, at most


@with_options(SEARCHED, PLACE, CATALOGS, OUTPUT, PAPER, checked=False)
def command(  # noqa: PLR0913, PLR0917 - an option each
    session: Session,
    ids: Annotated[
        list[str] | None, typer.Argument(metavar="[ID...]", help="Ids of programs.", autocompletion=programs)
    ] = None,
    search: Annotated[
        str | None, typer.Option(metavar="QUERY", help="Add what a search finds; filters are for this.")
    ] = None,
    title: Annotated[str, typer.Option(metavar="TEXT", help="A title of your own.")] = "",
    discreet: Annotated[
        bool,
        typer.Option("--discreet", help="A title that says nothing; no sensitive programs but those named by id."),
    ] = False,
    worker: Annotated[bool, typer.Option("--worker", help="Add a page for the worker to write on.")] = False,
    copies: Annotated[
        str,
        typer.Option(
            metavar="WHO",
            help="client, worker or client,worker.",
            autocompletion=one_of("client", "worker", "client,worker"),
        ),
    ] = "client",
    notes: Annotated[int, typer.Option(min=0, max=LINES, metavar="NUMBER", help="Lines for notes.")] = 0,
    org: Annotated[
        str | None, typer.Option(metavar="NAME", help="Who hands it out; see `mhfind config set org`.")
    ] = None,
) -> ExitCode:
    """Print a referral sheet for one client: crisis lines, programs, what to say, room for a plan.

    Name the programs by their ids, or let a search choose them.

    For example:

      mhfind sheet us-nami-helpline us-988-lifeline us-ccbhc -o sheet.html

      mhfind sheet --search "lost my husband" --country US --discreet --open
    """
    query = typed(search or "")
    if not ids and not query.strip():
        raise UsageError("a sheet needs programs", 'name their ids, or search: mhfind sheet --search "panic attacks"')
    try:
        from mhfind.sheet import Wishes

        session.check()
        organization = _org(session, org, discreet=discreet)
        wishes = Wishes(typed(title), discreet, worker, _copies(copies), notes, organization)
        document, keys = _sheet(session, ids or [], query, wishes)
    except Exception as error:  # noqa: BLE001 - whatever is wrong, danger is answered
        from mhfind.cli.search import danger_or

        return danger_or(error, session, "" if discreet else query)  # its box would tell what the paper must not
    session.tell_flags(keys)
    return session.answer(lambda: document, lambda: _formats(document, keys))


def _formats(document: "Document", keys: list[str]) -> "Formats":
    from mhfind.render import data

    return data.json_format(data.sheet_value(keys, document))


def _sheet(session: Session, ids: list[str], query: str, wishes: "Wishes") -> "tuple[Document, list[str]]":
    """Return a sheet, and the ids of its programs. Tells the worker what was left out and what is missing."""
    from mhfind.guide import place_of
    from mhfind.sheet import ENOUGH, choose, discreet_help, names, sheet, suggestions

    if not query and session.filters.without("language").given():
        raise UsageError("filters are for a search", 'add one: --search "..."')
    if not query:
        check_language(next(iter(session.filters.language), None))  # nothing is searched: it is that of the sheet
    named = [session.program(key) for key in ids]
    place = place_of(named[0], session.place) if named else session.place
    found, crisis = _found(session, query) if query else ([], session.catalog.help(place))
    chosen = choose(named, found, discreet=wishes.discreet)
    if wishes.discreet:
        crisis, hidden = discreet_help(crisis, session.catalog.help(crisis.place), chosen.programs)
        if left_out := [*hidden, *chosen.left_out]:
            told = tr("left out, as the sheet is discreet: {programs}. Name an id to print it.")
            session.note(f"mhfind: {told.format(programs=names(left_out))}")
    if not chosen.programs:
        hint = (
            "name ids of those left out, or search with other words" if wishes.discreet else "search with other words"
        )
        raise NotFoundError("there is no program for this sheet", hint)
    if len(chosen.programs) < ENOUGH:
        others = suggestions(chosen.programs, session.catalog, place, discreet=wishes.discreet)
        hint = " " + tr("You could add: {programs}.").format(programs=names(others)) if others else ""
        few = tr("a sheet with fewer than {count} programs leaves little to choose from.").format(count=ENOUGH)
        session.note(f"mhfind: {few}{hint}")
    document = sheet(chosen.programs, crisis, session.words, wishes)
    return document, [program.id for program in chosen.programs]


def _found(session: Session, query: str) -> "tuple[list[Program], Help]":
    """Return what a search finds, and the crisis help for it."""
    from mhfind.views.results import numbered

    results = session.catalog.ask(Query(query, session.filters, session.place, session.limit))
    return [hit.program for hit in numbered(results)], results.help


def _copies(text: str) -> "tuple[Copy, ...]":
    """Return for whom a sheet is printed. Raises UsageError for anyone else."""
    from mhfind.sheet import COPIES

    wanted = [part.strip() for part in text.split(",")]
    if unknown := [part for part in wanted if part not in COPIES]:
        raise UsageError(f"--copies {unknown[0]!r} is not known", "write client, worker, or client,worker")
    return tuple(copy for copy in COPIES if copy in wanted)


def _org(session: Session, named: str | None, *, discreet: bool) -> str:
    """Return who hands out a sheet. The name of the settings may say too much for a discreet one."""
    if named is not None:
        return typed(named)
    if discreet and session.config.org:
        told = tr("a discreet sheet does not name your organization; to name it, add --org NAME.")
        session.note(f"mhfind: {told}")
        return ""
    return session.config.org or ""
