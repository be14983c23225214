"""Debian's Chromium, driven by Playwright: for the browser tests and for the pictures in docs/."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import Browser, Page, async_playwright

CHROMIUM = Path("/usr/bin/chromium")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
REQUIRED = os.environ.get("CI") == "true"


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """A browser without a window that fetches nothing of its own."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIET))
        yield browser
        await browser.close()


async def say(page: Page, words: str) -> None:
    """Type into the chat and press Enter."""
    await page.locator("#text").fill(words)
    await page.locator("#text").press("Enter")


async def bubbles(page: Page) -> list[str]:
    """All that stands in the chat, in order, as read on the screen."""
    shown: list[str] = await page.locator(".message:not(.typing) .bubble").evaluate_all(
        "all => all.map(one => [...one.querySelectorAll('p')].map(part => part.textContent).join(' | '))"
    )
    return shown
