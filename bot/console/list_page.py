"""The list of call requests, longest wait first."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.console.calls import as_calls
from bot.console.desk import Desk
from bot.console.pages import page


class ListPage:
    """The whole page, and its inner part alone for the refresh every half minute."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def show(self, request: Request) -> Response:
        """The page; whoever is not signed in is sent to the sign-in page."""
        session = await self._desk.session(request)
        if session is None:
            return RedirectResponse("/staff/sign-in", 303)
        return await self._page("calls.html", staff=session.staff)

    async def refresh(self, request: Request) -> Response:
        """The list alone; 401 once the session has ended."""
        if await self._desk.session(request, used=False) is None:
            return Response(status_code=401)
        return await self._page("list.html")

    async def _page(self, template: str, staff: str = "") -> Response:
        desk = self._desk
        now = desk.clock()
        calls = as_calls(await desk.waiting(), desk.zone, now)
        return page(template, calls=calls, staff=staff, clinic=desk.clinic)
