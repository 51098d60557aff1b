"""Where the user is, and how mhfind knows."""

from pathlib import Path

import pytest

from mhfind import Catalog, place
from mhfind.errors import UsageError
from mhfind.place import locate
from mhfind.query import Place

NOTHING = (None, None)


@pytest.fixture
def new_york(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine whose clock is in New York."""
    link = tmp_path / "localtime"
    link.symlink_to("/usr/share/zoneinfo/America/New_York")
    monkeypatch.setattr(place, "LOCALTIME", str(link))


@pytest.mark.usefixtures("new_york")
@pytest.mark.parametrize(
    ("option", "environ", "config", "expected"),
    [
        (("CA", None), {"MHFIND_COUNTRY": "GB"}, ("IE", None), Place("CA", None, "option")),
        (NOTHING, {"MHFIND_COUNTRY": "GB"}, ("IE", None), Place("GB", None, "environment")),
        (NOTHING, {"MHFIND_REGION": "ohio"}, NOTHING, Place("US", "US-OH", "environment")),
        (NOTHING, {}, ("IE", None), Place("IE", None, "config")),
        (NOTHING, {"LANG": "en_US.UTF-8"}, NOTHING, Place("US", None, "timezone")),
        (NOTHING, {"LANG": "en_GB.UTF-8"}, NOTHING, Place()),
        (NOTHING, {"LANG": "en_US.UTF-8", "TZ": "Europe/London"}, NOTHING, Place()),
        (
            NOTHING,
            {"LC_ALL": "en_GB.UTF-8", "LANG": "en_US.UTF-8", "TZ": ":Europe/London"},
            NOTHING,
            Place("GB", None, "timezone"),
        ),
        (NOTHING, {"LANG": "C", "TZ": "../../etc/passwd"}, NOTHING, Place()),
        (("uk", "Wales"), {}, NOTHING, Place("GB", "GB-WLS", "option")),
        ((None, "US-OH"), {}, NOTHING, Place("US", "US-OH", "option")),
        (("united states", "oh"), {}, NOTHING, Place("US", "US-OH", "option")),
        (("BR", "BR-SP"), {}, NOTHING, Place("BR", "BR-SP", "option")),
        (("USA", None), {}, NOTHING, Place("US", None, "option")),
        (("England", None), {}, NOTHING, Place("GB", "GB-ENG", "option")),
        ((None, "US-WA"), {}, NOTHING, Place("US", "US-WA", "option")),
    ],
)
def test_locate(
    catalog: Catalog,
    option: tuple[str | None, str | None],
    environ: dict[str, str],
    config: tuple[str | None, str | None],
    expected: Place,
) -> None:
    assert locate(option, environ, config, catalog.gazetteer) == expected


@pytest.mark.parametrize(
    ("country", "region", "hint"),
    [
        ("Untied States", None, 'did you mean United States ("US")?'),
        ("US", "Ohoi", 'did you mean Ohio ("US-OH")?'),
        ("XX", None, "write a two-letter"),
        (None, "WA", "add --country"),
        ("US", "FR-IDF", "write a two-letter"),
        (None, "BR-SPSPSP", "write a two-letter"),
    ],
)
def test_an_unknown_place_is_refused_with_a_suggestion(
    catalog: Catalog, country: str, region: str | None, hint: str
) -> None:
    with pytest.raises(UsageError) as caught:
        catalog.gazetteer.place(country, region, "option")
    assert hint in caught.value.hint


def test_a_bare_region_is_looked_for_in_the_country_that_is_known(catalog: Catalog) -> None:
    def place(environ: dict[str, str], config: tuple[str | None, str | None] = (None, None)) -> str | None:
        return locate((None, "WA"), environ, config, catalog.gazetteer).region

    assert place({"MHFIND_COUNTRY": "AU"}) == "AU-WA"
    assert place({}, ("US", None)) == "US-WA"
    assert place({"TZ": "America/New_York", "LANG": "en_US.UTF-8"}) == "US-WA"
    with pytest.raises(UsageError, match="may be AU-WA or US-WA"):
        place({"TZ": "UTC"})
    assert locate((None, "Scotland"), {"MHFIND_COUNTRY": "US"}, (None, None), catalog.gazetteer).region == "GB-SCT"
