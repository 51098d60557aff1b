"""Words for values: hours, dates, money, time zones and ways to get in touch, plainly, in the language in force."""

import re
from collections.abc import Iterable
from datetime import date, datetime, timedelta, tzinfo

from mhfind import tongue
from mhfind.hours import ALWAYS, DAY, WEEK, Week
from mhfind.model import Contact, Program, Vocabulary
from mhfind.tongue import ENGLISH, Passage, tr, trc, trn

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
WAYS = {"call": "Call", "text": "Text", "chat": "Chat", "whatsapp": "WhatsApp", "video": "Video call", "tty": "TTY"}
WAYS |= {"email": "E-mail", "web": "Website", "visit": "Visit"}
# Labels of contacts that many records have. Those of one record alone are most often names, and stay as they are.
LABELS = (
    "Spanish",
    "Spanish line",
    "English",
    "English or Spanish",
    "American Sign Language",
    "American Sign Language (choose ASL Now)",
    "Toll-free",
    "Home page",
    "About the program",
    "About the centers",
    "About the clinics",
    "About the list",
    "About the meetings",
    "Support groups",
    "Online groups",
    "Online meetings",
    "How to find services",
    "How to get services",
    "How sign-up works",
    "Questions and answers",
    "Ask a question",
    "Apply",
    "Mental health",
    "Alcohol and drugs",
    "Gambling",
    "Grief line",
    "Main office",
    "National office",
    "The state agency",
    "The state's page",
    "State page that shows the number",
    "The agency's own site",
    "Mental health services page",
    "Newer number",
    "Toll-free from outside the United States",
    "Collect call from outside the United States",
)


def day(value: str) -> str:
    """Return a day or a partial date in words: "2026-11-23" -> "23 Nov 2026", "2025-06" -> "June 2025".

    >>> day("2026-11-23"), day("2025-06"), day("2025")
    ('23 Nov 2026', 'June 2025', '2025')
    """
    year, *rest = value.split("-")
    if not rest:
        return year
    month = MONTHS[int(rest[0])]
    if len(rest) > 1:
        return tr("{day} {month} {year}").format(day=int(rest[1]), month=trc("in a date", month[:3]), year=year)
    return tr("{month} {year}").format(month=trc("month", month), year=year)


def moment(value: datetime, zone: tzinfo | None) -> str:
    """Return a moment by the clocks of a zone: "Sat 28 Nov 2026, 23:00 (UTC)"."""
    local = value.astimezone(zone)
    name = trc("day", DAY_NAMES[local.weekday()])
    date, where = day(local.date().isoformat()), zone or local.tzname()
    return tr("{name} {date}, {time} ({zone})").format(name=name, date=date, time=f"{local:%H:%M}", zone=where)


