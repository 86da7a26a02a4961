"""A rule on its way: written, checked, tried on the archive."""
