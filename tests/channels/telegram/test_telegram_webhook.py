from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels.telegram.updates import dump
from bot.errors import ChannelUnavailableError, SettingsError
from tests.fakes import telegram_updates as tg
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.telegram_channel import Notebook, make_channel

PATH, SECRET = "/telegram/webhook", "s3cret_-"
HEADERS = {"X-Telegram-Bot-Api-Secret-Token": SECRET}
BODY = dump({"update_id": 5, **tg.text("¿cuánto cuesta?")})


@pytest.fixture
async def client(api: FakeBotApi, notebook: Notebook) -> AsyncIterator[httpx.AsyncClient]:
    """Telegram's side of a web server that has the channel's route."""
    async with make_channel(api.url, notebook) as channel:
        app = Starlette(routes=[channel.webhook_route(SECRET)])
        transport = httpx.ASGITransport(app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://clinic.example") as client:
            yield client


async def test_an_update_is_kept_raw_before_200(client: httpx.AsyncClient, notebook: Notebook) -> None:
    """The body is in the inbox as it came when Telegram reads 200."""
    assert (await client.post(PATH, content=BODY, headers=HEADERS)).status_code == 200
    assert [(page.id, page.chat, page.body) for page in notebook.pages] == [("1:5", "1001", BODY)]


async def test_a_double_delivery_is_kept_once(client: httpx.AsyncClient, notebook: Notebook) -> None:
    """Telegram may post an update again: it reads 200 and the inbox has it once."""
    for _ in range(2):
        assert (await client.post(PATH, content=BODY, headers=HEADERS)).status_code == 200
    assert notebook.ids == ["1:5"]


@pytest.mark.parametrize("secret", [None, "", "s3cret", "S3CRET_-", "sécret", SECRET + "x"])
async def test_without_the_secret_nothing_is_kept(
    client: httpx.AsyncClient, notebook: Notebook, secret: str | None
) -> None:
    """Whoever does not know the secret reads 403."""
    headers = [] if secret is None else [(b"X-Telegram-Bot-Api-Secret-Token", secret.encode())]
    assert (await client.post(PATH, content=BODY, headers=headers)).status_code == 403
    assert notebook.pages == []


@pytest.mark.parametrize("error", [ChannelUnavailableError("full"), OSError("INSERT 'i feel so bad'")])
async def test_while_the_inbox_is_closed_telegram_is_asked_to_come_again(
    client: httpx.AsyncClient, notebook: Notebook, error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    """503 makes Telegram send the update again; the log says why without a patient's words."""
    notebook.closed = error
    assert (await client.post(PATH, content=BODY, headers=HEADERS)).status_code == 503
    assert type(error).__name__ in caplog.text
    assert "so bad" not in caplog.text


@pytest.mark.parametrize("body", [b"", b"no JSON", b"\xff\xfe", b"[]", b'{"update_id": 6, "message": 3}'])
async def test_a_body_that_cannot_be_read_is_kept_and_accepted(
    client: httpx.AsyncClient, notebook: Notebook, body: bytes
) -> None:
    """A poison update is stored raw and answered with 200: refused, it would block its chat for a day."""
    assert (await client.post(PATH, content=body, headers=HEADERS)).status_code == 200
    assert [(page.chat, page.body) for page in notebook.pages] == [("", body)]


async def test_a_body_larger_than_any_update_is_refused(client: httpx.AsyncClient, notebook: Notebook) -> None:
    """A megabyte is not read to its end."""
    assert (await client.post(PATH, content=b"x" * 1_000_001, headers=HEADERS)).status_code == 413
    assert notebook.pages == []


async def test_other_kinds_of_update_are_accepted_and_not_kept(client: httpx.AsyncClient, notebook: Notebook) -> None:
    """What the bot never asked for is acknowledged and forgotten."""
    body = dump({"update_id": 7, "channel_post": {"chat": {"id": -1, "type": "channel"}, "text": "news"}})
    assert (await client.post(PATH, content=body, headers=HEADERS)).status_code == 200
    assert notebook.pages == []


async def test_only_posts_are_taken(client: httpx.AsyncClient) -> None:
    """A browser that looks at the address finds nothing."""
    assert (await client.get(PATH, headers=HEADERS)).status_code == 405


@pytest.mark.parametrize("secret", ["", "with space", "ñ", "x" * 257])
async def test_a_secret_that_telegram_cannot_send_is_refused(notebook: Notebook, secret: str) -> None:
    """The operator reads which setting to mend, and the secret is not repeated."""
    channel = make_channel("http://127.0.0.1:9/bot", notebook)
    with pytest.raises(SettingsError, match="CLINIC_BOT_TELEGRAM__WEBHOOK_SECRET"):
        channel.webhook_route(secret)


async def test_opening_the_webhook_tells_telegram_address_secret_and_kinds(api: FakeBotApi, notebook: Notebook) -> None:
    """Telegram learns where to post, with which secret and what; nothing pending is dropped."""
    async with make_channel(api.url, notebook) as channel:
        await channel.open_webhook("https://clinic.example/telegram/webhook", SECRET)
    [call] = api.calls
    assert (call.method, call.fields["url"]) == ("setWebhook", "https://clinic.example/telegram/webhook")
    assert call.fields["secret_token"] == SECRET
    assert call.fields["allowed_updates"] == ["message", "edited_message", "callback_query", "my_chat_member"]
    assert "drop_pending_updates" not in call.fields
