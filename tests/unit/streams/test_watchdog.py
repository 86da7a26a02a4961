"""A worker that has something to do and does not move is ended; one that has nothing to do is not."""

from streams.watchdog import Progress


class Clock:
    now = 0.0

    def __call__(self):
        return self.now


def progress(patience=10):
    clock = Clock()
    return Progress(patience, clock), clock


def test_standing_still_with_lag_is_told_after_the_patience():
    watched, clock = progress()
    assert not watched.stands_still(5, 3)
    clock.now = 9
    assert not watched.stands_still(5, 3)
    clock.now = 11
    assert watched.stands_still(5, 3)


def test_standing_still_without_lag_is_right():
    watched, clock = progress()
    for clock.now in range(0, 100, 10):
        assert not watched.stands_still(5, 0)


def test_movement_starts_the_clock_again():
    watched, clock = progress()
    for clock.now in range(0, 100, 9):
        assert not watched.stands_still(clock.now, 3)


def test_new_records_after_a_quiet_time_get_the_whole_patience():
    watched, clock = progress()
    watched.stands_still(5, 0)
    clock.now = 500
    assert not watched.stands_still(5, 1)
    clock.now = 509
    assert not watched.stands_still(5, 1)
