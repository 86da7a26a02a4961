import subprocess
import sys
import time

import pytest
from kafka.errors import CoordinatorNotAvailableError
from pydantic import SecretStr
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from connectors.kafka import admin
from connectors.sinks.channels import channel
from connectors.sinks.channels.channel import ChannelSink
from connectors.sinks.channels.signature import verify
from connectors.sinks.channels.webhook import Webhook
from connectors.sinks.dlq import letters
from marsad.contracts.topics import ALERTS
from marsad.settings import Settings, WebhookSettings
from tests.integration.connectors.sinks.conftest import alert, running
from tests.waiting import until

SECRET = "whsec_c2VjcmV0IG9mIHRoZSBkZXNr"


class Receiver:
    """A webhook receiver that answers what it is told, in order, and then 204."""

    def __init__(self, server: HTTPServer, *answers: int | float) -> None:
        self.accepted: list[str] = []
        self.tries: list[str] = []
        self._answers = list(answers)
        server.expect_request("/hook").respond_with_handler(self._answer)

    def _answer(self, request: Request) -> Response:
        body = request.get_data()
        assert verify(SECRET, {name.lower(): value for name, value in request.headers.items()}, body)
        self.tries.append(request.headers["webhook-id"])
        told = self._answers.pop(0) if self._answers else 204
        if isinstance(told, float):
            time.sleep(told)
            return Response(status=204)
        if told == 204:
            self.accepted.append(request.headers["webhook-id"])
        return Response(status=told)


@pytest.fixture
def hooked(settings: Settings, httpserver: HTTPServer, monkeypatch) -> Settings:
    """Settings with the webhook on this test's server, and pauses short enough to wait for."""
    monkeypatch.setattr(channel, "_PAUSE_FIRST", 0.05)
    hook = WebhookSettings(url=httpserver.url_for("/hook"), secret=SecretStr(SECRET), timeout=2.0, attempts=3)
    return settings.model_copy(update={"webhook": hook})


def channel_of(settings: Settings):
    return running(lambda stop: ChannelSink(settings, Webhook, stop))


def test_each_alert_goes_out_once_whatever_kafka_repeats(send, hooked, httpserver):
    receiver = Receiver(httpserver)
    send("alerts", *[alert("x")] * 5, alert("y"), alert("z", channels=("terminal",)))
    with channel_of(hooked):
        until(lambda: len(receiver.accepted) == 2)
        send("alerts", alert("x"), alert("w"))
        until(lambda: "w" in receiver.accepted)
    assert sorted(receiver.tries) == ["w", "x", "y"]


def test_a_failure_is_tried_again_and_then_delivered(send, hooked, httpserver):
    receiver = Receiver(httpserver, 500, 4.0)
    send("alerts", alert("x"))
    with channel_of(hooked) as sink:
        until(lambda: sink.delivered == 1)
    assert receiver.tries == ["x", "x", "x"]
    assert not letters(hooked)


def test_after_the_last_attempt_it_is_a_dead_letter_and_the_next_goes_out(send, hooked, httpserver):
    receiver = Receiver(httpserver, 500, 404, 302)
    send("alerts", alert("x"), key="same partition")
    send("alerts", alert("y"), key="same partition")
    with channel_of(hooked) as sink:
        until(lambda: sink.delivered == 1)
    assert receiver.accepted == ["y"]
    (letter,) = letters(hooked, stage="channel")
    assert (letter.id, letter.topic, letter.attempts) == ("x", "alerts", 3)
    assert "webhook" in letter.message
    assert "302" in letter.message


def test_a_crash_between_delivery_and_commit_repeats_nothing(send, hooked, httpserver, monkeypatch):
    receiver = Receiver(httpserver)
    send("alerts", *[alert(f"x{n}") for n in range(5)])
    with monkeypatch.context() as crash:
        crash.setattr("connectors.sinks.intake.Intake.commit", lambda self, offsets: None)
        with channel_of(hooked) as sink:
            until(lambda: sink.delivered == 5)
    with channel_of(hooked):
        send("alerts", alert("last"))
        until(lambda: "last" in receiver.accepted)
    assert sorted(receiver.tries) == ["last", "x0", "x1", "x2", "x3", "x4"]


def test_a_channel_from_now_on_skips_what_was_there_and_nothing_that_comes_while_it_is_away(send, hooked, httpserver):
    receiver = Receiver(httpserver)
    send("alerts", *[alert(f"before-{n}") for n in range(10)])
    with from_now(hooked):
        until(lambda: len(committed(hooked, "marsad-channel-webhook")) == ALERTS.partitions)
    missed = [alert(f"while-away-{n}") for n in range(10)]
    send("alerts", *missed)
    with from_now(hooked):
        until(lambda: len(receiver.accepted) == len(missed))
    assert sorted(receiver.accepted) == sorted(one.id for one in missed)


def from_now(settings: Settings):
    return running(lambda stop: ChannelSink(settings, Webhook, stop, from_beginning=False))


def committed(settings: Settings, group: str):
    client = admin(settings)
    try:
        return client.list_group_offsets(group)[group]
    except CoordinatorNotAvailableError:  # the first group of a broker: its topic is being made
        return {}
    finally:
        client.close()


def test_a_dead_channel_delays_no_other(send, hooked, httpserver, environment):
    """The terminal prints while the webhook waits for its receiver."""
    Receiver(httpserver, *[503] * 1000)
    slow = hooked.model_copy(update={"webhook": hooked.webhook.model_copy(update={"attempts": 50})})
    with channel_of(slow):
        terminal = subprocess.Popen(
            [sys.executable, "-m", "marsad", "sink", "terminal"],
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            send("alerts", *[alert(f"x{n}") for n in range(3)])
            lines = [terminal.stdout.readline() for _ in range(3)]
        finally:
            terminal.terminate()
            terminal.communicate(timeout=30)
    assert terminal.returncode == 0
    assert all("HIGH" in line and "*إس-400*" in line for line in lines)
    assert not letters(slow)
