"""Answers by their status: feeds that have not changed, have moved, fail or are gone."""

from __future__ import annotations

from tests.feedworld.request import ETAG, FEED, MODIFIED, Request, at


@at("/plain")
async def plain(request: Request) -> None:
    await request.answer(FEED)


@at("/conditional")
async def conditional(request: Request) -> None:
    if request.headers.get("if-none-match") == ETAG or request.headers.get("if-modified-since") == MODIFIED:
        await request.answer(status="304 Not Modified", ETag=ETAG)
    else:
        await request.answer(FEED, ETag=ETAG, Last_Modified=MODIFIED, Cache_Control="max-age=600")


@at("/unasked-304")
async def unasked(request: Request) -> None:
    await request.answer(status="304 Not Modified")


@at("/moved")
async def moved(request: Request) -> None:
    await request.answer(status="301 Moved Permanently", Location="/plain")


@at("/moved-308")
async def moved_308(request: Request) -> None:
    await request.answer(status="308 Permanent Redirect", Location=f"{request.base}/moved")


@at("/found")
async def found(request: Request) -> None:
    await request.answer(status="302 Found", Location="/moved")


@at("/see-other")
async def see_other(request: Request) -> None:
    await request.answer(status="303 See Other", Location="/plain")


@at("/no-location")
async def no_location(request: Request) -> None:
    await request.answer(status="302 Found")


@at("/chain")
async def chain(request: Request) -> None:
    await request.answer(status="302 Found", Location=f"/chain/{request.path.count('x') * 'x'}x")


@at("/cookie")
async def cookie(request: Request) -> None:
    if "seen=1" in request.headers.get("cookie", ""):
        await request.answer(FEED)
    else:
        await request.answer(status="302 Found", Location="/cookie", Set_Cookie="seen=1; Path=/")


for _path, _location in {
    "/self": "/self",
    "/loop-a": "/loop-b",
    "/loop-b": "/loop-a",
    "/to-file": "file:///etc/passwd",
    "/to-ftp": "ftp://127.0.0.1/feed",
    "/to-private": "http://10.0.0.1/feed",
    "/to-metadata": "http://169.254.169.254/latest/meta-data/",
    "/to-nonsense": "http://[::bad/",
}.items():

    @at(_path)
    async def elsewhere(request: Request, location: str = _location) -> None:
        await request.answer(status="302 Found", Location=location)


for status in (
    "400 Bad Request",
    "401 Unauthorized",
    "403 Forbidden",
    "404 Not Found",
    "500 Internal Server Error",
    "502 Bad Gateway",
):

    @at(f"/status-{status[:3]}")
    async def failed(request: Request, status: str = status) -> None:
        await request.answer(b"<html>error</html>", status)


@at("/gone")
async def gone(request: Request) -> None:
    await request.answer(status="410 Gone")


@at("/no-content")
async def no_content(request: Request) -> None:
    await request.answer(status="204 No Content")


@at("/busy")
async def busy(request: Request) -> None:
    await request.answer(status="429 Too Many Requests", Retry_After="120")


@at("/busy-nonsense")
async def busy_nonsense(request: Request) -> None:
    await request.answer(status="429 Too Many Requests", Retry_After="soon")


@at("/to-metadata-hex")
async def to_metadata_hex(request: Request) -> None:
    await request.answer(status="302 Found", Location="http://0xa9fea9fe/latest/")


@at("/to-metadata-v6")
async def to_metadata_v6(request: Request) -> None:
    await request.answer(status="302 Found", Location="http://[::ffff:169.254.169.254]/latest/")


@at("/to-private-relative")
async def to_private_relative(request: Request) -> None:
    await request.answer(status="302 Found", Location="//10.0.0.1/feed")


@at("/to-data")
async def to_data(request: Request) -> None:
    await request.answer(status="302 Found", Location="data:text/xml,x")


@at("/down")
async def down(request: Request) -> None:
    await request.answer(status="503 Service Unavailable", Retry_After="Sun, 22 Nov 2099 12:00:00 GMT")


@at("/login-redirect")
async def login_redirect(request: Request) -> None:
    location = request.base.replace("//", "//user:sekret@") + "/status-500"
    await request.answer(status="302 Found", Location=location)
