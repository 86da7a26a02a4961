"""Kafka as one node on loopback: its settings, its first format, its command; docs/servers.md explains each setting."""

from __future__ import annotations

import base64
import subprocess
import uuid
from pathlib import Path
from typing import Final

from kafka import KafkaAdminClient
from kafka.errors import KafkaError

from deploy.local.ports import LOOPBACK, Ports, answers
from deploy.local.programs import Programs
from deploy.local.servers import Plan, child_environment
from deploy.local.users import own_folder, server_user
from marsad.errors import StackError
from marsad.settings import Settings

JVM: Final = ("-Xms128m", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1")
_FIXED: Final = {
    "process.roles": "broker,controller",
    "node.id": "1",
    "listener.security.protocol.map": "CLIENT:PLAINTEXT,CONTROLLER:PLAINTEXT",
    "inter.broker.listener.name": "CLIENT",
    "controller.listener.names": "CONTROLLER",
    "auto.create.topics.enable": "false",
    "offsets.topic.replication.factor": "1",
    "offsets.topic.num.partitions": "4",
    "offsets.retention.minutes": "525600",
    "transaction.state.log.replication.factor": "1",
    "transaction.state.log.min.isr": "1",
    "transaction.state.log.num.partitions": "4",
    "share.coordinator.state.topic.replication.factor": "1",
    "share.coordinator.state.topic.min.isr": "1",
    "group.initial.rebalance.delay.ms": "0",
    "message.max.bytes": str(8 * 1024 * 1024),
    "replica.fetch.max.bytes": str(8 * 1024 * 1024),
    "log.segment.bytes": str(128 * 1024 * 1024),
    "log.segment.delete.delay.ms": "1000",
    "log.cleaner.dedupe.buffer.size": str(16 * 1024 * 1024),
    "num.network.threads": "2",
    "num.io.threads": "4",
}


def server_properties(ports: Ports, data: Path) -> str:
    """The text of server.properties."""
    listeners = f"CLIENT://{LOOPBACK}:{ports.kafka},CONTROLLER://{LOOPBACK}:{ports.kafka_controller}"
    chosen = {
        "listeners": listeners,
        "advertised.listeners": listeners,
        "controller.quorum.voters": f"1@{LOOPBACK}:{ports.kafka_controller}",
        "log.dirs": str(data),
    }
    return "".join(f"{key}={value}\n" for key, value in (_FIXED | chosen).items())


def plan(settings: Settings, programs: Programs, ports: Ports) -> Plan:
    """Write the configuration, format the data folder the first time, and say how to run the broker."""
    folder = own_folder(settings.data_dir / "kafka")
    data = own_folder(folder / "data")
    properties = folder / "server.properties"
    properties.write_text(server_properties(ports, data))
    java = [str(programs.java), "-cp", f"{programs.kafka}/*"]
    if not (data / "meta.properties").exists():
        _format(java, properties, folder)
    logging = [f"-Dorg.slf4j.simpleLogger.{key}" for key in ("showDateTime=true", "dateTimeFormat=HH:mm:ss.SSS")]
    return Plan(
        name="kafka",
        port=ports.kafka,
        command=[*java, *JVM, *logging, "kafka.Kafka", str(properties)],
        environment=child_environment(),
        folder=folder,
        user=server_user(),
        ready=lambda: is_ready(ports.kafka),
        patience=90,
    )


def _format(java: list[str], properties: Path, folder: Path) -> None:
    # Its first letter is always A: an id that begins with a hyphen would be read as an option.
    cluster = base64.urlsafe_b64encode(b"\x00" + uuid.uuid4().bytes[1:]).decode().rstrip("=")
    user = server_user()
    done = subprocess.run(
        [*java, *JVM, "kafka.tools.StorageTool", "format", "-t", cluster, "-c", str(properties)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        user=user,
        group=user,
        extra_groups=None if user is None else [],
        env=child_environment(),
    )
    if done.returncode:
        raise StackError(f"Kafka's data folder could not be formatted: {(done.stdout + done.stderr).strip()[-500:]}")


def is_ready(port: int) -> bool:
    """Whether the broker answers and has registered itself."""
    if not answers(port):
        return False
    try:
        admin = KafkaAdminClient(bootstrap_servers=f"{LOOPBACK}:{port}", request_timeout_ms=5000)
        try:
            return bool(admin.describe_cluster()["brokers"])
        finally:
            admin.close()
    except (KafkaError, OSError):
        return False
