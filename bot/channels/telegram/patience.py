"""Repeats a step until it succeeds: Telegram away, a flood wait or a full inbox are waited out, never fatal."""

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Iterator

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.channels.telegram.outcomes import flood_wait
from bot.errors import ChannelUnavailableError

Pause = Callable[[float], Awaitable[None]]
"""Waits for so many seconds."""
_log = logging.getLogger(__name__)
_LONGEST = 30.0
_GROWTH = 1.5


class Patience:
    """Tries again after 1 s, then ever later up to 30 s. `trouble` says what is wrong right now, "" when all is well.

    Each trouble is logged when it begins, not each time that it is met, and not at all if `silent`. An error's own
    words are never logged, since they may hold the token or what a patient wrote.
    """

    def __init__(self, pause: Pause = asyncio.sleep, *, silent: bool = False) -> None:
        self._pause, self._silent = pause, silent
        self.trouble = ""

    async def succeed(self, step: Callable[[], Awaitable[object]]) -> None:
        """Repeat `step` until it raises nothing."""
        for wait in _waits():
            try:
                await step()
            except Exception as error:  # noqa: BLE001 - whatever it is, patients go on being served after it
                self._meet(error)
                await self._pause(max(wait, flood_wait(error)) if isinstance(error, RetryAfter) else wait)
            else:
                break
        self._recover()

    def _meet(self, error: Exception) -> None:
        trouble = diagnosis(error)
        if trouble != self.trouble and not self._silent:
            _log.error("%s", trouble)
            if not isinstance(error, TelegramError | ChannelUnavailableError):
                _log.error("where it happened:\n%s", "".join(traceback.format_tb(error.__traceback__)))
        self.trouble = trouble

    def _recover(self) -> None:
        if self.trouble and not self._silent:
            _log.warning("over: %s", self.trouble)
        self.trouble = ""


def diagnosis(error: Exception) -> str:
    """What is wrong, in an operator's words, with the mend where there is one."""
    match error:
        case Conflict():
            return "Telegram: a second copy of the bot runs, or a webhook is set (409): stop the other one"
        case InvalidToken():
            return "Telegram refuses the token: set CLINIC_BOT_TELEGRAM__TOKEN to the one that @BotFather shows"
        case TelegramError():
            return f"Telegram does not answer as it should: {type(error).__name__}"
        case ChannelUnavailableError():
            return "the inbox takes no messages for now: Telegram keeps them and sends them again"
    return f"unexpected {type(error).__name__}: messages wait at Telegram"


def _waits() -> Iterator[float]:
    wait = 1.0
    while True:
        yield wait
        wait = min(_LONGEST, wait * _GROWTH)
