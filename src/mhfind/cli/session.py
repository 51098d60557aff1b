"""One call of a command: what was chosen, the catalog and place that follow from it, and where the answer goes."""

from collections.abc import Callable, Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mhfind.config import Config, load_config
from mhfind.context import Context
from mhfind.errors import ExitCode, MhfindError, UsageError
from mhfind.output import write_file, write_stream
from mhfind.place import locate
from mhfind.query import Filters, Place
from mhfind.render import DATA, FORMATS, document_renderer

if TYPE_CHECKING:
    from mhfind.catalog import Catalog
    from mhfind.crisis import Help
    from mhfind.danger import Signal
    from mhfind.document import Document
    from mhfind.place import Gazetteer
    from mhfind.views.programs import Words


class Session:
    """What a command works with. Everything costly is made when it is first used."""

    def __init__(self, context: Context, chosen: Mapping[str, Any]) -> None:
        self.context = context
        self.chosen = chosen
        self._check("format", FORMATS)
        self._check("color", ("auto", "always", "never"))
        self._check("rows", ("program", "contact"))

    def _check(self, name: str, known: Iterable[str]) -> None:
        value = self.chosen.get(name)
        if value is not None and value not in known:
            raise UsageError(f"--{name} {value!r} is not known", f"use one of: {', '.join(known)}")

    @cached_property
    def config(self) -> Config:
        """The user's settings."""
        return load_config(self.context.environ)

    @property
    def own_catalogs(self) -> tuple[str, ...]:
        """Own catalogs: those of the settings, then those of this call."""
        return (*self.config.catalogs, *(self.chosen.get("catalog") or ()))

    @cached_property
    def catalog(self) -> "Catalog":
        """The catalog of this call. Raises CatalogError."""
        from mhfind.catalog import Catalog

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
        """The filters of this call. Raises UsageError for a value that the vocabulary does not have."""
        vocabulary = self.catalog.vocabulary
        known = {"type": vocabulary.types, "topic": vocabulary.topics, "audience": vocabulary.audiences}
        given = {name: tuple(self.chosen.get(name) or ()) for name in known}
        for name, values in given.items():
            for value in values:
                ids = [term.id for term in known[name]]
                if value not in ids:
                    from mhfind.place import closest

                    near = closest(value, [*ids, *(term.label for term in known[name])])
                    near = next((term.id for term in known[name] if near in (term.id, term.label)), "")
                    hint = f"did you mean {near}?" if near else f"`mhfind {name}s` lists them"
                    raise UsageError(f"unknown {name} {value!r}", hint)
        return Filters(**given)

    @cached_property
    def words(self) -> "Words":
        """Labels and today's date, for views."""
        from mhfind.views.programs import Words

        return Words(self.catalog.vocabulary, self.catalog.gazetteer, self.context.today())

    @property
    def limit(self) -> int:
        """How many results to show; 0 means all."""
        return int(self.chosen["limit"])

    @property
    def format(self) -> str:
        """The format asked for; else the terminal view with color, else plain text."""
        named = self.chosen.get("format")
        if named:
            return str(named)
        styled = not self.chosen.get("output") and self.context.color(self.chosen.get("color", "auto"))
        return "table" if styled else "text"

    @property
    def is_data(self) -> bool:
        """Whether the format is made for programs."""
        return self.format in DATA

    def show(self, document: "Document") -> ExitCode:
        """Print a document in the format of this call."""
        return self.write([document_renderer(self.format)(document, self.context.width)])

    def answer(self, document: "Callable[[], Document]", data: "Mapping[str, Callable[[], str]]") -> ExitCode:
        """Print an answer: as a document, or as data in one of the formats that `data` can make."""
        if not self.is_data:
            return self.show(document())
        if self.format not in data:
            raise UsageError(
                f"--format {self.format} is not made here", f"use one of: text, table, md, {', '.join(data)}"
            )
        return self.write([data[self.format]()])

    def write(self, parts: Iterable[str]) -> ExitCode:
        """Write text to the file of this call, or to standard output. Raises OutputError."""
        output = self.chosen.get("output")
        if output:
            write_file(Path(output), "".join(parts), force=bool(self.chosen.get("force")))
        else:
            write_stream(self.context.stdout, parts, utf8=self.is_data)
        return ExitCode.OK

    def note(self, message: str) -> None:
        """Tell the user something on standard error."""
        from mhfind.render.visible import visible

        if self.context.stderr:
            self.context.stderr.write(visible(message) + "\n")

    def crisis_help(self) -> "tuple[Help, Gazetteer]":
        """Return who answers right now, and the names of places. Settings or catalogs that can't be used don't stop it.

        In a wheel without own catalogs the built-in copy answers, which is made from the same records.
        """
        from mhfind.catalog import BUNDLED

        try:
            if not BUNDLED.exists() or self.own_catalogs:
                return self.catalog.help(self._place_or_none(self.catalog.gazetteer)), self.catalog.gazetteer
        except MhfindError as error:
            if self.chosen.get("country") and isinstance(error, UsageError):
                raise
            self.note(f"mhfind: {error.message}. These are the built-in crisis lines.")
            self.__dict__["config"] = Config()
        return self._built_in_help(())

    def danger_help(self, text: str) -> "Help | None":
        """Return crisis help if `text` signals danger, else None: from the built-in copy, for when all else fails."""
        from mhfind.crisis import built_in_rules
        from mhfind.words import tokens

        signals = built_in_rules().signals(tokens(text), {})
        return self._built_in_help(signals)[0] if signals else None

    def _built_in_help(self, signals: "tuple[Signal, ...]") -> "tuple[Help, Gazetteer]":
        from mhfind.crisis import Fallback

        fallback = Fallback.load()
        return fallback.doors.help(self._place_or_none(fallback.places), signals), fallback.places

    def _place_or_none(self, gazetteer: "Gazetteer") -> Place:
        """Return where the user is; only a place named in this very call may be wrong."""
        try:
            return self.located(gazetteer)
        except UsageError as error:
            if self.chosen.get("country") or self.chosen.get("region"):
                raise
            self.note(f"mhfind: {error.message}")
            return Place()
