"""A newsroom: feeds, source, worker, sink and console on the session's real servers, and a real browser in it."""

import contextlib
import os
import threading
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from xml.sax.saxutils import escape

import pytest
from playwright.sync_api import expect, sync_playwright

from connectors.kafka import producer
from connectors.sinks.elasticsearch.templates import ensure_templates
from marsad.contracts import encode
from marsad.contracts.topics import ARTICLES_RAW
from marsad.servers import elasticsearch_hosts, kafka_bootstrap
from tests.integration.clean import empty
from tests.integration.console.conftest import console
from tests.integration.system.conftest import RULE, Running

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
]
PATIENCE = 120_000
"""Milliseconds for anything: the machine may be busy with other work, and a wait ends when its condition holds."""


class Paper:
    """A feed on loopback; what is published is in it at the next poll."""

    def __init__(self, name="paper"):
        self.name, self.items, paper = name, [], self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                body = paper.rss().encode()
                self.send_response(200)
                self.send_header("Content-Type", "application/rss+xml; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format, *args):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/rss.xml"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def publish(self, title, text):
        self.items.append((f"https://{self.name}.example/{len(self.items)}", title, text, formatdate()))

    def close(self):
        self.server.shutdown()

    def rss(self):
        items = "".join(
            f"<item><guid>{link}</guid><link>{link}</link><title>{escape(title)}</title>"
            f"<pubDate>{date}</pubDate><description>{escape(escape(text))}</description></item>"
            for link, title, text, date in reversed(self.items)
        )
        return f'<?xml version="1.0"?><rss version="2.0"><channel><title>صحيفة الاختبار</title>{items}</channel></rss>'


class Newsroom:
    """The running system, and what a test does in it."""

    def __init__(self, running, paper, feeds, settings):
        self.running, self.paper, self.feeds, self.settings = running, paper, feeds, settings
        self.console, self.url = console(self.running, "--feeds", str(self.feeds))

    def hand_in(self, article):
        """Put an article into Kafka as it is: a source would take tags and scripts out."""
        with contextlib.closing(producer(self.settings)) as client:
            client.send(ARTICLES_RAW.name, encode(article), key=article.id.encode()).get(60)

    def restart_console(self):
        """End it and start it again, on the same port."""
        self.running.end(self.console)
        before = self.url
        self.console, self.url = console(self.running, "--feeds", str(self.feeds))
        assert self.url == before


@pytest.fixture(scope="module")
def newsroom(stack, tmp_path_factory):
    """One for all tests of a module: its processes take seconds to start."""
    folder = tmp_path_factory.mktemp("newsroom")
    settings = stack.settings.model_copy(
        update={
            "data_dir": folder,
            "kafka": stack.settings.kafka.model_copy(update={"bootstrap": kafka_bootstrap(stack.settings)}),
            "elasticsearch": stack.settings.elasticsearch.model_copy(
                update={"url": elasticsearch_hosts(stack.settings)[0], "prefix": f"newsroom-{folder.name}"}
            ),
        }
    )
    empty(settings)
    ensure_templates(settings)
    paper = Paper()
    (folder / "feeds.yaml").write_text(f"feeds:\n  - url: {paper.url}\n    title: صحيفة الاختبار\n    interval: 1\n")
    (folder / "rule.yaml").write_text(RULE)
    running = Running(environment(settings) | {"MARSAD_RULES": str(folder / "rule.yaml")}, folder)
    for arguments in (("worker",), ("source", "--feeds", str(folder / "feeds.yaml")), ("sink", "elasticsearch")):
        running.start(*arguments)
    try:
        yield Newsroom(running, paper, folder / "feeds.yaml", settings)
    finally:
        running.close()
        paper.close()


def environment(settings):
    return os.environ | {
        "MARSAD_DATA_DIR": str(settings.data_dir),
        "MARSAD_KAFKA_BOOTSTRAP": settings.kafka.bootstrap,
        "MARSAD_ELASTICSEARCH_URL": settings.elasticsearch.url,
        "MARSAD_ELASTICSEARCH_PREFIX": settings.elasticsearch.prefix,
        "MARSAD_SOURCES_ALLOW_PRIVATE": "true",
        "MARSAD_SOURCES_HOST_DELAY": "0",
        "MARSAD_NER": "fast",
    }


@pytest.fixture(scope="module")
def chromium():
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS, timeout=PATIENCE)
        yield browser
        browser.close()


@pytest.fixture
def tab(chromium, newsroom):
    """Opens tabs of one browser; whatever a page complains of fails the test."""
    context = chromium.new_context(base_url=newsroom.url)
    context.set_default_timeout(PATIENCE)
    complaints = []

    def opened(path="/?lang=en"):
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda said: complaints.append(said.text) if "Content Security" in said.text else None)
        page.on("dialog", lambda dialog: (complaints.append("a dialog opened"), dialog.dismiss()))
        page.goto(path)
        return page

    yield opened
    context.close()
    assert complaints == []
