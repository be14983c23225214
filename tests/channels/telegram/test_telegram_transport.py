import asyncio
from collections.abc import Callable

import pytest
from telegram import Bot
from telegram.error import (
    BadRequest,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)
from telegram.request import BaseRequest, HTTPXRequest

from bot.channels.telegram.outcomes import flood_wait
from bot.channels.telegram.transport import AiohttpRequest
from tests.fakes import telegram_faults as faults
from tests.fakes import telegram_updates as tg
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.telegram_channel import TOKEN
from tests.fakes.telegram_faults import Fault

MakeRequest = Callable[[], BaseRequest]
# python-telegram-bot's own transport goes through the same tests; it warns of its own use of RetryAfter.
pytestmark = [
    pytest.mark.parametrize(
        "make",
        [lambda: AiohttpRequest(1, connect=1, read=0.2), lambda: HTTPXRequest(read_timeout=0.2, connect_timeout=1)],
        ids=["aiohttp", "httpx"],
    ),
    pytest.mark.filterwarnings("ignore::telegram.warnings.PTBDeprecationWarning"),
]


async def greet(url: str, make: MakeRequest) -> int:
    """Send one message over a new transport; its id."""
    async with make() as request:
        return (await Bot(TOKEN, base_url=url, request=request).send_message(1, "¡Hola! 😀 & = +")).message_id


async def test_a_message_goes_through(api: FakeBotApi, make: MakeRequest) -> None:
    """Text arrives letter by letter, whatever it holds."""
    assert await greet(api.url, make) == 1
    assert api.sent[0]["text"] == "¡Hola! 😀 & = +"


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (faults.flood(7), RetryAfter),
        (faults.BLOCKED, Forbidden),
        (faults.BAD_GATEWAY, NetworkError),
        (faults.CONFLICT, Conflict),
        (faults.UNAUTHORIZED, InvalidToken),
        (faults.HANGS, TimedOut),
        (faults.BREAKS, NetworkError),
        (Fault(400, "Bad Request: chat not found"), BadRequest),
        (Fault(200, body=b"no JSON"), TelegramError),
    ],
)
async def test_each_fault_is_its_own_error(
    api: FakeBotApi, make: MakeRequest, fault: Fault, error: type[TelegramError]
) -> None:
    """Flood, block, gateway, conflict, hang and broken connection are told apart, and none of them shows the token."""
    api.fail("sendMessage", fault)
    with pytest.raises(error) as caught:
        await greet(api.url, make)
    assert type(caught.value) is error
    assert TOKEN not in str(caught.value)


async def test_flood_control_says_how_long(api: FakeBotApi, make: MakeRequest) -> None:
    """The seconds to wait arrive."""
    api.fail("sendMessage", faults.flood(7))
    with pytest.raises(RetryAfter) as caught:
        await greet(api.url, make)
    assert flood_wait(caught.value) == 7


async def test_a_refused_connection_is_a_network_error(api: FakeBotApi, make: MakeRequest) -> None:
    """Telegram away is a network error whose whole traceback holds no token."""
    await api.stop()
    with pytest.raises(NetworkError) as caught:
        await greet(api.url, make)
    assert TOKEN not in f"{caught.value!r} {caught.value.__cause__!r}"


async def test_a_long_poll_may_take_longer_than_a_read(api: FakeBotApi, make: MakeRequest) -> None:
    """A poll waits for its own time on top of the read timeout, and returns as soon as an update is there."""
    async with make() as request:
        polling = asyncio.create_task(Bot(TOKEN, base_url=api.url, get_updates_request=request).get_updates(timeout=30))
        await api.until(lambda: api.begun)
        await api.put(tg.text("hello"))
        assert [update.update_id for update in await polling] == [1]


async def test_an_empty_long_poll_is_no_timeout(api: FakeBotApi, make: MakeRequest) -> None:
    """A poll that returns nothing after its own time, longer than a read may take, is no error."""
    async with make() as request:
        assert await Bot(TOKEN, base_url=api.url, get_updates_request=request).get_updates(timeout=0.4) == ()  # type: ignore[arg-type]


async def test_a_closed_transport_refuses(api: FakeBotApi, make: MakeRequest) -> None:
    """After its end, a transport raises instead of opening connections nobody will close."""
    request = make()
    async with request:
        pass
    with pytest.raises(NetworkError):
        await Bot(TOKEN, base_url=api.url, request=request).send_message(1, "late")
