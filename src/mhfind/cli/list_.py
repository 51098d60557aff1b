"""`mhfind list`: programs by filters alone."""

from mhfind.cli.options import CATALOGS, FILTERS, OUTPUT, PLACE, ROWS
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode


@with_options(FILTERS, PLACE, CATALOGS, OUTPUT, ROWS)
def command(session: Session) -> ExitCode:
    """List programs, by filters alone.

    For example: mhfind list --type peer-support --topic grief --country US
    """
    return write_programs(session, session.limit)


def write_programs(session: Session, limit: int) -> ExitCode:
    """Write the programs that pass the filters of a session, in its format."""
    from mhfind.render import data
    from mhfind.views.programs import programs_document

    total, programs = session.catalog.programs(session.filters, session.place, limit)
    title = f"{total} program{'' if total == 1 else 's'}"
    session.answer(
        lambda: programs_document(title, programs, total, session.words),
        {
            "json": lambda: data.to_json(data.programs_value(programs, total)),
            "jsonl": lambda: "".join(data.to_json_line({"program": program}) for program in programs),
            "csv": lambda: data.programs_table(programs, session.chosen["rows"]),
            "tsv": lambda: data.programs_table(programs, session.chosen["rows"], "\t"),
        },
    )
    return ExitCode.OK if programs else ExitCode.NOTHING
