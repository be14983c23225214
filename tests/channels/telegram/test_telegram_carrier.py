import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.channels.telegram.bots import QuietBot
from bot.channels.telegram.carrier import TelegramCarrier
from bot.channels.telegram.transport import AiohttpRequest
from bot.messages import Button, Later, Refused, Reply, Sent, Unreachable
from tests.fakes import telegram_faults as faults
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.telegram_channel import TOKEN
from tests.fakes.telegram_faults import Fault

HELLO = Reply("Hello, Ana")
LONG = Reply("\n\n".join("abc"[place] * 3000 for place in range(3)), buttons=((Button("Menu", "menu"),),))


@pytest.fixture
async def carrier(api: FakeBotApi) -> AsyncIterator[TelegramCarrier]:
    """A carrier that waits no longer than a fifth of a second for an answer."""
    async with AiohttpRequest(4, read=0.2) as request:
        yield TelegramCarrier(QuietBot(TOKEN, base_url=api.url, request=request))


def begins(sent: list[dict[str, Any]]) -> str:
    """The first letters of what was sent."""
    return "".join(fields["text"][0] for fields in sent)


async def test_a_reply_is_sent_with_its_styles_and_without_previews(api: FakeBotApi, carrier: TelegramCarrier) -> None:
    """A reply arrives as plain words with entities, no parse mode, and no preview of a link in it."""
    assert await carrier("1001", Reply("See example.com", title="Map")) == Sent("1")
    [fields] = api.sent
    assert (fields["chat_id"], fields["text"]) == (1001, "Map\n\nSee example.com")
    assert fields["entities"] == [{"type": "bold", "offset": 0, "length": 3}]
    assert fields["link_preview_options"] == {"is_disabled": True}
    assert "parse_mode" not in fields


async def test_a_long_reply_arrives_in_parts_with_buttons_on_the_last(
    api: FakeBotApi, carrier: TelegramCarrier
) -> None:
    """9,000 letters are three messages in order; the id told is that of the one with the buttons."""
    assert await carrier("1001", LONG) == Sent("3")
    assert begins(api.sent) == "abc"
    assert ["reply_markup" in fields for fields in api.sent] == [False, False, True]


async def test_a_reply_interrupted_by_flood_control_is_taken_up_where_it_was_left(
    api: FakeBotApi, carrier: TelegramCarrier
) -> None:
    """The parts that arrived before Telegram asked to wait are not sent again; the next such reply is sent whole."""
    api.fail("sendMessage", None, faults.flood(3))
    assert await carrier("1001", LONG) == Later(3.0, "flood wait")
    assert await carrier("1001", LONG) == Sent("3")
    assert begins(api.sent) == "abc"
    assert await carrier("1001", LONG) == Sent("6")


async def test_a_reply_interrupted_by_a_cancelled_call_is_taken_up_too(
    api: FakeBotApi, carrier: TelegramCarrier
) -> None:
    """A sender that gives a hanging call up, and tries again, repeats no part that had arrived."""
    api.fail("sendMessage", None, None, faults.HANGS)
    call = asyncio.ensure_future(carrier("1001", LONG))
    await api.until(lambda: api.begun.count("sendMessage") == 3)
    call.cancel()
    await asyncio.wait([call])
    assert await carrier("1001", LONG) == Sent("3")
    assert begins(api.sent) == "abc"


async def test_only_so_many_interrupted_replies_are_remembered(api: FakeBotApi) -> None:
    """Interrupted replies whose chats never come back do not pile up in memory: the oldest is begun anew."""
    async with AiohttpRequest(1) as request:
        carrier = TelegramCarrier(QuietBot(TOKEN, base_url=api.url, request=request), remembered=2)
        for chat in ("1", "2", "3"):
            api.fail("sendMessage", None, faults.flood(3))
            await carrier(chat, LONG)
        for chat in ("3", "1"):
            await carrier(chat, LONG)
    assert begins(api.sent) == "aaa" + "bc" + "abc"


@pytest.mark.parametrize(
    ("fault", "outcome"),
    [
        (faults.flood(31), Later(31.0, "flood wait")),
        (faults.BLOCKED, Unreachable()),
        (Fault(403, "Forbidden: user is deactivated"), Unreachable()),
        (Fault(400, "Bad Request: chat not found"), Unreachable()),
        (Fault(400, "Bad Request: PEER_ID_INVALID"), Unreachable()),
        (Fault(400, "Bad Request: group chat was upgraded", {"migrate_to_chat_id": -100}), Unreachable()),
        (Fault(400, "Bad Request: message is too long"), Refused("Telegram: message is too long")),
        (Fault(400, "Bad Request: Hello, Ana is no text; 1:FAKE"), Refused("Telegram: bad request")),
        (faults.UNAUTHORIZED, Later(60.0, "Telegram refuses the token")),
        (faults.BAD_GATEWAY, Later(0.0, "Telegram: NetworkError")),
        (faults.HANGS, Later(0.0, "Telegram: TimedOut")),
        (faults.BREAKS, Later(0.0, "Telegram: NetworkError")),
        (Fault(200, body=b"no JSON"), Later(0.0, "Telegram: TelegramError")),
    ],
)
async def test_each_fault_has_its_outcome(
    api: FakeBotApi, carrier: TelegramCarrier, fault: Fault, outcome: Later | Unreachable | Refused
) -> None:
    """Waiting, a gone patient and a wrong message are told apart; reasons quote no patient and no token."""
    api.fail("sendMessage", fault)
    assert await carrier("1001", HELLO) == outcome


async def test_a_blocked_bot_still_serves_other_chats(api: FakeBotApi, carrier: TelegramCarrier) -> None:
    """One patient's block is that patient's outcome alone."""
    api.chats[1001] = faults.BLOCKED
    assert await carrier("1001", HELLO) == Unreachable()
    assert isinstance(await carrier("1002", HELLO), Sent)


async def test_telegram_away_means_later(api: FakeBotApi, carrier: TelegramCarrier) -> None:
    """A refused connection leaves the reply for later."""
    await api.stop()
    assert await carrier("1001", HELLO) == Later(0.0, "Telegram: NetworkError")


async def test_a_server_that_knows_no_preview_option_is_spoken_to_without(
    api: FakeBotApi, carrier: TelegramCarrier
) -> None:
    """Compatible servers that refuse link_preview_options get the message without, from then on."""
    api.fail("sendMessage", Fault(400, "Bad Request: link_preview_options is not supported yet"))
    assert await carrier("1001", HELLO) == Sent("1")
    assert await carrier("1001", HELLO) == Sent("2")
    assert ["link_preview_options" in call.fields for call in api.calls] == [True, False, False]


@pytest.mark.parametrize("chat", ["", "web-17", "١٢٣"])
async def test_a_chat_that_is_none_of_telegrams_is_refused(carrier: TelegramCarrier, chat: str) -> None:
    """Nothing is sent to what cannot be a Telegram chat."""
    assert isinstance(await carrier(chat, HELLO), Refused)


async def test_an_empty_reply_is_refused(api: FakeBotApi, carrier: TelegramCarrier) -> None:
    """A reply without a visible character is reported instead of sent."""
    assert await carrier("1001", Reply(" ")) == Refused("the reply is empty")
    assert api.calls == []
