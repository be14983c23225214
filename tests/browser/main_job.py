"""The main job as a patient does it in the browser: three questions, then a call request."""

import re

from playwright.async_api import Page, expect

from tests.browser.browsers import say

NAME, PHONE = "Maria", "310 555 0123"


async def ask(page: Page, words: str, expected: str) -> None:
    """Ask and wait for the answer, the next message of the bot."""
    answers = page.locator(".message.bot:not(.typing)")
    before = await answers.count()
    await say(page, words)
    await expect(answers.nth(before)).to_contain_text(expected)


async def read(page: Page, expected: str) -> None:
    """Wait until the bot's newest message holds `expected`."""
    await expect(page.locator(".message.last")).to_contain_text(expected)


async def tap(page: Page, label: str) -> None:
    """Tap the newest button of that label."""
    await page.get_by_role("button", name=label).last.click()


async def ask_questions(page: Page) -> None:
    """What patients ask most, as they write it."""
    await ask(page, "whats your number", "310-270-0625")
    await ask(page, "how much does it cost", "price")
    await ask(page, "do u treat ptsd", "PTSD")


async def share_contact(page: Page) -> None:
    """Use the sheet that stands for Telegram's contact button."""
    await tap(page, "Share my number")
    await page.get_by_label("Phone number").fill(PHONE)
    await page.get_by_label("Name").fill(NAME)
    await page.get_by_role("button", name="Share", exact=True).click()


async def request_call(page: Page) -> str:
    """Fill in the call form; returns the reference in the confirmation."""
    await tap(page, "Schedule a call")
    await tap(page, "Yes, go ahead")
    await read(page, "What name")
    await ask(page, NAME, "number")
    await share_contact(page)
    await tap(page, "as soon as possible")
    await tap(page, "no voicemail, please")
    await tap(page, "Send it")
    confirmation = page.get_by_text("Your reference is")
    await expect(confirmation).to_be_visible()
    found = re.search(r"#(\w{4})", await confirmation.inner_text())
    assert found is not None
    return found[0]
