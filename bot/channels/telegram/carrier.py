"""Carries replies to chats: the `Carrier` of the Telegram channel."""

from telegram import LinkPreviewOptions
from telegram.error import BadRequest, TelegramError
from telegram.ext import ExtBot

from bot.channels.telegram.layout import Message, lay_out
from bot.channels.telegram.outcomes import outcome
from bot.messages import Later, Outcome, Refused, Reply, Sent

_REMEMBERED = 1000


class TelegramCarrier:
    """Sends each message of a reply in turn; a reply that Telegram interrupts is taken up where it was left."""

    def __init__(self, bot: ExtBot[None]) -> None:
        self._bot = bot
        self._previews: LinkPreviewOptions | None = LinkPreviewOptions(is_disabled=True)
        self._half_sent: dict[tuple[str, Reply], int] = {}

    async def __call__(self, chat: str, reply: Reply) -> Outcome:
        """Carry `reply` to `chat`. `Sent.message` is Telegram's id of its last message, the one with the buttons."""
        messages = lay_out(reply)
        if not messages or not chat.isascii() or not chat.removeprefix("-").isdigit():
            return Refused("the reply is empty" if chat else "there is no chat")
        sent = ""
        already = self._half_sent.pop((chat, reply), 0)
        for place, message in enumerate(messages[already:], already):
            try:
                sent = await self._send(int(chat), message)
            except TelegramError as error:
                return self._interrupted(chat, reply, place, outcome(error))
        return Sent(sent)

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

    def _interrupted(self, chat: str, reply: Reply, place: int, result: Outcome) -> Outcome:
        if isinstance(result, Later) and place and len(self._half_sent) < _REMEMBERED:
            self._half_sent[chat, reply] = place
        return result
