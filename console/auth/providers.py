"""The OpenID Connect provider that the settings name, where they name one."""

from __future__ import annotations

import ipaddress
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from marsad.errors import ConfigError
from marsad.settings import ConsoleSettings

if TYPE_CHECKING:
    from console.auth.oidc import Provider


def provider(settings: ConsoleSettings) -> Provider | None:
    """The provider; None where people log in by the users file alone.

    Raises:
        ConfigError: when a setting that belongs to it is missing or unsafe, or the extra `oidc` is not installed.
    """
    if settings.oidc_issuer is None:
        return None
    if not settings.oidc_client_id:
        raise ConfigError(
            "the OpenID Connect provider knows the console by no id",
            resource="MARSAD_CONSOLE_OIDC_CLIENT_ID",
            hint="set it to the id that the console was registered with",
        )
    _safe("MARSAD_CONSOLE_OIDC_ISSUER", settings.oidc_issuer)
    if settings.url is None and not is_loopback(settings.bind):
        raise ConfigError(
            "the OpenID Connect provider has no address to send people back to",
            resource="MARSAD_CONSOLE_URL",
            hint="set it to the address under which people reach the console",
        )
    try:
        from console.auth.oidc import Provider
    except ImportError as error:
        raise ConfigError(
            "OpenID Connect needs what is not installed",
            resource="MARSAD_CONSOLE_OIDC_ISSUER",
            hint="pip install 'marsad[oidc]'",
        ) from error
    return Provider(settings)


def is_loopback(bind: str) -> bool:
    """Whether only this machine can reach an address."""
    try:
        return ipaddress.ip_address(bind).is_loopback
    except ValueError:
        return bind == "localhost"


def _safe(name: str, url: str) -> None:
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        raise ConfigError(f"{url} is no https address", resource=name, hint="http is for a provider on this machine")
