"""Topics out: each sink is a consumer group of its own."""
