"""A sample wire: three feeds in our own words, released over about a minute, to see the whole system at work."""
