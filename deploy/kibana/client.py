"""Puts the saved objects into a running Kibana, over those of an earlier version."""

from __future__ import annotations

import asyncio
import json
import ssl
import time
from typing import Any, Final

import aiohttp

from deploy.kibana.objects import ndjson
from marsad.errors import ServerError
from marsad.settings import Settings

_SETTING: Final = "MARSAD_ELASTICSEARCH_KIBANA"
_CREDENTIALS: Final = "MARSAD_ELASTICSEARCH_API_KEY, or MARSAD_ELASTICSEARCH_USERNAME and MARSAD_ELASTICSEARCH_PASSWORD"
_PAUSE: Final = 2.0
_REFUSED: Final = frozenset({401, 403})
_STARTING: Final = frozenset({502, 503})


def import_objects(settings: Settings, *, wait: float = 0.0) -> int:
    """Import every object; returns how many Kibana took.

    Args:
        settings: Kibana's address; credentials and CA are those of Elasticsearch.
        wait: Seconds to wait for a Kibana that does not answer yet.

    Raises:
        ServerError: when no Kibana is named, it does not answer, or refuses; names the setting.
    """
    if not settings.elasticsearch.kibana:
        raise ServerError("no Kibana is known", resource=_SETTING, hint=f"set {_SETTING} to http(s)://host:port")
    deadline = time.monotonic() + wait
    while True:
        try:
            status, answer = asyncio.run(_post(settings))
        except (aiohttp.ClientError, OSError) as error:
            problem = ServerError(f"Kibana does not answer: {error}", resource=_SETTING)
        else:
            if status not in _STARTING:
                return _taken(status, answer)
            problem = ServerError(f"Kibana answers {status}: it is not ready", resource=_SETTING)
        if time.monotonic() >= deadline:
            raise problem
        time.sleep(_PAUSE)


async def _post(settings: Settings) -> tuple[int, Any]:
    elastic = settings.elasticsearch
    form = aiohttp.FormData()
    form.add_field("file", ndjson(elastic.prefix).encode(), filename="marsad.ndjson")
    context = ssl.create_default_context(cafile=elastic.ca) if elastic.ca else True
    url = f"{str(elastic.kibana).rstrip('/')}/api/saved_objects/_import?overwrite=true"
    timeout = aiohttp.ClientTimeout(total=elastic.timeout)
    async with (
        aiohttp.ClientSession(timeout=timeout, headers={"kbn-xsrf": "marsad", **_login(settings)}) as session,
        session.post(url, data=form, ssl=context) as answer,
    ):
        return answer.status, _decoded(await answer.read())


def _login(settings: Settings) -> dict[str, str]:
    elastic = settings.elasticsearch
    if elastic.api_key is not None:
        return {"Authorization": f"ApiKey {elastic.api_key.get_secret_value()}"}
    if elastic.username is not None and elastic.password is not None:
        return {"Authorization": aiohttp.BasicAuth(elastic.username, elastic.password.get_secret_value()).encode()}
    return {}


def _taken(status: int, answer: Any) -> int:
    if status in _REFUSED:
        raise ServerError(f"Kibana refuses us: {status}", resource=_CREDENTIALS)
    if not isinstance(answer, dict) or not answer.get("success"):
        raise ServerError(f"Kibana answers {status}: {_reason(answer)}", resource=_SETTING)
    return int(answer["successCount"])


def _decoded(body: bytes) -> Any:
    try:
        return json.loads(body)
    except ValueError:
        return body.decode("utf-8", "replace")


def _reason(answer: Any) -> str:
    errors = answer.get("errors") if isinstance(answer, dict) else None
    if not errors:
        return str(answer)
    return "; ".join(f"{one.get('type')} {one.get('id')}: {one.get('error')}" for one in errors)
