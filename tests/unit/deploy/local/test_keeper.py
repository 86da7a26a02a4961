"""One server's life under its keeper, with a sleeping process in the server's place."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import msgspec
import psutil
import pytest

from deploy.local import servers
from deploy.local.servers import Plan, Running
from marsad.errors import StackError
from marsad.settings import Settings
from tests.waiting import until

SLEEP = [sys.executable, "-c", "print('here', flush=True); import time; time.sleep(120)"]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path)


def plan(tmp_path: Path, command: list[str] = SLEEP, ready: Callable[[], bool] = lambda: True) -> Plan:
    return Plan(
        name="kafka",
        port=1,
        command=command,
        environment=servers.child_environment(),
        folder=tmp_path,
        user=None,
        ready=ready,
        patience=20,
    )


def server_of(record: Running) -> psutil.Process:
    return until(record.server)


def test_ends_on_request(settings: Settings, tmp_path: Path) -> None:
    record = servers.launch(settings, plan(tmp_path), owner=os.getpid())
    server = server_of(record)
    assert servers.running(settings, "kafka") == record
    until(lambda: servers.log_file(settings, "kafka").read_text() == "here\n")
    servers.end(settings, "kafka")
    assert not server.is_running()
    assert servers.running(settings, "kafka") is None


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_ends_with_its_owner(settings: Settings, tmp_path: Path, number: signal.Signals) -> None:
    with subprocess.Popen(SLEEP, stdout=subprocess.DEVNULL) as owner:
        server = server_of(servers.launch(settings, plan(tmp_path), owner=owner.pid))
        owner.send_signal(number)
    server.wait(20)


def test_ends_when_the_owner_was_gone_before(settings: Settings, tmp_path: Path) -> None:
    with subprocess.Popen(["true"]) as gone:
        gone.wait()
    record = servers.launch(settings, plan(tmp_path), owner=gone.pid)
    until(lambda: record.process() is None)


def test_ends_when_its_keeper_is_killed(settings: Settings, tmp_path: Path) -> None:
    record = servers.launch(settings, plan(tmp_path), owner=os.getpid())
    server = server_of(record)
    os.kill(record.keeper, signal.SIGKILL)
    server.wait(20)


def test_ends_when_its_data_folder_is_removed(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    record = servers.launch(Settings(data_dir=folder), plan(tmp_path), owner=0)
    server = server_of(record)
    shutil.rmtree(folder)
    server.wait(20)


def test_ctrl_c_in_the_terminal_does_not_reach_it(settings: Settings, tmp_path: Path) -> None:
    record = servers.launch(settings, plan(tmp_path), owner=os.getpid())
    try:
        assert os.getsid(record.keeper) != os.getsid(0)
        assert os.getpgid(server_of(record).pid) != os.getpgid(0)
    finally:
        servers.end(settings, "kafka")


def test_recycled_pid_is_nobody(settings: Settings, tmp_path: Path) -> None:
    with subprocess.Popen(SLEEP, stdout=subprocess.PIPE) as stranger:
        # Until the kernel has written its command it might be anybody's.
        assert stranger.stdout is not None
        assert stranger.stdout.readline() == b"here\n"
        started = psutil.Process(stranger.pid).create_time() - psutil.boot_time()
        for wrong in (started, started - 100):
            record = Running(name="kafka", port=1, keeper=stranger.pid, started=wrong, owner=0)
            (tmp_path / "run").mkdir(exist_ok=True)
            (tmp_path / "run" / "kafka.json").write_bytes(msgspec.json.encode(record))
            assert servers.running(settings, "kafka") is None
            servers.end(settings, "kafka")
            assert stranger.poll() is None
        stranger.kill()


def test_a_server_that_ends_while_it_starts_is_quoted(settings: Settings, tmp_path: Path) -> None:
    failing = plan(tmp_path, [sys.executable, "-c", "print('no room left')"], ready=lambda: False)
    record = servers.launch(settings, failing, owner=os.getpid())
    with pytest.raises(StackError, match=r"ended while it started.*kafka\.log(?s:.*)no room left"):
        servers.wait_ready(settings, failing, record)


def test_the_log_of_the_start_before_is_kept(settings: Settings, tmp_path: Path) -> None:
    for _ in range(2):
        server_of(servers.launch(settings, plan(tmp_path), owner=os.getpid()))
        until(lambda: servers.log_file(settings, "kafka").read_text() == "here\n")
        servers.end(settings, "kafka")
    assert sorted(path.name for path in (tmp_path / "logs").iterdir()) == ["kafka.log", "kafka.log.1"]


def test_no_secret_reaches_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MARSAD_WEBHOOK_SECRET", "hidden")
    assert not any(name.startswith("MARSAD_") for name in servers.child_environment())
