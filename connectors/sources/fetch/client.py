"""One feed over HTTP: conditional, bounded in time and size, redirects followed by hand and checked at every hop."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from http.cookies import CookieError, SimpleCookie
from typing import Final, Self
from urllib.parse import urljoin

import aiohttp
from aiohttp.abc import AbstractResolver
from aiohttp.http_exceptions import LineTooLong
from yarl import URL

from connectors.sources.fetch import headers as header
from connectors.sources.fetch.exact import ExactConnector
from connectors.sources.fetch.guard import GuardedResolver, RefusedAddressError, check_literal, dotted_quad
from connectors.sources.fetch.manners import Manners
from connectors.sources.inflate import ACCEPTED, Inflater
from connectors.sources.limits import Limits
from connectors.sources.problems import FeedError

_ACCEPT: Final = (
    "application/rss+xml, application/atom+xml, application/feed+json, application/rdf+xml;q=0.9,"
    " application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, */*;q=0.1"
)
_REDIRECTS: Final = {301, 302, 303, 307, 308}
_PERMANENT: Final = {301, 308}
_READ: Final = {200, 203, 206, 226}
_MAX_FIELD: Final = 16 * 1024
_MESSAGE: Final = 200


@dataclass(frozen=True, slots=True)
class Validators:
    """What a server gave us to ask with whether a feed has changed."""

    etag: str | None = None
    last_modified: str | None = None

    def headers(self) -> dict[str, str]:
        """The request headers that ask."""
        found = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in found.items() if value}


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer. `permanent`: where the feed has moved for good; `fresh`: seconds that it need not be asked again."""

    url: str
    status: int
    body: bytes = b""
    content_type: str | None = None
    validators: Validators = Validators()
    permanent: str | None = None
    fresh: float | None = None
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def not_modified(self) -> bool:
        """Whether the server says that nothing has changed."""
        return self.status == 304


class StatusError(FeedError):
    """The server answered with an error; `retry_after` in seconds where it says how long to wait."""

    def __init__(self, code: str, status: int, url: str, retry_after: float | None = None) -> None:
        super().__init__(code, f"the server answered {status}", url=url)
        self.status = status
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class _Hop:
    """Where a chain of redirects stands."""

    url: str
    proxy: str | None = None
    permanent: str | None = None
    still_permanent: bool = True
    cookies: tuple[tuple[str, str], ...] = ()
    seen: frozenset[tuple[str, tuple[tuple[str, str], ...]]] = frozenset()


