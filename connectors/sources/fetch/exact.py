"""Answers that end where their Content-Length says, whatever a server sends behind that.

Servers that count characters announce fewer bytes than they send. aiohttp reads the rest as the beginning of another
answer, which it is not, and drops the whole body with it. We ask for nothing ahead of time, so bytes behind an answer
belong to nobody: they are dropped, and the connection with them, as browsers and curl do.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any, Final

import aiohttp
from aiohttp.client_proto import ResponseHandler

_BLANK_LINE: Final = re.compile(rb"\r?\n\r?\n")
_LONGEST_BLANK: Final = 4
_STATUS: Final = re.compile(rb"HTTP/1\.[01] (\d{3})")
_LENGTH: Final = re.compile(rb"\n(?:content-length|(transfer-encoding))[ \t]*:[ \t]*([^\r\n]*)", re.IGNORECASE)
_NUMBER: Final = re.compile(rb"\d{1,18}")
_MAX_HEAD: Final = 128 * 1024
"""Bytes of headers that are kept to be read; where there are more, aiohttp refuses them by its own limits."""


class ExactHandler(ResponseHandler):
    """aiohttp's protocol, given an answer's bytes up to its announced end and none behind."""

    _head: bytearray | None = None
    """The headers so far, where they are still coming."""
    _begun: int = 0
    """Where in them the last of several answers begins (`103 Early Hints` comes before the one that counts)."""
    _left: int | None = 0
    """Bytes that are still to come of the body; None where its end is not announced."""

    def set_response_params(self, **params: Any) -> None:
        """A request is about to be sent, whose answer is read with these parameters."""
        self._head, self._begun, self._left = bytearray(), 0, None
        super().set_response_params(**params)

    def data_received(self, data: bytes) -> None:
        """Bytes from the server; none when aiohttp goes on with what it has."""
        announced = self._announced(data)
        if len(announced) < len(data):
            self.force_close()
        if announced or not data:
            super().data_received(announced)
        else:
            self.close()

    def _announced(self, data: bytes) -> bytes:
        """The bytes that belong to the answer."""
        start = self._body_start(data) if self._head is not None else 0
        if start is None or self._left is None:
            return data
        end = start + self._left
        self._left -= min(len(data), end) - start
        return data[:end]

    def _body_start(self, data: bytes) -> int | None:
        """Where in these bytes the body begins, or None; with it how long it is to be is known."""
        head = self._head if self._head is not None else bytearray()
        before = len(head)
        head += data
        while blank := _BLANK_LINE.search(head, max(self._begun, before - _LONGEST_BLANK + 1)):
            status = _STATUS.match(head, self._begun)
            if status is None or not status[1].startswith(b"1"):
                self._head = None
                self._left = _length(int(status[1]), bytes(head[self._begun : blank.end()])) if status else None
                return blank.end() - before
            self._begun = blank.end()
        if len(head) > _MAX_HEAD:
            self._head = None
        return None


def _length(status: int, head: bytes) -> int | None:
    """The announced bytes of a body; None where they are not, or not in one plain way."""
    if status in {204, 304}:
        return 0
    said = _LENGTH.findall(head)
    if len(said) != 1 or said[0][0] or not _NUMBER.fullmatch(said[0][1].strip()):
        return None
    return int(said[0][1])


class ExactConnector(aiohttp.TCPConnector):
    """aiohttp's connector with that protocol."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._factory = partial(ExactHandler, loop=self._loop)  # type: ignore[assignment]
