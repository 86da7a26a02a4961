"""Questions to Elasticsearch, and the answers as the pages show them."""
