"""What holds of any mentions in any order, by example after example."""

from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from streams.events import ledger
from streams.events.ledger.fold import fold, states
from tests.unit.streams.events.ledger.samples import NOW, RETENTION, delivery, feed, said, seen

EVENTS = st.builds(
    delivery,
    st.sampled_from(["planned", "in_progress", "completed", "halted", "denied", "conditional"]),
    supplier=st.sampled_from([None, "RU", "US"]),
    recipient=st.sampled_from([None, "TR", "IN"]),
    date=st.sampled_from([None, None, ("2030-03-05", "2030-04-05"), ("2030-09-01",)]),
    count=st.sampled_from([None, None, 4, 6]),
    salience=st.sampled_from(["main", "main", "background"]),
    asserted=st.sampled_from([True, True, False]),
)
STORIES = st.lists(st.tuples(st.sampled_from([0, 0.5, 1, 3, 40, 100, 220]), EVENTS), min_size=1, max_size=9).map(
    lambda found: [said(f"a{i}", day, event) for i, (day, event) in enumerate(found)]
)


@settings(max_examples=200, deadline=None)
@given(STORIES, st.data())
def test_any_order_of_arrival_settles_to_the_same_states(stories, data):
    shuffled = data.draw(st.permutations(stories))
    _, calm, _ = feed(stories)
    _, late, _ = feed(shuffled)
    assert late == calm


@settings(max_examples=100, deadline=None)
@given(STORIES, st.data())
def test_what_is_sent_is_the_fold_of_what_is_held(stories, data):
    entry, live, _ = feed(data.draw(st.permutations(stories)))
    held = states(entry.key, fold(entry.settled, entry.mentions))
    assert live == {state.id: state for state in held}


@settings(max_examples=100, deadline=None)
@given(STORIES, st.data())
def test_a_replay_in_any_order_changes_nothing(stories, data):
    entry, _, _ = feed(stories)
    again, live, news = feed(data.draw(st.permutations(stories)), entry)
    assert (again, live, news) == (entry, {}, [])


@settings(max_examples=100, deadline=None)
@given(STORIES, st.data())
def test_a_fact_of_an_event_is_told_once_in_any_order(stories, data):
    _, _, news = feed(data.draw(st.permutations(stories)))
    facts = [(one.state.id, fact) for one in news for fact in set(one.facts)]
    assert len(facts) == len(set(facts))


@settings(max_examples=100, deadline=None)
@given(STORIES, st.data())
def test_news_names_every_id_under_which_its_event_was_told(stories, data):
    arrived = [seen(item, number) for number, item in enumerate(data.draw(st.permutations(stories)))]
    told_under: dict[str, str] = {}
    for one in feed(arrived)[2]:
        earlier = {told_under[source.id] for source in one.state.sources if source.id in told_under}
        assert {one.state.id, *one.formerly} >= earlier
        told_under[one.mention.article.id] = one.state.id


@settings(max_examples=100, deadline=None)
@given(STORIES)
def test_a_crash_between_sending_and_the_table_repeats_the_same(stories):
    entry = None
    for item in stories:
        once = ledger.merge(entry, item, now=NOW, retention_days=RETENTION)
        twice = ledger.merge(entry, item, now=NOW + timedelta(seconds=30), retention_days=RETENTION)
        assert (once.states, once.news) == (twice.states, twice.news)
        entry = once.entry


@settings(max_examples=100, deadline=None)
@given(STORIES)
def test_an_event_with_a_main_asserted_mention_was_told(stories):
    entry, _, _ = feed(stories)
    for event in fold(entry.settled, entry.mentions):
        if event.cluster.main:
            assert any(kept.told for kept in entry.mentions if kept.mention.id in event.members)
