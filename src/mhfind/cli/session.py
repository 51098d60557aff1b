"""One call of a command: what was chosen, the catalog and place that follow from it, and where the answer goes."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mhfind.cli.language import check_language
from mhfind.config import Config, config_path, read_config, with_environment
from mhfind.context import Context
from mhfind.errors import ExitCode, MhfindError, NotFoundError, UsageError
from mhfind.flags import flags_path, read_flags
from mhfind.output import encoded, write_file, write_message, write_stream
from mhfind.place import locate, time_zone
from mhfind.query import Filters, Place, Query
from mhfind.remarks import Remarks
from mhfind.render import DATA, DOCUMENTS, ENDINGS, FORMATS, document_renderer
from mhfind.tongue import tr

if TYPE_CHECKING:
    from mhfind.catalog import Catalog
    from mhfind.crisis import Doors, Help
    from mhfind.document import Document
    from mhfind.model import Program
    from mhfind.place import Gazetteer
    from mhfind.render.data import Formats, Shape
    from mhfind.views.programs import Words

# Options whose value is one of a few words.
CHOICES = {
    "format": FORMATS,
    "color": ("auto", "always", "never"),
    "rows": ("program", "contact"),
    "paper": ("letter", "a4"),
}
DANGER_LENGTH = 20_000  # characters of an overlong query in which danger is looked for; all would take too long


def typed(text: str) -> str:
    """Return text from the command line as it was typed: as UTF-8, whatever the locale made of it."""
    return text if text.isascii() else text.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape")


def _by_ending(output: str) -> str:
    """Return the format that a file's ending stands for. Raises UsageError for an ending of something else."""
    ending = Path(output).suffix.lower()
    if ending in ENDINGS:
        return ENDINGS[ending]
    if ending not in ("", ".txt", ".text", ".log") and not Path(output).exists():
        raise UsageError(f"no format is known by the ending {ending!r}", f"name one of: {', '.join(ENDINGS)}, .txt")
    return "text"


