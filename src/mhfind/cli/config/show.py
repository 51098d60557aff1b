"""`mhfind config show`: the settings in force."""

from mhfind.cli.options import OUTPUT
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode


@with_options(OUTPUT)
def command(session: Session) -> ExitCode:
    """Show every setting, its value and where it comes from."""
    from mhfind.config import config_path, settings
    from mhfind.render import data
    from mhfind.views.vocabulary import settings_document

    environ = session.context.environ
    without = session.chosen["no_config"] or session.context.no_config
    found = settings(None if without else config_path(environ), environ)
    return session.answer(lambda: settings_document(found), lambda: data.json_format(data.settings_value(found)))
