"""SMS and YAML: a program in one text message, and records as a catalog holds them, there and back again."""

import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from conftest import PHONE, US, Inside, OwnCatalog, contact, record, write_records

from mhfind.catalog import Catalog
from mhfind.errors import UsageError
from mhfind.model import Program
from mhfind.render.sms import alphabet, sms

# 3GPP TS 23.038, table 6.2.1.1, in the order of its codes but for the escape; and the extension table, 6.2.1.1.
BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ"
    " !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§"
    "¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENSION = "^{}\\[~]|€"


def septets(text: str) -> int:
    """Return how many septets a message takes; raise ValueError for a letter that is not in the alphabet."""
    return sum(1 if BASIC.find(letter) >= 0 else 1 + (EXTENSION.index(letter) >= 0) for letter in text)


def active(catalog: Catalog) -> list[Program]:
    return [program for program in map(catalog.get, catalog.ids()) if program and program.status != "retired"]


def starts(program: Program) -> list[str]:
    """Return what a way to get in touch begins with when it is whole."""
    found = []
    for one in program.contacts:
        keyword = f"{one.keyword} to " if one.keyword else ""
        found.append(one.value if one.channel == "web" else f"{one.channel} {keyword}{one.value}")
        if one.dial and any(letter.isalpha() for letter in one.value):  # as a discreet message has it
            found.append(f"{one.channel} {keyword}{one.dial}")
    return found


def broken_ways(program: Program, message: str) -> list[str]:
    """Return the parts of a message that hold no whole contact."""
    begins = r"; (?=(?:call|text|chat|whatsapp|video|tty|email) |https?://)"
    parts = re.split(begins, message.rstrip("\n"))
    wrong = []
    for part in parts:
        lower = part[:1].lower() + part[1:]
        whole = [start for start in starts(program) if lower.startswith(start) or part.startswith(start)]
        if not any(re.fullmatch(r"(, .+?)?( \(.+\))?", lower[len(start) :]) for start in whole):
            wrong.append(part)
    return wrong


# ---- Messages ----------------------------------------------------------------------------------------------------


def test_the_alphabet_of_this_test() -> None:
    assert len(BASIC) == 127
    assert septets("é~") == 3


def test_every_program_fits_one_message(catalog: Catalog) -> None:
    wrong: list[tuple[str, object]] = []
    for program in active(catalog):
        try:
            message = sms([program], discreet=False)
        except UsageError as error:
            if min(map(septets, starts(program))) <= 160:  # one address alone may be too long
                wrong.append((program.id, error.message))
            continue
        if message.count("\n") != 1 or septets(message.rstrip("\n")) > 160:
            wrong.append((program.id, message))
        name = f"{alphabet(program.name)}: "
        wrong += [(program.id, part) for part in broken_ways(program, message.removeprefix(name))]
    assert wrong == []


def test_a_discreet_message_does_not_name_the_program(catalog: Catalog) -> None:
    wrong: list[tuple[str, str, str]] = []
    told = 0
    for program in active(catalog):
        try:
            message = sms([program], discreet=True)
        except UsageError:
            continue  # only a page, which would say what it is
        told += 1
        names = {program.name, program.organization, program.id, *program.also_known_as, *program.former_names}
        hosts = {urlsplit(one.value).hostname or "" for one in program.contacts if "://" in one.value}
        names |= {program.name_en or "", *(host.removeprefix("www.") for host in hosts)}
        # What is dialled or texted can't be left out, though some programs are called by it: "988".
        rest = f"{message[:1].lower()}{message[1:]}"
        for start in starts(program):
            rest = rest.replace(start, "")
        wrong += [
            (program.id, name, message)
            for name in names - {""}
            if re.search(rf"\b{re.escape(alphabet(name))}\b", rest, re.IGNORECASE)
        ]
        wrong += [(program.id, part, message) for part in broken_ways(program, message)]
        if septets(message.rstrip("\n")) > 160:
            wrong.append((program.id, "too long", message))
    assert wrong == []
    assert told > 0


def one(tmp_path: Path, inside: Inside, *options: str, **changes: object) -> tuple[int, str, str]:
    """Return the message of an own record."""
    own = write_records(tmp_path / "own.json", record("us-x", **changes))
    return inside("show", "us-x", "--format", "sms", *options, *own)


def test_what_stands_in_a_message(tmp_path: Path, inside: Inside) -> None:
    ways = [
        contact(hours="24/7", then="press 1", label="Veterans"),
        contact("55501", "text", keyword="HELLO", languages=["es"]),
        contact("https://example.org/", "web"),
    ]
    text = "text HELLO to 55501 (Spanish)"
    message = f"Name of us-x: call {PHONE}, press 1 (Veterans) (24/7); {text}; https://example.org/\n"
    assert one(tmp_path, inside, contacts=ways) == (0, message, "")
    assert one(tmp_path, inside, "--discreet", contacts=ways)[1] == f"Call {PHONE}, press 1 (24/7); {text}\n"


def test_what_does_not_fit_is_left_out_whole(tmp_path: Path, inside: Inside) -> None:
    numbers = [f"1-800-555-01{number:02}" for number in range(20)]
    _, out, _ = one(tmp_path, inside, contacts=[contact(number) for number in numbers])
    kept = out.removeprefix("Name of us-x: ").rstrip("\n").split("; ")
    assert kept == [f"call {number}" for number in numbers[: len(kept)]]
    assert 140 < len(out) <= 161
    # A name that leaves no room is left out before a contact is.
    assert one(tmp_path, inside, name="Long " * 29 + "name") == (0, f"Call {PHONE}\n", "")


