"""Contacts as blocks of a document."""

from collections.abc import Iterable

from mhfind import texts
from mhfind.document import AnyBlock, Line, Paragraph
from mhfind.model import Contact

_LINKS = {"call": "tel:", "text": "sms:", "tty": "tel:", "email": "mailto:"}


def contact_line(contact: Contact) -> Line:
    """Return a contact as `label: value`, whole, with the menu step that it needs."""
    link = contact.value if contact.value.startswith("http") else _link(contact)
    after = f", then {contact.then}" if contact.then else ""
    return Line(texts.contact_label(contact), contact.value, after, link)


def _link(contact: Contact) -> str:
    scheme = _LINKS.get(contact.channel)
    return f"{scheme}{contact.dial or contact.value}" if scheme else ""


def contact_blocks(contacts: Iterable[Contact]) -> list[AnyBlock]:
    """Return contacts as lines, each followed by its hours and languages."""
    blocks: list[AnyBlock] = []
    for contact in contacts:
        blocks.append(contact_line(contact))
        if contact.address:
            blocks.append(Paragraph(texts.address(contact), "detail"))
        if contact.abroad:
            blocks.append(Line("From other countries", contact.abroad))
        if details := texts.contact_details(contact):
            blocks.append(Paragraph(details, "detail"))
    return blocks
