"""The user's settings: one small TOML file, and an environment variable for each. What is not set stays unset."""

import os
import re
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from mhfind.errors import UsageError
from mhfind.suggest import did_you_mean

VARIABLES = {
    "country": "MHFIND_COUNTRY",
    "region": "MHFIND_REGION",
    "language": "MHFIND_LANGUAGE",
    "catalogs": "MHFIND_CATALOGS",
    "color": "MHFIND_COLOR",
    "pager": "MHFIND_PAGER",
    "large_print": "MHFIND_LARGE_PRINT",
    "org": "MHFIND_ORG",
}
GO_ON = "correct it, or go on without settings: --no-config"
_WORDS = {"yes": True, "no": False, "true": True, "false": False, "1": True, "0": False}
_AT = re.compile(r" \(at line (\d+), column (\d+)\)| \(at end of document\)")


class Config(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Settings as written.

    `language`: the one to answer in; `catalogs`: own catalogs to search beside the bundled one; `pager`: a command
    line; `org`: who hands out sheets.
    """

    country: str | None = None
    region: str | None = None
    language: str | None = None
    catalogs: tuple[Annotated[str, msgspec.Meta(pattern=r"^[^\x00]+$")], ...] = ()
    color: Literal["auto", "always", "never"] = "auto"
    pager: str | None = None
    large_print: bool = False
    org: str | None = None


class Setting(msgspec.Struct, frozen=True):
    """A setting in force: its value as text (empty: not set), and where it came from."""

    key: str
    value: str
    origin: str


def config_path(environ: Mapping[str, str]) -> Path | None:
    """Return where the settings are kept (`MHFIND_CONFIG`, or the platform's place), or None without a home."""
    return user_file(environ, "MHFIND_CONFIG", "config", "config.toml")


def user_file(environ: Mapping[str, str], variable: str, kind: Literal["config", "data"], name: str) -> Path | None:
    """Return where a file of the user is: where a variable says, or the platform's place; None without a home."""
    named = environ.get(variable)
    if named:
        return Path(named)
    if sys.platform in ("win32", "darwin"):
        from platformdirs import user_config_path, user_data_path

        return (user_config_path if kind == "config" else user_data_path)("mhfind", appauthor=False) / name
    # What platformdirs would say, without its import on the way of every search.
    home = {"config": ".config", "data": ".local/share"}[kind]
    folder = environ.get(f"XDG_{kind.upper()}_HOME") or (f"{environ['HOME']}/{home}" if environ.get("HOME") else "")
    return Path(folder, "mhfind", name) if Path(folder).is_absolute() else None


def read_config(path: Path | None) -> Config:
    """Read a settings file; empty settings where there is none.

    Raises UsageError, with the line, for one that is wrong. Own catalogs in it are named from its folder on; `~` is the
    home folder.
    """
    try:
        text = path.read_text("utf-8-sig") if path else ""
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return Config()
    except (OSError, ValueError) as error:
        reason = "it is not UTF-8" if isinstance(error, ValueError) else error.strerror
        raise UsageError(f"{path}: can't be read: {reason}", GO_ON) from error
    if path is None or not text:
        return Config()
    import tomllib

    try:
        config = msgspec.convert(tomllib.loads(text), Config)
    except tomllib.TOMLDecodeError as error:
        found = _AT.search(str(error))
        line = found[1] if found and found[1] else str(len(text.splitlines()))
        raise UsageError(f"{path}:{line}: {_AT.sub('', str(error))}", GO_ON) from error
    except msgspec.ValidationError as error:
        raise _wrong_value(path, text, str(error)) from error
    except RecursionError as error:
        raise UsageError(f"{path}: is nested too deeply", GO_ON) from error
    catalogs = tuple(str(path.parent / os.path.expanduser(name)) for name in config.catalogs)  # noqa: PTH111 - never fails
    return msgspec.structs.replace(config, catalogs=catalogs)


def _wrong_value(path: Path, text: str, complaint: str) -> UsageError:
    """Return what is wrong with a setting, with its line."""
    found = re.search(r"unknown field `(.*)`|`\$\.([a-z_]+)", complaint)
    key = (found[1] or found[2]) if found else ""
    lines = [number for number, line in enumerate(text.splitlines(), 1) if line.split("=")[0].strip(" \t\"'[]") == key]
    where = f"{path}:{lines[0]}" if lines else str(path)
    if found and found[1]:
        near = did_you_mean(key, VARIABLES, "")
        return UsageError(f"{where}: there is no setting {key!r}", f"{near} {GO_ON}".strip())
    return UsageError(f"{where}: {key}: {complaint.split(' - at ', maxsplit=1)[0]}", GO_ON)


def with_environment(config: Config, environ: Mapping[str, str]) -> Config:
    """Return settings with those in the environment in their place; the place is left to `place.locate`.

    Raises UsageError for a variable that can't be understood.
    """
    changed = {
        key: value_of(key, environ[variable], variable)
        for key, variable in VARIABLES.items()
        if key not in ("country", "region") and (environ.get(variable) or (key == "pager" and variable in environ))
    }
    return msgspec.structs.replace(config, **changed)


def value_of(key: str, text: str, name: str) -> Any:
    """Return a setting given as text; `name` is what it was given by. Raises UsageError."""
    if key == "catalogs":
        return tuple(filter(None, text.split(os.pathsep)))
    if key == "large_print":
        if text.casefold() not in _WORDS:
            raise UsageError(f"{name} {text!r} is not known", "use one of: yes, no")
        return _WORDS[text.casefold()]
    if key == "color" and text not in ("auto", "always", "never"):
        raise UsageError(f"{name} {text!r} is not known", "use one of: auto, always, never")
    return text


def settings(path: Path | None, environ: Mapping[str, str]) -> list[Setting]:
    """Return every setting with its value and where that came from. Raises UsageError for a file that is wrong."""
    config = read_config(path)
    found = []
    for key, variable in VARIABLES.items():
        written, unset = getattr(config, key), getattr(Config(), key)
        if environ.get(variable) or (key == "pager" and variable in environ):
            found.append(Setting(key, _text(value_of(key, environ[variable], variable)), f"environment, {variable}"))
        elif written != unset:
            found.append(Setting(key, _text(written), f"settings file, {path}"))
        else:
            found.append(Setting(key, _text(unset), "not set" if unset in (None, ()) else "built in"))
    return found


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return os.pathsep.join(value) if isinstance(value, tuple) else value or ""


def changed(text: str, key: str, values: Iterable[str]) -> str:
    """Return the text of a settings file with a setting changed, or removed where there are no `values`.

    Comments and order are kept. Raises UsageError for a setting that does not exist, a value that it can't have, and a
    text that is no TOML.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    given = list(values)
    if key not in VARIABLES and given:
        known = f"the settings are: {', '.join(VARIABLES)}"
        raise UsageError(f"there is no setting {key!r}", did_you_mean(key, VARIABLES, known))
    if key != "catalogs" and len(given) > 1:
        raise UsageError(f"{key} takes one value", f"mhfind config set {key} VALUE")
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise UsageError(f"the settings can't be changed: {error}", "correct or remove the file") from error
    if not given and key not in document:
        raise UsageError(f"{key!r} is not in the settings file", "`mhfind config show` tells where settings come from")
    if given:
        document[key] = given if key == "catalogs" else value_of(key, given[0], key)
    else:
        document.remove(key)
    return _readable(tomlkit.dumps(document))


def _readable(text: str) -> str:
    """Return settings that can be read again. Raises UsageError for a value that no settings file can hold."""
    import tomllib

    try:
        text.encode()
        tomllib.loads(text)
    except ValueError as error:
        raise UsageError("the value can't be kept", "write it in plain letters") from error
    return text
