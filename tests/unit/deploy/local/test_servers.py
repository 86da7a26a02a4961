import os
from pathlib import Path

import pytest

from deploy.local.servers import Plan, Running, log_file, wait_ready
from marsad.errors import StackError
from marsad.settings import Settings


@pytest.mark.parametrize(
    ("log", "said"),
    [
        ("[INFO] hello\n[ERROR] port 9 is taken\n" + "\tat somewhere\n" * 40, "port 9 is taken"),
        ("[INFO] hello\n" * 40 + "killed\n", "killed"),
        ("", "is empty"),
    ],
    ids=["the first error", "else the end", "nothing"],
)
def test_a_server_that_ends_while_it_starts_says_why(tmp_path: Path, log, said):
    settings = Settings(data_dir=tmp_path)
    log_file(settings, "kafka").parent.mkdir()
    log_file(settings, "kafka").write_text(log)
    plan = Plan("kafka", 9, [], {}, tmp_path, user=None, ready=lambda: False, patience=60.0)
    record = Running(name="kafka", port=9, keeper=os.getpid(), started=-1.0, owner=0)
    with pytest.raises(StackError, match="ended while it started") as ended:
        wait_ready(settings, plan, record)
    assert said in str(ended.value)
    assert len(str(ended.value).splitlines()) <= 13
