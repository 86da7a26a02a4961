"""A second real broker, with TLS and logins: two listeners, one of which shows a certificate that has expired."""

import contextlib
import itertools
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from deploy.local import kafka_server
from deploy.local.ports import LOOPBACK, Ports, is_free
from deploy.local.programs import programs
from marsad.settings import Settings

USER, PASSWORD = "desk", "word-of-the-desk"
_STORE = "of-the-keystore"


@dataclass(frozen=True)
class SecureKafka:
    """Where it listens, and the certificates to trust."""

    address: str
    expired_address: str
    ca: Path
    expired_ca: Path


@contextlib.contextmanager
def secure_kafka(folder: Path) -> Iterator[SecureKafka]:
    """Make certificates with keytool, format with a SCRAM user, run until the end of this."""
    found = programs(Settings(), print)
    plain, controller, good, expired = itertools.islice(filter(is_free, range(31500, 31900)), 4)
    ca = certificate(folder, found.java_home, "good")
    expired_ca = certificate(folder, found.java_home, "expired", "-startdate", "-10d", "-validity", "5")
    properties = folder / "server.properties"
    text = kafka_server.server_properties(
        Ports(kafka=plain, kafka_controller=controller, elasticsearch=1), folder / "data"
    )
    properties.write_text(text + listeners(folder, plain, controller, good, expired))
    java = [str(found.java), "-cp", f"{found.kafka}/*", *kafka_server.JVM]
    scram = f"SCRAM-SHA-512=[name={USER},password={PASSWORD}]"
    tool = ["kafka.tools.StorageTool", "format", "-t", "AAAAAAAAQACAAAAAAAAAAA", "-c", str(properties)]
    subprocess.run([*java, *tool, "--add-scram", scram], check=True, capture_output=True, cwd=folder)
    with (folder / "kafka.log").open("w") as log:
        process = subprocess.Popen([*java, "kafka.Kafka", str(properties)], stdout=log, stderr=log, cwd=folder)
    try:
        wait(plain, folder / "kafka.log")
        yield SecureKafka(f"{LOOPBACK}:{good}", f"{LOOPBACK}:{expired}", ca, expired_ca)
    finally:
        process.terminate()
        process.wait(30)


def listeners(folder: Path, plain: int, controller: int, good: int, expired: int) -> str:
    """What differs from the local broker: who may come in where."""
    addresses = {"CLIENT": plain, "GOOD": good, "EXPIRED": expired, "CONTROLLER": controller}
    lines = {
        "listeners": ",".join(f"{name}://{LOOPBACK}:{port}" for name, port in addresses.items()),
        "advertised.listeners": ",".join(
            f"{name}://{LOOPBACK}:{port}" for name, port in addresses.items() if name != "CONTROLLER"
        ),
        "listener.security.protocol.map": "CLIENT:PLAINTEXT,GOOD:SASL_SSL,EXPIRED:SASL_SSL,CONTROLLER:PLAINTEXT",
        "sasl.enabled.mechanisms": "PLAIN,SCRAM-SHA-512",
        "ssl.keystore.password": _STORE,
        "ssl.key.password": _STORE,
    }
    module = "org.apache.kafka.common.security"
    for name in ("good", "expired"):
        lines |= {
            f"listener.name.{name}.ssl.keystore.location": str(folder / f"{name}.p12"),
            f"listener.name.{name}.plain.sasl.jaas.config": (
                f'{module}.plain.PlainLoginModule required user_{USER}="{PASSWORD}";'
            ),
            f"listener.name.{name}.scram-sha-512.sasl.jaas.config": f"{module}.scram.ScramLoginModule required;",
        }
    return "".join(f"{key}={value}\n" for key, value in lines.items())


def certificate(folder: Path, java_home: Path, name: str, *validity: str) -> Path:
    """A key with its own certificate in `NAME.p12`; returns the certificate as PEM."""
    keytool, store = java_home / "bin" / "keytool", folder / f"{name}.p12"
    common = ["-alias", name, "-keystore", store, "-storepass", _STORE]
    made = ["-genkeypair", "-keyalg", "EC", "-dname", "CN=127.0.0.1", "-ext", "san=ip:127.0.0.1", *validity]
    subprocess.run([keytool, *made, *common], check=True, capture_output=True)
    pem = folder / f"{name}.pem"
    subprocess.run([keytool, "-exportcert", "-rfc", "-file", pem, *common], check=True, capture_output=True)
    return pem


def wait(port: int, log: Path) -> None:
    deadline = time.monotonic() + 60
    while not kafka_server.is_ready(port):
        assert time.monotonic() < deadline, log.read_text()[-2000:]
        time.sleep(0.2)
