import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.cookies import SimpleCookie
from typing import Any

import httpx
import pytest

from bot.channels.preview import Preview, preview_routes
from bot.channels.preview.labels import labels, language_of
from bot.console.web import web_app
from bot.errors import ChannelUnavailableError
from bot.messages import LANGUAGES, Button, Received, Reply, Sent

OWN = {"Sec-Fetch-Site": "same-origin"}
HELLO = {"id": "message-1", "kind": "text", "text": "hello", "language": "en"}


@dataclass
class Notebook:
    """An inbox that writes into a list, dropping repeats as the real one does; or is away."""

    kept: dict[tuple[str, str], Received] = field(default_factory=dict)
    away: bool = False

    async def keep(self, updates: Sequence[Received]) -> None:
        """Write updates down (KeepReceived)."""
        if self.away:
            raise ChannelUnavailableError("the database does not answer")
        for update in updates:
            self.kept.setdefault((update.channel, update.id), update)


@pytest.fixture
def notebook() -> Notebook:
    """An empty inbox."""
    return Notebook()


@pytest.fixture
def preview(notebook: Notebook) -> Preview:
    """A clinic's preview whose name would be markup if it were not escaped."""
    return Preview("Hillside <Clinic>", "310-555-0100", notebook.keep)


@pytest.fixture
async def page(preview: Preview) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that has loaded the page."""
    transport = httpx.ASGITransport(web_app(preview_routes(preview)))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080", headers=OWN) as client:
        await client.get("/")
        yield client


def cookie_of(answer: httpx.Response) -> Any:
    """The cookie that an answer sets."""
    return next(iter(SimpleCookie(answer.headers["set-cookie"]).values()))


def events(stream: str) -> list[dict[str, str]]:
    """Server-sent events as their fields."""
    return [dict(line.split(": ", 1) for line in block.splitlines()) for block in stream.split("\n\n") if block]


async def test_what_the_page_sends_is_kept_before_it_is_acknowledged(
    page: httpx.AsyncClient, notebook: Notebook
) -> None:
    """202 means that the message is in the inbox, as raw bytes under the page's chat."""
    answer = await page.post("/preview/messages", json=HELLO)
    (received,) = notebook.kept.values()
    assert answer.status_code == 202
    assert (received.channel, json.loads(received.body)) == ("preview", HELLO)
    assert received.chat
    assert received.chat not in page.cookies.values()


async def test_a_message_sent_again_is_heard_once(page: httpx.AsyncClient, notebook: Notebook) -> None:
    """A page that got no answer repeats its message under the same id, and nobody reads it twice."""
    for _ in range(2):
        assert (await page.post("/preview/messages", json=HELLO)).status_code == 202
    assert len(notebook.kept) == 1


async def test_two_chats_may_use_the_same_ids(page: httpx.AsyncClient, notebook: Notebook) -> None:
    """A page's ids mean nothing outside its own chat, and starting over begins a new one."""
    await page.post("/preview/messages", json=HELLO)
    assert (await page.post("/preview/start-over")).status_code == 204
    await page.post("/preview/messages", json=HELLO)
    assert len({received.chat for received in notebook.kept.values()}) == 2


async def test_a_reload_goes_on_with_the_same_chat(page: httpx.AsyncClient) -> None:
    """The page's cookie stays as it is."""
    assert "set-cookie" not in (await page.get("/")).headers


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"id": "message-1", "kind": "text"}', b"\xff"])
async def test_what_is_no_message_is_refused(page: httpx.AsyncClient, notebook: Notebook, body: bytes) -> None:
    """Bad JSON and bad shapes are 400 and kept nowhere."""
    assert (await page.post("/preview/messages", content=body)).status_code == 400
    assert not notebook.kept


async def test_a_body_over_16_kb_is_refused(page: httpx.AsyncClient, notebook: Notebook) -> None:
    """A flood in one message never reaches the inbox, whether its length is announced or not."""

    async def unannounced() -> AsyncIterator[bytes]:
        for _ in range(20):
            yield b"x" * 1000

    for body in (b"x" * 20_000, unannounced()):
        assert (await page.post("/preview/messages", content=body)).status_code == 413
    assert not notebook.kept


async def test_an_inbox_that_is_away_is_said_so(page: httpx.AsyncClient, notebook: Notebook) -> None:
    """503 tells the page to show the clinic's phone and to offer another try."""
    notebook.away = True
    assert (await page.post("/preview/messages", json=HELLO)).status_code == 503


async def test_a_page_without_its_cookie_is_told_to_load_again(page: httpx.AsyncClient) -> None:
    """409 for messages and replies alike, also with a cookie that we never gave."""
    for cookies in ({}, {"clinic_preview": "../../etc"}):
        page.cookies = httpx.Cookies(cookies)
        assert (await page.post("/preview/messages", json=HELLO)).status_code == 409
        assert (await page.get("/preview/replies")).status_code == 409


