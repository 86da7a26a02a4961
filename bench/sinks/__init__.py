"""The Elasticsearch sink beside parallel_bulk, and our analysis beside the plain ones."""
