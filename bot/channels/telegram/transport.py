"""The HTTP under python-telegram-bot: its own pool is the bottleneck of a busy bot, aiohttp's is not.

No error raised here holds an address, because the token is part of every address of the Bot API.
"""

import json
import warnings
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, RetryAfter, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from telegram.warnings import PTBDeprecationWarning

_FLOOD = 429


class AiohttpRequest(BaseRequest):
    """A transport over one aiohttp session of at most `connections`; all times in seconds. It uploads no files."""

    def __init__(self, connections: int, *, connect: float = 5, read: float = 10) -> None:
        self._connections, self._connect, self._read = connections, connect, read
        self._session: ClientSession | None = None

    @property
    def read_timeout(self) -> float:
        """How long an answer may take, if a call says nothing else."""
        return self._read

    async def initialize(self) -> None:
        """Open the session; an operator's HTTPS_PROXY is honoured."""
        if self._session is None:
            self._session = ClientSession(connector=TCPConnector(limit=self._connections), trust_env=True)

    async def shutdown(self) -> None:
        """Close the session and its connections."""
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(  # noqa: PLR0913, PLR0917 - python-telegram-bot's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - within the read timeout
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,  # noqa: ARG002 - within the connect timeout
    ) -> tuple[int, bytes]:
        """Carry one call: its status and body.

        Raises:
            TimedOut: no connection, or no whole answer, in time.
            NetworkError: no connection, or it broke.
            RetryAfter: Telegram asked to wait.
        """
        if self._session is None:
            raise NetworkError("the transport is closed")
        connect, read = _seconds(connect_timeout, self._connect), _seconds(read_timeout, self._read)
        timeout = ClientTimeout(total=connect + read, connect=connect, sock_read=read)
        fields = request_data.json_parameters if request_data else None
        headers = {"User-Agent": self.USER_AGENT}
        try:
            async with self._session.request(method, url, data=fields, headers=headers, timeout=timeout) as answer:
                status, body = answer.status, await answer.read()
        except TimeoutError:
            raise TimedOut from None
        except (ClientError, OSError, ValueError) as error:
            raise NetworkError(f"aiohttp.{type(error).__name__}") from None
        if status == _FLOOD and (wait := _retry_after(body)):
            raise _flood_wait(wait)
        return status, body

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Parse an answer; unlike python-telegram-bot's own, it logs nothing of it: it may hold patients' words.

        Raises:
            TelegramError: the answer is none of the Bot API.
        """
        try:
            found = json.loads(payload)
        except (ValueError, RecursionError):
            found = None
        if not isinstance(found, dict) or (found.get("ok", True) and "result" not in found):
            raise TelegramError("Invalid server response")
        return found


def _seconds(given: ODVInput[float], default: float) -> float:
    return given if isinstance(given, int | float) else default


def _retry_after(body: bytes) -> int:
    try:
        return max(1, int(json.loads(body)["parameters"]["retry_after"]))
    except (ValueError, LookupError, TypeError):
        return 0


def _flood_wait(seconds: int) -> RetryAfter:
    """python-telegram-bot 22.8 warns of its own use of its own attribute whenever it makes this error."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", PTBDeprecationWarning)
        return RetryAfter(seconds)
