"""`catalog verify` against a real server whose pages state, change, misspell or retire numbers, or misbehave."""

import threading
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from conftest import Inside, contact, record, write_records

pytest.importorskip("httpx", reason="mhfind[verify] is not installed")

from mhfind.errors import ExitCode
from mhfind.fetch import Fetcher
from mhfind.model import Contact, Program
from mhfind.source.reread import read_records
from mhfind.verify import Checked, confirmed_sources, pages_of, verify

NUMBER, CODE = "1-800-555-0100", "55501"
# Path -> page, and whether its number is stated there: result of the call, result of the text.
PAGES: dict[str, tuple[str | bytes, str, str]] = {
    "/plain": (f"<p>Call {NUMBER}, or text HELLO to {CODE}.", "confirmed", "confirmed"),
    "/notation": ("<p>(800)&nbsp;555&#8209;0100. Text <b>hello</b> to 5-55-01", "confirmed", "confirmed"),
    "/links": ('<a href="tel:+18005550100">Call</a> <a href="sms:55501?body=HELLO">text</a>', "confirmed", "confirmed"),
    "/split": ("<td>1-800-<span>555</span>-0100</td>", "confirmed", "not-found"),
    "/changed": ("<p>Call 1-800-555-0199, text HELLO to 55502", "not-found", "not-found"),
    "/misspelt": ("<p>Call 1-800-555-0010, text HELLO to 55051", "not-found", "not-found"),
    "/retired": (f"<p>Our old number {NUMBER} is no longer in service. Text HELLO to {CODE}", "not-found", "confirmed"),
    "/keyword": (f"<p>{NUMBER}, or text START to {CODE}", "confirmed", "not-found"),
    "/hidden": (f"<script>var x = '{NUMBER} HELLO {CODE}'</script>", "not-found", "not-found"),
    "/latin": (f"<p>Línea: {NUMBER}. Text HELLO to {CODE}".encode("latin-1"), "confirmed", "confirmed"),
    "/utf16": (f"<html><p>{NUMBER}. Text HELLO to {CODE}".encode("utf-16"), "confirmed", "confirmed"),
    "/part": ("<p>1-800-555-01005, $55501, 155501, HELLO", "not-found", "not-found"),
}  # fmt: skip
REDIRECTS = {"/moved": "/plain", "/round": "/round", "/away": "http://127.0.0.1:1/", "/file": "file:///etc/passwd"}


class Server(BaseHTTPRequestHandler):
    """Serves PAGES, and misbehaves at other paths."""

    asked: list[str]
    stop: threading.Event

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as the class names it
        pass

    def do_GET(self) -> None:
        self.asked.append(self.path)
        with suppress(OSError):  # the client has gone, as it should
            self.answer()

    def answer(self) -> None:
        if self.path == "/robots.txt":
            self.send(200, b"User-agent: *\nDisallow: /private\n", "text/plain")
        elif self.path in PAGES:
            page = PAGES[self.path][0]
            charset = "; charset=utf-8" if self.path == "/latin" else ""  # which is wrong
            self.send(200, page if isinstance(page, bytes) else page.encode(), f"text/html{charset}")
        elif self.path in REDIRECTS:
            self.send_response(301)
            self.send_header("Location", REDIRECTS[self.path])
            self.end_headers()
        elif self.path == "/hang":
            self.stop.wait(30)
        elif self.path == "/drip":
            self.send_response(200)
            self.end_headers()
            while not self.stop.wait(0.05):
                self.wfile.write(b"x")
        elif self.path == "/large":
            self.send_response(200)
            self.end_headers()
            for _ in range(50):
                self.wfile.write(b"x" * (1 << 20))
        else:
            codes = {"/error": 500, "/gone": 410, "/forbidden": 403, "/private": 200}
            self.send(codes.get(self.path, 404), NUMBER.encode(), "text/html")

    def send(self, code: int, data: bytes, kind: str) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


@pytest.fixture
def asked() -> list[str]:
    """The paths that were asked for."""
    return []


@pytest.fixture
def site(asked: list[str]) -> Iterator[str]:
    """The address of the server."""
    stop = threading.Event()
    handler = type("Handler", (Server,), {"asked": asked, "stop": stop})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.daemon_threads = True
    thread = threading.Thread(target=partial(server.serve_forever, poll_interval=0.02))
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    stop.set()
    server.shutdown()
    server.server_close()
    thread.join()


def source(url: str, key: str = "site") -> dict[str, object]:
    return {
        "key": key,
        "url": url,
        "by": "first-party",
        "read": "2026-01-02",
        "page_date": "2025",
        "method": "archived-page",
    }


CONTACTS = [contact(NUMBER), contact(CODE, "text", keyword="HELLO")]


def program(url: str) -> Program:
    import msgspec

    return msgspec.convert({**record("us-example", contacts=CONTACTS, sources=[source(url)])}, Program)


def checked(url: str, fetcher: Fetcher) -> list[Checked]:
    ((_, found),) = verify(pages_of([program(url)]), fetcher.fetch)
    return found


