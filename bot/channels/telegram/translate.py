"""Turns a kept update into an `Incoming`, or into a deliberate None; total over whatever Telegram may send."""

import re
from datetime import datetime

from bot.channels.telegram import updates
from bot.channels.telegram.updates import Json
from bot.messages import Contact, Incoming, Kind, Received

_ADDRESSED = re.compile(r"^(/\w+)@\w+")
_SERVICE = frozenset(
    """new_chat_members left_chat_member new_chat_title new_chat_photo delete_chat_photo group_chat_created
    supergroup_chat_created channel_chat_created message_auto_delete_timer_changed migrate_to_chat_id
    migrate_from_chat_id pinned_message successful_payment refunded_payment users_shared chat_shared gift unique_gift
    gift_upgrade_sent connected_website write_access_allowed passport_data proximity_alert_triggered boost_added
    chat_background_set checklist_tasks_done checklist_tasks_added direct_message_price_changed forum_topic_created
    forum_topic_edited forum_topic_closed forum_topic_reopened general_forum_topic_hidden general_forum_topic_unhidden
    giveaway_created giveaway_completed paid_message_price_changed suggested_post_approved
    suggested_post_approval_failed suggested_post_declined suggested_post_paid suggested_post_refunded
    video_chat_scheduled video_chat_started video_chat_ended video_chat_participants_invited web_app_data""".split()  # noqa: SIM905 - 46 lines of one name each would be read by nobody
)
"""Notices that Telegram writes itself (Bot API, Message): nobody said anything, so nobody is answered."""


def translate(received: Received, at: datetime) -> Incoming | None:
    """The message in a kept update; None for groups, other bots, Telegram's own notices and unknown kinds.

    A command keeps its slash and loses its @botname. A message with neither words nor a card is `Kind.MEDIA`, even
    one of a kind that is not invented yet: a patient who sends something is never met with silence.
    """
    update = updates.parse(received.body)
    kind, content = updates.content(update)
    sender = updates.part(content, "from")
    chat = updates.private_chat(update)
    meant = _READERS[kind](content) if chat and kind and not sender.get("is_bot") else None
    if meant is None:
        return None
    return Incoming(
        channel=received.channel,
        chat=chat,
        id=received.id,
        at=at,
        language_code=updates.words(sender, "language_code") or None,
        **meant,
    )


def _message(message: Json) -> Json | None:
    if text := updates.words(message, "text"):
        return {"text": _ADDRESSED.sub(r"\1", text)}
    if card := updates.part(message, "contact"):
        return {"kind": Kind.CONTACT, "contact": _contact(card, message)}
    if _SERVICE & message.keys():
        return None
    return {"kind": Kind.MEDIA, "text": updates.words(message, "caption")}


def _contact(card: Json, message: Json) -> Contact:
    owner = updates.number(card, "user_id")
    phone = updates.words(card, "phone_number").strip()
    if owner is not None and phone[:1].isdigit():
        phone = f"+{phone}"  # Telegram gives its users' numbers in international form, mostly without the plus
    name = " ".join(filter(None, (updates.words(card, "first_name"), updates.words(card, "last_name"))))
    own = owner is not None and owner == updates.number(updates.part(message, "from"), "id")
    return Contact(phone=phone, own=own, name=name)


def _edited(message: Json) -> Json | None:
    """An edited text or caption; a live location also "edits" its message at each step, and is passed over."""
    text = updates.words(message, "text") or updates.words(message, "caption")
    return {"kind": Kind.EDITED, "text": text} if text else None


def _tap(query: Json) -> Json | None:
    data = updates.words(query, "data")
    return {"kind": Kind.TAP, "tap": data} if data else None


def _membership(change: Json) -> Json | None:
    match updates.part(change, "new_chat_member").get("status"):
        case "kicked":
            return {"kind": Kind.BLOCKED}
        case "member":
            return {"kind": Kind.RETURNED}
    return None


_READERS = {"message": _message, "edited_message": _edited, "callback_query": _tap, "my_chat_member": _membership}
