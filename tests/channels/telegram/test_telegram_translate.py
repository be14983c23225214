import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.translate import translate
from bot.messages import Contact, Incoming, Kind, Received
from tests.fakes import telegram_updates as tg
from tests.fakes.telegram_channel import NOON


def read(update: object) -> Incoming | None:
    """What the channel makes of an update, given as JSON or as raw bytes."""
    body = update if isinstance(update, bytes) else json.dumps(update).encode()
    return translate(Received("telegram", "1:5", "1001", body), NOON)


def heard(update: object) -> Incoming:
    """The message in an update that has one."""
    incoming = read(update)
    assert incoming is not None
    return incoming


def test_typed_words_arrive_with_chat_id_time_and_language() -> None:
    """A typed message becomes an Incoming with the update's id and the time at which it was kept."""
    expected = Incoming("telegram", "1001", "1:5", NOON, text="whats your number", language_code="en")
    assert read(tg.text("whats your number")) == expected


@pytest.mark.parametrize(
    ("typed", "arrives"),
    [
        ("/start schedule", "/start schedule"),
        ("/start@clinic_bot schedule", "/start schedule"),
        ("/call@clinic_bot", "/call"),
        ("mail me@example.com", "mail me@example.com"),
    ],
)
def test_a_command_keeps_its_slash_and_loses_the_name_of_the_bot(typed: str, arrives: str) -> None:
    """Deep links and commands addressed to the bot by name arrive as plain commands."""
    assert heard(tg.text(typed)).text == arrives


def test_a_tap_arrives_with_its_data_even_when_forged() -> None:
    """A button's data is handed on as it came: the engine decides what it means."""
    incoming = heard(tg.tap("../<b>forged"))
    assert (incoming.kind, incoming.tap, incoming.text) == (Kind.TAP, "../<b>forged", "")


def test_a_tap_without_its_message_still_finds_the_chat() -> None:
    """A tap on a message that Telegram no longer shows belongs to the chat of the person who tapped."""
    update = tg.tap("menu")
    del update["callback_query"]["message"]
    assert heard(update).chat == "1001"


@pytest.mark.parametrize(
    ("phone", "owner", "contact"),
    [
        ("13105550123", tg.ANA, Contact("+13105550123", own=True, name="Ana Lopez")),
        ("+1 310 555 0123", tg.ANA, Contact("+1 310 555 0123", own=True, name="Ana Lopez")),
        ("525555550123", 2002, Contact("+525555550123", own=False, name="Ana Lopez")),
        ("3105550123", None, Contact("3105550123", own=False, name="Ana Lopez")),
        ("(310) 555-0123", None, Contact("(310) 555-0123", own=False, name="Ana Lopez")),
    ],
)
def test_only_the_senders_own_card_counts_as_own(phone: str, owner: int | None, contact: Contact) -> None:
    """A card is own when it belongs to its sender; Telegram's bare international numbers get their plus."""
    incoming = heard(tg.contact(phone, owner))
    assert (incoming.kind, incoming.contact) == (Kind.CONTACT, contact)


def test_a_card_in_a_forged_sender_without_id_is_nobodys_own() -> None:
    """A card without an owner is not own, not even when the sender has no readable id either."""
    update = tg.contact("3105550123", owner=None)
    update["message"]["from"] = {}
    contact = heard(update).contact
    assert contact is not None
    assert not contact.own


@pytest.mark.parametrize(
    "content",
    [
        {"photo": [{"file_id": "p"}]},
        {"voice": {"file_id": "v"}},
        {"video_note": {"file_id": "v"}},
        {"sticker": {"file_id": "s", "emoji": "🙂"}},
        {"location": {"latitude": 34.0, "longitude": -118.0}},
        {"document": {"file_id": "d"}},
        {"poll": {"id": "1"}},
        {"hologram": {"of": "the year 2031"}},
        {},
    ],
)
def test_whatever_holds_no_words_is_media(content: dict[str, Any]) -> None:
    """Photos, voices, stickers, places, files and kinds not invented yet are answered, so they arrive as media."""
    assert heard(tg.message(**content)).kind is Kind.MEDIA


def test_a_caption_travels_with_its_picture() -> None:
    """Words under a picture arrive, so that a crisis written there is seen."""
    incoming = heard(tg.message(photo=[{"file_id": "p"}], caption="is this a reaction?"))
    assert (incoming.kind, incoming.text) == (Kind.MEDIA, "is this a reaction?")


