"""Messages: their source (PO) -> what gettext reads (MO). Needs Babel, as contributors and builds have it."""

from io import BytesIO

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


def compile_messages(source: bytes) -> bytes:
    """Return messages in their compiled form. Raises ValueError for a source that can't be read."""
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source), abort_invalid=True))
    return compiled.getvalue()
