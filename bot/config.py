"""The operator's settings: config.yaml, overridden by CLINIC_BOT_ variables; secrets from the environment alone."""

from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from bot.errors import SettingsError
from bot.knowledge.lines import Document, Location, Tree, read
from bot.knowledge.suggest import did_you_mean

PREFIX = "CLINIC_BOT_"
SECRETS: tuple[Location, ...] = (("telegram", "token"), ("telegram", "webhook_secret"), ("data_keys",))


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise ValueError("is no IANA time zone; write one such as America/Los_Angeles") from error
    return name


class Section(BaseModel):
    """A part of config.yaml; an unknown key is an error."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Telegram(Section):
    """How to reach Telegram. `api_url` is python-telegram-bot's base_url: the token is appended to it."""

    token: SecretStr = SecretStr("")
    api_url: str = "https://api.telegram.org/bot"
    mode: Literal["polling", "webhook"] = "polling"
    webhook_url: str = ""
    webhook_secret: SecretStr = SecretStr("")


class Web(Section):
    """Where the web pages listen. Anything but this machine itself takes `behind_tls_proxy`.

    `public_url` is what staff type, if a proxy stands in front: https://desk.example.org
    """

    host: str = "127.0.0.1"
    port: int = Field(default=8080, ge=0, le=65535)
    behind_tls_proxy: bool = False
    public_url: Annotated[str, Field(pattern="^(https?://[^/]+)?$")] = ""
    preview: bool = True


class Database(Section):
    """An SQLAlchemy URL without a driver: sqlite:///var/clinic-bot.db or postgresql://user@host/name.

    `key_file` holds the data keys where CLINIC_BOT_DATA_KEYS is not set.
    """

    url: str = "sqlite:///var/clinic-bot.db"
    key_file: Path = Path("var/data.key")


class Knowledge(Section):
    """Where the editors' files are."""

    folder: Path = Path("knowledge")


class Matching(Section):
    """How sure the bot must be: the rate of wrong answers that it may give, from which all thresholds follow."""

    wrong_answer_rate: float = Field(default=0.03, gt=0, lt=0.5)
    encoder: bool = True
    cache: Path = Path("var/cache")


class Limits(Section):
    """Bounds that keep one chat, or a flood, from taking the place of others."""

    messages_a_minute: int = Field(default=20, ge=1)
    inbox: int = Field(default=50_000, ge=100)


class Clinic(Section):
    """Where the clinic is, for phone numbers typed without a country and for days of the week."""

    country: Annotated[str, Field(pattern="^[A-Z]{2}$")] = "US"
    time_zone: Annotated[str, AfterValidator(_known_zone)] = "America/Los_Angeles"


class Retention(Section):
    """How long things are kept, in days (hours for the inbox's ids)."""

    closed_requests_days: int = Field(default=30, ge=1)
    flag_open_requests_days: int = Field(default=90, ge=1)
    conversations_days: int = Field(default=30, ge=1)
    gaps_days: int = Field(default=14, ge=1)
    inbox_ids_hours: int = Field(default=48, ge=25)
    audit_days: int = Field(default=2192, ge=30)


class Settings(BaseSettings):
    """Everything an operator can set. Every key can be overridden as CLINIC_BOT_SECTION__KEY."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_nested_delimiter="__", extra="forbid", frozen=True, hide_input_in_errors=True
    )

    telegram: Telegram = Telegram()
    web: Web = Web()
    database: Database = Database()
    knowledge: Knowledge = Knowledge()
    matching: Matching = Matching()
    limits: Limits = Limits()
    clinic: Clinic = Clinic()
    retention: Retention = Retention()
    data_keys: SecretStr = SecretStr("")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment wins over the file, which comes in as init values."""
        del settings_cls, dotenv_settings, file_secret_settings
        return env_settings, init_settings


def load_settings(path: Path = Path("config.yaml")) -> Settings:
    """Read config.yaml (which may be absent) and the environment.

    Raises:
        SettingsError: one line a problem, each naming file or variable, key, value and mend.
    """
    document = read(path) if path.exists() else Document(str(path), {}, {}, ())
    problems = [str(problem) for problem in document.problems] + _secrets_in(document) + _unknown_variables()
    if problems:
        raise SettingsError("\n".join(problems))
    values: dict[str, Any] = document.tree if isinstance(document.tree, dict) else {}
    try:
        return Settings(**values)
    except ValidationError as error:
        raise SettingsError("\n".join(_explain(document, item) for item in error.errors())) from None


def _secrets_in(document: Document) -> list[str]:
    return [
        str(document.problem(key, f"{'.'.join(map(str, key))} is a secret: set {_variable(key)} in the environment"))
        for key in SECRETS
        if key in document.places
    ]


def _unknown_variables() -> list[str]:
    """A mistyped CLINIC_BOT_ variable is an error too: pydantic-settings would pass over it in silence."""
    known = [_variable((name, *rest)) for name, rest in _keys()]
    wrong = [name for name in EnvSettingsSource(Settings).env_vars if name.upper().startswith(PREFIX)]
    return [
        f"environment: {name.upper()}: unknown variable{did_you_mean(name.upper(), known)}"
        for name in wrong
        if name.upper() not in known
    ]


def _keys() -> list[tuple[str, tuple[str, ...]]]:
    keys: list[tuple[str, tuple[str, ...]]] = []
    for name, field in Settings.model_fields.items():
        section = field.annotation
        if isinstance(section, type) and issubclass(section, Section):
            keys += [(name, (key,)) for key in section.model_fields]
        else:
            keys.append((name, ()))
    return keys


def _variable(key: Location) -> str:
    return PREFIX + "__".join(str(part).upper() for part in key)


def _explain(document: Document, item: Any) -> str:  # noqa: ANN401 - pydantic's ErrorDetails
    location: Location = tuple(item["loc"])
    key = ".".join(map(str, location))
    if item["type"] == "extra_forbidden":
        siblings = [".".join((name, *rest)) for name, rest in _keys()]
        return str(document.problem(location, f"{key}: unknown key{did_you_mean(key, siblings)}"))
    message = item["msg"].removeprefix("Value error, ")
    if location in document.places:
        return str(document.problem(location, f"{key}: {_value(document.tree, location)!r}: {message}"))
    return f"environment: {_variable(location)}: {message}"


def _value(tree: Tree, location: Location) -> Tree:
    for part in location:
        if isinstance(tree, dict):
            tree = tree.get(str(part))
    return tree
