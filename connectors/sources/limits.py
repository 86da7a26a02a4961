"""Every bound that keeps a hostile feed from costing more than a friendly one."""

from __future__ import annotations

import resource
import sys
from dataclasses import dataclass

from marsad.settings import Settings

MIB = 1024 * 1024


def _files() -> int:
    """Files, connections among them, that this process may have open."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return most if most != resource.RLIM_INFINITY else sys.maxsize


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes or characters, times in seconds."""

    max_body: int = 10 * MIB
    """Of a body after decompression."""
    max_items: int = 2000
    max_text: int = 200_000
    max_title: int = 1000
    max_url: int = 4096
    max_name: int = 200
    """Of an author, a category or a tag."""
    max_names: int = 50
    max_enclosures: int = 20
    max_headers: int = 32 * 1024
    """Of one response header line; all of them together are held to twice that."""
    max_redirects: int = 5
    connect_timeout: float = 10.0
    read_timeout: float = 15.0
    """Between two pieces of a body."""
    total_timeout: float = 30.0
    concurrency: int = 512
    per_host: int = 2
    host_delay: float = 1.0
    allow_private: bool = False
    user_agent: str = "Marsad/0.1 (+https://example.org/marsad)"
    proxy: str | None = None

    @classmethod
    def of(cls, settings: Settings, *, allow_private: bool | None = None) -> Limits:
        """The limits that the settings ask for."""
        sources = settings.sources
        return cls(
            max_body=sources.max_body,
            max_items=sources.max_items,
            max_redirects=sources.max_redirects,
            total_timeout=sources.timeout,
            connect_timeout=min(sources.connect_timeout, sources.timeout),
            read_timeout=min(sources.read_timeout, sources.timeout),
            max_text=sources.max_text,
            concurrency=min(sources.concurrency, max(_files() // 2, 1)),
            per_host=sources.per_host,
            host_delay=sources.host_delay,
            allow_private=sources.allow_private if allow_private is None else allow_private,
            user_agent=sources.user_agent,
            proxy=sources.proxy,
        )
