"""Requests to Statistikbanken's API: one at a time, limited in size and time, and retried after temporary failures."""

import json
import re
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, NoReturn
from urllib.parse import urlsplit

import attrs

from kommunepolitik.display import short_repr
from kommunepolitik.errors import MissingExtra, Problem, StatbankError
from kommunepolitik.errors.system import missing_extra

if TYPE_CHECKING:
    import httpx

DEFAULT_URL: Final = "https://api.statbank.dk"
"""The address of Statistikbanken."""
_REFUSALS: Final = {
    "EXTRACT-NOTFOUND": "statbank_not_found",
    "EXTRACT-NOTALLOWED": "statbank_not_allowed",
    "REQUEST-LIMIT": "statbank_limit",
    "REQUEST-MISSING": "statbank_request",
}
_AGAIN: Final = (408, 425, 429)
"""Statuses besides 5xx after which the same request may succeed."""
_ERROR_SIZE: Final = 100_000


@attrs.frozen(kw_only=True)
class Manners:
    """Limits on requests to Statistikbanken: their rate, timeouts and sizes."""

    pause: float = 0.25
    """Minimum seconds between two requests: four a second."""
    waits: tuple[float, ...] = (2.0, 8.0, 30.0)
    """Seconds before each retry of a failed request."""
    connect: float = 15.0
    """Timeout of a connection in seconds."""
    read: float = 180.0
    """Timeout in seconds without any data; Statistikbanken may take long to compute a large answer."""
    longest: float = 1800.0
    """Timeout of a whole answer in seconds."""
    most_bytes: int = 200_000_000
    """The size of the largest accepted answer."""
    most_cells: int = 1_000_000
    """The maximum of cells in one answer of Statistikbanken."""
    sleep: Callable[[float], object] = time.sleep

    __repr__ = short_repr


class _MayRepeat(Exception):
    """A failure after which the same request may succeed."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


@attrs.define(kw_only=True)
class Client:
    """A client of one address."""

    url: str = DEFAULT_URL
    manners: Manners = Manners()
    _http: "httpx.Client | None" = None
    _last: float = -1e9
    _failed: Problem | None = None
    """Why the address did not answer at all; it is not tried again."""

    def table(self, table: str) -> bytes:
        """Return Statistikbanken's metadata of a table, as JSON.

        Raises:
            StatbankError: there is no such table, or no usable answer.
        """
        return self._post("tableinfo", table, {"table": table, "lang": "da", "format": "JSON"})

    def data(self, table: str, variables: list[dict[str, Any]]) -> bytes:
        """Return cells of a table as CSV, with codes and decimal commas.

        Raises:
            StatbankError: the request is refused, or there is no usable answer.
        """
        how = {"format": "CSV", "lang": "da", "valuePresentation": "Code", "delimiter": "Semicolon"}
        return self._post("data", table, {"table": table, **how, "variables": variables})

    def close(self) -> None:
        """Close the connection."""
        if self._http is not None:
            self._http.close()

    def _post(self, function: str, table: str, body: Mapping[str, Any]) -> bytes:
        if self._failed is not None:
            raise StatbankError(self._failed)
        self._check_url()
        for wait in (*self.manners.waits, None):
            self._keep_pace()
            try:
                return self._once(function, table, body)
            except _MayRepeat as failure:
                if wait is None:
                    if failure.problem.code in ("statbank_no_connection", "statbank_time_out"):
                        self._failed = failure.problem
                    raise StatbankError(failure.problem) from None
                self.manners.sleep(wait)
        raise AssertionError

    def _check_url(self) -> None:
        """Raise if the address is invalid, before any request is made."""
        try:
            parts = urlsplit(self.url)
            is_address = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:
            is_address = False
        if not is_address:
            raise StatbankError(Problem(code="statbank_url", data={"url": self.url}))

    def _keep_pace(self) -> None:
        early = self._last + self.manners.pause - time.monotonic()
        if early > 0:
            self.manners.sleep(early)
        self._last = time.monotonic()

    def _connected(self) -> "httpx.Client":
        if self._http is None:
            try:
                import httpx
            except ImportError:
                raise MissingExtra(missing_extra("httpx", "statbank")) from None
            timeout = httpx.Timeout(self.manners.connect, read=self.manners.read)
            self._http = httpx.Client(timeout=timeout, headers={"User-Agent": "kommunepolitik"})
        return self._http

    def _once(self, function: str, table: str, body: Mapping[str, Any]) -> bytes:
        client = self._connected()
        import httpx

        url = f"{self.url.rstrip('/')}/v1/{function}"
        try:
            with client.stream("POST", url, json=body) as response:
                status = response.status_code
                content = self._read(response, self.manners.most_bytes if status == 200 else _ERROR_SIZE, table)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError):
            raise StatbankError(Problem(code="statbank_url", data={"url": self.url})) from None
        except httpx.TimeoutException:
            raise _MayRepeat(Problem(code="statbank_time_out", data={"url": self.url})) from None
        except httpx.ConnectError as error:
            data = {"url": self.url, "detail": str(error)}
            raise _MayRepeat(Problem(code="statbank_no_connection", data=data)) from None
        except (httpx.TransportError, httpx.DecodingError) as error:
            data = {"table": table, "detail": str(error) or type(error).__name__}
            raise _MayRepeat(Problem(code="statbank_cut_off", data=data)) from None
        if status != 200:
            self._refused(status, table, content)
        if content.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
            self._is_page(status, content)
        return content

    def _read(self, response: "httpx.Response", most: int, table: str) -> bytes:
        parts: list[bytes] = []
        size, end = 0, time.monotonic() + self.manners.longest
        for part in response.iter_bytes():
            parts.append(part)
            size += len(part)
            if size > most and response.status_code == 200:
                raise StatbankError(Problem(code="statbank_too_large", data={"table": table, "limit": most}))
            if size > most:
                break
            if time.monotonic() > end:
                raise _MayRepeat(Problem(code="statbank_time_out", data={"url": self.url}))
        return b"".join(parts)

    def _refused(self, status: int, table: str, content: bytes) -> NoReturn:
        """Raise the reason why Statistikbanken refuses a request, or that something else answered."""
        try:
            answer = json.loads(content)
        except (ValueError, RecursionError):
            answer = None
        if not isinstance(answer, dict) or not isinstance(answer.get("errorTypeCode"), str):
            self._is_page(status, content)
        code, message = answer["errorTypeCode"], str(answer.get("message") or "")
        data = {"table": table, "type": code, "message": message}
        problem = Problem(code=_REFUSALS.get(code, "statbank_refused"), data=data)
        if status >= 500 or status in _AGAIN:
            raise _MayRepeat(problem)
        raise StatbankError(problem)

    def _is_page(self, status: int, content: bytes) -> NoReturn:
        """Raise that a web page, or something else, came instead of an answer."""
        text = content[:_ERROR_SIZE].decode("utf-8", "replace")
        title = re.search(r"<title[^>]*>([^<]*)", text, re.IGNORECASE)
        words = " ".join((title[1] if title else re.sub(r"<[^>]*>", " ", text)).split())[:80]
        problem = Problem(code="statbank_page", data={"url": self.url, "status": status, "words": words})
        if status >= 500 or status in _AGAIN:
            raise _MayRepeat(problem)
        raise StatbankError(problem)
