from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, BrowserContext, Page

from bot.messages import Button, Reply
from tests.browser.browsers import CHROMIUM, REQUIRED, chromium
from tests.browser.house import House, Script, open_house

REPLIES = {
    "/start": (
        Reply("Ask away.", title="Welcome", buttons=((Button("Prices", "t:price"), Button("Call me", "c:new")),)),
    ),
    "whats your number": (
        Reply("Call 310-555-0100, or (310) 555-0101.", title="Our number", source="Source: article"),
    ),
    "c:new": (Reply("Which number may we call?", contact_button="Share my number"),),
    "310 555 0123": (Reply("Thank you.", clears_contact=True), Reply("When?", buttons=((Button("Soon", "w"),),))),
    "i want to die": (Reply("Call or text 988.", alert=True, buttons=((Button("I am safe", "s"),),)),),
    "long": (Reply("\n\n".join([f"Paragraph {number} of a long answer." for number in range(40)]), title="Long"),),
}


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    """One Chromium for all tests. Where there is none a test is skipped, except in CI, where that is an error."""
    if not CHROMIUM.exists():
        missing = f"{CHROMIUM} is not installed (apt-get install chromium)"
        if REQUIRED:
            pytest.fail(missing)
        pytest.skip(missing)
    async with chromium() as started:
        yield started


@pytest_asyncio.fixture(loop_scope="session")
async def house() -> AsyncIterator[House]:
    """The web pages, with an engine that knows a few words."""
    async with open_house(Script(REPLIES)) as opened:
        yield opened


@pytest_asyncio.fixture(loop_scope="session")
async def context(browser: Browser, house: House) -> AsyncIterator[BrowserContext]:
    """A phone's browser; S18: fails a test in which a page asks for anything beyond our own host, or a script fails."""
    context = await browser.new_context(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    elsewhere: list[str] = []
    errors: list[str] = []
    context.on("request", lambda request: None if request.url.startswith(house.url) else elsewhere.append(request.url))
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context
    await context.close()
    assert (elsewhere, errors) == ([], [])


@pytest_asyncio.fixture(loop_scope="session")
async def page(context: BrowserContext, house: House) -> Page:
    """The patient chat, greeted."""
    page = await context.new_page()
    await page.goto(house.url)
    await page.get_by_text("Ask away.").wait_for()
    return page
