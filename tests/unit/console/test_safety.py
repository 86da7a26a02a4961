"""Who gets in, from where, with what; and what every answer carries."""

import re

import pytest
from prometheus_client import REGISTRY
from starlette.testclient import TestClient

from console.api.routes import ENDPOINTS
from console.app import make
from console.auth.users import Users
from console.state import Console
from tests.unit.console.samples import alert

PAGES = [
    "/",
    "/search",
    "/events",
    "/entities",
    "/rules",
    "/rules/new",
    "/rules/s400-delivery",
    "/feeds",
    "/system",
    "/login",
    "/nothing",
]
PASSWORD = "a long enough one"


def token(client, path="/"):
    return re.search(r'name="csrf" content="(\w+)"', client.get(path).text)[1]


@pytest.fixture(scope="module")
def people(tmp_path_factory):
    """A users file with one of each role, made once: a hash takes its time."""
    users = Users(tmp_path_factory.mktemp("people") / "users")
    for role in ("viewer", "analyst", "admin"):
        users.add(role, role, PASSWORD)
    return users.path


@pytest.fixture
def guarded(settings, rooms, topics, people):
    """A console that these people may log in to."""
    settings.console.users = people
    topics.console = Console(settings, rooms)
    topics.console.desk.begin([0])
    return make(topics.console)


def visitor(app, name=None):
    client = TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False, follow_redirects=False)
    if name:
        answer = client.post("/login", data={"name": name, "password": PASSWORD, "csrf": token(client, "/login")})
        assert answer.status_code == 303
    return client


@pytest.mark.parametrize("path", [*PAGES, "/api/v1/alerts", "/static/style.css"])
def test_every_answer_carries_the_headers(client, path):
    answer = client.get(path)
    assert answer.status_code < 500 or path in ("/search", "/events", "/entities")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


def test_the_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client):
    cookie = client.get("/").headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", ""])
def test_another_host_name_is_refused(client, host):
    assert client.get("/", headers={"host": host}).status_code == 421


def test_a_form_without_the_token_does_nothing(client, topics):
    topics.raised(alert("one"))
    for fields in ({}, {"csrf": "0" * 64}):
        assert client.post("/alerts/one/annotations", data={"kind": "acknowledged", **fields}).status_code == 403
    assert [record.topic for record in topics.sent] == ["alerts"]


@pytest.mark.parametrize("header", [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}])
def test_another_site_can_send_nothing(client, topics, header):
    topics.raised(alert("one"))
    fields = {"kind": "acknowledged", "csrf": token(client)}
    assert client.post("/alerts/one/annotations", data=fields, headers=header).status_code == 403
    said = client.put("/api/v1/alerts/one/annotations/acknowledged", json={}, headers=header)
    assert said.status_code == 403
    assert len(topics.sent) == 1


def test_a_body_that_is_too_large_or_of_no_known_size_is_refused(client):
    assert client.post("/rules", content=b"x" * (2 * 1024 * 1024 + 1)).status_code == 413
    assert client.post("/rules", content=iter([b"x"])).status_code == 411


def test_nobody_sees_a_page_without_a_login(guarded):
    client = visitor(guarded)
    for path in PAGES:
        answer = client.get(path)
        assert answer.status_code == {"/login": 200, "/nothing": 404}.get(path, 303), path
        assert answer.status_code != 303 or answer.headers["location"].startswith("/login?next=")


def test_every_endpoint_asks_for_its_role(guarded):
    below = {"viewer": visitor(guarded), "analyst": visitor(guarded, "viewer"), "admin": visitor(guarded, "analyst")}
    for endpoint in ENDPOINTS:
        path = "/api/v1" + re.sub(r"{\w+}", "x", endpoint.path)
        assert below["viewer"].request(endpoint.method, path).status_code == 401, path
        wanted = 401 if endpoint.role == "viewer" else 403
        assert below[endpoint.role].request(endpoint.method, path).status_code == wanted, path


def test_a_viewer_reads_and_changes_nothing(guarded, topics):
    topics.raised(alert("one"))
    viewer = visitor(guarded, "viewer")
    page = viewer.get("/").text
    assert "alert-one" in page
    assert "acknowledged" not in page
    fields = {"kind": "acknowledged", "csrf": token(viewer)}
    assert viewer.post("/alerts/one/annotations", data=fields).status_code == 403
    assert viewer.post("/rules", data={"text": "", "csrf": token(viewer)}).status_code == 403
    assert viewer.get("/system").status_code == 403


def test_programs_send_name_and_password(guarded):
    client = visitor(guarded)
    assert client.get("/api/v1/rules", auth=("viewer", PASSWORD)).status_code == 200
    assert client.get("/api/v1/rules", auth=("viewer", "wrong, and long")).status_code == 401
    assert client.get("/api/v1/rules", headers={"authorization": "Basic %%%"}).status_code == 401


def test_who_guesses_passwords_is_made_to_wait(guarded):
    client = visitor(guarded)
    answers = [
        client.post("/login", data={"name": "admin", "password": f"guess {n}", "csrf": token(client, "/login")})
        for n in range(6)
    ]
    assert [answer.status_code for answer in answers] == [401] * 5 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0


def test_logins_are_counted_by_what_became_of_them(guarded):
    def told(outcome):
        return REGISTRY.get_sample_value("marsad_console_logins_total", {"way": "password", "outcome": outcome}) or 0

    before = {outcome: told(outcome) for outcome in ("ok", "refused")}
    client = visitor(guarded, "viewer")
    client.post("/login", data={"name": "viewer", "password": "wrong", "csrf": token(client, "/login")})
    assert {outcome: told(outcome) - count for outcome, count in before.items()} == {"ok": 1, "refused": 1}


@pytest.mark.parametrize(
    "target", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/\n/x"]
)
def test_a_login_leads_to_our_own_pages_alone(guarded, target):
    client = visitor(guarded)
    fields = {"name": "viewer", "password": PASSWORD, "csrf": token(client, "/login"), "next": target}
    assert client.post("/login", data=fields).headers["location"] == "/"


def test_a_login_makes_a_new_session_and_a_logout_ends_it(guarded):
    client = visitor(guarded)
    client.get("/login")
    before = client.cookies["marsad_session"]
    client.post("/login", data={"name": "viewer", "password": PASSWORD, "csrf": token(client, "/login")})
    assert client.cookies["marsad_session"] != before
    assert client.get("/").status_code == 200
    client.post("/logout", data={"csrf": token(client)})
    assert client.get("/").status_code == 303


def test_a_link_on_another_site_does_not_end_the_session(guarded):
    client = visitor(guarded)
    answer = client.get("/rules", headers={"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"})
    assert answer.status_code == 200
    assert 'http-equiv="refresh"' in answer.text
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("path", ["/api/v1/rules", "/static/style.css"])
def test_programs_and_files_get_no_cookie(client, path):
    assert "set-cookie" not in client.get(path).headers
