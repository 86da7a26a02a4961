"""Oddities that fit nowhere else: each was met, or is what some program writes."""

# ruff: noqa: E501 (one behaviour a line)

from __future__ import annotations

import json
from typing import Any

from tests.feedworld.case import Case, atom, rss, story

_LINK = '<link href="https://wire.example/1"/>'
_URL = {"url": "https://wire.example/1"}


def _json(item: dict[str, Any], **top: Any) -> str:
    base = {"id": "1", "url": "https://wire.example/1", "title": "خبر", "content_text": "نص"}
    document = {"version": "https://jsonfeed.org/version/1.1", "title": "خلاصة", "items": [base | item]} | top
    return json.dumps(document, ensure_ascii=False)


def _linked(link: str) -> str:
    return rss(f"<title>خبر</title><link>{link}</link>")


def _dated(written: str) -> str:
    return rss(story(more=f"<pubDate>{written}</pubDate>"))


def _declared(name: str) -> str:
    return f'<?xml version="1.0" encoding="{name}"?>'


CASES = [
    Case("type-quoted", "a quoted charset in the header", rss(story(), declaration=_declared("windows-1256")).encode("cp1256"), [{"title": "خبر عن الميناء"}], set(), content_type='text/xml; charset="windows-1256"'),
    Case("asmo-708", "ISO-8859-6 by its Arab name", rss(story(), declaration=_declared("ASMO-708")).encode("iso8859_6"), [{"title": "خبر عن الميناء"}], set()),
    Case("88596-i", "and by the name that says the order of its letters", rss(story(), declaration=_declared("ISO-8859-6-I")).encode("iso8859_6"), [{"title": "خبر عن الميناء"}], set()),
    Case("utf7", "UTF-7 would smuggle tags in: what declares it is read as what it is", rss(story(title="+ADw-script+AD4- خبر"), declaration=_declared("utf-7")), [{"title": "+ADw-script+AD4- خبر"}]),
    Case("gb18030", "Chinese as declared, Arabic in it", rss(story(title="船只抵达港口", text="نص عربي قصير"), declaration=_declared("gb18030")).encode("gb18030"), [{"title": "船只抵达港口", "text": "نص عربي قصير"}], set()),
    Case("shift-jis", "Japanese as declared", rss("<title>船が港に着いた</title><link>https://wire.example/1</link>", head="<title>x</title>", declaration=_declared("Shift_JIS")).encode("shift_jis"), [{"title": "船が港に着いた"}], set()),
    Case("euc-kr", "Korean as declared", rss("<title>배가 항구에 도착했다</title><link>https://wire.example/1</link>", head="<title>x</title>", declaration=_declared("euc-kr")).encode("euc_kr"), [{"title": "배가 항구에 도착했다"}], set()),
    Case("bom-and-1256", "a byte order mark says more than a declaration", b"\xef\xbb\xbf" + rss(story(), declaration=_declared("windows-1256")).encode(), [{"title": "خبر عن الميناء"}], {"wrong_encoding"}),
    Case("utf16-http-utf8", "UTF-16 that the server calls UTF-8", rss(story(), declaration=_declared("utf-16")).encode("utf-16"), [{"title": "خبر عن الميناء"}], content_type="text/xml; charset=utf-8"),
    Case("windows-references", "references to windows-1252 numbers are those characters", rss(story(title="the ship&#146;s &#147;port&#148;&#133;")), [{"title": "the ship’s “port”…"}]),
    Case("title-comment", "a comment in a title", rss(story(title="خبر <!-- داخلي --> عاجل")), [{"title": "خبر عاجل"}], set()),
    Case("title-half-cdata", "a title half in CDATA", rss(story(title="خبر <![CDATA[& عاجل]]> الآن")), [{"title": "خبر & عاجل الآن"}], set()),
    Case("title-cdata-escaped", "a CDATA section that was escaped itself", rss(story(title="&lt;![CDATA[خبر عاجل]]&gt;")), [{"title": "خبر عاجل"}], set()),
    Case("title-cdata-twice", "a CDATA section in another, closed twice", rss(story(title="<![CDATA[<![CDATA[خبر عاجل]]]]>")), [{"title": "خبر عاجل"}]),
    Case("title-quotes-twice", "quotes escaped twice", rss(story(title="&amp;quot;خبر&amp;quot; &amp;#8211; عاجل")), [{"title": '"خبر" – عاجل'}], set()),
    Case("instruction-between", "an instruction between two items", rss(story(1), story(2)).replace("</item><item>", "</item><?php echo 1 ?><item>"), [{}, {}], set()),
    Case("item-in-item", "an item in an item: both are there", rss(story(1) + "<item>" + story(2) + "</item>"), [{}, {}]),
    Case("items-wrapped", "a list around the items", '<rss version="2.0"><channel><title>x</title><items><item>' + story() + "</item></items></channel></rss>", [{}], set()),
    Case("two-channels", "two channels in one document", '<rss version="2.0"><channel><title>x</title><item>' + story(1) + "</item></channel><channel><title>y</title><item>" + story(2) + "</item></channel></rss>", [{}, {}], set()),
    Case("dtd-netscape", "the document type of RSS 0.91 is not loaded; its entities are HTML's", '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd"><rss version="0.91"><channel><title>x</title><item><title>caf&eacute;</title><link>https://wire.example/1</link></item></channel></rss>', [{"title": "café"}]),
    Case("xml11", "XML 1.1", rss(story(), declaration='<?xml version="1.1" encoding="utf-8"?>'), [{}], set()),
    Case("mark-between", "a byte order mark between two items", rss(story(1), story(2)).replace("</item><item>", "</item>\ufeff<item>"), [{}, {}], set()),
    Case("invisible-inside", "invisible characters in a word", rss(story(title="خبر\ufeff عا\u200bجل")), [{"title": "خبر عاجل"}], set()),
    Case("multipart", "a feed in a multipart answer", b"--x\r\nContent-Type: text/xml\r\n\r\n" + rss(story()).encode() + b"\r\n--x--", [{}], {"malformed_xml"}, content_type="multipart/x-mixed-replace; boundary=x"),
    Case("plain-type", "a feed that the server calls plain text", rss(story()), [{}], set(), content_type="text/plain"),
    Case("word-comment", "a word processor's conditional comment does not swallow the text behind it", rss(story(text="&lt;!--[if gte mso 9]&gt;&lt;xml&gt;x&lt;/xml&gt;&lt;![endif]--&gt;&lt;p&gt;نص الخبر&lt;/p&gt;")), [{"text": "نص الخبر"}], set()),
    Case("comment-open", "a comment that never ends hides what it holds, not what stands before it", rss(story(text="نص &lt;b&gt;الخبر&lt;/b&gt; &lt;!-- سر")), [{"text": "نص الخبر"}], set()),
    Case("script-open", "a script that never ends", rss(story(text="نص الخبر &lt;script&gt;count(")), [{"text": "نص الخبر"}], set()),
    Case("hidden-twice", "what a page hides is not its text", rss(story(text="&lt;p style='display:none'&gt;سر&lt;/p&gt;&lt;p hidden&gt;سر&lt;/p&gt;نص")), [{"text": "نص"}], set()),
    Case("date-ctime-zone", "the year behind the zone", _dated("Sat Nov 21 14:05:00 +0300 2026"), [{"published": "2026-11-21T11:05:00Z"}], set()),
    Case("date-json", "a date as an old framework writes it", _dated("/Date(1795259100000)/"), [{"published": "2026-11-21T11:05:00Z"}], set()),
    Case("date-json-zone", "the same with a zone, which changes nothing", _dated("/Date(1795259100000+0300)/"), [{"published": "2026-11-21T11:05:00Z"}], set()),
    Case("date-bracketed-zone", "a zone by offset and by name", _dated("2026-11-21T10:00:00+03:00[Asia/Riyadh]"), [{"published": "2026-11-21T07:00:00Z"}], set()),
    Case("date-zone-words", "a zone in words behind a month of two names", _dated("السبت، ٢١ نوفمبر/تشرين الثاني ٢٠٢٦ الساعة ١٤:٠٥ بتوقيت غرينتش"), [{"published": "2026-11-21T14:05:00Z"}], set()),
    Case("date-label", "a label before the date", _dated("تاريخ النشر: 21.11.2026 | 14:05 GMT"), [{"published": "2026-11-21T14:05:00Z"}], set()),
    Case("date-browser", "a date as a browser's script writes it", _dated("Sat, 21 Nov 2026 14:05:00 GMT+0300 (Arabian Standard Time)"), [{"published": "2026-11-21T11:05:00Z"}], set()),
    Case("date-relative", "three hours ago is no date: nobody knows from when", _dated("منذ 3 ساعات"), [{"published": None}], {"bad_date"}),
    Case("date-zero", "a database's empty date", _dated("0000-00-00 00:00:00"), [{"published": None}], {"bad_date"}),
    Case("date-impossible", "a day that no month has", _dated("30 فبراير 2026"), [{"published": None}], {"bad_date"}),
    Case("link-feed-scheme", "the scheme of feeds is HTTP's", _linked("feed://wire.example/1"), [{"url": "http://wire.example/1"}], set()),
    Case("link-anchor", "an anchor where its address should be", _linked("&lt;a href=&quot;https://wire.example/1&quot;&gt;خبر&lt;/a&gt;"), [_URL]),
    Case("link-amp-cache", "a cache's address of a page", _linked("https://cdn.ampproject.org/c/s/wire.example/1"), [_URL], set()),
    Case("link-two-schemes", "a scheme written twice", _linked("http://https://wire.example/1"), [_URL]),
    Case("link-one-slash", "one slash where two should be", _linked("https:/wire.example/1"), [_URL]),
    Case("link-script", "a script is no address", _linked("javascript:alert(1)"), [{"url": None}], {"bad_link"}),
    Case("link-broken-lines", "an address on three lines", _linked("\n  https://wire.example/\n1\n"), [_URL], set()),
    Case("link-idn", "a host in Arabic letters", _linked("https://موقع.example/1"), [{"url": "https://xn--4gbrim.example/1"}], set()),
    Case("atom-source", "the source's title, link and date are not the entry's", atom(f"<source><title>المصدر</title><link href='https://src.example/'/><updated>2020-01-01T00:00:00Z</updated></source><id>1</id><title>خبر</title>{_LINK}<updated>2026-11-21T00:00:00Z</updated>"), [{"title": "خبر", "published": "2026-11-21T00:00:00Z"} | _URL], set()),
    Case("atom-picture-content", "content that is a picture is no text", atom(f'<id>1</id><title>خبر</title>{_LINK}<content type="image/png">iVBORw0KGgo=</content><summary>ملخص</summary>'), [{"text": "ملخص"}], set()),
    Case("atom-content-elsewhere", "content that stands elsewhere", atom(f'<id>1</id><title>خبر</title>{_LINK}<content type="text/html" src="https://wire.example/c"/><summary>ملخص</summary>'), [{"text": "ملخص"} | _URL], set()),
    Case("atom-alternate-kinds", "of two alternates the page", atom('<id>urn:1</id><title>خبر</title><link rel="alternate" type="application/pdf" href="https://wire.example/1.pdf"/><link rel="alternate" type="text/html" href="https://wire.example/1"/>'), [_URL], set()),
    Case("atom-xhtml-script", "a script in XHTML content", atom(f'<id>1</id><title>خبر</title>{_LINK}<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>نص</p><script>x()</script></div></content>'), [{"text": "نص"}], set()),
    Case("atom-html-escaped", "an HTML title in CDATA, escaped once more", atom(f'<id>1</id><title type="html"><![CDATA[&lt;b&gt;خبر&lt;/b&gt; &amp;amp; نص]]></title>{_LINK}'), [{"title": "خبر & نص"}], set()),
    Case("json-epoch", "a date in seconds", _json({"date_published": 1795259100}), [{"published": "2026-11-21T11:05:00Z"}], set()),
    Case("json-tags-text", "tags in one line", _json({"tags": "نفط، غاز, ذهب"}), [{"categories": ["نفط", "غاز", "ذهب"]}], set()),
    Case("json-author-text", "an author who is no object", _json({"author": "أحمد", "authors": ["سارة", {"url": "https://wire.example/"}]}), [{}], set()),
    Case("json-script", "a script in HTML content", _json({"content_text": None, "content_html": "<script>x()</script><p>نص</p>"}), [{"text": "نص"}], set()),
    Case("json-not-a-number", "what JavaScript writes and JSON has not", _json({}).replace('"1"', "NaN", 1), [_URL]),
    Case("json-comma", "a comma behind the last item", _json({}).replace("}]", "},]"), [_URL], {"malformed_json"}),
    Case("json-raw-lines", "line breaks in a string", _json({}).replace("نص", "سطر\nآخر"), [{"text": "سطر\nآخر"}]),
    Case("json-items-null", "no list of items at all", _json({}, items=None), error="malformed_json"),
    Case("sitemap-mixed", "pages that are no news among those that are", '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:n="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>https://wire.example/page</loc></url><url><loc>https://wire.example/1</loc><n:news><n:publication_date>2026-11-21</n:publication_date><n:title><![CDATA[خبر & آخر]]></n:title></n:news></url></urlset>', [{"title": "خبر & آخر"} | _URL], set()),
    Case("page-that-names-a-feed", "a page that names its feed is a page", '<!doctype html><html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head></html>', error="html_page", content_type="application/rss+xml"),
    Case("enclosure-relative", "a relative enclosure, a negative length, and one that is none", rss(story(more='<enclosure url="/a.mp3" length="-5" type="audio/mpeg"/><enclosure url="javascript:x"/><enclosure/>')), [{"enclosures": [{"url": "https://wire.example/a.mp3", "type": "audio/mpeg", "length": None}]}]),
    Case("namespaces-markup", "a thousand namespaces that every piece of unescaped markup would carry", rss(*(story(i, text="<p>نص <b>مهم</b></p>") for i in range(300)), ns=" ".join(f'xmlns:n{i}="urn:{i}"' for i in range(1000))), [{"text": "نص مهم"}] * 300, set()),
]  # fmt: skip
