from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.demo import run_demo
from tests.browser.main_job import NAME, ask_questions, request_call

pytestmark = pytest.mark.asyncio(loop_scope="session")


async def test_the_main_job_in_the_demo(browser: Browser, tmp_path: Path, cache: Path) -> None:
    """A patient gets three answers and leaves a call request; staff see it; S18: nothing is asked of another host."""
    async with run_demo(tmp_path, cache) as demo:
        context = await browser.new_context(viewport={"width": 390, "height": 844}, locale="en-US")
        asked: list[str] = []
        context.on("request", lambda request: asked.append(request.url))
        page = await context.new_page()
        await page.goto(demo.chat)
        await page.locator(".message.last").wait_for()
        await ask_questions(page)
        reference = await request_call(page)
        await page.goto(demo.staff)
        await page.get_by_role("button", name="Sign in").click()
        call = page.locator(".call")
        for shown in (NAME, "(310) 555-0123", "As soon as possible", "No voicemail", reference):
            await expect(call).to_contain_text(shown)
        await context.close()
    assert {url.startswith(demo.chat) for url in asked} == {True}
