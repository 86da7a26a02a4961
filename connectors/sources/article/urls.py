"""One address for one article: tracking, AMP, mobile and syndication variants brought to the canonical one."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from urllib.parse import parse_qsl, quote, unquote, urlsplit, urlunsplit

from w3lib.url import safe_url_string

_TRACKING_PREFIXES: Final = (
    "utm_",
    "at_",
    "ns_",
    "mc_",
    "pk_",
    "mtm_",
    "matomo_",
    "piwik_",
    "hsa_",
    "_hs",
    "oly_",
    "vero_",
    "wt.",
    "wt_",
    "stm_",
    "itm_",
    "trk_",
    "fb_action_",
    "fb_source",
    "__twitter_",
    "__s",
    "amp_",
    "gad_",
)
_TRACKING: Final = frozenset(
    [
        "fbclid",
        "gclid",
        "gclsrc",
        "dclid",
        "gbraid",
        "wbraid",
        "msclkid",
        "yclid",
        "ysclid",
        "twclid",
        "ttclid",
        "igshid",
        "igsh",
        "li_fat_id",
        "mkt_tok",
        "_ga",
        "_gl",
        "_ke",
        "cmpid",
        "cmp",
        "ocid",
        "ncid",
        "cid_source",
        "icid",
        "xtor",
        "xts",
        "traffic_source",
        "smid",
        "smtyp",
        "partner",
        "emc",
        "guccounter",
        "guce_referrer",
        "guce_referrer_sig",
        "sr_share",
        "spm",
        "scm",
        "share_from",
        "sharetype",
        "s_cid",
        "s_kwcid",
        "ref_src",
        "ref_url",
        "rss",
        "feedname",
        "feedtype",
        "phpsessid",
        "jsessionid",
        "aspsessionid",
        "sessionid",
        "amp",
        "outputtype",
        "is_amp",
        "usqp",
        "nocache",
        "ampcf",
        "srsltid",
        "epik",
        "taid",
        "rdt_cid",
        "mibextid",
        "dicbo",
        "vgo_ee",
        "__tn__",
        "sfmc_id",
        "trk",
    ]
)
_TRACKING_VALUES: Final[dict[str, frozenset[str]]] = {
    key: frozenset(
        [
            "rss",
            "feed",
            "rssfeed",
            "rss_feed",
            "feeds",
            "facebook",
            "twitter",
            "telegram",
            "whatsapp",
            "google",
            "social",
            "newsletter",
            "email",
        ]
    )
    for key in ("ref", "source", "src", "from", "via", "campaign", "medium", "output", "view", "share")
}
_AMP_VALUES: Final = frozenset({"amp", "1", "true", "", "yes"})
_AMP_KEYS: Final = frozenset({"output", "view", "type", "format", "mode", "version"})
_MOBILE: Final = re.compile(r"^(?:(?P<before>[a-z]{2}|www)\.)?(?:m|amp)\.(?P<rest>.+\..+)$")
_HANDHELD: Final = re.compile(r"^(?P<before>(?:[a-z]{2}|www)\.)?(?:mobile|mob|wap|touch)\.(?P<rest>.+\..+)$")
"""Names that some sites have for their mobile pages, and others for a section of their own."""
_ON_HANDHELD: Final = re.compile(r"https?://(?:[a-z]{2}\.|www\.)?(?:mobile|mob|wap|touch)\.")
_AMP_PATH: Final = re.compile(r"^/amp(?=/.)|(?<=.)/amp/?$|(?:\.amp(?=\.html?$)|\.amp$)", re.IGNORECASE)
_CACHE: Final = re.compile(r"^/[a-z]/(s/)?(.+)$")
# What needs no cleaning but that of its parameters: nearly every link.
_SIMPLE: Final = re.compile(
    r"(?P<scheme>https?)://(?P<host>[a-z0-9-]+(?:\.[a-z0-9-]+)+)(?P<path>(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/?)"
    r"(?:\?(?P<query>[A-Za-z0-9_.=&-]*))?"
)
_UNASKED: Final = re.compile(r"&(?:utm_[a-z]+|fbclid)=.*$", re.IGNORECASE)
"""Tracking put behind an address as if it had parameters already."""
_INDEX: Final = re.compile(r"/(?:index\.(?:html?|php|aspx?))?$")
_HOMES: Final = frozenset({"", "index.html", "index.php", "ar", "home"})
_PLAIN_PATH: Final = re.compile(r"(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/?")
_SESSION: Final = re.compile(r";(?:jsessionid|phpsessid)=[^/?#;]*", re.IGNORECASE)
_WRAPPERS: Final[dict[str, tuple[str, ...]]] = {
    "www.google.com/url": ("url", "q"),
    "google.com/url": ("url", "q"),
    "l.facebook.com/l.php": ("u",),
    "lm.facebook.com/l.php": ("u",),
    "t.umblr.com/redirect": ("z",),
}
_DEFAULT_PORTS: Final = {"http": 80, "https": 443}
_FEED_SCHEME: Final = re.compile(r"^feed:(?://)?(?:(https?:)|(?<=//))", re.IGNORECASE)
_SCHEMELESS: Final = re.compile(r"^(?:www\.|//)[^\s/]+\.[^\s/]+", re.IGNORECASE)


def canonical(link: str | None, limit: int = 4096) -> str | None:
    """The canonical address of a link, or None where it is no http address.

    Lower-case host without default port, user, `m.` or `amp.`; percent-encoded path; no fragment, session or tracking
    parameters; AMP pages and caches, and redirect wrappers, resolved to the page they stand for. Parameters are sorted
    only where that cannot matter: all of them `name=value`, no name twice.
    """
    return _canonical(link, limit) if link else None


@lru_cache(maxsize=1024)
def _canonical(link: str | None, limit: int) -> str | None:
    simple = _SIMPLE.fullmatch(link) if link and len(link) <= limit else None
    if simple and _stands_for_itself(simple["host"]):
        path = simple["path"]
        path = (_AMP_PATH.sub("", path) if "amp" in path.lower() else path) or "/"
        query = _query(simple["query"] or "")
        return f"{simple['scheme']}://{simple['host']}{path}{'?' + query if query else ''}"
    for _ in range(3):
        link = _readable(link, limit)
        if link is None:
            return None
        inner = _unwrapped(link)
        if inner == link:
            break
        link = inner
    try:
        return _normal(link) if link else None
    except (ValueError, UnicodeError):
        return None


def host(url: str) -> str:
    """The host of an address in lower case; empty where it has none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""


