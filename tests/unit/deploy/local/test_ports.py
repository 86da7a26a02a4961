import socket
from pathlib import Path

import pytest

from deploy.local.ports import LOOPBACK, choose, is_free, remembered
from marsad.errors import StackError
from marsad.settings import KafkaSettings, Settings


def settings(folder: Path, kafka: int = 0) -> Settings:
    return Settings(data_dir=folder, kafka=KafkaSettings(port=kafka))


def listening() -> socket.socket:
    taken = socket.socket()
    taken.bind((LOOPBACK, 0))
    taken.listen()
    return taken


def test_free_ports_are_kept(tmp_path: Path) -> None:
    first = choose(settings(tmp_path))
    assert len({first.kafka, first.kafka_controller, first.elasticsearch}) == 3
    assert all(is_free(port) for port in (first.kafka, first.kafka_controller, first.elasticsearch))
    assert choose(settings(tmp_path)) == first == remembered(settings(tmp_path))


def test_a_port_that_was_taken_meanwhile_is_left_alone(tmp_path: Path) -> None:
    first = choose(settings(tmp_path))
    with socket.socket() as other:
        other.bind((LOOPBACK, first.elasticsearch))
        other.listen()
        second = choose(settings(tmp_path))
        assert second.kafka == first.kafka
        assert second.elasticsearch != first.elasticsearch
        assert choose(settings(tmp_path), running=frozenset({"elasticsearch"})) == second, "a running one keeps its own"


def test_port_by_setting(tmp_path: Path) -> None:
    with listening() as taken:
        port = taken.getsockname()[1]
        with pytest.raises(StackError, match=rf"port {port} for kafka is taken.*MARSAD_KAFKA_PORT"):
            choose(settings(tmp_path, kafka=port))
    assert choose(settings(tmp_path, kafka=port)).kafka == port
