"""ILM and data tiers against a server that answers as the full distribution does: the local node has neither."""

import json

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from connectors.sinks.elasticsearch.client import connect
from connectors.sinks.elasticsearch.lifecycle import Lifecycle, ask, policy
from connectors.sinks.elasticsearch.templates import ensure_templates, index_template
from marsad.errors import ServerError
from marsad.settings import ElasticsearchSettings, Settings

TIERED = Lifecycle(True, frozenset({"hot", "warm", "cold"}))


class Stand:
    """Answers what a server with ILM and these node roles would, and keeps what it was given."""

    def __init__(self, server: HTTPServer, *roles: str, ilm: int = 200, indices: dict | None = None) -> None:
        self.given: dict[str, dict] = {}
        self._roles, self._ilm, self._indices = roles, ilm, indices or {}
        server.expect_request("/_ilm/status").respond_with_handler(self._status)
        for pattern in ("/", "/_nodes/_none", "/marsad-articles-*/_settings/index.lifecycle.name"):
            server.expect_request(pattern, method="GET").respond_with_handler(self._get)
        server.expect_request("/marsad-alerts-*/_settings/index.lifecycle.name").respond_with_handler(self._get)
        for path in (
            *(f"/_ilm/policy/marsad-{kind}" for kind in ("articles", "alerts")),
            *(f"/_component_template/marsad-{name}" for name in ("settings", "analysis")),
            *(f"/_index_template/marsad-{kind}" for kind in ("articles", "events", "alerts")),
            "/marsad-articles-2026.11/_settings",
        ):
            server.expect_request(path, method="PUT").respond_with_handler(self._put)
        self.settings = Settings(elasticsearch=ElasticsearchSettings(url=server.url_for(""), delete_days=900))

    def _answer(self, body: object, status: int = 200) -> Response:
        headers = {"X-Elastic-Product": "Elasticsearch"}
        return Response(json.dumps(body), status, headers, content_type="application/json")

    def _status(self, request: Request) -> Response:
        return self._answer({"operation_mode": "RUNNING"}, self._ilm)

    def _get(self, request: Request) -> Response:
        if request.path == "/_nodes/_none":
            return self._answer({"nodes": {"n": {"roles": list(self._roles)}}})
        return self._answer(self._indices if "articles" in request.path else {})

    def _put(self, request: Request) -> Response:
        self.given[request.path] = request.get_json()
        return self._answer({"acknowledged": True})


def test_every_tier_has_its_phase_and_no_phase_makes_an_index_read_only():
    phases = policy(ElasticsearchSettings(warm_days=30, cold_days=90, delete_days=900), TIERED)["phases"]
    assert {name: phase["min_age"] for name, phase in phases.items()} == {
        "hot": "0ms",
        "warm": "30d",
        "cold": "90d",
        "delete": "900d",
    }
    actions = {action for phase in phases.values() for action in phase["actions"]}
    assert actions == {"set_priority", "delete"}
    assert list(policy(ElasticsearchSettings(), Lifecycle(True))["phases"]) == ["hot"]


def test_policies_go_before_the_templates_that_name_them(httpserver: HTTPServer):
    bare = {"marsad-articles-2026.11": {"settings": {}}, "marsad-articles-2026.10": {"settings": {"index": {}}}}
    stand = Stand(httpserver, "data_hot", "data_warm", "data_content", "master", indices=bare)
    put = ensure_templates(stand.settings)
    assert put[:2] == ["marsad-articles (lifecycle)", "marsad-alerts (lifecycle)"]
    paths = list(stand.given)
    assert paths.index("/_ilm/policy/marsad-alerts") < paths.index("/_index_template/marsad-articles")
    assert set(stand.given["/_ilm/policy/marsad-articles"]["policy"]["phases"]) == {"hot", "warm", "delete"}
    index = stand.given["/_index_template/marsad-articles"]["template"]["settings"]["index"]
    assert index["lifecycle"] == {"name": "marsad-articles"}
    assert index["routing"]["allocation"]["include"]["_tier_preference"] == "data_hot,data_content"
    assert "settings" not in stand.given["/_index_template/marsad-events"]["template"]
    assert stand.given["/marsad-articles-2026.11/_settings"] == {"index.lifecycle.name": "marsad-articles"}


def test_one_kind_of_nodes_has_a_policy_and_no_tiers(httpserver: HTTPServer):
    stand = Stand(httpserver, "data", "data_content", "master")
    with connect(stand.settings) as client:
        assert ask(client) == Lifecycle(True)
    ensure_templates(stand.settings)
    index = stand.given["/_index_template/marsad-alerts"]["template"]["settings"]["index"]
    assert index == {"lifecycle": {"name": "marsad-alerts"}}


@pytest.mark.parametrize("status", [400, 404, 410])
def test_a_server_without_it_gets_aliases_alone(httpserver: HTTPServer, status):
    stand = Stand(httpserver, ilm=status)
    put = ensure_templates(stand.settings)
    assert not [name for name in put if "lifecycle" in name]
    assert stand.given["/_index_template/marsad-articles"]["template"]["aliases"] == {"marsad-articles": {}}
    assert "settings" not in stand.given["/_index_template/marsad-articles"]["template"]


def test_who_may_not_ask_is_told(httpserver: HTTPServer):
    stand = Stand(httpserver, ilm=403)
    with pytest.raises(ServerError, match="MARSAD_ELASTICSEARCH_API_KEY"):
        ensure_templates(stand.settings)


def test_without_ilm_a_template_is_as_it_ships():
    assert index_template(Settings(), "articles") == index_template(Settings(), "articles", Lifecycle())
