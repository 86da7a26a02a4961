"""What must come of each path of the server, and why."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class HttpCase:
    """`outcome` is a number of articles, or the code of the problem."""

    path: str
    outcome: int | str
    reason: str


CASES = [
    HttpCase("/plain", 2, "the plain case"),
    HttpCase("/conditional", 2, "validators that were not asked for change nothing"),
    HttpCase("/moved", 2, "a permanent redirect"),
    HttpCase("/moved-308", 2, "two permanent redirects"),
    HttpCase("/found", 2, "a temporary redirect to a permanent one"),
    HttpCase("/see-other", 2, "see other"),
    HttpCase("/no-location", "http_status", "a redirect to nowhere"),
    HttpCase("/self", "redirect_loop", "a redirect to itself"),
    HttpCase("/loop-a", "redirect_loop", "a circle of two"),
    HttpCase("/chain", "too_many_redirects", "a chain without end"),
    HttpCase("/cookie", 2, "a redirect to itself that sets a cookie wants it back"),
    HttpCase("/to-file", "unsupported_scheme", "a redirect to a file"),
    HttpCase("/to-ftp", "unsupported_scheme", "a redirect to another protocol"),
    HttpCase("/to-private", "private_address", "a redirect into a private network"),
    HttpCase("/to-metadata", "private_address", "a redirect to a cloud's metadata"),
    HttpCase("/to-nonsense", "bad_url", "a redirect to no address"),
    HttpCase("/status-400", "http_status", "bad request"),
    HttpCase("/status-401", "http_status", "a password is wanted"),
    HttpCase("/status-403", "http_status", "forbidden"),
    HttpCase("/status-404", "http_status", "not there"),
    HttpCase("/status-500", "http_status", "broken"),
    HttpCase("/status-502", "http_status", "broken behind"),
    HttpCase("/nowhere", "http_status", "an error page"),
    HttpCase("/gone", "gone", "gone for good"),
    HttpCase("/no-content", "empty_body", "no content"),
    HttpCase("/busy", "rate_limited", "too many requests"),
    HttpCase("/down", "rate_limited", "down until a date"),
    HttpCase("/gzip", 2, "gzip"),
    HttpCase("/deflate", 2, "deflate as the standard has it"),
    HttpCase("/raw-deflate", 2, "deflate as some send it"),
    HttpCase("/br", 2, "Brotli"),
    HttpCase("/zstd", 2, "Zstandard"),
    HttpCase("/gzip-gzip", 2, "compressed twice"),
    HttpCase("/gzip-lie", 2, "says gzip and is not"),
    HttpCase("/gzip-file", 2, "is gzip and does not say so"),
    HttpCase("/gzip-parts", 2, "two gzip files in a row"),
    HttpCase("/gzip-as-br", 2, "is gzip and says Brotli"),
    HttpCase("/coding-charset", 2, "a character set where the coding should be"),
    HttpCase("/coding-type", 2, "a media type where the coding should be"),
    HttpCase("/login-redirect", "http_status", "a redirect with a password in it, which no message repeats"),
    HttpCase("/gzip-noise", "bad_compression", "broken gzip"),
    HttpCase("/unknown-encoding", "bad_compression", "a coding that nobody uses any more"),
    HttpCase("/bomb-gzip", "compression_bomb", "20 MB of blanks in gzip"),
    HttpCase("/bomb-br", "compression_bomb", "20 MB of blanks in Brotli"),
    HttpCase("/bomb-zstd", "compression_bomb", "20 MB of blanks in Zstandard"),
    HttpCase("/bomb-layers", "compression_bomb", "20 MB of blanks in two layers"),
    HttpCase("/announced-large", "too_large", "a terabyte, as it says"),
    HttpCase("/endless", "too_large", "a body without end"),
    HttpCase("/silent", "timeout", "no answer at all"),
    HttpCase("/stalled", "timeout", "an answer that stops"),
    HttpCase("/dripping", "timeout", "an answer two bytes at a time"),
    HttpCase("/cut", 1, "an answer shorter than announced: the items before the break"),
    HttpCase("/chunked", 2, "in chunks"),
    HttpCase("/no-length", 2, "ends with the connection"),
    HttpCase("/hang-up", "connect", "hangs up"),
    HttpCase("/not-http", "protocol", "another protocol"),
    HttpCase("/long-header", "header_flood", "a header of 200 kB"),
    HttpCase("/many-headers", "header_flood", "five thousand headers"),
    HttpCase("/html", "html_page", "a login page"),
    HttpCase("/empty", "empty_body", "nothing"),
    HttpCase("/image", "binary_body", "a picture"),
    HttpCase("/wrong-charset", 1, "windows-1256 that the server calls UTF-8"),
]
