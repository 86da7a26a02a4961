"""What can be wrong with a feed: one code each, so that it can be counted, searched and explained.

A problem is not an error: a feed with problems still gives its good articles. Where nothing at all could be read the
same problem is raised as a SourceError with the same code.
"""

from __future__ import annotations

from typing import Final

from marsad.contracts import Record
from marsad.errors import SourceError

CODES: Final[dict[str, str]] = {
    # the body
    "not_a_feed": "the body is neither RSS, RDF, Atom, JSON Feed nor a news sitemap",
    "html_page": "the body is a web page: an error page, a login page or the site itself",
    "binary_body": "the body is an image, an archive or another binary file",
    "sitemap_index": "the body lists sitemaps; name one of them",
    "empty_body": "the body is empty",
    "malformed_xml": "the XML is broken; what could be read before and around the break was read",
    "malformed_json": "the JSON is broken; what could be read before the break was read",
    "bad_encoding": "some bytes are no text in the feed's encoding",
    "wrong_encoding": "the feed is written in another encoding than it declares; the bytes were believed",
    "unsafe_entity": "the document type declares external or nested entities; they were not expanded",
    "too_large": "the body is larger than the limit",
    "too_many_items": "the feed has more items than the limit; the first ones were read",
    "compression_bomb": "the body grows beyond the limit when decompressed",
    "bad_compression": "the body is not compressed the way it says",
    "unreadable": "the body breaks our reader, which is our mistake; please send it to us",
    "unreadable_file": "the file cannot be read",
    # an article
    "bad_date": "a date is impossible or unreadable; the article has none",
    "future_date": "a date lies more than a day ahead; the article has none",
    "bad_link": "a link is not an http address; the article has none",
    "no_identity": "an item has neither link, guid, title nor text; it was left out",
    "duplicate_id": "two items are the same article; the newer one was kept",
    "truncated_text": "the text is longer than the limit; its beginning was kept",
    # the way to it
    "http_status": "the server answered with an error status",
    "gone": "the server says that the feed is gone for good; it is retired",
    "rate_limited": "the server asks us to wait",
    "timeout": "the server did not answer in time",
    "dns": "the host name does not resolve",
    "connect": "no connection to the server",
    "tls": "the server's certificate or TLS is not acceptable",
    "protocol": "the server does not speak proper HTTP",
    "private_address": "the address is private, loopback, link-local or otherwise not public",
    "unsupported_scheme": "only http and https are fetched",
    "bad_url": "the URL cannot be read",
    "too_many_redirects": "more redirects than the limit",
    "redirect_loop": "the redirects lead in a circle",
    "header_flood": "the response headers are larger than the limit",
    "broken": "the feed has failed many times in a row",
    "outbox_full": "the outbox has reached its disk limit; polling is paused until Kafka takes articles again",
}
"""Every code with its meaning. Codes never change their meaning; new ones may come."""


_MESSAGE: Final = 400
"""Characters: a server's own words may be in it, and it may have many."""


class Problem(Record, frozen=True, kw_only=True):
    """One thing that is wrong with one feed or article; `url` is whichever the problem is about."""

    code: str
    message: str
    url: str | None = None


class FeedError(SourceError):
    """Nothing could be read; carries the problem that says why."""

    def __init__(
        self, code: str, message: str | None = None, *, url: str | None = None, hint: str | None = None
    ) -> None:
        super().__init__(code, (message or CODES[code])[:_MESSAGE], resource=url, hint=hint)

    @property
    def problem(self) -> Problem:
        """The same as a record."""
        return Problem(code=self.code, message=self.message, url=self.resource)


def problem(code: str, detail: str | None = None, url: str | None = None) -> Problem:
    """A problem with its standard sentence, and what exactly was found."""
    sentence = CODES[code]
    return Problem(code=code, message=(f"{sentence}: {detail}" if detail else sentence)[:_MESSAGE], url=url)
