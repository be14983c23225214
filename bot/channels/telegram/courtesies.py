"""Small politenesses after an update is kept: never waited for, never a reason to fail, lost in a crash."""

import asyncio
import logging
from collections.abc import Coroutine, Mapping
from typing import Any

from telegram.error import TelegramError
from telegram.ext import ExtBot

from bot.channels.telegram import updates
from bot.channels.telegram.updates import Json
from bot.messages import Language

_log = logging.getLogger(__name__)
_AT_ONCE = 100
_GONE = ("left", "kicked")


class Courtesies:
    """Stops a tapped button's spinner, and leaves every group with one line: answers there would be read by all."""

    def __init__(self, bot: ExtBot[None], group_line: Mapping[Language, str]) -> None:
        self._bot, self._group_line = bot, group_line
        self._tasks: set[asyncio.Task[None]] = set()
        self._leaving: set[int] = set()

    def after(self, update: Json) -> None:
        """Start what is due after an update; under a flood, nothing more is started."""
        kind, content = updates.content(update)
        group = updates.shared_chat(update)
        if len(self._tasks) >= _AT_ONCE:
            return
        if kind == "callback_query" and (query := updates.words(content, "id")):
            self._start(self._bot.answer_callback_query(query))
        if group is not None and group not in self._leaving and not _is_out(content):
            self._leaving.add(group)
            self._start(self._leave(group, updates.part(content, "from")))

    async def close(self) -> None:
        """Drop what is not done yet."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _start(self, courtesy: Coroutine[Any, Any, Any]) -> None:
        task = asyncio.create_task(_quietly(courtesy))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _leave(self, group: int, sender: Json) -> None:
        spanish = updates.words(sender, "language_code").startswith("es")
        try:
            await _quietly(self._bot.send_message(group, self._group_line["es" if spanish else "en"]))
            await self._bot.leave_chat(group)
        finally:
            self._leaving.discard(group)


def _is_out(content: Json) -> bool:
    """Whether the update says that the bot is no longer in the group."""
    return updates.part(content, "new_chat_member").get("status") in _GONE


async def _quietly(courtesy: Coroutine[Any, Any, Any]) -> None:
    try:
        await courtesy
    except TelegramError as error:
        _log.info("a courtesy was not taken: %s", type(error).__name__)
