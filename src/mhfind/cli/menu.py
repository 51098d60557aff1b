"""Bare `mhfind` on a terminal: a menu of numbered choices, one line after another, so that a screen reader can follow.

It reads a line and prints an answer; it never draws over what stands on the screen. Whatever is typed, nothing breaks:
a word that signals danger is answered with crisis help, anything else that makes no sense is asked again.
"""

from collections.abc import Callable
from typing import Any

from mhfind.cli.session import Session
from mhfind.context import Context
from mhfind.errors import ExitCode, MhfindError
from mhfind.output import write_stream
from mhfind.query import Query

SHOWN = 5  # results at a time
_LIMITS = {"limit": SHOWN, "no_pager": True}


class _BackError(Exception):
    """The user wants to go back to the menu."""


class _QuitError(Exception):
    """The user wants to leave, or there is nothing more to read."""


class Menu:
    """The menu of one run. What the user says of the place holds until the end."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.chosen: dict[str, Any] = dict(_LIMITS)
        self.choices: dict[str, tuple[str, Callable[[], None]]] = {
            "1": ("Find help now", self.help_now),
            "2": ("Find a program", self.find),
            "3": ("Print a guide", self.guide),
            "4": ("Check a number", self.check),
        }

    def run(self) -> ExitCode:
        """Ask and answer until the user leaves."""
        while True:
            try:
                self.say("", "mhfind - find mental-health support programs", "")
                self.say(*(f"{key}. {label}" for key, (label, _) in self.choices.items()), "q. Quit", "")
                self.choose(self.ask("Type a number, then press Enter: "))
            except _BackError:
                continue
            except _QuitError:
                self.say("Goodbye.")
                return ExitCode.OK

    def choose(self, answer: str) -> None:
        """Do what was chosen; tell what goes wrong, and go on."""
        if answer not in self.choices:
            self.retry(answer, f"Please type a number from 1 to {len(self.choices)}, or q to quit.")
            return
        try:
            self.choices[answer][1]()
        except MhfindError as error:
            self.say("", f"That did not work: {error.message}.", error.hint)

    def help_now(self) -> None:
        """Show who answers right now; where no country is known, ask for it, and show its lines."""
        session = self.session()
        crisis, places, _ = session.crisis_help()
        self.show_help(session, crisis, places)
        if crisis.place.country is None and self.ask_country():
            self.help_now()

    def show_help(self, session: Session, crisis: Any, places: Any) -> None:
        """Print crisis help."""
        from mhfind.cli.crisis import answer_crisis

        self.say("")
        answer_crisis(session, crisis, places)

    def find(self) -> None:
        """Search, and show all about a result."""
        from mhfind.views.results import nothing_document, results_document

        self.need_country()
        text = self.ask("What is going on? Say it in any words (b: back, q: quit): ")
        if not text:
            return None
        session = self.session()
        results = session.catalog.ask(Query(text, session.filters, session.place, session.limit))
        self.say("")
        if not results.hits:
            session.show(nothing_document(results, session.catalog, session.words))
            return self.find()
        session.show(results_document(results, session.words))
        ids = [hit.program.id for hit in results.hits if not hit.pinned]
        key = self.pick(ids, "Type a number to see all about a program, or Enter to search again (b: back, q: quit): ")
        if key:
            self.run_command("show", key)
            self.offer_guide(key)
        return self.find()

    def offer_guide(self, key: str) -> None:
        """Offer the guide of a program."""
        if self.ask("Do you want a guide to print for it? Type y for yes, or Enter for no: ").casefold() in (
            "y",
            "yes",
        ):
            self.print_guide(key)

    def guide(self) -> None:
        """List the written guides, and print one, or that of a program."""
        session = self.session()
        names = session.catalog.guides()
        labels = session.catalog.vocabulary.labels("routes")
        self.say("", *(f"{number}. {labels.get(name, name)}" for number, name in enumerate(names, 1)))
        self.say("For a program, find it first (b, then 2).", "")
        name = self.pick(names, "Type a number (b: back, q: quit): ")
        if name:
            self.need_country()
            self.print_guide(name)

    def print_guide(self, name: str) -> None:
        """Show a guide, and write it to a file if that is wanted."""
        place = ("--country", self.chosen["country"]) if self.chosen.get("country") else ()
        if self.run_command("guide", name, *place) == ExitCode.OK:
            file = self.ask("To keep it in a file, type a name such as guide.txt, or Enter for no: ")
            if file and self.run_command("guide", name, *place, "-o", file) == ExitCode.OK:
                self.say(f"Written to {file}.")

    def check(self) -> None:
        """Say what the catalog knows of a number."""
        from mhfind.views.results import number_document

        session = self.session()
        text = self.ask("Type the number as it is written (b: back, q: quit): ")
        if not text:
            return
        results = session.catalog.search(text)
        if results.understood.signals:
            self.retry(text, "")
        else:
            self.say("")
            session.show(number_document(results))
        self.check()

    # What the choices are made of.

    def session(self) -> Session:
        """Return a session with what was said so far; settings that are wrong are told once, and passed over."""
        session = Session(self.context, self.chosen)
        try:
            session.config  # noqa: B018 - reading it is the point
        except MhfindError as error:
            session.note(f"mhfind: {error.message}. Going on without settings.")
            self.chosen["no_config"] = True
            session = Session(self.context, self.chosen)
        return session

    def run_command(self, *arguments: str) -> int:
        """Run a command as if it had been typed; it tells its own errors."""
        from mhfind.cli.app import run

        self.say("")
        extra = ["--no-config"] if self.chosen.get("no_config") else []
        return run([*arguments, "--no-pager", *extra], self.context)

    def need_country(self) -> None:
        """Ask for a country once, if none is known."""
        if self.session().place.country is None and "country" not in self.chosen:
            self.ask_country()

    def ask_country(self) -> str | None:
        """Ask for a country until one is understood or none is given, and keep it; return its code."""
        while True:
            answer = self.ask("Which country? Type its name, or Enter to skip: ")
            try:
                self.chosen["country"] = self.session().catalog.gazetteer.country(answer) if answer else None
            except MhfindError as error:
                self.retry(answer, f"{error.message[:1].upper()}{error.message[1:]}: {error.hint}")
                continue
            return self.chosen["country"] and str(self.chosen["country"])

    def pick(self, items: list[str], prompt: str) -> str:
        """Return the item whose number is typed, or an empty text for Enter."""
        while True:
            answer = self.ask(prompt)
            if not answer:
                return ""
            if answer.isdecimal() and 1 <= int(answer) <= len(items):
                return items[int(answer) - 1]
            self.retry(answer, f"Please type a number from 1 to {len(items)}, or b to go back.")

    def retry(self, answer: str, message: str) -> None:
        """Answer what makes no sense as a choice: with crisis help if it signals danger."""
        session = self.session()
        found = session.danger_help(answer)
        if found:
            self.show_help(session, *found)
        else:
            self.say("", message)

    def ask(self, prompt: str) -> str:
        """Print a prompt and return what is typed. Raises _BackError for "b", _QuitError for "q" and at the end."""
        write_stream(self.context.stdout, [prompt], utf8=False)
        line = self.context.stdin.readline() if self.context.stdin else ""
        answer = line.strip()
        if not line or answer.casefold() in ("q", "quit", "exit"):
            raise _QuitError
        if answer.casefold() in ("b", "back"):
            raise _BackError
        return answer

    def say(self, *lines: str) -> None:
        """Print lines."""
        from mhfind.visible import visible

        write_stream(self.context.stdout, [f"{visible(line)}\n" for line in lines], utf8=False)
