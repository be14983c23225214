import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.preview.translate import page_id, translate
from bot.messages import Contact, Incoming, Kind, Received

AT = datetime(2026, 11, 22, 18, 0, tzinfo=UTC)
JSON = st.recursive(
    st.none() | st.booleans() | st.floats() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


def translated(body: bytes) -> Incoming | None:
    """Any bytes, as kept by the inbox."""
    return translate(Received("preview", "1", "chat", body), AT)


def sent(**values: Any) -> Incoming | None:
    """A message of the page with a good id, unless `values` says otherwise."""
    return translated(json.dumps({"id": "message-1", **values}).encode())


def test_words_come_through_as_typed_with_time_and_language() -> None:
    """What a patient writes reaches the engine unchanged, with the page's language."""
    assert sent(kind="text", text=" hola ", language="es") == Incoming(
        "preview", "chat", "1", AT, Kind.TEXT, text=" hola ", language_code="es"
    )


def test_a_tap_carries_the_buttons_data() -> None:
    """A tapped button gives its data and no words."""
    assert sent(kind="tap", data="t:price", text="x") == Incoming("preview", "chat", "1", AT, Kind.TAP, tap="t:price")


def test_a_typed_contact_counts_as_ones_own() -> None:
    """The sheet stands for Telegram's own-number button, so its number is the sender's own."""
    incoming = sent(kind="contact", phone=" 310 555 0123 ", name=" Ana ")
    assert incoming is not None
    assert incoming.contact == Contact("310 555 0123", own=True, name="Ana")


@pytest.mark.parametrize(
    "values",
    [
        {"kind": "text", "text": " \n"},
        {"kind": "text", "text": 5},
        {"kind": "tap", "data": ""},
        {"kind": "tap", "data": "é" * 33},
        {"kind": "contact", "phone": " ", "name": "Ana"},
        {"kind": "blocked"},
        {"kind": ["text"]},
        {"text": "no kind"},
        {"kind": "text", "text": "hi", "id": "short"},
        {"kind": "text", "text": "hi", "id": None},
    ],
)
def test_what_is_no_message_is_a_deliberate_none(values: dict[str, Any]) -> None:
    """Empty words, overlong button data, unknown kinds and missing ids say nothing."""
    assert sent(**values) is None


@pytest.mark.parametrize("body", [b"", b"[]", b"null", b"\xff\xfe", b"[" * 16_000, b"1" * 16_000, b'{"kind": "text"'])
def test_bytes_that_are_no_json_object_say_nothing(body: bytes) -> None:
    """Broken, bottomless or senseless bodies are None, never an error."""
    assert translated(body) is None
    assert page_id(body) == ""


def test_half_surrogates_cannot_reach_a_database() -> None:
    """JSON can spell half a character; it is replaced, so that the text can be kept as UTF-8."""
    incoming = translated(b'{"id": "message-1", "kind": "text", "text": "a\\ud800b"}')
    assert incoming is not None
    assert incoming.text == "a\ufffdb"


def test_an_unknown_language_is_no_language() -> None:
    """Only languages that the bot speaks are passed on."""
    incoming = sent(kind="text", text="bonjour", language="fr")
    assert incoming is not None
    assert incoming.language_code is None


@given(st.binary() | JSON.map(lambda value: json.dumps(value).encode()))
def test_translation_is_total(body: bytes) -> None:
    """Any bytes at all give a message or None."""
    assert isinstance(translated(body), Incoming | None)


@given(kind=JSON, text=JSON, data=JSON, phone=JSON, language=JSON)
def test_translation_is_total_over_the_pages_own_keys(**values: Any) -> None:
    """Whatever stands under the keys that the page uses, what comes out can be kept as UTF-8."""
    incoming = sent(**values)
    if incoming is not None:
        assert (incoming.text + incoming.tap).encode()
