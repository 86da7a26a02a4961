"""Log in with a provider: a real one on loopback, asked over HTTP, and what may go wrong on the way there and back."""

import base64
import hashlib
import html
import re
import socket
import sys
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from oidc_provider_mock._app import AuthorizationCodeGrant
from pydantic import SecretStr
from starlette.testclient import TestClient

from console import server
from console.app import make
from console.auth import oidc
from console.auth.oidc import role_of
from console.auth.providers import provider
from console.auth.users import Users
from console.state import Console
from console.web import visit
from marsad.contracts import AuditEntry, decode
from marsad.contracts.topics import AUDIT
from marsad.errors import ConfigError, ServerError
from tests.unit.console.provider import PATIENCE, World
from tests.unit.console.samples import alert

ROLES = {"newsroom": "analyst", "desk": "admin"}


@pytest.fixture(scope="module")
def worlds():
    """One of each lifetime, made once: each makes itself a key."""
    made = {}

    def of(lifetime=timedelta(hours=1)):
        if lifetime not in made:
            made[lifetime] = World(lifetime)
        return made[lifetime]

    yield of
    for world in made.values():
        world.close()


def given(settings, issuer, **more):
    console = settings.console.model_copy(
        update={
            "oidc_issuer": issuer,
            "oidc_client_id": "marsad",
            "oidc_client_secret": SecretStr("hush-hush"),
            "oidc_claim": "realm.groups",
            "oidc_roles": ROLES,
            **more,
        }
    )
    return settings.model_copy(update={"console": console})


@pytest.fixture
def started(settings, rooms, topics, monkeypatch):
    """A console that people log in to with the provider at an address."""
    monkeypatch.setattr(oidc, "_SECONDS", PATIENCE)

    def start(url, **more):
        topics.console = Console(given(settings, url, **more), rooms)
        topics.console.desk.begin([0])
        return make(topics.console)

    return start


def browser(app):
    return TestClient(app, base_url="http://127.0.0.1", raise_server_exceptions=False, follow_redirects=False)


def leave(client, target="/"):
    answer = client.get("/login/oidc", params={"next": target})
    assert answer.status_code == 302, answer.text
    return answer.headers["location"]


