"""An OpenID Connect provider for tests, asked over HTTP."""

import threading
from datetime import timedelta

import flask
import httpx2
import oidc_provider_mock
from werkzeug.serving import make_server

PATIENCE = 120
"""Seconds."""
PEOPLE = {
    "sara": {"preferred_username": "sara", "realm": {"groups": ["staff", "newsroom"]}},
    "omar": {"preferred_username": "omar", "realm": {"groups": ["staff"]}},
    "nameless": {"realm": {"groups": ["newsroom"]}},
}


class World:
    """A real one on loopback; `tokens` are the requests for a token that came.

    `lifetime` is how long what it gives is good for.
    """

    def __init__(self, lifetime=timedelta(hours=1)):
        people = [oidc_provider_mock.User(sub=name, claims=claims) for name, claims in PEOPLE.items()]
        app = oidc_provider_mock.app(user_claims=people, require_nonce=True, access_token_max_age=lifetime)
        self.tokens = []
        app.before_request(self._note)
        self.server = make_server("127.0.0.1", 0, app, threaded=True)
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def agree(self, there, name):
        """What a person does at the provider; the address that their browser is sent back to."""
        return httpx2.post(there, data={"sub": name}, timeout=PATIENCE).headers["location"]

    def _note(self):
        if flask.request.path == "/oauth2/token":
            known = flask.request.authorization
            self.tokens.append({**flask.request.form, **((known and known.parameters) or {})})

    def close(self):
        self.server.shutdown()
        self.server.server_close()
