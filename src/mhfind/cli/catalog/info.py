"""`mhfind catalog info`: what the catalog holds, where it comes from, and what it lacks."""

from typing import Annotated

import typer

from mhfind.cli.options import CATALOGS, OUTPUT, PLACE
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode
from mhfind.query import Place


@with_options(PLACE, CATALOGS, OUTPUT)
def command(
    session: Session,
    gaps: Annotated[
        bool,
        typer.Option("--gaps", help="What is missing instead: numbers, lines, types, topics; with --country, there."),
    ] = False,
) -> ExitCode:
    """Tell what the catalog holds, and where it comes from."""
    from mhfind.render import data
    from mhfind.views.vocabulary import gaps_document, info_document

    if gaps:
        lacking = session.catalog.gaps(session.place if session.place.explicit else Place())
        return session.answer(
            lambda: gaps_document(lacking, session.words), lambda: data.json_format(data.gaps_value(lacking))
        )
    info = session.catalog.info()
    return session.answer(lambda: info_document(info, session.words), lambda: data.json_format(data.info_value(info)))
