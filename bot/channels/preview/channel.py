"""The web preview as a channel: what its page sends is kept first, and replies wait in mailboxes for the page."""

from bot.channels.preview.mailboxes import Mailboxes
from bot.channels.preview.translate import translate
from bot.messages import KeepReceived, Outcome, Reply, Sent


class Preview:
    """The preview of one clinic. `phone` is what the page shows when a message could not be kept.

    `secure` marks the cookie for https only: True unless the page is on loopback http.
    """

    translate = staticmethod(translate)

    def __init__(self, name: str, phone: str, keep: KeepReceived, *, secure: bool = False) -> None:
        self.name = name
        self.phone = phone
        self.keep = keep
        self.secure = secure
        self.mailboxes = Mailboxes()

    async def carrier(self, chat: str, reply: Reply) -> Outcome:
        """Put a reply into the chat's mailbox, where its page finds it now or when it connects again."""
        self.mailboxes.put(chat, reply)
        return Sent()

    def close(self) -> None:
        """End every waiting page's stream, so that the server can stop; pages connect again by themselves."""
        self.mailboxes.close()
