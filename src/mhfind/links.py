"""Web addresses in a text, and when two of them lead to the same place."""

import re
from collections.abc import Iterator

# Endings of hosts that are taken for an address without https://; others, such as "handout.txt", are file names.
_ENDINGS = (
    "org com net edu gov info mil int health help support life chat care line us ca uk ie au nz in de fr eu es mx br za"
)
_LINK = re.compile(
    r"(?<![\w@.-])(?:https?://[^\s<>\"'`|\\^{}\[\]]+"
    rf"|(?:www\.)?(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+(?:{'|'.join(_ENDINGS.split())})(?![\w@-]|\.\w)"
    r"(?:/[^\s<>\"'`|\\^{}\[\]]*)?)",
    re.IGNORECASE,
)
_TRAILING = ".,;:!?*_'\""


def links(text: str) -> Iterator[tuple[int, int]]:
    """Yield where web addresses begin and end in a text, without the punctuation that follows them.

    >>> text = "See www.nami.org, https://988lifeline.org/chat/ (or handout.txt)."
    >>> [text[start:end] for start, end in links(text)]
    ['www.nami.org', 'https://988lifeline.org/chat/']
    """
    for match in _LINK.finditer(text):
        found = match.group().rstrip(_TRAILING)
        while found.endswith(")") and found.count(")") > found.count("("):
            found = found[:-1].rstrip(_TRAILING)
        yield match.start(), match.start() + len(found)


def link_key(url: str) -> str:
    """Return what two ways to write an address share: the host and the path, without scheme, `www.` and last slash.

    >>> link_key("https://www.NAMI.org/help/") == link_key("nami.org/help") == "nami.org/help"
    True
    """
    host, slash, path = re.sub(r"^https?://", "", url, flags=re.IGNORECASE).partition("/")
    path = path.partition("#")[0]
    return f"{host.lower().removeprefix('www.')}{slash}{path}".rstrip("/")


def host_of(url: str) -> str:
    """Return the host of an address, without `www.`.

    >>> host_of("https://www.nami.org/help")
    'nami.org'
    """
    return re.split(r"[/?:]", link_key(url), maxsplit=1)[0]
