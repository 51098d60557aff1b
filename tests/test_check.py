"""Are the numbers of a handout still right? Every verdict, in every form of file; corrected copies; exit codes."""

import csv
import importlib.util
import io
import json
import time
import zipfile
from pathlib import Path
from typing import Any

import pytest
from conftest import PHONE, US, Inside, OwnCatalog, Program, Terminal, contact, record, write_records

from mhfind import Catalog
from mhfind import check as core
from mhfind import handout as handouts
from mhfind.check import STATUSES, Finding, check, register_of
from mhfind.errors import ExitCode, UsageError
from mhfind.handout import handout_of, text_handout
from mhfind.register import Register

# A line of a handout -> status, program and what to use, of each number or address in it.
VERDICTS: dict[str, list[tuple[str, str | None, str | None]]] = {
    "Call 988": [("current", "us-988-lifeline", None)],
    "Veterans: dial 988, then press 1": [("current", "us-veterans-crisis-line", None)],
    "Veterans Crisis Line: 988": [("current", "us-veterans-crisis-line", None)],
    "Text HOME to 741741": [("current", "us-crisis-text-line", None)],
    "Text STEVE to 741741": [("current", "us-steve-fund-text", None)],
    "NAMI HelpLine 1-800-950-NAMI (6264)": [("current", "us-nami-helpline", None)],
    "https://www.crisistextline.org/": [("current", "us-crisis-text-line", None)],
    "In an emergency call 911": [("current", None, None)],
    "1-800-273-8255": [("retired", "us-988-lifeline", "988")],
    "1-800-273-TALK (8255)": [("retired", "us-988-lifeline", "988")],
    "1-800-273-\n8255": [("retired", "us-988-lifeline", "988")],
    "NEDA helpline: (800) 931-2237": [("retired", "us-neda-helpline", "https://anad.org/eating-disorder-helpline/")],
    "Text TALK to 38255": [("retired", "us-co-colorado-crisis-services", "988")],
    "LGBTQ+ youth: call 988 and press 3": [("retired", "us-988-lgbtq-youth-option", "988")],
    "Text PRIDE to 988": [("retired", "us-988-lgbtq-youth-option", "988")],
    "www.suicidepreventionlifeline.org/chat": [("retired", "us-988-lifeline", "https://988lifeline.org/")],
    "1-800-349-9049": [("misprint", "us-il-cares-line", "1-800-345-9049")],
    "1-800-273-8225": [("near", "us-988-lifeline", "988")],
    "1-800-662-3457": [("near", "us-samhsa-national-helpline", "1-800-662-HELP")],
    "988lifelime.org": [("near", "us-988-lifeline", "https://988lifeline.org/")],
    "+1741741": [("undialable", "us-crisis-text-line", "741741")],
    "+44116123": [("undialable", "gb-samaritans", "116 123")],
    "+1-988": [("undialable", "us-988-lifeline", "988")],
    "The Trevor Project: 1-800-662-4357": [("wrong-name", "us-samhsa-national-helpline", None)],
    "SAMHSA's National Helpline: 1-800-662-4357": [("current", "us-samhsa-national-helpline", None)],
    "Trevor Project 1-866-488-7386, SAMHSA 1-800-662-4357": [
        ("current", "us-trevor-project", None),
        ("current", "us-samhsa-national-helpline", None),
    ],
    "1-888-555-0100": [("unknown", None, None)],
    "https://example.org/help": [("unknown", None, None)],
    "open 9 am to 5 pm since 2019 at 12 Main St, Columbus, OH 43215, for $20": [],
}
# A line -> what it says that the catalog does not.
DIFFERENCES = {
    "Text HOME to 741741, 24/7": [],
    "Text WORD to 741741": ["the word WORD is not listed; listed: HOME, AYUDA, STEVE"],
    "Call 988 from 9 am to 5 pm": ["it says 9 am to 5 pm; listed: 24 hours a day, every day"],
    "Call 988 and press 7": ["pressing 7 is not listed; listed: press 2, press 0, press 1, press 4"],
    "Veterans Crisis Line: 988": ["it leaves out: press 1"],
    "Call or text 988 for the Veterans Crisis Line (press 1)": [],
    "Crisis Text Line, text 741741": ["it leaves out the word to text: HOME"],
    "NAMI HelpLine 1-800-950-6264, Mon-Fri 10 am - 10 pm ET": [],
    "NAMI HelpLine 1-800-950-6264 (24 hours)": ["it says 24 hours; listed: Mon to Fri 10 am to 10 pm (Eastern time)"],
    "NAMI HelpLine 1-800-950-6264, 9 am to 5 pm": [
        "it says 9 am to 5 pm; listed: Mon to Fri 10 am to 10 pm (Eastern time)"
    ],
    "NAMI HelpLine 1-800-950-6264, 7 am to 7 pm PT": [],
    "Text 1-800-662-4357": ["it is listed to call, not to text"],
}


