"""The commands of `mhfind`, loaded when they are called; and the one place where errors become messages."""

from collections.abc import Sequence
from contextlib import redirect_stdout, suppress
from importlib import import_module
from io import StringIO
from itertools import pairwise
from typing import Annotated, Any

import typer
from typer._click.exceptions import (
    ClickException,
    NoArgsIsHelpError,
    NoSuchOption,
)  # typer >= 0.26 ships click as this package
from typer._click.shell_completion import CompletionItem
from typer.core import TyperGroup

from mhfind import __version__
from mhfind.context import Context
from mhfind.errors import ExitCode, MhfindError, OutputError, UsageError
from mhfind.output import ClosedPipeError, write_message, write_stream

# Name -> module and first line of the help. A test compares the lines with the commands themselves.
COMMANDS = {
    "search": ("search", "Find programs for words as people say them."),
    "list": ("list_", "List programs, by filters alone."),
    "show": ("show", "Show everything about programs, with sources and dates."),
    "crisis": ("crisis", "Show who to call, text or chat with right now."),
    "guide": ("guide", "Print a how-to-access guide, or list the guides."),
    "sheet": ("sheet", "Print a referral sheet for one client: crisis lines, programs, what to say, room for a plan."),
    "check": ("check", "Tell whether a number, or every number in a handout, is still right."),
    "types": ("types", "Explain the five program types, the ways in, and why support helps."),
    "topics": ("topics", "List the topics that programs are for."),
    "audiences": ("audiences", "List the people that programs are built for."),
    "flag": ("flag", "Note that something is wrong with a program, for yourself."),
    "export": ("export", "Write the catalog, or a filtered part of it, in any format."),
    "completion": ("completion", "Print a script that makes a shell complete commands, options and values."),
    "catalog": ("catalog", "Look after catalogs: check, format, describe them."),
    "config": ("config", "Show the settings and where they come from, or change them."),
}


class _MenuWantedError(Exception):
    """No command was named, and a person at a terminal can choose one."""


CLOSED_PIPE = 141  # what a shell makes of a program that a closed pipe ends


