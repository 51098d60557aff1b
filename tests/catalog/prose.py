"""The texts of the data that people read."""

from collections.abc import Iterator

import msgspec

from mhfind.source.files import Bundle


def prose(bundle: Bundle) -> Iterator[tuple[str, str]]:
    """Yield every text of our own that people read, and where it stands. Names and lay language are others' words."""
    for program in bundle.programs:
        shown = msgspec.structs.asdict(program)
        own = (
            "summary",
            "first_step",
            "what_happens",
            "bring",
            "wait",
            "eligibility",
            "cost_note",
            "privacy_note",
            "reason",
        )
        yield from ((f"{program.id}: {name}", shown[name]) for name in own if shown[name])
    for name, guide in bundle.guides.items():
        yield name, msgspec.json.encode(guide).decode()
    for danger in bundle.crisis.kinds:
        yield danger.id, f"{danger.label}. {danger.notice}"
    for field in bundle.vocabulary.__struct_fields__:
        for term in getattr(bundle.vocabulary, field):
            yield term.id, f"{term.label}. {term.description} {term.benefit or ''}"
