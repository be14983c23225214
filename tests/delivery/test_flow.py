import asyncio
from dataclasses import replace

import pytest

from bot.conversation.state import CallRequest, Conversation
from bot.conversation.turn import Turn
from bot.delivery.bell import Bell
from bot.delivery.inbox import Inbox
from bot.errors import ChannelUnavailableError
from bot.messages import Incoming, Later, Received, Refused, Reply, Unreachable
from bot.storage.chats import Chat
from bot.storage.ledger import Count
from bot.storage.requests import CLOSED, OPEN, State
from bot.storage.store import Store
from tests.fakes.flow import Flow
from tests.fakes.patients import echo, said


@pytest.fixture
def flow(store: Store) -> Flow:
    """The flow over each kind of database."""
    return Flow(store)


async def references(flow: Flow) -> list[str]:
    """The open requests, oldest first."""
    async with flow.store.reading() as tx:
        return [kept.request.reference for kept in await flow.store.requests.listed(tx)]


async def test_a_message_is_answered_with_the_memory_of_the_one_before(flow: Flow) -> None:
    """What a turn leaves in the conversation is there at the next message of the same chat."""
    assert await flow.hears("hello") == ["0: hello"]
    assert await flow.hears("again") == ["1: again"]
    assert await flow.hears("hi", chat="chat-2") == ["0: hi"]


async def test_a_repeated_update_is_answered_once(flow: Flow) -> None:
    """A channel may deliver an update twice, at once or later; the patient reads one answer."""
    await flow.inbox.keep([said("hello", 1), said("hello", 1)])
    await flow.drain()
    await flow.inbox.keep([said("hello", 1)])
    await flow.drain()
    assert flow.notebook.to("chat-1") == ["0: hello"]


async def test_a_chat_is_answered_in_the_order_in_which_it_wrote(flow: Flow) -> None:
    """Order holds within each chat, however many chats are served together."""
    updates = [said(f"m{n}", 10 * n + chat, f"chat-{chat}") for n in range(6) for chat in range(9)]
    await flow.inbox.keep(updates)
    await flow.drain()
    for chat in range(9):
        assert flow.notebook.to(f"chat-{chat}") == [f"{n}: m{n}" for n in range(6)]


async def test_several_replies_arrive_in_their_order(store: Store) -> None:
    """The replies of one turn are carried in the engine's order."""

    def three(incoming: Incoming, conversation: Conversation, request: CallRequest | None, *_: object) -> Turn:
        return Turn((Reply("one"), Reply("two"), Reply("three")), conversation)

    assert await Flow(store, three).hears("hello") == ["one", "two", "three"]


async def test_an_update_without_a_message_is_done_in_silence(flow: Flow) -> None:
    """What the translator has nothing to say about leaves the line without an answer."""
    assert await flow.hears("") == []
    assert await flow.hears("hello") == ["0: hello"]


async def test_a_call_request_is_there_before_the_patient_reads_of_it(flow: Flow) -> None:
    """When the confirmation is carried, the request is already committed."""
    await flow.keep("call me")
    await flow.worker.drain()
    assert flow.notebook.carried == []
    assert await references(flow) == ["R1"]


async def test_asking_again_changes_the_open_request(flow: Flow) -> None:
    """A patient has at most one open request; a second wish changes it."""
    await flow.hears("call me")
    await flow.hears("call me in the morning")
    async with flow.store.reading() as tx:
        (kept,) = await flow.store.requests.listed(tx)
    assert (kept.request.reference, kept.request.name) == ("R1", "call me in the morning")


async def test_a_withdrawn_request_is_closed(flow: Flow) -> None:
    """After the patient takes the request back, staff find it closed, and a new one may follow."""
    await flow.hears("call me")
    await flow.hears("withdraw it")
    async with flow.store.reading() as tx:
        assert await flow.store.requests.listed(tx, OPEN) == []
        (closed,) = await flow.store.requests.listed(tx, CLOSED)
    assert closed.state is State.WITHDRAWN
    await flow.hears("call me after all")
    assert await references(flow) == ["R3"]


async def test_a_change_reopens_what_staff_closed_in_that_moment(flow: Flow) -> None:
    """A patient who was told that the change is saved is called, also where staff pressed 'reached' just before."""
    await flow.hears("call me")
    async with flow.store.writing() as tx:
        line = (await flow.store.requests.listed(tx))[0]
        await flow.store.requests.close(tx, "R1", State.REACHED, "ana", flow.clock())
        chat = Chat(flow.store.vault.chat("test", "chat-1"), "test", "chat-1")
        await flow.store.left.change(tx, chat, line.request, flow.clock())
        (kept,) = await flow.store.requests.listed(tx)
    assert (kept.state, kept.closed) == (State.NEW, None)


