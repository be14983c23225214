"""Carries replies to chats: the `Carrier` of the Telegram channel."""

from telegram import LinkPreviewOptions
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.channels.telegram.layout import Message, lay_out
from bot.channels.telegram.outcomes import outcome
from bot.messages import Later, Outcome, Refused, Reply, Sent


class TelegramCarrier:
    """Sends each message of a reply in turn; a reply that is interrupted is taken up where it was left.

    At most `remembered` interrupted replies are; the oldest of more is begun anew.
    """

    def __init__(self, bot: ExtBot[None], remembered: int = 1000) -> None:
        self._bot, self._remembered = bot, remembered
        self._previews: LinkPreviewOptions | None = LinkPreviewOptions(is_disabled=True)
        self._half_sent: dict[tuple[str, Reply], int] = {}

    async def __call__(self, chat: str, reply: Reply) -> Outcome:
        """Carry `reply` to `chat`. `Sent.message` is Telegram's id of its last message, the one with the buttons."""
        messages = lay_out(reply)
        if not messages or not chat.isascii() or not chat.removeprefix("-").isdigit():
            return Refused("this is no Telegram chat" if messages else "the reply is empty")
        result = await self._carry(chat, reply, messages)
        if not isinstance(result, Later):
            self._half_sent.pop((chat, reply), None)
        return result

    async def _carry(self, chat: str, reply: Reply, messages: list[Message]) -> Outcome:
        sent = ""
        for place in range(self._half_sent.get((chat, reply), 0), len(messages)):
            self._remember(chat, reply, place)
            try:
                sent = await self._send(int(chat), messages[place])
            except TelegramError as error:
                return outcome(error)
        return Sent(sent)

    def _remember(self, chat: str, reply: Reply, place: int) -> None:
        """Note how far a reply is before its next message, so that even a cancelled call is taken up there."""
        if place:
            self._half_sent[chat, reply] = place
        if len(self._half_sent) > self._remembered:
            del self._half_sent[next(iter(self._half_sent))]

    async def _send(self, chat: int, message: Message) -> str:
        try:
            return await self._send_once(chat, message)
        except BadRequest as error:
            if self._previews is None or "link_preview_options" not in error.message.lower():
                raise
            self._previews = None  # some compatible servers do not know it, and do without previews anyway
            return await self._send_once(chat, message)

    async def _send_once(self, chat: int, message: Message) -> str:
        sent = await self._bot.send_message(
            chat,
            message.text,
            entities=message.entities,
            reply_markup=message.keyboard,
            link_preview_options=self._previews,
        )
        return str(sent.message_id)
