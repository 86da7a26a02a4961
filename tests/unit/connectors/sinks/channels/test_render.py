import io
from datetime import UTC, datetime

import msgspec

from connectors.sinks.channels.channel import addressed
from connectors.sinks.channels.render import alert_line, clean
from connectors.sinks.channels.terminal import Terminal
from marsad.contracts import Alert, ArticleRef, Change, Event, Evidence, Role, RuleRef
from marsad.settings import Settings

TEXT = "سلّمت موسكو أنقرة\u200f بطارية إس-400\nثانية"
ALERT = Alert(
    id="x",
    rule=RuleRef(id="r", name="S-400", severity="high"),
    change=Change(kind="first_mention"),
    title="وصول البطارية الثانية",
    evidence=Evidence(text=TEXT, start=0, end=len(TEXT)),
    article=ArticleRef(id="a1"),
    at=datetime(2026, 11, 22, 9, 30, tzinfo=UTC),
    event=Event(
        type="arms_delivery",
        item=Role(text="إس-400"),
        supplier=Role(text="موسكو"),
        recipient=None,
        status="completed",
        evidence=Evidence(text=TEXT, start=0, end=len(TEXT)),
    ),
    link="https://example.org/1",
)


def test_one_line_with_the_words_marked():
    assert alert_line(ALERT) == (
        "2026-11-22 09:30:00Z HIGH     وصول البطارية الثانية — سلّمت *موسكو* أنقرة بطارية *إس-400* ثانية"
        " — https://example.org/1"
    )


def test_in_colour_each_part_keeps_to_itself():
    line = alert_line(ALERT, colour=True)
    assert line.count("\u2068") == line.count("\u2069") == 3
    assert "\x1b[1mإس-400\x1b[22m" in line
    assert "\n" not in line


def test_an_alert_without_event_or_link_is_a_line_too():
    bare = msgspec.structs.replace(ALERT, event=None, link=None)
    assert alert_line(bare).endswith("سلّمت موسكو أنقرة بطارية إس-400 ثانية")


def test_those_held_back_are_counted():
    assert "الثانية (+3) — " in alert_line(msgspec.structs.replace(ALERT, held_back=3))


def test_nothing_in_a_feed_steers_the_terminal():
    assert clean("a\x1b]0;x\x07b\u202ec\u2028d") == "a ]0;x bc d"


def test_the_terminal_writes_a_line_at_once():
    stream = io.StringIO()
    Terminal(Settings(), stream).deliver(ALERT)
    assert stream.getvalue() == alert_line(ALERT) + "\n"


def test_an_alert_that_names_channels_is_for_those_alone():
    assert addressed(ALERT, "webhook")
    assert not addressed(msgspec.structs.replace(ALERT, channels=("terminal",)), "webhook")


def test_a_name_inside_a_longer_word_is_not_marked():
    text = "نفت وزارة الدفاع الهندية أن تكون الهند تسلمت"
    role = Role(text="الهند")
    event = msgspec.structs.replace(ALERT.event, item=None, supplier=None, recipient=role)
    alert = msgspec.structs.replace(ALERT, event=event, evidence=Evidence(text=text, start=0, end=len(text)))
    assert "الهندية أن تكون *الهند* تسلمت" in alert_line(alert)
