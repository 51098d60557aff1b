"""`mhfind catalog info`: what the catalog holds, and where it comes from."""

from mhfind.cli.options import CATALOGS, OUTPUT
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode


@with_options(CATALOGS, OUTPUT)
def command(session: Session) -> ExitCode:
    """Tell what the catalog holds, and where it comes from."""
    from mhfind.render import data
    from mhfind.views.vocabulary import info_document

    info = session.catalog.info()
    return session.answer(lambda: info_document(info, session.words), lambda: data.json_format(data.info_value(info)))
