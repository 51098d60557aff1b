"""What was asked, as a value: words, filters, place and limit. Equal questions are equal values."""

from datetime import UTC, datetime
from typing import Literal

import msgspec

WORLD = "WORLD"
OPEN = ("now", "always")  # what words may ask for: someone who answers now, or day and night
Origin = Literal["option", "environment", "config", "timezone", "none"]


class Place(msgspec.Struct, frozen=True):
    """Where the user is, and how we know. `country` is ISO 3166-1, `region` ISO 3166-2 ("US-OH")."""

    country: str | None = None
    region: str | None = None
    origin: Origin = "none"

    @property
    def explicit(self) -> bool:
        """Whether it was asked for, so that it filters; a place that was only inferred ranks."""
        return self.origin == "option"

    def strictly(self) -> "Place":
        """Return the place as if it had been asked for: it filters, however it became known."""
        return Place(self.country, self.region, "option") if self.country else self

    def areas(self) -> tuple[str, ...]:
        """Return the areas around here, the nearest first, the world last."""
        return (*filter(None, (self.region, self.country)), WORLD)


class Filters(msgspec.Struct, frozen=True):
    """What a program has to be. Values of one field mean "or", different fields mean "and"; empty means any.

    `age` in years; `no_emergency_services`: nobody is sent without consent; `open_at`: a moment with its zone, at which
    a way to get in touch has to be open, or may be, because its hours are not known.
    """

    type: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    route: tuple[str, ...] = ()
    payment: tuple[str, ...] = ()
    channel: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    age: int | None = None
    crisis_line: bool = False
    no_emergency_services: bool = False
    open_at: datetime | None = None

    def given(self) -> dict[str, tuple[str, ...]]:
        """Return the fields that ask for something, each with its values as text."""
        values = {name: getattr(self, name) for name in self.__struct_fields__}
        return {name: _texts(value) for name, value in values.items() if value not in ((), None, False)}

    def without(self, *names: str) -> "Filters":
        """Return the filters with some fields asking for nothing."""
        unset = Filters()
        return msgspec.structs.replace(self, **{name: getattr(unset, name) for name in names})


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, tuple):
        return value
    if isinstance(value, datetime):
        return (value.astimezone(UTC).strftime("%Y-%m-%dT%H:%MZ"),)
    return ("yes",) if value is True else (str(value),)


class Query(msgspec.Struct, frozen=True):
    """A question to the catalog. `limit` 0 means all.

    `literal`: take the words as they stand: no typing error is corrected, and no wish ("free", "in Ohio") is read into
    them. `now`: the moment of the question (UTC), for words such as "open now".
    """

    text: str = ""
    filters: Filters = Filters()
    place: Place = Place()
    limit: int = 10
    literal: bool = False
    now: datetime | None = None

    def __str__(self) -> str:
        """Return the query as one would type it."""
        options = [_option(name, value) for name, values in self.filters.given().items() for value in values]
        if self.place.explicit and self.place.country:
            options.append(f"--country {self.place.country}")
        if self.place.explicit and self.place.region:
            options.append(f"--region {self.place.region}")
        options += ["--literal"] if self.literal else []
        return " ".join([*([f'"{self.text}"'] if self.text else []), *options])


def _option(name: str, value: str) -> str:
    if name == "open_at":
        return f'--at "{value}"'
    option = f"--{name.replace('_', '-')}"
    return option if value == "yes" else f"{option} {value}"