def identity(url: str) -> str:
    """What makes addresses the same article: not the scheme, `www.`, `mobile.`, a trailing slash or `/index.html`."""
    simple = _SIMPLE.fullmatch(url)
    if simple:
        query = simple["query"]
        host, path = _told_by(simple["host"]), simple["path"]
        path = _INDEX.sub("", path) if path.endswith("/") or "/index." in path else path
        return f"https://{host}{path}?{query}" if query else f"https://{host}{path}"
    parts = urlsplit(url)
    host = _told_by(parts.netloc)
    path = _INDEX.sub("", parts.path)
    return urlunsplit(("https", host, path, parts.query, parts.fragment))


@lru_cache(maxsize=1024)
def _told_by(host: str) -> str:
    """The host as far as it tells one article from another."""
    return _without_handheld(host).removeprefix("www.")


def _without_handheld(host: str) -> str:
    return _HANDHELD.sub(lambda match: f"{match['before'] or ''}{match['rest']}", host)


def desktop(url: str, hosts: frozenset[str]) -> str:
    """A canonical address on `mobile.`, `wap.` or the like brought to the desktop host where that is one of `hosts`.

    They are those that the feed itself names, without `www.`: else nothing says that there is such a host.
    """
    if not _ON_HANDHELD.match(url):
        return url
    scheme, _, rest = url.partition("://")
    written, slash, path = rest.partition("/")
    named = _without_handheld(written)
    return f"{scheme}://{named}{slash}{path}" if named.removeprefix("www.") in hosts else url


def is_home(url: str) -> bool:
    """Whether a canonical address is that of a site's front page, which identifies no article."""
    parts = url.split("/", 3)
    return len(parts) < 4 or parts[3].strip("/").lower() in _HOMES


@lru_cache(maxsize=1024)
def _stands_for_itself(host: str) -> bool:
    """Whether a host is neither the mobile one of another nor one whose links lead to others."""
    wraps = host.endswith((".ampproject.org", "google.com", "facebook.com", "umblr.com"))
    return not wraps and not _MOBILE.match(host)


