"""What Kibana shows of Marsad: the alert wall, events, entities, co-mentions, feeds, places.

`marsad.ndjson` beside this file is generated from here by `marsad kibana build`, for Kibana's own import page.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Final

from deploy.kibana.shapes import Saved, dashboard, data_view, search, terms, timeline, visualization

FILE: Final = Path(__file__).parent / "marsad.ndjson"
PREFIX: Final = "marsad"
_ARTICLES, _EVENTS, _ALERTS = "marsad-articles", "marsad-events", "marsad-alerts"
_LIVING: Final = "not superseded_by: *"
"""Events that go on under another id are left out."""


def objects(prefix: str) -> list[Saved]:
    """Every saved object, for the aliases of this prefix; ids are the same whatever the prefix is."""
    views = [
        data_view(_ARTICLES, "Marsad: articles", f"{prefix}-articles", "published"),
        data_view(_EVENTS, "Marsad: events", f"{prefix}-events", "last_seen"),
        data_view(_ALERTS, "Marsad: alerts", f"{prefix}-alerts", "at"),
    ]
    return [*views, *_alert_wall(), *_event_timeline(), *_entities(), *_feeds(), *_places()]


def ndjson(prefix: str) -> str:
    """The objects as Kibana's import reads them: one JSON document a line."""
    return "".join(json.dumps(saved, ensure_ascii=False, sort_keys=True) + "\n" for saved in objects(prefix))


def _alert_wall() -> list[Saved]:
    wall = search(
        "marsad-alert-wall-list",
        "Alerts, the latest first",
        _ALERTS,
        ["rule.severity", "title", "change.kind", "evidence.text", "rule.name", "article.url"],
        sort="at",
    )
    severe = search(
        "marsad-alerts-severe",
        "Alerts: high and critical",
        _ALERTS,
        ["title", "evidence.text", "article.feed.title"],
        sort="at",
        query="rule.severity: (high or critical)",
    )
    number = visualization("marsad-alert-count", "Alerts", _ALERTS, "metric", [terms("rule.severity", schema="group")])
    flow = visualization(
        "marsad-alert-flow",
        "Alerts over time, by severity",
        _ALERTS,
        "histogram",
        [timeline("at"), terms("rule.severity", schema="group", size=5)],
    )
    rules = visualization("marsad-alert-rules", "Which rules fire", _ALERTS, "pie", [terms("rule.name", size=20)])
    panels = [(number, 12, 8), (flow, 24, 8), (rules, 12, 8), (wall, 48, 24)]
    return [wall, severe, number, flow, rules, dashboard("marsad-alerts", "Marsad: alerts", panels, since="now-24h")]


def _event_timeline() -> list[Saved]:
    deliveries = search(
        "marsad-deliveries",
        "Arms deliveries: who delivers what to whom",
        _EVENTS,
        ["title", "status", "item.name_en", "supplier.name_en", "recipient.name_en", "date_from", "mentions"],
        sort="last_seen",
        query=f"type: arms_delivery and {_LIVING}",
    )
    flow = visualization(
        "marsad-event-timeline",
        "Events over time, by kind",
        _EVENTS,
        "histogram",
        [timeline("last_seen"), terms("type", schema="group")],
        query=_LIVING,
    )
    table = visualization(
        "marsad-event-status",
        "Kinds of events and where they stand",
        _EVENTS,
        "table",
        [terms("type", schema="bucket", size=20), terms("status", schema="bucket")],
        query=_LIVING,
    )
    pairs = visualization(
        "marsad-event-pairs",
        "Supplier and recipient",
        _EVENTS,
        "heatmap",
        [terms("supplier.name_en", size=15), terms("recipient.name_en", schema="group", size=15)],
        query=_LIVING,
    )
    panels = [(flow, 48, 14), (table, 24, 16), (pairs, 24, 16), (deliveries, 48, 20)]
    return [deliveries, flow, table, pairs, dashboard("marsad-events", "Marsad: events", panels, since="now-30d")]


def _entities() -> list[Saved]:
    fields = {"people": "People", "organisations": "Organisations", "weapons": "Weapons"}
    lines = [
        visualization(
            f"marsad-{field}-over-time",
            f"{title} over time",
            _ARTICLES,
            "line",
            [timeline("published"), terms(field, schema="group", size=8)],
        )
        for field, title in fields.items()
    ]
    together = [
        visualization(
            f"marsad-{first}-with-{second}",
            title,
            _ARTICLES,
            "heatmap",
            [terms(first, size=15), terms(second, schema="group", size=15)],
        )
        for first, second, title in (
            ("weapons", "places", "Weapons and places in one article"),
            ("people", "organisations", "People and organisations in one article"),
        )
    ]
    panels = [*((line, 48, 12) for line in lines), *((chart, 24, 20) for chart in together)]
    board = dashboard("marsad-entities", "Marsad: entities and co-mentions", panels, since="now-7d")
    return [*lines, *together, board]


def _feeds() -> list[Saved]:
    undated = search(
        "marsad-undated",
        "Articles whose feed gives no date",
        _ARTICLES,
        ["title", "feed.title", "seen", "url"],
        sort="seen",
        query="not published: *",
    )
    flow = visualization(
        "marsad-feed-flow",
        "Articles over time, by paper",
        _ARTICLES,
        "histogram",
        [timeline("published"), terms("feed.title", schema="group", size=20)],
    )
    latest = visualization(
        "marsad-feed-latest",
        "The latest of each paper: who has fallen silent",
        _ARTICLES,
        "table",
        [terms("feed.title", schema="bucket", size=500)],
        metric={"type": "max", "params": {"field": "seen"}},
    )
    languages = visualization("marsad-languages", "Languages", _ARTICLES, "pie", [terms("language")])
    panels = [(flow, 48, 14), (latest, 36, 20), (languages, 12, 20), (undated, 48, 16)]
    return [undated, flow, latest, languages, dashboard("marsad-feeds", "Marsad: feeds", panels, since="now-7d")]


def _places() -> list[Saved]:
    cloud = visualization("marsad-places", "Places", _ARTICLES, "tagcloud", [terms("places", size=60)])
    flow = visualization(
        "marsad-places-over-time",
        "Places over time",
        _ARTICLES,
        "line",
        [timeline("published"), terms("places", schema="group", size=8)],
    )
    countries = visualization(
        "marsad-publishers", "Countries of the papers", _ARTICLES, "pie", [terms("feed.country", size=30)]
    )
    panels = [(cloud, 24, 18), (countries, 24, 18), (flow, 48, 14)]
    return [cloud, flow, countries, dashboard("marsad-geography", "Marsad: places", panels, since="now-7d")]
