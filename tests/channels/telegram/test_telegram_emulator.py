from collections.abc import AsyncIterator

import httpx
import pytest
from starlette.applications import Starlette

from bot.channels.telegram.translate import translate
from bot.messages import Button, Incoming, Kind, Reply, Sent
from tests.fakes import telegram_updates as tg
from tests.fakes.emulator import Emulator
from tests.fakes.telegram_channel import NOON, TOKEN, Notebook, make_channel, polling


@pytest.fixture
async def emulator() -> AsyncIterator[Emulator]:
    """A Bot API server that the product's authors did not write."""
    async with Emulator(TOKEN) as server:
        yield server


def read(notebook: Notebook) -> list[Incoming | None]:
    """What the channel makes of everything kept."""
    return [translate(page, NOON) for page in notebook.pages]


async def test_messages_taps_and_cards_arrive_once_and_in_order(emulator: Emulator, notebook: Notebook) -> None:
    """What a patient types, taps and shares is polled, kept, confirmed and understood."""
    await emulator.put(tg.text("/start schedule"), tg.tap("form:asap"), tg.contact("13105550123"))
    async with polling(emulator.url, notebook):
        await emulator.until(lambda: not emulator.pending)
    kinds = [(incoming.kind, incoming.chat) for incoming in read(notebook) if incoming]
    assert kinds == [(Kind.TEXT, "1001"), (Kind.TAP, "1001"), (Kind.CONTACT, "1001")]
    assert notebook.ids == ["1:1", "1:2", "1:3"]


async def test_replies_with_every_keyboard_pass_the_servers_checks(emulator: Emulator, notebook: Notebook) -> None:
    """Inline buttons, the contact button and taking it away are all accepted, and so is a text of 10,000 letters."""
    buttons = ((Button("As soon as possible", "form:asap"),), (Button("Back", "form:back"),))
    async with make_channel(emulator.url, notebook) as channel:
        assert isinstance(await channel.carrier("1001", Reply("When?", title="Call", buttons=buttons)), Sent)
        assert isinstance(await channel.carrier("1001", Reply("Number?", contact_button="Share")), Sent)
        assert isinstance(await channel.carrier("1001", Reply("Thanks", clears_contact=True)), Sent)
        assert isinstance(await channel.carrier("1001", Reply("🎈 word " * 2000, buttons=buttons)), Sent)
    keyboards = [next(iter(fields.get("reply_markup", {"none": 0}))) for fields in emulator.messages]
    assert keyboards[:3] == ["inline_keyboard", "keyboard", "remove_keyboard"]
    assert keyboards[3:] == ["none", "none", "none", "inline_keyboard"]
    assert emulator.messages[0]["entities"] == [{"type": "bold", "offset": 0, "length": 4}]


async def test_two_copies_conflict_and_lose_nothing(emulator: Emulator, notebook: Notebook) -> None:
    """The second copy reads 409, both go on, and every message is kept once."""
    async with polling(emulator.url, notebook), polling(emulator.url, notebook):
        await emulator.until(lambda: ("getUpdates", 409) in emulator.statuses)
        await emulator.put(*[tg.text(str(number)) for number in range(20)])
        await emulator.until(lambda: not emulator.pending)
    assert notebook.ids == [f"1:{number}" for number in range(1, 21)]


async def test_a_restart_goes_on_where_the_inbox_ends(emulator: Emulator, notebook: Notebook) -> None:
    """Updates that a dying copy kept but did not confirm come again and are dropped as repeats; new ones follow."""
    await emulator.put(tg.text("one"), tg.text("two"))
    notebook.crashed = RuntimeError("killed after the commit")
    async with polling(emulator.url, notebook):
        await emulator.until(lambda: emulator.statuses.count(("getUpdates", 200)) > 1)
    assert (emulator.pending, notebook.ids) == (2, ["1:1", "1:2"])
    notebook.crashed = None
    await emulator.put(tg.text("three"))
    async with polling(emulator.url, notebook):
        await emulator.until(lambda: not emulator.pending)
    assert notebook.ids == ["1:1", "1:2", "1:3"]


async def test_a_server_without_descriptions_is_set_up_as_far_as_it_goes(
    emulator: Emulator, notebook: Notebook
) -> None:
    """The commands are set on a server that answers 501 to the descriptions."""
    async with make_channel(emulator.url, notebook) as channel:
        await channel.set_up()
    assert emulator.statuses.count(("setMyCommands", 200)) == 3
    assert ("setMyDescription", 200) not in emulator.statuses


async def test_edits_reach_the_webhook(notebook: Notebook) -> None:
    """An edited message, which the emulator cannot queue, is taken when it is posted."""
    async with make_channel("http://127.0.0.1:9/bot", notebook) as channel:
        app = Starlette(routes=[channel.webhook_route("s3cret")])
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://clinic.example") as client:
            headers = {"X-Telegram-Bot-Api-Secret-Token": "s3cret"}
            update = {"update_id": 9, **tg.edited(text="i meant tuesday")}
            answer = await client.post("/telegram/webhook", json=update, headers=headers)
    assert answer.status_code == 200
    [incoming] = read(notebook)
    assert incoming is not None
    assert (incoming.kind, incoming.text) == (Kind.EDITED, "i meant tuesday")