class Session:
    """What a command works with. Everything costly is made when it is first used."""

    def __init__(self, context: Context, chosen: Mapping[str, Any]) -> None:
        self.context = context
        self.chosen = dict(chosen)

    def check(self) -> None:
        """Raise UsageError for an option whose value is not one of its few."""
        for name, known in CHOICES.items():
            value = self.chosen.get(name)
            if value is not None and value not in known:
                raise UsageError(f"--{name} {value!r} is not known", f"use one of: {', '.join(known)}")
        wish = self.chosen.get("language")  # several are a filter: languages that programs are to offer
        check_language(self.context.language)
        check_language(wish if isinstance(wish, str) else None)

    @cached_property
    def config(self) -> Config:
        """The settings in force. Raises UsageError for a settings file or a variable that is wrong."""
        path = None if self.chosen.get("no_config") or self.context.no_config else config_path(self.context.environ)
        config = with_environment(read_config(path), self.context.environ)
        check_language(config.language, "MHFIND_LANGUAGE" if self.context.environ.get("MHFIND_LANGUAGE") else str(path))
        return config

    @property
    def own_catalogs(self) -> tuple[str, ...]:
        """Own catalogs: those of the settings, then those of this call."""
        return (*self.config.catalogs, *(self.chosen.get("catalog") or ()))

    @cached_property
    def catalog(self) -> "Catalog":
        """The catalog of this call. Raises CatalogError."""
        from mhfind.catalog import Catalog

        if "" in self.own_catalogs:
            raise UsageError("--catalog names nothing", "name a file or a folder")
        only = bool(self.chosen.get("only"))
        if only and not self.own_catalogs:
            raise UsageError("--only needs a catalog of your own", "name it with --catalog FILE")
        return Catalog.open(*self.own_catalogs, only=only)

    @cached_property
    def place(self) -> Place:
        """Where the user is. Raises UsageError for a place that does not exist."""
        return self.located(self.catalog.gazetteer)

    def located(self, gazetteer: "Gazetteer") -> Place:
        """Return where the user is, by the names of a gazetteer."""
        option = (self.chosen.get("country"), self.chosen.get("region"))
        return locate(option, self.context.environ, (self.config.country, self.config.region), gazetteer)

    @cached_property
    def filters(self) -> Filters:
        """The filters of this call. Raises UsageError for a value that does not exist."""
        wanted = {name: self.chosen[name] for name in Filters.__struct_fields__ if self.chosen.get(name) is not None}
        if isinstance(wanted.get("language"), str):  # it is the language to answer in
            del wanted["language"]
        return self.catalog.filters(**wanted, open_at=self._moment())

    def _moment(self) -> datetime | None:
        """Return the moment at which programs have to be open, or None. Raises UsageError for what is no time."""
        time = self.chosen.get("at")
        if time is None:
            return self.context.now() if self.chosen.get("open_now") else None
        if self.chosen.get("open_now"):
            raise UsageError("--open-now and --at ask for two times", "leave one of them out")
        from mhfind.moment import parse_moment

        return parse_moment(time, self._now())

    def _now(self) -> datetime:
        """Return the moment by the clocks where the user is."""
        from mhfind.moment import local

        return local(self.context.now(), time_zone(self.context.environ))

    @cached_property
    def remarks(self) -> Remarks:
        """What is known of programs besides their records. A line of flags that can't be read is told."""
        flags, problems = read_flags(flags_path(self.context.environ))
        for problem in problems:
            self.note(f"mhfind: {problem}")
        return Remarks(self.filters, flags)

    @cached_property
    def words(self) -> "Words":
        """Labels, remarks and today's date, for views."""
        from mhfind.views.programs import Words

        return Words(
            self.catalog.vocabulary,
            self.catalog.gazetteer,
            self.context.today(),
            self.remarks,
            zone=self._now().tzinfo if self.filters.open_at else None,
            commands=not self.chosen.get("menu"),
        )

    def question(self, text: str, limit: int | None = None) -> Query:
        """Return a question with the filters and the place of this call, asked now."""
        shown = self.limit if limit is None else limit
        literal = bool(self.chosen.get("literal"))
        return Query(text, self.filters, self.place, shown, literal=literal, now=self.context.now())

    def tell_flags(self, keys: Iterable[str]) -> None:
        """Tell the user, and not what is printed or sent, what was flagged about programs."""
        from mhfind import texts

        flags, _ = read_flags(flags_path(self.context.environ))
        for flag in (flag for key in keys for flag in flags.get(key, ())):
            told = tr("you flagged {id} on {day}: {note}")
            self.note(f"mhfind: {told.format(id=flag.id, day=texts.day(flag.on), note=flag.note)}")

    def program(self, key: str) -> "Program":
        """Return the record of an id. Raises NotFoundError with a suggestion."""
        program = self.catalog.get(key.lower())
        if program is None:
            from mhfind.suggest import did_you_mean

            hint = did_you_mean(key, self.catalog.ids(), "`mhfind search` finds ids")
            raise NotFoundError(f"there is no program {key!r}", hint)
        return program

    @property
    def shape(self) -> "Shape":
        """How programs are written as data."""
        from mhfind.render.data import Shape

        rows, discreet = self.chosen.get("rows", "program"), bool(self.chosen.get("discreet"))
        return Shape(rows, discreet, self.remarks)

    @property
    def limit(self) -> int:
        """How many results to show; 0 means all."""
        return int(self.chosen["limit"])

    @property
    def format(self) -> str:
        """The format asked for, or that of the file's ending; else the terminal view with color, else plain text.

        Where color is not wanted, the terminal view is the plain text that it is made of.
        """
        if "format" not in self.chosen:  # a command with one form of answer
            return "text"
        named, output = self.chosen["format"], self.chosen.get("output")
        if not named and output is not None:
            named = _by_ending(output)
        wish = self.chosen.get("color") or self.config.color
        plain = wish == "never" or bool(self.context.environ.get("NO_COLOR"))
        if named:
            return "text" if named == "table" and (plain or output is not None) else str(named)
        return "table" if self.context.color(wish) else "text"

    @property
    def is_data(self) -> bool:
        """Whether the format is made for programs."""
        return self.format in DATA

    def show(self, document: "Document", *, urgent: bool = False) -> ExitCode:
        """Print a document in the format of this call; as text where that is a format for data.

        What is taller than the terminal goes through a pager, unless it is `urgent`.
        """
        from mhfind.cli import paper

        # In a format that was asked for, the same bytes go to a terminal, a pipe and a file.
        fixed = any(self.chosen.get(name) for name in ("format", "output", "lines", "open"))
        name = paper.format_of(self)
        made = document_renderer(name)(document, paper.page_of(self, name, fixed=fixed))
        if self.chosen.get("open"):
            return paper.open_page(self, made, name)
        if isinstance(made, bytes) or fixed or urgent or not self._paged(made):
            return self.write([made], data=name == "html")  # a page says that it is UTF-8
        return ExitCode.OK

    def _paged(self, text: str) -> bool:
        """Show text in a pager if it is taller than the terminal, and tell whether that was done."""
        rows = self.context.screen_rows()
        if not rows or text.count("\n") < rows or self.chosen.get("no_pager"):
            return False
        from mhfind import pager

        command = pager.command_of(self.config.pager, self.context.environ)
        return bool(command) and pager.page(text, command, self.context.environ)

    def answer(
        self, document: "Callable[[], Document]", formats: "Callable[[], Formats]", *, urgent: bool = False
    ) -> ExitCode:
        """Print an answer: as a document, or as data in one of the formats it can take. Only one of them is made."""
        if not self.is_data:
            return self.show(document(), urgent=urgent)
        made = formats()
        if self.format not in made:
            hint = f"use one of: {', '.join((*DOCUMENTS, *made))}"
            raise UsageError(f"this command does not write {self.format}", hint)
        return self.write([made[self.format]()])

    def write(self, parts: Iterable[str | bytes], *, data: bool = False) -> ExitCode:
        """Write to the file of this call, or to standard output: `data` as UTF-8 always. Raises OutputError."""
        output = self.chosen.get("output")
        if output is not None:
            write_file(Path(output), b"".join(map(encoded, parts)), force=bool(self.chosen.get("force")))
        else:
            write_stream(self.context.stdout, parts, utf8=data or self.is_data)
        return ExitCode.OK

    def note(self, message: str) -> None:
        """Tell the user something on standard error."""
        from mhfind.visible import visible

        write_message(self.context.stderr, f"{visible(message)}\n")

    def crisis_help(self) -> "tuple[Help, Gazetteer, ExitCode]":
        """Return who answers right now, the names of places, and how to end.

        Settings, variables, places and catalogs that can't be used are told and passed over; the code is `USAGE` where
        this very call named a place that does not exist.
        """
        if reason := self._pass_over_settings():
            self.note(f"mhfind: {reason}. {tr('Going on without settings.')}")
        doors, places = self._doors()
        try:
            return doors.help(self.located(places)), places, ExitCode.OK
        except UsageError as error:
            self.note(f"mhfind: {error.message}\n  {error.hint}")
            named = self.chosen.get("country") or self.chosen.get("region")
            return doors.help(self._country_alone(places)), places, ExitCode.USAGE if named else ExitCode.OK

    def _country_alone(self, places: "Gazetteer") -> Place:
        """Return the country of a place whose region does not exist, or no place."""
        try:
            option, environ = self.chosen.get("country"), self.context.environ
            without = {name: value for name, value in environ.items() if name != "MHFIND_REGION"}
            return locate((option, None), without, (self.config.country, None), places)
        except UsageError:
            return Place()

    def _doors(self) -> "tuple[Doors, Gazetteer]":
        """Return who answers, and the names of places, from the catalog; where that fails, from the built-in copy.

        In a wheel without own catalogs the built-in copy answers at once; it is made from the same records.
        """
        from mhfind.compiled import BUNDLED
        from mhfind.crisis import Fallback

        try:
            if self.own_catalogs or not BUNDLED.exists():
                return self.catalog.doors, self.catalog.gazetteer
        except Exception as error:  # noqa: BLE001 - whatever is wrong with a catalog, the lines are shown
            reason = error.message if isinstance(error, MhfindError) else "the catalog can't be used"
            self.note(f"mhfind: {reason}. {tr('These are the built-in crisis lines.')}")
        fallback = Fallback.load()
        return fallback.doors, fallback.places

    def danger_help(self, text: str) -> "tuple[Help, Gazetteer] | None":
        """Return crisis help and the names of places if `text` signals danger, else None.

        From the built-in copy, for when all else fails: a place that does not exist and settings that can't be read
        don't stop it.
        """
        from mhfind.crisis import Fallback, built_in_rules, built_in_words
        from mhfind.spelling import dangerous_readings
        from mhfind.words import tokens

        rules, words = built_in_rules(), tokens(text[:DANGER_LENGTH])
        signals = rules.signals(words, dangerous_readings(set(words), built_in_words().of("")))
        if not signals:
            return None
        self._pass_over_settings()
        fallback = Fallback.load()
        try:
            place = self.located(fallback.places)
        except UsageError:
            place = self._country_alone(fallback.places)
        return fallback.doors.help(place, signals), fallback.places

    def _pass_over_settings(self) -> str:
        """Go on with empty settings if the user's can't be read, and return why; else return an empty text."""
        try:
            self.config  # noqa: B018 - reading it is the point
        except UsageError as error:
            self.config = Config()
            return error.message
        return ""
