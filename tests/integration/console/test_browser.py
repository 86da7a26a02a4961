"""An analyst's day in a real browser: what is published appears, what is said stays, what is hostile does nothing."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.integration.console.conftest import until

AXE = (Path(__file__).parents[2] / "browser" / "vendor" / "axe-core" / "axe.min.js").read_text()
SLOW = 60_000
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
    return page.locator("article.card", has_text=words)


def test_an_article_appears_as_an_alert_on_the_open_page_and_in_every_tab(tab, newsroom):
    page, other, held = tab(), tab("/?lang=ar"), tab()
    expect(page.locator("#connection")).to_have_text("Connected")
    held.get_by_role("button", name="Pause").click()
    newsroom.paper.publish("باتريوت في وارسو", "تسلمت بولندا اليوم بطاريات باتريوت من الولايات المتحدة.")
    expect(alert_of(page, "Patriot")).to_be_visible(timeout=SLOW)
    expect(alert_of(page, "S-400").locator("mark.fired").first).to_have_text(re.compile("الهند|إس-400|روسيا"))
    expect(alert_of(other, "بولندا").first).to_be_visible()
    assert other.locator("html").get_attribute("dir") == "rtl"
    expect(held.get_by_role("button", name=re.compile(r"Pause \([12]\)"))).to_be_visible()
    expect(alert_of(held, "Patriot")).to_have_count(0)
    held.get_by_role("button", name="Pause").click()
    expect(alert_of(held, "Patriot")).to_be_visible()


def test_what_is_said_is_seen_in_another_tab_and_survives_a_restart(tab, newsroom):
    page, other = tab(), tab()
    card = alert_of(page, "S-400").first
    expect(card).to_be_visible(timeout=SLOW)
    card.get_by_role("button", name="Acknowledge").click()
    expect(alert_of(other, "S-400").first).to_contain_text("Seen by local")
    alert_of(page, "S-400").first.get_by_role("button", name="Mute this event").click()
    alert_of(other, "S-400").first.get_by_role("button", name="Not relevant").click()
    expect(alert_of(page, "S-400").first).to_contain_text("Not relevant (1)")
    newsroom.restart_console()
    page.reload()
    for said in ("Seen by local", "Event muted by local", "Not relevant (1)"):
        expect(alert_of(page, "S-400").first).to_contain_text(said)
    expect(other.locator("#connection")).to_have_text("Connected", timeout=SLOW)


def test_a_search_finds_any_spelling_and_leads_to_the_article_and_its_event(tab):
    page = tab("/search?lang=en&q=S-400")
    until(lambda: page.reload() and page.locator(".hit h2").count(), 60, "the article in Elasticsearch")
    expect(page.locator(".hit mark").first).to_contain_text("إس-400")
    page.locator(".hit h2 a").first.click()
    expect(page.locator(".text mark.weapon").first).to_have_text("إس-400")
    expect(page.locator("a.outside").first).to_have_attribute("rel", "noopener noreferrer")
    page.get_by_role("button", name="Look for earlier revisions").click()
    expect(page.locator("#revisions")).to_contain_text("only revision")
    page.goto("/events")
    page.locator(".hit h2 a").first.click()
    expect(page.locator(".timeline li").first).to_contain_text("New")
    page.locator(".facts a").first.click()
    expect(page.locator("svg.chart")).to_be_visible()


def test_a_rule_made_on_the_page_is_tried_and_fires_on_the_next_article(tab, newsroom):
    page = tab("/rules/new?lang=en")
    page.get_by_label("Rule (YAML)").fill(RULE.replace("text:", "txt:"))
    page.get_by_role("button", name="Check").click()
    expect(page.locator("#findings")).to_contain_text("unknown key «txt»")
    page.get_by_label("Rule (YAML)").fill(RULE.replace("مناورات", "بيان"))
    page.get_by_role("button", name="Try on the archive").click()
    expect(page.locator("#trial svg.chart rect.bar").first).to_be_attached()
    page.get_by_label("Rule (YAML)").fill(RULE)
    page.get_by_role("button", name="Put in force").click()
    expect(page.locator(".notice.good")).to_contain_text("in force")
    live = tab()
    newsroom.paper.publish("مناورات بحرية", "بدأت مناورات بحرية في المتوسط.")
    expect(alert_of(live, "مناورات بحرية").first).to_be_visible(timeout=SLOW)


def test_a_hostile_article_is_text_everywhere(tab, newsroom):
    title = '<script>alert(1)</script><img src=x onerror="alert(2)"> تجربة'
    page = tab()
    newsroom.paper.publish(title, f"تسلمت مصر اليوم مقاتلات رافال من فرنسا. {title}")
    expect(alert_of(page, "Rafale").first).to_be_visible(timeout=SLOW)
    until(lambda: page.goto("/search?q=تجربة") and page.locator(".hit").count(), 60, "the article in Elasticsearch")
    page.locator(".hit h2 a").first.click()
    assert page.locator("main img, main script").count() == 0


def test_the_keyboard_alone_can_do_it(tab):
    page = tab()
    expect(alert_of(page, "Patriot").first).to_be_visible(timeout=SLOW)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("Skip to the content")
    page.keyboard.press("Enter")
    button = alert_of(page, "Patriot").first.locator("button").first
    for _ in range(60):
        page.keyboard.press("Tab")
        if button.evaluate("element => element === document.activeElement"):
            break
    page.keyboard.press("Enter")
    expect(alert_of(page, "Patriot").first).to_contain_text("Seen by local")
    expect(page.locator(":focus")).to_have_text("Not seen after all")


@pytest.mark.parametrize("look", ["lang=ar&theme=light", "lang=en&theme=dark"])
def test_axe_finds_nothing_on_any_page(chromium, newsroom, look):
    context = chromium.new_context(base_url=newsroom.url, bypass_csp=True)
    page = context.new_page()
    page.goto("/search?q=S-400")
    article = page.locator(".hit h2 a").first.get_attribute("href")
    page.goto("/events")
    event = page.locator(".hit h2 a").first.get_attribute("href")
    names = ["/", "/search?q=S-400", article, "/events", event, "/entities", "/entities/weapon:s-400"]
    for path in [*names, "/rules", "/rules/any-delivery", "/feeds", "/system", "/nothing"]:
        page.goto(f"{path}{'&' if '?' in path else '?'}{look}")
        page.evaluate(AXE)
        found = page.evaluate("axe.run()")["violations"]
        assert [(path, one["id"], one["nodes"][0]["html"]) for one in found] == []
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{path} is wider than the window"
    context.close()
