"""The words that the channel itself shows in Telegram; the composition root fills them from knowledge/phrases.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.messages import Language


@dataclass(frozen=True, slots=True)
class Command:
    """A line of Telegram's command menu: `name` without its slash, `about` of 1 to 256 characters."""

    name: str
    about: str


@dataclass(frozen=True, slots=True)
class TelegramTexts:
    """Texts per language; English is also Telegram's default for every other language.

    `description` (up to 512 characters) is what an empty chat shows, `short_description` (up to 120) the bot's profile,
    `group` the one line said in a group chat before leaving it.
    """

    commands: Mapping[Language, tuple[Command, ...]]
    description: Mapping[Language, str]
    short_description: Mapping[Language, str]
    group: Mapping[Language, str]
