"""The catalogues: the same keys, the same gaps, every key that a template asks for."""

import re
from pathlib import Path

from console.web.words import words

TEMPLATES = Path(__file__).parents[4] / "console" / "templates"


def test_both_languages_say_the_same():
    arabic, english = words("ar").texts, words("en").texts
    assert arabic.keys() == english.keys()
    for key, text in english.items():
        assert sorted(re.findall(r"{\w+}", text)) == sorted(re.findall(r"{\w+}", arabic[key])), key


def test_every_word_that_a_template_asks_for_is_there():
    asked = {key for path in TEMPLATES.rglob("*.html") for key in re.findall(r'say\("([\w.]+)"[,)]', path.read_text())}
    assert asked <= words("en").texts.keys()


def test_no_template_has_a_script_or_a_style_of_its_own():
    for path in TEMPLATES.rglob("*.html"):
        text = path.read_text()
        assert not re.search(r"<script(?! src=)|<style|\sstyle=|\son\w+=|javascript:|hx-on", text), path.name
        for target in re.findall(r'target="_blank"[^>]*', text):
            assert 'rel="noopener noreferrer"' in target, path.name


def test_a_value_without_a_name_is_shown_in_words():
    assert words("en").name("event", "naval_blockade") == "naval blockade"