async def test_a_reference_that_is_taken_makes_the_engine_choose_another(flow: Flow, store: Store) -> None:
    """Two patients never share a reference: the turn is taken again under a changed message id."""
    await flow.hears("call me")
    await flow.inbox.keep([Received("test", "1-", "chat-2", b"call me too")])

    def clashing(incoming: Incoming, conversation: Conversation, request: CallRequest | None, *_: object) -> Turn:
        known = {"1-": "1", "1-~1": "1", "1-~2": "free"}
        return echo(replace(incoming, id=known[incoming.id]), conversation, request)

    await Flow(store, clashing).worker.drain()
    assert await references(flow) == ["R1", "Rfree"]


async def test_a_turn_that_fails_three_times_ends_in_an_apology_and_the_chat_goes_on(flow: Flow) -> None:
    """A message that nobody can answer blocks neither its own chat nor another."""
    await flow.keep("break it")
    await flow.keep("hello")
    await flow.keep("hi", chat="chat-2")
    await flow.drain()
    assert flow.notebook.to("chat-1") == ["Sorry, please phone us.", "0: hello"]
    assert flow.notebook.to("chat-2") == ["0: hi"]


async def test_a_turn_that_cannot_be_kept_does_not_take_others_with_it(store: Store) -> None:
    """The database refuses one turn of a batch: the others are kept, the one is apologised for."""

    def careless(incoming: Incoming, conversation: Conversation, request: CallRequest | None, *_: object) -> Turn:
        turn = echo(incoming, conversation, None)
        return Turn(turn.replies, conversation, turn.events)

    flow = Flow(store, careless)
    await flow.hears("call me", chat="chat-3")
    await flow.inbox.keep(
        [
            said(word, n, chat)
            for n, word, chat in (
                (11, "hello", "chat-1"),
                (12, "call me twice", "chat-3"),
                (13, "hi", "chat-4"),
                (14, "hello", "chat-3"),
            )
        ]
    )
    await flow.drain()
    assert flow.notebook.to("chat-1") == ["0: hello"]
    assert flow.notebook.to("chat-4") == ["0: hi"]
    assert flow.notebook.to("chat-3") == ["0: call me", "Sorry, please phone us.", "0: hello"]


async def test_a_failure_is_reported_without_the_patients_words(flow: Flow, caplog: pytest.LogCaptureFixture) -> None:
    """Operators read which line of code failed; the message's words stay out of the log."""
    await flow.hears("break zanzibar")
    assert "a turn failed" in caplog.text
    assert not [record for record in caplog.records if "zanzibar" in str(record.__dict__)]
    assert "patients.py" in vars(caplog.records[0])["error"]


async def test_flood_control_holds_one_chat_only(flow: Flow) -> None:
    """Later postpones the rest of that chat, in order, and nobody else."""
    flow.notebook.outcomes["chat-1"] = [Later(30)]
    await flow.hears("one")
    await flow.hears("two")
    assert await flow.hears("hi", chat="chat-2") == ["0: hi"]
    assert flow.notebook.to("chat-1") == []
    flow.clock.forward(seconds=31)
    await flow.drain()
    assert flow.notebook.to("chat-1") == ["0: one", "1: two"]


async def test_a_carrier_that_raises_is_tried_again(flow: Flow, caplog: pytest.LogCaptureFixture) -> None:
    """A defect in a carrier delays a reply, with growing pauses, and loses nothing."""
    calls = []

    async def faulty(chat: str, reply: Reply) -> Later:
        calls.append(chat)
        raise RuntimeError(reply.text)

    other = Flow(flow.store, carriers={"test": faulty})
    await other.hears("hello")
    await other.drain()
    assert len(calls) == 1
    assert "a reply waits" in caplog.text
    flow.clock.forward(seconds=5)
    await flow.drain()
    assert flow.notebook.to("chat-1") == ["0: hello"]


async def test_a_reply_is_given_up_after_a_day(flow: Flow) -> None:
    """An answer that could not be carried for a day is set aside instead of surprising the patient."""
    flow.notebook.outcomes["chat-1"] = [Later(25 * 3600), Later(1)]
    await flow.hears("hello")
    flow.clock.forward(hours=26)
    await flow.drain()
    flow.clock.forward(hours=1)
    await flow.drain()
    assert flow.notebook.to("chat-1") == []
    assert await flow.hears("again") == ["1: again"]


async def test_a_blocked_bot_makes_the_request_phone_only(flow: Flow) -> None:
    """Unreachable drops what waits for the chat, and staff see that only the phone is left."""
    flow.notebook.outcomes["chat-1"] = [Unreachable()]
    await flow.keep("call me")
    await flow.keep("hello")
    await flow.drain()
    assert flow.notebook.to("chat-1") == []
    async with flow.store.reading() as tx:
        (kept,) = await flow.store.requests.listed(tx)
    assert kept.phone_only
    await flow.hears("back again")
    async with flow.store.reading() as tx:
        (kept,) = await flow.store.requests.listed(tx)
    assert not kept.phone_only


