import sys
from datetime import timedelta

import pytest

from marsad.contracts import Event, Evidence
from streams.events import ledger
from tests.unit.streams.events.ledger.samples import DAY_0, NOW, RETENTION, article, delivery, feed, role, said, seen


def told(news):
    return [(one.change.kind, one.change.before, one.change.after) for one in news]


def test_a_new_event_is_news_once_and_its_copies_are_sources():
    _, live, news = feed([said(name, hour / 24, delivery()) for hour, name in enumerate("abcd")])
    assert told(news) == [("first_mention", None, "planned")]
    (state,) = live.values()
    assert [source.id for source in state.sources] == ["a", "b", "c", "d"]
    assert (state.mentions, len(state.history), state.status) == (4, 1, "planned")


def test_a_redelivered_mention_changes_nothing():
    first = said("a", 0, delivery())
    entry, _, _ = feed([first])
    assert ledger.merge(entry, first, now=NOW, retention_days=RETENTION) == ledger.Outcome(entry=entry)


def test_unknown_supplier_and_recipient_merge_into_the_known_ones():
    _, live, news = feed(
        [
            said("a", 0, delivery(supplier=None)),
            said("b", 0.1, delivery(recipient=None)),
            said("c", 0.2, delivery()),
        ]
    )
    (state,) = live.values()
    assert (state.supplier.id, state.recipient.id, state.mentions) == ("RU", "TR", 3)
    assert told(news) == [("first_mention", None, "planned"), ("roles_known", None, "supplier=RU")]


def test_neither_a_role_that_becomes_known_nor_a_late_article_changes_the_id():
    first = seen(said("b", 1, delivery(supplier=None)), 1)
    (alone,) = feed([first])[1]
    assert [*feed([first, seen(said("c", 2, delivery()), 2)])[1]] == [alone]
    assert [*feed([first, seen(said("a", -30, delivery()), 3)])[1]] == [alone]
    assert [*feed([first, seen(said("a", -1, delivery(salience="background")), 0)])[1]] == [alone]


def test_an_event_that_goes_on_under_another_id_says_so_under_the_old_one_and_in_its_news():
    spring, winter = said("a", 0, delivery()), said("c", 300, delivery())
    entry, live, _ = feed([spring, winter])
    assert len(live) == 2
    outcome = ledger.merge(entry, said("b", 150, delivery("in_progress")), now=NOW, retention_days=RETENTION)
    living, gone = outcome.states
    assert (living.superseded_by, gone.superseded_by) == (None, living.id)
    (news,) = outcome.news
    assert (news.state.id, news.formerly) == (living.id, (gone.id,))


def test_where_a_late_article_splits_an_event_the_part_that_was_told_keeps_the_id():
    plan = seen(said("b", 4, delivery(date=("2030-03-20",))), 4)
    late = seen(said("a", 2, delivery("completed")), 5)
    _, live, news = feed([plan, late])
    assert told(news) == [("first_mention", None, "planned"), ("first_mention", None, "completed")]
    assert [live[one.state.id].sources[0].id for one in news] == ["b", "a"]
    assert [one.formerly for one in news] == [(), ()]


def test_other_recipients_suppliers_and_batches_are_other_events():
    _, live, news = feed(
        [
            said("a", 0, delivery(batch=1)),
            said("b", 0, delivery(recipient="IN")),
            said("c", 0, delivery(supplier="BY")),
            said("d", 0, delivery(batch=2)),
            said("e", 0, delivery(recipient="IN", batch=2)),
        ]
    )
    assert len(live) == 4
    assert [kind for kind, _, _ in told(news)].count("first_mention") == 4


def test_a_plan_is_denied_and_then_carried_out():
    _, live, news = feed(
        [said("a", 0, delivery()), said("b", 1, delivery("denied")), said("c", 30, delivery("completed"))]
    )
    assert told(news) == [
        ("first_mention", None, "planned"),
        ("status_change", "planned", "denied"),
        ("status_change", "denied", "completed"),
    ]
    (state,) = live.values()
    assert state.status == "completed"
    assert [(one.before, one.after) for one in state.contradictions] == [("planned", "denied"), ("denied", "completed")]
    assert [entry.status for entry in state.history] == ["planned", "denied", "completed"]


@pytest.mark.parametrize(
    ("statuses", "expected"),
    [
        (["planned", "in_progress", "completed"], ["planned", "in_progress", "completed"]),
        (["completed", "planned"], ["completed"]),
        (["in_progress", "planned"], ["in_progress"]),
        (["planned", "conditional"], ["planned", "conditional"]),
        (["conditional", "planned"], ["conditional", "planned"]),
        (["completed", "conditional"], ["completed"]),
        (["planned", "halted", "in_progress"], ["planned", "halted", "in_progress"]),
        (["completed", "halted"], ["completed", "halted"]),
        (["completed", "denied", "completed"], ["completed", "denied"]),
        (["denied", "planned"], ["denied", "planned"]),
    ],
)
def test_statuses_that_are_news(statuses, expected):
    _, _, news = feed([said(f"a{i}", i / 10, delivery(status)) for i, status in enumerate(statuses)])
    assert [one.change.after for one in news] == expected


