"""Contrast of every visible text on a page (WCAG 2.2, section 1.4.3)."""

from playwright.async_api import Page

TOO_FAINT = """
() => {
  const parse = (colour) => colour.match(/[\\d.]+/g).map(Number);
  const over = ([r, g, b, a = 1], under) => [r, g, b].map((one, at) => one * a + under[at] * (1 - a));
  const own = (one) => parse(getComputedStyle(one).backgroundColor);
  const ground = (one) => one ? over(own(one), ground(one.parentElement)) : [255, 255, 255];
  const light = (colour) => colour
    .map((one) => one / 255)
    .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4))
    .reduce((sum, one, at) => sum + one * [0.2126, 0.7152, 0.0722][at], 0);
  const contrast = (one) => {
    const under = ground(one);
    const ink = light(over(parse(getComputedStyle(one).color), under));
    const paper = light(under);
    return (Math.max(ink, paper) + 0.05) / (Math.min(ink, paper) + 0.05);
  };
  const written = [...document.body.querySelectorAll("*")].filter((one) =>
    one.checkVisibility() && [...one.childNodes].some((child) => child.nodeType === 3 && child.data.trim()));
  const faint = written.filter((one) => contrast(one) < 4.5);
  return faint.map((one) => `${contrast(one).toFixed(2)} ${one.textContent.trim()}`);
}
"""


async def too_faint(page: Page) -> list[str]:
    """The texts with less than 4.5:1 against what is behind them, each with its contrast."""
    faint: list[str] = await page.evaluate(TOO_FAINT)
    return faint
