from http.cookies import Morsel, SimpleCookie

import httpx
import pytest

from tests.console.front_desk import FrontDesk, open_front_desk

SESSION = "clinic_staff"


def cookie_of(answer: httpx.Response) -> Morsel[str]:
    """The cookie that an answer, or the redirect before it, sets."""
    first = next(one for one in [*answer.history, answer] if "set-cookie" in one.headers)
    return next(iter(SimpleCookie(first.headers["set-cookie"]).values()))


async def test_opening_a_link_shows_a_button_and_spends_nothing(desk: FrontDesk) -> None:
    """A scanner that follows the link in a message does not burn it; the button signs in."""
    token = await desk.invite()
    browser = desk.browser()
    for _ in range(3):
        shown = await browser.get(f"/staff/sign-in?token={token}")
        assert "Sign in" in shown.text
        assert "set-cookie" not in shown.headers
    answer = await browser.post("/staff/sign-in", data={"token": token})
    assert "Signed in as Ana" in answer.text


async def test_a_link_works_once(desk: FrontDesk) -> None:
    """The second use of a link is told kindly that it is used up."""
    token = await desk.invite()
    assert (await desk.browser().post("/staff/sign-in", data={"token": token})).status_code == 200
    answer = await desk.browser().post("/staff/sign-in", data={"token": token})
    assert (answer.status_code, "does not work any more" in answer.text) == (403, True)
    assert "set-cookie" not in answer.headers


@pytest.mark.parametrize("form", [{"token": "made up"}, {"token": ""}, {}, {"other": "x"}])
async def test_a_made_up_token_opens_nothing(desk: FrontDesk, form: dict[str, str]) -> None:
    """Wrong, empty and missing tokens read the same friendly page."""
    answer = await desk.browser().post("/staff/sign-in", data=form)
    assert (answer.status_code, "does not work any more" in answer.text) == (403, True)


async def test_a_link_is_too_old_after_15_minutes(desk: FrontDesk) -> None:
    """A forgotten link in a terminal's history opens nothing."""
    token = await desk.invite()
    desk.waits(minutes=15, seconds=1)
    assert (await desk.browser().post("/staff/sign-in", data={"token": token})).status_code == 403


async def test_whoever_is_not_signed_in_is_shown_the_door(desk: FrontDesk) -> None:
    """No list, no refresh and no name without a session."""
    await desk.patient_asks("Maria Lopez", "K7Q2")
    browser = desk.browser()
    page = await browser.get("/staff")
    assert (str(page.url.path), "Maria" in page.text) == ("/staff/sign-in", False)
    refresh = await browser.get("/staff/calls")
    assert (refresh.status_code, refresh.text) == (401, "")


async def test_s4_a_new_session_token_is_made_at_sign_in(desk: FrontDesk) -> None:
    """A cookie planted before signing in is worth nothing afterwards."""
    browser = desk.browser()
    browser.cookies.set(SESSION, "planted", domain="127.0.0.1")
    answer = await browser.post("/staff/sign-in", data={"token": await desk.invite()})
    assert cookie_of(answer).value != "planted"
    assert len(cookie_of(answer).value) >= 22


async def test_s5_half_an_hour_without_use_ends_a_session(desk: FrontDesk) -> None:
    """Use prolongs a session; half an hour without any ends it."""
    browser = await desk.signed_in()
    for _ in range(3):
        desk.waits(minutes=29)
        assert "Signed in as" in (await browser.get("/staff")).text
    desk.waits(minutes=31)
    assert "Signed in as" not in (await browser.get("/staff")).text


async def test_s5_a_page_that_refreshes_itself_is_not_use(desk: FrontDesk) -> None:
    """A screen that nobody looks at signs itself out, although it refreshes every half minute."""
    browser = await desk.signed_in()
    for _ in range(2):
        desk.waits(minutes=14)
        assert (await browser.get("/staff/calls")).status_code == 200
    desk.waits(minutes=3)
    assert (await browser.get("/staff/calls")).status_code == 401


async def test_s5_no_session_lasts_longer_than_a_working_day(desk: FrontDesk) -> None:
    """However busy, a session ends within 12 hours."""
    browser = await desk.signed_in()
    for _ in range(25):
        desk.waits(minutes=29)
        page = await browser.get("/staff")
    assert "Signed in as" not in page.text


async def test_s6_signing_out_ends_the_session_on_the_servers_side(desk: FrontDesk) -> None:
    """A copy of the cookie is worth nothing after signing out, and the browser is told to drop what it kept."""
    browser = await desk.signed_in()
    stolen = browser.cookies[SESSION]
    answer = await browser.post("/staff/sign-out")
    assert "You are signed out" in answer.text
    assert answer.headers["clear-site-data"] == '"cache"'
    assert SESSION not in browser.cookies
    thief = desk.browser()
    thief.cookies.set(SESSION, stolen, domain="127.0.0.1")
    assert (await thief.get("/staff/calls")).status_code == 401


async def test_signing_out_without_a_session_is_no_error(desk: FrontDesk) -> None:
    """A second tap on the button says the same."""
    assert "You are signed out" in (await desk.browser().post("/staff/sign-out")).text


@pytest.mark.parametrize(("secure", "name"), [(False, SESSION), (True, f"__Host-{SESSION}")])
async def test_s8_the_session_cookie_is_out_of_reach(secure: bool, name: str) -> None:
    """HttpOnly and SameSite=Strict always; Secure and __Host- unless the page is on this machine."""
    async with open_front_desk(secure=secure) as desk:
        answer = await desk.browser().post("/staff/sign-in", data={"token": await desk.invite()})
        cookie = cookie_of(answer)
    assert (cookie.key, bool(cookie["secure"]), cookie["path"], cookie["domain"]) == (name, secure, "/", "")
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "strict", "")


async def test_a_link_with_markup_shows_no_markup(desk: FrontDesk) -> None:
    """S12: the token in an address is shown to nobody but the form, escaped."""
    page = await desk.browser().get("/staff/sign-in", params={"token": '"><script>alert(1)</script>'})
    assert "<script>" not in page.text