def test_a_halt_after_completion_contradicts_and_leaves_it_completed():
    _, live, news = feed([said("a", 0, delivery("completed")), said("b", 1, delivery("halted"))])
    assert told(news)[1] == ("contradiction", "completed", "halted")
    assert next(iter(live.values())).status == "completed"


def test_copies_of_the_old_story_beside_a_denial_are_no_news_and_a_later_affirmation_is():
    plan, denial = said("a", 0, delivery()), said("b", 1, delivery("denied"))
    _, _, news = feed([plan, denial, said("c", 1.5, delivery())])
    assert [one.change.after for one in news] == ["planned", "denied"]
    _, _, news = feed([plan, denial, said("c", 4, delivery())])
    assert [(one.change.after, one.facts[0]) for one in news][2] == ("planned", "status:planned#2")


def test_background_and_hedged_mentions_are_recorded_and_never_news():
    _, live, news = feed(
        [
            said("a", 0, delivery(salience="background")),
            said("b", 1, delivery("completed", asserted=False)),
            said("c", 2, delivery()),
            said("d", 3, delivery("completed", salience="background")),
        ]
    )
    (state,) = live.values()
    assert told(news) == [("first_mention", None, "planned")]
    assert (state.mentions, state.status) == (4, "planned")


@pytest.mark.parametrize("status", ["denied", "halted"])
def test_a_denial_or_a_halt_is_news_of_what_was_told_and_of_nothing_else(status):
    no = delivery(status, asserted=False)
    _, live, news = feed([said("a", 0, delivery()), said("b", 1, no), said("c", 2, no)])
    assert told(news) == [("first_mention", None, "planned"), ("status_change", "planned", status)]
    assert next(iter(live.values())).status == status
    _, live, news = feed([said("a", 0, no)])
    assert (len(live), news) == (1, [])


@pytest.mark.parametrize("status", ["planned", "conditional", "completed"])
def test_what_is_only_wished_or_supposed_changes_nothing(status):
    _, live, news = feed([said("a", 0, delivery()), said("b", 1, delivery(status, asserted=False))])
    assert (len(news), next(iter(live.values())).status) == (1, "planned")


def test_a_dated_background_clause_finds_the_old_event_and_not_the_new_one():
    _, live, _ = feed(
        [
            said("a", 0, delivery("completed", date=("2030-03-01",))),
            said("b", 200, delivery(date=("2030-10-01", "2030-10-31"))),
            said("c", 201, delivery("completed", salience="background", date=("2030-03-01",))),
        ]
    )
    assert sorted(state.mentions for state in live.values()) == [1, 2]


def test_dates_change_once_and_a_closer_date_is_no_change():
    _, live, news = feed(
        [
            said("a", 0, delivery(date=("2030-07-01", "2030-07-31"))),
            said("b", 1, delivery(date=("2030-07-10", "2030-07-12"))),
            said("c", 2, delivery(date=("2030-09-01", "2030-09-30"))),
            said("d", 3, delivery(date=("2030-07-01", "2030-07-31"))),
        ]
    )
    assert told(news)[1:] == [("date_change", "2030-07-10/2030-07-12", "2030-09-01/2030-09-30")]
    (state,) = live.values()
    assert (state.date_from, state.date_to) == ("2030-09-01", "2030-09-30")


def test_quantities_change_once():
    _, live, news = feed([said(f"a{i}", i, delivery(count=n)) for i, n in enumerate((4, 4, 6, 4))])
    assert told(news)[1:] == [("quantity_change", "4", "6")]
    assert next(iter(live.values())).quantity.value == 6


def test_a_delivery_planned_after_one_was_completed_is_another():
    _, live, news = feed(
        [
            said("a", 0, delivery("completed")),
            said("b", 5, delivery()),
            said("c", 6, delivery(date=("2030-04-01", "2030-04-30"))),
        ]
    )
    assert len(live) == 2
    assert told(news) == [("first_mention", None, "completed"), ("first_mention", None, "planned")]


@pytest.mark.parametrize("more", [{"date": ("2030-10-01", "2030-10-31")}, {"batch": 2}])
def test_the_old_plan_told_after_completion_is_an_old_story(more):
    _, live, news = feed(
        [
            said("a", 0, delivery(date=("2030-03-01", "2030-10-31"), batch=2)),
            said("b", 20, delivery("completed")),
            said("c", 21, delivery(**more)),
        ]
    )
    assert (len(live), [one.change.after for one in news]) == (1, ["planned", "completed"])
    assert next(iter(live.values())).date_from == "2030-03-01"


