"""Compressed answers: as the standards have them, as servers mistake them, and bombs."""

from __future__ import annotations

import gzip
import zlib

import brotli
from backports import zstd

from tests.feedworld.case import rss, story
from tests.feedworld.request import FEED, Request, at


@at("/gzip")
async def gzipped(request: Request) -> None:
    await request.answer(gzip.compress(FEED), Content_Encoding="gzip")


@at("/deflate")
async def deflated(request: Request) -> None:
    await request.answer(zlib.compress(FEED), Content_Encoding="deflate")


@at("/raw-deflate")
async def raw_deflated(request: Request) -> None:
    stream = zlib.compressobj(wbits=-15)
    await request.answer(stream.compress(FEED) + stream.flush(), Content_Encoding="deflate")


@at("/br")
async def brotlied(request: Request) -> None:
    await request.answer(brotli.compress(FEED), Content_Encoding="br")


@at("/zstd")
async def zstandard(request: Request) -> None:
    await request.answer(zstd.compress(FEED), Content_Encoding="zstd")


@at("/gzip-gzip")
async def gzipped_twice(request: Request) -> None:
    await request.answer(gzip.compress(gzip.compress(FEED)), Content_Encoding="gzip, gzip")


@at("/gzip-lie")
async def gzip_lie(request: Request) -> None:
    await request.answer(FEED, Content_Encoding="gzip")


@at("/gzip-file")
async def gzip_file(request: Request) -> None:
    await request.answer(gzip.compress(FEED), Content_Type="application/x-gzip")


@at("/gzip-cut")
async def gzip_cut(request: Request) -> None:
    body = gzip.compress(rss(*(story(number) for number in range(200))).encode())
    await request.answer(body[: len(body) * 2 // 3], Content_Encoding="gzip")


@at("/gzip-parts")
async def gzip_parts(request: Request) -> None:
    await request.answer(gzip.compress(FEED[:500]) + gzip.compress(FEED[500:]), Content_Encoding="gzip")


@at("/gzip-as-br")
async def gzip_as_brotli(request: Request) -> None:
    await request.answer(gzip.compress(FEED), Content_Encoding="br")


@at("/coding-charset")
async def coding_charset(request: Request) -> None:
    await request.answer(FEED, Content_Encoding="ISO-8859-1")


@at("/coding-type")
async def coding_type(request: Request) -> None:
    await request.answer(FEED, Content_Encoding="text/xml")


@at("/gzip-noise")
async def gzip_noise(request: Request) -> None:
    await request.answer(b"\x1f\x8b\x08\x00" + b"noise" * 20, Content_Encoding="gzip")


@at("/unknown-encoding")
async def unknown_encoding(request: Request) -> None:
    await request.answer(FEED, Content_Encoding="compress")


BOMB = b" " * 20_000_000


@at("/bomb-gzip")
async def bomb_gzip(request: Request) -> None:
    await request.answer(gzip.compress(BOMB, 1), Content_Encoding="gzip")


@at("/bomb-br")
async def bomb_br(request: Request) -> None:
    await request.answer(brotli.compress(BOMB, quality=1), Content_Encoding="br")


@at("/bomb-zstd")
async def bomb_zstd(request: Request) -> None:
    await request.answer(zstd.compress(BOMB), Content_Encoding="zstd")


@at("/bomb-layers")
async def bomb_layers(request: Request) -> None:
    await request.answer(gzip.compress(gzip.compress(BOMB, 1)), Content_Encoding="gzip, gzip")