@pytest.fixture(scope="module")
def register(catalog: Catalog) -> Register:
    return register_of(catalog)


def findings(text: str, register: Register) -> list[Finding]:
    return list(check(text_handout("handout.txt", text), register, "US"))


def test_every_kind_of_number_has_its_verdict(register: Register) -> None:
    found = {text: [(one.status, one.program, one.use) for one in findings(text, register)] for text in VERDICTS}
    wrong = {text: (found[text], VERDICTS[text]) for text in VERDICTS if found[text] != VERDICTS[text]}
    assert wrong == {}
    assert {status for verdicts in VERDICTS.values() for status, _, _ in verdicts} == set(STATUSES)


def test_what_a_handout_says_otherwise_is_told(register: Register) -> None:
    found = {text: [said for one in findings(text, register) for said in one.differences] for text in DIFFERENCES}
    assert {text: said for text, said in found.items() if said != DIFFERENCES[text]} == {}


def test_a_retired_number_says_since_when_why_and_what_replaced_it(register: Register) -> None:
    (lifeline,) = findings("1-800-273-8255", register)
    assert "replaced since 16 Jul 2022. It still works. Use 988 (988 Suicide" in lifeline.message
    (neda,) = findings("1-800-931-2237", register)
    assert "ended on 1 Jun 2023" in neda.message
    assert "closed its phone" in neda.message
    (near,) = findings("1-800-273-8225", register)
    assert near.message.startswith("Not listed; one digit from 1-800-273-8255 (retired): ")


def test_every_listed_number_is_current_or_former_as_published(catalog: Catalog, register: Register) -> None:
    """Typed alone, no number of the catalog is unknown or near."""
    wrong = []
    for key in catalog.ids():
        program = catalog.get(key)
        assert program
        values = [(one.value, {"current"}) for one in program.contacts if one.dial and not one.value.startswith("http")]
        old = {"retired", "misprint", "undialable", "current"}
        values += [(one.value, old) for one in program.former_contacts if one.channel != "email"]
        for value, wanted in values:
            found = list(check(text_handout("", value), register, bare=True))
            if len(found) != 1 or found[0].status not in wanted:
                wrong.append((key, value, [one.status for one in found]))
    assert wrong == []


def test_where_it_stands(register: Register) -> None:
    text = "One\r\n\r\n  call 988\nor 1-800-273-\n8255, www.nami.org"
    places = [(one.line, one.column, one.found) for one in findings(text, register)]
    assert places == [(3, 8, "988"), (4, 4, "1-800-273- 8255"), (5, 7, "www.nami.org")]


# ---- Files -----------------------------------------------------------------------------------------------------------

HTML = """<html><head><script>var x = "call 1-800-273-8255";</script></head>
<body><p>Call&nbsp;<a href="tel:+18002738255">1&#8209;800-<b>273</b>-8255</a></p>
<table><tr><td>800</td><td>273</td></tr></table></body></html>
"""


