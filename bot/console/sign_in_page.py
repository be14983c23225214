"""Signing in and out. A link only shows a button; the button spends the token, so that link scanners do not."""

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.console.desk import Desk
from bot.console.pages import page

TOKEN_LENGTH = 200


class SignInPage:
    """The door of the staff page."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    async def show(self, request: Request) -> Response:
        """A button for a link with a token, whether it is good or not; without one, how to get a link."""
        return page(
            "sign_in.html", clinic=self._desk.clinic, token=request.query_params.get("token", "")[:TOKEN_LENGTH]
        )

    async def sign_in(self, request: Request) -> Response:
        """Spend the token: on to the list, or a friendly word about a link that is used up, too old or mistyped."""
        form = await request.form()
        response = RedirectResponse("/staff", 303)
        if await self._desk.sign_in(str(form.get("token", "")), response):
            return response
        return page("sign_in.html", 403, clinic=self._desk.clinic, token="", spent=True)

    async def sign_out(self, request: Request) -> Response:
        """End the session and say so."""
        response = page("sign_in.html", clinic=self._desk.clinic, token="", left=True)
        await self._desk.sign_out(request, response)
        return response
