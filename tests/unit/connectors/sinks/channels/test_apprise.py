import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from connectors.sinks.channels.apprise import Apprise
from connectors.sinks.channels.channel import DeliveryError
from marsad.errors import ConfigError
from marsad.settings import Settings
from tests.unit.connectors.sinks.channels.test_render import ALERT


def channel(path, *urls: str) -> Apprise:
    file = path / "apprise.txt"
    file.write_text("\n".join(urls), encoding="utf-8")
    return Apprise(Settings(), file)


def test_every_service_gets_the_alert(httpserver: HTTPServer, tmp_path):
    httpserver.expect_request("/one").respond_with_data("ok")
    httpserver.expect_request("/two").respond_with_data("ok")
    where = f"json://{httpserver.host}:{httpserver.port}"
    channel(tmp_path, f"{where}/one", f"{where}/two").deliver(ALERT)
    assert [request.path for request, _ in httpserver.log] == ["/one", "/two"]
    sent = httpserver.log[0][0].get_json()
    assert sent["title"] == "[مرتفع] وصول البطارية الثانية"
    assert sent["message"].splitlines()[0] == "سلّمت *موسكو* أنقرة بطارية *إس-400* ثانية"


def test_only_those_that_failed_are_asked_again(httpserver: HTTPServer, tmp_path):
    httpserver.expect_request("/one").respond_with_data("ok")
    answers = iter((500, 200))
    httpserver.expect_request("/two").respond_with_handler(lambda request: Response(status=next(answers)))
    where = f"json://{httpserver.host}:{httpserver.port}"
    made = channel(tmp_path, f"{where}/one", f"{where}/two")
    with pytest.raises(DeliveryError, match="1 of 2"):
        made.deliver(ALERT)
    made.deliver(ALERT)
    assert [request.path for request, _ in httpserver.log] == ["/one", "/two", "/two"]


def test_one_service_that_never_takes_it_ends_the_attempts_soon(httpserver: HTTPServer, tmp_path):
    httpserver.expect_request("/one").respond_with_data("ok")
    httpserver.expect_request("/two").respond_with_data("", status=500)
    where = f"json://{httpserver.host}:{httpserver.port}"
    both, alone = channel(tmp_path, f"{where}/one", f"{where}/two"), channel(tmp_path, f"{where}/two")
    finals: list[bool] = []
    for made in (both, alone):
        for _ in range(6):
            with pytest.raises(DeliveryError) as failure:
                made.deliver(ALERT)
            finals.append(failure.value.final)
    assert finals == [*[False] * 5, True, *[False] * 6]


def test_without_a_file_the_setting_is_named():
    with pytest.raises(ConfigError, match="MARSAD_APPRISE_CONFIG"):
        Apprise(Settings())


def test_a_file_without_services_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"apprise\.txt"):
        channel(tmp_path, "nothing://")
    with pytest.raises(ConfigError, match="not a file"):
        Apprise(Settings(), tmp_path / "absent")
