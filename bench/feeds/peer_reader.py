"""The same polls by lemon24/reader: `PYTHON peer_reader.py --workers N PORT FEEDS FOLDER`, PYTHON having reader."""

from __future__ import annotations

import json
import resource
import sys
import time

from reader import make_reader  # type: ignore[import-not-found]


def main() -> None:
    """Poll once and print feeds, seconds, CPU seconds, articles and resident megabytes as JSON."""
    workers, port, count, folder = int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]), sys.argv[5]
    reader = make_reader(f"{folder}/reader.sqlite")
    if not reader.get_feed_counts().total:
        for number in range(count):
            reader.add_feed(f"http://127.0.0.1:{port}/feed/{number}")
    wall, cpu = time.perf_counter(), time.process_time()
    new = sum(
        result.value.new if result.value and hasattr(result.value, "new") else 0
        for result in reader.update_feeds_iter(scheduled=False, workers=workers)
    )
    print(
        json.dumps(
            {
                "seconds": time.perf_counter() - wall,
                "cpu": time.process_time() - cpu,
                "articles": new,
                "failures": 0,
                "rss": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            }
        )
    )


if __name__ == "__main__":
    main()
