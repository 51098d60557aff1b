"""What a catalog knows of a number or address, given the words around it."""

from collections.abc import Sequence

import msgspec

from mhfind import texts
from mhfind.claims import differences
from mhfind.links import host_of, link_key
from mhfind.mentions import SHORT, Mention
from mhfind.model import Contact
from mhfind.numbers import comparison_key
from mhfind.register import Entry, Register, squashed, tells_apart
from mhfind.words import squash

_SPOKEN = frozenset({"call", "tty", "video", ""})
_NAMED = 5  # letters and digits of a name that is looked for on a line
_OTHERS = 3  # further programs of a number that are named
_KINDS = {"replaced": "retired", "closed": "retired", "misprint": "misprint", "undialable": "undialable"}


class Line(msgspec.Struct, frozen=True):
    """The words around a number: its whole line, and what of it stands next to no other number."""

    whole: str = ""
    before: str = ""
    after: str = ""


class Verdict(msgspec.Struct, frozen=True):
    """What is known of a number or address, wherever it stands."""

    status: str
    message: str
    entry: Entry | None = None
    use: str | None = None
    target: Contact | None = None  # what takes its place
    differences: tuple[str, ...] = ()


_UNKNOWN = Verdict("unknown", "Not in this catalog. That does not mean that it is wrong.")


# ---- Numbers ---------------------------------------------------------------------------------------------------------


def number_verdict(
    mention: Mention, register: Register, country: str | None = None, line: Line | None = None
) -> Verdict:
    """Return what a catalog knows of a number as it stands on a line."""
    line = line or Line()
    coded = register.coded.get(mention.key, []) if mention.abroad else []
    entries = register.numbers.get(mention.key, [])
    if coded or (mention.abroad and len(mention.key) <= SHORT and entries):
        return _undialable(_best(coded or entries, mention, country, line))
    if retired := _retired_option(mention, register):
        return retired
    if entries:
        return _listed(entries, mention, register, country, line)
    if countries := register.emergency.get(mention.key):
        return Verdict("current", f"An emergency number ({', '.join(countries)}).")
    near = register.near_number(mention.key)
    return _near(_best(near, mention, country, line), register) if near else _UNKNOWN


def _listed(entries: Sequence[Entry], mention: Mention, register: Register, country: str | None, line: Line) -> Verdict:
    """Return the verdict on a number that is listed as a contact or as a former one."""
    current = [entry for entry in entries if entry.contact]
    fitting = [entry for entry in current if _fits(entry, mention)]
    former = [entry for entry in entries if entry.former and _fits(entry, mention)]
    if not fitting and (former or not current):
        return _former(_best(former or entries, mention, country, line), register)
    best = _best(fitting or current, mention, country, line)
    other = _named_instead(entries, line, register)
    whose = _owners(current, best)
    if other:
        return Verdict("wrong-name", f"This is the number of {whose}, not of {other}.", best)
    told: tuple[str, ...] = () if fitting else (f"it is listed to {best.channel}, not to {mention.channel}",)
    contacts = [entry.contact for entry in fitting or current if entry.contact]
    told += differences(mention, contacts, best.contact, line.whole, line.after)
    return Verdict("current", f"{whose}.", best, differences=told)


def _fits(entry: Entry, mention: Mention) -> bool:
    """Tell whether a contact is of the kind that the words around a number name."""
    if not mention.channel or not entry.channel or entry.channel == mention.channel:
        return True
    return entry.channel in _SPOKEN and mention.channel in _SPOKEN


def _best(entries: Sequence[Entry], mention: Mention, country: str | None, line: Line) -> Entry:
    """Return the entry that is meant: by the name on the line, the keyword, the key to press, the place."""
    words = squash(line.whole)

    def rank(entry: Entry) -> tuple[int, ...]:
        contact, names = entry.contact, (entry.program.name, *entry.program.also_known_as)
        keyword = ((contact.keyword if contact else None) or "").casefold()
        then = (contact.then if contact else None) or ""
        return (
            bool(mention.keyword) and mention.keyword.casefold() == keyword,
            bool(mention.then) and mention.then in then,
            max((len(key) for key in map(squashed, names) if len(key) >= _NAMED and key in words), default=0),
            bool(mention.keyword) == bool(keyword),
            bool(mention.then) == bool(then),
            entry.serves(country),
            entry.program.status == "active",
            entry.program.crisis_line == "yes",
        )

    return max(entries, key=rank)  # the first of those that rank alike


def _owners(entries: Sequence[Entry], best: Entry) -> str:
    """Return whose number it is, in words: the best, and some others."""
    others = list(dict.fromkeys(entry.program.name for entry in entries if entry.program.id != best.program.id))
    more = f" and {len(others) - _OTHERS} more" if len(others) > _OTHERS else ""
    also = f"; also of {', '.join(others[:_OTHERS])}{more}" if others else ""
    return f"{best.program.name}{also}"


def _named_instead(entries: Sequence[Entry], line: Line, register: Register) -> str:
    """Return the name of another program that a line gives a number to, or an empty text.

    Only where the line names none of those whose number it is, and the name stands next to it.
    """
    owners = {entry.program.id for entry in entries}
    houses = {entry.program.organization for entry in entries}
    if any(squashed(house) in squash(line.whole) for house in houses):
        return ""
    if any(program.id in owners for _, programs in register.names_on(line.whole) for program in programs):
        return ""
    for name, programs in reversed(register.names_on(line.before)):
        related = any(
            program.organization in houses or not owners.isdisjoint(program.replaced_by) for program in programs
        )
        numbered = any(contact.dial for program in programs for contact in program.contacts)
        if tells_apart(name):
            return name if numbered and not related else ""
    return ""


