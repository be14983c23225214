"""The bot's own sentences: every key that the code may ask phrases.yaml for, and how a text is filled in."""

import re
from enum import StrEnum
from hashlib import sha256

from bot.knowledge.models import CLINIC_PLACEHOLDERS, Bilingual, Clinic, Id, Model, Phrases
from bot.messages import LANGUAGES, Language

PLACEHOLDER = re.compile(r"\{([a-z][a-z._]*)\}")


class Text(StrEnum):
    """The keys of phrases.yaml."""

    WELCOME = "welcome"
    MENU = "menu"
    UNSURE = "unsure"
    LOST = "lost"
    LOST_TWICE = "lost-twice"
    LOST_AGAIN = "lost-again"
    AFTER_SUPPORT = "after-support"
    SOURCE = "source"
    CONDITION_LISTED = "condition-listed"
    CONDITION_UNLISTED = "condition-unlisted"
    NUMBER_NOT_KEPT = "number-not-kept"
    MEDIA = "media"
    EDITED = "edited"
    OLD_BUTTON = "old-button"
    UNKNOWN_COMMAND = "unknown-command"
    SLOW_DOWN = "slow-down"
    SORRY = "sorry"
    GROUP = "group"
    LANGUAGE_ASK = "language-ask"
    LANGUAGE_SET = "language-set"
    NOTHING_TO_CANCEL = "nothing-to-cancel"
    CONSENT = "consent"
    CONSENT_DECLINED = "consent-declined"
    ASK_NAME = "ask-name"
    ASK_PHONE = "ask-phone"
    ASK_PHONE_SHARE = "ask-phone-share"
    ASK_WHEN = "ask-when"
    ASK_PART = "ask-part"
    ASK_DISCRETION = "ask-discretion"
    ASK_TOPIC = "ask-topic"
    CHECK = "check"
    CHECK_TOPIC = "check-topic"
    WHY_CONSENT = "why-consent"
    WHY_NAME = "why-name"
    WHY_PHONE = "why-phone"
    WHY_WHEN = "why-when"
    WHY_DISCRETION = "why-discretion"
    WHY_TOPIC = "why-topic"
    WHY_CHECK = "why-check"
    NAME_UNCLEAR = "name-unclear"
    NAME_AGAIN = "name-again"
    PHONE_UNCLEAR = "phone-unclear"
    PHONE_NOT_YOURS = "phone-not-yours"
    PHONE_READ = "phone-read"
    TOO_LONG = "too-long"
    HEALTH_DETAIL = "health-detail"
    CHOOSE_BUTTON = "choose-button"
    CHOOSE_TOPIC = "choose-topic"
    FORM_STALE = "form-stale"
    FORM_CANCELLED = "form-cancelled"
    STEP_BACK = "step-back"
    FORM_ALREADY_OPEN = "form-already-open"
    REQUEST_UNCHANGED = "request-unchanged"
    SAVED = "saved"
    CHANGED = "changed"
    NO_PROMISE = "no-promise"
    MY_CALL = "my-call"
    MY_CALL_NONE = "my-call-none"
    WITHDRAW_ASK = "withdraw-ask"
    WITHDRAWN = "withdrawn"
    PRIVACY = "privacy"
    KEPT_NOTHING = "kept-nothing"
    KEPT = "kept"
    KEPT_REQUEST = "kept-request"
    KEPT_CLOSED = "kept-closed"
    KEPT_FORM = "kept-form"
    KEPT_NO_PART = "kept-no-part"
    FORGET_ASK = "forget-ask"
    FORGOTTEN = "forgotten"
    FORGET_NOT = "forget-not"
    WINDOW_ASAP = "window-asap"
    PART_MORNING = "part-morning"
    PART_AFTERNOON = "part-afternoon"
    PART_ANY = "part-any"
    VOICEMAIL_NAMED = "voicemail-named"
    VOICEMAIL_UNNAMED = "voicemail-unnamed"
    VOICEMAIL_NONE = "voicemail-none"
    TOPIC_NONE = "topic-none"
    TOPIC_GENERAL = "topic-general"
    TOPIC_PRICES = "topic-prices"
    TOPIC_TREATMENT = "topic-treatment"
    BUTTON_CALL = "button-call"
    BUTTON_MENU = "button-menu"
    BUTTON_AGREE = "button-agree"
    BUTTON_DECLINE = "button-decline"
    BUTTON_BACK = "button-back"
    BUTTON_CANCEL = "button-cancel"
    BUTTON_WHY = "button-why"
    BUTTON_SHARE = "button-share"
    BUTTON_SEND = "button-send"
    BUTTON_CHANGE = "button-change"
    BUTTON_CHANGE_NAME = "button-change-name"
    BUTTON_CHANGE_PHONE = "button-change-phone"
    BUTTON_CHANGE_WHEN = "button-change-when"
    BUTTON_CHANGE_DISCRETION = "button-change-discretion"
    BUTTON_ADD_TOPIC = "button-add-topic"
    BUTTON_NO_TOPIC = "button-no-topic"
    BUTTON_WITHDRAW = "button-withdraw"
    BUTTON_MY_CALL = "button-my-call"
    BUTTON_KEEP = "button-keep"
    BUTTON_CONTINUE = "button-continue"
    BUTTON_RESTART = "button-restart"
    BUTTON_FORGET = "button-forget"
    BUTTON_YES_FORGET = "button-yes-forget"
    BUTTON_NO = "button-no"
    BUTTON_SAFE = "button-safe"
    BUTTON_NOT_SAFE = "button-not-safe"
    COMMAND_START = "command-start"
    COMMAND_HELP = "command-help"
    COMMAND_CALL = "command-call"
    COMMAND_MYCALL = "command-mycall"
    COMMAND_LANGUAGE = "command-language"
    COMMAND_PRIVACY = "command-privacy"
    COMMAND_FORGET = "command-forget"
    COMMAND_CANCEL = "command-cancel"
    DESCRIPTION = "description"
    SHORT_DESCRIPTION = "short-description"


