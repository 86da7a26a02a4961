"""Kafka with TLS and logins: both Python clients and Faust come in, and who does not is told which setting to mend."""

import os
import re
import subprocess
import sys

import pytest
from pydantic import SecretStr

from connectors.kafka import consumer, ensure_topics, producer, wait_ready
from marsad.contracts import Article, encode
from marsad.contracts.topics import ARTICLES_ENRICHED, ARTICLES_RAW
from marsad.errors import ServerError
from marsad.settings import KafkaSettings, Settings
from tests.integration.connectors.secure import PASSWORD, USER, secure_kafka
from tests.waiting import until


@pytest.fixture(scope="module")
def secure(tmp_path_factory):
    with secure_kafka(tmp_path_factory.mktemp("secure")) as broker:
        yield broker


def settings_for(secure, **kafka) -> Settings:
    login = {"security": "SASL_SSL", "username": USER, "password": SecretStr(PASSWORD), "ca": secure.ca}
    return Settings(kafka=KafkaSettings(**{"bootstrap": secure.address, **login, **kafka}))


@pytest.mark.parametrize("mechanism", ["PLAIN", "SCRAM-SHA-512"])
def test_a_record_goes_in_and_comes_out(secure, mechanism):
    settings = settings_for(secure, sasl_mechanism=mechanism)
    ensure_topics(settings)
    sender = producer(settings)
    sender.send(ARTICLES_RAW.name, encode(Article(id=mechanism, text="نص")), key=b"x").get(30)
    sender.close()
    reader = consumer(settings, group=f"group-{mechanism}", topics=[ARTICLES_RAW])
    found = []
    until(lambda: bool(found.extend(r.value for part in reader.poll(500).values() for r in part) or found), 30)
    reader.close()
    assert mechanism.encode() in b"".join(found)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"password": SecretStr("wrong")}, "(refuses the login|hangs up on us).*MARSAD_KAFKA_PASSWORD"),
        ({"username": "nobody"}, "(refuses the login|hangs up on us).*MARSAD_KAFKA_USERNAME"),
        (
            {"password": SecretStr("wrong"), "sasl_mechanism": "SCRAM-SHA-512"},
            "(refuses the login|hangs up on us).*MARSAD_KAFKA_PASSWORD",
        ),
        ({"username": None}, "needs a user.*MARSAD_KAFKA_USERNAME"),
        ({"password": None}, "needs a password.*MARSAD_KAFKA_PASSWORD"),
        ({"sasl_mechanism": "SCRAM-SHA-256"}, "MARSAD_KAFKA_SASL_MECHANISM"),
        ({"ca": None}, "certificate.*MARSAD_KAFKA_CA"),
        ({"security": "PLAINTEXT"}, "hangs up on us.*MARSAD_KAFKA_SECURITY"),
        ({"security": "SASL_PLAINTEXT"}, "hangs up on us.*MARSAD_KAFKA_SECURITY"),
    ],
    ids=lambda value: None if isinstance(value, str) else "-".join(value),
)
def test_who_is_refused_is_told_which_setting(secure, wrong, said):
    with pytest.raises(ServerError, match=said):
        wait_ready(settings_for(secure, **wrong), timeout=1.0)


def test_an_expired_certificate_is_called_so(secure):
    expired = settings_for(secure, bootstrap=secure.expired_address, ca=secure.expired_ca)
    with pytest.raises(ServerError, match=r"expired.*MARSAD_KAFKA_CA"):
        wait_ready(expired, timeout=1.0)


def environment(secure, folder, password=PASSWORD):
    return os.environ | {
        "MARSAD_DATA_DIR": str(folder),
        "MARSAD_KAFKA_BOOTSTRAP": secure.address,
        "MARSAD_KAFKA_SECURITY": "SASL_SSL",
        "MARSAD_KAFKA_SASL_MECHANISM": "SCRAM-SHA-512",
        "MARSAD_KAFKA_USERNAME": USER,
        "MARSAD_KAFKA_PASSWORD": password,
        "MARSAD_KAFKA_CA": str(secure.ca),
        "MARSAD_NER": "fast",
    }


def test_a_worker_comes_in_too(secure, tmp_path):
    settings = settings_for(secure)
    ensure_topics(settings)
    sender = producer(settings)
    sender.send(ARTICLES_RAW.name, encode(Article(id="of-the-worker", text="نص")), key=b"y").get(30)
    sender.close()
    command = [sys.executable, "-m", "marsad", "worker"]
    with (tmp_path / "log").open("w") as log:
        worker = subprocess.Popen(command, env=environment(secure, tmp_path), stdout=log, stderr=log)
    reader = consumer(settings, group="enriched", topics=[ARTICLES_ENRICHED])
    found = []
    try:
        until(lambda: bool(found.extend(r.key for part in reader.poll(500).values() for r in part) or found), 90)
    finally:
        worker.terminate()
        worker.wait(60)
        reader.close()
    assert found, (tmp_path / "log").read_text()


def test_a_worker_that_is_refused_ends_with_one_line(secure, tmp_path):
    refused = environment(secure, tmp_path, "wrong")
    done = subprocess.run(
        [sys.executable, "-m", "marsad", "worker"],
        env=refused,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    last = done.stderr.strip().splitlines()[-1]
    assert re.match(r"marsad: Kafka at \S+ (refuses the login|hangs up on us).*MARSAD_KAFKA_PASSWORD", last), (
        done.stderr[-2000:]
    )
