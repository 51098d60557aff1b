"""Bare `mhfind` on a terminal: a menu of numbered choices, one line after another, so that a screen reader can follow.

It reads a line and prints an answer; it never draws over what stands on the screen. Whatever is typed, nothing breaks:
a word that signals danger is answered with crisis help, anything else that makes no sense is asked again.
"""

import re
from collections.abc import Callable
from pathlib import Path
from textwrap import fill
from typing import TYPE_CHECKING, Any

import msgspec

from mhfind import tongue
from mhfind.cli.language import speaking
from mhfind.cli.session import Session
from mhfind.config import Config
from mhfind.context import Context
from mhfind.errors import ExitCode, MhfindError, OutputError, UsageError
from mhfind.output import write_stream
from mhfind.tongue import later, tr, trc

if TYPE_CHECKING:
    from mhfind.document import Document

SHOWN = 5  # results at a time
_ALL = 1_000_000  # results to ask for, so that it is known whether there are more
_ENDINGS = (".txt", ".md", ".html", ".htm")
_COMMAND = re.compile(r"(?<!\S)--\w|\bmhfind \w")
_CHOSEN = {"format": None, "limit": SHOWN, "no_pager": True, "menu": True, "language": None}
_FILE = later("To write it to a file, type a name such as guide.html or guide.txt. To see it here, press Enter: ")


class _BackError(Exception):
    """The user wants to go back to the menu."""


class _QuitError(Exception):
    """The user wants to leave, or there is nothing more to read."""


