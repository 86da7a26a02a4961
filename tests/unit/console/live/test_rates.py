"""How far behind readers are, by brokers of any age."""

from types import SimpleNamespace

import pytest
from kafka import TopicPartition
from kafka.errors import UnsupportedVersionError

from console.live.rates import GroupRow, _groups

ALERTS, EVENTS = TopicPartition("alerts", 0), TopicPartition("events", 0)


class Admin:
    """Stands for a broker with two groups; one before Kafka 3.0 tells of one group at a time."""

    def __init__(self, old):
        self.old, self.asked = old, 0

    def list_groups(self):
        return [{"group_id": "worker"}, {"group_id": "channel"}]

    def list_group_offsets(self, groups):
        self.asked += 1
        if self.old and isinstance(groups, list):
            raise UnsupportedVersionError
        known = {
            "channel": {ALERTS: SimpleNamespace(offset=7)},
            "worker": {EVENTS: SimpleNamespace(offset=-1), TopicPartition("another", 0): SimpleNamespace(offset=1)},
        }
        return {name: known[name] for name in ([groups] if isinstance(groups, str) else groups)}


@pytest.mark.parametrize(("old", "asked"), [(False, 1), (True, 3)])
def test_every_group_is_told_of(old, asked):
    admin = Admin(old)
    rows = list(_groups(admin, {ALERTS: 0, EVENTS: 1}, {ALERTS: 10, EVENTS: 5}))
    assert rows == [GroupRow("channel", "alerts", 3), GroupRow("worker", "events", 4)]
    assert admin.asked == asked


def test_a_partition_on_which_nothing_was_committed_yet_is_still_to_be_read_whole():
    other = TopicPartition("alerts", 1)
    (row, _) = _groups(Admin(old=False), {ALERTS: 0, other: 2, EVENTS: 0}, {ALERTS: 7, other: 6, EVENTS: 0})
    assert row == GroupRow("channel", "alerts", 4)


def test_no_group_is_asked_for_where_there_is_none():
    assert list(_groups(SimpleNamespace(list_groups=list), {ALERTS: 0}, {ALERTS: 1})) == []
