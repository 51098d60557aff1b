"""Answers in other languages: what is in them, how a call names one, and what happens where words are missing."""

import json
import re
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import Any

import pytest
from conftest import Inside, Program, contact, pdf_can_be_made, record, write_records
from msgspec import UNSET

from mhfind import UsageError, speaking, texts, tongue
from mhfind.catalog import Catalog
from mhfind.cli.menu import Menu
from mhfind.context import Context
from mhfind.document import Block, Document, Field, Heading, Items, Page, Paragraph, fields
from mhfind.hours import ALWAYS, compile_hours
from mhfind.messages import find, tongues
from mhfind.model import Contact, Vocabulary
from mhfind.render import html, markdown, text
from mhfind.tongue import Passage, tr, trc, trn

ROOT = Path(__file__).parents[1]
PO = ROOT / "src/mhfind/locale/es/LC_MESSAGES/mhfind.po"
US = ("--country", "US")
ES = ("--language", "es")
HELP, AYUDA = "Help right now", "Ayuda ahora mismo"
NINE_TO_FIVE = compile_hours("Mo-Fr 09:00-17:00")

# A toy language: a few messages and one guide; a record of the test has its words too.
TOY_PO = """\
msgid ""
msgstr ""
"Language: eo\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgid "Help right now"
msgstr "Helpo tuj"

msgid "First step"
msgstr "Unua paŝo"

msgid " (in {language})"
msgstr " (en la {language})"

msgctxt "language"
msgid "English"
msgstr "angla"

msgid "Good to know"
msgstr ""
"""
TOY_GUIDE = "# Terapio\n\nParolu kun iu.\n\n## Fontoj\n\n- Neniuj.\n"


