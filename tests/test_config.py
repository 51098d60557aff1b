"""Settings: where each comes from, how they are changed, and that a file that is wrong is told with its line."""

import json
import os
from pathlib import Path
from typing import Any

import pytest
from conftest import PHONE, US, Inside, OwnCatalog, Program, Terminal

from mhfind.config import VARIABLES, Config
from mhfind.output import replace_file

DANGER = ("search", "I want to die")
UNSET = {"country": "", "region": "", "language": "", "catalogs": "", "color": "auto", "pager": "", "large_print": "no"}
UNSET |= {"org": ""}
IN_FILE = """\
# Where we are
country = "GB"  # the office
region = "US-OH"
language = "es"

catalogs = ["team.yaml", "/shared/all.yaml"]
color = "never"
pager = "most -s"
large_print = true
org = "Example Center"
"""
IN_VARIABLES = {
    "MHFIND_COUNTRY": "CA",
    "MHFIND_REGION": "CA-ON",
    "MHFIND_LANGUAGE": "en",
    "MHFIND_CATALOGS": os.pathsep.join(("x.yaml", "y.yaml")),
    "MHFIND_COLOR": "always",
    "MHFIND_PAGER": "more",
    "MHFIND_LARGE_PRINT": "no",
    "MHFIND_ORG": "Another Center",
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The settings file, which does not exist yet."""
    return tmp_path / "folder/config.toml"


@pytest.fixture
def call(inside: Inside, file: Path) -> Inside:
    """Run a command with a settings file of its own."""

    def run(*arguments: str, stdin: bytes = b"", **variables: str) -> tuple[int, str, str]:
        return inside(*arguments, stdin=stdin, **{"MHFIND_CONFIG": str(file), **variables})

    return run


def written(file: Path, text: str) -> Path:
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, "utf-8")
    return file


def shown(answer: tuple[int, str, str]) -> dict[str, tuple[str, str]]:
    """Return each setting of a JSON answer: its value, and where it comes from."""
    code, out, err = answer
    assert (code, err) == (0, "")
    value = json.loads(out)
    assert value["format"] == "mhfind.settings/1"
    return {setting["key"]: (setting["value"], setting["origin"]) for setting in value["settings"]}


# ---- Where a setting comes from ----------------------------------------------------------------------------------


def test_every_setting_has_a_variable() -> None:
    assert tuple(VARIABLES) == Config.__struct_fields__ == tuple(UNSET)
    assert set(VARIABLES.values()) == set(IN_VARIABLES)


def test_a_variable_goes_before_the_file_and_that_before_what_is_built_in(call: Inside, file: Path) -> None:
    show = ("config", "show", "--format", "json")
    unset = dict.fromkeys(("country", "region", "language", "catalogs", "pager", "org"), "not set")
    assert shown(call(*show)) == {key: (value, unset.get(key, "built in")) for key, value in UNSET.items()}
    written(file, IN_FILE)
    in_file = {
        "country": "GB",
        "region": "US-OH",
        "language": "es",
        "catalogs": os.pathsep.join((str(file.parent / "team.yaml"), "/shared/all.yaml")),
        "color": "never",
        "pager": "most -s",
        "large_print": "yes",
        "org": "Example Center",
    }
    assert shown(call(*show)) == {key: (value, f"settings file, {file}") for key, value in in_file.items()}
    assert shown(call(*show, **IN_VARIABLES)) == {
        key: (IN_VARIABLES[name], f"environment, {name}") for key, name in VARIABLES.items()
    }
    assert shown(call(*show, "--no-config")) == {
        key: (value, unset.get(key, "built in")) for key, value in UNSET.items()
    }


def test_an_empty_variable_is_none_but_for_the_pager(call: Inside, file: Path) -> None:
    written(file, IN_FILE)
    empty = dict.fromkeys(IN_VARIABLES, "")
    found = shown(call("config", "show", "--format", "json", **empty))
    assert found.pop("pager") == ("", "environment, MHFIND_PAGER")
    assert {origin for _, origin in found.values()} == {f"settings file, {file}"}


def test_config_alone_shows_them(call: Inside, file: Path) -> None:
    written(file, IN_FILE)
    wide = {"COLUMNS": "1000", "MHFIND_LARGE_PRINT": "no"}
    plain = call("config", **wide)
    assert plain == call("config", "show", **wide)
    assert f"country: GB (settings file, {file})" in plain[1]
    assert "mhfind config set KEY VALUE" in plain[1]
    assert call("config", "--format", "json") == call("config", "show", "--format", "json")
    assert "pager: - (not set)" in call("config", "--no-config")[1]


def test_the_usual_place(inside: Inside, tmp_path: Path) -> None:
    for variables, place in (
        ({"XDG_CONFIG_HOME": str(tmp_path / "x")}, tmp_path / "x/mhfind/config.toml"),
        ({"XDG_CONFIG_HOME": "", "HOME": str(tmp_path)}, tmp_path / ".config/mhfind/config.toml"),
        ({"MHFIND_CONFIG": str(tmp_path / "named.toml")}, tmp_path / "named.toml"),
    ):
        assert inside("config", "path", **variables) == (0, f"{place}\n", "")
        assert inside("config", "set", "country", "US", **variables)[0] == 0
        assert place.read_text("utf-8") == 'country = "US"\n'


def test_without_a_home(inside: Inside) -> None:
    nowhere = {"HOME": "", "XDG_CONFIG_HOME": ""}
    for call in (("config", "path"), ("config", "set", "country", "US"), ("config", "unset", "country")):
        code, out, err = inside(*call, **nowhere)
        assert (code, out) == (1, ""), call
        assert "name a file with MHFIND_CONFIG" in err, call
    assert inside("config", **nowhere)[::2] == (0, "")


# ---- What settings do --------------------------------------------------------------------------------------------


def test_the_place_takes_effect(call: Inside, file: Path) -> None:
    written(file, 'region = "Ohio"\n')
    place = json.loads(call("search", "grief", "--format", "json")[1])["place"]
    assert place == {"country": "US", "region": "US-OH", "from": "config"}
    place = json.loads(call("search", "grief", "--format", "json", MHFIND_COUNTRY="uk")[1])["place"]
    assert place == {"country": "GB", "region": None, "from": "environment"}
    assert "from --country" not in call("crisis")[1]
    assert "Call: 988" in call("crisis")[1]


def test_own_catalogs_are_named_from_the_folder_of_the_file_on(
    call: Inside, file: Path, own_catalog: OwnCatalog, tmp_path: Path
) -> None:
    written(file, 'catalogs = ["team.yaml"]\n')
    own_catalog().rename(file.parent / "team.yaml")
    assert PHONE in call("show", "us-example-line")[1]
    assert call("list", "--only", "--format", "jsonl")[1].count("\n") == 1
    assert call("show", "us-example-line", "--no-config")[0] == 1
    other = own_catalog({"us-example-line": "us-other-line"})
    assert call("show", "us-example-line", "us-other-line", "--catalog", str(other))[0] == 0
    assert call("show", "us-example-line", MHFIND_CATALOGS=str(other))[0] == 1
    assert call("show", "us-other-line", MHFIND_CATALOGS=str(other))[0] == 0


def test_a_home_in_the_name_of_a_catalog(mhfind: Program, file: Path, own_catalog: OwnCatalog, tmp_path: Path) -> None:
    own_catalog().rename(tmp_path / "team.yaml")
    written(file, 'catalogs = ["~/team.yaml"]\n')
    environ = {"MHFIND_CONFIG": str(file), "HOME": str(tmp_path)}
    assert mhfind("show", "us-example-line", env=environ).returncode == 0
    written(file, 'catalogs = ["~nobody-of-this-name/team.yaml"]\n')
    done = mhfind("show", "us-988-lifeline", env=environ)
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"~nobody-of-this-name/team.yaml" in done.stderr


def test_large_print_takes_effect(call: Inside, file: Path) -> None:
    wide = call("show", "us-988-lifeline")[1]
    large = call("show", "us-988-lifeline", "--large-print")[1]
    assert wide != large
    written(file, "large_print = true\n")
    assert call("show", "us-988-lifeline")[1] == large
    for value, wanted in (("no", wide), ("FALSE", wide), ("0", wide), ("yes", large), ("1", large), ("", large)):
        assert call("show", "us-988-lifeline", MHFIND_LARGE_PRINT=value)[1] == wanted, value


def test_color_takes_effect(call: Inside, file: Path) -> None:
    assert "\x1b[" not in call("list")[1]
    written(file, 'color = "always"\n')
    assert "\x1b[" in call("list")[1]
    for options, variables, styled in (
        (("--color", "never"), {}, False),
        (("--format", "text"), {}, False),
        ((), {"MHFIND_COLOR": "auto"}, False),
        ((), {"MHFIND_COLOR": "never"}, False),
        (("--color", "always"), {"MHFIND_COLOR": "never"}, True),
    ):
        assert ("\x1b[" in call("list", *options, **variables)[1]) == styled, (options, variables)


def test_the_pager_takes_effect(mhfind: Program, file: Path) -> None:
    written(file, "pager = \"sed 's/^/paged: /'\"\n")
    terminal = Terminal(mhfind, "list", env={"MHFIND_CONFIG": str(file)})
    code, out = terminal.end()
    assert code == 0
    assert all(line.startswith("paged: ") for line in out.splitlines())


# ---- To change them ----------------------------------------------------------------------------------------------


def test_a_change_keeps_comments_and_order(call: Inside, file: Path) -> None:
    written(file, IN_FILE)
    assert call("config", "unset", "region")[0] == 0
    assert call("config", "set", "country", "Canada") == (0, "", f"{file}: country is now CA\n")
    lines = file.read_text("utf-8").splitlines()
    assert "# Where we are" in lines
    assert [line.split(" = ")[0] for line in lines if " = " in line] == [key for key in VARIABLES if key != "region"]
    assert 'country = "CA"  # the office' in lines
    assert call("config", "unset", "country") == (0, "", f"{file}: country removed\n")
    assert [line.split(" = ")[0] for line in file.read_text("utf-8").splitlines() if " = " in line] == list(VARIABLES)[
        2:
    ]


@pytest.mark.parametrize(
    ("key", "values", "kept"),
    [
        ("country", ["uk"], "GB"),
        ("country", ["Canada"], "CA"),
        ("region", ["Ohio"], "US-OH"),
        ("language", ["Español"], "es"),
        ("color", ["never"], "never"),
        ("pager", ["less -S"], "less -S"),
        ("pager", [""], ""),
        ("org", ["Example Center"], "Example Center"),
        ("large_print", ["yes"], "yes"),
        ("large_print", ["No"], "no"),
        ("catalogs", ["/", "/dev"], "/:/dev"),
    ],
)
def test_what_can_be_set(key: str, values: list[str], kept: str, call: Inside, file: Path) -> None:
    assert call("config", "set", key, *values)[0] == 0
    assert shown(call("config", "--format", "json"))[key][0].replace(os.pathsep, ":") == kept
    assert call("config", "unset", key)[0] == 0
    assert file.read_text("utf-8") == ""


def test_catalogs_are_kept_from_the_root_on(mhfind: Program, file: Path, tmp_path: Path) -> None:
    (tmp_path / "team.yaml").touch()
    done = mhfind("config", "set", "catalogs", "team.yaml", env={"MHFIND_CONFIG": str(file)}, cwd=tmp_path)
    assert done.returncode == 0
    assert file.read_text("utf-8") == f'catalogs = ["{tmp_path}/team.yaml"]\n'


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("set", "contry", "US"), "did you mean country?"),
        (("set", "zzz", "US"), "the settings are: country, region"),
        (("set", "country", "Germny"), "did you mean Germany"),
        (("set", "country", ""), "unknown country ''"),
        (("set", "country", "US", "CA"), "country takes one value"),
        (("set", "region", "Ohoi"), "did you mean Ohio"),
        (("set", "color", "blue"), "use one of: auto, always, never"),
        (("set", "large_print", "maybe"), "use one of: yes, no"),
        (("set", "catalogs", ""), "there is no catalog ''"),
        (("set", "catalogs", "nowhere.yaml"), "there is no catalog 'nowhere.yaml'"),
        (("set", "pager", "\ud800"), "the value can't be kept"),
        (("set", "country"), "missing argument"),
        (("unset", "country"), "'country' is not in the settings file"),
        (("unset", "zzz"), "'zzz' is not in the settings file"),
        (("shwo",), "did you mean `mhfind config show`?"),
    ],
)
def test_a_change_that_can_not_be_made(arguments: tuple[str, ...], message: str, call: Inside, file: Path) -> None:
    code, out, err = call("config", *arguments)
    assert (code, out) == (2, "")
    assert message in err
    assert not file.exists()


@pytest.mark.parametrize("content", [b"country = ", b"\xff", None])
def test_a_file_that_can_not_be_changed_is_left_alone(content: bytes | None, call: Inside, file: Path) -> None:
    file.parent.mkdir()
    if content is None:
        file.mkdir()
    else:
        file.write_bytes(content)
    for arguments in (("set", "country", "US"), ("unset", "country")):
        code, out, err = call("config", *arguments)
        assert (code, out) == (2, ""), err
        assert len(err.splitlines()) == 2
    assert content is None or file.read_bytes() == content


def test_a_change_that_can_not_be_written(call: Inside, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written(file, IN_FILE)

    def full(*arguments: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("mhfind.output.replace_file", full)
    assert call("config", "set", "country", "US")[0] == 4
    assert file.read_text("utf-8") == IN_FILE
    assert replace_file is not full


# ---- Files that are wrong ----------------------------------------------------------------------------------------

WRONG: dict[str, tuple[bytes, str, str]] = {  # content, the line that is told, and what is said
    "no TOML": (b'# x\ncountry = "US"\nregion = \n', "3", "Invalid value"),
    "an open text": (b'country = "US', "1", ""),
    "a word twice": (b'country = "US"\ncountry = "CA"\n', "2", ""),
    "an unknown key": (b'# x\n\ncontry = "US"\n', "3", "there is no setting 'contry'"),
    "a table": (b'color = "auto"\n[place]\ncountry = "US"\n', "2", "there is no setting 'place'"),
    "a wrong type": (b"# x\ncountry = 5\n", "2", "country: Expected `str | null`, got `int`"),
    "a table for a text": (b"color = 'auto'\n[country]\n", "2", "country: Expected `str | null`"),
    "a wrong type in a list": (b'catalogs = ["a", 5]\n', "1", "catalogs: Expected `str`, got `int`"),
    "a text for a list": (b'catalogs = "a.yaml"\n', "1", "catalogs: Expected `array`, got `str`"),
    "an unknown value": (b'country = "US"\ncolor = "blue"\n', "2", "color: Invalid enum value 'blue'"),
    "a text for yes or no": (b'large_print = "yes"\n', "1", "large_print: Expected `bool`, got `str`"),
    "no UTF-8": (b'country = "\xff"\n', "", "can't be read: it is not UTF-8"),
    "nested": (b"x = " + b"[" * 5000, "", "nested"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_file_that_is_wrong_is_told_with_its_line(name: str, call: Inside, file: Path) -> None:
    content, line, message = WRONG[name]
    written(file, "").write_bytes(content)
    place = f"mhfind: {file}:{line}: " if line else f"mhfind: {file}: "
    for command in (("list",), ("search", "grief"), ("config",), ("show", "us-988-lifeline"), ("types",)):
        code, out, err = call(*command)
        assert (code, out, len(err.splitlines())) == (2, "", 2), (command, err)
        assert err.startswith(place), command
        assert message in err, command
        assert "--no-config" in err, command
        assert call(*command, "--no-config")[::2] == (0, ""), command


def test_a_key_that_is_misspelt_gets_a_suggestion(call: Inside, file: Path) -> None:
    written(file, 'colour = "auto"\n')
    assert "did you mean color?" in call("list")[2]


def test_a_file_that_is_a_folder(call: Inside, file: Path) -> None:
    file.mkdir(parents=True)
    code, out, err = call("list")
    assert (code, out) == (2, "")
    assert err.startswith(f"mhfind: {file}: can't be read: ")
    assert call("list", "--no-config")[0] == 0


@pytest.mark.parametrize("name", ["MHFIND_COLOR", "MHFIND_LARGE_PRINT"])
def test_a_variable_that_is_wrong_is_told(name: str, call: Inside) -> None:
    for command in (("list",), ("config",), ("list", "--no-config")):
        code, out, err = call(*command, **{name: "blue"})
        assert (code, out) == (2, ""), command
        assert err.startswith(f"mhfind: {name} 'blue' is not known"), command
    code, out, err = call("crisis", *US, **{name: "blue"})
    assert code == 0
    assert "Call: 988" in out
    assert "Going on without settings." in err


@pytest.mark.parametrize("name", WRONG)
def test_help_in_a_crisis_goes_on(name: str, call: Inside, file: Path) -> None:
    written(file, "").write_bytes(WRONG[name][0])
    for command in (("crisis",), DANGER):
        code, out, err = call(*command, *US)
        assert code == 0, command
        assert "Call: 988" in out, command
        assert err.startswith("mhfind: "), command
        assert call(*command, *US, "--no-config")[::2] == (0, ""), command


def test_what_editors_write_first_is_no_mistake(call: Inside, file: Path) -> None:
    written(file, '\ufeffcountry = "US"\r\n')
    assert shown(call("config", "--format", "json"))["country"][0] == "US"
    assert call("config", "set", "country", "CA")[0] == 0
    assert shown(call("config", "--format", "json"))["country"][0] == "CA"


def test_no_file_and_an_empty_one(call: Inside, file: Path) -> None:
    assert call("list", "-n", "1")[::2] == (0, "")
    written(file, "")
    assert call("list", "-n", "1")[::2] == (0, "")
    written(file, "# nothing\n")
    assert call("list", "-n", "1")[::2] == (0, "")