@pytest.mark.parametrize("content", [{"text": "new words"}, {"caption": "new words", "photo": []}])
def test_an_edit_arrives_as_an_edit(content: dict[str, Any]) -> None:
    """A changed message never passes for a new one."""
    incoming = heard(tg.edited(**content))
    assert (incoming.kind, incoming.text) == (Kind.EDITED, "new words")


def test_a_moving_live_location_is_passed_over() -> None:
    """Each step of a live location is an edit without words: nobody is answered at each step."""
    assert read(tg.edited(location={"latitude": 34.0, "longitude": -118.0})) is None


@pytest.mark.parametrize(("status", "kind"), [("kicked", Kind.BLOCKED), ("member", Kind.RETURNED)])
def test_blocking_and_coming_back_are_heard(status: str, kind: Kind) -> None:
    """A patient who blocks the bot, or unblocks it, says so."""
    assert heard(tg.membership(status)).kind is kind


GROUP_MESSAGE = {**tg.text("hi")["message"], "chat": tg.group()}
GROUP_TAP = {**tg.tap("menu")["callback_query"], "message": {"message_id": 1, "chat": tg.group()}}


@pytest.mark.parametrize(
    "update",
    [
        {"message": GROUP_MESSAGE},
        {"edited_message": GROUP_MESSAGE},
        {"callback_query": GROUP_TAP},
        tg.membership("member", chat=tg.group()),
        tg.membership("restricted"),
        {"message": {**tg.text("hi")["message"], "from": {"id": 9, "is_bot": True}}},
        {"channel_post": {"chat": {"id": -1, "type": "channel"}, "text": "news"}},
        {"inline_query": {"id": "1", "from": tg.sender(), "query": "ketamine"}},
        {"poll_answer": {"poll_id": "1"}},
        {"callback_query": {"id": "1", "from": tg.sender(), "game_short_name": "chess"}},
        tg.message(pinned_message={"message_id": 1}),
        tg.message(message_auto_delete_timer_changed={"message_auto_delete_time": 86400}),
        {"message": {"text": "no chat"}},
        {"message": {"text": "no id", "chat": {"id": True, "type": "private"}}},
        {"message": "no object"},
        {},
        [],
        b"\xff\xfe no JSON",
        b"[" * 100_000,
        b"9" * 10_000,
    ],
)
def test_what_no_patient_said_is_deliberately_nothing(update: object) -> None:
    """Groups, channels, other bots, Telegram's own notices, unknown kinds and broken bodies are passed over."""
    assert read(update) is None


def test_text_is_made_fit_for_storage() -> None:
    """NUL and half surrogate pairs, which databases and UTF-8 refuse, are replaced; whole emoji stay."""
    body = json.dumps(tg.text("TEXT")).encode().replace(b"TEXT", rb"a\u0000b\ud83dc\ud83d\ude00")
    assert heard(body).text == "a\ufffdb\ufffdc😀"


scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.sampled_from(["private", "group"])
anything = st.recursive(scalars, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=10)
known = st.sampled_from(
    [tg.text("hi"), tg.tap("menu"), tg.contact("3105550123"), tg.edited(text="x"), tg.membership("kicked")]
)


def paths(tree: object, here: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """The ways to every value inside nested objects, the whole included."""
    steps = tree.items() if isinstance(tree, dict) else ()
    return [here, *(path for key, inner in steps for path in paths(inner, (*here, key)))]


def changed(tree: Any, path: tuple[object, ...], value: object) -> Any:
    """The tree with another value at the end of one way."""
    return value if not path else {**tree, path[0]: changed(tree[path[0]], path[1:], value)}


@st.composite
def damaged(draw: st.DrawFn) -> object:
    """A true update in which one value, at any depth, is something else."""
    update = draw(known)
    return changed(update, draw(st.sampled_from(paths(update))), draw(anything))


@given(anything | damaged())
def test_translation_is_total(update: object) -> None:
    """Whatever JSON arrives, the answer is None or an Incoming with a chat and storable text, never an exception."""
    incoming = read(update)
    if incoming is not None:
        assert incoming.chat.removeprefix("-").isdigit()
        assert "\0" not in (incoming.text + incoming.tap).encode().decode()


@given(st.binary())
def test_translation_is_total_over_bytes(body: bytes) -> None:
    """A body that is no JSON at all raises nothing either."""
    assert read(body) is None
