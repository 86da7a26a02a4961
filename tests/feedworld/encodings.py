"""Encodings: what is declared, what the server says, and what the bytes are."""

# ruff: noqa: E501 (one behaviour a line)

from __future__ import annotations

from tests.feedworld.case import Case, rss, story

_TITLE = "وزارة الدفاع تعلن استلام الدفعة الأولى"
_TEXT = "أعلنت الوزارة اليوم في بيان رسمي، أن الدفعة الأولى وصلت إلى القاعدة الجوية غربي العاصمة."
_GOOD = [{"title": _TITLE, "text": _TEXT}]


def _body(encoding: str, declared: str | None, title: str = _TITLE, text: str = _TEXT) -> bytes:
    declaration = f'<?xml version="1.0" encoding="{declared}"?>' if declared else '<?xml version="1.0"?>'
    head = "<title>wire</title>"
    return rss(story(title=title, text=text), declaration=declaration, head=head).encode(encoding)


def _misread(text: str, encoding: str) -> str:
    """UTF-8 bytes read as a single-byte encoding, undefined bytes kept as controls, as careless programs do."""
    return "".join(_char(byte, encoding) for byte in text.encode())


def _char(byte: int, encoding: str) -> str:
    try:
        return bytes([byte]).decode(encoding)
    except UnicodeDecodeError:
        return chr(byte)


