"""Marks in text: whatever a feed writes stays text."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from console.web.marks import FOUND, Piece, evidence, found, link, marked
from marsad.contracts import Evidence
from tests.unit.console.samples import alert

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\" ' & \u202e"
OURS = re.compile(r'</?mark(?: class="[\w ]+")?(?: title="[^"<>]*")?>|</?a(?: class="in-text" href="[^"<>]*")?>')


def plain(html):
    return OURS.sub("", str(html))


@given(st.text(), st.lists(st.tuples(st.integers(-5, 40), st.integers(-5, 40)), max_size=6))
def test_only_our_own_tags_come_out_whatever_the_text_and_the_offsets(text, spans):
    pieces = [Piece(start, end, "fired", "/entities/x", HOSTILE) for start, end in spans]
    left = plain(marked(text + HOSTILE, pieces))
    assert "<" not in left
    assert ">" not in left


@given(st.text(alphabet=st.sampled_from(["a", "<", *FOUND, "&"]), max_size=30))
def test_what_elasticsearch_marks_is_balanced_and_escaped(text):
    html = str(found(text))
    assert html.count("<mark>") == html.count("</mark>")
    assert not re.search("<(?!/?mark>)", html)
    assert not any(mark in html for mark in FOUND)


def test_overlapping_marks_have_both_in_common():
    html = str(marked("abcdef", [Piece(0, 4, "evidence"), Piece(2, 6, "entity place")]))
    assert '<mark class="evidence entity place">cd</mark>' in html


def test_the_words_that_play_a_role_are_marked_in_the_evidence():
    html = str(evidence(alert("one")))
    assert '<mark class="fired">إس-400</mark>' in html
    assert '<mark class="fired">موسكو</mark>' in html


def test_evidence_that_is_hostile_is_text():
    html = str(evidence(alert("one", evidence=Evidence(text=HOSTILE, start=0, end=3))))
    assert "<script" not in html
    assert "<img" not in html


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "//evil.example", "http:", "", None, "http://[", "ftp://x.example"],
)
def test_only_web_addresses_become_links(address):
    assert link(address) is None


def test_a_web_address_becomes_a_link():
    assert link(" https://paper.example/1 ") == "https://paper.example/1"
