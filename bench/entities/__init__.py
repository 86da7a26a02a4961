"""Tagger tiers and tokenisers, each beside its peer."""