def test_a_person_logs_in_with_the_role_that_their_groups_give(started, worlds, topics):
    world = worlds()
    client = browser(started(world.url))
    assert "/login/oidc?next=/rules" in client.get("/login?next=/rules").text
    assert 'name="password"' not in client.get("/login").text
    there = leave(client, "/rules")
    answer = client.get(world.agree(there, "sara"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/rules")
    topics.raised(alert("one"))
    page = client.get("/").text
    assert "sara" in page
    assert "alert-one" in page
    assert client.get("/system").status_code == 200
    assert client.get("/api/v1/system").status_code != 403
    assert client.post("/api/v1/feeds", json={"url": "https://paper.example"}).status_code == 403
    entry = next(decode(record.value, AuditEntry) for record in topics.sent if record.topic == AUDIT.name)
    assert (entry.action, entry.author, entry.after) == ("login", "sara", f"analyst, {world.url}")


def challenge(verifier):
    """RFC 7636, 4.2: what the provider was shown of it."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def test_the_code_is_bound_to_this_browser_by_state_nonce_and_verifier(started, worlds):
    world = worlds()
    client = browser(started(world.url))
    there = leave(client)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(there).query).items()}
    assert asked["response_type"] == "code"
    assert asked["redirect_uri"] == "http://127.0.0.1/login/oidc/return"
    assert asked["code_challenge_method"] == "S256"
    assert min(len(asked["state"]), len(asked["nonce"])) >= 20
    client.get(world.agree(there, "sara"))
    assert challenge(world.tokens[-1]["code_verifier"]) == asked["code_challenge"]
    assert leave(client) != there


def test_a_client_without_a_secret_is_known_by_its_id_and_the_verifier(started, worlds, monkeypatch):
    monkeypatch.setattr(AuthorizationCodeGrant, "TOKEN_ENDPOINT_AUTH_METHODS", ["none"])
    world = worlds()
    client = browser(started(world.url, oidc_client_secret=None))
    there = leave(client)
    assert client.get(world.agree(there, "sara")).status_code == 303
    asked = world.tokens[-1]
    assert asked["client_id"] == "marsad"
    assert [challenge(asked["code_verifier"])] == parse_qs(urlsplit(there).query)["code_challenge"]
    assert not asked.keys() & {"client_secret", "username", "password"}
    assert client.get("/").status_code == 200


def log_out(client):
    """The page, or the address, that a browser ends at."""
    token = re.search(r'name="csrf" content="(\w+)"', client.get("/").text)[1]
    answer = client.post("/logout", data={"csrf": token})
    assert answer.status_code == 303
    return client.get(answer.headers["location"])


def test_who_logs_out_is_led_to_the_provider_to_log_out_there(started, worlds):
    world = worlds()
    client = browser(started(world.url))
    client.get(world.agree(leave(client), "sara"))
    page = log_out(client)
    led = html.unescape(re.search(r'content="0; url=([^"]+)"', page.text)[1])
    assert led.startswith(f"{world.url}/oauth2/end_session?")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(led).query).items()}
    assert asked["client_id"] == "marsad"
    assert asked["post_logout_redirect_uri"] == "http://127.0.0.1/login"
    assert base64.urlsafe_b64decode(asked["id_token_hint"].split(".")[1] + "==").startswith(b"{")
    assert "sara" not in page.text
    assert client.get("/").status_code == 303
    assert client.get("/logout").headers["location"] == "/login"


def test_an_id_token_that_is_too_long_for_a_cookie_is_no_hint(started, worlds, monkeypatch):
    monkeypatch.setattr(visit, "_MOST_HINT", 10)
    world = worlds()
    client = browser(started(world.url))
    client.get(world.agree(leave(client), "sara"))
    page = log_out(client).text
    assert "/oauth2/end_session?" in page
    assert "id_token_hint" not in page


def test_nobody_is_led_to_the_provider_who_is_logged_in_here_or_never_was_there(started, worlds, tmp_path):
    world, users = worlds(), Users(tmp_path / "users")
    users.add("omar", "viewer", "a long enough one")
    client = browser(started(world.url, users=users.path))
    client.get(world.agree(leave(client), "sara"))
    assert client.get("/logout").headers["location"] == "/login"
    other = browser(client.app)
    token = re.search(r'name="csrf" content="(\w+)"', other.get("/login").text)[1]
    other.post("/login", data={"name": "omar", "password": "a long enough one", "csrf": token})
    assert "/oauth2/end_session" not in log_out(other).text


@pytest.mark.parametrize("change", ["away", "silent"])
def test_who_cannot_be_logged_out_at_the_provider_is_told_so(started, worlds, topics, monkeypatch, change):
    world = worlds()
    client = browser(started(world.url))
    client.get(world.agree(leave(client), "sara"))

    async def metadata():
        if change == "away":
            raise ServerError("nobody answers")
        return {}

    monkeypatch.setattr(topics.console.provider, "_metadata", metadata)
    page = log_out(client)
    assert page.status_code == 200
    assert "ما زلت داخلا بحساب مؤسستك" in page.text
    assert client.get("/").status_code == 303


def refused(answer, status, words):
    assert answer.status_code == status
    assert words in answer.text
    assert not re.search(r"\bsara\b.*logout", answer.text)
    assert "hush-hush" not in answer.text


@pytest.mark.parametrize("state", ["", "another"])
def test_a_wrong_state_is_refused(started, worlds, state):
    world = worlds()
    client = browser(started(world.url))
    back = world.agree(leave(client), "sara")
    refused(client.get(re.sub(r"state=[^&]*", f"state={state}", back)), 403, "لم يؤكد")
    assert client.get("/").status_code == 303


def test_a_code_that_another_browser_was_given_has_another_nonce(started, worlds):
    world = worlds()
    app = started(world.url)
    client, other = browser(app), browser(app)
    code = parse_qs(urlsplit(world.agree(leave(other), "sara")).query)["code"][0]
    back = world.agree(leave(client), "omar")
    refused(client.get(re.sub(r"code=[^&]*", f"code={code}", back)), 403, "لم يؤكد")
    assert client.get("/").status_code == 303


def test_a_code_is_good_once_and_an_old_token_never(started, worlds):
    world = worlds()
    app = started(world.url)
    client = browser(app)
    back = world.agree(leave(client), "sara")
    cookie = client.cookies["marsad_login"]
    assert client.get(back).status_code == 303
    again = browser(app)
    again.cookies.set("marsad_login", cookie)
    refused(again.get(back), 403, "لم يؤكد")
    late = worlds(timedelta(hours=-1))
    client = browser(started(late.url))
    refused(client.get(late.agree(leave(client), "sara")), 403, "لم يؤكد")


def test_who_says_no_at_the_provider_is_not_let_in(started, worlds):
    world = worlds()
    client = browser(started(world.url))
    leave(client)
    refused(client.get("/login/oidc/return?error=access_denied"), 403, "لم يؤكد")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_who_has_no_role_here_is_told_so(started, worlds, language):
    world = worlds()
    client = browser(started(world.url))
    client.get(f"/login?lang={language}")
    answer = client.get(world.agree(leave(client), "omar"))
    refused(answer, 403, "has no role here" if language == "en" else "لا دور هنا")
    assert "omar" in answer.text
    assert "MARSAD_CONSOLE_OIDC_ROLES" in answer.text
    assert client.get("/").status_code == 303


def test_who_has_no_name_is_told_which_claim_is_lacking(started, worlds):
    world = worlds()
    client = browser(started(world.url))
    refused(client.get(world.agree(leave(client), "nameless")), 403, "preferred_username")


def test_the_users_file_works_beside_it_and_keeps_its_names(started, worlds, tmp_path):
    world, users = worlds(), Users(tmp_path / "users")
    users.add("sara", "viewer", "a long enough one")
    client = browser(started(world.url, users=users.path))
    token = re.search(r'name="csrf" content="(\w+)"', client.get("/login").text)[1]
    fields = {"name": "sara", "password": "a long enough one", "csrf": token}
    refused(client.get(world.agree(leave(client), "sara")), 403, "بكلمة سر")
    assert client.post("/login", data=fields).status_code == 303
    assert client.get("/").status_code == 200
    assert client.get("/system").status_code == 403


def test_who_fails_too_often_waits(started, worlds):
    client = browser(started(worlds().url))
    leave(client)
    answers = [client.get("/login/oidc/return?code=guess&state=guess") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [403] * 5 + [429]
    assert int(answers[-1].headers["retry-after"]) > 0


def test_a_login_counts_even_where_the_session_cookie_was_not_sent(started, worlds):
    world = worlds()
    client = browser(started(world.url))
    back = world.agree(leave(client), "sara")
    client.cookies.delete("marsad_session")
    answer = client.get(back)
    assert [name.partition("=")[0] for name in answer.headers.get_list("set-cookie")].count("marsad_session") == 1
    assert client.get("/").status_code == 200


def test_other_settings_end_the_sessions(started, worlds):
    world = worlds()
    client = browser(started(world.url))
    client.get(world.agree(leave(client), "sara"))
    cookie = client.cookies["marsad_session"]
    for more, status in (({}, 200), ({"oidc_roles": {"newsroom": "viewer"}}, 303), ({"oidc_issuer": None}, 200)):
        other = browser(started(world.url, **more))
        other.cookies.set("marsad_session", cookie)
        page = other.get("/")
        assert page.status_code == status
        assert ("sara" in page.text) == (not more)


def test_a_provider_that_is_away_or_another_is_said(started, worlds):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        away = browser(started(f"http://127.0.0.1:{closed.getsockname()[1]}"))
        refused(away.get("/login/oidc"), 503, "MARSAD_CONSOLE_OIDC_ISSUER")
    other = worlds().url.replace("127.0.0.1", "localhost") + "/elsewhere"
    refused(browser(started(other)).get("/login/oidc"), 503, "MARSAD_CONSOLE_OIDC_ISSUER")


@pytest.mark.parametrize("document", ["<html>", "[]", '{"issuer": "ISSUER"}'])
def test_a_provider_that_says_nothing_useful_is_said(started, httpserver, document):
    issuer = httpserver.url_for("/").rstrip("/")
    httpserver.expect_request("/.well-known/openid-configuration").respond_with_data(document.replace("ISSUER", issuer))
    refused(browser(started(issuer)).get("/login/oidc"), 503, "MARSAD_CONSOLE_OIDC_ISSUER")


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_a_login_leads_to_our_own_pages_alone(started, worlds, target):
    world = worlds()
    client = browser(started(world.url))
    assert client.get(world.agree(leave(client, target), "sara")).headers["location"] == "/"


@pytest.mark.parametrize(
    ("values", "role"),
    [
        (["newsroom"], "analyst"),
        (["newsroom", "desk", 7, None], "admin"),
        ("desk", "admin"),
        (["Newsroom"], None),
        ({"newsroom": True}, None),
        (None, None),
    ],
)
def test_the_highest_role_counts(values, role):
    assert role_of(values, ROLES) == role
    assert role_of(values, {"*": "viewer", **ROLES}) == (role or "viewer")


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"oidc_client_id": None}, "MARSAD_CONSOLE_OIDC_CLIENT_ID"),
        ({"oidc_issuer": "http://sso.example"}, "MARSAD_CONSOLE_OIDC_ISSUER"),
        ({"bind": "0.0.0.0"}, "MARSAD_CONSOLE_URL"),
    ],
)
def test_a_setting_that_is_missing_or_unsafe_is_named_at_the_start(settings, changes, named):
    with pytest.raises(ConfigError) as caught:
        server.check(given(settings, "https://sso.example", **changes))
    assert caught.value.resource == named


def test_a_provider_is_a_login(settings):
    server.check(given(settings, "https://sso.example", bind="0.0.0.0", url="https://marsad.example"))


def test_the_extra_is_named_where_it_is_not_installed(settings, monkeypatch):
    monkeypatch.setitem(sys.modules, "console.auth.oidc", None)
    with pytest.raises(ConfigError, match=r"marsad\[oidc\]"):
        provider(given(settings, "https://sso.example").console)
