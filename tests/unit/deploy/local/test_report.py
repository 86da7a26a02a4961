from itertools import islice
from pathlib import Path

import pytest

from deploy.local.report import log_lines, status_lines
from deploy.local.servers import log_file
from deploy.local.stack import LocalStack, ServerStatus
from marsad.errors import StackError
from marsad.settings import Settings


def test_status_of_nothing(tmp_path: Path) -> None:
    lines = status_lines(LocalStack(Settings(data_dir=tmp_path)).status())
    assert [line.split()[:2] for line in lines] == [["✗", "kafka"], ["✗", "elasticsearch"]]
    assert all("marsad stack up" in line for line in lines)


def test_status_lines() -> None:
    healthy = ServerStatus(
        "kafka", running=True, healthy=True, address="127.0.0.1:1", pid=7, rss=2**28, uptime=61.5, owner=9
    )
    assert status_lines([healthy]) == [
        "✓ kafka          127.0.0.1:1  pid 7  256 MB  up 0:01:01  healthy, ends with process 9"
    ]


def test_no_logs_yet(tmp_path: Path) -> None:
    with pytest.raises(StackError, match=r"no log of kafka.*marsad stack up"):
        list(log_lines(Settings(data_dir=tmp_path), "kafka", last=5, follow=False))


def test_logs(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    log = log_file(settings, "kafka")
    log.parent.mkdir()
    log.write_text("one\ntwo\nthree\n")
    assert list(log_lines(settings, None, last=2, follow=False)) == ["kafka: two", "kafka: three"]

    following = log_lines(settings, "kafka", last=1, follow=True)
    assert next(following) == "kafka: three"
    with log.open("a") as file:
        file.write("four\nfi")
    assert next(following) == "kafka: four"
    with log.open("a") as file:
        file.write("ve\nsix\n")
    assert list(islice(following, 2)) == ["kafka: five", "kafka: six"]
    log.write_text("new\n")
    assert next(following) == "kafka: new", "a restart begins a new log"
