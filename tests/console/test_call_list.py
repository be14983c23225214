import re
from html.parser import HTMLParser
from zoneinfo import ZoneInfo

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.console.calls import as_call
from bot.console.pages import page
from bot.conversation.state import CallRequest, Consent, Window
from bot.storage.requests import KeptRequest, State
from tests.console.front_desk import MONDAY, FrontDesk

ZONE = ZoneInfo("America/Los_Angeles")


class Tags(HTMLParser):
    """Collects the tags of a page and where its links lead."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one tag."""
        self.tags.append(tag)
        self.links += [value or "" for name, value in attrs if name == "href"]


def words_of(html: str) -> str:
    """A page's text without tags, spaces folded."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


async def test_a_request_is_shown_with_all_that_a_caller_needs(desk: FrontDesk) -> None:
    """Name, phone as a link, when, discretion, language, topic, wait, state and reference stand in one line."""
    await desk.patient_asks("Maria López", "K7Q2", discreet=True, language="es", topic="prices")
    desk.waits(hours=3)
    text = words_of((await (await desk.signed_in()).get("/staff")).text)
    assert (
        "3 h ago Mon, Nov 23, 10:00 AM Maria López (310) 555-0123 ES When As soon as possible "
        "Discretion No voicemail; do not name the clinic About Prices New #K7Q2"
    ) in text


async def test_the_longest_wait_stands_first(desk: FrontDesk) -> None:
    """The list is in the order in which people have waited."""
    for name, reference in (("First", "AAA2"), ("Second", "BBB3"), ("Third", "CCC4")):
        await desk.patient_asks(name, reference)
        desk.waits(minutes=10)
    html = (await (await desk.signed_in()).get("/staff")).text
    assert [html.index(name) for name in ("First", "Second", "Third")] == sorted(
        html.index(name) for name in ("First", "Second", "Third")
    )
    assert "<title>(3) Call requests" in html
    assert "3 people are waiting, longest wait first." in html


async def test_nobody_waiting_is_said_so(desk: FrontDesk) -> None:
    """An empty list is a sentence, not an empty page."""
    html = (await (await desk.signed_in()).get("/staff")).text
    assert "No one is waiting. New requests appear here." in html
    assert "<title>Call requests" in html


async def test_the_refresh_holds_the_list_alone(desk: FrontDesk) -> None:
    """What is fetched every half minute has no page around it."""
    await desk.patient_asks("Maria", "K7Q2")
    html = (await (await desk.signed_in()).get("/staff/calls")).text
    assert html.startswith('<section id="list"')
    assert "Maria" in html


async def test_who_has_claimed_a_request_is_named(desk: FrontDesk) -> None:
    """A claimed request stays in the list with the name of who calls."""
    await desk.patient_asks("Maria", "K7Q2")
    async with desk.store.writing() as tx:
        await desk.store.requests.claim(tx, "K7Q2", "Ben", desk.at)
    assert "Claimed by Ben" in (await (await desk.signed_in()).get("/staff")).text


async def test_a_closed_request_is_gone(desk: FrontDesk) -> None:
    """Reached patients do not wait."""
    await desk.patient_asks("Maria", "K7Q2")
    async with desk.store.writing() as tx:
        await desk.store.requests.close(tx, "K7Q2", State.REACHED, "Ben", desk.at)
    assert "Maria" not in (await (await desk.signed_in()).get("/staff")).text


async def test_patients_who_cannot_be_written_to_are_marked(desk: FrontDesk) -> None:
    """Whoever blocked the bot can only be phoned, and staff see it."""
    await desk.patient_asks("Maria", "K7Q2")
    async with desk.store.writing() as tx:
        await desk.store.left.set_reachable(tx, desk.chat("K7Q2").key, reachable=False)
    assert "Phone only" in (await (await desk.signed_in()).get("/staff")).text


async def test_the_same_number_twice_is_pointed_out(desk: FrontDesk) -> None:
    """Two open requests with one number name each other, so that nobody is called twice."""
    await desk.patient_asks("Maria", "K7Q2")
    await desk.patient_asks("Maria L", "M9PL", phone="+13105550123")
    html = (await (await desk.signed_in()).get("/staff")).text
    assert "Same number as #M9PL" in html
    assert "Same number as #K7Q2" in html


@settings(suppress_health_check=[HealthCheck.too_slow], max_examples=50)
@given(st.text(), st.text(), st.text(), st.text())
def test_s12_what_patients_typed_is_never_markup(name: str, phone: str, words: str, topic: str) -> None:
    """No text of a patient's adds a tag, an attribute or a link that is no telephone link."""
    consent = Consent("1", MONDAY, "en")
    wish, reply = Window(words=f"w{words}<img src=x onerror=alert(1)>"), f"{topic}\"'><a href=javascript:x>"
    request = CallRequest("K7Q2", f"{name}<script>", phone, wish, True, True, "en", consent, topic=reply)
    kept = KeptRequest(request, "telegram", State.NEW, MONDAY, MONDAY)
    tags = Tags()
    tags.feed(bytes(page("list.html", calls=[as_call(kept, ZONE, MONDAY)]).body).decode())
    assert not {"script", "img"} & set(tags.tags)
    assert all(link.startswith("tel:") for link in tags.links)
