"""A running bot: Telegram, worker, sender, sweeper and web pages side by side, until it is told to stop."""

import asyncio
import contextlib
import logging
import signal
import socket
from collections.abc import Callable, Coroutine, Iterator
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from bot.config import Web
from bot.errors import SettingsError

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
log = logging.getLogger(__name__)
Job = Callable[[], Coroutine[Any, Any, None]]


class _Server(uvicorn.Server):
    """Uvicorn without its own signal handlers: `serve` decides when everything ends."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def bind(web: Web) -> socket.socket:
    """The listening socket, taken before anything else starts, so that a used port is one clear line.

    Raises:
        SettingsError: the port is taken, or the host is reachable from outside without a TLS proxy.
    """
    if web.host not in LOOPBACK and not web.behind_tls_proxy:
        raise SettingsError(
            f"web.host {web.host} can be reached from other machines without https: "
            "put a TLS proxy in front and set web.behind_tls_proxy (CLINIC_BOT_WEB__BEHIND_TLS_PROXY=true)"
        )
    family = socket.AF_INET6 if ":" in web.host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((web.host, web.port))
        listening.listen(128)
    except OSError as error:
        listening.close()
        raise SettingsError(
            f"port {web.port} on {web.host} cannot be used ({error.strerror}): stop what listens there, "
            "or choose another with web.port (CLINIC_BOT_WEB__PORT)"
        ) from error
    return listening


@dataclass
class Serving:
    """Jobs that run for ever beside a web server; the first that fails, or a signal, ends them all."""

    app: ASGIApp
    listening: socket.socket
    jobs: list[Job]
    closing: list[Callable[[], None]] = field(default_factory=list)

    async def run(self, started: Callable[[], None] = lambda: None) -> None:
        """Run until SIGINT or SIGTERM, then stop within seconds; nothing kept is lost."""
        stop = asyncio.Event()
        for name in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(name, stop.set)
        # No access log: a sign-in link's token stands in its address.
        config = uvicorn.Config(self.app, lifespan="off", log_config=None, access_log=False, server_header=False)
        config.timeout_graceful_shutdown = 2
        server = _Server(config)
        tasks = [asyncio.create_task(job()) for job in self.jobs]
        tasks.append(asyncio.create_task(server.serve(sockets=[self.listening])))
        waiting = asyncio.create_task(stop.wait())
        started()
        try:
            done, _ = await asyncio.wait([waiting, *tasks], return_when=asyncio.FIRST_COMPLETED)
        finally:
            await self._end(server, tasks, waiting)
        for task in done - {waiting}:
            task.result()

    async def _end(self, server: uvicorn.Server, tasks: list[asyncio.Task[None]], waiting: asyncio.Task[bool]) -> None:
        for close in self.closing:
            close()
        server.should_exit = True
        for task in [waiting, *tasks[:-1]]:
            task.cancel()
        await asyncio.gather(waiting, *tasks, return_exceptions=True)
