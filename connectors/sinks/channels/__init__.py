"""Channels: how alerts reach people and other programs. Each is a consumer group, so a dead one delays no other."""
