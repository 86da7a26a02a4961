import msgspec
import pytest

from connectors.sinks.channels.message import Writer
from connectors.sinks.channels.policy import together
from connectors.sinks.channels.words import WORDS
from marsad.errors import ConfigError
from marsad.settings import ChannelSettings
from tests.unit.connectors.sinks.channels.test_render import ALERT


@pytest.mark.parametrize(
    ("language", "direction", "said"), [("ar", "rtl", "الحالة: تم"), ("en", "ltr", "Status: done")]
)
def test_each_language_has_its_direction_and_its_words(language, direction, said):
    message = Writer("email", ChannelSettings(language=language)).write(ALERT)
    assert f'lang="{language}" dir="{direction}"' in message.html
    assert said in message.text
    assert "سلّمت <mark>موسكو</mark> أنقرة بطارية <mark>إس-400</mark> ثانية" in message.html
    assert "\n" not in message.subject


def test_languages_have_the_same_words():
    assert WORDS["ar"].keys() == WORDS["en"].keys()


def test_a_hostile_feed_writes_no_html_and_no_link():
    hostile = msgspec.structs.replace(
        ALERT, title="<script>x</script>\r\nBcc: y@example.org", link="javascript:alert(1)", digest=()
    )
    message = Writer("email", ChannelSettings()).write(hostile)
    assert "<script>" not in message.html
    assert "javascript:" not in message.html + message.text
    assert "\r" not in message.subject
    assert "\n" not in message.subject


def test_a_digest_names_each():
    other = msgspec.structs.replace(ALERT, id="y", title="خبر آخر", link="https://example.org/2")
    message = Writer("email", ChannelSettings()).write(together([ALERT, other]))
    assert "وصول البطارية الثانية\nhttps://example.org/1\n" in message.text
    assert "2 تنبيهات" in message.subject
    assert '<a href="https://example.org/2"><bdi>خبر آخر</bdi></a>' in message.html


def test_a_template_of_ones_own_goes_before_ours(tmp_path):
    (tmp_path / "email.ar.subject").write_text("خاص: {{ alert.title }}", encoding="utf-8")
    (tmp_path / "alert.txt").write_text("{{ alert.rule.name }}", encoding="utf-8")
    message = Writer("email", ChannelSettings(templates=tmp_path)).write(ALERT)
    assert message.subject == "خاص: وصول البطارية الثانية"
    assert message.text == "S-400\n"
    assert Writer("apprise", ChannelSettings(templates=tmp_path)).write(ALERT).subject.startswith("[مرتفع]")


@pytest.mark.parametrize(("text", "said"), [("{% if %}", "line 1"), ("{{ alert.nothing }}", "nothing")])
def test_a_wrong_template_is_named(tmp_path, text, said):
    (tmp_path / "email.txt").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=f"{said}.*MARSAD_EMAIL_TEMPLATES"):
        Writer("email", ChannelSettings(templates=tmp_path)).write(ALERT)
