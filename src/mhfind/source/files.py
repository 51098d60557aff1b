"""Whole catalogs: the folder of the project's data, or a user's own file or folder of records."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from mhfind.danger import DangerWords, Rules
from mhfind.document import Document
from mhfind.errors import CatalogError
from mhfind.model import Program, Vocabulary
from mhfind.place import Gazetteer
from mhfind.source import language, rules
from mhfind.source.guides import read_guides
from mhfind.source.language import CrisisFile, SignalFile, Thesaurus, danger_rules, danger_words
from mhfind.source.paths import (
    COMMON_WORDS,
    CRISIS,
    PLACES,
    THESAURUS,
    VOCABULARY,
    in_languages,
    record_files,
    shown,
)
from mhfind.source.reader import Node, Problem, UnreadableError, read_file, read_plain, read_text
from mhfind.source.walker import Complaint, convert, convert_plain, problems_at
from mhfind.tongue import ENGLISH

T = TypeVar("T", bound=msgspec.Struct)

ENDING = "# {count} records. The end."
MAX_PROBLEMS = 10_000


class Bundle(msgspec.Struct, frozen=True):
    """Everything that is compiled into an index."""

    programs: tuple[Program, ...]
    vocabulary: Vocabulary
    thesauri: dict[str, Thesaurus]  # by language
    crisis: CrisisFile
    signals: dict[str, SignalFile]  # danger signals of other languages than English, by language
    places: Gazetteer
    guides: dict[str, Document]
    common_words: dict[str, tuple[str, ...]] = {}  # by language

    def rules(self) -> Rules:
        """Compile the danger signals of all languages. Raises ValueError naming the phrase that can't be read."""
        return danger_rules(self.crisis, self.signals)

    def danger_words(self) -> DangerWords:
        """Return the words of the danger signals."""
        return danger_words(self.crisis, self.signals)


class _Record(msgspec.Struct, frozen=True):
    """A record, the file it was read from, and its place among the records of that file."""

    program: Program
    path: Path
    place: int


class Reading:
    """Reads files and gathers problems; `programs` and `problems` tell how it went."""

    def __init__(self) -> None:
        self.records: list[_Record] = []
        self._problems: list[Problem] = []
        self._first: dict[str, tuple[Path, int]] = {}  # file and place of each id
        self._nodes: dict[Path, Node] = {}  # files read with positions

    @property
    def programs(self) -> tuple[Program, ...]:
        """The records read, in order of their ids."""
        return tuple(sorted((record.program for record in self.records), key=lambda program: program.id))

    @property
    def statuses(self) -> dict[str, str]:
        """The status of every id read; none where the record can't be used."""
        return dict.fromkeys(self._first, "") | {record.program.id: record.program.status for record in self.records}

    @property
    def problems(self) -> list[Problem]:
        """Every problem found, by file and line."""
        return sorted(self._problems, key=lambda problem: (problem.file, problem.line, problem.column))

    def read(self, path: Path, *, ending: bool = False) -> None:
        """Read one file of records. `ending`: it must close with the line that counts them."""
        programs = _faultless(path)
        if programs and self._first.keys().isdisjoint(program.id for program in programs):
            self.records += [_Record(program, path, place) for place, program in enumerate(programs)]
            self._first |= {program.id: (path, place) for place, program in enumerate(programs)}
            count = len(programs)
        else:
            count = self._read_closely(path)
        if ending and count:
            self._ending(path, count)

    def _read_closely(self, path: Path) -> int:
        """Read a file with positions, say all that is wrong with it, and return how many records it has."""
        name = shown(path)
        node = self._node(path)
        if node is None:
            return 0
        if not isinstance(node.value, list):
            self._add(name, node, Complaint((), "must be a list of records", "begin each record with `- id: ...`"))
            return 0
        if not node.value:
            self._add(name, node, Complaint((), "holds no record", "a catalog holds at least one record"))
        for place, item in enumerate(node.value):
            if len(self._problems) > MAX_PROBLEMS:
                self._add(name, item, Complaint((), f"more than {MAX_PROBLEMS:,} problems", "correct these first"))
                return 0
            self._record(item, path, place)
        return len(node.value)

    def _node(self, path: Path) -> Node | None:
        """Return a file read with positions; None, and a problem, where it can't be read."""
        if path not in self._nodes:
            try:
                self._nodes[path] = read_file(path)
            except UnreadableError as error:
                self.add(error.problem)
        return self._nodes.get(path)

    def _item(self, path: Path, place: int) -> Node | None:
        """Return a record of a file that is a list of records, with its position."""
        node = self._node(path)
        return node.value[place] if node and isinstance(node.value, list) else None

    def _record(self, node: Node, path: Path, place: int) -> None:
        name = shown(path)
        program, complaints = convert(node, Program)
        written = node.value.get("id") if isinstance(node.value, dict) else None
        record = written.value if written and isinstance(written.value, str) else ""
        self._add(name, node, *complaints, record=record)
        if record in self._first:
            first, item = self._first[record][0], self._item(*self._first[record])
            what = f"stands twice (first in {shown(first)}:{item.line if item else 1})"
            self._add(name, node, Complaint(("id",), what, "ids are never reused"), record=record)
        elif record:
            self._first[record] = (path, place)
        if program is not None:
            self.records.append(_Record(program, path, place))

    def _ending(self, path: Path, count: int) -> None:
        lines = read_text(path).rstrip().splitlines()
        expected = ENDING.format(count=count)
        if lines[-1] != expected:
            what = f"the closing line is not {expected!r}: the file is incomplete, or records were added"
            fix = "look at the end, then run `mhfind catalog format`"
            self.add(Problem(shown(path), len(lines), 1, "", "", what, fix))

    def data(self, path: Path, to: type[T]) -> T | None:
        """Read a file that holds one value of class `to`; a list is the first field of its class."""
        node = self._node(path)
        if node is None:
            return None
        if isinstance(node.value, list):
            node = Node({to.__struct_fields__[0]: node}, 1, 1)
        self._nodes[path] = node
        value, complaints = convert(node, to)
        self.complain(path, complaints)
        return value

    def complain(self, path: Path, complaints: Iterable[Complaint]) -> None:
        """Add complaints about a file that `data` read."""
        self._add(shown(path), self._nodes[path], *complaints)

    def check(self, world: rules.World) -> None:
        """Apply the rules of the record to everything read."""
        for record in self.records:
            if len(self._problems) > MAX_PROBLEMS:
                return
            self._complain_of(record, *rules.check(record.program, world))

    def check_second_reading(self) -> None:
        """Complain of crisis records without one: they ship only after a second, digit-by-digit reading."""
        missing = Complaint((), "reread is missing", "a crisis record ships after a second reading, digit by digit")
        for record in self.records:
            program = record.program
            if program.crisis_line == "yes" and program.status == "active" and not program.reread:
                self._complain_of(record, missing)

    def _complain_of(self, record: _Record, *complaints: Complaint) -> None:
        """Add complaints about a record; only now its file has to be read with positions."""
        node = self._item(record.path, record.place) if complaints else None
        if node:
            self._add(shown(record.path), node, *complaints, record=record.program.id)

    def add(self, *problems: Problem) -> None:
        """Add problems found elsewhere."""
        self._problems += problems

    def _add(self, file: str, node: Node, *complaints: Complaint, record: str = "") -> None:
        self._problems += problems_at(node, file, record, complaints)