class UnknownCommandError(UsageError):
    """The first word of a call is no command."""


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

    def shell_complete(self, ctx: Any, incomplete: str) -> list[CompletionItem]:
        """Return what the name of a command or option may become, without importing the commands."""
        if incomplete.startswith("-"):
            return super().shell_complete(ctx, incomplete)
        commands = self.commands_by_name.items()
        return [CompletionItem(name, help=text) for name, (_, text) in commands if name.startswith(incomplete)]

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the list of commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, help_text) for name, (_, help_text) in self.commands_by_name.items()])

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that is called; suggest, and never run, one for a misspelt name."""
        if args and args[0] not in self.commands_by_name and not args[0].startswith("-"):
            from mhfind.suggest import closest

            completing = ctx.resilient_parsing  # nobody sees the message
            near = "" if completing else closest(args[0], self.commands_by_name)
            others = f"`{ctx.command_path} --help` lists them"
            if ctx.parent is None:
                others += '; to find programs: mhfind search "..."; in a crisis: mhfind crisis'
            hint = f"did you mean `{ctx.command_path} {near}`?" if near else others
            raise UnknownCommandError(f"there is no command {args[0]!r}", hint)
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
    no_config: Annotated[bool, typer.Option("--no-config", help="Go on without the settings file.")] = False,
    language: Annotated[
        str | None, typer.Option("--language", metavar="LANGUAGE", help="Answer in this language: es, Spanish.")
    ] = None,
) -> None:
    """Find mental-health support programs, and print how to reach them.

    In a crisis: mhfind crisis. Nothing you type leaves this computer.

    Without a command, on a terminal: a menu.
    """
    context.obj.no_config, context.obj.language = no_config, language
    if context.invoked_subcommand is None and context.obj.interactive:
        raise _MenuWantedError
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())


def run(arguments: Sequence[str], context: Context | None = None) -> int:
    """Run one call of `mhfind` and return its exit code. Every error ends here, as one message with a hint."""
    surroundings = context or Context.of_process()
    try:
        return _call(list(arguments), surroundings)
    except ClosedPipeError:
        return CLOSED_PIPE
    except ClickException as error:
        code = _report(_usage_error(error), arguments, surroundings)
        _help_all_the_same(list(arguments), surroundings)
        return code
    except MhfindError as error:
        code = _report(error, arguments, surroundings)
        unwritten = isinstance(error, OutputError) and not {"search", "crisis"}.isdisjoint(arguments[:1])
        if unwritten or isinstance(error, UnknownCommandError):
            _help_all_the_same(list(arguments), surroundings)
        return code
    except Exception as error:  # noqa: BLE001 - the last resort: one line, without the query
        fault = f"internal error ({type(error).__name__} at {_place(error)}); `mhfind crisis` still works"
        return _report(MhfindError(fault), arguments, surroundings)


def _call(arguments: list[str], context: Context) -> int:
    """Run a command, or the menu. What Typer prints by itself, such as help, is written as every answer is."""
    printed = StringIO()
    try:
        with redirect_stdout(printed):
            command = typer.main.get_command(app)
            result = command.main(
                arguments, prog_name="mhfind", standalone_mode=False, obj=context, windows_expand_args=False
            )
    except _MenuWantedError:
        from mhfind.cli.menu import Menu

        return Menu(context).run()
    if printed.getvalue():
        write_stream(context.stdout, [printed.getvalue()], utf8=False)
    return int(result or 0)


def _usage_error(error: ClickException) -> UsageError:
    """Return what Typer says about a call's words, as an error of our own."""
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "mhfind"
    if isinstance(error, NoSuchOption) and context:
        from mhfind.suggest import closest

        near = closest(error.option_name, [name for param in context.command.params for name in param.opts])
        hint = f"did you mean {near}? " if near else ""
        return UsageError(f"there is no option {error.option_name}", f"{hint}see `{path} --help`")
    message = "a command is needed" if isinstance(error, NoArgsIsHelpError) else error.format_message().rstrip(".")
    return UsageError(f"{message[:1].lower()}{message[1:]}", f"see `{path} --help`")


def _help_all_the_same(arguments: list[str], context: Context) -> None:
    """Show crisis help where a slip keeps it from someone who asked for it, or whose words signal danger."""
    from mhfind.cli.crisis import answer_crisis
    from mhfind.cli.language import speaking
    from mhfind.cli.session import Session

    given = dict(pairwise(arguments))
    session = Session(context, {name: given.get(f"--{name}") for name in ("country", "region", "language")})
    words = [word for word in arguments if not word.startswith("-")]
    with speaking(session):
        found = session.crisis_help()[:2] if words[:1] == ["crisis"] else session.danger_help(" ".join(words))
        if found:
            with suppress(OutputError):  # it was told already that nothing can be written
                answer_crisis(session, *found)


def _place(error: BaseException) -> str:
    """Return where in the code an error arose: `mhfind.search:57`."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_globals.get('__name__')}:{trace.tb_lineno}" if trace else "unknown"


def _report(error: MhfindError, arguments: Sequence[str], context: Context) -> ExitCode:
    """Tell what went wrong on standard error, as JSON where JSON was asked for."""
    if _wants_json(arguments):
        from mhfind.render.data import error_value, to_json

        write_message(context.stderr, to_json(error_value(error)), utf8=True)
    else:
        from mhfind.visible import visible

        hint = [f"  {error.hint}"] if error.hint else []
        lines = [*getattr(error, "problems", ()), f"mhfind: {error.message}", *hint]
        write_message(context.stderr, "".join(visible(line).replace("\n", " ") + "\n" for line in lines))
    return error.exit_code


def _wants_json(arguments: Sequence[str]) -> bool:
    """Tell from the bare arguments whether JSON was asked for: they may be what is wrong."""
    pairs = (f"{option}={value}" for option, value in pairwise(arguments) if option in ("--format", "-f"))
    wishes = {"--format=json", "--format=jsonl", "-f=json", "-f=jsonl", "-fjson", "-fjsonl"}
    return not wishes.isdisjoint((*arguments, *pairs))
