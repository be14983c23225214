"""The web preview as a channel: what its page sends is kept first, and replies wait in mailboxes for the page."""

from datetime import UTC, datetime

from bot.channels.preview.chats import message_id
from bot.channels.preview.mailboxes import Mailboxes
from bot.channels.preview.translate import page_id, translate
from bot.messages import KeepReceived, Outcome, Received, Reply, Sent

CHANNEL = "preview"
ANY_TIME = datetime(2000, 1, 1, tzinfo=UTC)


class Preview:
    """The preview of one clinic. `phone` is what the page shows when a message could not be kept.

    `secure` marks the cookie for https only: True unless the page is on loopback http.
    """

    translate = staticmethod(translate)

    def __init__(self, name: str, phone: str, keep: KeepReceived, *, secure: bool = False) -> None:
        self.name = name
        self.phone = phone
        self.secure = secure
        self.mailboxes = Mailboxes()
        self._keep = keep

    async def take(self, chat: str, body: bytes) -> bool:
        """Keep what the page sent; False where it is no message.

        Raises:
            ChannelUnavailableError: it cannot be kept for now.
        """
        received = Received(CHANNEL, message_id(chat, page_id(body)), chat, body)
        if translate(received, ANY_TIME) is None:
            return False
        await self._keep([received])
        return True

    async def carrier(self, chat: str, reply: Reply) -> Outcome:
        """Put a reply into the chat's mailbox, where its page finds it now or when it connects again."""
        self.mailboxes.put(chat, reply)
        return Sent()

    def close(self) -> None:
        """End every waiting page's stream, so that the server can stop; pages connect again by themselves."""
        self.mailboxes.close()
