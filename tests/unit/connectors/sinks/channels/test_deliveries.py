from connectors.sinks.channels.deliveries import Deliveries


def test_what_went_out_is_known_after_a_restart_and_per_channel(tmp_path):
    path = tmp_path / "data" / "deliveries.sqlite"
    first, other = Deliveries(path, "webhook"), Deliveries(path, "terminal")
    first.add("x")
    first.close()
    again = Deliveries(path, "webhook")
    assert again.has("x")
    assert not again.has("y")
    assert not other.has("x")


def test_the_window_is_bounded(tmp_path):
    ledger = Deliveries(tmp_path / "d.sqlite", "webhook", window=10)
    other = Deliveries(tmp_path / "d.sqlite", "terminal", window=10)
    other.add("kept")
    for number in range(1000):
        ledger.add(f"alert-{number}")
    assert ledger.has("alert-999")
    assert ledger.has("alert-990")
    assert not ledger.has("alert-989")
    assert other.has("kept")
