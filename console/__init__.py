"""The web page of an analyst: live alerts, events, search, rules with a back-test, the health of feeds."""
