"""`mhfind config ...`: the settings."""

from typing import Any

import typer

from mhfind.cli.app import LazyGroup

COMMANDS = {
    "show": ("config.show", "Show every setting, its value and where it comes from."),
    "set": ("config.set_", "Change a setting in the settings file."),
    "unset": ("config.unset", "Remove a setting from the settings file."),
    "path": ("config.path", "Print where the settings file is."),
}


class ConfigGroup(LazyGroup):
    """The commands below `mhfind config`; without one, the settings are shown."""

    commands_by_name = COMMANDS

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words of a call."""
        wants_help = any(arg in ctx.help_option_names for arg in args)
        shown = not wants_help and (not args or args[0].startswith("-"))
        return super().parse_args(ctx, ["show", *args] if shown else args)


app = typer.Typer(cls=ConfigGroup, add_completion=False, rich_markup_mode=None)


@app.callback()
def config() -> None:
    """Show the settings and where they come from, or change them.

    Without a command, it shows them.
    """