def test_html_is_read_as_it_is_shown_and_linked(register: Register) -> None:
    handout = handout_of("page.html", HTML.encode())
    found = sorted((one.line, one.column, one.found, one.status) for one in check(handout, register))
    assert found == [(2, 24, "+18002738255", "retired"), (2, 47, "1‑800-273-8255", "retired")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str, register: Register) -> None:
    handout = handout_of("a.txt", "Línea – call 1-800-273-8255".encode(encoding))
    assert [one.status for one in check(handout, register)] == ["retired"]


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.bin", b"\x00\x01" * 50, "is no text"),
        ("a.docx", b"PK nonsense", "can't be read as DOCX"),
        ("a.pdf", b"%PDF nonsense", "can't be read as PDF"),
    ],
)
@pytest.mark.filterwarnings("ignore")
def test_what_is_no_text_is_told(name: str, data: bytes, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        handout_of(name, data)


def test_a_file_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(handouts, "MAX_BYTES", 1 << 20)
    path = tmp_path / "large.txt"
    path.write_bytes(b"a" * ((1 << 20) + 1))
    with pytest.raises(UsageError, match="larger than 1 MB"):
        handouts.read_handout(path)


def test_a_missing_library_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(handouts, "find_spec", lambda _: None)
    with pytest.raises(UsageError) as raised:
        handout_of("a.pdf", b"")
    assert raised.value.hint == "pip install 'mhfind[documents]'"


def test_docx(register: Register) -> None:
    docx = pytest.importorskip("docx")
    document, out = docx.Document(), io.BytesIO()
    document.add_paragraph("Call 1-800-273-")
    document.paragraphs[0].add_run("8255")
    document.add_table(1, 2).rows[0].cells[1].text = "Text HOME to 741741"
    document.sections[0].footer.paragraphs[0].text = "988, press 3"
    document.save(out)
    found = [(one.line, one.status) for one in check(handout_of("a.docx", out.getvalue()), register)]
    assert found == [(1, "retired"), (2, "current"), (4, "retired")]


def pdf(*pages: str) -> bytes:
    """Return a PDF file with one line of text on each page."""
    kids = " ".join(f"{3 + 2 * place} 0 R" for place in range(len(pages)))
    bodies = ["<< /Type /Catalog /Pages 2 0 R >>", f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>"]
    font = "<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >>"
    for place, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 50 700 Td ({text}) Tj ET"
        content = f"/Contents {4 + 2 * place} 0 R /MediaBox [0 0 600 800]"
        bodies.append(f"<< /Type /Page /Parent 2 0 R /Resources {font} {content} >>")
        bodies.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    size = len(bodies) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\n"
    return out + f"{tail}startxref\n{len(out)}\n%%EOF\n".encode()


@pytest.mark.skipif(importlib.util.find_spec("pypdf") is None, reason="pypdf is not installed")
def test_pdf_tells_the_page(register: Register) -> None:
    handout = handout_of("a.pdf", pdf("Nothing here", "Call 1-800-273-8255"))
    assert [(one.page, one.line, one.status) for one in check(handout, register)] == [(2, 1, "retired")]


@pytest.mark.parametrize("ending", [".docx", ".pdf"])
def test_a_bomb_in_a_document_is_no_crash(ending: str) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<a>" * 1000)
    with pytest.raises(UsageError, match="can't be read"):
        handout_of(f"a{ending}", out.getvalue())


# ---- The command -----------------------------------------------------------------------------------------------------


def asked(inside: Inside, *arguments: str, **more: Any) -> tuple[int, Any]:
    code, out, err = inside("check", *arguments, "--format", "json", **more)
    assert err == ""
    return code, json.loads(out)


@pytest.mark.parametrize(
    ("arguments", "code", "status"),
    [
        (("1-800-273-8255",), ExitCode.ATTENTION, "retired"),
        (("1", "800", "273", "8255"), ExitCode.ATTENTION, "retired"),
        (("988",), ExitCode.OK, "current"),
        (("1-888-555-0100",), ExitCode.OK, "unknown"),
        (("1-888-555-0100", "--strict"), ExitCode.ATTENTION, "unknown"),
        (("https://suicidepreventionlifeline.org",), ExitCode.ATTENTION, "retired"),
        (("+1741741",), ExitCode.ATTENTION, "undialable"),
    ],
)
def test_a_number_or_address(inside: Inside, arguments: tuple[str, ...], code: int, status: str) -> None:
    found, value = asked(inside, *arguments, *US)
    assert (found, [one["status"] for one in value["results"]]) == (code, [status])


def test_the_contract(inside: Inside, tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_text("Old handout\n\nLifeline 1-800-273-8225\nsee www.nami.org", "utf-8")
    code, value = asked(inside, str(path), *US)
    near, site = value["results"]
    assert code == ExitCode.ATTENTION
    assert value["format"] == "mhfind.check/1"
    assert value["counts"] == {**dict.fromkeys(STATUSES, 0), "near": 1, "current": 1}
    assert {name: near[name] for name in ("line", "column", "found", "status", "program", "use")} == {
        "line": 3,
        "column": 10,
        "found": "1-800-273-8225",
        "status": "near",
        "program": "us-988-lifeline",
        "use": "988",
    }
    assert (near["file"], near["kind"], site["kind"], site["use"]) == (str(path), "number", "link", None)


def test_several_files_and_standard_input(inside: Inside, tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("one.txt", "two.csv")]
    paths[0].write_text("call 988", "utf-8")
    paths[1].write_text("name,phone\nLifeline,1-800-273-8255\n", "utf-8")
    code, value = asked(inside, *map(str, paths), "-", *US, stdin=b"1-800-273-8225")
    assert code == ExitCode.ATTENTION
    assert [(Path(one["file"]).name, one["line"], one["status"]) for one in value["results"]] == [
        ("one.txt", 1, "current"),
        ("two.csv", 2, "retired"),
        ("-", 1, "near"),
    ]


def test_csv_has_no_formulas(inside: Inside, tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_text("+1741741\n", "utf-8")
    code, out, _ = inside("check", str(path), "--format", "csv")
    (row,) = csv.DictReader(io.StringIO(out, newline=""), strict=True)
    assert (code, row["found"], row["status"], row["use"]) == (ExitCode.ATTENTION, "'+1741741", "undialable", "741741")


@pytest.mark.parametrize("form", ["text", "md", "html"])
def test_documents_name_place_verdict_and_what_to_use(inside: Inside, tmp_path: Path, form: str) -> None:
    path = tmp_path / "old.txt"
    path.write_text("call 988\n1-800-273-8255\n1-888-555-0100\n", "utf-8")
    code, out, _ = inside("check", str(path), "--format", form, *US)
    assert code == ExitCode.ATTENTION
    order = ["Needs a look", "Line 2, column 1", "1-800-273-8255", "Current", "Line 1, column 6", "Not in this catalog"]
    places = [out.find(words) for words in order]
    assert -1 not in places
    assert places == sorted(places)


def test_what_is_neither_a_number_nor_a_file(inside: Inside, tmp_path: Path) -> None:
    for arguments in (("missing.txt",), ("hello",), (str(tmp_path),), ("988", str(tmp_path / "missing.txt"), "-")):
        code, out, err = inside("check", *arguments)
        assert (code, out) == (ExitCode.USAGE, ""), arguments
        assert err.startswith("mhfind: "), arguments


def test_danger_in_place_of_a_number_is_answered(inside: Inside) -> None:
    code, out, err = inside("check", "I want to die", *US)
    assert code == ExitCode.USAGE
    assert "988" in out
    assert "is no number" in err


def test_an_own_catalog_is_asked_too(inside: Inside, own_catalog: OwnCatalog) -> None:
    code, value = asked(inside, PHONE, "--catalog", str(own_catalog()))
    assert (code, value["results"][0]["program"]) == (ExitCode.OK, "us-example-line")


def test_controls_of_a_handout_do_not_reach_the_terminal(inside: Inside, tmp_path: Path) -> None:
    path = tmp_path / "a\x1b[2J.txt"
    path.write_text("call \x1b[2J988\n1-800-273-\u202e8255\n", "utf-8")
    for form in ("text", "csv", "json", "md", "html"):
        _, out, _ = inside("check", str(path), "--format", form)
        assert "\x1b" not in out, form
        assert "\u202e" not in out, form


# ---- Corrected copies ------------------------------------------------------------------------------------------------

CORRECTED = {
    "Lifeline: 1-800-273-TALK (8255)!": "Lifeline: 988!",
    "[call](tel:18002738255) **1-800-273-\n8255**": "[call](tel:988) **988**",
    "Text TALK to 38255.": "Text 988.",
    "Text “HELP” to 66746": "Text 1-800-985-5990",
    "1-800-349-9049, text HOME to +1741741": "1-800-345-9049, text HOME to 741741",
    "http://www.suicidepreventionlifeline.org/": "https://988lifeline.org/",
    "1-800-273-8225": "1-800-273-8225",
    "The Trevor Project: 1-800-662-4357": "The Trevor Project: 1-800-662-4357",
    "NEDA 1-800-931-2237": "NEDA 1-800-931-2237",
    "Call 988, press 3": "Call 988, press 3",
}


def test_corrected_copies(register: Register) -> None:
    from mhfind.correct import corrected

    found = {}
    for text in CORRECTED:
        handout = text_handout("a.md", text)
        found[text] = corrected(handout, findings(text, register))[0]
    assert found == CORRECTED


def test_fix_writes_a_copy_and_lists_each_change(inside: Inside, tmp_path: Path) -> None:
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_bytes("name,phone\r\nLifeline,1-800-273-8255\r\nLínea,1-800-273-8225\r\n".encode())
    code, out, err = inside("check", str(old), "--fix", "-o", str(new), *US)
    assert (code, err) == (ExitCode.ATTENTION, "")
    assert new.read_bytes() == "name,phone\r\nLifeline,988\r\nLínea,1-800-273-8225\r\n".encode()
    assert out.startswith("1 change in")
    assert "Line 2, column 10: 1-800-273-8255" in out
    assert "Left as it is" in out
    assert "Line 3, column 7: 1-800-273-8225" in out
    assert inside("check", str(old), "--fix", "-o", str(new), *US)[0] == ExitCode.OUTPUT


@pytest.mark.parametrize(
    "arguments", [("a.txt", "--fix"), ("a.txt", "b.txt", "--fix", "-o", "c.txt"), ("988", "--fix")]
)
def test_fix_needs_one_file_and_another(inside: Inside, arguments: tuple[str, ...]) -> None:
    assert inside("check", *arguments)[0] == ExitCode.USAGE


def test_fix_does_not_write_html(inside: Inside, tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    path.write_text("<p>1-800-273-8255", "utf-8")
    code, _, err = inside("check", str(path), "--fix", "-o", str(tmp_path / "b.html"))
    assert code == ExitCode.USAGE
    assert "--fix can't write .html" in err
    assert not (tmp_path / "b.html").exists()


# ---- Size ------------------------------------------------------------------------------------------------------------

PAGE = """County handbook, revised in 2019. Open 9 am - 5 pm at 100 Main Street, Columbus, OH 43215. Costs $20 to $1,200.
If you are in a crisis call 1-800-273-8255 (TALK) or text HOME to 741741. SAMHSA: 1-800-662-4357, www.samhsa.gov.
"""


def test_a_handbook_of_200_pages_is_checked_quickly(register: Register) -> None:
    text = "\n".join(PAGE * 20 + f"Office {page}: 1-614-555-{page:04}, example{page}.org" for page in range(200))
    began = time.process_time()
    found = findings(text, register)
    assert time.process_time() - began < 60  # a slow machine is no fault; measured: see docs/performance.md
    assert len(found) == 200 * (20 * 4 + 2)


def test_hostile_texts_take_no_longer(register: Register) -> None:
    for text in ("1" * 99_999, "1 " * 9_999, "call " * 9_999, "a." * 9_999, "(" * 99_999, "1-" * 9_999, "8A" * 9_999):
        assert len(findings(text, register)) < 2, text[:10]


def test_a_bar_is_shown_on_a_terminal_alone(mhfind: Program, tmp_path: Path, inside: Inside) -> None:
    path = tmp_path / "old.txt"
    path.write_text("call 988\n" * 50, "utf-8")
    code, shown = Terminal(mhfind, "check", str(path), "--no-pager", *US, env={"TERM": "xterm"}).end()
    assert code == ExitCode.OK
    assert "Checking [" in shown
    assert inside("check", str(path), *US)[2] == ""


def test_the_numbers_of_a_program_with_a_name_of_its_own(inside: Inside, tmp_path: Path) -> None:
    options = write_records(
        tmp_path / "own.json",
        record("us-a", name="Alpha Listening Line", contacts=[contact("1-888-555-0101")]),
        record("us-b", name="Beta Listening Line", organization="Another", contacts=[contact("1-888-555-0202")]),
    )
    code, value = asked(inside, *options, "-", stdin=b"Alpha Listening Line 1-888-555-0202")
    assert (code, value["results"][0]["status"], value["results"][0]["program"]) == (5, "wrong-name", "us-b")
    assert set(STATUSES) - {"current", "unknown"} == core.ATTENTION


# ---- Elsewhere: what has ended leads to what replaced it -----------------------------------------------------------


def test_search_tells_what_became_of_an_old_number(inside: Inside) -> None:
    code, out, _ = inside("search", "1-800-273-8255", *US)
    assert code == ExitCode.OK
    assert "1-800-273-8255 was replaced since 16 Jul 2022. It still works. Use 988." in " ".join(
        out.replace("!", "").split()
    )


def test_search_tells_of_a_number_that_is_near(inside: Inside) -> None:
    code, out, _ = inside("search", "1-800-273-8225", *US)
    assert code == ExitCode.NOTHING
    told = " ".join(out.replace("!", "").split())
    assert "Near: 1-800-273-8225 Not listed; one digit from 1-800-273-8255 (retired)" in told
    assert "Use: 988" in told
    assert "Near:" not in inside("search", "zzyzx 741742", *US)[1]


def test_what_has_ended_leads_on_in_search_show_and_batch(inside: Inside, catalog: Catalog) -> None:
    """Every retired program that has a successor: by name in a batch, and in `show`."""
    retired = [
        one for key in catalog.ids() if (one := catalog.get(key)) and one.status == "retired" and one.replaced_by
    ]
    assert len(retired) > 10
    queries = "".join(f"{program.name}\n" for program in retired)
    lines = inside("search", "--batch", "-", stdin=queries.encode())[1].splitlines()
    missed = []
    for program, line in zip(retired, lines, strict=True):
        answer = json.loads(line)
        told = {one["id"]: one for one in answer["retired"]}
        found = [one["program"]["id"] for one in answer["results"]]
        if program.id not in told or program.replaced_by[0] not in found or not told[program.id]["reason"]:
            missed.append((program.id, found))
        shown = inside("show", program.id)[1]
        if program.replaced_by[0] not in shown or "ended" not in shown:
            missed.append((program.id, ["show"]))
    assert missed == []


def test_what_mhfind_prints_itself_is_all_current(inside: Inside, tmp_path: Path) -> None:
    """No false alarm in 800 contacts: the catalog as text, checked as a handout."""
    path = tmp_path / "all.txt"
    assert inside("export", "--limit", "0", "--format", "text", "-o", str(path))[0] == ExitCode.OK
    code, value = asked(inside, str(path), *US)
    wrong = [(one["line"], one["found"], one["status"]) for one in value["results"] if one["status"] != "current"]
    assert (code, wrong) == (ExitCode.OK, [])
    assert len(value["results"]) > 700
