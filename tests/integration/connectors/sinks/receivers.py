"""Servers on loopback that fail as they are told: a proxy before Elasticsearch, an HTTP receiver, a mail server."""

import json
import threading
import time
from collections.abc import Callable
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Literal

import urllib3
from aiosmtpd.controller import Controller

Fault = Literal["gone", "slow", "reject", "full"]
STATUS = {"reject": 429, "full": 507}
SMTP = {"reject": "451 try later", "full": "452 insufficient system storage"}
SLOW_SECONDS = 2.0
_HOP = {"connection", "transfer-encoding", "content-length", "host", "keep-alive"}


class Faulty:
    """What is wrong now, and how many requests have met it."""

    fault: Fault | None = None
    met = 0

    def meet(self) -> Fault | None:
        if self.fault is not None:
            self.met += 1
        return self.fault


class HttpServer(Faulty):
    """Answers with `respond(path, body, headers)`: status, headers, body; or with the fault of the moment."""

    def __init__(self, respond: Callable, faults_on: Callable[[str], bool] = lambda path: True, tls=None) -> None:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                fault = server.meet() if faults_on(self.path) else None
                if fault == "gone":
                    self.close_connection = True
                    return
                if fault == "slow":
                    time.sleep(SLOW_SECONDS)
                if fault in STATUS:
                    status, headers, data = STATUS[fault], {}, json.dumps({"error": {"reason": fault}}).encode()
                else:
                    status, headers, data = respond(self.command, self.path, body, self.headers)
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(data)))
                self.end_headers()
                if self.command != "HEAD":
                    self.wfile.write(data)

            def log_message(self, format: str, *args: object) -> None:
                pass

        for method in ("GET", "POST", "PUT", "HEAD", "DELETE"):
            setattr(Handler, f"do_{method}", Handler.answer)

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address) -> None:
                """A client that hangs up, or does not trust us, is what the tests are about."""

        self._http = Server(("127.0.0.1", 0), Handler)
        if tls is not None:
            self._http.socket = tls.wrap_socket(self._http.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self._http.server_address[1]
        self.url = f"{'https' if tls else 'http'}://127.0.0.1:{self.port}"
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._http.shutdown()
        self._http.server_close()


class Proxy(HttpServer):
    """Passes everything on to the real node; what is wrong is wrong with bulk requests, `gone` with all."""

    def __init__(self, node: str, tls=None, allowed: Callable = lambda headers: True) -> None:
        self._node, self._pool, self._allowed = node, urllib3.PoolManager(16), allowed
        super().__init__(self._pass, lambda path: self.fault == "gone" or path.startswith("/_bulk"), tls)

    def _pass(self, method: str, path: str, body: bytes, headers) -> tuple[int, dict, bytes]:
        if not self._allowed(headers):
            data = json.dumps({"error": {"type": "security_exception", "reason": "unable to authenticate"}})
            return 401, {"X-Elastic-Product": "Elasticsearch", "content-type": "application/json"}, data.encode()
        sent = {name: value for name, value in headers.items() if name.lower() not in _HOP}
        answer = self._pool.request(
            method, f"{self._node}{path}", headers=sent, body=body or None, timeout=120, decode_content=False
        )
        return (
            answer.status,
            {name: value for name, value in answer.headers.items() if name.lower() not in _HOP},
            answer.data,
        )


class Receiver(HttpServer):
    """Takes webhooks at /hook and Apprise's notifications elsewhere, and refuses those that `refuses` names."""

    def __init__(self, refuses: str) -> None:
        self.hooked: list[str] = []
        self.notified: list[str] = []
        self._refuses = refuses
        super().__init__(self._take)

    def _take(self, method: str, path: str, body: bytes, headers) -> tuple[int, dict, bytes]:
        told = json.loads(body)
        if path == "/hook":
            if told["data"]["id"] == self._refuses:
                return 400, {}, b""
            self.hooked.append(told["data"]["id"])
        else:
            self.notified.append(told["title"])
        return 204, {}, b""


class MailServer(Faulty, Controller):
    """Keeps the ids of the mails it took; refuses for good what `refuses` names."""

    def __init__(self, refuses: str) -> None:
        self.mailed: list[str] = []
        self._refuses = refuses
        super().__init__(self, hostname="127.0.0.1", port=0)

    def _trigger_server(self) -> None:
        """The library connects to the port that it asked for, not to the one that it got."""
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()

    async def handle_DATA(self, server, session, envelope) -> str:
        import asyncio

        fault = self.meet()
        if fault == "gone":
            server.transport.abort()
            return "421 gone"
        if fault == "slow":
            await asyncio.sleep(SLOW_SECONDS)
        if fault in SMTP:
            return SMTP[fault]
        identifier = message_from_bytes(envelope.content, policy=policy.default)["Message-ID"].strip("<>").split("@")[0]
        if identifier == self._refuses:
            return "554 never"
        self.mailed.append(identifier)
        return "250 OK"
