"""`mhfind catalog schema`: the JSON Schema of records."""

from typing import Annotated

import typer

from mhfind.cli.complete import one_of
from mhfind.cli.options import FILE
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode


@with_options(FILE)
def command(
    session: Session,
    form: Annotated[
        str,
        typer.Option(
            help="source (as written in YAML) or output (as printed in JSON).",
            autocompletion=one_of("source", "output"),
        ),
    ] = "source",
) -> ExitCode:
    """Print the JSON Schema of records."""
    from mhfind.errors import UsageError
    from mhfind.schema import SCHEMAS, schema_text

    if form not in SCHEMAS:
        raise UsageError(f"--form {form!r} is not known", f"use one of: {', '.join(SCHEMAS)}")
    return session.write([schema_text(form)], data=True)
