"""From an article to an enriched one, and articles out of text and JSON lines."""

import io
import json

import pytest

from marsad.contracts import Article, EnrichedArticle, decode, encode
from marsad.errors import ConfigError, ContractError
from streams.enrich import Enricher
from streams.intake import articles, opened

TEXT = "سلمت روسيا منظومة إس-400 إلى تركيا."


@pytest.fixture(scope="module")
def enricher():
    return Enricher("fast")


def test_an_article_keeps_its_fields_and_gains_entities_and_events(enricher):
    article = Article(id="a", revision="r", title="خبر", text=TEXT, url="https://example.org/a")
    found = enricher.enrich(article)
    assert (found.id, found.revision, found.url, found.language) == ("a", "r", "https://example.org/a", "ar")
    assert {entity.name_en for entity in found.entities} >= {"Russia", "S-400", "Turkey"}
    assert [event.type for event in found.events] == ["arms_delivery"]
    assert all(TEXT[entity.start : entity.end] == entity.text for entity in found.entities)


def test_an_enriched_article_survives_the_wire(enricher):
    found = enricher.enrich(Article(id="a", text=TEXT))
    assert decode(encode(found), EnrichedArticle) == found


def test_what_nobody_says_is_null_and_other_frames_roles_are_absent(enricher):
    found = enricher.enrich(Article(id="a", text="وصلت صواريخ ستينغر إلى كييف."))
    (event,) = json.loads(encode(found))["events"]
    assert event["supplier"] is None
    assert "attacker" not in event


def test_a_text_in_another_language_has_no_events(enricher):
    found = enricher.enrich(Article(id="a", text="روسیه سامانه اس-۴۰۰ را به ترکیه تحویل داد.", language="fa"))
    assert found.events == ()


def test_an_empty_text_is_no_error(enricher):
    assert enricher.enrich(Article(id="a", text="")).events == ()


def lines(*rows):
    return io.BytesIO(b"\n".join(row if isinstance(row, bytes) else json.dumps(row).encode() for row in rows))


def intake(*rows):
    warnings = []
    return list(articles(lines(*rows), jsonl=True, warn=warnings.append)), warnings


def test_one_bad_line_names_its_number_and_stops_nothing():
    found, _ = intake({"id": "a", "text": "x"}, b"{oops", {"id": "b"}, [1], b"\xff", {"id": 7, "text": "y"})
    good = [each for each in found if isinstance(each, Article)]
    bad = [str(each) for each in found if isinstance(each, ContractError)]
    assert [each.id for each in good] == ["a", "7"]
    assert [text.split(":")[0] for text in bad] == ["line 2", "line 3", "line 4", "line 5"]


@pytest.mark.parametrize("published", ["2022-05/07", "2019", 12, "sometime"])
def test_an_odd_date_is_a_warning(published):
    (article,), warnings = intake({"id": "a", "text": "x", "published": published})
    assert article.published is None
    assert len(warnings) == 1


def test_a_good_date_is_read_and_a_missing_one_is_fine():
    (dated, undated), warnings = intake(
        {"id": "a", "text": "x", "published": "2019-06-14T10:00:00+03:00"}, {"id": "b", "text": "x", "published": None}
    )
    assert dated.published.isoformat() == "2019-06-14T07:00:00+00:00"
    assert undated.published is None
    assert not warnings


def test_plain_text_is_one_article_with_the_hash_of_its_content():
    one, two = (next(articles(io.BytesIO(TEXT.encode()), jsonl=False, warn=print)) for _ in range(2))
    assert one == two
    assert one.text == TEXT


def test_a_file_that_is_not_there_is_named(tmp_path):
    with pytest.raises(ConfigError, match=r"missing\.txt"):
        opened(tmp_path / "missing.txt")
