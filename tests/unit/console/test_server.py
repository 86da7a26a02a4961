"""Where the console listens, and whom that lets in."""

import socket

import pytest

from console import server
from console.auth.users import Users
from marsad.errors import ConfigError


def bound(settings, **console):
    return settings.model_copy(update={"console": settings.console.model_copy(update=console)})


@pytest.mark.parametrize("bind", ["0.0.0.0", "::", "192.0.2.7", "console.example"])
def test_an_address_that_others_reach_needs_a_login(settings, bind):
    with pytest.raises(ConfigError, match="no login"):
        server.check(bound(settings, bind=bind))


@pytest.mark.parametrize("bind", ["127.0.0.1", "127.9.9.9", "::1", "localhost"])
def test_loopback_needs_none(settings, bind):
    server.check(bound(settings, bind=bind))


def test_a_users_file_with_nobody_in_it_lets_nobody_in(settings, tmp_path):
    (tmp_path / "users").write_text("")
    with pytest.raises(ConfigError, match="nobody"):
        server.check(bound(settings, bind="0.0.0.0", users=tmp_path / "users"))
    Users(tmp_path / "users").add("sara", "admin", "a long enough one")
    server.check(bound(settings, bind="0.0.0.0", users=tmp_path / "users"))


def test_a_port_is_kept_from_one_start_to_the_next_while_it_is_free(settings):
    with server.listen(settings) as first:
        port = first.getsockname()[1]
        first.listen()
        with server.listen(settings) as second:
            other = second.getsockname()[1]
    assert other != port
    with server.listen(settings) as third:
        assert third.getsockname()[1] == other


def test_answers_leave_at_once(settings):
    """asyncio sets TCP_NODELAY on what it accepts only where the listener was made for TCP by name."""
    with server.listen(settings) as listener:
        assert listener.proto == socket.IPPROTO_TCP


def test_a_port_that_is_taken_is_named(settings):
    with server.listen(settings) as first:
        first.listen()
        with pytest.raises(ConfigError, match=str(first.getsockname()[1])):
            server.listen(bound(settings, port=first.getsockname()[1]))
