"""Families of options that commands share, and the session that they make.

`@command(PLACE, OUTPUT)` gives a function the options of these families; what was chosen reaches it as its `Session`.
"""

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Annotated, Any

import typer

from mhfind.cli.session import Session
from mhfind.errors import ExitCode

Family = Mapping[str, tuple[Any, Any]]  # option name -> annotation, default

PLACE: Family = {
    "country": (
        Annotated[str | None, typer.Option(metavar="COUNTRY", help="Country, by code or name: US, GB, Canada.")],
        None,
    ),
    "region": (Annotated[str | None, typer.Option(metavar="REGION", help="State or province: OH, US-OH, Ohio.")], None),
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


def _repeated(*names: str, metavar: str, help: str) -> tuple[Any, Any]:  # noqa: A002 - as typer names it
    """Return an option that may be given several times, for "or"."""
    return Annotated[list[str] | None, typer.Option(*names, metavar=metavar, help=f"{help} May be repeated.")], None


FILTERS: Family = {
    "type": _repeated("--type", "-t", metavar="TYPE", help="Program type; see `mhfind types`."),
    "topic": _repeated(metavar="TOPIC", help="Topic; see `mhfind topics`."),
    "audience": _repeated(metavar="AUDIENCE", help="Audience; see `mhfind audiences`."),
    "age": (
        Annotated[int | None, typer.Option(min=0, max=120, metavar="YEARS", help="Open to people of this age.")],
        None,
    ),
    "language": _repeated(metavar="LANGUAGE", help="Language: es, Spanish, ase (American Sign Language)."),
    "payment": _repeated(metavar="WAY", help="free, donation, sliding-scale, medicaid, medicare, self-pay ..."),
    "channel": _repeated(metavar="CHANNEL", help="Way to get in touch: call, text, chat, email, visit ..."),
    "route": _repeated(metavar="ROUTE", help="What leads to it: healthcare-provider, online-directory ..."),
    "crisis_line": (
        Annotated[bool, typer.Option("--crisis-line", help="Answers people in a crisis, now.")],
        False,
    ),
    "no_emergency_services": (
        Annotated[
            bool,
            typer.Option("--no-emergency-services", help="Says that it sends no police or ambulance without consent."),
        ],
        False,
    ),
    "open_now": (Annotated[bool, typer.Option("--open-now", help="Open now, or with hours not known.")], False),
    "at": (
        Annotated[
            str | None,
            typer.Option(metavar="TIME", help='Open then, in your time zone: "Sat 23:00", "9 pm".'),
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
                "--format", "-f", metavar="FORMAT", help="text, table, md, html, json, jsonl, csv, tsv, yaml or sms."
            ),
        ],
        None,
    ),
    **FILE,
    "color": (Annotated[str | None, typer.Option(metavar="WHEN", help="auto, always or never.")], None),
    "large_print": (
        Annotated[bool, typer.Option("--large-print", help="Short lines, no boxes; large letters in HTML.")],
        False,
    ),
    "no_pager": (Annotated[bool, typer.Option("--no-pager", help="Print all at once, however long.")], False),
}
SHAPES: Family = {
    "rows": (
        Annotated[str, typer.Option(metavar="KIND", help="CSV and TSV: one row a program, or one a contact.")],
        "program",
    ),
    "discreet": (
        Annotated[bool, typer.Option("--discreet", help="SMS: leave out the name of the program.")],
        False,
    ),
}
SETTINGS: Family = {
    "no_config": (Annotated[bool, typer.Option("--no-config", help="Go on without the settings file.")], False),
}


def command(*families: Family, checked: bool = True) -> Callable[[Callable[..., ExitCode]], Callable[..., int]]:
    """Give a command function the options of `families`, and its session as the first argument.

    A command that is not `checked` calls `session.check()` itself.
    """
    options = {name: option for family in (*families, SETTINGS) for name, option in family.items()}

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