FILLED_BY_CODE: dict[Text, frozenset[str]] = {
    Text.SOURCE: frozenset({"label"}),
    Text.CONDITION_LISTED: frozenset({"condition"}),
    Text.CONDITION_UNLISTED: frozenset({"condition"}),
    Text.CONSENT: frozenset({"days"}),
    Text.ASK_PART: frozenset({"day"}),
    Text.PHONE_READ: frozenset({"phone"}),
    Text.CHECK: frozenset({"name", "phone", "window", "voicemail"}),
    Text.CHECK_TOPIC: frozenset({"topic"}),
    Text.SAVED: frozenset({"reference", "phone", "window"}),
    Text.CHANGED: frozenset({"reference", "phone", "window"}),
    Text.MY_CALL: frozenset({"reference", "name", "phone", "window", "voicemail"}),
    Text.FORM_ALREADY_OPEN: frozenset({"reference"}),
    Text.WITHDRAW_ASK: frozenset({"reference"}),
    Text.WITHDRAWN: frozenset({"reference"}),
    Text.PRIVACY: frozenset({"closed_days", "chat_days"}),
    Text.KEPT_NOTHING: frozenset({"topic"}),
    Text.KEPT: frozenset({"topic", "consent"}),
    Text.KEPT_REQUEST: frozenset({"reference", "name", "phone", "window", "voicemail", "topic"}),
    Text.KEPT_CLOSED: frozenset({"reference", "name", "phone", "window", "voicemail", "topic"}),
    Text.KEPT_FORM: frozenset({"parts"}),
}
"""The placeholders, besides the clinic's, that each text may use."""


class Word(StrEnum):
    """The lists of words that a patient may type instead of tapping."""

    YES = "yes"
    NO = "no"
    BACK = "back"
    CANCEL = "cancel"
    WHY = "why"
    ASAP = "asap"
    TIME = "time"
    QUESTION = "question"
    NAME_LEAD = "name-lead"
    SENSITIVE = "sensitive"


class TextsFile(Model):
    """phrases.yaml: the sentences, the words understood in their place, and the topics of the menu."""

    texts: dict[Id, Bilingual]
    words: dict[Id, Phrases]
    menu: tuple[Id, ...]


class Texts:
    """The bot's sentences, filled in."""

    def __init__(self, file: TextsFile, clinic: Clinic) -> None:
        self.file = file
        self._clinic = {language: _clinic_fill(clinic, language) for language in ("en", "es")}
        self._words = {name: tuple(phrases.both()) for name, phrases in file.words.items()}

    @property
    def menu(self) -> tuple[str, ...]:
        """The topics of the menu."""
        return self.file.menu

    def say(self, key: Text, language: Language, **fill: str) -> str:
        """A sentence in a language; `fill` holds what FILLED_BY_CODE names for it."""
        return self.fill(self.file.texts[key].get(language), language, **fill)

    def fill(self, template: str, language: Language, **fill: str) -> str:
        """A template with the clinic's facts and `fill` in place; what is filled in is never filled again."""
        values = self._clinic[language] | fill
        return PLACEHOLDER.sub(lambda match: values.get(match[1], match[0]), template).strip()

    def words(self, name: Word) -> tuple[str, ...]:
        """The words of a list, in every language."""
        return self._words[name]

    def version(self, key: Text, **fill: str) -> str:
        """Eight hex digits that change whenever the text does as it is read, what is filled in included."""
        read = "\0".join(self.say(key, language, **fill) for language in LANGUAGES)
        return sha256(read.encode()).hexdigest()[:8]


def _clinic_fill(clinic: Clinic, language: Language) -> dict[str, str]:
    return {f"clinic.{name}": value for name, value in clinic.fill(language).items()}


def unknown_placeholders(template: str, allowed: frozenset[str] = frozenset()) -> list[str]:
    """The placeholders of a template that nothing would fill."""
    return [name for name in PLACEHOLDER.findall(template) if name not in CLINIC_PLACEHOLDERS | allowed]
