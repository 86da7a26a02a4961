"""Marsad (مرصد): streaming intelligence on Arabic news. The spine that every other package shares."""