class Client:
    """Fetches feeds. Use it as an async context manager.

    Args:
        limits: Bounds on time, size, redirects and manners.
        resolver: What asks the name server; the system's resolver unless a test brings its own.
    """

    def __init__(self, limits: Limits, resolver: AbstractResolver | None = None) -> None:
        self.limits = limits
        self.manners = Manners(limits)
        self._resolver = GuardedResolver(resolver, allow_private=limits.allow_private)
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        limits = self.limits
        connector = ExactConnector(resolver=self._resolver, limit=limits.concurrency, ttl_dns_cache=60)
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=limits.connect_timeout, sock_read=limits.read_timeout)
        self._session = aiohttp.ClientSession(
            connector=connector,
            timeout=timeout,
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            max_line_size=limits.max_url * 2,
            max_field_size=_MAX_FIELD,
            headers={"User-Agent": limits.user_agent, "Accept": _ACCEPT, "Accept-Encoding": ACCEPTED},
        )
        return self

    async def __aexit__(self, *exc: object) -> None:
        if self._session is not None:
            await self._session.close()

    async def fetch(
        self,
        url: str,
        validators: Validators | None = None,
        extra: Mapping[str, str] | None = None,
        proxy: str | None = None,
    ) -> Fetched:
        """Fetch a feed, following redirects.

        Args:
            url: Its address.
            validators: From the last time, to ask whether it has changed.
            extra: More request headers, such as Authorization; sent to the feed's own host only.
            proxy: Address of the proxy to go through, in place of the settings' one.

        Raises:
            FeedError: the code says why there is no answer that could be read.
        """
        url, login = without_login(url)
        hop = _Hop(url, proxy=proxy or self.limits.proxy)
        asked = {**(validators or Validators()).headers(), **login, **(extra or {})}
        left = self.limits.total_timeout
        for _ in range(self.limits.max_redirects + 1):
            self._refuse_closed(hop.url)
            async with self.manners.turn(_host(hop.url)):
                begun = _now()
                answer = await self._ask_within(left, hop, asked if _host(hop.url) == _host(url) else {})
            if isinstance(answer, Fetched):
                return answer
            hop = answer
            left -= _now() - begun
        raise FeedError("too_many_redirects", f"more than {self.limits.max_redirects} redirects", url=url)

    async def post(self, url: str, form: Mapping[str, str]) -> None:
        """Send a form to a hub, within the same limits; only a 2xx answer is a good one.

        Raises:
            FeedError: the code says why it was not taken.
        """
        hop = _Hop(url, proxy=self.limits.proxy)
        try:
            async with self.manners.turn(_host(url)), asyncio.timeout(self.limits.total_timeout):
                await self._posted(hop, form)
        except TimeoutError as error:
            raise FeedError("timeout", f"no answer within {self.limits.total_timeout:g} s", url=url) from error
        except FeedError:
            raise
        except (aiohttp.ClientError, OSError, ValueError, UnicodeError) as error:
            raise _explained(error, url) from error

    async def _posted(self, hop: _Hop, form: Mapping[str, str]) -> None:
        async with self._opened().post(
            self._checked(hop.url), data=dict(form), allow_redirects=False, proxy=self._trusted(hop.proxy)
        ) as response:
            if not 200 <= response.status < 300:
                raise _status_error(response.status, hop.url, header.retry_after(response.headers))

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            raise RuntimeError("the client is not open")
        return self._session

    def _checked(self, url: str) -> URL:
        target = _target(url)
        check_literal(target.raw_host or "", allow_private=self.limits.allow_private)
        if target.raw_host in self._resolver.proxies and not self.limits.allow_private:
            raise RefusedAddressError(f"{target.raw_host} is a proxy of ours")
        return target

    def _trusted(self, proxy: str | None) -> str | None:
        """A proxy, whose host may be inside."""
        if proxy and (host := URL(proxy).raw_host):
            self._resolver.proxies.add(host)
        return proxy

    def _refuse_closed(self, url: str) -> None:
        """Leave a host alone for as long as it has asked for, whichever of its feeds it was."""
        closed = self.manners.closed_for(_host(url))
        if closed:
            raise StatusError("rate_limited", 429, url, closed)

    async def _ask_within(self, seconds: float, hop: _Hop, extra: Mapping[str, str]) -> Fetched | _Hop:
        """Waiting for a turn at the host does not count: it is we who are slow there."""
        try:
            async with asyncio.timeout(seconds):
                return await self._ask(hop, extra)
        except TimeoutError as error:
            raise FeedError("timeout", f"no answer within {self.limits.total_timeout:g} s", url=hop.url) from error

    async def _ask(self, hop: _Hop, extra: Mapping[str, str]) -> Fetched | _Hop:
        try:
            return await self._asked(hop, extra)
        except FeedError:
            raise
        except (aiohttp.ClientError, OSError, ValueError, UnicodeError, asyncio.IncompleteReadError) as error:
            raise _explained(error, hop.url) from error

    async def _asked(self, hop: _Hop, extra: Mapping[str, str]) -> Fetched | _Hop:
        cookies = {"Cookie": "; ".join(f"{name}={value}" for name, value in hop.cookies)} if hop.cookies else {}
        async with self._opened().get(
            self._checked(hop.url), headers={**extra, **cookies}, allow_redirects=False, proxy=self._trusted(hop.proxy)
        ) as response:
            if response.status in _REDIRECTS and response.headers.get("Location"):
                return _followed(hop, response)
            return await self._answered(hop, response)

    async def _answered(self, hop: _Hop, response: aiohttp.ClientResponse) -> Fetched:
        status = response.status
        self.manners.note(_host(hop.url), status, header.retry_after(response.headers))
        fetched = Fetched(
            url=hop.url,
            status=status,
            content_type=response.headers.get("Content-Type"),
            validators=Validators(response.headers.get("ETag"), response.headers.get("Last-Modified")),
            permanent=hop.permanent,
            fresh=header.fresh_for(response.headers),
            links=header.links(response.headers, hop.url),
        )
        if status == 304:
            return fetched
        if status not in _READ:
            raise _status_error(status, hop.url, header.retry_after(response.headers))
        return replace(fetched, body=await self._body(response, hop.url))

    async def _body(self, response: aiohttp.ClientResponse, url: str) -> bytes:
        if (response.content_length or 0) > self.limits.max_body:
            raise FeedError("too_large", f"{response.content_length} bytes announced", url=url)
        inflater = Inflater(response.headers.get("Content-Encoding"), self.limits.max_body, url)
        try:
            async for piece in response.content.iter_any():
                inflater.feed(piece)
        except aiohttp.ClientPayloadError:
            if not inflater.size:
                raise
        return inflater.body()


def _now() -> float:
    """On the loop's clock, as its timeouts are."""
    return asyncio.get_running_loop().time()


