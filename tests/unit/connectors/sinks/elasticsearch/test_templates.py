import msgspec
import pytest

from connectors.sinks.elasticsearch.documents import AlertDocument, ArticleDocument, EventDocument
from connectors.sinks.elasticsearch.templates import KINDS, component, index_template
from marsad.settings import ElasticsearchSettings, Settings

DOCUMENTS = {"articles": ArticleDocument, "events": EventDocument, "alerts": AlertDocument}
NOT_SEARCHED = {"enclosures", "derivation"}


@pytest.fixture
def settings() -> Settings:
    return Settings(elasticsearch=ElasticsearchSettings(prefix="desk", shards=3, replicas=2))


@pytest.mark.parametrize("kind", KINDS)
def test_names_follow_the_prefix(settings, kind):
    template = index_template(settings, kind)
    assert template["index_patterns"] == [f"desk-{kind}-*"]
    assert template["composed_of"] == ["desk-settings", "desk-analysis"]
    assert list(template["template"]["aliases"]) == [f"desk-{kind}"]


def test_shards_and_replicas_are_those_of_the_settings(settings):
    index = component(settings, "settings")["template"]["settings"]["index"]
    assert (index["number_of_shards"], index["number_of_replicas"]) == (3, 2)


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_document_is_mapped_or_named_here(settings, kind):
    mapped = set(index_template(settings, kind)["template"]["mappings"]["properties"])
    fields = {field.encode_name for field in msgspec.structs.fields(DOCUMENTS[kind])}
    assert fields - mapped <= NOT_SEARCHED
    assert mapped <= fields


@pytest.mark.parametrize("kind", KINDS)
def test_every_analyzer_that_a_mapping_names_is_defined(settings, kind):
    analyzers = component(settings, "analysis")["template"]["settings"]["index"]["analysis"]["analyzer"]

    def named(node: object):
        if isinstance(node, dict):
            for key, value in node.items():
                if key in {"analyzer", "search_analyzer"}:
                    yield value
                else:
                    yield from named(value)

    assert set(named(index_template(settings, kind))) <= set(analyzers)
