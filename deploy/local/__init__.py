"""Real Kafka and real Elasticsearch on loopback, without containers."""
