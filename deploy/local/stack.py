"""The local stack: one real Kafka and one real Elasticsearch on loopback, for one data folder."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import msgspec

from deploy.local import elasticsearch_server, kafka_server, servers
from deploy.local.folder import FolderLock
from deploy.local.ports import LOOPBACK, choose
from deploy.local.programs import Programs, Progress, programs
from deploy.local.servers import NAMES, Plan, Running
from marsad.servers import StackState, state_file
from marsad.settings import Settings

_PLANS: Final = MappingProxyType({"kafka": kafka_server.plan, "elasticsearch": elasticsearch_server.plan})
_READY: Final = MappingProxyType({"kafka": kafka_server.is_ready, "elasticsearch": elasticsearch_server.is_ready})


def _silent(line: str) -> None:
    del line


@dataclass(frozen=True, slots=True)
class ServerStatus:
    """What can be said of one server of the stack."""

    name: str
    running: bool
    healthy: bool = False
    address: str = ""
    pid: int = 0
    rss: int = 0
    """Bytes of memory that the server and its launcher hold."""
    uptime: float = 0.0
    """Seconds."""
    owner: int = 0
    """pid of the `marsad up` that it ends with, 0 when it runs until `marsad stack down`."""


class LocalStack:
    """Starts and stops the servers of `settings.data_dir`.

    Args:
        settings: Data and cache folders, ports, heap.
        tie_to_parent: The servers end with this process, however it ends, and the data folder is ours until `stop`.
            Otherwise they run on after this process, until a stack made with False is stopped.
        progress: Takes one line for each thing that happens.
    """

    def __init__(self, settings: Settings, *, tie_to_parent: bool = True, progress: Progress = _silent) -> None:
        self.settings = settings
        self.tied = tie_to_parent
        self._owner = os.getpid() if tie_to_parent else 0
        self._progress = progress
        self._lock = FolderLock(settings.data_dir)
        self._programs: Programs | None = None

    def start(self) -> StackState:
        """Fetch, build, start both side by side, wait until both answer; what runs already in this folder is kept.

        Raises:
            StackError: naming what is missing, taken or broken; nothing that was started here is left running.
        """
        self._lock.acquire()
        try:
            self._end_orphans()
            self._start(*NAMES)
            state = self._write_state()
        except BaseException:
            self._end(*NAMES)
            self._lock.release()
            raise
        if not self.tied:
            self._lock.release()
        return state

    def stop(self) -> None:
        """End the servers that this stack is in charge of: tied ones their own, untied ones all of the folder.

        Raises:
            StackError: when the folder is in use by another process, which may need the servers.
        """
        if not self.tied:
            self._lock.acquire()
        self._end(*NAMES)
        if self._lock.held and not any(servers.running(self.settings, name) for name in NAMES):
            state_file(self.settings).unlink(missing_ok=True)
        self._lock.release()

    def start_kafka(self) -> None:
        """Start Kafka again on its port and data."""
        self._start("kafka")

    def stop_kafka(self) -> None:
        """End Kafka alone; the state file stays."""
        servers.end(self.settings, "kafka")

    def start_elasticsearch(self) -> None:
        """Start Elasticsearch again on its port and data."""
        self._start("elasticsearch")

    def stop_elasticsearch(self) -> None:
        """End Elasticsearch alone; the state file stays."""
        servers.end(self.settings, "elasticsearch")

    def status(self) -> list[ServerStatus]:
        """What runs in this data folder."""
        return [self._status(name) for name in NAMES]

    def _start(self, *names: str) -> None:
        there = frozenset(name for name in NAMES if servers.running(self.settings, name))
        missing = [name for name in names if name not in there]
        if not missing:
            return
        found = self._programs = self._programs or programs(self.settings, self._progress)
        ports = choose(self.settings, running=there)
        started: list[tuple[Plan, Running, float]] = []
        for name in missing:
            plan = _PLANS[name](self.settings, found, ports)
            started.append((plan, servers.launch(self.settings, plan, owner=self._owner), time.monotonic()))
            self._progress(f"starting {name}")
        for plan, record, since in started:
            servers.wait_ready(self.settings, plan, record)
            self._progress(f"{plan.name} answers at {LOOPBACK}:{plan.port} after {time.monotonic() - since:.1f} s")

    def _end(self, *names: str) -> None:
        """End those of the servers that we are in charge of."""
        found = [record for name in names if (record := servers.running(self.settings, name))]
        ours = [record.name for record in found if not self.tied or record.owner == self._owner]
        servers.end(self.settings, *ours)

    def _end_orphans(self) -> None:
        """End what a process that is gone has left: we hold the folder's lock, so its owner does not live."""
        found = [record for name in NAMES if (record := servers.running(self.settings, name))]
        servers.end(self.settings, *(record.name for record in found if record.owner not in {0, self._owner}))

    def _write_state(self) -> StackState:
        records = {name: servers.running(self.settings, name) for name in NAMES}
        pids = {name: server.pid for name, record in records.items() if record and (server := record.server())}
        ports = {name: record.port for name, record in records.items() if record}
        state = StackState(
            kafka=f"{LOOPBACK}:{ports['kafka']}",
            elasticsearch=f"http://{LOOPBACK}:{ports['elasticsearch']}",
            kafka_pid=pids["kafka"],
            elasticsearch_pid=pids["elasticsearch"],
        )
        path = state_file(self.settings)
        draft = path.with_suffix(".tmp")
        draft.write_bytes(msgspec.json.encode(state))
        draft.replace(path)
        return state

    def _status(self, name: str) -> ServerStatus:
        record = servers.running(self.settings, name)
        server = record.server() if record else None
        process = record.process() if record else None
        if record is None or server is None or process is None:
            return ServerStatus(name, running=False)
        return ServerStatus(
            name,
            running=True,
            healthy=_READY[name](record.port),
            address=f"{LOOPBACK}:{record.port}",
            pid=server.pid,
            rss=sum(part.memory_info().rss for part in process.children(recursive=True)),
            uptime=time.time() - process.create_time(),
            owner=record.owner,
        )
