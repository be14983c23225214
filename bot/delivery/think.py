"""Translates updates and takes turns: the only part of the flow that computes, off the event loop's thread."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.conversation.turn import TakeTurn, Turn
from bot.messages import Incoming, Translate
from bot.storage.claims import Line


@dataclass(frozen=True, slots=True)
class Taken:
    """A line whose turn was taken; both are None where the channel had nothing to say to the update."""

    line: Line
    incoming: Incoming | None = None
    turn: Turn | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """A line whose turn, or its keeping, raised."""

    line: Line
    error: Exception


class Thinker:
    """One `take_turn` and a translator a channel."""

    def __init__(self, take_turn: TakeTurn, translators: Mapping[str, Translate]) -> None:
        self._take_turn, self._translators = take_turn, translators

    def think(self, lines: Sequence[Line], until: float) -> tuple[list[Taken], list[Failed]]:
        """Turns for the first lines, at least one, as many as time allows; `until` is on the monotonic clock."""
        taken: list[Taken] = []
        failed: list[Failed] = []
        for line in lines:
            try:
                taken.append(self._take(line))
            except Exception as error:  # noqa: BLE001 - whatever it is, the other chats go on
                failed.append(Failed(line, error))
            if time.monotonic() > until:
                break
        return taken, failed

    def again(self, line: Line, incoming: Incoming) -> Turn:
        """The turn for a changed message."""
        return self._take_turn(incoming, line.conversation, line.left.open, line.left.closed)

    def _take(self, line: Line) -> Taken:
        translate = self._translators[line.head.received.channel]
        incoming = translate(line.head.received, line.head.kept)
        if incoming is None:
            return Taken(line)
        return Taken(line, incoming, self.again(line, incoming))
