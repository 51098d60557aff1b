"""`mhfind catalog info`: what the catalog holds, and where it comes from."""

from typing import Annotated

import typer

from mhfind.cli.options import CATALOGS, OUTPUT, PLACE
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode, UsageError
from mhfind.query import Place


@with_options(PLACE, CATALOGS, OUTPUT)
def command(
    session: Session,
    gaps: Annotated[
        bool,
        typer.Option("--gaps", help="What is missing instead: numbers, lines, types, topics; with --country, there."),
    ] = False,
    translations: Annotated[
        bool, typer.Option("--translations", help="How far it speaks other languages instead, and what is missing.")
    ] = False,
) -> ExitCode:
    """Tell what the catalog holds, and where it comes from."""
    from mhfind.render import data
    from mhfind.views.vocabulary import gaps_document, info_document

    if gaps and translations:
        raise UsageError("--gaps and --translations are two questions", "ask them one after the other")
    if gaps:
        lacking = session.catalog.gaps(session.place if session.place.explicit else Place())
        return session.answer(
            lambda: gaps_document(lacking, session.words), lambda: data.json_format(data.gaps_value(lacking))
        )
    if translations:
        return _translations(session)
    info = session.catalog.info()
    return session.answer(lambda: info_document(info, session.words), lambda: data.json_format(data.info_value(info)))


def _translations(session: Session) -> ExitCode:
    from mhfind.render import data
    from mhfind.translated import translations
    from mhfind.views.vocabulary import translations_document

    found = translations(session.catalog)
    return session.answer(
        lambda: translations_document(found), lambda: data.json_format(data.translations_value(found))
    )
