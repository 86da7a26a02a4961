"""Alerts for programs that ask for them: an Atom feed, and a stream of server-sent events."""
