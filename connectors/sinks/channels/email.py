"""The e-mail channel: one message per alert or digest, text and HTML, right to left where the language is."""

from __future__ import annotations

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, getaddresses, parseaddr
from typing import Final

from connectors.sinks.channels.channel import DeliveryError
from connectors.sinks.channels.message import Writer
from marsad.contracts import Alert
from marsad.errors import ConfigError
from marsad.settings import EmailSettings, Settings

_PERMANENT: Final = 500
_DOMAIN: Final = "alerts.marsad.invalid"
"""Right side of message ids: ours alone, and no host of anybody (RFC 2606)."""


class Email:
    """Sends through the mail server of the settings; delivered once it has taken the message for every recipient.

    The message id follows from the alert's, so a repeat after a crash is one mail to most programs; all mails of one
    event are one thread. On another attempt only the recipients that were refused are asked again.
    """

    name = "email"

    def __init__(self, settings: Settings) -> None:
        self.timing = self._settings = mail = settings.email
        self.attempts = mail.attempts
        if not mail.host or not mail.to:
            raise ConfigError(
                "e-mail needs a mail server and recipients",
                resource="MARSAD_EMAIL_HOST, MARSAD_EMAIL_TO",
                hint="set both",
            )
        self._recipients = _addresses("MARSAD_EMAIL_TO", mail.to)
        (self._sender,) = _addresses("MARSAD_EMAIL_SENDER", mail.sender)[:1]
        self._tls = _context(mail)
        self._writer = Writer(self.name, mail)
        self._told: tuple[str, set[str]] = ("", set())

    def deliver(self, alert: Alert) -> None:
        """Send one message.

        Raises:
            DeliveryError: when the server does not take it for everyone; final when it never will, away when it takes
                nothing now, for anybody.
        """
        if self._told[0] != alert.id:
            self._told = (alert.id, set())
        told = self._told[1]
        missing = [address for address in self._recipients if address not in told]
        try:
            with self._connected() as server:
                refused = server.send_message(self.message(alert), self._sender, missing)
        except smtplib.SMTPRecipientsRefused as error:
            refused = error.recipients
        except smtplib.SMTPResponseException as error:
            said, never = _said(error.smtp_error), _never(error)
            raise DeliveryError(f"answer {error.smtp_code}: {said}", final=never, away=not never) from error
        except (smtplib.SMTPException, OSError) as error:
            raise DeliveryError(f"{self._settings.host}: {type(error).__name__}: {error}", away=True) from error
        told.update(address for address in missing if address not in refused)
        if refused:
            answers = ", ".join(f"{address}: {code} {_said(said)}" for address, (code, said) in refused.items())
            permanent = [code >= _PERMANENT for code, _ in refused.values()]
            away = not told and not any(permanent)
            raise DeliveryError(f"not taken for {answers}", final=all(permanent), away=away)

    def message(self, alert: Alert) -> EmailMessage:
        """The message of an alert, as it goes over the wire."""
        written = self._writer.write(alert)
        mail = EmailMessage()
        mail["Subject"] = written.subject
        mail["From"] = self._settings.sender
        mail["To"] = ", ".join(self._recipients)
        mail["Date"] = format_datetime(alert.at)
        mail["Message-ID"] = f"<{alert.id}@{_DOMAIN}>"
        if alert.event_id:
            mail["References"] = f"<{alert.event_id}@{_DOMAIN}>"
        mail["Content-Language"] = self._settings.language
        mail["Auto-Submitted"] = "auto-generated"
        mail.set_content(written.text, cte="base64")
        mail.add_alternative(written.html, subtype="html", cte="base64")
        return mail

    def close(self) -> None:
        """Nothing is held."""

    def _connected(self) -> smtplib.SMTP:
        mail = self._settings
        host = str(mail.host)
        if mail.security == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, mail.port, timeout=mail.timeout, context=self._tls)
        else:
            server = smtplib.SMTP(host, mail.port, timeout=mail.timeout)
        try:
            if mail.security == "starttls":
                server.starttls(context=self._tls)
            if mail.username:
                server.login(mail.username, mail.password.get_secret_value() if mail.password else "")
        except BaseException:
            server.close()
            raise
        return server


def _addresses(variable: str, text: str) -> list[str]:
    """The bare addresses of a header's value.

    Raises:
        ConfigError: naming the one that is none.
    """
    found = [address for _, address in getaddresses([text])]
    for address in found:
        try:
            Address(addr_spec=address)
        except (ValueError, IndexError) as error:
            raise ConfigError(f"{text!r} holds what is no e-mail address: {error}", resource=variable) from error
        if "@" not in parseaddr(address)[1]:
            raise ConfigError(f"{text!r} holds what is no e-mail address", resource=variable)
    return found


def _context(mail: EmailSettings) -> ssl.SSLContext | None:
    if mail.security == "none":
        return None
    try:
        return ssl.create_default_context(cafile=mail.ca)
    except (OSError, ssl.SSLError) as error:
        raise ConfigError(f"{mail.ca} holds no certificate: {error}", resource="MARSAD_EMAIL_CA") from error


def _never(error: smtplib.SMTPResponseException) -> bool:
    """Whether no attempt can help. A refused greeting or login says nothing of the alert."""
    of_the_server = (smtplib.SMTPConnectError, smtplib.SMTPHeloError, smtplib.SMTPAuthenticationError)
    return error.smtp_code >= _PERMANENT and not isinstance(error, of_the_server)


def _said(answer: bytes | str) -> str:
    return answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
