"""Whether a trigger speaks of something else than arms that change hands."""
