import socket
import time

import msgspec
import pytest
from pydantic import SecretStr
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from connectors.sinks.channels.channel import DeliveryError
from connectors.sinks.channels.signature import verify
from connectors.sinks.channels.webhook import Webhook, payload
from marsad.contracts import Alert
from marsad.errors import ConfigError
from marsad.settings import Settings, WebhookSettings
from tests.unit.connectors.sinks.channels.test_render import ALERT

SECRET = "whsec_c2VjcmV0IG9mIHRoZSBkZXNr"


def webhook(server: HTTPServer, path: str = "/hook", timeout: float = 5.0) -> Webhook:
    hook = WebhookSettings(url=server.url_for(path), secret=SecretStr(SECRET), timeout=timeout)
    return Webhook(Settings(webhook=hook))


def test_the_receiver_can_verify_what_it_gets(httpserver):
    got: list[Request] = []

    def handle(request: Request) -> Response:
        request.get_data()
        got.append(request)
        return Response(status=204)

    httpserver.expect_request("/hook", method="POST").respond_with_handler(handle)
    webhook(httpserver).deliver(ALERT)
    body = got[0].get_data()
    assert body == payload(ALERT)
    assert verify(SECRET, {name.lower(): value for name, value in got[0].headers.items()}, body)
    assert got[0].headers["idempotency-key"] == got[0].headers["webhook-id"] == ALERT.id
    assert msgspec.convert(msgspec.json.decode(body)["data"], Alert) == ALERT


@pytest.mark.parametrize("status", [301, 400, 404, 500, 503])
def test_any_other_answer_is_a_failure(httpserver, status):
    httpserver.expect_request("/hook").respond_with_data("", status=status, headers={"location": "/elsewhere"})
    with pytest.raises(DeliveryError, match=f"answer {status}") as failure:
        webhook(httpserver).deliver(ALERT)
    assert not failure.value.final
    assert failure.value.away == (status == 503)


def test_gone_is_final_and_a_busy_receiver_says_when(httpserver):
    httpserver.expect_request("/gone").respond_with_data("", status=410)
    httpserver.expect_request("/busy").respond_with_data("", status=429, headers={"retry-after": "7"})
    with pytest.raises(DeliveryError) as gone:
        webhook(httpserver, "/gone").deliver(ALERT)
    with pytest.raises(DeliveryError) as busy:
        webhook(httpserver, "/busy").deliver(ALERT)
    assert gone.value.final
    assert busy.value.retry_after == 7
    assert busy.value.away


def test_a_slow_receiver_is_a_failure(httpserver):
    def sleep(request: Request) -> Response:
        time.sleep(0.6)
        return Response()

    httpserver.expect_request("/hook").respond_with_handler(sleep)
    with pytest.raises(DeliveryError, match=r"0\.2 s") as failure:
        webhook(httpserver, timeout=0.2).deliver(ALERT)
    assert failure.value.away


def test_nobody_there_is_a_failure():
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{closed.getsockname()[1]}"
    with pytest.raises(DeliveryError) as failure:
        Webhook(Settings(webhook=WebhookSettings(url=url, secret=SecretStr(SECRET)))).deliver(ALERT)
    assert failure.value.away


def test_a_url_and_a_secret_are_needed():
    with pytest.raises(ConfigError, match="MARSAD_WEBHOOK_SECRET"):
        Webhook(Settings(webhook=WebhookSettings(url="http://127.0.0.1:9")))