def test_letters_that_phones_do_not_have(tmp_path: Path, inside: Inside) -> None:
    _, out, _ = one(tmp_path, inside, name="Línea “Ayuda” – 心 Ł €", languages=["en"])
    assert out == f'Linea "Ayuda" - ? ? €: call {PHONE}\n'
    assert septets(out) == len(out) + 1


@pytest.mark.parametrize("name", ["iCanHelp", "à la vie", "ßtreet", "7 Cups"])
def test_a_name_stays_as_it_is_written(name: str, tmp_path: Path, inside: Inside) -> None:
    assert one(tmp_path, inside, name=name)[1] == f"{name}: call {PHONE}\n"


def test_there_is_no_message_without_a_way(tmp_path: Path, inside: Inside) -> None:
    site = [contact("https://example.org", "web")]
    assert one(tmp_path, inside, contacts=site)[1] == "Name of us-x: https://example.org\n"
    code, out, err = one(tmp_path, inside, "--discreet", contacts=site)
    assert (code, out) == (2, "")
    assert "has no contact that fits a text message" in err


def test_a_message_is_for_one_program(inside: Inside, catalog: Catalog) -> None:
    retired = next(key for key in catalog.ids() if (program := catalog.get(key)) and program.status == "retired")
    for call, reason in (
        (("show", "us-988-lifeline", "us-crisis-text-line"), "a text message is for one program, not 2"),
        (("list", *US), "a text message is for one program, not 10"),
        (("show", retired), "has ended; no message is made for it"),
    ):
        code, out, err = inside(*call, "--format", "sms")
        assert (code, out) == (2, ""), call
        assert reason in err, call


def test_in_danger_it_is_the_first_answer(inside: Inside) -> None:
    _, out, _ = inside("search", "I want to die", *US, "--format", "sms")
    assert out.startswith("988 Suicide & Crisis Lifeline: call 988")
    assert out == inside("crisis", *US, "--format", "sms")[1]


# ---- YAML --------------------------------------------------------------------------------------------------------


def records(out: str) -> dict[str, object]:
    return {found["program"]["id"]: found["program"] for found in json.loads(out)["results"]}


def test_the_whole_catalog_there_and_back(inside: Inside, tmp_path: Path, catalog: Catalog) -> None:
    path = tmp_path / "all.yaml"
    assert inside("export", "--format", "yaml", "-o", str(path)) == (0, "", "")
    code, out, err = inside("catalog", "validate", str(path))
    assert (code, err) == (0, ""), out
    assert inside("catalog", "format", "--check", str(path))[0] == 0
    count = catalog.programs().total
    assert path.read_text("utf-8").endswith(f"\n# {count} records. The end.\n")
    before = records(inside("export", "--format", "json")[1])
    after = records(inside("export", "--format", "json", "--catalog", str(path), "--only")[1])
    assert len(before) == count
    assert [key for key in before if before[key] != after.get(key)] == []
    assert inside("export", "--format", "yaml", "--catalog", str(path), "--only")[1] == path.read_text("utf-8")


def test_retired_records_go_there_and_back_too(inside: Inside, tmp_path: Path, catalog: Catalog) -> None:
    path = tmp_path / "all.yaml"
    ids = catalog.ids()
    assert inside("show", *ids, "--format", "yaml", "-o", str(path))[0] == 0
    assert inside("catalog", "validate", str(path))[0] == 0
    show = ("show", *ids, "--format", "json")
    assert records(inside(*show, "--catalog", str(path), "--only")[1]) == records(inside(*show)[1])


def test_a_record_is_corrected(inside: Inside, own_catalog: OwnCatalog, tmp_path: Path) -> None:
    own, fix = ("--catalog", str(own_catalog())), tmp_path / "fix.yaml"
    text = inside("show", "us-example-line", *own, "-f", "yaml")[1]
    assert inside("show", "us-example-line", *own, "-o", str(fix))[0] == 0
    assert fix.read_text("utf-8") == text  # the ending of the file says which format
    fix.write_text(text.replace(PHONE, "1-800-555-0199"), "utf-8")
    assert inside("catalog", "validate", str(fix))[0] == 0
    shown = inside("show", "us-example-line", "--catalog", str(fix))[1]
    assert "1-800-555-0199" in shown
    assert PHONE not in shown
    assert inside("show", "us-988-lifeline", "--catalog", str(fix))[0] == 0


def test_what_has_letters_keeps_what_to_dial(inside: Inside, tmp_path: Path) -> None:
    ways = [contact("1-800-662-HELP", dial="18006624357"), contact("988", "text", hours="24/7"), contact("116 123")]
    own = write_records(tmp_path / "own.json", record("us-x", contacts=ways, audiences=["youth"]))
    text = inside("show", "us-x", *own, "--format", "yaml")[1]
    assert text.count("dial:") == 1
    assert "weekly" not in text
    assert "implied" not in text
    path = tmp_path / "again.yaml"
    path.write_text(text, "utf-8")
    again = inside("export", "--format", "json", "--catalog", str(path), "--only")[1]
    assert records(again) == records(inside("export", "--format", "json", *own)[1])
