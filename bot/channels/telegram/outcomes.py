"""What a failed call to Telegram means for a reply: later, never again to this chat, or never this reply."""

import re

from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.messages import Later, Refused, Unreachable

_GONE = re.compile(r"chat not found|user not found|user is deactivated|PEER_ID_INVALID|USER_IS_BLOCKED", re.IGNORECASE)
_KNOWN = re.compile(
    r"message is too long|message text is empty|can't parse entities|not enough rights|BUTTON_\w+|ENTIT\w+_INVALID"
    r"|invalid reply_markup|inline keyboard expected|[\w.]{1,40} is not supported yet",
    re.IGNORECASE,
)
_SENDERS_CHOICE, _WHEN_MENDED = 0.0, 60.0
"""Seconds: none asked for, so that the sender lets its own wait grow, and the wait for a mended token."""


def outcome(error: TelegramError) -> Later | Unreachable | Refused:
    """The outcome of a call that raised `error`. Telegram's own words are quoted only where they are known ones.

    They may hold what a patient wrote, or, from python-telegram-bot, the token.
    """
    match error:
        case RetryAfter():
            return Later(flood_wait(error), "flood wait")
        case Forbidden() | ChatMigrated():
            return Unreachable()
        case BadRequest() if _GONE.search(error.message):
            return Unreachable()
        case BadRequest():
            known = _KNOWN.search(error.message)
            return Refused(f"Telegram: {known[0].lower()}" if known else "Telegram: bad request")
        case InvalidToken():
            return Later(_WHEN_MENDED, "Telegram refuses the token")
    return Later(_SENDERS_CHOICE, f"Telegram: {type(error).__name__}")


def flood_wait(error: RetryAfter) -> float:
    """How many seconds Telegram wants us to wait."""
    return error._retry_after.total_seconds()  # noqa: SLF001 - the public name warns of a change to come
