"""What can go wrong, said once: a message, a hint, a stable code and an exit code."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes of the command line. Scripts rely on them; each number has one meaning."""

    OK = 0  # found, or done
    NOTHING = 1  # nothing matched, or no such id
    USAGE = 2  # wrong option, unknown filter value, unusable query
    CATALOG = 3  # a catalog is invalid, incomplete or unreadable
    OUTPUT = 4  # the output could not be written
    ATTENTION = 5  # something was found that a person should look at
    INTERNAL = 70  # a fault of mhfind itself
    INTERRUPTED = 130  # Ctrl-C


class MhfindError(Exception):
    """A problem to tell the user: `message` in one line, `hint` says what to do about it.

    `code` is stable and made for scripts; `exit_code` is what the process ends with.
    """

    code = "error"
    exit_code = ExitCode.INTERNAL

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(MhfindError):
    """The call's words are off: an unknown value, an unusable query."""

    code = "usage"
    exit_code = ExitCode.USAGE


class NotFoundError(MhfindError):
    """No record, guide or match of that name."""

    code = "not-found"
    exit_code = ExitCode.NOTHING


class OutputError(MhfindError):
    """The output could not be written, or not whole."""

    code = "output"
    exit_code = ExitCode.OUTPUT


class CatalogError(MhfindError):
    """A catalog can't be used. `problems` holds every complaint, one line each."""

    code = "catalog"
    exit_code = ExitCode.CATALOG

    def __init__(self, message: str, hint: str = "", problems: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint)
        self.problems = problems