_XML = "text/xml; charset="
CASES = [
    Case("utf8", "the plain case", _body("utf-8", "utf-8"), _GOOD, set()),
    Case("utf8-undeclared", "XML without a declaration is UTF-8", _body("utf-8", None), _GOOD, set()),
    Case("utf8-bom", "a byte order mark is no text", b"\xef\xbb\xbf" + _body("utf-8", "utf-8"), _GOOD, set()),
    Case("utf8-two-boms", "two of them neither", b"\xef\xbb\xbf\xef\xbb\xbf" + _body("utf-8", "utf-8"), _GOOD),
    Case("utf8-as-1256", "UTF-8 that declares windows-1256", _body("utf-8", "windows-1256"), _GOOD, {"wrong_encoding"}),
    Case("utf8-http-1256", "UTF-8 that the server calls windows-1256", _body("utf-8", "utf-8"), _GOOD, set(), content_type=_XML + "windows-1256"),
    Case("utf8-http-latin1", "the server's default of ISO-8859-1", _body("utf-8", None), _GOOD, content_type=_XML + "ISO-8859-1"),
    Case("1256", "windows-1256 as declared", _body("cp1256", "windows-1256"), _GOOD, set()),
    Case("1256-http-utf8", "windows-1256 with a wrong HTTP charset", _body("cp1256", "windows-1256"), _GOOD, set(), content_type=_XML + "utf-8"),
    Case("1256-http-latin1", "the same with another", _body("cp1256", "windows-1256"), _GOOD, set(), content_type=_XML + "iso-8859-1"),
    Case("1256-as-utf8", "windows-1256 that declares UTF-8", _body("cp1256", "utf-8"), _GOOD, {"wrong_encoding"}),
    Case("1256-as-utf8-twice", "and the server says so too", _body("cp1256", "utf-8"), _GOOD, {"wrong_encoding"}, content_type=_XML + "utf-8"),
    Case("1256-undeclared", "nobody says anything", _body("cp1256", None), _GOOD),
    Case("1256-as-88596", "windows-1256 that declares ISO-8859-6", _body("cp1256", "iso-8859-6"), _GOOD, {"wrong_encoding"}),
    Case("1256-as-latin1", "windows-1256 that declares ISO-8859-1", _body("cp1256", "iso-8859-1"), _GOOD, {"wrong_encoding"}),
    Case("1256-as-1251", "windows-1256 that declares windows-1251", _body("cp1256", "windows-1251"), _GOOD, {"wrong_encoding"}),
    Case("1256-odd-name", "an encoding name nobody knows", _body("cp1256", "arabic-windows"), _GOOD),
    Case("1256-short", "one short title is enough evidence", rss("<title>مصر والعراق</title>", head="<title>w</title>", declaration="").encode("cp1256"), [{"title": "مصر والعراق"}]),
    Case("88596", "ISO-8859-6 as declared", _body("iso8859-6", "iso-8859-6"), _GOOD, set()),
    Case("88596-undeclared", "told from windows-1256 by its letters", _body("iso8859-6", None), _GOOD),
    Case("88596-as-1256", "ISO-8859-6 that declares windows-1256", _body("iso8859-6", "windows-1256"), _GOOD, {"wrong_encoding"}),
    Case("88596-http-utf8", "ISO-8859-6 that the server calls UTF-8", _body("iso8859-6", "iso-8859-6"), _GOOD, set(), content_type=_XML + "utf-8"),
    Case("utf16", "UTF-16 with a byte order mark", _body("utf-16", "utf-16"), _GOOD, set()),
    Case("utf16-as-utf8", "UTF-16 that declares UTF-8", _body("utf-16", "utf-8"), _GOOD, set()),
    Case("utf16le-bare", "UTF-16 without a byte order mark", _body("utf-16-le", "utf-16"), _GOOD),
    Case("utf16be-bare", "the same the other way round", _body("utf-16-be", None), _GOOD),
    Case("utf16-odd", "UTF-16 that lost its last byte", _body("utf-16", "utf-16")[:-1], _GOOD),
    Case("utf32", "UTF-32", _body("utf-32", "utf-32"), _GOOD),
    Case("ascii-as-utf16", "declares UTF-16 and is not", rss(story(title="Port", text="A ship came."), head="<title>w</title>", declaration='<?xml version="1.0" encoding="utf-16"?>'),
         [{"title": "Port", "text": "A ship came."}]),
    Case("entities-only", "Arabic as character references", rss(story(title="".join(f"&#{ord(c)};" for c in _TITLE), text=_TEXT)), _GOOD, set()),
    Case("mojibake-1252", "UTF-8 read as windows-1252 before it was published", _body("utf-8", "utf-8", _misread(_TITLE, "cp1252"), _misread(_TEXT, "cp1252")), _GOOD),
    Case("mojibake-1256", "UTF-8 read as windows-1256 before it was published", _body("utf-8", "utf-8", _misread(_TITLE, "cp1256"), _misread(_TEXT, "cp1256")), _GOOD),
    Case("mojibake-latin1", "UTF-8 read as ISO-8859-1 before it was published", _body("utf-8", "utf-8", _misread(_TITLE, "latin-1"), _misread(_TEXT, "latin-1")), _GOOD),
    Case("mojibake-twice", "the same done twice", _body("utf-8", "utf-8", _misread(_misread(_TITLE, "cp1256"), "cp1256"), _misread(_misread(_TEXT, "cp1252"), "cp1252")), _GOOD),
    Case("mojibake-title-only", "only the title went through it", _body("utf-8", "utf-8", _misread(_TITLE, "cp1252"), _TEXT), _GOOD),
    Case("mojibake-mixed", "one good word among bad ones", _body("utf-8", "utf-8", "عاجل: " + _misread(_TITLE, "cp1252"), _TEXT), [{"title": "عاجل: " + _TITLE, "text": _TEXT}]),
    Case("mojibake-references", "the wrong characters as references", _body("utf-8", "utf-8", "".join(f"&#{ord(c)};" for c in _misread(_TITLE, "latin-1")), _TEXT), _GOOD),
    Case("mojibake-1256-read-as-latin1", "windows-1256 read as Latin-1 before it was published",
         _body("utf-8", "utf-8", _TITLE.encode("cp1256").decode("latin-1"), _TEXT.encode("cp1256").decode("latin-1")), _GOOD),
    Case("not-mojibake", "a comma behind a letter is good Arabic", _body("utf-8", "utf-8", "في الوسط، وفي الحظ، كلام", "النص «سليم» – تماما؛ ألا ترى؟"),
         [{"title": "في الوسط، وفي الحظ، كلام", "text": "النص «سليم» – تماما؛ ألا ترى؟"}], set()),
    Case("french", "accents in windows-1252", rss(story(title="L’élève a reçu ça à l’été", text="Où est la Réunion ?"), head="<title>w</title>", declaration='<?xml version="1.0" encoding="iso-8859-1"?>').encode("cp1252"),
         [{"title": "L’élève a reçu ça à l’été", "text": "Où est la Réunion ?"}], set()),
    Case("russian", "windows-1251 as declared", rss(story(title="Россия поставит новые системы", text="Об этом сообщили в министерстве."), head="<title>w</title>", declaration='<?xml version="1.0" encoding="windows-1251"?>').encode("cp1251"),
         [{"title": "Россия поставит новые системы"}], set()),
    Case("turkish", "windows-1254 as declared", rss(story(title="Dışişleri Bakanlığı açıkladı", text="Görüşme İstanbul’da yapıldı."), head="<title>w</title>", declaration='<?xml version="1.0" encoding="windows-1254"?>').encode("cp1254"),
         [{"title": "Dışişleri Bakanlığı açıkladı"}], set()),
    Case("cut-character", "a title cut in the middle of a character", rss(story(title="TTT", text=_TEXT)).encode().replace(b"TTT", _TITLE.encode()[:-1]),
         [{"title": _TITLE[:-1], "text": _TEXT}], {"bad_encoding"}),
    Case("cut-character-dots", "and then three dots", rss(story(title="TTT", text=_TEXT)).encode().replace(b"TTT", _TITLE.encode()[:-1] + b"..."),
         [{"title": _TITLE[:-1] + "...", "text": _TEXT}], {"bad_encoding"}),
    Case("one-item-1256", "one item in another encoding than the rest", rss(story(1, text=_TEXT), story(2, title="TTT", text=_TEXT)).encode().replace(b"TTT", _TITLE.encode("cp1256")),
         [{"text": _TEXT}, {"title": _TITLE, "text": _TEXT}], {"bad_encoding"}),
    Case("smart-quote-byte", "a windows-1252 apostrophe in UTF-8", rss(story(title="L'TTTT", text=_TEXT)).encode().replace(b"'TTTT", b"\x92homme"),
         [{"title": "L’homme", "text": _TEXT}], {"bad_encoding"}),
    Case("cesu-surrogates", "surrogates written as UTF-8", rss(story(title="خبر TTT", text=_TEXT)).encode().replace(b"TTT", b"\xed\xa0\xbd\xed\xb8\x80"), [{"text": _TEXT}], {"bad_encoding"}),
    Case("overlong", "an overlong less-than sign is no tag", rss(story(title="خبر TTT", text=_TEXT)).encode().replace(b"TTT", b"\xc0\xbcscript\xc0\xbe"), [{"text": _TEXT}], {"bad_encoding"}),
    Case("persian-1256", "Persian in windows-1256", rss(story(title="گفتگوی ايران و روسيه درباره سامانه پدافندی".replace("ی", "ي"), text="به گزارش خبرگزاري، اين گفتگو در تهران انجام شد."), head="<title>w</title>", declaration='<?xml version="1.0" encoding="utf-8"?>').encode("cp1256"),
         [{"title": "گفتگوي ايران و روسيه درباره سامانه پدافندي"}]),
    Case("bidi-marks", "direction marks inside words", rss(story(title="\u200fوزارة\u200e الدفاع\u200f", text=_TEXT)), [{"text": _TEXT}], set()),
]  # fmt: skip
