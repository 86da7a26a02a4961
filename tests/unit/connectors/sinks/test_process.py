"""A process whose loop no longer turns ends by itself, for its supervisor to start it again."""

import subprocess
import sys

STALLED = """
import threading, time
from connectors.sinks import process
from marsad.probes import Health

now = 0.0
process.HEALTH = Health(clock=lambda: now)
process.HEALTH.beat()
process._CHECK_SECONDS = process._DRAIN_SECONDS = 0.05
stop = threading.Event()
process.end_if_stalled(stop)
time.sleep(0.2)
print("turning", flush=True)
{then}
time.sleep(30)
"""


def run(then):
    return subprocess.run(
        [sys.executable, "-c", STALLED.format(then=then)], capture_output=True, text=True, timeout=60, check=False
    )


def test_a_loop_that_stands_still_ends_the_process():
    done = run("now = 61.0")
    assert done.returncode == 75
    assert done.stdout.startswith("turning\n")


def test_a_loop_that_does_not_end_when_told_to_is_ended():
    assert run("stop.set()").returncode == 75
