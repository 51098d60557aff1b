"""Controls made visible: catalog text and queries can't steer a terminal."""

import re

# Everything that moves a cursor, styles, hides or reorders text; joiners within scripts and emoji stay.
UNSEEN = re.compile(
    "[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)


def visible(text: str) -> str:
    r"""Return `text` with each control, bidi mark or other unseen character spelled out; line breaks stay.

    >>> visible("988\x1b[2J\u202e")
    '988<U+001B>[2J<U+202E>'
    """
    if text.isascii() and text.isprintable():
        return text
    return UNSEEN.sub(lambda match: f"<U+{ord(match.group()):04X}>", text)
