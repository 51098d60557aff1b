"""The files beside the records: vocabulary, thesaurus, crisis. Each bad one with the complaints it gets."""

from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT

from mhfind.errors import CatalogError
from mhfind.source.files import ENDING, Bundle, Reading, inspect_bundle, read_bundle

VOCABULARY = """\
types: []
routes: []
reasons: []
topics:
  - {id: grief, label: Grief, description: Losing someone., related: [sadness]}
  - {id: sadness, label: Sadness, description: Feeling low.}
  - {id: women, label: Women, description: For women., kind: audience}
audiences:
  - {id: widows, label: Widows, description: Who lost a spouse., implies: [grief, women]}
payments: []
channels: []
access: []
"""
THESAURUS = """\
- topic: grief
  phrases: [lost my dad, mourning]
  weak: [crying]
- audience: widows
  phrases: [lost my husband]
"""
PLACES = """\
countries: {US: United States, GB: United Kingdom}
regions: {US-OH: Ohio}
zones: {America/New_York: US}
"""
CRISIS = """\
kinds:
  - {id: suicide, label: Thoughts of suicide, notice: You can talk., emergency_leads: no}
groups:
  me: [me, myself]
unless:
  - suicide squad
signals:
  - kind: suicide
    phrases:
      - kill <me>
      - want|wish to die
answers:
  - {kind: any, place: US, programs: [us-line]}
  - {kind: suicide, place: US-OH, programs: [us-line]}
  - {kind: any, place: WORLD, programs: [us-directory]}
emergency:
  - country: US
    numbers:
      - {value: "911", service: emergency, source: "https://www.911.gov/", by: government, read: 2026-11-23}
"""
PROGRAMS = f"""\
- id: us-line
  status: active
  name: Line
  organization: Alliance
  type: crisis
  topics: [grief]
  crisis_line: yes
  serves: [US]
  payment: [free]
  summary: People listen.
  first_step: Call.
  contacts:
  - {{channel: call, value: "988", source: [site]}}
  sources:
  - {{key: site, url: "https://example.org/", by: first-party, read: 2026-11-23, method: archived-page}}
  reread: 2026-11-23

- id: us-directory
  status: active
  name: Directory
  organization: Alliance
  type: online
  topics: [grief]
  serves: [WORLD]
  payment: [free]
  summary: A list of lines.
  first_step: Search.
  contacts:
  - {{channel: web, value: "https://example.org/", source: [site]}}
  sources:
  - {{key: site, url: "https://example.org/", by: first-party, read: 2026-11-23, method: archived-page}}

{ENDING.format(count=2)}
"""
FILES = {
    "vocabulary.yaml": VOCABULARY,
    "thesaurus.yaml": THESAURUS,
    "places.yaml": PLACES,
    "crisis.yaml": CRISIS,
    "programs.yaml": PROGRAMS,
}

