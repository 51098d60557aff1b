"""Contacts as blocks of a document."""

from collections.abc import Iterable, Sequence

from mhfind import texts
from mhfind.document import AnyBlock, Line, Paragraph, paragraph
from mhfind.model import Contact
from mhfind.numbers import dial_string
from mhfind.texts import own_first
from mhfind.tongue import tr

_LINKS = {"call": "tel:", "text": "sms:", "tty": "tel:"}


def contact_line(contact: Contact) -> Line:
    """Return a contact as `label: value`, whole, with the menu step that it needs."""
    link = contact.value if contact.value.startswith("http") else _link(contact)
    after = tr(", then {step}").format(step=texts.menu_step(contact.then)) if contact.then else ""
    return Line(texts.contact_label(contact), contact.value, after, link)


def _link(contact: Contact) -> str:
    """Return what dials a number, begins a text with its keyword, or a mail; an empty text for other ways."""
    if contact.channel == "email":
        return f"mailto:{contact.value}"
    scheme, dial = _LINKS.get(contact.channel), contact.dial or dial_string(contact.value)
    if not scheme or not dial:
        return ""
    body = f"?body={_quoted(contact.keyword)}" if contact.keyword and scheme == "sms:" else ""
    return f"{scheme}{dial.replace('#', '%23')}{body}"


def _quoted(keyword: str) -> str:
    """Return a word to text as it stands in a link (RFC 5724)."""
    if keyword.isascii() and keyword.isalnum():
        return keyword
    from urllib.parse import quote

    return quote(keyword, safe="")


def few(contacts: Sequence[Contact], count: int) -> list[Contact]:
    """Return up to `count` contacts in the order of `own_first`: one of each channel before a second one of any."""
    contacts = own_first(contacts)
    first = {contact.channel: contact for contact in reversed(contacts)}
    chosen = sorted(contacts, key=lambda contact: first[contact.channel] is not contact)[:count]
    return [contact for contact in contacts if contact in chosen]


def contact_blocks(contacts: Iterable[Contact]) -> list[AnyBlock]:
    """Return contacts as lines, each followed by its hours and languages."""
    blocks: list[AnyBlock] = []
    for contact in contacts:
        blocks.append(contact_line(contact))
        if contact.address:
            blocks.append(Paragraph(texts.address(contact), "detail"))
        if contact.abroad:
            blocks.append(Line(tr("From other countries"), contact.abroad))
        blocks += [paragraph(details, "detail") for details in texts.contact_details(contact)]
    return blocks
