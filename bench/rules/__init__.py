"""Rules a document is held against: ours beside Lucene Monitor, on the same rules and the same documents."""