def test_a_ministry_that_nobody_names_is_nobody_in_particular():
    _, live, _ = feed([said("a", 0, delivery()), said("b", 1, delivery(recipient="marsad:org:ministry-defence"))])
    assert len(live) == 1


def test_two_deliveries_to_one_recipient_are_kept_apart_by_the_window():
    _, live, news = feed([said("a", 0, delivery("completed")), said("b", 120, delivery("completed"))])
    assert len(live) == 2
    assert [one.change.kind for one in news] == ["first_mention", "first_mention"]


def test_an_open_plan_is_one_event_for_months():
    _, live, _ = feed([said("a", 0, delivery()), said("b", 150, delivery()), said("c", 300, delivery("completed"))])
    assert len(live) == 1


def test_a_late_first_mention_tells_nothing_again():
    _, live, news = feed([said("b", 1, delivery("completed")), said("a", 0, delivery())])
    assert told(news) == [("first_mention", None, "completed")]
    assert [entry.status for entry in next(iter(live.values())).history] == ["planned", "completed"]


def test_a_late_completion_is_news_where_a_younger_paper_still_wrote_of_the_plan():
    _, live, news = feed([said("b", 1, delivery()), said("a", 0, delivery("completed"))])
    assert told(news) == [("first_mention", None, "planned"), ("status_change", "planned", "completed")]
    assert next(iter(live.values())).status == "completed"


def test_a_late_denial_is_no_news_once_it_was_completed():
    _, _, news = feed([said("a", 0, delivery()), said("c", 3, delivery("completed")), said("b", 1, delivery("denied"))])
    assert [one.change.after for one in news] == ["planned", "completed"]


def test_articles_without_a_date_take_the_clock():
    event = delivery()
    bare = article("a", published=False)
    item = ledger.mention(type(bare)(id="a", text="نص"), event)
    outcome = ledger.merge(None, item, now=NOW, retention_days=RETENTION)
    assert outcome.states[0].first_seen == NOW


def test_symmetric_frames_meet_whichever_side_is_named_first():
    def meeting(visitor, host):
        evidence = Evidence(text="نص", start=0, end=2)
        return Event(
            type="meeting_visit", visitor=role(visitor), host=role(host), status="completed", evidence=evidence
        )

    one, other = said("a", 0, meeting("TR", "RU")), said("b", 0.1, meeting("RU", "TR"))
    assert one.key == other.key
    assert len(feed([one, other])[1]) == 1


def test_strikes_on_one_target_days_apart_are_two():
    def strike(status="completed", **roles):
        return Event(type="strike", status=status, evidence=Evidence(text="نص", start=0, end=2), **roles)

    target = {"target": role("geonames:1"), "attacker": role("IL")}
    _, live, _ = feed([said("a", 0, strike(**target)), said("b", 1, strike(**target)), said("c", 6, strike(**target))])
    assert sorted(state.mentions for state in live.values()) == [1, 2]


def test_an_item_without_an_id_meets_by_its_words():
    one = said("a", 0, delivery(item=None)).key
    named = Event(
        type="arms_delivery",
        item=role(None),
        supplier=None,
        recipient=None,
        status="planned",
        evidence=Evidence(text="ن", start=0, end=1),
    )
    assert said("b", 0, named).key == one


def test_events_beyond_the_retention_are_forgotten_and_their_mentions_ignored():
    old = said("a", 0, delivery("completed"))
    entry, _, _ = feed([old, said("b", RETENTION + 1, delivery("completed"))])
    assert [kept.mention.article.id for kept in entry.mentions] == ["b"]
    assert ledger.merge(entry, old, now=NOW, retention_days=RETENTION) == ledger.Outcome(entry=entry)


def test_an_entry_untouched_for_the_retention_can_be_dropped():
    entry, _, _ = feed([said("a", 0, delivery())])
    assert ledger.prune(entry, now=NOW, retention_days=RETENTION) == entry
    assert ledger.prune(entry, now=NOW + timedelta(days=RETENTION + 1), retention_days=RETENTION) is None


def test_settling_bounds_the_entry_and_changes_no_state(monkeypatch):
    stories = [
        said(
            f"a{i}",
            i / 3,
            delivery(("planned", "in_progress", "completed")[i // 14], recipient="TRIN"[i % 2 * 2 :][:2]),
        )
        for i in range(42)
    ]
    _, calm, calm_news = feed(stories)
    monkeypatch.setattr(sys.modules["streams.events.ledger.merge"], "MAX_MENTIONS", 8)
    entry, bounded, news = feed(stories)
    assert len(entry.mentions) <= 8
    assert entry.settled
    assert bounded == calm
    assert told(news) == told(calm_news)
    replayed, _, again = feed(stories, entry)
    assert (replayed, again) == (entry, [])


def test_the_times_of_the_samples_are_in_the_past():
    assert DAY_0 < NOW