@pytest.fixture
def fetcher() -> Iterator[Fetcher]:
    made = Fetcher(allow_private=True, pause=0, whole=1)
    yield made
    made.close()


def test_pages_state_numbers_in_any_notation_or_not(site: str, fetcher: Fetcher) -> None:
    found = {path: tuple(one.result for one in checked(site + path, fetcher)) for path in PAGES}
    assert found == {path: (call, text) for path, (_, call, text) in PAGES.items()}


@pytest.mark.parametrize(
    ("path", "result", "reason"),
    [
        ("/moved", "moved", "it is stated at "),
        ("/gone", "gone", "it answers 410"),
        ("/nothing", "gone", "it answers 404"),
        ("/error", "blocked", "it answers 500"),
        ("/forbidden", "blocked", "it answers 403"),
        ("/private", "blocked", "robots.txt asks not to fetch it"),
        ("/round", "blocked", "it is redirected again and again"),
        ("/away", "blocked", "no answer (ConnectError)"),
        ("/file", "blocked", "no address of the web"),
        ("/hang", "blocked", "no answer (ReadTimeout)"),
        ("/drip", "blocked", "it is too slow"),
        ("/large", "blocked", "it is larger than 5 MB"),
    ],
)
def test_pages_that_can_not_be_read(site: str, fetcher: Fetcher, path: str, result: str, reason: str) -> None:
    found = checked(site + path, fetcher)
    assert [one.result for one in found] == [result, result]
    assert found[0].reason.startswith(reason)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "10.0.0.1", "192.168.1.1", "169.254.169.254", "[::1]"])
def test_private_addresses_are_refused(host: str, asked: list[str], site: str) -> None:
    refusing = Fetcher(pause=0)
    page = refusing.fetch(f"http://{host}:{site.rpartition(':')[2]}/plain")
    refusing.close()
    assert (page.state, page.reason) == ("blocked", "a private address")
    assert asked == []


def test_a_host_is_asked_once_in_a_while(site: str, asked: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr("mhfind.fetch.time.sleep", waited.append)
    slow = Fetcher(allow_private=True, pause=3600)
    for path in ("/plain", "/links"):
        slow.fetch(site + path)
    slow.close()
    assert asked == ["/robots.txt", "/plain", "/links"]
    assert len(waited) == 2
    assert all(3500 < seconds <= 3600 for seconds in waited)


def test_other_contacts(site: str, fetcher: Fetcher) -> None:
    page = fetcher.fetch(f"{site}/links")
    from mhfind.verify import Stated

    stated = Stated(page)
    ways = {
        "https://example.org/": "not-found",
        f"{site}/links": "confirmed",
    }
    made = {url: stated.result(Contact(channel="web", value=url, source=("site",)))[0] for url in ways}
    assert made == ways
    assert stated.result(Contact(channel="email", value="a@example.org", source=("site",)))[0] == "not-found"


def test_a_source_is_confirmed_when_all_that_rests_on_it_is() -> None:
    def one(key: str, result: str) -> Checked:
        return Checked("us-a", key, "https://example.org", "call", NUMBER, result)

    found = [
        one("a", "confirmed"),
        one("a", "confirmed"),
        one("b", "confirmed"),
        one("b", "not-found"),
        one("c", "moved"),
    ]
    assert confirmed_sources(found) == [("us-a", "a")]


def test_the_command_says_so_first_goes_on_and_stamps(
    inside: Inside, site: str, tmp_path: Path, asked: list[str]
) -> None:
    path, state = tmp_path / "own.yaml", tmp_path / "state.jsonl"
    good = record("us-a", contacts=[contact(NUMBER)], sources=[source(f"{site}/plain")])
    bad = record("us-b", contacts=[contact(NUMBER)], sources=[source(f"{site}/changed")])
    options = write_records(tmp_path / "own.json", good, bad)
    code, out, _ = inside("export", *options, "--format", "yaml")
    path.write_text(out, "utf-8")
    call = ("catalog", "verify", "--catalog", str(path), "--only", "--allow-private", "--state", str(state))
    code, out, err = inside(*call, "--write", str(path))
    assert code == ExitCode.ATTENTION
    assert err.startswith("This uses the network: it fetches 2 pages from 1 hosts.\n")
    assert out.splitlines()[0].startswith("not-found  us-b  call 1-800-555-0100")
    assert out.splitlines()[-1] == "1 confirmed, 1 not-found"
    sources = {key: one.sources[0] for key, (one, _) in read_records(path).items()}
    assert (sources["us-a"].read, sources["us-a"].method) == ("2026-11-23", "live-page")
    assert (sources["us-b"].read, sources["us-b"].method) == ("2026-01-02", "archived-page")
    assert inside("catalog", "format", "--check", str(path))[0] == ExitCode.OK
    asked.clear()
    assert inside(*call)[1] == out
    assert asked == []


def test_a_missing_library_is_named(inside: Inside, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mhfind.cli.catalog.verify.find_spec", lambda _: None)
    code, _, err = inside("catalog", "verify")
    assert code == ExitCode.USAGE
    assert "pip install 'mhfind[verify]'" in err
