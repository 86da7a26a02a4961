"""Ids are functions of what they identify, and of nothing else."""

from marsad.contracts import ids


def test_link_decides_before_guid_before_content():
    by_link = ids.article_id(url="https://a.example/1", guid="g", feed="f", content="c")
    assert by_link == ids.article_id(url="https://a.example/1", guid="other", feed="other", content="other")
    by_guid = ids.article_id(url=None, guid="g", feed="f", content="c")
    assert by_guid == ids.article_id(url=None, guid="g", feed="f", content="other")
    assert by_guid != ids.article_id(url=None, guid="g", feed="another", content="c")
    assert ids.article_id(url=None, guid=None, feed="f", content="c") not in {by_link, by_guid}


def test_parts_do_not_run_into_each_other():
    assert ids.digest("ab", "c") != ids.digest("a", "bc")


def test_separator_in_a_part_is_no_separator():
    assert ids.digest("a\x1fb") != ids.digest("a", "b")


def test_ids_are_the_same_in_every_process():
    assert ids.alert_id("r", "e", "status_change:completed") == ids.alert_id("r", "e", "status_change:completed")
    assert len(ids.alert_id("r", "e", "c")) == 40


def test_lone_surrogates_do_not_crash():
    assert ids.revision("\ud800", "text")


def test_a_corrected_text_is_another_revision():
    assert ids.revision("t", "one") != ids.revision("t", "two")
