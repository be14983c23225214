"""The page's own words in each language (labels.json); what patients are answered comes from the engine."""

import json
from functools import cache
from importlib.resources import files

from bot.messages import LANGUAGES, Language


@cache
def labels() -> dict[Language, dict[str, str]]:
    """Label by language and key; `{phone}` stands for the clinic's number."""
    read: dict[Language, dict[str, str]] = json.loads(files(__package__).joinpath("labels.json").read_text("utf-8"))
    return read


def language_of(accepted: str) -> Language:
    """The first language of an Accept-Language header that the page speaks; English otherwise."""
    spoken = (part.strip()[:2].lower() for part in accepted.split(","))
    return next((language for tag in spoken for language in LANGUAGES if tag == language), "en")
