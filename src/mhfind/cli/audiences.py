"""`mhfind audiences`: the people that programs are built for."""

from mhfind.cli.options import CATALOGS, OUTPUT
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode


@with_options(CATALOGS, OUTPUT)
def command(session: Session) -> ExitCode:
    """List the people that programs are built for."""
    from mhfind.render import data
    from mhfind.views.vocabulary import terms_document

    counts, terms = session.catalog.index.counts("audience"), session.catalog.vocabulary.audiences
    return session.answer(
        lambda: terms_document("Audiences", terms, counts),
        lambda: data.json_format(data.terms_value("audiences", terms, counts)),
    )