# The file, what is changed in it, to what, and the complaints.
BAD = (
    # vocabulary
    ("vocabulary.yaml", "id: sadness", "id: grief", ["5:71: topics[0].related[0]: unknown topic 'sadness' - use one of: grief, women", "6:6: topics[1].id: 'grief' stands twice - keep one of the two"]),
    ("vocabulary.yaml", "[grief, women]", "[grief, woman]", ["9:83: audiences[0].implies[1]: unknown topic 'woman' - did you mean \"women\"?"]),
    ("vocabulary.yaml", "access: []\n", "", ["1:1: access is missing - add `access: ...`"]),
    ("vocabulary.yaml", "kind: audience", "kind: people", ["7:56: topics[2].kind: 'people' is not known - use one of: audience, problem"]),
    # thesaurus
    ("thesaurus.yaml", "topic: grief", "topic: greif", ["1:3: entries[0]: unknown topic 'greif' - did you mean \"grief\"?"]),
    ("thesaurus.yaml", "audience: widows", "audience: grief", ["4:3: entries[1]: unknown audience 'grief' - use one of: widows"]),
    ("thesaurus.yaml", "topic: grief", "topic: grief\n  audience: widows", ["1:3: entries[0]: an entry is for one topic, one audience or one value of a filter - write `topic: ...`, `audience: ...`, or `filter: ...` with `value: ...`"]),
    ("thesaurus.yaml", "- topic: grief\n ", "-", ["1:3: entries[0]: an entry is for one topic, one audience or one value of a filter - write `topic: ...`, `audience: ...`, or `filter: ...` with `value: ...`"]),
    ("thesaurus.yaml", "[lost my husband]", "[sobbing, Lost my Dad!]", ["5:22: entries[1].phrases[1]: 'Lost my Dad!' is claimed by 'grief' too - keep it where it means most, and make it weak elsewhere"]),
    ("thesaurus.yaml", "mourning", '"...", mourning', ["2:26: entries[0].phrases[1]: '...' has no words - remove it"]),
    ("thesaurus.yaml", "weak", "week", ["3:3: entries[0].week: unknown field - use one of: audience, filter, phrases, topic, value, weak"]),
    # danger signals
    ("crisis.yaml", "kill <me>", "kill <us>", ["10:9: signals[0].phrases[0]: 'kill <us>': there is no group <us> - see the docstring of mhfind/danger.py"]),
    ("crisis.yaml", "kill <me>", "don't wake up", ["10:9: signals[0].phrases[0]: \"don't wake up\": \"don't\" is not a word, word*, a|b, <group>, word? or ... - see the docstring of mhfind/danger.py"]),
    ("crisis.yaml", "suicide squad", "the? suicide squad", ["6:5: unless[0]: 'the? suicide squad' must begin with a word that is not optional, and not end with '...' - see the docstring of mhfind/danger.py"]),
    ("crisis.yaml", "[me, myself]", "[me, Señor, our-selves]", ["4:12: groups.me[1]: 'Señor' never matches - write one word in small letters, without accents and apostrophes", "4:19: groups.me[2]: 'our-selves' never matches - write one word in small letters, without accents and apostrophes"]),
    ("crisis.yaml", "kind: suicide\n", "kind: suicidal\n", ["2:6: kinds[0].id: 'suicide' has no signals - add phrases for it to `signals`", "8:5: signals[0].kind: unknown kind 'suicidal' - did you mean \"suicide\"?"]),
    ("crisis.yaml", "answers:", "  - kind: suicide\n    phrases: [end it]\nanswers:", ["12:5: signals[1].kind: 'suicide' stands twice - keep one of the two"]),
    ("crisis.yaml", "groups:", "  - {id: suicide, label: Again, notice: Again., emergency_leads: no}\ngroups:", ["3:6: kinds[1].id: 'suicide' stands twice - keep one of the two"]),
    ("crisis.yaml", "    phrases:\n      - kill <me>\n      - want|wish to die\n", "    phrases: []\n", ["9:5: signals[0].phrases: is empty - name at least one"]),
    # first answers
    ("crisis.yaml", "kind: any, place: US,", "kind: anything, place: US,", ["13:6: answers[0].kind: unknown kind 'anything' - did you mean \"any\"?"]),
    ("crisis.yaml", "place: US-OH", "place: US-XX", ["14:21: answers[1].place: unknown place 'US-XX' - write a code of ISO 3166: US, US-OH, or WORLD"]),
    ("crisis.yaml", "kind: suicide, place: US-OH", "kind: any, place: US", ["14:17: answers[1].place: 'any, US' stands twice - keep one of the two"]),
    ("crisis.yaml", "place: US-OH, programs: [us-line]", "place: US-OH, programs: [us-lines]", ["14:46: answers[1].programs[0]: no active record 'us-lines' - did you mean \"us-line\"?"]),
    ("crisis.yaml", "place: US-OH, programs: [us-line]", "place: US-OH, programs: []", ["14:35: answers[1].programs: is empty - name at least one"]),
    ("crisis.yaml", "place: US-OH, programs: [us-line]", "place: US-OH, programs: [us-directory]", ["14:46: answers[1].programs[0]: 'us-directory' is no crisis line - name programs with crisis_line: yes"]),
    ("crisis.yaml", "kind: suicide, place: US-OH", "kind: suicide, place: GB", ["14:43: answers[1].programs[0]: 'us-line' does not serve GB - name programs that people there can reach"]),
    # emergency numbers
    ("crisis.yaml", "country: US", "country: UK", ["17:5: emergency[0].country: unknown country 'UK' - use one of: GB, US"]),
    ("crisis.yaml", 'value: "911"', 'value: "9-1-1"', ["19:10: emergency[0].numbers[0].value: '9-1-1' does not fit - write digits to dial"]),
    # records of the project
    ("programs.yaml", "  reread: 2026-11-23\n", "", ["1:3: us-line: reread is missing - a crisis record ships after a second reading, digit by digit"]),
    ("programs.yaml", "# 2 records.", "# 3 records.", ["33:1: the closing line is not '# 2 records. The end.': the file is incomplete, or records were added - look at the end, then run `mhfind catalog format`"]),
)  # fmt: skip

Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """Write a small catalog like the project's own, with changes to a file, and stand in its folder."""
    monkeypatch.chdir(tmp_path)

    def write(name: str = "", old: str = "", new: str = "") -> Path:
        for file, text in FILES.items():
            assert file != name or text.count(old) == 1, f"{old!r} must stand once in {name}"
            (tmp_path / file).write_text(text.replace(old, new) if file == name else text, "utf-8")
        return tmp_path

    return write


