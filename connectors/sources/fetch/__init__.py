"""The way to a feed: politely, within limits, and never to a private address."""
