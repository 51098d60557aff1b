"""What is known of a program besides its record: whether it is open when it is needed, and what the user flagged."""

from collections.abc import Mapping

import msgspec

from mhfind.flags import Flag
from mhfind.model import Program
from mhfind.opening import Opening, opening
from mhfind.query import Filters


class Remarks(msgspec.Struct, frozen=True):
    """The filters of a call, which may ask for a moment, and the user's flags by program id."""

    filters: Filters = Filters()
    flags: Mapping[str, tuple[Flag, ...]] = {}

    def opening(self, program: Program) -> Opening | None:
        """Return whether a program is open at the moment asked for, or None if none was."""
        moment = self.filters.open_at
        return opening(program, self.filters, moment) if moment else None

    def flagged(self, program: Program) -> tuple[Flag, ...]:
        """Return the user's flags of a program, the oldest first."""
        return self.flags.get(program.id, ())
