"""Compressed bodies, piece by piece and never past the limit."""

from __future__ import annotations

import codecs
import zlib
from collections.abc import Callable
from typing import Final

import brotli  # type: ignore[import-untyped]
from backports import zstd

from connectors.sources.problems import FeedError

_MAX_LAYERS: Final = 2
_PIECE: Final = 256 * 1024
_ZLIB_HEADERS: Final = (b"x\x01", b"x^", b"x\x9c", b"x\xda")
Decoder = Callable[[bytes, int], bytes]
"""Takes compressed bytes and the most that may come out; gives what comes out of them."""
ACCEPTED: Final = "gzip, deflate, br, zstd"


def recognised(body: bytes) -> str | None:
    """The coding of a compressed file by its first bytes; None where it is none, or Brotli, which has no mark."""
    if body.startswith(b"\x1f\x8b"):
        return "gzip"
    if body.startswith(b"\x28\xb5\x2f\xfd"):
        return "zstd"
    return "deflate" if body[:2] in _ZLIB_HEADERS else None


class Inflater:
    """Collects a body, decompressing as it arrives.

    Args:
        encoding: The Content-Encoding header.
        limit: The most bytes that the body may have when decompressed.
        url: Whose body it is, for the error.

    Raises:
        FeedError: `bad_compression` for a coding that is unknown or broken.
    """

    def __init__(self, encoding: str | None, limit: int, url: str) -> None:
        names = [name.strip().lower() for name in (encoding or "").split(",")]
        names = [name for name in names if not _says_nothing(name)]
        if len(names) > _MAX_LAYERS or any(name not in _DECODERS for name in names):
            raise FeedError("bad_compression", f"the server compresses with {encoding!r}", url=url)
        self.names = names
        self.limit = limit
        self.url = url
        self.raw = 0
        self.size = 0
        self.pieces: list[bytes] = []
        self.decoders: list[Decoder] | None = None

    def feed(self, data: bytes) -> None:
        """Take the next bytes from the wire.

        Raises:
            FeedError: `too_large` or `compression_bomb` past the limit, `bad_compression` for broken data.
        """
        self.raw += len(data)
        if self.raw > self.limit:
            raise FeedError("too_large", f"the body is larger than {self.limit} bytes", url=self.url)
        if self.decoders is None:
            outer = (recognised(data) or self.names[-1],) if self.names else ()
            self.decoders = [_DECODERS[name](data) for name in (*outer, *reversed(self.names[:-1]))]
        for start in range(0, len(data), _PIECE):
            piece = data[start : start + _PIECE]
            for decoder in self.decoders:
                piece = self._decoded(decoder, piece)
            self.size += len(piece)
            self.pieces.append(piece)
            if self.size > self.limit:
                raise self._bomb()

    def body(self) -> bytes:
        """All that has come out."""
        return b"".join(self.pieces)

    def _decoded(self, decoder: Decoder, piece: bytes) -> bytes:
        try:
            return decoder(piece, self.limit - self.size + 1)
        except (zlib.error, brotli.error, zstd.ZstdError, EOFError) as error:
            if self.size:
                return b""
            raise FeedError("bad_compression", f"the compressed body is broken: {error}", url=self.url) from error

    def _bomb(self) -> FeedError:
        if not self.names:
            return FeedError("too_large", f"the body is larger than {self.limit} bytes", url=self.url)
        return FeedError("compression_bomb", f"{self.raw} bytes become more than {self.limit}", url=self.url)


def _says_nothing(name: str) -> bool:
    """Whether a coding is none: what some servers write there is a media type or a character set."""
    if name in {"", "identity", "none", "binary", "aws-chunked"} or "/" in name:
        return True
    try:
        return name not in _DECODERS and codecs.lookup(name)._is_text_encoding
    except (LookupError, ValueError):
        return False


def _gzip(first: bytes) -> Decoder:
    return _zlib(zlib.MAX_WBITS | 16) if first.startswith(b"\x1f") else _as_is


def _deflate(first: bytes) -> Decoder:
    """Deflate as the standard has it (in a zlib wrapper) and as some servers send it (bare)."""
    wrapped = len(first) > 1 and first[0] & 0x0F == 8 and (first[0] << 8 | first[1]) % 31 == 0
    return _zlib(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS) if not first.lstrip().startswith(b"<") else _as_is


def _zlib(bits: int) -> Decoder:
    stream = zlib.decompressobj(bits)

    def decode(data: bytes, most: int) -> bytes:
        nonlocal stream
        out = stream.decompress(stream.unconsumed_tail + data, most)
        while stream.eof and stream.unused_data.startswith(b"\x1f\x8b") and len(out) < most:
            rest, stream = stream.unused_data, zlib.decompressobj(bits)  # gzip files may follow one another
            out += stream.decompress(rest, most - len(out))
        return out

    return decode


def _brotli(first: bytes) -> Decoder:
    if first.lstrip().startswith(b"<"):
        return _as_is
    stream = brotli.Decompressor()

    def decode(data: bytes, most: int) -> bytes:
        out = stream.process(data, output_buffer_limit=most)
        while len(out) < most and not stream.can_accept_more_data():
            out += stream.process(b"", output_buffer_limit=most - len(out))
        return bytes(out)

    return decode


def _zstd(first: bytes) -> Decoder:
    if first.lstrip().startswith(b"<"):
        return _as_is
    stream = zstd.ZstdDecompressor()
    return lambda data, most: stream.decompress(data, most) if not stream.eof else b""


def _as_is(data: bytes, most: int) -> bytes:
    del most
    return data


_DECODERS: Final[dict[str, Callable[[bytes], Decoder]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
