"""Names known beforehand: countries, cities, organisations, people and weapon systems, and one pass that finds them."""
