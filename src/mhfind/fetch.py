"""Fetching pages, politely: time limits, few redirects, robots.txt, one request per host and second, no private places.

The only module that imports httpx, and with `catalog verify` the only part of mhfind that touches the network.
"""

import ipaddress
import socket
import time
from urllib.parse import urljoin, urlsplit
from urllib.robotparser import RobotFileParser

import httpx
import msgspec

from mhfind import __version__

AGENT = f"mhfind/{__version__}"
MAX_BYTES = 5 * 1024 * 1024
MAX_REDIRECTS = 5
STEP, WHOLE = 10.0, 30.0  # seconds for one step of a request, and for all of it
PAUSE = 1.0  # seconds between two requests to one host
_GONE = (404, 410)


class Page(msgspec.Struct, frozen=True):
    """What came back: `read` with its data, `gone`, or `blocked` with the reason. `url`: where it was in the end."""

    state: str
    url: str
    reason: str = ""
    data: bytes = b""
    kind: str = ""  # content type
    charset: str = ""


class Fetcher:
    """Fetches pages. `allow_private`: addresses of this computer and its network too, for tests."""

    def __init__(self, *, allow_private: bool = False, whole: float = WHOLE, pause: float = PAUSE) -> None:
        self.allow_private = allow_private
        self.whole = whole
        self.pause = pause
        self._client = httpx.Client(
            timeout=min(STEP, whole), follow_redirects=False, headers={"User-Agent": AGENT}, trust_env=False
        )
        self._robots: dict[str, RobotFileParser] = {}
        self._last: dict[str, float] = {}

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def fetch(self, url: str) -> Page:
        """Return a page, wherever it has moved to."""
        for _ in range(MAX_REDIRECTS + 1):
            if reason := self._refused(url):
                return Page("blocked", url, reason)
            if not self._allowed(url):
                return Page("blocked", url, "robots.txt asks not to fetch it")
            page, onward = self._get(url)
            if not onward:
                return page
            url = urljoin(url, onward)
        return Page("blocked", url, "it is redirected again and again")

    def _refused(self, url: str) -> str:
        """Return why an address is not fetched, or an empty text."""
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            return "no address of the web"
        if self.allow_private:
            return ""
        try:
            found = {str(info[4][0]) for info in socket.getaddrinfo(parts.hostname, None)}
        except (OSError, UnicodeError):
            return "there is no such host"
        return (
            "" if all(ipaddress.ip_address(one.partition("%")[0]).is_global for one in found) else "a private address"
        )

    def _allowed(self, url: str) -> bool:
        """Tell whether robots.txt of a host lets a page be fetched; a host without one lets all."""
        parts = urlsplit(url)
        root = f"{parts.scheme}://{parts.netloc}"
        if root not in self._robots:
            rules = RobotFileParser()
            page, _ = self._get(f"{root}/robots.txt")
            rules.parse(page.data.decode("utf-8", "replace").splitlines() if page.state == "read" else [])
            self._robots[root] = rules
        return self._robots[root].can_fetch(AGENT, url)

    def _get(self, url: str) -> tuple[Page, str]:
        """Return the answer to one request, and where it sends on to, if it does."""
        self._be_patient(urlsplit(url).netloc)
        try:
            with self._client.stream("GET", url) as answer:
                if answer.has_redirect_location:
                    return Page("blocked", url), answer.headers["location"]
                if answer.status_code in _GONE:
                    return Page("gone", url, f"it answers {answer.status_code}"), ""
                if answer.status_code != httpx.codes.OK:
                    return Page("blocked", url, f"it answers {answer.status_code}"), ""
                return self._read(url, answer), ""
        except (httpx.HTTPError, httpx.InvalidURL, ValueError, OSError) as error:
            return Page("blocked", url, f"no answer ({type(error).__name__})"), ""

    def _read(self, url: str, answer: httpx.Response) -> Page:
        """Read the body, as long as it is neither too long nor too slow."""
        data, until = b"", time.monotonic() + self.whole
        for piece in answer.iter_bytes():
            data += piece
            if len(data) > MAX_BYTES:
                return Page("blocked", url, f"it is larger than {MAX_BYTES >> 20} MB")
            if time.monotonic() > until:
                return Page("blocked", url, "it is too slow")
        kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
        return Page("read", url, data=data, kind=kind, charset=answer.charset_encoding or "")

    def _be_patient(self, host: str) -> None:
        """Wait until a host may be asked again."""
        left = self._last.get(host, -self.pause) + self.pause - time.monotonic()
        if left > 0:
            time.sleep(left)
        self._last[host] = time.monotonic()