def without_login(url: str) -> tuple[str, dict[str, str]]:
    """An address without the user and password in it, and the header that says them: they belong in no log."""
    try:
        target = URL(url.strip())
    except ValueError:
        return url, {}
    if not target.user:
        return url, {}
    login = aiohttp.BasicAuth(target.user, target.password or "", "utf-8")
    return str(target.with_user(None)), {"Authorization": login.encode()}


def _target(url: str) -> URL:
    try:
        target = URL(url.strip())
    except ValueError as error:
        raise FeedError("bad_url", f"the URL cannot be read: {error}", url=url) from error
    if target.scheme not in {"http", "https"}:
        raise FeedError("unsupported_scheme", f"only http and https are fetched, not {target.scheme!r}", url=url)
    if not target.raw_host:
        raise FeedError("bad_url", "the URL names no host", url=url)
    dotted = dotted_quad(target.raw_host)
    return target.with_host(dotted) if dotted else target


def _host(url: str) -> str:
    try:
        target = URL(url.strip())
    except ValueError:
        return url
    return f"{target.raw_host}:{target.port}"


def _followed(hop: _Hop, response: aiohttp.ClientResponse) -> _Hop:
    try:
        written = response.headers["Location"].encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        location = urljoin(hop.url, written.strip())
    except ValueError as error:
        raise FeedError("bad_url", f"a redirect cannot be read: {error}", url=hop.url) from error
    location = without_login(location.partition("#")[0])[0]
    same_host = _host(location) == _host(hop.url)
    cookies = _merged(hop.cookies, response) if same_host else ()
    seen = hop.seen | {(hop.url, hop.cookies)}
    if (location, cookies) in seen:
        raise FeedError("redirect_loop", f"{location} redirects to itself in the end", url=hop.url)
    permanent = hop.still_permanent and response.status in _PERMANENT
    return _Hop(location, hop.proxy, location if permanent else hop.permanent, permanent, cookies, seen)


def _merged(cookies: tuple[tuple[str, str], ...], response: aiohttp.ClientResponse) -> tuple[tuple[str, str], ...]:
    """Some sites set a cookie and redirect to the same page: without it they would do so for ever."""
    found = dict(cookies)
    for line in response.headers.getall("Set-Cookie", [])[:20]:
        try:
            found.update({name: morsel.value for name, morsel in SimpleCookie(line).items()})
        except CookieError:
            continue
    return tuple(sorted(found.items())[:20])


def _status_error(status: int, url: str, retry_after: float | None) -> FeedError:
    if status in {204, 205}:
        return FeedError("empty_body", f"the server answered {status}, which has no body", url=url)
    code = "gone" if status == 410 else "rate_limited" if status in {429, 503} else "http_status"
    return StatusError(code, status, url, retry_after)


_MEANINGS: Final[tuple[tuple[tuple[type[BaseException], ...], str, str], ...]] = (
    ((RefusedAddressError,), "private_address", "the address is not public"),
    ((TimeoutError,), "timeout", "the server did not answer in time"),
    ((aiohttp.ClientConnectorDNSError,), "dns", "the host name does not resolve"),
    ((aiohttp.ClientSSLError, ssl.SSLError), "tls", "no secure connection"),
    ((aiohttp.InvalidURL, UnicodeError), "bad_url", "the URL cannot be read"),
    ((aiohttp.ClientConnectionError, ConnectionError), "connect", "no connection"),
)


def _explained(error: BaseException, url: str) -> FeedError:
    """Which of our problems an error of the HTTP client is."""
    cause = _caused_by(error, RefusedAddressError) or error
    if isinstance(cause, aiohttp.ClientResponseError):
        return FeedError("header_flood" if _is_flood(cause) else "protocol", cause.message[:_MESSAGE], url=url)
    code, words = next(
        ((code, words) for kinds, code, words in _MEANINGS if isinstance(cause, kinds)),
        ("protocol", f"the server does not speak proper HTTP ({type(cause).__name__})"),
    )
    return FeedError(code, f"{words}: {cause}"[:_MESSAGE], url=url)


def _is_flood(error: aiohttp.ClientResponseError) -> bool:
    return (
        "more than" in error.message or "headers" in error.message.lower() or isinstance(error.__cause__, LineTooLong)
    )


def _caused_by(error: BaseException, kind: type[BaseException]) -> BaseException | None:
    current: BaseException | None = error
    for _ in range(10):
        if current is None or isinstance(current, kind):
            return current
        inner = getattr(current, "os_error", None)
        current = inner if isinstance(inner, kind) else current.__cause__ or current.__context__
    return None
