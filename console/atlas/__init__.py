"""The map: land and one point for each country, drawn by the server."""
