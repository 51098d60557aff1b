"""`mhfind catalog verify`: the one command that uses the network."""

from collections import Counter
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from mhfind.cli.options import CATALOGS, FILE, PLACE
from mhfind.cli.options import command as with_options
from mhfind.cli.session import Session
from mhfind.errors import ExitCode, UsageError

if TYPE_CHECKING:
    from mhfind.verify import Checked, Pages


@with_options(PLACE, CATALOGS, FILE)
def command(
    session: Session,
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID...]", help="Programs; none means all.")] = None,
    state: Annotated[
        Path | None, typer.Option("--state", metavar="FILE", help="Keep results here, and go on where a run stopped.")
    ] = None,
    write: Annotated[
        Path | None,
        typer.Option("--write", metavar="FILE", help="Stamp confirmed sources in this catalog file."),
    ] = None,
    allow_private: Annotated[
        bool, typer.Option("--allow-private", help="Fetch from this computer and its network, too.")
    ] = False,
) -> ExitCode:
    """Fetch the pages of sources, to see whether they still state each contact.

    The one command that uses the network; it needs mhfind[verify]. Asks a host once a second, and heeds robots.txt.
    Each line: the result (confirmed, not-found, moved, gone, blocked), program, contact, page, reason. Exit 5: a
    contact is not confirmed.
    """
    if find_spec("httpx") is None:
        raise UsageError("fetching pages needs another library", "pip install 'mhfind[verify]'")
    from mhfind.verify import pages_of

    place = session.place if session.place.explicit else session.catalog.place()
    programs = [session.program(key) for key in ids or ()] or session.catalog.listing(place=place).programs
    pages = pages_of(programs)
    hosts = {url.split("/")[2] for url in pages}
    session.note(f"This uses the network: it fetches {len(pages)} pages from {len(hosts)} hosts.")
    checked = _checked(session, pages, state, allow_private=allow_private)
    session.write(_lines(checked))
    if write:
        _stamp(session, checked, write)
    return ExitCode.OK if all(one.result == "confirmed" for one in checked) else ExitCode.ATTENTION


def _checked(session: Session, pages: "Pages", state: Path | None, *, allow_private: bool) -> "list[Checked]":
    """Fetch the pages that `state` has no results of yet; keep the results of each page as soon as they are there."""
    import msgspec

    from mhfind.cli.progress import progress
    from mhfind.fetch import Fetcher
    from mhfind.verify import verify

    kept = _kept(state) if state and state.exists() else []
    found = [one for one in kept if one.url in pages]
    left = {url: wanted for url, wanted in pages.items() if url not in {one.url for one in found}}
    fetcher = Fetcher(allow_private=allow_private)
    with progress(session.context.stderr, "Verifying") as bar:
        for done, (_, results) in enumerate(verify(left, fetcher.fetch), 1):
            found += results
            bar.show(done, len(left))
            if state:
                with state.open("ab") as stream:
                    stream.writelines(msgspec.json.encode(one) + b"\n" for one in results)
    fetcher.close()
    return found


def _kept(state: Path) -> "list[Checked]":
    """Return the results of a run that stopped. Raises UsageError for a file of something else."""
    import msgspec

    from mhfind.verify import Checked

    try:
        return [msgspec.json.decode(line, type=Checked) for line in state.read_bytes().splitlines()]
    except (OSError, msgspec.MsgspecError) as error:
        raise UsageError(f"{state}: can't be read as results", "remove it, or name another file") from error


def _lines(checked: "list[Checked]") -> list[str]:
    from mhfind.visible import visible

    order = sorted(checked, key=lambda one: (one.result == "confirmed", one.program, one.url))
    rows = [(one.result, one.program, f"{one.channel} {one.value}", one.url, one.reason) for one in order]
    counts = Counter(one.result for one in checked)
    total = ", ".join(f"{count} {result}" for result, count in sorted(counts.items())) or "no contacts"
    return [*(visible("  ".join(filter(None, row))) + "\n" for row in rows), f"{total}\n"]


def _stamp(session: Session, checked: "list[Checked]", path: Path) -> None:
    """Write the day of the reading to every source of a file whose page states all that rests on it."""
    from mhfind.output import write_file
    from mhfind.source.reread import live_text
    from mhfind.verify import confirmed_sources

    sources = confirmed_sources(checked)
    write_file(path, live_text(path, sources, session.context.today().isoformat()), force=True)
    session.note(f"{path}: sources that were confirmed are stamped.")
