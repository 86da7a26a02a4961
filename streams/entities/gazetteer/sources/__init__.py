"""Readers of the gazetteer's sources, one a source; used by the build only."""
