"""An analyst's day in a real browser: what is published appears, what is said stays, what is hostile does nothing.

Each test publishes what it is about, so that none needs another; pages that the server renders once are loaded again
until what Elasticsearch or Kafka still owes is there.
"""

import contextlib
import os
import re
from datetime import UTC, datetime, timedelta
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import TimeoutError as LateError
from playwright.sync_api import expect

from console.auth.users import Users
from marsad.contracts import Article
from tests.browser.conftest import PATIENCE, Paper
from tests.integration.console.conftest import console
from tests.integration.system.conftest import Running
from tests.unit.console.provider import World
from tests.waiting import until

AXE = (Path(__file__).parent / "vendor" / "axe-core" / "axe.min.js").read_text()
DESKTOP, PHONE = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
EVERY_LOOK = list(product(("ar", "en"), ("light", "dark"), (DESKTOP, PHONE)))
LOOKS = EVERY_LOOK if os.environ.get("LOOKS") == "all" else [("ar", "light", DESKTOP), ("en", "dark", PHONE)]
MOST_STOPS = 500
RULE = """id: exercises
name: Exercises
when: {text: {all: [مناورات]}}
severity: low
"""


@pytest.fixture(scope="module", autouse=True)
def first_news(newsroom):
    """What all tests find there: a delivery, which the only rule is about."""
    newsroom.paper.publish("وصول شحنة إلى مومباي", "تسلمت الهند أمس منظومات إس-400 من روسيا وفق بيان لوزارة الدفاع.")


def alert_of(page, words):
    """The card of an alert, by words of its sentence."""
    return page.locator("article.card", has_text=words).first


def reload_until(page, path, there):
    """Load a page again until something is on it; the first one of it."""
    until(lambda: page.goto(path) and page.locator(there).count(), what=f"{there} on {path}")
    return page.locator(there).first


def press(page, target):
    """Go there with the Tab key, and press Enter."""
    for _ in range(MOST_STOPS):
        if target.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("Tab")
    expect(target).to_be_focused()
    page.keyboard.press("Enter")


def write(page, target, text):
    """Replace the text of a field, from the keyboard."""
    target.focus()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(text)


def test_an_article_appears_as_an_alert_on_the_open_page_and_in_every_tab(tab, newsroom):
    page, other, held = tab(), tab("/?lang=ar"), tab()
    for one in (page, held):
        expect(alert_of(one, "الهند")).to_be_visible()
        expect(one.locator("#connection")).to_have_text("Connected")
    held.get_by_role("button", name="Pause").click()
    newsroom.paper.publish("باتريوت في وارسو", "تسلمت بولندا اليوم بطاريات باتريوت من الولايات المتحدة.")
    expect(alert_of(page, "بولندا")).to_be_visible()
    expect(alert_of(page, "الهند").locator("mark.fired").first).to_have_text(re.compile("الهند|إس-400|روسيا"))
    expect(alert_of(other, "بولندا")).to_be_visible()
    assert other.locator("html").get_attribute("dir") == "rtl"
    expect(held.get_by_role("button", name=re.compile(r"Pause \(\d+\)"))).to_be_visible()
    expect(held.locator("article.card", has_text="بولندا")).to_have_count(0)
    held.get_by_role("button", name="Pause").click()
    expect(alert_of(held, "بولندا")).to_be_visible()


def test_the_keyboard_alone_says_what_another_tab_sees_and_a_restart_keeps(tab, newsroom):
    newsroom.paper.publish("بيرقدار في الدوحة", "تسلمت قطر أمس طائرات بيرقدار من تركيا.")
    page, other = tab(), tab()
    card, elsewhere = alert_of(page, "قطر"), alert_of(other, "قطر")
    expect(card).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    press(page, card.get_by_role("button", name="Acknowledge"))
    expect(elsewhere).to_contain_text("Seen by local")
    expect(page.locator(":focus")).to_have_text("Not seen after all")
    lasts = card.get_by_label("How long to mute it")
    lasts.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(lasts).to_have_value("8h")
    page.keyboard.press("Shift+Tab")
    expect(page.locator(":focus")).to_have_text("Mute this event")
    page.keyboard.press("Enter")
    expect(card).to_contain_text(re.compile(r"Event muted by local.* until "))
    press(page, card.get_by_role("button", name="Not relevant"))
    expect(card).to_contain_text("Not relevant (1)")
    press(page, card.get_by_text("Add a note"))
    write(page, card.get_by_label(re.compile("Your note")), "ask Doha")
    page.keyboard.press("Enter")
    expect(elsewhere).to_contain_text("ask Doha")
    newsroom.restart_console()
    page.reload()
    for said in ("Seen by local", "Event muted by local", "Not relevant (1)", "ask Doha"):
        expect(card).to_contain_text(said)
        expect(elsewhere).to_contain_text(said)
    expect(other.locator("#connection")).to_have_text("Connected")


