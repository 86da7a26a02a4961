import pytest

from connectors.sinks.channels.signature import TOLERANCE, headers, verify
from marsad.errors import ConfigError

# The example of the Standard Webhooks specification 1.0.0.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
ID = "msg_p5jXN8AQM9LWM0D4loKWxJek"
TIME = 1614265330
BODY = b'{"test": 2432232314}'


def test_the_specification_s_example():
    assert headers(SECRET, ID, BODY, timestamp=TIME)["webhook-signature"] == (
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
    )


def test_what_we_sign_verifies():
    assert verify("a plain secret", headers("a plain secret", "id", BODY), BODY)


@pytest.mark.parametrize(
    ("changed", "body", "now"),
    [
        ({"webhook-id": "another"}, BODY, TIME),
        ({"webhook-timestamp": str(TIME + 1)}, BODY, TIME),
        ({"webhook-timestamp": "now"}, BODY, TIME),
        ({"webhook-signature": "v1,AAAA v2,BBBB"}, BODY, TIME),
        ({}, b"{}", TIME),
        ({}, BODY, TIME + TOLERANCE + 1),
    ],
)
def test_what_is_changed_or_old_does_not(changed, body, now):
    assert not verify(SECRET, headers(SECRET, ID, BODY, timestamp=TIME) | changed, body, now=now)


def test_an_older_key_beside_a_newer_one_verifies():
    signed = headers(SECRET, ID, BODY, timestamp=TIME)
    signed["webhook-signature"] = "v1,AAAA " + signed["webhook-signature"]
    assert verify(SECRET, signed, BODY, now=TIME)


def test_a_secret_that_is_not_base64_names_the_setting():
    with pytest.raises(ConfigError, match="MARSAD_WEBHOOK_SECRET"):
        headers("whsec_*", "id", b"")
