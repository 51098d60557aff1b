"""`mhfind topics`: what programs are for."""

from mhfind.cli.options import CATALOGS, LANGUAGE, OUTPUT
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode


@with_options(LANGUAGE, CATALOGS, OUTPUT)
def command(session: Session) -> ExitCode:
    """List the topics that programs are for."""
    return answer_terms(session, "topics")


def answer_terms(session: Session, name: str) -> ExitCode:
    """Print a list of the vocabulary, with how many programs each entry has."""
    from mhfind.render import data
    from mhfind.views.vocabulary import terms_document

    terms = getattr(session.catalog.vocabulary, name)
    counts = session.catalog.counts(name.removesuffix("s"))
    return session.answer(
        lambda: terms_document(name, terms, counts),
        lambda: data.json_format(data.terms_value(name, terms, counts)),
    )
