"""Bytes to a raw feed: what it is, in which encoding, in which format. Knows nothing of networks or storage."""
