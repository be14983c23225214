import pytest

from tests.fakes.bot_api import FakeBotApi, Fault
from tests.fakes.telegram_channel import TEXTS, Notebook, make_channel


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


async def test_set_up_without_telegram_is_no_error(api: FakeBotApi, notebook: Notebook) -> None:
    """With Telegram away, setting up ends and is reported, so that the bot can start."""
    await api.stop()
    async with make_channel(api.url, notebook) as channel:
        await channel.set_up()
