"""Faust agents: thin; take a record, call a pure function, send."""
