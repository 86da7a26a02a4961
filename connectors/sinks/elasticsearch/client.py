"""The Elasticsearch client as everything here uses it: settings mapped once, errors that name the setting."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from elastic_transport import ConnectionError as ConnectionFailure
from elastic_transport import TlsError, TransportError
from elasticsearch import ApiError, AuthenticationException, AuthorizationException, Elasticsearch

from marsad.errors import ServerError
from marsad.servers import elasticsearch_hosts
from marsad.settings import Settings

_CREDENTIALS = "MARSAD_ELASTICSEARCH_API_KEY, or MARSAD_ELASTICSEARCH_USERNAME and MARSAD_ELASTICSEARCH_PASSWORD"

_TOO_MANY: Final = 429
_SERVER_FAULT: Final = 500


def connect(settings: Settings) -> Elasticsearch:
    """A client that tries each host once: who calls it decides what is worth another attempt.

    Raises:
        ServerError: when no host is known, or the CA file is not there.
    """
    elastic, hosts = settings.elasticsearch, elasticsearch_hosts(settings)
    options: dict[str, Any] = {
        "hosts": hosts,
        "request_timeout": elastic.timeout,
        "max_retries": len(hosts) - 1,
        "retry_on_timeout": False,
        "retry_on_status": (),
    }
    if elastic.ca is not None:
        if not elastic.ca.is_file():
            raise ServerError(f"MARSAD_ELASTICSEARCH_CA names {elastic.ca}, which is not a file")
        options["ca_certs"] = str(elastic.ca)
    if elastic.api_key is not None:
        options["api_key"] = elastic.api_key.get_secret_value()
    elif elastic.username is not None and elastic.password is not None:
        options["basic_auth"] = (elastic.username, elastic.password.get_secret_value())
    with translated():
        return Elasticsearch(**options)


@contextmanager
def translated() -> Iterator[None]:
    """Turn what the client raises into a ServerError that names the setting to look at."""
    try:
        yield
    except (AuthenticationException, AuthorizationException) as error:
        raise ServerError(f"Elasticsearch refuses us: {reason(error)}", resource=_CREDENTIALS) from error
    except ApiError as error:
        raise ServerError(f"Elasticsearch answers {error.status_code}: {reason(error)}") from error
    except ConnectionFailure as error:
        if untrusted := next((one for one in (error, *_below(error)) if isinstance(one, TlsError)), None):
            raise ServerError(
                f"Elasticsearch's certificate: {untrusted}", resource="MARSAD_ELASTICSEARCH_CA"
            ) from error
        raise ServerError(
            f"Elasticsearch does not answer: {error}",
            resource="MARSAD_ELASTICSEARCH_URL",
            hint="check that it runs (`marsad stack status`)",
        ) from error
    except TransportError as error:
        raise ServerError(f"Elasticsearch: {error}", resource="MARSAD_ELASTICSEARCH_URL") from error
    except ValueError as error:
        raise ServerError(f"MARSAD_ELASTICSEARCH_URL: {error}", resource="MARSAD_ELASTICSEARCH_URL") from error


def _below(error: TransportError) -> Iterator[Exception]:
    """What stands behind an error: of each host that was tried."""
    for one in error.errors:
        yield one
        if isinstance(one, TransportError):
            yield from _below(one)


def reason(error: ApiError) -> str:
    """Elasticsearch's own sentence on what is wrong."""
    body = error.body
    if isinstance(body, dict) and isinstance(body.get("error"), dict):
        return str(body["error"].get("reason") or body["error"].get("type"))
    return str(error.message)


def passing(error: ServerError) -> bool:
    """Whether waiting helps: no answer, too busy, a fault of the server; not a refusal."""
    cause = error.__cause__
    return not isinstance(cause, ApiError) or cause.status_code == _TOO_MANY or cause.status_code >= _SERVER_FAULT


def wait_ready(settings: Settings, timeout: float = 60.0) -> None:
    """Wait until the cluster answers and has its primary shards.

    Args:
        settings: Where it is.
        timeout: Seconds to wait at most.

    Raises:
        ServerError: when it does not in time, or refuses us.
    """
    deadline = time.monotonic() + timeout
    with connect(settings) as client:
        while True:
            try:
                with translated():
                    client.options(request_timeout=5).cluster.health(wait_for_status="yellow", timeout="3s")
            except ServerError:
                if time.monotonic() >= deadline:
                    raise
                time.sleep(0.3)
            else:
                return