def told(folder: Path) -> list[str]:
    return [str(problem) for problem in inspect_bundle(folder)[1]]


def test_the_files_that_bad_ones_are_made_from_are_good(folder: Folder) -> None:
    assert told(folder()) == []


def test_bad_files(folder: Folder) -> None:
    failures = []
    for name, old, new, expected in BAD:
        wanted = [f"{name}:{line}" for line in expected]
        got = told(folder(name, old, new))
        if got != wanted:
            failures.append("\n".join(["", "expected", *wanted, "but got", *got]))
    assert not failures, "\n".join(failures)


@pytest.mark.parametrize("name", ["vocabulary.yaml", "thesaurus.yaml", "places.yaml", "crisis.yaml"])
def test_a_missing_or_empty_file_is_told(folder: Folder, name: str) -> None:
    (folder() / name).unlink()
    assert f"{name}:1:1: No such file or directory - check the path" in told(Path())
    Path(name).write_text("", "utf-8")
    assert f"{name}:1:1: the file is empty - a catalog holds at least one record" in told(Path())


def test_a_catalog_without_records_is_told(folder: Folder) -> None:
    (folder() / "programs.yaml").write_text("", "utf-8")
    assert told(Path())[-1] == "programs.yaml:1:1: the file is empty - a catalog holds at least one record"
    Path("programs.yaml").unlink()
    with pytest.raises(CatalogError, match="the folder holds no catalog"):
        inspect_bundle(Path())


def test_problems_of_all_files_are_told_at_once(folder: Folder) -> None:
    folder()
    Path("vocabulary.yaml").write_text(VOCABULARY.replace("women]", "woman]"), "utf-8")
    Path("thesaurus.yaml").write_text(THESAURUS.replace("topic: grief", "topic: greif"), "utf-8")
    Path("crisis.yaml").write_text(CRISIS.replace("place: US-OH", "place: US-XX"), "utf-8")
    assert [line.split(":")[0] for line in told(Path())] == ["crisis.yaml", "thesaurus.yaml", "vocabulary.yaml"]


def test_a_data_file_of_another_shape_is_told(folder: Folder) -> None:
    path = folder()
    answers = {}
    for name in ("vocabulary.yaml", "crisis.yaml", "places.yaml"):
        (path / name).write_text("nothing here\n", "utf-8")
        answers[name] = inspect_bundle(path)
    assert [str(problem) for problem in answers["places.yaml"][1]] == [
        f"{name}:1:1: must be a mapping of fields - write `field: value` lines"
        for name in ("crisis.yaml", "places.yaml", "vocabulary.yaml")
    ]
    assert [bundle for bundle, _ in answers.values()] == [None, None, None]


def test_what_is_read_is_what_was_written(folder: Folder) -> None:
    bundle = read_bundle(folder())
    assert isinstance(bundle, Bundle)
    assert [program.id for program in bundle.programs] == ["us-directory", "us-line"]
    assert bundle.crisis.groups == {"me": ("me", "myself")}
    assert bundle.thesauri["en"].entries[0].weak == ("crying",)
    assert bundle.vocabulary.topics[2].kind == "audience"
    assert [signal.kind for signal in bundle.rules().signals(["wish", "to", "die"], {})] == ["suicide"]


def test_data_that_is_cut_off_anywhere_is_refused(tmp_path: Path) -> None:
    whole = (ROOT / "data" / "programs" / "nz.yaml").read_bytes()
    path = tmp_path / "nz.yaml"
    accepted = []
    for percent in range(101):
        path.write_bytes(whole[: len(whole) * percent // 100])
        reading = Reading()
        reading.read(path, ending=True)
        if not reading.problems:
            accepted.append(percent)
    assert accepted == [100]