class Menu:
    """The menu of one run. What the user says of the place holds until the end."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.chosen: dict[str, Any] = dict(_CHOSEN)
        self.choices: dict[str, tuple[str, Callable[[], None]]] = {
            "1": (later("Find help now"), self.help_now),
            "2": (later("Find a program"), self.find),
            "3": (later("Print a guide"), self.guide),
            "4": (later("Check a number"), self.check),
            "5": (later("Make a referral sheet"), self.sheet),
        }

    def run(self) -> ExitCode:
        """Ask and answer until the user leaves, in the language of the call."""
        with speaking(self.session()):
            return self._run()

    def _run(self) -> ExitCode:
        while True:
            try:
                self.say("", tr("mhfind - find mental-health support programs"), "")
                self.say(*(f"{key}. {tr(label)}" for key, (label, _) in self.choices.items()), tr("q. Quit"), "")
                self.choose(self.ask(tr("Type a number, then press Enter: ")))
            except _BackError:
                continue
            except _QuitError:
                self.say(tr("Goodbye."))
                return ExitCode.OK

    def choose(self, answer: str) -> None:
        """Do what was chosen; tell what goes wrong, and go on."""
        try:
            if answer in self.choices:
                self.choices[answer][1]()
            elif any(letter.isalpha() for letter in answer):  # words are most likely what is needed
                self.find(answer)
            else:
                self.say("", tr("Please type a number from 1 to {last}, or q to quit.").format(last=len(self.choices)))
        except MhfindError as error:
            self.tell(error)

    def tell(self, error: MhfindError) -> None:
        """Say what went wrong, and what to do about it; but not with a command, which can't be typed here."""
        hint = [] if not error.hint or _COMMAND.search(error.hint) else [error.hint]
        self.say("", tr("That did not work: {error}.").format(error=error.message), *hint)

    def help_now(self) -> None:
        """Show who answers right now; where no country is known, ask for it, and show its lines."""
        session = self.session()
        crisis, places, _ = session.crisis_help()
        self.show_help(session, crisis, places)
        if crisis.place.country is None and self.ask_country():
            session = self.session()
            self.show_help(session, *session.crisis_help()[:2])

    def show_help(self, session: Session, crisis: Any, places: Any) -> None:
        """Print crisis help."""
        from mhfind.cli.crisis import answer_crisis

        self.say("")
        answer_crisis(session, crisis, places)

    def find(self, first: str = "") -> None:
        """Search, and show all about a result, until nothing is typed; `first`: what was typed already."""
        self.need_country()
        while text := first or self.read(tr("What is going on? Say it in any words (b: back, q: quit): ")):
            first = ""
            key = self.choose_result(text)
            if key:
                self.show_program(key)
                self.offer_guide(key)

    def choose_result(self, text: str) -> str:
        """Show results, more of them if wanted, and return the id of the one that is chosen, or an empty text."""
        shown = SHOWN
        while found := self.search(text, shown):
            ids = found[:shown]
            letters = ["m"] if len(found) > shown else []
            prompt = tr("Type a number to see all about a program, or Enter to search again (b: back, q: quit): ")
            if letters:
                prompt = tr(
                    "Type a number to see all about a program, m for more, or Enter to search again"
                    " (b: back, q: quit): "
                )
            key = self.pick(ids, prompt, *letters)
            if key != "m":
                return key
            shown += SHOWN
        return ""

    def search(self, text: str, shown: int) -> list[str]:
        """Answer a query, danger in any case; return the ids of all results, the first `shown` of them numbered."""
        from mhfind.views.results import nothing_document, numbered, results_document

        session = self.session()
        try:
            results = session.catalog.ask(session.question(text, limit=_ALL))
        except UsageError as error:  # it is too long, for example
            if not self.answer_danger(text):
                self.tell(error)
            return []
        self.say("")
        if not results.hits:
            session.show(nothing_document(results, session.catalog, session.words))
            return []
        hits = numbered(results)
        pinned = (hit for hit in results.hits if hit.pinned)
        session.show(results_document(msgspec.structs.replace(results, hits=(*pinned, *hits[:shown])), session.words))
        return [hit.program.id for hit in hits]

    def show_program(self, key: str) -> None:
        """Show all about a program."""
        from mhfind.views.programs import program_document

        session = self.session()
        self.say("")
        session.show(program_document(session.program(key), session.words))

    def offer_guide(self, key: str) -> None:
        """Offer the guide of a program."""
        if self.agrees(tr("Do you want a guide to print for it? Type y for yes, or Enter for no: ")):
            self.print_guide(key)

    def guide(self) -> None:
        """List the written guides, and print one, or that of a program."""
        from mhfind.guide import guide_names

        catalog = self.session().catalog
        names, titles = guide_names(catalog), catalog.guide_titles()
        self.say("", *(f"{number}. {titles[name]}" for number, name in enumerate(names, 1)))
        self.say(tr("For a program, find it first (b, then 2)."), "")
        name = self.pick(names, tr("Type a number (b: back, q: quit): "))
        if name:
            self.need_country()
            self.print_guide(name)

    def print_guide(self, name: str) -> None:
        """Write a guide to a file, or show it where no file is wanted."""
        from mhfind.guide import guide

        session = self.session()
        self.hand_over(guide(name, session.catalog, session.place, session.words), [name])

    def hand_over(self, document: "Document", keys: list[str]) -> None:
        """Write a document to a file, or show it where no file is wanted; tell what was flagged about its programs."""
        session = self.session()
        while file := self.ask(tr(_FILE)):
            if not file.isprintable() or Path(file).suffix.lower() not in _ENDINGS:
                self.say("", tr("Please type a name that ends in .html, .txt or .md, or press Enter."))
            elif self.write_file(document, file):
                session.tell_flags(keys)
                return
        self.say("")
        session.show(document)
        session.tell_flags(keys)

    def sheet(self) -> None:
        """Make a referral sheet."""
        from mhfind.cli.menu_sheet import make_sheet

        make_sheet(self)

    def write_file(self, document: "Document", file: str) -> bool:
        """Write a document in the format that a file's ending stands for, and tell whether that went well."""
        session = self.session()
        session.chosen["output"] = file
        try:
            session.show(document)
        except OutputError as error:
            self.tell(error)
            return False
        self.say("", tr("Written to {path}.").format(path=Path(file).absolute()))
        return True

    def check(self) -> None:
        """Say what the catalog knows of numbers, until nothing is typed."""
        from mhfind.check import check_given, register_of
        from mhfind.views.check import number_document

        session = self.session()
        register = register_of(session.catalog)  # a catalog that is broken is told before anything is asked
        while text := self.ask(tr("Type the number as it is written (b: back, q: quit): ")):
            with tongue.in_force(None):  # verdicts are told in English only
                findings = check_given(text, register, session.place.country)
                document = number_document(text, findings, session.catalog.get)
            self.say("")
            if findings:
                session.show(document)
            else:
                self.say(tr("That is no number and no web address."))

    # What the choices are made of.

    def session(self) -> Session:
        """Return a session with what was said so far; settings that are wrong are told once, and passed over."""
        session = Session(self.context, self.chosen)
        try:
            session.config  # noqa: B018 - reading it is the point
        except MhfindError as error:
            if not self.chosen.get("no_config"):
                session.note(f"mhfind: {error.message}. {tr('Going on without settings.')}")
                self.chosen["no_config"] = True
                return self.session()
            session.config = Config()  # a variable is wrong
        return session

    def need_country(self) -> None:
        """Ask for a country once, if none is known; and where a variable or the settings name one that there is not."""
        try:
            missing = self.session().place.country is None and "country" not in self.chosen
        except UsageError as error:
            self.tell(error)
            missing = True
        if missing:
            self.ask_country()

    def ask_country(self) -> str | None:
        """Ask for a country until one is understood or none is given, and keep it; return its code."""
        from mhfind.crisis import Fallback

        places = Fallback.load().places  # they can be read when no catalog can
        while True:
            answer = self.ask(tr("Which country? Type its name, or Enter to skip: "))
            try:
                self.chosen["country"] = places.country(answer) if answer else None
            except MhfindError as error:
                self.say("", f"{error.message[:1].upper()}{error.message[1:]}: {error.hint}")
                continue
            return self.chosen["country"] and str(self.chosen["country"])

    def pick(self, items: list[str], prompt: str, *letters: str) -> str:
        """Return the item whose number is typed, one of the letters, or an empty text for Enter."""
        numbered = {str(number): item for number, item in enumerate(items, 1)} | {letter: letter for letter in letters}
        while True:
            answer = self.ask(prompt).casefold()
            if not answer or answer in numbered:
                return numbered.get(answer, "")
            self.say("", tr("Please type a number from 1 to {last}, or b to go back.").format(last=len(items)))

    def answer_danger(self, text: str) -> bool:
        """Show crisis help if a text signals danger, and tell whether it does."""
        session = self.session()
        found = session.danger_help(text)
        if found:
            self.show_help(session, *found)
        return bool(found)

    def agrees(self, question: str) -> bool:
        """Ask whether something is wanted."""
        return self.ask(question).casefold() in ("y", "yes", *trc("typed", "y yes").split())

    def ask(self, prompt: str) -> str:
        """Ask until the answer signals no danger, and return it; danger is answered with crisis help."""
        while self.answer_danger(answer := self.read(prompt)):
            pass
        return answer

    def read(self, prompt: str) -> str:
        """Print a prompt and return what is typed. Raises _BackError for "b", _QuitError for "q" and at the end."""
        write_stream(self.context.stdout, [f"{self.wrapped(prompt.rstrip())} "], utf8=False)
        try:
            line = self.context.stdin.readline() if self.context.stdin else ""
        except OSError:  # the terminal has gone
            line = ""
        answer = line.strip()
        if not line or answer.casefold() in ("q", "quit", "exit", trc("typed", "quit")):
            raise _QuitError
        if answer.casefold() in ("b", "back", trc("typed", "back")):
            raise _BackError
        return answer

    def say(self, *lines: str) -> None:
        """Print lines."""
        from mhfind.visible import visible

        write_stream(self.context.stdout, [f"{self.wrapped(visible(line))}\n" for line in lines], utf8=False)

    def wrapped(self, line: str) -> str:
        """Return a line in rows that the terminal holds."""
        return fill(line, self.context.width(fixed=False) - 1, break_long_words=False, break_on_hyphens=False)
