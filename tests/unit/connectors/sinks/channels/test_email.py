"""The e-mail channel against a mail server that fails in every way it can."""

import contextlib
import socket
import ssl
from email import message_from_bytes, policy

import msgspec
import pytest
import trustme
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from pydantic import SecretStr

from connectors.sinks.channels.channel import DeliveryError
from connectors.sinks.channels.email import Email
from connectors.sinks.channels.policy import together
from marsad.errors import ConfigError
from marsad.settings import EmailSettings, Settings
from tests.unit.connectors.sinks.channels.test_render import ALERT


class Desk:
    """A mailbox that answers what it is told, in order, and then takes everything."""

    def __init__(self, *answers: str, refuses: dict[str, str] | None = None) -> None:
        self.mails, self.recipients = [], []
        self.refuses = refuses or {}
        self._answers = list(answers)

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        answer = self._answers.pop(0) if self._answers else "250 OK"
        if answer.startswith("250"):
            self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
            self.recipients.append(envelope.rcpt_tos)
        return answer


class Server(Controller):
    def _trigger_server(self):
        """The library connects to the port that it asked for, not to the one that it got."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@contextlib.contextmanager
def serving(desk, **options):
    server = Server(desk, hostname="127.0.0.1", port=0, **options)
    server.start()
    try:
        yield server.port
    finally:
        server.stop()


def channel(port, **settings):
    mail = {"host": "127.0.0.1", "port": port, "security": "none", "to": "desk@example.org", "timeout": 2.0, **settings}
    return Email(Settings(email=EmailSettings(**mail)))


def test_text_and_right_to_left_html_arrive():
    desk = Desk()
    with serving(desk) as port:
        channel(port, to="Desk <desk@example.org>, night@example.org").deliver(ALERT)
    (mail,) = desk.mails
    assert desk.recipients == [["desk@example.org", "night@example.org"]]
    assert mail["Subject"] == "[مرتفع] وصول البطارية الثانية"
    assert mail["Message-ID"] == "<x@alerts.marsad.invalid>"
    assert "الحالة: تم" in mail.get_body(["plain"]).get_content()
    assert 'dir="rtl"' in mail.get_body(["html"]).get_content()


def test_a_digest_is_one_mail():
    desk = Desk()
    with serving(desk) as port:
        channel(port).deliver(together([ALERT, msgspec.structs.replace(ALERT, id="y", title="خبر آخر")]))
    assert "خبر آخر" in desk.mails[0].get_body(["html"]).get_content()


def test_a_hostile_title_adds_no_header():
    desk = Desk()
    with serving(desk) as port:
        channel(port).deliver(msgspec.structs.replace(ALERT, title="x\r\nBcc: spy@example.org"))
    assert desk.mails[0]["Bcc"] is None


@pytest.mark.parametrize(("answer", "final"), [("451 try later", False), ("554 never", True)])
def test_what_the_server_answers_decides_whether_to_try_again(answer, final):
    desk = Desk(answer)
    with serving(desk) as port:
        mail = channel(port)
        with pytest.raises(DeliveryError, match=answer[:3]) as caught:
            mail.deliver(ALERT)
        assert (caught.value.final, caught.value.away) == (final, not final)
        mail.deliver(ALERT)
    assert len(desk.mails) == 1


def test_only_the_recipient_that_was_refused_is_asked_again():
    desk = Desk(refuses={"full@example.org": "452 full"})
    with serving(desk) as port:
        mail = channel(port, to="desk@example.org, full@example.org")
        with pytest.raises(DeliveryError, match=r"full@example\.org: 452") as caught:
            mail.deliver(ALERT)
        desk.refuses.clear()
        mail.deliver(ALERT)
    assert not caught.value.final
    assert not caught.value.away
    assert desk.recipients == [["desk@example.org"], ["full@example.org"]]


def test_a_mailbox_that_is_full_alone_is_waited_for():
    desk = Desk(refuses={"desk@example.org": "452 full"})
    with serving(desk) as port, pytest.raises(DeliveryError, match="452") as caught:
        channel(port).deliver(ALERT)
    assert caught.value.away


def test_nobody_there_and_nobody_answering():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        with pytest.raises(DeliveryError, match="timed out") as caught:
            channel(port, timeout=0.2).deliver(ALERT)
    assert caught.value.away
    with pytest.raises(DeliveryError, match="refused"):
        channel(port).deliver(ALERT)


def test_starttls_with_a_login(tmp_path):
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    desk = Desk()

    def login(server, session, envelope, mechanism, data):
        return AuthResult(success=data.password == b"word", handled=False)

    options = {"tls_context": context, "authenticator": login, "auth_required": True, "require_starttls": True}
    with serving(desk, **options) as port:
        secure = {"security": "starttls", "username": "desk", "ca": tmp_path / "ca.pem"}
        channel(port, **secure, password=SecretStr("word")).deliver(ALERT)
        with pytest.raises(DeliveryError, match="535") as refused:
            channel(port, **secure, password=SecretStr("wrong")).deliver(ALERT)
        with pytest.raises(DeliveryError, match="certificate"):
            channel(port, security="starttls").deliver(ALERT)
    assert refused.value.away
    assert len(desk.mails) == 1


@pytest.mark.parametrize(
    ("wrong", "setting"),
    [({"host": None}, "MARSAD_EMAIL_HOST"), ({"to": None}, "MARSAD_EMAIL_TO"), ({"to": "desk"}, "MARSAD_EMAIL_TO")],
)
def test_a_wrong_setting_is_named(wrong, setting):
    with pytest.raises(ConfigError, match=setting):
        channel(25, **wrong)


def test_a_file_without_a_certificate_is_named(tmp_path):
    with pytest.raises(ConfigError, match="MARSAD_EMAIL_CA"):
        channel(25, security="tls", ca=tmp_path / "absent.pem")
