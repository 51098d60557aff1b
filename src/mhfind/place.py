"""Where the user is, and how we know it.

Option > environment > config > time zone and locale where they agree > unknown.
"""

import re
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

import msgspec

from mhfind.errors import UsageError
from mhfind.query import Origin, Place
from mhfind.suggest import closest
from mhfind.tongue import trc

US_TERRITORIES = frozenset(("AS", "GU", "MP", "PR", "UM", "VI"))  # in ISO 3166-1, and in 3166-2 as US-PR and so on
LOCALTIME = "/etc/localtime"
# What people write for a country besides its code and its name, letters only.
ALIASES = {
    **dict.fromkeys(("usa", "america", "unitedstatesofamerica"), "US"),
    **dict.fromkeys(("uk", "britain", "greatbritain"), "GB"),
}


class Gazetteer(msgspec.Struct, frozen=True):
    """Names of countries and regions by code, the country of each time zone, and the ZIP codes of US states.

    `zips`: the first three digits of the ZIP codes of a region, as ranges: "430-459".
    """

    countries: dict[str, str]
    regions: dict[str, str]
    zones: dict[str, str]
    zips: dict[str, tuple[str, ...]] = {}

    def country(self, text: str) -> str:
        """Return the code of a country given by code or name. Raises UsageError with a suggestion."""
        code = ALIASES.get(_letters(text), text.upper())
        found = code if code in self.countries else _named(text, self.countries)
        if found is None:
            raise UsageError(f"unknown country {text!r}", _suggest(text, self.countries))
        return found

    def region(self, text: str, country: str | None) -> str:
        """Return the code of a region given as "US-OH", "OH" or "Ohio".

        Raises UsageError with a suggestion, or with the choices where several countries have such a region.
        """
        code = text.upper()
        here = {key: name for key, name in self.regions.items() if country in (None, key.split("-")[0])}
        whole = [way for way in (code, f"{country}-{code}", _named(text, here)) if way in here]
        short = [key for key in here if key.endswith(f"-{code}")]
        if whole or len(short) == 1:
            return str((whole or short)[0])
        if short:
            raise UsageError(f"{text!r} may be {' or '.join(short)}", "write it out, or add --country")
        begin, _, rest = code.partition("-")
        unlisted = begin in self.countries and not any(key.startswith(f"{begin}-") for key in self.regions)
        if unlisted and country in (None, begin) and re.fullmatch("[A-Z0-9]{1,3}", rest):
            return code
        raise UsageError(f"unknown region {text!r}", _suggest(text, here))

    def zip_region(self, code: str) -> str | None:
        """Return the region of a ZIP code ("43004" or its first three digits), or None."""
        first = code[:3]
        for region, ranges in self.zips.items():
            if any(begin <= first <= (end or begin) for begin, _, end in (part.partition("-") for part in ranges)):
                return region
        return None

    def name(self, area: str) -> str:
        """Return the name of an area, or its code."""
        return "worldwide" if area == "WORLD" else self.regions.get(area) or self.countries.get(area, area)

    def place(self, country: str | None, region: str | None, origin: Origin) -> Place:
        """Return a place from what was written; a region brings its country, also in the place of one.

        Raises UsageError.
        """
        if country and not region and not _named(country, self.countries) and _named(country, self.regions):
            country, region = None, country
        code = self.country(country) if country else None
        part = self.region(region, code) if region else self._as_region(code)
        return Place(part.split("-")[0] if part else code, part, origin)

    def _as_region(self, code: str | None) -> str | None:
        """Return a country that is a region of another too, as one: the same lines answer there."""
        region = f"US-{code}"
        return region if code in US_TERRITORIES and region in self.regions else None


def locate(
    option: tuple[str | None, str | None],
    environ: Mapping[str, str],
    config: tuple[str | None, str | None],
    gazetteer: Gazetteer,
) -> Place:
    """Return where the user is; each pair is (country, region) as written. Raises UsageError for unknown places."""
    variables = (environ.get("MHFIND_COUNTRY") or None, environ.get("MHFIND_REGION") or None)
    origins: tuple[tuple[Origin, tuple[str | None, str | None]], ...] = (
        ("option", option),
        ("environment", variables),
        ("config", config),
    )
    zone, locale = gazetteer.zones.get(time_zone(environ)), locale_country(environ)
    implied = zone if zone and zone == locale else None
    for number, (origin, (country, region)) in enumerate(origins):
        if country or region:
            later = [*(known for _, (known, _) in origins[number + 1 :]), implied]
            return _placed(country, region, origin, next(filter(None, later), None), gazetteer)
    return Place(implied, None, "timezone") if implied else Place()


def _placed(
    country: str | None, region: str | None, origin: Origin, elsewhere: str | None, gazetteer: Gazetteer
) -> Place:
    """Return a place; a bare region, such as "WA", is first looked for in the country known from `elsewhere`."""
    if region and not country and elsewhere:
        with suppress(UsageError):
            return gazetteer.place(elsewhere, region, origin)
    return gazetteer.place(country, region, origin)


def time_zone(environ: Mapping[str, str]) -> str:
    """Return the machine's IANA time zone, or an empty text. Never more than a name: it opens no file."""
    if "TZ" in environ:
        return environ["TZ"].lstrip(":")
    try:
        return str(Path(LOCALTIME).readlink()).partition("zoneinfo/")[2]
    except OSError:
        return ""


def locale_country(environ: Mapping[str, str]) -> str:
    """Return the country of the locale ("US" of `en_US.UTF-8`), or an empty text."""
    locale = next((environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if environ.get(name)), "")
    return locale.partition(".")[0].partition("@")[0].partition("_")[2]


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalpha())


def _named(text: str, names: Mapping[str, str]) -> str | None:
    """Return the code of a place by its name in English or in the language in force."""
    wanted = text.casefold()
    return next((c for c, name in names.items() if wanted in (name.casefold(), trc("place", name).casefold())), None)


def _suggest(text: str, names: Mapping[str, str]) -> str:
    best = closest(text, names.values())
    code = next((code for code, name in names.items() if name == best), "")
    return (
        f'did you mean {best} ("{code}")?'
        if best
        else "write a two-letter country code such as US, a region such as US-OH"
    )