@pytest.fixture
def scripts(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The script that gathers messages."""
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    import messages  # type: ignore[import-not-found,unused-ignore]

    return messages


@pytest.fixture
def bilingual(tmp_path: Path) -> tuple[str, ...]:
    """Options for an own catalog of two records: one with Spanish words and a Spanish line, one with neither."""
    spanish = {"summary": "Personas como usted escuchan.", "first_step": "Llame.", "cost_note": "No cuesta nada."}
    ways = [
        contact(
            "1-800-555-0100", hours="Mo-Fr 09:00-17:00", timezone="America/New_York", hours_text="9 to 5, weekdays"
        ),
        contact("1-800-555-0101", label="Spanish", then="press 2", languages=["es"]),
    ]
    return write_records(
        tmp_path / "own.json",
        record("us-a-english", cost_note="Calls are free.", bring="A pen.", languages=["en"]),
        record(
            "us-b-both",
            languages=["en", "es"],
            contacts=ways,
            cost_note="It costs nothing.",
            bring="A pen.",
            translations={"es": spanish},
        ),
    )


# ---- The Spanish messages ----------------------------------------------------------------------------------------


def test_every_message_has_spanish_words(scripts: Any) -> None:
    assert scripts.untranslated(PO) == [], "run scripts/generate.py, then write what is missing"
    assert scripts.updated(PO) == PO.read_text("utf-8"), "run scripts/generate.py"


def test_what_is_filled_in_is_what_the_message_has(scripts: Any) -> None:
    assert scripts.misfits(PO) == []
    edges = [
        (message.id, message.string)
        for message in scripts.read(PO)
        if isinstance(message.id, str) and message.id and _edges(message.id) != _edges(message.string)
    ]
    assert edges == []


def _edges(text: str) -> tuple[bool, bool]:
    return text.startswith(" "), text.endswith(" ")


def test_a_message_that_the_po_lacks_is_seen(scripts: Any, tmp_path: Path) -> None:
    path = tmp_path / "es/LC_MESSAGES/mhfind.po"
    path.parent.mkdir(parents=True)
    whole = PO.read_text("utf-8")
    entry = next(part for part in whole.split("\n\n") if 'msgid "First step"' in part)
    path.write_text(whole.replace(f"{entry}\n\n", "").replace('msgstr "Pasos"', 'msgstr "Pasos {x}"'), "utf-8")
    assert scripts.untranslated(path) == ["('', 'First step')"]
    assert scripts.misfits(path) == ["Pasos {x}"]
    assert 'msgid "First step"\nmsgstr ""' in scripts.updated(path)


def test_a_language_begins_with_a_head(scripts: Any, tmp_path: Path) -> None:
    """What CONTRIBUTING.md says: with nothing but its first lines, a file gets every message, in its plural forms."""
    path = tmp_path / "zh-Hant/LC_MESSAGES/mhfind.po"
    path.parent.mkdir(parents=True)
    head = PO.read_text("utf-8").partition("\n\n")[0].replace("Language: es", "Language: zh-Hant")
    path.write_text(head.replace("nplurals=2; plural=(n != 1)", "nplurals=1; plural=0") + "\n\n", "utf-8")
    path.write_text(scripts.updated(path), "utf-8")
    assert len(scripts.untranslated(path)) == len(scripts.messages())
    assert 'msgid_plural "days"\nmsgstr[0] ""\n\n' in path.read_text("utf-8")
    assert scripts.updated(path) == path.read_text("utf-8")


def test_messages_are_gathered_from_code_and_data(scripts: Any, catalog: Catalog) -> None:
    found = set(scripts.messages())
    assert ("", ("{count} program", "{count} programs")) in found
    assert ("", "These are the built-in crisis lines.") in found  # within an f-string
    labels = {(name, term.label) for name in Vocabulary.__struct_fields__ for term in getattr(catalog.vocabulary, name)}
    assert labels - found == set()
    assert {("", danger.notice) for danger in catalog.doors.dangers} - found == set()


@pytest.mark.parametrize(
    "wrong",
    [
        r"comet\w+ suicidio",
        r"suicid(ó|arse|ado|ada)\b",
        r"(suicidio|intento) (fallid|exitos|consumad)\w+",
        r"\b(tú|tus?|te|ti|contigo|puedes|tienes|quieres|necesitas|eres|estás|llámanos|vosotros|os)\b",
        r"\b(adict\w+|drogadict\w+|alcohólic\w+|loc[oa]s?|locura|minusválid\w+|ilegal\w*)\b",
    ],
)
def test_words_that_harm_or_are_too_familiar(wrong: str, scripts: Any) -> None:
    said = [message.string for message in scripts.read(PO) if isinstance(message.string, str)]
    assert [line for line in said if re.search(wrong, line, re.IGNORECASE)] == []


# ---- The language in force ---------------------------------------------------------------------------------------


def test_a_language_is_in_force_for_a_block() -> None:
    assert (tongue.current(), tr("First step")) == ("en", "First step")
    with speaking("es"):
        assert (tongue.current(), tr("First step")) == ("es", "Primer paso")
        assert (trc("channels", "Text"), trc("way", "Call")) == ("Mensaje de texto", "Llame")
        assert [trn("day", "days", count) for count in (1, 2)] == ["día", "días"]
        with speaking("en"):
            assert tr("First step") == "First step"
        assert tr("no message of ours") == "no message of ours"
    assert (tongue.current(), tr("First step")) == ("en", "First step")


def test_it_ends_with_an_error_and_stays_in_its_thread() -> None:
    with pytest.raises(ZeroDivisionError), speaking("es"):
        1 / 0  # noqa: B018 - any error will do
    assert tongue.current() == "en"
    seen: list[str] = []
    with speaking("es"):
        other = threading.Thread(target=lambda: seen.append(tongue.current()))
        other.start()
        other.join()
    assert seen == ["en"]


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        *((name, "es") for name in ("es", "ES", "es-MX", "es_US.UTF-8", "Spanish", "español", "Espanol")),
        *((name, "en") for name in ("en", "en-GB", "English")),
        *((name, None) for name in ("", "e", "est", "fr", "klingon", "../es", "es/../es", "\0")),
    ],
)
def test_how_a_language_is_named(written: str, tag: str | None) -> None:
    assert find(written) == tag


def test_languages_that_there_are() -> None:
    assert tongues() == ["en", "es"]
    with pytest.raises(UsageError, match="no texts in 'fr'"), speaking("fr"):
        pass


# ---- Words for values --------------------------------------------------------------------------------------------


def test_words_for_values() -> None:
    call = Contact(channel="call", value="988", source=("s",))
    with speaking("es"):
        found = {
            texts.day("2026-11-23"): "23 de noviembre de 2026",
            texts.day("2025-06"): "junio de 2025",
            texts.hours(NINE_TO_FIVE, "America/New_York"): "lunes a viernes, de 9 a.m. a 5 p.m. (hora del Este)",
            texts.hours(compile_hours("Sa,Su 12:00-00:00"), None): "sábado y domingo, de 12 del mediodía a medianoche",
            texts.hours(ALWAYS, None): "las 24 horas, todos los días",
            texts.hours(compile_hours("Mo 08:30-11:00, Mo 13:00-15:00"), "Europe/Madrid"): (
                "lunes, de 8:30 a.m. a 11 a.m. y de 1 p.m. a 3 p.m. (hora de Madrid)"
            ),
            texts.language("ase"): "Lengua de Señas Americana",
            texts.language("xx"): "xx",
            texts.contact_label(call): "Llame",
            texts.menu_step("press 2"): "marque 2",
            texts.menu_step("extension 14"): "marque la extensión 14",
            texts.menu_step("press 1 for Spanish, 2 for English"): "marque 1 para español, 2 para inglés",
            texts.menu_step("say operator"): "say operator",
            texts.in_language("en"): " (en inglés)",
        }
    assert {said: wanted for said, wanted in found.items() if said != wanted} == {}


def test_a_keyword_stays_as_it_is() -> None:
    text_line = Contact(channel="text", value="741741", keyword="HOME", label="Spanish", source=("s",))
    with speaking("es"):
        assert texts.contact_label(text_line) == "Envíe HOME (español) por mensaje de texto al"


# ---- How a call names a language ---------------------------------------------------------------------------------

SPANISH_TITLES = {
    ("crisis", "US"): "Ayuda ahora mismo - Estados Unidos",
    ("guide",): "Guías",
    ("guide", "us-988-lifeline"): "Cómo comunicarse con 988 Suicide & Crisis Lifeline",
    ("guide", "panic"): "Ataques de pánico",
    ("sheet", "us-988-lifeline", "us-nami-helpline", "us-crisis-text-line"): "Lugares a los que puede acudir",
    ("sheet", "--search", "grief", "--discreet", *US): "Números útiles",
    ("show", "us-988-lifeline"): "988 Suicide & Crisis Lifeline",
    ("types",): "Tipos de programas",
    ("topics",): "Temas",
    ("audiences",): "Para quién",
    ("flag",): "Notas",
}


@pytest.mark.parametrize("call", SPANISH_TITLES, ids=" ".join)
def test_commands_answer_in_spanish(call: tuple[str, ...], inside: Inside) -> None:
    code, after, _ = inside(*call, *ES)
    assert (code, after.split("\n")[0]) == (0, SPANISH_TITLES[call])
    ways = {
        "before the command": inside(*ES, *call)[:2],
        "the variable": inside(*call, MHFIND_LANGUAGE="es")[:2],
        "its name": inside(*call, "--language", "Spanish")[:2],
    }
    if "--search" not in call:  # there it is a filter too
        assert {way for way, answer in ways.items() if answer != (0, after)} == set()
    assert inside(*call)[1] != after


def test_settings_name_a_language(inside: Inside, tmp_path: Path) -> None:
    settings = {"MHFIND_CONFIG": str(tmp_path / "config.toml")}
    assert inside("config", "set", "language", "Spanish", **settings)[0] == 0
    assert inside("types", **settings)[1].startswith("Tipos de programas")
    assert inside("types", **settings, MHFIND_LANGUAGE="en")[1].startswith("Program types")
    assert inside("types", "--language", "en", **settings)[1].startswith("Program types")
    assert inside("--language", "en", "types", *ES, **settings)[1].startswith("Program types")
    assert inside("--no-config", "types", **settings)[1].startswith("Program types")
    code, _, err = inside("config", "set", "language", "fr", **settings)
    assert (code, "use one of: English (en), Spanish (es)" in err) == (2, True)


def test_on_lists_it_filters_and_answers(inside: Inside, bilingual: tuple[str, ...]) -> None:
    for call in (("list",), ("export", "--format", "text"), ("search", "loneliness")):
        filtered, shown = inside(*call, *ES, *US, *bilingual)[1], inside(*ES, *call, *US, *bilingual)[1]
        assert filtered.startswith("1 programa"), call
        assert ("us-b-both" in filtered, "us-a-english" in filtered) == (True, False)
        assert shown.startswith("2 programas")
        assert 0 < shown.index("us-b-both") < shown.index("us-a-english")  # who offers the language comes first
        english = inside("--language", "en", *call, *ES, *US, *bilingual)[1]
        assert english.startswith("1 program")
        assert "Trained peers listen." in english


def test_a_language_that_only_programs_offer_is_a_filter(inside: Inside) -> None:
    code, out, err = inside("list", "--language", "vi", *US)
    assert (code, err) == (0, "")
    assert re.match(r"\d+ programs?\n", out)
    assert inside("list", "--language", "vi", *US, MHFIND_LANGUAGE="es")[1].split(" ")[1].startswith("programa")
    assert inside("sheet", "--search", "grief", "--language", "vi")[0] in (0, 1)


def test_guides_begin_with_programs_that_offer_it(inside: Inside, bilingual: tuple[str, ...]) -> None:
    for name in ("loneliness", "peer-support"):
        spanish, english = (inside("guide", name, "--language", tag, *US, *bilingual)[1] for tag in ("es", "en"))
        assert spanish.index("us-b-both") < spanish.index("us-a-english"), name
        assert english.index("us-a-english") < english.index("us-b-both"), name


def test_why_says_that_it_offers_the_language(inside: Inside, bilingual: tuple[str, ...]) -> None:
    out = inside(*ES, "search", "loneliness", *US, *bilingual)[1]
    why = [line for line in out.replace("\n  ", " ").splitlines() if line.startswith("Por qué aparece: ")]
    assert [line.endswith("; ayuda en español") for line in why] == [True, False]


@pytest.mark.parametrize(
    "call",
    [
        ("show", "us-988-lifeline", "--format", "json"),
        ("show", "us-988-lifeline", "--format", "csv", "--rows", "contact"),
        ("show", "us-988-lifeline", "--format", "yaml"),
        ("crisis", "US", "--format", "json"),
        ("types", "--format", "json"),
        ("topics", "--format", "json"),
        ("list", "--type", "crisis", *ES, *US, "--format", "json"),
        ("check", "1-800-273-8255", "--format", "json"),
        ("check", "1-800-273-8255"),
        ("catalog", "info"),
    ],
    ids=" ".join,
)
def test_data_and_english_commands_stay_as_they_are(call: tuple[str, ...], inside: Inside) -> None:
    assert inside("--language", "es", *call) == inside("--language", "en", *call)


def test_guides_as_data_tell_their_languages(inside: Inside, bilingual: tuple[str, ...]) -> None:
    value = json.loads(inside("guide", "us-a-english", *ES, *bilingual, "--format", "json")[1])
    tongues = {block.get("language") for block in value["blocks"]}
    assert (value["language"], tongues) == ("es", {None, "en"})
    english = inside("guide", "us-a-english", *bilingual, "--format", "json")[1]
    assert english.count('"language"') == 1  # that of the document


def test_a_text_message(inside: Inside) -> None:
    out = inside("show", "us-988-lifeline", "--format", "sms", *ES)[1]
    assert out.startswith("988 Suicide & Crisis Lifeline: llame al 988, marque 2 (español) (24/7)")
    assert len(out.strip()) <= 160


# ---- Crisis first, whatever is wrong with a language -------------------------------------------------------------


@pytest.mark.parametrize(
    ("call", "variables", "code"),
    [
        (("crisis", "US", "--language", "klingon"), {}, 2),
        (("--language", "klingon", "crisis", "US"), {}, 2),
        (("crisis", "US"), {"MHFIND_LANGUAGE": "klingon"}, 0),
        (("search", "I want to die", *US, "--language", "klingon"), {}, 0),
        (("--language", "klingon", "search", "I want to die", *US), {}, 0),
        (("search", "I want to die", *US), {"MHFIND_LANGUAGE": "klingon"}, 0),
    ],
)
def test_a_wrong_language_stops_no_crisis_help(
    call: tuple[str, ...], variables: dict[str, str], code: int, inside: Inside
) -> None:
    found, out, err = inside(*call, **variables)
    assert (found, "Call: 988" in out, "klingon" in err) == (code, True, True)


@pytest.mark.parametrize(
    ("call", "variables"),
    [
        (("guide", "--language", "klingon"), {}),
        (("--language", "klingon", "types"), {}),
        (("types", "--language", "vi"), {}),
        (("sheet", "us-988-lifeline", "--language", "vi"), {}),
        (("list", *US), {"MHFIND_LANGUAGE": "klingon"}),
        (("list", "--language", "klingon"), {}),
    ],
)
def test_elsewhere_it_is_an_error(call: tuple[str, ...], variables: dict[str, str], inside: Inside) -> None:
    code, out, err = inside(*call, **variables)
    assert (code, out) == (2, "")
    assert "Spanish" in err


def test_danger_and_slips_answer_in_spanish(inside: Inside) -> None:
    calls = (
        ("crisis", "US", "--catalog", "nothing.yaml"),
        ("search", "me quiero morir", *US, "--catalog", "nothing.yaml"),
        ("search", "I want to die", *US),
        ("crisis", *US, "--no-such-option"),
    )
    found = {" ".join(call): inside(*call, *ES)[1] for call in calls}
    assert [call for call, out in found.items() if not out.startswith(AYUDA) or "988, luego marque 2" not in out] == []


def test_crisis_help_of_an_installed_program(installed: Path, environment: dict[str, str]) -> None:
    """In a wheel, `mhfind crisis` answers from the built-in copy; damaged or missing words make it English."""
    folder = installed / "mhfind/locale/es/LC_MESSAGES"
    mo = folder / "mhfind.mo"
    from mhfind.source.messages import compile_messages

    words = compile_messages(PO.read_bytes())
    crisis = Program({**environment, "PYTHONPATH": str(installed), "MHFIND_LANGUAGE": "es"})
    try:
        mo.write_bytes(words)
        done = crisis("crisis", "US")
        assert (done.returncode, done.stdout.decode().startswith(AYUDA), done.stderr) == (0, True, b"")
        for damage in (b"", b"no messages", words[: len(words) // 2], words[:8] + b"\xff" * 400):
            mo.write_bytes(damage)
            done = crisis("crisis", "US")
            told = done.stderr.decode()
            assert (done.returncode, done.stdout.decode().startswith(HELP)) == (0, True), told
            assert "Going on in English" in told
            assert "Traceback" not in told
    finally:
        mo.unlink()


# ---- Records and guides ------------------------------------------------------------------------------------------


def test_words_of_records(inside: Inside, bilingual: tuple[str, ...]) -> None:
    _, out, err = inside("guide", "us-b-both", *ES, *US, *bilingual)
    assert err == ""
    said = " ".join(out.split())
    wanted = [
        "Personas como usted escuchan. ",
        "Primer paso ----------- Llame. ",
        "Costo: Gratis. No cuesta nada. ",
        "Tenga a mano ------------ A pen. (en inglés) ",  # not translated
        "lunes a viernes, de 9 a.m. a 5 p.m. (hora del Este)",  # not the English hours as published
        "Llame (español): 1-800-555-0101, luego marque 2 ",
    ]
    assert [part for part in wanted if part not in said] == []
    assert "9 to 5" not in said
    assert said.index("1-800-555-0101") < said.index("1-800-555-0100")  # the line in Spanish leads
    english = " ".join(inside("guide", "us-b-both", *US, *bilingual)[1].split())
    assert english.index("1-800-555-0100") < english.index("1-800-555-0101")
    assert "9 to 5, weekdays" in english
    assert "en inglés" not in english


def test_words_that_are_missing_are_marked_in_text(inside: Inside, bilingual: tuple[str, ...]) -> None:
    said = " ".join(inside("show", "us-a-english", *ES, *bilingual)[1].split())
    assert "Trained peers listen. (en inglés)" in said
    assert "Costo: Gratis. Costo: Calls are free. (en inglés)" in said


def test_passages_in_html_say_their_language(inside: Inside, bilingual: tuple[str, ...]) -> None:
    page = inside("guide", "us-a-english", *ES, *US, *bilingual, "--format", "html")[1]
    assert page.startswith('<!doctype html>\n<html lang="es">')
    assert '<p lang="en">Trained peers listen.</p>' in page
    assert '<li><b>Costo:</b> <span lang="en">Calls are free.</span></li>' in page
    assert "(en inglés)" not in page
    assert '"Página " counter(page) " de " counter(pages)' in page
    translated = inside("guide", "us-b-both", *ES, *US, *bilingual, "--format", "html")[1]
    assert "<p>Personas como usted escuchan.</p>" in translated
    assert ' lang="' not in inside("guide", "us-b-both", *US, *bilingual, "--format", "html")[1].split("<html lang")[1]


def test_a_pdf_says_its_language(inside: Inside, bilingual: tuple[str, ...], tmp_path: Path) -> None:
    if not pdf_can_be_made():
        pytest.skip("WeasyPrint or Pango is missing")
    from pypdf import PdfReader

    for language in ("es", "en"):
        path = tmp_path / f"{language}.pdf"
        assert inside("--language", language, "guide", "us-b-both", *US, *bilingual, "-o", str(path))[0] == 0
        assert str(PdfReader(path).root_object["/Lang"]) == language


def test_a_guide_that_is_not_translated_is_english_and_says_so(inside: Inside, catalog: Catalog) -> None:
    english = [name for name in catalog.index.guides("en") if name not in catalog.index.guides("es")]
    if not english:
        pytest.skip("every guide is translated")
    title = catalog.index.guide_titles("en")[english[0]]
    _, out, _ = inside("guide", english[0], *ES, *US)
    assert " ".join(out.split()).startswith(f"{title} (en inglés) ")
    assert "Esta guía todavía no está en español. Sigue en inglés." in out
    assert f'<h1 lang="en">{title}</h1>' in inside("guide", english[0], *ES, *US, "--format", "html")[1]


MIXED = Document(
    "Title",
    (
        Heading("Uno", language="en"),
        Paragraph("two", language="en"),
        Items(("three", "four"), language="en"),
        Paragraph("cinco"),
        Paragraph("six", language="en"),
        Block((Field("siete", "seven", language="en"), Field("ocho", "eight", language="en"))),
    ),
    "es",
    "en",
)


def test_marks_stand_where_the_language_changes() -> None:
    with speaking("es"):
        plain, marked = text.render(MIXED, Page()), markdown.render(MIXED, Page())
        page = html.render(MIXED, Page())
    assert plain.count("(en inglés)") == marked.count("(en inglés)") == 5
    assert [line for line in plain.splitlines() if "(en inglés)" in line] == [
        "Title (en inglés)",
        "Uno (en inglés)",
        "six (en inglés)",
        "siete: seven (en inglés)",
        "ocho: eight (en inglés)",
    ]
    assert page.count(' lang="en"') == 7


def test_passages_of_one_language_are_joined() -> None:
    told = (Passage("a."), Passage(""), Passage("b."), Passage("c.", "en"), Passage("d."))
    assert fields("X", *told) == [Field("X", "a. b."), Field("X", "c.", "en"), Field("X", "d.")]
    assert fields("X", Passage(""), Passage("", "en")) == []
    assert Field("X", "a").language is UNSET


# ---- On screen and paper -----------------------------------------------------------------------------------------


def test_large_print_fits(inside: Inside) -> None:
    calls = (
        ("guide", "therapy", *US),
        ("guide", "us-nami-helpline", *US),
        ("sheet", "us-988-lifeline", "us-nami-helpline", "us-ccbhc", "--worker", "--notes", "2"),
        ("types",),
        ("topics",),
        ("audiences",),
    )
    for call in calls:
        rows = inside(*call, *ES, "--large-print")[1].splitlines()
        # An address stays whole, however long.
        assert [row for row in rows if len(row) > 40 and "://" not in row] == [], call


def test_the_menu_speaks(environment: dict[str, str]) -> None:
    keys = b"2\nEstados Unidos\nme siento solo\n\nvolver\nsalir\n"
    out = TextIOWrapper(BytesIO(), "utf-8", newline="")
    context = Context(TextIOWrapper(BytesIO(keys), "utf-8"), out, out, {**environment, "MHFIND_LANGUAGE": "es"})
    assert Menu(context).run() == 0
    out.seek(0)
    said = " ".join(out.read().split())
    for part in ("1. Encontrar ayuda ahora", "q. Salir", "¿Qué país?", "¿Qué está pasando?", 'programas para "me'):
        assert part in said
    assert said.endswith("Hasta luego.")
    assert tongue.current() == "en"


def test_places_are_named_in_the_language(inside: Inside) -> None:
    assert inside("crisis", "Estados Unidos", *ES)[1] == inside("crisis", "US", *ES)[1]
    assert inside("crisis", "Estados Unidos")[0] == 2
    assert inside("list", "--region", "Carolina del Norte", *ES)[0] == 0


# ---- What is missing, and start-up -------------------------------------------------------------------------------


def test_what_is_missing_is_told(inside: Inside, bilingual: tuple[str, ...]) -> None:
    (spanish,) = json.loads(inside("catalog", "info", "--translations", *bilingual, "--format", "json")[1])["languages"]
    assert spanish["language"] == "es"
    assert spanish["messages"]["translated"] == spanish["messages"]["total"] > 900
    assert spanish["records"] == {
        "total": 2,
        "translated": 0,
        "missing": ["us-a-english: summary, first_step, bring, cost_note", "us-b-both: bring"],
    }


def test_english_opens_no_messages(installed: Path, environment: dict[str, str]) -> None:
    loaded = {}
    for name, arguments in {
        "search": ("search", "panic", *US),
        "crisis": ("crisis", "US"),
        "guide": ("guide", "therapy"),
        "export": ("export", "--format", "json"),
    }.items():
        command = [sys.executable, "-X", "importtime", "-m", "mhfind", *arguments]
        environ = {**environment, "PYTHONPATH": str(installed)}
        done = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=True)
        loaded[name] = "mhfind.messages" in done.stderr
    assert loaded == dict.fromkeys(loaded, False)


# ---- A third language is files only ------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the source tree with a toy language, which is nothing but files."""
    copy = tmp_path_factory.mktemp("tree")
    ignore = shutil.ignore_patterns("__pycache__", "_bundled")
    shutil.copytree(ROOT / "src", copy / "src", ignore=ignore)
    shutil.copytree(ROOT / "data", copy / "data")
    toy = copy / "src/mhfind/locale/eo/LC_MESSAGES/mhfind.po"
    guide = copy / "data/guides/eo/therapy.md"
    for path, words in ((toy, TOY_PO), (guide, TOY_GUIDE)):
        path.parent.mkdir(parents=True)
        path.write_text(words, "utf-8")
    return copy


@pytest.fixture
def toy(tree: Path, environment: dict[str, str]) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run the program of that tree."""
    return Program({**environment, "PYTHONPATH": str(tree / "src")})


def test_a_toy_language(toy: Program, tmp_path: Path) -> None:
    crisis = toy("crisis", "US", "--language", "eo")
    assert (crisis.returncode, crisis.stderr) == (0, b"")
    assert crisis.stdout.decode().startswith("Helpo tuj - United States\n")
    own = write_records(tmp_path / "own.json", record("us-toy", translations={"eo": {"summary": "Iu aŭskultas."}}))
    program = " ".join(toy("guide", "us-toy", *US, *own, "--language", "eo").stdout.decode().split())
    assert "Iu aŭskultas. Unua paŝo" in program
    assert "Unua paŝo --------- Call them. (en la angla)" in program
    assert "Good to know" in program
    guide = toy("guide", "therapy", *US, "--language", "eo", "--format", "html").stdout.decode()
    assert '<html lang="eo">' in guide
    assert "<h1>Terapio</h1>" in guide
    assert guide.index("Programs of this kind") < guide.index("Fontoj")
    english = toy("guide", "crisis", *US, "--language", "eo").stdout.decode()
    assert "(en la angla)\n" in english.split("=", maxsplit=1)[0]
    found = json.loads(toy("catalog", "info", "--translations", "--format", "json").stdout)["languages"]
    assert [language["language"] for language in found] == ["eo", "es"]
    assert found[0]["messages"] == {"total": 5, "translated": 4, "missing": ["Good to know"]}
    assert found[0]["guides"]["translated"] == 1
    assert "therapy" not in found[0]["guides"]["missing"]


def test_a_source_tree_without_babel_answers_in_english(tree: Path, toy: Program, tmp_path: Path) -> None:
    (tmp_path / "babel").mkdir()
    (tmp_path / "babel/__init__.py").write_text("raise ImportError\n", "utf-8")
    path = f"{tmp_path}:{tree / 'src'}"
    done = toy("crisis", "US", "--language", "eo", env={"PYTHONPATH": path, "XDG_CACHE_HOME": str(tmp_path / "cache")})
    assert (done.returncode, done.stdout.decode().startswith(HELP)) == (0, True)
    assert "Babel is not installed" in done.stderr.decode()
    assert "Going on in English" in done.stderr.decode()


def test_a_question_in_spanish_is_told_how_to_read_the_answer_in_spanish(inside: Inside) -> None:
    told = "ponga --language es después de mhfind"
    query = ("search", "mi hijo no puede dormir", "--country", "US")
    assert told in " ".join(inside(*query)[1].split())
    assert told not in " ".join(inside("--language", "es", *query)[1].split())
    assert "--language" not in inside("search", "my son can't sleep", "--country", "US")[1]
