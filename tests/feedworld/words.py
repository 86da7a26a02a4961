"""Hostile and odd HTML to plain text."""

# ruff: noqa: E501 (one behaviour a line)

from __future__ import annotations

from tests.feedworld.case import Case, rss, story


def _cdata(name: str, reason: str, markup: str, text: str) -> Case:
    return Case(name, reason, rss(story(text=f"<![CDATA[{markup}]]>")), [{"text": text}], set())


CASES = [
    _cdata("paragraphs", "a line for each paragraph", "<p>أولى</p>\n<p>ثانية<br/>سطر</p><div>ثالثة</div>", "أولى\nثانية\nسطر\nثالثة"),
    _cdata("script", "no script, however it is written", "نص<script>alert('<p>x</p>')</script><SCRIPT type=x>1</SCRIPT >", "نص"),
    _cdata("script-unclosed", "nor one that is never closed", "<p>نص</p><script>var x = 1;", "نص"),
    _cdata("style", "no style", "<style>p{color:red}</style><p style='x'>نص</p>", "نص"),
    _cdata("comments", "no comments, conditional ones neither", "نص<!-- سر --> هنا<!--[if IE]>قديم<![endif]-->", "نص هنا"),
    _cdata("comment-unclosed", "a comment that is never closed", "<p>نص</p><!-- بقية", "نص"),
    _cdata("iframes", "nothing from frames, objects, forms and drawings",
           "نص<iframe src=x>بديل</iframe><object>بديل</object><svg><text>رسم</text></svg><form><select><option>خيار</option></select><textarea>اكتب</textarea></form>", "نص"),
    _cdata("handlers", "no attributes", '<img src="x" onerror="alert(1)" alt="صورة"><a href="javascript:x" title="عنوان">نص</a>', "نص"),
    _cdata("hidden", "nothing that a reader would not see", '<div style="display: none">مخفي</div><span hidden>مخفي</span>نص', "نص"),
    _cdata("pixel", "no tracking picture", 'نص<img width="1" height="1" src="https://t.example/p.gif">', "نص"),
    _cdata("entities", "no entities", "نص&nbsp;آخر &amp; &quot;ثالث&quot; &#1593;&#x644;&hellip;", 'نص آخر & "ثالث" عل…'),
    _cdata("entities-twice", "nor ones escaped twice", "نفط &amp;amp; غاز &amp;nbsp; &amp;quot;قول&amp;quot;", 'نفط & غاز "قول"'),
    _cdata("entity-no-semicolon", "nor ones without their semicolon", "نفط &amp غاز", "نفط & غاز"),
    _cdata("list", "a line for each point", "<ul><li>أول</li><li>ثان</li></ul>", "أول\nثان"),
    _cdata("table", "cells apart, rows on lines", "<table><tr><td>أ</td><td>ب</td></tr><tr><td>ج</td><td>د</td></tr></table>", "أ ب\nج د"),
    _cdata("inline", "inline tags do not break words", "ال<b>قاه</b>رة <i>و</i>بغداد", "القاهرة وبغداد"),
    _cdata("spaces", "white space in one piece", "نص \t\n  طويل&nbsp;&nbsp; جدا<br><br><br>نهاية", "نص طويل جدا\nنهاية"),
    _cdata("zero-width", "no zero-width spaces, soft hyphens and marks of order of bytes", "الن\u200bص الط\u00adويل\ufeff", "النص الطويل"),
    _cdata("full-page", "a whole page in a description", "<!DOCTYPE html><html><head><title>عنوان</title><meta charset=x></head><body><p>نص</p></body></html>", "نص"),
    _cdata("word-html", "a word processor's tags", "<o:p></o:p><p class=MsoNormal>نص<o:p>&nbsp;</o:p></p><xml><w:View>0</w:View></xml>", "نص"),
    _cdata("broken-html", "tags that are never closed or were never open", "<p>أولى<div>ثانية</b></span><p>ثالثة<a href='x", "أولى\nثانية\nثالثة"),
    _cdata("less-than", "comparisons are no tags", "إذا كان 3 < 5 و 7 > 2", "إذا كان 3 < 5 و 7 > 2"),
    _cdata("noscript", "no replacement pictures", "<noscript><img src=x></noscript>نص", "نص"),
    _cdata("cdata-text", "CDATA marks inside HTML", "&lt;![CDATA[نص]]&gt;", "نص"),
    _cdata("empty-html", "tags around nothing are nothing", "<p>&nbsp;</p><br><div></div>", ""),
    _cdata("php", "processing instructions", "<?php echo 1 ?>نص", "نص"),
    _cdata("wrapped", "lines of a full writer's page are one paragraph", "وصل الوفد إلى\nالعاصمة مساء\nأمس.\n\nوقال المتحدث إن اللقاء ناجح.", "وصل الوفد إلى العاصمة مساء أمس.\nوقال المتحدث إن اللقاء ناجح."),
    _cdata("template", "template languages are text", "نص {{ user.name }} <% x %>", "نص {{ user.name }} <% x %>"),
    Case("escaped-twice", "HTML escaped twice", rss(story(text="&amp;lt;p&amp;gt;نص&amp;lt;/p&amp;gt;&amp;lt;script&amp;gt;x()&amp;lt;/script&amp;gt;")), [{"text": "نص"}], set()),
    Case("escaped-thrice", "HTML escaped three times", rss(story(text="&amp;amp;lt;b&amp;amp;gt;نص&amp;amp;lt;/b&amp;amp;gt;")), [{"text": "نص"}], set()),
    Case("title-html", "markup in a title", rss(story(title="&lt;b&gt;عاجل&lt;/b&gt;: &lt;font color=red&gt;خبر&lt;/font&gt;")), [{"title": "عاجل: خبر"}], set()),
    Case("title-lines", "a title is one line", rss(story(title="عنوان\n   على\n سطرين")), [{"title": "عنوان على سطرين"}], set()),
    Case("title-cdata", "a title in CDATA with entities", rss(story(title="<![CDATA[نفط &amp; غاز]]>")), [{"title": "نفط & غاز"}], set()),
    Case("title-empty", "no title is null, not an empty one", rss("<title> </title><link>https://wire.example/1</link><description>نص</description>"), [{"title": None, "text": "نص"}], set()),
    Case("title-missing", "no title at all", rss("<link>https://wire.example/1</link><description>نص</description>"), [{"title": None, "text": "نص"}], set()),
    Case("title-long", "a title of a hundred thousand letters is cut", rss(story(title="خ" * 100_000)), [{"title": "خ" * 1000}]),
    Case("text-long", "a text beyond the limit is cut, and said so", rss(story(text="نص " * 200_000)), [{}], {"truncated_text"}),
    Case("text-missing", "a headline alone has an empty text", rss("<title>خبر</title><link>https://wire.example/1</link>"), [{"text": ""}], set()),
    _cdata("prefixed", "what is dropped is so under any prefix", "<h:p>نص</h:p><h:script>evil()</h:script><svg:style>x{}</svg:style>", "نص"),
    _cdata("escaped-tags", "tags that a text speaks of hide nothing of it", "<p>حقن وسم &lt;script&gt; في الصفحة</p><p>ثم &lt;!-- في آخرها</p>", "حقن وسم في الصفحة\nثم في آخرها"),
    _cdata("comments-open", "a hundred thousand comments that never end", "<p>نص</p>" + "<!-- x " * 100_000, "نص"),
    _cdata("attributes", "a hundred thousand attributes take no seconds", "<p " + " ".join(f'a{i}="x"' for i in range(100_000)) + ">نص</p>", "نص"),
    Case("language-ar", "the language of the item", rss(story(), head="<language>en</language>"), [{"language": "ar"}], set()),
    Case("language-en", "an English item in an Arabic feed", rss(story(title="Ship arrives", text="The ship arrived at the port on Sunday, and the crew was safe."), head="<language>ar</language>"), [{"language": "en"}], set()),
    Case("language-fa", "a Persian item", rss(story(title="گفتگوی وزیران", text="این گفتگو در تهران انجام شد و به گزارش خبرگزاری درباره همکاری بود.")), [{"language": "fa"}], set()),
    _cdata("downlevel", "conditional comments of the kind that shows its content", "<![if !supportLists]>نص<![endif]>", "نص"),
    _cdata("direction", "an override would turn the headline round; joiners stay, Persian needs them", "\u202bنص\u202c \u202eعكس\u202c \u2067x\u2069 می\u200cخواهم\u200f", "نص عكس x می\u200cخواهم"),
    _cdata("invisible", "what nobody sees is no text", "ن\u2060ص\u2063 \ufff9آخر\ufffb\U000e0041 \ufdd0", "نص آخر"),
    _cdata("replacement-character", "what somebody else could not decode", "نص \ufffd\ufffd آخر &#0; ثالث", "نص آخر ثالث"),
    _cdata("entity-shouted", "entities in capitals", "نص&NBSP;آخر &AMP; ثالث", "نص آخر & ثالث"),
    _cdata("entity-open", "long entities without their semicolon", "نص &hellip &laquoقول&raquo", "نص … «قول»"),
    _cdata("deep-div", "text in three thousand boxes", "<div>" * 3000 + "نص" + "</div>" * 3000, "نص"),
    _cdata("deep-bold", "text in a hundred thousand tags", "<b>" * 100_000 + "نص عميق" + "</b>" * 100_000, "نص عميق"),
    _cdata("quote-open", "a quote that is never closed does not swallow the text", '<p title="x>نص</p> <a href=x>آخر</a>', "نص\nآخر"),
    _cdata("tags-shown", "tags of no language that were meant to be seen: no tags are left", "&lt;rss&gt;&lt;channel&gt;x&lt;/channel&gt;&lt;/rss&gt; نص", "x نص"),
    _cdata("addresses-in-brackets", "an address in angle brackets is no tag", "راسلنا &lt;info@wire.example&gt; أو <https://wire.example/x>", "راسلنا <info@wire.example> أو <https://wire.example/x>"),
    _cdata("php-open", "sixty thousand instructions that never end", "نص" + "<? " * 20_000, "نص"),
    _cdata("reference-endless", "a reference of five thousand digits", "نص &#" + "5" * 5000 + "; آخر", "نص آخر"),
    *(
        Case(f"language-{code}", "another language in an Arabic feed", rss(story(title=title, text=text), head="<language>ar</language>"), [{"language": code}], set())
        for code, title, text in (
            ("ur", "وزیر دفاع نے کہا ہے", "انہوں نے بتایا کہ یہ نظام اگلے ماہ ملک میں پہنچ جائے گا۔"),
            ("ckb", "وەزیری بەرگری لە هەولێر ڕایگەیاند", "سیستەمەکە لە هەفتەی داهاتوو دەگات."),
            ("ug", "دۆلەت مۇداپىئە مىنىستىرى بايان قىلدى", "يېڭى سىستېما كېلەر ئاي يېتىپ كېلىدۇ."),
            ("ps", "د دفاع وزیر وویل چې نوی سیسټم", "دا سیسټم به په راتلونکې میاشت کې هېواد ته ورسېږي."),
            ("fr", "Le ministre annonce la livraison", "La livraison aura lieu dans le port de la ville."),
            ("tr", "Savunma Bakanı yeni sistemin teslim edildiğini açıkladı", "Sistem önümüzdeki ay Ankara'ya ulaşacak."),
            ("es", "Entrega de aviones a Egipto", "El ministro dijo que la entrega fue ayer."),
            ("de", "Minister kündigt Lieferung an", "Die Lieferung erfolgt im nächsten Monat."),
            ("ru", "Министр сообщил о поставке", "Поставка состоится в следующем месяце."),
            ("he", "ישראל הודיעה", "משרד הביטחון"),
        )
    ),
]  # fmt: skip
