"""Benchmarks: one command a comparison, each with its peer beside it from the same run."""
