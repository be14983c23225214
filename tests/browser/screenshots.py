"""Take the pictures in docs/images anew: `python -m tests.browser.screenshots`, from a real demo and a real browser."""

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import Browser, Page

from tests.browser.browsers import chromium
from tests.browser.demo import ROOT, Demo, run_demo
from tests.browser.main_job import ask_questions, tap
from tests.browser.waiting import fill_waiting_list

IMAGES = ROOT / "docs" / "images"
PHONE = {"width": 390, "height": 844}
DESK = {"width": 1280, "height": 800}


async def take(page: Page, name: str) -> None:
    """One picture of what is on the screen."""
    await page.screenshot(path=IMAGES / f"{name}.png", animations="disabled")


async def open_page(browser: Browser, size: dict[str, int], address: str) -> Page:
    """A page that does not move by itself."""
    page = await browser.new_page(
        viewport={"width": size["width"], "height": size["height"]}, reduced_motion="reduce", locale="en-US"
    )
    await page.goto(address)
    return page


async def chat_on(browser: Browser, size: dict[str, int], demo: Demo, name: str) -> Page:
    """A chat after the questions of the main job, as a picture."""
    page = await open_page(browser, size, demo.chat)
    await page.locator(".message.last").wait_for()
    await ask_questions(page)
    await take(page, name)
    return page


async def main() -> None:
    """All pictures."""
    with tempfile.TemporaryDirectory() as folder:
        async with run_demo(Path(folder), Path(folder) / "cache") as demo, chromium() as browser:
            await chat_on(browser, PHONE, demo, "chat-phone")
            await chat_on(browser, DESK, demo, "chat-desktop")
            await fill_waiting_list(Path(folder))
            staff = await open_page(browser, DESK, demo.staff)
            await tap(staff, "Sign in")
            await staff.locator(".call").first.wait_for()
            await take(staff, "staff")


if __name__ == "__main__":
    asyncio.run(main())
