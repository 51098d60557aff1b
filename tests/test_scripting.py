"""The recipes of docs/scripting.md do what they say, run exactly as they are printed there."""

import re
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

import pytest
from test_docs import ROOT, fenced, read


class Recipe(NamedTuple):
    """A section of the document: its script, what stands as its output, and which files it says it leaves."""

    script: str
    output: str
    files: set[str]


def recipes() -> dict[str, Recipe]:
    """Return the recipes by their titles."""
    found = {}
    for part in read("docs/scripting.md").split("\n## ")[1:]:
        title, text = part.split("\n", maxsplit=1)
        (script,) = fenced(text, "sh")
        leaves = re.search(r"\bLeaves\s((?:`[^`]+`(?:\sand\s)?)+)\.", text)
        files = re.findall("`(.*?)`", leaves[1]) if leaves else []
        found[title] = Recipe(script, "".join(fenced(text, "text")), set(files))
    return found


RECIPES = recipes()


@pytest.fixture
def excerpts(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script that runs recipes."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import excerpts

    return excerpts


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """An empty folder to run in, and an empty home."""
    folder, home = tmp_path / "folder", tmp_path / "home"
    folder.mkdir()
    home.mkdir()
    return folder, home


def skip_without(tools: list[str]) -> None:
    if tools:
        pytest.skip(f"not installed: {', '.join(tools)}")


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("title", RECIPES)
def test_a_recipe_prints_and_leaves_what_it_says(title: str, excerpts: ModuleType, folders: tuple[Path, Path]) -> None:
    recipe = RECIPES[title]
    skip_without(excerpts.missing(recipe.script))
    assert recipe.output or recipe.files, "a recipe shows what it does"
    assert excerpts.ran(recipe.script, *folders) == (0, recipe.output)
    assert names(folders[0]) == recipe.files
    assert all(path.stat().st_size for path in folders[0].iterdir())


def test_the_recipes_are_many() -> None:
    assert len(RECIPES) > 10
    assert RECIPES["Errors as JSON"].files == {"error.json"}
    assert RECIPES["A table for a mail merge"].files == {"letters.csv", "programs.csv"}


def test_a_handout_stays_where_no_new_one_can_be_made(excerpts: ModuleType, folders: tuple[Path, Path]) -> None:
    skip_without(excerpts.missing(""))
    recipe, (folder, home) = RECIPES["A handout that is new every morning"], folders
    handout = folder / "handout.txt"
    handout.write_text("that of yesterday\n", "utf-8")
    code, printed = excerpts.ran(recipe.script, folder, home, MHFIND_CATALOGS="missing.yaml")
    assert (code, printed.splitlines()[-1]) == (1, "handout.txt is still that of yesterday")
    assert handout.read_text("utf-8") == "that of yesterday\n"
    assert excerpts.ran(recipe.script, folder, home) == (0, "")
    assert "that of yesterday" not in handout.read_text("utf-8")


def test_what_is_typed_at_a_terminal_is_the_recipe_without_its_argument() -> None:
    typed, *_ = fenced(read("docs/scripting.md"), "bash")
    script = RECIPES["Pick a program with fzf"].script
    assert script.replace(' --filter "nami helpline" | head -n 1', "").replace(" | head -n 2", "") == typed


# ---- How recipes are brought up to date --------------------------------------------------------------------------


def test_an_output_that_is_not_real_is_replaced(excerpts: ModuleType) -> None:
    skip_without(excerpts.missing(""))
    before = "```sh\nls -A\nmhfind show zzyzx\ntrue\n```\n\n```text\nsomething else\n```\n"
    message = "mhfind: there is no program 'zzyzx'\n  `mhfind search` finds ids\n"
    after = before.replace("something else\n", message)
    assert excerpts.refreshed(before) == after
    assert excerpts.refreshed(after) == after


@pytest.mark.parametrize(
    "text",
    [
        "```sh\nexit 3\n```\n",
        "```sh\nexit 3\n```\n\nText\n\n```text\nx\n```\n",
        "```bash\nexit 3\n```\n\n```text\nx\n```\n",
    ],
    ids=["no output", "output of something else", "for a terminal"],
)
def test_a_script_that_is_no_recipe_is_left_alone(text: str, excerpts: ModuleType) -> None:
    assert excerpts.refreshed(text) == text


def test_a_recipe_that_fails_is_refused(excerpts: ModuleType) -> None:
    skip_without(excerpts.missing(""))
    with pytest.raises(ValueError, match="a recipe ends with 3:\necho x; exit 3\nx\n"):
        excerpts.refreshed("```sh\necho x; exit 3\n```\n\n```text\nx\n```\n")


def test_a_recipe_stays_as_it_is_where_a_program_is_missing(
    excerpts: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(excerpts.shutil, "which", lambda name: None if name == "jq" else name)
    text = "```sh\nexit 3 | jq\n```\n\n```text\nx\n```\n"
    assert excerpts.missing("mhfind list | jq -r .id | fzf") == ["jq"]
    assert excerpts.missing("mhfind list") == []
    assert excerpts.refreshed(text) == text
