"""/health for watchdogs and /metrics for Prometheus: how the flow is doing, in figures that name nobody."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Gauge, generate_latest
from sqlalchemy.exc import SQLAlchemyError
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from bot.channels.telegram.channel import TelegramChannel
from bot.delivery.health import Health, health
from bot.storage.store import Store

PATIENCE = timedelta(minutes=1)
"""How long a message or a reply may wait before the flow counts as stuck."""
LOOPBACK = frozenset({"127.0.0.1", "::1"})


@dataclass(frozen=True)
class Watch:
    """Looks at a running bot; `last_turn` is the worker's, `poller` the Telegram channel where it polls."""

    store: Store
    last_turn: Callable[[], datetime | None]
    clock: Callable[[], datetime]
    started: datetime
    poller: TelegramChannel | None = None

    def routes(self) -> list[BaseRoute]:
        """/health for everybody, /metrics for this machine alone."""
        return [Route("/health", self._health), Route("/metrics", self._metrics)]

    async def troubles(self) -> list[str]:
        """What is wrong now, in operators' words; empty when polls return, turns are taken and replies go out."""
        try:
            now = self.clock()
            flow = await health(self.store, self.last_turn(), now)
        except (SQLAlchemyError, OSError):
            return ["the database does not answer"]
        return [*self._late(flow, now), *self._deaf(now)]

    def _late(self, flow: Health, now: datetime) -> list[str]:
        late = []
        if flow.oldest_message and now - flow.oldest_message > PATIENCE:
            late.append(f"{flow.messages} messages wait for their turn")
        if flow.oldest_reply and now - flow.oldest_reply > PATIENCE:
            late.append(f"{flow.replies} replies are not carried")
        return late

    def _deaf(self, now: datetime) -> list[str]:
        """Polling that does not return: a watchdog barks after three times the poll's own length."""
        if self.poller is None:
            return []
        listening = self.poller.health
        since = listening.polled_at or self.started
        if now - since <= 3 * listening.poll and not listening.trouble:
            return []
        return [listening.trouble or "Telegram has not answered a poll lately"]

    async def _health(self, request: Request) -> Response:
        del request
        troubles = await self.troubles()
        return JSONResponse({"ok": not troubles, "troubles": troubles}, 503 if troubles else 200)

    async def _metrics(self, request: Request) -> Response:
        if request.client is None or request.client.host not in LOOPBACK:
            return Response(status_code=404)
        now = self.clock()
        flow = await health(self.store, self.last_turn(), now)
        return Response(_exposition(flow, now), media_type=CONTENT_TYPE_LATEST)


def _exposition(flow: Health, now: datetime) -> bytes:
    registry = CollectorRegistry()

    def gauge(name: str, about: str, value: float) -> None:
        Gauge(f"clinic_bot_{name}", about, registry=registry).set(value)

    gauge("messages_waiting", "Messages that wait for their turn", flow.messages)
    gauge("replies_due", "Replies that are due and not carried yet", flow.replies)
    gauge("given_up", "Messages and replies set aside after failing", flow.given_up)
    gauge("oldest_message_seconds", "Age of the oldest waiting message", _age(flow.oldest_message, now))
    gauge("oldest_reply_seconds", "Age of the oldest due reply", _age(flow.oldest_reply, now))
    return generate_latest(registry)


def _age(since: datetime | None, now: datetime) -> float:
    return (now - since).total_seconds() if since else 0.0
