import pytest

from bot.channels.telegram.channel import TelegramChannel
from bot.errors import SettingsError
from tests.fakes.bot_api import FakeBotApi
from tests.fakes.telegram_channel import TEXTS, Notebook, make_channel


@pytest.mark.parametrize("token", ["", "hush", ":hush", "1:", "1:hush hush", "bot1:hush/"])
def test_a_token_that_is_none_is_refused_unrepeated(token: str, notebook: Notebook) -> None:
    """The operator reads which setting to mend; what was set there is not shown, as it may be half a token."""
    with pytest.raises(SettingsError, match="CLINIC_BOT_TELEGRAM__TOKEN") as caught:
        TelegramChannel(token, "http://127.0.0.1:9/bot", TEXTS, notebook.keep)
    assert "hush" not in str(caught.value)


async def test_making_a_channel_calls_nobody(api: FakeBotApi, notebook: Notebook) -> None:
    """Opening and closing the channel needs no Telegram."""
    async with make_channel(api.url, notebook) as channel:
        assert channel.health.polled_at is None
    assert api.calls == []
