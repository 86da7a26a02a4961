"""The rules that ship, as data."""
