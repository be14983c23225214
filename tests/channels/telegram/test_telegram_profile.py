import asyncio

import pytest

from tests.fakes.bot_api import FakeBotApi
from tests.fakes.telegram_channel import TEXTS, Notebook, make_channel
from tests.fakes.telegram_faults import Fault


async def test_menu_and_descriptions_are_set_in_both_languages_and_by_default(
    api: FakeBotApi, notebook: Notebook
) -> None:
    """English, Spanish and every other language get a menu, a description and a short description."""
    async with make_channel(api.url, notebook) as channel:
        await channel.set_up()
    menus = {
        call.fields.get("language_code"): [(it["command"], it["description"]) for it in call.fields["commands"]]
        for call in api.calls
        if call.method == "setMyCommands"
    }
    english = [(command.name, command.about) for command in TEXTS.commands["en"]]
    assert menus == {None: english, "en": english, "es": [("start", "Menú"), ("call", "Pedir una llamada")]}
    assert api.methods.count("setMyDescription") == api.methods.count("setMyShortDescription") == 3


async def test_a_server_that_refuses_a_description_is_only_reported(
    api: FakeBotApi, notebook: Notebook, caplog: pytest.LogCaptureFixture
) -> None:
    """Self-hosted servers may not know every method: the operator reads it, the rest is set all the same."""
    api.fail("setMyDescription", *[Fault(501, "Not Implemented")] * 3)
    async with make_channel(api.url, notebook) as channel:
        await channel.set_up()
    assert "does not take the bot's description (es)" in caplog.text
    assert api.methods.count("setMyShortDescription") == 3


async def test_set_up_waits_for_telegram(api: FakeBotApi, notebook: Notebook) -> None:
    """A bot that starts while Telegram is away shows its menu as soon as Telegram is back."""
    await api.stop()
    tried = asyncio.Event()

    async def pause(_: float) -> None:
        tried.set()
        await asyncio.sleep(0)

    async with asyncio.timeout(10), make_channel(api.url, notebook, pause) as channel:
        setting_up = asyncio.create_task(channel.set_up())
        await tried.wait()
        await api.start()
        await setting_up
    assert api.methods.count("setMyCommands") == 3
