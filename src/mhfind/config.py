"""The user's settings: one small TOML file. What is not set there stays unset."""

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec

from mhfind.errors import UsageError


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Settings as written. `catalogs`: own catalogs to search beside the bundled one."""

    country: str | None = None
    region: str | None = None
    catalogs: tuple[Annotated[str, msgspec.Meta(pattern=r"^[^\x00]+$")], ...] = ()


def config_path(environ: Mapping[str, str]) -> Path | None:
    """Return where the settings are kept (`MHFIND_CONFIG`, or the platform's place), or None without a home."""
    named = environ.get("MHFIND_CONFIG")
    if named:
        return Path(named)
    if sys.platform in ("win32", "darwin"):
        from platformdirs import user_config_path

        return user_config_path("mhfind", appauthor=False) / "config.toml"
    # What platformdirs would say, without its import on the way of every search.
    folder = environ.get("XDG_CONFIG_HOME") or (f"{environ['HOME']}/.config" if environ.get("HOME") else "")
    return Path(folder, "mhfind", "config.toml") if Path(folder).is_absolute() else None


def load_config(environ: Mapping[str, str]) -> Config:
    """Read the settings; empty ones where there is no file. Raises UsageError for a file that can't be used."""
    path = config_path(environ)
    try:
        text = path.read_text("utf-8") if path else ""
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return Config()
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}: can't be read", "correct or remove the file") from error
    if not text:
        return Config()
    import tomllib

    try:
        return msgspec.convert(tomllib.loads(text), Config)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError, RecursionError) as error:
        raise UsageError(f"{path}: {error}", "correct or remove the file") from error
