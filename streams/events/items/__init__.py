"""Which arms an event is about."""
