"""Updates as the Bot API sends them, for made-up people; update_id is given by the server that queues them."""

from typing import Any

Json = dict[str, Any]
ANA = 1001


def sender(user: int = ANA, language: str = "en") -> Json:
    """A patient."""
    return {"id": user, "is_bot": False, "first_name": "Ana", "language_code": language}


def private(user: int = ANA) -> Json:
    """The patient's own chat with the bot."""
    return {"id": user, "type": "private", "first_name": "Ana"}


def group(identity: int = -500) -> Json:
    """A group chat."""
    return {"id": identity, "type": "group", "title": "Neighbours"}


def message(user: int = ANA, **content: Any) -> Json:
    """A message in the patient's own chat; `content` is what it holds."""
    return {"message": {"message_id": 7, "date": 1, "chat": private(user), "from": sender(user), **content}}


def text(words: str, user: int = ANA) -> Json:
    """Typed words, or a command."""
    return message(user, text=words)


def edited(user: int = ANA, **content: Any) -> Json:
    """A message that was changed after it was sent."""
    return {"edited_message": {**message(user, **content)["message"], "edit_date": 2}}


def tap(data: str, user: int = ANA, query: str = "77") -> Json:
    """A tap on an inline button."""
    shown = {"message_id": 8, "date": 1, "chat": private(user), "text": "Buttons"}
    return {"callback_query": {"id": query, "from": sender(user), "message": shown, "chat_instance": "1", "data": data}}


def contact(phone: str, owner: int | None = ANA, user: int = ANA) -> Json:
    """A contact card; `owner` is the Telegram user it belongs to, if any."""
    card = {"phone_number": phone, "first_name": "Ana", "last_name": "Lopez"}
    return message(user, contact=card if owner is None else {**card, "user_id": owner})


def membership(status: str, before: str = "member", chat: Json | None = None) -> Json:
    """The bot was blocked ("kicked"), unblocked ("member"), or added to a group."""
    bot = {"id": 1, "is_bot": True, "first_name": "Clinic bot"}
    old, new = {"user": bot, "status": before}, {"user": bot, "status": status}
    change = {"chat": chat or private(), "from": sender(), "date": 1}
    return {"my_chat_member": {**change, "old_chat_member": old, "new_chat_member": new}}