def test_a_mute_that_ends_by_itself_leaves_the_open_page(tab, newsroom):
    newsroom.paper.publish("أباتشي في بوخارست", "تسلمت رومانيا أمس مروحيات أباتشي من الولايات المتحدة.")
    page = tab()
    card = alert_of(page, "رومانيا")
    card.get_by_role("button", name="Mute this event").click()
    expect(card).to_contain_text("Event muted by local")
    name = card.get_attribute("id").removeprefix("alert-")
    soon = datetime.now(UTC) + timedelta(seconds=3)
    answer = page.request.put(f"/api/v1/alerts/{name}/annotations/muted", data={"until": soon.isoformat()})
    assert answer.ok, answer.text()
    expect(card).not_to_contain_text("Event muted by local")
    expect(card.get_by_role("button", name="Mute this event")).to_be_visible()


def test_a_search_finds_any_spelling_and_leads_to_the_article_and_its_event(tab):
    page = tab()
    reload_until(page, "/search?lang=en&q=S-400", ".hit h2")
    page.goto("/search")
    write(page, page.get_by_label("Words"), "S-400")
    page.keyboard.press("Enter")
    expect(page.locator(".hit mark").first).to_contain_text("إس-400")
    press(page, page.locator(".hit h2 a").first)
    expect(page.locator(".text mark.weapon").first).to_have_text("إس-400")
    expect(page.locator("a.outside").first).to_have_attribute("rel", "noopener noreferrer")
    press(page, page.get_by_role("button", name="Look for earlier revisions"))
    expect(page.locator("#revisions")).to_contain_text("only revision")
    press(page, reload_until(page, "/events?q=S-400", ".hit h2 a"))
    expect(page.locator(".timeline li").first).to_contain_text("New")
    press(page, page.locator(".facts a").first)
    expect(page.locator("svg.chart")).to_be_visible()


def test_a_rule_made_with_the_keyboard_is_tried_and_fires_on_the_next_article(tab, newsroom):
    page, numbers = tab("/rules/new?lang=en"), iter(range(100))
    field = page.get_by_label("Rule (YAML)")
    write(page, field, RULE.replace("text:", "txt:"))
    press(page, page.get_by_role("button", name="Check"))
    expect(page.locator("#findings")).to_contain_text("unknown key «txt»")
    reload_until(page, "/search?q=مومباي", ".hit")
    page.goto("/rules/new")
    write(page, field, RULE.replace("مناورات", "بيان"))
    press(page, page.get_by_role("button", name="Try on the archive"))
    expect(page.locator("#trial svg.chart rect.bar").first).to_be_attached()
    write(page, field, RULE)
    press(page, page.get_by_role("button", name="Put in force"))
    expect(page.locator(".notice.good")).to_contain_text("in force")
    live = tab()

    def fires():
        newsroom.paper.publish("مناورات بحرية", f"بدأت مناورات بحرية في المتوسط للمرة {next(numbers)}.")
        try:
            alert_of(live, "مناورات بحرية").wait_for(timeout=10_000)
        except LateError:
            return False
        return True

    until(fires, what="the alert on an article after the worker has read the rule")


def test_a_feed_added_on_the_page_is_read_without_a_restart(tab):
    with contextlib.closing(Paper("gazette")) as gazette:
        gazette.publish("بيرقدار في الرباط", "تسلم المغرب أمس من تركيا أول دفعة من طائرات بيرقدار، بحسب بيان.")
        live, page = tab(), tab("/feeds?lang=en")
        write(page, page.get_by_label("Address of a feed or a page"), gazette.url)
        press(page, page.get_by_role("button", name="Preview"))
        expect(page.locator(".preview")).to_contain_text("بيرقدار في الرباط")
        press(page, page.locator(".preview").get_by_role("button"))
        expect(page.locator("table")).to_contain_text(gazette.url)
        expect(alert_of(live, "المغرب")).to_be_visible()


