"""One file a format; each turns a parsed document into a RawFeed."""
