"""A body to articles: the two pure rooms, parse and article, one after the other."""

from __future__ import annotations

from connectors.sources.article.build import Context, Reading, articles
from connectors.sources.parse import document
from connectors.sources.problems import FeedError

__all__ = ["Context", "Reading", "read"]


def read(body: bytes, content_type: str | None, context: Context) -> Reading:
    """Read a feed's body into articles.

    Raises:
        FeedError: when it is no feed at all; the code says what it is instead.
    """
    try:
        return articles(document.read(body, content_type, context.base or context.url, context.limits), context)
    except FeedError:
        raise
    except Exception as error:  # a body that breaks the reader must not break what reads thousands of others
        raise FeedError("unreadable", f"{type(error).__name__}: {error}"[:200], url=context.url) from error
