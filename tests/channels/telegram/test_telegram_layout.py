import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup, MessageEntity, ReplyKeyboardMarkup, ReplyKeyboardRemove

from bot.channels.telegram.layout import Message, lay_out
from bot.channels.telegram.splitting import LIMIT, units
from bot.messages import Button, Reply

AWKWARD = "<b>&_*[ok](tg://user?id=1)`"
BUTTONS = ((Button("Yes", "y"), Button("No", "n")), (Button("Menu", "m"),))


def styled(message: Message) -> dict[str, str]:
    """What the entities of a message cover, by style, as Telegram counts: in UTF-16."""
    wide = message.text.encode("utf-16-le")
    cut = {it.type: wide[2 * it.offset : 2 * (it.offset + it.length)] for it in message.entities}
    return {style: piece.decode("utf-16-le") for style, piece in cut.items()}


def test_title_is_bold_and_source_italic_by_utf16_offsets() -> None:
    """The styles fall on the right letters even after emoji, which count double in Telegram."""
    [message] = lay_out(Reply("It works like 🎈🎈 this.", title="😀 How it works", source="Source: article 🧪"))
    assert message.text == "😀 How it works\n\nIt works like 🎈🎈 this.\n\nSource: article 🧪"
    assert styled(message) == {"bold": "😀 How it works", "italic": "Source: article 🧪"}


def test_words_of_patients_are_never_markup() -> None:
    """Whatever looks like HTML or Markdown stays as typed, in every field, with no entity of its own."""
    [message] = lay_out(Reply(AWKWARD, title=AWKWARD, source=AWKWARD))
    assert message.text == f"{AWKWARD}\n\n{AWKWARD}\n\n{AWKWARD}"
    assert styled(message) == {"bold": AWKWARD, "italic": AWKWARD}


def test_buttons_keep_their_rows() -> None:
    """Buttons of a reply become an inline keyboard, row by row."""
    [message] = lay_out(Reply("Choose", buttons=BUTTONS))
    assert isinstance(message.keyboard, InlineKeyboardMarkup)
    rows = message.keyboard.inline_keyboard
    assert [[(it.text, it.callback_data) for it in row] for row in rows] == [
        [("Yes", "y"), ("No", "n")],
        [("Menu", "m")],
    ]


def test_the_contact_button_asks_for_the_contact_and_goes_away_after_use() -> None:
    """A contact button is a one-time keyboard whose button shares the patient's own number."""
    [message] = lay_out(Reply("Your number?", contact_button="Share my number"))
    assert isinstance(message.keyboard, ReplyKeyboardMarkup)
    assert message.keyboard.one_time_keyboard
    [[button]] = message.keyboard.keyboard
    assert (button.text, button.request_contact) == ("Share my number", True)


def test_the_contact_button_is_taken_away_when_the_reply_says_so() -> None:
    """A reply that clears the contact button removes the keyboard."""
    [message] = lay_out(Reply("Thanks", clears_contact=True))
    assert isinstance(message.keyboard, ReplyKeyboardRemove)


def test_buttons_can_follow_the_contact_button() -> None:
    """A reply that clears the contact button and has buttons is two messages, since each has one keyboard."""
    first, last = lay_out(Reply("Thanks.\n\nWhen?", title="Nearly done", buttons=BUTTONS, clears_contact=True))
    assert (first.text, type(first.keyboard)) == ("Nearly done\n\nThanks.", ReplyKeyboardRemove)
    assert (last.text, type(last.keyboard)) == ("When?", InlineKeyboardMarkup)


def test_buttons_win_over_clearing_in_a_single_paragraph() -> None:
    """One paragraph cannot do both: its buttons, which the patient needs, are kept."""
    [message] = lay_out(Reply("When?", buttons=BUTTONS, clears_contact=True))
    assert isinstance(message.keyboard, InlineKeyboardMarkup)


def test_a_long_reply_is_split_with_its_buttons_on_the_last_part() -> None:
    """More than 4,096 UTF-16 units are split on a paragraph; styles and buttons stay where they belong."""
    reply = Reply("\n\n".join(["😀 a" * 600] * 5), title="Title", source="Source", buttons=BUTTONS)
    first, *_, last = lay_out(reply)
    assert (styled(first), styled(last)) == ({"bold": "Title"}, {"italic": "Source"})
    assert (first.keyboard, type(last.keyboard)) == (None, InlineKeyboardMarkup)
    assert units(first.text) <= LIMIT


def test_a_style_goes_on_across_a_cut() -> None:
    """A title longer than a message is bold in both of its parts."""
    assert [styled(it) for it in lay_out(Reply("", title="b" * 5000))] == [{"bold": "b" * 4096}, {"bold": "b" * 904}]


def test_what_cannot_be_sent_is_replaced() -> None:
    """A NUL or half an emoji in any field does not keep the rest from being sent."""
    [message] = lay_out(Reply("b\0", title="a\ud83d", source="\ude00c"))
    assert message.text == "a\ufffd\n\nb\ufffd\n\n\ufffdc"


def test_an_empty_reply_is_no_message() -> None:
    """A reply without a visible character lays out as nothing."""
    assert lay_out(Reply("  \n", title=" ", buttons=BUTTONS)) == []


@pytest.mark.parametrize("style", [MessageEntity.BOLD, MessageEntity.ITALIC])
@given(st.text(max_size=50), st.text(max_size=50))
def test_entities_always_lie_inside_their_text(style: str, piece: str, other: str) -> None:
    """For any words the entities have a length and stay within the text: Telegram refuses a message otherwise."""
    reply = Reply(other, title=piece) if style == MessageEntity.BOLD else Reply(other, source=piece)
    for message in lay_out(reply):
        message.text.encode()
        for entity in message.entities:
            assert 0 < entity.length <= units(message.text) - entity.offset
