import asyncio
import json
import logging
from datetime import timedelta

import pytest

from bot.channels.telegram.bots import InboxBot
from bot.channels.telegram.translate import translate
from bot.channels.telegram.transport import AiohttpRequest
from bot.errors import ChannelUnavailableError
from tests.fakes import telegram_faults as faults
from tests.fakes import telegram_updates as tg
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.telegram_channel import NOON, TOKEN, Notebook, make_channel, polling
from tests.fakes.telegram_faults import Fault


async def test_updates_are_kept_in_order_before_they_are_confirmed(api: FakeBotApi, notebook: Notebook) -> None:
    """A batch is in the inbox, with chats and whole bodies, before an offset tells Telegram to forget it."""
    await api.put(tg.text("whats your number"), tg.tap("menu", user=1002))
    async with polling(api.url, notebook):
        await api.until(lambda: not api.updates)
    assert [(page.id, page.chat) for page in notebook.pages] == [("1:1", "1001"), ("1:2", "1002")]
    incoming = translate(notebook.pages[0], NOON)
    assert incoming is not None
    assert incoming.text == "whats your number"


async def test_polls_ask_for_the_four_kinds_and_drop_nothing(api: FakeBotApi, notebook: Notebook) -> None:
    """The kinds wanted are said at each poll, a webhook left over is removed, and pending updates are never dropped."""
    await api.put(tg.text("hello"))
    async with polling(api.url, notebook):
        await api.until(lambda: not api.updates)
    assert api.methods[0] == "deleteWebhook"
    assert not any("drop_pending_updates" in call.fields for call in api.calls)
    asked = [call.fields["allowed_updates"] for call in api.calls if call.method == "getUpdates"]
    assert asked[0] == ["message", "edited_message", "callback_query", "my_chat_member"]


@pytest.mark.parametrize("trouble", [ChannelUnavailableError("the database is away"), RuntimeError("a defect")])
async def test_while_the_inbox_is_closed_telegram_keeps_the_updates(
    api: FakeBotApi, notebook: Notebook, trouble: Exception
) -> None:
    """Nothing is confirmed while it cannot be kept, whatever the reason; afterwards everything arrives, once."""
    notebook.closed = trouble
    await api.put(tg.text("one"), tg.text("two"))
    async with polling(api.url, notebook) as channel:
        await api.until(lambda: api.methods.count("getUpdates") > 2)
        assert len(api.updates) == 2
        assert channel.health.trouble
        notebook.closed = None
        await api.until(lambda: not api.updates)
        assert channel.health.trouble == ""
    assert notebook.ids == ["1:1", "1:2"]


async def test_an_update_that_cannot_be_read_is_stepped_over_kept_and_reported(
    api: FakeBotApi, notebook: Notebook, caplog: pytest.LogCaptureFixture
) -> None:
    """One broken update neither deafens the bot nor is lost: it is kept raw, and operators read of it."""
    broken = [{"message": "no object"}, {"message": {"chat": {"id": "x"}, "text": "secret words"}}, {"message": None}]
    await api.put(*broken, tg.text("still there?"))
    async with polling(api.url, notebook):
        await api.until(lambda: not api.updates)
    assert [page.chat for page in notebook.pages] == ["", "", "", "1001"]
    assert json.loads(notebook.pages[1].body)["message"]["text"] == "secret words"
    assert "update 2 cannot be read" in caplog.text
    assert "secret words" not in caplog.text


async def test_a_batch_without_ids_does_not_spin(api: FakeBotApi, notebook: Notebook) -> None:
    """Updates that cannot be confirmed because they have no id are kept once and polled for with patience."""
    await api.put("garbage", 17)
    async with polling(api.url, notebook) as channel:
        await api.until(lambda: api.methods.count("getUpdates") > 2)
        assert channel.health.trouble
    assert len(notebook.pages) == 2


@pytest.mark.parametrize(
    "fault", [faults.BAD_GATEWAY, faults.BREAKS, faults.flood(5), faults.UNAUTHORIZED, Fault(200, body=b"?")]
)
async def test_polling_outlives_every_fault(api: FakeBotApi, notebook: Notebook, fault: Fault) -> None:
    """Gateways, broken connections, flood waits and even a refused token never end the polling."""
    api.fail("deleteWebhook", fault)
    api.fail("getUpdates", fault, fault, fault)
    await api.put(tg.text("hello"))
    async with polling(api.url, notebook) as channel:
        await api.until(lambda: not api.updates)
        assert channel.health.trouble == ""
    assert notebook.ids == ["1:1"]


