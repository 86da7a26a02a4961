"""The console under load."""