async def test_replies_wait_for_the_page_with_numbers(
    page: httpx.AsyncClient, notebook: Notebook, preview: Preview
) -> None:
    """Each reply is an event with all that the page shows, under the position to go on from."""
    await page.post("/preview/messages", json=HELLO)
    (chat,) = (received.chat for received in notebook.kept.values())
    reply = Reply(
        "Hi\nthere", title="T", source="S", buttons=((Button("Yes", "y"),),), contact_button="Share", alert=True
    )
    assert await preview.carrier(chat, reply) == Sent()
    preview.close()
    answer = await page.get("/preview/replies?after=0123abcd-0")
    assert answer.headers["content-type"].startswith("text/event-stream")
    begun, shown = events(answer.text)
    assert (begun["event"], begun["data"]) == ("position", "0123abcd-0")
    assert (shown["event"], shown["id"].partition("-")[2]) == ("reply", "1")
    assert json.loads(shown["data"]) == {
        "title": "T",
        "text": "Hi\nthere",
        "source": "S",
        "buttons": [[{"label": "Yes", "data": "y"}]],
        "contactButton": "Share",
        "clearsContact": False,
        "alert": True,
    }


async def test_the_browsers_own_position_wins_over_the_address(page: httpx.AsyncClient, preview: Preview) -> None:
    """When a browser connects again by itself it repeats the old address; its header knows better."""
    preview.close()
    answer = await page.get("/preview/replies?after=0123abcd-1", headers={"Last-Event-ID": "0123abcd-2"})
    assert events(answer.text)[0]["id"] == "0123abcd-2"


@pytest.mark.parametrize("position", ["x", "0123abcd-1\r\nevent: reply", "0123abcd-" + "9" * 5000])
async def test_a_forged_position_means_from_now_on(page: httpx.AsyncClient, preview: Preview, position: str) -> None:
    """Nothing that a page makes up is echoed into the stream."""
    preview.close()
    answer = await page.get("/preview/replies", params={"after": position})
    assert events(answer.text)[0]["id"] != position
    assert answer.text.count("event:") == 1


@pytest.mark.parametrize(("secure", "name"), [(False, "clinic_preview"), (True, "__Host-clinic_preview")])
async def test_s8_the_chats_cookie_is_out_of_reach(notebook: Notebook, secure: bool, name: str) -> None:
    """The chat's cookie is for our own pages alone, and for https alone unless the page is on this machine."""
    preview = Preview("Hillside", "310-555-0100", notebook.keep, secure=secure)
    transport = httpx.ASGITransport(web_app(preview_routes(preview)))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8080") as client:
        cookie = cookie_of(await client.get("/"))
    assert (cookie.key, bool(cookie["secure"]), cookie["httponly"], cookie["samesite"], cookie["path"]) == (
        name,
        secure,
        True,
        "strict",
        "/",
    )
    assert len(cookie.value) >= 22


async def test_s12_the_clinics_name_is_escaped(page: httpx.AsyncClient) -> None:
    """What stands in clinic.yaml cannot become markup."""
    text = (await page.get("/")).text
    assert "Hillside &lt;Clinic&gt;" in text
    assert "<Clinic>" not in text


async def test_the_page_speaks_the_browsers_language(page: httpx.AsyncClient) -> None:
    """A Spanish browser gets Spanish labels from the start."""
    text = (await page.get("/", headers={"Accept-Language": "es-MX,es;q=0.9,en;q=0.8"})).text
    assert '<html lang="es">' in text
    assert labels()["es"]["write"] in text


@pytest.mark.parametrize(
    ("accepted", "language"), [("", "en"), ("fr, ES-mx;q=0.5, en", "es"), ("de", "en"), ("en-GB", "en")]
)
def test_the_first_language_that_we_speak_is_taken(accepted: str, language: str) -> None:
    """Unknown languages fall back to English."""
    assert language_of(accepted) == language


def test_both_languages_have_every_label() -> None:
    """No label is missing in either language, and the phone number stands in the same ones."""
    english, spanish = (labels()[language] for language in LANGUAGES)
    assert english.keys() == spanish.keys()
    assert all(english.values())
    assert all(spanish.values())
    assert {key for key in english if "{phone}" in english[key]} == {
        key for key in spanish if "{phone}" in spanish[key]
    }


async def test_static_files_have_their_types_and_are_asked_for_again(page: httpx.AsyncClient) -> None:
    """Browsers keep style sheets and scripts but ask each time whether they changed."""
    for name, kind in {"chat.js": "javascript", "frame.css": "text/css", "icon.svg": "image/svg+xml"}.items():
        answer = await page.get(f"/preview/static/{name}")
        assert kind in answer.headers["content-type"]
        assert answer.headers["cache-control"] == "no-cache"
        again = await page.get(f"/preview/static/{name}", headers={"If-None-Match": answer.headers["etag"]})
        assert again.status_code == 304


def test_messages_keep_their_time() -> None:
    """The preview's translation is the channel's own, with the time at which the message was kept."""
    at = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
    incoming = Preview.translate(Received("preview", "1", "chat", json.dumps(HELLO).encode()), at)
    assert incoming is not None
    assert incoming.at == at
