"""The record: what mhfind knows about a program. Field help and constraints stand in the annotations.

The JSON Schemas, the CSV header and the contributor's messages are made from these classes.
In YAML every scalar is text; absent means "the source does not say".
"""

from functools import lru_cache
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Type = Literal["peer-support", "therapy", "online", "community", "crisis"]
Route = Literal["healthcare-provider", "online-directory", "community-center"]
Status = Literal["active", "paused", "retired"]
Channel = Literal["call", "text", "chat", "whatsapp", "video", "tty", "email", "web", "visit"]
YesNo = Literal["yes", "no"]
Payment = Literal[
    "free", "donation", "sliding-scale", "medicaid", "medicare", "private-insurance", "public", "self-pay"
]
Access = Literal["wheelchair", "relay", "captions", "easy-read"]
Caller = Literal["self", "family", "professional"]

ID = r"^[a-z]{2,5}(-[a-z0-9]+)+$"
SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
DATE = r"^\d{4}-\d{2}-\d{2}$"
PARTIAL_DATE = r"^\d{4}(-\d{2}(-\d{2})?)?$"
LANGUAGE = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|\d{3}))?$"
AREA = r"^(WORLD|[A-Z]{2}(-[A-Z0-9]{1,3})?)$"
URL = r"^https?://[!-~]+$"
ONE_LINE = r"^.+$"
PRINTABLE = r"^[ -~]+$"
DERIVED = {"derived": True}  # filled in when the catalog is compiled, never written in a source file

ProgramId = Annotated[str, Meta(pattern=ID, description="<country>[-<region>]-<slug>, or world-<slug>; never reused")]
Topic = Annotated[str, Meta(pattern=SLUG, description="a topic id of data/vocabulary.yaml")]
Audience = Annotated[str, Meta(pattern=SLUG, description="an audience id of data/vocabulary.yaml")]
Language = Annotated[str, Meta(pattern=LANGUAGE, description="BCP 47 language tag; ase = American Sign Language")]
Area = Annotated[str, Meta(pattern=AREA, description="ISO 3166-1 (US), ISO 3166-2 (US-OH) or WORLD")]
Day = Annotated[str, Meta(pattern=DATE, description="a day, YYYY-MM-DD")]
PartialDate = Annotated[str, Meta(pattern=PARTIAL_DATE, description="YYYY, YYYY-MM or YYYY-MM-DD")]
Prose = Annotated[str, Meta(min_length=1, max_length=2000)]
Line = Annotated[str, Meta(min_length=1, max_length=200, pattern=ONE_LINE, description="text on one line")]
SourceKey = Annotated[str, Meta(pattern=SLUG, description="the key of one of this record's sources")]