def _faultless(path: Path) -> tuple[Program, ...] | None:
    """Return the records of a file if each by itself is without a fault, and their ids differ; else None."""
    try:
        values = read_plain(path)
    except UnreadableError:
        return None
    programs = [convert_plain(value, Program) for value in values] if isinstance(values, list) else []
    found = tuple(program for program in programs if program is not None)
    whole = found and len(found) == len(programs) == len({program.id for program in found})
    return found if whole else None


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
        for file in record_files(path):
            reading.read(file)
    reading.check(_world(vocabulary, places, statuses | reading.statuses))
    return reading.programs, reading.problems


def inspect_bundle(folder: Path) -> tuple[Bundle | None, list[Problem]]:
    """Read the project's own catalog: everything, and every problem."""
    reading = Reading()
    vocabulary = reading.data(folder / VOCABULARY, Vocabulary)
    places = reading.data(folder / PLACES, Gazetteer)
    thesaurus_files = in_languages(folder, THESAURUS)
    thesauri = {tongue: reading.data(file, Thesaurus) for tongue, file in thesaurus_files.items()}
    crisis = reading.data(folder / CRISIS, CrisisFile)
    signal_files = {tongue: file for tongue, file in in_languages(folder, CRISIS).items() if tongue != ENGLISH}
    signals = {tongue: reading.data(file, SignalFile) for tongue, file in signal_files.items()}
    for file in record_files(folder):
        reading.read(file, ending=True)
    guides, problems = read_guides(folder / "guides")
    reading.add(*problems)
    read = {tongue: thesaurus for tongue, thesaurus in thesauri.items() if thesaurus is not None}
    spoken = {tongue: one for tongue, one in signals.items() if one is not None}
    unread = len(read) < len(thesauri) or len(spoken) < len(signals)
    if vocabulary is None or places is None or crisis is None or unread:
        return None, reading.problems
    reading.check(_world(vocabulary, places, reading.statuses))
    reading.check_second_reading()
    reading.complain(folder / VOCABULARY, language.check_vocabulary(vocabulary))
    claimed: dict[tuple[str, ...], str] = {}
    for tongue, file in thesaurus_files.items():
        reading.complain(file, language.check_thesaurus(read[tongue], vocabulary, places, claimed))
    reading.complain(folder / CRISIS, language.check_crisis(crisis, reading.programs, places, vocabulary))
    for tongue, file in signal_files.items():
        reading.complain(file, language.check_signals(spoken[tongue], crisis))
    words = {tongue: language.read_words(file) for tongue, file in in_languages(folder, COMMON_WORDS).items()}
    return Bundle(reading.programs, vocabulary, read, crisis, spoken, places, guides, words), reading.problems


def _world(vocabulary: Vocabulary, places: Gazetteer, statuses: dict[str, str]) -> rules.World:
    return rules.World(vocabulary, frozenset({*places.countries, *places.regions}), statuses)
