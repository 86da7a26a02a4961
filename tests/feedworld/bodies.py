"""Answers by their body and its transfer: slow, endless, cut, flooded, and no feeds at all."""

from __future__ import annotations

import asyncio
import gzip
from typing import Final

from tests.feedworld.case import rss, story
from tests.feedworld.request import FEED, Request, at


@at("/announced-large")
async def announced_large(request: Request) -> None:
    await request.start(Content_Length=str(10**12))
    await request.send(FEED)


@at("/endless")
async def endless(request: Request) -> None:
    await request.start()
    while True:
        await request.send(b"<!-- " + b"x" * 65_000 + b" -->")


@at("/silent")
async def silent(request: Request) -> None:
    await asyncio.sleep(30)


@at("/stalled")
async def stalled(request: Request) -> None:
    await request.start()
    await request.send(FEED[:100])
    await asyncio.sleep(30)


@at("/dripping")
async def dripping(request: Request) -> None:
    await request.start()
    for index in range(0, len(FEED), 2):
        await request.send(FEED[index : index + 2])
        await asyncio.sleep(0.1)


@at("/cut")
async def cut(request: Request) -> None:
    await request.start(Content_Length=str(len(FEED)))
    await request.send(FEED[: FEED.rindex(b"<item>") + 30])


@at("/chunked")
async def chunked(request: Request) -> None:
    await request.start(Transfer_Encoding="chunked")
    for index in range(0, len(FEED), 100):
        piece = FEED[index : index + 100]
        await request.send(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
    await request.send(b"0\r\n\r\n")


@at("/no-length")
async def no_length(request: Request) -> None:
    await request.start()
    await request.send(FEED)


@at("/hang-up")
async def hang_up(request: Request) -> None:
    return


@at("/not-http")
async def not_http(request: Request) -> None:
    await request.send(b"220 mail.example ESMTP\r\n")


@at("/long-header")
async def long_header(request: Request) -> None:
    await request.answer(FEED, X_Long="y" * 200_000)


@at("/many-headers")
async def many_headers(request: Request) -> None:
    await request.start(**{f"X_{number}": "y" * 100 for number in range(5000)})
    await request.send(FEED)


@at("/link-nonsense")
async def link_nonsense(request: Request) -> None:
    await request.answer(FEED, Link='<http://[bad>; rel="hub", <<>>;;rel=self, ;;; rel=hub')


@at("/coding-store")
async def coding_store(request: Request) -> None:
    await request.answer(FEED, Content_Encoding="aws-chunked")


@at("/early-hints")
async def early_hints(request: Request) -> None:
    await request.send(b"HTTP/1.1 103 Early Hints\r\nLink: </style.css>; rel=preload\r\n\r\n")
    await request.answer(FEED)


@at("/old-http")
async def old_http(request: Request) -> None:
    await request.send(b"HTTP/1.0 200\r\nContent-Type: text/xml\r\n\r\n" + FEED)


@at("/lines-unix")
async def lines_unix(request: Request) -> None:
    await request.send(b"HTTP/1.1 200 OK\nContent-Type: text/xml\nConnection: close\n\n" + FEED)


@at("/chunk-cut")
async def chunk_cut(request: Request) -> None:
    await request.start(Transfer_Encoding="chunked")
    await request.send(f"{len(FEED):x}\r\n".encode() + FEED)


@at("/chunk-nonsense")
async def chunk_nonsense(request: Request) -> None:
    await request.start(Transfer_Encoding="chunked")
    await request.send(b"zz\r\n" + FEED)


@at("/cookies")
async def cookies(request: Request) -> None:
    lines = b"".join(b"Set-Cookie: a%d=b\r\n" % number for number in range(5000))
    await request.send(b"HTTP/1.1 200 OK\r\n" + lines + b"\r\n" + FEED)


@at("/two-lengths")
async def two_lengths(request: Request) -> None:
    await request.send(b"HTTP/1.1 200 OK\r\nContent-Length: 834\r\nContent-Length: 5\r\n\r\n" + FEED)


_COUNTED: Final = FEED.index(b"</rss>")


@at("/length-short")
async def length_short(request: Request) -> None:
    await request.answer(FEED, Content_Length=str(_COUNTED), Connection="keep-alive")


@at("/length-short-closed")
async def length_short_closed(request: Request) -> None:
    await request.answer(FEED, Content_Length=str(FEED.index(b"</item>") + 10))


@at("/length-short-late")
async def length_short_late(request: Request) -> None:
    await request.start(Content_Length=str(_COUNTED), Connection="keep-alive")
    await request.send(FEED[:_COUNTED])
    await asyncio.sleep(0.05)
    await request.send(FEED[_COUNTED:])


@at("/length-short-pieces")
async def length_short_pieces(request: Request) -> None:
    answer = b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % _COUNTED
    for byte in answer + FEED:
        await request.send(bytes([byte]))
        await asyncio.sleep(0)


@at("/length-gzip-short")
async def length_gzip_short(request: Request) -> None:
    body = gzip.compress(FEED)
    await request.answer(body + FEED, Content_Length=str(len(body)), Content_Encoding="gzip")


@at("/unchanged-with-body")
async def unchanged_with_body(request: Request) -> None:
    await request.send(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 20\r\n\r\n" + FEED)


@at("/cache-nonsense")
async def cache_nonsense(request: Request) -> None:
    await request.answer(FEED, Cache_Control='max-age=abc, max-age=-1, =, "', ETag='W/"')


@at("/html")
async def page(request: Request) -> None:
    await request.answer(b"<!doctype html><html><body>login</body></html>", Content_Type="text/html")


@at("/empty")
async def empty(request: Request) -> None:
    await request.answer(b"")


@at("/image")
async def image(request: Request) -> None:
    await request.answer(b"\x89PNG\r\n\x1a\n", Content_Type="image/png")


@at("/wrong-charset")
async def wrong_charset(request: Request) -> None:
    body = rss(story(1), declaration='<?xml version="1.0" encoding="windows-1256"?>').encode("cp1256")
    await request.answer(body, Content_Type="text/xml; charset=utf-8")