class Address(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Where to go. Never a confidential shelter, never a private person's home."""

    street: Line | None = None
    city: Line | None = None
    region: Line | None = None
    postal_code: Line | None = None
    country: Annotated[str, Meta(pattern=r"^[A-Z]{2}$", description="ISO 3166-1 alpha-2")] | None = None


class Contact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """One way to reach a program, stored as its source publishes it."""

    channel: Channel
    label: (
        Annotated[
            str, Meta(min_length=1, max_length=60, pattern=ONE_LINE, description='what sets it apart ("Spanish line")')
        ]
        | None
    ) = None
    value: Annotated[
        str, Meta(min_length=1, max_length=500, pattern=PRINTABLE, description="number, address or URL as published")
    ]
    dial: (
        Annotated[
            str, Meta(pattern=r"^\+?[0-9*#]+$", description="keypad characters; required when the value has letters")
        ]
        | None
    ) = None
    then: (
        Annotated[
            str, Meta(min_length=1, max_length=80, pattern=ONE_LINE, description='menu step that is needed ("press 1")')
        ]
        | None
    ) = None
    keyword: Annotated[str, Meta(min_length=1, max_length=40, pattern=PRINTABLE, description="word to text")] | None = (
        None
    )
    abroad: Annotated[str, Meta(pattern=PRINTABLE, description="number for callers from other countries")] | None = None
    address: Address | None = None
    hours: (
        Annotated[str, Meta(max_length=200, description='OpenStreetMap opening_hours ("Mo-Fr 09:00-17:00")')] | None
    ) = None
    hours_text: Annotated[str, Meta(max_length=200, description="hours as published")] | None = None
    timezone: Annotated[str, Meta(pattern=r"^[A-Za-z_]+(/[A-Za-z0-9_+-]+)*$", description="IANA time zone")] | None = (
        None
    )
    languages: tuple[Language, ...] = ()
    reach: Annotated[tuple[Area, ...], Meta(description="where the number works")] = ()
    charge: Annotated[str, Meta(max_length=120, description="what a call or text costs, as the source says")] | None = (
        None
    )
    source: tuple[SourceKey, ...]
    weekly: Annotated[
        tuple[tuple[int, int], ...] | None,
        Meta(description="derived from hours: opening and closing, in minutes since Monday 00:00", extra=DERIVED),
    ] = None


class FormerContact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A number that old handouts still show, and what to use in its place."""

    value: Annotated[str, Meta(min_length=1, max_length=200, pattern=PRINTABLE)]
    channel: Channel | None = None
    kind: Literal["replaced", "closed", "misprint", "undialable"]
    since: PartialDate | None = None
    still_works: Literal["yes", "no", "unknown"] | None = None
    use: Annotated[str, Meta(max_length=200, description="the number or the record id to use instead")] | None = None
    source: tuple[SourceKey, ...] = ()


class Source(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A page (or call) at which values of this record were read."""

    key: SourceKey
    url: Annotated[str, Meta(pattern=URL, max_length=500)]
    by: Literal["first-party", "government", "other"]
    read: Annotated[str, Meta(pattern=DATE, description="the day it was read")]
    page_date: (
        Annotated[str, Meta(pattern=PARTIAL_DATE, description="the date that the page itself carries")] | None
    ) = None
    method: Literal["live-page", "archived-page", "called", "texted", "emailed"]
    confirms: Annotated[
        tuple[Annotated[str, Meta(pattern=r"^[a-z_]+$")], ...], Meta(description="names of fields")
    ] = ()


class Translation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """The words of a record in another language."""

    summary: Prose | None = None
    first_step: Prose | None = None
    what_happens: Prose | None = None
    bring: Prose | None = None
    cost_note: Prose | None = None
    eligibility: Prose | None = None
    privacy_note: Prose | None = None


class Program(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A mental-health support program.

    Lists are empty and texts are None where the source does not say. An active or paused record also needs `summary`,
    `first_step`, `contacts` and `payment` (or a `cost_note`); a retired one `retired_on` and `reason`.
    """

    id: ProgramId
    status: Status
    retired_on: PartialDate | None = None
    reason: Annotated[str, Meta(max_length=400, description="why it is paused or retired, in one sentence")] | None = (
        None
    )
    replaced_by: tuple[ProgramId, ...] = ()
    name: Line
    name_en: Annotated[str, Meta(max_length=200, description="English gloss of a name in another language")] | None = (
        None
    )
    also_known_as: tuple[Line, ...] = ()
    former_names: tuple[Line, ...] = ()
    organization: Line
    type: Type
    other_types: tuple[Type, ...] = ()
    topics: Annotated[tuple[Topic, ...], Meta(min_length=1, description="problems only, the main one first; 1 to 5")]
    opens: Annotated[tuple[Route, ...], Meta(description="access routes that lead to it")] = ()
    referral: (
        Annotated[Literal["none", "provider", "agency", "varies"], Meta(description="who has to refer you, if anyone")]
        | None
    ) = None
    crisis_line: Annotated[YesNo, Meta(description="answers people in crisis, now")] = "no"
    answered_by: Literal["peer", "volunteer", "counselor", "clinician", "mixed"] | None = None
    audiences: Annotated[tuple[Audience, ...], Meta(description="whom it is built for")] = ()
    who_can_call: tuple[Caller, ...] = ()
    min_age: Annotated[int, Meta(ge=0, le=120, description="years")] | None = None
    max_age: Annotated[int, Meta(ge=0, le=120, description="years")] | None = None
    eligibility: Prose | None = None
    languages: tuple[Language, ...] = ()
    interpreters: YesNo | None = None
    access: tuple[Access, ...] = ()
    serves: Annotated[tuple[Area, ...], Meta(min_length=1)]
    area_note: (
        Annotated[str, Meta(max_length=200, description='a smaller area in words ("Franklin County")')] | None
    ) = None
    payment: tuple[Payment, ...] = ()
    cost_note: Prose | None = None
    summary: Annotated[str, Meta(max_length=600, description="one or two plain sentences, in our own words")] | None = (
        None
    )
    first_step: Annotated[str, Meta(max_length=400, description="the one thing to do now")] | None = None
    what_happens: Prose | None = None
    bring: Prose | None = None
    wait: Prose | None = None
    anonymous: YesNo | None = None
    emergency_services: (
        Annotated[Literal["yes", "with-consent", "no"], Meta(description="whether it sends police or an ambulance")]
        | None
    ) = None
    on_bill: Annotated[YesNo, Meta(description="whether the call shows on a phone bill")] | None = None
    privacy_note: Prose | None = None
    sensitive: Annotated[YesNo, Meta(description="yes = kept off discreet paper")] | None = None
    translations: Annotated[dict[Language, Translation], Meta(description="by language, such as es")] = {}
    contacts: tuple[Contact, ...] = ()
    former_contacts: tuple[FormerContact, ...] = ()
    sources: Annotated[tuple[Source, ...], Meta(min_length=1)]
    reread: Annotated[str, Meta(pattern=DATE, description="the day of the digit-by-digit second reading")] | None = None
    note: Annotated[str, Meta(description="for maintainers, never shown")] | None = None
    implied: Annotated[
        tuple[str, ...], Meta(description="derived: the topics that the audiences brought in", extra=DERIVED)
    ] = ()


_PROGRAMS = msgspec.json.Decoder(Program)


@lru_cache(maxsize=512)
def program_of(record: bytes) -> Program:
    """Return the program of a record in JSON. Kept for the next query: those of a batch find the same ones."""
    return _PROGRAMS.decode(record)


class Term(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry of a vocabulary list. `implies`: topics that an audience brings with it; `related`: near topics."""

    id: Annotated[str, Meta(pattern=SLUG)]
    label: Line
    description: Prose
    benefit: Prose | None = None
    kind: Annotated[
        Literal["problem", "audience"], Meta(description="a topic that is a problem, or one of an audience")
    ] = "problem"
    implies: tuple[str, ...] = ()
    related: Annotated[tuple[str, ...], Meta(description="topics whose programs help with this one too")] = ()


class Vocabulary(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The words of the catalog: every id that a record may use, with its label."""

    types: tuple[Term, ...]
    routes: tuple[Term, ...]
    reasons: tuple[Term, ...]
    topics: tuple[Term, ...]
    audiences: tuple[Term, ...]
    payments: tuple[Term, ...]
    channels: tuple[Term, ...]
    access: tuple[Term, ...]

    def labels(self, name: str) -> dict[str, str]:
        """Return the labels of a list ("topics") by id."""
        return {term.id: term.label for term in getattr(self, name)}


class EmergencyNumber(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A number of the emergency services, and the page that states it."""

    value: Annotated[str, Meta(pattern=r"^[0-9 ]+$", description="digits to dial")]
    service: Literal["emergency", "ambulance", "police", "medical-advice"]
    source: Annotated[str, Meta(pattern=URL)]
    by: Literal["first-party", "government", "other"]
    read: Day
    page_date: PartialDate | None = None
    also: (
        Annotated[str, Meta(pattern=URL, description="a second, independent page where no first-party one was found")]
        | None
    ) = None


class Danger(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of danger: what to say first, and whether the emergency number leads."""

    id: Annotated[str, Meta(pattern=SLUG)]
    label: Line
    notice: Prose
    emergency_leads: YesNo


ANY = "any"  # the kind of the answers when danger has no known one, and of what `mhfind crisis` prints


class Answer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Who answers first for a kind of danger at a place: program ids, in order. `any` kind: when no kind is known.

    `audience`: for people of whom the query speaks; an answer without one is for everyone.
    """

    kind: Annotated[str, Meta(pattern=SLUG)]
    place: Area
    programs: Annotated[tuple[ProgramId, ...], Meta(min_length=1)]
    audience: Audience | None = None
