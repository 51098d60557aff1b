"""Words for values: hours, dates, money, time zones and ways to get in touch, as plain English."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo

from mhfind.hours import ALWAYS, DAY, WEEK, Week
from mhfind.model import Contact, Program, Vocabulary

MONTHS = ("", *"January February March April May June July August September October November December".split())
DAY_NAMES = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
ZONES = {
    "America/New_York": "Eastern time",
    "America/Chicago": "Central time",
    "America/Denver": "Mountain time",
    "America/Phoenix": "Arizona time",
    "America/Los_Angeles": "Pacific time",
    "America/Anchorage": "Alaska time",
    "Pacific/Honolulu": "Hawaii time",
    "Europe/London": "UK time",
    "Europe/Dublin": "Irish time",
    "Pacific/Auckland": "New Zealand time",
    "Asia/Kolkata": "India time",
}
LANGUAGES = {
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "de": "German",
    "cy": "Welsh",
    "ga": "Irish",
    "hi": "Hindi",
    "ase": "American Sign Language",
    "bfi": "British Sign Language",
    "pt": "Portuguese",
    "zh": "Chinese",
    "ru": "Russian",
    "ar": "Arabic",
    "ko": "Korean",
    "vi": "Vietnamese",
    "tl": "Tagalog",
    "pl": "Polish",
    "uk": "Ukrainian",
    "tr": "Turkish",
    "bn": "Bengali",
    "ta": "Tamil",
    "te": "Telugu",
    "mr": "Marathi",
    "gu": "Gujarati",
    "pa": "Punjabi",
    "ur": "Urdu",
    "kn": "Kannada",
    "ml": "Malayalam",
    "or": "Odia",
    "as": "Assamese",
    "mi": "Maori",
    "cr": "Cree",
    "oj": "Ojibway",
    "iu": "Inuktitut",
    "asf": "Auslan",
    "nzs": "New Zealand Sign Language",
    "ja": "Japanese",
    "it": "Italian",
    "ht": "Haitian Creole",
    "am": "Amharic",
    "ay": "Aymara",
    "az": "Azerbaijani",
    "bg": "Bulgarian",
    "bs": "Bosnian",
    "ca": "Catalan",
    "cs": "Czech",
    "da": "Danish",
    "el": "Greek",
    "et": "Estonian",
    "fa": "Persian",
    "fi": "Finnish",
    "gsg": "German Sign Language",
    "ha": "Hausa",
    "he": "Hebrew",
    "hr": "Croatian",
    "hu": "Hungarian",
    "hy": "Armenian",
    "id": "Indonesian",
    "is": "Icelandic",
    "ka": "Georgian",
    "lb": "Luxembourgish",
    "lt": "Lithuanian",
    "lv": "Latvian",
    "mk": "Macedonian",
    "ms": "Malay",
    "ne": "Nepali",
    "nl": "Dutch",
    "no": "Norwegian",
    "qu": "Quechua",
    "ro": "Romanian",
    "si": "Sinhala",
    "sk": "Slovak",
    "sl": "Slovenian",
    "sq": "Albanian",
    "sr": "Serbian",
    "sv": "Swedish",
    "sw": "Swahili",
    "th": "Thai",
    "yue": "Cantonese",
    "so": "Somali",
    "hmn": "Hmong",
    "my": "Burmese",
    "km": "Khmer",
    "ps": "Pashto",
    "lo": "Lao",
}
_VERBS = {"call": "Call", "text": "Text", "chat": "Chat", "whatsapp": "WhatsApp", "video": "Video call", "tty": "TTY"}
_VERBS |= {"email": "E-mail", "web": "Website", "visit": "Visit"}


def day(value: str) -> str:
    """Return a day or a partial date in words: "2026-11-23" -> "23 Nov 2026", "2025-06" -> "June 2025".

    >>> day("2026-11-23"), day("2025-06"), day("2025")
    ('23 Nov 2026', 'June 2025', '2025')
    """
    year, *rest = value.split("-")
    if not rest:
        return year
    month = MONTHS[int(rest[0])]
    return f"{int(rest[1])} {month[:3]} {year}" if len(rest) > 1 else f"{month} {year}"


def moment(value: datetime, zone: tzinfo | None) -> str:
    """Return a moment by the clocks of a zone: "Sat 28 Nov 2026, 23:00 (UTC)"."""
    local = value.astimezone(zone)
    return f"{DAY_NAMES[local.weekday()]} {day(local.date().isoformat())}, {local:%H:%M} ({zone or local.tzname()})"


def duration(time: timedelta) -> str:
    """Return how long something takes, as precisely as one needs to know: "25 min", "9 h 30 min", "2 days".

    >>> duration(timedelta(minutes=25)), duration(timedelta(hours=9, minutes=30)), duration(timedelta(hours=61))
    ('25 min', '9 h 30 min', '2 days 13 h')
    """
    days, minutes = divmod(-(-int(time.total_seconds()) // 60), DAY)
    hours, minutes = divmod(minutes, 60)
    parts = [(days, "day" if days == 1 else "days"), (hours, "h"), (minutes, "min")]
    return (
        " ".join(f"{count} {unit}" for count, unit in parts[0 if days else 1 : 2 if days else 3] if count) or "a moment"
    )


def hours(week: Week, zone: str | None) -> str:
    """Return a week of opening hours in words.

    >>> hours(ALWAYS, None)
    '24 hours a day, every day'
    >>> hours(tuple((d * DAY + 540, d * DAY + 1020) for d in range(5)), "America/New_York")
    'Mon to Fri 9 am to 5 pm (Eastern time)'
    """
    if week == ALWAYS:
        return "24 hours a day, every day"
    by_day: dict[int, list[str]] = {}
    for start, end in sorted(_by_day(week)):
        by_day.setdefault(start // DAY, []).append(_times(start, end))
    groups: list[tuple[list[int], str]] = []
    for number in sorted(by_day):
        times = " and ".join(by_day[number])
        if groups and groups[-1][1] == times and groups[-1][0][-1] == number - 1:
            groups[-1][0].append(number)
        else:
            groups.append(([number], times))
    words = "; ".join(f"{_days(numbers)} {times}" for numbers, times in groups)
    return f"{words} ({_zone(zone)})" if zone else words


def _by_day(week: Week) -> Iterable[tuple[int, int]]:
    """Yield intervals, those that span whole days cut at midnight; a night shift stays with its first day."""
    for opening, end in week:
        start = opening
        while end - start > DAY:
            midnight = (start // DAY + 1) * DAY
            yield start % WEEK, midnight
            start = midnight
        yield start % WEEK, end


def _times(start: int, end: int) -> str:
    whole_day = start % DAY == 0 and end % DAY == 0
    return "all day" if whole_day else f"{_clock(start)} to {_clock(end)}"


def _clock(minute: int) -> str:
    hour, minutes = divmod(minute % DAY, 60)
    if minutes == 0 and hour in (0, 12):
        return "noon" if hour else "midnight"
    return f"{(hour - 1) % 12 + 1}{f':{minutes:02}' if minutes else ''} {'am' if hour < 12 else 'pm'}"


def _days(numbers: list[int]) -> str:
    if len(numbers) == WEEK // DAY:
        return "every day"
    if len(numbers) == 1:
        return DAY_NAMES[numbers[0]]
    return f"{DAY_NAMES[numbers[0]]} {'to' if len(numbers) > 2 else 'and'} {DAY_NAMES[numbers[-1]]}"


def _zone(zone: str) -> str:
    return ZONES.get(zone) or f"{zone.rpartition('/')[2].replace('_', ' ')} time"


def contact_label(contact: Contact) -> str:
    """Return what to do with a contact's value: "Call", "Text HOME to", "Text AYUDA (Spanish) to"."""
    label = f" ({contact.label})" if contact.label else ""
    keyword = f" {contact.keyword}" if contact.keyword else ""
    return f"{_VERBS[contact.channel]}{keyword}{label}{' to' if keyword else ''}"


