"""The map: every country of the gazetteer that the map has, arcs where they belong, no name over another."""

import re
from itertools import combinations

from console.atlas.world import HEIGHT, WIDTH, Arc, Box, draw, world
from streams.entities.gazetteer.table import table

NEIGHBOURS = ("SA", "AE", "QA", "BH", "KW", "OM", "IQ", "JO", "SY", "LB", "IL", "EG")


def arc(source, target, count=1):
    return Arc(source, f"name of {source}", target, f"name of {target}", count)


def shown(picture):
    """What the names cover: x, y, width and height."""
    found = re.findall(r'<text class="label" x="([\d.]+)" y="([\d.]+)" font-size="([\d.]+)"[^>]*>([^<]+)<', picture)
    for x, y, size, name in found:
        width, height = len(name) * float(size) * 0.5, float(size)
        yield name, Box(float(x) - width / 2, float(y) - height, width, height)


def test_every_sovereign_country_has_a_point_on_the_map():
    countries = {entry.id for entry in table().entries if entry.kind == "country"}
    without = countries - set(world().centres)
    assert without <= {"AQ", "BQ", "BV", "CC", "CX", "GF", "GI", "GP", "MQ", "RE", "SJ", "TK", "TV", "UM", "YT"}
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in world().centres.values())


def test_a_pair_is_an_arc_with_both_names_and_its_count():
    picture = str(draw([arc("RU", "IN", 3)], "Who supplies whom"))
    assert 'aria-label="Who supplies whom"' in picture
    assert "<title>name of RU → name of IN: 3</title>" in picture
    assert {name for name, _ in shown(picture)} == {"name of RU", "name of IN"}


def test_where_countries_lie_close_no_name_stands_over_another():
    picture = str(draw([arc("US", code) for code in NEIGHBOURS], "picture"))
    boxes = [box for _, box in shown(picture)]
    assert len(boxes) >= 4
    assert not [pair for pair in combinations(boxes, 2) if pair[0].meets(pair[1])]


def test_a_name_stands_beside_the_arc_that_ends_at_its_place():
    picture = str(draw([arc("RU", "DZ"), arc("RU", "IN"), arc("RU", "CN")], "picture"))
    start, bend, end = (
        complex(*map(float, pair.split()))
        for pair in re.search(r'd="M([-\d.]+ [-\d.]+)Q([-\d.]+ [-\d.]+) ([-\d.]+ [-\d.]+)"', picture).groups()
    )
    box = dict(shown(picture))["name of DZ"]
    for step in range(101):
        far = step / 100
        point = (1 - far) ** 2 * start + 2 * far * (1 - far) * bend + far**2 * end
        assert not box.meets(Box(point.real, point.imag, 0, 0))


def test_a_place_that_the_map_has_not_is_left_to_the_table():
    assert draw([arc("company:rosoboronexport", "IN")], "picture") is None
    assert "company" not in str(draw([arc("company:x", "IN"), arc("FR", "EG")], "picture"))


def test_what_a_feed_writes_stays_text():
    picture = str(draw([Arc("RU", "<script>", "IN", "<img>", 1)], "<b>"))
    assert "<script>" not in picture
    assert "<img>" not in picture
    assert "<b>" not in picture
