"""`mhfind catalog ...`: look after catalogs."""

import typer

from mhfind.cli.app import LazyGroup

COMMANDS = {
    "validate": ("catalog.validate", "Check catalogs and report every problem."),
    "format": ("catalog.format", "Write catalogs in their canonical form."),
    "schema": ("catalog.schema", "Print the JSON Schema of records."),
    "reread": (
        "catalog.reread",
        "Type the numbers of records again, from their sources.",
    ),
    "stale": ("catalog.stale", "List contacts that are due to be read again."),
    "verify": (
        "catalog.verify",
        "Fetch the pages of sources, to see whether they still state each contact.",
    ),
    "info": ("catalog.info", "Tell what the catalog holds, and where it comes from."),
    "path": ("catalog.path", "Print where the catalogs of a call are, one a line."),
}


class CatalogGroup(LazyGroup):
    """The commands below `mhfind catalog`."""

    commands_by_name = COMMANDS


app = typer.Typer(cls=CatalogGroup, add_completion=False, rich_markup_mode=None, no_args_is_help=True)


@app.callback()
def catalog() -> None:
    """Look after catalogs: check, format, describe them."""