def _readable(link: str | None, limit: int) -> str | None:
    if not link:
        return None
    link = "".join(link.split("\n")).replace("\t", "").replace("\r", "").strip().strip("\"'<>\ufeff\u200b\u200e\u200f")
    if _SCHEMELESS.match(link):
        link = "https://" + link.lstrip("/")
    link = _FEED_SCHEME.sub(lambda match: match[1] or "http://", link) if link[:5].lower() == "feed:" else link
    link = re.sub(r"^(https?):/(?=[^/])", r"\1://", link, flags=re.IGNORECASE)
    if len(link) > limit or not re.match(r"https?://[^/\s]", link, re.IGNORECASE):
        return None
    link = link.replace("&amp;", "&").replace("&#38;", "&").replace("&#038;", "&")
    return link if "?" in link else _UNASKED.sub("", link)


def _unwrapped(link: str) -> str:
    try:
        parts = urlsplit(link)
    except ValueError:
        return link
    host = (parts.hostname or "").lower()
    if (
        host == "cdn.ampproject.org"
        or host.endswith(".cdn.ampproject.org")
        or (host in {"www.google.com", "google.com"} and parts.path.startswith("/amp/"))
    ):
        match = _CACHE.match(
            parts.path.removeprefix("/amp") if "google" in host and "ampproject" not in host else parts.path
        )
        if host.startswith(("www.google", "google")):
            match = re.match(r"^/amp/(s/)?(.+)$", parts.path)
        if match and "." in match.group(2):
            return f"{'https' if match.group(1) else 'http'}://{match.group(2)}" + (
                f"?{parts.query}" if parts.query else ""
            )
    names = _WRAPPERS.get(f"{host}{parts.path}")
    for key, value in parse_qsl(parts.query) if names else ():
        if key in names and value.lower().startswith(("http://", "https://")):  # type: ignore[operator]
            return value
    return link


def _normal(link: str) -> str | None:
    parts = urlsplit(safe_url_string(link, encoding="utf-8"))
    scheme = parts.scheme.lower()
    host = _host(parts.hostname or "")
    if not host:
        return None
    if parts.port and parts.port != _DEFAULT_PORTS.get(scheme):
        host = f"{host}:{parts.port}"
    path = _AMP_PATH.sub("", _SESSION.sub("", _path(parts.path))) or "/"
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    return urlunsplit((scheme, host, path, _query(parts.query), fragment))


def _host(host: str) -> str:
    host = host.lower().rstrip(".")
    if not host.isascii():
        host = host.encode("idna").decode("ascii")
    match = _MOBILE.match(host)
    if match:
        before = match.group("before")
        host = f"{before}.{match.group('rest')}" if before else match.group("rest")
    if not re.fullmatch(r"[a-z0-9._-]+|\[?[0-9a-f:.]+\]?", host):
        return ""
    return f"[{host}]" if ":" in host else host


def _path(path: str) -> str:
    """Escapes in upper case, none that are not needed, dot segments resolved."""
    if _PLAIN_PATH.fullmatch(path):
        return path
    segments: list[str] = []
    for segment in path.split("/"):
        if segment == "..":
            segments = segments[:-1] or [""]
        elif segment != ".":
            segments.append(quote(_unquoted(segment), safe="!$&'()*+,;=:@~%"))
    return re.sub(r"(?<!:)/{2,}", "/", "/".join(segments)) if segments else "/"


def _unquoted(segment: str) -> str:
    """Unescape what is safe to: letters and the like, never a reserved character, never bytes that are no UTF-8."""
    try:
        plain = unquote(segment, errors="strict")
    except UnicodeDecodeError:
        return re.sub(r"%[0-9a-fA-F]{2}", lambda match: match.group().upper(), segment)
    kept = {"%": "%25", "/": "%2F", "?": "%3F", "#": "%23"}
    if any(mark in plain for mark in kept) and "%" in segment:
        return re.sub(r"%[0-9a-fA-F]{2}", lambda match: match.group().upper(), segment)
    return plain


@lru_cache(maxsize=1024)
def _query(query: str) -> str:
    if not query:
        return ""
    pairs = [pair for pair in query.split("&") if pair and not _is_tracking(pair)]
    keys = [pair.partition("=")[0] for pair in pairs]
    if len(set(keys)) == len(keys) and all("=" in pair for pair in pairs):
        pairs.sort()
    return "&".join(pairs)


def _is_tracking(pair: str) -> bool:
    key, _, value = pair.partition("=")
    key, value = key.lower(), value.lower()
    if key in {"amp", "amphtml", "is_amp"}:
        return value in _AMP_VALUES
    if key in _TRACKING or key.startswith(_TRACKING_PREFIXES):
        return True
    if value == "amp" and key in _AMP_KEYS:
        return True
    return value in _TRACKING_VALUES.get(key, ()) or (key == "mobile" and value in _AMP_VALUES)
