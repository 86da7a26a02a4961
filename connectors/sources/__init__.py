"""Feeds in: schedule, fetch, parse, article, outbox, publish."""
