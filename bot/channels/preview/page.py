"""The preview's one page."""

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from bot.channels.preview.labels import labels
from bot.messages import Language


def chat_page(name: str, phone: str, language: Language) -> str:
    """The page for the clinic of that name and phone number; it can switch to the other language by itself."""
    words = {
        one: {key: label.replace("{phone}", phone) for key, label in its_labels.items()}
        for one, its_labels in labels().items()
    }
    return _template().render(name=name, labels=words, words=words[language], language=language)


@cache
def _template() -> Template:
    """Jinja escapes only when told to."""
    loader = PackageLoader("bot.channels.preview")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined).get_template("chat.html")
