"""One line of the staff's list: a kept call request in the words that staff read."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.console import words
from bot.storage.requests import KeptRequest, State


@dataclass(frozen=True, slots=True)
class Call:
    """What one line shows; `tel` is a link or nothing, `discreet` asks for care with voicemail or the clinic's name."""

    reference: str
    name: str
    phone: str
    tel: str
    wish: str
    discretion: str
    discreet: bool
    language: str
    language_name: str
    topic: str
    ago: str
    since: str
    since_iso: str
    state: str
    claimed: bool
    phone_only: bool
    same_phone: str


def as_calls(kept: Iterable[KeptRequest], zone: ZoneInfo, now: datetime) -> list[Call]:
    """The list in the order in which it is shown: longest wait first."""
    return [as_call(one, zone, now) for one in sorted(kept, key=lambda one: one.created)]


def as_call(kept: KeptRequest, zone: ZoneInfo, now: datetime) -> Call:
    """One request in words; times in `zone`."""
    request = kept.request
    return Call(
        reference=_shown(request.reference),
        name=request.name,
        phone=words.phone_shown(request.phone),
        tel=words.phone_link(request.phone),
        wish=words.wish(request.window),
        discretion=words.discretion(request),
        discreet=not (request.voicemail and request.name_clinic),
        language=request.language.upper(),
        language_name=words.LANGUAGE_NAMES[request.language],
        topic=words.about(request.topic),
        ago=words.ago(kept.created, now),
        since=words.moment(kept.created, zone),
        since_iso=kept.created.astimezone(zone).isoformat(timespec="minutes"),
        state=_state(kept),
        claimed=kept.state is State.CLAIMED,
        phone_only=kept.phone_only,
        same_phone=", ".join(map(_shown, kept.same_phone)),
    )


def _state(kept: KeptRequest) -> str:
    if kept.state is State.CLAIMED:
        return f"Claimed by {kept.claimed_by}" if kept.claimed_by else "Claimed"
    return kept.state.value.capitalize()


def _shown(reference: str) -> str:
    return f"#{reference.removeprefix('#')}"
