"""Thousands of well-behaved feeds in one process of its own: for crash tests and for measuring.

    python -m tests.feedworld.farm --items 30 --latency 0

Prints its port. `/feed/N` is a feed with an ETag, `/generation/G` makes one feed in twenty change.
"""

from __future__ import annotations

import argparse
import asyncio
import functools
import sys

CHANGED_EVERY = 20
_SENTENCES = (
    "أعلنت الهيئة في بيان رسمي أن أعمال توسعة الميناء ستبدأ قبل نهاية العام وفق الخطة المعتمدة.",
    "وقال المتحدث إن الفرق الفنية أنهت فحص الأرصفة الجديدة، وإن التشغيل التجريبي يستمر أسبوعين.",
    "وأضاف أن الحركة في المنطقة الحرة زادت خلال الأشهر الماضية بنسبة تجاوزت التوقعات.",
)


@functools.lru_cache(maxsize=20_000)
def document(feed: int, items: int, generation: int) -> bytes:
    """One feed's body: the newest item first; a later generation has one item more."""
    rows = []
    for number in range(items + generation, generation, -1):
        text = " ".join(_SENTENCES[(feed + number + step) % len(_SENTENCES)] for step in range(4))
        link = f"https://source{feed}.example/news/{number}?utm_source=rss"
        when = f"Fri, 20 Nov 2026 {number % 24:02d}:{number % 60:02d}:00 +0300"
        rows.append(
            f"<item><title>خبر رقم {number} من المصدر {feed}</title><link>{link}</link><pubDate>{when}</pubDate>"
            f'<guid isPermaLink="false">{feed}-{number}</guid><category>ميناء</category>'
            f"<description><![CDATA[<p>{text}</p>]]></description></item>"
        )
    head = f"<title>المصدر {feed}</title><link>https://source{feed}.example/</link><language>ar</language>"
    body = f'<rss version="2.0"><channel>{head}{"".join(rows)}</channel></rss>'
    return f'<?xml version="1.0" encoding="utf-8"?>{body}'.encode()


class Farm(asyncio.Protocol):
    """One connection, kept alive."""

    generation = 0
    items = 30
    latency = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.buffer = b""

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
            answer = self._answer(head)
            if Farm.latency:
                asyncio.get_running_loop().call_later(Farm.latency, self._send, answer)
            else:
                self._send(answer)

    def _send(self, answer: bytes) -> None:
        if not self.transport.is_closing():
            self.transport.write(answer)  # type: ignore[attr-defined]

    def _answer(self, head: bytes) -> bytes:
        _, kind, number = head.split(b" ", 2)[1].decode().split("/", 2)
        if kind == "generation":
            Farm.generation = int(number)
            return _response("200 OK", b"ok", '"g"')
        feed = int(number)
        generation = Farm.generation if feed % CHANGED_EVERY == 0 else 0
        etag = f'"{feed}-{generation}"'
        if f"if-none-match: {etag}".encode() in head.lower():
            return _response("304 Not Modified", b"", etag)
        return _response("200 OK", document(feed, Farm.items, generation), etag)


def _response(status: str, body: bytes, etag: str) -> bytes:
    return (
        f"HTTP/1.1 {status}\r\nContent-Type: text/xml\r\nETag: {etag}\r\nContent-Length: {len(body)}\r\n\r\n".encode()
        + body
    )


async def _serve(host: str) -> None:
    server = await asyncio.get_running_loop().create_server(Farm, host, 0, backlog=1024)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await server.serve_forever()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--items", type=int, default=30)
    parser.add_argument("--latency", type=float, default=0.0, help="milliseconds before each answer")
    parser.add_argument("--host", default="127.0.0.1", help="0.0.0.0 makes each 127.0.0.N a host of its own")
    arguments = parser.parse_args()
    Farm.items, Farm.latency = arguments.items, arguments.latency / 1000
    asyncio.run(_serve(arguments.host))


if __name__ == "__main__":
    main()