async def test_waits_grow_to_half_a_minute_and_honour_flood_control(api: FakeBotApi, notebook: Notebook) -> None:
    """Pauses grow from 1 s to 30 s, and are as long as Telegram asks where it asks for more."""
    pauses: list[float] = []

    async def pause(seconds: float) -> None:
        pauses.append(seconds)
        await asyncio.sleep(0)

    api.fail("setWebhook", *[faults.BAD_GATEWAY] * 12, faults.flood(99))
    async with make_channel(api.url, notebook, pause) as channel:
        await channel.open_webhook("https://clinic.example/telegram/webhook", "s3cret")
    assert pauses[:3] == [1.0, 1.5, 2.25]
    assert pauses[-3:] == [30.0, 30.0, 99.0]


async def test_the_bot_starts_while_telegram_is_away(api: FakeBotApi, notebook: Notebook) -> None:
    """Without Telegram the channel waits, says so in its health, and serves as soon as Telegram is back."""
    await api.stop()
    waited = asyncio.Event()

    async def pause(_: float) -> None:
        waited.set()
        await asyncio.sleep(0)

    async with polling(api.url, notebook, pause) as channel:
        await waited.wait()
        assert (channel.health.polled_at, channel.health.trouble != "") == (None, True)
        await api.start()
        await api.put(tg.text("hello"))
        await api.until(lambda: not api.updates)
    assert notebook.ids == ["1:1"]


async def test_a_quiet_hour_is_no_trouble(api: FakeBotApi, notebook: Notebook) -> None:
    """A poll may last longer than any other call; when it returns without updates, all is well."""
    async with AiohttpRequest(1, read=0.2) as request:
        bot = InboxBot(TOKEN, api.url, request, request, lambda _: notebook.keep([]))
        assert await bot.get_updates(timeout=timedelta(seconds=1)) == ()


async def test_health_tells_when_the_last_poll_returned(api: FakeBotApi, notebook: Notebook) -> None:
    """The watchdog reads the time of the last poll that came back and was kept."""
    async with polling(api.url, notebook) as channel:
        assert channel.health.polled_at is None
        await api.put(tg.text("hello"))
        await api.until(lambda: not api.updates)
        assert channel.health.polled_at == NOON


async def test_a_second_copy_is_named_once(
    api: FakeBotApi, notebook: Notebook, caplog: pytest.LogCaptureFixture
) -> None:
    """While another copy polls, operators read that in one line, not at each poll, and again when it is over."""
    caplog.set_level(logging.WARNING)
    api.fail("getUpdates", *[faults.CONFLICT] * 5)
    await api.put(tg.text("hello"))
    async with polling(api.url, notebook):
        await api.until(lambda: not api.updates)
    assert [record.levelname for record in caplog.records if "second copy" in record.message] == ["ERROR", "WARNING"]


async def test_two_copies_lose_and_double_nothing(api: FakeBotApi, notebook: Notebook) -> None:
    """Two copies that take each other's polls away still keep every update exactly once."""
    async with polling(api.url, notebook), polling(api.url, notebook):
        for number in range(30):
            await api.put(tg.text(str(number)))
            await api.until(lambda: not api.updates)
    assert notebook.ids == [f"1:{number}" for number in range(1, 31)]


async def test_a_restart_loses_and_doubles_nothing(api: FakeBotApi, notebook: Notebook) -> None:
    """A copy that dies between keeping and confirming gets the same updates again after its restart, kept once."""
    await api.put(tg.text("one"), tg.text("two"))
    notebook.crashed = RuntimeError("killed after the commit")
    async with polling(api.url, notebook):
        await api.until(lambda: api.methods.count("getUpdates") > 1)
    assert len(api.updates) == len(notebook.pages) == 2
    notebook.crashed = None
    await api.put(tg.text("three"))
    async with polling(api.url, notebook):
        await api.until(lambda: not api.updates)
    assert notebook.ids == ["1:1", "1:2", "1:3"]


async def test_a_hanging_telegram_does_not_hold_up_the_end(api: FakeBotApi, notebook: Notebook) -> None:
    """Cancelling ends at once, even in the middle of a call that is never answered."""
    api.down = faults.HANGS
    async with asyncio.timeout(3), polling(api.url, notebook):
        await asyncio.sleep(0)


async def test_defects_are_logged_where_they_are_without_their_words(
    api: FakeBotApi, notebook: Notebook, caplog: pytest.LogCaptureFixture
) -> None:
    """An unexpected error leaves its kind and place in the log, not its words, which may be a patient's."""
    notebook.closed = RuntimeError("INSERT ... 'i feel so bad'")
    await api.put(tg.text("i feel so bad"))
    async with polling(api.url, notebook):
        await api.until(lambda: api.methods.count("getUpdates") > 1)
    assert "unexpected RuntimeError" in caplog.text
    assert "keep" in caplog.text
    assert "so bad" not in caplog.text
