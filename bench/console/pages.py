"""How long each page takes over an archive: the first time that it is asked for, and again."""

from __future__ import annotations

import http.client
import re
import statistics
import time
from typing import Final
from urllib.parse import quote, urlsplit

PAGES: Final = (
    "/",
    "/search",
    "/search?q=S-400",
    f"/search?q={quote('الدفاع')}",
    f"/search?q={quote('تسليم شحنة منظومة')}",
    "/search?event=arms_delivery&status=completed",
    "/search?q=S-400&page=3",
    "/search/counts",
    f"/search/counts?q={quote('الدفاع')}",
    "/articles/{article}",
    "/articles/{article}/copies",
    "/events",
    "/events?q=S-400",
    "/events/{event}",
    "/entities",
    "/entities?kind=place",
    "/entities/weapon:s-400",
    "/entities/EG",
    "/rules",
    "/rules/new",
    "/feeds",
    "/system",
    "/system/letters",
)
_ASKED: Final = 30


def measure(url: str, about: str) -> None:
    """Ask for every page once, then again and again; prints the table.

    Times are from the request to the last byte; `begins` to the first one of the page, the first time.
    """
    web = http.client.HTTPConnection(urlsplit(url).netloc, timeout=120)
    print(f"\n| page, {about} | begins ms | first ms | p50 ms | p95 ms |")
    print("|---|---|---|---|---|")
    found = {"article": "", "event": ""}
    rows = {path: [_timed(web, path, found)] for path in PAGES}
    for path, times in rows.items():
        times += [_timed(web, path, found) for _ in range(_ASKED)]
        again = sorted(took for _, took in times[1:])
        late = again[int(len(again) * 0.95)]
        begins, first = times[0]
        print(f"| `{path}` | {begins:.0f} | {first:.0f} | {statistics.median(again):.0f} | {late:.0f} |", flush=True)
    web.close()


def _timed(web: http.client.HTTPConnection, path: str, found: dict[str, str]) -> tuple[float, float]:
    """Milliseconds to the first and to the last byte; notes the first article and event that a page leads to."""
    began = time.perf_counter()
    web.request("GET", path.format(**found))
    answer = web.getresponse()
    piece = answer.read1()
    begins = (time.perf_counter() - began) * 1000
    body = (piece + answer.read()).decode()
    took = (time.perf_counter() - began) * 1000
    assert answer.status == 200, (path, answer.status)
    for name, known in found.items():
        if not known and (link := re.search(rf'href="/{name}s/([^"]+)"', body)):
            found[name] = link[1]
    return begins, took