def address(contact: Contact) -> str:
    """Return where to go, on one line, or an empty text."""
    where = contact.address
    return ", ".join(filter(None, (where.street, where.city, where.region, where.postal_code))) if where else ""


def contact_details(contact: Contact) -> str:
    """Return hours, languages and charge of a contact in words, or an empty text."""
    always = contact.weekly == ALWAYS
    when = "" if always else contact.hours_text  # as published, which may say more: "in your local time"
    if not when and contact.weekly:
        when = hours(contact.weekly, contact.timezone)
    said = (contact.label or "").casefold()
    tongues = ", ".join(name for name in map(language, contact.languages) if name.casefold() not in said)
    return "; ".join(filter(None, (when, tongues, contact.charge)))


def full_name(program: Program) -> str:
    """Return a program's name, with its English gloss where it has one."""
    return f"{program.name} ({program.name_en})" if program.name_en else program.name


def language(tag: str) -> str:
    """Return the name of a language, or its tag."""
    return LANGUAGES.get(tag) or LANGUAGES.get(tag.split("-", maxsplit=1)[0]) or tag


def cost(program: Program, vocabulary: Vocabulary) -> str:
    """Return what a program costs, in words, or an empty text."""
    labels = vocabulary.labels("payments")
    ways = ", ".join(labels.get(way, way) for way in program.payment)
    return ". ".join(filter(None, (ways, program.cost_note)))


def provenance(program: Program) -> str:
    """Return where and when the contacts of a program were read: their own pages, or else those of others."""
    used = {key for contact in program.contacts for key in contact.source} or {s.key for s in program.sources}
    sources = [source for source in program.sources if source.key in used]
    own = [source for source in sources if source.by == "first-party"]
    dates = sorted(source.page_date for source in own or sources if source.page_date)
    whose = "their page" if own else "pages of others"
    read = day(max(source.read for source in sources))
    if not dates:
        return f"from {whose} (no date on it), read {read}"
    pages = day(dates[-1]) if dates[0] == dates[-1] else f"{day(dates[0])} to {day(dates[-1])}"
    return f"from {whose} of {pages}, read {read}"


def needs_confirming(program: Program, today: date) -> str:
    """Return why a program's contacts should be confirmed by a first call, or an empty text.

    Never for a crisis line: a person in crisis is not told to check a number first.
    """
    if program.crisis_line == "yes" or program.status == "retired":
        return ""
    by_key = {source.key: source for source in program.sources}
    first = "Call first" if any(contact.channel == "call" for contact in program.contacts) else "Look first"
    numbers = [contact for contact in program.contacts if contact.channel != "web"]
    for contact in numbers or program.contacts:  # a page shows by itself whether it is still there
        sources = [by_key[key] for key in contact.source if key in by_key]
        if len(sources) == 1 and sources[0].by != "first-party":
            return f"{first} to confirm: some of this was read on one page only, and not on their own."
        pages = [source.page_date for source in sources if source.page_date]
        newest = max((f"{page}-12-31"[:10] if len(page) == 4 else f"{page}-31"[:10] for page in pages), default="")
        if len(pages) == len(sources) and newest < f"{today.year - 2}{today.isoformat()[4:]}":
            return f"{first} to confirm: the newest page that says this is of {day(max(pages))}."
    return ""
