import json
import urllib.error
import urllib.request

import pytest

from marsad import probes
from marsad.errors import ConfigError
from marsad.settings import Settings


def get(port, page):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{page}", timeout=5) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, ""


def test_each_process_finds_a_port_and_writes_it_down(tmp_path, monkeypatch):
    monkeypatch.setattr(probes, "HEALTH", probes.Health())
    settings = Settings(data_dir=tmp_path, metrics_port=29464)
    first, second = probes.serve(settings, "worker"), probes.serve(settings, "sink")
    assert first is not None
    assert second is not None
    assert second > first >= 29464
    assert "marsad_lag" in get(second, "/metrics")[1]
    assert get(first, "/healthz")[0] == 200
    assert get(first, "/readyz")[0] == 503
    probes.HEALTH.ready()
    assert get(first, "/readyz")[0] == 200
    assert get(first, "/")[0] == 404
    written = [json.loads(path.read_text()) for path in (tmp_path / "metrics").iterdir()]
    assert {target["labels"]["component"] for (target,) in written} == {"worker", "sink"}


def test_who_has_a_port_now_takes_the_place_of_one_that_was_killed(tmp_path, monkeypatch):
    monkeypatch.setattr(probes, "HEALTH", probes.Health())
    port = probes.serve(Settings(data_dir=tmp_path / "one", metrics_port=29464), "worker")
    left = tmp_path / "metrics" / "source-1.json"
    left.parent.mkdir()
    for address in (port, port + 1):
        left.with_name(f"source-{address}.json").write_text(f'[{{"targets": ["127.0.0.1:{address}"]}}]')
    probes._announce(Settings(data_dir=tmp_path), "sink", port)
    assert {path.name.partition("-")[2] for path in left.parent.glob("source-*")} == {f"{port + 1}.json"}


def test_port_0_serves_nothing(tmp_path):
    assert probes.serve(Settings(data_dir=tmp_path), "sink") is None


def test_an_address_that_is_not_ours_is_named(tmp_path):
    with pytest.raises(ConfigError, match="MARSAD_METRICS_HOST"):
        probes.serve(Settings(data_dir=tmp_path, metrics_port=29464, metrics_host="203.0.113.1"), "sink")


def test_a_loop_that_stands_still_is_not_alive():
    now = [0.0]
    health = probes.Health(lambda: now[0])
    health.ready()
    health.beat()
    now[0] = 59.0
    assert health.is_ready
    now[0] = 61.0
    assert not health.is_alive
    assert not health.is_ready
