from bench.sinks.corpus import ARTICLES_PER_TOPIC, corpus
from bench.sinks.relevance import measure


def test_the_corpus_is_judged():
    articles, queries = corpus()
    assert (len(articles), len(queries)) == (500, 60)
    for query in queries:
        assert list(query.grades.values()).count(2) == ARTICLES_PER_TOPIC


def test_our_analysis_finds_more_and_ranks_better_than_the_plain_ones(settings, es):
    scores = measure(settings, es)
    assert scores["marsad"].recall >= 0.9
    for peer in ("arabic", "standard"):
        assert scores["marsad"].recall > scores[peer].recall
        assert scores["marsad"].ndcg > scores[peer].ndcg
