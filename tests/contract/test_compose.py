"""docker-compose.yml and the Dockerfile, held against everything of theirs that can be known without an engine."""

import itertools
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from deploy.local import elasticsearch_server, kafka_server
from deploy.local.ports import Ports
from deploy.local.programs import versions
from marsad.settings import Settings
from marsad.settings_reference import variables

ROOT = Path(__file__).parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if service["image"].startswith("marsad:")}
GRAFANA = ROOT / "deploy" / "grafana"
DOCKERFILE = (ROOT / "Dockerfile").read_text()
SETTINGS = {variable.name for variable in variables(Settings())}
HEALTH = "http://127.0.0.1:9464/healthz"


def test_schema() -> None:
    check = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", "docker-compose.yml"]
    done = subprocess.run(check, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_whole_system() -> None:
    assert {"kafka", "elasticsearch", "kibana", "setup"} <= set(SERVICES)
    commands = {" ".join(service["command"]) for service in OURS.values()}
    assert commands == {
        "setup",
        "source",
        "worker",
        "sink elasticsearch",
        "sink terminal",
        "sink webhook",
        "sink email",
        "sink apprise",
        "sink feed",
        "console",
        "kibana import --wait 300",
        "up --sample",
    }


@pytest.mark.parametrize("name", OURS)
def test_command_is_one_of_ours(name: str) -> None:
    command = [sys.executable, "-m", "marsad", *OURS[name]["command"], "--help"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    words = itertools.takewhile(lambda word: not word.startswith("-"), OURS[name]["command"])
    assert " ".join(words) in done.stdout


@pytest.mark.parametrize("name", SERVICES)
def test_hardened(name: str) -> None:
    service = SERVICES[name]
    assert service["user"].partition(":")[0] not in {"0", "root"}
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["restart"] in {"unless-stopped", "on-failure"}
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}
    assert service["healthcheck"]
    for port in service.get("ports", ()):
        assert port.startswith("127.0.0.1:")


@pytest.mark.parametrize("name", OURS)
def test_settings_exist(name: str) -> None:
    ours = {key for key in OURS[name]["environment"] if key.startswith("MARSAD_")}
    assert ours <= SETTINGS


def test_settings_of_the_image_exist() -> None:
    assert set(re.findall(r"\b(MARSAD_[A-Z_]+)=", DOCKERFILE)) <= SETTINGS


def test_settings_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """The values parse too, and the servers are the compose file's own."""
    for service in OURS.values():
        for key, value in service["environment"].items():
            if not value.startswith("$"):
                monkeypatch.setenv(key, value)
        read = Settings()
        assert read.kafka.bootstrap == "kafka:9092"
        assert read.elasticsearch.url == "http://elasticsearch:9200"
        assert "kafka:9092" in SERVICES["kafka"]["environment"]["KAFKA_ADVERTISED_LISTENERS"]


def test_every_process_that_serves_metrics_is_scraped() -> None:
    """But the sample's, which has its processes to itself."""
    (job,) = yaml.safe_load((GRAFANA / "compose.yaml").read_text())["scrape_configs"]
    (found,) = job["dns_sd_configs"]
    serving = {name for name, service in OURS.items() if HEALTH in str(service["healthcheck"])}
    assert set(found["names"]) == serving
    assert f":{found['port']}/" in HEALTH


def test_grafana_finds_prometheus_and_the_dashboard() -> None:
    provisioning = GRAFANA / "provisioning"
    (source,) = yaml.safe_load((provisioning / "datasources/prometheus.yaml").read_text())["datasources"]
    assert source["url"] == "http://prometheus:9090"
    (provider,) = yaml.safe_load((provisioning / "dashboards/marsad.yaml").read_text())["providers"]
    mounted = dict(volume.split(":")[:2] for volume in SERVICES["grafana"]["volumes"])
    (local,) = (source for source, target in mounted.items() if target == str(Path(provider["options"]["path"]).parent))
    assert (ROOT / local / Path(provider["options"]["path"]).name).is_file()
    assert mounted["./deploy/grafana/provisioning"] == "/etc/grafana/provisioning"


def test_order() -> None:
    """Servers are healthy before the set-up, the set-up is done before anything that reads or writes."""
    assert OURS["setup"]["depends_on"] == {
        "kafka": {"condition": "service_healthy"},
        "elasticsearch": {"condition": "service_healthy"},
    }
    assert OURS["setup-kibana"]["depends_on"].keys() == {"kibana", "setup"}
    for name in OURS.keys() - {"setup", "setup-kibana"}:
        assert OURS[name]["depends_on"] == {"setup": {"condition": "service_completed_successfully"}}


def test_volumes_are_declared() -> None:
    named = {
        volume.partition(":")[0]
        for service in SERVICES.values()
        for volume in service.get("volumes", ())
        if isinstance(volume, str) and not volume.startswith(("/", "."))
    }
    assert named == set(COMPOSE["volumes"])


def test_versions_are_the_local_stacks() -> None:
    wanted = versions()
    assert SERVICES["kafka"]["image"] == f"apache/kafka:{wanted['kafka']}"
    for name in ("elasticsearch", "kibana"):
        assert SERVICES[name]["image"] == f"docker.elastic.co/{name}/{name}:{wanted['elasticsearch']}"


def test_kafka_is_set_as_the_local_one(tmp_path: Path) -> None:
    ports = Ports(kafka=9092, kafka_controller=9093, elasticsearch=9200)
    lines = kafka_server.server_properties(ports, tmp_path).splitlines()
    local = dict(line.partition("=")[::2] for line in lines)
    # Differ on purpose: where it listens and keeps its data; threads and buffers, which the local one saves on.
    listening = {
        "listeners",
        "advertised.listeners",
        "listener.security.protocol.map",
        "controller.quorum.voters",
    }
    saved = {"log.segment.delete.delay.ms", "log.cleaner.dedupe.buffer.size", "num.network.threads", "num.io.threads"}
    environment = SERVICES["kafka"]["environment"]
    for key in local.keys() - listening - saved - {"log.dirs"}:
        assert environment[f"KAFKA_{key.upper().replace('.', '_')}"] == local[key], key


def test_elasticsearch_is_set_as_the_local_one(tmp_path: Path) -> None:
    ports = Ports(kafka=9092, kafka_controller=9093, elasticsearch=9200)
    local = elasticsearch_server.node_settings(ports, tmp_path)
    environment = SERVICES["elasticsearch"]["environment"]
    for key in local.keys() - {"network.host", "http.port", "path.data", "path.logs"}:
        assert environment[key] == str(local[key]).replace("False", "false"), key


def test_health_checks_ask_what_the_code_answers() -> None:
    """What runs on serves its health; the others turn the image's check off."""
    assert HEALTH in DOCKERFILE
    assert "MARSAD_METRICS_PORT=9464" in DOCKERFILE
    for service in OURS.values():
        assert service["environment"]["MARSAD_METRICS_PORT"] == "9464"
        serves = service["command"][0] not in {"setup", "kibana", "up"}
        assert serves == (HEALTH in str(service["healthcheck"]))
        assert serves != service["healthcheck"].get("disable", False)


def test_image_copies_what_is_there() -> None:
    sources = [
        source
        for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
        for source in line.split()[:-1]
    ]
    let_in = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    assert sources
    for source in sources:
        assert (ROOT / source).exists(), source
        assert source in let_in, source


def test_image_has_every_package() -> None:
    """What pyproject.toml puts into the wheel is what the image copies."""
    packages = re.search(r"packages = \[(.*?)\]", (ROOT / "pyproject.toml").read_text())
    assert packages
    for package in re.findall(r'"(\w+)"', packages[1]):
        assert f"COPY {package} {package}\n" in DOCKERFILE


def test_image_is_not_root() -> None:
    users = re.findall(r"^USER (\S+)$", DOCKERFILE, re.MULTILINE)
    assert users == [OURS["worker"]["user"]]
    last = DOCKERFILE[DOCKERFILE.rindex("FROM ") :]
    assert not re.search(r"apt-get|build-essential|pip", last)


def test_default_profile_is_one_of_the_file() -> None:
    default = re.search(r"^COMPOSE_PROFILES=(\w+)$", (ROOT / ".env").read_text(), re.MULTILINE)
    profiles = {profile for service in SERVICES.values() for profile in service.get("profiles", ())}
    assert default
    assert default[1] in profiles