def test_a_hostile_article_is_text_everywhere(tab, newsroom):
    title = '<script>alert(1)</script><img src=x onerror="alert(2)"> تجربة'
    text = f"تسلمت مصر اليوم مقاتلات رافال من فرنسا. {title}"
    page = tab()
    newsroom.hand_in(Article(id="hostile", title=title, text=text, url="javascript:alert(3)", language="ar"))
    expect(alert_of(page, "رافال")).to_be_visible()
    reload_until(page, "/search?q=تجربة", ".hit h2 a").click()
    expect(page.locator("main h1")).to_contain_text("onerror")
    expect(page.locator(".text")).to_contain_text("<script>alert(1)</script>")
    assert page.locator('[href^="javascript"]').count() == 0
    assert page.locator("main img, main script").count() == 0


@pytest.mark.parametrize(
    ("language", "theme", "size"), LOOKS, ids=[f"{words}-{theme}-{size['width']}" for words, theme, size in LOOKS]
)
def test_axe_finds_nothing_on_any_page(chromium, newsroom, language, theme, size):
    """LOOKS=all looks at all eight: both languages, light and dark, desktop and phone."""
    context = chromium.new_context(base_url=newsroom.url, bypass_csp=True, viewport=size)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    article = reload_until(page, "/search?q=S-400", ".hit h2 a").get_attribute("href")
    event = reload_until(page, "/events?q=S-400", ".hit h2 a").get_attribute("href")
    names = ["/", "/search?q=S-400", article, "/events", event, "/entities", "/entities/weapon:s-400", "/nothing"]
    names += ["/rules", "/rules/new", "/rules/any-delivery", "/feeds", "/system"]
    for path in names:
        look_at(page, f"{path}{'&' if '?' in path else '?'}lang={language}&theme={theme}")
    context.close()


def test_axe_finds_nothing_on_the_login_and_another_site_logs_in_and_out(chromium, newsroom, tmp_path):
    """The provider is on another site for the browser, so that cookies go as they do in the world."""
    Users(tmp_path / "users").add("omar", "viewer", "a long enough one")
    with contextlib.closing(World()) as world:
        changes = {
            "MARSAD_CONSOLE_USERS": str(tmp_path / "users"),
            "MARSAD_DATA_DIR": str(tmp_path),
            "MARSAD_CONSOLE_OIDC_ISSUER": world.url.replace("127.0.0.1", "localhost"),
            "MARSAD_CONSOLE_OIDC_CLIENT_ID": "marsad",
            "MARSAD_CONSOLE_OIDC_CLIENT_SECRET": "hush-hush",
            "MARSAD_CONSOLE_OIDC_CLAIM": "realm.groups",
            "MARSAD_CONSOLE_OIDC_ROLES": '{"newsroom": "analyst"}',
        }
        with contextlib.closing(Running(newsroom.running.environment | changes, tmp_path)) as guarded:
            _, url = console(guarded)
            for language, theme, size in LOOKS:
                context = chromium.new_context(base_url=url, bypass_csp=True, viewport=size)
                look_at(context.new_page(), f"/login?lang={language}&theme={theme}")
                context.close()
            logs_in_and_out_elsewhere(chromium, url)


def logs_in_and_out_elsewhere(chromium, url):
    context = chromium.new_context(base_url=url)
    context.set_default_timeout(PATIENCE)
    # The provider's page wants a style sheet from far away.
    context.route(re.compile("^https:"), lambda route: route.abort())
    page = context.new_page()
    page.goto("/rules?lang=en")
    page.get_by_text("Log in with your organisation's account").click()
    page.get_by_role("button", name="sara").first.click()
    expect(page.get_by_role("button", name="Log out (sara)")).to_be_visible()
    expect(page.locator("main h1")).to_have_text("Rules")
    page.get_by_role("button", name="Log out (sara)").click()
    page.get_by_role("button", name="End session").click()
    expect(page.get_by_text("Log in with your organisation's account")).to_be_visible()
    context.close()


def look_at(page, path):
    page.goto(path)
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")["violations"]
    assert [(path, one["id"], one["nodes"][0]["html"]) for one in found] == []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{path} is wider than the window"
