"""P2-P5: four fields, asked for with consent, and nothing else."""

from dataclasses import fields, replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import LargeBinary

from bot.app import Delivery
from bot.channels.telegram.translate import translate
from bot.config import Retention, Settings
from bot.conversation.state import Consent, Conversation, Form, Window
from bot.storage.columns import Sealed
from bot.storage.envelopes import Envelope, Update
from bot.storage.retention import sweep
from bot.storage.store import Store
from tests.privacy.house import MARKERS, NAME, PHONE, WORDS, House, found

TABLES = {
    "audit": "seq at actor action reference detail",
    "call_requests": "seq reference channel #chat #phone *address *body state outcome claimed_by phone_only created "
    "changed closed",
    "conversations": "#chat channel *body changed",
    "counts": "day kind name detail n",
    "inbox": "seq channel id #chat *body received state tries done",
    "keyring": "key_id #index_key",
    "outbox": "seq cause n channel #chat *body created not_before state tries reason",
    "sign_in_tokens": "#hash staff expires",
    "staff_sessions": "#hash staff created seen",
}
"""Every column: `*` is sealed, `#` a hash or sealed by hand; the rest is in clear and may hold nothing of a patient."""
SEALED = {
    Conversation: "language last_topic misses form consent awaiting minute in_minute media_at",
    Form: "step touched name phone window voicemail name_clinic topic day doubt editing reference",
    Window: "asap day part words",
    Consent: "version at language",
    Envelope: "address reply",
    Update: "address body",
}


async def test_p2_the_columns_are_a_closed_list() -> None:
    """A new column, or one that is no longer sealed, has to be thought about here and in docs/privacy.md."""
    store = await Store.in_memory()
    shown = {
        table.name: " ".join(_shown(column.name, column.type) for column in table.columns)
        for table in store.tables.metadata.sorted_tables
    }
    await store.close()
    assert shown == TABLES


def _shown(name: str, kind: object) -> str:
    return f"*{name}" if isinstance(kind, Sealed) else f"#{name}" if isinstance(kind, LargeBinary) else name


@pytest.mark.parametrize("kind", SEALED)
def test_p2_what_is_sealed_is_a_closed_list(kind: type) -> None:
    """No username, photo or words of the chat has a field to go to."""
    assert " ".join(field.name for field in fields(kind)) == SEALED[kind]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(words=st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=60))
async def test_p2_random_messages_never_reach_a_table(house: House, words: str) -> None:
    """Whatever is written beside the form, neither the rows nor the files hold it if they did not hold it before."""
    before = house.on_disk()
    await house.says(f"{WORDS} {words}")
    assert found(house.on_disk()) == []
    assert [marker for marker in MARKERS if marker in await house.opened()] == []
    assert len(words.encode()) < 8 or words.encode() in before or words.encode() not in house.on_disk()


async def test_p2_a_request_holds_what_was_asked_for_and_no_more(house: House) -> None:
    """Telegram's name, username and photo of the sender, and the talk before the form, are in no row."""
    await house.says("my heroin is called sp3cial")
    await house.fills_in(
        ">/call", "Yes, go ahead", ">Ana", f">{PHONE}", "as soon as possible", "no voicemail", "Send it"
    )
    opened = await house.opened()
    assert [marker for marker in MARKERS if marker in opened] == ["5550142", "7071001"]
    assert found(house.on_disk()) == []


async def test_p2_nothing_personal_waits_in_the_outbox_once_sent(house: House) -> None:
    """The confirmation with name and number is gone as soon as it was carried."""
    await house.leaves_a_request()
    async with house.store.reading() as tx:
        assert (await tx.execute(house.store.tables.outbox.select())).all() == []
        rows = (await tx.execute(house.store.tables.inbox.select())).all()
    assert {(row.chat, row.body) for row in rows} == {(None, None)}


async def test_p3_the_topic_is_not_filled_in_from_the_chat(house: House) -> None:
    """From an answer about addiction into the form: the row's topic stays empty unless a neutral one is tapped."""
    await house.says("can it help with heroin addiction")
    request = await house.leaves_a_request()
    assert request.topic == ""
    conversation = await house.conversation()
    assert conversation is not None
    assert conversation.form is None


