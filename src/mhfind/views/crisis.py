"""Crisis help as blocks of a document: the box that opens everything printed, and the page of `mhfind crisis`."""

from mhfind.crisis import Help
from mhfind.document import AnyBlock, Block, Document, Heading, Line, Paragraph, paragraph
from mhfind.model import EmergencyNumber, Program
from mhfind.query import WORLD
from mhfind.texts import full_name, own_first
from mhfind.tongue import later, passage, tr, trc
from mhfind.views.contacts import contact_line, few

BOX_CONTACTS = 4  # ways to reach one program that the box has room for
SERVICES = {"emergency": "Emergency", "ambulance": "Ambulance", "police": "Police", "medical-advice": "Medical advice"}
_NOT_SUICIDAL = later("You don't have to be suicidal to reach out, and you can do it for someone else.")
_NO_COUNTRY = later("For the lines of your country: mhfind crisis --country US (or another two-letter code).")


def crisis_box(crisis: Help) -> Block:
    """Return the box that opens guides and crisis answers: emergency number, who to call, text or chat right now."""
    ways = [block for program in crisis.programs for block in _ways(program)]
    if crisis.place.country and all(program.serves == (WORLD,) for program in crisis.programs):
        ways.insert(0, Paragraph(tr("No line of this country is listed here yet. These help you find one:")))
    emergency: list[AnyBlock] = [Heading(tr("In danger now"), 3), *map(emergency_line, crisis.urgent_numbers)]
    if not crisis.emergency:
        emergency.append(Paragraph(tr("Call the emergency number of your country.")))
    notes: list[AnyBlock] = [paragraph(passage(danger.notice), "warning") for danger in crisis.dangers]
    notes = notes or [Paragraph(tr(_NOT_SUICIDAL))]
    leads = crisis.emergency_leads or not crisis.dangers
    blocks = [Heading(tr("If it is urgent"), 3), *notes, *([*emergency, *ways] if leads else [*ways, *emergency])]
    return Block(tuple(blocks), "crisis")


def crisis_reminder(crisis: Help) -> Block:
    """Return the shortest box, to stand once more at the end, where a terminal has stopped scrolling."""
    first = [contact_line(own_first(program.contacts)[0]) for program in crisis.programs[:1]]
    blocks: list[AnyBlock] = [Heading(full_name(program), 3) for program in crisis.programs[:1]]
    return Block((*blocks, *first, *map(emergency_line, crisis.urgent_numbers)), "crisis")


def _ways(program: Program) -> list[AnyBlock]:
    """Return a program's name and its ways for the box: one of each channel before a second one of any."""
    direct = [contact for contact in program.contacts if contact.channel != "web"] or list(program.contacts)
    return [Heading(full_name(program), 3), *map(contact_line, few(direct, BOX_CONTACTS))]


def emergency_line(number: EmergencyNumber) -> Line:
    """Return an emergency number as `label: value`."""
    return Line(trc("service", SERVICES[number.service]), number.value, href=f"tel:{number.value.replace(' ', '')}")


def crisis_document(crisis: Help, where: str, *, commands: bool = True) -> Document:
    """Return crisis help for a place (its name, or an empty text): the box, and how to learn more. It fits a screen.

    `commands`: whether the reader can type commands.
    """
    blocks: list[AnyBlock] = [crisis_box(crisis)]
    others = [number for number in crisis.emergency if number not in crisis.urgent_numbers]
    if others:
        blocks.append(Block((Heading(tr("Other numbers"), 3), *map(emergency_line, others))))
    if crisis.place.country is None and commands:
        blocks.append(Paragraph(tr(_NO_COUNTRY), "note"))
    more = " ".join(program.id for program in crisis.programs)
    if commands:
        blocks.append(Paragraph(tr("Hours, what happens, sources: mhfind show {ids}").format(ids=more), "note"))
    return Document(f"{tr('Help right now')}{f' - {where}' if where else ''}", tuple(blocks))
