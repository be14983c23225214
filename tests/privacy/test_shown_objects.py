"""P10: what a debugger, an error reporter or an error's own words show holds no key, token or patient."""

import pytest

from bot.config import Settings, Telegram
from bot.conversation.state import CallRequest
from bot.errors import DatabaseUnavailableError
from bot.storage.columns import sealed_data
from bot.storage.database import Database
from bot.storage.keys import KeySource, Vault, new_key
from bot.storage.store import Store
from tests.fakes.patients import call_request
from tests.privacy.house import MARKERS, House


async def test_p10_the_parts_of_a_running_bot_show_no_key_and_no_patient(house: House, keys: KeySource) -> None:
    """Their representations are names."""
    await house.leaves_a_request()
    delivery, store = house.delivery, house.store
    tables = [(table, [column.type for column in table.columns]) for table in store.tables.metadata.sorted_tables]
    shown = repr([delivery, delivery.worker, delivery.sender, store, store.vault, store.tables, tables, keys])
    shown += repr([vars(delivery.inbox), vars(delivery.worker), vars(delivery.sender), vars(store)])
    assert [marker for marker in MARKERS if marker in shown] == []
    assert keys.listed not in shown


def test_p10_settings_and_urls_show_no_secret() -> None:
    """Token, data keys and the database's password are hidden in representations."""
    key = new_key()
    settings = Settings(telegram=Telegram.model_validate({"token": "1:FAKE"}), data_keys=key)
    database = Database("postgresql://clinic:s3cret@127.0.0.1:1/none")
    shown = repr([settings, database, database.engine, vars(database)]) + str(settings)
    assert not [secret for secret in ("FAKE", key, "s3cret") if secret in shown]


async def test_p10_an_unreachable_database_is_reported_without_its_password() -> None:
    """The server's address may be named, what opens it may not."""
    with pytest.raises(DatabaseUnavailableError) as error:
        await Store.open("postgresql://clinic:s3cret@127.0.0.1:1/none", KeySource(new_key()))
    assert "s3cret" not in f"{error.value} {error.value.__cause__}"


def test_p10_a_row_that_cannot_be_read_is_reported_without_its_words() -> None:
    """A request as some other version wrote it: the error names the kind of row, not the patient."""
    vault = Vault([new_key()], b"x" * 32)
    column = sealed_data(vault, CallRequest)
    with pytest.raises(ValueError, match="a kept CallRequest cannot be read") as error:
        column.load(column.dump(call_request()).replace(b'"phone"', b'"number"'))
    assert "Marisol" not in str(error.value)
    assert error.value.__suppress_context__
