"""Word list, letter model and splitter: `training/arabic/build.py` makes them, `docs/arabic.md` says from what."""
