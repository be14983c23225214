from typing import Any

import pytest

from tests.fakes import telegram_faults as faults
from tests.fakes import telegram_updates as tg
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.telegram_channel import TEXTS, Notebook, polling
from tests.fakes.telegram_faults import Fault


def in_group(language: str = "en", **content: Any) -> dict[str, Any]:
    """A message in a group chat."""
    return {
        "message": {"message_id": 1, "date": 1, "chat": tg.group(), "from": tg.sender(language=language), **content}
    }


async def test_a_tap_is_answered_once_it_is_kept(api: FakeBotApi, notebook: Notebook) -> None:
    """The spinner on a tapped button stops."""
    await api.put(tg.tap("menu", query="4711"))
    async with polling(api.url, notebook):
        await api.until(lambda: "answerCallbackQuery" in api.methods)
    assert [it.fields for it in api.calls if it.method == "answerCallbackQuery"] == [{"callback_query_id": "4711"}]


async def test_a_tap_that_is_not_kept_is_not_answered(api: FakeBotApi, notebook: Notebook) -> None:
    """While the inbox is closed the spinner goes on: the tap comes again."""
    notebook.closed = OSError()
    await api.put(tg.tap("menu"))
    async with polling(api.url, notebook):
        await api.until(lambda: api.methods.count("getUpdates") > 2)
    assert "answerCallbackQuery" not in api.methods


@pytest.mark.parametrize("fault", [Fault(400, "Bad Request: query is too old"), faults.HANGS, faults.BREAKS])
async def test_a_tap_too_old_to_be_answered_harms_nobody(api: FakeBotApi, notebook: Notebook, fault: Fault) -> None:
    """Neither a refusal nor a hanging answer keeps the next update waiting."""
    api.fail("answerCallbackQuery", fault)
    await api.put(tg.tap("menu"))
    async with polling(api.url, notebook):
        await api.until(lambda: not api.updates)
        await api.put(tg.text("hello"))
        await api.until(lambda: not api.updates)
    assert notebook.ids == ["1:1", "1:2"]


@pytest.mark.parametrize("language", ["en", "es"])
async def test_the_bot_leaves_a_group_with_one_polite_line(api: FakeBotApi, notebook: Notebook, language: str) -> None:
    """What is said in a group is neither kept nor answered: one line, in the language of who spoke, and goodbye."""
    await api.put(in_group(language, text="do u treat ptsd"), in_group(language, text="hello?"))
    async with polling(api.url, notebook):
        await api.until(lambda: "leaveChat" in api.methods)
    assert [(it["chat_id"], it["text"]) for it in api.sent] == [(-500, TEXTS.group["es" if language == "es" else "en"])]
    assert notebook.pages == []


async def test_the_bot_leaves_when_it_is_added_and_stays_out_when_it_is_out(
    api: FakeBotApi, notebook: Notebook
) -> None:
    """Being added to a group is enough to leave it; being thrown out needs no answer."""
    await api.put(tg.membership("left", chat=tg.group(-501)), tg.membership("member", chat=tg.group(-502)))
    async with polling(api.url, notebook):
        await api.until(lambda: "leaveChat" in api.methods)
    assert [call.fields["chat_id"] for call in api.calls if call.method in {"sendMessage", "leaveChat"}] == [-502, -502]


async def test_the_bot_leaves_a_group_in_which_it_may_not_speak(api: FakeBotApi, notebook: Notebook) -> None:
    """Where the line is refused, the bot leaves without it."""
    api.chats[-500] = Fault(400, "Bad Request: not enough rights to send text messages to the chat")
    api.fail("leaveChat", Fault(400, "Bad Request: chat not found"))
    await api.put(in_group(text="hi"))
    async with polling(api.url, notebook):
        await api.until(lambda: "leaveChat" in api.methods)
    assert api.sent == []


async def test_a_flood_of_taps_starts_no_more_than_a_hundred_answers(api: FakeBotApi, notebook: Notebook) -> None:
    """When Telegram hangs, answers to taps do not pile up in memory; the taps themselves are all kept."""
    api.fail("answerCallbackQuery", *[faults.HANGS] * 300)
    await api.put(*[tg.tap("menu", query=str(number)) for number in range(300)])
    async with polling(api.url, notebook) as channel:
        await api.until(lambda: not api.updates)
        assert len(channel._courtesies._tasks) <= 100
    assert len(notebook.pages) == 300
