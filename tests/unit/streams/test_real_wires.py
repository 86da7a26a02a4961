"""The two wire articles that came with the design, where they are beside the checkout: they must come out right.

They speak of a planned delivery of the S-400 (Russia to Turkey, by July, "next month"), of the deal as done and of a
threatened halt of the F-35 sale; and of the S-400 deal with no delivery, in fused words. They are input, not part of
the project, so the tests are there only where the files are.
"""

from pathlib import Path

import pytest

from marsad.contracts import Article
from streams.enrich import Enricher

WIRES = sorted((Path(__file__).parents[4] / "shared" / "real").glob("*.txt"))


def arms(article):
    return [event for event in article.events if event.type.startswith("arms_")]


def summary(event):
    names = tuple(role and role.name_en for role in (event.item, event.supplier, event.recipient))
    return event.type, *names, event.status


if WIRES:

    @pytest.fixture(scope="module")
    def enriched():
        enricher = Enricher("default")
        texts = [path.read_text(encoding="utf-8") for path in WIRES]
        return [enricher.enrich(Article(id=str(number), text=text)) for number, text in enumerate(texts)]

    def test_the_first_speaks_of_a_planned_delivery_the_deal_and_a_threatened_halt(enriched):
        found = {summary(event) for event in arms(enriched[0])}
        assert ("arms_delivery", "S-400", "Russia", "Turkey", "planned") in found
        assert ("arms_deal", "S-400", "Russia", "Turkey", "completed") in found
        assert any(s[:4] == ("arms_halt", "F-35", "United States", "Turkey") for s in found)
        deliveries = [event for event in arms(enriched[0]) if event.type == "arms_delivery"]
        assert {summary(event) for event in deliveries} == {("arms_delivery", "S-400", "Russia", "Turkey", "planned")}
        assert any(event.date and "يوليو" in event.date.text for event in deliveries)

    def test_the_second_speaks_of_the_deal_and_of_no_delivery(enriched):
        assert {summary(event) for event in arms(enriched[1])} == {
            ("arms_deal", "S-400", "Russia", "Turkey", "completed")
        }

    def test_fused_names_are_told_apart(enriched):
        text = enriched[1].text
        for fused, parts in (
            ("تركياوروسيا", ("تركيا", "روسيا")),
            ("موسكووأنقرة", ("موسكو", "أنقرة")),
            ("روسياوتركيا", ("روسيا", "تركيا")),
        ):
            start = text.index(fused)
            inside = [e.text for e in enriched[1].entities if start <= e.start < start + len(fused)]
            assert inside == list(parts)

    def test_every_span_is_a_slice(enriched):
        for article in enriched:
            spans = [*article.entities, *(event.evidence for event in article.events)]
            assert all(article.text[span.start : span.end] == span.text for span in spans)
