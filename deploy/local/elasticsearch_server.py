"""Elasticsearch as one node on loopback: its settings and its command; docs/servers.md explains each setting."""

from __future__ import annotations

import http.client
import json
import shutil
from pathlib import Path
from typing import Any, Final

from deploy.local.ports import LOOPBACK, Ports
from deploy.local.programs import Programs
from deploy.local.servers import Plan, child_environment
from deploy.local.users import own_folder, server_user
from marsad.settings import Settings

JVM: Final = ("-XX:TieredStopAtLevel=1", "-XX:-AlwaysPreTouch", "-Xlog:disable", "-Xlog:all=warning:stderr")
LAUNCHER_JVM: Final = "-Xms4m -Xmx64m -XX:+UseSerialGC -XX:TieredStopAtLevel=1"
_FIXED: Final = {
    "cluster.name": "marsad",
    "node.name": "marsad-1",
    "discovery.type": "single-node",
    "network.host": LOOPBACK,
    "xpack.security.enabled": False,
    "cluster.routing.allocation.disk.threshold_enabled": False,
}
_LOGGING: Final = """\
status = error
appender.console.type = Console
appender.console.name = console
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{HH:mm:ss.SSS} %-5p [%c{1}] %m%n
rootLogger.level = info
rootLogger.appenderRef.console.ref = console
"""


def node_settings(ports: Ports, folder: Path) -> dict[str, Any]:
    """The content of elasticsearch.yml."""
    chosen = {"http.port": ports.elasticsearch, "path.data": str(folder / "data"), "path.logs": str(folder / "logs")}
    return _FIXED | chosen


def plan(settings: Settings, programs: Programs, ports: Ports) -> Plan:
    """Write the configuration and say how to run the node."""
    folder = own_folder(settings.data_dir / "elasticsearch")
    for part in ("data", "logs", "tmp"):
        own_folder(folder / part)
    config = folder / "config"
    shutil.rmtree(config, ignore_errors=True)
    shutil.copytree(programs.elasticsearch / "config", config)
    # Every JSON document is YAML.
    (config / "elasticsearch.yml").write_text(json.dumps(node_settings(ports, folder), indent=2))
    (config / "log4j2.properties").write_text(_LOGGING)
    heap = settings.elasticsearch.heap
    (config / "jvm.options.d" / "marsad.options").write_text("\n".join((f"-Xms{heap}", f"-Xmx{heap}", *JVM, "")))
    own_folder(config)
    return Plan(
        name="elasticsearch",
        port=ports.elasticsearch,
        command=[str(programs.elasticsearch / "bin" / "elasticsearch")],
        environment={
            **child_environment(),
            "CLI_JAVA_OPTS": LAUNCHER_JVM,
            "ES_JAVA_HOME": str(programs.java_home),
            "ES_PATH_CONF": str(config),
            "ES_TMPDIR": str(folder / "tmp"),
        },
        folder=folder,
        user=server_user(),
        ready=lambda: is_ready(ports.elasticsearch),
        patience=180,
    )


def is_ready(port: int) -> bool:
    """Whether the node answers and all its primary shards are there."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        connection.request("GET", "/_cluster/health?wait_for_status=yellow&timeout=2s")
        answer = connection.getresponse()
        return answer.status == http.client.OK and json.load(answer)["status"] in {"yellow", "green"}
    except (OSError, http.client.HTTPException, ValueError):
        return False
    finally:
        connection.close()
