import pytest
from playwright.async_api import BrowserContext, Page, expect

from bot.channels.preview.labels import labels
from bot.messages import Contact, Kind
from tests.browser.browsers import bubbles, say
from tests.browser.contrast import too_faint
from tests.browser.house import PHONE, House

pytestmark = pytest.mark.asyncio(loop_scope="session")
GREETING = "Welcome | Ask away."
NUMBER = "Our number | Call 310-555-0100, or (310) 555-0101. | Source: article"


async def test_a_conversation_reads_as_on_a_phone(page: Page) -> None:
    """Words stand as bubbles in order: title, text and source line of each answer below the question."""
    await say(page, "whats your number")
    await expect(page.locator(".bot .title").last).to_have_text("Our number")
    assert await bubbles(page) == [GREETING, "whats your number", NUMBER]
    assert await page.locator("#text").input_value() == ""


async def test_phone_numbers_can_be_tapped(page: Page) -> None:
    """Every number in an answer is a link that dials it."""
    await say(page, "whats your number")
    links = page.locator(".message.last a")
    await expect(links).to_have_count(2)
    assert [await link.get_attribute("href") for link in await links.all()] == ["tel:3105550100", "tel:3105550101"]


async def test_words_are_never_markup(page: Page) -> None:
    """Tags that a patient types, and the bot repeats, stay letters."""
    await say(page, "<img src=x onerror=alert(1)><b>hi</b>")
    await expect(page.locator(".message.last .text")).to_have_text("You said: <img src=x onerror=alert(1)><b>hi</b>")
    assert await page.locator("#log img, #log b").count() == 0


async def test_buttons_send_their_data_and_old_ones_still_do(page: Page, house: House) -> None:
    """A tap shows its label as the patient's own words; buttons further up stay alive."""
    await page.get_by_role("button", name="Prices").click()
    await expect(page.locator(".message.last .text")).to_have_text("You said: t:price")
    await page.get_by_role("button", name="Call me").click()
    await expect(page.get_by_role("button", name="Share my number")).to_be_visible()
    assert [(one.kind, one.tap) for one in house.script.heard[1:]] == [(Kind.TAP, "t:price"), (Kind.TAP, "c:new")]
    assert (await bubbles(page))[1:4:2] == ["Prices", "Call me"]


async def test_a_contact_is_shared_by_the_sheet(page: Page, house: House) -> None:
    """The sheet takes a name and a number, sends them as the sender's own, and its button goes once it is used."""
    await page.get_by_role("button", name="Call me").click()
    await page.get_by_role("button", name="Share my number").click()
    await page.get_by_label("Phone number").fill("310 555 0123")
    await page.get_by_label("Name").fill("Maria")
    await page.get_by_role("button", name="Share", exact=True).click()
    await expect(page.get_by_role("button", name="Soon")).to_be_visible()
    assert house.script.heard[-1].contact == Contact("310 555 0123", own=True, name="Maria")
    assert await page.get_by_role("button", name="Share my number").count() == 0


async def test_the_page_can_be_used_by_keyboard_alone(page: Page, house: House) -> None:
    """Tab reaches the buttons, Enter taps them, Escape closes the sheet and gives the focus back."""
    await page.locator("#log").focus()
    await page.keyboard.press("Tab")
    await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    share = page.get_by_role("button", name="Share my number")
    await share.press("Enter")
    await expect(page.get_by_role("dialog", name="Share your contact")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(share).to_be_focused()
    assert [one.kind for one in house.script.heard] == [Kind.TEXT, Kind.TAP]


async def test_the_language_switch_turns_labels_and_messages(page: Page, house: House) -> None:
    """The page's labels change at once, and each message carries the chosen language."""
    await page.get_by_role("button", name="ES", exact=True).click()
    await expect(page.get_by_role("textbox")).to_have_accessible_name(labels()["es"]["write"])
    assert await page.locator("html").get_attribute("lang") == "es"
    await say(page, "hola")
    await expect(page.locator(".message.last .text")).to_have_text("You said: hola")
    assert [one.language_code for one in house.script.heard] == ["en", "es"]


async def test_a_reload_goes_on_and_starting_over_does_not(page: Page, house: House) -> None:
    """A reload shows the same bubbles and keeps the chat; "Start over" begins a new one."""
    await say(page, "hello")
    await expect(page.locator(".message.last .text")).to_have_text("You said: hello")
    before = await bubbles(page)
    await page.reload()
    assert await bubbles(page) == before
    await say(page, "again")
    await expect(page.locator(".message.last .text")).to_have_text("You said: again")
    assert len({one.chat for one in house.script.heard}) == 1
    await page.get_by_role("button", name="Start over").click()
    await expect(page.locator(".message:not(.typing)")).to_have_count(1)
    assert len({one.chat for one in house.script.heard}) == 2


async def test_a_restarted_server_loses_and_doubles_nothing(page: Page, house: House) -> None:
    """While the server is away the page says so with the clinic's phone; afterwards every message was heard once."""
    await house.close()
    await say(page, "are you there")
    notice = page.locator(".notice")
    await expect(notice).to_contain_text(PHONE)
    await expect(page.locator("#away")).to_be_visible()
    await house.open()
    await notice.get_by_role("button", name="Try again").click()
    await expect(page.locator(".message.last .text")).to_have_text("You said: are you there")
    await expect(page.locator("#away")).to_be_hidden()
    assert await bubbles(page) == [GREETING, "are you there", "You said: are you there"]
    assert [one.text for one in house.script.heard] == ["/start", "are you there"]


async def test_a_long_answer_is_read_from_its_first_line(page: Page) -> None:
    """The conversation scrolls inside the phone, and a long answer begins at its title."""
    await say(page, "long")
    title = page.locator(".message.last .title")
    await expect(title).to_have_text("Long")
    await expect(title).to_be_in_viewport()
    assert await page.evaluate("document.documentElement.scrollHeight <= innerHeight")


async def test_it_fits_the_smallest_phone(context: BrowserContext, page: Page) -> None:
    """At 360 pixels nothing sticks out and every button is large enough for a thumb."""
    await page.set_viewport_size({"width": 360, "height": 640})
    await say(page, "whats your number")
    await page.locator(".message.last .source").wait_for()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360
    small = "all => all.filter(one => one.offsetHeight < 36 || one.offsetWidth < 36).map(one => one.outerHTML)"
    assert await page.locator("button:visible").evaluate_all(small) == []


async def test_every_text_can_be_read(page: Page) -> None:
    """Contrast is at least 4.5:1 everywhere, in safety replies too."""
    for words in ("i want to die", "whats your number"):
        await say(page, words)
    await page.locator(".message.last .source").wait_for()
    assert await too_faint(page) == []


async def test_screen_readers_hear_who_speaks(page: Page) -> None:
    """The conversation is a live log, and each bubble names its speaker."""
    await say(page, "hello")
    await page.get_by_text("You said: hello").wait_for()
    log = page.get_by_role("log", name="Conversation")
    assert await log.locator(".unseen").all_text_contents() == ["Assistant:", "You:", "Assistant:"]