def duration(time: timedelta) -> str:
    """Return how long something takes, as precisely as one needs to know: "25 min", "9 h 30 min", "2 days".

    >>> duration(timedelta(minutes=25)), duration(timedelta(hours=9, minutes=30)), duration(timedelta(hours=61))
    ('25 min', '9 h 30 min', '2 days 13 h')
    """
    days, minutes = divmod(-(-int(time.total_seconds()) // 60), DAY)
    hours, minutes = divmod(minutes, 60)
    parts = [(days, trn("day", "days", days)), (hours, "h"), (minutes, "min")]
    shown = [f"{count} {unit}" for count, unit in parts[0 if days else 1 : 2 if days else 3] if count]
    return " ".join(shown) or tr("a moment")


def hours(week: Week, zone: str | None) -> str:
    """Return a week of opening hours in words.

    >>> hours(ALWAYS, None)
    '24 hours a day, every day'
    >>> hours(tuple((d * DAY + 540, d * DAY + 1020) for d in range(5)), "America/New_York")
    'Mon to Fri 9 am to 5 pm (Eastern time)'
    """
    if week == ALWAYS:
        return tr("24 hours a day, every day")
    by_day: dict[int, list[str]] = {}
    for start, end in sorted(_by_day(week)):
        by_day.setdefault(start // DAY, []).append(_times(start, end))
    groups: list[tuple[list[int], str]] = []
    for number in sorted(by_day):
        times = tr(" and ").join(by_day[number])
        if groups and groups[-1][1] == times and groups[-1][0][-1] == number - 1:
            groups[-1][0].append(number)
        else:
            groups.append(([number], times))
    words = "; ".join(tr("{days} {times}").format(days=_days(numbers), times=times) for numbers, times in groups)
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
    if start % DAY == 0 and end % DAY == 0:
        return tr("all day")
    return tr("{start} to {end}").format(start=_clock(start), end=_clock(end))


def _clock(minute: int) -> str:
    hour, minutes = divmod(minute % DAY, 60)
    if minutes == 0 and hour in (0, 12):
        return tr("noon") if hour else tr("midnight")
    time = f"{(hour - 1) % 12 + 1}{f':{minutes:02}' if minutes else ''}"
    return (tr("{time} am") if hour < 12 else tr("{time} pm")).format(time=time)


def _days(numbers: list[int]) -> str:
    first, last = (trc("day", DAY_NAMES[number]) for number in (numbers[0], numbers[-1]))
    if len(numbers) == WEEK // DAY:
        return tr("every day")
    if len(numbers) == 1:
        return first
    return (tr("{first} to {last}") if len(numbers) > 2 else tr("{first} and {last}")).format(first=first, last=last)


def _zone(zone: str) -> str:
    if zone in ZONES:
        return trc("zone", ZONES[zone])
    return tr("{city} time").format(city=zone.rpartition("/")[2].replace("_", " "))


def contact_label(contact: Contact) -> str:
    """Return what to do with a contact's value: "Call", "Text HOME to", "Text AYUDA (Spanish) to"."""
    label = f" ({trc('label', contact.label)})" if contact.label else ""
    way = trc("way", WAYS[contact.channel])
    if not contact.keyword:
        return f"{way}{label}"
    pattern = tr("Text {word}{label} to") if contact.channel == "text" else tr("{way} {word}{label} to")
    return pattern.format(way=way, word=contact.keyword, label=label)


# Steps of a telephone menu; compiled when the first one is met.
_LANGUAGE_KEYS = r"press ([0-9*#]+) for (\w+), ([0-9*#]+) for (\w+)"
_KEYS = r"(press|option|extension) ([0-9*#]+)"


def menu_step(then: str) -> str:
    """Return the menu step that a contact needs, in words: "press 2"."""
    if tongue.current() == ENGLISH:
        return then
    if found := re.fullmatch(_LANGUAGE_KEYS, then):
        first, name, second, other = found.groups()
        pattern = tr("press {first} for {language}, {second} for {other}")
        return pattern.format(first=first, language=trc("language", name), second=second, other=trc("language", other))
    found = re.fullmatch(_KEYS, then)
    patterns = {"press": tr("press {key}"), "option": tr("option {key}"), "extension": tr("extension {key}")}
    return patterns[found[1]].format(key=found[2]) if found else then


def address(contact: Contact) -> str:
    """Return where to go, on one line, or an empty text."""
    where = contact.address
    return ", ".join(filter(None, (where.street, where.city, where.region, where.postal_code))) if where else ""


def own_first(contacts: Iterable[Contact]) -> list[Contact]:
    """Return contacts in their order, but first those that are meant for speakers of the language in force."""
    tag = tongue.current()
    return sorted(contacts, key=lambda contact: tag != ENGLISH and tag not in contact.languages)


def contact_details(contact: Contact) -> list[Passage]:
    """Return hours, languages and charge of a contact in words; those in another language than the one in force apart.

    Hours are told as published, which may say more ("in your local time"); in another language by the week they make.
    """
    week, published = contact.weekly, contact.hours_text or ""
    worded = week and (week == ALWAYS or not published or tongue.current() != ENGLISH)
    when = Passage(hours(week, contact.timezone)) if week and worded else tongue.english(published)
    said = trc("label", contact.label).casefold() if contact.label else ""
    tongues = Passage(", ".join(name for name in map(language, contact.languages) if name.casefold() not in said))
    found: list[Passage] = []
    for passage in (when, tongues, tongue.english(contact.charge or "")):
        if found and passage.text and found[-1].language == passage.language:
            found[-1] = Passage(f"{found[-1].text}; {passage.text}", passage.language)
        elif passage.text:
            found.append(passage)
    return found


def prose(program: Program, name: str) -> Passage:
    """Return a text of a record ("summary"): translated if it is, else as it is; an empty one where it says nothing."""
    found = {tag: getattr(words, name, None) for tag, words in program.translations.items()}
    return tongue.chosen({tag: text for tag, text in found.items() if text}, getattr(program, name) or "")


def full_name(program: Program) -> str:
    """Return a program's name, with its English gloss where it has one that the reader may need."""
    known = tongue.current() != ENGLISH and tongue.current() in program.languages[:1]
    return f"{program.name} ({program.name_en})" if program.name_en and not known else program.name


def language(tag: str) -> str:
    """Return the name of a language, or its tag."""
    name = LANGUAGES.get(tag) or LANGUAGES.get(tag.split("-", maxsplit=1)[0])
    return trc("language", name) if name else tag


def in_language(tag: str) -> str:
    """Return the mark of a text that is in another language than those around it: " (in English)"."""
    return tr(" (in {language})").format(language=language(tag))


def cost(program: Program, vocabulary: Vocabulary) -> list[Passage]:
    """Return what a program costs, in words: how one pays, and what there is to say of it."""
    labels, note = vocabulary.labels("payments"), prose(program, "cost_note")
    ways = ", ".join(trc("payments", labels[way]) if way in labels else way for way in program.payment)
    return [Passage(f"{ways}." if ways and note.text else ways), note]


def provenance(program: Program) -> str:
    """Return where and when the contacts of a program were read: their own pages, or else those of others."""
    used = {key for contact in program.contacts for key in contact.source} or {s.key for s in program.sources}
    sources = [source for source in program.sources if source.key in used]
    own = [source for source in sources if source.by == "first-party"]
    dates = sorted(source.page_date for source in own or sources if source.page_date)
    read = day(max(source.read for source in sources))
    if not dates:
        undated = (
            tr("from their page (no date on it), read {day}")
            if own
            else tr("from pages of others (no date on it), read {day}")
        )
        return undated.format(day=read)
    first, last = day(dates[0]), day(dates[-1])
    pages = last if first == last else trc("dates", "{first} to {last}").format(first=first, last=last)
    dated = tr("from their page of {pages}, read {day}") if own else tr("from pages of others of {pages}, read {day}")
    return dated.format(pages=pages, day=read)


def needs_confirming(program: Program, today: date) -> str:
    """Return why a program's contacts should be confirmed by a first call, or an empty text.

    Never for a crisis line: a person in crisis is not told to check a number first.
    """
    if program.crisis_line == "yes" or program.status == "retired":
        return ""
    by_key = {source.key: source for source in program.sources}
    calls = any(contact.channel == "call" for contact in program.contacts)
    first = tr("Call first to confirm") if calls else tr("Look first to confirm")
    numbers = [contact for contact in program.contacts if contact.channel != "web"]
    for contact in numbers or program.contacts:  # a page shows by itself whether it is still there
        sources = [by_key[key] for key in contact.source if key in by_key]
        if len(sources) == 1 and sources[0].by != "first-party":
            why = tr("some of this was read on one page only, and not on their own.")
            return f"{first}: {why}"
        pages = [source.page_date for source in sources if source.page_date]
        newest = max((f"{page}-12-31"[:10] if len(page) == 4 else f"{page}-31"[:10] for page in pages), default="")
        if len(pages) == len(sources) and newest < f"{today.year - 2}{today.isoformat()[4:]}":
            why = tr("the newest page that says this is of {day}.").format(day=day(max(pages)))
            return f"{first}: {why}"
    return ""
