"""Families of options that commands share, and the session that they make.

`@command(PLACE, OUTPUT)` gives a function the options of these families; what was chosen reaches it as its `Session`.
"""

import inspect
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Annotated, Any

import typer

from mhfind.cli.complete import countries, languages, one_of, regions, terms, tongues
from mhfind.cli.language import speaking
from mhfind.cli.session import CHOICES, Session
from mhfind.errors import ExitCode

Family = Mapping[str, tuple[Any, Any]]  # option name -> annotation, default


def _repeated(*names: str, metavar: str, help: str, values: Any) -> tuple[Any, Any]:  # noqa: A002 - as typer names it
    """Return an option that may be given several times, for "or"; `values` completes it."""
    option = typer.Option(*names, metavar=metavar, help=f"{help} May be repeated.", autocompletion=values)
    return Annotated[list[str] | None, option], None


def _one(*names: str, metavar: str, help: str, values: Any, default: str | None = None) -> tuple[Any, Any]:  # noqa: A002
    """Return an option with one value; `values` completes it."""
    return Annotated[str | None, typer.Option(*names, metavar=metavar, help=help, autocompletion=values)], default


PLACE: Family = {
    "country": _one(metavar="COUNTRY", help="Country, by code or name: US, GB, Canada.", values=countries),
    "region": _one(metavar="REGION", help="State or province: OH, US-OH, Ohio.", values=regions),
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
    "type": _repeated("--type", "-t", metavar="TYPE", help="Program type; see `mhfind types`.", values=terms("types")),
    "topic": _repeated(metavar="TOPIC", help="Topic; see `mhfind topics`.", values=terms("topics")),
    "audience": _repeated(metavar="AUDIENCE", help="Audience; see `mhfind audiences`.", values=terms("audiences")),
    "age": (
        Annotated[int | None, typer.Option(min=0, max=120, metavar="YEARS", help="Open to people of this age.")],
        None,
    ),
    "language": _repeated(
        metavar="LANGUAGE",
        help="Programs that offer a language: es, Spanish, ase (American Sign Language).",
        values=languages,
    ),
    "payment": _repeated(
        metavar="WAY", help="free, donation, sliding-scale, medicaid, medicare, self-pay ...", values=terms("payments")
    ),
    "channel": _repeated(
        metavar="CHANNEL", help="Way to get in touch: call, text, chat, email, visit ...", values=terms("channels")
    ),
    "route": _repeated(
        metavar="ROUTE", help="What leads to it: healthcare-provider, online-directory ...", values=terms("routes")
    ),
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
LANGUAGE: Family = {
    "language": _one(metavar="LANGUAGE", help="Answer in this language: es, Spanish.", values=tongues),
}
FILE: Family = {
    "output": (
        Annotated[str | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file, as UTF-8.")],
        None,
    ),
    "force": (Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")], False),
}
OUTPUT: Family = {
    "format": _one(
        "--format",
        "-f",
        metavar="FORMAT",
        help="text, table, md, html, pdf, json, jsonl, csv, tsv, yaml or sms.",
        values=one_of(*CHOICES["format"]),
    ),
    **FILE,
    "color": _one(metavar="WHEN", help="auto, always or never.", values=one_of(*CHOICES["color"])),
    "large_print": (
        Annotated[bool, typer.Option("--large-print", help="Short lines, no boxes; large letters in HTML.")],
        False,
    ),
    "no_pager": (Annotated[bool, typer.Option("--no-pager", help="Print all at once, however long.")], False),
}
PAPER: Family = {
    "lines": (
        Annotated[
            int,
            typer.Option(metavar="NUMBER", min=0, help="Text in pages of so many lines, for a printer: 60 for most."),
        ],
        0,
    ),
    "paper": _one(metavar="SIZE", help="letter or a4, for HTML and PDF.", values=one_of(*CHOICES["paper"])),
    "open": (Annotated[bool, typer.Option("--open", help="Open it in the browser, to print it from there.")], False),
}
SHAPES: Family = {
    "rows": _one(
        metavar="KIND",
        help="CSV and TSV: one row a program, or one a contact.",
        values=one_of(*CHOICES["rows"]),
        default="program",
    ),
    "discreet": (
        Annotated[bool, typer.Option("--discreet", help="SMS: leave out the name of the program.")],
        False,
    ),
}
READING: Family = {
    "explain": (Annotated[bool, typer.Option("--explain", help="Show scores.")], False),
    "literal": (
        Annotated[
            bool,
            typer.Option("--literal", help='Correct no word, and read no wish ("free", "in Ohio") into the query.'),
        ],
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
            with speaking(session):
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
