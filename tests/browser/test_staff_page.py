import re

import pytest
from playwright.async_api import BrowserContext, Page, expect

from tests.browser.contrast import too_faint
from tests.browser.house import House

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_staff_sign_in_by_a_link_and_see_who_waits(context: BrowserContext, house: House) -> None:
    """The link's button leads to the list; after signing out the list is out of reach."""
    await house.patient_asks("Maria Lopez", "K7Q2")
    page = await context.new_page()
    await page.goto(await house.sign_in_link())
    await page.get_by_role("button", name="Sign in").click()
    await expect(page).to_have_title("(1) Call requests · Hillside Infusion Clinic")
    await expect(page.get_by_role("link", name="(310) 555-0123")).to_have_attribute("href", "tel:+1-310-555-0123")
    await page.wait_for_load_state()
    assert await too_faint(page) == []
    await page.get_by_role("button", name="Sign out").click()
    await expect(page.get_by_role("heading", name="You are signed out")).to_be_visible()
    await page.goto(f"{house.url}/staff")
    assert await page.get_by_text("Maria").count() == 0


async def test_the_list_renews_itself_under_the_readers_hands(context: BrowserContext, house: House) -> None:
    """After half a minute a new request is there, and the focus is still on the number that was about to be called."""
    await house.patient_asks("Maria Lopez", "K7Q2")
    page = await signed_in(context, house)
    number = page.locator("#call-K7Q2 a")
    await number.focus()
    await house.patient_asks("Tom Baker", "M9PL")
    await page.clock.fast_forward(12_000)
    await expect(page.locator("#freshness")).to_have_text(re.compile(r"Updated 1[2-9] s ago"))
    await page.clock.fast_forward(20_000)
    await expect(page.get_by_text("Tom Baker")).to_be_visible()
    await expect(number).to_be_focused()
    await expect(page).to_have_title("(2) Call requests · Hillside Infusion Clinic")


async def test_a_list_that_cannot_be_renewed_says_so(context: BrowserContext, house: House) -> None:
    """Staff are told that what they see may be out of date; once the session is over they are at the door."""
    page = await signed_in(context, house)
    await expect(page.get_by_text("No one is waiting.")).to_be_visible()
    await house.close()
    await page.clock.fast_forward(31_000)
    await expect(page.get_by_role("status")).to_contain_text("out of date")
    await house.open()
    await context.clear_cookies()
    await page.clock.fast_forward(31_000)
    await expect(page.get_by_role("heading", name="Staff sign-in")).to_be_visible()


async def test_the_list_fits_a_phone(context: BrowserContext, house: House) -> None:
    """At 360 pixels nothing sticks out, however long a name is."""
    await house.patient_asks("Wolfeschlegelsteinhausenbergerdorff" * 2, "K7Q2")
    page = await context.new_page()
    await page.set_viewport_size({"width": 360, "height": 640})
    await page.goto(await house.sign_in_link())
    await page.get_by_role("button", name="Sign in").click()
    await page.locator(".call").wait_for()
    await page.wait_for_load_state()
    assert await page.evaluate("document.documentElement.scrollWidth") <= 360


async def signed_in(context: BrowserContext, house: House) -> Page:
    """The list, on a clock that can be put forward: its script runs and has begun to count the seconds."""
    page = await context.new_page()
    await page.clock.install()
    await page.goto(await house.sign_in_link())
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.locator("#freshness")).to_have_text(re.compile("Updated"))
    return page
