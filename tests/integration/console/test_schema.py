"""The API does what its document says, whatever is sent: no fault, no other shape, nothing without a login."""

import http.cookiejar
import re
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

from connectors.kafka import producer
from connectors.sinks.elasticsearch.templates import ensure_templates
from console.auth.users import Users
from marsad.contracts import encode
from marsad.contracts.topics import ALERTS
from tests.integration.console.conftest import console
from tests.unit.console.samples import alert

ENDLESS = "/api/v1/alerts/stream"
FETCHES = "/api/v1/feeds/preview"
NOT_ASKED = "positive_data_acceptance,ignored_auth"
"""A text that is no rule fits the schema of a text and is refused all the same; every request has a session here, and
tests/unit/console/test_safety.py holds who may ask for what."""
PASSWORD = "a long enough one"


def logged_in(url):
    """The cookie of a session: a wrong password of schemathesis's own would lock the right one out."""
    opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar := http.cookiejar.CookieJar()))
    token = re.search(r'name="csrf" value="(\w+)"', opener.open(f"{url}/login").read().decode())[1]
    fields = {"name": "admin", "password": PASSWORD, "csrf": token}
    opener.open(f"{url}/login", urllib.parse.urlencode(fields).encode())
    return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)


def test_schemathesis_finds_no_fault(running, settings, es):
    ensure_templates(settings)
    client = producer(settings)
    client.send(ALERTS.name, encode(alert("one")), key=b"one").get(30)
    client.close()
    users = Users(running.folder / "users")
    users.add("admin", "admin", PASSWORD)
    running.environment["MARSAD_CONSOLE_USERS"] = str(users.path)
    _, url = console(running)
    done = subprocess.run(
        [
            Path(sys.executable).with_name("schemathesis"),
            "run",
            f"{url}/api/v1/openapi.json",
            *("--exclude-path", ENDLESS, "--exclude-path", FETCHES),
            *("--header", f"Cookie: {logged_in(url)}", "--exclude-checks", NOT_ASKED, "--no-color"),
            *("--phases", "fuzzing", "--max-examples", "3", "--seed", "1"),
        ],
        cwd=running.folder,
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
