"""`mhfind types`: the five program types, the ways in, and why support helps."""

from mhfind.cli.options import CATALOGS, LANGUAGE, OUTPUT
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode


@with_options(LANGUAGE, CATALOGS, OUTPUT)
def command(session: Session) -> ExitCode:
    """Explain the five program types, the ways in, and why support helps."""
    from mhfind.render import data
    from mhfind.views.vocabulary import types_document

    counts, terms = session.catalog.counts("type"), session.catalog.vocabulary.types
    return session.answer(
        lambda: types_document(session.catalog.vocabulary, counts),
        lambda: data.json_format(data.terms_value("types", terms, counts)),
    )
