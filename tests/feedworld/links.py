"""Links: one address for one article."""

# ruff: noqa: E501 (one behaviour a line)

from __future__ import annotations

from tests.feedworld.case import Case, atom, rss

_A = "https://wire.example/news/1"


def _link(name: str, reason: str, link: str, url: str | None, more: str = "", problems: set[str] | None = None) -> Case:
    return Case(name, reason, rss(f"<title>خبر</title><link><![CDATA[{link}]]></link>{more}"), [{"url": url}], problems)


CASES = [
    _link("utm", "tracking parameters", _A + "?utm_source=rss&utm_medium=feed&UTM_Campaign=x&fbclid=1&gclid=2", _A),
    _link("utm-mixed", "and those that mean something stay", "https://wire.example/n?id=7&utm_source=rss&p=2", "https://wire.example/n?id=7&p=2"),
    _link("at-medium", "broadcasters' own tracking", _A + "?at_medium=RSS&at_campaign=KARANGA", _A),
    _link("traffic-source", "a large network's own", _A + "?traffic_source=rss", _A),
    _link("xtor", "the French measurers'", _A + "?xtor=RSS-1", _A),
    _link("ref-rss", "ref=rss is tracking, ref=123 is not", "https://wire.example/n?ref=rss&x=1", "https://wire.example/n?x=1"),
    _link("ref-number", "ref=123 is not", "https://wire.example/n?ref=123", "https://wire.example/n?ref=123"),
    _link("fragment", "fragments", _A + "#comments", _A),
    _link("hashbang", "unless they are the address", "https://wire.example/#!/news/1", "https://wire.example/#!/news/1"),
    _link("case", "scheme and host in any case", "HTTPS://Wire.EXAMPLE/News/1", "https://wire.example/News/1"),
    _link("port", "the default port", "https://wire.example:443/news/1", _A),
    _link("other-port", "another port stays", "https://wire.example:8443/news/1", "https://wire.example:8443/news/1"),
    _link("amp-path", "AMP's path", "https://wire.example/news/1/amp/", _A),
    _link("amp-first", "AMP's path in front", "https://wire.example/amp/news/1", _A),
    _link("amp-query", "AMP's parameter", _A + "?amp=1", _A),
    _link("amp-output", "the other one", _A + "?outputType=amp", _A),
    _link("amp-html", "AMP's suffix", "https://wire.example/news/1.amp.html", "https://wire.example/news/1.html"),
    _link("amp-cache", "AMP's cache", "https://wire-example.cdn.ampproject.org/c/s/wire.example/news/1", _A),
    _link("google-amp", "the search engine's AMP viewer", "https://www.google.com/amp/s/wire.example/news/1", _A),
    _link("google-url", "the search engine's redirects", "https://www.google.com/url?rct=j&url=https://wire.example/news/1&ct=ga", _A),
    _link("mobile", "mobile hosts", "https://m.wire.example/news/1", _A),
    _link("mobile-language", "mobile hosts with a language", "https://ar.m.wire.example/news/1", "https://ar.wire.example/news/1"),
    _link("mobile-word", "other mobile hosts where the feed names the desktop host", "https://mobile.wire.example/news/1", _A),
    _link("mobile-section", "and where nothing says that there is one", "https://mobile.paper.example/news/1", "https://mobile.paper.example/news/1"),
    _link("session", "session ids in the path", "https://wire.example/news/1;jsessionid=ABC123", _A),
    _link("arabic-path", "Arabic in a path", "https://wire.example/أخبار/ميناء جديد", "https://wire.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/%D9%85%D9%8A%D9%86%D8%A7%D8%A1%20%D8%AC%D8%AF%D9%8A%D8%AF"),
    _link("arabic-escaped", "the same, escaped in small letters", "https://wire.example/%d8%a3%d8%ae%d8%a8%d8%a7%d8%b1", "https://wire.example/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"),
    _link("arabic-host", "Arabic in a host", "https://مرصد.مصر/1", "https://xn--ugbdm6d.xn--wgbh1c/1"),
    _link("relative-link", "relative links stand on the feed's address", "/news/1", _A),
    _link("relative-path", "without a slash too", "news/1", _A),
    _link("protocol-relative", "and without a scheme", "//wire.example/news/1", _A),
    _link("no-scheme", "www without a scheme", "www.wire.example/news/1", "https://www.wire.example/news/1"),
    _link("link-spaces", "line breaks and spaces around", "\n   https://wire.example/news/1\n  ", _A),
    _link("broken-line", "a line break inside", "https://wire.example/\nnews/1", _A),
    _link("one-slash", "one slash for two", "https:/wire.example/news/1", _A),
    _link("escaped-ampersand", "an ampersand escaped twice", "https://wire.example/n?a=1&amp;b=2", "https://wire.example/n?a=1&b=2"),
    _link("order", "parameters in any order", "https://wire.example/n?b=2&a=1", "https://wire.example/n?a=1&b=2"),
    _link("order-matters", "unless order may matter", "https://wire.example/n?b&a=1", "https://wire.example/n?b&a=1"),
    _link("dot-segments", "dots in a path", "https://wire.example/x/../news/./1", _A),
    _link("userinfo", "a user's name is no part of an article", "https://user:secret@wire.example/news/1", _A),
    _link("javascript", "a script is no address", "javascript:alert(1)", None, problems={"bad_link"}),
    _link("data", "nor are data", "data:text/html,x", None, problems={"bad_link"}),
    _link("mailto", "nor is a letter box", "mailto:x@wire.example", None, problems={"bad_link"}),
    _link("long", "nor is a novel", "https://wire.example/" + "x" * 10_000, None, problems={"bad_link"}),
    _link("guid-permalink", "no link, but the guid is one", "", _A, more=f"<guid>{_A}</guid>"),
    _link("guid-permalink-false", "unless it says that it is not", "", None, more=f'<guid isPermaLink="false">{_A}</guid>'),
    _link("guid-permalink-relative", "a guid that says it is a link, relative", "", _A, more='<guid isPermaLink="true">/news/1</guid>'),
    _link("feedburner", "the original link before the redirect", "https://feeds.example/~r/1", _A, more=f"<feedburner:origLink>{_A}</feedburner:origLink>"),
    Case("base-feed", "xml:base of the feed", atom('<id>urn:1</id><title>خبر</title><link href="1"/>', extra='xml:base="https://wire.example/news/"'), [{"url": _A}]),
    Case("base-entry", "xml:base of the entry, on top of the feed's", atom('<id>urn:1</id><title>خبر</title><link href="1"/>', extra='xml:base="https://wire.example/"').replace("<entry>", '<entry xml:base="news/">'), [{"url": _A}]),
    Case("base-link", "xml:base of the link itself", atom('<id>urn:1</id><title>خبر</title><link href="1" xml:base="https://wire.example/news/"/>'), [{"url": _A}]),
    Case("relative-no-url", "the channel's link where nobody knows the feed's address", rss("<title>خبر</title><link>/news/1</link>"), [{"url": _A}], url=None),
    _link("marks-around", "direction marks around an address", "\u200fhttps://wire.example/news/1\u200e", _A),
    _link("backslashes", "backslashes for slashes", "https:\\\\wire.example\\news\\1", _A),
    _link("scheme-twice", "a template that puts its scheme before a whole address", "http://https://wire.example/news/1", _A),
    _link("feed-scheme", "the feed: scheme", "feed:https://wire.example/news/1", _A),
    _link("own-host", "the feed's own host without a scheme", "wire.example/news/1", _A),
    _link("hash-only", "a fragment alone is no article", "#", None, problems={"bad_link"}),
    _link("amp-output-value", "output=amp", _A + "?output=amp", _A),
    _link("amp-viewer", "what AMP's viewer adds", "https://wire-example.cdn.ampproject.org/v/s/wire.example/news/1?amp_js_v=0.1&usqp=x", _A),
    _link("mobile-www", "www before the mobile host", "https://www.m.wire.example/news/1", "https://www.wire.example/news/1"),
    _link("mobile-flag", "mobile=1", _A + "?mobile=1", _A),
    _link("tracking-unasked", "tracking without a question mark", _A + "&amp;utm_source=rss&utm_medium=x", _A),
    _link("tracking-search", "search engines' newer parameters", _A + "?srsltid=1&gad_source=1&epik=2", _A),
    _link("address-in-path", "an address in a path keeps its slashes", "https://archive.example/web/https://wire.example/1", "https://archive.example/web/https://wire.example/1"),
    _link("feed-link", "the feed's own address as every item's link", "https://wire.example/rss", "https://wire.example/rss", more="<guid isPermaLink='false'>7</guid>"),
    Case("link-html", "an empty link with its address behind it, as HTML programs write", rss("<title>خبر</title><link/>https://wire.example/news/1<guid>7</guid>"), [{"url": _A}]),
    _link("wrapper-long", "a search engine's redirect with a thousand parameters", "https://www.google.com/url?" + "a=1&" * 900, "https://www.google.com/url?" + "&".join(["a=1"] * 900)),
]  # fmt: skip
