"""Messages: their source (PO) -> what gettext reads (MO). Needs Babel, as contributors and builds have it."""

from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from mhfind.tongue import ABOUT, MISSING, TOTAL


def compile_messages(source: bytes) -> bytes:
    """Return messages in their compiled form, and in it how many there are and which have no words yet.

    Raises ValueError for a source that can't be read.
    """
    catalog = read_po(BytesIO(source), abort_invalid=True)
    found = [message for message in catalog if message.id]
    missing = [message.id if isinstance(message.id, str) else message.id[0] for message in found if not message.string]
    catalog.add(TOTAL, str(len(found)), context=ABOUT)
    catalog.add(MISSING, "\n".join(missing), context=ABOUT)
    compiled = BytesIO()
    write_mo(compiled, catalog)
    return compiled.getvalue()
