"""Prints each alert once, as one line: python consume.py HOST:PORT GROUP [COUNT]; ends after COUNT alerts.

Typed by Marsad's own records. Without the `marsad` package `json.loads(record.value)` gives the same as a dict.
"""

from __future__ import annotations

import sys

from kafka import KafkaConsumer

from marsad.contracts import Alert, decode


def main(bootstrap: str, group: str, count: float = float("inf")) -> None:
    """Consume until so many alerts were printed; a repeat after a crash is known by its id."""
    consumer = KafkaConsumer(
        "alerts",
        bootstrap_servers=bootstrap.split(","),
        group_id=group,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
    )
    seen: set[str] = set()
    for record in consumer:
        alert = decode(record.value, Alert)
        if alert.id not in seen:
            seen.add(alert.id)
            sys.stdout.write(f"{alert.id} {alert.rule.severity} {alert.title}\n")
        consumer.commit()
        if len(seen) >= count:
            break
    consumer.close()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], *map(float, sys.argv[3:]))
