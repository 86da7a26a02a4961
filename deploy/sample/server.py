"""Serves the sample wire on loopback, as a feed server would: ETag, 304, 404."""

from __future__ import annotations

import hashlib
import threading
import time
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec
import yaml

from deploy.sample import wire


class Clock(msgspec.Struct):
    """When the wire was first started, and how many seconds of it have been released; kept between runs."""

    started: datetime
    elapsed: float = 0.0


class SampleWire:
    """The sample wire's server. Its clock runs from `release` on; a second run goes on where the first stopped.

    Args:
        folder: Where the clock and the feeds file are kept.
        port: To listen on; 0 takes a free one.
        pace: Seconds of the wire that pass in one second of the clock.
    """

    def __init__(self, folder: Path, port: int = 0, pace: float = 1.0) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._pace = pace
        self._clock_file = folder / "clock.json"
        self._clock = self._read_clock()
        self._began: float | None = None
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, name="sample-wire", daemon=True)
        self.feeds_file = folder / "feeds.yaml"

    @property
    def url(self) -> str:
        """Of the server."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    @property
    def elapsed(self) -> float:
        """Seconds of the wire that have been released."""
        passed = time.monotonic() - self._began if self._began is not None else 0.0
        return self._clock.elapsed + passed * self._pace

    def start(self) -> None:
        """Serve, and write the feeds file that names our feeds."""
        self._thread.start()
        rows = [
            {"url": self.url + feed.path, "title": feed.title, "language": "ar", "interval": 1, "tags": ["sample"]}
            for feed in wire.feeds().values()
        ]
        self.feeds_file.write_text(yaml.safe_dump({"feeds": rows}, allow_unicode=True), encoding="utf-8")
        self._save(self._clock.elapsed)

    def release(self) -> None:
        """Let the clock run. Until then there is only what its first second, or the run before, has told."""
        self._began = time.monotonic() if self._began is None else self._began

    def stop(self) -> None:
        """Stop serving, and remember how far the wire has come."""
        self._save(self.elapsed)
        self._server.shutdown()
        self._server.server_close()

    def page(self, path: str) -> tuple[wire.Feed, bytes] | None:
        """The feed at a path as it stands now, or None."""
        feed = next((feed for feed in wire.feeds().values() if feed.path == path), None)
        return (feed, wire.render(feed, self._clock.started, self.elapsed)) if feed else None

    def _read_clock(self) -> Clock:
        try:
            return msgspec.json.decode(self._clock_file.read_bytes(), type=Clock)
        except (FileNotFoundError, msgspec.DecodeError):
            # Told faster than it was written, the wire begins in the past: an article must not be of the future.
            ahead = max(0.0, wire.duration() * (1 - 1 / self._pace))
            return Clock(started=datetime.now(UTC).replace(microsecond=0) - timedelta(seconds=ahead))

    def _save(self, elapsed: float) -> None:
        self._clock_file.write_bytes(msgspec.json.encode(Clock(started=self._clock.started, elapsed=elapsed)))


def _handler(sample: SampleWire) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found = sample.page(self.path)
            if not found:
                self.send_error(HTTPStatus.NOT_FOUND)
                return
            feed, body = found
            etag = f'"{hashlib.sha256(body).hexdigest()[:16]}"'
            unchanged = self.headers.get("If-None-Match") == etag
            self.send_response(HTTPStatus.NOT_MODIFIED if unchanged else HTTPStatus.OK)
            self.send_header("ETag", etag)
            self.send_header("Content-Type", feed.content_type)
            self.send_header("Content-Length", "0" if unchanged else str(len(body)))
            self.end_headers()
            if not unchanged:
                self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Silent: the source logs what it fetches."""

    return Handler
