"""Families of options that commands share, and the session that they make.

`@command(PLACE, OUTPUT)` gives a function the options of these families; what was chosen reaches it as its `Session`.
"""

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Annotated, Any

import typer

from mhfind.cli.complete import countries, one_of, regions, terms
from mhfind.cli.session import CHOICES, Session
from mhfind.errors import ExitCode

Family = Mapping[str, tuple[Any, Any]]  # option name -> annotation, default

PLACE: Family = {
    "country": (
        Annotated[
            str | None,
            typer.Option(metavar="COUNTRY", help="Country, by code or name: US, GB, Canada.", autocompletion=countries),
        ],
        None,
    ),
    "region": (
        Annotated[
            str | None,
            typer.Option(metavar="REGION", help="State or province: OH, US-OH, Ohio.", autocompletion=regions),
        ],
        None,
    ),
}
CATALOGS: Family = {
    "catalog": (
        Annotated[
            list[str] | None,
            typer.Option(metavar="FILE", help="Add an own catalog, a file or a folder. May be repeated."),
        ],
        None,
    ),
    "only": (Annotated[bool, typer.Option("--only", help="Search the own catalogs alone.")], False),
}
FILTERS: Family = {
    "type": (
        Annotated[
            list[str] | None,
            typer.Option(
                "--type",
                "-t",
                metavar="TYPE",
                help="Program type; see `mhfind types`. May be repeated.",
                autocompletion=terms("types"),
            ),
        ],
        None,
    ),
    "topic": (
        Annotated[
            list[str] | None,
            typer.Option(
                metavar="TOPIC", help="Topic; see `mhfind topics`. May be repeated.", autocompletion=terms("topics")
            ),
        ],
        None,
    ),
    "audience": (
        Annotated[
            list[str] | None,
            typer.Option(
                metavar="AUDIENCE",
                help="Audience; see `mhfind audiences`. May be repeated.",
                autocompletion=terms("audiences"),
            ),
        ],
        None,
    ),
    "limit": (
        Annotated[int, typer.Option("--limit", "-n", min=0, metavar="NUMBER", help="How many to show; 0 means all.")],
        10,
    ),
}
FILE: Family = {
    "output": (
        Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file, as UTF-8.")],
        None,
    ),
    "force": (Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")], False),
}
OUTPUT: Family = {
    "format": (
        Annotated[
            str | None,
            typer.Option(
                "--format",
                "-f",
                metavar="FORMAT",
                help="text, table, md, json, jsonl, csv or tsv.",
                autocompletion=one_of(*CHOICES["format"]),
            ),
        ],
        None,
    ),
    **FILE,
    "color": (
        Annotated[
            str,
            typer.Option(metavar="WHEN", help="auto, always or never.", autocompletion=one_of(*CHOICES["color"])),
        ],
        "auto",
    ),
}
ROWS: Family = {
    "rows": (
        Annotated[
            str,
            typer.Option(
                metavar="KIND",
                help="CSV and TSV: one row a program, or one a contact.",
                autocompletion=one_of(*CHOICES["rows"]),
            ),
        ],
        "program",
    ),
}


def command(*families: Family, checked: bool = True) -> Callable[[Callable[..., ExitCode]], Callable[..., int]]:
    """Give a command function the options of `families`, and its session as the first argument.

    A command that is not `checked` calls `session.check()` itself.
    """
    options = {name: option for family in families for name, option in family.items()}

    def decorate(function: Callable[..., ExitCode]) -> Callable[..., int]:
        own = list(inspect.signature(function).parameters.values())[1:]

        @wraps(function)
        def called(context: typer.Context, **values: Any) -> int:
            session = Session(context.obj, {name: values.pop(name) for name in options})
            if checked:
                session.check()
            return int(function(session, **values))

        shared = [
            inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=default, annotation=annotation)
            for name, (annotation, default) in options.items()
        ]
        first = inspect.Parameter("context", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=typer.Context)
        parameters = [first, *shared, *(p.replace(kind=inspect.Parameter.KEYWORD_ONLY) for p in own)]
        called.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
        called.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
        return called

    return decorate
