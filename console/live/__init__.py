"""Alerts as they fire: followed from Kafka, kept in memory, sent to every open page in order."""
