"""Broken XML: the items before the break, and a problem."""

# ruff: noqa: E501 (one behaviour a line)

from __future__ import annotations

from tests.feedworld.case import Case, atom, rss, story

_TWO = [{"url": "https://wire.example/news/1"}, {"url": "https://wire.example/news/2"}]
_BROKEN = {"malformed_xml"}
_WHOLE = rss(story(1), story(2), story(3))
_BOMB = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "خخخخخخخخخخ"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">'
    '<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">]>'
)

CASES = [
    Case("cut-in-text", "the body ends in the third item's text: half a text is not passed off as the whole", _WHOLE[: _WHOLE.rindex("صباح")], _TWO, _BROKEN),
    Case("cut-in-tag", "the body ends in a tag", _WHOLE[: _WHOLE.rindex("ription>")], _TWO, _BROKEN),
    Case("cut-between", "the body ends between two items", _WHOLE[: _WHOLE.rindex("<item>")], _TWO, _BROKEN),
    Case("cut-after-items", "only the closing tags are missing", _WHOLE[: _WHOLE.rindex("</channel>")], [*_TWO, {}], _BROKEN),
    Case("cut-in-cdata", "the body ends in a CDATA section", rss(story(1), story(2), story(3, text="<![CDATA[نص طويل"))[:-50].replace("]]>", ""), _TWO, _BROKEN),
    Case("cut-in-character", "the body ends in the middle of a character", _WHOLE.encode()[: _WHOLE.encode().rindex("صباح".encode()) + 1], _TWO),
    Case("cut-before-items", "nothing but the beginning of a channel is no quiet feed", _WHOLE[: _WHOLE.index("<item>") - 20], error="malformed_xml"),
    Case("cut-root", "nothing but the root's tag", '<?xml version="1.0"?><rss version="2.0">', error="malformed_xml"),
    Case("atom-cut", "the same in Atom", atom("<id>urn:1</id><title>أول</title>", "<id>urn:2</id><title>ثان</title>")[:-20], [{"title": "أول"}], _BROKEN),
    Case("bare-ampersand", "an ampersand that is none", rss(story(title="نفط & غاز & R&D", text="سعر < تكلفة")), [{"title": "نفط & غاز & R&D", "text": "سعر < تكلفة"}], _BROKEN),
    Case("ampersand-in-link", "an ampersand in an address", rss("<title>خبر</title><link>https://wire.example/a?id=1&b=2</link>"), [{"url": "https://wire.example/a?b=2&id=1"}], _BROKEN),
    Case("html-entities", "HTML's entities are none of XML's", rss(story(title="خبر&nbsp;عاجل&hellip; &laquo;نص&raquo;", text="a&mdash;b")),
         [{"title": "خبر عاجل… «نص»", "text": "a—b"}], _BROKEN),
    Case("unknown-entity", "an entity that nobody knows", rss(story(title="خبر &foobar; عاجل")), [{"title": "خبر &foobar; عاجل"}], _BROKEN),
    Case("own-entity", "an entity of the feed's own", '<!DOCTYPE rss [<!ENTITY agency "وكالة الأنباء">]>' + rss(story(title="نقلا عن &agency;"), declaration=""), [{"title": "نقلا عن وكالة الأنباء"}]),
    Case("controls", "control characters", rss(story(title="خبر\x0b عاجل\x08", text="نص\x00 آخر\x1f")), [{"title": "خبر عاجل", "text": "نص آخر"}], _BROKEN),
    Case("control-references", "control characters as references", rss(story(title="خبر&#8; عاجل&#xB;", text="نص&#0; آخر")), [{"title": "خبر عاجل", "text": "نص آخر"}], _BROKEN),
    Case("surrogate-references", "half a surrogate pair as a reference", rss(story(title="خبر &#xD83D; عاجل")), [{"title": "خبر عاجل"}], _BROKEN),
    Case("huge-reference", "a reference beyond Unicode", rss(story(title="خبر &#99999999; عاجل")), [{}], _BROKEN),
    Case("whitespace-before", "blank lines before the declaration", "\n\n  \t" + _WHOLE, [*_TWO, {}], set()),
    Case("junk-before", "a program's warning before the declaration", "Warning: mysql_connect() in /srv/x.php on line 3\n" + _WHOLE, [*_TWO, {}], _BROKEN),
    Case("html-junk-before", "the same in HTML", "<br />\n<b>Notice</b>: Undefined index in <b>/srv/x.php</b><br />\n" + _WHOLE, [*_TWO, {}], _BROKEN),
    Case("comment-before", "a comment before the declaration", "<!-- generated -->\n" + _WHOLE, [*_TWO, {}]),
    Case("two-declarations", "two declarations", '<?xml version="1.0" encoding="utf-8"?>' + _WHOLE, [*_TWO, {}]),
    Case("junk-after", "a counter's script behind the feed", _WHOLE + "<script>count()</script>", [*_TWO, {}], _BROKEN),
    Case("comment-after", "a comment behind the feed", _WHOLE + "\n<!-- page generated in 0.3 s -->\n", [*_TWO, {}], set()),
    Case("two-feeds", "two documents in one body", rss(story(1)) + rss(story(2)), _TWO, _BROKEN),
    Case("unclosed-tag", "a title that is not closed", rss(story(1), "<title>خبر<link>https://wire.example/news/2</link>", story(3)), [{}, {}, {}], _BROKEN),
    Case("unclosed-item", "an item that is not closed", rss(story(1), story(2)).replace("</item>", "", 1), _TWO, _BROKEN),
    Case("unclosed-items", "items of a writer that closes none", rss(story(1), story(2)).replace("</item>", ""), _TWO, _BROKEN),
    Case("bad-name", "an element whose name no XML may have", rss("<1x>نص</1x><title>خبر</title>", story(2)), [{"title": "خبر"}, {}], _BROKEN),
    Case("wrong-nesting", "tags closed in the wrong order", rss(story(1), story(2, text="<b><i>نص</b></i>"), story(3)), [{}, {"text": "نص"}, {}], _BROKEN),
    Case("html-unescaped", "HTML that is not escaped", rss(story(text="<p>نص <br>مهم</p><p>آخر</p>")), [{"text": "نص\nمهم\nآخر"}], _BROKEN),
    Case("html-well-formed", "HTML that is not escaped but well formed", rss(story(text="<p>نص <b>مهم</b></p><p>آخر</p>")), [{"text": "نص مهم\nآخر"}], set()),
    Case("attribute-unquoted", "an attribute without quotes", rss("<title>خبر</title><guid isPermaLink=false>7</guid>", story(2)), [{"title": "خبر"}, {}], _BROKEN),
    Case("attribute-unquoted-root", "nor has any attribute of the root quotes", rss(story(1), story(2)).replace('version="2.0"', "version=2.0"), _TWO, _BROKEN),
    Case("attributes-glued", "no blank between the attributes of the root", rss(story(1), story(2)).replace('version="2.0" ', 'version="2.0"'), _TWO, _BROKEN),
    Case("root-unclosed", "the root's tag is not closed", '<rss version="2.0"<channel><item><title>خبر</title></item></channel></rss>', [{"title": "خبر"}], _BROKEN),
    Case("attribute-unquoted-address", "an address without quotes, a comparison in a text", rss("<title>1 = 1</title><enclosure url=https://wire.example/a.mp3 type=audio/mpeg/><link>https://wire.example/news/1</link>"), [{"title": "1 = 1", "url": "https://wire.example/news/1"}], _BROKEN),
    Case("attribute-twice", "an attribute given twice", rss('<title>خبر</title><guid isPermaLink="false" isPermaLink="false">7</guid>', story(2)), [{"title": "خبر"}, {}], _BROKEN),
    Case("cdata-nested", "a CDATA section in a CDATA section", rss(story(text="<![CDATA[نص <![CDATA[داخلي]]> آخر]]>"), story(2)), [{}, {}]),
    Case("cdata-unclosed", "a CDATA section that is not closed does not swallow the rest", rss(story(1), story(2, text="<![CDATA[نص"), story(3)), [{}, {}, {}], _BROKEN),
    Case("cdata-end-alone", "the end of a CDATA section alone", rss(story(text="نص ]]> آخر"), story(2)), [{}, {}]),
    Case("stray-less-than", "a less-than sign that is no tag", rss(story(title="3 < 5 دائما")), [{"title": "3 < 5 دائما"}], _BROKEN),
    Case("declaration-bad", "a declaration with a wrong version", rss(story(), declaration='<?xml version="1.2" encoding="utf-8" ?>'), [{}], set()),
    Case("declaration-unclosed", "a declaration that is not closed", rss(story(), declaration='<?xml version="1.0" encoding="utf-8">'), [{}]),
    Case("bomb", "entities that grow to a million times their size are not expanded", _BOMB + rss(story(title="خبر &f; عاجل"), declaration=""), [{"title": "خبر عاجل"}], {"unsafe_entity"}),
    Case("bomb-unused", "the same where nobody uses them", _BOMB + rss(story(), declaration=""), [{}], {"unsafe_entity"}),
    Case("xxe", "an external entity is not loaded", '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss(story(title="خبر &x;"), declaration=""), [{"title": "خبر"}], {"unsafe_entity"}),
    Case("xxe-parameter", "nor is a parameter entity", '<!DOCTYPE rss [<!ENTITY % x SYSTEM "http://127.0.0.1/evil.dtd">%x;]>' + rss(story(), declaration=""), [{}], {"unsafe_entity"}),
    Case("xinclude", "nor is what XInclude names", rss(story(text='<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd" parse="text"/>نص')), [{"text": "نص"}], set()),
    Case("quadratic", "one long entity used many times", f'<!DOCTYPE rss [<!ENTITY a "{"x" * 50_000}">]>' + rss(story(text="&a;" * 2000), declaration=""), [{}]),
    Case("deep", "elements nested deeper than any feed's", rss(story(1), story(2, text="<b>" * 5000 + "نص" + "</b>" * 5000), story(3)), [{}, {}, {}], _BROKEN),
    Case("long-attribute", "an attribute of a megabyte", rss(story(1), story(2, more=f'<x a="{"y" * 1_000_000}"/>')), [{}, {}]),
    Case("many-attributes", "ten thousand attributes", rss(story(1), story(2, more="<x " + " ".join(f'a{i}="1"' for i in range(10_000)) + "/>")), [{}, {}]),
    Case("many-attributes-read", "ten thousand attributes of an element that is read", rss(story(more="<enclosure " + " ".join(f'a{i}="1"' for i in range(10_000)) + ' URL="/a.mp3"/>')), [{"enclosures": [{"url": "https://wire.example/a.mp3", "type": None, "length": None}]}], set()),
    Case("many-namespaces", "a thousand namespaces", rss(story(), ns=" ".join(f'xmlns:n{i}="urn:{i}"' for i in range(1000))), [{}], set()),
    Case("nul-padding", "NUL bytes behind the feed", _WHOLE.encode() + b"\0" * 5000, [*_TWO, {}]),
    Case("smart-declaration", "a word processor's quotes in the declaration", rss(story(), declaration="<?xml version=“1.0” encoding=“utf-8”?>"), [{}]),
    Case("half-reference-salvaged", "half a surrogate pair in an item that has to be salvaged", rss(story(1, title="خبر &#xD83D; &#55357; عاجل", text="<b>نص"), story(2)), _TWO, _BROKEN),
    Case("instructions-open", "twenty thousand instructions that never end", rss(story(1)) + "<? " * 20_000, [{}], _BROKEN),
    Case("root-long", "a root tag that would be read again with each of a thousand items", rss(*(story(i, title="خبر <b>") for i in range(1000)), ns=" ".join(f'xmlns:n{i}="urn:{i}"' for i in range(1000))), None, _BROKEN),
    Case("blank-head", "a hundred thousand blanks before the feed", "Warning: x" + " " * 100_000 + "y" + _WHOLE, [*_TWO, {}], _BROKEN),
]  # fmt: skip
