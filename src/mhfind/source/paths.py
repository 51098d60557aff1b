"""Which files a catalog is made of. Reads none of them, and needs no YAML."""

from pathlib import Path

from mhfind.errors import CatalogError
from mhfind.tongue import ENGLISH

# What stands beside the records in the folder of the project's data.
VOCABULARY, THESAURUS, CRISIS, PLACES = "vocabulary.yaml", "thesaurus.yaml", "crisis.yaml", "places.yaml"
COMMON_WORDS = "common-words.txt"
BESIDE = (VOCABULARY, THESAURUS, CRISIS, PLACES)


def in_languages(folder: Path, name: str) -> dict[str, Path]:
    """Return a file of the project's data by language: `thesaurus.yaml` is English, `thesaurus.es.yaml` Spanish."""
    stem, _, ending = name.rpartition(".")
    others = {path.name.split(".")[-2]: path for path in sorted(folder.glob(f"{stem}.*.{ending}"))}
    return {ENGLISH: folder / name, **others}


def shown(path: Path) -> str:
    """Return a path as problems show it: from here, where that is shorter."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return str(path)


def record_files(path: Path) -> list[Path]:
    """Return the files of records at `path`: a file itself, or those in a folder and in `programs` below it.

    Raises CatalogError for a folder that holds none.
    """
    try:
        if not path.is_dir():
            return [path]
        beside = _beside(path) if (path / VOCABULARY).is_file() else set()
        folders = [folder for folder in (path, path / "programs") if folder.is_dir()]
        files = [file for folder in folders for file in sorted(folder.iterdir())]
    except OSError:
        return [path]  # reading it will say why
    endings = {".yaml", ".yml", ".json"}
    found = [f for f in files if f.suffix in endings and f.name not in beside and not f.name.startswith(".")]
    if not found:
        raise CatalogError(f"{shown(path)}: the folder holds no catalog", "name a .yaml file")
    return found


def _beside(folder: Path) -> set[str]:
    return {file.name for name in BESIDE for file in in_languages(folder, name).values()}


def data_files(folder: Path) -> list[Path]:
    """Return every file that the catalog in `folder` is made of."""
    return [
        *record_files(folder),
        *(file for name in (*BESIDE, COMMON_WORDS) for file in in_languages(folder, name).values()),
        *sorted((folder / "guides").rglob("*.md")),
    ]
