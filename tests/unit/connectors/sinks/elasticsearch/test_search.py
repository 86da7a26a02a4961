from datetime import UTC, datetime

from connectors.sinks.elasticsearch.results import as_json, as_text
from connectors.sinks.elasticsearch.search import Hit, query

SINCE = datetime(2026, 11, 1, tzinfo=UTC)


def test_a_star_is_everything():
    assert query("*") == {"match_all": {}}


def test_words_may_be_anywhere_and_together_is_better():
    found = query("إس 400 تركيا")["bool"]
    assert found["must"][0]["combined_fields"]["query"] == "إس 400 تركيا"
    assert found["should"][0]["multi_match"]["type"] == "phrase"


def test_quotes_are_exact():
    must = query('صفقة "إس 400"')["bool"]["must"]
    assert must[0]["multi_match"]["fields"] == ["title.exact", "text.exact"]
    assert must[0]["multi_match"]["query"] == "إس 400"
    assert must[1]["combined_fields"]["query"] == "صفقة"


def test_an_undated_article_counts_from_when_it_was_seen():
    undated = query("*", since=SINCE)["bool"]["filter"][0]["bool"]["should"][1]
    assert undated["bool"]["filter"] == {"range": {"seen": {"gte": SINCE.isoformat()}}}


def test_a_hit_reads_as_text_and_as_json():
    hit = Hit(
        "a1",
        "p-articles-2026.11",
        1.5,
        {"id": "a1", "title": "وصول \x1b[31mالشحنة", "url": "https://example.org/1", "feed": {"title": "وكالة"}},
        {"text": ["منظومة <em>إس-400</em> وصلت"]},
    )
    text = as_text(1, hit)
    assert text.startswith("1. وصول [31mالشحنة")
    assert "*إس-400*" in text
    assert text.endswith("https://example.org/1")
    assert b'"_highlight":{"text"' in as_json(hit)
