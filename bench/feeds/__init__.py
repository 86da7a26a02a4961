"""Feeds: fuzzing, and the polling of thousands of them beside the peers."""