def _retired_option(mention: Mention, register: Register) -> Verdict | None:
    """Return the verdict on a key to press or a word to text that has gone while its number goes on, else None."""
    ways = [f"{mention.key} press {mention.then}"] if mention.then else []
    ways += [f"text {mention.keyword} to {mention.key}"] if mention.keyword else []
    for way in ways:
        for program in register.names.get(squashed(way), ()):
            if program.status == "retired":
                return _gone(Entry(program), register)
    return None


def _former(entry: Entry, register: Register) -> Verdict:
    """Return the verdict on a former contact."""
    former, program = entry.former, entry.program
    if former is None or program.status == "retired":
        return _gone(entry, register)
    since = f" since {texts.day(former.since)}" if former.since else ""
    works = {"yes": " It still works.", "no": " It no longer works."}.get(former.still_works or "", "")
    was = {
        "replaced": f"An old number of {program.name}, replaced{since}.",
        "closed": f"An old number of {program.name}, closed{since}.",
        "misprint": f"A known misprint of a number of {program.name}.",
        "undialable": f"Nobody can dial this number of {program.name} as it is written.",
    }[former.kind]
    target = _target(entry, register)
    return Verdict(_KINDS[former.kind], f"{was}{works}{_instead(target)}", entry, target.use, target.contact)


def _gone(entry: Entry, register: Register) -> Verdict:
    """Return the verdict on a number of a program that has ended."""
    program = entry.program
    when = (
        f" {'on' if program.retired_on.count('-') == 2 else 'in'} {texts.day(program.retired_on)}"
        if program.retired_on
        else ""
    )
    target = _target(entry, register)
    message = f"{program.name} ended{when}. {program.reason or ''}".rstrip()
    return Verdict("retired", f"{message}{_instead(target)}", entry, target.use, target.contact)


def _undialable(entry: Entry) -> Verdict:
    message = f"Nobody can dial {entry.value} of {entry.program.name} with a country code before it. Use {entry.value}."
    return Verdict("undialable", message, entry, entry.value, entry.contact)


def _near(entry: Entry, register: Register) -> Verdict:
    """Return the verdict on a number that is not listed, but one slip from one that is."""
    start = f"Not listed; one digit from {entry.value}"
    if entry.contact:
        return Verdict("near", f"{start} of {entry.program.name}.", entry, entry.value, entry.contact)
    former = _former(entry, register)
    return Verdict("near", f"{start} ({former.status}): {former.message}", entry, former.use, former.target)


class Target(msgspec.Struct, frozen=True):
    """What takes the place of a former contact: as text, and as the contact that it is, if it is one of this kind."""

    use: str | None = None
    contact: Contact | None = None
    name: str = ""


def _target(entry: Entry, register: Register) -> Target:
    """Return what to use in place of a former contact."""
    use = (entry.former.use if entry.former else None) or next(iter(entry.program.replaced_by), None)
    program = register.programs.get(use or "")
    channel = entry.channel or "call"
    if program:
        ways = [contact for contact in program.contacts if contact.channel == channel]
        first = next(iter(ways or [contact for contact in program.contacts if contact.dial] or program.contacts), None)
        return Target(first.value if first else use, ways[0] if ways else None, program.name)
    if use is None:
        return Target()
    entries = register.addresses.get(link_key(use), []) + register.numbers.get(comparison_key(use), [])
    here = [found for found in entries if found.contact and found.channel == channel]
    owners = sorted((found for found in here or entries if found.contact), key=lambda found: _kinship(found, entry))
    return Target(use, owners[0].contact if here else None, owners[0].program.name if owners else "")


def _kinship(found: Entry, entry: Entry) -> tuple[bool, ...]:
    """Return a key that sorts first whose number is meant: the program's own, its successor's, one of its country."""
    one, other = found.program, entry.program
    abroad = {area.partition("-")[0] for area in one.serves}.isdisjoint(a.partition("-")[0] for a in other.serves)
    return one.id != other.id, one.id not in other.replaced_by, abroad, one.crisis_line != "yes"


def _instead(target: Target) -> str:
    whose = f" ({target.name})" if target.name and target.name != target.use else ""
    return f" Use {target.use}{whose}." if target.use else ""


# ---- Addresses -------------------------------------------------------------------------------------------------------


def link_verdict(url: str, register: Register, country: str | None = None) -> Verdict:
    """Return what a catalog knows of a web address."""
    key, host = link_key(url), host_of(url)
    exact = register.addresses.get(key, [])
    same_host = register.hosts.get(host, [])
    current = [entry for entry in exact if entry.contact] or [
        entry for entry in same_host if entry.contact and (key == host or _below(key, link_key(entry.value)))
    ]
    former = [entry for entry in exact if entry.former] or [
        entry for entry in same_host if entry.former and _below(key, link_key(entry.value))
    ]
    if former and not [entry for entry in exact if entry.contact]:
        verdict = _former(former[0], register)
        return msgspec.structs.replace(verdict, message=verdict.message.replace("An old number", "An old address"))
    if current:
        best = max(current, key=lambda entry: (entry.serves(country), entry.program.status == "active"))
        return Verdict("current", f"{_owners(current, best)}.", best)
    if same_host:
        listed = ", ".join(dict.fromkeys(entry.value for entry in same_host[:_OTHERS]))
        return Verdict("unknown", f"This page is not in the catalog; of its site there is: {listed}.")
    if near := register.near_host(host):
        return Verdict(
            "near", f"Not listed; close to {near[0].value} of {near[0].program.name}.", near[0], near[0].value
        )
    return _UNKNOWN


def _below(key: str, other: str) -> bool:
    """Tell whether an address is that of a page or of one below it."""
    return key == other or key.startswith((f"{other}/", f"{other}?"))
