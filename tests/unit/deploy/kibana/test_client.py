"""The import, against a server that answers as Kibana does: Kibana itself needs a browser's worth of machine."""

import pytest
from pydantic import SecretStr
from pytest_httpserver import HTTPServer

from deploy.kibana import client
from deploy.kibana.objects import objects
from marsad.errors import ServerError
from marsad.settings import ElasticsearchSettings, Settings

PATH = "/api/saved_objects/_import"


def settings(url: str | None, **elastic: object) -> Settings:
    return Settings(elasticsearch=ElasticsearchSettings(kibana=url, **elastic))


def test_every_object_goes_in_one_request(httpserver: HTTPServer):
    count = len(objects("marsad"))
    httpserver.expect_request(
        PATH,
        method="POST",
        query_string="overwrite=true",
        headers={"kbn-xsrf": "marsad", "Authorization": "ApiKey key"},
    ).respond_with_json({"success": True, "successCount": count})
    assert client.import_objects(settings(httpserver.url_for(""), api_key=SecretStr("key"))) == count
    sent = httpserver.log[0][0].files["file"].read().decode()
    assert len(sent.splitlines()) == count


def test_one_that_starts_is_waited_for(httpserver: HTTPServer, monkeypatch):
    monkeypatch.setattr(client, "_PAUSE", 0.01)
    httpserver.expect_ordered_request(PATH).respond_with_data("Kibana server is not ready yet", status=503)
    httpserver.expect_ordered_request(PATH).respond_with_json({"success": True, "successCount": 3})
    assert client.import_objects(settings(httpserver.url_for("")), wait=5.0) == 3


@pytest.mark.parametrize(
    ("status", "answer", "said"),
    [
        (401, {}, "MARSAD_ELASTICSEARCH_API_KEY"),
        (200, {"success": False, "errors": [{"type": "dashboard", "id": "x", "error": "missing"}]}, "dashboard x"),
        (503, {}, "not ready"),
    ],
)
def test_a_refusal_says_why(httpserver: HTTPServer, status, answer, said):
    httpserver.expect_request(PATH).respond_with_json(answer, status=status)
    with pytest.raises(ServerError, match=said):
        client.import_objects(settings(httpserver.url_for("")))


def test_no_kibana_names_the_setting():
    with pytest.raises(ServerError, match="MARSAD_ELASTICSEARCH_KIBANA"):
        client.import_objects(settings(None))
    with pytest.raises(ServerError, match=r"does not answer.*MARSAD_ELASTICSEARCH_KIBANA"):
        client.import_objects(settings("http://127.0.0.1:9"))
