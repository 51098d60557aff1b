"""Whole catalogs: the folder of the project's data, or a user's own file or folder of records."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from mhfind.document import Document
from mhfind.errors import CatalogError
from mhfind.model import Program, Vocabulary
from mhfind.place import Gazetteer
from mhfind.source import language, rules
from mhfind.source.guides import read_guides
from mhfind.source.language import CrisisFile, Thesaurus
from mhfind.source.reader import Node, Problem, UnreadableError, read_file
from mhfind.source.walker import Complaint, convert, problems_at

T = TypeVar("T", bound=msgspec.Struct)

RECORDS = "programs.yaml"
ENDING = "# {count} records. The end."
_CRISIS = "crisis.yaml"


class Bundle(msgspec.Struct, frozen=True):
    """Everything that is compiled into an index."""

    programs: tuple[Program, ...]
    vocabulary: Vocabulary
    thesaurus: Thesaurus
    crisis: CrisisFile
    places: Gazetteer
    guides: dict[str, Document]


class _Record(msgspec.Struct, frozen=True):
    program: Program
    node: Node
    file: str


class Reading:
    """Reads files of records and gathers problems; `programs` and `problems` tell how it went."""

    def __init__(self) -> None:
        self.records: list[_Record] = []
        self.problems: list[Problem] = []
        self._seen: dict[str, Problem] = {}

    def read(self, path: Path, *, ending: bool = False) -> None:
        """Read one file of records. `ending`: it must close with the line that counts them."""
        name = shown(path)
        try:
            node = read_file(path, name)
        except UnreadableError as error:
            self.problems.append(error.problem)
            return
        if not isinstance(node.value, list):
            self._complain(name, node, "", "must be a list of records", "begin each record with `- id: ...`")
            return
        if not node.value:
            self._complain(name, node, "", "holds no record", "a catalog holds at least one record")
        for item in node.value:
            self._record(item, name)
        if ending:
            self._ending(path, name, len(node.value))

    def _record(self, node: Node, name: str) -> None:
        program, complaints = convert(node, Program)
        written = node.value.get("id") if isinstance(node.value, dict) else None
        record = written.value if written and isinstance(written.value, str) else ""
        self.problems += problems_at(node, name, record, complaints)
        if record in self._seen:
            first = self._seen[record]
            self._complain(
                name, node, record, f"id stands twice (first in {first.file}:{first.line})", "ids are never reused"
            )
        elif record:
            self._seen[record] = Problem(name, node.line, node.column, record, "", "", "")
        if program is not None:
            self.records.append(_Record(program, node, name))

    def _ending(self, path: Path, name: str, count: int) -> None:
        lines = path.read_text("utf-8-sig").rstrip().split("\n")
        if lines[-1] != ENDING.format(count=count):
            what = (
                f"the closing line is not {ENDING.format(count=count)!r}: the file is incomplete, or records were added"
            )
            self.problems.append(
                Problem(name, len(lines), 1, "", "", what, "look at the end, then run `mhfind catalog format`")
            )

    def _complain(self, name: str, node: Node, record: str, what: str, fix: str) -> None:
        self.problems.append(Problem(name, node.line, node.column, record, "", what, fix))

    def check(self, world: rules.World) -> None:
        """Apply the rules of the record to everything read."""
        for record in self.records:
            complaints = rules.check(record.program, world)
            self.problems += problems_at(record.node, record.file, record.program.id, complaints)

    @property
    def programs(self) -> tuple[Program, ...]:
        """The records read, in order of their ids."""
        return tuple(sorted((record.program for record in self.records), key=lambda program: program.id))


def shown(path: Path) -> str:
    """Return a path as problems show it: from here, where that is shorter."""
    try:
        return path.resolve().relative_to(Path.cwd()).as_posix()
    except (ValueError, OSError):
        return str(path)


def record_files(path: Path) -> list[Path]:
    """Return the files of records at `path`: a file itself, or what a folder holds (programs.yaml, programs/*.yaml)."""
    if not path.is_dir():
        return [path]
    if (path / RECORDS).is_file():
        return [path / RECORDS, *sorted((path / "programs").glob("*.yaml"))]
    return sorted(file for file in path.iterdir() if file.suffix in {".yaml", ".yml", ".json"})


def data_files(folder: Path) -> list[Path]:
    """Return every file that the catalog in `folder` is made of."""
    names = ("vocabulary.yaml", "thesaurus.yaml", _CRISIS, "places.yaml")
    return [*record_files(folder), *(folder / name for name in names), *sorted((folder / "guides").rglob("*.md"))]


def read_bundle(folder: Path) -> Bundle:
    """Read the project's own catalog. Raises CatalogError with every problem found."""
    bundle, problems = inspect_bundle(folder)
    if bundle is None or problems:
        raise failure(problems)
    return bundle


def read_own(
    paths: Sequence[Path], vocabulary: Vocabulary, places: Gazetteer, statuses: dict[str, str]
) -> tuple[Program, ...]:
    """Read a user's own catalogs. Raises CatalogError with every problem found."""
    programs, problems = inspect_own(paths, vocabulary, places, statuses)
    if problems:
        raise failure(problems)
    return programs


def failure(problems: Sequence[Problem]) -> CatalogError:
    """Return the error for problems in catalogs."""
    lines = tuple(map(str, problems))
    count = f"{len(lines)} problems" if len(lines) != 1 else "1 problem"
    return CatalogError(f"{count} in the catalog", "correct the lines named, then try again", lines)


def inspect_own(
    paths: Sequence[Path], vocabulary: Vocabulary, places: Gazetteer, statuses: dict[str, str]
) -> tuple[tuple[Program, ...], list[Problem]]:
    """Read own catalogs: the records, and every problem. `statuses`: of the records they stand beside."""
    reading = Reading()
    for path in paths:
        files = record_files(path)
        if not files:
            reading.problems.append(
                Problem(shown(path), 1, 1, "", "", "the folder holds no catalog", "name a .yaml file")
            )
        for file in files:
            reading.read(file)
    known = statuses | {record.program.id: record.program.status for record in reading.records}
    reading.check(_world(vocabulary, places, known))
    return reading.programs, reading.problems


def inspect_bundle(folder: Path) -> tuple[Bundle | None, list[Problem]]:
    """Read the project's own catalog: everything, and every problem."""
    reading = Reading()
    vocabulary = _single(folder / "vocabulary.yaml", Vocabulary, reading.problems)
    places = _single(folder / "places.yaml", Gazetteer, reading.problems)
    thesaurus = _single(folder / "thesaurus.yaml", Thesaurus, reading.problems)
    crisis = _single(folder / _CRISIS, CrisisFile, reading.problems)
    for file in record_files(folder):
        reading.read(file, ending=True)
    guides, complaints = read_guides(folder / "guides")
    reading.problems += complaints
    if vocabulary is None or places is None or thesaurus is None or crisis is None:
        return None, reading.problems
    statuses: dict[str, str] = {record.program.id: record.program.status for record in reading.records}
    reading.check(_world(vocabulary, places, statuses))
    reading.problems += _second_reading(reading)
    reading.problems += _check_data(folder / "vocabulary.yaml", language.check_vocabulary(vocabulary))
    reading.problems += _check_data(folder / "thesaurus.yaml", language.check_thesaurus(thesaurus, vocabulary))
    reading.problems += _check_data(folder / _CRISIS, language.check_crisis(crisis, reading.programs, places))
    return Bundle(reading.programs, vocabulary, thesaurus, crisis, places, guides), reading.problems


def _world(vocabulary: Vocabulary, places: Gazetteer, statuses: dict[str, str]) -> rules.World:
    return rules.World(vocabulary, frozenset({*places.countries, *places.regions}), statuses)


def _single(path: Path, to: type[T], problems: list[Problem]) -> T | None:
    try:
        node = read_file(path, shown(path))
    except UnreadableError as error:
        problems.append(error.problem)
        return None
    if isinstance(node.value, list):  # a list is the one field of its class
        node = Node({to.__struct_fields__[0]: node}, 1, 1)
    value, complaints = convert(node, to)
    problems += problems_at(node, shown(path), "", complaints)
    return value


def _check_data(path: Path, complaints: Iterable[Complaint]) -> list[Problem]:
    found = list(complaints)
    if not found:
        return []
    node = read_file(path, shown(path))
    return problems_at(Node({"entries": node}, 1, 1) if isinstance(node.value, list) else node, shown(path), "", found)


def _second_reading(reading: Reading) -> list[Problem]:
    """Crisis records ship only after a second, digit-by-digit reading."""
    missing = Complaint((), "reread is missing", "a crisis record ships after a second reading, digit by digit")
    return [
        problem
        for record in reading.records
        if record.program.crisis_line == "yes" and record.program.status == "active" and not record.program.reread
        for problem in problems_at(record.node, record.file, record.program.id, [missing])
    ]
