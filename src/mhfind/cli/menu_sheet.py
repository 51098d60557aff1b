"""The choice of the menu that makes a referral sheet: searches, numbers, and a page for one client."""

import re
from typing import TYPE_CHECKING

from mhfind.cli.menu import SHOWN
from mhfind.tongue import later, tr

if TYPE_CHECKING:
    from mhfind.cli.menu import Menu

FIRST = later("What is it for? Say it in any words (b: back, q: quit): ")
MORE = later("Another search for this sheet, or Enter to print it (b: back, q: quit): ")
NUMBERS = later("Type the numbers of the programs to put on it, such as 1 3, or Enter for none: ")
DISCREET = later("Should its title say nothing about what it is for? Type y for yes, or Enter for no: ")


def make_sheet(menu: "Menu") -> None:
    """Gather programs for a client, by searches and numbers, and print them as a sheet."""
    menu.need_country()
    chosen: dict[str, str] = {}
    while text := menu.read(tr(MORE if chosen else FIRST)):
        session = menu.session()
        chosen |= {key: session.program(key).name for key in _choose(menu, text)}
        if chosen:
            menu.say("", tr("On the sheet:"), *chosen.values(), "")
    if chosen:
        _print(menu, list(chosen))


def _choose(menu: "Menu", text: str) -> list[str]:
    """Show results, and return the ids of those whose numbers are typed."""
    ids = menu.search(text, SHOWN)[:SHOWN]
    while ids:
        answer = menu.ask(tr(NUMBERS))
        numbers = [int(number) for number in re.findall("[0-9]{1,3}", answer)]
        if not answer or (numbers and all(0 < number <= len(ids) for number in numbers)):
            return [ids[number - 1] for number in numbers]
        asked = tr("Please type numbers from 1 to {last}, such as 1 3, or press Enter.")
        menu.say("", asked.format(last=len(ids)))
    return []


def _print(menu: "Menu", keys: list[str]) -> None:
    """Print a sheet with programs that were chosen one by one."""
    from mhfind.sheet import Wishes, discreet_help, sheet

    discreet = menu.agrees(tr(DISCREET))
    session = menu.session()
    programs, crisis = [session.program(key) for key in keys], session.catalog.help(session.place)
    if discreet:
        crisis, _ = discreet_help(crisis, crisis, programs)
    org = "" if discreet else session.config.org or ""
    menu.hand_over(sheet(programs, crisis, session.words, Wishes(discreet=discreet, org=org)), keys)
