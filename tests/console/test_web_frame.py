import logging
import re

import httpx
import pytest
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.console.guards import POLICY
from bot.console.web import web_app
from tests.console.front_desk import FrontDesk

SECRET = "Maria Lopez 310 555 0123"


async def fine(request: Request) -> Response:
    """Reads the body and says how long it was."""
    return PlainTextResponse(str(len(await request.body())))


async def broken(request: Request) -> Response:
    """Fails with a patient's words in the error."""
    raise RuntimeError(SECRET)


def browser(app: ASGIApp, **headers: str) -> httpx.AsyncClient:
    """A browser of that application, at an address with a port."""
    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    return httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080", headers=headers)


@pytest.fixture
def app() -> ASGIApp:
    """One page that works, one that fails, and a machine's route outside the frame."""
    pages = [Route("/fine", fine, methods=["GET", "POST"]), Route("/broken", broken)]
    return web_app(pages, [Route("/webhook", fine, methods=["POST"])])


@pytest.mark.parametrize("path", ["/fine", "/broken", "/nowhere"])
async def test_s9_every_answer_carries_the_security_headers(app: ASGIApp, path: str) -> None:
    """Pages, errors and unknown addresses alike."""
    async with browser(app) as client:
        headers = (await client.get(path)).headers
    assert headers["content-security-policy"] == POLICY
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"


async def test_s10_no_page_of_the_staff_is_stored(desk: FrontDesk) -> None:
    """Signed-in pages, the refresh and the sign-in page stay out of every cache."""
    client = await desk.signed_in()
    for path in ("/staff", "/staff/calls", "/staff/sign-in"):
        assert (await client.get(path)).headers["cache-control"] == "no-store"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "https://elsewhere.example"}, 200),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "cross-site", "Origin": "http://127.0.0.1:8080"}, 403),
        ({"Sec-Fetch-Site": "none"}, 403),
        ({"Origin": "http://127.0.0.1:8080"}, 200),
        ({"Origin": "https://127.0.0.1:8080"}, 200),
        ({"Origin": "http://127.0.0.1:9999"}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),
        ({}, 403),
    ],
)
async def test_s11_changes_come_from_our_own_pages_alone(app: ASGIApp, headers: dict[str, str], status: int) -> None:
    """A POST that another site, a file or no page at all asked for is refused; reading is not."""
    async with browser(app, **headers) as client:
        assert (await client.post("/fine")).status_code == status
        assert (await client.get("/fine")).status_code == 200


@pytest.mark.parametrize("origin", ["http://[", "http://127.0.0.1:8080@elsewhere.example", "http://127.0.0.1:x"])
async def test_s11_a_broken_origin_is_foreign(app: ASGIApp, origin: str) -> None:
    """What cannot be read as an address is refused, not an error."""
    async with browser(app, Origin=origin) as client:
        assert (await client.post("/fine")).status_code == 403


async def test_bodies_of_pages_are_bounded_and_machines_routes_are_not(app: ASGIApp) -> None:
    """16 kB are plenty for a page; a webhook has its own bounds and needs no origin."""
    async with browser(app) as client:
        large = await client.post("/fine", content=b"x" * 16_385, headers={"Sec-Fetch-Site": "same-origin"})
        small = await client.post("/fine", content=b"x" * 16_384, headers={"Sec-Fetch-Site": "same-origin"})
        machine = await client.post("/webhook", content=b"x" * 20_000)
    assert (large.status_code, small.text, machine.text) == (413, "16384", "20000")
    assert large.headers["content-security-policy"] == POLICY


async def test_s17_an_error_page_shows_a_number_and_nothing_else(
    app: ASGIApp, caplog: pytest.LogCaptureFixture
) -> None:
    """The reader gets a number; the log has the same number and the kind of error, without its words."""
    with caplog.at_level(logging.ERROR, "bot.console.web"):
        async with browser(app, Accept="text/html") as client:
            answer = await client.get("/broken")
    assert answer.status_code == 500
    assert SECRET not in answer.text
    assert "Traceback" not in answer.text
    found = re.search(r"<code>([0-9a-f]{8})</code>", answer.text)
    assert found is not None
    assert caplog.messages == [f"request {found[1]} failed: RuntimeError"]


async def test_scripts_get_errors_as_json(app: ASGIApp) -> None:
    """What asks for no page gets none."""
    async with browser(app, Accept="*/*") as client:
        answer = await client.get("/nowhere")
        wrong_way = await client.delete("/fine", headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.json() == {"error": 404, "request": ""}
    assert (wrong_way.status_code, sorted(wrong_way.headers["allow"].split(", "))) == (405, ["GET", "HEAD", "POST"])
