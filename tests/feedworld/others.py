"""What is no feed: a problem, never a quiet feed."""

# ruff: noqa: E501 (one behaviour a line)

from __future__ import annotations

import gzip
import zlib

from backports import zstd

from tests.feedworld.case import Case, rss, story

_LOGIN = "<!DOCTYPE html><html lang=ar><head><title>تسجيل الدخول</title></head><body><form action=/login><input name=user></form></body></html>"
_CHALLENGE = (
    "<html><head><title>Just a moment...</title></head><body><noscript>Enable JavaScript</noscript></body></html>"
)
_DISCOVERY = '<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head><body>الصفحة الرئيسية</body></html>'

CASES = [
    Case("html", "the site's front page", _DISCOVERY, error="html_page", content_type="text/html"),
    Case("html-as-xml", "a page that the server calls a feed", _LOGIN, error="html_page", content_type="application/rss+xml"),
    Case("html-challenge", "a bot check", _CHALLENGE, error="html_page"),
    Case("html-404", "an error page with status 200", "<html><body><h1>404 Not Found</h1></body></html>", error="html_page"),
    Case("xhtml", "a page in XML", '<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x</title></head><body/></html>', error="html_page"),
    Case("html-with-feed-code", "a page that shows a feed's source", "<html><body><pre>&lt;rss&gt;</pre><!-- <rss><channel></channel></rss> --></body></html>", error="html_page"),
    Case("html-fragment", "a page without its head", "<body class=x><p>نص</p></body>", error="html_page"),
    Case("html-bare", "a line of HTML", "<h1>Not Found</h1><p>The page is gone.</p>", error="html_page"),
    Case("html-doctype-feed", "a feed behind the document type of a page", "<!DOCTYPE html>\n" + rss(story()), [{"title": "خبر عن الميناء"}]),
    Case("no-bytes", "nothing", b"", error="empty_body"),
    Case("blank", "nothing but spaces", b" \r\n\t  ", error="empty_body"),
    Case("bom-only", "nothing but a byte order mark", b"\xef\xbb\xbf", error="empty_body"),
    Case("nul-only", "nothing but NUL", b"\0" * 100, error="empty_body"),
    Case("png", "a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 50, error="binary_body", content_type="application/rss+xml"),
    Case("jpeg", "another", b"\xff\xd8\xff\xe0\0\x10JFIF" + b"\0" * 50, error="binary_body"),
    Case("gif", "a tracking pixel", b"GIF89a\1\0\1\0\x80\0\0", error="binary_body"),
    Case("webp", "a modern one", b"RIFF\x24\0\0\0WEBPVP8 ", error="binary_body"),
    Case("pdf", "a document", b"%PDF-1.7\n", error="binary_body"),
    Case("zip", "an archive", b"PK\3\4" + b"\0" * 30, error="binary_body"),
    Case("mp4", "a video", b"\0\0\0\x18ftypmp42" + b"\0" * 20, error="binary_body"),
    Case("text", "a line of text", "Service Temporarily Unavailable", error="not_a_feed"),
    Case("php-source", "a program that was not run", "<?php header('Content-Type: text/xml'); ?>", error="not_a_feed"),
    Case("xml-error", "an error in XML", '<?xml version="1.0"?><Error><Code>AccessDenied</Code></Error>', error="not_a_feed"),
    Case("soap", "an answer of another kind", '<?xml version="1.0"?><soap:Envelope xmlns:soap="x"><soap:Body/></soap:Envelope>', error="not_a_feed"),
    Case("csv", "a table", "id,title\n1,خبر\n", error="not_a_feed"),
    Case("random", "noise", bytes(range(128, 256)) * 20, error="not_a_feed"),
    Case("gzip", "a feed that is a gzip file", gzip.compress(rss(story()).encode()), [{"title": "خبر عن الميناء"}], set()),
    Case("gzip-twice", "and one in another", gzip.compress(gzip.compress(rss(story()).encode())), [{"title": "خبر عن الميناء"}], set()),
    Case("gzip-cut", "a gzip file that ends too early", gzip.compress(rss(*(story(i, text=str(hash(str(i)))) for i in range(9))).encode(), 1)[:-30], None),
    Case("gzip-broken", "a gzip file that is none", b"\x1f\x8b\x08\x00" + b"x" * 50, error="bad_compression"),
    Case("gzip-bomb", "a gzip file that grows a thousand times", gzip.compress(b" " * 30_000_000), error="compression_bomb"),
    Case("too-large", "a body beyond the limit", rss(story(text="x" * 11_000_000)), error="too_large"),
    Case("zlib", "a feed that is deflated and lost its header", zlib.compress(rss(story()).encode()), [{"title": "خبر عن الميناء"}], set()),
    Case("zstd", "a feed that is a Zstandard file", zstd.compress(rss(story()).encode()), [{"title": "خبر عن الميناء"}], set()),
    Case("zstd-bomb", "one that grows a thousand times", zstd.compress(b" " * 30_000_000), error="compression_bomb"),
]  # fmt: skip
