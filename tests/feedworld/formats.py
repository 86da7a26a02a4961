"""Formats and their dialects."""

# ruff: noqa: E501 (one behaviour a line)

from __future__ import annotations

import json

from tests.feedworld.case import Case, atom, rss, story

_RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://wire.example/"><title>مرصد</title><link>https://wire.example/</link>
 <items><rdf:Seq><rdf:li rdf:resource="https://wire.example/news/1"/></rdf:Seq></items></channel>
 <item rdf:about="https://wire.example/news/1"><title>خبر أول</title><link>https://wire.example/news/1</link>
 <description>نص الخبر</description><dc:date>2026-11-20T08:00:00+03:00</dc:date><dc:creator>ليلى</dc:creator><dc:subject>سياسة</dc:subject></item></rdf:RDF>"""

_JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "title": "مرصد",
    "home_page_url": "https://wire.example/",
    "language": "ar",
    "authors": [{"name": "هيئة التحرير"}],
    "items": [
        {
            "id": "1",
            "url": "/news/1",
            "title": "خبر < أول & أخير",
            "content_html": "<p>فقرة</p><p>أخرى</p>",
            "date_published": "2026-11-20T08:00:00Z",
            "tags": ["سياسة", "اقتصاد"],
            "image": "https://wire.example/1.jpg",
            "attachments": [{"url": "https://wire.example/1.mp3", "mime_type": "audio/mpeg", "size_in_bytes": 99}],
        },
        {"id": 2, "content_text": "نص بلا عنوان\nسطر ثان", "author": {"name": "سعاد"}},
    ],
}
_NEWS = (
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    ' xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">{}</urlset>'
)
_NEWS_URL = (
    "<url><loc>https://wire.example/news/1</loc><news:news><news:publication><news:name>مرصد</news:name>"
    "<news:language>ar</news:language></news:publication><news:publication_date>2026-11-20T08:00:00Z</news:publication_date>"
    "<news:title>عنوان من الخريطة</news:title><news:keywords>سياسة, نفط</news:keywords></news:news>"
    "<image:image><image:loc>https://wire.example/1.jpg</image:loc></image:image></url>"
)

CASES = [
    Case("rss20", "the plain case", rss(story(1), story(2)), [{"title": "خبر عن الميناء", "url": "https://wire.example/news/1"}, {}], set()),
    Case("rss-empty", "an empty channel is a feed with nothing in it", rss(), [], set()),
    Case(
        "rss091-doctype",
        "RSS 0.91 names Netscape's DTD, which is not loaded",
        '<?xml version="1.0"?><!DOCTYPE rss PUBLIC "-//Netscape Communications//DTD RSS 0.91//EN" "http://my.netscape.com/publish/formats/rss-0.91.dtd">'
        "<rss version=\"0.91\"><channel><title>t</title><item><title>خبر</title><link>https://wire.example/1</link></item></channel></rss>",
        [{"title": "خبر"}],
        set(),
    ),
    Case(
        "rss090",
        "RSS 0.90 has its own namespace",
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/">'
        "<channel><title>م</title></channel><item><title>خبر</title><link>https://wire.example/1</link></item></rdf:RDF>",
        [{"title": "خبر", "url": "https://wire.example/1"}],
        set(),
    ),
    Case("rss10", "items stand beside the channel", _RDF, [{
        "title": "خبر أول", "published": "2026-11-20T05:00:00Z", "authors": ["ليلى"], "categories": ["سياسة"], "text": "نص الخبر"}], set()),
    Case("rdf-about-only", "no link: rdf:about is the address", _RDF.replace("<link>https://wire.example/news/1</link>\n", ""),
         [{"url": "https://wire.example/news/1"}]),
    Case("rss-upper-case", "element names in any case", rss(story()).replace("item>", "ITEM>").replace("title>", "Title>"), [{"title": "خبر عن الميناء"}]),
    Case("rss-rss2-namespace", "some put RSS 2.0 in a namespace", rss(story(), ns='xmlns="http://backend.userland.com/rss2"'), [{"title": "خبر عن الميناء"}], set()),
    Case("rss-items-outside-channel", "items beside the channel in RSS 2.0 too",
         rss().replace("</channel>", f"</channel><item>{story()}</item>"), [{"title": "خبر عن الميناء"}], set()),
    Case("content-encoded", "the longer of description and content:encoded",
         rss(story(text="موجز", more="<content:encoded><![CDATA[<p>النص الكامل للخبر</p>]]></content:encoded>")), [{"text": "النص الكامل للخبر"}], set()),
    Case("content-shorter", "a content:encoded that is only a picture does not hide the description",
         rss(story(text="موجز الخبر", more="<content:encoded><![CDATA[<img src='x.jpg'>]]></content:encoded>")), [{"text": "موجز الخبر"}], set()),
    Case("undeclared-prefix", "dc:creator without xmlns:dc", rss(story(more="<dc:creator>منى</dc:creator>"), ns=""),
         [{"authors": ["منى"], "title": "خبر عن الميناء"}], {"malformed_xml"}),
    Case("odd-prefix", "namespaces count, prefixes do not",
         rss(story(more="<x:creator>منى</x:creator>"), ns='xmlns:x="http://purl.org/dc/elements/1.1/"'), [{"authors": ["منى"]}], set()),
    Case("https-namespace", "namespaces written with https", rss(story(more="<x:creator>منى</x:creator>"), ns='xmlns:x="https://purl.org/dc/elements/1.1/"'),
         [{"authors": ["منى"]}], set()),
    Case("atom10", "the plain case", atom(
        '<id>urn:1</id><title>عنوان</title><link href="/news/1"/><updated>2026-11-20T08:00:00Z</updated><published>2026-11-19T08:00:00Z</published>'
        '<author><name>ليلى</name></author><category term="politics" label="سياسة"/><summary>موجز</summary><content type="html">&lt;p&gt;نص الخبر كاملا&lt;/p&gt;</content>'),
        [{"title": "عنوان", "url": "https://wire.example/news/1", "published": "2026-11-19T08:00:00Z", "updated": "2026-11-20T08:00:00Z", "authors": ["ليلى"],
          "categories": ["سياسة"], "text": "نص الخبر كاملا"}], set()),
    Case("atom-text-literal", "plain text may hold what looks like tags", atom('<id>urn:1</id><title type="text">x &lt; y and y &gt; z: &lt;b&gt; in List&lt;String&gt;</title><summary>&lt;i&gt; and &lt;T&gt; alone</summary>'),
         [{"title": "x < y and y > z: <b> in List<String>", "text": "<i> and <T> alone"}], set()),
    Case("atom-text-escaped", "and, against the standard, markup", atom('<id>urn:1</id><title>&lt;b&gt;عاجل&lt;/b&gt; 1 &lt; 2</title><summary type="text">&lt;p class="a"&gt;List&lt;String&gt;&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;نص</summary>'),
         [{"title": "عاجل 1 < 2", "text": "List<String>\nنص"}], set()),
    Case("atom-only-updated", "the only date there is", atom('<id>urn:1</id><title>عنوان</title><updated>2026-11-20T08:00:00Z</updated>'),
         [{"published": "2026-11-20T08:00:00Z"}], set()),
    Case("atom03", "Atom 0.3 has other names for dates",
         '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>م</title><entry><title>عنوان</title><link rel="alternate" type="text/html" href="https://wire.example/1"/>'
         '<issued>2026-11-19T08:00:00Z</issued><modified>2026-11-20T08:00:00Z</modified><content type="text/html" mode="escaped">&lt;b&gt;نص&lt;/b&gt;</content></entry></feed>',
         [{"published": "2026-11-19T08:00:00Z", "text": "نص"}], set()),
    Case("atom-base64", "Atom 0.3 content in Base64",
         '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>م</title><entry><title>عنوان</title><link href="https://wire.example/1"/>'
         '<content type="text/html" mode="base64">2YbYtSDYp9mE2K7YqNix</content></entry></feed>', [{"text": "نص الخبر"}], set()),
    Case("atom-xhtml", "XHTML content is markup, not text",
         atom('<id>urn:1</id><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">عنوان <b>غامق</b></div></title>'
              '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>أولى</p><p>ثانية</p></div></content>'),
         [{"title": "عنوان غامق", "text": "أولى\nثانية"}], set()),
    Case("atom-html-title", "an HTML title", atom('<id>urn:1</id><title type="html">&lt;em&gt;عنوان&lt;/em&gt; &amp;amp; خبر</title>'), [{"title": "عنوان & خبر"}], set()),
    Case("atom-text-title", "a text title keeps its less-than signs", atom('<id>urn:1</id><title>5 &lt; 6 و 7 &gt; 3</title>'), [{"title": "5 < 6 و 7 > 3"}], set()),
    Case("atom-prefixed", "every element with a prefix",
         '<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>م</a:title><a:entry><a:id>urn:1</a:id><a:title>عنوان</a:title></a:entry></a:feed>',
         [{"title": "عنوان"}], set()),
    Case("atom-no-namespace", "no namespace at all", '<feed><title>م</title><entry><id>urn:1</id><title>عنوان</title><link href="https://wire.example/1"/></entry></feed>',
         [{"title": "عنوان", "url": "https://wire.example/1"}], set()),
    Case("atom-links", "alternate before self, edit, replies and enclosure",
         atom('<id>urn:1</id><title>عنوان</title><link rel="self" href="/self"/><link rel="edit" href="/edit"/><link rel="replies" href="/r"/>'
              '<link rel="enclosure" type="audio/mpeg" length="7" href="/a.mp3"/><link rel="alternate" href="/news/1"/>'),
         [{"url": "https://wire.example/news/1", "enclosures": [{"url": "https://wire.example/a.mp3", "type": "audio/mpeg", "length": 7}]}], set()),
    Case("atom-id-is-link", "no link, but the id is an address", atom("<id>https://wire.example/news/9</id><title>عنوان</title>"),
         [{"url": "https://wire.example/news/9"}], set()),
    Case("atom-inherited-author", "the feed's author is each entry's", atom("<id>urn:1</id><title>عنوان</title>", head="<title>م</title><author><name>التحرير</name></author>"),
         [{"authors": ["التحرير"]}], set()),
    Case("atom-in-rss", "Atom elements inside RSS", rss('<title>خبر</title><atom:link href="https://wire.example/1"/><atom:published>2026-11-20T08:00:00Z</atom:published>'),
         [{"url": "https://wire.example/1", "published": "2026-11-20T08:00:00Z"}], set()),
    Case("json11", "JSON Feed 1.1", json.dumps(_JSON, ensure_ascii=False),
         [{"title": "خبر < أول & أخير", "text": "فقرة\nأخرى", "url": "https://wire.example/news/1", "authors": ["هيئة التحرير"], "categories": ["سياسة", "اقتصاد"],
           "image": "https://wire.example/1.jpg", "published": "2026-11-20T08:00:00Z"},
          {"text": "نص بلا عنوان\nسطر ثان", "title": None, "authors": ["سعاد"]}], set()),
    Case("json10", "JSON Feed 1.0, escaped to ASCII", json.dumps({**_JSON, "version": "https://jsonfeed.org/version/1"}), [{}, {}], set()),
    Case("json-bom", "a byte order mark before the JSON", "\ufeff" + json.dumps(_JSON), [{}, {}], set()),
    Case("json-truncated", "the items before the break", json.dumps(_JSON)[:-40], [{"title": "خبر < أول & أخير"}], {"malformed_json"}),
    Case("json-empty", "a JSON Feed without items", json.dumps({**_JSON, "items": []}), [], set()),
    Case("json-surrogates", "half of a surrogate pair is no character", json.dumps({**_JSON, "items": [{"id": "1", "title": "خبر \ud83d", "content_text": "نص \udc00 آخر"}]}),
         [{"title": "خبر", "text": "نص آخر"}]),
    Case("json-odd-types", "numbers, nulls and lists where text should be",
         json.dumps({**_JSON, "items": [{"id": 7, "title": None, "content_text": 12, "authors": "سعاد", "tags": "x", "url": None, "date_published": 5}, "no object", None]}),
         [{"text": "12", "title": None}], {"malformed_json", "bad_date"}),
    Case("json-other", "JSON of another kind is no feed", '{"data": [1, 2, 3]}', error="not_a_feed"),
    Case("json-error", "an API's error message is no quiet feed", '{"error": "not found", "status": 404}', error="not_a_feed", content_type="application/json"),
    Case("json-deep", "brackets nested without end", '{"version":"https://jsonfeed.org/version/1.1","items":' + "[" * 100_000, error="malformed_json"),
    Case("news-sitemap", "a news sitemap", _NEWS.format(_NEWS_URL),
         [{"title": "عنوان من الخريطة", "url": "https://wire.example/news/1", "published": "2026-11-20T08:00:00Z", "categories": ["سياسة", "نفط"], "image": "https://wire.example/1.jpg", "text": ""}], set()),
    Case("news-sitemap-empty", "an empty news sitemap is a feed with nothing in it", _NEWS.format(""), [], set()),
    Case("sitemap-plain", "a sitemap of pages is no news", '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://wire.example/about</loc></url></urlset>', error="not_a_feed"),
    Case("sitemap-index", "a list of sitemaps", '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://wire.example/s.xml</loc></sitemap></sitemapindex>', error="sitemap_index"),
    Case("opml", "a list of feeds is no feed", '<opml version="2.0"><body><outline xmlUrl="https://wire.example/rss"/></body></opml>', error="not_a_feed"),
    Case("svg", "XML of another kind", '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>', error="not_a_feed"),
    Case("no-root", "items without a root are items all the same", f"<channel><title>م</title><item>{story()}</item></channel>", [{"title": "خبر عن الميناء"}]),
    Case("xslt", "a stylesheet instruction is no page", rss(story(), declaration='<?xml version="1.0"?><?xml-stylesheet type="text/xsl" href="/feed.xsl"?><!-- <html> -->'), [{"title": "خبر عن الميناء"}], set()),
    Case("feed-as-html", "a feed served as text/html is a feed", rss(story()), [{"title": "خبر عن الميناء"}], set(), content_type="text/html; charset=utf-8"),
    Case("wrong-type", "a feed served as an octet stream is a feed", rss(story()), [{"title": "خبر عن الميناء"}], set(), content_type="application/octet-stream"),
    Case("media", "media:content, thumbnail and group",
         rss(story(more='<media:group><media:content url="/v.mp4" type="video/mp4" fileSize="10"/><media:thumbnail url="/t.jpg"/></media:group>')),
         [{"image": "https://wire.example/t.jpg", "enclosures": [{"url": "https://wire.example/v.mp4", "type": "video/mp4", "length": 10}]}], set()),
    Case("media-caption", "what a picture shows is not what the article says", rss(story(text="نص", more='<media:content url="/p.jpg"><media:description>وزيران يتصافحان أمام المقر</media:description></media:content>')), [{"text": "نص"}], set()),
    Case("media-title", "media:title is not the article's", rss(story(more='<media:content url="/v.mp4"><media:title>عنوان الفيديو</media:title></media:content>')), [{"title": "خبر عن الميناء"}], set()),
    Case("enclosure-odd", "an enclosure without a length or with a wrong one", rss(story(more='<enclosure url="/a.jpg" type="image/jpeg" length="N/A"/>')),
         [{"enclosures": [{"url": "https://wire.example/a.jpg", "type": "image/jpeg", "length": None}], "image": "https://wire.example/a.jpg"}], set()),
    Case("authors", "every way to name an author",
         rss(story(more="<author>editor@wire.example (منى خالد)</author><dc:creator>بقلم: سامي</dc:creator><itunes:author>وليد</itunes:author>")),
         [{"authors": ["سامي", "منى خالد", "وليد"]}], set()),
    Case("categories", "categories cleaned, each once", rss(story(more="<category> سياسة </category><category><![CDATA[سياسة]]></category><category>&lt;b&gt;نفط&lt;/b&gt;</category><category/>")),
         [{"categories": ["سياسة", "نفط"]}], set()),
    Case("item-image-title", "an image's title inside an item is not the item's",
         rss("<image><title>صورة</title><url>https://wire.example/i.jpg</url></image>" + story()), [{"title": "خبر عن الميناء", "image": "https://wire.example/i.jpg"}], set()),
    Case("channel-image-title", "the channel's picture has a title and a link of its own",
         rss(story(), head="<image><title>شعار</title><url>u</url><link>https://logo.example/</link></image>"), [{"feed": {"title": "مرصد الأخبار"}}], set()),
    Case("rss-atom-entries", "Atom entries in an RSS channel", rss('<title>خبر</title>').replace("<item>", '<atom:entry>').replace("</item>", '<atom:link href="https://wire.example/1"/></atom:entry>'), [{"url": "https://wire.example/1"}]),
    Case("rss-nothing", "a root with nothing in it is said to be odd", '<rss version="2.0"></rss>', [], {"malformed_xml"}),
    Case("json-no-items", "a JSON Feed without its list of items is no quiet feed", '{"version": "https://jsonfeed.org/version/1.1", "title": "م", "items": null}', error="malformed_json"),
    Case("json-utf16", "JSON in UTF-16", json.dumps(_JSON, ensure_ascii=False).encode("utf-16"), [{}, {}], set()),
    Case("json-1256", "JSON in windows-1256, which the standard forbids", json.dumps(_JSON, ensure_ascii=False).encode("cp1256"), [{"title": "خبر < أول & أخير"}, {}]),
    Case("json-comment-after", "a cache's comment behind the JSON", json.dumps(_JSON) + "<!-- cached -->", [{}, {}], {"malformed_json"}),
]  # fmt: skip