@pytest.mark.parametrize(
    ("lead", "detail"),
    [
        (("Yes, go ahead",), "heroin addict"),
        (("Yes, go ahead",), "my name is Heroin Hank"),
        (("Yes, go ahead", ">what is your phone number?"), "heroin addict"),
        (("Yes, go ahead", ">Ana", f">{PHONE}"), "tuesday after my heroin dose"),
        (("Yes, go ahead", ">Ana", f">{PHONE}"), "after dialysis, at 5"),
    ],
)
async def test_p4_a_health_detail_is_not_kept(house: House, lead: tuple[str, ...], detail: str) -> None:
    """In name, time or topic the patient is told to leave it for the call, and no row holds it."""
    await house.fills_in(">/call", *lead)
    answer = await house.says(detail)
    assert "health detail" in answer or "best told on the call" in answer or "send it once more" in answer
    assert "heroin" not in (await house.opened()).lower()
    assert "dialysis" not in await house.opened()


async def test_p4_words_typed_as_the_topic_are_not_kept(house: House) -> None:
    """Only the neutral topics can be picked; the patient hears that the rest is for the call."""
    await house.fills_in(
        ">/call", "Yes, go ahead", ">Ana", f">{PHONE}", "as soon as possible", "no voicemail", "Say what"
    )
    assert "What you typed is not kept" in await house.says(f"about {WORDS} and so on")
    assert WORDS not in await house.opened()


async def test_p4_another_detail_is_remarked_on_anew(house: House) -> None:
    """Insisting is sending the same words again; a second detail is not kept because of the first remark."""
    await house.fills_in(">/call", "Yes, go ahead", ">Ana", f">{PHONE}")
    assert "health detail" in await house.says("tuesday after my heroin dose")
    assert "health detail" in await house.says("tuesday after dialysis")
    assert "dialysis" not in await house.opened()
    assert "voicemail" in await house.says("Tuesday, after dialysis!")
    assert "dialysis" in await house.opened()


async def test_p5_consent_is_kept_with_version_time_and_language(house: House) -> None:
    """The request itself says what was agreed to, when and in which language."""
    request = await house.leaves_a_request()
    conversation = await house.conversation()
    assert conversation is not None
    assert request.consent == conversation.consent
    assert request.consent.language == "en"
    assert len(request.consent.version) == 8
    assert timedelta() < house.clock() - request.consent.at < timedelta(minutes=2)


def _with_days(house: House, days: int) -> None:
    """The bot starts again with another retention, which the consent text names."""
    engine = replace(house.engine, parts=replace(house.engine.parts, closed_days=days))
    carriers = {"telegram": house._carry}
    house.delivery = Delivery.of(Settings(), house.store, engine, carriers, {"telegram": translate}, house.clock)


async def test_p5_a_longer_retention_is_a_new_text_and_asks_again(house: House) -> None:
    """Who agreed to 30 days has not agreed to 60."""
    await house.fills_in(">/call", "Yes, go ahead", ">/cancel")
    assert "What name" in await house.says("/call")
    await house.says("/cancel")
    _with_days(house, 60)
    assert "deleted 60 days after" in await house.says("/call")


async def test_p5_an_open_request_is_changed_only_under_the_text_of_today(house: House) -> None:
    """Changing it asks first; no leaves it as it was; yes goes on, and the request carries the new consent."""
    before = await house.leaves_a_request()
    _with_days(house, 60)
    assert "deleted 60 days after" in await house.says("/call")
    assert "stays as it was" in await house.taps("I'll call myself")
    assert [kept.request for kept in await house.requests()] == [before]
    await house.fills_in(">/call", "Yes, go ahead", "Change name", ">Rosa", "Send it")
    (kept,) = await house.requests()
    assert kept.request.name == "Rosa"
    assert kept.request.consent.version != before.consent.version


async def test_p5_no_consent_is_made_up_for_a_request_that_outlived_its_chat(house: House) -> None:
    """The idle conversation went after 30 days; the open request still knows what was agreed to, and when."""
    before = await house.leaves_a_request()
    house.clock.forward(days=31)
    await sweep(house.store, Retention(), house.clock())
    assert await house.conversation() is None
    await house.fills_in(">/call", "Change name", ">Rosa", "Send it")
    (kept,) = await house.requests()
    assert kept.request == replace(before, name="Rosa")


async def test_p5_a_form_that_was_begun_under_an_older_text_is_not_saved_under_it(house: House) -> None:
    """The text changes while a patient fills in the form: sending asks for the yes to the new one."""
    await house.fills_in(">/call", "Yes, go ahead", f">{NAME}", f">{PHONE}", "as soon as possible", "no voicemail")
    _with_days(house, 60)
    assert "deleted 60 days after" in await house.taps("Send it")
    assert await house.requests() == []
    assert NAME in await house.taps("Yes, go ahead")
    await house.taps("Send it")
    assert len(await house.requests()) == 1
