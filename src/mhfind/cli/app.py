"""The commands of `mhfind`, loaded when they are called; and the one place where errors become messages."""

from collections.abc import Sequence
from importlib import import_module
from typing import Annotated, Any

import typer
from typer._click.exceptions import ClickException  # typer >= 0.26 ships click as this package
from typer.core import TyperGroup

from mhfind import __version__
from mhfind.context import Context
from mhfind.errors import ExitCode, MhfindError, UsageError

# Name -> module and first line of the help. A test compares the lines with the commands themselves.
COMMANDS = {
    "search": ("search", "Find programs for words as people say them."),
    "list": ("list_", "List programs, by filters alone."),
    "show": ("show", "Show everything about programs, with sources and dates."),
    "crisis": ("crisis", "Show who to call, text or chat with right now."),
    "guide": ("guide", "Print a how-to-access guide, or list the guides."),
    "types": ("types", "Explain the five program types, the ways in, and why support helps."),
    "topics": ("topics", "List the topics that programs are for."),
    "audiences": ("audiences", "List the people that programs are built for."),
    "export": ("export", "Write the catalog, or a filtered part of it, in any format."),
    "catalog": ("catalog", "Look after catalogs: check, format, describe them."),
}


class LazyGroup(TyperGroup):
    """A group that knows its commands by name and imports one when it is called."""

    commands_by_name: dict[str, tuple[str, str]] = COMMANDS

    def list_commands(self, ctx: Any) -> list[str]:
        """Return the names in the order in which help lists them."""
        return list(self.commands_by_name)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        """Import and return a command, or None if there is none of that name."""
        if cmd_name not in self.commands_by_name:
            return None
        return load(f"mhfind.cli.{self.commands_by_name[cmd_name][0]}", cmd_name)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_text) for name, (_, help_text) in self.commands_by_name.items()])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is called; suggest, and never run, one for a misspelt name."""
        if args and args[0] not in self.commands_by_name and not args[0].startswith("-"):
            from mhfind.place import closest

            near = closest(args[0], self.commands_by_name)
            hint = f"did you mean `{ctx.command_path} {near}`?" if near else f"`{ctx.command_path} --help` lists them"
            raise UsageError(f"there is no command {args[0]!r}", hint)
        return super().resolve_command(ctx, args)


def load(module: str, name: str) -> Any:
    """Return the command that a module defines: its group `app`, or its function `command`."""
    loaded = import_module(module)
    if hasattr(loaded, "app"):
        group = typer.main.get_command(loaded.app)
        group.name = name
        return group
    single = typer.Typer(add_completion=False, rich_markup_mode=None)
    single.command(name)(loaded.command)
    return typer.main.get_command(single)


app = typer.Typer(
    cls=LazyGroup,
    name="mhfind",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=False,
    invoke_without_command=True,
)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"mhfind {__version__}")
        raise typer.Exit


@app.callback()
def root(
    context: typer.Context,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """Find mental-health support programs, and print how to reach them.

    In a crisis: mhfind crisis. Nothing you type leaves this computer.
    """
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def run(arguments: Sequence[str], context: Context | None = None) -> int:
    """Run one call of `mhfind` and return its exit code. Every error ends here, as one message with a hint."""
    from mhfind.output import ClosedPipeError

    surroundings = context or Context.of_process()
    try:
        command = typer.main.get_command(app)
        result = command.main(
            list(arguments), prog_name="mhfind", standalone_mode=False, obj=surroundings, windows_expand_args=False
        )
        return int(result or 0)
    except ClosedPipeError:
        return 141
    except typer.Abort:
        return ExitCode.INTERRUPTED
    except ClickException as error:
        return _report(UsageError(error.format_message(), "see `mhfind --help`"), arguments, surroundings)
    except MhfindError as error:
        return _report(error, arguments, surroundings)
    except Exception as error:  # noqa: BLE001 - the last resort: one line, without the query
        place = _place(error)
        fault = MhfindError(
            f"internal error ({type(error).__name__} at {place})", "please report it; `mhfind crisis` still works"
        )
        return _report(fault, arguments, surroundings)


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else "unknown"


def _report(error: MhfindError, arguments: Sequence[str], context: Context) -> int:
    """Tell what went wrong on standard error, as JSON where JSON was asked for."""
    if context.stderr is None:
        return error.exit_code
    if _wants_json(arguments):
        from mhfind.render.data import error_value, to_json

        text = to_json(error_value(error))
    else:
        from mhfind.render.visible import visible

        problems = "".join(f"{line}\n" for line in getattr(error, "problems", ()))
        hint = f"  {error.hint}\n" if error.hint else ""
        text = visible(f"{problems}mhfind: {error.message}\n{hint}")
    try:
        context.stderr.write(text)
        context.stderr.flush()
    except (OSError, ValueError):
        pass  # nobody to tell; the exit code still says it
    return error.exit_code


def _wants_json(arguments: Sequence[str]) -> bool:
    pairs = zip(arguments, [*arguments[1:], ""], strict=True)
    return any(
        a in ("--format=json", "--format=jsonl") or (a in ("--format", "-f") and b in ("json", "jsonl"))
        for a, b in pairs
    )
