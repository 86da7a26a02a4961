"""A sentence set up for the engine: words, items and actors in order, each with what is known of it."""
