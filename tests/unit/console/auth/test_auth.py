"""Users, sessions, patience."""

import stat

import pytest

from console.auth.gate import Gate
from console.auth.keys import Keys, Session
from console.auth.limiter import Limiter
from console.auth.users import Users
from marsad.errors import ConfigError

PASSWORD = "a long enough one"


@pytest.fixture
def users(tmp_path):
    made = Users(tmp_path / "users")
    made.add("sara", "analyst", PASSWORD)
    return made


def test_a_user_is_known_by_their_password_alone(users):
    assert users.verify("sara", PASSWORD).role == "analyst"
    assert users.verify("sara", "another long one") is None
    assert users.verify("nobody", PASSWORD) is None


def test_the_file_is_for_its_owner_alone_and_holds_no_password(users):
    assert stat.S_IMODE(users.path.stat().st_mode) == 0o600
    assert PASSWORD not in users.path.read_text()


@pytest.mark.parametrize(
    ("name", "role", "password"),
    [
        ("a b", "viewer", PASSWORD),
        ("a:b", "viewer", PASSWORD),
        ("", "viewer", PASSWORD),
        ("x", "king", PASSWORD),
        ("x", "viewer", "short"),
    ],
)
def test_what_will_not_do_is_refused(users, name, role, password):
    with pytest.raises(ConfigError):
        users.add(name, role, password)


def test_a_file_with_a_bad_line_is_named_with_the_line(tmp_path):
    (tmp_path / "users").write_text("# people\nsara:analyst:plain\n")
    with pytest.raises(ConfigError, match="users:2"):
        Users(tmp_path / "users").get("sara")


def test_another_password_ends_sessions_and_removal_does_too(users):
    seal = users.get("sara").seal
    users.add("sara", "admin", "another long one")
    assert users.get("sara").seal != seal
    users.remove("sara")
    assert users.get("sara") is None


def test_a_session_cannot_be_forged_or_outlived(tmp_path):
    keys = Keys(tmp_path, 1)
    session = keys.new("sara", "seal")
    assert keys.open(keys.seal(session)) == session
    assert keys.open(keys.seal(session) + "x") is None
    assert keys.open("") is None
    assert Keys(tmp_path / "other", 1).open(keys.seal(session)) is None
    assert Keys(tmp_path, 0).seconds == 0


def test_a_restart_keeps_sessions(tmp_path):
    cookie = Keys(tmp_path, 1).seal(Session("id"))
    assert Keys(tmp_path, 1).open(cookie) == Session("id")
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600


def test_a_token_is_of_its_session_alone(tmp_path):
    keys = Keys(tmp_path, 1)
    one, other = keys.new(), keys.new()
    assert keys.is_token(one, keys.token(one))
    assert not keys.is_token(other, keys.token(one))
    assert not keys.is_token(one, "")


def test_who_fails_five_times_waits_and_may_try_again_later():
    now = [0.0]
    limiter = Limiter(lambda: now[0])
    for _ in range(5):
        assert limiter.wait("host") == 0
        limiter.failed("host")
    assert limiter.wait("host", "other") > 0
    assert limiter.wait("other") == 0
    now[0] = 301.0
    assert limiter.wait("host") == 0


def test_the_gate_refuses_even_the_right_password_after_five_wrong_ones(users):
    gate = Gate(users, Limiter())
    for number in range(5):
        assert gate.enter(None, "sara", f"wrong number {number}") is None
    assert gate.enter(None, "sara", PASSWORD) is None


def test_the_gate_remembers_a_right_password_until_it_changes(users):
    gate = Gate(users, Limiter())
    assert gate.enter(None, "sara", PASSWORD).name == "sara"
    users.add("sara", "analyst", "another long one")
    assert gate.enter(None, "sara", PASSWORD) is None
