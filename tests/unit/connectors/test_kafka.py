import logging
import socket

import pytest
from kafka.errors import KafkaTimeoutError
from pydantic import SecretStr

from connectors import kafka
from marsad.errors import ServerError
from marsad.settings import KafkaSettings, Settings


def settings_of(**kafka_settings: object) -> Settings:
    return Settings(kafka=KafkaSettings(**kafka_settings))


def test_nobody_listens_names_the_setting():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        bootstrap = f"127.0.0.1:{free.getsockname()[1]}"
    with pytest.raises(ServerError, match="MARSAD_KAFKA_BOOTSTRAP"):
        kafka.wait_ready(settings_of(bootstrap=bootstrap), timeout=0.3)


def test_sasl_without_password_names_the_setting():
    with pytest.raises(ServerError, match="MARSAD_KAFKA_PASSWORD"):
        kafka.producer(settings_of(bootstrap="127.0.0.1:9", security="SASL_SSL", username="desk"))


def test_missing_ca_names_the_setting(tmp_path):
    with pytest.raises(ServerError, match="MARSAD_KAFKA_CA"):
        kafka.admin(settings_of(bootstrap="127.0.0.1:9", security="SSL", ca=tmp_path / "ca.pem"))


def test_security_settings_are_mapped_once():
    settings = settings_of(
        bootstrap="a:1, b:2",
        security="SASL_PLAINTEXT",
        sasl_mechanism="SCRAM-SHA-512",
        username="desk",
        password=SecretStr("word"),
    )
    options = kafka._connection(settings)
    assert options["bootstrap_servers"] == ["a:1", "b:2"]
    assert options["sasl_mechanism"] == "SCRAM-SHA-512"
    assert options["sasl_plain_password"] == "word"
    assert "ssl_context" not in options


@pytest.mark.parametrize(
    ("said", "setting"),
    [
        ("[Error 58] SaslAuthenticationFailedError: Authentication failed", "MARSAD_KAFKA_PASSWORD"),
        ("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1)", "KAFKA_CA"),
        ("[SSL: WRONG_VERSION_NUMBER] wrong version number", "MARSAD_KAFKA_SECURITY"),
        ("KafkaConnectionError: socket disconnected", "MARSAD_KAFKA_USERNAME"),
        ("KafkaConnectionError: 111 ECONNREFUSED", "MARSAD_KAFKA_BOOTSTRAP"),
    ],
)
def test_what_the_client_only_logs_names_the_setting(said, setting):
    settings = settings_of(bootstrap="broker:9092", security="SASL_SSL", username="desk", password=SecretStr("word"))
    with pytest.raises(ServerError, match=setting), kafka.translated(settings):
        logging.getLogger("kafka.net").warning(said)
        raise KafkaTimeoutError("Unable to bootstrap")