async def test_blocking_the_bot_drops_what_waits_for_the_chat(flow: Flow) -> None:
    """When the channel tells that the patient left, replies that wait for that chat go."""
    flow.notebook.outcomes["chat-1"] = [Later(60)]
    await flow.hears("call me")
    await flow.hears("blocked")
    flow.clock.forward(seconds=61)
    await flow.drain()
    assert flow.notebook.to("chat-1") == ["1: blocked"]


async def test_a_refused_reply_is_reported_and_the_next_one_goes(flow: Flow, caplog: pytest.LogCaptureFixture) -> None:
    """A reply that the channel will never take does not hold up the chat."""
    flow.notebook.outcomes["chat-1"] = [Refused("Bad Request: message is too long")]
    await flow.hears("one")
    await flow.hears("two")
    assert flow.notebook.to("chat-1") == ["1: two"]
    assert "a reply was given up" in caplog.text


async def test_one_slow_chat_does_not_hold_up_the_others(store: Store) -> None:
    """While one reply is on its way for long, other patients read theirs."""
    release, carried = asyncio.Event(), []

    async def carry(chat: str, reply: Reply) -> Later:
        if chat == "slow":
            await release.wait()
        carried.append(chat)
        if len(carried) == 2:
            release.set()
        return Later(60)

    flow = Flow(store, carriers={"test": carry})
    await flow.inbox.keep([said("hi", n, chat) for n, chat in enumerate(("slow", "a", "b"))])
    await flow.drain()
    assert carried == ["a", "b", "slow"]


async def test_intake_goes_on_during_a_slow_turn(store: Store) -> None:
    """A turn that takes its time holds up neither the loop nor the front door."""
    kept = asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(incoming: Incoming, conversation: Conversation, request: CallRequest | None, *_: object) -> Turn:
        if incoming.text == "slow":
            asyncio.run_coroutine_threadsafe(asyncio.wait_for(kept.wait(), 10), loop).result()
        return echo(incoming, conversation, request)

    flow = Flow(store, slow)
    await flow.keep("slow")
    working = asyncio.create_task(flow.worker.drain())
    await flow.keep("hello", chat="chat-2")
    kept.set()
    await working
    await flow.drain()
    assert flow.notebook.to("chat-2") == ["0: hello"]


async def test_a_full_inbox_is_refused_to_the_channel(store: Store) -> None:
    """Beyond the bound nothing is kept, the channel hears so, and it is open again after the worker caught up."""
    flow = Flow(store)
    inbox = Inbox(store, flow.clock, Bell(), limit=3)
    await inbox.keep([said("hi", n, f"chat-{n}") for n in range(3)])
    with pytest.raises(ChannelUnavailableError):
        await inbox.keep([said("hi", 4)])
    await flow.drain()
    await inbox.keep([said("hi", 4)])


async def test_what_is_only_counted_raises_counts(flow: Flow) -> None:
    """An unanswered question leaves a number of the day, and no text."""
    await flow.inbox.keep([said("what is it", n, f"chat-{n}") for n in range(3)])
    await flow.drain()
    async with flow.store.reading() as tx:
        assert await flow.store.counts.all(tx) == {Count("2026-11-23", "unanswered", "lost", "en"): 3}


async def test_p6_forget_leaves_one_audit_line_and_nothing_else(flow: Flow) -> None:
    """Erasure takes requests, conversation and waiting replies; the farewell still arrives and is gone after that."""
    flow.notebook.outcomes["chat-1"] = [Later(60)]
    await flow.hears("call me")
    flow.clock.forward(seconds=61)
    assert await flow.hears("forget me") == ["1: forget me"]
    async with flow.store.reading() as tx:
        assert await flow.store.requests.listed(tx, (*OPEN, *CLOSED)) == []
        lines = [(line.action, line.reference) for line in await flow.store.audit.lines(tx)]
        for table in (flow.store.tables.outbox, flow.store.tables.conversations):
            assert (await tx.execute(table.select())).all() == []
    assert lines == [("requested", "R1"), ("erased", "R1")]
    assert await flow.hears("hello") == ["0: hello"]


async def test_p6_forget_works_with_nothing_stored(flow: Flow) -> None:
    """Asking to be forgotten as the first thing ever is answered and noted."""
    assert await flow.hears("forget me") == ["0: forget me"]
    async with flow.store.reading() as tx:
        assert [line.action for line in await flow.store.audit.lines(tx)] == ["erased"]
