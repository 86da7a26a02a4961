"""TLS with an authority of our own, API keys and users, several hosts: a TLS front before the real node wants them."""

import base64
import socket
import ssl

import pytest
import trustme
from pydantic import SecretStr

from connectors.sinks.elasticsearch.client import connect, wait_ready
from connectors.sinks.elasticsearch.lifecycle import NOTHING, ask
from connectors.sinks.elasticsearch.search import search, suggest
from connectors.sinks.elasticsearch.templates import ensure_templates
from marsad.errors import ServerError
from tests.integration.connectors.sinks.receivers import Proxy

KEY = base64.b64encode(b"id:secret").decode()
USER = base64.b64encode(b"desk:word").decode()


@pytest.fixture
def secured(settings, tmp_path):
    """Makes settings that lead to the front: the first of two hosts is dead, credentials are given."""
    authority, context = trustme.CA(), ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(context)
    authority.cert_pem.write_to_path(tmp_path / "ca.pem")
    front = Proxy(
        settings.elasticsearch.url,
        context,
        lambda headers: headers.get("authorization") in {f"ApiKey {KEY}", f"Basic {USER}"},
    )
    with socket.socket() as dead:
        dead.bind(("127.0.0.1", 0))  # and never listens: connections are refused
        hosts = f"https://127.0.0.1:{dead.getsockname()[1]}, {front.url}"

        def given(**elastic):
            fields = {"url": hosts, "ca": tmp_path / "ca.pem", **elastic}
            return settings.model_copy(update={"elasticsearch": settings.elasticsearch.model_copy(update=fields)})

        yield given
    front.close()


def test_templates_documents_and_questions_go_through_it(secured, es):
    settings = secured(api_key=SecretStr(KEY))
    index = f"{settings.elasticsearch.prefix}-articles-2026.11"
    wait_ready(settings)
    ensure_templates(settings)
    with connect(settings) as client:
        for number in range(4):  # more requests than hosts: the dead one is passed over, and stays so
            names = ["إس-400", "S-400", "السعودية", "Saudi Arabia"]
            client.index(index=index, id=str(number), document={"title": "خبر", "names": names}, refresh=True)
        client.index(index=index, id="latest", document={"title": "خبر", "names": ["Saudi Arabia"]}, refresh=True)
    assert search(secured(username="desk", password=SecretStr("word")), "إس 400")[0] == 4
    for prefix in ("إس 4", "اس-٤"):
        assert suggest(settings, prefix) == ["إس-400"]
    assert suggest(settings, "s") == ["Saudi Arabia", "S-400"]
    assert suggest(settings, "arab", size=1) == ["Saudi Arabia"]
    assert suggest(settings, "nobody") == []


@pytest.mark.parametrize(
    ("wrong", "setting"),
    [
        ({"api_key": SecretStr(base64.b64encode(b"id:wrong").decode())}, "MARSAD_ELASTICSEARCH_API_KEY"),
        ({"username": "desk", "password": SecretStr("wrong")}, "MARSAD_ELASTICSEARCH_PASSWORD"),
        ({}, "MARSAD_ELASTICSEARCH_API_KEY"),
        ({"api_key": SecretStr(KEY), "ca": None}, "MARSAD_ELASTICSEARCH_CA"),
    ],
    ids=["wrong key", "wrong password", "no credentials", "an authority that we do not know"],
)
def test_what_is_wrong_is_named(secured, wrong, setting):
    with pytest.raises(ServerError, match=setting):
        search(secured(**wrong), "*")


def test_the_local_node_has_no_lifecycle(settings, es):
    """So it gets aliases alone; what a server with ILM gets is tested with a stand-in, since there is none here."""
    assert ask(es) == NOTHING
    assert not [name for name in ensure_templates(settings) if "lifecycle" in name]
    assert es.indices.exists_index_template(name=f"{settings.elasticsearch.prefix}-articles")
